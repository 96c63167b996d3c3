/* Random pauses by the state of the medium (turn.h). What is asked is the last moment of a
 * pause only: what counts is whether others are busy now. */
#include "miniport/mlme/turn.h"
#include "miniport/miniport.h"

#define LISTEN_TIME (10u * EXTSTA_MS) /* of a pause: a few exchanges of others */
#define GO_ANYWAY   12u               /* one in so many, though it was busy */

bool medium_is_busy(const struct miniport *mp)
{
    return mp->mlme.busy != MEDIUM_UNKNOWN && mp->mlme.busy >= MEDIUM_BUSY;
}

extsta_time turn_begin(struct miniport *mp, extsta_time now, struct mp_turn *turn,
                       uint32_t window)
{
    uint32_t pause = mp_random_below(mp, window);
    turn->forced = false;
    turn->since = now + (pause > LISTEN_TIME ? pause - LISTEN_TIME : 0);
    return now + pause;
}

extsta_time turn_look(struct miniport *mp, extsta_time now, struct mp_turn *turn, uint32_t most)
{
    if (!medium_is_busy(mp)) {
        return 0;
    }
    if (mp_random_below(mp, GO_ANYWAY) == 0) {
        turn->forced = true;
        return 0;
    }
    uint32_t window = TURN_WINDOW;
    for (unsigned i = 0; i < turn->busy && window < most; i++) {
        window *= 2;
    }
    if (turn->busy < UINT8_MAX) {
        turn->busy++;
    }
    return turn_begin(mp, now, turn, window < most ? window : most);
}
