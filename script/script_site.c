/* site{...} and its methods: world/fleet_site.h for scripts (script_fleet.h). */
#include "providers.h"
#include "script.h"
#include <stdlib.h>
#include <string.h>

struct script_site {
    struct script_site *next;
    struct fleet_site *site;
    struct script_ap_octets octets; /* what its access points borrow */
};

const struct fleet_site *script_site_of(const struct script_site *site)
{
    return site->site;
}

static struct script_site *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_SITE);
}

/* area={x, y, width, height}; none: cells that do not hear one another. */
static struct fleet_area area_of(lua_State *lua)
{
    struct fleet_area a = {0};
    float *side[4] = {&a.x, &a.y, &a.width, &a.height};
    int type = lua_getfield(lua, 1, "area");
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return a;
    }
    bool right = type == LUA_TTABLE && lua_rawlen(lua, -1) == 4;
    for (int i = 0; i < 4 && right; i++) {
        right = lua_geti(lua, -1, i + 1) == LUA_TNUMBER;
        double metres = lua_tonumber(lua, -1);
        right = right && metres >= (i < 2 ? -1e7 : 1e-3) && metres <= 1e7;
        *side[i] = (float)metres;
        lua_pop(lua, 1);
    }
    if (!right) {
        luaL_error(lua, "field 'area' must be {x, y, width, height} in metres");
    }
    lua_pop(lua, 1);
    return a;
}

/* channels={1, 6, 11}, of the access points in turn. */
static uint32_t channels_of(lua_State *lua, uint16_t freqs[FLEET_FREQS])
{
    uint32_t n = 0;
    int type = lua_getfield(lua, 1, "channels");
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        freqs[0] = 2412;
        freqs[1] = 2437;
        freqs[2] = 2462;
        return 3;
    }
    luaL_argcheck(lua,
                  type == LUA_TTABLE && lua_rawlen(lua, -1) >= 1 &&
                      lua_rawlen(lua, -1) <= FLEET_FREQS,
                  1, "channels is a list of 1 to 32 numbers: {1, 6, 11}");
    while (n < (uint32_t)lua_rawlen(lua, -1)) {
        lua_geti(lua, -1, (lua_Integer)n + 1);
        luaL_argcheck(lua, lua_isnumber(lua, -1), 1, "channels is a list of numbers");
        freqs[n++] = script_channel_freq(lua, lua_tonumber(lua, -1));
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return n;
}

/* Freed with the run, whatever becomes of it. */
static struct script_site *site_new(lua_State *lua)
{
    struct script_fleets *all = &script_of(lua)->fleets;
    struct script_site *s = host_calloc(1, sizeof *s);
    if (!s) {
        luaL_error(lua, "no memory");
        return NULL;
    }
    s->next = all->sites;
    all->sites = s;
    return s;
}

/* site{count=, area=, channels=, ...} -> the site; the further fields are those of ap{...} */
static int lua_site(lua_State *lua)
{
    static const char *const fields[] = {"count", "area", "channels", SCRIPT_AP_SETTINGS, NULL};
    struct script *run = script_of(lua);
    struct apsim_config ap = {0};
    uint16_t freqs[FLEET_FREQS];
    script_check_fields(lua, fields);
    script_count(lua, 16);
    uint32_t count =
        (uint32_t)script_whole(lua, "count", 1, 1, SCRIPT_FLEET_MAX - run->fleets.aps);
    struct script_site *s = site_new(lua);
    script_ap_settings(lua, &ap, &s->octets);
    struct fleet_site_config c = {.air = world_air(script_world(lua)),
                                  .ap = &ap,
                                  .count = count,
                                  .first = run->fleets.aps,
                                  .area = area_of(lua),
                                  .freqs = freqs,
                                  .freq_count = channels_of(lua, freqs)};
    s->site = fleet_site_new(&c);
    if (!s->site) {
        return luaL_error(lua, "the site cannot be made: no memory");
    }
    run->fleets.aps += count;
    for (uint32_t i = 0; i < c.freq_count; i++) {
        script_course_channel(&run->course, freqs[i]);
    }
    script_push(lua, s, SCRIPT_SITE);
    return 1;
}

