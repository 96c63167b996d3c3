/* Tables of stations and conversations. */
#include "../testing.h"

#include "base/context.h"
#include "explain/conversation.h"

static struct extsta_mac mac_of(uint32_t n)
{
    return (struct extsta_mac){{0x02, 0x11, (uint8_t)(n >> 24), (uint8_t)(n >> 16),
                                (uint8_t)(n >> 8), (uint8_t)n}};
}

static void every_pair_is_found_again(void **state)
{
    uint64_t seed = 7;
    struct extsta_context *ctx = testing_context(&seed);
    struct clients c;
    clients_init(&c, &ctx->pool, ctx->hash_seed);
    for (uint32_t i = 0; i < 20000; i++) {
        struct extsta_mac sta = mac_of(i / 2), bssid = mac_of(1000000 + i % 7);
        uint64_t hash = clients_hash(&c, sta, bssid);
        assert_null(clients_find(&c, hash, sta, bssid));
        struct conversation *made = clients_get(&c, hash, sta, bssid);
        assert_non_null(made);
        assert_int_equal(made->index, i);
        assert_int_equal(made->network, EXPLAIN_NONE);
    }
    assert_int_equal(c.stations.count, 10000);
    for (uint32_t i = 0; i < 20000; i++) {
        struct extsta_mac sta = mac_of(i / 2), bssid = mac_of(1000000 + i % 7);
        uint64_t hash = clients_hash(&c, sta, bssid);
        struct conversation *found = clients_get(&c, hash, sta, bssid);
        assert_non_null(found);
        assert_int_equal(found->index, i);
        assert_ptr_equal(clients_guess(&c, hash), found);
        assert_int_equal(found->station, i / 2);
        assert_int_equal(clients_station(&c, found->station)->index, i / 2);
    }
    clients_destroy(&c);
    extsta_context_free(ctx);
}

static int allocations_left;
static void *failing_alloc(void *user, size_t size)
{
    return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void no_memory_leaves_the_tables_whole(void **state)
{
    for (int allowed = 1; allowed < 40; allowed++) {
        uint64_t seed = 7;
        struct extsta_memory memory = {failing_alloc, testing_release, NULL};
        struct extsta_random random = {testing_fill, &seed};
        allocations_left = allowed;
        struct extsta_context *ctx = extsta_context_new(&memory, &random);
        if (!ctx) {
            continue;
        }
        struct clients c;
        clients_init(&c, &ctx->pool, ctx->hash_seed);
        uint32_t made = 0;
        for (uint32_t i = 0; i < 1000; i++) {
            struct extsta_mac sta = mac_of(i), bssid = mac_of(9);
            made += clients_get(&c, clients_hash(&c, sta, bssid), sta, bssid) != NULL;
        }
        assert_int_equal(c.conversations.count, made);
        for (uint32_t i = 0; i < made; i++) {
            struct conversation *it = clients_conversation(&c, i);
            assert_ptr_equal(clients_find(&c, clients_hash(&c, it->sta, it->bssid), it->sta,
                                          it->bssid), it);
        }
        clients_destroy(&c);
        extsta_context_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_is_found_again),
        cmocka_unit_test(no_memory_leaves_the_tables_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
