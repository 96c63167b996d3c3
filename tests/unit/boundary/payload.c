/* Payloads: octets as the ABI has them, read and written; what is short, cut or of an earlier
 * revision. Where each field stands is held against the tables by tests/abi. */
#include "../testing.h"
#include "base/bytes.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>

#define PAYLOAD(form_, ...) (&(struct extsta_payload){.form = EXTSTA_FORM_##form_, __VA_ARGS__})

static void assert_written(const struct extsta_payload *p, const void *octets, size_t len)
{
    uint8_t out[512];
    memset(out, 0xa5, sizeof out);
    assert_int_equal(extsta_payload_write(p, out, sizeof out), len);
    assert_memory_equal(out, octets, len);
    assert_int_equal(out[len], 0xa5);
    memset(out, 0xa5, sizeof out); /* without room nothing is written */
    assert_int_equal(extsta_payload_write(p, out, len - 1), len);
    assert_int_equal(out[0], 0xa5);
}

static void assert_octets(struct extsta_span s, const char *octets, size_t len)
{
    assert_int_equal(s.len, len);
    assert_memory_equal(s.data, octets, len);
}

static const uint8_t completion[] = {
    0x80, 2,    96,   0,    2,    0,    0,   0,   0,   0xa9, 0,    0, /* header, MacAddr */
    0x0c, 0x0b, 0x0a, 0x09,                                           /* uStatus */
    1,    0,    0,    0,                        /* bReAssocReq, bReAssocResp */
    100,  0,    0,    0,    3,    0,    0,   0, /* request */
    103,  0,    0,    0,    2,    0,    0,   0, /* response */
    105,  0,    0,    0,    1,    0,    0,   0, /* beacon */
    0,    0,    0,    0,    0,    0,    0,   0, /* no IHV data */
    7,    0,    0,    0,    4,    0,    0,   0,   6,   0,    0,    0, /* AuthAlgo,
                                                                         UnicastCipher,
                                                                         MulticastCipher */
    96,   0,    0,    0,    4,    0,    0,   0,                       /* active PHYs */
    0,    1,    3,    0,    2,    0,    0,   0, /* four address, authorized, QoS, DSInfo */
    106,  0,    0,    0,    4,    0,    0,   0, /* encapsulation table */
    8,    0,    0,    0,    0x21, 0x43, 0,   0, /* MulticastMgmtCipher, uAssocComebackTime */
    5,    0,    0,    0,    'r',  'e',  'q', 'r', 's', 'b',  0x88, 0x8e, 2, 0};

static void ASC_13_a_completion_is_written_with_its_trailing_data(void **state)
{
    struct extsta_payload p = {
        .form = EXTSTA_FORM_ASSOCIATION_COMPLETION,
        .association_completion = {.peer = {{2, 0, 0, 0, 0, 0xa9}},
                                   .status = 0x090a0b0c,
                                   .reassoc_request = true,
                                   .active_phys.bytes = span("\5\0\0", 4),
                                   .request.bytes = span("req", 3),
                                   .response.bytes = span("rs", 2),
                                   .beacon.bytes = span("b", 1),
                                   .encap.bytes = span("\x88\x8e\2", 4),
                                   .auth = 7,
                                   .unicast = 4,
                                   .multicast = 6,
                                   .port_authorized = true,
                                   .qos = 3,
                                   .ds_info = 2,
                                   .multicast_mgmt = 8,
                                   .comeback = 0x4321}};
    (void)state;
    assert_written(&p, completion, sizeof completion);
}

