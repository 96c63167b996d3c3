/* Rules of the contract, one by one, that the sequences (mlme_sequences.c) do not show:
 * states and requests around a connection, scans, candidates, what is left of an association.
 */
#include "mlme_air.h"

static uint32_t set_ssids(struct air *a)
{
    uint8_t list[12 + 36] = {0x80, 1, 48, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 'n', 'e', 't'};
    return air_oid(a, OID_DOT11_DESIRED_SSID_LIST, EXTSTA_OID_SET, list, sizeof list, 0);
}

/* uNumOfEntries of ENUM_ASSOCIATION_INFO. */
static uint32_t associations(struct air *a)
{
    uint8_t list[1000] = {0};
    assert_int_equal(
        air_oid(a, OID_DOT11_ENUM_ASSOCIATION_INFO, EXTSTA_OID_QUERY, list, 0, sizeof list), 0);
    return get_le32(list + 4);
}

static void exclude(struct air *a, struct extsta_mac mac)
{
    uint8_t list[12 + 6] = {0x80, 1, 20, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    memcpy(list + 12, mac.b, 6);
    assert_int_equal(
        air_oid(a, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, EXTSTA_OID_SET, list, sizeof list, 0),
        NDIS_STATUS_SUCCESS);
}

static void run_scan(struct air *a)
{
    while (a->mp->mlme.scanning != SCAN_IDLE) {
        air_pass(a, EXTSTA_MS);
    }
}

/* --- connection --- */

static void STA_02_CNX_02_CNX_13_CNX_14_state_around_the_operation(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_auth = true;
    air_profile(a, "net", false);
    ap_beacon(a, ap);
    air_connect(a);
    assert_int_equal(set_ssids(a), NDIS_STATUS_INVALID_STATE); /* from acceptance on */
    air_pass(a, 4 * EXTSTA_SECOND);
    assert_int_equal(set_ssids(a), NDIS_STATUS_SUCCESS); /* it failed */
    assert_int_equal(air_disconnect(a), NDIS_STATUS_INVALID_STATE);
    ap->no_auth = false;
    air_connect(a);
    air_pass(a, EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
    assert_int_equal(set_ssids(a), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(air_connect(a), NDIS_STATUS_INVALID_STATE); /* CNX-07 */
}

/* The first desired SSID is the wildcard; or there are several domains, and which one it is
 * nobody knows. */
static void CNX_04_what_could_not_be_started_is_refused(void **state)
{
    struct air *a = *state;
    uint8_t type[4] = {2}, yes[1] = {1};
    air_profile(a, "", false);
    assert_int_equal(air_oid(a, OID_DOT11_DESIRED_BSS_TYPE, EXTSTA_OID_SET, type, 4, 0), 0);
    assert_int_equal(air_connect(a), NDIS_STATUS_INVALID_DATA);
    air_profile(a, "net", false);
    assert_int_equal(
        air_oid(a, OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, EXTSTA_OID_SET, yes, 1, 0), 0);
    assert_int_equal(air_oid(a, OID_DOT11_DESIRED_BSS_TYPE, EXTSTA_OID_SET, type, 4, 0), 0);
    assert_int_equal(air_connect(a), NDIS_STATUS_INVALID_DATA);
    air_pass(a, 5 * EXTSTA_SECOND);
    EXPECT(a, "");
    assert_int_equal(a->mp->state, MP_INIT);
}

/* Sends as soon as it hears of the association. */
static void send_at_once(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct air *self = watcher;
    (void)a;
    if (o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_INDICATION &&
        o->crossing.code == NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION) {
        air_send(self, AP_A, 77, 1);
    }
}

/* At the very moment when CONNECTION_COMPLETION is made, and before it stands in the queue, a
 * packet goes out: what the host does at ASSOCIATION_COMPLETION must not depend on how fast it
 * is. The maker of the indication is replaced (--wrap) by one that sends first. */
static struct air *sends_before_completion;

void __wrap_indicate_connection_completion(struct miniport *mp, struct outq_node *node,
                                           uint32_t status);
void __real_indicate_connection_completion(struct miniport *mp, struct outq_node *node,
                                           uint32_t status);

void __wrap_indicate_connection_completion(struct miniport *mp, struct outq_node *node,
                                           uint32_t status)
{
    if (sends_before_completion && status == 0) {
        air_send(sends_before_completion, AP_A, 78, 1);
    }
    __real_indicate_connection_completion(mp, node, status);
}

static void CNX_16_SEQ_02_packets_before_the_completion(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    sends_before_completion = a;
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    sends_before_completion = NULL;
    const char *associated = strstr(a->log, "ASSOCIATION_COMPLETION A 0\n");
    assert_non_null(associated);
    const char *sent = strstr(associated, "tx data A\n");
    const char *connected = strstr(associated, "\nCONNECTION_COMPLETION 0\n");
    assert_true(sent && connected && sent < connected);
    assert_non_null(strstr(connected, "SEND_COMPLETE 78 0\n"));
}

static void CNX_16_ASC_32_packets_at_once(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    a->watch = send_at_once;
    a->watcher = a;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "tx data A\n"));
    assert_non_null(strstr(a->log, "SEND_COMPLETE 77 0\n"));
}

/* DOT11_MAC_ADDRESS_LIST with AP A, or with nobody. */
static void exclude_a(struct air *a, bool excluded)
{
    uint8_t list[12 + 6] = {0x80, 1, 20};
    put_le32(list + 4, excluded);
    put_le32(list + 8, excluded);
    memcpy(list + 12, AP_A.b, 6);
    assert_int_equal(air_oid(a, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, EXTSTA_OID_SET, list,
                             excluded ? 18 : 12, 0),
                     NDIS_STATUS_SUCCESS);
}

/* For as long as it is in the list, whatever it beacons, and whoever else is there: nothing is
 * sent to it. Out of the list it is a candidate again. */
static void CIP_12_DIS_13_an_excluded_ap_is_not_associated_with_again(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    exclude_a(a, true);
    EXPECT(a, "tx disassoc A 8\nDISASSOCIATION A 1\n");
    air_pass(a, 61 * EXTSTA_SECOND);
    assert_null(strstr(a->log, " A"));
    assert_null(strstr(a->log, "ROAMING"));
    air_add(a, AP_B, 2437, -80);
    air_pass(a, 20 * EXTSTA_SECOND);
    assert_true(mac_equal(a->mp->link.ap->address, AP_B));
    a->aps[1].signal = -85; /* much weaker than A, which is not better all the same */
    air_pass(a, 20 * EXTSTA_SECOND);
    assert_null(strstr(a->log, " A"));
    exclude_a(a, false);
    a->aps[1].on = false;
    ap_kick(a, AP_B, true, 3);
    air_pass(a, 20 * EXTSTA_SECOND);
    assert_true(mac_equal(a->mp->link.ap->address, AP_A));
}

/* As in a connection: the one after the other, the failed one completed first. */
static void ROM_08_a_roam_tries_the_next_candidate(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    air_add(a, AP_B, 2437, -55)->no_assoc = true;
    air_add(a, AP_C, 2437, -60);
    ap_beacon(a, &a->aps[1]);
    ap_beacon(a, &a->aps[2]);
    a->aps[0].on = false;
    ap_kick(a, AP_A, true, 3);
    air_pass(a, 5 * EXTSTA_SECOND);
    const char *first = strstr(a->log, "ROAMING_START c\nASSOCIATION_START B net\n");
    assert_non_null(first);
    const char *failed = strstr(first, "ASSOCIATION_COMPLETION B 2\nASSOCIATION_START C net\n");
    assert_non_null(failed);
    assert_non_null(strstr(failed, "ASSOCIATION_COMPLETION C 0\n"));
    assert_null(strstr(first + 1, "ROAMING_START"));
}

static void CNX_17_success_within_ten_seconds(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -40)->no_auth = true;
    air_add(a, AP_B, 5180, -45)->no_assoc = true;
    air_add(a, AP_C, 5200, -70)->hidden = true; /* found by its probes only */
    air_profile(a, "net", false);
    extsta_time begun = a->now;
    air_connect(a);
    while (!mlme_is_associated(a->mp) && a->now < begun + 10 * EXTSTA_SECOND) {
        air_pass(a, EXTSTA_MS);
    }
    assert_true(a->now < begun + 10 * EXTSTA_SECOND);
    assert_true(mac_equal(a->mp->link.ap->address, AP_C));
}

