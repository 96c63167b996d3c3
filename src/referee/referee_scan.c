/* Chapter 20: explicit scans, what is sent for them, and the BSS list. */
#include "referee/referee.h"
#include "wire/element.h"

/* SCN-01: SUCCESS at once: a confirmation cannot come before it. */
static void at_once(struct extsta_referee *r, const struct event *e)
{
    const struct asked *a = under_way(r, OID_DOT11_SCAN_REQUEST);
    if (a && !r->m.scan.running && a->others == 0) {
        because(r, a->ref);
        hold(r, false, E(ANSWERED_FIRST), v_none(), v_status(e->p.number));
    }
}

static void accepted(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && IS_SUCCESS(e)) {
        hold(r, e->asked->ref.time == e->now, E(ANSWERED_FIRST), v_time(e->asked->ref.time),
             v_time(e->now));
    }
}

static uint32_t refusal(const struct extsta_referee *r, const struct event *e)
{
    const struct extsta_scan_request *q = &e->in.scan;
    struct extsta_part rest = q->phys;
    struct extsta_payload phy;
    if (r->m.scan.running && r->m.scan.ref.serial < e->asked->ref.serial) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE;
    }
    if (r->m.capability_known && q->ssids.size > r->m.capability.scan_ssids) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    while (extsta_payload_next(&rest, &phy)) {
        if (phy.phy_type_info.phy_id == DOT11_PHY_ID_ANY) {
            return NDIS_STATUS_INVALID_DATA;
        }
        if (r->config.phy_count != 0 && phy.phy_type_info.phy_id >= r->config.phy_count) {
            return NDIS_STATUS_BAD_VERSION;
        }
    }
    return NDIS_STATUS_SUCCESS;
}

/* SCN-02: what cannot run is refused. Which of several reasons is named is the driver's. */
static void refusals(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && e->in_whole && e->asked->others == 0 && !is_between(r)) {
        uint32_t expect = refusal(r, e);
        hold(r, expect == NDIS_STATUS_SUCCESS || !IS_SUCCESS(e), E(STATUS), v_status(expect),
             v_status(e->c->status));
    }
}

/* SCN-03: one confirmation for each accepted request, which comes; SCN-19: none for what the
 * station does by itself. */
#define A_MINUTE (60 * EXTSTA_SECOND)
static void confirmation_due(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && IS_SUCCESS(e)) {
        owe(r, RULE(SCN_03), nobody, e->now + A_MINUTE, E(SCAN_CONFIRMED), v_none());
    }
}

static void one_confirmation(struct extsta_referee *r, const struct event *e)
{
    if (!under_way(r, OID_DOT11_SCAN_REQUEST)) {
        because(r, r->m.scan.ref);
        hold(r, r->m.scan.running, E(SCAN_RUNNING), v_none(), v_status(e->p.number));
        forgive(r, RULE(SCN_03), nobody);
    }
}

/* RST-07 judges what a reset leaves. */
static void ended_by_reset(struct extsta_referee *r, const struct event *e)
{
    if (IS_SUCCESS(e)) {
        forgive(r, RULE(SCN_03), nobody);
    }
}

/* SCN-05: four octets; of a cancelled scan no success. */
static void confirmation(struct extsta_referee *r, const struct event *e)
{
    if (!hold(r, e->c->buffer.len == 4, E(FOUR_OCTETS), v_number(4),
              v_number(e->c->buffer.len))) {
        return;
    }
    const struct asked *reset = under_way(r, OID_DOT11_RESET_REQUEST);
    if (reset && reset->others == 0) {
        because(r, reset->ref);
        hold(r, e->p.number != NDIS_STATUS_SUCCESS, E(NOT_A_SUCCESS), v_none(),
             v_status(e->p.number));
    }
}

/* Who else probes: a connection or roam looks for what it wants (CNX-26), and so does a station
 * that has lost its AP. */
static bool only_scans(const struct extsta_referee *r)
{
    return r->m.scan.running && !r->m.connection.open && !r->m.roam.open && !r->m.lost &&
           !r->m.scan.cut && !is_between(r);
}

/* A probe of a scan. In an independent network a station of it is asked too, by its address, who it
 * is: that looks for nobody. */
static bool probe(const struct extsta_referee *r, const struct event *e, struct extsta_span *ssid)
{
    struct extsta_span body = e->frame.body;
    if (!e->parsed || frame_kind(&e->frame) != FRAME_PROBE_REQ || body.len < 2 ||
        (r->m.ibss && !mac_is_group(e->frame.addr1)) ||
        body.data[0] != ELEMENT_SSID || body.len < 2u + body.data[1]) {
        return false;
    }
    *ssid = span(body.data + 2, body.data[1]);
    return true;
}

