/* Many jobs of the program, each in a process of its own, some at a time: what one of them does
 * (crash, spin, eat memory) stays with it. batch.c plays scenarios with it. */
#ifndef CMD_POOL_H
#define CMD_POOL_H

#include <stdbool.h>
#include <stddef.h>

#define POOL_AT_ONCE 256u  /* jobs, at most */
#define POOL_KEPT    8192u /* octets of the beginning of an output, and of its end */

/* What became of a job. */
struct pool_result {
    bool over;      /* it has ended */
    bool late;      /* and was made to, because its time was over */
    bool stopped;   /* and was made to, because the pool was */
    int status;     /* as of waitpid */
    double seconds; /* that it took */
    char *output; /* what it wrote, standard error too, with a note of what was left out; NULL:
                   * nothing. The caller frees it */
};

struct pool {
    size_t count;                /* of jobs */
    unsigned at_once;            /* 1 to POOL_AT_ONCE */
    double limit;                /* seconds that each of them may take; 0: any time */
    struct pool_result *results; /* `count`, zeros; the caller's */
    /* A job has ended: in whatever order. NULL is fine. */
    void (*over)(void *user, size_t job);
    void *user;
};

enum pool_end {
    POOL_OVER,    /* all jobs have ended */
    POOL_JOB,     /* this is the process of job *job, for the caller to do it and end */
    POOL_STOPPED, /* *stopped: SIGINT or SIGTERM came; the jobs under way were stopped too */
    POOL_SYSTEM,  /* no process can be made, or there is no memory: errno; not all have ended */
};
/* Forks for each job, in their order, and returns in each of those processes as well: there
 * with nothing to read, and with standard output and error to the pool. A job that is late gets
 * SIGTERM, and a second later SIGKILL; one whose pool has gone is killed. Flush what is
 * buffered before. */
enum pool_end pool_run(const struct pool *pool, size_t *job, int *stopped);

#endif