static void ASC_13_a_completion_is_read_with_its_trailing_data(void **state)
{
    struct extsta_payload p, e;
    const struct extsta_association_completion *c = &p.association_completion;
    (void)state;
    assert_true(extsta_payload_read(EXTSTA_FORM_ASSOCIATION_COMPLETION,
                                    span(completion, sizeof completion), &p));
    assert_int_equal(p.header.type, 0x80);
    assert_int_equal(p.header.revision, 2);
    assert_int_equal(p.header.size, 96);
    assert_int_equal(c->peer.b[5], 0xa9);
    assert_int_equal(c->status, 0x090a0b0c);
    assert_true(c->reassoc_request && !c->reassoc_response);
    assert_octets(c->request.bytes, "req", 3);
    assert_octets(c->response.bytes, "rs", 2);
    assert_octets(c->beacon.bytes, "b", 1);
    assert_int_equal(c->ihv_data.bytes.len, 0);
    assert_int_equal(c->auth * 100 + c->unicast * 10 + c->multicast, 746);
    assert_true(c->port_authorized && !c->four_address);
    assert_int_equal(c->qos, 3);
    assert_int_equal(c->ds_info, 2);
    assert_int_equal(c->multicast_mgmt, 8);
    assert_int_equal(c->comeback, 0x4321);
    struct extsta_part rest = c->active_phys;
    assert_true(extsta_payload_next(&rest, &e));
    assert_int_equal(e.number, 5);
    assert_false(extsta_payload_next(&rest, &e));
    rest = c->encap;
    assert_true(extsta_payload_next(&rest, &e));
    assert_int_equal(e.encap.ethertype, 0x888e);
    assert_int_equal(e.encap.type, 2);
}

/* What a driver of revision 1 puts where revision 2 has members is trailing data. */
static void X_22_a_completion_of_revision_1_has_no_members_of_revision_2(void **state)
{
    uint8_t old[sizeof completion];
    struct extsta_payload p;
    (void)state;
    memcpy(old, completion, sizeof old);
    old[1] = 1;
    old[2] = 88;
    assert_true(
        extsta_payload_read(EXTSTA_FORM_ASSOCIATION_COMPLETION, span(old, sizeof old), &p));
    assert_int_equal(p.association_completion.status, 0x090a0b0c);
    assert_int_equal(p.association_completion.multicast_mgmt, 0);
    assert_int_equal(p.association_completion.comeback, 0);
    old[2] = 87; /* a structure that is shorter than any revision */
    assert_false(
        extsta_payload_read(EXTSTA_FORM_ASSOCIATION_COMPLETION, span(old, sizeof old), &p));
}

static void parts_outside_the_buffer_are_cut(void **state)
{
    uint8_t octets[sizeof completion];
    struct extsta_payload p;
    const struct extsta_association_completion *c = &p.association_completion;
    (void)state;
    memcpy(octets, completion, sizeof octets);
    octets[24] = 200;             /* the request ends outside, */
    memset(octets + 28, 0xff, 4); /* the response begins there */
    assert_true(extsta_payload_read(EXTSTA_FORM_ASSOCIATION_COMPLETION,
                                    span(octets, sizeof octets), &p));
    assert_true(c->request.cut && c->response.cut && !c->beacon.cut);
    assert_int_equal(c->request.size, 200);
    assert_int_equal(c->request.bytes.len, 10);
    assert_int_equal(c->response.bytes.len, 0);
}

static void short_buffers_read_as_far_as_they_go(void **state)
{
    struct extsta_payload p;
    (void)state;
    for (size_t len = 0; len < 24; len++) {
        assert_false(extsta_payload_read(
            EXTSTA_FORM_DISASSOCIATION,
            span("\x80\1\x18\0\2\0\0\0\0\xa9\0\0\7\0\1\0\0\0\0\0\0\0\0", len), &p));
        assert_int_equal(p.disassociation.reason, len < 16 ? 0 : 0x10007);
    }
    assert_int_equal(extsta_form_least(EXTSTA_FORM_PHY_STATE), 10); /* two are padding */
    assert_int_equal(extsta_form_size(EXTSTA_FORM_PHY_STATE), 12);
}

