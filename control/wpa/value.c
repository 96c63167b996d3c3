/* Values of variables: read as wpa_supplicant reads them, and made the text that it would print
 * (variables_table.h). What it takes by carelessness (words behind an address, commas between
 * frequencies) is no value here. Clients may send anything: nothing is assumed of the octets
 * but that they end. */
#include "variables_table.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A value that is being read; `out` is where the text goes that is kept. */
struct reading {
    const struct wpa_variable *row;
    char *out, *why;
    size_t out_size, size;
};

static enum wpa_answer bad(const struct reading *r, const char *what)
{
    snprintf(r->why, r->size, "%s: %s", r->row->name, what);
    return WPA_BAD;
}

static enum wpa_answer refuse(const struct reading *r, const char *what)
{
    snprintf(r->why, r->size, "%s: %s", r->row->name, what);
    return WPA_REFUSED;
}

static int digit(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c | 0x20) : NULL;
    return c >= '0' && c <= '9' ? c - '0' : at && c >= 'A' ? (int)(at - digits) : -1;
}

/* Pairs of digits to the end of the text. -1: it is not these, or has more than `max` octets.
 */
static long from_hex(const char *text, uint8_t *out, size_t max)
{
    size_t len = strlen(text);
    if (len % 2 != 0 || len / 2 > max) {
        return -1;
    }
    for (size_t i = 0; i < len; i += 2) {
        int high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0) {
            return -1;
        }
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return (long)(len / 2);
}

/* One octet behind a backslash; how many characters were used up. */
static size_t read_escape(const char *at, size_t len, uint8_t *out)
{
    static const char names[] = "nrte", octets[] = "\n\r\t\033";
    const char *name = strchr(names, at[0]);
    size_t used = 0;
    unsigned value = 0;
    if (name && at[0]) {
        *out = (uint8_t)octets[name - names];
        return 1;
    }
    if (at[0] == 'x' && len > 1 && digit(at[1]) >= 0) {
        for (used = 1; used < 3 && used < len && digit(at[used]) >= 0; used++) {
            value = value << 4 | (unsigned)digit(at[used]);
        }
    } else {
        while (used < 3 && used < len && at[used] >= '0' && at[used] <= '7') {
            value = value << 3 | (unsigned)(at[used++] - '0');
        }
    }
    *out = (uint8_t)(used > 0 ? value : (unsigned char)at[0]); /* \\ and \" are themselves */
    return used > 0 ? used : 1;
}

/* The octets between the quotes of P"...". */
static long unescape(const char *text, size_t len, uint8_t *out, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < len;) {
        uint8_t octet = (uint8_t)text[i];
        size_t used = 1;
        if (text[i] == '\\' && i + 1 < len) {
            i++;
            used = read_escape(text + i, len - i, &octet);
        }
        if (count == max) {
            return -1;
        }
        out[count++] = octet;
        i += used;
    }
    return (long)count;
}

/* "text", P"text", digits. The last quote ends it, and must be the last character. */
static long string_octets(const char *value, uint8_t *out, size_t max)
{
    bool escaped = value[0] == 'P' && value[1] == '"';
    const char *open = escaped ? value + 1 : value;
    if (open[0] != '"') {
        return from_hex(value, out, max);
    }
    size_t len = strlen(open + 1);
    if (len == 0 || open[len] != '"') {
        return -1;
    }
    if (escaped) {
        return unescape(open + 1, len - 1, out, max);
    }
    if (len - 1 > max) {
        return -1;
    }
    memcpy(out, open + 1, len - 1);
    return (long)(len - 1);
}

long wpa_value_octets(const char *kept, uint8_t *out, size_t max)
{
    return string_octets(kept, out, max);
}

/* In quotes; in digits where an octet is none of printable ASCII. */
static bool write_string(const struct reading *r, const uint8_t *octets, size_t len)
{
    bool plain = true;
    for (size_t i = 0; i < len; i++) {
        plain = plain && octets[i] >= 32 && octets[i] < 127;
    }
    if ((plain ? len + 3 : 2 * len + 1) > r->out_size) {
        return false;
    }
    if (plain) {
        r->out[0] = '"';
        memcpy(r->out + 1, octets, len);
        memcpy(r->out + 1 + len, "\"", 2);
    } else {
        for (size_t i = 0; i < len; i++) {
            snprintf(r->out + 2 * i, 3, "%02x", octets[i]);
        }
    }
    return true;
}

