/* DOT11_ASSOC_STATUS in words, for cause texts, logs and timelines. The number is a class in
 * the upper half and the peer's reason or status code in the lower one (ASC-29: class plus
 * code), or a plain number; from 0x80000000 on it is a vendor's. How to tell them apart is
 * ASC-31 (decoding), and the order of the tests below matters. */
#include "base/names.h"
#include "base/text.h"
#include <extsta/cause.h>
#include <extsta/windot11.h>

/* In ascending order of the numbers. */
static const struct name plain_texts[] = {
    {DOT11_ASSOC_STATUS_SUCCESS, "success"},
    {DOT11_ASSOC_STATUS_FAILURE, "failure"},
    {DOT11_ASSOC_STATUS_UNREACHABLE, "peer unreachable"},
    {DOT11_ASSOC_STATUS_RADIO_OFF, "radio off"},
    {DOT11_ASSOC_STATUS_PHY_DISABLED, "PHY disabled"},
    {DOT11_ASSOC_STATUS_CANCELLED, "cancelled"},
    {DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED, "candidate list exhausted"},
    {DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS, "disassociated on request of the OS"},
    {DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING, "disassociated by roaming"},
    {DOT11_ASSOC_STATUS_DISASSOCIATED_BY_RESET, "disassociated by a reset"},
    {DOT11_ASSOC_STATUS_SYSTEM_ERROR, "system error"},
    {DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND, "better AP found"},
    {DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST, "association lost"},
    {DOT11_ASSOC_STATUS_ROAMING_ADHOC, "another IBSS"},
};

/* Reasons of ROAMING_START share the number space; the heading says that it is one. */
static bool is_roaming(uint32_t status)
{
    return status == DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND ||
           status == DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST ||
           status == DOT11_ASSOC_STATUS_ROAMING_ADHOC;
}

/* How much of it is put in words. */
enum wording {
    WHOLE,
    BRIEF, /* a reason or status code without its own text */
    BARE,  /* the last part only: what a heading leaves open */
};

/* `what` with its number, then the text of the number, as far as the wording wants them. */
static void put_code(struct text *t, enum wording wording, const char *what, uint16_t code,
                     const char *text)
{
    if (wording != BARE) {
        text_string(t, what);
        text_decimal(t, code);
        text_string(t, wording == WHOLE ? ": " : "");
    }
    text_string(t, wording == BRIEF ? "" : text);
}

static size_t status_text(uint32_t status, enum wording wording, char *out, size_t size)
{
    uint16_t code = (uint16_t)(status & DOT11_ASSOC_STATUS_REASON_CODE_MASK);
    const char *plain = NAME_FIND(plain_texts, status);
    struct text t;

    text_start(&t, out, size);
    /* ASC-31: the vendor's range first, then the upper half as a number and not as bits:
     * 3 is the class of responses, not "deauthenticated and disassociated". */
    if (status >= DOT11_ASSOC_STATUS_IHV_START) {
        text_string(&t, "vendor status 0x");
        text_hex(&t, status, 8);
    } else if (status >> 16 == DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED >> 16) {
        put_code(&t, wording, "peer deauthenticated, reason ", code, extsta_reason_text(code));
    } else if (status >> 16 == DOT11_ASSOC_STATUS_PEER_DISASSOCIATED >> 16) {
        put_code(&t, wording, "peer disassociated, reason ", code, extsta_reason_text(code));
    } else if (status >> 16 == DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE >> 16) {
        put_code(&t, wording, "response status ", code, extsta_status_text(code));
    } else if (plain) {
        text_string(&t, wording != BARE && is_roaming(status) ? "roaming: " : "");
        text_string(&t, plain);
    } else {
        text_string(&t, "unknown association status 0x");
        text_hex(&t, status, 8);
    }
    return text_end(&t);
}

size_t extsta_assoc_status_text(uint32_t status, char *out, size_t size)
{
    return status_text(status, WHOLE, out, size);
}

size_t extsta_assoc_status_brief(uint32_t status, char *out, size_t size)
{
    return status_text(status, BRIEF, out, size);
}

size_t extsta_roaming_text(uint32_t reason, char *out, size_t size)
{
    return status_text(reason, BARE, out, size);
}
