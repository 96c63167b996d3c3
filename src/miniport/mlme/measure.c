/* Radio measurement for the AP (802.11k; IEEE Std 802.11-2020 11.10): beacon requests are
 * answered from the BSS list at once (table mode), or after a scan of the channels they name
 * (passive, active); link measurement at once; anything else by "incapable". While something
 * else wants the radio a measurement is refused. A duration of 0, which some access points send
 * by default, is as long as a scan of ours takes. Neighbour reports go to steer.c's list. */
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/scan.h"
#include "miniport/mlme/steer.h"
#include "wire/operating_class.h"

#define REPORT_MAX   1024u /* octets of a frame: several BSSs each */
#define REPORT_ROOM  257u  /* of the largest Measurement Report element */
#define DURATION_MAX 200u  /* TU on a channel */
#define TX_POWER_DBM 20    /* what the radio does is not known: a usual value */
#define ALL_CHANNELS 0u
#define AP_CHANNELS  255u

static void begin(struct writer *w, uint8_t *out, uint8_t token)
{
    *w = writer_of(out, REPORT_MAX);
    measure_write(w, MEASURE_REPORT, token);
}

/* --- beacon reports --- */

static bool matches(const struct miniport *mp, const struct mp_measure *m,
                    const struct bss_entry *e)
{
    const struct beacon_request *q = &m->request;
    const struct bss_info *info = e->info;
    bool channel = q->channel == ALL_CHANNELS || q->channel == AP_CHANNELS ||
                   neighbor_freq(q->operating_class, q->channel) == e->freq;
    bool ssid = m->ssid_len == 0 || (m->ssid_len == info->ssid_len &&
                                     memcmp(m->ssid, info->ssid, m->ssid_len) == 0);
    (void)mp;
    return channel && ssid && e->heard >= m->began &&
           (mac_is_broadcast(q->bssid) || mac_equal(q->bssid, info->bssid));
}

/* The last frame of the BSS, as far as the request wants it. */
static struct extsta_span frame_body(const struct bss_entry *e, uint8_t detail,
                                     uint8_t out[300])
{
    struct writer w = writer_of(out, 300);
    struct extsta_span elements = bss_elements(e->info);
    if (detail == 0) {
        return span(NULL, 0);
    }
    writer_le64(&w, e->timestamp);
    writer_le16(&w, e->info->interval);
    writer_le16(&w, e->info->capability);
    writer_span(&w, span(elements.data, elements.len < 280 ? elements.len : 280));
    return span(out, writer_len(&w));
}

static void write_bss(const struct miniport *mp, const struct mp_measure *m,
                      const struct bss_entry *e, struct writer *w)
{
    uint8_t body[300];
    const struct beacon_request *q = &m->request;
    beacon_report_write(
        w, m->token,
        &(struct beacon_report){.operating_class = operating_class_of(e->freq),
                                .channel = freq_to_channel(e->freq),
                                .duration = q->duration,
                                .phy_type = (uint8_t)(mp->radio->phys[e->phy].type & 0x7f),
                                .rcpi = rcpi_of(e->signal),
                                .rsni = 255,
                                .bssid = e->info->bssid,
                                .body = frame_body(e, q->detail, body)});
}

/* In as many frames as are needed. One without a BSS says that none was heard (11.10.9.1). */
static void report(struct miniport *mp, extsta_time now, const struct mp_measure *m)
{
    uint8_t out[REPORT_MAX];
    struct writer w;
    size_t written = 0;
    begin(&w, out, m->frame_token);
    for (size_t i = 0; i < mp->bss.count; i++) {
        if (!matches(mp, m, &mp->bss.entries[i])) {
            continue;
        }
        if (writer_len(&w) + REPORT_ROOM > REPORT_MAX) {
            steer_send(mp, now, &w);
            begin(&w, out, m->frame_token);
        }
        write_bss(mp, m, &mp->bss.entries[i], &w);
        written++;
    }
    if (written == 0) {
        measure_report_write(
            &w, &(struct measure_report){.token = m->token, .type = MEASURE_TYPE_BEACON});
    }
    steer_send(mp, now, &w);
}

/* --- requests --- */

/* No measurement, and why. */
static void decline(struct miniport *mp, extsta_time now, uint8_t frame_token,
                    const struct measure_request *q, uint8_t why)
{
    uint8_t out[REPORT_MAX];
    struct writer w;
    begin(&w, out, frame_token);
    measure_report_write(
        &w, &(struct measure_report){.token = q->token, .mode = why, .type = q->type});
    steer_send(mp, now, &w);
}

