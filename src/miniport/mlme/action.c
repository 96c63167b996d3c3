/* Who handles which Action frame (action.h). */
#include "miniport/mlme/action.h"
#include "base/mac.h"
#include "base/names.h"
#include "miniport/miniport.h"
#include "miniport/mlme/block_ack.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/sa_query.h"
#include "miniport/mlme/steer.h"
#include "miniport/mlme/ft.h"

static const struct {
    uint8_t category;
    bool associated; /* only from a peer that we are associated with */
    /* Consumes it, or drops it: counts why. The peer may be gone afterwards. */
    void (*rx)(struct miniport *mp, extsta_time now, const struct action_frame *a);
} handlers[] = {
    {ACTION_BLOCK_ACK, true, block_ack_rx},
    {ACTION_SA_QUERY, true, sa_query_rx},
    {ACTION_RADIO_MEASUREMENT, true, measure_rx},
    {ACTION_WNM, true, steer_rx_wnm},
    {ACTION_FT, true, ft_rx_action},
    {ACTION_VENDOR, false, disassociate_rx_vendor}, /* DIS-10: its farewell */
};

void action_rx(struct miniport *mp, extsta_time now, const struct frame *f,
               const struct extsta_rx_meta *meta)
{
    struct action_frame a = {.f = f, .meta = meta, .peer = link_peer_at(mp, f->addr2)};
    if (!mac_equal(f->addr1, mp->address)) {
        mp_drop(mp, EXTSTA_DROP_OTHER_RECEIVER);
        return;
    }
    if (!a.peer || !mac_equal(f->addr3, link_bssid(mp, a.peer))) {
        mp_drop(mp, mp->link.ap ? EXTSTA_DROP_OTHER_BSS : EXTSTA_DROP_NOT_ASSOCIATED);
        return;
    }
    if (f->body.len < 2) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
        return;
    }
    a.body = span(f->body.data + 1, f->body.len - 1);
    for (size_t i = 0; i < COUNT(handlers); i++) {
        if (handlers[i].category == f->body.data[0] &&
            (!handlers[i].associated || peer_is_associated(a.peer))) {
            handlers[i].rx(mp, now, &a);
            return;
        }
    }
    mp_drop(mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
}
