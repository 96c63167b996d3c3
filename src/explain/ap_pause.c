/* Whether an access point was silent, or not heard (ap_life.h): a pause in its beacons counts
 * as far as the capture's radio is known to have listened on its channel, which the frames of
 * others show (listening.h). Of a radio that hops, the AP is heard in few of the slots, so more
 * of them are needed; of one that heard nothing, nothing follows. An AP that was hardly heard
 * before was not switched off when it is heard no more. */
#include "explain/listening.h"
#include "explain/story_private.h"

/* Less is a scan of another channel, or a lost beacon or two. */
#define PAUSE_LEAST (2 * SECOND)
/* Frames of the AP so near to either end of the pause are part of that end. */
#define PAUSE_EDGE SECOND
/* Slots that make the share of those with a beacon sure. */
#define SLOTS_LEAST 8u
/* Before any sign, in tenths of a logarithm as in transmitters.c. */
#define PRIOR (-30)
#define MOST  50
/* dBm: at the edge of what a receiver hears; well above it. */
#define FAINT  (-80)
#define DIM    (-74)
#define STRONG (-65)
/* dB below its mean: it moves away, or the radio does. */
#define FALL 8

/* The last frame of the AP to anybody associated. Frames of stations that it threw out, or that
 * nobody answers, are no sign of its life. */
static uint64_t last_answer(struct extsta_explain *x, const struct network *n)
{
    uint64_t last = 0;
    for (struct conversation *c = story_at(x, n->story.associated); c;
         c = story_at(x, c->story.next_of_bss)) {
        const struct heard *ap = &c->heard[SIDE_AP];
        last = ap->time > last ? ap->time : last;
    }
    return last;
}

/* What a slot without a beacon is worth, by the share of slots that have one; at most 70
 * percent are believed. -10 ln(1 - share). */
static int worth_of_slot(unsigned share)
{
    static const uint8_t worth[] = {0, 1, 2, 3, 5, 7, 9, 12};
    unsigned step = share / 10;
    return worth[step < sizeof worth ? step : sizeof worth - 1];
}

static int weigh_level(const struct ap_pause *pause, int mean)
{
    int points = pause->level == 0       ? 0
                 : pause->level < FAINT  ? -40
                 : pause->level < DIM    ? -15
                 : pause->level > STRONG ? 5
                                         : 0;
    return points - (mean && pause->level && pause->level <= mean - FALL ? 20 : 0);
}

void ap_pause_judge(struct extsta_explain *x, struct network *n, uint64_t now,
                    struct ap_pause *out)
{
    const struct ap_life *ap = &n->ap;
    const struct ear *ear = listening_ear(&x->listening, ap->freq);
    uint32_t slots = ap->ear_last - ap->ear_first;
    *out = (struct ap_pause){
        .last = ap->last,
        .points = PRIOR,
        .clients = ap->clients,
        .level = ap->level,
        .share = (uint8_t)(slots && ap->slots < slots ? ap->slots * 100u / slots : 100),
    };
    uint32_t witnesses = ear->slots - ap->ear_last;
    out->witnesses = (uint16_t)(witnesses < UINT16_MAX ? witnesses : UINT16_MAX);
    if (now < out->last.time + PAUSE_LEAST || ap->slots < SLOTS_LEAST) {
        return;
    }
    uint64_t answered = last_answer(x, n);
    answered = ap->answered > answered ? ap->answered : answered;
    if (answered > out->last.time + PAUSE_EDGE && answered + PAUSE_EDGE < now) {
        return;
    }
    int points = out->witnesses < MOST ? (int)out->witnesses * worth_of_slot(out->share) : MOST;
    out->points = (int16_t)(PRIOR + (points < MOST ? points : MOST) +
                            weigh_level(out, n->transmitter.level / 16));
}

void ap_pause_signs(struct extsta_story *t, const struct ap_pause *pause)
{
    telling_sign(t, EXTSTA_SIGN_OTHERS_HEARD,
                 pause->points - PRIOR > 100 ? 100 : pause->points - PRIOR,
                 telling_number(pause->witnesses * (LISTENING_SLOT / MS)), pause->share);
    if (pause->level) {
        telling_sign(t, EXTSTA_SIGN_WEAK, pause->level < DIM ? -15 : 5, pause->level, 0);
    }
}
