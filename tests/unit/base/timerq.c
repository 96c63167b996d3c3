#include "../testing.h"
#include "base/timerq.h"

static const struct extsta_memory memory = {testing_alloc, testing_release, NULL};

static void entries_come_out_in_time_order(void **state)
{
    struct pool pool;
    struct timerq q;
    struct timerq_entry e[500] = {0};
    pool_init(&pool, &memory);
    timerq_init(&q, &pool);
    uint32_t x = 1;
    for (size_t i = 0; i < 500; i++) {
        x = x * 1103515245u + 12345u;
        assert_true(timerq_set(&q, &e[i], x % 100));
    }
    for (size_t i = 0; i < 500; i += 3) {
        assert_true(timerq_set(&q, &e[i], e[i].when + 50));
    }
    for (size_t i = 1; i < 500; i += 7) {
        timerq_remove(&q, &e[i]);
    }
    extsta_time last = 0;
    uint64_t order = 0;
    for (struct timerq_entry *f; (f = timerq_first(&q)) != NULL;) {
        assert_true(f->when > last || (f->when == last && q.heap[0].order >= order));
        last = f->when;
        order = q.heap[0].order;
        timerq_remove(&q, f);
    }
    timerq_destroy(&q);
    pool_destroy(&pool);
}

static void never_removes(void **state)
{
    struct pool pool;
    struct timerq q;
    struct timerq_entry e = {0};
    pool_init(&pool, &memory);
    timerq_init(&q, &pool);
    assert_true(timerq_set(&q, &e, 5));
    assert_true(timerq_set(&q, &e, EXTSTA_NEVER));
    assert_null(timerq_first(&q));
    timerq_destroy(&q);
    pool_destroy(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_out_in_time_order),
        cmocka_unit_test(never_removes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
