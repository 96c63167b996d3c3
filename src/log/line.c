/* The writer of lines (line.h). Packets make most of a log: digits of octets are written in
 * runs, straight into the buffer, which is emptied when it is full, wherever that is in a line.
 */
#include "log/line.h"
#include "base/text.h"
#include "log/utf8.h"
#include <string.h>

static void flush(struct line *l)
{
    if (l->len) {
        l->sink->put(l->sink->user, l->buffer, l->len);
    }
    l->len = 0;
}

static void put(struct line *l, const char *text, size_t n)
{
    while (n > sizeof l->buffer - l->len) {
        size_t part = sizeof l->buffer - l->len;
        memcpy(l->buffer + l->len, text, part);
        l->len += part;
        text += part;
        n -= part;
        flush(l);
    }
    memcpy(l->buffer + l->len, text, n);
    l->len += n;
}

static void put_text(struct line *l, const char *text)
{
    put(l, text, strlen(text));
}

static void put_char(struct line *l, char c)
{
    put(l, &c, 1);
}

/* What a text of base/text.h holds. */
static void put_built(struct line *l, struct text *t)
{
    put(l, t->out, text_end(t));
}

static void put_decimal(struct line *l, uint64_t value)
{
    char room[24];
    struct text t;
    text_start(&t, room, sizeof room);
    text_decimal(&t, value);
    put_built(l, &t);
}

static void put_digits(struct line *l, uint64_t value, unsigned digits)
{
    char room[20];
    struct text t;
    text_start(&t, room, sizeof room);
    text_hex(&t, value, digits);
    put_built(l, &t);
}

static void member(struct line *l, const char *name)
{
    put_text(l, l->first ? "\"" : ",\"");
    l->first = false;
    put_text(l, name);
    put(l, "\":", 2);
}

void line_begin(struct line *l, const struct extsta_log_sink *sink)
{
    l->sink = sink;
    l->len = 0;
    l->first = true;
    put_char(l, '{');
}

void line_end(struct line *l)
{
    put(l, "}\n", 2);
    flush(l);
}

void line_number(struct line *l, const char *name, uint64_t value)
{
    member(l, name);
    put_decimal(l, value);
}

/* The smallest number has no positive counterpart: negated as an unsigned one. */
void line_signed(struct line *l, const char *name, int64_t value)
{
    member(l, name);
    if (value < 0) {
        put_char(l, '-');
    }
    put_decimal(l, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void line_bool(struct line *l, const char *name, bool value)
{
    member(l, name);
    put_text(l, value ? "true" : "false");
}

void line_mac(struct line *l, const char *name, struct extsta_mac mac)
{
    char room[20];
    struct text t;
    member(l, name);
    text_start(&t, room, sizeof room);
    text_char(&t, '"');
    text_mac(&t, mac);
    text_char(&t, '"');
    put_built(l, &t);
}

void line_seconds(struct line *l, const char *name, extsta_time us)
{
    uint64_t part = us % EXTSTA_SECOND;
    member(l, name);
    put_char(l, '"');
    put_decimal(l, us / EXTSTA_SECOND);
    put_char(l, '.');
    for (uint64_t place = EXTSTA_SECOND / 10; place; place /= 10) {
        put_char(l, (char)('0' + part / place % 10));
    }
    put_char(l, '"');
}

void line_word(struct line *l, const char *name, const char *word)
{
    member(l, name);
    put_char(l, '"');
    put_text(l, word);
    put_char(l, '"');
}

void line_code(struct line *l, const char *name, uint32_t value)
{
    member(l, name);
    put(l, "\"0x", 3);
    put_digits(l, value, 8);
    put_char(l, '"');
}

/* Octets as a reader of the text sees them: the backslash too is \xNN, so that what is octets
 * can be told from text. */
static void put_octets(struct line *l, struct extsta_span octets)
{
    for (size_t i = 0; i < octets.len; i++) {
        uint8_t c = octets.data[i];
        if (c == '"') {
            put(l, "\\\"", 2);
        } else if (c >= 0x20 && c < 0x7f && c != '\\') {
            put_char(l, (char)c);
        } else {
            put(l, "\\\\x", 3);
            put_digits(l, c, 2);
        }
    }
}

/* A code beyond the basic plane has two units (UTF-16, as JSON escapes are). */
static void put_character(struct line *l, uint32_t code)
{
    if (code == '"' || code == '\\') {
        put_char(l, '\\');
    }
    if (code >= 0x20 && code < 0x7f) {
        put_char(l, (char)code);
        return;
    }
    if (code > 0xffff) {
        put(l, "\\u", 2);
        put_digits(l, 0xd7c0 + (code >> 10), 4);
        code = 0xdc00 + (code & 0x3ff);
    }
    put(l, "\\u", 2);
    put_digits(l, code, 4);
}

bool line_name(struct line *l, const char *name, const char *text)
{
    struct extsta_span rest = {(const uint8_t *)text, text ? strlen(text) : 0};
    bool valid = utf8_valid(rest);
    if (!text) {
        return true;
    }
    member(l, name);
    put_char(l, '"');
    if (!valid) {
        put_octets(l, rest);
    }
    while (valid && rest.len > 0) {
        put_character(l, utf8_take(&rest));
    }
    put_char(l, '"');
    return valid;
}

void line_numbers(struct line *l, const char *name, const uint64_t *values, size_t count)
{
    bool any = false;
    member(l, name);
    put_char(l, '[');
    for (size_t i = 0; i < count; i++) {
        if (values[i]) {
            put(l, ",", any);
            put_decimal(l, values[i]);
            any = true;
        }
    }
    put_char(l, ']');
}

void line_ssid(struct line *l, const char *name, struct extsta_span ssid)
{
    member(l, name);
    put_text(l, "{\"text\":\"");
    put_octets(l, ssid);
    put_text(l, "\",\"hex\":\"");
    line_hex(l, ssid);
    put_text(l, "\"}");
}

void line_octets_begin(struct line *l, const char *name)
{
    member(l, name);
    put_char(l, '"');
}

void line_hex(struct line *l, struct extsta_span octets)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < octets.len;) {
        if (sizeof l->buffer - l->len < 2) {
            flush(l);
        }
        size_t room = (sizeof l->buffer - l->len) / 2, n = octets.len - i;
        char *out = l->buffer + l->len;
        n = n < room ? n : room;
        for (size_t end = i + n; i < end; i++) {
            *out++ = digits[octets.data[i] >> 4];
            *out++ = digits[octets.data[i] & 15];
        }
        l->len += 2 * n;
    }
}

void line_secret(struct line *l, size_t octets)
{
    put_text(l, SECRET_MARK);
    put_decimal(l, octets);
    put_char(l, '>');
}

void line_octets_end(struct line *l)
{
    put_char(l, '"');
}
