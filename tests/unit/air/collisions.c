/* Who collides, and what survives: hidden stations by geometry, RTS and CTS against them, the
 * capture effect by the rule that is configured, half duplex, and how busy a channel is from
 * where a node stands. */
#include "stage.h"

#define LONG_FRAME 1500u /* octets: 2,032 us at 6 Mb/s */

/* Sends a frame, and the other one while that is on the air, if it can. */
static void send_both(struct stage *s, struct actor *first, struct actor *second,
                      struct extsta_mac to, struct extsta_tx_meta meta)
{
    struct extsta_tx_meta told = meta;
    told.cookie = 1;
    told.flags |= EXTSTA_TX_TELL_START;
    s->count = 0;
    actor_send(first, to, 1, LONG_FRAME, told);
    stage_until_started(s, first);
    actor_send(second, to, 2, LONG_FRAME, meta);
    stage_run(s, 20000);
}

static bool has_received(const struct actor *a, uint8_t number)
{
    for (unsigned i = 0; i < a->received_count; i++) {
        if (a->received[i] == number) {
            return true;
        }
    }
    return false;
}

/* --- hidden stations --- */

/* Both are heard by the receiver between them. 200 m apart they do not sense each other, 140 m
 * apart they do. */
static void who_cannot_hear_the_other_collides_with_it(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *left = stage_actor(s, -100), *right = stage_actor(s, 100),
                 *middle = stage_actor(s, 0);
    send_both(s, left, right, EVERYBODY, META(0));
    assert_int_equal(s->count, 2);
    assert_true(stage_frame(s, 1)->start < stage_frame(s, 0)->end);
    assert_true(stage_frame(s, 0)->overlapped && stage_frame(s, 1)->overlapped);
    assert_int_equal(middle->received_count, 0);
    struct air_stats stats;
    air_stats(s->air, &stats);
    assert_int_equal(stats.collisions, 2);

    air_node_place(left->node, (struct air_position){-70, 0, 0});
    air_node_place(right->node, (struct air_position){70, 0, 0});
    send_both(s, left, right, EVERYBODY, META(0));
    assert_int_equal(s->count, 2);
    assert_true(stage_frame(s, 1)->start >= stage_frame(s, 0)->end + DIFS);
    assert_int_equal(middle->received_count, 2);
    air_stats(s->air, &stats);
    assert_int_equal(stats.collisions, 2);
    stage_close(s);
}

static void resend(struct actor *self)
{
    struct stage *s = self->stage;
    actor_send(self, s->actors[2].address, 1, LONG_FRAME,
               META(.cookie = 1, .tries = 7,
                    .flags = self->outcomes[0].cookie == 2 ? EXTSTA_TX_RTS : 0));
}

struct hidden_result {
    unsigned frames, received, overlapped, outcomes, acked;
};

/* Two hidden stations that always have a frame for the one between them, for five seconds. */
static struct hidden_result saturate_hidden(bool rts)
{
    struct stage *s = stage_open(NULL);
    struct hidden_result r = {0};
    for (unsigned i = 0; i < 3; i++) {
        stage_actor(s, i < 2 ? (i ? 100.0f : -100.0f) : 0.0f);
    }
    for (unsigned i = 0; i < 2; i++) {
        s->actors[i].then = resend;
        s->actors[i].outcomes[0].cookie = rts ? 2 : 0;
        s->actors[i].outcome_count = 1;
        resend(&s->actors[i]);
    }
    for (unsigned ms = 0; ms < 5000; ms++) {
        s->count = 0;
        stage_run(s, 1000);
        for (unsigned i = 0; i < s->count; i++) {
            const struct stage_frame *f = stage_frame(s, i);
            bool data = f->kind == 0x08;
            r.frames += data;
            r.overlapped += data && f->overlapped;
        }
        for (unsigned i = 0; i < 2; i++) { /* the first place holds what resend reads */
            for (unsigned j = 1; j < s->actors[i].outcome_count; j++) {
                r.outcomes++;
                r.acked += s->actors[i].outcomes[j].acked;
            }
            s->actors[i].outcome_count = 1;
        }
    }
    r.received = s->actors[2].received_count;
    stage_close(s);
    return r;
}

