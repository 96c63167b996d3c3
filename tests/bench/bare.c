/* The bare connect (bare.h). No library of ours: what is here is what cannot be left out. SHA-1
 * is OpenSSL's block function, called directly; AES uses the processor's instructions where it
 * has them. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "bare.h"
#include <openssl/aes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static void die(const char *what)
{
    fprintf(stderr, "the bare program: %s\n", what);
    exit(1);
}

/* --- AES-128 --- */

#if defined(__x86_64__)
#define WITH_AES __attribute__((target("aes,sse4.1")))
struct aes {
    __m128i k[11];
};

static WITH_AES __m128i next_key(__m128i k, __m128i assist)
{
    assist = _mm_shuffle_epi32(assist, 0xff);
    k = _mm_xor_si128(k, _mm_slli_si128(k, 4));
    k = _mm_xor_si128(k, _mm_slli_si128(k, 8));
    return _mm_xor_si128(k, assist);
}

static WITH_AES void aes_key(struct aes *a, const uint8_t key[16])
{
    __m128i *k = a->k;
    k[0] = _mm_loadu_si128((const __m128i *)key);
    k[1] = next_key(k[0], _mm_aeskeygenassist_si128(k[0], 0x01));
    k[2] = next_key(k[1], _mm_aeskeygenassist_si128(k[1], 0x02));
    k[3] = next_key(k[2], _mm_aeskeygenassist_si128(k[2], 0x04));
    k[4] = next_key(k[3], _mm_aeskeygenassist_si128(k[3], 0x08));
    k[5] = next_key(k[4], _mm_aeskeygenassist_si128(k[4], 0x10));
    k[6] = next_key(k[5], _mm_aeskeygenassist_si128(k[5], 0x20));
    k[7] = next_key(k[6], _mm_aeskeygenassist_si128(k[6], 0x40));
    k[8] = next_key(k[7], _mm_aeskeygenassist_si128(k[7], 0x80));
    k[9] = next_key(k[8], _mm_aeskeygenassist_si128(k[8], 0x1b));
    k[10] = next_key(k[9], _mm_aeskeygenassist_si128(k[9], 0x36));
}

static WITH_AES void encrypt(const struct aes *a, uint8_t b[16])
{
    __m128i v = _mm_xor_si128(_mm_loadu_si128((const __m128i *)b), a->k[0]);
    for (int i = 1; i < 10; i++) {
        v = _mm_aesenc_si128(v, a->k[i]);
    }
    _mm_storeu_si128((__m128i *)b, _mm_aesenclast_si128(v, a->k[10]));
}

static WITH_AES void decrypt(const struct aes *a, uint8_t b[16])
{
    __m128i v = _mm_xor_si128(_mm_loadu_si128((const __m128i *)b), a->k[10]);
    for (int i = 9; i > 0; i--) {
        v = _mm_aesdec_si128(v, _mm_aesimc_si128(a->k[i]));
    }
    _mm_storeu_si128((__m128i *)b, _mm_aesdeclast_si128(v, a->k[0]));
}
#else
struct aes {
    AES_KEY up, down;
};

static void aes_key(struct aes *a, const uint8_t key[16])
{
    AES_set_encrypt_key(key, 128, &a->up);
    AES_set_decrypt_key(key, 128, &a->down);
}

static void encrypt(const struct aes *a, uint8_t b[16])
{
    AES_encrypt(b, b, &a->up);
}

static void decrypt(const struct aes *a, uint8_t b[16])
{
    AES_decrypt(b, b, &a->down);
}
#endif

/* RFC 3394, of n blocks of eight octets behind the first eight of `data`. */
static void wrap(const struct aes *a, uint8_t *data, unsigned n)
{
    uint8_t b[16];
    memset(b, 0xa6, 8);
    for (unsigned j = 0; j < 6; j++) {
        for (unsigned i = 1; i <= n; i++) {
            memcpy(b + 8, data + 8 * i, 8);
            encrypt(a, b);
            b[7] ^= (uint8_t)(n * j + i);
            memcpy(data + 8 * i, b + 8, 8);
        }
    }
    memcpy(data, b, 8);
}

static bool unwrap(const struct aes *a, uint8_t *data, unsigned n)
{
    static const uint8_t a6[8] = {0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6};
    uint8_t b[16];
    memcpy(b, data, 8);
    for (unsigned j = 6; j-- > 0;) {
        for (unsigned i = n; i > 0; i--) {
            b[7] ^= (uint8_t)(n * j + i);
            memcpy(b + 8, data + 8 * i, 8);
            decrypt(a, b);
            memcpy(data + 8 * i, b + 8, 8);
        }
    }
    return memcmp(b, a6, 8) == 0;
}

/* --- HMAC-SHA-1, its key scheduled once --- */

