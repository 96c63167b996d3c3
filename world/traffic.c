/* Flows (traffic.h): pacing, the datagrams, what is counted of them. */
#include "traffic.h"
#include "packet.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define PORT        5001u /* of flow 0; iperf's */
#define ETHER_LEN   14u
#define IP_LEN      20u
#define UDP_LEN     8u
#define HEADERS     (ETHER_LEN + IP_LEN + UDP_LEN)
#define SEEN        1024u /* numbers below the highest one of which it is known if they came */
#define SLOT        (100u * EXTSTA_MS)
#define SLOTS       16u
#define GIVEN_UP    EXTSTA_SECOND      /* a datagram that has not come by then is lost */
#define LOOK        (100u * EXTSTA_MS) /* a saturated flow looks after itself so often */
#define NO_PROGRESS (500u * EXTSTA_MS) /* then what is under way makes room */

/* How many datagrams were sent before a slot of time. */
struct slot {
    uint64_t number, before;
};

struct world_flow {
    struct world *world;
    struct world_flow_config config;
    uint32_t index;
    extsta_time first;    /* when its first datagram is due */
    extsta_time progress; /* saturated: when something arrived last, or was given up */
    uint32_t sent;        /* the number of the next one */
    uint32_t beyond;      /* 1 + the highest number that has arrived */
    uint32_t made_room;   /* saturated: those below are not under way */
    bool refilling;       /* a refill is set for this very moment */
    uint64_t received, duplicates;
    uint64_t seen[SEEN / 64]; /* a bit of each number, modulo SEEN */
    struct slot slots[SLOTS];
    uint32_t newest; /* slot */
};

static extsta_time now_of(const struct world_flow *f)
{
    return air_now(world_air(f->world));
}

/* --- datagrams --- */

/* Addresses of an end of a flow; NULL: the wired host. ARP would ask for what is known here. */
static const uint8_t *mac_of(const struct world_station *s)
{
    return s ? s->address.b : world_wired_host.b;
}

static const uint8_t *ip_of(const struct world_station *s)
{
    static const uint8_t host[4] = {10, 0, 0, 1};
    return s ? s->ip : host;
}

/* Returns its length. The upper three bits of the DS field are the priority, by which the AP
 * classifies (as Linux does). */
static size_t write_datagram(const struct world_flow *f, uint32_t number, extsta_time now,
                             uint8_t *out)
{
    const struct world_flow_config *c = &f->config;
    uint8_t *ip = out + ETHER_LEN, *udp = ip + IP_LEN, *data = udp + UDP_LEN;
    uint32_t udp_len = UDP_LEN + c->size;
    memset(out, 0, HEADERS + c->size);
    memcpy(out, mac_of(c->to), 6);
    memcpy(out + 6, mac_of(c->from), 6);
    packet_put16(out + 12, 0x0800);
    ip[0] = 0x45;
    ip[1] = (uint8_t)(c->priority << 5);
    packet_put16(ip + 2, IP_LEN + udp_len);
    packet_put16(ip + 4, number & 0xffff);
    ip[6] = 0x40; /* not to be fragmented */
    ip[8] = 64;
    ip[9] = 17;
    memcpy(ip + 12, ip_of(c->from), 4);
    memcpy(ip + 16, ip_of(c->to), 4);
    packet_put16(ip + 10, packet_checksum(packet_sum(ip, IP_LEN, 0)));
    packet_put16(udp, PORT + f->index);
    packet_put16(udp + 2, PORT + f->index);
    packet_put16(udp + 4, udp_len);
    packet_put32(data, number);
    packet_put32(data + 4, (uint32_t)(now / EXTSTA_SECOND));
    packet_put32(data + 8, (uint32_t)(now % EXTSTA_SECOND));
    uint16_t check =
        packet_checksum(packet_sum(udp, udp_len, packet_sum(ip + 12, 8, 17 + udp_len)));
    packet_put16(udp + 6, check ? check : 0xffff);
    return HEADERS + c->size;
}

/* --- sending --- */

