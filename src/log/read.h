/* One line of a log as an entry (extsta/log.h): the opposite of write.c, by the same table.
 * Used by reader.c, which finds the lines. */
#ifndef LOG_READ_H
#define LOG_READ_H

#include "base/text.h"
#include <extsta/log.h>

/* What an entry points to, and what is wrong with the line. */
struct read {
    uint8_t *room;      /* for decoded octets and names: of read_room */
    const char *why;    /* NULL: nothing; a sentence about the line */
    const char *member; /* then the member it is about ('member' why), or NULL */
    struct extsta_output out;
    bool headed; /* a head has come: what can be read is a whole log */
};

/* Octets that decoding a line may take; 0: the line withholds too much. */
size_t read_room(struct extsta_span line);
/* False: `why`. */
bool read_line(struct read *r, struct extsta_span line, struct extsta_log_entry *entry);

#endif
