/* SAE for scripts: sae={...} of ap{} and of connect{}, and the method ap:sae{}, by which an
 * access point does it wrong (script_ap_security.c, script_station.c). */
#include "script.h"
#include <string.h>

static const char *const ways[] = {"any", "h2e", "hunt", NULL}; /* of both enums */

/* The field's table at index 1 instead, which is where fields are looked for. False: no such
 * field. */
static bool enter(lua_State *lua, const char *field)
{
    int type = lua_getfield(lua, 1, field);
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return false;
    }
    if (type != LUA_TTABLE) {
        luaL_error(lua,
                   "field '%s' must be a table: {pwe=\"h2e\", groups={19}, identifier=\"x\"}",
                   field);
    }
    lua_insert(lua, 1);
    return true;
}

/* groups={19, 20} */
static void groups(lua_State *lua, uint16_t out[3])
{
    if (lua_getfield(lua, 1, "groups") == LUA_TNIL) {
        lua_pop(lua, 1);
        return;
    }
    lua_Integer n = lua_istable(lua, -1) ? luaL_len(lua, -1) : 0;
    bool ok = n >= 1 && n <= 3;
    for (lua_Integer i = 0; ok && i < n; i++) {
        int is_number = 0;
        lua_geti(lua, -1, i + 1);
        lua_Integer group = lua_tointegerx(lua, -1, &is_number);
        ok = is_number && group >= 19 && group <= 21;
        for (lua_Integer k = 0; k < i; k++) {
            ok = ok && out[k] != group;
        }
        out[i] = (uint16_t)group;
        lua_pop(lua, 1);
    }
    if (!ok) {
        luaL_error(lua, "field 'groups' must be a list of 19, 20 and 21, each at most once");
    }
    lua_pop(lua, 1);
}

static void identifier(lua_State *lua, char out[64])
{
    const char *text = script_string(lua, "identifier", "");
    if (strlen(text) > 63) {
        luaL_error(lua, "a password identifier has at most 63 octets");
    }
    strcpy(out, text);
}

void script_sae_profile(lua_State *lua, struct extsta_profile *p)
{
    static const char *const fields[] = {"pwe", "groups", "identifier", NULL};
    script_check_goes(lua, "sae", p->auth == DOT11_AUTH_ALGO_WPA3_SAE,
                      "security=\"wpa3\" or \"wpa2 wpa3\"");
    if (enter(lua, "sae")) {
        script_check_fields(lua, fields);
        p->sae_pwe = (enum extsta_sae_pwe)script_choice(lua, "pwe", ways, 0);
        groups(lua, p->sae_groups);
        identifier(lua, p->sae_identifier);
        lua_remove(lua, 1);
    }
}

void script_sae_ap(lua_State *lua, struct apsim_config *c, bool goes)
{
    static const char *const fields[] = {
        "pwe", "groups", "identifier", "tokens", "pmksa", "transition_disable", "ssid", NULL};
    script_check_goes(lua, "sae", goes, "security=\"wpa3\" or \"wpa2 wpa3\", or an AKM of SAE");
    if (enter(lua, "sae")) {
        script_check_fields(lua, fields);
        c->sae.pwe = (enum apsim_sae_pwe)script_choice(lua, "pwe", ways, 0);
        groups(lua, c->sae.groups);
        identifier(lua, c->sae.identifier);
        c->sae.tokens = (uint32_t)script_whole(lua, "tokens", 0, 0, 1000000);
        c->sae.no_pmksa = !script_flag_or(lua, "pmksa", true);
        const char *ssid = script_string(lua, "ssid", "");
        luaL_argcheck(lua, strlen(ssid) <= 32, 1, "ssid has at most 32 octets");
        strcpy(c->sae.ssid, ssid);
        c->sae.transition_disable = script_flag(lua, "transition_disable");
        lua_remove(lua, 1);
    }
}

/* ap:sae{fault="reflect", forget=true} */
int script_ap_sae(lua_State *lua)
{
    static const char *const fields[] = {"fault", "forget", NULL};
    static const char *const faults[] = {
        "none",   "wrong-confirm", "no-confirm", "invalid-point", "invalid-scalar", "reflect",
        "tokens", "no-group",      NULL}; /* enum apsim_sae_fault */
    struct world_ap *a = script_self(lua, SCRIPT_AP);
    script_check_fields(lua, fields);
    if (script_has(lua, "fault")) {
        apsim_sae_fault(a->ap, (enum apsim_sae_fault)script_choice(lua, "fault", faults, 0));
    }
    if (script_flag(lua, "forget")) {
        apsim_forget_pmks(a->ap);
    }
    return 0;
}
