/* The tables behind variables.h: one row for each variable that wpa_supplicant 2.10 knows, in
 * its order. Names, kinds, ranges and the values of what is unset are facts about that program
 * (found by asking it; tests/cli/wpa_variables.py asks again); what is refused is a fact about
 * this one. */
#ifndef CONTROL_WPA_VARIABLES_TABLE_H
#define CONTROL_WPA_VARIABLES_TABLE_H

#include "variables.h"

enum wpa_kind {
    WPA_KIND_STRING,    /* octets: "text", P"text\n", hexadecimal; NULL unsets it */
    WPA_KIND_TEXT,      /* the same, without an octet of zero */
    WPA_KIND_INT,       /* decimal, 0x, 0; within low and high */
    WPA_KIND_WORDS,     /* a set of words, printed in the table's order */
    WPA_KIND_METHODS,   /* a list of words in an order of its own */
    WPA_KIND_ADDRESS,   /* an address; "any" unsets it */
    WPA_KIND_ADDRESSES, /* several, each with a mask behind a slash if need be */
    WPA_KIND_NUMBERS,   /* whole numbers greater than 0 */
    WPA_KIND_PSK,       /* "passphrase" or 64 digits */
    WPA_KIND_PASSWORD,  /* a string, or hash:32 digits */
    WPA_KIND_WEP,       /* a string that is a key */
    WPA_KIND_RAW,       /* the rest of the line as it is */
    WPA_KIND_COUNTRY,   /* two characters */
    WPA_KIND_ANY,       /* refused whatever it says */
};

/* A word of a set. */
struct wpa_word {
    const char *text;
    const char *printed; /* as what it is kept; NULL: as itself; "": not at all */
    const char *refused; /* NULL: it can be done */
};

struct wpa_variable {
    const char *name;
    enum wpa_kind kind;
    const char *unset; /* what it is as long as nothing was said; NULL: nothing */
    bool secret;
    int low, high;                /* of a number; of a text: its lengths, where high is not 0 */
    const struct wpa_word *words; /* behind the last: NULL */
    /* Why it cannot be done here; NULL: it can. What it is unset may be said in any case, and
     * of numbers what lies from ok_low to ok_high. */
    const char *refused;
    int ok_low, ok_high;
    /* Refused, and yet without weight: which networks are entered, and how they are protected,
     * is the same without it. */
    bool aside;
    const char *as; /* the name under which it is kept, of an older one for the same */
};

extern const struct wpa_variable wpa_network_table[], wpa_interface_table[];
extern const size_t wpa_network_count, wpa_interface_count;

/* Reads a value and makes the text of it that is kept; `out` is empty where it unsets the
 * variable (*unsets). WPA_BAD, WPA_REFUSED: `why` has the words. */
enum wpa_answer wpa_value_read(const struct wpa_variable *row, const char *value, char *out,
                               size_t out_size, bool *unsets, char *why, size_t size);
/* The octets of a string as it is kept; at most `max`. -1: it has more. */
long wpa_value_octets(const char *kept, uint8_t *out, size_t max);

/* The row of a name, of the newer one where it is an older one; NULL: there is none. */
const struct wpa_variable *wpa_variable_find(enum wpa_variables_of of, const char *name);

#define WPA_VALUE_MAX 4096 /* octets of a text that is kept, with its zero */

#endif