static enum wpa_answer read_string(const struct reading *r, const char *value)
{
    uint8_t octets[WPA_VALUE_MAX / 2 - 1];
    long len = string_octets(value, octets, sizeof octets);
    enum wpa_answer answer = WPA_DONE;
    char what[64];
    if (len < 0) {
        answer = bad(r, "is \"text\", P\"text\" or pairs of hexadecimal digits");
    } else if (r->row->kind == WPA_KIND_TEXT && memchr(octets, 0, (size_t)len)) {
        answer = bad(r, "is a text, which has no octet of zero");
    } else if (r->row->high != 0 && (len > r->row->high || len < r->row->low)) {
        snprintf(what, sizeof what, "has %d to %d octets", r->row->low, r->row->high);
        answer = bad(r, what);
    } else if (!write_string(r, octets, (size_t)len)) {
        answer = bad(r, "is too long");
    }
    explicit_bzero(octets, sizeof octets);
    return answer;
}

static enum wpa_answer read_int(const struct reading *r, const char *value)
{
    const struct wpa_variable *row = r->row;
    char *end, what[64];
    long number = strtol(value, &end, 0);
    if (*end != 0) {
        return bad(r, "is a number");
    }
    snprintf(r->out, r->out_size, "%ld", number);
    if (strcmp(r->out, row->unset) == 0) {
        return WPA_DONE;
    }
    if (number < row->low || number > row->high) {
        snprintf(what, sizeof what, "is a number from %d to %d", row->low, row->high);
        return bad(r, what);
    }
    if (row->refused &&
        !(row->ok_low != row->ok_high && number >= row->ok_low && number <= row->ok_high)) {
        return refuse(r, row->refused);
    }
    return WPA_DONE;
}

/* --- lists --- */

/* The next word; false: there is none. */
static bool next_word(const char **at, const char **word, size_t *len)
{
    *at += strspn(*at, " \t");
    *word = *at;
    *len = strcspn(*at, " \t");
    *at += *len;
    return *len > 0;
}

static const struct wpa_word *find_word(const struct wpa_word *words, const char *word,
                                        size_t len)
{
    while (words->text && (strlen(words->text) != len || memcmp(words->text, word, len) != 0)) {
        words++;
    }
    return words->text ? words : NULL;
}

static bool append(const struct reading *r, const char *text)
{
    size_t used = strlen(r->out), len = strlen(text);
    if (len == 0) {
        return true;
    }
    if (used + len + 2 > r->out_size) {
        return false;
    }
    snprintf(r->out + used, r->out_size - used, "%s%s", used ? " " : "", text);
    return true;
}

static const char *printed(const struct wpa_word *word)
{
    return word->printed ? word->printed : word->text;
}

/* Each word known and possible; `said` has a bit for each word of the table. */
static enum wpa_answer check_words(const struct reading *r, const char *value, uint64_t *said)
{
    const char *at = value, *word;
    size_t len;
    char what[WPA_WHY];
    while (next_word(&at, &word, &len)) {
        const struct wpa_word *known = find_word(r->row->words, word, len);
        if (!known) {
            snprintf(what, sizeof what, "'%.*s' is none of its words",
                     (int)(len > 40 ? 40 : len), word);
            return bad(r, what);
        }
        if (known->refused) {
            snprintf(what, sizeof what, "%s: %s", known->text, known->refused);
            return refuse(r, what);
        }
        *said |= UINT64_C(1) << (known - r->row->words);
    }
    return *said ? WPA_DONE : bad(r, "names nothing");
}

static enum wpa_answer read_words(const struct reading *r, const char *value)
{
    uint64_t said = 0;
    enum wpa_answer answer = check_words(r, value, &said);
    for (size_t i = 0; answer == WPA_DONE && r->row->words[i].text; i++) {
        const char *text = printed(&r->row->words[i]);
        bool first = true; /* of those that are printed alike */
        for (size_t k = 0; k < i; k++) {
            first =
                first && !((said >> k & 1) && strcmp(printed(&r->row->words[k]), text) == 0);
        }
        if ((said >> i & 1) && first && !append(r, text)) {
            answer = bad(r, "is too long");
        }
    }
    return answer;
}

