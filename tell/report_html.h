/* The report: one HTML file that needs nothing else, for any number of clients. */
#ifndef TELL_REPORT_HTML_H
#define TELL_REPORT_HTML_H

#include <extsta/collection.h>

/* What the page says of the capture besides the collection. Borrowed. */
struct report_about {
    char **files;
    int file_count;
    uint32_t frames; /* in all files; 0: not counted */
};

/* Writes it; false with errno when that fails (ENOMEM: some of its texts are missing).
 * complete: whether the collection has all there is to tell; the page says it if not. */
bool report_html_write(const char *path, const struct extsta_collection *c, bool complete,
                       const struct report_about *about);

#endif
