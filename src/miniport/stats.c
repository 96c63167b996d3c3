/* Statistics (contract STT-01 ... STT-03) and drop counters. The data path counts, STATISTICS
 * (oid/query.c) reads.
 *
 * A fleet has a million of these blocks, and few stations count beyond 65535: a counter
 * is 16 bits wide, and its carries go to a second block that exists once one overflowed. */
#include "miniport/form.h"
#include "miniport/miniport.h"

struct mp_stats {
    uint64_t *carries; /* NULL until a counter overflowed; units of 65536 */
    uint32_t count;
    uint16_t low[]; /* unicast MAC, multicast MAC, a block for each PHY, handshake failures */
};

/* The block, by index: the unicast MAC counters, the multicast ones, the counters of each PHY,
 * and last the handshake failures. */
static size_t counters(const struct miniport *mp)
{
    return 2u * MP_MAC_COUNTERS + mp->radio->phy_count * MP_PHY_COUNTERS + 1u;
}

static size_t stats_size(size_t count)
{
    return sizeof(struct mp_stats) + count * sizeof(uint16_t);
}

/* Without memory for the block a count is lost, and nothing else happens. */
static void add(struct miniport *mp, size_t i, uint32_t times)
{
    struct pool *pool = &mp->ctx->pool;
    if (!mp->stats) {
        size_t n = counters(mp);
        mp->stats = pool_zalloc(pool, stats_size(n));
        if (!mp->stats) {
            return;
        }
        mp->stats->count = (uint32_t)n;
    }
    struct mp_stats *s = mp->stats;
    uint64_t sum = (uint64_t)s->low[i] + times;
    if (sum > UINT16_MAX && !s->carries) {
        s->carries = pool_zalloc(pool, s->count * sizeof(uint64_t));
        if (!s->carries) {
            s->low[i] = UINT16_MAX; /* stays at its maximum; what is beyond is lost */
            return;
        }
    }
    if (sum > UINT16_MAX) {
        s->carries[i] += sum >> 16;
    }
    s->low[i] = (uint16_t)sum;
}

static void count(struct miniport *mp, size_t i)
{
    add(mp, i, 1);
}

/* The whole value: 16 bits here, the rest in the carries. */
static uint64_t get(const struct miniport *mp, size_t i)
{
    const struct mp_stats *s = mp->stats;
    if (!s) {
        return 0;
    }
    return s->low[i] + (s->carries ? s->carries[i] << 16 : 0);
}

static size_t mac_index(bool multicast, enum mp_mac_counter counter)
{
    return (multicast ? MP_MAC_COUNTERS : 0u) + (size_t)counter;
}

static size_t phy_index(uint32_t phy_id, enum mp_phy_counter counter)
{
    return 2u * MP_MAC_COUNTERS + phy_id * MP_PHY_COUNTERS + (size_t)counter;
}

void stats_mac(struct miniport *mp, bool multicast, enum mp_mac_counter counter)
{
    count(mp, mac_index(multicast, counter));
}

void stats_phy(struct miniport *mp, uint32_t phy_id, enum mp_phy_counter counter)
{
    if (phy_id < mp->radio->phy_count) {
        count(mp, phy_index(phy_id, counter));
    }
}

bool stats_group_management(struct miniport *mp, uint32_t phy_id)
{
    struct mp_stats *s = mp->stats;
    if (!s) {
        return false;
    }
    uint16_t *mac = &s->low[mac_index(true, MP_MAC_RX)], *phy = &s->low[phy_index(phy_id, 0)];
    uint16_t *const counted[] = {mac, &phy[MP_PHY_RX], &phy[MP_PHY_MULTICAST_RX],
                                 &phy[MP_PHY_RX_FRAGMENT]};
    for (size_t i = 0; i < 4; i++) {
        if (*counted[i] == UINT16_MAX) {
            return false;
        }
    }
    for (size_t i = 0; i < 4; i++) {
        ++*counted[i];
    }
    return true;
}

void stats_group_managements(struct miniport *mp, uint32_t phy_id, uint32_t times)
{
    add(mp, mac_index(true, MP_MAC_RX), times);
    add(mp, phy_index(phy_id, MP_PHY_RX), times);
    add(mp, phy_index(phy_id, MP_PHY_MULTICAST_RX), times);
    add(mp, phy_index(phy_id, MP_PHY_RX_FRAGMENT), times);
}

uint64_t stats_mac_get(const struct miniport *mp, bool multicast, enum mp_mac_counter counter)
{
    return get(mp, mac_index(multicast, counter));
}