struct hmac {
    SHA_CTX inner, outer;
};

static void hmac_key(struct hmac *h, const uint8_t *key, size_t len)
{
    uint8_t pad[64];
    memset(pad, 0x36, sizeof pad);
    for (size_t i = 0; i < len; i++) {
        pad[i] ^= key[i];
    }
    SHA1_Init(&h->inner);
    SHA1_Update(&h->inner, pad, sizeof pad);
    for (size_t i = 0; i < sizeof pad; i++) {
        pad[i] ^= 0x36 ^ 0x5c;
    }
    SHA1_Init(&h->outer);
    SHA1_Update(&h->outer, pad, sizeof pad);
}

static void hmac(const struct hmac *h, const uint8_t *data, size_t len, uint8_t out[20])
{
    SHA_CTX c = h->inner;
    SHA1_Update(&c, data, len);
    SHA1_Final(out, &c);
    c = h->outer;
    SHA1_Update(&c, out, 20);
    SHA1_Final(out, &c);
}

/* --- both sides --- */

/* What is kept of a station at each end: its own half, and the access point's. */
struct side {
    uint8_t peer[6];
    uint8_t kck[16], kek[16], tk[16];
    uint64_t replay, sent, received;
    uint16_t aid, sequence;
};

static const uint8_t bssid[6] = {2, 0xa0, 0, 0, 0, 1};
static const uint8_t rsne[22] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                 0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};
static const uint8_t rates[10] = {1, 8, 0x82, 0x84, 0x8b, 0x96, 12, 24, 48, 108};
static const uint8_t ssid[7] = {0, 5, 'f', 'l', 'e', 'e', 't'};
static struct hmac pmk; /* of the network */
static uint8_t pmk_octets[32], gtk[16];

struct frame {
    uint8_t octets[256];
    size_t len;
};

static void put(struct frame *f, const void *data, size_t len)
{
    memcpy(f->octets + f->len, data, len);
    f->len += len;
}

static void begin(struct frame *f, uint16_t control, const uint8_t *to, const uint8_t *from,
                  struct side *s)
{
    const uint8_t head[4] = {(uint8_t)control, (uint8_t)(control >> 8), 0, 0};
    f->len = 0;
    put(f, head, 4);
    put(f, to, 6);
    put(f, from, 6);
    put(f, bssid, 6);
    const uint16_t sequence = (uint16_t)(s->sequence++ << 4);
    const uint8_t tail[2] = {(uint8_t)sequence, (uint8_t)(sequence >> 8)};
    put(f, tail, 2);
}

static bool is_for(const struct frame *f, uint8_t control, const uint8_t *me)
{
    return f->len >= 24 && f->octets[0] == control && memcmp(f->octets + 4, me, 6) == 0;
}

/* An element, looked for among all behind `at`. */
static const uint8_t *element(const struct frame *f, size_t at, uint8_t id)
{
    for (; at + 2 <= f->len; at += 2u + f->octets[at + 1]) {
        if (f->octets[at] == id && at + 2u + f->octets[at + 1] <= f->len) {
            return f->octets + at;
        }
    }
    return NULL;
}

static void authenticate(struct side *sta, struct side *ap, const uint8_t *me)
{
    static const uint8_t request[6] = {0, 0, 1, 0, 0, 0}, response[6] = {0, 0, 2, 0, 0, 0};
    struct frame f;
    begin(&f, 0x00b0, bssid, me, sta);
    put(&f, request, 6);
    if (!is_for(&f, 0xb0, bssid) || memcmp(f.octets + 24, request, 6) != 0) {
        die("authentication");
    }
    memcpy(ap->peer, f.octets + 10, 6);
    begin(&f, 0x00b0, ap->peer, bssid, ap);
    put(&f, response, 6);
    if (!is_for(&f, 0xb0, me) || memcmp(f.octets + 24, response, 6) != 0) {
        die("authentication");
    }
    memcpy(sta->peer, f.octets + 10, 6);
}

static void associate(struct side *sta, struct side *ap, const uint8_t *me, uint16_t aid)
{
    static const uint8_t fixed[4] = {0x31, 4, 10, 0};
    struct frame f;
    begin(&f, 0x0000, bssid, me, sta);
    put(&f, fixed, 4);
    put(&f, ssid, sizeof ssid);
    put(&f, rates, sizeof rates);
    put(&f, rsne, sizeof rsne);
    const uint8_t *name = element(&f, 28, 0), *suites = element(&f, 28, 48);
    if (!is_for(&f, 0x00, bssid) || !name || memcmp(name, ssid, sizeof ssid) != 0 || !suites ||
        memcmp(suites, rsne, sizeof rsne) != 0 || !element(&f, 28, 1)) {
        die("association request");
    }
    ap->aid = aid;
    const uint8_t answer[6] = {0x31, 4, 0, 0, (uint8_t)aid, (uint8_t)(0xc0 | aid >> 8)};
    begin(&f, 0x0010, ap->peer, bssid, ap);
    put(&f, answer, 6);
    put(&f, rates, sizeof rates);
    if (!is_for(&f, 0x10, me) || f.octets[26] || f.octets[27] || !element(&f, 30, 1)) {
        die("association response");
    }
    sta->aid = (uint16_t)(f.octets[28] | (f.octets[29] & 0x3f) << 8);
}

