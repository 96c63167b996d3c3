/* WLAN profiles: the WLANProfile v1 XML of Windows (as netsh exports it with key=clear), read
 * with libxml2 into the values of extsta/profile.h. For `extsta connect --profile` and
 * connect{profile=} of a scenario. */
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
void profile_xml_free(struct profile_xml *p);

#endif