/* A frame of 2 ms between stations that do not hear each other is lost unless the other's
 * back-off is longer than two of them; an RTS of 52 us is lost seldom, and what follows a CTS,
 * which both hear, never. */
static void rts_and_cts_keep_hidden_stations_apart(void **state)
{
    struct hidden_result without = saturate_hidden(false), with = saturate_hidden(true);
    assert_true(without.overlapped > without.frames / 2);
    assert_true(without.acked * 4 < without.outcomes * 3);
    assert_int_equal(with.overlapped, 0);
    assert_int_equal(with.received, with.frames);
    assert_true(with.acked * 100 > with.outcomes * 95);
    assert_true(with.received > 2 * without.received);
}

/* The times of the exchange, and the Durations that keep others quiet (9.2.5, 10.3.2.9). */
static void an_rts_reserves_the_exchange(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, peer->address, 1, LONG_FRAME, META(.flags = EXTSTA_TX_RTS));
    stage_run(s, 10000);
    assert_int_equal(s->count, 4);
    const struct stage_frame *rts = stage_frame(s, 0), *cts = stage_frame(s, 1),
                             *frame = stage_frame(s, 2), *ack = stage_frame(s, 3);
    assert_int_equal(rts->kind, 0xb4);
    assert_int_equal(rts->len, 16);
    assert_int_equal(cts->kind, 0xc4);
    assert_int_equal(ack->kind, 0xd4);
    assert_int_equal(cts->start, rts->end + SIFS);
    assert_int_equal(frame->start, cts->end + SIFS);
    assert_int_equal(ack->start, frame->end + SIFS);
    assert_int_equal(rts->duration, ack->end - rts->end);
    assert_int_equal(cts->duration, ack->end - cts->end);
    assert_int_equal(frame->duration, ack->end - frame->end);
    assert_int_equal(ack->duration, 0);
    stage_close(s);
}

/* 10.3.2.9: who is under another's Duration sends no CTS. */
static void an_rts_is_not_answered_within_a_foreign_duration(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, -100), *peer = stage_actor(s, 0);
    uint8_t frame[100] = {0x08, 0x01};
    put_le16(frame + 2, 20000);
    memcpy(frame + 4, "\2\7\7\7\7\7", 6);
    assert_int_equal(air_inject(s->air, STAGE_FREQ, (struct air_position){100, 0, 0}, 0,
                                span(frame, sizeof frame)),
                     EXTSTA_OK);
    while (!s->count) {
        assert_true(air_step(s->air, EXTSTA_SECOND));
    }
    extsta_time free = stage_frame(s, 0)->end + 20000;
    actor_send(self, peer->address, 1, 100, META(.flags = EXTSTA_TX_RTS, .tries = 100));
    stage_run(s, EXTSTA_SECOND);
    unsigned unanswered = 0;
    for (unsigned i = 1; i < s->count; i++) {
        const struct stage_frame *f = stage_frame(s, i);
        if (f->kind == 0xc4) {
            assert_true(f->start >= free + SIFS);
        }
        unanswered += f->kind == 0xb4 && f->end < free;
    }
    assert_true(unanswered > 0);
    assert_int_equal(peer->received_count, 1);
    stage_close(s);
}

/* A long frame is lost to the one that overlapped its beginning, whatever has been on the
 * channel since: twenty short ones, which do it no harm. */
static void what_overlapped_a_frame_is_not_forgotten(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *left = stage_actor(s, -100), *right = stage_actor(s, 100),
                 *middle = stage_actor(s, 0), *far = stage_actor(s, 5000);
    actor_send(right, EVERYBODY, 2, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, right);
    actor_send(left, EVERYBODY, 1, LONG_FRAME, META(0));
    stage_run(s, 500);
    for (unsigned i = 0; i < 20; i++) {
        actor_send(far, EVERYBODY, 3, 30, META(.rate = 108, .access = EXTSTA_ACCESS_VOICE));
    }
    stage_run(s, 10000);
    assert_int_equal(s->count, 22);
    assert_int_equal(stage_frame(s, 0)->number, 2);
    assert_int_equal(stage_frame(s, 21)->number, 1);
    assert_int_equal(middle->received_count, 0);
    stage_close(s);
}

