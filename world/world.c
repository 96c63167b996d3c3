/* The world of a scenario: its members, its clock, who listens (world.h). It owns context, air,
 * distribution system and members, and is what stands between the stations' outputs and whoever
 * listens. */
#include "world.h"
#include "driver_loader.h"
#include "packet.h"
#include "providers.h"
#include "traffic.h"
#include "world_ihv.h"
#include <extsta/windot11.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_REQUEST 0x70000000u /* id of the OID requests of the world itself */

struct world {
    struct extsta_context *ctx;
    struct air_random random;
    struct air *air;
    struct air_sniffer *sniffer;
    struct apsim_ds *ds;
    struct world_station *stations;
    struct world_ap *aps;
    struct directory station_names, station_addresses, ap_names, ap_addresses;
    unsigned station_count;
    struct traffic traffic;
    uint32_t outputs; /* what some listener wants */
    struct world_listener *listeners, **last;
    const struct world_pace *pace; /* NULL: as fast as can be */
};

/* Tells all listeners that have this function. */
#define TELL(world, function, ...)                                                             \
    for (struct world_listener *l_ = (world)->listeners; l_; l_ = l_->next) {                  \
        if (l_->function) {                                                                    \
            l_->function(l_->user, __VA_ARGS__);                                               \
        }                                                                                      \
    }

static bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, 6) == 0;
}

/* The member that an entry of a directory is part of, or NULL. */
#define MEMBER(entry, type, field)                                                             \
    ((entry) ? (type *)(void *)((uint8_t *)(entry)-offsetof(type, field)) : NULL)

struct world_station *world_station_at(const struct world *w, struct extsta_mac mac)
{
    struct directory_entry *e = directory_find(&w->station_addresses, mac.b, sizeof mac.b);
    return MEMBER(e, struct world_station, by_address);
}

struct world_station *world_station_same(const struct world_station *s)
{
    struct directory_entry *e = directory_older(&s->by_address);
    return MEMBER(e, struct world_station, by_address);
}

/* Asked for each address of each line that is told: a station's before an access point's. */
const char *world_name(const struct world *w, struct extsta_mac mac)
{
    const struct world_station *s = world_station_at(w, mac);
    if (s) {
        return s->name;
    }
    struct directory_entry *e = directory_find(&w->ap_addresses, mac.b, sizeof mac.b);
    const struct world_ap *a = MEMBER(e, struct world_ap, by_address);
    return a ? a->name : NULL;
}

struct air *world_air(struct world *w)
{
    return w->air;
}

struct extsta_context *world_context(struct world *w)
{
    return w->ctx;
}

const struct extsta_mac world_wired_host = {{2, 0, 0, 0, 0, 0xfe}};

void world_wire_send(struct world *w, struct extsta_span frame)
{
    if (w->ds) {
        apsim_ds_send(w->ds, frame);
    }
}

struct traffic *world_traffic(struct world *w)
{
    return &w->traffic;
}

uint64_t world_seed(const struct world *w)
{
    return w->random.seed;
}

struct world_station *world_stations(const struct world *w)
{
    return w->stations;
}

void world_listen(struct world *w, struct world_listener *listener)
{
    listener->next = NULL;
    *w->last = listener;
    w->last = &listener->next;
    w->outputs |= listener->outputs;
}

void world_unlisten(struct world *w, struct world_listener *listener)
{
    struct world_listener **p = &w->listeners;
    while (*p && *p != listener) {
        p = &(*p)->next;
    }
    if (*p) {
        *p = listener->next;
        w->last = *p ? w->last : p;
    }
}

struct world_station *world_station_find(struct world *w, const char *name)
{
    struct directory_entry *e = directory_find(&w->station_names, name, strlen(name));
    return MEMBER(e, struct world_station, by_name);
}

struct world_ap *world_ap_find(struct world *w, const char *name)
{
    struct directory_entry *e = directory_find(&w->ap_names, name, strlen(name));
    return MEMBER(e, struct world_ap, by_name);
}

/* --- a host that is detached --- */

/* A detached host holds what it is handed until the script returns it: how long that is, is
 * what such a scenario tries. */
static void hold(struct world_station *s, uint32_t packet)
{
    if (s->held_count == s->held_capacity) {
        size_t capacity = s->held_capacity ? s->held_capacity * 2 : 16;
        uint32_t *more = host_realloc(s->held, capacity * sizeof *more);
        if (!more) {
            return; /* never returned: a reset will show it */
        }
        s->held = more;
        s->held_capacity = capacity;
    }
    s->held[s->held_count++] = packet;
}

size_t world_return_packets(struct world_station *s)
{
    size_t n = s->held_count;
    s->held_count = 0;
    for (size_t i = 0; i < n; i++) {
        extsta_return_packet(s->sta, air_now(s->world->air), s->held[i]);
        world_pump(s);
    }
    return n;
}

