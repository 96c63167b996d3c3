/* The independent network (contract chapter 75; DIS-24, DIS-25, DIS-31) against the real
 * miniport: its peers are played by hand, frame by frame. What is compared are indications and
 * the frames that matter; Beacons, Probe Requests, Null frames and link quality are looked at
 * where a test is about them. */
#include "mlme_air.h"
#include "boundary/payload.h"
#include "miniport/mlme/ibss.h"

#define FREQ  2412
#define NET_1 ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xaa}}) /* "A" in the log */
#define NET_2 ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xbb}}) /* "B" */
#define PEER(n) ((struct extsta_mac){{0x02, 0, 0, 0, 1, (n)}})

/* What the watcher saw of the station. */
static struct seen {
    unsigned beacons, probe_responses, nulls, qualities;
    uint8_t bssid[6], body[1024]; /* of the last Beacon or Probe Response */
    size_t len;
    extsta_time beacon_at;
    struct extsta_payload start; /* last CONNECTION_START or ROAMING_START */
    struct extsta_mac quality_of;
    uint32_t answers; /* bit n: PEER(n) answers Authentication */
    uint32_t there;   /* bit n: PEER(n) acknowledges */
    struct extsta_mac network;
} seen;

static bool is_there(const struct air *a, struct extsta_mac to)
{
    return to.b[4] == 1 && (seen.there >> to.b[5] & 1);
}

/* --- frames of peers --- */

static void deliver(struct air *a, const struct writer *w)
{
    assert_false(w->failed);
    air_deliver(a, span(w->start, writer_len(w)), FREQ, -60);
}

/* elements: behind the usual ones. */
static void network_frame(struct air *a, enum frame_kind kind, struct extsta_mac peer,
                          struct extsta_mac bssid, const char *ssid, uint64_t tsf,
                          struct extsta_span elements)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96}, atim[2] = {0};
    uint8_t frame[400], body[300], channel = 1;
    struct writer w = writer_of(frame, sizeof frame), e = writer_of(body, sizeof body);
    element_write(&e, ELEMENT_SSID, span((const uint8_t *)ssid, strlen(ssid)));
    element_write(&e, ELEMENT_RATES, span(rates, sizeof rates));
    element_write(&e, ELEMENT_DS, span(&channel, 1));
    element_write(&e, ELEMENT_IBSS, span(atim, sizeof atim));
    writer_span(&e, elements);
    frame_write_mgmt(&w, kind, kind == FRAME_BEACON ? mac_broadcast : STA_MAC, peer, bssid,
                     a->seq++ & 0xfff);
    mgmt_write_beacon(&w, &(struct mgmt_beacon){.timestamp = tsf,
                                                .interval = 200,
                                                .capability = CAPABILITY_IBSS,
                                                .elements = span(body, writer_len(&e))});
    deliver(a, &w);
}

static void beacon_at(struct air *a, uint8_t peer, struct extsta_mac bssid, uint64_t tsf)
{
    network_frame(a, FRAME_BEACON, PEER(peer), bssid, "net", tsf, span(NULL, 0));
}

/* Of the network the station is in, or is to find; a time that nobody adopts. */
static void beacon(struct air *a, uint8_t peer)
{
    beacon_at(a, peer, seen.network, 1);
}

static void auth(struct air *a, uint8_t peer, uint16_t transaction, uint16_t status)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, PEER(peer), seen.network, a->seq++ & 0xfff);
    mgmt_write_auth(&w, &(struct mgmt_auth){.transaction = transaction, .status = status});
    deliver(a, &w);
}

static void deauth(struct air *a, uint8_t peer, struct extsta_mac bssid, uint16_t reason)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_DEAUTH, STA_MAC, PEER(peer), bssid, a->seq++ & 0xfff);
    mgmt_write_reason(&w, reason);
    deliver(a, &w);
}

static void null_frame(struct air *a, uint8_t peer)
{
    uint8_t frame[24] = {FRAME_NULL};
    memcpy(frame + 4, mac_broadcast.b, 6);
    memcpy(frame + 10, PEER(peer).b, 6);
    memcpy(frame + 16, seen.network.b, 6);
    put_le16(frame + 22, (uint16_t)(a->seq++ << 4));
    air_deliver(a, span(frame, sizeof frame), FREQ, -60);
}

/* --- the station --- */

