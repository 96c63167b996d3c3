/* PTK and PMKID, and the MIC and key data of EAPOL-Key frames: beneath the two handshake
 * machines of this room, and beneath explain, which derives the same from a capture. IEEE
 * Std 802.11-2020 12.7.1, 12.7.2; all that depends on the AKM comes from its row in
 * crypto/suites.h. */
#include "rsn/keys.h"
#include "base/mac.h"
#include "base/wipe.h"

const struct akm_suite *akm_find(uint32_t selector)
{
    const struct akm_suite *akm = suites_akm(selector);
    return akm && akm->kck_len ? akm : NULL;
}

const struct akm_suite *akm_find_sized(uint32_t selector, size_t pmk_len)
{
    const struct akm_suite *akm = suites_akm_sized(selector, pmk_len);
    return akm && akm->kck_len ? akm : NULL;
}

/* 12.7.2: of the SHA-1 AKMs, MD5 and RC4 with TKIP, SHA-1 and AES with the others. */
unsigned akm_key_version(const struct akm_suite *akm, uint32_t pairwise)
{
    const struct cipher_suite *cipher = suites_cipher(pairwise);
    bool tkip = cipher && cipher->selector == CIPHER_TKIP;
    return akm->key_version == 2 && tkip ? 1 : akm->key_version;
}

unsigned group_first_id(enum group_kind kind)
{
    static const uint8_t first[GROUP_KINDS] = {1, 4, 6};
    return first[kind];
}

unsigned group_id_count(enum group_kind kind)
{
    return kind == GROUP_GTK ? 3 : 2;
}

void ptk_clear(struct ptk *ptk)
{
    wipe(ptk, sizeof *ptk);
}

/* 12.7.1.3: both ends must put addresses and nonces into one order; the smaller one goes
 * first. */
static void write_ordered(struct writer *w, const uint8_t *a, const uint8_t *b, size_t n)
{
    bool a_first = memcmp(a, b, n) < 0;
    writer_bytes(w, a_first ? a : b, n);
    writer_bytes(w, a_first ? b : a, n);
}

/* The first 384 or 256 bits; of FT with SHA-256 the second 256. */
struct extsta_span akm_pmk_of_msk(const struct akm_suite *akm, const uint8_t msk[64])
{
    static const uint8_t nothing[32];
    struct extsta_span pmk = akm->hash == CRYPTO_SHA384 ? span(msk, 48)
                             : akm->ft                  ? span(msk + 32, 32)
                                                        : span(msk, 32);
    bool beyond = pmk.data + pmk.len > msk + 32;
    return beyond && equal_ct(msk + 32, nothing, sizeof nothing) ? span(NULL, 0) : pmk;
}

enum extsta_error ptk_derive(struct crypto *crypto, const struct akm_suite *akm,
                             struct extsta_span pmk, struct extsta_mac aa,
                             struct extsta_mac spa, const uint8_t anonce[32],
                             const uint8_t snonce[32], size_t tk_len, struct ptk *out)
{
    /* Two addresses and two nonces. */
    uint8_t data[76], ptk[KCK_MAX + KEK_MAX + TK_MAX];
    const char *label = akm->ft ? "FT-PTK" : "Pairwise key expansion";
    size_t len = (size_t)akm->kck_len + akm->kek_len + tk_len;
    struct writer w = writer_of(data, sizeof data);
    if (tk_len > TK_MAX) {
        return EXTSTA_E_USAGE;
    }
    /* 12.7.1.6.5: FT knows who is who and orders nothing. */
    if (akm->ft) {
        writer_bytes(&w, snonce, 32);
        writer_bytes(&w, anonce, 32);
        writer_mac(&w, aa);
        writer_mac(&w, spa);
    } else {
        write_ordered(&w, aa.b, spa.b, 6);
        write_ordered(&w, anonce, snonce, 32);
    }
    enum extsta_error e =
        akm->hash == CRYPTO_SHA1
            ? crypto_prf(crypto, pmk, label, span(data, sizeof data), ptk, len)
            : crypto_kdf(crypto, akm->hash, pmk, label, span(data, sizeof data), ptk, len);
    memset(out, 0, sizeof *out);
    if (!e) {
        out->kck_len = akm->kck_len;
        out->kek_len = akm->kek_len;
        out->tk_len = (uint8_t)tk_len;
        memcpy(out->kck, ptk, akm->kck_len);
        memcpy(out->kek, ptk + akm->kck_len, akm->kek_len);
        memcpy(out->tk, ptk + akm->kck_len + akm->kek_len, tk_len);
    }
    wipe(ptk, sizeof ptk);
    return e;
}

enum extsta_error pmkid_derive(struct crypto *crypto, const struct akm_suite *akm,
                               struct extsta_span pmk, struct extsta_mac aa,
                               struct extsta_mac spa, uint8_t out[16])
{
    uint8_t digest[64];
    const struct extsta_span parts[] = {span("PMK Name", 8), span(aa.b, 6), span(spa.b, 6)};
    /* Theirs come of the exchange itself, or of the FT hierarchy. */
    bool ft_psk = akm->ft && akm->pmk != AKM_PMK_EAP;
    if (akm->pmk == AKM_PMK_SAE || akm->pmk == AKM_PMK_DH || ft_psk) {
        return EXTSTA_E_UNSUPPORTED;
    }
    enum extsta_error e = crypto_hmac(crypto, akm->hash, pmk, parts, 3, digest);
    if (!e) {
        memcpy(out, digest, 16);
    }
    return e;
}

