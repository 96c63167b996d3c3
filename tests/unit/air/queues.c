/* What becomes of frames that wait: lifetimes, flushing, counting, the word that one has left
 * the queue, and what a node leaves behind that goes to another channel, off, or away. */
#include "stage.h"

#define LONG_FRAME 1500u /* octets: 2,032 us at 6 Mb/s */

static const struct extsta_mac nobody = {{2, 9, 9, 9, 9, 9}};

static struct air_stats stats_of(const struct stage *s)
{
    struct air_stats stats;
    air_stats(s->air, &stats);
    return stats;
}

/* How often a number was on the air. */
static unsigned sent(const struct stage *s, uint8_t number)
{
    unsigned n = 0;
    for (unsigned i = 0; i < s->count; i++) {
        const struct stage_frame *f = stage_frame(s, i);
        n += !f->of_air && f->number == number;
    }
    return n;
}

/* --- lifetimes --- */

static void a_frame_that_waits_beyond_its_lifetime_is_not_sent(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    extsta_time start = air_now(s->air);
    actor_send(self, peer->address, 1, LONG_FRAME, META(0));
    actor_send(self, peer->address, 2, 100, META(.cookie = 2, .lifetime = 1000));
    actor_send(self, peer->address, 3, 100, META(.cookie = 3, .lifetime = 10000));
    stage_run(s, 100000);
    assert_int_equal(sent(s, 2), 0);
    struct stage_outcome o = actor_outcome(self, 2);
    assert_false(o.acked);
    assert_int_equal(o.tries, 0);
    assert_int_equal(o.time, start + 1000);
    assert_true(actor_outcome(self, 3).acked);
    assert_int_equal(stats_of(s).expired, 1);
    assert_int_equal(stats_of(s).failed, 0);
    stage_close(s);
}

/* Its turn would have come later: the back-off is behind another's frame. */
static void a_frame_that_contends_beyond_its_lifetime_is_not_sent(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *other = stage_actor(s, 10);
    actor_send(other, EVERYBODY, 1, LONG_FRAME,
               META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, other);
    actor_send(self, EVERYBODY, 2, 100,
               META(.cookie = 2, .lifetime = 1000, .flags = EXTSTA_TX_TELL_START));
    stage_run(s, 500);
    struct air_channel_stats c;
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.contending, 1);
    stage_run(s, 100000);
    assert_int_equal(sent(s, 2), 0);
    assert_int_equal(self->started_count, 0);
    assert_false(actor_outcome(self, 2).acked);
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.contending, 0);
    assert_int_equal(c.expired, 1);
    stage_close(s);
}

static void no_try_begins_after_the_lifetime(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0);
    unsigned tries = 0;
    for (uint8_t i = 1; i <= 50; i++) {
        s->count = 0;
        extsta_time start = air_now(s->air);
        actor_send(self, nobody, i, 100, META(.cookie = i, .tries = 100, .lifetime = 3000));
        stage_run(s, EXTSTA_SECOND);
        struct stage_outcome o = actor_outcome(self, i);
        assert_false(o.acked);
        assert_true(o.tries > 1 && o.tries < 10);
        assert_int_equal(o.tries, sent(s, i));
        tries += o.tries;
        assert_true(stage_frame(s, s->count - 1)->start < start + 3000);
        assert_true(o.time >= start + 3000 && o.time < start + 3000 + 300);
    }
    assert_int_equal(stats_of(s).expired, 50);
    assert_int_equal(stats_of(s).retries, tries - 50);
    assert_int_equal(stats_of(s).failed, 0);
    stage_close(s);
}

/* --- flushing, counting, telling --- */

