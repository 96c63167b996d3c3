/* What MSDUs carry: ARP, IP, DHCP, DNS, HTTP, Neighbor Discovery. Octets by the figures of the
 * RFCs that the headers name; every parser is given each beginning of a good input, in a block
 * of its own that ends there. */
#include "wire.h"
#include "wire/dhcp.h"
#include "wire/dns.h"
#include "wire/http.h"
#include "wire/nd.h"

#define STA "020000000051"
/* 192.168.7.2 to 192.168.7.23 */
#define V4(protocol, len) "4500" len "0001000040" protocol "0000 c0a80702 c0a80717 "

static void assert_ip(const struct extsta_ip *ip, int family, const char *octets)
{
    assert_int_equal(ip->family, family);
    assert_hex(span(ip->b, family == 4 ? 4 : 16), octets);
}

static void arp_is_of_ethernet_and_ipv4(void **state)
{
    struct extsta_span p =
        hex("0001 0800 06 04 0002 0200000000f1 c0a80701 " STA " c0a80717 0000");
    struct extsta_span other =
        hex("0006 0800 06 04 0002 0200000000f1 c0a80701 " STA " c0a80717");
    struct arp arp;
    assert_true(arp_parse(p, &arp));
    assert_true(arp.reply);
    assert_mac(arp.sender_mac, "0200000000f1");
    assert_ip(&arp.sender, 4, "c0a80701");
    assert_ip(&arp.target, 4, "c0a80717");
    assert_false(arp_parse(other, &arp));
    for (size_t n = 0; n < 28; n++) {
        struct extsta_span cut = exact(p.data, n);
        assert_false(arp_parse(cut, &arp));
        exact_free(cut);
    }
    exact_free(p);
    exact_free(other);
}

static void ipv4_ends_where_it_says(void **state)
{
    /* UDP 53 to 40000, two octets, and padding of a short frame */
    struct extsta_span p = hex(V4("11", "001e") "0035 9c40 000a 0000 abcd ffffff");
    struct ip_packet ip;
    assert_true(ip_parse(ETHERTYPE_IPV4, p, &ip));
    assert_ip(&ip.src, 4, "c0a80702");
    assert_ip(&ip.dst, 4, "c0a80717");
    assert_int_equal(ip.protocol, IP_UDP);
    assert_int_equal(ip.sport, 53);
    assert_int_equal(ip.dport, 40000);
    assert_hex(ip.payload, "abcd");
    assert_false(ip_parse(ETHERTYPE_IPV6, p, &ip));
    for (size_t n = 0; n <= p.len; n++) {
        struct extsta_span cut = exact(p.data, n);
        assert_int_equal(ip_parse(ETHERTYPE_IPV4, cut, &ip), n >= 20);
        exact_free(cut);
    }
    exact_free(p);
}

/* RFC 791 3.1: the offset counts in units of eight octets; a packet behind the first has no
 * ports. */
static void later_fragments_are_not_read(void **state)
{
    struct extsta_span first =
        hex("4500001c 0001 2000 40110000 c0a80702 c0a80717 0035003500080000");
    struct extsta_span later =
        hex("4500001c 0001 0001 40110000 c0a80702 c0a80717 0035003500080000");
    struct ip_packet ip;
    assert_true(ip_parse(ETHERTYPE_IPV4, first, &ip));
    assert_false(ip_parse(ETHERTYPE_IPV4, later, &ip));
    exact_free(first);
    exact_free(later);
}

static void tcp_options_are_passed_over(void **state)
{
    struct extsta_span p =
        hex(V4("06", "0031") "0050 c350 00000001 00000001 60 18 2000 0000 0000 "
                             "02040514 48 54 54 50 2f");
    struct ip_packet ip;
    assert_true(ip_parse(ETHERTYPE_IPV4, p, &ip));
    assert_int_equal(ip.sport, 80);
    assert_hex(ip.payload, "485454502f");
    exact_free(p);
}

