/* Texts to keys: see explain_keys.h. */
#include "explain_keys.h"
#include <string.h>

#define KEY_MAX 64u /* octets of the longest, a PMK of 512 bits */

/* Splits at the first colon that no backslash precedes; copies the part before it without
 * the backslashes. NULL: there is none, or the part is over 32 octets. */
static const char *split_ssid(const char *text, uint8_t ssid[32], size_t *len)
{
    *len = 0;
    for (; *text && *text != ':'; text++) {
        if (*text == '\\' && (text[1] == ':' || text[1] == '\\')) {
            text++;
        }
        if (*len == 32) {
            return NULL;
        }
        ssid[(*len)++] = (uint8_t)*text;
    }
    return *text == ':' ? text + 1 : NULL;
}

static int digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Hexadecimal digits to octets; 0 when it is anything else. */
static size_t from_hex(const char *text, uint8_t out[KEY_MAX])
{
    size_t n = strlen(text);
    if (n % 2 || n / 2 > KEY_MAX) {
        return 0;
    }
    for (size_t i = 0; i < n / 2; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return 0;
        }
        out[i] = (uint8_t)(high << 4 | low);
    }
    return n / 2;
}

static struct extsta_span bytes(const void *p, size_t n)
{
    return (struct extsta_span){p, n};
}

/* The words for the error of the explainer. */
static enum extsta_error result(enum extsta_error error, const char *wrong, const char **why)
{
    bool refused = error == EXTSTA_E_NO_MEMORY || error == EXTSTA_E_CRYPTO;
    *why = refused ? "finds no memory" : wrong;
    return refused ? EXTSTA_E_NO_MEMORY : error;
}

static enum extsta_error add_passphrase(struct extsta_explain *x, const char *text,
                                        const char **why)
{
    uint8_t ssid[32];
    size_t ssid_len;
    const char *pass = split_ssid(text, ssid, &ssid_len);
    if (!pass) {
        *why = "is not SSID:PASSPHRASE (SSID of at most 32 octets; a colon in it as \\:)";
        return EXTSTA_E_USAGE;
    }
    return result(
        extsta_explain_passphrase(x, bytes(ssid, ssid_len), bytes(pass, strlen(pass))),
        "has a passphrase that is not 8 to 63 characters long", why);
}

/* With a colon there is an SSID before it; hexadecimal digits have none. */
static enum extsta_error add_pmk(struct extsta_explain *x, const char *text, const char **why)
{
    uint8_t ssid[32], key[KEY_MAX];
    size_t ssid_len = 0;
    const char *hex = strchr(text, ':') ? split_ssid(text, ssid, &ssid_len) : text;
    size_t n = hex ? from_hex(hex, key) : 0;
    if (n == 0) {
        *why = "is not HEX or SSID:HEX";
        return EXTSTA_E_USAGE;
    }
    enum extsta_error error =
        result(extsta_explain_pmk(x, bytes(ssid, ssid_len), bytes(key, n)),
               "is not 16 to 64 octets long", why);
    memset(key, 0, sizeof key);
    return error;
}

/* Hexadecimal if it gives one of the three lengths, else the characters themselves. */
static enum extsta_error add_wep(struct extsta_explain *x, const char *text, const char **why)
{
    uint8_t key[KEY_MAX];
    size_t n = from_hex(text, key), len = strlen(text);
    if (n != 5 && n != 13 && n != 16 && (len == 5 || len == 13 || len == 16)) {
        n = len;
        memcpy(key, text, len);
    }
    return result(extsta_explain_wep(x, bytes(key, n)),
                  "is not a WEP key: 10 or 26 hexadecimal digits, or 5 or 13 characters", why);
}

static enum extsta_error add_tk(struct extsta_explain *x, const char *text, const char **why)
{
    uint8_t key[KEY_MAX];
    size_t n = from_hex(text, key);
    return result(extsta_explain_tk(x, bytes(key, n)),
                  "is not a temporal key: 32 or 64 hexadecimal digits", why);
}

enum extsta_error explain_key_add(struct extsta_explain *x, enum key_option option,
                                  const char *text, const char **why)
{
    switch (option) {
    case KEY_PASSPHRASE:
        return add_passphrase(x, text, why);
    case KEY_PMK:
        return add_pmk(x, text, why);
    case KEY_WEP:
        return add_wep(x, text, why);
    case KEY_TK:
        return add_tk(x, text, why);
    }
    *why = "is of no known kind";
    return EXTSTA_E_USAGE;
}