static void an_entry_of_the_bss_list_is_read(void **state)
{
    static const uint8_t list[] = {0x80, 1,    16,   0, 67,   0,    0,    0,
                                   99,   0,    0,    0, /* DOT11_BYTE_ARRAY */
                                   1,    2,    3,    4, 0x6c, 0x09, 0,    0,
                                   0,    0,    0,    0, /* uPhyId, 2412 MHz */
                                   0,    0,    0,    0, 2,    0,    0,    0,
                                   0,    0xa9, 0,    0, /* dot11BSSID */
                                   2,    0,    0,    0, 0xce, 0xff, 0xff, 0xff,
                                   88,   0,    0,    0, /* independent, -50 dBm, quality */
                                   1,    0,    0x64, 1, /* bInRegDomain, usBeaconPeriod */
                                   1,    2,    3,    4, 5,    6,    7,    8,
                                   8,    7,    6,    5, 4,    3,    2,    1, /* time stamps */
                                   0x11, 0x22, 0,    0, 3,    0,    0,    0,
                                   0,    1,    'x'}; /* capability, elements */
    struct extsta_payload p, e;
    (void)state;
    assert_true(extsta_payload_read(EXTSTA_FORM_BSS_LIST, span(list, sizeof list), &p));
    assert_int_equal(p.list.total, 99);
    assert_true(extsta_payload_next(&p.list.entries, &e));
    assert_int_equal(e.bss.phy_id, 0x04030201);
    assert_int_equal(e.bss.freq, 2412);
    assert_int_equal(e.bss.bssid.b[5], 0xa9);
    assert_int_equal(e.bss.bss_type, 2);
    assert_int_equal(e.bss.rssi, -50);
    assert_int_equal(e.bss.link_quality, 88);
    assert_true(e.bss.in_reg_domain);
    assert_int_equal(e.bss.beacon_period, 0x164);
    assert_true(e.bss.timestamp == 0x0807060504030201 &&
                e.bss.host_timestamp == 0x0102030405060708);
    assert_int_equal(e.bss.capability, 0x2211);
    assert_octets(e.bss.elements.bytes, "\0\1x", 3);
    assert_false(extsta_payload_next(&p.list.entries, &e));
    assert_written(PAYLOAD(BSS_ENTRY, .bss = e.bss), list + 12, 67); /* and back again */
}

static void a_default_key_with_its_material(void **state)
{
    static const uint8_t octets[] = {0x80, 1, 24,   0, 2, 0,  0, 0, 4, 0, 0, 0, 2,   0,   0,
                                     0,    0, 0xa9, 0, 1, 15, 0, /* uKeyIndex ... usKeyLength */
                                     1,    2, 3,    4, 5, 6,  0, 0, 3, 0, 0, 0, 'k', 'e', 'y'};
    uint8_t material[32];
    struct extsta_payload p;
    (void)state;
    size_t len =
        extsta_payload_write(PAYLOAD(KEY_MATERIAL, .material = {.counter = 0x060504030201,
                                                                .key_len = 3,
                                                                .keys.bytes = span("key", 3)}),
                             material, sizeof material);
    assert_written(PAYLOAD(DEFAULT_KEY, .key = {.peer = {{2, 0, 0, 0, 0, 0xa9}},
                                                .index = 2,
                                                .algorithm = DOT11_CIPHER_ALGO_CCMP,
                                                .is_static = true,
                                                .key.bytes = span(material, len)}),
                   octets, sizeof octets);
    assert_true(extsta_payload_read(EXTSTA_FORM_DEFAULT_KEY, span(octets, sizeof octets), &p));
    assert_int_equal(p.key.index * 10 + p.key.algorithm, 24);
    assert_true(p.key.is_static && !p.key.is_delete && p.key.peer.b[5] == 0xa9);
    assert_true(extsta_payload_read(EXTSTA_FORM_KEY_MATERIAL, p.key.key.bytes, &p));
    assert_true(p.material.counter == 0x060504030201);
    assert_octets(p.material.keys.bytes, "key", 3);
}

