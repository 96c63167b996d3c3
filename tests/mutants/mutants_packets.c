/* Mutants of chapters 85 and 90: keys, packets down and up, statistics, link quality. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

/* --- keys --- */

ONCE(KEY_01_a_key_of_index_7, DONE(o, CIPHER_DEFAULT_KEY), status(o, OK))
static void KEY_03_a_key_that_is_not_there_cannot_be_deleted(struct tap *t,
                                                             struct extsta_output *o)
{
    if (DONE(o, CIPHER_DEFAULT_KEY) && nth(t, 2)) {
        status(o, NDIS_STATUS_INVALID_DATA);
    }
}
ONCE(KEY_05_a_key_in_no_direction, DONE(o, CIPHER_KEY_MAPPING_KEY), status(o, OK))
static bool is_encrypted(const struct extsta_output *o)
{
    return is_frame(o, FRAME_QOS_DATA) && (o->frame.bytes.data[1] & 0x40) != 0;
}
static void KEY_08_a_packet_number_comes_again(struct tap *t, struct extsta_output *o)
{
    if (is_encrypted(o) && !t->kept.data) {
        keep(t, o);
    } else if (is_encrypted(o) && first(t)) {
        memcpy(octets(t, o, 0) + 26, t->kept.data + 26, 8);
    }
}
static void KEY_09_keys_survive_a_reset(struct tap *t, struct extsta_output *o)
{
    if (SET(o, CIPHER_KEY_MAPPING_KEY) && !t->kept.data) {
        keep(t, o);
    } else if (IND(o, ASSOCIATION_COMPLETION) && nth(t, 2)) {
        below(t, OID_DOT11_CIPHER_KEY_MAPPING_KEY, t->kept);
    }
}
static void KEY_08_a_packet_number_of_tkip_comes_again(struct tap *t, struct extsta_output *o)
{
    size_t at = is_encrypted(o) ? 26 : 24;
    if (is_data(o, scenario_bssid('A')) && (o->frame.bytes.data[1] & 0x40) && !t->kept.data) {
        keep(t, o);
    } else if (t->kept.data && is_data(o, scenario_bssid('A')) && first(t)) {
        memcpy(octets(t, o, 0) + at, t->kept.data + at, 8);
    }
}
ONCE(ENC_01_another_key_id_to_the_ap, is_encrypted(o), octets(t, o, 0)[26 + 3] |= 0x40)
ONCE(ENC_02_another_key_id_to_a_group, IND(o, CONNECTION_COMPLETION), {
    static const uint8_t body[24] = {1, 0, 0, 0x60};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_DATA_PLAIN | FC_TO_DS | FC_PROTECTED,
             mac_broadcast, (struct extsta_span){body, sizeof body});
})

static bool is_fragment(const struct extsta_output *o)
{
    return is_data(o, scenario_bssid('A')) && (o->frame.bytes.data[22] & 0x0f) != 0;
}
ONCE(ENC_03_a_fragment_in_the_clear, is_fragment(o), octets(t, o, 0)[1] &= 0xbf)

/* --- packets down --- */

#define SEND(o) is_crossing(o, EXTSTA_CROSS_SEND)
#define UP(o)   is_crossing(o, EXTSTA_CROSS_RECEIVE)
ONCE(TXP_01_the_host_sets_the_retry_bit, SEND(o), octets(t, o, 0)[1] |= 0x08)
ONCE(TXP_02_four_addresses, SEND(o), {
    uint8_t *mpdu = octets(t, o, 6);
    memmove(mpdu + 30, mpdu + 24, o->crossing.packet.bytes.len - 30);
    mpdu[1] |= FC_FROM_DS >> 8;
})
static void TXP_04_a_phy_that_does_not_exist(struct tap *t, struct extsta_output *o)
{
    if (is_crossing(o, EXTSTA_CROSS_SEND_COMPLETE) &&
        o->crossing.status == NDIS_STATUS_UNSUPPORTED_MEDIA && first(t)) {
        status(o, OK);
    }
}
static void TXP_05_a_fragment_above_the_threshold(struct tap *t, struct extsta_output *o)
{
    if (is_data(o, scenario_bssid('A')) && first(t)) {
        octets(t, o, 400);
    }
}
ONCE(TXP_06_no_rts_above_the_threshold, is_data(o, scenario_bssid('A')),
     o->frame.meta.flags = 0)
ONCE(TXP_09_a_body_without_llc, SEND(o), shorten(t, o, o->crossing.packet.bytes.len - 26))

/* --- packets up --- */

