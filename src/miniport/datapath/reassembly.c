/* Fragments to MSDUs (contract RXP-06; IEEE 802.11-2020 10.5). An MSDU is only put together of
 * fragments of one transmitter, one sequence number, one key, consecutive packet numbers, and
 * either all or none protected (CVE-2020-24587, 26146, 26147). A frame that does not fit is
 * dropped and leaves what was collected alone, so that nobody can spoil it by injecting. */
#include "base/mac.h"
#include "boundary/form.h"
#include "miniport/form.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"
#include <string.h>

#define FRAGMENT_ENTRIES 3u /* receivers shall keep at least three (10.5) */
#define MICHAEL_LEN      8u /* TKIP: the MIC at the end of the MSDU */

struct fragment_entry {
    struct pbuf *buf; /* NULL: free */
    struct extsta_mac addr1, addr2, addr3;
    uint16_t seq;
    uint8_t tid; /* 0 without QoS */
    bool has_qos;
    uint8_t next; /* fragment number awaited */
    bool is_protected;
    uint32_t key_serial; /* 0: in the clear */
    uint64_t pn;         /* of the last fragment */
    extsta_time deadline; /* receive lifetime (MIB-39), from the first fragment on */
};

struct mp_fragments {
    struct fragment_entry entries[FRAGMENT_ENTRIES];
};

/* Free again, without a count: the caller says why. */
static void entry_free(struct miniport *mp, struct fragment_entry *e)
{
    pbuf_unref(&mp->ctx->pool, e->buf);
    memset(e, 0, sizeof *e);
}

/* Sets the timer to the earliest deadline; gives the memory back when nothing is left. */
static void settle(struct miniport *mp)
{
    struct mp_fragments *fragments = mp->data.fragments;
    extsta_time earliest = EXTSTA_NEVER;
    bool used = false;
    for (size_t i = 0; i < FRAGMENT_ENTRIES; i++) {
        const struct fragment_entry *e = &fragments->entries[i];
        if (e->buf) {
            used = true;
            earliest = e->deadline < earliest ? e->deadline : earliest;
        }
    }
    if (!used) {
        pool_release(&mp->ctx->pool, fragments, sizeof *fragments);
        mp->data.fragments = NULL;
    }
    mp_timer_set(mp, MP_TIMER_FRAGMENTS, earliest);
}

/* The MSDU a fragment belongs to: all three addresses, number, TID and kind must agree. */
static struct fragment_entry *entry_find(struct mp_fragments *fragments, const struct frame *f)
{
    for (size_t i = 0; fragments && i < FRAGMENT_ENTRIES; i++) {
        struct fragment_entry *e = &fragments->entries[i];
        if (e->buf && e->seq == f->seq && e->has_qos == f->has_qos && e->tid == frame_tid(f) &&
            mac_equal(e->addr1, f->addr1) && mac_equal(e->addr2, f->addr2) &&
            mac_equal(e->addr3, f->addr3)) {
            return e;
        }
    }
    return NULL;
}

/* Where a first fragment may go: in place of the MSDU begun under its number, to a free entry,
 * or to the one that has waited longest. NULL with *drop: a clear one would displace a
 * protected MSDU, which nobody without the key may do. */
static struct fragment_entry *entry_for(struct mp_fragments *fragments,
                                        const struct rx_item *item, enum extsta_drop *drop)
{
    struct fragment_entry *same = entry_find(fragments, &item->f), *oldest = NULL;
    if (same) {
        *drop = EXTSTA_DROP_FRAGMENT_MIXED_KEY;
        return item->key || !same->is_protected ? same : NULL;
    }
    *drop = EXTSTA_DROP_QUEUE_FULL;
    for (size_t i = 0; i < FRAGMENT_ENTRIES; i++) {
        struct fragment_entry *e = &fragments->entries[i];
        if (!e->buf) {
            return e;
        }
        if ((item->key || !e->is_protected) && (!oldest || e->deadline < oldest->deadline)) {
            oldest = e;
        }
    }
    return oldest;
}

