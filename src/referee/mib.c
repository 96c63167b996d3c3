/* The configuration of a driver as it must be (mib.h), and the rules of chapter 95 with those
 * of resets, refusals and states that hold for each of its objects alike: a query answers what
 * was set last, or the default, and nothing but what the contract names changes it. */
#include "referee/mib.h"
#include "referee/referee.h"

#define NONE EXTSTA_RULE_NONE
#define N(rule_, oid_, reset_, value_, low_, high_)                                            \
    {                                                                                          \
        RULE(rule_), OID_DOT11_##oid_, MIB_NUMBER, MIB_##reset_, true, value_, low_, high_,    \
            NONE                                                                               \
    }
#define L(rule_, oid_, standard_, reset_, by_)                                                 \
    {                                                                                          \
        RULE(rule_), OID_DOT11_##oid_, MIB_##standard_, MIB_##reset_, true, 0, 0, 0, by_       \
    }
/* What is only read: constant until something else changes it. */
#define R(rule_, oid_, standard_, value_)                                                      \
    {                                                                                          \
        RULE(rule_), OID_DOT11_##oid_, MIB_##standard_, MIB_NEVER, true, value_, 0, 0, NONE    \
    }

static const struct mib_row rows[] = {
    N(MIB_01, DESIRED_BSS_TYPE, DEFAULT, dot11_BSS_type_infrastructure, 1, 2),
    L(MIB_02, DESIRED_SSID_LIST, EMPTY, DEFAULT, NONE),
    L(MIB_03, DESIRED_BSSID_LIST, WILDCARD, DEFAULT, NONE),
    L(MIB_04, EXCLUDED_MAC_ADDRESS_LIST, EMPTY, DEFAULT, NONE),
    L(MIB_05, DESIRED_PHY_LIST, ANY_PHY, DEFAULT, NONE),
    N(MIB_07, CURRENT_PHY_ID, DEFAULT, 0, 0, 63),
    L(MIB_08, DESIRED_COUNTRY_OR_REGION_STRING, ZEROS, DEFAULT, NONE),
    L(MIB_09, ENABLED_AUTHENTICATION_ALGORITHM, VENDOR, DEFAULT, NONE),
    L(MIB_10, ENABLED_UNICAST_CIPHER_ALGORITHM, VENDOR, DEFAULT, NONE),
    L(MIB_11, ENABLED_MULTICAST_CIPHER_ALGORITHM, VENDOR, DEFAULT, NONE),
    N(MIB_12, CIPHER_DEFAULT_KEY_ID, DEFAULT, 0, 0, 3),
    N(MIB_15, EXCLUDE_UNENCRYPTED, DEFAULT, 0, 0, 0),
    L(MIB_16, PRIVACY_EXEMPTION_LIST, EMPTY, ALWAYS, RULE(RST_15)),
    L(MIB_17, PMKID_LIST, EMPTY, ALWAYS, RULE(RST_14)),
    N(MIB_18, UNICAST_USE_GROUP_ENABLED, DEFAULT, 1, 0, 0),
    N(MIB_19, UNREACHABLE_DETECTION_THRESHOLD, DEFAULT, 2000, 0, 0),
    N(MIB_20, HIDDEN_NETWORK_ENABLED, DEFAULT, 0, 0, 0),
    {RULE(MIB_21), OID_DOT11_MEDIA_STREAMING_ENABLED, MIB_NUMBER, MIB_ALWAYS, true, 0, 0, 0,
     RULE(RST_18)},
    N(MIB_22, POWER_MGMT_REQUEST, DEFAULT, 0, 0, 24),
    {RULE(MIB_23), OID_DOT11_NIC_POWER_STATE, MIB_NUMBER, MIB_NEVER, true, 1, 0, 0, NONE},
    N(MIB_25, AUTO_CONFIG_ENABLED, DEFAULT, 3, 0, 0),
    L(MIB_26, QOS_PARAMS, VENDOR, DEFAULT, NONE),
    N(MIB_27, SAFE_MODE_ENABLED, DEFAULT, 0, 0, 0),
    N(MIB_28, SAFE_MODE_HT_ENABLED, DEFAULT, 0, 0, 0),
    L(MIB_29, IBSS_PARAMS, ZEROS, ALWAYS, RULE(RST_18)),
    L(MIB_31, MULTICAST_LIST, EMPTY, ALWAYS, RULE(RST_18)),
    {RULE(MIB_33), OID_DOT11_CURRENT_OPERATION_MODE, MIB_VENDOR, MIB_NEVER, true, 0, 0, 0,
     NONE},
    N(MIB_34, RTS_THRESHOLD, DEFAULT, 2347, 0, 2347),
    {RULE(MIB_35), OID_DOT11_FRAGMENTATION_THRESHOLD, MIB_VENDOR, MIB_DEFAULT, true, 0, 256,
     2346, NONE},
    R(MIB_36, SHORT_RETRY_LIMIT, NUMBER, 7),
    R(MIB_37, LONG_RETRY_LIMIT, VENDOR, 0),
    R(MIB_38, MAX_TRANSMIT_MSDU_LIFETIME, VENDOR, 0),
    R(MIB_39, MAX_RECEIVE_LIFETIME, VENDOR, 0),
    L(MIB_42, OPERATIONAL_RATE_SET, VENDOR, DEFAULT, NONE),
    N(MIB_44, MULTI_DOMAIN_CAPABILITY_ENABLED, DEFAULT, 0, 0, 0),
    R(STA_15, SUPPORTED_PHY_TYPES, VENDOR, 0),
};
_Static_assert(sizeof rows / sizeof *rows <= MIB_ROWS, "room for every row");

