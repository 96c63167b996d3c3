/* Wrong drivers, to see that the conformance suite bites: the program `extsta` with our
 * miniport behind a wrapper that breaks one rule, named by EXTSTA_WRONG. It stands below every
 * station, because the linker leads extsta_station_new here (--wrap); the suite sees nothing of
 * that.
 *
 * The wrapper has an output queue of its own: what the driver puts out is looked at, changed,
 * left out or doubled, then pushed as any driver of an embedder pushes. */
#include "base/bytes.h"
#include "boundary/outq.h"
#include "miniport/miniport.h"
#include <extsta/driver.h>
#include <extsta/payload.h>
#include <extsta/station.h>
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

struct wrapper {
    struct extsta_context *ctx;
    struct extsta_station *sta;
    struct outq out; /* the driver's */
    struct miniport *inner;
    struct extsta_mac ap; /* whom it has sent its last frame to */
};

/* What is wrong: each may be NULL. */
struct wrong {
    const char *name;
    /* A request before the driver gets it; true: *status is the answer. */
    bool (*request)(struct wrapper *w, struct extsta_oid *oid, uint32_t *status);
    /* Its answer. */
    void (*answer)(struct wrapper *w, struct extsta_oid *oid);
    /* An output that goes up or to the radio; how often it is pushed. Its bytes may be changed.
     */
    unsigned (*output)(struct wrapper *w, struct extsta_output *out, uint8_t *bytes,
                       size_t len);
    /* A received frame, to be changed. */
    void (*rx)(struct wrapper *w, uint8_t *bytes, size_t len);
};

static bool is_indication(const struct extsta_output *o, uint32_t code)
{
    return o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_INDICATION &&
           o->crossing.code == code;
}

/* --- the faults --- */

static unsigned no_reason_code(struct wrapper *w, struct extsta_output *o, uint8_t *b,
                               size_t len)
{
    if (is_indication(o, NDIS_STATUS_DOT11_DISASSOCIATION)) {
        put_le16(b + offsetof(DOT11_DISASSOCIATION_PARAMETERS, uReason), 0);
    }
    return 1;
}

static unsigned roam_reason(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    if (is_indication(o, NDIS_STATUS_DOT11_ROAMING_START)) {
        put_le32(b + offsetof(DOT11_ROAMING_START_PARAMETERS, uRoamingReason), 0x1);
    }
    return 1;
}

static unsigned no_beacon(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    if (is_indication(o, NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION)) {
        put_le32(b + offsetof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, uBeaconOffset), 0);
        put_le32(b + offsetof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, uBeaconSize), 0);
    }
    return 1;
}

static unsigned no_confirm(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    return !(is_indication(o, NDIS_STATUS_DOT11_SCAN_CONFIRM) && len == 4 && get_le32(b) != 0);
}

static unsigned no_phy_state(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    return !is_indication(o, NDIS_STATUS_DOT11_PHY_STATE_CHANGED);
}

static unsigned twice_complete(struct wrapper *w, struct extsta_output *o, uint8_t *b,
                               size_t len)
{
    return o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_SEND_COMPLETE ? 2
                                                                                            : 1;
}

static unsigned leaves_silently(struct wrapper *w, struct extsta_output *o, uint8_t *b,
                                size_t len)
{
    return !(o->type == EXTSTA_OUT_FRAME && len > 0 && b[0] == 0xa0);
}

static unsigned no_rts(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    if (o->type == EXTSTA_OUT_FRAME) {
        o->frame.meta.flags &= (uint16_t)~EXTSTA_TX_RTS;
    }
    return 1;
}

static unsigned clear_body(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    if (o->type == EXTSTA_OUT_FRAME && len > 24 && (b[0] & 0x0c) == 8) {
        b[1] &= 0xbf; /* says that it is not protected */
    }
    return 1;
}

static unsigned probes_one(struct wrapper *w, struct extsta_output *o, uint8_t *b, size_t len)
{
    if (o->type == EXTSTA_OUT_FRAME && len > 24 && b[0] == 0x40) {
        b[21] ^= 1;
    }
    return 1;
}

static void short_is_fine(struct wrapper *w, struct extsta_oid *oid)
{
    if (oid->status == NDIS_STATUS_BUFFER_OVERFLOW && oid->kind == EXTSTA_OID_QUERY) {
        oid->status = NDIS_STATUS_SUCCESS;
        oid->bytes_written = oid->out_cap;
    }
}

static void any_state(struct wrapper *w, struct extsta_oid *oid)
{
    if (oid->oid == OID_DOT11_DESIRED_SSID_LIST && oid->status == NDIS_STATUS_INVALID_STATE) {
        oid->status = NDIS_STATUS_SUCCESS;
    }
}

static void another_default(struct wrapper *w, struct extsta_oid *oid)
{
    if (oid->oid == OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD &&
        oid->kind == EXTSTA_OID_QUERY && oid->out_cap >= 4 && get_le32(oid->buffer) == 2000) {
        put_le32(oid->buffer, 2001);
    }
}

