/* Each event of a log whose clock is known: on the capture's time, on the frame that it tells
 * of, and on the story that this frame belongs to. An event without a frame stands by its time.
 */
#include "explain/logs/witness.h"

#define REPEATED  (100 * MILLISECOND) /* in which a frame with the Retry bit repeats another */
#define AP_NEARBY (10 * LOG_SECOND)   /* of a story of the AP itself */
#define NEARBY    (2 * LOG_SECOND)

/* --- frames --- */

struct search {
    const struct extsta_witnesses *w;
    const struct log_event *event;
    uint8_t order;
    int64_t margin; /* by which the clock may be wrong, with what the log cut off */
    bool loosely;
    uint32_t behind; /* frames up to this one are taken; EXPLAIN_NONE: none */
    uint32_t best;
    int64_t best_off;
};

/* How far from the event the frame is, in the direction in which it should be; in the other
 * one, which only an error of the clock explains, ten times as far. -1: not there. */
static int64_t distance(const struct search *s, const struct air_frame *f)
{
    int64_t since =
        (int64_t)s->event->air - (int64_t)f->time; /* above 0: the frame came before */
    int64_t resolution = (int64_t)s->event->resolution;
    int64_t cut = since < 0 && since + resolution >= 0 ? 0
                  : since < 0                          ? since + resolution
                                                       : since;
    int64_t off = cut < 0 ? -cut : cut;
    bool wrong = (s->order == LOG_AFTER && cut < 0) || (s->order == LOG_BEFORE && cut > 0);
    return !wrong ? off : off <= s->margin ? 10 * off : -1;
}

/* The nearest; of a frame and its repetitions by the MAC the first. */
static bool on_frame(void *user, uint32_t index)
{
    struct search *s = user;
    const struct air_frame *f = frame_at(s->w, index);
    int64_t off = distance(s, f);
    if (off < 0 || (s->behind != EXPLAIN_NONE && index <= s->behind) ||
        (!s->loosely && !witness_fits(s->w, s->event, f))) {
        return true;
    }
    const struct air_frame *best = s->best == EXPLAIN_NONE ? NULL : frame_at(s->w, s->best);
    bool repeats = best && f->retry && f->time - best->time < (uint64_t)REPEATED &&
                   f->kind == best->kind && f->number_in == best->number_in;
    if (!repeats && (!best || off < s->best_off)) {
        s->best = index;
        s->best_off = off;
    }
    return true;
}

/* Where lines are cut off to seconds, equal ones take equal frames in their order: the frame
 * that the line before took. */
static uint32_t taken_before(const struct extsta_witnesses *w, uint32_t first, uint32_t index)
{
    const struct log_event *e = event_at(w, index);
    uint32_t taken = EXPLAIN_NONE;
    for (uint32_t i = index; i > first && index - i < 64 && taken == EXPLAIN_NONE; i--) {
        const struct log_event *b = event_at(w, i - 1);
        if (b->row == e->row && b->message == e->message && b->station == e->station &&
            b->time + b->resolution >= e->time) {
            taken = b->frame;
        }
    }
    return e->resolution < (uint64_t)LOG_SECOND / 10 ? EXPLAIN_NONE : taken;
}

static void place_on_frame(struct extsta_witnesses *w, uint32_t first, uint32_t index,
                           int64_t within)
{
    struct log_event *e = event_at(w, index);
    const struct log_row *row = log_row_at(e->row);
    struct search s = {.w = w,
                       .event = e,
                       .order = row->order,
                       .best = EXPLAIN_NONE,
                       .behind = taken_before(w, first, index),
                       .margin = within};
    /* Busy machines: a line may be later than the clock was found by. */
    int64_t slack = witness_slack(e) < LOG_SECOND ? LOG_SECOND : witness_slack(e);
    int64_t room = slack + s.margin + STAMPED + (int64_t)e->resolution;
    uint64_t from = e->air > (uint64_t)room ? e->air - (uint64_t)room : 0;
    for (int attempt = 0; attempt < 3 && s.best == EXPLAIN_NONE; attempt++) {
        s.margin += attempt == 1 ? STAMPED : 0;
        s.loosely = attempt == 2; /* another reason or status is better than none */
        witness_candidates(w, e, e->station, from, e->air + (uint64_t)room, on_frame, &s);
    }
    e->frame = s.best;
}

/* --- stories --- */

/* How well a story fits an event: 0 not at all. Of those whose frames include the event's the
 * shortest; else the one that was settled last before it. */
struct fit {
    bool inside;
    uint64_t off; /* frames, or ns */
};

