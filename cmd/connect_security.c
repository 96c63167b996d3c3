/* The security of a network by words (connect_security.h); what goes together says
 * extsta_profile_check. */
#include "connect_security.h"
#include "profile_words.h"
#include <string.h>

static const char *set_sae(const struct connect_security *s, struct extsta_profile *p)
{
    unsigned way = EXTSTA_SAE_ANY;
    if (s->sae_pwe && !profile_word_find(profile_sae_pwe_words, s->sae_pwe, &way)) {
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
    const struct profile_security *kind =
        profile_security_find(s->security ? s->security : "eap");
    if (kind && kind->needs == PROFILE_NEEDS_EAP) {
        *auth = kind->auth;
        return s->password_id || s->sae_pwe ? "--password-id and --sae-pwe go with WPA3 by "
                                              "password, not with --eap"
                                            : NULL;
    }
    return "with --eap --security is eap, 'wpa eap', 'wpa3 eap' or 'wpa3 eap 192'";
}

const char *connect_security_set(const struct connect_security *s, struct extsta_profile *p)
{
    const struct profile_security *kind =
        s->security ? profile_security_find(s->security) : NULL;
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
    if (s->security && (!kind || kind->needs != PROFILE_NEEDS_SECRET)) {
        return "--security is wpa2, wpa3, 'wpa2 wpa3' or owe";
    }
    if (kind) {
        p->auth = kind->auth;
        p->fallback_auth = kind->fallback_auth;
    }
    return set_sae(s, p);
}
