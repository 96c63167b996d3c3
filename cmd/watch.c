/* extsta watch: explains what an interface in monitor mode hears, or a capture that is being
 * made, as it happens. The loop is the reading itself (watch_source.h waits a quarter of a
 * second at most); when nothing comes, the explainer is told the time, so that silences and
 * what waits for a second look are told. */
#include "explain_options.h"
#include "outputs.h"
#include "providers.h"
#include "watch_source.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "extsta watch INTERFACE|- [options]\n"
    "\n"
    "Does live what 'extsta explain' does with a capture: tells what happens to each client\n"
    "that an interface in monitor mode hears, until Ctrl-C. It only listens. Needs the\n"
    "privilege to capture (root, or CAP_NET_RAW), and the interface in monitor mode:\n"
    "\n"
    "  iw dev wlan0 set type monitor && ip link set wlan0 up && iw dev wlan0 set channel 6\n"
    "\n"
    "or a capture while it is made, on standard input:\n"
    "\n"
    "  tcpdump -i wlan0 -U -w - | extsta watch -\n"
    "\n"
    "  --key SSID:PASSPHRASE, --pmk [SSID:]HEX, --wep KEY, --tk HEX\n"
    "  --write-clear FILE, --html FILE, --annotate FILE,\n"
    "  --sta MAC, --bss BSSID, --why, --json, --quiet\n"
    "                         as of 'extsta explain'\n"
    "\n"
    "Exit status: 0 stopped by Ctrl-C, or the capture ended; 2 wrong arguments; 3 standard\n"
    "input is no capture; 4 the interface cannot be used or went away, or an output cannot be\n"
    "written.\n";

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

#define SEEN_WITHIN 250000000u /* nanoseconds: also on a channel that is never idle */

/* What was heard before Ctrl-C is told, however late it is read. */
static int listen_to(struct watch_source *source, struct extsta_explain *x,
                     struct explain_output *out)
{
    struct capture_record r;
    uint64_t flushed = 0, end = UINT64_MAX;
    for (;;) {
        enum watch_result got = watch_source_next(source, &r);
        if (stopped && end == UINT64_MAX) {
            end = watch_source_now(source);
        }
        if (got == WATCH_END || explain_output_problem(out) ||
            (stopped && (got != WATCH_FRAME || r.time > end))) {
            return EXIT_OK;
        }
        if (got == WATCH_FAILED) {
            return command_fail(&command_watch, EXIT_SYSTEM, "%s", watch_source_why(source));
        }
        if (got == WATCH_QUIET) {
            extsta_explain_idle(x, watch_source_now(source));
            explain_output_flush(out, watch_source_now(source));
            continue;
        }
        if (r.time - flushed >= SEEN_WITHIN) {
            flushed = r.time;
            explain_output_flush(out, r.time);
        }
        const struct extsta_explain_frame frame = {.time = r.time,
                                                   .number = r.number,
                                                   .interface = r.interface,
                                                   .linktype = r.linktype,
                                                   .fcs_len = r.fcs_len,
                                                   .original_len = r.original_len,
                                                   .bytes = r.bytes};
        explain_output_frame(out, &frame);
        extsta_explain_frames(x, &frame, 1);
    }
}

static int watch(struct extsta_context *ctx, const struct explain_options *o,
                 struct watch_source *source)
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
        status = listen_to(source, x, out);
        extsta_explain_finish(x);
        explain_output_end(out, x, o->key_count > 0, NULL, 0, 0);
        if ((why = explain_output_problem(out)) != NULL) {
            status = command_fail(&command_watch, EXIT_SYSTEM, "%s", why);
        }
        uint64_t lost = watch_source_lost(source);
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
    int status = explain_options_parse(&command_watch, argc, argv, &o);
    if (status == EXIT_OK && o.log_count) {
        status = command_fail(&command_watch, EXIT_USAGE,
                              "--log is for 'extsta explain', beside a capture that is complete");
    }
    o.output.live = true;
    if (status == EXIT_OK && optind != argc - 1) {
        status = command_fail(&command_watch, EXIT_USAGE,
                              "which interface? (one, or - for a capture on standard input)");
    }
    if (status == EXIT_OK) {
        const struct output outputs[] = {{"--write-clear", o.output.clear},
                                         {"--html", o.output.html},
                                         {"--annotate", o.output.annotate}};
        status = outputs_check(&command_watch, outputs, 3, NULL, 0);
    }
    struct watch_source *source = NULL;
    if (status == EXIT_OK) {
        source = watch_source_open(argv[optind], &status);
    }
    if (source) {
        struct sigaction action = {.sa_handler = stop};
        signal(SIGPIPE, SIG_IGN); /* who reads what we write may go: that is noticed there */
        sigaction(SIGINT, &action, NULL);
        sigaction(SIGTERM, &action, NULL);
        struct extsta_context *ctx = extsta_context_new(&host_memory, &host_entropy);
        status = ctx ? watch(ctx, &o, source)
                     : command_fail(&command_watch, EXIT_SYSTEM, "no memory");
        host_context_free(ctx);
        watch_source_close(source);
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
