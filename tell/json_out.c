/* The writer under every line of JSON: members are put into a buffer, text is escaped. A
 * capture has a million lines, hence no printf and no allocation; the buffer is emptied when it
 * is full, wherever that is in a line.
 *
 * Text is made safe in two ways (plain.h): what is valid UTF-8 stays, with misleading
 * characters as \uXXXX (json_text); what is octets is shown as \xNN (json_octets). */
#include "json_out.h"
#include "digits.h"
#include "plain.h"
#include <string.h>

void json_out_start(struct json_out *j, FILE *file)
{
    j->file = file;
    j->len = 0;
    j->first = true;
    j->failed = false;
}

/* An error is kept until the flush: lines in between are lost with it. */
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

/* Any length, in pieces of the buffer. */
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

void json_raw(struct json_out *j, const char *text, size_t len)
{
    put(j, text, len);
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

/* Two digits; returns where they end. */
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

/* Octets from p on that are written as they are. */
static size_t unescaped_length(const uint8_t *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] >= 0x20 && p[i] < 0x7f && p[i] != '"' && p[i] != '\\') {
        i++;
    }
    return i;
}

/* One \uXXXX. */
static void put_unit(struct json_out *j, uint32_t unit)
{
    put_text(j, "\\u");
    put_hex(j, (const uint8_t[]){(uint8_t)(unit >> 8), (uint8_t)unit}, 2);
}

/* A character beyond the basic plane has two units (UTF-16, as JSON escapes are). */
static void put_code(struct json_out *j, uint32_t code)
{
    if (code > 0xffff) {
        put_unit(j, 0xd7c0 + (code >> 10));
    }
    put_unit(j, code > 0xffff ? 0xdc00 + (code & 0x3ff) : code);
}

/* What is not plain ASCII: returns how many octets were written. A reader gets the text back
 * whole, and whoever looks at the line sees what there is. An octet that is no UTF-8 is
 * U+FFFD. */
