/* Expectations: expect(), and traces (script_trace.h) compared line by line. An expectation
 * that fails is told where it stands, and the script goes on: a run shows all that is wrong,
 * and its exit status is made of the count. */
#include "script.h"
#include "script_times.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Pushes where the script makes an expectation, "file:line: ". Of a suite it is the line of the
 * case, whatever function it has called. */
static void push_place(lua_State *lua)
{
    lua_Debug debug;
    for (int level = 1; lua_getstack(lua, level, &debug); level++) {
        lua_getinfo(lua, "Sl", &debug);
        if (debug.currentline > 0 && !script_suite_library(script_of(lua), debug.source)) {
            luaL_where(lua, level);
            return;
        }
    }
    luaL_where(lua, 1);
}

int script_expect(lua_State *lua, bool ok, const char *what)
{
    struct script *s = script_of(lua);
    s->expected++;
    s->failed += !ok;
    script_suite_expect(s, ok, what);
    push_place(lua);
    tell_expect(&s->tell, s->world ? air_now(world_air(s->world)) : 0, ok,
                lua_tostring(lua, -1), what);
    lua_pop(lua, 1);
    lua_pushboolean(lua, ok);
    return 1;
}

static int lua_expect(lua_State *lua)
{
    luaL_argcheck(lua, !lua_isnone(lua, 1), 1, "give a condition, and what it means");
    luaL_argcheck(lua, !lua_isfunction(lua, 1), 1,
                  "a function is always true: call it, or use expect_within");
    luaL_argcheck(lua, lua_type(lua, 1) != LUA_TSTRING || lua_type(lua, 2) == LUA_TSTRING, 1,
                  "a string is always true: the condition comes first, then the text");
    bool ok = lua_toboolean(lua, 1) != 0;
    return script_expect(lua, ok, luaL_optstring(lua, 2, "condition"));
}

/* Which lines of the trace take part: indications (but those that may come any time),
 * ports, IHV calls, management and EAPOL frames; further those that begin with a word of
 * `with`, less those of `ignore`; or only those of `only`. */
struct filter {
    lua_State *lua;
    int only, with, ignore; /* stack index of a list, or 0 */
    const char *begin;      /* all that begin with this, or NULL */
};

/* Whether the text begins with a word of the list at this stack index. */
static bool in_list(lua_State *lua, int list, const char *text)
{
    bool found = false;
    for (lua_Integer i = 1; !found && lua_geti(lua, list, i) == LUA_TSTRING; i++) {
        const char *word = lua_tostring(lua, -1);
        found = strncmp(text, word, strlen(word)) == 0;
        lua_pop(lua, 1);
    }
    if (!found) {
        lua_pop(lua, 1);
    }
    return found;
}

static bool takes_part(const struct filter *f, enum label_kind kind, const char *text)
{
    if (f->begin) {
        return strncmp(text, f->begin, strlen(f->begin)) == 0;
    }
    if (f->ignore && in_list(f->lua, f->ignore, text)) {
        return false;
    }
    if (f->only) {
        return in_list(f->lua, f->only, text);
    }
    return kind == LABEL_FRAME || kind == LABEL_INDICATION || kind == LABEL_PORT ||
           kind == LABEL_IHV || (f->with && in_list(f->lua, f->with, text));
}

/* The next line of a walk that takes part; NULL at the end. */
static const struct line *next_part(struct lines_walk *walk, const struct filter *f)
{
    const struct line *line;
    do {
        line = lines_next(walk);
    } while (line && !takes_part(f, walk->kind, line->text->text));
    return line;
}

/* Leaves the list on the stack, where in_list finds it; 0: there is none. */
static int list_at(lua_State *lua, int options, const char *field)
{
    int type = lua_getfield(lua, options, field);
    luaL_argcheck(lua, type == LUA_TNIL || type == LUA_TTABLE, options,
                  "only, with and ignore are lists");
    if (type == LUA_TNIL) {
        return 0;
    }
    lua_insert(lua, 1); /* where it is looked at */
    script_check_strings(lua, field);
    lua_pushvalue(lua, 1);
    lua_remove(lua, 1);
    return lua_gettop(lua);
}

/* The options are a table of these fields, and one more; times is true or false, as keep. */
static void check_options(lua_State *lua, int options, const char *one_more)
{
    const char *const fields[] = {"only", "with", "ignore", "keep", one_more, NULL};
    lua_pushvalue(lua, options);
    lua_insert(lua, 1);
    script_check_fields(lua, fields);
    (void)script_flag(lua, "keep");
    (void)(strcmp(one_more, "times") == 0 && script_flag(lua, "times"));
    lua_remove(lua, 1);
}

