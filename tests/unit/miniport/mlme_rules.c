/* Single rules of the contract about connection, candidates and association, against the
 * real miniport. */
#include "mlme_air.h"

static struct elements request_elements(const struct air *a, bool reassoc)
{
    struct mgmt_assoc_req rq;
    struct elements e;
    assert_true(mgmt_parse_assoc_req(span(a->request, a->request_len), reassoc, &rq));
    assert_true(elements_parse(rq.elements, &e));
    return e;
}

/* --- requests --- */

static void CNX_01_CNX_31_CNX_32_wrong_states(void **state)
{
    struct air *a = *state;
    air_profile(a, "net", false);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    a->log[0] = 0;
    assert_int_equal(air_connect(a), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_INVALID_STATE); /* */
    EXPECT(a, "");
}

static void CNX_03_no_desired_phy_on(void **state)
{
    struct air *a = *state;
    air_profile(a, "net", false);
    miniport_ops.radio_switch(a->mp, a->now, 0, false);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->phys[0] = 0;
    air_drain(a);
    a->log[0] = 0;
    assert_int_equal(air_connect(a), NDIS_STATUS_DOT11_POWER_STATE_INVALID);
    EXPECT(a, "");
    assert_int_equal(a->mp->state, MP_INIT);
}

static void STA_05_CNX_21_empty_ssid_list(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, NULL, false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    EXPECT(a, "CONNECTION_START\nCONNECTION_COMPLETION 6\n");
}

/* --- candidates --- */

static void no_candidate(struct air *a)
{
    ap_beacon(a, &a->aps[0]);
    assert_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
}

static void CNX_21_other_ssid(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->ssid = "other";
    air_profile(a, "net", false);
    no_candidate(a);
    air_profile(a, "", false); /* the wildcard matches */
    assert_non_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
}

static void CNX_22_other_bssid(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->bssids[0] = AP_B;
    no_candidate(a);
    mib = mib_edit(a->mp);
    mib->bssid_count = 0;
    no_candidate(a);
}

static void CNX_23_other_phy(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 5180, -50);
    air_profile(a, "net", false);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->phys[0] = 0;
    no_candidate(a);
}

static void CNX_24_ATH_08_security_differs(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", true);
    no_candidate(a); /* open AP, RSNA-PSK wanted */
    air_profile(a, "net", false);
    assert_non_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
    a->aps[0].privacy = true;
    no_candidate(a); /* it wants some protection, and names none we know */
    ap_secure(&a->aps[0]);
    no_candidate(a); /* and the other way round */
    assert_int_equal(candidate_shortage(a->mp, CANDIDATE_CONNECT),
                     EXTSTA_DIAGNOSIS_SECURITY_MISMATCH);
}

/* Capabilities of an AP's element, its management cipher (0: not named), what the profile
 * wants; the cipher that is negotiated, or what is wrong (IEEE 802.11-2020 table 12-5). */
