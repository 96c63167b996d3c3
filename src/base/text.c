/* Text in a buffer of the caller (text.h). What does not fit is counted and not written, so
 * that the caller learns the length it needs. */
#include "base/text.h"
#include <string.h>

void text_start(struct text *t, char *out, size_t size)
{
    t->out = out;
    t->size = size;
    t->wanted = 0;
}

void text_char(struct text *t, char c)
{
    if (t->wanted + 1 < t->size)
        t->out[t->wanted] = c;
    t->wanted++;
}

void text_string(struct text *t, const char *s)
{
    size_t len = strlen(s);
    size_t room = t->size > t->wanted + 1 ? t->size - t->wanted - 1 : 0;

    if (room)
        memcpy(t->out + t->wanted, s, len < room ? len : room);
    t->wanted += len;
}

void text_decimal(struct text *t, uint64_t value)
{
    char digits[20]; /* UINT64_MAX has 20 */
    size_t n = 0;

    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (n)
        text_char(t, digits[--n]);
}

void text_hex(struct text *t, uint64_t value, unsigned digits)
{
    while (digits < 16 && value >> (4 * digits))
        digits++;
    while (digits)
        text_char(t, "0123456789abcdef"[(value >> (4 * --digits)) & 15]);
}

void text_mac(struct text *t, struct extsta_mac mac)
{
    for (size_t i = 0; i < sizeof(mac.b); i++) {
        if (i)
            text_char(t, ':');
        text_hex(t, mac.b[i], 2);
    }
}

void text_bytes(struct text *t, struct extsta_span bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t b = bytes.data[i];

        if (b >= 0x20 && b < 0x7f) {
            if (b == '"' || b == '\\')
                text_char(t, '\\');
            text_char(t, (char)b);
        } else {
            text_string(t, "\\x");
            text_hex(t, b, 2);
        }
    }
}

size_t text_end(struct text *t)
{
    if (t->size)
        t->out[t->wanted < t->size ? t->wanted : t->size - 1] = '\0';
    return t->wanted;
}
