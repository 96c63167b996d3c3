/* A script as the host of a driver (docs/scenarios.md): OID requests and packets past the OS
 * half, and what crosses the boundary as values.
 *
 * Values are recorded from the first call of crossed() on, in a list of Lua that hangs on the
 * station's address in the registry. They are made within the station's outputs, so in
 * protected calls (script_callback); a run that does not ask for them makes none. */
#include "script.h"
#include "script_payload.h"
#include <extsta/ndis.h>
#include <extsta/payload.h>
#include <string.h>

static struct world_station *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_STATION);
}

static struct world_station *self_alone(lua_State *lua)
{
    struct world_station *s = self(lua);
    script_check_none(lua);
    return s;
}

static extsta_time now_of(const struct world_station *s)
{
    return air_now(world_air(s->world));
}

/* --- requests --- */

int script_station_reset_ex(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    extsta_reset_ex(s->sta, now_of(s));
    world_pump(s);
    return 0;
}

int script_station_detach(lua_State *lua)
{
    world_detach(self_alone(lua));
    return 0;
}

int script_station_return_packets(lua_State *lua)
{
    lua_pushinteger(lua, (lua_Integer)world_return_packets(self_alone(lua)));
    return 1;
}

/* By name among all numbers that Native 802.11 has; 0: there is none. */
static uint32_t find_oid(const char *wanted)
{
    /* high halves in which there are some; the low halves are below 0x0900 */
    static const uint32_t ranges[] = {0x00010000, 0x0d010000, 0x0e010000, 0x0e020000,
                                      0x0e030000, 0x0e040000, 0x0e050000, 0x0e060000,
                                      0x0e070000, 0x0e080000, 0xfd010000};
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
        for (uint32_t n = ranges[r]; n < ranges[r] + 0x0900; n++) {
            const char *name = extsta_oid_name(n);
            if (name && (strcmp(name, wanted) == 0 ||
                         strcmp(label_without("OID_DOT11_", name), wanted) == 0)) {
                return n;
            }
        }
    }
    return 0;
}

/* Numbers that were found are remembered in the registry, by name: scripts ask for the same
 * again and again. */
uint32_t script_oid_number(lua_State *lua, int index)
{
    if (lua_type(lua, index) == LUA_TNUMBER) {
        return (uint32_t)luaL_checkinteger(lua, index);
    }
    const char *wanted = luaL_checkstring(lua, index);
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, "extsta.oids");
    lua_getfield(lua, -1, wanted);
    uint32_t number = (uint32_t)lua_tointeger(lua, -1);
    lua_pop(lua, 1);
    if (!number && (number = find_oid(wanted)) != 0) {
        script_set_integer(lua, wanted, number);
    }
    lua_pop(lua, 1);
    if (!number) {
        luaL_error(lua, "there is no OID '%s'", wanted);
    }
    return number;
}

static void push_status(lua_State *lua, uint32_t status)
{
    char result[40];
    struct label_text t = {result, sizeof result};
    result[0] = 0;
    label_add_status(&t, status);
    lua_pushstring(lua, result + 1);
}

#define OID_ROOM 16384u

/* The fields data= or value= as input at `out`; octets. */
static uint32_t oid_input(lua_State *lua, uint32_t oid, uint8_t *out)
{
    script_check_apart(lua, "data", "value");
    if (lua_getfield(lua, 1, "value") == LUA_TNIL) {
        lua_pop(lua, 1);
        return (uint32_t)script_hex(lua, "data", out, OID_ROOM);
    }
    return (uint32_t)script_encode(lua, extsta_oid_form(oid, false), out, OID_ROOM);
}

/* {read=, written=, needed=, value=}: what the driver said of the buffer, and what is in it. */
static void push_answer(lua_State *lua, const struct extsta_oid *oid, uint32_t there)
{
    lua_newtable(lua);
    script_set_integer(lua, "read", oid->bytes_read);
    script_set_integer(lua, "written", oid->bytes_written);
    script_set_integer(lua, "needed", oid->bytes_needed);
    if (there > 0) {
        script_push_payload(lua, extsta_oid_form(oid->oid, true),
                            (struct extsta_span){oid->buffer, there});
        lua_setfield(lua, -2, "value");
    }
}

/* oid{name or number, kind="set"|"query"|"method", data=hex or value=, room=bytes} -> status by
 * name, output hex, {read=, written=, needed=, value=}. Past the OS half. */
