/* Words of profiles (profile_words.h). */
#include "profile_words.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <string.h>

const struct profile_word profile_pmf_words[] = {{"capable", EXTSTA_PMF_CAPABLE},
                                                 {"required", EXTSTA_PMF_REQUIRED},
                                                 {"off", EXTSTA_PMF_OFF},
                                                 {NULL, 0}};
const struct profile_word profile_ft_words[] = {
    {"air", EXTSTA_FT_AIR}, {"ds", EXTSTA_FT_DS}, {"off", EXTSTA_FT_OFF}, {NULL, 0}};
const struct profile_word profile_sae_pwe_words[] = {
    {"any", EXTSTA_SAE_ANY}, {"h2e", EXTSTA_SAE_H2E}, {"hunt", EXTSTA_SAE_HUNT}, {NULL, 0}};
const struct profile_word profile_manager_words[] = {
    {"os", EXTSTA_MANAGER_OS}, {"miniport", EXTSTA_MANAGER_MINIPORT}, {NULL, 0}};
const struct profile_word profile_type_words[] = {
    {"infrastructure", dot11_BSS_type_infrastructure},
    {"ibss", dot11_BSS_type_independent},
    {NULL, 0}};
const struct profile_word profile_method_words[] = {{"peap", EXTSTA_EAP_PEAP},
                                                    {"ttls", EXTSTA_EAP_TTLS},
                                                    {"tls", EXTSTA_EAP_TLS},
                                                    {"mschapv2", EXTSTA_EAP_MSCHAPV2},
                                                    {NULL, 0}};
const struct profile_word profile_inner_words[] = {
    {"eap-mschapv2", EXTSTA_EAP_INNER_EAP_MSCHAPV2},
    {"mschapv2", EXTSTA_EAP_INNER_MSCHAPV2},
    {"pap", EXTSTA_EAP_INNER_PAP},
    {NULL, 0}};

bool profile_word_find(const struct profile_word *words, const char *text, unsigned *value)
{
    for (; words->word; words++) {
        if (strcmp(words->word, text) == 0) {
            *value = words->value;
            return true;
        }
    }
    return false;
}

void profile_words_list(const struct profile_word *words, char *out, size_t size)
{
    size_t at = 0;
    out[0] = 0;
    for (size_t i = 0; words[i].word && at < size; i++) {
        const char *between = i == 0 ? "" : words[i + 1].word ? ", " : " or ";
        at += (size_t)snprintf(out + at, size - at, "%s%s", between, words[i].word);
    }
}

static const struct profile_security kinds[] = {
    {"open", DOT11_AUTH_ALGO_80211_OPEN, 0, PROFILE_NEEDS_NOTHING},
    {"owe", DOT11_AUTH_ALGO_OWE, 0, PROFILE_NEEDS_NOTHING},
    {"wpa2", DOT11_AUTH_ALGO_RSNA_PSK, 0, PROFILE_NEEDS_SECRET},
    {"wpa3", DOT11_AUTH_ALGO_WPA3_SAE, 0, PROFILE_NEEDS_SECRET},
    {"wpa2 wpa3", DOT11_AUTH_ALGO_WPA3_SAE, DOT11_AUTH_ALGO_RSNA_PSK, PROFILE_NEEDS_SECRET},
    {"eap", DOT11_AUTH_ALGO_RSNA, 0, PROFILE_NEEDS_EAP},
    {"wpa eap", DOT11_AUTH_ALGO_WPA, 0, PROFILE_NEEDS_EAP},
    {"wpa3 eap", DOT11_AUTH_ALGO_WPA3_ENT, 0, PROFILE_NEEDS_EAP},
    {"wpa3 eap 192", DOT11_AUTH_ALGO_WPA3_ENT_192, 0, PROFILE_NEEDS_EAP},
};

const struct profile_security *profile_security_at(size_t i)
{
    return i < sizeof kinds / sizeof *kinds ? &kinds[i] : NULL;
}

const struct profile_security *profile_security_find(const char *name)
{
    const struct profile_security *kind;
    for (size_t i = 0; (kind = profile_security_at(i)); i++) {
        if (strcmp(kind->name, name) == 0) {
            return kind;
        }
    }
    return NULL;
}
