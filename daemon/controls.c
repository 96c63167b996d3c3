/* The control sockets of a daemon: our own (control/own/), and wpa_supplicant's for each
 * station and for all of them (control/wpa/). What a command asks of the program around it is
 * answered here. */
#include "daemon_private.h"
#include "networks_file.h"
#include "own_ctrl.h"
#include "wpa_ctrl.h"

/* Later: the answer is still on its way. */
static void on_terminate(void *user, extsta_time now)
{
    daemon_stop(user);
}

static void terminate(void *user)
{
    struct daemon *d = user;
    host_alarm_add(d->loop, host_loop_now(d->loop), on_terminate, d);
}

static void on_reload(void *user, extsta_time now)
{
    struct daemon *d = user;
    reload_again(d);
}

/* RECONFIGURE: of one station, but the file is that of all. Not from inside a command, which
 * works on what a reload may remove. */
static bool reconfigure(void *user, struct service_station *s)
{
    struct daemon *d = user;
    return host_alarm_add(d->loop, host_loop_now(d->loop), on_reload, d) != NULL;
}

static bool save_config(void *user, struct service_station *s)
{
    const struct daemon *d = user;
    struct member *m = service_station_user(s, d->listener.number);
    return m && networks_file_write(m);
}

static void unserved(void *user, struct service_station *s, const char *why)
{
    const struct daemon *d = user;
    journal_say(&d->journal, JOURNAL_ERROR, service_station_name(s), "no control socket: %s",
                why);
}

bool controls_open(struct daemon *d, char *why, size_t size)
{
    const struct config *c = &d->config;
    const struct wpa_ctrl_options options = {.directory = c->wpa_control,
                                             .group = c->group,
                                             .global = c->wpa_global,
                                             .global_group = c->group,
                                             .test_commands = c->wpa_test,
                                             .owner = {.terminate = terminate,
                                                       .reconfigure = reconfigure,
                                                       .save_config = save_config,
                                                       .unserved = unserved, .user = d}};
    if (c->control) {
        uint32_t group = d->ids.has_group ? d->ids.gid : UINT32_MAX;
        d->own = own_ctrl_open(d->service, c->control, 0660, group, why, size);
        if (!d->own) {
            return false;
        }
        own_ctrl_allow_set(d->own, c->control_set);
    }
    if (!c->wpa_control && !c->wpa_global) {
        return true;
    }
    d->wpa = wpa_ctrl_open(d->service, &options, why, size);
    return d->wpa != NULL;
}

void controls_close(struct daemon *d)
{
    own_ctrl_close(d->own);
    d->own = NULL;
    wpa_ctrl_close(d->wpa);
    d->wpa = NULL;
}
