/* The report: one HTML file that needs nothing else, for any number of clients. */
#ifndef TELL_REPORT_HTML_H
#define TELL_REPORT_HTML_H

#include "ladder_store.h"
#include "lanes.h"
#include "witness_text.h"
#include <extsta/collection.h>

/* What the page says of the capture besides the collection. Borrowed. */
struct report_about {
    char **files;
    int file_count;
    uint32_t frames; /* in all files; 0: not counted */
    bool complete;   /* the collection has all there is to tell; the page says it if not */
    const struct extsta_explain *explain; /* its findings; NULL: none */
    struct ladders *ladders;              /* the texts of those in the store */
    struct ladder_store *store;
    const struct lanes *lanes;
    const struct witness_logs *logs; /* what participants say; NULL: none */
};

/* Writes it; false with errno when that fails (ENOMEM: some of its texts are missing). */
bool report_html_write(const char *path, const struct extsta_collection *c,
                       const struct report_about *about);

#endif