static void a_flush_drops_what_waits_for_one_receiver(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, nobody, 1, LONG_FRAME, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    actor_send(self, nobody, 2, 100, META(.cookie = 2));
    actor_send(self, peer->address, 3, 100, META(.cookie = 3));
    stage_until_started(s, self);
    actor_send(self, nobody, 4, 100, META(.cookie = 4, .access = EXTSTA_ACCESS_VOICE));
    assert_int_equal(air_node_flush(self->node, nobody), 2);
    assert_int_equal(air_node_frame(self->node, 1), AIR_FRAME_STARTED);
    assert_int_equal(air_node_frame(self->node, 2), AIR_FRAME_GONE);
    assert_int_equal(self->outcome_count, 0); /* they come as events */
    stage_run(s, 100000);
    assert_int_equal(sent(s, 1), 1); /* it was on the air, and is not tried again */
    assert_int_equal(sent(s, 2) + sent(s, 4), 0);
    assert_int_equal(actor_outcome(self, 1).tries, 1);
    assert_int_equal(actor_outcome(self, 2).tries, 0);
    assert_int_equal(actor_outcome(self, 4).tries, 0);
    assert_true(actor_outcome(self, 3).acked);
    assert_int_equal(stats_of(s).expired, 2);
    assert_int_equal(air_node_flush(self->node, nobody), 0);
    stage_close(s);
}

static void queues_are_counted_by_access_and_age(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *other = stage_actor(s, 10);
    struct air_queue q;
    air_node_queue(self->node, &q);
    assert_int_equal(q.frames + q.waits, 0);
    actor_send(other, EVERYBODY, 9, LONG_FRAME,
               META(.cookie = 9, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, other);
    actor_send(self, EVERYBODY, 1, 100, META(.cookie = 1, .access = EXTSTA_ACCESS_VOICE));
    stage_run(s, 100);
    actor_send(self, EVERYBODY, 2, 100, META(.cookie = 2, .access = EXTSTA_ACCESS_VOICE));
    actor_send(self, EVERYBODY, 3, 100, META(.cookie = 3, .access = EXTSTA_ACCESS_BACKGROUND));
    stage_run(s, 200);
    air_node_queue(self->node, &q);
    assert_int_equal(q.frames, 3);
    assert_int_equal(q.by_access[EXTSTA_ACCESS_VOICE], 2);
    assert_int_equal(q.by_access[EXTSTA_ACCESS_BACKGROUND], 1);
    assert_int_equal(q.by_access[EXTSTA_ACCESS_DCF], 0);
    assert_int_equal(q.waits, 300);
    struct air_channel_stats c;
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.queued, 4); /* that which is on the air included */
    assert_int_equal(c.contending, 2);
    assert_int_equal(air_node_frame(self->node, 2), AIR_FRAME_QUEUED);
    stage_run(s, 20000);
    air_node_queue(self->node, &q);
    assert_int_equal(q.frames + q.waits, 0);
    assert_int_equal(air_node_frame(self->node, 2), AIR_FRAME_GONE);
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.queued + c.contending, 0);
    stage_close(s);
}

/* At the beginning of the first transmission, once, and before the outcome. */
static void that_a_frame_has_left_the_queue_is_told_once(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, nobody, 1, 100,
               META(.cookie = 1, .tries = 3, .flags = EXTSTA_TX_TELL_START));
    actor_send(self, peer->address, 2, 100,
               META(.cookie = 2, .flags = EXTSTA_TX_TELL_START | EXTSTA_TX_RTS));
    actor_send(self, peer->address, 3, 100, META(.cookie = 3));
    stage_run(s, 100000);
    assert_int_equal(self->started_count, 2);
    assert_int_equal(self->started[0].cookie, 1);
    assert_int_equal(self->started[0].time, stage_frame(s, 0)->start);
    assert_int_equal(self->started[1].cookie, 2);
    assert_int_equal(stage_frame(s, 3)->kind, 0xb4); /* the RTS */
    assert_int_equal(self->started[1].time, stage_frame(s, 3)->start);
    assert_int_equal(actor_outcome(self, 1).tries, 3);
    stage_close(s);
}

static void look(void *user, extsta_time now)
{
    struct actor *a = user;
    a->outcomes[63].cookie = a->received_count;
}

/* What is on the air comes before all else that is due in the same moment. */
static void what_ends_in_a_moment_is_heard_before_deadlines(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, EVERYBODY, 1, LONG_FRAME,
               META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, self);
    assert_true(air_at(s->air, air_now(s->air) + 2032, look, peer));
    stage_run(s, 10000);
    assert_int_equal(peer->outcomes[63].cookie, 1);
    stage_close(s);
}

/* --- leaving --- */