static void CNX_20_SCN_22_what_is_not_in_the_cache_is_not_tried(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    ap_beacon(a, ap);
    assert_int_equal(air_oid(a, OID_DOT11_FLUSH_BSS_LIST, EXTSTA_OID_SET, NULL, 0, 0), 0);
    ap->on = false;
    air_connect(a);
    air_pass(a, 9 * EXTSTA_SECOND);
    assert_null(strstr(a->log, "tx auth"));
    assert_non_null(strstr(a->log, "CONNECTION_COMPLETION 6\n"));
}

/* --- scans --- */

static void SCN_06_SCN_11_SCN_12_every_ssid_on_every_channel(void **state)
{
    struct air *a = *state;
    a->tune = true;
    assert_int_equal(air_scan(a, dot11_scan_type_active | 0x80000000u, "s1", ""), 0);
    run_scan(a);
    EXPECT(a, "tune 2412\ntx probe-req * s1\ntx probe-req * \n"
              "tune 2437\ntx probe-req * s1\ntx probe-req * \n"
              "tune 2462\ntx probe-req * s1\ntx probe-req * \n"
              "tune 5180\ntx probe-req * s1\ntx probe-req * \n"
              "tune 5200\ntx probe-req * s1\ntx probe-req * \n"
              "SCAN_CONFIRM 0\n");
}

