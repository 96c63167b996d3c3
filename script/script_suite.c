/* case{} and not_applicable() (script_suite.h). A case runs where it is declared: the one that
 * is asked for is played at once, the others are passed over. */
#include "script.h"
#include <string.h>

#define RULES_OF_A_CASE 64

/* Its address names what not_applicable() said, in the registry. */
static const char reason;

static struct script_suite *suite_of(lua_State *lua)
{
    return script_of(lua)->options.suite;
}

/* Field rules: ids of the contract. */
static size_t take_rules(lua_State *lua, enum extsta_rule *rules)
{
    size_t count = 0;
    if (lua_getfield(lua, 1, "rules") != LUA_TTABLE) {
        luaL_error(lua, "a case needs rules={\"DIS-04\", ...}");
    }
    while (lua_geti(lua, -1, (lua_Integer)count + 1) == LUA_TSTRING) {
        enum extsta_rule rule = extsta_rule_find(lua_tostring(lua, -1));
        if (!rule) {
            luaL_error(lua, "the contract has no rule '%s'", lua_tostring(lua, -1));
        }
        if (count == RULES_OF_A_CASE) {
            luaL_error(lua, "at most %d rules", RULES_OF_A_CASE);
        }
        rules[count++] = rule;
        lua_pop(lua, 1);
    }
    lua_pop(lua, 2);
    return count;
}

/* case{name=, origin=, rules=, what=, run=} */
static int lua_case(lua_State *lua)
{
    static const char *const fields[] = {"name", "origin", "rules", "what", "run", NULL};
    enum extsta_rule rules[RULES_OF_A_CASE];
    struct script_suite *suite = suite_of(lua);
    script_check_fields(lua, fields);
    struct script_case c = {.name = script_string(lua, "name", NULL),
                            .origin = script_string(lua, "origin", NULL),
                            .what = script_string(lua, "what", NULL),
                            .rules = rules};
    luaL_argcheck(lua, c.name && c.origin && c.what, 1,
                  "a case needs name=, origin= and what=");
    c.rule_count = take_rules(lua, rules);
    luaL_argcheck(lua, lua_getfield(lua, 1, "run") == LUA_TFUNCTION, 1, "a case needs run=");
    if (!suite->play) {
        suite->found(suite->user, &c);
    } else if (strcmp(suite->play, c.name) == 0) {
        suite->played = true;
        script_awake(lua, "case");
        lua_call(lua, 0, 0);
    }
    return 0;
}

/* not_applicable(why): ends the case */
static int lua_not_applicable(lua_State *lua)
{
    luaL_checkstring(lua, 1);
    lua_pushvalue(lua, 1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &reason);
    return luaL_error(lua, "not applicable");
}

bool script_suite_library(const struct script *s, const char *source)
{
    const struct script_suite *suite = s->options.suite;
    for (size_t i = 0; suite && i < suite->before_count; i++) {
        if (strcmp(suite->before[i].name, source) == 0) {
            return true;
        }
    }
    return false;
}

bool script_suite_skipped(struct script *s)
{
    struct script_suite *suite = s->options.suite;
    if (!suite) {
        return false;
    }
    suite->skipped = lua_rawgetp(s->lua, LUA_REGISTRYINDEX, &reason) == LUA_TSTRING;
    if (suite->skipped) {
        snprintf(suite->reason, sizeof suite->reason, "%s", lua_tostring(s->lua, -1));
    }
    lua_pop(s->lua, 1);
    return suite->skipped;
}

/* The ids before the first colon, if that is all there is before it. */
void script_suite_expect(struct script *s, bool held, const char *text)
{
    struct script_suite *suite = s->options.suite;
    const char *colon = strchr(text, ':');
    if (!suite) {
        return;
    }
    suite->expectations++;
    suite->failed += !held;
    for (const char *p = text; colon && p < colon;) {
        char id[16];
        size_t len = strcspn(p, ",: ");
        if (len == 0 || len >= sizeof id) {
            return;
        }
        memcpy(id, p, len);
        id[len] = 0;
        enum extsta_rule rule = extsta_rule_find(id);
        suite->exercised[rule] |= rule != EXTSTA_RULE_NONE;
        suite->violated[rule] |= rule != EXTSTA_RULE_NONE && !held;
        p += len;
        p += strspn(p, ", ");
    }
}

void script_suite_count(struct script *s)
{
    struct script_suite *suite = s->options.suite;
    const struct referee_count *count = &s->referee.total;
    if (!suite) {
        return;
    }
    suite->faults = s->driver.faults;
    suite->findings = (uint32_t)count->findings;
    for (int r = 0; r < EXTSTA_RULE_COUNT; r++) {
        suite->exercised[r] |= count->kept[r] || count->violated[r];
        suite->violated[r] |= count->violated[r] > 0;
    }
}

void script_register_suite(lua_State *lua)
{
    if (suite_of(lua)) {
        lua_register(lua, "case", lua_case);
        lua_register(lua, "not_applicable", lua_not_applicable);
    }
}
