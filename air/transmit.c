/* A frame's way, its sender's side: the queue, the exchange (RTS and CTS, the frame, the
 * acknowledgement), the retries, the outcome. When an exchange begins is contend.c's; in serial
 * contention, where nobody collides, contend_serially's. */
#include "base/bytes.h"
#include "base/mac.h"
#include "medium.h"
#include "propagation.h"
#include "wire/frame.h"

#define DEFAULT_TRIES 7u
#define CW_MIN        15u
#define CW_MAX        1023u
#define RTS_LEN       16u
#define DURATION_MAX  32767u

struct extsta_mac transmit_address(const struct sending *s, size_t offset)
{
    struct extsta_mac mac = {{0}};
    if (s->len >= offset + 6) {
        memcpy(mac.b, s->bytes + offset, 6);
    }
    return mac;
}

static bool is_control(const struct sending *s)
{
    return (s->bytes[0] & 0x0cu) == 0x04;
}

static bool wants_ack(const struct sending *s)
{
    if (s->len < REPLY_LEN || (s->bytes[4] & 1) || (s->meta.flags & EXTSTA_TX_NO_ACK)) {
        return false;
    }
    return !is_control(s) || (s->bytes[0] & 0xfcu) == FRAME_PS_POLL;
}

/* The radio's choice: the lowest mandatory rate, except for data to a known receiver,
 * which gets the fastest rate with 3 dB to spare (a rate control that has learnt), as
 * long as it is not being retried often. */
static uint16_t choose_rate(const struct sending *s)
{
    if (s->meta.rate) {
        return s->meta.rate;
    }
    uint16_t mhz = s->channel->freq, base = mhz < 3000 ? 2 : 12;
    struct air *air = s->node->air;
    if (s->group || (s->bytes[0] & 0x0c) != 0x08 || s->attempt > 3) {
        return base;
    }
    const struct air_node *to = medium_find(air, transmit_address(s, 4));
    if (!to) {
        return base;
    }
    double signal = propagation_signal(air, s->node, propagation_position(to, air->now), to->id,
                                       s->channel->reference);
    static const uint16_t fastest_first[] = {108, 96, 72, 48, 36, 24, 18, 12};
    for (size_t i = 0; i < sizeof fastest_first / sizeof fastest_first[0]; i++) {
        if (air_sensitivity(fastest_first[i], air->config.noise_floor_dbm) + 3.0 <= signal) {
            return fastest_first[i];
        }
    }
    return base;
}

static uint32_t ack_time(const struct sending *s)
{
    uint16_t mhz = s->channel->freq;
    return s->group ? 0
                    : s->channel->phy.sifs +
                          air_airtime(mhz, propagation_ack_rate(s->rate), REPLY_LEN);
}

static uint32_t rts_time(const struct sending *s)
{
    return air_airtime(s->channel->freq, propagation_ack_rate(s->rate), RTS_LEN);
}

static uint32_t cts_time(const struct sending *s)
{
    return air_airtime(s->channel->freq, propagation_ack_rate(s->rate), REPLY_LEN);
}

/* How long the sender waits for an answer to begin (10.3.2.9, 10.3.2.11). */
static uint32_t patience(const struct sending *s)
{
    const struct channel *c = s->channel;
    return c->phy.sifs + c->phy.slot +
           propagation_start_delay(c->freq, propagation_ack_rate(s->rate));
}

static bool is_dcf(const struct air *air)
{
    return air->config.contention == AIR_CONTENTION_DCF;
}

static bool wants_rts(const struct sending *s)
{
    return (s->meta.flags & EXTSTA_TX_RTS) && !s->group;
}

static extsta_time lifetime_end(const struct sending *s)
{
    return s->meta.lifetime ? s->queued + s->meta.lifetime : EXTSTA_NEVER;
}

static struct queue *queue_of(const struct sending *s)
{
    return &s->node->queues[s->meta.access];
}

/* It has left the queue for good. */
static void unqueue(struct sending *s)
{
    list_remove(&s->link);
    queue_of(s)->count--;
    s->channel->stats.queued--;
    if (s->node->trying == s) {
        s->node->trying = NULL;
    }
    s->state = SENDING_OVER;
}

