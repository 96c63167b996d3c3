/* Receive: parse, address filter, duplicates, counting; then data in batches through
 * decryption, replay check, reassembly and the acceptance rules (contract chapter 85).
 *
 * The order is that of 5.1.5 and of the attacks it stands against: nothing of a frame is
 * believed before it is known to be for us and new; a packet number counts before fragments
 * meet; rules for clear frames come last, on whole MSDUs. Management frames change state and
 * keys, so data gathered before them is finished first. */
#include "miniport/datapath/receive.h"
#include "base/mac.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include <string.h>

/* --- duplicates (10.3.2.14; contract RXP-02) --- */

#define STRANGERS      2u  /* remembered that are no peers: the latest ones */
#define DUP_NON_QOS    16u /* slots of mp_duplicates behind those of the TIDs */
#define DUP_MANAGEMENT 17u
#define DUP_GROUP      18u

/* The place of a stranger in the list; of the last one that may be, when it is not there. */
static struct mp_stranger **stranger_slot(struct miniport *mp, struct extsta_mac ta)
{
    struct mp_stranger **slot = &mp->data.strangers;
    size_t rows = 0;
    while (*slot && !mac_equal((*slot)->ta, ta) && ++rows < STRANGERS) {
        slot = &(*slot)->next;
    }
    return slot;
}

/* A stranger not known yet takes the place of the one that was not heard for longest. */
static struct mp_duplicates *stranger_history(struct miniport *mp, struct extsta_mac ta)
{
    struct mp_stranger **slot = stranger_slot(mp, ta), *row = *slot;
    if (row) {
        *slot = row->next;
    } else {
        row = pool_zalloc(&mp->ctx->pool, sizeof *row);
    }
    if (row) {
        if (!mac_equal(row->ta, ta)) {
            *row = (struct mp_stranger){.ta = ta};
        }
        row->next = mp->data.strangers;
        mp->data.strangers = row;
    }
    return row ? &row->history : NULL;
}

/* NULL: no memory; then nothing is a duplicate. */
static struct mp_duplicates *history_of(struct miniport *mp, struct extsta_mac ta)
{
    struct mp_peer *peer = peers_find(&mp->peers, ta);
    if (!peer) {
        return stranger_history(mp, ta);
    }
    if (!peer->duplicates) {
        peer->duplicates = pool_zalloc(&mp->ctx->pool, sizeof *peer->duplicates);
    }
    return peer->duplicates;
}

static unsigned duplicate_slot(const struct rx_item *item)
{
    if (item->group) {
        return DUP_GROUP;
    }
    if (frame_type(&item->f) == FRAME_MANAGEMENT) {
        return DUP_MANAGEMENT;
    }
    return item->f.has_qos ? frame_tid(&item->f) : DUP_NON_QOS;
}

/* A retransmission carries the Retry bit; the same MPDU heard on a second PHY does not
 * (RXP-02). Group frames are never retransmitted. */
static bool is_duplicate(struct miniport *mp, const struct rx_item *item)
{
    struct mp_duplicates *row = history_of(mp, item->f.addr2);
    if (!row) {
        return false;
    }
    unsigned slot = duplicate_slot(item);
    uint16_t control = (uint16_t)(item->f.seq << 4 | item->f.frag);
    bool same = (row->valid >> slot & 1) != 0 && row->last[slot] == control;
    bool retry = (item->f.fc & FC_RETRY) != 0 && !item->group;
    if (same && (retry || row->phy[slot] != item->phy)) {
        return true;
    }
    row->valid |= 1u << slot;
    row->last[slot] = control;
    row->phy[slot] = item->phy;
    return false;
}

/* --- judging a frame --- */

