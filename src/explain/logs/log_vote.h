/* What offset between two clocks do events speak for? Each pair of a log's line and a frame
 * that it may tell of allows offsets between two bounds: a line about a received frame is not
 * older than the frame, one about a frame to be sent not younger, and neither is much later or
 * earlier. The offset that most events allow is the clocks'; and where lines before and after
 * frames meet, the bounds are as narrow as the quickest of them. Pure; used by log_clock.c. */
#ifndef EXPLAIN_LOGS_LOG_VOTE_H
#define EXPLAIN_LOGS_LOG_VOTE_H

#include "explain/logs/witness.h"

struct vote_bound {
    int64_t at;
    bool hard;        /* by what comes first; else by the slack alone */
    uint16_t latency; /* usual, of that line; 10 us */
};
struct vote {
    uint32_t count; /* events that allow it */
    struct vote_bound lo, hi;
    int64_t offset;      /* the most likely within the bounds */
    int64_t least, most; /* where nearly as many allow it: all that is certain of a log that
                          * cuts its times off to seconds */
    uint32_t rival;      /* events that allow the best offset more than two seconds away */
};

/* Whose the events are: EXPLAIN_NONE: each its own station's; else all of them this one's. The
 * offsets looked at lie between least and most; the log's clock is taken to be fast by `drift`
 * ppb about the log's time t0. */
struct vote_question {
    const uint32_t *events;
    size_t count;
    uint32_t station;
    int64_t least, most;
    int32_t drift;
    uint64_t t0;
    int32_t tight; /* the slack is divided by it; 0: as 1 */
};
/* False: no memory; without any pair count is 0. */
bool vote_take(const struct extsta_witnesses *w, const struct vote_question *q,
               struct vote *out);
/* The same; where two offsets have nearly as many events, less and less slack decides: at the
 * true one lines stand close to their frames (where the log does not cut off its times to
 * seconds). *tight: the sum of the counts of all votes, to compare by. */
bool vote_take_closely(const struct extsta_witnesses *w, const struct vote_question *q,
                       struct vote *out, uint32_t *tight);

#endif
