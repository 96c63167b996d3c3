/* A station on the air: couples an extsta_station (src/station) to a node of the air. Frames,
 * outcomes and deadlines of the node go in, and after each call the outputs are carried out.
 * What a scenario or an embedder does to the station from outside is followed by
 * air_station_pump. */
#include "medium.h"
#include "base/bytes.h"

struct air_station {
    struct air_station_config config;
    struct air *air;
    struct air_node *node;
    bool pumping; /* drain is under way, further up the stack */
};

/* Carries out all outputs, in order. Whoever is told of them may call the station (`ethernet`)
 * or pump it: what that appends is taken by the loop that is already running, not by a second
 * one within it, so the order of the queue stays. */
static void drain(struct air_station *sta)
{
    if (sta->pumping) {
        return;
    }
    sta->pumping = true;
    struct extsta_output out;
    const struct air_station_config *c = &sta->config;
    while (extsta_next(c->station, &out)) {
        switch (out.type) {
        case EXTSTA_OUT_FRAME:
            (void)air_send(sta->node, out.frame.bytes, &out.frame.meta);
            break;
        case EXTSTA_OUT_TUNE:
            air_node_tune(sta->node, out.tune_freq);
            break;
        case EXTSTA_OUT_ETHERNET:
        case EXTSTA_OUT_IHV:
        case EXTSTA_OUT_CROSSING:
        case EXTSTA_OUT_PORT:
        case EXTSTA_OUT_NOTIFY:
        case EXTSTA_OUT_CAUSE:
        case EXTSTA_OUT_TYPES:
            break;
        }
        if (c->observe) {
            c->observe(c->user, sta, sta->air->now, &out);
        }
        if (out.type == EXTSTA_OUT_ETHERNET && c->ethernet) {
            c->ethernet(c->user, sta, sta->air->now, out.ethernet.bytes, out.ethernet.priority);
        }
    }
    sta->pumping = false;
}

static void station_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                       size_t count)
{
    struct air_station *sta = user;
    extsta_rx(sta->config.station, now, frames, count);
    drain(sta);
}

static void station_tx_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                              uint8_t tries)
{
    struct air_station *sta = user;
    extsta_tx_status(sta->config.station, now, cookie, acked, tries);
    drain(sta);
}

static void station_expire(void *user, extsta_time now)
{
    struct air_station *sta = user;
    extsta_expire(sta->config.station, now);
    drain(sta);
}

static extsta_time station_deadline(void *user)
{
    const struct air_station *sta = user;
    return extsta_deadline(sta->config.station);
}

static const struct air_node_ops station_ops = {
    .name = "station",
    .rx = station_rx,
    .tx_status = station_tx_status,
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
