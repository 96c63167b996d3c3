/* The weighing behind beacons.h; weights as in transmitters.c.
 *
 * The clock says most. Capture times jitter by less than a second, while the clocks of two APs
 * are apart by the difference of their uptimes. A receiver's clock that is set anew, and an AP
 * that restarts, make one jump and none back. Two receivers in one capture, whose clocks
 * differ, show the same beacons twice: those are known by their own marks (struct
 * populations.marks). Several SSIDs under one BSSID, announced in turn by one AP, have one
 * clock and one counter. */
#include "explain/beacons.h"

#include "base/pool.h"
#include "explain/transmitters.h"

/* ms between capture time and TSF that are jitter and drift. */
#define JITTER 1000
/* Beyond this time a counter may have gone round: nothing can be said of it. */
#define ROUND (2000u * 1000000ull)
/* Numbers so near to each other, all the time, may be one counter seen twice. */
#define NEAR 64u

uint32_t beacon_clock(const struct beacon_seen *b)
{
    return (uint32_t)(b->time / 1000000u) - (uint32_t)(b->tsf / 1000u);
}

static unsigned gap(unsigned from, unsigned to)
{
    return (to - from) & 0xfffu;
}

static bool same_clock(uint32_t a, uint32_t b)
{
    int32_t off = (int32_t)(a - b);
    return off <= JITTER && off >= -JITTER;
}

bool beacon_fits(const struct beacon_seen *b, uint32_t clock, uint32_t look, uint16_t interval)
{
    return look == b->look && interval == b->interval && same_clock(clock, beacon_clock(b));
}

static void mark(struct populations *p, uint8_t of, const struct beacon_seen *b)
{
    p->marks[of].tsf = (uint32_t)b->tsf;
    p->marks[of].sequence = b->sequence;
    p->marks[of].of = (uint8_t)(of + 1);
}

struct populations *populations_new(struct pool *pool, const struct population *before)
{
    struct populations *p = pool_zalloc(pool, sizeof *p);
    if (p) {
        p->it[0] = *before;
        p->it[0].runs = 1;
        p->count = 1;
        p->run_first = before->sequence;
    }
    return p;
}

void populations_free(struct pool *pool, struct populations *p)
{
    if (p) {
        pool_release(pool, p, sizeof *p);
    }
}

/* The one it belongs to, or a new one in the place of the one that was heard least. */
static uint8_t find(struct populations *p, const struct beacon_seen *b)
{
    uint8_t least = p->current == 0 ? 1 : 0;
    for (uint8_t i = 0; i < p->count; i++) {
        const struct population *it = &p->it[i];
        if (beacon_fits(b, it->clock, it->look, it->interval)) {
            return i;
        }
        if (i != p->current && it->beacons < p->it[least].beacons) {
            least = i;
        }
    }
    uint8_t i = p->count < POPULATIONS ? p->count++ : least;
    p->it[i] = (struct population){.first = b->time,
                                   .first_number = b->number,
                                   .look = b->look,
                                   .interval = b->interval,
                                   .sequence = b->sequence,
                                   .clock = beacon_clock(b)};
    return i;
}

/* Back at `to` after a run of another one. With one counter the numbers of that run lie between
 * the two of `to`; with two, going there and back makes a whole turn more. */
static bool turned(const struct populations *p, const struct population *from,
                   const struct population *to, const struct beacon_seen *b)
{
    unsigned own = gap(to->sequence, b->sequence), there = gap(to->sequence, p->run_first);
    unsigned back = gap(from->sequence, b->sequence);
    bool near = (there < NEAR || there > 4096u - NEAR) && (back < NEAR || back > 4096u - NEAR);
    return to->beacons && b->time - to->last < ROUND && !near &&
           there + p->run_progress + back >= own + 2048u;
}

static void change(struct populations *p, uint8_t to, const struct beacon_seen *b)
{
    const struct population *from = &p->it[p->current];
    p->turns = (uint8_t)(p->turns + (turned(p, from, &p->it[to], b) && p->turns != UINT8_MAX));
    p->it[to].runs++;
    p->current = to;
    p->run_first = b->sequence;
    p->run_progress = 0;
}

