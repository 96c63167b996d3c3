/* The price of MPDU protection and of the key hierarchy beside OpenSSL used directly.
 * Ours includes cipher header, AAD, nonce and packet number; OpenSSL's EVP gets a context
 * per key that is only given nonce, AAD and data, as prepared as it can be. */
#include "bench.h"
#include "../providers.h"
#include "crypto/cipher.h"
#include "crypto/primitives.h"
#include "rsn/authenticator.h"
#include "wire/rsn_element.h"
#include <openssl/evp.h>

#define KEYS 64u
#define BODY 1500u
#define ROOM (BODY + 32u)

static const uint8_t qos_header[26] = {0x88, 0x41, 0x30, 0, 2, 0, 0, 0, 0, 1, 2, 0, 0,
                                       0,    0,    2,    2, 0, 0, 0, 0, 3, 0, 0, 5, 0};

static uint64_t seed;

static void check(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "failed: %s\n", what);
        exit(1);
    }
}

struct suite {
    uint32_t selector;
    const char *evp;
    int nonce_len, tag_len;
    double goal; /* of goal 4, with ipsec-mb */
};
static const struct suite suites[] = {
    {CIPHER_CCMP, "AES-128-CCM", 13, 8, 4.0},
    {CIPHER_CCMP_256, "AES-256-CCM", 13, 16, 4.0},
    {CIPHER_GCMP, "AES-128-GCM", 12, 16, 3.5},
    {CIPHER_GCMP_256, "AES-256-GCM", 12, 16, 3.0},
};

static uint8_t plain[KEYS][ROOM], sealed[KEYS][ROOM], opened[KEYS][ROOM];

/* --- ours --- */
struct ours {
    struct cipher_key *keys[KEYS];
    struct cipher_job jobs[KEYS];
    uint64_t pn;
};

static size_t ours_protect(void *arg)
{
    struct ours *o = arg;
    for (size_t i = 0; i < KEYS; i++) {
        o->jobs[i] = (struct cipher_job){.key = o->keys[i],
                                         .header = {qos_header, sizeof qos_header},
                                         .in = plain[i],
                                         .in_len = BODY,
                                         .out = sealed[i],
                                         .pn = ++o->pn};
    }
    cipher_protect(o->jobs, KEYS);
    check(o->jobs[KEYS - 1].result == EXTSTA_OK, "protect");
    return KEYS;
}

static size_t ours_unprotect(void *arg)
{
    struct ours *o = arg;
    size_t len = o->jobs[0].out_len;
    for (size_t i = 0; i < KEYS; i++) {
        o->jobs[i] =
            (struct cipher_job){.key = o->keys[i],
                                .header = {qos_header, sizeof qos_header},
                                .in = sealed[i],
                                .in_len = BODY + 8u + cipher_key_suite(o->keys[i])->trailer_len,
                                .out = opened[i]};
    }
    cipher_unprotect(o->jobs, KEYS);
    check(len > 0 && o->jobs[KEYS - 1].result == EXTSTA_OK, "unprotect");
    return KEYS;
}

/* --- OpenSSL's EVP --- */
struct evp {
    const struct suite *suite;
    EVP_CIPHER_CTX *seal[KEYS], *open[KEYS];
    uint8_t nonce[13], aad[24];
    uint8_t tag[KEYS][16], out[KEYS][ROOM], back[KEYS][ROOM];
};

static EVP_CIPHER_CTX *evp_context(const struct suite *s, const uint8_t *key, int enc)
{
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, s->evp, NULL);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    check(EVP_CipherInit_ex2(ctx, cipher, NULL, NULL, enc, NULL) == 1, "EVP cipher");
    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, s->nonce_len, NULL);
    if (s->nonce_len == 13) {
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, s->tag_len, NULL);
    }
    check(EVP_CipherInit_ex2(ctx, NULL, key, NULL, enc, NULL) == 1, "EVP key");
    EVP_CIPHER_free(cipher);
    return ctx;
}

