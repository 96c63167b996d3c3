/* Logs of participants beside captures (explain --log): the option's value, and the files line
 * by line into the witnesses (extsta/witness.h). */
#ifndef CMD_EXPLAIN_LOGS_H
#define CMD_EXPLAIN_LOGS_H

#include "command.h"
#include <extsta/witness.h>

/* "FILE" or "PROGRAM=FILE"; the program as extsta_program_name has it, or "supplicant",
 * "manager". Returns where the file's name begins. */
const char *explain_log_file(const char *value, enum extsta_program *program);
/* Reads a log of any length to its end; lines are bounded. An exit status; what is wrong was
 * said. */
int explain_log_read(const struct command *command, struct extsta_witnesses *w,
                     const char *file, enum extsta_program program);

#endif
