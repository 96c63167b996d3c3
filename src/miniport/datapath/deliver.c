/* What becomes of a complete MSDU in the clear: the acceptance rules of the decision box
 * (contract DEC-04 ... DEC-10), A-MSDU, packet filter (RXP-03), handing up (RXP-04, RXP-07).
 * The last part of the receive path: from here a packet goes to the OS, or as EAPOL to our own
 * handshake (mlme_rx_eapol), which may end the association while its frame is still at hand. */
#include "base/mac.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"
#include "wire/eapol.h"
#include "wire/llc.h"
#include <string.h>

#define FC_QOS_SUBTYPE 0x0080u
#define FC_CF_BITS     0x0030u /* +CF-Ack, +CF-Poll */

/* One MSDU of a frame: all of it, or a subframe of an A-MSDU. */
struct msdu {
    struct extsta_mac da, sa;
    struct extsta_span body;
    struct llc llc;
};

/* --- acceptance --- */

/* DEC-08: the rules hold once the connection uses ciphers. */
static bool ciphers_enabled(const struct mp_peer *peer)
{
    return peer && (peer_enciphers(peer) || peer_group_enciphers(peer));
}

static const struct mp_exemption *find_exemption(const struct miniport *mp,
                                                 const struct msdu *m)
{
    uint16_t kind = mac_is_group(m->da) ? DOT11_EXEMPT_MULTICAST : DOT11_EXEMPT_UNICAST;
    for (size_t i = 0; m->llc.snap && i < mp->mib->exemption_count; i++) {
        const struct mp_exemption *e = &mp->mib->exemptions[i];
        /* DEC-10: EtherType and kind of address */
        if (e->ethertype == m->llc.ethertype && (e->kind & kind) != 0) {
            return e;
        }
    }
    return NULL;
}

/* the key-mapping key of the transmitter; group frames can only have a default key. */
static bool key_is_available(const struct miniport *mp, const struct rx_item *item,
                             const struct msdu *m)
{
    if (!mac_is_group(m->da)) {
        return keys_mapping_find(mp, item->f.addr2, DOT11_DIR_INBOUND) != NULL;
    }
    for (size_t i = 0; i < 4; i++) {
        if (mp->keys.default_keys[i]) {
            return true;
        }
    }
    return false;
}

/* A miniport that authenticates the port itself needs the clear EAPOL of the handshake,
 * whatever the OS put into the list. */
static bool is_own_handshake(const struct miniport *mp, const struct msdu *m)
{
    return link_authenticates(mp) && m->llc.snap && m->llc.ethertype == ETHERTYPE_EAPOL &&
           !mac_is_group(m->da);
}

/* Step 2b. Group frames: not excluded by default, but an RSNA has group keys for all of
 * them, so that a clear one can only be injected (CVE-2020-26140, 26145). */
static bool is_excluded(const struct miniport *mp, const struct mp_peer *peer,
                        const struct msdu *m)
{
    return mp->mib->exclude_unencrypted && (!mac_is_group(m->da) || peer_has_rsn(peer));
}

/* Steps 1d and 2. False with *drop. */
static bool accepts(const struct miniport *mp, const struct rx_item *item, const struct msdu *m,
                    enum extsta_drop *drop)
{
    const struct mp_peer *peer = link_peer(mp, item->f.addr2);
    if (!ciphers_enabled(peer)) {
        return true;
    }
    const struct mp_exemption *e = find_exemption(mp, m);
    if (item->key) {
        *drop = EXTSTA_DROP_EXEMPT_PROTECTED; /* DEC-04: exempt always: must be clear */
        return !e || e->action != DOT11_EXEMPT_ALWAYS;
    }
    if (e && e->action == DOT11_EXEMPT_ALWAYS) {
        return true; /* DEC-07: ExcludeUnencrypted has no say */
    }
    if ((e && e->action == DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE) ||
        (!e && is_own_handshake(mp, m))) {
        *drop = EXTSTA_DROP_EXEMPT_CLEAR;
        return !key_is_available(mp, item, m); /* DEC-05: exempt while there is no key */
    }
    *drop = EXTSTA_DROP_UNENCRYPTED;
    return !is_excluded(mp, peer, m); /* DEC-06: unencrypted ones are excluded */
}