static void release(struct sending *s)
{
    struct air *air = s->node->air;
    reply_detach(s);
    timerq_remove(&air->events, &s->event.timer);
    if (s->state == SENDING_OVER) {
        list_remove(&s->link);
    } else {
        unqueue(s);
    }
    pool_release(air->pool, s, sizeof *s + s->len);
}

static bool arm(struct sending *s, enum event_kind kind, extsta_time when)
{
    s->event.kind = kind;
    bool armed = timerq_set(&s->node->air->events, &s->event.timer, when);
    s->node->air->stats.no_memory += !armed;
    return armed;
}

/* 9.2.5: the time that the exchange still takes after this frame. Control frames come with
 * theirs, and so does what a stranger injects. */
static void write_duration(struct sending *s)
{
    if (!is_control(s) && !s->node->passing && s->len >= REPLY_LEN) {
        put_le16(s->bytes + 2, (uint16_t)ack_time(s));
    }
}

static uint32_t duration(const struct sending *s)
{
    uint32_t value = s->len >= 4 ? get_le16(s->bytes + 2) : 0;
    /* A PS-Poll carries the AID instead; its acknowledgement is implied (9.2.5.1). */
    return value <= DURATION_MAX                    ? value
           : (s->bytes[0] & 0xfcu) == FRAME_PS_POLL ? ack_time(s)
                                                    : 0;
}

/* --- serial contention: one after the other, or all at once --- */

/* When its transmission begins is known at once: DIFS, and a back-off doubled by each retry.
 * False: no memory. */
static bool contend_serially(struct sending *s)
{
    struct air *air = s->node->air;
    struct channel *c = s->channel;
    uint32_t cw = CW_MIN;
    for (unsigned i = 0; i < s->doublings && cw < CW_MAX; i++) {
        cw = cw * 2 + 1;
    }
    uint32_t wait =
        c->phy.sifs + 2 * c->phy.slot + (uint32_t)(air_draw(air) % (cw + 1)) * c->phy.slot;
    if (wants_rts(s)) {
        wait += rts_time(s) + cts_time(s) + 2 * c->phy.sifs;
    }
    bool shared = air->config.contention == AIR_CONTENTION_CHANNEL;
    s->start = (shared && c->busy_until > air->now ? c->busy_until : air->now) + wait;
    s->node->trying = s;
    if (s->start >= lifetime_end(s)) {
        return arm(s, EVENT_EXPIRED, air->now);
    }
    s->state = SENDING_FRAME;
    s->sent = true;
    write_duration(s);
    extsta_time end = s->start + air_airtime(c->freq, s->rate, s->len);
    extsta_time over = end + ack_time(s);
    if (shared) {
        c->busy_until = over;
    }
    airing_count(c, s->start, over);
    bool tell = (s->meta.flags & EXTSTA_TX_TELL_START) && !s->told;
    return arm(s, tell ? EVENT_STARTED : EVENT_SENT, tell ? s->start : end);
}

/* --- the queue --- */

/* Lets it contend. False: no memory. */
static bool enter(struct sending *s)
{
    if (!is_dcf(s->node->air)) {
        s->rate = choose_rate(s);
        return contend_serially(s);
    }
    s->state = SENDING_WAITS;
    return (!s->meta.lifetime || arm(s, EVENT_EXPIRED, lifetime_end(s))) && contend_join(s);
}

/* The first frames of queues of which none is under way. */
static void start_next(struct air_node *node)
{
    bool dcf = is_dcf(node->air);
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT && (dcf || !node->trying); i++) {
        struct queue *q = &node->queues[contend_strongest_first[i]];
        while (!list_empty(&q->list)) {
            struct sending *s = list_entry(q->list.next, struct sending, link);
            if (s->state != SENDING_WAITS || q->contender || enter(s)) {
                break;
            }
            release(s);
        }
    }
}