static struct filter filter_at(lua_State *lua, int options, const char *one_more)
{
    struct filter f = {.lua = lua};
    if (!lua_isnoneornil(lua, options)) {
        luaL_checktype(lua, options, LUA_TTABLE);
        check_options(lua, options, one_more);
        f.only = list_at(lua, options, "only");
        f.with = list_at(lua, options, "with");
        f.ignore = list_at(lua, options, "ignore");
    }
    return f;
}

/* What the timeline adds to a line of the trace may stand there: the mark before it and the
 * meaning in parentheses, after two blanks, behind. */
static void as_in_trace(char *line, size_t size)
{
    static const char *const marks[] = {"· ", "- ", "~ "};
    char rest[190];
    char *meaning = strstr(line, "  (");
    if (meaning) {
        *meaning = 0;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if (strncmp(line, marks[i], n) == 0) {
            snprintf(rest, sizeof rest, "%s", line + n);
            snprintf(line, size, "%s%s", *marks[i] == '~' ? "frame " : "", rest);
            return;
        }
    }
}

/* One line of the expected text without the blanks around it; NULL at the end. Empty
 * lines and lines that begin with -- are passed over. */
static const char *next_line(const char *p, char *out, size_t size)
{
    while (*p) {
        p += strspn(p, " \t\r\n");
        size_t n = strcspn(p, "\n"), len = n;
        while (len && (p[len - 1] == ' ' || p[len - 1] == '\r' || p[len - 1] == '\t')) {
            len--;
        }
        if (len && strncmp(p, "--", 2) != 0) {
            len = len < size ? len : size - 1;
            memcpy(out, p, len);
            out[len] = 0;
            return p + n;
        }
        p += n;
    }
    return NULL;
}

/* An expected line, and when it may come. */
struct expected {
    char text[LINE_ROOM];
    struct script_times times;
};

/* The next one of the text; NULL at the end. Raises an error at a time that is none. */
static const char *next_expected(lua_State *lua, const char *p, struct expected *e)
{
    p = next_line(p, e->text, sizeof e->text);
    if (p && !script_times_take(e->text, &e->times)) {
        luaL_error(lua,
                   "an expected line begins with a time as [0.2], [..0.5], [1..] or [1..1.5], "
                   "seconds after the line before: %s",
                   e->text);
    }
    if (p) {
        as_in_trace(e->text, sizeof e->text);
    }
    return p;
}

/* Both sequences whole: the first difference alone seldom says what went wrong. timed: the one
 * that happened as it can be expected with its times. */
static void show_difference(struct world_station *s, const struct filter *f, const char *want,
                            bool timed)
{
    const struct script_options *o = &script_of(f->lua)->options;
    FILE *out = o->text ? o->text : o->failed;
    char text[LINE_ROOM];
    if (!out) {
        return;
    }
    fprintf(out, "  expected of %s:\n", s->name);
    while ((want = next_line(want, text, sizeof text)) != NULL) {
        fprintf(out, "    %s\n", text);
    }
    fprintf(out, "  happened:\n");
    struct lines_walk walk = lines_from(&trace_of(s)->lines, 0);
    extsta_time before = trace_of(s)->since;
    for (const struct line *line; (line = next_part(&walk, f)) != NULL;) {
        fprintf(out, "    ");
        if (timed) {
            fprintf(out, "[%.6f] ", (double)(line->time - before) / 1e6);
        }
        fprintf(out, "%s\n", line->text->text);
        before = line->time;
    }
}

/* The station whose trace is asked for, at index 1. */
static struct world_station *traced(lua_State *lua)
{
    struct world_station *s = *(struct world_station **)luaL_checkudata(lua, 1, SCRIPT_STATION);
    if (!script_of(lua)->traced) {
        luaL_error(lua, "no traces are kept, because the text of this script names neither "
                        "trace, expect_trace nor run_to");
    }
    return s;
}

/* Whether lines fell out of a trace that would have taken part, from the number `seen` on. Then
 * pushes words that say so. */
static bool fallen_out(const struct filter *f, const struct world_station *s, uint64_t seen)
{
    const struct lines *l = &trace_of(s)->lines;
    const struct line_fallen *first = NULL;
    uint64_t count = 0;
    for (uint32_t i = 0; i < l->fallen_count; i++) {
        const struct line_fallen *fallen = &l->fallen[i];
        if (fallen->last >= seen &&
            (!fallen->text || takes_part(f, fallen->kind, fallen->text->text))) {
            first = first ? first : fallen;
            count += fallen->count;
        }
    }
    if (!first) {
        return false;
    }
    lua_pushfstring(f->lua,
                    "the trace of %s does not reach back far enough: of each kind of line it "
                    "keeps the last %d, and %d fell out, such as \"%s\"; trace(%s) empties it "
                    "before what matters, station{trace=...} keeps more",
                    s->name, (int)l->limit, (int)count,
                    first->text ? first->text->text : "one of very many", s->name);
    return true;
}

