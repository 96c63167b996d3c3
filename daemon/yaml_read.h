/* Reading YAML by tables: what may stand in a mapping is a list of fields, each with the place
 * of its value in a struct; whatever else stands there is an error with its line, and words
 * that say what may. It knows nothing of what the fields mean: config.c does.
 *
 * libyaml reads the text (YAML 1.1, aliases too). A value is what its field says: `no` is a
 * text where a text is wanted and a switch where a switch is, so no network is called false. */
#ifndef DAEMON_YAML_READ_H
#define DAEMON_YAML_READ_H

#include "profile_words.h"
#include <extsta/types.h>
#include <stdint.h>
#include <yaml.h>

/* A place in the text, counted from 1. */
struct yaml_place {
    uint32_t line, column;
};

struct yaml_read {
    yaml_document_t document;
    /* Told of each mistake, in the order in which they are found; `text` has no place in it. */
    void (*mistake)(void *user, struct yaml_place at, const char *text);
    void *user;
    /* Memory for a text, which whoever gives it frees; NULL: there is none. */
    char *(*keep)(void *user, const char *text, size_t len);
    size_t mistakes;
    bool no_memory;
};

enum yaml_kind {
    YAML_TEXT,   /* char *: a text of least to most octets, kept; NULL where it is not given */
    YAML_CHARS,  /* char[most + 1]: the same, copied */
    YAML_NUMBER, /* int64_t, from least to most */
    YAML_SWITCH, /* bool: true, yes, on; false, no, off */
    YAML_WORD,   /* unsigned: one of `words` */
    YAML_MAC,    /* struct extsta_mac of a single station */
    YAML_HEX,    /* uint8_t[most]: so many octets */
    YAML_OTHER,  /* what `take` makes of it */
};
struct yaml_field {
    const char *name;
    enum yaml_kind kind;
    size_t offset; /* of the value in the target */
    int64_t least, most;
    const struct profile_word *words;
    void (*take)(struct yaml_read *r, const yaml_node_t *node, void *target);
};

/* Reads a text of one document. False: it is no YAML, which was told; yaml_read_end is due only
 * after true. The rest of *r was set before. */
bool yaml_read_begin(struct yaml_read *r, struct extsta_span text);
/* Frees the document; what it held is wiped. */
void yaml_read_end(struct yaml_read *r);
/* NULL: the text is empty. */
const yaml_node_t *yaml_read_root(struct yaml_read *r);
struct yaml_place yaml_read_place(const yaml_node_t *node);

/* Fills the target from a mapping; `given` has a bit for each field that stands there (of 64 at
 * most). What stands there twice, or is not known, is a mistake. */
uint64_t yaml_read_mapping(struct yaml_read *r, const yaml_node_t *node,
                           const struct yaml_field *fields, size_t count, void *target,
                           const char *what);
/* One value, as a mapping's field has it. */
void yaml_read_value(struct yaml_read *r, const yaml_node_t *node,
                     const struct yaml_field *field, void *target);
/* The items of a list: their number; NULL items at 0. A node that is no list is one (told as
 * `what`). */
size_t yaml_read_list(struct yaml_read *r, const yaml_node_t *node, const char *what);
const yaml_node_t *yaml_read_item(struct yaml_read *r, const yaml_node_t *list, size_t i);
/* The text of a scalar; NULL: it is none, and that was told. */
const char *yaml_read_text(struct yaml_read *r, const yaml_node_t *node, int64_t least,
                           int64_t most);

void yaml_read_mistake(struct yaml_read *r, struct yaml_place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
