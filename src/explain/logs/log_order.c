/* A log without times: its events in their order against the capture's frames in theirs. The
 * longest sequence that both have in common says which is which (patience sorting over all
 * pairs); what lies between two of its events happened between their frames. Nothing is known
 * to the millisecond then, and nothing is said so. */
#include "explain/logs/witness.h"

#define PAIRS_MAX (1u << 20)

struct link {
    uint32_t event, frame, before; /* index of the link before, EXPLAIN_NONE: the first */
};

struct weave {
    const struct extsta_witnesses *w;
    const struct log_event *event;
    uint32_t *frames; /* candidates of the event */
    uint32_t candidates;
    struct link *links;
    uint32_t *tails; /* of the best sequence of each length: its last link */
    uint32_t count, length;
};

static bool on_candidate(void *user, uint32_t frame)
{
    struct weave *x = user;
    if (witness_fits(x->w, x->event, frame_at(x->w, frame))) {
        if (x->frames) {
            x->frames[x->candidates] = frame;
        }
        x->candidates++;
    }
    return x->candidates < PAIRS_MAX;
}

/* The number of sequences that end before this frame: where the link goes. */
static uint32_t place_of(const struct weave *x, uint32_t frame)
{
    uint32_t low = 0, high = x->length;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (x->links[x->tails[middle]].frame < frame) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool later(const void *user, uint32_t a, uint32_t b)
{
    (void)user;
    return a > b;
}

/* All pairs of the log's events, the frames of one event from the last to the first, so that it
 * takes one of them. Returns the length of the sequence. */
static uint32_t weave(struct weave *x, const struct kept_log *l, uint32_t station,
                      bool count_only)
{
    x->count = x->length = 0;
    for (uint32_t i = l->first; i < l->end; i++) {
        const struct log_event *e = event_at(x->w, i);
        uint32_t of = station == EXPLAIN_NONE ? e->station : station;
        if (!witness_has_frame(e) || of == EXPLAIN_NONE) {
            continue;
        }
        x->event = e;
        x->candidates = 0;
        witness_candidates(x->w, e, of, 0, UINT64_MAX, on_candidate, x);
        if (count_only || x->count + x->candidates > PAIRS_MAX) {
            x->count += x->candidates;
            continue;
        }
        witness_sort(x->frames, x->candidates, later, NULL);
        for (uint32_t k = 0; k < x->candidates; k++) {
            uint32_t at = place_of(x, x->frames[k]);
            x->links[x->count] =
                (struct link){i, x->frames[k], at ? x->tails[at - 1] : EXPLAIN_NONE};
            x->tails[at] = x->count++;
            x->length = at == x->length ? at + 1 : x->length;
        }
    }
    return x->length;
}

/* False: no memory. `keep`: puts the events on the frames of the sequence. */
static bool sequence(struct extsta_witnesses *w, const struct kept_log *l, uint32_t station,
                     bool keep, uint32_t *length)
{
    struct weave x = {.w = w};
    *length = 0;
    weave(&x, l, station, true);
    uint32_t n = x.count < PAIRS_MAX ? x.count : PAIRS_MAX;
    if (n == 0) {
        return true;
    }
    size_t links = n * sizeof *x.links, numbers = n * sizeof *x.tails;
    x.links = pool_alloc(w->pool, links);
    x.tails = pool_alloc(w->pool, numbers);
    x.frames = pool_alloc(w->pool, PAIRS_MAX * sizeof *x.frames);
    bool ok = x.links && x.tails && x.frames;
    if (ok) {
        *length = weave(&x, l, station, false);
    }
    for (uint32_t at = ok && keep && *length ? x.tails[*length - 1] : EXPLAIN_NONE;
         at != EXPLAIN_NONE; at = x.links[at].before) {
        struct log_event *e = event_at(w, x.links[at].event);
        e->frame = x.links[at].frame;
        e->air = frame_at(w, e->frame)->time;
        e->placed = true;
    }
    pool_release(w->pool, x.frames, PAIRS_MAX * sizeof *x.frames);
    pool_release(w->pool, x.tails, numbers);
    pool_release(w->pool, x.links, links);
    return ok;
}

/* Whose log it is: of a client's, the station with the longest sequence, if there is one longer
 * than all others. */
static bool find_owner(struct extsta_witnesses *w, uint32_t log, uint32_t *owner)
{
    const struct kept_log *l = log_at(w, log);
    uint32_t most = 1, second = 0, length, best = EXPLAIN_NONE;
    for (uint32_t s = 0; s < w->stations.count; s++) {
        if (!(station_at(w, s)->mac.b[0] & 1)) {
            if (!sequence(w, l, s, false, &length)) {
                return false;
            }
            second = length > most ? most : length > second ? length : second;
            best = length > most ? s : best;
            most = length > most ? length : most;
        }
    }
    *owner = most > second ? best : EXPLAIN_NONE;
    return true;
}

static bool is_clients(const struct extsta_witnesses *w, const struct kept_log *l)
{
    bool ap = false;
    for (uint32_t i = l->first; i < l->end; i++) {
        ap = ap || speaker_at(w, event_at(w, i)->speaker)->ap;
    }
    return !ap;
}

/* Between two events on frames the others stand behind the first. */
static void fill_between(struct extsta_witnesses *w, const struct kept_log *l)
{
    uint64_t time = 0;
    for (uint32_t i = l->first; i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        if (e->placed) {
            time = e->air;
        } else if (time) {
            e->air = time;
            e->placed = true;
        }
    }
}

bool order_find(struct extsta_witnesses *w, uint32_t log)
{
    struct kept_log *l = log_at(w, log);
    uint32_t owner = EXPLAIN_NONE, length = 0, told = 0;
    for (uint32_t i = l->first; i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        const struct speaker *s = speaker_at(w, e->speaker);
        e->station = s->ap && e->has_sta  ? witness_station(w, e->sta)
                     : !s->ap && s->known ? witness_station(w, s->mac)
                                          : EXPLAIN_NONE;
        told += witness_has_frame(e);
        owner = !s->ap && s->known && e->station != EXPLAIN_NONE ? e->station : owner;
    }
    if (owner == EXPLAIN_NONE && is_clients(w, l) && !find_owner(w, log, &owner)) {
        return false;
    }
    for (uint32_t i = l->first; owner != EXPLAIN_NONE && i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        e->station = speaker_at(w, e->speaker)->ap ? e->station : owner;
    }
    if (!sequence(w, l, EXPLAIN_NONE, true, &length)) {
        return false;
    }
    l->about.expected = told;
    l->about.matched = length;
    l->about.state = !told                               ? EXTSTA_CLOCK_NOTHING
                     : length >= 3 && 2 * length >= told ? EXTSTA_CLOCK_ORDER
                                                         : EXTSTA_CLOCK_UNKNOWN;
    l->about.confidence = (uint8_t)(told ? 90 * length / told : 0);
    if (l->about.state == EXTSTA_CLOCK_ORDER) {
        fill_between(w, l);
    } else {
        for (uint32_t i = l->first; i < l->end; i++) {
            event_at(w, i)->placed = false;
            event_at(w, i)->frame = EXPLAIN_NONE;
        }
    }
    return true;
}
