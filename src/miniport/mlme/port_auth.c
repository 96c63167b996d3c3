/* The miniport as manager of its port: carries the values of the keyed port (rsn/keyed_port.h)
 * to the key tables and the data path, and its end to the association (PRT-07: all of it before
 * ASSOCIATION_COMPLETION, SEQ-03; afterwards rekeying).
 *
 * Inputs are EAPOL PDUs of the data path (mlme_rx_eapol), outcomes of those sent, and
 * MP_TIMER_PORT; each leaves a step, which carry_out does. A failure may end the association
 * and take the peer's row with it: nobody touches the peer afterwards. */
#include "miniport/mlme/port_auth.h"
#include "base/mac.h"
#include "base/names.h"
#include "base/wipe.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/disassociate.h"
#include "rsn/form.h"
#include "rsn/keyed_port.h"

#define HANDSHAKE_TIME (5ull * EXTSTA_SECOND) /* hostapd gives up after four */

/* Lives with the association: the AP may rekey at any time. */
struct mp_port {
    struct keyed_port keyed;
    uint64_t message_3; /* serial of the last one answered */
    bool awaits_group;  /* the first group key comes by a handshake of its own (WPA) */
};

static void forget_key(struct miniport *mp)
{
    if (mp->mlme.port_key) {
        wipe(mp->mlme.port_key, sizeof *mp->mlme.port_key);
        pool_release(&mp->ctx->pool, mp->mlme.port_key, sizeof *mp->mlme.port_key);
        mp->mlme.port_key = NULL;
    }
}

/* The old key goes first: without memory for the new one there is none, never a wrong one. */
uint32_t mlme_set_port_auth(struct miniport *mp)
{
    forget_key(mp);
    mp->mlme.port_key = pool_zalloc(&mp->ctx->pool, sizeof *mp->mlme.port_key);
    return mp->mlme.port_key ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

uint32_t mlme_set_port_key(struct miniport *mp, struct extsta_span pmk)
{
    if (pmk.len > PMK_MAX) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (pmk.len == 0) {
        forget_key(mp);
        return NDIS_STATUS_SUCCESS;
    }
    uint32_t status = mlme_set_port_auth(mp);
    if (status == NDIS_STATUS_SUCCESS) {
        mp->mlme.port_key->len = (uint8_t)pmk.len;
        memcpy(mp->mlme.port_key->pmk, pmk.data, pmk.len);
    }
    return status;
}

/* Only where the PMK is configured or made here: 802.1X is the OS's, a vendor's algorithm the
 * IHV's. */
bool port_auth_wanted(const struct miniport *mp, const struct mp_negotiated *n)
{
    const struct akm_suite *akm = akm_find(n->akm);
    if (!mp->mlme.port_key || !akm) {
        return false;
    }
    switch (akm->pmk) {
    case AKM_PMK_PASSPHRASE:
        return mp->mlme.port_key->len > 0;
    case AKM_PMK_SAE:
    case AKM_PMK_DH:
        return true;
    case AKM_PMK_NONE:
    case AKM_PMK_EAP:
        return false;
    }
    return false;
}

/* Elements of the request begin behind the fixed fields (9.3.3.5, 9.3.3.7). */
static struct extsta_span request_elements(const struct mp_assoc_op *op)
{
    struct mgmt_assoc_req request = {0};
    if (op->request) {
        mgmt_parse_assoc_req(pbuf_span(op->request), !mac_is_zero(op->current_ap), &request);
    }
    return request.elements;
}

static struct extsta_span response_elements(const struct mp_assoc_op *op)
{
    struct mgmt_assoc_resp response = {0};
    if (op->response) {
        mgmt_parse_assoc_resp(pbuf_span(op->response), op->response_reassoc, &response);
    }
    return response.elements;
}

/* The PMK of the association: that of its authentication method (SAE, OWE), else the network's.
 */
static struct extsta_span pmk_of(const struct miniport *mp, const struct mp_peer *peer)
{
    struct extsta_span pmk = auth_pmk(peer->op->auth);
    const struct mp_port_key *key = mp->mlme.port_key;
    return pmk.len ? pmk : key ? span(key->pmk, key->len) : pmk;
}

void port_auth_free(struct miniport *mp, struct mp_peer *peer)
{
    if (peer->port) {
        keyed_port_stop(&peer->port->keyed);
        pool_release(&mp->ctx->pool, peer->port, sizeof *peer->port);
        peer->port = NULL;
        mp_timer_stop(mp, MP_TIMER_PORT);
    }
}

/* The handshake, or a rekeying, came to a bad end by our own judgement. serial: of the frame
 * that shows it, 0: the time was up. */
static void port_failed(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        enum extsta_diagnosis diagnosis, uint8_t confidence, uint16_t reason,
                        uint64_t serial)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_FAILURE,
                            .origin = serial ? EXTSTA_ORIGIN_STATION : EXTSTA_ORIGIN_TIMER,
                            .space = EXTSTA_CODE_OWN_REASON,
                            .code = reason,
                            .diagnosis = diagnosis,
                            .confidence = confidence,
                            .own_reason = reason,
                            .deauthenticate = true,
                            .evidence = serial,
                            .rule = RULE(X_45)};
    stats_handshake_failure(mp);
    if (peer_is_associated(peer)) {
        disassociate(mp, peer, ASSOC_PORT_FAILED, &end);
    } else {
        associate_fail(mp, peer, ASSOC_PORT_FAILED, &end);
    }
}

