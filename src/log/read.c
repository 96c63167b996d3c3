/* Reading a line (read.h): an interpreter of table.h. A member that is missing is its `absent`,
 * unless every log has it; members that are not in the table are passed over (new ones may
 * appear), and so are derived ones, which the writer makes anew. */
#include "log/read.h"
#include "base/bytes.h"
#include "base/native.h"
#include "log/object.h"
#include "log/table.h"
#include "log/utf8.h"

static bool fail(struct read *r, const char *member, const char *why)
{
    r->member = member;
    r->why = why;
    return false;
}

/* --- values --- */

static bool read_number(struct extsta_span text, uint64_t most, uint64_t *value)
{
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned)text.data[i] - '0';
        if (digit > 9 || n > (most - digit) / 10) {
            return false;
        }
        n = n * 10 + digit;
    }
    *value = n;
    return text.len > 0;
}

/* Seconds with up to six decimals, as microseconds. */
static bool read_seconds(struct extsta_span text, uint64_t *value)
{
    const uint8_t *point = text.len ? memchr(text.data, '.', text.len) : NULL;
    size_t whole = point ? (size_t)(point - text.data) : text.len;
    struct extsta_span decimals = {point ? point + 1 : NULL, point ? text.len - whole - 1 : 0};
    uint64_t seconds, part = 0;
    if (decimals.len > 6 ||
        !read_number(span(text.data, whole), UINT64_MAX / EXTSTA_SECOND, &seconds) ||
        (point && !read_number(decimals, 999999, &part))) {
        return false;
    }
    for (size_t i = decimals.len; point && i < 6; i++) {
        part *= 10;
    }
    if (part > UINT64_MAX - seconds * EXTSTA_SECOND) {
        return false;
    }
    *value = seconds * EXTSTA_SECOND + part;
    return true;
}

