/* Sentences for what stands beside the turns of an association: why a station roamed, and what
 * the two sides asked of each other (notes). story_text.c calls; numbers of BSS transition
 * answers are those of IEEE 802.11-2020 table 9-428. */
#include "explain/story_private.h"

#include "base/mac.h"
#include "base/names.h"
#include "base/text.h"
#include "wire/status_codes.h"

/* Percent of the time: beyond it stations wait for the channel longer than they send. */
#define BUSY 70u

static const char *const btm_statuses[] = {
    [0] = "accepted",
    [1] = "no reason given",
    [2] = "it heard too little of the candidates",
    [3] = "the candidates have no room",
    [4] = "it does not want the BSS to end",
    [5] = "it wants more time",
    [6] = "it names other candidates",
    [7] = "no candidate suits",
    [8] = "it is leaving the network",
};

/* "status 7 (no candidate suits)" */
static void put_btm_status(struct text *t, uint16_t status)
{
    text_string(t, "status ");
    text_decimal(t, status);
    text_string(t, " (");
    text_string(t, NAME_AT(btm_statuses, status, "reserved"));
    text_char(t, ')');
}

/* " N things", or " 1 thing". */
static void put_number(struct text *t, unsigned n, const char *one, const char *many)
{
    text_decimal(t, n);
    text_string(t, n == 1 ? one : many);
}

static void put_times(struct text *t, unsigned n)
{
    if (n > 1) {
        text_char(t, ' ');
        text_decimal(t, n);
        text_string(t, " times");
    }
}

static void put_asked(struct text *t, const struct extsta_story *s)
{
    text_string(t, "that AP asked it to (");
    text_string(t, s->details & EXTSTA_DETAIL_IMMINENT ? "disassociation imminent, " : "");
    put_number(t, s->context.candidates, " candidate", " candidates");
    text_string(t, s->context.listed ? ", this AP one of them" : "");
    if (s->has_status && s->status) {
        text_string(t, "; it had refused, ");
        put_btm_status(t, s->status);
    } else {
        text_string(t, s->has_status ? "; it had agreed" : "; no answer in the capture");
    }
    text_char(t, ')');
}

void context_put_why(struct text *t, const struct extsta_story *s)
{
    switch ((enum extsta_roam_why)s->context.why) {
    case EXTSTA_ROAM_ASKED:
        text_string(t, ", ");
        text_string(t, extsta_confidence_word(s->sureness));
        text_string(t, "because ");
        put_asked(t, s);
        return;
    case EXTSTA_ROAM_ENDED:
        text_string(t, ", after that AP had ended the association");
        return;
    case EXTSTA_ROAM_AP_GONE:
        text_string(t, ", ");
        text_string(t, extsta_confidence_word(s->sureness));
        text_string(t, "because that AP was off the air");
        return;
    case EXTSTA_ROAM_SIGNAL:
        text_string(t, ", ");
        text_string(t, extsta_confidence_word(s->sureness));
        text_string(t, "for a better signal");
        break;
    case EXTSTA_ROAM_UNKNOWN:
        text_string(t, "; why, the capture does not show");
        return;
    }
    for (size_t i = 0; i < s->evidence_count; i++) {
        char words[EXTSTA_EVIDENCE_TEXT];
        if (s->evidence[i].weight >= 5) {
            extsta_evidence_text(&s->evidence[i], words, sizeof words);
            text_string(t, "; ");
            text_string(t, words);
        }
    }
}

/* ", Wi-Fi 7 over 2 links: 0 on channel 1 (02:... with 02:...), 1 ..." */
void context_put_links(struct text *t, const struct extsta_story *s)
{
    const struct extsta_story_context *c = &s->context;
    if (!c->link_count) {
        return;
    }
    text_string(t, ", Wi-Fi 7 over ");
    put_number(t, c->link_count, " link: ", " links: ");
    for (size_t i = 0; i < c->link_count && i < EXTSTA_LINKS_MAX; i++) {
        const struct extsta_link *l = &c->links[i];
        text_string(t, i ? ", " : "");
        text_decimal(t, l->id);
        if (l->channel) {
            text_string(t, " on channel ");
            text_decimal(t, l->channel);
        }
        text_string(t, " (");
        text_mac(t, l->sta);
        text_string(t, " with ");
        text_mac(t, l->bssid);
        if (l->status) {
            text_string(t, ", refused, status ");
            text_decimal(t, l->status);
        }
        text_char(t, ')');
    }
}

/* Where it is high, or what is told says that the AP has too much to do (status 17, reason 5).
 */
void context_put_busy(struct text *t, const struct extsta_story *s)
{
    bool full =
        (s->has_status && s->status == STATUS_AP_FULL) || (s->has_reason && s->reason == 5);
    if (!s->context.has_load || (s->context.busy < BUSY && !full)) {
        return;
    }
    text_string(t, "; the AP had ");
    put_number(t, s->context.stations, " station", " stations");
    text_string(t, ", and its channel was busy for ");
    text_decimal(t, s->context.busy);
    text_string(t, " % of the time");
}

