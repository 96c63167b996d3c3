/* acm: bring-up, the connect script, failures, the ten seconds, disconnecting. */
#include "../fake_driver.h"

#define SCRIPT_OPEN                                                                            \
    "notify connection-start 0\n"                                                              \
    "> method RESET_REQUEST\n"                                                                 \
    "> set DESIRED_BSS_TYPE\n"                                                                 \
    "> set DESIRED_SSID_LIST\n"                                                                \
    "> set ENABLED_AUTHENTICATION_ALGORITHM\n"                                                 \
    "> set ENABLED_UNICAST_CIPHER_ALGORITHM\n"                                                 \
    "> set CURRENT_PACKET_FILTER\n"                                                            \
    "> set CONNECT_REQUEST\n"

static void SEQ_01_STA_07_bring_up_order(void **state)
{
    struct fake *f = fake_new_wanting(EXTSTA_OUT_ALL);
    fake_expect(f, "> query MEDIA_SUPPORTED\n"
                   "> set CURRENT_OPERATION_MODE\n"
                   "> method RESET_REQUEST\n");
    fake_free(f);
}

static void STA_07_nothing_is_asked_after_a_failed_bring_up(void **state)
{
    struct fake *f = calloc(1, sizeof *f);
    f->seed = 1;
    f->ctx = testing_context(&f->seed);
    fake_answer(f, OID_DOT11_CURRENT_OPERATION_MODE, NDIS_STATUS_BAD_VERSION);
    struct extsta_station_config config = {.address = fake_own,
                                           .outputs = EXTSTA_OUT_ALL,
                                           .driver = &fake_ops,
                                           .driver_make = fake_make,
                                           .driver_user = f};
    assert_non_null(extsta_station_new(f->ctx, &config, 0));
    fake_drain(f);
    assert_non_null(strstr(f->log, "> set CURRENT_OPERATION_MODE\n"));
    assert_null(strstr(f->log, "RESET_REQUEST"));
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, 1, &p), EXTSTA_E_STATE);
    fake_free(f);
}

static void STA_07_another_medium_is_refused(void **state)
{
    struct fake *f = calloc(1, sizeof *f);
    f->seed = 1;
    f->ctx = testing_context(&f->seed);
    fake_answer(f, OID_GEN_MEDIA_SUPPORTED, NDIS_STATUS_SUCCESS); /* with no bytes */
    struct extsta_station_config config = {.address = fake_own,
                                           .outputs = EXTSTA_OUT_ALL,
                                           .driver = &fake_ops,
                                           .driver_make = fake_make,
                                           .driver_user = f};
    assert_non_null(extsta_station_new(f->ctx, &config, 0));
    fake_drain(f);
    assert_null(strstr(f->log, "CURRENT_OPERATION_MODE"));
    fake_free(f);
}

static void STA_10_SEQ_02_open_network(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_connect(f, &p, false);
    fake_expect(f, SCRIPT_OPEN "< CONNECTION_START\n"
                               "< ASSOCIATION_START\n"
                               "< ASSOCIATION_COMPLETION\n"
                               "port created 1 none open\n"
                               "< CONNECTION_COMPLETION\n"
                               "notify connected 0\n"
                               "notify connection-complete 0\n");
    struct extsta_station_status s = fake_status(f);
    assert_true(s.connected && s.associated && s.port_open);
    assert_int_equal(s.freq, 2437);
    fake_free(f);
}

/* STA-10 with everything a protected profile sets, in the order ATH-04, ATH-07 and CIP-04 make
 * necessary. */
