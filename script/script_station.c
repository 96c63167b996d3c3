/* station{...} and its methods: extsta/station.h for scripts. After each call on the station
 * the world is pumped, so that what follows at once has happened when the method returns. */
#include "profile_xml.h"
#include "script.h"
#include "script_persona.h"
#include <extsta/windot11.h>
#include <string.h>

static struct world_station *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_STATION);
}

static extsta_time now_of(const struct world_station *s)
{
    return air_now(world_air(s->world));
}

/* The shared object below the boundary: the station's own, the run's, or NULL. */
static const char *driver_of(lua_State *lua)
{
    struct script *s = script_of(lua);
    const char *path = script_string(lua, "driver", s->options.driver);
    const char *option = path ? tell_would_destroy(&s->tell, path) : NULL;
    if (option) {
        luaL_error(lua, "%s is the driver, and %s would destroy it", path, option);
    }
    return path;
}

const char *const script_radio_names[] = {"2ghz", "dual", "vendor", "ht", "vht", "he", NULL};

const struct extsta_radio_caps *script_radio_caps(size_t which)
{
    static const struct extsta_radio_caps *const caps[] = {
        &extsta_radio_caps_2ghz, &extsta_radio_caps_dual_band, &extsta_radio_caps_vendor,
        &extsta_radio_caps_ht,   &extsta_radio_caps_vht,       &extsta_radio_caps_he};
    return caps[which];
}

/* station{name=, address=, at=, power=, radio=, persona=, driver=, trace=} -> the station */
static int lua_station(lua_State *lua)
{
    static const char *const fields[] = {"name",  "address", "at",   "power",  "radio",
                                         "trace", "persona", "roam", "driver", NULL};
    script_check_fields(lua, fields);
    struct world *w = script_world(lua);
    char why[700] = "no memory";
    struct extsta_mac address = {{0}};
    struct air_position at = {0};
    script_count(lua, 16);
    if (script_address(lua, "address", &address) && !world_station_at(w, address) &&
        world_name(w, address)) {
        return luaL_error(lua, "the address %s is that of the access point '%s'",
                          script_string(lua, "address", ""), world_name(w, address));
    }
    script_position(lua, "at", &at);
    const char *name = script_member_name(lua, "sta");
    uint32_t kept = (uint32_t)script_whole(lua, "trace", LINES_OF_A_KIND, 1, 1000000);
    struct world_station_config c = {
        .name = name,
        .address = address,
        .at = at,
        .power = script_power(lua, 15),
        .caps = script_radio_caps(script_choice(lua, "radio", script_radio_names, 0)),
        .driver = driver_of(lua),
        .why = why,
        .why_size = sizeof why,
    };
    script_check_apart(lua, "persona", "radio");
    if (script_has(lua, "persona")) {
        script_persona(script_choice(lua, "persona", script_persona_names, 0), &c);
    }
    struct extsta_roam_policy roam = c.roam ? *c.roam : extsta_roam_default;
    c.roam = script_roam_policy(lua, &roam) ? &roam : c.roam;
    c.user = trace_new(&script_of(lua)->tracing, kept);
    struct world_station *s = c.user ? world_station_add(w, &c) : NULL;
    if (!s) {
        trace_free(c.user);
        return luaL_error(lua, "station '%s' cannot be made: %s", name, why);
    }
    script_push(lua, s, SCRIPT_STATION);
    return 1;
}

static enum extsta_port_manager manager_of(lua_State *lua)
{
    static const char *const names[] = {"os", "miniport", "ihv", NULL};
    static const enum extsta_port_manager managers[] = {
        EXTSTA_MANAGER_OS, EXTSTA_MANAGER_MINIPORT, EXTSTA_MANAGER_IHV};
    return managers[script_choice(lua, "manager", names, 0)];
}

/* The weakest cipher that is wanted, by default CCMP; and what can be broken, where a script
 * asks for it: security="wpa", cipher="tkip"; group="strict": no TKIP beside CCMP; wep=, wep_index=,
 * shared=. */
