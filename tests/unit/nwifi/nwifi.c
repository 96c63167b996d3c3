/* 802.3 to 802.11 and back, encapsulation tables, port filter, routing (contract ASC-23,
 * ASC-24, TXP-01, TXP-02, TXP-09, PRT-03 ... PRT-05, PRT-26, IHV-18, IHV-30). */
#include "../testing.h"
#include "base/context.h"
#include "base/mac.h"
#include "nwifi/nwifi.h"
#include "wire/eapol.h"
#include "wire/frame.h"

static uint64_t seed = 3;
static struct extsta_context *ctx;
static struct pool *pool;
static size_t used_at_start;
static struct nwifi_encap table;
static struct nwifi_link link = {.bssid = {{2, 0, 0, 0, 0, 0xaa}}, .encap = &table};

#define DA "\x02\x00\x00\x00\x00\x77"
#define SA "\x02\x00\x00\x00\x00\x11"

static int setup(void **state)
{
    ctx = testing_context(&seed);
    pool = &ctx->pool;
    extsta_context_memory(ctx, &used_at_start);
    return 0;
}

static int teardown(void **state)
{
    size_t used = 1;
    extsta_context_memory(ctx, &used);
    assert_int_equal(used, used_at_start); /* every buffer came back */
    extsta_context_free(ctx);
    return 0;
}

/* 802.3 in, 802.11 out; the caller frees. */
static struct pbuf *down(const void *ethernet, size_t len)
{
    struct nwifi_ethernet e;
    enum extsta_drop drop;
    assert_true(nwifi_parse_8023(span(ethernet, len), &e, &drop));
    struct pbuf *b = nwifi_to_80211(pool, &link, &e, &drop);
    assert_non_null(b);
    return b;
}

static void TXP_01_TXP_09_an_ethertype_frame_gets_rfc_1042(void **state)
{
    struct pbuf *b = down(DA SA "\x08\x00"
                                "ip packet",
                          23);
    static const uint8_t want[] = "\x08\x01\0\0"
                                  "\x02\0\0\0\0\xaa" SA DA "\0\0"
                                  "\xaa\xaa\x03\0\0\0\x08\0"
                                  "ip packet";
    assert_int_equal(b->len, sizeof want - 1);
    assert_memory_equal(pbuf_data(b), want, sizeof want - 1);
    pbuf_unref(pool, b);
}

static void TXP_02_ibss_frames_have_no_ds_bits(void **state)
{
    link.ibss = true;
    struct pbuf *b = down(DA SA "\x08\x00"
                                "ip",
                          16);
    link.ibss = false;
    static const uint8_t want[] = "\x08\x00\0\0" DA SA "\x02\0\0\0\0\xaa"
                                  "\0\0";
    assert_memory_equal(pbuf_data(b), want, 24);
    pbuf_unref(pool, b);
}

static void ASC_24_the_default_table_tunnels_aarp_and_ipx(void **state)
{
    const char *frames[] = {DA SA "\x80\xf3"
                                  "aarp",
                            DA SA "\x81\x37"
                                  "ipx!"};
    for (size_t i = 0; i < 2; i++) {
        struct pbuf *b = down(frames[i], 18);
        assert_memory_equal(pbuf_data(b) + 24, "\xaa\xaa\x03\x00\x00\xf8", 6);
        assert_memory_equal(pbuf_data(b) + 30, frames[i] + 12, 6);
        pbuf_unref(pool, b);
    }
}

static void ASC_24_the_miniports_list_comes_first(void **state)
{
    assert_int_equal(nwifi_encap_parse(span("\x08\x00\x02\x00\x80\xf3\x01\x00", 8), &table),
                     EXTSTA_OK);
    struct pbuf *b = down(DA SA "\x08\x00"
                                "ip",
                          16);
    assert_memory_equal(pbuf_data(b) + 24, "\xaa\xaa\x03\x00\x00\xf8\x08\x00", 8);
    pbuf_unref(pool, b);
    assert_int_equal(nwifi_encap_for(&table, 0x80f3), NWIFI_ENCAP_RFC_1042);
    assert_int_equal(nwifi_encap_for(&table, 0x8137), NWIFI_ENCAP_802_1H);
    assert_int_equal(nwifi_encap_for(&table, 0x86dd), NWIFI_ENCAP_RFC_1042);
    assert_int_equal(nwifi_encap_parse(span("\x00\x00\x02\x00", 4), &table), EXTSTA_OK);
    assert_int_equal(nwifi_encap_for(&table, 0x86dd), NWIFI_ENCAP_802_1H);
    table = (struct nwifi_encap){0};
}

