/* extsta replay: runs the stations of a recording again and says whether all that came out is
 * what came out then. The recording is replay/'s; here are the arguments, what is shown, and
 * the exit status. */
#include "arguments.h"
#include "event_json.h"
#include "event_log.h"
#include "providers.h"
#include "known_drivers.h"
#include "replay_minimize.h"
#include "replay_policy.h"
#include "replay_tell.h"
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "extsta replay FILE [options]\n"
    "\n"
    "Runs each station of a recording (--record of run, demo, connect and the daemon) again, "
    "alone,\n"
    "with all that went into it then, and compares all that comes out. The first difference of "
    "a\n"
    "station is shown: what came, what was expected, and the call that brought it. The program "
    "may\n"
    "be another version than the one that recorded: that is what it is for.\n"
    "\n"
    "  --from T         show what comes out from T seconds on (the run begins at its start)\n"
    "  --station WHO    only this one, by name or address; may be given several times\n"
    "  --json           one JSON object per event on standard output (docs/event-log.md), and "
    "per\n"
    "                   difference\n"
    "  --log FILE       the whole event log, for 'extsta check', whatever was shown then\n"
    "  --driver FILE.so the driver of stations that stood above one from a file then\n"
    "  --policy FILE    what they would have done with this roaming policy, up to the first "
    "moment\n"
    "                   at which the world would have answered differently; FILE has lines "
    "like\n"
    "                   'low = -75', with the names of roam={...} (docs/scenarios.md)\n"
    "\n"
    "  --minimize OUT   write a recording of as few calls of a station as still break a rule of the\n"
    "                   contract, or crash\n"
    "  --rule RULE      with --minimize: this rule, not the one that is broken first\n"
    "  --for S          with --minimize: take S seconds at most (60)\n"
    "\n"
    "A recording that was cut off, by a crash say, is run as far as it goes.\n"
    "\n"
    "Exit status: 0 all is the same, 1 something is not, 2 wrong arguments, 3 FILE is no "
    "recording\n"
    "that this program can read, 4 the machine refuses (memory).\n";

#define STATIONS_MAX 64u

struct replay {
    const char *file, *log_path, *policy_path, *driver, *minimize_path;
    double from, seconds;
    enum extsta_rule rule;
    const char *stations[STATIONS_MAX];
    size_t station_count;
    bool json;
    struct extsta_roam_policy policy;
    struct recording recording;
    struct player *player;
    struct json_out *out;
    struct event_log *log;
    extsta_time from_time;
};

/* --- what is shown --- */

static void name_of(const struct played *p, char text[18])
{
    snprintf(text, 18, "%02x:%02x:%02x:%02x:%02x:%02x", p->address.b[0], p->address.b[1],
             p->address.b[2], p->address.b[3], p->address.b[4], p->address.b[5]);
}

static void on_made(void *user, const struct played *p, extsta_time now, size_t phys)
{
    struct replay *r = user;
    char text[18];
    name_of(p, text);
    const char *name = p->name ? p->name : text;
    if (r->json) {
        event_json_station(r->out, EXTSTA_LOG_SHORT, now, name, p->address, phys);
    }
    if (r->log_path) {
        event_json_station(&r->log->json, EXTSTA_LOG_WHOLE, now, name, p->address, phys);
    }
}

static void on_output(void *user, const struct played *p, extsta_time now,
                      const struct extsta_output *output)
{
    struct replay *r = user;
    char text[18];
    if (now < r->from_time) {
        return;
    }
    name_of(p, text);
    const char *name = p->name ? p->name : text;
    if (r->json && (EXTSTA_OUT_MASK(output->type) & EXTSTA_OUT_ALL)) {
        event_json(r->out, EXTSTA_LOG_SHORT, now, name, output);
    }
    if (r->log_path) {
        event_json(&r->log->json, EXTSTA_LOG_WHOLE, now, name, output);
    }
}

static void on_difference(void *user, const struct played *p, const struct extsta_call *cause,
                          const struct difference *d)
{
    struct replay *r = user;
    if (r->json) {
        replay_json_difference(r->out, p, cause, d, r->policy_path != NULL);
    } else {
        replay_tell_difference(stdout, p, cause, d, r->policy_path != NULL);
    }
}

