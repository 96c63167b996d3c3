/* extsta conform: the conformance suite of the Native 802.11 contract, played against a driver.
 * Reads the command line; each case is played in a process of its own (pool.h), so that a
 * driver that crashes or hangs fails one case and not the suite. */
#include "conform.h"
#include "arguments.h"
#include "batch.h"
#include "driver_loader.h"
#include "out_file.h"
#include "outputs.h"
#include "play.h"
#include "providers.h"
#include <errno.h>
#include <fnmatch.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define TIME_LIMIT 60.0 /* seconds of real time; a case takes a fraction of one */

static const char help[] =
    "extsta conform [options]\n"
    "\n"
    "Plays the conformance suite of the Native 802.11 contract: scripted hosts and access "
    "points\n"
    "on virtual air put a miniport driver through the sequences of the contract, malformed "
    "frames,\n"
    "full key tables, wrong requests; the referee judges, and each case has expectations of "
    "its\n"
    "own. Without --driver it judges the driver of this program. Nothing needs privilege or\n"
    "hardware.\n"
    "\n"
    "  --driver FILE.so  judge this driver (docs/driver.md)\n"
    "  --case NAME       only this case; a pattern as of a shell ('malformed-*'); may be "
    "repeated.\n"
    "                    One case with one seed tells its story, with its frames\n"
    "  --list            say which cases there are: what each does, where it comes from, the "
    "rules\n"
    "                    that it provokes\n"
    "  --seeds LIST      each case with each of these seeds: 1-10, or 1,5,20-29 (default: 1)\n"
    "  --jobs N          so many at a time (default: one for each processor)\n"
    "  --timeout S       a case that takes more than S seconds of real time has failed (60)\n"
    "  --suite DIR       the folder with the cases (default: the one that is installed)\n"
    "  --junit FILE      write a JUnit report, for CI; - is standard output\n"
    "  --tap             TAP 14 instead of the table\n"
    "  --json            one JSON object for each run, and one for the summary\n"
    "  --pcap FILE, --log FILE\n"
    "                    of one case with one seed: all that was on the air; the whole event "
    "log\n"
    "\n"
    "Each case passes, fails (then the command that repeats it is shown), or does not apply: "
    "the\n"
    "driver itself says that it cannot, and the table says what. docs/conform.md tells how to "
    "read\n"
    "a case, and how to add one; it takes no compiler.\n"
    "\n"
    "Exit status: 0 no case failed, 1 one did, 2 wrong arguments, 3 the suite or the driver "
    "cannot\n"
    "be used, 4 a file cannot be written or memory was refused, 130 interrupted (Ctrl-C), 143 "
    "by\n"
    "SIGTERM.\n";

/* --- the command line --- */

struct of_one {
    const char *pcap, *log;
};

static int take_number(struct conform_options *o, int c, char *text)
{
    const char *why;
    uint64_t jobs;
    switch (c) {
    case 'S':
        free(o->seeds);
        o->seeds = batch_seeds(text, &o->seed_count, &why);
        return o->seeds ? EXIT_OK
                        : command_fail(&command_conform, EXIT_USAGE, "--seeds %s, not '%s'",
                                       why, text);
    case 'n':
        if (!argument_number(text, 1, POOL_AT_ONCE, &jobs)) {
            return command_fail(&command_conform, EXIT_USAGE,
                                "--jobs takes a number from 1 to 256, not '%s'", text);
        }
        o->jobs = (unsigned)jobs;
        return EXIT_OK;
    case 'T':
        return argument_seconds(text, &o->limit)
                   ? EXIT_OK
                   : command_fail(&command_conform, EXIT_USAGE,
                                  "--timeout takes seconds, not '%s'", text);
    default:
        fprintf(stderr, "Try 'extsta conform --help'.\n");
        return EXIT_USAGE;
    }
}

static int take_option(struct conform_options *o, struct of_one *one, int c, char *text)
{
    switch (c) {
    case 'd':
        o->driver = text;
        return EXIT_OK;
    case 'c':
        if (o->name_count == sizeof o->names / sizeof *o->names) {
            return command_fail(&command_conform, EXIT_USAGE, "too many --case");
        }
        o->names[o->name_count++] = text;
        return EXIT_OK;
    case 'l':
        o->list = true;
        return EXIT_OK;
    case 'j':
        o->json = true;
        return EXIT_OK;
    case 't':
        o->tap = true;
        return EXIT_OK;
    case 'u':
        o->junit = text;
        return EXIT_OK;
    case 's':
        o->folder = text;
        return EXIT_OK;
    case 'p':
        one->pcap = text;
        return EXIT_OK;
    case 'L':
        one->log = text;
        return EXIT_OK;
    default:
        return take_number(o, c, text);
    }
}

