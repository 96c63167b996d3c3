/* WLAN profiles: the WLANProfile v1 XML of Windows (as netsh exports it with key=clear), read
 * with libxml2 into the values of extsta/profile.h, and written. For `extsta connect --profile`,
 * `extsta profile`, connect{profile=} of a scenario, and whoever keeps networks in files. What the
 * schema has no word for stands in elements of our own, most of them below <extsta>
 * (PROFILE_OWN_NAMESPACE, profile_xml_words.h): other readers pass over them. */
#ifndef HOST_PROFILE_XML_H
#define HOST_PROFILE_XML_H

#include <extsta/profile.h>

#define PROFILE_EAP_TEXTS 8

/* A profile and the strings it points to. */
struct profile_xml {
    struct extsta_profile profile;
    char *ihv_connectivity, *ihv_security; /* XML fragments, owned */
    char *eap_texts[PROFILE_EAP_TEXTS];    /* of 802.1X, owned */
};

/* Reads a file. False: `why` says what is wrong and where (file, line). Network access
 * and external entities are off; a file over 1 MiB is refused. What the file said of keys is
 * wiped, but for the profile itself: profile_xml_free. */
bool profile_xml_read(const char *path, struct profile_xml *out, char *why, size_t size);
/* The same of a text in memory, borrowed for the call; `name` stands for the file in messages. */
bool profile_xml_parse(const char *name, struct extsta_span text, struct profile_xml *out,
                       char *why, size_t size);
void profile_xml_free(struct profile_xml *p);

/* The profile as XML, which reads back as the same profile; without secrets it lacks passphrases,
 * keys and passwords, and does not read back where there are any. For profile_xml_text_free. NULL:
 * `why` says what XML has no way to say (a control character in a passphrase), or no memory. */
char *profile_xml_write(const struct extsta_profile *profile, bool secrets, char *why,
                        size_t size);
/* Wipes and frees it; NULL is fine. */
void profile_xml_text_free(char *text);

#endif
