/* The virtual air of a daemon (air.h). */
#include "air.h"
#include "hwsim_join.h"
#include "medium.h"
#include "providers.h"
#include "radio_choice.h"
#include "tap.h"
#include "udp_server.h"
#include <extsta/apsim.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct daemon_air {
    struct host_loop *loop;
    struct medium *medium;
    int wire; /* the TAP interface that is its wired side; -1: none */
    struct udp_server *udp;
    struct hwsim *hwsim;
    struct hwsim_join *join;
    struct host_watch *udp_watch, *join_watch;
    struct host_alarm *join_alarm;
    struct world_listener listener;
    void (*gone)(void *user, const char *what);
    void *user;
};

/* --- who comes from outside --- */

static struct extsta_radio *make_radio(void *user, const struct radio_wish *wish)
{
    const struct daemon_air *a = user;
    struct air_position at = {wish->place[0], wish->place[1], wish->place[2]};
    at = wish->has_place ? at : wish->kernel ? medium_place_kernel : medium_place_station;
    const struct medium_radio_options options = {.address = wish->address,
                                                 .at = &at,
                                                 .power = wish->power,
                                                 .flags = wish->access_point ? AIR_NODE_AP : 0,
                                                 .ready = wish->ready,
                                                 .user = wish->peer};
    return medium_radio(a->medium, &options);
}

static void on_udp(void *user, extsta_time now)
{
    const struct daemon_air *a = user;
    udp_server_work(a->udp, now);
}

static bool open_udp(struct daemon_air *a, const char *where, char *why, size_t size)
{
    struct radio_choice choice;
    char word[320];
    snprintf(word, sizeof word, "udp:%s", where);
    if (!radio_choice_read(word, &choice, why, size)) {
        return false;
    }
    const struct udp_server_options options = {
        .host = choice.host, .port = choice.port, .radios = {make_radio, a}};
    a->udp = udp_server_open(&options, why, size);
    a->udp_watch = a->udp ? host_watch_add(a->loop, udp_server_fd(a->udp), on_udp, a) : NULL;
    return a->udp_watch != NULL;
}

static void join_work(struct daemon_air *a, extsta_time now);
static void on_join_alarm(void *user, extsta_time now)
{
    struct daemon_air *a = user;
    a->join_alarm = NULL;
    join_work(a, now);
}

