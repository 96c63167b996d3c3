/* The air while memory is refused: each of its requests in turn, then all from each on. What
 * air_send has taken has its outcome, exactly one, whatever is refused after; nothing hangs,
 * and when there is memory again the air works as before. */
#include "stage.h"
#include "base/timerq.h"

/* Every request of the air passes here (the linker sees to it, see meson.build). */
void *__real_pool_alloc(struct pool *pool, size_t size);
void *__real_pool_zalloc(struct pool *pool, size_t size);
void *__wrap_pool_alloc(struct pool *pool, size_t size);
void *__wrap_pool_zalloc(struct pool *pool, size_t size);

static unsigned requests, refuse_from, refuse_count;
static bool refuse_events; /* the queue of events does not grow */

static bool refused(size_t size)
{
    requests++;
    size_t slots = size / sizeof(struct timerq_slot);
    if (refuse_events && size % sizeof(struct timerq_slot) == 0 &&
        (slots == 32 || slots == 64 || slots == 128)) {
        return true;
    }
    return refuse_from && requests >= refuse_from && requests - refuse_from < refuse_count;
}

void *__wrap_pool_alloc(struct pool *pool, size_t size)
{
    return refused(size) ? NULL : __real_pool_alloc(pool, size);
}

void *__wrap_pool_zalloc(struct pool *pool, size_t size)
{
    return refused(size) ? NULL : __real_pool_zalloc(pool, size);
}

static const struct extsta_mac nobody = {{2, 9, 9, 9, 9, 9}};

/* A little of everything; returns how many frames with a cookie were taken. */
static unsigned busy_hour(struct stage *s)
{
    unsigned taken = 0;
    struct actor *one = &s->actors[0], *two = &s->actors[1], *three = &s->actors[2];
    for (uint32_t i = 1; i <= 12; i++) {
        struct extsta_tx_meta meta = {.cookie = i,
                                      .access = (uint8_t)(i % 5),
                                      .tries = 3,
                                      .lifetime = i % 3 ? 0 : 5000,
                                      .flags = i % 2 ? EXTSTA_TX_RTS : EXTSTA_TX_TELL_START};
        taken += actor_send(one, two->address, 1, 200, meta) == EXTSTA_OK;
        taken += actor_send(two, one->address, 1, 100, meta) == EXTSTA_OK;
        taken += actor_send(three, i % 2 ? nobody : EVERYBODY, 1, 60, meta) == EXTSTA_OK;
        stage_run(s, i * 100);
    }
    (void)air_inject(s->air, STAGE_FREQ, (struct air_position){3, 0, 0}, 0,
                     span("\x08\x01\0\0\2\0\0\0\0\1\2\0\0\0\0\3\0\0\0\0\0\0\0\0", 24));
    air_node_move(three->node, (struct air_position){20, 0, 0}, 100);
    stage_run(s, 3000);
    air_node_tune(three->node, 5200);
    taken += actor_send(three, EVERYBODY, 1, 60, META(.cookie = 13)) == EXTSTA_OK;
    stage_run(s, EXTSTA_SECOND);
    return taken;
}

static unsigned outcomes(const struct stage *s)
{
    unsigned all = 0;
    for (unsigned i = 0; i < s->actor_count; i++) {
        const struct actor *a = &s->actors[i];
        all += a->outcome_count;
        for (unsigned j = 0; j < a->outcome_count; j++) {
            (void)actor_outcome(a, a->outcomes[j].cookie); /* once */
        }
    }
    return all;
}

/* False: the last request that is made was before the first to be refused. */
static bool play(enum air_contention mode, unsigned from, unsigned count)
{
    refuse_from = 0;
    struct stage *s = stage_open(&(struct air_config){.contention = mode, .seed = from});
    for (unsigned i = 0; i < 3; i++) {
        stage_actor(s, (float)i * 5);
    }
    air_rule_add(s->air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                            .at = s->actors[1].node,
                                            .per_million = 200000,
                                            .action = AIR_DUPLICATE,
                                            .delay = 500});
    requests = 0;
    refuse_from = from;
    refuse_count = count;
    unsigned taken = busy_hour(s);
    bool reached = requests >= from;
    refuse_from = 0;
    stage_run(s, EXTSTA_SECOND);
    assert_int_equal(outcomes(s), taken);
    for (unsigned i = 0; i < 3; i++) { /* and all is well */
        struct air_queue q;
        air_node_queue(s->actors[i].node, &q);
        assert_int_equal(q.frames, 0);
        air_node_tune(s->actors[i].node, STAGE_FREQ);
        s->actors[i].outcome_count = 0;
    }
    for (unsigned i = 0; i < 3; i++) {
        struct actor *a = &s->actors[i], *b = &s->actors[(i + 1) % 3];
        assert_int_equal(actor_send(a, b->address, 7, 100, META(.cookie = 70)), EXTSTA_OK);
    }
    stage_run(s, EXTSTA_SECOND);
    for (unsigned i = 0; i < 3; i++) {
        assert_true(actor_outcome(&s->actors[i], 70).acked);
    }
    stage_close(s);
    return reached;
}

static void each_request_is_refused(enum air_contention mode, unsigned count)
{
    unsigned from = 1;
    while (play(mode, from, count)) {
        from++;
    }
    assert_true(from > 50);
}

