/* ap{...} and its methods: extsta/apsim.h for scripts. What a script may give is checked here,
 * so that an error names its line and field. */
#include "script.h"
#include "script_ap_steer.h"
#include <string.h>

static struct world_ap *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_AP);
}

/* The list at index 1 to APSIM_MUTE_ bits, which are in the order of the names. */
static uint32_t mute_mask(lua_State *lua)
{
    static const char *const names[] = {"beacon", "probe", "auth", "assoc",
                                        "m1",     "m3",    "group"};
    uint32_t mask = 0;
    script_check_strings(lua, "the frames that are muted");
    for (lua_Integer i = 1; lua_geti(lua, 1, i) == LUA_TSTRING; i++) {
        const char *name = lua_tostring(lua, -1);
        size_t k = 0;
        while (k < 7 && strcmp(names[k], name) != 0) {
            k++;
        }
        if (k == 7) {
            luaL_error(lua, "cannot mute '%s': beacon, probe, auth, assoc, m1, m3, group",
                       name);
        }
        mask |= 1u << k;
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return mask;
}

/* mute={...}: a list within the table. */
static uint32_t field_mute(lua_State *lua)
{
    uint32_t mask = 0;
    int type = lua_getfield(lua, 1, "mute");
    if (type != LUA_TNIL && type != LUA_TTABLE) {
        luaL_error(lua, "field 'mute' must be a list of frames: {\"beacon\", \"m1\"}");
    }
    if (type == LUA_TTABLE) {
        lua_insert(lua, 1); /* where it is looked for */
        mask = mute_mask(lua);
        lua_remove(lua, 1);
    } else {
        lua_pop(lua, 1);
    }
    return mask;
}

/* processing={...}: a table within the table. */
static void processing(lua_State *lua, struct apsim_processing *p)
{
    static const char *const fields[] = {"frame", "association", "eapol", "queue", NULL};
    int type = lua_getfield(lua, 1, "processing");
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return;
    }
    if (type != LUA_TTABLE) {
        luaL_error(lua, "field 'processing' must be a table of microseconds for each received "
                        "frame: {frame=500, association=2000, eapol=5000, queue=128}");
    }
    lua_insert(lua, 1); /* where fields are looked for */
    script_check_fields(lua, fields);
    p->frame = (uint32_t)script_whole(lua, "frame", 0, 0, 1000000000);
    p->association = (uint32_t)script_whole(lua, "association", 0, 0, 1000000000);
    p->eapol = (uint32_t)script_whole(lua, "eapol", 0, 0, 1000000000);
    p->queue = (uint16_t)script_whole(lua, "queue", 128, 1, 65535);
    lua_remove(lua, 1);
}

/* No octets: data NULL, and ap{} keeps the usual element. */
static struct extsta_span octets(lua_State *lua, const char *field, uint8_t *out, size_t max)
{
    size_t n = script_hex(lua, field, out, max);
    return (struct extsta_span){n ? out : NULL, n};
}

/* bssid=, channel=. One address is one AP's: whatever is sent to it has one receiver. */
static void identity(lua_State *lua, struct apsim_config *c)
{
    if (!script_address(lua, "bssid", &c->bssid)) {
        luaL_error(lua, "an access point needs bssid=\"02:...\"");
    }
    const char *holder = world_name(script_world(lua), c->bssid);
    if (holder) {
        luaL_error(lua, "the bssid %s belongs to '%s' already: each access point needs its own",
                   script_string(lua, "bssid", ""), holder);
    }
    c->freq = script_channel_freq(lua, script_number(lua, "channel", 1));
}

/* phy="he": 802.11n, ac, ax, with WMM; require="ht": of its clients, too. */
static void phy(lua_State *lua, struct apsim_config *c)
{
    static const char *const names[] = {"legacy", "ht", "vht", "he", NULL};
    c->phy = (enum apsim_phy)script_choice(lua, "phy", names, 0);
    c->require_phy = (enum apsim_phy)script_choice(lua, "require", names, 0);
    if (c->require_phy > c->phy) {
        luaL_error(lua, "require=\"%s\" needs an access point that does it: phy=\"%s\"",
                   names[c->require_phy], names[c->require_phy]);
    }
    if (c->phy != APSIM_PHY_LEGACY) {
        luaL_argcheck(lua, c->security != APSIM_WEP, 1, "phy: with WEP there is no 802.11n");
        c->wmm = true;
    }
}