/* An option of this name that is true. */
static bool has_option(lua_State *lua, int options, const char *name)
{
    if (!lua_istable(lua, options)) {
        return false;
    }
    lua_getfield(lua, options, name);
    bool has = lua_toboolean(lua, -1) != 0;
    lua_pop(lua, 1);
    return has;
}

/* How lines that take part differ from those of the text. */
enum difference {
    DIFFERENT_NOT,
    DIFFERENT_LINES,
    DIFFERENT_TIMES, /* words that say where are on top of the stack */
};

/* within: seconds from the first line to the last. */
static enum difference compare(const struct filter *f, struct world_station *s,
                               const char *text, double within)
{
    struct lines_walk walk = lines_from(&trace_of(s)->lines, 0);
    struct expected want;
    extsta_time before = trace_of(s)->since, first = 0;
    bool any = false, late = false;
    for (const struct line *line; (line = next_part(&walk, f)) != NULL;) {
        text = next_expected(f->lua, text, &want);
        if (!text || strcmp(want.text, line->text->text) != 0) {
            return DIFFERENT_LINES;
        }
        if (!late && !script_times_hold(&want.times, line->time - before)) {
            late = true;
            lua_pushfstring(f->lua, "the times of the sequence: \"%s\" came %f s after %s",
                            want.text, (double)(line->time - before) / 1e6,
                            any ? "the line before" : "the trace was empty");
        }
        first = any ? first : line->time;
        before = line->time;
        any = true;
    }
    if (next_expected(f->lua, text, &want)) {
        return DIFFERENT_LINES;
    }
    double took = any ? (double)(before - first) / 1e6 : 0;
    if (!late && took > within + 1e-7) {
        late = true;
        lua_pushfstring(f->lua, "the sequence within %f s: it took %f s", within, took);
    }
    return late ? DIFFERENT_TIMES : DIFFERENT_NOT;
}

/* Option within of the table at this index; endless without one. */
static double within_at(lua_State *lua, int options)
{
    double within = HUGE_VAL;
    if (lua_istable(lua, options) && lua_getfield(lua, options, "within") != LUA_TNIL) {
        luaL_argcheck(lua, lua_isnumber(lua, -1) && lua_tonumber(lua, -1) >= 0, options,
                      "within is a number of seconds");
        within = lua_tonumber(lua, -1);
    }
    return within;
}

/* expect_trace(station, text, {only=, with=, ignore=, keep=, within=}): the trace since the
 * last one equals the text, line by line, and came in time. The trace is then empty, unless
 * keep=true. */
static int lua_expect_trace(lua_State *lua)
{
    struct world_station *s = traced(lua);
    const char *text = luaL_checkstring(lua, 2), *what = "the sequence";
    struct filter f = filter_at(lua, 3, "within");
    double within = within_at(lua, 3);
    bool ok = false;
    if (fallen_out(&f, s, 0)) {
        what = lua_tostring(lua, -1);
    } else {
        enum difference d = compare(&f, s, text, within);
        ok = d == DIFFERENT_NOT;
        if (d == DIFFERENT_TIMES) {
            what = lua_tostring(lua, -1);
        }
        if (!ok) {
            show_difference(s, &f, text, d == DIFFERENT_TIMES);
        }
    }
    if (!has_option(lua, 3, "keep")) {
        trace_clear(s);
    }
    return script_expect(lua, ok, what);
}

/* Of a list that would not be whole: upvalue 1 says why. */
static int not_whole(lua_State *lua)
{
    return luaL_error(lua, "%s", lua_tostring(lua, lua_upvalueindex(1)));
}

/* Who only empties the trace may do so; who looks at the list, whose words are on top of the
 * stack, is told that it is not whole. */
static void push_broken_list(lua_State *lua)
{
    static const char *const looks[] = {"__index", "__len", "__pairs"};
    lua_newtable(lua);
    lua_newtable(lua);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        lua_pushvalue(lua, -3);
        lua_pushcclosure(lua, not_whole, 1);
        lua_setfield(lua, -2, looks[i]);
    }
    lua_setmetatable(lua, -2);
}

