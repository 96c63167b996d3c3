/* A number of an address, for chains of what is found by it. */
#ifndef RADIO_MAC_HASH_H
#define RADIO_MAC_HASH_H

#include <extsta/types.h>

/* FNV-1a, folded so that the low bits are those of all octets. */
static inline uint32_t mac_hash(struct extsta_mac a)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < sizeof a.b; i++) {
        h = (h ^ a.b[i]) * 16777619u;
    }
    return h ^ h >> 16;
}

#endif