void world_detach(struct world_station *s)
{
    s->detached = true;
    extsta_detach_host(s->sta);
}

/* --- what happens --- */

void world_ask_power(struct extsta_station *sta, extsta_time now, uint32_t level)
{
    uint8_t value[4] = {(uint8_t)level};
    struct extsta_oid oid = {.oid = OID_DOT11_POWER_MGMT_REQUEST,
                             .kind = EXTSTA_OID_SET,
                             .buffer = value,
                             .in_len = sizeof value,
                             .request_id = WORLD_REQUEST};
    (void)extsta_oid(sta, now, &oid);
}

/* A connect resets the MIB, and with it what was asked before. */
static void save_power(void *user, extsta_time now)
{
    struct world_station *s = user;
    world_ask_power(s->sta, now, s->power_saving);
    world_pump(s);
}

/* Listeners first: what the host and the extension do about it comes after it in the record. */
static void on_output(void *user, struct air_station *node, extsta_time now,
                      const struct extsta_output *out)
{
    struct world_station *s = user;
    TELL(s->world, output, now, s, out);
    if (s->detached && out->type == EXTSTA_OUT_CROSSING &&
        out->crossing.type == EXTSTA_CROSS_RECEIVE) {
        hold(s, out->crossing.packet.id);
    }
    if (s->power_saving && out->type == EXTSTA_OUT_NOTIFY &&
        out->notify.type == EXTSTA_NOTIFY_CONNECTED) {
        (void)air_at(s->world->air, now, save_power, s);
    }
    if (s->ihv_call && out->type == EXTSTA_OUT_IHV) {
        s->ihv_call(s, &out->ihv);
    }
}

static void on_sniffed(void *user, const struct air_sniffed *sniffed)
{
    TELL((struct world *)user, frame, sniffed);
}

static void on_reception(void *user, const struct air_sniffed *sniffed)
{
    TELL((struct world *)user, reception, sniffed);
}

bool world_show_receptions(struct world *w)
{
    struct air_sniffer_config config = {.frame = on_reception, .user = w, .receptions = true};
    return air_sniffer_new(w->air, &config) != NULL;
}

/* --- making and freeing --- */

struct world *world_new(const struct world_options *o)
{
    struct world *w = host_calloc(1, sizeof *w);
    if (!w) {
        return NULL;
    }
    w->random.seed = o->seed;
    w->last = &w->listeners;
    struct extsta_random random =
        o->random ? *o->random : (struct extsta_random){air_random_fill, &w->random};
    struct air_config config = {
        .seed = o->seed, .exponent = o->exponent, .shadowing_db = o->shadowing};
    struct air_sniffer_config sniffer = {.frame = on_sniffed, .user = w, .hears_all = true};
    w->ctx = extsta_context_new(&host_memory, &random);
    w->air = w->ctx ? air_new(w->ctx, &config) : NULL;
    w->sniffer = w->air ? air_sniffer_new(w->air, &sniffer) : NULL;
    if (!w->sniffer) {
        world_free(w);
        return NULL;
    }
    return w;
}

/* The newest of all. */
static void station_enter(struct world *w, struct world_station *s)
{
    s->next = w->stations;
    w->stations = s;
    directory_enter(&w->station_names, &s->by_name, s->name, strlen(s->name));
    directory_enter(&w->station_addresses, &s->by_address, s->address.b, 6);
}

static void station_leave(struct world *w, struct world_station *s)
{
    w->stations = s->next;
    directory_leave(&w->station_names, &s->by_name);
    directory_leave(&w->station_addresses, &s->by_address);
}

static void station_free(struct world_station *s)
{
    air_station_free(s->node);
    extsta_station_free(s->sta);
    driver_loader_close(s->driver);
    free(s->held);
    free(s);
}

/* Stations first, with their extensions' last calls; memory last, because all is in it. */
size_t world_free(struct world *w)
{
    size_t lost = 0;
    while (w && w->stations) {
        struct world_station *s = w->stations;
        station_leave(w, s);
        world_extension_free(s); /* its last words */
        TELL(w, gone, s);
        station_free(s);
    }
    while (w && w->aps) {
        struct world_ap *a = w->aps;
        w->aps = a->next;
        apsim_free(a->ap);
        free(a);
    }
    if (w) {
        apsim_ds_free(w->ds);
        air_free(w->air);
        traffic_free(&w->traffic);
        lost = host_context_free(w->ctx);
        directory_free(&w->station_names);
        directory_free(&w->station_addresses);
        directory_free(&w->ap_names);
        directory_free(&w->ap_addresses);
    }
    free(w);
    return lost;
}

/* --- its clock --- */

