/* Management, Null and PS-Poll frames of all MLME operations, and the channel they go out on.
 * The bodies are the operations' own; numbers, protection and the outcome are the data path's
 * (datapath_send_mgmt). Here stands what leaving the home channel and coming back means for
 * the rest: power save, the watch for silence, packets held meanwhile. */
#include "miniport/mlme/mlme_frame.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/ibss.h"

/* The radio counts as tuned once the output is made: the frames behind it in the queue are sent
 * there. Without memory it stays where it is. */
void mlme_tune(struct miniport *mp, uint16_t freq)
{
    if (freq == 0 || freq == mp->link.freq) {
        return;
    }
    struct extsta_output *out = outq_push(mp->out, EXTSTA_OUT_TUNE, 0);
    if (out) {
        out->tune_freq = freq;
        mp->link.freq = freq;
    }
}

/* Header and body in one buffer with room around, so that it can be protected. */
uint32_t mlme_send(struct miniport *mp, extsta_time now, enum frame_kind kind,
                   struct extsta_mac ra, struct extsta_mac bssid, struct extsta_span body,
                   uint8_t phy, struct mlme_limits limits)
{
    struct pbuf *frame = pbuf_new(&mp->ctx->pool, PBUF_HEADROOM, 24 + body.len, PBUF_TAILROOM);
    if (!frame) {
        return 0;
    }
    struct writer w = writer_of(pbuf_data(frame), frame->len);
    frame_write_mgmt(&w, kind, ra, mp->address, bssid, 0);
    writer_span(&w, body);
    return datapath_send_mgmt(mp, now, frame, mp->link.freq, phy, limits.lifetime,
                              limits.tries);
}

uint32_t mlme_send_null(struct miniport *mp, extsta_time now, bool power_management)
{
    const struct mp_peer *ap = mp->link.ap;
    struct pbuf *frame = ap ? pbuf_new(&mp->ctx->pool, PBUF_HEADROOM, 24, PBUF_TAILROOM) : NULL;
    if (!frame) {
        return 0;
    }
    struct writer w = writer_of(pbuf_data(frame), frame->len);
    uint16_t fc = (uint16_t)(FRAME_NULL | FC_TO_DS | (power_management ? FC_PM : 0));
    writer_le16(&w, fc);
    writer_le16(&w, 0); /* duration and, below, sequence number: datapath_send_mgmt */
    writer_mac(&w, ap->address);
    writer_mac(&w, mp->address);
    writer_mac(&w, ap->address);
    writer_le16(&w, 0);
    return datapath_send_mgmt(mp, now, frame, mp->link.freq, ap->negotiated.phy,
                              MLME_NULL_LIFETIME, 0);
}

/* A control frame: no sequence number, so it does not take the way of the others. */
void mlme_send_ps_poll(struct miniport *mp)
{
    const struct mp_peer *ap = mp->link.ap;
    struct extsta_output *out = ap ? outq_push(mp->out, EXTSTA_OUT_FRAME, 16) : NULL;
    if (!out) {
        return;
    }
    struct writer w = writer_of(outq_payload(out), 16);
    writer_le16(&w, FRAME_PS_POLL | FC_PM);
    writer_le16(&w, (uint16_t)(ap->negotiated.aid | 0xc000)); /* 9.3.1.5: both top bits set */
    writer_mac(&w, ap->address);
    writer_mac(&w, mp->address);
    out->frame.bytes = span(outq_payload(out), 16);
    out->frame.meta = (struct extsta_tx_meta){.freq = mp->link.freq,
                                              .phy = ap->negotiated.phy,
                                              .tries = mp->mib->short_retry,
                                              .lifetime = MLME_NULL_LIFETIME,
                                              .access = ap->negotiated.qos ? EXTSTA_ACCESS_VOICE
                                                                           : EXTSTA_ACCESS_DCF};
}

/* From here on frames to the AP carry the Power Management bit (link_power_management), and
 * data is held (tx_must_hold). Only the first step away counts: an excursion is several
 * channels. */
void mlme_away(struct miniport *mp, extsta_time now, uint16_t freq)
{
    if (mlme_has_home(mp) && mp->mlme.away_since == 0 && freq != mp->link.home_freq) {
        mp->mlme.away_since = now;
    }
    mlme_tune(mp, freq);
}

void mlme_home(struct miniport *mp, extsta_time now)
{
    if (mp->link.home_freq == 0) {
        mp->mlme.away_since = 0;
        return;
    }
    mlme_tune(mp, mp->link.home_freq);
    if (mp->mlme.away_since == 0) {
        return;
    }
    /* time away is not silence. Where the AP was heard meanwhile (another channel's
     * frames come through), only what was away since then. */
    extsta_time away = mp->mlme.away_since;
    mp->mlme.away_since = 0;
    if (mlme_is_associated(mp)) {
        extsta_time *heard = &mp->link.ap->heard;
        *heard = *heard > away ? now : *heard + (now - away);
        mlme_send_null(mp, now, mp->mlme.doze); /* the AP may send what it buffered */
        datapath_resume(mp, now);
    } else if (mp->link.network) {
        ibss_home(mp, now, away);
        datapath_resume(mp, now);
    }
}
