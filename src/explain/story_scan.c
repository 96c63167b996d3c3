/* Scans: probe requests of a station in a row are one story. They tell that a station is there
 * and looks for something; which BSSs it asked is of no matter, so they are kept with the
 * station and not in a conversation. A scan ends with a pause (SCAN_GAP), with the station's
 * next attempt (story_begin) or with the capture. */
#include "explain/story_private.h"

#include "base/mac.h"

/* Channels follow each other faster than this. */
#define SCAN_GAP SECOND

static void tell_scan(struct extsta_explain *x, const struct station *station)
{
    const struct story_station *st = &station->story;
    struct extsta_story t;
    telling_of(&t, station->mac, mac_broadcast, EXTSTA_STORY_SCAN, EXTSTA_KIND_NONE);
    telling_frames(&t, st->scan_first, st->scan_began, st->scan_last, st->scan_until);
    t.by = EXTSTA_BY_STA;
    t.count = st->probes;
    telling_end(x, &t, 100);
}

/* story_begin calls it before it tells of the attempt: stories come in the order of their
 * frames. */
void story_scan_over(struct extsta_explain *x, struct station *station)
{
    if (station->story.probes) {
        if (!story_is_ap(x, station->mac)) { /* who looks for a channel is no client */
            tell_scan(x, station);
        }
        station->story.probes = 0;
    }
}

void story_on_probe(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame)
{
    struct station *station = clients_station(&x->clients, c->station);
    struct story_station *st = &station->story;
    if (frame->from != SIDE_STA || mac_is_group(c->sta)) {
        return;
    }
    if (st->probes && frame->time > st->scan_until + SCAN_GAP) {
        story_scan_over(x, station);
    }
    if (st->probes == 0) {
        st->scan_began = frame->time;
        st->scan_first = frame->number;
    }
    st->probes++;
    st->scan_last = frame->number;
    st->scan_until = frame->time;
}
