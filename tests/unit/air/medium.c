#include "../testing.h"
#include "base/mac.h"
#include "wire/frame.h"
#include <extsta/air.h>

struct fixture {
    uint64_t seed;
    struct extsta_context *ctx;
    struct air *air;
};

/* A node that writes down what happens to it. */
struct probe {
    struct air_node *node;
    struct air *air;
    unsigned frames, acked, failed, tries;
    uint8_t last[64];
    size_t last_len;
    struct extsta_rx_meta meta;
    extsta_time when[64];
    bool retry[64];
    unsigned woken;
    extsta_time deadline;
};

static void probe_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                     size_t count)
{
    struct probe *p = user;
    for (size_t i = 0; i < count; i++) {
        if (p->frames < 64) {
            p->when[p->frames] = now;
            p->retry[p->frames] = frames[i].bytes.len > 1 && (frames[i].bytes.data[1] & 0x08);
        }
        p->frames++;
        p->last_len = frames[i].bytes.len < 64 ? frames[i].bytes.len : 64;
        memcpy(p->last, frames[i].bytes.data, p->last_len);
        p->meta = frames[i].meta;
    }
}
static void probe_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                         uint8_t tries)
{
    struct probe *p = user;
    assert_int_equal(cookie, 77);
    p->acked += acked;
    p->failed += !acked;
    p->tries = tries;
}
static void probe_expire(void *user, extsta_time now)
{
    struct probe *p = user;
    assert_true(now >= p->deadline);
    p->woken++;
    p->deadline = p->woken < 3 ? now + 1000 : EXTSTA_NEVER;
}
static extsta_time probe_deadline(void *user)
{
    return ((struct probe *)user)->deadline;
}
static const struct air_node_ops probe_ops = {"probe", probe_rx, probe_status, probe_expire,
                                              probe_deadline};

static const struct extsta_mac A = {{2, 0, 0, 0, 0, 1}}, B = {{2, 0, 0, 0, 0, 2}},
                               C = {{2, 0, 0, 0, 0, 3}};

static void attach(struct probe *p, struct extsta_mac mac, float x, uint16_t freq,
                   uint16_t flags)
{
    p->node = air_node_new(p->air, &(struct air_node_config){.ops = &probe_ops,
                                                             .user = p,
                                                             .address = mac,
                                                             .position = {x, 0, 0},
                                                             .freq = freq,
                                                             .flags = flags});
    assert_non_null(p->node);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->seed = 1;
    f->ctx = testing_context(&f->seed);
    f->air = air_new(f->ctx, &(struct air_config){.seed = 42});
    *state = f;
    return f->air ? 0 : -1;
}
static int teardown(void **state)
{
    struct fixture *f = *state;
    air_free(f->air);
    size_t used;
    extsta_context_memory(f->ctx, &used);
    /* Nothing of the pool stays in use. */
    size_t empty;
    uint64_t seed = 1;
    struct extsta_context *fresh = testing_context(&seed);
    extsta_context_memory(fresh, &empty);
    extsta_context_free(fresh);
    int leaked = used != empty;
    extsta_context_free(f->ctx);
    free(f);
    return leaked;
}

static void frame_to(uint8_t out[40], struct extsta_mac to, struct extsta_mac from)
{
    struct writer w = writer_of(out, 40);
    frame_write_mgmt(&w, FRAME_ACTION, to, from, to, 7);
    writer_zero(&w, 16);
    assert_false(w.failed);
}
static void send_to(struct probe *p, struct extsta_mac to, struct extsta_mac from,
                    uint8_t tries)
{
    uint8_t frame[40];
    frame_to(frame, to, from);
    struct extsta_tx_meta meta = {.cookie = 77, .tries = tries};
    assert_int_equal(air_send(p->node, span(frame, sizeof frame), &meta), EXTSTA_OK);
}

#define PAIR(distance)                                                                         \
    struct fixture *f = *state;                                                                \
    struct probe a = {.air = f->air, .deadline = EXTSTA_NEVER}, b = a;                         \
    attach(&a, A, 0, 2437, 0);                                                                 \
    attach(&b, B, distance, 2437, 0)

static void unicast_is_received_and_acknowledged(void **state)
{
    PAIR(10);
    send_to(&a, B, A, 0);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 1);
    assert_int_equal(a.acked, 1);
    assert_int_equal(b.meta.freq, 2437);
    /* 20 dBm - 70.18 dB at 10 m with exponent 3. */
    assert_int_equal(b.meta.signal, -50);
    assert_int_equal(air_now(f->air), EXTSTA_SECOND);
}