static void fill_ciphers(lua_State *lua, struct extsta_profile *p)
{
    static const char *const kinds[] = {"wpa2", "wpa", "wpa3", "wpa2 wpa3", "owe", NULL};
    static const char *const groups[] = {"any", "strict", NULL};
    static const char *const ciphers[] = {"ccmp", "tkip", "gcmp", "ccmp-256", "gcmp-256", NULL};
    static const uint32_t numbers[] = {DOT11_CIPHER_ALGO_CCMP, DOT11_CIPHER_ALGO_TKIP,
                                       DOT11_CIPHER_ALGO_GCMP, DOT11_CIPHER_ALGO_CCMP_256,
                                       DOT11_CIPHER_ALGO_GCMP_256};
    bool eap = p->eap.methods[0] != 0;
    bool keyed = eap || p->auth == DOT11_AUTH_ALGO_RSNA_PSK, wep = script_has(lua, "wep");
    bool owe = strcmp(script_string(lua, "security", ""), "owe") == 0;
    if (owe && !keyed && !wep) { /* the one kind without a secret */
        extsta_profile_owe(p);
        keyed = true;
    }
    script_check_goes(lua, "security", keyed, "a passphrase or a pmk");
    script_check_goes(lua, "cipher", keyed, "a passphrase or a pmk");
    script_check_goes(lua, "group", keyed, "a passphrase or a pmk");
    script_check_goes(lua, "wep_index", wep, "a WEP key: wep=\"...\"");
    script_check_goes(lua, "shared", wep, "a WEP key: wep=\"...\"");
    size_t kind = keyed && !eap ? script_choice(lua, "security", kinds, 0) : 0;
    if (kind == 1) {
        p->auth = DOT11_AUTH_ALGO_WPA_PSK;
    } else if (kind == 4) {
        luaL_argcheck(lua, p->auth == DOT11_AUTH_ALGO_OWE, 1,
                      "security=\"owe\" takes no passphrase, pmk or wep");
    } else if (kind > 1) {
        p->auth = DOT11_AUTH_ALGO_WPA3_SAE;
        p->fallback_auth = kind == 3 ? DOT11_AUTH_ALGO_RSNA_PSK : 0;
    }
    script_sae_profile(lua, p);
    if (keyed && script_has(lua, "cipher")) {
        p->unicast_cipher = numbers[script_choice(lua, "cipher", ciphers, 0)];
    }
    p->strict_group = keyed && script_choice(lua, "group", groups, 0) == 1;
    if (wep) {
        p->wep_key_len = (uint8_t)script_hex(lua, "wep", p->wep_key, sizeof p->wep_key);
        p->wep_key_index = (uint8_t)script_whole(lua, "wep_index", 0, 0, 3);
        p->unicast_cipher = DOT11_CIPHER_ALGO_WEP;
        p->auth = script_flag(lua, "shared") ? DOT11_AUTH_ALGO_80211_SHARED_KEY
                                             : DOT11_AUTH_ALGO_80211_OPEN;
    }
}

/* security="eap", and what goes with it. */
static void fill_eap(lua_State *lua, struct extsta_profile *p)
{
    struct extsta_eap eap;
    const char *security = script_string(lua, "security", "");
    uint32_t auth = strcmp(security, "eap") == 0            ? DOT11_AUTH_ALGO_RSNA
                    : strcmp(security, "wpa eap") == 0      ? DOT11_AUTH_ALGO_WPA
                    : strcmp(security, "wpa3 eap") == 0     ? DOT11_AUTH_ALGO_WPA3_ENT
                    : strcmp(security, "wpa3 eap 192") == 0 ? DOT11_AUTH_ALGO_WPA3_ENT_192
                                                            : 0;
    bool has_eap = script_eap(lua, &eap, auth == DOT11_AUTH_ALGO_WPA3_ENT_192);
    if (has_eap != (auth != 0)) {
        luaL_error(lua, "security=\"eap\" and eap={method=\"peap\", ...} go together");
    }
    if (has_eap) {
        extsta_profile_enterprise(p, auth, &eap);
    }
    script_check_goes(lua, "onex", has_eap, "eap={method=\"peap\", ...}");
    script_check_goes(lua, "pmk_cache", has_eap, "eap={method=\"peap\", ...}");
    script_onex(lua, p);
}

