/* What `extsta watch` listens to: an interface in monitor mode (radio/monitor.h), or a capture
 * that comes down standard input while it is made (radio/capture.h). */
#ifndef CMD_WATCH_SOURCE_H
#define CMD_WATCH_SOURCE_H

#include "capture.h"

struct watch_source;

enum watch_result {
    WATCH_FRAME, /* valid until the next call */
    WATCH_QUIET, /* nothing within a quarter of a second */
    WATCH_END,   /* of a capture: nothing more will come */
    WATCH_FAILED,
};

/* An interface by name, or "-". NULL: what is wrong was said, and *status is an enum
 * exit_status. */
struct watch_source *watch_source_open(const char *name, int *status);
enum watch_result watch_source_next(struct watch_source *s, struct capture_record *record);
/* What time it is where the frames come from, nanoseconds since 1970: of an interface that of
 * the wall clock; of a capture that of its last frame, and what has passed since it came. */
uint64_t watch_source_now(const struct watch_source *s);
/* After FAILED. */
const char *watch_source_why(struct watch_source *s);
/* Frames that could not be read in time. */
uint64_t watch_source_lost(struct watch_source *s);
/* NULL is fine. */
void watch_source_close(struct watch_source *s);

#endif
