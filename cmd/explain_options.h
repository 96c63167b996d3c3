/* What `explain` and `watch` take on the command line: keys, and how the story is told
 * (tell/explain_output.h). */
#ifndef CMD_EXPLAIN_OPTIONS_H
#define CMD_EXPLAIN_OPTIONS_H

#include "command.h"
#include "explain_keys.h"
#include "explain_logs.h"
#include "explain_output.h"

struct key_given {
    enum key_option option;
    const char *text;
};

/* A participant's log (explain only). */
struct log_given {
    const char *file;
    enum extsta_program program;
};

struct explain_options {
    struct key_given *keys; /* in order; the texts are those of argv */
    size_t key_count;
    struct log_given *logs; /* likewise */
    size_t log_count;
    const char **log_names;
    bool one_pass; /* no second reading (explain) */
    const char *serve; /* where, or NULL; so, and what follows, of watch alone */
    bool serve_anyone;
    uint32_t keep_stories, keep_stations;
    struct explain_output_options output;
};

/* Reads the options; the arguments behind them start at optind. An enum exit_status; what is
 * wrong was said. explain_options_free is due in any case. */
int explain_options_parse(const struct command *command, int argc, char **argv,
                          struct explain_options *o);
/* Gives the keys to an explainer. An exit status; the first key that is refused was said, by
 * its number, not its text. */
int explain_options_keys(const struct command *command, struct extsta_explain *x,
                         const struct explain_options *o);
void explain_options_free(struct explain_options *o);

#endif
