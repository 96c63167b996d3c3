/* The public calls of a station (extsta/station.h) and the pump between its halves.
 *
 * Every call enters, feeds one half, and leaves; the outermost leave pumps: values in the
 * queue go to the half they are for until none is new (ROL-14: indications are consumed in
 * order). So a chain of requests and indications however long runs in one call and never
 * recurses. */
#include "miniport/miniport.h"
#include "station/core.h"
#include "station/foreign.h"
#include "station/record.h"
#include <extsta/windot11.h>
#include <string.h>

#define SEND_BATCH 32 /* packets in one call of the driver; on the stack */

/* --- down: what the OS half asked of the driver --- */

/* Sets and returns the request's status. */
static uint32_t ask(struct extsta_station *sta, struct extsta_oid *oid)
{
    if (sta->foreign) {
        return foreign_oid(sta, oid);
    }
    oid->status = sta->ops->oid(sta->awake->driver, sta->now, oid);
    return oid->status;
}

/* The request's input and the driver's answer share a buffer, as in NDIS; the record keeps
 * both: the request has its own copy, the answer's node is set aside before the driver is
 * asked, so that no completion is lost (ROL-16). */
static void carry_out(struct extsta_station *sta, const struct extsta_crossing *request)
{
    uint32_t cap = request->bytes_needed;
    size_t room = request->buffer.len > cap ? request->buffer.len : cap;
    struct outq_node *node = outq_reserve(&sta->awake->out, room);
    if (!node) {
        struct extsta_output failed = {.type = EXTSTA_OUT_CROSSING};
        failed.crossing = (struct extsta_crossing){.type = EXTSTA_CROSS_OID_COMPLETE,
                                                   .code = request->code,
                                                   .id = request->id,
                                                   .status = NDIS_STATUS_RESOURCES};
        outq_lose(&sta->awake->out, EXTSTA_OUT_CROSSING);
        host_up(&sta->awake->host, sta->now, &failed);
        return;
    }
    uint8_t *buffer = outq_payload(&node->out);
    struct extsta_oid oid = {.oid = request->code,
                             .kind = request->kind,
                             .request_id = request->id,
                             .buffer = buffer,
                             .in_len = (uint32_t)request->buffer.len,
                             .out_cap = cap};
    if (request->buffer.len > 0) {
        memcpy(buffer, request->buffer.data, request->buffer.len);
    }
    /* The driver pushes the completion itself, later (extsta_driver_push or its own queue). */
    if (ask(sta, &oid) == NDIS_STATUS_PENDING) {
        outq_unreserve(&sta->awake->out, node);
        return;
    }
    struct extsta_output *out = outq_push_reserved(&sta->awake->out, node, EXTSTA_OUT_CROSSING);
    out->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_OID_COMPLETE,
        .code = oid.oid,
        .kind = oid.kind,
        .id = oid.request_id,
        .status = oid.status,
        .buffer = {buffer, oid.bytes_written <= room ? oid.bytes_written : room},
        .bytes_read = oid.bytes_read,
        .bytes_written = oid.bytes_written,
        .bytes_needed = oid.bytes_needed,
    };
}

/* A packet on its way down. */
static bool is_send(const struct extsta_output *out)
{
    return out && out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_SEND;
}

/* Packets that stand one behind the other go down in one call. Where nobody watches, our own
 * driver gets them with their buffers, to make MPDUs of: what is left in the queue is not read.
 */
static void send_batch(struct extsta_station *sta, struct extsta_output *first)
{
    bool give = sta->ops == &miniport_ops && !outq_wants(&sta->awake->out, EXTSTA_OUT_CROSSING);
    struct extsta_packet packets[SEND_BATCH];
    struct pbuf *buffers[SEND_BATCH];
    size_t count = 0;
    struct extsta_output *out = first;
    while (out) {
        packets[count] = out->crossing.packet;
        if (give) {
            buffers[count] = outq_node_of(out)->buf;
            outq_node_of(out)->buf = NULL;
        }
        count++;
        bool more = count < SEND_BATCH && is_send(outq_peek(&sta->awake->out));
        out = more ? outq_pump(&sta->awake->out) : NULL;
    }
    if (give) {
        datapath_send(sta->awake->driver, sta->now, packets, buffers, count);
    } else {
        sta->ops->send(sta->awake->driver, sta->now, packets, count);
    }
}

