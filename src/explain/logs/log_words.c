/* Lines against the table of words: patterns, and which program's words they are. */
#include "explain/logs/log_words.h"

#include <string.h>

static const struct log_table *const tables[] = {&log_words_hostapd, &log_words_supplicant,
                                                 &log_words_kernel, &log_words_manager};
#define TABLES (sizeof tables / sizeof *tables)

static const char *const words[] = {
#define WORD_NAME(symbol, name) [EXTSTA_WORD_##symbol] = name,
    EXTSTA_WORD_LIST(WORD_NAME)
#undef WORD_NAME
};

const char *extsta_word_name(enum extsta_word word)
{
    return (unsigned)word < EXTSTA_WORD_COUNT ? words[word] : NULL;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool take_mac(struct log_cursor *c, struct extsta_mac *out)
{
    if (c->end - c->p < 17) {
        return false;
    }
    for (size_t i = 0; i < 6; i++) {
        int high = hex_digit(c->p[3 * i]), low = hex_digit(c->p[3 * i + 1]);
        if (high < 0 || low < 0 || (i < 5 && c->p[3 * i + 2] != ':')) {
            return false;
        }
        out->b[i] = (uint8_t)(high << 4 | low);
    }
    c->p += 17;
    return true;
}

/* What stands in parentheses or up to the next blank is an interface's name. */
static bool take_interface(struct log_cursor *c, struct extsta_span *out)
{
    const char *start = c->p;
    while (c->p < c->end && *c->p != ' ' && *c->p != ')' && *c->p != ':') {
        c->p++;
    }
    *out = span(start, (size_t)(c->p - start));
    return out->len > 0 && out->len < 32;
}

/* One conversion at the cursor; false: it is not that. */
static bool convert(char what, struct log_cursor *c, struct extsta_log_line *out)
{
    const char *start = c->p;
    uint64_t number = 0;
    switch (what) {
    case 'S':
        out->has_sta = take_mac(c, &out->sta);
        return out->has_sta;
    case 'B':
        out->has_bssid = take_mac(c, &out->bssid);
        return out->has_bssid;
    case 'O':
        out->own = out->program == EXTSTA_PROGRAM_HOSTAPD ? take_mac(c, &out->bssid)
                                                          : take_mac(c, &out->sta);
        out->has_bssid = out->own && out->program == EXTSTA_PROGRAM_HOSTAPD;
        out->has_sta = out->own && !out->has_bssid;
        return out->own;
    case 'i':
        return take_interface(c, &out->interface);
    case 'w':
        while (c->p < c->end && *c->p != ' ') {
            c->p++;
        }
        return c->p > start;
    case 'c':
    case 'm':
    case 'a':
    case 'l':
    case 'd':
        if (!log_number(c, &number) || number > 65535) {
            return false;
        }
        break;
    }
    out->has_code = out->has_code || what == 'c';
    out->code = what == 'c' ? (uint16_t)number : out->code;
    out->message_number = what == 'm' ? (uint8_t)(number & 7) : out->message_number;
    out->aid = what == 'a' ? (uint16_t)number : out->aid;
    out->has_local = out->has_local || what == 'l';
    out->local = what == 'l' ? number == 1 : out->local;
    return true;
}

/* Up to where the text at `pattern`, until its end or the next %, stands. */
static bool skip_to(struct log_cursor *c, const char *pattern)
{
    size_t len = 0;
    while (pattern[len] && pattern[len] != '%') {
        len++;
    }
    for (; (size_t)(c->end - c->p) >= len; c->p++) {
        if (memcmp(c->p, pattern, len) == 0) {
            return true;
        }
        if (c->p == c->end) {
            break;
        }
    }
    return false;
}

static bool matches(const char *pattern, struct log_cursor c, struct extsta_log_line *out)
{
    for (; *pattern; pattern++) {
        if (*pattern != '%') {
            if (c.p == c.end || *c.p != *pattern) {
                return false;
            }
            c.p++;
        } else if (*++pattern == '*') {
            if (!skip_to(&c, pattern + 1)) {
                return false;
            }
        } else if (!convert(*pattern, &c, out)) {
            return false;
        }
    }
    return true;
}

/* The first row of the table that the line begins with. */
static bool read_as(const struct log_table *t, uint16_t first_row, struct log_cursor c,
                    struct extsta_log_line *out)
{
    for (size_t i = 0; i < t->count; i++) {
        struct extsta_log_line line = *out;
        line.program = t->program;
        if (matches(t->rows[i].pattern, c, &line)) {
            line.word = t->rows[i].word;
            line.row = (uint16_t)(first_row + i);
            line.message = span(c.p, (size_t)(c.end - c.p));
            if (t->rows[i].message && !line.message_number) {
                line.message_number = t->rows[i].message;
            }
            *out = line;
            return true;
        }
    }
    return false;
}

static bool read_any(struct log_cursor c, struct extsta_log_line *out)
{
    uint16_t row = 0;
    for (size_t i = 0; i < TABLES; i++) {
        const struct log_table *t = tables[i];
        if ((!out->program || out->program == t->program) && read_as(t, row, c, out)) {
            return true;
        }
        row = (uint16_t)(row + t->count);
    }
    return false;
}

/* "wlan0: " before the words; an interface has a name of letters and digits. */
static bool skip_interface(struct log_cursor *c, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    struct extsta_span name;
    if (!take_interface(&at, &name) || name.len > 15 || !log_take(&at, ": ")) {
        return false;
    }
    out->interface = name;
    *c = at;
    return true;
}

bool log_words_read(struct log_cursor c, struct extsta_log_line *out)
{
    if (read_any(c, out)) {
        return true;
    }
    return skip_interface(&c, out) && read_any(c, out);
}

const struct log_row *log_row_at(uint16_t row)
{
    static const struct log_row none = {.pattern = ""};
    for (size_t i = 0; i < TABLES; i++) {
        if (row < tables[i]->count) {
            return &tables[i]->rows[row];
        }
        row = (uint16_t)(row - tables[i]->count);
    }
    return &none;
}
