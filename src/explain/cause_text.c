/* A cause record in one line, and what to do about it (extsta/cause.h). The same for a
 * station's own causes and for stories of captures. What is known of diagnoses, reasons and
 * statuses comes from texts.ini (known.c); here is decided which of them a cause is explained
 * by, and the frame of the sentence.
 *
 *    SUBJECT with PEER, by whose hand, at which stage: meaning (number), how sure */
#include "base/mac.h"
#include "base/names.h"
#include "base/text.h"
#include "explain/codes.h"
#include "explain/story_private.h"
#include <extsta/windot11.h>

/* Where the number says nothing more: whose decision it was. */
static const struct extsta_explanation peer_decided = {
    "the peer decided so", "a decision of the AP that only its own log explains",
    "read the AP's own log at that moment", EXTSTA_REMEDY_RETRY};
static const struct extsta_explanation peer_refused = {
    "the AP refused", "a requirement of the AP that the station does not meet",
    "read the AP's own log at that moment", EXTSTA_REMEDY_POLICY};
static const struct extsta_explanation nothing_wrong = {
    "it was asked for", "a request of the user or of the OS", "nothing: it was asked for",
    EXTSTA_REMEDY_NONE};
static const struct extsta_explanation system_error = {
    "the driver failed", "a defect, or memory that ran out",
    "look for an earlier failure in the log", EXTSTA_REMEDY_RETRY};

/* After the handshake, reason 2 says nothing of a passphrase. */
static const struct extsta_explanation no_longer_valid = {
    "the peer no longer holds the authentication valid",
    "an administrator or a controller sent the station away, or the AP lost its state",
    "read the AP's own log at that moment", EXTSTA_REMEDY_RETRY};

#define REASON_NO_LONGER_VALID 2u

static const struct extsta_explanation *of_reason(uint16_t reason)
{
    const struct extsta_explanation *e = codes_explain_reason(reason);

    return e ? e : &peer_decided;
}

static const struct extsta_explanation *of_status(uint16_t status)
{
    const struct extsta_explanation *e = codes_explain_status(status);

    return e ? e : &peer_refused;
}

/* The plain numbers, those that carry no number of a frame. */
static const struct extsta_explanation *of_plain_assoc_status(uint32_t status)
{
    switch (status) {
    case DOT11_ASSOC_STATUS_SUCCESS:
    case DOT11_ASSOC_STATUS_CANCELLED:
        return &nothing_wrong;
    case DOT11_ASSOC_STATUS_UNREACHABLE:
    case DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_PEER_SILENT);
    case DOT11_ASSOC_STATUS_RADIO_OFF:
    case DOT11_ASSOC_STATUS_PHY_DISABLED:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_RADIO_OFF);
    case DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_NO_CANDIDATE);
    case DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST);
    case DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_REPLACED);
    case DOT11_ASSOC_STATUS_DISASSOCIATED_BY_RESET:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_RESET_REQUEST);
    case DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_BETTER_AP);
    case DOT11_ASSOC_STATUS_SYSTEM_ERROR:
        return &system_error;
    }
    return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_NONE);
}

/* Decoded in the order of ASC-31 (decoding): the vendor's range first, then the class. */
static const struct extsta_explanation *of_assoc_status(uint32_t status)
{
    uint16_t code = (uint16_t)(status & DOT11_ASSOC_STATUS_REASON_CODE_MASK);

    if (status >= DOT11_ASSOC_STATUS_IHV_START) /* ASC-31: first */
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_IHV_FAILED);
    switch (status >> 16) {
    case DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED >> 16:
    case DOT11_ASSOC_STATUS_PEER_DISASSOCIATED >> 16:
        return of_reason(code);
    case DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE >> 16:
        return of_status(code);
    }
    return of_plain_assoc_status(status);
}

/* Mostly the diagnosis knows more than the number: then it is what is explained. "Refused"
 * leaves the why to the status that came with it. */
static bool diagnosis_says_it(const struct extsta_cause *cause)
{
    return cause->diagnosis != EXTSTA_DIAGNOSIS_NONE &&
           !(cause->diagnosis == EXTSTA_DIAGNOSIS_REFUSED &&
             cause->space == EXTSTA_CODE_PEER_STATUS &&
             codes_explain_status((uint16_t)cause->code));
}

