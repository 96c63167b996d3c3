/* extsta connect: a station on a real radio, with a TAP interface if wanted. */
#include "live.h"
#include "profile_xml.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "extsta connect --ssid SSID [--passphrase P] [options]\n"
    "extsta connect --profile FILE.xml [options]\n"
    "\n"
    "Connects to a network and stays until interrupted (Ctrl-C, SIGTERM) or --for is over;\n"
    "then it disconnects properly. Roams and reconnects by itself.\n"
    "\n"
    "  --ssid SSID          the network; open without --passphrase or --pmk\n"
    "  --passphrase P       WPA2-PSK, 8 to 63 characters\n"
    "  --pmk HEX            WPA2-PSK by its 64-digit key\n"
    "  --profile FILE       a WLAN profile (XML, as netsh exports it with key=clear)\n"
    "  --manager WHO        who authenticates the port: os (default), miniport\n"
    "  --extension FILE.so  an IHV extension: it manages the security of a profile with an\n"
    "                       <IHV> part (extensions/wpa2psk is an example)\n"
    "  --radio hwsim        the kernel's simulated radios: 'modprobe mac80211_hwsim radios=1',\n"
    "                       hostapd on wlan0, this process is the medium. Needs root or\n"
    "                       'unshare -Urn'.\n"
    "  --tap NAME           a TAP interface that carries the traffic (CAP_NET_ADMIN)\n"
    "  --address MAC        the station's address (default: made up)\n"
    "  --signal MAC=DBM[@S] how strongly the AP with this address is heard (hwsim; default\n"
    "                       -50); with @S from S seconds after the first connection on; may\n"
    "                       be repeated\n"
    "  --wait S             give up when not connected after S seconds (default 30)\n"
    "  --for S              disconnect after S seconds of connection\n"
    "  --json, --frames, --quiet, --pcap FILE\n"
    "                       event lines; frames in the timeline; silence; a capture\n"
    "\n"
    "Exit status: 0 was connected and has disconnected as told, 1 could not connect,\n"
    "2 wrong arguments, 3 a profile cannot be used, 4 the machine refuses.\n";

#define MAX_SIGNALS 32

struct signal_change {
    struct connect *connect;
    struct extsta_mac ap;
    int dbm;
    double at;
};

struct connect {
    struct live live;
    struct extsta_profile profile;
    struct profile_xml xml;
    struct signal_change signals[MAX_SIGNALS];
    size_t signal_count;
    double wait, stay;
    bool was_connected, leaving, failed;
};

static extsta_time after(struct connect *c, double seconds)
{
    return host_loop_now(c->live.loop) + (extsta_time)(seconds * 1e6);
}

static void leave(struct connect *c)
{
    if (c->leaving) {
        host_loop_stop(c->live.loop); /* asked twice: at once */
        return;
    }
    c->leaving = true;
    if (extsta_disconnect(c->live.sta, host_loop_now(c->live.loop)) != EXTSTA_OK) {
        host_loop_stop(c->live.loop);
    }
}

static void on_leave_time(void *user, extsta_time now)
{
    struct connect *c = user;
    leave(c);
    live_kick(&c->live);
}

static void on_give_up(void *user, extsta_time now)
{
    struct connect *c = user;
    if (!c->was_connected) {
        c->failed = true;
        leave(c);
        live_kick(&c->live);
    }
}

static void on_stop(void *user, extsta_time now)
{
    struct connect *c = user;
    host_loop_stop(c->live.loop);
}

static void on_signal(void *user, int number)
{
    on_leave_time(user, 0);
}

static void on_signal_change(void *user, extsta_time now)
{
    struct signal_change *s = user;
    hwsim_signal(s->connect->live.medium, s->ap, s->dbm);
}