static void out_of_range_it_is_tried_again_and_fails(void **state)
{
    /* -92 dBm is reached at 10^((112 - 40.18) / 30) = 248 m. */
    PAIR(260);
    send_to(&a, B, A, 4);
    air_run(f->air, EXTSTA_SECOND);
    struct air_stats stats;
    air_stats(f->air, &stats);
    assert_int_equal(b.frames, 0);
    assert_int_equal(a.failed, 1);
    assert_int_equal(stats.transmissions, 4);
    assert_int_equal(stats.retries, 3);
    assert_int_equal(a.tries, 4);
    air_node_place(b.node, (struct air_position){240, 0, 0});
    send_to(&a, B, A, 4);
    air_run(f->air, 2 * EXTSTA_SECOND);
    assert_int_equal(b.frames, 1);
    assert_int_equal(a.acked, 1);
}

static void another_channel_hears_nothing(void **state)
{
    PAIR(10);
    air_node_tune(b.node, 2412);
    send_to(&a, mac_broadcast, A, 1);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 0);
    air_node_tune(b.node, 2437);
    send_to(&a, mac_broadcast, A, 1);
    air_run(f->air, 2 * EXTSTA_SECOND);
    assert_int_equal(b.frames, 1);
}

static void who_tunes_in_the_middle_of_a_frame_misses_it(void **state)
{
    PAIR(10);
    air_node_tune(b.node, 2412);
    send_to(&a, mac_broadcast, A, 1);
    assert_true(air_step(f->air, EXTSTA_SECOND)); /* its back-off ends, it begins */
    air_run(f->air, air_deadline(f->air) - 1);
    air_node_tune(b.node, 2437);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 0);
}

static void unicast_for_others_reaches_only_the_promiscuous(void **state)
{
    PAIR(10);
    struct probe c = {.air = f->air, .deadline = EXTSTA_NEVER}, d = c;
    attach(&c, C, 5, 2437, 0);
    attach(&d, (struct extsta_mac){{0}}, 5, 2437, AIR_NODE_PROMISCUOUS);
    send_to(&a, B, A, 1);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 1);
    assert_int_equal(c.frames, 0);
    assert_int_equal(d.frames, 1);
}

static void lost_acknowledgement_makes_a_duplicate_with_retry(void **state)
{
    PAIR(10);
    uint32_t id = air_rule_add(
        f->air, &(struct air_rule){
                    .kind = FRAME_ACK, .from = B, .to = A, .count = 1, .action = AIR_DROP});
    send_to(&a, B, A, 0);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 2);
    assert_false(b.retry[0]);
    assert_true(b.retry[1]);
    assert_int_equal(a.tries, 2);
    assert_int_equal(a.acked, 1);
    assert_int_equal(air_rule_hits(f->air, id), 1);
}

static void frames_of_one_node_stay_in_order_over_retries(void **state)
{
    PAIR(10);
    air_rule_add(f->air,
                 &(struct air_rule){
                     .kind = FRAME_ACTION, .count = 2, .each_try = true, .action = AIR_DROP});
    uint8_t frame[40];
    for (uint16_t seq = 1; seq <= 3; seq++) {
        struct writer w = writer_of(frame, sizeof frame);
        frame_write_mgmt(&w, FRAME_ACTION, B, A, B, seq);
        writer_zero(&w, 16);
        assert_int_equal(air_send(a.node, span(frame, sizeof frame), NULL), EXTSTA_OK);
    }
    for (uint16_t seq = 1; seq <= 3; seq++) {
        unsigned before = b.frames;
        while (b.frames == before) {
            assert_true(air_step(f->air, EXTSTA_SECOND));
        }
        assert_int_equal(get_le16(b.last + 22) >> 4, seq);
    }
    assert_true(b.retry[0]);
    assert_false(b.retry[1]);
}

static void in_serial_contention_transmissions_do_not_overlap(void **state)
{
    struct fixture *f = *state;
    air_free(f->air);
    f->air =
        air_new(f->ctx, &(struct air_config){.seed = 42, .contention = AIR_CONTENTION_CHANNEL});
    struct probe a = {.air = f->air, .deadline = EXTSTA_NEVER}, b = a, c = a;
    attach(&a, A, 0, 2437, 0);
    attach(&b, B, 10, 2437, 0);
    attach(&c, C, 5, 2437, 0);
    for (int i = 0; i < 10; i++) {
        send_to(&a, B, A, 1);
        send_to(&c, B, C, 1);
    }
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 20);
    uint32_t airtime = air_airtime(2437, 2, 40) + 10 + air_airtime(2437, 2, 10);
    for (int i = 1; i < 20; i++) {
        assert_true(b.when[i] - b.when[i - 1] >= airtime + 28); /* DIFS */
    }
}

