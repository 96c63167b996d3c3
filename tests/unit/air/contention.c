/* Who may send, and when: the interframe spaces and windows of DCF and EDCA (IEEE 802.11-2020
 * 10.3, 10.23.2, table 9-155, dot11QAPEDCATable), what is done when the medium is taken. */
#include "stage.h"

/* --- interframe spaces and windows --- */

/* What was observed between the end of one transmission and the beginning of another. */
struct seen {
    extsta_time least, most;
    bool off_slot; /* not a number of slots after the least possible */
};
#define NOTHING_SEEN ((struct seen){.least = EXTSTA_NEVER})

static void see(struct seen *seen, extsta_time after, extsta_time space)
{
    seen->least = after < seen->least ? after : seen->least;
    seen->most = after > seen->most ? after : seen->most;
    seen->off_slot |= after < space || (after - space) % SLOT != 0;
}

/* Of `rounds` frames that wait for the end of another one: the shortest and the longest time
 * between them. */
static struct seen wait_of(uint16_t flags, enum extsta_access access, unsigned rounds)
{
    struct stage *s = stage_open(NULL);
    struct actor *other = stage_actor(s, 0), *self = stage_actor_at(s, STAGE_FREQ, 5, flags);
    struct seen seen = NOTHING_SEEN;
    for (unsigned i = 0; i < rounds; i++) {
        s->count = 0;
        actor_send(other, EVERYBODY, 1, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, other);
        actor_send(self, EVERYBODY, 2, 100, META(.access = (uint8_t)access));
        stage_run(s, 5000);
        assert_int_equal(s->count, 2);
        assert_int_equal(stage_frame(s, 0)->number, 1);
        see(&seen, stage_frame(s, 1)->start - stage_frame(s, 0)->end, SIFS + SLOT);
    }
    stage_close(s);
    return seen;
}

static void each_queue_has_its_interframe_space_and_window(void **state)
{
    static const struct {
        uint16_t flags;
        enum extsta_access access;
        unsigned aifsn, cw_min;
    } table[] = {
        {0, EXTSTA_ACCESS_DCF, 2, 15},
        {0, EXTSTA_ACCESS_BACKGROUND, 7, 15},
        {0, EXTSTA_ACCESS_BEST_EFFORT, 3, 15},
        {0, EXTSTA_ACCESS_VIDEO, 2, 7},
        {0, EXTSTA_ACCESS_VOICE, 2, 3},
        {AIR_NODE_AP, EXTSTA_ACCESS_DCF, 2, 15},
        {AIR_NODE_AP, EXTSTA_ACCESS_BACKGROUND, 7, 15},
        {AIR_NODE_AP, EXTSTA_ACCESS_BEST_EFFORT, 3, 15},
        {AIR_NODE_AP, EXTSTA_ACCESS_VIDEO, 1, 7},
        {AIR_NODE_AP, EXTSTA_ACCESS_VOICE, 1, 3},
        {AIR_NODE_AP, EXTSTA_ACCESS_BEACON, 1, 0}, /* PIFS, ahead of all */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        /* (15/16)^500 = 1e-14 that an end of the window does not come up */
        struct seen seen = wait_of(table[i].flags, table[i].access, 500);
        assert_int_equal(seen.least, AIFS(table[i].aifsn));
        assert_int_equal(seen.most, AIFS(table[i].aifsn) + table[i].cw_min * SLOT);
        assert_false(seen.off_slot);
    }
}

/* Between the tries of a frame that nobody acknowledges: ACKTimeout, then the space and a
 * window that doubles up to its maximum (10.3.3, 10.23.2.2). */