static size_t evp_protect(void *arg)
{
    struct evp *e = arg;
    int n = 0, ccm = e->suite->nonce_len == 13;
    for (size_t i = 0; i < KEYS; i++) {
        EVP_CIPHER_CTX *c = e->seal[i];
        bool ok = EVP_EncryptInit_ex2(c, NULL, NULL, e->nonce, NULL) == 1;
        ok = ok && (!ccm || EVP_EncryptUpdate(c, NULL, &n, NULL, BODY) == 1);
        ok = ok && EVP_EncryptUpdate(c, NULL, &n, e->aad, sizeof e->aad) == 1;
        ok = ok && EVP_EncryptUpdate(c, e->out[i], &n, plain[i], BODY) == 1;
        ok = ok && EVP_EncryptFinal_ex(c, e->out[i] + BODY, &n) == 1;
        ok = ok &&
             EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, e->suite->tag_len, e->tag[i]) == 1;
        check(ok, "EVP encryption");
    }
    return KEYS;
}

static size_t evp_unprotect(void *arg)
{
    struct evp *e = arg;
    int n = 0, ccm = e->suite->nonce_len == 13;
    for (size_t i = 0; i < KEYS; i++) {
        EVP_CIPHER_CTX *c = e->open[i];
        bool ok = EVP_DecryptInit_ex2(c, NULL, NULL, e->nonce, NULL) == 1;
        ok = ok &&
             EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, e->suite->tag_len, e->tag[i]) == 1;
        ok = ok && (!ccm || EVP_DecryptUpdate(c, NULL, &n, NULL, BODY) == 1);
        ok = ok && EVP_DecryptUpdate(c, NULL, &n, e->aad, sizeof e->aad) == 1;
        ok = ok && EVP_DecryptUpdate(c, e->back[i], &n, e->out[i], BODY) == 1;
        ok = ok && (ccm || EVP_DecryptFinal_ex(c, e->back[i] + BODY, &n) == 1);
        check(ok, "EVP decryption");
    }
    return KEYS;
}

static void line(const char *suite, const char *what, const char *backend,
                 const struct bench_result *r, double goal)
{
    printf("%-9s %-10s %-9s %8.2f %8.2f %7.2f   >= %.2f %s\n", suite, what, backend,
           r->ours * 1e-6, r->peer * 1e-6, r->ratio, goal, r->ratio >= goal ? "yes" : "NO");
}

static void measure(const struct suite *s, const char *backend, double seconds)
{
    static struct ours o;
    static struct evp e;
    struct extsta_context *ctx = testing_context(&seed);
    struct crypto *crypto = crypto_of(ctx);
    const struct cipher_suite *suite = cipher_suite_find(s->selector);
    if (!crypto_backend_select(crypto, backend)) {
        printf("%-9s %-10s %-9s not available\n", suite->name, "", backend);
        extsta_context_free(ctx);
        return;
    }
    memset(&o, 0, sizeof o);
    memset(&e, 0, sizeof e);
    e.suite = s;
    for (size_t i = 0; i < KEYS; i++) {
        uint8_t key[32];
        testing_fill(&seed, 0, key, sizeof key);
        o.keys[i] = cipher_key_new(crypto, suite, (struct extsta_span){key, suite->key_len});
        e.seal[i] = evp_context(s, key, 1);
        e.open[i] = evp_context(s, key, 0);
    }
    double goal = strcmp(backend, "openssl") == 0 ? 0.95 : s->goal;
    struct bench_result r = bench_pairs(ours_protect, &o, evp_protect, &e, seconds);
    line(suite->name, "protect", backend, &r, goal);
    r = bench_pairs(ours_unprotect, &o, evp_unprotect, &e, seconds);
    line(suite->name, "unprotect", backend, &r, goal);
    for (size_t i = 0; i < KEYS; i++) {
        cipher_key_free(o.keys[i]);
        EVP_CIPHER_CTX_free(e.seal[i]);
        EVP_CIPHER_CTX_free(e.open[i]);
    }
    extsta_context_free(ctx);
}