/* Where the same beacon comes again in the other population, it is the same transmitter. */
static void know_again(struct populations *p, uint8_t of, const struct beacon_seen *b)
{
    for (uint8_t i = 0; i < 2; i++) {
        p->copies = p->copies || (p->marks[i].of && p->marks[i].of != of + 1 &&
                                  p->marks[i].tsf == (uint32_t)b->tsf &&
                                  p->marks[i].sequence == b->sequence);
    }
    if (of < 2 && !p->marks[of].of) {
        mark(p, of, b);
    }
}

void populations_see(struct populations *p, const struct beacon_seen *b)
{
    uint8_t i = find(p, b);
    struct population *it = &p->it[i];
    know_again(p, i, b);
    if (i != p->current) {
        change(p, i, b);
    } else {
        unsigned progress = p->run_progress + gap(it->sequence, b->sequence);
        p->run_progress = (uint16_t)(progress < UINT16_MAX ? progress : UINT16_MAX);
    }
    it->last = b->time;
    it->last_number = b->number;
    it->beacons++;
    it->clock = beacon_clock(b);
    it->sequence = b->sequence;
    if (b->signal) {
        int level = b->signal * 16;
        it->level = (int16_t)(it->level ? it->level + (level - it->level) / 8 : level);
    }
}

/* --- weighing --- */

/* Before any sign; and how often each of the two must have come. */
#define PRIOR (-25)
#define RUNS  2u

static int sign(struct twins *t, enum extsta_sign what, int weight, int is, int usual)
{
    if (weight && t->count < EXTSTA_EVIDENCE_MAX) {
        t->signs[t->count++] = (struct extsta_evidence){.what = (uint8_t)what,
                                                        .weight = (int8_t)weight,
                                                        .is = (int16_t)is,
                                                        .usual = (int16_t)usual};
    }
    return weight;
}

static int seconds_apart(uint32_t a, uint32_t b)
{
    int32_t off = (int32_t)(a - b) / 1000;
    off = off < 0 ? -off : off;
    return off < INT16_MAX ? off : INT16_MAX;
}

static int weigh(const struct populations *p, struct twins *t)
{
    const struct population *a = t->usual, *b = t->other;
    int points = PRIOR, levels = (b->level - a->level) / 16;
    bool clocks = !same_clock(a->clock, b->clock);
    unsigned runs = a->runs < b->runs ? a->runs : b->runs;
    if (clocks) {
        points += sign(t, EXTSTA_SIGN_CLOCK, runs > 3 ? 30 : 20,
                       seconds_apart(a->clock, b->clock), 0);
    }
    if (a->interval != b->interval) {
        points += sign(t, EXTSTA_SIGN_INTERVAL, 15, (int)(b->interval & INT16_MAX),
                       (int)(a->interval & INT16_MAX));
    }
    if (beacon_security(a->look) != beacon_security(b->look)) {
        points += sign(t, EXTSTA_SIGN_SECURITY, 12, beacon_security(b->look),
                       beacon_security(a->look));
    }
    if (beacon_channel(a->look) != beacon_channel(b->look)) {
        points +=
            sign(t, EXTSTA_SIGN_CHANNELS, 12, beacon_channel(b->look), beacon_channel(a->look));
    }
    if (p->turns >= RUNS) {
        points +=
            sign(t, EXTSTA_SIGN_COUNTERS, p->turns > 5 ? 28 : 20, b->sequence, a->sequence);
    }
    if (a->level && b->level && (levels >= 8 || levels <= -8)) {
        points += sign(t, EXTSTA_SIGN_SIGNAL, 6, b->level / 16, a->level / 16);
    }
    return points;
}

/* Of the populations those two that came back most often. */
bool populations_twins(const struct populations *p, struct twins *out)
{
    const struct population *a = &p->it[0], *b = &p->it[1];
    for (uint8_t i = 2; i < p->count; i++) {
        const struct population **weaker = a->runs < b->runs ? &a : &b;
        *weaker = p->it[i].runs > (*weaker)->runs ? &p->it[i] : *weaker;
    }
    *out = (struct twins){.usual = a->first <= b->first ? a : b,
                          .other = a->first <= b->first ? b : a};
    if (p->count < 2 || p->copies || a->runs < RUNS || b->runs < RUNS) {
        return false;
    }
    int points = weigh(p, out);
    out->confidence = sender_percent(points);
    return points >= SENDER_OTHER;
}