static void one_request_refused_costs_no_outcome(void **state)
{
    each_request_is_refused(AIR_CONTENTION_DCF, 1);
    each_request_is_refused(AIR_CONTENTION_CHANNEL, 1);
}

static void several_requests_refused_cost_no_outcome(void **state)
{
    for (unsigned count = 2; count < 12; count += 3) {
        each_request_is_refused(AIR_CONTENTION_DCF, count);
    }
}

static void no_memory_any_more_costs_no_outcome(void **state)
{
    each_request_is_refused(AIR_CONTENTION_DCF, UINT32_MAX);
    each_request_is_refused(AIR_CONTENTION_CHANNEL, UINT32_MAX);
    each_request_is_refused(AIR_CONTENTION_NONE, UINT32_MAX);
}

/* Every place for an event is taken when frames are tried, answered, given up, and told. */
static void no_room_for_events_costs_no_outcome(void **state)
{
    for (unsigned filler = 0; filler < 64; filler++) {
        struct stage *s = stage_open(NULL);
        unsigned taken = 0;
        for (unsigned i = 0; i < 5; i++) {
            stage_actor(s, (float)i);
        }
        struct actor *elsewhere = stage_actor_at(s, 5200, 0, 0);
        for (unsigned i = 0; i < filler; i++) { /* each has one, until it is sent */
            actor_send(elsewhere, EVERYBODY, 1, 2000, META(.lifetime = 900000));
        }
        refuse_events = true;
        for (uint32_t i = 1; i <= 20; i++) {
            struct extsta_tx_meta meta = {.cookie = i,
                                          .access = (uint8_t)(i % 5),
                                          .tries = 2,
                                          .lifetime = i % 2 * i * 500};
            for (unsigned j = 0; j < 5; j++) {
                struct actor *a = &s->actors[j];
                struct extsta_mac to = i % 3 ? s->actors[(j + 1) % 5].address : nobody;
                taken += actor_send(a, to, 1, 100, meta) == EXTSTA_OK;
            }
        }
        stage_run(s, EXTSTA_SECOND);
        refuse_events = false;
        assert_int_equal(outcomes(s), taken);
        for (unsigned i = 0; i < 5; i++) {
            s->actors[i].outcome_count = 0;
            actor_send(&s->actors[i], s->actors[(i + 1) % 5].address, 7, 100,
                       META(.cookie = 70));
        }
        stage_run(s, EXTSTA_SECOND);
        for (unsigned i = 0; i < 5; i++) {
            assert_true(actor_outcome(&s->actors[i], 70).acked);
        }
        stage_close(s);
    }
}

/* Two contend; the first to begin takes what there is of room for events, and ends without an
 * answer and without another frame: the second has its turn nevertheless. */
static void the_last_contender_has_its_turn(void **state)
{
    for (unsigned i = 0; i < 64 * 8; i++) {
        struct stage *s = stage_open(&(struct air_config){.seed = i});
        struct actor *one = stage_actor(s, 0), *two = stage_actor(s, 5),
                     *elsewhere = stage_actor_at(s, 5200, 0, 0);
        refuse_events = true; /* after the first sixteen */
        for (unsigned j = 0; j < i % 64; j++) {
            actor_send(elsewhere, EVERYBODY, 1, 2000, META(.lifetime = 900000));
        }
        stage_run(s, 300);
        unsigned taken = 0;
        taken += actor_send(one, nobody, 1, 60, META(.cookie = 1, .tries = 1)) == EXTSTA_OK;
        taken += actor_send(two, nobody, 1, 60, META(.cookie = 1, .tries = 1)) == EXTSTA_OK;
        stage_run(s, 10 * EXTSTA_SECOND);
        refuse_events = false;
        assert_int_equal(outcomes(s), taken);
        stage_close(s);
    }
}

/* The frame behind the one that was sent cannot contend: it is over, and that is told. */
static void who_cannot_contend_is_told(void **state)
{
    struct stage *s = stage_open(NULL);
    struct actor *self = stage_actor(s, 0);
    actor_send(self, EVERYBODY, 1, 1000, META(.cookie = 1, .flags = EXTSTA_TX_TELL_START));
    actor_send(self, EVERYBODY, 2, 100, META(.cookie = 2));
    stage_until_started(s, self);
    for (unsigned i = 0; i < 4; i++) { /* as many contenders as there is room for */
        assert_int_equal(actor_send(stage_actor(s, 5), EVERYBODY, 3, 100, META(0)), EXTSTA_OK);
    }
    refuse_count = UINT32_MAX;
    refuse_from = 1;
    stage_run(s, EXTSTA_SECOND);
    refuse_from = 0;
    assert_true(actor_outcome(self, 1).acked);
    assert_false(actor_outcome(self, 2).acked);
    assert_int_equal(actor_outcome(self, 2).tries, 0);
    assert_int_equal(s->count, 5);
    stage_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_request_refused_costs_no_outcome),
        TEST(several_requests_refused_cost_no_outcome),
        TEST(no_memory_any_more_costs_no_outcome),
        TEST(no_room_for_events_costs_no_outcome),
        TEST(the_last_contender_has_its_turn),
        TEST(who_cannot_contend_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