/* Nobody stands there, and nothing is left there: neither a node nor its memory. */
static void an_injected_frame_is_heard_once_and_leaves_nothing(void **state)
{
    PAIR(10);
    uint8_t frame[40];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_ACTION, B, C, B, 1);
    writer_zero(&w, 16);
    struct air_position there = {5, 0, 0};
    size_t before = 0, after = 0;
    for (unsigned i = 1; i <= 200; i++) {
        assert_int_equal(air_inject(f->air, 2437, there, 0, span(frame, sizeof frame)),
                         EXTSTA_OK);
        air_run(f->air, i * EXTSTA_SECOND);
        assert_int_equal(b.frames, i);
        extsta_context_memory(f->ctx, i == 1 ? &before : &after);
    }
    assert_int_equal(after, before);
    assert_false(b.retry[1]);
    assert_int_equal(air_inject(f->air, 0, there, 0, span(frame, sizeof frame)),
                     EXTSTA_E_USAGE);
    assert_int_equal(air_inject(f->air, 2437, there, 0, span(frame, 0)), EXTSTA_E_USAGE);
    struct air_stats stats;
    air_stats(f->air, &stats);
    assert_int_equal(stats.transmissions, 200);
    assert_int_equal(stats.failed, 0); /* B has acknowledged each */
}

static void rule_of_a_frame_covers_its_retries(void **state)
{
    PAIR(10);
    uint32_t id = air_rule_add(
        f->air,
        &(struct air_rule){.kind = FRAME_ACTION, .to = B, .count = 1, .action = AIR_DROP});
    send_to(&a, B, A, 5);
    send_to(&a, B, A, 5);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(a.failed, 1);
    assert_int_equal(a.acked, 1);
    assert_int_equal(b.frames, 1);
    assert_int_equal(air_rule_hits(f->air, id), 5);
    air_rule_remove(f->air, id);
    assert_int_equal(air_rule_hits(f->air, id), 0);
}

static void rules_skip_and_look_at_the_clock(void **state)
{
    PAIR(10);
    air_rule_add(f->air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                            .to = B,
                                            .skip = 2,
                                            .since = 0,
                                            .until = 500000,
                                            .action = AIR_DROP});
    for (int i = 0; i < 4; i++) {
        send_to(&a, B, A, 1);
    }
    air_run(f->air, 500000);
    assert_int_equal(b.frames, 2);
    send_to(&a, B, A, 1);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 3);
}

static void a_rule_may_hold_for_one_receiver_only(void **state)
{
    PAIR(10);
    struct probe c = {.air = f->air, .deadline = EXTSTA_NEVER};
    attach(&c, C, 5, 2437, 0);
    air_rule_add(f->air,
                 &(struct air_rule){.kind = AIR_ANY_KIND, .at = b.node, .action = AIR_DROP});
    send_to(&a, mac_broadcast, A, 1);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 0);
    assert_int_equal(c.frames, 1);
}

static void rules_change_what_arrives(void **state)
{
    PAIR(10);
    uint8_t sent[40];
    frame_to(sent, B, A);
    uint32_t id = air_rule_add(
        f->air,
        &(struct air_rule){
            .kind = AIR_ANY_KIND, .to = B, .action = AIR_CORRUPT, .offset = 30, .bits = 0x81});
    send_to(&a, B, A, 1);
    air_run(f->air, 100000);
    sent[30] ^= 0x81;
    put_le16(sent + 2, 10 + 192 + 14 * 8); /* Duration: SIFS and an ACK at 1 Mb/s */
    assert_int_equal(b.last_len, 40);
    assert_memory_equal(b.last, sent, 40);
    assert_int_equal(a.acked, 1);
    air_rule_remove(f->air, id);
    id = air_rule_add(f->air,
                      &(struct air_rule){
                          .kind = AIR_ANY_KIND, .to = B, .action = AIR_TRUNCATE, .length = 25});
    send_to(&a, B, A, 1);
    air_run(f->air, 200000);
    assert_int_equal(b.last_len, 25);
    air_rule_remove(f->air, id);
    id = air_rule_add(
        f->air,
        &(struct air_rule){.kind = AIR_ANY_KIND, .to = B, .action = AIR_SIGNAL, .signal = -91});
    send_to(&a, B, A, 1);
    air_run(f->air, 300000);
    assert_int_equal(b.meta.signal, -91);
    air_rule_remove(f->air, id);
    air_rule_add(f->air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                            .to = B,
                                            .action = AIR_CORRUPT,
                                            .offset = 30,
                                            .bits = 1,
                                            .bad_fcs = true});
    a.acked = a.failed = 0;
    send_to(&a, B, A, 1);
    air_run(f->air, 400000);
    assert_int_equal(b.meta.flags, EXTSTA_RX_FCS_BAD);
    assert_int_equal(a.failed, 1);
}

