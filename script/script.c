/* A run of a script: its limits, its world, its end; and the functions that concern the run as
 * a whole (air, run, now, say, at). The other files of the room have those of their
 * members.
 *
 * While run() lets time pass, the script rests, and callbacks (at, IHV handlers) run in
 * protected calls; the first error of one is kept and raised when run() returns. */
#include "script.h"
#include "providers.h"
#include "script_payload.h"
#include <ctype.h>
#include <lauxlib.h>
#include <lualib.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEMORY_LIMIT      (256u << 20) /* octets of the Lua state */
#define INSTRUCTION_STEP  10000000     /* between two looks at the limit and at Ctrl-C */
#define INSTRUCTION_LIMIT 10           /* steps between two calls into the world */
#define MADE_LIMIT        200000       /* kilobytes */

/* --- limits --- */

/* lua_Alloc, bounded; `refused` tells a machine without memory from a script that wants too
 * much. */
static void *limited_alloc(void *user, void *block, size_t old, size_t size)
{
    struct script *s = user;
    old = block ? old : 0;
    if (size == 0) {
        s->memory -= old;
        free(block);
        return NULL;
    }
    if (size > old && s->memory - old + size > MEMORY_LIMIT) {
        return NULL;
    }
    void *p = host_realloc(block, size);
    if (p) {
        s->memory = s->memory - old + size;
    }
    s->refused |= p == NULL;
    return p;
}

struct script *script_of(lua_State *lua)
{
    void *user;
    lua_getallocf(lua, &user);
    return user;
}

bool script_stopped(const struct script *s)
{
    return s->options.stopped && *s->options.stopped;
}

/* Hook after each INSTRUCTION_STEP. The number of steps stands in the state's extra space. */
static void too_long(lua_State *lua, lua_Debug *debug)
{
    if (script_stopped(script_of(lua))) {
        lua_sethook(lua, too_long, LUA_MASKCOUNT, 1);
        luaL_error(lua, "interrupted");
    }
    int *steps = lua_getextraspace(lua);
    if (++*steps > INSTRUCTION_LIMIT) {
        /* At every instruction from now on, so that no pcall can go on looping. */
        lua_sethook(lua, too_long, LUA_MASKCOUNT, 1);
        luaL_error(lua, "the script loops: %d million instructions without run()",
                   INSTRUCTION_LIMIT * (INSTRUCTION_STEP / 1000000));
    }
}

void script_count(lua_State *lua, unsigned kilobytes)
{
    struct script *s = script_of(lua);
    s->made += kilobytes;
    if (s->made > MADE_LIMIT) {
        luaL_error(lua, "too many stations, access points, rules, timers or frames");
    }
}

/* --- the world --- */

static const char *name_of(const void *world, struct extsta_mac mac)
{
    return world_name(world, mac);
}

static bool on_tick(void *user, extsta_time now)
{
    struct script *s = user;
    if (s->options.tick) {
        s->options.tick(now);
    }
    if (s->options.outside) { /* in real time, so somebody may be reading along */
        tell_flush(&s->tell);
    }
    return !script_stopped(s);
}

/* Made as late as this, so that air{...} can come before. The order of listeners is that in
 * which they see things: compared, told, judged; so what is judged stands before its judgement.
 */
struct world *script_world(lua_State *lua)
{
    struct script *s = script_of(lua);
    if (s->world) {
        return s->world;
    }
    /* in real time no run is repeated, and strangers listen */
    s->air.random = s->options.outside && !s->options.has_seed ? &host_entropy : NULL;
    s->world = world_new(&s->air);
    if (!s->world) {
        luaL_error(lua, "no memory");
    }
    s->names = (struct label_names){name_of, s->world};
    tracing_start(&s->tracing, &s->names, s->traced);
    s->clock = (struct world_listener){.tick = on_tick, .user = s};
    world_listen(s->world, &s->tracing.listener);
    script_course_listen(&s->course, s->world, s->options.html != NULL);
    world_listen(s->world, &s->tell.listener);
    if (!s->options.unjudged) {
        script_referee_listen(&s->referee, s->world, &s->tell, &s->names);
    }
    script_driver_listen(&s->driver, s->world, &s->tell);
    script_recorder_listen(&s->recorder, s->options.recorder, s->world);
    script_host_listen(&s->host, s);
    if (!ears_listen(&s->ears, s->world)) {
        luaL_error(lua, "no memory");
    }
    world_listen(s->world, &s->clock);
    const struct script_outside *o = s->options.outside;
    char why[300];
    if (o && !o->open(o->user, s->world, why, sizeof why)) {
        luaL_error(lua, "%s", why);
    }
    return s->world;
}

