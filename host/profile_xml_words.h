/* The words of a WLAN profile that are not those of extsta's own options (profile_words.h), for the
 * reader (profile_xml.c) and the writer (profile_xml_write.c). Of several words for a value the first
 * is written. */
#ifndef HOST_PROFILE_XML_WORDS_H
#define HOST_PROFILE_XML_WORDS_H

#include "profile_words.h"

#define XML_CIPHER_WEP 0x101u

extern const struct profile_word xml_authentication[]; /* DOT11_AUTH_ALGORITHM */
extern const struct profile_word xml_encryption[];     /* DOT11_CIPHER_ALGORITHM */
extern const struct profile_word xml_connection_type[];
extern const struct profile_word xml_mode[]; /* enabled, disabled */
extern const struct profile_word xml_supplicant_mode[];
/* ours */
extern const struct profile_word xml_cipher[]; /* those that the schema has no word for, too */
extern const struct profile_word xml_group_encryption[], xml_manager[], xml_roam_transition[];
/* Where our elements are. */
#define PROFILE_OWN_NAMESPACE "urn:extsta:profile:v1"

/* The first word for this value, or NULL. */
const char *xml_word_for(const struct profile_word *words, uint32_t value);

#endif
