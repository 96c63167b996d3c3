/* Chapter 80: authentication algorithms, ciphers, TKIP MIC failures, PMKIDs. */
#include "referee/referee.h"
#include "wire/mgmt.h"
#include "wire/rsn_element.h"

static bool is_keyed(uint32_t auth)
{
    return auth >= DOT11_AUTH_ALGO_WPA && auth != DOT11_AUTH_ALGO_WPA_NONE;
}

static bool is_set(const struct event *e)
{
    return e->asked && e->c->kind == EXTSTA_OID_SET && e->in_whole;
}

/* What is refused for its state is not looked at any further. */
static bool judged_by_value(const struct event *e)
{
    return is_set(e) && e->c->status != NDIS_STATUS_INVALID_STATE &&
           e->c->status != NDIS_STATUS_RESET_IN_PROGRESS &&
           e->c->status != NDIS_STATUS_RESOURCES;
}

static void refuse(struct extsta_referee *r, const struct event *e, bool wrong, uint32_t status)
{
    if (wrong) {
        hold(r, e->c->status == status, E(STATUS), v_status(status), v_status(e->c->status));
    } else if (IS_SUCCESS(e)) {
        hold(r, true, E(STATUS), v_none(), v_none());
    }
}

/* A fast transition, for which IEEE 802.11 has an algorithm of its own: who asks for it names
 * an FT suite and its key (docs/security.md, "Fast transitions"). */
static bool is_transition(struct extsta_span body)
{
    static const uint32_t suites[] = {AKM_FT_8021X,     AKM_FT_PSK,     AKM_FT_SAE,
                                      AKM_FT_8021X_384, AKM_FT_PSK_384, AKM_FT_SAE_EXT_KEY};
    struct mgmt_auth a;
    struct elements e;
    struct rsn_element rsn;
    bool named = mgmt_parse_auth(body, &a) && elements_parse(a.rest, &e) && e.rsn.data &&
                 rsn_element_parse(e.rsn, &rsn) == EXTSTA_OK && rsn.pmkid_count == 1;
    for (size_t i = 0; named && i < sizeof suites / sizeof *suites; i++) {
        if (rsn_has_akm(&rsn, suites[i])) {
            return a.algorithm == 2;
        }
    }
    return false;
}

/* ATH-01: open system is the base. ATH-02: shared key where nothing else is enabled. */
static void frame_algorithm(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM);
    if (!e->parsed || frame_kind(&e->frame) != FRAME_AUTH || !l || e->frame.body.len < 2 ||
        e->frame.fc & FC_PROTECTED) {
        return;
    }
    uint32_t algorithm = get_le16(e->frame.body.data);
    bool shared = mib_list_has_number(l, DOT11_AUTH_ALGO_80211_SHARED_KEY);
    if (shared && l->count == 1) {
        hold_rule(r, RULE(ATH_02), algorithm == 1, E(AUTHENTICATION_ALGORITHM), v_number(1),
                  v_number(algorithm));
    }
    bool base = true; /* 8 and up: SAE and others may have their own */
    for (size_t at = 0; at + 4 <= l->len; at += 4) {
        base &= get_le32(l->entries + at) <= DOT11_AUTH_ALGO_RSNA_PSK;
    }
    if (base && !shared) {
        hold_rule(r, RULE(ATH_01), algorithm == 0 || is_transition(e->frame.body),
                  E(AUTHENTICATION_ALGORITHM), v_number(0), v_number(algorithm));
    }
}

/* ATH-04: 3 is no type to desire. (What it reloads: mib.c.) */
static void bss_type(struct extsta_referee *r, const struct event *e)
{
    if (judged_by_value(e)) {
        refuse(r, e, e->in.number == dot11_BSS_type_any, NDIS_STATUS_INVALID_DATA);
    }
}

/* ATH-05, CIP-01: none is refused. */
static void no_algorithm(struct extsta_referee *r, const struct event *e)
{
    if (judged_by_value(e)) {
        refuse(r, e, e->in.list.entries.size == 0, NDIS_STATUS_INVALID_DATA);
    }
}

/* ATH-06: by default one. */
static void default_algorithm(struct extsta_referee *r, const struct event *e)
{
    size_t i;
    if (e->c->kind == EXTSTA_OID_QUERY && e->whole && !is_between(r) &&
        mib_row(e->c->code, &i) && r->mib.values[i].state == MIB_AT_DEFAULT) {
        hold(r, e->p.list.entries.size == 1, E(ONE_ALGORITHM), v_number(1),
             v_number(e->p.list.entries.size));
    }
}

