/* Who is next: DCF and EDCA as IEEE 802.11-2020 10.3 and 10.23.2 have them. queue.c lets the
 * first frame of a queue contend, contend_access starts it when its back-off has ended, and
 * hearing.c works out what each contender makes of the others; the numbers are edca.c's.
 *
 * Nothing ticks. A contender knows from when on its slots are counted, and so when its turn
 * comes if nothing happens before; a channel has one event, for the earliest turn. When a
 * transmission begins, those who sense it take the slots gone by off their back-off and know
 * when they will go on; when it ends, they learn whether they have received it (its Duration
 * holds for them) or not (EIFS). All that begins and ends in one moment is told at the end of
 * that moment, in one pass each over those who contend on the channel; a beginning is not told
 * at all while nobody counts. So a frame costs about three passes, however many collide, and
 * nothing where nobody contends. */
#include "airing.h"
#include "contend.h"

static uint32_t draw(const struct sending *s)
{
    uint32_t window = edca_window(s->node, &s->channel->phy, s->meta.access, s->failures);
    return (uint32_t)(air_draw(s->node->air) % window);
}

/* --- joining and leaving --- */

static struct contender *contender_of(const struct channel *c, const struct queue *q)
{
    return &c->contenders[q->contender - 1];
}

static struct channel *channel_of(const struct queue *q)
{
    return list_entry(q->list.next, struct sending, link)->channel;
}

static void place(struct channel *c, struct contender *k)
{
    struct ear ear = airing_ear(c, k->node);
    k->at = ear.at;
    k->tuned = ear.tuned;
    k->moving = k->node->motion != NULL;
}

void contend_moved(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct queue *q = &node->queues[i];
        if (q->contender) {
            place(channel_of(q), contender_of(channel_of(q), q));
        }
    }
}

static struct contender *add(struct channel *c)
{
    if (c->contender_count == c->contender_capacity) {
        uint32_t capacity = c->contender_capacity ? c->contender_capacity * 2 : 4;
        struct contender *bigger = pool_alloc(c->air->pool, capacity * sizeof *bigger);
        if (!bigger) {
            c->air->stats.no_memory++;
            return NULL;
        }
        for (uint32_t i = 0; i < c->contender_count; i++) {
            bigger[i] = c->contenders[i];
        }
        pool_release(c->air->pool, c->contenders, c->contender_capacity * sizeof *bigger);
        c->contenders = bigger;
        c->contender_capacity = capacity;
    }
    return &c->contenders[c->contender_count++];
}

void contend_destroy(struct channel *c)
{
    pool_release(c->air->pool, c->contenders, c->contender_capacity * sizeof *c->contenders);
}

/* The channel's event. As long as somebody contends it is set; to move it takes no memory. */
static bool arm(struct channel *c, extsta_time when)
{
    bool armed = timerq_set(&c->air->radio, &c->access.timer, when);
    c->air->stats.no_memory += !armed;
    return armed;
}

/* Every frame backs off, also after silence, where 10.3.4.2 would let it go at once: here many
 * react to one frame within the same microsecond, and would collide for certain. */
bool contend_join(struct sending *s)
{
    struct channel *c = s->channel;
    extsta_time now = c->air->now, slot = c->phy.slot;
    struct contender *k = add(c);
    if (!k) {
        return false;
    }
    *k = (struct contender){.node = s->node,
                            .id = s->node->id,
                            .left = draw(s),
                            .access_kind = s->meta.access,
                            .ifs = edca_ifs(s->node, &c->phy, s->meta.access),
                            .start = now};
    s->node->queues[s->meta.access].contender = c->contender_count;
    place(c, k);
    hearing_look_back(c, k);
    if (k->start < now) { /* at the next boundary of the slots that others count */
        k->start += (now - k->start + slot - 1) / slot * slot;
    }
    k->access = k->start + k->left * slot;
    c->next_start = k->start < c->next_start ? k->start : c->next_start;
    bool armed = c->access.timer.slot && c->access.timer.when <= k->access;
    if (!armed && !arm(c, k->access)) {
        contend_leave(c, &s->node->queues[s->meta.access]);
        return false;
    }
    return true;
}