#define V6(next, len)                                                                          \
    "60000000" len next "ff"                                                                   \
    "20010db8000000000000000000000001"                                                         \
    "20010db8000000000000000000000017"

static void ipv6_extensions_are_passed_over(void **state)
{
    /* hop by hop (8 octets), then destination options (16), then UDP */
    struct extsta_span p = hex(V6("00", "0022") "3c00050200000100"
                                                "1101"
                                                "0104000000000104"
                                                "000000000000"
                                                "0043 0044 000a 0000 abcd");
    struct ip_packet ip;
    assert_true(ip_parse(ETHERTYPE_IPV6, p, &ip));
    assert_int_equal(ip.protocol, IP_UDP);
    assert_int_equal(ip.sport, 67);
    assert_hex(ip.payload, "abcd");
    assert_ip(&ip.src, 6, "20010db8000000000000000000000001");
    for (size_t n = 0; n < p.len; n++) {
        struct extsta_span cut = exact(p.data, n);
        (void)ip_parse(ETHERTYPE_IPV6, cut, &ip);
        exact_free(cut);
    }
    exact_free(p);
}

static void kinds_of_addresses(void **state)
{
    struct extsta_ip local = ip_v4(0xa9fe0102), home = ip_v4(0xc0a80717),
                     far = ip_v4(0xc0a80817), group = ip_v4(0xe00000fb), none = ip_v4(0);
    struct extsta_ip local6 = ip_v6_at((const uint8_t[16]){0xfe, 0x80, [15] = 1});
    assert_true(ip_is_link_local(&local) && ip_is_link_local(&local6));
    assert_false(ip_is_link_local(&home));
    assert_true(ip_is_group(&group) && ip_is_group(&none));
    assert_false(ip_is_group(&home) || ip_is_group(&local6));
    assert_true(ip_shares(&home, &far, 16) && ip_shares(&home, &far, 20));
    assert_false(ip_shares(&home, &far, 21) || ip_shares(&home, &far, 24));
    assert_false(ip_shares(&home, &local6, 0));
}

/* BOOTP's fixed part (RFC 2131 2), then options. */
#define DHCP(op, yours)                                                                        \
    op "01 06 00 12345678 0000 8000 00000000 " yours " 00000000 00000000 " STA                 \
       "0000 0000 0000 0000 0000 "
#define ZEROS64                                                                                \
    "00000000000000000000000000000000 00000000000000000000000000000000 "                       \
    "00000000000000000000000000000000 00000000000000000000000000000000 "
#define COOKIE "63825363 "

static void dhcp_ack_has_address_and_options(void **state)
{
    struct extsta_span p = hex(DHCP("02", "c0a80717") ZEROS64 ZEROS64 ZEROS64 COOKIE
                               "350105 0104ffffff00 00 0308c0a80701c0a80704 0604c0a80703 "
                               "33040000 0e10 3604c0a80702 7203414243 ff 350101");
    struct dhcp_message d;
    assert_true(dhcp_parse(p, &d));
    assert_true(d.reply);
    assert_int_equal(d.type, DHCP_ACK);
    assert_int_equal(d.xid, 0x12345678);
    assert_mac(d.client, STA);
    assert_ip(&d.yours, 4, "c0a80717");
    assert_ip(&d.router, 4, "c0a80701");
    assert_ip(&d.dns, 4, "c0a80703");
    assert_ip(&d.server, 4, "c0a80702");
    assert_int_equal(d.lease, 3600);
    assert_int_equal(d.prefix, 24);
    assert_hex(d.portal, "414243");
    for (size_t n = 0; n < p.len; n++) {
        struct extsta_span cut = exact(p.data, n);
        assert_int_equal(dhcp_parse(cut, &d), n >= 240);
        exact_free(cut);
    }
    exact_free(p);
}

