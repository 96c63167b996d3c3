/* Finds few calls of a station that still bring about a given violation: a rule of the contract
 * that the referee sees broken, an event for which a machine has no row, or a crash. Calls are
 * left out by delta debugging; each trial is a process of its own, since it may crash. */
#ifndef REPLAY_MINIMIZE_H
#define REPLAY_MINIMIZE_H

#include "recorder.h"
#include "tape.h"
#include <extsta/referee.h>

struct violation {
    int signal;            /* it ends by this signal; 0: it does not */
    bool unlisted;         /* an event without a row (extsta_context_unlisted) */
    enum extsta_rule rule; /* this rule is broken; EXTSTA_RULE_NONE: none is */
};

struct minimize_options {
    struct player_options player; /* `make`, `user` */
    recorder_describe *describe;  /* of what minimize_write records */
    struct violation wanted;      /* `rule`: this one; all zero: whatever shows first */
    double seconds; /* of real time, at most, then the best so far counts; 0: no limit */
    /* After each trial; may be NULL. */
    void (*progress)(void *user, size_t kept, size_t of, size_t trials);
    void *user;
};

struct minimized {
    struct violation found; /* all zero: there is none */
    size_t calls, of;       /* kept, and how many there were */
    size_t trials;
    bool *kept; /* by call; the caller frees */
};

/* False: no memory, or no process. */
bool minimize(const struct tape *tape, const struct minimize_options *options,
              struct minimized *out);
/* Runs what was kept once more, in a process of its own, and records it as `path`. False:
 * `why`. */
bool minimize_write(const struct tape *tape, const struct minimize_options *options,
                    const struct minimized *m, const char *path, const char *version, char *why,
                    size_t size);

#endif
