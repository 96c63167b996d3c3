/* From associated to authorized: EAP (IEEE 802.1X), the four-way handshake (IEEE 802.11-2020
 * 12.7.6), or, where neither was captured, traffic that only an open port lets through. Actions
 * of the table in story_machine.c, for the states PORT and SERVICE, and what is made of a
 * handshake that came to nothing (story_diagnose_port).
 *
 * It counts messages and looks at no key: whether a MIC was right is said by pairing.c (enum
 * story_mic), where there is a key at all. Everything here is unauthenticated and may be
 * forged; hence the confidences. */
#include "explain/eap_tls.h"
#include "explain/story_private.h"

#include "base/mac.h"
#include "wire/eapol.h"

#include <string.h>

/* EAP codes, types (RFC 3748 4, 5). */
#define EAP_REQUEST  1u
#define EAP_RESPONSE 2u
#define EAP_SUCCESS  3u

#define EAP_TYPE_NAK      3u
#define EAP_TYPE_EXPANDED 254u

/* Group key handshake timeout (table 9-49). */
#define REASON_GROUP_KEY 16u
/* An AP that gets no answer to its messages gives up after some four seconds. */
#define GROUP_KEY_TIME (5 * SECOND)

/* --- EAP --- */

/* The legacy NAK, or the expanded one (RFC 3748 5.3): the station wants another method. */
static bool is_nak(const struct extsta_frame_event *e)
{
    static const uint8_t expanded[] = {EAP_TYPE_EXPANDED, 0, 0, 0, 0, 0, 0, EAP_TYPE_NAK};
    return e->eap_type == EAP_TYPE_NAK ||
           (e->eap.len >= 4 + sizeof expanded &&
            memcmp(e->eap.data + 4, expanded, sizeof expanded) == 0);
}

/* Wi-Fi Simple Configuration: an expanded type, of the Wi-Fi Alliance, 1. */
static bool is_wps(const struct extsta_frame_event *e)
{
    static const uint8_t expanded[] = {EAP_TYPE_EXPANDED, 0, 0x37, 0x2a, 0, 0, 0, 1};
    return e->eap.len >= 4 + sizeof expanded &&
           memcmp(e->eap.data + 4, expanded, sizeof expanded) == 0;
}

/* What of the TLS exchange inside EAP is in clear. With TLS 1.3 certificates and alerts are
 * sent as data, too: only what the server says under its keys after the station has spoken
 * shows that both went through with it. Before that, and where the beginning was not seen,
 * nothing is known. */
static void note_tls(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    struct story_memo *memo = story_memo_get(s->x, s->c);
    const struct extsta_frame_event *e = s->e;
    uint16_t more = e->from_ap ? NOTE_MORE_AP : NOTE_MORE_STA;
    struct eap_tls tls = eap_tls_look(e->eap, (memo->flags & more) != 0);
    if (!tls.carried || e->retry) {
        return;
    }
    memo->flags = (uint16_t)((memo->flags & ~more) | (tls.more ? more : 0));
    memo->tls_cipher = tls.cipher && e->from_ap ? tls.cipher : memo->tls_cipher;
    if (tls.data) {
        bool early = memo->tls_cipher && !TLS_1_3(memo->tls_cipher);
        bool answer = e->from_ap && (memo->flags & NOTE_TLS_STA);
        memo->flags |= e->from_ap ? 0 : NOTE_TLS_STA;
        memo->flags |= early || answer ? NOTE_TUNNEL : 0;
    }
    if (tls.alert && !st->alert) {
        st->alert = tls.alert;
        st->flags |= e->from_ap ? 0 : STORY_ALERT_STA;
    }
}

/* What a failure is explained by later: rounds, requests without an answer, the last method. */
static void note_eap(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    note_tls(s);
    st->flags |= is_wps(e) ? STORY_WPS : 0;
    if (e->from_ap && e->eap_code == EAP_SUCCESS) {
        st->eap_rounds = 0; /* what is missing from here on is the handshake */
    } else if (e->from_ap && e->eap_code == EAP_REQUEST) {
        st->flags &= ~(uint32_t)STORY_NAK;
        story_count(&st->eap_rounds);
        st->requests = (uint8_t)(st->requests + (st->requests != UINT8_MAX));
        if (e->eap_type > (int)EAP_TYPE_NAK) {
            st->eap_type = (uint8_t)e->eap_type;
        }
    } else if (!e->from_ap && e->eap_code == EAP_RESPONSE) {
        st->requests = 0;
        st->flags |= is_nak(e) ? STORY_NAK : 0;
    }
}