static void compare_retries(uint16_t flags, enum extsta_access access, unsigned aifsn,
                            const unsigned cw[7])
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor_at(s, STAGE_FREQ, 0, flags);
    struct extsta_mac nobody = {{2, 9, 9, 9, 9, 9}};
    struct seen seen[7];
    for (unsigned i = 1; i < 7; i++) {
        seen[i] = NOTHING_SEEN;
    }
    for (unsigned round = 0; round < 400; round++) {
        s->count = 0;
        actor_send(self, nobody, 1, 30, META(.access = (uint8_t)access, .tries = 7));
        stage_run(s, 100000);
        assert_int_equal(s->count, 7);
        for (unsigned i = 1; i < 7; i++) {
            assert_int_equal(stage_frame(s, i)->attempt, i + 1);
            assert_true(stage_frame(s, i)->retry);
            extsta_time idle = stage_frame(s, i - 1)->end + ACK_TIMEOUT;
            see(&seen[i], stage_frame(s, i)->start - idle, AIFS(aifsn));
        }
    }
    for (unsigned i = 1; i < 7; i++) {
        assert_false(seen[i].off_slot);
        assert_true(seen[i].most <= AIFS(aifsn) + cw[i] * SLOT);
        /* 0.5^400 and 0.95^400 (1e-9) that the far part of the window does not come up */
        assert_true(seen[i].most > AIFS(aifsn) + (cw[i] - (cw[i] + 19) / 20) * SLOT);
    }
    stage_close(s);
}

static void windows_double_with_each_failure_up_to_their_maximum(void **state)
{
    static const unsigned all[7] = {15, 31, 63, 127, 255, 511, 1023},
                          voice[7] = {3, 7, 7, 7, 7, 7, 7},
                          video[7] = {7, 15, 15, 15, 15, 15, 15},
                          ap_best_effort[7] = {15, 31, 63, 63, 63, 63, 63};
    compare_retries(0, EXTSTA_ACCESS_DCF, 2, all);
    compare_retries(0, EXTSTA_ACCESS_BEST_EFFORT, 3, all);
    compare_retries(0, EXTSTA_ACCESS_VOICE, 2, voice);
    compare_retries(0, EXTSTA_ACCESS_VIDEO, 2, video);
    compare_retries(AIR_NODE_AP, EXTSTA_ACCESS_BEST_EFFORT, 3, ap_best_effort);
}

/* HR/DSSS: slots of 20 us, CWmin 31, DIFS 50 us (table 15-5). */
static void long_slots_are_those_of_dsss(void **state)
{
    struct stage *s = stage_open(&(struct air_config){.long_slot = true});
    struct actor *other = stage_actor_at(s, 2412, 0, 0), *self = stage_actor_at(s, 2412, 5, 0);
    extsta_time least = EXTSTA_NEVER, most = 0;
    for (unsigned i = 0; i < 900; i++) {
        s->count = 0;
        actor_send(other, EVERYBODY, 1, 300,
                   META(.rate = 2, .cookie = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, other);
        actor_send(self, EVERYBODY, 2, 100, META(.rate = 2));
        stage_run(s, 20000);
        extsta_time after = stage_frame(s, 1)->start - stage_frame(s, 0)->end;
        least = after < least ? after : least;
        most = after > most ? after : most;
        assert_int_equal((after - 50) % 20, 0);
    }
    assert_int_equal(least, 50);
    assert_int_equal(most, 50 + 31 * 20);
    stage_close(s);
}

/* Two who have heard nothing, and of whom the second begins to count 3 us after the first. Who
 * has begun is heard after aCCATime and aRxTxTurnaroundTime, 6 us: the second of them collides
 * 3 us after the first, and the first defers that would begin 6 us after the second. */
static void who_begins_before_it_can_hear_the_other_collides(void **state)
{
    unsigned collided = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct stage *s = stage_open(&(struct air_config){.seed = seed});
        struct actor *first = stage_actor(s, 0), *second = stage_actor(s, 5);
        actor_send(first, EVERYBODY, 1, 100, META(0));
        stage_run(s, 3);
        actor_send(second, EVERYBODY, 2, 100, META(0));
        stage_run(s, 10000);
        assert_int_equal(s->count, 2);
        extsta_time apart = stage_frame(s, 1)->start - stage_frame(s, 0)->start;
        if (stage_frame(s, 0)->overlapped) {
            assert_int_equal(apart, 3);
            collided++;
        } else {
            assert_true(apart >= stage_frame(s, 0)->end - stage_frame(s, 0)->start + DIFS);
        }
        stage_close(s);
    }
    assert_in_range(collided, 5, 60); /* 1 of 16: 25, sigma 5 */
}

