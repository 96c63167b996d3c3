/* What a receiver sends a SIFS after a frame without contending: ACK and CTS (IEEE 802.11-2020
 * 10.3.2.9, 10.3.2.11). They are transmissions as others: sensed, lost, shown to sniffers. When
 * the last reply to a frame is over (there are several where nodes share an address),
 * exchange.c goes on with it. */
#include "airing.h"
#include "base/bytes.h"
#include "base/mac.h"
#include "contend.h"
#include "propagation.h"
#include "wire/frame.h"

static void release(struct reply *r)
{
    struct air *air = r->from->air;
    timerq_remove(&air->radio, &r->event.timer);
    list_remove(&r->link);
    pool_release(air->pool, r, sizeof *r);
}

static uint32_t airtime(const struct reply *r)
{
    return air_airtime(r->channel->freq, r->rate, REPLY_LEN);
}

/* A reply of `from` to what ends now; nav: the Duration in it. NULL: no memory. */
static struct reply *make(struct sending *s, struct air_node *from, uint8_t kind, uint16_t nav)
{
    struct air *air = from->air;
    struct reply *r = pool_zalloc(air->pool, sizeof *r);
    if (!r) {
        air->stats.no_memory++;
        return NULL;
    }
    r->event.kind = EVENT_REPLY;
    r->from = from;
    r->channel = s->channel;
    r->answers = s->airing;
    r->serial = ++air->serial;
    r->rate = propagation_ack_rate(s->rate);
    r->nav = nav;
    r->bytes[0] = kind;
    put_le16(r->bytes + 2, nav);
    r->address = sending_address(s, 10);
    memcpy(r->bytes + 4, r->address.b, 6);
    air->stats.acks += kind == FRAME_ACK;
    return r;
}

static bool schedule(struct reply *r, extsta_time when)
{
    struct air *air = r->from->air;
    if (!timerq_set(&air->radio, &r->event.timer, when)) {
        air->stats.no_memory++;
        pool_release(air->pool, r, sizeof *r);
        return false;
    }
    list_push_back(&air->replies, &r->link);
    return true;
}

/* Whether it is received by whom it answers. */
static bool arrives(const struct reply *r, const struct sending *s)
{
    struct air_node *to = s->node;
    struct air *air = to->air;
    struct channel *c = r->channel;
    struct rules_frame frame = {
        .bytes = span(r->bytes, REPLY_LEN), .from = r->from->address, .to = r->address};
    struct fate fate = {.length = REPLY_LEN};
    rules_apply(air, &frame, NULL, &fate);
    struct ear ear = airing_ear(c, to);
    double signal = to->channel == c
                        ? propagation_heard(to, r->from)
                        : propagation_signal(air, r->from, ear.at, to->id, c->reference);
    bool heard = !fate.drop && !fate.bad_fcs && to->on && (to->passing || to->channel == c) &&
                 signal >= air_sensitivity(r->rate, air->config.noise_floor_dbm);
    if (heard && r->airing && airing_get(c, r->airing)->first) {
        heard = airing_among(c, airing_get(c, r->airing), &ear, NULL) == RECEPTION_CLEAR;
    }
    air->stats.ack_lost += !heard && r->bytes[0] == FRAME_ACK;
    return heard;
}

/* 10.3.2.11: a receiver acknowledges what is meant for it and right, whether or not the sender
 * waits for that. */
static bool acknowledges(const struct sending *s, const struct receiver *r)
{
    bool control = (s->bytes[0] & 0x0cu) == 0x04 && (s->bytes[0] & 0xfcu) != FRAME_PS_POLL;
    return !control && s->len >= REPLY_LEN && !(s->bytes[4] & 1) &&
           !(r->node->flags & AIR_NODE_NO_ACK) && !r->fate->bad_fcs &&
           mac_equal(r->node->address, sending_address(s, 4));
}

void reply_acknowledge(struct sending *s, uint32_t receivers)
{
    struct air *air = s->node->air;
    bool dcf = air->config.contention == AIR_CONTENTION_DCF;
    uint32_t sifs = s->channel->phy.sifs;
    for (uint32_t i = 0; i < receivers; i++) {
        const struct receiver *to = &air->receivers[i];
        bool acks = acknowledges(s, to) && (dcf || !s->group);
        struct reply *r = acks ? make(s, to->node, FRAME_ACK, 0) : NULL;
        if (!r) {
            continue;
        }
        if (dcf) {
            r->to = s->group ? NULL : s;
            s->replies += schedule(r, air->now + sifs) && !s->group;
            continue;
        }
        s->acked |= !s->group && arrives(r, s);
        r->begun = true; /* all that is left is to show it */
        if (air->ack_sniffers) {
            (void)schedule(r, air->now + sifs + airtime(r));
        } else {
            pool_release(air->pool, r, sizeof *r);
        }
    }
}

