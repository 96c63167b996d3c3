/* One association operation: AUTHENTICATE, then ASSOCIATE, each a command whose outcome comes
 * as an event (the kernel makes the frames and repeats them; answer.c). From ASSOCIATION_START
 * to ASSOCIATION_COMPLETION; connect.c has the operation around it.
 *
 *   NO_ATTEMPT -> [AWAIT_TARGET ->] AWAIT_AUTHENTICATE -> AWAIT_ASSOCIATE -> associated
 *
 * What bites: a command to another BSS ends the association before at once; a BSS that did not
 * answer is gone from the kernel's list (ENOENT), and is looked for once; an end between the
 * two steps is not told, so there is a timer behind each. */
#include "machine.h"
#include "rsn/keys.h"
#include "wire/capability_bits.h"
#include <errno.h>

/* Longer than the kernel takes: 3 frames 104 ms apart, of SAE 2 s apart (and slow machines). */
#define AUTH_LIMIT     (3u * EXTSTA_SECOND)
#define SAE_LIMIT      (9u * EXTSTA_SECOND)
#define BUSY_PAUSE     (200u * EXTSTA_MS)
#define BUSY_TRIES     10u
#define LISTEN         5u /* what mac80211 puts into its requests (rebuilt: nobody tells) */
#define EAPOL_TYPE     0x888eu
#define REASON_LEAVING 3u

struct nld_end nld_refused(uint16_t status)
{
    return (struct nld_end){.status = DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | status,
                            .diagnosis = EXTSTA_DIAGNOSIS_REFUSED,
                            .origin = EXTSTA_ORIGIN_PEER,
                            .space = EXTSTA_CODE_PEER_STATUS,
                            .code = status,
                            .rule = EXTSTA_RULE_ASC_29};
}

struct nld_end nld_unanswered(enum extsta_diagnosis diagnosis)
{
    return (struct nld_end){.status = DOT11_ASSOC_STATUS_UNREACHABLE,
                            .diagnosis = diagnosis,
                            .origin = EXTSTA_ORIGIN_TIMER,
                            .rule = EXTSTA_RULE_ASC_30};
}

struct nld_end nld_unable(uint32_t status, enum extsta_diagnosis diagnosis)
{
    return (struct nld_end){.status = status,
                            .diagnosis = diagnosis,
                            .origin = EXTSTA_ORIGIN_STATION,
                            .rule = EXTSTA_RULE_ASC_30};
}

/* --- its end --- */

static enum extsta_stage stage_of(enum nld_attempt_state state)
{
    return state == NLD_AWAIT_PORT ? EXTSTA_STAGE_FOUR_WAY
           : state == NLD_AWAIT_ASSOCIATE || state == NLD_AWAIT_CONNECT
               ? EXTSTA_STAGE_ASSOCIATION
               : EXTSTA_STAGE_AUTHENTICATION;
}

static void clear(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    a->state = NLD_NO_ATTEMPT;
    nld_ft_stop(d);
    sae_clear(&a->sae);
    owe_clear(&a->owe);
}

/* Who does not answer is no candidate until it is heard again; who asks for patience gets it.
 */
static void mark(struct nld *d, const struct nld_end *end)
{
    struct nld_bss *b = nld_bss_find(d, d->attempt.bssid);
    if (b && end->status == DOT11_ASSOC_STATUS_UNREACHABLE) {
        b->lost = true;
    }
    if (b && d->attempt.comeback > 0) { /* ASC-26: when to come back */
        b->refused_until = d->now + (extsta_time)d->attempt.comeback * EXTSTA_TU;
    }
}

void nld_attempt_end(struct nld *d, const struct nld_end *end)
{
    struct nld_attempt *a = &d->attempt;
    if (a->state == NLD_NO_ATTEMPT) {
        return;
    }
    enum nld_attempt_state state = a->state;
    bool external = a->external && state == NLD_AWAIT_CONNECT;
    nld_cause(d, EXTSTA_SUBJECT_ASSOCIATION, stage_of(state), a->bssid, end);
    d->last_diagnosis = end->diagnosis;
    mark(d, end);
    nld_indicate_completion(d, end->status);
    clear(d);
    if (state == NLD_AWAIT_PORT) {
        nld_own_port_stop(d);
        nld_port_flush(d, NDIS_STATUS_FAILURE);
        nld_keys_clear(d, false);
    }
    nld_timer(d, NLD_TIMER_ATTEMPT, EXTSTA_NEVER);
    if (d->scan.what == NLD_SCAN_TARGET) {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
    }
    if (external) {
        nld_external_done(d, 1);
    }
    if (end->tell_peer && state != NLD_AWAIT_TARGET) {
        nld_leave(d, a->bssid, end->own_reason ? end->own_reason : REASON_LEAVING, false);
    }
}

