/* A frame's way: waiting for the channel, the transmission, who hears it, the
 * acknowledgement, the retries, the outcome. */
#include "base/bytes.h"
#include "base/mac.h"
#include "medium.h"
#include "propagation.h"
#include "wire/frame.h"

#define DEFAULT_TRIES 7u
#define CW_MIN        15u
#define CW_MAX        1023u
#define ACK_LEN       10u

static struct extsta_mac address_at(const struct sending *s, size_t offset)
{
    struct extsta_mac mac = {{0}};
    if (s->len >= offset + 6) {
        memcpy(mac.b, s->bytes + offset, 6);
    }
    return mac;
}
static struct extsta_mac receiver_address(const struct sending *s)
{
    return address_at(s, 4);
}

static bool wants_ack(const struct sending *s)
{
    if (s->len < ACK_LEN || (s->bytes[4] & 1) || (s->meta.flags & EXTSTA_TX_NO_ACK)) {
        return false;
    }
    unsigned kind = s->bytes[0] & 0xfcu;
    return (kind & 0x0c) != 0x04 || kind == FRAME_PS_POLL;
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
    const struct air_node *to = medium_find(air, receiver_address(s));
    if (!to) {
        return base;
    }
    double signal = propagation_signal(air, s->node, propagation_position(to, air->now),
                                       to->id, s->channel->reference);
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
                    : propagation_sifs(mhz) +
                          air_airtime(mhz, propagation_ack_rate(s->rate), ACK_LEN);
}

static void release(struct sending *s)
{
    struct air *air = s->node->air;
    timerq_remove(&air->events, &s->event.timer);
    list_remove(&s->link);
    pool_release(air->pool, s, sizeof *s + s->len);
}

/* Schedules the next transmission of a frame (10.3.4: DIFS, back-off doubled by each
 * retry). False: no memory. */
static bool contend(struct sending *s)
{
    struct air *air = s->node->air;
    struct channel *c = s->channel;
    uint32_t cw = CW_MIN;
    for (unsigned i = 1; i < s->attempt && cw < CW_MAX; i++) {
        cw = cw * 2 + 1;
    }
    uint32_t sifs = propagation_sifs(c->freq);
    uint32_t wait =
        sifs + 2 * PROPAGATION_SLOT + (uint32_t)(air_draw(air) % (cw + 1)) * PROPAGATION_SLOT;
    s->rate = choose_rate(s);
    if (s->meta.flags & EXTSTA_TX_RTS) { /* RTS and CTS before it */
        uint16_t rate = propagation_ack_rate(s->rate);
        wait += air_airtime(c->freq, rate, 16) + air_airtime(c->freq, rate, 10) + 2 * sifs;
    }
    bool shared = air->config.contention == AIR_CONTENTION_CHANNEL;
    s->start = (shared && c->busy_until > air->now ? c->busy_until : air->now) + wait;
    extsta_time end = s->start + air_airtime(c->freq, s->rate, s->len);
    if (shared) {
        c->busy_until = end + ack_time(s);
    }
    s->event.kind = EVENT_SENT;
    return timerq_set(&air->events, &s->event.timer, end);
}

static void start_next(struct air_node *node)
{
    while (!list_empty(&node->queue)) {
        struct sending *s = list_entry(node->queue.next, struct sending, link);
        if (contend(s)) {
            return;
        }
        node->air->stats.no_memory++;
        release(s);
    }
}

