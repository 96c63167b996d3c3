/* The profiles that are wanted and their evidence (wish.h). */
#include "acm/wish.h"
#include "base/wipe.h"
#include <string.h>

/* One that may still be tried. */
static bool is_open(const struct acm_wish *wish)
{
    return !wish->wrong && !wish->over;
}

/* The same network with the same key, whatever else the profiles say. */
static bool same_credential(const struct acm_profile *a, const struct acm_profile *b)
{
    return a == b || (a->sae && a->sae == b->sae) ||
           (a->has_pmk && b->has_pmk && a->profile.ssid_len == b->profile.ssid_len &&
            memcmp(a->profile.ssid, b->profile.ssid, a->profile.ssid_len) == 0 &&
            equal_ct(a->pmk, b->pmk, sizeof a->pmk));
}

/* --- what has worked --- */

static bool has_worked(const struct acm_wishes *w, const struct acm_profile *profile)
{
    for (size_t i = 0; w->worked && i < WISH_REMEMBERED; i++) {
        if (w->worked[i] && same_credential(w->worked[i], profile)) {
            return true;
        }
    }
    return false;
}

/* Takes the reference over; the oldest goes. Without memory it is not remembered. */
static void remember(struct extsta_context *ctx, struct acm_wishes *w,
                     struct acm_profile *profile)
{
    if (!w->worked) {
        w->worked = pool_zalloc(&ctx->pool, WISH_REMEMBERED * sizeof *w->worked);
    }
    if (!w->worked || has_worked(w, profile)) {
        acm_profile_unref(ctx, profile);
        return;
    }
    acm_profile_unref(ctx, w->worked[WISH_REMEMBERED - 1]);
    memmove(w->worked + 1, w->worked, (WISH_REMEMBERED - 1) * sizeof *w->worked);
    w->worked[0] = profile;
}

/* --- the list --- */

static void list_free(struct extsta_context *ctx, struct acm_wish *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        acm_profile_unref(ctx, list[i].profile); /* NULL behind what could not be made */
    }
    pool_release(&ctx->pool, list, count * sizeof *list);
}

enum extsta_error wishes_make(struct extsta_context *ctx, struct acm_wishes *w,
                              const struct extsta_profile *profiles, size_t count)
{
    struct acm_wish *list = pool_zalloc(&ctx->pool, count * sizeof *list);
    for (size_t i = 0; list && i < count; i++) {
        list[i].profile = acm_profile_intern(ctx, &profiles[i]);
        if (!list[i].profile) {
            list_free(ctx, list, count);
            list = NULL;
        }
    }
    if (!list) {
        return EXTSTA_E_NO_MEMORY;
    }
    wishes_forget(ctx, w);
    w->list = list;
    w->count = (uint16_t)count;
    for (size_t i = 0; i < count; i++) {
        list[i].worked = has_worked(w, list[i].profile);
    }
    return EXTSTA_OK;
}

void wishes_forget(struct extsta_context *ctx, struct acm_wishes *w)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->list[i].worked && (w->list[i].profile->has_pmk || w->list[i].profile->sae ||
                                  w->list[i].profile->profile.eap.methods[0] != 0)) {
            remember(ctx, w, w->list[i].profile);
            w->list[i].profile = NULL;
        }
    }
    list_free(ctx, w->list, w->count);
    w->list = NULL;
    w->count = w->next = 0;
}

void wishes_destroy(struct extsta_context *ctx, struct acm_wishes *w)
{
    list_free(ctx, w->list, w->count);
    for (size_t i = 0; w->worked && i < WISH_REMEMBERED; i++) {
        acm_profile_unref(ctx, w->worked[i]);
    }
    pool_release(&ctx->pool, w->worked, WISH_REMEMBERED * sizeof *w->worked);
    memset(w, 0, sizeof *w);
}

struct acm_wish *wishes_take(struct acm_wishes *w)
{
    while (w->next < w->count) {
        struct acm_wish *wish = &w->list[w->next++];
        if (is_open(wish)) {
            wish->over = !wish->profile->profile.auto_connect;
            return wish;
        }
    }
    w->next = 0; /* of the next round */
    return NULL;
}

static bool any_open(const struct acm_wishes *w, size_t from)
{
    for (size_t i = from; i < w->count; i++) {
        if (is_open(&w->list[i])) {
            return true;
        }
    }
    return false;
}

bool wishes_another(const struct acm_wishes *w)
{
    return any_open(w, w->next);
}

bool wishes_last(const struct acm_wishes *w)
{
    return any_open(w, 0);
}

void wish_judge(struct acm_wish *wish, struct extsta_cause *cause)
{
    /* The server says so itself, and it has proven who it is; too many tries lock an account. */
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_EAP_PASSWORD ||
        cause->diagnosis == EXTSTA_DIAGNOSIS_EAP_CONFIG) {
        wish->wrong = true;
        return;
    }
    uint8_t most = wish->profile->profile.onex.max_auth_failures;
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_EAP_REFUSED && most > 0 &&
        cause->subject == EXTSTA_SUBJECT_PORT && ++wish->refusals >= most) {
        wish->wrong = true; /* as many as the profile allows for one credential */
        return;
    }
    if (cause->diagnosis != EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE) {
        return;
    }
    /* That the whole operation failed of it says nothing new. */
    if (cause->subject == EXTSTA_SUBJECT_CONNECTION || cause->subject == EXTSTA_SUBJECT_ROAM) {
        cause->confidence = wish->confidence;
        return;
    }
    if (wish->worked) {
        cause->confidence = cause->confidence < WISH_WORKED ? cause->confidence : WISH_WORKED;
    } else if (cause->confidence >= WISH_SUSPECTED && ++wish->suspicions >= WISH_SUSPICIONS) {
        cause->confidence = WISH_CERTAIN;
        wish->wrong = true;
    }
    wish->confidence = cause->confidence;
}