/* The MSDU in an entry that is needed is given up. */
static void entry_displace(struct miniport *mp, struct fragment_entry *e,
                           const struct frame *by)
{
    if (e->buf) {
        bool same = entry_find(mp->data.fragments, by) == e;
        mp_drop(mp, same ? EXTSTA_DROP_FRAGMENT_ORPHAN : EXTSTA_DROP_QUEUE_FULL);
        entry_free(mp, e);
    }
}

static bool append(struct pbuf *buf, struct extsta_span body)
{
    uint8_t *room = pbuf_append(buf, body.len);
    if (room) {
        memcpy(room, body.data, body.len);
    }
    return room != NULL;
}

static void refuse(struct miniport *mp, struct rx_item *item, enum extsta_drop drop)
{
    item->drop = drop;
    rx_reject(mp, item);
}

/* The new buffer comes first: without it what was collected stays. It has room for the
 * largest MSDU; what would exceed it is refused (append). */
static void first_fragment(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    struct mp_datapath *data = &mp->data;
    if (!data->fragments) {
        data->fragments = pool_zalloc(&mp->ctx->pool, sizeof *data->fragments);
    }
    enum extsta_drop drop = EXTSTA_DROP_NO_MEMORY;
    struct fragment_entry *e =
        data->fragments ? entry_for(data->fragments, item, &drop) : NULL;
    struct pbuf *buf =
        e ? pbuf_new(&mp->ctx->pool, 0, RX_HEADER_LEN, RX_MAX_MSDU + MICHAEL_LEN) : NULL;
    if (!buf || !append(buf, rx_body(item))) {
        drop = buf ? EXTSTA_DROP_FRAGMENT_TOO_MANY : e ? EXTSTA_DROP_NO_MEMORY : drop;
        pbuf_unref(&mp->ctx->pool, buf);
        refuse(mp, item, drop);
        if (data->fragments) {
            settle(mp);
        }
        return;
    }
    const struct frame *f = &item->f;
    entry_displace(mp, e, f);
    *e = (struct fragment_entry){
        .buf = buf,
        .addr1 = f->addr1,
        .addr2 = f->addr2,
        .addr3 = f->addr3,
        .seq = f->seq,
        .tid = frame_tid(f),
        .has_qos = f->has_qos,
        .next = 1,
        .is_protected = item->key != NULL,
        .key_serial = item->key ? item->key->serial : 0,
        .pn = item->pn,
        .deadline = now + (extsta_time)mp->mib->rx_lifetime_tu * EXTSTA_TU,
    };
    settle(mp);
}

/* Ciphers whose packet numbers of one MSDU follow without a gap (12.5.3.4.4). */
static bool is_sequential(uint32_t suite)
{
    return suite != CIPHER_WEP40 && suite != CIPHER_WEP104 && suite != CIPHER_TKIP;
}

/* Whether a fragment continues what was collected. */
static bool continues(const struct fragment_entry *e, const struct rx_item *item,
                      enum extsta_drop *drop)
{
    if (e->is_protected != (item->key != NULL) ||
        (item->key && e->key_serial != item->key->serial)) {
        *drop = EXTSTA_DROP_FRAGMENT_MIXED_KEY;
        return false;
    }
    if (item->f.frag != e->next) {
        *drop = EXTSTA_DROP_FRAGMENT_ORPHAN;
        return false;
    }
    if (item->key && is_sequential(item->key->suite) && item->pn != e->pn + 1) {
        *drop = EXTSTA_DROP_FRAGMENT_PN_GAP;
        return false;
    }
    /* its counter does not move before the MIC is right: a repeated fragment is caught here */
    if (item->key && item->key->suite == CIPHER_TKIP && item->pn <= e->pn) {
        *drop = EXTSTA_DROP_REPLAY;
        return false;
    }
    return true;
}