/* --- up --- */

bool rx_filter(const struct miniport *mp, struct extsta_mac address, uint32_t directed,
               uint32_t broadcast, uint32_t multicast, uint32_t all_multicast)
{
    if (!mac_is_group(address)) {
        return (mp->packet_filter & directed) != 0;
    }
    if (mac_is_broadcast(address)) {
        return (mp->packet_filter & broadcast) != 0;
    }
    return (mp->packet_filter & all_multicast) != 0 ||
           ((mp->packet_filter & multicast) != 0 && mib_in_multicast_list(mp, address));
}

static bool data_filter(const struct miniport *mp, struct extsta_mac da)
{
    return rx_filter(
        mp, da, NDIS_PACKET_TYPE_802_11_DIRECTED_DATA, NDIS_PACKET_TYPE_802_11_BROADCAST_DATA,
        NDIS_PACKET_TYPE_802_11_MULTICAST_DATA, NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA);
}

void rx_hand_up(struct miniport *mp, const struct rx_item *item, struct pbuf *packet)
{
    struct extsta_output *out = outq_push_buf(mp->out, EXTSTA_OUT_CROSSING, packet);
    if (!out) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    uint16_t rate = item->meta.rate > UINT8_MAX ? UINT8_MAX : item->meta.rate;
    out->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_RECEIVE,
        .id = ++mp->data.next_packet_id,
        .buffer = pbuf_span(packet),
        .packet = {.bytes = pbuf_span(packet),
                   .id = mp->data.next_packet_id,
                   .recv = {.phy_id = item->phy,
                            .freq = item->meta.freq ? item->meta.freq : mp->link.freq,
                            .mpdu_count = item->mpdus,
                            .rate = (uint8_t)rate,
                            .priority = frame_tid(&item->f) & 7,
                            .was_protected = item->key != NULL,
                            .rssi = item->meta.signal}}};
    mp->data.handed_up++; /* until the OS returns it (datapath_returned) */
}

/* MAC header of an MSDU as the OS gets it: plain data, no QoS Control, nothing of the MPDUs it
 * came in (RXP-07). */
static void write_header(uint8_t *p, const struct rx_item *item, const struct msdu *m)
{
    const struct frame *f = &item->f;
    uint16_t fc =
        f->fc & (uint16_t) ~(FC_PROTECTED | FC_MORE_FRAG | FC_QOS_SUBTYPE | FC_CF_BITS);
    if (f->has_qos) {
        fc &= (uint16_t)~FC_ORDER; /* said that HT Control follows */
    }
    bool from_ds = (f->fc & FC_FROM_DS) != 0;
    struct writer w = writer_of(p, RX_HEADER_LEN);
    writer_le16(&w, fc);
    writer_le16(&w, f->duration);
    writer_mac(&w, m->da);
    writer_mac(&w, from_ds ? f->addr2 : m->sa);
    writer_mac(&w, from_ds ? m->sa : f->addr3);
    writer_le16(&w, (uint16_t)(f->seq << 4));
}

/* A MSDU that is accepted goes up. `whole`: the frame holds nothing but it, so its buffer does.
 */
static void hand_up_msdu(struct miniport *mp, struct rx_item *item, const struct msdu *m,
                         bool whole)
{
    struct pbuf *packet = item->buf;
    if (whole) {
        item->buf = NULL;
    } else {
        packet = pbuf_new(&mp->ctx->pool, 0, RX_HEADER_LEN + m->body.len, 0);
        if (!packet) {
            mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
            return;
        }
        memcpy(pbuf_data(packet) + RX_HEADER_LEN, m->body.data, m->body.len);
    }
    write_header(pbuf_data(packet), item, m);
    rx_hand_up(mp, item, packet);
}

