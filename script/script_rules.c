/* rule{...}: what goes wrong on the way (air_rule of extsta/air.h) for scripts, and how often
 * it has. A rule may be ended and asked about afterwards, so what it had hit by then is kept
 * here: the air forgets it. */
#include "script.h"
#include <string.h>

/* Field kind: the first octet of Frame Control by a name that scripts use; none: any kind. */
static uint16_t kind_of(lua_State *lua)
{
    static const char *const names[] = {
        "assoc-req", "assoc-resp", "reassoc-req", "reassoc-resp",
        "probe-req", "probe-resp", "beacon",      "disassoc",
        "auth",      "deauth",     "action",      "ack",
        "data",      "null",       "qos-data",    NULL};
    static const uint8_t octets[] = {0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x80, 0xa0,
                                     0xb0, 0xc0, 0xd0, 0xd4, 0x08, 0x48, 0x88};
    size_t k = script_choice(lua, "kind", names, sizeof octets);
    return k < sizeof octets ? octets[k] : AIR_ANY_KIND;
}

/* In the order of enum air_action. */
static const char *const actions[] = {"drop",     "delay",  "duplicate", "corrupt",
                                      "truncate", "signal", NULL};

/* Field action, and those that only some actions have: without its own an action would do
 * nothing, and one of another's was meant otherwise. */
static void action(lua_State *lua, struct air_rule *r)
{
    static const struct {
        const char *field;
        uint32_t actions; /* bits, by number */
        bool needed;
    } fields[] = {
        {"delay", 1u << AIR_DELAY | 1u << AIR_DUPLICATE, false},
        {"offset", 1u << AIR_CORRUPT, false},
        {"bits", 1u << AIR_CORRUPT, false},
        {"length", 1u << AIR_TRUNCATE, true},
        {"signal", 1u << AIR_SIGNAL, true},
    };
    r->action = (enum air_action)script_choice(lua, "action", actions, AIR_DROP);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        bool has = script_has(lua, fields[i].field);
        bool ours = (fields[i].actions >> r->action & 1u) != 0;
        if (has && !ours) {
            luaL_error(lua, "field '%s' means nothing to action=\"%s\"", fields[i].field,
                       actions[r->action]);
        }
        if (!has && ours && fields[i].needed) {
            luaL_error(lua, "action=\"%s\" needs %s=", actions[r->action], fields[i].field);
        }
    }
    r->delay = script_seconds(lua, "delay");
    if (r->action == AIR_DELAY && r->delay == 0) {
        luaL_error(lua, "action=\"delay\" needs delay=, in seconds");
    }
    r->offset = (uint32_t)script_whole(lua, "offset", 0, 0, 65535);
    r->bits = (uint8_t)script_whole(lua, "bits", 1, 1, 255);
    r->length = (uint32_t)script_whole(lua, "length", 0, 0, 65535);
    r->signal = (int8_t)script_whole(lua, "signal", 0, -128, 0);
}

/* Fields message, since, until_: what could never match is an error. */
static void conditions(lua_State *lua, struct air_rule *r)
{
    r->eapol_message =
        script_has(lua, "message") ? (uint8_t)script_whole(lua, "message", 1, 1, 6) : 0;
    if (r->eapol_message && r->kind != AIR_ANY_KIND && r->kind != 0x08 && r->kind != 0x88) {
        luaL_error(lua, "message= is that of a data frame: kind=\"%s\" has none",
                   script_string(lua, "kind", ""));
    }
    r->since = script_seconds(lua, "since");
    r->until = script_seconds(lua, "until_");
    if (script_has(lua, "until_") && r->until <= r->since) {
        luaL_error(lua, "until_= must be later than since=");
    }
}

/* Of a million; 0: always. A probability of 0 hits nothing, and would be "always" to the air.
 */
static uint32_t probability(lua_State *lua)
{
    double p = script_within(lua, "probability", 1, 0, 1);
    if (p < 1e-6) {
        luaL_error(lua,
                   "field 'probability' is at least 0.000001: a rule that never hits is none");
    }
    return p < 1 ? (uint32_t)(p * 1e6) : 0;
}

/* rule{from=, to=, kind=, message=, skip=, count=, probability=, since=, until_=, action=,
 * delay=, offset=, bits=, length=, signal=, each_try=} -> number */
static int lua_rule(lua_State *lua)
{
    static const char *const fields[] = {
        "from",        "to",     "kind",   "message",  "skip",  "count",
        "probability", "since",  "until_", "action",   "delay", "offset",
        "bits",        "length", "signal", "each_try", NULL};
    script_check_fields(lua, fields);
    struct world *w = script_world(lua);
    struct air_rule r = {.kind = kind_of(lua)};
    script_mac(lua, "from", &r.from);
    script_mac(lua, "to", &r.to);
    conditions(lua, &r);
    r.skip = (uint32_t)script_whole(lua, "skip", 0, 0, 4000000000);
    r.count = (uint32_t)script_whole(lua, "count", 0, 0, 4000000000);
    r.per_million = probability(lua);
    r.each_try = script_flag(lua, "each_try");
    action(lua, &r);
    if (r.action != AIR_DROP && r.action != AIR_SIGNAL) { /* heard is not what was on the air */
        script_referee_distort(&script_of(lua)->referee);
        script_fleets_distort(script_of(lua));
    }
    script_count(lua, 1);
    uint32_t id = air_rule_add(world_air(w), &r);
    if (!id) {
        return luaL_error(lua, "too many rules");
    }
    script_of(lua)->rules = id;
    lua_pushinteger(lua, id);
    return 1;
}

/* The number at index 1: of a rule that there is, or was. */
static uint32_t number_of(lua_State *lua)
{
    lua_Integer id = luaL_checkinteger(lua, 1);
    if (id < 1 || id > script_of(lua)->rules) {
        luaL_error(lua, "there is no rule %I: rule{...} returns its number", id);
    }
    return (uint32_t)id;
}

/* Its address names the table of what ended rules have hit, by number, in the registry. */
static const char ended;

/* unrule(number) */
static int lua_unrule(lua_State *lua)
{
    struct air *air = world_air(script_world(lua));
    uint32_t id = number_of(lua);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &ended);
    if (lua_rawgeti(lua, -1, id) == LUA_TNIL) {
        lua_pushinteger(lua, (lua_Integer)air_rule_hits(air, id));
        lua_rawseti(lua, -3, id);
    }
    air_rule_remove(air, id);
    return 0;
}

/* rule_hits(number) -> how many frames it has hit, until it was ended */
static int lua_rule_hits(lua_State *lua)
{
    struct air *air = world_air(script_world(lua));
    uint32_t id = number_of(lua);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &ended);
    if (lua_rawgeti(lua, -1, id) == LUA_TNIL) {
        lua_pushinteger(lua, (lua_Integer)air_rule_hits(air, id));
    }
    return 1;
}

void script_register_rules(lua_State *lua)
{
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &ended);
    lua_register(lua, "rule", lua_rule);
    lua_register(lua, "unrule", lua_unrule);
    lua_register(lua, "rule_hits", lua_rule_hits);
}
