/* extsta fleet: many stations on many access points of the virtual air, by numbers instead of a
 * script. world/fleet_run.h runs them, fleet_tell.c tells of it. */
#include "fleet_options.h"
#include "fleet_tell.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "extsta fleet [options]\n"
    "\n"
    "Stations by the hundred thousand on virtual air: they come, connect, stand or walk, "
    "while\n"
    "storms pass. Both sides are real: every frame is built and parsed, every key derived. "
    "The\n"
    "same seed gives the same run, octet for octet. No privilege, no hardware.\n"
    "\n"
    "  --stations N   how many (default 100)\n"
    "  --aps N        access points (default: one for each 100 stations)\n"
    "  --security S   open, wpa2-psk (default), sae, wpa2-sae, owe, eap\n"
    "  --area WxH     metres: access points in rows over it, stations anywhere in it "
    "(default:\n"
    "                 each access point has a cell that no other hears)\n"
    "  --walk SPEED   stations walk about in the area, metres per second\n"
    "  --channels LIST  of the access points in turn (default 1,6,11)\n"
    "  --ramp S       seconds over which the stations come (default 2; the first after 1 s)\n"
    "  --duration S   seconds of radio (default: until 10 s after the last has come, or 30 s\n"
    "                 after the last storm)\n"
    "  --storm STORM  KIND@SECONDS[:WHERE][,KEY=VALUE...], any number of them:\n"
    "                   power@60          no power for 3 s (off=S, off=forever)\n"
    "                   deauth@60         everybody is sent away (reason=N)\n"
    "                   passphrase@60     begins anew with another one (new=P, off=S); the\n"
    "                                     stations get it, too (stations=untold: they do not)\n"
    "                   switch@60         announced, to the next channel (to=CHANNEL, "
    "beacons=N)\n"
    "                 WHERE is site (all, the default), ap3, or ap3-7\n"
    "  --seed N       of nonces, places, ways, back-off (default 0)\n"
    "  --no-referee   do not judge the stations by the rules of the contract\n"
    "  --json         the course of the run and its figures, for programs\n"
    "  --html FILE    a report with plots to look at in a browser\n"
    "  --quiet        only what is wrong\n"
    "\n"
    "  extsta fleet --stations 10000 --ramp 10 --storm deauth@20\n"
    "  extsta fleet --stations 500 --aps 16 --walk 1.5 --duration 120\n"
    "\n"
    "docs/fleet.md says what is measured, and how far it goes. Installed, it is "
    "in\n" EXTSTA_DOC_DIR ".\n"
    "\n"
    "Exit status: 0 all stations are authorized at the end and no rule was broken, 1 not so,\n"
    "2 wrong arguments, 4 a file cannot be written or memory was refused, 130 interrupted\n"
    "(Ctrl-C), 143 by SIGTERM.\n";

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    stopped = number;
}

static double began;

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu(void)
{
    return cpu_now() - began;
}

/* --- storms in words --- */

static const char *where(const struct storm *s, uint32_t aps, char text[60])
{
    uint32_t last = s->last < aps ? s->last : aps - 1, count = last - s->first + 1;
    if (count == aps) {
        snprintf(text, 60, aps == 1 ? "the access point" : "all %u access points", aps);
    } else if (count == 1) {
        snprintf(text, 60, "access point %u", s->first + 1);
    } else {
        snprintf(text, 60, "access points %u to %u", s->first + 1, last + 1);
    }
    return text;
}

static void say_storm(struct fleet_tell *t, const struct storm *s, bool told)
{
    char at[60];
    where(s, t->options->run.aps, at);
    switch (s->kind) {
    case STORM_POWER:
        fleet_tell_say(t, s->at, "storm: %s: no power", at);
        break;
    case STORM_DEAUTH:
        fleet_tell_say(t, s->at, "storm: %s: everybody is sent away", at);
        break;
    case STORM_PASSPHRASE:
        fleet_tell_say(t, s->at, "storm: %s: another passphrase, and the stations %s", at,
                       told ? "get it" : "do not know it");
        break;
    case STORM_SWITCH:
        fleet_tell_say(t, s->at, "storm: %s: another channel in %u beacons", at, s->beacons);
        break;
    }
}