void nld_attempt_fail(struct nld *d, const struct nld_end *end)
{
    nld_attempt_end(d, end);
    nld_connection_next(d);
}

/* --- commands --- */

static void put_target(struct nld *d, struct nl_msg *msg)
{
    const struct nld_attempt *a = &d->attempt;
    nld_put(msg, NL80211_ATTR_MAC, a->bssid.b, 6);
    nld_put_u32(msg, NL80211_ATTR_WIPHY_FREQ, a->freq);
    nld_put(msg, NL80211_ATTR_SSID, a->ssid.ssid, a->ssid.len);
}

static void no_memory(struct nld *d)
{
    struct nld_end end =
        nld_unable(DOT11_ASSOC_STATUS_SYSTEM_ERROR, EXTSTA_DIAGNOSIS_NO_MEMORY);
    nld_attempt_fail(d, &end);
}

/* Shared key: the WEP key that the host has set. */
static void put_wep_key(struct nld *d, struct nl_msg *msg)
{
    for (size_t i = 0; i < NLD_KEYS; i++) {
        const struct nld_key *k = &d->keys[i];
        if (k->used && mac_is_zero(k->peer) && k->index == d->mib.default_key_id) {
            nld_put_u8(msg, NL80211_ATTR_KEY_IDX, k->index);
            nld_put(msg, NL80211_ATTR_KEY_DATA, k->data, k->len);
            nld_put_u32(msg, NL80211_ATTR_KEY_CIPHER, k->cipher);
        }
    }
}

void nld_authenticate_with(struct nld *d, uint32_t type, struct extsta_span auth_data,
                           struct extsta_span elements)
{
    struct nld_attempt *a = &d->attempt;
    struct nl_msg *msg = nld_command(d, NL80211_CMD_AUTHENTICATE, 0);
    put_target(d, msg);
    nld_put_u32(msg, NL80211_ATTR_AUTH_TYPE, type);
    if (type == NL80211_AUTHTYPE_SHARED_KEY) {
        put_wep_key(d, msg);
    }
    if (auth_data.len > 0) {
        nld_put_span(msg, NL80211_ATTR_AUTH_DATA, auth_data);
    }
    if (elements.len > 0) {
        nld_put_span(msg, NL80211_ATTR_IE, elements);
    }
    a->state = NLD_AWAIT_AUTHENTICATE;
    a->taken = false;
    nld_timer(d, NLD_TIMER_ATTEMPT,
              d->now + (type == NL80211_AUTHTYPE_SAE ? SAE_LIMIT : AUTH_LIMIT));
    if (nld_tell(d, msg, NLD_OF_ATTEMPT) == 0) {
        no_memory(d);
    }
}

void nld_authenticate(struct nld *d, uint32_t type, struct extsta_span auth_data)
{
    nld_authenticate_with(d, type, auth_data, span(NULL, 0));
}

/* Whom the OS half governs the port of: else the kernel opens it at once. */
static void put_port(struct nld *d, struct nl_msg *msg)
{
    if (d->attempt.negotiated.akm == 0) {
        return;
    }
    nld_put_flag(msg, NL80211_ATTR_CONTROL_PORT);
    nld_put_u16(msg, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EAPOL_TYPE);
    nld_put_flag(msg, NL80211_ATTR_CONTROL_PORT_OVER_NL80211);
    if (d->card.can & NL80211_CAN_NO_PREAUTH) {
        nld_put_flag(msg, NL80211_ATTR_CONTROL_PORT_NO_PREAUTH);
    }
}

/* 12.2.9: what is validated is a channel of 20 MHz (rsn/oci.c), so the association has one. */
static void put_narrow(struct nl_msg *msg)
{
    static const uint8_t none[26], wide[26] = {0x02}; /* Supported Channel Width Set */
    nld_put(msg, NL80211_ATTR_HT_CAPABILITY, none, sizeof none);
    nld_put(msg, NL80211_ATTR_HT_CAPABILITY_MASK, wide, sizeof wide);
    nld_put_flag(msg, NL80211_ATTR_DISABLE_VHT);
    nld_put_flag(msg, NL80211_ATTR_DISABLE_HE);
}

