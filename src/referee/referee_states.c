/* Chapter 10, states: which requests a driver takes in INIT and in OP, and how the host brings
 * a driver up. A request taken or refused in the wrong state says that the driver is in another
 * state than it should; which rule it broke with that follows from how it came to be where it
 * should be. */
#include "referee/referee.h"

enum { INIT = 1, OP = 2, ANY = 3 };
struct permission {
    uint32_t oid;
    uint8_t states;
};
/* STA-04, as it stands there. */
static const struct permission permissions[] = {
    {OID_DOT11_ASSOCIATION_PARAMS, INIT},
    {OID_DOT11_AUTO_CONFIG_ENABLED, INIT},
    {OID_DOT11_CONNECT_REQUEST, INIT},
    {OID_DOT11_DESIRED_BSS_TYPE, INIT},
    {OID_DOT11_DESIRED_BSSID_LIST, INIT},
    {OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, INIT},
    {OID_DOT11_DESIRED_PHY_LIST, INIT},
    {OID_DOT11_DESIRED_SSID_LIST, INIT},
    {OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, INIT},
    {OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, INIT},
    {OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, INIT},
    {OID_DOT11_EXCLUDE_UNENCRYPTED, INIT},
    {OID_DOT11_FLUSH_BSS_LIST, INIT},
    {OID_DOT11_HIDDEN_NETWORK_ENABLED, INIT},
    {OID_DOT11_IBSS_PARAMS, INIT},
    {OID_DOT11_PRIVACY_EXEMPTION_LIST, INIT},
    {OID_DOT11_QOS_PARAMS, INIT},
    {OID_DOT11_SAFE_MODE_ENABLED, INIT},
    {OID_DOT11_SAFE_MODE_HT_ENABLED, INIT},
    {OID_DOT11_UNICAST_USE_GROUP_ENABLED, INIT},
    {OID_DOT11_ATIM_WINDOW, INIT},
    {OID_DOT11_CURRENT_OPERATION_MODE, INIT},
    {OID_DOT11_BEACON_PERIOD, INIT},
    {OID_DOT11_CURRENT_CHANNEL, INIT},
    {OID_DOT11_CURRENT_FREQUENCY, INIT},
    {OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, INIT},
    {OID_DOT11_OPERATIONAL_RATE_SET, INIT},
    {OID_DOT11_CIPHER_DEFAULT_KEY, ANY},
    {OID_DOT11_CIPHER_DEFAULT_KEY_ID, ANY},
    {OID_DOT11_CIPHER_KEY_MAPPING_KEY, ANY},
    {OID_DOT11_CURRENT_PHY_ID, ANY},
    {OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, ANY},
    {OID_DOT11_MEDIA_STREAMING_ENABLED, ANY},
    {OID_DOT11_PMKID_LIST, ANY},
    {OID_DOT11_POWER_MGMT_REQUEST, ANY},
    {OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, ANY},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, ANY},
    {OID_DOT11_RESET_REQUEST, ANY},
    {OID_DOT11_SCAN_REQUEST, ANY},
    {OID_DOT11_RTS_THRESHOLD, ANY},
    {OID_DOT11_MULTICAST_LIST, ANY},
    {OID_DOT11_ENUM_BSS_LIST, ANY},
    {OID_DOT11_DISCONNECT_REQUEST, OP},
    {OID_DOT11_PORT_STATE_NOTIFICATION, OP},
};

static uint8_t states_of(uint32_t oid)
{
    for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++) {
        if (permissions[i].oid == oid) {
            return permissions[i].states;
        }
    }
    return 0;
}

/* Taken although it belongs to the other state: by what the driver left the one it should be
 * in. */
