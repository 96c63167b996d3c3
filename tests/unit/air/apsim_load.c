/* The scripted access point under load: what goes first, what is not sent at all, how long the
 * processor takes, and that it says so. Expectations come from IEEE Std 802.11-2020, hostapd
 * and mac80211 as apsim_queue.c and apsim_answer.c name them. */
#include "hand.h"
#include "base/context.h"

static const struct extsta_mac BSSID = {{2, 0, 0, 0, 0, 0x10}};
static const struct extsta_mac HOST = {{2, 0, 0, 0, 0, 0xfe}};
#define PASS "correct horse"
#define MS   EXTSTA_MS

#define SEEN_MAX 32768u

/* A transmission as a sniffer saw it. */
struct seen {
    extsta_time end;
    struct extsta_mac to, from;
    uint8_t kind, attempt;
    uint16_t rate, qos, len;
    bool m1;
};

struct fixture {
    uint64_t seed;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap;
    struct hand hand, other;
    struct seen seen[SEEN_MAX];
    size_t count;
    unsigned events[16];
    uint16_t last_code[16];
};

static void observe(void *user, struct apsim *ap, extsta_time now,
                    const struct apsim_event *event)
{
    struct fixture *f = user;
    f->events[event->type]++;
    f->last_code[event->type] = event->code;
}

static bool is_m1(struct extsta_span body)
{
    struct llc llc;
    struct eapol e;
    struct eapol_key key;
    return llc_parse(body, &llc) && llc.snap && llc.ethertype == ETHERTYPE_EAPOL &&
           eapol_parse(llc.payload, &e) && eapol_key_parse(&e, 16, &key) &&
           eapol_key_message(&key) == 1;
}

static void see(void *user, const struct air_sniffed *s)
{
    struct fixture *f = user;
    struct frame fr;
    enum extsta_drop drop;
    if (f->count < SEEN_MAX && frame_parse(s->bytes, &fr, &drop)) {
        f->seen[f->count++] = (struct seen){.end = s->time,
                                            .to = fr.addr1,
                                            .from = fr.addr2,
                                            .kind = frame_kind(&fr),
                                            .attempt = s->attempt,
                                            .rate = s->meta.rate,
                                            .qos = fr.qos,
                                            .len = (uint16_t)s->bytes.len,
                                            .m1 = frame_has_data(&fr) && is_m1(fr.body)};
    }
}

static struct fixture *setup_with(enum air_contention contention)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->seed = 3;
    f->ctx = testing_context(&f->seed);
    f->air = air_new(f->ctx, &(struct air_config){.seed = 5, .contention = contention});
    struct apsim_ds_config ds = {.host_ip = {192, 168, 7, 1}};
    f->ds = apsim_ds_new(f->air, &ds);
    struct air_sniffer_config sniffer = {.frame = see, .user = f, .hears_all = true};
    air_sniffer_new(f->air, &sniffer);
    return f;
}
static int setup(void **state)
{
    *state = setup_with(AIR_CONTENTION_DCF);
    return 0;
}
/* Frames of different stations arrive in the same moment. */
static int setup_at_once(void **state)
{
    *state = setup_with(AIR_CONTENTION_NONE);
    return 0;
}
static int teardown(void **state)
{
    struct fixture *f = *state;
    if (f->hand.node) {
        hand_free(&f->hand);
    }
    if (f->other.node) {
        hand_free(&f->other);
    }
    apsim_free(f->ap);
    apsim_ds_free(f->ds);
    air_free(f->air);
    extsta_context_free(f->ctx);
    free(f);
    return 0;
}

static struct apsim_config base(struct fixture *f)
{
    return (struct apsim_config){.bssid = BSSID,
                                 .ssid = "air",
                                 .ssid_len = 3,
                                 .freq = HAND_FREQ,
                                 .observe = observe,
                                 .user = f,
                                 .ds = f->ds};
}
static void start(struct fixture *f, const struct apsim_config *c)
{
    f->ap = apsim_new(f->air, c);
    assert_non_null(f->ap);
    hand_new(&f->hand, f->ctx, f->air, 1, BSSID);
    f->hand.passphrase = c->security == APSIM_WPA2_PSK ? PASS : NULL;
}
static struct apsim_status status_of(const struct fixture *f)
{
    struct apsim_status s;
    apsim_status(f->ap, &s);
    return s;
}

