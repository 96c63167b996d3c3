/* What may be shown to a reader as it is. SSIDs, names of profiles and files come from anybody:
 * a character that steers a terminal, turns the direction of writing, ends a line or is not
 * seen at all makes one thing look like another. Text, JSON and the report all ask here, and
 * each shows such a character in its own way. */
#ifndef TELL_PLAIN_H
#define TELL_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character of UTF-8 (RFC 3629) at p, where n > 0 octets are: its number in *code.
 * Returns its octets, 0 when there is none. */
size_t plain_character(const uint8_t *p, size_t n, uint32_t *code);
/* Whether a character misleads: controls (C0, DEL, C1), line and paragraph separators,
 * directional marks, overrides and isolates, what Unicode calls default-ignorable (not seen),
 * private and not characters at all. */
bool plain_misleads(uint32_t code);
/* Octets of the character at p if it may be shown as it is; 0: it misleads, or is none. */
size_t plain_length(const uint8_t *p, size_t n);

#endif
