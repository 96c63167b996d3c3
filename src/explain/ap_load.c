/* The refusals of an access point that has no place left (status 17, IEEE 802.11-2020 9.4.1.9):
 * one event of the AP's (ap_life.h), with what its BSS Load element said then
 * (story_context.c). */
#include "explain/story_private.h"
#include "wire/status_codes.h"

/* Refusals so far apart are two events. */
#define QUIET (60 * SECOND)

/* Of one client its own line says it all. */
static void tell_full(struct extsta_explain *x, struct network *n)
{
    struct ap_full *f = &n->ap.full;
    struct extsta_story t;
    uint32_t clients = f->clients;
    f->clients = 0;
    if (clients < 2) {
        return;
    }
    ap_story_start(&t, n, EXTSTA_KIND_AP_FULL);
    telling_frames(&t, f->first_frame, f->first, f->last_frame, f->last);
    telling_status(&t, STATUS_AP_FULL);
    t.count = clients;
    t.context.has_load = f->has_load;
    t.context.busy = f->busy;
    t.context.stations = f->stations;
    telling_end(x, &t, f->confidence);
}

void ap_load_refused(struct extsta_explain *x, const struct conversation *c,
                     const struct extsta_story *refusal)
{
    struct network *n = story_network_of(x, c);
    if (!n || refusal->by != EXTSTA_BY_AP || refusal->status != STATUS_AP_FULL) {
        return;
    }
    struct ap_full *f = &n->ap.full;
    if (f->clients && refusal->until > f->last + QUIET) {
        tell_full(x, n);
    }
    if (!f->clients) {
        *f = (struct ap_full){
            .first = refusal->until, .first_frame = refusal->last_frame, .confidence = 99};
    }
    uint64_t who = 1ull << (c->station % 64);
    f->clients += (f->who & who) == 0;
    f->who |= who;
    f->last = refusal->until;
    f->last_frame = refusal->last_frame;
    f->confidence = refusal->confidence < f->confidence ? refusal->confidence : f->confidence;
    f->has_load = n->says.has_load;
    f->busy = (uint8_t)(n->says.load * 100u / UINT8_MAX);
    f->stations = n->says.stations;
}

void ap_load_finish(struct extsta_explain *x, struct network *n)
{
    if (n->ap.full.clients) {
        tell_full(x, n);
    }
}
