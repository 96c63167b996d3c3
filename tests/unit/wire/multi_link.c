/* Basic Multi-Link elements, by IEEE 802.11be-2024 9.4.2.322.2: Multi-Link Control (type in
 * bits 0 to 2; from bit 4 on what the common part has), the common part with its length,
 * per-link profiles as subelements 0. Octets as hostapd (hostapd_eid_eht_basic_ml_common) and
 * Linux (ieee80211_assoc_add_ml_elem) write them; tshark 4.0 does not know the element. */
#include "wire.h"
#include "wire/multi_link.h"

/* hostapd in an association response: link 0, change count 1, EML and MLD capabilities; link 1
 * complete with address, beacon interval, TSF offset, DTIM and change count. */
#define COMMON "6b b001 0d 0200000000aa 00 01 0000 6100"
#define HOSTAPD_PROFILE(length, status)                                                        \
    "00 " length " f109 14 0200000001a1 6400 0000000000000000 0102 05 3104" status

static void a_response_names_links_and_their_statuses(void **state)
{
    struct multi_link m;
    (void)state;
    struct extsta_span e =
        hex("0102 0304 ff 30" COMMON HOSTAPD_PROFILE("1e", "1100") "0102 8284");
    assert_true(multi_link_find(e, true, &m));
    assert_mac(m.mld, "0200000000aa");
    assert_true(m.has_id);
    assert_int_equal(m.id, 0);
    assert_int_equal(m.count, 1);
    assert_int_equal(m.links[0].id, 1);
    assert_true(m.links[0].has_mac);
    assert_mac(m.links[0].mac, "0200000001a1");
    assert_int_equal(m.links[0].status, 17);
    assert_true(multi_link_find(e, false, &m)); /* a request has no status */
    assert_int_equal(m.links[0].status, MULTI_LINK_NO_STATUS);
    exact_free(e);
}

/* Linux in an association request: no link id; profiles of two links. */
static void a_request_names_its_addresses(void **state)
{
    struct multi_link m;
    (void)state;
    struct extsta_span e = hex("ff 2c 6b 0001 09 020000000011 4300"
                               "00 0f 3100 07 020000000111 3104 2d02 0000"
                               "00 0d 3200 07 020000000211 3104 7f00");
    assert_true(multi_link_find(e, false, &m));
    assert_false(m.has_id);
    assert_int_equal(m.count, 2);
    assert_int_equal(m.links[0].id, 1);
    assert_int_equal(m.links[1].id, 2);
    assert_mac(m.links[1].mac, "020000000211");
    exact_free(e);
}

/* 10.28.11: an element of 255 octets goes on in Fragment elements, a subelement of 255 in
 * subelements 254 (net/mac80211/tests/elems.c of Linux has such a one). */
static void fragments_are_put_together(void **state)
{
    uint8_t b[1024], *p = b;
    struct multi_link m;
    (void)state;
    const uint8_t head[] = {255, 255, 107, 0, 0, 7, 2, 0, 0, 0, 0, 0x11};
    const uint8_t first[] = {0, 255, 0x31, 0, 7, 2, 0, 0, 0, 1, 0x11};
    const uint8_t second[] = {0, 9 + 2, 0x32, 0, 7, 2, 0, 0, 0, 2, 0x11, 0, 0};
    uint8_t body[600] = {0};
    size_t n = 0;
    memcpy(body, head + 2, sizeof head - 2), n = sizeof head - 2;
    memcpy(body + n, first, sizeof first), n += 2 + 255;
    body[n++] = 254;
    body[n++] = 20;
    n += 20;
    memcpy(body + n, second, sizeof second), n += sizeof second;
    *p++ = 255;
    *p++ = 255;
    memcpy(p, body, 255), p += 255;
    *p++ = 242;
    *p++ = (uint8_t)(n - 255);
    memcpy(p, body + 255, n - 255), p += n - 255;
    struct extsta_span e = exact(b, (size_t)(p - b));
    assert_true(multi_link_find(e, false, &m));
    assert_int_equal(m.count, 2);
    assert_int_equal(m.links[1].id, 2);
    assert_mac(m.links[1].mac, "020000000211");
    exact_free(e);
}

/* Any cut is no element, or one with fewer links; never more than there is. */
static void what_is_cut_off_is_left_out(void **state)
{
    uint8_t b[64];
    struct multi_link m;
    (void)state;
    struct extsta_span e = hex("ff 30" COMMON HOSTAPD_PROFILE("1e", "0000") "0102 8284");
    memcpy(b, e.data, e.len);
    for (size_t n = 2; n < e.len; n++) {
        b[1] = (uint8_t)(n - 2);
        struct extsta_span cut = exact(b, n);
        bool found = multi_link_find(cut, true, &m);
        assert_int_equal(found, n >= 2 + 1 + 2 + 13);
        assert_int_equal(m.count, 0);
        exact_free(cut);
    }
    exact_free(e);
    /* another type; a common part that is longer than the element; one of length 0 */
    static const char *const wrong[] = {"ff 0a 6b 0100 07 020000000011",
                                        "ff 0a 6b 0000 09 020000000011",
                                        "ff 0a 6b 0000 00 020000000011", "ff 01 6b", "ff 00"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        e = hex(wrong[i]);
        assert_false(multi_link_find(e, true, &m));
        exact_free(e);
    }
}

static void a_link_counts_once(void **state)
{
    struct multi_link m;
    (void)state;
    struct extsta_span e = hex("ff 32 6b 1000 08 020000000011 03"
                               "00 0b 3100 07 020000000111 0000"
                               "00 0b 3100 07 020000000211 0000"
                               "00 0b 3300 07 020000000311 0000");
    assert_true(multi_link_find(e, false, &m));
    assert_int_equal(m.count, 1);
    assert_mac(m.links[0].mac, "020000000111");
    exact_free(e);
}

/* Behind scalar and element of SAE, of whatever length (hostapd looks for it in this way, too).
 */
static void it_is_found_behind_the_fields_of_sae(void **state)
{
    struct extsta_mac mld;
    (void)state;
    struct extsta_span e = hex("1300 111111111111111111 ff0a6b000007020000000011");
    assert_true(multi_link_in_auth(e, &mld));
    assert_mac(mld, "020000000011");
    struct extsta_span cut = exact(e.data, e.len - 1);
    assert_false(multi_link_in_auth(cut, &mld));
    exact_free(cut);
    exact_free(e);
    e = hex("ff0a6b000007ffffffffffff");
    assert_false(multi_link_in_auth(e, &mld));
    exact_free(e);
}

/* 12.7.2: link id in the low four bits, then whether RSNE and RSNXE follow the address. tshark:
 * wlan.rsn.ie.mlo_link.link_info.linkid, .mac_addr. */
static void a_link_kde_names_link_and_address(void **state)
{
    struct extsta_mac mac;
    uint8_t id;
    (void)state;
    struct extsta_span v = hex("12 020000000211 3000");
    assert_true(multi_link_kde(v, &id, &mac));
    assert_int_equal(id, 2);
    assert_mac(mac, "020000000211");
    struct extsta_span cut = exact(v.data, 6);
    assert_false(multi_link_kde(cut, &id, &mac));
    exact_free(cut);
    exact_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_names_links_and_their_statuses),
        cmocka_unit_test(a_request_names_its_addresses),
        cmocka_unit_test(fragments_are_put_together),
        cmocka_unit_test(what_is_cut_off_is_left_out),
        cmocka_unit_test(a_link_counts_once),
        cmocka_unit_test(it_is_found_behind_the_fields_of_sae),
        cmocka_unit_test(a_link_kde_names_link_and_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