static const uint32_t kept_lists[] = {
    OID_DOT11_DESIRED_SSID_LIST,
    OID_DOT11_DESIRED_BSSID_LIST,
    OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
    OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM,
    OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM,
    OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM,
    OID_DOT11_PRIVACY_EXEMPTION_LIST,
    OID_DOT11_PMKID_LIST,
    OID_DOT11_MULTICAST_LIST,
};
_Static_assert(sizeof kept_lists / sizeof *kept_lists == MIB_LISTS, "room for each");

const struct mib_row *mib_row(uint32_t oid, size_t *index)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].oid == oid) {
            *index = i;
            return &rows[i];
        }
    }
    return NULL;
}

/* --- values --- */

static bool is_number(const struct extsta_payload *p)
{
    return p->form == EXTSTA_FORM_NUMBER || p->form == EXTSTA_FORM_FLAG ||
           p->form == EXTSTA_FORM_OPERATION_MODE || p->form == EXTSTA_FORM_QOS_PARAMS;
}

static uint32_t number_of(const struct extsta_payload *p)
{
    switch ((int)p->form) {
    case EXTSTA_FORM_FLAG:
        return p->flag;
    case EXTSTA_FORM_OPERATION_MODE:
        return p->mode;
    case EXTSTA_FORM_QOS_PARAMS:
        return p->qos_flags;
    default:
        return p->number;
    }
}

/* An SSID counts by its length and so many octets. */
static uint64_t hash_ssids(struct extsta_part rest)
{
    struct extsta_payload entry;
    uint64_t h = 0;
    while (extsta_payload_next(&rest, &entry)) {
        h = h * 31 + hash_span(extsta_ssid_span(&entry.ssid)) + 1;
    }
    return h;
}

/* The same for a value in a set request and in the answer to a query. */
static uint64_t value_hash(const struct extsta_payload *p)
{
    if (is_number(p)) {
        return number_of(p);
    }
    switch ((int)p->form) {
    case EXTSTA_FORM_COUNTRY:
        return hash_span(span(p->country, 3));
    case EXTSTA_FORM_IBSS_PARAMS:
        return hash_span(p->ibss.elements.bytes) + p->ibss.join_only;
    case EXTSTA_FORM_SSID_LIST:
        return hash_ssids(p->list.entries);
    default:
        return hash_span(p->list.entries.bytes);
    }
}

