/* Writing entries (extsta/log.h): an interpreter of table.h. Members come in the order of the
 * table; without memory and without state, so any two writers write the same. */
#include "log/table.h"
#include "base/mac.h"
#include "base/native.h"
#include <string.h>

struct write {
    struct line line;
    const struct extsta_output *out;
    enum extsta_log_level level;
    size_t withheld; /* octets of the run that is under way */
};

/* --- octets --- */

static void end_secret(struct write *w)
{
    if (w->withheld > 0) {
        line_secret(&w->line, w->withheld);
        w->withheld = 0;
    }
}

/* Withheld runs that touch are one mark: where a key ends is nobody's business. */
static void put_run(void *user, struct extsta_span octets, bool secret)
{
    struct write *w = (struct write *)user;
    if (secret) {
        w->withheld += octets.len;
    } else {
        end_secret(w);
        line_hex(&w->line, octets);
    }
}

static void put_octets(struct write *w, const char *name, const struct log_row *row,
                       struct extsta_span octets)
{
    uint32_t code = row->secrets ? log_enum_at(w->out, row->code_at) : 0;
    line_octets_begin(&w->line, name);
    secrets_walk((enum secrets)row->secrets, code, octets, put_run, w);
    end_secret(w);
    line_octets_end(&w->line);
}

/* --- values --- */

static const void *value_at(const struct write *w, const struct log_row *row)
{
    return (const char *)w->out + row->at;
}

static uint64_t number_at(const struct write *w, const struct log_row *row)
{
    return native_load(value_at(w, row), row->size);
}

static struct extsta_span span_at(const struct write *w, const struct log_row *row)
{
    struct extsta_span span;
    memcpy(&span, value_at(w, row), sizeof span);
    return span;
}

static const char *text_at(const struct write *w, const struct log_row *row)
{
    const char *text;
    memcpy(&text, value_at(w, row), sizeof text);
    return text;
}

static bool is_absent(const struct write *w, const struct log_row *row)
{
    static const uint8_t zero[sizeof(struct extsta_mac)];
    switch ((enum log_type)row->type) {
    case LOG_NUMBER:
    case LOG_SIGNED:
    case LOG_BOOL:
    case LOG_SECONDS:
    case LOG_DURATION:
    case LOG_WORD:
    case LOG_CODE:
    case LOG_RULE:
        return number_at(w, row) == row->absent;
    case LOG_MAC:
        return memcmp(value_at(w, row), zero, sizeof zero) == 0;
    case LOG_NAME:
        return text_at(w, row) == NULL;
    case LOG_TEXT:
        return *(const char *)value_at(w, row) == 0;
    case LOG_SSID:
    case LOG_OCTETS:
        return span_at(w, row).data == NULL;
    case LOG_EVIDENCE:
    case LOG_DERIVED:
        break;
    }
    return false;
}

/* Whether what will be tried again is known to be; short logs say no more about it. */
static bool is_retrying(const struct write *w, const struct log_row *row)
{
    bool will_retry = *((const bool *)(const void *)w->out + row->code_at);
    return will_retry && (row->type != LOG_DURATION ||
                          (!is_absent(w, row) && number_at(w, row) != EXTSTA_NEVER));
}

static bool is_shown(const struct write *w, const struct log_row *row)
{
    bool whole = w->level == EXTSTA_LOG_WHOLE;
    switch ((enum log_show)row->show) {
    case LOG_SHORT:
        return true;
    case LOG_RETRYING:
        return is_retrying(w, row) || (whole && !is_absent(w, row));
    case LOG_KNOWN:
        return !is_absent(w, row);
    case LOG_WHOLE:
        return whole && !is_absent(w, row);
    }
    return false;
}

/* What no text can hold is there a second time in a whole log. */
static void put_name(struct write *w, const char *name, const char *also, const char *text)
{
    if (!line_name(&w->line, name, text) && w->level == EXTSTA_LOG_WHOLE) {
        line_octets_begin(&w->line, also);
        line_hex(&w->line, (struct extsta_span){(const uint8_t *)text, strlen(text)});
        line_octets_end(&w->line);
    }
}

static void put_word(struct write *w, const struct log_row *row)
{
    unsigned n = (unsigned)number_at(w, row);
    const char *word = row->words(n);
    if (n >= LOG_WORDS || row->words(n + 1) == word) {
        line_number(&w->line, row->name, n); /* behind the last name */
    } else {
        line_word(&w->line, row->name, word);
    }
}

static void put_code(struct write *w, const struct log_row *row)
{
    uint32_t code = (uint32_t)number_at(w, row);
    const char *name = row->codes->name(code);
    if (name) {
        line_word(&w->line, row->name, name);
    } else {
        line_code(&w->line, row->name, code);
    }
}

static void put_rule(struct write *w, const struct log_row *row)
{
    const char *id = extsta_rule_id((enum extsta_rule)number_at(w, row));
    if (id) {
        line_word(&w->line, row->name, id);
    }
}

static void put_duration(struct write *w, const struct log_row *row)
{
    uint64_t after = number_at(w, row);
    if (after == EXTSTA_NEVER) {
        line_bool(&w->line, row->also, true);
    } else {
        line_seconds(&w->line, row->name, after);
    }
}

