/* Between Lua and C: the fields that scripts give, the members and lists they get (script.h). A
 * misspelt field is an error with the nearest name, because a scenario that ignores what was
 * meant proves nothing. */
#include "script.h"
#include <stdlib.h>
#include <string.h>

/* --- members and what they return --- */

void *script_self(lua_State *lua, const char *type)
{
    void **u = luaL_testudata(lua, 1, type);
    if (!u) {
        bool ap = strcmp(type, SCRIPT_AP) == 0;
        luaL_error(lua, "methods of %s are called with a colon: %s:method{...}",
                   ap ? "an access point" : "a station", ap ? "ap" : "station");
    }
    lua_remove(lua, 1);
    if (lua_isnoneornil(lua, 1)) {
        lua_settop(lua, 0);
        lua_newtable(lua);
    }
    if (!lua_istable(lua, 1)) {
        luaL_error(lua, "takes a table of fields, {...}, not a %s", luaL_typename(lua, 1));
    }
    return *u;
}

void script_push(lua_State *lua, void *member, const char *type)
{
    *(void **)lua_newuserdatauv(lua, sizeof member, 0) = member;
    luaL_setmetatable(lua, type);
}

void script_register_type(lua_State *lua, const char *type, const luaL_Reg *methods)
{
    luaL_newmetatable(lua, type);
    lua_newtable(lua);
    luaL_setfuncs(lua, methods, 0);
    lua_setfield(lua, -2, "__index");
    lua_pop(lua, 1);
}

void script_set_integer(lua_State *lua, const char *field, lua_Integer value)
{
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, field);
}

void script_set_string(lua_State *lua, const char *field, const char *value)
{
    lua_pushstring(lua, value);
    lua_setfield(lua, -2, field);
}

void script_push_hex(lua_State *lua, struct extsta_span bytes)
{
    luaL_Buffer b;
    luaL_buffinit(lua, &b);
    for (size_t i = 0; i < bytes.len; i++) {
        char pair[3];
        snprintf(pair, sizeof pair, "%02x", bytes.data[i]);
        luaL_addstring(&b, pair);
    }
    luaL_pushresult(&b);
}

struct script_list script_list(lua_State *lua)
{
    lua_newtable(lua);
    return (struct script_list){lua, &script_of(lua)->names, 0};
}

/* --- fields of the table at index 1 --- */

/* Letters that differ, are missing or too many; 9: more than a slip. */
static unsigned slip(const char *a, const char *b)
{
    unsigned row[33];
    size_t m = strlen(a), n = strlen(b);
    if (m > 32 || n > 32) {
        return 9;
    }
    for (size_t j = 0; j <= n; j++) {
        row[j] = (unsigned)j;
    }
    for (size_t i = 1; i <= m; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned change = corner + (a[i - 1] != b[j - 1]);
            unsigned less = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < less ? change : less;
        }
    }
    return row[n];
}

/* Raises the error. The nearest name is offered when at most two letters differ, and not more
 * than half of them. */
static void unknown_field(lua_State *lua, const char *key, const char *const *known)
{
    const char *nearest = NULL;
    unsigned least = 3;
    luaL_Buffer b;
    luaL_buffinit(lua, &b);
    for (const char *const *k = known; *k; k++) {
        if (slip(key, *k) < least && slip(key, *k) * 2 <= strlen(key)) {
            least = slip(key, *k);
            nearest = *k;
        }
        luaL_addstring(&b, k == known ? "" : ", ");
        luaL_addstring(&b, *k);
    }
    luaL_pushresult(&b);
    if (nearest) {
        luaL_error(lua, "there is no field '%s'; did you mean '%s'?", key, nearest);
    }
    luaL_error(lua, "there is no field '%s'; there are: %s", key, lua_tostring(lua, -1));
}

void script_check_fields(lua_State *lua, const char *const *known)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TSTRING) {
            continue;
        }
        const char *key = lua_tostring(lua, -1);
        const char *const *k = known;
        while (*k && strcmp(*k, key) != 0) {
            k++;
        }
        if (!*k) {
            unknown_field(lua, key, known);
        }
    }
}

double script_number(lua_State *lua, const char *field, double fallback)
{
    int type = lua_getfield(lua, 1, field);
    if (type != LUA_TNIL && !lua_isnumber(lua, -1)) {
        luaL_error(lua, "field '%s' must be a number", field);
    }
    double v = type == LUA_TNIL ? fallback : lua_tonumber(lua, -1);
    lua_pop(lua, 1);
    return v;
}