static void rules_delay_and_duplicate(void **state)
{
    PAIR(10);
    uint32_t id = air_rule_add(
        f->air,
        &(struct air_rule){.kind = AIR_ANY_KIND, .to = B, .action = AIR_DELAY, .delay = 50000});
    send_to(&a, B, A, 1);
    air_run(f->air, 50000);
    assert_int_equal(b.frames, 0);
    assert_int_equal(a.acked, 1);
    air_run(f->air, 60000);
    assert_int_equal(b.frames, 1);
    air_rule_remove(f->air, id);
    air_rule_add(f->air,
                 &(struct air_rule){
                     .kind = AIR_ANY_KIND, .to = B, .action = AIR_DUPLICATE, .delay = 700});
    send_to(&a, B, A, 1);
    air_run(f->air, 100000);
    assert_int_equal(b.frames, 3);
    assert_int_equal(b.when[2] - b.when[1], 700);
    /* One under way when the node goes. */
    send_to(&a, B, A, 1);
    while (b.frames == 3) {
        assert_true(air_step(f->air, EXTSTA_SECOND));
    }
    air_node_free(b.node);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(b.frames, 4);
}

static void probability_is_about_right(void **state)
{
    PAIR(10);
    air_rule_add(f->air,
                 &(struct air_rule){
                     .kind = AIR_ANY_KIND, .to = B, .per_million = 250000, .action = AIR_DROP});
    for (int i = 0; i < 2000; i++) {
        send_to(&a, B, A, 1);
    }
    air_run(f->air, 60 * EXTSTA_SECOND);
    assert_in_range(b.frames, 1420, 1580); /* 4 sigma */
}

static void nodes_are_woken_at_their_deadline(void **state)
{
    struct fixture *f = *state;
    struct probe a = {.air = f->air, .deadline = 5000};
    attach(&a, A, 0, 2437, 0);
    air_run(f->air, 4999);
    assert_int_equal(a.woken, 0);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(a.woken, 3);
}

static void motion_is_linear(void **state)
{
    PAIR(0);
    air_node_move(b.node, (struct air_position){30, 40, 0}, 5); /* 50 m in 10 s */
    air_run(f->air, 5 * EXTSTA_SECOND);
    struct air_position p = air_node_position(b.node);
    assert_true(p.x > 14.99f && p.x < 15.01f && p.y > 19.99f && p.y < 20.01f);
    air_run(f->air, 11 * EXTSTA_SECOND);
    p = air_node_position(b.node);
    assert_true(p.x > 29.99f && p.x < 30.01f);
    /* 20 dBm - (40.18 + 30 log10 50) */
    double signal = air_signal(a.node, b.node);
    assert_true(signal > -71.2 && signal < -71.1);
}

static void a_node_that_is_off_is_silent(void **state)
{
    PAIR(10);
    air_node_set_on(b.node, false);
    send_to(&a, B, A, 3);
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(a.failed, 1);
    assert_int_equal(air_send(b.node, span("\x80\0", 2), NULL), EXTSTA_E_STATE);
    air_node_set_on(b.node, true);
    send_to(&a, B, A, 3);
    air_run(f->air, 2 * EXTSTA_SECOND);
    assert_int_equal(a.acked, 1);
}

/* Everything a sniffer sees, hashed with its time and signal. */
struct trace {
    uint64_t hash;
    unsigned frames, acks;
    extsta_time last;
    bool order;
};
static void trace_frame(void *user, const struct air_sniffed *s)
{
    struct trace *t = user;
    uint64_t facts[3] = {s->time, (uint64_t)(int64_t)s->meta.signal, s->meta.rate};
    const uint8_t *p = (const uint8_t *)facts;
    for (size_t i = 0; i < sizeof facts; i++) {
        t->hash = (t->hash ^ p[i]) * 1099511628211ull;
    }
    for (size_t i = 0; i < s->bytes.len; i++) {
        t->hash = (t->hash ^ s->bytes.data[i]) * 1099511628211ull;
    }
    t->frames++;
    t->acks += s->ack;
    t->order |= s->time < t->last;
    t->last = s->time;
}

