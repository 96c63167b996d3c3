/* Refusals that a station has an answer to: another group for SAE (IEEE 802.11-2020 12.4.7.4)
 * or OWE (RFC 8110 4.4), authentication without the PMK that the AP does not know. Whether one
 * is a failure shows when the attempt goes on, or does not: story_attempt.c asks. */
#include "explain/story_private.h"

#include "wire/status_codes.h"

#define AUTH_SAE 3u

bool story_is_held(const struct story_conversation *st)
{
    bool group = st->status == STATUS_GROUP_REFUSED;
    return st->state == STORY_ASSOC_RESPONSE
               ? group || st->status == STATUS_INVALID_PMKID
               : st->state == STORY_AUTH && group && st->algorithm == AUTH_SAE;
}

void story_tell_held(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    enum extsta_story_kind kind = st->status == STATUS_INVALID_PMKID ? EXTSTA_KIND_PMK_FORGOTTEN
                                  : st->state == STORY_AUTH          ? EXTSTA_KIND_SAE_GROUP
                                                                     : EXTSTA_KIND_OWE_GROUP;
    struct extsta_story t;
    telling_start(&t, c, EXTSTA_STORY_FINDING, kind);
    telling_frames(&t, st->first, st->began, st->last, st->progress);
    telling_cause(&t, EXTSTA_ORIGIN_PEER, story_kind(kind)->stage, RULE(ASC_05));
    t.by = EXTSTA_BY_AP;
    telling_status(&t, st->status);
    context_failed(c, &t);
    st->status = 0;
    if (st->state == STORY_AUTH) {
        story_sae_failed(x, c, &t, 95);
    } else {
        telling_end(x, &t, 95);
    }
}