static void on_notify(struct connect *c, const struct extsta_notify *n)
{
    bool first = n->type == EXTSTA_NOTIFY_CONNECTED && !c->was_connected;
    for (size_t i = 0; i < c->signal_count && first; i++) {
        if (c->signals[i].at > 0) {
            host_alarm_add(c->live.loop, after(c, c->signals[i].at), on_signal_change,
                           &c->signals[i]);
        }
    }
    if (n->type == EXTSTA_NOTIFY_CONNECTED) {
        c->was_connected = true;
    }
    if (first && c->stay > 0) {
        host_alarm_add(c->live.loop, after(c, c->stay), on_leave_time, c);
    }
    if (n->type == EXTSTA_NOTIFY_CONNECTION_FAILED) {
        c->failed = !c->was_connected;
        host_loop_stop(c->live.loop);
    } else if (n->type == EXTSTA_NOTIFY_DISCONNECTED) {
        /* Frames still in the socket, hostapd's acknowledgement: a moment. */
        host_alarm_add(c->live.loop, after(c, 0.05), on_stop, c);
    }
}

static void on_output(void *user, extsta_time now, const struct extsta_output *out)
{
    if (out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(user, &out->notify);
    }
}

static bool parse_signal(struct connect *c, const char *text)
{
    struct signal_change *s = &c->signals[c->signal_count];
    char mac[18], rest;
    if (c->signal_count == MAX_SIGNALS || strlen(text) < 19 || text[17] != '=') {
        return false;
    }
    memcpy(mac, text, 17);
    mac[17] = 0;
    int n = sscanf(text + 18, "%d@%lf%c", &s->dbm, &s->at, &rest);
    s->connect = c;
    c->signal_count++;
    return live_parse_mac(mac, &s->ap) && (n == 1 || n == 2) && s->dbm <= 0 && s->dbm >= -127;
}

static int start(struct connect *c)
{
    for (size_t i = 0; i < c->signal_count; i++) {
        if (c->signals[i].at <= 0) {
            on_signal_change(&c->signals[i], 0);
        }
    }
    c->live.output = on_output;
    c->live.user = c;
    host_loop_on_signal(c->live.loop, on_signal, c);
    if (extsta_profile_prepare(c->live.ctx, &c->profile) != EXTSTA_OK ||
        extsta_connect(c->live.sta, host_loop_now(c->live.loop), &c->profile) != EXTSTA_OK) {
        return command_fail(&command_connect, EXIT_INPUT, "the profile cannot be used");
    }
    host_alarm_add(c->live.loop, after(c, c->wait), on_give_up, c);
    live_kick(&c->live);
    host_loop_run(c->live.loop);
    return c->failed || !c->was_connected ? EXIT_EXPECTATION : EXIT_OK;
}

static bool parse_pmk(const char *hex, uint8_t pmk[32])
{
    char rest;
    if (strlen(hex) != 64) {
        return false;
    }
    for (int i = 0; i < 32; i++) {
        unsigned v;
        char pair[3] = {hex[2 * i], hex[2 * i + 1], 0};
        if (sscanf(pair, "%2x%c", &v, &rest) != 1) {
            return false;
        }
        pmk[i] = (uint8_t)v;
    }
    return true;
}

struct arguments {
    const char *ssid, *passphrase, *pmk, *profile, *manager;
};

static int make_profile(struct connect *c, const struct arguments *a)
{
    char why[300];
    if (a->profile) {
        if (!profile_xml_read(a->profile, &c->xml, why, sizeof why)) {
            return command_fail(&command_connect, EXIT_INPUT, "%s", why);
        }
        c->profile = c->xml.profile;
    } else if (!a->ssid) {
        return command_fail(&command_connect, EXIT_USAGE, "give --ssid or --profile");
    } else {
        struct extsta_span ssid = {(const uint8_t *)a->ssid, strlen(a->ssid)};
        if (extsta_profile_make(&c->profile, ssid, a->passphrase) != EXTSTA_OK) {
            return command_fail(&command_connect, EXIT_USAGE,
                                "the SSID has 1 to 32 octets, a passphrase 8 to 63 printable "
                                "characters");
        }
    }
    if (a->pmk) {
        if (!parse_pmk(a->pmk, c->profile.pmk)) {
            return command_fail(&command_connect, EXIT_USAGE, "--pmk takes 64 hexadecimal digits");
        }
        c->profile.has_pmk = true;
        c->profile.auth = 7; /* RSNA-PSK */
        c->profile.unicast_cipher = 4;
        c->profile.manager = EXTSTA_MANAGER_OS;
    }
    if (a->manager && strcmp(a->manager, "miniport") == 0) {
        c->profile.manager = EXTSTA_MANAGER_MINIPORT;
    } else if (a->manager && strcmp(a->manager, "os") != 0) {
        return command_fail(&command_connect, EXIT_USAGE, "--manager is os or miniport");
    }
    return EXIT_OK;
}

