/* Mutants of chapter 20: explicit scans and the BSS list. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

ONCE(SCN_01_confirmed_before_it_is_accepted, DONE(o, SCAN_REQUEST),
     INDICATION(t, before(t, o, EXTSTA_OUT_CROSSING), SCAN_CONFIRM, .number = OK))
ONCE(SCN_02_a_second_scan_is_accepted,
     DONE(o, SCAN_REQUEST) && o->crossing.status == NDIS_STATUS_DOT11_MEDIA_IN_USE,
     status(o, OK))
ONCE(SCN_03_a_scan_is_confirmed_twice, IND(o, SCAN_CONFIRM), twice(t, o))
ONCE(SCN_03_a_scan_is_never_confirmed, IND(o, SCAN_CONFIRM), drop(t, o))

/* The probe's SSID element stands first in its body. */
static bool probes(const struct extsta_output *o, const char *ssid)
{
    return is_frame(o, FRAME_PROBE_REQ) && o->frame.bytes.len >= 26 + strlen(ssid) &&
           memcmp(o->frame.bytes.data + 26, ssid, strlen(ssid)) == 0;
}
ONCE(SCN_04_a_probe_for_another_network, probes(o, "club"), octets(t, o, 0)[26] ^= 1)
ONCE(SCN_05_a_confirmation_of_eight_octets, IND(o, SCAN_CONFIRM), octets(t, o, 4)[4] = 1)
EDIT_IND(SCN_05_a_cancelled_scan_is_a_success, SCAN_CONFIRM, p->number = OK)
EACH(SCN_06_one_of_two_networks_is_not_probed_for, probes(o, "bar"), drop(t, o))
ONCE(SCN_07_another_bssid_in_a_probe, probes(o, "club"), octets(t, o, 0)[16] = 2)
ONCE(SCN_08_the_hosts_elements_are_left_out, probes(o, "club"), shorten(t, o, 7))
static void SCN_09_a_passive_scan_probes(struct tap *t, struct extsta_output *o)
{
    static const uint8_t body[] = {0, 4, 'c', 'l', 'u', 'b'};
    if (DONE(o, SCAN_REQUEST)) {
        t->met++;
    } else if (o->type == EXTSTA_OUT_TUNE && t->met == 3) {
        t->met++;
        t->fired++;
        as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_PROBE_REQ, mac_broadcast,
                 (struct extsta_span){body, sizeof body});
    }
}
static void SCN_13_an_auto_scan_takes_five_seconds(struct tap *t, struct extsta_output *o)
{
    if (IND(o, SCAN_CONFIRM) && nth(t, 3)) {
        hold_back(t, o);
    } else if (ANSWER(o, STATISTICS)) {
        release(t);
    }
}
ONCE(SCN_18_it_probes_while_media_stream, DONE(o, MEDIA_STREAMING_ENABLED), {
    static const uint8_t body[] = {0, 0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_PROBE_REQ, mac_broadcast,
             (struct extsta_span){body, sizeof body});
})
ONCE(SCN_22_a_flush_in_op, DONE(o, FLUSH_BSS_LIST), status(o, OK))
static void SCN_22_a_flush_that_leaves_a_network(struct tap *t, struct extsta_output *o)
{
    if (METHOD(o, ENUM_BSS_LIST) && ++t->met == 1) {
        keep(t, o);
    } else if (METHOD(o, ENUM_BSS_LIST) && t->met == 2) {
        give_kept(t, o);
        t->fired++;
    }
}

/* --- the list --- */

ONCE(SCN_23_no_list_while_it_scans, METHOD(o, ENUM_BSS_LIST),
     status(o, NDIS_STATUS_DOT11_MEDIA_IN_USE))
#define LIST_HEAD 12u
ONCE(SCN_24_octets_between_the_entries, METHOD(o, ENUM_BSS_LIST), {
    uint8_t *list = octets(t, o, 3);
    put_le32(list + 4, get_le32(list + 4) + 3);
    put_le32(list + 8, get_le32(list + 8) + 3);
})
#define ENTRY(field) (LIST_HEAD + offsetof(DOT11_BSS_ENTRY, field))
ONCE(SCN_25_a_quality_above_100, METHOD(o, ENUM_BSS_LIST),
     octets(t, o, 0)[ENTRY(uLinkQuality)] = 101)
ONCE(SCN_25_a_wildcard_phy, METHOD(o, ENUM_BSS_LIST),
     put_le32(octets(t, o, 0) + ENTRY(uPhyId), DOT11_PHY_ID_ANY))
ONCE(SCN_25_another_bss_type, METHOD(o, ENUM_BSS_LIST),
     octets(t, o, 0)[ENTRY(dot11BSSType)] = 3)
ONCE(SCN_26_outside_the_domain_without_one, METHOD(o, ENUM_BSS_LIST),
     octets(t, o, 0)[ENTRY(bInRegDomain)] = 0)
ONCE(SCN_27_the_ap_is_not_listed, METHOD(o, ENUM_BSS_LIST),
     octets(t, o, 0)[ENTRY(dot11BSSID) + 5] ^= 1)

static const struct mutant rows[] = {
    M(SCN_01_confirmed_before_it_is_accepted, scans,
      "SCAN_CONFIRM before the request is answered"),
    M(SCN_02_a_second_scan_is_accepted, scans, "a second scan is accepted while one runs"),
    M(SCN_03_a_scan_is_confirmed_twice, scans, "SCAN_CONFIRM comes twice"),
    M(SCN_03_a_scan_is_never_confirmed, one_scan, "SCAN_CONFIRM never comes"),
    M(SCN_04_a_probe_for_another_network, scans, "a scan probes for what nobody asked for"),
    M(SCN_05_a_confirmation_of_eight_octets, scans, "SCAN_CONFIRM has eight octets"),
    M(SCN_05_a_cancelled_scan_is_a_success, reset, "a cancelled scan is confirmed as SUCCESS"),
    M(SCN_06_one_of_two_networks_is_not_probed_for, scans, "one SSID of two is not probed for"),
    M(SCN_07_another_bssid_in_a_probe, scans, "address 3 of a probe is not the request's"),
    M(SCN_08_the_hosts_elements_are_left_out, scans, "a probe lacks the host's elements"),
    M(SCN_09_a_passive_scan_probes, scans, "a passive scan sends a probe"),
    M(SCN_13_an_auto_scan_takes_five_seconds, scans, "a scan of type auto takes too long"),
    M(SCN_18_it_probes_while_media_stream, scan_connected,
      "a probe of its own while media stream"),
    M(SCN_22_a_flush_in_op, open, "FLUSH_BSS_LIST is taken in OP"),
    M(SCN_22_a_flush_that_leaves_a_network, scans, "a flushed list still has an entry"),
    M(SCN_23_no_list_while_it_scans, open, "MEDIA_IN_USE for the BSS list"),
    M(SCN_24_octets_between_the_entries, open, "three octets too many in the BSS list"),
    M(SCN_25_a_quality_above_100, open, "an entry's link quality is 101"),
    M(SCN_25_a_wildcard_phy, open, "an entry's PHY id is the wildcard"),
    M(SCN_25_another_bss_type, open, "an entry's BSS type is \"any\""),
    M(SCN_26_outside_the_domain_without_one, open,
      "an entry is outside the regulatory domain though none was asked for"),
    M(SCN_27_the_ap_is_not_listed, open, "the AP of the association is not in the list"),
};
MUTANT_TABLE(mutants_scan, rows);
