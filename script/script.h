/* Lua scenarios: a world (world/world.h), told as a story (docs/scenarios.md). `extsta run` and
 * `extsta demo` play them.
 *
 * Scripts get the base, string, table, math and utf8 libraries and the functions of this room;
 * no files, no processes, no clock. Memory and instructions are bounded: a script that
 * loops or grows without end is stopped with an error, and every run is the same.
 *
 * Members are userdata that hold a pointer into the world; the world lives as long as the run.
 * Lua's errors are jumps: none may leave a function of C that the air has called
 * (script_callback). */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "script_capture.h"
#include "script_course.h"
#include "script_driver.h"
#include "script_ears.h"
#include "script_fleet.h"
#include "script_host.h"
#include "script_recorder.h"
#include "script_referee.h"
#include "script_suite.h"
#include "script_tell.h"
#include "script_trace.h"
#include <lauxlib.h>
#include <lua.h>
#include <signal.h>

/* Who tells the story: of each event both sides have their own. */
enum script_view {
    SCRIPT_VIEW_STATION,
    SCRIPT_VIEW_AP,
    SCRIPT_VIEW_BOTH,
};

/* Who else meets on the air of a run, in real time (world/medium.h). */
struct script_outside {
    /* The world has been made, and has no member yet. False: `why` has the words. */
    bool (*open)(void *user, struct world *world, char *why, size_t size);
    /* It is about to go; also after open has failed. */
    void (*close)(void *user);
    void *user;
};

struct script_options {
    bool has_seed; /* else the script's air{seed=}, or 0 */
    uint64_t seed;
    const char *pcap; /* path of a capture ("-": standard output), or NULL */
    const char *html; /* of a report of the run, likewise */
    struct script_ear ears[SCRIPT_EARS]; /* captures of single members */
    size_t ear_count;
    const char *log;  /* of a whole event log, likewise */
    struct recorder *recorder; /* hears of all that goes into the stations; or NULL */
    FILE *json;       /* short event lines, or NULL */
    FILE *text;       /* the story, or NULL */
    FILE *failed;     /* expectations that do not hold, when there is no story */
    /* "key=value" each, borrowed for the run: the script's table `arg`. */
    const char *const *arguments;
    size_t argument_count;
    enum script_view view; /* of the story */
    bool colour;           /* likewise */
    bool why;         /* decisions to roam or to stay in the story */
    bool frames;      /* management and EAPOL frames in the story */
    bool quiet;       /* do not say that expectations hold */
    bool unjudged;    /* no referee: see how much faster it is */
    const char *driver; /* shared object below stations that have none of their own; or NULL */
    const struct script_outside *outside; /* who else is on the air, in real time; or NULL */
    bool stays; /* after the script time goes on until it is stopped, which is no interruption */
    bool timed;       /* the story ends with the real time it took: for people */
    const volatile sig_atomic_t *stopped; /* not zero: the run ends now; or NULL */
    struct script_suite *suite; /* one case of a conformance suite is played; or NULL */
    script_capture_reader *captures; /* who reads those that a script names; NULL: nobody */
    /* After each second of the run, or NULL. */
    void (*tick)(extsta_time now);
};

enum script_end {
    SCRIPT_HELD,    /* no expectation failed */
    SCRIPT_FAILED,  /* one did, or a rule of the contract was broken */
    SCRIPT_ERROR,   /* of the script */
    SCRIPT_MACHINE, /* no memory, or a file that cannot be written */
    SCRIPT_STOPPED, /* by options.stopped; what was written so far is whole */
};

/* A run. It is the user of the Lua state's allocator, by which script_of finds it. */
struct script {
    lua_State *lua;
    struct script_options options;
    struct world_options air; /* of air{...}, until the world is made */
    struct world *world;      /* made when the first member is */
    struct label_names names;
    struct tell tell;
    struct tracing tracing;
    struct script_course course;
    struct script_ears ears;
    struct script_referee referee;
    struct script_driver driver;
    struct script_recorder recorder;
    struct script_host host;
    struct script_fleets fleets;
    bool traced;                 /* the script's text asks for traces: they are kept */
    struct world_listener clock; /* options.tick and .stopped */
    size_t memory;               /* bytes the Lua state holds */
    bool refused;                /* the machine had none, below the limit of a script */
    unsigned expected, failed;   /* expectations made, and those that did not hold */
    unsigned made;               /* kilobytes of members, rules, timers, frames */
    uint32_t rules;              /* the number of the last one */
    unsigned callbacks;          /* under way: time passes, and run() must not be called */
};

/* Runs a script from memory; `name` is for messages, as in luaL_loadbufferx ("@file", "=demo").
 * `error` says what is wrong, in one line; it is empty after SCRIPT_HELD and SCRIPT_FAILED. */
enum script_end script_run(const struct script_options *options, const char *name,
                           const char *text, size_t len, char *error, size_t error_size);
/* Counts what a script makes (members, rules, timers, frames), by kilobytes that it may
 * cost: an error beyond what one script may have. */
void script_count(lua_State *lua, unsigned kilobytes);