void nld_put_security(struct nld *d, struct nl_msg *msg)
{
    const struct mp_negotiated *n = &d->attempt.negotiated;
    const struct auth_algorithm *auth = suites_auth(n->auth);
    const struct cipher_suite *pairwise = suites_cipher(n->pairwise);
    if (n->akm != 0) {
        bool wpa = auth && auth->family == AUTH_FAMILY_WPA;
        nld_put_u32(msg, NL80211_ATTR_WPA_VERSIONS,
                    wpa ? NL80211_WPA_VERSION_1 : NL80211_WPA_VERSION_2);
        nld_put(msg, NL80211_ATTR_CIPHER_SUITES_PAIRWISE, &n->pairwise, sizeof n->pairwise);
        nld_put_u32(msg, NL80211_ATTR_CIPHER_SUITE_GROUP, n->group);
        nld_put(msg, NL80211_ATTR_AKM_SUITES, &n->akm, sizeof n->akm);
    }
    if (n->group_mgmt != 0) {
        nld_put_u32(msg, NL80211_ATTR_USE_MFP, NL80211_MFP_REQUIRED);
    }
    if (n->unicast != DOT11_CIPHER_ALGO_NONE) { /* else CONNECT finds no BSS */
        nld_put_flag(msg, NL80211_ATTR_PRIVACY);
    }
    if (pairwise && pairwise->legacy) { /* 802.11-2020 12.5.1: neither WEP nor TKIP with HT */
        nld_put_flag(msg, NL80211_ATTR_DISABLE_HT);
        nld_put_flag(msg, NL80211_ATTR_DISABLE_VHT);
        nld_put_flag(msg, NL80211_ATTR_DISABLE_HE);
    } else if (n->ocv) {
        put_narrow(msg);
    }
    if (nld_request_measures(d, nld_bss_find(d, d->attempt.bssid))) {
        nld_put_flag(msg, NL80211_ATTR_USE_RRM); /* the bit of the capability field */
    }
    put_port(d, msg);
}

void nld_associate(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    struct nld_bss *b = nld_bss_find(d, a->bssid);
    uint8_t elements[NLD_BODY];
    struct writer w = writer_of(elements, sizeof elements);
    struct nl_msg *msg = nld_command(d, NL80211_CMD_ASSOCIATE, 0);
    nld_request_write(d, b, &w);
    if (a->method == NLD_METHOD_FT && !w.failed) {
        w.failed = !nld_ft_seal(d, elements, writer_len(&w));
    }
    put_target(d, msg);
    nld_put_flag(msg, NL80211_ATTR_SOCKET_OWNER);
    if (!w.failed && writer_len(&w) > 0) {
        nld_put(msg, NL80211_ATTR_IE, elements, writer_len(&w));
    }
    if (!mac_is_zero(a->from)) { /* ROM-15: a reassociation from the AP it comes from */
        nld_put(msg, NL80211_ATTR_PREV_BSSID, a->from.b, 6);
    }
    nld_put_security(d, msg);
    a->state = NLD_AWAIT_ASSOCIATE;
    a->taken = false;
    nld_timer(d, NLD_TIMER_ATTEMPT, d->now + NLD_ASSOC_LIMIT);
    if (nld_tell(d, msg, NLD_OF_ATTEMPT) == 0) {
        no_memory(d);
    }
}

/* ASC-13. cfg80211 tells the elements; the fixed fields are rebuilt: the capabilities as the
 * BSS has them, as mac80211 does, and its listen interval. */
void nld_attempt_request(struct nld *d, struct extsta_span elements)
{
    struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    const uint16_t mirrored = CAPABILITY_PRIVACY | CAPABILITY_SHORT_PREAMBLE |
                              CAPABILITY_SHORT_SLOT | CAPABILITY_SPECTRUM;
    uint16_t capability = b ? b->info.capability : 0;
    struct writer w = writer_of(a->request, sizeof a->request);
    mgmt_write_assoc_req(&w,
                         &(struct mgmt_assoc_req){
                             .reassoc = !mac_is_zero(a->from),
                             .capability = (uint16_t)(CAPABILITY_ESS | (capability & mirrored)),
                             .listen_interval = LISTEN,
                             .current_ap = a->from,
                         });
    writer_span(&w, elements);
    a->request_len = w.failed ? 0 : writer_len(&w);
}

