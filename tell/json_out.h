/* Writing JSON lines fast: one line at a time into a buffer, flushed in large pieces. */
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

void json_out_start(struct json_out *j, FILE *file);
/* Begins an object: {"line":"KIND" */
void json_line(struct json_out *j, const char *kind);
/* Ends it: } and a newline. */
void json_line_end(struct json_out *j);
/* Writes out; false when something could not be written. */
bool json_out_flush(struct json_out *j);

/* Members. Text of unknown origin is made valid UTF-8 and escaped. */
void json_text(struct json_out *j, const char *name, const char *value); /* NULL: null */
void json_span_text(struct json_out *j, const char *name, struct extsta_span bytes);
void json_number(struct json_out *j, const char *name, uint64_t value);
void json_bool(struct json_out *j, const char *name, bool value);
void json_null(struct json_out *j, const char *name);
void json_hex(struct json_out *j, const char *name, struct extsta_span bytes);
void json_mac(struct json_out *j, const char *name, struct extsta_mac mac);
/* Nanoseconds since 1970 as "seconds.nnnnnnnnn". */
void json_time(struct json_out *j, const char *name, uint64_t ns);
/* {"hex":"...","text":"..."} */
void json_ssid(struct json_out *j, const char *name, struct extsta_span ssid);
/* An array of texts. */
void json_texts(struct json_out *j, const char *name, const char *const *values, size_t count);

#endif
