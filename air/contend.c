/* Who is next: DCF and EDCA as IEEE 802.11-2020 10.3 and 10.23.2 have them. transmit.c lets the
 * first frame of a queue contend, contend_access starts it when its back-off has ended, and
 * airing.c says what each contender senses of the others.
 *
 * Nothing ticks. A contender knows from when on its slots are counted, and so when its turn
 * comes if nothing happens before; a channel has one event, for the earliest turn. When a
 * transmission begins, those who sense it take the slots gone by off their back-off and know
 * when they will go on; when it ends, they learn whether they have received it (its Duration
 * holds for them) or not (EIFS). All that begins and ends in one moment is told in one pass
 * over those who contend on the channel, at the end of that moment, and a beginning is not told
 * at all while nobody counts: so a frame costs about two passes, however many collide, and
 * nothing for who does not contend. */
#include "medium.h"
#include "propagation.h"
#include "wire/frame.h"

#define CW_MAX 1023u

/* IEEE 802.11-2020 table 9-155 for stations, dot11QAPEDCATable for access points: windows as
 * shifts of the PHY's CWmin + 1. */
struct access_rule {
    uint8_t aifsn, min_down, max_down, max_up;
};
#define TO_CW_MAX 7u /* to CWmax of the PHY */
static const struct access_rule of_station[EXTSTA_ACCESS_COUNT] = {
    [EXTSTA_ACCESS_DCF] = {2, 0, 0, TO_CW_MAX},
    [EXTSTA_ACCESS_BACKGROUND] = {7, 0, 0, TO_CW_MAX},
    [EXTSTA_ACCESS_BEST_EFFORT] = {3, 0, 0, TO_CW_MAX},
    [EXTSTA_ACCESS_VIDEO] = {2, 1, 0, 0},
    [EXTSTA_ACCESS_VOICE] = {2, 2, 1, 0},
    [EXTSTA_ACCESS_BEACON] = {1, 0, 0, 0},
};
static const struct access_rule of_ap[EXTSTA_ACCESS_COUNT] = {
    [EXTSTA_ACCESS_DCF] = {2, 0, 0, TO_CW_MAX},
    [EXTSTA_ACCESS_BACKGROUND] = {7, 0, 0, TO_CW_MAX},
    [EXTSTA_ACCESS_BEST_EFFORT] = {3, 0, 0, 2},
    [EXTSTA_ACCESS_VIDEO] = {1, 1, 0, 0},
    [EXTSTA_ACCESS_VOICE] = {1, 2, 1, 0},
    [EXTSTA_ACCESS_BEACON] = {1, 0, 0, 0},
};
const uint8_t contend_strongest_first[EXTSTA_ACCESS_COUNT] = {
    EXTSTA_ACCESS_BEACON, EXTSTA_ACCESS_VOICE,       EXTSTA_ACCESS_VIDEO,
    EXTSTA_ACCESS_DCF,    EXTSTA_ACCESS_BEST_EFFORT, EXTSTA_ACCESS_BACKGROUND};

static const struct access_rule *rule_of(const struct air_node *node, uint8_t access)
{
    return &(node->flags & AIR_NODE_AP ? of_ap : of_station)[access];
}

struct phy contend_phy(const struct air *air, uint16_t freq)
{
    bool band_2ghz = freq < 3000;
    bool slow = band_2ghz && air->config.long_slot;
    uint32_t sifs = propagation_sifs(freq);
    /* A slot is what it takes to hear that another has begun (10.3.7); that of OFDM has room
     * for the MAC besides: aCCATime 4, aRxTxTurnaroundTime 2 (table 17-21). */
    return (struct phy){.slot = slow ? 20 : 9,
                        .deaf = slow        ? 20
                                : band_2ghz ? 9
                                            : 6,
                        .sifs = sifs,
                        .eifs = sifs + air_airtime(freq, band_2ghz ? 2 : 12, REPLY_LEN),
                        .cw_min = slow ? 31 : 15};
}

/* 10.3.3: doubled by each failure up to the maximum. */
static uint32_t draw(const struct sending *s)
{
    const struct phy *phy = &s->channel->phy;
    const struct access_rule *rule = rule_of(s->node, s->meta.access);
    uint32_t window = (phy->cw_min + 1) >> rule->min_down;
    uint32_t most = ((phy->cw_min + 1) << rule->max_up) >> rule->max_down;
    most = most < CW_MAX + 1 ? most : CW_MAX + 1;
    for (unsigned i = 0; i < s->doublings && window < most; i++) {
        window *= 2;
    }
    return (uint32_t)(air_draw(s->node->air) % window);
}

static void later(extsta_time *time, extsta_time other)
{
    *time = other > *time ? other : *time;
}

static struct ear ear_of(const struct channel *c, const struct contender *k)
{
    if (k->moving) {
        return airing_ear(c, k->node);
    }
    return (struct ear){k->id, k->at, k->tuned};
}