enum extsta_error akm_mic(struct crypto *crypto, const struct akm_suite *akm, unsigned version,
                          struct extsta_span kck, const struct extsta_span *parts, size_t count,
                          uint8_t *mic)
{
    uint8_t digest[64];
    enum extsta_error e = EXTSTA_E_UNSUPPORTED;
    switch (akm->mic) {
    case AKM_MIC_BY_VERSION:
        if (version == 1 || version == 2) {
            e = crypto_hmac(crypto, version == 1 ? CRYPTO_MD5 : CRYPTO_SHA1, kck, parts, count,
                            digest);
        }
        break;
    case AKM_MIC_CMAC:
        if (version == akm->key_version) {
            e = crypto_cmac(crypto, kck, parts, count, digest);
        }
        break;
    case AKM_MIC_HMAC_SHA256:
    case AKM_MIC_HMAC_SHA384:
    case AKM_MIC_HMAC_SHA512: /* of the hash of the key derivation */
        if (version == akm->key_version) {
            e = crypto_hmac(crypto, akm->hash, kck, parts, count, digest);
        }
        break;
    }
    if (!e) {
        memcpy(mic, digest, akm->mic_len);
    }
    wipe(digest, sizeof digest);
    return e;
}

enum extsta_error eapol_key_mic(struct crypto *crypto, const struct akm_suite *akm,
                                unsigned version, struct extsta_span kck,
                                struct extsta_span pdu, size_t mic_offset, uint8_t *mic)
{
    /* The MIC field as it was when the MIC was made. */
    static const uint8_t zero[MIC_MAX];
    size_t n = akm->mic_len;
    if (mic_offset > pdu.len || n > pdu.len - mic_offset) {
        return EXTSTA_E_MALFORMED;
    }
    const struct extsta_span parts[] = {
        span(pdu.data, mic_offset), span(zero, n),
        span(pdu.data + mic_offset + n, pdu.len - mic_offset - n)};
    return akm_mic(crypto, akm, version, kck, parts, 3, mic);
}

enum extsta_error eapol_key_verify(struct crypto *crypto, const struct akm_suite *akm,
                                   struct extsta_span kck, const struct eapol_key *key)
{
    uint8_t mic[MIC_MAX];
    if (key->mic.len != akm->mic_len) {
        return EXTSTA_E_MALFORMED;
    }
    enum extsta_error e =
        eapol_key_mic(crypto, akm, key->info & KEY_INFO_VERSION, kck, key->whole,
                      (size_t)(key->mic.data - key->whole.data), mic);
    if (e) {
        return e;
    }
    return equal_ct(mic, key->mic.data, akm->mic_len) ? EXTSTA_OK : EXTSTA_E_INTEGRITY;
}

enum extsta_error eapol_key_data_open(struct crypto *crypto, const struct akm_suite *akm,
                                      struct extsta_span kek, const struct eapol_key *key,
                                      uint8_t *out, size_t *out_len)
{
    if ((key->info & KEY_INFO_VERSION) == 1) {
        /* 12.7.2: the RC4 key is Key IV and KEK. */
        uint8_t seed[16 + KEK_MAX];
        if (key->data.len > *out_len) {
            return EXTSTA_E_TOO_SMALL;
        }
        memcpy(seed, key->iv, 16);
        memcpy(seed + 16, kek.data, kek.len);
        if (key->data.len > 0) {
            memcpy(out, key->data.data, key->data.len);
        }
        *out_len = key->data.len;
        enum extsta_error e =
            crypto_rc4(crypto, span(seed, 16 + kek.len), 256, out, key->data.len);
        wipe(seed, sizeof seed);
        return e;
    }
    if (key->data.len < 8 || key->data.len - 8 > *out_len) {
        return key->data.len < 8 ? EXTSTA_E_MALFORMED : EXTSTA_E_TOO_SMALL;
    }
    *out_len = key->data.len - 8;
    return crypto_key_unwrap(crypto, kek, key->data, out);
}

enum extsta_error eapol_key_data_seal(struct crypto *crypto, const struct akm_suite *akm,
                                      struct extsta_span kek, struct extsta_span data,
                                      uint8_t *out, size_t *out_len)
{
    uint8_t padded[KEY_DATA_MAX];
    /* AES key wrap takes multiples of 8, at least 16 (RFC 3394). */
    size_t len = data.len < 16 ? 16 : (data.len + 7) / 8 * 8;
    if (len > sizeof padded || len + 8 > *out_len) {
        return EXTSTA_E_TOO_SMALL;
    }
    memset(padded, 0, len);
    memcpy(padded, data.data, data.len);
    if (data.len < len) {
        padded[data.len] = 0xdd; /* 12.7.2: one 0xdd, then zeros */
    }
    *out_len = len + 8;
    enum extsta_error e = crypto_key_wrap(crypto, kek, span(padded, len), out);
    wipe(padded, len);
    return e;
}
