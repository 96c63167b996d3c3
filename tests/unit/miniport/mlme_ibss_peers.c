/* The peers of an independent network (contract chapter 75; DIS-24, DIS-25, DIS-31): an association
 * for each, how one ends, and that it is nobody else's end. */
#include "ibss_air.h"

/* --- peers --- */

static void IBS_10_each_new_peer_gets_an_association(void **state)
{
    struct air *a = *state;
    started(a);
    beacon(a, 1);
    air_pass(a, 10 * EXTSTA_MS);
    null_frame(a, 2); /* its first frame, whatever it is */
    air_pass(a, 10 * EXTSTA_MS);
    auth(a, 3, 1, 0); /* it asks us: the start is first of all, the answer completes it */
    STORY(a, "ASSOCIATION_START 020000000101 net\ntx auth 020000000101\n"
             "ASSOCIATION_COMPLETION 020000000101 0\n"
             "ASSOCIATION_START 020000000102 net\ntx auth 020000000102\n"
             "ASSOCIATION_COMPLETION 020000000102 0\n"
             "ASSOCIATION_START 020000000103 net\ntx auth 020000000103\n"
             "ASSOCIATION_COMPLETION 020000000103 0\n");
    assert_int_equal(a->mp->mlme.ibss->peers, 3);
}

/* IBS-10: "that matches the candidate criteria". */
static void IBS_10_CNX_25_an_excluded_one_gets_none(void **state)
{
    struct air *a = *state;
    uint8_t b[40];
    started(a);
    struct writer w = writer_of(b, sizeof b);
    payload_write_one(&w, EXTSTA_FORM_MAC_ADDRESS_LIST, PAYLOAD(ADDRESS, .address = PEER(1)));
    assert_int_equal(
        air_oid(a, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, EXTSTA_OID_SET, b, writer_len(&w), 0),
        NDIS_STATUS_SUCCESS);
    beacon(a, 1);
    auth(a, 1, 1, 0);
    air_pass(a, 20 * EXTSTA_MS);
    STORY(a, "");
}

static void IBS_11_two_at_the_same_time(void **state)
{
    struct air *a = *state;
    started(a);
    seen.answers = 0;
    beacon(a, 1);
    beacon(a, 2);
    air_pass(a, 10 * EXTSTA_MS);
    auth(a, 2, 2, 0);
    auth(a, 1, 2, 0);
    char *one = strstr(a->log, "ASSOCIATION_START 020000000101");
    char *two = strstr(a->log, "ASSOCIATION_START 020000000102");
    char *two_done = strstr(a->log, "ASSOCIATION_COMPLETION 020000000102 0");
    char *one_done = strstr(a->log, "ASSOCIATION_COMPLETION 020000000101 0");
    assert_true(one && two && one_done && two_done);
    assert_true(one < two && two < two_done && two_done < one_done);
}

/* IBS-12: nobody need answer an Authentication; who acknowledges it is there. */
static void IBS_12_a_peer_that_does_not_answer(void **state)
{
    struct air *a = *state;
    started(a);
    seen.answers = 0;
    beacon(a, 1);
    air_pass(a, 400 * EXTSTA_MS);
    STORY(a, "ASSOCIATION_START 020000000101 net\ntx auth 020000000101\n"
             "ASSOCIATION_COMPLETION 020000000101 0\n");
}

/* ... and who does not even do that is not; he is left in peace for a while. */
static void ASC_30_a_peer_that_is_not_there(void **state)
{
    struct air *a = *state;
    started(a);
    seen.there = 0;
    beacon(a, 1);
    for (unsigned i = 0; i < 10; i++) {
        air_pass(a, 100 * EXTSTA_MS);
        beacon(a, 1);
    }
    STORY(a, "ASSOCIATION_START 020000000101 net\ntx auth 020000000101\n"
             "tx auth 020000000101\ntx auth 020000000101\n"
             "ASSOCIATION_COMPLETION 020000000101 2\n");
}

static void ASC_12_ASC_14_ASC_15_ASC_16_ASC_22_completion_of_a_peer(void **state)
{
    struct air *a = *state;
    struct extsta_payload p;
    started_with(a, 1);
    assert_true(extsta_payload_read(EXTSTA_FORM_ASSOCIATION_COMPLETION,
                                    span(a->completion, a->completion_len), &p));
    const struct extsta_association_completion *c = &p.association_completion;
    assert_false(c->reassoc_request || c->reassoc_response);
    assert_int_equal(c->request.bytes.len, 0); /* no frames but the Beacon */
    assert_int_equal(c->response.bytes.len, 0);
    assert_true(c->beacon.bytes.len > 12);
    assert_int_equal(get_le16(c->beacon.bytes.data + 10), CAPABILITY_IBSS);
    assert_int_equal(c->ds_info, DOT11_DS_UNKNOWN);
    assert_int_equal(c->encap.size, 0);
}

