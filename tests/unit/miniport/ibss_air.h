/* A stage for the independent network against the real miniport: its peers are played by hand, frame
 * by frame. What is compared are indications and the frames that matter; Beacons, Probe Requests,
 * Null frames and link quality are looked at where a test is about them. */
#ifndef TESTS_UNIT_MINIPORT_IBSS_AIR_H
#define TESTS_UNIT_MINIPORT_IBSS_AIR_H

#include "mlme_air.h"
#include "boundary/payload.h"
#include "miniport/mlme/ibss.h"

#define FREQ  2412
#define NET_1 ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xaa}}) /* "A" in the log */
#define NET_2 ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xbb}}) /* "B" */
#define PEER(n) ((struct extsta_mac){{0x02, 0, 0, 0, 1, (n)}})

/* What the watcher saw of the station. */
static struct seen {
    unsigned beacons, probe_responses, nulls, qualities;
    uint8_t bssid[6], body[1024]; /* of the last Beacon or Probe Response */
    size_t len;
    extsta_time beacon_at;
    struct extsta_payload start; /* last CONNECTION_START or ROAMING_START */
    struct extsta_mac quality_of;
    uint32_t answers; /* bit n: PEER(n) answers Authentication */
    uint32_t there;   /* bit n: PEER(n) acknowledges */
    struct extsta_mac network;
} seen;

static inline bool is_there(const struct air *a, struct extsta_mac to)
{
    return to.b[4] == 1 && (seen.there >> to.b[5] & 1);
}

/* --- frames of peers --- */

static inline void deliver(struct air *a, const struct writer *w)
{
    assert_false(w->failed);
    air_deliver(a, span(w->start, writer_len(w)), FREQ, -60);
}

/* elements: behind the usual ones. */
static inline void network_frame(struct air *a, enum frame_kind kind, struct extsta_mac peer,
                          struct extsta_mac bssid, const char *ssid, uint64_t tsf,
                          struct extsta_span elements)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96}, atim[2] = {0};
    uint8_t frame[400], body[300], channel = 1;
    struct writer w = writer_of(frame, sizeof frame), e = writer_of(body, sizeof body);
    element_write(&e, ELEMENT_SSID, span((const uint8_t *)ssid, strlen(ssid)));
    element_write(&e, ELEMENT_RATES, span(rates, sizeof rates));
    element_write(&e, ELEMENT_DS, span(&channel, 1));
    element_write(&e, ELEMENT_IBSS, span(atim, sizeof atim));
    writer_span(&e, elements);
    frame_write_mgmt(&w, kind, kind == FRAME_BEACON ? mac_broadcast : STA_MAC, peer, bssid,
                     a->seq++ & 0xfff);
    mgmt_write_beacon(&w, &(struct mgmt_beacon){.timestamp = tsf,
                                                .interval = 200,
                                                .capability = CAPABILITY_IBSS,
                                                .elements = span(body, writer_len(&e))});
    deliver(a, &w);
}

static inline void beacon_at(struct air *a, uint8_t peer, struct extsta_mac bssid, uint64_t tsf)
{
    network_frame(a, FRAME_BEACON, PEER(peer), bssid, "net", tsf, span(NULL, 0));
}

/* Of the network the station is in, or is to find; a time that nobody adopts. */
static inline void beacon(struct air *a, uint8_t peer)
{
    beacon_at(a, peer, seen.network, 1);
}

static inline void auth(struct air *a, uint8_t peer, uint16_t transaction, uint16_t status)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, PEER(peer), seen.network, a->seq++ & 0xfff);
    mgmt_write_auth(&w, &(struct mgmt_auth){.transaction = transaction, .status = status});
    deliver(a, &w);
}

static inline void deauth(struct air *a, uint8_t peer, struct extsta_mac bssid, uint16_t reason)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_DEAUTH, STA_MAC, PEER(peer), bssid, a->seq++ & 0xfff);
    mgmt_write_reason(&w, reason);
    deliver(a, &w);
}

static inline void null_frame(struct air *a, uint8_t peer)
{
    uint8_t frame[24] = {FRAME_NULL};
    memcpy(frame + 4, mac_broadcast.b, 6);
    memcpy(frame + 10, PEER(peer).b, 6);
    memcpy(frame + 16, seen.network.b, 6);
    put_le16(frame + 22, (uint16_t)(a->seq++ << 4));
    air_deliver(a, span(frame, sizeof frame), FREQ, -60);
}

/* --- the station --- */