static void STA_10_CIP_04_protected_script(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    p.multicast_cipher = DOT11_CIPHER_ALGO_CCMP;
    p.hidden = true;
    p.bssid = fake_ap_a;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_expect(f, "notify connection-start 0\n"
                   "> method RESET_REQUEST\n"
                   "> set DESIRED_BSS_TYPE\n"
                   "> set DESIRED_SSID_LIST\n"
                   "> set DESIRED_BSSID_LIST\n"
                   "> set ENABLED_AUTHENTICATION_ALGORITHM\n"
                   "> set ENABLED_MULTICAST_CIPHER_ALGORITHM\n"
                   "> set ENABLED_UNICAST_CIPHER_ALGORITHM\n"
                   "> set EXCLUDE_UNENCRYPTED\n"
                   "> set PRIVACY_EXEMPTION_LIST\n"
                   "> set CURRENT_PACKET_FILTER\n"
                   "> set HIDDEN_NETWORK_ENABLED\n"
                   "> set CONNECT_REQUEST\n");
    fake_free(f);
}

/* The bytes of the requests, from the layouts of windot11.h. */
static void STA_10_request_layouts(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    for (size_t i = 0; i < f->oid_count; i++) {
        const uint8_t *in = f->last_input[i];
        if (f->last_oid[i].oid == OID_DOT11_RESET_REQUEST) {
            const uint8_t expected[12] = {3, 0, 0, 0, 2, 0, 0, 0, 0, 1, 1, 0};
            assert_int_equal(f->last_oid[i].in_len, 12);
            assert_int_equal(f->last_oid[i].out_cap, 8);
            assert_memory_equal(in, expected, 12);
        } else if (f->last_oid[i].oid == OID_DOT11_DESIRED_SSID_LIST) {
            const uint8_t expected[19] = {0x80, 1, 48, 0, 1, 0, 0,   0,   1,  0,
                                          0,    0, 3,  0, 0, 0, 'n', 'e', 't'};
            assert_int_equal(f->last_oid[i].in_len, 48);
            assert_memory_equal(in, expected, 19);
        } else if (f->last_oid[i].oid == OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM) {
            const uint8_t expected[16] = {0x80, 1, 16, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0};
            assert_int_equal(f->last_oid[i].in_len, 16);
            assert_memory_equal(in, expected, 16);
        } else if (f->last_oid[i].oid == OID_DOT11_PRIVACY_EXEMPTION_LIST) {
            /* EtherType big-endian; on key-mapping key unavailable (2); unicast (1) */
            const uint8_t expected[18] = {0x80, 1, 20, 0,    1,    0, 0, 0, 1,
                                          0,    0, 0,  0x88, 0x8e, 2, 0, 1, 0};
            assert_int_equal(f->last_oid[i].in_len, 18);
            assert_memory_equal(in, expected, 18);
        } else if (f->last_oid[i].oid == OID_DOT11_EXCLUDE_UNENCRYPTED) {
            assert_int_equal(f->last_oid[i].in_len, 1);
            assert_int_equal(in[0], 1);
        }
    }
    fake_free(f);
}

/* CNX-22: any of those that are named. The size is that of the structure, 18 octets aligned. */
static void CNX_22_several_BSSs_are_asked_for_by_one_list(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    bool asked = false;
    fake_profile_psk(&p);
    p.bssid = (struct extsta_mac){{2, 0, 0, 0, 0, 1}};
    p.more_bssids[0] = (struct extsta_mac){{2, 0, 0, 0, 0, 2}};
    p.more_bssids[2] = (struct extsta_mac){{2, 0, 0, 0, 0, 3}}; /* behind the end */
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    for (size_t i = 0; i < f->oid_count; i++) {
        if (f->last_oid[i].oid == OID_DOT11_DESIRED_BSSID_LIST) {
            const uint8_t expected[24] = {0x80, 1, 20, 0, 2, 0, 0, 0, 2, 0, 0, 0,
                                          2,    0, 0,  0, 0, 1, 2, 0, 0, 0, 0, 2};
            assert_int_equal(f->last_oid[i].in_len, 24);
            assert_memory_equal(f->last_input[i], expected, 24);
            asked = true;
        }
    }
    assert_true(asked);
    p.bssid = (struct extsta_mac){{0}};
    assert_int_equal(extsta_profile_check(&p, NULL), EXTSTA_E_USAGE);
    fake_free(f);
}