bool rx_reassemble(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    if (item->group) {
        refuse(mp, item, EXTSTA_DROP_FRAGMENT_ORPHAN); /* never fragmented (10.2.7) */
        return false;
    }
    if (frame_is_amsdu(&item->f)) {
        refuse(mp, item, EXTSTA_DROP_BAD_AMSDU); /* nor is an A-MSDU (10.11) */
        return false;
    }
    if (item->f.frag == 0) {
        first_fragment(mp, now, item);
        return false;
    }
    struct fragment_entry *e = entry_find(mp->data.fragments, &item->f);
    enum extsta_drop drop = EXTSTA_DROP_FRAGMENT_ORPHAN;
    if (!e || !continues(e, item, &drop)) {
        refuse(mp, item, drop);
        return false;
    }
    if (!append(e->buf, rx_body(item))) {
        refuse(mp, item, EXTSTA_DROP_FRAGMENT_TOO_MANY);
        entry_free(mp, e);
        settle(mp);
        return false;
    }
    e->pn = item->pn;
    e->next++;
    if (item->f.fc & FC_MORE_FRAG) {
        if (e->next > 15) { /* the last possible number is 15: more cannot follow */
            refuse(mp, item, EXTSTA_DROP_FRAGMENT_TOO_MANY);
            entry_free(mp, e);
            settle(mp);
        }
        return false;
    }
    pbuf_unref(&mp->ctx->pool, item->buf);
    item->buf = e->buf;
    item->mpdus = e->next;
    e->buf = NULL;
    entry_free(mp, e);
    settle(mp);
    return true;
}

void rx_fragments_expire(struct miniport *mp, extsta_time now)
{
    struct mp_fragments *fragments = mp->data.fragments;
    if (!fragments || mp->timers[MP_TIMER_FRAGMENTS] > now) {
        return;
    }
    for (size_t i = 0; i < FRAGMENT_ENTRIES; i++) {
        struct fragment_entry *e = &fragments->entries[i];
        if (e->buf && e->deadline <= now) {
            mp_drop(mp, EXTSTA_DROP_FRAGMENT_TIMEOUT);
            stats_phy(mp, link_phy(mp, e->addr2), MP_PHY_RX_LIFETIME);
            entry_free(mp, e);
        }
    }
    settle(mp);
}

/* CVE-2020-24586: what was collected must not be completed in another association. */
void rx_fragments_forget(struct miniport *mp, const struct mp_peer *peer)
{
    struct mp_fragments *fragments = mp->data.fragments;
    for (size_t i = 0; fragments && i < FRAGMENT_ENTRIES; i++) {
        struct fragment_entry *e = &fragments->entries[i];
        if (e->buf && link_is_of(mp, peer, e->addr2)) {
            entry_free(mp, e);
        }
    }
    if (fragments) {
        settle(mp);
    }
}

/* --- what they are made of (base/form.h) --- */

#define T struct fragment_entry
static const struct form_row fragment_form_rows[] = {
    SPECIAL(buf, pbuf_special),
    OCTETS(addr1),
    OCTETS(addr2),
    OCTETS(addr3),
    NUMBER(seq),
    NUMBER(tid),
    FLAG(has_qos),
    NUMBER(next),
    FLAG(is_protected),
    NUMBER(key_serial),
    NUMBER(pn),
    TIME(deadline),
};
FORM_OWN_TABLE(fragment_form, "MSDU in fragments");
#undef T

static bool fragments_made(struct form_in *f, void *object)
{
    const struct mp_fragments *all = object;
    for (size_t i = 0; i < FRAGMENT_ENTRIES; i++) {
        const struct pbuf *b = all->entries[i].buf;
        if (b && (b->len < RX_HEADER_LEN || b->len > RX_HEADER_LEN + RX_MAX_MSDU)) {
            return false;
        }
    }
    return true;
}

#define T struct mp_fragments
static const struct form_row mp_fragments_form_rows[] = {EVERY_ONE(entries, fragment_form)};
FORM_TABLE(mp_fragments_form, "fragments", .made = fragments_made);
#undef T
