/* Many runs (batch.h): which there are, and what all of them amount to. */
#include "batch.h"
#include "arguments.h"
#include "batch_tell.h"
#include "providers.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- seeds --- */

/* "5" or "1-100", up to a comma. */
static bool take_range(const char *text, size_t len, uint64_t *first, uint64_t *last)
{
    char one[64];
    if (len >= sizeof one) {
        return false;
    }
    memcpy(one, text, len);
    one[len] = 0;
    char *dash = strchr(one, '-');
    if (dash) {
        *dash = 0;
    }
    return argument_number(one, 0, UINT64_MAX, first) &&
           argument_number(dash ? dash + 1 : one, *first, UINT64_MAX, last);
}

uint64_t *batch_seeds(const char *text, size_t *count, const char **why)
{
    uint64_t *seeds = host_malloc(BATCH_RUNS * sizeof *seeds), first, last;
    size_t n = 0;
    *why = seeds ? NULL : "no memory";
    for (const char *p = text; p && !*why;) {
        size_t len = strcspn(p, ",");
        if (!take_range(p, len, &first, &last)) {
            *why = "takes numbers and ranges of them, as 1-100 or 1,5,20-29";
        } else if (last - first >= BATCH_RUNS - n) {
            *why = "has more than 100,000 runs";
        } else {
            for (uint64_t i = 0; i <= last - first; i++) {
                seeds[n++] = first + i;
            }
        }
        p = p[len] ? p + len + 1 : NULL;
    }
    if (*why) {
        free(seeds);
        return NULL;
    }
    *count = n;
    return seeds;
}

/* --- the runs --- */

static unsigned processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > (long)POOL_AT_ONCE ? POOL_AT_ONCE : (unsigned)n;
}

static void on_over(void *user, size_t job)
{
    batch_tell_more(user);
}

static int worst_of(const struct batch_tell *t)
{
    static const int status_of[BATCH_VERDICTS] = {
        [BATCH_FAILED] = EXIT_EXPECTATION, [BATCH_ERROR] = EXIT_INPUT,
        [BATCH_SYSTEM] = EXIT_SYSTEM,      [BATCH_LATE] = EXIT_SYSTEM,
        [BATCH_CRASHED] = EXIT_SYSTEM,     [BATCH_NOT_RUN] = EXIT_SYSTEM,
    };
    int worst = EXIT_OK;
    for (int v = 0; v < BATCH_VERDICTS; v++) {
        worst = t->verdicts[v] > 0 && status_of[v] > worst ? status_of[v] : worst;
    }
    return worst;
}

static int finish(struct batch_tell *t, enum pool_end end, int why, int stopped)
{
    int status = EXIT_OK;
    if (!batch_tell_end(t)) {
        status = EXIT_SYSTEM;
    }
    if (end == POOL_SYSTEM) {
        return command_fail(&command_run, EXIT_SYSTEM, "no process can be made for a run: %s",
                            strerror(why));
    }
    if (end == POOL_STOPPED) {
        return command_fail(&command_run, (enum exit_status)(128 + stopped),
                            "interrupted: %zu of %zu runs had not ended",
                            t->verdicts[BATCH_NOT_RUN], t->count);
    }
    int worst = worst_of(t);
    return worst > status ? worst : status;
}

bool batch_play(const struct batch_options *o, struct batch_run *run, int *status)
{
    size_t count = o->file_count * (o->seed_count ? o->seed_count : 1), job = 0;
    struct batch_tell tell;
    struct pool pool = {.count = count,
                        .at_once = o->jobs ? o->jobs : processors(),
                        .limit = o->limit,
                        .results = host_calloc(count, sizeof *pool.results),
                        .over = on_over,
                        .user = &tell};
    int stopped = 0;
    if (!pool.results) {
        *status = command_fail(&command_run, EXIT_SYSTEM, "no memory for %zu runs", count);
        return false;
    }
    if (!batch_tell_start(&tell, o, pool.results, count)) {
        free(pool.results);
        *status = EXIT_SYSTEM;
        return false;
    }
    enum pool_end end = pool_run(&pool, &job, &stopped);
    if (end == POOL_JOB) {
        *run = batch_run_of(o, job);
    } else {
        *status = finish(&tell, end, errno, stopped);
    }
    for (size_t i = 0; i < count; i++) {
        free(pool.results[i].output);
    }
    free(pool.results);
    return end == POOL_JOB;
}
