/* Roaming policies and decisions as both halves and those who tell know them: the default, what
 * values do, names and words (extsta/roam.h). */
#include "base/bytes.h"
#include "base/names.h"
#include "base/text.h"
#include <extsta/roam.h>

const struct extsta_roam_policy extsta_roam_default = {
    .low = -70,
    .good = -66,     /* above low, so that a signal at the border does not flap */
    .hysteresis = 8, /* or two APs would be changed for each other again and again */
    .settle = 3,
    .fresh = 10,
    .scan = 10,
    .scan_max = 60,
};

const char *extsta_roam_policy_check(const struct extsta_roam_policy *p)
{
    if (p->low < -100 || p->low > -20 || p->good > 0) {
        return "low is -100 to -20 dBm, good not above 0";
    }
    if (p->good < p->low) {
        return "good is not below low";
    }
    if (p->hysteresis > 60 || p->prefer_5ghz < -60 || p->prefer_5ghz > 60) {
        return "hysteresis is 0 to 60 dB, prefer_5ghz -60 to 60";
    }
    if (p->scan == 0 || p->scan_max < p->scan || p->scan_max > 3600) {
        return "scan is at least 1 second, scan_max not less and at most 3600";
    }
    if (p->transition > EXTSTA_TRANSITION_IGNORE) {
        return "transition is to honour, refuse or ignore";
    }
    if (p->fresh == 0 || p->fresh > 3600 || p->settle > 3600) {
        return "fresh is 1 to 3600 seconds, settle 0 to 3600";
    }
    return NULL;
}

const char *extsta_decision_name(enum extsta_decision_type type)
{
    static const char *const names[] = {
#define NAME(symbol, name) name,
        EXTSTA_DECISION_LIST(NAME)
#undef NAME
    };
    return NAME_AT(names, type, "unknown");
}

/* --- words --- */

static void put_signed(struct text *t, int value)
{
    if (value < 0) {
        text_char(t, '-');
    }
    text_decimal(t, (uint64_t)(value < 0 ? -value : value));
}

static void put_number(struct text *t, const char *before, int value, const char *after)
{
    text_string(t, before);
    put_signed(t, value);
    text_string(t, after);
}

/* A (-75 dBm) */
static void put_ap(struct text *t, const char *ap, int8_t signal)
{
    text_string(t, ap);
    if (signal != 0) {
        put_number(t, " (", signal, " dBm)");
    }
}

/* "the best of 2 others, B, has -71 dBm" */
static void put_best(struct text *t, const struct extsta_decision *d, const char *best)
{
    if (d->candidates > 1) {
        put_number(t, "the best of ", d->candidates, " others, ");
    } else {
        text_string(t, "the only other, ");
    }
    text_string(t, best);
    put_number(t, ", has ", d->best_signal, " dBm");
}

static void put_age(struct text *t, uint32_t milliseconds)
{
    text_decimal(t, milliseconds / 1000);
    text_char(t, '.');
    text_decimal(t, milliseconds / 100 % 10);
    text_string(t, " s");
}

/* Why the AP's wish was not followed, by the status code of the answer (table 9-428). */
static const char *refusal_of(uint16_t status)
{
    return status == 2   ? "none of the APs that it named was heard"
           : status == 4 ? "there is no AP to go to, and the BSS should not end"
           : status == 7 ? "no other AP is good enough"
                         : "it is set to stay, or something else is under way";
}

/* What the AP announces with its request (figure 9-924). */
static void put_end(struct text *t, const struct extsta_decision *d)
{
    if (d->mode & 0x1c) {
        text_string(t, (d->mode & 0x10)   ? "; the whole network ends the association"
                       : (d->mode & 0x08) ? "; the BSS ends"
                                          : "; the AP ends the association");
        if (d->leaves_in != 0) {
            text_string(t, " in ");
            put_age(t, d->leaves_in);
        }
    }
}

