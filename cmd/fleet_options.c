/* The options of extsta fleet, and what is usual where one is not given (fleet_options.h). */
#include "fleet_options.h"
#include "arguments.h"
#include "channels.h"
#include "out_file.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PER_AP  100u  /* stations, where the number of access points is not given */
#define SPACING 50.0f /* metres between access points that stations walk among */
#define MOST    10000000u
#define SETTLE  (10 * EXTSTA_SECOND) /* after the last station has come; */
#define AFTER   (30 * EXTSTA_SECOND) /* after a storm */

static int wrong(const char *option, const char *takes, const char *text)
{
    return command_fail(&command_fleet, EXIT_USAGE, "%s takes %s, not '%s'", option, takes,
                        text);
}

/* --- numbers --- */

static bool take_count(const char *text, uint32_t most, uint32_t *out)
{
    uint64_t n;
    bool taken = argument_number(text, 1, most, &n);
    *out = taken ? (uint32_t)n : *out;
    return taken;
}

static bool take_seconds(const char *text, extsta_time *out)
{
    double s;
    bool zero = strcmp(text, "0") == 0, taken = zero || argument_seconds(text, &s);
    *out = taken ? zero ? 0 : (extsta_time)(s * 1e6 + 0.5) : *out;
    return taken;
}

/* "200x100": metres. */
static bool take_area(const char *text, struct fleet_area *area)
{
    char *end;
    *area = (struct fleet_area){.width = strtof(text, &end)};
    if (end == text || *end != 'x') {
        return false;
    }
    const char *height = end + 1;
    area->height = strtof(height, &end);
    return end != height && !*end && area->width >= 1 && area->width <= 1e6f &&
           area->height >= 1 && area->height <= 1e6f;
}

static bool take_speed(const char *text, float *out)
{
    char *end;
    *out = strtof(text, &end);
    return end != text && !*end && *out >= 0 && *out <= 100;
}

/* "1,6,11", each once. */
static bool take_channels(const char *text, struct fleet_options *o)
{
    struct channel_caps caps;
    if (!argument_channels(text, &caps)) {
        return false;
    }
    o->run.freq_count = 0;
    for (const char *at = text; *at && o->run.freq_count < FLEET_FREQS;) {
        char *end;
        o->freqs[o->run.freq_count++] = channel_freq(strtoul(at, &end, 10));
        at = *end ? end + 1 : end;
    }
    return true;
}

/* --- storms: KIND@SECONDS[:WHERE][,KEY=VALUE...] --- */

static const char storm_takes[] =
    "KIND@SECONDS[:WHERE][,KEY=VALUE...], with the kinds power, deauth, passphrase, switch";

/* "site", "ap3", "ap3-7", counted from 1. */
static bool take_where(const char *text, struct storm *s)
{
    char *end;
    if (strcmp(text, "site") == 0) {
        return true;
    }
    if (strncmp(text, "ap", 2) != 0 || text[2] < '1' || text[2] > '9') {
        return false;
    }
    unsigned long first = strtoul(text + 2, &end, 10), last = first;
    if (*end == '-' && end[1] >= '1' && end[1] <= '9') {
        last = strtoul(end + 1, &end, 10);
    }
    s->first = (uint32_t)(first - 1);
    s->last = (uint32_t)(last - 1);
    return !*end && first <= last && last <= MOST;
}

static bool take_key(const char *key, const char *value, struct storm *s, bool *told)
{
    uint64_t n;
    bool restarts = s->kind == STORM_POWER || s->kind == STORM_PASSPHRASE;
    if (strcmp(key, "off") == 0 && restarts) {
        bool forever = strcmp(value, "forever") == 0;
        s->off = forever ? EXTSTA_NEVER : s->off;
        return forever || (take_seconds(value, &s->off) && s->off > 0);
    }
    if (strcmp(key, "reason") == 0 &&
        (s->kind == STORM_DEAUTH || s->kind == STORM_PASSPHRASE)) {
        bool taken = argument_number(value, 1, 65535, &n);
        s->reason = taken ? (uint16_t)n : s->reason;
        return taken;
    }
    if (s->kind == STORM_SWITCH && strcmp(key, "to") == 0) {
        struct channel_caps caps;
        s->freq = channel_freq(strtoul(value, NULL, 10));
        return !strchr(value, ',') && argument_channels(value, &caps);
    }
    if (s->kind == STORM_SWITCH && strcmp(key, "beacons") == 0) {
        bool taken = argument_number(value, 1, 255, &n);
        s->beacons = taken ? (uint8_t)n : s->beacons;
        return taken;
    }
    if (s->kind == STORM_PASSPHRASE && strcmp(key, "new") == 0) {
        snprintf(s->passphrase, sizeof s->passphrase, "%s", value);
        return strlen(value) >= 8 && strlen(value) <= 63;
    }
    if (s->kind == STORM_PASSPHRASE && strcmp(key, "stations") == 0) {
        *told = strcmp(value, "told") == 0;
        return *told || strcmp(value, "untold") == 0;
    }
    return false;
}

