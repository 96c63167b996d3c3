/* A context and its cryptography, fresh for each test of a program. */
#ifndef TESTS_UNIT_WITH_CRYPTO_H
#define TESTS_UNIT_WITH_CRYPTO_H

#include "testing.h"
#include "base/context.h"
#include "crypto/crypto.h"

static struct extsta_context *ctx;
static struct crypto *crypto;
static uint64_t seed = 1;

static inline int setup(void **state)
{
    ctx = testing_context(&seed);
    crypto = crypto_of(ctx);
    return crypto ? 0 : -1;
}

static inline int teardown(void **state)
{
    extsta_context_free(ctx);
    return 0;
}

#endif
