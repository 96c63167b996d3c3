/* Arguments of the command line, read strictly: the whole text or nothing. All return false for
 * anything else; what they point out is then not to be used. */
#ifndef CMD_ARGUMENTS_H
#define CMD_ARGUMENTS_H

#include <extsta/radio.h>

/* "12", "0.5": seconds, more than 0, at most a year. */
bool argument_seconds(const char *text, double *seconds);
/* A decimal number from `min` to `max`. */
bool argument_number(const char *text, uint64_t min, uint64_t max, uint64_t *value);
/* "02:00:00:00:00:01" */
bool argument_mac(const char *text, struct extsta_mac *mac);
/* Exactly `len` octets in hexadecimal. */
bool argument_hex(const char *text, uint8_t *out, size_t len);

#define ARGUMENT_CHANNELS 64u /* of a PHY, at most */

/* A radio with fewer channels; what `caps` points to is beside it. */
struct argument_caps {
    struct extsta_radio_caps caps;
    struct extsta_phy_caps phys[2];
    uint16_t freqs[2][ARGUMENT_CHANNELS];
};
/* "1,6,36": the dual-band radio with these channels; NULL: with all of them. False: no such
 * list, a channel twice, or one that the radio does not have. `out` points into itself: it must
 * not be moved. */
bool argument_channels(const char *text, struct argument_caps *out);

#endif
