#include "base/hash.h"
#include "base/bytes.h"

uint64_t hash_bytes(uint64_t seed, const void *data, size_t len)
{
    const uint8_t *p = (const uint8_t *)data;
    uint64_t h = hash_u64(seed, len);
    for (; len >= 8; len -= 8, p += 8) {
        h = hash_u64(h, get_le64(p));
    }
    uint64_t tail = 0;
    for (size_t i = 0; i < len; i++) {
        tail |= (uint64_t)p[i] << (8 * i);
    }
    return hash_u64(h, tail);
}
