#include "wire.h"
#include "wire/eapol.h"
#include "../vectors/eapol_frames.h"

static void published_key_frames_decode(void **state)
{
    for (size_t i = 0; i < sizeof vectors_eapol_frame / sizeof *vectors_eapol_frame; i++) {
        const struct vector_eapol_frame *v = &vectors_eapol_frame[i];
        struct extsta_span pdu = hex(v->frame);
        struct eapol e;
        struct eapol_key key;
        assert_true(eapol_parse(pdu, &e));
        assert_int_equal(e.version, v->version);
        assert_int_equal(e.type, EAPOL_KEY);
        assert_int_equal(e.body.len, v->length);
        assert_true(eapol_key_parse(&e, 16, &key));
        assert_int_equal(key.descriptor, v->descriptor);
        assert_int_equal(key.info, v->info);
        assert_int_equal(key.key_length, v->key_length);
        assert_true(key.replay == v->replay);
        assert_hex(span(key.nonce, 32), v->nonce);
        assert_hex(span(key.iv, 16), v->iv);
        uint8_t rsc[8];
        put_le64(rsc, key.rsc);
        assert_hex(span(rsc, 8), v->rsc);
        assert_hex(key.mic, v->mic);
        assert_hex(key.data, v->data);
        assert_hex(key.whole, v->frame);

        /* written again, with the MIC put in, it is the same frame */
        uint8_t out[600];
        struct writer w = writer_of(out, sizeof out);
        size_t mic = eapol_key_write(&w, &key, 16);
        assert_false(w.failed);
        struct extsta_span m = hex(v->mic);
        memcpy(out + mic, m.data, m.len);
        exact_free(m);
        assert_hex(span(out, writer_len(&w)), v->frame);
        exact_free(pdu);
    }
}

static void a_key_frame_cut_anywhere_is_refused(void **state)
{
    struct extsta_span whole = hex(vectors_eapol_frame[3].frame); /* has key data */
    for (size_t n = 0; n < whole.len; n++) {
        struct eapol e;
        struct eapol_key key;
        struct extsta_span cut = exact(whole.data, n);
        assert_false(eapol_parse(cut, &e));
        if (n >= 4) { /* the length field agrees, the key frame does not */
            put_be16((uint8_t *)(uintptr_t)cut.data + 2, (uint16_t)(n - 4));
            assert_true(eapol_parse(cut, &e));
            assert_false(eapol_key_parse(&e, 16, &key));
        }
        exact_free(cut);
    }
    exact_free(whole);
}

static void padding_behind_the_pdu_is_no_part_of_it(void **state)
{
    struct extsta_span pdu = hex("02 01 0000 0000000000");
    struct eapol e;
    assert_true(eapol_parse(pdu, &e));
    assert_int_equal(e.type, EAPOL_START);
    assert_int_equal(e.body.len, 0);
    assert_int_equal(e.whole.len, 4);
    exact_free(pdu);
}

static void mics_of_other_lengths_are_placed(void **state)
{
    static const size_t lengths[] = {0, 16, 24};
    uint8_t data[16] = {1};
    for (size_t i = 0; i < 3; i++) {
        uint8_t out[256];
        struct writer w = writer_of(out, sizeof out);
        struct eapol_key key = {
            .version = 2, .descriptor = 2, .rsc = 0x0102, .data = {data, 16}};
        size_t mic = eapol_key_write(&w, &key, lengths[i]);
        assert_int_equal(mic, 81);
        assert_int_equal(writer_len(&w), 4 + 77 + lengths[i] + 2 + 16);
        struct eapol e;
        struct eapol_key back;
        assert_true(eapol_parse(span(out, writer_len(&w)), &e));
        assert_true(eapol_key_parse(&e, lengths[i], &back));
        assert_int_equal(back.mic.len, lengths[i]);
        assert_true(back.rsc == 0x0102);
        assert_int_equal(back.data.len, 16);
    }
}

static void only_key_frames_of_known_descriptors_are_keys(void **state)
{
    uint8_t out[128];
    struct writer w = writer_of(out, sizeof out);
    struct eapol_key key = {.version = 2, .descriptor = 1};
    eapol_key_write(&w, &key, 16);
    struct eapol e;
    assert_true(eapol_parse(span(out, writer_len(&w)), &e));
    assert_false(eapol_key_parse(&e, 16, &key));
    out[4] = KEY_DESCRIPTOR_RSN;
    assert_true(eapol_key_parse(&e, 16, &key));
    out[1] = EAPOL_EAP_PACKET;
    assert_true(eapol_parse(span(out, writer_len(&w)), &e));
    assert_false(eapol_key_parse(&e, 16, &key));
}

/* Key Information of the messages: IEEE Std 802.11-2020 12.7.6, 12.7.7; WPA: iwd's
 * frames 19 to 24 (a WPA handshake with its group handshake). */
