/* Roaming in scripts: roam={...} of station{} and connect{}, station:roam{to=}. */
#include "script.h"

/* roam={...}, a table within the table; what it leaves out is as *policy has it. */
bool script_roam_policy(lua_State *lua, struct extsta_roam_policy *policy)
{
    static const char *const fields[] = {"sticky",      "low",        "good",  "hysteresis",
                                         "prefer_5ghz", "settle",     "fresh", "scan",
                                         "scan_max",    "transition", NULL};
    static const char *const transitions[] = {"honour", "refuse", "ignore", NULL};
    int type = lua_getfield(lua, 1, "roam");
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return false;
    }
    if (type != LUA_TTABLE) {
        luaL_error(lua,
                   "field 'roam' must be a table: {low=-70, good=-66, hysteresis=8, "
                   "prefer_5ghz=0, settle=3, fresh=10, scan=10, scan_max=60, sticky=false, "
                   "transition=\"honour\"}");
    }
    lua_insert(lua, 1); /* where fields are looked for */
    script_check_fields(lua, fields);
    struct extsta_roam_policy p = *policy;
    p.sticky = script_flag_or(lua, "sticky", p.sticky);
    p.low = (int8_t)script_whole(lua, "low", p.low, -100, -20);
    p.good = (int8_t)script_whole(lua, "good", p.good < p.low ? p.low : p.good, -100, 0);
    p.hysteresis = (uint8_t)script_whole(lua, "hysteresis", p.hysteresis, 0, 60);
    p.prefer_5ghz = (int8_t)script_whole(lua, "prefer_5ghz", p.prefer_5ghz, -60, 60);
    p.transition = (uint8_t)script_choice(lua, "transition", transitions, p.transition);
    p.settle = (uint16_t)script_whole(lua, "settle", p.settle, 0, 3600);
    p.fresh = (uint16_t)script_whole(lua, "fresh", p.fresh, 1, 3600);
    p.scan = (uint16_t)script_whole(lua, "scan", p.scan, 1, 3600);
    p.scan_max = (uint16_t)script_whole(lua, "scan_max",
                                        p.scan_max < p.scan ? p.scan : p.scan_max, 1, 3600);
    lua_remove(lua, 1);
    const char *why = extsta_roam_policy_check(&p);
    if (why) {
        luaL_error(lua, "the roaming policy cannot be used: %s", why);
    }
    *policy = p;
    return true;
}
