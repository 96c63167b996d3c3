/* Structures as octets: what a structure is made of is said once, in a table with a row for
 * each member, and three interpreters go by it: the writer (form_write.c), the reader
 * (form_read.c), and the one that gives back what it holds (form_drop.c). So there is no second
 * list that could forget a member; a test finds every octet of every structure that is in no
 * row and is no padding (tests/unit/station/form_tables.c).
 *
 * Each room has the tables of its structures, beside the structure where it is a file's own, in
 * a form.c otherwise; station/form.c has the root, and the public calls (extsta/form.h).
 *
 * A row says of its member what it is:
 * - state, of which later events depend: written, unless it has the usual value;
 * - derived: made anew, from what was read, by `made` of a table. The row says from what;
 * - shared with other stations (configuration, BSS, profile): a reference, held in a book of
 * the context while the station rests; in a form that stands alone its contents, once;
 * - nothing: not there whenever a station can be written. If it is, the row's `why` says why
 * the station cannot be written now.
 *
 * Octets: of each structure a bit for each row that is written, then the values. Numbers are
 * varints (seven bits to an octet, low ones first), times are relative to the moment of
 * writing, and octets that have been written once are named by their number the second time:
 * addresses and keys lie in many places of a station. */
#ifndef BASE_FORM_H
#define BASE_FORM_H

#include "base/bytes.h"
#include "base/compat.h"
#include "base/context.h"

struct form_out;
struct form_in;
struct form_table;

enum form_kind {
    FORM_NUMBER,  /* of 1, 2, 4 or 8 octets, without sign; bool with most 1 */
    FORM_SIGNED,  /* the same, with one */
    FORM_TIME,    /* extsta_time; 0 and EXTSTA_NEVER stay what they are */
    FORM_OCTETS,  /* as many as the member has */
    FORM_PART,    /* the same, of which as many count as another member says */
    FORM_NUMBERS, /* an array of numbers of `item` octets */
    FORM_TIMES,   /* an array of extsta_time */
    FORM_INSIDE, /* a structure of the table `of`; an array of them where `item` is its size, of
                  * which as many count as another member says, or all */
    FORM_OWNED,  /* a pointer to such a structure in the pool, or NULL */
    FORM_ARRAY, /* a pointer to as many of them as another member says, or NULL; without `of` to
                 * numbers */
    FORM_BLOCK, /* a pointer to so many octets, or NULL */
    FORM_CHAIN, /* a pointer to the first of a list; `link`: where each points to the next */
    FORM_RING,  /* struct list, of structures whose own is at `link` */
    FORM_SHARED,  /* a pointer to what `share` is for, a reference of it; or NULL */
    FORM_SPECIAL, /* by functions */
    /* not written: */
    FORM_COUNT,   /* written with the row that it counts for */
    FORM_DERIVED, /* `why`: of what */
    FORM_NOTHING, /* zero, or (why) the station cannot be written */
};

/* What a member needs that no kind knows. */
struct form_special {
    /* Nothing is to be written: left zero when it is read. NULL: never so. */
    bool (*is_usual)(const void *member);
    void (*put)(struct form_out *f, const void *member);
    void (*get)(struct form_in *f, void *member); /* may fail f; then fit for drop */
    void (*drop)(struct extsta_context *ctx, void *member,
                 bool keep_shared); /* NULL: holds nothing */
};

#define FORM_KNOWN_MAX 6u

/* A kind of thing that stations share. */
struct form_share {
    const char *name;
    const struct form_table *of; /* of its contents; NULL: `put` writes them by hand */
    uint32_t *(*place)(
        void *object); /* of its member that is its number in the book; 0: none */
    void (*hold)(struct extsta_context *ctx, void *object);
    void (*release)(struct extsta_context *ctx, void *object);
    void (*put)(struct form_out *f, const void *object); /* its contents */
    /* The one of the context with these contents, held; NULL: f has failed, or no memory. */
    void *(*get)(struct form_in *f);
    /* Octets of it that stations repeat. Their number; NULL: none. */
    size_t (*known)(const void *object, struct extsta_span out[FORM_KNOWN_MAX]);
};

