/* The security of a network by words (connect_security.h); what goes together says
 * extsta_profile_check. */
#include "connect_security.h"
#include <extsta/windot11.h>
#include <string.h>

static const struct {
    const char *name;
    uint32_t auth, fallback;
} kinds[] = {
    {"wpa2", DOT11_AUTH_ALGO_RSNA_PSK, 0},
    {"wpa3", DOT11_AUTH_ALGO_WPA3_SAE, 0},
    {"wpa2 wpa3", DOT11_AUTH_ALGO_WPA3_SAE, DOT11_AUTH_ALGO_RSNA_PSK},
    {"owe", DOT11_AUTH_ALGO_OWE, 0},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static const char *set_sae(const struct connect_security *s, struct extsta_profile *p)
{
    static const char *const ways[] = {"any", "h2e", "hunt"}; /* enum extsta_sae_pwe */
    size_t way = 0;
    while (s->sae_pwe && way < 3 && strcmp(ways[way], s->sae_pwe) != 0) {
        way++;
    }
    if (way == 3) {
        return "--sae-pwe is any, h2e or hunt";
    }
    p->sae_pwe = (enum extsta_sae_pwe)way;
    if (s->password_id) {
        if (strlen(s->password_id) >= sizeof p->sae_identifier) {
            return "a password identifier has at most 63 octets";
        }
        strcpy(p->sae_identifier, s->password_id);
    }
    return NULL;
}

const char *connect_security_enterprise(const struct connect_security *s, uint32_t *auth)
{
    static const struct {
        const char *name;
        uint32_t auth;
    } ways[] = {{"eap", DOT11_AUTH_ALGO_RSNA},
                {"wpa eap", DOT11_AUTH_ALGO_WPA},
                {"wpa3 eap", DOT11_AUTH_ALGO_WPA3_ENT},
                {"wpa3 eap 192", DOT11_AUTH_ALGO_WPA3_ENT_192}};
    const char *name = s->security ? s->security : ways[0].name;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].name, name) == 0) {
            *auth = ways[i].auth;
            return s->password_id || s->sae_pwe ? "--password-id and --sae-pwe go with WPA3 by "
                                                  "password, not with --eap"
                                                : NULL;
        }
    }
    return "with --eap --security is eap, 'wpa eap', 'wpa3 eap' or 'wpa3 eap 192'";
}

const char *connect_security_set(const struct connect_security *s, struct extsta_profile *p)
{
    size_t i = 0;
    bool has_secret = p->passphrase[0] != 0 || p->has_pmk;
    if (s->security && strcmp(s->security, "owe") == 0) { /* the one kind without a secret */
        if (has_secret) {
            return "--security owe takes neither --passphrase nor --pmk";
        }
        extsta_profile_owe(p);
        return set_sae(s, p);
    }
    if (s->security && !has_secret) {
        return "--security needs a --passphrase or a --pmk";
    }
    while (s->security && i < KINDS && strcmp(kinds[i].name, s->security) != 0) {
        i++;
    }
    if (i == KINDS) {
        return "--security is wpa2, wpa3, 'wpa2 wpa3' or owe";
    }
    if (s->security) {
        p->auth = kinds[i].auth;
        p->fallback_auth = kinds[i].fallback;
    }
    return set_sae(s, p);
}