static void who_tunes_away_sends_nothing_on_the_old_channel(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *here = stage_actor(s, 10),
                 *there = stage_actor_at(s, 5200, 10, 0);
    /* the first is being tried, with one try behind it */
    actor_send(self, nobody, 1, 100, META(.cookie = 1, .tries = 7));
    actor_send(self, here->address, 2, 100, META(.cookie = 2));
    actor_send(self, EVERYBODY, 3, 100, META(.cookie = 3, .access = EXTSTA_ACCESS_VOICE));
    while (sent(s, 1) < 1) {
        assert_true(air_step(s->air, EXTSTA_SECOND));
    }
    stage_run(s, ACK_TIMEOUT);
    unsigned before = s->count;
    uint64_t dropped = 2 + (sent(s, 3) == 0);
    air_node_tune(self->node, 5200);
    assert_int_equal(actor_send(self, there->address, 4, 100, META(.cookie = 4)), EXTSTA_OK);
    assert_int_equal(actor_send(self, here->address, 5, 100, META(.freq = STAGE_FREQ)),
                     EXTSTA_E_STATE);
    stage_run(s, 100000);
    assert_int_equal(s->count, before + 2); /* number 4 and its ACK */
    assert_true(actor_outcome(self, 4).acked);
    assert_false(actor_outcome(self, 1).acked || actor_outcome(self, 2).acked);
    assert_int_equal(actor_outcome(self, 1).tries, 1);
    assert_int_equal(actor_outcome(self, 2).tries, 0);
    assert_int_equal(stats_of(s).left, dropped);
    assert_int_equal(stats_of(s).off, 1);
    assert_int_equal(stats_of(s).failed, 0);
    stage_close(s);
}

/* What is on the air then does not get to its end: nobody receives it, but it is sensed. */
static void who_tunes_away_in_the_middle_of_a_frame_is_not_received(void **state)
{
    for (unsigned off = 0; off < 2; off++) {
        struct stage *s = stage_open(NULL);
        struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
        actor_send(self, peer->address, 1, LONG_FRAME,
                   META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, self);
        extsta_time began = air_now(s->air);
        stage_run(s, 1000);
        if (off) {
            air_node_set_on(self->node, false);
            air_node_set_on(self->node, true);
        } else {
            air_node_tune(self->node, 5200);
        }
        actor_send(peer, EVERYBODY, 2, 100, META(0));
        stage_run(s, 100000);
        assert_int_equal(peer->received_count, 0);
        assert_false(actor_outcome(self, 1).acked);
        assert_int_equal(actor_outcome(self, 1).tries, 1);
        assert_int_equal(s->count, 1);
        assert_int_equal(stage_frame(s, 0)->number, 2);
        assert_true(stage_frame(s, 0)->start >= began + 2032 + DIFS);
        assert_int_equal(stats_of(s).left, 1);
        stage_close(s);
    }
}

static void tune_away(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                      size_t count)
{
    air_node_tune(*(struct air_node **)user, 5200);
}

/* Its own frame is received by somebody who makes it tune away in that moment: the frame was
 * complete, its acknowledgement finds nobody. */
static void who_tunes_away_at_the_end_of_a_frame_hears_no_acknowledgement(void **state)
{
    static const struct air_node_ops ops = {.name = "puller", .rx = tune_away};
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0);
    struct air_node *puller =
        air_node_new(s->air, &(struct air_node_config){.ops = &ops,
                                                       .user = &self->node,
                                                       .address = {{2, 5, 5, 5, 5, 5}},
                                                       .freq = STAGE_FREQ});
    assert_non_null(puller);
    actor_send(self, (struct extsta_mac){{2, 5, 5, 5, 5, 5}}, 1, 100, META(.cookie = 1));
    stage_run(s, 100000);
    assert_int_equal(sent(s, 1), 1);
    assert_int_equal(stats_of(s).acks, 1);
    assert_int_equal(stats_of(s).ack_lost, 1);
    assert_false(actor_outcome(self, 1).acked);
    assert_int_equal(actor_outcome(self, 1).tries, 1);
    assert_int_equal(stats_of(s).left, 1);
    stage_close(s);
}

