/* extsta scan: which networks are there. One station (live_tell.h) scans once and lists its
 * cache of BSSs; the loop ends with the notification. */
#include "event_json.h"
#include "live_tell.h"
#include "out_file.h"
#include <getopt.h>
#include <string.h>

static const char help[] =
    "extsta scan [--iface WLAN | --radio RADIO] [--ssid SSID]... [--json] [--pcap FILE]\n"
    "\n"
    "Looks for networks once, on all channels, and lists what answered.\n"
    "\n"
    "  --iface WLAN   a Wi-Fi card, by its interface ('extsta radios' lists them); needs root\n"
    "  --radio hwsim  (default) the kernel's simulated radios (modprobe mac80211_hwsim\n"
    "                 radios=1); this process is their medium. Needs root, or 'unshare -Urn'.\n"
    "  --radio monitor:IFACE    a card's interface in monitor mode; needs root\n"
    "  --radio udp:HOST:PORT    the air of an 'extsta medium'\n"
    "  --ssid SSID    probe for this network too (finds hidden ones); up to four times\n"
    "  --address MAC  the station's address (default: made up; of a card: its own)\n"
    "  --channels LIST  on these channels only, as in 1,6,36\n"
    "  --json         one object per network\n"
    "  --pcap FILE    write what is heard and sent\n"
    "\n"
    "Exit status: 0 at least one network, 1 none, 2 wrong arguments, 4 the machine refuses.\n";

struct scan {
    struct live_tell tell;
    struct live_listener listener;
    bool done, failed;
    bool json;
    size_t found;
};

static void print_bss(void *user, const struct extsta_bss_info *bss)
{
    struct scan *s = user;
    bool privacy = (bss->capability & 0x10) != 0;
    s->found++;
    if (s->json) {
        struct json_out *j = &s->tell.json;
        json_line(j, "bss");
        json_mac(j, "bssid", bss->bssid);
        event_json_ssid(j, "ssid", bss->ssid);
        json_number(j, "freq", bss->freq);
        json_signed(j, "rssi", bss->rssi);
        json_number(j, "quality", bss->link_quality);
        json_bool(j, "privacy", privacy);
        json_line_end(j);
        return;
    }
    char mac[40], ssid[4 * 32 + 1] = "";
    struct label_names none = {NULL, NULL};
    struct label_text text = {ssid, sizeof ssid};
    label_add_octets(&text, bss->ssid.data, bss->ssid.len);
    printf("%-32s  %s  %4u MHz  %4d dBm  %3u %%  %s\n", ssid, label_mac(&none, bss->bssid, mac),
           bss->freq, bss->rssi, bss->link_quality, privacy ? "protected" : "open");
}

static void on_output(void *user, extsta_time now, struct live_station *station,
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
        host_loop_stop(s->tell.live.loop);
    }
}

static void on_broken(void *user)
{
    struct scan *s = user;
    s->failed = true;
    host_loop_stop(s->tell.live.loop);
}

/* Twenty seconds: a scan of all channels takes a few; a driver that never ends one must not
 * keep us. */
static void on_timeout(void *user, extsta_time now)
{
    struct scan *s = user;
    s->failed = true;
    host_loop_stop(s->tell.live.loop);
}

static int scan(struct scan *s, const struct extsta_span *ssids, size_t count)
{
    extsta_time now = host_loop_now(s->tell.live.loop);
    struct live_station *station = s->tell.live.stations;
    s->listener = (struct live_listener){.output = on_output, .user = s};
    live_listen(&s->tell.live, &s->listener);
    struct extsta_scan_options options = {.ssids = ssids, .ssid_count = count};
    s->tell.broken = on_broken;
    s->tell.user = s;
    if (extsta_scan(station->sta, now, &options) != EXTSTA_OK) {
        return command_fail(&command_scan, EXIT_SYSTEM, "the driver refuses to scan");
    }
    live_kick(station);
    if (!s->done) {
        if (!host_alarm_add(s->tell.live.loop, now + 20 * EXTSTA_SECOND, on_timeout, s)) {
            return command_fail(&command_scan, EXIT_SYSTEM, "no memory");
        }
        host_loop_run(s->tell.live.loop);
    }
    if (s->failed) {
        return command_fail(&command_scan, EXIT_SYSTEM, "the scan did not complete");
    }
    extsta_bss_list(station->sta, host_loop_now(s->tell.live.loop), print_bss, s);
    live_tell_flush(&s->tell);
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
        {"iface", required_argument, NULL, 'i'},   {NULL, 0, NULL, 0},
    };
    struct live_tell_options o = {.quiet = true,
                                  .live.stations = 1,
                                  .live.outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY)};
    struct extsta_span ssids[4];
    struct scan s = {0};
    size_t count = 0;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'r') {
            o.radio = optarg;
        } else if (c == 'i') {
            o.interface = optarg;
        } else if (c == 's') {
            if (count == 4 || strlen(optarg) < 1 || strlen(optarg) > 32) {
                return command_fail(&command_scan, EXIT_USAGE,
                                    "--ssid: at most four, each of 1 to 32 octets");
            }
            ssids[count++] = (struct extsta_span){(const uint8_t *)optarg, strlen(optarg)};
        } else if (c == 'a') {
            if (!argument_mac(optarg, &o.live.address) || (o.live.address.b[0] & 1)) {
                return command_fail(&command_scan, EXIT_USAGE,
                                    "'%s' is no MAC address of a station", optarg);
            }
        } else if (c == 'l') {
            o.channels = optarg;
        } else if (c == 'j') {
            s.json = true;
        } else if (c == 'p') {
            o.pcap = optarg;
            if (out_file_is_stdout(optarg)) {
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
    int status = live_tell_open(&s.tell, &command_scan, &o);
    if (status != EXIT_OK) {
        return status;
    }
    status = scan(&s, ssids, count);
    int closed = live_tell_close(&s.tell);
    return status == EXIT_OK ? closed : status;
}

const struct command command_scan = {"scan", "list the networks a radio hears", help, run};
