/* Beacons that say nothing new (quiet.h). What is asked in the beginning is what each of the
 * functions that would hear a Beacon asks (mlme.c, bss_frame), so that none of them has
 * anything to do: where one of them comes to do more, its question belongs here. That rest
 * changes nothing is proven by tests/scenario/formed.py, whose stations rest after every event.
 */
#include "miniport/quiet.h"
#include "base/mac.h"
#include "miniport/mlme/bss.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/quality.h"
#include "miniport/mlme/roam.h"
#include "miniport/mlme/sa_query.h"

/* --- may it rest --- */

/* Nothing of the MLME is open, and it is where its AP is. */
static bool mlme_is_idle(const struct miniport *mp)
{
    const struct mp_mlme *m = &mp->mlme;
    const struct mp_peer *ap = mp->link.ap;
    return m->connection == CONNECTION_CONNECTED && mlme_is_associated(mp) && !ap->op &&
           ap == mp->peers.only && m->scanning == SCAN_IDLE && m->roam == ROAM_QUIET &&
           !m->doze && !m->radio_off && !m->resumed && m->next_freq == 0 &&
           m->owed_reason == 0 && m->away_since == 0 && !m->ibss && !m->outer &&
           (!m->sa_query || m->sa_query->state == SA_QUERY_IDLE) &&
           mp->link.freq == mp->link.home_freq && !mp->link.quiet;
}

/* No packet waits; Beacons are for the driver alone, and are not protected. */
static bool datapath_is_idle(const struct miniport *mp)
{
    uint32_t shown = NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT |
                     NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_MGMT |
                     NDIS_PACKET_TYPE_802_11_MULTICAST_MGMT;
    return !mp->data.queue && !mp->data.fragments && mp->data.handed_up == 0 &&
           mp->data.refused_count == 0 && (mp->packet_filter & shown) == 0 &&
           !mp->keys.default_keys[MP_BIGTK_FIRST] && !mp->keys.default_keys[MP_BIGTK_FIRST + 1];
}

bool quiet_begin(struct miniport *mp, extsta_time now, struct mp_quiet *q)
{
    if (mp->halted || mp->reset_pending || mp->state != MP_OP || !mlme_is_idle(mp) ||
        !datapath_is_idle(mp) || power_saving_level(mp) != DOT11_POWER_SAVING_NO_POWER_SAVING) {
        return false;
    }
    const struct bss_entry *e = mlme_bss(mp);
    if (!e || !e->from_beacon || !e->last_beacon || e->lost || e->hidden ||
        e->info->beacon_hidden || e->info->switch_freq != 0 || e->phy >= mp->radio->phy_count ||
        !power_phy_on(mp, e->phy) || e->freq != mp->link.freq ||
        !quality_stays(mp->link.ap, e->signal) || !roam_stays(mp, e)) {
        return false;
    }
    *q = (struct mp_quiet){.bssid = e->info->bssid,
                           .signal = e->signal,
                           .phy = e->phy,
                           .freq = e->freq,
                           .silence = disassociate_silence(mp),
                           .said = e->info,
                           .heard = mp->link.ap->heard,
                           .unreachable = mp->timers[MP_TIMER_UNREACHABLE],
                           .deadline = EXTSTA_NEVER};
    for (size_t t = 0; t < MP_TIMERS; t++) {
        if (t != MP_TIMER_UNREACHABLE && mp->timers[t] < q->deadline) {
            q->deadline = mp->timers[t];
        }
    }
    return true;
}

/* --- a Beacon --- */

#define BEACON_LEN (24u + 12u) /* of header and fixed fields */

bool quiet_hears(struct extsta_context *ctx, struct mp_quiet *q, extsta_time now,
                 const struct extsta_rx_frame *frame)
{
    const uint8_t *p = frame->bytes.data;
    if (frame->bytes.len < BEACON_LEN || p[0] != 0x80 || p[1] != 0 ||
        (get_le16(p + 22) & 0xf) || !mac_is_broadcast(mac_at(p + 4)) ||
        memcmp(p + 10, q->bssid.b, 6) != 0 || memcmp(p + 16, q->bssid.b, 6) != 0 ||
        frame->meta.flags != 0 || frame->meta.phy != q->phy ||
        frame->meta.signal != q->signal || frame->meta.freq != q->freq) {
        return false;
    }
    if (!bss_says_again(ctx, q->said, &q->says, frame)) {
        return false;
    }
    q->beacons++;
    q->timestamp = get_le64(p + 24);
    q->heard = now;
    return true;
}

/* As disassociate_expire has it. */
bool quiet_expires(struct mp_quiet *q, extsta_time now)
{
    extsta_time ends = q->heard + q->silence;
    if (q->deadline <= now || (q->unreachable <= now && ends <= now)) {
        return false;
    }
    if (q->unreachable <= now) {
        q->unreachable = ends;
    }
    return true;
}

/* --- awake again --- */

void quiet_end(struct miniport *mp, struct mp_quiet *q)
{
    mp_timer_set(mp, MP_TIMER_UNREACHABLE, q->unreachable);
    struct bss_entry *e = q->beacons > 0 ? bss_find(mp, q->bssid) : NULL;
    if (!e) {
        return;
    }
    stats_group_managements(mp, q->phy, q->beacons);
    bss_heard_again(mp, e, q->says, q->timestamp, q->heard);
    q->says = NULL; /* its reference is the entry's */
    mp->link.ap->heard = q->heard;
    mp->link.heard = true;
}

void quiet_forget(struct extsta_context *ctx, struct mp_quiet *q)
{
    bss_says_nothing(ctx, &q->says);
}