/* --- for the files of this room --- */
/* The run of this Lua state. */
struct script *script_of(lua_State *lua);
/* Whether the run shall end (options.stopped). */
bool script_stopped(const struct script *s);
/* The world, made now if need be; raises a Lua error when it cannot be. */
struct world *script_world(lua_State *lua);
/* The fields of ap{...} that say neither who it is nor where: those of site{...}
 * (script_site.c), too. What the configuration borrows is in *o. */
#define SCRIPT_AP_SETTINGS                                                                     \
    "ssid", "power", "passphrase", "pmk", "akms", "wmm", "steering", "hidden",                 \
        "beacon_interval", "rekey", "max_stations", "rsne", "off", "mute", "extra",            \
        "inactivity", "handshake_tries", "queue", "processing", "security", "ciphers",         \
        "group", "wep", "wep_index", "shared", "phy", "require", "eap", "sae", "owe", "pmf",   \
        "ocv", "ocv_blind", "ext_key_id", "group_mgmt", "beacon_protection",                   \
        "mobility_domain", "ft_ds"
struct script_ap_octets {
    uint8_t rsne[64], extra[256];
};
void script_ap_settings(lua_State *lua, struct apsim_config *c, struct script_ap_octets *o);
/* The fields of connect{...}: what a profile says (script_station.c); raises an error when they
 * cannot be used. */
extern const char *const script_profile_fields[];
void script_profile(lua_State *lua, struct extsta_profile *profile);
/* The radios that radio= names, and the default's number. */
extern const char *const script_radio_names[];
const struct extsta_radio_caps *script_radio_caps(size_t which);
/* The fields of ap{...} that say how it is secured (script_ap_security.c). */
void script_ap_security(lua_State *lua, struct apsim_config *config);
/* eap={...} (script_ap_eap.c). */
void script_ap_eap(lua_State *lua, struct apsim_eap *eap);
/* The field sae= of connect{} and of ap{}; goes: there is an AKM of SAE. The method ap:sae{}
 * (script_sae.c). */
void script_sae_profile(lua_State *lua, struct extsta_profile *profile);
void script_sae_ap(lua_State *lua, struct apsim_config *config, bool goes);
int script_ap_sae(lua_State *lua);
/* The field owe= of ap{}; the method ap:owe{} (script_owe.c). */
void script_owe_ap(lua_State *lua, struct apsim_config *config);
int script_ap_owe(lua_State *lua);
/* Counts and tells an expectation, and leaves on the stack whether it holds: script_expect.c. */
int script_expect(lua_State *lua, bool held, const char *what);
/* Each adds the functions of its file to the globals. */
void script_register_ap(lua_State *lua);
void script_register_station(lua_State *lua);
void script_register_expect(lua_State *lua);
void script_register_frames(lua_State *lua);
void script_register_rules(lua_State *lua);
void script_register_stats(lua_State *lua);
void script_register_flow(lua_State *lua);
void script_register_radio(lua_State *lua);
void script_register_capture(lua_State *lua);
void script_register_fleet(lua_State *lua);
void script_register_site(lua_State *lua);
/* Methods of a station that concern an extension (script_ihv.c). */
int script_station_ihv(lua_State *lua);
int script_station_ihv_call(lua_State *lua);
/* Methods of a station for scripts that are its host (script_host.c). */
int script_station_oid(lua_State *lua);
int script_station_send(lua_State *lua);
int script_station_reset_ex(lua_State *lua);
int script_station_detach(lua_State *lua);
int script_station_return_packets(lua_State *lua);
int script_station_crossed(lua_State *lua);
/* Before the script lets time pass, by the function of this name: its instruction count begins
 * anew. Raises an error within a callback, because there time passes already. */
void script_awake(lua_State *lua, const char *function);
/* Raises the error a callback has left behind, if any. */
void script_raise(lua_State *lua);
/* Runs `body`, with `argument` as a light userdata, from within the air. Whatever may raise an
 * error, for want of memory too, stands in the body: an error is kept for script_raise, and
 * none may jump over the air. False: there was one. */
bool script_callback(lua_State *lua, lua_CFunction body, void *argument);
/* The member of a type (SCRIPT_…) at index 1, taken off the stack: then the argument table (an
 * empty one when there is none) is at index 1, as the functions below expect. */
void *script_self(lua_State *lua, const char *type);
#define SCRIPT_STATION "extsta.station"
#define SCRIPT_AP      "extsta.ap"
#define SCRIPT_FLOW    "extsta.flow"
#define SCRIPT_FLEET   "extsta.fleet"
#define SCRIPT_SITE    "extsta.site"
#define SCRIPT_RADIO   "extsta.radio"
/* Pushes a new member; its type has these methods, NULL-terminated. */
void script_push(lua_State *lua, void *member, const char *type);
void script_register_type(lua_State *lua, const char *type, const luaL_Reg *methods);
/* "a station", "an access point", "a flow", "a fleet". */
const char *script_type_words(const char *type);
/* Fields of the table on top of the stack. */
void script_set_integer(lua_State *lua, const char *field, lua_Integer value);
void script_set_string(lua_State *lua, const char *field, const char *value);
/* Pushes octets as hexadecimal digits. */
void script_push_hex(lua_State *lua, struct extsta_span bytes);
/* Pushes {time=, data=, freq=, signal=, rate=}: a frame as a radio received it. */
void script_push_frame(lua_State *lua, double seconds, const struct extsta_rx_frame *frame);
/* A list that is being made on top of the stack. */
struct script_list {
    lua_State *lua;
    const struct label_names *names;
    lua_Integer n;
};
struct script_list script_list(lua_State *lua);