static void SCN_11_only_the_listed_phys(void **state)
{
    struct air *a = *state;
    uint8_t b[56 + 28] = {0};
    put_le32(b, dot11_BSS_type_any);
    put_le32(b + 12, dot11_scan_type_active);
    put_le32(b + 44, 1);      /* uNumOfdot11PhyTypeInfos, at offset 0 of the buffer */
    put_le32(b + 56, 1);      /* PHY id 1 */
    put_le32(b + 56 + 20, 1); /* ChDescriptionType: logical channel */
    a->tune = true;
    assert_int_equal(air_oid(a, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, b, sizeof b, 0), 0);
    run_scan(a);
    EXPECT(a, "tune 5180\ntx probe-req * \ntune 5200\ntx probe-req * \nSCAN_CONFIRM 0\n");
}

/* 38 channels: the scan of a host that is not joined is over in four seconds, and yet long
 * enough anywhere to hear a Beacon at its usual interval. */
static void SCN_13_SCN_15_SCN_21_time_of_a_scan(void **state)
{
    struct air *a = *state;
    const struct extsta_radio_caps *had = a->mp->radio;
    a->mp->radio = &extsta_radio_caps_dual_band;
    air_add(a, AP_A, 2472, -50)->no_probe = true;
    air_add(a, AP_B, 5320, -50)->no_probe = true;
    air_add(a, AP_C, 5825, -50)->no_probe = true;
    for (unsigned phase = 0; phase < 8; phase++) { /* whenever it begins */
        bss_flush(a->mp);
        air_pass(a, 13 * EXTSTA_MS);
        extsta_time begun = a->now;
        assert_int_equal(air_scan(a, dot11_scan_type_auto, NULL, NULL), 0);
        run_scan(a);
        assert_true(a->now - begun < 4 * EXTSTA_SECOND);
        assert_non_null(bss_find(a->mp, AP_A));
        assert_non_null(bss_find(a->mp, AP_B));
        assert_non_null(bss_find(a->mp, AP_C));
    }
    a->aps[0].on = false;
    air_scan(a, dot11_scan_type_auto, NULL, NULL); /* SCN-21: kept across scans */
    run_scan(a);
    assert_non_null(bss_find(a->mp, AP_A));
    a->mp->radio = had;
}

