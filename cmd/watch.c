/* extsta watch: explains what an interface in monitor mode hears, or a capture that is being
 * made, as it happens. The loop is the reading itself (watch_source.h waits a quarter of a
 * second at most); when nothing comes, the explainer is told the time, so that silences and
 * what waits for a second look are told. */
#include "explain_options.h"
#include "outputs.h"
#include "providers.h"
#include "watch_serve.h"
#include "watch_source.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
    "  --serve [ADDRESS:]PORT the report of 'explain --html' as it grows, for browsers; "
    "loopback\n"
    "                         unless an address is given\n"
    "  --serve-anyone         allows an address that others can reach; there is no password\n"
    "  --keep-stories N       how many stories the report has; older ones go (20000)\n"
    "  --keep-stations N      how many stations are known at once; beyond, with --serve, all "
    "is\n"
    "                         forgotten but the report (65536)\n"
    "\n"
    "  tcpdump -i wlan0 -U -w - | extsta watch - --quiet --serve 8080\n"
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

#define SERVE_ON    100000u    /* microseconds between two looks for Ctrl-C */
#define SEEN_WITHIN 250000000u /* nanoseconds: also on a channel that is never idle */

/* What one run of watch has in hand. */
struct watcher {
    struct extsta_context *ctx;
    const struct explain_options *options;
    struct watch_source *source;
    struct explain_output *out;
    struct watch_serve *serve; /* NULL: without --serve */
    struct extsta_explain_sink sink;
    struct extsta_explain *explain;
    uint64_t frames;
};

static void tick(struct watcher *w, bool over)
{
    if (w->serve) {
        watch_serve_tick(w->serve, watch_source_now(w->source), w->frames,
                         watch_source_lost(w->source), over);
    }
}

/* An exit status. */
static int explain_anew(struct watcher *w)
{
    if (w->serve) {
        watch_serve_explains(w->serve, NULL);
    }
    extsta_explain_free(w->explain);
    w->explain = extsta_explain_new(w->ctx, &w->sink);
    if (!w->explain) {
        return command_fail(&command_watch, EXIT_SYSTEM, "no memory");
    }
    if (w->serve) {
        watch_serve_explains(w->serve, w->explain);
    }
    return explain_options_keys(&command_watch, w->explain, w->options);
}

/* An explainer grows with the stations it has seen, and in weeks these are many, most of them
 * addresses that were made up for one scan: it begins anew then, and with it what is known of
 * associations. */
static int explain_frame(struct watcher *w, const struct capture_record *r)
{
    const struct extsta_explain_frame frame = {.time = r->time,
                                               .number = r->number,
                                               .interface = r->interface,
                                               .linktype = r->linktype,
                                               .fcs_len = r->fcs_len,
                                               .original_len = r->original_len,
                                               .bytes = r->bytes};
    w->frames++;
    explain_output_frame(w->out, &frame);
    extsta_explain_frames(w->explain, &frame, 1);
    bool full = w->serve && extsta_explain_stations(w->explain) > w->options->keep_stations;
    return full ? explain_anew(w) : EXIT_OK;
}

/* What was heard before Ctrl-C is told, however late it is read. */
static int listen_to(struct watcher *w)
{
    struct capture_record r;
    uint64_t flushed = 0, end = UINT64_MAX;
    int status = EXIT_OK;
    while (status == EXIT_OK) {
        enum watch_result got = watch_source_next(w->source, &r);
        tick(w, false);
        if (stopped && end == UINT64_MAX) {
            end = watch_source_now(w->source);
        }
        if (got == WATCH_END || explain_output_problem(w->out) ||
            (stopped && (got != WATCH_FRAME || r.time > end))) {
            return EXIT_OK;
        }
        if (got == WATCH_FAILED) {
            return command_fail(&command_watch, EXIT_SYSTEM, "%s", watch_source_why(w->source));
        }
        if (got == WATCH_QUIET) {
            extsta_explain_idle(w->explain, watch_source_now(w->source));
            explain_output_flush(w->out, watch_source_now(w->source));
            continue;
        }
        if (r.time - flushed >= SEEN_WITHIN) {
            flushed = r.time;
            explain_output_flush(w->out, r.time);
        }
        status = explain_frame(w, &r);
    }
    return status;
}

/* The input has ended, and browsers may go on looking. */
static void serve_on(struct watcher *w)
{
    explain_output_flush(w->out, watch_source_now(w->source));
    while (!stopped) {
        tick(w, true);
        usleep(SERVE_ON);
    }
}

static int listen_and_tell(struct watcher *w)
{
    int status = listen_to(w);
    const char *why;
    extsta_explain_finish(w->explain);
    tick(w, true);
    explain_output_end(w->out, w->explain, w->options->key_count > 0, NULL, 0, 0);
    if ((why = explain_output_problem(w->out)) != NULL) {
        status = command_fail(&command_watch, EXIT_SYSTEM, "%s", why);
    }
    uint64_t lost = watch_source_lost(w->source);
    if (lost) {
        fprintf(stderr, "%llu frames were lost before they could be read\n",
                (unsigned long long)lost);
    }
    if (w->serve && status == EXIT_OK) {
        serve_on(w);
    }
    return status;
}

static int watch(struct watcher *w, const char *name)
{
    int status = EXIT_OK;
    w->out = explain_output_new(w->ctx, &w->options->output);
    const char *why = w->out ? explain_output_problem(w->out) : "no memory";
    if (why) {
        status = command_fail(&command_watch, EXIT_SYSTEM, "%s", why);
        explain_output_free(w->out);
        return status;
    }
    w->sink = explain_output_sink(w->out);
    if (w->options->serve) {
        w->serve = watch_serve_start(w->options, strcmp(name, "-") ? name : "standard input",
                                     w->out, &w->sink, &status);
        w->sink = w->serve ? watch_serve_sink(w->serve) : w->sink;
    }
    status = status == EXIT_OK ? explain_anew(w) : status;
    if (status == EXIT_OK) {
        status = listen_and_tell(w);
    }
    watch_serve_stop(w->serve);
    extsta_explain_free(w->explain);
    if (!explain_output_free(w->out) && status == EXIT_OK) {
        status = command_fail(&command_watch, EXIT_SYSTEM, "the output cannot be written");
    }
    return status;
}

static int run(int argc, char **argv)
{
    struct explain_options o;
    int status = explain_options_parse(&command_watch, argc, argv, &o);
    if (status == EXIT_OK && o.log_count) {
        status =
            command_fail(&command_watch, EXIT_USAGE,
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
        struct watcher w = {.ctx = ctx, .options = &o, .source = source};
        status = ctx ? watch(&w, argv[optind])
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
