/* The handshakes of the extension: see fourway.h. Supplicant side only. What an attacker can
 * send before the keys are known (message 1, any PDU without a valid MIC) changes nothing that
 * is in use. */
#include "fourway.h"
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

/* Key Information */
#define INFO_VERSION   0x0007u
#define INFO_PAIRWISE  0x0008u
#define INFO_INSTALL   0x0040u
#define INFO_ACK       0x0080u
#define INFO_MIC       0x0100u
#define INFO_SECURE    0x0200u
#define INFO_ENCRYPTED 0x1000u

#define HEADER         4u  /* of the EAPOL PDU */
#define FIXED          95u /* of an EAPOL-Key frame with a 16 octet MIC, without key data */
#define MIC_AT         (HEADER + 77u)
#define ELEMENT_RSN    48u
#define ELEMENT_VENDOR 221u

static const uint8_t psk_sha1[4] = {0x00, 0x0f, 0xac, 2};
static const uint8_t psk_sha256[4] = {0x00, 0x0f, 0xac, 6};
static const uint8_t ccmp[4] = {0x00, 0x0f, 0xac, 4};
static const uint8_t kde_gtk[4] = {0x00, 0x0f, 0xac, 1};

static unsigned be16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static void put_be16(uint8_t *p, size_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static uint64_t be64(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) {
        v = v << 8 | p[i];
    }
    return v;
}

/* --- keys --- */

bool fourway_pmk(const char *passphrase, const uint8_t *ssid, size_t ssid_len, uint8_t pmk[32])
{
    return PKCS5_PBKDF2_HMAC_SHA1(passphrase, (int)strlen(passphrase), ssid, (int)ssid_len,
                                  4096, 32, pmk) == 1;
}

/* PRF-384 (12.7.1.2): HMAC-SHA-1 blocks over label, 0, data, counter. KDF-SHA-256-384
 * (12.7.1.6.2): counter first, length last. */
static bool derive(const struct fourway *f, const uint8_t snonce[32], const uint8_t anonce[32],
                   uint8_t ptk[48])
{
    static const char label[] = "Pairwise key expansion"; /* its NUL is the 0 of the PRF */
    uint8_t data[2 * 6 + 2 * 32], in[2 + sizeof label + sizeof data + 2], block[32];
    bool aa_first = memcmp(f->aa, f->spa, 6) < 0, an_first = memcmp(anonce, snonce, 32) < 0;
    memcpy(data, aa_first ? f->aa : f->spa, 6);
    memcpy(data + 6, aa_first ? f->spa : f->aa, 6);
    memcpy(data + 12, an_first ? anonce : snonce, 32);
    memcpy(data + 44, an_first ? snonce : anonce, 32);
    size_t done = 0;
    for (uint8_t i = 0; done < 48; i++) {
        uint8_t *p = in;
        unsigned n = 0;
        if (f->sha256) {
            *p++ = (uint8_t)(i + 1);
            *p++ = 0;
            memcpy(p, label, sizeof label - 1);
            p += sizeof label - 1;
        } else {
            memcpy(p, label, sizeof label);
            p += sizeof label;
        }
        memcpy(p, data, sizeof data);
        p += sizeof data;
        if (f->sha256) {
            *p++ = 48 * 8 & 0xff;
            *p++ = 48 * 8 >> 8;
        } else {
            *p++ = i;
        }
        if (!HMAC(f->sha256 ? EVP_sha256() : EVP_sha1(), f->pmk, 32, in, (size_t)(p - in),
                  block, &n)) {
            return false;
        }
        size_t take = 48 - done < n ? 48 - done : n;
        memcpy(ptk + done, block, take);
        done += take;
    }
    OPENSSL_cleanse(block, sizeof block);
    return true;
}

/* HMAC-SHA-1 cut to 16 octets, or AES-128-CMAC with the SHA-256 AKM. The MIC field of the PDU
 * is zero. */
