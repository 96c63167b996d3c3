/* radio{...}: a bare radio on the air, whose frames the script makes and reads itself
 * (docs/scenarios.md). So a script is the access point, or the stranger, at frame level, where
 * ap{...} is too well-behaved. With it protect{} and unprotect{}: what a peer with keys does.
 *
 * What it receives goes to its function `receive`, in the moment in which it arrives, or into
 * the list that frames() takes. Beacons do so only when it asks for them: there are many. */
#include "script.h"
#include <strings.h>

#define FRAME_ROOM  4096u
#define KIND_BEACON 0x80

/* One radio. A userdata in the registry, which lives as long as the Lua state; its node lives
 * as long as the world. */
struct radio {
    lua_State *lua; /* main thread */
    struct air_node *node;
    struct air *air;
    int receive; /* reference of a function, or LUA_NOREF */
    int frames;  /* reference of the list */
    bool beacons;
    uint16_t seq;
};

static struct radio *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_RADIO);
}

/* --- what it receives --- */

void script_push_frame(lua_State *lua, double seconds, const struct extsta_rx_frame *frame)
{
    lua_createtable(lua, 0, 5);
    lua_pushnumber(lua, seconds);
    lua_setfield(lua, -2, "time");
    script_push_hex(lua, frame->bytes);
    lua_setfield(lua, -2, "data");
    script_set_integer(lua, "freq", frame->meta.freq);
    script_set_integer(lua, "signal", frame->meta.signal);
    script_set_integer(lua, "rate", frame->meta.rate);
}

struct reception {
    struct radio *radio;
    const struct extsta_rx_frame *frame;
};

static int take_frame(lua_State *lua)
{
    const struct reception *r = lua_touserdata(lua, 1);
    script_push_frame(lua, (double)air_now(r->radio->air) / 1e6, r->frame);
    if (r->radio->receive != LUA_NOREF) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, r->radio->receive);
        lua_insert(lua, -2);
        lua_call(lua, 1, 0);
        return 0;
    }
    lua_rawgeti(lua, LUA_REGISTRYINDEX, r->radio->frames);
    lua_insert(lua, -2);
    lua_seti(lua, -2, (lua_Integer)lua_rawlen(lua, -2) + 1);
    return 0;
}

static void on_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                  size_t count)
{
    struct radio *radio = user;
    for (size_t i = 0; i < count; i++) {
        bool beacon = frames[i].bytes.len > 0 && frames[i].bytes.data[0] == KIND_BEACON;
        if (!beacon || radio->beacons) {
            struct reception r = {radio, &frames[i]};
            (void)script_callback(radio->lua, take_frame, &r);
        }
    }
}

/* frames() -> the list of what it has received since the last call */
static int radio_frames(lua_State *lua)
{
    struct radio *radio = self(lua);
    script_check_none(lua);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, radio->frames);
    lua_newtable(lua);
    lua_rawseti(lua, LUA_REGISTRYINDEX, radio->frames);
    return 1;
}

/* --- making one --- */

/* radio{address=, channel=, at=, power=, all=, acks=, beacons=, receive=} -> the radio */
static int lua_radio(lua_State *lua)
{
    static const char *const fields[] = {"address", "channel", "at",      "power", "all",
                                         "acks",    "beacons", "receive", NULL};
    static const struct air_node_ops ops = {.name = "script", .rx = on_rx};
    script_check_fields(lua, fields);
    script_count(lua, 4);
    struct air_node_config c = {.ops = &ops, .tx_power = script_power(lua, 20)};
    struct air *air = world_air(script_world(lua));
    script_position(lua, "at", &c.position);
    script_mac(lua, "address", &c.address);
    c.freq = script_channel_freq(lua, script_number(lua, "channel", 1));
    c.flags = (uint16_t)((script_flag(lua, "all") ? AIR_NODE_PROMISCUOUS : 0) |
                         (script_flag_or(lua, "acks", true) ? 0 : AIR_NODE_NO_ACK));
    struct radio *radio = lua_newuserdatauv(lua, sizeof *radio, 0);
    *radio = (struct radio){.air = air, .receive = LUA_NOREF, .seq = 1};
    luaL_ref(lua, LUA_REGISTRYINDEX);
    radio->beacons = script_flag(lua, "beacons");
    if (lua_getfield(lua, 1, "receive") == LUA_TFUNCTION) {
        radio->receive = luaL_ref(lua, LUA_REGISTRYINDEX);
    } else {
        luaL_argcheck(lua, lua_isnil(lua, -1), 1, "receive is a function");
    }
    lua_newtable(lua);
    radio->frames = luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    radio->lua = lua_tothread(lua, -1);
    c.user = radio;
    radio->node = air_node_new(air, &c);
    if (!radio->node) {
        return luaL_error(lua, "a radio cannot be made: no memory");
    }
    script_push(lua, radio, SCRIPT_RADIO);
    return 1;
}

/* --- what it sends --- */

/* send{frame=hex, tries=, rate=, keep=}: an MPDU without FCS. Its sequence number is the
 * radio's next one where the frame has 0, unless keep=true. */