static void returned(struct extsta_station *sta, uint32_t packet)
{
    if (sta->ops->returned) {
        sta->ops->returned(sta->awake->driver, sta->now, packet);
    }
}

/* A packet goes back to the driver; where there is no memory to record it, unrecorded: one
 * that never came back would keep every later reset from completing (RST-09). */
static void give_back(struct extsta_station *sta, struct outq_node *node, uint32_t packet)
{
    if (node) {
        outq_push_reserved(&sta->awake->out, node, EXTSTA_OUT_CROSSING)->crossing =
            (struct extsta_crossing){.type = EXTSTA_CROSS_RETURN, .id = packet};
    } else {
        outq_lose(&sta->awake->out, EXTSTA_OUT_CROSSING);
        returned(sta, packet);
    }
}

/* The number and the node of the return are taken before: host_up may make the 802.3 frame
 * out of this very output, and the return must not fail for want of memory. */
static void hand_up(struct extsta_station *sta, struct extsta_output *out)
{
    uint32_t packet = out->crossing.packet.id;
    struct outq_node *node = outq_reserve(&sta->awake->out, 0);
    host_up(&sta->awake->host, sta->now, out);
    give_back(sta, node, packet);
}

static void halt(struct extsta_station *sta)
{
    if (sta->ops->halt) {
        sta->ops->halt(sta->awake->driver, sta->now);
    }
}

/* To the driver or to the OS half, by the direction of the value. With the host detached
 * what comes up is the embedder's, who also returns the packets. */
static void cross(struct extsta_station *sta, struct extsta_output *out)
{
    switch (out->crossing.type) {
    case EXTSTA_CROSS_OID:
        carry_out(sta, &out->crossing);
        break;
    case EXTSTA_CROSS_SEND:
        send_batch(sta, out);
        break;
    case EXTSTA_CROSS_RETURN:
        returned(sta, out->crossing.id);
        break;
    case EXTSTA_CROSS_RESET_EX:
        if (sta->ops->reset_ex) {
            sta->ops->reset_ex(sta->awake->driver, sta->now);
        }
        break;
    case EXTSTA_CROSS_HALT:
        halt(sta);
        break;
    case EXTSTA_CROSS_INITIALIZE:
        break; /* it was, before this stood in the queue (restart.c) */
    case EXTSTA_CROSS_OID_COMPLETE:
    case EXTSTA_CROSS_INDICATION:
    case EXTSTA_CROSS_SEND_COMPLETE:
        if (!sta->detached) {
            host_up(&sta->awake->host, sta->now, out);
        }
        break;
    case EXTSTA_CROSS_RECEIVE:
        if (!sta->detached) {
            hand_up(sta, out);
        }
        break;
    }
}

/* Gives each value in turn to the half it is for, until nothing new has come (ROL-14). Neither
 * half calls the other: what they answer stands further back in the queue. */
static void pump(struct extsta_station *sta)
{
    struct extsta_output *out;
    while ((out = outq_pump(&sta->awake->out)) != NULL) {
        sta->host_stale = true;
        if (out->type == EXTSTA_OUT_CROSSING) {
            cross(sta, out);
        } else if (out->type == EXTSTA_OUT_CAUSE && !sta->detached) {
            host_saw_cause(&sta->awake->host, &out->cause);
        }
    }
}

/* Into the driver alone: what stays below the boundary leaves the OS half's deadline as it
 * is, and a busy radio does not pay for asking it. */
static bool driver_enter(struct extsta_station *sta, extsta_time now)
{
    bool outermost = !sta->busy;
    sta->busy = true;
    sta->now = now > sta->now ? now : sta->now;
    sta->stirred = sta->now;
    if (outermost) {
        sta->ctx->inside = sta->number;
    }
    if (outermost && sta->foreign) {
        sta->foreign->pushes = 0;
    }
    return outermost;
}