/* --- the port --- */

/* How the station's frames were numbered before: what it sends unheard shows by that. */
static void note_message_1(struct story_step *s)
{
    const struct heard *sta = &s->c->heard[SIDE_STA];
    if (sta->frames && !sta->by_tid) {
        struct story_memo *memo = story_memo_get(s->x, s->c);
        memo->flags |= NOTE_M1;
        memo->m1_number = sta->seq >> 4;
        memo->m1_frames = sta->frames;
    }
}

/* Repetitions by the MAC (Retry bit) count once; by the AP (a new replay counter) each time: an
 * AP that sends message 1 again did not like message 2. */
static void note_key(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    if (e->message < 1 || e->message > 4) {
        return;
    }
    if (e->message == 1 && !st->messages[0]) {
        note_message_1(s);
    } else if (e->message == 2) {
        story_note_message_2(s->x, s->c, e);
    }
    if (e->message == 1 && !(e->retry && e->replay == st->replay)) {
        story_count(&st->messages[0]);
        st->replay = e->replay;
    } else if (e->message != 1 && !(e->retry && st->messages[e->message - 1])) {
        story_count(&st->messages[e->message - 1]);
    }
    st->replay = e->message == 3 ? e->replay : st->replay;
    if ((s->mic == STORY_MIC_BAD || s->mic == STORY_MIC_BAD_OR_KEY) && e->message == 2) {
        st->flags |= STORY_MIC_WRONG;
        story_memo_get(s->x, s->c)->flags |= s->mic == STORY_MIC_BAD ? NOTE_KEY_PROVEN : 0;
    }
    if (s->mic == STORY_MIC_GOOD) {
        st->flags |= STORY_MIC_RIGHT;
    }
}

void story_keying(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    bool starts = e->from_ap && (e->message == 1 || e->eap_code == EAP_REQUEST);
    if (st->state == STORY_SERVICE) {
        /* The security was not known, and the association was taken for an open one. */
        if (!(st->flags & STORY_AUTHORIZED)) { /* there is a port after all */
            st->security |= SECURITY_PORT;
            st->state = STORY_PORT;
        } else if (starts && !e->retry && !(st->flags & STORY_REKEY)) {
            st->flags |= STORY_REKEY;
            memset(st->messages, 0, sizeof st->messages);
        }
    }
    if (st->state == STORY_PORT && !(st->flags & STORY_AUTHORIZED)) {
        st->last = s->number;
        st->progress = s->time;
    }
    if (e->kind == EXTSTA_EVENT_EAP) {
        note_eap(s);
    } else if (e->kind == EXTSTA_EVENT_EAPOL_KEY) {
        note_key(s);
    }
}

/* Not of the first handshake: the pair has had a key before. */
static void tell_rekey(struct story_step *s)
{
    struct extsta_story t;
    telling_start(&t, s->c, EXTSTA_STORY_FINDING, EXTSTA_KIND_REKEY);
    telling_frames(&t, s->number, s->time, s->number, s->time);
    t.by = EXTSTA_BY_AP;
    telling_end(s->x, &t, 100);
}

/* Message 4 is the last one. Without message 3 or a right MIC it might be another's. */
void story_complete(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    if (st->flags & STORY_AUTHORIZED) {
        if ((st->flags & STORY_REKEY) && st->messages[0]) {
            st->flags &= ~(uint32_t)STORY_REKEY;
            tell_rekey(s);
        }
        return;
    }
    st->security |= SECURITY_PORT;
    note_key(s);
    if (s->e->descriptor == KEY_DESCRIPTOR_WPA) {
        st->flags |= STORY_GROUP_DUE;
        st->last = s->number;
        st->progress = s->time;
        st->data[SIDE_STA] = st->data[SIDE_AP] = 0;
        return;
    }
    story_in_service(s, false, st->messages[2] || (st->flags & STORY_MIC_RIGHT) ? 100 : 85);
}