static enum wpa_answer read_methods(const struct reading *r, const char *value)
{
    uint64_t said = 0, printed_already = 0;
    enum wpa_answer answer = check_words(r, value, &said);
    const char *at = value, *word;
    size_t len;
    while (answer == WPA_DONE && next_word(&at, &word, &len)) {
        const struct wpa_word *known = find_word(r->row->words, word, len);
        uint64_t bit = UINT64_C(1) << (known - r->row->words);
        if (!(printed_already & bit) && !append(r, known->text)) {
            answer = bad(r, "is too long");
        }
        printed_already |= bit;
    }
    return answer;
}

/* An address in the text of a word, as it is kept: lower case. */
static bool address_text(const char *word, size_t len, char out[18])
{
    for (size_t i = 0; i < 17; i++) {
        if (len != 17 || (i % 3 == 2 ? word[i] != ':' : digit(word[i]) < 0)) {
            return false;
        }
        out[i] = (char)(i % 3 == 2 || word[i] <= '9' ? word[i] : word[i] | 0x20);
    }
    out[17] = 0;
    return true;
}

static enum wpa_answer read_address(const struct reading *r, const char *value, bool *unsets)
{
    *unsets = value[0] == 0 || strcmp(value, "\"\"") == 0 || strcmp(value, "any") == 0;
    return *unsets || address_text(value, strlen(value), r->out)
               ? WPA_DONE
               : bad(r, "is an address, as 02:00:00:00:00:01, or any");
}

static enum wpa_answer read_addresses(const struct reading *r, const char *value, bool *unsets)
{
    const char *at = value, *word;
    size_t len;
    *unsets = true;
    while (next_word(&at, &word, &len)) {
        char text[40], *mask = text + 18;
        bool masked = len == 35 && word[17] == '/';
        if (!address_text(word, masked ? 17 : len, text) ||
            (masked && !address_text(word + 18, 17, mask))) {
            return bad(r, "are addresses, as 02:00:00:00:00:01, each with /MASK if need be");
        }
        if (masked && strcmp(mask, "ff:ff:ff:ff:ff:ff") != 0) {
            text[17] = '/';
        }
        if (!append(r, text)) {
            return bad(r, "is too long");
        }
        *unsets = false;
    }
    return WPA_DONE;
}

static enum wpa_answer read_numbers(const struct reading *r, const char *value, bool *unsets)
{
    const char *at = value, *word;
    size_t len;
    *unsets = true;
    while (next_word(&at, &word, &len)) {
        char text[12] = {0}, *end;
        if (len >= sizeof text || word[0] < '0' || word[0] > '9') {
            return bad(r, "are whole numbers");
        }
        memcpy(text, word, len);
        unsigned long number = strtoul(text, &end, 10);
        if (*end != 0 || number > 100000) {
            return bad(r, "are whole numbers");
        }
        if (number == 0) { /* ends the list */
            break;
        }
        snprintf(text, sizeof text, "%lu", number);
        if (!append(r, text)) {
            return bad(r, "is too long");
        }
        *unsets = false;
    }
    return WPA_DONE;
}

/* --- secrets --- */

static enum wpa_answer read_psk(const struct reading *r, const char *value)
{
    uint8_t octets[32];
    size_t len = strlen(value);
    bool ok = true;
    if (value[0] == '"') {
        ok = len >= 10 && len <= 65 && value[len - 1] == '"';
        for (size_t i = 1; ok && i < len - 1; i++) {
            ok = (unsigned char)value[i] >= 32 && value[i] != 127;
        }
        if (!ok) {
            return bad(r, "is a passphrase of 8 to 63 characters in quotes, or 64 digits");
        }
        memcpy(r->out, value, len + 1);
        return WPA_DONE;
    }
    ok = from_hex(value, octets, sizeof octets) == (long)sizeof octets;
    explicit_bzero(octets, sizeof octets);
    if (!ok) {
        return bad(r, "is a passphrase of 8 to 63 characters in quotes, or 64 digits");
    }
    for (size_t i = 0; i <= len; i++) {
        r->out[i] = (char)(value[i] >= 'A' && value[i] <= 'F' ? value[i] | 0x20 : value[i]);
    }
    return WPA_DONE;
}

