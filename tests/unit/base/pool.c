#include "../testing.h"
#include "base/compat.h"
#include "base/pool.h"
#include <stddef.h>

static const struct extsta_memory memory = {testing_alloc, testing_release, NULL};

static void blocks_are_aligned_and_distinct(void **state)
{
    struct pool pool;
    pool_init(&pool, &memory);
    uint8_t *blocks[2000];
    for (size_t i = 0; i < 2000; i++) {
        blocks[i] = pool_alloc(&pool, i * 7 % 9000);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        memset(blocks[i], (int)i, i * 7 % 9000);
    }
    for (size_t i = 0; i < 2000; i++) {
        for (size_t k = 0; k < i * 7 % 9000; k++) {
            assert_int_equal(blocks[i][k], (uint8_t)i);
        }
        pool_release(&pool, blocks[i], i * 7 % 9000);
    }
    assert_int_equal(pool.used, 0);
    pool_destroy(&pool);
}

#ifndef COMPAT_ADDRESS_SANITIZER /* there every block is the embedder's */
static void a_freed_block_is_used_again(void **state)
{
    struct pool pool;
    pool_init(&pool, &memory);
    void *a = pool_alloc(&pool, 100);
    pool_release(&pool, a, 100);
    assert_ptr_equal(pool_alloc(&pool, 110), a);
    pool_release(&pool, a, 110);
    pool_destroy(&pool);
}
#endif

static void *no_memory(void *user, size_t size)
{
    return NULL;
}

static void no_memory_is_reported_and_counted(void **state)
{
    struct extsta_memory none = {no_memory, testing_release, NULL};
    struct pool pool;
    pool_init(&pool, &none);
    assert_null(pool_alloc(&pool, 10));
    assert_null(pool_alloc(&pool, 100000));
    assert_int_equal(pool.refused, 2);
    pool_destroy(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_aligned_and_distinct),
#ifndef COMPAT_ADDRESS_SANITIZER
        cmocka_unit_test(a_freed_block_is_used_again),
#endif
        cmocka_unit_test(no_memory_is_reported_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