static void SCN_17_SCN_19_scans_of_its_own(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    ap_kick(a, AP_A, true, 3);
    struct ap *b = air_add(a, AP_B, 2412, -50);
    b->hidden = true;
    b->ssid = "other";
    b->no_probe = true;
    air_pass(a, 20 * EXTSTA_SECOND);
    assert_non_null(bss_find(a->mp, AP_B)); /* the cache has changed */
    assert_null(strstr(a->log, "SCAN_CONFIRM"));
    assert_null(strstr(a->log, "probe-req B")); /* a hidden one is not asked for its name */
    air_disconnect(a);
    air_connect(a); /* nor in the search for the desired SSID */
    while (a->freq != 2412) {
        air_pass(a, EXTSTA_MS);
    }
    air_turn(a);
    ap_beacon(a, b);
    assert_non_null(strstr(a->log, "probe-req * net"));
    assert_null(strstr(a->log, "probe-req B"));
}

static void LQ_06_the_list_says_what_was_indicated(void **state)
{
    struct air *a = *state;
    uint8_t b[2000] = {0};
    air_add(a, AP_A, 2437, -63);
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    assert_int_equal(air_oid(a, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, b, 3, sizeof b), 0);
    char said[40];
    snprintf(said, sizeof said, "LINK_QUALITY A %u\n", get_le32(b + 12 + 32));
    assert_non_null(strstr(a->log, said));
    assert_int_equal(get_le32(b + 12 + 28), (uint32_t)-63);
}

/* Invented BSSIDs push others out, never the AP of the association. */
static void SCN_27_the_ap_stays_in_a_flood(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    struct ap *ghost = air_add(a, AP_B, 2437, -60);
    ghost->no_beacon = true;
    for (unsigned i = 0; i < 400; i++) {
        put_le16(ghost->mac.b + 3, (uint16_t)i);
        ap_beacon(a, ghost);
        air_pass(a, EXTSTA_MS);
    }
    assert_non_null(bss_find(a->mp, AP_A));
    assert_ptr_equal(mlme_bss(a->mp), bss_find(a->mp, AP_A));
    assert_true(a->mp->bss.count <= 128);
}

/* Its beacons are not heard for two minutes, only its data: it is not forgotten like others. */
static void SCN_27_the_ap_stays_without_beacons(void **state)
{
    struct air *a = *state;
    uint8_t null_data[24] = {FRAME_NULL, FC_FROM_DS >> 8};
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    memcpy(null_data + 4, STA_MAC.b, 6);
    memcpy(null_data + 10, AP_A.b, 6);
    memcpy(null_data + 16, AP_A.b, 6);
    for (uint16_t i = 0; i < 130; i++) {
        put_le16(null_data + 22, (uint16_t)(i << 4));
        air_deliver(a, span(null_data, sizeof null_data), 2437, -50);
        air_pass(a, EXTSTA_SECOND);
    }
    assert_true(mlme_is_associated(a->mp));
    bss_age(a->mp, a->now);
    assert_non_null(bss_find(a->mp, AP_A));
}

/* --- candidates --- */

static void ATH_03_the_suite_type_must_be_the_enabled_one(void **state)
{
    uint8_t rsn[sizeof rsn_psk];
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    memcpy(rsn, rsn_psk, sizeof rsn);
    ap->rsn = span(rsn, sizeof rsn);
    air_profile(a, "net", true);
    ap_beacon(a, ap);
    assert_non_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
    /* 802.1X, where the PSK is enabled; of the PSK's suites those of FT, for which nobody asked
     */
    static const uint8_t others[] = {1, 3, 4, 19, 8, 9};
    for (size_t i = 0; i < sizeof others; i++) {
        rsn[19] = others[i];
        ap_beacon(a, ap);
        assert_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
    }
}