static void watch(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    (void)watcher;
    if (o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_INDICATION) {
        uint32_t code = o->crossing.code;
        if (code == NDIS_STATUS_DOT11_CONNECTION_START ||
            code == NDIS_STATUS_DOT11_ROAMING_START) {
            assert_true(extsta_payload_read(extsta_indication_form(code), o->crossing.buffer,
                                            &seen.start));
        } else if (code == NDIS_STATUS_DOT11_LINK_QUALITY) {
            seen.qualities++;
            memcpy(seen.quality_of.b, o->crossing.buffer.data + 12, 6);
        }
    }
    if (o->type != EXTSTA_OUT_FRAME || !frame_parse(o->frame.bytes, &f, &drop)) {
        return;
    }
    seen.nulls += frame_kind(&f) == FRAME_NULL;
    if (frame_kind(&f) == FRAME_BEACON || frame_kind(&f) == FRAME_PROBE_RESP) {
        seen.beacons += frame_kind(&f) == FRAME_BEACON;
        seen.probe_responses += frame_kind(&f) == FRAME_PROBE_RESP;
        seen.beacon_at = a->now;
        memcpy(seen.bssid, f.addr3.b, 6);
        memcpy(seen.body, f.body.data, f.body.len);
        seen.len = f.body.len;
    }
    if (frame_kind(&f) == FRAME_AUTH && f.body.data[2] == 1 && is_there(a, f.addr1) &&
        (seen.answers >> f.addr1.b[5] & 1)) {
        struct air *self = (struct air *)a; /* the answer comes a little later */
        struct ap as = {.freq = FREQ, .signal = -60};
        uint8_t frame[30];
        struct writer w = writer_of(frame, sizeof frame);
        frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, f.addr1, f.addr3, self->seq++ & 0xfff);
        mgmt_write_auth(&w, &(struct mgmt_auth){.transaction = 2});
        air_enqueue(self, &as, span(frame, writer_len(&w)));
    }
}

static const struct elements *elements(void)
{
    static struct elements e;
    assert_true(seen.len > 12);
    assert_true(elements_parse(span(seen.body + 12, seen.len - 12), &e));
    return &e;
}

/* An element of the last Beacon or Probe Response. */
static struct extsta_span element(uint8_t id)
{
    struct element e;
    return element_find(span(seen.body + 12, seen.len - 12), id, &e) ? e.value : span(NULL, 0);
}

/* The log without what comes all the time. */
static void story(struct air *a, const char *expected, const char *file, int line)
{
    static const char *const noise[] = {"tx beacon", "tx probe-req", "tx null", "tx probe-resp",
                                        "LINK_QUALITY"};
    char *to = a->log;
    for (char *at = a->log, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        size_t len = (size_t)(end + 1 - at);
        bool skip = false;
        for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
            skip |= strncmp(at, noise[i], strlen(noise[i])) == 0;
        }
        memmove(to, at, skip ? 0 : len);
        to += skip ? 0 : len;
    }
    *to = 0;
    air_expect_(a, expected, file, line);
}
#define STORY(a, ...) story(a, __VA_ARGS__, __FILE__, __LINE__)

static struct mp_mib *independent(struct air *a)
{
    memset(&seen, 0, sizeof seen);
    seen.answers = seen.there = UINT32_MAX;
    seen.network = NET_1;
    a->watch = watch;
    a->acks = is_there;
    air_profile(a, "net", false);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->desired_bss_type = dot11_BSS_type_independent;
    return mib;
}

/* In a network of its own, NET_1. */
static void started(struct air *a)
{
    struct mp_mib *mib = independent(a);
    mib->bssids[0] = NET_1;
    mib->bssids[1] = NET_2;
    mib->bssid_count = 2;
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 3 * EXTSTA_SECOND);
    STORY(a, "CONNECTION_START\nCONNECTION_COMPLETION 0\n");
}

/* ... with these peers. */
static void started_with(struct air *a, uint8_t count)
{
    started(a);
    for (uint8_t n = 1; n <= count; n++) {
        beacon(a, n);
        air_pass(a, 20 * EXTSTA_MS);
    }
    assert_int_equal(a->mp->mlme.ibss->peers, count);
    a->log[0] = 0;
}

static uint32_t ibss_params(struct air *a, bool join_only, struct extsta_span ies)
{
    uint8_t b[200];
    size_t len = extsta_payload_write(
        PAYLOAD(IBSS_PARAMS, .ibss = {.join_only = join_only, .elements.bytes = ies}), b,
        sizeof b);
    return air_oid(a, OID_DOT11_IBSS_PARAMS, EXTSTA_OID_SET, b, len, 0);
}

static void assert_start_names(struct extsta_mac bssid)
{
    assert_memory_equal(seen.start.operation_start.adhoc_bssid.b, bssid.b, 6);
    assert_int_equal(seen.start.operation_start.adhoc_ssid.len, 3);
    assert_memory_equal(seen.start.operation_start.adhoc_ssid.bytes, "net", 3);
}

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
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS); /* */
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
    assert_int_equal(seen.beacons, before); /* STA-13 */
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
    assert_false(has_keys(a, 1)); /* ASC-36 */
    assert_true(has_keys(a, 2));
    auth(a, 1, 1, 0); /* once more, at once: it is the same joining */
    STORY(a, "tx auth 020000000101\n");
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
        AIR_TEST(IBS_13_to_an_older_network_of_the_name),
        AIR_TEST(IBS_13_a_roam_that_finds_nobody),
        AIR_TEST(IBS_14_only_joined_it_moves_when_it_is_alone),
        cmocka_unit_test(X_09_refused_memory_at_any_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