/* Two entries, the first a key of five octets; the second deletes, with a length that means
 * nothing. */
static void KEY_03_the_length_of_a_deleted_key_means_nothing(void **state)
{
    static const uint8_t lengths[] = {0, 3, 24, 0xff};
    uint8_t list[12 + 25 + 20 + 4] = {0x80, 1, 16, 0, 49, 0, 0, 0, 49, 0, 0, 0};
    (void)state;
    list[12 + 8] = 1; /* WEP40 */
    list[12 + 12] = 3;
    list[12 + 18] = 5;
    memcpy(list + 12 + 20, "12345", 5);
    list[12 + 25 + 16] = 1; /* bDelete */
    for (size_t i = 0; i < sizeof lengths; i++) {
        struct extsta_payload p, e;
        list[12 + 25 + 18] = lengths[i];
        assert_true(
            extsta_payload_read(EXTSTA_FORM_KEY_MAPPING_KEYS, span(list, sizeof list), &p));
        assert_true(extsta_payload_next(&p.list.entries, &e));
        assert_false(e.key.is_delete);
        assert_int_equal(e.key.direction, 3);
        assert_octets(e.key.key.bytes, "12345", 5);
        assert_true(extsta_payload_next(&p.list.entries, &e));
        assert_true(e.key.is_delete);
        assert_int_equal(p.list.entries.bytes.len, 0);
    }
}

static void a_scan_request_counts_its_offsets_from_its_buffer(void **state)
{
    static const uint8_t entry[36] = {4, 0, 0, 0, 'c', 'a', 'f', 'e'};
    uint8_t octets[56 + 36 + 2] = {3, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 1};
    struct extsta_payload p, e;
    (void)state;
    octets[24] = 1;  /* uNumOfdot11SSIDs, at the beginning of ucBuffer */
    octets[48] = 36; /* uIEsOffset */
    octets[52] = 2;
    memcpy(octets + 56, entry, 36);
    memcpy(octets + 56 + 36, "\xdd", 2);
    assert_written(PAYLOAD(SCAN_REQUEST, .scan = {.bss_type = dot11_BSS_type_any,
                                                  .bssid = {{255, 255, 255, 255, 255, 255}},
                                                  .type = dot11_scan_type_active,
                                                  .ssids.bytes = span(entry, 36),
                                                  .elements.bytes = span("\xdd", 2)}),
                   octets, sizeof octets);
    assert_true(extsta_payload_read(EXTSTA_FORM_SCAN_REQUEST, span(octets, sizeof octets), &p));
    assert_int_equal(p.scan.ssids.size, 1);
    assert_true(extsta_payload_next(&p.scan.ssids, &e));
    assert_octets(extsta_ssid_span(&e.ssid), "cafe", 4);
    assert_octets(p.scan.elements.bytes, "\xdd", 2);
}

/* one list is counted in entries, the other in octets. */
static void X_34_link_qualities_are_counted_and_candidates_measured(void **state)
{
    (void)state;
    assert_written(PAYLOAD(LINK_QUALITY, .list.entries.bytes = span("\2\0\0\0\0\xa9\x58", 7)),
                   "\x80\1\x0c\0\1\0\0\0\x0c\0\0\0\2\0\0\0\0\xa9\x58", 19);
    assert_written(
        PAYLOAD(PMKID_CANDIDATES, .list.entries.bytes = span("\2\0\0\0\0\xa9\0\0\1\0\0", 12)),
        "\x80\1\x0c\0\x0c\0\0\0\x0c\0\0\0\2\0\0\0\0\xa9\0\0\1\0\0", 24);
}