/* SCN-04: no probes but those of the request. */
static void probes_listed(struct extsta_referee *r, const struct event *e)
{
    struct extsta_span ssid;
    if (!probe(r, e, &ssid) || !only_scans(r)) {
        return;
    }
    bool listed = r->m.scan.ssid_count == 0 && ssid.len == 0;
    for (uint32_t i = 0; i < r->m.scan.ssid_count; i++) {
        listed |= span_equal(ssid, extsta_ssid_span(&r->m.scan.ssids[i]));
    }
    because(r, r->m.scan.ref);
    hold(r, listed, E(PROBE_OF_REQUEST), v_none(), v_number(ssid.len));
}

#define TYPE_OF(type) ((type)&0x7fffffffu) /* without the forced bit */
/* SCN-06: each of them is probed for; an active scan that probed at all probed for all. */
static void probes_all(struct extsta_referee *r, const struct event *e)
{
    const struct scan *s = &r->m.scan;
    uint32_t all = s->ssid_count >= 8 ? 0xffu : (1u << s->ssid_count) - 1;
    if (e->whole && e->p.number == NDIS_STATUS_SUCCESS && s->running && !s->cut &&
        s->ssid_count > 0 && s->probed != 0 && TYPE_OF(s->type) != dot11_scan_type_passive) {
        because(r, s->ref);
        hold(r, (s->probed & all) == all, E(EACH_SSID_PROBED), v_number(all),
             v_number(s->probed & all));
    }
}

/* SCN-07: address 3 is the request's BSSID, of zero the wildcard; a probe that asks one AP for
 * its name goes to that AP (SCN-16). */
static void probe_bssid(struct extsta_referee *r, const struct event *e)
{
    struct extsta_span ssid;
    if (probe(r, e, &ssid) && only_scans(r)) {
        struct extsta_mac want = mac_is_zero(r->m.scan.bssid) ? mac_broadcast : r->m.scan.bssid;
        because(r, r->m.scan.ref);
        bool asks = !mac_is_group(e->frame.addr1) && mac_equal(e->frame.addr1, e->frame.addr3);
        hold(r, asks || mac_equal(e->frame.addr3, want), E(PROBE_BSSID), v_mac(want),
             v_mac(e->frame.addr3));
    }
}

/* SCN-08: the request's elements end it. */
static void probe_elements(struct extsta_referee *r, const struct event *e)
{
    struct extsta_span ssid, body = e->frame.body;
    if (probe(r, e, &ssid) && only_scans(r) && r->m.scan.elements_len > 0) {
        size_t len = r->m.scan.elements_len;
        bool there = body.len >= len && hash_span(span(body.data + body.len - len, len)) ==
                                            r->m.scan.elements_hash;
        because(r, r->m.scan.ref);
        hold(r, there, E(ELEMENTS_LAST), v_number(len), v_number(body.len));
    }
}

/* SCN-09: a passive scan sends nothing. */
static void passive(struct extsta_referee *r, const struct event *e)
{
    struct extsta_span ssid;
    if (probe(r, e, &ssid) && only_scans(r)) {
        because(r, r->m.scan.ref);
        hold(r, TYPE_OF(r->m.scan.type) != dot11_scan_type_passive, E(NO_PROBE), v_none(),
             v_number(ssid.len));
    }
}

/* SCN-13: type auto, not joined: four seconds. */
static void in_four_seconds(struct extsta_referee *r, const struct event *e)
{
    if (r->m.scan.running && TYPE_OF(r->m.scan.type) == dot11_scan_type_auto && !r->m.scan.in_op) {
        because(r, r->m.scan.ref);
        hold(r, !is_late(r, r->m.scan.ref.time + 4 * EXTSTA_SECOND), E(IN_TIME),
             v_time(4 * EXTSTA_SECOND), v_time(e->now - r->m.scan.ref.time));
    }
}

/* SCN-18: no scans of one's own while media are streaming on a connection; who has lost its AP may
 * look for another. */
static void streaming(struct extsta_referee *r, const struct event *e)
{
    uint32_t on;
    struct extsta_span ssid;
    if (probe(r, e, &ssid) && mib_number(r, OID_DOT11_MEDIA_STREAMING_ENABLED, &on) && on &&
        r->m.connected && peer_associated(r) && !r->m.lost && !r->m.roam.open && !is_between(r)) {
        hold(r, r->m.scan.running || under_way(r, OID_DOT11_SCAN_REQUEST), E(NO_PROBE),
             v_none(), v_number(ssid.len));
    }
}

/* --- the BSS list --- */

/* SCN-22: empty in the moment of the flush. */
static void flushed(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.last_flush == e->now) {
        hold(r, e->p.list.entries.size == 0, E(LIST_EMPTY), v_number(0),
             v_number(e->p.list.entries.size));
    }
}

/* SCN-23: at any time. */
static void any_time(struct extsta_referee *r, const struct event *e)
{
    if (e->asked) {
        hold(r, e->c->status != NDIS_STATUS_DOT11_MEDIA_IN_USE, E(ANSWERED), v_none(),
             v_status(e->c->status));
    }
}

/* SCN-24: entries without padding, to the last octet. */
static void packed(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    bool cut = false;
    if (!e->whole || rest.cut) {
        return;
    }
    while (extsta_payload_next(&rest, &entry)) {
        cut |= entry.bss.elements.cut;
    }
    hold(r, !cut && rest.bytes.len == 0, E(PACKED), v_number(0), v_number(rest.bytes.len));
}

