/* EAPOL frames that are not what they seem: sent by somebody else, or again. story.c asks
 * before the machine sees them, so that a forged message does not become part of the handshake.
 *
 * An EAPOL-Key frame of an AP has a replay counter above that of the one before, also when the
 * AP repeats a message (IEEE 802.11-2020 12.7.2). One that has an old counter comes from an AP
 * that does not count, or is an old frame: the sender (transmitters.h) and the time decide. */
#include "explain/story_private.h"

/* The AP repeats message 3 for as long at most. */
#define REPEATS (5 * SECOND)
/* Of RSN; WPA's group handshake is another one. */
#define DESCRIPTOR_RSN 2u
/* What a MIC that nobody else can make is worth. */
#define MADE_WITH_KEY (-40)

/* --- whose it is --- */

void story_eapol_begin(struct extsta_explain *x, struct conversation *c)
{
    struct senders *s = explain_senders(x, c);
    s->exchange[SIDE_AP].eapol = s->exchange[SIDE_STA].eapol = 0;
}

void story_sent_eapol(struct extsta_explain *x, struct conversation *c, struct transmitter *t,
                      const struct sent *sent, const struct sent_before *before)
{
    const struct story_conversation *st = &c->story;
    struct exchange *e = &explain_senders(x, c)->exchange[sent->by_ap ? SIDE_AP : SIDE_STA];
    bool within = st->state == STORY_PORT || st->state == STORY_SERVICE;
    uint64_t since = st->progress > st->made ? st->progress : st->made;
    e->eapol = within ? e->eapol : 0;
    x->sent = *sent;
    transmitter_judge_eapol(t, &e->eapol, sent, sent->time > since ? sent->time - since : 0,
                            before, &x->sender);
}

static void weigh(struct sender *s, enum extsta_sign what, int weight, int is, int usual)
{
    s->points = (int16_t)(s->points + weight);
    if (s->count < SENDER_SIGNS) {
        s->signs[s->count++] = (struct extsta_evidence){.what = (uint8_t)what,
                                                        .weight = (int8_t)weight,
                                                        .is = (int16_t)is,
                                                        .usual = (int16_t)usual};
    }
}

static bool is_key(const struct extsta_frame_event *e, int message)
{
    return e->kind == EXTSTA_EVENT_EAPOL_KEY && e->from_ap && !e->malformed &&
           e->message == message;
}

/* Sent before. Of message 3 its MIC says so, as a counter may be of a new association whose
 * beginning was not captured. A repetition by the MAC has the Retry bit. */
static bool is_old(struct extsta_explain *x, struct conversation *c,
                   const struct extsta_frame_event *e)
{
    const struct story_conversation *st = &c->story;
    bool known = st->state == STORY_PORT || st->state == STORY_SERVICE;
    if (is_key(e, 3)) {
        return known && !e->retry && st->messages[2] && e->proof &&
               e->proof == explain_senders(x, c)->proof;
    }
    return is_key(e, 5) && known && !e->retry && (st->messages[0] || st->messages[2]) &&
           e->replay <= st->replay;
}

/* In clear where the two have had keys for a while. */
static bool lacks_keys(const struct story_conversation *st, const struct extsta_frame_event *e)
{
    return st->state == STORY_SERVICE && (st->flags & STORY_AUTHORIZED) &&
           !(st->security & (SECURITY_WPA | SECURITY_WEP)) && !e->is_protected &&
           !e->decrypted && e->time > st->service + REPEATS;
}

static void weigh_content(struct sender *s, const struct story_conversation *st,
                          const struct extsta_frame_event *e, enum story_mic mic, bool old)
{
    if (old) {
        weigh(s, EXTSTA_SIGN_REPLAY, 10, telling_number(e->replay), telling_number(st->replay));
    } else if (mic == STORY_MIC_GOOD) {
        weigh(s, EXTSTA_SIGN_PROTECTED, MADE_WITH_KEY, 0, 0);
    }
    if (lacks_keys(st, e)) {
        weigh(s, EXTSTA_SIGN_CLEAR, 16, 0, 0);
    }
}

/* --- what it is --- */

/* A message of the group handshake has nothing to be there for before the four-way handshake is
 * over, and is enciphered behind it. */
static bool group_key_too_early(const struct story_conversation *st,
                                const struct extsta_frame_event *e)
{
    return e->message == 5 && e->from_ap && e->descriptor == DESCRIPTOR_RSN &&
           !e->is_protected && !e->decrypted && !(st->flags & STORY_AUTHORIZED) &&
           st->state > STORY_NOTHING && st->state <= STORY_PORT && !st->messages[3];
}

