/* Chapter 30, connections: the operation from CONNECT_REQUEST to CONNECTION_COMPLETION, and
 * which networks it may go to. */
#include "referee/referee.h"

/* CNX-03: with every PHY off there is nothing to connect with. */
static void no_power(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && all_phys_off(r) && e->asked->others == 0 && !r->m.op) {
        hold(r, !IS_SUCCESS(e), E(STATUS), v_status(NDIS_STATUS_DOT11_POWER_STATE_INVALID),
             v_status(e->c->status));
    }
}

/* CNX-04: an independent network of no name cannot be started. */
static void unnamed_ibss(struct extsta_referee *r, const struct event *e)
{
    uint32_t type;
    const struct mib_list *ssids = mib_list(r, OID_DOT11_DESIRED_SSID_LIST);
    if (e->asked && mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type) &&
        type == dot11_BSS_type_independent && ssids && ssids->len >= 36 &&
        get_le32(ssids->entries) == 0) {
        hold(r, !IS_SUCCESS(e), E(STATUS), v_status(NDIS_STATUS_INVALID_DATA),
             v_status(e->c->status));
    }
}

/* CNX-06: first of all, and with what the type asks for. */
static void first(struct extsta_referee *r, const struct event *e)
{
    uint32_t type;
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len))) {
        return;
    }
    bool ibss = e->p.operation_start.bss_type == dot11_BSS_type_independent;
    if (mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type) &&
        !hold(r, e->p.operation_start.bss_type == type, E(DESIRED_TYPE), v_number(type),
              v_number(e->p.operation_start.bss_type))) {
        return;
    }
    bool zero = mac_is_zero(e->p.operation_start.adhoc_bssid) &&
                e->p.operation_start.adhoc_ssid.len == 0;
    if (!ibss) {
        hold(r, zero, E(NO_IBSS_NAMED), v_none(), v_mac(e->p.operation_start.adhoc_bssid));
    }
}

static void nothing_before(struct extsta_referee *r, const struct event *e)
{
    const struct asked *a = under_way(r, OID_DOT11_CONNECT_REQUEST);
    if (a && a->others == 0 && !r->m.op) {
        because(r, a->ref);
        hold(r, false, E(START_FIRST), v_none(), v_hex(e->ref.code));
    }
}

/* CNX-07: one for each stay in OP. */
static void one_operation(struct extsta_referee *r, const struct event *e)
{
    because(r, r->m.connection.start);
    hold(r, !r->m.connection.open && !r->m.connected, E(ONE_CONNECTION), v_none(), v_none());
}

/* CNX-08: without a candidate: exhausted, or why nothing could be looked for. */
static void exhausted(struct extsta_referee *r, const struct event *e)
{
    uint32_t s = e->p.number;
    if (e->whole && r->m.connection.open && r->m.connection.associations == 0 && !r->m.ibss &&
        s != 0) {
        because(r, r->m.connection.start);
        hold(r,
             s == DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED ||
                 s == DOT11_ASSOC_STATUS_RADIO_OFF || s == DOT11_ASSOC_STATUS_PHY_DISABLED ||
                 s == DOT11_ASSOC_STATUS_CANCELLED || s == DOT11_ASSOC_STATUS_SYSTEM_ERROR ||
                 s >= DOT11_ASSOC_STATUS_IHV_START,
             E(STATUS), v_assoc(DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED), v_assoc(s));
    }
}

/* CNX-10: success is an association. */
static void success(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && e->p.number == 0 && !r->m.ibss && r->m.connection.open) {
        because(r, r->m.connection.start);
        hold(r, peer_associated(r) != NULL || r->m.connection.success.serial != 0,
             E(ASSOCIATION_WITHIN), v_none(), v_none());
    }
}

/* CNX-11: at most one AP, and then the end. */
static void one_ap(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.connection.open && !r->m.ibss) {
        because(r, r->m.connection.success);
        hold(r, r->m.connection.success.serial == 0, E(COMPLETED_AFTER_SUCCESS), v_none(),
             v_mac(e->p.association_start.peer));
    }
}

