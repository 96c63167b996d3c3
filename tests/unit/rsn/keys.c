/* Known answers of the key hierarchy and of EAPOL-Key protection. */
#include "../with_crypto.h"
#include <stdio.h>
#include "../vectors/hex.h"
#include "../vectors/eapol_mic.h"
#include "../vectors/fourway.h"
#include "../vectors/pmkid.h"
#include "../vectors/ptk.h"
#include "rsn/handshake.h"

/* "00-0f-ac:6" */
static uint32_t selector(const char *text)
{
    unsigned a, b, c, n;
    assert_int_equal(sscanf(text, "%x-%x-%x:%u", &a, &b, &c, &n), 4);
    return a << 24 | b << 16 | c << 8 | n;
}

static void ptk(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_ptk); i++) {
        const struct vector_ptk *v = &vectors_ptk[i];
        const struct akm_suite *akm =
            akm_find(strcmp(v->kdf, "PRF-SHA1") == 0 ? AKM_PSK : AKM_PSK_SHA256);
        struct hex pmk = hex(v->pmk), anonce = hex(v->anonce), snonce = hex(v->snonce);
        struct hex kck = hex(v->kck), kek = hex(v->kek), tk = hex(v->tk);
        struct ptk out;
        if (v->kdk) {
            continue; /* a KDK lengthens the KDF and changes all of it; not derived here */
        }
        assert_int_equal(ptk_derive(crypto, akm, hex_span(&pmk), hex_mac(v->aa),
                                    hex_mac(v->spa), anonce.b, snonce.b, tk.len, &out),
                         EXTSTA_OK);
        assert_int_equal(out.kck_len, kck.len);
        assert_memory_equal(out.kck, kck.b, kck.len);
        assert_int_equal(out.kek_len, kek.len);
        assert_memory_equal(out.kek, kek.b, kek.len);
        assert_int_equal(out.tk_len, tk.len);
        assert_memory_equal(out.tk, tk.b, tk.len);
        ptk_clear(&out);
        assert_int_equal(out.kck[0] | out.tk[0] | out.tk_len, 0);
    }
}

static void pmkid(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_pmkid); i++) {
        const struct vector_pmkid *v = &vectors_pmkid[i];
        const struct akm_suite *akm =
            akm_find(strcmp(v->hash, "sha1") == 0 ? AKM_PSK : AKM_PSK_SHA256);
        struct hex pmk = hex(v->pmk), want = hex(v->pmkid);
        uint8_t out[16];
        assert_int_equal(
            pmkid_derive(crypto, akm, hex_span(&pmk), hex_mac(v->aa), hex_mac(v->spa), out),
            EXTSTA_OK);
        assert_memory_equal(out, want.b, 16);
    }
    uint8_t out[16];
    struct extsta_mac mac = {{0}};
    static const uint32_t none[] = {AKM_SAE, AKM_FT_SAE, AKM_FT_PSK, AKM_OWE};
    for (size_t i = 0; i < COUNT(none); i++) {
        assert_int_equal(pmkid_derive(crypto, akm_find(none[i]), span("k", 1), mac, mac, out),
                         EXTSTA_E_UNSUPPORTED);
    }
}

static bool parse(const struct hex *frame, size_t mic_len, struct eapol_key *key)
{
    struct eapol e;
    return eapol_parse(hex_span(frame), &e) && eapol_key_parse(&e, mic_len, key);
}

static void mic(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_eapol_mic); i++) {
        const struct vector_eapol_mic *v = &vectors_eapol_mic[i];
        struct hex kck = hex(v->kck), frame = hex(v->frame), want = hex(v->mic);
        bool cmac = strcmp(v->algorithm, "aes-128-cmac") == 0;
        bool md5 = strcmp(v->algorithm, "hmac-md5") == 0;
        const struct akm_suite *akm = akm_find(AKM_PSK);
        struct eapol_key key;
        uint8_t out[24];
        assert_true(parse(&frame, 16, &key));
        /* The version of the frame, except where the vector puts MD5 on a version 2. */
        unsigned version = md5 ? 1 : key.info & KEY_INFO_VERSION;
        if (cmac) {
            akm = akm_find(version == 0 ? AKM_SAE : AKM_PSK_SHA256);
        }
        assert_int_equal(
            eapol_key_mic(crypto, akm, version, hex_span(&kck), hex_span(&frame), 81, out),
            EXTSTA_OK);
        assert_memory_equal(out, want.b, 16);
    }
}

