/* The clock of a log against the capture's: whose log it is, the offset (log_vote.h), and over
 * hours how fast it runs. What does not fit is not believed: a few chance matches are no clock.
 */
#include "explain/logs/log_vote.h"

#define STATIONS_EVENTS 300u              /* of a log, to find out whose it is */
#define DRIFT_SPAN      (20 * LOG_SECOND) /* shorter logs have none that shows */
#define CHUNKS          48u
#define CHUNK_EVENTS    8u
#define DRIFT_MAX       300 /* ppm that a crystal, or what disciplines it, may be off */

int64_t clock_offset(const struct extsta_witness_log *a, uint64_t log_time)
{
    int64_t since = (int64_t)log_time - ((int64_t)a->at + a->offset);
    return a->offset + (int64_t)((double)since * a->drift / 1e9);
}

uint64_t clock_to_air(const struct extsta_witness_log *a, uint64_t log_time)
{
    int64_t t = (int64_t)log_time - clock_offset(a, log_time);
    return t < 0 ? 0 : (uint64_t)t;
}

/* --- whose log it is --- */

/* Events of one speaker (or of all: EXPLAIN_NONE) that tell of frames; at most max of them. */
static size_t events_of(const struct extsta_witnesses *w, const struct kept_log *l,
                        uint32_t speaker, uint32_t *out, size_t max)
{
    size_t n = 0, all = 0, stride;
    for (int pass = 0; pass < 2; pass++) {
        stride = all > max ? (all + max - 1) / max : 1;
        all = 0;
        for (uint32_t i = l->first; i < l->end; i++) {
            const struct log_event *e = event_at(w, i);
            if (!witness_has_frame(e) || !e->has_time || log_row_at(e->row)->slow > 1 ||
                (speaker != EXPLAIN_NONE ? e->speaker != speaker
                                         : e->station == EXPLAIN_NONE)) {
                continue;
            }
            if (pass && all % stride == 0 && n < max) {
                out[n++] = i;
            }
            all++;
        }
    }
    return n;
}

static void take_station(struct extsta_witnesses *w, const struct kept_log *l, uint32_t speaker,
                         uint32_t station)
{
    for (uint32_t i = l->first; i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        if (e->speaker == speaker) {
            e->station = station;
        }
    }
}

/* A client's log that does not name its own address is that station's which it fits best, and
 * no other as well. */
static bool find_station(struct extsta_witnesses *w, uint32_t log, uint32_t speaker)
{
    uint32_t events[STATIONS_EVENTS], best = EXPLAIN_NONE, most = 1, second = 0;
    const struct kept_log *l = log_at(w, log);
    size_t n = events_of(w, l, speaker, events, STATIONS_EVENTS);
    for (uint32_t s = 0; n && s < w->stations.count; s++) {
        struct vote_question q = {events, n, s, INT64_MIN, INT64_MAX, 0, 0};
        struct vote v;
        uint32_t votes;
        if (station_at(w, s)->mac.b[0] & 1) {
            continue;
        }
        if (!vote_take_closely(w, &q, &v, &votes)) {
            return false;
        }
        if (v.count >= 2 && votes > most) {
            second = best == EXPLAIN_NONE ? 0 : most;
            most = votes;
            best = s;
        } else if (votes > second) {
            second = votes;
        }
    }
    if (best != EXPLAIN_NONE && most > second) {
        struct speaker *who = speaker_at(w, speaker);
        who->known = true;
        who->mac = station_at(w, best)->mac;
        take_station(w, l, speaker, best);
    }
    return true;
}

/* "Own MAC address" stands before any interface is named: it is the client's, if it is the only
 * one of the log. */
static void inherit(struct extsta_witnesses *w, uint32_t log)
{
    const struct speaker *own = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->speakers.count; i++) {
        const struct speaker *s = speaker_at(w, i);
        if (s->log == log && !s->ap && s->known &&
            (!own || memcmp(&s->mac, &own->mac, 6) != 0)) {
            own = s;
            count++;
        }
    }
    for (uint32_t i = 0; count == 1 && i < w->speakers.count; i++) {
        struct speaker *s = speaker_at(w, i);
        if (s->log == log && !s->ap && !s->known) {
            s->known = true;
            s->mac = own->mac;
        }
    }
}