ONCE(RXP_01_a_packet_for_another, UP(o), octets(t, o, 0)[9] ^= 1)
ONCE(RXP_01_a_packet_of_another_bss, UP(o), octets(t, o, 0)[15] = 'B')
ONCE(RXP_03_a_beacon_comes_up, UP(o), octets(t, o, 0)[0] = FRAME_BEACON)
ONCE(RXP_04_of_no_mpdu, UP(o), o->crossing.packet.recv.mpdu_count = 0)
ONCE(RXP_04_of_no_frequency, UP(o), o->crossing.packet.recv.freq = 0)
ONCE(RXP_04_of_no_phy, UP(o), o->crossing.packet.recv.phy_id = 9)
ONCE(RXP_07_a_qos_header_comes_up, UP(o), octets(t, o, 2)[0] = FRAME_QOS_DATA)
ONCE(RXP_07_priority_8, UP(o), o->crossing.packet.recv.priority = 8)

ONCE(RXP_08_a_group_that_is_not_in_the_list, UP(o), {
    static const uint8_t group[6] = {1, 0, 0x5e, 0, 0, 9};
    memcpy(octets(t, o, 0) + 4, group, 6);
})

/* The OS half exempts EAPOL, and lets nothing else up unencrypted. It exempts otherwise now. */
static void exempt(struct tap *t, struct extsta_output *o, uint8_t action, uint8_t kind)
{
    keep(t, o);
    uint8_t *list = octets(t, o, 0);
    put_le16(list + 12 + 2, action);
    put_le16(list + 12 + 4, kind);
}
static uint16_t ethertype(const struct extsta_output *o)
{
    struct extsta_span s = o->crossing.packet.bytes;
    return UP(o) && s.len >= 32 ? get_be16(s.data + 30) : 0;
}
static void DEC_04_encrypted_though_always_exempt(struct tap *t, struct extsta_output *o)
{
    if (SET(o, PRIVACY_EXEMPTION_LIST)) {
        exempt(t, o, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_BOTH);
    } else if (ethertype(o) == 0x888e && first(t)) {
        o->crossing.packet.recv.was_protected = true;
    }
}
static void DEC_05_clear_though_there_is_a_key(struct tap *t, struct extsta_output *o)
{
    if (SET(o, PRIVACY_EXEMPTION_LIST)) {
        exempt(t, o, DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE, DOT11_EXEMPT_UNICAST);
    } else if (ethertype(o) == 0x888e && o->crossing.packet.recv.was_protected) {
        t->fired++;
        o->crossing.packet.recv.was_protected = false;
    }
}
ONCE(DEC_06_clear_though_that_is_excluded, ethertype(o) == 0x0800,
     o->crossing.packet.recv.was_protected = false)
/* The driver below takes the exemption for both kinds. */
static void DEC_10_an_exemption_of_the_other_kind(struct tap *t, struct extsta_output *o)
{
    if (SET(o, PRIVACY_EXEMPTION_LIST)) {
        exempt(t, o, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_MULTICAST);
    } else if (DONE(o, PRIVACY_EXEMPTION_LIST)) {
        t->fired++;
        below(t, OID_DOT11_PRIVACY_EXEMPTION_LIST, t->kept);
    }
}
ONCE(DEC_09_too_many_exemptions,
     DONE(o, PRIVACY_EXEMPTION_LIST) && o->crossing.status == NDIS_STATUS_INVALID_LENGTH,
     status(o, OK))
ONCE(SAF_01_safe_mode_in_op, DONE(o, SAFE_MODE_ENABLED), status(o, OK))

/* --- statistics and link quality --- */

ONCE(STT_01_a_phy_without_statistics, ANSWER(o, STATISTICS), {
    payload(t, o)->statistics.phys.bytes.len /= 2;
    put(t, o);
})
ONCE(STT_08_countermeasures_that_are_the_hosts, ANSWER(o, STATISTICS), {
    payload(t, o)->statistics.countermeasures = 9;
    put(t, o);
})
static void qualities(struct tap *t, struct extsta_output *o, size_t count, uint8_t quality)
{
    uint8_t *all = tap_room(t, 14);
    memcpy(all, (const uint8_t[]){2, 0, 0, 0, 0xa0, 'A', 60, 2, 0, 0, 0, 0xa0, 'B', 60}, 14);
    all[6] = quality;
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), LINK_QUALITY,
               .list = {.entries = {.bytes = {all, 7 * count},
                                    .form = EXTSTA_FORM_LINK_QUALITY_ENTRY}});
}
ONCE(LQ_01_a_quality_of_101, IND(o, CONNECTION_COMPLETION), qualities(t, o, 1, 101))
ONCE(LQ_02_the_quality_of_who_has_left, IND(o, DISASSOCIATION), qualities(t, o, 1, 60))
ONCE(LQ_04_the_quality_of_two_aps, IND(o, CONNECTION_COMPLETION), qualities(t, o, 2, 60))
ONCE(LQ_04_a_list_that_is_cut_off, IND(o, LINK_QUALITY),
     shorten(t, o, o->crossing.buffer.len - 6))
