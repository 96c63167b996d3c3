/* The vote on an offset (log_vote.h): the bounds of all pairs are sorted, and swept. */
#include "explain/logs/log_vote.h"

#define PAIRS_MAX (1u << 19)       /* what more there would be is thinned out */
#define APART     (2 * LOG_SECOND) /* of rivals, without a tighter slack */

struct edge {
    int64_t at;
    int8_t step; /* +1 from here on one more allows it, -1 one fewer */
    bool hard;
    uint16_t latency;
};

/* One pass over the pairs: counts them, then fills in the edges. */
struct pass {
    const struct extsta_witnesses *w;
    const struct vote_question *q;
    const struct log_event *event;
    int64_t time, slack; /* of the event */
    const struct log_row *row;
    struct edge *edges; /* NULL: only count */
    size_t count;
    bool open; /* bounds that are not yet in: */
    struct edge lo, hi;
};

static void put_bounds(struct pass *p)
{
    if (p->open) {
        if (p->edges) {
            p->edges[p->count] = p->lo;
            p->edges[p->count + 1] = p->hi;
        }
        p->count += 2;
    }
    p->open = false;
}

/* Pairs of one event that overlap are one: an event has one voice for an offset. Frames come in
 * order, so that the offsets fall. */
static bool on_pair(void *user, uint32_t frame)
{
    struct pass *p = user;
    const struct air_frame *f = frame_at(p->w, frame);
    int64_t d = p->time - (int64_t)f->time;
    bool before = p->row->order == LOG_BEFORE, after = p->row->order == LOG_AFTER;
    int64_t late = d + (int64_t)p->event->resolution;
    struct edge lo = {before ? d : d - p->slack, 1, before, p->row->latency};
    struct edge hi = {after ? late : late + p->slack, -1, after, p->row->latency};
    if (!witness_fits(p->w, p->event, f) || hi.at < p->q->least || lo.at > p->q->most) {
        return true;
    }
    if (p->open && hi.at >= p->lo.at && lo.at <= p->lo.at) {
        p->lo = lo;
        return true;
    }
    put_bounds(p);
    p->open = true;
    p->lo = lo;
    p->hi = hi;
    return true;
}

static uint64_t clamp(int64_t t)
{
    return t < 0 ? 0 : (uint64_t)t;
}

/* All pairs of every stride-th event. */
static void walk(struct pass *p, size_t stride)
{
    const struct vote_question *q = p->q;
    p->count = 0;
    for (size_t i = 0; i < q->count; i += stride) {
        const struct log_event *e = event_at(p->w, q->events[i]);
        uint32_t station = q->station == EXPLAIN_NONE ? e->station : q->station;
        double since = (double)((int64_t)e->time - (int64_t)q->t0);
        p->event = e;
        p->row = log_row_at(e->row);
        p->slack = witness_slack(e) / (q->tight ? q->tight : 1);
        p->time = (int64_t)e->time - (int64_t)(since * q->drift / 1e9);
        int64_t room = p->slack + (int64_t)e->resolution;
        uint64_t from = q->most == INT64_MAX ? 0 : clamp(p->time - q->most - room);
        uint64_t until = q->least == INT64_MIN ? UINT64_MAX : clamp(p->time - q->least + room);
        if (station != EXPLAIN_NONE) {
            witness_candidates(p->w, e, station, from, until, on_pair, p);
            put_bounds(p);
        }
    }
}

static bool edge_before(const void *user, uint32_t a, uint32_t b)
{
    const struct edge *edges = user;
    return edges[a].at != edges[b].at ? edges[a].at < edges[b].at
                                      : edges[a].step > edges[b].step;
}

static uint64_t size_of(int64_t v)
{
    return v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
}

/* More events; then bounds of both kinds; then the smaller offset: most clocks are not far off.
 */
static bool is_better(const struct vote *best, uint32_t count, const struct edge *lo,
                      const struct edge *hi)
{
    int hard = lo->hard + hi->hard, was = best->lo.hard + best->hi.hard;
    if (count != best->count) {
        return count > best->count;
    }
    if (size_of(lo->at / 2 - best->lo.at / 2) < (uint64_t)LOG_SECOND && hard != was) {
        return hard > was;
    }
    return size_of(lo->at) < size_of(best->lo.at);
}