static void CNX_24_protected_management_frames(void **state)
{
    static const struct {
        uint16_t capabilities;
        uint32_t cipher;
        enum extsta_pmf wish;
        uint32_t negotiated;
        enum extsta_diagnosis wrong;
    } cases[] = {
        {0, 0, EXTSTA_PMF_CAPABLE, 0, EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC, 0, EXTSTA_PMF_CAPABLE, CIPHER_BIP, EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC, CIPHER_BIP_GMAC_256, EXTSTA_PMF_CAPABLE, CIPHER_BIP_GMAC_256,
         EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC, SUITE_RSN(99), EXTSTA_PMF_CAPABLE, 0, EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC | RSN_CAP_MFPR, 0, EXTSTA_PMF_CAPABLE, CIPHER_BIP, EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC | RSN_CAP_MFPR, SUITE_RSN(99), EXTSTA_PMF_CAPABLE, 0,
         EXTSTA_DIAGNOSIS_PMF_CIPHER},
        {RSN_CAP_MFPR, 0, EXTSTA_PMF_CAPABLE, 0, EXTSTA_DIAGNOSIS_PMF_CIPHER},
        {0, 0, EXTSTA_PMF_REQUIRED, 0, EXTSTA_DIAGNOSIS_PMF_NOT_OFFERED},
        {RSN_CAP_MFPC, 0, EXTSTA_PMF_REQUIRED, CIPHER_BIP, EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC, CIPHER_CCMP, EXTSTA_PMF_REQUIRED, 0, EXTSTA_DIAGNOSIS_PMF_CIPHER},
        {RSN_CAP_MFPC, 0, EXTSTA_PMF_OFF, 0, EXTSTA_DIAGNOSIS_NONE},
        {RSN_CAP_MFPC | RSN_CAP_MFPR, 0, EXTSTA_PMF_OFF, 0, EXTSTA_DIAGNOSIS_PMF_REQUIRED},
    };
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    air_profile(a, "net", true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rsn_element rsn;
        struct mp_negotiated n = {0};
        uint8_t element[64];
        struct writer w = writer_of(element, sizeof element);
        assert_int_equal(rsn_element_parse(span(rsn_psk, sizeof rsn_psk), &rsn), EXTSTA_OK);
        rsn.capabilities = cases[i].capabilities;
        rsn.group_mgmt = cases[i].cipher;
        rsn_element_write(&w, &rsn);
        a->aps[0].rsn = span(element, writer_len(&w));
        mib_edit(a->mp)->pmf = (uint8_t)cases[i].wish;
        ap_beacon(a, &a->aps[0]);
        const struct bss_entry *e = candidate_best(a->mp, a->now, CANDIDATE_CONNECT);
        assert_int_equal(e == NULL, cases[i].wrong != EXTSTA_DIAGNOSIS_NONE);
        if (e) {
            assert_true(candidate_security(a->mp, e->info, &n));
            assert_int_equal(n.group_mgmt, cases[i].negotiated);
        } else {
            assert_int_equal(candidate_shortage(a->mp, CANDIDATE_CONNECT), cases[i].wrong);
        }
    }
}

static void CNX_24_impossible_rsne(void **state)
{
    static const uint8_t cut[] = {48,   8,    1, 0, 0,
                                  0x0f, 0xac, 4, 9, 0}; /* 9 suites, none there */
    static const uint8_t group0[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 0,    1, 0, 0,
                                     0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};
    const struct extsta_span bad[] = {{cut, sizeof cut}, {group0, sizeof group0}};
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->privacy = true;
    air_profile(a, "net", true);
    for (size_t i = 0; i < 2; i++) {
        a->aps[0].rsn = bad[i];
        no_candidate(a);
        air_connect(a);
        air_pass(a, 2 * EXTSTA_SECOND);
        assert_non_null(strstr(a->log, "CONNECTION_COMPLETION 6\n"));
        assert_null(strstr(a->log, "ASSOCIATION"));
        assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE);
        a->log[0] = 0;
    }
}

/* Of the same name and as open, but without an AP: infrastructure is desired. */
static void CNX_24_an_independent_network_is_no_candidate(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t frame[500];
    air_profile(a, "net", false);
    size_t len = ap_bss_frame(a, ap, false, frame, sizeof frame);
    put_le16(frame + 24 + 10, CAPABILITY_IBSS);
    air_deliver(a, span(frame, len), 2437, -50);
    assert_int_equal(a->mp->bss.count, 1);
    assert_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
    put_le16(frame + 24 + 10, CAPABILITY_ESS);
    air_deliver(a, span(frame, len), 2437, -50);
    assert_non_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
}

static void CNX_25_excluded(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    a->mp->excluded = pool_zalloc(&a->ctx->pool, sizeof *a->mp->excluded);
    a->mp->excluded->count = 1;
    a->mp->excluded->addresses[0] = mac_broadcast; /* wildcard: all */
    no_candidate(a);
    a->mp->excluded->addresses[0] = AP_B;
    assert_non_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
}

static void CNX_29_wep_without_privacy_bit(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->unicast[0] = mib->multicast[0] = DOT11_CIPHER_ALGO_WEP104;
    ap_beacon(a, &a->aps[0]);
    assert_non_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
    mib = mib_edit(a->mp);
    mib->exclude_unencrypted = true;
    assert_null(candidate_best(a->mp, a->now, CANDIDATE_CONNECT));
}