/* ATH-10: at least one, and for a type always the same. */
static void pairs(struct extsta_referee *r, const struct event *e)
{
    uint32_t type;
    if (!e->whole || !mib_number(r, OID_DOT11_DESIRED_BSS_TYPE, &type) || type < 1 ||
        type > 2 || is_between(r)) {
        return;
    }
    uint64_t *known =
        &r->m.pairs[e->c->code == OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR][type - 1];
    uint64_t hash = hash_span(e->p.list.entries.bytes);
    hold(r, e->p.list.entries.size > 0 && (*known == 0 || *known == hash), E(PAIRS_CONSTANT),
         v_number(type), v_number(e->p.list.entries.size));
    *known = hash;
}

/* ATH-16: what is no algorithm of the contract has a number of the vendors' range. */
static void vendors_numbers(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    while (e->whole && extsta_payload_next(&rest, &entry)) {
        uint32_t a = entry.pair.auth, c = entry.pair.cipher;
        bool auth = (a >= DOT11_AUTH_ALGO_80211_OPEN && a <= DOT11_AUTH_ALGO_WPA3_ENT) ||
                    a >= DOT11_AUTH_ALGO_IHV_START;
        bool cipher = c <= DOT11_CIPHER_ALGO_BIP_CMAC_256 || c == DOT11_CIPHER_ALGO_WEP ||
                      c == DOT11_CIPHER_ALGO_WPA_USE_GROUP || c >= DOT11_CIPHER_ALGO_IHV_START;
        if (!hold(r, auth && cipher, E(VENDORS_NUMBER), v_none(), v_hex(auth ? c : a))) {
            return;
        }
    }
}

/* CIP-05: RSNA with CCMP, WPA with TKIP, WEP of any length with open and shared key alone. */
static void dependencies(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    uint32_t rsna = 0, ccmp = 0, wpa = 0, tkip = 0;
    bool wep = true;
    while (e->whole && extsta_payload_next(&rest, &entry)) {
        uint32_t a = entry.pair.auth, c = entry.pair.cipher;
        bool is_rsna = a == DOT11_AUTH_ALGO_RSNA || a == DOT11_AUTH_ALGO_RSNA_PSK;
        bool is_wpa = a == DOT11_AUTH_ALGO_WPA || a == DOT11_AUTH_ALGO_WPA_PSK;
        rsna |= is_rsna ? 1u << (a & 31) : 0;
        ccmp |= is_rsna && c == DOT11_CIPHER_ALGO_CCMP ? 1u << (a & 31) : 0;
        wpa |= is_wpa ? 1u << (a & 31) : 0;
        tkip |= is_wpa && c == DOT11_CIPHER_ALGO_TKIP ? 1u << (a & 31) : 0;
        wep &= c != DOT11_CIPHER_ALGO_WEP || a <= DOT11_AUTH_ALGO_80211_SHARED_KEY;
    }
    if (e->whole) {
        hold(r, rsna == ccmp && wpa == tkip && wep, E(CIPHER_OF_ALGORITHM), v_none(),
             v_number(e->p.list.entries.size));
    }
}

/* ATH-12: clear until there is a key; what took the last ones away says which rule it is. */
static bool uses_host_keys(const struct extsta_referee *r, const struct peer *p)
{
    return p && p->associated && is_keyed(p->auth) && !p->by_miniport && !r->m.port_key &&
           !under_way(r, OID_DOT11_CIPHER_DEFAULT_KEY) &&
           !under_way(r, OID_DOT11_CIPHER_KEY_MAPPING_KEY);
}

static void clear_without_key(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if (!uses_host_keys(r, p) || !frame_has_data(&e->frame) ||
        (p->pairwise | r->m.defaults) != 0) {
        return;
    }
    enum extsta_rule rule = r->m.keys_gone != EXTSTA_RULE_NONE ? r->m.keys_gone : RULE(ATH_12);
    because(r, p->done);
    hold_rule(r, rule, (e->frame.fc & FC_PROTECTED) == 0, E(CLEAR_WITHOUT_KEY), v_mac(p->mac),
              v_none());
}

/* What the host has exempted, as far as the frame shows. */
static bool is_exempted(const struct extsta_referee *r, const struct event *e)
{
    bool any = r->m.exempted_count == 255 || (r->m.exempted_count > 0 && e->ethertype == 0);
    for (unsigned i = 0; !any && i < r->m.exempted_count; i++) {
        any = r->m.exempted[i] == e->ethertype;
    }
    return any;
}

/* ATH-13: with the pairwise key all is encrypted; only what the host exempted is clear. Of the
 * fragments behind the first it is ENC-03. */