/* --- many stations --- */

static struct extsta_mac mac_of(uint32_t i)
{
    return (struct extsta_mac){{2, 1, 0, 0, (uint8_t)(i >> 8), (uint8_t)i}};
}

struct crowd {
    struct air_node *nodes[512];
    uint32_t count;
};
static void crowd_make(struct crowd *c, struct fixture *f, uint32_t count,
                       const struct air_node_ops *ops, void *user)
{
    c->count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct air_node_config config = {
            .ops = ops,
            .user = user,
            .address = mac_of(i),
            .position = {(float)(i % 20) * 0.5f, (float)(i / 20) * 0.2f, 0},
            .freq = HAND_FREQ,
            .flags = AIR_NODE_NO_PROBES};
        c->nodes[i] = air_node_new(f->air, &config);
        assert_non_null(c->nodes[i]);
    }
}

static void send_probe(struct air_node *node, struct extsta_mac own, struct extsta_mac to,
                       const char *ssid)
{
    uint8_t frame[200];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_PROBE_REQ, to, own, mac_broadcast, 7);
    element_write(&w, ELEMENT_SSID, span(ssid, strlen(ssid)));
    assert_int_equal(air_send(node, span(frame, writer_len(&w)), NULL), EXTSTA_OK);
}
static void send_auth(struct air_node *node, struct extsta_mac own)
{
    uint8_t frame[200];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_AUTH, BSSID, own, BSSID, 7);
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = 0, .transaction = 1});
    assert_int_equal(air_send(node, span(frame, writer_len(&w)), NULL), EXTSTA_OK);
}
static void all_authenticate(const struct crowd *c, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        send_auth(c->nodes[i], mac_of(i));
    }
}
static void send_assoc(struct air_node *node, struct extsta_mac own)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96};
    uint8_t frame[200];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_ASSOC_REQ, BSSID, own, BSSID, 8);
    mgmt_write_assoc_req(&w, &(struct mgmt_assoc_req){.capability = CAPABILITY_ESS});
    element_write(&w, ELEMENT_SSID, span("air", 3));
    element_write_rates(&w, rates, sizeof rates);
    assert_int_equal(air_send(node, span(frame, writer_len(&w)), NULL), EXTSTA_OK);
}

/* Transmissions of a kind by the AP, to one station or (NULL) to all. */
static unsigned sent(const struct fixture *f, uint8_t kind, const struct extsta_mac *to)
{
    unsigned n = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        n += s->kind == kind && mac_equal(s->from, BSSID) && (!to || mac_equal(s->to, *to));
    }
    return n;
}

/* --- precedence --- */

/* Has always something to send, to nobody: 700 us on the air each. */
struct saturator {
    struct air_node *node;
};
static void saturate(struct saturator *s)
{
    uint8_t frame[1000] = {0x08, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 9};
    struct extsta_tx_meta meta = {.rate = 24, .cookie = 1};
    assert_int_equal(air_send(s->node, span(frame, sizeof frame), &meta), EXTSTA_OK);
}
static void saturate_again(void *user, extsta_time now, uint32_t cookie, bool acked,
                           uint8_t tries)
{
    saturate(user);
}

/* 11.1.3.2: a beacon is sent at its TBTT, as soon as the medium can be had. One frame may be on
 * the air then; after a collision who has collided goes on before all others (EIFS, 10.3.7), a
 * beacon included. The AP has a thousand frames of its own to send. */
