/* Keys on the command line (--key, --pmk, --wep, --tk), for explain and watch. */
#ifndef CMD_EXPLAIN_KEYS_H
#define CMD_EXPLAIN_KEYS_H

#include <extsta/explain.h>

enum key_option {
    KEY_PASSPHRASE, /* SSID:PASSPHRASE; a colon in the SSID is written \: */
    KEY_PMK,        /* HEX or SSID:HEX */
    KEY_WEP,        /* HEX, or 5 or 13 characters */
    KEY_TK,         /* HEX */
};

/* Gives a key to the explainer, before its first frame. E_NO_MEMORY, E_USAGE: *why says what is
 * wrong with it, in constant words that do not repeat it: a key must not end up in a log. */
enum extsta_error explain_key_add(struct extsta_explain *x, enum key_option option,
                                  const char *text, const char **why);

#endif
