/* Stories as values, from their start to the sink: telling_of, what is known added by the other
 * telling_ calls, telling_end. The rest of story_*.c fills them in this way and never touches
 * the sink. collection.c builds kept stories anew with the same calls. Their words are
 * story_text.c. */
#include "explain/story_private.h"

/* Sure of its kind until somebody says otherwise; without a cause: subject 0 (SCAN) says so. */
void telling_of(struct extsta_story *t, struct extsta_mac sta, struct extsta_mac bssid,
                enum extsta_story_what what, enum extsta_story_kind kind)
{
    const struct story_kind_info *info = story_kind(kind);
    *t = (struct extsta_story){
        .what = what,
        .kind = kind,
        .sta = sta,
        .bssid = bssid,
        .sureness = 100,
        .cause = {.stage = info->stage, .diagnosis = info->diagnosis, .peer = bssid},
    };
}

/* The cause record counts microseconds, stories nanoseconds. Evidence of one frame is one
 * number, not the same twice. */
void telling_frames(struct extsta_story *t, uint32_t first, uint64_t time, uint32_t last,
                    uint64_t until)
{
    t->first_frame = first;
    t->time = time;
    t->last_frame = last;
    t->until = until;
    t->cause.time = time / 1000;
    t->cause.evidence[0] = first;
    t->cause.evidence[1] = last == first ? 0 : last;
}

/* A story's cause is always of an association: what the frames show is no more. */
void telling_cause(struct extsta_story *t, enum extsta_origin origin, enum extsta_stage stage,
                   enum extsta_rule rule)
{
    t->cause.subject = EXTSTA_SUBJECT_ASSOCIATION;
    t->cause.origin = origin;
    t->cause.stage = stage;
    t->cause.rule = rule;
}

/* The same number means other things in the two hands, so the space says whose it is
 * (docs/causes.md). */
void telling_reason(struct extsta_story *t, uint16_t reason, enum extsta_story_by by)
{
    t->has_reason = true;
    t->reason = reason;
    t->cause.space = by == EXTSTA_BY_STA ? EXTSTA_CODE_OWN_REASON : EXTSTA_CODE_PEER_REASON;
    t->cause.code = reason;
}

void telling_status(struct extsta_story *t, uint16_t status)
{
    t->has_status = true;
    t->status = status;
    t->cause.space = EXTSTA_CODE_PEER_STATUS;
    t->cause.code = status;
}

void telling_signs(struct extsta_story *t, const struct extsta_evidence *signs, size_t count,
                   bool against)
{
    for (size_t i = 0; i < count && t->evidence_count < EXTSTA_EVIDENCE_MAX; i++) {
        struct extsta_evidence *e = &t->evidence[t->evidence_count++];
        *e = signs[i];
        e->weight = (int8_t)(against ? -e->weight : e->weight);
    }
}

void telling_end(struct extsta_explain *x, struct extsta_story *t, uint8_t confidence)
{
    context_finish(x, t);
    t->confidence = confidence;
    t->cause.confidence = confidence;
    t->number = ++x->told;
    if (x->sink.story) {
        x->sink.story(x->sink.user, t);
    }
}

/* What --check and the report's red lines go by. An end by the station is not trouble, nor an
 * implicit one; one of unknown origin (spoofed) is. What happens to an AP is, when it has
 * clients. */
bool extsta_story_is_trouble(const struct extsta_story *s)
{
    switch (s->what) {
    case EXTSTA_STORY_ASSOCIATION_FAILED:
    case EXTSTA_STORY_SILENCE:
        return true;
    case EXTSTA_STORY_DISASSOCIATION:
        return s->is_explicit && s->by != EXTSTA_BY_STA;
    case EXTSTA_STORY_FINDING:
        return s->forged || s->kind == EXTSTA_KIND_PEERING_FAILED;
    case EXTSTA_STORY_AP:
        return s->forged || (s->count > 0 && s->kind != EXTSTA_KIND_CHANNEL_SWITCH &&
                             s->kind != EXTSTA_KIND_AP_FULL); /* the refusals are */
    case EXTSTA_STORY_NOT_CONNECTED:
        return s->kind != EXTSTA_KIND_CAPTIVE_PORTAL;
    case EXTSTA_STORY_ADDRESS:
    case EXTSTA_STORY_CONNECTED:
    case EXTSTA_STORY_ASSOCIATION:
    case EXTSTA_STORY_PORT_AUTHORIZED:
    case EXTSTA_STORY_ROAM:
    case EXTSTA_STORY_GROUP_REKEY:
    case EXTSTA_STORY_SCAN:
        break;
    }
    return false;
}

/* A join was settled by its last frame; an end, by the frame that says so. */
uint64_t extsta_story_moment(const struct extsta_story *s)
{
    switch (s->what) {
    case EXTSTA_STORY_ASSOCIATION:
    case EXTSTA_STORY_ASSOCIATION_FAILED:
    case EXTSTA_STORY_PORT_AUTHORIZED:
    case EXTSTA_STORY_ROAM:
    case EXTSTA_STORY_ADDRESS:
    case EXTSTA_STORY_CONNECTED:
    case EXTSTA_STORY_NOT_CONNECTED:
        return s->until;
    case EXTSTA_STORY_DISASSOCIATION:
        return s->is_explicit || s->kind == EXTSTA_KIND_END_MISSED ? s->time : s->until;
    case EXTSTA_STORY_SILENCE:
    case EXTSTA_STORY_FINDING:
    case EXTSTA_STORY_GROUP_REKEY:
    case EXTSTA_STORY_SCAN:
    case EXTSTA_STORY_AP:
        break;
    }
    return s->time;
}