static void ASC_33_ASC_39_an_entry_for_each_peer(void **state)
{
    struct air *a = *state;
    uint8_t list[4000];
    struct extsta_payload p, e;
    started_with(a, 3);
    assert_int_equal(air_oid(a, OID_DOT11_ENUM_ASSOCIATION_INFO, EXTSTA_OID_QUERY, list, 0,
                             sizeof list),
                     NDIS_STATUS_SUCCESS);
    assert_true(extsta_payload_read(EXTSTA_FORM_ASSOCIATION_INFO_LIST,
                                    span(list, sizeof list), &p));
    unsigned n = 0;
    while (extsta_payload_next(&p.list.entries, &e)) {
        n++;
        assert_int_equal(e.association_info.peer.b[4], 1);
        assert_memory_equal(e.association_info.bssid.b, NET_1.b, 6);
        assert_int_equal(e.association_info.listen_interval, 0);
        assert_int_equal(e.association_info.aid, 0);
        assert_true(e.association_info.up_time == 0);
        assert_int_not_equal(e.association_info.state, dot11_assoc_state_auth_assoc);
    }
    assert_int_equal(n, 3);
}

static void ASC_42_the_beacon_period(void **state)
{
    struct air *a = *state;
    uint8_t number[4];
    struct mp_mib *mib = independent(a);
    mib->beacon_period = 77;
    air_connect(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    air_oid(a, OID_DOT11_BEACON_PERIOD, EXTSTA_OID_QUERY, number, 0, 4);
    assert_int_equal(get_le32(number), 77); /* started */
    air_disconnect(a);
    beacon(a, 1);
    air_connect(a);
    beacon(a, 1);
    air_pass(a, 20 * EXTSTA_MS);
    air_oid(a, OID_DOT11_BEACON_PERIOD, EXTSTA_OID_QUERY, number, 0, 4);
    assert_int_equal(get_le32(number), 200); /* joined: as it says */
}

/* IBS-21, LQ-04: of the peer that was measured, and at once for a new one. */
static void IBS_21_quality_of_each_peer(void **state)
{
    struct air *a = *state;
    started_with(a, 2);
    assert_int_equal(seen.qualities, 2);
    assert_memory_equal(seen.quality_of.b, PEER(2).b, 6);
    for (unsigned i = 0; i < 30; i++) {
        air_pass(a, 100 * EXTSTA_MS);
        null_frame(a, 2);
        beacon(a, 1);
    }
    assert_int_equal(seen.qualities, 2); /* LQ-05: nothing has changed */
}

/* --- ends --- */

static void IBS_15_DIS_24_a_peer_leaves_by_frame(void **state)
{
    struct air *a = *state;
    started_with(a, 3);
    deauth(a, 2, NET_2, 3); /* of another network: nobody's end (DIS-14) */
    deauth(a, 9, NET_1, 3);
    STORY(a, "");
    deauth(a, 2, NET_1, 3);
    STORY(a, "DISASSOCIATION 020000000102 10003\n");
    assert_int_equal(a->mp->mlme.ibss->peers, 2);
    assert_non_null(link_peer_at(a->mp, PEER(1)));
    assert_null(link_peer_at(a->mp, PEER(2)));
    assert_non_null(link_peer_at(a->mp, PEER(3)));
    assert_int_equal(a->mp->mlme.connection, CONNECTION_CONNECTED);
    unsigned before = seen.beacons;
    air_pass(a, 500 * EXTSTA_MS);
    assert_true(seen.beacons > before); /* the station stays */
}

static void give_keys(struct air *a, uint8_t peer, bool is_static)
{
    uint8_t material[40], key[100], list[140];
    struct writer m = writer_of(material, sizeof material), k = writer_of(key, sizeof key);
    struct writer w = writer_of(list, sizeof list);
    uint8_t octets[16] = {peer, 1, 2};
    payload_write(&m, PAYLOAD(KEY_MATERIAL, .material = {.key_len = 16,
                                                         .keys.bytes = span(octets, 16)}));
    struct extsta_span bytes = writer_span_of(&m);
    payload_write(&k, PAYLOAD(KEY_MAPPING_KEY, .key = {.peer = PEER(peer),
                                                       .algorithm = DOT11_CIPHER_ALGO_CCMP,
                                                       .direction = DOT11_DIR_BOTH,
                                                       .is_static = is_static,
                                                       .key.bytes = bytes}));
    payload_write_list(&w, EXTSTA_FORM_KEY_MAPPING_KEYS, (uint32_t)writer_len(&k),
                       writer_span_of(&k));
    assert_int_equal(air_oid(a, OID_DOT11_CIPHER_KEY_MAPPING_KEY, EXTSTA_OID_SET, list,
                             writer_len(&w), 0),
                     NDIS_STATUS_SUCCESS);
    w = writer_of(list, sizeof list);
    payload_write(&w, PAYLOAD(DEFAULT_KEY, .key = {.peer = PEER(peer),
                                                   .index = 1,
                                                   .algorithm = DOT11_CIPHER_ALGO_CCMP,
                                                   .is_static = is_static,
                                                   .key.bytes = bytes}));
    assert_int_equal(
        air_oid(a, OID_DOT11_CIPHER_DEFAULT_KEY, EXTSTA_OID_SET, list, writer_len(&w), 0),
        NDIS_STATUS_SUCCESS);
}

static bool has_keys(const struct air *a, uint8_t peer)
{
    bool row = false;
    bool station = keys_station_find(a->mp, PEER(peer), 1, &row) != NULL;
    bool mapping = keys_mapping_find(a->mp, PEER(peer), DOT11_DIR_INBOUND) != NULL;
    assert_true(station == mapping && station == row);
    return station;
}

static void IBS_15_DIS_25_its_keys_go_and_no_others(void **state)
{
    struct air *a = *state;
    started_with(a, 3);
    give_keys(a, 1, false);
    give_keys(a, 2, true); /* static ones as well */
    give_keys(a, 3, false);
    deauth(a, 2, NET_1, 3);
    assert_true(has_keys(a, 1));
    assert_false(has_keys(a, 2));
    assert_true(has_keys(a, 3));
}

static void IBS_16_one_falls_silent(void **state)
{
    struct air *a = *state;
    started_with(a, 3);
    give_keys(a, 2, false);
    extsta_time silent_since = a->now;
    while (strstr(a->log, "DISASSOCIATION") == NULL) {
        air_pass(a, 100 * EXTSTA_MS);
        null_frame(a, 1);
        beacon(a, 3);
    }
    assert_in_range(a->now - silent_since, 1900 * EXTSTA_MS, 2400 * EXTSTA_MS);
    STORY(a, "DISASSOCIATION 020000000102 2\n");
    assert_false(has_keys(a, 2));
    for (unsigned i = 0; i < 50; i++) {
        air_pass(a, 100 * EXTSTA_MS);
        null_frame(a, 1);
        beacon(a, 3);
    }
    STORY(a, "");
}

/* It is asked before it is given up, and a Probe Response is a sign of life. */
static void IBS_16_who_answers_has_not_left(void **state)
{
    struct air *a = *state;
    started_with(a, 1);
    for (unsigned i = 0; i < 100; i++) {
        char *asked = strstr(a->log, "tx probe-req A net");
        if (asked) {
            network_frame(a, FRAME_PROBE_RESP, PEER(1), NET_1, "net", 1, span(NULL, 0));
            a->log[0] = 0;
        }
        air_pass(a, 100 * EXTSTA_MS);
    }
    assert_int_equal(a->mp->mlme.ibss->peers, 1);
}

static void IBS_17_disconnect_leaves_every_peer(void **state)
{
    struct air *a = *state;
    started_with(a, 3);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS);
    for (uint8_t n = 1; n <= 3; n++) {
        char line[60];
        snprintf(line, sizeof line, "tx deauth 0200000001%02x 3\n", n);
        assert_non_null(strstr(a->log, line));
        snprintf(line, sizeof line, "DISASSOCIATION 0200000001%02x 7\n", n);
        assert_non_null(strstr(a->log, line));
    }
    assert_int_equal(a->mp->state, MP_INIT);
    a->log[0] = 0;
    unsigned before = seen.beacons;
    beacon(a, 1);
    air_pass(a, 5 * EXTSTA_SECOND);
    STORY(a, "");
    assert_int_equal(seen.beacons, before); /* STA-13: beacons only in an IBSS */
    assert_null(a->mp->peers.only);
    assert_null(a->mp->peers.many);
}