/* aps={first, last}, counted from 1. */
static void storm_where(lua_State *lua, const struct script_site *s, struct storm *storm)
{
    lua_Integer all = fleet_site_size(s->site), at[2] = {1, all};
    int type = lua_getfield(lua, 1, "aps");
    bool right = type == LUA_TNIL || (type == LUA_TTABLE && lua_rawlen(lua, -1) == 2);
    for (int i = 0; i < 2 && right && type == LUA_TTABLE; i++) {
        lua_geti(lua, -1, i + 1);
        right = lua_isinteger(lua, -1);
        at[i] = lua_tointeger(lua, -1);
        lua_pop(lua, 1);
    }
    if (!right || at[0] < 1 || at[0] > at[1] || at[1] > all) {
        luaL_error(lua, "field 'aps' must be {first, last}, from 1 to %d", (int)all);
    }
    lua_pop(lua, 1);
    storm->first = (uint32_t)(at[0] - 1);
    storm->last = (uint32_t)(at[1] - 1);
}

/* storm{kind=, at=, aps=, off=, forever=, reason=, passphrase=, channel=, beacons=} */
static int site_storm(lua_State *lua)
{
    static const char *const fields[] = {"kind",    "at",     "aps",        "off",
                                         "forever", "reason", "passphrase", "channel",
                                         "beacons", NULL};
    struct script_site *s = self(lua);
    script_check_fields(lua, fields);
    if (!script_has(lua, "kind")) {
        return luaL_error(lua, "storm needs kind=\"power\", \"deauth\", \"passphrase\" or "
                               "\"switch\"");
    }
    enum storm_kind kind = (enum storm_kind)script_choice(lua, "kind", storm_names, 0);
    bool restarts = kind == STORM_POWER || kind == STORM_PASSPHRASE;
    bool farewell = kind == STORM_DEAUTH || kind == STORM_PASSPHRASE;
    struct storm storm =
        storm_usual(kind, script_time(lua, "at", air_now(world_air(script_world(lua)))));
    script_count(lua, 1);
    script_check_goes(lua, "off", restarts, "kind=\"power\" or \"passphrase\"");
    script_check_goes(lua, "forever", restarts, "kind=\"power\" or \"passphrase\"");
    script_check_goes(lua, "reason", farewell, "kind=\"deauth\" or \"passphrase\"");
    script_check_goes(lua, "passphrase", kind == STORM_PASSPHRASE, "kind=\"passphrase\"");
    script_check_goes(lua, "channel", kind == STORM_SWITCH, "kind=\"switch\"");
    script_check_goes(lua, "beacons", kind == STORM_SWITCH, "kind=\"switch\"");
    script_check_apart(lua, "off", "forever");
    storm_where(lua, s, &storm);
    storm.off = script_has(lua, "off") ? script_seconds(lua, "off") : storm.off;
    storm.off = script_flag(lua, "forever") ? EXTSTA_NEVER : storm.off;
    storm.reason = (uint16_t)script_whole(lua, "reason", storm.reason, 1, 65535);
    storm.beacons = (uint8_t)script_whole(lua, "beacons", storm.beacons, 1, 255);
    const char *passphrase = script_string(lua, "passphrase", "");
    luaL_argcheck(
        lua, kind != STORM_PASSPHRASE || (strlen(passphrase) >= 8 && strlen(passphrase) <= 63),
        1, "the new passphrase has 8 to 63 characters");
    strncpy(storm.passphrase, passphrase, sizeof storm.passphrase - 1);
    if (script_has(lua, "channel")) {
        storm.freq = script_channel_freq(lua, script_number(lua, "channel", 1));
        script_course_channel(&script_of(lua)->course, storm.freq);
    }
    if (!fleet_site_storm(s->site, &storm)) {
        return luaL_error(lua, "no memory");
    }
    return 0;
}

static int site_status(lua_State *lua)
{
    struct script_site *s = self(lua);
    struct apsim_status status;
    script_check_none(lua);
    fleet_site_status(s->site, &status);
    lua_newtable(lua);
    script_set_integer(lua, "aps", fleet_site_size(s->site));
    script_set_integer(lua, "known", status.known);
    script_set_integer(lua, "associated", status.associated);
    script_set_integer(lua, "authorized", status.authorized);
    script_set_integer(lua, "queued", status.queued);
    return 1;
}

void script_sites_free(struct script_site *sites)
{
    while (sites) {
        struct script_site *next = sites->next;
        fleet_site_free(sites->site);
        free(sites);
        sites = next;
    }
}

void script_register_site(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"storm", site_storm}, {"status", site_status}, {NULL, NULL}};
    script_register_type(lua, SCRIPT_SITE, methods);
    lua_register(lua, "site", lua_site);
}