static void CNX_30_strongest_first(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -70);
    air_add(a, AP_B, 2412, -40);
    air_add(a, AP_C, 2462, -60);
    air_profile(a, "net", false);
    for (size_t i = 0; i < 3; i++) {
        ap_beacon(a, &a->aps[i]);
    }
    const struct bss_entry *e = candidate_best(a->mp, a->now, CANDIDATE_CONNECT);
    assert_true(mac_equal(e->info->bssid, AP_B));
}

static void CNX_28_roams_inside_the_network_only(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2437, -40)->ssid = "other";
    air_profile(a, "", false); /* wildcard */
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    ap_beacon(a, &a->aps[1]);
    assert_false(candidate_fits(a->mp, bss_find(a->mp, AP_B), CANDIDATE_ROAM));
    assert_true(candidate_fits(a->mp, bss_find(a->mp, AP_B), CANDIDATE_CONNECT));
}

static void AKM_6_is_preferred(void **state)
{
    static const uint8_t both[] = {48, 24, 1, 0, 0,    0x0f, 0xac, 4, 1,    0,    0, 0x0f, 0xac,
                                   4,  2,  0, 0, 0x0f, 0xac, 2,    0, 0x0f, 0xac, 6, 0,    0};
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->privacy = true;
    a->aps[0].rsn = span(both, sizeof both);
    air_connected(a, true);
    assert_int_equal(a->mp->link.ap->negotiated.akm, AKM_PSK_SHA256);
    struct elements e = request_elements(a, false);
    struct rsn_element rsn;
    assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.akm_count, 1);
    assert_int_equal(rsn.akm[0], AKM_PSK_SHA256);
    assert_int_equal(rsn.pairwise[0], CIPHER_CCMP);
}

static void ROM_16_pmkid_in_the_request(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    a->mp->pmkids = pool_zalloc(&a->ctx->pool, sizeof *a->mp->pmkids);
    a->mp->pmkids->count = 1;
    a->mp->pmkids->entries[0].bssid = AP_A;
    memset(a->mp->pmkids->entries[0].pmkid, 0x77, 16);
    air_connected(a, true);
    struct elements e = request_elements(a, false);
    struct rsn_element rsn;
    assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.pmkid_count, 1);
    assert_int_equal(rsn.pmkid[0][0], 0x77);
}

static void CNX_26_hidden_network(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->hidden = true;
    air_profile(a, "net", false);
    air_connect(a);
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "tx probe-req * net\n"));
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION A 0\n"));
}

/* --- association --- */

static void ASC_12_to_ASC_28_completion_open(void **state)
{
    struct air *a = *state;
    uint8_t beacon[500];
    struct ap *ap = air_add(a, AP_A, 5180, -50);
    ap->wmm = true;
    air_profile(a, "net", false);
    size_t len = ap_bss_frame(a, ap, false, beacon, sizeof beacon);
    air_deliver(a, span(beacon, len), 5180, -50);
    ap->on = true;
    ap->no_beacon = true;
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    const uint8_t *p = a->completion;
    assert_memory_equal(p, ((uint8_t[]){0x80, 2, 96, 0}), 4); /* ROL-01, X-22 */
    assert_memory_equal(p + 4, AP_A.b, 6);
    assert_int_equal(get_le32(p + 12), 0);
    assert_int_equal(p[16], 0);
    assert_int_equal(p[17], 0);
    uint32_t request = get_le32(p + 20), request_len = get_le32(p + 24);
    assert_true(request + request_len <= a->completion_len); /* ASC-27 */
    assert_int_equal(request_len, a->request_len);
    assert_memory_equal(p + request, a->request, a->request_len); /* ASC-13 */
    uint32_t response = get_le32(p + 28), response_len = get_le32(p + 32);
    assert_true(response_len > 6 && response + response_len <= a->completion_len);
    assert_int_equal(get_le16(p + response + 4), 0xc005); /* AID of the frame (ASC-15) */
    uint32_t body = get_le32(p + 36), body_len = get_le32(p + 40);
    assert_int_equal(body_len, len - 24);
    assert_memory_equal(p + body, beacon + 24, len - 24); /* ASC-16 */
    assert_int_equal(body + body_len, a->completion_len);
    assert_int_equal(get_le32(p + 44) | get_le32(p + 48), 0); /* ROL-17 */
    assert_int_equal(get_le32(p + 52), DOT11_AUTH_ALGO_80211_OPEN);
    assert_int_equal(get_le32(p + 56), DOT11_CIPHER_ALGO_NONE);
    assert_int_equal(get_le32(p + 60), DOT11_CIPHER_ALGO_NONE);
    assert_int_equal(get_le32(p + 64), 96); /* ASC-18 */
    assert_int_equal(get_le32(p + 68), 4);
    assert_int_equal(get_le32(p + 96), 1); /* PHY 1 */
    assert_int_equal(p[72], 0);
    assert_int_equal(p[73], 0);
    assert_int_equal(p[74], DOT11_QOS_PROTOCOL_FLAG_WMM); /* ASC-21 */
    assert_int_equal(get_le32(p + 76), DOT11_DS_UNKNOWN);
    assert_int_equal(get_le32(p + 80) | get_le32(p + 84), 0);
    assert_int_equal(get_le32(p + 88), DOT11_CIPHER_ALGO_NONE); /* ASC-25 */
    assert_int_equal(get_le32(p + 92), 0);
    assert_true(a->mp->link.ap->negotiated.qos);
    assert_int_equal(a->mp->link.ap->negotiated.aid, 5);
}

