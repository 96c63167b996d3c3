/* The driver as manager of its port (PRT-07): the house's keyed port (rsn/keyed_port.h) makes
 * the four-way handshake before ASSOCIATION_COMPLETION, where the host has given a PMK for it
 * (EXTSTA_PRIVATE_SET_PORT_KEY), and takes the keys of a fast transition, which has none. Its
 * EAPOL goes through the control port, its keys to the kernel; rekeyings are its own
 * afterwards. */
#include "machine.h"
#include "rsn/ft.h"
#include "wire/capability_bits.h"

#define HANDSHAKE_TIME (5ull * EXTSTA_SECOND) /* hostapd gives up after four */
#define REASON_LEAVING 3u

bool nld_own_port_wanted(const struct nld *d, const struct mp_negotiated *n)
{
    const struct akm_suite *akm = suites_akm(n->akm);
    if (!akm || d->attempt.port_offloaded) {
        return false;
    }
    switch (akm->pmk) {
    case AKM_PMK_PASSPHRASE:
        return d->port_key_set;
    case AKM_PMK_SAE:
    case AKM_PMK_DH:
        return d->port_key_set || d->port_own;
    case AKM_PMK_NONE:
    case AKM_PMK_EAP:
        return false;
    }
    return false;
}

void nld_own_port_stop(struct nld *d)
{
    if (d->port.on) {
        keyed_port_stop(&d->port.keyed);
        memset(&d->port, 0, sizeof d->port);
        nld_timer(d, NLD_TIMER_PORT, EXTSTA_NEVER);
    }
}

/* By our own judgement; silence where `reason` is none of a frame. */
static void failed(struct nld *d, enum extsta_diagnosis diagnosis, uint8_t confidence,
                   uint16_t reason)
{
    struct nld_end end = {.status = DOT11_ASSOC_STATUS_FAILURE,
                          .origin = EXTSTA_ORIGIN_STATION,
                          .space = EXTSTA_CODE_OWN_REASON,
                          .code = reason,
                          .diagnosis = diagnosis,
                          .confidence = confidence,
                          .rule = EXTSTA_RULE_X_45,
                          .tell_peer = true,
                          .own_reason = reason};
    nld_own_port_stop(d);
    if (d->link.up) {
        nld_link_lost(d, &end);
    } else {
        nld_attempt_fail(d, &end);
    }
}

static struct extsta_mac peer_of(const struct nld *d)
{
    return d->link.up ? d->link.peer : d->attempt.bssid;
}

static void install_one(struct nld *d, struct extsta_mac peer, const struct supplicant_key *key)
{
    struct nld_key k = {.used = true,
                        .peer = peer,
                        .index = mac_is_zero(peer) ? key->key_id : 0,
                        .cipher = key->cipher,
                        .len = key->len};
    if (!key->install) {
        return;
    }
    memcpy(k.data, key->key, key->len < sizeof k.data ? key->len : sizeof k.data);
    if (mac_is_zero(peer)) {
        uint8_t seq[8];
        put_le64(seq, key->rsc);
        memcpy(k.seq, seq, 6);
        k.seq_len = 6;
    }
    if (key->cipher == CIPHER_TKIP) {
        nld_key_swap_tkip(&k);
    }
    nld_key_take(d, &k);
}