static void put_evidence(struct write *w, const struct log_row *row)
{
    uint64_t serials[2];
    memcpy(serials, value_at(w, row), sizeof serials);
    line_numbers(&w->line, row->name, serials, 2);
    if (w->level == EXTSTA_LOG_WHOLE && serials[0] == 0 && serials[1] != 0) {
        line_bool(&w->line, row->also, true);
    }
}

static void put_row(struct write *w, const struct log_row *row)
{
    struct line *l = &w->line;
    switch ((enum log_type)row->type) {
    case LOG_NUMBER:
        line_number(l, row->name, number_at(w, row));
        break;
    case LOG_SIGNED:
        line_signed(l, row->name, *(const int8_t *)value_at(w, row));
        break;
    case LOG_BOOL:
        line_bool(l, row->name, number_at(w, row) != 0);
        break;
    case LOG_MAC:
        line_mac(l, row->name, mac_at((const uint8_t *)value_at(w, row)));
        break;
    case LOG_SECONDS:
        line_seconds(l, row->name, number_at(w, row));
        break;
    case LOG_DURATION:
        put_duration(w, row);
        break;
    case LOG_WORD:
        put_word(w, row);
        break;
    case LOG_CODE:
        put_code(w, row);
        break;
    case LOG_RULE:
        put_rule(w, row);
        break;
    case LOG_NAME:
        put_name(w, row->name, row->also, text_at(w, row));
        break;
    case LOG_TEXT:
        line_name(l, row->name, (const char *)value_at(w, row));
        break;
    case LOG_SSID:
        line_ssid(l, row->name, span_at(w, row));
        break;
    case LOG_OCTETS:
        put_octets(w, row->name, row, span_at(w, row));
        break;
    case LOG_EVIDENCE:
        put_evidence(w, row);
        break;
    case LOG_DERIVED:
        row->derive(l, w->out);
        break;
    }
}

/* --- lines --- */

/* Short logs have what people look for: of the functions of an extension those that broke a
 * rule. */
static bool is_written(const struct write *w, const struct log_rows *rows,
                       const struct extsta_output *out)
{
    return w->level == EXTSTA_LOG_WHOLE || rows->short_too ||
           (rows->short_at && log_enum_at(out, rows->short_at) != 0);
}

static void write_output(struct write *w, const struct extsta_log_sink *sink,
                         const struct extsta_log_entry *entry)
{
    if ((unsigned)entry->output->type >= EXTSTA_OUT_TYPES) {
        return;
    }
    const struct log_rows *rows = &log_rows[entry->output->type];
    const char *name = log_line_name(entry->output);
    if (!name || !is_written(w, rows, entry->output)) {
        return;
    }
    w->out = entry->output;
    line_begin(&w->line, sink);
    line_seconds(&w->line, "time", entry->time);
    put_name(w, "sta", "sta_hex", entry->name);
    line_word(&w->line, "line", name);
    for (size_t i = 0; i < rows->count; i++) {
        const struct log_row *row = &rows->rows[i];
        if (log_row_applies(rows, row, w->out) && is_shown(w, row)) {
            put_row(w, row);
        }
    }
    line_end(&w->line);
}

/* Its name is the member by which later lines refer to it. */
static void write_member(struct write *w, const struct extsta_log_sink *sink,
                         const struct extsta_log_entry *entry)
{
    bool ap = entry->kind == EXTSTA_LOG_AP;
    line_begin(&w->line, sink);
    line_seconds(&w->line, "time", entry->time);
    put_name(w, ap ? "ap" : "sta", ap ? "ap_hex" : "sta_hex", entry->name);
    line_word(&w->line, "line", ap ? "ap" : "station");
    line_mac(&w->line, "address", entry->address);
    if (!ap && w->level == EXTSTA_LOG_WHOLE && entry->phys != 0) {
        line_number(&w->line, "phys", entry->phys);
    }
    line_end(&w->line);
}

void extsta_log_write(const struct extsta_log_sink *sink, enum extsta_log_level level,
                      const struct extsta_log_entry *entry)
{
    struct write w;
    w.level = level;
    w.withheld = 0;
    switch (entry->kind) {
    case EXTSTA_LOG_HEAD:
        if (level == EXTSTA_LOG_WHOLE) {
            line_begin(&w.line, sink);
            line_word(&w.line, "line", "log");
            line_number(&w.line, "version", EXTSTA_LOG_VERSION);
            if (entry->machine_clock) {
                line_word(&w.line, "clock", "machine");
            }
            line_end(&w.line);
        }
        break;
    case EXTSTA_LOG_STATION:
    case EXTSTA_LOG_AP:
        write_member(&w, sink, entry);
        break;
    case EXTSTA_LOG_OUTPUT:
        write_output(&w, sink, entry);
        break;
    case EXTSTA_LOG_OTHER:
        sink->put(sink->user, (const char *)entry->text.data, entry->text.len);
        sink->put(sink->user, "\n", 1);
        break;
    }
}
