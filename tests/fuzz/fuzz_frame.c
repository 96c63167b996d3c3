/* An MPDU from the air: header, management bodies, elements, RSN, LLC, A-MSDU. */
#include "fuzz.h"
#include "wire/block_ack.h"
#include "wire/he.h"
#include "wire/ht.h"
#include "wire/llc.h"
#include "wire/measure_frame.h"
#include "wire/mgmt.h"
#include "wire/rsn_element.h"
#include "wire/vht.h"
#include "wire/wnm_frame.h"

/* What was read from an element and written again must read the same. */
static void check_rsn(struct extsta_span element)
{
    struct rsn_element rsn, back;
    if (!element.data || rsn_element_parse(element, &rsn) != EXTSTA_OK) {
        return;
    }
    FUZZ_CHECK(rsn.pairwise_count >= 1 && rsn.pairwise_count <= RSN_MAX_SUITES);
    FUZZ_CHECK(rsn.akm_count >= 1 && rsn.akm_count <= RSN_MAX_SUITES);
    FUZZ_CHECK(rsn_has_akm(&rsn, rsn.akm[0]) && rsn_has_pairwise(&rsn, rsn.pairwise[0]));
    uint8_t out[257];
    struct writer w = writer_of(out, sizeof out);
    rsn_element_write(&w, &rsn);
    FUZZ_CHECK(!w.failed);
    FUZZ_CHECK(rsn_element_parse(span(out, writer_len(&w)), &back) == EXTSTA_OK);
    FUZZ_CHECK(back.group == rsn.group && back.group_mgmt == rsn.group_mgmt);
    FUZZ_CHECK(back.capabilities == rsn.capabilities && back.is_wpa == rsn.is_wpa);
    FUZZ_CHECK(back.pairwise_count == rsn.pairwise_count && back.akm_count == rsn.akm_count);
    FUZZ_CHECK(memcmp(back.akm, rsn.akm, rsn.akm_count * sizeof *rsn.akm) == 0);
    size_t kept = rsn.pmkid_count < RSN_MAX_PMKIDS ? rsn.pmkid_count : RSN_MAX_PMKIDS;
    FUZZ_CHECK(back.pmkid_count == kept && memcmp(back.pmkid, rsn.pmkid, 16 * kept) == 0);
}

/* What was read of a capability element and written again reads the same, and is an
 * element. */
