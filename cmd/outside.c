/* See outside.h. What the machine may refuse is opened first; the rest is made with the
 * script's world (script_outside), because it stands on that. */
#include "outside.h"
#include "label.h"
#include "live.h"
#include "tap.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- radios for those who come --- */

static struct extsta_radio *make_radio(void *user, const struct radio_wish *wish)
{
    struct outside *o = user;
    struct air_position at = {wish->place[0], wish->place[1], wish->place[2]};
    at = wish->has_place ? at : wish->kernel ? medium_place_kernel : medium_place_station;
    for (size_t i = 0; i < o->place_count; i++) {
        if (memcmp(o->places[i].address.b, wish->address.b, 6) == 0) {
            at = o->places[i].at;
        }
    }
    const struct medium_radio_options options = {.address = wish->address,
                                                 .at = &at,
                                                 .power = wish->power,
                                                 .flags = wish->access_point ? AIR_NODE_AP : 0,
                                                 .ready = wish->ready,
                                                 .user = wish->peer};
    return medium_radio(o->medium, &options);
}

/* --- what is told --- */

static void on_peer(void *user, extsta_time now, struct extsta_mac address, const char *at,
                    const char *why)
{
    const struct outside *o = user;
    static const struct label_names none;
    char mac[40];
    if (o->told) {
        fprintf(o->told, "udp: radio %s at %s %s%s\n", label_mac(&none, address, mac), at,
                why ? "has gone: " : "has come", why ? why : "");
        fflush(o->told);
    }
}

static void on_address(void *user, extsta_time now, struct extsta_mac address, bool gone)
{
    const struct outside *o = user;
    static const struct label_names none;
    char mac[40];
    if (o->told) {
        fprintf(o->told, "hwsim: %s %s\n", label_mac(&none, address, mac),
                gone ? "has gone" : "is heard");
        fflush(o->told);
    }
}

/* --- the loop --- */

static void on_udp(void *user, extsta_time now)
{
    udp_server_work(((struct outside *)user)->udp, now);
}

static void join_work(struct outside *o, extsta_time now);
static void on_join_alarm(void *user, extsta_time now)
{
    ((struct outside *)user)->join_alarm = NULL;
    join_work(user, now);
}

static void join_work(struct outside *o, extsta_time now)
{
    hwsim_join_work(o->join, now);
    if (hwsim_join_gone(o->join) && !o->gone) {
        o->gone = true;
        fprintf(stderr,
                "extsta: the kernel's radios have gone: was mac80211_hwsim unloaded?\n");
        host_watch_remove(o->join_watch);
        o->join_watch = NULL;
    }
    extsta_time due = hwsim_join_deadline(o->join);
    if (o->join_alarm && due < o->join_due) { /* the kernel waits for a status */
        host_alarm_remove(o->join_alarm);
        o->join_alarm = NULL;
    }
    if (due != EXTSTA_NEVER && !o->join_alarm && !o->gone) {
        o->join_due = due;
        o->join_alarm = host_alarm_add(o->loop, due, on_join_alarm, o);
    }
}

static void on_join(void *user, extsta_time now)
{
    join_work(user, now);
}

/* Beacons are offered to the kernel's radios that are on other channels. */
static int signal_at(void *user, struct extsta_radio *radio)
{
    const struct air_node *from = ((const struct air_sniffed *)user)->from;
    double dbm = from ? air_signal(from, medium_radio_node(radio)) : -200;
    return dbm < -127 ? -127 : (int)dbm;
}

static void on_frame(void *user, const struct air_sniffed *sniffed)
{
    struct outside *o = user;
    if (o->join && sniffed->bytes.len > 0 && sniffed->bytes.data[0] == 0x80) {
        const struct extsta_rx_frame frame = {sniffed->bytes, sniffed->meta};
        struct air_sniffed copy = *sniffed;
        hwsim_join_overheard(o->join, host_loop_now(o->loop), &frame, signal_at, &copy);
    }
}

/* --- with the script's world --- */

static bool open_udp(struct outside *o, char *why, size_t size)
{
    const struct udp_server_options udp = {.host = o->udp_host,
                                           .port = o->udp_port,
                                           .radios = {make_radio, o},
                                           .peer = on_peer,
                                           .user = o};
    o->udp = udp_server_open(&udp, why, size);
    return o->udp != NULL;
}

static bool open_join(struct outside *o)
{
    const struct hwsim_join_options join = {
        .radios = {make_radio, o}, .address = on_address, .user = o};
    o->join = hwsim_join_new(o->hwsim, &join);
    o->join_watch =
        o->join ? host_watch_add(o->loop, hwsim_join_fd(o->join), on_join, o) : NULL;
    return o->join_watch != NULL;
}

static bool on_open(void *user, struct world *world, char *why, size_t size)
{
    struct outside *o = user;
    const struct medium_options options = {.world = world, .wire = o->tap};
    snprintf(why, size, "no memory");
    o->loop = host_loop_new();
    o->medium = o->loop ? medium_new(o->loop, &options) : NULL;
    if (!o->medium || (o->hwsim && !open_join(o))) {
        return false;
    }
    o->listener = (struct world_listener){.frame = on_frame, .user = o};
    world_listen(world, &o->listener);
    if (o->udp) {
        o->udp_watch = host_watch_add(o->loop, udp_server_fd(o->udp), on_udp, o);
    }
    return !o->udp || o->udp_watch;
}

/* Radios before the medium, and the socket, whose radios they are, before them. */
static void on_close(void *user)
{
    struct outside *o = user;
    if (o->udp) {
        o->counts = udp_server_counts(o->udp);
    }
    if (o->udp_watch) {
        host_watch_remove(o->udp_watch);
    }
    if (o->join_watch) {
        host_watch_remove(o->join_watch);
    }
    if (o->join_alarm) {
        host_alarm_remove(o->join_alarm);
    }
    o->udp_watch = o->join_watch = NULL;
    o->join_alarm = NULL;
    udp_server_close(o->udp);
    o->udp = NULL;
    hwsim_join_free(o->join);
    o->join = NULL;
    medium_free(o->medium);
    o->medium = NULL;
    host_loop_free(o->loop);
    o->loop = NULL;
}

/* --- before --- */

int outside_open(struct outside *o)
{
    char why[300];
    const char *refused = NULL;
    o->tap = -1;
    o->script = (struct script_outside){on_open, on_close, o};
    if (o->wire && (o->tap = tap_open(o->wire, live_address(), why, sizeof why)) < 0) {
        return command_fail(o->command, EXIT_SYSTEM, "%s", why);
    }
    if (o->use_udp && !open_udp(o, why, sizeof why)) {
        return command_fail(o->command, EXIT_SYSTEM, "%s", why);
    }
    if (o->use_hwsim && !(o->hwsim = hwsim_open(&refused))) {
        return command_fail(o->command, EXIT_SYSTEM, "%s", refused);
    }
    return EXIT_OK;
}

/* What the script's end has closed already is NULL. */
void outside_close(struct outside *o)
{
    udp_server_close(o->udp);
    hwsim_close(o->hwsim);
    if (o->tap >= 0) {
        close(o->tap);
    }
}
