/* extsta scan: which networks are there. */
#include "arguments.h"
#include "live.h"
#include "event_json.h"
#include <getopt.h>
#include <string.h>

static const char help[] =
    "extsta scan [--radio hwsim] [--ssid SSID]... [--json] [--pcap FILE]\n"
    "\n"
    "Looks for networks once, on all channels, and lists what answered.\n"
    "\n"
    "  --radio hwsim  the kernel's simulated radios (modprobe mac80211_hwsim radios=1); this\n"
    "                 process is their medium. Needs root, or 'unshare -Urn'.\n"
    "  --ssid SSID    probe for this network too (finds hidden ones); up to four times\n"
    "  --address MAC  the station's address (default: made up)\n"
    "  --channels LIST  on these channels only, as in 1,6,36\n"
    "  --json         one object per network\n"
    "  --pcap FILE    write what is heard and sent\n"
    "\n"
    "Exit status: 0 at least one network, 1 none, 2 wrong arguments, 4 the machine refuses.\n";

struct scan {
    struct live live;
    bool done, failed;
    bool json;
    size_t found;
};

static void print_bss(void *user, const struct extsta_bss_info *bss)
{
    struct scan *s = user;
    char mac[40];
    struct label_names none = {NULL, NULL};
    json_t *ssid = event_json_ssid(bss->ssid);
    s->found++;
    if (s->json) {
        json_t *o = json_pack("{s:s, s:o, s:o, s:i, s:i, s:i, s:b}", "line", "bss", "bssid",
                              event_json_mac(bss->bssid), "ssid", json_incref(ssid), "freq",
                              bss->freq, "rssi", bss->rssi, "quality", bss->link_quality,
                              "privacy", (bss->capability & 0x10) != 0);
        if (o) {
            json_dumpf(o, stdout, JSON_COMPACT);
            putchar('\n');
            json_decref(o);
        }
    } else {
        printf("%-32s  %s  %4u MHz  %4d dBm  %3u %%  %s\n",
               json_string_value(json_object_get(ssid, "text")),
               label_mac(&none, bss->bssid, mac), bss->freq, bss->rssi, bss->link_quality,
               (bss->capability & 0x10) ? "protected" : "open");
    }
    json_decref(ssid);
}

static void on_output(void *user, struct live_station *station, extsta_time now,
                      const struct extsta_output *out)
{
    struct scan *s = user;
    if (out->type != EXTSTA_OUT_NOTIFY) {
        return;
    }
    if (out->notify.type == EXTSTA_NOTIFY_SCAN_COMPLETE ||
        out->notify.type == EXTSTA_NOTIFY_SCAN_FAIL) {
        s->failed = out->notify.type == EXTSTA_NOTIFY_SCAN_FAIL;
        s->done = true;
        host_loop_stop(s->live.loop);
    }
}

static void on_broken(void *user)
{
    struct scan *s = user;
    s->failed = true;
    host_loop_stop(s->live.loop);
}

static void on_timeout(void *user, extsta_time now)
{
    struct scan *s = user;
    s->failed = true;
    host_loop_stop(s->live.loop);
}

static int scan(struct scan *s, const struct extsta_span *ssids, size_t count)
{
    extsta_time now = host_loop_now(s->live.loop);
    struct live_station *station = s->live.stations;
    s->live.output = on_output;
    s->live.broken = on_broken;
    s->live.user = s;
    if (extsta_scan(station->sta, now, ssids, count) != EXTSTA_OK) {
        return command_fail(&command_scan, EXIT_SYSTEM, "the driver refuses to scan");
    }
    live_kick(station);
    if (!s->done) {
        host_alarm_add(s->live.loop, now + 20 * EXTSTA_SECOND, on_timeout, s);
        host_loop_run(s->live.loop);
    }
    if (s->failed) {
        return command_fail(&command_scan, EXIT_SYSTEM, "the scan did not complete");
    }
    extsta_bss_list(station->sta, host_loop_now(s->live.loop), print_bss, s);
    if (!s->found && !s->json) {
        puts("No network was heard.");
    }
    return s->found ? EXIT_OK : EXIT_EXPECTATION;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"radio", required_argument, NULL, 'r'},   {"ssid", required_argument, NULL, 's'},
        {"address", required_argument, NULL, 'a'}, {"json", no_argument, NULL, 'j'},
        {"pcap", required_argument, NULL, 'p'},    {"channels", required_argument, NULL, 'l'},
        {NULL, 0, NULL, 0},
    };
    struct live_options o = {.radio = "hwsim", .stations = 1, .quiet = true};
    struct extsta_span ssids[4];
    struct scan s = {0};
    size_t count = 0;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'r') {
            o.radio = optarg;
        } else if (c == 's') {
            if (count == 4 || strlen(optarg) > 32) {
                return command_fail(&command_scan, EXIT_USAGE,
                                    "--ssid: at most four of at most 32 octets");
            }
            ssids[count++] = (struct extsta_span){(const uint8_t *)optarg, strlen(optarg)};
        } else if (c == 'a') {
            if (!argument_mac(optarg, &o.address) || (o.address.b[0] & 1)) {
                return command_fail(&command_scan, EXIT_USAGE,
                                    "'%s' is no MAC address of a station", optarg);
            }
        } else if (c == 'l') {
            o.channels = optarg;
        } else if (c == 'j') {
            s.json = true;
        } else if (c == 'p') {
            o.pcap = optarg;
            if (strcmp(optarg, "-") == 0) {
                return command_fail(&command_scan, EXIT_USAGE,
                                    "--pcap takes a file here: the list is on standard output");
            }
        } else {
            fprintf(stderr, "Try 'extsta scan --help'.\n");
            return EXIT_USAGE;
        }
    }
    if (optind != argc) {
        return command_fail(&command_scan, EXIT_USAGE, "unexpected argument '%s'", argv[optind]);
    }
    int status = live_open(&s.live, &command_scan, &o);
    if (status != EXIT_OK) {
        return status;
    }
    status = scan(&s, ssids, count);
    int closed = live_close(&s.live, &command_scan);
    return status == EXIT_OK ? closed : status;
}

const struct command command_scan = {"scan", "list the networks a radio hears", help, run};
