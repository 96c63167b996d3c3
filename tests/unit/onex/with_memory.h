/* A context for each test of a program, of which nothing may be left. */
#ifndef TESTS_UNIT_ONEX_WITH_MEMORY_H
#define TESTS_UNIT_ONEX_WITH_MEMORY_H

#include "../testing.h"
#include "base/context.h"
#include "crypto/crypto.h"

static struct extsta_context *ctx;
static uint64_t seed = 1;

static inline int setup(void **state)
{
    ctx = testing_context(&seed);
    return crypto_of(ctx) ? 0 : -1;
}

/* Whoever forgets memory fails here. */
static inline int teardown(void **state)
{
    return extsta_context_free(ctx) == 0 ? 0 : -1;
}

#endif
