/* extsta daemon: arguments of daemon/daemon.h. */
#include "daemon.h"
#include "command.h"
#include <getopt.h>
#include <stdio.h>

#define CONFIGURATION "/etc/extsta/extsta.yaml"

static const char help[] =
    "extsta daemon [options] [FILE]\n"
    "extsta daemon --check [FILE]\n"
    "\n"
    "Runs stations all day, by a configuration (default " CONFIGURATION "):\n"
    "any number of them, on cards, hwsim, a virtual air with access points of its own; each\n"
    "with a network interface, and connected by itself for as long as one of its networks is\n"
    "there. SIGHUP has it read the configuration again: what did not change stays connected.\n"
    "docs/daemon.md and extsta.yaml(5) describe the file.\n"
    "\n"
    "  --check              only says what is wrong with the file: line, column, and what is\n"
    "                       allowed there\n"
    "  --json               what the stations put out, as JSON lines on standard output\n"
    "                       (docs/event-log.md)\n"
    "  --debug              more about each station on standard error\n"
    "\n"
    "Lines on standard error are the journal's when it reads them. A service manager is told\n"
    "when all is open (Type=notify), and gets its signs of life (WatchdogSec=).\n"
    "\n"
    "Exit status: 0 told to stop (SIGTERM, SIGINT), or nothing is wrong with the file,\n"
    "2 wrong arguments, 3 the file cannot be used, 4 the machine refuses: privilege, memory,\n"
    "a socket that another one serves.\n";

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"check", no_argument, NULL, 'c'},
        {"json", no_argument, NULL, 'j'},
        {"debug", no_argument, NULL, 'd'},
        {NULL, 0, NULL, 0},
    };
    struct daemon_options o = {.path = CONFIGURATION};
    bool check = false;
    for (int i; (i = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (i) {
        case 'c':
            check = true;
            break;
        case 'j':
            o.json = true;
            break;
        case 'd':
            o.debug = true;
            break;
        default:
            fprintf(stderr, "Try 'extsta daemon --help'.\n");
            return EXIT_USAGE;
        }
    }
    if (optind < argc) {
        o.path = argv[optind++];
    }
    if (optind < argc) {
        return command_fail(&command_daemon, EXIT_USAGE, "unexpected argument '%s'",
                            argv[optind]);
    }
    if (check && (o.json || o.debug)) {
        return command_fail(&command_daemon, EXIT_USAGE,
                            "--check runs nothing: there is nothing to tell of");
    }
    return (int)(check ? daemon_check(o.path) : daemon_run(&o));
}

const struct command command_daemon = {"daemon", "run stations all day, by a configuration",
                                       help, run};