enum extsta_error air_send(struct air_node *node, struct extsta_span frame,
                           const struct extsta_tx_meta *meta)
{
    struct air *air = node->air;
    uint16_t freq = meta && meta->freq ? meta->freq : air_node_freq(node);
    if (!frame.len || frame.len > 0xffff) {
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
    *s = (struct sending){.node = node, .channel = c, .len = (uint32_t)frame.len, .attempt = 1};
    if (meta) {
        s->meta = *meta;
    }
    memcpy(s->bytes, frame.data, frame.len);
    s->group = !wants_ack(s);
    bool idle = list_empty(&node->queue);
    list_push_back(&node->queue, &s->link);
    if (idle) {
        start_next(node);
    }
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
    if (e == EXTSTA_OK && list_empty(&node->queue)) {
        e = EXTSTA_E_NO_MEMORY; /* it could not contend for the channel */
    }
    if (e != EXTSTA_OK) {
        air_node_free(node);
    }
    return e;
}

/* One possible receiver: is it there, and strong enough? */
static bool consider(struct sending *s, struct air_node *to, double sensitivity,
                     const struct rules_frame *frame, const struct fate *common,
                     struct receiver *out)
{
    struct air *air = s->node->air;
    if (to == s->node || !to->on || to->channel != s->channel || to->tuned_at > s->start) {
        return false;
    }
    out->node = to;
    out->fate = *common;
    if (air->rule_count) {
        rules_apply(air, frame, to, &out->fate);
    }
    double signal = out->fate.has_signal
                        ? out->fate.signal
                        : propagation_heard(to, s->node);
    out->signal = propagation_dbm(signal);
    if (signal < sensitivity) {
        air->stats.too_weak++;
        return false;
    }
    return !out->fate.drop;
}

static bool room_for(struct air *air, uint32_t count)
{
    if (count <= air->receiver_capacity) {
        return true;
    }
    uint32_t capacity = air->receiver_capacity ? air->receiver_capacity : 16;
    while (capacity < count) {
        capacity *= 2;
    }
    /* Between transmissions the array holds nothing. */
    pool_release(air->pool, air->receivers, air->receiver_capacity * sizeof *air->receivers);
    air->receivers = pool_alloc(air->pool, capacity * sizeof *air->receivers);
    air->receiver_capacity = air->receivers ? capacity : 0;
    return air->receivers != NULL;
}

/* Metres from the sender beyond which nobody can hear this transmission. */
static double reach(const struct sending *s, double sensitivity)
{
    struct channel *c = s->channel;
    if (c->reach <= 0.0 || c->reach_rate != s->rate || c->reach_power != s->node->tx_power) {
        c->reach_rate = s->rate;
        c->reach_power = s->node->tx_power;
        c->reach = propagation_reach(s->node->air, c->reach_power, sensitivity, c->reference);
    }
    return c->reach;
}

/* Of those on the channel, the ones that stand near enough to be looked at. */
static uint32_t collect_group(struct sending *s, double sensitivity,
                              const struct rules_frame *frame, const struct fate *common)
{
    struct air *air = s->node->air;
    struct place_walk walk;
    uint32_t n = 0, looked_at = 0;
    places_near(air, s->channel, propagation_position(s->node, air->now),
                reach(s, sensitivity), &walk);
    bool probe = (s->bytes[0] & 0xfcu) == FRAME_PROBE_REQ;
    const struct place *p;
    while ((p = places_next(&walk)) != NULL) {
        looked_at += p->count;
        for (uint32_t i = 0; i < p->count; i++) {
            struct air_node *to = p->nodes[i];
            if (!probe || !(to->flags & AIR_NODE_NO_PROBES)) {
                n += consider(s, to, sensitivity, frame, common, &air->receivers[n]);
            }
        }
    }
    air->stats.too_weak += s->channel->count - looked_at;
    return n;
}

static uint32_t collect(struct sending *s, const struct rules_frame *frame,
                        const struct fate *common)
{
    struct air *air = s->node->air;
    struct channel *c = s->channel;
    bool group = s->len >= 10 && (s->bytes[4] & 1);
    double sensitivity = air_sensitivity(s->rate, air->config.noise_floor_dbm);
    uint32_t n = 0;
    if (!room_for(air, group           ? c->count
                       : c->count < 64 ? c->count
                                       : 64 + air->promiscuous_count)) {
        air->stats.no_memory++;
        return 0;
    }
    if (group) {
        return collect_group(s, sensitivity, frame, common);
    }
    for (struct air_node *to = medium_find(air, frame->to); to && n < air->receiver_capacity;
         to = to->same_address) {
        if (!(to->flags & AIR_NODE_PROMISCUOUS)) {
            n += consider(s, to, sensitivity, frame, common, &air->receivers[n]);
        }
    }
    for (uint32_t i = 0; i < air->promiscuous_count && n < air->receiver_capacity; i++) {
        n += consider(s, air->promiscuous[i], sensitivity, frame, common, &air->receivers[n]);
    }
    return n;
}

static void show_ack(const struct sending *s, struct air_node *from, const uint8_t *bytes)
{
    struct air *air = from->air;
    struct ack *ack = air->ack_sniffers ? pool_zalloc(air->pool, sizeof *ack) : NULL;
    if (!ack) {
        air->stats.no_memory += air->ack_sniffers != 0;
        return;
    }
    ack->event.kind = EVENT_ACK;
    ack->from = from;
    ack->channel = s->channel;
    ack->serial = ++air->serial;
    ack->rate = propagation_ack_rate(s->rate);
    memcpy(ack->bytes, bytes, ACK_LEN);
    if (!timerq_set(&air->events, &ack->event.timer, air->now + ack_time(s))) {
        pool_release(air->pool, ack, sizeof *ack);
        air->stats.no_memory++;
        return;
    }
    list_push_back(&air->acks, &ack->link);
}

/* Whether the acknowledgement of one receiver comes back to the sender. */
static bool ack_from(struct sending *s, const struct receiver *r)
{
    struct air *air = s->node->air;
    if ((r->node->flags & AIR_NODE_NO_ACK) || r->fate.bad_fcs ||
        !mac_equal(r->node->address, receiver_address(s))) {
        return false;
    }
    uint8_t ack[ACK_LEN] = {FRAME_ACK, 0};
    struct rules_frame frame = {
        .bytes = span(ack, ACK_LEN), .from = r->node->address, .to = address_at(s, 10)};
    memcpy(ack + 4, frame.to.b, 6);
    air->stats.acks++;
    show_ack(s, r->node, ack);
    struct fate fate = {.length = ACK_LEN};
    rules_apply(air, &frame, NULL, &fate);
    double signal = propagation_signal(air, r->node, propagation_position(s->node, air->now),
                                       s->node->id, s->channel->reference);
    bool arrives =
        !fate.drop && !fate.bad_fcs && (s->node->passing || s->node->channel == s->channel) &&
        signal >= air_sensitivity(propagation_ack_rate(s->rate), air->config.noise_floor_dbm);
    air->stats.ack_lost += !arrives;
    return arrives;
}

static void hand_late(struct air *air, struct air_node *to, const struct extsta_rx_frame *frame,
                      extsta_time delay)
{
    struct late *late = pool_alloc(air->pool, sizeof *late + frame->bytes.len);
    if (!late) {
        air->stats.no_memory++;
        return;
    }
    *late = (struct late){.event.kind = EVENT_LATE,
                          .to = to,
                          .meta = frame->meta,
                          .len = (uint32_t)frame->bytes.len};
    memcpy(late->bytes, frame->bytes.data, frame->bytes.len);
    if (!timerq_set(&air->events, &late->event.timer, air->now + delay)) {
        pool_release(air->pool, late, sizeof *late + late->len);
        air->stats.no_memory++;
        return;
    }
    list_push_back(&air->lates, &late->link);
}

static void deliver(struct sending *s, const struct receiver *r, struct extsta_rx_frame frame)
{
    struct air *air = s->node->air;
    frame.meta.signal = r->signal;
    if (frame.bytes.len > r->fate.length) {
        frame.bytes.len = r->fate.length;
    }
    if (r->fate.bad_fcs) {
        frame.meta.flags |= EXTSTA_RX_FCS_BAD;
    }
    uint8_t *changed = NULL;
    if (r->fate.corrupt_count) {
        changed = pool_alloc(air->pool, s->len);
        if (!changed) {
            air->stats.no_memory++;
            return;
        }
        memcpy(changed, s->bytes, s->len);
        for (uint8_t i = 0; i < r->fate.corrupt_count; i++) {
            if (r->fate.corrupt[i].offset < s->len) {
                changed[r->fate.corrupt[i].offset] ^= r->fate.corrupt[i].bits;
            }
        }
        frame.bytes.data = changed;
    }
    if (r->fate.delay) {
        hand_late(air, r->node, &frame, r->fate.delay);
    } else {
        medium_hand_over(r->node, &frame);
    }
    if (r->fate.duplicate && !r->node->dead) {
        hand_late(air, r->node, &frame, r->fate.delay + r->fate.duplicate_delay);
    }
    pool_release(air->pool, changed, s->len);
}

/* Reports and frees, or tries again. */
static void conclude(struct sending *s, bool again)
{
    struct air_node *node = s->node;
    struct air *air = node->air;
    if (node->dead) {
        return; /* the node's burial frees it */
    }
    uint32_t tries = s->meta.tries ? s->meta.tries : DEFAULT_TRIES;
    if (!s->acked && again && s->attempt < tries) {
        s->attempt++;
        s->bytes[1] |= (uint8_t)(FC_RETRY >> 8);
        air->stats.retries++;
        if (contend(s)) {
            return;
        }
        air->stats.no_memory++;
    }
    air->stats.failed += !s->acked;
    list_remove(&s->link);
    list_push_back(&node->outcomes, &s->link);
    start_next(node);
    s->event.kind = EVENT_OUTCOME;
    if (!s->meta.cookie || !node->ops || !node->ops->tx_status ||
        !timerq_set(&air->events, &s->event.timer, air->now + ack_time(s))) {
        release(s);
    }
    if (node->passing && list_empty(&node->queue)) {
        air_node_free(node); /* buried when the callbacks under way have returned */
    }
}

void transmit_sent(struct sending *s)
{
    struct air_node *node = s->node;
    struct air *air = node->air;
    s->acked = s->group;
    if (!node->on) {
        air->stats.off++;
        conclude(s, false);
        return;
    }
    air->stats.transmissions++;
    air->stats.busy += air->now - s->start;
    struct extsta_rx_frame rx = {
        .bytes = span(s->bytes, s->len),
        .meta = {.freq = s->channel->freq,
                 .phy = s->channel->freq < 3000 ? 0 : 1,
                 .rate = s->rate,
                 .serial = ++air->serial},
    };
    struct air_sniffed sniffed = {.time = air->now,
                                  .bytes = rx.bytes,
                                  .meta = rx.meta,
                                  .from = node,
                                  .attempt = s->attempt};
    sniffer_show(air, &sniffed, s->channel);
    struct rules_frame frame = {
        .bytes = rx.bytes, .from = address_at(s, 10), .to = receiver_address(s), .sending = s};
    struct fate fate = {.length = UINT32_MAX};
    rules_apply(air, &frame, NULL, &fate);
    uint32_t n = fate.drop ? 0 : collect(s, &frame, &fate);
    for (uint32_t i = 0; i < n && !s->group; i++) {
        s->acked |= ack_from(s, &air->receivers[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        deliver(s, &air->receivers[i], rx);
    }
    conclude(s, true);
}

void transmit_outcome(struct sending *s)
{
    struct air_node *node = s->node;
    uint32_t cookie = s->meta.cookie;
    bool acked = s->acked;
    uint8_t tries = (uint8_t)s->attempt;
    release(s);
    node->ops->tx_status(node->user, node->air->now, cookie, acked, tries);
    medium_rearm(node, node->air->now);
}

static void release_late(struct late *late)
{
    struct air *air = late->to->air;
    timerq_remove(&air->events, &late->event.timer);
    list_remove(&late->link);
    pool_release(air->pool, late, sizeof *late + late->len);
}

void transmit_late(struct late *late)
{
    struct extsta_rx_frame frame = {.bytes = span(late->bytes, late->len), .meta = late->meta};
    medium_hand_over(late->to, &frame);
    release_late(late);
}

static void release_ack(struct ack *ack)
{
    struct air *air = ack->from->air;
    timerq_remove(&air->events, &ack->event.timer);
    list_remove(&ack->link);
    pool_release(air->pool, ack, sizeof *ack);
}

void transmit_ack(struct ack *ack)
{
    struct air *air = ack->from->air;
    struct air_sniffed sniffed = {
        .time = air->now,
        .bytes = span(ack->bytes, ACK_LEN),
        .meta = {.freq = ack->channel->freq, .rate = ack->rate, .serial = ack->serial},
        .from = ack->from,
        .attempt = 1,
        .ack = true,
    };
    sniffer_show(air, &sniffed, ack->channel);
    release_ack(ack);
}

void transmit_forget(struct air_node *node)
{
    while (!list_empty(&node->queue)) {
        release(list_entry(node->queue.next, struct sending, link));
    }
    while (!list_empty(&node->outcomes)) {
        release(list_entry(node->outcomes.next, struct sending, link));
    }
    list_for_each_safe(it, &node->air->lates)
    {
        struct late *late = list_entry(it, struct late, link);
        if (late->to == node) {
            release_late(late);
        }
    }
    list_for_each_safe(a, &node->air->acks)
    {
        struct ack *ack = list_entry(a, struct ack, link);
        if (ack->from == node) {
            release_ack(ack);
        }
    }
}