struct form_row {
    const char *name;
    uint8_t kind; /* enum form_kind */
    bool counted; /* ARRAY: its count is known when it is read: that of the tail */
    uint8_t count_size;
    uint16_t at, size;
    uint16_t item;     /* of NUMBERS and INSIDE, of an ARRAY of numbers: octets of one */
    uint16_t count_at; /* PART, INSIDE, ARRAY, BLOCK: the member that counts */
    uint16_t link;
    uint16_t room_at, room_size; /* ARRAY: the member that says for how many there is room */
    uint64_t usual, most; /* of NUMBER, SIGNED, TIME; most of a count, too; 0: as many as fit */
    const struct form_table *of;
    const struct form_share *share;
    const struct form_special *special;
    const char *why;
};

/* What lies behind a structure (its flexible array): items of so many octets each, counted by a
 * member. */
struct form_tail {
    uint16_t at, count_at, count_size, item;
    uint32_t most;
    const struct form_table *of; /* NULL: octets, or numbers of `item` octets */
};

struct form_table {
    const char *name;
    size_t size; /* octets of the structure */
    const struct form_row *rows;
    size_t count;
    struct form_tail tail; /* item 0: none */
    /* Before it is written: what the rows need of it. NULL: nothing. */
    void (*before)(struct form_out *f, const void *object);
    /* Before it is read: what its rows need of it. NULL: nothing. */
    void (*begun)(struct form_in *f, void *object);
    /* All its rows are read: judges them, and makes what is derived. False: it cannot be so. */
    bool (*made)(struct form_in *f, void *object);
    /* All but its padding becomes 0xff, for the test that counts octets; NULL: the compiler
     * cannot. */
    void (*mark)(void *object);
};

/* --- tables: T is defined as the structure before its rows --- */
#define FORM_AT(m) .name = #m, .at = offsetof(T, m), .size = sizeof(((T *)0)->m)
#define NUMBER(m, ...)                                                                         \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_NUMBER, __VA_ARGS__                                           \
    }
#define FLAG(m, ...)       NUMBER(m, .most = 1, __VA_ARGS__)
#define LIMITED(m, n, ...) NUMBER(m, .most = (n), __VA_ARGS__)
#define SIGNED(m, ...)                                                                         \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_SIGNED, __VA_ARGS__                                           \
    }
#define TIME(m, ...)                                                                           \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_TIME, __VA_ARGS__                                             \
    }
#define OCTETS(m)                                                                              \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_OCTETS                                                        \
    }
#define FORM_COUNTED(c) .count_at = offsetof(T, c), .count_size = sizeof(((T *)0)->c)
#define PART(m, c)                                                                             \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_PART, FORM_COUNTED(c)                                         \
    }
#define NUMBERS(m)                                                                             \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_NUMBERS, .item = sizeof(((T *)0)->m[0])                       \
    }
#define TIMES(m, ...)                                                                          \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_TIMES, .item = sizeof(extsta_time), __VA_ARGS__               \
    }
#define INSIDE(m, t, ...)                                                                      \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_INSIDE, .of = &(t), __VA_ARGS__                               \
    }
#define EVERY_ONE(m, t) INSIDE(m, t, .item = sizeof(((T *)0)->m[0]))
#define ITEMS(m, t, c)  INSIDE(m, t, .item = sizeof(((T *)0)->m[0]), FORM_COUNTED(c))
#define OWNED(m, t)                                                                            \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_OWNED, .of = &(t)                                             \
    }
#define ARRAY(m, t, c, n)                                                                      \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_ARRAY, .of = &(t), FORM_COUNTED(c), .most = (n)               \
    }
#define ROOMY_ARRAY(m, t, c, room, n)                                                          \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_ARRAY, .of = &(t), FORM_COUNTED(c), .most = (n),              \
                    .room_at = offsetof(T, room), .room_size = sizeof(((T *)0)->room)          \
    }
