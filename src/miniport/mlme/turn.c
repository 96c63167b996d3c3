/* Random pauses by the state of the medium (turn.h). What is asked is the last moment before a
 * look only: what counts is whether others are busy now. */
#include "miniport/mlme/turn.h"
#include "miniport/miniport.h"

#define LISTEN_TIME (10u * EXTSTA_MS) /* of a pause: a few exchanges of others */
#define SLICE_TIME  (20u * EXTSTA_MS) /* between two looks within a pause */
#define GO_ANYWAY   12u               /* one in so many, though it was busy */

bool medium_is_busy(const struct miniport *mp)
{
    return mp->mlme.busy != MEDIUM_UNKNOWN && mp->mlme.busy >= MEDIUM_BUSY;
}

/* The next look: at the end of the pause, or a slice further within it. */
static extsta_time look_next(struct mp_turn *turn, extsta_time now)
{
    extsta_time next = turn->end - now > SLICE_TIME ? now + SLICE_TIME : turn->end;
    turn->since = next - now > LISTEN_TIME ? next - LISTEN_TIME : now;
    return next;
}

extsta_time turn_begin(struct miniport *mp, extsta_time now, struct mp_turn *turn,
                       uint32_t window)
{
    uint32_t pause = mp_random_below(mp, window);
    turn->end = now + (pause ? pause : 1); /* later than now: a timer that is due has been seen */
    turn->forced = false;
    return look_next(turn, now);
}

extsta_time turn_look(struct miniport *mp, extsta_time now, struct mp_turn *turn, uint32_t most)
{
    bool busy = medium_is_busy(mp);
    if (now < turn->end) {
        if (!busy && mp->mlme.busy != MEDIUM_UNKNOWN) {
            turn->end -= (turn->end - now) / 2;
            turn->busy /= 2;
        }
        return look_next(turn, now);
    }
    if (!busy) {
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