/* --- within one node --- */

static void talk_on(struct actor *self)
{
    /* the cookie is the queue */
    uint32_t access = self->outcomes[(self->outcome_count - 1) % 64].cookie;
    actor_send(self, EVERYBODY, (uint8_t)access, 60,
               META(.access = (uint8_t)access, .cookie = access));
}

/* Both queues of a node always have a frame. Its transmissions never overlap; the stronger
 * queue sends more; and a turn lost within the node widens the window of the weaker one
 * (10.23.2.4): waits longer than CWmin, though the frames have no tries and set no Retry bit.
 */
static void queues_of_one_node_collide_virtually(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0);
    self->then = talk_on;
    for (uint32_t access = EXTSTA_ACCESS_BEST_EFFORT; access <= EXTSTA_ACCESS_VOICE;
         access += EXTSTA_ACCESS_VOICE - EXTSTA_ACCESS_BEST_EFFORT) {
        actor_send(self, EVERYBODY, (uint8_t)access, 60,
                   META(.access = (uint8_t)access, .cookie = access));
    }
    while (s->count < STAGE_LOG) {
        stage_run(s, 200);
    }
    unsigned voice = 0;
    for (unsigned i = 1; i < STAGE_LOG; i++) {
        const struct stage_frame *f = stage_frame(s, i), *before = stage_frame(s, i - 1);
        assert_true(f->start >= before->end + AIFS(2));
        assert_false(f->retry || f->overlapped);
        voice += f->number == EXTSTA_ACCESS_VOICE;
    }
    assert_true(voice > STAGE_LOG * 2 / 3 && voice < STAGE_LOG);
    stage_close(s);
}

/* A voice frame with CW 3 and a best effort frame wait for the end of another's transmission.
 * Voice begins AIFS[2] + 0..3 slots after it. Best effort (AIFS[3], CW 15) has counted one slot
 * less than voice at that boundary, and stands at the same boundary when its number is voice's
 * less one; then it draws from 31. So its first wait after the voice frame exceeds AIFS[3] + 15
 * slots only after an internal collision. */
static void a_virtual_collision_doubles_the_window(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *other = stage_actor(s, 0), *self = stage_actor(s, 5);
    unsigned wider = 0;
    for (unsigned i = 0; i < 1000; i++) {
        s->count = 0;
        actor_send(other, EVERYBODY, 1, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, other);
        actor_send(self, EVERYBODY, 2, 60, META(.access = EXTSTA_ACCESS_VOICE));
        actor_send(self, EVERYBODY, 3, 60, META(.access = EXTSTA_ACCESS_BEST_EFFORT));
        stage_run(s, 10000);
        assert_int_equal(s->count, 3);
        if (stage_frame(s, 1)->number == 2) {
            extsta_time wait = stage_frame(s, 2)->start - stage_frame(s, 1)->end;
            assert_true(wait <= AIFS(3) + 31 * SLOT);
            wider += wait > AIFS(3) + 15 * SLOT;
        }
    }
    /* 3 of 64 collide (voice draws 1, 2 or 3), half of those draw more than 15: 23, sigma 5 */
    assert_in_range(wider, 5, 45);
    stage_close(s);
}

/* With a beacon in a queue of its own it is never kept by what waits. */
static void a_beacon_goes_before_all_that_waits(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *other = stage_actor(s, 0),
                 *ap = stage_actor_at(s, STAGE_FREQ, 5, AIR_NODE_AP);
    for (unsigned i = 0; i < 200; i++) {
        s->count = 0;
        actor_send(other, EVERYBODY, 1, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, other);
        for (uint8_t access = EXTSTA_ACCESS_DCF; access < EXTSTA_ACCESS_COUNT; access++) {
            actor_send(ap, EVERYBODY, (uint8_t)(10 + access), 60, META(.access = access));
        }
        stage_run(s, 20000);
        assert_int_equal(s->count, 7);
        assert_int_equal(stage_frame(s, 1)->number, 10 + EXTSTA_ACCESS_BEACON);
        assert_int_equal(stage_frame(s, 1)->start - stage_frame(s, 0)->end, PIFS);
    }
    stage_close(s);
}

