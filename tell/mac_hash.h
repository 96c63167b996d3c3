/* From an address to a place in a table. Addresses come from the air: with a salt that nobody
 * there knows, nobody can choose some that all fall on one place. */
#ifndef TELL_MAC_HASH_H
#define TELL_MAC_HASH_H

#include <extsta/types.h>
#include <string.h>

/* salt: of the table; where it lies in memory will do. */
static inline uint32_t mac_hash(struct extsta_mac m, const void *salt)
{
    uint64_t bits = 0;
    memcpy(&bits, m.b, sizeof m.b);
    bits += (uint64_t)(uintptr_t)salt << 16;
    bits = (bits ^ bits >> 31) * 0x9e3779b97f4a7c15u;
    bits = (bits ^ bits >> 29) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)(bits >> 32);
}

#endif
