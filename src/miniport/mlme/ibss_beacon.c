/* What all members of an independent network do in turns (IEEE 802.11-2020 11.1.3.5): at each
 * TBTT everybody draws a pause, who has the shortest sends the Beacon, and whoever hears it is
 * done until the next. Who sent the last Beacon answers Probe Requests (11.1.4.3.4). Beacons
 * keep the time: a later one is adopted (11.1.5).
 *
 * A Beacon waits in the radio's queue no longer than the pauses are long: when another one is
 * on the air by then it is not needed any more. What never went out is tried again after
 * another pause, unless one was heard meanwhile.
 *
 * Who sends neither Beacons nor data would seem to have left (IBS-16), in a large network,
 * whose Beacons are many, soon: so every member says from time to time that it is there, by a
 * Null frame to all. */
#include "base/mac.h"
#include "boundary/payload.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/mlme_frame.h"

#define MMPDU_BODY_MAX 2304u /* 9.2.4.7.1 */
#define BODY_MAX       1024u /* all that is written here, and MP_MAX_EXTRA_IES */
#define BAND_2GHZ_END  2500u /* MHz */
#define RATE_6_MBPS    12    /* the first one of OFDM, 500 kb/s */
#define LOOK_TIME      (40u)             /* of the medium, before a Beacon: two slots */
#define BUSY_PAUSE     (200u)            /* then it is looked again */
#define PROBE_LIFETIME (50u * EXTSTA_MS) /* of an answer: who asked has gone on by then */
#define PRESENCE_LEAST                                                                         \
    (50u * EXTSTA_MS) /* between two Null frames, however low the threshold */

/* --- what is said --- */

/* IBS-08: what the host desires; else what is known from others of this place. */
bool ibss_beacon_country(const struct miniport *mp, uint8_t out[3])
{
    static const uint8_t none[3];
    memcpy(out, mp->mib->country, 3);
    for (size_t i = 0; i < mp->bss.count && memcmp(out, none, 3) == 0; i++) {
        struct element e;
        if (element_find(bss_elements(mp->bss.entries[i].info), ELEMENT_COUNTRY, &e) &&
            e.value.len >= 6) {
            memcpy(out, e.value.data, 3);
        }
    }
    return memcmp(out, none, 3) != 0;
}

/* Neighbouring channels of the PHY are one triplet; those of 5 GHz are four apart. */
static void write_triplets(const struct extsta_phy_caps *caps, struct writer *w)
{
    for (size_t i = 0; i < caps->freq_count;) {
        uint8_t first = freq_to_channel(caps->freqs[i]), count = 1;
        unsigned apart = first > 14 ? 4 : 1;
        while (i + count < caps->freq_count &&
               freq_to_channel(caps->freqs[i + count]) == first + apart * count) {
            count++;
        }
        writer_u8(w, first);
        writer_u8(w, count);
        writer_u8(w, 20); /* dBm: a usual limit, what radios do is not known here */
        i += count;
    }
}

/* In a network that was joined its own element, octet for octet (IBS-08). Ours is for a station
 * that knows more than one domain, or that was told which. */
static void write_country(const struct miniport *mp, struct writer *w)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    static const uint8_t none[3];
    uint8_t body[64];
    struct writer v = writer_of(body, sizeof body);
    struct element e;
    const struct bss_entry *network = ib->started ? NULL : mlme_bss(mp);
    if (network && element_find(bss_elements(network->info), ELEMENT_COUNTRY, &e)) {
        writer_span(w, e.whole);
        return;
    }
    bool told = memcmp(mp->mib->country, none, 3) != 0;
    if (!ib->started || !(told || mp->mib->multi_domain) || !ibss_beacon_country(mp, body)) {
        return;
    }
    v.p += 3;
    write_triplets(&mp->radio->phys[ib->network.negotiated.phy], &v);
    if (writer_len(&v) % 2) {
        writer_u8(&v, 0);
    }
    if (!v.failed) {
        element_write(w, ELEMENT_COUNTRY, writer_span_of(&v));
    }
}

