/* Memory and randomness for a context of a test, a fuzz target or a benchmark. Those that make
 * memory fail, or count it, bring their own. */
#ifndef TESTS_PROVIDERS_H
#define TESTS_PROVIDERS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <extsta/context.h>

static inline void *testing_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}
static inline void testing_release(void *user, void *block, size_t size)
{
    (void)user;
    (void)size;
    free(block);
}
/* Deterministic, different for each stream and each call. */
static inline void testing_fill(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    uint64_t *state = (uint64_t *)user;
    for (size_t i = 0; i < len; i++) {
        *state = *state * 6364136223846793005ull + 1442695040888963407ull + stream;
        out[i] = (uint8_t)(*state >> 56);
    }
}
static inline struct extsta_context *testing_context(uint64_t *seed)
{
    struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    struct extsta_random random = {testing_fill, seed};
    return extsta_context_new(&memory, &random);
}

#endif
