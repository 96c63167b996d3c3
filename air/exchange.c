/* A frame on the air, its sender's side (IEEE 802.11-2020 10.3.2.9, 10.3.2.11): the RTS and
 * the wait for a CTS, the frame, the wait for its acknowledgement. It begins when contend.c (or
 * serial.c) says so, goes on as reply.c tells, and ends in queue_conclude. */
#include "airing.h"
#include "base/bytes.h"
#include "contend.h"
#include "propagation.h"
#include "wire/frame.h"

/* --- beginning --- */

/* The last thing that is done with a frame in an event: the sender may do anything to it. */
static void tell_started(struct sending *s)
{
    struct air_node *node = s->node;
    if (s->attempt == 1 && (s->meta.flags & EXTSTA_TX_TELL_START) && s->meta.cookie &&
        node->ops && node->ops->tx_started) {
        node->ops->tx_started(node->user, node->air->now, s->meta.cookie);
        medium_rearm(node, node->air->now);
    }
}

/* The frame itself, or the RTS before it; nav: for how long after it the medium is reserved.
 * False: no memory, and the frame is over. */
static bool put_on_air(struct sending *s, uint16_t rate, uint32_t airtime, uint32_t nav)
{
    struct air_node *node = s->node;
    struct channel *c = s->channel;
    extsta_time end = node->air->now + airtime;
    s->start = node->air->now;
    s->collided = false;
    s->acked = false;
    s->airing = airing_begin(c, node,
                             &(struct airing){
                                 .start = s->start,
                                 .end = end,
                                 .quiet = end + (s->group ? 0 : sending_patience(s)),
                                 .nav = end + nav,
                                 .reach.rate = rate,
                                 .to = sending_address(s, 4),
                             });
    node->spoke = end;
    contend_busy(c, s->airing);
    if (!sending_arm(s, EVENT_SENT, end)) {
        queue_conclude(s, false);
        return false;
    }
    return true;
}

static bool begin_frame(struct sending *s)
{
    s->state = SENDING_FRAME;
    s->sent = true;
    sending_write_duration(s);
    sending_write_timestamp(s);
    return put_on_air(s, s->rate, sending_airtime(s), sending_duration(s));
}

void exchange_begin(struct sending *s)
{
    sending_count_try(s);
    s->rate = sending_choose_rate(s);
    bool begun;
    if (sending_wants_rts(s)) {
        s->state = SENDING_RTS;
        begun = put_on_air(s, propagation_ack_rate(s->rate), sending_rts_time(s),
                           sending_rts_duration(s));
    } else {
        begun = begin_frame(s);
    }
    if (begun) {
        tell_started(s);
    }
}

void exchange_started(struct sending *s)
{
    if (sending_arm(s, EVENT_SENT, s->start + sending_airtime(s))) {
        tell_started(s);
    } else {
        queue_conclude(s, false);
    }
}

/* --- the answer --- */

static struct airing *airing_of(const struct sending *s)
{
    return s->airing ? airing_get(s->channel, s->airing) : NULL;
}

void exchange_unanswered(struct sending *s)
{
    const struct airing *a = airing_of(s);
    extsta_time now = s->node->air->now;
    if (!sending_arm(s, EVENT_TIMEOUT, a && a->quiet > now ? a->quiet : now)) {
        queue_conclude(s, false);
    }
}

void exchange_timeout(struct sending *s)
{
    queue_conclude(s, true);
}

void exchange_answered(struct sending *s)
{
    struct airing *a = airing_of(s);
    if (a) {
        a->quiet = a->end; /* it waits no longer, though there was more time */
    }
    contend_answered(s->node);
    if (s->state == SENDING_FRAME) {
        queue_conclude(s, true);
    } else if (!sending_arm(s, EVENT_CLEARED, s->node->air->now + s->channel->phy.sifs)) {
        s->acked = false;
        queue_conclude(s, false);
    }
}

void exchange_cleared(struct sending *s)
{
    (void)begin_frame(s);
}

/* --- the end of a transmission --- */

static struct extsta_rx_meta meta_of(const struct sending *s, uint16_t rate)
{
    return (struct extsta_rx_meta){.freq = s->channel->freq,
                                   .phy = s->channel->freq < 3000 ? 0 : 1,
                                   .rate = rate,
                                   .serial = ++s->node->air->serial};
}

static void show(struct sending *s, struct extsta_span bytes, struct extsta_rx_meta meta,
                 bool rts)
{
    const struct airing *a = airing_of(s);
    struct air_sniffed sniffed = {.time = s->node->air->now,
                                  .bytes = bytes,
                                  .meta = meta,
                                  .from = s->node,
                                  .attempt = s->attempt,
                                  .eapol_message = rts ? 0 : s->meta.eapol_message,
                                  .ack = rts,
                                  .overlapped = a && a->first};
    sniffer_show(s->node->air, &sniffed, s->channel, a);
}

static struct rules_frame frame_of(struct sending *s, struct extsta_span bytes)
{
    return (struct rules_frame){
        .bytes = bytes, .from = sending_address(s, 10), .to = sending_address(s, 4)};
}

static void count_collision(const struct sending *s)
{
    s->node->air->stats.collisions += s->collided;
    s->channel->stats.collisions += s->collided;
}

static void rts_over(struct sending *s)
{
    uint8_t rts[RTS_LEN] = {FRAME_RTS, 0};
    put_le16(rts + 2, sending_rts_duration(s));
    memcpy(rts + 4, s->bytes + 4, 12);
    struct rules_frame frame = frame_of(s, span(rts, RTS_LEN));
    show(s, frame.bytes, meta_of(s, propagation_ack_rate(s->rate)), true);
    struct fate fate = {.length = UINT32_MAX};
    rules_apply(s->node->air, &frame, NULL, &fate);
    if (!fate.drop) {
        reply_clear(s, &frame, &fate);
    }
    count_collision(s);
    s->in_hand = false;
    if (!s->replies) {
        exchange_unanswered(s);
    }
}

static void frame_over(struct sending *s)
{
    struct air *air = s->node->air;
    s->acked = s->group;
    air->stats.transmissions++;
    s->channel->stats.transmissions++;
    air->stats.busy += air->now - s->start;
    struct extsta_rx_frame rx = {.bytes = span(s->bytes, s->len), .meta = meta_of(s, s->rate)};
    show(s, rx.bytes, rx.meta, false);
    struct rules_frame frame = frame_of(s, rx.bytes);
    frame.sending = s;
    struct fate fate = {.length = UINT32_MAX};
    rules_apply(air, &frame, NULL, &fate);
    uint32_t n = fate.drop ? 0 : receive_collect(s, &frame, &fate);
    count_collision(s);
    reply_acknowledge(s, n);
    for (uint32_t i = 0; i < n; i++) {
        receive_deliver(s, &air->receivers[i], rx);
    }
    s->in_hand = false;
    if (s->group || air->config.contention != AIR_CONTENTION_DCF) {
        queue_conclude(s, true);
    } else if (!s->replies && !s->node->dead) {
        exchange_unanswered(s);
    }
}

void exchange_sent(struct sending *s)
{
    contend_over(s->channel);
    s->in_hand = true;
    if (s->state == SENDING_RTS) {
        rts_over(s);
    } else {
        frame_over(s);
    }
}