void script_ap_settings(lua_State *lua, struct apsim_config *c, struct script_ap_octets *o)
{
    const char *ssid = script_string(lua, "ssid", "");
    luaL_argcheck(lua, strlen(ssid) >= 1 && strlen(ssid) <= 32, 1, "ssid has 1 to 32 octets");
    c->ssid_len = (uint8_t)strlen(ssid);
    memcpy(c->ssid, ssid, c->ssid_len);
    c->tx_power = script_power(lua, 20);
    script_ap_security(lua, c);
    c->wmm = script_flag(lua, "wmm");
    phy(lua, c);
    c->steering = script_flag(lua, "steering");
    c->hidden = script_flag(lua, "hidden");
    c->off = script_flag(lua, "off");
    c->beacon_interval = (uint16_t)script_whole(lua, "beacon_interval", 100, 1, 65535);
    c->group_rekey = script_seconds(lua, "rekey");
    c->inactivity = script_seconds(lua, "inactivity");
    c->max_stations = (uint16_t)script_whole(lua, "max_stations", 2007, 1, 2007);
    c->handshake_tries = (uint8_t)script_whole(lua, "handshake_tries", 4, 1, 255);
    c->queue = (uint16_t)script_whole(lua, "queue", 1000, 1, 65535);
    processing(lua, &c->processing);
    c->rsne = octets(lua, "rsne", o->rsne, sizeof o->rsne);
    c->extra_elements = octets(lua, "extra", o->extra, sizeof o->extra);
    c->mute = field_mute(lua);
}

/* ap{...} -> the access point */
static int lua_ap(lua_State *lua)
{
    static const char *const fields[] = {
        "name", "bssid", "channel", "at", "host", SCRIPT_AP_SETTINGS, NULL};
    static const uint8_t gateway[4] = {10, 0, 0, 1};
    script_check_fields(lua, fields);
    const char *name = script_member_name(lua, "AP");
    struct apsim_config c = {0};
    struct script_ap_octets octets;
    script_count(lua, 16);
    identity(lua, &c);
    script_position(lua, "at", &c.position);
    script_ap_settings(lua, &c, &octets);
    struct world_ap *a = world_ap_add(script_world(lua), name, &c, gateway);
    if (!a) {
        return luaL_error(lua, "access point '%s' cannot be made: no memory", name);
    }
    script_push(lua, a, SCRIPT_AP);
    return 1;
}

/* Field `to`; all stations when it is absent. */
static struct extsta_mac receiver(lua_State *lua)
{
    struct extsta_mac to = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    script_mac(lua, "to", &to);
    return to;
}

static int ap_deauth(lua_State *lua)
{
    static const char *const fields[] = {"to", "reason", NULL};
    struct world_ap *a = self(lua);
    script_check_fields(lua, fields);
    apsim_deauth(a->ap, receiver(lua), (uint16_t)script_whole(lua, "reason", 2, 0, 65535));
    return 0;
}

/* farewell{to=, code=}: the vendor's frame that ends an association (extsta/sesame.h) */
static int ap_farewell(lua_State *lua)
{
    static const char *const fields[] = {"to", "code", NULL};
    struct world_ap *a = self(lua);
    struct extsta_mac to;
    script_check_fields(lua, fields);
    luaL_argcheck(lua, script_mac(lua, "to", &to), 1, "whom it is to");
    apsim_farewell(a->ap, to, (uint16_t)script_whole(lua, "code", 2, 0, 65535));
    return 0;
}

/* sa_query{station=}: asks it whether its association is alive; true when it is asked. */
static int ap_sa_query(lua_State *lua)
{
    static const char *const fields[] = {"station", NULL};
    struct world_ap *a = self(lua);
    struct extsta_mac station;
    script_check_fields(lua, fields);
    luaL_argcheck(lua, script_mac(lua, "station", &station), 1, "whom to ask");
    lua_pushboolean(lua, apsim_sa_query(a->ap, station));
    return 1;
}

static int ap_disassoc(lua_State *lua)
{
    static const char *const fields[] = {"to", "reason", NULL};
    struct world_ap *a = self(lua);
    script_check_fields(lua, fields);
    apsim_disassoc(a->ap, receiver(lua), (uint16_t)script_whole(lua, "reason", 8, 0, 65535));
    return 0;
}

static int ap_off(lua_State *lua)
{
    struct world_ap *a = self(lua);
    script_check_none(lua);
    apsim_set_on(a->ap, false, false);
    return 0;
}