/* Never NULL. Without a diagnosis or a number that says more, the origin does. */
const struct extsta_explanation *extsta_cause_explanation(const struct extsta_cause *cause)
{
    if (diagnosis_says_it(cause))
        return extsta_diagnosis_explanation(cause->diagnosis);
    switch (cause->space) {
    case EXTSTA_CODE_PEER_REASON:
        return cause->stage == EXTSTA_STAGE_CONNECTED && cause->code == REASON_NO_LONGER_VALID
                   ? &no_longer_valid
                   : of_reason((uint16_t)cause->code);
    case EXTSTA_CODE_PEER_STATUS:
        return of_status((uint16_t)cause->code);
    case EXTSTA_CODE_ASSOC_STATUS:
        return of_assoc_status(cause->code);
    case EXTSTA_CODE_WIN32:
    case EXTSTA_CODE_L2_REASON:
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_IHV_FAILED);
    case EXTSTA_CODE_DIAGNOSIS:
        return extsta_diagnosis_explanation((enum extsta_diagnosis)cause->code);
    case EXTSTA_CODE_OWN_REASON:
    case EXTSTA_CODE_TLS_ALERT:
    case EXTSTA_CODE_MSCHAPV2:
    case EXTSTA_CODE_EAP_TYPE:
    case EXTSTA_CODE_NONE:
        break;
    }
    if (cause->origin == EXTSTA_ORIGIN_HOST)
        return &nothing_wrong;
    if (cause->origin == EXTSTA_ORIGIN_RADIO)
        return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_RADIO_OFF);
    return extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_NONE);
}

/* It never came about, as against an end of what there was. */
static bool is_failure(const struct extsta_cause *cause)
{
    return cause->subject == EXTSTA_SUBJECT_CONNECTION || cause->subject == EXTSTA_SUBJECT_ROAM ||
           (cause->subject == EXTSTA_SUBJECT_ASSOCIATION &&
            (cause->stage == EXTSTA_STAGE_CANDIDATES ||
             cause->stage == EXTSTA_STAGE_AUTHENTICATION ||
             cause->stage == EXTSTA_STAGE_ASSOCIATION));
}

/* Whose hand it was in, of an end and of what never came about. */
static const char *const ended[] = {
    [EXTSTA_ORIGIN_UNKNOWN] = " ended",
    [EXTSTA_ORIGIN_PEER] = " ended by the AP",
    [EXTSTA_ORIGIN_STATION] = " ended by the station",
    [EXTSTA_ORIGIN_HOST] = " ended on request of the OS",
    [EXTSTA_ORIGIN_RADIO] = " ended by the radio",
    [EXTSTA_ORIGIN_TIMER] = " ended by a timeout",
    [EXTSTA_ORIGIN_IHV] = " ended by the IHV extension",
};
static const char *const failed[] = {
    [EXTSTA_ORIGIN_UNKNOWN] = " failed",
    [EXTSTA_ORIGIN_PEER] = " ended by the AP", /* or refused, when a status says so */
    [EXTSTA_ORIGIN_STATION] = " given up by the station",
    [EXTSTA_ORIGIN_HOST] = " cancelled by the OS",
    [EXTSTA_ORIGIN_RADIO] = " ended by the radio",
    [EXTSTA_ORIGIN_TIMER] = " timed out",
    [EXTSTA_ORIGIN_IHV] = " ended by the IHV extension",
};

static const char *origin_words(const struct extsta_cause *cause)
{
    if (!is_failure(cause)) {
        return NAME_AT(ended, cause->origin, " ended");
    }
    return cause->origin == EXTSTA_ORIGIN_PEER && cause->space == EXTSTA_CODE_PEER_STATUS
               ? " refused by the AP"
               : NAME_AT(failed, cause->origin, " failed");
}

static const char *const stages[] = {
    [EXTSTA_STAGE_CANDIDATES] = " while looking for a BSS",
    [EXTSTA_STAGE_AUTHENTICATION] = " during authentication",
    [EXTSTA_STAGE_ASSOCIATION] = " during association",
    [EXTSTA_STAGE_8021X] = " in 802.1X",
    [EXTSTA_STAGE_FOUR_WAY] = " in the four-way handshake",
    [EXTSTA_STAGE_GROUP_KEY] = " in the group key handshake",
    [EXTSTA_STAGE_IHV_SECURITY] = " in the security exchange of the IHV extension",
    [EXTSTA_STAGE_CONNECTED] = "", /* that is what an end means */
    [EXTSTA_STAGE_LEAVING] = " while leaving",
};

/* A number with a name, where it has one. */
static void put_named(struct text *t, const char *what, uint32_t code, const char *name)
{
    text_string(t, what);
    text_decimal(t, code);
    if (name) {
        text_string(t, ": ");
        text_string(t, name);
    }
    text_char(t, ')');
}

static void put_number(struct text *t, const char *what, uint16_t code, const char *text)
{
    text_string(t, what);
    text_decimal(t, code);
    text_string(t, ": ");
    text_string(t, text);
    text_char(t, ')');
}

