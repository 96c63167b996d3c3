/* How the state of the medium steers scans and requests: ProbeDelay, MinChannelTime and
 * MaxChannelTime (IEEE 802.11-2020 11.1.4.3.2), frames that wait in the radio's queue, answers
 * that are late because the channel is full. The real miniport; the radio is the test's. */
#include "mlme_air.h"

/* Frames that the station gave to the radio, in order. */
#define SENT_MAX 256
static struct {
    struct {
        extsta_time at;
        uint16_t kind, freq;
        struct extsta_tx_meta meta;
    } frames[SENT_MAX];
    size_t count;
    /* when it was tuned, and to what */
    struct {
        extsta_time at;
        uint16_t freq;
    } tunes[SENT_MAX];
    size_t tune_count;
} sent;

static void remember(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    (void)watcher;
    if (o->type == EXTSTA_OUT_FRAME && sent.count < SENT_MAX) {
        assert_true(frame_parse(o->frame.bytes, &f, &drop));
        sent.frames[sent.count].at = a->now;
        sent.frames[sent.count].kind = (uint16_t)frame_kind(&f);
        sent.frames[sent.count].freq = o->frame.meta.freq;
        sent.frames[sent.count++].meta = o->frame.meta;
    } else if (o->type == EXTSTA_OUT_TUNE && sent.tune_count < SENT_MAX) {
        sent.tunes[sent.tune_count].at = a->now;
        sent.tunes[sent.tune_count++].freq = o->tune_freq;
    }
}

static size_t count(uint16_t kind)
{
    size_t n = 0;
    for (size_t i = 0; i < sent.count; i++) {
        n += sent.frames[i].kind == kind;
    }
    return n;
}

/* The n-th of a kind. */
static size_t nth(uint16_t kind, size_t n)
{
    for (size_t i = 0; i < sent.count; i++) {
        if (sent.frames[i].kind == kind && n-- == 0) {
            return i;
        }
    }
    fail_msg("no such frame of kind %x", kind);
    return 0;
}

static int setup(void **state)
{
    memset(&sent, 0, sizeof sent);
    air_setup(state);
    struct air *a = *state;
    a->watch = remember;
    a->senses = true;
    return 0;
}
#define MEDIUM_TEST(test) cmocka_unit_test_setup_teardown(test, setup, air_teardown)

#define PROBE_DELAY TURN_FIRST
#define MIN_TIME    (30 * EXTSTA_MS)
#define MAX_TIME    (105 * EXTSTA_MS) /* a Beacon interval of 100 TU, and a bit */

/* --- scans --- */

/* A search for "net", until it has tuned to all of the five channels and gone on. */
static void search(struct air *a)
{
    air_profile(a, "net", false);
    air_connect(a);
    while (sent.tune_count < 6) {
        air_pass(a, EXTSTA_MS / 4);
    }
}

/* How long the first visit of a channel lasted. */
static extsta_time stay(uint16_t freq)
{
    size_t i = 0;
    while (sent.tunes[i].freq != freq) {
        i++;
    }
    return sent.tunes[i + 1].at - sent.tunes[i].at;
}

static void until_tuned(struct air *a, uint16_t freq)
{
    while (a->freq != freq) {
        air_pass(a, EXTSTA_MS / 4);
    }
}

static void a_silent_channel_is_left_at_min_channel_time(void **state)
{
    search(*state);
    assert_in_range(stay(2412), MIN_TIME, MIN_TIME + 2 * PROBE_DELAY);
    assert_in_range(stay(5180), MIN_TIME, MIN_TIME + 2 * PROBE_DELAY);
}

static void SCN_15_a_busy_channel_is_left_at_max_channel_time(void **state)
{
    struct air *a = *state;
    a->busy = 40;
    search(a);
    assert_int_equal(stay(2412), MAX_TIME);
    assert_int_equal(stay(5180), MAX_TIME);
}

/* A radio without CCA: a frame that was heard says that there is somebody. */
static void SCN_15_without_cca_a_frame_makes_it_busy(void **state)
{
    struct air *a = *state;
    a->senses = false;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->ssid = "other"; /* it does not answer */
    ap->next_beacon = EXTSTA_NEVER;
    air_profile(a, "net", false);
    air_connect(a);
    until_tuned(a, 2437);
    air_pass(a, 10 * EXTSTA_MS);
    ap_beacon(a, ap);
    while (sent.tune_count < 6) {
        air_pass(a, EXTSTA_MS / 4);
    }
    assert_int_equal(stay(2437), MAX_TIME);
    assert_in_range(stay(2412), MIN_TIME, MIN_TIME + 2 * PROBE_DELAY);
    assert_in_range(stay(5180), MIN_TIME, MIN_TIME + 2 * PROBE_DELAY);
}