static size_t put_special(struct json_out *j, const uint8_t *p, size_t n)
{
    uint32_t code;
    size_t len = plain_character(p, n, &code);
    if (len == 0) {
        put_text(j, "\\ufffd");
        return 1;
    }
    if (plain_misleads(code)) {
        put_code(j, code);
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
        size_t len = unescaped_length(p, n);
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

/* Names are this program's own, and short; a longer one would be cut. */
#define NAME 64u

/* Begins a member, with the comma before it unless it is the object's first. */
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

void json_begin(struct json_out *j)
{
    put_char(j, '{');
    j->first = true;
}

void json_line(struct json_out *j, const char *kind)
{
    json_begin(j);
    json_text(j, "line", kind);
}

void json_line_end(struct json_out *j)
{
    put(j, "}\n", 2);
}

/* NULL: null, as json_span_text says of no octets. */
void json_text(struct json_out *j, const char *name, const char *value)
{
    json_span_text(j, name,
                   (struct extsta_span){(const uint8_t *)value, value ? strlen(value) : 0});
}

/* An empty text has data: it is "" and not null. */
void json_span_text(struct json_out *j, const char *name, struct extsta_span bytes)
{
    member(j, name);
    if (bytes.data) {
        put_escaped(j, bytes.data, bytes.len);
    } else {
        put_text(j, "null");
    }
}

/* The backslash too is shown as its octet, so that what is read back can be told from text. */
void json_octets(struct json_out *j, const char *name, struct extsta_span bytes)
{
    member(j, name);
    put_char(j, '"');
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t c = bytes.data[i];
        if (unescaped_length(&c, 1)) {
            put_char(j, (char)c);
        } else if (c == '"') {
            put(j, "\\\"", 2);
        } else {
            put(j, "\\\\x", 3);
            put_hex(j, &c, 1);
        }
    }
    put_char(j, '"');
}

/* Text if all of it is UTF-8, else octets: not a mixture that could be read either way. */
void json_name(struct json_out *j, const char *name, const char *value)
{
    uint32_t code;
    size_t at = 0, len = value ? strlen(value) : 0, n = 1;
    while (at < len && n) {
        n = plain_character((const uint8_t *)value + at, len - at, &code);
        at += n;
    }
    if (value && n) {
        json_text(j, name, value);
    } else if (value) {
        json_octets(j, name, (struct extsta_span){(const uint8_t *)value, len});
    }
}

void json_number(struct json_out *j, const char *name, uint64_t value)
{
    member(j, name);
    taken(j, digits(room(j, DIGITS_MAX), value, 1));
}

void json_number_if(struct json_out *j, const char *name, bool there, uint64_t value)
{
    if (there) {
        json_number(j, name, value);
    } else {
        json_text(j, name, NULL);
    }
}

/* The smallest number has no positive counterpart: negated as an unsigned one. */
void json_signed(struct json_out *j, const char *name, int64_t value)
{
    member(j, name);
    if (value < 0) {
        put_char(j, '-');
    }
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    taken(j, digits(room(j, DIGITS_MAX), size, 1));
}

void json_decimal(struct json_out *j, const char *name, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", value);
    member(j, name);
    put_text(j, text);
    if (!strpbrk(text, ".e")) { /* a reader shall see that it is no whole number by nature */
        put_text(j, ".0");
    }
}

void json_bool(struct json_out *j, const char *name, bool value)
{
    member(j, name);
    put_text(j, value ? "true" : "false");
}

void json_flag(struct json_out *j, const char *name, bool value)
{
    if (value) {
        json_bool(j, name, true);
    }
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

/* A string: a number would lose digits in readers that have only doubles. */
static void put_time(struct json_out *j, const char *name, uint64_t whole, uint64_t part,
                     unsigned places)
{
    member(j, name);
    char *out = room(j, 2 * DIGITS_MAX + 3);
    *out++ = '"';
    out = digits(out, whole, 1);
    *out++ = '.';
    out = digits(out, part, places);
    *out++ = '"';
    taken(j, out);
}

void json_time(struct json_out *j, const char *name, uint64_t ns)
{
    put_time(j, name, ns / 1000000000u, ns % 1000000000u, 9);
}

void json_seconds(struct json_out *j, const char *name, extsta_time us)
{
    put_time(j, name, us / EXTSTA_SECOND, us % EXTSTA_SECOND, 6);
}

void json_open(struct json_out *j, const char *name)
{
    member(j, name);
    json_begin(j);
}

/* The object is a member of the one around it, so the next one there needs a comma. */
void json_close(struct json_out *j)
{
    put_char(j, '}');
    j->first = false;
}

void json_list(struct json_out *j, const char *name)
{
    member(j, name);
    put_char(j, '[');
    j->first = true;
}

void json_item(struct json_out *j)
{
    if (!j->first) {
        put_char(j, ',');
    }
    json_begin(j);
}

void json_list_close(struct json_out *j)
{
    put_char(j, ']');
    j->first = false;
}

/* Both forms: hex for programs, text for people. Octets that are no UTF-8 differ only in
 * hex. */
void json_ssid(struct json_out *j, const char *name, struct extsta_span ssid)
{
    if (!ssid.data) {
        json_text(j, name, NULL);
        return;
    }
    json_open(j, name);
    json_hex(j, "hex", ssid);
    json_span_text(j, "text", ssid);
    json_close(j);
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

void json_numbers(struct json_out *j, const char *name, const uint64_t *values, size_t count)
{
    bool any = false;
    member(j, name);
    put_char(j, '[');
    for (size_t i = 0; i < count; i++) {
        if (values[i]) {
            if (any) {
                put_char(j, ',');
            }
            taken(j, digits(room(j, DIGITS_MAX), values[i], 1));
            any = true;
        }
    }
    put_char(j, ']');
}