/* --- the four messages: a data frame, LLC, EAPOL, and 95 octets --- */

#define EAPOL 32u          /* where it begins */
#define BODY  (EAPOL + 4u) /* the descriptor */
#define MIC   (BODY + 77u)
#define DATA  (BODY + 95u)

static void message(struct frame *f, struct side *s, bool from_ap, const uint8_t *to,
                    const uint8_t *from, uint16_t info, const uint8_t *nonce,
                    const uint8_t *data, size_t len)
{
    static const uint8_t llc[8] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};
    begin(f, from_ap ? 0x0208 : 0x0108, to, from, s);
    put(f, llc, 8);
    memset(f->octets + EAPOL, 0, 99);
    uint8_t *p = f->octets + EAPOL;
    p[0] = 2;
    p[1] = 3;
    p[3] = (uint8_t)(95 + len);
    p[4] = 2;
    p[5] = (uint8_t)(info >> 8);
    p[6] = (uint8_t)info;
    p[8] = from_ap ? 16 : 0;
    for (unsigned i = 0; i < 8; i++) {
        p[9 + i] = (uint8_t)(s->replay >> (56 - 8 * i));
    }
    if (nonce) {
        memcpy(p + 17, nonce, 32);
    }
    p[98] = (uint8_t)len;
    f->len = DATA;
    put(f, data, len);
}

static void seal(struct frame *f, const struct hmac *kck)
{
    uint8_t mic[20];
    hmac(kck, f->octets + EAPOL, f->len - EAPOL, mic);
    memcpy(f->octets + MIC, mic, 16);
}

/* The message that is expected, and its MIC. */
static void check(struct frame *f, const struct side *s, uint16_t info, const struct hmac *kck)
{
    uint8_t mic[20], was[16];
    const uint8_t *p = f->octets + EAPOL;
    uint64_t replay = 0;
    for (unsigned i = 0; i < 8; i++) {
        replay = replay << 8 | p[9 + i];
    }
    if (f->len < DATA || p[1] != 3 || p[5] != info >> 8 || p[6] != (uint8_t)info ||
        DATA + p[98] != f->len || replay != s->replay) {
        die("a message that is not the expected one");
    }
    if (kck) {
        memcpy(was, f->octets + MIC, 16);
        memset(f->octets + MIC, 0, 16);
        hmac(kck, f->octets + EAPOL, f->len - EAPOL, mic);
        if (memcmp(mic, was, 16) != 0) {
            die("a MIC does not verify");
        }
    }
}

/* PRF-384 of the PMK, both addresses and both nonces (IEEE Std 802.11-2020 12.7.1.3). */
static void derive(struct side *s, const uint8_t *me, const uint8_t *anonce,
                   const uint8_t *snonce)
{
    uint8_t in[100] = "Pairwise key expansion", out[60];
    bool ap_first = memcmp(bssid, me, 6) < 0, a_first = memcmp(anonce, snonce, 32) < 0;
    memcpy(in + 23, ap_first ? bssid : me, 6);
    memcpy(in + 29, ap_first ? me : bssid, 6);
    memcpy(in + 35, a_first ? anonce : snonce, 32);
    memcpy(in + 67, a_first ? snonce : anonce, 32);
    for (uint8_t i = 0; i < 3; i++) {
        in[99] = i;
        hmac(&pmk, in, sizeof in, out + 20 * i);
    }
    memcpy(s->kck, out, 16);
    memcpy(s->kek, out + 16, 16);
    memcpy(s->tk, out + 32, 16);
}

static uint64_t seed = 7;
static void nonce_of(uint8_t out[32])
{
    for (unsigned i = 0; i < 4; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        memcpy(out + 8 * i, &seed, 8);
    }
}

/* RSNE, the group key's KDE, padding: seven blocks, and eight octets that come of wrapping. */
#define WRAPPED 7u
static size_t group_key(uint8_t data[8 + 8 * WRAPPED], const uint8_t *kek)
{
    static const uint8_t kde[8] = {0xdd, 22, 0, 0x0f, 0xac, 1, 1, 0};
    struct aes aes;
    memcpy(data + 8, rsne, 22);
    memcpy(data + 30, kde, 8);
    memcpy(data + 38, gtk, 16);
    memset(data + 54, 0, 10);
    data[54] = 0xdd;
    aes_key(&aes, kek);
    wrap(&aes, data, WRAPPED);
    return 8 + 8 * WRAPPED;
}