void script_profile(lua_State *lua, struct extsta_profile *p)
{
    const char *ssid = script_string(lua, "ssid", "");
    const char *passphrase = script_string(lua, "passphrase", NULL), *why = NULL;
    struct extsta_span s = {(const uint8_t *)ssid, strlen(ssid)};
    if (extsta_profile_make(p, s, passphrase) != EXTSTA_OK) {
        luaL_error(lua,
                   "connect needs an ssid of 1 to 32 octets and, if any, a passphrase of 8 "
                   "to 63 characters");
    }
    script_check_apart(lua, "passphrase", "pmk");
    if (script_key(lua, "pmk", p->pmk)) {
        p->has_pmk = true;
        p->auth = DOT11_AUTH_ALGO_RSNA_PSK;
        p->unicast_cipher = DOT11_CIPHER_ALGO_CCMP;
        p->manager = EXTSTA_MANAGER_OS;
    }
    fill_eap(lua, p);
    if (script_has(lua, "manager")) {
        p->manager = manager_of(lua);
    }
    const char *auth = script_string(lua, "auth", NULL);
    if (auth) { /* whose key only an extension knows */
        luaL_argcheck(lua, strcmp(auth, "rsna-psk") == 0 && p->manager == EXTSTA_MANAGER_IHV, 1,
                      "auth is \"rsna-psk\", and the manager \"ihv\"");
        p->auth = DOT11_AUTH_ALGO_RSNA_PSK;
        p->unicast_cipher = p->multicast_cipher = DOT11_CIPHER_ALGO_CCMP;
    }
    fill_ciphers(lua, p);
    static const char *const pmfs[] = {"capable", "required", "off", NULL};
    p->pmf = (enum extsta_pmf)script_choice(lua, "pmf", pmfs, (size_t)p->pmf);
    p->ocv = script_flag(lua, "ocv");
    p->ext_key_id = script_flag(lua, "ext_key_id");
    static const char *const types[] = {"infrastructure", "ibss", NULL};
    if (script_choice(lua, "type", types, 0) == 1) {
        p->bss_type = dot11_BSS_type_independent;
        if (script_has(lua, "roam")) {
            luaL_error(lua, "field 'roam' means something only with access points: in an "
                            "independent network there is nothing to roam to");
        }
    }
    /* EXTSTA_FT_ in their order */
    static const char *const transitions[] = {"off", "air", "ds", NULL};
    p->ft = (enum extsta_ft)script_choice(lua, "ft", transitions, 0);
    p->join_only = script_flag(lua, "join_only");
    p->hidden = script_flag(lua, "hidden");
    p->auto_connect = script_flag_or(lua, "auto_connect", true);
    script_address(lua, "bssid", &p->bssid);
    p->ihv_security = script_string(lua, "ihv_security", NULL);
    p->ihv_connectivity = script_string(lua, "ihv_connectivity", NULL);
    if (extsta_profile_check(p, &why) != EXTSTA_OK) {
        luaL_error(lua, "the profile cannot be used: %s", why ? why : "contradictory");
    }
}

/* STA-07: nothing is asked of a driver that has refused the first requests; such a station is in
 * no state to leave. */
static const char *why_not(const struct world_station *s, enum extsta_error e)
{
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    return e != EXTSTA_E_STATE               ? extsta_strerror(e)
           : s->driver && !status.wanted     ? "its driver did not come up"
                                             : "it is connected or connecting; disconnect first";
}

const char *const script_profile_fields[] = {"ssid",
                                             "passphrase",
                                             "pmk",
                                             "manager",
                                             "bssid",
                                             "hidden",
                                             "profile",
                                             "ihv_security",
                                             "ihv_connectivity",
                                             "auth",
                                             "auto_connect",
                                             "security",
                                             "cipher",
                                             "group",
                                             "wep",
                                             "wep_index",
                                             "shared",
                                             "roam",
                                             "type",
                                             "join_only",
                                             "sae",
                                             "pmf",
                                             "eap",
                                             "ft",
                                             "ocv",
                                             "ext_key_id",
                                             "onex",
                                             "pmk_cache",
                                             NULL};

/* connect{ssid=, ...} or connect{profile=path}: begins; the outcome is in the trace. */
static int sta_connect(lua_State *lua)
{
    struct world_station *s = self(lua);
    script_check_fields(lua, script_profile_fields);
    for (const char *const *f = script_profile_fields; *f; f++) {
        if (strcmp(*f, "profile") != 0) {
            script_check_apart(lua, "profile", *f);
        }
    }
    struct profile_xml xml = {0};
    struct extsta_profile profile;
    const char *path = script_string(lua, "profile", NULL);
    char why[300];
    if (path) {
        const char *option = tell_would_destroy(&script_of(lua)->tell, path);
        if (option) {
            return luaL_error(lua, "%s is read here, and %s would destroy it", path, option);
        }
        if (!profile_xml_read(path, &xml, why, sizeof why)) {
            return luaL_error(lua, "%s", why);
        }
        profile = xml.profile;
    } else {
        script_profile(lua, &profile);
    }
    if (!profile.has_roam) {
        profile.roam = s->roam;
        profile.has_roam = script_roam_policy(lua, &profile.roam) || s->has_roam;
    }
    enum extsta_error e = extsta_connect(s->sta, now_of(s), &profile);
    profile_xml_free(&xml);
    world_pump(s);
    if (e != EXTSTA_OK) {
        return luaL_error(lua, "%s cannot connect now: %s", s->name, why_not(s, e));
    }
    return 0;
}

