/* Arguments of the command line, read strictly: the whole text or nothing. All return false for
 * anything else; what they point out is then not to be used. */
#ifndef CMD_ARGUMENTS_H
#define CMD_ARGUMENTS_H

#include "channels.h"

/* "12", "0.5": seconds, more than 0, at most a year. */
bool argument_seconds(const char *text, double *seconds);
/* A decimal number from `min` to `max`. */
bool argument_number(const char *text, uint64_t min, uint64_t max, uint64_t *value);
/* "02:00:00:00:00:01" */
bool argument_mac(const char *text, struct extsta_mac *mac);
/* Exactly `len` octets in hexadecimal. */
bool argument_hex(const char *text, uint8_t *out, size_t len);

/* "1,6,36": the dual-band radio with these channels; NULL: with all of them. False: no such
 * list, a channel twice, or one that the radio does not have. `out` points into itself: it must
 * not be moved. */
bool argument_channels(const char *text, struct channel_caps *out);

#endif