uint64_t stats_phy_get(const struct miniport *mp, uint32_t phy_id, enum mp_phy_counter counter)
{
    return phy_id < mp->radio->phy_count ? get(mp, phy_index(phy_id, counter)) : 0;
}

void stats_handshake_failure(struct miniport *mp)
{
    count(mp, counters(mp) - 1);
}

uint64_t stats_handshake_failures(const struct miniport *mp)
{
    return get(mp, counters(mp) - 1);
}

void stats_clear(struct miniport *mp)
{
    struct pool *pool = &mp->ctx->pool;
    if (mp->stats) {
        pool_release(pool, mp->stats->carries, mp->stats->count * sizeof(uint64_t));
        pool_release(pool, mp->stats, stats_size(mp->stats->count));
        mp->stats = NULL;
    }
}

/* --- drops --- */

/* Of the many reasons one station counts few: a list that grows by some at a time. */
struct mp_drops {
    uint8_t count, capacity; /* entries used, and there is room for */
    struct drop_entry {
        uint32_t reason; /* enum extsta_drop */
        uint32_t times;
    } entries[];
};
#define DROPS_STEP 4u

static size_t drops_size(size_t capacity)
{
    return sizeof(struct mp_drops) + capacity * sizeof(((struct mp_drops *)NULL)->entries[0]);
}

/* The list with a free entry at its end; NULL: no memory, and the old one stays. */
static struct mp_drops *drops_with_room(struct miniport *mp)
{
    struct mp_drops *d = mp->drops;
    if (d && d->count < d->capacity) {
        return d;
    }
    size_t capacity = (d ? d->capacity : 0u) + DROPS_STEP;
    struct mp_drops *bigger = pool_zalloc(&mp->ctx->pool, drops_size(capacity));
    if (!bigger) {
        return NULL;
    }
    if (d) {
        memcpy(bigger, d, drops_size(d->count));
        pool_release(&mp->ctx->pool, d, drops_size(d->capacity));
    }
    bigger->capacity = (uint8_t)capacity;
    mp->drops = bigger;
    return bigger;
}

/* The context's counter needs no memory: it always counts. */
void mp_drop(struct miniport *mp, enum extsta_drop reason)
{
    mp->ctx->drops[reason]++;
    struct mp_drops *d = mp->drops;
    for (size_t i = 0; d && i < d->count; i++) {
        if (d->entries[i].reason == (uint32_t)reason) {
            d->entries[i].times++;
            return;
        }
    }
    d = drops_with_room(mp);
    if (d) {
        d->entries[d->count].reason = (uint32_t)reason;
        d->entries[d->count].times = 1;
        d->count++;
    }
}

uint32_t mp_drops_of(const struct miniport *mp, enum extsta_drop reason)
{
    for (size_t i = 0; mp->drops && i < mp->drops->count; i++) {
        if (mp->drops->entries[i].reason == (uint32_t)reason) {
            return mp->drops->entries[i].times;
        }
    }
    return 0;
}

/* RST-16 clears statistics alone: drop counters live as long as the station. */
void stats_destroy(struct miniport *mp)
{
    stats_clear(mp);
    if (mp->drops) {
        pool_release(&mp->ctx->pool, mp->drops, drops_size(mp->drops->capacity));
        mp->drops = NULL;
    }
}

/* --- what they are made of (base/form.h) --- */

static bool stats_made(struct form_in *f, void *object)
{
    return ((const struct mp_stats *)object)->count == counters(f->hand[FORM_DRIVER]);
}

#define COUNTERS_MOST (2u * MP_MAC_COUNTERS + MP_MAX_PHYS * MP_PHY_COUNTERS + 1u)

#define T struct mp_stats
static const struct form_row mp_stats_form_rows[] = {TAIL_NUMBERS(carries, count),
                                                     COUNTS(count)};
FORM_OPEN_TABLE(mp_stats_form, "statistics", .made = stats_made,
                FORM_TAIL(low, count, uint16_t, COUNTERS_MOST, NULL));
#undef T

#define T struct drop_entry
static const struct form_row drop_entry_form_rows[] = {
    LIMITED(reason, EXTSTA_DROP_COUNT - 1),
    NUMBER(times),
};
FORM_OWN_TABLE(drop_entry_form, "drop counter");
#undef T

static bool drops_made(struct form_in *f, void *object)
{
    const struct mp_drops *d = object;
    return d->count <= d->capacity;
}

#define T struct mp_drops
static const struct form_row mp_drops_form_rows[] = {NUMBER(count), COUNTS(capacity)};
FORM_OPEN_TABLE(mp_drops_form, "drop counters", .made = drops_made,
                FORM_TAIL(entries, capacity, struct drop_entry, UINT8_MAX, &drop_entry_form));
#undef T
