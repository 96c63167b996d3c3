/* What an MSDU carries on its way to the Internet, as far as an onlooker reads it: ARP (RFC
 * 826), IPv4 (RFC 791), IPv6 (RFC 8200) and the ports of TCP and UDP. Pure codec; spans point
 * into what was parsed. Lengths are whatever the sender wrote: nothing outside the packet is
 * read. */
#ifndef WIRE_IP_H
#define WIRE_IP_H

#include "base/bytes.h"

#define ETHERTYPE_IPV4 0x0800u
#define ETHERTYPE_ARP  0x0806u
#define ETHERTYPE_VLAN 0x8100u
#define ETHERTYPE_IPV6 0x86ddu

enum ip_protocol {
    IP_ICMP = 1,
    IP_TCP = 6,
    IP_UDP = 17,
    IP_ICMPV6 = 58,
};

struct ip_packet {
    struct extsta_ip src, dst;
    uint8_t protocol;           /* enum ip_protocol, or another number */
    uint16_t sport, dport;      /* of TCP and UDP; else 0 */
    struct extsta_span payload; /* behind the header of TCP or UDP; else behind that of IP */
};
/* `ethertype`: IPv4 or IPv6. False: not that, cut off before its addresses, or a fragment that
 * is not the first. A packet that ends within the header of TCP or UDP has no ports. */
bool ip_parse(uint16_t ethertype, struct extsta_span packet, struct ip_packet *out);

struct arp {
    bool reply; /* else a request */
    struct extsta_mac sender_mac, target_mac;
    struct extsta_ip sender, target;
};
/* Of IPv4 over Ethernet only. */
bool arp_parse(struct extsta_span packet, struct arp *out);

struct extsta_ip ip_v4(uint32_t address); /* in host order; 0: no address */
struct extsta_ip ip_v6_at(const uint8_t octets[16]);
static inline bool ip_equal(const struct extsta_ip *a, const struct extsta_ip *b)
{
    return a->family == b->family && memcmp(a->b, b->b, sizeof a->b) == 0;
}
/* 169.254.0.0/16, fe80::/10 */
bool ip_is_link_local(const struct extsta_ip *ip);
/* To a group, to all, or no address at all. */
bool ip_is_group(const struct extsta_ip *ip);
/* Both begin with the same `bits`. */
bool ip_shares(const struct extsta_ip *a, const struct extsta_ip *b, unsigned bits);

#endif
