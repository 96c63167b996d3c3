/* Files that may hold secrets: a configuration, the key of a certificate. */
#ifndef CONTROL_WPA_PRIVATE_FILE_H
#define CONTROL_WPA_PRIVATE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* The octets of a file of 1 MiB at most, with a zero behind them that is not counted; the
 * caller wipes and frees them. *open_to_all: others than the owner and the group may read it.
 * NULL: `why` has the words. */
char *private_file_read(const char *path, bool *open_to_all, size_t *len, char *why,
                        size_t size);

#endif