static bool mic(const struct fourway *f, const uint8_t kck[16], const uint8_t *pdu, size_t len,
                uint8_t out[16])
{
    uint8_t full[EVP_MAX_MD_SIZE];
    size_t n = 0;
    unsigned m = 0;
    if (f->sha256) {
        if (!EVP_Q_mac(NULL, "CMAC", NULL, "AES-128-CBC", NULL, kck, 16, pdu, len, full,
                       sizeof full, &n)) {
            return false;
        }
    } else if (!HMAC(EVP_sha1(), kck, 16, pdu, len, full, &m)) {
        return false;
    }
    memcpy(out, full, 16);
    return true;
}

/* NIST AES key wrap of the key data (12.7.2). False: it was not wrapped with this key. */
static bool unwrap(const uint8_t kek[16], const uint8_t *in, size_t len, uint8_t *out,
                   size_t *out_len)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int n = 0;
    bool ok = false;
    if (ctx && len >= 24 && len % 8 == 0) {
        EVP_CIPHER_CTX_set_flags(ctx, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
        ok = EVP_DecryptInit_ex(ctx, EVP_aes_128_wrap(), NULL, kek, NULL) == 1 &&
             EVP_DecryptUpdate(ctx, out, &n, in, (int)len) == 1 && n >= 0;
    }
    *out_len = (size_t)n;
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

/* --- elements --- */

/* The first element with this id; false when the rest is cut off. */
static bool find_element(const uint8_t *p, size_t len, uint8_t id, const uint8_t **at,
                         size_t *size)
{
    while (len >= 2 && len - 2 >= p[1]) {
        if (p[0] == id) {
            *at = p;
            *size = 2u + p[1];
            return true;
        }
        len -= 2u + p[1];
        p += 2u + p[1];
    }
    return false;
}

/* One suite of each, as a station writes them: version, CCMP, one CCMP, one PSK. */
static bool own_rsne_fits(const uint8_t *e, size_t len, bool *sha256)
{
    if (len < 20 || e[8] != 1 || e[9] != 0 || e[14] != 1 || e[15] != 0) {
        return false;
    }
    *sha256 = memcmp(e + 16, psk_sha256, 4) == 0;
    return e[2] == 1 && e[3] == 0 && memcmp(e + 4, ccmp, 4) == 0 &&
           memcmp(e + 10, ccmp, 4) == 0 && (*sha256 || memcmp(e + 16, psk_sha1, 4) == 0);
}

bool fourway_start(struct fourway *f, const uint8_t pmk[32], const uint8_t aa[6],
                   const uint8_t spa[6], const uint8_t *request, size_t request_len,
                   const uint8_t *beacon, size_t beacon_len)
{
    const uint8_t *own, *ap;
    fourway_clear(f);
    if (!find_element(request, request_len, ELEMENT_RSN, &own, &f->own_rsne_len) ||
        !find_element(beacon, beacon_len, ELEMENT_RSN, &ap, &f->ap_rsne_len) ||
        f->own_rsne_len > FOURWAY_MAX_RSNE || f->ap_rsne_len > FOURWAY_MAX_RSNE ||
        !own_rsne_fits(own, f->own_rsne_len, &f->sha256)) {
        return false;
    }
    memcpy(f->own_rsne, own, f->own_rsne_len);
    memcpy(f->ap_rsne, ap, f->ap_rsne_len);
    memcpy(f->pmk, pmk, 32);
    memcpy(f->aa, aa, 6);
    memcpy(f->spa, spa, 6);
    return true;
}

void fourway_clear(struct fourway *f)
{
    OPENSSL_cleanse(f, sizeof *f);
}

/* --- messages --- */

/* An EAPOL-Key frame, its fields pointing into the PDU. */
struct message {
    const uint8_t *pdu; /* whole, without padding behind */
    size_t len;
    unsigned info;
    uint64_t replay;
    const uint8_t *nonce, *rsc, *data;
    size_t data_len;
};

/* False: no EAPOL-Key frame of an RSN, or its lengths contradict each other. */
static bool parse(const uint8_t *pdu, size_t len, struct message *m)
{
    if (len < HEADER + FIXED || pdu[1] != 3 || be16(pdu + 2) > len - HEADER ||
        be16(pdu + 2) < FIXED || pdu[4] != 2) {
        return false;
    }
    const uint8_t *key = pdu + HEADER;
    m->pdu = pdu;
    m->len = HEADER + be16(pdu + 2);
    m->info = be16(key + 1);
    m->replay = be64(key + 5);
    m->nonce = key + 13;
    m->rsc = key + 61;
    m->data = key + FIXED;
    m->data_len = be16(key + 93);
    return m->data_len <= m->len - HEADER - FIXED;
}

static bool mic_is_valid(const struct fourway *f, const uint8_t kck[16],
                         const struct message *m)
{
    uint8_t copy[1024], expected[16];
    if (m->len > sizeof copy) {
        return false;
    }
    memcpy(copy, m->pdu, m->len);
    memset(copy + MIC_AT, 0, 16);
    return mic(f, kck, copy, m->len, expected) &&
           CRYPTO_memcmp(expected, m->pdu + MIC_AT, 16) == 0;
}

/* Answers a message, with a MIC under this KCK. */
static void answer(const struct fourway *f, const uint8_t kck[16], const struct message *m,
                   unsigned info, const uint8_t *nonce, const uint8_t *data, size_t data_len,
                   struct fourway_out *out)
{
    uint8_t *p = out->send;
    size_t len = HEADER + FIXED + data_len;
    memset(p, 0, len);
    p[0] = m->pdu[0];
    p[1] = 3;
    put_be16(p + 2, FIXED + data_len);
    p[4] = 2;
    put_be16(p + 5, info | (m->info & INFO_VERSION));
    memcpy(p + 9, m->pdu + 9, 8); /* replay counter */
    if (nonce) {
        memcpy(p + 17, nonce, 32);
    }
    put_be16(p + 97, data_len);
    if (data_len > 0) {
        memcpy(p + HEADER + FIXED, data, data_len);
    }
    uint8_t value[16];
    if (mic(f, kck, p, len, value)) {
        memcpy(p + MIC_AT, value, 16);
        out->send_len = len;
    }
}

/* The PTK for this ANonce, as long as none is installed. A forged message 1 may have brought
 * another one: message 3 decides. */
static bool take_anonce(struct fourway *f, const uint8_t anonce[32])
{
    if (f->installed || (f->has_ptk && memcmp(f->anonce, anonce, 32) == 0)) {
        return f->has_ptk;
    }
    memcpy(f->anonce, anonce, 32);
    f->has_ptk = derive(f, f->snonce, f->anonce, f->ptk);
    return f->has_ptk;
}

/* Message 1 while a PTK is in use: another one is derived beside it, with a nonce of its own.
 */
static void renew(struct fourway *f, const struct message *m, struct fourway_out *out)
{
    if (memcmp(f->anonce, m->nonce, 32) == 0) {
        return; /* of the handshake that is over */
    }
    if (!f->has_next || memcmp(f->next_anonce, m->nonce, 32) != 0) {
        memcpy(f->next_anonce, m->nonce, 32);
        f->has_next = RAND_bytes(f->next_snonce, sizeof f->next_snonce) == 1 &&
                      derive(f, f->next_snonce, f->next_anonce, f->next_ptk);
    }
    if (f->has_next) {
        answer(f, f->next_ptk, m, INFO_PAIRWISE | INFO_MIC, f->next_snonce, f->own_rsne,
               f->own_rsne_len, out);
    }
}

/* Message 3 of it: the PTK takes the place of the one in use. */
static void take_next(struct fourway *f, const struct message *m)
{
    if (f->has_next && (m->info & INFO_PAIRWISE) && memcmp(f->next_anonce, m->nonce, 32) == 0 &&
        mic_is_valid(f, f->next_ptk, m)) {
        memcpy(f->anonce, f->next_anonce, sizeof f->anonce);
        memcpy(f->snonce, f->next_snonce, sizeof f->snonce);
        memcpy(f->ptk, f->next_ptk, sizeof f->ptk);
        OPENSSL_cleanse(f->next_ptk, sizeof f->next_ptk);
        f->has_next = f->installed = false;
    }
}

/* There is no MIC in it: anybody may have sent it. */
static void message_1(struct fourway *f, const struct message *m, struct fourway_out *out)
{
    if (f->installed) {
        renew(f, m, out);
        return;
    }
    if (!f->has_snonce && RAND_bytes(f->snonce, sizeof f->snonce) != 1) {
        return;
    }
    f->has_snonce = true; /* one for the whole handshake, whoever sent message 1 */
    if (!take_anonce(f, m->nonce)) {
        return;
    }
    answer(f, f->ptk, m, INFO_PAIRWISE | INFO_MIC, f->snonce, f->own_rsne, f->own_rsne_len,
           out);
}

/* The GTK in the key data of message 3 or of group message 1. A key that is in use is not
 * installed again (KRACK). False: there is none, or not of CCMP. */
static bool take_gtk(struct fourway *f, const struct message *m, const uint8_t *data,
                     size_t len, struct fourway_out *out)
{
    const uint8_t *kde;
    size_t size;
    while (find_element(data, len, ELEMENT_VENDOR, &kde, &size)) {
        if (size == 2 + 4 + 2 + 16 && memcmp(kde + 2, kde_gtk, 4) == 0) {
            uint8_t id = kde[6] & 3;
            out->install_group =
                !f->has_gtk || f->gtk_id != id || CRYPTO_memcmp(f->gtk, kde + 8, 16) != 0;
            f->gtk_id = id;
            memcpy(f->gtk, kde + 8, 16);
            f->has_gtk = true;
            memcpy(out->group_counter, m->rsc, 6);
            return true;
        }
        len -= (size_t)(kde - data) + size;
        data = kde + size;
    }
    return false;
}

/* The AP has shown that it knows the PMK. What it says of its network must be what its beacon
 * said: else somebody has talked us into weaker suites. */
static void message_3(struct fourway *f, const struct message *m, const uint8_t *data,
                      size_t len, struct fourway_out *out)
{
    const uint8_t *rsne;
    size_t size;
    if (memcmp(f->anonce, m->nonce, 32) != 0) {
        return;
    }
    if (!find_element(data, len, ELEMENT_RSN, &rsne, &size) || size != f->ap_rsne_len ||
        memcmp(rsne, f->ap_rsne, size) != 0 || !take_gtk(f, m, data, len, out)) {
        out->install_group = false;
        out->refused = true; /* not the network that the beacon announced (12.7.6.4) */
        return;
    }
    answer(f, f->ptk, m, INFO_PAIRWISE | INFO_MIC | INFO_SECURE, NULL, NULL, 0, out);
    out->message_4 = true;
    out->install_pairwise = !f->installed;
    f->installed = true;
}

/* What needs no key first; then, in this order: is it new, can there be a PTK for it, is the
 * MIC valid. Only then the replay counter moves, and the key data are opened. */
void fourway_rx(struct fourway *f, const uint8_t *pdu, size_t len, struct fourway_out *out)
{
    struct message m;
    uint8_t data[1024];
    size_t data_len = 0;
    memset(out, 0, sizeof *out);
    if (!parse(pdu, len, &m) || !(m.info & INFO_ACK)) {
        return;
    }
    if ((m.info & INFO_PAIRWISE) && !(m.info & INFO_MIC)) {
        message_1(f, &m, out);
        return;
    }
    if (!f->has_snonce || !(m.info & INFO_MIC) || !(m.info & INFO_ENCRYPTED) ||
        (f->has_replay && m.replay <= f->replay) || m.data_len > sizeof data) {
        return;
    }
    take_next(f, &m);
    if (((m.info & INFO_PAIRWISE) && !take_anonce(f, m.nonce)) || !f->has_ptk ||
        !mic_is_valid(f, f->ptk, &m)) {
        return;
    }
    f->has_replay = true;
    f->replay = m.replay;
    if (!unwrap(f->ptk + 16, m.data, m.data_len, data, &data_len)) {
        return;
    }
    if (m.info & INFO_PAIRWISE) {
        message_3(f, &m, data, data_len, out);
    } else if (f->installed && take_gtk(f, &m, data, data_len, out)) {
        answer(f, f->ptk, &m, INFO_MIC | INFO_SECURE, NULL, NULL, 0, out);
    }
    OPENSSL_cleanse(data, sizeof data);
}
