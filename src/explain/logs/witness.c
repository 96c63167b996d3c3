/* Logs beside a capture (extsta/witness.h): frames and lines are kept, and what came of them is
 * handed out. The steps between are those of witness.h, in their order. */
#include "explain/logs/witness.h"

#include "base/context.h"
#include "base/hash.h"

#define EVENTS_MAX   400000u /* of all logs; what more is said is counted */
#define SPEAKERS_MAX 1024u
#define TIME_MAX     UINT64_C(4000000000000000000) /* as of lines: differences fit in 64 bits */

struct extsta_witnesses *extsta_witnesses_new(struct extsta_context *ctx)
{
    struct pool *pool = &ctx->pool;
    struct extsta_witnesses *w = pool_zalloc(pool, sizeof *w);
    if (w) {
        w->pool = w->station_index.pool = pool;
        w->seed = ctx->hash_seed;
        w->begin = UINT64_MAX;
        store_init(&w->frames, pool, sizeof(struct air_frame));
        store_init(&w->stations, pool, sizeof(struct air_station));
        store_init(&w->events, pool, sizeof(struct log_event));
        store_init(&w->speakers, pool, sizeof(struct speaker));
        store_init(&w->logs, pool, sizeof(struct kept_log));
    }
    return w;
}

void extsta_witnesses_free(struct extsta_witnesses *w)
{
    if (!w) {
        return;
    }
    pool_release(w->pool, w->by_station, w->frames.count * sizeof *w->by_station);
    pool_release(w->pool, w->order, w->order_count * sizeof *w->order);
    store_destroy(&w->frames);
    store_destroy(&w->stations);
    store_destroy(&w->events);
    store_destroy(&w->speakers);
    store_destroy(&w->logs);
    index_destroy(&w->station_index);
    pool_release(w->pool, w, sizeof *w);
}

/* --- frames --- */

uint32_t witness_station(const struct extsta_witnesses *w, struct extsta_mac mac)
{
    return index_find(&w->station_index, &w->stations, hash_u64(w->seed, mac_bits(mac)), mac);
}

uint32_t witness_broadcast(const struct extsta_witnesses *w)
{
    return witness_station(w, (struct extsta_mac){{255, 255, 255, 255, 255, 255}});
}

static uint8_t number_in(const struct extsta_frame_event *e)
{
    return (uint8_t)(e->kind == EXTSTA_EVENT_AUTH        ? e->sequence
                     : e->kind == EXTSTA_EVENT_EAPOL_KEY ? e->message
                     : e->kind == EXTSTA_EVENT_EAP       ? e->eap_code
                                                         : 0);
}

/* Since the first of those that are alike up to this one; 0: it is not like the one before. */
static uint64_t again_since(const struct air_frame *last, const struct air_frame *f)
{
    uint64_t off = f->time - last->time;
    bool alike = last->kind == f->kind && last->from_ap == f->from_ap &&
                 last->number_in == f->number_in && memcmp(last->bssid.b, f->bssid.b, 6) == 0 &&
                 off < (uint64_t)LOG_SECOND;
    return alike ? last->again + (off ? off : 1) : 0;
}

void extsta_witnesses_frame(struct extsta_witnesses *w, const struct extsta_frame_event *e)
{
    bool made;
    if (e->time > TIME_MAX) {
        w->lost++;
        return;
    }
    uint32_t station = index_get(&w->station_index, &w->stations,
                                 hash_u64(w->seed, mac_bits(e->sta)), e->sta, &made);
    struct air_frame *f = station == EXPLAIN_NONE ? NULL : store_add(&w->frames);
    if (!f) {
        w->lost++;
        return;
    }
    *f = (struct air_frame){
        .time = e->time,
        .number = e->number,
        .station = station,
        .bssid = e->bssid,
        .code = e->has_reason ? e->reason : e->status,
        .has_code = e->has_reason || e->has_status,
        .from_ap = e->from_ap,
        .retry = e->retry,
        .kind = (uint8_t)e->kind,
        .number_in = number_in(e),
    };
    struct air_station *s = station_at(w, station);
    f->again = s->count ? again_since(frame_at(w, s->last), f) : 0;
    s->last = w->frames.count - 1;
    s->count++;
    w->begin = e->time < w->begin ? e->time : w->begin;
    w->end = e->time > w->end ? e->time : w->end;
}

/* Frames by station, by counting. False: no memory. */
static bool file_frames(struct extsta_witnesses *w)
{
    uint32_t at = 0;
    w->by_station = pool_alloc(w->pool, w->frames.count * sizeof *w->by_station);
    if (!w->by_station) {
        return false;
    }
    for (uint32_t i = 0; i < w->stations.count; i++) {
        struct air_station *s = station_at(w, i);
        s->begin = at;
        s->client = EXTSTA_NO_INDEX;
        at += s->count;
        s->count = 0;
    }
    for (uint32_t i = 0; i < w->frames.count; i++) {
        struct air_station *s = station_at(w, frame_at(w, i)->station);
        w->by_station[s->begin + s->count++] = i;
    }
    return true;
}

