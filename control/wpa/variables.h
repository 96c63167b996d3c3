/* Variables of wpa_supplicant's vocabulary: those of a network block (SET_NETWORK,
 * GET_NETWORK), and those of an interface (SET, GET). One table for each says which there are,
 * what values they take and how these are printed (variables_table.h); options.h says what they
 * mean to a station.
 *
 * A set of variables keeps what was said as canonical texts, as wpa_supplicant 2.10 prints
 * them. What wpa_supplicant knows and a station here cannot do is refused, with the reason as
 * text; nothing is accepted and passed over. Secrets are wiped when they are replaced or freed.
 */
#ifndef CONTROL_WPA_VARIABLES_H
#define CONTROL_WPA_VARIABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wpa_variables;

enum wpa_variables_of {
    WPA_OF_NETWORK,   /* a network block */
    WPA_OF_INTERFACE, /* what stands outside of blocks */
};
enum wpa_answer {
    WPA_DONE,
    WPA_UNKNOWN, /* wpa_supplicant has no variable of this name either */
    WPA_BAD,     /* no value of this variable */
    WPA_REFUSED, /* wpa_supplicant takes it; here it cannot be done */
    WPA_NO_MEMORY,
};
#define WPA_WHY 256 /* octets that a reason takes, with its zero */

/* All of them unset. NULL: no memory. */
struct wpa_variables *wpa_variables_new(enum wpa_variables_of of);
/* Wipes and frees. NULL is fine. */
void wpa_variables_free(struct wpa_variables *v);

/* Sets one to a value as SET_NETWORK and a network block have it: "text", P"text with escapes",
 * hexadecimal, numbers, lists; NULL unsets a string. All but WPA_DONE: nothing has changed, and
 * `why` says what is wrong, in one line without the value of a secret. To a client all of these
 * are FAIL. */
enum wpa_answer wpa_variables_set(struct wpa_variables *v, const char *name, const char *value,
                                  char *why, size_t size);
/* As GET_NETWORK and GET print it: its value, or the value it has unset; of a secret "*".
 * Without a final zero or newline the reply is these octets. False (FAIL): no such variable, it
 * has no value, or it does not fit. */
bool wpa_variables_get(const struct wpa_variables *v, const char *name, char *out, size_t size);
/* What was said, secrets too, for a file (SAVE_CONFIG) and for options.c; borrowed until it is
 * set again. NULL: nothing was. */
const char *wpa_variables_said(const struct wpa_variables *v, const char *name);
/* A number as it is, or as it is unset. */
long wpa_variables_number(const struct wpa_variables *v, const char *name);
/* The octets of a string (an SSID, say), at most `max`; their number. 0: it is not set. */
size_t wpa_variables_octets(const struct wpa_variables *v, const char *name, uint8_t *out,
                            size_t max);
/* The names in the order of the table, those that wpa_supplicant knows and that are refused
 * here among them; NULL behind the last. */
const char *wpa_variables_name(enum wpa_variables_of of, size_t i);
/* The lines of DUMP: name=value, "null" where there is none. The length, cut where `size` ends.
 */
size_t wpa_variables_dump(const struct wpa_variables *v, char *out, size_t size);

#endif