bool station_enter(struct extsta_station *sta, extsta_time now)
{
    sta->host_stale = true;
    return driver_enter(sta, now);
}

void station_leave(struct extsta_station *sta, bool outermost)
{
    if (outermost) {
        pump(sta);
        if (sta->host_stale) {
            sta->host_deadline = host_deadline(&sta->awake->host);
            sta->host_stale = false;
        }
        sta->busy = false;
        sta->ctx->inside = 0;
    }
}

/* --- making --- */

/* An embedder's driver gets the station to push to; our own the queue itself. */
static bool make_driver(struct extsta_station *sta, const struct extsta_station_config *config)
{
    if (config->driver && !extsta_driver_missing(config->driver)) {
        sta->ops = config->driver;
        sta->driver_make = config->driver_make;
        sta->driver_user = config->driver_user;
        sta->foreign = foreign_new(sta, config->radio);
        sta->awake->driver =
            sta->foreign ? config->driver_make(config->driver_user, sta->ctx, sta) : NULL;
    } else if (!config->driver) {
        sta->ops = &miniport_ops;
        sta->awake->driver = miniport_new(sta->ctx, &sta->awake->out, config->id,
                                          config->address, config->radio, sta->now);
    }
    return sta->awake->driver != NULL;
}

/* What it has made so far it gives back where a part fails. The bring-up runs to its end
 * here, in the first pump, unless a driver takes its time (PENDING). */
struct extsta_station *extsta_station_new(struct extsta_context *ctx,
                                          const struct extsta_station_config *config,
                                          extsta_time now)
{
    struct extsta_station *sta = pool_zalloc(&ctx->pool, sizeof *sta);
    struct station_awake *awake = pool_zalloc(&ctx->pool, sizeof *awake);
    if (!sta || !awake) {
        pool_release(&ctx->pool, awake, sizeof *awake);
        pool_release(&ctx->pool, sta, sizeof *sta);
        return NULL;
    }
    sta->ctx = ctx;
    sta->awake = awake;
    awake->station = sta;
    sta->number = ++ctx->stations;
    RECORD_CALL(sta, NEW, now, .made = {config, ctx->epoch, ctx->hash_seed});
    outq_init(&sta->awake->out, ctx, config->outputs);
    host_init(&sta->awake->host, ctx, &sta->awake->out, config->id, config->address);
    bool outermost = station_enter(sta, now);
    if (!make_driver(sta, config)) {
        foreign_free(sta);
        host_destroy(&sta->awake->host);
        outq_destroy(&sta->awake->out);
        ctx->inside = 0;
        sta->busy = false;
        record_result(sta, false, (struct extsta_span){NULL, 0});
        pool_release(&ctx->pool, awake, sizeof *awake);
        pool_release(&ctx->pool, sta, sizeof *sta);
        return NULL;
    }
    acm_start(&sta->awake->host.acm, sta->now);
    station_leave(sta, outermost);
    if (sta->awake->host.acm.state == ACM_DOWN && (!config->driver || sta->awake->out.lost)) {
        extsta_station_free(sta); /* our own driver refuses it for want of memory only */
        return NULL;
    }
    record_result(sta, true, (struct extsta_span){NULL, 0});
    return sta;
}

/* STA-11: the driver is halted before anything it may still touch goes. */
void extsta_station_free(struct extsta_station *sta)
{
    if (!sta) {
        return;
    }
    struct extsta_context *ctx = sta->ctx;
    RECORD_CALL(sta, FREE, sta->now, .value = 0);
    if (!station_wakes(sta)) {
        station_rest_free(sta);
        return;
    }
    sta->busy = true; /* what the driver still says is no fault */
    halt(sta);
    if (sta->ops->destroy) {
        sta->ops->destroy(sta->awake->driver);
    }
    foreign_free(sta);
    host_destroy(&sta->awake->host);
    outq_destroy(&sta->awake->out);
    pool_release(&ctx->pool, sta->awake, sizeof *sta->awake);
    pool_release(&ctx->pool, sta, sizeof *sta);
}