static void versions_an_akm_does_not_have_are_refused(void **state)
{
    uint8_t pdu[99] = {0}, out[24];
    for (unsigned version = 0; version < 8; version++) {
        assert_int_equal(eapol_key_mic(crypto, akm_find(AKM_PSK), version, span("k", 1),
                                       span(pdu, sizeof pdu), 81, out),
                         version == 1 || version == 2 ? EXTSTA_OK : EXTSTA_E_UNSUPPORTED);
        assert_int_equal(eapol_key_mic(crypto, akm_find(AKM_PSK_SHA256), version,
                                       span("0123456789abcdef", 16), span(pdu, sizeof pdu), 81,
                                       out),
                         version == 3 ? EXTSTA_OK : EXTSTA_E_UNSUPPORTED);
    }
    assert_int_equal(
        eapol_key_mic(crypto, akm_find(AKM_PSK), 2, span("k", 1), span(pdu, 90), 81, out),
        EXTSTA_E_MALFORMED);
}

/* The frames of whole handshakes out of iwd's tests and public captures. */
static void verify_frame(const struct akm_suite *akm, const struct ptk *keys, const char *text,
                         int message)
{
    struct hex frame = hex(text);
    struct eapol_key key;
    if (!text) {
        return;
    }
    assert_true(parse(&frame, 16, &key));
    /* WPA's group handshake and its messages 2 and 4 are told apart by their key data. */
    assert_int_equal(eapol_key_message(&key), message);
    assert_int_equal(eapol_key_verify(crypto, akm, span(keys->kck, keys->kck_len), &key),
                     EXTSTA_OK);
    for (size_t at = 4; at < frame.len; at++) {
        frame.b[at] ^= 1;
        struct eapol_key bad;
        if (parse(&frame, 16, &bad)) {
            assert_int_not_equal(
                eapol_key_verify(crypto, akm, span(keys->kck, keys->kck_len), &bad), EXTSTA_OK);
        }
        frame.b[at] ^= 1;
    }
}

static void open_frame(const struct akm_suite *akm, const struct ptk *keys, const char *text,
                       const char *plain)
{
    struct hex frame = hex(text), want = hex(plain);
    struct eapol_key key;
    uint8_t out[512];
    size_t len = sizeof out;
    if (!plain) {
        return;
    }
    assert_true(parse(&frame, 16, &key));
    if (!(key.info & KEY_INFO_ENCRYPTED) && key.descriptor == KEY_DESCRIPTOR_WPA &&
        (key.info & KEY_INFO_PAIRWISE)) {
        return; /* WPA's message 3 carries its element in clear */
    }
    assert_int_equal(
        eapol_key_data_open(crypto, akm, span(keys->kek, keys->kek_len), &key, out, &len),
        EXTSTA_OK);
    assert_int_equal(len, want.len);
    assert_memory_equal(out, want.b, len);
    len = want.len - 1;
    assert_int_equal(
        eapol_key_data_open(crypto, akm, span(keys->kek, keys->kek_len), &key, out, &len),
        EXTSTA_E_TOO_SMALL);
}

static void handshakes_of_public_captures(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_fourway); i++) {
        const struct vector_fourway *v = &vectors_fourway[i];
        const struct akm_suite *akm = akm_find(selector(v->akm));
        struct hex pmk = hex(v->pmk), m1 = hex(v->m1), m2 = hex(v->m2), tk = hex(v->tk);
        struct eapol_key k1, k2;
        struct ptk keys;
        assert_non_null(akm);
        assert_true(parse(&m1, 16, &k1) && parse(&m2, 16, &k2));
        assert_int_equal(eapol_key_message(&k1), 1);
        assert_int_equal(ptk_derive(crypto, akm, hex_span(&pmk), hex_mac(v->aa),
                                    hex_mac(v->spa), k1.nonce, k2.nonce, tk.len, &keys),
                         EXTSTA_OK);
        assert_memory_equal(keys.tk, tk.b, tk.len);
        verify_frame(akm, &keys, v->m2, 2);
        verify_frame(akm, &keys, v->m3, 3);
        verify_frame(akm, &keys, v->m4, 4);
        verify_frame(akm, &keys, v->g1, 5);
        verify_frame(akm, &keys, v->g2, 6);
        open_frame(akm, &keys, v->m3, v->key_data_plain_m3);
        open_frame(akm, &keys, v->g1, v->key_data_plain_g1);
    }
}

/* What we seal, the capture's own reader of key data opens: the padding rule (12.7.2). */
static void sealed_key_data_is_padded(void **state)
{
    const struct akm_suite *akm = akm_find(AKM_PSK);
    static const uint8_t kek[16] = "0123456789abcde";
    uint8_t data[64];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (uint8_t)(i + 1);
    }
    for (size_t n = 0; n <= sizeof data; n++) {
        uint8_t sealed[96], plain[96];
        size_t sealed_len = sizeof sealed, plain_len = sizeof plain;
        assert_int_equal(
            eapol_key_data_seal(crypto, akm, span(kek, 16), span(data, n), sealed, &sealed_len),
            EXTSTA_OK);
        assert_true(sealed_len % 8 == 0 && sealed_len >= 24 && sealed_len >= n + 8);
        struct eapol_key key = {.info = 2, .data = span(sealed, sealed_len)};
        assert_int_equal(
            eapol_key_data_open(crypto, akm, span(kek, 16), &key, plain, &plain_len),
            EXTSTA_OK);
        assert_memory_equal(plain, data, n);
        for (size_t i = n; i < plain_len; i++) {
            assert_int_equal(plain[i], i == n ? 0xdd : 0);
        }
    }
    uint8_t small[23];
    size_t len = sizeof small;
    assert_int_equal(
        eapol_key_data_seal(crypto, akm, span(kek, 16), span(data, 1), small, &len),
        EXTSTA_E_TOO_SMALL);
}

