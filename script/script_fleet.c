/* fleet{...} and its methods: world/fleet.h for scripts (script_fleet.h). */
#include "providers.h"
#include "script.h"
#include "script_persona.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct script_fleet {
    struct script_fleet *next;
    struct script *run;
    struct fleet *fleet;
    struct course course;       /* its own; of steps there is none */
    uint32_t first;             /* of its stations, in the course of the run */
    struct air_position centre; /* around which they stand, if it is one */
    char name[32];
};

static struct script_fleet *self(lua_State *lua)
{
    return script_self(lua, SCRIPT_FLEET);
}

/* --- what its members put out --- */

static void on_output(void *user, extsta_time now, uint32_t station,
                      const struct extsta_output *out)
{
    struct script_fleet *f = user;
    course_output(&f->course, now, station, out);
    course_output(&f->run->course.course, now, f->first + station, out);
}

static void on_finding(void *user, uint32_t station, const struct extsta_finding *finding)
{
    struct script_fleet *f = user;
    char name[48];
    snprintf(name, sizeof name, "%s %u", f->name, station + 1);
    tell_violation(&f->run->tell, name, finding, &f->run->names);
}

/* --- its fields --- */

/* A copy of the table on top of the stack, with the tables in it, that the script cannot
 * change, and that stays as long as the run: stations that come later read its texts. Leaves
 * the copy in place of it. */
static void keep_table(lua_State *lua, int depth)
{
    luaL_checkstack(lua, 6, "tables in tables");
    luaL_argcheck(lua, depth < 5, 1, "tables in tables in tables");
    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, -3)) {
        if (lua_istable(lua, -1)) {
            keep_table(lua, depth + 1);
        }
        lua_pushvalue(lua, -2);
        lua_insert(lua, -2);
        lua_rawset(lua, -4);
    }
    lua_remove(lua, -2);
}

/* The table at index 1 is a profile's. */
static void profile_of(lua_State *lua, struct extsta_profile *p)
{
    script_check_fields(lua, script_profile_fields);
    if (script_has(lua, "profile")) {
        luaL_error(lua, "a fleet's profile is given by its fields, not by a file");
    }
    lua_pushvalue(lua, 1);
    keep_table(lua, 0);
    lua_replace(lua, 1);
    lua_pushvalue(lua, 1);
    (void)luaL_ref(lua, LUA_REGISTRYINDEX); /* as long as the run */
    script_profile(lua, p);
    p->has_roam = script_roam_policy(lua, &p->roam);
}

/* The field profile={...} */
static void profile_field(lua_State *lua, struct extsta_profile *p)
{
    if (lua_getfield(lua, 1, "profile") != LUA_TTABLE) {
        luaL_error(lua, "a fleet needs profile={ssid=\"...\", ...}, as connect{...} has it");
    }
    lua_insert(lua, 1);
    profile_of(lua, p);
    lua_remove(lua, 1);
}

/* The table on top of the stack, which is taken away: {area={x, y, width, height}},
 * {around=site or {x, y}, within=metres}. */
static void place_of(lua_State *lua, struct fleet_place *p, struct air_position *centre)
{
    static const char *const fields[] = {"area", "around", "within", NULL};
    lua_insert(lua, 1);
    script_check_fields(lua, fields);
    script_check_apart(lua, "area", "around");
    script_check_goes(lua, "within", script_has(lua, "around"), "around=");
    p->radius = (float)script_within(lua, "within", 10, 0, 1e7);
    lua_getfield(lua, 1, "around");
    struct script_site **site = luaL_testudata(lua, -1, SCRIPT_SITE);
    lua_pop(lua, 1);
    if (site) {
        p->centres = fleet_site_places(script_site_of(*site));
        p->centre_count = fleet_site_size(script_site_of(*site));
    } else if (script_position(lua, "around", centre)) {
        p->centres = centre;
        p->centre_count = 1;
    } else if (lua_getfield(lua, 1, "area") == LUA_TTABLE && lua_rawlen(lua, -1) == 4) {
        p->centre_count = 0;
        float *side[4] = {&p->area.x, &p->area.y, &p->area.width, &p->area.height};
        for (int i = 0; i < 4; i++) {
            lua_geti(lua, -1, i + 1);
            double metres = lua_tonumber(lua, -1);
            luaL_argcheck(lua, lua_isnumber(lua, -1) && fabs(metres) <= 1e7, 1,
                          "area is {x, y, width, height} in metres");
            *side[i] = (float)metres;
            lua_pop(lua, 1);
        }
        lua_pop(lua, 1);
    } else {
        luaL_error(lua, "place is {area={x, y, width, height}}, {around=site, within=10} or "
                        "{around={x, y}, within=10}");
    }
    lua_remove(lua, 1);
}

