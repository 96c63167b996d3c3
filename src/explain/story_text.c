/* Stories in words: a sentence for what happened, and what to check next (extsta_story_text,
 * _words, _advice). Made only when somebody shows a story: a story itself is numbers, and this
 * file reads nothing else. Meanings of kinds come from texts.ini (known.c), names of reasons
 * and statuses too; the sentences around them stand here.
 *
 * A text says how sure it is only of the meaning; the confidence of the whole story is a number
 * that the reader's program adds. */
#include "explain/codes.h"
#include "explain/story_private.h"

#include "base/mac.h"
#include "base/names.h"
#include "base/text.h"

void story_put_meaning(struct text *t, const struct extsta_story *s)
{
    const struct story_kind_info *info = story_kind(s->kind);
    text_string(t, extsta_confidence_word(s->sureness));
    text_string(t, info->meaning ? info->meaning
                                 : extsta_diagnosis_explanation(info->diagnosis)->meaning);
}

/* ", reason 7 (class 3 frame ...)": never a bare number. */
static void put_code(struct text *t, const char *space, uint16_t code, const char *meaning)
{
    text_string(t, space);
    text_decimal(t, code);
    text_string(t, " (");
    text_string(t, meaning);
    text_char(t, ')');
}

static void put_reason(struct text *t, const struct extsta_story *s)
{
    put_code(t, ", reason ", s->reason, extsta_reason_text(s->reason));
}

static void put_status(struct text *t, const struct extsta_story *s)
{
    put_code(t, ", status ", s->status, extsta_status_text(s->status));
}

static void put_counted(struct text *t, const char *before, uint32_t n, const char *one,
                        const char *many)
{
    text_string(t, before);
    text_decimal(t, n);
    text_string(t, n == 1 ? one : many);
}

/* In whole milliseconds up to ten seconds: a roam is measured in them, a silence is not. */
void text_duration(struct text *t, uint64_t ns)
{
    if (ns < 10 * SECOND) {
        text_decimal(t, ns / MS);
        text_string(t, " ms");
    } else {
        text_decimal(t, ns / SECOND);
        text_string(t, " s");
    }
}

static void association(struct text *t, const struct extsta_story *s)
{
    static const char *const pmkid[] = {
        [EXTSTA_PMKID_OFFERED] = ", PMKID offered",
        [EXTSTA_PMKID_REFUSED] = ", after its PMKID was refused",
    };
    char secured[EXTSTA_SECURED_TEXT];
    if (!s->inferred) {
        text_string(t,
                    s->details & EXTSTA_DETAIL_REASSOCIATION ? "reassociated" : "associated");
    } else if (s->details & EXTSTA_DETAIL_ATTEMPT_SEEN) {
        text_string(t, "associated: the answer was not captured, but what follows shows it");
    } else {
        text_string(t, "is associated: how that came about is not in the capture");
    }
    if (extsta_secured_text(s, secured, sizeof secured)) {
        text_string(t, ", ");
        text_string(t, secured);
    }
    text_string(t, NAME_AT(pmkid, s->context.pmkid, ""));
    if (s->aid) {
        text_string(t, ", AID ");
        text_decimal(t, s->aid);
    }
    context_put_links(t, s);
}

/* The method last begun, and a TLS alert that was in clear: the two things that tell causes
 * apart. */
static void eap_failure(struct text *t, const struct extsta_story *s)
{
    const char *method = eap_method_name(s->eap_type);
    const char *alert = eap_certificate_alert(s->tls_alert);
    text_string(t, ", EAP-Failure");
    if (s->eap_type == 0) {
        text_string(t, " right after the identity");
    } else {
        text_string(t, " in method ");
        if (method) {
            text_string(t, method);
        } else {
            text_decimal(t, s->eap_type);
        }
    }
    if (alert) {
        text_string(t, s->cause.origin == EXTSTA_ORIGIN_STATION
                           ? ", TLS alert of the station: "
                           : ", TLS alert of the server: ");
        text_string(t, alert);
    } else if (s->details & EXTSTA_DETAIL_TUNNEL) {
        text_string(t, "; the tunnel was up, so the certificates were accepted: what is inside "
                       "it was refused");
    }
}

