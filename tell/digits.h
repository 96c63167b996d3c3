/* Decimal numbers without printf: a capture has a million of them. */
#ifndef TELL_DIGITS_H
#define TELL_DIGITS_H

#include <stdint.h>

#define DIGITS_MAX 20 /* of UINT64_MAX */

/* Writes `value` with at least `least` digits (at most DIGITS_MAX) to `out`, which has room for
 * them; no terminator. Returns where it ends. */
char *digits(char *out, uint64_t value, unsigned least);

#endif
