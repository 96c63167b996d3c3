/* Mutants of chapter 80: algorithms, ciphers, MIC failures, PMKIDs. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

/* A list of numbers in its place. */
static void numbers(struct tap *t, struct extsta_output *o, const uint8_t *list, size_t len)
{
    payload(t, o)->list =
        (struct extsta_list){.total = (uint32_t)(len / 4),
                             .entries = {.bytes = {list, len}, .form = EXTSTA_FORM_NUMBER}};
    put(t, o);
}

ONCE(ATH_01_shared_key_in_an_open_network, is_frame(o, FRAME_AUTH), octets(t, o, 0)[24] = 1)
ONCE(ATH_02_open_system_where_shared_key_is_enabled, is_frame(o, FRAME_AUTH),
     octets(t, o, 0)[24] = 0)
ONCE(ATH_04_the_type_any_is_taken, DONE(o, DESIRED_BSS_TYPE), status(o, OK))
static const uint8_t open_system[4] = {DOT11_AUTH_ALGO_80211_OPEN};
static void ATH_04_a_new_type_keeps_the_algorithms(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, ENABLED_AUTHENTICATION_ALGORITHM) && nth(t, 2)) {
        numbers(t, o, open_system, 4);
    }
}
ONCE(ATH_05_no_algorithm_is_taken, DONE(o, ENABLED_AUTHENTICATION_ALGORITHM), status(o, OK))
static const uint8_t two[8] = {DOT11_AUTH_ALGO_RSNA, 0, 0, 0, DOT11_AUTH_ALGO_RSNA_PSK};
EACH(ATH_06_two_algorithms_by_default, ANSWER(o, ENABLED_AUTHENTICATION_ALGORITHM),
     numbers(t, o, two, 8))
static void ATH_10_other_pairs_the_second_time(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, SUPPORTED_MULTICAST_ALGORITHM_PAIR) && nth(t, 2)) {
        octets(t, o, 0)[12] ^= 3;
    }
}
ONCE(ATH_12_encrypted_without_a_key, IND(o, ASSOCIATION_COMPLETION), {
    static const uint8_t body[24] = {1, 0, 0, 0x20};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_DATA_PLAIN | FC_TO_DS | FC_PROTECTED,
             scenario_bssid('A'), (struct extsta_span){body, sizeof body});
})
ONCE(ATH_13_clear_with_a_key, DONE(o, PORT_STATE_NOTIFICATION), {
    static const uint8_t body[16] = {0xaa, 0xaa, 3, 0, 0, 0, 8, 0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_DATA_PLAIN | FC_TO_DS,
             scenario_bssid('A'), (struct extsta_span){body, sizeof body});
})
static void ATH_14_a_key_before_the_handshake(struct tap *t, struct extsta_output *o)
{
    if (SET(o, CIPHER_KEY_MAPPING_KEY) && !t->kept.data) {
        keep(t, o);
    } else if (IND(o, ASSOCIATION_COMPLETION) && nth(t, 2)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_CROSSING);
        REQUEST(t, made, RTS_THRESHOLD, .number = 0);
        made->crossing.code = OID_DOT11_CIPHER_KEY_MAPPING_KEY;
        made->crossing.buffer = t->kept;
    }
}

/* --- ciphers --- */

ONCE(CIP_01_no_unicast_cipher_is_taken, DONE(o, ENABLED_UNICAST_CIPHER_ALGORITHM),
     status(o, OK))
EACH(CIP_02_no_cipher_is_answered, ANSWER(o, ENABLED_UNICAST_CIPHER_ALGORITHM),
     numbers(t, o, two, 0))
static const uint8_t weak_first[8] = {DOT11_CIPHER_ALGO_TKIP, 0, 0, 0, DOT11_CIPHER_ALGO_CCMP};
EACH(CIP_03_tkip_before_ccmp, ANSWER(o, ENABLED_UNICAST_CIPHER_ALGORITHM),
     numbers(t, o, weak_first, 8))
ONCE(CIP_04_the_group_ciphers_are_set_last, DONE(o, ENABLED_UNICAST_CIPHER_ALGORITHM), {
    static const uint8_t ccmp[4] = {DOT11_CIPHER_ALGO_CCMP};
    REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), ENABLED_MULTICAST_CIPHER_ALGORITHM,
            .list = {.entries = {.bytes = {ccmp, 4}, .form = EXTSTA_FORM_NUMBER}});
})
static void CIP_05_rsna_without_ccmp(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, SUPPORTED_UNICAST_ALGORITHM_PAIR)) {
        uint8_t *list = octets(t, o, 0);
        for (size_t at = 12; at + 8 <= o->crossing.buffer.len; at += 8) {
            bool is =
                list[at] == DOT11_AUTH_ALGO_RSNA_PSK && list[at + 4] == DOT11_CIPHER_ALGO_CCMP;
            list[at + 4] = is ? DOT11_CIPHER_ALGO_TKIP : list[at + 4];
            t->fired += is;
        }
    }
}
static void CIP_06_a_key_of_15_octets(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, CIPHER_DEFAULT_KEY) && nth(t, 3)) {
        status(o, OK);
    }
}