static int ap_on(lua_State *lua)
{
    static const char *const fields[] = {"forget", NULL};
    struct world_ap *a = self(lua);
    script_check_fields(lua, fields);
    apsim_set_on(a->ap, true, script_flag(lua, "forget"));
    return 0;
}

static int ap_rekey(lua_State *lua)
{
    static const char *const fields[] = {"station", NULL};
    struct world_ap *a = self(lua);
    struct extsta_mac station;
    script_check_fields(lua, fields);
    if (script_mac(lua, "station", &station)) {
        lua_pushboolean(lua, apsim_rekey_pairwise(a->ap, station));
        return 1;
    }
    apsim_rekey_group(a->ap);
    return 0;
}

/* seal{frame=, id=, pn=} -> the frame under the access point's key for its receiver, or nil */
static int ap_seal(lua_State *lua)
{
    static const char *const fields[] = {"frame", "id", "pn", NULL};
    uint8_t frame[2400], out[2400 + 64];
    struct world_ap *a = self(lua);
    script_check_fields(lua, fields);
    struct extsta_span mpdu = {frame, script_hex(lua, "frame", frame, sizeof frame)};
    struct apsim_seal seal = {.id = (uint8_t)script_whole(lua, "id", 0, 0, 5),
                              .pn = (uint64_t)script_whole(lua, "pn", 0, 0, 0xffffffffffff)};
    size_t n = apsim_seal(a->ap, &seal, mpdu, out, sizeof out);
    if (n == 0) {
        return 0;
    }
    script_push_hex(lua, (struct extsta_span){out, n});
    return 1;
}

/* bad_mic{frames=, group=}: the next data frames under TKIP have a wrong Michael MIC. */
static int ap_bad_mic(lua_State *lua)
{
    static const char *const fields[] = {"frames", "group", NULL};
    struct world_ap *a = self(lua);
    script_check_fields(lua, fields);
    apsim_break_mic(a->ap, (uint32_t)script_whole(lua, "frames", 1, 0, 4000000000),
                    script_flag(lua, "group"));
    return 0;
}

/* status=0 withdraws; status 30 of an association is "come back later", with the time when. */
static int ap_refuse(lua_State *lua)
{
    static const char *const fields[] = {"what",  "station",  "status",
                                         "times", "comeback", NULL};
    static const char *const whats[] = {"auth", "assoc", NULL};
    struct world_ap *a = self(lua);
    struct extsta_mac station = {{0}};
    script_check_fields(lua, fields);
    bool auth = script_choice(lua, "what", whats, 1) == 0;
    if (!script_has(lua, "status")) {
        return luaL_error(lua,
                          "refuse needs status=, the status code that is sent (17: too many "
                          "stations; 0 ends a refusal)");
    }
    script_mac(lua, "station", &station);
    uint16_t status = (uint16_t)script_whole(lua, "status", 0, 0, 65535);
    script_check_goes(lua, "comeback", !auth && status == 30, "what=\"assoc\" and status=30");
    script_check_goes(lua, "times", status != 0, "a status that refuses, not 0");
    if (!apsim_refuse(a->ap, auth ? APSIM_AUTH : APSIM_ASSOC, station, status,
                      (uint32_t)script_whole(lua, "times", 0, 0, 4000000000),
                      (uint32_t)script_whole(lua, "comeback", 0, 0, 4000000000))) {
        return luaL_error(lua, "no memory");
    }
    return 0;
}

/* set{rsne=, extra=, channel=}: what it advertises, where, from now on. */
static int ap_set(lua_State *lua)
{
    static const char *const fields[] = {"rsne", "extra", "channel", NULL};
    struct world_ap *a = self(lua);
    uint8_t bytes[256];
    script_check_fields(lua, fields);
    if (!script_has(lua, "rsne") && !script_has(lua, "extra") && !script_has(lua, "channel")) {
        return luaL_error(lua, "set needs rsne=, extra= or channel=");
    }
    if (script_has(lua, "rsne")) { /* an empty one: none */
        apsim_set_rsne(a->ap, octets(lua, "rsne", bytes, 64));
    }
    if (script_has(lua, "extra")) {
        apsim_set_extra(a->ap, octets(lua, "extra", bytes, sizeof bytes));
    }
    if (script_has(lua, "channel")) {
        apsim_set_freq(a->ap, script_channel_freq(lua, script_number(lua, "channel", 0)));
    }
    return 0;
}

/* forget_ft(): the keys of fast transitions are gone, as after a restart of who holds them. */
static int ap_forget_ft(lua_State *lua)
{
    struct world_ap *a = self(lua);
    script_check_none(lua);
    apsim_forget_ft(a->ap);
    return 0;
}

