/* Inside a station: the two halves, the queue between them, and the pump. */
#ifndef STATION_CORE_H
#define STATION_CORE_H

#include "station/host.h"

struct extsta_station {
    struct extsta_context *ctx;
    struct outq out;
    const struct extsta_driver_ops *ops;
    void *driver;
    struct host host;
    extsta_time now; /* of the last call */
    bool busy;       /* inside a call: the outermost one pumps */
    /* Deadline of the OS half, and whether it may have changed since: a frame that moves
     * nothing across the boundary does not even touch the OS half. */
    extsta_time host_deadline;
    bool host_stale;
    bool detached;   /* the embedder is the host */
};

/* Every call from outside stands between these two. */
bool station_enter(struct extsta_station *sta, extsta_time now);
void station_leave(struct extsta_station *sta, bool outermost);

/* Carries a request out at once, past the queue but on the record. */
uint32_t station_oid(struct extsta_station *sta, extsta_time now, struct extsta_oid *oid);
/* ENUM_BSS_LIST: the list as a DOT11_BYTE_ARRAY of *len bytes in a buffer of the pool whose
 * size is *cap. NULL: none. */
uint8_t *station_bss_list(struct extsta_station *sta, extsta_time now, uint32_t *cap,
                          uint32_t *len);

#endif
