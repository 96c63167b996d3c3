/* Which frames a line of a log may tell of, by everything but the time: the table of words says
 * which kinds, from whom; the line says whose, and with which number. */
#include "explain/logs/witness.h"

/* A line that is said before asking is of the first of equal frames; unless that came before
 * the line by more than the clocks may be wrong: then it was another asking, of which this log
 * need not know (the program was started anew). Where no clock is known yet, only the first. */
static bool first_fits(const struct extsta_witnesses *w, const struct log_event *e,
                       const struct air_frame *f)
{
    const struct log_row *row = log_row_at(e->row);
    if (!f->again || !row->slow || row->order != LOG_BEFORE) {
        return true;
    }
    uint64_t doubt = log_at(w, e->log)->about.within + e->resolution + (uint64_t)STAMPED;
    return e->placed && f->time - f->again + doubt < e->air;
}

/* WPA's handshake is complete with the group key's. */
static bool number_fits(const struct log_row *row, const struct log_event *e,
                        const struct air_frame *f)
{
    unsigned wanted = f->kind == EXTSTA_EVENT_AUTH ? row->sequence
                      : f->kind == EXTSTA_EVENT_EAPOL_KEY || f->kind == EXTSTA_EVENT_EAP
                          ? e->message
                          : 0;
    bool group = e->word == EXTSTA_WORD_AUTHORIZED && f->number_in == 6;
    return !wanted || !f->number_in || wanted == f->number_in || group;
}

#define WORD(name) (UINT64_C(1) << EXTSTA_WORD_##name)

/* Success is told of responses that say so, a refusal of those that do not. */
static bool success_fits(const struct log_event *e, const struct air_frame *f)
{
    static const uint64_t success =
        WORD(AUTHENTICATED) | WORD(ASSOC_RESPONSE) | WORD(ASSOCIATED) | WORD(AUTHORIZED);
    static const uint64_t refusal = WORD(AUTH_REFUSED) | WORD(ASSOC_REFUSED);
    bool ends = (1u << f->kind & ANY_END) != 0;
    if (ends || !f->has_code || e->has_code || !f->from_ap) {
        return true;
    }
    return f->code == 0 ? !(refusal >> e->word & 1) : !(success >> e->word & 1);
}

static bool side_fits(const struct extsta_witnesses *w, const struct log_event *e,
                      const struct air_frame *f)
{
    const struct speaker *s = speaker_at(w, e->speaker);
    if (e->has_bssid && memcmp(e->bssid.b, f->bssid.b, 6) != 0) {
        return false;
    }
    return !(s->ap && s->known && memcmp(s->mac.b, f->bssid.b, 6) != 0);
}

bool witness_fits_loosely(const struct extsta_witnesses *w, const struct log_event *e,
                          const struct air_frame *f)
{
    const struct log_row *row = log_row_at(e->row);
    return row->frames & 1u << f->kind && row->from & (f->from_ap ? LOG_AP : LOG_STA) &&
           number_fits(row, e, f) && first_fits(w, e, f) && success_fits(e, f) &&
           side_fits(w, e, f);
}

/* wpa_supplicant says reason 0 where it knows none. */
static bool code_fits(const struct log_event *e, const struct air_frame *f)
{
    bool unknown = e->word == EXTSTA_WORD_DISCONNECTED && e->code == 0;
    return !e->has_code || !f->has_code || unknown || e->code == f->code;
}

bool witness_fits(const struct extsta_witnesses *w, const struct log_event *e,
                  const struct air_frame *f)
{
    return code_fits(e, f) && witness_fits_loosely(w, e, f);
}

int64_t witness_slack(const struct log_event *e)
{
    static const int64_t slacks[] = {150 * MILLISECOND, LOG_SECOND, 7 * LOG_SECOND};
    return slacks[log_row_at(e->row)->slow];
}

/* The first of the station's frames that is not before `from`; frames are in file order, which
 * is that of time but for what several receivers merged. */
static uint32_t first_from(const struct extsta_witnesses *w, const struct air_station *s,
                           uint64_t from)
{
    uint32_t low = 0, high = s->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (frame_at(w, w->by_station[s->begin + middle])->time < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool each_of(const struct extsta_witnesses *w, const struct log_event *e,
                    uint32_t station, uint64_t from, uint64_t until, witness_each each,
                    void *user)
{
    const struct air_station *s = station_at(w, station);
    for (uint32_t i = first_from(w, s, from); i < s->count; i++) {
        uint32_t frame = w->by_station[s->begin + i];
        const struct air_frame *f = frame_at(w, frame);
        if (f->time > until) {
            break;
        }
        if (witness_fits_loosely(w, e, f) && !each(user, frame)) {
            return false;
        }
    }
    return true;
}

void witness_candidates(const struct extsta_witnesses *w, const struct log_event *e,
                        uint32_t station, uint64_t from, uint64_t until, witness_each each,
                        void *user)
{
    const struct log_row *row = log_row_at(e->row);
    uint32_t all =
        row->frames & ANY_END && row->from & LOG_AP ? witness_broadcast(w) : EXPLAIN_NONE;
    if (!each_of(w, e, station, from, until, each, user)) {
        return;
    }
    if (all != EXPLAIN_NONE && all != station) {
        (void)each_of(w, e, all, from, until, each, user);
    }
}
