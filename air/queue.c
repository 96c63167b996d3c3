/* A frame while it waits, and its end: the queues of a node, lifetimes, tries, outcomes. What
 * happens in between is exchange.c's, and when it begins contend.c's.
 *
 * Each frame that air_send has taken and that carries a cookie has its outcome told, once,
 * whatever becomes of it: sent, failed, expired, flushed, left behind on a channel, or stuck
 * for want of memory. Only the frames of a node that goes end without a word. */
#include "base/bytes.h"
#include "base/mac.h"
#include "contend.h"
#include "wire/frame.h"

#define DEFAULT_TRIES 7u

static bool is_dcf(const struct air *air)
{
    return air->config.contention == AIR_CONTENTION_DCF;
}

static struct queue *queue_of(const struct sending *s)
{
    return &s->node->queues[s->meta.access];
}

static struct sending *first_of(const struct queue *q)
{
    return list_empty(&q->list) ? NULL : list_entry(q->list.next, struct sending, link);
}

/* On the air, or waiting for an answer. */
static bool under_way(const struct sending *s)
{
    return (s->state == SENDING_RTS || s->state == SENDING_FRAME) &&
           s->start <= s->node->air->now;
}

/* --- the end of a frame --- */

/* Tries that have begun. In serial contention the number of a try is given before. */
static uint8_t tries_begun(const struct sending *s)
{
    bool ahead = s->state == SENDING_FRAME && !under_way(s);
    return (uint8_t)(s->attempt - ahead);
}

/* Takes it out of its queue, as well as out of contention. */
static void unqueue(struct sending *s)
{
    struct queue *q = queue_of(s);
    if (first_of(q) == s) {
        contend_leave(s->channel, q);
    }
    s->attempt = tries_begun(s);
    list_remove(&s->link);
    q->count--;
    s->node->queued--;
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
    timerq_remove(&air->radio, &s->event.timer);
    if (s->state != SENDING_OVER) {
        unqueue(s);
    } else {
        list_remove(&s->link);
    }
    pool_release(air->pool, s, sizeof *s + s->len);
}

/* It is over: the outcome is told to whom it matters, after what is happening now. The next
 * frame of its queue does not begin to contend yet. In serial contention an acknowledgement has
 * its time, too. */
static void settle(struct sending *s)
{
    struct air_node *node = s->node;
    struct air *air = node->air;
    unqueue(s);
    reply_detach(s);
    timerq_remove(&air->radio, &s->event.timer);
    list_push_back(&air->due, &s->link);
    if (!s->meta.cookie || !node->ops || !node->ops->tx_status) {
        release(s);
    } else if (!is_dcf(air) && sending_arm(s, EVENT_OUTCOME, air->now + sending_ack_time(s))) {
        list_remove(&s->link);
        list_push_back(&node->outcomes, &s->link);
    }
}

/* Without an acknowledgement, for a reason. */
enum reason { FAILED, EXPIRED, LEFT };
static void drop(struct sending *s, enum reason why)
{
    struct air_stats *all = &s->node->air->stats;
    struct air_channel_stats *here = &s->channel->stats;
    s->acked = false;
    switch (why) {
    case FAILED:
        all->failed++;
        here->failed++;
        break;
    case EXPIRED:
        all->expired++;
        here->expired++;
        break;
    case LEFT:
        all->left++;
        break;
    }
    settle(s);
}

/* --- the queue --- */

/* It contends from now on. False: no memory. */
static bool enter(struct sending *s)
{
    if (!is_dcf(s->node->air)) {
        return serial_enter(s);
    }
    s->state = SENDING_WAITS;
    bool ends = s->meta.lifetime != 0;
    return (!ends || sending_arm(s, EVENT_EXPIRED, sending_lifetime_end(s))) && contend_join(s);
}

/* The first frames of queues of which none is under way. */
static void start_next(struct air_node *node)
{
    bool dcf = is_dcf(node->air);
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT && node->queued && (dcf || !node->trying);
         i++) {
        const struct queue *q = &node->queues[edca_strongest_first[i]];
        struct sending *s;
        while ((s = first_of(q)) != NULL && s->state == SENDING_WAITS && !q->contender &&
               !enter(s)) {
            drop(s, FAILED);
        }
    }
}

/* After a frame of the node that was being tried. */
static void go_on(struct air_node *node)
{
    start_next(node);
    if (node->passing && !node->queued) {
        air_node_free(node); /* buried when the callbacks under way have returned */
    }
}