/* Protected data of both sides (shows_traffic in story.c): the handshake's end was missed. */
void story_traffic(struct story_step *s, const void *nothing)
{
    const struct story_conversation *st = &s->c->story;
    story_in_service(s, true, st->messages[2] || (st->flags & STORY_GROUP_DUE) ? 90 : 75);
}

/* Many captures hold nothing but the EAPOL frames that are in clear. */
bool story_group_key_unseen(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    bool timeout = (st->flags & STORY_HAS_REASON) && st->reason == REASON_GROUP_KEY;
    struct extsta_story t;
    /* Enciphered frames of the AP alone may be message 1, until it would have given up. */
    bool unanswered = st->data[SIDE_AP] && x->now < st->progress + GROUP_KEY_TIME;
    if (!(st->flags & STORY_GROUP_DUE) || unanswered || timeout) {
        return false;
    }
    telling_start(&t, c, EXTSTA_STORY_PORT_AUTHORIZED, EXTSTA_KIND_NONE);
    telling_frames(&t, st->made_frame, st->made, st->last, st->progress);
    t.inferred = true;
    t.by = EXTSTA_BY_AP;
    t.details = EXTSTA_DETAIL_GROUP_KEY; /* without FOUR_WAY: it was not seen */
    telling_end(x, &t, 75);
    st->flags = (st->flags & ~STORY_GROUP_DUE) | STORY_AUTHORIZED;
    return true;
}

/* The station has taken the key. */
void story_group_key(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    struct extsta_story t;
    if (s->e->message != 6 || s->e->from_ap) {
        return;
    }
    if (st->flags & STORY_GROUP_DUE) {
        if (st->state == STORY_PORT) {
            story_in_service(s, false, st->flags & STORY_MIC_RIGHT ? 100 : 95);
        }
        st->flags &= ~STORY_GROUP_DUE;
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_GROUP_REKEY, EXTSTA_KIND_NONE);
    telling_frames(&t, s->number, s->time, s->number, s->time);
    t.by = EXTSTA_BY_AP;
    telling_end(s->x, &t, 100);
}

static void tell_authorized(struct story_step *s, bool inferred, uint8_t confidence)
{
    const struct story_conversation *st = &s->c->story;
    struct extsta_story t;
    if (!explain_is_told(s->x)) {
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_PORT_AUTHORIZED, EXTSTA_KIND_NONE);
    telling_frames(&t, st->made_frame, st->made, s->number, s->time);
    t.inferred = inferred;
    t.by = EXTSTA_BY_AP;
    if (s->e && s->e->kind == EXTSTA_EVENT_EAPOL_KEY) {
        t.details = EXTSTA_DETAIL_FOUR_WAY;
        t.details |= st->flags & STORY_MIC_RIGHT ? EXTSTA_DETAIL_MIC_VERIFIED : 0;
        t.details |= !st->messages[2] ? EXTSTA_DETAIL_NO_MESSAGE_3 : 0;
        t.details |= st->flags & STORY_GROUP_DUE ? EXTSTA_DETAIL_GROUP_KEY : 0;
    } else if (st->flags & STORY_GROUP_DUE) {
        t.details = EXTSTA_DETAIL_FOUR_WAY | EXTSTA_DETAIL_GROUP_KEY;
    } else if (st->algorithm == 2 || (st->security & SECURITY_FT)) {
        t.details = EXTSTA_DETAIL_FAST_TRANSITION;
    }
    context_authorized(s->x, s->c, &t);
    telling_end(s->x, &t, confidence);
}

/* Data may flow: the roam that led here ends, and so do suspicions about the attempt. The state
 * is set here and not by the table, as associating may lead here at once. */
void story_in_service(struct story_step *s, bool inferred, uint8_t confidence)
{
    struct story_conversation *st = &s->c->story;
    st->service = s->time;
    if (st->security & SECURITY_PORT) {
        st->flags |= STORY_AUTHORIZED;
        tell_authorized(s, inferred, confidence);
    }
    story_tell_roam(s);
    st->before = 0;
    st->flags &= ~(uint32_t)(STORY_FAILED | STORY_HAS_REASON);
    st->failure = EXTSTA_KIND_NONE;
    st->state = STORY_SERVICE;
    s->c->watch &= (uint8_t)~WATCH_STORY;
    sequel_begin(s->x, s->c, s->time, s->number, !(st->flags & STORY_INFERRED));
}