/* All listeners are asked, also after one has said no. */
static bool tick(struct world *w)
{
    bool on = true;
    for (struct world_listener *l = w->listeners; l; l = l->next) {
        on = (!l->tick || l->tick(l->user, air_now(w->air))) && on;
    }
    return on;
}

void world_set_pace(struct world *w, const struct world_pace *pace)
{
    w->pace = pace;
}

/* One step of the air beside the world outside, at most to `until`. */
static void step_paced(struct world *w, extsta_time until)
{
    extsta_time due = air_deadline(w->air);
    extsta_time now = w->pace->wait(w->pace->user, due < until ? due : until);
    air_run(w->air, now);
    w->pace->arrived(w->pace->user, air_now(w->air));
}

static void run_to(struct world *w, extsta_time until)
{
    if (!w->pace) {
        air_run(w->air, until);
        return;
    }
    do {
        step_paced(w, until);
    } while (air_now(w->air) < until);
}

/* In steps of a second, for the ticks; time that is left over is a step of its own. */
void world_run(struct world *w, extsta_time duration)
{
    extsta_time until = air_now(w->air) + duration;
    do {
        extsta_time next = air_now(w->air) + EXTSTA_SECOND;
        run_to(w, next < until ? next : until);
    } while (tick(w) && air_now(w->air) < until);
}

bool world_run_until(struct world *w, extsta_time limit, bool (*there)(void *user), void *user)
{
    extsta_time until = air_now(w->air) + limit;
    bool going;
    do {
        if (there(user)) {
            return true;
        }
        going = w->pace ? air_now(w->air) < until : air_step(w->air, until);
        if (w->pace && going) {
            step_paced(w, until);
        }
    } while (going);
    return false;
}

/* --- members --- */

void world_pump(struct world_station *s)
{
    air_station_pump(s->node);
}

/* The station's network stack: takes an ARP reply of the gateway (and sends the ping that
 * waited for it), and counts echo replies and what flows bring. Nothing else is answered. */
static void on_ethernet(void *user, struct air_station *node, extsta_time now,
                        struct extsta_span frame, uint8_t priority);

/* Above our own driver, or that of a shared object. NULL: c->why has the words, if there is room
 * for any. */
static struct extsta_station *make_station(struct world_station *s,
                                           const struct world_station_config *c,
                                           const struct extsta_station_config *config)
{
    struct world *w = s->world;
    char nowhere[1], *why = c->why ? c->why : nowhere;
    size_t size = c->why ? c->why_size : sizeof nowhere;
    snprintf(why, size, "no memory");
    if (!c->driver) {
        return extsta_station_new(w->ctx, config, air_now(w->air));
    }
    s->driver = driver_loader_open(c->driver, why, size);
    return s->driver ? driver_loader_station(s->driver, w->ctx, config, air_now(w->air), why,
                                             size)
                     : NULL;
}

/* It is told before it exists, because its first outputs come from within its making; it is
 * entered, so that its address has a name. */
struct world_station *world_station_add(struct world *w, const struct world_station_config *c)
{
    static const struct extsta_mac zero;
    struct extsta_mac address = c->address;
    struct world_station *s = host_calloc(1, sizeof *s);
    if (!s) {
        return NULL;
    }
    w->station_count++;
    if (same(address, zero)) {
        address = (struct extsta_mac){
            {2, 0, 0, 1, (uint8_t)(w->station_count >> 8), (uint8_t)w->station_count}};
    }
    s->world = w;
    s->index = w->station_count - 1;
    s->address = address;
    s->user = c->user;
    s->phy_count = c->caps->phy_count;
    s->has_roam = c->roam != NULL;
    s->roam = c->roam ? *c->roam : extsta_roam_default;
    snprintf(s->name, sizeof s->name, "%s", c->name);
    memcpy(s->gateway, (uint8_t[]){10, 0, 0, 1}, 4);
    memcpy(s->ip,
           (uint8_t[]){10, 0, (uint8_t)(1 + w->station_count / 200),
                       (uint8_t)(10 + w->station_count % 200)},
           4);
    struct extsta_station_config config = {
        .id = w->station_count, .address = address, .radio = c->caps, .outputs = w->outputs};
    s->power_saving = c->power_saving;
    config.outputs |= c->power_saving ? EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) : 0;
    TELL(w, station, air_now(w->air), s);
    s->sta = make_station(s, c, &config);
    station_enter(w, s);
    /* Probe requests of all the others are of no use to it, as to the radio of a real one. */
    struct air_station_config node = {.station = s->sta,
                                      .address = address,
                                      .position = c->at,
                                      .tx_power = c->power,
                                      .flags = AIR_NODE_NO_PROBES | c->flags,
                                      .host_delay = c->host_delay,
                                      .observe = on_output,
                                      .ethernet = on_ethernet,
                                      .user = s};
    s->node = s->sta ? air_station_new(w->air, &node) : NULL;
    if (!s->node) {
        station_leave(w, s);
        station_free(s);
        return NULL;
    }
    world_pump(s);
    return s;
}

