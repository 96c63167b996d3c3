/* The host on the wire: ARP (RFC 826) and ICMP echo (RFC 792) for one IPv4 address. It is there
 * so that a scenario can show that data passes, both ways and under the right keys; the
 * distribution system (apsim_ds.c) asks it for an answer to each frame to the wire. */
#include "ap.h"
#include "base/mac.h"

#define ETHER_LEN 14u
#define IP_LEN    20u

/* The Internet checksum (RFC 1071); over a header that holds its own sum it is 0. */
static uint16_t checksum(struct extsta_span s)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 1 < s.len; i += 2) {
        sum += get_be16(s.data + i);
    }
    if (s.len & 1) {
        sum += (uint32_t)s.data[s.len - 1] << 8;
    }
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static void write_ethernet(struct writer *w, struct extsta_mac da, struct extsta_mac sa,
                           uint16_t type)
{
    writer_mac(w, da);
    writer_mac(w, sa);
    writer_be16(w, type);
}

/* The reply to a request for the host's address; 0 for anything else. */
static size_t answer_arp(const struct apsim_ds *ds, struct extsta_span arp, struct writer *w)
{
    /* Ethernet, IPv4, 6, 4, request */
    static const uint8_t head[8] = {0, 1, 8, 0, 6, 4, 0, 1};
    if (arp.len < 28 || memcmp(arp.data, head, 8) != 0 ||
        memcmp(arp.data + 24, ds->config.host_ip, 4) != 0) {
        return 0;
    }
    struct extsta_mac asker;
    memcpy(asker.b, arp.data + 8, 6);
    write_ethernet(w, asker, ds->config.host, 0x0806);
    writer_bytes(w, head, 7);
    writer_u8(w, 2); /* reply */
    writer_mac(w, ds->config.host);
    writer_bytes(w, ds->config.host_ip, 4);
    writer_bytes(w, arp.data + 8, 10); /* asker's addresses */
    return writer_len(w);
}

/* IPv4 without options and fragments, both checksums right. */
static bool is_echo_request(const struct apsim_ds *ds, struct extsta_span ip)
{
    if (ip.len < IP_LEN + 8 || ip.data[0] != 0x45 || ip.data[9] != 1 ||
        (get_be16(ip.data + 6) & 0x3fff) || memcmp(ip.data + 16, ds->config.host_ip, 4) != 0) {
        return false;
    }
    size_t total = get_be16(ip.data + 2);
    return total >= IP_LEN + 8 && total <= ip.len && checksum(span(ip.data, IP_LEN)) == 0 &&
           checksum(span(ip.data + IP_LEN, total - IP_LEN)) == 0 && ip.data[IP_LEN] == 8;
}

/* The request sent back: addresses swapped, the type changed, both checksums made anew. */
static size_t answer_echo(const struct apsim_ds *ds, struct extsta_mac asker,
                          struct extsta_span ip, struct writer *w)
{
    size_t total = get_be16(ip.data + 2);
    write_ethernet(w, asker, ds->config.host, 0x0800);
    uint8_t *out = writer_room(w, total);
    if (!out) {
        return 0;
    }
    memcpy(out, ip.data, total);
    out[8] = 64; /* TTL */
    memcpy(out + 12, ds->config.host_ip, 4);
    memcpy(out + 16, ip.data + 12, 4);
    put_be16(out + 10, 0);
    put_be16(out + 10, checksum(span(out, IP_LEN)));
    uint8_t *icmp = out + IP_LEN;
    icmp[0] = 0; /* echo reply */
    put_be16(icmp + 2, 0);
    put_be16(icmp + 2, checksum(span(icmp, total - IP_LEN)));
    return writer_len(w);
}

size_t responder_answer(const struct apsim_ds *ds, struct extsta_span frame, uint8_t *out,
                        size_t room, bool *ping)
{
    static const uint8_t none[4];
    *ping = false;
    if (frame.len < ETHER_LEN || memcmp(ds->config.host_ip, none, 4) == 0) {
        return 0;
    }
    struct extsta_mac da, sa;
    memcpy(da.b, frame.data, 6);
    memcpy(sa.b, frame.data + 6, 6);
    if (!mac_equal(da, ds->config.host) && !mac_is_broadcast(da)) {
        return 0;
    }
    struct writer w = writer_of(out, room);
    struct extsta_span payload = span(frame.data + ETHER_LEN, frame.len - ETHER_LEN);
    switch (get_be16(frame.data + 12)) {
    case 0x0806:
        return answer_arp(ds, payload, &w);
    case 0x0800:
        *ping = mac_equal(da, ds->config.host) && is_echo_request(ds, payload);
        return *ping ? answer_echo(ds, sa, payload, &w) : 0;
    default:
        return 0;
    }
}
