/* One line of a log as a JSON object (RFC 8259): where its members are. Nothing is decoded or
 * copied; what a line says is read.c's. Written here because what it needs is little and it
 * must neither allocate nor do I/O: of the libraries at hand none does both and is strict. */
#ifndef LOG_OBJECT_H
#define LOG_OBJECT_H

#include <extsta/types.h>

enum value_kind {
    VALUE_STRING, /* the text between the quotes, with its escapes */
    VALUE_NUMBER,
    VALUE_TRUE,
    VALUE_FALSE,
    VALUE_NULL,
    VALUE_OBJECT, /* with its brackets, as an array */
    VALUE_ARRAY,
};

struct member {
    struct extsta_span name; /* with its escapes */
    struct extsta_span value;
    enum value_kind kind;
};

#define OBJECT_MEMBERS 64u /* more has no line that is ours */

struct object {
    struct member members[OBJECT_MEMBERS];
    size_t count;
};

/* NULL, or what is wrong. All of the text is held against the grammar, nested values too. */
const char *object_scan(struct extsta_span text, struct object *object);
/* The member with this name, or NULL. */
const struct member *object_find(const struct object *object, const char *name);
/* The value at the front of what is left of an array (its brackets taken off), which is taken
 * off. False: there is none. */
bool array_take(struct extsta_span *rest, struct member *value);

/* Decodes a string into `out`, which has as much room as the string has octets; returns where
 * it ends. NULL: an escape that stands for no character. */
uint8_t *string_decode(struct extsta_span text, uint8_t *out);

#endif
