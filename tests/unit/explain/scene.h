/* A scene for explain: an AP or two, a station, frames one by one, and what is said of them. The
 * frames come from tests/bench/truth_frames.c, which knows nothing of our codecs. */
#ifndef SCENE_H
#define SCENE_H

#include "../testing.h"

#include "../../bench/truth.h"
#include <extsta/collection.h>

#define TOLD 64u

struct scene {
    struct film film;
    struct ap ap, other;
    struct actor sta;
    uint64_t now;
    uint64_t seed;
    struct extsta_context *ctx;
    struct extsta_collection *collection;
    size_t count;
    struct extsta_story told[TOLD];
    char text[TOLD][EXTSTA_STORY_TEXT];
    char name[TOLD][48];
};

static inline void on_story(void *user, const struct extsta_story *story)
{
    struct scene *s = user;
    extsta_collection_story(s->collection, story);
    if (story->what == EXTSTA_STORY_SCAN) {
        return;
    }
    assert_true(s->count < TOLD);
    s->told[s->count] = *story;
    assert_in_range(extsta_story_text(story, s->text[s->count], sizeof s->text[0]), 1,
                    EXTSTA_STORY_TEXT - 1);
    const char *name = extsta_story_kind_name(story->kind);
    strncpy(s->name[s->count], name ? name : "", sizeof s->name[0] - 1);
    s->count++;
}

static inline struct scene *scene(enum security security)
{
    struct scene *s = calloc(1, sizeof *s);
    s->film.random = 7;
    s->now = 1600000000ull * S;
    s->ap = (struct ap){.bssid = {{2, 0, 0, 0, 0, 0xa}}, .ssid = "net", .security = security,
                        .channel = 1, .signal = -40};
    s->other = s->ap;
    s->other.bssid.b[5] = 0xb;
    s->sta = (struct actor){.mac = {{2, 0, 0, 0, 0, 1}}, .signal = -50};
    s->seed = 1;
    s->ctx = testing_context(&s->seed);
    shoot_beacon(&s->film, s->now, &s->ap);
    shoot_beacon(&s->film, s->now, &s->other);
    return s;
}

static inline uint64_t later(struct scene *s, uint64_t ns)
{
    return s->now += ns;
}

static inline bool same(const struct extsta_story *a, const struct extsta_story *b)
{
    char x[EXTSTA_STORY_TEXT], y[EXTSTA_STORY_TEXT];
    const struct extsta_cause *c = &a->cause, *d = &b->cause;
    extsta_story_text(a, x, sizeof x);
    extsta_story_text(b, y, sizeof y);
    bool words = strcmp(x, y) == 0;
    extsta_story_advice(a, x, sizeof x);
    extsta_story_advice(b, y, sizeof y);
    return words && strcmp(x, y) == 0 && a->what == b->what && a->kind == b->kind &&
           memcmp(&a->sta, &b->sta, 6) == 0 && memcmp(&a->bssid, &b->bssid, 6) == 0 &&
           memcmp(&a->other, &b->other, 6) == 0 && a->time == b->time && a->until == b->until &&
           a->first_frame == b->first_frame && a->last_frame == b->last_frame &&
           a->by == b->by && a->is_explicit == b->is_explicit &&
           a->has_reason == b->has_reason && a->has_status == b->has_status &&
           a->inferred == b->inferred && a->forged == b->forged && a->reason == b->reason &&
           a->status == b->status && a->confidence == b->confidence &&
           a->sureness == b->sureness && a->gap == b->gap && a->lost == b->lost &&
           a->count == b->count && a->details == b->details && a->security == b->security &&
           a->context.akm == b->context.akm && a->context.pairwise == b->context.pairwise &&
           a->context.group == b->context.group && a->context.pmf == b->context.pmf &&
           a->context.pmkid == b->context.pmkid && a->context.why == b->context.why &&
           a->context.has_load == b->context.has_load && a->context.busy == b->context.busy &&
           a->context.stations == b->context.stations &&
           a->context.link_count == b->context.link_count &&
           memcmp(&a->context.mld, &b->context.mld, 6) == 0 &&
           memcmp(a->context.links, b->context.links, sizeof a->context.links) == 0 &&
           a->context.listed == b->context.listed && a->context.over == b->context.over &&
           a->context.candidates == b->context.candidates &&
           a->context.asked == b->context.asked && a->context.answered == b->context.answered &&
           a->context.refused == b->context.refused && a->aid == b->aid &&
           a->eap_type == b->eap_type && a->tls_alert == b->tls_alert && c->time == d->time &&
           c->subject == d->subject && c->origin == d->origin && c->stage == d->stage &&
           c->space == d->space && c->code == d->code && c->diagnosis == d->diagnosis &&
           c->confidence == d->confidence && memcmp(&c->peer, &d->peer, 6) == 0 &&
           c->evidence[0] == d->evidence[0] && c->evidence[1] == d->evidence[1] &&
           c->rule == d->rule;
}

