/* A station on the air: couples an extsta_station (src/station) to a node of the air. Frames,
 * outcomes and deadlines of the node go in, and after each call the outputs are carried out.
 * What a scenario or an embedder does to the station from outside is followed by
 * air_station_pump.
 *
 * Like a driver it does not tune away over a Deauthentication or Disassociation that has not
 * been sent: who has left a channel sends nothing there any more, and the AP would believe in
 * the station for minutes. Everything behind the TUNE waits with it, for FLUSH_TIME at most. */
#include "base/bytes.h"
#include "base/mac.h"
#include "sending.h"
#include "wire/frame.h"

#define FLUSH_TIME (20u * EXTSTA_MS)
#define SCAN_GAP   (500u * EXTSTA_MS) /* without a question: the next one is of another scan */

/* A data frame that the host has not come to yet. */
struct delayed {
    struct list link;
    extsta_time due;
    struct extsta_rx_meta meta;
    uint32_t len;
    uint8_t bytes[];
};

struct air_station {
    struct air_station_config config;
    struct air *air;
    struct air_node *node;
    extsta_time flushed; /* when it tunes to tune_freq, sent or not; 0 = it is not to tune */
    uint16_t tune_freq;
    bool pumping; /* drain is under way, further up the stack */
    struct list delayed; /* of struct delayed, oldest first */
    struct extsta_mac alias; /* AIR_NODE_ALIAS: under which it asks; zero = not yet */
    extsta_time asked;       /* when it asked last */
};

static void tune(struct air_station *sta, uint16_t freq)
{
    if (air_node_farewell(sta->node) && freq != air_node_freq(sta->node)) {
        sta->tune_freq = freq;
        sta->flushed = sta->air->now + FLUSH_TIME;
    } else {
        air_node_tune(sta->node, freq);
    }
}

/* Whether outputs are carried out again, or have been all the time. */
static bool flushed(struct air_station *sta)
{
    if (sta->flushed > sta->air->now && air_node_farewell(sta->node)) {
        return false;
    }
    if (sta->flushed) {
        sta->flushed = 0;
        air_node_tune(sta->node, sta->tune_freq);
    }
    return true;
}

/* --- the alias of a scan (AIR_NODE_ALIAS) --- */

/* Its radio has the address under which it asked, for the answers, until it sends anything else.
 * Longer frames than this are no questions of a station's. */
#define ALIAS_ROOM  512u
#define ANSWER_ROOM 2400u

static enum extsta_error send_probe(struct air_station *sta, const struct extsta_output *out)
{
    struct extsta_span frame = out->frame.bytes;
    uint8_t copy[ALIAS_ROOM];
    struct air *air = sta->air;
    if (mac_is_zero(sta->alias) || air->now > sta->asked + SCAN_GAP) {
        uint64_t drawn = air_draw(air);
        for (size_t i = 0; i < sizeof sta->alias.b; i++) {
            sta->alias.b[i] = (uint8_t)(drawn >> (8 * i));
        }
        sta->alias.b[0] = (uint8_t)((drawn & 0xfcu) | 2u); /* local, of one station */
    }
    sta->asked = air->now;
    air_node_set_address(sta->node, sta->alias);
    memcpy(copy, frame.data, frame.len);
    memcpy(copy + 10, sta->alias.b, 6);
    return air_send(sta->node, span(copy, frame.len), &out->frame.meta);
}

static bool asks_as_stranger(const struct air_station *sta, struct extsta_span frame)
{
    struct extsta_station_status status;
    if (!(sta->config.flags & AIR_NODE_ALIAS) || frame.len < 24 || frame.len > ALIAS_ROOM ||
        (frame.data[0] & 0xfcu) != FRAME_PROBE_REQ) {
        return false;
    }
    extsta_station_status(sta->config.station, &status);
    return !status.associated;
}

/* An answer to the stranger is the station's. `copy` has room for it. */
static bool answers_alias(const struct air_station *sta, const struct extsta_rx_frame *f)
{
    return !mac_is_zero(sta->alias) && f->bytes.len >= 24 && f->bytes.len <= ANSWER_ROOM &&
           memcmp(f->bytes.data + 4, sta->alias.b, 6) == 0;
}