/* STT-05: the PHY counts what came in, after FCS and duplicates, whatever becomes of it. */
static void count_phy(struct miniport *mp, const struct rx_item *item)
{
    if (!(item->f.fc & FC_MORE_FRAG)) {
        stats_phy(mp, item->phy, MP_PHY_RX);
        if (item->group) {
            stats_phy(mp, item->phy, MP_PHY_MULTICAST_RX);
        }
    }
    stats_phy(mp, item->phy, MP_PHY_RX_FRAGMENT);
}

/* False: counted as a duplicate. */
static bool is_new(struct miniport *mp, const struct rx_item *item)
{
    if (is_duplicate(mp, item)) {
        stats_phy(mp, item->phy, MP_PHY_DUPLICATE);
        mp_drop(mp, EXTSTA_DROP_DUPLICATE);
        return false;
    }
    count_phy(mp, item);
    return true;
}

/* A data frame of our independent network, by its addresses. */
static bool is_of_network(const struct miniport *mp, const struct frame *f)
{
    return mp->link.network && (f->fc & (FC_TO_DS | FC_FROM_DS)) == 0 &&
           mac_equal(f->addr3, mp->link.network->bssid);
}

/* Radio, FCS and header of a frame, before anything depends on addresses. A frame of the peer
 * itself has been heard then (X-82: any frame, whatever is dropped later). */
static bool parse(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *in,
                  struct rx_item *item, enum extsta_drop *drop)
{
    *item = (struct rx_item){.meta = in->meta, .mpdus = 1};
    /* From here on nobody meets a PHY that the radio does not have. */
    item->phy = item->meta.phy = in->meta.phy < mp->radio->phy_count ? in->meta.phy : 0;
    if (!power_phy_on(mp, item->phy)) {
        *drop = EXTSTA_DROP_RADIO_OFF;
        return false;
    }
    if (in->meta.flags & EXTSTA_RX_FCS_BAD) {
        stats_phy(mp, item->phy, MP_PHY_FCS_ERROR);
        *drop = EXTSTA_DROP_BAD_FCS;
        return false;
    }
    struct extsta_span mpdu = in->bytes;
    if (in->meta.flags & EXTSTA_RX_FCS_PRESENT) {
        mpdu.len = mpdu.len < 4 ? 0 : mpdu.len - 4;
    }
    if (!frame_parse(mpdu, &item->f, drop)) {
        return false;
    }
    if (mac_equal(item->f.addr2, mp->address)) {
        *drop = EXTSTA_DROP_OWN_FRAME;
        return false;
    }
    item->group = mac_is_group(item->f.addr1);
    struct mp_peer *peer = link_peer_at(mp, item->f.addr2);
    if (peer) {
        mlme_heard(mp, now, peer, &item->f);
    } else if (frame_type(&item->f) == FRAME_DATA && is_of_network(mp, &item->f)) {
        mlme_member(mp, now, &item->f, &item->meta);
    }
    return true;
}

/* RXP-01 for data: own address, or a group address that the filter and the list want. */
static bool is_addressed(const struct miniport *mp, const struct rx_item *item,
                         enum extsta_drop *drop)
{
    if (!item->group) {
        *drop = EXTSTA_DROP_OTHER_RECEIVER;
        return mac_equal(item->f.addr1, mp->address);
    }
    if (mac_equal(frame_sa(&item->f), mp->address)) {
        *drop = EXTSTA_DROP_OWN_FRAME; /* the AP sends our broadcast to everybody */
        return false;
    }
    uint32_t multicast =
        NDIS_PACKET_TYPE_802_11_MULTICAST_DATA | NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA;
    bool wanted = mac_is_broadcast(item->f.addr1)
                      ? (mp->packet_filter & NDIS_PACKET_TYPE_802_11_BROADCAST_DATA) != 0
                      : (mp->packet_filter & multicast) != 0;
    if (!wanted) {
        *drop = EXTSTA_DROP_PACKET_FILTER;
        return false;
    }
    *drop = EXTSTA_DROP_NOT_MULTICAST_MEMBER;
    return mac_is_broadcast(item->f.addr1) ||
           (mp->packet_filter & NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA) != 0 ||
           mib_in_multicast_list(mp, item->f.addr1);
}