static bool find_stations(struct extsta_witnesses *w, uint32_t log)
{
    const struct kept_log *l = log_at(w, log);
    inherit(w, log);
    for (uint32_t i = l->first; i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        const struct speaker *s = speaker_at(w, e->speaker);
        if (s->ap ? e->has_sta : s->known) {
            e->station = witness_station(w, s->ap ? e->sta : s->mac);
        }
    }
    for (uint32_t i = 0; i < w->speakers.count; i++) {
        const struct speaker *s = speaker_at(w, i);
        if (s->log == log && !s->ap && !s->known && !find_station(w, log, i)) {
            return false;
        }
    }
    return true;
}

/* --- drift --- */

struct chunk {
    double time, offset; /* in ns, from the first event and from the offset of all */
    uint32_t count;
};

/* Events of the capture's time, given the offset of all. */
static size_t inside(const struct extsta_witnesses *w, const uint32_t *events, size_t n,
                     int64_t offset, uint32_t *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t t = (int64_t)event_at(w, events[i])->time - offset;
        if (t + 2 * LOG_SECOND >= (int64_t)w->begin && t - 2 * LOG_SECOND <= (int64_t)w->end) {
            out[kept++] = events[i];
        }
    }
    return kept;
}

/* From the middle outwards each chunk is looked for near where the one before led to. */
static bool track(const struct extsta_witnesses *w, const uint32_t *events, size_t n,
                  const struct vote *all, struct chunk *chunks, size_t count, size_t seed)
{
    const struct log_event *first = event_at(w, events[0]);
    for (int side = 0; side < 2; side++) {
        double at = chunks[seed].time, offset = chunks[seed].offset;
        for (size_t step = 1; side ? seed + step < count : step <= seed; step++) {
            size_t k = side ? seed + step : seed - step;
            struct chunk *c = &chunks[k];
            size_t begin = n * k / count, end = n * (k + 1) / count;
            const struct log_event *middle = event_at(w, events[(begin + end) / 2]);
            double time = (double)((int64_t)middle->time - (int64_t)first->time);
            double gap = time > at ? time - at : at - time;
            int64_t room = 20 * MILLISECOND + (int64_t)(gap * DRIFT_MAX / 1e6);
            struct vote_question q = {events + begin,
                                      end - begin,
                                      EXPLAIN_NONE,
                                      all->offset + (int64_t)offset - room,
                                      all->offset + (int64_t)offset + room,
                                      0,
                                      0};
            struct vote v;
            if (!vote_take(w, &q, &v)) {
                return false;
            }
            c->time = time;
            c->count = 0;
            if (v.count >= CHUNK_EVENTS / 2 && v.lo.hard && v.hi.hard) {
                c->count = v.count;
                c->offset = (double)(v.offset - all->offset);
                at = time;
                offset = c->offset;
            }
        }
    }
    return true;
}

/* Slope of a straight line through the chunks, by least squares; ppb. */
static int32_t slope(const struct chunk *chunks, size_t count)
{
    double n = 0, t = 0, d = 0, tt = 0, td = 0;
    for (size_t i = 0; i < count; i++) {
        double weight = chunks[i].count;
        double x = chunks[i].time / 1e9, y = chunks[i].offset; /* ns per s: ppb */
        n += weight;
        t += weight * x;
        d += weight * y;
        tt += weight * x * x;
        td += weight * x * y;
    }
    double below = n * tt - t * t;
    double s = below > 0 ? (n * td - t * d) / below : 0;
    return s > DRIFT_MAX * 1e3 || s < -DRIFT_MAX * 1e3 ? 0 : (int32_t)s;
}

/* The chunk that fits the offset of all best: where to begin. */
static bool find_seed(const struct extsta_witnesses *w, const uint32_t *events, size_t n,
                      const struct vote *all, struct chunk *chunks, size_t count, size_t *seed)
{
    const struct log_event *first = event_at(w, events[0]);
    uint32_t most = 0;
    for (size_t k = 0; k < count; k++) {
        size_t begin = n * k / count, end = n * (k + 1) / count;
        struct vote_question q = {events + begin,
                                  end - begin,
                                  EXPLAIN_NONE,
                                  all->offset - LOG_SECOND / 10,
                                  all->offset + LOG_SECOND / 10,
                                  0,
                                  0};
        struct vote v;
        if (!vote_take(w, &q, &v)) {
            return false;
        }
        if (v.count > most && v.lo.hard && v.hi.hard) {
            most = v.count;
            *seed = k;
            chunks[k] =
                (struct chunk){(double)((int64_t)event_at(w, events[(begin + end) / 2])->time -
                                        (int64_t)first->time),
                               (double)(v.offset - all->offset), v.count};
        }
    }
    return true;
}