/* --- failures --- */

/* EAP was begun, and neither success nor failure was seen. */
static enum extsta_story_kind diagnose_eap(const struct story_conversation *st,
                                           uint8_t *confidence)
{
    *confidence = 90;
    if (eap_certificate_alert(st->alert)) {
        return EXTSTA_KIND_EAP_CERTIFICATE;
    }
    if (st->flags & STORY_ALERT_STA) {
        return EXTSTA_KIND_EAP_STATION_REFUSED;
    }
    if (st->flags & STORY_NAK) {
        return EXTSTA_KIND_EAP_METHOD;
    }
    *confidence = st->requests > 1 ? 75 : 60;
    return st->requests > 1    ? EXTSTA_KIND_EAP_NO_ANSWER
           : st->requests == 0 ? EXTSTA_KIND_EAP_SERVER_SILENT
                               : EXTSTA_KIND_EAP_UNFINISHED;
}

/* Message 2 was sent, message 3 never came: the AP did not accept message 2, mostly because its
 * MIC is wrong (another passphrase). Only a given key proves that (99 %); without one,
 * repetitions on a PSK network speak for it. With SAE, 802.1X and OWE nobody types the PMK. */
static enum extsta_story_kind diagnose_m2(const struct story_conversation *st,
                                          const struct story_memo *memo, uint8_t *confidence)
{
    bool other_akm = (st->security & (SECURITY_SAE | SECURITY_1X | SECURITY_OWE)) != 0 &&
                     !(st->security & SECURITY_PSK);
    /* Reason 15: handshake timeout; 2: what some APs send instead. */
    bool timeout = (st->flags & STORY_HAS_REASON) && (st->reason == 15 || st->reason == 2);
    if (st->flags & STORY_MIC_WRONG) {
        *confidence = memo && (memo->flags & NOTE_KEY_PROVEN) ? 99 : 88;
        return EXTSTA_KIND_WRONG_PASSPHRASE;
    }
    if (memo && memo->differs) {
        *confidence = st->flags & STORY_MIC_RIGHT ? 95 : 85;
        return EXTSTA_KIND_M2_ELEMENT;
    }
    if ((st->flags & STORY_MIC_RIGHT) && (st->messages[0] > 1 || timeout)) {
        *confidence = 80;
        return EXTSTA_KIND_M2_REJECTED;
    }
    if (other_akm) {
        *confidence = 70;
        return EXTSTA_KIND_M3_NEVER_CAME;
    }
    if (st->messages[0] > 1 || st->messages[1] > 1) {
        *confidence = st->messages[1] > 2 ? 90 : 80;
        return EXTSTA_KIND_WRONG_PASSPHRASE;
    }
    *confidence = timeout ? 60 : 50;
    return timeout ? EXTSTA_KIND_WRONG_PASSPHRASE : EXTSTA_KIND_M3_NEVER_CAME;
}

/* From the end backwards: a reason that is explicit, then the last message that was seen.
 * Reason 17: elements differ; 14: MIC failure; 6 and 7: the AP knows no such station. */