static enum extsta_story_kind kind_of(const struct story_conversation *st,
                                      const struct extsta_frame_event *e, bool old)
{
    if (group_key_too_early(st, e)) {
        return EXTSTA_KIND_GROUP_KEY_EARLY;
    }
    if (old) {
        return e->message == 3 ? EXTSTA_KIND_HANDSHAKE_REPLAY : EXTSTA_KIND_GROUP_REPLAY;
    }
    return EXTSTA_KIND_FORGED_EAPOL;
}

/* The same message 3 long after the handshake is nobody's repetition; nor is a group message
 * that was enciphered anew with an old counter. Points that this makes sure of. */
static int certain(const struct story_conversation *st, const struct extsta_frame_event *e,
                   bool old)
{
    bool sure = old && (e->message == 5 || e->time > st->made + 2 * REPEATS);
    return sure || group_key_too_early(st, e) ? 22 : INT16_MIN;
}

static bool is_eapol(const struct extsta_frame_event *e)
{
    return e->kind == EXTSTA_EVENT_EAP || e->kind == EXTSTA_EVENT_EAPOL_START ||
           e->kind == EXTSTA_EVENT_EAPOL_LOGOFF || e->kind == EXTSTA_EVENT_EAPOL_KEY;
}

/* What a key opened was judged by nobody; the same frame twice is an echo of it. */
static bool judge_opened(struct extsta_explain *x, struct conversation *c,
                         const struct extsta_frame_event *e)
{
    uint16_t *last = &explain_senders(x, c)->exchange[SIDE_AP].eapol;
    uint16_t now = (uint16_t)(0xf000u | e->sequence_number);
    bool echo = *last == now;
    x->sender = (struct sender){.points = 0};
    *last = e->from_ap ? now : *last;
    return !echo;
}

/* A frame that is believed. */
static void take(struct extsta_explain *x, struct conversation *c,
                 const struct extsta_frame_event *e)
{
    if (is_key(e, 3) && !e->decrypted) {
        explain_senders(x, c)->proof = e->proof & 0xffffffu;
    }
    if (is_key(e, 5) && e->replay > c->story.replay) {
        c->story.replay = e->replay;
    }
}

bool story_foreign_eapol(struct extsta_explain *x, struct conversation *c,
                         const struct extsta_frame_event *e, enum story_mic mic)
{
    struct story_conversation *st = &c->story;
    if (!is_eapol(e) || (e->is_protected && !e->decrypted)) {
        return false;
    }
    bool old = is_old(x, c, e);
    if (e->decrypted && (!judge_opened(x, c, e) || !(old && is_key(e, 5)))) {
        take(x, c, e);
        return false;
    }
    int sure = certain(st, e, old);
    weigh_content(&x->sender, st, e, mic, old);
    x->sender.points = (int16_t)(x->sender.points < sure ? sure : x->sender.points);
    if (x->sender.points < SENDER_OTHER) {
        take(x, c, e);
        return false;
    }
    story_series_of(x, c, e, kind_of(st, e, old));
    return true;
}

/* --- fast transitions --- */

/* The nonces of a fast transition are made anew for each (13.8.4): a request, or an answer,
 * with those of the association that is there, was sent before. A station repeats a request
 * that was not answered, at once. The AP may answer the false request: that is no new
 * association. */
bool story_foreign_transition(struct extsta_explain *x, struct conversation *c,
                              const struct extsta_frame_event *e)
{
    struct story_conversation *st = &c->story;
    struct senders *senders = explain_senders(x, c);
    bool request = e->kind == EXTSTA_EVENT_REASSOC_REQ && !e->from_ap;
    bool response = e->kind == EXTSTA_EVENT_REASSOC_RESP && e->from_ap;
    if (!e->proof || !(request || response)) {
        return false;
    }
    if (e->proof != senders->proof || st->state != STORY_SERVICE) {
        senders->proof = e->proof & 0xffffffu;
        return false;
    }
    if (response && e->time > st->made + SECOND / 2 && x->sender.points < SENDER_MAYBE) {
        return true; /* the AP's answer to such a request */
    }
    if (e->retry || e->time < st->made + SECOND / 2) {
        return false;
    }
    weigh(&x->sender, EXTSTA_SIGN_NONCES, 40, 0, 0);
    x->sender.points = (int16_t)(x->sender.points < 20 ? 20 : x->sender.points);
    story_series_of(x, c, e, EXTSTA_KIND_FT_REPLAY);
    return true;
}
