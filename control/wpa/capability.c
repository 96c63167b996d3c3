/* GET_CAPABILITY: what the station can do, as its driver says (OIDs of supported algorithms).
 */
#include "command.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

/* Pairs of algorithms the driver has, as bits: of ciphers by their number, of authentication
 * too. */
struct abilities {
    uint32_t ciphers, auths;
};

static struct abilities abilities_of(struct wpa_call *call, uint32_t oid)
{
    struct abilities a = {0, 0};
    uint8_t *buffer;
    size_t len;
    struct extsta_payload list, entry;
    if (!wpa_oid_query(call->station, call->now, oid, &buffer, &len)) {
        return a;
    }
    bool read = extsta_payload_read(EXTSTA_FORM_AUTH_CIPHER_PAIR_LIST,
                                    (struct extsta_span){buffer, len}, &list);
    struct extsta_part rest = list.list.entries;
    while (read && extsta_payload_next(&rest, &entry)) {
        if (entry.pair.cipher < 32) {
            a.ciphers |= 1u << entry.pair.cipher;
        } else if (entry.pair.cipher == DOT11_CIPHER_ALGO_WEP) {
            a.ciphers |= 1u << DOT11_CIPHER_ALGO_WEP40 | 1u << DOT11_CIPHER_ALGO_WEP104;
        }
        if (entry.pair.auth < 32) {
            a.auths |= 1u << entry.pair.auth;
        }
    }
    free(buffer);
    return a;
}

struct word {
    uint32_t mask; /* any of these bits */
    const char *text;
};

static void add_words(struct wpa_reply *r, const struct word *words, size_t count,
                      uint32_t bits)
{
    const char *between = "";
    for (size_t i = 0; i < count; i++) {
        if (bits & words[i].mask) {
            (void)wpa_reply_add(r, "%s%s", between, words[i].text);
            between = " ";
        }
    }
}

static const struct word cipher_words[] = {
    {1u << DOT11_CIPHER_ALGO_CCMP_256, "CCMP-256"},
    {1u << DOT11_CIPHER_ALGO_GCMP_256, "GCMP-256"},
    {1u << DOT11_CIPHER_ALGO_CCMP, "CCMP"},
    {1u << DOT11_CIPHER_ALGO_GCMP, "GCMP"},
    {1u << DOT11_CIPHER_ALGO_TKIP, "TKIP"},
    {1u << DOT11_CIPHER_ALGO_WEP104, "WEP104"},
    {1u << DOT11_CIPHER_ALGO_WEP40, "WEP40"},
};
#define PAIRWISE_WORDS 5u /* WEP is a group cipher only, as its keys are everybody's */

static const struct word auth_words[] = {
    {1u << DOT11_AUTH_ALGO_80211_OPEN, "NONE"},
    {1u << DOT11_AUTH_ALGO_WPA | 1u << DOT11_AUTH_ALGO_RSNA, "WPA-EAP"},
    {1u << DOT11_AUTH_ALGO_WPA_PSK | 1u << DOT11_AUTH_ALGO_RSNA_PSK, "WPA-PSK"},
    {1u << DOT11_AUTH_ALGO_WPA3_ENT_192, "WPA-EAP-SUITE-B-192"},
    {1u << DOT11_AUTH_ALGO_OWE, "OWE"},
    {1u << DOT11_AUTH_ALGO_RSNA_PSK, "FT-PSK"},
    {1u << DOT11_AUTH_ALGO_RSNA, "FT-EAP"},
    {1u << DOT11_AUTH_ALGO_WPA3_SAE, "SAE"},
};

static const struct word proto_words[] = {
    {1u << DOT11_AUTH_ALGO_RSNA | 1u << DOT11_AUTH_ALGO_RSNA_PSK, "RSN"},
    {1u << DOT11_AUTH_ALGO_WPA | 1u << DOT11_AUTH_ALGO_WPA_PSK, "WPA"},
};

static const struct word auth_alg_words[] = {
    {1u << DOT11_AUTH_ALGO_80211_OPEN, "OPEN"},
    {1u << DOT11_AUTH_ALGO_80211_SHARED_KEY, "SHARED"},
    {1u << DOT11_AUTH_ALGO_WPA3_SAE, "SAE"},
};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static unsigned channel_number(unsigned freq)
{
    if (freq == 2484) {
        return 14;
    }
    if (freq < 2484) {
        return (freq - 2407) / 5;
    }
    return freq < 5950 ? (freq - 5000) / 5 : (freq - 5950) / 5;
}

/* A PHY's channels, in one line or one each. */
static void add_channels(struct wpa_reply *r, const struct extsta_phy_caps *phy, bool freqs)
{
    bool five = phy->freq_count && phy->freqs[0] > 4000;
    const char *mode = five ? "A" : phy->type == 5 ? "B" : "G";
    (void)wpa_reply_add(r, "Mode[%s] Channels:%s", mode, freqs ? "\n" : "");
    for (size_t i = 0; i < phy->freq_count; i++) {
        unsigned freq = phy->freqs[i];
        if (freqs) {
            (void)wpa_reply_add(r, " %u = %u MHz\n", channel_number(freq), freq);
        } else {
            (void)wpa_reply_add(r, " %u", channel_number(freq));
        }
    }
    (void)wpa_reply_add(r, "\n");
}

static bool channels(struct wpa_call *call, bool freqs)
{
    const struct extsta_radio_caps *caps = service_station_caps(call->station->s);
    for (size_t i = 0; i < caps->phy_count; i++) {
        add_channels(call->reply, &caps->phys[i], freqs);
    }
    return true;
}

static bool capability(struct wpa_call *call, const char *name)
{
    struct wpa_reply *r = call->reply;
    struct abilities pairwise = abilities_of(call, OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR);
    if (strcmp(name, "eap") == 0) {
        return wpa_reply_add(r, "TLS MSCHAPV2 PEAP TTLS");
    }
    if (strcmp(name, "pairwise") == 0) {
        add_words(r, cipher_words, PAIRWISE_WORDS, pairwise.ciphers);
    } else if (strcmp(name, "group") == 0) {
        add_words(r, cipher_words, COUNT(cipher_words),
                  abilities_of(call, OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR).ciphers);
    } else if (strcmp(name, "group_mgmt") == 0) {
        return wpa_reply_add(r, "AES-128-CMAC BIP-GMAC-128 BIP-GMAC-256 BIP-CMAC-256");
    } else if (strcmp(name, "key_mgmt") == 0) {
        add_words(r, auth_words, COUNT(auth_words), pairwise.auths);
    } else if (strcmp(name, "proto") == 0) {
        add_words(r, proto_words, COUNT(proto_words), pairwise.auths);
    } else if (strcmp(name, "auth_alg") == 0) {
        add_words(r, auth_alg_words, COUNT(auth_alg_words), pairwise.auths);
    } else if (strcmp(name, "sae") == 0 && pairwise.auths & 1u << DOT11_AUTH_ALGO_WPA3_SAE) {
        return wpa_reply_add(r, "H2E");
    } else if (strcmp(name, "channels") == 0 || strcmp(name, "freq") == 0) {
        return channels(call, *name == 'f');
    } else if (strcmp(name, "modes") == 0) {
        return wpa_reply_add(r, "IBSS");
    } else if (strcmp(name, "tdls") == 0) {
        return wpa_reply_add(r, "UNSUPPORTED\n");
    } else {
        return false;
    }
    return true;
}

void wpa_get_capability(struct wpa_call *call, char *rest)
{
    const char *name = wpa_word(&rest);
    if (!name || !capability(call, name)) {
        wpa_reply_fail(call->reply);
    }
}