static struct trace play(uint64_t air_seed)
{
    uint64_t seed = 9;
    struct extsta_context *ctx = testing_context(&seed);
    struct air *air = air_new(ctx, &(struct air_config){.seed = air_seed, .shadowing_db = 4});
    struct trace t = {.hash = 14695981039346656037ull};
    struct air_sniffer_config sniff = {
        .frame = trace_frame, .user = &t, .position = {5, 5, 0}, .acks = true};
    assert_non_null(air_sniffer_new(air, &sniff));
    struct probe a = {.air = air, .deadline = EXTSTA_NEVER}, b = a, c = a;
    attach(&a, A, 0, 2437, 0);
    attach(&b, B, 30, 2437, 0);
    attach(&c, C, 60, 2412, 0);
    air_rule_add(air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                         .per_million = 300000,
                                         .each_try = true,
                                         .action = AIR_DROP});
    for (int i = 0; i < 50; i++) {
        send_to(&a, B, A, 0);
        send_to(&b, A, B, 0);
        send_to(&c, B, C, 2);
    }
    air_run(air, 10 * EXTSTA_SECOND);
    air_free(air);
    extsta_context_free(ctx);
    return t;
}

static void one_seed_gives_one_run(void **state)
{
    struct trace one = play(1), again = play(1), other = play(2);
    assert_true(one.hash == again.hash && one.frames == again.frames);
    assert_true(one.hash != other.hash);
    assert_false(one.order);
    assert_true(one.acks > 0 && one.frames > 150);
}

static unsigned called;
static void call_once(void *user, extsta_time now)
{
    assert_int_equal(now, *(extsta_time *)user);
    called++;
}
static void calls_come_at_their_time(void **state)
{
    struct fixture *f = *state;
    extsta_time at = 123456;
    called = 0;
    assert_true(air_at(f->air, at, call_once, &at));
    assert_true(air_at(f->air, 2 * EXTSTA_SECOND, call_once, &at)); /* never: freed */
    air_run(f->air, EXTSTA_SECOND);
    assert_int_equal(called, 1);
}

/* IEEE 802.11-2020 clause 16: rates of 1, 2, 5.5 and 11 Mb/s, no others. */
static void who_has_no_ofdm_neither_understands_nor_sends_it(void **state)
{
    static const uint16_t rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    struct fixture *f = *state;
    struct probe a = {.air = f->air, .deadline = EXTSTA_NEVER}, b = a;
    uint8_t frame[40];
    attach(&a, A, 0, 2437, 0);
    attach(&b, B, 5, 2437, AIR_NODE_DSSS);
    frame_to(frame, B, A);
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        struct extsta_tx_meta meta = {.cookie = 77, .tries = 1, .rate = rates[i]};
        a.acked = b.frames = 0;
        assert_int_equal(air_send(a.node, span(frame, sizeof frame), &meta), EXTSTA_OK);
        air_run(f->air, air_now(f->air) + EXTSTA_SECOND);
        assert_int_equal(b.frames, i < 4);
        assert_int_equal(a.acked, i < 4);
    }
    /* what the radio chooses, both ways: data as near as this would go at 54 Mb/s */
    frame[0] = 0x08;
    for (int back = 0; back < 2; back++) {
        struct probe *from = back ? &b : &a, *to = back ? &a : &b;
        memcpy(frame + 4, back ? A.b : B.b, 6);
        memcpy(frame + 10, back ? B.b : A.b, 6);
        assert_int_equal(air_send(from->node, span(frame, sizeof frame), NULL), EXTSTA_OK);
        air_run(f->air, air_now(f->air) + EXTSTA_SECOND);
        assert_int_equal(to->meta.rate, 22);
    }
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(unicast_is_received_and_acknowledged),
        T(out_of_range_it_is_tried_again_and_fails),
        T(another_channel_hears_nothing),
        T(who_tunes_in_the_middle_of_a_frame_misses_it),
        T(unicast_for_others_reaches_only_the_promiscuous),
        T(lost_acknowledgement_makes_a_duplicate_with_retry),
        T(frames_of_one_node_stay_in_order_over_retries),
        T(in_serial_contention_transmissions_do_not_overlap),
        T(an_injected_frame_is_heard_once_and_leaves_nothing),
        T(rule_of_a_frame_covers_its_retries),
        T(rules_skip_and_look_at_the_clock),
        T(a_rule_may_hold_for_one_receiver_only),
        T(rules_change_what_arrives),
        T(rules_delay_and_duplicate),
        T(probability_is_about_right),
        T(nodes_are_woken_at_their_deadline),
        T(motion_is_linear),
        T(a_node_that_is_off_is_silent),
        T(calls_come_at_their_time),
        T(who_has_no_ofdm_neither_understands_nor_sends_it),
        cmocka_unit_test(one_seed_gives_one_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
