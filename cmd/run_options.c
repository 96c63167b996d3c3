/* The options of extsta run and what contradicts what among them (run_options.h). */
#include "run_options.h"
#include "arguments.h"
#include "out_file.h"
#include "outputs.h"
#include "play.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* NAME=FILE; cut in place, because that is where it lives. */
static int take_ear(char *text, struct script_options *o)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text || !equals[1]) {
        return command_fail(&command_run, EXIT_USAGE, "--pcap-at takes NAME=FILE, not '%s'",
                            text);
    }
    if (o->ear_count == SCRIPT_EARS) {
        return command_fail(&command_run, EXIT_USAGE, "--pcap-at: at most %u members",
                            SCRIPT_EARS);
    }
    *equals = 0;
    for (size_t i = 0; i < o->ear_count; i++) {
        if (strcmp(o->ears[i].name, text) == 0) {
            return command_fail(&command_run, EXIT_USAGE, "--pcap-at: '%s' is given twice",
                                text);
        }
    }
    o->ears[o->ear_count++] = (struct script_ear){text, equals + 1};
    return EXIT_OK;
}

static int take_view(const char *text, struct script_options *o)
{
    static const char *const names[] = {"station", "ap", "both"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], text) == 0) {
            o->view = (enum script_view)i;
            return EXIT_OK;
        }
    }
    return command_fail(&command_run, EXIT_USAGE, "--view is station, ap or both, not '%s'",
                        text);
}

/* What is for the scripts: KEY=VALUE, each key once. */
static int check_arguments(const struct script_options *o)
{
    for (size_t i = 0; i < o->argument_count; i++) {
        const char *argument = o->arguments[i], *equals = strchr(argument, '=');
        size_t key = equals ? (size_t)(equals - argument) + 1 : 0;
        if (key < 2) {
            return command_fail(
                &command_run, EXIT_USAGE,
                "'%s' is not KEY=VALUE: behind -- stands what is for the script", argument);
        }
        for (size_t k = 0; k < i; k++) {
            if (strncmp(o->arguments[k], argument, key) == 0) {
                return command_fail(&command_run, EXIT_USAGE, "%.*s is given twice",
                                    (int)key - 1, argument);
            }
        }
    }
    return EXIT_OK;
}

/* --- one option each: EXIT_OK, or what is wrong was said --- */

/* Of options that need their argument looked at. */
static int take_argument(struct run_options *r, int c, char *text)
{
    struct script_options *o = &r->one;
    const char *why;
    uint64_t jobs;
    switch (c) {
    case 's':
        o->has_seed = argument_number(text, 0, UINT64_MAX, &o->seed);
        return o->has_seed ? EXIT_OK
                           : command_fail(&command_run, EXIT_USAGE,
                                          "--seed takes a number from 0 to %llu, not '%s'",
                                          (unsigned long long)UINT64_MAX, text);
    case 'S':
        free(r->seeds);
        r->seeds = batch_seeds(text, &r->many.seed_count, &why);
        return r->seeds
                   ? EXIT_OK
                   : command_fail(&command_run, EXIT_USAGE, "--seeds %s, not '%s'", why, text);
    case 'n':
        if (!argument_number(text, 1, 256, &jobs)) {
            return command_fail(&command_run, EXIT_USAGE,
                                "--jobs takes a number from 1 to 256, not '%s'", text);
        }
        r->many.jobs = (unsigned)jobs;
        return EXIT_OK;
    case 'l':
        return argument_seconds(text, &r->many.limit)
                   ? EXIT_OK
                   : command_fail(&command_run, EXIT_USAGE, "--timeout takes seconds, not '%s'",
                                  text);
    case 'a':
        return take_ear(text, o);
    case 'v':
        return take_view(text, o);
    case 'R':
        r->radio = text;
        return strcmp(text, "hwsim") == 0
                   ? EXIT_OK
                   : command_fail(&command_run, EXIT_USAGE, "--radio is hwsim, not '%s'", text);
    case 'd':
        o->driver = r->many.driver = text;
        return EXIT_OK;
    default:
        fprintf(stderr, "Try 'extsta run --help'.\n");
        return EXIT_USAGE;
    }
}

