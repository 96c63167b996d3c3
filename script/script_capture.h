/* Who reads captures for a script: files are not this room's (cmd/play.c has the reader of
 * radio/capture.h). */
#ifndef SCRIPT_SCRIPT_CAPTURE_H
#define SCRIPT_SCRIPT_CAPTURE_H

#include <extsta/radio.h>

/* One frame of a capture. */
struct script_captured {
    uint64_t time;                /* nanoseconds since 1970 */
    struct extsta_rx_frame frame; /* borrowed; without FCS */
};
/* Gives `take` each frame of a capture in file order, until it returns false. NULL, or what is
 * wrong with the file: constant, or valid until the next call. */
typedef const char *script_capture_reader(const char *path,
                                          bool (*take)(void *user,
                                                       const struct script_captured *frame),
                                          void *user);

#endif
