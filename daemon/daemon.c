/* The life of a daemon (daemon.h): what is opened, in which order, and what is given up before
 * anything from outside is heard. */
#include "daemon_private.h"
#include "needs.h"
#include "providers.h"
#include "recorded.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void mistake(void *user, const char *text)
{
    const struct journal *j = user;
    journal_say(j, JOURNAL_ERROR, NULL, "%s", text);
}

enum daemon_end daemon_check(const char *path)
{
    struct journal j;
    struct config c;
    struct config_ids ids = {0};
    journal_open(&j, JOURNAL_INFO);
    bool ok = config_read(path, &c, &ids, mistake, &j);
    config_free(&c);
    return ok ? DAEMON_STOPPED : DAEMON_INPUT;
}

/* --- signals --- */

void daemon_stop(struct daemon *d)
{
    d->stopping = true;
    notify_say(&d->notify, "STOPPING=1");
    host_loop_stop(d->loop);
}

static void on_signal(void *user, int number)
{
    daemon_stop(user);
}

static void on_hangup(void *user, extsta_time now)
{
    struct daemon *d = user;
    struct signalfd_siginfo info;
    if (read(d->hangups, &info, sizeof info) == sizeof info) {
        reload_again(d);
    }
}

/* Blocked, and read from a descriptor: so it is a turn of the loop like any other. */
static bool watch_hangups(struct daemon *d)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    d->hangups = sigprocmask(SIG_BLOCK, &set, NULL) == 0
                     ? signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)
                     : -1;
    d->hangup_watch =
        d->hangups >= 0 ? host_watch_add(d->loop, d->hangups, on_hangup, d) : NULL;
    return d->hangup_watch != NULL;
}

static void on_watchdog(void *user, extsta_time now)
{
    struct daemon *d = user;
    notify_say(&d->notify, "WATCHDOG=1");
    d->watchdog = host_alarm_add(d->loop, now + d->notify.watchdog, on_watchdog, d);
}

/* --- beginning --- */

static enum daemon_end refuse(const struct daemon *d, const char *why)
{
    journal_say(&d->journal, JOURNAL_ERROR, NULL, "%s", why);
    return DAEMON_SYSTEM;
}

/* Each station with an interface has two descriptors. */
static void raise_limits(const struct daemon *d)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static enum daemon_end check_privilege(const struct daemon *d)
{
    char names[PRIVILEGE_NAMES], why[300];
    struct needs needs = {0};
    needs_add_config(&needs, &d->config);
    uint64_t missing = needs.capabilities & ~privilege_held();
    if (!missing) {
        return DAEMON_STOPPED;
    }
    privilege_names(missing, names, sizeof names);
    snprintf(why, sizeof why,
             "its radios and interfaces need %s: start it as root, or within 'unshare -Urn'; "
             "without interfaces ('interface: no') a virtual air needs nothing",
             names);
    return refuse(d, why);
}

/* The folder that a socket is in. */
static bool socket_folder(struct daemon *d, const char *path, char *why, size_t size)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (path[0] != '/' || !slash || slash == folder) {
        return true;
    }
    *slash = 0;
    return privilege_folder(folder, 0755, &d->ids, why, size);
}

static bool make_folders(struct daemon *d, char *why, size_t size)
{
    const struct config *c = &d->config;
    return (!c->control || socket_folder(d, c->control, why, size)) &&
           (!c->wpa_global || socket_folder(d, c->wpa_global, why, size)) &&
           (!c->wpa_control || (socket_folder(d, c->wpa_control, why, size) &&
                                privilege_folder(c->wpa_control, 0750, &d->ids, why, size))) &&
           (!c->state || privilege_folder(c->state, 0700, &d->ids, why, size));
}

static void tell_radio(void *user, bool bad, const char *text)
{
    const struct daemon *d = user;
    journal_say(&d->journal, bad ? JOURNAL_WARNING : JOURNAL_INFO, NULL, "%s", text);
}

static bool make_parts(struct daemon *d)
{
    d->loop = host_loop_new();
    d->ctx = extsta_context_new(&host_memory, &host_entropy);
    d->service = d->loop && d->ctx ? service_new(d->loop, d->ctx) : NULL;
    if (!d->service || !watch_hangups(d)) {
        return false;
    }
    extsta_context_set_epoch(d->ctx, (int64_t)(host_loop_wall(d->loop, 0) / EXTSTA_SECOND));
    d->radios.loop = d->loop;
    d->radios.tell = tell_radio;
    d->radios.tell_user = d;
    return tellings_listen(d);
}

