/* What happened to an access point, in words (EXTSTA_STORY_AP); story_text.c calls. How long,
 * and how many clients it concerned, come from the story; what the kind means, from texts.ini.
 */
#include "explain/story_private.h"

#include "base/text.h"

static void put_clients(struct text *t, const struct extsta_story *s, const char *one,
                        const char *many)
{
    if (s->count) {
        text_string(t, "; ");
        text_decimal(t, s->count);
        text_string(t, s->count == 1 ? one : many);
    }
}

/* Below it a pause is not worth a word. */
#define PAUSE_LEAST SECOND

static const struct extsta_evidence *sign_of(const struct extsta_story *s,
                                             enum extsta_sign what)
{
    for (size_t i = 0; i < s->evidence_count; i++) {
        if (s->evidence[i].what == what) {
            return &s->evidence[i];
        }
    }
    return NULL;
}

/* Where others were heard meanwhile; else it may have been the capture's radio that did not
 * hear. */
static void put_pause(struct text *t, const struct extsta_story *s)
{
    text_string(t,
                sign_of(s, EXTSTA_SIGN_OTHERS_HEARD) ? "off the air for " : "not heard for ");
    text_duration(t, s->gap);
    text_string(t, s->kind == EXTSTA_KIND_AP_GONE && (s->details & EXTSTA_DETAIL_TO_THE_END)
                       ? ", until the end of the capture"
                       : "");
    text_string(t, s->details & EXTSTA_DETAIL_SENT_AWAY
                       ? "; before, it had sent its clients away"
                       : "");
}

/* ", from 6 to 11, as it had announced". Where its beacons were not heard on the new one, the
 * announcement is all that is known. */
static void put_channels(struct text *t, const struct extsta_story *s)
{
    const struct extsta_evidence *seen = sign_of(s, EXTSTA_SIGN_CHANNEL);
    const struct extsta_evidence *announced = sign_of(s, EXTSTA_SIGN_MOVES);
    const struct extsta_evidence *e = seen ? seen : announced;
    if (e) {
        text_string(t, ", from ");
        text_decimal(t, (uint64_t)e->usual);
        text_string(t, " to ");
        text_decimal(t, (uint64_t)e->is);
        text_string(t, !announced ? ", without an announcement"
                       : seen     ? ", as it had announced"
                                  : ": it announced that, and is not heard here any more");
    }
}

/* How much is missing, and for how long. */
static void put_missing(struct text *t, const struct extsta_story *s)
{
    const struct extsta_evidence *missing = sign_of(s, EXTSTA_SIGN_MISSING);
    char words[EXTSTA_EVIDENCE_TEXT];
    if (missing) {
        extsta_evidence_text(missing, words, sizeof words);
        text_string(t, ": ");
        text_string(t, words);
        text_string(t, ", for ");
        text_duration(t, s->until - s->time);
    }
}

void ap_words(struct text *t, const struct extsta_story *s)
{
    if (ap_attack_words(t, s)) {
        return;
    }
    bool moved = s->kind == EXTSTA_KIND_CHANNEL_SWITCH;
    bool paused = s->gap >= PAUSE_LEAST && !moved;
    if (paused) {
        put_pause(t, s);
    }
    if (s->kind != EXTSTA_KIND_AP_GONE || !paused) {
        text_string(t, paused ? "; " : "");
        story_put_meaning(t, s);
        put_channels(t, s);
        put_missing(t, s);
    }
    if (s->has_reason) {
        text_string(t, ", reason ");
        text_decimal(t, s->reason);
        text_string(t, " (");
        text_string(t, extsta_reason_text(s->reason));
        text_char(t, ')');
    }
    if (s->kind == EXTSTA_KIND_SENT_AWAY || s->kind == EXTSTA_KIND_AP_FULL) {
        put_clients(t, s, " client", " clients");
    } else {
        put_clients(t, s, " client was associated", " clients were associated");
    }
    context_put_busy(t, s);
}
