/* Frames from nowhere: what an attacker or a stranger puts on the air. */
#include "script.h"
#include <string.h>

#define MGMT_HEADER 24u

/* Field at=, channel=, power= of the table say from where and how it is sent. */
static void on_the_air(lua_State *lua, const uint8_t *frame, size_t len)
{
    struct air_position at = {0};
    script_count(lua, 1);
    script_position(lua, "at", &at);
    uint16_t freq = script_channel_freq(lua, script_number(lua, "channel", 1));
    struct extsta_span bytes = {frame, len};
    struct air *air = world_air(script_world(lua));
    if (air_inject(air, freq, at, script_power(lua, 20), bytes) != EXTSTA_OK) {
        luaL_error(lua, "the frame cannot be sent: no memory");
    }
}

/* inject{frame=hex, channel=, at=, power=}: an MPDU without FCS, once. */
static int lua_inject(lua_State *lua)
{
    static const char *const fields[] = {"frame", "channel", "at", "power", NULL};
    uint8_t frame[2400];
    script_check_fields(lua, fields);
    size_t n = script_hex(lua, "frame", frame, sizeof frame);
    luaL_argcheck(lua, n >= 10, 1, "frame has at least 10 octets");
    on_the_air(lua, frame, n);
    return 0;
}

/* forge{kind="deauth"|"disassoc", from=, to=, reason=, channel=, at=, power=}: such a frame in
 * the name of `from`. */
static int lua_forge(lua_State *lua)
{
    static const char *const fields[] = {"kind",    "from", "to",    "reason",
                                         "channel", "at",   "power", NULL};
    static const char *const kinds[] = {"deauth", "disassoc", NULL};
    uint8_t frame[MGMT_HEADER + 2] = {0};
    struct extsta_mac from, to;
    script_check_fields(lua, fields);
    frame[0] = script_choice(lua, "kind", kinds, 0) == 1 ? 0xa0 : 0xc0;
    luaL_argcheck(lua, script_mac(lua, "from", &from), 1, "forge needs from=");
    luaL_argcheck(lua, script_mac(lua, "to", &to), 1, "forge needs to=");
    memcpy(frame + 4, to.b, 6);
    memcpy(frame + 10, from.b, 6);
    memcpy(frame + 16, from.b, 6);
    int reason = (int)script_whole(lua, "reason", 7, 0, 65535);
    frame[22] = 0xf0; /* a sequence number that is the forger's own */
    frame[23] = 0x7f;
    frame[24] = (uint8_t)reason;
    frame[25] = (uint8_t)(reason >> 8);
    on_the_air(lua, frame, sizeof frame);
    return 0;
}

/* hex(bytes) -> the octets of a string (string.pack makes them) in hexadecimal */
static int lua_hex(lua_State *lua)
{
    size_t n;
    const char *bytes = luaL_checklstring(lua, 1, &n);
    script_push_hex(lua, (struct extsta_span){(const uint8_t *)bytes, n});
    return 1;
}

void script_register_frames(lua_State *lua)
{
    lua_register(lua, "hex", lua_hex);
    lua_register(lua, "inject", lua_inject);
    lua_register(lua, "forge", lua_forge);
}
