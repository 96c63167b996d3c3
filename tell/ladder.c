/* Events remembered for a while, and the stories that wait for them (ladder.h). Between an
 * explainer's sink and the report: ladder_store.c keeps what comes out for a page that is
 * written at the end, report_live.c passes it on.
 *
 * Events lie in a ring; those of stations with one hash are chained backwards, so that a story
 * finds its own without looking at everybody's. */
#include "ladder.h"
#include "mac_hash.h"
#include "texts.h"
#include <stdlib.h>
#include <string.h>

#define EVENTS    131072u
#define CHAINS    16384u
#define TEXTS     8192u /* more different ones are an attack: then only the kind is said */
#define LOOKED_AT 8192u /* of a chain, for one story */
#define WAITING   32u   /* stories */
#define BEFORE    6u    /* frames before a story, */
#define RECENTLY  5000000000u /* nanoseconds before it at most */
#define HALF      (LADDER_MAX / 2)

struct event {
    uint64_t time;
    uint32_t number;
    uint32_t before; /* the event before it in its chain, as a count of events; 0: none */
    struct extsta_mac sta, bssid;
    uint16_t text;
    uint8_t flags;
};

struct ladders {
    void (*settled)(void *user, const struct extsta_story *story, const struct ladder *ladder);
    void *user;
    struct texts texts;
    uint32_t count; /* events so far; the last one is number `count` */
    uint32_t chains[CHAINS];
    uint32_t waiting;
    struct extsta_story stories[WAITING];
    struct event events[EVENTS];
};

struct ladders *ladders_new(void (*settled)(void *user, const struct extsta_story *story,
                                            const struct ladder *ladder),
                            void *user)
{
    struct ladders *l = calloc(1, sizeof *l);
    if (l) {
        l->settled = settled;
        l->user = user;
    }
    return l;
}

void ladders_free(struct ladders *l)
{
    if (l) {
        texts_free(&l->texts);
        free(l);
    }
}

static bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

/* NULL: no longer remembered. */
static const struct event *event_at(const struct ladders *l, uint32_t count)
{
    return count == 0 || l->count - count >= EVENTS ? NULL : &l->events[count % EVENTS];
}

static uint16_t text_of(struct ladders *l, const struct extsta_frame_event *e)
{
    char text[EXTSTA_EVENT_TEXT];
    if (l->texts.count >= TEXTS) {
        return (uint16_t)texts_number(&l->texts, extsta_event_name(e->kind));
    }
    extsta_event_text(e, text, sizeof text);
    return (uint16_t)texts_number(&l->texts, text);
}

bool ladders_failed(const struct ladders *l)
{
    return l->texts.failed;
}

const char *ladder_text(const struct ladders *l, uint16_t text)
{
    return text < l->texts.count ? l->texts.all[text] : "";
}

void ladders_event(struct ladders *l, const struct extsta_frame_event *e)
{
    uint32_t *chain = &l->chains[mac_hash(e->sta, l) % CHAINS];
    if (++l->count == 0) { /* after four thousand million: 0 says that there is none */
        memset(l->chains, 0, sizeof l->chains);
        l->count = 1;
    }
    l->events[l->count % EVENTS] = (struct event){
        .time = e->time,
        .number = e->number,
        .before = *chain,
        .sta = e->sta,
        .bssid = e->bssid,
        .text = text_of(l, e),
        .flags = (uint8_t)((e->from_ap ? LADDER_FROM_AP : 0) | (e->retry ? LADDER_RETRY : 0) |
                           (e->is_protected ? LADDER_PROTECTED : 0) |
                           (e->decrypted ? LADDER_OPENED : 0)),
    };
    *chain = l->count;
    ladders_settle(l);
}

/* What a search backwards has found: the last ones in `late`, of those before the first ones.
 */
struct found {
    struct ladder_frame late[HALF], early[HALF];
    uint32_t late_count, early_count, before_count;
    struct ladder_frame before[BEFORE];
};

static struct ladder_frame frame_of(const struct event *e, const struct extsta_story *s,
                                    unsigned more)
{
    unsigned other = same(e->bssid, s->bssid) ? 0u : LADDER_OTHER_AP;
    return (struct ladder_frame){.time = e->time,
                                 .number = e->number,
                                 .text = e->text,
                                 .flags = (uint8_t)(e->flags | other | more)};
}

/* What goes well needs nothing from before it. */
static void find(const struct ladders *l, const struct extsta_story *s, struct found *f)
{
    uint32_t before = extsta_story_is_trouble(s) || s->what == EXTSTA_STORY_ROAM ? BEFORE : 0;
    const struct event *e;
    unsigned steps = 0;
    for (uint32_t at = l->chains[mac_hash(s->sta, l) % CHAINS];
         (e = event_at(l, at)) != NULL && steps++ < LOOKED_AT; at = e->before) {
        bool ours =
            same(e->sta, s->sta) && (same(e->bssid, s->bssid) || same(e->bssid, s->other));
        if (!ours || e->number > s->last_frame) {
            continue;
        }
        if (e->number >= s->first_frame && f->late_count < HALF) {
            f->late[f->late_count++] = frame_of(e, s, 0);
        } else if (e->number >= s->first_frame) {
            f->early[f->early_count++ % HALF] = frame_of(e, s, 0);
        } else if (f->before_count == before || s->time > e->time + RECENTLY) {
            return;
        } else {
            f->before[f->before_count++] = frame_of(e, s, LADDER_BEFORE);
        }
    }
}

/* What was found backwards, forwards. Of a long one the frames before are not missed. */
static void put_in_order(const struct found *f, struct ladder *out)
{
    uint32_t early = f->early_count < HALF ? f->early_count : HALF;
    uint32_t room = LADDER_MAX - f->late_count - early;
    uint32_t before = f->before_count < room ? f->before_count : room;
    out->count = 0;
    while (before) {
        out->frames[out->count++] = f->before[--before];
    }
    for (uint32_t i = 0; i < early; i++) {
        out->frames[out->count++] = f->early[(f->early_count - 1 - i) % HALF];
    }
    out->left_out = f->early_count - early;
    out->left_at = out->count;
    for (uint32_t i = f->late_count; i > 0; i--) {
        out->frames[out->count++] = f->late[i - 1];
    }
}

/* Scans and rekeyings have nothing to climb. */
static bool has_ladder(const struct extsta_story *s)
{
    return s->what != EXTSTA_STORY_SCAN && s->what != EXTSTA_STORY_GROUP_REKEY;
}

void ladders_settle(struct ladders *l)
{
    uint32_t n = l->waiting;
    l->waiting = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct found f = {.late_count = 0};
        struct ladder ladder = {.count = 0};
        if (has_ladder(&l->stories[i])) {
            find(l, &l->stories[i], &f);
            put_in_order(&f, &ladder);
        }
        l->settled(l->user, &l->stories[i], &ladder);
    }
}

void ladders_story(struct ladders *l, const struct extsta_story *s)
{
    if (l->waiting == WAITING) {
        ladders_settle(l);
    }
    l->stories[l->waiting++] = *s;
}