/* The list of ENABLED_UNICAST_CIPHER_ALGORITHM that was asked for last: 12 octets of head. */
static size_t unicast_list(const struct fake *f, uint8_t numbers[16])
{
    size_t n = 0;
    for (size_t i = 0; i < f->oid_count; i++) {
        if (f->last_oid[i].oid == OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM) {
            n = (f->last_oid[i].in_len - 12u) / 4;
            for (size_t k = 0; k < n && k < 16; k++) {
                numbers[k] = f->last_input[i][12 + 4 * k];
            }
        }
    }
    return n;
}

/* The cipher of the profile is the weakest one wanted: what is preferred to it does, too, and
 * what can be broken only where it is named. */
static void CIP_03_a_profile_allows_its_cipher_and_what_is_preferred_to_it(void **state)
{
    static const struct {
        uint32_t named;
        uint8_t list[5];
        size_t count;
    } cases[] = {{DOT11_CIPHER_ALGO_CCMP, {9, 10, 8, 4}, 4},
                 {DOT11_CIPHER_ALGO_GCMP, {9, 10, 8}, 3},
                 {DOT11_CIPHER_ALGO_CCMP_256, {9, 10}, 2},
                 {DOT11_CIPHER_ALGO_GCMP_256, {9}, 1},
                 {DOT11_CIPHER_ALGO_TKIP, {2}, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *f = fake_new();
        struct extsta_profile p;
        uint8_t list[16] = {0};
        fake_profile_psk(&p);
        p.unicast_cipher = cases[i].named;
        assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
        fake_run(f);
        assert_int_equal(unicast_list(f, list), cases[i].count);
        assert_memory_equal(list, cases[i].list, cases[i].count);
        fake_free(f);
    }
}

/* CIP-01: a driver refuses a list with one cipher that it does not know. */
static void CIP_01_a_driver_of_ccmp_alone_is_asked_for_that(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    f->ccmp_alone = true;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_expect(f, "notify connection-start 0\n"
                   "> method RESET_REQUEST\n"
                   "> set DESIRED_BSS_TYPE\n"
                   "> set DESIRED_SSID_LIST\n"
                   "> set ENABLED_AUTHENTICATION_ALGORITHM\n"
                   "> set ENABLED_MULTICAST_CIPHER_ALGORITHM\n"
                   "< ENABLED_MULTICAST_CIPHER_ALGORITHM INVALID_DATA\n"
                   "> set ENABLED_MULTICAST_CIPHER_ALGORITHM\n"
                   "> set ENABLED_UNICAST_CIPHER_ALGORITHM\n"
                   "< ENABLED_UNICAST_CIPHER_ALGORITHM INVALID_DATA\n"
                   "> set ENABLED_UNICAST_CIPHER_ALGORITHM\n"
                   "> set EXCLUDE_UNENCRYPTED\n"
                   "> set PRIVACY_EXEMPTION_LIST\n"
                   "> set CURRENT_PACKET_FILTER\n"
                   "> set CONNECT_REQUEST\n");
    fake_free(f);
}

static void STA_10_a_refused_request_ends_the_attempt_with_a_reset(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_answer(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NDIS_STATUS_INVALID_DATA);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_expect(f, "notify connection-start 0\n"
                   "> method RESET_REQUEST\n"
                   "> set DESIRED_BSS_TYPE\n"
                   "> set DESIRED_SSID_LIST\n"
                   "> set ENABLED_AUTHENTICATION_ALGORITHM\n"
                   "< ENABLED_AUTHENTICATION_ALGORITHM INVALID_DATA\n"
                   "cause connection security-mismatch STA-10\n"
                   "> method RESET_REQUEST\n"
                   "notify connection-failed 1\n");
    f->answer_count = 0;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_free(f);
}

static void CNX_03_connect_refused_for_want_of_power(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_answer(f, OID_DOT11_CONNECT_REQUEST, NDIS_STATUS_DOT11_POWER_STATE_INVALID);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_expect(f, SCRIPT_OPEN "< CONNECT_REQUEST POWER_STATE_INVALID\n"
                               "cause connection radio-off CNX-03\n"
                               "> method RESET_REQUEST\n"
                               "notify connection-failed 3\n");
    fake_free(f);
}

static void CNX_12_SEQ_08_no_candidate(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    fake_run(f);
    fake_expect(f, SCRIPT_OPEN "< CONNECTION_START\n"
                               "< CONNECTION_COMPLETION\n"
                               "cause connection no-candidate CNX-12\n"
                               "> method RESET_REQUEST\n"
                               "notify connection-failed 6\n");
    fake_free(f);
}

/* What the OS makes of the uStatus of an association that failed: the upper half is a number
 * and no set of flags (0x0003 is a response and neither of 0x0001 and 0x0002), the vendors'
 * range (bit 31) is theirs whatever else is set. */
static void ASC_31_the_status_of_a_failed_association_is_decoded(void **state)
{
    static const struct {
        uint32_t status;
        enum extsta_origin origin;
        enum extsta_code_space space;
        uint32_t code;
    } cases[] = {
        {0x00030011, EXTSTA_ORIGIN_PEER, EXTSTA_CODE_PEER_STATUS, 17},
        {0x00010011, EXTSTA_ORIGIN_PEER, EXTSTA_CODE_PEER_REASON, 17},
        {0x00020011, EXTSTA_ORIGIN_PEER, EXTSTA_CODE_PEER_REASON, 17},
        {0x0003ffff, EXTSTA_ORIGIN_PEER, EXTSTA_CODE_PEER_STATUS, 0xffff},
        {0x80030011, EXTSTA_ORIGIN_IHV, EXTSTA_CODE_ASSOC_STATUS, 0x80030011},
        {0x80010007, EXTSTA_ORIGIN_IHV, EXTSTA_CODE_ASSOC_STATUS, 0x80010007},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *f = fake_new();
        struct extsta_profile p;
        struct extsta_output o;
        struct extsta_cause cause = {0};
        fake_profile_open(&p);
        assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
        fake_connection_start(f, dot11_BSS_type_infrastructure);
        fake_association_start(f, fake_ap_a);
        fake_association_completion(f, fake_ap_a,
                                    &(struct fake_association){.status = cases[i].status});
        fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
        fake_run(f);
        while (extsta_next(f->sta, &o)) {
            if (o.type == EXTSTA_OUT_CAUSE && o.cause.subject == EXTSTA_SUBJECT_CONNECTION) {
                cause = o.cause;
            }
        }
        assert_int_equal(cause.origin, cases[i].origin);
        assert_int_equal(cause.space, cases[i].space);
        assert_int_equal(cause.code, cases[i].code);
        fake_free(f);
    }
}

static void CNX_18_SEQ_09_gives_up_after_ten_seconds(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    assert_int_equal(extsta_deadline(f->sta), f->now + 10 * EXTSTA_SECOND);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_run(f);
    fake_clear_log(f);
    fake_expire(f, 10 * EXTSTA_SECOND - 1);
    fake_expect(f, "");
    /* what a miniport says while it is reset (SEQ-09) */
    fake_association_completion(
        f, fake_ap_a, &(struct fake_association){.status = DOT11_ASSOC_STATUS_CANCELLED});
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANCELLED);
    fake_expire(f, 1);
    fake_expect(f, "cause connection ten-seconds CNX-18\n"
                   "> method RESET_REQUEST\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "< CONNECTION_COMPLETION\n"
                   "notify connection-failed 2\n");
    fake_free(f);
}