/* The number itself, with the name of its space: never a bare number. */
static void put_code(struct text *t, const struct extsta_cause *cause)
{
    uint16_t code = (uint16_t)cause->code;
    char words[160];

    switch (cause->space) {
    case EXTSTA_CODE_PEER_REASON:
        put_number(t, " (reason ", code, extsta_reason_text(code));
        break;
    case EXTSTA_CODE_PEER_STATUS:
        put_number(t, " (status ", code, extsta_status_text(code));
        break;
    case EXTSTA_CODE_OWN_REASON:
        put_number(t, " (reason sent ", code, extsta_reason_text(code));
        break;
    case EXTSTA_CODE_ASSOC_STATUS:
        if (cause->diagnosis != EXTSTA_DIAGNOSIS_NONE &&
            cause->code < DOT11_ASSOC_STATUS_IHV_START) {
            break; /* its name says no more than the diagnosis; a vendor's has none */
        }
        extsta_assoc_status_text(cause->code, words, sizeof(words));
        text_string(t, " (");
        text_string(t, words);
        text_char(t, ')');
        break;
    case EXTSTA_CODE_WIN32:
        text_string(t, " (error ");
        text_decimal(t, cause->code);
        text_string(t, " of the extension)");
        break;
    case EXTSTA_CODE_L2_REASON:
        text_string(t, " (reason 0x");
        text_hex(t, cause->code, 8);
        text_string(t, " of the extension)");
        break;
    case EXTSTA_CODE_TLS_ALERT:
        put_named(t, " (TLS alert ", cause->code, eap_certificate_alert((uint8_t)cause->code));
        break;
    case EXTSTA_CODE_MSCHAPV2:
        put_named(t, " (error ", cause->code, mschapv2_error(cause->code));
        break;
    case EXTSTA_CODE_EAP_TYPE:
        put_named(t, " (the server wants EAP method ", cause->code,
                  eap_method_name((uint8_t)cause->code));
        break;
    case EXTSTA_CODE_NONE:
    case EXTSTA_CODE_DIAGNOSIS:
        break;
    }
}

/* Seconds with a tenth, rounded. */
static void put_retry(struct text *t, const struct extsta_cause *cause)
{
    text_string(t, "; the station tries again");
    if (cause->retry_after == EXTSTA_NEVER) {
        text_string(t, " when the radio is on");
    } else if (cause->retry_after > 0) {
        uint64_t tenths = (cause->retry_after + EXTSTA_SECOND / 20) / (EXTSTA_SECOND / 10);
        text_string(t, " in ");
        text_decimal(t, tenths / 10);
        text_char(t, '.');
        text_decimal(t, tenths % 10);
        text_string(t, " s");
    }
}

size_t extsta_cause_text(const struct extsta_cause *cause, char *out, size_t size)
{
    return extsta_cause_text_named(cause, NULL, out, size);
}

/* peer: a name for the address; NULL: the address itself. */
size_t extsta_cause_text_named(const struct extsta_cause *cause, const char *peer, char *out,
                               size_t size)
{
    struct text t;

    text_start(&t, out, size);
    text_string(&t, extsta_subject_name(cause->subject));
    if (!mac_is_zero(cause->peer)) {
        text_string(&t, " with ");
        if (peer) {
            text_string(&t, peer);
        } else {
            text_mac(&t, cause->peer);
        }
    }
    text_string(&t, origin_words(cause));
    text_string(&t, NAME_AT(stages, cause->stage, ""));
    text_string(&t, ": ");
    text_string(&t, extsta_confidence_word(cause->confidence));
    text_string(&t, extsta_cause_explanation(cause)->meaning);
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE &&
        cause->stage == EXTSTA_STAGE_FOUR_WAY) { /* what one sees of it, from this side */
        text_string(&t, ", message 3 never came");
    }
    if (cause->detail[0] != 0) {
        text_string(&t, " (");
        text_bytes(&t, span(cause->detail, strlen(cause->detail)));
        text_char(&t, ')');
    }
    put_code(&t, cause);
    if (cause->confidence && cause->confidence < 100) {
        text_string(&t, ", ");
        text_decimal(&t, cause->confidence);
        text_string(&t, " % sure");
    }
    if (cause->will_retry && extsta_cause_remedy(cause) != EXTSTA_REMEDY_NONE)
        put_retry(&t, cause);
    return text_end(&t);
}

const char *extsta_confidence_word(uint8_t confidence)
{
    return confidence == 0 || confidence >= 95 ? ""
           : confidence < 75                   ? "perhaps "
                                               : "probably ";
}

size_t extsta_cause_advice(const struct extsta_cause *cause, char *out, size_t size)
{
    const struct extsta_explanation *e = extsta_cause_explanation(cause);
    struct text t;

    text_start(&t, out, size);
    text_string(&t, e->check);
    text_string(&t, " (usually: ");
    text_string(&t, e->usual);
    text_char(&t, ')');
    return text_end(&t);
}

enum extsta_remedy extsta_cause_remedy(const struct extsta_cause *cause)
{
    return extsta_cause_explanation(cause)->remedy;
}
