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

#define DURATION_MAX 200u /* TU on a channel */
#define TX_POWER_DBM 20   /* what the radio does is not known: a usual value */

/* --- beacon reports --- */

/* In as many frames as are needed. */
static void report(struct miniport *mp, extsta_time now, const struct mp_measure *m)
{
    const struct steer_view v = steer_view_of(mp, now);
    uint8_t out[MEASURE_FRAME_MAX];
    struct writer w = writer_of(out, sizeof out);
    for (size_t at = 0; measure_answer(&v, m, &at, &w); w = writer_of(out, sizeof out)) {
        steer_send(mp, now, &w);
    }
}

/* --- requests --- */

static void decline(struct miniport *mp, extsta_time now, uint8_t frame_token,
                    const struct measure_request *q, uint8_t why)
{
    uint8_t out[64];
    struct writer w = writer_of(out, sizeof out);
    measure_decline(&w, frame_token, q, why);
    steer_send(mp, now, &w);
}

static bool begin_scan(struct miniport *mp, extsta_time now, const struct beacon_request *q)
{
    uint16_t freqs[STEER_CHANNELS];
    size_t count = measure_channels(q, freqs);
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
    measure_take(m, now, frame_token, r->token, &q);
    if (q.mode == BEACON_TABLE) {
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
    steer_list_read(&s->neighbors, rest, mp->link.ap->address);
    steer_keep_report(mp, token, rest);
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
