/* Who is next: DCF and EDCA as IEEE 802.11-2020 10.3 and 10.23.2 have them. queue.c lets the
 * first frame of a queue contend, contend_access starts it when its back-off has ended, and
 * airing.c says what each contender senses of the others; the numbers are edca.c's.
 *
 * Nothing ticks. A contender knows from when on its slots are counted, and so when its turn
 * comes if nothing happens before; a channel has one event, for the earliest turn. When a
 * transmission begins, those who sense it take the slots gone by off their back-off and know
 * when they will go on; when it ends, they learn whether they have received it (its Duration
 * holds for them) or not (EIFS). All that begins and ends in one moment is told at the end of
 * that moment, in one pass each over those who contend on the channel; a beginning is not told
 * at all while nobody counts. So a frame costs about three passes, and nothing where nobody
 * contends. */
#include "contend.h"
#include "airing.h"
#include "base/mac.h"
#include "propagation.h"

static void later(extsta_time *time, extsta_time other)
{
    *time = other > *time ? other : *time;
}

static uint32_t draw(const struct sending *s)
{
    uint32_t window = edca_window(s->node, &s->channel->phy, s->meta.access, s->failures);
    return (uint32_t)(air_draw(s->node->air) % window);
}

/* --- counting --- */

/* 10.3.7, 10.23.2.4: slots are counted after AIFS (DIFS is AIFS with AIFSN 2) of idle medium,
 * or EIFS if what was heard last could not be received; a Duration does not know EIFS. */
static void count_from(const struct channel *c, struct contender *k)
{
    extsta_time idle = k->busy + (k->dirty > k->clean ? c->phy.eifs : 0);
    later(&idle, k->awaits);
    later(&idle, k->nav);
    k->start = idle + k->ifs;
    k->access = k->start + k->left * c->phy.slot;
}

/* DCF takes a slot off for each that has been idle to its end, EDCA one at each boundary, the
 * one at which a transmission begins included (10.3.4.3, 10.23.2.4): so it counts one more. */
static void take_off(const struct channel *c, struct contender *k, extsta_time now)
{
    if (now < k->start) {
        return;
    }
    uint32_t gone =
        (uint32_t)((now - k->start) / c->phy.slot) + (k->access_kind != EXTSTA_ACCESS_DCF);
    k->left -= gone < k->left ? gone : k->left;
}

/* --- what a contender hears --- */

/* A transmission that is to be told to many: how far it is sensed is worked out once. */
struct news {
    const struct airing *airing;
    double sensed; /* the square of the metres */
};

static struct news news_of(struct channel *c, uint64_t airing)
{
    const struct airing *a = airing_get(c, airing);
    return (struct news){a, airing_range(c, a->power, airing_sense_level(c->air))};
}

static struct ear ear_of(const struct channel *c, const struct contender *k)
{
    return k->moving ? airing_ear(c, k->node) : (struct ear){k->id, k->at, k->tuned};
}

static bool senses(struct channel *c, const struct ear *ear, const struct news *news)
{
    if (ear->node == news->airing->node) {
        return true;
    }
    if (c->air->config.shadowing_db > 0.0) {
        return airing_reaches(c, news->airing, ear, airing_sense_level(c->air));
    }
    return propagation_squared(news->airing->at, ear->at) <= news->sensed;
}

/* A contender has sensed a transmission that has ended. What it could receive in part makes it
 * wait EIFS, and so does what is too weak for its rate, since the header before it goes at the
 * slowest; not what it has missed. */
static void learn(struct channel *c, struct contender *k, const struct ear *ear,
                  const struct news *news)
{
    const struct airing *a = news->airing;
    later(&k->busy, a->end);
    switch (airing_heard(c, a, ear)) {
    case RECEPTION_CLEAR:
        later(&k->clean, a->end);
        if (!mac_equal(a->to, k->node->address)) { /* 10.3.2.4 */
            later(&k->nav, a->nav);
        }
        return;
    case RECEPTION_MISSED:
        later(&k->clean, a->end);
        if (a->node == k->id) {
            k->awaits = a->quiet;
        }
        return;
    case RECEPTION_COLLIDED:
    case RECEPTION_WEAK:
        later(&k->dirty, a->end);
        return;
    }
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

/* What it has heard before it had anything to send, as far as that still matters; the newest
 * transmission in any case, since from its end all count in the same slots. */
static void look_back(struct channel *c, struct contender *k)
{
    extsta_time now = c->air->now;
    struct ear ear = ear_of(c, k);
    bool heard = false;
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        if (airing_get(c, n)->matters <= now && n != c->airing_newest) {
            break;
        }
        struct news news = news_of(c, n);
        if (!senses(c, &ear, &news)) {
            continue;
        }
        heard = true;
        if (news.airing->end <= now) {
            learn(c, k, &ear, &news);
        } else {
            later(&k->busy, news.airing->end);
        }
    }
    if (heard) {
        count_from(c, k);
    }
}

