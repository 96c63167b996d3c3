/* A scripted driver below the miniport boundary, and a log of everything that comes out of a
 * station above it: the tests of the OS half compare that log line by line.
 *
 *   > set CONNECT_REQUEST            an OID request ("> method", "> query")
 *   < CONNECT_REQUEST INVALID_STATE  its completion, only when it is not SUCCESS
 *   < ASSOCIATION_START              a status indication
 *   > send 888e 113                  a packet: EtherType and octets of the payload
 *   > return 5                       a packet handed up goes back
 *   port created 1 os closed         port events: session, manager, state
 *   notify connected 0               notifications: status
 *   cause port wrong-passphrase X-45 cause records
 *   ihv stop-post-associate          calls of the extension
 *   ethernet 0800 46                 frames for the stack
 */
#ifndef TESTS_UNIT_FAKE_DRIVER_H
#define TESTS_UNIT_FAKE_DRIVER_H

#include "boundary/requester.h"
#include "testing.h"
#include <extsta/driver.h>
#include <extsta/station.h>
#include <extsta/windot11.h>
#include <stdio.h>

#define FAKE_MAX 64

struct fake_answer {
    uint32_t oid, status;
};

struct fake {
    uint64_t seed;
    struct extsta_context *ctx;
    struct extsta_station *sta;
    extsta_time now;
    /* what the driver does */
    struct fake_answer answers[FAKE_MAX]; /* others get SUCCESS */
    size_t answer_count;
    struct extsta_output pending[FAKE_MAX]; /* reported with the next fake_run */
    uint8_t bytes[FAKE_MAX][1024];
    size_t pending_count;
    size_t batches;            /* calls of send */
    bool holds_eapol;          /* completes no packet of msm; else SUCCESS, at once */
    bool ccmp_alone;           /* CIP-01: refuses a list of ciphers that has another one */
    const char *vendor_answer; /* to NIC_SPECIFIC_EXTENSION */
    struct extsta_span says;   /* to what is beneath, when that says something */
    /* what was seen */
    struct extsta_oid last_oid[FAKE_MAX];
    uint8_t last_input[FAKE_MAX][512];
    size_t oid_count;
    uint8_t sent[FAKE_MAX][1024];
    size_t sent_len[FAKE_MAX];
    uint32_t sent_id[FAKE_MAX];
    uint16_t sent_exemption[FAKE_MAX];
    size_t sent_count;
    struct extsta_ihv_call ihv[FAKE_MAX];
    size_t ihv_count;
    bool log_returns;
    char log[16384];
    size_t log_len;
};

static const struct extsta_mac fake_own = {{0x02, 0, 0, 0, 0, 0x01}};
static const struct extsta_mac fake_ap_a = {{0x02, 0, 0, 0, 0x0a, 0x00}};
static const struct extsta_mac fake_ap_b = {{0x02, 0, 0, 0, 0x0b, 0x00}};

__attribute__((format(printf, 2, 3))) static inline void fake_log(struct fake *f,
                                                                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(f->log + f->log_len, sizeof f->log - f->log_len, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof f->log - f->log_len);
    f->log_len += (size_t)n;
}

/* --- the driver --- */

static inline void fake_flush(struct fake *f)
{
    for (size_t i = 0; i < f->pending_count; i++) {
        assert_true(extsta_driver_push(f->sta, &f->pending[i]));
    }
    f->pending_count = 0;
}

static inline uint32_t fake_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    struct fake *f = (struct fake *)driver;
    if (f->oid_count < FAKE_MAX) {
        size_t n = oid->in_len < 512 ? oid->in_len : 512;
        f->last_oid[f->oid_count] = *oid;
        if (n > 0) {
            memcpy(f->last_input[f->oid_count], oid->buffer, n);
        }
        f->oid_count++;
    }
    for (size_t i = 0; i < f->answer_count; i++) {
        if (f->answers[i].oid == oid->oid) {
            oid->status = f->answers[i].status;
            return oid->status;
        }
    }
    bool ciphers = oid->oid == OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM ||
                   oid->oid == OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM;
    if (f->ccmp_alone && ciphers && (oid->in_len != 16 || oid->buffer[12] != 4)) {
        oid->status = NDIS_STATUS_INVALID_DATA;
        return oid->status;
    }
    if (oid->oid == OID_GEN_MEDIA_SUPPORTED) {
        const uint8_t medium[4] = {NDIS_MEDIUM_NATIVE_802_11, 0, 0, 0};
        memcpy(oid->buffer, medium, 4);
        oid->bytes_written = 4;
    }
    if (oid->oid == OID_DOT11_NIC_SPECIFIC_EXTENSION && f->vendor_answer) {
        uint32_t len = (uint32_t)strlen(f->vendor_answer);
        if (8 + len > oid->out_cap) {
            oid->bytes_needed = 8 + len;
            oid->status = NDIS_STATUS_BUFFER_OVERFLOW;
            return oid->status;
        }
        uint32_t wire = le32(len);
        memcpy(oid->buffer, &wire, 4);
        memcpy(oid->buffer + 4, &wire, 4);
        memcpy(oid->buffer + 8, f->vendor_answer, len);
        oid->bytes_written = 8 + len;
    }
    if (oid->oid == OID_DOT11_DISCONNECT_REQUEST || oid->oid == OID_DOT11_RESET_REQUEST) {
        fake_flush(f); /* what was scripted to come with it */
    }
    oid->status = NDIS_STATUS_SUCCESS;
    return oid->status;
}