/* Of a method that has no fields. */
static struct world_station *self_alone(lua_State *lua)
{
    struct world_station *s = self(lua);
    script_check_none(lua);
    return s;
}

static int sta_disconnect(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    enum extsta_error e = extsta_disconnect(s->sta, now_of(s));
    world_pump(s);
    lua_pushboolean(lua, e == EXTSTA_OK);
    return 1;
}

#define SCAN_SSIDS 8u /* in one request */

/* scan{ssid, ...} -> whether it has begun; without SSIDs all are asked */
static int sta_scan(lua_State *lua)
{
    struct world_station *s = self(lua);
    struct extsta_span ssids[SCAN_SSIDS];
    script_check_strings(lua, "the networks to scan for");
    size_t count = (size_t)lua_rawlen(lua, 1);
    luaL_argcheck(lua, count <= SCAN_SSIDS, 1, "a scan asks for 8 networks at most");
    for (size_t n = 0; n < count; n++) {
        size_t len;
        lua_geti(lua, 1, (lua_Integer)n + 1);
        const char *text = lua_tolstring(lua, -1, &len); /* the table keeps it alive */
        luaL_argcheck(lua, len >= 1 && len <= 32, 1, "an ssid has 1 to 32 octets");
        ssids[n] = (struct extsta_span){(const uint8_t *)text, len};
        lua_pop(lua, 1);
    }
    enum extsta_error e = extsta_scan(
        s->sta, now_of(s), &(struct extsta_scan_options){.ssids = ssids, .ssid_count = count});
    world_pump(s);
    lua_pushboolean(lua, e == EXTSTA_OK);
    return 1;
}

static int sta_move(lua_State *lua)
{
    struct world_station *s = self(lua);
    return script_move(lua, air_station_node(s->node));
}

/* radio(on): the hardware switch of all PHYs */
static int sta_radio(lua_State *lua)
{
    struct world_station **u = luaL_checkudata(lua, 1, SCRIPT_STATION);
    luaL_argexpected(lua, lua_isboolean(lua, 2), 2, "true or false");
    extsta_radio_switch((*u)->sta, now_of(*u), DOT11_PHY_ID_ANY, lua_toboolean(lua, 2) != 0);
    world_pump(*u);
    return 0;
}

static int sta_ping(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    world_ping(s);
    return 0;
}

/* pings() -> answered, sent */
static int sta_pings(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    lua_pushinteger(lua, s->pings_answered);
    lua_pushinteger(lua, s->pings_sent);
    return 2;
}

/* restart(): the adapter is disabled and enabled again */
static int sta_restart(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    enum extsta_error e = extsta_restart(s->sta, now_of(s));
    world_pump(s);
    lua_pushboolean(lua, e == EXTSTA_OK);
    return 1;
}

/* power_profile("mains" or "battery"): the machine has another power source */
static int sta_power_profile(lua_State *lua)
{
    static const char *const names[] = {"battery", "mains", NULL};
    struct world_station **u = luaL_checkudata(lua, 1, SCRIPT_STATION);
    extsta_power_profile((*u)->sta, now_of(*u),
                         (uint32_t)luaL_checkoption(lua, 2, NULL, names));
    world_pump(*u);
    return 0;
}

static void set_boolean(lua_State *lua, const char *field, bool v)
{
    lua_pushboolean(lua, v);
    lua_setfield(lua, -2, field);
}

/* A misspelt field of a status is an error, not a nil. */
static int no_such_field(lua_State *lua)
{
    return luaL_error(lua, "status() has no field '%s'", luaL_tolstring(lua, 2, NULL));
}

static int sta_status(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    struct extsta_station_status st;
    char mac[40];
    extsta_station_status(s->sta, &st);
    lua_newtable(lua);
    set_boolean(lua, "operating", st.operating);
    set_boolean(lua, "connected", st.connected);
    set_boolean(lua, "associated", st.associated);
    set_boolean(lua, "port_open", st.port_open);
    set_boolean(lua, "wanted", st.wanted);
    script_set_string(lua, "ap",
                      st.associated ? label_mac(&script_of(lua)->names, st.bssid, mac) : "");
    lua_pushlstring(lua, (const char *)st.ssid, st.ssid_len);
    lua_setfield(lua, -2, "ssid");
    script_set_integer(lua, "freq", st.freq);
    script_set_integer(lua, "rssi", st.rssi);
    luaL_newmetatable(lua, "extsta.status");
    lua_pushcfunction(lua, no_such_field);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
    return 1;
}

