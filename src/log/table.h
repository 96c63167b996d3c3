/* One description of every value in a log: for each kind of line its members, and for each
 * member where its value stands in struct extsta_output, how it is written, and when. write.c
 * and read.c are interpreters of it, so neither can forget what the other has; a new member of
 * an output is one row. */
#ifndef LOG_TABLE_H
#define LOG_TABLE_H

#include "log/line.h"
#include "log/secrets.h"

enum log_type {
    LOG_NUMBER, /* an unsigned number of 1, 2, 4 or 8 octets */
    LOG_SIGNED, /* one octet */
    LOG_BOOL,
    LOG_MAC,
    LOG_SECONDS,  /* a time or duration, microseconds, as text */
    LOG_DURATION, /* as SECONDS; EXTSTA_NEVER is the member `also` instead, true */
    LOG_WORD,     /* an enum by its name: `words` */
    LOG_CODE,     /* a number by its name, else "0x...": `codes` */
    LOG_RULE,     /* enum extsta_rule by its id; none: no member */
    LOG_NAME,   /* const char *; NULL: no member. What is no UTF-8 is again in `also`, as hex */
    LOG_TEXT,   /* an array of char; empty: no member */
    LOG_SSID,   /* a span: {"text", "hex"} */
    LOG_OCTETS, /* a span: hex, with marks for what is withheld; NULL: no member */
    LOG_EVIDENCE, /* two serials: those that are not 0. A second one alone is `also` too */
    LOG_DERIVED,  /* follows from the other members: written, never read */
};

enum log_show {
    LOG_SHORT,    /* at both levels, always; a reader insists on it */
    LOG_RETRYING, /* at the short level of what will be tried again */
    LOG_KNOWN,    /* at both levels, if it is not `absent` */
    LOG_WHOLE,    /* at the whole level, if it is not `absent` */
};

struct log_codes {
    const char *(*name)(uint32_t number);
    bool (*number)(const char *name, uint32_t *number);
};

struct log_row {
    const char *name;
    const char *also;
    uint8_t type;     /* enum log_type */
    uint8_t show;     /* enum log_show */
    uint8_t size;     /* octets of the value */
    uint8_t absent;   /* the value that needs no member */
    uint8_t secrets;  /* OCTETS: enum secrets */
    uint16_t at;      /* in struct extsta_output */
    uint16_t code_at; /* OCTETS: the code that secrets.h asks for; a uint32_t or an enum */
    uint32_t only;    /* bits of the subtypes that have this member; 0: all */
    const char *(*words)(unsigned number); /* WORD: "unknown" behind the last */
    const struct log_codes *codes;
    void (*derive)(struct line *l, const struct extsta_output *out);
};

#define LOG_ANY   255u
#define LOG_WORDS 256u /* no enum has more names */

/* The members of an output type, in the order in which they are written. */
struct log_rows {
    const struct log_row *rows;
    uint8_t count;
    bool short_too;      /* it is in short logs */
    uint16_t subtype_at; /* where the enum stands that `only` is about; 0: there is none */
    uint16_t short_at;   /* not short_too: the enum that is not 0 in those that are */
};

/* A kind of line. */
struct log_line {
    const char *name;
    uint8_t type;    /* enum extsta_output_type */
    uint8_t subtype; /* or LOG_ANY: a member says it */
};

extern const struct log_rows log_rows[EXTSTA_OUT_TYPES];
extern const struct log_line log_lines[];
extern const size_t log_line_count;

/* What the line of an output is called ("notify"); NULL: no line is for it. */
const char *log_line_name(const struct extsta_output *out);
/* The enum of four octets at a place of an output. */
unsigned log_enum_at(const struct extsta_output *out, size_t at);
/* Whether a row is about this output. */
bool log_row_applies(const struct log_rows *rows, const struct log_row *row,
                     const struct extsta_output *out);

/* The members that are derived of a status indication (indication.c). */
void log_derive_indication(struct line *l, const struct extsta_output *out);

#endif
