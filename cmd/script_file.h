/* The text of a scenario, for `run` and `medium`. */
#ifndef CMD_SCRIPT_FILE_H
#define CMD_SCRIPT_FILE_H

#include "command.h"

/* All of a file, or of standard input for "-". NULL: errno says why (ENOMEM too); the caller
 * frees it. */
char *script_file_read(const char *path, size_t *len);
/* Says what errno says of it. An exit status. */
int script_file_failed(const struct command *command, const char *path);

#endif
