/* Keeps the course of a run (course.h). Every series has room for the same steps; when that is
 * full, two neighbours become one in all of them. Memory depends on the number of stations,
 * channels and access points, never on how long a run is. */
#include "course.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stations that may have one: a step must not cost a look at each of a million. */
static uint32_t lanes_of(const struct course *c)
{
    return c->station_count < COURSE_LANES ? c->station_count : COURSE_LANES;
}

/* --- making and freeing --- */

bool course_start(struct course *c, bool lanes)
{
    *c = (struct course){.step = COURSE_STEP, .lanes = lanes};
    c->points = calloc(COURSE_POINTS, sizeof *c->points);
    c->waits = calloc(1, sizeof *c->waits);
    c->interruptions = calloc(1, sizeof *c->interruptions);
    c->no_memory = !c->points || !c->waits || !c->interruptions;
    return !c->no_memory;
}

void course_free(struct course *c)
{
    for (uint32_t i = 0; i < lanes_of(c); i++) {
        free(c->stations[i].lane);
    }
    for (uint32_t i = 0; i < c->channel_count; i++) {
        free(c->channels[i].points);
    }
    for (uint32_t i = 0; i < c->ap_count; i++) {
        free(c->aps[i].points);
    }
    for (uint32_t i = 0; i < c->cause_count; i++) {
        free(c->causes[i].points);
    }
    free(c->stations);
    free(c->times);
    free(c->channels);
    free(c->aps);
    free(c->points);
    free(c->waits);
    free(c->interruptions);
    *c = (struct course){.step = 0};
}

/* Room for one more of `size` octets, made of powers of two. NULL: no memory, and said. */
static void *grow(struct course *c, void *list, uint32_t count, size_t size)
{
    if (count & (count - 1)) {
        return list;
    }
    void *more = realloc(list, (count ? (size_t)count * 2 : 1) * size);
    c->no_memory |= !more;
    return more;
}

static void *points_new(struct course *c, size_t size)
{
    void *points = calloc(COURSE_POINTS, size);
    c->no_memory |= !points;
    return points;
}

/* After no_memory nothing is kept any more: numbers would not be those of the caller. */
void course_add_station(struct course *c, const char *name)
{
    struct course_station *more =
        c->no_memory ? NULL : grow(c, c->stations, c->station_count, sizeof *more);
    if (!more) {
        return;
    }
    c->stations = more;
    extsta_time *times = grow(c, c->times, c->station_count, sizeof *times);
    if (!times) {
        return;
    }
    c->times = times;
    struct course_station *s = &more[c->station_count];
    *s = (struct course_station){.state = COURSE_IDLE, .told = EXTSTA_DIAGNOSIS_COUNT};
    snprintf(s->name, sizeof s->name, "%s", name);
    if (c->lanes && c->station_count < COURSE_LANES) {
        s->lane = points_new(c, sizeof *s->lane);
    }
    if (s->lane) {
        s->lane[c->count] = 1u << COURSE_IDLE;
    }
    c->station_count++;
    c->now[COURSE_IDLE]++;
}

void course_add_ap(struct course *c, const char *name)
{
    struct course_ap *more = c->no_memory ? NULL : grow(c, c->aps, c->ap_count, sizeof *more);
    if (!more) {
        return;
    }
    c->aps = more;
    struct course_ap *a = &more[c->ap_count];
    snprintf(a->name, sizeof a->name, "%s", name);
    a->points = points_new(c, sizeof *a->points);
    c->ap_count += a->points != NULL;
}

/* --- what happens --- */

/* A station has what it wanted, or wants it no longer. */
static void ends_wanting(struct course *c, struct course_station *s, extsta_time now, bool got)
{
    extsta_time took = now - s->since;
    s->without += took;
    if (got) {
        spread_add(s->was_authorized ? c->interruptions : c->waits, took);
        s->authorized = s->was_authorized ? s->authorized : now;
        s->was_authorized = true;
    }
}

static bool wants(enum course_state state)
{
    return state == COURSE_SEARCHING || state == COURSE_ASSOCIATED;
}