/* Where the cipher's header begins; 0: no encrypted data. */
static size_t header_of(const struct extsta_output *o)
{
    bool data = is_frame(o, FRAME_QOS_DATA) || is_frame(o, FRAME_DATA_PLAIN);
    return !data || (o->frame.bytes.data[1] & 0x40) == 0 ? 0
           : is_frame(o, FRAME_QOS_DATA)                 ? 26
                                                         : 24;
}
ONCE(CIP_08_no_extended_iv, header_of(o) > 0, octets(t, o, 0)[header_of(o) + 3] &= 0xdf)
ONCE(CIP_08_no_extended_iv_of_tkip, header_of(o) > 0, octets(t, o, 0)[header_of(o) + 3] &= 0xdf)
EDIT_IND(CIP_09_a_pairwise_key_of_index_3, TKIPMIC_FAILURE, p->mic_failure.key_index = 3)
ONCE(CIP_09_a_failure_that_is_cut_off, IND(o, TKIPMIC_FAILURE), shorten(t, o, 6))
static void mic_failure(struct tap *t, struct extsta_output *o, char name, uint32_t index)
{
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), TKIPMIC_FAILURE,
               .mic_failure = {false, index, scenario_bssid(name)});
}
ONCE(CIP_09_a_mic_failure_of_nobody, IND(o, CONNECTION_COMPLETION), mic_failure(t, o, 'B', 0))
ONCE(CIP_09_a_mic_failure_of_a_fifth_key, IND(o, CONNECTION_COMPLETION),
     mic_failure(t, o, 'A', 4))
static void CIP_10_countermeasures_of_the_driver(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        mic_failure(t, o, 'A', 0);
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), DISASSOCIATION,
                   .disassociation = {scenario_bssid('A'), DOT11_ASSOC_STATUS_FAILURE, {{0}}});
    } else if (t->fired && IND(o, LINK_QUALITY)) {
        drop(t, o);
    }
}
static void CIP_11_the_os_takes_no_countermeasures(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, PORT_STATE_NOTIFICATION) || ANSWER(o, ENUM_ASSOCIATION_INFO)) {
        t->fired++;
        mic_failure(t, o, 'A', 0);
    } else if (SET(o, EXCLUDED_MAC_ADDRESS_LIST)) {
        drop(t, o);
    }
}
#define WRONG(o, name) (DONE(o, name) && o->crossing.status == NDIS_STATUS_INVALID_DATA)
ONCE(CIP_13_the_wildcard_and_another_excluded, WRONG(o, EXCLUDED_MAC_ADDRESS_LIST),
     status(o, OK))
EACH(CIP_14_three_ssids_in_a_scan, ANSWER(o, EXTSTA_CAPABILITY),
     payload(t, o)->capability.scan_ssids = 3;
     put(t, o))
EACH(CIP_14_two_pmkids, ANSWER(o, EXTSTA_CAPABILITY), payload(t, o)->capability.pmkids = 2;
     put(t, o))
ONCE(CIP_15_the_wildcard_and_another_desired, WRONG(o, DESIRED_BSSID_LIST), status(o, OK))
ONCE(CIP_15_no_phy_desired, WRONG(o, DESIRED_PHY_LIST), status(o, OK))

/* --- PMKIDs --- */

ONCE(PMK_01_too_many_pmkids,
     DONE(o, PMKID_LIST) && o->crossing.status == NDIS_STATUS_INVALID_LENGTH, status(o, OK))
static void PMK_01_clearing_is_refused(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, PMKID_LIST) && nth(t, 2)) {
        status(o, NDIS_STATUS_INVALID_DATA);
    }
}
ONCE(PMK_02_no_pmkids_in_op, DONE(o, PMKID_LIST), status(o, NDIS_STATUS_INVALID_STATE))
static void candidates(struct tap *t, struct extsta_output *o, size_t count)
{
    static const uint8_t all[12 * 17] = {2, 0, 0, 0, 0xa0, 'A', [12] = 2, 0, 0, 0, 0xa0, 'B'};
    INDICATION(
        t, behind(t, o, EXTSTA_OUT_CROSSING), PMKID_CANDIDATE_LIST,
        .list = {.entries = {.bytes = {all, count * 12}, .form = EXTSTA_FORM_BSSID_CANDIDATE}});
}
ONCE(PMK_03_candidates_without_rsna, IND(o, CONNECTION_COMPLETION), candidates(t, o, 1))
ONCE(PMK_04_more_candidates_than_the_cache_holds, ANSWER(o, EXTSTA_CAPABILITY),
     candidates(t, o, 17))
