/* A request to an AP and the wait for its answer: authentication frames and (re)association
 * requests of an association operation (associate.c), which says what is sent and what an
 * answer is. Here stands when it is sent, and what silence means.
 *
 * A request that has not left our own queue has not failed: the wait for the answer begins when
 * the radio says that the frame has arrived. One that was not acknowledged on a busy medium
 * says nothing about the AP, one that never went out even less; one that was acknowledged is
 * with an AP that may have much to do. Between two attempts there is a random pause that grows,
 * by the state of the medium (turn.h).
 *
 * Its only timer is MP_TIMER_ANSWER. Frames are followed by their cookies; a radio that never
 * tells costs ASKING_QUEUE_TIME for each attempt. */
#ifndef MINIPORT_ASKING_H
#define MINIPORT_ASKING_H

#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/turn.h"

struct miniport;

/* A frame that could not be sent in this time is taken out of the radio's queue, and asked for
 * again: the lifetime of requests. */
#define ASKING_QUEUE_TIME (1000u * EXTSTA_MS)

enum asking_state {
    ASKING_NONE,    /* no request is under way */
    ASKING_TURN,    /* a pause before the next attempt */
    ASKING_QUEUED,  /* the frame is with the radio */
    ASKING_ARRIVED, /* acknowledged: the AP has it */
    ASKING_MISSED,  /* not acknowledged, though sent */
};

struct mp_asking {
    extsta_time began; /* the first pause */
    extsta_time due;   /* its part of MP_TIMER_ANSWER, which many may share in an IBSS */
    extsta_time since; /* the medium counts from here on, while an answer is awaited */
    struct mp_turn turn;
    uint32_t cookie;    /* of the frame with the radio; 0: none */
    uint32_t wait;      /* microseconds for the answer, from the frame's arrival on */
    uint8_t state;      /* enum asking_state */
    bool tried;         /* a frame was given to the radio, of whatever request */
    uint8_t attempts;   /* of the request under way, those that count */
    uint8_t unheard;    /* of these: not acknowledged, and the medium was quiet */
    uint8_t unanswered; /* ... acknowledged, and no answer came */
    uint8_t prolonged;  /* how often the wait under way was, because the medium is busy */
};

/* A new operation: the pause before its first attempt. */
void asking_begin(struct miniport *mp, extsta_time now, struct mp_asking *x);
/* The request was answered: the next one has its own attempts, and needs no pause before the
 * first. */
void asking_answered(struct mp_asking *x);
/* Nothing is waited for any more. */
void asking_stop(struct miniport *mp, struct mp_asking *x);
/* How the next attempt is to be sent. */
struct mlme_limits asking_limits(const struct mp_asking *x);
/* One more attempt was given to the radio under `cookie` (0: it could not be). wait:
 * microseconds the answer may take from its arrival on. */
void asking_sent(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t cookie,
                 uint32_t wait);
/* The radio's word on the frame: it begins to send it; or what became of it (tries: how often
 * it was sent; 0 and not acked: it never left the queue). Other cookies do nothing. */
void asking_started(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t cookie);
void asking_outcome(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t cookie,
                    bool acked, uint8_t tries);
/* MP_TIMER_ANSWER, with a request under way. True: an attempt is due now, unless it is
 * hopeless; the answer to the one before may still come. False: it goes on waiting. */
bool asking_expire(struct miniport *mp, extsta_time now, struct mp_asking *x);
/* Something else than an answer is awaited for `wait` microseconds: a Beacon. */
void asking_await(struct miniport *mp, extsta_time now, struct mp_asking *x, uint32_t wait);
/* MP_TIMER_ANSWER then. True: once more, because the medium is busy. */
bool asking_prolong(struct miniport *mp, extsta_time now, struct mp_asking *x);
/* There were attempts enough: the AP does not answer. */
bool asking_is_hopeless(const struct mp_asking *x, extsta_time now);
/* Since when the state of the medium is wanted; EXTSTA_NEVER: it is not. */
extsta_time asking_medium_since(const struct mp_asking *x);

#endif