/* All tune in the same microsecond; each has its own ProbeDelay. */
static void a_thousand_do_not_probe_at_once(void **state)
{
    struct air *a = *state;
    unsigned in_slot[TURN_FIRST / 9 + 1] = {0}, most = 0;
    for (unsigned i = 0; i < 1000; i++) {
        struct mp_turn turn = {0};
        extsta_time when = turn_begin(a->mp, T0, &turn, TURN_FIRST);
        assert_in_range(when, T0, T0 + TURN_FIRST - 1);
        unsigned *n = &in_slot[(when - T0) / 9];
        most = ++*n > most ? *n : most;
    }
    assert_true(most < 20); /* of the 1,000 in a slot; 4.5 on average */
}

/* What is heard before asking needs no asking for: by our own search. */
static void a_beacon_in_the_probe_delay_saves_the_probe(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_beacon = true;
    air_profile(a, "net", false);
    air_connect(a);
    until_tuned(a, 2437);
    size_t before = count(FRAME_PROBE_REQ);
    assert_int_equal(a->mp->mlme.scan->state, SCAN_AWAIT_DELAY);
    ap_beacon(a, ap);
    while (a->freq == 2437) {
        air_pass(a, EXTSTA_MS / 4);
    }
    assert_int_equal(count(FRAME_PROBE_REQ), before);
    /* others of the network have the same time to be heard */
    assert_int_equal(stay(2437), MIN_TIME);
    while (!mlme_is_associated(a->mp)) {
        air_pass(a, EXTSTA_MS);
    }
}

/* But of a network that will not do, or of another one, it saves nothing. */
static void a_beacon_of_no_candidate_saves_nothing(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_beacon = ap->privacy = true;
    ap_secure(ap); /* and we want it open */
    air_profile(a, "net", false);
    air_connect(a);
    until_tuned(a, 2437);
    size_t before = count(FRAME_PROBE_REQ);
    ap_beacon(a, ap);
    while (a->freq == 2437) {
        air_pass(a, EXTSTA_MS / 4);
    }
    assert_int_equal(count(FRAME_PROBE_REQ), before + 2);
}

/* SCN-06: a scan of the host asks on every channel, whatever was heard and however busy. */
static void SCN_06_the_hosts_scan_always_probes(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_beacon = true;
    a->busy = 100;
    extsta_time begun = a->now;
    air_scan(a, dot11_scan_type_active, "net", NULL);
    until_tuned(a, 2437);
    ap_beacon(a, ap);
    while (a->mp->mlme.scanning != SCAN_IDLE) {
        air_pass(a, EXTSTA_MS);
    }
    assert_true(a->now - begun < 4 * EXTSTA_SECOND); /* SCN-13 */
    for (size_t i = 0; i < 5; i++) {
        static const uint16_t freqs[] = {2412, 2437, 2462, 5180, 5200};
        assert_int_equal(sent.frames[nth(FRAME_PROBE_REQ, i)].freq, freqs[i]);
    }
    assert_int_equal(count(FRAME_PROBE_REQ), 5);
}

/* CNX-26: where others were about a Probe Request of ours may have been lost among theirs. */
static void CNX_26_a_second_quick_look_among_others(void **state)
{
    static const unsigned busy[] = {0, 20}, probes[] = {15, 25}; /* quick looks ask twice */
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        void *inner = NULL;
        setup(&inner);
        struct air *a = inner;
        a->busy = busy[i];
        air_profile(a, "net", false);
        air_connect(a);
        air_pass(a, 9 * EXTSTA_SECOND);
        assert_non_null(strstr(a->log, "CONNECTION_COMPLETION 6\n"));
        assert_int_equal(count(FRAME_PROBE_REQ), probes[i]);
        air_teardown(&inner);
    }
}

