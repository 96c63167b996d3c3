/* See guests.h. Each guest gets a radio of the medium; two descriptors, of the UDP socket and of the
 * kernel's messages, are watched. */
#include "guests.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEACON 0x80u

struct guests {
    struct guests_options options;
    char host[256];
    struct host_loop *loop; /* NULL: they have not begun, or have ended */
    struct medium *medium;
    struct udp_server *udp;
    struct udp_server_counts udp_counts; /* once it has been closed */
    struct hwsim *hwsim;
    struct hwsim_join *join;
    struct host_watch *udp_watch, *join_watch;
    struct host_alarm *join_alarm;
    extsta_time join_due; /* when it rings */
    struct world_listener listener;
    bool listens, unloaded;
};

/* --- radios for those who come --- */

static struct extsta_radio *make_radio(void *user, const struct radio_wish *wish)
{
    const struct guests *g = user;
    struct air_position at = {wish->place[0], wish->place[1], wish->place[2]};
    at = wish->has_place ? at : wish->kernel ? medium_place_kernel : medium_place_station;
    if (g->options.place) {
        (void)g->options.place(g->options.user, wish->address, &at);
    }
    const struct medium_radio_options options = {.address = wish->address,
                                                 .at = &at,
                                                 .power = wish->power,
                                                 .flags = wish->access_point ? AIR_NODE_AP : 0,
                                                 .ready = wish->ready,
                                                 .user = wish->peer};
    return medium_radio(g->medium, &options);
}

static void on_peer(void *user, extsta_time now, struct extsta_mac address, const char *at,
                    const char *why)
{
    const struct guests *g = user;
    if (g->options.peer) {
        g->options.peer(g->options.user, now, address, at, why);
    }
}

static void on_udp(void *user, extsta_time now)
{
    const struct guests *g = user;
    udp_server_work(g->udp, now);
}

/* --- the kernel's radios --- */

static void on_address(void *user, extsta_time now, struct extsta_mac address, bool gone)
{
    const struct guests *g = user;
    if (g->options.address) {
        g->options.address(g->options.user, now, address, gone);
    }
}

static void end_watch(struct host_watch **watch)
{
    if (*watch) {
        host_watch_remove(*watch);
        *watch = NULL;
    }
}

static void end_alarm(struct guests *g)
{
    if (g->join_alarm) {
        host_alarm_remove(g->join_alarm);
        g->join_alarm = NULL;
    }
}

static void join_work(struct guests *g, extsta_time now);
static void on_join_alarm(void *user, extsta_time now)
{
    struct guests *g = user;
    g->join_alarm = NULL;
    join_work(g, now);
}

/* Unloaded, the module takes its radios along; the air and all else on it stays. The alarm is moved
 * where something is due sooner: the kernel waits for the status of a frame. */
static void join_work(struct guests *g, extsta_time now)
{
    hwsim_join_work(g->join, now);
    if (hwsim_join_gone(g->join)) {
        end_watch(&g->join_watch);
        if (!g->unloaded && g->options.unloaded) {
            g->options.unloaded(g->options.user);
        }
        g->unloaded = true;
        return;
    }
    extsta_time due = hwsim_join_deadline(g->join);
    if (g->join_alarm && due < g->join_due) {
        end_alarm(g);
    }
    if (due != EXTSTA_NEVER && !g->join_alarm) {
        g->join_due = due;
        g->join_alarm = host_alarm_add(g->loop, due, on_join_alarm, g);
    }
}

static void on_join(void *user, extsta_time now)
{
    join_work(user, now);
}

static int signal_at(void *user, struct extsta_radio *radio)
{
    const struct air_node *from = ((const struct air_sniffed *)user)->from;
    double dbm = from ? air_signal(from, medium_radio_node(radio)) : -200;
    return dbm < -127 ? -127 : (int)dbm;
}

/* Beacons are offered to the kernel's radios that are on other channels. */
static void on_frame(void *user, const struct air_sniffed *sniffed)
{
    const struct guests *g = user;
    if (sniffed->bytes.len > 0 && sniffed->bytes.data[0] == BEACON) {
        const struct extsta_rx_frame frame = {sniffed->bytes, sniffed->meta};
        struct air_sniffed copy = *sniffed;
        hwsim_join_overheard(g->join, host_loop_now(g->loop), &frame, signal_at, &copy);
    }
}

static bool begin_join(struct guests *g)
{
    const struct hwsim_join_options options = {
        .radios = {make_radio, g}, .address = on_address, .user = g};
    g->join = hwsim_join_new(g->hwsim, &options);
    g->join_watch =
        g->join ? host_watch_add(g->loop, hwsim_join_fd(g->join), on_join, g) : NULL;
    if (!g->join_watch) {
        return false;
    }
    g->listener = (struct world_listener){.frame = on_frame, .user = g};
    world_listen(medium_world(g->medium), &g->listener);
    g->listens = true;
    return true;
}

/* --- the whole --- */

static bool open_parts(struct guests *g, char *why, size_t size)
{
    const char *refused = "no memory";
    if (g->options.udp) {
        const struct udp_server_options udp = {.host = g->options.udp_host,
                                               .port = g->options.udp_port,
                                               .radios = {make_radio, g},
                                               .peer = on_peer,
                                               .user = g};
        if (!(g->udp = udp_server_open(&udp, why, size))) {
            return false;
        }
    }
    if (g->options.hwsim && !(g->hwsim = hwsim_open(&refused))) {
        snprintf(why, size, "%s", refused);
        return false;
    }
    return true;
}

struct guests *guests_open(const struct guests_options *options, char *why, size_t size)
{
    struct guests *g = host_calloc(1, sizeof *g);
    snprintf(why, size, "no memory");
    if (!g) {
        return NULL;
    }
    g->options = *options;
    if (options->udp_host) {
        snprintf(g->host, sizeof g->host, "%s", options->udp_host);
        g->options.udp_host = g->host;
    }
    if (!open_parts(g, why, size)) {
        guests_close(g);
        return NULL;
    }
    return g;
}

bool guests_begin(struct guests *g, struct host_loop *loop, struct medium *medium)
{
    g->loop = loop;
    g->medium = medium;
    if (g->hwsim && !begin_join(g)) {
        return false;
    }
    g->udp_watch = g->udp ? host_watch_add(loop, udp_server_fd(g->udp), on_udp, g) : NULL;
    return !g->udp || g->udp_watch;
}

/* Radios go with what they are of. */
void guests_end(struct guests *g)
{
    if (!g) {
        return;
    }
    if (g->udp) {
        g->udp_counts = udp_server_counts(g->udp);
    }
    end_watch(&g->udp_watch);
    end_watch(&g->join_watch);
    end_alarm(g);
    if (g->listens) {
        world_unlisten(medium_world(g->medium), &g->listener);
        g->listens = false;
    }
    udp_server_close(g->udp);
    g->udp = NULL;
    hwsim_join_free(g->join);
    g->join = NULL;
    g->loop = NULL;
    g->medium = NULL;
}

uint16_t guests_udp_port(const struct guests *g)
{
    return g->udp ? udp_server_port(g->udp) : 0;
}

struct udp_server_counts guests_udp_counts(const struct guests *g)
{
    return g->udp ? udp_server_counts(g->udp) : g->udp_counts;
}

void guests_close(struct guests *g)
{
    if (g) {
        guests_end(g);
        hwsim_close(g->hwsim);
        free(g);
    }
}
