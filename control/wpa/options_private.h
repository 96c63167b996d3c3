/* Between options.c, which makes a profile of a network block, and options_eap.c, which makes
 * its part of 802.1X. */
#ifndef CONTROL_WPA_OPTIONS_PRIVATE_H
#define CONTROL_WPA_OPTIONS_PRIVATE_H

#include "options.h"
#include "variables_table.h"

/* Ways of getting keys. */
enum kind { KIND_OPEN, KIND_PSK, KIND_SAE, KIND_OWE, KIND_EAP, KIND_EAP_192, KINDS };

struct making {
    struct wpa_options *out;
    struct extsta_profile *profile; /* out's */
    const struct wpa_variables *network, *interface;
    enum kind kind;
    bool with_psk;        /* SAE, and WPA2 beside it */
    bool before_standard; /* proto=WPA alone */
    bool refused, no_memory;
    char *why;
    size_t size;
};

/* Keeps the first reason. Always false. */
bool options_refuse(struct making *m, const char *what);
/* What the block says; NULL: nothing. */
const char *options_said(const struct making *m, const char *name);
/* Whether one of the words, with blanks between them, is this. */
bool options_has_word(const char *words, const char *word);
/* Room for octets that live as long as the options, all zero; NULL: refused. */
char *options_keep(struct making *m, size_t size);
/* 802.1X. False: refused. */
bool options_take_eap(struct making *m);

#endif
