/* The options that explain and watch share (explain_options.h). */
#include "explain_options.h"
#include "providers.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* As tools print addresses: colons or hyphens, one or two digits. */
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
    OPTION_HTML,
    OPTION_CHECK,
    OPTION_QUIET,
    OPTION_WHY,
    OPTION_ONE_PASS,
    OPTION_ANNOTATE,
    OPTION_FILTER,
    OPTION_LOG,
    OPTION_SERVE,
    OPTION_SERVE_ANYONE,
    OPTION_KEEP_STORIES,
    OPTION_KEEP_STATIONS,
};

/* What --serve keeps unless it is told otherwise. */
#define KEEP_STORIES  20000u
#define KEEP_STATIONS 65536u
#define KEEP_MOST     10000000u

static const struct option long_options[] = {
    {"key", required_argument, NULL, OPTION_KEY},
    {"pmk", required_argument, NULL, OPTION_PMK},
    {"wep", required_argument, NULL, OPTION_WEP},
    {"tk", required_argument, NULL, OPTION_TK},
    {"write-clear", required_argument, NULL, OPTION_CLEAR},
    {"sta", required_argument, NULL, OPTION_STA},
    {"bss", required_argument, NULL, OPTION_BSS},
    {"json", no_argument, NULL, OPTION_JSON},
    {"html", required_argument, NULL, OPTION_HTML},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"why", no_argument, NULL, OPTION_WHY},
    {"one-pass", no_argument, NULL, OPTION_ONE_PASS},
    {"annotate", required_argument, NULL, OPTION_ANNOTATE},
    {"filter", required_argument, NULL, OPTION_FILTER},
    {"log", required_argument, NULL, OPTION_LOG},
    {"serve", required_argument, NULL, OPTION_SERVE},
    {"serve-anyone", no_argument, NULL, OPTION_SERVE_ANYONE},
    {"keep-stories", required_argument, NULL, OPTION_KEEP_STORIES},
    {"keep-stations", required_argument, NULL, OPTION_KEEP_STATIONS},
    {NULL, 0, NULL, 0},
};

/* The one station or BSS that is told. */
static int take_address(const struct command *command, const char *option, bool *only,
                        struct extsta_mac *out)
{
    if (*only) {
        return command_fail(command, EXIT_USAGE, "%s can be given once: one of them, or all",
                            option);
    }
    if (!parse_mac(optarg, out)) {
        return command_fail(command, EXIT_USAGE, "%s: '%s' is no address", option, optarg);
    }
    if (out->b[0] & 1) {
        return command_fail(command, EXIT_USAGE, "%s: '%s' is a group address, nobody's own",
                            option, optarg);
    }
    *only = true;
    return EXIT_OK;
}

/* A story's number, as the timeline shows it. Nothing else is said then. */
static int take_filter(const struct command *command, struct explain_output_options *o)
{
    char *end;
    const char *digits = optarg + (optarg[0] == '#');
    unsigned long n = strtoul(digits, &end, 10);
    if (digits[0] < '0' || digits[0] > '9' || *end || n == 0 || n > UINT32_MAX) {
        return command_fail(command, EXIT_USAGE,
                            "--filter: '%s' is no number of a story; they stand before the "
                            "frames, as #7",
                            optarg);
    }
    o->filter = (uint32_t)n;
    o->quiet = true;
    return EXIT_OK;
}

/* The tellers want the names alone (tell/explain_output.h). */
static int take_log(struct explain_options *o)
{
    struct log_given *log = &o->logs[o->log_count];
    log->file = explain_log_file(optarg, &log->program);
    o->log_names[o->log_count++] = log->file;
    o->output.logs = o->log_names;
    o->output.log_count = o->log_count;
    return EXIT_OK;
}

