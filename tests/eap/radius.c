/* RADIUS packets (radius.h). */
#include "radius.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

enum {
    USER_NAME = 1,
    NAS_IP = 4,
    STATE = 24,
    VENDOR = 26,
    NAS_ID = 32,
    NAS_PORT_TYPE = 61,
    EAP_MESSAGE = 79,
    MESSAGE_AUTHENTICATOR = 80,
    MICROSOFT = 311,
    SEND_KEY = 16,
    RECV_KEY = 17,
};

static void md5(const void *const parts[], const size_t lens[], size_t count, uint8_t out[16])
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_md5(), NULL);
    for (size_t i = 0; i < count; i++) {
        EVP_DigestUpdate(ctx, parts[i], lens[i]);
    }
    EVP_DigestFinal_ex(ctx, out, NULL);
    EVP_MD_CTX_free(ctx);
}

static size_t put(uint8_t *out, size_t at, uint8_t type, const void *value, size_t len)
{
    out[at] = type;
    out[at + 1] = (uint8_t)(len + 2);
    memcpy(out + at + 2, value, len);
    return at + 2 + len;
}

/* RFC 2548 2.4.2: the key with its length, in blocks under MD5 of what was before. */
static void mppe(const char *secret, const uint8_t authenticator[16], const uint8_t salt[2],
                 uint8_t *data, size_t len, bool encipher)
{
    uint8_t last[18], block[16];
    memcpy(last, authenticator, 16);
    memcpy(last + 16, salt, 2);
    for (size_t at = 0; at + 16 <= len; at += 16) {
        const void *parts[] = {secret, last};
        const size_t lens[] = {strlen(secret), at == 0 ? 18u : 16u};
        md5(parts, lens, 2, block);
        if (!encipher) {
            memcpy(last, data + at, 16);
        }
        for (size_t i = 0; i < 16; i++) {
            data[at + i] ^= block[i];
        }
        if (encipher) {
            memcpy(last, data + at, 16);
        }
    }
}

static size_t put_key(uint8_t *out, size_t at, uint8_t type, const struct radius *r,
                      const char *secret, const uint8_t *key, size_t len)
{
    uint8_t value[6 + 2 + 48] = {0, 0, MICROSOFT >> 8, MICROSOFT & 0xff};
    size_t padded = (len + 1 + 15) / 16 * 16;
    value[4] = type;
    value[5] = (uint8_t)(2 + 2 + padded);
    value[6] = (uint8_t)(0x80 | type);
    value[7] = r->id;
    value[8] = (uint8_t)len;
    memcpy(value + 9, key, len);
    mppe(secret, r->authenticator, value + 6, value + 8, padded, true);
    return put(out, at, VENDOR, value, 8 + padded);
}

static size_t put_attributes(const struct radius *r, const char *secret, uint8_t *out)
{
    static const uint8_t loopback[4] = {127, 0, 0, 1}, wireless[4] = {0, 0, 0, 19};
    size_t at = 20;
    if (r->code == RADIUS_ACCESS_REQUEST) {
        at = put(out, at, USER_NAME, r->user, strlen(r->user));
        at = put(out, at, NAS_IP, loopback, 4);
        at = put(out, at, NAS_ID, "extsta", 6);
        at = put(out, at, NAS_PORT_TYPE, wireless, 4);
    }
    for (size_t from = 0; from < r->eap_len; from += 253) {
        size_t len = r->eap_len - from < 253 ? r->eap_len - from : 253;
        at = put(out, at, EAP_MESSAGE, r->eap + from, len);
    }
    if (r->state_len > 0) {
        at = put(out, at, STATE, r->state, r->state_len);
    }
    if (r->recv_key_len > 0) {
        at = put_key(out, at, RECV_KEY, r, secret, r->recv_key, r->recv_key_len);
        at = put_key(out, at, SEND_KEY, r, secret, r->send_key, r->send_key_len);
    }
    return at;
}