void course_state(struct course *c, extsta_time now, uint32_t station, enum course_state state)
{
    if (c->no_memory || station >= c->station_count) {
        return;
    }
    struct course_station *s = &c->stations[station];
    enum course_state before = s->state;
    if (!wants(before) && before != state) {
        s->since = now; /* also of who is authorized at once */
    }
    if (state == COURSE_AUTHORIZED && before != state) {
        ends_wanting(c, s, now, true);
    } else if (state == COURSE_IDLE && wants(before)) {
        ends_wanting(c, s, now, false);
    }
    c->now[before]--;
    c->now[state]++;
    s->state = state;
    if (s->lane) {
        s->lane[c->count] |= (uint8_t)(1u << state);
    }
}

/* The kind's place; a new one while there is room, else the last. */
static struct course_cause *cause_of(struct course *c, const struct extsta_cause *cause)
{
    bool by_number = cause->diagnosis == EXTSTA_DIAGNOSIS_NONE;
    for (uint32_t i = 0; i < c->cause_count; i++) {
        struct course_cause *k = &c->causes[i];
        if (k->diagnosis == cause->diagnosis &&
            (!by_number || (k->space == cause->space && k->code == cause->code))) {
            return k;
        }
    }
    if (c->cause_count == COURSE_CAUSES) {
        return &c->causes[COURSE_CAUSES - 1];
    }
    struct course_cause *k = &c->causes[c->cause_count];
    *k = (struct course_cause){cause->diagnosis, cause->space, cause->code, 0, NULL};
    k->points = points_new(c, sizeof *k->points);
    c->cause_count += k->points != NULL;
    return k->points ? k : NULL;
}

void course_cause(struct course *c, const struct extsta_cause *cause)
{
    if (c->no_memory || extsta_cause_remedy(cause) == EXTSTA_REMEDY_NONE) {
        return;
    }
    struct course_cause *k = cause_of(c, cause);
    if (k) {
        k->count++;
        k->points[c->count]++;
    }
}

/* --- what stations put out --- */

/* A port of an association that needs no authentication is open at once. */
static void on_port(struct course *c, extsta_time now, uint32_t station,
                    const struct extsta_port_event *p)
{
    enum course_state state = COURSE_ASSOCIATED;
    switch (p->type) {
    case EXTSTA_PORT_CREATED:
        state = p->controlled && !p->authorized ? COURSE_ASSOCIATED : COURSE_AUTHORIZED;
        break;
    case EXTSTA_PORT_AUTHORIZED:
        state = COURSE_AUTHORIZED;
        break;
    case EXTSTA_PORT_UNAUTHORIZED:
        break;
    case EXTSTA_PORT_DELETED: /* of who is leaving, it changes nothing */
        state = c->stations[station].state == COURSE_IDLE ? COURSE_IDLE : COURSE_SEARCHING;
        break;
    }
    course_state(c, now, station, state);
}

/* An attempt that failed, or a connection that ended, to be tried again: the network is wanted
 * still. The others say nothing about that. */
static void on_notify(struct course *c, extsta_time now, uint32_t station,
                      const struct extsta_notify *n)
{
    struct course_station *s = &c->stations[station];
    bool over = n->type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
                n->type == EXTSTA_NOTIFY_DISCONNECTING || n->type == EXTSTA_NOTIFY_DISCONNECTED;
    if (n->type == EXTSTA_NOTIFY_CONNECTION_START || (over && n->will_retry)) {
        course_state(c, now, station, COURSE_SEARCHING);
    } else if (over) {
        course_state(c, now, station, COURSE_IDLE);
    } else if (n->type == EXTSTA_NOTIFY_ROAMING_START) {
        s->returning = n->status == DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST;
    } else if (n->type == EXTSTA_NOTIFY_ROAMING_END) {
        c->returns += n->status == 0 && s->returning;
        c->roams += n->status == 0 && !s->returning;
    }
}

/* The end of an association is a cause, and the end of the connection or roam for its sake
 * another: that one counts only if it says something else. */