static void ASC_23_malformed_tables_are_refused(void **state)
{
    struct nwifi_encap e;
    uint8_t many[4 * (NWIFI_MAX_ENCAP + 1)];
    for (size_t i = 0; i < sizeof many; i += 4) {
        memcpy(many + i, "\x08\x00\x01\x00", 4);
    }
    assert_int_equal(nwifi_encap_parse(span("\x08\x00\x01", 3), &e), EXTSTA_E_MALFORMED);
    assert_int_equal(nwifi_encap_parse(span("\x08\x00\x03\x00", 4), &e), EXTSTA_E_MALFORMED);
    assert_int_equal(nwifi_encap_parse(span("\x08\x00\x01\x00\0\0\x01\0", 8), &e),
                     EXTSTA_E_MALFORMED);
    assert_int_equal(e.count, 0);
    assert_int_equal(nwifi_encap_parse(span(many, sizeof many), &e), EXTSTA_E_TOO_SMALL);
    assert_int_equal(nwifi_encap_parse(span(NULL, 0), &e), EXTSTA_OK);
}

static void TXP_09_a_length_frame_keeps_its_llc_and_loses_its_padding(void **state)
{
    struct pbuf *b = down(DA SA "\x00\x04"
                                "\x42\x42\x03!padding",
                          25);
    assert_int_equal(b->len, 24 + 4);
    assert_memory_equal(pbuf_data(b) + 24, "\x42\x42\x03!", 4);
    pbuf_unref(pool, b);
}

static void ethernet_frames_that_are_none(void **state)
{
    struct nwifi_ethernet e;
    enum extsta_drop drop;
    for (size_t n = 0; n < 14; n++) {
        assert_false(nwifi_parse_8023(span(DA SA "\x08\x00", n), &e, &drop));
        assert_int_equal(drop, EXTSTA_DROP_ETHERNET_SHORT);
    }
    assert_false(nwifi_parse_8023(span(DA SA "\x00\x05"
                                             "1234",
                                       18),
                                  &e, &drop));
    assert_int_equal(drop, EXTSTA_DROP_ETHERNET_SHORT);
    assert_false(nwifi_parse_8023(span(DA SA "\x05\xff"
                                             "1234",
                                       18),
                                  &e, &drop));
    assert_int_equal(drop, EXTSTA_DROP_ETHERNET_LONG);
    static uint8_t big[14 + 2304];
    memcpy(big, DA SA "\x08\x00", 14);
    assert_true(nwifi_parse_8023(span(big, 14 + 2296), &e, &drop));
    assert_false(nwifi_parse_8023(span(big, 14 + 2297), &e, &drop));
    assert_int_equal(drop, EXTSTA_DROP_ETHERNET_LONG);
}

/* An MSDU as the miniport hands it up, from the AP. */
static struct pbuf *up_packet(const void *body, size_t len)
{
    struct pbuf *b = pbuf_new(pool, 0, 24 + len, 0);
    memcpy(pbuf_data(b), "\x08\x02\0\0" SA "\x02\0\0\0\0\xaa" DA "\0\0", 24);
    memcpy(pbuf_data(b) + 24, body, len);
    return b;
}