/* ppb in *drift; 0 where nothing says that the clocks run apart. False: no memory. */
static bool find_drift(const struct extsta_witnesses *w, const uint32_t *events, size_t n,
                       const struct vote *all, int32_t *drift)
{
    struct chunk chunks[CHUNKS] = {{0}};
    size_t count = n / CHUNK_EVENTS < CHUNKS ? n / CHUNK_EVENTS : CHUNKS, seed = CHUNKS;
    *drift = 0;
    int64_t span =
        n ? (int64_t)event_at(w, events[n - 1])->time - (int64_t)event_at(w, events[0])->time
          : 0;
    if (count < 3 || span < DRIFT_SPAN) {
        return true;
    }
    if (!find_seed(w, events, n, all, chunks, count, &seed)) {
        return false;
    }
    if (seed == CHUNKS) {
        return true;
    }
    struct chunk kept = chunks[seed];
    memset(chunks, 0, sizeof chunks);
    chunks[seed] = kept;
    if (!track(w, events, n, all, chunks, count, seed)) {
        return false;
    }
    int32_t ppb = slope(chunks, count);
    double shift = (double)ppb * ((double)span / 1e9);
    *drift = shift > 1e6 || shift < -1e6 ? ppb : 0;
    return true;
}

/* --- the clock --- */

/* By how many events it is ahead of the next best, and no more than so few events can prove. */
static uint8_t sure_of(const struct vote *v)
{
    static const uint8_t ahead[] = {0, 50, 75, 88, 94, 97, 98};
    static const uint8_t events[] = {0, 0, 40, 55, 70, 80, 88, 93, 96};
    uint32_t by = v->count > v->rival ? v->count - v->rival : 0;
    uint8_t lead = by < sizeof ahead ? ahead[by] : 99;
    uint8_t most = v->count < sizeof events ? events[v->count] : 99;
    return lead < most ? lead : most;
}

/* Too few, or as many elsewhere: then there is no clock. Where most events of the capture's
 * time fit, it is enough to be ahead; where many do not, it may be chance, of which the next
 * best offset is the measure: the lead has to be twice its deviation. */
static bool is_found(const struct vote *v, size_t in_time)
{
    uint64_t ahead = v->count > v->rival ? v->count - v->rival : 0;
    bool most = 4 * (size_t)v->count >= 3 * in_time;
    return v->count >= 2 && ahead && 4 * (size_t)v->count >= in_time &&
           (most || (ahead - 1) * (ahead - 1) >= 4 * (uint64_t)v->rival);
}

static uint64_t within(const struct vote *v)
{
    int64_t low = v->offset - v->lo.at, high = v->hi.at - v->offset;
    if (v->lo.hard != v->hi.hard) { /* the open side: some times what is usual */
        int64_t usual = (v->hi.hard ? high : low) * 4 + MILLISECOND;
        low = v->hi.hard ? usual : low;
        high = v->hi.hard ? high : usual;
    }
    return (uint64_t)(low > high ? low : high);
}

static bool find_offset(struct extsta_witnesses *w, struct kept_log *l, uint32_t *events,
                        uint32_t *near, size_t n)
{
    struct vote_question q = {events, n, EXPLAIN_NONE, INT64_MIN, INT64_MAX, 0, 0};
    struct extsta_witness_log *a = &l->about;
    struct vote v;
    uint32_t votes;
    int32_t drift;
    if (!vote_take_closely(w, &q, &v, &votes)) {
        return false;
    }
    size_t in_time = inside(w, events, n, v.offset, near);
    a->state = EXTSTA_CLOCK_UNKNOWN;
    a->expected = (uint32_t)in_time;
    a->matched = v.count;
    a->rival = v.rival;
    if (!find_drift(w, near, in_time, &v, &drift)) {
        return false;
    }
    if (drift) {
        struct vote again;
        q = (struct vote_question){near,
                                   in_time,
                                   EXPLAIN_NONE,
                                   v.offset - LOG_SECOND,
                                   v.offset + LOG_SECOND,
                                   drift,
                                   event_at(w, near[in_time / 2])->time};
        if (!vote_take(w, &q, &again)) {
            return false;
        }
        if (again.count > v.count) {
            again.rival = v.rival;
            v = again;
            a->drift = drift;
        }
    }
    if (!is_found(&v, in_time)) {
        return true;
    }
    uint64_t t0 = event_at(w, near[in_time / 2])->time;
    a->state = EXTSTA_CLOCK_FOUND;
    a->offset = v.offset;
    a->at = (uint64_t)((int64_t)t0 - v.offset);
    a->within = within(&v);
    a->matched = v.count;
    a->confidence = sure_of(&v);
    return true;
}

