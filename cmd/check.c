/* extsta check: judges recorded event logs, of whatever driver and host, by the rules of the
 * contract. Reads the files; host/log_judge.h judges, check_tell.h tells. */
#include "check_explain.h"
#include "check_tell.h"
#include "command.h"
#include "providers.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char help[] =
    "extsta check LOG... [options]\n"
    "extsta check --explain RULE\n"
    "\n"
    "Judges recorded event logs by the rules of the Native 802.11 contract: those of --log of\n"
    "run, demo and connect, or of any other driver or host that writes them\n"
    "(docs/event-log.md). '-' is standard input. Each station of a log is judged for itself.\n"
    "A rule that was broken is one line: the log and the line that broke it, whose doing, the\n"
    "rule, what was expected, what came, the lines that prove it. Then how the rules stand,\n"
    "chapter by chapter: kept, violated, pending (due, and the log ends before it is), not "
    "seen\n"
    "in these logs, invisible (no log can show it; 'extsta contract' says why).\n"
    "\n"
    "  --rule RULE     only this one (DIS-04) or those of a chapter (DIS); several, and with\n"
    "                  commas between, too: nothing else is told or decides\n"
    "  --explain RULE  what a rule says and where that is from, with an example in which it "
    "is\n"
    "                  kept and one in which it is broken\n"
    "  --json          one JSON object per line (docs/event-log.md)\n"
    "  --quiet         only rules that were broken, and what cannot be read\n"
    "\n"
    "  extsta run office.lua --log office.jsonl; extsta check office.jsonl\n"
    "\n"
    "Exit status: 0 no rule was broken, 1 one was, 2 wrong arguments, 3 a log cannot be read, "
    "or\n"
    "not all of it (it is cut off, or has lines that mean nothing; the rest is judged), 4 the\n"
    "machine refuses (memory).\n";

struct options {
    struct contract_selection explain;
    bool json, quiet;
};

static int fail_file(const char *path, int why)
{
    return why == ENOMEM
               ? command_fail(&command_check, EXIT_SYSTEM, "%s: no memory", path)
               : command_fail(&command_check, EXIT_INPUT, "%s: %s", path, strerror(why));
}

static int select_rules(struct contract_selection *s, const char *option, const char *words)
{
    char wrong[64];
    return contract_select(s, words, wrong, sizeof wrong)
               ? EXIT_OK
               : command_fail(&command_check, EXIT_USAGE,
                              "%s '%s': neither a rule (DIS-04) nor a chapter (DIS)", option,
                              wrong);
}

static FILE *open_log(const char *path)
{
    struct stat st;
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (f && fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
        if (f != stdin) {
            fclose(f);
        }
        errno = EISDIR;
        return NULL;
    }
    return f;
}

/* What cannot be read was said by the judge; what the system says is said here. */
static int read_log(FILE *f, struct check_tell *t)
{
    static uint8_t buffer[1 << 16];
    bool goes_on = true;
    for (size_t n; goes_on && (n = fread(buffer, 1, sizeof buffer, f)) > 0;) {
        goes_on = log_judge_feed(t->judge, (struct extsta_span){buffer, n});
    }
    int why = ferror(f) ? errno : 0;
    if (goes_on) {
        log_judge_end(t->judge);
    }
    return why ? fail_file(t->log, why) : EXIT_OK;
}

static int check_log(struct check_tell *t, const char *path)
{
    struct log_judge_about about;
    t->log = strcmp(path, "-") == 0 ? "standard input" : path;
    FILE *f = open_log(path);
    if (!f) {
        return fail_file(path, errno);
    }
    t->judge = log_judge_new(t->ctx, &check_tell_ops, t);
    if (!t->judge) {
        if (f != stdin) {
            fclose(f);
        }
        return command_fail(&command_check, EXIT_SYSTEM, "no memory");
    }
    int status = read_log(f, t);
    log_judge_about(t->judge, &about);
    if (about.no_memory) {
        status = command_fail(&command_check, EXIT_SYSTEM,
                              "%s: no memory: not every station was judged", t->log);
    } else if (status == EXIT_OK && !about.headed && about.unreadable == 0) {
        status = command_fail(&command_check, EXIT_INPUT, "%s: it is empty", t->log);
    }
    check_tell_log(t);
    log_judge_free(t->judge);
    t->judge = NULL;
    if (f != stdin) {
        fclose(f);
    }
    return status;
}

static int check_logs(struct check_tell *t, char **logs, int count)
{
    int worst = EXIT_OK;
    for (int i = 0; i < count; i++) {
        int status = check_log(t, logs[i]);
        worst = status > worst ? status : worst;
    }
    check_tell_end(t);
    worst = worst < EXIT_INPUT && t->unreadable ? EXIT_INPUT : worst;
    return worst == EXIT_OK && check_tell_violated(t) ? EXIT_EXPECTATION : worst;
}

static int parse(int argc, char **argv, struct options *o, struct check_tell *t)
{
    static const struct option options[] = {
        {"rule", required_argument, NULL, 'r'},
        {"explain", required_argument, NULL, 'e'},
        {"json", no_argument, NULL, 'j'},
        {"quiet", no_argument, NULL, 'q'},
        {NULL, 0, NULL, 0},
    };
    int status = EXIT_OK;
    for (int i; (i = getopt_long(argc, argv, "", options, NULL)) != -1 && status == EXIT_OK;) {
        switch (i) {
        case 'r':
            status = select_rules(&t->only, "--rule", optarg);
            break;
        case 'e':
            status = select_rules(&o->explain, "--explain", optarg);
            break;
        case 'j':
            o->json = true;
            break;
        case 'q':
            o->quiet = true;
            break;
        default:
            fprintf(stderr, "Try 'extsta check --help'.\n");
            return EXIT_USAGE;
        }
    }
    if (status == EXIT_OK && o->explain.any && (optind < argc || t->only.any || o->quiet)) {
        return command_fail(&command_check, EXIT_USAGE,
                            "--explain tells of rules and judges no log");
    }
    if (status == EXIT_OK && !o->explain.any && optind == argc) {
        return command_fail(&command_check, EXIT_USAGE, "which log?");
    }
    return status;
}

static int run(int argc, char **argv)
{
    static struct check_tell tell;
    struct options o = {0};
    int status = parse(argc, argv, &o, &tell);
    if (status != EXIT_OK) {
        return status;
    }
    if (o.explain.any) {
        check_explain(&o.explain, o.json);
        return EXIT_OK;
    }
    check_tell_start(&tell, o.json, o.quiet);
    tell.ctx = extsta_context_new(&host_memory, &host_entropy);
    if (!tell.ctx) {
        return command_fail(&command_check, EXIT_SYSTEM, "no memory");
    }
    status = check_logs(&tell, argv + optind, argc - optind);
    host_context_free(tell.ctx);
    return status;
}

const struct command command_check = {
    "check", "judge a recorded event log by the rules of the contract", help, run};