static void put_decision(struct text *t, const struct extsta_decision *d, const char *best)
{
    switch (d->type) {
    case EXTSTA_DECISION_LOOK:
        put_number(t, ", below ", d->threshold, ": looks for a better AP");
        return;
    case EXTSTA_DECISION_CONTENT:
        put_number(t, ", above ", d->threshold, " again: looks no longer");
        return;
    case EXTSTA_DECISION_STAY_GOOD:
        put_number(t, ": that is not below ", d->threshold, " dBm");
        return;
    case EXTSTA_DECISION_STAY_ALONE:
        text_string(t, ": no other AP of the network fits");
        return;
    case EXTSTA_DECISION_STAY_OLD:
        text_string(t, ": ");
        put_best(t, d, best);
        text_string(t, ", but that was ");
        put_age(t, d->age);
        text_string(t, " ago, and more than ");
        put_age(t, d->fresh);
        text_string(t, " is too old");
        return;
    case EXTSTA_DECISION_STAY_GAIN:
        text_string(t, ": ");
        put_best(t, d, best);
        put_number(t, " and gains ", d->gain, " dB, less than the ");
        put_number(t, "", d->hysteresis, " dB it should");
        return;
    case EXTSTA_DECISION_STAY_STREAM:
        text_string(t, ": media are streaming, so it does not scan");
        return;
    case EXTSTA_DECISION_STAY_SILENT:
        put_number(t, ": asked, the better one did not answer, and it had ", d->best_signal,
                   " dBm");
        return;
    case EXTSTA_DECISION_ROAM_BETTER:
        text_string(t, " for ");
        text_string(t, best);
        put_number(t, ": it has ", d->best_signal, " dBm");
        put_number(t, " and gains ", d->gain, " dB, at least the ");
        put_number(t, "", d->hysteresis, " dB it should");
        return;
    case EXTSTA_DECISION_ROAM_ASKED:
        text_string(t, " for ");
        text_string(t, best);
        put_number(t, " (", d->best_signal, " dBm): the host wants it");
        return;
    case EXTSTA_DECISION_BTM_GO:
        text_string(t, " for ");
        text_string(t, best);
        put_number(t, " (", d->best_signal, " dBm): the AP asks it to");
        if (d->preference != 0) {
            put_number(t, ", with preference ", d->preference, "");
        }
        put_end(t, d);
        return;
    case EXTSTA_DECISION_BTM_STAY:
        text_string(t, " though the AP asks it to leave: ");
        text_string(t, refusal_of(d->status));
        put_number(t, " (status ", d->status, ")");
        put_end(t, d);
        return;
    case EXTSTA_DECISION_BTM_IGNORED:
        text_string(t, " and does not listen to the AP, which asks it to leave");
        put_end(t, d);
        return;
    case EXTSTA_DECISION_FT_FAILED:
        if (d->status) {
            put_number(t, ": it refuses the fast transition (status ", d->status, ")");
        } else {
            text_string(t, ": its answer to the fast transition does not fit");
        }
        return;
    case EXTSTA_DECISIONS:
        return;
    }
}

size_t extsta_decision_text(const struct extsta_decision *d, const char *ap, const char *best,
                            char *text, size_t size)
{
    static const char *const begin[] = {
        [EXTSTA_DECISION_LOOK] = "hears ",
        [EXTSTA_DECISION_CONTENT] = "hears ",
        [EXTSTA_DECISION_STAY_GOOD] = "stays with ",
        [EXTSTA_DECISION_STAY_ALONE] = "stays with ",
        [EXTSTA_DECISION_STAY_OLD] = "stays with ",
        [EXTSTA_DECISION_STAY_GAIN] = "stays with ",
        [EXTSTA_DECISION_STAY_STREAM] = "stays with ",
        [EXTSTA_DECISION_STAY_SILENT] = "stays with ",
        [EXTSTA_DECISION_ROAM_BETTER] = "leaves ",
        [EXTSTA_DECISION_ROAM_ASKED] = "leaves ",
        [EXTSTA_DECISION_BTM_GO] = "leaves ",
        [EXTSTA_DECISION_BTM_STAY] = "stays with ",
        [EXTSTA_DECISION_BTM_IGNORED] = "stays with ",
        [EXTSTA_DECISION_FT_FAILED] = "asks for a full association with ",
    };
    struct text t;
    text_start(&t, text, size);
    text_string(&t, NAME_AT(begin, d->type, ""));
    put_ap(&t, ap, d->signal);
    put_decision(&t, d, best);
    return text_end(&t);
}
