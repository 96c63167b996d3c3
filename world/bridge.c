/* Stations out there on the air of a world (bridge.h). A listener of the world sends out what its
 * access points transmit; the world's pace waits for the clock or the radios, and then puts on the
 * air what they have heard. */
#include "bridge.h"
#include "providers.h"
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define VISITORS_MAX  2007u /* addresses can be invented: as many as an access point serves */
#define VISITOR_METRES 5    /* from the access point it was heard by */
#define WAIT_MAX      100   /* milliseconds: signals and scripts want to be looked at */
#define TRANSMITTER   10u   /* in the MAC header */
#define HEADER_LEAST  16u   /* with a transmitter's address */
#define QOS_DATA      0x88u /* type and subtype */

/* An access point of the world, and its way out. */
struct way_out {
    struct way_out *next;
    struct world_ap *ap;
    struct extsta_mac bssid;
    struct extsta_radio *radio;
    uint16_t freq; /* the radio is tuned to */
};

/* A station out there. */
struct visitor {
    struct visitor *next;
    struct directory_entry by_address;
    struct extsta_mac address;
    struct air_node *node;
};

struct bridge {
    struct world *world;
    struct bridge_options options;
    struct world_listener listener;
    struct world_pace pace;
    struct way_out *ways;
    struct visitor *visitors;
    struct directory by_address;
    uint64_t last_serial; /* of what came in: a group frame comes in by every radio */
    extsta_time offset;   /* of the machine's clock from the world's */
    struct bridge_counts counts;
};

static extsta_time machine_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (extsta_time)t.tv_sec * 1000000u + (extsta_time)t.tv_nsec / 1000u;
}

static bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

static struct extsta_mac address_at(struct extsta_span frame, size_t offset)
{
    struct extsta_mac mac;
    memcpy(mac.b, frame.data + offset, sizeof mac.b);
    return mac;
}

static struct visitor *visitor_find(const struct bridge *b, struct extsta_mac address)
{
    struct directory_entry *e = directory_find(&b->by_address, address.b, sizeof address.b);
    return e ? (struct visitor *)(void *)((uint8_t *)e - offsetof(struct visitor, by_address))
             : NULL;
}

/* --- out --- */

/* Follows an access point that has changed its channel. */
static void tune(struct bridge *b, struct way_out *w, extsta_time now)
{
    uint16_t freq = air_node_freq(apsim_node(w->ap->ap));
    if (freq != w->freq) {
        w->freq = freq;
        b->counts.refused += w->radio->ops->tune(w->radio, now, freq) != EXTSTA_OK;
    }
}

/* A transmission on the world's air ends. A repetition is for those who stand there: out there it
 * was heard at once. */
static void on_frame(void *user, const struct air_sniffed *sniffed)
{
    struct bridge *b = user;
    struct extsta_span bytes = sniffed->bytes;
    if (sniffed->attempt != 1 || bytes.len < HEADER_LEAST || b->counts.gone) {
        return;
    }
    struct extsta_mac from = address_at(bytes, TRANSMITTER), to = address_at(bytes, 4);
    struct way_out *w = b->ways;
    while (w && !same(w->bssid, from)) {
        w = w->next;
    }
    if (!w || (!(to.b[0] & 1) && !visitor_find(b, to))) {
        return;
    }
    struct extsta_tx_meta meta = {
        .freq = w->freq,
        .rate = sniffed->meta.rate,
        .flags = (uint16_t)(to.b[0] & 1 ? EXTSTA_TX_NO_ACK : 0),
    };
    bool sent = w->radio->ops->send(w->radio, sniffed->time, bytes, &meta) == EXTSTA_OK;
    b->counts.out += sent;
    b->counts.refused += !sent;
}

static void on_ap(void *user, extsta_time now, struct world_ap *ap, struct extsta_mac bssid)
{
    struct bridge *b = user;
    struct way_out *w = host_calloc(1, sizeof *w);
    if (!w) {
        return;
    }
    *w = (struct way_out){.next = b->ways, .ap = ap, .bssid = bssid};
    w->radio = b->options.radio(b->options.user, bssid);
    if (!w->radio) {
        free(w);
        return;
    }
    b->ways = w;
}

/* --- in --- */

/* Of a node on the air nothing is asked but its transmissions and acknowledgements. */
static const struct air_node_ops visitor_ops = {.name = "visitor"};