static enum wpa_answer read_password(const struct reading *r, const char *value)
{
    uint8_t octets[16];
    if (strncmp(value, "hash:", 5) != 0) {
        return read_string(r, value);
    }
    bool ok = from_hex(value + 5, octets, sizeof octets) == (long)sizeof octets;
    explicit_bzero(octets, sizeof octets);
    if (!ok) {
        return bad(r, "is hash: with 32 hexadecimal digits, or a string");
    }
    memcpy(r->out, value, strlen(value) + 1);
    return WPA_DONE;
}

static enum wpa_answer read_wep(const struct reading *r, const char *value, bool *unsets)
{
    uint8_t octets[16];
    long len = string_octets(value, octets, sizeof octets);
    enum wpa_answer answer = WPA_DONE;
    *unsets = len == 0;
    if (len == 16) {
        answer = refuse(r, "keys of 128 bits are in no standard");
    } else if (len != 0 && len != 5 && len != 13) {
        answer = bad(r, "is a key of 5 or 13 octets");
    } else if (len > 0 && !write_string(r, octets, (size_t)len)) {
        answer = bad(r, "is too long");
    }
    explicit_bzero(octets, sizeof octets);
    return answer;
}

/* --- all of them --- */

static enum wpa_answer read_raw(const struct reading *r, const char *value)
{
    size_t len = strlen(value);
    if (len >= r->out_size || (r->row->high != 0 && len > (size_t)r->row->high) ||
        strpbrk(value, "\r\n")) {
        return bad(r, "is too long, or has more than one line");
    }
    memcpy(r->out, value, len + 1);
    return WPA_DONE;
}

static enum wpa_answer read_country(const struct reading *r, const char *value)
{
    if (strlen(value) != 2 || value[0] <= ' ' || value[1] <= ' ') {
        return bad(r, "is the two letters of a country");
    }
    memcpy(r->out, value, 3);
    return WPA_DONE;
}

static enum wpa_answer read_kind(const struct reading *r, const char *value, bool *unsets)
{
    switch (r->row->kind) {
    case WPA_KIND_STRING:
    case WPA_KIND_TEXT:
        return read_string(r, value);
    case WPA_KIND_INT:
        return read_int(r, value);
    case WPA_KIND_WORDS:
        return read_words(r, value);
    case WPA_KIND_METHODS:
        return read_methods(r, value);
    case WPA_KIND_ADDRESS:
        return read_address(r, value, unsets);
    case WPA_KIND_ADDRESSES:
        return read_addresses(r, value, unsets);
    case WPA_KIND_NUMBERS:
        return read_numbers(r, value, unsets);
    case WPA_KIND_PSK:
        return read_psk(r, value);
    case WPA_KIND_PASSWORD:
        return read_password(r, value);
    case WPA_KIND_WEP:
        return read_wep(r, value, unsets);
    case WPA_KIND_RAW:
        return read_raw(r, value);
    case WPA_KIND_COUNTRY:
        return read_country(r, value);
    case WPA_KIND_ANY:
        break;
    }
    return WPA_DONE;
}

enum wpa_answer wpa_value_read(const struct wpa_variable *row, const char *value, char *out,
                               size_t out_size, bool *unsets, char *why, size_t size)
{
    struct reading r = {row, out, why, out_size, size};
    out[0] = 0;
    *unsets = false;
    if (strcmp(value, "NULL") == 0 &&
        (row->kind == WPA_KIND_STRING || row->kind == WPA_KIND_TEXT ||
         row->kind == WPA_KIND_PASSWORD)) {
        *unsets = true;
        return WPA_DONE;
    }
    enum wpa_answer answer = read_kind(&r, value, unsets);
    /* numbers have judged already */
    if (answer == WPA_DONE && row->refused && row->kind != WPA_KIND_INT && !*unsets &&
        (!row->unset || strcmp(row->unset, out) != 0)) {
        answer = refuse(&r, row->refused);
    }
    return answer;
}
