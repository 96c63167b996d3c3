/* How an association is secured, as people say it: "WPA3-SAE, PMF", "WPA3-Enterprise 192-bit",
 * "WPA2-PSK, TKIP" (extsta_secured_text), for the sentence of a join (story_text.c). By the AKM
 * that the station asked for; where that was not seen, by what the BSS offers. */
#include <extsta/explain.h>

#include "base/names.h"
#include "base/text.h"
#include "crypto/suites.h"
#include "wire/rsn_element.h"

#define FT " with fast transition"

/* Where no AKM is known, and where there is none. */
static const char *const by_offer[] = {
    [EXTSTA_SECURED_UNKNOWN] = "",
    [EXTSTA_SECURED_OPEN] = "open network",
    [EXTSTA_SECURED_WEP] = "WEP",
    [EXTSTA_SECURED_WEP_SHARED_KEY] = "WEP with Shared Key authentication",
    [EXTSTA_SECURED_WPA] = "WPA",
    [EXTSTA_SECURED_RSN] = "RSN",
    [EXTSTA_SECURED_PSK] = "WPA2-PSK",
    [EXTSTA_SECURED_PSK_FT] = "WPA2-PSK" FT,
    [EXTSTA_SECURED_8021X] = "WPA2-Enterprise",
    [EXTSTA_SECURED_8021X_FT] = "WPA2-Enterprise" FT,
    [EXTSTA_SECURED_SAE] = "WPA3-SAE",
    [EXTSTA_SECURED_SAE_FT] = "WPA3-SAE" FT,
    [EXTSTA_SECURED_SAE_CACHED] = "WPA3-SAE with a cached PMK",
    [EXTSTA_SECURED_OWE] = "OWE",
    [EXTSTA_SECURED_FILS] = "FILS",
};

/* By the type of the suite (802.11-2024 table 9-190): Wi-Fi Alliance's names where they have
 * one. 5 is of WPA2 without PMF. */
static const char *const by_akm[] = {
    [1] = "WPA2-Enterprise",
    [2] = "WPA2-PSK",
    [3] = "WPA2-Enterprise" FT,
    [4] = "WPA2-PSK" FT,
    [5] = "WPA3-Enterprise",
    [6] = "WPA2-PSK with SHA-256",
    [8] = "WPA3-SAE",
    [9] = "WPA3-SAE" FT,
    [11] = "Suite B 128-bit",
    [12] = "WPA3-Enterprise 192-bit",
    [13] = "WPA3-Enterprise 192-bit" FT,
    [14] = "FILS with SHA-256",
    [15] = "FILS with SHA-384",
    [16] = "FILS with SHA-256 and fast transition",
    [17] = "FILS with SHA-384 and fast transition",
    [18] = "OWE",
    [19] = "WPA2-PSK with SHA-384 and fast transition",
    [20] = "WPA2-PSK with SHA-384",
    [22] = "WPA3-Enterprise with SHA-384 and fast transition",
    [23] = "WPA3-Enterprise with SHA-384",
    [24] = "WPA3-SAE-EXT-KEY",
    [25] = "WPA3-SAE-EXT-KEY" FT,
};

static const char *name_of(const struct extsta_story *s)
{
    const struct extsta_story_context *context = &s->context;
    unsigned type = context->akm & 0xff;
    const char *name = NULL;
    if (context->akm == AKM_8021X_SHA256 && !context->pmf) {
        return "WPA2-Enterprise with SHA-256";
    }
    if (context->akm >> 8 == SUITE_RSN(0) >> 8) {
        name = NAME_AT(by_akm, type, NULL);
    } else if (context->akm >> 8 == SUITE_WPA(0) >> 8) {
        name = type == 1 ? "WPA-Enterprise" : type == 2 ? "WPA-PSK" : NULL;
    }
    return name ? name : NAME_AT(by_offer, s->security, "");
}

/* CCMP is the rule, GCMP-256 that of 192 bits. */
static bool is_usual(uint32_t akm, uint32_t cipher)
{
    bool bits_192 = akm == AKM_SUITE_B_192 || akm == AKM_FT_8021X_384;
    return cipher == (bits_192 ? CIPHER_GCMP_256 : CIPHER_CCMP);
}

static void put_cipher(struct text *t, const char *before, uint32_t cipher)
{
    const char *name = suites_cipher_name(cipher);
    if (name) {
        text_string(t, before);
        text_string(t, name);
    }
}

size_t extsta_secured_text(const struct extsta_story *story, char *out, size_t size)
{
    const struct extsta_story_context *context = &story->context;
    struct text t;
    text_start(&t, out, size);
    text_string(&t, name_of(story));
    if (context->akm && story->security == EXTSTA_SECURED_SAE_CACHED) {
        text_string(&t, " with a cached PMK");
    }
    if (context->pairwise && !is_usual(context->akm, context->pairwise)) {
        put_cipher(&t, ", ", context->pairwise);
    }
    if (context->group && context->group != context->pairwise) {
        put_cipher(&t, ", group ", context->group);
    }
    text_string(&t, context->pmf ? ", PMF" : "");
    return text_end(&t);
}