static int take_keep(const struct command *command, const char *option, uint32_t *out)
{
    char *end;
    unsigned long n = strtoul(optarg, &end, 10);
    if (optarg[0] < '0' || optarg[0] > '9' || *end || n == 0 || n > KEEP_MOST) {
        return command_fail(command, EXIT_USAGE, "%s: '%s' is no number from 1 to %u", option,
                            optarg, KEEP_MOST);
    }
    *out = (uint32_t)n;
    return EXIT_OK;
}

/* Options of watch alone. */
static int take_serve(const struct command *command, int c, struct explain_options *o)
{
    if (command != &command_watch) {
        return command_fail(command, EXIT_USAGE,
                            "'extsta watch' serves a report as it grows; --html writes one");
    }
    switch (c) {
    case OPTION_KEEP_STORIES:
        return take_keep(command, "--keep-stories", &o->keep_stories);
    case OPTION_KEEP_STATIONS:
        return take_keep(command, "--keep-stations", &o->keep_stations);
    case OPTION_SERVE_ANYONE:
        o->serve_anyone = true;
        return EXIT_OK;
    default:
        o->serve = optarg;
        return EXIT_OK;
    }
}

static int take_option(const struct command *command, int c, struct explain_options *o)
{
    switch (c) {
    case OPTION_SERVE:
    case OPTION_SERVE_ANYONE:
    case OPTION_KEEP_STORIES:
    case OPTION_KEEP_STATIONS:
        return take_serve(command, c, o);
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
        return take_address(command, "--sta", &o->output.only_sta, &o->output.sta);
    case OPTION_BSS:
        return take_address(command, "--bss", &o->output.only_bss, &o->output.bssid);
    case OPTION_JSON:
        o->output.json = true;
        return EXIT_OK;
    case OPTION_HTML:
        o->output.html = optarg;
        return EXIT_OK;
    case OPTION_CHECK:
        o->output.check = true;
        return EXIT_OK;
    case OPTION_QUIET:
        o->output.quiet = true;
        return EXIT_OK;
    case OPTION_WHY:
        o->output.why = true;
        return EXIT_OK;
    case OPTION_ONE_PASS:
        o->one_pass = true;
        return EXIT_OK;
    case OPTION_ANNOTATE:
        o->output.annotate = optarg;
        return EXIT_OK;
    case OPTION_FILTER:
        return take_filter(command, &o->output);
    case OPTION_LOG:
        return take_log(o);
    default: /* getopt has said what is wrong */
        return command_fail(command, EXIT_USAGE, "wrong arguments");
    }
}

int explain_options_parse(const struct command *command, int argc, char **argv,
                          struct explain_options *o)
{
    int status = EXIT_OK, c;
    *o = (struct explain_options){.keys = host_calloc((size_t)argc, sizeof *o->keys),
                                  .logs = host_calloc((size_t)argc, sizeof *o->logs),
                                  .log_names = host_calloc((size_t)argc, sizeof *o->log_names),
                                  .keep_stories = KEEP_STORIES,
                                  .keep_stations = KEEP_STATIONS};
    if (!o->keys || !o->logs || !o->log_names) {
        return command_fail(command, EXIT_SYSTEM, "no memory");
    }
    while (status == EXIT_OK && (c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        status = take_option(command, c, o);
    }
    return status;
}

void explain_options_free(struct explain_options *o)
{
    free(o->keys);
    free(o->logs);
    free(o->log_names);
}

int explain_options_keys(const struct command *command, struct extsta_explain *x,
                         const struct explain_options *o)
{
    static const char *const names[] = {"--key", "--pmk", "--wep", "--tk"};
    for (size_t i = 0; i < o->key_count; i++) {
        const char *why;
        enum extsta_error e = explain_key_add(x, o->keys[i].option, o->keys[i].text, &why);
        if (e != EXTSTA_OK) {
            return command_fail(command, e == EXTSTA_E_NO_MEMORY ? EXIT_SYSTEM : EXIT_USAGE,
                                "%s number %zu %s", names[o->keys[i].option], i + 1, why);
        }
    }
    return EXIT_OK;
}
