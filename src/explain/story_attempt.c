/* Attempts: authentication and association (ASC-04: what an attempt consists of), their
 * outcome, and what they failed of. Actions of the table in story_machine.c for the states up
 * to ASSOC_RESPONSE, and the step to associated, which they share with what is only inferred.
 *
 * An attempt is what a person would call one try: repetitions belong to it (same_attempt).
 * While it is under way an older association with the same AP lives on (STORY_OLD); it ends
 * when the new one is made. */
#include "explain/story_private.h"

#include "base/hash.h"
#include "base/mac.h"
#include "wire/status_codes.h"

#include <string.h>

/* Authentication algorithms (9.4.1.1) and status codes (table 9-50). */
#define AUTH_SHARED_KEY 1u
#define AUTH_FT         2u
#define AUTH_SAE        3u
#define AUTH_FILS_FIRST 4u
#define AUTH_FILS_LAST  6u


/* SAE is computed for long, and repeated every two seconds. */
#define SAE_GAP (2500 * MS)
/* A comeback time (status 30) is a second or so. */
#define LATER_GAP (10 * SECOND)

/* What an attempt begins without. */
#define ATTEMPT_FLAGS                                                                          \
    (STORY_REASSOC | STORY_FAILED | STORY_LATER | STORY_NAK | STORY_MIC_WRONG |                \
     STORY_MIC_RIGHT | STORY_AUTH_SEEN | STORY_DENIED | STORY_REQUEST)

/* --- security --- */

/* Only compared, never shown: 4 octets instead of 33 per station. Never 0 for an SSID. */
static uint32_t ssid_hash(struct extsta_span ssid)
{
    uint32_t h = ssid.len ? (uint32_t)hash_bytes(1, ssid.data, ssid.len) : 0;
    return ssid.len && h == 0 ? 1 : h;
}

/* From the request if it was seen (the choice), else from what the BSS announces (the
 * offer). */
void story_take_security(struct extsta_explain *x, struct conversation *c,
                         const struct extsta_frame_event *e)
{
    struct story_conversation *st = &c->story;
    const struct network *n = story_network_of(x, c);
    if (e && e->security && !e->malformed) {
        st->security = security_bits(e->security);
        st->ssid = ssid_hash(e->ssid);
        /* Both must be able to (12.6.3). */
        if ((st->security & SECURITY_MFP_CAPABLE) && n && n->capable_mfp) {
            st->security |= SECURITY_MFP;
        }
        context_take_request(c, e);
        return;
    }
    if ((st->security & SECURITY_KNOWN) || !n || !n->faces) {
        return;
    }
    if (n->faces->variants) {
        st->security = security_bits(&n->faces->variants->security);
        /* What the BSS can do is not yet agreed on. */
        if (!n->required_mfp) {
            st->security &= (uint16_t)~SECURITY_MFP;
        }
    }
    st->ssid = ssid_hash(span(n->faces->ssid, n->faces->ssid_len));
}

/* --- beginning --- */

/* An association that this attempt would replace goes on until it does (DIS-03). */
static void keep_old(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    if (s->was != STORY_PORT && s->was != STORY_SERVICE) {
        return;
    }
    st->flags |= STORY_OLD | (s->was == STORY_SERVICE ? STORY_OLD_PORT : 0);
    story_keep_last(s);
}

/* `before`: the conversation the station comes from, should it be a roam. */
void story_begin(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    struct station *station = story_station_of(s->x, s->c);
    story_scan_over(s->x, station);
    story_series_over(s->x, s->c);
    st->flags &= ~ATTEMPT_FLAGS;
    context_begin(s->c);
    keep_old(s);
    st->began = st->progress = s->time;
    st->first = st->last = s->number;
    st->requests = 0;
    st->status = 0;
    st->failure = EXTSTA_KIND_NONE;
    st->auth_step[SIDE_STA] = st->auth_step[SIDE_AP] = 0;
    story_sae_begin(s->x, s->c);
    st->left = (struct extsta_mac){0};
    st->before = station->story.current == s->c->index + 1 ? 0 : station->story.current;
    if (s->e) {
        story_note(s, NULL);
    }
}