/* Signs of this range, as far as they speak for the story. */
static void put_signs(struct text *t, const struct extsta_story *s, enum extsta_sign from,
                      enum extsta_sign to)
{
    char words[EXTSTA_EVIDENCE_TEXT];
    for (size_t i = 0; i < s->evidence_count; i++) {
        const struct extsta_evidence *e = &s->evidence[i];
        if (e->what >= from && e->what <= to && e->weight >= 10) {
            extsta_evidence_text(e, words, sizeof words);
            text_string(t, "; ");
            text_string(t, words);
        }
    }
}

/* What came just before. */
static void put_before(struct text *t, const struct extsta_story *s)
{
    put_signs(t, s, EXTSTA_SIGN_FELL, EXTSTA_SIGN_HEARD);
}

static void put_doubt(struct text *t, const struct extsta_story *s)
{
    if (s->details & EXTSTA_DETAIL_DOUBTFUL) {
        text_string(t, "; it may be forged: it does not look like the sender's other frames");
    }
}

static void failure(struct text *t, const struct extsta_story *s)
{
    if (s->details & EXTSTA_DETAIL_UNAUTHENTICATED) {
        text_string(t,
                    "the station went no further; that its authentication ended was not seen");
    } else {
        story_put_meaning(t, s);
    }
    if (s->details & EXTSTA_DETAIL_EAP_FAILURE) {
        eap_failure(t, s);
    }
    if (s->has_status) {
        put_status(t, s);
    }
    /* The end that follows tells the reason; it is not said twice in a row. */
    if (s->has_reason && !(s->details & EXTSTA_DETAIL_END_FOLLOWS)) {
        put_reason(t, s);
    }
    if (s->kind == EXTSTA_KIND_SAE_INVALID && s->evidence_count) {
        char sign[EXTSTA_EVIDENCE_TEXT];
        extsta_evidence_text(&s->evidence[s->evidence_count - 1u], sign, sizeof sign);
        text_string(t, ": ");
        text_string(t, sign);
    }
    put_doubt(t, s);
    put_signs(t, s, EXTSTA_SIGN_DIFFERS, EXTSTA_SIGN_NOT_HEARD);
    text_string(
        t, s->details & EXTSTA_DETAIL_DEAF
               ? "; the AP is there, and does not acknowledge: it does not hear the station"
               : "");
    if (s->count) {
        put_counted(t, s->forged ? ", " : ", asked ", s->count, " time", " times");
    }
    context_put_busy(t, s);
}

/* No handshake and not inferred: the keys came with the association (FT, FILS). */
static void authorized(struct text *t, const struct extsta_story *s)
{
    static const char *const pmkid[] = {
        [EXTSTA_PMKID_USED] = ", with the cached PMK that was offered",
        [EXTSTA_PMKID_SHARED] = ", with the PMK of a login at another AP (OKC)",
        [EXTSTA_PMKID_REFUSED] = ", after a whole login: the AP did not take the PMKID",
    };
    bool group = (s->details & EXTSTA_DETAIL_GROUP_KEY) != 0;
    if (group && !(s->details & EXTSTA_DETAIL_FOUR_WAY)) {
        text_string(t,
                    "four-way handshake complete; WPA's group key handshake, enciphered, was "
                    "not captured");
    } else if (s->inferred && group) {
        text_string(t,
                    "four-way handshake complete, and what follows it enciphered must be WPA's "
                    "group key handshake");
    } else if (s->inferred) {
        text_string(t, "the end of the handshake was not captured, but both sides send "
                       "protected data");
    } else if (s->details & EXTSTA_DETAIL_FOUR_WAY) {
        text_string(t, group ? "four-way and group key handshake complete"
                             : "four-way handshake complete");
        text_string(t, s->details & EXTSTA_DETAIL_MIC_VERIFIED ? ", MIC verified" : "");
        text_string(t, s->details & EXTSTA_DETAIL_NO_MESSAGE_3 ? ", message 3 was not captured"
                                                               : "");
    } else {
        text_string(t, s->details & EXTSTA_DETAIL_FAST_TRANSITION
                           ? "fast BSS transition brought the keys"
                           : "FILS brought the keys");
    }
    text_string(t, NAME_AT(pmkid, s->context.pmkid, ""));
}