static void ASC_17_negotiated_rsna_psk(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    air_connected(a, true);
    assert_int_equal(get_le32(a->completion + 52), DOT11_AUTH_ALGO_RSNA_PSK);
    assert_int_equal(get_le32(a->completion + 56), DOT11_CIPHER_ALGO_CCMP);
    assert_int_equal(get_le32(a->completion + 60), DOT11_CIPHER_ALGO_CCMP);
    assert_int_equal(a->completion[73], 0); /* ASC-20: somebody above does it */
    assert_int_equal(a->completion[74], 0); /* the AP has no WMM */
}

/* Known by its Probe Response only: the Beacon is waited for, and it is what is reported. */
static void ASC_16_beacon_is_waited_for(void **state)
{
    struct air *a = *state;
    uint8_t probe[500];
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    air_profile(a, "net", true);
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    ap->next_beacon = a->now + 60 * EXTSTA_MS;
    air_connect(a);
    air_pass(a, 50 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\nASSOCIATION_START A net\n");
    air_pass(a, 50 * EXTSTA_MS);
    EXPECT(a, "tx auth A\ntx assoc-req A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
}

/* The part of the last completion that is the Beacon's. */
static struct extsta_span beacon_of(const struct air *a)
{
    uint32_t offset = get_le32(a->completion + 36), size = get_le32(a->completion + 40);
    assert_true((size_t)offset + size <= a->completion_len);
    return span(a->completion + offset, size);
}

/* The body of the last Beacon, octet for octet, also when a Probe Response that says something
 * else has come after it. */
static void ASC_16_the_beacon_and_not_the_probe_response(void **state)
{
    static const uint8_t in_beacon[] = {221, 5, 0, 1, 2, 3, 0xbe};
    static const uint8_t in_response[] = {221, 5, 0, 1, 2, 3, 0xee};
    struct air *a = *state;
    uint8_t beacon[500], response[500];
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->no_beacon = true;
    air_profile(a, "net", true);
    ap->extra = span(in_beacon, sizeof in_beacon);
    size_t len = ap_bss_frame(a, ap, false, beacon, sizeof beacon);
    air_deliver(a, span(beacon, len), 2437, -50);
    air_pass(a, 10 * EXTSTA_MS);
    ap->extra = span(in_response, sizeof in_response);
    air_deliver(a, span(response, ap_bss_frame(a, ap, true, response, sizeof response)), 2437,
                -50);
    air_connect(a);
    air_pass(a, 50 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION A 0\n"));
    assert_int_equal(beacon_of(a).len, len - 24);
    assert_memory_equal(beacon_of(a).data, beacon + 24, len - 24);
}

/* Without WPA or RSNA a Probe Response will do, if there is no Beacon. */
static void ASC_16_a_probe_response_where_there_is_no_beacon(void **state)
{
    struct air *a = *state;
    uint8_t response[500];
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_beacon = true;
    air_profile(a, "net", false);
    size_t len = ap_bss_frame(a, ap, true, response, sizeof response);
    air_deliver(a, span(response, len), 2437, -50);
    air_connect(a);
    air_pass(a, 50 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION A 0\n"));
    assert_int_equal(beacon_of(a).len, len - 24);
    assert_memory_equal(beacon_of(a).data, response + 24, len - 24);
}

static void ASC_30_no_beacon(void **state)
{
    struct air *a = *state;
    uint8_t probe[500];
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->no_beacon = true;
    air_profile(a, "net", true);
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    air_connect(a);
    air_pass(a, 2 * EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\nASSOCIATION_START A net\nASSOCIATION_COMPLETION A 2\n"
              "CONNECTION_COMPLETION 6\n");
}

static void ASC_09_ASC_10_extra_elements(void **state)
{
    static const uint8_t ies[] = {221, 4, 0, 1, 2, 3};
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->assoc_ies_bssid = AP_B;
    memcpy(mib->assoc_ies, ies, sizeof ies);
    mib->assoc_ies_len = sizeof ies;
    air_connected(a, false);
    assert_memory_not_equal(a->request + a->request_len - 6, ies, 6); /* B's, not A's */
    air_disconnect(a);
    mib = mib_edit(a->mp);
    mib->assoc_ies_bssid = mac_broadcast;
    air_connected(a, false);
    assert_memory_equal(a->request + a->request_len - 6, ies, 6);
    const uint8_t *p = a->completion;
    assert_memory_equal(p + get_le32(p + 20) + get_le32(p + 24) - 6, ies, 6);
}

static void ASC_26_comeback(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->assoc_status = 30;
    ap->comeback = 5000;
    air_profile(a, "net", false);
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\nASSOCIATION_START A net\ntx auth A\ntx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 3001e\nCONNECTION_COMPLETION 6\n");
    assert_int_equal(get_le32(a->completion + 92), 5000);
}

static void ASC_28_ASC_29_authentication_refused(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->auth_status = 13;
    ap_secure(&a->aps[0]);
    air_profile(a, "net", true);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\nASSOCIATION_START A net\ntx auth A\n"
              "ASSOCIATION_COMPLETION A 3000d\nCONNECTION_COMPLETION 6\n");
    assert_int_equal(get_le32(a->completion + 24) | get_le32(a->completion + 32),
                     0); /* ASC-14 */
    for (size_t i = 52; i < 96; i++) {
        assert_int_equal(a->completion[i], 0);
    }
}

/* An accepting response with exactly this AID field, from A, now. */
static void accept_with(struct air *a, uint16_t aid_field, bool rates)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_ASSOC_RESP, STA_MAC, AP_A, AP_A, a->seq++ & 0xfff);
    writer_le16(&w, CAPABILITY_ESS);
    writer_le16(&w, 0);
    writer_le16(&w, aid_field);
    if (rates) {
        element_write(&w, ELEMENT_RATES, span(air_erp_rates, 8));
    }
    air_deliver(a, span(frame, writer_len(&w)), 2437, -50);
}

/* Up to the request, which the AP leaves unanswered. */
static void up_to_the_request(struct air *a)
{
    air_add(a, AP_A, 2437, -50)->no_assoc = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 5 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\nASSOCIATION_START A net\ntx auth A\ntx assoc-req A\n");
}

/* 9.4.1.8: 1 to 2007, the two high bits set; without rates nobody may send. What is neither is
 * dropped; when nothing better comes the operation ends, and the AP is told. */
static void ASC_30_accepted_in_a_way_that_is_none(void **state)
{
    static const struct {
        uint16_t aid;
        bool rates;
    } cases[] = {{0, true},      {0xc000, true}, {0xc000 | 2008, true}, {2008, true},
                 {0x3fff, true}, {0xffff, true}, {0xc001, false}};
    struct air *a = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        a->ap_count = 0;
        up_to_the_request(a);
        accept_with(a, cases[i].aid, cases[i].rates);
        assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BAD_RESPONSE), i + 1);
        assert_int_equal(a->mp->link.ap->op->bad_serial, a->serial);
        EXPECT(a, "");
        a->cause = true;
        a->aps[0].on = false;
        air_pass(a, 4 * EXTSTA_SECOND);
        a->cause = false;
        EXPECT(a, "tx assoc-req A\ntx assoc-req A\ntx assoc-req A\n"
                  "cause association association-response-invalid ASC-30\n"
                  "tx deauth A 3\n"
                  "ASSOCIATION_COMPLETION A 2\n"
                  "cause connection association-response-invalid CNX-12\n"
                  "CONNECTION_COMPLETION 6\n");
        assert_int_equal(get_le32(a->completion + 32), 0); /* ASC-15: it counts as none */
    }
}

