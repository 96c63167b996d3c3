/* extsta-supplicant: stations for programs that are written for wpa_supplicant, started as it
 * is started (arguments.h), with the configuration that it reads and the sockets that it has.
 * It may be called wpa_supplicant, by a link. */
#include "background.h"
#include "confine.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define FAILED 255 /* wpa_supplicant's -1 */

static void on_end(void *user, int number)
{
    struct supplicant *s = user;
    log_say(&s->log, LOG_LEVEL_INFO, NULL, "signal %d: ends", number);
    host_loop_stop(s->loop);
}

static void on_signal(struct supplicant *s, uint32_t number)
{
    if (number == SIGUSR1) {
        interfaces_tell(s);
        return;
    }
    log_reopen(&s->log);
    for (struct interface *i = s->first; i; i = i->next) {
        interface_reload(i);
    }
}

/* SIGHUP and SIGUSR1, from the loop. */
struct signals {
    struct supplicant *supplicant;
    int fd;
    struct host_watch *watch;
};

static void on_readable(void *user, extsta_time now)
{
    struct signals *signals = user;
    struct signalfd_siginfo info;
    while (read(signals->fd, &info, sizeof info) == sizeof info) {
        on_signal(signals->supplicant, info.ssi_signo);
    }
}

static bool signals_open(struct signals *signals, struct supplicant *s)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signals->supplicant = s;
    signals->fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    signals->watch =
        signals->fd >= 0 ? host_watch_add(s->loop, signals->fd, on_readable, signals) : NULL;
    return signals->watch != NULL;
}

static void signals_close(struct signals *signals)
{
    if (signals->watch) {
        host_watch_remove(signals->watch);
    }
    if (signals->fd >= 0) {
        close(signals->fd);
    }
}

static bool add_interfaces(struct supplicant *s)
{
    for (size_t i = 0; i < s->arguments.count; i++) {
        const struct interface_arguments *wanted = &s->arguments.interfaces[i];
        if (wanted->name && !interface_add(s, wanted)) {
            return false;
        }
    }
    return true;
}

/* Serves until it is told to end. False: something could not be had, which was said. */
static bool run(struct supplicant *s, struct background *background)
{
    char why[400];
    struct signals signals = {.fd = -1};
    bool ok =
        interfaces_open(s) && signals_open(&signals, s) && add_interfaces(s) && confine(s);
    if (ok && !background_ready(background, false, why, sizeof why)) {
        log_say(&s->log, LOG_LEVEL_ERROR, NULL, "%s", why);
        ok = false;
    }
    if (ok) {
        host_loop_on_signal(s->loop, on_end, s);
        /* what scripts wait for */
        log_say(&s->log, LOG_LEVEL_INFO, NULL,
                "Successfully initialized wpa_supplicant (extsta " EXTSTA_VERSION ")");
        host_loop_run(s->loop);
    }
    signals_close(&signals);
    interfaces_close(s);
    return ok;
}

int main(int argc, char **argv)
{
    static struct supplicant s; /* its arguments are large */
    struct background background;
    char why[400];
    enum arguments_verdict verdict = arguments_read(argc, argv, &s.arguments);
    if (verdict != ARGUMENTS_RUN) {
        return verdict == ARGUMENTS_DONE ? 0 : FAILED;
    }
    signal(SIGPIPE, SIG_IGN);
    s.log = (struct log){.level = s.arguments.level,
                         .timestamps = s.arguments.timestamps,
                         .system_log = s.arguments.system_log,
                         .path = s.arguments.log_file};
    if (s.arguments.log_file && !(s.log.path = background_absolute(s.arguments.log_file))) {
        fprintf(stderr, "extsta-supplicant: no memory\n");
        return FAILED;
    }
    if (!background_begin(&background, s.arguments.background, s.arguments.pid_file, why,
                          sizeof why) ||
        !log_open(&s.log, why, sizeof why)) {
        fprintf(stderr, "extsta-supplicant: %s\n", why);
        return FAILED;
    }
    bool ok = run(&s, &background);
    background_end(&background);
    log_close(&s.log);
    return ok ? 0 : FAILED;
}