/* --- the slots --- */

/* Who has a frame only when the others already count does it at their boundaries. */
static void who_comes_late_counts_in_the_same_slots(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *other = stage_actor(s, 0), *self = stage_actor(s, 5);
    for (unsigned i = 0; i < 200; i++) {
        s->count = 0;
        actor_send(other, EVERYBODY, 1, 100, META(0));
        while (!s->count) {
            assert_true(air_step(s->air, EXTSTA_NEVER - 1));
        }
        stage_run(s, DIFS + 1 + i);
        actor_send(self, EVERYBODY, 2, 100, META(0));
        stage_run(s, 10000);
        extsta_time after = stage_frame(s, 1)->start - stage_frame(s, 0)->end;
        assert_true(after > DIFS + i && after <= DIFS + i + SLOT + 15 * SLOT);
        assert_int_equal((after - DIFS) % SLOT, 0);
    }
    stage_close(s);
}

/* After an exchange the sender counts from the end of the ACK as everybody does, though it
 * would have waited a microsecond longer for it (24 Mb/s: SIFS and ACK are 44 us, ACKTimeout
 * 45). */
static void after_an_acknowledgement_all_count_from_its_end(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *peer = stage_actor(s, 5);
    for (unsigned i = 0; i < 100; i++) {
        s->count = 0;
        actor_send(self, peer->address, 1, 100, META(.rate = 48));
        actor_send(self, EVERYBODY, 2, 100, META(.access = EXTSTA_ACCESS_DCF));
        actor_send(self, EVERYBODY, 3, 100, META(.access = EXTSTA_ACCESS_VOICE));
        stage_run(s, 20000);
        const struct stage_frame *ack = NULL;
        for (unsigned j = 0; j + 1 < s->count; j++) {
            ack = stage_frame(s, j);
            if (ack->of_air) {
                const struct stage_frame *next = stage_frame(s, j + 1);
                assert_true(next->start >= ack->end + DIFS);
                assert_int_equal((next->start - ack->end - DIFS) % SLOT, 0);
            }
        }
        assert_non_null(ack);
    }
    stage_close(s);
}

/* --- NAV and EIFS --- */

/* A stranger's frame that reserves the medium: to an address, with a Duration. */
static void reserve(struct stage *s, float x, struct extsta_mac to, uint16_t duration)
{
    uint8_t frame[100] = {0x08, 0x01};
    put_le16(frame + 2, duration);
    memcpy(frame + 4, to.b, 6);
    memcpy(frame + 10, "\2\7\7\7\7\7", 6);
    struct air_position at = {x, 0, 0};
    assert_int_equal(air_inject(s->air, STAGE_FREQ, at, 0, span(frame, sizeof frame)),
                     EXTSTA_OK);
}

static const struct extsta_mac nobody = {{2, 9, 9, 9, 9, 9}};

/* What a node waits after the end of a stranger's frame; late: so much after that end it gets
 * the frame that it sends. */
static struct seen wait_after_stranger(float x, struct extsta_mac to, uint16_t duration,
                                       extsta_time late)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *far = stage_actor(s, 1000);
    struct seen seen = NOTHING_SEEN;
    for (unsigned i = 0; i < 300; i++) {
        s->count = 0;
        reserve(s, x, to, duration);
        while (!s->count) {
            assert_true(air_step(s->air, EXTSTA_NEVER - 1));
        }
        extsta_time end = stage_frame(s, 0)->end;
        if (late > 50) { /* and another one, which is too far away to be sensed */
            actor_send(far, EVERYBODY, 1, 30, META(.rate = 108, .access = EXTSTA_ACCESS_VOICE));
        }
        air_run(s->air, end + late);
        actor_send(self, EVERYBODY, 2, 100, META(0));
        stage_run(s, 60000);
        unsigned last = s->count - 1;
        assert_int_equal(stage_frame(s, last)->number, 2);
        see(&seen, stage_frame(s, last)->start - end, 0);
    }
    stage_close(s);
    return seen;
}