static bool fits(const struct extsta_story *s, const struct log_event *e, uint32_t number,
                 struct fit *out)
{
    bool scan = s->what == EXTSTA_STORY_SCAN;
    if (number && s->first_frame <= number && number <= s->last_frame && !scan) {
        *out = (struct fit){true, s->last_frame - s->first_frame};
        return true;
    }
    uint64_t moment = extsta_story_moment(s);
    uint64_t begins = s->time < moment ? s->time : moment;
    if (scan || begins > e->air + (uint64_t)NEARBY / 100) {
        return false;
    }
    *out = (struct fit){false, e->air > begins ? e->air - begins : 0};
    return true;
}

static void place_on_story(struct extsta_witnesses *w, struct log_event *e, uint32_t client)
{
    uint32_t number = e->frame == EXPLAIN_NONE ? 0 : frame_at(w, e->frame)->number;
    const struct extsta_client *c = extsta_collection_client(w->collection, client);
    struct fit best = {false, 0};
    struct extsta_kept_story k;
    e->client = client;
    for (uint32_t i = c->first; i != EXTSTA_NO_INDEX; i = k.next) {
        struct fit fit;
        extsta_collection_story_at(w->collection, c, i, &k);
        if (!fits(&k.story, e, number, &fit) || (best.inside && !fit.inside)) {
            continue;
        }
        if (e->story == EXTSTA_NO_INDEX || fit.inside > best.inside || fit.off < best.off) {
            e->story = i;
            best = fit;
        }
    }
}

/* What an AP says of itself belongs to what happened to it: the story nearest in time. */
static void find_ap_story(struct extsta_witnesses *w, struct log_event *e)
{
    const struct speaker *who = speaker_at(w, e->speaker);
    size_t n = who->ap && who->known ? extsta_collection_bss_count(w->collection) : 0;
    uint64_t best = (uint64_t)AP_NEARBY;
    for (size_t b = 0; b < n; b++) {
        const struct extsta_kept_bss *bss = extsta_collection_bss_at(w->collection, b);
        struct extsta_kept_story k;
        if (memcmp(bss->bssid.b, who->mac.b, 6) != 0) {
            continue;
        }
        for (uint32_t i = bss->first; i != EXTSTA_NO_INDEX; i = k.next) {
            extsta_collection_story_at(w->collection, NULL, i, &k);
            uint64_t off = e->air < k.story.time    ? k.story.time - e->air
                           : e->air > k.story.until ? e->air - k.story.until
                                                    : 0;
            if (off < best) {
                best = off;
                e->story = i;
            }
        }
    }
}

/* A deauthentication to all has its story with them; the client's own line, if there is one,
 * tells more. */
static void find_story(struct extsta_witnesses *w, struct log_event *e)
{
    uint32_t client =
        e->station == EXPLAIN_NONE ? EXTSTA_NO_INDEX : station_at(w, e->station)->client;
    if (client != EXTSTA_NO_INDEX) {
        place_on_story(w, e, client);
    } else if (!e->has_sta) {
        find_ap_story(w, e);
    }
}

/* --- all of a log --- */

static bool in_capture(const struct extsta_witnesses *w, const struct log_event *e)
{
    return w->frames.count && e->air + (uint64_t)LOG_SECOND / 10 >= w->begin &&
           e->air <= w->end + (uint64_t)LOG_SECOND / 10;
}

/* matched and expected are counted anew: of frames that were found at this offset, of those
 * that ought to have been. */
void place_events(struct extsta_witnesses *w, uint32_t log)
{
    struct kept_log *l = log_at(w, log);
    struct extsta_witness_log *a = &l->about;
    uint32_t matched = 0, expected = 0;
    if (a->state != EXTSTA_CLOCK_FOUND && a->state != EXTSTA_CLOCK_ORDER) {
        for (uint32_t i = l->first; i < l->end; i++) {
            event_at(w, i)->verdict = EXTSTA_VERDICT_OUTSIDE;
        }
        return;
    }
    for (uint32_t i = l->first; i < l->end; i++) {
        struct log_event *e = event_at(w, i);
        bool order = a->state == EXTSTA_CLOCK_ORDER;
        if (!order && e->has_time) {
            e->air = clock_to_air(a, e->time);
            e->placed = true;
            if (witness_has_frame(e) && e->station != EXPLAIN_NONE) {
                place_on_frame(w, l->first, i, (int64_t)a->within);
            }
        }
        bool inside = e->placed && in_capture(w, e);
        bool has = witness_has_frame(e) && e->station != EXPLAIN_NONE;
        matched += e->frame != EXPLAIN_NONE;
        expected +=
            e->frame != EXPLAIN_NONE || (has && inside && !log_row_at(e->row)->optional);
        e->verdict = !e->placed || !inside                  ? EXTSTA_VERDICT_OUTSIDE
                     : e->frame != EXPLAIN_NONE             ? EXTSTA_VERDICT_SEEN
                     : has && !log_row_at(e->row)->optional ? EXTSTA_VERDICT_UNSEEN
                                                            : EXTSTA_VERDICT_SAID;
        if (inside) {
            find_story(w, e);
        }
    }
    a->matched = matched;
    a->expected = expected;
}
