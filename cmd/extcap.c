/* extsta extcap: a capture interface for Wireshark. Wireshark runs every program in its extcap
 * folder and asks, by options, what interfaces it has, of which link type, what can be set, and
 * then to capture into a named pipe; a link of any name to this program in that folder is
 * enough (main.c knows the options). Two kinds of interfaces: a scenario's air, and each
 * interface in monitor mode as `extsta watch` hears it. Nothing is done here but to put the
 * other commands together: what they write is what Wireshark reads. */
#include "command.h"
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "extsta extcap\n"
    "\n"
    "Capture interfaces for Wireshark: the air of a scenario, and what 'extsta watch' hears "
    "and\n"
    "tells, with the stories as comments on their packets. Wireshark calls this program by\n"
    "itself when its extcap folder (Help, About, Folders) has a link to it:\n"
    "\n"
    "  ln -s \"$(command -v extsta)\" FOLDER/\n"
    "\n"
    "and shows 'extsta: a scenario' among the interfaces; the gear beside it asks for the\n"
    "scenario. With tshark:\n"
    "\n"
    "  tshark -i extsta-scenario -o extcap.extsta_scenario.scenario:FILE.lua\n"
    "\n"
    "Options, as extcap(4) has them: --extcap-interfaces, --extcap-interface NAME with\n"
    "--extcap-dlts, --extcap-config or --capture --fifo FILE; for a scenario --scenario FILE,\n"
    "--seed N, --no-stories (packets without comments); for both --key SSID:PASSPHRASE.\n";

#define SCENARIO "extsta-scenario"
#define WATCH    "extsta-watch-" /* and the interface's name */

/* IEEE 802.11 with radiotap: ARPHRD_IEEE80211_RADIOTAP of the kernel, the link type of pcap. */
#define ARPHRD_RADIOTAP 803
#define DLT_RADIOTAP    127

struct request {
    bool interfaces, dlts, config, capture, no_stories;
    const char *interface, *fifo, *scenario, *seed, *key;
};

/* Whether the kernel's interface is in monitor mode. */
static bool is_monitor(const char *name)
{
    char path[300];
    int type = 0;
    snprintf(path, sizeof path, "/sys/class/net/%.200s/type", name);
    FILE *f = fopen(path, "re");
    if (!f) {
        return false;
    }
    bool read = fscanf(f, "%d", &type) == 1;
    fclose(f);
    return read && type == ARPHRD_RADIOTAP;
}

static void list_interfaces(void)
{
    printf("extcap {version=%s}{display=extsta}\n", EXTSTA_VERSION);
    printf("interface {value=%s}{display=extsta: a scenario}\n", SCENARIO);
    DIR *all = opendir("/sys/class/net");
    const struct dirent *one;
    while (all && (one = readdir(all))) {
        if (is_monitor(one->d_name)) {
            printf("interface {value=%s%s}{display=extsta: %s with its stories}\n", WATCH,
                   one->d_name, one->d_name);
        }
    }
    if (all) {
        closedir(all);
    }
}

static void list_options(bool scenario)
{
    if (scenario) {
        printf("arg {number=0}{call=--scenario}{display=Scenario}{tooltip=A Lua file that "
               "'extsta run' plays}{type=fileselect}{mustexist=true}{required=true}"
               "{fileext=Lua (*.lua)}\n");
        printf("arg {number=1}{call=--seed}{display=Seed}{tooltip=Another seed is another "
               "run}{type=unsigned}\n");
        printf("arg {number=2}{call=--no-stories}{display=Without comments}{tooltip=Packets "
               "alone}{type=boolflag}{default=false}\n");
    }
    printf("arg {number=3}{call=--key}{display=Key}{tooltip=SSID:PASSPHRASE, for stories about "
           "what is protected}{type=string}\n");
}

/* Arguments of a command, NULL-terminated; further ones than there is room for are none of
 * ours. */
struct arguments {
    char *all[16];
    size_t count;
};

static void add(struct arguments *a, const char *argument)
{
    a->all[a->count++] = (char *)argument; /* execv does not change them */
}

/* This program in the place of this process. */
static int become(const struct arguments *a)
{
    execv("/proc/self/exe", a->all);
    return command_fail(&command_extcap, EXIT_SYSTEM, "cannot start '%s': %s", a->all[1],
                        strerror(errno));
}

static struct arguments watch_arguments(const struct request *r, const char *interface)
{
    struct arguments a = {.count = 0};
    add(&a, "extsta");
    add(&a, "watch");
    add(&a, interface);
    add(&a, "--quiet");
    add(&a, "--annotate");
    add(&a, r->fifo);
    if (r->key) {
        add(&a, "--key");
        add(&a, r->key);
    }
    return a;
}