static void CNX_18_tries_the_next_profile(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p[2];
    fake_profile_open(&p[0]);
    fake_profile_open(&p[1]);
    p[1].ssid[0] = 'N';
    assert_int_equal(extsta_connect_any(f->sta, f->now, p, 2), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_run(f);
    fake_clear_log(f);
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANCELLED);
    fake_expire(f, 10 * EXTSTA_SECOND);
    fake_expect(f, "cause connection ten-seconds CNX-18\n"
                   "> method RESET_REQUEST\n"
                   "< CONNECTION_COMPLETION\n"
                   "notify connection-failed 2\n" SCRIPT_OPEN);
    assert_int_equal(fake_status(f).ssid[0], 'N');
    fake_free(f);
}

static void CNX_18_an_association_in_time_stops_the_clock(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &(struct fake_association){.auth = 1});
    fake_run(f);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER); /* without CONNECTION_COMPLETION */
    fake_connection_completion(f, 0);
    fake_run(f);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    fake_free(f);
}

static void CNX_33_SEQ_15_disconnect(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_connect(f, &p, false);
    fake_clear_log(f);
    fake_disassociation(f, fake_ap_a, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    fake_expect(f, "notify disconnecting 0\n"
                   "> set DISCONNECT_REQUEST\n"
                   "< DISASSOCIATION\n"
                   "port deleted 1 none closed\n"
                   "notify disconnected 0\n");
    assert_false(fake_status(f).connected);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_E_STATE);
    fake_free(f);
}

