/* Where the frames of `extsta watch` come from: see watch_source.h. A capture is read in
 * batches, as many records as have come; only when all of them are used up is it waited for
 * more. */
#include "watch_source.h"
#include "command.h"
#include "monitor.h"
#include "monotonic.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BATCH   64u
#define QUIET   250 /* milliseconds */
#define SECONDS 1000000000u

struct watch_source {
    struct monitor *monitor; /* or */
    struct capture *capture;
    struct capture_record batch[BATCH];
    size_t at, count;
    uint64_t last, came; /* time of the last frame, and by the monotonic clock when it came */
    char why[200];
};

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

static int open_interface(struct watch_source *s, const char *name)
{
    enum monitor_problem problem;
    char why[256] = "";
    s->monitor = monitor_open(name, &problem, why);
    return s->monitor ? EXIT_OK : cannot(name, problem, why);
}

static int open_input(struct watch_source *s)
{
    const char *why;
    if (isatty(STDIN_FILENO)) {
        return command_fail(&command_watch, EXIT_USAGE,
                            "'-' reads a capture from standard input, as of "
                            "'tcpdump -U -w - | extsta watch -'");
    }
    s->capture = capture_open("-", &why);
    return s->capture ? EXIT_OK
                      : command_fail(&command_watch, errno == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT,
                                     "standard input: %s", why);
}

struct watch_source *watch_source_open(const char *name, int *status)
{
    struct watch_source *s = calloc(1, sizeof *s);
    if (!s) {
        *status = command_fail(&command_watch, EXIT_SYSTEM, "no memory");
        return NULL;
    }
    *status = strcmp(name, "-") == 0 ? open_input(s) : open_interface(s, name);
    if (*status != EXIT_OK) {
        free(s);
        return NULL;
    }
    return s;
}

static enum watch_result next_of_monitor(struct watch_source *s, struct capture_record *record)
{
    int got = monitor_read(s->monitor, record);
    return got > 0 ? WATCH_FRAME : got == 0 ? WATCH_QUIET : WATCH_FAILED;
}

/* The next batch. At first, and behind a full one, what was read already is a record, mostly:
 * no waiting then. */
static enum watch_result fetch(struct watch_source *s)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    enum capture_result end;
    bool more = s->count % BATCH == 0 && capture_buffered(s->capture) > 0;
    if (!more && poll(&input, 1, QUIET) <= 0) {
        return WATCH_QUIET;
    }
    s->at = 0;
    s->count = capture_next_batch(s->capture, s->batch, BATCH, &end);
    s->came = monotonic_ns();
    if (s->count > 0) {
        return WATCH_FRAME;
    }
    if (end == CAPTURE_END) {
        return WATCH_END;
    }
    snprintf(s->why, sizeof s->why, "standard input: %s", capture_problem(s->capture));
    return WATCH_FAILED;
}

static enum watch_result next_of_capture(struct watch_source *s, struct capture_record *record)
{
    enum watch_result got = s->at < s->count ? WATCH_FRAME : fetch(s);
    if (got == WATCH_FRAME) {
        *record = s->batch[s->at++];
        s->last = record->time;
    }
    return got;
}

enum watch_result watch_source_next(struct watch_source *s, struct capture_record *record)
{
    return s->monitor ? next_of_monitor(s, record) : next_of_capture(s, record);
}

uint64_t watch_source_now(const struct watch_source *s)
{
    if (s->monitor) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        return (uint64_t)t.tv_sec * SECONDS + (uint64_t)t.tv_nsec;
    }
    return s->last ? s->last + (monotonic_ns() - s->came) : 0;
}

const char *watch_source_why(struct watch_source *s)
{
    return s->monitor ? monitor_why(s->monitor) : s->why;
}

uint64_t watch_source_lost(struct watch_source *s)
{
    return s->monitor ? monitor_lost(s->monitor) : 0;
}

void watch_source_close(struct watch_source *s)
{
    if (s) {
        if (s->monitor) {
            monitor_close(s->monitor);
        }
        capture_close(s->capture);
        free(s);
    }
}
