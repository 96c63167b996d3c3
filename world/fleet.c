/* The members of a fleet (fleet.h): how they come, walk and go. */
#include "fleet_private.h"
#include "providers.h"
#include "world.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Metres that a walker takes in one event: what a roam depends on changes by a fraction of a
 * decibel with each, but beside the access point. */
#define STRIDE 4.0f
#define MOMENT (EXTSTA_SECOND / 100)

struct extsta_mac fleet_address(uint32_t number)
{
    return (struct extsta_mac){
        {2, 0x50, 0, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number}};
}

static uint32_t number_of(const struct fleet *f, const struct fleet_member *m)
{
    return (uint32_t)(m - f->members);
}

/* --- what they put out --- */

static void save_power(void *user, extsta_time now)
{
    struct fleet_member *m = user;
    world_ask_power(m->station, now, m->fleet->config.power_saving);
    air_station_pump(m->node);
}

static void on_output(void *user, struct air_station *node, extsta_time now,
                      const struct extsta_output *out)
{
    struct fleet_member *m = user;
    struct fleet *f = m->fleet;
    uint32_t kind = EXTSTA_OUT_MASK(out->type);
    if (f->referees) {
        fleet_judge_output(f, number_of(f, m), now, out);
    }
    if (f->config.listener.output && f->config.listener.outputs & kind) {
        f->config.listener.output(f->config.listener.user, now, number_of(f, m), out);
    }
    if (f->config.power_saving && out->type == EXTSTA_OUT_NOTIFY &&
        out->notify.type == EXTSTA_NOTIFY_CONNECTED) {
        f->no_memory |= !air_at(f->config.air, now, save_power, m);
    }
}

/* --- walking --- */

static float distance(struct air_position a, struct air_position b)
{
    return hypotf(a.x - b.x, a.y - b.y);
}

static void walk_on(void *user, extsta_time now);

/* The next step, of STRIDE metres or up to where it goes, takes as long as its length says; but
 * for a moment one stays also where the next place is this one. */
static void walk(struct fleet_member *m, float metres)
{
    struct fleet *f = m->fleet;
    extsta_time takes = (extsta_time)((double)metres / (double)f->config.walk * 1e6);
    takes = takes > MOMENT ? takes : MOMENT;
    f->no_memory |= !air_at(f->config.air, air_now(f->config.air) + takes, walk_on, m);
}

static struct air_position goal_of(const struct fleet_member *m)
{
    const struct fleet *f = m->fleet;
    return fleet_place_at(&f->config.place, f->config.seed, number_of(f, m), m->leg);
}

static float stride_of(const struct fleet_member *m, struct air_position from)
{
    float left = distance(from, goal_of(m));
    return left < STRIDE ? left : STRIDE;
}

static void walk_on(void *user, extsta_time now)
{
    struct fleet_member *m = user;
    struct air_node *node = air_station_node(m->node);
    struct air_position at = air_node_position(node), to = goal_of(m);
    float left = distance(at, to);
    if (left <= STRIDE) {
        at = to;
        m->leg++;
    } else {
        at.x += (to.x - at.x) * STRIDE / left;
        at.y += (to.y - at.y) * STRIDE / left;
    }
    air_node_place(node, at);
    walk(m, stride_of(m, at));
}

/* --- coming and going --- */

static void connect_member(struct fleet_member *m, extsta_time now)
{
    enum extsta_error e = extsta_connect(m->station, now, &m->fleet->config_profile);
    m->fleet->no_memory |= e == EXTSTA_E_NO_MEMORY;
    air_station_pump(m->node);
}

static bool make_member(struct fleet *f, struct fleet_member *m, extsta_time now)
{
    const struct fleet_config *c = &f->config;
    uint32_t number = number_of(f, m);
    struct extsta_mac address = fleet_address(c->first + number);
    struct extsta_station_config station = {.id = (uint64_t)c->first + number + 1,
                                            .address = address,
                                            .radio = c->caps,
                                            .outputs = f->outputs};
    m->fleet = f;
    if (f->referees && !fleet_judge_new(f, number, address)) {
        return false;
    }
    m->station = extsta_station_new(c->ctx, &station, now);
    struct air_station_config node = {.station = m->station,
                                      .address = address,
                                      .position = goal_of(m),
                                      .tx_power = c->power,
                                      .flags = (uint16_t)(AIR_NODE_NO_PROBES | c->flags),
                                      .host_delay = c->host_delay,
                                      .observe = f->outputs ? on_output : NULL,
                                      .user = m};
    m->node = m->station ? air_station_new(c->air, &node) : NULL;
    if (!m->node) {
        extsta_station_free(m->station);
        m->station = NULL;
    }
    return m->node != NULL;
}

static void on_next(void *user, extsta_time now);