/* At 2.4 GHz: ERP (or a later PHY), else HR/DSSS. */
static bool has_ofdm(const struct miniport *mp, uint8_t phy)
{
    const struct extsta_phy_caps *caps = &mp->radio->phys[phy];
    return memchr(caps->rates, RATE_6_MBPS, caps->rate_count) != NULL;
}

/* 9.4.1.4: everybody in it must be able to do the rates that the PHY makes mandatory. */
static size_t rates_of(const struct miniport *mp, uint8_t phy, uint8_t out[32])
{
    static const uint8_t ofdm[] = {12, 24, 48}, dsss[] = {2, 4, 11, 22};
    bool is_ofdm = mp->link.home_freq > BAND_2GHZ_END;
    const uint8_t *basic = is_ofdm ? ofdm : dsss;
    size_t basics = is_ofdm ? sizeof ofdm : sizeof dsss;
    size_t count = assoc_request_rates(mp, phy, out);
    for (size_t i = 0; i < count; i++) {
        out[i] |= memchr(basic, out[i], basics) ? 0x80u : 0u;
    }
    return count;
}

/* The order is that of tables 9-32 and 9-39. */
static void write_body(const struct miniport *mp, extsta_time now, struct writer *w)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    const struct mp_negotiated *n = &ib->network.negotiated;
    const struct mp_ssid *ssid = &mp->mlme.network;
    uint16_t freq = mp->link.home_freq;
    uint8_t rates[32], atim[2], channel = freq_to_channel(freq);
    size_t count = rates_of(mp, n->phy, rates), first = count < 8 ? count : 8;
    put_le16(atim, ib->atim_window);
    mgmt_write_beacon(w, &(struct mgmt_beacon){.timestamp = ibss_beacon_tsf(mp, now),
                                               .interval = ib->interval,
                                               .capability = ib->capability});
    element_write(w, ELEMENT_SSID, span(ssid->ssid, ssid->len));
    element_write(w, ELEMENT_RATES, span(rates, first));
    if (freq < 2500) {
        element_write(w, ELEMENT_DS, span(&channel, 1));
    }
    element_write(w, ELEMENT_IBSS, span(atim, sizeof atim));
    write_country(mp, w);
    if (freq < BAND_2GHZ_END && has_ofdm(mp, n->phy)) {
        element_write(w, ELEMENT_ERP, span((const uint8_t[1]){0}, 1));
    }
    if (count > first) {
        element_write(w, ELEMENT_EXT_RATES, span(rates + first, count - first));
    }
    if (n->akm) {
        rsn_element_write(w, &(struct rsn_element){.version = 1,
                                                   .group = n->group,
                                                   .pairwise = {n->pairwise},
                                                   .pairwise_count = 1,
                                                   .akm = {n->akm},
                                                   .akm_count = 1});
    }
    /* IBS-09: at the end; left out where the frame became too long */
    if (writer_len(w) + mp->mib->ibss_ies_len <= MMPDU_BODY_MAX) {
        writer_bytes(w, mp->mib->ibss_ies, mp->mib->ibss_ies_len);
    }
}

/* Cookie; 0: it could not be sent. */
static uint32_t send_kind(struct miniport *mp, extsta_time now, enum frame_kind kind,
                          struct extsta_mac ra, uint32_t lifetime)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    uint8_t body[BODY_MAX];
    struct writer w = writer_of(body, sizeof body);
    write_body(mp, now, &w);
    return w.failed ? 0
                    : mlme_send(mp, now, kind, ra, ib->network.bssid, writer_span_of(&w),
                                ib->network.negotiated.phy,
                                (struct mlme_limits){.lifetime = lifetime});
}

/* --- parameters --- */