/* math.random is reproducible: Lua would seed it by the clock. */
static void seed_random(lua_State *lua)
{
    lua_getglobal(lua, "math");
    lua_getfield(lua, -1, "randomseed");
    lua_pushinteger(lua, (lua_Integer)script_of(lua)->air.seed);
    lua_call(lua, 1, 0);
    lua_pop(lua, 1);
}

/* air{exponent=, shadowing=, seed=} */
static int lua_air(lua_State *lua)
{
    static const char *const fields[] = {"exponent", "shadowing", "seed", NULL};
    struct script *s = script_of(lua);
    script_check_fields(lua, fields);
    if (s->world) {
        return luaL_error(lua, "air{} comes before the first station and access point");
    }
    s->air.exponent = script_within(lua, "exponent", s->air.exponent, 1, 10);
    s->air.shadowing = script_within(lua, "shadowing", s->air.shadowing, 0, 40);
    uint64_t seed = (uint64_t)script_whole(lua, "seed", 0, 0, 1000000000000000);
    if (!s->options.has_seed) { /* the command line's wins */
        s->air.seed = seed;
        seed_random(lua);
    }
    return 0;
}

/* An error that comes from a function of C has no place: it gets the script's. */
static int placed(lua_State *lua)
{
    lua_Debug debug;
    if (lua_type(lua, 1) != LUA_TSTRING) {
        lua_pushfstring(lua, "error() was called with a %s", luaL_typename(lua, 1));
        lua_replace(lua, 1);
    }
    const char *message = lua_tostring(lua, 1);
    for (int level = 0; lua_getstack(lua, level, &debug); level++) {
        lua_getinfo(lua, "Sl", &debug);
        if (debug.currentline > 0) {
            lua_pushfstring(lua, "%s:%d:", debug.short_src, debug.currentline);
            if (strncmp(message, lua_tostring(lua, -1), strlen(lua_tostring(lua, -1))) != 0) {
                lua_pushfstring(lua, " %s", message);
                lua_concat(lua, 2);
                return 1;
            }
            break;
        }
    }
    lua_pushstring(lua, message);
    return 1;
}

void script_awake(lua_State *lua, const char *function)
{
    if (script_of(lua)->callbacks) {
        luaL_error(lua,
                   "%s() cannot be called by at() or by a handler of an extension: time "
                   "passes already; at(now() + seconds, function) does something later",
                   function);
    }
    *(int *)lua_getextraspace(lua) = 0;
}

/* Its address names the first error of a callback in the registry; false: none yet. The slot is
 * made before it is needed: keeping an error must not need memory. */
static const char first_error;

bool script_callback(lua_State *lua, lua_CFunction body, void *argument)
{
    lua_pushcfunction(lua, placed);
    lua_pushcfunction(lua, body);
    lua_pushlightuserdata(lua, argument);
    script_of(lua)->callbacks++;
    bool ok = lua_pcall(lua, 1, 0, -3) == LUA_OK;
    script_of(lua)->callbacks--;
    if (!ok) {
        lua_rawgetp(lua, LUA_REGISTRYINDEX, &first_error);
        if (!lua_toboolean(lua, -1)) {
            lua_pushvalue(lua, -2);
            lua_rawsetp(lua, LUA_REGISTRYINDEX, &first_error);
        }
        lua_pop(lua, 2);
    }
    lua_pop(lua, 1);
    return ok;
}

void script_raise(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &first_error);
    if (lua_toboolean(lua, -1)) {
        lua_error(lua);
    }
    lua_pop(lua, 1);
}