#define CHECK_CAPABILITIES(kind, value)                                                        \
    do {                                                                                       \
        struct extsta_##kind##_caps caps, back;                                                \
        uint8_t out[257], again[257];                                                          \
        struct writer w = writer_of(out, sizeof out), v = writer_of(again, sizeof again);      \
        if ((value).data && kind##_capabilities_parse((value), &caps)) {                       \
            kind##_capabilities_write(&w, &caps);                                              \
            FUZZ_CHECK(!w.failed && (size_t)out[1] + 2 == writer_len(&w));                     \
            size_t skip = 2u + (out[0] == ELEMENT_EXTENSION);                                  \
            FUZZ_CHECK(                                                                        \
                kind##_capabilities_parse(span(out + skip, writer_len(&w) - skip), &back));    \
            kind##_capabilities_write(&v, &back);                                              \
            FUZZ_CHECK(span_equal(span(out, writer_len(&w)), span(again, writer_len(&v))));    \
        }                                                                                      \
    } while (0)

static void check_block_ack(struct extsta_span body)
{
    struct block_ack_addba addba, again;
    struct block_ack_delba delba, end;
    uint8_t out[64];
    struct writer w = writer_of(out, sizeof out);
    if (block_ack_parse_addba_request(body, &addba)) {
        FUZZ_CHECK(addba.tid <= 15 && addba.size < 1024 && addba.start < 4096);
        block_ack_write_addba_request(&w, &addba);
        FUZZ_CHECK(block_ack_parse_addba_request(span(out + 2, writer_len(&w) - 2), &again));
        FUZZ_CHECK(again.token == addba.token && again.tid == addba.tid &&
                   again.size == addba.size && again.start == addba.start &&
                   again.timeout == addba.timeout && again.amsdu == addba.amsdu &&
                   again.immediate == addba.immediate);
    }
    w = writer_of(out, sizeof out);
    if (block_ack_parse_delba(body, &delba)) {
        block_ack_write_delba(&w, &delba);
        FUZZ_CHECK(block_ack_parse_delba(span(out + 2, writer_len(&w) - 2), &end));
        FUZZ_CHECK(end.tid == delba.tid && end.reason == delba.reason &&
                   end.initiator == delba.initiator);
    }
}

static void check_elements(struct extsta_span bytes)
{
    struct elements e;
    struct element one;
    elements_parse(bytes, &e);
    FUZZ_CHECK(e.ssid.len <= 32);
    const struct extsta_span *spans = &e.ssid;
    for (size_t i = 0; spans + i < (const struct extsta_span *)(const void *)&e.ds_channel;
         i++) {
        fuzz_check_inside(spans[i], bytes);
    }
    /* the fixed part that each has, and nobody asks the length of */
    const struct {
        struct extsta_span s;
        size_t min;
    } fixed[] = {{e.tim, 4},
                 {e.country, 6},
                 {e.erp, 1},
                 {e.ht_capabilities, 26},
                 {e.ht_operation, 22},
                 {e.vht_capabilities, 12},
                 {e.vht_operation, 5},
                 {e.mobility_domain, 3},
                 {e.fast_bss_transition, 82},
                 {e.timeout_interval, 5},
                 {e.mmie, 16},
                 {e.channel_switch, 3},
                 {e.wmm, 4},
                 {e.rsn, 2},
                 {e.wpa, 6}};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        FUZZ_CHECK(!fixed[i].s.data || fixed[i].s.len >= fixed[i].min);
    }
    check_rsn(e.rsn);
    check_rsn(e.wpa);
    CHECK_CAPABILITIES(ht, e.ht_capabilities);
    CHECK_CAPABILITIES(vht, e.vht_capabilities);
    CHECK_CAPABILITIES(he, e.he_capabilities);
    FUZZ_CHECK(element_find(bytes, ELEMENT_RSN, &one) == (e.rsn.data != NULL));
}

static void check_neighbors(struct extsta_span list)
{
    struct reader r = reader_of(list);
    struct neighbor n, back;
    while (neighbor_next(&r, &n)) {
        uint8_t out[32];
        struct writer w = writer_of(out, sizeof out);
        neighbor_write(&w, &n);
        struct reader again = reader_of(span(out, writer_len(&w)));
        FUZZ_CHECK(!w.failed && neighbor_next(&again, &back));
        FUZZ_CHECK(back.preference == n.preference && back.channel == n.channel);
    }
}

/* BSS transition management: what was read is written back as it was, but for what stands
 * behind a response. */
static void check_transition(struct extsta_span body)
{
    uint8_t out[4096];
    struct writer w = writer_of(out, sizeof out);
    struct btm_request q;
    struct btm_query query;
    struct btm_response resp;
    if (btm_parse_request(body, &q)) {
        fuzz_check_inside(q.candidates, body);
        fuzz_check_inside(q.url, body);
        check_neighbors(q.candidates);
        btm_write_request(&w, &q);
        FUZZ_CHECK(w.failed || (q.mode & BTM_TERMINATION) ||
                   span_equal(span(out, writer_len(&w)), body));
    }
    w = writer_of(out, sizeof out);
    if (btm_parse_query(body, &query)) {
        fuzz_check_inside(query.candidates, body);
        btm_write_query(&w, &query);
        FUZZ_CHECK(w.failed || span_equal(span(out, writer_len(&w)), body));
    }
    w = writer_of(out, sizeof out);
    if (btm_parse_response(body, &resp)) {
        btm_write_response(&w, &resp);
        FUZZ_CHECK(!w.failed && writer_len(&w) <= body.len);
        FUZZ_CHECK(memcmp(out, body.data, writer_len(&w)) == 0);
    }
}

