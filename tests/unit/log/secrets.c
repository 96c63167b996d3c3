/* Key material never stands in a log: a mark and a length stand for it, wherever a structure
 * carries keys, and where it cannot be known that it does not. What was read is written the
 * same, though the keys are zeros then. Every secret octet here is 0xa5. */
#include "logging.h"
#include <extsta/payload.h>
#include <extsta/private_oid.h>
#include <extsta/windot11.h>
#include <extsta/windot11_oids.h>
#include <stdio.h>

static struct written line;
static uint8_t keys[64];

static void expect_withheld(struct reading *r, const struct extsta_output *out,
                            const char *mark)
{
    write_output(&line, EXTSTA_LOG_WHOLE, out);
    if (strstr(line.text, "a5") || (mark && !strstr(line.text, mark))) {
        fail_msg("%s: %s", mark ? mark : "nothing", line.text);
    }
    write_again(r, &line);
    static struct written brief;
    write_output(&brief, EXTSTA_LOG_SHORT, out);
    assert_null(strstr(brief.text, "a5"));
}

static struct extsta_output oid(uint32_t code, enum extsta_crossing_type type, const void *data,
                                size_t len)
{
    struct extsta_output out = {.type = EXTSTA_OUT_CROSSING};
    out.crossing = (struct extsta_crossing){.type = type,
                                            .code = code,
                                            .kind = EXTSTA_OID_SET,
                                            .buffer = {(const uint8_t *)data, len}};
    return out;
}

/* In both directions: a driver may hand back what it must not. */
static void expect_oid_withheld(struct reading *r, uint32_t code, const void *data, size_t len,
                                const char *mark)
{
    struct extsta_output out = oid(code, EXTSTA_CROSS_OID, data, len);
    expect_withheld(r, &out, mark);
    out = oid(code, EXTSTA_CROSS_OID_COMPLETE, data, len);
    expect_withheld(r, &out, mark);
}

/* Material of an algorithm with `len` octets of key; returns its length. */
static size_t material(uint32_t algorithm, uint8_t *out, size_t room, size_t len)
{
    bool tkip = algorithm == DOT11_CIPHER_ALGO_TKIP;
    struct extsta_payload p = {.form = tkip ? EXTSTA_FORM_TKIP_KEY_MATERIAL
                                            : EXTSTA_FORM_KEY_MATERIAL};
    p.material.counter = 0x112233;
    p.material.key_len = (uint32_t)(tkip ? len - 16 : len);
    p.material.mic_len = tkip ? 16 : 0;
    p.material.keys.bytes = (struct extsta_span){keys, len};
    return extsta_payload_write(&p, out, room);
}

static size_t key_value(enum extsta_form form, uint32_t algorithm, uint8_t *out, size_t room,
                        size_t len)
{
    uint8_t raw[128];
    struct extsta_payload p = {.form = form};
    p.key.peer = (struct extsta_mac){{2, 0, 0, 0, 0, 10}};
    p.key.algorithm = algorithm;
    p.key.key.bytes.data = algorithm == DOT11_CIPHER_ALGO_WEP ? keys : raw;
    p.key.key.bytes.len =
        algorithm == DOT11_CIPHER_ALGO_WEP ? len : material(algorithm, raw, sizeof raw, len);
    return extsta_payload_write(&p, out, room);
}

static const struct {
    uint32_t algorithm;
    size_t len;
    const char *mark;
} kinds[] = {
    {DOT11_CIPHER_ALGO_CCMP, 16, "<secret:16>\""},
    {DOT11_CIPHER_ALGO_TKIP, 32, "<secret:32>\""},
    {DOT11_CIPHER_ALGO_WEP, 13, "<secret:13>\""},
};

