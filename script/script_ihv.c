/* An IHV extension written in Lua: station:ihv{Handler = function(call) ... end, ...} and
 * station:ihv_call{"Function", ...} (docs/scenarios.md).
 *
 * The station says which handler to call from within its outputs; the handlers run right
 * after, at the same moment, in order, and their results go back by extsta_ihv_returned. */
#include "script.h"
#include "providers.h"
#include "world_ihv.h"
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A call that waits for its handler, with copies of what the station had only lent. */
struct pending {
    struct pending *next;
    struct extsta_ihv_call call; /* its spans are void: see the members below */
    char security[1024], connectivity[1024], ssid[33];
    size_t data_len;
    uint8_t data[]; /* of call.data */
};

/* An extension of Lua functions; s->ihv_user. */
struct extension {
    lua_State *lua; /* main thread */
    int handlers;   /* reference of the table */
    struct pending *first, *last;
    bool scheduled; /* make_calls is set at the air */
};

/* The extension lives as long as the Lua state: it is a userdata in the registry. */
static struct extension *extension_of(const struct world_station *s)
{
    return s->ihv_user;
}

/* The table that a handler gets. */
static void push_call(lua_State *lua, const struct world_station *s, const struct pending *p)
{
    char mac[40];
    lua_newtable(lua);
    script_set_string(lua, "peer", label_mac(&script_of(lua)->names, p->call.peer, mac));
    script_set_integer(lua, "session", p->call.session);
    script_set_integer(lua, "status", p->call.status);
    script_set_integer(lua, "handle", (lua_Integer)p->call.handle);
    lua_pushboolean(lua, p->call.port.authorized);
    lua_setfield(lua, -2, "authorized");
    script_set_string(lua, "ssid", p->ssid);
    script_set_string(lua, "security", p->security);
    script_set_string(lua, "connectivity", p->connectivity);
    script_push_hex(lua, (struct extsta_span){p->data, p->data_len});
    lua_setfield(lua, -2, "data");
}

/* A handler's turn, and what it returned. */
struct turn {
    struct world_station *s;
    const struct pending *call;
    uint32_t error, reason;
};

/* A handler that the script has not given succeeds. */
static int run_handler(lua_State *lua)
{
    struct turn *t = lua_touserdata(lua, 1);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, extension_of(t->s)->handlers);
    if (lua_getfield(lua, -1, extsta_ihv_call_name(t->call->call.type)) == LUA_TFUNCTION) {
        push_call(lua, t->s, t->call);
        lua_call(lua, 1, 2);
        t->error = (uint32_t)lua_tointeger(lua, -2);
        t->reason = (uint32_t)lua_tointeger(lua, -1);
    }
    return 0;
}

/* An error in a handler is one to the station too; the script gets it when run() returns. */
static void make_call(struct world_station *s, const struct pending *p)
{
    struct turn t = {.s = s, .call = p, .error = ERROR_SUCCESS};
    if (!script_callback(extension_of(s)->lua, run_handler, &t)) {
        t.error = ERROR_INVALID_STATE;
        t.reason = 0;
    }
    extsta_ihv_returned(s->sta, air_now(world_air(s->world)), p->call.call_id, t.error,
                        t.reason);
    world_pump(s);
}

static void make_calls(void *user, extsta_time now)
{
    struct world_station *s = user;
    struct extension *x = extension_of(s);
    while (x->first) {
        struct pending *p = x->first;
        x->first = p->next;
        make_call(s, p);
        free(p);
    }
    x->scheduled = false;
}

static void copy_text(char *out, size_t size, struct extsta_span text)
{
    size_t n = text.len < size ? text.len : size - 1;
    if (n) {
        memcpy(out, text.data, n);
    }
    out[n] = 0;
}

/* Within the station's outputs: only remembers. The call is made at the same moment, when the
 * station can be called again. */
static void on_call(struct world_station *s, const struct extsta_ihv_call *call)
{
    struct extension *x = extension_of(s);
    struct pending *p = host_malloc(sizeof *p + call->data.len);
    if (!p) {
        return;
    }
    p->next = NULL;
    p->call = *call;
    copy_text(p->security, sizeof p->security, call->security);
    copy_text(p->connectivity, sizeof p->connectivity, call->connectivity);
    copy_text(p->ssid, sizeof p->ssid, call->ssid);
    p->data_len = call->data.len;
    if (call->data.len) {
        memcpy(p->data, call->data.data, call->data.len);
    }
    if (x->first) {
        x->last->next = p;
    } else {
        x->first = p;
    }
    x->last = p;
    if (!x->scheduled) {
        struct air *air = world_air(s->world);
        x->scheduled = air_at(air, air_now(air), make_calls, s);
    }
}