static void check_up(const void *body, size_t body_len, const void *want, size_t want_len)
{
    struct nwifi_msdu m;
    enum extsta_drop drop;
    struct pbuf *b = up_packet(body, body_len);
    assert_true(nwifi_parse_80211(&table, pbuf_span(b), &m, &drop));
    assert_true(mac_equal(m.peer, link.bssid));
    struct pbuf *e = nwifi_to_8023(pool, &m, &drop);
    assert_non_null(e);
    assert_int_equal(e->len, want_len);
    assert_memory_equal(pbuf_data(e), want, want_len);
    pbuf_unref(pool, e);
    struct extsta_span in_place = nwifi_to_8023_in_place(b, &m, &drop);
    assert_int_equal(in_place.len, want_len);
    assert_memory_equal(in_place.data, want, want_len);
    pbuf_unref(pool, b);
}

static void ASC_24_snap_becomes_an_ethertype_frame(void **state)
{
    check_up("\xaa\xaa\x03\0\0\0\x08\0ip", 10, SA DA "\x08\x00ip", 16);
    check_up("\xaa\xaa\x03\0\0\xf8\x81\x37ipx", 11, SA DA "\x81\x37ipx", 17);
    check_up("\xaa\xaa\x03\0\0\0\x08\0", 8, SA DA "\x08\x00", 14);
}

static void other_llc_becomes_a_length_frame(void **state)
{
    check_up("\x42\x42\x03stp", 6, SA DA "\x00\x06\x42\x42\x03stp", 20);
    /* IPX that was not tunnelled was SNAP before it came to the air (802.1H) */
    check_up("\xaa\xaa\x03\0\0\0\x81\x37ipx", 11, SA DA "\x00\x0b\xaa\xaa\x03\0\0\0\x81\x37ipx",
             25);
    /* a "type" that would read as a length */
    check_up("\xaa\xaa\x03\0\0\0\x05\xff"
             "x",
             9,
             SA DA "\x00\x09\xaa\xaa\x03\0\0\0\x05\xff"
                   "x",
             23);
    check_up("\xaa\xaa\x03\0\x40\x96\0\0cisco", 13,
             SA DA "\x00\x0d\xaa\xaa\x03\0\x40\x96\0\0cisco", 27);
}

