/* Do logs and air agree? Events that are placed are held against the frames and stories around
 * them, and frames that end something against the log of whoever is named as their sender. A
 * log is believed about what its program did; the air about what was sent. */
#include "explain/logs/witness.h"

#define AROUND   (2 * LOG_SECOND) /* in which a log would speak of a frame it sent */
#define ANSWER   (5 * LOG_SECOND) /* in which an answer came that was not heard */
#define LOOK_MAX 4096u            /* events back */

static bool ends(const struct air_frame *f)
{
    return (1u << f->kind & ANY_END) != 0;
}

static bool is_client(const struct log_event *e)
{
    return e->program != EXTSTA_PROGRAM_HOSTAPD;
}

/* --- one event --- */

static void judge_frame(const struct extsta_witnesses *w, struct log_event *e)
{
    const struct air_frame *f = frame_at(w, e->frame);
    if (!witness_fits(w, e, f)) {
        e->verdict = EXTSTA_VERDICT_CODE_DIFFERS;
        e->frame_code = f->code;
    }
}

/* A frame was due. Whose was it? */
static void judge_unseen(struct log_event *e)
{
    const struct log_row *row = log_row_at(e->row);
    uint8_t own = is_client(e) ? LOG_STA : LOG_AP;
    if (row->frames & ANY_END && row->from == own) {
        e->verdict = EXTSTA_VERDICT_NOT_SENT;
    }
}

/* The attempt that was decided last before the event. */
static bool last_attempt(const struct extsta_witnesses *w, const struct log_event *e,
                         struct extsta_story *out)
{
    bool found = false;
    if (e->client == EXTSTA_NO_INDEX) {
        return false;
    }
    const struct extsta_client *c = extsta_collection_client(w->collection, e->client);
    struct extsta_kept_story k;
    for (uint32_t i = c->first; i != EXTSTA_NO_INDEX; i = k.next) {
        extsta_collection_story_at(w->collection, c, i, &k);
        bool attempt = k.story.what == EXTSTA_STORY_ASSOCIATION_FAILED ||
                       k.story.what == EXTSTA_STORY_PORT_AUTHORIZED;
        if (attempt && k.story.time <= e->air + (uint64_t)MILLISECOND * 20 &&
            (!found || k.story.until >= out->until)) {
            *out = k.story;
            found = true;
        }
    }
    return found;
}

/* Programs guess that the key is wrong when a handshake does not get on; the capture may know.
 */
static void judge_key(const struct extsta_witnesses *w, struct log_event *e)
{
    struct extsta_story s = {.time = 0};
    if (!last_attempt(w, e, &s)) {
        return;
    }
    e->other_frame = s.last_frame;
    if (s.what == EXTSTA_STORY_PORT_AUTHORIZED || s.kind == EXTSTA_KIND_M2_REJECTED) {
        bool old = e->air > s.until + (uint64_t)ANSWER;
        e->verdict = old ? e->verdict : EXTSTA_VERDICT_KEY_IS_RIGHT;
    } else if (s.kind == EXTSTA_KIND_M4_NEVER_CAME || s.kind == EXTSTA_KIND_RSNE_MISMATCH ||
               s.kind == EXTSTA_KIND_M1_NEVER_CAME || s.kind == EXTSTA_KIND_M2_NEVER_CAME) {
        e->verdict = EXTSTA_VERDICT_KEY_UNPROVEN;
    }
}

struct answer {
    const struct extsta_witnesses *w;
    const struct log_event *event;
    uint32_t found;
};

/* Whether any event of the log stands on this frame. */
static bool spoken_of(const struct extsta_witnesses *w, uint32_t log, uint32_t frame)
{
    const struct kept_log *l = log_at(w, log);
    for (uint32_t i = l->first; i < l->end; i++) {
        if (event_at(w, i)->frame == frame) {
            return true;
        }
    }
    return false;
}

/* The last frame of the other side that would have been the answer. */
static uint32_t find_answer(const struct extsta_witnesses *w, const struct log_event *e)
{
    const struct air_station *s = e->station == EXPLAIN_NONE ? NULL : station_at(w, e->station);
    uint32_t found = EXPLAIN_NONE;
    for (uint32_t i = 0; s && i < s->count; i++) {
        uint32_t index = w->by_station[s->begin + i];
        const struct air_frame *f = frame_at(w, index);
        uint32_t kinds = e->word == EXTSTA_WORD_AUTH_TIMEOUT    ? FRAME(AUTH)
                         : e->word == EXTSTA_WORD_ASSOC_TIMEOUT ? ANY_RESPONSE
                                                                : FRAME(EAPOL_KEY);
        bool recent = f->time < e->air && f->time + (uint64_t)ANSWER > e->air;
        if (!recent || (e->has_bssid && memcmp(e->bssid.b, f->bssid.b, 6) != 0) || f->retry) {
            continue;
        }
        if (f->from_ap != is_client(e)) { /* asked again: what came before was for another */
            found = kinds >> f->kind & 1 ? EXPLAIN_NONE : found;
        } else if (kinds >> f->kind & 1 &&
                   (f->kind != EXTSTA_EVENT_EAPOL_KEY || f->number_in % 2 == 0)) {
            found = index;
        }
    }
    return found;
}

