/* Cards whose own driver associates (CONNECT alone is listed): one command in place of
 * AUTHENTICATE and ASSOCIATE, and of the frames no more than their elements. SAE is then ours
 * by external authentication, where the card wants it, or the card's; a card that roams by
 * itself says where it went. mac80211 takes CONNECT, too, and cfg80211 does its steps: what
 * such a card is seen to do (nl80211:IFACE:connect). Of external authentication, handshakes of
 * the card and its own roams no card was met yet: these are from linux/nl80211.h
 * (docs/nl80211.md). */
#include "machine.h"
#include "rsn/keys.h"

#define CONNECT_LIMIT   (12u * EXTSTA_SECOND)
#define PORT_LIMIT      (6u * EXTSTA_SECOND) /* of the card's own handshake */
#define FRAME_AUTH_TYPE 0xb0u
#define ALGORITHM_SAE   3u
#define STATUS_FAILED   1u

static void put_secret(struct nld *d, struct nl_msg *msg)
{
    struct nld_attempt *a = &d->attempt;
    const struct akm_suite *akm = suites_akm(a->negotiated.akm);
    if (!akm) {
        return;
    }
    if (akm->pmk == AKM_PMK_PASSPHRASE && d->port_key_set &&
        (d->card.can & NL80211_CAN_OFFLOAD_PSK)) {
        nld_put(msg, NL80211_ATTR_PMK, d->port_key, sizeof d->port_key);
        a->port_offloaded = true; /* PRT-07: the miniport's own port */
    }
    if (a->method != NLD_METHOD_SAE || !d->sae.network) {
        return;
    }
    if (d->card.can & NL80211_CAN_OFFLOAD_SAE) {
        nld_put_span(msg, NL80211_ATTR_SAE_PASSWORD, sae_network_password(d->sae.network));
        a->port_offloaded = true;
    } else {
        nld_put_flag(msg, NL80211_ATTR_EXTERNAL_AUTH_SUPPORT);
    }
}

static uint32_t auth_type(const struct nld_attempt *a)
{
    const struct auth_algorithm *auth = suites_auth(a->negotiated.auth);
    return auth && auth->family == AUTH_FAMILY_SHARED ? NL80211_AUTHTYPE_SHARED_KEY
           : a->method == NLD_METHOD_SAE              ? NL80211_AUTHTYPE_SAE
                                                      : NL80211_AUTHTYPE_OPEN_SYSTEM;
}

void nld_card_connect(struct nld *d, struct nld_bss *b)
{
    struct nld_attempt *a = &d->attempt;
    uint8_t elements[NLD_BODY];
    struct writer w = writer_of(elements, sizeof elements);
    struct nl_msg *msg = nld_command(d, NL80211_CMD_CONNECT, 0);
    nld_request_write(d, b, &w);
    nld_put(msg, NL80211_ATTR_MAC, a->bssid.b, 6);
    nld_put_u32(msg, NL80211_ATTR_WIPHY_FREQ, a->freq);
    nld_put(msg, NL80211_ATTR_SSID, a->ssid.ssid, a->ssid.len);
    nld_put_flag(msg, NL80211_ATTR_SOCKET_OWNER);
    nld_put(msg, NL80211_ATTR_IE, elements, w.failed ? 0 : writer_len(&w));
    nld_put_security(d, msg);
    put_secret(d, msg);
    nld_put_u32(msg, NL80211_ATTR_AUTH_TYPE, auth_type(a));
    if (!mac_is_zero(a->from)) {
        nld_put(msg, NL80211_ATTR_PREV_BSSID, a->from.b, 6);
    }
    a->state = NLD_AWAIT_CONNECT;
    a->external = false;
    nld_timer(d, NLD_TIMER_ATTEMPT, d->now + CONNECT_LIMIT);
    if (nld_tell(d, msg, NLD_OF_ATTEMPT) == 0) {
        struct nld_end end = nld_unanswered(EXTSTA_DIAGNOSIS_NO_MEMORY);
        end.status = DOT11_ASSOC_STATUS_SYSTEM_ERROR;
        nld_attempt_fail(d, &end);
    }
}

/* The response's body of its elements; the fixed fields are rebuilt, the AID is not known. */
static void rebuild_response(struct nld *d, uint16_t status, struct extsta_span elements,
                             struct mgmt_assoc_resp *r)
{
    struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    *r = (struct mgmt_assoc_resp){.reassoc = !mac_is_zero(a->from),
                                  .capability = b ? b->info.capability : CAPABILITY_ESS,
                                  .status = status,
                                  .aid = status == 0,
                                  .elements = elements};
    struct writer w = writer_of(a->response, sizeof a->response);
    mgmt_write_assoc_resp(&w, r);
    a->response_len = w.failed ? 0 : writer_len(&w);
    a->response_reassoc = r->reassoc;
}