static void sweep(const struct edge *edges, const uint32_t *order, size_t n, int64_t apart,
                  struct vote *out)
{
    uint32_t count = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        const struct edge *e = &edges[order[i]], *next = &edges[order[i + 1]];
        count = (uint32_t)((int64_t)count + e->step);
        if (e->step > 0 && next->step < 0 && is_better(out, count, e, next)) {
            out->count = count;
            out->lo = (struct vote_bound){e->at, e->hard, e->latency};
            out->hi = (struct vote_bound){next->at, next->hard, next->latency};
        }
    }
    count = 0;
    out->least = out->lo.at;
    out->most = out->hi.at;
    for (size_t i = 0; i + 1 < n; i++) {
        const struct edge *e = &edges[order[i]];
        int64_t end = edges[order[i + 1]].at;
        int64_t far = e->at < out->lo.at ? out->lo.at - end : e->at - out->hi.at;
        count = (uint32_t)((int64_t)count + e->step);
        if (e->step > 0 && far > apart && count > out->rival) {
            out->rival = count;
        }
        if (far <= LOG_SECOND && count + 1 + out->count / 10 >= out->count) {
            out->least = e->at < out->least ? e->at : out->least;
            out->most = end > out->most ? end : out->most;
        }
    }
}

/* Between a bound from lines before and one from lines after frames, nearer to the kind that is
 * quicker; where a slack is the bound, at the usual distance from the other. Lines that are cut
 * off to seconds say nothing so fine: the middle. */
static int64_t point(const struct vote *v)
{
    int64_t wide = v->hi.at - v->lo.at;
    int64_t before = v->lo.latency * INT64_C(10000), after = v->hi.latency * INT64_C(10000);
    if (v->lo.hard == v->hi.hard) {
        return v->lo.hard && wide < 4 * (before + after) && before + after > 0
                   ? v->lo.at +
                         (int64_t)((double)wide * (double)before / (double)(before + after))
                   : v->lo.at + wide / 2;
    }
    if (v->hi.hard) {
        return after < wide ? v->hi.at - after : v->lo.at + wide / 2;
    }
    return before < wide ? v->lo.at + before : v->lo.at + wide / 2;
}

bool vote_take(const struct extsta_witnesses *w, const struct vote_question *q,
               struct vote *out)
{
    struct pass pass = {.w = w, .q = q};
    size_t stride = 1;
    *out = (struct vote){.count = 0};
    walk(&pass, stride);
    while (pass.count > 2 * (size_t)PAIRS_MAX && stride < q->count) {
        stride *= 2;
        walk(&pass, stride);
    }
    size_t n = pass.count;
    if (n == 0 || n > 4 * (size_t)PAIRS_MAX) {
        return true;
    }
    struct edge *edges = pool_alloc(w->pool, n * sizeof *edges);
    uint32_t *order = pool_alloc(w->pool, n * sizeof *order);
    if (edges && order) {
        pass.edges = edges;
        walk(&pass, stride);
        for (size_t i = 0; i < n; i++) {
            order[i] = (uint32_t)i;
        }
        witness_sort(order, n, edge_before, edges);
        sweep(edges, order, n, APART / (q->tight ? q->tight : 1), out);
        out->offset = point(out);
    }
    pool_release(w->pool, order, n * sizeof *order);
    pool_release(w->pool, edges, n * sizeof *edges);
    return edges && order;
}

/* The bounds are those of the whole slack about the offset that was found: a tight one would
 * take its own width for knowledge. */
static bool bounds_about(const struct extsta_witnesses *w, const struct vote_question *q,
                         const struct vote *closest, struct vote *out)
{
    struct vote_question about = *q;
    uint32_t ahead = closest->count > closest->rival ? closest->count - closest->rival : 0;
    about.least = closest->offset - 25 * MILLISECOND;
    about.most = closest->offset + 25 * MILLISECOND;
    if (!vote_take(w, &about, out)) {
        return false;
    }
    out->rival = out->count > ahead ? out->count - ahead : 0;
    return true;
}

bool vote_take_closely(const struct extsta_witnesses *w, const struct vote_question *q,
                       struct vote *out, uint32_t *tight)
{
    static const int32_t levels[] = {8, 40};
    struct vote all, closest;
    if (!vote_take(w, q, &all)) {
        return false;
    }
    *tight = all.count;
    closest = all;
    bool coarse =
        q->count && event_at(w, q->events[0])->resolution >= (uint64_t)LOG_SECOND / 20;
    for (size_t i = 0; all.count && !coarse && i < sizeof levels / sizeof *levels; i++) {
        struct vote_question closer = *q;
        struct vote v;
        closer.tight = levels[i];
        if (!vote_take(w, &closer, &v)) {
            return false;
        }
        *tight += v.count;
        if (4 * v.count >= 3 * all.count) {
            closest = v;
        }
    }
    if (coarse) {
        all.offset = all.least + (all.most - all.least) / 2;
        all.lo = (struct vote_bound){all.least, true, 0};
        all.hi = (struct vote_bound){all.most, true, 0};
    }
    *out = all;
    return !all.count || coarse || bounds_about(w, q, &closest, out);
}