int script_station_oid(lua_State *lua)
{
    static const char *const fields[] = {"kind", "data", "value", "room", NULL};
    static const char *const kinds[] = {"query", "set", "method", NULL};
    static const enum extsta_oid_kind kind_of[] = {EXTSTA_OID_QUERY, EXTSTA_OID_SET,
                                                   EXTSTA_OID_METHOD};
    struct world_station *s = self(lua);
    uint8_t buffer[OID_ROOM] = {0};
    script_check_places(lua, 1, fields);
    lua_geti(lua, 1, 1);
    struct extsta_oid oid = {.oid = script_oid_number(lua, -1),
                             .buffer = buffer,
                             .request_id = ++trace_of(s)->requests};
    lua_pop(lua, 1);
    oid.kind = kind_of[script_choice(lua, "kind", kinds, 0)];
    oid.in_len = oid_input(lua, oid.oid, buffer);
    oid.out_cap = (uint32_t)script_whole(
        lua, "room", oid.kind == EXTSTA_OID_SET ? 0 : sizeof buffer, 0, sizeof buffer);
    uint32_t status = extsta_oid(s->sta, now_of(s), &oid);
    uint32_t there =
        oid.bytes_written < sizeof buffer ? oid.bytes_written : (uint32_t)sizeof buffer;
    world_pump(s);
    push_status(lua, status);
    script_push_hex(lua, (struct extsta_span){buffer, there});
    /* ROL-04: too little room for the list, but what is there tells how many entries it has. */
    push_answer(lua, &oid,
                there || status != NDIS_STATUS_BUFFER_OVERFLOW ? there : oid.out_cap);
    return 3;
}

#define PACKET_ROOM 4096u

/* send{data=hex, exemption=, priority=, phy=} -> its id. A packet down, past the OS half: an
 * MSDU with its 802.11 header. */
int script_station_send(lua_State *lua)
{
    static const char *const fields[] = {"data", "exemption", "priority", "phy", NULL};
    struct world_station *s = self(lua);
    uint8_t bytes[PACKET_ROOM];
    script_check_fields(lua, fields);
    struct extsta_packet p = {.id = ++trace_of(s)->packets};
    p.bytes = (struct extsta_span){bytes, script_hex(lua, "data", bytes, sizeof bytes)};
    p.send.exemption = (uint16_t)script_whole(lua, "exemption", 0, 0, 65535);
    p.send.priority = (uint8_t)script_whole(lua, "priority", 0, 0, 255);
    p.send.phy_id = (uint32_t)script_whole(lua, "phy", UINT32_MAX, 0, UINT32_MAX);
    extsta_send_packets(s->sta, now_of(s), &p, 1);
    world_pump(s);
    lua_pushinteger(lua, p.id);
    return 1;
}

/* --- values --- */

static void set_status(lua_State *lua, uint32_t status)
{
    push_status(lua, status);
    lua_setfield(lua, -2, "status");
}

static void set_hex(lua_State *lua, const char *field, struct extsta_span bytes)
{
    script_push_hex(lua, bytes);
    lua_setfield(lua, -2, field);
}

static void set_payload(lua_State *lua, enum extsta_form form, struct extsta_span buffer)
{
    if (buffer.len > 0) {
        bool whole = script_push_payload(lua, form, buffer);
        lua_setfield(lua, -2, "value");
        lua_pushboolean(lua, whole);
        lua_setfield(lua, -2, "whole");
    }
    set_hex(lua, "data", buffer);
}

/* `name` of a number, without its prefix; the number where it has none. */
static void set_name(lua_State *lua, const char *prefix, const char *name, uint32_t code)
{
    script_set_integer(lua, "code", code);
    if (name) {
        script_set_string(lua, "name", label_without(prefix, name));
    }
}

static void set_packet(lua_State *lua, const struct extsta_packet *p, bool down)
{
    set_hex(lua, "data", p->bytes);
    if (down) {
        script_set_integer(lua, "exemption", p->send.exemption);
        script_set_integer(lua, "priority", p->send.priority);
        script_set_integer(lua, "phy", p->send.phy_id);
        return;
    }
    script_set_integer(lua, "phy", p->recv.phy_id);
    script_set_integer(lua, "freq", p->recv.freq);
    script_set_integer(lua, "mpdus", p->recv.mpdu_count);
    script_set_integer(lua, "rate", p->recv.rate);
    script_set_integer(lua, "priority", p->recv.priority);
    script_set_integer(lua, "rssi", p->recv.rssi);
    lua_pushboolean(lua, p->recv.was_protected);
    lua_setfield(lua, -2, "protected");
}

static void set_request(lua_State *lua, const struct extsta_crossing *c, bool answer)
{
    static const char *const kinds[] = {"query", "set", "method"};
    set_name(lua, "OID_DOT11_", extsta_oid_name(c->code), c->code);
    script_set_string(lua, "kind", kinds[c->kind]);
    script_set_integer(lua, "id", c->id);
    set_payload(lua, extsta_oid_form(c->code, answer), c->buffer);
    if (answer) {
        set_status(lua, c->status);
        script_set_integer(lua, "read", c->bytes_read);
        script_set_integer(lua, "written", c->bytes_written);
        script_set_integer(lua, "needed", c->bytes_needed);
    }
}

