/* What a command answers, and the texts of it: see reply.h. */
#include "reply.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void wpa_reply_clear(struct wpa_reply *reply)
{
    reply->text[0] = '\0';
    reply->len = 0;
    reply->full = false;
    reply->silent = false;
}

bool wpa_reply_add(struct wpa_reply *reply, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    size_t room = sizeof reply->text - reply->len;
    int wanted = vsnprintf(reply->text + reply->len, room, format, list);
    va_end(list);
    if (wanted < 0 || (size_t)wanted >= room) {
        reply->text[reply->len] = '\0';
        reply->full = true;
        return false;
    }
    reply->len += (size_t)wanted;
    return true;
}

bool wpa_reply_hex(struct wpa_reply *reply, struct extsta_span octets)
{
    static const char digits[] = "0123456789abcdef";
    if (octets.len > (sizeof reply->text - 1 - reply->len) / 2) {
        reply->full = true;
        return false;
    }
    for (size_t i = 0; i < octets.len; i++) {
        reply->text[reply->len++] = digits[octets.data[i] >> 4];
        reply->text[reply->len++] = digits[octets.data[i] & 15];
    }
    reply->text[reply->len] = '\0';
    return true;
}

void wpa_reply_back(struct wpa_reply *reply, size_t len)
{
    reply->len = len;
    reply->text[len] = '\0';
}

void wpa_reply_bool(struct wpa_reply *reply, bool ok)
{
    wpa_reply_clear(reply);
    (void)wpa_reply_add(reply, "%s", ok ? "OK\n" : "FAIL\n");
}

void wpa_reply_ok(struct wpa_reply *reply)
{
    wpa_reply_bool(reply, true);
}

void wpa_reply_fail(struct wpa_reply *reply)
{
    wpa_reply_bool(reply, false);
}

static size_t escape_octet(uint8_t c, char out[5])
{
    static const char plain[] = "\"\\\033\n\r\t";
    static const char named[] = "\"\\enrt";
    const char *at = c ? strchr(plain, c) : NULL;
    if (at) {
        out[0] = '\\';
        out[1] = named[at - plain];
        return 2;
    }
    if (c >= 32 && c <= 126) {
        out[0] = (char)c;
        return 1;
    }
    (void)snprintf(out, 5, "\\x%02x", c);
    return 4;
}

size_t wpa_text_escape(struct extsta_span octets, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < octets.len; i++) {
        char one[5];
        size_t len = escape_octet(octets.data[i], one);
        if (n + len >= size) {
            break;
        }
        memcpy(out + n, one, len);
        n += len;
    }
    out[n] = '\0';
    return n;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool octet_read(const char *text, uint8_t *out)
{
    int high = digit_of(text[0]);
    int low = high < 0 ? -1 : digit_of(text[1]);
    if (low < 0) {
        return false;
    }
    *out = (uint8_t)(high << 4 | low);
    return true;
}

size_t wpa_hex_read(const char *text, size_t len, uint8_t *out, size_t room)
{
    if (len % 2 || len / 2 > room) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i < len / 2; i++) {
        if (!octet_read(text + 2 * i, out + i)) {
            return SIZE_MAX;
        }
    }
    return len / 2;
}

bool wpa_number_read(const char *text, uint32_t *value, const char **end)
{
    uint64_t v = 0;
    const char *p = text;
    while (*p >= '0' && *p <= '9' && v <= UINT32_MAX) {
        v = v * 10 + (uint64_t)(*p++ - '0');
    }
    if (p == text || v > UINT32_MAX || (!end && *p)) {
        return false;
    }
    *value = (uint32_t)v;
    if (end) {
        *end = p;
    }
    return true;
}

bool wpa_text_begins(const char *text, const char *with, const char **rest)
{
    size_t len = strlen(with);
    if (strncmp(text, with, len) != 0) {
        return false;
    }
    *rest = text + len;
    return true;
}