/* --- the radio's side --- */

/* Frames that leave an idle station idle. */
static bool are_beacons(const struct extsta_rx_frame *frames, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        all = all && frames[i].bytes.len > 0 && frames[i].bytes.data[0] == 0x80;
    }
    return all;
}

void extsta_rx(struct extsta_station *sta, extsta_time now,
               const struct extsta_rx_frame *frames, size_t count)
{
    RECORD_CALL(sta, RX, now, .rx = {frames, count});
    if (!sta->awake && (station_rest_hears(sta, now, frames, count) || !station_wake(sta))) {
        return;
    }
    extsta_time stirred = sta->stirred;
    bool outermost = driver_enter(sta, now);
    if (are_beacons(frames, count)) {
        sta->stirred = stirred;
    }
    record_frames(sta, frames, count);
    sta->ops->rx(sta->awake->driver, sta->now, frames, count);
    station_leave(sta, outermost);
}

void extsta_tx_status(struct extsta_station *sta, extsta_time now, uint32_t cookie, bool acked,
                      uint8_t tries)
{
    RECORD_CALL(sta, TX_STATUS, now, .outcome = {cookie, acked, tries});
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = driver_enter(sta, now);
    record_input(sta, &(struct extsta_input){.type = EXTSTA_INPUT_OUTCOME,
                                             .cookie = cookie,
                                             .acked = acked,
                                             .tries = tries});
    if (sta->ops->tx_status) {
        sta->ops->tx_status(sta->awake->driver, sta->now, cookie, acked, tries);
    }
    station_leave(sta, outermost);
}

void extsta_tx_started(struct extsta_station *sta, extsta_time now, uint32_t cookie)
{
    RECORD_CALL(sta, TX_STARTED, now, .outcome = {.cookie = cookie});
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = driver_enter(sta, now);
    record_input(sta, &(struct extsta_input){.type = EXTSTA_INPUT_STARTED, .cookie = cookie});
    if (sta->ops->tx_started) {
        sta->ops->tx_started(sta->awake->driver, sta->now, cookie);
    }
    station_leave(sta, outermost);
}

extsta_time extsta_medium_since(const struct extsta_station *sta)
{
    return sta->awake && sta->ops->medium_since ? sta->ops->medium_since(sta->awake->driver)
                                                : EXTSTA_NEVER;
}

/* Only a measurement: nothing follows from it before extsta_expire. */
void extsta_medium(struct extsta_station *sta, extsta_time now, extsta_time since,
                   extsta_time busy)
{
    RECORD_CALL(sta, MEDIUM, now, .medium = {since, busy});
    if (!station_wakes(sta)) {
        return;
    }
    record_input(
        sta, &(struct extsta_input){.type = EXTSTA_INPUT_MEDIUM, .since = since, .busy = busy});
    if (sta->ops->medium) {
        sta->ops->medium(sta->awake->driver, now, since, busy);
    }
}

void extsta_radio_switch(struct extsta_station *sta, extsta_time now, uint32_t phy_id, bool on)
{
    RECORD_CALL(sta, RADIO_SWITCH, now, .radio_switch = {phy_id, on});
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = station_enter(sta, now);
    record_input(sta, &(struct extsta_input){
                          .type = EXTSTA_INPUT_SWITCH, .phy_id = phy_id, .on = on});
    if (sta->ops->radio_switch) {
        sta->ops->radio_switch(sta->awake->driver, sta->now, phy_id, on);
    }
    station_leave(sta, outermost);
}

/* In what order these two speak is the driver's to know: here it is an input like any other. */
void extsta_driver_event(struct extsta_station *sta, extsta_time now, struct extsta_span bytes)
{
    RECORD_CALL(sta, DRIVER_EVENT, now, .octets = bytes);
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = driver_enter(sta, now);
    record_input(sta, &(struct extsta_input){.type = EXTSTA_INPUT_BENEATH, .bytes = bytes});
    if (sta->ops->event) {
        sta->ops->event(sta->awake->driver, sta->now, bytes);
    }
    station_leave(sta, outermost);
}