/* __gc: the Lua state closes. */
static int forget_calls(lua_State *lua)
{
    struct extension *x = lua_touserdata(lua, 1);
    while (x->first) {
        struct pending *p = x->first;
        x->first = p->next;
        free(p);
    }
    return 0;
}

/* An extension is named, not found by a path: a script must not choose what is executed. It is
 * looked for where EXTSTA_EXTENSIONS says, beside the build's program, where it is installed.
 */
static bool find_module(const char *name, char *path, size_t size)
{
    const char *folder = getenv("EXTSTA_EXTENSIONS");
    char self[512] = "";
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (name[0] == 0 ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(name)) {
        return false;
    }
    if (folder) {
        snprintf(path, size, "%s/%s.so", folder, name);
        return access(path, R_OK) == 0;
    }
    char *slash = n > 0 ? strrchr(self, '/') : NULL;
    if (slash) {
        *slash = 0;
        snprintf(path, size, "%s/../extensions/%s/%s.so", self, name, name);
        if (access(path, R_OK) == 0) {
            return true;
        }
    }
    snprintf(path, size, EXTSTA_EXTENSION_DIR "/%s.so", name);
    return access(path, R_OK) == 0;
}

static int load_module(lua_State *lua, struct world_station *s, const char *name)
{
    char path[1024], why[300];
    if (!find_module(name, path, sizeof path)) {
        return luaL_error(
            lua, "there is no extension '%s' (set EXTSTA_EXTENSIONS to its folder)", name);
    }
    if (!world_extension_load(s, path, why, sizeof why)) {
        return luaL_error(lua, "%s", why);
    }
    return 0;
}

/* Handlers are functions, with names of handlers; a module has its own. */
static void check_handlers(lua_State *lua)
{
    const char *fields[EXTSTA_IHV_ONEX_INDICATE_RESULT - EXTSTA_IHV_INIT_ADAPTER + 3];
    size_t n = 0;
    for (int t = EXTSTA_IHV_INIT_ADAPTER; t <= EXTSTA_IHV_ONEX_INDICATE_RESULT; t++) {
        const char *name = extsta_ihv_call_name((enum extsta_ihv_call_type)t);
        int type = lua_getfield(lua, 1, name);
        luaL_argcheck(lua, type == LUA_TNIL || type == LUA_TFUNCTION, 1,
                      "handlers are functions");
        lua_pop(lua, 1);
        script_check_apart(lua, "module", name);
        fields[n++] = name;
    }
    fields[n++] = "module";
    fields[n] = NULL;
    script_check_fields(lua, fields);
}

/* ihv{PerformPreAssociate = function(call) ... end, ...}, or ihv{module="wpa2psk"}: the station
 * has an extension from now on. A handler returns a Win32 error and a reason; nothing = 0. */
int script_station_ihv(lua_State *lua)
{
    struct world_station *s = script_self(lua, SCRIPT_STATION);
    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_argcheck(lua, !s->ihv_call, 1, "the station has an extension already");
    check_handlers(lua);
    const char *module = script_string(lua, "module", NULL);
    if (module) {
        return load_module(lua, s, module);
    }
    struct extension *x = lua_newuserdatauv(lua, sizeof *x, 0);
    *x = (struct extension){0};
    lua_newtable(lua);
    lua_pushcfunction(lua, forget_calls);
    lua_setfield(lua, -2, "__gc");
    lua_setmetatable(lua, -2);
    luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    x->lua = lua_tothread(lua, -1);
    lua_pushvalue(lua, 1);
    x->handlers = luaL_ref(lua, LUA_REGISTRYINDEX);
    s->ihv_user = x;
    s->ihv_call = on_call;
    extsta_ihv_attach(s->sta, air_now(world_air(s->world)));
    world_pump(s);
    return 0;
}

/* --- functions of the extension --- */

static uint32_t field_u32(lua_State *lua, const char *field)
{
    return (uint32_t)script_whole(lua, field, 0, 0, UINT32_MAX);
}

static uint16_t field_u16(lua_State *lua, const char *field, uint16_t fallback)
{
    return (uint16_t)script_whole(lua, field, fallback, 0, UINT16_MAX);
}

static uint32_t pre_completion(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_pre_associate_completion(
        sta, now, field_u32(lua, "session"), field_u32(lua, "reason"), field_u32(lua, "error"));
}

static uint32_t post_completion(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    struct extsta_mac peer = {{0}};
    script_mac(lua, "peer", &peer);
    return extsta_ihv_post_associate_completion(sta, now, field_u32(lua, "session"), &peer,
                                                field_u32(lua, "reason"),
                                                field_u32(lua, "error"));
}

