/* The one place that knows which characters mislead (plain.h says whom and how). */
#include "plain.h"

size_t plain_character(const uint8_t *p, size_t n, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    /* c0 and c1 could only begin forms that are too long. */
    size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (len == 0 || len > n) {
        return 0;
    }
    uint32_t c = len == 1 ? p[0] : p[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        c = c << 6 | (p[i] & 0x3fu);
    }
    bool surrogate = c >= 0xd800 && c <= 0xdfff;
    *code = c;
    /* Overlong forms would be a second way to write what is refused in the first. */
    return c < least[len] || surrogate || c > 0x10ffff ? 0 : len;
}

/* In order. Default_Ignorable_Code_Point of Unicode 15.1, general categories Cc, Zl, Zp, Co,
 * interlinear annotations and the last two of the basic plane. */
static const struct {
    uint32_t first, last;
} misleading[] = {
    {0x0000, 0x001f},    {0x007f, 0x009f}, {0x00ad, 0x00ad},   {0x034f, 0x034f},
    {0x061c, 0x061c},    {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180b, 0x180f},
    {0x200b, 0x200f},    {0x2028, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},
    {0xe000, 0xf8ff},    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xfffb},    {0xfffe, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
    {0xe0000, 0x10ffff},
};

/* Plain ASCII first: nearly all of it. */
bool plain_misleads(uint32_t code)
{
    if (code >= 0x20 && code < 0x7f) {
        return false;
    }
    size_t i = 0;
    while (code > misleading[i].last) { /* the last range ends where characters do */
        i++;
    }
    return code >= misleading[i].first;
}

size_t plain_length(const uint8_t *p, size_t n)
{
    uint32_t code;
    size_t len = plain_character(p, n, &code);
    return len && !plain_misleads(code) ? len : 0;
}
