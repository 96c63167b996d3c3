/* The independent network (contract chapter 75): joining, starting, what a new one is, Beacons by
 * turns, moving to another of the same name; and the whole of it where memory is refused. */
#include "ibss_air.h"

/* --- joining and starting --- */

static void IBS_01_IBS_04_IBS_05_one_that_is_there_is_joined(void **state)
{
    struct air *a = *state;
    independent(a);
    beacon(a, 1);
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    assert_start_names(NET_1);
    assert_int_equal(seen.start.operation_start.bss_type, dot11_BSS_type_independent);
    STORY(a, "CONNECTION_START\n"); /* nobody was heard since: no peer, no completion */
    assert_int_equal(seen.beacons, 0);
    air_pass(a, 10 * EXTSTA_MS);
    beacon(a, 1);
    air_pass(a, 10 * EXTSTA_MS);
    STORY(a, "ASSOCIATION_START 020000000101 net\n"
             "tx auth 020000000101\n"
             "ASSOCIATION_COMPLETION 020000000101 0\n"
             "CONNECTION_COMPLETION 0\n");
    air_pass(a, EXTSTA_SECOND); /* the peer is silent for less than the threshold */
    assert_true(seen.beacons > 0);
    assert_memory_equal(seen.bssid, NET_1.b, 6);
}

static void IBS_01_also_where_none_may_be_started(void **state)
{
    struct air *a = *state;
    independent(a);
    assert_int_equal(ibss_params(a, true, span(NULL, 0)), NDIS_STATUS_SUCCESS);
    beacon(a, 1);
    air_connect(a);
    beacon(a, 1);
    air_pass(a, 10 * EXTSTA_MS);
    STORY(a, "CONNECTION_START\nASSOCIATION_START 020000000101 net\n"
             "tx auth 020000000101\nASSOCIATION_COMPLETION 020000000101 0\n"
             "CONNECTION_COMPLETION 0\n");
}

/* It is in the cache, and gone; with the second candidate it is the same. */
static void IBS_02_started_when_all_joins_have_failed(void **state)
{
    struct air *a = *state;
    independent(a);
    beacon_at(a, 1, NET_1, 1);
    beacon_at(a, 2, NET_2, 1);
    air_connect(a);
    air_pass(a, 5 * EXTSTA_SECOND);
    STORY(a, "CONNECTION_START\nCONNECTION_COMPLETION 0\n");
    assert_true(seen.beacons > 3);
    assert_memory_not_equal(seen.bssid, NET_1.b, 6);
    assert_memory_not_equal(seen.bssid, NET_2.b, 6);
}

/* An infrastructure BSS of the name is no candidate, nor an IBSS of another one. */
static void IBS_02_IBS_06_started_where_there_is_none(void **state)
{
    struct air *a = *state;
    independent(a);
    air_add(a, AP_C, FREQ, -50);
    network_frame(a, FRAME_BEACON, PEER(1), NET_2, "other", 1, span(NULL, 0));
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    STORY(a, "CONNECTION_START\nCONNECTION_COMPLETION 0\n");
    assert_true(seen.beacons > 0);
}

static void IBS_03_the_search_ends_with_the_hosts_word(void **state)
{
    struct air *a = *state;
    independent(a);
    assert_int_equal(ibss_params(a, true, span(NULL, 0)), NDIS_STATUS_SUCCESS);
    air_connect(a);
    air_pass(a, 100 * EXTSTA_SECOND);
    STORY(a, "CONNECTION_START\n");
    assert_int_equal(seen.beacons, 0);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS); /* a join-only search may end */
    STORY(a, "CONNECTION_COMPLETION 5\n");
    assert_int_equal(a->mp->state, MP_INIT);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_SECOND);
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    STORY(a, "CONNECTION_START\nCONNECTION_COMPLETION 5\n");
}

/* One comes within reach at last. */
static void IBS_03_the_search_finds(void **state)
{
    struct air *a = *state;
    independent(a);
    ibss_params(a, true, span(NULL, 0));
    air_connect(a);
    air_pass(a, 10 * EXTSTA_SECOND);
    a->log[0] = 0;
    for (unsigned i = 0; i < 100; i++) {
        air_pass(a, 100 * EXTSTA_MS);
        if (a->freq == FREQ) {
            beacon(a, 1);
        }
    }
    STORY(a, "ASSOCIATION_START 020000000101 net\ntx auth 020000000101\n"
             "ASSOCIATION_COMPLETION 020000000101 0\nCONNECTION_COMPLETION 0\n");
}

/* --- what a new network is --- */