/* --- its beginning --- */

/* By which frames; what is secret stands in the configuration. */
void nld_attempt_begin(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    const struct akm_suite *akm = suites_akm(a->negotiated.akm);
    const struct auth_algorithm *auth = suites_auth(a->negotiated.auth);
    a->by_pmksa = akm && (akm->pmk == AKM_PMK_SAE || akm->pmk == AKM_PMK_DH) &&
                  nld_pmksa_find(d, a->bssid, a->negotiated.akm) != NULL;
    a->method = a->negotiated.ft                                 ? NLD_METHOD_FT
                : auth && auth->family == AUTH_FAMILY_SHARED     ? NLD_METHOD_SHARED
                : akm && akm->pmk == AKM_PMK_SAE && !a->by_pmksa ? NLD_METHOD_SAE
                                                                 : NLD_METHOD_OPEN;
    if (!(d->card.can & NL80211_CAN_AUTHENTICATE)) {
        nld_card_connect(d, nld_bss_find(d, a->bssid));
        return;
    }
    if (a->again) { /* SEQ-11: authenticated it still is (DIS-01) */
        a->again = false;
        a->method = NLD_METHOD_OPEN;
        nld_associate(d);
        return;
    }
    switch (a->method) {
    case NLD_METHOD_OPEN:
        nld_authenticate(d, NL80211_AUTHTYPE_OPEN_SYSTEM, span(NULL, 0));
        break;
    case NLD_METHOD_SHARED:
        nld_authenticate(d, NL80211_AUTHTYPE_SHARED_KEY, span(NULL, 0));
        break;
    case NLD_METHOD_SAE:
        nld_sae_begin(d);
        break;
    case NLD_METHOD_FT:
        nld_ft_begin(d);
        break;
    }
}

static bool begin_owe(struct nld *d)
{
    const struct akm_suite *akm = suites_akm(d->attempt.negotiated.akm);
    return !akm || akm->pmk != AKM_PMK_DH ||
           owe_begin(&d->attempt.owe, crypto_of(d->ctx), owe_groups, OWE_GROUPS, nld_random,
                     d) == EXTSTA_OK;
}

/* DIS-03: ASSOCIATION_START ends the association before, without a DISASSOCIATION (DIS-04). The
 * kernel will say that it has ended: that is our own roam (ends.c). */
static void replace(struct nld *d)
{
    struct nld_end end = {.status = DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING,
                          .diagnosis = EXTSTA_DIAGNOSIS_BETTER_AP,
                          .origin = EXTSTA_ORIGIN_STATION,
                          .rule = EXTSTA_RULE_DIS_02};
    d->attempt.from = d->link.peer;
    d->attempt.again = mac_equal(d->link.peer, d->attempt.bssid);
    nld_cause(d, EXTSTA_SUBJECT_ASSOCIATION, EXTSTA_STAGE_CONNECTED, d->link.peer, &end);
    nld_link_drop(d);
}

bool nld_attempt_start(struct nld *d, struct nld_bss *b)
{
    struct nld_attempt *a = &d->attempt;
    struct extsta_payload p = {
        .form = EXTSTA_FORM_ASSOCIATION_START,
        .association_start = {.peer = b->info.bssid, .ssid.len = b->info.ssid_len}};
    memset(a, 0, sizeof *a);
    a->bssid = b->info.bssid;
    a->freq = b->freq;
    a->ssid.len = b->info.ssid_len;
    memcpy(a->ssid.ssid, b->info.ssid, a->ssid.len);
    memcpy(p.association_start.ssid.bytes, b->info.ssid, a->ssid.len);
    a->roamed = d->connection == NLD_ROAMING;
    nld_candidate_security(d, b, &a->negotiated);
    if (!nld_indicate(d, NDIS_STATUS_DOT11_ASSOCIATION_START, &p)) {
        return false;
    }
    a->state = NLD_AWAIT_AUTHENTICATE;
    d->network = a->ssid;
    if (d->link.up) {
        replace(d);
    }
    if (!begin_owe(d)) {
        no_memory(d);
    } else {
        nld_attempt_begin(d);
    }
    return true;
}

/* --- acknowledgements --- */

/* The kernel does not know the BSS any more: it is looked for, once. */
static void find_target(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    struct nld_end end = nld_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
    bool again = !a->searched;
    a->searched = true;
    if (again && nld_scan_target(d, &a->ssid, a->freq)) {
        a->state = NLD_AWAIT_TARGET;
        nld_timer(d, NLD_TIMER_ATTEMPT, EXTSTA_NEVER); /* the scan has its own */
    } else {
        nld_attempt_fail(d, &end);
    }
}

