/* Serial contention: AIR_CONTENTION_CHANNEL, one transmission after the other on a channel, and
 * AIR_CONTENTION_NONE, all at once and without harm. Nobody senses anybody, nothing collides,
 * acknowledgements take no turn of their own: when a frame will be on the air is settled as
 * soon as it is the next of its node. For fleets in which the medium does not matter. */
#include "airing.h"
#include "sending.h"

#define CW_MIN 15u
#define CW_MAX 1023u

/* DIFS, a back-off doubled by each failure, and an RTS and CTS, which nobody sees. */
static uint32_t wait_before(const struct sending *s)
{
    const struct phy *phy = &s->channel->phy;
    uint32_t cw = CW_MIN;
    for (unsigned i = 0; i < s->failures && cw < CW_MAX; i++) {
        cw = cw * 2 + 1;
    }
    uint32_t slots = 2 + (uint32_t)(air_draw(s->node->air) % (cw + 1));
    uint32_t rts =
        sending_wants_rts(s) ? sending_rts_time(s) + sending_cts_time(s) + 2 * phy->sifs : 0;
    return phy->sifs + slots * phy->slot + rts;
}

bool serial_enter(struct sending *s)
{
    struct air *air = s->node->air;
    struct channel *c = s->channel;
    bool shared = air->config.contention == AIR_CONTENTION_CHANNEL;
    s->rate = sending_choose_rate(s);
    s->node->trying = s;
    s->start = (shared && c->busy_until > air->now ? c->busy_until : air->now) + wait_before(s);
    if (s->start >= sending_lifetime_end(s)) {
        return sending_arm(s, EVENT_EXPIRED, air->now);
    }
    sending_count_try(s);
    s->state = SENDING_FRAME;
    s->sent = true;
    sending_write_duration(s);
    extsta_time end = s->start + sending_airtime(s), over = end + sending_ack_time(s);
    if (shared) {
        c->busy_until = over;
    }
    airing_count(c, s->start, over);
    bool tell = (s->meta.flags & EXTSTA_TX_TELL_START) && s->attempt == 1;
    return sending_arm(s, tell ? EVENT_STARTED : EVENT_SENT, tell ? s->start : end);
}