static void beacons_stay_on_time_in_a_saturated_cell(void **state)
{
    static const struct air_node_ops ops = {.name = "saturator", .tx_status = saturate_again};
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct saturator crowd[30];
    start(f, &config);
    hand_join(&f->hand);
    extsta_time first = 0;
    for (size_t i = 0; i < f->count && !first; i++) {
        const struct seen *s = &f->seen[i];
        first = s->kind == FRAME_BEACON ? s->end - air_airtime(HAND_FREQ, 2, s->len) : 0;
    }
    for (uint8_t i = 0; i < 30; i++) {
        struct air_node_config at = {
            .ops = &ops, .user = &crowd[i], .address = mac_of(i), .freq = HAND_FREQ};
        crowd[i].node = air_node_new(f->air, &at);
        saturate(&crowd[i]);
    }
    for (unsigned i = 0; i < 1000; i++) {
        uint8_t ethernet[500] = {0};
        memcpy(ethernet, f->hand.own.b, 6);
        memcpy(ethernet + 6, HOST.b, 6);
        put_be16(ethernet + 12, 0x88b5);
        apsim_ds_send(f->ds, span(ethernet, sizeof ethernet));
    }
    f->count = 0;
    hand_wait(&f->hand, 5 * EXTSTA_SECOND);
    unsigned beacons = 0;
    extsta_time latest = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        if (s->kind == FRAME_BEACON) {
            extsta_time begun = s->end - air_airtime(HAND_FREQ, 2, s->len);
            extsta_time late = (begun - first + 1000) % (100 * EXTSTA_TU);
            latest = late > latest ? late : latest;
            beacons++;
        }
    }
    assert_in_range(beacons, 48, 49);
    assert_in_range(latest, 0, 1000 + 4000);
}