void contend_leave(struct channel *c, struct queue *q)
{
    if (!q->contender) {
        return;
    }
    struct contender *k = contender_of(c, q);
    const struct contender *last = &c->contenders[--c->contender_count];
    if (last != k) {
        last->node->queues[last->access_kind].contender = q->contender;
        *k = *last;
    }
    q->contender = 0;
}

void contend_forget(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        struct queue *q = &node->queues[i];
        if (q->contender) {
            contend_leave(channel_of(q), q);
        }
    }
}

/* --- what happens on the channel --- */

/* It is told at the end of this moment. */
static void touch(struct channel *c)
{
    if (!c->is_touched) {
        c->is_touched = true;
        c->next_touched = c->air->touched;
        c->air->touched = c;
    }
}

void contend_busy(struct channel *c, uint64_t airing)
{
    if (airing && c->contender_count && c->next_start <= airing_get(c, airing)->end) {
        c->begun = c->begun ? c->begun : airing;
        touch(c);
    }
}

void contend_over(struct channel *c)
{
    if (c->contender_count) {
        touch(c);
    } else {
        c->told = c->air->now; /* who joins looks back for himself */
    }
}

/* 10.23.2.4 c: their slots go on after the end of the answer, which is now, and may come before
 * the end of the time that was allowed for it. */
void contend_answered(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct queue *q = &node->queues[i];
        if (q->contender) {
            struct channel *c = channel_of(q);
            struct contender *k = contender_of(c, q);
            k->awaits = c->air->now;
            hearing_count(c, k);
        }
    }
}

static void tell(struct channel *c)
{
    c->is_touched = false;
    if (c->contender_count) {
        hearing_tell(c);
    }
    extsta_time next = EXTSTA_NEVER;
    c->next_start = EXTSTA_NEVER;
    for (uint32_t i = 0; i < c->contender_count; i++) {
        const struct contender *k = &c->contenders[i];
        next = k->access < next ? k->access : next;
        c->next_start = k->start < c->next_start ? k->start : c->next_start;
    }
    c->begun = 0;
    c->told = c->air->now;
    (void)arm(c, next);
}

void contend_tell(struct air *air)
{
    struct channel *c = air->touched;
    air->touched = c->next_touched;
    tell(c);
}

/* --- turns --- */

/* The frame with the strongest claim of a node whose turn has come. The others have collided
 * with it inside the node (10.23.2.4): that widens their windows and counts among their tries,
 * but sets no Retry bit, and is never the last of them. */
static struct sending *strongest(const struct channel *c, const struct air_node *node)
{
    extsta_time now = c->air->now;
    struct sending *found = NULL;
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct queue *q = &node->queues[edca_strongest_first[i]];
        if (!q->contender || contender_of(c, q)->access > now) {
            continue;
        }
        struct sending *s = list_entry(q->list.next, struct sending, link);
        if (!found) {
            found = s;
            continue;
        }
        struct contender *k = contender_of(c, q);
        sending_count_failure(s);
        k->left = draw(s);
        k->start = now + c->phy.slot; /* until it is told of its own node */
        k->access = k->start + k->left * c->phy.slot;
    }
    return found;
}

void contend_access(struct channel *c)
{
    bool others =
        c->contender_count > 1 || (c->contender_count && c->contenders[0].access > c->air->now);
    if (others) { /* keeps the place that it had: what begins now takes others */
        (void)arm(c, c->air->now + EXTSTA_SECOND);
    }
    for (uint32_t i = 0; i < c->contender_count;) {
        if (c->contenders[i].access > c->air->now) {
            i++;
            continue;
        }
        /* Another stands here then. Should one whose turn it is come to stand before here, his
         * turn comes later in this moment. */
        struct sending *s = strongest(c, c->contenders[i].node);
        contend_leave(c, &s->node->queues[s->meta.access]);
        exchange_begin(s);
    }
    touch(c); /* who is next, and when */
}