/* --- PMK --- */
static size_t ours_pmk(void *arg)
{
    uint8_t psk[32];
    crypto_psk(arg, (struct extsta_span){(const uint8_t *)"correct horse", 13},
               (struct extsta_span){(const uint8_t *)"staple", 6}, psk);
    return 1;
}

static size_t evp_pmk(void *arg)
{
    uint8_t psk[32];
    check(PKCS5_PBKDF2_HMAC_SHA1("correct horse", 13, (const uint8_t *)"staple", 6, 4096, 32,
                                 psk) == 1,
          "PBKDF2");
    return 1;
}

/* --- a whole four-way handshake, both ends --- */
struct four_way {
    struct crypto *crypto;
    uint32_t akm;
};

static size_t four_way(void *arg)
{
    static struct supplicant s;
    static struct authenticator a;
    struct supplicant_step to_s, to_a;
    struct four_way *f = arg;
    static const uint8_t pmk[32] = "a pairwise master key, 32 octets";
    uint8_t rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                      0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};
    uint8_t nonce[32];
    const struct extsta_span element = {rsne, sizeof rsne};
    struct supplicant_config sc = {.crypto = f->crypto,
                                   .own = {{2, 0, 0, 0, 0, 1}},
                                   .peer = {{2, 0, 0, 0, 0, 2}},
                                   .pmk = {pmk, 32},
                                   .akm = f->akm,
                                   .pairwise = CIPHER_CCMP,
                                   .group = CIPHER_CCMP,
                                   .own_rsne = element,
                                   .peer_rsne = element};
    struct authenticator_config ac = {.crypto = f->crypto,
                                      .own = sc.peer,
                                      .peer = sc.own,
                                      .pmk = {pmk, 32},
                                      .akm = f->akm,
                                      .pairwise = CIPHER_CCMP,
                                      .group = CIPHER_CCMP,
                                      .own_rsne = element,
                                      .peer_rsne = element,
                                      .gtk_len = 16,
                                      .gtk_id = 1};
    testing_fill(&seed, 0, nonce, sizeof nonce);
    supplicant_start(&s, &sc);
    authenticator_start(&a, 0, &ac, nonce, &to_s);
    for (unsigned i = 0; i < 2; i++) {
        supplicant_rx(&s, (struct extsta_span){to_s.send, to_s.send_len}, nonce, false, &to_a);
        authenticator_rx(&a, 0, (struct extsta_span){to_a.send, to_a.send_len}, &to_s);
    }
    check(s.state == SUPPLICANT_DONE && a.state == AUTHENTICATOR_DONE, "four-way handshake");
    return 1;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? atof(argv[1]) : 0.05;
    bench_pin();
    printf("MPDUs of %u octets, batches of %u over %u keys, against EVP with a context per "
           "key\n"
           "suite     direction  backend   M/s ours  M/s EVP   ratio   goal\n",
           BODY, KEYS, KEYS);
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        measure(&suites[i], "ipsec-mb", seconds);
        measure(&suites[i], "openssl", seconds);
    }
    struct extsta_context *ctx = testing_context(&seed);
    struct crypto *crypto = crypto_of(ctx);
    struct bench_result r = bench_pairs(ours_pmk, crypto, evp_pmk, NULL, seconds);
    printf("\nPMK from a passphrase: %.0f/s, PKCS5_PBKDF2_HMAC_SHA1 %.0f/s, ratio %.2f   "
           ">= 2.00 %s\n",
           r.ours, r.peer, r.ratio, r.ratio >= 2.0 ? "yes" : "NO");
    struct four_way psk = {crypto, AKM_PSK}, sha256 = {crypto, AKM_PSK_SHA256};
    r = bench_pairs(four_way, &psk, four_way, &sha256, seconds);
    printf("four-way handshake, both ends: PSK %.1f us, PSK-SHA256 %.1f us\n", 1e6 / r.ours,
           1e6 / r.peer);
    extsta_context_free(ctx);
    return 0;
}
