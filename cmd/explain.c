/* extsta explain: from captures to each client's story. Files go through one explainer
 * (extsta/explain.h), as one capture; what it says is told by tell/explain_output.h. A second
 * reading, of files that can be read twice, opens what came before its key. */
#include "command.h"
#include "explain_annotate.h"
#include "explain_input.h"
#include "explain_options.h"
#include "label.h"
#include "out_file.h"
#include "outputs.h"
#include "providers.h"
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "extsta explain FILE... [options]\n"
    "\n"
    "Reads captures (pcap, pcapng, either in gzip; '-' is standard input) and tells what\n"
    "happened to each client: joins, roams, ends, by whose hand, why, on which frames, and\n"
    "what to check next. Several files are read one after the other as one capture.\n"
    "\n"
    "  --key SSID:PASSPHRASE  opens what this network protects; a colon in the SSID is \\:\n"
    "  --pmk [SSID:]HEX       a PMK: of 802.1X, SAE, OWE, or a PSK; tried on every network\n"
    "                         unless one is named\n"
    "  --wep KEY              a WEP key, in hexadecimal or as 5 or 13 characters\n"
    "  --tk HEX               a temporal key\n"
    "                         each may be given several times\n"
    "  --one-pass             do not read the file a second time to open what was sent\n"
    "                         before the handshake that gave its keys\n"
    "  --write-clear FILE     write the frames that were opened, without protection\n"
    "  --sta MAC              only this station\n"
    "  --bss BSSID            only this BSS\n"
    "  --log [PROGRAM=]FILE   a log of hostapd, wpa_supplicant, NetworkManager or the kernel, "
    "or\n"
    "                         a journal with all of them: its clock is set by what it and the\n"
    "                         capture both saw, its lines stand beneath the stories they "
    "belong\n"
    "                         to, and where it contradicts the air, that is said; several "
    "times\n"
    "  --why                  how sure every line is, and the signs for and against it\n"
    "  --json                 one JSON object per line (docs/event-log.md)\n"
    "  --html FILE            write a report to look at in a browser: one file that needs\n"
    "                         nothing else\n"
    "  --annotate FILE        write the capture once more, as pcapng, with the stories as "
    "comments\n"
    "                         on their frames: Wireshark shows them, `frame.comment` finds "
    "them\n"
    "  --filter N             only the display filter of Wireshark that shows story N, whose\n"
    "                         number stands before its frames: #7\n"
    "  --check                exit status 1 when a client failed to join, got no address or "
    "no\n"
    "                         data, was thrown out or fell silent, or frames were forged\n"
    "  --quiet                nothing but problems with the files\n"
    "\n"
    "  extsta explain office.pcapng --key 'office:correct horse' --sta 02:00:00:00:01:00\n"
    "\n"
    "Exit status: 0 read to the end, 1 trouble was found (--check), 2 wrong arguments,\n"
    "3 a file cannot be used or is cut off or damaged (what comes before is told), or has not\n"
    "whom --sta or --bss names,\n"
    "4 the machine refuses, or has no memory to look at everything (which is said).\n";

/* Says what is wrong with a file, unless an earlier reading has said it. Returns the graver
 * of two exit statuses. */
static int complain(int status, const char *file, const char *why, bool refused, bool say)
{
    if (say || refused) {
        command_fail(&command_explain, EXIT_INPUT, "%s: %s", file, why);
    }
    return refused || status == EXIT_SYSTEM ? EXIT_SYSTEM : EXIT_INPUT;
}

/* All files through one explainer. *frames: how many there were; *opened: whether any file
 * could be. */
