/* From capture files (radio/capture.h) to an explainer, in batches, with a progress line for
 * people. Once per file and reading, for `explain`. */
#ifndef CMD_EXPLAIN_INPUT_H
#define CMD_EXPLAIN_INPUT_H

#include "capture.h"
#include <extsta/explain.h>

/* A percentage on standard error, rewritten in place. */
struct input_progress {
    bool shown;    /* on a terminal */
    uint64_t next; /* bytes at which it is shown again */
    const char *name;
};

/* Feeds all of a file; its packets are numbered from before + 1 on. *end: how it ended; but
 * for CAPTURE_END, capture_problem says why. Returns the number of packets. */
uint64_t input_feed(struct capture *capture, struct extsta_explain *explain, uint32_t before,
                    struct input_progress *progress, enum capture_result *end);

#endif