static void encrypted_with_key(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if (!p || !p->associated || !frame_has_data(&e->frame) || e->frame.frag > 0 ||
        (p->pairwise & DOT11_DIR_OUTBOUND) == 0 || p->unicast == DOT11_CIPHER_ALGO_NONE ||
        under_way(r, OID_DOT11_CIPHER_KEY_MAPPING_KEY)) {
        return;
    }
    because(r, p->done);
    hold(r, (e->frame.fc & FC_PROTECTED) != 0 || is_exempted(r, e), E(ENCRYPTED_WITH_KEY),
         v_mac(p->mac), v_hex(e->ethertype));
}

/* ATH-14: a pairwise key is what a handshake gave. */
static void handshake_first(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    if ((e->c->id & 0x80000000u) == 0 || !e->whole || e->c->kind != EXTSTA_OID_SET) {
        return;
    }
    while (extsta_payload_next(&rest, &entry)) {
        struct peer *p = peer_find(r, entry.key.peer);
        if (p && p->port && p->manager == EXTSTA_MANAGER_OS && !entry.key.is_delete) {
            because(r, p->port_ref);
            hold(r, p->eapol_sent >= 1, E(HANDSHAKE_FIRST), v_number(1),
                 v_number(p->eapol_sent));
        }
    }
}

/* CIP-02: never empty. */
static void never_empty(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind == EXTSTA_OID_QUERY && e->whole) {
        hold(r, e->p.list.entries.size > 0, E(NOT_EMPTY), v_none(), v_number(0));
    }
}

/* CIP-03: of the standard ones in this order, when the driver names them by itself. */
static void preference(struct extsta_referee *r, const struct event *e)
{
    static const uint32_t order[] = {DOT11_CIPHER_ALGO_CCMP,  DOT11_CIPHER_ALGO_TKIP,
                                     DOT11_CIPHER_ALGO_WEP,   DOT11_CIPHER_ALGO_WEP104,
                                     DOT11_CIPHER_ALGO_WEP40, DOT11_CIPHER_ALGO_NONE};
    size_t i, last = 0;
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    if (e->c->kind != EXTSTA_OID_QUERY || !e->whole || !mib_row(e->c->code, &i) ||
        (r->mib.values[i].state == MIB_KNOWN && r->mib.values[i].was_set) || is_between(r)) {
        return;
    }
    bool sorted = true;
    while (extsta_payload_next(&rest, &entry)) {
        for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
            if (entry.number == order[k]) {
                sorted &= k >= last;
                last = k;
            }
        }
    }
    hold(r, sorted, E(BY_PREFERENCE), v_none(), v_number(e->p.list.entries.size));
}

/* CIP-04: multicast first, then unicast. An extension has them set in what order it likes. */
static void cipher_order(struct extsta_referee *r, const struct event *e)
{
    if ((e->c->id & 0x80000000u) != 0 && e->c->kind == EXTSTA_OID_SET) {
        hold(r, !r->m.unicast_named || r->m.pre_associating, E(MULTICAST_FIRST), v_none(),
             v_none());
    }
}

/* CIP-06: keys of the right length alone are taken. */
static void key_sizes(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && e->c->kind == EXTSTA_OID_SET) {
        hold(r, !e->asked->odd_key || !IS_SUCCESS(e), E(KEY_LENGTH), v_none(),
             v_number(e->asked->key_len));
    }
}

/* CIP-09: who, and by which key. CIP-11: a second one within a minute. */
static void mic_failure(struct extsta_referee *r, const struct event *e)
{
    if (hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len))) {
        struct peer *p = peer_find(r, e->p.mic_failure.peer);
        hold(r,
             e->p.mic_failure.key_index <= 3 &&
                 (e->p.mic_failure.default_key || e->p.mic_failure.key_index == 0) && p &&
                 p->associated,
             E(MIC_FAILURE_FIELDS), v_mac(e->p.mic_failure.peer),
             v_number(e->p.mic_failure.key_index));
    }
}

static void countermeasures_due(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_find(r, e->p.mic_failure.peer) : NULL;
    if (p && p->port && p->manager == EXTSTA_MANAGER_OS && r->m.last_mic.serial != 0 &&
        e->now - r->m.last_mic.time < 60 * EXTSTA_SECOND) {
        owe(r, RULE(CIP_11), p->mac, e->now, E(COUNTERMEASURES), v_mac(p->mac));
    }
}

static void countermeasures(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    while (e->whole && e->c->kind == EXTSTA_OID_SET && extsta_payload_next(&rest, &entry)) {
        pay(r, RULE(CIP_11), entry.address);
    }
}