/* --- lines --- */

/* Of a time in ns. */
static unsigned year_of(uint64_t ns)
{
    return (unsigned)(1970 + ns / 1000000000 / 31556952);
}

bool extsta_witnesses_log(struct extsta_witnesses *w, enum extsta_program program)
{
    struct kept_log *l = store_add(&w->logs);
    if (!l) {
        w->lost++;
        return false;
    }
    l->asked = program;
    l->first = l->end = w->events.count;
    l->year = year_of(w->frames.count ? w->begin : 0);
    l->about.resolution = UINT64_MAX;
    return true;
}

/* Dates without a year: behind December comes January of the next. */
static void turn_year(struct kept_log *l, struct extsta_span line, struct extsta_log_line *out)
{
    uint64_t half = UINT64_C(15768000) * 1000000000;
    if (out->clock == EXTSTA_LOG_TIME_EPOCH && l->last_time > out->time &&
        l->last_time - out->time > half && year_of(l->last_time) == l->year) {
        l->year++;
        (void)extsta_log_line_read(line, out->program, l->year, out);
    }
}

static uint32_t speaker_of(struct extsta_witnesses *w, uint32_t log, uint64_t name, bool ap)
{
    for (uint32_t i = w->speakers.count; i > 0; i--) {
        const struct speaker *s = speaker_at(w, i - 1);
        if (s->log == log && s->name == name && s->ap == ap) {
            return i - 1;
        }
    }
    struct speaker *s = w->speakers.count < SPEAKERS_MAX ? store_add(&w->speakers) : NULL;
    if (!s) {
        return EXPLAIN_NONE;
    }
    *s = (struct speaker){.name = name, .log = log, .ap = ap};
    return w->speakers.count - 1;
}

/* A line that names no interface is of the one named last. */
static uint64_t name_of(const struct extsta_witnesses *w, struct kept_log *l,
                        const struct extsta_log_line *line)
{
    if (line->interface.len) {
        uint64_t host = hash_bytes(w->seed, line->host.data, line->host.len);
        l->interface = hash_bytes(host, line->interface.data, line->interface.len);
    }
    return l->interface;
}

static void keep(struct extsta_witnesses *w, uint32_t log, const struct extsta_log_line *line)
{
    struct kept_log *l = log_at(w, log);
    bool ap = line->program == EXTSTA_PROGRAM_HOSTAPD;
    uint32_t speaker = speaker_of(w, log, name_of(w, l, line), ap);
    struct log_event *e =
        speaker == EXPLAIN_NONE || w->events.count >= EVENTS_MAX ? NULL : store_add(&w->events);
    if (!e) {
        w->lost++;
        return;
    }
    size_t len = line->message.len < WORDS_MAX ? line->message.len : WORDS_MAX;
    *e = (struct log_event){
        .time = line->time,
        .resolution = line->resolution,
        .line = (uint32_t)l->about.lines,
        .log = log,
        .speaker = speaker,
        .station = EXPLAIN_NONE,
        .frame = EXPLAIN_NONE,
        .client = EXTSTA_NO_INDEX,
        .story = EXTSTA_NO_INDEX,
        .row = line->row,
        .code = line->code,
        .words_len = (uint16_t)len,
        .program = (uint8_t)line->program,
        .word = (uint8_t)line->word,
        .message = line->message_number,
        .has_time = line->clock != EXTSTA_LOG_TIME_NONE,
        .has_sta = line->has_sta && !line->own,
        .has_bssid = line->has_bssid && !line->own,
        .has_code = line->has_code,
        .local = line->local,
        .sta = line->sta,
        .bssid = line->bssid,
    };
    if (len) {
        memcpy(e->words, line->message.data, len);
    }
    if (line->own) {
        struct speaker *s = speaker_at(w, speaker);
        s->known = true;
        s->mac = ap ? line->bssid : line->sta;
    }
    l->end = w->events.count;
    l->programs[line->program]++;
}

/* Words that several programs use are of the one whose log this has turned out to be. */
static void settle_program(const struct kept_log *l, struct extsta_span text,
                           struct extsta_log_line *line)
{
    enum extsta_program most = EXTSTA_PROGRAM_UNKNOWN;
    struct extsta_log_line again;
    for (unsigned i = 1; i < EXTSTA_PROGRAM_COUNT; i++) {
        most = l->programs[i] > l->programs[most] ? (enum extsta_program)i : most;
    }
    if (most && most != line->program && !l->asked &&
        extsta_log_line_read(text, most, l->year, &again)) {
        *line = again;
    }
}

void extsta_witnesses_line(struct extsta_witnesses *w, struct extsta_span text)
{
    struct extsta_log_line line;
    if (!w->logs.count) {
        return;
    }
    uint32_t log = w->logs.count - 1;
    struct kept_log *l = log_at(w, log);
    l->about.lines++;
    if (!extsta_log_line_read(text, l->asked, l->year, &line)) {
        return;
    }
    turn_year(l, text, &line);
    settle_program(l, text, &line);
    if (line.clock != EXTSTA_LOG_TIME_NONE) {
        l->last_time = line.time;
        l->yearless = l->yearless || line.yearless;
        l->about.clock = line.clock;
        l->about.resolution =
            line.resolution < l->about.resolution ? line.resolution : l->about.resolution;
    }
    if (line.word != EXTSTA_WORD_NONE || line.own) {
        keep(w, log, &line);
    }
}