static int take_option(struct run_options *r, int c, char *text)
{
    struct script_options *o = &r->one;
    switch (c) {
    case 'p':
        o->pcap = text;
        return EXIT_OK;
    case 'h':
        o->html = text;
        return EXIT_OK;
    case 'L':
        o->log = text;
        return EXIT_OK;
    case 'j':
        play_json(o);
        return EXIT_OK;
    case 'w':
        o->why = true;
        return EXIT_OK;
    case 'f':
        o->frames = true;
        return EXIT_OK;
    case 'r':
        o->unjudged = r->many.unjudged = true;
        return EXIT_OK;
    case 'q':
        o->text = NULL;
        o->quiet = r->many.quiet = true;
        return EXIT_OK;
    case 'u':
        r->many.junit = text;
        return EXIT_OK;
    case 't':
        r->many.tap = true;
        return EXIT_OK;
    case 'c':
        r->record.path = text;
        return EXIT_OK;
    case 'x':
        r->record.without_secrets = true;
        return EXIT_OK;
    default:
        return take_argument(r, c, text);
    }
}

/* --- all of them --- */

/* What contradicts what of many runs. */
static int check_batch(struct run_options *r)
{
    struct batch_options *m = &r->many;
    const struct output junit = {"--junit", m->junit};
    if (r->of_one) {
        return command_fail(&command_run, EXIT_USAGE,
                            "--%s is for one run: repeat the one you mean, with its --seed",
                            r->of_one);
    }
    if (r->seeds && r->one.has_seed) {
        return command_fail(&command_run, EXIT_USAGE, "give --seed or --seeds");
    }
    if (m->tap && junit.path && out_file_is_stdout(junit.path)) {
        return command_fail(&command_run, EXIT_USAGE,
                            "--tap and --junit %s both want standard output", junit.path);
    }
    m->seeds = r->seeds ? r->seeds : &r->one.seed;
    m->seed_count = r->seeds ? m->seed_count : r->one.has_seed;
    if (m->file_count * (r->seeds ? m->seed_count : 1) > BATCH_RUNS) {
        return command_fail(&command_run, EXIT_USAGE, "more than %u runs", BATCH_RUNS);
    }
    return outputs_check(&command_run, &junit, 1, m->files, m->file_count);
}

/* What stands behind "--" is for the scripts, whatever it looks like: so many. */
static int behind_dashes(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            return argc - i - 1;
        }
    }
    return 0;
}

/* Files, and what is for the scripts. */
static int take_words(struct run_options *r, int argc, char **argv, int behind)
{
    behind = behind < argc - optind ? behind : argc - optind;
    r->many.files = (const char *const *)argv + optind;
    r->many.file_count = (size_t)(argc - optind - behind);
    r->one.arguments = r->many.arguments = (const char *const *)argv + argc - behind;
    r->one.argument_count = r->many.argument_count = (size_t)behind;
    r->batch |= r->many.file_count > 1;
    if (r->many.file_count == 0) {
        return command_fail(&command_run, EXIT_USAGE, "give a scenario file");
    }
    return check_arguments(&r->one);
}

int run_options_read(struct run_options *r, int argc, char **argv)
{
    static const struct option options[] = {
        /* of one run */
        {"pcap", required_argument, NULL, 'p'},
        {"pcap-at", required_argument, NULL, 'a'},
        {"html", required_argument, NULL, 'h'},
        {"view", required_argument, NULL, 'v'},
        {"log", required_argument, NULL, 'L'},
        {"json", no_argument, NULL, 'j'},
        {"frames", no_argument, NULL, 'f'},
        {"why", no_argument, NULL, 'w'},
        {"radio", required_argument, NULL, 'R'},
        {"record", required_argument, NULL, 'c'},
        {"record-without-secrets", no_argument, NULL, 'x'},
        /* of both */
        {"seed", required_argument, NULL, 's'},
        {"quiet", no_argument, NULL, 'q'},
        {"no-referee", no_argument, NULL, 'r'},
        {"driver", required_argument, NULL, 'd'},
        /* of many */
        {"seeds", required_argument, NULL, 'S'},
        {"jobs", required_argument, NULL, 'n'},
        {"timeout", required_argument, NULL, 'l'},
        {"junit", required_argument, NULL, 'u'},
        {"tap", no_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    const int first_of_both = 11, first_of_many = 15;
    int behind = behind_dashes(argc, argv), index = -1;
    *r = (struct run_options){.one = play_options()};
    for (int c; (c = getopt_long(argc, argv, "", options, &index)) != -1;) {
        int status = take_option(r, c, optarg);
        if (status != EXIT_OK) {
            return status;
        }
        r->of_one = index < first_of_both ? options[index].name : r->of_one;
        r->batch |= index >= first_of_many;
    }
    int status = take_words(r, argc, argv, behind);
    if (status != EXIT_OK) {
        return status;
    }
    return r->batch ? check_batch(r) : play_check(&command_run, &r->one, r->many.files[0], r->record.path);
}

void run_options_free(struct run_options *r)
{
    free(r->seeds);
}
