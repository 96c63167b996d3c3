/* What is read of the packets of a station whose port is open: an MSDU with its LLC header, or,
 * by the first octet, the payload of one protocol. */
#include "fuzz.h"
#include "wire/dhcp.h"
#include "wire/dns.h"
#include "wire/http.h"
#include "wire/llc.h"
#include "wire/nd.h"

static void check_ip(const struct extsta_ip *ip)
{
    FUZZ_CHECK(ip->family == 0 || ip->family == 4 || ip->family == 6);
    FUZZ_CHECK(ip_shares(ip, ip, 128));
}

static void check_dhcp(struct extsta_span payload)
{
    struct dhcp_message d;
    struct dhcp6_message d6;
    if (dhcp_parse(payload, &d)) {
        fuzz_check_inside(d.portal, payload);
        FUZZ_CHECK(d.prefix <= 32);
        check_ip(&d.yours);
        check_ip(&d.router);
    }
    if (dhcp6_parse(payload, &d6)) {
        check_ip(&d6.address);
    }
}

static void check_dns(struct extsta_span payload)
{
    struct dns_message d;
    if (dns_parse(payload, &d)) {
        const char *end = memchr(d.name, 0, sizeof d.name);
        size_t len = end ? (size_t)(end - d.name) : sizeof d.name;
        FUZZ_CHECK(len < sizeof d.name);
        for (size_t i = 0; i < len; i++) {
            FUZZ_CHECK(d.name[i] > ' ' && d.name[i] < 0x7f);
        }
    }
}

static void check_http(struct extsta_span payload)
{
    struct http_head h;
    if (http_parse(payload, &h)) {
        fuzz_check_inside(h.target, payload);
        fuzz_check_inside(h.host, payload);
        fuzz_check_inside(h.location, payload);
        FUZZ_CHECK(h.status <= 999);
    }
}

static void check_nd(struct extsta_span payload)
{
    struct nd_message d;
    if (nd_parse(payload, &d)) {
        fuzz_check_inside(d.portal, payload);
        check_ip(&d.target);
        check_ip(&d.prefix);
    }
}

static void check_msdu(struct extsta_span msdu)
{
    struct llc llc;
    struct ip_packet ip;
    struct arp arp;
    if (!llc_parse(msdu, &llc)) {
        return;
    }
    if (arp_parse(llc.payload, &arp)) {
        check_ip(&arp.sender);
        check_ip(&arp.target);
    }
    if (ip_parse(llc.ethertype, llc.payload, &ip)) {
        fuzz_check_inside(ip.payload, llc.payload);
        check_ip(&ip.src);
        check_ip(&ip.dst);
        check_dhcp(ip.payload);
        check_dns(ip.payload);
        check_http(ip.payload);
        check_nd(ip.payload);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const checks[])(struct extsta_span) = {check_msdu, check_dhcp, check_dns,
                                                         check_http, check_nd};
    if (size > 0 && data[0] < sizeof checks / sizeof *checks) {
        checks[data[0]](span(data + 1, size - 1));
    }
    return 0;
}
