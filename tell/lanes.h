/* How clients were heard over time, for the curves beneath their timelines: signal of both
 * sides, retries, channel. Each client has LANE_STEPS steps of equal length; when it is heard
 * beyond the last one, two become one. So memory does not grow with time, and a client
 * takes 1.6 KiB. */
#ifndef TELL_LANES_H
#define TELL_LANES_H

#include <extsta/explain.h>

#define LANE_STEPS 128u

struct lane_step {
    int16_t sta, ap;                     /* mean signal of each side, 1/128 dBm; 0: not known */
    uint16_t from_sta, from_ap, retries; /* frames; they end at 65535 */
    uint16_t frequency;                  /* MHz, of the last frame; 0: unknown */
};

struct lane {
    struct extsta_mac sta;
    uint64_t begin, step; /* nanoseconds */
    uint64_t last;        /* when it was heard last */
    struct lane_step steps[LANE_STEPS];
};

struct lanes;

/* max: clients at most; of more, those heard longest ago go. longest: of a step, in
 * nanoseconds; beyond, the older half of a client's past goes instead; UINT64_MAX: all is kept.
 * NULL: no memory. */
struct lanes *lanes_new(uint32_t max, uint64_t longest);
void lanes_free(struct lanes *l);
void lanes_heard(struct lanes *l, const struct extsta_heard *heard);
/* NULL: it was not heard, or had to go. */
const struct lane *lanes_find(const struct lanes *l, struct extsta_mac sta);
/* When the last frame was heard, of anybody; 0: none was. */
uint64_t lanes_end(const struct lanes *l);

#endif
