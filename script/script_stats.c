/* Numbers for scripts: the course of the run (tell/course.h), the air and its channels, and the
 * two small functions without which every scenario with a crowd has its own. */
#include "script.h"
#include <math.h>
#include <stdlib.h>

static void set_number(lua_State *lua, const char *field, double value)
{
    lua_pushnumber(lua, value);
    lua_setfield(lua, -2, field);
}

static void set_count(lua_State *lua, const char *field, uint64_t value)
{
    script_set_integer(lua, field, (lua_Integer)value);
}

/* In seconds. */
static void set_time(lua_State *lua, const char *field, extsta_time us)
{
    set_number(lua, field, (double)us / 1e6);
}

/* course() -> how it goes with the stations, until now */
static int lua_course(lua_State *lua)
{
    struct course_summary s;
    script_world(lua);
    course_summarize(&script_of(lua)->course.course, &s);
    lua_newtable(lua);
    set_count(lua, "stations", s.stations);
    set_count(lua, "idle", s.in[COURSE_IDLE]);
    set_count(lua, "searching", s.in[COURSE_SEARCHING]);
    set_count(lua, "associated", s.in[COURSE_ASSOCIATED]);
    set_count(lua, "authorized", s.in[COURSE_AUTHORIZED]);
    set_count(lua, "ever", s.ever);
    if (s.ever) {
        set_time(lua, "first", s.first);
        set_time(lua, "median", s.median);
        set_time(lua, "p95", s.p95);
        set_time(lua, "last", s.last);
        set_time(lua, "wait_median", s.wait_median);
        set_time(lua, "wait_longest", s.wait_longest);
    }
    set_count(lua, "interruptions", s.interruptions);
    set_count(lua, "not_over", s.away);
    if (s.interruptions) {
        set_time(lua, "away_median", s.away_median);
        set_time(lua, "away_p95", s.away_p95);
        set_time(lua, "away_longest", s.away_longest);
    }
    return 1;
}

/* air_stats() -> what was on the air since the start */
static int lua_air_stats(lua_State *lua)
{
    struct air_stats s;
    air_stats(world_air(script_world(lua)), &s);
    lua_newtable(lua);
    set_count(lua, "transmissions", s.transmissions);
    set_count(lua, "collisions", s.collisions);
    set_count(lua, "retries", s.retries);
    set_count(lua, "failed", s.failed);
    set_count(lua, "expired", s.expired);
    set_time(lua, "busy", s.busy);
    return 1;
}

/* How a channel stood when it was asked for last; a userdata per frequency, in a table of the
 * registry under this address. */
struct asked {
    struct air_channel_stats stats;
    extsta_time at;
};
static const char asked_before;

static struct asked *asked_of(lua_State *lua, uint16_t freq)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &asked_before) != LUA_TTABLE) {
        lua_pop(lua, 1);
        lua_newtable(lua);
        lua_pushvalue(lua, -1);
        lua_rawsetp(lua, LUA_REGISTRYINDEX, &asked_before);
    }
    if (lua_rawgeti(lua, -1, freq) != LUA_TUSERDATA) {
        lua_pop(lua, 1);
        *(struct asked *)lua_newuserdatauv(lua, sizeof(struct asked), 0) =
            (struct asked){.at = 0};
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, freq);
    }
    struct asked *asked = lua_touserdata(lua, -1);
    lua_pop(lua, 2); /* the registry holds it */
    return asked;
}

/* channel(number) -> what was on it since the last call for it, or since the start */
static int lua_channel(lua_State *lua)
{
    uint16_t freq = script_channel_freq(lua, luaL_checknumber(lua, 1));
    struct air *air = world_air(script_world(lua));
    struct asked *before = asked_of(lua, freq);
    struct air_channel_stats now, *old = &before->stats;
    air_channel_stats(air, freq, &now);
    extsta_time span = air_now(air) - before->at;
    lua_newtable(lua);
    set_time(lua, "seconds", span);
    set_number(lua, "busy", span ? (double)(now.busy - old->busy) / (double)span : 0);
    set_count(lua, "transmissions", now.transmissions - old->transmissions);
    set_count(lua, "collisions", now.collisions - old->collisions);
    set_count(lua, "retries", now.retries - old->retries);
    set_count(lua, "failed", now.failed - old->failed);
    set_count(lua, "expired", now.expired - old->expired);
    set_count(lua, "queued", now.queued);
    set_count(lua, "contending", now.contending);
    *before = (struct asked){now, air_now(air)};
    return 1;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* percentile(list, p) -> the smallest value of the list that p percent of them are not above;
 * nil of an empty one */
static int lua_percentile(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    double percent = luaL_checknumber(lua, 2);
    luaL_argcheck(lua, percent >= 0 && percent <= 100, 2, "0 to 100");
    size_t n = (size_t)luaL_len(lua, 1);
    if (n == 0) {
        lua_pushnil(lua);
        return 1;
    }
    double *values = lua_newuserdatauv(lua, n * sizeof *values, 0);
    for (size_t i = 0; i < n; i++) {
        int number;
        lua_geti(lua, 1, (lua_Integer)i + 1);
        values[i] = lua_tonumberx(lua, -1, &number);
        luaL_argcheck(lua, number && !isnan(values[i]), 1, "a list of numbers");
        lua_pop(lua, 1);
    }
    qsort(values, n, sizeof *values, by_size);
    size_t rank = (size_t)ceil(percent * (double)n / 100);
    lua_pushnumber(lua, values[rank ? rank - 1 : 0]);
    return 1;
}

/* count(list, function) -> for how many of the list the function is true */
static int lua_count(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_checktype(lua, 2, LUA_TFUNCTION);
    lua_Integer n = luaL_len(lua, 1), found = 0;
    for (lua_Integer i = 1; i <= n; i++) {
        lua_pushvalue(lua, 2);
        lua_geti(lua, 1, i);
        lua_call(lua, 1, 1);
        found += lua_toboolean(lua, -1) != 0;
        lua_pop(lua, 1);
    }
    lua_pushinteger(lua, found);
    return 1;
}

void script_register_stats(lua_State *lua)
{
    lua_register(lua, "course", lua_course);
    lua_register(lua, "air_stats", lua_air_stats);
    lua_register(lua, "channel", lua_channel);
    lua_register(lua, "percentile", lua_percentile);
    lua_register(lua, "count", lua_count);
}
