/* The miniport as a driver: how one is made and ended, and the operations that the boundary
 * calls (struct extsta_driver_ops). Each of them goes to the part it belongs to: OID requests
 * to oid/, packets and frames to datapath/, timers to mlme/ or datapath/. Behind them stand the
 * services all parts use: indications, late completions, causes.
 *
 * A halted miniport lives on until it is destroyed, and is still called (STA-11: halt and
 * shutdown): every operation says here what it then does. */
#include "miniport/miniport.h"
#include "base/mac.h"
#include <assert.h>

struct miniport *miniport_new(struct extsta_context *ctx, struct outq *out, uint64_t id,
                              struct extsta_mac address, const struct extsta_radio_caps *radio,
                              extsta_time now)
{
    if (radio->phy_count == 0 || radio->phy_count > MP_MAX_PHYS) {
        return NULL; /* STA-15: a PHY id is an index that stays */
    }
    struct miniport *mp = pool_zalloc(&ctx->pool, sizeof *mp);
    if (!mp) {
        return NULL;
    }
    mp->ctx = ctx;
    mp->out = out;
    mp->id = id;
    mp->radio = radio;
    mp->permanent_address = address;
    mp->address = address;
    mp->state = MP_INIT;
    mp->busy = EXTSTA_BUSY_UNKNOWN;
    mp->mlme.busy = MEDIUM_UNKNOWN;
    for (size_t t = 0; t < MP_TIMERS; t++) {
        mp->timers[t] = EXTSTA_NEVER;
    }
    mp->earliest = EXTSTA_NEVER;
    power_init(mp);
    /* Last: the defaults read the radio, and a failure has nothing else to give back. */
    if (!mib_edit(mp)) {
        pool_release(&ctx->pool, mp, sizeof *mp);
        return NULL;
    }
    return mp;
}

/* What a registry and the radio keep is taken over: the permanent address, the switches
 * (PWR-03: initialization restores the PHYs from them). And the numbers of frames that the
 * radio still has: their outcomes must not be taken for those of new ones. */
struct miniport *miniport_again(const struct miniport *old, extsta_time now)
{
    struct miniport *mp =
        miniport_new(old->ctx, old->out, old->id, old->permanent_address, old->radio, now);
    if (mp) {
        mp->operation_mode = old->operation_mode; /* MIB-33: stays over a start */
        mp->power.software_on = old->power.software_on;
        mp->power.hardware_on = old->power.hardware_on;
        mp->data.next_cookie = old->data.next_cookie;
    }
    return mp;
}

/* Who has put something into a peer's row takes it out first, the MLME and the keys: then no
 * row is left. */
static void miniport_destroy(void *driver)
{
    struct miniport *mp = driver;
    struct pool *pool = &mp->ctx->pool;
    mlme_destroy(mp);
    datapath_destroy(mp);
    keys_clear_all(mp);
    assert(!mp->peers.only && !mp->peers.many);
    bss_flush(mp);
    stats_destroy(mp);
    mib_multicast_clear(mp);
    mib_pmkids_clear(mp);
    mib_excluded_clear(mp);
    mib_release(mp);
    if (mp->reset_completion) {
        outq_unreserve(mp->out, mp->reset_completion);
    }
    pool_release(pool, mp, sizeof *mp);
}

/* --- the driver operations --- */

static uint32_t miniport_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    return mp_oid(driver, now, oid);
}

static void miniport_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                          size_t n)
{
    /* Also after a halt: every packet is completed, and the data path fails it then. */
    datapath_send(driver, now, packets, NULL, n);
}

static void miniport_returned(void *driver, extsta_time now, uint32_t packet_id)
{
    struct miniport *mp = driver;
    datapath_returned(mp, now, packet_id);
}

static void miniport_reset_ex(void *driver, extsta_time now)
{
    struct miniport *mp = driver;
    if (!mp->halted) {
        mp_reset_ex(mp, now);
    }
}

static void miniport_halt(void *driver, extsta_time now)
{
    struct miniport *mp = driver;
    if (mp->halted) {
        return;
    }
    mlme_halt(mp, now); /* leaves the BSS while the radio is still on (STA-11) */
    datapath_flush(mp, NDIS_STATUS_ADAPTER_NOT_READY);
    datapath_forget(mp, NULL);
    keys_clear_all(mp); /* STA-09: no key survives into a new start */
    mp_reset_abort(mp);
    power_halt(mp); /* STA-11: from here on nothing can be sent */
    for (size_t t = 0; t < MP_TIMERS; t++) {
        mp_timer_stop(mp, (enum mp_timer)t);
    }
    mp->halted = true;
}

static void miniport_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames,
                        size_t n)
{
    struct miniport *mp = driver;
    if (!mp->halted) {
        datapath_rx(mp, now, frames, n);
        return;
    }
    for (size_t i = 0; i < n; i++) { /* STA-11: the radios stay off */
        mp_drop(mp, EXTSTA_DROP_RADIO_OFF);
    }
}

static void miniport_tx_status(void *driver, extsta_time now, uint32_t cookie, bool acked,
                               uint8_t tries)
{
    struct miniport *mp = driver;
    if (!mp->halted) {
        datapath_tx_status(mp, now, cookie, acked, tries);
    }
}

static void miniport_tx_started(void *driver, extsta_time now, uint32_t cookie)
{
    struct miniport *mp = driver;
    if (!mp->halted) {
        mlme_tx_started(mp, now, cookie);
    }
}

static extsta_time miniport_medium_since(const void *driver)
{
    return mlme_medium_since(driver);
}

