/* Stories as values with their text. */
#include "explain/story_private.h"

#include "base/mac.h"
#include "explain/codes.h"

void telling_start(struct telling *t, const struct conversation *c, enum extsta_story_what what,
                   enum story_kind kind)
{
    const struct story_kind_info *info = story_kind(kind);
    t->kind = kind;
    t->story = (struct extsta_story){
        .what = what,
        .sta = c->sta,
        .bssid = c->bssid,
        .name = story_kind_name(kind),
        .cause = {.stage = info->stage, .diagnosis = info->diagnosis, .peer = c->bssid},
    };
    text_start(&t->t, t->text, sizeof t->text);
}

void telling_frames(struct telling *t, uint32_t first, uint64_t time, uint32_t last,
                    uint64_t until)
{
    t->story.first_frame = first;
    t->story.time = time;
    t->story.last_frame = last;
    t->story.until = until;
    t->story.cause.time = time / 1000;
    t->story.cause.evidence[0] = first;
    t->story.cause.evidence[1] = last == first ? 0 : last;
}

void telling_cause(struct telling *t, enum extsta_origin origin, enum extsta_stage stage,
                   enum extsta_rule rule)
{
    t->story.cause.subject = EXTSTA_SUBJECT_ASSOCIATION;
    t->story.cause.origin = origin;
    t->story.cause.stage = stage;
    t->story.cause.rule = rule;
}

void telling_reason_silent(struct telling *t, uint16_t reason, enum extsta_story_by by)
{
    t->story.has_reason = true;
    t->story.reason = reason;
    t->story.cause.space =
        by == EXTSTA_BY_STA ? EXTSTA_CODE_OWN_REASON : EXTSTA_CODE_PEER_REASON;
    t->story.cause.code = reason;
}

void telling_reason(struct telling *t, uint16_t reason, enum extsta_story_by by)
{
    telling_reason_silent(t, reason, by);
    text_string(&t->t, ", reason ");
    text_decimal(&t->t, reason);
    text_string(&t->t, " (");
    text_string(&t->t, extsta_reason_text(reason));
    text_char(&t->t, ')');
}

void telling_status(struct telling *t, uint16_t status)
{
    t->story.has_status = true;
    t->story.status = status;
    t->story.cause.space = EXTSTA_CODE_PEER_STATUS;
    t->story.cause.code = status;
    text_string(&t->t, ", status ");
    text_decimal(&t->t, status);
    text_string(&t->t, " (");
    text_string(&t->t, extsta_status_text(status));
    text_char(&t->t, ')');
}

/* The meaning of the kind, as sure as it is. */
void telling_meaning(struct telling *t, uint8_t confidence)
{
    const struct story_kind_info *info = story_kind(t->kind);
    const char *meaning =
        info->meaning ? info->meaning : extsta_diagnosis_explanation(info->diagnosis)->meaning;
    text_string(&t->t, confidence < 95 ? confidence < 75 ? "perhaps " : "probably " : "");
    text_string(&t->t, meaning);
}

void telling_duration(struct telling *t, uint64_t ns)
{
    if (ns < 10 * SECOND) {
        text_decimal(&t->t, ns / MS);
        text_string(&t->t, " ms");
    } else {
        text_decimal(&t->t, ns / SECOND);
        text_string(&t->t, " s");
    }
}

static const char *advise(const char *check, const char *usual, char *out, size_t size)
{
    struct text a;
    text_start(&a, out, size);
    text_string(&a, check);
    text_string(&a, " (usually: ");
    text_string(&a, usual);
    text_char(&a, ')');
    text_end(&a);
    return out;
}

/* What to check: what the kind knows, else what the cause record says. */
static const char *advice(const struct telling *t, char *out, size_t size)
{
    const struct story_kind_info *info = story_kind(t->kind);
    if (info->check && info->usual) {
        return advise(info->check, info->usual, out, size);
    }
    if (t->story.cause.subject == EXTSTA_SUBJECT_SCAN) { /* no cause */
        return NULL;
    }
    const struct extsta_cause *cause = &t->story.cause;
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_NONE && cause->space == EXTSTA_CODE_OWN_REASON) {
        const struct extsta_explanation *own = codes_explain_own_reason((uint16_t)cause->code);
        return own->remedy == EXTSTA_REMEDY_NONE ? NULL
                                                 : advise(own->check, own->usual, out, size);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_NONE && cause->space == EXTSTA_CODE_NONE) {
        return t->story.is_explicit
                   ? "give the key of this network: the frame holds the reason, enciphered"
                   : NULL;
    }
    if (extsta_cause_remedy(cause) == EXTSTA_REMEDY_NONE) {
        return NULL;
    }
    extsta_cause_advice(cause, out, size);
    return out;
}

void telling_end(struct extsta_explain *x, struct telling *t, uint8_t confidence)
{
    char words[512];
    if (!x->sink.story) {
        return;
    }
    t->story.confidence = confidence;
    t->story.cause.confidence = confidence;
    if (t->story.what == EXTSTA_STORY_DISASSOCIATION && !t->story.is_explicit) {
        t->story.cause.subject = EXTSTA_SUBJECT_ASSOCIATION;
    }
    text_end(&t->t);
    t->story.text = t->text;
    t->story.advice = advice(t, words, sizeof words);
    explain_tell(x, &t->story);
}
