/* The options of `extsta connect` for a network of 802.1X: who one is, and whom one trusts. Files
 * are read into memory, and wiped with the rest when the command ends. */
#ifndef CMD_EAP_OPTIONS_H
#define CMD_EAP_OPTIONS_H

#include "command.h"
#include <extsta/profile.h>

/* As given; NULL: not. */
struct eap_arguments {
    const char *method, *inner, *identity, *anonymous, *password, *password_file;
    const char *ca, *certificate, *key, *key_passphrase, *domain;
    bool verify_off;
};

#define EAP_FILES 4
struct eap_options {
    struct extsta_eap eap;
    char *files[EAP_FILES]; /* what was read */
    size_t sizes[EAP_FILES];
    size_t count;
};

/* Whether any of them was given. */
bool eap_is_given(const struct eap_arguments *a);
/* Reads them; on an error the message is out, and EXIT_USAGE or EXIT_INPUT. */
int eap_options_take(struct eap_options *o, const struct command *command,
                     const struct eap_arguments *a);
/* Wipes what was read. Also of a zeroed one. */
void eap_options_free(struct eap_options *o);

#endif