static inline void watch(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    (void)watcher;
    if (o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_INDICATION) {
        uint32_t code = o->crossing.code;
        if (code == NDIS_STATUS_DOT11_CONNECTION_START ||
            code == NDIS_STATUS_DOT11_ROAMING_START) {
            assert_true(extsta_payload_read(extsta_indication_form(code), o->crossing.buffer,
                                            &seen.start));
        } else if (code == NDIS_STATUS_DOT11_LINK_QUALITY) {
            seen.qualities++;
            memcpy(seen.quality_of.b, o->crossing.buffer.data + 12, 6);
        }
    }
    if (o->type != EXTSTA_OUT_FRAME || !frame_parse(o->frame.bytes, &f, &drop)) {
        return;
    }
    seen.nulls += frame_kind(&f) == FRAME_NULL;
    if (frame_kind(&f) == FRAME_BEACON || frame_kind(&f) == FRAME_PROBE_RESP) {
        seen.beacons += frame_kind(&f) == FRAME_BEACON;
        seen.probe_responses += frame_kind(&f) == FRAME_PROBE_RESP;
        seen.beacon_at = a->now;
        memcpy(seen.bssid, f.addr3.b, 6);
        memcpy(seen.body, f.body.data, f.body.len);
        seen.len = f.body.len;
    }
    if (frame_kind(&f) == FRAME_AUTH && f.body.data[2] == 1 && is_there(a, f.addr1) &&
        (seen.answers >> f.addr1.b[5] & 1)) {
        struct air *self = (struct air *)a; /* the answer comes a little later */
        struct ap as = {.freq = FREQ, .signal = -60};
        uint8_t frame[30];
        struct writer w = writer_of(frame, sizeof frame);
        frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, f.addr1, f.addr3, self->seq++ & 0xfff);
        mgmt_write_auth(&w, &(struct mgmt_auth){.transaction = 2});
        air_enqueue(self, &as, span(frame, writer_len(&w)));
    }
}

static inline const struct elements *elements(void)
{
    static struct elements e;
    assert_true(seen.len > 12);
    assert_true(elements_parse(span(seen.body + 12, seen.len - 12), &e));
    return &e;
}

/* An element of the last Beacon or Probe Response. */
static inline struct extsta_span element(uint8_t id)
{
    struct element e;
    return element_find(span(seen.body + 12, seen.len - 12), id, &e) ? e.value : span(NULL, 0);
}

/* The log without what comes all the time. */
static inline void story(struct air *a, const char *expected, const char *file, int line)
{
    static const char *const noise[] = {"tx beacon", "tx probe-req", "tx null", "tx probe-resp",
                                        "LINK_QUALITY"};
    char *to = a->log;
    for (char *at = a->log, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        size_t len = (size_t)(end + 1 - at);
        bool skip = false;
        for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
            skip |= strncmp(at, noise[i], strlen(noise[i])) == 0;
        }
        memmove(to, at, skip ? 0 : len);
        to += skip ? 0 : len;
    }
    *to = 0;
    air_expect_(a, expected, file, line);
}
#define STORY(a, ...) story(a, __VA_ARGS__, __FILE__, __LINE__)

static inline struct mp_mib *independent(struct air *a)
{
    memset(&seen, 0, sizeof seen);
    seen.answers = seen.there = UINT32_MAX;
    seen.network = NET_1;
    a->watch = watch;
    a->acks = is_there;
    air_profile(a, "net", false);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->desired_bss_type = dot11_BSS_type_independent;
    return mib;
}

/* In a network of its own, NET_1. */
static inline void started(struct air *a)
{
    struct mp_mib *mib = independent(a);
    mib->bssids[0] = NET_1;
    mib->bssids[1] = NET_2;
    mib->bssid_count = 2;
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 3 * EXTSTA_SECOND);
    STORY(a, "CONNECTION_START\nCONNECTION_COMPLETION 0\n");
}

/* ... with these peers. */
static inline void started_with(struct air *a, uint8_t count)
{
    started(a);
    for (uint8_t n = 1; n <= count; n++) {
        beacon(a, n);
        air_pass(a, 20 * EXTSTA_MS);
    }
    assert_int_equal(a->mp->mlme.ibss->peers, count);
    a->log[0] = 0;
}

static inline uint32_t ibss_params(struct air *a, bool join_only, struct extsta_span ies)
{
    uint8_t b[200];
    size_t len = extsta_payload_write(
        PAYLOAD(IBSS_PARAMS, .ibss = {.join_only = join_only, .elements.bytes = ies}), b,
        sizeof b);
    return air_oid(a, OID_DOT11_IBSS_PARAMS, EXTSTA_OID_SET, b, len, 0);
}

static inline void assert_start_names(struct extsta_mac bssid)
{
    assert_memory_equal(seen.start.operation_start.adhoc_bssid.b, bssid.b, 6);
    assert_int_equal(seen.start.operation_start.adhoc_ssid.len, 3);
    assert_memory_equal(seen.start.operation_start.adhoc_ssid.bytes, "net", 3);
}

#endif
