/* The networks of a station from a wpa_supplicant.conf, in place of a list in the
 * configuration. */
#ifndef DAEMON_NETWORKS_FILE_H
#define DAEMON_NETWORKS_FILE_H

#include "member.h"

/* Reads the file of the member's entry and tells the service: blocks that did not change are
 * left alone, others are changed, added or forgotten. What the file says that cannot be done
 * here is told by its lines. False: it cannot be read, or has errors; everything is as it was.
 */
bool networks_file_read(struct member *m);
/* Writes the blocks that the station has now into that file (SAVE_CONFIG). False: it was told.
 */
bool networks_file_write(struct member *m);
/* Frees what was read for a station without a control socket; after the station. */
void networks_file_free(struct member *m);

#endif