/* What takes privilege: interfaces, radios. */
static enum daemon_end open_all(struct daemon *d)
{
    char why[PATH_MAX + 300];
    enum daemon_end end = check_privilege(d);
    if (end != DAEMON_STOPPED) {
        return end;
    }
    if (!make_folders(d, why, sizeof why) ||
        !radios_open_air(&d->radios, &d->config.air, why, sizeof why)) {
        return refuse(d, why);
    }
    if (!recorded_open(d, why, sizeof why)) {
        return refuse(d, why);
    }
    reload_members(d, &d->config);
    return DAEMON_STOPPED;
}

/* From here on it is a user with little, which hears strangers. */
static enum daemon_end give_up(struct daemon *d)
{
    char said[200], why[300];
    struct needs needs = {0};
    needs_add_config(&needs, &d->config);
    if (!privilege_drop(&d->ids, needs.capabilities, said, sizeof said, why, sizeof why)) {
        return refuse(d, why);
    }
    journal_say(&d->journal, JOURNAL_INFO, NULL, "%s", said);
    return DAEMON_STOPPED;
}

static enum daemon_end confine(struct daemon *d)
{
    struct needs needs = {0};
    char why[300];
    needs_add_config(&needs, &d->config);
    if (!sandbox_is_built() && d->config.sandbox != SANDBOX_OFF) {
        journal_say(&d->journal, JOURNAL_WARNING, NULL,
                    "this build has no filter of system calls (libseccomp)");
        return DAEMON_STOPPED;
    }
    return sandbox_enter(d->config.sandbox, &needs.calls, why, sizeof why) ? DAEMON_STOPPED
                                                                           : refuse(d, why);
}

/* After a reload the file must be readable for who it runs as. */
static void check_reload(const struct daemon *d)
{
    if (access(d->options.path, R_OK) != 0) {
        journal_say(&d->journal, JOURNAL_WARNING, NULL,
                    "%s: %s: a reload will not be able to read it; give it the daemon's group "
                    "('group') and 'chmod 640'",
                    d->options.path, strerror(errno));
    }
}

static enum daemon_end begin(struct daemon *d)
{
    char why[400];
    raise_limits(d);
    if (!make_parts(d)) {
        return refuse(d, "no memory, or no descriptors");
    }
    enum daemon_end end = open_all(d);
    end = end == DAEMON_STOPPED ? give_up(d) : end;
    if (end != DAEMON_STOPPED) {
        return end;
    }
    check_reload(d);
    if (!controls_open(d, why, sizeof why)) {
        return refuse(d, why);
    }
    reload_start(d);
    end = confine(d);
    if (end == DAEMON_STOPPED) {
        d->started = true;
        d->ids.known = true;
        host_loop_on_signal(d->loop, on_signal, d);
        journal_say(&d->journal, JOURNAL_INFO, NULL, "%zu stations", d->member_count);
        notify_say(&d->notify, "READY=1\nSTATUS=%zu of %zu stations connected", d->connected,
                   d->member_count);
        if (d->notify.watchdog != EXTSTA_NEVER) {
            on_watchdog(d, host_loop_now(d->loop));
        }
    }
    return end;
}

/* --- the end --- */

/* Stations say goodbye while the air still carries it. */
static void end_all(struct daemon *d)
{
    d->stopping = true;
    while (d->members) {
        member_free(d->members);
    }
    service_free(d->service);
    recorded_close(d);
    tellings_close(d);
    controls_close(d);
    if (d->loop) {
        radios_close(&d->radios);
    }
    if (d->hangup_watch) {
        host_watch_remove(d->hangup_watch);
    }
    if (d->hangups >= 0) {
        close(d->hangups);
    }
    host_loop_free(d->loop);
    host_context_free(d->ctx);
    directory_free(&d->by_name);
    notify_close(&d->notify);
    config_free(&d->config);
}

enum daemon_end daemon_run(const struct daemon_options *options)
{
    struct daemon *d = host_calloc(1, sizeof *d);
    enum daemon_end end = DAEMON_SYSTEM;
    if (!d) {
        return end;
    }
    d->options = *options;
    d->hangups = -1;
    d->last_member = &d->members;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like any other */
    journal_open(&d->journal, options->debug ? JOURNAL_DEBUG : JOURNAL_INFO);
    notify_open(&d->notify);
    if (!config_read(options->path, &d->config, &d->ids, mistake, &d->journal)) {
        end = DAEMON_INPUT;
    } else {
        end = begin(d);
        if (end == DAEMON_STOPPED) {
            host_loop_run(d->loop);
            journal_say(&d->journal, JOURNAL_INFO, NULL, "it was told to stop");
        }
    }
    end_all(d);
    free(d);
    return end;
}