enum extsta_error air_send(struct air_node *node, struct extsta_span frame,
                           const struct extsta_tx_meta *meta)
{
    struct air *air = node->air;
    uint16_t freq = meta && meta->freq ? meta->freq : air_node_freq(node);
    if (!frame.len || frame.len > 0xffff || (meta && meta->access >= EXTSTA_ACCESS_COUNT)) {
        return EXTSTA_E_USAGE;
    }
    if (!node->on || !freq) {
        air->stats.off++;
        return EXTSTA_E_STATE;
    }
    struct sending *s = pool_alloc(air->pool, sizeof *s + frame.len);
    struct channel *c = medium_channel(air, freq);
    if (!s || !c) {
        pool_release(air->pool, s, sizeof *s + frame.len);
        air->stats.no_memory++;
        return EXTSTA_E_NO_MEMORY;
    }
    *s = (struct sending){.node = node,
                          .channel = c,
                          .len = (uint32_t)frame.len,
                          .attempt = 1,
                          .queued = air->now};
    if (meta) {
        s->meta = *meta;
    }
    memcpy(s->bytes, frame.data, frame.len);
    s->group = !wants_ack(s);
    list_push_back(&queue_of(s)->list, &s->link);
    queue_of(s)->count++;
    c->stats.queued++;
    if (s->meta.lifetime && !arm(s, EVENT_EXPIRED, lifetime_end(s))) {
        release(s);
        return EXTSTA_E_NO_MEMORY;
    }
    start_next(node);
    return EXTSTA_OK;
}

/* The sender is a node as any other, with the next number, but deaf and without an address:
 * nobody looks at it, and it is gone with its frame. */
enum extsta_error air_inject(struct air *air, uint16_t freq, struct air_position at,
                             int8_t power, struct extsta_span frame)
{
    struct air_node_config config = {.position = at, .tx_power = power};
    struct extsta_tx_meta meta = {.freq = freq, .tries = 1};
    struct air_node *node = freq ? air_node_new(air, &config) : NULL;
    if (!node) {
        return freq ? EXTSTA_E_NO_MEMORY : EXTSTA_E_USAGE;
    }
    node->passing = true;
    enum extsta_error e = air_send(node, frame, &meta);
    if (e == EXTSTA_OK && !node->queues[EXTSTA_ACCESS_DCF].count) {
        e = EXTSTA_E_NO_MEMORY; /* it could not contend for the channel */
    }
    if (e != EXTSTA_OK) {
        air_node_free(node);
    }
    return e;
}

void air_node_queue(const struct air_node *node, struct air_queue *queue)
{
    *queue = (struct air_queue){0};
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct queue *q = &node->queues[i];
        queue->by_access[i] = q->count;
        queue->frames += q->count;
        if (q->count) {
            const struct sending *s = list_entry(q->list.next, struct sending, link);
            extsta_time waits = node->air->now - s->queued;
            queue->waits = waits > queue->waits ? waits : queue->waits;
        }
    }
}

enum air_frame_state air_node_frame(const struct air_node *node, uint32_t cookie)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        list_for_each(it, &node->queues[i].list)
        {
            const struct sending *s = list_entry(it, struct sending, link);
            if (s->meta.cookie == cookie) {
                bool begun = s->told || (s->sent && s->start <= node->air->now);
                return begun ? AIR_FRAME_STARTED : AIR_FRAME_QUEUED;
            }
        }
    }
    return AIR_FRAME_GONE;
}

/* --- the end of a frame --- */

/* Reports and frees. */
static void finish(struct sending *s)
{
    struct air_node *node = s->node;
    struct air *air = node->air;
    unqueue(s);
    list_push_back(&node->outcomes, &s->link);
    start_next(node);
    extsta_time when = air->now + (is_dcf(air) ? 0 : ack_time(s));
    if (!s->meta.cookie || !node->ops || !node->ops->tx_status ||
        !arm(s, EVENT_OUTCOME, when)) {
        release(s);
    }
    if (node->passing && !node->queues[EXTSTA_ACCESS_DCF].count) {
        air_node_free(node); /* buried when the callbacks under way have returned */
    }
}

/* Its attempt has ended: finishes it, or tries again. */
static void conclude(struct sending *s, bool again)
{
    struct air_node *node = s->node;
    struct air *air = node->air;
    if (node->dead) {
        return; /* the node's burial frees it */
    }
    uint32_t tries = s->meta.tries ? s->meta.tries : DEFAULT_TRIES;
    if (!s->acked && again && s->attempt < tries && air->now < lifetime_end(s)) {
        s->attempt++;
        s->doublings++;
        if (s->sent) {
            s->bytes[1] |= (uint8_t)(FC_RETRY >> 8);
        }
        air->stats.retries++;
        s->channel->stats.retries++;
        if (enter(s)) {
            return;
        }
    }
    air->stats.failed += !s->acked;
    s->channel->stats.failed += !s->acked;
    finish(s);
}