static uint64_t standard_hash(const struct mib_row *row)
{
    static const uint8_t any_phy[4] = {0xff, 0xff, 0xff, 0xff}, zeros[3];
    switch ((enum mib_default)row->standard) {
    case MIB_NUMBER:
        return row->value;
    case MIB_WILDCARD:
        return hash_span(span(mac_broadcast.b, 6));
    case MIB_ANY_PHY:
        return hash_span(span(any_phy, 4));
    case MIB_ZEROS:
        return row->oid == OID_DOT11_IBSS_PARAMS ? hash_span(span(NULL, 0))
                                                 : hash_span(span(zeros, 3));
    case MIB_EMPTY:
        return row->oid == OID_DOT11_DESIRED_SSID_LIST ? 0 : hash_span(span(NULL, 0));
    case MIB_VENDOR:
        break;
    }
    return 0;
}

bool mib_number(const struct extsta_referee *r, uint32_t oid, uint32_t *value)
{
    size_t i;
    const struct mib_row *row = mib_row(oid, &i);
    if (!row || r->mib.values[i].state == MIB_UNKNOWN ||
        (r->mib.values[i].state == MIB_AT_DEFAULT && row->standard != MIB_NUMBER)) {
        return false;
    }
    *value = r->mib.values[i].state == MIB_AT_DEFAULT ? row->value : r->mib.values[i].number;
    return true;
}

/* --- lists that rules look into --- */

static struct mib_list *list_of(struct extsta_referee *r, uint32_t oid)
{
    for (size_t i = 0; i < sizeof kept_lists / sizeof *kept_lists; i++) {
        if (kept_lists[i] == oid) {
            return &r->mib.lists[i];
        }
    }
    return NULL;
}

const struct mib_list *mib_list(const struct extsta_referee *r, uint32_t oid)
{
    for (size_t i = 0; i < sizeof kept_lists / sizeof *kept_lists; i++) {
        if (kept_lists[i] == oid && r->mib.lists[i].known && !r->mib.lists[i].cut) {
            return &r->mib.lists[i];
        }
    }
    return NULL;
}

static void list_keep(struct extsta_referee *r, uint32_t oid, const struct extsta_part *part)
{
    struct mib_list *l = list_of(r, oid);
    if (!l) {
        return;
    }
    l->oid = oid;
    l->known = true;
    l->count = part->size;
    l->cut = part->cut || part->bytes.len > sizeof l->entries;
    l->len = (uint16_t)(l->cut ? 0 : part->bytes.len);
    if (l->len > 0) {
        memcpy(l->entries, part->bytes.data, l->len);
    }
}

static void list_forget(struct extsta_referee *r, uint32_t oid)
{
    struct mib_list *l = list_of(r, oid);
    if (l) {
        l->known = false;
    }
}

bool mib_list_has_mac(const struct mib_list *l, struct extsta_mac mac)
{
    for (size_t at = 0; at + 6 <= l->len; at += 6) {
        struct extsta_mac entry = mac_at(l->entries + at);
        if (mac_equal(entry, mac) || mac_is_broadcast(entry)) {
            return true;
        }
    }
    return false;
}

bool mib_list_has_number(const struct mib_list *l, uint32_t number)
{
    for (size_t at = 0; at + 4 <= l->len; at += 4) {
        if (get_le32(l->entries + at) == number) {
            return true;
        }
    }
    return false;
}

bool mib_list_has_ssid(const struct mib_list *l, struct extsta_span ssid)
{
    for (size_t at = 0; at + 36 <= l->len; at += 36) {
        uint32_t len = get_le32(l->entries + at);
        if (len == 0 || (len <= 32 && span_equal(span(l->entries + at + 4, len), ssid))) {
            return true;
        }
    }
    return false;
}