enum extsta_error air_send(struct air_node *node, struct extsta_span frame,
                           const struct extsta_tx_meta *meta)
{
    struct air *air = node->air;
    uint16_t here = air_node_freq(node), freq = meta && meta->freq ? meta->freq : here;
    if (!frame.len || frame.len > 0xffff || (meta && meta->access >= EXTSTA_ACCESS_COUNT)) {
        return EXTSTA_E_USAGE;
    }
    if (!node->on || !freq || (freq != here && !node->passing)) {
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
    *s = (struct sending){
        .node = node, .channel = c, .len = (uint32_t)frame.len, .queued = air->now};
    if (meta) {
        s->meta = *meta;
    }
    memcpy(s->bytes, frame.data, frame.len);
    s->group = !sending_wants_ack(s);
    list_push_back(&queue_of(s)->list, &s->link);
    queue_of(s)->count++;
    node->queued++;
    c->stats.queued++;
    bool first = is_dcf(air) ? first_of(queue_of(s)) == s : !node->trying;
    bool ends = s->meta.lifetime != 0;
    if (first ? !enter(s) : ends && !sending_arm(s, EVENT_EXPIRED, sending_lifetime_end(s))) {
        release(s);
        return EXTSTA_E_NO_MEMORY;
    }
    return EXTSTA_OK;
}

/* The sender is a node as any other, with the next number, but deaf and without an address:
 * nobody looks at it, and it is gone with its frame. It senses the medium, and honours no
 * Duration. */
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
    if (e != EXTSTA_OK) {
        air_node_free(node);
    }
    return e;
}

void air_node_queue(const struct air_node *node, struct air_queue *queue)
{
    *queue = (struct air_queue){.frames = node->queued};
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct sending *first = first_of(&node->queues[i]);
        queue->by_access[i] = node->queues[i].count;
        if (first && node->air->now - first->queued > queue->waits) {
            queue->waits = node->air->now - first->queued;
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
                return tries_begun(s) ? AIR_FRAME_STARTED : AIR_FRAME_QUEUED;
            }
        }
    }
    return AIR_FRAME_GONE;
}

bool air_node_farewell(const struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        list_for_each(it, &node->queues[i].list)
        {
            unsigned kind = list_entry(it, struct sending, link)->bytes[0] & 0xfcu;
            if (kind == FRAME_DEAUTH || kind == FRAME_DISASSOC) {
                return true;
            }
        }
    }
    return false;
}

/* --- what happens to it there --- */

void queue_conclude(struct sending *s, bool again)
{
    struct air_node *node = s->node;
    if (node->dead) {
        return; /* the node's burial frees it */
    }
    if (s->acked) {
        settle(s);
        go_on(node);
        return;
    }
    uint32_t tries = s->meta.tries ? s->meta.tries : DEFAULT_TRIES;
    sending_count_failure(s);
    if (again && !s->last && s->failures < tries) {
        if (s->sent) {
            s->bytes[1] |= (uint8_t)(FC_RETRY >> 8);
        }
        if (enter(s)) { /* and is expired at once if its lifetime is over */
            return;
        }
    }
    drop(s, s->left ? LEFT : FAILED);
    go_on(node);
}

void queue_expired(struct sending *s)
{
    struct air_node *node = s->node;
    drop(s, EXPIRED);
    go_on(node);
}

uint32_t air_node_flush(struct air_node *node, struct extsta_mac to)
{
    uint32_t count = 0;
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        list_for_each_safe(it, &node->queues[i].list)
        {
            struct sending *s = list_entry(it, struct sending, link);
            if (!mac_equal(sending_address(s, 4), to)) {
                continue;
            }
            if (under_way(s)) {
                s->last = true;
            } else {
                drop(s, EXPIRED);
                count++;
            }
        }
    }
    start_next(node);
    return count;
}

void queue_leave(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        list_for_each_safe(it, &node->queues[i].list)
        {
            struct sending *s = list_entry(it, struct sending, link);
            if (s->in_hand) {
                s->last = s->left = true;
            } else {
                drop(s, LEFT);
            }
        }
    }
}

/* --- outcomes --- */

void queue_outcome(struct sending *s)
{
    struct air_node *node = s->node;
    uint32_t cookie = s->meta.cookie;
    bool acked = s->acked;
    uint8_t tries = s->attempt;
    release(s);
    node->ops->tx_status(node->user, node->air->now, cookie, acked, tries);
    medium_rearm(node, node->air->now);
}

void queue_forget(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        struct sending *s;
        while ((s = first_of(&node->queues[i])) != NULL) {
            node->air->stats.left++;
            release(s);
        }
    }
    while (!list_empty(&node->outcomes)) {
        release(list_entry(node->outcomes.next, struct sending, link));
    }
    list_for_each_safe(it, &node->air->due)
    {
        struct sending *s = list_entry(it, struct sending, link);
        if (s->node == node) {
            release(s);
        }
    }
    receive_forget(node);
    reply_forget(node);
}
