/* Beacons that are missing, though the access point is there (ap_life.h): of those due by its
 * beacon interval, the share that was heard in windows of some seconds, against what is usual
 * for it. Counted are only windows in which the radio listened to the channel (listening.h), of
 * an AP that is not at the edge of the range: what is left is interference, or an AP that does
 * not come to send. */
#include "explain/listening.h"
#include "explain/story_private.h"

#define WINDOW (10 * SECOND)
/* Slots of a window in which anybody must have been heard, percent. */
#define LISTENED 75u
/* Windows that make the usual share known, and percent that it must be. */
#define KNOWN 2u
#define GOOD  70u
/* dBm: nearer to the edge, loss is nothing to wonder at. */
#define FAINT (-78)
#define TU    1024000ull

static void tell_loss(struct extsta_explain *x, struct network *n)
{
    struct ap_loss *l = &n->ap.loss;
    struct extsta_story t;
    uint32_t missing = 100 - l->got * 100 / l->due;
    ap_story_start(&t, n, EXTSTA_KIND_BEACONS_MISSING);
    telling_frames(&t, l->first_frame, l->first, l->last_frame, l->last);
    t.count = n->ap.clients;
    telling_sign(&t, EXTSTA_SIGN_MISSING, 20, (int16_t)missing, (int16_t)(100 - l->usual));
    if (n->ap.level) {
        telling_sign(&t, EXTSTA_SIGN_WEAK, n->ap.level < FAINT + 6 ? -8 : 5, n->ap.level, 0);
    }
    telling_end(x, &t, l->usual >= 90 ? 85 : 75);
    l->due = l->got = 0;
}

/* What the window that ends with this beacon says. */
static void close_window(struct extsta_explain *x, struct network *n,
                         const struct ap_mark *beacon)
{
    struct ap_loss *l = &n->ap.loss;
    uint64_t length = beacon->time - l->began;
    uint32_t due = (uint32_t)(length / (beacon->interval * TU));
    uint32_t share = due && l->heard < due ? l->heard * 100u / due : 100;
    uint32_t slots = listening_ear(&x->listening, n->ap.freq)->slots - l->ear;
    bool listened =
        length <= 2 * WINDOW && slots * 100ull >= length / LISTENING_SLOT * LISTENED;
    bool lost = l->windows >= KNOWN && l->usual >= GOOD && share * 2 <= l->usual;
    if (listened && due && lost && (!n->ap.level || n->ap.level >= FAINT)) {
        l->first = l->due ? l->first : l->began;
        l->first_frame = l->due ? l->first_frame : l->began_frame;
        l->due += due;
        l->got += l->heard;
        l->last = beacon->time;
        l->last_frame = beacon->frame;
        return;
    }
    if (l->due) {
        tell_loss(x, n);
    }
    /* One in which a loss begins or ends is not usual. */
    bool usual = l->windows < KNOWN || share * 5 >= l->usual * 4u;
    if (listened && due && !lost && usual) {
        l->usual = (uint8_t)(l->windows ? (l->usual * 3u + share) / 4 : share);
        l->windows = (uint8_t)(l->windows + (l->windows != UINT8_MAX));
    }
}

void ap_loss_beacon(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon,
                    bool paused)
{
    struct ap_loss *l = &n->ap.loss;
    if (beacon->interval == 0) {
        return;
    }
    if (l->began && !paused && beacon->time < l->began + WINDOW) {
        l->heard++;
        return;
    }
    if (l->began && !paused) {
        close_window(x, n, beacon);
    }
    l->began = beacon->time;
    l->began_frame = beacon->frame;
    l->heard = 1;
    l->ear = listening_ear(&x->listening, n->ap.freq)->slots;
}

void ap_loss_finish(struct extsta_explain *x, struct network *n)
{
    if (n->ap.loss.due) {
        tell_loss(x, n);
    }
}