static bool wanted(void *user, struct extsta_mac address, const char *name)
{
    const struct replay *r = user;
    for (size_t i = 0; i < r->station_count; i++) {
        struct extsta_mac mac;
        if ((name && strcmp(name, r->stations[i]) == 0) ||
            (argument_mac(r->stations[i], &mac) && memcmp(&mac, &address, sizeof mac) == 0)) {
            return true;
        }
    }
    return r->station_count == 0;
}

static struct extsta_station *make(void *user, struct extsta_context *ctx,
                                   const struct entry *made,
                                   const struct extsta_station_config *config, extsta_time now,
                                   const char **why)
{
    const struct replay *r = user;
    return known_driver_make(r->driver, ctx, made, config, now, why);
}

/* --- running --- */

/* EXIT_OK: to its end, or as far as it goes. */
static int play_entries(struct replay *r)
{
    struct entry e;
    bool damaged = false;
    for (;;) {
        switch (recording_next(&r->recording, &e)) {
        case RECORDING_ENTRY:
            if (!player_entry(r->player, &r->recording, &e)) {
                return command_fail(&command_replay, EXIT_SYSTEM, "no memory");
            }
            break;
        case RECORDING_BAD:
            damaged = true;
            break;
        case RECORDING_END:
        case RECORDING_CUT:
            player_end(r->player, recording_lost(&r->recording) == 0 && !damaged);
            if (damaged || recording_lost(&r->recording)) {
                fprintf(
                    stderr, "extsta replay: %" PRIu64 " octets of %s are of no whole block%s\n",
                    recording_lost(&r->recording), r->file,
                    damaged ? ": what stood there is missing, and what follows it may differ"
                            : ": it was cut off there");
            }
            return damaged ? (int)EXIT_INPUT : (int)EXIT_OK;
        case RECORDING_FAIL:
            return command_fail(&command_replay, EXIT_SYSTEM,
                                "%s: no memory, or this program was built without zstd",
                                r->file);
        }
    }
}

static void tell_summary(const struct replay *r)
{
    size_t differing = player_differing(r->player), stations = player_stations(r->player);
    if (r->json) {
        json_line(r->out, "replayed");
        json_number(r->out, "stations", stations);
        json_number(r->out, "differing", differing);
        json_number(r->out, "calls", player_calls(r->player));
        json_number(r->out, "outputs", player_outputs(r->player));
        json_text(r->out, "recorded_by", r->recording.header.version);
        json_line_end(r->out);
        return;
    }
    printf("%zu station%s, %" PRIu64 " calls, %" PRIu64 " outputs compared: ", stations,
           stations == 1 ? "" : "s", player_calls(r->player), player_outputs(r->player));
    if (differing == 0) {
        printf("all the same.\n");
    } else if (r->policy_path) {
        printf("%zu would have met another world.\n", differing);
    } else {
        printf("%zu differ%s.\n", differing, differing == 1 ? "s" : "");
    }
}

/* Differences that only a replaced secret makes are none. */
static int run_recording(struct replay *r)
{
    const struct player_options options = {.outputs = r->log_path ? EXTSTA_OUT_RECORD
                                                      : r->json   ? EXTSTA_OUT_ALL
                                                                  : 0,
                                           .wanted = wanted,
                                           .make = make,
                                           .policy = r->policy_path ? &r->policy : NULL,
                                           .user = r};
    const struct player_listener listener = {.output =
                                                 r->json || r->log_path ? on_output : NULL,
                                             .made = on_made,
                                             .difference = on_difference,
                                             .user = r};
    r->player = player_new(&options, &listener);
    int status =
        r->player ? play_entries(r) : command_fail(&command_replay, EXIT_SYSTEM, "no memory");
    if (r->player && status != EXIT_SYSTEM) {
        tell_summary(r);
        bool other = player_differing(r->player) > player_excused(r->player);
        status = status == EXIT_OK && other && !r->policy_path ? EXIT_EXPECTATION : status;
        if (player_stations(r->player) == 0) {
            status = command_fail(
                &command_replay, EXIT_INPUT,
                r->station_count ? "%s has no such station" : "%s has no station", r->file);
        }
    }
    player_free(r->player);
    known_drivers_forget();
    return status;
}