/* run(seconds): time passes. */
static int lua_run(lua_State *lua)
{
    double seconds = luaL_checknumber(lua, 1);
    luaL_argcheck(lua, seconds >= 0 && seconds <= 1e7, 1, "0 to 10,000,000 seconds");
    script_awake(lua, "run");
    world_run(script_world(lua), (extsta_time)(seconds * 1e6 + 0.5));
    script_raise(lua);
    if (script_stopped(script_of(lua))) {
        return luaL_error(lua, "interrupted");
    }
    return 0;
}

/* now() -> seconds of virtual time */
static int lua_now(lua_State *lua)
{
    lua_pushnumber(lua, (double)air_now(world_air(script_world(lua))) / 1e6);
    return 1;
}

/* memory() -> {used=, held=, traces=, script=}: octets in use in the context of the world and
 * taken by it from the machine, of traces, of what the script itself can still reach. */
static int lua_memory(lua_State *lua)
{
    struct script *s = script_of(lua);
    size_t used, held = extsta_context_memory(world_context(script_world(lua)), &used);
    lua_gc(lua, LUA_GCCOLLECT);
    size_t script = s->memory;
    lua_newtable(lua);
    script_set_integer(lua, "used", (lua_Integer)used);
    script_set_integer(lua, "held", (lua_Integer)held);
    script_set_integer(lua, "traces", (lua_Integer)tracing_memory(&s->tracing));
    script_set_integer(lua, "script", (lua_Integer)script);
    return 1;
}

/* say(text): a line of the story */
static int lua_say(lua_State *lua)
{
    struct air *air = world_air(script_world(lua));
    tell_say(&script_of(lua)->tell, air_now(air), luaL_checkstring(lua, 1));
    return 0;
}

/* A full userdata with the function as its user value; the registry holds it until then. */
struct callback {
    lua_State *lua; /* main thread */
    int reference;
};

static int call_timer(lua_State *lua)
{
    const struct callback *c = lua_touserdata(lua, 1);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, c->reference);
    lua_getiuservalue(lua, -1, 1);
    luaL_unref(lua, LUA_REGISTRYINDEX, c->reference);
    lua_call(lua, 0, 0);
    return 0;
}

static void on_time(void *user, extsta_time now)
{
    struct callback *c = user;
    script_of(c->lua)->made--;
    (void)script_callback(c->lua, call_timer, c);
}

/* at(seconds, function): calls it at that time. The userdata is what the air holds; it is kept
 * in the registry until it has been called. */
static int lua_at(lua_State *lua)
{
    double seconds = luaL_checknumber(lua, 1);
    luaL_checktype(lua, 2, LUA_TFUNCTION);
    luaL_argcheck(lua, seconds >= 0 && seconds <= 1e9, 1, "0 to 1,000,000,000 seconds");
    struct world *w = script_world(lua);
    extsta_time when = (extsta_time)(seconds * 1e6 + 0.5), now = air_now(world_air(w));
    if (when < now) {
        char text[120];
        snprintf(text, sizeof text,
                 "at() takes the time since the start, and it is %.6g s already: at(now() + "
                 "seconds, function)",
                 (double)now / 1e6);
        return luaL_error(lua, "%s", text);
    }
    script_count(lua, 1);
    struct callback *c = lua_newuserdatauv(lua, sizeof *c, 1);
    lua_pushvalue(lua, 2);
    lua_setiuservalue(lua, -2, 1);
    c->reference = luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    c->lua = lua_tothread(lua, -1);
    if (!air_at(world_air(w), when, on_time, c)) {
        luaL_unref(lua, LUA_REGISTRYINDEX, c->reference);
        return luaL_error(lua, "too many timers");
    }
    return 0;
}

/* --- running --- */

/* What could load code from elsewhere, or show how memory is used, is taken away again. */
static void open_libraries(lua_State *lua)
{
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},       {LUA_STRLIBNAME, luaopen_string},
        {LUA_TABLIBNAME, luaopen_table}, {LUA_MATHLIBNAME, luaopen_math},
        {LUA_UTF8LIBNAME, luaopen_utf8},
    };
    static const char *const removed[] = {"dofile", "loadfile", "load", "collectgarbage"};
    static const luaL_Reg functions[] = {
        {"air", lua_air}, {"run", lua_run}, {"now", lua_now},
        {"say", lua_say}, {"at", lua_at},   {"memory", lua_memory},
    };
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(lua, libraries[i].name, libraries[i].func, 1);
        lua_pop(lua, 1);
    }
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++) {
        lua_pushnil(lua);
        lua_setglobal(lua, removed[i]);
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_register(lua, functions[i].name, functions[i].func);
    }
    script_register_ap(lua);
    script_register_station(lua);
    script_register_expect(lua);
    script_register_frames(lua);
    script_register_rules(lua);
    script_register_stats(lua);
    script_register_flow(lua);
    script_register_payload(lua);
    script_register_radio(lua);
    script_register_capture(lua);
    script_register_fleet(lua);
    script_register_site(lua);
    script_register_suite(lua);
}

