/* extsta run: plays a Lua scenario on virtual air. Reads the file; play.h plays it, script/
 * does the rest. */
#include "arguments.h"
#include "play.h"
#include "providers.h"
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_SCRIPT (16 << 20) /* octets; a scenario has a few thousand */

static const char help[] =
    "extsta run FILE.lua [options] [-- KEY=VALUE...]\n"
    "\n"
    "Plays a scenario on virtual air: access points, stations, positions, actions at times,\n"
    "expectations. No privilege, no kernel module, no hardware; minutes of radio pass in\n"
    "milliseconds, and the same seed gives the same run, byte for byte.\n"
    "\n"
    "  --seed N       seed of nonces, losses, shadowing (default: the script's, or 0)\n"
    "  --pcap FILE    write everything on the air (radiotap; opens in Wireshark); - is "
    "standard\n"
    "                 output, and the story then goes to standard error\n"
    "  --pcap-at NAME=FILE  likewise what this member sent and received, with the signal that "
    "it\n"
    "                 had there, and nothing else; for several members\n"
    "  --html FILE    a report to look at in a browser: expectations, stations over time, how\n"
    "                 busy each channel was, what waited, what failed and why, a lane for "
    "each\n"
    "                 station; one file that needs nothing else\n"
    "  --json         one JSON object per event on standard output (docs/event-log.md)\n"
    "  --log FILE     the whole event log: each value with its octets, what the radio heard,\n"
    "                 but no keys; can be judged and read back (docs/event-log.md)\n"
    "  --frames       show management and EAPOL frames in the timeline\n"
    "  --view WHO     who tells the story: station (default), ap (who is associated, "
    "authorized,\n"
    "                 sent away or gone, by whose hand, as the access points know it), both\n"
    "  --quiet        only expectations that fail\n"
    "  --no-referee   do not judge the stations by the rules of the contract\n"
    "  KEY=VALUE      for the script, which finds it as arg.KEY\n"
    "\n"
    "A first scenario:\n"
    "\n"
    "  ap{name=\"A\", bssid=\"02:00:00:00:00:0a\", ssid=\"home\", passphrase=\"twelve "
    "monkeys\",\n"
    "     channel=6, at={0, 0}}\n"
    "  alice = station{name=\"alice\", at={5, 0}}\n"
    "  alice:connect{ssid=\"home\", passphrase=\"twelve monkeys\"}\n"
    "  run(3)\n"
    "  expect(alice:status().port_open, \"alice is on the network\")\n"
    "\n"
    "docs/scenarios.md has every function; scenarios/ has stories to start from. Installed, "
    "they\n"
    "are in " EXTSTA_DOC_DIR ".\n"
    "\n"
    "Exit status: 0 all expectations hold and no rule of the contract was broken, 1 not so,\n"
    "2 wrong arguments, 3 the script has an error (its line is shown), 4 a file cannot be\n"
    "written or memory was refused, 130 interrupted (Ctrl-C), 143 by SIGTERM.\n";

/* All of a file, or of standard input for "-". NULL: errno says why (ENOMEM too); the caller
 * frees it. */
static char *read_file(const char *path, size_t *len)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    struct stat st;
    if (!f) {
        return NULL;
    }
    if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
        fclose(f);
        errno = EISDIR;
        return NULL;
    }
    size_t size = 0, capacity = 64 << 10, n;
    char *text = host_malloc(capacity);
    while (text && (n = fread(text + size, 1, capacity - size, f)) > 0) {
        size += n;
        if (size == capacity && capacity < MAX_SCRIPT) {
            char *more = host_realloc(text, capacity *= 2);
            if (!more) {
                free(text);
            }
            text = more;
        } else if (size == capacity) {
            free(text);
            text = NULL;
            errno = EFBIG;
        }
    }
    if (f != stdin) {
        fclose(f);
    }
    *len = size;
    return text;
}

