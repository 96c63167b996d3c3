/* Tables of fields against libyaml's nodes (yaml_read.h). */
#include "yaml_read.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX     40  /* octets of a foreign word that are repeated in a message */
#define MISTAKES_MAX 100 /* then nobody reads on */

struct yaml_place yaml_read_place(const yaml_node_t *node)
{
    return (struct yaml_place){(uint32_t)node->start_mark.line + 1,
                               (uint32_t)node->start_mark.column + 1};
}

void yaml_read_mistake(struct yaml_read *r, struct yaml_place at, const char *format, ...)
{
    char text[600];
    va_list args;
    if (r->mistakes++ >= MISTAKES_MAX) {
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    r->mistake(r->user, at, text);
}

/* --- the document --- */

static void no_yaml(struct yaml_read *r, const yaml_parser_t *p)
{
    const yaml_mark_t *mark = p->error == YAML_READER_ERROR ? &p->mark : &p->problem_mark;
    struct yaml_place at = {(uint32_t)mark->line + 1, (uint32_t)mark->column + 1};
    const char *problem = p->problem ? p->problem : "it cannot be read";
    if (p->error == YAML_MEMORY_ERROR) {
        r->no_memory = true;
        r->mistake(r->user, at, "no memory");
    } else if (strstr(problem, "cannot start any token")) {
        yaml_read_mistake(r, at,
                          "no YAML: this character begins nothing (a tab? indent with "
                          "blanks; a text that begins with @ or ` wants quotes)");
    } else if (p->context) {
        yaml_read_mistake(r, at, "no YAML: %s, %s begun in line %zu", problem, p->context,
                          (size_t)p->context_mark.line + 1);
    } else {
        yaml_read_mistake(r, at, "no YAML: %s", problem);
    }
}

/* The parser reads from our text, but copies it into buffers of its own. */
static void wipe_parser(yaml_parser_t *p)
{
    if (p->raw_buffer.start) {
        explicit_bzero(p->raw_buffer.start, (size_t)(p->raw_buffer.end - p->raw_buffer.start));
    }
    if (p->buffer.start) {
        explicit_bzero(p->buffer.start, (size_t)(p->buffer.end - p->buffer.start));
    }
    yaml_parser_delete(p);
}

static bool is_alone(struct yaml_read *r, yaml_parser_t *p)
{
    yaml_document_t second;
    if (!yaml_parser_load(p, &second)) {
        no_yaml(r, p);
        return false;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&second);
    if (root) {
        yaml_read_mistake(r, yaml_read_place(root),
                          "a second document begins here: one file "
                          "has one");
    }
    yaml_document_delete(&second);
    return root == NULL;
}

bool yaml_read_begin(struct yaml_read *r, struct extsta_span text)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        r->no_memory = true;
        r->mistake(r->user, (struct yaml_place){1, 1}, "no memory");
        return false;
    }
    yaml_parser_set_input_string(&parser, text.data ? text.data : (const uint8_t *)"",
                                 text.len);
    bool ok = yaml_parser_load(&parser, &r->document) != 0;
    if (!ok) {
        no_yaml(r, &parser);
    } else if (yaml_document_get_root_node(&r->document) && !is_alone(r, &parser)) {
        yaml_read_end(r);
        ok = false;
    }
    wipe_parser(&parser);
    return ok;
}

void yaml_read_end(struct yaml_read *r)
{
    yaml_node_t *node;
    for (int i = 1; (node = yaml_document_get_node(&r->document, i)); i++) {
        if (node->type == YAML_SCALAR_NODE) {
            explicit_bzero(node->data.scalar.value, node->data.scalar.length);
        }
    }
    yaml_document_delete(&r->document);
}

const yaml_node_t *yaml_read_root(struct yaml_read *r)
{
    return yaml_document_get_root_node(&r->document);
}

/* --- names --- */

/* How many letters have to be changed, left out or put in (Levenshtein), for short names. */
static size_t distance(const char *a, const char *b)
{
    size_t row[WORD_MAX + 1], len = strlen(b);
    if (len > WORD_MAX) {
        return len;
    }
    for (size_t j = 0; j <= len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1]; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len; j++) {
            size_t change = corner + (a[i - 1] != b[j - 1]);
            size_t other = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < other ? change : other;
        }
    }
    return row[len];
}