/* --- capture --- */

/* The receiver hears `left` from 100 m with -86.7 dBm and `right` from 60 m with -80.1 dBm:
 * 6.7 dB between them, and 160 m, so that neither senses the other. */
static void compare_capture(double capture_db, uint16_t rate, bool right_survives)
{
    struct stage *s = stage_open(&(struct air_config){.capture_db = capture_db});
    struct actor *left = stage_actor(s, -100), *right = stage_actor(s, 60),
                 *middle = stage_actor(s, 0);
    for (unsigned i = 0; i < 2; i++) { /* whichever of them begins */
        middle->received_count = 0;
        s->count = 0;
        send_both(s, i ? left : right, i ? right : left, EVERYBODY, META(.rate = rate));
        assert_int_equal(s->count, 2);
        assert_true(stage_frame(s, 0)->overlapped);
        assert_false(has_received(middle, i ? 1 : 2));
        assert_int_equal(has_received(middle, i ? 2 : 1), right_survives);
    }
    stage_close(s);
}

static void the_stronger_survives_by_so_many_decibels(void **state)
{
    compare_capture(6.0, RATE_6, true);
    compare_capture(7.0, RATE_6, false);
    compare_capture(0.0, RATE_6, false); /* the default: 10 dB */
    compare_capture(-1.0, RATE_6, false);
}

/* Of `right` with 0 dBm the receiver hears -100.1 dBm, 13.4 less than of `left`. */
static void a_weak_sender_harms_as_little_as_it_is_heard(void **state)
{
    for (unsigned i = 0; i < 2; i++) {
        struct stage *s = stage_open(&(struct air_config){.capture_db = i ? 14 : 13});
        struct actor *left = stage_actor(s, -100), *right = stage_actor(s, 60),
                     *middle = stage_actor(s, 0);
        air_node_set_power(right->node, 0);
        send_both(s, left, right, EVERYBODY, META(0));
        assert_true(stage_frame(s, 0)->overlapped);
        assert_int_equal(has_received(middle, 1), i == 0);
        stage_close(s);
    }
}

/* 24 Mb/s needs 8 dB more than 6 Mb/s (table 17-18): 13 dB of signal to noise. */
static void it_needs_what_its_rate_needs(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *right = stage_actor(s, 60), *middle = stage_actor(s, 0);
    actor_send(right, EVERYBODY, 1, 100, META(.rate = 48));
    stage_run(s, 10000);
    assert_int_equal(middle->received_count, 1); /* alone it is received */
    stage_close(s);
    compare_capture(6.0, 48, false);
}

/* Without capture any transmission that is sensed destroys, and one that is not does no harm.
 */
static void without_capture_what_is_sensed_destroys(void **state)
{
    static const float x[] = {140,
                              160}; /* of the weak one, from the receiver: -91.1, -92.9 dBm */
    for (unsigned i = 0; i < 2; i++) {
        struct stage *s = stage_open(&(struct air_config){.capture_db = -1});
        struct actor *near = stage_actor(s, -20), *far = stage_actor(s, x[i]),
                     *middle = stage_actor(s, 0);
        send_both(s, far, near, EVERYBODY, META(0));
        assert_true(stage_frame(s, 0)->overlapped);
        assert_int_equal(has_received(middle, 2), i == 1);
        stage_close(s);
    }
}

/* Who sends receives nothing meanwhile, however strong. */
static void who_sends_does_not_receive(void **state)
{
    struct stage *s = stage_open(&(struct air_config){.sense_dbm = -60});
    struct actor *one = stage_actor(s, 0), *other = stage_actor(s, 50);
    send_both(s, one, other, EVERYBODY, META(0));
    assert_true(stage_frame(s, 0)->overlapped);
    assert_int_equal(one->received_count + other->received_count, 0);
    stage_close(s);
}