/* PWR-11: a driver may hear of it, and does not change its power mode for it. Ours does not
 * even hear. */
void extsta_power_profile(struct extsta_station *sta, extsta_time now, uint32_t profile)
{
    RECORD_CALL(sta, POWER_PROFILE, now, .value = profile);
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = station_enter(sta, now);
    record_input(sta,
                 &(struct extsta_input){.type = EXTSTA_INPUT_POWER_PROFILE, .phy_id = profile});
    if (sta->ops->power_profile) {
        sta->ops->power_profile(sta->awake->driver, sta->now, profile);
    }
    station_leave(sta, outermost);
}

/* --- the network stack's side --- */

void extsta_tx(struct extsta_station *sta, extsta_time now, const struct extsta_span *frames,
               size_t count, uint8_t priority)
{
    RECORD_CALL(sta, TX, now, .tx = {frames, count, priority});
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = station_enter(sta, now);
    for (size_t i = 0; i < count; i++) {
        record_input(sta, &(struct extsta_input){.type = EXTSTA_INPUT_ETHERNET,
                                                 .bytes = frames[i],
                                                 .priority = priority});
    }
    host_tx(&sta->awake->host, frames, count, priority);
    station_leave(sta, outermost);
}

/* --- the user's side --- */

/* Not with the host detached: requests of two hosts would cross. */
enum extsta_error extsta_connect_any(struct extsta_station *sta, extsta_time now,
                                     const struct extsta_profile *profiles, size_t count)
{
    RECORD_CALL(sta, CONNECT, now, .connect = {profiles, count});
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    if (sta->detached) {
        return record_error(sta, EXTSTA_E_STATE);
    }
    bool outermost = station_enter(sta, now);
    enum extsta_error e = acm_connect(&sta->awake->host.acm, sta->now, profiles, count);
    station_leave(sta, outermost);
    return record_error(sta, e);
}

enum extsta_error extsta_connect(struct extsta_station *sta, extsta_time now,
                                 const struct extsta_profile *profile)
{
    return extsta_connect_any(sta, now, profile, 1);
}

enum extsta_error extsta_disconnect(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, DISCONNECT, now, .value = 0);
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    if (sta->detached) {
        return record_error(sta, EXTSTA_E_STATE);
    }
    bool outermost = station_enter(sta, now);
    enum extsta_error e = acm_disconnect(&sta->awake->host.acm, sta->now);
    station_leave(sta, outermost);
    return record_error(sta, e);
}

/* --- the boundary --- */

/* The request as the embedder sees it, inserted and not pushed: the pump has gone past it
 * and does not carry it out a second time. */
static void record(struct extsta_station *sta, const struct extsta_crossing *crossing)
{
    struct extsta_output *out =
        outq_insert(&sta->awake->out, EXTSTA_OUT_CROSSING, crossing->buffer.len);
    if (out) {
        out->crossing = *crossing;
        if (crossing->buffer.len > 0) {
            memcpy(outq_payload(out), crossing->buffer.data, crossing->buffer.len);
            out->crossing.buffer.data = outq_payload(out);
        }
    }
}

/* Pushed: the pump hands it up, where nobody waits for it (host.c, oid_complete). */
static void record_completion(struct extsta_station *sta, const struct extsta_oid *oid)
{
    size_t written = oid->bytes_written <= oid->out_cap ? oid->bytes_written : oid->out_cap;
    struct extsta_output *out = outq_push(&sta->awake->out, EXTSTA_OUT_CROSSING, written);
    if (!out) {
        return;
    }
    if (written > 0) {
        memcpy(outq_payload(out), oid->buffer, written);
    }
    out->crossing = (struct extsta_crossing){.type = EXTSTA_CROSS_OID_COMPLETE,
                                             .code = oid->oid,
                                             .kind = oid->kind,
                                             .id = oid->request_id,
                                             .status = oid->status,
                                             .buffer = {outq_payload(out), written},
                                             .bytes_read = oid->bytes_read,
                                             .bytes_written = oid->bytes_written,
                                             .bytes_needed = oid->bytes_needed};
}