static int feed(struct extsta_explain *x, char **files, int count, bool say, uint32_t *frames,
                bool *opened)
{
    int status = EXIT_OK;
    *frames = 0;
    *opened = false;
    for (int i = 0; i < count; i++) {
        const char *why;
        enum capture_result end;
        struct capture *capture = capture_open(files[i], &why);
        if (!capture) {
            status = complain(status, files[i], why, errno == ENOMEM, say);
            continue;
        }
        *opened = true;
        struct input_progress progress = {.shown = isatty(STDERR_FILENO), .name = files[i]};
        *frames += (uint32_t)input_feed(capture, x, *frames, &progress, &end);
        if (end != CAPTURE_END) {
            status = complain(status, files[i], capture_problem(capture),
                              end == CAPTURE_REFUSED, say);
        }
        capture_close(capture);
    }
    return status;
}

/* Whether there can be a second reading. */
static bool regular_files(char **files, int count)
{
    for (int i = 0; i < count; i++) {
        if (!capture_can_reopen(files[i])) {
            return false;
        }
    }
    return true;
}

/* Whether what --sta and --bss name is there: who asks for somebody who is not, by a slip,
 * would take silence for good news. */
static int check_named(const struct extsta_explain *x, const struct explain_output_options *o)
{
    const struct extsta_mac *sta = o->only_sta ? &o->sta : NULL;
    const struct extsta_mac *bssid = o->only_bss ? &o->bssid : NULL;
    struct label_names none = {NULL, NULL};
    char name[40];
    size_t there = extsta_explain_stations(x);
    if (extsta_explain_saw(x, sta, bssid)) {
        return EXIT_OK;
    }
    if (sta && extsta_explain_saw(x, sta, NULL)) {
        return command_fail(&command_explain, EXIT_INPUT,
                            "--bss %s: the station of --sta has no frame of this BSS in the "
                            "capture",
                            label_mac(&none, o->bssid, name));
    }
    return command_fail(&command_explain, EXIT_INPUT,
                        "%s %s: not in the capture, in which there %s %zu "
                        "station%s; without this option all are told",
                        sta ? "--sta" : "--bss", label_mac(&none, sta ? *sta : *bssid, name),
                        there == 1 ? "is" : "are", there, there == 1 ? "" : "s");
}

/* After the captures, whose year dates without one are in. A log that cannot be read is no
 * reason not to tell the rest. */
static int read_logs(const struct explain_options *o, struct explain_output *out)
{
    int status = EXIT_OK;
    for (size_t i = 0; i < o->log_count; i++) {
        int one = explain_log_read(&command_explain, explain_output_witnesses(out),
                                   o->logs[i].file, o->logs[i].program);
        status = one > status ? one : status;
    }
    return status;
}

/* First reading, end of the story, second reading for the frames it opens, summary. What is
 * wrong with a file is said in the first reading only, but for memory. */
static int explain(struct extsta_context *ctx, const struct explain_options *o, char **files,
                   int count)
{
    struct explain_output *out = explain_output_new(ctx, &o->output);
    const char *why = out ? explain_output_problem(out) : "no memory";
    if (why) {
        command_fail(&command_explain, EXIT_SYSTEM, "%s", why);
        explain_output_free(out);
        return EXIT_SYSTEM;
    }
    struct extsta_explain_sink sink = explain_output_sink(out);
    struct extsta_explain *x = extsta_explain_new(ctx, &sink);
    if (!x) {
        explain_output_free(out);
        return command_fail(&command_explain, EXIT_SYSTEM, "no memory");
    }
    uint32_t told;
    int status = explain_options_keys(&command_explain, x, o);
    if (status == EXIT_OK) {
        uint32_t frames;
        bool opened;
        status = feed(x, files, count, true, &frames, &opened);
        extsta_explain_finish(x);
        if (extsta_explain_missed(x) && !o->one_pass && regular_files(files, count) &&
            explain_output_rewind(out)) {
            uint32_t frames_again;
            bool opened_again;
            extsta_explain_again(x);
            int again = feed(x, files, count, status == EXIT_OK, &frames_again, &opened_again);
            status = status == EXIT_OK || again == EXIT_SYSTEM ? again : status;
        }
        if (opened) {
            int logs = read_logs(o, out);
            status = logs > status ? logs : status;
            explain_output_end(out, x, o->key_count > 0, files, count, frames);
            why = explain_output_problem(out);
            status = why && status == EXIT_OK ? EXIT_SYSTEM : status;
            if (o->output.annotate && status != EXIT_SYSTEM) {
                int copied = explain_annotate(out, files, count, frames);
                status = copied == EXIT_OK ? status : copied;
            }
        }
        status = status == EXIT_OK ? check_named(x, &o->output) : status;
    }
    if (status == EXIT_OK && !explain_output_found(out, &told)) {
        status = command_fail(
            &command_explain, EXIT_INPUT, "--filter %u: there %s %u stor%s in the capture",
            o->output.filter, told == 1 ? "is" : "are", told, told == 1 ? "y" : "ies");
    }
    if (status == EXIT_OK && o->output.check && explain_output_trouble(out)) {
        status = EXIT_EXPECTATION;
    }
    extsta_explain_free(x);
    if (why) {
        command_fail(&command_explain, EXIT_SYSTEM, "%s", why);
    }
    if (!explain_output_free(out) && status == EXIT_OK) {
        status = command_fail(&command_explain, EXIT_SYSTEM, "the output cannot be written");
    }
    return status;
}