/* CIP-10: the station itself takes none. */
static void no_countermeasures(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.last_mic.serial != 0 && r->m.last_mic.time == e->now &&
        !is_ending(r) && !under_way(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST)) {
        because(r, r->m.last_mic);
        hold(r, e->p.disassociation.reason > DOT11_ASSOC_STATUS_FAILURE, E(NO_COUNTERMEASURES),
             v_none(), v_assoc(e->p.disassociation.reason));
    }
}

static bool wildcard_with_others(const struct extsta_part *list)
{
    struct extsta_part rest = *list;
    struct extsta_payload entry;
    bool wildcard = false;
    while (extsta_payload_next(&rest, &entry)) {
        wildcard |= entry.form == EXTSTA_FORM_SSID     ? entry.ssid.len == 0
                    : entry.form == EXTSTA_FORM_NUMBER ? entry.number == DOT11_PHY_ID_ANY
                                                       : mac_is_broadcast(entry.address);
    }
    return wildcard && list->size > 1;
}

/* CIP-13, CIP-15: the wildcard stands alone, and there is room. */
static void list_validity(struct extsta_referee *r, const struct event *e, uint32_t most)
{
    const struct extsta_part *list = &e->in.list.entries;
    if (!judged_by_value(e) || list->cut) {
        return;
    }
    if (r->m.capability_known && list->size > most) {
        refuse(r, e, true, NDIS_STATUS_INVALID_LENGTH);
    } else {
        refuse(r, e, wildcard_with_others(list), NDIS_STATUS_INVALID_DATA);
    }
}

static void excluded_list(struct extsta_referee *r, const struct event *e)
{
    list_validity(r, e, r->m.capability.excluded);
}

static void ssid_list(struct extsta_referee *r, const struct event *e)
{
    list_validity(r, e, r->m.capability.ssids);
}

static void bssid_list(struct extsta_referee *r, const struct event *e)
{
    list_validity(r, e, r->m.capability.bssids);
}

static void phy_list(struct extsta_referee *r, const struct event *e)
{
    if (judged_by_value(e)) {
        refuse(r, e, e->in.list.entries.size == 0 || wildcard_with_others(&e->in.list.entries),
               NDIS_STATUS_INVALID_DATA);
    }
}

/* CIP-14: no less than this. */
static void minimums(struct extsta_referee *r, const struct event *e)
{
    if (e->whole) {
        hold(r,
             e->p.capability.scan_ssids >= 4 && e->p.capability.desired_bssids >= 1 &&
                 e->p.capability.desired_ssids >= 1 && e->p.capability.excluded >= 4 &&
                 e->p.capability.exemptions >= 1 && e->p.capability.default_keys >= 4 &&
                 (e->p.capability.pmkids == 0 || e->p.capability.pmkids >= 3),
             E(MINIMUMS), v_none(), v_number(e->p.capability.scan_ssids));
    }
}

/* As far as known: without it a list of PMKIDs has no use (INVALID_DATA). */
static bool rsna_enabled(const struct extsta_referee *r)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM);
    return l && (mib_list_has_number(l, DOT11_AUTH_ALGO_RSNA) ||
                 mib_list_has_number(l, DOT11_AUTH_ALGO_RSNA_PSK));
}

/* PMK-01: too many; none clears. */
static void pmkids_set(struct extsta_referee *r, const struct event *e)
{
    if (!judged_by_value(e) || e->c->status == NDIS_STATUS_NOT_SUPPORTED) {
        return;
    }
    uint32_t n = e->in.list.entries.size;
    if (r->m.capability_known && n > r->m.capability.pmkids) {
        refuse(r, e, true, NDIS_STATUS_INVALID_LENGTH);
    } else if (n == 0 && rsna_enabled(r)) {
        hold(r, IS_SUCCESS(e), E(ALLOWED_HERE), v_none(), v_status(e->c->status));
    }
}

/* PMK-03: only with RSNA and keys. */
static void candidates_when(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    hold(r,
         p && !r->m.ibss && (p->auth >= DOT11_AUTH_ALGO_RSNA) &&
             (p->pairwise != 0 || p->by_miniport),
         E(RSNA_WITH_KEYS), v_none(), p ? v_auth(p->auth) : v_none());
}

/* PMK-04: whom, and how many. */
static void candidates_what(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    const struct mib_list *l = mib_list(r, OID_DOT11_DESIRED_BSSID_LIST);
    bool desired = true;
    size_t n = 0;
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len))) {
        return;
    }
    while (extsta_payload_next(&rest, &entry)) {
        desired &= !l || mib_list_has_mac(l, entry.candidate.bssid);
        n++;
    }
    hold(r, desired && (!r->m.capability_known || n <= r->m.capability.pmkids), E(CANDIDATES),
         v_number(r->m.capability.pmkids), v_number(n));
}