/* Near the access point that heard it first, so that it is heard as well there. */
static struct visitor *visitor_new(struct bridge *b, struct extsta_mac address,
                                   const struct way_out *w)
{
    struct visitor *v =
        b->counts.visitors < VISITORS_MAX ? host_calloc(1, sizeof *v) : NULL;
    if (!v) {
        return NULL;
    }
    struct air_position at = air_node_position(apsim_node(w->ap->ap));
    at.x += VISITOR_METRES;
    v->address = address;
    v->node = air_node_new(world_air(b->world), &(struct air_node_config){.ops = &visitor_ops,
                                                                          .user = v,
                                                                          .address = address,
                                                                          .position = at,
                                                                          .freq = w->freq});
    if (!v->node) {
        free(v);
        return NULL;
    }
    v->next = b->visitors;
    b->visitors = v;
    directory_enter(&b->by_address, &v->by_address, v->address.b, sizeof v->address.b);
    b->counts.visitors++;
    return v;
}

/* What is QoS contends as such, so that the order within a TID stays. */
static uint8_t access_of(struct extsta_span bytes)
{
    return (bytes.data[0] & 0xfcu) == QOS_DATA ? EXTSTA_ACCESS_BEST_EFFORT : EXTSTA_ACCESS_DCF;
}

static void take_in(struct bridge *b, const struct way_out *w,
                    const struct extsta_rx_frame *frame)
{
    struct extsta_span bytes = frame->bytes;
    if (bytes.len < HEADER_LEAST || frame->meta.serial == b->last_serial) {
        return;
    }
    b->last_serial = frame->meta.serial;
    struct extsta_mac from = address_at(bytes, TRANSMITTER);
    struct visitor *v = visitor_find(b, from);
    v = v ? v : visitor_new(b, from, w);
    if (!v) {
        b->counts.crowded++;
        return;
    }
    if (air_node_freq(v->node) != frame->meta.freq) {
        air_node_tune(v->node, frame->meta.freq);
    }
    bool group = (bytes.data[4] & 1) != 0;
    struct extsta_tx_meta meta = {
        .freq = frame->meta.freq,
        .rate = frame->meta.rate,
        .flags = (uint16_t)(group ? EXTSTA_TX_NO_ACK : 0),
        .access = access_of(bytes),
    };
    bool sent = air_send(v->node, bytes, &meta) == EXTSTA_OK;
    b->counts.in += sent;
    b->counts.refused += !sent;
}

static void on_arrived(void *user, extsta_time now)
{
    struct bridge *b = user;
    struct extsta_radio_event event;
    for (struct way_out *w = b->ways; w && !b->counts.gone; w = w->next) {
        tune(b, w, now);
        while (w->radio->ops->poll(w->radio, now, &event)) {
            if (event.type == EXTSTA_RADIO_GONE) {
                b->counts.gone = true;
                break;
            }
            if (event.type == EXTSTA_RADIO_FRAME) {
                take_in(b, w, &event.frame);
            }
        }
    }
}

/* --- the pace --- */

static extsta_time world_clock(const struct bridge *b)
{
    return machine_clock() - b->offset;
}

/* Until the world's time may become `until`, a radio has something, or a tenth of a second has
 * passed. A machine that was too slow catches up. */
static extsta_time on_wait(void *user, extsta_time until)
{
    struct bridge *b = user;
    extsta_time now = world_clock(b), due = until;
    for (const struct way_out *w = b->ways; w; w = w->next) {
        extsta_time d = w->radio->ops->deadline(w->radio);
        due = d < due ? d : due;
    }
    if (due > now) {
        struct pollfd p = {.fd = b->ways && !b->counts.gone
                                     ? b->ways->radio->ops->fd(b->ways->radio)
                                     : -1,
                           .events = POLLIN};
        extsta_time left = due - now < WAIT_MAX * 1000u ? due - now : WAIT_MAX * 1000u;
        struct timespec t = {.tv_nsec = (long)left * 1000};
        (void)!ppoll(&p, 1, &t, NULL); /* a signal ends it, too */
    }
    now = world_clock(b);
    return now < until ? now : until;
}

struct bridge *bridge_new(struct world *world, const struct bridge_options *options)
{
    struct bridge *b = host_calloc(1, sizeof *b);
    if (!b) {
        return NULL;
    }
    b->world = world;
    b->options = *options;
    b->offset = machine_clock() - air_now(world_air(world));
    b->listener = (struct world_listener){.ap = on_ap, .frame = on_frame, .user = b};
    b->pace = (struct world_pace){.wait = on_wait, .arrived = on_arrived, .user = b};
    world_listen(world, &b->listener);
    world_set_pace(world, &b->pace);
    return b;
}

void bridge_free(struct bridge *b)
{
    if (!b) {
        return;
    }
    world_set_pace(b->world, NULL);
    while (b->ways) {
        struct way_out *w = b->ways;
        b->ways = w->next;
        w->radio->ops->close(w->radio);
        free(w);
    }
    while (b->visitors) {
        struct visitor *v = b->visitors;
        b->visitors = v->next;
        air_node_free(v->node);
        free(v);
    }
    directory_free(&b->by_address);
    free(b);
}

struct bridge_counts bridge_counts(const struct bridge *b)
{
    return b->counts;
}