/* DOT11_SECURITY_PACKET_HEADER: peer and EtherType, in network order; then the data. */
static uint32_t send_packet(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    uint8_t packet[2400];
    struct extsta_mac peer = {{0}};
    script_mac(lua, "peer", &peer);
    uint16_t ethertype = field_u16(lua, "ethertype", 0);
    size_t n = script_hex(lua, "data", packet + 8, sizeof packet - 8);
    memcpy(packet, peer.b, 6);
    packet[6] = (uint8_t)(ethertype >> 8);
    packet[7] = (uint8_t)ethertype;
    return extsta_ihv_send_packet(sta, now, (struct extsta_span){packet, n + 8},
                                  field_u32(lua, "handle"));
}

static uint32_t ethertype_handling(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    struct extsta_ihv_exemption exemptions[1];
    uint16_t registration = field_u16(lua, "ethertype", 0);
    exemptions[0] = (struct extsta_ihv_exemption){registration, field_u16(lua, "exempt", 0),
                                                  field_u16(lua, "packets", 3)};
    return extsta_ihv_set_ethertype_handling(sta, now, field_u16(lua, "backlog", 16),
                                             exemptions, exemptions[0].action ? 1 : 0,
                                             &registration, registration ? 1 : 0);
}

static uint32_t key_mapping_key(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    uint8_t key[200];
    size_t n = script_hex(lua, "key", key, sizeof key);
    return extsta_ihv_set_key_mapping_key(sta, now, (struct extsta_span){key, n});
}

static uint32_t default_key(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    uint8_t key[200];
    size_t n = script_hex(lua, "key", key, sizeof key);
    return extsta_ihv_set_default_key(
        sta, now, (struct extsta_span){key, n},
        (uint32_t)script_whole(lua, "direction", 3, 0, UINT32_MAX));
}

static uint32_t auth_algorithm(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_set_auth_algorithm(sta, now, field_u32(lua, "algorithm"));
}

static uint32_t unicast_cipher(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_set_unicast_cipher(sta, now, field_u32(lua, "algorithm"));
}

static uint32_t multicast_cipher(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_set_multicast_cipher(sta, now, field_u32(lua, "algorithm"));
}

static uint32_t exclude_unencrypted(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_set_exclude_unencrypted(sta, now, script_flag(lua, "exclude"));
}

static uint32_t start_onex(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_start_onex(sta, now);
}

static uint32_t stop_onex(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    return extsta_ihv_stop_onex(sta, now);
}

/* An EAPOL PDU, as ReceivePacket has it behind its header of eight octets. */
static uint32_t security_packet(lua_State *lua, struct extsta_station *sta, extsta_time now)
{
    uint8_t packet[2400];
    size_t n = script_hex(lua, "data", packet, sizeof packet);
    return extsta_ihv_process_security_packet(sta, now, (struct extsta_span){packet, n});
}

#define FIELDS 5 /* of a function, at most */

static const struct {
    const char *name;
    uint32_t (*call)(lua_State *lua, struct extsta_station *sta, extsta_time now);
    const char *fields[FIELDS + 1];
} functions[] = {
    {"PreAssociateCompletion", pre_completion, {"session", "reason", "error"}},
    {"PostAssociateCompletion", post_completion, {"session", "peer", "reason", "error"}},
    {"SendPacket", send_packet, {"peer", "ethertype", "data", "handle"}},
    {"SetEtherTypeHandling", ethertype_handling, {"ethertype", "exempt", "packets", "backlog"}},
    {"SetAuthAlgorithm", auth_algorithm, {"algorithm"}},
    {"SetUnicastCipherAlgorithm", unicast_cipher, {"algorithm"}},
    {"SetMulticastCipherAlgorithm", multicast_cipher, {"algorithm"}},
    {"SetKeyMappingKey", key_mapping_key, {"key"}},
    {"SetDefaultKey", default_key, {"key", "direction"}},
    {"SetExcludeUnencrypted", exclude_unencrypted, {"exclude"}},
    {"StartOneX", start_onex, {NULL}},
    {"StopOneX", stop_onex, {NULL}},
    {"ProcessSecurityPacket", security_packet, {"data"}},
};

/* ihv_call{"PostAssociateCompletion", session=, peer=, reason=, error=} -> Win32 error */
int script_station_ihv_call(lua_State *lua)
{
    struct world_station *s = script_self(lua, SCRIPT_STATION);
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_geti(lua, 1, 1);
    const char *name = luaL_checkstring(lua, -1);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            char line[80];
            script_check_places(lua, 1, functions[i].fields);
            snprintf(line, sizeof line, "ihv > %s", name);
            trace_add(s, LABEL_IHV, line);
            uint32_t error = functions[i].call(lua, s->sta, air_now(world_air(s->world)));
            world_pump(s);
            lua_pushinteger(lua, error);
            return 1;
        }
    }
    return luaL_error(lua, "an extension has no function '%s'", name);
}
