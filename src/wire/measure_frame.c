/* Radio measurement frames: reading and writing (measure_frame.h). */
#include "wire/measure_frame.h"

#define SUBELEMENT_SSID             0u
#define SUBELEMENT_REPORTED_BODY    1u
#define SUBELEMENT_DETAIL           2u
#define SUBELEMENT_AP_CHANNELS      51u
#define BEACON_REQUEST_LEN          13u
#define BEACON_REPORT_LEN           26u
#define MEASUREMENT_HEAD            3u /* token, mode, type */
#define RSNI_UNKNOWN                255u

bool measure_parse(struct extsta_span body, enum measure_action action, uint8_t *token,
                   struct extsta_span *rest)
{
    struct reader r = reader_of(body);
    uint8_t category = reader_u8(&r), number = reader_u8(&r);
    *token = reader_u8(&r);
    *rest = reader_rest(&r);
    return !r.failed && category == CATEGORY_RADIO_MEASUREMENT && number == action;
}

void measure_write(struct writer *w, enum measure_action action, uint8_t token)
{
    writer_u8(w, CATEGORY_RADIO_MEASUREMENT);
    writer_u8(w, (uint8_t)action);
    writer_u8(w, token);
}

/* Requests and reports begin alike. */
static bool next(struct reader *r, uint8_t id, uint8_t head[MEASUREMENT_HEAD],
                 struct extsta_span *rest)
{
    struct element e;
    while (element_next(r, &e)) {
        if (e.id == id && e.value.len >= MEASUREMENT_HEAD) {
            memcpy(head, e.value.data, MEASUREMENT_HEAD);
            *rest = span(e.value.data + MEASUREMENT_HEAD, e.value.len - MEASUREMENT_HEAD);
            return true;
        }
    }
    return false;
}

bool measure_request_next(struct reader *r, struct measure_request *out)
{
    uint8_t head[MEASUREMENT_HEAD] = {0};
    bool found = next(r, ELEMENT_MEASUREMENT_REQUEST, head, &out->request);
    out->token = head[0];
    out->mode = head[1];
    out->type = head[2];
    return found;
}

bool measure_report_next(struct reader *r, struct measure_report *out)
{
    uint8_t head[MEASUREMENT_HEAD] = {0};
    bool found = next(r, ELEMENT_MEASUREMENT_REPORT, head, &out->report);
    out->token = head[0];
    out->mode = head[1];
    out->type = head[2];
    return found;
}

/* --- beacon request --- */

bool beacon_request_parse(struct extsta_span request, struct beacon_request *out)
{
    struct reader r = reader_of(request);
    struct element sub;
    *out = (struct beacon_request){.operating_class = reader_u8(&r)};
    out->channel = reader_u8(&r);
    out->interval = reader_le16(&r);
    out->duration = reader_le16(&r);
    out->mode = reader_u8(&r);
    out->bssid = reader_mac(&r);
    bool whole = !r.failed;
    while (whole && element_next(&r, &sub)) {
        if (sub.id == SUBELEMENT_SSID && sub.value.len <= 32) {
            out->ssid = sub.value;
        } else if (sub.id == SUBELEMENT_DETAIL && sub.value.len >= 1) {
            out->detail = sub.value.data[0];
        } else if (sub.id == SUBELEMENT_AP_CHANNELS && sub.value.len >= 1) {
            out->channels = sub.value;
        }
    }
    return whole;
}

static void write_subelement(struct writer *w, uint8_t id, struct extsta_span value)
{
    writer_u8(w, id);
    writer_u8(w, (uint8_t)value.len);
    writer_span(w, value);
}

void beacon_request_write(struct writer *w, uint8_t token, const struct beacon_request *q)
{
    uint8_t value[255];
    struct writer v = writer_of(value, sizeof value);
    writer_u8(&v, token);
    writer_u8(&v, 0);
    writer_u8(&v, MEASURE_TYPE_BEACON);
    writer_u8(&v, q->operating_class);
    writer_u8(&v, q->channel);
    writer_le16(&v, q->interval);
    writer_le16(&v, q->duration);
    writer_u8(&v, q->mode);
    writer_mac(&v, q->bssid);
    if (q->ssid.data) {
        write_subelement(&v, SUBELEMENT_SSID, q->ssid);
    }
    write_subelement(&v, SUBELEMENT_DETAIL, span(&q->detail, 1));
    if (q->channels.len > 0) {
        write_subelement(&v, SUBELEMENT_AP_CHANNELS, q->channels);
    }
    w->failed = w->failed || v.failed;
    element_write(w, ELEMENT_MEASUREMENT_REQUEST, span(value, writer_len(&v)));
}