static bool comes_back(const struct storm *s)
{
    return (s->kind == STORM_POWER || s->kind == STORM_PASSPHRASE) && s->off != EXTSTA_NEVER;
}

/* Those that begin or end now. */
static void say_storms(struct fleet_tell *t, extsta_time now)
{
    const struct fleet_options *o = t->options;
    for (size_t i = 0; i < o->storm_count; i++) {
        const struct storm *s = &o->storms[i].what;
        char at[60];
        if (s->at == now) {
            say_storm(t, s, o->storms[i].told);
            fleet_tell_await(t);
        }
        if (comes_back(s) && s->at + s->off == now) {
            fleet_tell_say(t, now, "%s: back", where(s, o->run.aps, at));
            fleet_tell_await(t);
        }
    }
}

/* --- running --- */

static extsta_time sooner(extsta_time a, extsta_time b, extsta_time now)
{
    return b > now && b < a ? b : a;
}

/* To the end of the course's step, a storm's beginning or end, or a tenth of a second further:
 * somebody may be looking on. */
static extsta_time next_stop(const struct fleet_tell *t, extsta_time now)
{
    const struct fleet_options *o = t->options;
    extsta_time next = sooner(o->duration, now + EXTSTA_SECOND / 10, now);
    next = sooner(next, course_due(&t->course), now);
    for (size_t i = 0; i < o->storm_count; i++) {
        const struct storm *s = &o->storms[i].what;
        next = sooner(next, s->at, now);
        next = comes_back(s) ? sooner(next, s->at + s->off, now) : next;
    }
    return next;
}

static void pass(struct fleet_run *run, struct fleet_tell *t)
{
    extsta_time now = 0;
    say_storms(t, now);
    while (now < t->options->duration && !stopped && !fleet_no_memory(run->fleet)) {
        now = next_stop(t, now);
        air_run(run->air, now);
        fleet_tell_turn(t, now);
        say_storms(t, now);
    }
    if (t->options->run.judged) {
        fleet_judge_end(run->fleet);
    }
}

static bool add_storms(struct fleet_run *run, const struct fleet_options *o)
{
    bool made = true;
    for (size_t i = 0; i < o->storm_count && made; i++) {
        made = fleet_run_storm(run, &o->storms[i].what, o->storms[i].told);
    }
    return made;
}

static int play(struct fleet_options *o, struct fleet_tell *t)
{
    o->run.listener = fleet_tell_listener(t);
    struct fleet_run *run = fleet_run_new(&o->run);
    if (!run || !add_storms(run, o)) {
        fleet_run_free(run);
        return command_fail(&command_fleet, EXIT_SYSTEM, "no memory");
    }
    fleet_tell_begin(t, run);
    began = cpu_now();
    pass(run, t);
    bool whole = fleet_tell_end(t, stopped ? "interrupted" : NULL);
    bool held = fleet_tell_held(t);
    bool no_memory = fleet_run_no_memory(run) || t->course.no_memory;
    size_t lost = fleet_run_free(run);
    if (no_memory) {
        return command_fail(&command_fleet, EXIT_SYSTEM,
                            "no memory: what was told is not all, nor right");
    }
    if (lost > 0) {
        return command_fail(&command_fleet, EXIT_SYSTEM,
                            "%zu octets were not given back: a defect of extsta", lost);
    }
    return stopped  ? 128 + stopped
           : !whole ? (int)EXIT_SYSTEM
           : held   ? (int)EXIT_OK
                    : (int)EXIT_EXPECTATION;
}

static int run(int argc, char **argv)
{
    struct fleet_options o;
    struct fleet_tell t;
    int status = fleet_options_read(&o, argc, argv);
    if (status != EXIT_OK) {
        return status;
    }
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    status = fleet_tell_start(&t, &o, cpu) ? play(&o, &t) : (int)EXIT_SYSTEM;
    fleet_tell_free(&t);
    return status;
}

const struct command command_fleet = {"fleet", "stations by the thousand, and storms", help,
                                      run};
