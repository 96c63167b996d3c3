/* extsta medium: virtual air as a service. A script (script/script.h), of a file or made of
 * --ap, is played in real time and goes on until it is ended; who else is there is outside.h's.
 */
#include "arguments.h"
#include "outside.h"
#include "outputs.h"
#include "play.h"
#include "providers.h"
#include "script_file.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "extsta medium [--udp [HOST:]PORT] [--hwsim] [--ap FIELDS]... [options] [FILE.lua]\n"
    "\n"
    "Virtual air in real time, until it is interrupted. On it meet, by the same path loss,\n"
    "contention and rules: access points of a scenario or of --ap, stations and access points\n"
    "of other processes (connect --radio udp:HOST:PORT), and the kernel's simulated radios "
    "with\n"
    "hostapd and wpa_supplicant on them.\n"
    "\n"
    "  --udp [HOST:]PORT  listen for radios of other processes (docs/radio-udp.md); 0: any\n"
    "                 port. HOST is 127.0.0.1 unless said otherwise: whoever reaches the port\n"
    "                 may take part\n"
    "  --hwsim        carry the frames of mac80211_hwsim's radios in this network namespace;\n"
    "                 needs root or 'unshare -Urn', and 'modprobe mac80211_hwsim'\n"
    "  --ap FIELDS    an access point, with the fields of ap{} (docs/scenarios.md):\n"
    "                 --ap 'ssid=\"home\", passphrase=\"twelve monkeys\", channel=6'\n"
    "  --wire NAME    a TAP interface that is the wired side of the access points: an address\n"
    "                 and dnsmasq on it serve their clients. 10.0.0.1 answers pings by itself\n"
    "  --place MAC=X,Y[,Z]  where the radio with this address stands, metres; may be "
    "repeated.\n"
    "                 Else access points stand at 0,0, the kernel's radios at 5,0, others at\n"
    "                 2.5,4.33: five metres from one another\n"
    "  --for S        end after S seconds\n"
    "  --json, --frames, --quiet, --pcap FILE, --log FILE\n"
    "                 event lines of the scenario's stations; management frames in the story;\n"
    "                 only what fails; a capture of the air; the whole event log\n"
    "  --view WHO     as of extsta run; here the access points tell (ap)\n"
    "\n"
    "A scenario is played as by 'extsta run', in real time, and the air stays when its last "
    "line\n"
    "has been: rule{}, move(), at() make what goes wrong (docs/scenarios.md, docs/medium.md).\n"
    "\n"
    "Exit status: 0 it was ended by a signal or --for, 1 an expectation of the scenario does "
    "not\n"
    "hold, 2 wrong arguments, 3 the scenario has an error, 4 the machine refuses: another "
    "medium\n"
    "is registered, the port is taken, no privilege.\n";

#define APS_ROOM 65536u

struct medium_command {
    struct outside outside;
    struct script_options play;
    char aps[APS_ROOM]; /* a script of --ap */
    size_t aps_len;
    unsigned ap_count;
    const char *file, *seconds;
    double limit;
};

/* --udp: "PORT", "HOST:PORT", "[HOST]:PORT". */
static bool take_udp(struct outside *o, char *text)
{
    char *colon = strrchr(text, ':');
    uint64_t port;
    if (!argument_number(colon ? colon + 1 : text, 0, 65535, &port)) {
        return false;
    }
    o->use_udp = true;
    o->udp_port = (uint16_t)port;
    if (colon) {
        *colon = 0;
        size_t len = strlen(text);
        bool brackets = len > 2 && text[0] == '[' && text[len - 1] == ']';
        if (brackets) {
            text[len - 1] = 0;
            text++;
        }
        o->udp_host = text;
        return *text != 0;
    }
    return true;
}

/* --place: "MAC=X,Y[,Z]". */
static bool take_place(struct outside *o, const char *text)
{
    struct outside_place *p = &o->places[o->place_count];
    char mac[18] = {0}, *end;
    if (o->place_count == OUTSIDE_PLACES || strlen(text) < 21 || text[17] != '=') {
        return false;
    }
    memcpy(mac, text, 17);
    float value[3] = {0};
    const char *at = text + 18;
    size_t n = 0;
    for (; n < 3; n++) {
        value[n] = strtof(at, &end);
        if (end == at || !(value[n] > -1e6f && value[n] < 1e6f)) {
            return false;
        }
        at = end;
        if (*at != ',') {
            n++;
            break;
        }
        at++;
    }
    p->at = (struct air_position){value[0], value[1], value[2]};
    o->place_count++;
    return *end == 0 && n >= 2 && argument_mac(mac, &p->address);
}

/* A line of the script. Names and addresses are made up where they are not given, since a field
 * that comes again counts. */
static bool take_ap(struct medium_command *m, const char *fields)
{
    unsigned n = ++m->ap_count;
    int len = snprintf(m->aps + m->aps_len, sizeof m->aps - m->aps_len,
                       "ap{name=\"ap%u\", bssid=\"02:00:00:00:01:%02x\", channel=1, %s}\n", n,
                       n & 0xff, fields);
    if (len < 0 || (size_t)len >= sizeof m->aps - m->aps_len || n > 255) {
        return false;
    }
    m->aps_len += (size_t)len;
    return true;
}

static int wrong(const char *option, const char *takes, const char *text)
{
    return command_fail(&command_medium, EXIT_USAGE, "%s takes %s, not '%s'", option, takes,
                        text);
}

static int take_view(struct script_options *o, const char *text)
{
    static const char *const names[] = {"station", "ap", "both"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], text) == 0) {
            o->view = (enum script_view)i;
            return EXIT_OK;
        }
    }
    return wrong("--view", "station, ap or both", text);
}

