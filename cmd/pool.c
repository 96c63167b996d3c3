/* Jobs in processes (pool.h). One loop waits for output, ends, time limits and signals at once;
 * signals are blocked but while it waits (ppoll), so none is missed. */
#include "pool.h"
#include "providers.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRACE 1.0 /* seconds between SIGTERM and SIGKILL */

/* A job under way. */
struct worker {
    pid_t pid;
    int fd; /* its output */
    size_t job;
    double began, due; /* due: when it is to be told to end, or killed; 0: never */
    bool told;         /* to end */
    bool late;
    bool silent;                /* it has closed its output */
    size_t len, left_out;       /* octets of output kept, and between its two halves */
    char output[2 * POOL_KEPT]; /* the first half is the beginning, the second one the end */
};

struct state {
    const struct pool *pool;
    struct worker *workers;
    struct pollfd *fds;
    unsigned running;
    size_t next; /* job to begin */
    sigset_t before;
    struct sigaction old[3];
};

static const int watched[3] = {SIGINT, SIGTERM, SIGCHLD};

/* What has come; a signal handler has nothing else. */
static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
    if (number != SIGCHLD) {
        stopping = number;
    }
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void signals_take(struct state *s)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t set;
    sigemptyset(&set);
    stopping = 0;
    for (size_t i = 0; i < 3; i++) {
        sigaddset(&set, watched[i]);
        sigaction(watched[i], &action, &s->old[i]);
    }
    sigprocmask(SIG_BLOCK, &set, &s->before);
}

static void signals_give_back(const struct state *s)
{
    for (size_t i = 0; i < 3; i++) {
        sigaction(watched[i], &s->old[i], NULL);
    }
    sigprocmask(SIG_SETMASK, &s->before, NULL);
}

/* --- one job --- */

/* The new process: nothing of the pool is left in it but the way its output takes. */
static void become_job(struct state *s, const int ends[2], pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(1); /* it died before this was asked for */
    }
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) {
        dup2(nothing, STDIN_FILENO);
        close(nothing);
    }
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    for (int i = 0; i < 2; i++) {
        if (ends[i] > STDERR_FILENO) {
            close(ends[i]);
        }
    }
    for (unsigned i = 0; i < s->running; i++) {
        close(s->workers[i].fd);
    }
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* in its place among what standard error gets */
    signals_give_back(s);
}

/* The pid, 0 in the new process; negative: errno. */
static pid_t begin(struct state *s)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -1;
    }
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        become_job(s, ends, parent);
        return 0;
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    struct worker *w = &s->workers[s->running++];
    double now = seconds_now();
    w->pid = pid;
    w->fd = ends[0];
    w->job = s->next++;
    w->began = now;
    w->due = s->pool->limit > 0 ? now + s->pool->limit : 0;
    w->told = w->late = w->silent = false;
    w->len = w->left_out = 0;
    return pid;
}

/* Beyond its room the beginning and the end of an output are kept. */
static void keep(struct worker *w, const char *text, size_t n)
{
    while (n > 0) {
        size_t part = n < POOL_KEPT ? n : POOL_KEPT;
        size_t room = sizeof w->output - w->len, over = part > room ? part - room : 0;
        memmove(w->output + POOL_KEPT, w->output + POOL_KEPT + over,
                over ? w->len - POOL_KEPT - over : 0);
        w->len -= over;
        w->left_out += over;
        memcpy(w->output + w->len, text, part);
        w->len += part;
        text += part;
        n -= part;
    }
}

static void read_output(struct worker *w)
{
    char text[4096];
    ssize_t n;
    while ((n = read(w->fd, text, sizeof text)) > 0) {
        keep(w, text, (size_t)n);
    }
}

/* NULL: there is none, or no memory. */
static char *whole_output(const struct worker *w)
{
    char note[80] = "";
    size_t head = w->left_out ? POOL_KEPT : w->len;
    if (w->len == 0) {
        return NULL;
    }
    if (w->left_out) {
        snprintf(note, sizeof note, "\n... %zu octets are left out here ...\n", w->left_out);
    }
    size_t middle = strlen(note);
    char *text = host_malloc(w->len + middle + 1);
    if (text) {
        memcpy(text, w->output, head);
        memcpy(text + head, note, middle);
        memcpy(text + head + middle, w->output + head, w->len - head);
        text[w->len + middle] = 0;
        for (char *nul; (nul = memchr(text, 0, w->len + middle)) != NULL;) {
            *nul = '?';
        }
    }
    return text;
}

