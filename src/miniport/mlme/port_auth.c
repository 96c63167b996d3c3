#include "miniport/mlme/port_auth.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/disassociate.h"

#define HANDSHAKE_TIME (5ull * EXTSTA_SECOND) /* hostapd gives up after four */

/* A radio that does not say what became of message 4 in this time is not waited for. */
#define MESSAGE_4_TIME (200u * EXTSTA_MS)
/* Message 4 was not acknowledged: an AP that missed it repeats message 3 within a second. One
 * that does not has got it; what was lost are the acknowledgements. */
#define MESSAGE_3_TIME (1500u * EXTSTA_MS)

/* Keys of a message 3, until the AP is known to have message 4. Where it was lost the AP has no
 * key and repeats message 3 as it sent the first: with the key in place that would be refused
 * (DEC-05). */
struct pending_keys {
    struct supplicant_key pairwise, group;
    uint32_t message; /* cookie of message 4; 0: it did not arrive */
    uint64_t serial;  /* of message 3 */
    bool waiting;
};

/* Lives with the association: the AP may rekey at any time. */
struct mp_port {
    struct supplicant supplicant;
    struct pending_keys pending;
};

uint32_t mlme_set_port_key(struct miniport *mp, struct extsta_span pmk)
{
    struct pool *pool = &mp->ctx->pool;
    if (pmk.len > PMK_MAX) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (mp->mlme.port_key) {
        wipe(mp->mlme.port_key, sizeof *mp->mlme.port_key);
        pool_release(pool, mp->mlme.port_key, sizeof *mp->mlme.port_key);
        mp->mlme.port_key = NULL;
    }
    if (pmk.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    mp->mlme.port_key = pool_zalloc(pool, sizeof *mp->mlme.port_key);
    if (!mp->mlme.port_key) {
        return NDIS_STATUS_RESOURCES;
    }
    mp->mlme.port_key->len = (uint8_t)pmk.len;
    memcpy(mp->mlme.port_key->pmk, pmk.data, pmk.len);
    return NDIS_STATUS_SUCCESS;
}

bool port_auth_wanted(const struct miniport *mp, const struct mlme_negotiated *n)
{
    const struct akm_suite *akm = akm_find(n->akm);
    return mp->mlme.port_key && akm && akm->pmk == AKM_PMK_PASSPHRASE;
}

void port_auth_free(struct miniport *mp, struct mp_assoc *assoc)
{
    if (assoc->port) {
        supplicant_clear(&assoc->port->supplicant);
        wipe(assoc->port, sizeof *assoc->port);
        pool_release(&mp->ctx->pool, assoc->port, sizeof *assoc->port);
        assoc->port = NULL;
        mp_timer_stop(mp, MP_TIMER_KEYS);
    }
}

/* Elements of the request begin behind the fixed fields (9.3.3.5, 9.3.3.7). */
static struct extsta_span own_rsne(const struct mp_assoc_op *op)
{
    struct mgmt_assoc_req request;
    struct elements e = {0};
    if (op->request &&
        mgmt_parse_assoc_req(pbuf_span(op->request), !mac_is_zero(op->current_ap), &request)) {
        elements_parse(request.elements, &e);
    }
    return e.rsn;
}

bool port_auth_start(struct miniport *mp, extsta_time now)
{
    struct mp_assoc *a = mp->mlme.assoc;
    const struct bss_entry *bss = mlme_bss(mp);
    struct elements theirs = {0};
    if (bss) {
        elements_parse(bss_elements(bss->info), &theirs);
    }
    a->port = pool_zalloc(&mp->ctx->pool, sizeof *a->port);
    if (!a->port) {
        return false;
    }
    struct extsta_span pmk = auth_pmk(a->op->auth); /* SAE, OWE, FT: of this association */
    struct supplicant_config config = {
        .crypto = crypto_of(mp->ctx),
        .own = mp->address,
        .peer = a->peer,
        .pmk = pmk.len ? pmk : span(mp->mlme.port_key->pmk, mp->mlme.port_key->len),
        .akm = a->negotiated.akm,
        .pairwise = a->negotiated.pairwise,
        .group = a->negotiated.group,
        .own_rsne = own_rsne(a->op),
        .peer_rsne = theirs.rsn,
        .peer_rsnxe = theirs.rsnx,
    };
    if (!config.crypto || supplicant_start(&a->port->supplicant, &config) != EXTSTA_OK) {
        return false;
    }
    mp_timer_set(mp, MP_TIMER_MLME, now + HANDSHAKE_TIME);
    return true;
}

/* The handshake, or a rekeying, came to a bad end by our own judgement. */
static void port_failed(struct miniport *mp, extsta_time now, enum extsta_diagnosis diagnosis,
                        uint16_t reason, uint64_t serial)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_FAILURE,
                            .origin = serial ? EXTSTA_ORIGIN_STATION : EXTSTA_ORIGIN_TIMER,
                            .space = EXTSTA_CODE_OWN_REASON,
                            .code = reason,
                            .diagnosis = diagnosis,
                            .confidence = 90,
                            .own_reason = reason,
                            .deauthenticate = true,
                            .evidence = serial,
                            .rule = RULE(X_45)};
    stats_handshake_failure(mp);
    if (associate_is_open(mp)) {
        associate_fail(mp, ASSOC_PORT_FAILED, &end);
    } else {
        disassociate(mp, ASSOC_PORT_FAILED, &end);
    }
}

