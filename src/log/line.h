/* Writing one line of JSON to a sink, member by member: beneath write.c and the files that
 * derive members. ASCII only: a character that is none is \uXXXX, so that nothing in a line can
 * mislead whoever looks at it. tell/json_out.h does the same for lines of the program's own. */
#ifndef LOG_LINE_H
#define LOG_LINE_H

#include <extsta/log.h>

struct line {
    const struct extsta_log_sink *sink;
    size_t len;
    bool first; /* no member in this object yet */
    char buffer[2048];
};

/* {, and }\n with which all of the line is at the sink. */
void line_begin(struct line *l, const struct extsta_log_sink *sink);
void line_end(struct line *l);

void line_number(struct line *l, const char *name, uint64_t value);
void line_signed(struct line *l, const char *name, int64_t value);
void line_bool(struct line *l, const char *name, bool value);
void line_mac(struct line *l, const char *name, struct extsta_mac mac);
/* Microseconds as "seconds.uuuuuu": a number would lose digits in readers that have doubles. */
void line_seconds(struct line *l, const char *name, extsta_time us);
/* A name of the library's own: printable ASCII without quote or backslash. */
void line_word(struct line *l, const char *name, const char *word);
/* "0x0000000a" */
void line_code(struct line *l, const char *name, uint32_t value);
/* A name from outside: UTF-8 as it is; what is none has every octet but printable ASCII as
 * \xNN, and then false is returned. NULL: no member. */
bool line_name(struct line *l, const char *name, const char *text);
/* The numbers that are not 0, as an array. */
void line_numbers(struct line *l, const char *name, const uint64_t *values, size_t count);
/* {"text": octets that are printable ASCII, the others as \xNN, "hex": digits} */
void line_ssid(struct line *l, const char *name, struct extsta_span ssid);
/* A text in pieces: digits of octets, and marks that stand for octets which are withheld. */
void line_octets_begin(struct line *l, const char *name);
void line_hex(struct line *l, struct extsta_span octets);
void line_secret(struct line *l, size_t octets);
void line_octets_end(struct line *l);

#endif
