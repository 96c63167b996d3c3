/* flow{...} and its methods: traffic (world/traffic.h) for scripts. A flow is a full userdata
 * that keeps the latencies; the registry holds it for as long as the world may write there. */
#include "script.h"
#include "spread.h"
#include "traffic.h"
#include <stdlib.h>
#include <string.h>

struct script_flow {
    struct world_flow *flow;
    uint16_t size;
    struct spread latencies;
};

static void on_arrived(void *user, extsta_time now, extsta_time latency)
{
    spread_add(&((struct script_flow *)user)->latencies, latency);
}

/* A field that is a station, its name, or "wire": NULL. */
static struct world_station *end_of(lua_State *lua, const char *field)
{
    struct world_station *s = NULL;
    lua_getfield(lua, 1, field);
    struct world_station **u = luaL_testudata(lua, -1, SCRIPT_STATION);
    const char *name = lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : NULL;
    if (u) {
        s = *u;
    } else if (name && strcmp(name, "wire") != 0) {
        s = world_station_find(script_world(lua), name);
    }
    if (!s && !(name && strcmp(name, "wire") == 0)) {
        luaL_error(lua, "field '%s' must be a station, its name, or \"wire\"", field);
    }
    lua_pop(lua, 1);
    return s;
}

/* Bits a second: a number, or "2 Mb/s"; 0: "saturated". */
static double rate_of(lua_State *lua)
{
    static const struct {
        const char *unit;
        double factor;
    } units[] = {{"b/s", 1}, {"kb/s", 1e3}, {"Mb/s", 1e6}, {"Gb/s", 1e9}};
    double rate = 0;
    int type = lua_getfield(lua, 1, "rate");
    if (type == LUA_TNUMBER) {
        rate = lua_tonumber(lua, -1);
    } else if (type == LUA_TSTRING) {
        const char *text = lua_tostring(lua, -1);
        char *unit;
        if (strcmp(text, "saturated") == 0) {
            lua_pop(lua, 1);
            return 0;
        }
        double value = strspn(text, "0123456789.") ? strtod(text, &unit) : 0;
        for (size_t i = 0; value > 0 && i < sizeof units / sizeof *units; i++) {
            if (strcmp(unit + strspn(unit, " "), units[i].unit) == 0) {
                rate = value * units[i].factor;
            }
        }
    }
    if (!(rate >= 1 && rate <= 1e10)) {
        luaL_error(lua, "field 'rate' must be bits a second, as 2e6 or \"2 Mb/s\" (b/s, kb/s, "
                        "Gb/s), up to 10 Gb/s, or \"saturated\"");
    }
    lua_pop(lua, 1);
    return rate;
}

/* 802.1D user priority: 0 to 7, or the name of an access category. */
static uint8_t priority_of(lua_State *lua)
{
    static const char *const names[] = {"best-effort", "background", "video", "voice", NULL};
    static const uint8_t priorities[] = {0, 1, 5, 6};
    bool named = lua_getfield(lua, 1, "priority") == LUA_TSTRING;
    lua_pop(lua, 1);
    return named ? priorities[script_choice(lua, "priority", names, 0)]
                 : (uint8_t)script_whole(lua, "priority", 0, 0, 7);
}

extsta_time script_time(lua_State *lua, const char *field, extsta_time absent)
{
    extsta_time now = air_now(world_air(script_world(lua)));
    if (!script_has(lua, field)) {
        return absent;
    }
    double seconds = script_within(lua, field, 0, 0, 1e9);
    extsta_time time = (extsta_time)(seconds * 1e6 + 0.5);
    if (time < now) {
        luaL_error(lua,
                   "field '%s' is seconds since the start of the run, and that time has "
                   "passed: now() + seconds",
                   field);
    }
    return time;
}

