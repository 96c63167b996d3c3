/* What every module of the OS half (acm, msm, ihv) works with: the queue,
 * request numbers, counters. One per station, inside struct host; the miniport has its own
 * of each. */
#ifndef BOUNDARY_OS_H
#define BOUNDARY_OS_H

#include "base/bytes.h"
#include "boundary/report.h"
#include "boundary/requester.h"
#include <extsta/drops.h>
#include <extsta/station.h>

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
    /* Beside it, access points that are not entered: those that the profile of the attempt or
     * connection leaves out, ended by zero (acm.c; NULL: none), and those that the user does
     * (extsta_ignore; NULL: nobody). */
    const struct extsta_mac *left_out;
    struct os_ignored {
        uint8_t count;
        struct extsta_mac aps[EXTSTA_IGNORED_MAX];
    } * ignored;
    /* Elements behind those of association requests (extsta_assoc_elements); NULL: none. */
    struct os_elements {
        uint16_t len;
        uint8_t octets[EXTSTA_ELEMENTS_MAX];
    } * elements;
};

/* `ctx` and `out` outlive it. */
void os_init(struct os *os, struct extsta_context *ctx, struct outq *out, uint64_t id,
             struct extsta_mac address);
/* Frees the counters, and what the user has said. */
void os_destroy(struct os *os);
/* Whether EXCLUDED_MAC_ADDRESS_LIST shall have anybody in it. */
bool os_excludes(const struct os *os);
/* That list, as the input of the request. spared: an access point that the user ignores and
 * that is in it all the same not; zero: there is none. */
void os_write_excluded(const struct os *os, struct extsta_mac spared, struct writer *w);
/* Counts a discarded frame, for the context and for this station. */
void os_drop(struct os *os, enum extsta_drop reason);

#endif