/* It comes after a quick one that heard nobody: what lies behind is not looked at. */
static void a_look_for_beacons_ends_with_the_first_that_will_do(void **state)
{
    for (size_t tries = 0, early = 0; early < 3; tries++) {
        void *inner = NULL;
        setup(&inner);
        struct air *a = inner;
        struct ap *ap = air_add(a, AP_A, 2437, -50);
        a->seed = tries; /* another order of channels */
        ap->no_probe = true;
        ap->next_beacon = a->now + 250 * EXTSTA_MS; /* not before the quick look is over */
        air_profile(a, "net", false);
        air_connect(a);
        air_pass(a, 2 * EXTSTA_SECOND);
        assert_true(mlme_is_associated(a->mp));
        /* nowhere else since it was heard: it is where the last tune went */
        assert_int_equal(sent.tunes[sent.tune_count - 1].freq, 2437);
        size_t visits = 0;
        for (size_t i = 0; i < sent.tune_count; i++) {
            visits += sent.tunes[i].freq == 2437;
        }
        assert_int_equal(visits, 2); /* the quick look, and this one: not back to it */
        early += sent.tune_count < 10;
        air_teardown(&inner);
        assert_true(tries < 50);
    }
    (void)state;
}

/* Where others leave no room the Beacon has to do: it is waited for, and asked for by few. */
static void a_search_probes_little_where_it_is_full(void **state)
{
    struct air *a = *state;
    a->busy = 100;
    air_profile(a, "net", false);
    unsigned visits = 0;
    for (int i = 0; i < 40; i++) {
        sent.tune_count = sent.count = 0;
        air_connect(a);
        while (sent.tune_count < 5) {
            air_pass(a, EXTSTA_MS);
        }
        visits += 4 - (unsigned)count(FRAME_PROBE_REQ);
        assert_int_equal(sent.tunes[1].at - sent.tunes[0].at, MAX_TIME);
        air_reset(a);
    }
    assert_true(visits > 80); /* more than half of 160 without a probe */
}

/* A Probe Request that does not get out is given up, not left behind on the channel. */
static void a_probe_that_stays_in_the_queue(void **state)
{
    struct air *a = *state;
    a->ack = false;
    air_profile(a, "net", false);
    air_connect(a);
    air_turn(a);
    assert_int_equal(count(FRAME_PROBE_REQ), 1);
    struct extsta_tx_meta meta = sent.frames[0].meta;
    assert_int_not_equal(meta.cookie, 0);
    assert_in_range(meta.lifetime, 1, MIN_TIME);
    a->now = sent.frames[0].at + meta.lifetime;
    miniport_ops.tx_status(a->mp, a->now, meta.cookie, false, 0); /* its lifetime is over */
    while (sent.tune_count < 2) {
        air_pass(a, EXTSTA_MS / 4);
    }
    assert_int_equal(sent.tunes[1].at - sent.tunes[0].at, MAX_TIME); /* for the Beacon */
    assert_int_equal(count(FRAME_PROBE_REQ), 1);
}

/* MinChannelTime is that of the answers: it begins when the frame has been sent. */
static void min_channel_time_begins_when_the_probe_is_out(void **state)
{
    struct air *a = *state;
    a->ack = false;
    air_profile(a, "net", false);
    air_connect(a);
    air_turn(a);
    extsta_time out = sent.frames[0].at + 15 * EXTSTA_MS;
    a->now = out;
    a->ack = true; /* of the second one, half of the time later */
    miniport_ops.tx_status(a->mp, a->now, sent.frames[0].meta.cookie, true, 1);
    while (sent.tune_count < 2) {
        air_pass(a, EXTSTA_MS / 4);
    }
    assert_in_range(sent.tunes[1].at, out + MIN_TIME, out + MIN_TIME + PROBE_DELAY);
}

/* --- the order of channels --- */

/* The first round's channels of a station with this stream, as one number. */
static uint64_t order_of(uint64_t id, uint64_t seed)
{
    void *inner = NULL;
    setup(&inner);
    struct air *a = inner;
    unsigned seen = 0;
    uint64_t order = 0;
    a->seed = seed;
    a->mp->id = id;
    search(a);
    for (size_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 5; k++) {
            static const uint16_t freqs[] = {2412, 2437, 2462, 5180, 5200};
            if (sent.tunes[i].freq == freqs[k]) {
                seen |= 1u << k;
                order = order * 5 + k;
            }
        }
    }
    assert_int_equal(seen, 0x1f); /* SCN-11: each of them, once in a round */
    air_teardown(&inner);
    return order;
}