#define TAIL_NUMBERS(m, c)                                                                     \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_ARRAY, FORM_COUNTED(c), .counted = true,                      \
                    .item = sizeof(((T *)0)->m[0])                                             \
    }
#define BLOCK(m, c, n)                                                                         \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_BLOCK, FORM_COUNTED(c), .most = (n)                           \
    }
#define CHAIN(m, t, type, next)                                                                \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_CHAIN, .of = &(t), .link = offsetof(type, next)               \
    }
#define RING(m, t, type, l)                                                                    \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_RING, .of = &(t), .link = offsetof(type, l)                   \
    }
#define SHARED(m, s)                                                                           \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_SHARED, .share = &(s)                                         \
    }
#define SPECIAL(m, s, ...)                                                                     \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_SPECIAL, .special = &(s), __VA_ARGS__                         \
    }
#define COUNTS(m)                                                                              \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_COUNT                                                         \
    }
#define DERIVED(m, reason)                                                                     \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_DERIVED, .why = (reason)                                      \
    }
#define NOTHING(m, reason)                                                                     \
    {                                                                                          \
        FORM_AT(m), .kind = FORM_NOTHING, .why = (reason)                                      \
    }
#define FORM_TAIL(m, c, type, n, t)                                                            \
    .tail = {.at = offsetof(T, m),                                                             \
             .count_at = offsetof(T, c),                                                       \
             .count_size = sizeof(((T *)0)->c),                                                \
             .item = sizeof(type),                                                             \
             .most = (n),                                                                      \
             .of = (t)}

#ifdef COMPAT_CLEAR_PADDING
#define FORM_MARK(table, type)                                                                 \
    static void table##_mark(void *object)                                                     \
    {                                                                                          \
        memset(object, 0xff, sizeof(type));                                                    \
        COMPAT_CLEAR_PADDING((type *)object);                                                  \
    }
#define FORM_MARKED(table) .mark = table##_mark
#else
#define FORM_MARK(table, type)
#define FORM_MARKED(table) .mark = NULL
#endif
/* The table `table` of T over the array `table_rows`, with more of it behind; one that other
 * files see, one of a file's own, and those of structures that end in a flexible array, whose
 * padding no compiler tells. */
#define FORM_TABLE(table, title, ...)                                                          \
    FORM_MARK(table, T)                                                                        \
    const struct form_table table = {FORM_TABLE_OF(table, title), FORM_MARKED(table),          \
                                     __VA_ARGS__}
#define FORM_OWN_TABLE(table, title, ...)                                                      \
    FORM_MARK(table, T)                                                                        \
    static const struct form_table table = {FORM_TABLE_OF(table, title), FORM_MARKED(table),   \
                                            __VA_ARGS__}
#define FORM_OPEN_TABLE(table, title, ...)                                                     \
    const struct form_table table = {FORM_TABLE_OF(table, title), __VA_ARGS__}
#define FORM_OWN_OPEN_TABLE(table, title, ...)                                                 \
    static const struct form_table table = {FORM_TABLE_OF(table, title), __VA_ARGS__}