/* RXP-01: connected, the BSSID must match; To DS and From DS are not looked at for that. */
static bool is_of_bss(const struct miniport *mp, const struct rx_item *item,
                      enum extsta_drop *drop)
{
    const struct mp_peer *ap = mp->link.ap;
    if (!link_connection(mp)) {
        return true;
    }
    if (mp->link.network) { /* 9.3.2.1: neither to nor from a distribution system */
        *drop = EXTSTA_DROP_OTHER_BSS;
        return is_of_network(mp, &item->f);
    }
    *drop = ap ? EXTSTA_DROP_OTHER_BSS : EXTSTA_DROP_NOT_ASSOCIATED;
    return ap && mac_equal(frame_bssid(&item->f), ap->address);
}

/* True: goes through the batch. */
static bool judge_data(struct miniport *mp, const struct rx_item *item)
{
    enum extsta_drop drop = EXTSTA_DROP_FOUR_ADDRESS;
    if (item->f.has_addr4 || !is_addressed(mp, item, &drop) || !is_of_bss(mp, item, &drop)) {
        mp_drop(mp, drop);
        return false;
    }
    /* Null data has done its work when it was heard. */
    return is_new(mp, item) && frame_has_data(&item->f);
}

/* --- the batch --- */

/* Data frames gathered, in the order of arrival: one call of the cipher for all of them. */
struct batch {
    struct rx_item items[RX_BATCH];
    size_t count;
};

static void item_release(struct miniport *mp, struct rx_item *item)
{
    pbuf_unref(&mp->ctx->pool, item->buf);
    item->buf = NULL;
}

/* An unprotected frame gets the same buffer as a decrypted one. */
static bool take_clear(struct miniport *mp, struct rx_item *item)
{
    if (item->buf || (item->f.fc & FC_PROTECTED)) {
        return true;
    }
    struct extsta_span body = item->f.body;
    item->buf = pbuf_new(&mp->ctx->pool, 0, RX_HEADER_LEN + body.len, 0);
    if (!item->buf) {
        item->drop = EXTSTA_DROP_NO_MEMORY;
        return false;
    }
    if (body.len) {
        memcpy(pbuf_data(item->buf) + RX_HEADER_LEN, body.data, body.len);
    }
    return true;
}

/* Safe mode: the OS does the cipher; MPDUs go up as they came (SAF-02). */
static void hand_up_raw(struct miniport *mp, struct rx_item *item)
{
    if (!rx_filter(mp, item->f.addr1, NDIS_PACKET_TYPE_802_11_DIRECTED_DATA,
                   NDIS_PACKET_TYPE_802_11_BROADCAST_DATA,
                   NDIS_PACKET_TYPE_802_11_MULTICAST_DATA,
                   NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA)) {
        mp_drop(mp, EXTSTA_DROP_PACKET_FILTER);
        return;
    }
    struct pbuf *packet = pbuf_copy(
        &mp->ctx->pool, span(item->f.header.data, item->f.header.len + item->f.body.len));
    if (!packet) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    stats_mac(mp, item->group, MP_MAC_RX);
    rx_hand_up(mp, item, packet);
}

static bool is_safe_mode(const struct miniport *mp)
{
    return mp->mib->safe_mode || mp->mib->safe_mode_ht;
}

void rx_accept(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    if (item->key && !rx_check_replay(mp, item)) {
        rx_reject(mp, item);
        return;
    }
    bool fragment = item->f.frag != 0 || (item->f.fc & FC_MORE_FRAG) != 0;
    if (fragment && !rx_reassemble(mp, now, item)) {
        return;
    }
    if (item->key && item->key->suite == CIPHER_TKIP && !rx_check_michael(mp, item)) {
        rx_reject(mp, item);
        return;
    }
    rx_deliver(mp, now, item);
}

