/* extsta watch: explains what an interface in monitor mode hears, as it happens. The loop is
 * the reading itself (radio/monitor.h waits a quarter of a second at most); when nothing comes,
 * the explainer is told the time, so that silences and what waits for a second look are
 * told. */
#include "explain_options.h"
#include "monitor.h"
#include "outputs.h"
#include "providers.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
    "extsta watch INTERFACE [options]\n"
    "\n"
    "Does live what 'extsta explain' does with a capture: tells what happens to each client\n"
    "that an interface in monitor mode hears, until Ctrl-C. It only listens. Needs the\n"
    "privilege to capture (root, or CAP_NET_RAW), and the interface in monitor mode:\n"
    "\n"
    "  iw dev wlan0 set type monitor && ip link set wlan0 up && iw dev wlan0 set channel 6\n"
    "\n"
    "  --key SSID:PASSPHRASE, --pmk [SSID:]HEX, --wep KEY, --tk HEX\n"
    "  --write-clear FILE, --html FILE, --annotate FILE,\n"
    "  --sta MAC, --bss BSSID, --why, --json, --quiet\n"
    "                         as of 'extsta explain'\n"
    "\n"
    "Exit status: 0 stopped by Ctrl-C, 2 wrong arguments, 4 the interface cannot be used or\n"
    "went away.\n";

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

/* What to do about each reason for which an interface cannot be listened to. */
static int cannot(const char *interface, enum monitor_problem problem, const char *why)
{
    switch (problem) {
    case MONITOR_NO_PRIVILEGE:
        return command_fail(&command_watch, EXIT_SYSTEM,
                            "%s: no privilege to capture; run as root, or give the program "
                            "CAP_NET_RAW",
                            interface);
    case MONITOR_NO_INTERFACE:
        return command_fail(&command_watch, EXIT_SYSTEM,
                            "%s: there is no such interface, or it is down", interface);
    case MONITOR_NOT_MONITOR:
        return command_fail(&command_watch, EXIT_SYSTEM,
                            "%s: not in monitor mode (%s). Try: iw dev %s set type monitor",
                            interface, why, interface);
    case MONITOR_OK:
    case MONITOR_FAILED:
        break;
    }
    return command_fail(&command_watch, EXIT_SYSTEM, "%s: %s", interface, why);
}

/* Nanoseconds since 1970, as the frames have it. */
static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#define SEEN_WITHIN 250000000u /* nanoseconds: also on a channel that is never idle */

/* What was heard before Ctrl-C is told, however late it is read. */
static int listen_to(struct monitor *m, struct extsta_explain *x, struct explain_output *out)
{
    struct capture_record r;
    uint64_t flushed = 0, end = UINT64_MAX;
    int got;
    while (!explain_output_problem(out) && (got = monitor_read(m, &r)) >= 0) {
        if (stopped && end == UINT64_MAX) {
            end = now();
        }
        if (stopped && (got == 0 || r.time > end)) {
            break;
        }
        if (got == 0) {
            extsta_explain_idle(x, now());
            explain_output_flush(out, now());
            continue;
        }
        if (r.time - flushed >= SEEN_WITHIN) {
            flushed = r.time;
            explain_output_flush(out, now());
        }
        const struct extsta_explain_frame frame = {.time = r.time,
                                                   .number = r.number,
                                                   .linktype = r.linktype,
                                                   .fcs_len = r.fcs_len,
                                                   .original_len = r.original_len,
                                                   .bytes = r.bytes};
        explain_output_frame(out, &frame);
        extsta_explain_frames(x, &frame, 1);
    }
    if (!stopped && !explain_output_problem(out)) {
        return command_fail(&command_watch, EXIT_SYSTEM, "%s", monitor_why(m));
    }
    return EXIT_OK;
}

static int watch(struct extsta_context *ctx, const struct explain_options *o, struct monitor *m)
{
    struct explain_output *out = explain_output_new(ctx, &o->output);
    const char *why = out ? explain_output_problem(out) : "no memory";
    struct extsta_explain_sink sink = {0};
    if (!why) {
        sink = explain_output_sink(out);
    }
    struct extsta_explain *x = why ? NULL : extsta_explain_new(ctx, &sink);
    if (!x) {
        command_fail(&command_watch, EXIT_SYSTEM, "%s", why ? why : "no memory");
        explain_output_free(out);
        return EXIT_SYSTEM;
    }
    int status = explain_options_keys(&command_watch, x, o);
    if (status == EXIT_OK) {
        status = listen_to(m, x, out);
        extsta_explain_finish(x);
        explain_output_end(out, x, o->key_count > 0, NULL, 0, 0);
        if ((why = explain_output_problem(out)) != NULL) {
            status = command_fail(&command_watch, EXIT_SYSTEM, "%s", why);
        }
        uint64_t lost = monitor_lost(m);
        if (lost) {
            fprintf(stderr, "%llu frames were lost before they could be read\n",
                    (unsigned long long)lost);
        }
    }
    extsta_explain_free(x);
    if (!explain_output_free(out) && status == EXIT_OK) {
        status = command_fail(&command_watch, EXIT_SYSTEM, "the output cannot be written");
    }
    return status;
}

static int run(int argc, char **argv)
{
    struct explain_options o;
    char why[256] = "";
    enum monitor_problem problem;
    int status = explain_options_parse(&command_watch, argc, argv, &o);
    o.output.live = true;
    if (status == EXIT_OK && optind != argc - 1) {
        status = command_fail(&command_watch, EXIT_USAGE, "which interface? (one)");
    }
    if (status == EXIT_OK) {
        const struct output outputs[] = {{"--write-clear", o.output.clear},
                                         {"--html", o.output.html},
                                         {"--annotate", o.output.annotate}};
        status = outputs_check(&command_watch, outputs, 3, NULL, 0);
    }
    struct monitor *m = NULL;
    if (status == EXIT_OK) {
        m = monitor_open(argv[optind], &problem, why);
        status = m ? EXIT_OK : cannot(argv[optind], problem, why);
    }
    if (m) {
        struct sigaction action = {.sa_handler = stop};
        sigaction(SIGINT, &action, NULL);
        sigaction(SIGTERM, &action, NULL);
        struct extsta_context *ctx = extsta_context_new(&host_memory, &host_entropy);
        status =
            ctx ? watch(ctx, &o, m) : command_fail(&command_watch, EXIT_SYSTEM, "no memory");
        host_context_free(ctx);
        monitor_close(m);
    }
    explain_options_free(&o);
    return status;
}

const struct command command_watch = {
    .name = "watch",
    .summary = "the same live, from an interface in monitor mode",
    .help = help,
    .run = run,
};
