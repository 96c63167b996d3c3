/* Writing JSON lines fast: one line at a time into a buffer, flushed in large pieces. The names
 * are none of jansson's: a program may read with it. */
#ifndef TELL_JSON_OUT_H
#define TELL_JSON_OUT_H

#include <extsta/types.h>
#include <stdio.h>

struct json_out {
    FILE *file;
    size_t len;
    bool first; /* no member in this object yet */
    bool failed;
    char buffer[64 * 1024];
};

/* Empty; `file` is borrowed. */
void json_out_start(struct json_out *j, FILE *file);
/* Begins a line without a member. */
void json_begin(struct json_out *j);
/* Begins a line: {"line":"KIND" */
void json_line(struct json_out *j, const char *kind);
/* Ends it: } and a newline. */
void json_line_end(struct json_out *j);
/* Writes out; false when something could not be written. */
bool json_out_flush(struct json_out *j);

/* What somebody else has written: whole lines, in pieces. */
void json_raw(struct json_out *j, const char *text, size_t len);

/* Members. Text of unknown origin is made valid UTF-8 and escaped. */
void json_text(struct json_out *j, const char *name, const char *value); /* NULL: null */
void json_span_text(struct json_out *j, const char *name, struct extsta_span bytes); /* likewise */
/* Text that is not UTF-8 at all has every octet but printable ASCII as \xNN. NULL: no member.
 */
void json_name(struct json_out *j, const char *name, const char *value);
/* Octets: printable ASCII, everything else (and the backslash) as \xNN. */
void json_octets(struct json_out *j, const char *name, struct extsta_span bytes);
void json_number(struct json_out *j, const char *name, uint64_t value);
void json_signed(struct json_out *j, const char *name, int64_t value);
/* Six significant digits. */
void json_decimal(struct json_out *j, const char *name, double value);
/* The number, or null when there is none. */
void json_number_if(struct json_out *j, const char *name, bool there, uint64_t value);
void json_bool(struct json_out *j, const char *name, bool value);
/* true, or no member at all. */
void json_flag(struct json_out *j, const char *name, bool value);
/* Two hexadecimal digits per octet, as one text. */
void json_hex(struct json_out *j, const char *name, struct extsta_span bytes);
/* "02:00:00:00:01:00" */
void json_mac(struct json_out *j, const char *name, struct extsta_mac mac);
/* Nanoseconds since 1970 as "seconds.nnnnnnnnn". */
void json_time(struct json_out *j, const char *name, uint64_t ns);
/* Microseconds as "seconds.uuuuuu". */
void json_seconds(struct json_out *j, const char *name, extsta_time us);
/* A member that is an object: what follows up to json_close is in it. */
void json_open(struct json_out *j, const char *name);
void json_close(struct json_out *j);
/* A member that is an array of objects: each between json_item and json_close. */
void json_list(struct json_out *j, const char *name);
void json_item(struct json_out *j);
void json_list_close(struct json_out *j);
/* {"hex":"...","text":"..."}; NULL: null */
void json_ssid(struct json_out *j, const char *name, struct extsta_span ssid);
/* An array of texts. */
void json_texts(struct json_out *j, const char *name, const char *const *values, size_t count);
/* An array of those numbers that are not 0. */
void json_numbers(struct json_out *j, const char *name, const uint64_t *values, size_t count);

#endif