/* Every story that was told is in the collection, as it was told and in order. */
static inline void look_at_collection(struct scene *s)
{
    unsigned found = 0;
    extsta_collection_sort(s->collection);
    for (size_t i = 0; i < extsta_collection_client_count(s->collection); i++) {
        const struct extsta_client *client = extsta_collection_client(s->collection, i);
        struct extsta_kept_story k;
        uint64_t moment = 0;
        for (uint32_t at = client->first; at != EXTSTA_NO_INDEX; at = k.next) {
            extsta_collection_story_at(s->collection, client, at, &k);
            assert_true(extsta_story_moment(&k.story) >= moment);
            moment = extsta_story_moment(&k.story);
            size_t n = 0;
            while (n < s->count && !same(&s->told[n], &k.story)) {
                n++;
            }
            assert_true(n < s->count || k.story.what == EXTSTA_STORY_SCAN);
            found += n < s->count;
        }
    }
    for (size_t i = 0; i < extsta_collection_bss_count(s->collection); i++) {
        const struct extsta_kept_bss *bss = extsta_collection_bss_at(s->collection, i);
        struct extsta_kept_story k;
        uint64_t moment = 0;
        for (uint32_t at = bss->first; at != EXTSTA_NO_INDEX; at = k.next) {
            extsta_collection_story_at(s->collection, NULL, at, &k);
            assert_true(extsta_story_moment(&k.story) >= moment);
            moment = extsta_story_moment(&k.story);
            size_t n = 0;
            while (n < s->count && !same(&s->told[n], &k.story)) {
                n++;
            }
            assert_true(n < s->count);
            found++;
        }
    }
    assert_int_equal(found, s->count);
    assert_int_equal(extsta_collection_lost(s->collection), 0);
    extsta_collection_free(s->collection);
}

/* Lets the explainer see it all. */
static inline void tell(struct scene *s)
{
    const struct extsta_explain_sink sink = {.story = on_story, .user = s};
    s->collection = extsta_collection_new(s->ctx);
    assert_non_null(s->collection);
    struct extsta_explain *x = extsta_explain_new(s->ctx, &sink);
    assert_non_null(x);
    for (size_t i = 0; i < s->film.shot_count; i++) {
        const struct shot *shot = &s->film.shots[i];
        const struct extsta_explain_frame frame = {.time = shot->time,
                                                   .number = (uint32_t)i + 1,
                                                   .linktype = 127,
                                                   .fcs_len = 0,
                                                   .original_len = shot->len,
                                                   .bytes = {shot->bytes, shot->len}};
        extsta_explain_frames(x, &frame, 1);
    }
    extsta_explain_finish(x);
    extsta_explain_free(x);
    look_at_collection(s);
}

static inline void scene_free(struct scene *s)
{
    film_free(&s->film);
    extsta_context_free(s->ctx);
    free(s);
}

static inline void authenticate(struct scene *s, struct ap *ap)
{
    if (ap->security == SAE) {
        shoot_auth(&s->film, later(s, MS), &s->sta, ap, false, 3, 1, 126);
        shoot_auth(&s->film, later(s, MS), &s->sta, ap, true, 3, 1, 126);
        shoot_auth(&s->film, later(s, MS), &s->sta, ap, false, 3, 2, 0);
        shoot_auth(&s->film, later(s, MS), &s->sta, ap, true, 3, 2, 0);
    } else {
        shoot_auth(&s->film, later(s, MS), &s->sta, ap, false, 0, 1, 0);
        shoot_auth(&s->film, later(s, MS), &s->sta, ap, true, 0, 2, 0);
    }
}

static inline void associate(struct scene *s, struct ap *ap, const struct ap *left)
{
    shoot_request(&s->film, later(s, MS), &s->sta, ap, left);
    shoot_response(&s->film, later(s, MS), &s->sta, ap, left != NULL, 0);
}

static inline void handshake(struct scene *s, struct ap *ap)
{
    for (int message = 1; message <= 4 && ap->security != OPEN; message++) {
        shoot_key(&s->film, later(s, MS), &s->sta, ap, message);
    }
}

static inline void join(struct scene *s, struct ap *ap)
{
    authenticate(s, ap);
    associate(s, ap, NULL);
    handshake(s, ap);
    later(s, 500 * MS);
}

static inline void data(struct scene *s, struct ap *ap, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        shoot_data(&s->film, later(s, 5 * MS), &s->sta, ap, false, false);
        shoot_data(&s->film, later(s, 5 * MS), &s->sta, ap, true, false);
    }
}

static inline const struct extsta_story *only(struct scene *s, enum extsta_story_what what,
                                       const char *name)
{
    const struct extsta_story *found = NULL;
    for (size_t i = 0; i < s->count; i++) {
        if (s->told[i].what == what && (!name || strcmp(s->name[i], name) == 0)) {
            assert_null(found);
            found = &s->told[i];
        }
    }
    assert_non_null(found);
    return found;
}

static inline unsigned how_many(const struct scene *s, enum extsta_story_what what)
{
    unsigned n = 0;
    for (size_t i = 0; i < s->count; i++) {
        n += s->told[i].what == what;
    }
    return n;
}

#endif
