/* A file that is written whole or not at all: what the commands' options name (--pcap, --html,
 * --write-clear). It gets its name when it is whole; until then, and after a crash, the name is
 * that of what was there before. Standard output, pipes and devices are written as they are. */
#ifndef TELL_OUT_FILE_H
#define TELL_OUT_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct out_file {
    FILE *file; /* where to write */
    char *path; /* the name it gets, or NULL: it has it already, or needs none */
    char *link; /* room for a name it has until then */
    size_t link_size;
    bool linked; /* it has that name */
};

/* "-" is standard output, and so is a path that leads there. False: errno says why. An existing
 * file keeps its permissions; a link to one stays. */
bool out_file_open(struct out_file *o, const char *path);
/* What was written so far is whole, as far as it goes: it gets its name, and what follows is
 * appended. False: it could not be written; errno. */
bool out_file_publish(struct out_file *o);
/* Closes it; whole: under its name. False: something could not be written; errno, and what was
 * there before is there still. */
bool out_file_close(struct out_file *o, bool whole);

/* Whether writing to this path is writing to standard output. */
bool out_file_is_stdout(const char *path);
/* Whether both are one regular file, by whatever names; "-" is standard input of `input`. */
bool out_file_is_input(const char *output, const char *input);
/* Whether two outputs would be one file, there yet or not. */
bool out_file_same(const char *a, const char *b);

#endif
