/* A configuration from a file, with the files that it names: it is read, checked (who may read
 * what holds secrets, users and groups, each network as a whole), and ready to be used.
 * config.h has the values, and what is told of the text. */
#ifndef DAEMON_CONFIG_FILES_H
#define DAEMON_CONFIG_FILES_H

#include "config.h"
#include <sys/types.h>

#define CONFIG_SIZE_MAX (1u << 20) /* octets of a configuration, and of each file it names */

/* To whom it drops, by number. */
struct config_ids {
    bool known; /* they stay what they were: a reload looks nobody up, which it might not be
                   able to */
    bool has_user, has_group; /* has_group: the user's own, where none is named */
    uid_t uid;
    gid_t gid; /* of the process, and of its sockets */
};

/* Reads it. False: each thing that is wrong was told as "FILE:LINE:COLUMN: what" or "FILE:
 * what"; config_free is due in any case. Relative names are of the file's own folder. `ids` may
 * be NULL: nobody looks for the user. */
bool config_read(const char *path, struct config *out, struct config_ids *ids,
                 void (*tell)(void *user, const char *text), void *user);

#endif
