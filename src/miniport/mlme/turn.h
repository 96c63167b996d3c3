/* When a frame of our own may be given to the radio that many stations may want to send in the
 * same moment: a Probe Request after tuning (scan.c), an authentication after a Beacon that all
 * of them heard (asking.c).
 *
 * The radio's own contention (DCF) is made for a few: of a thousand that begin in one moment
 * with sixteen slots all collide, again and again, and those that are in the middle of a
 * handshake with them. So a station waits for a random while from its own random stream and
 * looks at the medium (mlme_medium): where it had room the frame goes, where it was busy the
 * station waits again, in a window twice as large (non-persistent CSMA with binary exponential
 * back-off). Within a long pause it looks too, and a quiet medium halves what is left: the crowd
 * for which the pause was drawn is through, and the last of it shall not wait on an empty
 * channel. Now and then one goes all the same, for a single try: a channel may be as busy as
 * that for ever. Where the radio does not tell how busy the medium is, the first pause is the
 * only one.
 *
 * The numbers were found by experiment with 50 to 2,007 stations that want to join one AP in
 * the same moment (docs/architecture.md, "Time"). */
#ifndef MINIPORT_TURN_H
#define MINIPORT_TURN_H

#include <extsta/types.h>
#include <stdbool.h>

struct miniport;

#define TURN_FIRST  (2u * EXTSTA_MS)  /* window of the first pause: two hundred slots */
#define TURN_WINDOW (20u * EXTSTA_MS) /* of the first one after the medium was busy */

/* Percent of a time for which the medium was busy; MEDIUM_UNKNOWN: the radio does not say.
 * Three quarters: one exchange after the other leaves no more room than that. */
#define MEDIUM_UNKNOWN 0xffu
#define MEDIUM_BUSY    75u
/* It is known to be so busy now that others have to be considered. */
bool medium_is_busy(const struct miniport *mp);

struct mp_turn {
    extsta_time end;   /* of the pause */
    extsta_time since; /* the medium counts from here on */
    uint8_t busy;      /* how often it was found busy */
    bool forced;       /* it was still busy when our turn came */
};

/* A random pause of less than `window` microseconds: when to look first. */
extsta_time turn_begin(struct miniport *mp, extsta_time now, struct mp_turn *turn,
                       uint32_t window);
/* It is time to look: 0, the frame may go (turn->forced: tried once); or when to look again. The
 * pauses grow up to `most` microseconds. */
extsta_time turn_look(struct miniport *mp, extsta_time now, struct mp_turn *turn,
                      uint32_t most);

#endif
