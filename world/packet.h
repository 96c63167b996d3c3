/* Octets of packets that the world makes and reads (world.c: pings; traffic.c: datagrams): in
 * network order, and the checksum of the Internet. */
#ifndef WORLD_PACKET_H
#define WORLD_PACKET_H

#include <stddef.h>
#include <stdint.h>

static inline void packet_put16(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void packet_put32(uint8_t *p, uint32_t v)
{
    packet_put16(p, v >> 16);
    packet_put16(p + 2, v);
}

static inline uint32_t packet_get16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t packet_get32(const uint8_t *p)
{
    return packet_get16(p) << 16 | packet_get16(p + 2);
}

/* Sum of 16-bit words, to which further ones may be added (RFC 1071). */
static inline uint32_t packet_sum(const uint8_t *p, size_t n, uint32_t begin)
{
    for (size_t i = 0; i + 1 < n; i += 2) {
        begin += packet_get16(p + i);
    }
    return n & 1 ? begin + ((uint32_t)p[n - 1] << 8) : begin;
}

/* The checksum that such a sum amounts to. */
static inline uint16_t packet_checksum(uint32_t sum)
{
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

#endif