/* Its radio answers, whatever the host makes of the frame. */
static void who_tunes_away_on_what_it_receives_acknowledges_it(void **state)
{
    static const struct air_node_ops ops = {.name = "runaway", .rx = tune_away};
    struct extsta_mac address = {{2, 5, 5, 5, 5, 5}};
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0);
    struct air_node *runaway = NULL;
    runaway = air_node_new(
        s->air, &(struct air_node_config){
                    .ops = &ops, .user = &runaway, .address = address, .freq = STAGE_FREQ});
    assert_non_null(runaway);
    actor_send(self, address, 1, 100, META(.cookie = 1));
    stage_run(s, 100000);
    assert_int_equal(sent(s, 1), 1);
    assert_true(actor_outcome(self, 1).acked);
    stage_close(s);
}

static void who_goes_off_drops_what_waits(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, peer->address, 1, 100, META(.cookie = 1));
    actor_send(self, peer->address, 2, 100, META(.cookie = 2));
    air_node_set_on(self->node, false);
    assert_int_equal(actor_send(self, peer->address, 3, 100, META(0)), EXTSTA_E_STATE);
    stage_run(s, 1000);
    assert_int_equal(s->count, 0);
    assert_int_equal(self->outcome_count, 2);
    assert_false(actor_outcome(self, 1).acked || actor_outcome(self, 2).acked);
    assert_int_equal(stats_of(s).left, 2);
    air_node_set_on(self->node, true);
    actor_send(self, peer->address, 4, 100, META(.cookie = 4));
    stage_run(s, 10000);
    assert_true(actor_outcome(self, 4).acked);
    stage_close(s);
}

static void who_comes_on_in_the_middle_of_a_frame_misses_it(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    air_node_set_on(peer->node, false);
    actor_send(self, EVERYBODY, 1, LONG_FRAME,
               META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    stage_until_started(s, self);
    stage_run(s, 1000);
    air_node_set_on(peer->node, true);
    stage_run(s, 10000);
    assert_int_equal(peer->received_count, 0);
    stage_close(s);
}

static void who_is_freed_takes_its_frames_along(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, peer->address, 1, LONG_FRAME,
               META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    actor_send(self, peer->address, 2, 100, META(.cookie = 2));
    stage_until_started(s, self);
    extsta_time began = air_now(s->air);
    stage_run(s, 1000);
    air_node_free(self->node);
    actor_send(peer, EVERYBODY, 3, 100, META(0));
    stage_run(s, 100000);
    assert_int_equal(self->outcome_count + peer->received_count, 0);
    assert_int_equal(s->count, 1);
    assert_true(stage_frame(s, 0)->start >= began + 2032 + DIFS);
    assert_int_equal(stats_of(s).left, 2);
    struct air_channel_stats c;
    assert_true(air_channel_stats(s->air, STAGE_FREQ, &c));
    assert_int_equal(c.queued + c.contending, 0);
    stage_close(s);
}

/* The sender moves out of reach while its frame waits: it is sent from there. */
static void who_moves_sends_from_where_it_is_then(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 10);
    actor_send(self, EVERYBODY, 1, 100, META(0));
    air_node_place(self->node, (struct air_position){500, 0, 0});
    stage_run(s, 10000);
    assert_int_equal(sent(s, 1), 1);
    assert_int_equal(peer->received_count, 0);
    stage_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_frame_that_waits_beyond_its_lifetime_is_not_sent),
        TEST(a_frame_that_contends_beyond_its_lifetime_is_not_sent),
        TEST(no_try_begins_after_the_lifetime),
        TEST(a_flush_drops_what_waits_for_one_receiver),
        TEST(queues_are_counted_by_access_and_age),
        TEST(that_a_frame_has_left_the_queue_is_told_once),
        TEST(what_ends_in_a_moment_is_heard_before_deadlines),
        TEST(who_tunes_away_sends_nothing_on_the_old_channel),
        TEST(who_tunes_away_in_the_middle_of_a_frame_is_not_received),
        TEST(who_tunes_away_at_the_end_of_a_frame_hears_no_acknowledgement),
        TEST(who_tunes_away_on_what_it_receives_acknowledges_it),
        TEST(who_goes_off_drops_what_waits),
        TEST(who_comes_on_in_the_middle_of_a_frame_misses_it),
        TEST(who_is_freed_takes_its_frames_along),
        TEST(who_moves_sends_from_where_it_is_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
