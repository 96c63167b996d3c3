/* Going into the background (-B): the parent waits until the child serves its interfaces, so
 * that its exit status is the truth, and whoever started it can use the sockets at once. */
#ifndef SUPPLICANT_BACKGROUND_H
#define SUPPLICANT_BACKGROUND_H

#include <stdbool.h>
#include <stddef.h>

struct background {
    int ready;      /* to the parent; -1: there is none */
    char *pid_file; /* absolute; NULL: none is written */
};

/* Forks. The child goes on; the parent never returns: it ends with 0 when the child is ready,
 * with 255 when it has ended before. False: `why`. Before anything else is opened. */
bool background_begin(struct background *b, bool wanted, const char *pid_file, char *why,
                      size_t size);
/* The child serves: writes the file, leaves the terminal and the folder, lets the parent end.
 * False: `why`; nothing has changed. Without a background it does nothing. */
bool background_ready(struct background *b, bool keep_output, char *why, size_t size);
/* A path that is the same when the folder has been left. NULL: no memory; the caller frees it.
 */
char *background_absolute(const char *path);
/* Removes the file. */
void background_end(struct background *b);

#endif