/* --- notes --- */

static void transition(struct text *t, const struct extsta_story *s)
{
    text_string(t, "the AP asked the station");
    put_times(t, s->context.asked);
    text_string(t, " to go to another AP");
    text_string(t, s->details & EXTSTA_DETAIL_IMMINENT
                       ? " and announced that it will disassociate it"
                       : "");
    if (s->context.candidates) {
        text_string(t, ", naming ");
        put_number(t, s->context.candidates, " candidate", " candidates");
    }
    if (!s->has_status) {
        text_string(t, s->context.answered ? "; not to the last one, but before it answered"
                                           : "; no answer is in the capture");
    } else if (s->status) {
        text_string(t, "; it refused");
        put_times(t, s->context.refused);
        text_string(t, ", ");
        put_btm_status(t, s->status);
    } else {
        text_string(t, "; it agreed");
        if (!mac_is_zero(s->other)) {
            text_string(t, ", to go to ");
            text_mac(t, s->other);
        }
        if (s->context.refused) {
            text_string(t, ", after it had refused");
            put_times(t, s->context.refused);
        }
    }
}

/* What came back, where the answer is yes or no. */
static void put_answer(struct text *t, const struct extsta_story *s, const char *yes)
{
    if (!s->has_status) {
        text_string(t, "; no answer is in the capture");
    } else if (s->status) {
        text_string(t, "; refused, status ");
        text_decimal(t, s->status);
    } else {
        text_string(t, yes);
    }
}

static void neighbors(struct text *t, const struct extsta_story *s)
{
    if (s->context.asked) {
        text_string(t, "the station asked the AP");
        put_times(t, s->context.asked);
        text_string(t, " for its neighbors");
    } else {
        text_string(t, "the AP told the station its neighbors unasked");
    }
    if (s->context.answered) {
        text_string(t, ": ");
        text_decimal(t, s->context.candidates);
    } else {
        text_string(t, "; no answer is in the capture");
    }
}

static void measurement(struct text *t, const struct extsta_story *s)
{
    if (s->context.asked) {
        text_string(t, "the AP had the station measure");
        put_times(t, s->context.asked);
        text_string(t, ": ");
    } else {
        text_string(t, "the station measured for the AP: ");
    }
    if (s->context.answered == 0) {
        text_string(t, "no report is in the capture");
        return;
    }
    put_number(t, s->context.answered, " report", " reports");
    if (s->context.refused) {
        text_string(t, ", of which ");
        text_decimal(t, s->context.refused);
        text_string(t, " refused");
    }
}

static void direct_link(struct text *t, const struct extsta_story *s)
{
    text_string(t, "set up a direct link (TDLS) with ");
    text_mac(t, s->other);
    put_answer(t, s, "");
    text_string(t, s->context.over ? "; it was torn down" : "");
}

static void followed(struct text *t, const struct extsta_story *s)
{
    text_string(t, "the AP changed its channel");
    put_times(t, s->context.asked);
    text_string(t, s->context.asked > 1 ? ", last to " : " to ");
    text_decimal(t, s->context.candidates);
    text_string(t, s->context.over ? ", and the station was not heard any more"
                                   : ", and the station with it");
}

bool context_put_note(struct text *t, const struct extsta_story *s)
{
    if (s->kind == EXTSTA_KIND_TRANSITION) {
        transition(t, s);
    } else if (s->kind == EXTSTA_KIND_TRANSITION_QUERY) {
        text_string(t, "the station asked the AP");
        put_times(t, s->context.asked);
        text_string(t, " which AP to go to");
    } else if (s->kind == EXTSTA_KIND_NEIGHBORS) {
        neighbors(t, s);
    } else if (s->kind == EXTSTA_KIND_MEASUREMENT) {
        measurement(t, s);
    } else if (s->kind == EXTSTA_KIND_WNM_SLEEP) {
        text_string(t, "asked for WNM sleep, or back out of it,");
        put_times(t, s->context.asked > 1 ? s->context.asked : 0);
        text_string(t, s->context.asked > 1 ? "" : " once");
        put_answer(t, s, ": granted");
    } else if (s->kind == EXTSTA_KIND_FT_OVER_DS) {
        text_string(t, "asked ");
        text_mac(t, s->other);
        text_string(t, " over the distribution system for a fast transition");
        put_answer(t, s, ": accepted");
    } else if (s->kind == EXTSTA_KIND_TDLS) {
        direct_link(t, s);
    } else if (s->kind == EXTSTA_KIND_SWITCH_CLIENT) {
        followed(t, s);
    } else {
        return false;
    }
    return true;
}