static void messages_are_told_apart(void **state)
{
    static const struct {
        uint16_t info;
        size_t mic, data;
        int message;
    } cases[] = {
        {0x008a, 16, 22, 1},
        {0x008a, 16, 0, 1},
        {0x010a, 16, 22, 2},
        {0x13ca, 16, 56, 3},
        {0x030a, 16, 0, 4},
        {0x0089, 16, 0, 1},
        {0x0109, 16, 24, 2},
        {0x01c9, 16, 24, 3},
        {0x0109, 16, 0, 4},
        {0x1382, 16, 40, 5},
        {0x0302, 16, 0, 6},
        {0x03a1, 16, 32, 5},
        {0x0321, 16, 0, 6},
        /* PTK rekey: Secure is set in all four */
        {0x028a, 16, 0, 1},
        {0x030a, 16, 22, 2},
        /* FILS: no MIC, encrypted key data */
        {0x0088, 0, 0, 1},
        {0x1008, 0, 60, 2},
        {0x13c8, 0, 90, 3},
        {0x1308, 0, 16, 4},
        /* requests, error reports, no MIC where there must be one */
        {0x0900, 16, 0, 0},
        {0x0d08, 16, 0, 0},
        {0x0008, 16, 0, 0},
        {0x0282, 16, 0, 0},
    };
    static const uint8_t zeros[96];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct eapol_key key = {.info = cases[i].info,
                                .mic = span(zeros, cases[i].mic),
                                .data = span(zeros, cases[i].data)};
        assert_int_equal(eapol_key_message(&key), cases[i].message);
    }
}

static void kdes_are_walked_up_to_the_padding(void **state)
{
    /* RSNE, GTK KDE, a vendor element, a short 0xdd element, padding */
    struct extsta_span data = hex("30020100 dd16 000fac01 0100 00112233445566778899aabbccddeeff"
                                  "dd04 0050f201 dd02 000f dd00 0000");
    struct reader r = reader_of(data);
    struct kde k;
    assert_true(kde_next(&r, &k));
    assert_false(k.is_kde);
    assert_int_equal(k.type, 0x30);
    assert_hex(k.whole, "30020100");
    assert_true(kde_next(&r, &k));
    assert_true(k.is_kde);
    assert_int_equal(k.type, KDE_GTK);
    assert_hex(k.value, "0100 00112233445566778899aabbccddeeff");
    assert_true(kde_next(&r, &k));
    assert_false(k.is_kde);
    assert_hex(k.value, "0050f201");
    assert_true(kde_next(&r, &k));
    assert_false(k.is_kde);
    assert_hex(k.value, "000f");
    assert_false(kde_next(&r, &k));
    assert_false(r.failed);
    exact_free(data);

    data = hex("dd03 000fac"); /* too short for a KDE */
    r = reader_of(data);
    assert_true(kde_next(&r, &k));
    assert_false(k.is_kde);
    exact_free(data);

    data = hex("dd"); /* one octet of padding */
    r = reader_of(data);
    assert_false(kde_next(&r, &k));
    assert_false(r.failed);
    exact_free(data);
}

static void a_kde_longer_than_the_key_data_is_malformed(void **state)
{
    struct extsta_span whole = hex("dd14 000fac04 000102030405060708090a0b0c0d0e0f");
    for (size_t n = 1; n <= whole.len; n++) {
        struct extsta_span cut = exact(whole.data, n);
        struct reader r = reader_of(cut);
        struct kde k;
        assert_int_equal(kde_next(&r, &k), n == whole.len);
        assert_int_equal(r.failed, n > 1 && n < whole.len);
        exact_free(cut);
    }
    exact_free(whole);
}

static void a_written_kde_reads_back(void **state)
{
    uint8_t out[300], value[252] = {7};
    struct writer w = writer_of(out, sizeof out);
    kde_write(&w, KDE_PMKID, span(value, 16));
    assert_false(w.failed);
    struct reader r = reader_of(span(out, writer_len(&w)));
    struct kde k;
    assert_true(kde_next(&r, &k));
    assert_true(k.is_kde && k.type == KDE_PMKID && k.value.len == 16);
    kde_write(&w, KDE_PMKID, span(value, sizeof value));
    assert_true(w.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_key_frames_decode),
        cmocka_unit_test(a_key_frame_cut_anywhere_is_refused),
        cmocka_unit_test(padding_behind_the_pdu_is_no_part_of_it),
        cmocka_unit_test(mics_of_other_lengths_are_placed),
        cmocka_unit_test(only_key_frames_of_known_descriptors_are_keys),
        cmocka_unit_test(messages_are_told_apart),
        cmocka_unit_test(kdes_are_walked_up_to_the_padding),
        cmocka_unit_test(a_kde_longer_than_the_key_data_is_malformed),
        cmocka_unit_test(a_written_kde_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