static void deliver_msdu(struct miniport *mp, extsta_time now, struct rx_item *item,
                         struct msdu *m, bool whole)
{
    enum extsta_drop drop = EXTSTA_DROP_BAD_LLC;
    if (!llc_parse(m->body, &m->llc) || !accepts(mp, item, m, &drop)) {
        item->drop = drop;
        rx_reject(mp, item);
        return;
    }
    stats_mac(mp, mac_is_group(m->da), MP_MAC_RX);
    struct mp_peer *peer = link_peer(mp, item->f.addr2);
    if (peer && peer_is_associated(peer)) {
        peer->counters.rx_ok++;
    }
    if (m->llc.snap && m->llc.ethertype == ETHERTYPE_EAPOL && !mac_is_group(m->da) &&
        mlme_rx_eapol(mp, now, peer, m->llc.payload, item->key != NULL, item->meta.serial)) {
        return;
    }
    peer = link_peer(mp, item->f.addr2); /* a handshake may have ended the association */
    if (link_connection(mp) && !(peer && peer_is_associated(peer))) {
        mp_drop(mp, EXTSTA_DROP_NOT_ASSOCIATED);
        return;
    }
    if (!data_filter(mp, m->da)) {
        mp_drop(mp, EXTSTA_DROP_PACKET_FILTER);
        return;
    }
    hand_up_msdu(mp, item, m, whole);
}

/* --- A-MSDU --- */

/* Whether a subframe is for us: the receiver address was, but each has its own (9.3.2.2.2). */
static bool is_for_us(const struct miniport *mp, const struct amsdu_subframe *s,
                      enum extsta_drop *drop)
{
    if (mac_equal(s->sa, mp->address)) {
        *drop = EXTSTA_DROP_OWN_FRAME;
        return false;
    }
    *drop = EXTSTA_DROP_OTHER_RECEIVER;
    return mac_equal(s->da, mp->address) || mac_is_group(s->da);
}

/* All subframes are looked at before the first goes up, so that of a malformed A-MSDU nothing
 * does. An MSDU passed off as one (A-MSDU Present is not authenticated) begins with its
 * LLC/SNAP header where the destination should be: amsdu_next refuses it (CVE-2020-24588). */
static bool amsdu_is_sound(struct extsta_span body)
{
    struct reader r = reader_of(body);
    struct amsdu_subframe s;
    bool any = false;
    while (amsdu_next(&r, &s)) {
        any = true;
    }
    return any && !r.failed && reader_left(&r) == 0;
}

static void deliver_amsdu(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    struct extsta_span body = rx_body(item);
    if (item->group || !amsdu_is_sound(body)) {
        item->drop = EXTSTA_DROP_BAD_AMSDU;
        rx_reject(mp, item);
        return;
    }
    struct reader r = reader_of(body);
    struct amsdu_subframe s;
    uint32_t changes = mp->keys.changes;
    while (amsdu_next(&r, &s)) {
        enum extsta_drop drop;
        if (!is_for_us(mp, &s, &drop)) {
            mp_drop(mp, drop);
            continue;
        }
        if (mp->keys.changes != changes) {
            mp_drop(mp, EXTSTA_DROP_NO_KEY); /* the key it came under is gone */
            continue;
        }
        struct msdu m = {.da = s.da, .sa = s.sa, .body = s.msdu};
        deliver_msdu(mp, now, item, &m, false);
    }
}

void rx_deliver(struct miniport *mp, extsta_time now, struct rx_item *item)
{
    if (frame_is_amsdu(&item->f)) {
        deliver_amsdu(mp, now, item);
        return;
    }
    struct msdu m = {.da = frame_da(&item->f), .sa = frame_sa(&item->f), .body = rx_body(item)};
    deliver_msdu(mp, now, item, &m, true);
}
