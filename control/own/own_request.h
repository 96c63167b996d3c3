/* A request of the own control socket: one line, a JSON array of texts. */
#ifndef CONTROL_OWN_REQUEST_H
#define CONTROL_OWN_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#define OWN_WORDS 16u

struct own_request {
    const char *words[OWN_WORDS]; /* UTF-8, ended by zeros; in the line */
    size_t count;
};

/* Reads a line of `len` octets, without its end, in place: the texts are unescaped where they
 * stand, and line[len] is written. NULL: it is one; else a static sentence that says what is
 * wrong. A text with a zero in it, or that is not UTF-8, is wrong. */
const char *own_request_read(char *line, size_t len, struct own_request *request);
/* Reads one JSON text at *at, which stands on its quotation mark, in place; *at is then behind
 * it. NULL: it is malformed. For clients, too. */
char *own_text_read(char **at, const char *end);

#endif