/* The table `arg`: what was given to the run for its script, as strings. What they mean, and
 * whether one is missing, only the script knows. */
static void set_arguments(lua_State *lua)
{
    const struct script_options *o = &script_of(lua)->options;
    lua_newtable(lua);
    for (size_t i = 0; i < o->argument_count; i++) {
        const char *equals = strchr(o->arguments[i], '=');
        if (equals) {
            lua_pushlstring(lua, o->arguments[i], (size_t)(equals - o->arguments[i]));
            lua_pushstring(lua, equals + 1);
            lua_rawset(lua, -3);
        }
    }
    lua_setglobal(lua, "arg");
}

/* The texts of a suite that come before its script. */
static void play_before(lua_State *lua)
{
    const struct script_suite *suite = script_of(lua)->options.suite;
    for (size_t i = 0; suite && i < suite->before_count; i++) {
        const struct script_text *t = &suite->before[i];
        if (luaL_loadbufferx(lua, t->text, t->len, t->name, "t") != LUA_OK) {
            lua_error(lua);
        }
        lua_call(lua, 0, 0);
    }
}

/* The whole of a run, in a protected call: index 1 is the script. */
static int body(lua_State *lua)
{
    lua_pushboolean(lua, false);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &first_error);
    open_libraries(lua);
    set_arguments(lua);
    seed_random(lua);
    play_before(lua);
    lua_pushvalue(lua, 1);
    lua_call(lua, 0, 0);
    if (script_of(lua)->options.stays) {
        world_run(script_world(lua), EXTSTA_NEVER / 2);
        script_raise(lua);
    }
    return 0;
}

/* Real time, for the last line of the story only. */
static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void say_expectations(const struct script *s)
{
    FILE *out = s->options.text;
    if (s->options.quiet || !out || script_stopped(s)) {
        return;
    }
    if (s->expected == 0) {
        fprintf(out, "No expectation was made: expect(...) makes a test of it.\n");
    } else if (s->failed && s->expected == 1) {
        fprintf(out, "The expectation does not hold.\n");
    } else if (s->failed) {
        fprintf(out, "%u of %u expectations %s not hold.\n", s->failed, s->expected,
                s->failed == 1 ? "does" : "do");
    } else {
        fprintf(out,
                s->expected == 1 ? "The expectation holds.\n" : "All %u expectations hold.\n",
                s->expected);
    }
}

/* Loads and plays it. */
static enum script_end play(struct script *s, const char *name, const char *text, size_t len,
                            char *error, size_t error_size)
{
    *(int *)lua_getextraspace(s->lua) = 0;
    lua_sethook(s->lua, too_long, LUA_MASKCOUNT, INSTRUCTION_STEP);
    /* Text only: precompiled chunks can crash the interpreter. */
    lua_pushcfunction(s->lua, placed);
    lua_pushcfunction(s->lua, body);
    int result = luaL_loadbufferx(s->lua, text, len, name, "t");
    if (result == LUA_OK && (result = lua_pcall(s->lua, 1, 0, 1)) == LUA_OK) {
        return s->failed ? SCRIPT_FAILED : SCRIPT_HELD;
    }
    if (script_suite_skipped(s)) {
        return s->failed ? SCRIPT_FAILED : SCRIPT_HELD;
    }
    const char *message = lua_tostring(s->lua, -1);
    if (result == LUA_ERRMEM && s->refused) {
        snprintf(error, error_size, "%s: no memory", name + 1);
        return SCRIPT_MACHINE;
    }
    if (result == LUA_ERRMEM) {
        snprintf(error, error_size, "%s: the script needs more than %d MiB of memory", name + 1,
                 MEMORY_LIMIT >> 20);
    } else {
        snprintf(error, error_size, "%s", message ? message : "unknown error");
    }
    return SCRIPT_ERROR;
}