static enum extsta_rule rule_taken(const struct model *m, uint32_t oid)
{
    switch (oid) {
    case OID_DOT11_CONNECT_REQUEST:
        return RULE(CNX_01);
    case OID_DOT11_FLUSH_BSS_LIST:
        return RULE(SCN_22);
    case OID_DOT11_DISCONNECT_REQUEST:
        return RULE(CNX_31);
    case OID_DOT11_PORT_STATE_NOTIFICATION:
        return RULE(PRT_19);
    case OID_DOT11_SAFE_MODE_ENABLED:
        return RULE(SAF_01);
    default:
        break;
    }
    if (m->connection.open) {
        return RULE(CNX_02);
    }
    return m->lost || m->roam_failed ? RULE(STA_03) : RULE(STA_04);
}

/* Refused although it belongs to the state the driver should be in. */
static enum extsta_rule rule_refused(const struct model *m, uint32_t oid, uint8_t states)
{
    if (oid == OID_DOT11_PMKID_LIST) {
        return RULE(PMK_02);
    }
    if (states == ANY) {
        return RULE(STA_04);
    }
    if (m->op) {
        return m->roam_failed ? RULE(ROM_13) : m->lost ? RULE(STA_03) : RULE(CNX_13);
    }
    switch (m->home) {
    case HOME_BRING_UP:
        return RULE(STA_01);
    case HOME_RESET:
        return m->ever_connected ? RULE(RST_12) : RULE(STA_02);
    case HOME_DISCONNECTED:
        return RULE(CNX_33);
    case HOME_FAILED:
        return RULE(CNX_14);
    }
    return RULE(STA_04);
}

/* The state while the request was carried out is certain only when no request that changes it
 * was under way then, and none came between. */
static bool state_is_certain(const struct extsta_referee *r, const struct event *e)
{
    const struct asked *self = e->asked;
    for (size_t i = 0; i < MAX_ASKED; i++) {
        const struct asked *a = &r->asked[i];
        if (a->used && a != self && a->kind != EXTSTA_OID_QUERY &&
            (a->oid == OID_DOT11_CONNECT_REQUEST || a->oid == OID_DOT11_DISCONNECT_REQUEST ||
             a->oid == OID_DOT11_RESET_REQUEST)) {
            return false;
        }
    }
    uint64_t since = self->ref.serial;
    return r->m.connect.serial < since && r->m.disconnect.serial < since &&
           r->m.reset.serial < since && r->m.connection.start.serial < since &&
           (self->indications == r->m.indications || self->others == 0);
}

/* What other rules refuse is not a matter of the state. */
static bool refused_otherwise(const struct event *e)
{
    return e->c->code == OID_DOT11_DISCONNECT_REQUEST;
}

static void permissions_kept(struct extsta_referee *r, const struct event *e)
{
    const struct model *m = &r->m;
    uint8_t states = states_of(e->c->code);
    if (!e->asked || states == 0 || e->c->kind == EXTSTA_OID_QUERY ||
        e->c->status == NDIS_STATUS_NOT_SUPPORTED ||
        e->c->status == NDIS_STATUS_RESET_IN_PROGRESS || m->bring_up < 1 ||
        !state_is_certain(r, e)) {
        return;
    }
    bool allowed = (states & (m->op ? OP : INIT)) != 0;
    /* CNX-31, CNX-32, X-06: what "connected" means for it is said there. */
    if (e->c->code == OID_DOT11_DISCONNECT_REQUEST && m->op && !m->connected) {
        return;
    }
    /* of a search for an independent network it is the end, told before its own. */
    if (e->c->code == OID_DOT11_DISCONNECT_REQUEST && m->ibss && m->home == HOME_FAILED &&
        e->asked->indications != m->indications) {
        return;
    }
    because(r, m->op ? m->connection.start : m->reset);
    if (allowed) {
        hold_rule(r, rule_refused(m, e->c->code, states),
                  e->c->status != NDIS_STATUS_INVALID_STATE, E(ALLOWED_HERE), v_none(),
                  v_status(e->c->status));
    } else if (IS_SUCCESS(e)) {
        hold_rule(r, rule_taken(m, e->c->code), false, E(STATUS),
                  v_status(NDIS_STATUS_INVALID_STATE), v_status(e->c->status));
    } else {
        hold_rule(r, rule_taken(m, e->c->code), true, E(STATUS), v_none(), v_none());
        hold_rule(r, RULE(ROL_08),
                  refused_otherwise(e) || e->c->status == NDIS_STATUS_INVALID_STATE, E(STATUS),
                  v_status(NDIS_STATUS_INVALID_STATE), v_status(e->c->status));
    }
}

