/* A-MSDUs that we send (IEEE Std 802.11-2020 10.11): small MSDUs that the host gives at once,
 * to the same receiver at the same priority, go as one MPDU, and so pay once for contention,
 * preamble and acknowledgement. Which packets go together is decided here, before transmit.c
 * makes MPDUs; what becomes of the one MPDU is the outcome of all of them.
 *
 * Only with HT, of which it is a part, and as long as both the radio sends and the peer
 * receives. Never of EAPOL, which has to be understood by whoever has no keys yet, nor of group
 * destinations. SPP A-MSDUs are not offered (docs/security.md). */
#include "base/mac.h"
#include "miniport/datapath/receive.h"
#include "miniport/datapath/transmit.h"
#include "miniport/miniport.h"
#include "wire/eapol.h"
#include "wire/llc.h"

#define OVERHEAD 60u /* headers, cipher and FCS of the MPDU, rounded up: never fragmented */

/* Octets of the longest A-MSDU to this peer; 0: none. */
static size_t longest_to(const struct miniport *mp, const struct mp_peer *peer)
{
    const struct mp_negotiated *n = &peer->negotiated;
    if (n->max_amsdu == 0 || n->phy >= mp->radio->phy_count || mp->mib->safe_mode ||
        mp->mib->safe_mode_ht || mp->mib->fragmentation_threshold <= OVERHEAD) {
        return 0;
    }
    size_t most = mp->mib->fragmentation_threshold - OVERHEAD;
    most = n->max_amsdu < most ? n->max_amsdu : most;
    return mp->radio->phys[n->phy].amsdu_tx < most ? mp->radio->phys[n->phy].amsdu_tx : most;
}

/* A data packet to one station behind an AP we are associated with, that needs nothing special.
 */
static bool may_join(const struct miniport *mp, const struct extsta_packet *p, struct frame *f)
{
    enum extsta_drop drop;
    struct llc llc;
    return frame_parse(p->bytes, f, &drop) && f->fc == (FRAME_DATA_PLAIN | FC_TO_DS) &&
           f->body.len <= RX_MAX_MSDU && !mac_is_group(f->addr3) &&
           memcmp(f->addr3.b, llc_rfc1042, sizeof f->addr3.b) != 0 && /* CVE-2020-24588 */
           p->send.exemption == DOT11_EXEMPT_NO_EXEMPTION && llc_parse(f->body, &llc) &&
           !(llc.snap && llc.ethertype == ETHERTYPE_EAPOL) &&
           link_associated_with(mp, f->addr1);
}

size_t tx_amsdu_run(const struct miniport *mp, const struct extsta_packet *packets,
                    size_t count)
{
    struct frame first, f;
    size_t most = count > 1 && mp->link.ap ? longest_to(mp, mp->link.ap) : 0;
    if (most == 0 || tx_must_hold(mp) || !may_join(mp, &packets[0], &first)) {
        return 1;
    }
    size_t n = 1, len = amsdu_room(first.body.len);
    while (n < count && n < TX_AMSDU_MAX && may_join(mp, &packets[n], &f) &&
           mac_equal(f.addr1, first.addr1) &&
           packets[n].send.priority == packets[0].send.priority &&
           packets[n].send.phy_id == packets[0].send.phy_id &&
           len + amsdu_room(f.body.len) <= most) {
        len += amsdu_room(f.body.len);
        n++;
    }
    return n;
}

struct pbuf *tx_amsdu_body(struct miniport *mp, const struct extsta_packet *packets,
                           size_t count)
{
    struct frame f;
    enum extsta_drop drop;
    size_t room = 0;
    for (size_t i = 0; i < count; i++) {
        room += amsdu_room(packets[i].bytes.len);
    }
    struct pbuf *buf =
        pbuf_new(&mp->ctx->pool, PBUF_HEADROOM, RX_HEADER_LEN + room, PBUF_TAILROOM);
    if (!buf || !frame_parse(packets[0].bytes, &f, &drop)) {
        return buf;
    }
    uint8_t *header = pbuf_data(buf);
    struct writer w = writer_of(header + RX_HEADER_LEN, room);
    memcpy(header, f.header.data, RX_HEADER_LEN);
    memcpy(header + 16, f.addr1.b,
           sizeof f.addr1.b); /* table 9-30: in place of a destination */
    for (size_t i = 0; i < count; i++) {
        if (frame_parse(packets[i].bytes, &f, &drop)) {
            amsdu_append(&w, &(struct amsdu_subframe){f.addr3, f.addr2, f.body});
        }
    }
    buf->len = (uint32_t)(RX_HEADER_LEN + writer_len(&w));
    return buf;
}