void ibss_beacon_configure(struct miniport *mp)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    bool privacy = ib->network.negotiated.unicast != DOT11_CIPHER_ALGO_NONE;
    ib->interval = (uint16_t)mp->mib->beacon_period; /* IBS-07: BEACON_PERIOD */
    ib->atim_window = (uint16_t)mp->mib->atim_window;
    ib->capability = (uint16_t)(CAPABILITY_IBSS | (privacy ? CAPABILITY_PRIVACY : 0u));
}

void ibss_beacon_adopt(struct miniport *mp, const struct bss_info *info)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    struct element e;
    bool atim = element_find(bss_elements(info), ELEMENT_IBSS, &e) && e.value.len >= 2;
    ib->interval = info->interval ? info->interval : (uint16_t)mp->mib->beacon_period;
    ib->atim_window = atim ? get_le16(e.value.data) : 0;
    ib->capability = info->capability;
}

/* --- the time --- */

void ibss_beacon_set_tsf(struct miniport *mp, extsta_time now, uint64_t tsf)
{
    mp->mlme.ibss->tsf_epoch = now - tsf;
}

uint64_t ibss_beacon_tsf(const struct miniport *mp, extsta_time now)
{
    return now - mp->mlme.ibss->tsf_epoch;
}

/* TBTTs are where the TSF is a multiple of the interval (11.1.3.2). */
static extsta_time next_tbtt(const struct miniport *mp, extsta_time now)
{
    extsta_time interval = (extsta_time)mp->mlme.ibss->interval * EXTSTA_TU;
    return now + interval - ibss_beacon_tsf(mp, now) % interval;
}

/* --- turns --- */

/* Of the pauses, microseconds: twice aCWmin slots (11.1.3.5). */
static uint32_t window(const struct miniport *mp)
{
    return mp->link.home_freq > BAND_2GHZ_END                    ? 2 * 15 * 9
           : has_ofdm(mp, mp->mlme.ibss->network.negotiated.phy) ? 2 * 15 * 20
                                                                 : 2 * 31 * 20;
}

static bool is_there(const struct miniport *mp)
{
    return !mp->mlme.radio_off && mp->link.freq == mp->link.home_freq;
}

void ibss_beacon_begin(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    ib->tbtt = next_tbtt(mp, now);
    ib->turn = EXTSTA_NEVER;
    ib->present = now;
    ib->cookie = 0;
    ib->beaconed = true; /* of this interval nothing is due any more */
}

void ibss_beacon_stop(struct miniport *mp)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    ib->tbtt = ib->turn = EXTSTA_NEVER;
    ib->sent_last = false;
    ib->cookie = 0;
}

/* Somebody is just sending. */
static bool is_busy(const struct miniport *mp)
{
    return mp->mlme.busy != MEDIUM_UNKNOWN && mp->mlme.busy > 0;
}

extsta_time ibss_beacon_medium_since(const struct miniport *mp)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    return ib && ib->turn != EXTSTA_NEVER ? ib->turn - LOOK_TIME : EXTSTA_NEVER;
}

static void draw_turn(struct miniport *mp, extsta_time now)
{
    mp->mlme.ibss->turn = now + mp_random_below(mp, window(mp) + 1);
}

/* 11.1.3.1: what the Timestamp says was so at its first bit; the frame ended now. */
uint64_t ibss_beacon_time(const struct frame *f, const struct extsta_rx_meta *meta,
                          uint64_t timestamp)
{
    size_t octets = f->body.len + 4;                                      /* FCS */
    return meta->rate ? timestamp + octets * 16 / meta->rate : timestamp; /* 500 kb/s */
}

/* 11.1.5: a later time is adopted, an earlier one is that of a slower clock. */
void ibss_beacon_heard(struct miniport *mp, extsta_time now, uint64_t timestamp)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    ib->turn = EXTSTA_NEVER; /* the turn was another's */
    ib->beaconed = true;
    ib->sent_last = false;
    if (timestamp > ibss_beacon_tsf(mp, now)) {
        ibss_beacon_set_tsf(mp, now, timestamp);
        ib->tbtt = ib->tbtt == EXTSTA_NEVER ? EXTSTA_NEVER : next_tbtt(mp, now);
    }
}

