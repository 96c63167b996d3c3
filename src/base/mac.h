/* MAC addresses: out of a frame, comparison and kinds. Passed by value everywhere: they are six
 * octets. */
#ifndef BASE_MAC_H
#define BASE_MAC_H

#include <extsta/types.h>
#include <string.h>

/* The six octets there. */
static inline struct extsta_mac mac_at(const uint8_t *octets)
{
    struct extsta_mac mac;
    memcpy(mac.b, octets, sizeof mac.b);
    return mac;
}

static inline bool mac_equal(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, 6) == 0;
}

/* Multicast or broadcast: the first bit on the air (IEEE 802 addresses, I/G). */
static inline bool mac_is_group(struct extsta_mac a)
{
    return (a.b[0] & 1) != 0;
}

/* Zero stands for "none" wherever an address may be absent. */
static inline bool mac_is_zero(struct extsta_mac a)
{
    return (a.b[0] | a.b[1] | a.b[2] | a.b[3] | a.b[4] | a.b[5]) == 0;
}

/* FF-FF-FF-FF-FF-FF: broadcast, and the wildcard of Native 802.11 lists. */
static inline bool mac_is_broadcast(struct extsta_mac a)
{
    return (a.b[0] & a.b[1] & a.b[2] & a.b[3] & a.b[4] & a.b[5]) == 0xff;
}

/* The first octet highest: sorts as the address is written. */
static inline uint64_t mac_to_u64(struct extsta_mac a)
{
    uint64_t v = 0;
    for (int i = 0; i < 6; i++) {
        v = v << 8 | a.b[i];
    }
    return v;
}

/* The address as a number for hashing: quick to make, of no meaning outside the process. */
static inline uint64_t mac_bits(struct extsta_mac a)
{
    uint32_t low;
    uint16_t high;
    memcpy(&low, a.b, sizeof low);
    memcpy(&high, a.b + 4, sizeof high);
    return (uint64_t)high << 32 | low;
}

static const struct extsta_mac mac_broadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

#endif
