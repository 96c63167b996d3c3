/* The scanner of lines (object.h). Strict: what is no JSON is refused, so a log that is read
 * here is read the same by every other reader. */
#include "log/object.h"
#include "base/bytes.h"
#include "log/utf8.h"

#define DEPTH 16u /* nested values; ours have two */

struct scan {
    const uint8_t *p, *end;
    const char *why; /* what is wrong; then p is at the end */
};

static bool fail(struct scan *s, const char *why)
{
    s->why = s->why ? s->why : why;
    s->p = s->end;
    return false;
}

/* The octet that is next, 0 at the end: no octet of JSON outside of a string. */
static uint8_t next(const struct scan *s)
{
    return s->p < s->end ? *s->p : 0;
}

static void skip_blanks(struct scan *s)
{
    while (next(s) == ' ' || next(s) == '\t' || next(s) == '\r') {
        s->p++;
    }
}

static bool take(struct scan *s, char c)
{
    skip_blanks(s);
    if (next(s) != (uint8_t)c) {
        return false;
    }
    s->p++;
    return true;
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static int hex_value(uint8_t c)
{
    if (is_digit(c)) {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_escape(const uint8_t *p, const uint8_t *end, size_t *len)
{
    if (end - p < 2) {
        return false;
    }
    *len = 2;
    if (p[1] != 'u') {
        return p[1] != 0 && memchr("\"\\/bfnrt", p[1], 8) != NULL;
    }
    *len = 6;
    return end - p >= 6 && hex_value(p[2]) >= 0 && hex_value(p[3]) >= 0 &&
           hex_value(p[4]) >= 0 && hex_value(p[5]) >= 0;
}

/* Most of a log is in long strings of digits: nothing else is looked at in their loop. */
static bool scan_string(struct scan *s, struct extsta_span *out)
{
    if (!take(s, '"')) {
        return fail(s, "it is no JSON: a text is missing");
    }
    const uint8_t *from = s->p, *p = s->p;
    size_t len;
    while (p < s->end && *p != '"') {
        if (*p >= 0x20 && *p != '\\') {
            p++;
        } else if (*p == '\\' && is_escape(p, s->end, &len)) {
            p += len;
        } else {
            return fail(s, "it is no JSON: a text with what must not be in one");
        }
    }
    if (p == s->end) {
        return fail(s, "it ends within a text");
    }
    *out = span(from, (size_t)(p - from));
    s->p = p + 1;
    return true;
}

static void skip_digits(struct scan *s, bool *any)
{
    *any = is_digit(next(s));
    while (is_digit(next(s))) {
        s->p++;
    }
}

static bool scan_number(struct scan *s)
{
    bool any, zero;
    s->p += next(s) == '-';
    zero = next(s) == '0';
    const uint8_t *first = s->p;
    skip_digits(s, &any);
    bool valid = any && (!zero || s->p == first + 1);
    if (next(s) == '.') {
        s->p++;
        skip_digits(s, &any);
        valid = valid && any;
    }
    if (next(s) == 'e' || next(s) == 'E') {
        s->p++;
        s->p += next(s) == '-' || next(s) == '+';
        skip_digits(s, &any);
        valid = valid && any;
    }
    return valid || fail(s, "it is no JSON: a number is none");
}

static bool scan_word(struct scan *s, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0) {
        return fail(s, "it is no JSON: a value is missing");
    }
    s->p += n;
    return true;
}

static bool scan_value(struct scan *s, struct member *m, unsigned depth);

static bool scan_member(struct scan *s, struct member *m, unsigned depth)
{
    if (!scan_string(s, &m->name)) {
        return false;
    }
    return take(s, ':') ? scan_value(s, m, depth)
                        : fail(s, "it is no JSON: a colon is missing");
}

/* Steps over an array or an object. */
static bool scan_nested(struct scan *s, struct member *m, unsigned depth)
{
    bool object = next(s) == '{';
    char close = object ? '}' : ']';
    struct member inner;
    if (depth == DEPTH) {
        return fail(s, "its values are nested too deeply");
    }
    m->kind = object ? VALUE_OBJECT : VALUE_ARRAY;
    s->p++;
    if (take(s, close)) {
        return true;
    }
    do {
        if (!(object ? scan_member(s, &inner, depth + 1) : scan_value(s, &inner, depth + 1))) {
            return false;
        }
    } while (take(s, ','));
    return take(s, close) || fail(s, "it is no JSON: a bracket is missing");
}

static bool scan_value(struct scan *s, struct member *m, unsigned depth)
{
    bool ok;
    skip_blanks(s);
    const uint8_t *from = s->p;
    switch (next(s)) {
    case '"':
        m->kind = VALUE_STRING;
        return scan_string(s, &m->value);
    case '{':
    case '[':
        ok = scan_nested(s, m, depth);
        break;
    case 't':
        m->kind = VALUE_TRUE;
        ok = scan_word(s, "true");
        break;
    case 'f':
        m->kind = VALUE_FALSE;
        ok = scan_word(s, "false");
        break;
    case 'n':
        m->kind = VALUE_NULL;
        ok = scan_word(s, "null");
        break;
    default:
        m->kind = VALUE_NUMBER;
        ok = scan_number(s);
        break;
    }
    m->value = span(from, (size_t)(s->p - from));
    return ok;
}

const char *object_scan(struct extsta_span text, struct object *object)
{
    struct scan s = {text.data, text.data + text.len, NULL};
    object->count = 0;
    if (!take(&s, '{')) {
        return "it is no JSON object";
    }
    if (!take(&s, '}')) {
        do {
            if (object->count == OBJECT_MEMBERS) {
                return "it has too many members";
            }
            if (!scan_member(&s, &object->members[object->count], 1)) {
                return s.why;
            }
            object->count++;
        } while (take(&s, ','));
        if (!take(&s, '}')) {
            return s.p == s.end ? "it ends in the middle" : "it is no JSON: a comma is missing";
        }
    }
    skip_blanks(&s);
    return s.p == s.end ? NULL : "something follows the object";
}

const struct member *object_find(const struct object *object, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < object->count; i++) {
        const struct member *m = &object->members[i];
        if (m->name.len == len && memcmp(m->name.data, name, len) == 0) {
            return m;
        }
    }
    return NULL;
}

/* It was scanned before, with the line: what is no value ends it. */
bool array_take(struct extsta_span *rest, struct member *value)
{
    struct scan s = {rest->data, rest->data + rest->len, NULL};
    skip_blanks(&s);
    if (s.p == s.end || !scan_value(&s, value, 1)) {
        return false;
    }
    take(&s, ',');
    *rest = span(s.p, (size_t)(s.end - s.p));
    return true;
}

static uint32_t unit_at(const uint8_t *p)
{
    uint32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        unit = unit << 4 | (uint32_t)hex_value(p[i]);
    }
    return unit;
}

/* A \u escape, or two that are one character; returns its octets in the text, 0: it is none. */
static size_t take_units(struct extsta_span text, uint32_t *code)
{
    uint32_t first = unit_at(text.data), second;
    *code = first;
    if (first < 0xd800 || first > 0xdfff) {
        return 6;
    }
    if (first > 0xdbff || text.len < 12 || text.data[6] != '\\' || text.data[7] != 'u') {
        return 0;
    }
    second = unit_at(text.data + 6);
    *code = 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
    return second >= 0xdc00 && second <= 0xdfff ? 12 : 0;
}

uint8_t *string_decode(struct extsta_span text, uint8_t *out)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    while (text.len > 0) {
        size_t taken = 1;
        uint32_t code = text.data[0];
        if (code != '\\') {
            *out++ = (uint8_t)code;
        } else if (text.data[1] == 'u') {
            taken = take_units(text, &code);
            if (taken == 0) {
                return NULL;
            }
            out += utf8_put(out, code);
        } else {
            const char *control = memchr(from, text.data[1], sizeof from - 1);
            taken = 2;
            *out++ = control ? (uint8_t)to[control - from] : text.data[1];
        }
        text = span(text.data + taken, text.len - taken);
    }
    return out;
}