static void the_order_is_a_stations_own(void **state)
{
    (void)state;
    uint64_t orders[32];
    size_t different = 0;
    for (uint64_t i = 0; i < 32; i++) {
        orders[i] = order_of(i + 1, i * 7919);
        bool is_new = true;
        for (uint64_t k = 0; k < i; k++) {
            is_new = is_new && orders[k] != orders[i];
        }
        different += is_new;
    }
    assert_true(different >= 8);                      /* of 20: five beginnings, four strides */
    assert_int_equal(order_of(3, 5), order_of(3, 5)); /* the same stream: the same order */
}

/* After a loss: where the AP was; then where others of the network were. */
static void a_lost_network_is_looked_for_where_it_was(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2462, -50);
    air_connected(a, false);
    air_add(a, AP_B, 5200, -60);
    ap_beacon(a, &a->aps[1]);
    ap_beacon(a, &a->aps[0]);
    a->aps[0].on = a->aps[1].on = false;
    for (size_t i = 0; i < a->mp->bss.count; i++) {
        a->mp->bss.entries[i].lost = true;
    }
    sent.tune_count = 0;
    ap_kick(a, AP_A, true, 3);
    while (sent.tune_count < 3) {
        air_pass(a, EXTSTA_MS);
    }
    assert_int_equal(a->mp->mlme.scanning, SCAN_ROAM);
    assert_int_equal(sent.tunes[0].freq, 5200); /* it was on 2462 already */
    a->log[0] = 0;
    while (a->mp->mlme.scanning != SCAN_IDLE) {
        air_pass(a, EXTSTA_MS);
    }
    /* and between two rounds the radio waits there: its first Beacon is heard */
    assert_int_equal(a->freq, 2462);
    a->aps[0].on = true;
    a->aps[0].next_beacon = a->now + 1000;
    air_pass(a, 20 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "ROAMING_START c\nASSOCIATION_START A net\ntx auth A\n"));
}

/* a second the first time, for everybody a little more or less. */
static void ROM_13_the_pauses_of_two_stations_differ(void **state)
{
    (void)state;
    extsta_time pauses[8];
    size_t different = 0;
    for (uint64_t i = 0; i < 8; i++) {
        void *inner = NULL;
        setup(&inner);
        struct air *a = inner;
        air_add(a, AP_A, 2462, -50);
        air_connected(a, false);
        a->seed = i * 7919;
        air_pass(a, 10 * EXTSTA_SECOND); /* an association that held */
        a->aps[0].on = false;
        a->mp->bss.entries[0].lost = true;
        ap_kick(a, AP_A, true, 3);
        while (a->mp->mlme.scanning != SCAN_IDLE) {
            air_pass(a, EXTSTA_MS);
        }
        extsta_time begun = a->now;
        while (a->mp->mlme.scanning == SCAN_IDLE) {
            air_pass(a, EXTSTA_MS);
        }
        pauses[i] = a->now - begun;
        assert_in_range(pauses[i], 749 * EXTSTA_MS, 1251 * EXTSTA_MS);
        different += i > 0 && pauses[i] != pauses[i - 1];
        air_teardown(&inner);
    }
    assert_true(different >= 6);
}

/* --- requests --- */

/* The n-th Authentication is with the radio, which says nothing by itself. */
static struct extsta_tx_meta asked(struct air *a, size_t n)
{
    while (count(FRAME_AUTH) <= n) {
        assert_true(associate_is_open(a->mp));
        air_pass(a, EXTSTA_MS / 4);
    }
    return sent.frames[nth(FRAME_AUTH, n)].meta;
}

/* An operation with an AP that does not answer; outcomes are the test's. */
static struct ap *silent_ap(struct air *a)
{
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_auth = true;
    ap->no_beacon = true;
    air_profile(a, "net", false);
    ap_beacon(a, ap);
    a->ack = false;
    air_connect(a);
    return ap;
}

/* What has not left our own queue has not failed: it is asked for again, without end. */
static void a_request_that_never_went_out_proves_nothing(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    extsta_time begun = a->now;
    for (size_t i = 0; i < 6; i++) {
        struct extsta_tx_meta meta = asked(a, i);
        assert_int_equal(meta.flags & EXTSTA_TX_TELL_START, EXTSTA_TX_TELL_START);
        assert_in_range(meta.lifetime, 500 * EXTSTA_MS, 2 * EXTSTA_SECOND);
        air_pass(a, meta.lifetime - EXTSTA_MS);
        assert_int_equal(count(FRAME_AUTH), i + 1); /* not a second one behind the first */
        miniport_ops.tx_status(a->mp, a->now, meta.cookie, false, 0);
    }
    assert_true(associate_is_open(a->mp));
    while (associate_is_open(a->mp)) {
        air_pass(a, EXTSTA_MS);
    }
    /* CNX-17: ten seconds for all of it */
    assert_true(a->now - begun < 10 * EXTSTA_SECOND);
}