/* Under which BSS type a default is learned: those of the algorithms are different (ATH-06). */
static uint8_t type_now(const struct extsta_referee *r)
{
    uint32_t type = 0;
    mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type);
    return (uint8_t)(1 + (type & 3));
}

/* --- what changes it --- */

void mib_start(struct extsta_referee *r)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        r->mib.values[i].state = MIB_AT_DEFAULT;
    }
}

static void to_default(struct extsta_referee *r, size_t i)
{
    static const struct extsta_part none;
    struct extsta_part wildcard = {.bytes = span(mac_broadcast.b, 6), .size = 1};
    r->mib.values[i].state = MIB_AT_DEFAULT;
    r->mib.values[i].reset = r->mib.values[i].reloaded = false;
    if (rows[i].standard == MIB_EMPTY) {
        list_keep(r, rows[i].oid, &none);
    } else if (rows[i].standard == MIB_WILDCARD) {
        list_keep(r, rows[i].oid, &wildcard);
    } else {
        list_forget(r, rows[i].oid);
    }
}

static void was_reset(struct extsta_referee *r, bool default_mib)
{
    uint32_t phy = 0;
    bool same_phy = mib_number(r, OID_DOT11_CURRENT_PHY_ID, &phy) && phy == 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        r->mib.values[i].refused = r->mib.values[i].hard_reset = false;
        if (rows[i].rule == RULE(MIB_23) && default_mib && !same_phy) {
            r->mib.values[i].state = MIB_UNKNOWN; /* of another PHY from now on */
        }
        if (rows[i].reset == MIB_ALWAYS || (rows[i].reset == MIB_DEFAULT && default_mib)) {
            to_default(r, i);
        } else {
            r->mib.values[i].reset = true;
        }
    }
}

/* MiniportInitializeEx: all is at its default but for what is kept (PWR-03). */
static void initialized(struct extsta_referee *r)
{
    uint32_t phy = 0;
    bool first = mib_number(r, OID_DOT11_CURRENT_PHY_ID, &phy) && phy == 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool known = r->mib.values[i].state == MIB_KNOWN;
        if (rows[i].reset != MIB_NEVER || rows[i].rule == RULE(MIB_33)) {
            to_default(r, i);
        } else if (rows[i].rule == RULE(MIB_23) && known) {
            /* of the PHY that is selected from now on */
            r->mib.values[i].state = first ? MIB_KNOWN : MIB_UNKNOWN;
            r->mib.values[i].initialized = true;
        }
        r->mib.values[i].refused = r->mib.values[i].hard_reset = r->mib.values[i].reset = false;
    }
}

static void keep(struct extsta_referee *r, size_t i, const struct extsta_payload *p, bool set)
{
    r->mib.values[i].state = MIB_KNOWN;
    r->mib.values[i].hash = value_hash(p);
    r->mib.values[i].number = is_number(p) ? number_of(p) : 0;
    r->mib.values[i].was_set = set;
    r->mib.values[i].refused = r->mib.values[i].hard_reset = r->mib.values[i].reset = false;
    r->mib.values[i].initialized = false;
    if (set) {
        r->mib.values[i].last_set = r->mib.values[i].hash;
    }
    if (!is_number(p) && p->form != EXTSTA_FORM_COUNTRY && p->form != EXTSTA_FORM_IBSS_PARAMS) {
        list_keep(r, rows[i].oid, &p->list.entries);
    }
}

/* What a set of this object does to others (ATH-04, ATH-07, X-39). */
static void set_reloads(struct extsta_referee *r, uint32_t oid)
{
    size_t i;
    if (oid == OID_DOT11_DESIRED_BSS_TYPE) {
        mib_row(OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, &i);
        to_default(r, i);
        r->mib.values[i].reloaded = true;
    }
    if (oid == OID_DOT11_DESIRED_BSS_TYPE ||
        oid == OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM) {
        mib_row(OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, &i);
        r->mib.values[i].state = MIB_UNKNOWN;
        list_forget(r, OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM);
        mib_row(OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, &i);
        r->mib.values[i].state = MIB_UNKNOWN;
        list_forget(r, OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM);
    }
    if (oid == OID_DOT11_CURRENT_PHY_ID) { /* they are the current PHY's */
        mib_row(OID_DOT11_FRAGMENTATION_THRESHOLD, &i);
        r->mib.values[i].state = MIB_UNKNOWN;
        mib_row(OID_DOT11_NIC_POWER_STATE, &i);
        r->mib.values[i].state = MIB_UNKNOWN;
        mib_row(OID_DOT11_OPERATIONAL_RATE_SET, &i);
        r->mib.values[i].state = MIB_UNKNOWN;
    }
}