void transmit_expired(struct sending *s)
{
    struct queue *q = queue_of(s);
    if (q->list.next == &s->link) {
        contend_leave(s->node, s->meta.access);
    }
    s->attempt--; /* those that were */
    s->acked = false;
    s->node->air->stats.expired++;
    s->channel->stats.expired++;
    finish(s);
}

static struct sending *waiting_for(const struct queue *q, struct extsta_mac to)
{
    list_for_each(it, &q->list)
    {
        struct sending *s = list_entry(it, struct sending, link);
        if (s->state == SENDING_WAITS && mac_equal(transmit_address(s, 4), to)) {
            return s;
        }
    }
    return NULL;
}

uint32_t air_node_flush(struct air_node *node, struct extsta_mac to)
{
    uint32_t count = 0;
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        struct sending *s;
        while (!node->dead && (s = waiting_for(&node->queues[i], to)) != NULL) {
            transmit_expired(s); /* and others may have gone with it */
            count++;
        }
    }
    return count;
}

/* --- the exchange --- */

static void tell_started(struct sending *s)
{
    struct air_node *node = s->node;
    if (s->told) {
        return;
    }
    s->told = true;
    if ((s->meta.flags & EXTSTA_TX_TELL_START) && s->meta.cookie && node->ops &&
        node->ops->tx_started) {
        node->ops->tx_started(node->user, node->air->now, s->meta.cookie);
        medium_rearm(node, node->air->now);
    }
}

void transmit_started(struct sending *s)
{
    extsta_time end = s->start + air_airtime(s->channel->freq, s->rate, s->len);
    if (!arm(s, EVENT_SENT, end)) {
        conclude(s, false);
        return;
    }
    tell_started(s);
}

/* The frame itself, or the RTS before it; nav: for how long after it the medium is reserved. */
static void put_on_air(struct sending *s, uint16_t rate, uint32_t airtime, uint32_t nav)
{
    struct air_node *node = s->node;
    struct channel *c = s->channel;
    extsta_time end = node->air->now + airtime;
    s->start = node->air->now;
    s->collided = false;
    s->acked = false;
    s->airing = airing_begin(c, &(struct airing){
                                    .node = node->id,
                                    .start = s->start,
                                    .end = end,
                                    .quiet = end + (s->group ? 0 : patience(s)),
                                    .nav = end + nav,
                                    .at = propagation_position(node, s->start),
                                    .rate = rate,
                                    .power = node->tx_power,
                                });
    contend_busy(c, s->airing);
    if (!arm(s, EVENT_SENT, end)) {
        conclude(s, false);
    }
}

static void begin_frame(struct sending *s)
{
    s->state = SENDING_FRAME;
    s->sent = true;
    write_duration(s);
    put_on_air(s, s->rate, air_airtime(s->channel->freq, s->rate, s->len), duration(s));
}

static uint32_t rts_duration(const struct sending *s)
{
    return 2 * s->channel->phy.sifs + cts_time(s) +
           air_airtime(s->channel->freq, s->rate, s->len) + ack_time(s);
}

/* False: it is off, and the frame is over. */
static bool still_on(struct sending *s)
{
    if (s->node->on) {
        return true;
    }
    s->node->air->stats.off++;
    s->acked = s->group;
    conclude(s, false);
    return false;
}

void transmit_begin(struct sending *s)
{
    s->state = wants_rts(s) ? SENDING_RTS : SENDING_FRAME;
    if (!still_on(s)) {
        return;
    }
    tell_started(s);
    if (s->node->dead) {
        return;
    }
    s->rate = choose_rate(s);
    if (s->state == SENDING_RTS) {
        put_on_air(s, propagation_ack_rate(s->rate), rts_time(s), rts_duration(s));
    } else {
        begin_frame(s);
    }
}

