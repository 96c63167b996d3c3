/* From associated to authorized: EAP, the four-way handshake, inferred from traffic. */
#include "explain/story_private.h"

#include "base/mac.h"

#include <string.h>

#define EAP_REQUEST  1u
#define EAP_RESPONSE 2u

#define EAP_TYPE_NAK      3u
#define EAP_TYPE_EXPANDED 254u

#define TLS_ALERT 21u

/* --- EAP --- */

static bool carries_tls(uint8_t type)
{
    static const uint8_t types[] = {13, 21, 25, 43, 55};
    return memchr(types, type, sizeof types) != NULL;
}

static const char *method_name(uint8_t type)
{
    static const struct {
        uint8_t type;
        const char *name;
    } names[] = {{4, "MD5"},      {6, "GTC"},   {13, "TLS"},  {18, "SIM"},  {21, "TTLS"},
                 {23, "AKA"},     {25, "PEAP"}, {26, "MSCHAPv2"}, {43, "FAST"}, {47, "PSK"},
                 {48, "SAKE"},    {49, "IKEv2"}, {50, "AKA'"}, {51, "GPSK"}, {52, "pwd"},
                 {53, "EKE"},     {55, "TEAP"}, {254, "of a vendor (expanded type)"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return NULL;
}

/* RFC 8446 B.2; what concerns certificates. NULL: another one. */
static const char *certificate_alert(uint8_t alert)
{
    switch (alert) {
    case 42:
        return "bad certificate";
    case 43:
        return "unsupported certificate";
    case 44:
        return "certificate revoked";
    case 45:
        return "certificate expired";
    case 46:
        return "certificate unknown";
    case 48:
        return "unknown CA";
    case 113:
        return "bad certificate status response";
    case 116:
        return "certificate required";
    }
    return NULL;
}

/* A clear alert among the TLS records of an EAP packet of the TLS family. */
static uint8_t tls_alert(struct extsta_span eap)
{
    struct reader r = reader_of(eap);
    (void)reader_be32(&r); /* code, identifier, length */
    uint8_t type = reader_u8(&r);
    uint8_t flags = reader_u8(&r);
    if (!carries_tls(type)) {
        return 0;
    }
    if (flags & 0x80) {
        (void)reader_be32(&r);
    }
    while (!r.failed && reader_left(&r) >= 5) {
        uint8_t record = reader_u8(&r);
        (void)reader_be16(&r);
        struct extsta_span body = reader_take(&r, reader_be16(&r));
        if (!r.failed && record == TLS_ALERT && body.len == 2) {
            return body.data[1];
        }
    }
    return 0;
}

static bool is_nak(const struct extsta_frame_event *e)
{
    static const uint8_t expanded[] = {EAP_TYPE_EXPANDED, 0, 0, 0, 0, 0, 0, EAP_TYPE_NAK};
    return e->eap_type == EAP_TYPE_NAK ||
           (e->eap.len >= 4 + sizeof expanded &&
            memcmp(e->eap.data + 4, expanded, sizeof expanded) == 0);
}

static void note_eap(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    uint8_t alert = tls_alert(e->eap);
    if (alert && !st->alert) {
        st->alert = alert;
    }
    if (e->from_ap && e->eap_code == EAP_REQUEST) {
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

static void note_key(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    if (e->message < 1 || e->message > 4) {
        return;
    }
    if (e->message == 1 && !(e->retry && e->replay == st->replay)) {
        story_count(&st->messages[0]);
        st->replay = e->replay;
    } else if (e->message != 1 && !(e->retry && st->messages[e->message - 1])) {
        story_count(&st->messages[e->message - 1]);
    }
    if (s->mic == STORY_MIC_BAD && e->message == 2) {
        st->flags |= STORY_MIC_WRONG;
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

static void tell_rekey(struct story_step *s)
{
    struct telling t;
    telling_start(&t, s->c, EXTSTA_STORY_FINDING, KIND_REKEY);
    telling_frames(&t, s->number, s->time, s->number, s->time);
    t.story.by = EXTSTA_BY_AP;
    text_string(&t.t, "a further four-way handshake gave the pair a new key");
    telling_end(s->x, &t, 100);
}

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
    story_in_service(s, false, st->messages[2] || (st->flags & STORY_MIC_RIGHT) ? 100 : 85);
}

void story_traffic(struct story_step *s, const void *nothing)
{
    story_in_service(s, true, s->c->story.messages[2] ? 90 : 75);
}

static void tell_authorized(struct story_step *s, bool inferred, uint8_t confidence)
{
    const struct story_conversation *st = &s->c->story;
    struct telling t;
    if (!explain_is_told(s->x)) {
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_PORT_AUTHORIZED, KIND_NONE);
    telling_frames(&t, st->made_frame, st->made, s->number, s->time);
    t.story.inferred = inferred;
    t.story.by = EXTSTA_BY_AP;
    if (inferred) {
        text_string(&t.t, "port authorized: the end of the handshake was not captured, but both "
                          "sides send protected data");
    } else if (s->e && s->e->kind == EXTSTA_EVENT_EAPOL_KEY) {
        text_string(&t.t, "port authorized: four-way handshake complete");
        text_string(&t.t, st->flags & STORY_MIC_RIGHT ? ", MIC verified" : "");
        if (confidence < 100) {
            text_string(&t.t, ", message 3 was not captured");
        }
    } else {
        text_string(&t.t, st->algorithm == 2 || (st->security & SECURITY_FT)
                              ? "port authorized: fast BSS transition brought the keys"
                              : "port authorized: FILS brought the keys");
    }
    telling_end(s->x, &t, confidence);
}

/* --- roams --- */

static bool is_roam(const struct story_conversation *st, const struct conversation *c,
                    const struct conversation *before)
{
    if (before) {
        return !before->story.ssid || !st->ssid || before->story.ssid == st->ssid;
    }
    return (st->flags & STORY_REASSOC) && !mac_is_zero(st->left) &&
           !mac_equal(st->left, c->bssid);
}

static void tell_roam(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct conversation *before = story_at(s->x, st->before);
    uint64_t left = st->began;
    struct telling t;
    if (!explain_is_told(s->x) || !is_roam(st, s->c, before)) {
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_ROAM, KIND_ROAM);
    telling_frames(&t, st->first, st->began, s->number, s->time);
    t.story.by = EXTSTA_BY_STA;
    t.story.other = before ? before->bssid : st->left;
    if (before) {
        uint64_t last = before->heard[SIDE_STA].time;
        left = last < st->began && st->began - last < SECOND ? last : st->began;
        if (before->heard[SIDE_AP].number > before->heard[SIDE_STA].number) {
            t.story.lost = before->unanswered;
        }
    }
    t.story.gap = s->time - left;
    text_string(&t.t, "roamed from ");
    text_mac(&t.t, t.story.other);
    text_string(&t.t, " in ");
    telling_duration(&t, t.story.gap);
    if (t.story.lost) {
        text_string(&t.t, "; frames of the old AP without an answer: ");
        text_decimal(&t.t, t.story.lost);
    }
    if (!before) {
        text_string(&t.t, "; what happened at the old AP is not in the capture");
    }
    telling_end(s->x, &t, before ? 95 : 80);
}

void story_in_service(struct story_step *s, bool inferred, uint8_t confidence)
{
    struct story_conversation *st = &s->c->story;
    st->service = s->time;
    if (st->security & SECURITY_PORT) {
        st->flags |= STORY_AUTHORIZED;
        tell_authorized(s, inferred, confidence);
    }
    tell_roam(s);
    st->before = 0;
    st->flags &= ~(uint32_t)(STORY_FAILED | STORY_HAS_REASON);
    st->failure = KIND_NONE;
    st->state = STORY_SERVICE;
    s->c->watch = false;
}

/* --- failures --- */

static enum story_kind diagnose_eap(const struct story_conversation *st, uint8_t *confidence)
{
    *confidence = 90;
    if (certificate_alert(st->alert)) {
        return KIND_EAP_CERTIFICATE;
    }
    if (st->flags & STORY_NAK) {
        return KIND_EAP_METHOD;
    }
    *confidence = 60;
    return st->requests > 1 ? KIND_EAP_NO_ANSWER : KIND_EAP_UNFINISHED;
}

/* Message 2 was sent, message 3 never came. */
static enum story_kind diagnose_m2(const struct story_conversation *st, uint8_t *confidence)
{
    bool other_akm = (st->security & (SECURITY_SAE | SECURITY_1X | SECURITY_OWE)) != 0 &&
                     !(st->security & SECURITY_PSK);
    bool timeout = (st->flags & STORY_HAS_REASON) && (st->reason == 15 || st->reason == 2);
    if (st->flags & STORY_MIC_WRONG) {
        *confidence = 99;
        return KIND_WRONG_PASSPHRASE;
    }
    if ((st->flags & STORY_MIC_RIGHT) && (st->messages[0] > 1 || timeout)) {
        *confidence = 80;
        return KIND_M2_REJECTED;
    }
    if (other_akm) {
        *confidence = 70;
        return KIND_M3_NEVER_CAME;
    }
    if (st->messages[0] > 1 || st->messages[1] > 1) {
        *confidence = st->messages[1] > 2 ? 90 : 80;
        return KIND_WRONG_PASSPHRASE;
    }
    *confidence = timeout ? 60 : 50;
    return timeout ? KIND_WRONG_PASSPHRASE : KIND_M3_NEVER_CAME;
}

enum story_kind story_diagnose_port(const struct conversation *c, uint8_t *confidence)
{
    const struct story_conversation *st = &c->story;
    const uint8_t *m = st->messages;
    if ((st->flags & STORY_HAS_REASON) && st->reason == 17) {
        *confidence = 95;
        return KIND_RSNE_MISMATCH;
    }
    if ((st->flags & STORY_HAS_REASON) && st->reason == 14) {
        *confidence = 90;
        return KIND_COUNTERMEASURES;
    }
    if ((st->flags & STORY_HAS_REASON) && st->end_by == EXTSTA_BY_AP &&
        (st->reason == 6 || st->reason == 7)) {
        *confidence = 80; /* it answers frames from before this association */
        return KIND_AP_LOST_STATE;
    }
    if (m[2]) {
        *confidence = m[2] > 1 ? 80 : 60;
        return KIND_M4_NEVER_CAME;
    }
    if (m[1]) {
        return diagnose_m2(st, confidence);
    }
    if (m[0]) {
        *confidence = m[0] > 1 ? 80 : 60;
        return KIND_M2_NEVER_CAME;
    }
    if (st->eap_rounds) {
        return diagnose_eap(st, confidence);
    }
    *confidence = 60;
    return KIND_M1_NEVER_CAME;
}

void story_eap_failure(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    const char *alert = certificate_alert(st->alert);
    const char *method = method_name(st->eap_type);
    enum story_kind kind = alert                     ? KIND_EAP_CERTIFICATE
                           : (st->flags & STORY_NAK) ? KIND_EAP_METHOD
                                                     : KIND_EAP_FAILURE;
    struct telling t;
    if ((st->flags & STORY_FAILED) && s->e->retry) {
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_ASSOCIATION_FAILED, kind);
    telling_frames(&t, st->first, st->began, s->number, s->time);
    t.story.by = EXTSTA_BY_AP;
    telling_cause(&t, EXTSTA_ORIGIN_PEER, EXTSTA_STAGE_IHV_SECURITY, RULE(IEEE_802_1X));
    text_string(&t.t, story_kind(kind)->meaning);
    text_string(&t.t, ", EAP-Failure");
    if (st->eap_type == 0) {
        text_string(&t.t, " right after the identity");
    } else {
        text_string(&t.t, " in method ");
        if (method) {
            text_string(&t.t, method);
        } else {
            text_decimal(&t.t, st->eap_type);
        }
    }
    if (alert) {
        text_string(&t.t, ", TLS alert: ");
        text_string(&t.t, alert);
    }
    st->last = s->number;
    st->progress = s->time;
    st->flags |= STORY_FAILED;
    st->failure = (uint8_t)kind;
    st->failure_confidence = 100;
    telling_end(s->x, &t, 100);
}