static void check_measurement(struct extsta_span body)
{
    struct extsta_span rest;
    struct measure_request q;
    struct measure_report m;
    struct beacon_request beacon;
    struct beacon_report report;
    uint8_t token, out[600];
    struct reader r = reader_of(body);
    while (measure_request_next(&r, &q)) {
        fuzz_check_inside(q.request, body);
        if (beacon_request_parse(q.request, &beacon)) {
            FUZZ_CHECK(beacon.ssid.len <= 32);
            fuzz_check_inside(beacon.channels, body);
        }
    }
    r = reader_of(body);
    while (measure_report_next(&r, &m)) {
        if (beacon_report_parse(m.report, &report)) {
            struct writer w = writer_of(out, sizeof out);
            fuzz_check_inside(report.body, body);
            beacon_report_write(&w, m.token, &report);
            FUZZ_CHECK(!w.failed && writer_len(&w) <= 257);
        }
    }
    for (int action = MEASURE_REQUEST; action <= MEASURE_NEIGHBOR_RESPONSE; action++) {
        if (measure_parse(body, (enum measure_action)action, &token, &rest)) {
            fuzz_check_inside(rest, body);
            check_neighbors(rest);
        }
    }
}

/* Body parsers by what they take; what they accept is written back as it was. */
static void check_bodies(struct extsta_span body)
{
    struct mgmt_beacon beacon;
    struct mgmt_auth auth;
    struct mgmt_assoc_req req;
    struct mgmt_assoc_resp resp;
    struct mgmt_reason reason;
    uint8_t out[4096];
    struct writer w = writer_of(out, sizeof out);
    if (mgmt_parse_beacon(body, &beacon)) {
        fuzz_check_inside(beacon.elements, body);
        mgmt_write_beacon(&w, &beacon);
        FUZZ_CHECK(w.failed || span_equal(span(out, writer_len(&w)), body));
    }
    w = writer_of(out, sizeof out);
    if (mgmt_parse_auth(body, &auth)) {
        mgmt_write_auth(&w, &auth);
        FUZZ_CHECK(w.failed || span_equal(span(out, writer_len(&w)), body));
    }
    for (int reassoc = 0; reassoc <= 1; reassoc++) {
        w = writer_of(out, sizeof out);
        if (mgmt_parse_assoc_req(body, reassoc, &req)) {
            mgmt_write_assoc_req(&w, &req);
            FUZZ_CHECK(w.failed || span_equal(span(out, writer_len(&w)), body));
        }
        if (mgmt_parse_assoc_resp(body, reassoc, &resp)) {
            FUZZ_CHECK(resp.aid < 0x4000);
            fuzz_check_inside(resp.elements, body);
        }
    }
    if (mgmt_parse_reason(body, &reason)) {
        fuzz_check_inside(reason.rest, body);
    }
    check_transition(body);
    check_measurement(body);
    check_block_ack(body);
}

static void check_data(struct extsta_span body)
{
    struct llc llc;
    if (llc_parse(body, &llc)) {
        fuzz_check_inside(llc.payload, body);
    }
    struct reader r = reader_of(body);
    struct amsdu_subframe s;
    size_t count = 0;
    while (amsdu_next(&r, &s)) {
        fuzz_check_inside(s.msdu, body);
        FUZZ_CHECK(++count <= body.len / 14);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct extsta_span mpdu = span(data, size);
    struct frame f;
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    if (!frame_parse(mpdu, &f, &drop)) {
        FUZZ_CHECK(drop == EXTSTA_DROP_TOO_SHORT || drop == EXTSTA_DROP_BAD_VERSION ||
                   drop == EXTSTA_DROP_BAD_TYPE);
        return 0;
    }
    FUZZ_CHECK(frame_kind_name(frame_kind(&f)));
    FUZZ_CHECK(f.header.len == f.header_len && f.header.len + f.body.len == size);
    (void)frame_da(&f);
    (void)frame_sa(&f);
    (void)frame_bssid(&f);
    struct frame padded = f;
    frame_skip_pad(&padded);
    fuzz_check_inside(padded.body, f.body);
    if (frame_type(&f) == FRAME_MANAGEMENT) {
        check_bodies(f.body);
        check_elements(f.body);
        if (f.body.len > 12) {
            check_elements(span(f.body.data + 12, f.body.len - 12));
        }
    } else if (frame_has_data(&f)) {
        check_data(f.body);
    } else {
        struct block_ack_request request;
        FUZZ_CHECK(!block_ack_parse_request(&f, &request) ||
                   (request.tid <= 15 && request.start < 4096));
    }
    return 0;
}
