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

/* Times from microseconds to hours, set, moved and removed while time goes on, beside a plain
 * list: the first is always that which is earliest, and of those the one set first. */
#define MANY 400u
static void far_and_near_come_out_in_order(void **state)
{
    struct pool pool;
    struct timerq q;
    static struct timerq_entry e[MANY];
    static struct {
        extsta_time when;
        uint64_t order; /* 0: not queued */
    } list[MANY];
    uint64_t order = 0, x = 7;
    extsta_time now = 1700000000000000u;
    pool_init(&pool, &memory);
    timerq_init(&q, &pool);
    memset(e, 0, sizeof e);
    memset(list, 0, sizeof list);
    for (unsigned turn = 0; turn < 20000; turn++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        size_t i = (size_t)(x >> 33) % MANY;
        extsta_time when = now + (x >> 40 & 0xfff) * (1ull << (x >> 52 & 31));
        if (x >> 60 == 0) {
            timerq_remove(&q, &e[i]);
            list[i].order = 0;
        } else {
            assert_true(timerq_set(&q, &e[i], when));
            if (!list[i].order || list[i].when != when) {
                list[i].when = when;
                list[i].order = ++order;
            }
        }
        size_t first = MANY;
        for (size_t k = 0; k < MANY; k++) {
            if (list[k].order &&
                (first == MANY || list[k].when < list[first].when ||
                 (list[k].when == list[first].when && list[k].order < list[first].order))) {
                first = k;
            }
        }
        assert_ptr_equal(timerq_first(&q), first == MANY ? NULL : &e[first]);
        if (first < MANY && (x >> 45 & 1)) {
            now = list[first].when > now ? list[first].when : now;
            timerq_remove(&q, &e[first]);
            list[first].order = 0;
        }
    }
    timerq_destroy(&q);
    pool_destroy(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_out_in_time_order),
        cmocka_unit_test(never_removes),
        cmocka_unit_test(far_and_near_come_out_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
