/* When the capture's radio listened to a channel: who hops over channels, or hears nothing at
 * all, cannot say that an access point was silent. Time is cut into slots; of each channel it
 * is known in how many of them somebody was heard. ap_life.c holds an AP's pauses against that.
 *
 * explain.c tells of every management frame that was whole. */
#ifndef EXPLAIN_LISTENING_H
#define EXPLAIN_LISTENING_H

#include <stdint.h>

/* ns. Two beacons at the usual interval. */
#define LISTENING_SLOT 250000000ull

struct ear {
    uint32_t slot;  /* the last one in which somebody was heard, plus 1 */
    uint32_t slots; /* how many there were */
};
/* By frequency: channels are 5 MHz apart, and no two of those of 802.11 are the same modulo
 * this. 0: the frequency is not known. */
#define EARS 512u
struct listening {
    struct ear ears[EARS];
};

static inline const struct ear *listening_ear(const struct listening *l, uint16_t freq)
{
    return &l->ears[freq / 5u % EARS];
}
/* Somebody was heard on this frequency (MHz). */
static inline void listening_hear(struct listening *l, uint16_t freq, uint64_t time)
{
    struct ear *ear = &l->ears[freq / 5u % EARS];
    uint32_t slot = (uint32_t)(time / LISTENING_SLOT) + 1;
    ear->slots += ear->slot != slot;
    ear->slot = slot;
}

#endif