static void IBS_07_as_desired(void **state)
{
    struct air *a = *state;
    struct mp_mib *mib = independent(a);
    mib->bssids[0] = NET_2;
    mib->phys[0] = 1; /* OFDM */
    mib->phy_count = 1;
    mib->beacon_period = 50;
    mib->atim_window = 7;
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_int_equal(a->freq, 5180);
    assert_memory_equal(seen.bssid, NET_2.b, 6);
    assert_start_names(NET_2);
    assert_int_equal(get_le16(seen.body + 8), 50);
    assert_int_equal(get_le16(seen.body + 10), CAPABILITY_IBSS);
    assert_memory_equal(elements()->ssid.data, "net", 3);
    assert_int_equal(get_le16(element(ELEMENT_IBSS).data), 7);
    assert_int_equal(elements()->rates.data[0], 0x80 | 12); /* 6 Mb/s is mandatory */
    /* TBTTs are where the TSF is a multiple of the interval; a pause of 2 aCWmin slots */
    uint64_t tsf = get_le64(seen.body);
    assert_true(tsf % (50 * EXTSTA_TU) <= 2 * 15 * 9);
}

static void IBS_07_a_bssid_of_its_own(void **state)
{
    struct air *a = *state;
    independent(a); /* the wildcard */
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_int_equal(seen.bssid[0] & 3, 2); /* locally administered, individual */
    assert_memory_equal(seen.start.operation_start.adhoc_bssid.b, seen.bssid, 6);
    uint8_t before[6];
    memcpy(before, seen.bssid, 6);
    air_disconnect(a);
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_memory_not_equal(seen.bssid, before, 6);
}

static void IBS_08_the_desired_country(void **state)
{
    struct air *a = *state;
    struct mp_mib *mib = independent(a);
    mib->multi_domain = true;
    memcpy(mib->country, "DE ", 3);
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 5 * EXTSTA_SECOND);
    /* channels 1, 6, 11 of the radio: three triplets, and a pad octet to an even length */
    static const uint8_t body[] = {'D', 'E', ' ', 1, 1, 20, 6, 1, 20, 11, 1, 20};
    assert_int_equal(elements()->country.len, sizeof body);
    assert_memory_equal(elements()->country.data, body, sizeof body);
}

static void IBS_08_the_country_that_others_say(void **state)
{
    struct air *a = *state;
    struct mp_mib *mib = independent(a);
    static const uint8_t country[] = {7, 6, 'F', 'R', ' ', 1, 13, 20};
    mib->multi_domain = true;
    network_frame(a, FRAME_BEACON, PEER(1), NET_2, "other", 1, span(country, sizeof country));
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 5 * EXTSTA_SECOND);
    assert_memory_equal(elements()->country.data, "FR ", 3);
}

static void IBS_08_joined_it_is_the_networks(void **state)
{
    struct air *a = *state;
    static const uint8_t country[] = {7, 6, 'F', 'R', ' ', 1, 13, 20};
    struct mp_mib *mib = independent(a);
    memcpy(mib->country, "DE ", 3);
    for (unsigned i = 0; i < 2; i++) {
        network_frame(a, FRAME_BEACON, PEER(1), NET_1, "net", 1, span(country, sizeof country));
        if (i == 0) {
            air_connect(a);
        }
    }
    air_pass(a, EXTSTA_SECOND);
    assert_int_equal(elements()->country.len, 6);
    assert_memory_equal(elements()->country.data, country + 2, 6);
    assert_int_equal(get_le16(seen.body + 8), 200); /* and so is the interval */
}

static void probe(struct air *a, uint8_t peer, struct extsta_mac to, const char *ssid)
{
    uint8_t frame[80];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_PROBE_REQ, to, PEER(peer), mac_broadcast, a->seq++ & 0xfff);
    element_write(&w, ELEMENT_SSID, span((const uint8_t *)ssid, strlen(ssid)));
    deliver(a, &w);
}

static void IBS_09_the_hosts_elements_in_beacons_and_answers(void **state)
{
    struct air *a = *state;
    static const uint8_t extra[] = {221, 5, 1, 2, 3, 4, 5};
    struct mp_mib *mib = independent(a);
    mib->bssids[0] = NET_1;
    assert_int_equal(ibss_params(a, false, span(extra, sizeof extra)), NDIS_STATUS_SUCCESS);
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_memory_equal(seen.body + seen.len - sizeof extra, extra, sizeof extra);
    memset(seen.body, 0, sizeof seen.body);
    probe(a, 9, STA_MAC, "net");
    assert_int_equal(seen.probe_responses, 1);
    assert_memory_equal(seen.body + seen.len - sizeof extra, extra, sizeof extra);
}