ONCE(LQ_05_the_same_quality_again, IND(o, LINK_QUALITY), twice(t, o))

static const struct mutant rows[] = {
    M(KEY_01_a_key_of_index_7, invalid, "a default key of index 7 is taken"),
    M(KEY_03_a_key_that_is_not_there_cannot_be_deleted, invalid,
      "deleting a key that is not there is refused"),
    M(KEY_05_a_key_in_no_direction, invalid, "a key-mapping key in no direction is taken"),
    M(KEY_08_a_packet_number_comes_again, keyed, "a packet number is used twice"),
    M(KEY_08_a_packet_number_of_tkip_comes_again, tkip,
      "a packet number of TKIP is used twice"),
    M(KEY_09_keys_survive_a_reset, again, "a key survives a reset"),
    M(ENC_01_another_key_id_to_the_ap, keyed, "a frame to the AP names key 1"),
    M(ENC_02_another_key_id_to_a_group, halt, "a frame to a group names key 1"),
    M(ENC_03_a_fragment_in_the_clear, keyed_fragments, "the second fragment is not encrypted"),
    M(TXP_01_the_host_sets_the_retry_bit, open, "the OS sets the Retry bit"),
    M(TXP_02_four_addresses, open, "the OS sends four addresses"),
    M(TXP_04_a_phy_that_does_not_exist, reset,
      "a packet for a PHY that does not exist is sent"),
    M(TXP_05_a_fragment_above_the_threshold, fragments,
      "a fragment is longer than the threshold"),
    M(TXP_06_no_rts_above_the_threshold, rts, "no RTS above the threshold"),
    M(TXP_09_a_body_without_llc, open, "the OS sends two octets of body"),
    M(RXP_01_a_packet_for_another, open, "a packet for another station comes up"),
    M(RXP_01_a_packet_of_another_bss, open, "a packet of another BSS comes up"),
    M(RXP_03_a_beacon_comes_up, open, "a management frame comes up that the filter excludes"),
    M(RXP_04_of_no_mpdu, open, "a receive context of no MPDU"),
    M(RXP_04_of_no_frequency, open, "a receive context of no frequency"),
    M(RXP_04_of_no_phy, open, "a receive context of a PHY that does not exist"),
    M(RXP_07_a_qos_header_comes_up, open, "a packet comes up with a QoS header"),
    M(RXP_07_priority_8, open, "a packet comes up with priority 8"),
    M(RXP_08_a_group_that_is_not_in_the_list, groups,
      "a packet to a group that is not in the multicast list comes up"),
    M(DEC_04_encrypted_though_always_exempt, keyed,
      "an encrypted packet of an EtherType that is always exempt comes up"),
    M(DEC_05_clear_though_there_is_a_key, keyed,
      "an unencrypted packet comes up that is exempt without a key alone"),
    M(DEC_06_clear_though_that_is_excluded, keyed,
      "an unencrypted packet comes up though that is excluded"),
    M(DEC_09_too_many_exemptions, invalid, "more exemptions than there is room for are taken"),
    M(DEC_10_an_exemption_of_the_other_kind, keyed,
      "an exemption for groups lets a packet to the station up"),
    M(SAF_01_safe_mode_in_op, open, "safe mode is taken in OP"),
    M(STT_01_a_phy_without_statistics, open, "the statistics lack a PHY"),
    M(STT_08_countermeasures_that_are_the_hosts, open,
      "the driver counts the host's countermeasures"),
    M(LQ_01_a_quality_of_101, halt, "a link quality of 101"),
    M(LQ_02_the_quality_of_who_has_left, disassoc, "a link quality after the DISASSOCIATION"),
    M(LQ_04_the_quality_of_two_aps, halt, "a link quality of two APs"),
    M(LQ_04_a_list_that_is_cut_off, halt, "LINK_QUALITY of six octets"),
    M(LQ_05_the_same_quality_again, halt, "the same link quality again"),
};
MUTANT_TABLE(mutants_packets, rows);