/* The channels that it names; 0: all that we have. */
static size_t channels_of(const struct beacon_request *q, uint16_t out[STEER_CHANNELS])
{
    size_t count = 0;
    if (q->channel != ALL_CHANNELS && q->channel != AP_CHANNELS) {
        out[count++] = neighbor_freq(q->operating_class, q->channel);
        return count;
    }
    for (size_t i = 1; q->channel == AP_CHANNELS && i < q->channels.len; i++) {
        if (count < STEER_CHANNELS) {
            out[count++] = neighbor_freq(q->channels.data[0], q->channels.data[i]);
        }
    }
    return count;
}

static bool begin_scan(struct miniport *mp, extsta_time now, const struct beacon_request *q)
{
    uint16_t freqs[STEER_CHANNELS];
    size_t count = channels_of(q, freqs);
    uint32_t duration = q->duration < DURATION_MAX ? q->duration : DURATION_MAX;
    return steer_may_scan(mp) && scan_measure(mp, now, freqs, count, q->mode == BEACON_PASSIVE,
                                              (uint32_t)(duration * EXTSTA_TU));
}

static void beacon_request(struct miniport *mp, extsta_time now, uint8_t frame_token,
                           const struct measure_request *r)
{
    struct mp_measure *m = &mp->mlme.steer->measure;
    struct beacon_request q;
    if (!beacon_request_parse(r->request, &q) || q.mode > BEACON_TABLE) {
        decline(mp, now, frame_token, r, MEASURE_INCAPABLE);
        return;
    }
    if (m->open) {
        decline(mp, now, frame_token, r, MEASURE_REFUSED);
        return;
    }
    *m = (struct mp_measure){.frame_token = frame_token,
                             .token = r->token,
                             .request = q,
                             .ssid_len = (uint8_t)q.ssid.len,
                             .began = now};
    m->request.ssid = m->request.channels = span(NULL, 0);
    if (q.ssid.len > 0) {
        memcpy(m->ssid, q.ssid.data, q.ssid.len);
    }
    if (q.mode == BEACON_TABLE) {
        m->began = 0;
        report(mp, now, m);
    } else if (begin_scan(mp, now, &q)) {
        m->open = true;
    } else {
        decline(mp, now, frame_token, r, MEASURE_REFUSED);
    }
}

bool measure_scan_done(struct miniport *mp, extsta_time now)
{
    struct mp_measure *m = &mp->mlme.steer->measure;
    bool open = m->open;
    m->open = false;
    if (open) {
        report(mp, now, m);
    }
    return open;
}

/* The repetitions are not done (RM_REPEATED is not announced): one answer. */
static void measurements(struct miniport *mp, extsta_time now, uint8_t token,
                         struct extsta_span rest)
{
    struct reader r = reader_of(rest);
    struct measure_request q;
    reader_le16(&r);
    while (measure_request_next(&r, &q)) {
        if (q.mode & MEASURE_MODE_ENABLE) {
            continue; /* says what the AP itself would take: nothing is asked */
        }
        if (q.type == MEASURE_TYPE_BEACON) {
            beacon_request(mp, now, token, &q);
        } else {
            decline(mp, now, token, &q, MEASURE_INCAPABLE);
        }
    }
}

static void link_measurement(struct miniport *mp, extsta_time now, uint8_t token)
{
    uint8_t out[32];
    struct writer w = writer_of(out, sizeof out);
    const struct bss_entry *ours = mlme_bss(mp);
    link_report_write(&w, token, TX_POWER_DBM, rcpi_of(ours ? ours->signal : 0));
    steer_send(mp, now, &w);
}

/* The answer to our request, and no other. */
static void neighbors(struct miniport *mp, uint8_t token, struct extsta_span rest)
{
    struct mp_steer *s = mp->mlme.steer;
    if (token != s->token) {
        mp_drop(mp, EXTSTA_DROP_UNEXPECTED_STATE);
        return;
    }
    steer_read_list(mp, rest, &s->neighbors);
}

void measure_rx(struct miniport *mp, extsta_time now, const struct action_frame *a)
{
    struct extsta_span rest, body = a->f->body;
    uint8_t token;
    if (!steer_of(mp)) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
    } else if (steer_is_again(mp->mlme.steer, a->f)) {
        mp_drop(mp, EXTSTA_DROP_DUPLICATE);
    } else if (measure_parse(body, MEASURE_REQUEST, &token, &rest)) {
        measurements(mp, now, token, rest);
    } else if (measure_parse(body, MEASURE_LINK_REQUEST, &token, &rest)) {
        link_measurement(mp, now, token);
    } else if (measure_parse(body, MEASURE_NEIGHBOR_RESPONSE, &token, &rest)) {
        neighbors(mp, token, rest);
    } else {
        mp_drop(mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
    }
}
