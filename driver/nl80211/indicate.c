/* Status indications, cause records and notes of this driver, as values. Nothing here decides
 * anything. */
#include "machine.h"

#define INDICATION_MAX    12288u /* ASSOCIATION_COMPLETION with three bodies */
#define UNSAID_CONFIDENCE 100

bool nld_indicate(struct nld *d, uint32_t code, const struct extsta_payload *payload)
{
    uint8_t buffer[INDICATION_MAX];
    size_t len = extsta_payload_write(payload, buffer, sizeof buffer);
    struct extsta_output out = {.type = EXTSTA_OUT_CROSSING};
    out.crossing.type = EXTSTA_CROSS_INDICATION;
    out.crossing.code = code;
    out.crossing.buffer = span(buffer, len);
    return len <= sizeof buffer && extsta_driver_push(d->site.station, &out);
}

/* The last Beacon as it would have been; where none was heard, the Probe Response (ASC-16). */
static size_t beacon_body(const struct nld_bss *b, uint8_t *out, size_t room)
{
    struct writer w = writer_of(out, room);
    bool beacon = b->info.beacon_len > 0;
    mgmt_write_beacon(&w, &(struct mgmt_beacon){
                              .timestamp = beacon ? b->beacon_timestamp : b->timestamp,
                              .interval = b->info.interval,
                              .capability = b->info.capability,
                              .elements = bss_elements(&b->info),
                          });
    return w.failed ? 0 : writer_len(&w);
}

/* ASC-28: of a failure all that describes an association is zero. */
void nld_indicate_completion(struct nld *d, uint32_t status)
{
    const struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    uint8_t beacon[NLD_BODY], phy[4];
    struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_COMPLETION};
    struct extsta_association_completion *c = &p.association_completion;
    c->peer = a->bssid;
    c->status = status;
    c->reassoc_request = a->request_len > 0 && !mac_is_zero(a->from);
    c->reassoc_response = a->response_reassoc;
    c->request.bytes = span(a->request, a->request_len);
    c->response.bytes = span(a->response, a->response_len);
    c->beacon.bytes = span(beacon, b ? beacon_body(b, beacon, sizeof beacon) : 0);
    c->comeback = a->comeback;
    if (status == DOT11_ASSOC_STATUS_SUCCESS) {
        put_le32(phy, a->negotiated.phy);
        c->auth = a->negotiated.auth;
        c->unicast = a->negotiated.unicast;
        c->multicast = a->negotiated.multicast;
        c->active_phys.bytes = span(phy, sizeof phy);
        c->qos = a->negotiated.qos ? DOT11_QOS_PROTOCOL_FLAG_WMM : 0;
        c->ds_info = a->roamed ? DOT11_DS_UNCHANGED : DOT11_DS_UNKNOWN;
        c->port_authorized = a->port_offloaded || a->own_port;
        const struct cipher_suite *mgmt = suites_cipher(a->negotiated.group_mgmt);
        c->multicast_mgmt = a->negotiated.group_mgmt && mgmt ? mgmt->number : 0;
    }
    nld_indicate(d, NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, &p);
}

void nld_cause(struct nld *d, enum extsta_subject subject, enum extsta_stage stage,
               struct extsta_mac peer, const struct nld_end *end)
{
    struct extsta_output out = {.type = EXTSTA_OUT_CAUSE};
    out.cause = (struct extsta_cause){
        .time = d->now,
        .subject = subject,
        .origin = end->origin,
        .stage = stage,
        .space = end->space ? end->space : EXTSTA_CODE_ASSOC_STATUS,
        .code = end->space ? end->code : end->status,
        .diagnosis = end->diagnosis,
        .peer = peer,
        .confidence = end->confidence ? end->confidence : UNSAID_CONFIDENCE,
        .rule = end->rule,
    };
    extsta_driver_push(d->site.station, &out);
}

void nld_searching(struct nld *d)
{
    struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
    d->searches = (uint16_t)(d->searches + (d->searches < UINT16_MAX));
    out.notify.type = EXTSTA_NOTIFY_SEARCHING;
    out.notify.round = d->searches;
    out.notify.busy = EXTSTA_BUSY_UNKNOWN;
    out.notify.ssid = span(d->network.ssid, d->network.len);
    extsta_driver_push(d->site.station, &out);
}