static void a_duration_is_honoured_to_its_end(void **state)
{
    struct seen seen = wait_after_stranger(10, nobody, 5000, 0);
    assert_int_equal(seen.least, 5000 + DIFS);
    assert_int_equal(seen.most, 5000 + DIFS + 15 * SLOT);
    /* ... and its end is followed by DIFS, also for who comes in between */
    seen = wait_after_stranger(10, nobody, 5000, 5000 + DIFS - 1);
    assert_int_equal(seen.least, 5000 + DIFS);
}

static void a_duration_does_not_hold_for_whom_the_frame_is_meant(void **state)
{
    /* 10.3.2.4; it acknowledges (the stranger sends at 54 Mb/s, so at 24: 28 us), then DIFS */
    struct extsta_mac self = {{2, 0, 0, 0, 0, 1}};
    struct seen seen = wait_after_stranger(10, self, 5000, 0);
    assert_int_equal(seen.least, SIFS + 28 + DIFS);
}

/* Nor for a stranger, who listens to nobody: a Duration can be renewed before it ends. */
static void a_duration_does_not_hold_for_a_stranger(void **state)
{
    struct stage *s = stage_open(NULL);
    reserve(s, 10, nobody, 5000);
    while (!s->count) {
        assert_true(air_step(s->air, EXTSTA_SECOND));
    }
    reserve(s, 20, nobody, 5000);
    stage_run(s, 20000);
    assert_int_equal(s->count, 2);
    assert_true(stage_frame(s, 1)->start - stage_frame(s, 0)->end <= DIFS + 15 * SLOT);
    stage_close(s);
}

static void an_aid_is_no_duration(void **state)
{
    struct seen seen = wait_after_stranger(10, nobody, 0xc001, 0);
    assert_int_equal(seen.least, DIFS);
}

/* At 140 m it is sensed, and too weak for 6 Mb/s. */
static void after_what_cannot_be_received_it_is_eifs(void **state)
{
    struct seen seen = wait_after_stranger(140, nobody, 5000, 0);
    assert_int_equal(seen.least, EIFS);
    assert_int_equal(seen.most, EIFS + 15 * SLOT);
    seen = wait_after_stranger(140, EVERYBODY, 0, EIFS - 1);
    assert_int_equal(seen.least, EIFS);
    /* beyond what is sensed it is nothing */
    seen = wait_after_stranger(160, nobody, 5000, 0);
    assert_true(seen.most <= 15 * SLOT);
}

/* 10.3.7: a frame received without error ends EIFS. C is too far away for S; D is near both and
 * answers within S's EIFS. */
static void a_frame_that_is_received_ends_eifs(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0), *far = stage_actor(s, 140),
                 *between = stage_actor(s, 70);
    extsta_time least = EXTSTA_NEVER;
    for (unsigned i = 0; i < 600; i++) {
        s->count = 0;
        actor_send(far, EVERYBODY, 1, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, far);
        actor_send(between, EVERYBODY, 2, 60, META(.access = EXTSTA_ACCESS_VOICE));
        actor_send(self, EVERYBODY, 3, 60, META(0));
        stage_run(s, 20000);
        assert_int_equal(s->count, 3);
        assert_int_equal(stage_frame(s, 1)->number, 2);
        extsta_time after = stage_frame(s, 2)->start - stage_frame(s, 1)->end;
        least = after < least ? after : least;
    }
    assert_int_equal(least, DIFS);
    stage_close(s);
}

/* Who comes to the channel in the middle of a frame senses it, and has not received it badly:
 * its header was before. Nor does its Duration hold for him. */