static int nibble(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool read_hex(struct extsta_span text, uint8_t *out)
{
    for (size_t i = 0; i + 1 < text.len; i += 2) {
        int high = nibble(text.data[i]), low = nibble(text.data[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        *out++ = (uint8_t)(high << 4 | low);
    }
    return text.len % 2 == 0;
}

static bool read_mac(struct extsta_span text, uint8_t out[6])
{
    for (size_t i = 0; i < 6; i++) {
        if (text.len != 17 || (i < 5 && text.data[3 * i + 2] != ':') ||
            !read_hex(span(text.data + 3 * i, 2), out + i)) {
            return false;
        }
    }
    return true;
}

/* A mark for withheld octets: how many, and how long the mark is; 0: there is none here. */
static size_t read_mark(struct extsta_span text, uint64_t *octets)
{
    size_t start = sizeof SECRET_MARK - 1;
    const uint8_t *end;
    if (text.len <= start || memcmp(text.data, SECRET_MARK, start) != 0) {
        return 0;
    }
    end = memchr(text.data + start, '>', text.len - start);
    return end && read_number(span(text.data + start, (size_t)(end - text.data) - start),
                              EXTSTA_LOG_MAX_SECRET, octets)
               ? (size_t)(end - text.data) + 1
               : 0;
}

size_t read_room(struct extsta_span line)
{
    uint64_t withheld = 0, octets;
    const uint8_t *mark = memchr(line.data, SECRET_MARK[0], line.len);
    while (mark) {
        struct extsta_span rest = span(mark, line.len - (size_t)(mark - line.data));
        withheld += read_mark(rest, &octets) ? octets : 0;
        if (withheld > EXTSTA_LOG_MAX_SECRET) {
            return 0;
        }
        mark = memchr(mark + 1, SECRET_MARK[0], rest.len - 1);
    }
    return line.len + (size_t)withheld;
}

/* Hex digits and marks, decoded into the room; zeros stand for what is withheld. */
static bool read_octets(struct read *r, struct extsta_span text, struct extsta_span *out)
{
    uint8_t *from = r->room;
    while (text.len > 0) {
        const uint8_t *mark = memchr(text.data, SECRET_MARK[0], text.len);
        size_t digits = mark ? (size_t)(mark - text.data) : text.len, len = 0;
        uint64_t withheld = 0;
        if (!read_hex(span(text.data, digits), r->room)) {
            return false;
        }
        r->room += digits / 2;
        text = span(text.data + digits, text.len - digits);
        if (mark) {
            len = read_mark(text, &withheld);
            if (len == 0) {
                return false;
            }
            memset(r->room, 0, (size_t)withheld);
            r->room += withheld;
        }
        text = span(text.data + len, text.len - len);
    }
    *out = span(from, (size_t)(r->room - from));
    return true;
}

/* A string as a C string in the room. */
static bool read_text(struct read *r, struct extsta_span text, const char **out)
{
    uint8_t *end = string_decode(text, r->room);
    if (!end || memchr(r->room, 0, (size_t)(end - r->room))) {
        return false;
    }
    *out = (const char *)r->room;
    *end = 0;
    r->room = end + 1;
    return true;
}

/* A name, and what it is where no text can hold it. */
static bool read_name(struct read *r, const struct object *o, const char *name,
                      const char *also, const char **out)
{
    const struct member *m = object_find(o, name), *hex = object_find(o, also);
    struct extsta_span octets;
    *out = NULL;
    if (!m) {
        return true;
    }
    if (m->kind != VALUE_STRING) {
        return fail(r, name, "is no text");
    }
    if (!hex) {
        return read_text(r, m->value, out) || fail(r, name, "is no text that a name can be");
    }
    if (hex->kind != VALUE_STRING || !read_octets(r, hex->value, &octets) ||
        memchr(octets.data, 0, octets.len)) {
        return fail(r, also, "are no octets that a name can be");
    }
    *out = (const char *)octets.data;
    *r->room++ = 0;
    return true;
}

/* --- members --- */

static void *place(struct read *r, const struct log_row *row)
{
    return (char *)&r->out + row->at;
}

static bool take_text(struct read *r, const struct log_row *row, const struct member *m)
{
    const char *text;
    if (m->kind != VALUE_STRING || !read_text(r, m->value, &text) ||
        strlen(text) >= row->size) {
        return fail(r, row->name, "is no text that has room");
    }
    memcpy(place(r, row), text, strlen(text) + 1);
    return true;
}

static void set_number(struct read *r, const struct log_row *row, uint64_t value)
{
    native_store(place(r, row), row->size, value);
}

static bool take_number(struct read *r, const struct log_row *row, const struct member *m)
{
    uint64_t value, most = row->size == 8 ? UINT64_MAX : (1ull << (8 * row->size)) - 1;
    if (m->kind != VALUE_NUMBER || !read_number(m->value, most, &value)) {
        return fail(r, row->name, "is no whole number that fits");
    }
    set_number(r, row, value);
    return true;
}

static bool take_signed(struct read *r, const struct log_row *row, const struct member *m)
{
    bool minus = m->value.len > 0 && m->value.data[0] == '-';
    struct extsta_span digits = span(m->value.data + minus, m->value.len - minus);
    uint64_t value;
    if (m->kind != VALUE_NUMBER || !read_number(digits, minus ? 128 : 127, &value)) {
        return fail(r, row->name, "is no whole number that fits");
    }
    set_number(r, row, minus ? 0 - value : value);
    return true;
}

static bool take_bool(struct read *r, const struct log_row *row, const struct member *m)
{
    if (m->kind != VALUE_TRUE && m->kind != VALUE_FALSE) {
        return fail(r, row->name, "is neither true nor false");
    }
    *(bool *)place(r, row) = m->kind == VALUE_TRUE;
    return true;
}

static bool equals(struct extsta_span text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.data, word, text.len) == 0;
}

/* Names end where the next two are one. */
static bool take_word(struct read *r, const struct log_row *row, const struct member *m)
{
    if (m->kind == VALUE_NUMBER) {
        return take_number(r, row, m);
    }
    for (unsigned n = 0; m->kind == VALUE_STRING && n < LOG_WORDS; n++) {
        const char *word = row->words(n);
        if (word == row->words(n + 1)) {
            break;
        }
        if (equals(m->value, word)) {
            set_number(r, row, n);
            return true;
        }
    }
    return fail(r, row->name, "is no name that is known here");
}

/* "0x" and up to eight digits. */
static bool read_code(struct extsta_span text, uint32_t *code)
{
    *code = 0;
    for (size_t i = 2; i < text.len; i++) {
        int digit = nibble(text.data[i]);
        if (digit < 0) {
            return false;
        }
        *code = *code << 4 | (uint32_t)digit;
    }
    return text.len > 2 && text.len <= 10 && text.data[0] == '0' && text.data[1] == 'x';
}

#define LONGEST_NAME 80u

static bool take_code(struct read *r, const struct log_row *row, const struct member *m)
{
    char name[LONGEST_NAME + 1] = {0};
    uint32_t code;
    bool text = m->kind == VALUE_STRING && m->value.len <= LONGEST_NAME;
    if (text) {
        memcpy(name, m->value.data, m->value.len);
    }
    if (!text || (!read_code(m->value, &code) && !row->codes->number(name, &code))) {
        return fail(r, row->name, "is no name that is known here, nor 0x and digits");
    }
    set_number(r, row, code);
    return true;
}

static bool take_rule(struct read *r, const struct log_row *row, const struct member *m)
{
    char id[LONGEST_NAME + 1] = {0};
    bool text = m->kind == VALUE_STRING && m->value.len <= LONGEST_NAME;
    if (text) {
        memcpy(id, m->value.data, m->value.len);
    }
    enum extsta_rule rule = text ? extsta_rule_find(id) : EXTSTA_RULE_NONE;
    set_number(r, row, rule);
    return rule != EXTSTA_RULE_NONE || fail(r, row->name, "is no rule that is known here");
}

static bool take_octets(struct read *r, const struct log_row *row, const struct member *m)
{
    struct extsta_span octets;
    if (m->kind != VALUE_STRING || !read_octets(r, m->value, &octets)) {
        return fail(r, row->name, "are no octets");
    }
    memcpy(place(r, row), &octets, sizeof octets);
    return true;
}

static bool take_ssid(struct read *r, const struct log_row *row, const struct member *m)
{
    struct object inner;
    const struct member *hex = NULL;
    if (m->kind == VALUE_OBJECT && !object_scan(m->value, &inner)) {
        hex = object_find(&inner, "hex");
    }
    return hex ? take_octets(r, row, hex) : fail(r, row->name, "has no member hex");
}

static bool take_evidence(struct read *r, const struct object *o, const struct log_row *row,
                          const struct member *m)
{
    const struct member *second = object_find(o, row->also);
    uint64_t serials[2] = {0, 0};
    size_t i = second && second->kind == VALUE_TRUE;
    if (m->kind != VALUE_ARRAY) {
        return fail(r, row->name, "is no array");
    }
    struct extsta_span rest = span(m->value.data + 1, m->value.len - 2);
    struct member number;
    while (array_take(&rest, &number)) {
        if (i == 2 || number.kind != VALUE_NUMBER ||
            !read_number(number.value, UINT64_MAX, &serials[i])) {
            return fail(r, row->name, "are not two numbers at most");
        }
        i++;
    }
    memcpy(place(r, row), serials, sizeof serials);
    return true;
}

static bool take_member(struct read *r, const struct object *o, const struct log_row *row,
                        const struct member *m)
{
    uint64_t time;
    switch ((enum log_type)row->type) {
    case LOG_NUMBER:
        return take_number(r, row, m);
    case LOG_SIGNED:
        return take_signed(r, row, m);
    case LOG_BOOL:
        return take_bool(r, row, m);
    case LOG_MAC:
        return (m->kind == VALUE_STRING && read_mac(m->value, place(r, row))) ||
               fail(r, row->name, "is no address");
    case LOG_SECONDS:
    case LOG_DURATION:
        if (m->kind != VALUE_STRING || !read_seconds(m->value, &time)) {
            return fail(r, row->name, "are no seconds");
        }
        set_number(r, row, time);
        return true;
    case LOG_WORD:
        return take_word(r, row, m);
    case LOG_CODE:
        return take_code(r, row, m);
    case LOG_RULE:
        return take_rule(r, row, m);
    case LOG_NAME:
        return read_name(r, o, row->name, row->also, place(r, row));
    case LOG_TEXT:
        return take_text(r, row, m);
    case LOG_SSID:
        return take_ssid(r, row, m);
    case LOG_OCTETS:
        return take_octets(r, row, m);
    case LOG_EVIDENCE:
        return take_evidence(r, o, row, m);
    case LOG_DERIVED:
        break;
    }
    return true;
}

/* What a row is where the line has no such member. */
static bool take_absence(struct read *r, const struct object *o, const struct log_row *row)
{
    if (row->type == LOG_DURATION) {
        const struct member *never = object_find(o, row->also);
        set_number(r, row, never && never->kind == VALUE_TRUE ? EXTSTA_NEVER : 0);
    } else if (row->show == LOG_SHORT) {
        return fail(r, row->name, "is missing");
    } else if (row->absent) {
        set_number(r, row, row->absent);
    }
    return true;
}

/* --- lines --- */

static bool read_output(struct read *r, const struct object *o, const struct log_line *line)
{
    const struct log_rows *rows = &log_rows[line->type];
    uint32_t subtype = line->subtype;
    memset(&r->out, 0, sizeof r->out);
    r->out.type = (enum extsta_output_type)line->type;
    if (line->subtype != LOG_ANY) {
        memcpy((char *)&r->out + rows->subtype_at, &subtype, sizeof subtype);
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct log_row *row = &rows->rows[i];
        if (row->type == LOG_DERIVED || !log_row_applies(rows, row, &r->out)) {
            continue;
        }
        const struct member *m = object_find(o, row->name);
        if (m ? !take_member(r, o, row, m) : !take_absence(r, o, row)) {
            return false;
        }
    }
    return true;
}

static bool read_time(struct read *r, const struct object *o, extsta_time *time)
{
    const struct member *m = object_find(o, "time");
    if (!m) {
        return fail(r, "time", "is missing");
    }
    return (m->kind == VALUE_STRING && read_seconds(m->value, time)) ||
           fail(r, "time", "are no seconds");
}

/* 0 where it is not said. */
static bool read_phys(struct read *r, const struct object *o, uint32_t *phys)
{
    const struct member *m = object_find(o, "phys");
    uint64_t n = 0;
    if (m && (m->kind != VALUE_NUMBER || !read_number(m->value, UINT32_MAX, &n))) {
        return fail(r, "phys", "is no number");
    }
    *phys = (uint32_t)n;
    return true;
}

static bool read_station(struct read *r, const struct object *o, bool ap,
                         struct extsta_log_entry *entry)
{
    const struct member *m = object_find(o, "address");
    entry->kind = ap ? EXTSTA_LOG_AP : EXTSTA_LOG_STATION;
    return read_time(r, o, &entry->time) &&
           read_name(r, o, ap ? "ap" : "sta", ap ? "ap_hex" : "sta_hex", &entry->name) &&
           ((m && m->kind == VALUE_STRING && read_mac(m->value, entry->address.b)) ||
            fail(r, "address", "is no address")) &&
           (ap || read_phys(r, o, &entry->phys));
}

static bool read_head(struct read *r, const struct object *o, struct extsta_log_entry *entry)
{
    const struct member *version = object_find(o, "version");
    uint64_t number = 0;
    entry->kind = EXTSTA_LOG_HEAD;
    if (!version || version->kind != VALUE_NUMBER ||
        !read_number(version->value, UINT32_MAX, &number) || number != EXTSTA_LOG_VERSION) {
        return fail(r, "version", "is none that is known here (2)");
    }
    const struct member *clock = object_find(o, "clock");
    if (clock && (clock->kind != VALUE_STRING || !equals(clock->value, "machine"))) {
        return fail(r, "clock", "is none that is known here (machine)");
    }
    entry->machine_clock = clock != NULL;
    r->headed = true;
    return true;
}

/* One name twice could be read either way. */
static bool has_doubles(const struct object *o)
{
    for (size_t i = 0; i < o->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (span_equal(o->members[i].name, o->members[j].name)) {
                return true;
            }
        }
    }
    return false;
}

static bool read_known(struct read *r, const struct object *o, struct extsta_span kind,
                       struct extsta_span text, struct extsta_log_entry *entry)
{
    if (equals(kind, "station") || equals(kind, "ap")) {
        return read_station(r, o, equals(kind, "ap"), entry);
    }
    for (size_t i = 0; i < log_line_count; i++) {
        if (equals(kind, log_lines[i].name)) {
            entry->kind = EXTSTA_LOG_OUTPUT;
            entry->output = &r->out;
            return read_time(r, o, &entry->time) &&
                   read_name(r, o, "sta", "sta_hex", &entry->name) &&
                   read_output(r, o, &log_lines[i]);
        }
    }
    entry->kind = EXTSTA_LOG_OTHER;
    const struct member *time = object_find(o, "time");
    if (time && (time->kind != VALUE_STRING || !read_seconds(time->value, &entry->time))) {
        entry->time = 0; /* it means something else there */
    }
    entry->text = text;
    return true;
}

bool read_line(struct read *r, struct extsta_span text, struct extsta_log_entry *entry)
{
    struct object o;
    r->member = NULL;
    r->why = object_scan(text, &o);
    if (r->why) {
        return false;
    }
    const struct member *kind = object_find(&o, "line");
    if (!kind || kind->kind != VALUE_STRING) {
        return fail(r, NULL, "it has no member 'line' that says what it is");
    }
    if (has_doubles(&o)) {
        return fail(r, NULL, "it has a member twice");
    }
    if (equals(kind->value, "log")) {
        return read_head(r, &o, entry);
    }
    if (!r->headed) {
        return fail(r, NULL, "it does not begin a whole log: --log writes those, not --json");
    }
    return read_known(r, &o, kind->value, text, entry);
}