/* --- Beacons by turns --- */

/* Who sent the last Beacon answers everybody; who is asked by address always answers. */
static void probe_requests_are_answered_by_one(void **state)
{
    struct air *a = *state;
    started_with(a, 1);
    beacon(a, 1);
    probe(a, 9, mac_broadcast, "net");
    assert_int_equal(seen.probe_responses, 0); /* the last Beacon was the peer's */
    probe(a, 9, STA_MAC, "");
    assert_int_equal(seen.probe_responses, 1);
    unsigned before = seen.beacons;
    while (seen.beacons == before) {
        air_pass(a, EXTSTA_MS);
    }
    probe(a, 9, mac_broadcast, "net");
    assert_int_equal(seen.probe_responses, 2);
    probe(a, 9, mac_broadcast, "other");
    assert_int_equal(seen.probe_responses, 2);
}

/* 11.1.3.5: the Beacon of another in our pause is that of this TBTT. */
static void a_beacon_heard_cancels_ours(void **state)
{
    struct air *a = *state;
    started_with(a, 1);
    for (unsigned i = 0; i < 30; i++) {
        unsigned before = seen.beacons;
        extsta_time tbtt = a->mp->mlme.ibss->tbtt;
        air_run(a, tbtt);
        if (seen.beacons == before) { /* the pause was not 0 */
            beacon(a, 1);
            air_run(a, tbtt + 90 * EXTSTA_MS);
            assert_int_equal(seen.beacons, before);
        }
    }
    /* IBS-16: meanwhile we say in another way that we are there, twice a threshold of 2 s */
    assert_in_range(seen.nulls, 3, 5);
    unsigned before = seen.beacons;
    air_pass(a, EXTSTA_SECOND); /* and with nobody else all are ours */
    assert_in_range(seen.beacons - before, 9, 11);
}

/* 11.1.5: a later time is adopted, an earlier one is not. */
static void the_later_time_is_adopted(void **state)
{
    struct air *a = *state;
    started_with(a, 1);
    uint64_t tsf = ibss_beacon_tsf(a->mp, a->now);
    beacon_at(a, 1, NET_1, tsf - 5000);
    assert_true(ibss_beacon_tsf(a->mp, a->now) == tsf);
    beacon_at(a, 1, NET_1, tsf + 5000);
    assert_true(ibss_beacon_tsf(a->mp, a->now) == tsf + 5000);
}

/* --- moving --- */

static void IBS_13_to_an_older_network_of_the_name(void **state)
{
    struct air *a = *state;
    started_with(a, 2);
    uint64_t tsf = ibss_beacon_tsf(a->mp, a->now);
    beacon_at(a, 5, NET_2, tsf - 1000); /* younger: its stations come to us */
    network_frame(a, FRAME_BEACON, PEER(6), NET_2, "other", tsf + 99999, span(NULL, 0));
    STORY(a, "");
    seen.network = NET_2;
    beacon_at(a, 5, NET_2, tsf + 99999);
    air_pass(a, 10 * EXTSTA_MS);
    assert_start_names(NET_2);
    char *one = strstr(a->log, "DISASSOCIATION 020000000101 d\n");
    char *two = strstr(a->log, "DISASSOCIATION 020000000102 d\n");
    char *start = strstr(a->log, "ROAMING_START d\n");
    char *first = strstr(a->log, "ASSOCIATION_START 020000000105 net\n");
    char *done = strstr(a->log, "ROAMING_COMPLETION 0\n");
    assert_true(start && one && two && first && done); /* in this order */
    assert_true(start < one && start < two && one < first && two < first && first < done);
    assert_true(ibss_beacon_tsf(a->mp, a->now) >= tsf + 99999);
    assert_int_equal(a->mp->mlme.ibss->peers, 1);
}