/* With the next fake_run. */
static inline void fake_complete_send(struct fake *f, uint32_t id, uint32_t status)
{
    assert_true(f->pending_count < FAKE_MAX);
    f->pending[f->pending_count++] = (struct extsta_output){
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {.type = EXTSTA_CROSS_SEND_COMPLETE, .id = id, .status = status}};
}

static inline void fake_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                             size_t n)
{
    struct fake *f = (struct fake *)driver;
    f->batches++;
    for (size_t i = 0; i < n && f->sent_count < FAKE_MAX; i++) {
        assert_true(packets[i].bytes.len <= 1024);
        memcpy(f->sent[f->sent_count], packets[i].bytes.data, packets[i].bytes.len);
        f->sent_len[f->sent_count] = packets[i].bytes.len;
        f->sent_id[f->sent_count] = packets[i].id;
        f->sent_exemption[f->sent_count++] = packets[i].send.exemption;
        if (!f->holds_eapol && requester_owner(packets[i].id) == REQUEST_MSM) {
            assert_true(extsta_driver_push(
                f->sta, &(struct extsta_output){.type = EXTSTA_OUT_CROSSING,
                                                .crossing = {.type = EXTSTA_CROSS_SEND_COMPLETE,
                                                             .id = packets[i].id,
                                                             .status = NDIS_STATUS_SUCCESS}}));
        }
    }
}

static inline void fake_returned(void *driver, extsta_time now, uint32_t id)
{
}
static inline void fake_now(void *driver, extsta_time now)
{
}
static inline void fake_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames,
                           size_t n)
{
    fake_flush((struct fake *)driver);
}
static inline void fake_tx_status(void *driver, extsta_time now, uint32_t cookie, bool acked,
                                  uint8_t tries)
{
}
static inline void fake_switch(void *driver, extsta_time now, uint32_t phy, bool on)
{
}
static inline extsta_time fake_deadline(const void *driver)
{
    return EXTSTA_NEVER;
}
static inline void fake_event(void *driver, extsta_time now, struct extsta_span bytes)
{
    struct fake *f = (struct fake *)driver;
    extsta_driver_push(f->sta,
                       &(struct extsta_output){.type = EXTSTA_OUT_DRIVER, .beneath = f->says});
}
static inline void fake_destroy(void *driver)
{
}
static inline void *fake_make(void *user, struct extsta_context *ctx,
                              struct extsta_station *sta)
{
    ((struct fake *)user)->sta = sta;
    return user;
}

static const struct extsta_driver_ops fake_ops = {
    .name = "fake",
    .oid = fake_oid,
    .send = fake_send,
    .returned = fake_returned,
    .reset_ex = fake_now,
    .halt = fake_now,
    .rx = fake_rx,
    .tx_status = fake_tx_status,
    .radio_switch = fake_switch,
    .event = fake_event,
    .expire = fake_now,
    .deadline = fake_deadline,
    .destroy = fake_destroy,
};

static inline void fake_answer(struct fake *f, uint32_t oid, uint32_t status)
{
    f->answers[f->answer_count++] = (struct fake_answer){oid, status};
}

/* --- the log --- */

static inline const char *fake_short(const char *name)
{
    static const char *const prefixes[] = {"OID_DOT11_", "OID_GEN_", "NDIS_STATUS_DOT11_",
                                           "NDIS_STATUS_"};
    for (size_t i = 0; name && i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t n = strlen(prefixes[i]);
        if (strncmp(name, prefixes[i], n) == 0) {
            return name + n;
        }
    }
    return name ? name : "?";
}