/* IEEE 802.11-2020 9.4.2.24.3: AKM 12 goes with ciphers of 256 bits alone, 11 with GCMP and
 * BIP-GMAC-128; the default for management frames, BIP-CMAC-128, is for neither. */
static void CIP_05_an_AKM_with_a_cipher_it_does_not_go_with(void **state)
{
    static const struct {
        uint8_t akm, pairwise, group, management, pmf;
        bool fits;
    } of[] = {
        {12, 9, 9, 12, 0xc0, true},  {12, 10, 10, 13, 0xc0, true}, {12, 9, 10, 12, 0xc0, true},
        {12, 4, 9, 12, 0xc0, false}, {12, 9, 4, 12, 0xc0, false},  {12, 9, 8, 12, 0xc0, false},
        {12, 9, 9, 11, 0xc0, false}, {12, 9, 9, 6, 0xc0, false},   {12, 9, 9, 12, 0, false},
        {11, 8, 8, 11, 0xc0, true},  {11, 8, 8, 11, 0, true},      {11, 9, 9, 12, 0xc0, false},
        {11, 8, 8, 6, 0xc0, false},  {11, 4, 4, 11, 0xc0, false}};
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    air_profile(a, "net", true);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->auth_count = 2;
    mib->auth[0] = DOT11_AUTH_ALGO_WPA3_ENT_192;
    mib->auth[1] = DOT11_AUTH_ALGO_RSNA;
    static const uint32_t ciphers[] = {DOT11_CIPHER_ALGO_GCMP_256, DOT11_CIPHER_ALGO_CCMP_256,
                                       DOT11_CIPHER_ALGO_GCMP, DOT11_CIPHER_ALGO_CCMP};
    mib->unicast_count = mib->multicast_count = 4;
    memcpy(mib->unicast, ciphers, sizeof ciphers);
    memcpy(mib->multicast, ciphers, sizeof ciphers);
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        uint8_t rsn[] = {48,          26, 1, 0,  0,   15,        172,
                         of[i].group, 1,  0, 0,  15,  172,       of[i].pairwise,
                         1,           0,  0, 15, 172, of[i].akm, of[i].pmf,
                         0,           0,  0, 0,  15,  172,       of[i].management};
        struct mp_negotiated n = {0};
        ap->rsn = span(rsn, sizeof rsn);
        ap_beacon(a, ap);
        bool found = candidate_best(a->mp, a->now, CANDIDATE_CONNECT) != NULL;
        if (found != of[i].fits) {
            fail_msg("row %zu", i);
        }
        if (found) {
            assert_true(candidate_security(a->mp, a->mp->bss.entries[0].info, &n));
            assert_int_equal(n.pairwise, SUITE_RSN(of[i].pairwise));
            assert_int_equal(n.group, SUITE_RSN(of[i].group));
            assert_int_equal(n.group_mgmt, of[i].pmf ? SUITE_RSN(of[i].management) : 0);
        }
    }
}

static void ATH_09_order_of_the_list_before_signal(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -30);
    ap_secure(air_add(a, AP_B, 2437, -80));
    air_profile(a, "net", true);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->auth_count = mib->unicast_count = mib->multicast_count = 2;
    mib->auth[1] = DOT11_AUTH_ALGO_80211_OPEN;
    mib->unicast[1] = mib->multicast[1] = DOT11_CIPHER_ALGO_NONE;
    ap_beacon(a, &a->aps[0]);
    ap_beacon(a, &a->aps[1]);
    const struct bss_entry *e = candidate_best(a->mp, a->now, CANDIDATE_CONNECT);
    assert_true(mac_equal(e->info->bssid, AP_B));
    mib = mib_edit(a->mp);
    mib->auth[0] = DOT11_AUTH_ALGO_80211_OPEN;
    mib->auth[1] = DOT11_AUTH_ALGO_RSNA_PSK;
    e = candidate_best(a->mp, a->now, CANDIDATE_CONNECT);
    assert_true(mac_equal(e->info->bssid, AP_A));
}