static void miniport_medium(void *driver, extsta_time now, extsta_time since, extsta_time busy)
{
    mlme_medium(driver, now, since, busy);
}

static void miniport_radio_switch(void *driver, extsta_time now, uint32_t phy_id, bool on)
{
    struct miniport *mp = driver;
    if (!mp->halted) {
        power_hardware_set(mp, now, phy_id, on);
    }
}

/* Whether one of these timers has come: mlme/ and datapath/ are only called for their own. */
static bool due(const struct miniport *mp, extsta_time now, enum mp_timer first,
                enum mp_timer last)
{
    for (size_t t = first; t <= last; t++) {
        if (mp->timers[t] <= now) {
            return true;
        }
    }
    return false;
}

static void miniport_expire(void *driver, extsta_time now)
{
    struct miniport *mp = driver;
    if (due(mp, now, MP_TIMER_SCAN, MP_TIMERS_OF_MLME - 1)) {
        mlme_expire(mp, now);
    }
    if (due(mp, now, MP_TIMER_FRAGMENTS, MP_TIMER_TRANSMIT)) {
        datapath_expire(mp, now);
    }
    mp->mlme.busy = MEDIUM_UNKNOWN; /* it was said of this moment */
}

/* The station is called at the earliest of all timers; EXTSTA_NEVER: not for the time. */
static extsta_time miniport_deadline(const void *driver)
{
    return ((const struct miniport *)driver)->earliest;
}

static int8_t miniport_signal(const void *driver)
{
    const struct miniport *mp = driver;
    const struct bss_entry *ap = mlme_is_associated(mp) ? mlme_bss(mp) : NULL;
    return ap ? ap->signal : 0;
}

static uint8_t miniport_busy(const void *driver)
{
    return ((const struct miniport *)driver)->busy;
}

static uint32_t miniport_drops(const void *driver, enum extsta_drop reason)
{
    return mp_drops_of(driver, reason);
}

const struct extsta_driver_ops miniport_ops = {
    .name = "extsta",
    .oid = miniport_oid,
    .send = miniport_send,
    .returned = miniport_returned,
    .reset_ex = miniport_reset_ex,
    .halt = miniport_halt,
    .rx = miniport_rx,
    .tx_status = miniport_tx_status,
    .tx_started = miniport_tx_started,
    .medium_since = miniport_medium_since,
    .medium = miniport_medium,
    .radio_switch = miniport_radio_switch,
    .expire = miniport_expire,
    .deadline = miniport_deadline,
    .destroy = miniport_destroy,
    .signal = miniport_signal,
    .busy = miniport_busy,
    .drops = miniport_drops,
    .holdings = miniport_holdings,
};

/* --- services for all files of the room --- */

/* Zeroed: members that are not set, and IHV data, are zero for the OS (ROL-17). */
uint8_t *mp_indicate(struct miniport *mp, uint32_t status_code, size_t len)
{
    struct extsta_output *out = outq_push(mp->out, EXTSTA_OUT_CROSSING, len);
    if (!out) {
        return NULL;
    }
    uint8_t *payload = outq_payload(out);
    memset(payload, 0, len);
    out->crossing.type = EXTSTA_CROSS_INDICATION;
    out->crossing.code = status_code;
    out->crossing.buffer = span(payload, len);
    return payload;
}

struct extsta_crossing *mp_oid_complete_reserved(struct miniport *mp, struct outq_node *node,
                                                 uint32_t request_id, uint32_t oid,
                                                 uint32_t status, struct extsta_span output)
{
    struct extsta_output *out = outq_push_reserved(mp->out, node, EXTSTA_OUT_CROSSING);
    uint8_t *payload = outq_payload(out);
    if (output.len) {
        memcpy(payload, output.data, output.len);
    }
    struct extsta_crossing *c = &out->crossing;
    c->type = EXTSTA_CROSS_OID_COMPLETE;
    c->code = oid;
    c->status = status;
    c->id = request_id;
    c->buffer = span(payload, output.len);
    c->bytes_written = (uint32_t)output.len;
    return c;
}

/* Also where no embedder is looking: what the OS half concludes must not depend on who listens.
 * Without memory it is lost, and the queue counts the loss. */
void mp_cause(struct miniport *mp, const struct extsta_cause *cause)
{
    struct extsta_output *out = outq_push(mp->out, EXTSTA_OUT_CAUSE, 0);
    if (out) {
        out->cause = *cause;
    }
}

void mp_notify(struct miniport *mp, enum extsta_notify_type type, struct extsta_mac peer,
               uint32_t status)
{
    struct extsta_output *out = outq_wants(mp->out, EXTSTA_OUT_NOTIFY)
                                    ? outq_push(mp->out, EXTSTA_OUT_NOTIFY, 0)
                                    : NULL;
    if (out) {
        out->notify = (struct extsta_notify){.type = type, .peer = peer, .status = status};
    }
}

void mp_searching(struct miniport *mp, uint16_t round)
{
    const struct mp_ssid *ssid = &mp->mlme.network;
    if (!outq_wants(mp->out, EXTSTA_OUT_NOTIFY)) {
        return;
    }
    struct extsta_output *out = outq_push(mp->out, EXTSTA_OUT_NOTIFY, ssid->len);
    if (out) {
        memcpy(outq_payload(out), ssid->ssid, ssid->len);
        out->notify = (struct extsta_notify){.type = EXTSTA_NOTIFY_SEARCHING,
                                             .round = round,
                                             .busy = mp->busy,
                                             .ssid = span(outq_payload(out), ssid->len)};
    }
}