static void roam(struct text *t, const struct extsta_story *s)
{
    text_string(t, "roamed from ");
    text_mac(t, s->other);
    text_string(t, " in ");
    text_duration(t, s->gap);
    context_put_why(t, s);
    if (s->lost) {
        text_string(t, "; frames of the old AP without an answer: ");
        text_decimal(t, s->lost);
    }
    if (s->details & EXTSTA_DETAIL_OLD_AP_UNSEEN) {
        text_string(t, "; what happened at the old AP is not in the capture");
    }
}

/* DIS-01, DIS-02 (implicit disassociation: same peer, another AP): there is no frame to point
 * at. */
static void replaced(struct text *t, const struct extsta_story *s)
{
    if (s->kind == EXTSTA_KIND_END_MISSED) {
        story_put_meaning(t, s);
        text_string(t, ", by whose hand is not known");
        put_before(t, s);
        return;
    }
    if (s->kind == EXTSTA_KIND_SA_QUERY) {
        text_string(t,
                    "implicit disassociation: the AP gave up the old association and accepted "
                    "a new one");
        put_signs(t, s, EXTSTA_SIGN_QUERIES, EXTSTA_SIGN_QUERIES);
        return;
    }
    text_string(t, "implicit disassociation: ");
    if (mac_equal(s->other, s->bssid)) {
        text_string(t, "the station associated anew with the same AP");
    } else {
        text_string(t, "the station associated with ");
        text_mac(t, s->other);
    }
    text_string(t, "; no frame says so");
}

/* A frame that ends an association, or seems to. */
static void end(struct text *t, const struct extsta_story *s)
{
    bool ap = (s->details & EXTSTA_DETAIL_IN_AP_NAME) != 0;
    bool spoofed = (s->details & EXTSTA_DETAIL_SPOOFED) != 0;
    text_string(t, spoofed ? "the station was " : ap ? "the AP " : "the station ");
    text_string(t, s->details & EXTSTA_DETAIL_BY_DISASSOCIATION ? "disassociated"
                                                                : "deauthenticated");
    text_string(t, spoofed ? ap ? " in the AP's name" : " in its own name"
                   : ap    ? " the station"
                           : " itself");
    if (s->has_reason) {
        put_reason(t, s);
    } else if (s->details & EXTSTA_DETAIL_PROTECTED) {
        text_string(t, ", for a reason that cannot be read without the key");
    }
    if (s->details & EXTSTA_DETAIL_CLAIM_FALSE) {
        text_string(t, s->reason == 4 ? ", which cannot be: an operator, or a test"
                                      : ", under the key of the association that it denies");
    }
    put_doubt(t, s);
    /* What these kinds mean is what the sentence says already. */
    if (s->kind != EXTSTA_KIND_LEFT && s->kind != EXTSTA_KIND_ENDED_BY_AP &&
        s->kind != EXTSTA_KIND_REFUSED_BY_LEAVE) {
        text_string(t, ": ");
        story_put_meaning(t, s);
    }
    put_signs(t, s, EXTSTA_SIGN_QUERIES, EXTSTA_SIGN_QUERIES);
    put_before(t, s);
    context_put_busy(t, s);
    if (s->inferred) {
        text_string(t, "; that it was associated is not in the capture");
    }
}

