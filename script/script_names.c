/* The names that scripts use: of fields, methods and choices. A misspelt one is an error with
 * the nearest name, because a scenario that ignores what was meant proves nothing; so is what
 * stands where nobody looks, and what contradicts something else. Values are in
 * script_fields.c. */
#include "script.h"
#include <stdlib.h>
#include <string.h>

/* Letters that differ, are missing or too many; 9: more than a slip. */
static unsigned slip(const char *a, const char *b)
{
    unsigned row[33];
    size_t m = strlen(a), n = strlen(b);
    if (m > 32 || n > 32) {
        return 9;
    }
    for (size_t j = 0; j <= n; j++) {
        row[j] = (unsigned)j;
    }
    for (size_t i = 1; i <= m; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned change = corner + (a[i - 1] != b[j - 1]);
            unsigned less = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < less ? change : less;
        }
    }
    return row[n];
}

/* The nearest of the names, when at most two letters differ, and not more than half of them; or
 * NULL. Pushes all of them as a list for people. */
static const char *nearest(lua_State *lua, const char *word, const char *const *known)
{
    const char *found = NULL;
    unsigned least = 3;
    luaL_Buffer b;
    luaL_buffinit(lua, &b);
    for (const char *const *k = known; *k; k++) {
        unsigned n = slip(word, *k);
        if (n < least && n * 2 <= strlen(word)) {
            least = n;
            found = *k;
        }
        luaL_addstring(&b, k == known ? "" : ", ");
        luaL_addstring(&b, *k);
    }
    luaL_pushresult(&b);
    return found;
}

/* Raises the error "there is no <sort> '<word>'". */
static int unknown(lua_State *lua, const char *sort, const char *word, const char *const *known)
{
    const char *near = nearest(lua, word, known);
    if (near) {
        return luaL_error(lua, "there is no %s '%s'; did you mean '%s'?", sort, word, near);
    }
    if (!*known) {
        return luaL_error(lua, "there is no %s '%s', nor any other", sort, word);
    }
    return luaL_error(lua, "there is no %s '%s'; there are: %s", sort, word,
                      lua_tostring(lua, -1));
}

/* --- fields --- */

static bool is_known(const char *const *known, const char *key)
{
    while (*known && strcmp(*known, key) != 0) {
        known++;
    }
    return *known != NULL;
}

/* The key on top of the stack is not that of a field by name: it has to be that of one of the
 * first `places` values without. */
static void check_place(lua_State *lua, lua_Integer places)
{
    lua_Integer place = lua_isinteger(lua, -1) ? lua_tointeger(lua, -1) : 0;
    if (place < 1 || place > places) {
        luaL_error(lua, "fields are given by name, as in name=\"...\"; '%s' has none",
                   luaL_tolstring(lua, -1, NULL));
    }
}

void script_check_places(lua_State *lua, lua_Integer places, const char *const *known)
{
    const char *first = NULL; /* of the unknown ones, by name: tables have no order */
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TSTRING) {
            check_place(lua, places);
        } else if (!is_known(known, lua_tostring(lua, -1))) {
            const char *key = lua_tostring(lua, -1);
            first = !first || strcmp(key, first) < 0 ? key : first;
        }
    }
    if (first) {
        unknown(lua, "field", first, known);
    }
}

void script_check_fields(lua_State *lua, const char *const *known)
{
    script_check_places(lua, 0, known);
}

void script_check_none(lua_State *lua)
{
    static const char *const none[] = {NULL};
    script_check_fields(lua, none);
}

void script_check_strings(lua_State *lua, const char *what)
{
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        if (lua_type(lua, -1) != LUA_TSTRING || !lua_isinteger(lua, -2)) {
            luaL_error(lua, "%s are given as a list of strings: {\"...\", \"...\"}", what);
        }
        lua_pop(lua, 1);
    }
}

bool script_has(lua_State *lua, const char *field)
{
    bool has = lua_getfield(lua, 1, field) != LUA_TNIL;
    lua_pop(lua, 1);
    return has;
}

void script_check_apart(lua_State *lua, const char *one, const char *other)
{
    if (script_has(lua, one) && script_has(lua, other)) {
        luaL_error(lua, "fields '%s' and '%s' contradict each other: give one of them", one,
                   other);
    }
}

void script_check_goes(lua_State *lua, const char *field, bool goes, const char *with)
{
    if (!goes && script_has(lua, field)) {
        luaL_error(lua, "field '%s' means something only with %s", field, with);
    }
}

size_t script_choice(lua_State *lua, const char *field, const char *const *names,
                     size_t fallback)
{
    const char *word = script_string(lua, field, NULL);
    if (!word) {
        return fallback;
    }
    for (size_t i = 0; names[i]; i++) {
        if (strcmp(names[i], word) == 0) {
            return i;
        }
    }
    const char *near = nearest(lua, word, names);
    luaL_error(lua, "%s= cannot be '%s'%s%s%s there are: %s", field, word,
               near ? "; did you mean '" : ";", near ? near : "", near ? "'?" : "",
               lua_tostring(lua, -1));
    return fallback;
}

/* --- methods --- */

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Upvalue 1: the methods; 2: whose they are. */
static int no_such_method(lua_State *lua)
{
    const char *names[65], *word = luaL_tolstring(lua, 2, NULL);
    size_t n = 0;
    lua_pushnil(lua);
    while (n < 64 && lua_next(lua, lua_upvalueindex(1))) {
        lua_pop(lua, 1);
        names[n++] = lua_tostring(lua, -1);
    }
    qsort(names, n, sizeof *names, by_letters); /* Lua's order is another in each run */
    names[n] = NULL;
    return unknown(lua, lua_tostring(lua, lua_upvalueindex(2)), word, names);
}

void script_register_type(lua_State *lua, const char *type, const luaL_Reg *methods)
{
    luaL_newmetatable(lua, type);
    lua_newtable(lua);
    luaL_setfuncs(lua, methods, 0);
    lua_newtable(lua); /* of the table of methods */
    lua_pushvalue(lua, -2);
    lua_pushfstring(lua, "method of %s", script_type_words(type));
    lua_pushcclosure(lua, no_such_method, 2);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
    lua_setfield(lua, -2, "__index");
    lua_pop(lua, 1);
}
