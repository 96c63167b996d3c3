#include "../testing.h"
#include "../../../air/macmap.h"

static const struct extsta_memory memory = {testing_alloc, testing_release, NULL};

static struct extsta_mac mac_of(uint32_t n)
{
    return (struct extsta_mac){
        {2, 0, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n}};
}

/* Against a plain array, through growth and closing of gaps. */
static void it_agrees_with_an_array(void **state)
{
    struct pool pool;
    struct macmap map;
    static uintptr_t truth[1000];
    memset(truth, 0, sizeof truth);
    pool_init(&pool, &memory);
    macmap_init(&map, &pool);
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
    assert_int_equal(pool.used, 0);
    pool_destroy(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_agrees_with_an_array)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