static void statistics_stand_still(struct wrapper *w, struct extsta_oid *oid)
{
    if (oid->oid == OID_DOT11_STATISTICS && oid->bytes_written > 28) {
        memset(oid->buffer + 28, 0, oid->bytes_written - 28);
    }
}

static bool keeps_keys(struct wrapper *w, struct extsta_oid *oid, uint32_t *status)
{
    struct extsta_payload p, entry;
    *status = NDIS_STATUS_SUCCESS;
    return oid->oid == OID_DOT11_CIPHER_KEY_MAPPING_KEY && oid->kind == EXTSTA_OID_SET &&
           extsta_payload_read(EXTSTA_FORM_KEY_MAPPING_KEYS, span(oid->buffer, oid->in_len),
                               &p) &&
           extsta_payload_next(&p.list.entries, &entry) && entry.key.is_delete;
}

static bool excludes_nothing(struct wrapper *w, struct extsta_oid *oid, uint32_t *status)
{
    *status = NDIS_STATUS_SUCCESS;
    return oid->oid == OID_DOT11_EXCLUDE_UNENCRYPTED && oid->kind == EXTSTA_OID_SET;
}

static bool crashes(struct wrapper *w, struct extsta_oid *oid, uint32_t *status)
{
    if (oid->oid == OID_DOT11_SCAN_REQUEST) {
        abort();
    }
    return false;
}

static bool hangs(struct wrapper *w, struct extsta_oid *oid, uint32_t *status)
{
    for (volatile int on = oid->oid == OID_DOT11_SCAN_REQUEST; on;) {
    }
    return false;
}

static void believes_anybody(struct wrapper *w, uint8_t *b, size_t len)
{
    if (len >= 24 && (b[0] == 0xc0 || b[0] == 0xa0)) {
        memcpy(b + 10, w->ap.b, 6);
        memcpy(b + 16, w->ap.b, 6);
    }
}

static void sees_no_retry(struct wrapper *w, uint8_t *b, size_t len)
{
    if (len >= 24) {
        b[1] &= (uint8_t)~8;
    }
}

static const struct wrong wrongs[] = {
    {"reason-code", .output = no_reason_code},
    {"roam-reason", .output = roam_reason},
    {"no-beacon", .output = no_beacon},
    {"no-confirm", .output = no_confirm},
    {"no-phy-state", .output = no_phy_state},
    {"twice-complete", .output = twice_complete},
    {"leaves-silently", .output = leaves_silently},
    {"no-rts", .output = no_rts},
    {"clear-body", .output = clear_body},
    {"probes-one", .output = probes_one},
    {"short-is-fine", .answer = short_is_fine},
    {"any-state", .answer = any_state},
    {"another-default", .answer = another_default},
    {"statistics", .answer = statistics_stand_still},
    {"keeps-keys", .request = keeps_keys},
    {"excludes-nothing", .request = excludes_nothing},
    {"crashes", .request = crashes},
    {"hangs", .request = hangs},
    {"believes-anybody", .rx = believes_anybody},
    {"sees-no-retry", .rx = sees_no_retry},
    {"nothing"}, /* the wrapper itself breaks nothing */
};

static const struct wrong *wrong_of(void)
{
    const char *name = getenv("EXTSTA_WRONG");
    for (size_t i = 0; name && i < sizeof wrongs / sizeof *wrongs; i++) {
        if (strcmp(wrongs[i].name, name) == 0) {
            return &wrongs[i];
        }
    }
    abort();
}

/* --- the wrapper --- */

#define ROOM 16384

/* The bytes of an output of a driver; NULL: it has none. */
static struct extsta_span *bytes_of(struct extsta_output *o)
{
    if (o->type == EXTSTA_OUT_FRAME) {
        return &o->frame.bytes;
    }
    if (o->type == EXTSTA_OUT_CROSSING) {
        return o->crossing.type == EXTSTA_CROSS_RECEIVE ? &o->crossing.packet.bytes
                                                        : &o->crossing.buffer;
    }
    return NULL;
}

/* Passes on what the driver has put out. */
static void drain(struct wrapper *w)
{
    struct extsta_output o;
    while (outq_pump(&w->out)) {
    }
    while (outq_next(&w->out, &o)) {
        uint8_t bytes[ROOM];
        struct extsta_span *s = bytes_of(&o);
        size_t len = s ? s->len : 0;
        if (len > 0) {
            memcpy(bytes, s->data, len);
            s->data = bytes;
        }
        if (o.type == EXTSTA_OUT_FRAME && len >= 10 && !(bytes[4] & 1)) {
            memcpy(w->ap.b, bytes + 4, 6);
        }
        unsigned times = wrong_of()->output ? wrong_of()->output(w, &o, bytes, len) : 1;
        while (times-- > 0) {
            (void)extsta_driver_push(w->sta, &o);
        }
    }
}

