/* See bed.h. Each radio is a node of the air that keeps what it was given until its station
 * polls; whoever polls first runs the air up to that moment for all. */
#include "bed.h"
#include "../testing.h"
#include "providers.h"

#define WAITING   256
#define FRAME_MAX 2400

struct waiting {
    struct extsta_radio_event event;
    uint8_t bytes[FRAME_MAX];
};

struct node_radio {
    struct extsta_radio base;
    struct bed *bed;
    struct air_node *node;
    struct waiting *ring; /* WAITING of them */
    void (*ready)(void *user);
    void *user;
    size_t first, last;
};

/* --- the air's side --- */

static struct waiting *push(struct node_radio *r, enum extsta_radio_event_type type)
{
    assert_true(r->last - r->first < WAITING);
    struct waiting *w = &r->ring[r->last++ % WAITING];
    memset(&w->event, 0, sizeof w->event);
    w->event.type = type;
    if (r->ready) {
        r->ready(r->user);
    }
    return w;
}

static void on_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct waiting *w = push(user, EXTSTA_RADIO_FRAME);
        assert_true(frames[i].bytes.len <= FRAME_MAX);
        memcpy(w->bytes, frames[i].bytes.data, frames[i].bytes.len);
        w->event.frame = frames[i];
        w->event.frame.bytes.data = w->bytes;
    }
}

static void on_tx_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                         uint8_t tries)
{
    struct waiting *w = push(user, EXTSTA_RADIO_OUTCOME);
    w->event.cookie = cookie;
    w->event.acked = acked;
    w->event.tries = tries;
}

static void on_tx_started(void *user, extsta_time now, uint32_t cookie)
{
    push(user, EXTSTA_RADIO_STARTED)->event.cookie = cookie;
}

static const struct air_node_ops node_ops = {
    .name = "bed", .rx = on_rx, .tx_status = on_tx_status, .tx_started = on_tx_started};

/* --- the station's side --- */

static void catch_up(struct node_radio *r, extsta_time now)
{
    if (now > air_now(r->bed->air) || air_deadline(r->bed->air) <= now) {
        air_run(r->bed->air, now);
    }
}

static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct node_radio *r = (struct node_radio *)radio;
    catch_up(r, now);
    return air_send(r->node, frame, meta);
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    struct node_radio *r = (struct node_radio *)radio;
    catch_up(r, now);
    air_node_tune(r->node, freq);
    return EXTSTA_OK;
}

static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    struct node_radio *r = (struct node_radio *)radio;
    catch_up(r, now);
    if (r->first == r->last) {
        return false;
    }
    *event = r->ring[r->first++ % WAITING].event;
    return true;
}

static int radio_fd(struct extsta_radio *radio)
{
    return -1;
}

static extsta_time radio_deadline(struct extsta_radio *radio)
{
    struct node_radio *r = (struct node_radio *)radio;
    return r->first == r->last ? air_deadline(r->bed->air) : 0;
}

static void radio_close(struct extsta_radio *radio)
{
    struct node_radio *r = (struct node_radio *)radio;
    air_node_free(r->node);
    free(r->ring);
    free(r);
}

static extsta_time radio_busy(struct extsta_radio *radio, extsta_time now, extsta_time since)
{
    struct node_radio *r = (struct node_radio *)radio;
    catch_up(r, now);
    return air_node_busy(r->node, since);
}

static void radio_on_ready(struct extsta_radio *radio, void (*ready)(void *user), void *user)
{
    struct node_radio *r = (struct node_radio *)radio;
    r->ready = ready;
    r->user = user;
}

static const struct extsta_radio_ops radio_ops = {.name = "bed",
                                                  .send = radio_send,
                                                  .tune = radio_tune,
                                                  .poll = radio_poll,
                                                  .fd = radio_fd,
                                                  .deadline = radio_deadline,
                                                  .close = radio_close,
                                                  .busy = radio_busy,
                                                  .on_ready = radio_on_ready};