/* DISCONNECT would be refused (CNX-32): the connection operation is ended by a reset. */
static void CNX_32_cancelling_a_connect_resets(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_run(f);
    fake_clear_log(f);
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANCELLED);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    fake_expect(f, "notify disconnecting 0\n"
                   "> method RESET_REQUEST\n"
                   "< CONNECTION_COMPLETION\n"
                   "notify disconnected 0\n");
    fake_free(f);
}

static void connect_twice_is_refused(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_E_STATE);
    fake_free(f);
}

/* the CONNECT request is pended and completes after the indications. */
static void CNX_05_X_72_connect_may_pend(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_answer(f, OID_DOT11_CONNECT_REQUEST, NDIS_STATUS_PENDING);
    fake_connect(f, &p, false);
    uint32_t id = f->last_oid[f->oid_count - 1].request_id;
    f->pending[f->pending_count++] = (struct extsta_output){
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {
            .type = EXTSTA_CROSS_OID_COMPLETE, .code = OID_DOT11_CONNECT_REQUEST, .id = id}};
    fake_run(f);
    assert_true(fake_status(f).port_open);
    fake_free(f);
}

/* RST-09: the reset is pended; nothing else is asked before it completes. */
static void ROL_16_the_script_waits_for_a_pended_reset(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_answer(f, OID_DOT11_RESET_REQUEST, NDIS_STATUS_PENDING);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_drain(f);
    assert_non_null(strstr(f->log, "RESET_REQUEST"));
    assert_null(strstr(f->log, "DESIRED_BSS_TYPE"));
    uint32_t id = f->last_oid[f->oid_count - 1].request_id;
    f->pending[f->pending_count++] = (struct extsta_output){
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {
            .type = EXTSTA_CROSS_OID_COMPLETE, .code = OID_DOT11_RESET_REQUEST, .id = id}};
    fake_run(f);
    fake_drain(f);
    assert_non_null(strstr(f->log, "CONNECT_REQUEST"));
    fake_free(f);
}