/* Which BSS an AP's log is of that does not say it: the one of most of the frames that fit. */
struct tally {
    const struct extsta_witnesses *w;
    const struct log_event *event;
    struct extsta_mac mac;
    int32_t ahead; /* of a vote by majority */
    uint32_t all;
};

static bool on_fit(void *user, uint32_t frame)
{
    struct tally *t = user;
    const struct air_frame *f = frame_at(t->w, frame);
    if (witness_fits(t->w, t->event, f)) {
        bool same = memcmp(f->bssid.b, t->mac.b, 6) == 0;
        t->mac = t->ahead == 0 ? f->bssid : t->mac;
        t->ahead += same || t->ahead == 0 ? 1 : -1;
        t->all++;
    }
    return true;
}

static bool find_bss(struct extsta_witnesses *w, uint32_t log)
{
    const struct kept_log *l = log_at(w, log);
    bool found = false;
    for (uint32_t s = 0; s < w->speakers.count; s++) {
        struct speaker *who = speaker_at(w, s);
        struct tally t = {.w = w};
        if (who->log != log || !who->ap || who->known) {
            continue;
        }
        for (uint32_t i = l->first; i < l->end; i++) {
            const struct log_event *e = event_at(w, i);
            if (e->speaker == s && e->station != EXPLAIN_NONE && witness_has_frame(e)) {
                uint64_t air = clock_to_air(&l->about, e->time);
                uint64_t room = (uint64_t)(witness_slack(e) + (int64_t)e->resolution);
                t.event = e;
                witness_candidates(w, e, e->station, air > room ? air - room : 0, air + room,
                                   on_fit, &t);
            }
        }
        if (t.all >= 2 && 2 * t.ahead > (int32_t)t.all) {
            who->known = true;
            who->mac = t.mac;
            found = true;
        }
    }
    return found;
}

/* Dates without a year were put into the capture's. At the turn of the year that is a year off.
 */
static void settle_year(struct extsta_witnesses *w, struct kept_log *l)
{
    static const int64_t day = 86400 * LOG_SECOND;
    unsigned y = l->year;
    int64_t year = (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365) * day;
    int64_t by = l->about.offset > 180 * day ? -year : l->about.offset < -180 * day ? year : 0;
    if (l->about.state != EXTSTA_CLOCK_FOUND || !l->yearless || by == 0) {
        return;
    }
    for (uint32_t i = l->first; i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        if (e->has_time && (int64_t)e->time + by < 0) {
            return;
        }
    }
    for (uint32_t i = l->first; i < l->end; i++) {
        event_at(w, i)->time += (uint64_t)by;
    }
    l->about.offset += by;
}

bool clock_find(struct extsta_witnesses *w, uint32_t log)
{
    struct kept_log *l = log_at(w, log);
    size_t max = l->end - l->first;
    uint32_t *events = max ? pool_alloc(w->pool, 2 * max * sizeof *events) : NULL;
    if (!max || !events) {
        return !max;
    }
    bool ok = find_stations(w, log);
    size_t n = ok ? events_of(w, l, EXPLAIN_NONE, events, max) : 0;
    if (n) {
        ok = find_offset(w, l, events, events + max, n);
        if (ok && l->about.state == EXTSTA_CLOCK_FOUND && find_bss(w, log)) {
            ok = find_offset(w, l, events, events + max, n);
        }
    } else if (ok) {
        size_t any = 0;
        for (uint32_t i = l->first; i < l->end; i++) {
            any += witness_has_frame(event_at(w, i));
        }
        l->about.state = any ? EXTSTA_CLOCK_UNKNOWN : EXTSTA_CLOCK_NOTHING;
    }
    settle_year(w, l);
    pool_release(w->pool, events, 2 * max * sizeof *events);
    return ok;
}