/* The channel's event. As long as somebody contends it is set, and moving it needs no memory.
 */
static bool arm(struct channel *c, extsta_time when)
{
    bool armed = timerq_set(&c->air->events, &c->access.timer, when);
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
    look_back(c, k);
    if (k->start < now) { /* at the next boundary of the slots that others count */
        k->start += (now - k->start + slot - 1) / slot * slot;
    }
    k->access = k->start + k->left * slot;
    c->next_start = k->start < c->next_start ? k->start : c->next_start;
    bool armed = c->access.timer.slot && c->access.timer.when <= k->access;
    if (!armed && !arm(c, k->access)) {
        contend_leave(s->node, (enum extsta_access)s->meta.access);
        return false;
    }
    return true;
}

void contend_leave(struct air_node *node, enum extsta_access access)
{
    struct queue *q = &node->queues[access];
    if (!q->contender) {
        return;
    }
    struct channel *c = channel_of(q);
    struct contender *k = contender_of(c, q);
    const struct contender *last = &c->contenders[--c->contender_count];
    last->node->queues[last->access_kind].contender = q->contender;
    *k = *last;
    q->contender = 0;
}

/* --- what happens on the channel --- */

/* It is told at the end of this moment. */
void contend_busy(struct channel *c, uint64_t airing)
{
    if (airing && c->contender_count && c->next_start <= airing_get(c, airing)->end) {
        c->begun = c->begun ? c->begun : airing;
        (void)arm(c, c->air->now);
    }
}

void contend_over(struct channel *c)
{
    if (!c->contender_count) {
        c->told = c->air->now; /* who joins looks back for himself */
    } else {
        (void)arm(c, c->air->now);
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
            count_from(c, k);
        }
    }
}

/* Who counts already has not sensed what ends: it began within his last slot, or he came near
 * meanwhile. */
static void tell_end(struct channel *c, uint64_t airing)
{
    struct news news = news_of(c, airing);
    for (uint32_t i = 0; i < c->contender_count; i++) {
        struct contender *k = &c->contenders[i];
        struct ear ear = ear_of(c, k);
        if (k->start > c->air->now && senses(c, &ear, &news)) {
            learn(c, k, &ear, &news);
            count_from(c, k);
        }
    }
}

/* Whose turn comes before it can hear what begins notices only its own node, and transmits into
 * the rest. */
static void tell_begin(struct channel *c, uint64_t airing)
{
    struct news news = news_of(c, airing);
    extsta_time now = c->air->now, heard = now + c->phy.deaf;
    for (uint32_t i = 0; i < c->contender_count; i++) {
        struct contender *k = &c->contenders[i];
        struct ear ear = ear_of(c, k);
        if (news.airing->node == k->id || (k->access >= heard && senses(c, &ear, &news))) {
            take_off(c, k, now);
            later(&k->busy, news.airing->end);
            count_from(c, k);
        }
    }
}

static void tell(struct channel *c)
{
    extsta_time now = c->air->now, next = EXTSTA_NEVER;
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        const struct airing *a = airing_get(c, n);
        if (a->matters <= c->told) {
            break;
        }
        if (a->end > c->told && a->end <= now) {
            tell_end(c, n);
        }
    }
    for (uint64_t n = c->begun; n && n <= c->airing_newest; n++) {
        tell_begin(c, n);
    }
    c->next_start = EXTSTA_NEVER;
    for (uint32_t i = 0; i < c->contender_count; i++) {
        const struct contender *k = &c->contenders[i];
        next = k->access < next ? k->access : next;
        c->next_start = k->start < c->next_start ? k->start : c->next_start;
    }
    c->begun = 0;
    c->told = now;
    (void)arm(c, next);
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
    for (uint32_t i = 0; i < c->contender_count;) {
        if (c->contenders[i].access > c->air->now) {
            i++;
            continue;
        }
        /* Another stands here then. Should one whose turn it is come to stand before here, his
         * turn is in the next event, which is now. */
        struct sending *s = strongest(c, c->contenders[i].node);
        contend_leave(s->node, s->meta.access);
        exchange_begin(s);
    }
    tell(c);
}
