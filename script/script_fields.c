/* Between Lua and C: the values of fields that scripts give, the members and lists they get
 * (script.h). What cannot be meant is an error, because a scenario that goes on with something
 * else proves nothing; which names there are says script_names.c. */
#include "script.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

/* --- members and what they return --- */

const char *script_type_words(const char *type)
{
    return strcmp(type, SCRIPT_AP) == 0      ? "an access point"
           : strcmp(type, SCRIPT_FLEET) == 0 ? "a fleet"
           : strcmp(type, SCRIPT_SITE) == 0  ? "a site"
           : strcmp(type, SCRIPT_FLOW) == 0  ? "a flow"
           : strcmp(type, SCRIPT_RADIO) == 0 ? "a radio"
                                             : "a station";
}

void *script_self(lua_State *lua, const char *type)
{
    void **u = luaL_testudata(lua, 1, type);
    if (!u) {
        luaL_error(lua, "methods of %s are called with a colon: %s:method{...}",
                   script_type_words(type), strcmp(type, SCRIPT_AP) == 0 ? "ap" : "station");
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
    static const char digits[] = "0123456789abcdef";
    luaL_Buffer b;
    char *text = luaL_buffinitsize(lua, &b, 2 * bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        text[2 * i] = digits[bytes.data[i] >> 4];
        text[2 * i + 1] = digits[bytes.data[i] & 15];
    }
    luaL_pushresultsize(&b, 2 * bytes.len);
}

struct script_list script_list(lua_State *lua)
{
    lua_newtable(lua);
    return (struct script_list){lua, &script_of(lua)->names, 0};
}

/* --- fields of the table at index 1 --- */

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

lua_Integer script_whole(lua_State *lua, const char *field, lua_Integer fallback,
                         lua_Integer least, lua_Integer most)
{
    double v = script_within(lua, field, (double)fallback, (double)least, (double)most);
    if (v != floor(v)) {
        char text[100];
        snprintf(text, sizeof text, "field '%.40s' must be a whole number, not %.10g", field,
                 v);
        luaL_error(lua, "%s", text);
    }
    return (lua_Integer)v;
}

int8_t script_power(lua_State *lua, int8_t fallback)
{
    return (int8_t)script_whole(lua, "power", fallback, -100, 100);
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
    size_t len = 0;
    const char *v = type == LUA_TNIL ? fallback : lua_tolstring(lua, -1, &len);
    if (type != LUA_TNIL && strlen(v) != len) {
        luaL_error(lua, "field '%s' has an octet of zero in it", field);
    }
    lua_pop(lua, 1); /* the table keeps it alive */
    return v;
}

bool script_flag_or(lua_State *lua, const char *field, bool absent)
{
    int type = lua_getfield(lua, 1, field);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN) {
        luaL_error(lua, "field '%s' must be true or false", field);
    }
    bool v = type == LUA_TNIL ? absent : lua_toboolean(lua, -1) != 0;
    lua_pop(lua, 1);
    return v;
}

bool script_flag(lua_State *lua, const char *field)
{
    return script_flag_or(lua, field, false);
}

/* The value of a hexadecimal digit, or -1. */
static int digit(char c)
{
    return !isxdigit((unsigned char)c) ? -1
           : isdigit((unsigned char)c) ? c - '0'
                                       : tolower((unsigned char)c) - 'a' + 10;
}

/* One or two digits for an octet; nothing behind the last one. */
static bool parse_mac(const char *text, struct extsta_mac *mac)
{
    for (int i = 0; i < 6; i++) {
        if (digit(*text) < 0) {
            return false;
        }
        mac->b[i] = (uint8_t)digit(*text++);
        if (digit(*text) >= 0) {
            mac->b[i] = (uint8_t)(mac->b[i] << 4 | digit(*text++));
        }
        if (*text++ != (i < 5 ? ':' : '\0')) {
            return false;
        }
    }
    return true;
}