/* A further frame of the attempt. */
void story_note(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    st->progress = s->time;
    st->last = s->number;
    if (s->e->kind != EXTSTA_EVENT_AUTH) {
        return;
    }
    st->flags |= STORY_AUTH_SEEN;
    if (s->e->has_status) {
        st->algorithm = (uint8_t)s->e->algorithm;
        st->auth_step[s->e->from_ap] = (uint8_t)s->e->sequence;
        st->status = s->e->from_ap ? s->e->status : st->status;
    } else if (!s->e->from_ap && s->e->is_protected) { /* the enciphered challenge: frame 3 */
        st->algorithm = AUTH_SHARED_KEY;
        st->auth_step[SIDE_STA] = 3;
    }
    if (!s->e->from_ap) {
        story_count(&st->requests);
    }
}

/* Whether a repeated request belongs to the attempt under way: by its pause, longer where the
 * standard makes the station wait. A scan in between says that it had given up. */
static bool same_attempt(const struct story_step *s)
{
    const struct story_conversation *st = &s->c->story;
    uint64_t gap = s->time - st->progress;
    if (st->flags & STORY_LATER) {
        return gap < LATER_GAP;
    }
    if (gap > SECOND / 20 && story_station_of(s->x, s->c)->story.scan_until > st->progress) {
        return false;
    }
    return gap < (st->algorithm == AUTH_SAE ? SAE_GAP : STORY_ATTEMPT_GAP);
}

/* The attempt that is given up is told as of the state in which it stopped; so the state goes
 * back for a moment. story_next does the same. */
void story_again(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    if (same_attempt(s)) {
        if (story_is_held(st)) {
            story_tell_held(s->x, s->c);
        }
        story_note(s, NULL);
        return;
    }
    st->state = s->was;
    story_give_up(s->x, s->c);
    st->state = STORY_AUTH;
    story_begin(s, NULL);
}

/* A new attempt while the one before, or an association, has not ended. */
void story_next(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    uint8_t next = st->state;
    bool echo = s->e->retry || s->time - st->progress < 50 * MS;
    if (s->was == STORY_ASSOC_RESPONSE && s->e->from_ap && echo) {
        st->state = s->was; /* an answer that was repeated */
        return;
    }
    st->state = s->was;
    if (s->was == STORY_ASSOC_RESPONSE && story_is_held(st) &&
        s->time < st->progress + SAE_GAP) {
        story_tell_held(s->x, s->c);
    } else if (s->was == STORY_ASSOC_RESPONSE ||
               (s->was == STORY_PORT && (st->messages[0] || s->time > st->made + SECOND))) {
        story_give_up(s->x, s->c);
    }
    if (s->was == STORY_SERVICE) {
        struct silence silence = {.by = EXTSTA_BY_UNKNOWN};
        if (!s->e->from_ap) {
            silence = story_was_silent(s->x, s->c);
        }
        if (story_tell_silence(s->x, s->c, &silence)) {
            s->was = STORY_NOTHING;
        }
    }
    st->state = next;
    story_begin(s, NULL);
}

/* It may be the first frame of an attempt that was seen. */
void story_request(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    if (s->was == STORY_PORT || s->was == STORY_SERVICE) {
        story_next(s, NULL);
    } else if (s->was == STORY_NOTHING) {
        story_begin(s, NULL);
    }
    st->requests = 1;
    st->progress = s->time;
    st->last = s->number;
    st->flags = (st->flags & ~(uint32_t)STORY_REASSOC) | STORY_REQUEST;
    if (s->e->kind == EXTSTA_EVENT_REASSOC_REQ) {
        st->flags |= STORY_REASSOC;
        st->left = s->e->current_ap;
    }
    story_take_security(s->x, s->c, s->e);
    story_note_request(s->x, s->c, s->e);
}