/* STA-05: an empty list of SSIDs or BSSIDs: there is nothing to associate with. */
static void nothing_desired(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *ssids = mib_list(r, OID_DOT11_DESIRED_SSID_LIST);
    const struct mib_list *bssids = mib_list(r, OID_DOT11_DESIRED_BSSID_LIST);
    if (ssids && bssids) {
        hold(r, ssids->count > 0 && bssids->count > 0, E(NOTHING_TO_CONNECT_TO), v_none(),
             v_mac(e->p.association_start.peer));
    }
}

/* STA-06: exactly one mode, and one that exists. */
static void operation_mode(struct extsta_referee *r, const struct event *e)
{
    if (!e->in_whole || e->c->kind != EXTSTA_OID_SET ||
        e->c->status == NDIS_STATUS_INVALID_STATE) {
        return;
    }
    uint32_t mode = e->in.mode;
    bool known = mode == DOT11_OPERATION_MODE_EXTENSIBLE_STATION || mode == 8 ||
                 mode == 0x80000000u || mode == 1 || mode == 2;
    if (!known || !IS_SUCCESS(e)) {
        hold(r, e->c->status == NDIS_STATUS_BAD_VERSION, E(STATUS),
             v_status(NDIS_STATUS_BAD_VERSION), v_status(e->c->status));
    } else {
        hold(r, true, E(STATUS), v_none(), v_none());
    }
}

/* STA-07: medium, mode, reset, in this order and before all else; nothing after a failure. */
static void bring_up(struct extsta_referee *r, const struct event *e)
{
    static const uint32_t steps[] = {OID_GEN_MEDIA_SUPPORTED, OID_DOT11_CURRENT_OPERATION_MODE,
                                     OID_DOT11_RESET_REQUEST};
    if ((e->c->id & 0x80000000u) == 0) {
        return;
    }
    if (r->m.bring_up_failed) {
        hold(r, false, E(NO_REQUEST_AFTER_FAILURE), v_none(), v_hex(e->c->code));
    } else if (r->m.bring_up < 3) {
        hold(r, e->c->code == steps[r->m.bring_up], E(BRING_UP_ORDER),
             v_hex(steps[r->m.bring_up]), v_hex(e->c->code));
    }
}

static bool is_of_association(const struct event *e)
{
    uint8_t kind = frame_kind(&e->frame);
    return e->parsed && (kind == FRAME_AUTH || kind == FRAME_ASSOC_REQ ||
                         kind == FRAME_REASSOC_REQ || (frame_type(&e->frame) == FRAME_DATA));
}

/* STA-09, RST-22, CNX-35, CNX-14: a driver in INIT connects to nobody; which of them it is
 * follows from how it came there. */
static void silence_in_init(struct extsta_referee *r, const struct event *e)
{
    const struct model *m = &r->m;
    if (!is_of_association(e) || under_way(r, OID_DOT11_CONNECT_REQUEST)) {
        return;
    }
    enum extsta_rule rule = !m->ever_connected             ? RULE(STA_09)
                            : m->home == HOME_DISCONNECTED ? RULE(CNX_35)
                            : m->home == HOME_FAILED       ? RULE(CNX_14)
                                                           : RULE(RST_22);
    because(r, m->home == HOME_DISCONNECTED ? m->disconnect : m->reset);
    if (m->op) {
        hold_rule(r, RULE(STA_09), true, E(SILENCE), v_none(), v_none());
    } else {
        hold_rule(r, rule, false, E(SILENCE), v_none(), v_mac(e->frame.addr1));
    }
}

