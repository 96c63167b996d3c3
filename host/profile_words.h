/* The words by which people say what a profile wants, for whoever reads them: arguments of
 * `extsta connect`, the daemon's configuration. One table each; what goes together says
 * extsta_profile_check. */
#ifndef HOST_PROFILE_WORDS_H
#define HOST_PROFILE_WORDS_H

#include <extsta/profile.h>

/* A word and its value in the profile; the last one of a table has no word. */
struct profile_word {
    const char *word;
    unsigned value;
};
extern const struct profile_word profile_pmf_words[];     /* enum extsta_pmf */
extern const struct profile_word profile_ft_words[];      /* enum extsta_ft */
extern const struct profile_word profile_sae_pwe_words[]; /* enum extsta_sae_pwe */
extern const struct profile_word profile_manager_words[]; /* enum extsta_port_manager */
extern const struct profile_word profile_type_words[];    /* DOT11_BSS_TYPE */
extern const struct profile_word profile_method_words[];  /* enum extsta_eap_method */
extern const struct profile_word profile_inner_words[];   /* enum extsta_eap_inner */

/* False: it is none of the table's. */
bool profile_word_find(const struct profile_word *words, const char *text, unsigned *value);
/* "capable, required or off"; cut at `size`. */
void profile_words_list(const struct profile_word *words, char *out, size_t size);

/* What a network asks for to be let in. */
enum profile_needs {
    PROFILE_NEEDS_NOTHING,
    PROFILE_NEEDS_SECRET, /* a passphrase, or its PMK */
    PROFILE_NEEDS_EAP,
};
struct profile_security {
    const char *name; /* "wpa2 wpa3" */
    uint32_t auth, fallback_auth;
    enum profile_needs needs;
};
/* NULL: there is none of this name. */
const struct profile_security *profile_security_find(const char *name);
/* From 0; NULL behind the last. */
const struct profile_security *profile_security_at(size_t i);

#endif