double script_within(lua_State *lua, const char *field, double fallback, double least,
                     double most)
{
    double v = script_number(lua, field, fallback);
    if (!(v >= least && v <= most)) {
        char text[120];
        snprintf(text, sizeof text, "field '%.40s' must be %.10g to %.10g, not %.10g", field,
                 least, most, v);
        luaL_error(lua, "%s", text);
    }
    return v;
}

extsta_time script_seconds(lua_State *lua, const char *field)
{
    return (extsta_time)(script_within(lua, field, 0, 0, 1e9) * 1e6);
}

const char *script_string(lua_State *lua, const char *field, const char *fallback)
{
    int type = lua_getfield(lua, 1, field);
    if (type != LUA_TNIL && type != LUA_TSTRING) {
        luaL_error(lua, "field '%s' must be a string", field);
    }
    const char *v = type == LUA_TNIL ? fallback : lua_tostring(lua, -1);
    lua_pop(lua, 1); /* the table keeps it alive */
    return v;
}

bool script_flag_or(lua_State *lua, const char *field, bool absent)
{
    lua_getfield(lua, 1, field);
    bool v = lua_isnil(lua, -1) ? absent : lua_toboolean(lua, -1) != 0;
    lua_pop(lua, 1);
    return v;
}

bool script_flag(lua_State *lua, const char *field)
{
    return script_flag_or(lua, field, false);
}

/* Nothing behind the last octet. */
static bool parse_mac(const char *text, struct extsta_mac *mac)
{
    unsigned b[6];
    char rest;
    if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%c", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5],
               &rest) != 6) {
        return false;
    }
    for (int i = 0; i < 6; i++) {
        mac->b[i] = (uint8_t)b[i];
    }
    return true;
}

bool script_mac(lua_State *lua, const char *field, struct extsta_mac *mac)
{
    const char *text = script_string(lua, field, NULL);
    struct script *s = script_of(lua);
    if (!text) {
        return false;
    }
    if (parse_mac(text, mac)) {
        return true;
    }
    struct world_station *sta = s->world ? world_station_find(s->world, text) : NULL;
    struct world_ap *ap = s->world ? world_ap_find(s->world, text) : NULL;
    if (sta) {
        *mac = sta->address;
    } else if (ap) {
        *mac = apsim_bssid(ap->ap);
    } else {
        luaL_error(lua, "field '%s': '%s' is neither a MAC address nor the name of a member",
                   field, text);
    }
    return true;
}

size_t script_hex(lua_State *lua, const char *field, uint8_t *out, size_t max)
{
    const char *text = script_string(lua, field, "");
    size_t n = 0;
    while (text[0] && text[1]) {
        char pair[3] = {text[0], text[1], 0}, *end;
        unsigned long v = strtoul(pair, &end, 16);
        if (*end || n == max) {
            break;
        }
        out[n++] = (uint8_t)v;
        text += 2;
    }
    if (*text) {
        luaL_error(lua, "field '%s' must be at most %d octets in hexadecimal", field, (int)max);
    }
    return n;
}

bool script_position(lua_State *lua, const char *field, struct air_position *p)
{
    if (lua_getfield(lua, 1, field) == LUA_TNIL) {
        lua_pop(lua, 1);
        return false;
    }
    if (!lua_istable(lua, -1)) {
        luaL_error(lua, "field '%s' must be {x, y} or {x, y, z} in metres", field);
    }
    float *axis[3] = {&p->x, &p->y, &p->z};
    for (int i = 0; i < 3; i++) {
        if (lua_geti(lua, -1, i + 1) != LUA_TNUMBER && !(i == 2 && lua_isnil(lua, -1))) {
            luaL_error(lua, "field '%s' must be {x, y} or {x, y, z} in metres", field);
        }
        *axis[i] = (float)lua_tonumber(lua, -1);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return true;
}

int script_move(lua_State *lua, struct air_node *node)
{
    static const char *const fields[] = {"to", "speed", NULL};
    struct air_position to = {0};
    script_check_fields(lua, fields);
    if (!script_position(lua, "to", &to)) {
        return luaL_error(lua, "move needs to={x, y}");
    }
    double speed = script_number(lua, "speed", 0);
    if (speed > 0) {
        air_node_move(node, to, (float)speed);
    } else {
        air_node_place(node, to);
    }
    return 0;
}

uint16_t script_channel_freq(lua_State *lua, double channel)
{
    int c = channel >= 0 && channel < 1000 ? (int)channel : 0;
    if (c >= 1 && c <= 13) {
        return (uint16_t)(2407 + 5 * c);
    }
    if (c == 14) {
        return 2484;
    }
    if (c >= 36 && c <= 177) {
        return (uint16_t)(5000 + 5 * c);
    }
    luaL_error(lua, "channel %d does not exist: 1 to 14 (2.4 GHz) or 36 to 177 (5 GHz)", c);
    return 0;
}