/* Whether the script can ask for traces: then one of these words stands in its text, because
 * text is all that it can be made of. */
static bool asks_for_traces(const char *text, size_t len)
{
    static const char *const functions[] = {"trace", "expect_trace", "run_to", "crossed"};
    for (size_t at = 0, end; at < len; at = end + 1) {
        for (end = at; end < len && (isalnum((unsigned char)text[end]) || text[end] == '_');) {
            end++;
        }
        for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
            if (strlen(functions[i]) == end - at &&
                memcmp(text + at, functions[i], end - at) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The world goes before the Lua state: timers and extensions in it point there. */
enum script_end script_run(const struct script_options *options, const char *name,
                           const char *text, size_t len, char *error, size_t error_size)
{
    struct script s = {.options = *options,
                       .air = {.seed = options->seed, .exponent = 3},
                       .traced = options->suite || asks_for_traces(text, len)};
    double began = seconds_now();
    error[0] = 0;
    if (!tell_start(&s.tell, &s.options, &s.names, error, error_size)) {
        return SCRIPT_MACHINE;
    }
    if (!ears_start(&s.ears, s.options.ears, s.options.ear_count, error, error_size)) {
        s.tell.dropped = true;
        (void)tell_end(&s.tell, &s, name, error);
        return SCRIPT_MACHINE;
    }
    enum script_end end = SCRIPT_MACHINE;
    s.lua = lua_newstate(limited_alloc, &s);
    if (s.lua) {
        end = play(&s, name, text, len, error, error_size);
    } else {
        snprintf(error, error_size, "no memory");
    }
    if (script_stopped(&s) && s.options.stays && (end == SCRIPT_HELD || end == SCRIPT_FAILED)) {
        end = SCRIPT_STOPPED;
    } else if (script_stopped(&s)) {
        snprintf(error, error_size, "interrupted at %.3f s; what was written so far is whole",
                 s.world ? (double)air_now(world_air(s.world)) / 1e6 : 0.0);
        end = SCRIPT_STOPPED;
    }
    const char *missing = ears_missing(&s.ears);
    if (missing && (end == SCRIPT_HELD || end == SCRIPT_FAILED)) {
        snprintf(error, error_size, "--pcap-at %s: no member of this name has come", missing);
        end = SCRIPT_ERROR;
    }
    bool whole = end != SCRIPT_ERROR && end != SCRIPT_MACHINE;
    script_course_end(&s.course);
    script_fleets_end(&s);
    if (s.world && whole) {
        tell_summary(&s.tell, &s, options->timed ? seconds_now() - began : -1);
        say_expectations(&s);
        script_referee_end(&s.referee);
    }
    bool judged = s.world && whole && !options->unjudged;
    if (s.world && options->outside) {
        options->outside->close(options->outside->user);
    }
    script_fleets_free(&s.fleets);
    size_t lost = world_free(s.world); /* with last words, which are judged too */
    script_suite_count(&s);
    if (judged) {
        tell_contract(&s.tell, &s.referee.total);
    }
    bool broken = s.referee.total.findings || s.driver.faults;
    end = end == SCRIPT_HELD && broken ? SCRIPT_FAILED : end;
    if (lost > 0 && whole) {
        snprintf(error, error_size, "%zu octets were not given back: a defect of extsta", lost);
        end = SCRIPT_MACHINE;
    }
    script_referee_free(&s.referee);
    tracing_end(&s.tracing);
    errno = 0;
    const char *failed = tell_end(&s.tell, &s, name, error);
    const char *deaf = ears_end(&s.ears, s.tell.dropped);
    failed = failed ? failed : deaf;
    if (s.course.course.no_memory && whole) {
        snprintf(error, error_size, "no memory to record the course of the run");
        end = SCRIPT_MACHINE;
    } else if (failed && whole) {
        snprintf(error, error_size, "%s could not be written completely%s", failed,
                 errno == ENOMEM ? ": no memory" : "");
        end = SCRIPT_MACHINE;
    }
    script_course_free(&s.course);
    if (s.lua) {
        lua_close(s.lua);
    }
    return end;
}