static void key_data_that_is_malformed(void **state)
{
    static const char *const bad[] = {
        "30",                                   /* cut */
        "3014010000",                           /* overruns */
        "dd06000fac010100",                     /* GTK KDE without a key */
        "dd07000fac01040001",                   /* key id 0 */
        "dd09000fac0101000102",                 /* cut behind */
        "dd07000fac01010001dd07000fac01020002", /* two GTKs */
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct hex h = hex(bad[i]);
        struct key_data out;
        assert_false(key_data_parse(hex_span(&h), &out));
    }
    struct hex good = hex("dd07000fac01020055dd000000");
    struct key_data out;
    assert_true(key_data_parse(hex_span(&good), &out));
    assert_true(out.group[GROUP_GTK].id == 2 && out.group[GROUP_GTK].key.len == 1 &&
                out.group[GROUP_GTK].key.data[0] == 0x55);
}

/* Table 12-10 of IEEE Std 802.11-2020. */
static void lengths_of_the_akms(void **state)
{
    static const uint32_t same[] = {AKM_8021X,        AKM_PSK,        AKM_FT_8021X, AKM_FT_PSK,
                                    AKM_8021X_SHA256, AKM_PSK_SHA256, AKM_SAE,      AKM_FT_SAE,
                                    AKM_SUITE_B,      AKM_OWE};
    for (size_t i = 0; i < COUNT(same); i++) {
        const struct akm_suite *akm = akm_find(same[i]);
        assert_non_null(akm);
        assert_true(akm->kck_len == 16 && akm->kek_len == 16 && akm->mic_len == 16);
    }
    const struct akm_suite *b = akm_find(AKM_SUITE_B_192);
    assert_true(b->kck_len == 24 && b->kek_len == 32 && b->mic_len == 24);
    /* 802.11-2024 table 12-11, hostapd's wpa_kck_len, wpa_kek_len, wpa_mic_len: half the PMK
     * for KCK and MIC, 16 octets of KEK up to a PMK of 32 and 32 beyond. */
    static const uint32_t sized[] = {AKM_SAE_EXT_KEY, AKM_FT_SAE_EXT_KEY, AKM_OWE};
    static const enum crypto_hash hashes[] = {CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512};
    for (size_t i = 0; i < COUNT(sized); i++) {
        for (size_t pmk_len = 32; pmk_len <= 64; pmk_len += 16) {
            const struct akm_suite *akm = akm_find_sized(sized[i], pmk_len);
            assert_int_equal(akm->selector, sized[i]);
            assert_int_equal(akm->kck_len, pmk_len / 2);
            assert_int_equal(akm->mic_len, pmk_len / 2);
            assert_int_equal(akm->kek_len, pmk_len == 32 ? 16 : 32);
            assert_int_equal(akm->hash, hashes[pmk_len / 16 - 2]);
            assert_int_equal(akm->ft, sized[i] == AKM_FT_SAE_EXT_KEY);
        }
    }
    assert_ptr_equal(akm_find_sized(AKM_SAE, 48), akm_find(AKM_SAE));
    static const uint32_t sha384[] = {AKM_FT_8021X_384, SUITE_RSN(19), SUITE_RSN(20)};
    for (size_t i = 0; i < COUNT(sha384); i++) {
        const struct akm_suite *akm = akm_find(sha384[i]);
        assert_true(akm->kck_len == 24 && akm->kek_len == 32 && akm->mic_len == 24);
        assert_int_equal(akm->hash, CRYPTO_SHA384);
    }
    assert_null(akm_find(SUITE_RSN(7)));
    assert_int_equal(akm_key_version(akm_find(AKM_PSK), CIPHER_TKIP), 1);
    assert_int_equal(akm_key_version(akm_find(AKM_PSK), CIPHER_CCMP), 2);
    assert_int_equal(akm_key_version(akm_find(AKM_PSK_SHA256), CIPHER_CCMP), 3);
    assert_int_equal(akm_key_version(akm_find(AKM_SAE), CIPHER_CCMP), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ptk),
        cmocka_unit_test(pmkid),
        cmocka_unit_test(mic),
        cmocka_unit_test(versions_an_akm_does_not_have_are_refused),
        cmocka_unit_test(handshakes_of_public_captures),
        cmocka_unit_test(sealed_key_data_is_padded),
        cmocka_unit_test(key_data_that_is_malformed),
        cmocka_unit_test(lengths_of_the_akms),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