uint32_t station_oid(struct extsta_station *sta, extsta_time now, struct extsta_oid *oid)
{
    bool outermost = station_enter(sta, now);
    if (outq_wants(&sta->awake->out, EXTSTA_OUT_CROSSING)) {
        record(sta, &(struct extsta_crossing){.type = EXTSTA_CROSS_OID,
                                              .code = oid->oid,
                                              .kind = oid->kind,
                                              .id = oid->request_id,
                                              .buffer = {oid->buffer, oid->in_len},
                                              .bytes_needed = oid->out_cap});
    }
    oid->bytes_read = oid->bytes_written = oid->bytes_needed = 0;
    if (ask(sta, oid) != NDIS_STATUS_PENDING &&
        outq_wants(&sta->awake->out, EXTSTA_OUT_CROSSING)) {
        record_completion(sta, oid);
    }
    station_leave(sta, outermost);
    return oid->status;
}

uint32_t extsta_oid(struct extsta_station *sta, extsta_time now, struct extsta_oid *oid)
{
    if (!station_wakes(sta)) {
        return oid->status = NDIS_STATUS_RESOURCES;
    }
    oid->request_id &= 0x7fffffffu; /* the upper half of the numbers is the OS half's */
    RECORD_CALL(sta, OID, now, .oid = oid);
    uint32_t status = station_oid(sta, now, oid);
    size_t written = oid->bytes_written <= oid->out_cap ? oid->bytes_written : oid->out_cap;
    return (uint32_t)record_result(sta, status, (struct extsta_span){oid->buffer, written});
}

/* STA-12: a hardware reset keeps everything; it goes down in order, behind what stands in
 * the queue. */
void extsta_reset_ex(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, RESET_EX, now, .value = 0);
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = station_enter(sta, now);
    struct extsta_output *out = outq_push(&sta->awake->out, EXTSTA_OUT_CROSSING, 0);
    if (out) {
        out->crossing.type = EXTSTA_CROSS_RESET_EX;
    }
    station_leave(sta, outermost);
}

/* The OS half gets nothing from here on; what comes up is the embedder's to answer. */
void extsta_detach_host(struct extsta_station *sta)
{
    RECORD_CALL(sta, DETACH_HOST, sta->now, .value = 0);
    if (!station_wakes(sta)) {
        return;
    }
    if (!sta->detached) {
        record_input(sta, &(struct extsta_input){.type = EXTSTA_INPUT_DETACHED});
    }
    sta->detached = true;
    sta->awake->out.wanted |=
        EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING); /* the host must see what it gets */
}

void extsta_send_packets(struct extsta_station *sta, extsta_time now,
                         const struct extsta_packet *packets, size_t count)
{
    RECORD_CALL(sta, SEND_PACKETS, now, .send = {packets, count});
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = station_enter(sta, now);
    for (size_t i = 0; i < count; i++) {
        struct extsta_output *out =
            outq_push(&sta->awake->out, EXTSTA_OUT_CROSSING, packets[i].bytes.len);
        if (!out) {
            /* No memory to record it: it goes down past the queue, behind what stands in it.
             * The driver completes what it is given, when there is memory if not before. */
            if (outermost) {
                pump(sta);
            }
            sta->ops->send(sta->awake->driver, sta->now, &packets[i], 1);
            continue;
        }
        if (packets[i].bytes.len > 0) {
            memcpy(outq_payload(out), packets[i].bytes.data, packets[i].bytes.len);
        }
        out->crossing = (struct extsta_crossing){
            .type = EXTSTA_CROSS_SEND, .id = packets[i].id, .packet = packets[i]};
        out->crossing.packet.bytes.data = outq_payload(out);
    }
    station_leave(sta, outermost);
}

void extsta_return_packet(struct extsta_station *sta, extsta_time now, uint32_t packet_id)
{
    RECORD_CALL(sta, RETURN_PACKET, now, .value = packet_id);
    if (!station_wakes(sta)) {
        return;
    }
    bool outermost = station_enter(sta, now);
    give_back(sta, outq_reserve(&sta->awake->out, 0), packet_id);
    station_leave(sta, outermost);
}

