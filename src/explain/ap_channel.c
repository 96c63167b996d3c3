/* An access point that changes its channel (ap_life.h): its beacons name another one (DSSS
 * Parameter Set, HT Operation), some of them in a row, so that one damaged beacon does not
 * count; the first where it was announced (IEEE 802.11-2020 11.8.8), which also decides if its
 * clients follow. Without an announcement it is told only when the old channel has not come
 * back for a while: who is named on two channels in turn is two with one address. */
#include "explain/story_notes.h"
#include "explain/story_private.h"

/* Beacons in a row. */
#define SURE 3u
/* That the old channel must stay away. */
#define AWAY (60 * SECOND)

static void tell_move(struct extsta_explain *x, struct network *n)
{
    struct ap_life *ap = &n->ap;
    bool announced = ap->announced == ap->channel;
    struct extsta_story t;
    ap_story_start(&t, n, EXTSTA_KIND_CHANNEL_SWITCH);
    telling_frames(&t, ap->moved.frame, ap->moved.time, ap->moved.frame, ap->moved.time);
    telling_sign(&t, EXTSTA_SIGN_CHANNEL, 40, ap->channel, ap->came_from);
    if (announced) {
        telling_sign(&t, EXTSTA_SIGN_MOVES, 30, ap->channel, ap->came_from);
    }
    t.count = ap->moved_clients;
    telling_end(x, &t, announced ? 99 : 90);
    notes_on_switch(x, n);
    ap->came_from = 0;
}

/* Where it is from now on. */
static void move(struct extsta_explain *x, struct network *n)
{
    struct ap_life *ap = &n->ap;
    bool announced = ap->announced == ap->moved_to;
    ap->on_two_channels = ap->on_two_channels || (ap->came_from && !announced);
    ap->came_from = ap->on_two_channels ? 0 : ap->channel;
    ap->channel = ap->moved_to;
    ap->moved_beacons = 0;
    if (announced && ap->came_from) {
        tell_move(x, n);
    }
    ap->announced = 0;
}

void ap_channel_beacon(struct extsta_explain *x, struct network *n,
                       const struct ap_mark *beacon)
{
    struct ap_life *ap = &n->ap;
    uint8_t channel = n->says.channel;
    if (ap->came_from && beacon->time > ap->moved.time + AWAY) {
        tell_move(x, n);
    }
    if (channel == 0 || channel == ap->channel || ap->channel == 0) {
        ap->channel = channel ? channel : ap->channel;
        ap->moved_beacons = 0;
        ap->announced = n->says.moves_to != channel ? n->says.moves_to : 0;
        return;
    }
    if (ap->moved_beacons == 0 || channel != ap->moved_to) {
        ap->moved = *beacon;
        ap->moved_to = channel;
        ap->moved_beacons = 0;
        ap->moved_clients = n->story.clients;
    }
    if (++ap->moved_beacons == SURE || ap->announced == channel) {
        move(x, n);
    }
}

void ap_channel_finish(struct extsta_explain *x, struct network *n)
{
    if (n->ap.came_from) {
        tell_move(x, n);
    }
}