/* A series of frames that end, or refuse, nothing. */
static void series(struct text *t, const struct extsta_story *s)
{
    if (s->kind == EXTSTA_KIND_FORGED_SAE_REFUSAL || s->kind == EXTSTA_KIND_FORGED_REFUSAL) {
        put_counted(t, "", s->count, " refusal: ", " refusals: ");
    } else if (s->kind >= EXTSTA_KIND_FORGED_EAPOL && s->kind <= EXTSTA_KIND_FT_REPLAY) {
        put_counted(t, "", s->count, " frame: ", " frames: ");
    } else {
        put_counted(t, "", s->count, " deauthentication: ", " deauthentications: ");
    }
    story_put_meaning(t, s);
    text_string(t, s->by == EXTSTA_BY_AP ? "; by number and signal the AP itself sent it"
                   : s->by == EXTSTA_BY_STA
                       ? "; by number and signal the station itself sent it"
                       : "");
    if (s->kind == EXTSTA_KIND_FLOOD && (s->details & EXTSTA_DETAIL_UNPROTECTED)) {
        text_string(t, ", without the protection that was agreed on");
    }
}

/* What peers did, and with whom. */
static void peers(struct text *t, const struct extsta_story *s)
{
    bool keys = (s->details & EXTSTA_DETAIL_FOUR_WAY) != 0;
    bool ibss = (s->details & EXTSTA_DETAIL_IBSS) != 0;
    if (s->kind == EXTSTA_KIND_PEERS) {
        text_string(t, ibss ? "IBSS peer of " : "mesh peer of ");
        text_mac(t, s->other);
        text_string(t, keys   ? ": the four-way handshakes of both are complete"
                       : ibss ? ": authenticated"
                              : ": both opened the link and confirmed it");
    } else if (s->kind == EXTSTA_KIND_PEERING_ENDED) {
        text_string(t, s->by == EXTSTA_BY_STA ? "it ended the link with "
                                              : "the link was ended by ");
        text_mac(t, s->other);
        if (s->has_reason) {
            put_reason(t, s);
        }
    } else {
        text_string(t, ibss ? "no IBSS peer of " : "no mesh peer of ");
        text_mac(t, s->other);
        text_string(t,
                    keys ? ": message 2 of the four-way handshake came again and again and no "
                           "message 3: probably the passphrases differ"
                         : "");
        if (s->has_status) {
            text_string(t, s->by == EXTSTA_BY_STA ? ": it refused" : ": that one refused");
            put_status(t, s);
        } else if (!keys) {
            put_counted(t, ": ", s->count, " request to open the link, not confirmed by both",
                        " requests to open the link, not confirmed by both");
        }
    }
}

static void finding(struct text *t, const struct extsta_story *s)
{
    if (context_put_note(t, s)) {
        return;
    }
    if (s->kind == EXTSTA_KIND_PEERS || s->kind == EXTSTA_KIND_PEERING_ENDED ||
        s->kind == EXTSTA_KIND_PEERING_FAILED) {
        peers(t, s);
    } else if (s->kind == EXTSTA_KIND_DNS_ERROR) {
        sequel_words(t, s);
    } else if (s->kind == EXTSTA_KIND_REKEY) {
        text_string(t, "a further four-way handshake gave the pair a new key");
    } else if (s->kind == EXTSTA_KIND_NO_ASSOCIATION) {
        text_string(t, s->details & EXTSTA_DETAIL_IBSS ? "takes part in an IBSS"
                                                       : "takes part in a mesh");
        text_string(t, ", where nobody associates with an AP: its coming and going leaves no "
                       "frames");
    } else if (s->kind == EXTSTA_KIND_GOES_ON) {
        end(t, s);
    } else if (s->count) {
        series(t, s);
    } else {
        story_put_meaning(t, s);
        if (s->has_status) {
            put_status(t, s);
        }
    }
}

/* Without a label for what it is: the reader's program puts it in front, or
 * extsta_story_text. */