static void IHV_39_keys_are_a_mark_and_a_length(void **state)
{
    uint8_t value[160], list[400];
    struct reading r = {0};
    reading_start(&r);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = key_value(EXTSTA_FORM_DEFAULT_KEY, kinds[i].algorithm, value, sizeof value,
                               kinds[i].len);
        expect_oid_withheld(&r, OID_DOT11_CIPHER_DEFAULT_KEY, value, len, kinds[i].mark);
        struct extsta_output out = {.type = EXTSTA_OUT_FUNCTION};
        out.function.type = EXTSTA_FUNCTION_SET_DEFAULT_KEY;
        out.function.data = (struct extsta_span){value, len};
        expect_withheld(&r, &out, kinds[i].mark);
        len = key_value(EXTSTA_FORM_KEY_MAPPING_KEY, kinds[i].algorithm, value, sizeof value,
                        kinds[i].len);
        out.function.type = EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY;
        out.function.data.len = len;
        expect_withheld(&r, &out, kinds[i].mark);
        /* two of them in a list */
        memcpy(list + 200, value, len);
        memcpy(list + 200 + len, value, len);
        struct extsta_payload p = {.form = EXTSTA_FORM_KEY_MAPPING_KEYS};
        p.list.total = (uint32_t)(2 * len);
        p.list.entries.bytes = (struct extsta_span){list + 200, 2 * len};
        uint8_t whole[400];
        size_t n = extsta_payload_write(&p, whole, sizeof whole);
        expect_oid_withheld(&r, OID_DOT11_CIPHER_KEY_MAPPING_KEY, whole, n, kinds[i].mark);
        size_t marks = 0;
        for (const char *at = line.text; (at = strstr(at, "<secret:")) != NULL; at++) {
            marks++;
        }
        assert_int_equal(marks, 2);
    }
    reading_end(&r);
}

/* What describes a key is shown: who judges a log sees counter and length. */
static void what_describes_a_key_is_shown(void **state)
{
    uint8_t value[160];
    struct reading r = {0};
    reading_start(&r);
    size_t len =
        key_value(EXTSTA_FORM_DEFAULT_KEY, DOT11_CIPHER_ALGO_CCMP, value, sizeof value, 16);
    struct extsta_output out = oid(OID_DOT11_CIPHER_DEFAULT_KEY, EXTSTA_CROSS_OID, value, len);
    write_output(&line, EXTSTA_LOG_WHOLE, &out);
    read_back(&r, &line);
    struct extsta_payload p, m;
    assert_true(
        extsta_payload_read(EXTSTA_FORM_DEFAULT_KEY, r.entry.output->crossing.buffer, &p));
    assert_int_equal(p.key.algorithm, DOT11_CIPHER_ALGO_CCMP);
    assert_true(extsta_payload_read(EXTSTA_FORM_KEY_MATERIAL, p.key.key.bytes, &m));
    assert_int_equal(m.material.counter, 0x112233);
    assert_int_equal(m.material.key_len, 16);
    assert_int_equal(m.material.keys.bytes.len, 16);
    assert_int_equal(m.material.keys.bytes.data[3], 0);
    reading_end(&r);
}

/* Cut or overlong at any octet: the key begins where it begins. */
static void malformed_key_buffers_show_no_key(void **state)
{
    uint8_t value[300], whole[400];
    struct reading r = {0};
    reading_start(&r);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        memset(value, 0xa5, sizeof value);
        size_t len = key_value(EXTSTA_FORM_DEFAULT_KEY, kinds[i].algorithm, value, sizeof value,
                               kinds[i].len);
        for (size_t n = 0; n <= len + 20; n++) {
            expect_oid_withheld(&r, OID_DOT11_CIPHER_DEFAULT_KEY, value, n, NULL);
        }
        len = key_value(EXTSTA_FORM_KEY_MAPPING_KEY, kinds[i].algorithm, value, sizeof value,
                        kinds[i].len);
        struct extsta_payload p = {.form = EXTSTA_FORM_KEY_MAPPING_KEYS};
        p.list.entries.bytes = (struct extsta_span){value, len};
        memset(whole, 0xa5, sizeof whole);
        size_t n = extsta_payload_write(&p, whole, sizeof whole);
        for (size_t at = 0; at <= n + 20; at++) {
            expect_oid_withheld(&r, OID_DOT11_CIPHER_KEY_MAPPING_KEY, whole, at, NULL);
        }
    }
    reading_end(&r);
}

/* Where no entry can be told from a key all is withheld; the zeros that are read back are not
 * taken for entries either. */
static void a_list_that_is_none_is_withheld_whole(void **state)
{
    uint8_t whole[100];
    struct reading r = {0};
    reading_start(&r);
    for (size_t len = 1; len <= sizeof keys; len++) {
        struct extsta_payload p = {.form = EXTSTA_FORM_KEY_MAPPING_KEYS};
        p.list.entries.bytes = (struct extsta_span){keys, len};
        size_t n = extsta_payload_write(&p, whole, sizeof whole);
        char mark[40];
        snprintf(mark, sizeof mark, "<secret:%zu>\"", len);
        expect_oid_withheld(&r, OID_DOT11_CIPHER_KEY_MAPPING_KEY, whole, n, mark);
    }
    reading_end(&r);
}