/* What kind of station: persona=, or radio=; roam= of the persona goes below the profile's own.
 */
static void kind_of(lua_State *lua, struct fleet_config *c, struct extsta_profile *p)
{
    struct world_station_config w = {0};
    script_check_apart(lua, "persona", "radio");
    if (script_has(lua, "persona")) {
        script_persona(script_choice(lua, "persona", script_persona_names, 0), &w);
    } else {
        w.caps = script_radio_caps(script_choice(lua, "radio", script_radio_names, 0));
    }
    c->caps = w.caps;
    c->flags = w.flags;
    c->host_delay = w.host_delay;
    c->power_saving = w.power_saving;
    if (w.roam && !p->has_roam) {
        p->has_roam = true;
        p->roam = *w.roam;
    }
}

/* --- making one --- */

/* Freed with the run, whatever becomes of it. */
static struct script_fleet *fleet_of(lua_State *lua, uint32_t count)
{
    struct script *s = script_of(lua);
    const char *name = script_string(lua, "name", "fleet");
    luaL_argcheck(lua, strlen(name) >= 1 && strlen(name) <= SCRIPT_NAME_MAX, 1,
                  "a name has 1 to 31 octets");
    struct script_fleet *f = host_calloc(1, sizeof *f);
    if (!f) {
        luaL_error(lua, "no memory");
        return NULL;
    }
    f->next = s->fleets.fleets;
    f->run = s;
    s->fleets.fleets = f;
    snprintf(f->name, sizeof f->name, "%s", name);
    bool made = course_start(&f->course, false);
    f->first = s->course.course.station_count;
    for (uint32_t i = 0; i < count && made; i++) {
        char text[48];
        snprintf(text, sizeof text, "%s %u", f->name, i + 1);
        course_add_station(&f->course, text);
        (void)script_course_station(&s->course, text);
        made = !f->course.no_memory && !s->course.course.no_memory;
    }
    if (!made) {
        luaL_error(lua, "no memory");
    }
    return f;
}

/* fleet{count=, place=, profile=, persona=, radio=, power=, walk=, ramp=, start=, name=} -> the
 * fleet, whose first station comes as soon as time passes */
static int lua_fleet(lua_State *lua)
{
    static const char *const fields[] = {"count", "place", "profile", "persona",
                                         "radio", "power", "walk",    "ramp",
                                         "start", "name",  NULL};
    struct script *s = script_of(lua);
    struct extsta_profile profile;
    script_check_fields(lua, fields);
    struct world *w = script_world(lua);
    script_count(lua, 16);
    struct fleet_config c = {.air = world_air(w),
                             .ctx = world_context(w),
                             .count = (uint32_t)script_whole(
                                 lua, "count", 10, 1, SCRIPT_FLEET_MAX - s->fleets.stations),
                             .first = s->fleets.stations,
                             .seed = world_seed(w) + s->fleets.stations,
                             .walk = (float)script_within(lua, "walk", 0, 0, 100),
                             .start = script_time(lua, "start", air_now(world_air(w))),
                             .ramp = script_seconds(lua, "ramp"),
                             .power = script_power(lua, 15),
                             .judged = !s->options.unjudged};
    profile_field(lua, &profile);
    kind_of(lua, &c, &profile);
    c.profile = &profile;
    struct script_fleet *f = fleet_of(lua, c.count);
    c.place = (struct fleet_place){.centres = &f->centre, .centre_count = 1, .radius = 10};
    if (lua_getfield(lua, 1, "place") == LUA_TTABLE) {
        place_of(lua, &c.place, &f->centre);
    } else {
        luaL_argcheck(lua, lua_isnil(lua, -1), 1, "place is a table");
        lua_pop(lua, 1);
    }
    c.listener = (struct fleet_listener){
        .outputs = COURSE_OUTPUTS, .output = on_output, .finding = on_finding, .user = f};
    f->fleet = fleet_new(&c);
    if (!f->fleet) {
        return luaL_error(lua, "the fleet cannot be made: no memory");
    }
    fleet_judge_hears(f->fleet, !s->referee.distorted);
    s->fleets.stations += c.count;
    script_push(lua, f, SCRIPT_FLEET);
    return 1;
}

