/* ARP, IPv4, IPv6 and the ports behind them (ip.h). */
#include "wire/ip.h"

/* Extension headers of IPv6 that are passed over (RFC 8200 4.1), and how many at most. */
#define HOP_BY_HOP  0u
#define ROUTING     43u
#define FRAGMENT    44u
#define DESTINATION 60u
#define EXTENSIONS  8u

#define IPV4_LEN 20u
#define IPV6_LEN 40u
#define TCP_LEN  20u
#define UDP_LEN  8u

struct extsta_ip ip_v4(uint32_t address)
{
    struct extsta_ip ip = {.family = address ? 4 : 0};
    put_be32(ip.b, address);
    return ip;
}

struct extsta_ip ip_v6_at(const uint8_t octets[16])
{
    static const uint8_t none[16];
    struct extsta_ip ip = {.family = memcmp(octets, none, sizeof none) ? 6 : 0};
    memcpy(ip.b, octets, sizeof ip.b);
    return ip;
}

bool ip_is_link_local(const struct extsta_ip *ip)
{
    return ip->family == 4 ? ip->b[0] == 169 && ip->b[1] == 254
                           : ip->family == 6 && ip->b[0] == 0xfe && (ip->b[1] & 0xc0) == 0x80;
}

bool ip_is_group(const struct extsta_ip *ip)
{
    return ip->family == 4 ? ip->b[0] >= 224 : ip->family != 6 || ip->b[0] == 0xff;
}

bool ip_shares(const struct extsta_ip *a, const struct extsta_ip *b, unsigned bits)
{
    unsigned all = a->family == 4 ? 32 : 128, whole;
    bits = bits < all ? bits : all;
    whole = bits / 8;
    if (a->family != b->family || memcmp(a->b, b->b, whole) != 0) {
        return false;
    }
    return bits % 8 == 0 || ((a->b[whole] ^ b->b[whole]) >> (8 - bits % 8)) == 0;
}

/* The ports; `out->payload` is what IP carries, and then what these carry. */
static void take_ports(struct ip_packet *out)
{
    struct extsta_span p = out->payload;
    size_t len = out->protocol == IP_TCP ? TCP_LEN : UDP_LEN;
    if ((out->protocol != IP_TCP && out->protocol != IP_UDP) || p.len < len) {
        return;
    }
    out->sport = get_be16(p.data);
    out->dport = get_be16(p.data + 2);
    if (out->protocol == IP_TCP) {
        size_t offset = (size_t)(p.data[12] >> 4) * 4;
        len = offset < TCP_LEN ? TCP_LEN : offset;
    }
    len = len < p.len ? len : p.len;
    out->payload = span(p.data + len, p.len - len);
}

/* Behind the packet may be padding of a short frame: its own length counts. */
static bool parse_v4(struct extsta_span packet, struct ip_packet *out)
{
    const uint8_t *p = packet.data;
    if (packet.len < IPV4_LEN || p[0] >> 4 != 4) {
        return false;
    }
    size_t header = (size_t)(p[0] & 15) * 4, total = get_be16(p + 2);
    total = total < packet.len && total ? total : packet.len;
    if (header < IPV4_LEN || header > total || (get_be16(p + 6) & 0x1fff)) {
        return false;
    }
    *out = (struct ip_packet){.src = ip_v4(get_be32(p + 12)),
                              .dst = ip_v4(get_be32(p + 16)),
                              .protocol = p[9],
                              .payload = span(p + header, total - header)};
    return true;
}

/* The next extension header; false: it is cut off, or a fragment that is not the first. */
static bool skip_extension(struct reader *r, uint8_t *next)
{
    uint8_t was = *next;
    *next = reader_u8(r);
    uint8_t len = reader_u8(r);
    if (was == FRAGMENT) {
        return reader_be16(r) >> 3 == 0 && reader_take(r, 4).len == 4;
    }
    (void)reader_take(r, 6 + (size_t)len * 8);
    return !r->failed;
}

static bool parse_v6(struct extsta_span packet, struct ip_packet *out)
{
    const uint8_t *p = packet.data;
    if (packet.len < IPV6_LEN || p[0] >> 4 != 6) {
        return false;
    }
    size_t len = get_be16(p + 4), there = packet.len - IPV6_LEN;
    struct reader r = reader_of(span(p + IPV6_LEN, len < there && len ? len : there));
    uint8_t next = p[6];
    for (unsigned i = 0; i < EXTENSIONS && (next == HOP_BY_HOP || next == ROUTING ||
                                            next == FRAGMENT || next == DESTINATION);
         i++) {
        if (!skip_extension(&r, &next)) {
            return false;
        }
    }
    *out = (struct ip_packet){.src = ip_v6_at(p + 8),
                              .dst = ip_v6_at(p + 24),
                              .protocol = next,
                              .payload = reader_rest(&r)};
    return true;
}

bool ip_parse(uint16_t ethertype, struct extsta_span packet, struct ip_packet *out)
{
    bool fine = ethertype == ETHERTYPE_IPV4   ? parse_v4(packet, out)
                : ethertype == ETHERTYPE_IPV6 ? parse_v6(packet, out)
                                              : false;
    if (fine) {
        take_ports(out);
    }
    return fine;
}

bool arp_parse(struct extsta_span packet, struct arp *out)
{
    static const uint8_t ethernet_ipv4[6] = {0, 1, 8, 0, 6, 4};
    struct reader r = reader_of(packet);
    struct extsta_span kind = reader_take(&r, sizeof ethernet_ipv4);
    uint16_t operation = reader_be16(&r);
    *out = (struct arp){.reply = operation == 2};
    out->sender_mac = reader_mac(&r);
    out->sender = ip_v4(reader_be32(&r));
    out->target_mac = reader_mac(&r);
    out->target = ip_v4(reader_be32(&r));
    return !r.failed && (operation == 1 || operation == 2) &&
           span_equal(kind, span(ethernet_ipv4, sizeof ethernet_ipv4));
}