/* Again after a pause: the one before is given up, and the new one has no authentication. */
void story_request_again(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    if (!same_attempt(s)) {
        story_give_up(s->x, s->c);
        story_begin(s, NULL);
        s->was = STORY_ASSOC_REQUEST;
        story_request(s, NULL);
        return;
    }
    if (story_is_held(st)) {
        story_tell_held(s->x, s->c);
    }
    story_count(&st->requests);
    st->progress = s->time;
    st->last = s->number;
}

/* --- outcomes --- */

/* The AP has accepted it, and with SAE both have confirmed: what was not captured is not taken
 * for granted. */
static bool authentication_ended(const struct story_conversation *st)
{
    return st->state != STORY_AUTH &&
           (st->algorithm != AUTH_SAE ||
            (st->auth_step[SIDE_STA] == 2 && st->auth_step[SIDE_AP] == 2));
}

/* Tells that the attempt came to nothing. `e`: the frame that says so; NULL: silence does, and
 * then the number of requests is how sure that is. */
void story_failed(struct extsta_explain *x, struct conversation *c, enum extsta_story_kind kind,
                  const struct extsta_frame_event *e, enum extsta_story_by by)
{
    struct story_conversation *st = &c->story;
    const struct story_kind_info *info = story_kind(kind);
    struct extsta_story t;
    uint8_t confidence = kind == EXTSTA_KIND_GAVE_UP ? 50 : 100;
    bool no_answer =
        kind == EXTSTA_KIND_SHARED_KEY && (!e || e->status != STATUS_CHALLENGE_FAILURE);
    uint16_t forged = 0;
    enum extsta_story_kind other =
        by == EXTSTA_BY_AP ? EXTSTA_KIND_NONE
                           : story_forged_cause(c, e ? e->time : st->progress, &forged);
    if (other != EXTSTA_KIND_NONE) {
        kind = other;
        info = story_kind(kind);
        by = EXTSTA_BY_UNKNOWN;
    } else {
        enum extsta_story_kind wrong = story_sae_cause(x, c, &by);
        kind = wrong == EXTSTA_KIND_NONE ? kind : wrong;
        info = story_kind(kind);
    }
    telling_start(&t, c, EXTSTA_STORY_ASSOCIATION_FAILED, kind);
    bool denied = !e && kind == EXTSTA_KIND_NOT_AUTHENTICATED; /* by the end that was passed */
    telling_frames(&t, st->first, st->began,
                   e        ? e->number
                   : denied ? st->end_last
                            : st->last,
                   e        ? e->time
                   : denied ? st->ended
                            : st->progress);
    t.by = by;
    telling_cause(&t,
                  by == EXTSTA_BY_AP    ? EXTSTA_ORIGIN_PEER
                  : by == EXTSTA_BY_STA ? EXTSTA_ORIGIN_STATION
                                        : EXTSTA_ORIGIN_TIMER,
                  info->stage, RULE(ASC_05));
    if (e && e->has_status && e->status) {
        telling_status(&t, e->status);
        /* A status of the station's own (SAE) is in no number space of causes. */
        t.cause.space = e->from_ap ? EXTSTA_CODE_PEER_STATUS : EXTSTA_CODE_NONE;
    } else if (kind == EXTSTA_KIND_SAE_GROUP) {
        telling_status(&t, STATUS_GROUP_REFUSED);
        t.count = st->requests;
    } else if (story_is_held(st)) {
        telling_status(&t, st->status);
    } else if (e && e->has_reason) {
        telling_reason(&t, e->reason, by);
    } else if (denied) {
        telling_frames(&t, st->first, st->began, st->end_first, st->ended);
        telling_reason(&t, st->reason, EXTSTA_BY_AP);
        confidence = 90;
    } else if (other != EXTSTA_KIND_NONE) {
        t.count = forged;
    } else if (by == EXTSTA_BY_UNKNOWN) {
        story_before_no_answer(x, &t, c);
        t.count = st->requests ? st->requests : 1u;
        const struct network *n = story_network_of(x, c);
        bool heard = c->heard[SIDE_AP].frames || (n && n->beacons);
        confidence = !heard              ? 30 /* nor would its answer have been */
                     : st->requests > 2  ? 90
                     : st->requests == 2 ? 80
                                         : 40;
    }
    if (no_answer) { /* garbage, or nothing: that is how APs take what they cannot decipher */
        confidence = t.sureness = 75;
    }
    if (kind == EXTSTA_KIND_GAVE_UP && !authentication_ended(st)) {
        t.details |= EXTSTA_DETAIL_UNAUTHENTICATED;
    }
    if (other != EXTSTA_KIND_NONE) {
        t.forged = true;
        t.cause.origin = EXTSTA_ORIGIN_UNKNOWN;
        confidence = story_has_twin(x, c) ? 75 : 80;
    } else if (e) { /* whose hand it was */
        uint8_t doubt = sender_other(&x->sender);
        t.details |= x->sender.points >= SENDER_MAYBE ? EXTSTA_DETAIL_DOUBTFUL : 0;
        confidence = confidence < 100 - doubt ? confidence : (uint8_t)(100 - doubt);
        telling_signs(&t, x->sender.signs, x->sender.count, true);
    }
    if (kind == EXTSTA_KIND_SAE_INVALID) {
        story_sae_sign(x, &t, c);
        confidence = 90;
    }
    st->flags |= STORY_FAILED;
    st->failure = (uint8_t)kind;
    context_failed(c, &t);
    story_sae_failed(x, c, &t, confidence);
    ap_load_refused(x, c, &t);
}

