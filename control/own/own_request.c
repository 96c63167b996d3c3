/* See own_request.h. Nothing is allocated and nothing recurses, so whatever comes ends in time.
 */
#include "own_request.h"
#include <stdint.h>
#include <string.h>

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* \uXXXX: its four digits; -1: they are none. */
static int32_t unit(const char *at, const char *end)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = at + i < end ? hex_digit(at[i]) : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

/* Behind "\u": one unit, or two of a pair. NULL: none. */
static const char *take_escape(const char *at, const char *end, uint32_t *c)
{
    int32_t first = unit(at, end);
    if (first <= 0 || (first >= 0xdc00 && first < 0xe000)) {
        return NULL;
    }
    *c = (uint32_t)first;
    at += 4;
    if (first < 0xd800 || first >= 0xe000) {
        return at;
    }
    int32_t second = at + 2 < end && at[0] == '\\' && at[1] == 'u' ? unit(at + 2, end) : -1;
    if (second < 0xdc00 || second >= 0xe000) {
        return NULL;
    }
    *c = 0x10000u + ((uint32_t)(first - 0xd800) << 10) + (uint32_t)(second - 0xdc00);
    return at + 6;
}

char *own_text_read(char **from, const char *end)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *at = *from + 1;
    char *out = *from + 1, *text = out;
    while (at < end && *at != '"') {
        if ((unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        const char *name = at + 1 < end && at[1] ? strchr(names, at[1]) : NULL;
        uint32_t c;
        if (name) {
            *out++ = values[name - names];
            at += 2;
        } else if (at + 1 < end && at[1] == 'u' && (at = take_escape(at + 2, end, &c))) {
            out = put_utf8(out, c);
        } else {
            return NULL;
        }
    }
    if (at >= end) {
        return NULL;
    }
    *from += at + 1 - *from;
    *out = 0;
    return text;
}

/* Well-formed, shortest form, no surrogates (Unicode table 3-7). */
static bool is_utf8(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    while (*p) {
        unsigned low = 0x80, high = 0xbf, more = 0;
        unsigned char c = *p++;
        if (c >= 0xc2 && c <= 0xdf) {
            more = 1;
        } else if (c >= 0xe0 && c <= 0xef) {
            more = 2;
            low = c == 0xe0 ? 0xa0 : low;
            high = c == 0xed ? 0x9f : high;
        } else if (c >= 0xf0 && c <= 0xf4) {
            more = 3;
            low = c == 0xf0 ? 0x90 : low;
            high = c == 0xf4 ? 0x8f : high;
        } else if (c >= 0x80) {
            return false;
        }
        for (; more > 0; more--) {
            if (*p < low || *p > high) {
                return false;
            }
            p++;
            low = 0x80;
            high = 0xbf;
        }
    }
    return true;
}

static void skip_blanks(char **at, const char *end)
{
    while (*at < end && (**at == ' ' || **at == '\t' || **at == '\r')) {
        ++*at;
    }
}

const char *own_request_read(char *line, size_t len, struct own_request *request)
{
    const char *end = line + len;
    char *at = line;
    *request = (struct own_request){.count = 0};
    line[len] = 0;
    if (memchr(line, 0, len)) {
        return "a request has no zero octets";
    }
    skip_blanks(&at, end);
    if (at == end || *at++ != '[') {
        return "a request is a JSON array of texts";
    }
    for (;;) {
        skip_blanks(&at, end);
        if (at == end || *at != '"') {
            return "a request is a JSON array of texts";
        }
        if (request->count == OWN_WORDS) {
            return "too many words";
        }
        char *word = own_text_read(&at, end);
        if (!word || !is_utf8(word)) {
            return "a text is malformed";
        }
        request->words[request->count++] = word;
        skip_blanks(&at, end);
        if (at < end && *at == ',') {
            at++;
            continue;
        }
        if (at == end || *at++ != ']') {
            return "a request is a JSON array of texts";
        }
        skip_blanks(&at, end);
        return at == end ? NULL : "something stands behind the request";
    }
}