/* 10.3.7, 10.23.2.4: slots are counted after AIFS (DIFS is AIFS with AIFSN 2) of idle medium,
 * or EIFS if what was heard last could not be received; a Duration does not know EIFS. */
static void count_from(const struct channel *c, struct contender *k)
{
    extsta_time idle = k->busy + (k->dirty > k->clean ? c->phy.eifs : 0);
    idle = k->nav > idle ? k->nav : idle;
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

/* A transmission that is to be told to many: the squares of its ranges are worked out once. */
struct news {
    const struct airing *airing;
    double sensed, received;
};

static struct news news_of(struct channel *c, uint64_t airing)
{
    const struct airing *a = airing_get(c, airing);
    double level = air_sensitivity(a->rate, c->air->config.noise_floor_dbm);
    return (struct news){a, airing_range(c, a->power, airing_sense_level(c->air)),
                         airing_range(c, a->power, level)};
}

static bool senses(struct channel *c, const struct ear *ear, const struct news *news)
{
    const struct airing *a = news->airing;
    if (ear->node == a->node) {
        return true;
    }
    if (c->air->config.shadowing_db > 0.0) {
        return airing_reaches(c, a, ear, airing_sense_level(c->air));
    }
    return propagation_squared(a->at, ear->at) <= news->sensed;
}

/* What a contender makes of a transmission it has sensed and that has ended; crowd: among so
 * many that nobody receives any. */
static void learn(struct channel *c, struct contender *k, const struct ear *ear,
                  const struct news *news, bool crowd)
{
    const struct airing *a = news->airing;
    bool own = a->node == ear->node, received = false;
    if (!own && !crowd &&
        (c->air->config.shadowing_db > 0.0 ||
         propagation_squared(a->at, ear->at) <= news->received)) {
        received = airing_received(c, a, ear, &own);
    }
    later(&k->busy, a->node == ear->node ? a->quiet : a->end);
    later(own || received ? &k->clean : &k->dirty, a->end);
    if (received) {
        later(&k->nav, a->nav);
    }
}

static bool arm(struct channel *c, extsta_time next)
{
    bool armed = timerq_set(&c->air->events, &c->access.timer, next);
    c->air->stats.no_memory += !armed;
    return armed;
}

void contend_refresh(struct air_node *node)
{
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct queue *q = &node->queues[i];
        if (q->contender) {
            struct channel *c = list_entry(q->list.next, struct sending, link)->channel;
            struct ear ear = airing_ear(c, node);
            struct contender *k = &c->contenders[q->contender - 1];
            k->at = ear.at;
            k->tuned = ear.tuned;
            k->moving = node->motion != NULL;
        }
    }
}