static bool entry_is_sound(const struct extsta_bss_entry *b, uint32_t *what)
{
    if (b->phy_id == DOT11_PHY_ID_ANY || b->link_quality > 100) {
        *what = b->phy_id == DOT11_PHY_ID_ANY ? b->phy_id : b->link_quality;
        return false;
    }
    *what = b->bss_type;
    return b->bss_type == dot11_BSS_type_infrastructure ||
           b->bss_type == dot11_BSS_type_independent;
}

/* SCN-25: what the fields of an entry may be. */
static void entries(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    while (e->whole && extsta_payload_next(&rest, &entry)) {
        uint32_t what;
        bool sound = entry_is_sound(&entry.bss, &what) && entry.bss.freq != 0 &&
                     !mac_is_group(entry.bss.bssid) && entry.bss.rssi <= 0;
        if (!hold(r, sound, E(ENTRY_FIELDS), v_mac(entry.bss.bssid), v_number(what))) {
            return;
        }
    }
}

/* SCN-26: asked for no country, all are inside. */
static void reg_domain(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    const uint8_t *c = e->in.country;
    if (!e->whole || !e->in_whole || c[0] != 0 || c[1] != 0 || c[2] != 0) {
        return;
    }
    while (extsta_payload_next(&rest, &entry)) {
        if (!hold(r, entry.bss.in_reg_domain, E(IN_REG_DOMAIN), v_flag(true), v_flag(false))) {
            return;
        }
    }
}

/* SCN-27: the AP is in the list. */
static void own_ap(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    bool there = false;
    if (!e->whole || !p || r->m.ibss || is_between(r) || !r->m.connected) {
        return;
    }
    while (extsta_payload_next(&rest, &entry)) {
        there |= mac_equal(entry.bss.bssid, p->mac);
    }
    because(r, p->done);
    hold(r, there, E(AP_LISTED), v_mac(p->mac), v_none());
}

/* SCN-29: an extension is asked of what a scan has found. */
static void after_scan(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type == EXTSTA_IHV_PERFORM_CAPABILITY_MATCH) {
        hold(r, r->m.scan_confirmed, E(AFTER_A_SCAN), v_none(), v_none());
    }
}

#define CHANNELS "which channels there are is the radio's"
#define HEARD    "what the station has heard is not in the record"
static const struct rule_row table[] = {
    SEEN(SCN_01, W(SCAN_CONFIRM), at_once),
    RESULT_OF(SCN_01, DOT11_SCAN_REQUEST, accepted),
    RESULT_OF(SCN_02, DOT11_SCAN_REQUEST, refusals),
    RESULT_OF(SCN_03, DOT11_SCAN_REQUEST, confirmation_due),
    SEEN(SCN_03, W(SCAN_CONFIRM), one_confirmation),
    RESULT_OF(SCN_03, DOT11_RESET_REQUEST, ended_by_reset),
    SEEN(SCN_04, W(FRAME), probes_listed),
    SEEN(SCN_05, W(SCAN_CONFIRM), confirmation),
    SEEN(SCN_06, W(SCAN_CONFIRM), probes_all),
    SEEN(SCN_07, W(FRAME), probe_bssid),
    SEEN(SCN_08, W(FRAME), probe_elements),
    SEEN(SCN_09, W(FRAME), passive),
    UNSEEN(SCN_10, "the regulatory domain that the driver goes by is not in the record"),
    UNSEEN(SCN_11, CHANNELS),
    UNSEEN(SCN_12, CHANNELS),
    SEEN(SCN_13, W(SCAN_CONFIRM), in_four_seconds),
    UNSEEN(SCN_14, "when the radio is away from its channel is not in the record exactly"),
    UNSEEN(SCN_15, HEARD),
    UNSEEN(SCN_16, HEARD),
    UNSEEN(SCN_17, HEARD),
    SEEN(SCN_18, W(FRAME), streaming),
    UNSEEN(SCN_19, "judged as SCN-03: a confirmation that nobody asked for"),
    UNSEEN(SCN_20, HEARD),
    UNSEEN(SCN_21, HEARD),
    RESULT_OF(SCN_22, DOT11_ENUM_BSS_LIST, flushed),
    RESULT_OF(SCN_23, DOT11_ENUM_BSS_LIST, any_time),
    RESULT_OF(SCN_24, DOT11_ENUM_BSS_LIST, packed),
    RESULT_OF(SCN_25, DOT11_ENUM_BSS_LIST, entries),
    RESULT_OF(SCN_26, DOT11_ENUM_BSS_LIST, reg_domain),
    RESULT_OF(SCN_27, DOT11_ENUM_BSS_LIST, own_ap),
    UNSEEN(SCN_28, "the rate set can only change in INIT, and what it was is the vendor's"),
    SEEN(SCN_29, W(HANDLER), after_scan),
};
RULE_TABLE(rules_scan, table);
