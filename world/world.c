#include "world.h"
#include "event_json.h"
#include "providers.h"
#include "timeline.h"
#include "world_ihv.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct world {
    struct extsta_context *ctx;
    struct air_random random;
    struct air *air;
    struct air_sniffer *sniffer;
    struct apsim_ds *ds;
    struct world_station *stations;
    struct world_ap *aps;
    unsigned station_count;
    FILE *json;
    struct timeline timeline;
    struct label_names names;
    struct pcap_file *pcap;
    const volatile sig_atomic_t *stopped;
    bool progress;
    uint64_t began, shown; /* progress: tenths of seconds of real time */
};

static bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, 6) == 0;
}

static const char *name_of(const void *user, struct extsta_mac mac)
{
    const struct world *w = user;
    for (const struct world_station *s = w->stations; s; s = s->next) {
        if (same(s->address, mac)) {
            return s->name;
        }
    }
    for (const struct world_ap *a = w->aps; a; a = a->next) {
        if (same(apsim_bssid(a->ap), mac)) {
            return a->name;
        }
    }
    return NULL;
}

struct air *world_air(struct world *w)
{
    return w->air;
}

struct extsta_context *world_context(struct world *w)
{
    return w->ctx;
}

const struct label_names *world_names(const struct world *w)
{
    return &w->names;
}

struct world_station *world_station_find(struct world *w, const char *name)
{
    struct world_station *s = w->stations;
    while (s && strcmp(s->name, name) != 0) {
        s = s->next;
    }
    return s;
}

struct world_ap *world_ap_find(struct world *w, const char *name)
{
    struct world_ap *a = w->aps;
    while (a && strcmp(a->name, name) != 0) {
        a = a->next;
    }
    return a;
}

/* --- traces --- */

static struct world_line *trace_line(struct world_station *s, enum label_kind kind)
{
    if (s->trace_count == s->trace_capacity) {
        size_t capacity = s->trace_capacity ? s->trace_capacity * 2 : 64;
        struct world_line *more = realloc(s->trace, capacity * sizeof *more);
        if (!more) {
            return NULL;
        }
        s->trace = more;
        s->trace_capacity = capacity;
    }
    struct world_line *line = &s->trace[s->trace_count++];
    line->time = air_now(s->world->air);
    line->kind = kind;
    line->request = 0;
    return line;
}

void world_trace_add(struct world_station *s, enum label_kind kind, const char *text)
{
    struct world_line *line = trace_line(s, kind);
    if (line) {
        snprintf(line->text, sizeof line->text, "%s", text);
    }
}

/* The line of this request, if the driver has indicated nothing since. */
static struct world_line *open_request(struct world_station *s, uint32_t id)
{
    for (size_t i = s->trace_count; i-- > 0;) {
        struct world_line *line = &s->trace[i];
        if (line->request == id + 1) {
            return line;
        }
        if (line->kind == LABEL_INDICATION || line->kind == LABEL_PORT ||
            line->kind == LABEL_IHV) {
            return NULL;
        }
    }
    return NULL;
}

/* A request that is completed before the driver indicates anything is one line: "oid set X
 * -> SUCCESS"; else the completion has a line of its own. */
static void trace_crossing(struct world_station *s, const struct extsta_crossing *c,
                           enum label_kind kind, const char *text)
{
    struct world_line *line =
        c->type == EXTSTA_CROSS_OID_COMPLETE ? open_request(s, c->id) : NULL;
    if (line) {
        char answer[sizeof line->text];
        size_t used = strlen(line->text);
        label_answer(c, answer, sizeof answer);
        snprintf(line->text + used, sizeof line->text - used, " %s", answer);
        line->request = 0;
        return;
    }
    world_trace_add(s, kind, text);
    if (c->type == EXTSTA_CROSS_OID && s->trace_count) {
        s->trace[s->trace_count - 1].request = c->id + 1;
    }
}

