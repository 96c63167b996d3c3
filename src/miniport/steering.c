/* See steering.h. */
#include "miniport/steering.h"
#include "base/mac.h"
#include "wire/operating_class.h"

/* --- lists of APs --- */

void steer_list_read(struct steer_list *out, struct extsta_span elements, struct extsta_mac ours)
{
    struct reader r = reader_of(elements);
    struct neighbor n;
    out->count = 0;
    while (out->count < STEER_NAMED && neighbor_next(&r, &n)) {
        if (mac_equal(n.bssid, ours)) {
            continue;
        }
        out->aps[out->count++] =
            (struct steer_named){.bssid = n.bssid,
                                 .freq = neighbor_freq(n.operating_class, n.channel),
                                 .preference = (int16_t)n.preference};
    }
}

static const struct steer_named *find(const struct steer_list *l, struct extsta_mac bssid)
{
    for (size_t i = 0; i < l->count; i++) {
        if (mac_equal(l->aps[i].bssid, bssid)) {
            return &l->aps[i];
        }
    }
    return NULL;
}

size_t steer_list_channels(const struct steer_list *l, uint16_t out[STEER_CHANNELS])
{
    size_t count = 0;
    for (size_t i = 0; i < l->count && count < STEER_CHANNELS; i++) {
        size_t k = 0;
        while (k < count && out[k] != l->aps[i].freq) {
            k++;
        }
        if (k == count && l->aps[i].freq != 0 && l->aps[i].preference != 0) {
            out[count++] = l->aps[i].freq;
        }
    }
    return count;
}

/* --- the choice --- */

#define FORBIDDEN (-2)
#define UNNAMED   (-1) /* not in the list, which allows others: after all of those in it */
#define NEUTRAL   0    /* in the list, or there is no list */

static bool is_urgent(const struct btm_request *q)
{
    return (q->mode & (BTM_IMMINENT | BTM_TERMINATION | BTM_ESS_IMMINENT)) != 0;
}

/* How much the AP wants us there. */
static int wish_of(const struct btm_request *q, const struct steer_list *named,
                   struct extsta_mac bssid)
{
    const struct steer_named *n = find(named, bssid);
    if (!n) {
        return named->count == 0          ? NEUTRAL
               : (q->mode & BTM_ABRIDGED) ? FORBIDDEN
                                          : UNNAMED;
    }
    return n->preference == 0                        ? FORBIDDEN
           : n->preference == NEIGHBOR_NO_PREFERENCE ? NEUTRAL
                                                     : n->preference;
}

static bool is_fresh(const struct steer_view *v, const struct steer_heard *h)
{
    return v->now - h->heard <= v->policy->fresh * EXTSTA_SECOND;
}

/* Ours as it was heard last; false: it was not. */
static bool find_ours(const struct steer_view *v, int *signal)
{
    struct steer_heard h;
    for (size_t i = 0; v->at(v->driver, i, &h); i++) {
        if (mac_equal(h.info->bssid, v->ours)) {
            *signal = bss_dbm(h.signal);
            return true;
        }
    }
    return false;
}

/* Where the AP wants us to go without need the other one must be good, or no worse than ours. */
struct steer_choice steer_choose(const struct steer_view *v, const struct btm_request *q,
                                 const struct steer_list *named)
{
    struct steer_choice c = {0};
    struct steer_heard h;
    int wish = FORBIDDEN, best = 0, own = 0;
    bool has_ours = find_ours(v, &own);
    for (size_t i = 0; v->at(v->driver, i, &h); i++) {
        int w = wish_of(q, named, h.info->bssid), signal = bss_dbm(h.signal);
        if (mac_equal(h.info->bssid, v->ours) || w == FORBIDDEN || !is_fresh(v, &h) ||
            !v->fits(v->driver, i)) {
            continue;
        }
        c.count++;
        bool good = is_urgent(q) || signal >= v->policy->low || (has_ours && signal >= own);
        if (good && (!c.has_best || w > wish || (w == wish && signal > best))) {
            c.has_best = true;
            c.best = i;
            wish = w;
            best = signal;
        }
    }
    c.gain = c.has_best && has_ours ? best - own : 0;
    c.preference = wish > 0 ? (uint8_t)wish : 0;
    return c;
}

static bool is_known(const struct steer_view *v, struct extsta_mac bssid)
{
    struct steer_heard h;
    for (size_t i = 0; v->at(v->driver, i, &h); i++) {
        if (mac_equal(h.info->bssid, bssid) && is_fresh(v, &h)) {
            return true;
        }
    }
    return false;
}