/* Carries a step out, and clears it. Association and port may be gone afterwards. */
static void carry_out(struct nld *d, struct supplicant_step *step)
{
    const struct extsta_mac group = {{0}};
    bool keys = step->pairwise.install || step->group.install || step->igtk.install ||
                step->bigtk.install;
    if (step->send_len > 0) { /* before its keys: message 4 goes as message 3 came */
        uint32_t number = nld_own_eapol(d, peer_of(d), span(step->send, step->send_len),
                                        step->send_protected);
        keyed_port_sending(&d->port.keyed, d->now, step, number);
    }
    install_one(d, peer_of(d), &step->pairwise);
    install_one(d, group, &step->group);
    install_one(d, group, &step->igtk);
    install_one(d, group, &step->bigtk);
    d->port.awaits_group = (d->port.awaits_group || step->awaits_group) && !step->group.install;
    if (keys && !d->port.awaits_group) {
        keyed_port_installed(&d->port.keyed, true);
    }
    nld_timer(d, NLD_TIMER_PORT, keyed_port_deadline(&d->port.keyed));
    enum extsta_diagnosis diagnosis = step->diagnosis;
    uint8_t confidence = step->confidence;
    uint16_t reason = step->reason;
    bool rejected = step->verdict == SUPPLICANT_REJECTED;
    supplicant_step_clear(step);
    if (rejected) {
        failed(d, diagnosis, confidence, reason ? reason : REASON_LEAVING);
    } else if (keys && !d->port.awaits_group && d->attempt.state == NLD_AWAIT_PORT) {
        nld_attempt_authorized(d);
    }
}

static struct extsta_span request_elements(const struct nld_attempt *a)
{
    struct mgmt_assoc_req r = {0};
    (void)mgmt_parse_assoc_req(span(a->request, a->request_len), !mac_is_zero(a->from), &r);
    return r.elements;
}

static struct extsta_span response_elements(const struct nld_attempt *a)
{
    struct mgmt_assoc_resp r = {0};
    (void)mgmt_parse_assoc_resp(span(a->response, a->response_len), a->response_reassoc, &r);
    return r.elements;
}

static struct extsta_span pmk_of(struct nld *d)
{
    const struct nld_attempt *a = &d->attempt;
    const struct nld_pmksa *made = nld_pmksa_find(d, a->bssid, a->negotiated.akm);
    return made ? span(made->pmk, made->pmk_len) : span(d->port_key, sizeof d->port_key);
}

bool nld_own_port_start(struct nld *d, const struct ft_station *ft,
                        const struct supplicant_step *ft_keys)
{
    const struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    struct supplicant_step step;
    struct port_start start = {
        .own = d->own,
        .peer = a->bssid,
        .pmk = pmk_of(d),
        .own_elements = request_elements(a),
        .peer_elements = b ? bss_elements(&b->info) : span(NULL, 0),
        .response_elements = response_elements(a),
        .freq = a->freq,
        .ft = ft,
        .ft_keys = ft_keys,
    };
    nld_own_port_stop(d);
    if (keyed_port_start(&d->port.keyed, d->ctx, &port_four_way, d->now,
                         d->now + HANDSHAKE_TIME, &start, &step) != EXTSTA_DIAGNOSIS_NONE) {
        return false;
    }
    d->port.on = true;
    d->attempt.state = NLD_AWAIT_PORT;
    nld_timer(d, NLD_TIMER_ATTEMPT, EXTSTA_NEVER);
    carry_out(d, &step);
    return true;
}

void nld_own_port_rx(struct nld *d, struct extsta_span pdu, bool was_protected)
{
    struct supplicant_step step;
    uint8_t nonce[32];
    nld_random(d, nonce, sizeof nonce); /* SNonce, should this be a message 1 */
    keyed_port_rx(&d->port.keyed, d->now,
                  &(struct port_pdu){.bytes = pdu,
                                     .nonce = nonce,
                                     .was_protected = was_protected,
                                     .freq = d->link.up ? d->link.freq : d->attempt.freq},
                  &step);
    carry_out(d, &step);
}

void nld_own_port_sent(struct nld *d, uint32_t number, bool arrived)
{
    struct supplicant_step step;
    if (d->port.on && keyed_port_sent(&d->port.keyed, d->now, number, arrived, &step)) {
        carry_out(d, &step);
    }
}

void nld_own_port_expire(struct nld *d)
{
    struct supplicant_step step;
    if (d->port.on) {
        keyed_port_expire(&d->port.keyed, d->now, &step);
        carry_out(d, &step);
    }
}