static void conclude(struct state *s, unsigned at, int status)
{
    struct worker *w = &s->workers[at];
    struct pool_result *r = &s->pool->results[w->job];
    size_t job = w->job;
    read_output(w);
    close(w->fd);
    *r = (struct pool_result){.over = true,
                              .late = w->late,
                              .stopped = w->told && !w->late,
                              .status = status,
                              .seconds = seconds_now() - w->began,
                              .output = whole_output(w)};
    s->running--;
    if (at != s->running) {
        *w = s->workers[s->running];
    }
    if (s->pool->over) {
        s->pool->over(s->pool->user, job);
    }
}

/* --- all of them --- */

static void tell_to_end(struct worker *w, double now)
{
    kill(w->pid, w->told ? SIGKILL : SIGTERM);
    w->due = w->told ? 0 : now + GRACE;
    w->told = true;
}

static void look_at_clock(struct state *s)
{
    double now = seconds_now();
    for (unsigned i = 0; i < s->running; i++) {
        struct worker *w = &s->workers[i];
        if (stopping && !w->told) {
            tell_to_end(w, now);
        } else if (w->due > 0 && now >= w->due) {
            w->late |= !w->told;
            tell_to_end(w, now);
        }
    }
}

static void look_at_ends(struct state *s)
{
    for (unsigned i = s->running; i-- > 0;) {
        int status;
        if (waitpid(s->workers[i].pid, &status, WNOHANG) == s->workers[i].pid) {
            conclude(s, i, status);
        }
    }
}

/* Until something happens, or a worker is due. */
static void wait_for_news(struct state *s)
{
    double first = 0, now = seconds_now();
    for (unsigned i = 0; i < s->running; i++) {
        struct worker *w = &s->workers[i];
        s->fds[i] = (struct pollfd){.fd = w->silent ? -1 : w->fd, .events = POLLIN};
        first = w->due > 0 && (first <= 0 || w->due < first) ? w->due : first;
    }
    double left = first > now ? first - now : 0;
    struct timespec timeout = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
    if (ppoll(s->fds, s->running, first > 0 ? &timeout : NULL, &s->before) <= 0) {
        return;
    }
    for (unsigned i = 0; i < s->running; i++) {
        if (s->fds[i].revents & POLLIN) {
            read_output(&s->workers[i]);
        } else if (s->fds[i].revents) {
            s->workers[i].silent = true;
        }
    }
}

static enum pool_end go_on(struct state *s, size_t *job)
{
    while (s->running > 0 || (s->next < s->pool->count && !stopping)) {
        while (s->running < s->pool->at_once && s->next < s->pool->count && !stopping) {
            pid_t pid = begin(s);
            if (pid == 0) {
                *job = s->next;
                return POOL_JOB;
            }
            if (pid < 0 && s->running == 0) {
                return POOL_SYSTEM;
            }
            if (pid < 0) {
                break; /* perhaps when another one has ended */
            }
        }
        wait_for_news(s);
        look_at_ends(s);
        look_at_clock(s);
    }
    return s->next < s->pool->count || stopping ? POOL_STOPPED : POOL_OVER;
}

enum pool_end pool_run(const struct pool *pool, size_t *job, int *stopped)
{
    struct state s = {.pool = pool};
    s.workers = host_malloc(pool->at_once * sizeof *s.workers);
    s.fds = host_malloc(pool->at_once * sizeof *s.fds);
    enum pool_end end = POOL_SYSTEM;
    if (s.workers && s.fds) {
        signals_take(&s);
        end = go_on(&s, job);
        *stopped = stopping;
    } else {
        errno = ENOMEM;
    }
    int why = errno;
    if (end == POOL_OVER || end == POOL_STOPPED || (end == POOL_SYSTEM && s.workers && s.fds)) {
        signals_give_back(&s);
    }
    free(s.workers);
    free(s.fds);
    errno = why;
    return end;
}