/* --- how busy it is --- */

/* `left` and `right` do not hear each other; `middle` hears both, `end` only `right`. */
static void a_channel_is_as_busy_as_it_is_sensed(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *left = stage_actor(s, -100), *right = stage_actor(s, 100),
                 *middle = stage_actor(s, 0), *end = stage_actor(s, 180);
    extsta_time before = air_now(s->air);
    send_both(s, left, right, EVERYBODY, META(0));
    const struct stage_frame *a = stage_frame(s, 0), *b = stage_frame(s, 1);
    assert_true(a->start < b->start && b->start < a->end);
    assert_int_equal(air_node_busy(middle->node, before), b->end - a->start);
    assert_int_equal(air_node_busy(left->node, before), a->end - a->start);
    assert_int_equal(air_node_busy(end->node, before), b->end - b->start);
    assert_int_equal(air_node_busy(middle->node, b->end - 100), 100);
    assert_int_equal(air_node_busy(middle->node, b->end), 0);
    struct air_channel_stats c;
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.busy, b->end - a->start);
    assert_int_equal(c.transmissions, 2);
    assert_int_equal(c.collisions, 2);
    assert_int_equal(c.queued, 0);
    assert_false(air_channel_stats(s->air, 5200, &c));
    assert_int_equal(c.busy, 0);

    /* a short one within a long one, after the short one's end */
    s->count = 0;
    actor_send(left, EVERYBODY, 1, LONG_FRAME,
               META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, left);
    actor_send(right, EVERYBODY, 2, 30, META(0));
    stage_run(s, 20000);
    assert_int_equal(stage_frame(s, 0)->number, 2);
    before = stage_frame(s, 0)->end + 10;
    assert_int_equal(air_node_busy(middle->node, before), stage_frame(s, 1)->end - before);

    /* in the middle of a transmission: what is past of it */
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    extsta_time until_then = c.busy;
    actor_send(left, EVERYBODY, 1, LONG_FRAME,
               META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, left);
    before = air_now(s->air);
    stage_run(s, 1000);
    assert_int_equal(air_node_busy(middle->node, before), 1000);
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.busy, until_then + 1000);
    stage_close(s);
}

/* A fifth of a second of the shortest frames. */
static void two_hundred_milliseconds_are_remembered(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *one = stage_actor(s, 0), *other = stage_actor(s, 5);
    extsta_time busy = 0, since = 0;
    for (unsigned round = 0; round < 80; round++) {
        for (unsigned i = 0; i < 60; i++) {
            actor_send(one, EVERYBODY, 1, 30, META(.rate = 108, .access = EXTSTA_ACCESS_VOICE));
        }
        s->count = 0;
        stage_run(s, 5000);
        for (unsigned i = 0; round >= 40 && i < s->count; i++) {
            busy += stage_frame(s, i)->end - stage_frame(s, i)->start;
        }
        since = round == 39 ? air_now(s->air) : since;
    }
    assert_int_equal(air_now(s->air) - since, 200000);
    assert_int_equal(air_node_busy(other->node, since), busy);
    stage_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_cannot_hear_the_other_collides_with_it),
        TEST(rts_and_cts_keep_hidden_stations_apart),
        TEST(an_rts_reserves_the_exchange),
        TEST(an_rts_is_not_answered_within_a_foreign_duration),
        TEST(what_overlapped_a_frame_is_not_forgotten),
        TEST(the_stronger_survives_by_so_many_decibels),
        TEST(a_weak_sender_harms_as_little_as_it_is_heard),
        TEST(it_needs_what_its_rate_needs),
        TEST(without_capture_what_is_sensed_destroys),
        TEST(who_sends_does_not_receive),
        TEST(a_channel_is_as_busy_as_it_is_sensed),
        TEST(two_hundred_milliseconds_are_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