/* By what it waited for: the state before it stopped. *by: UNKNOWN, the other side was silent;
 * STA, it was the station's turn and it did not go on. */
static enum extsta_story_kind diagnose_attempt(const struct story_conversation *st,
                                               enum extsta_story_by *by)
{
    *by = EXTSTA_BY_UNKNOWN;
    switch ((enum story_state)st->state) {
    case STORY_AUTH:
        if (st->algorithm == AUTH_SHARED_KEY && st->auth_step[SIDE_STA] == 3) {
            return EXTSTA_KIND_SHARED_KEY;
        }
        if (st->algorithm == AUTH_SHARED_KEY && st->auth_step[SIDE_AP] == 2) {
            break; /* it has the challenge and does not encipher it */
        }
        if (st->algorithm != AUTH_SAE) {
            return EXTSTA_KIND_AUTH_NO_ANSWER;
        }
        if (st->auth_step[SIDE_STA] == 2) {
            return EXTSTA_KIND_SAE_CONFIRM_NO_ANSWER;
        }
        if (st->status == STATUS_ANTI_CLOGGING) {
            return EXTSTA_KIND_SAE_TOKEN;
        }
        if (story_is_held(st)) {
            *by = EXTSTA_BY_AP;
            return EXTSTA_KIND_SAE_GROUP;
        }
        if (st->auth_step[SIDE_AP] == 0) {
            return EXTSTA_KIND_SAE_COMMIT_NO_ANSWER;
        }
        break;
    case STORY_ASSOC_RESPONSE:
        if (story_is_held(st)) {
            *by = EXTSTA_BY_AP;
            return st->status == STATUS_GROUP_REFUSED ? EXTSTA_KIND_OWE_GROUP
                                                      : EXTSTA_KIND_ASSOC_REFUSED;
        }
        if (st->flags & STORY_DENIED) {
            *by = EXTSTA_BY_AP;
            return EXTSTA_KIND_NOT_AUTHENTICATED;
        }
        return st->flags & STORY_LATER ? EXTSTA_KIND_PMF_COMEBACK : EXTSTA_KIND_ASSOC_NO_ANSWER;
    case STORY_ASSOC_REQUEST:
    case STORY_NOTHING:
    case STORY_PORT:
    case STORY_SERVICE:
    case STORY_ENDING:
    case STORY_STATES:
        break;
    }
    *by = EXTSTA_BY_STA;
    return EXTSTA_KIND_GAVE_UP;
}

