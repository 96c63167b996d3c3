/* What every module of the OS half (acm, msm, ihv) works with: the queue,
 * request numbers, counters. One per station, inside struct host; the miniport has its own
 * of each. */
#ifndef BOUNDARY_OS_H
#define BOUNDARY_OS_H

#include "boundary/report.h"
#include "boundary/requester.h"
#include <extsta/drops.h>

struct os {
    struct extsta_context *ctx;
    struct outq *out;
    struct requester requester;
    uint64_t id;               /* random stream */
    struct extsta_mac address; /* MAC address in use */
    uint32_t *drops;           /* EXTSTA_DROP_COUNT counters, allocated when first counted */
    uint32_t protocol_errors;  /* indications that broke a rule and were ignored */
    /* TKIP countermeasures: the AP that is excluded, and until when; 0: none is (CIP-11). Set
     * by msm/countermeasures.c; acm excludes it anew after a reset. */
    struct extsta_mac excluded;
    extsta_time excluded_until;
};

/* `ctx` and `out` outlive it. */
void os_init(struct os *os, struct extsta_context *ctx, struct outq *out, uint64_t id,
             struct extsta_mac address);
/* Frees the counters. */
void os_destroy(struct os *os);
/* Counts a discarded frame, for the context and for this station. */
void os_drop(struct os *os, enum extsta_drop reason);

#endif