static void what_cannot_become_an_ethernet_frame(void **state)
{
    struct nwifi_msdu m;
    enum extsta_drop drop;
    static uint8_t big[1600] = {0x42, 0x42, 3};
    struct pbuf *b = up_packet(big, 1501);
    assert_true(nwifi_parse_80211(NULL, pbuf_span(b), &m, &drop));
    assert_null(nwifi_to_8023(pool, &m, &drop));
    assert_int_equal(drop, EXTSTA_DROP_ETHERNET_LONG);
    assert_int_equal(nwifi_to_8023_in_place(b, &m, &drop).len, 0);
    for (size_t n = 0; n < 27; n++) {
        assert_false(nwifi_parse_80211(NULL, span(pbuf_data(b), n), &m, &drop));
    }
    pbuf_data(b)[1] = 3;
    assert_false(nwifi_parse_80211(NULL, pbuf_span(b), &m, &drop));
    assert_int_equal(drop, EXTSTA_DROP_FOUR_ADDRESS);
    pbuf_data(b)[0] = FRAME_NULL;
    assert_false(nwifi_parse_80211(NULL, pbuf_span(b), &m, &drop));
    assert_int_equal(drop, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
    pbuf_unref(pool, b);
}

static void down_and_up_again_is_the_same(void **state)
{
    static const char *const frames[] = {DA SA "\x08\x00 payload", DA SA "\x80\xf3 payload",
                                         DA SA "\x81\x37 payload", DA SA "\x88\x8e payload"};
    for (size_t i = 0; i < 4; i++) {
        struct pbuf *b = down(frames[i], 22);
        struct nwifi_msdu m;
        enum extsta_drop drop;
        assert_true(nwifi_parse_80211(&table, pbuf_span(b), &m, &drop));
        struct pbuf *e = nwifi_to_8023(pool, &m, &drop);
        assert_int_equal(e->len, 22);
        assert_memory_equal(pbuf_data(e), frames[i], 22);
        pbuf_unref(pool, e);
        pbuf_unref(pool, b);
    }
}

static void PRT_05_unauthorized_only_the_authentication_passes(void **state)
{
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    const uint16_t registered[] = {0x88b5};
    struct nwifi_port port = {.exists = true, .controlled = true, .manager = EXTSTA_MANAGER_OS};
    assert_true(nwifi_port_passes(&port, ETHERTYPE_EAPOL, &drop));
    assert_false(nwifi_port_passes(&port, 0x0800, &drop));
    assert_int_equal(drop, EXTSTA_DROP_PORT_UNAUTHORIZED);
    assert_false(nwifi_port_passes(&port, 0, &drop));
    assert_false(nwifi_port_passes(&port, ETHERTYPE_PREAUTH, &drop));
    port.manager = EXTSTA_MANAGER_IHV;
    assert_false(nwifi_port_passes(&port, ETHERTYPE_EAPOL, &drop));
    port.registered = registered;
    port.registered_count = 1;
    assert_true(nwifi_port_passes(&port, 0x88b5, &drop));
    assert_false(nwifi_port_passes(&port, ETHERTYPE_EAPOL, &drop));
}

static void PRT_04_authorized_or_uncontrolled_everything_passes(void **state)
{
    enum extsta_drop drop;
    struct nwifi_port port = {.exists = true, .controlled = true, .authorized = true};
    assert_true(nwifi_port_passes(&port, 0x0800, &drop));
    port.controlled = port.authorized = false;
    assert_true(nwifi_port_passes(&port, 0x0800, &drop)); /* */
}

static void PRT_26_without_a_port_nothing_passes(void **state)
{
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    struct nwifi_port port = {.controlled = true, .authorized = true};
    assert_false(nwifi_port_passes(&port, ETHERTYPE_EAPOL, &drop));
    assert_int_equal(drop, EXTSTA_DROP_PORT_NONE);
    port.controlled = false;
    assert_false(nwifi_port_passes(&port, 0x0800, &drop));
}

static void IHV_30_registered_ethertypes_go_to_the_extension(void **state)
{
    const uint16_t registered[] = {0x88b5, ETHERTYPE_EAPOL};
    struct nwifi_port port = {.exists = true, .manager = EXTSTA_MANAGER_OS};
    assert_int_equal(nwifi_route(&port, 0x0800), NWIFI_ROUTE_STACK);
    assert_int_equal(nwifi_route(&port, 0x88b5), NWIFI_ROUTE_STACK);
    assert_int_equal(nwifi_route(&port, ETHERTYPE_EAPOL), NWIFI_ROUTE_EAPOL);
    assert_int_equal(nwifi_route(&port, ETHERTYPE_PREAUTH), NWIFI_ROUTE_PREAUTH);
    port.registered = registered;
    port.registered_count = 2;
    assert_int_equal(nwifi_route(&port, 0x88b5), NWIFI_ROUTE_IHV);
    assert_int_equal(nwifi_route(&port, ETHERTYPE_EAPOL), NWIFI_ROUTE_IHV);
    assert_int_equal(nwifi_route(&port, 0), NWIFI_ROUTE_STACK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(TXP_01_TXP_09_an_ethertype_frame_gets_rfc_1042),
        cmocka_unit_test(TXP_02_ibss_frames_have_no_ds_bits),
        cmocka_unit_test(ASC_24_the_default_table_tunnels_aarp_and_ipx),
        cmocka_unit_test(ASC_24_the_miniports_list_comes_first),
        cmocka_unit_test(ASC_23_malformed_tables_are_refused),
        cmocka_unit_test(TXP_09_a_length_frame_keeps_its_llc_and_loses_its_padding),
        cmocka_unit_test(ethernet_frames_that_are_none),
        cmocka_unit_test(ASC_24_snap_becomes_an_ethertype_frame),
        cmocka_unit_test(other_llc_becomes_a_length_frame),
        cmocka_unit_test(what_cannot_become_an_ethernet_frame),
        cmocka_unit_test(down_and_up_again_is_the_same),
        cmocka_unit_test(PRT_05_unauthorized_only_the_authentication_passes),
        cmocka_unit_test(PRT_04_authorized_or_uncontrolled_everything_passes),
        cmocka_unit_test(PRT_26_without_a_port_nothing_passes),
        cmocka_unit_test(IHV_30_registered_ethertypes_go_to_the_extension),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
