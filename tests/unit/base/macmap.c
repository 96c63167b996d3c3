#include "../testing.h"
#include "base/macmap.h"

static struct extsta_mac mac_of(uint32_t n)
{
    return (struct extsta_mac){
        {2, 0, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n}};
}

/* Against a plain array, through growth and closing of gaps. */
static void it_agrees_with_an_array(void **state)
{
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct macmap map;
    static uintptr_t truth[1000];
    memset(truth, 0, sizeof truth);
    macmap_init(&map, ctx);
    uint32_t x = 7;
    for (uintptr_t i = 1; i < 20000; i++) {
        x = x * 1103515245u + 12345u;
        uint32_t key = (x >> 8) % 1000u;
        if (x >> 31) {
            macmap_remove(&map, mac_of(key));
            truth[key] = 0;
        } else {
            assert_true(macmap_set(&map, mac_of(key), (void *)i));
            truth[key] = i;
        }
        uint32_t other = (x >> 4) % 1000u;
        assert_int_equal((uintptr_t)macmap_get(&map, mac_of(other)), truth[other]);
    }
    uint32_t count = 0;
    for (uint32_t key = 0; key < 1000; key++) {
        assert_int_equal((uintptr_t)macmap_get(&map, mac_of(key)), truth[key]);
        count += truth[key] != 0;
    }
    assert_int_equal(map.count, count);
    macmap_destroy(&map);
    assert_int_equal(ctx->pool.used, 0);
    extsta_context_free(ctx);
}

/* Every entry is come by, also those behind what is removed on the way; for many seeds, so that
 * runs go round the end of the table. */
static void a_walk_may_remove_what_it_comes_by(void **state)
{
    for (uint64_t seed = 1; seed < 200; seed++) {
        uint64_t random = seed;
        struct extsta_context *ctx = testing_context(&random);
        struct macmap map;
        uintptr_t seen[50] = {0}, *value;
        macmap_init(&map, ctx);
        for (uint32_t i = 0; i < 50; i++) {
            assert_true(macmap_set(&map, mac_of(i), &seen[i]));
        }
        for (uint32_t at = 0; (value = macmap_next(&map, &at)) != NULL;) {
            ++*value;
            if ((value - seen) % 3 == 0) {
                macmap_remove(&map, mac_of((uint32_t)(value - seen)));
            } else {
                at++;
            }
        }
        for (uint32_t i = 0; i < 50; i++) {
            assert_true(seen[i] >= 1);
            assert_true((macmap_get(&map, mac_of(i)) == NULL) == (i % 3 == 0));
        }
        macmap_destroy(&map);
        extsta_context_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_agrees_with_an_array),
                                       cmocka_unit_test(a_walk_may_remove_what_it_comes_by)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