/* A forged response with AID 0 does not keep the AP's own from counting. */
static void ASC_39_the_true_response_still_counts(void **state)
{
    static const uint16_t aids[] = {0xc001, 0xc000 | 2007, 1, 2007}; /* high bits or not */
    struct air *a = *state;
    for (size_t i = 0; i < sizeof aids / sizeof *aids; i++) {
        a->ap_count = 0;
        up_to_the_request(a);
        accept_with(a, 0xc000, true);
        EXPECT(a, "");
        accept_with(a, aids[i], true);
        EXPECT(a, "ASSOCIATION_COMPLETION A 0\nLINK_QUALITY A 100\nCONNECTION_COMPLETION 0\n");
        assert_int_equal(a->mp->link.ap->negotiated.aid, aids[i] & 0x3fff);
        air_reset(a);
        a->log[0] = 0;
    }
}

static void ASC_35_old_group_key_is_deleted(void **state)
{
    struct air *a = *state;
    uint8_t key[16] = {1};
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    assert_true(keys_install_group(a->mp, CIPHER_CCMP, 2, span(key, 16), 0));
    air_connected(a, true);
    assert_null(a->mp->keys.default_keys[2]); /* set before the association */
    assert_true(keys_install_group(a->mp, CIPHER_CCMP, 1, span(key, 16), 0));
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(key, 16)));
    mlme_reassociate(a->mp, a->now);
    air_drain(a);
    air_pass(a, 20 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    assert_null(a->mp->keys.default_keys[1]);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(CNX_01_CNX_31_CNX_32_wrong_states),
        AIR_TEST(CNX_03_no_desired_phy_on),
        AIR_TEST(STA_05_CNX_21_empty_ssid_list),
        AIR_TEST(CNX_21_other_ssid),
        AIR_TEST(CNX_22_other_bssid),
        AIR_TEST(CNX_23_other_phy),
        AIR_TEST(CNX_24_ATH_08_security_differs),
        AIR_TEST(CNX_24_protected_management_frames),
        AIR_TEST(CNX_24_impossible_rsne),
        AIR_TEST(CNX_24_an_independent_network_is_no_candidate),
        AIR_TEST(CNX_25_excluded),
        AIR_TEST(CNX_26_hidden_network),
        AIR_TEST(CNX_28_roams_inside_the_network_only),
        AIR_TEST(CNX_29_wep_without_privacy_bit),
        AIR_TEST(CNX_30_strongest_first),
        AIR_TEST(AKM_6_is_preferred),
        AIR_TEST(ROM_16_pmkid_in_the_request),
        AIR_TEST(ASC_12_to_ASC_28_completion_open),
        AIR_TEST(ASC_17_negotiated_rsna_psk),
        AIR_TEST(ASC_16_beacon_is_waited_for),
        AIR_TEST(ASC_16_the_beacon_and_not_the_probe_response),
        AIR_TEST(ASC_16_a_probe_response_where_there_is_no_beacon),
        AIR_TEST(ASC_30_no_beacon),
        AIR_TEST(ASC_09_ASC_10_extra_elements),
        AIR_TEST(ASC_26_comeback),
        AIR_TEST(ASC_28_ASC_29_authentication_refused),
        AIR_TEST(ASC_30_accepted_in_a_way_that_is_none),
        AIR_TEST(ASC_39_the_true_response_still_counts),
        AIR_TEST(ASC_35_old_group_key_is_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