static void count_sent(struct world_flow *f, extsta_time now)
{
    uint64_t slot = now / SLOT;
    if (f->slots[f->newest].number != slot) {
        f->newest = (f->newest + 1) % SLOTS;
        f->slots[f->newest] = (struct slot){slot, f->sent};
    }
    f->sent++;
}

static void send_one(struct world_flow *f, extsta_time now)
{
    uint8_t frame[HEADERS + TRAFFIC_SIZE_MOST];
    struct extsta_span bytes = {frame, write_datagram(f, f->sent, now, frame)};
    count_sent(f, now);
    if (f->config.from) {
        air_station_send(f->config.from->node, bytes, f->config.priority);
    } else {
        world_wire_send(f->world, bytes);
    }
}

static bool is_over(const struct world_flow *f, extsta_time now)
{
    return now >= f->config.stop || f->sent == UINT32_MAX;
}

/* A station without an open port takes nothing from a source that sends as fast as it can. */
static bool takes(const struct world_flow *f)
{
    struct extsta_station_status status;
    if (!f->config.from) {
        return true;
    }
    extsta_station_status(f->config.from->sta, &status);
    return status.port_open;
}

static void refill(struct world_flow *f, extsta_time now)
{
    uint32_t gone = f->beyond > f->made_room ? f->beyond : f->made_room;
    while (!is_over(f, now) && f->sent - gone < TRAFFIC_WINDOW && takes(f)) {
        send_one(f, now);
    }
}

static void on_room(void *user, extsta_time now)
{
    struct world_flow *f = user;
    f->refilling = false;
    refill(f, now);
}

/* Of a saturated flow: when nothing arrives any more, what is under way is given up. Without
 * memory for a timer a flow ends, and its numbers show it. */
static void look_after(void *user, extsta_time now)
{
    struct world_flow *f = user;
    if (is_over(f, now)) {
        return;
    }
    if (now - f->progress >= NO_PROGRESS) {
        f->made_room = f->sent;
        f->progress = now;
    }
    refill(f, now);
    (void)air_at(world_air(f->world), now + LOOK, look_after, f);
}

/* Of a paced one: number n is due n intervals after the first, rounded by itself. */
static void on_due(void *user, extsta_time now)
{
    struct world_flow *f = user;
    if (is_over(f, now)) {
        return;
    }
    send_one(f, now);
    double interval = f->config.size * 8e6 / f->config.rate;
    extsta_time next = f->first + (extsta_time)(f->sent * interval + 0.5);
    (void)air_at(world_air(f->world), next, on_due, f);
}

/* --- arriving --- */

static uint64_t *seen_bit(struct world_flow *f, uint32_t number, uint64_t *bit)
{
    *bit = 1ull << number % 64;
    return &f->seen[number % SEEN / 64];
}

/* False: it was here before, or is so old that nobody knows. */
static bool is_new(struct world_flow *f, uint32_t number)
{
    uint64_t bit, *word;
    if (number < f->beyond && f->beyond - number > SEEN) {
        return false;
    }
    uint32_t skipped = number >= f->beyond ? number - f->beyond : 0;
    for (uint32_t n = number - (skipped < SEEN ? skipped : SEEN - 1);
         number >= f->beyond && n <= number; n++) {
        word = seen_bit(f, n, &bit);
        *word &= ~bit;
    }
    f->beyond = number >= f->beyond ? number + 1 : f->beyond;
    word = seen_bit(f, number, &bit);
    bool new = !(*word & bit);
    *word |= bit;
    return new;
}

static void arrive(struct world_flow *f, extsta_time now, uint32_t number, extsta_time sent)
{
    if (number >= f->sent || sent > now) {
        return; /* not ours: something on the way has changed it */
    }
    if (!is_new(f, number)) {
        f->duplicates++;
        return;
    }
    f->received++;
    f->progress = now;
    if (f->config.arrived) {
        f->config.arrived(f->config.user, now, now - sent);
    }
    if (f->config.rate <= 0 && !f->refilling) {
        f->refilling = air_at(world_air(f->world), now, on_room, f);
    }
}

