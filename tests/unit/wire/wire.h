/* Hex strings, and spans that end exactly where their heap block does, so that the
 * address sanitizer sees the first octet read behind them. */
#ifndef TESTS_UNIT_WIRE_WIRE_H
#define TESTS_UNIT_WIRE_WIRE_H

#include "../testing.h"
#include "base/bytes.h"
#include "base/mac.h"
#include <stdio.h>

/* A heap block of exactly these octets; free(data). Never NULL. */
static inline struct extsta_span exact(const void *data, size_t len)
{
    uint8_t *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    if (len) {
        memcpy(copy, data, len);
    }
    /* an empty span points behind its block, where nothing may be read */
    return span(len ? copy : copy + 1, len);
}
static inline void exact_free(struct extsta_span s)
{
    const uint8_t *block = s.len ? s.data : s.data - 1;
    free((void *)(uintptr_t)block);
}

static inline int hex_digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

/* The octets of a hex string (blanks between them allowed), as exact(). */
static inline struct extsta_span hex(const char *text)
{
    uint8_t out[2048];
    size_t len = 0;
    while (*text) {
        if (*text == ' ') {
            text++;
            continue;
        }
        assert_true(len < sizeof out);
        out[len++] = (uint8_t)(hex_digit(text[0]) << 4 | hex_digit(text[1]));
        text += 2;
    }
    return exact(out, len);
}

static inline void assert_hex(struct extsta_span s, const char *text)
{
    struct extsta_span expected = hex(text);
    assert_int_equal(s.len, expected.len);
    if (s.len) {
        assert_memory_equal(s.data, expected.data, s.len);
    }
    exact_free(expected);
}

static inline void assert_mac(struct extsta_mac mac, const char *text)
{
    assert_hex(span(mac.b, 6), text);
}

#endif
