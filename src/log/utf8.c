/* Characters of names in a log (utf8.h). Overlong forms and surrogates are refused: they would
 * be a second way to write the same. */
#include "log/utf8.h"

uint32_t utf8_take(struct extsta_span *text)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint8_t lead = *text->data;
    size_t len = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code = len == 1 ? lead : lead & (0x7fu >> len);
    bool valid = len != 0 && len <= text->len;
    for (size_t i = 1; valid && i < len; i++) {
        valid = (text->data[i] & 0xc0) == 0x80;
        code = code << 6 | (text->data[i] & 0x3fu);
    }
    valid = valid && code >= least[len] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    len = valid ? len : 1;
    text->data += len;
    text->len -= len;
    return valid ? code : UTF8_NONE;
}

bool utf8_valid(struct extsta_span text)
{
    while (text.len > 0) {
        if (utf8_take(&text) == UTF8_NONE) {
            return false;
        }
    }
    return true;
}

size_t utf8_put(uint8_t *out, uint32_t code)
{
    size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (uint8_t)(len == 1 ? code : (0xf00u >> len & 0xff) | code);
    return len;
}