void traffic_receive(const struct traffic *t, struct world_station *at, extsta_time now,
                     struct extsta_span frame)
{
    const uint8_t *ip = frame.data + ETHER_LEN, *udp = ip + IP_LEN, *data = udp + UDP_LEN;
    if (frame.len < HEADERS + TRAFFIC_SIZE_LEAST || packet_get16(frame.data + 12) != 0x0800 ||
        ip[0] != 0x45 || ip[9] != 17) {
        return;
    }
    uint32_t index = packet_get16(udp + 2) - PORT;
    if (index >= t->count || t->flows[index]->config.to != at ||
        memcmp(ip + 12, ip_of(t->flows[index]->config.from), 4) != 0 ||
        frame.len < HEADERS + t->flows[index]->config.size) {
        return;
    }
    extsta_time sent =
        (extsta_time)packet_get32(data + 4) * EXTSTA_SECOND + packet_get32(data + 8);
    arrive(t->flows[index], now, packet_get32(data), sent);
}

/* --- making, and what is known --- */

/* A moment within the first interval: flows that begin at once would send at once for ever. */
static extsta_time first_of(const struct world_flow *f)
{
    struct air_random random = {.seed = world_seed(f->world)};
    uint8_t octets[8];
    air_random_fill(&random, 0x666c6f77u + f->index, octets, sizeof octets);
    uint64_t drawn = 0;
    for (size_t i = sizeof octets; i-- > 0;) { /* one seed is one run, on every machine */
        drawn = drawn << 8 | octets[i];
    }
    double share = (double)(drawn >> 11) / 9007199254740992.0;
    return f->config.start + (extsta_time)(share * f->config.size * 8e6 / f->config.rate);
}

struct world_flow *world_flow_add(struct world *w, const struct world_flow_config *config)
{
    struct traffic *t = world_traffic(w);
    struct world_flow *f = t->count < TRAFFIC_FLOWS ? host_calloc(1, sizeof *f) : NULL;
    struct world_flow **more =
        f ? host_realloc(t->flows, (t->count + 1) * sizeof *t->flows) : NULL;
    if (!more) {
        free(f);
        return NULL;
    }
    t->flows = more;
    *f = (struct world_flow){.world = w, .config = *config, .index = t->count};
    bool paced = config->rate > 0;
    f->first = paced ? first_of(f) : config->start;
    f->progress = f->first;
    f->slots[0].number = UINT64_MAX;
    if (!air_at(world_air(w), f->first, paced ? on_due : look_after, f)) {
        free(f);
        return NULL;
    }
    t->flows[t->count++] = f;
    return f;
}

void world_flow_stop(struct world_flow *f)
{
    extsta_time now = now_of(f);
    f->config.stop = now < f->config.stop ? now : f->config.stop;
}

/* How many were sent before this time, or a little earlier: by slots. */
static uint64_t sent_before(const struct world_flow *f, extsta_time time)
{
    uint64_t count = f->sent;
    for (uint32_t i = 0; i < SLOTS; i++) {
        const struct slot *s = &f->slots[(f->newest + SLOTS - i) % SLOTS];
        if (s->number == UINT64_MAX || (s->number + 1) * SLOT <= time) {
            break; /* all of this slot and of those before it, or there are none */
        }
        count = s->before;
    }
    return count;
}

void world_flow_stats(const struct world_flow *f, struct world_flow_stats *stats)
{
    extsta_time now = now_of(f);
    extsta_time end = now < f->config.stop ? now : f->config.stop;
    uint64_t judged = now > GIVEN_UP ? sent_before(f, now - GIVEN_UP) : 0;
    judged = judged > f->beyond ? judged : f->beyond;
    *stats = (struct world_flow_stats){
        .sent = f->sent,
        .received = f->received,
        .duplicates = f->duplicates,
        .lost = judged - f->received,
        .seconds = end > f->config.start ? end - f->config.start : 0,
    };
}

void traffic_free(struct traffic *t)
{
    for (uint32_t i = 0; i < t->count; i++) {
        free(t->flows[i]);
    }
    free(t->flows);
}
