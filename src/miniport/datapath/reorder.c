/* Block Ack agreements in which we receive (IEEE Std 802.11-2020 10.25.6.6): MPDUs of a TID
 * that came out of order wait here until what is missing has come, is given up by its
 * transmitter (BlockAckReq), falls out of the window, or 0.1 s are over.
 *
 * It stands between decryption and the replay check: only what has proved its key moves the
 * window, and packet numbers are checked in the order of transmission (12.5.3.4.4). What waits
 * is the decrypted item itself; with a change of keys it is of no use any more.
 * mlme/block_ack.c makes and ends the agreements. */
#include "base/mac.h"
#include "miniport/form.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"
#include "wire/block_ack.h"

#define TIDS      8u
#define SEQUENCES 4096u
#define HALF      2048u              /* further ahead is behind */
#define HOLE_TIME (100u * EXTSTA_MS) /* for what is missing to come */

/* One agreement: WinStartB, WinSizeB of the standard. */
struct reorder_window {
    uint16_t start; /* next sequence number to go up */
    uint16_t size;  /* MPDUs */
    uint16_t held;
    extsta_time deadline;    /* held > 0: when the first hole is given up */
    struct rx_item *slots[]; /* by sequence number modulo size; NULL: not here */
};
/* All of a peer. */
struct mp_reorder {
    struct reorder_window *windows[TIDS]; /* NULL: no agreement */
};

static struct reorder_window *window_of(const struct miniport *mp, struct extsta_mac ta,
                                        uint8_t tid)
{
    struct mp_peer *peer = link_peer_at(mp, ta);
    return peer && peer->reorder && tid < TIDS ? peer->reorder->windows[tid] : NULL;
}

static struct rx_item **slot_of(struct reorder_window *w, uint16_t seq)
{
    return &w->slots[seq % w->size];
}

static void item_free(struct miniport *mp, struct rx_item *item)
{
    pbuf_unref(&mp->ctx->pool, item->buf);
    pool_release(&mp->ctx->pool, item, sizeof *item);
}

/* --- time --- */

static void set_timer(struct miniport *mp)
{
    struct mp_peer *peer;
    extsta_time when = EXTSTA_NEVER;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL; at++) {
        for (unsigned tid = 0; peer->reorder && tid < TIDS; tid++) {
            const struct reorder_window *w = peer->reorder->windows[tid];
            when = w && w->held > 0 && w->deadline < when ? w->deadline : when;
        }
    }
    mp_timer_set(mp, MP_TIMER_REORDER, when);
}

/* --- up --- */

/* One goes up, or down where the keys have changed since it was decrypted. The window, and all
 * of the peer, may be gone afterwards. */
static void let_go(struct miniport *mp, extsta_time now, struct reorder_window *w,
                   struct rx_item **slot)
{
    struct rx_item *item = *slot;
    *slot = NULL;
    w->held--;
    if (item->key && item->key_changes != mp->keys.changes) {
        item->drop = EXTSTA_DROP_NO_KEY;
        item->key = NULL; /* it is gone, or another one */
        rx_reject(mp, item);
    } else {
        rx_accept(mp, now, item);
    }
    item_free(mp, item);
}

/* Moves the window to `start`, whatever is missing before, then over all that is there without
 * a gap. Looks for the window anew after each: what goes up may be a handshake's message, and
 * end the association. */
static void move_to(struct miniport *mp, extsta_time now, struct extsta_mac ta, uint8_t tid,
                    uint16_t start)
{
    struct reorder_window *w;
    while ((w = window_of(mp, ta, tid)) != NULL) {
        struct rx_item **slot = slot_of(w, w->start);
        bool before = w->start != start;
        if (before ? w->held == 0 : !*slot) {
            w->start = start;
            return;
        }
        w->start = (uint16_t)((w->start + 1) % SEQUENCES);
        start = before ? start : w->start;
        if (*slot) {
            let_go(mp, now, w, slot);
        }
    }
}