static void take_answer(struct air_station *sta, extsta_time now, const struct extsta_rx_frame *f)
{
    uint8_t copy[ANSWER_ROOM];
    struct extsta_rx_frame own = *f;
    memcpy(copy, f->bytes.data, f->bytes.len);
    memcpy(copy + 4, sta->config.address.b, 6);
    own.bytes.data = copy;
    extsta_rx(sta->config.station, now, &own, 1);
}

/* --- outputs --- */

/* Who beacons, in an independent network, is asked: from then on its radio does not pass over
 * Probe Requests. */
static void send_frame(struct air_station *sta, const struct extsta_output *out,
                       uint32_t *refused)
{
    if (out->frame.bytes.len && (out->frame.bytes.data[0] & 0xfcu) == FRAME_BEACON) {
        sta->node->flags &= (uint16_t)~AIR_NODE_NO_PROBES;
    }
    bool stranger = asks_as_stranger(sta, out->frame.bytes);
    if (!stranger && (sta->config.flags & AIR_NODE_ALIAS)) {
        air_node_set_address(sta->node, sta->config.address);
    }
    if ((stranger ? send_probe(sta, out)
                  : air_send(sta->node, out->frame.bytes, &out->frame.meta)) != EXTSTA_OK) {
        *refused = out->frame.meta.cookie;
    }
}

/* Carries out all outputs, in order. Whoever is told of them may call the station (`ethernet`)
 * or pump it: what that appends is taken by the loop that is already running, not by a second
 * one within it, so the order of the queue stays. */
static void drain(struct air_station *sta)
{
    if (sta->pumping || !flushed(sta)) {
        return;
    }
    sta->pumping = true;
    struct extsta_output out;
    const struct air_station_config *c = &sta->config;
    while (!sta->flushed && extsta_next(c->station, &out)) {
        uint32_t refused = 0;
        switch (out.type) {
        case EXTSTA_OUT_FRAME:
            send_frame(sta, &out, &refused);
            break;
        case EXTSTA_OUT_TUNE:
            tune(sta, out.tune_freq);
            break;
        case EXTSTA_OUT_ETHERNET:
        case EXTSTA_OUT_IHV:
        case EXTSTA_OUT_CROSSING:
        case EXTSTA_OUT_PORT:
        case EXTSTA_OUT_NOTIFY:
        case EXTSTA_OUT_CAUSE:
        case EXTSTA_OUT_DECISION:
    case EXTSTA_OUT_GAP:
        case EXTSTA_OUT_FUNCTION:
        case EXTSTA_OUT_INPUT:
        case EXTSTA_OUT_DRIVER:
        case EXTSTA_OUT_TYPES:
            break;
        }
        if (c->observe) {
            c->observe(c->user, sta, sta->air->now, &out);
        }
        if (out.type == EXTSTA_OUT_ETHERNET && c->ethernet) {
            c->ethernet(c->user, sta, sta->air->now, out.ethernet.bytes, out.ethernet.priority);
        }
        if (refused) { /* the station waits for an outcome, and there will be none */
            extsta_tx_status(c->station, sta->air->now, refused, false, 0);
        }
    }
    sta->pumping = false;
}

static void release(struct air_station *sta, struct delayed *d)
{
    list_remove(&d->link);
    pool_release(sta->air->pool, d, sizeof *d + d->len);
}

/* Without memory it is lost, as it would be in a driver. */
static void delay(struct air_station *sta, extsta_time now, const struct extsta_rx_frame *f)
{
    struct delayed *d = pool_alloc(sta->air->pool, sizeof *d + f->bytes.len);
    if (!d) {
        sta->air->stats.no_memory++;
        return;
    }
    d->due = now + sta->config.host_delay;
    d->meta = f->meta;
    d->len = (uint32_t)f->bytes.len;
    memcpy(d->bytes, f->bytes.data, f->bytes.len);
    list_push_back(&sta->delayed, &d->link);
}