static inline void fake_log_crossing(struct fake *f, const struct extsta_crossing *c)
{
    static const char *const kinds[] = {"query", "set", "method"};
    switch (c->type) {
    case EXTSTA_CROSS_OID:
        fake_log(f, "> %s %s\n", kinds[c->kind], fake_short(extsta_oid_name(c->code)));
        break;
    case EXTSTA_CROSS_OID_COMPLETE:
        if (c->status != NDIS_STATUS_SUCCESS) {
            fake_log(f, "< %s %s\n", fake_short(extsta_oid_name(c->code)),
                     fake_short(extsta_ndis_status_name(c->status)));
        }
        break;
    case EXTSTA_CROSS_SEND: {
        const uint8_t *p = c->packet.bytes.data;
        size_t header = (p[0] & 0x80) ? 26 : 24;
        fake_log(f, "> send %02x%02x %zu\n", p[header + 6], p[header + 7],
                 c->packet.bytes.len - header - 8);
        break;
    }
    case EXTSTA_CROSS_RETURN:
        if (f->log_returns) {
            fake_log(f, "> return %u\n", c->id);
        }
        break;
    case EXTSTA_CROSS_INDICATION:
        fake_log(f, "< %s\n", fake_short(extsta_indication_name(c->code)));
        break;
    case EXTSTA_CROSS_RESET_EX:
        fake_log(f, "> reset-ex\n");
        break;
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_INITIALIZE:
    case EXTSTA_CROSS_SEND_COMPLETE:
    case EXTSTA_CROSS_RECEIVE:
        break;
    }
}

static inline void fake_log_output(struct fake *f, const struct extsta_output *o)
{
    static const char *const port_types[] = {"created", "authorized", "unauthorized",
                                             "deleted"};
    static const char *const managers[] = {"none", "miniport", "os", "ihv"};
    static const char *const calls[] = {
        "init-adapter",    "deinit-adapter",      "pre-associate", "adapter-reset",
        "post-associate",  "stop-post-associate", "indication",    "receive-packet",
        "send-completion", "capability-match",    "onex-result",
    };
    switch (o->type) {
    case EXTSTA_OUT_CROSSING:
        fake_log_crossing(f, &o->crossing);
        break;
    case EXTSTA_OUT_PORT:
        fake_log(f, "port %s %u %s %s\n", port_types[o->port.type], o->port.session,
                 managers[o->port.manager], o->port.authorized ? "open" : "closed");
        break;
    case EXTSTA_OUT_NOTIFY:
        fake_log(f, "notify %s %x\n", extsta_notify_name(o->notify.type), o->notify.status);
        break;
    case EXTSTA_OUT_CAUSE:
        fake_log(f, "cause %s %s %s\n", extsta_subject_name(o->cause.subject),
                 extsta_diagnosis_name(o->cause.diagnosis), extsta_rule_id(o->cause.rule));
        break;
    case EXTSTA_OUT_IHV:
        fake_log(f, "ihv %s\n", calls[o->ihv.type]);
        if (f->ihv_count < FAKE_MAX) {
            f->ihv[f->ihv_count++] = o->ihv;
        }
        break;
    case EXTSTA_OUT_ETHERNET:
        fake_log(f, "ethernet %02x%02x %zu\n", o->ethernet.bytes.data[12],
                 o->ethernet.bytes.data[13], o->ethernet.bytes.len - 14);
        break;
    case EXTSTA_OUT_FRAME:
    case EXTSTA_OUT_TUNE:
    case EXTSTA_OUT_DECISION:
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_FUNCTION:
    case EXTSTA_OUT_INPUT:
    case EXTSTA_OUT_DRIVER:
    case EXTSTA_OUT_TYPES:
        break;
    }
}

static inline void fake_drain(struct fake *f)
{
    struct extsta_output o;
    while (extsta_next(f->sta, &o)) {
        fake_log_output(f, &o);
    }
}

static inline void fake_clear_log(struct fake *f)
{
    fake_drain(f);
    f->log_len = 0;
    f->log[0] = 0;
    f->oid_count = f->sent_count = f->ihv_count = 0;
}

static inline void fake_expect_at(struct fake *f, const char *expected, const char *file,
                                  int line)
{
    fake_drain(f);
    _assert_string_equal(f->log, expected, file, line);
    fake_clear_log(f);
}
#define fake_expect(f, expected) fake_expect_at(f, expected, __FILE__, __LINE__)

/* --- making --- */