/* 500 stations ask in the same moment, and one that has found the AP authenticates. */
static void a_storm_of_probes_does_not_delay_an_authentication(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    start(f, &config);
    crowd_make(&crowd, f, 500, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    f->count = 0;
    for (uint32_t i = 0; i < crowd.count; i++) {
        send_probe(crowd.nodes[i], mac_of(i), mac_broadcast, "");
    }
    hand_wait(&f->hand, 5 * MS);
    size_t before = f->count;
    hand_auth(&f->hand);
    hand_wait(&f->hand, 200 * MS);
    unsigned between = 0;
    size_t asked = before;
    while (asked < f->count && f->seen[asked].kind != FRAME_AUTH) {
        asked++;
    }
    size_t i = asked;
    while (++i < f->count && f->seen[i].kind != FRAME_AUTH) {
        between += mac_equal(f->seen[i].from, BSSID);
    }
    assert_true(i < f->count && mac_equal(f->seen[i].to, f->hand.own));
    assert_in_range(between, 0, 2);
    assert_in_range(f->seen[i].end - f->seen[asked].end, 0, 6 * MS);
    /* 32 answers may wait; in 40 ms, at 1 Mb/s, at most that many get out. All who ask are
     * accounted for. */
    struct apsim_status st = status_of(f);
    assert_in_range(st.answered, 20, 33);
    assert_in_range(st.drops[APSIM_DROP_ANSWERS_FULL], 500 - 45, 500 - 32);
    assert_int_equal(st.answered + st.drops[APSIM_DROP_ANSWERS_FULL] +
                         st.drops[APSIM_DROP_ANSWER_LATE],
                     500);
    assert_int_equal(st.answers, 0);
}

/* hostapd, handle_probe_req: who asks everybody for any network is answered without
 * acknowledgement, who asks by name is acknowledged. */
static void only_who_asks_by_name_is_answered_again(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd gone;
    start(f, &config);
    crowd_make(&gone, f, 40, NULL, NULL);
    hand_wait(&f->hand, 50 * MS);
    for (uint32_t i = 0; i < 2; i++) {
        send_probe(gone.nodes[i], mac_of(i), mac_broadcast, i == 0 ? "" : "air");
        hand_wait(&f->hand, 1 * MS);
        air_node_tune(gone.nodes[i], 2412);
        hand_wait(&f->hand, 100 * MS);
    }
    assert_int_equal(sent(f, FRAME_PROBE_RESP, &(struct extsta_mac){{2, 1}}), 1);
    assert_int_equal(sent(f, FRAME_PROBE_RESP, &(struct extsta_mac){{2, 1, 0, 0, 0, 1}}), 7);
    /* Many of them: while others wait, none is answered twice. */
    f->count = 0;
    for (uint32_t i = 2; i < gone.count; i++) {
        send_probe(gone.nodes[i], mac_of(i), mac_broadcast, "air");
    }
    hand_wait(&f->hand, 2 * MS);
    for (uint32_t i = 2; i < gone.count; i++) {
        air_node_tune(gone.nodes[i], 2412);
    }
    hand_wait(&f->hand, 300 * MS);
    unsigned twice = 0;
    for (uint32_t i = 2; i < gone.count; i++) {
        struct extsta_mac to = mac_of(i);
        twice += sent(f, FRAME_PROBE_RESP, &to) > 1;
    }
    assert_in_range(twice, 0, 1); /* the last one */
    assert_int_equal(f->seen[f->count - 1].kind, FRAME_BEACON);
}

/* A station that asks again while its answer waits gets one answer. */
static void one_answer_for_one_station(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    start(f, &config);
    crowd_make(&crowd, f, 5, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    for (unsigned again = 0; again < 3; again++) {
        for (uint32_t i = 0; i < crowd.count; i++) {
            send_probe(crowd.nodes[i], mac_of(i), mac_broadcast, "");
        }
    }
    hand_wait(&f->hand, 40 * MS);
    assert_in_range(sent(f, FRAME_PROBE_RESP, NULL), 5, 7);
    assert_int_equal(
        sent(f, FRAME_PROBE_RESP, NULL) + status_of(f).drops[APSIM_DROP_ANSWER_WAITS], 15);
}

/* The same request again while the response waits in the queue: it keeps its place, and nothing
 * is sent twice. What waits there for a station that is gone goes in the end. */
static void a_response_that_waits_is_not_given_again(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    start(f, &config);
    crowd_make(&crowd, f, 20, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    f->count = 0;
    for (unsigned again = 0; again < 3; again++) {
        all_authenticate(&crowd, crowd.count);
        hand_wait(&f->hand, 5 * MS);
    }
    hand_wait(&f->hand, 100 * MS);
    struct apsim_status st = status_of(f);
    assert_in_range(st.drops[APSIM_DROP_RESPONSE_WAITS], 20, 40);
    assert_int_equal(sent(f, FRAME_AUTH, NULL) + st.drops[APSIM_DROP_RESPONSE_WAITS], 60);
    assert_int_equal(st.known, 20);
}

/* --- what is dead is not sent --- */

/* Eighty authentications occupy the AP for more than 40 ms: who has asked meanwhile listens
 * elsewhere by then. */
static void an_answer_that_is_late_is_not_sent(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    start(f, &config);
    crowd_make(&crowd, f, 81, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    all_authenticate(&crowd, 80);
    hand_wait(&f->hand, 2 * MS);
    send_probe(crowd.nodes[80], mac_of(80), mac_broadcast, "");
    hand_wait(&f->hand, 2 * MS);
    assert_int_equal(status_of(f).answers, 1);
    hand_wait(&f->hand, 200 * MS);
    assert_int_equal(sent(f, FRAME_AUTH, NULL), 80);
    assert_int_equal(sent(f, FRAME_PROBE_RESP, NULL), 0);
    assert_int_equal(status_of(f).drops[APSIM_DROP_ANSWER_LATE], 1);
}

/* A hundred authenticate and are gone: their responses, seven times each, would take the AP 800
 * ms. After half a second they stand before nobody. */
static void responses_do_not_outlive_who_waits_for_them(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    start(f, &config);
    crowd_make(&crowd, f, 100, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    all_authenticate(&crowd, crowd.count);
    hand_wait(&f->hand, 2 * MS);
    extsta_time asked = air_now(f->air);
    for (uint32_t i = 0; i < crowd.count; i++) {
        air_node_tune(crowd.nodes[i], 2412);
    }
    hand_wait(&f->hand, 2 * EXTSTA_SECOND);
    struct apsim_status st = status_of(f);
    assert_true(st.drops[APSIM_DROP_UNACKNOWLEDGED] > 0);
    assert_true(st.drops[APSIM_DROP_RESPONSE_LATE] > 0);
    assert_in_range(st.drops[APSIM_DROP_UNACKNOWLEDGED] + st.drops[APSIM_DROP_RESPONSE_LATE],
                    95, 100); /* some were acknowledged before */
    for (size_t i = 0; i < f->count; i++) {
        if (f->seen[i].kind == FRAME_AUTH) {
            assert_true(f->seen[i].end < asked + 505 * MS);
        }
    }
}

static void to_client(struct fixture *f, unsigned count, uint8_t traffic_class)
{
    for (unsigned i = 0; i < count; i++) {
        uint8_t ethernet[400] = {0};
        memcpy(ethernet, f->hand.own.b, 6);
        memcpy(ethernet + 6, HOST.b, 6);
        put_be16(ethernet + 12, 0x0800);
        ethernet[14] = 0x45;
        ethernet[15] = traffic_class;
        apsim_ds_send(f->ds, span(ethernet, sizeof ethernet));
    }
}

static void what_waits_for_a_client_goes_with_it(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    start(f, &config);
    hand_join(&f->hand);
    f->count = 0;
    to_client(f, 10, 0);
    assert_int_equal(status_of(f).queued, 10);
    apsim_deauth(f->ap, f->hand.own, 3);
    assert_int_equal(status_of(f).queued, 1);
    hand_wait(&f->hand, 50 * MS);
    assert_int_equal(sent(f, FRAME_DATA_PLAIN, NULL), 0);
    assert_int_equal(sent(f, FRAME_DEAUTH, &f->hand.own), 1);
    assert_int_equal(status_of(f).drops[APSIM_DROP_FLUSHED], 10);
    assert_int_equal(status_of(f).known, 0);
}

/* Data of nobody: a deauthentication (11.3.3), once while it waits. Who authenticates meanwhile
 * must not be ended by it. */
static void a_deauthentication_that_waits_does_not_end_what_begins_anew(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    start(f, &config);
    crowd_make(&crowd, f, 20, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    for (unsigned begins = 0; begins < 2; begins++) {
        f->count = 0;
        all_authenticate(&crowd, crowd.count);
        hand_wait(&f->hand, 2 * MS);
        hand_ping(&f->hand, HOST, 1);
        hand_ping(&f->hand, HOST, 2);
        hand_wait(&f->hand, 2 * MS);
        if (begins) {
            hand_auth(&f->hand);
        }
        hand_wait(&f->hand, 100 * MS);
        assert_int_equal(sent(f, FRAME_DEAUTH, &f->hand.own), 1 - begins);
        assert_int_equal(status_of(f).drops[APSIM_DROP_RESPONSE_WAITS], 1 + begins);
    }
    assert_true(apsim_client(f->ap, f->hand.own, NULL));
}

/* --- limits --- */

static void a_queue_holds_so_many_frames(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    config.queue = 4;
    start(f, &config);
    hand_join(&f->hand);
    to_client(f, 20, 0);
    assert_int_equal(status_of(f).queued, 4);
    hand_wait(&f->hand, 50 * MS);
    assert_int_equal(f->hand.msdu_count, 4);
    assert_int_equal(status_of(f).drops[APSIM_DROP_QUEUE_FULL], 16);
}

/* Five requests come at once; the processor takes 10 ms for each. */
static void a_weak_processor_answers_one_after_the_other(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct crowd crowd;
    config.processing =
        (struct apsim_processing){.frame = 10000, .association = 50000, .queue = 4};
    start(f, &config);
    crowd_make(&crowd, f, 5, NULL, NULL);
    hand_wait(&f->hand, 110 * MS);
    f->count = 0;
    all_authenticate(&crowd, crowd.count);
    hand_wait(&f->hand, 5 * MS);
    assert_int_equal(status_of(f).input, 4);
    hand_wait(&f->hand, 200 * MS);
    extsta_time before = 0;
    unsigned answers = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        if (s->kind == FRAME_AUTH && mac_equal(s->from, BSSID)) {
            answers++;
            if (before) {
                assert_in_range(s->end - before, 10000 - 500, 10000 + 500);
            }
            before = s->end;
        }
    }
    assert_int_equal(answers, 4);
    assert_int_equal(status_of(f).drops[APSIM_DROP_INPUT_FULL], 1);
    assert_int_equal(status_of(f).known, 4);
    /* An association request takes longer. */
    send_auth(crowd.nodes[0], mac_of(0));
    hand_wait(&f->hand, 20 * MS);
    f->count = 0;
    send_assoc(crowd.nodes[0], mac_of(0));
    hand_wait(&f->hand, 45 * MS);
    assert_int_equal(sent(f, FRAME_ASSOC_RESP, NULL), 0);
    hand_wait(&f->hand, 10 * MS);
    assert_int_equal(sent(f, FRAME_ASSOC_RESP, NULL), 1);
    assert_int_equal(status_of(f).associated, 1);
}

/* With EAPOL as slow, a handshake takes two of its times (messages 2 and 4). */
static void a_weak_processor_takes_its_time_for_eapol(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    config.security = APSIM_WPA2_PSK;
    strcpy(config.passphrase, PASS);
    config.processing = (struct apsim_processing){.eapol = 40000};
    start(f, &config);
    hand_join(&f->hand); /* waits for 100 ms after the association request */
    assert_int_equal(f->events[APSIM_AUTHORIZED], 1);
    struct apsim_client_info info;
    assert_true(apsim_client(f->ap, f->hand.own, &info));
    hand_free(&f->hand);
    hand_new(&f->hand, f->ctx, f->air, 2, BSSID);
    f->hand.passphrase = PASS;
    hand_wait(&f->hand, 150 * MS);
    hand_auth(&f->hand);
    hand_wait(&f->hand, 20 * MS);
    hand_assoc(&f->hand, NULL);
    hand_wait(&f->hand, 75 * MS);
    assert_int_equal(f->events[APSIM_AUTHORIZED], 1);
    hand_wait(&f->hand, 25 * MS);
    assert_int_equal(f->events[APSIM_AUTHORIZED], 2);
}

/* AIDs are 1 to 2007 (9.4.1.8), the lowest free one comes first, and who comes when there is
 * none hears status 17 (table 9-50). */
static void two_thousand_and_seven_stations(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct apsim_client_info info;
    start(f, &config);
    struct air_node *node = air_node_new(
        f->air, &(struct air_node_config){.freq = HAND_FREQ, .flags = AIR_NODE_NO_PROBES});
    for (uint32_t i = 0; i < 2008; i++) {
        air_node_set_address(node, mac_of(i));
        send_auth(node, mac_of(i));
        hand_wait(&f->hand, 4 * MS);
        send_assoc(node, mac_of(i));
        hand_wait(&f->hand, 4 * MS);
    }
    assert_int_equal(status_of(f).associated, 2007);
    assert_int_equal(status_of(f).authorized, 2007);
    assert_int_equal(f->last_code[APSIM_ASSOCIATED], 17);
    assert_true(apsim_client(f->ap, mac_of(2006), &info));
    assert_int_equal(info.aid, 2007);
    /* One leaves, and its AID is the next one's. */
    apsim_deauth(f->ap, mac_of(4), 3);
    assert_int_equal(status_of(f).associated, 2006);
    hand_wait(&f->hand, 20 * MS);
    send_assoc(node, mac_of(2007));
    hand_wait(&f->hand, 10 * MS);
    assert_true(apsim_client(f->ap, mac_of(2007), &info));
    assert_int_equal(info.aid, 5);
    apsim_deauth(f->ap, mac_broadcast, 3);
    struct apsim_status st = status_of(f);
    assert_int_equal(st.known + st.associated + st.authorized, 0);
}

/* --- handshakes --- */

static void wpa2(struct fixture *f, struct apsim_config *config)
{
    *config = base(f);
    config->security = APSIM_WPA2_PSK;
    strcpy(config->passphrase, PASS);
}

static void keep_quiet(void *user, extsta_time now)
{
    /* A CTS to nobody; who hears it leaves the medium alone for 32.7 ms. */
    static const uint8_t cts[10] = {0xc4, 0, 0xff, 0x7f, 2, 9, 9, 9, 9, 9};
    assert_int_equal(air_send(user, span(cts, sizeof cts), NULL), EXTSTA_OK);
}

/* The channel is not to be had for six seconds when message 1 is queued. Its time begins when
 * it has left: nothing is repeated, and nobody is thrown out. */
static void a_message_that_waits_in_the_queue_has_not_failed(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config;
    wpa2(f, &config);
    start(f, &config);
    hand_join(&f->hand);
    assert_true(f->hand.authorized);
    struct air_node *quiet = air_node_new(
        f->air, &(struct air_node_config){.position = {3, 0, 0}, .freq = HAND_FREQ});
    extsta_time now = air_now(f->air);
    for (unsigned i = 0; i < 400; i++) {
        air_at(f->air, now + i * 15000, keep_quiet, quiet);
    }
    hand_wait(&f->hand, 5 * MS);
    assert_true(apsim_rekey_pairwise(f->ap, f->hand.own));
    f->count = 0;
    hand_wait(&f->hand, 5900 * MS);
    assert_int_equal(sent(f, FRAME_DATA_PLAIN, NULL), 0);
    assert_true(status_of(f).queued > 0);
    hand_wait(&f->hand, 1500 * MS);
    assert_int_equal(f->events[APSIM_HANDSHAKE_FAILED], 0);
    assert_int_equal(sent(f, FRAME_DEAUTH, NULL), 0);
    assert_int_equal(f->hand.rekeys, 1);
    unsigned messages = 0; /* 1 and 3, each at most tried again by the radio */
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        messages += s->kind == FRAME_DATA_PLAIN && mac_equal(s->from, BSSID) && s->attempt == 1;
    }
    assert_int_equal(messages, 2);
}

/* hostapd, wpa_send_eapol: 100 ms after the first, 1 s after the others, four in all; a first
 * message 1 that was acknowledged has a second (wpa_auth_eapol_key_tx_status). */
static void messages_are_repeated_as_hostapd_does(void **state)
{
    for (unsigned acknowledged = 0; acknowledged < 2; acknowledged++) {
        struct fixture *f = setup_with(AIR_CONTENTION_DCF);
        struct apsim_config config;
        *state = f;
        wpa2(f, &config);
        start(f, &config);
        f->hand.silent = true;
        uint32_t lost = acknowledged
                            ? 0
                            : air_rule_add(f->air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                                                      .eapol_message = 1,
                                                                      .count = 4,
                                                                      .action = AIR_DROP});
        hand_join(&f->hand);
        hand_wait(&f->hand, 5 * EXTSTA_SECOND);
        extsta_time first[8] = {0}, last[8] = {0};
        unsigned n = 0;
        for (size_t i = 0; i < f->count; i++) {
            const struct seen *s = &f->seen[i];
            if (s->m1 && s->attempt == 1 && n < 8) {
                first[n++] = s->end;
            }
            if (s->m1) {
                last[n - 1] = s->end;
            }
        }
        assert_int_equal(lost ? air_rule_hits(f->air, lost) : 28, 28);
        assert_int_equal(n, 4);
        for (unsigned i = 1; i < 4; i++) {
            extsta_time patience = i == 1 && !acknowledged ? 100 * MS : EXTSTA_SECOND;
            assert_in_range(first[i] - last[i - 1], patience, patience + 5 * MS);
        }
        assert_int_equal(f->last_code[APSIM_HANDSHAKE_FAILED], 15);
        teardown(state);
        *state = NULL;
    }
}

/* mac80211: management and EAPOL at the lowest basic rate, data as fast as may be. */
static void management_and_eapol_go_at_the_lowest_basic_rate(void **state)
{
    static const uint8_t rates[] = {0x02, 0x04, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24};
    struct fixture *f = *state;
    struct apsim_config config;
    wpa2(f, &config);
    config.rates = rates;
    config.rate_count = sizeof rates;
    start(f, &config);
    hand_join(&f->hand);
    assert_true(f->hand.authorized);
    to_client(f, 1, 0);
    hand_wait(&f->hand, 20 * MS);
    unsigned slow = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        if (mac_equal(s->from, BSSID)) {
            bool data = s->len > 400;
            assert_int_equal(s->rate, data ? 108 : 11);
            slow += !data;
        }
    }
    assert_true(slow >= 5);
}

/* IEEE 802.11-2020 table 10-1 and cfg80211_classify8021d: DSCP EF (46) is user priority 5, CS1
 * is 1; EAPOL is 7. In a full queue of best effort the voice is not behind it. */
static void data_goes_by_its_user_priority(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config;
    wpa2(f, &config);
    config.wmm = true;
    start(f, &config);
    f->hand.wmm = true;
    hand_join(&f->hand);
    assert_true(f->hand.authorized);
    unsigned eapol = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        if (s->kind == FRAME_QOS_DATA && mac_equal(s->from, BSSID)) {
            assert_int_equal(s->qos, 7);
            eapol++;
        }
    }
    assert_int_equal(eapol, 2);
    f->count = 0;
    to_client(f, 10, 0x20);
    to_client(f, 10, 0);
    to_client(f, 1, 46 << 2);
    hand_wait(&f->hand, 50 * MS);
    assert_int_equal(f->hand.msdu_count, 21);
    assert_int_equal(f->hand.undecryptable, 0);
    size_t place[8] = {0}, n = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct seen *s = &f->seen[i];
        if (s->kind == FRAME_QOS_DATA && mac_equal(s->from, BSSID) && s->attempt == 1) {
            place[s->qos & 7] = ++n; /* of the last one of its priority */
        }
    }
    assert_int_equal(n, 21);
    assert_in_range(place[5], 1, 4);
    assert_true(place[0] < place[1]);
}