/* The answer's time begins with the frame's arrival, however long it waited. */
static void the_answers_time_begins_with_the_arrival(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    struct extsta_tx_meta meta = asked(a, 0);
    air_pass(a, 700 * EXTSTA_MS);
    miniport_ops.tx_started(a->mp, a->now, meta.cookie);
    air_pass(a, 700 * EXTSTA_MS); /* it is tried again and again */
    assert_int_equal(count(FRAME_AUTH), 1);
    miniport_ops.tx_status(a->mp, a->now, meta.cookie, true, 6);
    extsta_time arrived = a->now;
    asked(a, 1);
    assert_in_range(a->now - arrived, ASSOC_ANSWER_TIME,
                    ASSOC_ANSWER_TIME + 2 * TURN_WINDOW + EXTSTA_MS);
}

/* Without a word of the radio, too, the next attempt comes. */
static void a_radio_that_never_tells(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    extsta_time begun = a->now;
    while (associate_is_open(a->mp)) {
        air_pass(a, EXTSTA_MS);
    }
    assert_true(count(FRAME_AUTH) >= 4);
    assert_true(a->now - begun < 10 * EXTSTA_SECOND);
}

/* Acknowledged: the AP is there, and may be busy. Each wait is twice the one before. */
static void ASC_30_an_ap_that_acknowledges_has_time(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    extsta_time last = 0;
    for (size_t i = 0; i < 4; i++) {
        struct extsta_tx_meta meta = asked(a, i);
        if (i > 0) {
            extsta_time wait = ASSOC_ANSWER_TIME << (i - 1);
            assert_in_range(a->now - last, wait, wait + (TURN_WINDOW << i) + EXTSTA_MS);
        }
        last = a->now;
        miniport_ops.tx_status(a->mp, a->now, meta.cookie, true, 1);
    }
    while (associate_is_open(a->mp)) {
        air_pass(a, EXTSTA_MS);
    }
    assert_int_equal(count(FRAME_AUTH), 4);
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
}

/* On a full channel its answer waits behind those to others: no repetition meanwhile, and one
 * that comes late is as good. */
