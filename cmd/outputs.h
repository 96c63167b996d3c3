/* What a command is told to write, held against what it reads: asked before anything is opened,
 * because an output that is an input would destroy it (tell/out_file.h writes). */
#ifndef CMD_OUTPUTS_H
#define CMD_OUTPUTS_H

#include "command.h"

/* An option that names a file to write. */
struct output {
    const char *option; /* "--pcap" */
    const char *path;   /* NULL: not given */
};

/* EXIT_OK, or EXIT_USAGE and a message: a file would be written that is read (by whatever name
 * it goes; standard output counts as written), or two outputs would be one file. Paths are
 * those of the command line, "-" is a standard stream; NULL inputs are passed over. */
int outputs_check(const struct command *command, const struct output *outputs, size_t count,
                  const char *const *inputs, size_t input_count);

#endif
