/* Text into a page: what comes from scripts, names and the air can neither become markup nor
 * mislead (plain.h). */
#ifndef TELL_HTML_OUT_H
#define TELL_HTML_OUT_H

#include <stdio.h>

/* As content or in a quoted attribute. Octets that are no text, or mislead, are shown as \xNN.
 */
void html_text(FILE *out, const char *text);

#endif