static void IBS_17_RST_06_reset_leaves_every_peer(void **state)
{
    struct air *a = *state;
    started_with(a, 2);
    seen.answers = 0;
    beacon(a, 3); /* an operation is open: it ends first */
    a->log[0] = 0;
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION 020000000103 5"));
    assert_non_null(strstr(a->log, "DISASSOCIATION 020000000101 7"));
    assert_non_null(strstr(a->log, "DISASSOCIATION 020000000102 7"));
    assert_null(strstr(a->log, "DISASSOCIATION 020000000103"));
    assert_null(a->mp->mlme.ibss);
}

/* PWR-07; the network is still ours when the radio is on again. */
static void PWR_07_radio_off_and_on(void **state)
{
    struct air *a = *state;
    started_with(a, 2);
    miniport_ops.radio_switch(a->mp, a->now, 0, false);
    miniport_ops.radio_switch(a->mp, a->now, 1, false);
    air_drain(a);
    assert_non_null(strstr(a->log, "DISASSOCIATION 020000000101 3"));
    assert_non_null(strstr(a->log, "DISASSOCIATION 020000000102 3"));
    unsigned before = seen.beacons;
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_int_equal(seen.beacons, before);
    a->log[0] = 0;
    miniport_ops.radio_switch(a->mp, a->now, 0, true);
    air_drain(a);
    air_pass(a, EXTSTA_SECOND);
    assert_true(seen.beacons > before);
    beacon(a, 1);
    air_pass(a, 20 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION 020000000101 0"));
}

static void DIS_13_an_excluded_peer_is_left(void **state)
{
    struct air *a = *state;
    uint8_t b[40];
    struct writer w = writer_of(b, sizeof b);
    started_with(a, 2);
    payload_write_one(&w, EXTSTA_FORM_MAC_ADDRESS_LIST, PAYLOAD(ADDRESS, .address = PEER(1)));
    air_oid(a, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, EXTSTA_OID_SET, b, writer_len(&w), 0);
    STORY(a, "tx deauth 020000000101 3\nDISASSOCIATION 020000000101 1\n");
    assert_int_equal(a->mp->mlme.ibss->peers, 1);
}

/* DIS-01: its old association ends with the start, without a word; the others are untouched. */
static void DIS_31_DIS_01_the_same_peer_again(void **state)
{
    struct air *a = *state;
    started_with(a, 3);
    give_keys(a, 1, false);
    give_keys(a, 2, false);
    for (unsigned i = 0; i < 12; i++) { /* the old one is not of this very joining */
        air_pass(a, 100 * EXTSTA_MS);
        null_frame(a, 1);
        null_frame(a, 2);
        null_frame(a, 3);
    }
    a->log[0] = 0;
    auth(a, 1, 1, 0);
    STORY(a, "ASSOCIATION_START 020000000101 net\ntx auth 020000000101\n"
             "ASSOCIATION_COMPLETION 020000000101 0\n");
    assert_int_equal(a->mp->mlme.ibss->peers, 3);
    assert_false(has_keys(a, 1)); /* ASC-36: its keys go */
    assert_true(has_keys(a, 2));
    auth(a, 1, 1, 0); /* once more, at once: it is the same joining */
    STORY(a, "tx auth 020000000101\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(IBS_10_each_new_peer_gets_an_association),
        AIR_TEST(IBS_10_CNX_25_an_excluded_one_gets_none),
        AIR_TEST(IBS_11_two_at_the_same_time),
        AIR_TEST(IBS_12_a_peer_that_does_not_answer),
        AIR_TEST(ASC_30_a_peer_that_is_not_there),
        AIR_TEST(ASC_12_ASC_14_ASC_15_ASC_16_ASC_22_completion_of_a_peer),
        AIR_TEST(ASC_33_ASC_39_an_entry_for_each_peer),
        AIR_TEST(ASC_42_the_beacon_period),
        AIR_TEST(IBS_21_quality_of_each_peer),
        AIR_TEST(IBS_15_DIS_24_a_peer_leaves_by_frame),
        AIR_TEST(IBS_15_DIS_25_its_keys_go_and_no_others),
        AIR_TEST(IBS_16_one_falls_silent),
        AIR_TEST(IBS_16_who_answers_has_not_left),
        AIR_TEST(IBS_17_disconnect_leaves_every_peer),
        AIR_TEST(IBS_17_RST_06_reset_leaves_every_peer),
        AIR_TEST(PWR_07_radio_off_and_on),
        AIR_TEST(DIS_13_an_excluded_peer_is_left),
        AIR_TEST(DIS_31_DIS_01_the_same_peer_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