static int read_options(struct conform_options *o, struct of_one *one, int argc, char **argv)
{
    static const struct option options[] = {
        {"driver", required_argument, NULL, 'd'},
        {"case", required_argument, NULL, 'c'},
        {"list", no_argument, NULL, 'l'},
        {"seeds", required_argument, NULL, 'S'},
        {"jobs", required_argument, NULL, 'n'},
        {"timeout", required_argument, NULL, 'T'},
        {"suite", required_argument, NULL, 's'},
        {"junit", required_argument, NULL, 'u'},
        {"tap", no_argument, NULL, 't'},
        {"json", no_argument, NULL, 'j'},
        {"pcap", required_argument, NULL, 'p'},
        {"log", required_argument, NULL, 'L'},
        {NULL, 0, NULL, 0},
    };
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        int status = take_option(o, one, c, optarg);
        if (status != EXIT_OK) {
            return status;
        }
    }
    if (optind < argc) {
        return command_fail(&command_conform, EXIT_USAGE,
                            "'%s' is no option; a case is chosen by --case", argv[optind]);
    }
    bool report_out = o->junit && out_file_is_stdout(o->junit);
    if (o->tap + o->json + report_out > 1) {
        return command_fail(&command_conform, EXIT_USAGE,
                            "--tap, --json and --junit - all want standard output");
    }
    const struct output outputs[] = {
        {"--junit", o->junit}, {"--pcap", one->pcap}, {"--log", one->log}};
    return outputs_check(&command_conform, outputs, 3, &o->driver, 1);
}

/* A driver that cannot be loaded is known before two hundred cases say so. */
static int try_driver(const struct conform_options *o)
{
    char why[700];
    struct driver_loader *loader =
        o->driver ? driver_loader_open(o->driver, why, sizeof why) : NULL;
    if (o->driver && !loader) {
        return command_fail(&command_conform, EXIT_INPUT, "%s", why);
    }
    driver_loader_close(loader);
    return EXIT_OK;
}

/* --- which cases --- */

static bool is_chosen(const struct conform_options *o, const char *name)
{
    bool chosen = o->name_count == 0;
    for (size_t i = 0; i < o->name_count && !chosen; i++) {
        chosen = fnmatch(o->names[i], name, 0) == 0;
    }
    return chosen;
}

static int choose_cases(struct conform *c)
{
    const struct conform_options *o = c->options;
    c->cases = host_calloc(c->suite->case_count, sizeof *c->cases);
    if (!c->cases) {
        return command_fail(&command_conform, EXIT_SYSTEM, "no memory");
    }
    for (size_t i = 0; i < c->suite->case_count; i++) {
        if (is_chosen(o, c->suite->cases[i].name)) {
            c->cases[c->case_count++] = i;
        }
    }
    for (size_t n = 0; n < o->name_count; n++) {
        bool there = false;
        for (size_t i = 0; i < c->suite->case_count; i++) {
            there |= fnmatch(o->names[n], c->suite->cases[i].name, 0) == 0;
        }
        if (!there) {
            return command_fail(&command_conform, EXIT_USAGE,
                                "there is no case '%s'; --list shows all", o->names[n]);
        }
    }
    c->count = c->case_count * o->seed_count;
    if (c->count > BATCH_RUNS) {
        return command_fail(&command_conform, EXIT_USAGE, "more than %u runs", BATCH_RUNS);
    }
    return EXIT_OK;
}

/* --- runs --- */

