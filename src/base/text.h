/* Building text in a buffer of the caller.
 *
 * The core has no stdio. A text is cut at the size of its buffer, is always terminated
 * when there is room for anything at all, and knows the length it wanted. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <extsta/types.h>

struct text {
    char *out; /* the caller's */
    size_t size;
    size_t wanted; /* without the terminator */
};

/* out may be NULL when size is 0: then only the length is found out. */
void text_start(struct text *t, char *out, size_t size);

/* Appends one character; of a text that is cut it is only counted. */
void text_char(struct text *t, char c);
void text_string(struct text *t, const char *s);
/* Without leading zeros. */
void text_decimal(struct text *t, uint64_t value);
/* At least `digits` hexadecimal digits (1..16), lower case, without a prefix. */
void text_hex(struct text *t, uint64_t value, unsigned digits);
/* "02:00:00:00:01:00" */
void text_mac(struct text *t, struct extsta_mac mac);
/* Bytes from the air: printable ASCII as it is, quote and backslash escaped, the rest \xHH. */
void text_bytes(struct text *t, struct extsta_span bytes);

/* Terminates, and returns the length that was wanted (as snprintf does): at least `size`
 * means that the text was cut. */
size_t text_end(struct text *t);

#endif