/* roam{to=}: whether it has begun; else why not. */
static int sta_roam(lua_State *lua)
{
    static const char *const fields[] = {"to", NULL};
    struct world_station *s = self(lua);
    script_check_fields(lua, fields);
    struct extsta_mac to = {{0}};
    if (!script_mac(lua, "to", &to)) {
        return luaL_error(lua, "roam needs to=: an access point, or its address");
    }
    enum extsta_error e = extsta_roam(s->sta, now_of(s), to);
    world_pump(s);
    lua_pushboolean(lua, e == EXTSTA_OK);
    lua_pushstring(lua, e == EXTSTA_OK          ? NULL
                        : e == EXTSTA_E_STATE   ? "not associated, or something is under way"
                        : e == EXTSTA_E_USAGE   ? "the AP was not heard, is no candidate, or the one "
                                                  "it has"
                        : e == EXTSTA_E_UNSUPPORTED ? "another driver" : "no memory");
    return 2;
}

/* btm_query{reason=}: whether it was sent; else why not. */
static int sta_btm_query(lua_State *lua)
{
    static const char *const fields[] = {"reason", NULL};
    struct world_station *s = self(lua);
    script_check_fields(lua, fields);
    enum extsta_error e =
        extsta_btm_query(s->sta, now_of(s), (uint8_t)script_whole(lua, "reason", 0, 0, 255));
    world_pump(s);
    lua_pushboolean(lua, e == EXTSTA_OK);
    lua_pushstring(lua, e == EXTSTA_OK              ? NULL
                        : e == EXTSTA_E_STATE       ? "not associated"
                        : e == EXTSTA_E_UNSUPPORTED ? "the access point does not do it"
                                                    : "no memory");
    return 2;
}

/* What it holds in this moment. */
static int sta_holdings(lua_State *lua)
{
    struct extsta_station_holdings held;
    extsta_station_holdings(self_alone(lua)->sta, &held);
    lua_newtable(lua);
    script_set_integer(lua, "associations", held.associations);
    script_set_integer(lua, "operations", held.operations);
    script_set_integer(lua, "ports", held.ports);
    script_set_integer(lua, "keys", held.keys);
    script_set_integer(lua, "packets", held.packets);
    script_set_integer(lua, "timers", held.timers);
    return 1;
}

static void list_bss(void *user, const struct extsta_bss_info *bss)
{
    struct script_list *l = user;
    char mac[40];
    lua_newtable(l->lua);
    script_set_string(l->lua, "ap", label_mac(l->names, bss->bssid, mac));
    lua_pushlstring(l->lua, (const char *)bss->ssid.data, bss->ssid.len);
    lua_setfield(l->lua, -2, "ssid");
    script_set_integer(l->lua, "freq", bss->freq);
    script_set_integer(l->lua, "rssi", bss->rssi);
    script_set_integer(l->lua, "quality", bss->link_quality);
    lua_seti(l->lua, -2, ++l->n);
}

static int sta_bss_list(lua_State *lua)
{
    struct world_station *s = self_alone(lua);
    struct script_list l = script_list(lua);
    extsta_bss_list(s->sta, now_of(s), list_bss, &l);
    return 1;
}

/* drops(name) -> frames dropped for this reason */
static int sta_drops(lua_State *lua)
{
    struct world_station **u = luaL_checkudata(lua, 1, SCRIPT_STATION);
    const char *name = luaL_checkstring(lua, 2);
    for (int d = 0; d < EXTSTA_DROP_COUNT; d++) {
        if (strcmp(extsta_drop_name((enum extsta_drop)d), name) == 0) {
            lua_pushinteger(lua, extsta_station_drops((*u)->sta, (enum extsta_drop)d));
            return 1;
        }
    }
    return luaL_error(lua, "there is no drop counter '%s'", name);
}

void script_register_station(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"connect", sta_connect},
        {"disconnect", sta_disconnect},
        {"scan", sta_scan},
        {"move", sta_move},
        {"radio", sta_radio},
        {"ping", sta_ping},
        {"pings", sta_pings},
        {"restart", sta_restart},
        {"power_profile", sta_power_profile},
        {"roam", sta_roam},
        {"btm_query", sta_btm_query},
        {"status", sta_status},
        {"holdings", sta_holdings},
        {"bss_list", sta_bss_list},
        {"drops", sta_drops},
        {"oid", script_station_oid},
        {"send", script_station_send},
        {"reset_ex", script_station_reset_ex},
        {"detach", script_station_detach},
        {"return_packets", script_station_return_packets},
        {"crossed", script_station_crossed},
        {"ihv", script_station_ihv},
        {"ihv_call", script_station_ihv_call},
        {NULL, NULL},
    };
    script_register_type(lua, SCRIPT_STATION, methods);
    lua_register(lua, "station", lua_station);
}