/* --- its methods --- */

/* connect{ssid=, ...}: by another profile, from now on */
static int fleet_connect(lua_State *lua)
{
    struct script_fleet *f = self(lua);
    struct extsta_profile profile;
    profile_of(lua, &profile);
    if (!fleet_reconnect(f->fleet, &profile)) {
        return luaL_error(lua, "the fleet cannot connect: no memory");
    }
    return 0;
}

static int lua_disconnect(lua_State *lua)
{
    struct script_fleet *f = self(lua);
    script_check_none(lua);
    fleet_disconnect(f->fleet);
    return 0;
}

static void set_time(lua_State *lua, const char *field, extsta_time us)
{
    lua_pushnumber(lua, (double)us / 1e6);
    lua_setfield(lua, -2, field);
}

static uint64_t failures_of(const struct script_fleet *f)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < f->course.cause_count; i++) {
        sum += f->course.causes[i].count;
    }
    return sum;
}

static void summarize(struct script_fleet *f, struct course_summary *s)
{
    f->course.end = air_now(world_air(f->run->world));
    course_summarize(&f->course, s);
}

/* stats() -> how it goes with them, until now */
static int fleet_stats(lua_State *lua)
{
    struct script_fleet *f = self(lua);
    struct course_summary s;
    char name[40];
    script_check_none(lua);
    summarize(f, &s);
    lua_newtable(lua);
    script_set_integer(lua, "size", fleet_size(f->fleet));
    script_set_integer(lua, "come", fleet_come(f->fleet));
    script_set_integer(lua, "idle", s.in[COURSE_IDLE]);
    script_set_integer(lua, "searching", s.in[COURSE_SEARCHING]);
    script_set_integer(lua, "associated", s.in[COURSE_ASSOCIATED]);
    script_set_integer(lua, "authorized", s.in[COURSE_AUTHORIZED]);
    script_set_integer(lua, "roaming", s.roaming);
    script_set_integer(lua, "ever", s.ever);
    script_set_integer(lua, "interruptions", (lua_Integer)s.interruptions);
    script_set_integer(lua, "not_over", s.away);
    script_set_integer(lua, "roams", (lua_Integer)f->course.roams);
    script_set_integer(lua, "returns", (lua_Integer)f->course.returns);
    script_set_integer(lua, "failed", (lua_Integer)failures_of(f));
    if (s.ever) {
        set_time(lua, "first", s.first);
        set_time(lua, "last", s.last);
    }
    if (s.interruptions) {
        set_time(lua, "away_median", s.away_median);
        set_time(lua, "away_p95", s.away_p95);
        set_time(lua, "away_longest", s.away_longest);
    }
    lua_newtable(lua);
    for (uint32_t i = 0; i < f->course.cause_count; i++) {
        script_set_integer(lua, course_cause_name(&f->course, i, name),
                           (lua_Integer)f->course.causes[i].count);
    }
    lua_setfield(lua, -2, "failures");
    return 1;
}

/* wait(percent) -> seconds from wanting the network to having it that so many were not above;
 * nil when nobody had it yet */
static int fleet_wait(lua_State *lua)
{
    struct script_fleet **u = luaL_checkudata(lua, 1, SCRIPT_FLEET);
    double percent = luaL_checknumber(lua, 2);
    luaL_argcheck(lua, percent > 0 && percent <= 100, 2, "more than 0, at most 100 percent");
    if ((*u)->course.waits->count == 0) {
        return 0;
    }
    lua_pushnumber(lua, (double)spread_percentile((*u)->course.waits, percent) / 1e6);
    return 1;
}

/* --- its expectations --- */

static void expect_authorized(lua_State *lua, struct script_fleet *f,
                              const struct course_summary *s)
{
    char text[120];
    if (script_flag(lua, "authorized")) {
        snprintf(text, sizeof text, "%s: all %u are authorized (%u are)", f->name, s->stations,
                 s->in[COURSE_AUTHORIZED]);
        script_expect(lua, s->in[COURSE_AUTHORIZED] + s->roaming == s->stations, text);
        lua_pop(lua, 1);
    }
    if (script_has(lua, "authorized_by")) {
        double by = script_number(lua, "authorized_by", 0), last = (double)s->last / 1e6;
        snprintf(text, sizeof text,
                 "%s: all %u were authorized at %.6g s (%u, the last at %.3f)", f->name,
                 s->stations, by, s->ever, last);
        script_expect(lua, s->ever == s->stations && last <= by, text);
        lua_pop(lua, 1);
    }
}