static void on_connect(struct nld *d, const struct nld_message *m)
{
    struct nld_attempt *a = &d->attempt;
    struct mgmt_assoc_resp r;
    uint16_t status = nld_u16(m->tb[NL80211_ATTR_STATUS_CODE], STATUS_FAILED);
    if (a->state != NLD_AWAIT_CONNECT) {
        return; /* with an SME of ours ASSOCIATE has said it */
    }
    if (nld_has(m->tb[NL80211_ATTR_TIMED_OUT])) {
        uint32_t why = nld_u32(m->tb[NL80211_ATTR_TIMEOUT_REASON], NL80211_TIMEOUT_UNSPECIFIED);
        struct nld_end end =
            nld_unanswered(why == NL80211_TIMEOUT_ASSOC ? EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER
                                                        : EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
        nld_attempt_fail(d, &end);
        return;
    }
    nld_attempt_request(d, nld_octets(m->tb[NL80211_ATTR_REQ_IE]));
    rebuild_response(d, status, nld_octets(m->tb[NL80211_ATTR_RESP_IE]), &r);
    if (status == 0 && a->port_offloaded && !nld_has(m->tb[NL80211_ATTR_PORT_AUTHORIZED])) {
        a->accepted = r; /* the card makes the handshake now (PRT-07) */
        a->state = NLD_AWAIT_PORT;
        nld_timer(d, NLD_TIMER_ATTEMPT, d->now + PORT_LIMIT);
        return;
    }
    if (status == 0 && a->port_offloaded) {
        nld_attempt_done(d, &r);
    } else {
        nld_attempt_responded(d, &r);
    }
}

/* The card went to another AP: both ends of the operation at once. */
static void on_roam(struct nld *d, const struct nld_message *m)
{
    struct extsta_mac to = nld_mac(m->tb[NL80211_ATTR_MAC]);
    struct nld_bss *b = nld_bss_find(d, to);
    struct mp_negotiated before = d->link.negotiated;
    struct mgmt_assoc_resp r;
    if (!d->link.up || mac_is_zero(to) ||
        !nld_connection_roam(d, DOT11_ROAMING_REASON_BETTER_AP_FOUND)) {
        return;
    }
    struct nld_attempt *a = &d->attempt;
    struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_START,
                               .association_start = {.peer = to, .ssid.len = d->network.len}};
    memset(a, 0, sizeof *a);
    memcpy(p.association_start.ssid.bytes, d->network.ssid, d->network.len);
    nld_indicate(d, NDIS_STATUS_DOT11_ASSOCIATION_START, &p);
    a->state = NLD_AWAIT_CONNECT;
    a->bssid = to;
    a->ssid = d->network;
    a->from = d->link.peer;
    a->freq = b ? b->freq : d->link.freq;
    a->roamed = true;
    a->negotiated = before;
    nld_link_drop(d);
    nld_attempt_request(d, nld_octets(m->tb[NL80211_ATTR_REQ_IE]));
    rebuild_response(d, 0, nld_octets(m->tb[NL80211_ATTR_RESP_IE]), &r);
    nld_attempt_done(d, &r);
}

/* The card's handshake is done. */
static void on_authorized(struct nld *d, const struct nld_message *m)
{
    struct mgmt_assoc_resp r = d->attempt.accepted;
    if (d->attempt.state == NLD_AWAIT_PORT && d->attempt.port_offloaded &&
        mac_equal(nld_mac(m->tb[NL80211_ATTR_MAC]), d->attempt.bssid)) {
        nld_attempt_done(d, &r);
    }
}

void nld_card_event(struct nld *d, const struct nld_message *m)
{
    if (m->cmd == NL80211_CMD_CONNECT) {
        on_connect(d, m);
    } else if (m->cmd == NL80211_CMD_PORT_AUTHORIZED) {
        on_authorized(d, m);
    } else {
        on_roam(d, m);
    }
}

/* --- external authentication --- */

void nld_external_auth(struct nld *d, const struct nld_message *m)
{
    uint32_t action =
        nld_u32(m->tb[NL80211_ATTR_EXTERNAL_AUTH_ACTION], NL80211_EXTERNAL_AUTH_START);
    if (d->attempt.state != NLD_AWAIT_CONNECT || action != NL80211_EXTERNAL_AUTH_START ||
        !mac_equal(nld_mac(m->tb[NL80211_ATTR_BSSID]), d->attempt.bssid)) {
        return;
    }
    d->attempt.external = true;
    nld_sae_begin(d);
}

void nld_external_frame(struct nld *d, struct extsta_mac from, struct extsta_span body)
{
    struct mgmt_auth auth;
    if (d->attempt.external && d->attempt.state == NLD_AWAIT_CONNECT &&
        mac_equal(from, d->attempt.bssid) && mgmt_parse_auth(body, &auth) &&
        auth.algorithm == ALGORITHM_SAE) {
        nld_sae_rx(d, &auth);
    }
}

void nld_external_say(struct nld *d, struct extsta_span data)
{
    uint8_t body[2 + 4 + SAE_BODY_MAX];
    struct writer w = writer_of(body, sizeof body);
    writer_le16(&w, ALGORITHM_SAE);
    writer_span(&w, data);
    nld_frame(d, FRAME_AUTH_TYPE, d->attempt.bssid, span(body, writer_len(&w)));
}

void nld_external_done(struct nld *d, uint16_t status)
{
    struct nl_msg *msg = nld_command(d, NL80211_CMD_EXTERNAL_AUTH, 0);
    nld_put_u16(msg, NL80211_ATTR_STATUS_CODE, status);
    nld_put(msg, NL80211_ATTR_SSID, d->attempt.ssid.ssid, d->attempt.ssid.len);
    nld_put(msg, NL80211_ATTR_BSSID, d->attempt.bssid.b, 6);
    if (status == 0) {
        nld_put(msg, NL80211_ATTR_PMKID, d->attempt.sae.keys.pmkid, 16);
    }
    nld_tell(d, msg, NLD_OF_NOTHING);
}