/* --- time and outputs --- */

void extsta_expire(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, EXPIRE, now, .deadline = extsta_deadline(sta));
    if (!sta->awake && (station_rest_expires(sta, now) || !station_wake(sta))) {
        return;
    }
    extsta_time stirred = sta->stirred;
    bool outermost = station_enter(sta, now);
    sta->stirred = stirred; /* what is due is no sign of life; what comes of it is */
    if (sta->foreign) {
        foreign_expire(sta);
    } else if (sta->ops->deadline(sta->awake->driver) <= sta->now) {
        sta->ops->expire(sta->awake->driver, sta->now);
    }
    if (outermost) {
        pump(sta); /* what came up now may make a deadline of the OS half void */
    }
    if (!sta->detached) {
        /* What a round that begins here tells of the channel. */
        if (sta->ops->busy) {
            sta->awake->host.acm.busy = sta->ops->busy(sta->awake->driver);
        }
        host_expire(&sta->awake->host, sta->now);
    }
    station_leave(sta, outermost);
}

/* The OS half's is remembered from the last leave; it is asked anew only in the middle of a
 * call. */
extsta_time extsta_deadline(const struct extsta_station *sta)
{
    if (!sta->awake) {
        return station_rest_deadline(sta);
    }
    extsta_time driver =
        sta->foreign ? foreign_deadline(sta) : sta->ops->deadline(sta->awake->driver);
    extsta_time host = sta->detached     ? EXTSTA_NEVER
                       : sta->host_stale ? host_deadline(&sta->awake->host)
                                         : sta->host_deadline;
    return driver < host ? driver : host;
}

/* A host that is detached must see what it gets. */
void extsta_station_outputs(struct extsta_station *sta, uint32_t outputs)
{
    RECORD_CALL(sta, OUTPUTS, sta->now, .value = outputs);
    uint32_t needed = sta->detached ? EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING) : 0;
    if (!station_wakes(sta)) {
        return;
    }
    sta->awake->out.wanted = outputs | EXTSTA_OUT_WORK | needed;
}

bool extsta_next(struct extsta_station *sta, struct extsta_output *output)
{
    bool any = sta->awake && outq_next(&sta->awake->out, output);
    if (sta->ctx->recorder.output) {
        sta->ctx->recorder.output(sta->ctx->recorder.user, sta->number, any ? output : NULL);
    }
    if (sta->awake && !any) {
        station_rest_consider(sta);
    }
    return any;
}

/* --- looking in --- */

void extsta_station_status(const struct extsta_station *sta,
                           struct extsta_station_status *status)
{
    if (!station_wakes(sta)) {
        return;
    }
    host_status(&sta->awake->host, status);
    /* Of the AP's beacons, which come also when no packet does. */
    int8_t signal = sta->ops->signal ? sta->ops->signal(sta->awake->driver) : 0;
    status->rssi = status->associated && signal != 0 ? signal : status->rssi;
}

void extsta_station_holdings(const struct extsta_station *sta,
                             struct extsta_station_holdings *holdings)
{
    if (!station_wakes(sta)) {
        return;
    }
    *holdings = (struct extsta_station_holdings){.known = sta->ops->holdings != NULL};
    if (holdings->known) {
        sta->ops->holdings(sta->awake->driver, holdings);
    }
    host_holdings(&sta->awake->host, holdings);
}

/* Of both halves. */
uint32_t extsta_station_drops(const struct extsta_station *sta, enum extsta_drop reason)
{
    if (!station_wakes(sta)) {
        return 0;
    }
    if ((unsigned)reason >= EXTSTA_DROP_COUNT) {
        return 0;
    }
    uint32_t count = sta->awake->host.os.drops ? sta->awake->host.os.drops[reason] : 0;
    return count + (sta->ops->drops ? sta->ops->drops(sta->awake->driver, reason) : 0);
}
