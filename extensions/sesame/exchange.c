/* See exchange.h. Each message begins with "SE", the version and its number; a proof is the
 * first half of HMAC-SHA-256 under the proof key over a label, what stands before it in the
 * message, and both nonces. */
#include "exchange.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#define HEADER 4u
#define NONCE  EXTSTA_SESAME_NONCE_LEN
#define PROOF  EXTSTA_SESAME_PROOF_LEN
#define KEY    EXTSTA_SESAME_KEY_LEN
#define ACCEPT (HEADER + 1 + 6 + KEY + PROOF) /* key id, packet number, sealed key */

bool exchange_secret(const char *password, const uint8_t *ssid, size_t ssid_len,
                     uint8_t secret[32])
{
    return PKCS5_PBKDF2_HMAC_SHA1(password, (int)strlen(password), ssid, (int)ssid_len, 4096,
                                  32, secret) == 1;
}

void exchange_start(struct exchange *e, const uint8_t secret[32], const uint8_t ap[6],
                    const uint8_t own[6])
{
    exchange_clear(e);
    e->started = true;
    memcpy(e->secret, secret, sizeof e->secret);
    memcpy(e->ap, ap, 6);
    memcpy(e->own, own, 6);
}

void exchange_clear(struct exchange *e)
{
    OPENSSL_cleanse(e, sizeof *e);
}

/* label || what || ANonce || SNonce. False: the library fails. */
static bool mac_of(const struct exchange *e, const uint8_t *key, size_t key_len,
                   const char *label, const uint8_t *what, size_t len, uint8_t out[32])
{
    uint8_t text[16 + 64 + 2 * NONCE];
    size_t n = strlen(label);
    memcpy(text, label, n);
    memcpy(text + n, what, len);
    n += len;
    memcpy(text + n, e->anonce, NONCE);
    memcpy(text + n + NONCE, e->snonce, NONCE);
    return HMAC(EVP_sha256(), key, (int)key_len, text, n + 2 * NONCE, out, NULL) != NULL;
}

static bool proof_of(const struct exchange *e, const uint8_t *before, size_t len,
                     uint8_t out[32])
{
    return mac_of(e, e->keys, KEY, "sesame proof", before, len, out);
}

/* Ends the message that stands in `send` with its proof. */
static bool prove(const struct exchange *e, struct exchange_step *step, size_t len)
{
    uint8_t proof[32];
    bool ok = proof_of(e, step->send, len, proof);
    memcpy(step->send + len, proof, PROOF);
    step->send_len = ok ? len + PROOF : 0;
    return ok;
}

static void begin(struct exchange_step *step, enum extsta_sesame_message type)
{
    const uint8_t header[HEADER] = {'S', 'E', EXTSTA_SESAME_VERSION, (uint8_t)type};
    memcpy(step->send, header, HEADER);
}

/* A new nonce for each challenge: the keys are new, too. */
static void on_challenge(struct exchange *e, const uint8_t *nonce, struct exchange_step *step)
{
    uint8_t addresses[12];
    memcpy(e->anonce, nonce, NONCE);
    memcpy(addresses, e->ap, 6);
    memcpy(addresses + 6, e->own, 6);
    begin(step, EXTSTA_SESAME_RESPONSE);
    if (RAND_bytes(e->snonce, NONCE) == 1 &&
        mac_of(e, e->secret, sizeof e->secret, "sesame keys", addresses, sizeof addresses,
               e->keys)) {
        memcpy(step->send + HEADER, e->snonce, NONCE);
        prove(e, step, HEADER + NONCE);
    }
}

/* The AP has proven that it knows the secret, too. Said again when it has missed our answer. */
static void on_accept(struct exchange *e, const uint8_t *pdu, struct exchange_step *step)
{
    uint8_t proof[32], stream[32];
    const uint8_t *sealed = pdu + HEADER + 7;
    if (!proof_of(e, pdu, ACCEPT - PROOF, proof) ||
        CRYPTO_memcmp(proof, pdu + ACCEPT - PROOF, PROOF) != 0 ||
        !mac_of(e, e->keys, KEY, "sesame group", pdu + HEADER, 7, stream)) {
        return;
    }
    step->group_id = pdu[HEADER];
    memcpy(step->group_counter, pdu + HEADER + 1, 6);
    for (size_t i = 0; i < KEY; i++) {
        step->group_key[i] = sealed[i] ^ stream[i];
    }
    OPENSSL_cleanse(stream, sizeof stream);
    begin(step, EXTSTA_SESAME_DONE);
    step->accepted = prove(e, step, HEADER);
}

void exchange_rx(struct exchange *e, const uint8_t *pdu, size_t len, struct exchange_step *step)
{
    memset(step, 0, sizeof *step);
    if (!e->started || len < HEADER || memcmp(pdu, "SE", 2) != 0 ||
        pdu[2] != EXTSTA_SESAME_VERSION) {
        return;
    }
    if (pdu[3] == EXTSTA_SESAME_CHALLENGE && len == HEADER + NONCE) {
        on_challenge(e, pdu + HEADER, step);
    } else if (pdu[3] == EXTSTA_SESAME_ACCEPT && len == ACCEPT) {
        on_accept(e, pdu, step);
    }
}