static void set_crossing(lua_State *lua, const struct extsta_crossing *c)
{
    static const char *const whats[] = {
        [EXTSTA_CROSS_OID] = "oid",
        [EXTSTA_CROSS_SEND] = "send",
        [EXTSTA_CROSS_RETURN] = "return",
        [EXTSTA_CROSS_RESET_EX] = "reset-ex",
        [EXTSTA_CROSS_HALT] = "halt",
        [EXTSTA_CROSS_INITIALIZE] = "initialize",
        [EXTSTA_CROSS_OID_COMPLETE] = "complete",
        [EXTSTA_CROSS_INDICATION] = "indication",
        [EXTSTA_CROSS_SEND_COMPLETE] = "send-complete",
        [EXTSTA_CROSS_RECEIVE] = "receive",
    };
    script_set_string(lua, "what", whats[c->type]);
    switch (c->type) {
    case EXTSTA_CROSS_OID:
    case EXTSTA_CROSS_OID_COMPLETE:
        set_request(lua, c, c->type == EXTSTA_CROSS_OID_COMPLETE);
        break;
    case EXTSTA_CROSS_INDICATION:
        set_name(lua, "NDIS_STATUS_DOT11_", extsta_indication_name(c->code), c->code);
        set_payload(lua, extsta_indication_form(c->code), c->buffer);
        break;
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RECEIVE:
        script_set_integer(lua, "id", c->packet.id);
        set_packet(lua, &c->packet, c->type == EXTSTA_CROSS_SEND);
        break;
    case EXTSTA_CROSS_SEND_COMPLETE:
        set_status(lua, c->status);
        script_set_integer(lua, "id", c->id);
        break;
    case EXTSTA_CROSS_RETURN:
        script_set_integer(lua, "id", c->id);
        break;
    case EXTSTA_CROSS_RESET_EX:
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_INITIALIZE:
        break;
    }
}

/* What has been put out, and by whom. */
struct value {
    const struct world_station *s;
    const struct extsta_output *out;
};

/* Appends a table to the station's list, if it has one. */
static int add_value(lua_State *lua)
{
    const struct value *v = lua_touserdata(lua, 1);
    const struct extsta_output *out = v->out;
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, v->s) != LUA_TTABLE) {
        return 0;
    }
    lua_createtable(lua, 0, 8);
    lua_pushnumber(lua, (double)now_of(v->s) / 1e6);
    lua_setfield(lua, -2, "time");
    if (out->type == EXTSTA_OUT_CROSSING) {
        set_crossing(lua, &out->crossing);
    } else if (out->type == EXTSTA_OUT_FRAME) {
        script_set_string(lua, "what", "frame");
        set_hex(lua, "data", out->frame.bytes);
        script_set_integer(lua, "freq", out->frame.meta.freq);
        script_set_integer(lua, "tries", out->frame.meta.tries);
        script_set_integer(lua, "rate", out->frame.meta.rate);
        lua_pushboolean(lua, (out->frame.meta.flags & EXTSTA_TX_RTS) != 0);
        lua_setfield(lua, -2, "rts");
    } else {
        script_set_string(lua, "what", "tune");
        script_set_integer(lua, "freq", out->tune_freq);
    }
    lua_seti(lua, -2, (lua_Integer)lua_rawlen(lua, -2) + 1);
    return 0;
}

static void on_output(void *user, extsta_time now, struct world_station *s,
                      const struct extsta_output *out)
{
    struct script_host *host = user;
    struct value v = {s, out};
    if (host->asked && (out->type == EXTSTA_OUT_CROSSING || out->type == EXTSTA_OUT_FRAME ||
                        out->type == EXTSTA_OUT_TUNE)) {
        (void)script_callback(host->script->lua, add_value, &v);
    }
}

void script_host_listen(struct script_host *host, struct script *script)
{
    host->script = script;
    host->listener = (struct world_listener){.output = on_output, .user = host};
    if (script->traced) {
        host->listener.outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING);
    }
    world_listen(script->world, &host->listener);
}

/* crossed() -> the list of what has crossed since the last call; from the first one on */
int script_station_crossed(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    struct script *script = script_of(lua);
    if (!script->traced) {
        return luaL_error(lua, "no values are kept, because the text of this script does not "
                               "name crossed");
    }
    script->host.asked = true;
    script_raise(lua);
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, s) != LUA_TTABLE) {
        lua_newtable(lua);
    }
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, s);
    return 1;
}