/* "Use group" stands beside TKIP or WEP groups, and none of them is enabled. */
static void CIP_07_use_group_is_not_tried(void **state)
{
    uint8_t rsn[sizeof rsn_psk];
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    memcpy(rsn, rsn_psk, sizeof rsn);
    ap->rsn = span(rsn, sizeof rsn);
    air_profile(a, "net", true);
    rsn[13] = 0; /* pairwise 00-0F-AC:0 */
    ap_beacon(a, ap);
    assert_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
    rsn[7] = 2; /* group TKIP */
    ap_beacon(a, ap);
    assert_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
}

/* An AP that has TKIP and CCMP: the one that is enabled first is taken, whatever its order. */
static void CIP_03_the_host_ranks_the_ciphers(void **state)
{
    struct air *a = *state;
    static const uint8_t rsn[] = {48, 24, 1,    0,    0,    0x0f, 0xac, 2,    2,
                                  0,  0,  0x0f, 0xac, 2,    0,    0x0f, 0xac, 4,
                                  1,  0,  0,    0x0f, 0xac, 2,    0,    0};
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->rsn = span(rsn, sizeof rsn);
    air_profile(a, "net", true);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->unicast_count = mib->multicast_count = 2;
    mib->multicast[0] = DOT11_CIPHER_ALGO_CCMP;
    mib->multicast[1] = DOT11_CIPHER_ALGO_TKIP;
    ap_beacon(a, ap);
    for (size_t first = 0; first < 2; first++) {
        struct mp_negotiated n = {0};
        mib = mib_edit(a->mp);
        mib->unicast[first] = DOT11_CIPHER_ALGO_CCMP;
        mib->unicast[!first] = DOT11_CIPHER_ALGO_TKIP;
        const struct bss_entry *e = candidate_best(a->mp, a->now, CANDIDATE_CONNECT);
        assert_non_null(e);
        assert_true(candidate_security(a->mp, e->info, &n));
        assert_int_equal(n.unicast, mib->unicast[0]);
    }
}

/* A data frame of the AP under TKIP whose ICV is right and whose Michael MIC is not. */
static void ap_bad_mic(struct air *a, struct cipher_key *key, uint64_t tsc)
{
    uint8_t frame[24 + 8 + 48 + 4] = {0}, clear[48] = {0xaa, 0xaa, 3, 0, 0, 0, 8, 0};
    struct writer w = writer_of(frame, sizeof frame);
    writer_le16(&w, FRAME_DATA_PLAIN | FC_FROM_DS | FC_PROTECTED);
    writer_le16(&w, 0);
    writer_mac(&w, STA_MAC);
    writer_mac(&w, AP_A);
    writer_mac(&w, AP_A);
    writer_le16(&w, (uint16_t)(a->seq++ << 4));
    struct cipher_job job = {.key = key,
                             .header = span(frame, 24),
                             .in = clear,
                             .in_len = sizeof clear,
                             .out = frame + 24,
                             .pn = tsc};
    cipher_protect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    air_deliver(a, span(frame, 24 + job.out_len), a->freq, -50);
}