static void PMK_05_the_os_does_not_answer(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, EXTSTA_CAPABILITY) && first(t)) {
        candidates(t, o, 1);
    } else if (t->fired && SET(o, PMKID_LIST)) {
        drop(t, o);
    }
}
/* The host's PMKIDs are 1, 2, 3 and so on. */
static void ROM_16_the_request_names_no_pmkid(struct tap *t, struct extsta_output *o)
{
    static const uint8_t pmkid[4] = {1, 2, 3, 4};
    if (is_frame(o, FRAME_ASSOC_REQ)) {
        uint8_t *mpdu = octets(t, o, 0);
        for (size_t i = 24; i + 4 <= o->frame.bytes.len; i++) {
            if (memcmp(mpdu + i, pmkid, 4) == 0) {
                mpdu[i] = 9;
                t->fired++;
            }
        }
        t->kept = (struct extsta_span){o->frame.bytes.data + 24, o->frame.bytes.len - 24};
    } else if (IND(o, ASSOCIATION_COMPLETION)) { /* shown as it was sent */
        payload(t, o)->association_completion.request.bytes = t->kept;
        put(t, o);
    }
}

EACH(ATH_16_a_number_of_nobody, ANSWER(o, SUPPORTED_MULTICAST_ALGORITHM_PAIR),
     octets(t, o, 0)[12] = 0x7f)

static const struct mutant rows[] = {
    M(ATH_16_a_number_of_nobody, defaults,
      "a pair whose algorithm is neither the standard's nor a vendor's"),
    M(ATH_01_shared_key_in_an_open_network, refused, "a shared key authentication is sent"),
    M(ATH_02_open_system_where_shared_key_is_enabled, shared_key,
      "open system authentication where shared key alone is enabled"),
    M(ATH_04_the_type_any_is_taken, invalid, "BSS type 3 is taken"),
    M(ATH_04_a_new_type_keeps_the_algorithms, reload,
      "setting the BSS type does not reload the algorithms"),
    M(ATH_05_no_algorithm_is_taken, invalid, "an empty list of algorithms is taken"),
    M(ATH_06_two_algorithms_by_default, defaults, "two algorithms by default"),
    M(ATH_10_other_pairs_the_second_time, defaults, "the supported pairs change"),
    M(ATH_12_encrypted_without_a_key, keyed, "an encrypted frame before there is a key"),
    M(ATH_13_clear_with_a_key, keyed, "an unencrypted frame after the key"),
    M(ATH_14_a_key_before_the_handshake, keyed_back,
      "the OS sets the key before the handshake"),
    M(CIP_01_no_unicast_cipher_is_taken, invalid, "an empty list of ciphers is taken"),
    M(CIP_02_no_cipher_is_answered, defaults, "an empty list of ciphers is answered"),
    M(CIP_03_tkip_before_ccmp, defaults, "TKIP comes before CCMP"),
    M(CIP_04_the_group_ciphers_are_set_last, halt,
      "the OS sets the multicast ciphers after the unicast ciphers"),
    M(CIP_05_rsna_without_ccmp, defaults, "RSNA-PSK is supported without CCMP"),
    M(CIP_06_a_key_of_15_octets, invalid, "a CCMP key of 15 octets is taken"),
    M(CIP_08_no_extended_iv, keyed, "a CCMP frame without the extended IV's flag"),
    M(CIP_08_no_extended_iv_of_tkip, tkip, "a TKIP frame without the extended IV's flag"),
    M(CIP_09_a_pairwise_key_of_index_3, tkip, "a MIC failure of the pairwise key 3"),
    M(CIP_09_a_failure_that_is_cut_off, tkip, "TKIPMIC_FAILURE does not say who"),
    M(CIP_09_a_mic_failure_of_nobody, halt, "a MIC failure of a stranger"),
    M(CIP_09_a_mic_failure_of_a_fifth_key, halt, "a MIC failure of key 4"),
    M(CIP_10_countermeasures_of_the_driver, halt_alone,
      "the driver leaves after a MIC failure"),
    M(CIP_11_the_os_takes_no_countermeasures, keyed_alone,
      "no countermeasures after two MIC failures"),
    M(CIP_13_the_wildcard_and_another_excluded, invalid,
      "the wildcard beside another address in the excluded list"),
    M(CIP_14_three_ssids_in_a_scan, invalid, "a scan of three SSIDs at most"),
    M(CIP_14_two_pmkids, invalid, "a cache of two PMKIDs"),
    M(CIP_15_the_wildcard_and_another_desired, invalid,
      "the wildcard beside another address in the desired list"),
    M(CIP_15_no_phy_desired, invalid, "an empty list of desired PHYs is taken"),
    M(PMK_01_too_many_pmkids, invalid, "more PMKIDs than there is room for are taken"),
    M(PMK_01_clearing_is_refused, invalid, "an empty list of PMKIDs is refused"),
    M(PMK_02_no_pmkids_in_op, open, "PMKIDs are refused in OP"),
    M(PMK_03_candidates_without_rsna, halt, "PMKID candidates in an open network"),
    M(PMK_04_more_candidates_than_the_cache_holds, keyed_alone,
      "more PMKID candidates than the cache holds"),
    M(PMK_05_the_os_does_not_answer, keyed_alone, "the OS does not answer PMKID candidates"),
    M(ROM_16_the_request_names_no_pmkid, pmkid, "the request lacks the PMKID of the AP"),
};
MUTANT_TABLE(mutants_security, rows);
