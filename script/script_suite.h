/* Cases of a conformance suite (docs/conform.md): a script of such a suite declares cases,
 * case{name=, origin=, rules=, what=, run=}, of which one is played in a run. `extsta conform`
 * (cmd/conform.c) has the suite. */
#ifndef SCRIPT_SCRIPT_SUITE_H
#define SCRIPT_SCRIPT_SUITE_H

#include <extsta/rule.h>
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As the script has declared it. */
struct script_case {
    const char *name;              /* of the suite's cases no two have the same */
    const char *origin;            /* the outline or sequence that it comes from */
    const char *what;              /* one sentence */
    const enum extsta_rule *rules; /* that it provokes */
    size_t rule_count;
};

/* A piece of text that is played before the script: functions of all cases. */
struct script_text {
    const char *name; /* as script_run takes it */
    const char *text;
    size_t len;
};

/* What a run of a suite is asked for, and what has come of it. */
struct script_suite {
    const struct script_text *before; /* in this order */
    size_t before_count;
    const char
        *play; /* the name of the case that is played; NULL: all are told, none is played */
    void (*found)(void *user, const struct script_case *found); /* borrowed for the call */
    void *user;
    /* --- filled in by the run --- */
    bool played;                       /* there is such a case */
    bool skipped;                      /* it does not apply */
    char reason[200];                  /* why */
    bool exercised[EXTSTA_RULE_COUNT]; /* by the referee, or by an expectation that names it */
    bool violated[EXTSTA_RULE_COUNT];
    uint32_t expectations, failed; /* of the case; how many do not hold */
    uint32_t findings;             /* of the referee */
    uint32_t faults; /* of a driver that is not ours */
};

struct script;

/* Adds case() and not_applicable() to the globals. */
void script_register_suite(lua_State *lua);
/* An expectation: "DIS-14, DIS-16: what" tells the rules that it judges. */
void script_suite_expect(struct script *s, bool held, const char *text);
/* Whether this source ("@path") is one of the texts that come before the cases. */
bool script_suite_library(const struct script *s, const char *source);
/* Whether a script that has ended with an error has done so by not_applicable(): then what it
 * said is the suite's `reason`. */
bool script_suite_skipped(struct script *s);
/* When the world has gone: how the rules stand. */
void script_suite_count(struct script *s);

#endif