void script_mac_of(lua_State *lua, const char *text, const char *field, struct extsta_mac *mac)
{
    struct script *s = script_of(lua);
    if (parse_mac(text, mac)) {
        return;
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
}

bool script_mac(lua_State *lua, const char *field, struct extsta_mac *mac)
{
    const char *text = script_string(lua, field, NULL);
    if (text) {
        script_mac_of(lua, text, field, mac);
    }
    return text != NULL;
}

bool script_address(lua_State *lua, const char *field, struct extsta_mac *mac)
{
    static const struct extsta_mac zero;
    if (!script_mac(lua, field, mac)) {
        return false;
    }
    if ((mac->b[0] & 1) || memcmp(mac->b, zero.b, sizeof zero.b) == 0) {
        luaL_error(lua, "field '%s': '%s' is %s: nobody can have it", field,
                   script_string(lua, field, ""),
                   mac->b[0] & 1 ? "a group address (its first octet is odd)" : "no address");
    }
    return true;
}

bool script_octets(const char *text, size_t digits, uint8_t *out, size_t *octets)
{
    size_t n = 0;
    while (n < digits / 2 && digit(text[2 * n]) >= 0 && digit(text[2 * n + 1]) >= 0) {
        out[n] = (uint8_t)(digit(text[2 * n]) << 4 | digit(text[2 * n + 1]));
        n++;
    }
    *octets = n;
    return 2 * n == digits;
}

size_t script_hex(lua_State *lua, const char *field, uint8_t *out, size_t max)
{
    const char *text = script_string(lua, field, "");
    size_t n = 0, digits = strlen(text);
    if (digits > 2 * max || !script_octets(text, digits, out, &n)) {
        luaL_error(lua, "field '%s' must be at most %d octets in hexadecimal", field, (int)max);
    }
    return n;
}

bool script_key(lua_State *lua, const char *field, uint8_t key[32])
{
    if (!script_has(lua, field)) {
        return false;
    }
    if (script_hex(lua, field, key, 32) != 32) {
        luaL_error(lua, "field '%s' must be 64 hexadecimal digits", field);
    }
    return true;
}

#define FARTHEST 1e7 /* metres: nothing on Earth is farther away */

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
        double metres = lua_tonumber(lua, -1);
        if (!(metres >= -FARTHEST && metres <= FARTHEST)) {
            luaL_error(lua, "field '%s': coordinates are -10,000,000 to 10,000,000 metres",
                       field);
        }
        *axis[i] = (float)metres;
        lua_pop(lua, 1);
    }
    if (lua_rawlen(lua, -1) > 3) {
        luaL_error(lua, "field '%s' must be {x, y} or {x, y, z} in metres", field);
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
    double speed = script_number(lua, "speed", 1);
    if (!(speed >= 1e-3 && speed <= 1e6)) {
        return luaL_error(lua,
                          "field 'speed' must be 0.001 to 1,000,000 metres a second; without "
                          "it the member is there at once");
    }
    if (script_has(lua, "speed")) {
        air_node_move(node, to, (float)speed);
    } else {
        air_node_place(node, to);
    }
    return 0;
}

/* 5 GHz: channels of 20 MHz, IEEE Std 802.11-2020 annex E (operating classes 115 to 125). */
uint16_t script_channel_freq(lua_State *lua, double channel)
{
    char text[200];
    int c = channel >= 0 && channel < 1000 ? (int)channel : 0;
    if (channel == c && c >= 1 && c <= 13) {
        return (uint16_t)(2407 + 5 * c);
    }
    if (channel == 14) {
        return 2484;
    }
    if (channel == c &&
        ((c >= 36 && c <= 64 && c % 4 == 0) || (c >= 100 && c <= 144 && c % 4 == 0) ||
         (c >= 149 && c <= 177 && c % 4 == 1))) {
        return (uint16_t)(5000 + 5 * c);
    }
    snprintf(text, sizeof text,
             "channel %.6g does not exist: 1 to 14 (2.4 GHz), or at 5 GHz each fourth of 36 to "
             "64, 100 to 144, 149 to 177",
             channel);
    luaL_error(lua, "%s", text);
    return 0;
}

const char *script_member_name(lua_State *lua, const char *fallback)
{
    struct world *w = script_world(lua);
    const char *name = script_string(lua, "name", NULL);
    if (!name) {
        return fallback;
    }
    if (strlen(name) < 1 || strlen(name) > SCRIPT_NAME_MAX) {
        luaL_error(lua, "a name has 1 to %d octets", (int)SCRIPT_NAME_MAX);
    }
    struct extsta_mac address;
    if (parse_mac(name, &address)) {
        luaL_error(lua, "the name '%s' would be taken for an address", name);
    }
    if (world_ap_find(w, name) || world_station_find(w, name)) {
        luaL_error(lua, "there is a member of the name '%s' already", name);
    }
    return name;
}