static void expect_waits(lua_State *lua, struct script_fleet *f)
{
    static const struct {
        const char *field;
        double percent;
    } waits[] = {{"p50", 50}, {"p90", 90}, {"p95", 95}, {"p99", 99}, {"p100", 100}};
    char text[120];
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        if (script_has(lua, waits[i].field)) {
            double most = script_number(lua, waits[i].field, 0);
            double is = (double)spread_percentile(f->course.waits, waits[i].percent) / 1e6;
            snprintf(text, sizeof text, "%s: %g %% were authorized within %.6g s (%.3f)",
                     f->name, waits[i].percent, most, is);
            script_expect(lua, f->course.waits->count > 0 && is <= most, text);
            lua_pop(lua, 1);
        }
    }
}

/* failures={"peer-silent"}: of no other cause; {}: none. */
static void expect_failures(lua_State *lua, struct script_fleet *f)
{
    char name[40], text[400];
    int type = lua_getfield(lua, 1, "failures");
    luaL_argcheck(lua, type == LUA_TNIL || type == LUA_TTABLE, 1,
                  "failures is a list of causes that are expected: {} for none");
    uint64_t others = 0;
    size_t len = (size_t)snprintf(
        text, sizeof text, "%s: nothing failed%s", f->name,
        type == LUA_TTABLE && lua_rawlen(lua, -1) ? " but what was expected to" : "");
    for (uint32_t i = 0; i < f->course.cause_count && type == LUA_TTABLE; i++) {
        const char *cause = course_cause_name(&f->course, i, name);
        bool expected = false;
        for (lua_Integer k = 1; k <= (lua_Integer)lua_rawlen(lua, -1) && !expected; k++) {
            lua_geti(lua, -1, k);
            expected = lua_isstring(lua, -1) && strcmp(lua_tostring(lua, -1), cause) == 0;
            lua_pop(lua, 1);
        }
        if (!expected && len < sizeof text) {
            others += f->course.causes[i].count;
            len += (size_t)snprintf(text + len, sizeof text - len, "; %s: %llu", cause,
                                    (unsigned long long)f->course.causes[i].count);
        }
    }
    if (type == LUA_TTABLE) {
        script_expect(lua, others == 0, text);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

/* expect{authorized=true, authorized_by=, p50=, p90=, p95=, p99=, p100=, failures=}: one
 * expectation for each field */
static int fleet_expect(lua_State *lua)
{
    static const char *const fields[] = {
        "authorized", "authorized_by", "p50", "p90", "p95", "p99", "p100", "failures", NULL};
    struct script_fleet *f = self(lua);
    struct course_summary s;
    script_check_fields(lua, fields);
    summarize(f, &s);
    expect_authorized(lua, f, &s);
    expect_waits(lua, f);
    expect_failures(lua, f);
    return 0;
}

/* --- all of a run --- */

void script_fleets_distort(struct script *s)
{
    for (struct script_fleet *f = s->fleets.fleets; f; f = f->next) {
        if (f->fleet) {
            fleet_judge_hears(f->fleet, false);
        }
    }
}

void script_fleets_end(struct script *s)
{
    for (struct script_fleet *f = s->fleets.fleets; f; f = f->next) {
        for (uint32_t i = 0; f->fleet && i < fleet_come(f->fleet); i++) {
            const struct extsta_referee *r = fleet_referee(f->fleet, i);
            if (i == 0) {
                fleet_judge_end(f->fleet);
            }
            if (r) {
                referee_count_add(&s->referee.total, r);
            }
        }
        s->course.course.no_memory |= f->fleet && fleet_no_memory(f->fleet);
    }
}

void script_fleets_free(struct script_fleets *all)
{
    while (all->fleets) {
        struct script_fleet *f = all->fleets;
        all->fleets = f->next;
        fleet_free(f->fleet);
        course_free(&f->course);
        free(f);
    }
    script_sites_free(all->sites);
    all->sites = NULL;
}

void script_register_fleet(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"connect", fleet_connect}, {"disconnect", lua_disconnect}, {"stats", fleet_stats},
        {"wait", fleet_wait},       {"expect", fleet_expect},       {NULL, NULL},
    };
    script_register_type(lua, SCRIPT_FLEET, methods);
    lua_register(lua, "fleet", lua_fleet);
}