/* Unloaded, the module takes its radios along; the air and all else on it stays. */
static void join_work(struct daemon_air *a, extsta_time now)
{
    hwsim_join_work(a->join, now);
    if (hwsim_join_gone(a->join)) {
        if (a->join_watch) {
            host_watch_remove(a->join_watch);
            a->join_watch = NULL;
            a->gone(a->user, "the kernel's simulated radios have gone from the air: was "
                             "mac80211_hwsim unloaded? A restart takes them in again");
        }
        return;
    }
    extsta_time due = hwsim_join_deadline(a->join);
    if (due != EXTSTA_NEVER && !a->join_alarm) {
        a->join_alarm = host_alarm_add(a->loop, due, on_join_alarm, a);
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
    struct daemon_air *a = user;
    if (sniffed->bytes.len > 0 && sniffed->bytes.data[0] == 0x80) {
        const struct extsta_rx_frame frame = {sniffed->bytes, sniffed->meta};
        struct air_sniffed copy = *sniffed;
        hwsim_join_overheard(a->join, host_loop_now(a->loop), &frame, signal_at, &copy);
    }
}

static bool open_hwsim(struct daemon_air *a, char *why, size_t size)
{
    const struct hwsim_join_options options = {.radios = {make_radio, a}};
    const char *reason = "no memory";
    a->hwsim = hwsim_open(&reason);
    snprintf(why, size, "%s", reason);
    a->join = a->hwsim ? hwsim_join_new(a->hwsim, &options) : NULL;
    a->join_watch =
        a->join ? host_watch_add(a->loop, hwsim_join_fd(a->join), on_join, a) : NULL;
    if (!a->join_watch) {
        return false;
    }
    a->listener = (struct world_listener){.frame = on_frame, .user = a};
    world_listen(medium_world(a->medium), &a->listener);
    return true;
}

/* --- its access points --- */

/* Addresses of access points that have none of their own: 02:00:00:a9:00:01, ... */
static struct extsta_mac address_of_ap(const struct config_ap *ap, size_t i)
{
    return ap->has_bssid ? ap->bssid
                         : (struct extsta_mac){
                               {2, 0, 0, 0xa9, (uint8_t)((i + 1) >> 8), (uint8_t)(i + 1)}};
}

static enum apsim_security security_of(const char *name)
{
    return strcmp(name, "owe") == 0         ? APSIM_OWE
           : strcmp(name, "wpa2") == 0      ? APSIM_WPA2_PSK
           : strcmp(name, "wpa3") == 0      ? APSIM_SAE
           : strcmp(name, "wpa2 wpa3") == 0 ? APSIM_WPA2_SAE
                                            : APSIM_OPEN;
}

static bool add_ap(struct daemon_air *a, const struct config_ap *ap, size_t i)
{
    struct apsim_config config = {.bssid = address_of_ap(ap, i),
                                  .freq = ap->freq,
                                  .hidden = ap->hidden,
                                  .security = security_of(ap->security->name),
                                  .position = ap->has_place ? ap->place : medium_place_ap,
                                  .wmm = true,
                                  .phy = APSIM_HE};
    char name[32];
    config.ssid_len = (uint8_t)strlen(ap->ssid);
    memcpy(config.ssid, ap->ssid, config.ssid_len);
    if (ap->passphrase) {
        snprintf(config.passphrase, sizeof config.passphrase, "%s", ap->passphrase);
    }
    if (config.security == APSIM_SAE || config.security == APSIM_OWE) {
        config.pmf = APSIM_PMF_REQUIRED;
    } else if (config.security != APSIM_OPEN) {
        config.pmf = APSIM_PMF_CAPABLE;
    }
    snprintf(name, sizeof name, "ap%zu", i + 1);
    bool ok = medium_ap(a->medium, ap->name ? ap->name : name, &config) != NULL;
    explicit_bzero(&config, sizeof config);
    return ok;
}

/* --- the whole --- */

static int open_wire(const char *name, char *why, size_t size)
{
    struct extsta_mac address; /* of the host behind it */
    host_entropy.fill(NULL, 0, address.b, sizeof address.b);
    address.b[0] = (uint8_t)((address.b[0] & 0xfc) | 2);
    return tap_make(name, address, 1500, why, size);
}

static bool open_parts(struct daemon_air *a, const struct config_air *c, char *why, size_t size)
{
    struct medium_options options = {.wire = -1};
    if (c->wire && (a->wire = open_wire(c->wire, why, size)) < 0) {
        return false;
    }
    options.wire = a->wire;
    memcpy(options.host_ip, c->host_ip, sizeof options.host_ip);
    a->medium = medium_new(a->loop, &options);
    snprintf(why, size, "the virtual air: no memory, or no descriptors");
    bool ok = a->medium != NULL;
    for (size_t i = 0; ok && i < c->ap_count; i++) {
        ok = add_ap(a, &c->aps[i], i);
        if (!ok) {
            snprintf(why, size, "access point '%s': no memory, or it contradicts itself",
                     c->aps[i].ssid);
        }
    }
    if (ok && a->wire >= 0) {
        tap_carrier(a->wire, true);
    }
    return ok && (!c->udp || open_udp(a, c->udp, why, size)) &&
           (!c->hwsim || open_hwsim(a, why, size));
}

struct daemon_air *daemon_air_open(struct host_loop *loop, const struct config_air *config,
                                   void (*gone)(void *user, const char *what), void *user,
                                   char *why, size_t size)
{
    struct daemon_air *a = host_calloc(1, sizeof *a);
    snprintf(why, size, "no memory");
    if (!a) {
        return NULL;
    }
    *a = (struct daemon_air){.loop = loop, .wire = -1, .gone = gone, .user = user};
    if (!open_parts(a, config, why, size)) {
        daemon_air_close(a);
        return NULL;
    }
    return a;
}

struct medium *daemon_air_medium(const struct daemon_air *a)
{
    return a->medium;
}

static void end_watch(struct host_watch **watch)
{
    if (*watch) {
        host_watch_remove(*watch);
        *watch = NULL;
    }
}

/* Radios before the medium, and the sockets whose radios they are before them. */
void daemon_air_close(struct daemon_air *a)
{
    if (!a) {
        return;
    }
    end_watch(&a->udp_watch);
    end_watch(&a->join_watch);
    if (a->join_alarm) {
        host_alarm_remove(a->join_alarm);
    }
    udp_server_close(a->udp);
    hwsim_join_free(a->join);
    hwsim_close(a->hwsim);
    medium_free(a->medium);
    if (a->wire >= 0) {
        close(a->wire);
    }
    free(a);
}
