/* Who hears a transmission that ends: those near enough, tuned, not deafened by another one and
 * not kept from it by a rule. They get it at once, late, changed or twice, as the rules say. */
#include "airing.h"
#include "base/bytes.h"
#include "base/mac.h"
#include "propagation.h"
#include "sending.h"
#include "wire/frame.h"
#include <math.h>

/* What a transmission is to all of its receivers. */
struct offer {
    struct sending *s;
    const struct rules_frame *frame;
    const struct fate *common;
    double sensitivity; /* dBm that its rate needs */
    bool disturbed;     /* by others, somewhere */
};

/* What becomes of the frame at the n-th receiver: what holds for all, where there are no rules.
 */
static const struct fate *fate_at(const struct offer *o, const struct air_node *to, uint32_t n)
{
    struct air *air = o->s->node->air;
    if (!air->rule_count) {
        return o->common;
    }
    air->fates[n] = *o->common;
    rules_apply(air, o->frame, to, &air->fates[n]);
    return &air->fates[n];
}

/* The n-th receiver, possibly: is it there, and does it get to its end? */
static bool consider(const struct offer *o, struct air_node *to, uint32_t n)
{
    struct sending *s = o->s;
    struct air *air = s->node->air;
    if (to == s->node || !to->on || to->channel != s->channel || to->tuned_at > s->start) {
        return false;
    }
    const struct fate *fate = fate_at(o, to, n);
    double signal = fate->has_signal ? fate->signal : propagation_heard(to, s->node);
    air->receivers[n] = (struct receiver){to, fate, propagation_dbm(signal)};
    if (signal < o->sensitivity) {
        air->stats.too_weak++;
        return false;
    }
    if ((to->flags & AIR_NODE_DSSS) && !propagation_is_dsss(s->rate)) {
        return false;
    }
    if (fate->drop || !o->disturbed) {
        return !fate->drop;
    }
    struct ear ear = airing_ear(s->channel, to);
    bool clear = airing_among(s->channel, airing_get(s->channel, s->airing), &ear,
                              fate->has_signal ? &signal : NULL) == RECEPTION_CLEAR;
    s->collided |= !clear;
    return clear;
}

/* An array of so many octets in the place of another; between transmissions they hold nothing.
 */
static bool renew(struct air *air, void *old, uint32_t *capacity, uint32_t wanted, size_t size,
                  void **array)
{
    pool_release(air->pool, old, *capacity * size);
    *array = pool_alloc(air->pool, wanted * size);
    *capacity = *array ? wanted : 0;
    return *array != NULL;
}

static bool room_for(struct air *air, uint32_t count)
{
    uint32_t wanted = 16;
    while (wanted < count) {
        wanted *= 2;
    }
    void *array;
    if (count > air->receiver_capacity) {
        bool made = renew(air, air->receivers, &air->receiver_capacity, wanted,
                          sizeof *air->receivers, &array);
        air->receivers = array;
        if (!made) {
            return false;
        }
    }
    if (air->rule_count && count > air->fate_capacity) {
        bool made =
            renew(air, air->fates, &air->fate_capacity, wanted, sizeof *air->fates, &array);
        air->fates = array;
        return made;
    }
    return true;
}

/* Of those on the channel, the ones that stand near enough to be looked at. */
static uint32_t collect_group(const struct offer *o)
{
    const struct sending *s = o->s;
    struct air *air = s->node->air;
    struct place_walk walk;
    uint32_t n = 0, looked_at = 0;
    double squared = airing_range(s->channel, s->node->tx_power, o->sensitivity);
    places_near(s->channel, s->node, squared > 0.0 ? sqrt(squared) + 1.0 : 1.0, &walk);
    bool probe = (s->bytes[0] & 0xfcu) == FRAME_PROBE_REQ;
    const struct place *p;
    while ((p = places_next(&walk)) != NULL) {
        looked_at += p->count;
        for (uint32_t i = 0; i < p->count; i++) {
            struct air_node *to = p->nodes[i];
            if (!probe || !(to->flags & AIR_NODE_NO_PROBES)) {
                n += consider(o, to, n);
            }
        }
    }
    air->stats.too_weak += s->channel->count - looked_at;
    return n;
}

uint32_t receive_collect(struct sending *s, const struct rules_frame *frame,
                         const struct fate *common)
{
    struct air *air = s->node->air;
    struct channel *c = s->channel;
    bool group = s->len >= 10 && (s->bytes[4] & 1);
    struct offer offer = {.s = s,
                          .frame = frame,
                          .common = common,
                          .sensitivity = air_sensitivity(s->rate, air->config.noise_floor_dbm),
                          .disturbed =
                              s->airing && airing_disturbed(c, airing_get(c, s->airing))};
    uint32_t n = 0;
    if (!room_for(air, group           ? c->count
                       : c->count < 64 ? c->count
                                       : 64 + air->promiscuous_count)) {
        air->stats.no_memory++;
        return 0;
    }
    if (group) {
        return collect_group(&offer);
    }
    for (struct air_node *to = medium_find(air, frame->to); to && n < air->receiver_capacity;
         to = to->same_address) {
        if (!(to->flags & AIR_NODE_PROMISCUOUS)) {
            n += consider(&offer, to, n);
        }
    }
    for (uint32_t i = 0; i < air->promiscuous_count && n < air->receiver_capacity; i++) {
        n += consider(&offer, air->promiscuous[i], n);
    }
    return n;
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

void receive_deliver(struct sending *s, const struct receiver *r, struct extsta_rx_frame frame)
{
    struct air *air = s->node->air;
    frame.meta.signal = r->signal;
    if (frame.bytes.len > r->fate->length) {
        frame.bytes.len = r->fate->length;
    }
    if (r->fate->bad_fcs) {
        frame.meta.flags |= EXTSTA_RX_FCS_BAD;
    }
    uint8_t *changed = NULL;
    if (r->fate->corrupt_count) {
        changed = pool_alloc(air->pool, s->len);
        if (!changed) {
            air->stats.no_memory++;
            return;
        }
        memcpy(changed, s->bytes, s->len);
        for (uint8_t i = 0; i < r->fate->corrupt_count; i++) {
            if (r->fate->corrupt[i].offset < s->len) {
                changed[r->fate->corrupt[i].offset] ^= r->fate->corrupt[i].bits;
            }
        }
        frame.bytes.data = changed;
    }
    if (r->fate->delay) {
        hand_late(air, r->node, &frame, r->fate->delay);
    } else {
        medium_hand_over(r->node, &frame);
    }
    if (r->fate->duplicate && !r->node->dead) {
        hand_late(air, r->node, &frame, r->fate->delay + r->fate->duplicate_delay);
    }
    pool_release(air->pool, changed, s->len);
}

static void release_late(struct late *late)
{
    struct air *air = late->to->air;
    timerq_remove(&air->events, &late->event.timer);
    list_remove(&late->link);
    pool_release(air->pool, late, sizeof *late + late->len);
}

void receive_late(struct late *late)
{
    struct extsta_rx_frame frame = {.bytes = span(late->bytes, late->len), .meta = late->meta};
    medium_hand_over(late->to, &frame);
    release_late(late);
}

void receive_forget(struct air_node *node)
{
    list_for_each_safe(it, &node->air->lates)
    {
        struct late *late = list_entry(it, struct late, link);
        if (late->to == node) {
            release_late(late);
        }
    }
}
