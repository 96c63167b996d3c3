/* Hashing octets for tables (hash.h): multiply and fold, eight octets at a time, four chains at
 * once where there is enough of them. */
#include "base/hash.h"
#include "base/bytes.h"

uint64_t hash_bytes(uint64_t seed, const void *data, size_t len)
{
    const uint8_t *p = (const uint8_t *)data;
    uint64_t h = hash_u64(seed, len);
    if (len >= 64) { /* four chains at once: each alone waits for its multiplications */
        uint64_t a = h ^ 1, b = h ^ 2, c = h ^ 3;
        for (; len >= 32; len -= 32, p += 32) {
            h = hash_u64(h, get_le64(p));
            a = hash_u64(a, get_le64(p + 8));
            b = hash_u64(b, get_le64(p + 16));
            c = hash_u64(c, get_le64(p + 24));
        }
        h = hash_u64(hash_u64(hash_u64(h, a), b), c);
    }
    for (; len >= 8; len -= 8, p += 8) {
        h = hash_u64(h, get_le64(p));
    }
    uint64_t tail = 0;
    for (size_t i = 0; i < len; i++) {
        tail |= (uint64_t)p[i] << (8 * i);
    }
    return hash_u64(h, tail);
}
