/* Hashing for tables inside one process (not cryptographic, not persistent).
 * Keys from the air are hashed with a per-context seed, so that a hostile
 * transmitter cannot choose colliding addresses. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* One number into another: multiply and fold, twice; all bits of v reach all of the result. */
static inline uint64_t hash_u64(uint64_t seed, uint64_t v)
{
    v ^= seed;
    v ^= v >> 32;
    v *= 0xd6e8feb86659fd93ull;
    v ^= v >> 32;
    v *= 0xd6e8feb86659fd93ull;
    v ^= v >> 32;
    return v;
}

/* Octets of any length. Results differ between contexts (seed), never in one. */
uint64_t hash_bytes(uint64_t seed, const void *data, size_t len);

#endif