/* Where the keys are in it only the driver knows. */
static void what_a_driver_and_its_device_say_is_withheld(void **state)
{
    struct reading r = {0};
    reading_start(&r);
    struct extsta_output out = {.type = EXTSTA_OUT_DRIVER};
    out.beneath = (struct extsta_span){keys, 32};
    expect_withheld(&r, &out,
                    "\"line\":\"to-beneath\",\"bytes\":32,\"octets\":\"<secret:32>\"");
    out = (struct extsta_output){.type = EXTSTA_OUT_INPUT};
    out.input.type = EXTSTA_INPUT_BENEATH;
    out.input.bytes = (struct extsta_span){keys, 24};
    expect_withheld(&r, &out,
                    "\"line\":\"from-beneath\",\"bytes\":24,\"octets\":\"<secret:24>\"");
    reading_end(&r);
}

static void private_and_unknown_buffers_are_withheld(void **state)
{
    uint8_t buffer[8 + 8 + 32];
    struct reading r = {0};
    struct extsta_payload inner = {.form = EXTSTA_FORM_PRIVATE}, outer;
    uint8_t command[40];
    reading_start(&r);
    inner.command.magic = EXTSTA_PRIVATE_MAGIC;
    inner.command.command = EXTSTA_PRIVATE_SET_PORT_KEY;
    inner.command.parameters.bytes = (struct extsta_span){keys, 32};
    assert_int_equal(extsta_payload_write(&inner, command, sizeof command), 40);
    outer = (struct extsta_payload){.form = EXTSTA_FORM_NIC_SPECIFIC};
    outer.list.entries.bytes = (struct extsta_span){command, 40};
    size_t len = extsta_payload_write(&outer, buffer, sizeof buffer);
    expect_oid_withheld(&r, OID_DOT11_NIC_SPECIFIC_EXTENSION, buffer, len,
                        "5853544101000000<secret:32>");
    command[0] ^= 1; /* another driver's */
    len = extsta_payload_write(&outer, buffer, sizeof buffer);
    expect_oid_withheld(&r, OID_DOT11_NIC_SPECIFIC_EXTENSION, buffer, len, "<secret:40>");
    expect_oid_withheld(&r, OID_DOT11_WEP_OFFLOAD, keys, 40, "\"<secret:40>\"");
    expect_oid_withheld(&r, 0xff010203, keys, 40, "\"<secret:40>\"");
    struct extsta_output out = {.type = EXTSTA_OUT_FUNCTION};
    out.function.type = EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION;
    out.function.data = (struct extsta_span){keys, 40};
    expect_withheld(&r, &out, "<secret:40>");
    reading_end(&r);
}

/* The security part of a profile is the extension's secret; the rest of the call is shown. */
static void IHV_39_the_security_of_a_profile_is_a_mark_and_a_length(void **state)
{
    struct reading r = {0};
    struct extsta_output out = {.type = EXTSTA_OUT_IHV};
    reading_start(&r);
    out.ihv.type = EXTSTA_IHV_PERFORM_PRE_ASSOCIATE;
    out.ihv.security = (struct extsta_span){keys, 41};
    out.ihv.connectivity = (struct extsta_span){(const uint8_t *)"<x/>", 4};
    expect_withheld(&r, &out, "\"security\":\"<secret:41>\"");
    assert_non_null(strstr(line.text, "\"connectivity\":\"3c782f3e\""));
    read_back(&r, &line);
    assert_int_equal(r.entry.output->ihv.security.len, 41);
    reading_end(&r);
}

static int fill(void **state)
{
    memset(keys, 0xa5, sizeof keys);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IHV_39_keys_are_a_mark_and_a_length),
        cmocka_unit_test(what_describes_a_key_is_shown),
        cmocka_unit_test(malformed_key_buffers_show_no_key),
        cmocka_unit_test(a_list_that_is_none_is_withheld_whole),
        cmocka_unit_test(private_and_unknown_buffers_are_withheld),
        cmocka_unit_test(what_a_driver_and_its_device_say_is_withheld),
        cmocka_unit_test(IHV_39_the_security_of_a_profile_is_a_mark_and_a_length),
    };
    return cmocka_run_group_tests_name("log secrets", tests, fill, NULL);
}