enum extsta_story_kind story_diagnose_port(struct extsta_explain *x,
                                           const struct conversation *c, uint8_t *confidence)
{
    const struct story_conversation *st = &c->story;
    const struct story_memo *memo = story_memo_find(x, c);
    const uint8_t *m = st->messages;
    bool by_ap = st->end_by == EXTSTA_BY_AP;
    if ((st->flags & STORY_HAS_REASON) && st->reason == 17 && by_ap) {
        *confidence = 95;
        return EXTSTA_KIND_M2_ELEMENT;
    }
    if ((st->flags & STORY_HAS_REASON) && st->reason == 17) {
        *confidence = 95;
        return EXTSTA_KIND_RSNE_MISMATCH;
    }
    if ((st->flags & STORY_HAS_REASON) && st->reason == 14) {
        *confidence = 90;
        return EXTSTA_KIND_COUNTERMEASURES;
    }
    if ((st->flags & STORY_HAS_REASON) && st->end_by == EXTSTA_BY_AP &&
        (st->reason == 6 || st->reason == 7) && m[1] < 2) {
        /* It answers frames from before this association. Behind message 2 again and again it
         * is no more than how this AP gives up. */
        *confidence = 80;
        return EXTSTA_KIND_AP_LOST_STATE;
    }
    if (st->flags & STORY_GROUP_DUE) {
        *confidence = 70;
        return EXTSTA_KIND_GROUP_KEY_DUE;
    }
    if (m[2] && memo && memo->differs == DIFFERS_BEACON) {
        *confidence = 90;
        return EXTSTA_KIND_RSNE_MISMATCH;
    }
    if (m[2]) {
        *confidence = m[2] > 1 ? 80 : 60;
        return EXTSTA_KIND_M4_NEVER_CAME;
    }
    if (m[1]) {
        return diagnose_m2(st, memo, confidence);
    }
    if (m[0] && memo && memo->missed) { /* message 2 may have been among them */
        *confidence = 50;
        return EXTSTA_KIND_M3_NEVER_CAME;
    }
    if (m[0]) {
        *confidence = m[0] > 1 ? 80 : 60;
        return EXTSTA_KIND_M2_NEVER_CAME;
    }
    if (st->eap_rounds) {
        return diagnose_eap(st, confidence);
    }
    *confidence = 60;
    return EXTSTA_KIND_M1_NEVER_CAME;
}

/* What ends with EAP-Failure though it went well: WPS, always; EAP-FAST when it gave the
 * station its PAC in a tunnel without a certificate (RFC 5422 3.5). A wrong password ends that
 * so, too.
 */
static enum extsta_story_kind regular_end(const struct story_conversation *st,
                                          const struct story_memo *memo)
{
    bool provisioning = st->eap_type == EAP_TYPE_FAST && memo &&
                        memo->tls_cipher == TLS_ANONYMOUS && (memo->flags & NOTE_TUNNEL);
    return st->flags & STORY_WPS ? EXTSTA_KIND_WPS
           : provisioning        ? EXTSTA_KIND_EAP_FAST
                                 : EXTSTA_KIND_NONE;
}

/* The AP says so itself: sure, whatever came before. */
void story_eap_failure(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    enum extsta_story_kind kind = eap_certificate_alert(st->alert) ? EXTSTA_KIND_EAP_CERTIFICATE
                                  : (st->flags & STORY_ALERT_STA)
                                      ? EXTSTA_KIND_EAP_STATION_REFUSED
                                  : (st->flags & STORY_NAK) ? EXTSTA_KIND_EAP_METHOD
                                                            : EXTSTA_KIND_EAP_FAILURE;
    struct extsta_story t;
    if ((st->flags & STORY_FAILED) && s->e->retry) {
        return;
    }
    const struct story_memo *memo = story_memo_find(s->x, s->c);
    enum extsta_story_kind regular = st->alert ? EXTSTA_KIND_NONE : regular_end(st, memo);
    bool is_regular = regular != EXTSTA_KIND_NONE;
    uint8_t confidence = regular == EXTSTA_KIND_EAP_FAST ? 75 : is_regular ? 95 : 100;
    kind = is_regular ? regular : kind;
    telling_start(&t, s->c, is_regular ? EXTSTA_STORY_FINDING : EXTSTA_STORY_ASSOCIATION_FAILED,
                  kind);
    telling_frames(&t, st->first, st->began, s->number, s->time);
    t.by = EXTSTA_BY_AP;
    bool own = st->alert && (st->flags & STORY_ALERT_STA); /* the station would not */
    telling_cause(&t, own ? EXTSTA_ORIGIN_STATION : EXTSTA_ORIGIN_PEER,
                  EXTSTA_STAGE_IHV_SECURITY, RULE(IEEE_802_1X));
    t.details = is_regular ? 0 : EXTSTA_DETAIL_EAP_FAILURE;
    t.details |= memo && (memo->flags & NOTE_TUNNEL) ? EXTSTA_DETAIL_TUNNEL : 0;
    t.eap_type = st->eap_type;
    t.tls_alert = st->alert;
    st->last = s->number;
    st->progress = s->time;
    st->flags |= STORY_FAILED;
    st->failure = (uint8_t)(is_regular ? EXTSTA_KIND_NONE : kind);
    st->failure_confidence = 100;
    telling_end(s->x, &t, confidence);
}
