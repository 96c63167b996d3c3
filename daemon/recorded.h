/* All that goes into a daemon's stations, recorded (key `record`; replay/recorder.h): opened
 * with the privilege that the daemon has at its start, written out every second, told to the
 * journal when it cannot be. */
#ifndef DAEMON_RECORDED_H
#define DAEMON_RECORDED_H

#include "daemon_private.h"

/* Before the first station. Without the key nothing is done. False: `why`. */
bool recorded_open(struct daemon *d, char *why, size_t size);
/* After the last station. */
void recorded_close(struct daemon *d);

#endif