static inline struct fake *fake_new_wanting(uint32_t outputs)
{
    struct fake *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->seed = 1;
    f->now = 1000000;
    f->ctx = testing_context(&f->seed);
    struct extsta_station_config config = {.id = 7,
                                           .address = fake_own,
                                           .radio = &extsta_radio_caps_2ghz,
                                           .outputs = outputs,
                                           .driver = &fake_ops,
                                           .driver_make = fake_make,
                                           .driver_user = f};
    assert_non_null(extsta_station_new(f->ctx, &config, f->now));
    return f;
}

static inline struct fake *fake_new(void)
{
    struct fake *f = fake_new_wanting(EXTSTA_OUT_ALL);
    fake_clear_log(f);
    return f;
}

static inline void fake_free(struct fake *f)
{
    extsta_station_free(f->sta);
    extsta_context_free(f->ctx);
    free(f);
}

/* --- what the driver reports: structures whose numbers are little-endian on every machine ---
 */

static inline void fake_indicate(struct fake *f, uint32_t code, const void *buffer, size_t len)
{
    assert_true(f->pending_count < FAKE_MAX && len <= 1024);
    uint8_t *copy = f->bytes[f->pending_count];
    if (len > 0) {
        memcpy(copy, buffer, len);
    }
    f->pending[f->pending_count++] = (struct extsta_output){
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {.type = EXTSTA_CROSS_INDICATION, .code = code, .buffer = {copy, len}}};
}

/* Reports what was scripted. */
static inline void fake_run(struct fake *f)
{
    extsta_rx(f->sta, f->now, NULL, 0);
}

static inline void fake_expire(struct fake *f, extsta_time later)
{
    f->now += later;
    extsta_expire(f->sta, f->now);
}

static inline void fake_connection_start(struct fake *f, DOT11_BSS_TYPE type)
{
    DOT11_CONNECTION_START_PARAMETERS p = {.Header = {0x80, 1, le16(sizeof p)},
                                           .BSSType = (DOT11_BSS_TYPE)le32(type)};
    fake_indicate(f, NDIS_STATUS_DOT11_CONNECTION_START, &p, sizeof p);
}
static inline void fake_connection_completion(struct fake *f, uint32_t status)
{
    DOT11_CONNECTION_COMPLETION_PARAMETERS p = {.Header = {0x80, 1, le16(sizeof p)},
                                                .uStatus = le32(status)};
    fake_indicate(f, NDIS_STATUS_DOT11_CONNECTION_COMPLETION, &p, sizeof p);
}
static inline void fake_roaming_start(struct fake *f, uint32_t reason)
{
    DOT11_ROAMING_START_PARAMETERS p = {.Header = {0x80, 1, le16(sizeof p)},
                                        .uRoamingReason = le32(reason)};
    fake_indicate(f, NDIS_STATUS_DOT11_ROAMING_START, &p, sizeof p);
}
static inline void fake_roaming_completion(struct fake *f, uint32_t status)
{
    DOT11_ROAMING_COMPLETION_PARAMETERS p = {.Header = {0x80, 1, le16(sizeof p)},
                                             .uStatus = le32(status)};
    fake_indicate(f, NDIS_STATUS_DOT11_ROAMING_COMPLETION, &p, sizeof p);
}
static inline void fake_association_start(struct fake *f, struct extsta_mac peer)
{
    DOT11_ASSOCIATION_START_PARAMETERS p = {.Header = {0x80, 1, le16(sizeof p)}};
    memcpy(p.MacAddr, peer.b, 6);
    fake_indicate(f, NDIS_STATUS_DOT11_ASSOCIATION_START, &p, sizeof p);
}
static inline void fake_disassociation(struct fake *f, struct extsta_mac peer, uint32_t reason)
{
    DOT11_DISASSOCIATION_PARAMETERS p = {.Header = {0x80, 1, le16(sizeof p)},
                                         .uReason = le32(reason)};
    memcpy(p.MacAddr, peer.b, 6);
    fake_indicate(f, NDIS_STATUS_DOT11_DISASSOCIATION, &p, sizeof p);
}

/* RSNE: CCMP, CCMP, PSK (9.4.2.24). */
static const uint8_t fake_rsne[22] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                      0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};

/* The same with 802.1X. */
static const uint8_t fake_rsne_8021x[22] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                            0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 1, 0, 0};

static inline const uint8_t *fake_rsne_of(uint32_t auth)
{
    return auth == DOT11_AUTH_ALGO_RSNA ? fake_rsne_8021x : fake_rsne;
}

struct fake_association {
    uint32_t status;
    uint32_t auth;
    bool authorized;
    bool no_rsne;
    uint32_t comeback; /* TU, with a refusal */
};