/* What is to be written is opened before, and closed behind. */
static int run_with_outputs(struct replay *r)
{
    struct json_out *out = host_malloc(sizeof *out);
    struct event_log *log = host_calloc(1, sizeof *log);
    int status = EXIT_OK;
    if (!out || !log) {
        status = command_fail(&command_replay, EXIT_SYSTEM, "no memory");
    } else if (r->log_path &&
               !event_log_open(log, r->log_path, r->recording.header.started != 0)) {
        status =
            command_fail(&command_replay, EXIT_SYSTEM, "%s cannot be written", r->log_path);
    }
    r->out = out;
    r->log = log;
    if (status == EXIT_OK) {
        json_out_start(out, stdout);
        status = run_recording(r);
        json_out_flush(out);
        if (r->log_path && !event_log_close(log, true)) {
            status = command_fail(&command_replay, EXIT_SYSTEM, "%s: not written completely",
                                  r->log_path);
        }
    }
    free(out);
    free(log);
    return status;
}

static int run_minimize(struct replay *r)
{
    const struct replay_minimize m = {.path = r->minimize_path,
                                      .rule = r->rule,
                                      .seconds = r->seconds,
                                      .player = {.make = make, .user = r},
                                      .wanted = wanted,
                                      .user = r};
    return replay_minimize(&m, &r->recording);
}

static int open_and_run(struct replay *r)
{
    char why[400];
    const char *wrong = recording_open(&r->recording, r->file);
    int status = EXIT_OK;
    if (wrong) {
        status = command_fail(&command_replay, EXIT_INPUT, "%s: %s", r->file, wrong);
    } else if (r->policy_path &&
               !replay_policy_read(r->policy_path, &r->policy, why, sizeof why)) {
        status = command_fail(&command_replay, EXIT_INPUT, "%s", why);
    }
    if (status == EXIT_OK) {
        if (strcmp(r->recording.header.version, EXTSTA_VERSION) != 0) {
            fprintf(stderr, "extsta replay: %s was recorded by version %s; this is %s\n",
                    r->file, r->recording.header.version, EXTSTA_VERSION);
        }
        if (r->recording.header.flags & RECORDING_REPLACED) {
            fprintf(stderr,
                    "extsta replay: %s is without secrets: it can be run up to where one "
                    "counts\n",
                    r->file);
        }
        status = r->minimize_path ? run_minimize(r) : run_with_outputs(r);
    }
    recording_close(&r->recording);
    return status;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"from", required_argument, NULL, 'f'},     {"station", required_argument, NULL, 's'},
        {"json", no_argument, NULL, 'j'},           {"log", required_argument, NULL, 'l'},
        {"driver", required_argument, NULL, 'd'},   {"policy", required_argument, NULL, 'p'},
        {"minimize", required_argument, NULL, 'm'}, {"rule", required_argument, NULL, 'r'},
        {"for", required_argument, NULL, 'F'},      {NULL, 0, NULL, 0},
    };
    struct replay r = {.seconds = 60};
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'f') {
            if (!argument_seconds(optarg, &r.from)) {
                return command_fail(&command_replay, EXIT_USAGE,
                                    "--from takes seconds, not '%s'", optarg);
            }
        } else if (c == 's') {
            if (r.station_count == STATIONS_MAX) {
                return command_fail(&command_replay, EXIT_USAGE, "--station: at most %u",
                                    STATIONS_MAX);
            }
            r.stations[r.station_count++] = optarg;
        } else if (c == 'j') {
            r.json = true;
        } else if (c == 'l') {
            r.log_path = optarg;
        } else if (c == 'd') {
            r.driver = optarg;
        } else if (c == 'p') {
            r.policy_path = optarg;
        } else if (c == 'm') {
            r.minimize_path = optarg;
        } else if (c == 'r') {
            r.rule = extsta_rule_find(optarg);
            if (r.rule == EXTSTA_RULE_NONE) {
                return command_fail(&command_replay, EXIT_USAGE, "'%s' is no rule", optarg);
            }
        } else if (c == 'F') {
            if (!argument_seconds(optarg, &r.seconds)) {
                return command_fail(&command_replay, EXIT_USAGE,
                                    "--for takes seconds, not '%s'", optarg);
            }
        } else {
            fprintf(stderr, "Try 'extsta replay --help'.\n");
            return EXIT_USAGE;
        }
    }
    if (optind + 1 != argc) {
        return command_fail(&command_replay, EXIT_USAGE,
                            optind == argc ? "give a recording" : "give one recording");
    }
    r.file = argv[optind];
    r.from_time = (extsta_time)(r.from * 1e6);
    return open_and_run(&r);
}

const struct command command_replay = {"replay", "run a recording again, and compare", help,
                                       run};