static bool install_pairwise(struct miniport *mp, struct extsta_mac peer,
                             const struct supplicant_key *key)
{
    struct extsta_span octets = span(key->key, key->len);
    return key->by_id ? keys_install_by_id(mp, peer, key->cipher, octets, key->key_id,
                                           key->receive_only)
                      : keys_install_pairwise(mp, peer, key->cipher, octets);
}

/* False: a key was refused for want of memory. */
static bool install(struct miniport *mp, struct extsta_mac peer,
                    const struct supplicant_step *step)
{
    const struct supplicant_key *const groups[] = {&step->group, &step->igtk, &step->bigtk};
    const struct supplicant_key *pairwise = &step->pairwise;
    bool ok = true;
    if (pairwise->install) {
        ok = install_pairwise(mp, peer, pairwise);
    }
    for (size_t i = 0; i < COUNT(groups); i++) {
        const struct supplicant_key *group = groups[i];
        ok =
            (!group->install || keys_install_group(mp, group->cipher, group->key_id,
                                                   span(group->key, group->len), group->rsc)) &&
            ok;
    }
    return ok;
}

/* 12.7.6.4: with Extended Key ID a new key is received under from before message 4 on. Where
 * that fails it comes in with the others, behind message 4. */
static void receive_early(struct miniport *mp, struct extsta_mac peer,
                          struct supplicant_step *step)
{
    if (step->pairwise.install && step->pairwise.receive_only) {
        (void)install_pairwise(mp, peer, &step->pairwise);
        step->pairwise.install = false;
    }
}

/* Carries a step out, clears it and sets the timer anew. The association, and its peer's row,
 * may be gone afterwards. serial: of the frame that led to it, 0: none did. */
static void carry_out(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                      struct supplicant_step *step, uint64_t serial)
{
    struct keyed_port *port = &peer->port->keyed;
    receive_early(mp, peer->address, step);
    bool keys = step->pairwise.install || step->group.install || step->igtk.install ||
                step->bigtk.install;
    if (step->dropped) {
        mp_drop(mp, step->drop);
    }
    if (step->transition_disable & TRANSITION_WPA3_PERSONAL) {
        (void)mlme_forget_fallback(mp); /* of a network without SAE it says nothing */
    }
    if (step->send_len > 0) { /* before its keys: message 4 goes as message 3 came */
        uint32_t cookie = datapath_send_eapol(
            mp, now, peer->address, span(step->send, step->send_len), step->send_protected);
        keyed_port_sending(port, now, step, cookie);
    }
    bool installed = !keys || install(mp, peer->address, step);
    peer->port->awaits_group =
        (peer->port->awaits_group || step->awaits_group) && !step->group.install;
    if (keys && (!installed || !peer->port->awaits_group)) {
        keyed_port_installed(port, installed);
    }
    mp_timer_set(mp, MP_TIMER_PORT, keyed_port_deadline(port));
    if (!installed) {
        port_failed(mp, now, peer, EXTSTA_DIAGNOSIS_NO_MEMORY, 100, REASON_DEAUTH_LEAVING,
                    serial);
    } else if (step->verdict == SUPPLICANT_REJECTED) {
        port_failed(mp, now, peer, step->diagnosis, step->confidence, step->reason, serial);
    } else if (keys && !peer->port->awaits_group && !peer_is_associated(peer)) {
        associate_authorized(mp, now, peer);
    }
    supplicant_step_clear(step);
}