static bool parse_seconds(const char *text, double *seconds)
{
    char *end;
    *seconds = strtod(text, &end);
    return end != text && *end == 0 && *seconds >= 0 && *seconds <= 1e9;
}

static int parse(int argc, char **argv, struct connect *c, struct live_options *o,
                 struct arguments *a)
{
    static const struct option options[] = {
        {"ssid", required_argument, NULL, 's'},     {"passphrase", required_argument, NULL, 'p'},
        {"pmk", required_argument, NULL, 'k'},      {"profile", required_argument, NULL, 'f'},
        {"manager", required_argument, NULL, 'm'},  {"radio", required_argument, NULL, 'r'},
        {"tap", required_argument, NULL, 't'},      {"address", required_argument, NULL, 'a'},
        {"signal", required_argument, NULL, 'g'},   {"wait", required_argument, NULL, 'w'},
        {"for", required_argument, NULL, 'F'},      {"json", no_argument, NULL, 'j'},
        {"frames", no_argument, NULL, 'v'},         {"quiet", no_argument, NULL, 'q'},
        {"pcap", required_argument, NULL, 'c'},     {"extension", required_argument, NULL, 'x'},
        {NULL, 0, NULL, 0},
    };
    for (int i; (i = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (i) {
        case 's': a->ssid = optarg; break;
        case 'p': a->passphrase = optarg; break;
        case 'k': a->pmk = optarg; break;
        case 'f': a->profile = optarg; break;
        case 'm': a->manager = optarg; break;
        case 'r': o->radio = optarg; break;
        case 't': o->tap = optarg; break;
        case 'w':
        case 'F':
            if (!parse_seconds(optarg, i == 'w' ? &c->wait : &c->stay)) {
                return command_fail(&command_connect, EXIT_USAGE, "'%s' is no number of seconds",
                                    optarg);
            }
            break;
        case 'j': o->json = true; break;
        case 'v': o->frames = true; break;
        case 'q': o->quiet = true; break;
        case 'c': o->pcap = optarg; break;
        case 'x': o->extension = optarg; break;
        case 'a':
            if (!live_parse_mac(optarg, &o->address)) {
                return command_fail(&command_connect, EXIT_USAGE, "'%s' is no MAC address",
                                    optarg);
            }
            break;
        case 'g':
            if (!parse_signal(c, optarg)) {
                return command_fail(&command_connect, EXIT_USAGE,
                                    "--signal takes MAC=DBM or MAC=DBM@SECONDS, not '%s'",
                                    optarg);
            }
            break;
        default:
            fprintf(stderr, "Try 'extsta connect --help'.\n");
            return EXIT_USAGE;
        }
    }
    return optind == argc ? EXIT_OK
                          : command_fail(&command_connect, EXIT_USAGE,
                                         "unexpected argument '%s'", argv[optind]);
}

static int run(int argc, char **argv)
{
    struct connect c = {.wait = 30};
    struct live_options o = {.radio = "hwsim"};
    struct arguments a = {0};
    int status = parse(argc, argv, &c, &o, &a);
    if (status == EXIT_OK) {
        status = make_profile(&c, &a);
    }
    if (status == EXIT_OK) {
        status = live_open(&c.live, &command_connect, &o);
    }
    if (status == EXIT_OK) {
        status = start(&c);
        int closed = live_close(&c.live, &command_connect);
        status = status == EXIT_OK ? closed : status;
    }
    profile_xml_free(&c.xml);
    return status;
}

const struct command command_connect = {"connect", "connect a station on a real radio", help,
                                        run};