/* --- reports --- */

void measure_report_write(struct writer *w, const struct measure_report *m)
{
    writer_u8(w, ELEMENT_MEASUREMENT_REPORT);
    writer_u8(w, (uint8_t)(MEASUREMENT_HEAD + m->report.len));
    writer_u8(w, m->token);
    writer_u8(w, m->mode);
    writer_u8(w, m->type);
    writer_span(w, m->report);
}

bool beacon_report_parse(struct extsta_span report, struct beacon_report *out)
{
    struct reader r = reader_of(report);
    struct element sub;
    *out = (struct beacon_report){.operating_class = reader_u8(&r)};
    out->channel = reader_u8(&r);
    out->start = reader_le64(&r);
    out->duration = reader_le16(&r);
    out->phy_type = reader_u8(&r);
    out->rcpi = reader_u8(&r);
    out->rsni = reader_u8(&r);
    out->bssid = reader_mac(&r);
    reader_u8(&r); /* antenna */
    out->parent_tsf = reader_le32(&r);
    bool whole = !r.failed;
    while (whole && element_next(&r, &sub)) {
        if (sub.id == SUBELEMENT_REPORTED_BODY) {
            out->body = sub.value;
        }
    }
    return whole;
}

/* An element has 255 octets: the body's elements that do not fit are cut off, whole. */
static struct extsta_span fitting(struct extsta_span body, size_t room)
{
    const size_t fixed = 12; /* timestamp, interval, capability */
    if (body.len <= room) {
        return body;
    }
    struct reader r = reader_of(body);
    struct element e;
    reader_take(&r, fixed);
    size_t kept = fixed;
    while (element_next(&r, &e) && kept + e.whole.len <= room) {
        kept += e.whole.len;
    }
    return span(body.data, kept);
}

void beacon_report_write(struct writer *w, uint8_t token, const struct beacon_report *b)
{
    uint8_t value[255];
    struct writer v = writer_of(value, sizeof value - MEASUREMENT_HEAD);
    writer_u8(&v, b->operating_class);
    writer_u8(&v, b->channel);
    writer_le64(&v, b->start);
    writer_le16(&v, b->duration);
    writer_u8(&v, b->phy_type);
    writer_u8(&v, b->rcpi);
    writer_u8(&v, b->rsni);
    writer_mac(&v, b->bssid);
    writer_u8(&v, 0);
    writer_le32(&v, b->parent_tsf);
    if (b->body.len > 0) {
        size_t room = sizeof value - MEASUREMENT_HEAD - BEACON_REPORT_LEN - 2;
        write_subelement(&v, SUBELEMENT_REPORTED_BODY, fitting(b->body, room));
    }
    w->failed = w->failed || v.failed;
    measure_report_write(w,
                         &(struct measure_report){.token = token,
                                                  .type = MEASURE_TYPE_BEACON,
                                                  .report = span(value, writer_len(&v))});
}

uint8_t rcpi_of(int8_t dbm)
{
    if (dbm == 0) {
        return 255;
    }
    return dbm < -110 ? 0 : (uint8_t)(2 * (dbm + 110));
}

int8_t rcpi_dbm(uint8_t rcpi)
{
    return rcpi > 220 ? 0 : (int8_t)(rcpi / 2 - 110);
}

void link_report_write(struct writer *w, uint8_t token, int8_t power, uint8_t rcpi)
{
    const uint8_t tpc[2] = {(uint8_t)power, 0}; /* transmit power; link margin 0: not known */
    measure_write(w, MEASURE_LINK_REPORT, token);
    element_write(w, ELEMENT_TPC_REPORT, span(tpc, sizeof tpc));
    writer_u8(w, 0); /* antennas: not known */
    writer_u8(w, 0);
    writer_u8(w, rcpi);
    writer_u8(w, RSNI_UNKNOWN);
}
