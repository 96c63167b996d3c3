/* A Beacon that says nothing new: most of all frames that a connected station hears. In a cell
 * of thousands each hears each, so they are not all parsed and judged: what the long way (the
 * data path's receive.c, then mlme_rx) would do with one is said here in a few comparisons, and
 * whatever is unusual, in the frame or in the station, goes the long way. */
#include "base/bytes.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/quality.h"
#include "miniport/mlme/roam.h"

#define BODY_AT     24u /* behind the MAC header */
#define ELEMENTS_AT 36u /* behind its Timestamp, Beacon Interval and Capability */

/* A Beacon as they are, to all and of this AP: no flag in the Frame Control, no fragment. */
static bool is_plain(const struct extsta_rx_frame *in, struct extsta_mac ap)
{
    static const uint8_t head[2] = {0x80, 0}, all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const uint8_t *p = in->bytes.data;
    return in->bytes.len >= ELEMENTS_AT &&
           !(in->meta.flags & (EXTSTA_RX_FCS_BAD | EXTSTA_RX_FCS_PRESENT)) &&
           memcmp(p, head, sizeof head) == 0 && memcmp(p + 4, all, sizeof all) == 0 &&
           memcmp(p + 10, ap.b, 6) == 0 && memcmp(p + 16, ap.b, 6) == 0 && !(p[22] & 0x0f);
}

/* Whether nothing is under way that looks at Beacons: no scan, no roaming, no other channel
 * announced, no power save, no host that wants to see them, no key of theirs. */
static bool is_calm(const struct miniport *mp, uint8_t phy)
{
    const struct mp_mlme *m = &mp->mlme;
    return !mp->reset_pending && mlme_is_associated(mp) && !m->scan && !m->ibss &&
           !mp->link.network && m->scanning == SCAN_IDLE && m->roam == ROAM_QUIET &&
           !m->next_freq && !m->doze && !m->resumed &&
           !(mp->packet_filter & NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT) &&
           !mp->keys.default_keys[MP_BIGTK_FIRST] &&
           !mp->keys.default_keys[MP_BIGTK_FIRST + 1] && phy < mp->radio->phy_count &&
           power_phy_on(mp, phy) && !mac_equal(mp->link.ap->address, mp->address);
}

bool mlme_beacon_again(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *in)
{
    struct mp_peer *ap = mp->link.ap;
    if (!ap || !is_plain(in, ap->address) || !is_calm(mp, in->meta.phy)) {
        return false;
    }
    struct mgmt_beacon b;
    struct bss_info *says;
    (void)mgmt_parse_beacon(span(in->bytes.data + BODY_AT, in->bytes.len - BODY_AT), &b);
    struct bss_entry *e = bss_again(mp, &in->meta, &b, &says);
    if (!e || !quality_stays(ap, e->signal) || !roam_stays(mp, e) ||
        !stats_group_management(mp, in->meta.phy)) {
        return false;
    }
    bss_keep(mp, now, e, says, &b, &in->meta);
    ap->heard = now;
    return true;
}