static int radio_send(lua_State *lua)
{
    static const char *const fields[] = {"frame", "tries", "rate", "keep", NULL};
    struct radio *radio = self(lua);
    uint8_t frame[FRAME_ROOM];
    script_check_fields(lua, fields);
    size_t n = script_hex(lua, "frame", frame, sizeof frame);
    luaL_argcheck(lua, n >= 10, 1, "frame has at least 10 octets");
    if (n >= 24 && frame[22] == 0 && frame[23] == 0 && !script_flag(lua, "keep")) {
        frame[22] = (uint8_t)(radio->seq << 4);
        frame[23] = (uint8_t)(radio->seq >> 4);
        radio->seq = (radio->seq + 1) & 0xfff;
    }
    struct extsta_tx_meta meta = {.freq = air_node_freq(radio->node),
                                  .tries = (uint8_t)script_whole(lua, "tries", 0, 0, 255),
                                  .rate = (uint16_t)script_whole(lua, "rate", 0, 0, 255)};
    script_count(lua, 1);
    enum extsta_error e = air_send(radio->node, (struct extsta_span){frame, n}, &meta);
    lua_pushboolean(lua, e == EXTSTA_OK);
    return 1;
}

/* tune{channel=} */
static int radio_tune(lua_State *lua)
{
    static const char *const fields[] = {"channel", NULL};
    struct radio *radio = self(lua);
    script_check_fields(lua, fields);
    air_node_tune(radio->node, script_channel_freq(lua, script_number(lua, "channel", 1)));
    return 0;
}

static int radio_on(lua_State *lua)
{
    air_node_set_on(self(lua)->node, true);
    return 0;
}

static int radio_off(lua_State *lua)
{
    air_node_set_on(self(lua)->node, false);
    return 0;
}

static int radio_move(lua_State *lua)
{
    struct radio *radio = self(lua);
    return script_move(lua, radio->node);
}

/* --- keys of peers --- */

/* Field cipher: a DOT11_CIPHER_ALGORITHM by name ("ccmp"), or its number. */
static uint32_t cipher_of(lua_State *lua)
{
    int type = lua_getfield(lua, 1, "cipher");
    uint32_t number = (uint32_t)lua_tointeger(lua, -1);
    const char *wanted = type == LUA_TSTRING ? lua_tostring(lua, -1) : NULL;
    for (uint32_t n = 0; wanted && n < 0x200; n++) {
        const char *name = extsta_cipher_name(n);
        if (name && strcasecmp(name, wanted) == 0) {
            lua_pop(lua, 1);
            return n;
        }
    }
    if (type != LUA_TNUMBER) {
        luaL_error(lua, "field 'cipher' is the name or number of a cipher");
    }
    lua_pop(lua, 1);
    return number;
}

/* protect{frame=, cipher=, key=, id=, pn=} -> the frame with its body enciphered, or nil */
static int lua_protect(lua_State *lua)
{
    static const char *const fields[] = {"frame", "cipher", "key", "id", "pn", NULL};
    uint8_t frame[FRAME_ROOM], key[64], out[FRAME_ROOM + 64];
    script_check_fields(lua, fields);
    struct air_key k = {.cipher = cipher_of(lua),
                        .key = {key, script_hex(lua, "key", key, sizeof key)},
                        .id = (uint8_t)script_whole(lua, "id", 0, 0, 3),
                        .pn = (uint64_t)script_number(lua, "pn", 1)};
    struct extsta_span mpdu = {frame, script_hex(lua, "frame", frame, sizeof frame)};
    size_t n = air_protect(world_air(script_world(lua)), &k, mpdu, out, sizeof out);
    if (n == 0) {
        return 0;
    }
    script_push_hex(lua, (struct extsta_span){out, n});
    return 1;
}

/* unprotect{frame=, cipher=, key=} -> the frame in the clear, key id, packet number; or nil */
static int lua_unprotect(lua_State *lua)
{
    static const char *const fields[] = {"frame", "cipher", "key", NULL};
    uint8_t frame[FRAME_ROOM], key[64], out[FRAME_ROOM];
    script_check_fields(lua, fields);
    struct air_key k = {.cipher = cipher_of(lua),
                        .key = {key, script_hex(lua, "key", key, sizeof key)}};
    struct extsta_span mpdu = {frame, script_hex(lua, "frame", frame, sizeof frame)};
    size_t n = air_unprotect(world_air(script_world(lua)), &k, mpdu, out, sizeof out);
    if (n == 0) {
        return 0;
    }
    script_push_hex(lua, (struct extsta_span){out, n});
    lua_pushinteger(lua, k.id);
    lua_pushinteger(lua, (lua_Integer)k.pn);
    return 3;
}

void script_register_radio(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"send", radio_send}, {"frames", radio_frames}, {"tune", radio_tune}, {"on", radio_on},
        {"off", radio_off},   {"move", radio_move},     {NULL, NULL},
    };
    script_register_type(lua, SCRIPT_RADIO, methods);
    lua_register(lua, "radio", lua_radio);
    lua_register(lua, "protect", lua_protect);
    lua_register(lua, "unprotect", lua_unprotect);
}