static void sign(const char *secret, uint8_t *packet, size_t len, uint8_t *at)
{
    uint8_t mac[16];
    unsigned size = sizeof mac;
    HMAC(EVP_md5(), secret, (int)strlen(secret), packet, len, mac, &size);
    memcpy(at, mac, 16);
}

size_t radius_write(const struct radius *r, const char *secret, uint8_t out[RADIUS_MAX])
{
    static const uint8_t zeros[16];
    out[0] = r->code;
    out[1] = r->id;
    memcpy(out + 4, r->authenticator, 16);
    size_t at = put_attributes(r, secret, out);
    size_t mac = at + 2;
    at = put(out, at, MESSAGE_AUTHENTICATOR, zeros, 16);
    out[2] = (uint8_t)(at >> 8);
    out[3] = (uint8_t)at;
    sign(secret, out, at, out + mac);
    if (r->code != RADIUS_ACCESS_REQUEST) {
        const void *parts[] = {out, secret};
        const size_t lens[] = {at, strlen(secret)};
        uint8_t authenticator[16];
        md5(parts, lens, 2, authenticator);
        memcpy(out + 4, authenticator, 16);
    }
    return at;
}

static bool take_vendor(struct radius *r, const char *secret, const uint8_t *value, size_t len)
{
    uint8_t data[64];
    if (len < 8 + 16 || len > 8 + sizeof data || value[2] != MICROSOFT >> 8 ||
        value[3] != (MICROSOFT & 0xff) || (value[4] != SEND_KEY && value[4] != RECV_KEY)) {
        return true;
    }
    memcpy(data, value + 8, len - 8);
    mppe(secret, r->authenticator, value + 6, data, len - 8, false);
    bool send = value[4] == SEND_KEY;
    if (data[0] > len - 9) {
        return false;
    }
    memcpy(send ? r->send_key : r->recv_key, data + 1, data[0]);
    *(send ? &r->send_key_len : &r->recv_key_len) = data[0];
    return true;
}

static bool take(struct radius *r, const char *secret, uint8_t type, const uint8_t *value,
                 size_t len)
{
    switch (type) {
    case USER_NAME:
        memcpy(r->user, value, len);
        r->user[len] = 0;
        return true;
    case EAP_MESSAGE:
        if (r->eap_len + len > sizeof r->eap) {
            return false;
        }
        memcpy(r->eap + r->eap_len, value, len);
        r->eap_len += len;
        return true;
    case STATE:
        memcpy(r->state, value, len);
        r->state_len = len;
        return true;
    case VENDOR:
        return take_vendor(r, secret, value, len);
    default:
        return true;
    }
}

bool radius_read(struct radius *r, const char *secret, const uint8_t *packet, size_t len,
                 const struct radius *request)
{
    uint8_t copy[RADIUS_MAX], theirs[16];
    memset(r, 0, sizeof *r);
    if (len < 20 || len > sizeof copy || (size_t)(packet[2] << 8 | packet[3]) != len) {
        return false;
    }
    memcpy(copy, packet, len);
    memcpy(r->authenticator, request ? request->authenticator : packet + 4, 16);
    memcpy(copy + 4, r->authenticator, 16);
    r->code = packet[0];
    r->id = packet[1];
    bool is_signed = false;
    for (size_t at = 20; at < len; at += packet[at + 1]) {
        if (at + 2 > len || packet[at + 1] < 2 || at + packet[at + 1] > len ||
            !take(r, secret, packet[at], packet + at + 2, packet[at + 1] - 2u)) {
            return false;
        }
        if (packet[at] == MESSAGE_AUTHENTICATOR && packet[at + 1] == 18) {
            memcpy(theirs, packet + at + 2, 16);
            memset(copy + at + 2, 0, 16);
            is_signed = true;
        }
    }
    uint8_t mac[16];
    sign(secret, copy, len, mac);
    return is_signed && memcmp(mac, theirs, 16) == 0;
}