/* One run; its result is written where the summary finds it. */
static int play_run(const struct conform *c, size_t run, const struct of_one *one)
{
    const struct conform_case *k = conform_case_of(c, run);
    const struct conform_file *f = &c->suite->files[k->file];
    struct script_suite suite = {
        .before = c->suite->before, .before_count = c->suite->before_count, .play = k->name};
    struct script_options o = play_options();
    o.suite = &suite;
    o.driver = c->options->driver;
    o.has_seed = true;
    o.seed = conform_seed_of(c, run);
    o.text = one ? o.text : NULL;
    o.quiet = !one;
    o.frames = one != NULL;
    o.pcap = one ? one->pcap : NULL;
    o.log = one ? one->log : NULL;
    int status = play(&command_conform, &o, f->name, f->text, f->len);
    struct conform_result *r = &c->results[run];
    *r = (struct conform_result){.told = status < EXIT_SYSTEM,
                                 .skipped = suite.skipped && status == EXIT_OK,
                                 .error = status == EXIT_INPUT,
                                 .expectations = suite.expectations,
                                 .failed = suite.failed,
                                 .findings = suite.findings,
                                 .faults = suite.faults};
    memcpy(r->reason, suite.reason, sizeof r->reason);
    memcpy(r->exercised, suite.exercised, sizeof r->exercised);
    memcpy(r->violated, suite.violated, sizeof r->violated);
    return status;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void on_over(void *user, size_t job)
{
    conform_tell_more(user);
}

/* The summary's exit status. */
static int finish(struct conform *c, enum pool_end end, int why, int stopped)
{
    conform_tell_end(c);
    bool written = !c->options->junit || conform_junit_write(c);
    if (end == POOL_SYSTEM) {
        return command_fail(&command_conform, EXIT_SYSTEM, "no process can be made: %s",
                            strerror(why));
    }
    if (end == POOL_STOPPED) {
        return command_fail(&command_conform, (enum exit_status)(128 + stopped),
                            "interrupted: %zu of %zu runs had not ended",
                            c->verdicts[CONFORM_NOT_RUN], c->count);
    }
    return !written || c->verdicts[CONFORM_MACHINE] ? EXIT_SYSTEM
           : c->verdicts[CONFORM_FAIL]              ? EXIT_EXPECTATION
                                                    : EXIT_OK;
}

/* In the process of each run it returns that run's status. */
static int play_all(struct conform *c)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned several = processors < 1 ? 1 : processors > 256 ? 256 : (unsigned)processors;
    struct pool pool = {.count = c->count,
                        .at_once = c->options->jobs ? c->options->jobs : several,
                        .limit = c->options->limit,
                        .results = c->ends,
                        .over = on_over,
                        .user = c};
    size_t job = 0;
    int stopped = 0;
    double began = seconds_now();
    conform_tell_start(c);
    fflush(NULL);
    enum pool_end end = pool_run(&pool, &job, &stopped);
    int why = errno;
    if (end == POOL_JOB) {
        return play_run(c, job, NULL);
    }
    c->seconds = seconds_now() - began;
    return finish(c, end, why, stopped);
}

/* In this process, to be looked at: the story, then the verdict. */
static int play_one(struct conform *c, const struct of_one *one)
{
    double began = seconds_now();
    int status = play_run(c, 0, one);
    c->ends[0] = (struct pool_result){.over = true, .status = (status & 0xff) << 8};
    if (status >= EXIT_SYSTEM) {
        return status;
    }
    c->seconds = seconds_now() - began;
    conform_tell_start(c);
    return finish(c, POOL_OVER, 0, 0);
}

static int play_chosen(struct conform *c, const struct of_one *one)
{
    const struct conform_options *o = c->options;
    size_t size = c->count * sizeof *c->results;
    c->ends = host_calloc(c->count, sizeof *c->ends);
    void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!c->ends || shared == MAP_FAILED) {
        return command_fail(&command_conform, EXIT_SYSTEM, "no memory for %zu runs", c->count);
    }
    c->results = shared;
    bool to_look_at = c->count == 1 && !o->json && !o->tap && !o->junit;
    int status;
    if (!to_look_at && (one->pcap || one->log)) {
        status = command_fail(&command_conform, EXIT_USAGE,
                              "--pcap and --log are for one case with one seed");
    } else {
        status = to_look_at ? play_one(c, one) : play_all(c);
    }
    for (size_t i = 0; i < c->count; i++) {
        free(c->ends[i].output);
    }
    munmap(shared, size);
    return status;
}

static int run(int argc, char **argv)
{
    static struct conform_suite suite;
    static const uint64_t first_seed = 1;
    struct conform_options o = {.limit = TIME_LIMIT};
    struct conform c = {.options = &o, .suite = &suite};
    struct of_one one = {0};
    int status = read_options(&o, &one, argc, argv);
    if (!o.seeds) {
        o.seeds = host_malloc(sizeof *o.seeds);
        o.seed_count = 1;
        if (o.seeds) {
            *o.seeds = first_seed;
        } else {
            status = EXIT_SYSTEM;
        }
    }
    status = status == EXIT_OK ? try_driver(&o) : status;
    o.folder = o.folder ? o.folder : conform_suite_folder();
    status = status == EXIT_OK ? conform_suite_load(&suite, o.folder) : status;
    status = status == EXIT_OK ? choose_cases(&c) : status;
    if (status == EXIT_OK && o.list) {
        conform_list(&c);
    } else if (status == EXIT_OK) {
        status = play_chosen(&c, &one);
    }
    free(c.cases);
    free(c.ends);
    free(o.seeds);
    conform_suite_free(&suite);
    return status;
}

const struct command command_conform = {"conform", "judge a driver by the contract's suite",
                                        help, run};
