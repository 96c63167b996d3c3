/* The lines of a station's trace (script_trace.h): values that share their texts with the lines
 * of all other stations, and of each kind only the last ones. What fell out is remembered by
 * its text, so that whoever compares knows whether it would have mattered. */
#ifndef SCRIPT_SCRIPT_LINES_H
#define SCRIPT_SCRIPT_LINES_H

#include "directory.h"
#include "label.h"

#define LINE_ROOM          200u /* octets of a text, with its end */
#define LINES_KINDS        (LABEL_TUNE + 1)
#define LINES_OF_A_KIND    1000u /* that a station keeps, unless it is told otherwise */
#define LINES_FALLEN_TEXTS 256u  /* different ones that are remembered */

/* A text, once for all lines that say the same. */
struct line_text {
    struct directory_entry entry;
    size_t users; /* lines, and notes of what fell out */
    char text[];
};

/* What the lines of a run have in common. It outlives them. */
struct line_store {
    struct directory texts;
    size_t memory; /* octets of lines and texts */
};

struct line {
    extsta_time time; /* virtual */
    uint64_t number;  /* counts the station's lines of all kinds */
    struct line_text *text;
    uint32_t request; /* LABEL_OID: number + 1 of a request that is not completed, or 0 */
};

/* The last lines of one kind: a ring. */
struct line_queue {
    struct line *lines;
    uint32_t first, count, capacity;
};

/* Lines of one text that fell out. */
struct line_fallen {
    struct line_text *text; /* NULL: of texts that are not remembered */
    enum label_kind kind;
    uint64_t count, last; /* last: the number of the newest */
};

struct lines {
    struct line_store *store;
    struct line_queue kinds[LINES_KINDS];
    uint64_t next;  /* number of the next line */
    uint32_t limit; /* lines of one kind, at least 1 */
    uint32_t fallen_count;
    struct line_fallen *fallen; /* LINES_FALLEN_TEXTS, and one for the rest; or NULL */
};

/* Frees the store, whose lines have been freed. */
void line_store_free(struct line_store *store);

/* Empty lines, of which each kind is bounded by `limit`. */
void lines_init(struct lines *l, struct line_store *store, uint32_t limit);
/* Drops them all, and what is remembered of those that fell out; numbers go on. */
void lines_clear(struct lines *l);
/* Adds a line, the text copied. Borrowed until the next change; NULL: no memory, and there is
 * no line. */
struct line *lines_add(struct lines *l, extsta_time time, enum label_kind kind,
                       const char *text);
/* Gives a line another text. Without memory it keeps the old one. */
void lines_change(struct lines *l, struct line *line, const char *text);

/* The newest line of a kind (back 0), or the one so many before it; NULL: there is none. */
struct line *lines_newest(const struct lines *l, enum label_kind kind, uint32_t back);

/* A walk in order: lines_from begins at the line with this number (0: at the oldest there is)
 * or behind it, lines_next takes one; NULL at the end. Nothing may be added meanwhile. */
struct lines_walk {
    const struct lines *lines;
    uint32_t at[LINES_KINDS];
    enum label_kind kind; /* of the line taken last */
};
struct lines_walk lines_from(const struct lines *l, uint64_t number);
const struct line *lines_next(struct lines_walk *walk);

#endif