static uint32_t wrong_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    struct wrapper *w = driver;
    const struct wrong *wrong = wrong_of();
    uint32_t status;
    if (wrong->request && wrong->request(w, oid, &status)) {
        oid->status = status;
        return status;
    }
    oid->status = miniport_ops.oid(w->inner, now, oid);
    if (wrong->answer) {
        wrong->answer(w, oid);
    }
    drain(w);
    return oid->status;
}

static void wrong_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                       size_t n)
{
    struct wrapper *w = driver;
    miniport_ops.send(w->inner, now, packets, n);
    drain(w);
}

static void wrong_returned(void *driver, extsta_time now, uint32_t id)
{
    struct wrapper *w = driver;
    miniport_ops.returned(w->inner, now, id);
    drain(w);
}

static void wrong_reset_ex(void *driver, extsta_time now)
{
    struct wrapper *w = driver;
    miniport_ops.reset_ex(w->inner, now);
    drain(w);
}

static void wrong_halt(void *driver, extsta_time now)
{
    struct wrapper *w = driver;
    miniport_ops.halt(w->inner, now);
    drain(w);
}

static void wrong_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames,
                     size_t n)
{
    struct wrapper *w = driver;
    for (size_t i = 0; i < n; i++) {
        uint8_t bytes[ROOM];
        struct extsta_rx_frame f = frames[i];
        memcpy(bytes, f.bytes.data, f.bytes.len);
        f.bytes.data = bytes;
        if (wrong_of()->rx) {
            wrong_of()->rx(w, bytes, f.bytes.len);
        }
        miniport_ops.rx(w->inner, now, &f, 1);
    }
    drain(w);
}

static void wrong_tx_status(void *driver, extsta_time now, uint32_t cookie, bool acked,
                            uint8_t tries)
{
    struct wrapper *w = driver;
    miniport_ops.tx_status(w->inner, now, cookie, acked, tries);
    drain(w);
}

static void wrong_radio_switch(void *driver, extsta_time now, uint32_t phy_id, bool on)
{
    struct wrapper *w = driver;
    miniport_ops.radio_switch(w->inner, now, phy_id, on);
    drain(w);
}

static void wrong_tx_started(void *driver, extsta_time now, uint32_t cookie)
{
    struct wrapper *w = driver;
    miniport_ops.tx_started(w->inner, now, cookie);
    drain(w);
}

static extsta_time wrong_medium_since(const void *driver)
{
    return miniport_ops.medium_since(((const struct wrapper *)driver)->inner);
}

static void wrong_medium(void *driver, extsta_time now, extsta_time since, extsta_time busy)
{
    struct wrapper *w = driver;
    miniport_ops.medium(w->inner, now, since, busy);
}

static void wrong_expire(void *driver, extsta_time now)
{
    struct wrapper *w = driver;
    miniport_ops.expire(w->inner, now);
    drain(w);
}

static extsta_time wrong_deadline(const void *driver)
{
    return miniport_ops.deadline(((const struct wrapper *)driver)->inner);
}

static void wrong_destroy(void *driver)
{
    struct wrapper *w = driver;
    miniport_ops.destroy(w->inner);
    outq_destroy(&w->out);
    free(w);
}

static const struct extsta_driver_ops wrong_ops = {
    .name = "wrong",
    .oid = wrong_oid,
    .send = wrong_send,
    .returned = wrong_returned,
    .reset_ex = wrong_reset_ex,
    .halt = wrong_halt,
    .rx = wrong_rx,
    .tx_status = wrong_tx_status,
    .radio_switch = wrong_radio_switch,
    .tx_started = wrong_tx_started,
    .medium_since = wrong_medium_since,
    .medium = wrong_medium,
    .expire = wrong_expire,
    .deadline = wrong_deadline,
    .destroy = wrong_destroy,
};

static void *make(void *user, struct extsta_context *ctx, struct extsta_station *sta)
{
    const struct extsta_station_config *config = user;
    struct wrapper *w = calloc(1, sizeof *w);
    if (!w) {
        return NULL;
    }
    w->ctx = ctx;
    w->sta = sta;
    outq_init(&w->out, ctx, EXTSTA_OUT_ALL);
    w->inner = miniport_new(ctx, &w->out, config->id, config->address, config->radio, 0);
    return w;
}

struct extsta_station *__real_extsta_station_new(struct extsta_context *ctx,
                                                 const struct extsta_station_config *config,
                                                 extsta_time now);
struct extsta_station *__wrap_extsta_station_new(struct extsta_context *ctx,
                                                 const struct extsta_station_config *config,
                                                 extsta_time now);

struct extsta_station *__wrap_extsta_station_new(struct extsta_context *ctx,
                                                 const struct extsta_station_config *config,
                                                 extsta_time now)
{
    struct extsta_station_config wrong = *config;
    wrong.driver = &wrong_ops;
    wrong.driver_make = make;
    wrong.driver_user = (void *)(uintptr_t)config;
    return __real_extsta_station_new(ctx, &wrong, now);
}
