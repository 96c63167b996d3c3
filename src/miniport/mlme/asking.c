/* Attempts of a request, the waits for its answer, and what they prove (asking.h). Fed by
 * associate.c with frames sent, with the radio's word on them (mlme_tx_started, mlme_tx_status)
 * and with the timer. */
#include "miniport/mlme/asking.h"
#include "miniport/miniport.h"

#define UNHEARD_MAX    3u /* attempts: nobody is there */
#define UNANSWERED_MAX 4u /* it is there, and does not answer */
#define PROLONGED_MAX  4u /* waits for one answer, where the medium is busy */
/* Of all attempts, so that the driver ends what it has begun within ten seconds (CNX-17), and
 * another AP may be asked. */
#define TIME_MAX  (8ull * EXTSTA_SECOND)
#define TURN_MAX  (500u * EXTSTA_MS) /* the largest window of a pause */
#define SAY_TIME  (20u * EXTSTA_MS)  /* for the radio to say that a lifetime has ended */
/* For the answer to one that was not acknowledged: should the acknowledgement have been lost. */
#define MISSED_TIME (50u * EXTSTA_MS)
#define HEAR_TIME (100u * EXTSTA_MS) /* of a wait: the medium of the last tenth of a second */

/* Of many the earliest counts (associate_expire). */
static void set_due(struct miniport *mp, struct mp_asking *x, extsta_time when)
{
    x->due = when;
    if (!mp->link.network || when < mp->timers[MP_TIMER_ANSWER]) {
        mp_timer_set(mp, MP_TIMER_ANSWER, when);
    }
}

void asking_stop(struct miniport *mp, struct mp_asking *x)
{
    x->due = EXTSTA_NEVER;
    if (!mp->link.network) {
        mp_timer_stop(mp, MP_TIMER_ANSWER);
    }
}

static void set_turn(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t window)
{
    x->state = ASKING_TURN;
    set_due(mp, x, turn_begin(mp, now, &x->turn, window));
}

/* The pause before the next attempt is the longer the more there were. */
static void set_next_turn(struct miniport *mp, extsta_time now, struct mp_asking *x)
{
    uint32_t window = TURN_WINDOW << (x->attempts < 4 ? x->attempts : 4);
    set_turn(mp, now, x, window);
}

static void set_wait(struct miniport *mp, extsta_time now, struct mp_asking *x)
{
    x->since = now + (x->wait > HEAR_TIME ? x->wait - HEAR_TIME : 0);
    set_due(mp, x, now + x->wait);
}

void asking_begin(struct miniport *mp, extsta_time now, struct mp_asking *x)
{
    *x = (struct mp_asking){.began = now};
    set_turn(mp, now, x, TURN_FIRST);
}

void asking_answered(struct mp_asking *x)
{
    x->state = ASKING_NONE;
    x->turn.forced = false;
    x->cookie = 0;
    x->attempts = x->unheard = x->unanswered = 0;
}

struct mlme_limits asking_limits(const struct mp_asking *x)
{
    return (struct mlme_limits){.lifetime = ASKING_QUEUE_TIME, .tries = x->turn.forced ? 1 : 0};
}

void asking_sent(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t cookie,
                 uint32_t wait)
{
    x->cookie = cookie;
    x->wait = wait;
    x->prolonged = 0;
    x->tried = true;
    if (x->attempts < UINT8_MAX) {
        x->attempts++;
    }
    if (cookie) {
        x->state = ASKING_QUEUED;
        set_due(mp, x, now + ASKING_QUEUE_TIME + SAY_TIME);
    } else { /* for want of memory, or because the method sends nothing */
        x->state = ASKING_MISSED;
        set_wait(mp, now, x);
    }
}

/* It may be tried several times from now on, among many. */
void asking_started(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t cookie)
{
    if (cookie && cookie == x->cookie) {
        set_due(mp, x, now + ASKING_QUEUE_TIME + SAY_TIME);
    }
}

void asking_outcome(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t cookie,
                    bool acked, uint8_t tries)
{
    if (!cookie || cookie != x->cookie) {
        return;
    }
    x->cookie = 0;
    /* It never went out, or a single try was lost among others: that was no attempt. Should the
     * AP have it all the same, its answer may come in the pause. */
    if (!acked && (tries == 0 || x->turn.forced)) {
        set_next_turn(mp, now, x);
        x->attempts--;
        return;
    }
    x->state = acked ? ASKING_ARRIVED : ASKING_MISSED;
    if (!acked && x->wait > MISSED_TIME) {
        x->wait = MISSED_TIME;
    }
    set_wait(mp, now, x);
}

void asking_await(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t wait)
{
    *x = (struct mp_asking){.state = ASKING_ARRIVED, .wait = wait, .began = now};
    set_wait(mp, now, x);
}

bool asking_prolong(struct miniport *mp, extsta_time now, struct mp_asking *x)
{
    if (!medium_is_busy(mp) || x->prolonged == PROLONGED_MAX) {
        return false;
    }
    x->prolonged++;
    set_wait(mp, now, x);
    return true;
}

bool asking_expire(struct miniport *mp, extsta_time now, struct mp_asking *x)
{
    switch ((enum asking_state)x->state) {
    case ASKING_NONE:
        return false;
    case ASKING_TURN: {
        extsta_time again = turn_look(mp, now, &x->turn, TURN_MAX);
        if (again && !asking_is_hopeless(x, now)) {
            set_due(mp, x, again);
            return false;
        }
        return true;
    }
    case ASKING_QUEUED: /* the radio does not say what became of it */
        x->unanswered++;
        break;
    case ASKING_ARRIVED: /* its answer may wait behind those to others */
        if (asking_prolong(mp, now, x)) {
            return false;
        }
        x->unanswered++;
        break;
    case ASKING_MISSED:
        if (!medium_is_busy(mp)) {
            x->unheard++;
        }
        break;
    }
    if (asking_is_hopeless(x, now)) {
        return true;
    }
    set_next_turn(mp, now, x);
    return false;
}

bool asking_is_hopeless(const struct mp_asking *x, extsta_time now)
{
    return x->unheard >= UNHEARD_MAX || x->unheard + x->unanswered >= UNANSWERED_MAX ||
           (x->tried && now - x->began >= TIME_MAX);
}

extsta_time asking_medium_since(const struct mp_asking *x)
{
    switch ((enum asking_state)x->state) {
    case ASKING_TURN:
        return x->turn.since;
    case ASKING_NONE:
    case ASKING_QUEUED:
        return EXTSTA_NEVER;
    case ASKING_ARRIVED:
    case ASKING_MISSED:
        return x->since;
    }
    return EXTSTA_NEVER;
}