/* A line as scripts get it: its text, or {time=, text=}. */
static void push_line(lua_State *lua, const struct line *line, bool timed)
{
    if (timed) {
        lua_createtable(lua, 0, 2);
        lua_pushnumber(lua, (double)line->time / 1e6);
        lua_setfield(lua, -2, "time");
        script_set_string(lua, "text", line->text->text);
    } else {
        lua_pushstring(lua, line->text->text);
    }
}

/* trace(station, {only=, with=, ignore=, keep=, times=}) -> list of lines; the trace is then
 * empty, unless keep=true. */
static int lua_trace(lua_State *lua)
{
    struct world_station *s = traced(lua);
    struct filter f = filter_at(lua, 2, "times");
    bool timed = has_option(lua, 2, "times");
    if (fallen_out(&f, s, 0)) {
        push_broken_list(lua);
    } else {
        struct lines_walk walk = lines_from(&trace_of(s)->lines, 0);
        lua_Integer n = 0;
        lua_newtable(lua);
        for (const struct line *line; (line = next_part(&walk, &f)) != NULL;) {
            push_line(lua, line, timed);
            lua_seti(lua, -2, ++n);
        }
    }
    if (!has_option(lua, 2, "keep")) {
        trace_clear(s);
    }
    return 1;
}

/* What run_to waits for. */
struct awaited_line {
    const struct script *script;
    struct trace *trace;
    const char *text;
    bool found;
};

static bool there(void *user)
{
    struct awaited_line *w = user;
    w->found = trace_find(w->trace, w->text);
    return w->found || script_stopped(w->script);
}

/* run_to(station, text, seconds): runs until the station's trace has a new line that begins
 * with the text; an expectation that fails when none comes in time (default 60 s). */
static int lua_run_to(lua_State *lua)
{
    struct world_station *s = traced(lua);
    const char *text = luaL_checkstring(lua, 2);
    double seconds = luaL_optnumber(lua, 3, 60);
    luaL_argcheck(lua, seconds >= 0 && seconds <= 1e7, 3, "0 to 10,000,000 seconds");
    script_awake(lua, "run_to");
    struct awaited_line w = {.script = script_of(lua), .trace = trace_of(s), .text = text};
    if (fallen_out(&(struct filter){.lua = lua, .begin = text}, s, w.trace->seen)) {
        return script_expect(lua, false, lua_tostring(lua, -1));
    }
    world_run_until(s->world, (extsta_time)(seconds * 1e6 + 0.5), there, &w);
    script_raise(lua);
    if (!w.found) {
        char what[200];
        snprintf(what, sizeof what, "\"%s\" of %s within %g s", text, s->name, seconds);
        return script_expect(lua, false, what);
    }
    lua_pushboolean(lua, true);
    return 1;
}

/* expect_within(seconds, text, condition, step): runs until the condition (a function, called each
 * `step` seconds, default 0.01) is true, and notes whether it was in time. Returns that, and how
 * many seconds have passed. */
static int lua_expect_within(lua_State *lua)
{
    double seconds = luaL_checknumber(lua, 1), step = luaL_optnumber(lua, 4, 0.01);
    const char *text = luaL_checkstring(lua, 2);
    luaL_checktype(lua, 3, LUA_TFUNCTION);
    luaL_argcheck(lua, seconds >= 0 && seconds <= 1e7, 1, "0 to 10,000,000 seconds");
    luaL_argcheck(lua, step >= 1e-6 && step <= 1e7, 4, "0.000001 to 10,000,000 seconds");
    struct world *w = script_world(lua);
    extsta_time began = air_now(world_air(w)), each = (extsta_time)(step * 1e6 + 0.5);
    extsta_time left = (extsta_time)(seconds * 1e6 + 0.5);
    bool ok;
    for (;;) {
        script_awake(lua, "expect_within");
        lua_pushvalue(lua, 3);
        lua_call(lua, 0, 1);
        ok = lua_toboolean(lua, -1) != 0;
        lua_pop(lua, 1);
        if (ok || left == 0) {
            break;
        }
        each = each < left ? each : left;
        left -= each;
        world_run(w, each);
        script_raise(lua);
        if (script_stopped(script_of(lua))) {
            return luaL_error(lua, "interrupted");
        }
    }
    script_expect(lua, ok, text);
    lua_pushnumber(lua, (double)(air_now(world_air(w)) - began) / 1e6);
    return 2;
}

void script_register_expect(lua_State *lua)
{
    lua_register(lua, "expect_within", lua_expect_within);
    lua_register(lua, "run_to", lua_run_to);
    lua_register(lua, "expect", lua_expect);
    lua_register(lua, "expect_trace", lua_expect_trace);
    lua_register(lua, "trace", lua_trace);
}