static void judge_timeout(const struct extsta_witnesses *w, struct log_event *e)
{
    uint32_t answer = find_answer(w, e);
    if (answer != EXPLAIN_NONE && !spoken_of(w, e->log, answer)) {
        e->verdict = EXTSTA_VERDICT_UNHEARD;
        e->other_frame = frame_at(w, answer)->number;
    }
}

static void judge_event(const struct extsta_witnesses *w, struct log_event *e)
{
    if (e->verdict == EXTSTA_VERDICT_OUTSIDE) {
        return;
    }
    if (e->frame != EXPLAIN_NONE) {
        judge_frame(w, e);
    } else if (e->verdict == EXTSTA_VERDICT_UNSEEN) {
        judge_unseen(e);
    }
    if (e->word == EXTSTA_WORD_WRONG_KEY) {
        judge_key(w, e);
    } else if (e->word == EXTSTA_WORD_AUTH_TIMEOUT || e->word == EXTSTA_WORD_ASSOC_TIMEOUT ||
               e->word == EXTSTA_WORD_KEY_TIMEOUT) {
        judge_timeout(w, e);
    }
}

/* --- one end on the air, and the log of whoever is named as its sender --- */

/* What the log says of a client around a moment. */
struct around {
    bool before, after; /* the log speaks before and after: it covers the moment */
    bool connected;     /* the last it said before was that the client is in */
    uint32_t end;       /* an event about an end, EXPLAIN_NONE: none */
};

static bool tells_end(const struct log_event *e)
{
    static const uint64_t words =
        UINT64_C(1) << EXTSTA_WORD_WANTS_END | UINT64_C(1) << EXTSTA_WORD_DEAUTHENTICATED |
        UINT64_C(1) << EXTSTA_WORD_DISASSOCIATED | UINT64_C(1) << EXTSTA_WORD_DISCONNECTED |
        UINT64_C(1) << EXTSTA_WORD_INACTIVITY | UINT64_C(1) << EXTSTA_WORD_NO_ACK |
        UINT64_C(1) << EXTSTA_WORD_AP_DOWN | UINT64_C(1) << EXTSTA_WORD_LOST;
    return words >> e->word & 1;
}