/* Two wrong MICs in one moment: each is said, and nothing else happens before the OS acts. */
static void CIP_09_CIP_10_the_driver_takes_no_countermeasures(void **state)
{
    struct air *a = *state;
    static const uint8_t tk[32] = "a temporal key and two mic keys";
    air_profile(a, "net", false);
    air_add(a, AP_A, 2437, -50);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, EXTSTA_SECOND);
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_TKIP, span(tk, 32)));
    struct cipher_key *key =
        cipher_key_new(crypto_of(a->ctx), cipher_suite_find(CIPHER_TKIP), span(tk, 32));
    a->log[0] = 0;
    ap_bad_mic(a, key, 1);
    ap_bad_mic(a, key, 2);
    air_pass(a, EXTSTA_SECOND);
    cipher_key_free(key);
    EXPECT(a, "indication 40030009\nindication 40030009\n"); /* TKIPMIC_FAILURE */
    assert_true(mlme_is_associated(a->mp));
    exclude(a, AP_A); /* DIS-13: that is the OS's part */
    assert_false(mlme_is_associated(a->mp));
}

/* --- association --- */

static void ASC_11_excluded_while_associating(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -40)->no_auth = true;
    air_add(a, AP_B, 2462, -60);
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    ap_beacon(a, &a->aps[1]);
    air_connect(a);
    air_turn(a);
    exclude(a, AP_A);
    air_pass(a, 3 * EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "ASSOCIATION_COMPLETION A 1\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 80\n"
              "CONNECTION_COMPLETION 0\n");
}

static unsigned handed_up;
static void count_receives(void *watcher, const struct air *a, const struct extsta_output *o)
{
    (void)watcher;
    (void)a;
    handed_up += o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_RECEIVE;
}

static void ATH_11_frames_of_the_authentication_go_up(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    a->watch = count_receives;
    handed_up = 0;
    a->mp->packet_filter = NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT;
    air_connect(a);
    while (!mlme_is_associated(a->mp)) {
        air_pass(a, 500);
    }
    assert_int_equal(handed_up, 2); /* Authentication, Association Response */
}

static void ASC_34_ATH_12_the_algorithms_are_in_force(void **state)
{
    struct air *a = *state;
    uint8_t key[16] = {1};
    ap_secure(air_add(a, AP_A, 2437, -50));
    air_connected(a, true);
    air_send(a, AP_A, 1, 1); /* RSNA without a key: nothing but EAPOL goes */
    air_drain(a);
    EXPECT(a, "SEND_COMPLETE 1 c0000001\n");
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(key, 16)));
    air_send(a, AP_A, 2, 1);
    air_drain(a);
    EXPECT(a, "tx data A protected\nSEND_COMPLETE 2 0\n");
}

/* --- the end of it --- */

static void DIS_07_DIS_27_ASC_33_what_is_left_of_an_association(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    assert_int_equal(associations(a), 1);
    a->aps[0].signal = -78;
    air_add(a, AP_B, 2462, -50)->no_auth = true;
    while (!strstr(a->log, "ASSOCIATION_START B")) {
        air_pass(a, EXTSTA_MS);
    }
    assert_int_equal(associations(a), 0); /* A ended with the start for B (DIS-03) */
    air_send(a, AP_A, 5, 1);
    air_drain(a);
    assert_non_null(strstr(a->log, "SEND_COMPLETE 5 c0000001\n"));
    exclude_a(a, true); /* so that A is no candidate, either */
    while (!strstr(a->log, "ASSOCIATION_COMPLETION B 2\n")) {
        air_pass(a, EXTSTA_MS);
    }
    assert_int_equal(associations(a), 0); /* and does not come back by itself */
    exclude_a(a, false);
    while (!strstr(a->log, "ASSOCIATION_COMPLETION A 0\n")) { /* but by a new operation */
        air_pass(a, EXTSTA_MS);
    }
    assert_int_equal(associations(a), 1);
    a->aps[0].on = false;
    ap_kick(a, AP_A, true, 3);
    assert_int_equal(associations(a), 0);
}