static void a_late_answer_on_a_busy_medium(void **state)
{
    struct air *a = *state;
    struct ap *ap = silent_ap(a);
    struct extsta_tx_meta meta = asked(a, 0);
    a->busy = 95;
    miniport_ops.tx_status(a->mp, a->now, meta.cookie, true, 1);
    air_pass(a, 4 * ASSOC_ANSWER_TIME);
    assert_int_equal(count(FRAME_AUTH), 1);
    a->busy = 0;
    a->ack = true;
    ap_auth(a, ap, 2, 0);
    air_pass(a, 10 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
}

/* Three that were lost on a quiet medium: nobody is there. Among others they say nothing. */
static void ASC_30_lost_frames_count_on_a_quiet_medium(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    for (size_t i = 0; i < 3; i++) {
        struct extsta_tx_meta meta = asked(a, i);
        miniport_ops.tx_status(a->mp, a->now, meta.cookie, false, 7);
    }
    while (associate_is_open(a->mp)) {
        air_pass(a, EXTSTA_MS);
    }
    assert_int_equal(count(FRAME_AUTH), 3);
}

static void lost_frames_on_a_busy_medium_prove_nothing(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    for (size_t i = 0; i < 4; i++) {
        struct extsta_tx_meta meta = asked(a, i);
        a->busy = 95; /* while it waits ... */
        miniport_ops.tx_status(a->mp, a->now, meta.cookie, false, 7);
        air_pass(a, ASSOC_ANSWER_TIME << i);
        a->busy = 0; /* ... and then it is its turn at once */
        assert_true(associate_is_open(a->mp));
    }
}

/* A lone station asks at once, within two hundred slots. */
static void a_quiet_channel_costs_two_milliseconds(void **state)
{
    struct air *a = *state;
    silent_ap(a);
    extsta_time begun = a->now;
    asked(a, 0);
    assert_in_range(a->now - begun, 0, TURN_FIRST);
    assert_int_equal(sent.frames[nth(FRAME_AUTH, 0)].meta.tries, a->mp->mib->short_retry);
}

/* Where the channel is full most wait, in windows that grow; who goes all the same tries once.
 */
static void on_a_full_channel_a_station_waits_for_its_turn(void **state)
{
    (void)state;
    unsigned at_once = 0, within_a_second = 0;
    for (uint64_t i = 0; i < 60; i++) {
        void *inner = NULL;
        setup(&inner);
        struct air *a = inner;
        a->seed = i * 7919;
        a->busy = 95;
        silent_ap(a);
        extsta_time begun = a->now;
        struct extsta_tx_meta meta = asked(a, 0);
        assert_int_equal(meta.tries, 1);
        at_once += a->now - begun <= TURN_FIRST;
        within_a_second += a->now - begun <= EXTSTA_SECOND;
        assert_true(a->now - begun < 30 * EXTSTA_SECOND);
        if (a->now - begun > 7 * EXTSTA_SECOND) { /* no time left for another (CNX-17) */
            air_teardown(&inner);
            continue;
        }
        /* one try that was lost is no evidence, and no attempt */
        miniport_ops.tx_status(a->mp, a->now, meta.cookie, false, 1);
        a->busy = 0;
        begun = a->now;
        assert_int_equal(asked(a, 1).tries, a->mp->mib->short_retry);
        assert_in_range(a->now - begun, 0, 2 * TURN_WINDOW + TURN_FIRST);
        assert_int_equal(a->mp->link.ap->op->asking.attempts, 1);
        air_teardown(&inner);
    }
    assert_true(at_once < 15);
    assert_in_range(within_a_second, 15, 59);
}

/* The AP's Beacon is awaited longer where it has to wait itself (ASC-16). */
static void ASC_16_the_beacon_is_awaited_longer_on_a_busy_medium(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t probe[500];
    ap_secure(ap);
    ap->no_beacon = true;
    air_profile(a, "net", true);
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    a->busy = 95;
    air_connect(a);
    air_pass(a, 1500 * EXTSTA_MS);
    assert_true(associate_is_open(a->mp));
    a->busy = 0;
    air_pass(a, 500 * EXTSTA_MS);
    assert_false(associate_is_open(a->mp));
}

/* --- who wants to know --- */

static void an_idle_station_asks_for_nothing(void **state)
{
    static const uint8_t pmk[32] = {1};
    struct air *a = *state;
    assert_int_equal(miniport_ops.medium_since(a->mp), EXTSTA_NEVER);
    ap_secure(air_add(a, AP_A, 2437, -50));
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, sizeof pmk));
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 20 * EXTSTA_MS);
    assert_int_equal(a->mp->link.ap->state,
                     ASSOC_AWAIT_PORT); /* nothing is asked for any more */
    assert_int_equal(miniport_ops.medium_since(a->mp), EXTSTA_NEVER);
    air_reset(a);
    a->aps[0].rsn = span(NULL, 0);
    a->aps[0].privacy = false;
    air_connected(a, false);
    assert_int_equal(miniport_ops.medium_since(a->mp), EXTSTA_NEVER);
}

/* --- who contends how --- */

static void connect_wmm(struct air *a, bool wmm)
{
    air_add(a, AP_A, 2437, -50)->wmm = wmm;
    air_connected(a, false);
}

