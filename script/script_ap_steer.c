/* An access point that steers, for scripts: ap:btm{}, ap:beacon_request{} (802.11v, 802.11k;
 * extsta/apsim.h) and what its clients answer, ap:answers(). */
#include "script.h"
#include "script_ap_steer.h"
#include <string.h>

#define CANDIDATES_MAX 16

static struct world_ap *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_AP);
}

/* To one client; an access point that does not announce it would not be understood. */
static struct extsta_mac client_of(lua_State *lua, const char *what)
{
    struct extsta_mac to;
    if (!script_mac(lua, "to", &to)) {
        luaL_error(lua, "%s needs to=: a station, or its address", what);
    }
    return to;
}

/* An entry of candidates=: a name or an address, or {ap=, preference=, channel=}. */
static void candidate(lua_State *lua, struct apsim_neighbor *out)
{
    static const char *const fields[] = {"ap", "preference", "channel", NULL};
    *out = (struct apsim_neighbor){.preference = -1};
    if (lua_type(lua, -1) == LUA_TSTRING) {
        script_mac_of(lua, lua_tostring(lua, -1), "candidates", &out->bssid);
        return;
    }
    luaL_argcheck(lua, lua_istable(lua, -1), 1,
                  "candidates are names, or tables: {ap=\"South\", preference=255}");
    lua_pushvalue(lua, -1);
    lua_insert(lua, 1); /* where fields are looked for */
    script_check_fields(lua, fields);
    luaL_argcheck(lua, script_mac(lua, "ap", &out->bssid), 1, "a candidate needs ap=");
    out->preference = (int16_t)script_whole(lua, "preference", -1, -1, 255);
    if (script_has(lua, "channel")) {
        out->freq = script_channel_freq(lua, script_number(lua, "channel", 0));
    }
    lua_remove(lua, 1);
}

static size_t candidates(lua_State *lua, struct apsim_neighbor out[CANDIDATES_MAX])
{
    if (lua_getfield(lua, 1, "candidates") == LUA_TNIL) {
        lua_pop(lua, 1);
        return 0;
    }
    luaL_argcheck(lua, lua_istable(lua, -1), 1, "candidates is a list of access points");
    size_t n = (size_t)luaL_len(lua, -1);
    luaL_argcheck(lua, n <= CANDIDATES_MAX, 1, "16 candidates at most");
    for (size_t i = 0; i < n; i++) {
        lua_geti(lua, -1, (lua_Integer)i + 1);
        candidate(lua, &out[i]);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return n;
}

int script_ap_btm(lua_State *lua)
{
    static const char *const fields[] = {"to",   "candidates",   "abridged", "imminent",
                                         "ends", "network_ends", "timer",    NULL};
    struct world_ap *a = self(lua);
    struct apsim_neighbor list[CANDIDATES_MAX];
    script_check_fields(lua, fields);
    struct extsta_mac to = client_of(lua, "btm");
    struct apsim_btm b = {.abridged = script_flag(lua, "abridged"),
                          .imminent = script_flag(lua, "imminent"),
                          .ends = script_flag(lua, "ends"),
                          .network_ends = script_flag(lua, "network_ends"),
                          .timer = (uint16_t)script_whole(lua, "timer", 0, 0, 65535),
                          .candidates = list};
    b.count = candidates(lua, list);
    apsim_btm(a->ap, to, &b);
    return 0;
}

int script_ap_beacon_request(lua_State *lua)
{
    static const char *const fields[] = {"to",    "mode", "channel", "duration",
                                         "bssid", "ssid", NULL};
    static const char *const modes[] = {"passive", "active", "table", NULL};
    struct world_ap *a = self(lua);
    script_check_fields(lua, fields);
    struct extsta_mac to = client_of(lua, "beacon_request");
    struct apsim_beacon_request q = {.duration =
                                         (uint16_t)script_whole(lua, "duration", 0, 0, 65535)};
    q.mode = (int)script_choice(lua, "mode", modes, 2);
    if (script_has(lua, "channel")) {
        q.freq = script_channel_freq(lua, script_number(lua, "channel", 0));
    }
    script_mac(lua, "bssid", &q.bssid);
    const char *ssid = script_string(lua, "ssid", NULL);
    if (ssid) {
        luaL_argcheck(lua, strlen(ssid) <= 32, 1, "an ssid has 32 octets at most");
        q.ssid = (struct extsta_span){(const uint8_t *)ssid, strlen(ssid)};
    }
    apsim_beacon_request(a->ap, to, &q);
    return 0;
}

static void list_answer(void *user, const struct apsim_event *e)
{
    static const struct extsta_mac none;
    struct script_list *l = user;
    char mac[40];
    lua_newtable(l->lua);
    script_set_string(l->lua, "what", apsim_event_name(e->type));
    script_set_string(l->lua, "station", label_mac(l->names, e->station, mac));
    script_set_integer(l->lua, "code", e->code);
    if (memcmp(&e->bssid, &none, sizeof none) != 0) {
        script_set_string(l->lua, "ap", label_mac(l->names, e->bssid, mac));
    }
    if (e->signal) {
        script_set_integer(l->lua, "signal", e->signal);
    }
    lua_seti(l->lua, -2, ++l->n);
}

int script_ap_answers(lua_State *lua)
{
    struct world_ap *a = self(lua);
    script_check_none(lua);
    struct script_list l = script_list(lua);
    apsim_answers(a->ap, list_answer, &l);
    return 1;
}