static void words(struct text *t, const struct extsta_story *s)
{
    switch (s->what) {
    case EXTSTA_STORY_ASSOCIATION:
        association(t, s);
        break;
    case EXTSTA_STORY_ASSOCIATION_FAILED:
        failure(t, s);
        break;
    case EXTSTA_STORY_PORT_AUTHORIZED:
        authorized(t, s);
        break;
    case EXTSTA_STORY_ROAM:
        roam(t, s);
        break;
    case EXTSTA_STORY_DISASSOCIATION:
        (s->is_explicit ? end : replaced)(t, s);
        break;
    case EXTSTA_STORY_SILENCE:
        story_put_meaning(t, s);
        if (s->count) {
            put_counted(t, "; frames to it in vain: ", s->count, ", in ", ", in ");
            text_duration(t, s->until - s->time);
        }
        text_string(t, s->details & EXTSTA_DETAIL_ASLEEP         ? "; it sleeps"
                       : s->details & EXTSTA_DETAIL_OUT_OF_RANGE ? "; it went out of range"
                                                                 : "");
        put_before(t, s);
        context_put_busy(t, s);
        break;
    case EXTSTA_STORY_GROUP_REKEY:
        text_string(t, "the AP gave the station a new group key");
        break;
    case EXTSTA_STORY_SCAN:
        put_counted(t, "", s->count, " probe request", " probe requests");
        break;
    case EXTSTA_STORY_FINDING:
        finding(t, s);
        break;
    case EXTSTA_STORY_AP:
        ap_words(t, s);
        break;
    case EXTSTA_STORY_ADDRESS:
    case EXTSTA_STORY_CONNECTED:
    case EXTSTA_STORY_NOT_CONNECTED:
        sequel_words(t, s);
        break;
    }
}

size_t extsta_story_words(const struct extsta_story *story, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    words(&t, story);
    return text_end(&t);
}

size_t extsta_story_text(const struct extsta_story *story, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    text_string(&t, story->what == EXTSTA_STORY_SCAN              ? "scan: "
                    : story->what == EXTSTA_STORY_PORT_AUTHORIZED ? "port authorized: "
                    : story->what == EXTSTA_STORY_ADDRESS         ? "address: "
                    : story->what == EXTSTA_STORY_CONNECTED       ? "connected: "
                    : story->what == EXTSTA_STORY_NOT_CONNECTED   ? "not connected: "
                                                                  : "");
    words(&t, story);
    return text_end(&t);
}

/* "CHECK (usually: USUAL)", as extsta_cause_advice does for causes. */
static size_t advise(const char *check, const char *usual, char *out, size_t size)
{
    struct text a;
    text_start(&a, out, size);
    text_string(&a, check);
    text_string(&a, " (usually: ");
    text_string(&a, usual);
    text_char(&a, ')');
    return text_end(&a);
}

/* What the kind knows, else what the cause record says. */
size_t extsta_story_advice(const struct extsta_story *story, char *out, size_t size)
{
    const struct story_kind_info *info = story_kind(story->kind);
    const struct extsta_cause *cause = &story->cause;
    struct text none;
    if (story->details & EXTSTA_DETAIL_CLAIM_FALSE) {
        return advise("see in the AP's log who asked for it at this moment",
                      "an operator's command, a controller, or a test", out, size);
    }
    if (story->context.asked || story->context.answered) { /* a note: nothing is wrong */
        text_start(&none, out, size);
        return text_end(&none);
    }
    if (info->check && info->usual) {
        return advise(info->check, info->usual, out, size);
    }
    text_start(&none, out, size);
    if (cause->subject == EXTSTA_SUBJECT_SCAN) { /* no cause */
        return text_end(&none);
    }
    /* A reason the station sent itself: what it means is not what it means from an AP. */
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_NONE && cause->space == EXTSTA_CODE_OWN_REASON) {
        const struct extsta_explanation *own = codes_explain_own_reason((uint16_t)cause->code);
        return own->remedy == EXTSTA_REMEDY_NONE ? text_end(&none)
                                                 : advise(own->check, own->usual, out, size);
    }
    /* An end without a reason to read: it was enciphered. */
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_NONE && cause->space == EXTSTA_CODE_NONE) {
        text_string(&none, story->is_explicit ? "give the key of this network: the frame holds "
                                                "the reason, enciphered"
                                              : "");
        return text_end(&none);
    }
    return extsta_cause_remedy(cause) == EXTSTA_REMEDY_NONE
               ? text_end(&none)
               : extsta_cause_advice(cause, out, size);
}
