/* Measuring by ratio: two pieces of work alternate, the median of the pairs' ratios
 * counts, in CPU time on one pinned core. Absolute figures do not hold between machines,
 * nor between minutes of a shared one. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BENCH_PAIRS 7

static inline double bench_cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline void bench_pin(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        fprintf(stderr, "not pinned to a core\n");
    }
}

/* One round of work; returns how many units it did. */
typedef size_t bench_work(void *arg);

/* Units per second over at least `seconds` of CPU time. */
static inline double bench_rate(bench_work *work, void *arg, double seconds)
{
    double start = bench_cpu_seconds(), spent;
    size_t units = 0;
    do {
        units += work(arg);
        spent = bench_cpu_seconds() - start;
    } while (spent < seconds);
    return (double)units / spent;
}

static inline int bench_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static inline double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, bench_compare);
    return values[count / 2];
}

struct bench_result {
    double ours, peer; /* median units per second */
    double ratio;      /* median of ours/peer over the pairs */
};

static inline struct bench_result bench_pairs(bench_work *ours, void *ours_arg,
                                              bench_work *peer, void *peer_arg, double seconds)
{
    double a[BENCH_PAIRS], b[BENCH_PAIRS], r[BENCH_PAIRS];
    ours(ours_arg); /* warm */
    peer(peer_arg);
    for (size_t i = 0; i < BENCH_PAIRS; i++) {
        a[i] = bench_rate(ours, ours_arg, seconds);
        b[i] = bench_rate(peer, peer_arg, seconds);
        r[i] = a[i] / b[i];
    }
    return (struct bench_result){bench_median(a, BENCH_PAIRS), bench_median(b, BENCH_PAIRS),
                                 bench_median(r, BENCH_PAIRS)};
}

#endif
