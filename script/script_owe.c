/* OWE for scripts: owe={...} of ap{}, and the method ap:owe{}, by which an access point does it
 * wrong (script_ap_security.c, script_ap.c). */
#include "script.h"
#include <string.h>

/* The table in the field at index 1 instead, which is where fields are looked for. False: no such
 * field. */
static bool enter(lua_State *lua, const char *field, const char *example)
{
    int type = lua_getfield(lua, 1, field);
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return false;
    }
    if (type != LUA_TTABLE) {
        luaL_error(lua, "field '%s' must be a table: %s", field, example);
    }
    lua_insert(lua, 1);
    return true;
}

/* pair={bssid=, ssid=}: the other BSS of a transition pair */
static void pair(lua_State *lua, struct apsim_owe *o)
{
    static const char *const fields[] = {"bssid", "ssid", NULL};
    if (!enter(lua, "pair", "{bssid=\"02:...\", ssid=\"hidden\"}")) {
        return;
    }
    script_check_fields(lua, fields);
    const char *ssid = script_string(lua, "ssid", "");
    luaL_argcheck(lua, script_address(lua, "bssid", &o->pair_bssid), 1,
                  "a pair needs bssid= and ssid=");
    luaL_argcheck(lua, strlen(ssid) >= 1 && strlen(ssid) <= 32, 1, "ssid has 1 to 32 octets");
    o->pair_ssid_len = (uint8_t)strlen(ssid);
    memcpy(o->pair_ssid, ssid, o->pair_ssid_len);
    lua_remove(lua, 1);
}

/* group=20: this one alone */
void script_owe_ap(lua_State *lua, struct apsim_config *c)
{
    static const char *const fields[] = {"group", "pair", NULL};
    bool goes = c->security == APSIM_OWE || c->security == APSIM_OPEN;
    script_check_goes(lua, "owe", goes, "security=\"owe\", or the open half of its pair");
    if (enter(lua, "owe", "{group=19, pair={bssid=\"02:...\", ssid=\"hidden\"}}")) {
        script_check_fields(lua, fields);
        if (script_has(lua, "group")) {
            c->owe.groups[0] = (uint16_t)script_whole(lua, "group", 19, 19, 21);
        }
        pair(lua, &c->owe);
        lua_remove(lua, 1);
    }
}

/* ap:owe{fault="invalid-point"} */
int script_ap_owe(lua_State *lua)
{
    static const char *const fields[] = {"fault", NULL};
    static const char *const faults[] = {
        "none",     "no-key",    "invalid-point", "other-group",
        "no-group", "other-key", NULL}; /* enum apsim_owe_fault */
    struct world_ap *a = script_self(lua, SCRIPT_AP);
    script_check_fields(lua, fields);
    apsim_owe_fault(a->ap, (enum apsim_owe_fault)script_choice(lua, "fault", faults, 0));
    return 0;
}