/* Once per attempt (STORY_FAILED): a failure already told explains the rest. */
void story_give_up(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    enum extsta_story_by by;
    if (st->flags & STORY_FAILED) {
        return;
    }
    if (st->state == STORY_PORT && story_group_key_unseen(x, c)) {
        return;
    }
    if (st->state == STORY_PORT) {
        uint8_t confidence = 80;
        uint16_t count;
        enum extsta_story_kind kind =
            st->messages[1] ? EXTSTA_KIND_NONE : story_forged_cause(c, st->made, &count);
        struct extsta_story t;
        kind = kind == EXTSTA_KIND_NONE ? story_diagnose_port(x, c, &confidence) : kind;
        telling_start(&t, c, EXTSTA_STORY_ASSOCIATION_FAILED, kind);
        telling_frames(&t, st->first, st->began, st->last, st->progress);
        telling_cause(&t, EXTSTA_ORIGIN_TIMER, story_kind(kind)->stage, RULE(PRT_12));
        t.sureness = confidence;
        story_before_port(x, &t, c);
        st->flags |= STORY_FAILED;
        st->failure = (uint8_t)kind;
        telling_end(x, &t, confidence);
        return;
    }
    enum extsta_story_kind kind = diagnose_attempt(st, &by);
    story_failed(x, c, kind, NULL, by);
}

/* A refused attempt (DIS-07: it does not revive the old association): the one before ended when
 * another was asked for. With protected management frames it goes on: anybody may have asked in
 * the station's name (11.3.5.3). */
static void after_refusal(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    if (s->was == STORY_PORT || s->was == STORY_SERVICE) {
        keep_old(s);
    }
    if (!(st->flags & STORY_OLD)) {
        return;
    }
    if (st->security & SECURITY_MFP) {
        st->state = st->flags & STORY_OLD_PORT ? STORY_SERVICE : STORY_PORT;
        st->flags &= ~(uint32_t)(STORY_OLD | STORY_OLD_PORT);
        return;
    }
    story_replace(s->x, s->c, s, st->first);
    st->state = STORY_NOTHING;
}

/* After a Confirm the two sides have derived different keys: another password. */
static enum extsta_story_kind refused_auth_kind(const struct story_step *s)
{
    const struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    bool enciphered = st->algorithm == AUTH_SHARED_KEY && st->auth_step[SIDE_STA] == 3;
    if ((e->algorithm == AUTH_SHARED_KEY && e->status == STATUS_CHALLENGE_FAILURE) ||
        (enciphered && e->from_ap)) { /* deciphered by another key, its algorithm is garbage */
        return EXTSTA_KIND_SHARED_KEY;
    }
    if (e->algorithm != AUTH_SAE) {
        return EXTSTA_KIND_AUTH_REFUSED;
    }
    switch (e->status) {
    case STATUS_GROUP_REFUSED:
        return EXTSTA_KIND_SAE_GROUP;
    case STATUS_UNKNOWN_IDENTIFIER:
        return EXTSTA_KIND_SAE_IDENTIFIER;
    }
    return e->sequence == 2 || st->auth_step[!e->from_ap] == 2 ? EXTSTA_KIND_SAE_CONFIRM
           : e->status == 1                                    ? EXTSTA_KIND_SAE_COMMIT_REFUSED
                                                               : EXTSTA_KIND_AUTH_REFUSED;
}

static enum extsta_story_kind refused_assoc_kind(const struct story_step *s)
{
    return s->e->status == STATUS_ROBUST_POLICY ? EXTSTA_KIND_PMF_POLICY : EXTSTA_KIND_ASSOC_REFUSED;
}

/* The same answer again, because its acknowledgement was lost. */
static bool repeated_refusal(const struct story_step *s)
{
    const struct story_conversation *st = &s->c->story;
    return s->was == STORY_NOTHING && (st->flags & STORY_FAILED) && s->e->retry &&
           s->time < st->progress + SECOND;
}