static void PRT_07_SEQ_03_miniport_managed_gets_the_pmk(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    /* annex J.4.2: passphrase "password", SSID "IEEE" */
    memcpy(p.passphrase, "password", 9);
    memset(p.passphrase + 9, 0, sizeof p.passphrase - 9);
    memcpy(p.ssid, "IEEE", 4);
    p.ssid_len = 4;
    p.manager = EXTSTA_MANAGER_MINIPORT;
    fake_connect(f, &p, true);
    static const uint8_t expected[8 + 8 + 8] = {40,   0,    0,    0,    40,   0,    0,    0,
                                                'X',  'S',  'T',  'A',  1,    0,    0,    0,
                                                0xf4, 0x2c, 0x6f, 0xc5, 0x2d, 0xf0, 0xeb, 0xef};
    bool found = false;
    for (size_t i = 0; i < f->oid_count; i++) {
        if (f->last_oid[i].oid == OID_DOT11_NIC_SPECIFIC_EXTENSION) {
            found = true;
            assert_int_equal(f->last_oid[i].in_len, 48);
            assert_memory_equal(f->last_input[i], expected, sizeof expected);
        }
    }
    assert_true(found);
    fake_drain(f);
    /* PRT-09, PRT-18: authorized following the indication; then the notification */
    assert_non_null(strstr(f->log, "< ASSOCIATION_COMPLETION\n"
                                   "port created 1 miniport closed\n"
                                   "port authorized 1 miniport open\n"
                                   "< CONNECTION_COMPLETION\n"
                                   "notify connected 0\n"
                                   "notify connection-complete 0\n"
                                   "> set PORT_STATE_NOTIFICATION\n"));
    fake_free(f);
}

static void wpa3_profile(struct extsta_profile *p, enum extsta_port_manager manager)
{
    fake_profile_psk(p);
    memcpy(p->ssid, "net", 3);
    p->ssid_len = 3;
    memset(p->passphrase, 0, sizeof p->passphrase);
    memcpy(p->passphrase, "password", 8);
    p->auth = DOT11_AUTH_ALGO_WPA3_SAE;
    p->fallback_auth = DOT11_AUTH_ALGO_RSNA_PSK;
    p->sae_groups[0] = 20;
    memcpy(p->sae_identifier, "id", 3);
    p->manager = manager;
}

/* SAE before PSK, and the password to the driver as extsta/private_oid.h has it. */
static void ATH_09_a_transition_mode_prefers_SAE_and_hands_its_password_down(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    wpa3_profile(&p, EXTSTA_MANAGER_OS);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_run(f);
    static const uint8_t wish[] = {39,  0,   0,   0,   39,  0,   0,   0,   'X', 'S', 'T', 'A',
                                   5,   0,   0,   0,   0,   3,   8,   2,   20,  0,   0,   0,
                                   0,   0,   'n', 'e', 't', 'p', 'a', 's', 's', 'w', 'o', 'r',
                                   'd', 'i', 'd'};
    bool asked = false, listed = false;
    for (size_t i = 0; i < f->oid_count; i++) {
        const uint8_t *in = f->last_input[i];
        if (f->last_oid[i].oid == OID_DOT11_NIC_SPECIFIC_EXTENSION) {
            asked = true;
            assert_int_equal(f->last_oid[i].in_len, sizeof wish);
            assert_int_equal(in[0], sizeof wish - 8);
            assert_memory_equal(in + 8, wish + 8, sizeof wish - 8);
        } else if (f->last_oid[i].oid == OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM) {
            listed = true;
            assert_int_equal(f->last_oid[i].in_len, 20);
            assert_int_equal(in[12], DOT11_AUTH_ALGO_WPA3_SAE);
            assert_int_equal(in[16], DOT11_AUTH_ALGO_RSNA_PSK);
        }
    }
    assert_true(asked && listed);
    fake_free(f);
}

/* It never goes on with less. */
static void a_driver_without_SAE_ends_the_attempt(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    wpa3_profile(&p, EXTSTA_MANAGER_OS);
    fake_answer(f, OID_DOT11_NIC_SPECIFIC_EXTENSION, NDIS_STATUS_NOT_SUPPORTED);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_run(f);
    fake_drain(f);
    assert_null(strstr(f->log, "> set CONNECT_REQUEST"));
    assert_non_null(strstr(f->log, "notify connection-failed"));
    fake_free(f);
}

