/* extsta demo: the story of a station, from scenarios/demo.lua, which the build turns into
 * demo_script.h: it plays without a file. Shares play.h with run. */
#include "demo_script.h"
#include "play.h"
#include "record.h"
#include <getopt.h>

static const char help[] =
    "extsta demo [--pcap FILE] [--log FILE] [--json] [--frames] [--why] [--no-referee]\n"
    "            [--driver FILE.so] [--record FILE]\n"
    "\n"
    "A station lives through its whole life on virtual air: two access points of one WPA2\n"
    "network, an encrypted ping, a better access point and a roam, a deauthentication, an\n"
    "access point that vanishes, a disconnect. Each line says what happened, by whose hand\n"
    "and why; beneath it are the Native 802.11 indications and the port events.\n"
    "\n"
    "  --pcap FILE    write everything on the air (Wireshark: decrypts with the passphrase\n"
    "                 \"correct horse battery\" for the SSID \"office\")\n"
    "  --json         one JSON object per event instead of the story\n"
    "  --log FILE     the whole event log (docs/event-log.md)\n"
    "  --record FILE  all that goes into the station, for 'extsta replay' (docs/replay.md)\n"
    "  --driver FILE.so  a driver of your own below the stations (docs/driver.md); the demo\n"
    "                 wants one that knows WPA2 and roams\n"
    "  --frames       show management and EAPOL frames too\n"
    "  --why          show why it roams, and why it does not\n"
    "  --no-referee   do not judge the station by the rules of the contract; else each that is\n"
    "                 broken is told, and at the end how many were exercised\n"
    "\n"
    "The story is scenarios/demo.lua: copy it, change it, and play it with 'extsta run'.\n";

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"pcap", required_argument, NULL, 'p'},
        {"json", no_argument, NULL, 'j'},
        {"log", required_argument, NULL, 'l'},
        {"frames", no_argument, NULL, 'f'},
        {"why", no_argument, NULL, 'w'},
        {"driver", required_argument, NULL, 'd'},
        {"no-referee", no_argument, NULL, 'r'},
        {"record", required_argument, NULL, 'c'},
        {NULL, 0, NULL, 0},
    };
    struct script_options o = play_options();
    struct record record = {0};
    o.quiet = true;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'p') {
            o.pcap = optarg;
        } else if (c == 'l') {
            o.log = optarg;
        } else if (c == 'j') {
            play_json(&o);
        } else if (c == 'w') {
            o.why = true;
        } else if (c == 'f') {
            o.frames = true;
        } else if (c == 'd') {
            o.driver = optarg;
        } else if (c == 'r') {
            o.unjudged = true;
        } else if (c == 'c') {
            record.path = optarg;
        } else {
            fprintf(stderr, "Try 'extsta demo --help'.\n");
            return EXIT_USAGE;
        }
    }
    if (play_check(&command_demo, &o, NULL, record.path) != EXIT_OK) {
        return EXIT_USAGE;
    }
    if (optind != argc) {
        return command_fail(&command_demo, EXIT_USAGE, "unexpected argument '%s'",
                            argv[optind]);
    }
    int status = record_open(&record, &command_demo, false);
    if (status == EXIT_OK) {
        o.recorder = record.recorder;
        status = play(&command_demo, &o, "=demo", demo_script, sizeof demo_script - 1);
        int closed = record_close(&record, &command_demo);
        status = status == EXIT_OK ? closed : status;
    }
    return status;
}

const struct command command_demo = {"demo", "watch a station live through its whole life",
                                     help, run};
