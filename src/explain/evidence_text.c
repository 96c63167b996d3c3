/* Signs in words (extsta_evidence_text): what --why shows for and against a story, and what a
 * sentence says of what came just before it (story_text.c). */
#include "explain/explain_private.h"

#include "base/names.h"
#include "base/text.h"

static const char *const names[] = {
#define SIGN_NAME(symbol, name) [EXTSTA_SIGN_##symbol] = name,
    EXTSTA_SIGN_LIST(SIGN_NAME)
#undef SIGN_NAME
};

const char *extsta_sign_name(enum extsta_sign sign)
{
    return (unsigned)sign < EXTSTA_SIGN_COUNT ? names[sign] : NULL;
}

/* `what`: @ stands for `is`, # for `usual`, of which durations may be cut. */
static void put(struct text *t, const char *what, const struct extsta_evidence *e)
{
    for (; *what; what++) {
        if (*what == '@' || *what == '#') {
            int n = *what == '@' ? e->is : e->usual;
            text_string(t, n < 0 ? "-" : n == INT16_MAX ? "more than " : "");
            text_decimal(t, (uint64_t)(n < 0 ? -n : n));
        } else {
            text_char(t, *what);
        }
    }
}

size_t extsta_evidence_text(const struct extsta_evidence *e, char *out, size_t size)
{
    static const char *const texts[] = {
        [EXTSTA_SIGN_NONE] = "",
        [EXTSTA_SIGN_NUMBER] = "the sequence number @ counts on from # of the usual sender",
        [EXTSTA_SIGN_JUMP] =
            "the sequence number @ does not count on from # of the usual sender",
        [EXTSTA_SIGN_OTHERS_NUMBER] = "the sequence number @ counts on from # of somebody else",
        [EXTSTA_SIGN_RESUMED] = "the usual counter goes on from #, as if @ had not been sent",
        [EXTSTA_SIGN_FOLLOWED] = "later frames of the usual sender count on from @",
        [EXTSTA_SIGN_BOTH_NAMES] = "one counter runs through the names of both sides: #, @",
        [EXTSTA_SIGN_SIGNAL] = "it is heard at @ dBm, the usual sender at #",
        [EXTSTA_SIGN_RATE] = "its rate is @ units of 500 kb/s, that of the usual sender #",
        [EXTSTA_SIGN_PROTECTED] = "it is protected by a key of the two",
        [EXTSTA_SIGN_GOES_ON] = "both sides go on all the same",
        [EXTSTA_SIGN_CLOCK_ANEW] =
            "its timestamp began anew: @ s, # s after the last beacon before",
        [EXTSTA_SIGN_NUMBERS_ANEW] = "its sequence numbers began anew: @ after #",
        [EXTSTA_SIGN_OTHERS_HEARD] = "others were heard on its channel for @ ms of that time; "
                                     "it is heard in # % of such time else",
        [EXTSTA_SIGN_BEGINS] = "its reason to all is @, as when it begins; before it was #",
        [EXTSTA_SIGN_MISSING] = "@ % of the beacons that were due are missing, else # %",
        [EXTSTA_SIGN_MOVES] = "it announced that it goes to channel @ from #",
        [EXTSTA_SIGN_CHANNEL] = "its beacons name channel @; before that, #",
        [EXTSTA_SIGN_CLOCK] = "two clocks, @ s apart, alternate under this BSSID",
        [EXTSTA_SIGN_INTERVAL] = "beacon intervals of # and of @ TU alternate",
        [EXTSTA_SIGN_SECURITY] = "beacons with two kinds of security alternate",
        [EXTSTA_SIGN_CHANNELS] = "beacons name the channels # and @ in turn",
        [EXTSTA_SIGN_COUNTERS] = "each kind of beacon counts by itself: #, @",
        [EXTSTA_SIGN_CLASS] = "it is not sent in the traffic class of its other EAPOL frames",
        [EXTSTA_SIGN_REPLAY] = "its replay counter is @, and # was used before",
        [EXTSTA_SIGN_NONCES] = "it has the nonces of an exchange that is over",
        [EXTSTA_SIGN_COMMITS] = "SAE commits without a confirm: @; addresses that confirmed: #",
        [EXTSTA_SIGN_STRANGERS] = "addresses: @, of which # sent nothing else",
        [EXTSTA_SIGN_SAE_LENGTH] = "it is too short for its group",
        [EXTSTA_SIGN_SAE_SCALAR] = "its scalar is out of range",
        [EXTSTA_SIGN_SAE_ELEMENT] = "its element is no point of the curve",
        [EXTSTA_SIGN_SAE_MIRROR] = "it is the other side's own, sent back",
        [EXTSTA_SIGN_OPEN] = "it is open, where this one is not",
        [EXTSTA_SIGN_WEAKER] = "it is secured less than this one",
        [EXTSTA_SIGN_DRIVEN] = "somebody sends ends in the name of this one: @",
        [EXTSTA_SIGN_LURED] = "clients of the one came to the other: @",
        [EXTSTA_SIGN_SERIES] = "forged frames: @; stations they were sent to: #",
        [EXTSTA_SIGN_CLEAR] = "it is in clear, though keys were installed",
        [EXTSTA_SIGN_FELL] = "its signal had fallen from # to @ dBm",
        [EXTSTA_SIGN_WEAK] = "its signal was @ dBm",
        [EXTSTA_SIGN_RETRIES] = "@ % of its last frames were retries",
        [EXTSTA_SIGN_ASLEEP] = "its last frame said that it goes to sleep",
        [EXTSTA_SIGN_AWAKE] = "its last frame said that it is awake",
        [EXTSTA_SIGN_BEACONS_END] = "no beacon for @ ms, where one comes every # ms",
        [EXTSTA_SIGN_BEACONS_GO_ON] = "its beacons go on, the last one @ ms before",
        [EXTSTA_SIGN_HEARD] = "the other side was heard @ ms before",
        [EXTSTA_SIGN_CALLS] = "@ frames without an answer, # of them repeated",
        [EXTSTA_SIGN_MESSAGES] = "message 1 came @ times, message 2 # times",
        [EXTSTA_SIGN_ASKED] = "the AP asked it to go @ ms before; candidates: #",
        [EXTSTA_SIGN_ANSWERED] = "it answered that with status @",
        [EXTSTA_SIGN_LISTED] = "the AP it went to was named",
        [EXTSTA_SIGN_ENDED] = "the AP had ended the association @ ms before, reason #",
        [EXTSTA_SIGN_BETTER] = "the new AP is heard at @ dBm here, the old one at #",
        [EXTSTA_SIGN_CLAIM] = "the reason sent, @, says otherwise",
        [EXTSTA_SIGN_PAUSE] = "neither side was heard for @ ms before that",
        [EXTSTA_SIGN_AS_NEW] =
            "it asked for association, not reassociation: it was associated nowhere",
        [EXTSTA_SIGN_SCANNED] = "it had looked for an AP in between",
        [EXTSTA_SIGN_DIFFERS] = "", /* differing */
        [EXTSTA_SIGN_QUERIES] = "@ SA Queries in # ms had no answer",
        [EXTSTA_SIGN_NOT_HEARD] =
            "by its counter the station sent @ frames that were not captured",
        [EXTSTA_SIGN_IN_VAIN] = "the station asked @ times, in # ms, without an answer",
        [EXTSTA_SIGN_LINK_LOCAL] = "the station gave itself a link-local address",
        [EXTSTA_SIGN_PASSED_ON] = "the AP passed the request on, @ times",
        [EXTSTA_SIGN_OFFERS_REPEATED] =
            "@ of # offers were repeated: the station does not acknowledge",
        [EXTSTA_SIGN_AP_DATA] = "@ data frames of the AP were captured, # of them read",
        [EXTSTA_SIGN_MISSED] =
            "the capture lacks @ of their frames, by the numbers of the others",
    };
    _Static_assert(sizeof texts / sizeof *texts == EXTSTA_SIGN_COUNT, "a text for each");
    static const char *const differing[] = {
        "",
        "the suites of the RSN element differ",
        "the capabilities of the RSN element differ",
        "the PMKIDs of the RSN element differ",
        "the RSN element says the same in other octets",
        "the RSN Extension element differs",
    };
    struct text t;
    text_start(&t, out, size);
    if (e->what == EXTSTA_SIGN_DIFFERS) {
        text_string(&t, NAME_AT(differing, (unsigned)e->is, ""));
    }
    put(&t, texts[e->what < EXTSTA_SIGN_COUNT ? e->what : 0], e);
    return text_end(&t);
}