/* A new group key for all does not stand before who wants in. */
static void a_group_key_goes_to_eight_at_a_time(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config;
    struct hand *many = calloc(12, sizeof *many);
    wpa2(f, &config);
    start(f, &config);
    for (uint8_t i = 0; i < 12; i++) {
        hand_new(&many[i], f->ctx, f->air, (uint8_t)(10 + i), BSSID);
        many[i].passphrase = PASS;
        hand_join(&many[i]);
        assert_true(many[i].authorized);
    }
    apsim_rekey_group(f->ap);
    assert_int_equal(status_of(f).queued, 8);
    hand_wait(&f->hand, 400 * MS);
    assert_int_equal(f->events[APSIM_GROUP_REKEYED], 12);
    for (unsigned i = 0; i < 12; i++) {
        assert_int_equal(many[i].rekeys, 1);
        hand_free(&many[i]);
    }
    free(many);
}

#define T(name)  cmocka_unit_test_setup_teardown(name, setup, teardown)
#define TN(name) cmocka_unit_test_setup_teardown(name, setup_at_once, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(beacons_stay_on_time_in_a_saturated_cell),
        TN(a_storm_of_probes_does_not_delay_an_authentication),
        TN(only_who_asks_by_name_is_answered_again),
        TN(one_answer_for_one_station),
        TN(a_response_that_waits_is_not_given_again),
        TN(an_answer_that_is_late_is_not_sent),
        TN(responses_do_not_outlive_who_waits_for_them),
        TN(a_deauthentication_that_waits_does_not_end_what_begins_anew),
        T(what_waits_for_a_client_goes_with_it),
        T(a_queue_holds_so_many_frames),
        TN(a_weak_processor_answers_one_after_the_other),
        T(a_weak_processor_takes_its_time_for_eapol),
        TN(two_thousand_and_seven_stations),
        T(a_message_that_waits_in_the_queue_has_not_failed),
        cmocka_unit_test(messages_are_repeated_as_hostapd_does),
        T(data_goes_by_its_user_priority),
        T(a_group_key_goes_to_eight_at_a_time),
        T(management_and_eapol_go_at_the_lowest_basic_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