static int ap_mute(lua_State *lua)
{
    struct world_ap *a = self(lua);
    apsim_mute(a->ap, mute_mask(lua));
    return 0;
}

static int ap_move(lua_State *lua)
{
    struct world_ap *a = self(lua);
    return script_move(lua, apsim_node(a->ap));
}

static int ap_power(lua_State *lua)
{
    struct world_ap **u = luaL_checkudata(lua, 1, SCRIPT_AP);
    lua_Integer dbm = luaL_checkinteger(lua, 2);
    luaL_argcheck(lua, dbm >= -100 && dbm <= 100, 2, "-100 to 100 dBm");
    air_node_set_power(apsim_node((*u)->ap), (int8_t)dbm);
    return 0;
}

static void list_client(void *user, const struct apsim_client_info *info)
{
    static const char *const states[] = {"authenticated", "associated", "authorized"};
    struct script_list *l = user;
    char mac[40];
    lua_newtable(l->lua);
    script_set_string(l->lua, "station", label_mac(l->names, info->address, mac));
    script_set_string(l->lua, "state", states[info->state]);
    script_set_integer(l->lua, "aid", info->aid);
    script_set_integer(l->lua, "replays", info->rx_replays);
    script_set_integer(l->lua, "unprotected", info->rx_unprotected);
    script_set_integer(l->lua, "undecryptable", info->rx_undecryptable);
    script_set_integer(l->lua, "received", info->rx_msdus);
    script_set_string(l->lua, "phy", apsim_phy_name(info->phy));
    lua_pushboolean(l->lua, info->power_save);
    lua_setfield(l->lua, -2, "power_save");
    script_set_integer(l->lua, "mic_failures", info->rx_mic_failures);
    script_set_integer(l->lua, "mic_reports", info->mic_reports);
    script_set_integer(l->lua, "sa_answered", info->sa_answered);
    lua_pushboolean(l->lua, info->ocv);
    lua_setfield(l->lua, -2, "ocv");
    lua_pushboolean(l->lua, info->ext_key_id);
    lua_setfield(l->lua, -2, "ext_key_id");
    script_set_integer(l->lua, "key_id", info->key_id);
    lua_seti(l->lua, -2, ++l->n);
}

static int ap_clients(lua_State *lua)
{
    struct world_ap *a = self(lua);
    script_check_none(lua);
    struct script_list l = script_list(lua);
    apsim_clients(a->ap, list_client, &l);
    return 1;
}

/* status() -> what waits, whom it serves, and what it has not done, by cause. */
static int ap_status(lua_State *lua)
{
    struct apsim_status s;
    struct world_ap *a = self(lua);
    script_check_none(lua);
    apsim_status(a->ap, &s);
    lua_newtable(lua);
    script_set_integer(lua, "known", s.known);
    script_set_integer(lua, "associated", s.associated);
    script_set_integer(lua, "authorized", s.authorized);
    script_set_integer(lua, "queued", s.queued);
    script_set_integer(lua, "answers", s.answers);
    script_set_integer(lua, "input", s.input);
    script_set_integer(lua, "answered", (lua_Integer)s.answered);
    lua_pushnumber(lua, (double)s.waits / 1e6);
    lua_setfield(lua, -2, "waits");
    lua_newtable(lua);
    for (int i = 0; i < APSIM_DROPS; i++) {
        script_set_integer(lua, apsim_drop_name((enum apsim_drop)i), (lua_Integer)s.drops[i]);
    }
    lua_setfield(lua, -2, "drops");
    return 1;
}

void script_register_ap(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"btm", script_ap_btm},   {"beacon_request", script_ap_beacon_request},
        {"answers", script_ap_answers},
        {"deauth", ap_deauth},   {"disassoc", ap_disassoc},
        {"off", ap_off},         {"on", ap_on},
        {"rekey", ap_rekey},     {"refuse", ap_refuse},
        {"mute", ap_mute},       {"move", ap_move},
        {"power", ap_power},     {"clients", ap_clients},
        {"set", ap_set},         {"status", ap_status},
        {"bad_mic", ap_bad_mic}, {"farewell", ap_farewell},
        {"sae", script_ap_sae},  {"sa_query", ap_sa_query},
        {"forget_ft", ap_forget_ft}, {"seal", ap_seal},
        {"owe", script_ap_owe},
        {NULL, NULL},
    };
    script_register_type(lua, SCRIPT_AP, methods);
    lua_register(lua, "ap", lua_ap);
}