void nld_attempt_scanned(struct nld *d)
{
    if (d->attempt.state == NLD_AWAIT_TARGET) {
        nld_attempt_begin(d);
    }
}

void nld_attempt_acked(struct nld *d, uint8_t cmd, int error)
{
    struct nld_attempt *a = &d->attempt;
    bool awaited = (cmd == NL80211_CMD_AUTHENTICATE && a->state == NLD_AWAIT_AUTHENTICATE) ||
                   (cmd == NL80211_CMD_ASSOCIATE && a->state == NLD_AWAIT_ASSOCIATE) ||
                   (cmd == NL80211_CMD_CONNECT && a->state == NLD_AWAIT_CONNECT);
    struct nld_end end = nld_unable(DOT11_ASSOC_STATUS_FAILURE, EXTSTA_DIAGNOSIS_NONE);
    if (!awaited) {
        return;
    }
    a->taken = error == 0;
    switch (error) {
    case 0:
        return;
    case ENOENT:
        find_target(d);
        return;
    case EBUSY: /* what was before is not over yet, or another process is at it */
    case EINPROGRESS:
        if (a->busy++ >= BUSY_TRIES) {
            break;
        }
        nld_timer(d, NLD_TIMER_ATTEMPT, d->now + BUSY_PAUSE);
        a->state = NLD_AWAIT_TARGET;
        return;
    case ENETDOWN:
    case ERFKILL:
        end = nld_unable(DOT11_ASSOC_STATUS_RADIO_OFF, EXTSTA_DIAGNOSIS_RADIO_OFF);
        end.origin = EXTSTA_ORIGIN_RADIO;
        end.rule = EXTSTA_RULE_PWR_06;
        break;
    case EALREADY: /* an association of before, whose end we never heard */
        end.tell_peer = true;
        break;
    default:
        break;
    }
    nld_attempt_fail(d, &end);
}

/* --- it stands; it takes too long --- */

/* ASC-37: the first quality at once; CNX-10: then the operation succeeds. */
void nld_attempt_done(struct nld *d, const struct mgmt_assoc_resp *response)
{
    struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    a->negotiated.aid = response->aid;
    a->negotiated.capability = response->capability;
    a->negotiated.listen_interval = LISTEN;
    a->negotiated.since = d->now;
    d->link = (struct nld_link){.up = true,
                                .peer = a->bssid,
                                .ssid = a->ssid,
                                .freq = a->freq,
                                .negotiated = a->negotiated,
                                .signal = b ? b->signal : 0,
                                .since = d->now,
                                .heard = d->now,
                                .pairwise = a->own_port,
                                .port_open =
                                    a->negotiated.akm == 0 || a->port_offloaded || a->own_port};
    d->last_ap = (struct extsta_mac){{0}};
    nld_timer(d, NLD_TIMER_ATTEMPT, EXTSTA_NEVER);
    nld_indicate_completion(d, DOT11_ASSOC_STATUS_SUCCESS);
    clear(d);
    nld_quality_first(d);
    if (d->link.negotiated.akm == 0) {
        nld_keys_install(d); /* what was set before: WEP */
    }
    nld_connection_done(d);
    nld_quality_begin(d);
    if (d->link.port_open) {
        nld_steer_port_open(d);
        nld_radio_tell_port(d);
    }
}

/* Nothing was heard of it: the event was lost, or never came. */
void nld_attempt_expire(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    struct nld_end end = nld_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
    switch (a->state) {
    case NLD_NO_ATTEMPT:
        return;
    case NLD_AWAIT_TARGET: /* after EBUSY */
        nld_attempt_scanned(d);
        return;
    case NLD_AWAIT_AUTHENTICATE:
        break;
    case NLD_AWAIT_PORT: /* the card's handshake: ours has its own time */
        end = nld_unanswered(EXTSTA_DIAGNOSIS_M1_NEVER_CAME);
        end.status = DOT11_ASSOC_STATUS_FAILURE;
        break;
    case NLD_AWAIT_ASSOCIATE:
    case NLD_AWAIT_CONNECT:
        end.diagnosis = EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER;
        break;
    }
    end.tell_peer = true; /* the kernel may still be at it */
    nld_attempt_fail(d, &end);
}