/* Puts it aside. False: no memory; it is dropped, as if it had not come. */
static bool hold(struct miniport *mp, extsta_time now, struct reorder_window *w,
                 struct rx_item *item)
{
    struct rx_item *kept = pool_alloc(&mp->ctx->pool, sizeof *kept);
    if (!kept) {
        item->drop = EXTSTA_DROP_NO_MEMORY;
        return false;
    }
    *kept = *item;
    kept->f.header = kept->f.body = span(NULL, 0); /* the radio's, for the call */
    item->buf = NULL;
    *slot_of(w, item->f.seq) = kept;
    kept->key_changes = mp->keys.changes;
    if (w->held++ == 0) {
        w->deadline = now + HOLE_TIME;
        set_timer(mp);
    }
    return true;
}

/* A window moved, or something of it went up: the next hole has its own time. */
static void renew(struct miniport *mp, extsta_time now, struct extsta_mac ta, uint8_t tid)
{
    struct reorder_window *w = window_of(mp, ta, tid);
    if (w) {
        w->deadline = now + HOLE_TIME;
    }
    set_timer(mp);
}

/* Whether it can be of an agreement at all. Fragments are under none; nor, where there are
 * keys, is what came in the clear: it has proved nothing, and the rules for it come later
 * (deliver.c). */
static bool is_under_one(const struct miniport *mp, const struct rx_item *item)
{
    const struct frame *f = &item->f;
    const struct mp_peer *peer = link_peer_at(mp, f->addr2);
    return peer && peer->reorder && !item->group && f->has_qos && f->frag == 0 &&
           !(f->fc & FC_MORE_FRAG) && (item->key || !peer_has_rsn(peer));
}

bool rx_reorder(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    const struct extsta_mac ta = item->f.addr2;
    const uint8_t tid = frame_tid(&item->f);
    struct reorder_window *w = is_under_one(mp, item) ? window_of(mp, ta, tid) : NULL;
    if (!w) {
        return false;
    }
    uint16_t ahead = (uint16_t)((item->f.seq + SEQUENCES - w->start) % SEQUENCES);
    bool had = w->held > 0;
    if (ahead >= HALF || (ahead < w->size && *slot_of(w, item->f.seq))) {
        stats_phy(mp, item->phy, MP_PHY_DUPLICATE);
        item->drop = EXTSTA_DROP_DUPLICATE; /* behind the window, or here already */
        rx_reject(mp, item);
        return true;
    }
    if (ahead >= w->size) { /* the window ends with it */
        move_to(mp, now, ta, tid,
                (uint16_t)((item->f.seq + SEQUENCES + 1 - w->size) % SEQUENCES));
        w = window_of(mp, ta, tid);
        if (!w) {
            item->drop = EXTSTA_DROP_NOT_ASSOCIATED;
            rx_reject(mp, item);
            return true;
        }
    }
    if (item->f.seq != w->start) {
        if (!hold(mp, now, w, item)) {
            rx_reject(mp, item);
        }
        return true;
    }
    w->start = (uint16_t)((w->start + 1) % SEQUENCES);
    rx_accept(mp, now, item);
    if (had) {
        w = window_of(mp, ta, tid);
        if (w) {
            move_to(mp, now, ta, tid, w->start);
        }
        renew(mp, now, ta, tid);
    }
    return true;
}

/* Only within the next window: its transmitter has not sent more than that, and whoever forges
 * one, since it is never protected, does no more harm than that (10.25.6.6.3). */
bool rx_reorder_request(struct miniport *mp, extsta_time now, const struct frame *f)
{
    struct block_ack_request bar;
    struct reorder_window *w = NULL;
    if (block_ack_parse_request(f, &bar)) {
        w = window_of(mp, f->addr2, bar.tid);
    }
    if (!w) {
        return false;
    }
    uint16_t ahead = (uint16_t)((bar.start + SEQUENCES - w->start) % SEQUENCES);
    if (ahead > 0 && ahead <= w->size) {
        move_to(mp, now, f->addr2, bar.tid, bar.start);
        renew(mp, now, f->addr2, bar.tid);
    }
    return true;
}

/* The first sequence number that is here, and not yet up. */
static uint16_t first_held(struct reorder_window *w)
{
    uint16_t seq = w->start;
    while (!*slot_of(w, seq)) {
        seq = (uint16_t)((seq + 1) % SEQUENCES);
    }
    return seq;
}