static void take_group_key(struct frame *f, const uint8_t *kek)
{
    struct aes aes;
    aes_key(&aes, kek);
    if (!unwrap(&aes, f->octets + DATA, WRAPPED) ||
        memcmp(f->octets + DATA + 8, rsne, 22) != 0 ||
        memcmp(f->octets + DATA + 38, gtk, 16) != 0) {
        die("the group key");
    }
}

static unsigned long expand(const struct side *s)
{
    struct aes aes;
    unsigned long used;
    aes_key(&aes, s->tk);
    memcpy(&used, (const uint8_t *)&aes + 160, sizeof used);
    return used;
}

static unsigned long shake(struct side *sta, struct side *ap, const uint8_t *me)
{
    uint8_t anonce[32], snonce[32], data[8 + 8 * WRAPPED];
    struct hmac kck;
    struct frame f;
    nonce_of(anonce);
    message(&f, ap, true, ap->peer, bssid, 0x008a, anonce, NULL, 0);
    check(&f, sta, 0x008a, NULL);
    nonce_of(snonce);
    derive(sta, me, f.octets + BODY + 13, snonce);
    hmac_key(&kck, sta->kck, 16);
    message(&f, sta, false, bssid, me, 0x010a, snonce, rsne, sizeof rsne);
    seal(&f, &kck);

    struct hmac kck_ap;
    derive(ap, ap->peer, anonce, f.octets + BODY + 13);
    hmac_key(&kck_ap, ap->kck, 16);
    check(&f, ap, 0x010a, &kck_ap);
    if (memcmp(f.octets + DATA, rsne, sizeof rsne) != 0) {
        die("message 2 has another RSNE");
    }
    ap->replay++;
    message(&f, ap, true, ap->peer, bssid, 0x13ca, anonce, data, group_key(data, ap->kek));
    seal(&f, &kck_ap);

    sta->replay++;
    check(&f, sta, 0x13ca, &kck);
    take_group_key(&f, sta->kek);
    message(&f, sta, false, bssid, me, 0x030a, NULL, NULL, 0);
    seal(&f, &kck);
    check(&f, ap, 0x030a, &kck_ap);
    return expand(sta) ^ expand(ap);
}

/* --- all of them --- */

/* What another implementation says of the first station's key hierarchy and MIC. */
static void prove(void)
{
    uint8_t data[77], ours[20], theirs[20];
    unsigned len;
    memset(data, 0x5a, sizeof data);
    hmac(&pmk, data, sizeof data, ours);
    HMAC(EVP_sha1(), pmk_octets, 32, data, sizeof data, theirs, &len);
    if (memcmp(ours, theirs, 20) != 0) {
        die("HMAC-SHA-1 is not that of OpenSSL");
    }
    uint8_t wrapped[8 + 8 * WRAPPED], plain[8 * WRAPPED];
    group_key(wrapped, pmk_octets);
    AES_KEY key;
    AES_set_decrypt_key(pmk_octets, 128, &key);
    if (AES_unwrap_key(&key, NULL, plain, wrapped, sizeof wrapped) <= 0 ||
        memcmp(plain, rsne, sizeof rsne) != 0) {
        die("the key wrap is not that of OpenSSL");
    }
}

size_t bare_memory(void)
{
    return 2 * sizeof(struct side);
}

unsigned long bare_connects(size_t stations)
{
    static struct side *sides;
    static size_t room;
    unsigned long sum = 0;
    if (room < stations) {
        PKCS5_PBKDF2_HMAC_SHA1("a million of them", 17, (const uint8_t *)"fleet", 5, 4096, 32,
                               pmk_octets);
        hmac_key(&pmk, pmk_octets, 32);
        memset(gtk, 0x17, sizeof gtk);
        prove();
        free(sides);
        sides = calloc(2 * stations, sizeof *sides);
        room = stations;
    }
    if (!sides) {
        die("no memory");
    }
    memset(sides, 0, 2 * stations * sizeof *sides);
    for (size_t i = 0; i < stations; i++) {
        const uint8_t me[6] = {2, 0x50, 0, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
        struct side *sta = &sides[2 * i], *ap = sta + 1;
        authenticate(sta, ap, me);
        associate(sta, ap, me, (uint16_t)(1 + i % 2007));
        sum += shake(sta, ap, me);
        if (memcmp(sta->tk, ap->tk, 16) != 0) {
            die("the two sides have different keys");
        }
    }
    return sum;
}
