/* Plays scripts for run and demo: signals, progress, the exit status. */
#include "play.h"
#include "capture.h"
#include "out_file.h"
#include "outputs.h"
#include "page.h"
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* The signal that ends the run; a signal handler has nothing else. */
static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    stopped = number;
}

/* Frames that cannot be read (of another link type, received wrongly) are passed over, as a
 * radio would. */
static const char *read_capture(const char *path,
                                bool (*take)(void *user, const struct script_captured *frame),
                                void *user)
{
    static char problem[200];
    const char *why;
    struct capture *capture = capture_open(path, &why);
    if (!capture) {
        return why;
    }
    struct capture_record record;
    enum capture_result result;
    while ((result = capture_next(capture, &record)) == CAPTURE_RECORD) {
        struct script_captured c = {.time = record.time};
        if (extsta_packet_frame(record.linktype, record.fcs_len, record.bytes, &c.frame) &&
            !take(user, &c)) {
            result = CAPTURE_END;
            break;
        }
    }
    if (result != CAPTURE_END) {
        snprintf(problem, sizeof problem, "%s", capture_problem(capture));
    }
    capture_close(capture);
    return result == CAPTURE_END ? NULL : problem;
}

struct script_options play_options(void)
{
    return (struct script_options){.captures = read_capture,
                                   .text = stdout,
                                   .failed = stderr,
                                   .colour = page_colour(stdout),
                                   .timed = isatty(STDOUT_FILENO),
                                   .stopped = &stopped};
}

void play_json(struct script_options *o)
{
    o->json = stdout;
    o->text = NULL;
    o->quiet = true;
}

int play_check(const struct command *command, struct script_options *o, const char *script,
               const char *record)
{
    struct output outputs[4 + SCRIPT_EARS] = {
        {"--pcap", o->pcap}, {"--html", o->html}, {"--log", o->log}, {"--record", record}};
    size_t count = 4;
    for (size_t i = 0; i < o->ear_count; i++) {
        outputs[count++] = (struct output){"--pcap-at", o->ears[i].path};
    }
    int status = outputs_check(command, outputs, count, &script, 1);
    for (size_t i = 0; i < count && status == EXIT_OK; i++) {
        if (!outputs[i].path || !out_file_is_stdout(outputs[i].path)) {
            continue;
        }
        if (o->json) {
            return command_fail(command, EXIT_USAGE,
                                "--json and %s %s both want standard output", outputs[i].option,
                                outputs[i].path);
        }
        o->text = o->text ? stderr : NULL;
        o->timed = isatty(STDERR_FILENO);
        o->colour = false;
    }
    return status;
}

/* --- progress, on runs that take long and whose story goes elsewhere --- */

static bool shown;

/* At most ten times a second, and not in the first. */
static void show_progress(extsta_time now)
{
    static uint64_t began, last; /* tenths of seconds of real time */
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t tenths = (uint64_t)t.tv_sec * 10 + (uint64_t)t.tv_nsec / 100000000u;
    began = began ? began : tenths;
    if (tenths >= began + 10 && tenths != last) {
        last = tenths;
        shown = true;
        fprintf(stderr, "\r%.0f s of radio ", (double)now / 1e6);
    }
}

void play_for(double seconds)
{
    struct itimerval t = {.it_value = {(time_t)seconds,
                                       (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6)}};
    struct sigaction action = {.sa_handler = on_signal};
    if (seconds > 0) {
        sigaction(SIGALRM, &action, NULL);
        setitimer(ITIMER_REAL, &t, NULL);
    }
}

/* Ctrl-C and SIGTERM end the run by script_options.stopped, so that all files are whole. Exit
 * status: 128 + signal, as of a shell. */
int play(const struct command *command, struct script_options *o, const char *name,
         const char *text, size_t len)
{
    struct sigaction action = {.sa_handler = on_signal};
    char error[600];
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    bool watched = o->text && o->timed; /* the story itself is the progress */
    o->tick = isatty(STDERR_FILENO) && !watched ? show_progress : NULL;
    enum script_end end = script_run(o, name, text, len, error, sizeof error);
    if (shown) {
        fprintf(stderr, "\r%30s\r", "");
    }
    int status = EXIT_OK;
    switch (end) {
    case SCRIPT_HELD:
        break;
    case SCRIPT_FAILED:
        status = EXIT_EXPECTATION;
        break;
    case SCRIPT_ERROR:
        status = EXIT_INPUT;
        break;
    case SCRIPT_MACHINE:
        status = EXIT_SYSTEM;
        break;
    case SCRIPT_STOPPED:
        status = 128 + stopped;
        break;
    }
    if (error[0]) {
        command_fail(command, (enum exit_status)status, "%s", error);
    }
    return status;
}
