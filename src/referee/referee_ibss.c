/* Chapter 75: what of independent networks shows at the boundary. */
#include "referee/referee.h"

/* IBS-04: the network is named. */
static void named(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && e->p.operation_start.bss_type == dot11_BSS_type_independent) {
        hold(r,
             e->p.operation_start.adhoc_ssid.len != 0 &&
                 !mac_is_zero(e->p.operation_start.adhoc_bssid),
             E(NETWORK_NAMED), v_none(), v_mac(e->p.operation_start.adhoc_bssid));
    }
}

/* IBS-03: join-only is looked for until the host has had enough. */
static void join_only(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.ibss && r->m.connection.open && e->p.number != 0) {
        because(r, r->m.connection.start);
        hold(r, e->p.number != DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED, E(STATUS),
             v_assoc(DOT11_ASSOC_STATUS_CANCELLED), v_assoc(e->p.number));
    }
}

static bool is_beacon(const struct event *e)
{
    return e->parsed && frame_kind(&e->frame) == FRAME_BEACON;
}

/* IBS-03: none is started meanwhile. */
static void started(struct extsta_referee *r, const struct event *e)
{
    if (is_beacon(e) && r->m.ibss && r->m.join_only && r->m.connection.open) {
        because(r, r->m.connection.start);
        hold(r, r->m.connection.success.serial != 0, E(NO_NETWORK_STARTED), v_none(),
             v_mac(e->frame.addr3));
    }
}

/* IBS-09: the host's elements, unless the frame became too long by them. */
static void extra_elements(struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : FRAME_NULL;
    struct extsta_span body = e->frame.body;
    size_t len = r->m.ibss_elements_len;
    if ((kind != FRAME_BEACON && kind != FRAME_PROBE_RESP) || len == 0 ||
        body.len + len > 2304) {
        return;
    }
    bool last =
        body.len >= len && hash_span((struct extsta_span){body.data + body.len - len, len}) ==
                               r->m.ibss_elements_hash;
    hold(r, last, E(ELEMENTS_LAST), v_number((uint32_t)len), v_number((uint32_t)body.len));
}

/* IBS-13: the one that is roamed to is named, and it is why. */
static void roam(struct extsta_referee *r, const struct event *e)
{
    uint32_t reason = e->p.operation_start.reason;
    if (!e->whole || !r->m.ibss || !r->m.connected) {
        return;
    }
    if (hold(r,
             e->p.operation_start.adhoc_ssid.len != 0 &&
                 !mac_is_zero(e->p.operation_start.adhoc_bssid),
             E(NETWORK_NAMED), v_none(), v_mac(e->p.operation_start.adhoc_bssid))) {
        hold(r,
             reason == DOT11_ASSOC_STATUS_ROAMING_ADHOC ||
                 reason >= DOT11_ASSOC_STATUS_IHV_START,
             E(IBSS_ROAM), v_assoc(DOT11_ASSOC_STATUS_ROAMING_ADHOC), v_assoc(reason));
    }
}

/* IBS-14: only who is left alone goes. */
static void roam_of_joined(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (e->whole && r->m.ibss && r->m.join_only && r->m.connected) {
        if (p) {
            because(r, p->done);
        }
        hold(r, !p, E(NO_ROAM_FROM_PEERS), v_none(), p ? v_mac(p->mac) : v_none());
    }
}

/* IBS-18: open, shared key, RSNA-PSK, or an extension's. */
static void algorithms(struct extsta_referee *r, const struct event *e)
{
    uint32_t type;
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    if (!e->whole || (e->c->id & 0x80000000u) == 0 || e->c->kind != EXTSTA_OID_SET ||
        !mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type) ||
        type != dot11_BSS_type_independent) {
        return;
    }
    while (extsta_payload_next(&rest, &entry)) {
        uint32_t auth = entry.number;
        hold(r,
             auth == DOT11_AUTH_ALGO_80211_OPEN || auth == DOT11_AUTH_ALGO_80211_SHARED_KEY ||
                 auth == DOT11_AUTH_ALGO_RSNA_PSK || auth >= DOT11_AUTH_ALGO_IHV_START,
             E(IBSS_ALGORITHM), v_none(), v_auth(auth));
    }
}

#define ON_AIR "what an IBSS does on the air is not in the record of one station"
static const struct rule_row table[] = {
    UNSEEN(IBS_01, ON_AIR),
    UNSEEN(IBS_02, ON_AIR),
    SEEN(IBS_03, W(CONNECTION_COMPLETION), join_only),
    SEEN(IBS_03, W(FRAME), started),
    SEEN(IBS_04, W(CONNECTION_START), named),
    UNSEEN(IBS_05, "whether a network was joined or started is not indicated"),
    UNSEEN(IBS_06, "either way is right"),
    UNSEEN(IBS_07, ON_AIR),
    UNSEEN(IBS_08, ON_AIR),
    SEEN(IBS_09, W(FRAME), extra_elements),
    UNSEEN(IBS_10, ON_AIR),
    UNSEEN(IBS_11, "either way is right"),
    UNSEEN(IBS_12, "either way is right"),
    SEEN(IBS_13, W(ROAMING_START), roam),
    SEEN(IBS_14, W(ROAMING_START), roam_of_joined),
    UNSEEN(IBS_15, "judged as DIS-09 and DIS-16, by the indication"),
    UNSEEN(IBS_16, "judged as DIS-11 and DIS-16, by the indication"),
    UNSEEN(IBS_17, "judged as CNX-33 and RST-06: every peer"),
    REQUEST_OF(IBS_18, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, algorithms),
    UNSEEN(IBS_19, "whose group key a key is, is in frames that are encrypted"),
    UNSEEN(IBS_20, "judged as MIB-40 and MIB-41"),
    UNSEEN(IBS_21, "judged as LQ-04"),
    UNSEEN(DIS_24, "judged as DIS-09, DIS-15 and DIS-16, by the indication"),
    UNSEEN(DIS_25, "whether a key table has a row shows in frames that are dropped"),
};
RULE_TABLE(rules_ibss, table);
