/* Escaping for run_report.c and svg_plot.c (html_out.h). */
#include "html_out.h"
#include "plain.h"
#include <string.h>

void html_text(FILE *out, const char *text)
{
    const uint8_t *p = (const uint8_t *)text;
    for (size_t left = strlen(text), n; left; p += n, left -= n) {
        n = plain_length(p, left);
        if (n == 0) {
            fprintf(out, "\\x%02x", *p);
            n = 1;
        } else if (strchr("\"'<>&", *p)) {
            fprintf(out, "&#%u;", *p);
        } else {
            fwrite(p, 1, n, out);
        }
    }
}