void port_auth_expire(struct miniport *mp, extsta_time now)
{
    enum extsta_diagnosis diagnosis = supplicant_timeout(&mp->mlme.assoc->port->supplicant);
    port_failed(mp, now, diagnosis, REASON_4WAY_TIMEOUT, 0);
}

enum extsta_diagnosis port_auth_diagnose(const struct miniport *mp, uint16_t reason,
                                         uint8_t *confidence)
{
    const struct mp_port *port = mp->mlme.assoc->port;
    enum extsta_diagnosis found =
        port ? supplicant_timeout(&port->supplicant) : EXTSTA_DIAGNOSIS_M1_NEVER_CAME;
    /* Message 2 was answered by being shown the door: the AP could not verify its MIC.
     * 2 and 15 are what APs say of a handshake that did not get on (table 9-49). */
    bool handshake = reason == REASON_4WAY_TIMEOUT || reason == 2;
    *confidence = handshake || found == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE ? 90 : 60;
    return found == EXTSTA_DIAGNOSIS_M3_NEVER_CAME ? EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE : found;
}

static bool install(struct miniport *mp, const struct supplicant_key *pairwise,
                    const struct supplicant_key *group)
{
    const struct mp_assoc *a = mp->mlme.assoc;
    bool ok = true;
    if (pairwise->install) {
        ok = keys_install_pairwise(mp, a->peer, a->negotiated.pairwise,
                                   span(pairwise->key, pairwise->len));
    }
    if (group->install) {
        ok = keys_install_group(mp, a->negotiated.group, group->key_id,
                                span(group->key, group->len), group->rsc) &&
             ok;
    }
    return ok;
}

/* Keys a message gave, and the frame that answered it. */
static void keep(struct miniport *mp, extsta_time now, const struct supplicant_step *step,
                 uint32_t cookie, uint64_t serial)
{
    struct pending_keys *p = &mp->mlme.assoc->port->pending;
    p->waiting = true;
    if (step->pairwise.install) {
        p->pairwise = step->pairwise;
    }
    if (step->group.install) {
        p->group = step->group;
    }
    if (step->message == 3 && step->send_len > 0) {
        p->message = cookie;
        p->serial = serial;
        mp_timer_set(mp, MP_TIMER_KEYS, now + (cookie ? MESSAGE_4_TIME : MESSAGE_3_TIME));
    }
}

/* Their time has come: the four-way handshake is complete. */
static void install_pending(struct miniport *mp, extsta_time now)
{
    struct pending_keys *p = &mp->mlme.assoc->port->pending;
    uint64_t serial = p->serial;
    bool installed = install(mp, &p->pairwise, &p->group);
    wipe(p, sizeof *p);
    mp_timer_stop(mp, MP_TIMER_KEYS);
    if (!installed) {
        port_failed(mp, now, EXTSTA_DIAGNOSIS_NO_MEMORY, REASON_DEAUTH_LEAVING, serial);
    } else if (associate_is_open(mp)) {
        associate_authorized(mp, now);
    }
}

static bool keys_wait(const struct miniport *mp)
{
    const struct mp_assoc *a = mp->mlme.assoc;
    return a && a->port && a->port->pending.waiting;
}

void port_auth_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked)
{
    if (!keys_wait(mp) || cookie == 0 || mp->mlme.assoc->port->pending.message != cookie) {
        return;
    }
    if (acked) {
        install_pending(mp, now);
        return;
    }
    mp->mlme.assoc->port->pending.message = 0;
    mp_timer_set(mp, MP_TIMER_KEYS, now + MESSAGE_3_TIME);
}

void port_auth_keys_expire(struct miniport *mp, extsta_time now)
{
    if (keys_wait(mp)) {
        install_pending(mp, now);
    }
}

static void conclude(struct miniport *mp, extsta_time now, const struct supplicant_step *step,
                     bool installed, uint64_t serial)
{
    if (!installed) {
        port_failed(mp, now, EXTSTA_DIAGNOSIS_NO_MEMORY, REASON_DEAUTH_LEAVING, serial);
        return;
    }
    switch (step->verdict) {
    case SUPPLICANT_CONTINUE:
    case SUPPLICANT_REKEYED:
    case SUPPLICANT_AUTHORIZED: /* when its keys are installed */
        return;
    case SUPPLICANT_REJECTED:
        port_failed(mp, now, step->diagnosis, step->reason ? step->reason : REASON_4WAY_TIMEOUT,
                    serial);
        return;
    }
}

bool mlme_rx_eapol(struct miniport *mp, extsta_time now, struct extsta_span pdu,
                   bool was_protected, uint64_t serial)
{
    struct mp_assoc *a = mp->mlme.assoc;
    if (!a || !a->port || (a->state != ASSOC_AWAIT_PORT && a->state != ASSOC_ASSOCIATED)) {
        return false;
    }
    struct supplicant_step step = {0};
    uint8_t nonce[32];
    uint32_t cookie = 0;
    bool installed = true;
    mp_random(mp, nonce, sizeof nonce);
    supplicant_rx(&a->port->supplicant, pdu, nonce, was_protected, &step);
    if (step.dropped) {
        mp_drop(mp, step.drop);
    }
    if (step.send_len) {
        cookie =
            datapath_send_eapol(mp, now, span(step.send, step.send_len), step.send_protected);
    }
    if (step.pairwise.install || a->port->pending.waiting) {
        keep(mp, now, &step, cookie, serial);
    } else {
        installed = install(mp, &step.pairwise, &step.group);
    }
    conclude(mp, now, &step, installed, serial);
    supplicant_step_clear(&step);
    return true;
}
