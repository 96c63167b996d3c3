/* extsta explain: from captures to each client's story. */
#include "command.h"
#include "explain_input.h"
#include "explain_keys.h"
#include "explain_output.h"
#include "providers.h"
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
    "  --json                 one JSON object per line (docs/event-log.md)\n"
    "  --quiet                nothing but problems with the files\n"
    "\n"
    "  extsta explain office.pcapng --key 'office:correct horse' --sta 02:00:00:00:01:00\n"
    "\n"
    "Exit status: 0 read to the end, 2 wrong arguments, 3 a file cannot be used or is cut\n"
    "off or damaged (what comes before is told), 4 the machine refuses.\n";

struct key_given {
    enum key_option option;
    const char *text;
};

struct explain_options {
    struct key_given *keys;
    size_t key_count;
    bool one_pass;
    struct explain_output_options output;
};

static bool parse_mac(const char *text, struct extsta_mac *out)
{
    for (size_t i = 0; i < 6; i++) {
        char *end;
        if (!strchr("0123456789abcdefABCDEF", text[0]) || !text[0]) {
            return false;
        }
        unsigned long v = strtoul(text, &end, 16);
        if (end - text > 2 || v > 255) {
            return false;
        }
        out->b[i] = (uint8_t)v;
        if (i < 5 && *end != ':' && *end != '-') {
            return false;
        }
        text = end + (i < 5);
    }
    return *text == '\0';
}

enum {
    OPTION_KEY = 256,
    OPTION_PMK,
    OPTION_WEP,
    OPTION_TK,
    OPTION_CLEAR,
    OPTION_STA,
    OPTION_BSS,
    OPTION_JSON,
    OPTION_QUIET,
    OPTION_ONE_PASS,
};

static const struct option long_options[] = {
    {"key", required_argument, NULL, OPTION_KEY},
    {"pmk", required_argument, NULL, OPTION_PMK},
    {"wep", required_argument, NULL, OPTION_WEP},
    {"tk", required_argument, NULL, OPTION_TK},
    {"write-clear", required_argument, NULL, OPTION_CLEAR},
    {"sta", required_argument, NULL, OPTION_STA},
    {"bss", required_argument, NULL, OPTION_BSS},
    {"json", no_argument, NULL, OPTION_JSON},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"one-pass", no_argument, NULL, OPTION_ONE_PASS},
    {NULL, 0, NULL, 0},
};

static int take_option(int c, struct explain_options *o)
{
    switch (c) {
    case OPTION_KEY:
    case OPTION_PMK:
    case OPTION_WEP:
    case OPTION_TK:
        o->keys[o->key_count++] = (struct key_given){.option = c == OPTION_KEY ? KEY_PASSPHRASE
                                                               : c == OPTION_PMK ? KEY_PMK
                                                               : c == OPTION_WEP ? KEY_WEP
                                                                                 : KEY_TK,
                                                     .text = optarg};
        return EXIT_OK;
    case OPTION_CLEAR:
        o->output.clear = optarg;
        return EXIT_OK;
    case OPTION_STA:
        o->output.only_sta = true;
        return parse_mac(optarg, &o->output.sta)
                   ? EXIT_OK
                   : command_fail(&command_explain, EXIT_USAGE, "'%s' is no address", optarg);
    case OPTION_BSS:
        o->output.only_bss = true;
        return parse_mac(optarg, &o->output.bssid)
                   ? EXIT_OK
                   : command_fail(&command_explain, EXIT_USAGE, "'%s' is no address", optarg);
    case OPTION_JSON:
        o->output.json = true;
        return EXIT_OK;
    case OPTION_QUIET:
        o->output.quiet = true;
        return EXIT_OK;
    case OPTION_ONE_PASS:
        o->one_pass = true;
        return EXIT_OK;
    default: /* getopt has said what is wrong */
        return command_fail(&command_explain, EXIT_USAGE, "wrong arguments");
    }
}

static int add_keys(struct extsta_explain *x, const struct explain_options *o)
{
    static const char *const names[] = {"--key", "--pmk", "--wep", "--tk"};
    for (size_t i = 0; i < o->key_count; i++) {
        const char *why = explain_key_add(x, o->keys[i].option, o->keys[i].text);
        if (why) {
            return command_fail(&command_explain, EXIT_USAGE, "%s number %zu %s",
                                names[o->keys[i].option], i + 1, why);
        }
    }
    return EXIT_OK;
}

/* All files through one explainer. */
static int feed(struct extsta_explain *x, char **files, int count, bool say)
{
    int status = EXIT_OK;
    uint32_t before = 0;
    for (int i = 0; i < count; i++) {
        const char *why, *problem;
        struct capture *capture = capture_open(files[i], &why);
        if (!capture) {
            if (say) {
                command_fail(&command_explain, EXIT_INPUT, "%s: %s", files[i], why);
            }
            status = EXIT_INPUT;
            continue;
        }
        struct input_progress progress = {.shown = isatty(STDERR_FILENO), .name = files[i]};
        before += (uint32_t)input_feed(capture, x, before, &progress, &problem);
        if (problem && say) {
            command_fail(&command_explain, EXIT_INPUT, "%s: %s", files[i], problem);
        }
        status = problem ? EXIT_INPUT : status;
        capture_close(capture);
    }
    return status;
}

static bool regular_files(char **files, int count)
{
    for (int i = 0; i < count; i++) {
        if (!capture_can_reopen(files[i])) {
            return false;
        }
    }
    return true;
}

static int explain(struct extsta_context *ctx, const struct explain_options *o, char **files,
                   int count)
{
    struct explain_output *out = explain_output_new(&o->output);
    const char *why = out ? explain_output_problem(out) : "no memory";
    if (why) {
        explain_output_free(out);
        return command_fail(&command_explain, EXIT_SYSTEM, "%s", why);
    }
    struct extsta_explain_sink sink = explain_output_sink(out);
    struct extsta_explain *x = extsta_explain_new(ctx, &sink);
    if (!x) {
        explain_output_free(out);
        return command_fail(&command_explain, EXIT_SYSTEM, "no memory");
    }
    int status = add_keys(x, o);
    if (status == EXIT_OK) {
        status = feed(x, files, count, true);
        extsta_explain_finish(x);
        if (extsta_explain_missed(x) && !o->one_pass && regular_files(files, count) &&
            explain_output_rewind(out)) {
            extsta_explain_again(x);
            feed(x, files, count, false);
        }
        explain_output_end(out, x, o->key_count > 0, files, count);
    }
    extsta_explain_free(x);
    if (!explain_output_free(out) && status == EXIT_OK) {
        status = command_fail(&command_explain, EXIT_SYSTEM, "the output cannot be written");
    }
    return status;
}

static int run(int argc, char **argv)
{
    struct explain_options o = {.keys = calloc((size_t)argc, sizeof *o.keys)};
    int status = o.keys ? EXIT_OK : EXIT_SYSTEM, c;
    while (status == EXIT_OK && (c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        status = take_option(c, &o);
    }
    if (status == EXIT_OK && optind == argc) {
        status = command_fail(&command_explain, EXIT_USAGE, "which capture?");
    }
    if (status == EXIT_OK) {
        struct extsta_context *ctx = extsta_context_new(&host_memory, &host_entropy);
        status = ctx ? explain(ctx, &o, argv + optind, argc - optind)
                     : command_fail(&command_explain, EXIT_SYSTEM, "no memory");
        extsta_context_free(ctx);
    }
    free(o.keys);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .summary = "what happened to each client of a capture, who ended it, and why",
    .help = help,
    .run = run,
};