/* The first event of the log that is not before this time; a log is in order of time. */
static uint32_t first_after(const struct extsta_witnesses *w, const struct kept_log *l,
                            uint64_t time)
{
    uint32_t low = l->first, high = l->end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (event_at(w, middle)->air < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* From the end of the moment back to what was last said of the client before. Lines of an AP
 * about itself count for every client. */
static void look_around(const struct extsta_witnesses *w, uint32_t speaker, uint32_t station,
                        uint64_t time, struct around *out)
{
    const struct kept_log *l = log_at(w, speaker_at(w, speaker)->log);
    uint32_t after = first_after(w, l, time + (uint64_t)AROUND);
    *out = (struct around){.end = EXPLAIN_NONE, .after = after < l->end};
    for (uint32_t i = after; i > l->first && after - i < LOOK_MAX; i--) {
        const struct log_event *e = event_at(w, i - 1);
        bool before = e->air + (uint64_t)AROUND < time;
        out->before = out->before || before;
        if (e->speaker != speaker || (e->has_sta && e->station != station)) {
            continue;
        }
        if (e->word == EXTSTA_WORD_AUTHORIZED && e->air < time) {
            out->connected = true;
            break;
        }
        if (tells_end(e) && before) {
            break;
        }
        out->end = tells_end(e) ? i - 1 : out->end;
    }
    out->before = out->before || after > l->first;
}

/* A line that is not there is an event too. */
static void add_silence(struct extsta_witnesses *w, uint32_t speaker, uint32_t station,
                        uint32_t client, uint32_t story, const struct extsta_story *s)
{
    const struct speaker *who = speaker_at(w, speaker);
    struct log_event *e = store_add(&w->events);
    if (!e) {
        w->lost++;
        return;
    }
    *e = (struct log_event){
        .air = s->time,
        .log = who->log,
        .speaker = speaker,
        .station = station,
        .frame = EXPLAIN_NONE,
        .client = client,
        .story = story,
        .other_frame = s->first_frame,
        .program =
            (uint8_t)(who->ap ? EXTSTA_PROGRAM_HOSTAPD : log_at(w, who->log)->about.program),
        .word = EXTSTA_WORD_NONE,
        .verdict = s->forged ? EXTSTA_VERDICT_CONFIRMED : EXTSTA_VERDICT_NOT_ITS_OWN,
        .placed = true,
        .silent = true,
        .has_bssid = true,
        .bssid = s->bssid,
    };
}

/* An event of the log about a frame of the story, which its program sent: an AP does not hear
 * what somebody else sends in its name, and a client says what it did itself. */
static bool owns_to(struct extsta_witnesses *w, uint32_t speaker, bool ap, uint32_t station,
                    const struct extsta_story *s)
{
    const struct kept_log *l = log_at(w, speaker_at(w, speaker)->log);
    uint64_t from = s->time > (uint64_t)AROUND ? s->time - (uint64_t)AROUND : 0;
    uint64_t until = s->until + (uint64_t)(7 * LOG_SECOND);
    for (uint32_t i = first_after(w, l, from); i < l->end && event_at(w, i)->air < until; i++) {
        struct log_event *e = event_at(w, i);
        const struct air_frame *f = e->frame == EXPLAIN_NONE ? NULL : frame_at(w, e->frame);
        bool told = tells_end(e) && (ap || e->local || e->word == EXTSTA_WORD_WANTS_END);
        bool his = e->speaker == speaker && (e->station == station || s->sta.b[0] & 1);
        if (f && told && his && ends(f) && f->from_ap == ap && f->number >= s->first_frame &&
            f->number <= s->last_frame) {
            if (s->forged || s->by == EXTSTA_BY_UNKNOWN) {
                e->verdict = EXTSTA_VERDICT_ITS_OWN;
                e->other_frame = f->number;
            }
            return true;
        }
    }
    return false;
}

static void judge_end(struct extsta_witnesses *w, uint32_t client, uint32_t story,
                      const struct extsta_story *s)
{
    bool ap = (s->details & EXTSTA_DETAIL_IN_AP_NAME) != 0;
    uint32_t station = witness_station(w, s->sta);
    for (uint32_t i = 0; i < w->speakers.count && station != EXPLAIN_NONE; i++) {
        const struct speaker *who = speaker_at(w, i);
        const struct extsta_witness_log *a = &log_at(w, who->log)->about;
        const struct extsta_mac *named = ap ? &s->bssid : &s->sta;
        struct around around;
        if (who->ap != ap || !who->known || memcmp(who->mac.b, named->b, 6) != 0 ||
            a->state != EXTSTA_CLOCK_FOUND || a->confidence < 75 ||
            owns_to(w, i, ap, station, s)) {
            continue;
        }
        look_around(w, i, station, s->time, &around);
        if (around.end == EXPLAIN_NONE && around.before && around.after && around.connected) {
            add_silence(w, i, station, client, story, s);
        }
    }
}

static void judge_ends(struct extsta_witnesses *w)
{
    size_t n = extsta_collection_client_count(w->collection);
    for (size_t i = 0; i < n; i++) {
        const struct extsta_client *c = extsta_collection_client(w->collection, i);
        struct extsta_kept_story k;
        for (uint32_t s = c->first; s != EXTSTA_NO_INDEX; s = k.next) {
            extsta_collection_story_at(w->collection, c, s, &k);
            if ((k.story.what == EXTSTA_STORY_DISASSOCIATION && k.story.is_explicit) ||
                (k.story.what == EXTSTA_STORY_FINDING && k.story.forged)) {
                judge_end(w, (uint32_t)i, s, &k.story);
            }
        }
    }
}

void judge_events(struct extsta_witnesses *w)
{
    for (uint32_t i = 0; i < w->events.count; i++) {
        judge_event(w, event_at(w, i));
    }
    judge_ends(w);
}

uint8_t judge_confidence(const struct extsta_witnesses *w, const struct log_event *e)
{
    static const uint8_t most[] = {
        [EXTSTA_VERDICT_SAID] = 0,          [EXTSTA_VERDICT_SEEN] = 99,
        [EXTSTA_VERDICT_OUTSIDE] = 0,       [EXTSTA_VERDICT_UNSEEN] = 90,
        [EXTSTA_VERDICT_CODE_DIFFERS] = 80, [EXTSTA_VERDICT_NOT_SENT] = 90,
        [EXTSTA_VERDICT_CONFIRMED] = 97,    [EXTSTA_VERDICT_ITS_OWN] = 97,
        [EXTSTA_VERDICT_NOT_ITS_OWN] = 85,  [EXTSTA_VERDICT_UNHEARD] = 85,
        [EXTSTA_VERDICT_KEY_IS_RIGHT] = 90, [EXTSTA_VERDICT_KEY_UNPROVEN] = 75,
    };
    _Static_assert(sizeof most == EXTSTA_VERDICT_COUNT, "a figure for each");
    const struct extsta_witness_log *a = &log_at(w, e->log)->about;
    bool absent = e->verdict == EXTSTA_VERDICT_UNSEEN || e->verdict == EXTSTA_VERDICT_NOT_SENT;
    uint32_t sure = most[e->verdict] * (uint32_t)a->confidence / 99;
    if (absent && a->expected) { /* a capture that loses frames may have lost this one */
        sure = (uint32_t)((uint64_t)sure * a->matched / a->expected);
    }
    return (uint8_t)(sure < 99 ? sure : 99);
}
