/* Deterministic randomness: streams for a context (air_random_fill is what makes a run of a
 * seed the same run), and the air's own draws (back-off, rules). Counter based: a
 * number is a hash of seed, stream and how many were drawn, so that one station's draws do not
 * shift those of another. None of it is secret. */
#include "base/hash.h"
#include "medium.h"

/* Streams in one slot share the count, not the numbers: the key is of the stream. */
void air_random_fill(void *random, uint64_t stream, uint8_t *out, size_t len)
{
    struct air_random *r = random;
    uint64_t *drawn = &r->drawn[hash_u64(0, stream) % AIR_RANDOM_SLOTS];
    uint64_t key = hash_u64(r->seed ^ 0x5851f42d4c957f2dull, stream);
    while (len) {
        uint64_t v = hash_u64(key, ++*drawn * 0x9e3779b97f4a7c15ull);
        for (size_t i = 0; i < 8 && len; i++, len--) {
            *out++ = (uint8_t)(v >> (8 * i));
        }
    }
}

/* SplitMix64: one addition of state, and no state that is bad. */
uint64_t air_draw(struct air *air)
{
    uint64_t z = air->random += 0x9e3779b97f4a7c15ull;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}