/* CNX-12: the codes a connection fails with; cancelled only by whom it can be. */
static void failure(struct extsta_referee *r, const struct event *e)
{
    uint32_t s = e->p.number;
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len)) ||
        s == 0) {
        return;
    }
    bool known = s == DOT11_ASSOC_STATUS_FAILURE ||
                 s == DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED ||
                 s == DOT11_ASSOC_STATUS_SYSTEM_ERROR || s >= DOT11_ASSOC_STATUS_IHV_START ||
                 s == DOT11_ASSOC_STATUS_RADIO_OFF || s == DOT11_ASSOC_STATUS_PHY_DISABLED ||
                 (s == DOT11_ASSOC_STATUS_CANCELLED && is_ending(r));
    if (r->m.connection.open) {
        because(r, r->m.connection.start);
        hold(r, known, E(CONNECTION_CODE), v_none(), v_assoc(s));
    }
}

/* CNX-14: failed is INIT: no roam. */
static void no_roam(struct extsta_referee *r, const struct event *e)
{
    if (!r->m.op && r->m.home == HOME_FAILED) {
        because(r, r->m.connection.start);
        hold(r, false, E(ONLY_IN_OP), v_none(), v_none());
    }
}

/* CNX-15: completed before anything of a roam. */
static void before_roam(struct extsta_referee *r, const struct event *e)
{
    because(r, r->m.connection.start);
    hold(r, !r->m.connection.open, E(CONNECTION_COMPLETED), v_none(), v_none());
}

/* CNX-16, ASC-32: what is sent on an association is not refused for its state. */
static void data_path(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (p && !is_between(r)) {
        because(r, p->done);
        hold_rule(r, r->m.connection.open ? RULE(CNX_16) : RULE(ASC_32),
                  e->c->status != NDIS_STATUS_INVALID_STATE &&
                      e->c->status != NDIS_STATUS_ADAPTER_NOT_READY,
                  E(READY), v_none(), v_status(e->c->status));
    }
}

/* CNX-18: no association within ten seconds: the OS resets. */
#define TEN_SECONDS (10 * EXTSTA_SECOND)
static void ten_seconds(struct extsta_referee *r, const struct event *e)
{
    const struct asked *a = under_way(r, OID_DOT11_CONNECT_REQUEST);
    if (a && a->by_os) {
        owe(r, RULE(CNX_18), nobody, a->ref.time + TEN_SECONDS + EXTSTA_SECOND / 2,
            E(RESET_AFTER_TEN_SECONDS), v_time(TEN_SECONDS));
    }
}

static void ten_seconds_reset(struct extsta_referee *r, const struct event *e)
{
    if (e->c->code == OID_DOT11_RESET_REQUEST) {
        pay(r, RULE(CNX_18), nobody);
    }
}

static void ten_seconds_over(struct extsta_referee *r, const struct event *e)
{
    bool ended = e->watch == ON_CONNECTION_COMPLETION ||
                 (e->whole && e->p.association_completion.status == 0);
    if (ended) {
        forgive(r, RULE(CNX_18), nobody);
    }
}

/* CNX-19: not before the extension has done its part. */
static void after_pre_association(struct extsta_referee *r, const struct event *e)
{
    if ((e->c->id & 0x80000000u) != 0 && r->m.extension && r->m.functions) {
        hold(r, !r->m.pre_associating, E(PRE_ASSOCIATED), v_number(r->m.pre_session), v_none());
    }
}

/* CNX-21, CNX-22, CNX-25, CNX-28: where an association may go. */
static void ssid_desired(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_DESIRED_SSID_LIST);
    if (e->whole && l && l->count > 0 &&
        e->p.association_start.ssid.len <= 32) { /* longer: ASC-03 */
        hold(r, mib_list_has_ssid(l, extsta_ssid_span(&e->p.association_start.ssid)),
             E(DESIRED_SSID), v_number(l->count), v_number(e->p.association_start.ssid.len));
    }
}

static void bssid_desired(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_DESIRED_BSSID_LIST);
    if (e->whole && l && l->count > 0 && !r->m.ibss) {
        hold(r, mib_list_has_mac(l, e->p.association_start.peer), E(DESIRED_BSSID),
             v_number(l->count), v_mac(e->p.association_start.peer));
    }
}

static void not_excluded(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST);
    if (e->whole && l) {
        hold(r, !mib_list_has_mac(l, e->p.association_start.peer), E(NOT_EXCLUDED), v_none(),
             v_mac(e->p.association_start.peer));
    }
}