void ibss_beacon_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool sent)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (!ib || cookie == 0 || cookie != ib->cookie) {
        return;
    }
    ib->cookie = 0;
    if (sent) {
        ib->beaconed = ib->sent_last = true;
        ib->present = now;
    } else if (!ib->beaconed && ib->tbtt != EXTSTA_NEVER) {
        draw_turn(mp, now);
    }
    ibss_set_timer(mp);
}

/* 9.3.1: a Null frame in an independent network has neither DS bit. */
static void send_presence(struct miniport *mp, extsta_time now)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    struct pbuf *frame = pbuf_new(&mp->ctx->pool, PBUF_HEADROOM, 24, PBUF_TAILROOM);
    if (!frame) {
        return;
    }
    struct writer w = writer_of(pbuf_data(frame), frame->len);
    writer_le16(&w, FRAME_NULL);
    writer_le16(&w, 0); /* duration and, below, sequence number: datapath_send_mgmt */
    writer_mac(&w, mac_broadcast);
    writer_mac(&w, mp->address);
    writer_mac(&w, ib->network.bssid);
    writer_le16(&w, 0);
    datapath_send_mgmt(mp, now, frame, mp->link.freq, ib->network.negotiated.phy,
                       MLME_NULL_LIFETIME, 0);
}

/* Two fifths of what we call silence: one may be lost, and nobody needs to ask. */
extsta_time ibss_beacon_presence(const struct miniport *mp)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    extsta_time pause = (extsta_time)mp->mib->unreachable_ms * EXTSTA_MS * 2 / 5;
    if (ib->state != IBSS_MEMBER || ib->peers == 0 || mp->mlme.radio_off) {
        return EXTSTA_NEVER;
    }
    return ib->present + (pause > PRESENCE_LEAST ? pause : PRESENCE_LEAST);
}

void ibss_beacon_expire(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (ib->tbtt <= now) {
        ib->tbtt = next_tbtt(mp, now);
        ib->cookie = 0;
        ib->beaconed = false;
        if (is_there(mp)) {
            draw_turn(mp, now);
        }
    }
    if (ib->turn <= now && is_busy(mp)) {
        ib->turn = now + BUSY_PAUSE; /* perhaps it is that Beacon: then it will be heard */
    } else if (ib->turn <= now) {
        ib->turn = EXTSTA_NEVER;
        if (!ib->beaconed && is_there(mp)) {
            ib->cookie = send_kind(mp, now, FRAME_BEACON, mac_broadcast, window(mp));
        }
    }
    if (ibss_beacon_presence(mp) <= now) {
        ib->present = now;
        if (is_there(mp)) {
            send_presence(mp, now);
        }
    }
}

/* --- who asks --- */

void ibss_rx_probe(struct miniport *mp, extsta_time now, const struct frame *f)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    const struct mp_ssid *ssid = &mp->mlme.network;
    struct element e;
    bool asked =
        mac_equal(f->addr1, mp->address) || (mac_is_broadcast(f->addr1) && ib->sent_last);
    if (ib->state == IBSS_AWAIT_NETWORK || !asked || !is_there(mp) ||
        (!mac_is_broadcast(f->addr3) && !mac_equal(f->addr3, ib->network.bssid)) ||
        !element_find(f->body, ELEMENT_SSID, &e)) {
        return;
    }
    if (e.value.len == 0 ||
        (e.value.len == ssid->len && memcmp(e.value.data, ssid->ssid, ssid->len) == 0)) {
        send_kind(mp, now, FRAME_PROBE_RESP, f->addr2, PROBE_LIFETIME);
    }
}