static void dhcp_of_others_is_none(void **state)
{
    struct extsta_span token_ring = hex(
        "02 06 06 00"
        "12345678 0000 8000 00000000 00000000 00000000 "
        "00000000 " STA "0000 0000 0000 0000 0000 " ZEROS64 ZEROS64 ZEROS64 COOKIE "350105ff");
    struct extsta_span bootp =
        hex(DHCP("01", "00000000") ZEROS64 ZEROS64 ZEROS64 "00000000 350105ff");
    struct dhcp_message d;
    assert_false(dhcp_parse(token_ring, &d));
    assert_false(dhcp_parse(bootp, &d));
    exact_free(token_ring);
    exact_free(bootp);
}

/* RFC 8415: a Reply with an IA_NA, in it an address. */
static void dhcp6_reply_has_the_address(void **state)
{
    struct extsta_span p = hex("07 abcdef 0001 0002 1234 0003 0028 00000001 00000708 00000b40 "
                               "0005 0018 20010db8000000000000000000000017 00000e10 00001c20");
    struct dhcp6_message d;
    assert_true(dhcp6_parse(p, &d));
    assert_int_equal(d.type, DHCP6_REPLY);
    assert_ip(&d.address, 6, "20010db8000000000000000000000017");
    assert_int_equal(d.lease, 7200);
    for (size_t n = 0; n < p.len; n++) {
        struct extsta_span cut = exact(p.data, n);
        assert_int_equal(dhcp6_parse(cut, &d), n >= 4);
        assert_int_equal(d.address.family, 0);
        exact_free(cut);
    }
    exact_free(p);
}

static void dns_question_has_a_name(void **state)
{
    struct extsta_span p =
        hex("1234 8183 0001 0000 0000 0000 03777777 07 6578616d706c65 0264 65 00 "
            "0001 0001");
    struct extsta_span odd = hex("1234 0100 0001 0000 0000 0000 03 0a1b41 00 0001 0001");
    struct extsta_span pointer = hex("1234 0100 0001 0000 0000 0000 c00c 0001 0001");
    struct dns_message d;
    assert_true(dns_parse(p, &d));
    assert_int_equal(d.id, 0x1234);
    assert_true(d.response);
    assert_int_equal(d.rcode, DNS_NXDOMAIN);
    assert_string_equal(d.name, "www.example.de");
    assert_true(dns_parse(odd, &d));
    assert_string_equal(d.name, "??A");
    assert_false(dns_parse(pointer, &d));
    for (size_t n = 0; n < 27; n++) {
        struct extsta_span cut = exact(p.data, n);
        assert_false(dns_parse(cut, &d));
        exact_free(cut);
    }
    exact_free(p);
    exact_free(odd);
    exact_free(pointer);
}

/* 255 octets is the longest name there is (RFC 1035 2.3.4): 127 labels of one letter fit, and
 * more do not. */
static void dns_names_end(void **state)
{
    uint8_t all[12 + 2 * 140 + 1] = {0x12, 0x34, 1, 0, 0, 1};
    struct dns_message d;
    for (size_t labels = 120; labels < 140; labels++) {
        for (size_t i = 0; i < labels; i++) {
            all[12 + 2 * i] = 1;
            all[13 + 2 * i] = 'a';
        }
        all[12 + 2 * labels] = 0;
        struct extsta_span p = exact(all, 13 + 2 * labels);
        assert_int_equal(dns_parse(p, &d), labels <= 127);
        assert_int_equal(strlen(d.name), labels <= 127 ? 2 * labels - 1 : 0);
        exact_free(p);
    }
}

static struct extsta_span text(const char *t)
{
    return exact(t, strlen(t));
}

static void assert_span(struct extsta_span s, const char *t)
{
    assert_int_equal(s.len, strlen(t));
    assert_memory_equal(s.data, t, s.len);
}