/* IEEE 802.11-2020 table 10-1; 10.2.3.2: management as voice, once there is EDCA. */
static void access_categories_with_wmm(void **state)
{
    static const uint8_t expected[8] = {EXTSTA_ACCESS_BEST_EFFORT, EXTSTA_ACCESS_BACKGROUND,
                                        EXTSTA_ACCESS_BACKGROUND,  EXTSTA_ACCESS_BEST_EFFORT,
                                        EXTSTA_ACCESS_VIDEO,       EXTSTA_ACCESS_VIDEO,
                                        EXTSTA_ACCESS_VOICE,       EXTSTA_ACCESS_VOICE};
    struct air *a = *state;
    uint8_t msdu[24 + 8 + 20] = {FRAME_DATA_PLAIN, 1};
    connect_wmm(a, true);
    assert_int_equal(sent.frames[nth(FRAME_AUTH, 0)].meta.access, EXTSTA_ACCESS_DCF);
    assert_int_equal(sent.frames[nth(FRAME_ASSOC_REQ, 0)].meta.access, EXTSTA_ACCESS_DCF);
    memcpy(msdu + 4, AP_A.b, 6);
    memcpy(msdu + 10, STA_MAC.b, 6);
    memset(msdu + 16, 0xee, 6);
    memcpy(msdu + 24, llc_rfc1042, 6);
    for (uint32_t up = 0; up < 8; up++) {
        struct extsta_packet packet = {.bytes = span(msdu, sizeof msdu), .id = up + 1};
        packet.send.phy_id = DOT11_PHY_ID_ANY;
        packet.send.priority = (uint8_t)up;
        miniport_ops.send(a->mp, a->now, &packet, 1);
    }
    air_drain(a);
    for (uint32_t up = 0; up < 8; up++) {
        struct extsta_tx_meta meta = sent.frames[nth(FRAME_QOS_DATA, up)].meta;
        assert_int_equal(meta.access, expected[up]);
        /* TXP-07: the radio does not keep it longer than its lifetime, 512 TU */
        assert_in_range(meta.lifetime, 512 * EXTSTA_TU, 513 * EXTSTA_TU);
    }
    assert_int_not_equal(mlme_send_null(a->mp, a->now, true), 0);
    air_disconnect(a);
    assert_int_equal(sent.frames[nth(FRAME_NULL, 0)].meta.access, EXTSTA_ACCESS_BEST_EFFORT);
    assert_int_equal(sent.frames[nth(FRAME_DISASSOC, 0)].meta.access, EXTSTA_ACCESS_VOICE);
}

static void one_queue_without_wmm(void **state)
{
    struct air *a = *state;
    connect_wmm(a, false);
    air_send(a, AP_A, 1, 1);
    air_drain(a);
    air_disconnect(a);
    for (size_t i = 0; i < sent.count; i++) {
        assert_int_equal(sent.frames[i].meta.access, EXTSTA_ACCESS_DCF);
        assert_int_not_equal(sent.frames[i].meta.lifetime, 0);
    }
    assert_int_equal(count(FRAME_DATA_PLAIN), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEDIUM_TEST(a_silent_channel_is_left_at_min_channel_time),
        MEDIUM_TEST(SCN_15_a_busy_channel_is_left_at_max_channel_time),
        MEDIUM_TEST(SCN_15_without_cca_a_frame_makes_it_busy),
        MEDIUM_TEST(a_thousand_do_not_probe_at_once),
        MEDIUM_TEST(a_beacon_in_the_probe_delay_saves_the_probe),
        MEDIUM_TEST(a_beacon_of_no_candidate_saves_nothing),
        MEDIUM_TEST(SCN_06_the_hosts_scan_always_probes),
        cmocka_unit_test(CNX_26_a_second_quick_look_among_others),
        cmocka_unit_test(a_look_for_beacons_ends_with_the_first_that_will_do),
        MEDIUM_TEST(a_search_probes_little_where_it_is_full),
        MEDIUM_TEST(a_probe_that_stays_in_the_queue),
        MEDIUM_TEST(min_channel_time_begins_when_the_probe_is_out),
        cmocka_unit_test(the_order_is_a_stations_own),
        MEDIUM_TEST(a_lost_network_is_looked_for_where_it_was),
        cmocka_unit_test(ROM_13_the_pauses_of_two_stations_differ),
        MEDIUM_TEST(a_request_that_never_went_out_proves_nothing),
        MEDIUM_TEST(the_answers_time_begins_with_the_arrival),
        MEDIUM_TEST(a_radio_that_never_tells),
        MEDIUM_TEST(ASC_30_an_ap_that_acknowledges_has_time),
        MEDIUM_TEST(a_late_answer_on_a_busy_medium),
        MEDIUM_TEST(ASC_30_lost_frames_count_on_a_quiet_medium),
        MEDIUM_TEST(lost_frames_on_a_busy_medium_prove_nothing),
        MEDIUM_TEST(a_quiet_channel_costs_two_milliseconds),
        cmocka_unit_test(on_a_full_channel_a_station_waits_for_its_turn),
        MEDIUM_TEST(ASC_16_the_beacon_is_awaited_longer_on_a_busy_medium),
        MEDIUM_TEST(an_idle_station_asks_for_nothing),
        MEDIUM_TEST(access_categories_with_wmm),
        MEDIUM_TEST(one_queue_without_wmm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