/* The window whose hole has waited longest; NULL: none is due. */
static struct reorder_window *due(const struct miniport *mp, extsta_time now,
                                  struct extsta_mac *ta, uint8_t *tid)
{
    struct mp_peer *peer;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL; at++) {
        for (unsigned i = 0; peer->reorder && i < TIDS; i++) {
            struct reorder_window *w = peer->reorder->windows[i];
            if (w && w->held > 0 && w->deadline <= now) {
                *ta = peer->address;
                *tid = (uint8_t)i;
                return w;
            }
        }
    }
    return NULL;
}

void rx_reorder_expire(struct miniport *mp, extsta_time now)
{
    struct extsta_mac ta;
    uint8_t tid;
    struct reorder_window *w;
    if (mp->timers[MP_TIMER_REORDER] > now) {
        return;
    }
    while ((w = due(mp, now, &ta, &tid)) != NULL) {
        move_to(mp, now, ta, tid, first_held(w));
        renew(mp, now, ta, tid);
    }
    set_timer(mp);
}

/* --- agreements --- */

/* What waits is lost: its association, or its agreement, has ended. */
static void window_free(struct miniport *mp, struct reorder_window *w)
{
    for (uint16_t i = 0; w->held > 0 && i < w->size; i++) {
        if (w->slots[i]) {
            mp_drop(mp, EXTSTA_DROP_NOT_ASSOCIATED);
            item_free(mp, w->slots[i]);
            w->held--;
        }
    }
    pool_release(&mp->ctx->pool, w, sizeof *w + w->size * sizeof w->slots[0]);
}

bool datapath_reorder_begin(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                            uint8_t tid, uint16_t start, uint16_t size)
{
    size_t octets = sizeof(struct reorder_window) + size * sizeof(struct rx_item *);
    struct reorder_window *w = pool_zalloc(&mp->ctx->pool, octets);
    struct extsta_mac ta = peer->address;
    if (w) {
        datapath_reorder_end(mp, now, peer, tid);
        peer = link_peer_at(mp, ta); /* what waited may have ended it */
    }
    if (w && peer && !peer->reorder) {
        peer->reorder = pool_zalloc(&mp->ctx->pool, sizeof *peer->reorder);
    }
    if (!w || !peer || !peer->reorder) {
        pool_release(&mp->ctx->pool, w, octets);
        return false;
    }
    w->start = start;
    w->size = size;
    peer->reorder->windows[tid] = w;
    return true;
}

void datapath_reorder_end(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                          uint8_t tid)
{
    struct extsta_mac ta = peer->address;
    struct reorder_window *w;
    while ((w = window_of(mp, ta, tid)) != NULL && w->held > 0) {
        move_to(mp, now, ta, tid, first_held(w));
    }
    if (w) {
        link_peer_at(mp, ta)->reorder->windows[tid] = NULL;
        window_free(mp, w);
    }
    set_timer(mp);
}

void datapath_reorder_forget(struct miniport *mp, struct mp_peer *peer)
{
    if (!peer->reorder) {
        return;
    }
    for (unsigned tid = 0; tid < TIDS; tid++) {
        if (peer->reorder->windows[tid]) {
            window_free(mp, peer->reorder->windows[tid]);
        }
    }
    pool_release(&mp->ctx->pool, peer->reorder, sizeof *peer->reorder);
    peer->reorder = NULL;
    set_timer(mp);
}

/* --- what agreements are made of (base/form.h) --- */

static bool window_made(struct form_in *f, void *object)
{
    return ((const struct reorder_window *)object)->size > 0;
}

#define T struct reorder_window
static const struct form_row window_form_rows[] = {
    LIMITED(start, SEQUENCES - 1),
    COUNTS(size),
    NOTHING(held, "packets wait for what is missing before them"),
    TIME(deadline),
};
FORM_OWN_OPEN_TABLE(window_form, "window of Block Ack", .made = window_made,
                    FORM_TAIL(slots, size, struct rx_item *, 64, NULL));
#undef T

#define T struct mp_reorder
static const struct form_row mp_reorder_form_rows[] = {
    OWNED(windows[0], window_form), OWNED(windows[1], window_form),
    OWNED(windows[2], window_form), OWNED(windows[3], window_form),
    OWNED(windows[4], window_form), OWNED(windows[5], window_form),
    OWNED(windows[6], window_form), OWNED(windows[7], window_form),
};
FORM_TABLE(mp_reorder_form, "Block Ack agreements");
#undef T