static inline void fake_association_completion(struct fake *f, struct extsta_mac peer,
                                               const struct fake_association *a)
{
    uint8_t buffer[512] = {0};
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS p = {.Header = {0x80, 2, le16(sizeof p)},
                                                 .uStatus = le32(a->status)};
    memcpy(p.MacAddr, peer.b, 6);
    p.uAssocComebackTime = le32(a->comeback);
    size_t len = sizeof p;
    if (a->status == 0) {
        p.AuthAlgo = (DOT11_AUTH_ALGORITHM)le32(a->auth);
        p.UnicastCipher = p.MulticastCipher =
            (DOT11_CIPHER_ALGORITHM)le32(a->auth == 1 ? 0 : 4);
        p.bPortAuthorized = a->authorized;
        size_t rsne = a->auth == 1 || a->no_rsne ? 0 : sizeof fake_rsne;
        uint32_t request = (uint32_t)(4 + rsne), beacon = (uint32_t)(12 + 3 + rsne);
        p.uAssocReqOffset = le32((uint32_t)len);
        p.uAssocReqSize = le32(request);
        memcpy(buffer + len + 4, fake_rsne_of(a->auth), rsne);
        len += request;
        p.uBeaconOffset = le32((uint32_t)len);
        p.uBeaconSize = le32(beacon);
        memcpy(buffer + len + 12, (const uint8_t[]){3, 1, 6}, 3); /* channel 6 */
        memcpy(buffer + len + 15, fake_rsne_of(a->auth), rsne);
        len += beacon;
    }
    memcpy(buffer, &p, sizeof p);
    fake_indicate(f, NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, buffer, len);
}

/* An MSDU of the AP: From DS, LLC/SNAP. */
static inline void fake_receive(struct fake *f, struct extsta_mac ap, uint16_t ethertype,
                                const void *payload, size_t len, bool was_protected)
{
    assert_true(f->pending_count < FAKE_MAX && len + 32 <= 1024);
    uint8_t *p = f->bytes[f->pending_count];
    memset(p, 0, 32);
    p[0] = 0x08;
    p[1] = 0x02;
    memcpy(p + 4, fake_own.b, 6);
    memcpy(p + 10, ap.b, 6);
    memcpy(p + 16, ap.b, 6);
    memcpy(p + 24, (const uint8_t[]){0xaa, 0xaa, 3, 0, 0, 0}, 6);
    p[30] = (uint8_t)(ethertype >> 8);
    p[31] = (uint8_t)ethertype;
    memcpy(p + 32, payload, len);
    f->pending[f->pending_count] = (struct extsta_output){
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {.type = EXTSTA_CROSS_RECEIVE,
                     .id = (uint32_t)f->pending_count + 1,
                     .packet = {.bytes = {p, len + 32},
                                .id = (uint32_t)f->pending_count + 1,
                                .recv = {.was_protected = was_protected, .rssi = -40}}}};
    f->pending_count++;
}

/* Sends an 802.3 frame to `da`; true if it went to the driver. */
static inline bool fake_tx(struct fake *f, struct extsta_mac da, uint16_t ethertype)
{
    uint8_t frame[60] = {0};
    size_t before = f->sent_count;
    memcpy(frame, da.b, 6);
    memcpy(frame + 6, fake_own.b, 6);
    frame[12] = (uint8_t)(ethertype >> 8);
    frame[13] = (uint8_t)ethertype;
    struct extsta_span s = {frame, sizeof frame};
    extsta_tx(f->sta, f->now, &s, 1, 0);
    return f->sent_count > before;
}

/* --- whole stories --- */

static inline void fake_profile_open(struct extsta_profile *p)
{
    assert_int_equal(
        extsta_profile_make(p, (struct extsta_span){(const uint8_t *)"net", 3}, NULL),
        EXTSTA_OK);
}
static inline void fake_profile_psk(struct extsta_profile *p)
{
    assert_int_equal(extsta_profile_make(p, (struct extsta_span){(const uint8_t *)"net", 3},
                                         "correct horse"),
                     EXTSTA_OK);
}

/* Connection with AP A up to and with CONNECTION_COMPLETION. */
static inline void fake_connect(struct fake *f, const struct extsta_profile *profile,
                                bool authorized)
{
    struct fake_association a = {.auth = profile->auth, .authorized = authorized};
    assert_int_equal(extsta_connect(f->sta, f->now, profile), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &a);
    fake_connection_completion(f, 0);
    fake_run(f);
}

static inline struct extsta_station_status fake_status(const struct fake *f)
{
    struct extsta_station_status s;
    extsta_station_status(f->sta, &s);
    return s;
}

#endif