/* Fields of the table at index 1; errors name the field. */
double script_number(lua_State *lua, const char *field, double fallback);
/* Within a range; errors name it. */
double script_within(lua_State *lua, const char *field, double fallback, double least,
                     double most);
/* The table in field `roam`, on top of *policy; raises an error for what cannot be. False: there is
 * none. */
bool script_roam_policy(lua_State *lua, struct extsta_roam_policy *policy);
/* The same, without a fraction. */
lua_Integer script_whole(lua_State *lua, const char *field, lua_Integer fallback,
                         lua_Integer least, lua_Integer most);
/* Field power: dBm. */
int8_t script_power(lua_State *lua, int8_t fallback);
/* Seconds, as microseconds; 0 when absent. */
/* eap={...} of the table at index 1; false: there is none. Its texts are valid as long as the
 * table has them. */
bool script_eap(lua_State *lua, struct extsta_eap *eap, bool strong);
/* onex={...}, pmk_cache={...} of the same. */
void script_onex(lua_State *lua, struct extsta_profile *p);
extsta_time script_seconds(lua_State *lua, const char *field);
/* Seconds since the start, not past, as microseconds; `absent` without the field. */
extsta_time script_time(lua_State *lua, const char *field, extsta_time absent);
/* A string without octets of zero; `fallback` when it is absent. Valid as long as the table at
 * index 1 has it. */
const char *script_string(lua_State *lua, const char *field, const char *fallback);
/* true or false; absent is false. */
bool script_flag(lua_State *lua, const char *field);
/* The same, but where it is absent. */
bool script_flag_or(lua_State *lua, const char *field, bool absent);
/* "02:00:00:00:01:00", or the name of a member; false when the field is absent. */
bool script_mac(lua_State *lua, const char *field, struct extsta_mac *mac);
/* The same of what can be a member's own address: not a group's, not zero. */
bool script_address(lua_State *lua, const char *field, struct extsta_mac *mac);
/* The same of a text; `field` is for errors. */
void script_mac_of(lua_State *lua, const char *text, const char *field, struct extsta_mac *mac);
/* 64 hexadecimal digits; false when the field is absent. */
bool script_key(lua_State *lua, const char *field, uint8_t key[32]);
/* Field of hexadecimal octets; length, or 0 when absent. At most `max`. */
size_t script_hex(lua_State *lua, const char *field, uint8_t *out, size_t max);
/* Octets of a text of so many hexadecimal digits, half as many at `out`; false: it is none. */
bool script_octets(const char *text, size_t digits, uint8_t *out, size_t *octets);
/* The number of the OID at this index of the stack: its name, with or without "OID_DOT11_", or the
 * number; raises an error when there is none. */
uint32_t script_oid_number(lua_State *lua, int index);
/* Field {x, y[, z]} in metres. */
bool script_position(lua_State *lua, const char *field, struct air_position *p);
/* The method move{to={x, y}, speed=metres per second}; without a speed it is there at once. */
int script_move(lua_State *lua, struct air_node *node);
/* MHz of a channel at 2.4 or 5 GHz; raises an error else. */
uint16_t script_channel_freq(lua_State *lua, double channel);
#define SCRIPT_NAME_MAX 31u /* octets of a member's name */
/* Field name of a new member, which nobody may have; `fallback` when it is absent. */
const char *script_member_name(lua_State *lua, const char *fallback);

/* --- names and contradictions (script_names.c); of the table at index 1 --- */
/* Raises an error when the table has a field that is not in the NULL-terminated list, or a
 * value without a name. */
void script_check_fields(lua_State *lua, const char *const *known);
/* The same, but for so many values without a name in front. */
void script_check_places(lua_State *lua, lua_Integer places, const char *const *known);
/* Raises an error when there is anything in it. */
void script_check_none(lua_State *lua);
/* Raises an error unless it is a list of strings; what: of what, in the plural. */
void script_check_strings(lua_State *lua, const char *what);
bool script_has(lua_State *lua, const char *field);
/* Raises an error when both are there. */
void script_check_apart(lua_State *lua, const char *one, const char *other);
/* Raises an error when the field is there though !goes; with: what it would go with. */
void script_check_goes(lua_State *lua, const char *field, bool goes, const char *with);
/* Which of the NULL-terminated names the field has; raises an error at any other word. */
size_t script_choice(lua_State *lua, const char *field, const char *const *names,
                     size_t fallback);

#endif
