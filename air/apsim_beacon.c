/* Beacons and probe responses: what the AP says of itself. IEEE Std 802.11-2020 9.3.3.2,
 * 9.3.3.10 (contents), 11.1.3 (when). A script can put octets of its own in place of the RSN
 * element and behind the rest (apsim_set_rsne, apsim_set_extra). */
#include "ap.h"
#include "base/mac.h"

uint16_t beacon_capability(const struct apsim *ap)
{
    unsigned capability = CAPABILITY_ESS;
    if (ap->config.security != APSIM_OPEN) {
        capability |= CAPABILITY_PRIVACY;
    }
    if (ap->config.freq < 3000) {
        capability |= CAPABILITY_SHORT_SLOT;
    }
    if (ap->config.steering) {
        capability |= CAPABILITY_RADIO_MEASUREMENT;
    }
    return (uint16_t)capability;
}

void beacon_write_rates(const struct apsim *ap, struct writer *w)
{
    element_write_rates(w, ap->rates, ap->rate_count);
}

/* WMM parameter element with the usual EDCA parameters (WMM specification 2.2.2). */
void beacon_write_wmm(struct writer *w)
{
    static const uint8_t body[] = {0x00, 0x50, 0xf2, 2, 1,    1,    0,    0,
                                   0x03, 0xa4, 0,    0, 0x27, 0xa4, 0,    0,
                                   0x42, 0x43, 0x5e, 0, 0x62, 0x32, 0x2f, 0};
    element_write(w, ELEMENT_VENDOR, span(body, sizeof body));
}

/* 9.4.2.5: the partial virtual bitmap from the first even octet that is not zero. */
static void write_tim(struct apsim *ap, struct writer *w)
{
    unsigned low = 0, high = sizeof ap->tim - 1;
    while (high && (!ap->asleep || !ap->tim[high])) {
        high--;
    }
    while (low < high && !ap->tim[low]) {
        low++;
    }
    low &= ~1u;
    uint8_t tim[3 + sizeof ap->tim];
    uint8_t period = ap->config.dtim_period;
    tim[0] = ap->dtim_count;
    tim[1] = period;
    tim[2] = (uint8_t)(low | (ap->dtim_count == 0 && !list_empty(&ap->held) ? 1u : 0u));
    memcpy(tim + 3, ap->tim + low, high - low + 1);
    element_write(w, ELEMENT_TIM, span(tim, 3 + high - low + 1));
}

/* Body of a beacon, or of a probe response: that one has no TIM, and names a hidden network. */
static void write_body(struct apsim *ap, struct writer *w, extsta_time now, bool probe)
{
    const struct apsim_config *c = &ap->config;
    mgmt_write_beacon(w, &(struct mgmt_beacon){.timestamp = now - ap->tsf_epoch,
                                               .interval = ap->interval,
                                               .capability = beacon_capability(ap)});
    element_write(w, ELEMENT_SSID, span(c->ssid, c->hidden && !probe ? 0 : c->ssid_len));
    uint8_t first = ap->rate_count < 8 ? ap->rate_count : 8;
    element_write(w, ELEMENT_RATES, span(ap->rates, first));
    if (c->freq < 3000) {
        uint8_t channel = freq_to_channel(c->freq);
        element_write(w, ELEMENT_DS, span(&channel, 1));
    }
    if (!probe) {
        write_tim(ap, w);
    }
    if (c->freq < 3000) {
        element_write(w, ELEMENT_ERP, span("\0", 1));
    }
    if (ap->rate_count > first) {
        element_write(w, ELEMENT_EXT_RATES,
                      span(ap->rates + first, (size_t)(ap->rate_count - first)));
    }
    writer_bytes(w, ap->rsne, ap->rsne_len);
    ft_write_mde(ap, w);
    phy_write(ap, w);
    writer_bytes(w, ap->wpa, ap->wpa_len);
    writer_bytes(w, ap->rsnxe, ap->rsnxe_len);
    steer_write_elements(ap, w);
    owe_write_pair(ap, w);
    if (c->wmm) {
        beacon_write_wmm(w);
    }
    writer_bytes(w, ap->extra, ap->extra_len);
}

/* The TIM is written before the DTIM's frames are taken from the queue: it announces them. */
void beacon_send(struct apsim *ap, extsta_time now)
{
    extsta_time interval = (extsta_time)ap->interval * EXTSTA_TU;
    /* TBTTs are where the TSF is a multiple of the interval (11.1.3.2). */
    extsta_time tsf = now - ap->tsf_epoch;
    if (!timerq_set(&ap->timers, &ap->beacon, now + interval - tsf % interval)) {
        ap->air->stats.no_memory++;
    }
    if (!(ap->mute & APSIM_MUTE_BEACON)) {
        uint8_t frame[AP_MMPDU_MAX];
        struct writer w = writer_of(frame, sizeof frame);
        frame_write_mgmt(&w, FRAME_BEACON, mac_broadcast, ap->config.bssid, ap->config.bssid,
                         ap_seq(ap));
        write_body(ap, &w, now, false);
        pmf_seal_beacon(ap, &w);
        mgmt_send(ap,
                  &(struct ap_tx){.kind = SENT_BEACON,
                                  .access = EXTSTA_ACCESS_BEACON,
                                  .lifetime = (uint32_t)interval},
                  &w);
    }
    if (ap->dtim_count == 0) {
        tx_dtim(ap);
    }
    ap->dtim_count =
        (uint8_t)(ap->dtim_count ? ap->dtim_count - 1 : ap->config.dtim_period - 1);
}

/* Whether a probe request asks for us (11.1.4.3.4). */
static bool asks_us(const struct apsim *ap, const struct frame *f)
{
    struct elements e;
    if (!elements_parse(f->body, &e) || !e.ssid.data) {
        return false;
    }
    if (!mac_is_broadcast(f->addr1) && !mac_equal(f->addr1, ap->config.bssid)) {
        return false;
    }
    if (!mac_is_broadcast(f->addr3) && !mac_equal(f->addr3, ap->config.bssid)) {
        return false;
    }
    if (e.ds_channel && e.ds_channel != freq_to_channel(ap->config.freq)) {
        return false;
    }
    bool wildcard = e.ssid.len == 0 && !ap->config.hidden;
    return wildcard || span_equal(e.ssid, span(ap->config.ssid, ap->config.ssid_len));
}

void beacon_probe_request(struct apsim *ap, extsta_time now, const struct frame *f)
{
    struct elements e;
    if ((ap->mute & APSIM_MUTE_PROBE) || !asks_us(ap, f) || !elements_parse(f->body, &e)) {
        return;
    }
    answer_request(ap, now, f->addr2, mac_is_broadcast(f->addr1) && e.ssid.len == 0);
}

void beacon_send_answer(struct apsim *ap, extsta_time now, struct extsta_mac to,
                        const struct ap_tx *tx)
{
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_PROBE_RESP, to, ap->config.bssid, ap->config.bssid, ap_seq(ap));
    write_body(ap, &w, now, true);
    mgmt_send(ap, tx, &w);
}