static struct contender *add(struct channel *c)
{
    if (c->contender_count == c->contender_capacity) {
        uint32_t capacity = c->contender_capacity ? c->contender_capacity * 2 : 4;
        struct contender *bigger = pool_alloc(c->air->pool, capacity * sizeof *bigger);
        if (!bigger) {
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

/* Every frame backs off, also after silence, where 10.3.4.2 would let it go at once: here many
 * react to one frame within the same microsecond, and would collide for certain. */
bool contend_join(struct sending *s)
{
    struct channel *c = s->channel;
    struct contender *k = add(c);
    if (!k) {
        return false;
    }
    extsta_time now = c->air->now;
    uint32_t aifsn = rule_of(s->node, s->meta.access)->aifsn;
    *k = (struct contender){.node = s->node,
                            .id = s->node->id,
                            .left = draw(s),
                            .access_kind = s->meta.access,
                            .ifs = (uint16_t)(c->phy.sifs + aifsn * c->phy.slot),
                            .start = now};
    s->node->queues[s->meta.access].contender = c->contender_count;
    contend_refresh(s->node);
    struct ear ear = ear_of(c, k);
    bool history = false;
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        if (airing_get(c, n)->matters <= now) {
            break;
        }
        struct news news = news_of(c, n);
        if (senses(c, &ear, &news)) {
            history = true;
            later(&k->busy, news.airing->end);
            if (news.airing->end <= now) {
                learn(c, k, &ear, &news, false);
            }
        }
    }
    if (history) {
        count_from(c, k);
    }
    if (k->start < now) { /* at the next boundary of the slots that others count */
        k->start += (now - k->start + c->phy.slot - 1) / c->phy.slot * c->phy.slot;
    }
    k->access = k->start + k->left * c->phy.slot;
    c->next_start = k->start < c->next_start ? k->start : c->next_start;
    return !c->access.timer.slot || k->access < c->access.timer.when ? arm(c, k->access) : true;
}

void contend_leave(struct air_node *node, enum extsta_access access)
{
    struct queue *q = &node->queues[access];
    if (!q->contender) {
        return;
    }
    struct channel *c = list_entry(q->list.next, struct sending, link)->channel;
    struct contender *k = &c->contenders[q->contender - 1];
    const struct contender *last = &c->contenders[--c->contender_count];
    last->node->queues[last->access_kind].contender = q->contender;
    *k = *last;
    q->contender = 0;
}

/* What begins is told at the end of this moment. */
void contend_busy(struct channel *c, uint64_t airing)
{
    if (airing && c->next_start <= airing_get(c, airing)->end) {
        c->begun = c->begun ? c->begun : airing;
        (void)arm(c, c->air->now);
    }
}

void contend_over(struct channel *c, uint64_t airing)
{
    if (!c->contender_count) {
        c->told = c->air->now; /* who joins finds out for himself */
    } else if (airing) {
        (void)arm(c, c->air->now);
    }
}

/* The frame of a node whose turn has come with the strongest claim. The others behave as after
 * a collision, but for the Retry bit (10.23.2.4). */
static struct sending *strongest(const struct channel *c, const struct contender *first)
{
    const struct air_node *node = first->node;
    struct sending *found = NULL;
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        const struct queue *q = &node->queues[contend_strongest_first[i]];
        struct sending *s = list_entry(q->list.next, struct sending, link);
        if (!q->contender || s->channel != c) {
            continue;
        }
        struct contender *k = &c->contenders[q->contender - 1];
        if (k->access <= c->air->now && !found) {
            found = s;
        } else if (k->access <= c->air->now) {
            s->doublings++; /* draw knows the limit */
            k->left = draw(s);
            k->start = k->access = EXTSTA_NEVER; /* until it is told of its own node */
        }
    }
    return found;
}

#define NEWS_MAX 8u /* of more than so many that end at once, none is received by who waits */

/* What has happened in this moment, and where it is told. */
struct moment {
    struct news ended[NEWS_MAX];
    uint32_t count;
    bool crowd;
    uint64_t longest; /* of those that have begun; 0 = none has */
};

static struct moment moment_of(struct channel *c)
{
    struct moment m = {0};
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        const struct airing *a = airing_get(c, n);
        if (a->matters <= c->told) {
            break;
        }
        if (a->end <= c->told || a->end > c->air->now) {
            continue;
        }
        if (m.count < NEWS_MAX) {
            m.ended[m.count++] = news_of(c, n);
        } else {
            m.crowd = true;
        }
    }
    for (uint64_t n = c->begun; n && n <= c->airing_newest; n++) {
        bool longer = !m.longest || airing_get(c, n)->end > airing_get(c, m.longest)->end;
        m.longest = longer ? n : m.longest;
    }
    return m;
}

/* Until when the medium is busy for it with what has begun; 0 = it senses none of it. Whose
 * turn comes before it can hear what begins notices only its own node, and transmits into the
 * rest. */
static extsta_time busy_with(struct channel *c, const struct contender *k,
                             const struct ear *ear, const struct news *longest)
{
    bool too_late = k->access < c->air->now + c->phy.deaf;
    if (!too_late && senses(c, ear, longest)) {
        return longest->airing->end; /* and need not look further */
    }
    extsta_time busy = 0;
    for (uint64_t n = c->begun; n <= c->airing_newest; n++) {
        struct news news = news_of(c, n);
        if (news.airing->node == k->id || (!too_late && senses(c, ear, &news))) {
            later(&busy, news.airing->end);
        }
    }
    return busy;
}

static void tell(struct channel *c)
{
    extsta_time now = c->air->now, next = EXTSTA_NEVER;
    struct moment m = moment_of(c);
    struct news longest = m.longest ? news_of(c, m.longest) : (struct news){0};
    c->next_start = EXTSTA_NEVER;
    for (uint32_t i = 0; i < c->contender_count; i++) {
        struct contender *k = &c->contenders[i];
        struct ear ear = ear_of(c, k);
        bool changed = false;
        /* Who counts already has not sensed what ends: it began within his last slot, or he
         * came near meanwhile. */
        for (uint32_t j = 0; j < m.count && k->start > now; j++) {
            if (senses(c, &ear, &m.ended[j])) {
                learn(c, k, &ear, &m.ended[j], m.crowd);
                changed = true;
            }
        }
        extsta_time busy = m.longest ? busy_with(c, k, &ear, &longest) : 0;
        if (busy) {
            take_off(c, k, now);
            later(&k->busy, busy);
        }
        if (changed || busy) {
            count_from(c, k);
        }
        next = k->access < next ? k->access : next;
        c->next_start = k->start < c->next_start ? k->start : c->next_start;
    }
    c->begun = 0;
    c->told = now;
    (void)arm(c, next);
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
        struct sending *s = strongest(c, &c->contenders[i]);
        contend_leave(s->node, s->meta.access);
        transmit_begin(s);
    }
    tell(c);
}