static void who_missed_the_beginning_waits_no_eifs(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *other = stage_actor(s, 0), *self = stage_actor_at(s, 5200, 5, 0);
    extsta_time least = EXTSTA_NEVER;
    for (unsigned i = 0; i < 200; i++) {
        s->count = 0;
        air_node_tune(self->node, 5200);
        actor_send(other, nobody, 1, 300,
                   META(.cookie = 1, .tries = 1, .flags = EXTSTA_TX_TELL_START));
        stage_until_started(s, other);
        stage_run(s, 50);
        air_node_tune(self->node, STAGE_FREQ);
        actor_send(self, EVERYBODY, 2, 60, META(0));
        stage_run(s, 20000);
        assert_int_equal(s->count, 2);
        extsta_time after = stage_frame(s, 1)->start - stage_frame(s, 0)->end;
        least = after < least ? after : least;
    }
    assert_int_equal(least, DIFS);
    stage_close(s);
}

/* Of two that collide and end in one moment, who stands beside one of them has received that
 * one: its next wait is DIFS, whichever of them it is told of first. */
static void who_has_captured_a_frame_waits_no_eifs(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *far = stage_actor(s, -90), *near = stage_actor(s, 60),
                 *self = stage_actor(s, 35);
    unsigned collided = 0;
    for (unsigned i = 0; i < 1500; i++) {
        s->count = 0;
        struct actor *first = i & 1 ? far : near, *second = i & 1 ? near : far;
        actor_send(first, EVERYBODY, 1, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        actor_send(second, EVERYBODY, 2, 300, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
        while (!far->started_count && !near->started_count) {
            assert_true(air_step(s->air, EXTSTA_NEVER - 1));
        }
        bool both = far->started_count && near->started_count;
        far->started_count = near->started_count = 0;
        actor_send(self, EVERYBODY, 3, 60, META(0));
        stage_run(s, 10000);
        far->started_count = near->started_count = 0;
        assert_int_equal(s->count, 3);
        if (both) {
            assert_int_equal(stage_frame(s, 0)->end, stage_frame(s, 1)->end);
            assert_int_equal(stage_frame(s, 2)->number, 3);
            assert_true(stage_frame(s, 2)->start - stage_frame(s, 1)->end <= DIFS + 15 * SLOT);
            collided++;
        }
    }
    assert_true(collided > 40);
    stage_close(s);
}

/* Who has collided senses the rest of the longer frame, and has received nothing of it badly.
 */
static void who_was_sending_waits_no_eifs(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *other = stage_actor(s, 0), *self = stage_actor(s, 5);
    extsta_time least = EXTSTA_NEVER;
    for (unsigned i = 0; i < 1500; i++) {
        s->count = 0;
        actor_send(other, EVERYBODY, 1, 600, META(0));
        actor_send(self, EVERYBODY, 2, 60, META(0));
        actor_send(self, EVERYBODY, 3, 60, META(0));
        stage_run(s, 10000);
        assert_int_equal(s->count, 3);
        if (stage_frame(s, 0)->number == 2 && stage_frame(s, 0)->overlapped) {
            assert_int_equal(stage_frame(s, 1)->number, 1);
            extsta_time after = stage_frame(s, 2)->start - stage_frame(s, 1)->end;
            least = after < least ? after : least;
        }
    }
    assert_int_equal(least, DIFS);
    stage_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_queue_has_its_interframe_space_and_window),
        TEST(windows_double_with_each_failure_up_to_their_maximum),
        TEST(long_slots_are_those_of_dsss),
        TEST(who_begins_before_it_can_hear_the_other_collides),
        TEST(queues_of_one_node_collide_virtually),
        TEST(a_virtual_collision_doubles_the_window),
        TEST(a_beacon_goes_before_all_that_waits),
        TEST(who_comes_late_counts_in_the_same_slots),
        TEST(after_an_acknowledgement_all_count_from_its_end),
        TEST(a_duration_is_honoured_to_its_end),
        TEST(a_duration_does_not_hold_for_whom_the_frame_is_meant),
        TEST(a_duration_does_not_hold_for_a_stranger),
        TEST(an_aid_is_no_duration),
        TEST(after_what_cannot_be_received_it_is_eifs),
        TEST(a_frame_that_is_received_ends_eifs),
        TEST(who_missed_the_beginning_waits_no_eifs),
        TEST(who_has_captured_a_frame_waits_no_eifs),
        TEST(who_was_sending_waits_no_eifs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