static bool take_kind(const char *text, enum storm_kind *kind)
{
    for (unsigned i = 0; storm_names[i]; i++) {
        if (strcmp(storm_names[i], text) == 0) {
            *kind = (enum storm_kind)i;
            return true;
        }
    }
    return false;
}

/* The text is cut in place, because it is the command line's; `copy` is for what is wrong. */
static int take_storm(char *text, struct fleet_options *o)
{
    char copy[200];
    enum storm_kind kind;
    extsta_time at;
    snprintf(copy, sizeof copy, "%s", text);
    if (o->storm_count == FLEET_STORMS) {
        return command_fail(&command_fleet, EXIT_USAGE, "--storm: at most %u", FLEET_STORMS);
    }
    char *rest = text, *head = strsep(&rest, ","), *where = head;
    head = strsep(&where, ":");
    char *when = head;
    head = strsep(&when, "@");
    if (!when || !take_kind(head, &kind) || !take_seconds(when, &at)) {
        return wrong("--storm", storm_takes, copy);
    }
    struct storm s = storm_usual(kind, at);
    bool told = kind == STORM_PASSPHRASE;
    strcpy(s.passphrase, "another million of them");
    if (where && !take_where(where, &s)) {
        return command_fail(&command_fleet, EXIT_USAGE,
                            "--storm '%s': it befalls site, ap3, or ap3-7, not '%s'", copy,
                            where);
    }
    while (rest) {
        char *value = strsep(&rest, ","), *key = strsep(&value, "=");
        if (!value || !take_key(key, value, &s, &told)) {
            return command_fail(&command_fleet, EXIT_USAGE,
                                "--storm '%s': %s does not go with it: power takes off=; "
                                "deauth reason=; passphrase new=, stations=told or untold, "
                                "off=, reason=; switch to=, beacons=",
                                copy, key);
        }
    }
    o->storms[o->storm_count].what = s;
    o->storms[o->storm_count++].told = told;
    return EXIT_OK;
}

/* --- one option each --- */

static int take_security(const char *text, struct fleet_options *o)
{
    char names[120] = "";
    o->run.security = fleet_security_find(text);
    for (size_t i = 0; fleet_security_at(i); i++) {
        strcat(names, i ? ", " : "");
        strcat(names, fleet_security_at(i)->name);
    }
    return o->run.security ? EXIT_OK : wrong("--security", names, text);
}

static int take_seed(const char *text, struct fleet_options *o)
{
    return argument_number(text, 0, UINT64_MAX, &o->run.seed)
               ? EXIT_OK
               : wrong("--seed", "a number", text);
}

static int take_option(struct fleet_options *o, int c, char *text)
{
    struct fleet_run_config *r = &o->run;
    switch (c) {
    case 'n':
        return take_count(text, MOST, &r->stations)
                   ? EXIT_OK
                   : wrong("--stations", "a number from 1 to 10000000", text);
    case 'a':
        return take_count(text, MOST, &r->aps)
                   ? EXIT_OK
                   : wrong("--aps", "a number from 1 to 10000000", text);
    case 's':
        return take_security(text, o);
    case 'A':
        return take_area(text, &r->area)
                   ? EXIT_OK
                   : wrong("--area", "WIDTHxHEIGHT in metres, as 200x100", text);
    case 'w':
        return take_speed(text, &r->walk)
                   ? EXIT_OK
                   : wrong("--walk", "metres per second, 0 to 100", text);
    case 'c':
        return take_channels(text, o) ? EXIT_OK
                                      : wrong("--channels", "a list, as 1,6,11 or 36,52", text);
    case 'S':
        return take_seed(text, o);
    case 'd':
        return take_seconds(text, &o->duration) && o->duration > 0
                   ? EXIT_OK
                   : wrong("--duration", "seconds", text);
    case 'r':
        return take_seconds(text, &r->ramp) ? EXIT_OK : wrong("--ramp", "seconds", text);
    case 'x':
        return take_storm(text, o);
    case 'h':
        o->html = text;
        return EXIT_OK;
    case 'j':
        o->json = true;
        return EXIT_OK;
    case 'q':
        o->quiet = true;
        return EXIT_OK;
    case 'R':
        r->judged = false;
        return EXIT_OK;
    default:
        fprintf(stderr, "Try 'extsta fleet --help'.\n");
        return EXIT_USAGE;
    }
}