/* A detached host holds what it is handed until the script returns it. */
static void hold(struct world_station *s, uint32_t packet)
{
    if (s->held_count == s->held_capacity) {
        size_t capacity = s->held_capacity ? s->held_capacity * 2 : 16;
        uint32_t *more = realloc(s->held, capacity * sizeof *more);
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

void world_trace_clear(struct world_station *s)
{
    s->trace_count = s->trace_seen = 0;
}

static void write_json(struct world *w, json_t *line)
{
    if (line) {
        json_dumpf(line, w->json, JSON_COMPACT);
        fputc('\n', w->json);
        json_decref(line);
    }
}

static void on_output(void *user, struct air_station *node, extsta_time now,
                      const struct extsta_output *out)
{
    struct world_station *s = user;
    struct world *w = s->world;
    char text[200];
    enum label_kind kind = label_output(&w->names, out, text, sizeof text);
    if (kind != LABEL_NONE && out->type == EXTSTA_OUT_CROSSING) {
        trace_crossing(s, &out->crossing, kind, text);
    } else if (kind != LABEL_NONE) {
        world_trace_add(s, kind, text);
    }
    if (s->detached && out->type == EXTSTA_OUT_CROSSING &&
        out->crossing.type == EXTSTA_CROSS_RECEIVE) {
        hold(s, out->crossing.packet.id);
    }
    if (s->ihv_call && out->type == EXTSTA_OUT_IHV) {
        s->ihv_call(s, &out->ihv);
    }
    if (w->timeline.out) {
        timeline_output(&w->timeline, now, s->name, out);
    }
    if (w->json && out->type != EXTSTA_OUT_TYPES) {
        write_json(w, event_json(now, s->name, out));
    }
}

static void on_sniffed(void *user, const struct air_sniffed *sniffed)
{
    struct world *w = user;
    struct extsta_frame_info info;
    char text[200];
    if (w->pcap && !sniffed->ack) {
        pcap_file_write(w->pcap, sniffed->time, sniffed->bytes, &sniffed->meta);
    }
    if (sniffed->ack || !extsta_frame_describe(sniffed->bytes, &info)) {
        return;
    }
    enum label_kind kind = label_frame(&w->names, &info, text, sizeof text);
    for (struct world_station *s = w->stations; kind != LABEL_NONE && s; s = s->next) {
        if (sniffed->attempt == 1 && (same(info.ra, s->address) || (info.ra.b[0] & 1)) &&
            sniffed->from != air_station_node(s->node)) {
            world_trace_add(s, kind, text);
        }
    }
    if (w->timeline.out && kind == LABEL_FRAME) {
        timeline_frame(&w->timeline, sniffed->time, &info);
    }
}

/* --- making and freeing --- */

static bool add_sniffer(struct world *w)
{
    struct air_sniffer_config config = {
        .frame = on_sniffed, .user = w, .hears_all = true, .acks = false};
    w->sniffer = air_sniffer_new(w->air, &config);
    return w->sniffer != NULL;
}

struct world *world_new(const struct world_options *o, const char **why)
{
    struct world *w = calloc(1, sizeof *w);
    *why = "no memory";
    if (!w) {
        return NULL;
    }
    w->random.seed = o->seed;
    w->json = o->json;
    w->stopped = o->stopped;
    w->progress = o->progress;
    w->names = (struct label_names){name_of, w};
    timeline_start(&w->timeline, o->text, o->colour, o->frames, &w->names);
    struct extsta_random random = {air_random_fill, &w->random};
    struct air_config config = {
        .seed = o->seed, .exponent = o->exponent, .shadowing_db = o->shadowing};
    w->ctx = extsta_context_new(&host_memory, &random);
    w->air = w->ctx ? air_new(w->ctx, &config) : NULL;
    if (!w->air || !add_sniffer(w)) {
        world_free(w);
        return NULL;
    }
    w->pcap = o->pcap;
    return w;
}

static void station_free(struct world_station *s)
{
    world_extension_free(s);
    air_station_free(s->node);
    extsta_station_free(s->sta);
    free(s->trace);
    free(s->held);
    free(s);
}

bool world_free(struct world *w)
{
    bool ok = true;
    if (w->shown) {
        fprintf(stderr, "\r%30s\r", "");
    }
    while (w->stations) {
        struct world_station *s = w->stations;
        w->stations = s->next;
        station_free(s);
    }
    while (w->aps) {
        struct world_ap *a = w->aps;
        w->aps = a->next;
        apsim_free(a->ap);
        free(a);
    }
    if (w->ds) {
        apsim_ds_free(w->ds);
    }
    if (w->air) {
        air_free(w->air);
    }
    extsta_context_free(w->ctx);
    if (w->pcap) {
        ok = pcap_file_close(w->pcap);
    }
    free(w);
    return ok;
}

static bool is_stopped(const struct world *w)
{
    return w->stopped && *w->stopped;
}

/* At most ten times a second, and not in the first. */
static void show_progress(struct world *w)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t now = (uint64_t)t.tv_sec * 10 + (uint64_t)t.tv_nsec / 100000000u;
    w->began = w->began ? w->began : now;
    if (now >= w->began + 10 && now != w->shown) {
        w->shown = now;
        fprintf(stderr, "\r%.0f s of radio ", (double)air_now(w->air) / 1e6);
    }
}

void world_run(struct world *w, extsta_time duration)
{
    extsta_time until = air_now(w->air) + duration;
    do { /* a second at a time, to hear of Ctrl-C */
        extsta_time next = air_now(w->air) + EXTSTA_SECOND;
        air_run(w->air, next < until ? next : until);
        if (w->progress) {
            show_progress(w);
        }
    } while (air_now(w->air) < until && !is_stopped(w));
}

bool world_run_to(struct world_station *s, const char *text, extsta_time limit)
{
    struct air *air = s->world->air;
    extsta_time until = air_now(air) + limit;
    do {
        while (s->trace_seen < s->trace_count) {
            if (strncmp(s->trace[s->trace_seen++].text, text, strlen(text)) == 0) {
                return true;
            }
        }
    } while (!is_stopped(s->world) && air_step(air, until));
    return false;
}

bool world_inject(struct world *w, uint16_t freq, struct air_position at, int8_t power,
                  struct extsta_span frame)
{
    struct air_node_config config = {.position = at, .freq = freq, .tx_power = power};
    struct extsta_tx_meta meta = {.tries = 1};
    /* Stays on the air, deaf and silent, until the world ends. */
    struct air_node *node = air_node_new(w->air, &config);
    return node && air_send(node, frame, &meta) == EXTSTA_OK;
}

void world_say(struct world *w, const char *text)
{
    if (w->timeline.out) {
        timeline_say(&w->timeline, air_now(w->air), "", text);
    }
}

static void count(struct page *p, const char **between, uint64_t n, const char *one,
                  const char *many)
{
    if (n) {
        page_printf(p, "%s%llu %s", *between, (unsigned long long)n, n == 1 ? one : many);
        *between = ", ";
    }
}

void world_summary(struct world *w, double seconds)
{
    struct page *p = &w->timeline.page;
    struct air_stats stats;
    uint32_t sent = 0, answered = 0;
    const char *between = ", ";
    if (!w->timeline.out) {
        return;
    }
    for (struct world_station *s = w->stations; s; s = s->next) {
        sent += s->pings_sent;
        answered += s->pings_answered;
    }
    air_stats(w->air, &stats);
    page_newline(p);
    p->indent = 2;
    page_paint(p, PAGE_DIM);
    page_printf(p, "%.1f s of radio", (double)air_now(w->air) / 1e6);
    if (seconds >= 0) {
        page_printf(p, " in %.2f s", seconds);
    }
    page_printf(p, ": %llu frames on the air", (unsigned long long)stats.transmissions);
    count(p, &between, stats.retries, "retry", "retries");
    count(p, &between, w->timeline.roams, "roam", "roams");
    count(p, &between, w->timeline.returns, "return after a loss", "returns after a loss");
    if (sent) {
        page_printf(p, ", %u of %u pings answered", answered, sent);
    }
    page_paint(p, PAGE_RESET);
    page_newline(p);
}

/* --- members --- */

void world_pump(struct world_station *s)
{
    air_station_pump(s->node);
}

static void on_ethernet(void *user, struct air_station *node, extsta_time now,
                        struct extsta_span frame, uint8_t priority);

struct world_station *world_station_add(struct world *w, const char *name,
                                        struct extsta_mac address, struct air_position at,
                                        int8_t power, const struct extsta_radio_caps *caps)
{
    static const struct extsta_mac zero;
    struct world_station *s = calloc(1, sizeof *s);
    if (!s) {
        return NULL;
    }
    w->station_count++;
    if (same(address, zero)) {
        address = (struct extsta_mac){
            {2, 0, 0, 1, (uint8_t)(w->station_count >> 8), (uint8_t)w->station_count}};
    }
    s->world = w;
    s->address = address;
    snprintf(s->name, sizeof s->name, "%s", name);
    memcpy(s->gateway, (uint8_t[]){10, 0, 0, 1}, 4);
    memcpy(s->ip,
           (uint8_t[]){10, 0, (uint8_t)(1 + w->station_count / 200),
                       (uint8_t)(10 + w->station_count % 200)},
           4);
    struct extsta_station_config config = {
        .id = w->station_count, .address = address, .radio = caps, .outputs = EXTSTA_OUT_ALL};
    if (w->json) {
        write_json(w, event_json_member(air_now(w->air), "station", s->name, address));
    }
    s->sta = extsta_station_new(w->ctx, &config, air_now(w->air));
    s->next = w->stations;
    w->stations = s;
    struct air_station_config node = {.station = s->sta,
                                      .address = address,
                                      .position = at,
                                      .tx_power = power,
                                      .observe = on_output,
                                      .ethernet = on_ethernet,
                                      .user = s};
    s->node = s->sta ? air_station_new(w->air, &node) : NULL;
    if (!s->node) {
        w->stations = s->next;
        extsta_station_free(s->sta);
        free(s);
        return NULL;
    }
    world_pump(s);
    return s;
}

struct world_ap *world_ap_add(struct world *w, const char *name, struct apsim_config *config,
                              const uint8_t host_ip[4])
{
    struct world_ap *a = calloc(1, sizeof *a);
    if (!a) {
        return NULL;
    }
    if (!w->ds) {
        struct apsim_ds_config ds = {.user = w};
        memcpy(ds.host_ip, host_ip, 4);
        w->ds = apsim_ds_new(w->air, &ds);
    }
    a->world = w;
    snprintf(a->name, sizeof a->name, "%s", name);
    config->ds = w->ds;
    a->ap = apsim_new(w->air, config);
    if (!w->ds || !a->ap) {
        free(a);
        return NULL;
    }
    if (w->json) {
        write_json(w, event_json_member(air_now(w->air), "ap", a->name, config->bssid));
    }
    a->next = w->aps;
    w->aps = a;
    return a;
}

/* --- ping: ARP and ICMP echo over 802.3 frames --- */

static uint16_t checksum(const uint8_t *p, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 1 < n; i += 2) {
        sum += (uint32_t)p[i] << 8 | p[i + 1];
    }
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static void put16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

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

#define PING_BYTES 98u

static void send_echo(struct world_station *s)
{
    uint8_t f[PING_BYTES] = {0};
    memcpy(f, s->gateway_mac.b, 6);
    memcpy(f + 6, s->address.b, 6);
    put16(f + 12, 0x0800);
    uint8_t *ip = f + 14, *icmp = f + 34;
    ip[0] = 0x45;
    put16(ip + 2, PING_BYTES - 14);
    put16(ip + 4, s->ping_sequence);
    ip[8] = 64;
    ip[9] = 1;
    memcpy(ip + 12, s->ip, 4);
    memcpy(ip + 16, s->gateway, 4);
    put16(ip + 10, checksum(ip, 20));
    icmp[0] = 8;
    put16(icmp + 4, 0x5741);
    put16(icmp + 6, s->ping_sequence++);
    for (unsigned i = 8; i < PING_BYTES - 34; i++) {
        icmp[i] = (uint8_t)i;
    }
    put16(icmp + 2, checksum(icmp, PING_BYTES - 34));
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
        if (s->world->timeline.out) {
            char text[80];
            snprintf(text, sizeof text, "ping to %u.%u.%u.%u answered (%zu bytes)", f[26],
                     f[27], f[28], f[29], frame.len);
            timeline_say(&s->world->timeline, now, s->name, text);
        }
    }
}