static void take_query(struct extsta_referee *r, size_t i, const struct event *e)
{
    bool at_default = r->mib.values[i].state == MIB_AT_DEFAULT;
    if (at_default && rows[i].standard == MIB_VENDOR && !r->mib.values[i].learned &&
        rows[i].rule != RULE(MIB_10) && rows[i].rule != RULE(MIB_11)) {
        r->mib.values[i].learned = type_now(r);
        r->mib.values[i].standard_hash = value_hash(&e->p);
    }
    keep(r, i, &e->p, r->mib.values[i].was_set);
}

void mib_take(struct extsta_referee *r, const struct event *e)
{
    size_t i;
    if (e->watch == ON_INITIALIZE) {
        initialized(r);
        return;
    }
    if (e->watch == ON_RESET_EX) {
        mib_row(OID_DOT11_MEDIA_STREAMING_ENABLED, &i); /* ends with any reset */
        to_default(r, i);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            r->mib.values[k].hard_reset = true;
        }
    }
    if (e->watch != ON_RESULT) {
        return;
    }
    if (e->c->code == OID_DOT11_RESET_REQUEST && IS_SUCCESS(e) && e->in_whole) {
        was_reset(r, e->in.reset.default_mib);
        return;
    }
    if (!mib_row(e->c->code, &i) || !e->asked) {
        return;
    }
    if (e->c->kind == EXTSTA_OID_SET && !IS_SUCCESS(e)) {
        r->mib.values[i].refused = true;
    } else if (e->c->kind == EXTSTA_OID_SET && e->in_whole) {
        keep(r, i, &e->in, true);
        if (e->c->code == OID_DOT11_PMKID_LIST) {
            r->mib.values[i].state = MIB_UNKNOWN; /* PMK-01: some may have been ignored */
        }
        set_reloads(r, e->c->code);
    } else if (e->c->kind == EXTSTA_OID_QUERY && IS_SUCCESS(e) && e->whole) {
        take_query(r, i, e);
    }
}

/* --- judging --- */

/* The value an answer is held against, and by which rule; false: none is known. */
static bool expected(const struct extsta_referee *r, size_t i, uint64_t *hash,
                     enum extsta_rule *rule, enum extsta_expectation *what)
{
    const struct mib_row *row = &rows[i];
    bool known = r->mib.values[i].state == MIB_KNOWN;
    *rule = row->rule;
    *what = known ? E(VALUE_AS_SET) : E(VALUE_DEFAULT);
    if (r->mib.values[i].state == MIB_AT_DEFAULT) {
        *rule = r->mib.values[i].reloaded                         ? RULE(ATH_04)
                : row->by_reset != NONE && r->m.reset.serial != 0 ? row->by_reset
                                                                  : row->rule;
        *hash =
            row->standard == MIB_VENDOR ? r->mib.values[i].standard_hash : standard_hash(row);
        return row->standard != MIB_VENDOR || r->mib.values[i].learned == type_now(r);
    }
    if (known && row->rule == RULE(MIB_23) && r->mib.values[i].was_set) {
        *rule = RULE(PWR_01); /* the switch is as it was set */
    }
    if (known && r->mib.values[i].initialized) {
        *rule = RULE(PWR_03);
    } else if (known && r->mib.values[i].refused) {
        *rule = RULE(ROL_08);
    } else if (known && r->mib.values[i].hard_reset) {
        *rule = RULE(STA_12);
    } else if (known && r->mib.values[i].reset) {
        *rule = row->rule == RULE(MIB_23)   ? RULE(RST_10)
                : row->rule == RULE(STA_15) ? RULE(STA_15)
                : row->rule == RULE(MIB_33) ? RULE(STA_06)
                                            : RULE(RST_05);
    }
    *hash = r->mib.values[i].hash;
    return known;
}

