/* UTF-8 (RFC 3629) and the marks in octets: what the writer and the reader of a log share. */
#ifndef LOG_UTF8_H
#define LOG_UTF8_H

#include <extsta/types.h>

/* Stands for octets that are withheld; behind it their number and '>'. */
#define SECRET_MARK "<secret:"

/* The character at the front of the text, which is taken off. What is not UTF-8 is one octet,
 * and UTF8_NONE. */
#define UTF8_NONE UINT32_MAX
uint32_t utf8_take(struct extsta_span *text);
/* Whether all of it is UTF-8. */
bool utf8_valid(struct extsta_span text);
/* Writes a character that is a Unicode scalar value, at most 4 octets; returns how many. */
size_t utf8_put(uint8_t *out, uint32_t code);

#endif