static void ROM_17_after_a_hardware_reset(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    miniport_ops.reset_ex(a->mp, a->now);
    air_drain(a);
    ap->on = false; /* the link did not survive */
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
    assert_null(strstr(a->log, "ROAMING"));
    ap->on = true;
    air_pass(a, 10 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ROAMING_START c\nASSOCIATION_START A net\n"));
    assert_non_null(strstr(a->log, "ROAMING_COMPLETION 0\n"));
}

/* What an AP refused once says nothing after it has accepted. */
static void ROM_13_a_success_forgets_the_refusal(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->assoc_status = 30;
    ap->comeback = 60000;
    air_profile(a, "net", false);
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, EXTSTA_SECOND);
    assert_int_equal(a->mp->state, MP_INIT);
    ap->assoc_status = 0;
    air_connect(a); /* the host may try at any time */
    air_pass(a, EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
    ap_kick(a, AP_A, true, 3);
    air_pass(a, 20 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
}

static void PMK_06_one_more_is_no_news(void **state)
{
    struct air *a = *state;
    uint8_t key[16] = {1};
    ap_secure(air_add(a, AP_A, 2437, -50));
    air_connected(a, true);
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(key, 16)));
    air_pass(a, 20 * EXTSTA_SECOND);
    EXPECT(a, "PMKID_CANDIDATE_LIST 1\n");
    struct ap *b = air_add(a, AP_B, 2437, -60);
    ap_secure(b);
    for (uint8_t i = 0; i < 4; i++) {
        b->mac.b[4] = i;
        ap_beacon(a, b);
        air_scan(a, dot11_scan_type_passive, NULL, NULL);
        b->on = false;
        run_scan(a);
        assert_true((strstr(a->log, "PMKID_CANDIDATE_LIST") != NULL) == (i >= 2));
    }
    assert_non_null(strstr(a->log, "PMKID_CANDIDATE_LIST 4\n"));
    assert_null(strstr(a->log, "PMKID_CANDIDATE_LIST 5\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(STA_02_CNX_02_CNX_13_CNX_14_state_around_the_operation),
        AIR_TEST(CNX_04_what_could_not_be_started_is_refused),
        AIR_TEST(CNX_16_SEQ_02_packets_before_the_completion),
        AIR_TEST(CNX_16_ASC_32_packets_at_once),
        AIR_TEST(CIP_12_DIS_13_an_excluded_ap_is_not_associated_with_again),
        AIR_TEST(ROM_08_a_roam_tries_the_next_candidate),
        AIR_TEST(CNX_17_success_within_ten_seconds),
        AIR_TEST(CNX_20_SCN_22_what_is_not_in_the_cache_is_not_tried),
        AIR_TEST(SCN_06_SCN_11_SCN_12_every_ssid_on_every_channel),
        AIR_TEST(SCN_11_only_the_listed_phys),
        AIR_TEST(SCN_13_SCN_15_SCN_21_time_of_a_scan),
        AIR_TEST(SCN_17_SCN_19_scans_of_its_own),
        AIR_TEST(SCN_27_the_ap_stays_in_a_flood),
        AIR_TEST(SCN_27_the_ap_stays_without_beacons),
        AIR_TEST(LQ_06_the_list_says_what_was_indicated),
        AIR_TEST(ATH_03_the_suite_type_must_be_the_enabled_one),
        AIR_TEST(CIP_05_an_AKM_with_a_cipher_it_does_not_go_with),
        AIR_TEST(ATH_09_order_of_the_list_before_signal),
        AIR_TEST(CIP_07_use_group_is_not_tried),
        AIR_TEST(CIP_03_the_host_ranks_the_ciphers),
        AIR_TEST(CIP_09_CIP_10_the_driver_takes_no_countermeasures),
        AIR_TEST(ASC_11_excluded_while_associating),
        AIR_TEST(ATH_11_frames_of_the_authentication_go_up),
        AIR_TEST(ASC_34_ATH_12_the_algorithms_are_in_force),
        AIR_TEST(DIS_07_DIS_27_ASC_33_what_is_left_of_an_association),
        AIR_TEST(ROM_17_after_a_hardware_reset),
        AIR_TEST(ROM_13_a_success_forgets_the_refusal),
        AIR_TEST(PMK_06_one_more_is_no_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
