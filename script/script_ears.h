/* Captures of single members (--pcap-at NAME=FILE): what this one received, with the signal it
 * had there, and what it sent. A listener of the world beside script_tell.h. */
#ifndef SCRIPT_SCRIPT_EARS_H
#define SCRIPT_SCRIPT_EARS_H

#include "world.h"

#define SCRIPT_EARS 16u /* members that may be listened at */

/* Whose, and where to. */
struct script_ear {
    const char *name, *path;
};

struct script_ears {
    struct world_listener listener;
    struct world *world;
    const struct script_ear *wanted;
    size_t count;
    struct pcap_file *files[SCRIPT_EARS];
    const struct air_node *nodes[SCRIPT_EARS]; /* NULL: that member has not come yet */
};

/* Opens the files of at most SCRIPT_EARS, which are borrowed; none: nothing is listened to.
 * False: `error` says which cannot be written, and why. */
bool ears_start(struct script_ears *e, const struct script_ear *wanted, size_t count, char *error,
                size_t error_size);
/* Listens to this world, until it is freed. False: no memory. */
bool ears_listen(struct script_ears *e, struct world *world);
/* The name of the first whom nobody had, or NULL. */
const char *ears_missing(struct script_ears *e);
/* Closes the files; NULL, or the path of one that could not be written completely. drop: none
 * of them gets its name. */
const char *ears_end(struct script_ears *e, bool drop);

#endif