static void http_heads_have_host_and_location(void **state)
{
    struct extsta_span get =
        text("GET /generate_204 HTTP/1.1\r\nhOST:  example.org:80 \r\n\r\nHost: no");
    struct extsta_span found = text("HTTP/1.1 302 Found\r\nServer: x\r\nLocation: "
                                    "HTTP://Login.example/a?b\r\n\r\n");
    struct extsta_span path = text("HTTP/1.0 301 Moved\nLocation: /elsewhere\n");
    struct extsta_span cut = text("HTTP/1.1 302 Found\r\nLocation: http://cut.exam");
    struct extsta_span other = text("SSH-2.0-OpenSSH\r\n");
    struct http_head h;
    assert_true(http_parse(get, &h));
    assert_int_equal(h.status, 0);
    assert_span(h.target, "/generate_204");
    assert_span(h.host, "example.org:80");
    assert_true(http_parse(found, &h));
    assert_int_equal(h.status, 302);
    assert_span(h.host, "Login.example");
    assert_true(http_parse(path, &h));
    assert_span(h.location, "/elsewhere");
    assert_int_equal(h.host.len, 0);
    assert_true(http_parse(cut, &h));
    assert_int_equal(h.location.len, 0);
    assert_false(http_parse(other, &h));
    for (size_t n = 0; n < found.len; n++) {
        struct extsta_span part = exact(found.data, n);
        assert_int_equal(http_parse(part, &h), n >= 20);
        exact_free(part);
    }
    exact_free(get);
    exact_free(found);
    exact_free(path);
    exact_free(cut);
    exact_free(other);
}

/* RFC 4861 4.2 with a prefix (4.6.2, autonomous) and a captive portal (RFC 8910 2.3). */
static void router_advertisement_has_prefix_and_portal(void **state)
{
    struct extsta_span p =
        hex("86 00 0000 40 00 0708 00000000 00000000 "
            "03 04 40 c0 00015180 00003840 00000000 20010db8000700000000000000000000 "
            "25 02 68747470733a2f2f782e 0000 0000");
    struct extsta_span endless =
        hex("86 00 0000 40 00 0708 00000000 00000000 01 00 000000000000");
    struct nd_message d;
    assert_true(nd_parse(p, &d));
    assert_int_equal(d.type, ND_ROUTER_ADVERTISEMENT);
    assert_int_equal(d.lifetime, 1800);
    assert_ip(&d.prefix, 6, "20010db8000700000000000000000000");
    assert_int_equal(d.prefix_bits, 64);
    assert_span(d.portal, "https://x.");
    assert_true(nd_parse(endless, &d)); /* an option of no length ends it */
    for (size_t n = 0; n < p.len; n++) {
        struct extsta_span cut = exact(p.data, n);
        assert_int_equal(nd_parse(cut, &d), n >= 16);
        exact_free(cut);
    }
    exact_free(p);
    exact_free(endless);
}

static void neighbor_solicitation_has_its_target(void **state)
{
    struct extsta_span p = hex("87 00 0000 00000000 20010db8000700000000000000000017");
    struct nd_message d;
    assert_true(nd_parse(p, &d));
    assert_ip(&d.target, 6, "20010db8000700000000000000000017");
    exact_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arp_is_of_ethernet_and_ipv4),
        cmocka_unit_test(ipv4_ends_where_it_says),
        cmocka_unit_test(later_fragments_are_not_read),
        cmocka_unit_test(tcp_options_are_passed_over),
        cmocka_unit_test(ipv6_extensions_are_passed_over),
        cmocka_unit_test(kinds_of_addresses),
        cmocka_unit_test(dhcp_ack_has_address_and_options),
        cmocka_unit_test(dhcp_of_others_is_none),
        cmocka_unit_test(dhcp6_reply_has_the_address),
        cmocka_unit_test(dns_question_has_a_name),
        cmocka_unit_test(dns_names_end),
        cmocka_unit_test(http_heads_have_host_and_location),
        cmocka_unit_test(router_advertisement_has_prefix_and_portal),
        cmocka_unit_test(neighbor_solicitation_has_its_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