/* flow{from=, to=, rate=, size=, priority=, start=, stop=} -> the flow */
static int lua_flow(lua_State *lua)
{
    static const char *const fields[] = {"from",     "to",    "rate", "size",
                                         "priority", "start", "stop", NULL};
    script_check_fields(lua, fields);
    struct world *w = script_world(lua);
    struct world_flow_config c = {.from = end_of(lua, "from"), .to = end_of(lua, "to")};
    if (c.from == c.to) {
        return luaL_error(lua, "a flow leads from one to another");
    }
    c.rate = rate_of(lua);
    c.size = (uint16_t)script_whole(lua, "size", 1200, TRAFFIC_SIZE_LEAST, TRAFFIC_SIZE_MOST);
    c.priority = priority_of(lua);
    c.start = script_time(lua, "start", air_now(world_air(w)));
    c.stop = script_time(lua, "stop", EXTSTA_NEVER);
    if (c.stop <= c.start) {
        return luaL_error(lua, "stop= comes after start=, and both are seconds since the start "
                               "of the run: this flow would send nothing");
    }
    script_count(lua, 4); /* the latencies count as the script's own */
    struct script_flow *f = lua_newuserdatauv(lua, sizeof *f, 0);
    *f = (struct script_flow){.size = c.size};
    c.arrived = on_arrived;
    c.user = f;
    luaL_setmetatable(lua, SCRIPT_FLOW);
    lua_pushvalue(lua, -1);
    (void)luaL_ref(lua, LUA_REGISTRYINDEX);
    f->flow = world_flow_add(w, &c);
    return f->flow ? 1 : luaL_error(lua, "the flow cannot be made: no memory, or too many");
}

static void set_number(lua_State *lua, const char *field, double value)
{
    lua_pushnumber(lua, value);
    lua_setfield(lua, -2, field);
}

static void set_latencies(lua_State *lua, const struct spread *s)
{
    static const struct {
        const char *field;
        double percent;
    } percentiles[] = {{"latency_median", 50}, {"latency_p95", 95}, {"latency_p99", 99}};
    set_number(lua, "latency_least", (double)s->least / 1e6);
    set_number(lua, "latency_mean", (double)s->sum / 1e6 / (double)s->count);
    set_number(lua, "latency_most", (double)s->most / 1e6);
    for (size_t i = 0; i < sizeof percentiles / sizeof *percentiles; i++) {
        double us = (double)spread_percentile(s, percentiles[i].percent);
        set_number(lua, percentiles[i].field, us / 1e6);
    }
}

/* stats() -> how it has gone since its start */
static int flow_stats(lua_State *lua)
{
    const struct script_flow *f = luaL_checkudata(lua, 1, SCRIPT_FLOW);
    struct world_flow_stats s;
    world_flow_stats(f->flow, &s);
    double seconds = (double)s.seconds / 1e6;
    uint64_t judged = s.received + s.lost;
    lua_newtable(lua);
    script_set_integer(lua, "sent", (lua_Integer)s.sent);
    script_set_integer(lua, "received", (lua_Integer)s.received);
    script_set_integer(lua, "lost", (lua_Integer)s.lost);
    script_set_integer(lua, "under_way", (lua_Integer)(s.sent - judged));
    script_set_integer(lua, "duplicates", (lua_Integer)s.duplicates);
    set_number(lua, "seconds", seconds);
    set_number(lua, "throughput", seconds > 0 ? (double)s.received * f->size * 8 / seconds : 0);
    set_number(lua, "loss", judged ? (double)s.lost / (double)judged : 0);
    if (s.received) {
        set_latencies(lua, &f->latencies);
    }
    return 1;
}

static int flow_stop(lua_State *lua)
{
    const struct script_flow *f = luaL_checkudata(lua, 1, SCRIPT_FLOW);
    world_flow_stop(f->flow);
    return 0;
}

void script_register_flow(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"stats", flow_stats}, {"stop", flow_stop}, {NULL, NULL}};
    script_register_type(lua, SCRIPT_FLOW, methods);
    lua_register(lua, "flow", lua_flow);
}