static extsta_time comes_at(const struct fleet *f, uint32_t number)
{
    return f->config.start + f->config.ramp * number / f->config.count;
}

static void await_next(struct fleet *f)
{
    if (f->come < f->config.count) {
        f->no_memory |= !air_at(f->config.air, comes_at(f, f->come), on_next, f);
    }
}

/* All whose time has come. Nobody comes any more when there is no memory for one. */
static void on_next(void *user, extsta_time now)
{
    struct fleet *f = user;
    while (f->come < f->config.count && comes_at(f, f->come) <= now) {
        struct fleet_member *m = &f->members[f->come];
        if (!make_member(f, m, now)) {
            f->no_memory = true;
            return;
        }
        f->come++;
        air_station_pump(m->node);
        connect_member(m, now);
        if (f->config.walk > 0) {
            m->leg = 1;
            walk(m, stride_of(m, air_node_position(air_station_node(m->node))));
        }
    }
    await_next(f);
}

struct fleet *fleet_new(const struct fleet_config *c)
{
    if (c->count == 0 || c->count > FLEET_MAX || c->first > FLEET_MAX - c->count ||
        extsta_profile_prepare(c->ctx, c->profile) != EXTSTA_OK) {
        return NULL;
    }
    struct fleet *f = host_calloc(1, sizeof *f);
    if (f) {
        f->config = *c;
        f->config_profile = *c->profile;
        f->members = host_calloc(c->count, sizeof *f->members);
    }
    if (!f || !f->members || (c->judged && !fleet_judge_start(f))) {
        fleet_free(f);
        return NULL;
    }
    if (c->roam) {
        f->config_profile.has_roam = true;
        f->config_profile.roam = *c->roam;
    }
    f->outputs = c->listener.output ? c->listener.outputs : 0;
    f->outputs |= c->power_saving ? EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) : 0;
    f->outputs |= c->judged ? EXTSTA_OUT_ALL | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION) : 0;
    await_next(f);
    if (f->no_memory) {
        fleet_free(f);
        return NULL;
    }
    return f;
}

/* Calls of the air to the fleet may still be due; so the air does not run after that. */
void fleet_free(struct fleet *f)
{
    for (uint32_t i = 0; f && i < f->come; i++) {
        air_station_free(f->members[i].node);
        extsta_station_free(f->members[i].station);
    }
    if (f) {
        fleet_judge_free(f);
        free(f->members);
    }
    free(f);
}

/* --- all of them --- */

uint32_t fleet_size(const struct fleet *f)
{
    return f->config.count;
}

uint32_t fleet_come(const struct fleet *f)
{
    return f->come;
}

bool fleet_no_memory(const struct fleet *f)
{
    return f->no_memory;
}

uint32_t fleet_authorized(const struct fleet *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->come; i++) {
        struct extsta_station_status status;
        extsta_station_status(f->members[i].station, &status);
        n += status.port_open;
    }
    return n;
}

struct extsta_station *fleet_station(const struct fleet *f, uint32_t station)
{
    return station < f->come ? f->members[station].station : NULL;
}

struct air_position fleet_position(const struct fleet *f, uint32_t station)
{
    return station < f->come ? air_node_position(air_station_node(f->members[station].node))
                             : (struct air_position){0, 0, 0};
}

/* The driver is busy with leaving for a while; each connects when it has left. */
static void connect_again(void *user, extsta_time now)
{
    struct fleet_member *m = user;
    enum extsta_error e = extsta_connect(m->station, now, &m->fleet->config_profile);
    air_station_pump(m->node);
    if (e == EXTSTA_E_STATE) {
        m->fleet->no_memory |=
            !air_at(m->fleet->config.air, now + EXTSTA_SECOND / 100, connect_again, m);
    }
    m->fleet->no_memory |= e == EXTSTA_E_NO_MEMORY;
}

void fleet_disconnect(struct fleet *f)
{
    extsta_time now = air_now(f->config.air);
    for (uint32_t i = 0; i < f->come; i++) {
        (void)extsta_disconnect(f->members[i].station,
                                now); /* who has nothing to leave stays */
        air_station_pump(f->members[i].node);
    }
}

bool fleet_reconnect(struct fleet *f, const struct extsta_profile *profile)
{
    struct extsta_profile before = f->config_profile;
    if (extsta_profile_prepare(f->config.ctx, profile) != EXTSTA_OK) {
        return false;
    }
    f->config_profile = *profile;
    if (!profile->has_roam) {
        f->config_profile.has_roam = before.has_roam;
        f->config_profile.roam = before.roam;
    }
    fleet_disconnect(f);
    for (uint32_t i = 0; i < f->come; i++) {
        f->no_memory |=
            !air_at(f->config.air, air_now(f->config.air), connect_again, &f->members[i]);
    }
    return true;
}