uint64_t extsta_witnesses_lost(const struct extsta_witnesses *w)
{
    return w->lost;
}

/* --- putting them side by side --- */

void witness_sort(uint32_t *a, size_t n, witness_before before, const void *user)
{
    for (size_t end = n, start = n / 2; end > 1;) {
        if (start) {
            start--;
        } else {
            uint32_t last = a[--end];
            a[end] = a[0];
            a[0] = last;
        }
        for (size_t root = start, child; (child = 2 * root + 1) < end; root = child) {
            child += child + 1 < end && before(user, a[child], a[child + 1]);
            if (!before(user, a[root], a[child])) {
                break;
            }
            uint32_t swap = a[root];
            a[root] = a[child];
            a[child] = swap;
        }
    }
}

static bool told_before(const void *user, uint32_t a, uint32_t b)
{
    const struct extsta_witnesses *w = user;
    const struct log_event *x = event_at(w, a), *y = event_at(w, b);
    if (x->placed != y->placed) {
        return x->placed;
    }
    if (x->placed && x->air != y->air) {
        return x->air < y->air;
    }
    return a < b;
}

static bool make_order(struct extsta_witnesses *w)
{
    uint32_t *order = pool_alloc(w->pool, w->events.count * sizeof *order);
    if (!order) {
        return false;
    }
    for (uint32_t i = 0; i < w->events.count; i++) {
        order[i] = i;
    }
    witness_sort(order, w->events.count, told_before, w);
    w->order = order;
    w->order_count = w->events.count;
    return true;
}

static void sum_up(struct kept_log *l)
{
    for (unsigned i = 1; i < EXTSTA_PROGRAM_COUNT; i++) {
        if (l->programs[i] > l->programs[l->about.program]) {
            l->about.program = (enum extsta_program)i;
        }
    }
    l->about.events = l->end - l->first;
    l->about.resolution = l->about.resolution == UINT64_MAX ? 0 : l->about.resolution;
}

static void name_clients(struct extsta_witnesses *w)
{
    size_t n = extsta_collection_client_count(w->collection);
    for (size_t i = 0; i < n; i++) {
        uint32_t s = witness_station(w, extsta_collection_client(w->collection, i)->mac);
        if (s != EXPLAIN_NONE) {
            station_at(w, s)->client = (uint32_t)i;
        }
    }
}

bool extsta_witnesses_compare(struct extsta_witnesses *w, const struct extsta_collection *c)
{
    bool ok = file_frames(w);
    w->collection = c;
    name_clients(w);
    for (uint32_t i = 0; i < w->logs.count; i++) {
        struct kept_log *l = log_at(w, i);
        sum_up(l);
        if (!ok) {
            continue;
        }
        ok = (l->about.clock == EXTSTA_LOG_TIME_NONE ? order_find(w, i) : clock_find(w, i)) &&
             ok;
        place_events(w, i);
    }
    if (ok) {
        judge_events(w);
    }
    ok = make_order(w) && ok;
    w->short_of_memory = !ok;
    return ok;
}

/* --- handing out --- */

size_t extsta_witnesses_logs(const struct extsta_witnesses *w)
{
    return w->logs.count;
}

void extsta_witnesses_log_at(const struct extsta_witnesses *w, size_t index,
                             struct extsta_witness_log *out)
{
    *out = log_at(w, (uint32_t)index)->about;
}

size_t extsta_witnesses_count(const struct extsta_witnesses *w)
{
    return w->order_count;
}

void extsta_witnesses_at(const struct extsta_witnesses *w, size_t index,
                         struct extsta_witness_event *out)
{
    const struct log_event *e = event_at(w, w->order[index]);
    *out = (struct extsta_witness_event){
        .log = e->log,
        .line = e->line,
        .program = (enum extsta_program)e->program,
        .word = (enum extsta_word)e->word,
        .has_time = e->has_time,
        .placed = e->placed,
        .time = e->air,
        .log_time = e->time,
        .has_sta = e->has_sta || e->station != EXPLAIN_NONE,
        .has_bssid = e->has_bssid,
        .has_code = e->has_code,
        .sta = e->station == EXPLAIN_NONE ? e->sta : station_at(w, e->station)->mac,
        .bssid = e->bssid,
        .code = e->code,
        .message_number = e->message,
        .frame = e->frame == EXPLAIN_NONE ? 0 : frame_at(w, e->frame)->number,
        .client = e->client,
        .story = e->story,
        .verdict = (enum extsta_verdict)e->verdict,
        .confidence = judge_confidence(w, e),
        .frame_code = e->frame_code,
        .other_frame = e->other_frame,
        .silent = e->silent,
        .local = e->local,
        .words = span(e->words, e->words_len),
    };
}
