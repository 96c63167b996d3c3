/* capture{file=}: the frames of a capture as a list, for scripts that send some of them again
 * (docs/scenarios.md). What was recorded elsewhere so meets our stations: at the moments of
 * their protocol, since nothing comes of a replay by the clock alone. */
#include "script.h"

struct reading {
    lua_State *lua;
    uint64_t first; /* time of the first frame */
    lua_Integer count;
    const struct script_captured *frame;
};

/* Argument 1: the reading; 2: the list. */
static int add_frame(lua_State *lua)
{
    const struct reading *r = lua_touserdata(lua, 1);
    uint64_t time = r->frame->time > r->first ? r->frame->time - r->first : 0;
    script_push_frame(lua, (double)time / 1e9, &r->frame->frame);
    lua_seti(lua, 2, r->count);
    return 0;
}

/* No error of Lua may jump over the reader: it has a file open. One is left on the stack. */
static bool take(void *user, const struct script_captured *frame)
{
    struct reading *r = user;
    r->frame = frame;
    r->first = r->count++ == 0 ? frame->time : r->first;
    lua_pushcfunction(r->lua, add_frame);
    lua_pushlightuserdata(r->lua, r);
    lua_pushvalue(r->lua, 2);
    return lua_pcall(r->lua, 2, 0, 0) == LUA_OK;
}

/* capture{file=} -> a list of {time=, data=, freq=, signal=, rate=} */
static int lua_capture(lua_State *lua)
{
    static const char *const fields[] = {"file", NULL};
    script_check_fields(lua, fields);
    const char *path = script_string(lua, "file", NULL);
    struct script *s = script_of(lua);
    if (!path) {
        return luaL_error(lua, "capture needs file=");
    }
    const char *option = tell_would_destroy(&s->tell, path);
    if (option) {
        return luaL_error(lua, "%s is read here, and %s would destroy it", path, option);
    }
    if (!s->options.captures) {
        return luaL_error(lua, "captures cannot be read here");
    }
    struct reading r = {.lua = lua};
    lua_settop(lua, 1);
    lua_newtable(lua);
    const char *why = s->options.captures(path, take, &r);
    if (lua_gettop(lua) > 2) {
        return lua_error(lua);
    }
    if (why) {
        return luaL_error(lua, "%s: %s", path, why);
    }
    return 1;
}

void script_register_capture(lua_State *lua)
{
    lua_register(lua, "capture", lua_capture);
}