/* CNX-24: only what is enabled is agreed on. */
static void suites_enabled(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = &e->p.association_completion;
    const struct mib_list *auth = mib_list(r, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM);
    const struct mib_list *unicast = mib_list(r, OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM);
    const struct mib_list *multicast =
        mib_list(r, OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM);
    if (!e->whole || c->status != 0 || c->auth == 0 ||
        (c->unicast == DOT11_CIPHER_ALGO_NONE && c->auth >= DOT11_AUTH_ALGO_WPA)) {
        return; /* not named at all: ASC-17 */
    }
    if (auth && !hold(r, mib_list_has_number(auth, c->auth), E(ENABLED_AUTH), v_none(),
                      v_auth(c->auth))) {
        return;
    }
    if (unicast &&
        !hold(r,
              mib_list_has_number(unicast, c->unicast) ||
                  c->unicast == DOT11_CIPHER_ALGO_WPA_USE_GROUP || c->unicast == c->multicast,
              E(ENABLED_CIPHER), v_none(), v_cipher(c->unicast))) {
        return;
    }
    if (multicast) {
        hold(r, mib_list_has_number(multicast, c->multicast), E(ENABLED_CIPHER), v_none(),
             v_cipher(c->multicast));
    }
}

static void same_network(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.roam.open && r->m.ssid_known) {
        hold(r,
             span_equal(extsta_ssid_span(&e->p.association_start.ssid),
                        extsta_ssid_span(&r->m.connected_ssid)),
             E(SSID_OF_CONNECTION), v_number(r->m.connected_ssid.len),
             v_number(e->p.association_start.ssid.len));
    }
}

#define CANDIDATES "which BSSs the driver knows, and how it ranks them, is not in the record"
static const struct rule_row table[] = {
    SEEN(CNX_01, 0, no_power), /* referee_states.c */
    SEEN(CNX_02, 0, no_power),
    RESULT_OF(CNX_03, DOT11_CONNECT_REQUEST, no_power),
    RESULT_OF(CNX_04, DOT11_CONNECT_REQUEST, unnamed_ibss),
    UNSEEN(CNX_05, "either way is right"),
    SEEN(CNX_06, W(CONNECTION_START), first),
    SEEN(CNX_06, W(ASSOCIATION_START), nothing_before),
    SEEN(CNX_07, W(CONNECTION_START), one_operation),
    SEEN(CNX_08, W(CONNECTION_COMPLETION), exhausted),
    UNSEEN(CNX_09, CANDIDATES),
    SEEN(CNX_10, W(CONNECTION_COMPLETION), success),
    SEEN(CNX_11, W(ASSOCIATION_START), one_ap),
    SEEN(CNX_12, W(CONNECTION_COMPLETION), failure),
    SEEN(CNX_13, 0, no_power), /* referee_states.c */
    SEEN(CNX_14, W(ROAMING_START), no_roam),
    SEEN(CNX_15, W(ROAMING_START), before_roam),
    SEEN(CNX_16, W(SEND_COMPLETE), data_path),
    UNSEEN(CNX_17, "whether an AP was there all the time is not in the record"),
    SEEN(CNX_18, W(CONNECTION_START), ten_seconds),
    SEEN(CNX_18, W(REQUEST), ten_seconds_reset),
    SEEN(CNX_18, W(ASSOCIATION_COMPLETION) | W(CONNECTION_COMPLETION), ten_seconds_over),
    REQUEST_OF(CNX_19, DOT11_CONNECT_REQUEST, after_pre_association),
    UNSEEN(CNX_20, CANDIDATES),
    SEEN(CNX_21, W(ASSOCIATION_START), ssid_desired),
    SEEN(CNX_22, W(ASSOCIATION_START), bssid_desired),
    UNSEEN(CNX_23, CANDIDATES),
    SEEN(CNX_24, W(ASSOCIATION_COMPLETION), suites_enabled),
    SEEN(CNX_25, W(ASSOCIATION_START), not_excluded),
    UNSEEN(CNX_26, CANDIDATES),
    UNSEEN(CNX_27, CANDIDATES),
    SEEN(CNX_28, W(ASSOCIATION_START), same_network),
    UNSEEN(CNX_29, CANDIDATES),
    UNSEEN(CNX_30, CANDIDATES),
    SEEN(ASC_32, 0, data_path),
};
RULE_TABLE(rules_connection, table);