/* NAME=FILE; cut in place, because that is where it lives. */
static int take_ear(char *text, struct script_options *o)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text || !equals[1]) {
        return command_fail(&command_run, EXIT_USAGE, "--pcap-at takes NAME=FILE, not '%s'",
                            text);
    }
    if (o->ear_count == SCRIPT_EARS) {
        return command_fail(&command_run, EXIT_USAGE, "--pcap-at: at most %u members",
                            SCRIPT_EARS);
    }
    *equals = 0;
    for (size_t i = 0; i < o->ear_count; i++) {
        if (strcmp(o->ears[i].name, text) == 0) {
            return command_fail(&command_run, EXIT_USAGE, "--pcap-at: '%s' is given twice",
                                text);
        }
    }
    o->ears[o->ear_count++] = (struct script_ear){text, equals + 1};
    return EXIT_OK;
}

static bool take_view(const char *text, enum script_view *view)
{
    static const char *const names[] = {"station", "ap", "both"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], text) == 0) {
            *view = (enum script_view)i;
            return true;
        }
    }
    return false;
}

/* What is for the script: KEY=VALUE, each key once. */
static int check_arguments(const struct script_options *o)
{
    for (size_t i = 0; i < o->argument_count; i++) {
        const char *argument = o->arguments[i], *equals = strchr(argument, '=');
        size_t key = equals ? (size_t)(equals - argument) + 1 : 0;
        if (key < 2) {
            return command_fail(&command_run, EXIT_USAGE,
                                "'%s' is not KEY=VALUE: give one scenario file, and what is "
                                "for its script",
                                argument);
        }
        for (size_t k = 0; k < i; k++) {
            if (strncmp(o->arguments[k], argument, key) == 0) {
                return command_fail(&command_run, EXIT_USAGE, "%.*s is given twice",
                                    (int)key - 1, argument);
            }
        }
    }
    return EXIT_OK;
}

static int play_file(struct script_options *o, const char *path)
{
    size_t len;
    char *text = read_file(path, &len), name[300];
    if (!text) {
        return command_fail(&command_run, errno == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT, "%s: %s",
                            path, strerror(errno));
    }
    snprintf(name, sizeof name, "@%s", path);
    int status = play(&command_run, o, name, text, len);
    free(text);
    return status;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"seed", required_argument, NULL, 's'},
        {"pcap", required_argument, NULL, 'p'},
        {"pcap-at", required_argument, NULL, 'a'},
        {"html", required_argument, NULL, 'h'},
        {"view", required_argument, NULL, 'v'},
        {"json", no_argument, NULL, 'j'},
        {"frames", no_argument, NULL, 'f'},
        {"quiet", no_argument, NULL, 'q'},
        {"no-referee", no_argument, NULL, 'r'},
        {"log", required_argument, NULL, 'l'},
        {NULL, 0, NULL, 0},
    };
    struct script_options o = play_options();
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case 's':
            if (!argument_number(optarg, 0, UINT64_MAX, &o.seed)) {
                return command_fail(&command_run, EXIT_USAGE,
                                    "--seed takes a number from 0 to %llu, not '%s'",
                                    (unsigned long long)UINT64_MAX, optarg);
            }
            o.has_seed = true;
            break;
        case 'p':
            o.pcap = optarg;
            break;
        case 'h':
            o.html = optarg;
            break;
        case 'a':
            if (take_ear(optarg, &o) != EXIT_OK) {
                return EXIT_USAGE;
            }
            break;
        case 'v':
            if (!take_view(optarg, &o.view)) {
                return command_fail(&command_run, EXIT_USAGE,
                                    "--view is station, ap or both, not '%s'", optarg);
            }
            break;
        case 'l':
            o.log = optarg;
            break;
        case 'j':
            play_json(&o);
            break;
        case 'f':
            o.frames = true;
            break;
        case 'r':
            o.unjudged = true;
            break;
        case 'q':
            o.text = NULL;
            o.quiet = true;
            break;
        default:
            fprintf(stderr, "Try 'extsta run --help'.\n");
            return EXIT_USAGE;
        }
    }
    if (optind == argc) {
        return command_fail(&command_run, EXIT_USAGE, "give one scenario file");
    }
    if (play_check(&command_run, &o, argv[optind]) != EXIT_OK) {
        return EXIT_USAGE;
    }
    o.arguments = (const char *const *)argv + optind + 1;
    o.argument_count = (size_t)(argc - optind - 1);
    if (check_arguments(&o) != EXIT_OK) {
        return EXIT_USAGE;
    }
    return play_file(&o, argv[optind]);
}

const struct command command_run = {"run", "play a Lua scenario on virtual air", help, run};