bool steer_knows_enough(const struct steer_view *v, const struct btm_request *q,
                        const struct steer_list *named)
{
    for (size_t i = 0; i < named->count; i++) {
        const struct steer_named *n = &named->aps[i];
        if (n->freq != 0 && n->preference != 0 && !is_known(v, n->bssid)) {
            return false;
        }
    }
    return named->count > 0 || steer_choose(v, q, named).count > 0;
}

enum btm_status steer_refusal(const struct btm_request *q, const struct steer_list *named,
                              const struct steer_choice *c)
{
    return (q->mode & BTM_TERMINATION)       ? BTM_REJECT_TERMINATION
           : c->count == 0 && named->count ? BTM_REJECT_NOT_HEARD
                                             : BTM_REJECT_NO_CANDIDATE;
}

/* --- beacon requests --- */

#define REPORT_ROOM  257u /* of the largest Measurement Report element */
#define FRAME_BODY   300u
#define ALL_CHANNELS 0u
#define AP_CHANNELS  255u

void measure_take(struct mp_measure *m, extsta_time now, uint8_t frame_token, uint8_t token,
                  const struct beacon_request *q)
{
    *m = (struct mp_measure){.frame_token = frame_token,
                             .token = token,
                             .request = *q,
                             .ssid_len = (uint8_t)q->ssid.len,
                             .began = q->mode == BEACON_TABLE ? 0 : now};
    m->request.ssid = m->request.channels = span(NULL, 0);
    if (q->ssid.len > 0) {
        memcpy(m->ssid, q->ssid.data, q->ssid.len);
    }
}

size_t measure_channels(const struct beacon_request *q, uint16_t out[STEER_CHANNELS])
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

static bool matches(const struct mp_measure *m, const struct steer_heard *h)
{
    const struct beacon_request *q = &m->request;
    const struct bss_info *info = h->info;
    bool channel = q->channel == ALL_CHANNELS || q->channel == AP_CHANNELS ||
                   neighbor_freq(q->operating_class, q->channel) == h->freq;
    bool ssid = m->ssid_len == 0 || (m->ssid_len == info->ssid_len &&
                                     memcmp(m->ssid, info->ssid, m->ssid_len) == 0);
    return channel && ssid && h->heard >= m->began &&
           (mac_is_broadcast(q->bssid) || mac_equal(q->bssid, info->bssid));
}

/* The last frame of the BSS, as far as the request wants it. */
static struct extsta_span frame_body(const struct steer_heard *h, uint8_t detail,
                                     uint8_t out[FRAME_BODY])
{
    struct writer w = writer_of(out, FRAME_BODY);
    struct extsta_span elements = bss_elements(h->info);
    if (detail == 0) {
        return span(NULL, 0);
    }
    writer_le64(&w, h->timestamp);
    writer_le16(&w, h->info->interval);
    writer_le16(&w, h->info->capability);
    writer_span(&w, span(elements.data, elements.len < 280 ? elements.len : 280));
    return span(out, writer_len(&w));
}

static void write_bss(const struct mp_measure *m, const struct steer_heard *h, struct writer *w)
{
    uint8_t body[FRAME_BODY];
    const struct beacon_request *q = &m->request;
    beacon_report_write(w, m->token,
                        &(struct beacon_report){.operating_class = operating_class_of(h->freq),
                                                .channel = freq_to_channel(h->freq),
                                                .duration = q->duration,
                                                .phy_type = h->phy_type & 0x7f,
                                                .rcpi = rcpi_of(h->signal),
                                                .rsni = 255,
                                                .bssid = h->info->bssid,
                                                .body = frame_body(h, q->detail, body)});
}

bool measure_answer(const struct steer_view *v, const struct mp_measure *m, size_t *at,
                    struct writer *w)
{
    struct steer_heard h;
    bool first = *at == 0;
    size_t written = 0;
    measure_write(w, MEASURE_REPORT, m->frame_token);
    for (; v->at(v->driver, *at, &h); ++*at) {
        if (!matches(m, &h)) {
            continue;
        }
        if (writer_len(w) + REPORT_ROOM > MEASURE_FRAME_MAX) {
            return true;
        }
        write_bss(m, &h, w);
        written++;
    }
    if (written == 0 && first) {
        *at = SIZE_MAX; /* said, even where nothing is known */
        measure_report_write(
            w, &(struct measure_report){.token = m->token, .type = MEASURE_TYPE_BEACON});
        return true;
    }
    return written > 0;
}

void measure_decline(struct writer *w, uint8_t frame_token, const struct measure_request *q,
                     uint8_t why)
{
    measure_write(w, MEASURE_REPORT, frame_token);
    measure_report_write(
        w, &(struct measure_report){.token = q->token, .mode = why, .type = q->type});
}
