/* Hex strings of the vector tables as octets. */
#ifndef TESTS_UNIT_VECTORS_HEX_H
#define TESTS_UNIT_VECTORS_HEX_H

#include "base/bytes.h"

struct hex {
    uint8_t b[2048];
    size_t len;
};

static inline unsigned hex_digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* Aborts the test when the text is not hex or too long. NULL gives no octets. */
static inline struct hex hex(const char *text)
{
    struct hex h = {.len = 0};
    size_t n = text ? strlen(text) : 0;
    assert_true(n % 2 == 0 && n / 2 <= sizeof h.b);
    for (size_t i = 0; i < n; i += 2) {
        h.b[h.len++] = (uint8_t)(hex_digit(text[i]) << 4 | hex_digit(text[i + 1]));
    }
    return h;
}

static inline struct extsta_span hex_span(const struct hex *h)
{
    return span(h->b, h->len);
}

/* A number in big-endian hex. */
static inline uint64_t hex_number(const char *text)
{
    uint64_t v = 0;
    for (size_t i = 0; text && text[i]; i++) {
        v = v << 4 | hex_digit(text[i]);
    }
    return v;
}

static inline struct extsta_mac hex_mac(const char *text)
{
    struct hex h = hex(text);
    struct extsta_mac mac;
    assert_int_equal(h.len, 6);
    memcpy(mac.b, h.b, 6);
    return mac;
}

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#endif