/* A foreign text for a message: short, and printable. */
static void show(const char *text, char *out)
{
    size_t i = 0;
    for (; text[i] && i < WORD_MAX; i++) {
        unsigned char c = (unsigned char)text[i];
        out[i] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    out[i] = 0;
    strcat(out, text[i] ? "..." : "");
}

static void unknown_name(struct yaml_read *r, struct yaml_place at, const char *name,
                         const struct yaml_field *fields, size_t count, const char *what)
{
    char shown[WORD_MAX + 4], list[400] = "";
    size_t nearest = 0, best = SIZE_MAX, len = 0;
    show(name, shown);
    for (size_t i = 0; i < count; i++) {
        size_t d = distance(name, fields[i].name);
        nearest = d < best ? i : nearest;
        best = d < best ? d : best;
    }
    if (best <= strlen(fields[nearest].name) / 2) {
        yaml_read_mistake(r, at, "unknown key '%s' of %s: is '%s' meant?", shown, what,
                          fields[nearest].name);
        return;
    }
    for (size_t i = 0; i < count && len < sizeof list; i++) {
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", i ? ", " : "",
                                fields[i].name);
    }
    yaml_read_mistake(r, at, "unknown key '%s': %s has %s", shown, what, list);
}

/* --- values --- */

const char *yaml_read_text(struct yaml_read *r, const yaml_node_t *node, int64_t least,
                           int64_t most)
{
    if (node->type != YAML_SCALAR_NODE) {
        yaml_read_mistake(r, yaml_read_place(node), "one value belongs here, not a %s",
                          node->type == YAML_SEQUENCE_NODE ? "list" : "mapping");
        return NULL;
    }
    const char *text = (const char *)node->data.scalar.value;
    size_t len = node->data.scalar.length;
    if (memchr(text, 0, len)) {
        yaml_read_mistake(r, yaml_read_place(node), "a zero octet in a text");
        return NULL;
    }
    if (len < (size_t)least || len > (size_t)most) {
        if (least == most) {
            yaml_read_mistake(r, yaml_read_place(node), "%lld octets belong here, not %zu",
                              (long long)least, len);
        } else {
            yaml_read_mistake(r, yaml_read_place(node),
                              "%lld to %lld octets belong here, not "
                              "%zu",
                              (long long)least, (long long)most, len);
        }
        return NULL;
    }
    return text;
}

static void take_number(struct yaml_read *r, const yaml_node_t *node,
                        const struct yaml_field *f, int64_t *out)
{
    const char *text = yaml_read_text(r, node, 0, 4096);
    char shown[WORD_MAX + 4], *end;
    if (!text) {
        return;
    }
    show(text, shown);
    bool digits =
        text[0] == '-' ? text[1] >= '0' && text[1] <= '9' : text[0] >= '0' && text[0] <= '9';
    long long value = digits && strlen(text) <= 18 ? strtoll(text, &end, 10) : 0;
    if (!digits || strlen(text) > 18 || *end || value < f->least || value > f->most) {
        yaml_read_mistake(r, yaml_read_place(node),
                          "'%s' is a number from %lld to %lld, not '%s'", f->name,
                          (long long)f->least, (long long)f->most, shown);
        return;
    }
    *out = value;
}

static void take_word(struct yaml_read *r, const yaml_node_t *node, const char *name,
                      const struct profile_word *words, unsigned *out)
{
    const char *text = yaml_read_text(r, node, 0, 4096);
    char shown[WORD_MAX + 4], list[300];
    if (text && !profile_word_find(words, text, out)) {
        show(text, shown);
        profile_words_list(words, list, sizeof list);
        yaml_read_mistake(r, yaml_read_place(node), "'%s' is %s, not '%s'", name, list, shown);
    }
}

static void take_switch(struct yaml_read *r, const yaml_node_t *node, const char *name,
                        bool *out)
{
    static const struct profile_word words[] = {
        {"yes", 1}, {"no", 0}, {"true", 1}, {"false", 0}, {"on", 1}, {"off", 0}, {NULL, 0}};
    const char *text = yaml_read_text(r, node, 0, 4096);
    unsigned value;
    char shown[WORD_MAX + 4];
    if (!text) {
        return;
    }
    if (!profile_word_find(words, text, &value)) {
        show(text, shown);
        yaml_read_mistake(r, yaml_read_place(node), "'%s' is yes or no, not '%s'", name, shown);
        return;
    }
    *out = value != 0;
}

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool read_hex(const char *text, uint8_t *out, size_t len, char between)
{
    for (size_t i = 0; i < len; i++) {
        int high = digit(text[0]), low = high < 0 ? -1 : digit(text[1]);
        if (low < 0 || (between && i + 1 < len && text[2] != between)) {
            return false;
        }
        out[i] = (uint8_t)(high << 4 | low);
        text += 2 + (between && i + 1 < len);
    }
    return *text == 0;
}