bool port_auth_start(struct miniport *mp, extsta_time now, struct mp_peer *peer)
{
    const struct bss_entry *bss = mlme_bss(mp);
    struct supplicant_step step;
    const struct auth_method *m = peer->op->auth;
    struct port_start start = {
        .own = mp->address,
        .peer = peer->address,
        .pmk = pmk_of(mp, peer),
        .own_elements = request_elements(peer->op),
        .peer_elements = bss ? bss_elements(bss->info) : span(NULL, 0),
        .freq = bss ? bss->freq : 0,
        .response_elements = response_elements(peer->op),
    };
    if (m->ops->port) {
        m->ops->port(m, &start);
    }
    peer->port = pool_zalloc(&mp->ctx->pool, sizeof *peer->port);
    if (!peer->port || keyed_port_start(&peer->port->keyed, mp->ctx, &port_four_way, now,
                                        now + HANDSHAKE_TIME, &start, &step)) {
        return false;
    }
    carry_out(mp, now, peer, &step, 0);
    return true;
}

enum extsta_diagnosis port_auth_diagnose(const struct mp_peer *peer, uint16_t reason,
                                         uint8_t *confidence)
{
    return keyed_port_cause(&peer->port->keyed, reason, confidence);
}

void port_auth_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked)
{
    struct supplicant_step step;
    struct mp_peer *peer = mp->link.ap;
    struct mp_port *port = peer ? peer->port : NULL;
    if (port && keyed_port_sent(&port->keyed, now, cookie, acked, &step)) {
        carry_out(mp, now, peer, &step, port->message_3);
    }
}

void port_auth_expire(struct miniport *mp, extsta_time now)
{
    struct supplicant_step step;
    struct mp_peer *peer = mp->link.ap;
    struct mp_port *port = peer ? peer->port : NULL;
    if (port) {
        keyed_port_expire(&port->keyed, now, &step);
        bool late = step.verdict == SUPPLICANT_REJECTED;
        carry_out(mp, now, peer, &step, late ? 0 : port->message_3);
    }
}

bool mlme_rx_eapol(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                   struct extsta_span pdu, bool was_protected, uint64_t serial)
{
    if (!peer || !peer->port ||
        (peer->state != ASSOC_AWAIT_PORT && peer->state != ASSOC_ASSOCIATED)) {
        return false;
    }
    struct supplicant_step step;
    uint8_t nonce[32];
    mp_random(mp, nonce, sizeof nonce); /* SNonce, should this be a message 1 */
    keyed_port_rx(&peer->port->keyed, now,
                  &(struct port_pdu){.bytes = pdu,
                                     .nonce = nonce,
                                     .was_protected = was_protected,
                                     .freq = mp->link.home_freq},
                  &step);
    if (step.message == 3 && step.send_len > 0) {
        peer->port->message_3 = serial; /* what shows a failure when its keys go in later */
    }
    carry_out(mp, now, peer, &step, serial);
    return true;
}

/* What it is made of (base/form.h). */
#define T struct mp_port
static const struct form_row mp_port_form_rows[] = {
    INSIDE(keyed, keyed_port_form),
    NUMBER(message_3),
    FLAG(awaits_group),
};
FORM_TABLE(mp_port_form, "port of the driver");
#undef T