/* STA-10: a reset, then the configuration, then CONNECT_REQUEST. */
static void profile(struct extsta_referee *r, const struct event *e)
{
    if ((e->c->id & 0x80000000u) != 0) {
        because(r, r->m.connect);
        hold(r, r->m.fresh, E(RESET_FIRST), v_none(), v_none());
    }
}

/* STA-11: halted is silent. */
static void halted(struct extsta_referee *r, const struct event *e)
{
    owe(r, RULE(STA_11), nobody, EXTSTA_NEVER, E(SILENCE), v_none());
}

static void after_halt(struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : 0;
    bool leaving =
        r->m.halted.time == e->now && (kind == FRAME_DEAUTH || kind == FRAME_DISASSOC);
    if (!leaving) { /* to leave the BSS is part of the halt */
        default_on(r, RULE(STA_11), nobody, e->parsed ? v_mac(e->frame.addr1) : v_none());
    }
}

/* STA-12: a running scan is cancelled and says so. (What must be kept shows in queries.) */
static void hard_reset(struct extsta_referee *r, const struct event *e)
{
    if (r->m.scan.running) {
        owe(r, RULE(STA_12), nobody, e->now, E(SCAN_CONFIRMED), v_none());
    }
}

static void hard_reset_scan(struct extsta_referee *r, const struct event *e)
{
    pay(r, RULE(STA_12), nobody);
}

/* STA-13: only of an independent network. */
static void beacons(struct extsta_referee *r, const struct event *e)
{
    uint32_t type;
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : 0;
    if (mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type)) {
        hold(r,
             type == dot11_BSS_type_independent ||
                 (kind != FRAME_BEACON && kind != FRAME_PROBE_RESP),
             E(NO_BEACONS), v_none(), v_hex(kind));
    }
}

/* STA-14: with the automatic configuration off, valid values are taken. */
static void auto_config(struct extsta_referee *r, const struct event *e)
{
    uint32_t flags;
    bool mac = e->c->code == OID_DOT11_RTS_THRESHOLD ||
               e->c->code == OID_DOT11_FRAGMENTATION_THRESHOLD;
    bool phy =
        e->c->code == OID_DOT11_CURRENT_CHANNEL || e->c->code == OID_DOT11_CURRENT_FREQUENCY;
    if ((mac || phy) && e->c->kind == EXTSTA_OID_SET &&
        mib_number(r, OID_DOT11_AUTO_CONFIG_ENABLED, &flags) &&
        (flags & (mac ? 2u : 1u)) == 0) {
        hold(r, e->c->status != NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED, E(AUTO_CONFIG_OFF),
             v_number(flags), v_status(e->c->status));
    }
}

static const struct rule_row table[] = {
    SEEN(STA_01, 0, permissions_kept),
    SEEN(STA_02, 0, permissions_kept),
    SEEN(STA_03, 0, permissions_kept),
    SEEN(STA_04, W(RESULT), permissions_kept),
    SEEN(ROL_08, 0, permissions_kept),
    SEEN(STA_05, W(ASSOCIATION_START), nothing_desired),
    RESULT_OF(STA_06, DOT11_CURRENT_OPERATION_MODE, operation_mode),
    SEEN(STA_07, W(REQUEST), bring_up),
    UNSEEN(STA_08, "no query can come before the first reset of the bring-up (STA-07): what a "
                   "reset leaves is judged by the rows of chapter 95"),
    SEEN(STA_09, W(FRAME), silence_in_init),
    REQUEST_OF(STA_10, DOT11_CONNECT_REQUEST, profile),
    SEEN(STA_11, W(HALT), halted),
    SEEN(STA_11, W(FRAME), after_halt),
    SEEN(STA_12, W(RESET_EX), hard_reset),
    SEEN(STA_12, W(SCAN_CONFIRM), hard_reset_scan),
    SEEN(STA_13, W(FRAME), beacons),
    SEEN(STA_14, W(RESULT), auto_config),
    SEEN(STA_15, 0, permissions_kept), /* mib.c: the row of SUPPORTED_PHY_TYPES */
};
RULE_TABLE(rules_states, table);