struct extsta_radio *bed_radio(struct bed *bed, struct extsta_mac address)
{
    struct node_radio *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->base.ops = &radio_ops;
    r->bed = bed;
    r->ring = calloc(WAITING, sizeof *r->ring);
    struct air_node_config config = {.ops = &node_ops,
                                     .user = r,
                                     .address = address,
                                     .position = {.x = 5},
                                     .flags = AIR_NODE_NO_PROBES};
    r->node = air_node_new(bed->air, &config);
    assert_true(r->ring && r->node);
    return &r->base;
}

/* --- the bed --- */

void bed_open(struct bed *bed)
{
    *bed = (struct bed){.random.seed = 1};
    bed->ctx = extsta_context_new(&host_memory,
                                  &(struct extsta_random){air_random_fill, &bed->random});
    bed->loop = host_loop_new_virtual(EXTSTA_SECOND, 1800000000 * EXTSTA_SECOND);
    bed->air = air_new(bed->ctx, &(struct air_config){.seed = 1, .start = EXTSTA_SECOND});
    bed->service = service_new(bed->loop, bed->ctx);
    assert_true(bed->ctx && bed->loop && bed->air && bed->service);
}

void bed_close(struct bed *bed)
{
    service_free(bed->service);
    host_loop_free(bed->loop);
    air_free(bed->air);
    assert_int_equal(extsta_context_free(bed->ctx), 0);
}

struct apsim *bed_ap(struct bed *bed, const char *ssid, const char *passphrase, uint8_t number,
                     uint16_t freq, int8_t power)
{
    struct apsim_config config = {.bssid = {{2, 0x0a, 0, 0, 0, number}},
                                  .ssid_len = (uint8_t)strlen(ssid),
                                  .freq = freq,
                                  .tx_power = power};
    memcpy(config.ssid, ssid, strlen(ssid));
    if (passphrase) {
        config.security = APSIM_WPA2_PSK;
        strcpy(config.passphrase, passphrase);
    }
    struct apsim *ap = apsim_new(bed->air, &config);
    assert_non_null(ap);
    return ap;
}

struct service_station *bed_station(struct bed *bed, const char *name, uint8_t number,
                                    uint32_t outputs, bool automatic)
{
    char why[200];
    struct service_station_options options = {.name = name,
                                              .address = {{2, 0, 0, 0, 0, number}},
                                              .caps = &extsta_radio_caps_2ghz,
                                              .tap = -1,
                                              .outputs = outputs,
                                              .automatic = automatic};
    options.radio = bed_radio(bed, options.address);
    struct service_station *s = service_station_add(bed->service, &options, why, sizeof why);
    if (!s) {
        fail_msg("%s", why);
    }
    return s;
}

uint32_t bed_network(struct service_station *s, const char *ssid, const char *passphrase,
                     int32_t priority)
{
    struct service_network_options o = {.priority = priority, .automatic = true};
    assert_int_equal(
        extsta_profile_make(
            &o.profile, (struct extsta_span){(const uint8_t *)ssid, strlen(ssid)}, passphrase),
        EXTSTA_OK);
    enum extsta_error error;
    uint32_t id = service_network_add(s, &o, &error);
    assert_int_equal(error, EXTSTA_OK);
    return id;
}

bool bed_until(struct bed *bed, unsigned seconds, bool (*there)(void *user), void *user)
{
    extsta_time limit = host_loop_now(bed->loop) + seconds * EXTSTA_SECOND;
    return host_loop_run_until(bed->loop, limit, there, user);
}

struct awaited {
    struct service_station *s;
    enum service_state state;
};

static bool is_there(void *user)
{
    const struct awaited *a = user;
    return service_station_state(a->s) == a->state;
}

bool bed_until_state(struct bed *bed, struct service_station *s, enum service_state state,
                     unsigned seconds)
{
    struct awaited a = {s, state};
    return bed_until(bed, seconds, is_there, &a);
}

void bed_run(struct bed *bed, unsigned seconds)
{
    bed_until(bed, seconds, NULL, NULL);
}