/* The run in a process of its own, whose air goes through a pipe to this one, which becomes the
 * explainer. */
static int scenario_with_stories(const struct request *r, struct arguments *scenario)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return command_fail(&command_extcap, EXIT_SYSTEM, "no pipe: %s", strerror(errno));
    }
    pid_t child = fork();
    if (child < 0) {
        return command_fail(&command_extcap, EXIT_SYSTEM, "no process: %s", strerror(errno));
    }
    dup2(ends[child == 0], child == 0 ? STDOUT_FILENO : STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    if (child == 0) {
        add(scenario, "-");
        _exit(become(scenario));
    }
    struct arguments watch = watch_arguments(r, "-");
    return become(&watch);
}

static int capture_scenario(const struct request *r)
{
    struct arguments a = {.count = 0};
    if (!r->scenario || !*r->scenario) {
        return command_fail(&command_extcap, EXIT_USAGE,
                            "which scenario? The gear beside the interface asks for it, and so "
                            "does --scenario");
    }
    add(&a, "extsta");
    add(&a, "run");
    add(&a, r->scenario);
    add(&a, "--quiet");
    if (r->seed && *r->seed) {
        add(&a, "--seed");
        add(&a, r->seed);
    }
    add(&a, "--pcap");
    if (r->no_stories) {
        add(&a, r->fifo);
        return become(&a);
    }
    return scenario_with_stories(r, &a);
}

static int answer(const struct request *r)
{
    bool scenario = r->interface && strcmp(r->interface, SCENARIO) == 0;
    bool watch = r->interface && strncmp(r->interface, WATCH, sizeof WATCH - 1) == 0;
    if (r->interfaces) {
        list_interfaces();
        return EXIT_OK;
    }
    if (!scenario && !watch) {
        return command_fail(
            &command_extcap, EXIT_USAGE,
            r->interface ? "there is no interface '%s'"
                         : "Wireshark calls this; --extcap-interfaces lists what "
                           "there is",
            r->interface);
    }
    if (r->dlts) {
        printf("dlt {number=%d}{name=IEEE802_11_RADIO}{display=802.11 with radiotap header}\n",
               DLT_RADIOTAP);
        return EXIT_OK;
    }
    if (r->config) {
        list_options(scenario);
        return EXIT_OK;
    }
    if (!r->capture || !r->fifo) {
        return command_fail(&command_extcap, EXIT_USAGE,
                            "to capture, --capture and --fifo FILE are needed");
    }
    if (scenario) {
        return capture_scenario(r);
    }
    struct arguments a = watch_arguments(r, r->interface + sizeof WATCH - 1);
    return become(&a);
}

static int run(int argc, char **argv)
{
    struct request r = {.interfaces = false};
    static const struct option options[] = {
        {"extcap-interfaces", no_argument, NULL, 'l'},
        {"extcap-dlts", no_argument, NULL, 'd'},
        {"extcap-config", no_argument, NULL, 'c'},
        {"capture", no_argument, NULL, 'C'},
        {"extcap-interface", required_argument, NULL, 'i'},
        {"fifo", required_argument, NULL, 'f'},
        {"scenario", required_argument, NULL, 's'},
        {"seed", required_argument, NULL, 'n'},
        {"key", required_argument, NULL, 'k'},
        {"no-stories", no_argument, NULL, 'q'},
        /* Nothing that this one has a use for. */
        {"extcap-version", optional_argument, NULL, 'x'},
        {"extcap-capture-filter", required_argument, NULL, 'x'},
        {"extcap-control-in", required_argument, NULL, 'x'},
        {"extcap-control-out", required_argument, NULL, 'x'},
        {NULL, 0, NULL, 0},
    };
    int c;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'l':
            r.interfaces = true;
            break;
        case 'd':
            r.dlts = true;
            break;
        case 'c':
            r.config = true;
            break;
        case 'C':
            r.capture = true;
            break;
        case 'i':
            r.interface = optarg;
            break;
        case 'f':
            r.fifo = optarg;
            break;
        case 's':
            r.scenario = optarg;
            break;
        case 'n':
            r.seed = optarg;
            break;
        case 'k':
            r.key = optarg;
            break;
        case 'q':
            r.no_stories = true;
            break;
        case 'x':
            break;
        default:
            return command_fail(&command_extcap, EXIT_USAGE, "wrong arguments");
        }
    }
    return answer(&r);
}

const struct command command_extcap = {
    .name = "extcap",
    .summary = "scenarios and watched interfaces as capture interfaces of Wireshark",
    .help = help,
    .run = run,
};
