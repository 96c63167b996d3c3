/* The capture once more, with comments: see explain_annotate.c. */
#ifndef CMD_EXPLAIN_ANNOTATE_H
#define CMD_EXPLAIN_ANNOTATE_H

#include "explain_output.h"

/* Reads the files again, which can be read twice, and writes what --annotate names. frames: how
 * many there are. An exit status; what is wrong with a file was said when it was explained. */
int explain_annotate(struct explain_output *out, char **files, int count, uint32_t frames);

#endif