static void on_cause(struct course *c, uint32_t station, const struct extsta_cause *cause)
{
    struct course_station *s = &c->stations[station];
    bool outer =
        cause->subject == EXTSTA_SUBJECT_CONNECTION || cause->subject == EXTSTA_SUBJECT_ROAM;
    if (!outer || s->told != cause->diagnosis) {
        course_cause(c, cause);
    }
    s->told = (uint16_t)(outer ? EXTSTA_DIAGNOSIS_COUNT : cause->diagnosis);
}

void course_output(struct course *c, extsta_time now, uint32_t station,
                   const struct extsta_output *out)
{
    if (station >= c->station_count || c->ended) {
        return; /* no memory; or the members are freed */
    }
    if (out->type == EXTSTA_OUT_PORT) {
        on_port(c, now, station, &out->port);
    } else if (out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(c, now, station, &out->notify);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        on_cause(c, station, &out->cause);
    }
}

/* --- steps --- */

extsta_time course_due(const struct course *c)
{
    return (c->count + 1) * c->step;
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* What was on a channel before it is looked at is of no step. */
static struct course_channel *channel_of(struct course *c, const struct air_channel_stats *now)
{
    for (uint32_t i = 0; i < c->channel_count; i++) {
        if (c->channels[i].total.freq == now->freq) {
            return &c->channels[i];
        }
    }
    struct course_channel *more =
        c->no_memory ? NULL : grow(c, c->channels, c->channel_count, sizeof *more);
    if (!more) {
        return NULL;
    }
    c->channels = more;
    struct course_channel *k = &more[c->channel_count];
    *k = (struct course_channel){.total = *now};
    k->points = points_new(c, sizeof *k->points);
    c->channel_count += k->points != NULL;
    return k->points ? k : NULL;
}

void course_put_channel(struct course *c, const struct air_channel_stats *now)
{
    struct course_channel *k = channel_of(c, now);
    if (!k) {
        return;
    }
    struct air_channel_stats *p = &k->points[c->count], *old = &k->total;
    p->transmissions += now->transmissions - old->transmissions;
    p->collisions += now->collisions - old->collisions;
    p->retries += now->retries - old->retries;
    p->failed += now->failed - old->failed;
    p->expired += now->expired - old->expired;
    p->busy += now->busy - old->busy;
    p->queued = greater(p->queued, now->queued);
    p->contending = greater(p->contending, now->contending);
    k->total = *now;
}

void course_put_ap(struct course *c, uint32_t ap, uint32_t clients, uint32_t queued)
{
    if (ap < c->ap_count) {
        c->aps[ap].points[c->count] = (struct course_ap_point){clients, queued};
    }
}

/* Into the first half of a series: each from a pair. The rest is empty then. */
#define HALVE(series, merge)                                                                   \
    do {                                                                                       \
        for (uint32_t to_ = 0; to_ < COURSE_POINTS / 2; to_++) {                               \
            (series)[to_] = merge((series)[2 * to_], (series)[2 * to_ + 1]);                   \
        }                                                                                      \
        memset((series) + COURSE_POINTS / 2, 0, COURSE_POINTS / 2 * sizeof *(series));         \
    } while (0)

static struct course_stations_point later(struct course_stations_point a,
                                          struct course_stations_point b)
{
    (void)a;
    return b;
}

static struct air_channel_stats both(struct air_channel_stats a, struct air_channel_stats b)
{
    a.transmissions += b.transmissions;
    a.collisions += b.collisions;
    a.retries += b.retries;
    a.failed += b.failed;
    a.expired += b.expired;
    a.busy += b.busy;
    a.queued = greater(a.queued, b.queued);
    a.contending = greater(a.contending, b.contending);
    return a;
}

static struct course_ap_point most(struct course_ap_point a, struct course_ap_point b)
{
    return (struct course_ap_point){greater(a.clients, b.clients), greater(a.queued, b.queued)};
}

static uint32_t sum(uint32_t a, uint32_t b)
{
    return a + b;
}

static uint8_t any(uint8_t a, uint8_t b)
{
    return a | b;
}

static void halve(struct course *c)
{
    HALVE(c->points, later);
    for (uint32_t i = 0; i < c->channel_count; i++) {
        HALVE(c->channels[i].points, both);
    }
    for (uint32_t i = 0; i < c->ap_count; i++) {
        HALVE(c->aps[i].points, most);
    }
    for (uint32_t i = 0; i < c->cause_count; i++) {
        HALVE(c->causes[i].points, sum);
    }
    for (uint32_t i = 0; i < lanes_of(c); i++) {
        if (c->stations[i].lane) {
            HALVE(c->stations[i].lane, any);
        }
    }
    c->count /= 2;
    c->step *= 2;
}

/* The next step begins with the states there are. */
void course_close(struct course *c, extsta_time now)
{
    if (c->no_memory) {
        return;
    }
    memcpy(c->points[c->count].in, c->now, sizeof c->now);
    c->end = now;
    if (++c->count == COURSE_POINTS) {
        halve(c);
    }
    for (uint32_t i = 0; i < lanes_of(c); i++) {
        struct course_station *s = &c->stations[i];
        if (s->lane) {
            s->lane[c->count] = (uint8_t)(1u << s->state);
        }
    }
}

void course_end(struct course *c, extsta_time now)
{
    if (!c->ended && now > c->end) {
        course_close(c, now);
    }
    c->ended = true;
}

/* --- in numbers --- */

static int by_time(const void *a, const void *b)
{
    extsta_time x = *(const extsta_time *)a, y = *(const extsta_time *)b;
    return (x > y) - (x < y);
}

void course_summarize(const struct course *c, struct course_summary *s)
{
    *s = (struct course_summary){.stations = c->station_count};
    memcpy(s->in, c->now, sizeof s->in);
    extsta_time *times = c->times;
    if (!times || c->no_memory) { /* or there is no station */
        return;
    }
    for (uint32_t i = 0; i < c->station_count; i++) {
        const struct course_station *k = &c->stations[i];
        if (k->was_authorized) {
            times[s->ever++] = k->authorized;
            s->away += wants(k->state);
            s->roaming += wants(k->state) && c->end - k->since < COURSE_ROAM;
        }
    }
    if (s->ever) {
        qsort(times, s->ever, sizeof *times, by_time);
        s->first = times[0];
        s->median = times[spread_rank(50, s->ever) - 1];
        s->p95 = times[spread_rank(95, s->ever) - 1];
        s->last = times[s->ever - 1];
    }
    s->wait_median = spread_percentile(c->waits, 50);
    s->wait_longest = c->waits->most;
    s->interruptions = c->interruptions->count;
    s->away_median = spread_percentile(c->interruptions, 50);
    s->away_p95 = spread_percentile(c->interruptions, 95);
    s->away_longest = c->interruptions->most;
}

/* A window slides over the steps; the last one may be shorter than the others, and the run
 * shorter than a second. */
double course_height(const struct course *c, const struct course_channel *channel)
{
    uint32_t width = (uint32_t)((EXTSTA_SECOND + c->step - 1) / c->step);
    extsta_time busy = 0, most = 0, span = width * c->step;
    for (uint32_t i = 0; i < c->count; i++) {
        busy += channel->points[i].busy;
        busy -= i >= width ? channel->points[i - width].busy : 0;
        most = busy > most ? busy : most;
    }
    span = span < c->end ? span : c->end;
    return span ? (double)most / (double)span : 0;
}

const char *course_cause_name(const struct course *c, uint32_t cause, char text[40])
{
    const struct course_cause *k = &c->causes[cause];
    if (cause == COURSE_CAUSES - 1) {
        return "other";
    }
    if (k->diagnosis != EXTSTA_DIAGNOSIS_NONE) {
        return extsta_diagnosis_name(k->diagnosis);
    }
    snprintf(text, 40, "%s %u",
             k->space == EXTSTA_CODE_NONE ? "unknown" : extsta_code_space_name(k->space), k->code);
    return text;
}

unsigned course_channel_number(uint16_t freq)
{
    return freq == 2484                  ? 14
           : freq > 2407 && freq <= 2472 ? (freq - 2407u) / 5
           : freq > 5000 && freq <= 5900 ? (freq - 5000u) / 5
                                         : 0;
}