/* --- all of them --- */

/* Walkers walk among access points that hear one another: as many columns as rows. */
static struct fleet_area usual_area(uint32_t aps)
{
    uint32_t side = 1;
    while (side * side < aps) {
        side++;
    }
    return (struct fleet_area){0, 0, (float)side * SPACING,
                               (float)((aps + side - 1) / side) * SPACING};
}

static void fill_usual(struct fleet_options *o)
{
    struct fleet_run_config *r = &o->run;
    extsta_time end = EXTSTA_SECOND + r->ramp + SETTLE;
    r->aps = r->aps ? r->aps : (r->stations + PER_AP - 1) / PER_AP;
    if (r->walk > 0 && !(r->area.width > 0)) {
        r->area = usual_area(r->aps);
    }
    for (size_t i = 0; i < o->storm_count; i++) {
        extsta_time over = o->storms[i].what.at + AFTER;
        end = over > end ? over : end;
    }
    o->duration = o->duration ? o->duration : end;
    r->freqs = o->freqs;
}

static int check(const struct fleet_options *o)
{
    for (size_t i = 0; i < o->storm_count; i++) {
        const struct storm *s = &o->storms[i].what;
        if (s->at >= o->duration) {
            return command_fail(&command_fleet, EXIT_USAGE,
                                "a storm at %g s: the run ends after %g s (--duration)",
                                (double)s->at / 1e6, (double)o->duration / 1e6);
        }
        if (s->first >= o->run.aps) {
            return command_fail(&command_fleet, EXIT_USAGE,
                                "a storm of access point %u: there are %u (--aps)",
                                s->first + 1, o->run.aps);
        }
        if (s->kind == STORM_PASSPHRASE && !o->run.security->keyed) {
            return command_fail(&command_fleet, EXIT_USAGE,
                                "--storm passphrase: with --security %s there is none",
                                o->run.security->name);
        }
    }
    if (o->json && o->html && out_file_is_stdout(o->html)) {
        return command_fail(&command_fleet, EXIT_USAGE,
                            "--json and --html %s both want standard output", o->html);
    }
    return EXIT_OK;
}

int fleet_options_read(struct fleet_options *o, int argc, char **argv)
{
    static const struct option options[] = {
        {"stations", required_argument, NULL, 'n'},
        {"aps", required_argument, NULL, 'a'},
        {"security", required_argument, NULL, 's'},
        {"area", required_argument, NULL, 'A'},
        {"walk", required_argument, NULL, 'w'},
        {"channels", required_argument, NULL, 'c'},
        {"seed", required_argument, NULL, 'S'},
        {"duration", required_argument, NULL, 'd'},
        {"ramp", required_argument, NULL, 'r'},
        {"storm", required_argument, NULL, 'x'},
        {"html", required_argument, NULL, 'h'},
        {"json", no_argument, NULL, 'j'},
        {"quiet", no_argument, NULL, 'q'},
        {"no-referee", no_argument, NULL, 'R'},
        {NULL, 0, NULL, 0},
    };
    *o = (struct fleet_options){.run = {.stations = 100,
                                        .security = fleet_security_find("wpa2-psk"),
                                        .ramp = 2 * EXTSTA_SECOND,
                                        .judged = true,
                                        .hashed = true}};
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        int status = take_option(o, c, optarg);
        if (status != EXIT_OK) {
            return status;
        }
    }
    if (optind < argc) {
        return command_fail(&command_fleet, EXIT_USAGE, "'%s' is not an option", argv[optind]);
    }
    fill_usual(o);
    return check(o);
}