/* ROM-11: nobody is there after all; in OP, and a member all the same. */
static void IBS_13_a_roam_that_finds_nobody(void **state)
{
    struct air *a = *state;
    started_with(a, 1);
    seen.there = 0;
    beacon_at(a, 5, NET_2, 1ull << 40);
    air_pass(a, 5 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ROAMING_COMPLETION 6\n"));
    assert_int_equal(a->mp->mlme.connection, CONNECTION_CONNECTED);
    assert_memory_equal(seen.bssid, NET_2.b, 6);
}

static void IBS_14_only_joined_it_moves_when_it_is_alone(void **state)
{
    struct air *a = *state;
    independent(a);
    ibss_params(a, true, span(NULL, 0));
    beacon(a, 1);
    air_connect(a);
    beacon(a, 1);
    air_pass(a, 20 * EXTSTA_MS);
    a->log[0] = 0;
    for (unsigned i = 0; i < 40; i++) { /* older, and the peer is still there */
        air_pass(a, 100 * EXTSTA_MS);
        null_frame(a, 1);
        if (i < 5) {
            beacon_at(a, 5, NET_2, 1ull << 40);
        }
    }
    STORY(a, "");
    deauth(a, 1, NET_1, 3);
    STORY(a, "DISASSOCIATION 020000000101 10003\n");
    unsigned before = seen.beacons;
    air_pass(a, 9 * EXTSTA_SECOND);
    assert_int_equal(seen.beacons, before); /* no Beacons: it searches */
    STORY(a, "");
    seen.network = NET_2;
    while (!strstr(a->log, "ROAMING_COMPLETION")) {
        air_pass(a, 100 * EXTSTA_MS);
        if (a->freq == FREQ) {
            beacon_at(a, 5, NET_2, 1ull << 40);
        }
    }
    STORY(a, "ROAMING_START d\nASSOCIATION_START 020000000105 net\n"
             "tx auth 020000000105\nASSOCIATION_COMPLETION 020000000105 0\n"
             "ROAMING_COMPLETION 0\n");
}

/* --- without memory --- */

/* All of it once: started, peers, one leaves, another network, good-bye. */
static void course(struct air *a)
{
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    for (uint8_t n = 1; n <= 3; n++) {
        beacon(a, n);
        air_pass(a, 20 * EXTSTA_MS);
        auth(a, n, 1, 0);
    }
    deauth(a, 2, NET_1, 3);
    beacon_at(a, 5, NET_2, 1ull << 40);
    air_pass(a, 100 * EXTSTA_MS);
    air_disconnect(a);
}

/* Nothing is left over and nothing hangs, whichever request for memory is the first to be
 * refused, and when there is memory again all works. */
static void X_09_refused_memory_at_any_point(void **state)
{
    (void)state;
    for (size_t n = 0; n < 150; n++) {
        void *fresh = NULL;
        air_setup(&fresh);
        struct air *a = fresh;
        struct mp_mib *mib = independent(a);
        mib->bssids[0] = NET_1;
        mib->bssids[1] = NET_2;
        mib->bssid_count = 2;
        a->fail_after = n;
        course(a);
        a->fail_after = SIZE_MAX;
        a->log[0] = 0;
        air_pass(a, EXTSTA_SECOND);
        air_reset(a);
        assert_int_equal(a->mp->state, MP_INIT);
        assert_null(a->mp->mlme.ibss);
        assert_true(!a->mp->peers.only && !a->mp->peers.many);
        mib = independent(a);
        mib->bssids[0] = NET_1;
        a->log[0] = 0;
        assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
        air_pass(a, 3 * EXTSTA_SECOND);
        beacon(a, 1);
        air_pass(a, 20 * EXTSTA_MS);
        assert_int_equal(a->mp->mlme.ibss->peers, 1);
        air_teardown(&fresh);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(IBS_01_IBS_04_IBS_05_one_that_is_there_is_joined),
        AIR_TEST(IBS_01_also_where_none_may_be_started),
        AIR_TEST(IBS_02_started_when_all_joins_have_failed),
        AIR_TEST(IBS_02_IBS_06_started_where_there_is_none),
        AIR_TEST(IBS_03_the_search_ends_with_the_hosts_word),
        AIR_TEST(IBS_03_the_search_finds),
        AIR_TEST(IBS_07_as_desired),
        AIR_TEST(IBS_07_a_bssid_of_its_own),
        AIR_TEST(IBS_08_the_desired_country),
        AIR_TEST(IBS_08_the_country_that_others_say),
        AIR_TEST(IBS_08_joined_it_is_the_networks),
        AIR_TEST(IBS_09_the_hosts_elements_in_beacons_and_answers),
        AIR_TEST(probe_requests_are_answered_by_one),
        AIR_TEST(a_beacon_heard_cancels_ours),
        AIR_TEST(the_later_time_is_adopted),
        AIR_TEST(IBS_13_to_an_older_network_of_the_name),
        AIR_TEST(IBS_13_a_roam_that_finds_nobody),
        AIR_TEST(IBS_14_only_joined_it_moves_when_it_is_alone),
        cmocka_unit_test(X_09_refused_memory_at_any_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
