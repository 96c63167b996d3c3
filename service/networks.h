/* The networks that a station knows: a list in the order of ids, each with a copy of its
 * profile and of all texts that the profile borrows. They hold secrets: what goes is wiped.
 * service.c keeps one such list for each station, acm.c chooses from it. */
#ifndef SERVICE_NETWORKS_H
#define SERVICE_NETWORKS_H

#include "service.h"

struct network {
    struct service_network known; /* as others see it */
    uint8_t *texts;               /* what its profile points to; NULL: nothing */
    size_t texts_size;
    bool tell_pause; /* it has begun, or is over, and that has not been told */
};

/* Zeroed: none. */
struct networks {
    struct network **list; /* by id */
    size_t count, room;
    uint32_t next_id;
};

/* As service_network_add. */
struct network *networks_add(struct networks *n, const struct service_network_options *options,
                             enum extsta_error *error);
/* As service_network_change. *same: a connection by the old options is one by the new. The
 * pause is over with the first change that matters. */
enum extsta_error networks_change(struct network *network,
                                  const struct service_network_options *options, bool *same);
void networks_remove(struct networks *n, struct network *network);
/* By id, in logarithmic time; NULL: none. */
#define networks_find known_networks_find /* the explainer has one of this name */
struct network *networks_find(const struct networks *n, uint32_t id);
/* The first whose id is greater; SERVICE_NO_NETWORK: the first. NULL: no more. */
struct network *networks_after(const struct networks *n, uint32_t id);
/* Wipes and frees all. */
void networks_free(struct networks *n);

#endif