static void hand_over(struct air_station *sta, extsta_time now)
{
    struct delayed *d;
    while (!list_empty(&sta->delayed) &&
           (d = list_entry(sta->delayed.next, struct delayed, link))->due <= now) {
        struct extsta_rx_frame frame = {.bytes = span(d->bytes, d->len), .meta = d->meta};
        extsta_rx(sta->config.station, now, &frame, 1);
        release(sta, d);
    }
}

/* A slow host is slow with data: what is management, its radio does by itself. */
static void station_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                       size_t count)
{
    struct air_station *sta = user;
    bool as_they_are = !sta->config.host_delay && mac_is_zero(sta->alias);
    if (as_they_are) {
        extsta_rx(sta->config.station, now, frames, count);
    }
    for (size_t i = 0; !as_they_are && i < count; i++) {
        if (answers_alias(sta, &frames[i])) {
            take_answer(sta, now, &frames[i]);
        } else if (sta->config.host_delay && frames[i].bytes.len && (frames[i].bytes.data[0] & 0x0c) == 0x08) {
            delay(sta, now, &frames[i]);
        } else {
            extsta_rx(sta->config.station, now, &frames[i], 1);
        }
    }
    drain(sta);
}

static void station_tx_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                              uint8_t tries)
{
    struct air_station *sta = user;
    extsta_tx_status(sta->config.station, now, cookie, acked, tries);
    drain(sta);
}

static void station_tx_started(void *user, extsta_time now, uint32_t cookie)
{
    struct air_station *sta = user;
    extsta_tx_started(sta->config.station, now, cookie);
    drain(sta);
}

/* The state of the medium where the station asks for it, and where there is one: in serial
 * contention nobody senses anything. */
static void station_expire(void *user, extsta_time now)
{
    struct air_station *sta = user;
    hand_over(sta, now);
    extsta_time since = extsta_medium_since(sta->config.station);
    if (since < now && sta->air->config.contention == AIR_CONTENTION_DCF) {
        extsta_medium(sta->config.station, now, since, air_node_busy(sta->node, since));
    }
    extsta_expire(sta->config.station, now);
    drain(sta);
}

static extsta_time station_deadline(void *user)
{
    const struct air_station *sta = user;
    extsta_time next = extsta_deadline(sta->config.station);
    if (!list_empty(&sta->delayed)) {
        extsta_time due = list_entry(sta->delayed.next, struct delayed, link)->due;
        next = due < next ? due : next;
    }
    return sta->flushed && sta->flushed < next ? sta->flushed : next;
}

static const struct air_node_ops station_ops = {
    .name = "station",
    .rx = station_rx,
    .tx_status = station_tx_status,
    .tx_started = station_tx_started,
    .expire = station_expire,
    .deadline = station_deadline,
};

struct air_station *air_station_new(struct air *air, const struct air_station_config *config)
{
    struct air_station *sta = pool_zalloc(air->pool, sizeof *sta);
    if (!sta) {
        return NULL;
    }
    sta->config = *config;
    sta->air = air;
    list_init(&sta->delayed);
    sta->node = air_node_new(air, &(struct air_node_config){
                                      .ops = &station_ops,
                                      .user = sta,
                                      .address = config->address,
                                      .position = config->position,
                                      .tx_power = config->tx_power,
                                      .flags = config->flags,
                                  });
    if (!sta->node) {
        pool_release(air->pool, sta, sizeof *sta);
        return NULL;
    }
    air_station_pump(sta);
    return sta;
}

void air_station_free(struct air_station *sta)
{
    if (!sta) {
        return;
    }
    air_node_free(sta->node);
    while (!list_empty(&sta->delayed)) {
        release(sta, list_entry(sta->delayed.next, struct delayed, link));
    }
    pool_release(sta->air->pool, sta, sizeof *sta);
}

void air_station_pump(struct air_station *sta)
{
    drain(sta);
    air_node_wake(sta->node);
}

void air_station_send(struct air_station *sta, struct extsta_span ethernet, uint8_t priority)
{
    extsta_tx(sta->config.station, sta->air->now, &ethernet, 1, priority);
    air_station_pump(sta);
}

struct air_node *air_station_node(struct air_station *sta)
{
    return sta->node;
}

struct extsta_station *air_station_station(struct air_station *sta)
{
    return sta->config.station;
}