/* Whoever copies a payload member by member, by names alone, has all of it. */
static void members_by_name_are_all_there_is(void **state)
{
    uint8_t octets[700], one[8192], other[8192];
    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (uint8_t)(i % 7 ? 0 : i + 3); /* counts and offsets are small */
    }
    for (int form = 0; form < EXTSTA_FORMS; form++) {
        struct extsta_payload p, q = {.form = (enum extsta_form)form};
        struct extsta_member m;
        extsta_payload_read(q.form, span(octets, sizeof octets), &p);
        size_t count = 0;
        for (; extsta_payload_member(&p, count, &m); count++) {
            assert_true(m.name.len < 40);
            assert_true(extsta_payload_set(&q, count, &m));
        }
        assert_true(count > 0);
        assert_false(extsta_payload_set(&q, count, &m));
        size_t len = extsta_payload_write(&p, one, sizeof one);
        assert_true(len <= sizeof one);
        assert_int_equal(extsta_payload_write(&q, other, sizeof other), len);
        assert_memory_equal(one, other, len);
    }
}

static void a_member_has_the_name_and_the_value_of_its_field(void **state)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_BSS_ENTRY, .bss = {.rssi = -61, .freq = 2437}};
    struct extsta_member m;
    assert_true(extsta_payload_member(&p, 1, &m));
    assert_octets(m.name, "PhySpecificInfo.uChCenterFrequency", 34);
    assert_int_equal(m.number, 2437);
    assert_true(extsta_payload_member(&p, 4, &m));
    assert_octets(m.name, "lRSSI", 5);
    assert_int_equal(m.kind, EXTSTA_MEMBER_SIGNED);
    assert_int_equal((int64_t)m.number, -61);
    p = (struct extsta_payload){.form = EXTSTA_FORM_ASSOCIATION_COMPLETION,
                                .association_completion.beacon.bytes = span("\1\2", 2)};
    for (size_t i = 0; extsta_payload_member(&p, i, &m); i++) {
        if (m.name.len == 7 && memcmp(m.name.data, "uBeacon", 7) == 0) { /* uBeaconOffset */
            assert_int_equal(m.kind, EXTSTA_MEMBER_PART);
            assert_octets(m.part.bytes, "\1\2", 2);
            return;
        }
    }
    fail_msg("no member uBeacon");
}

static void every_number_of_the_boundary_has_the_form_of_its_structure(void **state)
{
    (void)state;
    assert_int_equal(extsta_oid_form(OID_DOT11_RESET_REQUEST, false),
                     EXTSTA_FORM_RESET_REQUEST);
    assert_int_equal(extsta_oid_form(OID_DOT11_RESET_REQUEST, true),
                     EXTSTA_FORM_STATUS_INDICATION);
    assert_int_equal(extsta_oid_form(OID_DOT11_CONNECT_REQUEST, false), EXTSTA_FORM_BYTES);
    assert_int_equal(extsta_indication_form(NDIS_STATUS_DOT11_LINK_QUALITY),
                     EXTSTA_FORM_LINK_QUALITY);
    assert_int_equal(extsta_indication_form(NDIS_STATUS_MEDIA_SPECIFIC_INDICATION),
                     EXTSTA_FORM_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ASC_13_a_completion_is_written_with_its_trailing_data),
        cmocka_unit_test(ASC_13_a_completion_is_read_with_its_trailing_data),
        cmocka_unit_test(X_22_a_completion_of_revision_1_has_no_members_of_revision_2),
        cmocka_unit_test(parts_outside_the_buffer_are_cut),
        cmocka_unit_test(short_buffers_read_as_far_as_they_go),
        cmocka_unit_test(an_entry_of_the_bss_list_is_read),
        cmocka_unit_test(a_default_key_with_its_material),
        cmocka_unit_test(KEY_03_the_length_of_a_deleted_key_means_nothing),
        cmocka_unit_test(a_scan_request_counts_its_offsets_from_its_buffer),
        cmocka_unit_test(X_34_link_qualities_are_counted_and_candidates_measured),
        cmocka_unit_test(members_by_name_are_all_there_is),
        cmocka_unit_test(a_member_has_the_name_and_the_value_of_its_field),
        cmocka_unit_test(every_number_of_the_boundary_has_the_form_of_its_structure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