static int take(struct medium_command *m, int option)
{
    struct script_options *o = &m->play;
    switch (option) {
    case 'u':
        return take_udp(&m->outside, optarg) ? EXIT_OK
                                             : wrong("--udp", "PORT or HOST:PORT", optarg);
    case 'h':
        m->outside.use_hwsim = true;
        return EXIT_OK;
    case 'a':
        return take_ap(m, optarg)
                   ? EXIT_OK
                   : command_fail(&command_medium, EXIT_USAGE, "--ap: too many, or too long");
    case 'w':
        m->outside.wire = optarg;
        return EXIT_OK;
    case 'P':
        return take_place(&m->outside, optarg) ? EXIT_OK
                                               : wrong("--place", "MAC=X,Y[,Z]", optarg);
    case 'f':
        m->seconds = optarg;
        return argument_seconds(optarg, &m->limit) ? EXIT_OK
                                                   : wrong("--for", "seconds", optarg);
    case 'j':
        play_json(o);
        return EXIT_OK;
    case 'v':
        o->frames = true;
        return EXIT_OK;
    case 'q':
        o->quiet = true;
        return EXIT_OK;
    case 'p':
        o->pcap = optarg;
        return EXIT_OK;
    case 'l':
        o->log = optarg;
        return EXIT_OK;
    case 'V':
        return take_view(o, optarg);
    default:
        fprintf(stderr, "Try 'extsta medium --help'.\n");
        return EXIT_USAGE;
    }
}

static int parse(struct medium_command *m, int argc, char **argv)
{
    static const struct option options[] = {
        {"udp", required_argument, NULL, 'u'},
        {"hwsim", no_argument, NULL, 'h'},
        {"ap", required_argument, NULL, 'a'},
        {"wire", required_argument, NULL, 'w'},
        {"for", required_argument, NULL, 'f'},
        {"place", required_argument, NULL, 'P'},
        {"json", no_argument, NULL, 'j'},
        {"frames", no_argument, NULL, 'v'},
        {"quiet", no_argument, NULL, 'q'},
        {"pcap", required_argument, NULL, 'p'},
        {"view", required_argument, NULL, 'V'},
        {"log", required_argument, NULL, 'l'},
        {NULL, 0, NULL, 0},
    };
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        int status = take(m, c);
        if (status != EXIT_OK) {
            return status;
        }
    }
    if (optind < argc - 1 || (optind < argc && m->ap_count)) {
        return command_fail(&command_medium, EXIT_USAGE,
                            "access points come from one file, or from --ap: '%s' is too much",
                            argv[argc - 1]);
    }
    m->file = optind < argc ? argv[optind] : NULL;
    if (!m->outside.use_udp && !m->outside.use_hwsim) {
        return command_fail(&command_medium, EXIT_USAGE,
                            "give --udp or --hwsim: nobody could take part");
    }
    return play_check(&command_medium, &m->play, m->file, NULL);
}

/* Whoever waits for the medium reads this line. */
static void say_ready(const struct medium_command *m)
{
    const struct outside *o = &m->outside;
    if (o->told) {
        fprintf(o->told, "The medium is there:%s%s", o->use_hwsim ? " the kernel's radios" : "",
                o->use_hwsim && o->use_udp ? ";" : "");
        if (o->use_udp) {
            fprintf(o->told, " UDP port %u of %s", guests_udp_port(o->guests),
                    o->udp_host ? o->udp_host : "127.0.0.1");
        }
        fprintf(o->told, "\n");
        fflush(o->told);
    }
}

/* What the strangers have sent that was not taken, by name. */
static void say_counts(const struct outside *o)
{
    if (!o->told || !o->use_udp) {
        return;
    }
    const struct udp_server_counts c = guests_udp_counts(o->guests);
    fprintf(o->told, "udp: %llu datagrams in, %llu out", (unsigned long long)c.in,
            (unsigned long long)c.out);
    for (unsigned i = 1; i < UDP_DROPS; i++) {
        if (c.drops[i]) {
            fprintf(o->told, ", %llu not taken (%s)", (unsigned long long)c.drops[i],
                    udp_drop_name((enum udp_drop)i));
        }
    }
    fprintf(o->told, "\n");
}

static int run(int argc, char **argv)
{
    struct medium_command *m = host_calloc(1, sizeof *m);
    char name[300];
    if (!m) {
        return EXIT_SYSTEM;
    }
    m->outside.command = &command_medium;
    m->outside.tap = -1;
    m->play = play_options();
    m->play.view = SCRIPT_VIEW_AP;
    m->play.stays = true;
    size_t len = 0;
    char *text = NULL;
    int status = parse(m, argc, argv);
    if (status == EXIT_OK && m->file && !(text = script_file_read(m->file, &len))) {
        status = script_file_failed(&command_medium, m->file);
    }
    if (status == EXIT_OK) {
        m->outside.told = m->play.text ? m->play.text : stderr; /* beside lines of JSON */
        status = outside_open(&m->outside);
    }
    if (status == EXIT_OK) {
        setvbuf(stdout, NULL, _IOLBF, 0); /* who reads along sees each line when it happens */
        say_ready(m);
        m->play.outside = &m->outside.script;
        snprintf(name, sizeof name, "@%s", m->file ? m->file : "--ap");
        play_for(m->limit);
        status = play(&command_medium, &m->play, name, text ? text : m->aps,
                      text ? len : m->aps_len);
        say_counts(&m->outside);
        status = status > 128 ? (int)EXIT_OK : status;
    }
    outside_close(&m->outside);
    free(text);
    free(m);
    return status;
}

const struct command command_medium = {"medium", "serve virtual air to other programs", help,
                                       run};