static void take_mac(struct yaml_read *r, const yaml_node_t *node, const char *name,
                     struct extsta_mac *out)
{
    const char *text = yaml_read_text(r, node, 0, 4096);
    static const struct extsta_mac zero;
    char shown[WORD_MAX + 4];
    struct extsta_mac mac;
    if (!text) {
        return;
    }
    if (!read_hex(text, mac.b, sizeof mac.b, ':') || (mac.b[0] & 1) != 0 ||
        memcmp(&mac, &zero, sizeof zero) == 0) {
        show(text, shown);
        yaml_read_mistake(r, yaml_read_place(node),
                          "'%s' is the address of a single station, as 02:00:00:00:00:01, not "
                          "'%s'",
                          name, shown);
        return;
    }
    *out = mac;
}

static void take_chars(struct yaml_read *r, const yaml_node_t *node, const struct yaml_field *f,
                       void *out)
{
    const char *text = yaml_read_text(r, node, f->least, f->most);
    if (text && f->kind == YAML_CHARS) {
        strcpy(out, text);
    } else if (text) {
        char *kept = r->keep(r->user, text, strlen(text));
        r->no_memory |= kept == NULL;
        memcpy(out, &kept, sizeof kept);
    }
}

/* A key is never repeated in a message. */
static void take_hex(struct yaml_read *r, const yaml_node_t *node, const struct yaml_field *f,
                     uint8_t *out)
{
    const char *text = yaml_read_text(r, node, 0, 4096);
    if (text &&
        (strlen(text) != 2 * (size_t)f->most || !read_hex(text, out, (size_t)f->most, 0))) {
        yaml_read_mistake(r, yaml_read_place(node), "'%s' has %lld hexadecimal digits", f->name,
                          2 * (long long)f->most);
    }
}

void yaml_read_value(struct yaml_read *r, const yaml_node_t *node, const struct yaml_field *f,
                     void *target)
{
    void *out = (char *)target + f->offset;
    switch (f->kind) {
    case YAML_TEXT:
    case YAML_CHARS:
        take_chars(r, node, f, out);
        break;
    case YAML_NUMBER:
        take_number(r, node, f, out);
        break;
    case YAML_SWITCH:
        take_switch(r, node, f->name, out);
        break;
    case YAML_WORD:
        take_word(r, node, f->name, f->words, out);
        break;
    case YAML_MAC:
        take_mac(r, node, f->name, out);
        break;
    case YAML_HEX:
        take_hex(r, node, f, out);
        break;
    case YAML_OTHER:
        f->take(r, node, target);
        break;
    }
}

uint64_t yaml_read_mapping(struct yaml_read *r, const yaml_node_t *node,
                           const struct yaml_field *fields, size_t count, void *target,
                           const char *what)
{
    uint64_t given = 0;
    if (node->type != YAML_MAPPING_NODE) {
        yaml_read_mistake(r, yaml_read_place(node), "%s is a mapping of keys and values", what);
        return 0;
    }
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start;
         p < node->data.mapping.pairs.top && r->mistakes < MISTAKES_MAX; p++) {
        const yaml_node_t *key = yaml_document_get_node(&r->document, p->key);
        const yaml_node_t *value = yaml_document_get_node(&r->document, p->value);
        const char *name = yaml_read_text(r, key, 0, 4096);
        size_t i = 0;
        while (name && i < count && strcmp(fields[i].name, name) != 0) {
            i++;
        }
        if (name && i == count) {
            unknown_name(r, yaml_read_place(key), name, fields, count, what);
        } else if (name && (given >> i & 1)) {
            yaml_read_mistake(r, yaml_read_place(key), "'%s' stands here for the second time",
                              name);
        } else if (name) {
            given |= 1ull << i;
            yaml_read_value(r, value, &fields[i], target);
        }
    }
    return given;
}

size_t yaml_read_list(struct yaml_read *r, const yaml_node_t *node, const char *what)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        yaml_read_mistake(r, yaml_read_place(node),
                          "%s are a list: each begins with a line of its own, '- '", what);
        return 0;
    }
    return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

const yaml_node_t *yaml_read_item(struct yaml_read *r, const yaml_node_t *list, size_t i)
{
    return yaml_document_get_node(&r->document, list->data.sequence.items.start[i]);
}