/* `kind` is asked for when the attempt has begun: what came before does not colour it. */
static void refused(struct story_step *s,
                    enum extsta_story_kind (*kind)(const struct story_step *),
                    enum extsta_story_by by)
{
    struct story_conversation *st = &s->c->story;
    if (repeated_refusal(s)) {
        return;
    }
    if (s->was == STORY_NOTHING || s->was == STORY_PORT || s->was == STORY_SERVICE) {
        story_begin(s, NULL);
    }
    enum extsta_story_kind why = kind(s);
    st->last = s->number;
    st->progress = s->time;
    story_failed(s->x, s->c, why, s->e, by);
    after_refusal(s);
}

void story_refused_auth(struct story_step *s, const void *nothing)
{
    refused(s, refused_auth_kind, s->e->from_ap ? EXTSTA_BY_AP : EXTSTA_BY_STA);
}

void story_refused(struct story_step *s, const void *nothing)
{
    refused(s, refused_assoc_kind, EXTSTA_BY_AP);
}

/* A refusal that is held (held_refusal); else status 30: the AP asks the association it holds
 * by SA Query (11.3.5.3). */
void story_later(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    struct extsta_story t;
    if (s->was == STORY_NOTHING || s->was == STORY_PORT || s->was == STORY_SERVICE) {
        story_begin(s, NULL);
    }
    st->last = s->number;
    st->progress = s->time;
    st->status = s->e->status;
    if (story_is_held(st)) {
        return;
    }
    if (!(st->flags & STORY_LATER)) {
        telling_start(&t, s->c, EXTSTA_STORY_FINDING, EXTSTA_KIND_PMF_COMEBACK);
        telling_frames(&t, st->first, st->began, s->number, s->time);
        telling_cause(&t, EXTSTA_ORIGIN_PEER, EXTSTA_STAGE_ASSOCIATION, RULE(IEEE_11_3_5_3));
        t.by = EXTSTA_BY_AP;
        telling_status(&t, STATUS_TRY_LATER);
        telling_end(s->x, &t, 100);
    }
    st->flags |= STORY_LATER;
}

/* Deauthenticated before it was associated. Reasons 6, 7 and 9: the AP answers frames that the
 * station sent before it knew; the attempt goes on. */
void story_attempt_left(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    st->state = s->was;
    if (s->x->sender.points >= SENDER_OTHER) { /* the attempt goes on */
        story_series(s->x, s->c, e, SERIES_ENDS);
        return;
    }
    if (st->flags & STORY_OLD) { /* it is the old association that ends */
        st->state = STORY_ENDING;
        s->was = st->flags & STORY_OLD_PORT ? STORY_SERVICE : STORY_PORT;
        st->flags &= ~(uint32_t)(STORY_OLD | STORY_OLD_PORT);
        story_leave(s, NULL);
        return;
    }
    if (e->from_ap && e->has_reason && (e->reason == 6 || e->reason == 7 || e->reason == 9)) {
        /* An answer to what the station sent before it knew; or to its request. */
        story_pass_end(s);
        st->flags |= st->state == STORY_ASSOC_RESPONSE && e->reason != 7 ? STORY_DENIED : 0;
        return;
    }
    enum extsta_story_by by;
    enum extsta_story_kind kind = diagnose_attempt(st, &by);
    if (e->from_ap) {
        kind = EXTSTA_KIND_REFUSED_BY_LEAVE;
    }
    st->state = STORY_NOTHING;
    st->ended = s->time;
    /* It leaves because of what the AP answered. */
    bool answered = !e->from_ap && by == EXTSTA_BY_AP;
    story_failed(s->x, s->c, kind, answered ? NULL : e,
                 e->from_ap || answered ? EXTSTA_BY_AP : EXTSTA_BY_STA);
}

/* --- associated --- */

/* Associated here, so not there any more (DIS-02: implicit, another AP). If the old one had
 * ended or fallen silent before, that is told, and it is no roam. */
static void leave_other(struct story_step *s)
{
    struct station *station = story_station_of(s->x, s->c);
    struct conversation *other = story_at(s->x, station->story.current);
    if (!other || other == s->c) {
        return;
    }
    if (other->story.state == STORY_ENDING) {
        story_settle(s->x, other);
        s->c->story.before = 0;
        return;
    }
    struct silence silence = story_silent(s->x, other);
    if (story_tell_silence(s->x, other, &silence)) {
        s->c->story.before = 0;
        return;
    }
    s->c->story.before = other->index + 1;
    if (other->story.state == STORY_PORT && other->story.messages[0]) {
        story_give_up(s->x, other);
    }
    story_replace(s->x, other, s, s->c->story.first);
}