void transmit_unanswered(struct sending *s)
{
    const struct airing *a = s->airing ? airing_get(s->channel, s->airing) : NULL;
    if (!arm(s, EVENT_TIMEOUT, a ? a->quiet : s->node->air->now)) {
        conclude(s, false);
    }
}

void transmit_timeout(struct sending *s)
{
    conclude(s, true);
}

void transmit_answered(struct sending *s)
{
    if (s->state != SENDING_RTS || !s->acked) {
        conclude(s, true);
    } else if (!arm(s, EVENT_CLEARED, s->node->air->now + s->channel->phy.sifs)) {
        conclude(s, false);
    }
}

void transmit_cleared(struct sending *s)
{
    if (still_on(s)) {
        begin_frame(s);
    }
}

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
    const struct airing *a = s->airing ? airing_get(s->channel, s->airing) : NULL;
    struct air_sniffed sniffed = {.time = s->node->air->now,
                                  .bytes = bytes,
                                  .meta = meta,
                                  .from = s->node,
                                  .attempt = s->attempt,
                                  .ack = rts,
                                  .overlapped = a && a->first};
    sniffer_show(s->node->air, &sniffed, s->channel, a);
}

static void count_collision(const struct sending *s)
{
    s->node->air->stats.collisions += s->collided;
    s->channel->stats.collisions += s->collided;
}

static void rts_over(struct sending *s)
{
    uint8_t rts[RTS_LEN] = {FRAME_RTS, 0};
    put_le16(rts + 2, (uint16_t)rts_duration(s));
    memcpy(rts + 4, s->bytes + 4, 12);
    struct extsta_span bytes = span(rts, RTS_LEN);
    show(s, bytes, meta_of(s, propagation_ack_rate(s->rate)), true);
    struct rules_frame frame = {
        .bytes = bytes, .from = transmit_address(s, 10), .to = transmit_address(s, 4)};
    struct fate fate = {.length = UINT32_MAX};
    rules_apply(s->node->air, &frame, NULL, &fate);
    if (!fate.drop) {
        reply_clear(s);
    }
    count_collision(s);
    if (!s->replies) {
        transmit_unanswered(s);
    }
}

static void frame_over(struct sending *s)
{
    struct air_node *node = s->node;
    struct air *air = node->air;
    s->acked = s->group;
    air->stats.transmissions++;
    s->channel->stats.transmissions++;
    air->stats.busy += air->now - s->start;
    struct extsta_rx_frame rx = {.bytes = span(s->bytes, s->len), .meta = meta_of(s, s->rate)};
    show(s, rx.bytes, rx.meta, false);
    struct rules_frame frame = {.bytes = rx.bytes,
                                .from = transmit_address(s, 10),
                                .to = transmit_address(s, 4),
                                .sending = s};
    struct fate fate = {.length = UINT32_MAX};
    rules_apply(air, &frame, NULL, &fate);
    uint32_t n = fate.drop ? 0 : receive_collect(s, &frame, &fate);
    count_collision(s);
    reply_acknowledge(s, n);
    for (uint32_t i = 0; i < n; i++) {
        receive_deliver(s, &air->receivers[i], rx);
    }
    if (s->group || !is_dcf(air)) {
        conclude(s, true);
    } else if (!s->replies && !node->dead) {
        transmit_unanswered(s);
    }
}

void transmit_sent(struct sending *s)
{
    contend_over(s->channel, s->airing);
    if (!still_on(s)) {
        return;
    }
    if (s->state == SENDING_RTS) {
        rts_over(s);
    } else {
        frame_over(s);
    }
}

void transmit_outcome(struct sending *s)
{
    struct air_node *node = s->node;
    uint32_t cookie = s->meta.cookie;
    bool acked = s->acked;
    uint8_t tries = s->attempt;
    release(s);
    node->ops->tx_status(node->user, node->air->now, cookie, acked, tries);
    medium_rearm(node, node->air->now);
}

void transmit_forget(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        while (!list_empty(&node->queues[i].list)) {
            release(list_entry(node->queues[i].list.next, struct sending, link));
        }
    }
    while (!list_empty(&node->outcomes)) {
        release(list_entry(node->outcomes.next, struct sending, link));
    }
    receive_forget(node);
    reply_forget(node);
}