#define FORM_TABLE_OF(table, title)                                                            \
    .name = title, .size = sizeof(T), .rows = table##_rows,                                    \
    .count = sizeof(table##_rows) / sizeof(table##_rows)[0]

/* --- at work --- */

/* What members that a table does not own point to; set by whoever begins, and by `made` or
 * `put` on the way for what comes behind. */
enum form_hand {
    FORM_STATION, /* struct extsta_station */
    FORM_QUEUE,   /* struct outq of the station */
    FORM_OS,      /* struct os */
    FORM_DRIVER,  /* struct miniport */
    FORM_PEER,    /* struct mp_peer */
    FORM_RADIO,   /* const struct extsta_radio_caps */
    FORM_EAP,     /* struct port_eap */
    FORM_METHODS, /* const struct port_method *const [], up to a NULL */
    FORM_HANDS
};

#define FORM_WORDS 96u /* octets that are remembered, at most */

/* Octets that were written or read, or that come with something shared. */
struct form_words {
    struct extsta_span word[FORM_WORDS];
    size_t count;
};

#define FORM_REFERENCES 160u

struct form_out {
    struct writer w; /* over nothing where only the length, or `why`, is wanted */
    size_t len;      /* octets it comes to */
    struct extsta_context *ctx;
    extsta_time now;
    const char *why; /* why it cannot be written; NULL: it can */
    bool resting;    /* references by the context's book; else it stands alone */
    void *hand[FORM_HANDS];
    struct form_words words;
    const void *references[FORM_REFERENCES]; /* standing alone: those that have a number */
    size_t reference_count;
    struct form_temporary
        *temporaries; /* until all is written: octets are named by where they lie */
};

struct form_in {
    struct reader r;
    struct extsta_context *ctx;
    extsta_time now;
    bool failed; /* the octets are not those of a form */
    bool no_memory;
    bool resting;
    void *hand[FORM_HANDS];
    struct form_words words;
    const struct form_share *shares[FORM_REFERENCES];
    void *references[FORM_REFERENCES];
    size_t reference_count;
};

/* Writes all of an object. Whether that was possible says `why`, at the end. */
void form_put(struct form_out *f, const struct form_table *table, const void *object);
/* All is written: wipes and gives back what specials made for it. */
void form_put_end(struct form_out *f);
/* For a special that writes what it has to make first: zeroed, there until form_put_end. NULL:
 * no memory, and f is refused. */
void *form_temporary(struct form_out *f, size_t size);
/* Reads into zeroed memory. After a failure (form_in_ok) the object is fit for form_drop. */
void form_get(struct form_in *f, const struct form_table *table, void *object);
/* Gives back and wipes all that it holds, but not itself. keep_shared: references are somebody
 * else's by now: of the form that it was written into, or that is read once more. */
void form_drop(struct extsta_context *ctx, const struct form_table *table, void *object,
               bool keep_shared);
/* A number for all that the table says, on from another one; 0 to begin with. */
uint64_t form_digest(const struct form_table *table, uint64_t digest);
/* Octets of an object with its tail. */
size_t form_size(const struct form_table *table, const void *object);

static inline bool form_in_ok(const struct form_in *f)
{
    return !f->failed && !f->no_memory && !f->r.failed;
}
/* The first reason stays. */
static inline void form_refuse(struct form_out *f, const char *why)
{
    f->why = f->why ? f->why : why;
}

/* --- for specials and shares --- */
void form_put_number(struct form_out *f, uint64_t value);
/* 0, and f has failed, where it is more than `most`. */
uint64_t form_get_number(struct form_in *f, uint64_t most);
void form_put_time(struct form_out *f, extsta_time time);
extsta_time form_get_time(struct form_in *f);
/* A known number of octets. */
void form_put_octets(struct form_out *f, const void *octets, size_t len);
void form_get_octets(struct form_in *f, void *octets, size_t len);
/* With their number in front, `most` at most; read: borrowed from the form. */
void form_put_span(struct form_out *f, struct extsta_span octets);
struct extsta_span form_get_span(struct form_in *f, size_t most);
void form_put_shared(struct form_out *f, const struct form_share *share, const void *object);
void *form_get_shared(struct form_in *f, const struct form_share *share);
/* Zeroed; NULL: f knows that there is no memory. */
void *form_alloc(struct form_in *f, size_t size);
/* A pointer member, of whatever type. */
void *form_pointer(const void *member);
void form_set_pointer(void *member, void *value);

/* --- form_book.c: what is shared, by numbers, while stations rest --- */
/* The object's number, given to it if it has none; 0: no memory. */
uint32_t form_book_number(struct extsta_context *ctx, const struct form_share *share,
                          void *object);
/* NULL: none of that kind. */
void *form_book_at(struct extsta_context *ctx, const struct form_share *share, uint32_t number);
/* It is about to be freed. */
void form_book_forget(struct extsta_context *ctx, uint32_t *place);

#endif