static void no_memory_anywhere_neither_crashes_nor_leaks(void **state);

struct stingy {
    long left; /* allocations before the first failure; < 0: never */
    size_t held;
};
static void *stingy_alloc(void *user, size_t size)
{
    struct stingy *s = (struct stingy *)user;
    if (s->left == 0) {
        return NULL;
    }
    s->left -= s->left > 0;
    s->held += size;
    return malloc(size);
}
static void stingy_release(void *user, void *block, size_t size)
{
    ((struct stingy *)user)->held -= size;
    free(block);
}

static void no_memory_anywhere_neither_crashes_nor_leaks(void **state)
{
    for (long n = 1; n < 60; n++) {
        struct stingy s = {.left = n};
        struct extsta_memory memory = {stingy_alloc, stingy_release, &s};
        struct fake *f = calloc(1, sizeof *f);
        f->seed = 1;
        struct extsta_random random = {testing_fill, &f->seed};
        f->ctx = extsta_context_new(&memory, &random);
        if (f->ctx) {
            struct extsta_station_config config = {.address = fake_own,
                                                   .outputs = EXTSTA_OUT_ALL,
                                                   .driver = &fake_ops,
                                                   .driver_make = fake_make,
                                                   .driver_user = f};
            struct extsta_station *sta = extsta_station_new(f->ctx, &config, 0);
            struct extsta_profile p;
            fake_profile_psk(&p);
            if (sta && extsta_connect(sta, 1, &p) == EXTSTA_OK) {
                extsta_disconnect(sta, 2);
            }
            extsta_station_free(sta);
        }
        extsta_context_free(f->ctx);
        free(f);
        assert_int_equal(s.held, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_01_STA_07_bring_up_order),
        cmocka_unit_test(STA_07_nothing_is_asked_after_a_failed_bring_up),
        cmocka_unit_test(STA_07_another_medium_is_refused),
        cmocka_unit_test(STA_10_SEQ_02_open_network),
        cmocka_unit_test(STA_10_CIP_04_protected_script),
        cmocka_unit_test(STA_10_request_layouts),
        cmocka_unit_test(CNX_22_several_BSSs_are_asked_for_by_one_list),
        cmocka_unit_test(CIP_03_a_profile_allows_its_cipher_and_what_is_preferred_to_it),
        cmocka_unit_test(CIP_01_a_driver_of_ccmp_alone_is_asked_for_that),
        cmocka_unit_test(STA_10_a_refused_request_ends_the_attempt_with_a_reset),
        cmocka_unit_test(CNX_03_connect_refused_for_want_of_power),
        cmocka_unit_test(CNX_12_SEQ_08_no_candidate),
        cmocka_unit_test(ASC_31_the_status_of_a_failed_association_is_decoded),
        cmocka_unit_test(CNX_18_SEQ_09_gives_up_after_ten_seconds),
        cmocka_unit_test(CNX_18_tries_the_next_profile),
        cmocka_unit_test(CNX_18_an_association_in_time_stops_the_clock),
        cmocka_unit_test(CNX_33_SEQ_15_disconnect),
        cmocka_unit_test(CNX_32_cancelling_a_connect_resets),
        cmocka_unit_test(connect_twice_is_refused),
        cmocka_unit_test(CNX_05_X_72_connect_may_pend),
        cmocka_unit_test(ROL_16_the_script_waits_for_a_pended_reset),
        cmocka_unit_test(PRT_07_SEQ_03_miniport_managed_gets_the_pmk),
        cmocka_unit_test(ATH_09_a_transition_mode_prefers_SAE_and_hands_its_password_down),
        cmocka_unit_test(a_driver_without_SAE_ends_the_attempt),
        cmocka_unit_test(no_memory_anywhere_neither_crashes_nor_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
