/* The report: one HTML file that needs nothing else, for any number of clients. */
#ifndef TELL_REPORT_HTML_H
#define TELL_REPORT_HTML_H

#include "explain_collect.h"

struct report_about {
    char **files;
    int file_count;
    uint32_t frames;
};

/* Writes it; false with errno when that fails. */
bool report_html_write(const char *path, const struct collection *c,
                       const struct report_about *about);

#endif