/* Of "Open System" only what it means counts: RSN authenticates behind it. */
static enum extsta_story_security secured_by(const struct story_conversation *st)
{
    bool seen = (st->flags & STORY_AUTH_SEEN) != 0;
    uint8_t algorithm = seen ? st->algorithm : 0;
    uint16_t has = st->security;
    bool ft = (has & SECURITY_FT) != 0;
    if (algorithm == AUTH_SHARED_KEY) {
        return EXTSTA_SECURED_WEP_SHARED_KEY;
    }
    if (algorithm >= AUTH_FILS_FIRST && algorithm <= AUTH_FILS_LAST) {
        return EXTSTA_SECURED_FILS;
    }
    if (algorithm == AUTH_SAE) {
        return ft ? EXTSTA_SECURED_SAE_FT : EXTSTA_SECURED_SAE;
    }
    if ((has & SECURITY_SAE) && !(has & (SECURITY_PSK | SECURITY_1X | SECURITY_FT)) && seen) {
        return EXTSTA_SECURED_SAE_CACHED;
    }
    if (has & SECURITY_OWE) {
        return EXTSTA_SECURED_OWE;
    }
    if (has & SECURITY_1X) {
        return ft ? EXTSTA_SECURED_8021X_FT : EXTSTA_SECURED_8021X;
    }
    if (has & SECURITY_PSK) {
        return ft ? EXTSTA_SECURED_PSK_FT : EXTSTA_SECURED_PSK;
    }
    if (has & SECURITY_SAE) {
        return ft ? EXTSTA_SECURED_SAE_FT : EXTSTA_SECURED_SAE;
    }
    return has & SECURITY_WPA     ? EXTSTA_SECURED_WPA
           : has & SECURITY_WEP   ? EXTSTA_SECURED_WEP
           : has & SECURITY_PORT  ? EXTSTA_SECURED_RSN
           : has & SECURITY_KNOWN ? EXTSTA_SECURED_OPEN
                                  : EXTSTA_SECURED_UNKNOWN;
}

static void tell_association(struct story_step *s, bool inferred)
{
    const struct story_conversation *st = &s->c->story;
    struct extsta_story t;
    if (!explain_is_told(s->x)) {
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_ASSOCIATION, EXTSTA_KIND_NONE);
    telling_frames(&t, st->first, st->began, s->number, s->time);
    t.by = EXTSTA_BY_STA;
    t.inferred = inferred;
    t.has_status = !inferred;
    t.other = st->left;
    t.details = st->flags & STORY_REASSOC ? EXTSTA_DETAIL_REASSOCIATION : 0;
    if (st->requests || (st->flags & STORY_AUTH_SEEN)) {
        t.details |= EXTSTA_DETAIL_ATTEMPT_SEEN;
    }
    t.security = secured_by(st);
    context_association(s->x, s->c, &t);
    t.aid = s->e && s->e->has_status ? s->e->aid : 0;
    uint8_t confidence = st->confidence;
    if (s->e && s->e->has_status) {
        uint8_t other = sender_other(&s->x->sender);
        telling_signs(&t, s->x->sender.signs, s->x->sender.count, true);
        confidence = s->x->sender.points >= SENDER_MAYBE ? (uint8_t)(100 - other) : confidence;
    }
    telling_end(s->x, &t, confidence);
}

/* Keys that came with authentication or reassociation authorize the port at once. */
static bool brings_keys(const struct story_conversation *st)
{
    bool fils = st->algorithm >= AUTH_FILS_FIRST && st->algorithm <= AUTH_FILS_LAST;
    if (!(st->flags & STORY_AUTH_SEEN)) { /* FT over the DS */
        return (st->flags & STORY_REASSOC) && (st->security & SECURITY_FT);
    }
    return fils || st->algorithm == AUTH_FT;
}