/* 10.3.2.9: the rest of the RTS's Duration, and silence where another one holds. */
static void clear(struct sending *s, struct air_node *from)
{
    struct channel *c = s->channel;
    if (!airing_nav_idle(c, from, s->airing)) {
        return;
    }
    uint32_t used = c->phy.sifs + sending_cts_time(s), all = sending_rts_duration(s);
    struct reply *r = make(s, from, FRAME_CTS, (uint16_t)(all > used ? all - used : 0));
    if (r) {
        r->to = s;
        s->replies += schedule(r, from->air->now + c->phy.sifs);
    }
}

void reply_clear(struct sending *s, const struct rules_frame *rts, const struct fate *common)
{
    struct airing *a = s->airing ? airing_get(s->channel, s->airing) : NULL;
    for (struct air_node *to = medium_find(s->node->air, rts->to); to && a;
         to = to->same_address) {
        struct fate fate = *common;
        rules_apply(to->air, rts, to, &fate);
        if (!to->on || (to->flags & AIR_NODE_NO_ACK) || fate.drop || fate.bad_fcs) {
            continue;
        }
        struct ear ear = airing_ear(s->channel, to);
        switch (airing_heard(s->channel, a, &ear)) {
        case RECEPTION_CLEAR:
            clear(s, to);
            break;
        case RECEPTION_COLLIDED:
            s->collided = true;
            break;
        case RECEPTION_WEAK:
        case RECEPTION_MISSED:
            break;
        }
    }
}

/* Who was told to tune away by what it has received answers nevertheless: that is the
 * hardware's doing, and faster. False: it is off, or there is no memory. */
static bool begin(struct reply *r)
{
    struct air_node *from = r->from;
    struct air *air = from->air;
    if (!from->on) {
        return false;
    }
    extsta_time end = air->now + airtime(r);
    r->begun = true;
    r->airing = airing_begin(r->channel, from,
                             &(struct airing){
                                 .answers = r->answers,
                                 .start = air->now,
                                 .end = end,
                                 .quiet = end,
                                 .nav = end + r->nav,
                                 .reach.rate = r->rate,
                                 .to = r->address,
                             });
    from->spoke = end;
    contend_busy(r->channel, r->airing);
    bool set = timerq_set(&air->radio, &r->event.timer, end);
    air->stats.no_memory += !set;
    return set;
}

static void show(const struct reply *r)
{
    struct air *air = r->from->air;
    const struct airing *a = r->airing ? airing_get(r->channel, r->airing) : NULL;
    struct air_sniffed sniffed = {
        .time = air->now,
        .bytes = span(r->bytes, REPLY_LEN),
        .meta = {.freq = r->channel->freq, .rate = r->rate, .serial = r->serial},
        .from = r->from,
        .attempt = 1,
        .ack = true,
        .overlapped = a && a->first,
    };
    sniffer_show(air, &sniffed, r->channel, a);
}

/* Whoever watches may do anything: what is answered may be gone after it was shown. */
void reply_event(struct reply *r)
{
    bool ended = r->begun;
    if (!ended && begin(r)) {
        return;
    }
    if (ended) {
        contend_over(r->channel);
        show(r);
    }
    struct sending *s = r->to;
    if (s && s->node->dead) {
        s = NULL;
    }
    if (s) {
        s->acked |= ended && arrives(r, s);
        s->replies--;
    }
    release(r);
    if (!s || s->replies) {
        return;
    }
    if (s->acked) {
        exchange_answered(s);
    } else {
        exchange_unanswered(s);
    }
}

void reply_detach(struct sending *s)
{
    if (!s->replies) {
        return;
    }
    s->replies = 0;
    list_for_each(it, &s->node->air->replies)
    {
        struct reply *r = list_entry(it, struct reply, link);
        r->to = r->to == s ? NULL : r->to;
    }
}

void reply_forget(struct air_node *from)
{
    list_for_each_safe(it, &from->air->replies)
    {
        struct reply *r = list_entry(it, struct reply, link);
        struct sending *s = r->to;
        if (r->from != from) {
            continue;
        }
        release(r);
        if (s && --s->replies == 0 && !s->node->dead) {
            exchange_unanswered(s);
        }
    }
}