/* PMK-05: answered at once. */
static void candidates_answer_due(struct extsta_referee *r, const struct event *e)
{
    if (!r->detached) {
        owe(r, RULE(PMK_05), nobody, e->now, E(PMKIDS_SET), v_none());
    }
}

static void candidates_answered(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind == EXTSTA_OID_SET) {
        pay(r, RULE(PMK_05), nobody);
    }
}

#define CANDIDATES "which BSSs the driver knows, and what they offer, is not in the record"
static const struct rule_row table[] = {
    SEEN(ATH_01, W(FRAME), frame_algorithm),
    SEEN(ATH_02, 0, frame_algorithm),
    UNSEEN(ATH_03, CANDIDATES),
    RESULT_OF(ATH_04, DOT11_DESIRED_BSS_TYPE, bss_type),
    RESULT_OF(ATH_05, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, no_algorithm),
    RESULT_OF(ATH_06, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, default_algorithm),
    UNSEEN(ATH_07,
           "what the ciphers of an algorithm are is the driver's; CIP-03 judges the order"),
    UNSEEN(ATH_08, "judged as CNX-24"),
    UNSEEN(ATH_09, CANDIDATES),
    RESULT_OF(ATH_10, DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, pairs),
    RESULT_OF(ATH_10, DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR, pairs),
    UNSEEN(ATH_11, "which management frames were received is not in the record"),
    SEEN(ATH_12, W(FRAME), clear_without_key),
    SEEN(ATH_13, W(FRAME), encrypted_with_key),
    REQUEST_OF(ATH_14, DOT11_CIPHER_KEY_MAPPING_KEY, handshake_first),
    UNSEEN(ATH_15, "judged as PRT-02 and PRT-10"),
    RESULT_OF(ATH_16, DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, vendors_numbers),
    RESULT_OF(ATH_16, DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR, vendors_numbers),
    RESULT_OF(CIP_01, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, no_algorithm),
    RESULT_OF(CIP_01, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, no_algorithm),
    RESULT_OF(CIP_02, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, never_empty),
    RESULT_OF(CIP_02, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, never_empty),
    RESULT_OF(CIP_03, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, preference),
    RESULT_OF(CIP_03, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, preference),
    REQUEST_OF(CIP_04, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, cipher_order),
    RESULT_OF(CIP_05, DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, dependencies),
    RESULT_OF(CIP_06, DOT11_CIPHER_DEFAULT_KEY, key_sizes),
    RESULT_OF(CIP_06, DOT11_CIPHER_KEY_MAPPING_KEY, key_sizes),
    UNSEEN(CIP_07, CANDIDATES),
    SEEN(CIP_09, W(MIC_FAILURE), mic_failure),
    SEEN(CIP_10, W(DISASSOCIATION), no_countermeasures),
    SEEN(CIP_11, W(MIC_FAILURE), countermeasures_due),
    REQUEST_OF(CIP_11, DOT11_EXCLUDED_MAC_ADDRESS_LIST, countermeasures),
    UNSEEN(CIP_12, "judged as CNX-25 and ASC-11"),
    RESULT_OF(CIP_13, DOT11_EXCLUDED_MAC_ADDRESS_LIST, excluded_list),
    RESULT_OF(CIP_14, DOT11_EXTSTA_CAPABILITY, minimums),
    RESULT_OF(CIP_15, DOT11_DESIRED_SSID_LIST, ssid_list),
    RESULT_OF(CIP_15, DOT11_DESIRED_BSSID_LIST, bssid_list),
    RESULT_OF(CIP_15, DOT11_DESIRED_PHY_LIST, phy_list),
    RESULT_OF(PMK_01, DOT11_PMKID_LIST, pmkids_set),
    SEEN(PMK_02, 0, pmkids_set), /* referee_states.c */
    SEEN(PMK_03, W(PMKID_CANDIDATES), candidates_when),
    SEEN(PMK_04, W(PMKID_CANDIDATES), candidates_what),
    SEEN(PMK_05, W(PMKID_CANDIDATES), candidates_answer_due),
    REQUEST_OF(PMK_05, DOT11_PMKID_LIST, candidates_answered),
    UNSEEN(PMK_06, CANDIDATES),
    UNSEEN(PMK_07, "preauthentication frames are those of the network stack"),
    UNSEEN(PMK_08, "judged as RST-14 and MIB-17"),
};
RULE_TABLE(rules_security, table);