/* One data frame after decryption: in the order of arrival. */
static void accept_frame(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    if (item->rejected || !take_clear(mp, item)) {
        rx_reject(mp, item);
    } else if (!rx_reorder(mp, now, item)) {
        rx_accept(mp, now, item);
    }
}

/* Decrypts and accepts what is gathered. A handshake message among the frames may change the
 * keys: what follows it is decrypted anew, with the keys of then. */
static void batch_flush(struct miniport *mp, extsta_time now, struct batch *b)
{
    size_t i = 0;
    while (i < b->count && is_safe_mode(mp)) {
        hand_up_raw(mp, &b->items[i++]);
    }
    while (i < b->count) {
        rx_unprotect(mp, b->items + i, b->count - i);
        uint32_t changes = mp->keys.changes;
        while (i < b->count && mp->keys.changes == changes) {
            accept_frame(mp, now, &b->items[i]);
            item_release(mp, &b->items[i++]);
        }
        for (size_t j = i; j < b->count; j++) {
            item_release(mp, &b->items[j]);
            b->items[j].rejected = false;
            b->items[j].key = NULL;
        }
    }
    b->count = 0;
}

/* --- management and control --- */

/* RXP-03: whether the OS sees the frame, too; the MLME does in any case. */
static bool wants_management(const struct miniport *mp, const struct rx_item *item)
{
    uint32_t either =
        NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT | NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT;
    uint8_t kind = frame_kind(&item->f);
    if (link_scanning(mp) && (kind == FRAME_BEACON || kind == FRAME_PROBE_RESP)) {
        return (mp->packet_filter & either) != 0; /* SCN-20, X-29: beacons of everybody go up */
    }
    return rx_filter(mp, item->f.addr1, NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT,
                     NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT,
                     NDIS_PACKET_TYPE_802_11_MULTICAST_MGMT,
                     NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_MGMT);
}

/* Header and body as they are now: in the clear, without the Protected bit. */
static void hand_up_copy(struct miniport *mp, const struct rx_item *item)
{
    struct pbuf *packet = pbuf_new(&mp->ctx->pool, 0, item->f.header.len + item->f.body.len, 0);
    if (!packet) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    struct writer w = writer_of(pbuf_data(packet), packet->len);
    writer_span(&w, item->f.header);
    writer_span(&w, item->f.body);
    put_le16(pbuf_data(packet), item->f.fc);
    rx_hand_up(mp, item, packet);
}

static void receive_management(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    if (!item->group && !mac_equal(item->f.addr1, mp->address)) {
        mp_drop(mp, EXTSTA_DROP_OTHER_RECEIVER);
        return;
    }
    /* Probe Responses of everybody would push the AP out of the duplicate cache, and a second
     * one does no harm. */
    if (frame_kind(&item->f) == FRAME_PROBE_RESP || item->group) {
        count_phy(mp, item);
    } else if (!is_new(mp, item)) {
        return;
    }
    if (item->f.frag != 0 || (item->f.fc & FC_MORE_FRAG)) {
        mp_drop(mp, EXTSTA_DROP_FRAGMENT_ORPHAN); /* MMPDUs this station awaits fit one MPDU */
        return;
    }
    if (!management_unprotect(mp, item)) {
        rx_reject(mp, item);
        if (item->drop == EXTSTA_DROP_MGMT_UNPROTECTED) {
            mlme_unprotected(mp, now, &item->f, &item->meta);
        }
        item_release(mp, item);
        return;
    }
    stats_mac(mp, item->group, MP_MAC_RX);
    if (wants_management(mp, item)) {
        hand_up_copy(mp, item);
    }
    mlme_rx(mp, now, &item->f, &item->meta);
    item_release(mp, item);
}

/* The radio has done what control frames are for, but for the order of frames; the OS may want
 * to see them (RXP-03). */