static bool one_file(const char *a, const char *b)
{
    bool first_is_input = strcmp(a, "-") == 0;
    return strcmp(a, b) == 0 ||
           out_file_is_input(first_is_input ? b : a, first_is_input ? a : b);
}

#define OUTPUTS 3u /* options that name a file to write */

/* A capture that is read twice would have everything happen twice; JSON lines have standard
 * output for themselves. */
static int check_files(const struct explain_options *o, char **files, int count)
{
    const struct output outputs[] = {{"--write-clear", o->output.clear},
                                     {"--html", o->output.html},
                                     {"--annotate", o->output.annotate}};
    if (count == 0 && o->log_count) {
        return command_fail(&command_explain, EXIT_USAGE,
                            "a log is told beside a capture of the air: which capture?");
    }
    if (count == 0) {
        return command_fail(&command_explain, EXIT_USAGE, "which capture?");
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++) {
            if (one_file(files[j], files[i])) {
                return command_fail(&command_explain, EXIT_USAGE,
                                    "%s and %s are one file, which is read once", files[j],
                                    files[i]);
            }
        }
    }
    for (size_t i = 0; i < o->log_count; i++) {
        for (int j = 0; j < count; j++) {
            if (one_file(files[j], o->logs[i].file)) {
                return command_fail(&command_explain, EXIT_USAGE,
                                    "--log %s: that is the capture", o->logs[i].file);
            }
        }
    }
    if (o->output.annotate && !regular_files(files, count)) {
        return command_fail(&command_explain, EXIT_USAGE,
                            "--annotate reads the capture a second time: a file is needed, and "
                            "no pipe");
    }
    for (size_t i = 0; i < OUTPUTS && o->output.json; i++) {
        if (outputs[i].path && out_file_is_stdout(outputs[i].path)) {
            return command_fail(&command_explain, EXIT_USAGE,
                                "--json and %s %s both want standard output", outputs[i].option,
                                outputs[i].path);
        }
    }
    return outputs_check(&command_explain, outputs, OUTPUTS, (const char *const *)files,
                         (size_t)count);
}

static int run(int argc, char **argv)
{
    struct explain_options o;
    int status = explain_options_parse(&command_explain, argc, argv, &o);
    if (status == EXIT_OK) {
        status = check_files(&o, argv + optind, argc - optind);
    }
    if (status == EXIT_OK) {
        struct extsta_context *ctx = extsta_context_new(&host_memory, &host_entropy);
        status = ctx ? explain(ctx, &o, argv + optind, argc - optind)
                     : command_fail(&command_explain, EXIT_SYSTEM, "no memory");
        host_context_free(ctx);
    }
    explain_options_free(&o);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .summary = "what happened to each client of a capture, who ended it, and why",
    .help = help,
    .run = run,
};