/* The order matters: what ends is told before what begins, and `station.current` changes only
 * when leave_other has read it. */
static void associate(struct story_step *s, bool inferred)
{
    struct story_conversation *st = &s->c->story;
    struct station *station = story_station_of(s->x, s->c);
    bool keys;
    if (s->was == STORY_NOTHING) {
        story_begin(s, NULL);
    }
    if (s->was == STORY_PORT || s->was == STORY_SERVICE) {
        story_begin(s, NULL); /* the request was not captured */
    }
    story_take_security(s->x, s->c, NULL);
    if (st->flags & STORY_OLD) {
        story_replace(s->x, s->c, s, st->first);
    }
    story_series_over(s->x, s->c);
    leave_other(s);
    st->last = s->number;
    st->progress = st->made = s->time;
    st->made_frame = s->number;
    st->flags &= ~(uint32_t)(STORY_OLD | STORY_OLD_PORT | STORY_AUTHORIZED | STORY_ENDED |
                             STORY_REKEY | STORY_INFERRED | STORY_LATER | STORY_GROUP_DUE);
    st->flags |= inferred ? STORY_INFERRED : 0;
    memset(st->messages, 0, sizeof st->messages);
    st->eap_rounds = st->eap_type = st->alert = 0;
    st->flags &= ~(STORY_ALERT_STA | STORY_WPS);
    /* 85: the attempt was seen, its answer not. 70: only what follows. */
    st->confidence = inferred ? (st->requests ? 85 : 70) : 100;
    if (!inferred) {
        story_eapol_begin(s->x, s->c);
    }
    station->story.current = s->c->index + 1;
    story_link(s->x, s->c);
    tell_association(s, inferred);
    keys = !inferred && brings_keys(st);
    if (keys || !(st->security & SECURITY_PORT)) {
        story_in_service(s, false, 100);
    }
}

/* A late copy of the answer does not bring back what has just ended. */
void story_accepted(struct story_step *s, const void *nothing)
{
    if (s->was == STORY_NOTHING && s->e->retry && (s->c->story.flags & STORY_ENDED) &&
        s->time < s->c->story.ended + STORY_STRAGGLERS) {
        s->c->story.state = STORY_NOTHING;
        return;
    }
    associate(s, false);
}

/* Frames that only an associated station exchanges: the answer was missed. Data during an
 * attempt may be of the association that it would replace: then nothing new has come about.
 * Otherwise the input is fed on to what the state PORT would do with it. */
void story_infer(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    if (s->input == INPUT_TRAFFIC && (st->flags & STORY_OLD) &&
        s->was != STORY_ASSOC_RESPONSE) {
        st->state = st->flags & STORY_OLD_PORT ? STORY_SERVICE : STORY_PORT;
        st->flags &= ~(uint32_t)(STORY_OLD | STORY_OLD_PORT);
        return;
    }
    if (s->input == INPUT_KEYING || s->input == INPUT_COMPLETE ||
        s->input == INPUT_EAP_FAILURE) {
        st->security |= SECURITY_PORT;
    }
    associate(s, true);
    s->was = st->state;
    switch (s->input) {
    case INPUT_KEYING:
        story_keying(s, NULL);
        break;
    case INPUT_COMPLETE:
        story_complete(s, NULL);
        break;
    case INPUT_EAP_FAILURE:
        story_eap_failure(s, NULL);
        break;
    case INPUT_TRAFFIC:
        if (st->state == STORY_PORT && s->frame->is_protected) {
            story_traffic(s, NULL);
        }
        break;
    case INPUT_AUTH_STA:
    case INPUT_AUTH_GOES_ON:
    case INPUT_AUTH_ACCEPTED:
    case INPUT_AUTH_REFUSED:
    case INPUT_REQUEST:
    case INPUT_ACCEPTED:
    case INPUT_LATER:
    case INPUT_REFUSED:
    case INPUT_LEAVE:
    case STORY_INPUTS:
        break;
    }
}