/* A setting that another request may be about to change is not looked at. */
static void judge_query(struct extsta_referee *r, const struct event *e)
{
    size_t i;
    uint64_t hash;
    enum extsta_rule rule;
    enum extsta_expectation what;
    const struct mib_row *row = mib_row(e->c->code, &i);
    if (!row || !e->asked || e->c->kind != EXTSTA_OID_QUERY || !IS_SUCCESS(e) || !e->whole ||
        under_way(r, e->c->code) || is_between(r) || !expected(r, i, &hash, &rule, &what)) {
        return;
    }
    bool number = is_number(&e->p);
    hold_rule(r, rule, value_hash(&e->p) == hash, what,
              number ? v_number(hash) : v_hex(e->c->code),
              number ? v_number(number_of(&e->p)) : v_number(e->p.list.entries.size));
}

static void judge_set(struct extsta_referee *r, const struct event *e)
{
    size_t i;
    const struct mib_row *row = mib_row(e->c->code, &i);
    if (!row || !e->asked || e->c->kind != EXTSTA_OID_SET || !e->in_whole || row->high == 0 ||
        e->c->status == NDIS_STATUS_INVALID_STATE || is_between(r)) {
        return;
    }
    uint32_t n = number_of(&e->in);
    if (row->rule == RULE(MIB_01) && n == dot11_BSS_type_any) {
        return; /* judged as ATH-04: the type "any" */
    }
    if (n < row->low || n > row->high) {
        hold_rule(r, row->rule, !IS_SUCCESS(e), E(OUT_OF_RANGE_REFUSED), v_number(row->high),
                  v_number(n));
    }
}

static void judge(struct extsta_referee *r, const struct event *e)
{
    judge_query(r, e);
    judge_set(r, e);
}

/* MIB-06, ASC-43: what is not connected has no active PHYs. */
static void active_phys(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind != EXTSTA_OID_QUERY || is_between(r) || r->m.connection.open) {
        return;
    }
    if (r->m.connected) {
        if (!r->m.lost && peer_associated(r)) {
            hold_rule(r, RULE(MIB_06), e->c->status != NDIS_STATUS_INVALID_STATE, E(ANSWERED),
                      v_none(), v_status(e->c->status));
        }
    } else {
        hold_rule(r, RULE(ASC_43), e->c->status == NDIS_STATUS_INVALID_STATE, E(STATUS),
                  v_status(NDIS_STATUS_INVALID_STATE), v_status(e->c->status));
    }
}

/* MIB-24 without a hardware switch: TRUE (PWR-05). With PHY_STATE_CHANGED: what it said. */
static void hardware_state(struct extsta_referee *r, const struct event *e)
{
    uint32_t phy;
    if (!e->whole || !mib_number(r, OID_DOT11_CURRENT_PHY_ID, &phy) || phy >= MAX_PHYS) {
        return;
    }
    bool expect = r->m.phys[phy].known ? r->m.phys[phy].hardware : true;
    hold(r, e->p.flag == expect, E(VALUE_AS_INDICATED), v_flag(expect), v_flag(e->p.flag));
}

/* MIB-46, RST-04: the address is that of the last reset. */
static void address(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && !is_between(r)) {
        hold(r, mac_equal(e->p.address, r->m.address), E(ADDRESS_OF_RESET), v_mac(r->m.address),
             v_mac(e->p.address));
    }
}