static void receive_control(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    bool ours = mac_equal(item->f.addr1, mp->address);
    bool used =
        ours && frame_kind(&item->f) == FRAME_BAR && rx_reorder_request(mp, now, &item->f);
    bool wanted = ours ? (mp->packet_filter & NDIS_PACKET_TYPE_802_11_DIRECTED_CTRL) != 0
                       : mac_is_broadcast(item->f.addr1) &&
                             (mp->packet_filter & NDIS_PACKET_TYPE_802_11_BROADCAST_CTRL) != 0;
    if (wanted) {
        hand_up_copy(mp, item);
    } else if (!used) {
        mp_drop(mp,
                ours || item->group ? EXTSTA_DROP_PACKET_FILTER : EXTSTA_DROP_OTHER_RECEIVER);
    }
}

/* --- in --- */

/* Data goes into the batch; the rest flushes it and is handled at once. */
static void receive_one(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *in,
                        struct batch *b)
{
    struct rx_item *item = &b->items[b->count];
    enum extsta_drop drop = EXTSTA_DROP_RX_RESET;
    /* RST-09: what has not gone up yet does not any more */
    if (mp->reset_pending || !parse(mp, now, in, item, &drop)) {
        mp_drop(mp, drop);
        return;
    }
    if (frame_type(&item->f) == FRAME_DATA) {
        b->count += judge_data(mp, item);
        if (b->count == RX_BATCH) {
            batch_flush(mp, now, b);
        }
        return;
    }
    /* Management changes state and keys: what came before it goes first. */
    struct rx_item other = *item;
    batch_flush(mp, now, b);
    if (frame_type(&other.f) == FRAME_MANAGEMENT) {
        receive_management(mp, now, &other);
    } else {
        receive_control(mp, now, &other);
    }
}

void datapath_rx(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *frames,
                 size_t count)
{
    if (mp->halted) {
        return;
    }
    datapath_resume(mp, now);
    mp->link.heard = true;
    if (count == 1 && mlme_beacon_again(mp, now, frames)) {
        return;
    }
    struct batch b;
    b.count = 0;
    for (size_t i = 0; i < count; i++) {
        receive_one(mp, now, &frames[i], &b);
    }
    batch_flush(mp, now, &b);
}

/* RST-09: a reset waits for the last one. Which one came back does not matter. */
void datapath_returned(struct miniport *mp, extsta_time now, uint32_t packet_id)
{
    (void)packet_id;
    if (mp->data.handed_up > 0 && --mp->data.handed_up == 0 && mp->reset_pending) {
        mp_reset_packet_returned(mp, now);
    }
}

void datapath_forget(struct miniport *mp, const struct mp_peer *peer)
{
    struct mp_peer *row;
    rx_fragments_forget(mp, peer);
    for (uint32_t at = 0; (row = peers_next(&mp->peers, &at)) != NULL; at++) {
        if (link_is_of(mp, peer, row->address)) {
            pool_release(&mp->ctx->pool, row->duplicates, sizeof *row->duplicates);
            row->duplicates = NULL;
            datapath_reorder_forget(mp, row);
        }
    }
    for (struct mp_stranger **slot = &mp->data.strangers, *s; (s = *slot) != NULL;) {
        if (link_is_of(mp, peer, s->ta)) {
            *slot = s->next;
            pool_release(&mp->ctx->pool, s, sizeof *s);
        } else {
            slot = &s->next;
        }
    }
}

/* --- what duplicates are known by (base/form.h) --- */

#define T struct mp_duplicates
static const struct form_row mp_duplicates_form_rows[] = {NUMBER(valid), NUMBERS(last),
                                                          NUMBERS(phy)};
FORM_TABLE(mp_duplicates_form, "duplicates");
#undef T

#define T struct mp_stranger
static const struct form_row mp_stranger_form_rows[] = {
    DERIVED(next, "of the data path's list"), OCTETS(ta), INSIDE(history, mp_duplicates_form)};
FORM_TABLE(mp_stranger_form, "stranger");
#undef T
