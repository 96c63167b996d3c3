/* extsta connect: what --security and the options beside it make of a profile. */
#ifndef CMD_CONNECT_SECURITY_H
#define CMD_CONNECT_SECURITY_H

#include <extsta/profile.h>

/* As given on the command line; NULL: not given. */
struct connect_security {
    const char *security;    /* --security */
    const char *password_id; /* --password-id */
    const char *sae_pwe;     /* --sae-pwe */
};

/* Changes a profile of --ssid. NULL, or what is wrong, a sentence. */
const char *connect_security_set(const struct connect_security *s, struct extsta_profile *p);
/* The same with --eap: the algorithm of 802.1X in *auth. */
const char *connect_security_enterprise(const struct connect_security *s, uint32_t *auth);

#endif