static void registration_domain(struct extsta_referee *r, const struct event *e)
{
    static const uint32_t domains[] = {0, 0x10, 0x20, 0x30, 0x31, 0x32, 0x40};
    bool known = false;
    for (size_t i = 0; e->whole && i < sizeof domains / sizeof *domains; i++) {
        known |= domains[i] == e->p.number;
    }
    if (e->whole) {
        hold(r, known, E(DEFINED_VALUE), v_none(), v_number(e->p.number));
    }
}

/* MIB-40, MIB-41, IBS-20: of independent networks only. */
static void ibss_only(struct extsta_referee *r, const struct event *e)
{
    uint32_t type;
    if (e->c->kind == EXTSTA_OID_SET && mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type) &&
        type != dot11_BSS_type_independent && e->c->status != NDIS_STATUS_INVALID_STATE) {
        hold(r, !IS_SUCCESS(e), E(STATUS), v_status(NDIS_STATUS_INVALID_DATA),
             v_status(e->c->status));
    }
}

/* MIB-30: what is set in OP is refused (it is no state rule of the table alone). */
static void set_only(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind == EXTSTA_OID_QUERY) {
        hold(r, !IS_SUCCESS(e), E(NO_QUERY), v_none(), v_status(e->c->status));
    }
}

#define WATCHED(rule_) SEEN(rule_, 0, judge)
static const struct rule_row table[] = {
    /* One look for all the rows above: it says which of them. */
    SEEN(MIB_01, W(RESULT), judge),
    WATCHED(MIB_02),
    WATCHED(MIB_03),
    WATCHED(MIB_04),
    WATCHED(MIB_05),
    RESULT_OF(MIB_06, DOT11_ACTIVE_PHY_LIST, active_phys),
    WATCHED(MIB_07),
    WATCHED(MIB_08),
    WATCHED(MIB_09),
    WATCHED(MIB_10),
    WATCHED(MIB_11),
    WATCHED(MIB_12),
    UNSEEN(MIB_13, "keys are never read; RST-13 and KEY-09 judge what is sent with them"),
    UNSEEN(MIB_14, "keys are never read; RST-13 and KEY-09 judge what is sent with them"),
    WATCHED(MIB_15),
    WATCHED(MIB_16),
    WATCHED(MIB_17),
    WATCHED(MIB_18),
    WATCHED(MIB_19),
    WATCHED(MIB_20),
    WATCHED(MIB_21),
    WATCHED(MIB_22),
    WATCHED(MIB_23),
    RESULT_OF(MIB_24, DOT11_HARDWARE_PHY_STATE, hardware_state),
    WATCHED(MIB_25),
    WATCHED(MIB_26),
    WATCHED(MIB_27),
    WATCHED(MIB_28),
    WATCHED(MIB_29),
    RESULT_OF(MIB_30, DOT11_ASSOCIATION_PARAMS, set_only),
    WATCHED(MIB_31),
    UNSEEN(MIB_32, "RST-16 and STT-03 judge the statistics"),
    WATCHED(MIB_33),
    WATCHED(MIB_34),
    WATCHED(MIB_35),
    WATCHED(MIB_36),
    WATCHED(MIB_37),
    WATCHED(MIB_38),
    WATCHED(MIB_39),
    RESULT_OF(MIB_40, DOT11_BEACON_PERIOD, ibss_only),
    RESULT_OF(MIB_41, DOT11_ATIM_WINDOW, ibss_only),
    WATCHED(MIB_42),
    RESULT_OF(MIB_43, DOT11_CURRENT_REG_DOMAIN, registration_domain),
    WATCHED(MIB_44),
    UNSEEN(MIB_45, "STA-15 judges the table of PHYs"),
    RESULT_OF(MIB_46, DOT11_CURRENT_ADDRESS, address),
    RESULT_OF(MIB_46, DOT11_MAC_ADDRESS, address),
    UNSEEN(MIB_47, "SCN-22 and RST-17 judge the BSS list"),
    UNSEEN(MIB_48, "what country the BSS names is in frames that only the driver hears"),
};
RULE_TABLE(rules_mib, table);
