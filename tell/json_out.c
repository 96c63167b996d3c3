#include "json_out.h"
#include "digits.h"
#include <string.h>

void json_out_start(struct json_out *j, FILE *file)
{
    j->file = file;
    j->len = 0;
    j->first = true;
    j->failed = false;
}

static void empty(struct json_out *j)
{
    if (j->len && fwrite(j->buffer, 1, j->len, j->file) != j->len) {
        j->failed = true;
    }
    j->len = 0;
}

bool json_out_flush(struct json_out *j)
{
    empty(j);
    return !j->failed && fflush(j->file) == 0;
}

/* Where up to n octets go, with n far below the buffer's size; taken() says how many did. */
static char *room(struct json_out *j, size_t n)
{
    if (sizeof j->buffer - j->len < n) {
        empty(j);
    }
    return j->buffer + j->len;
}

static void taken(struct json_out *j, const char *end)
{
    j->len = (size_t)(end - j->buffer);
}

static void put(struct json_out *j, const char *bytes, size_t n)
{
    while (n > sizeof j->buffer - j->len) {
        size_t part = sizeof j->buffer - j->len;
        memcpy(j->buffer + j->len, bytes, part);
        bytes += part;
        n -= part;
        j->len += part;
        empty(j);
    }
    memcpy(j->buffer + j->len, bytes, n);
    j->len += n;
}

static void put_text(struct json_out *j, const char *text)
{
    put(j, text, strlen(text));
}

static void put_char(struct json_out *j, char c)
{
    *room(j, 1) = c;
    j->len++;
}

static char *hex(char *out, uint8_t octet)
{
    static const char digits[] = "0123456789abcdef";
    *out++ = digits[octet >> 4];
    *out++ = digits[octet & 15];
    return out;
}

static void put_hex(struct json_out *j, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        taken(j, hex(room(j, 2), p[i]));
    }
}

/* Length of the valid UTF-8 sequence at p, 0 when there is none (RFC 3629). */
static size_t utf8_length(const uint8_t *p, size_t n)
{
    static const uint8_t least[4] = {0, 0xc2, 0xe0, 0xf0};
    size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
    if (len == 0 || len > n || (len > 1 && p[0] < least[len - 1])) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
    bool surrogate = p[0] == 0xed && p[1] >= 0xa0;
    bool beyond = p[0] == 0xf4 && p[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : len;
}

/* NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR: whole in JSON, and yet the end of a line to many
 * a reader of lines. Returns how they are written, or NULL. */
static const char *line_end(const uint8_t *p, size_t len)
{
    if (len == 2 && p[0] == 0xc2 && p[1] == 0x85) {
        return "\\u0085";
    }
    if (len == 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) {
        return p[2] == 0xa8 ? "\\u2028" : "\\u2029";
    }
    return NULL;
}

/* Octets from p on that are written as they are. */
static size_t plain_length(const uint8_t *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] >= 0x20 && p[i] < 0x7f && p[i] != '"' && p[i] != '\\') {
        i++;
    }
    return i;
}

static size_t put_special(struct json_out *j, const uint8_t *p, size_t n)
{
    size_t len = utf8_length(p, n);
    if (len == 0) {
        put_text(j, "\\ufffd");
        return 1;
    }
    if (len == 1 && (*p < 0x20 || *p == 0x7f)) {
        put_text(j, "\\u00");
        put_hex(j, p, 1);
    } else if (line_end(p, len)) {
        put_text(j, line_end(p, len));
    } else {
        if (*p == '"' || *p == '\\') {
            put_char(j, '\\');
        }
        put(j, (const char *)p, len);
    }
    return len;
}

static void put_escaped(struct json_out *j, const uint8_t *p, size_t n)
{
    put_char(j, '"');
    while (n > 0) {
        size_t len = plain_length(p, n);
        if (len) {
            put(j, (const char *)p, len);
        } else {
            len = put_special(j, p, n);
        }
        p += len;
        n -= len;
    }
    put_char(j, '"');
}

/* Names are this program's own, and short. */
#define NAME 64u

static void member(struct json_out *j, const char *name)
{
    char *out = room(j, NAME + 4);
    if (!j->first) {
        *out++ = ',';
    }
    j->first = false;
    *out++ = '"';
    for (size_t i = 0; name[i] && i < NAME; i++) {
        *out++ = name[i];
    }
    *out++ = '"';
    *out++ = ':';
    taken(j, out);
}

void json_line(struct json_out *j, const char *kind)
{
    put_char(j, '{');
    j->first = true;
    json_text(j, "line", kind);
}

void json_line_end(struct json_out *j)
{
    put(j, "}\n", 2);
}

void json_text(struct json_out *j, const char *name, const char *value)
{
    if (!value) {
        json_null(j, name);
        return;
    }
    member(j, name);
    put_escaped(j, (const uint8_t *)value, strlen(value));
}

void json_span_text(struct json_out *j, const char *name, struct extsta_span bytes)
{
    member(j, name);
    put_escaped(j, bytes.data, bytes.len);
}

void json_number(struct json_out *j, const char *name, uint64_t value)
{
    member(j, name);
    taken(j, digits(room(j, DIGITS_MAX), value, 1));
}

void json_bool(struct json_out *j, const char *name, bool value)
{
    member(j, name);
    put_text(j, value ? "true" : "false");
}

void json_null(struct json_out *j, const char *name)
{
    member(j, name);
    put_text(j, "null");
}

void json_hex(struct json_out *j, const char *name, struct extsta_span bytes)
{
    member(j, name);
    put_char(j, '"');
    put_hex(j, bytes.data, bytes.len);
    put_char(j, '"');
}

void json_mac(struct json_out *j, const char *name, struct extsta_mac mac)
{
    member(j, name);
    char *out = room(j, 2 + 3 * sizeof mac.b);
    for (size_t i = 0; i < sizeof mac.b; i++) {
        *out++ = i ? ':' : '"';
        out = hex(out, mac.b[i]);
    }
    *out++ = '"';
    taken(j, out);
}

void json_time(struct json_out *j, const char *name, uint64_t ns)
{
    member(j, name);
    char *out = room(j, 2 * DIGITS_MAX + 3);
    *out++ = '"';
    out = digits(out, ns / 1000000000u, 1);
    *out++ = '.';
    out = digits(out, ns % 1000000000u, 9);
    *out++ = '"';
    taken(j, out);
}

void json_ssid(struct json_out *j, const char *name, struct extsta_span ssid)
{
    member(j, name);
    put_char(j, '{');
    j->first = true;
    json_hex(j, "hex", ssid);
    json_span_text(j, "text", ssid);
    put_char(j, '}');
    j->first = false;
}

void json_texts(struct json_out *j, const char *name, const char *const *values, size_t count)
{
    member(j, name);
    put_char(j, '[');
    for (size_t i = 0; i < count; i++) {
        if (i) {
            put_char(j, ',');
        }
        put_escaped(j, (const uint8_t *)values[i], strlen(values[i]));
    }
    put_char(j, ']');
}