static void on_ap_event(void *user, struct apsim *ap, extsta_time now,
                        const struct apsim_event *event)
{
    struct world_ap *a = user;
    TELL(a->world, ap_event, now, a, event);
}

static void on_wire(void *user, extsta_time now, struct extsta_span frame)
{
    traffic_receive(world_traffic(user), NULL, now, frame);
    TELL((struct world *)user, wire, now, frame);
}

struct world_ap *world_ap_add(struct world *w, const char *name, struct apsim_config *config,
                              const uint8_t host_ip[4])
{
    struct world_ap *a = host_calloc(1, sizeof *a);
    if (!a) {
        return NULL;
    }
    if (!w->ds) {
        struct apsim_ds_config ds = {.host = world_wired_host, .ethernet = on_wire, .user = w};
        memcpy(ds.host_ip, host_ip, 4);
        w->ds = apsim_ds_new(w->air, &ds);
    }
    a->world = w;
    snprintf(a->name, sizeof a->name, "%s", name);
    config->ds = w->ds;
    config->observe = on_ap_event;
    config->user = a;
    a->ap = w->ds ? apsim_new(w->air, config) : NULL;
    if (!a->ap) {
        free(a);
        return NULL;
    }
    TELL(w, ap, air_now(w->air), a, config->bssid);
    a->bssid = apsim_bssid(a->ap);
    a->next = w->aps;
    w->aps = a;
    directory_enter(&w->ap_names, &a->by_name, a->name, strlen(a->name));
    directory_enter(&w->ap_addresses, &a->by_address, a->bssid.b, 6);
    return a;
}

/* --- ping: ARP and ICMP echo over 802.3 frames --- */

static void send_arp(struct world_station *s)
{
    uint8_t f[42] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    memcpy(f + 6, s->address.b, 6);
    memcpy(f + 12, (uint8_t[]){0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 1}, 10);
    memcpy(f + 22, s->address.b, 6);
    memcpy(f + 28, s->ip, 4);
    memcpy(f + 38, s->gateway, 4);
    air_station_send(s->node, (struct extsta_span){f, sizeof f}, 0);
}

#define PING_BYTES 98u /* of the Ethernet frame, as ping(8) sends them */

static void send_echo(struct world_station *s)
{
    uint8_t f[PING_BYTES] = {0};
    memcpy(f, s->gateway_mac.b, 6);
    memcpy(f + 6, s->address.b, 6);
    packet_put16(f + 12, 0x0800);
    uint8_t *ip = f + 14, *icmp = f + 34;
    ip[0] = 0x45;
    packet_put16(ip + 2, PING_BYTES - 14);
    packet_put16(ip + 4, s->ping_sequence);
    ip[8] = 64;
    ip[9] = 1;
    memcpy(ip + 12, s->ip, 4);
    memcpy(ip + 16, s->gateway, 4);
    packet_put16(ip + 10, packet_checksum(packet_sum(ip, 20, 0)));
    icmp[0] = 8;
    packet_put16(icmp + 4, 0x5741);
    packet_put16(icmp + 6, s->ping_sequence++);
    for (unsigned i = 8; i < PING_BYTES - 34; i++) {
        icmp[i] = (uint8_t)i;
    }
    packet_put16(icmp + 2, packet_checksum(packet_sum(icmp, PING_BYTES - 34, 0)));
    air_station_send(s->node, (struct extsta_span){f, sizeof f}, 0);
}

void world_ping(struct world_station *s)
{
    static const struct extsta_mac zero;
    s->pings_sent++;
    if (same(s->gateway_mac, zero)) {
        send_arp(s);
    } else {
        send_echo(s);
    }
}

static void on_ethernet(void *user, struct air_station *node, extsta_time now,
                        struct extsta_span frame, uint8_t priority)
{
    struct world_station *s = user;
    static const struct extsta_mac zero;
    const uint8_t *f = frame.data;
    if (frame.len >= 42 && f[12] == 0x08 && f[13] == 0x06 && f[21] == 2 &&
        memcmp(f + 28, s->gateway, 4) == 0) {
        bool waiting = same(s->gateway_mac, zero);
        memcpy(s->gateway_mac.b, f + 22, 6);
        if (waiting && s->pings_sent > s->pings_answered) {
            send_echo(s);
        }
    } else if (frame.len >= 42 && f[12] == 0x08 && f[13] == 0 && f[23] == 1 && f[34] == 0) {
        s->pings_answered++;
        TELL(s->world, ping, now, s, f + 26, frame.len);
    } else {
        traffic_receive(&s->world->traffic, s, now, frame);
    }
}
