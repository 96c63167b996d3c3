/* See interfaces.h. The files of an interface are read before anything is opened, so that one
 * that cannot be used leaves nothing behind. */
#include "interfaces.h"
#include "address.h"
#include "background.h"
#include "conf_file.h"
#include "driver_words.h"
#include "providers.h"
#include "tap.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name_of(const struct interface *i)
{
    return i->entry.name;
}

static struct interface *of_station(const struct supplicant *s,
                                    const struct service_station *st)
{
    struct interface *i = s->first;
    while (i && i->station != st) {
        i = i->next;
    }
    return i;
}

/* --- its configuration --- */

static void on_conf(void *user, enum wpa_conf_severity severity, const char *text)
{
    struct interface *i = user;
    log_say(&i->supplicant->log,
            severity == WPA_CONF_ERROR ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING, name_of(i), "%s",
            text);
}

static bool read_files(struct interface *i, struct wpa_networks *fresh)
{
    char why[WPA_WHY];
    if (!wpa_networks_init(fresh)) {
        return false;
    }
    bool ok = (!i->conf || wpa_conf_read(fresh, i->conf, on_conf, i)) &&
              (!i->extra_conf || wpa_conf_read(fresh, i->extra_conf, on_conf, i));
    if (ok && i->ctrl) {
        ok = wpa_variables_set(fresh->interface, "ctrl_interface", i->ctrl, why, sizeof why) ==
             WPA_DONE;
    }
    if (!ok) {
        wpa_networks_free(fresh);
    }
    return ok;
}

/* The station's blocks are these from now on, and the service knows them. */
static void use_networks(struct interface *i, struct wpa_networks *fresh)
{
    struct supplicant *s = i->supplicant;
    struct wpa_networks *n = wpa_ctrl_networks(s->ctrl, i->station);
    char why[WPA_WHY];
    wpa_networks_replace(n, fresh, i->station);
    for (struct wpa_network *w = n->first; w; w = w->next) {
        /* what is refused was said when the file was read */
        if (!w->refused && wpa_network_tell(n, w, i->station, why, sizeof why) != WPA_DONE) {
            log_say(&s->log, LOG_LEVEL_WARNING, name_of(i), "network %u is not entered: %s",
                    (unsigned)w->id, why);
        }
    }
}

bool interface_reload(struct interface *i)
{
    struct wpa_networks fresh;
    struct supplicant *s = i->supplicant;
    if (!i->conf) {
        log_say(&s->log, LOG_LEVEL_WARNING, name_of(i), "there is no file to be read again");
        return false;
    }
    if (!read_files(i, &fresh)) {
        log_say(&s->log, LOG_LEVEL_ERROR, name_of(i), "%s cannot be used: all is as it was",
                i->conf);
        return false;
    }
    use_networks(i, &fresh);
    log_say(&s->log, LOG_LEVEL_INFO, name_of(i), "%s was read again", i->conf);
    return true;
}

/* --- what it stands on --- */

static void set_address(struct interface *i)
{
    struct config_station *e = &i->entry;
    if (!e->has_address) {
        e->address = address_random();
    }
}

static bool open_air(struct supplicant *s, const char *path, char *why, size_t size);

static bool open_beneath(struct interface *i, const char *air, char *why, size_t size)
{
    struct supplicant *s = i->supplicant;
    set_address(i);
    if (i->entry.radio.kind == RADIO_AIR && !open_air(s, air, why, size)) {
        return false;
    }
    if (!radios_make(&s->radios, &i->entry, 0, i->entry.address, &i->made, why, size)) {
        return false;
    }
    if (i->entry.interface) {
        i->tap = tap_make(name_of(i), i->entry.address, 1500, why, size);
        return i->tap >= 0;
    }
    return true;
}

static void close_beneath(struct interface *i)
{
    if (i->made.radio) {
        i->made.radio->ops->close(i->made.radio);
    }
    radios_unmake(&i->supplicant->radios, &i->made);
}

/* As wpa_supplicant has it: INTERFACE_DISABLED, with its networks. */
static void say_gone(struct supplicant *s, const char *name, const char *what)
{
    log_say(&s->log, LOG_LEVEL_ERROR, name,
            "%s: the interface is disabled until it is removed and added again", what);
}

/* From an alarm or a watch of the loop: the interface goes with its card. */
static void on_card_gone(void *user)
{
    struct interface *i = user;
    say_gone(i->supplicant, name_of(i), "the card has gone");
}

static bool make_station(struct interface *i, char *why, size_t size)
{
    struct supplicant *s = i->supplicant;
    struct service_station_options options = {.name = name_of(i),
                                              .address =
                                                  radio_address(&i->made, i->entry.address),
                                              .tap = -1,
                                              .outputs = WPA_CTRL_OUTPUTS,
                                              .automatic = true};
    radio_fill(&i->made, &options);
    if (options.radio) { /* in front of it, where the test commands are answered */
        options.radio = wpa_ctrl_test_radio(s->ctrl, name_of(i), options.radio);
        if (!options.radio) {
            snprintf(why, size, "no memory");
            radios_unmake(&s->radios, &i->made);
            return false;
        }
    }
    if (i->tap >= 0) {
        options.tap = fcntl(i->tap, F_DUPFD_CLOEXEC, 3);
    }
    i->station = service_station_add(s->service, &options, why, size);
    if (!i->station) { /* its radio is closed */
        radios_unmake(&s->radios, &i->made);
        return false;
    }
    snprintf(why, size, "no memory");
    return radio_begin(&i->made, i->station, on_card_gone, i);
}

/* Where the file says, with the group that is named beside it in old files. */
static bool serve(struct interface *i, const struct wpa_networks *fresh, char *why, size_t size)
{
    const char *directory = wpa_variables_said(fresh->interface, "ctrl_interface");
    return !directory || !directory[0] ||
           wpa_ctrl_serve(i->supplicant->ctrl, i->station, directory,
                          wpa_variables_said(fresh->interface, "ctrl_interface_group"), why,
                          size);
}

/* --- coming and going --- */

static void free_interface(struct interface *i)
{
    struct interface **at = &i->supplicant->first;
    while (*at && *at != i) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = i->next;
    }
    if (i->station) {
        service_station_remove(i->station);
        radios_unmake(&i->supplicant->radios, &i->made);
    } else {
        close_beneath(i);
    }
    if (i->tap >= 0) {
        close(i->tap);
    }
    free(i->conf);
    free(i->extra_conf);
    free(i->ctrl);
    free(i);
}

static char *copy_of(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = host_malloc(size);
    if (copy) {
        memcpy(copy, text, size);
    }
    return copy;
}

/* With copies of what was wanted. NULL: no memory. */
static struct interface *new_interface(struct supplicant *s,
                                       const struct interface_arguments *w)
{
    struct interface *i = host_calloc(1, sizeof *i);
    const char *ctrl = w->ctrl ? w->ctrl : s->arguments.ctrl;
    if (!i) {
        return NULL;
    }
    i->supplicant = s;
    i->tap = -1;
    snprintf(i->entry.name, sizeof i->entry.name, "%s", w->name);
    i->conf = w->conf ? background_absolute(w->conf) : NULL;
    i->extra_conf = w->extra_conf ? background_absolute(w->extra_conf) : NULL;
    i->ctrl = ctrl ? copy_of(ctrl) : NULL;
    if ((w->conf && !i->conf) || (w->extra_conf && !i->extra_conf) || (ctrl && !i->ctrl)) {
        free_interface(i);
        return NULL;
    }
    struct interface **last = &s->first;
    while (*last) {
        last = &(*last)->next;
    }
    *last = i;
    return i;
}

static bool refuse(struct interface *i, const char *why)
{
    log_say(&i->supplicant->log, LOG_LEVEL_ERROR, name_of(i), "%s", why);
    free_interface(i);
    return false;
}

bool interface_add(struct supplicant *s, const struct interface_arguments *wanted)
{
    char why[400] = "no memory", air[DRIVER_WORDS_FILE];
    const char *driver = wanted->driver ? wanted->driver : s->arguments.driver;
    struct wpa_networks fresh;
    if (strlen(wanted->name) > CONFIG_NAME_MAX || strchr(wanted->name, '/') ||
        service_station(s->service, wanted->name)) {
        log_say(&s->log, LOG_LEVEL_ERROR, NULL,
                "'%.40s' is no name of an interface, or is served "
                "already",
                wanted->name);
        return false;
    }
    struct interface *i = new_interface(s, wanted);
    if (!i) {
        log_say(&s->log, LOG_LEVEL_ERROR, wanted->name, "no memory");
        return false;
    }
    if (!driver_words_read(driver, wanted->driver_param, &i->entry, air, why, sizeof why)) {
        return refuse(i, why);
    }
    i->entry.interface = i->entry.radio.kind != RADIO_NL80211;
    if (!read_files(i, &fresh)) {
        return refuse(i, "its configuration cannot be used");
    }
    if (!open_beneath(i, air, why, sizeof why) || !make_station(i, why, sizeof why) ||
        !serve(i, &fresh, why, sizeof why)) {
        wpa_networks_free(&fresh);
        return refuse(i, why);
    }
    use_networks(i, &fresh);
    return true;
}

bool interface_remove(struct supplicant *s, struct service_station *station)
{
    struct interface *i = of_station(s, station);
    if (i) {
        free_interface(i);
    }
    return i != NULL;
}

/* --- the whole --- */

static void on_mistake(void *user, const char *text)
{
    struct supplicant *s = user;
    log_say(&s->log, LOG_LEVEL_ERROR, NULL, "%s", text);
}

/* There is one air, that of the first interface on it. */
static bool open_air(struct supplicant *s, const char *path, char *why, size_t size)
{
    if (s->has_air) {
        return true;
    }
    if (!path[0]) {
        snprintf(why, size, "-D air needs -p config=FILE, whose air it is on");
        return false;
    }
    s->has_air = config_read(path, &s->air, NULL, on_mistake, s);
    snprintf(why, size, "%.200s has no air that can be used", path);
    s->has_air =
        s->has_air && s->air.air.given && radios_open_air(&s->radios, &s->air.air, why, size);
    if (!s->has_air) {
        config_free(&s->air);
    }
    return s->has_air;
}

static bool add_wanted(void *user, const struct wpa_ctrl_interface *w)
{
    struct supplicant *s = user;
    struct interface_arguments a = {.name = w->name,
                                    .conf = w->conf_file[0] ? w->conf_file : NULL,
                                    .ctrl = w->ctrl_interface[0] ? w->ctrl_interface : NULL,
                                    .driver = w->driver[0] ? w->driver : NULL,
                                    .driver_param =
                                        w->driver_param[0] ? w->driver_param : NULL};
    if (w->bridge[0]) {
        log_say(&s->log, LOG_LEVEL_ERROR, w->name, "a station is not put into a bridge here");
        return false;
    }
    return interface_add(s, &a);
}

static bool remove_wanted(void *user, struct service_station *station)
{
    return interface_remove(user, station);
}

static void end_wanted(void *user)
{
    struct supplicant *s = user;
    host_loop_stop(s->loop);
}

static bool relog_wanted(void *user)
{
    struct supplicant *s = user;
    return log_reopen(&s->log);
}

static bool reload_wanted(void *user, struct service_station *station)
{
    struct interface *i = of_station(user, station);
    return i && interface_reload(i);
}

static bool save_wanted(void *user, struct service_station *station)
{
    struct supplicant *s = user;
    struct interface *i = of_station(s, station);
    char why[WPA_WHY] = "there is no file that could be written";
    bool saved = i && i->conf &&
                 wpa_conf_save(wpa_ctrl_networks(s->ctrl, station), i->conf, why, sizeof why);
    if (!saved) {
        log_say(&s->log, LOG_LEVEL_ERROR, i ? name_of(i) : NULL, "%s", why);
    }
    return saved;
}

/* --- what becomes of the stations --- */

static void on_event(void *user, struct service_station *station, int level, const char *text)
{
    struct supplicant *s = user;
    log_say(&s->log, level, service_station_name(station), "%s", text);
}

static void on_state(void *user, extsta_time now, struct service_station *station,
                     enum service_state from, enum service_state to)
{
    struct supplicant *s = user;
    struct interface *i = of_station(s, station);
    log_say(&s->log, LOG_LEVEL_DEBUG, service_station_name(station), "State: %s -> %s",
            service_state_name(from), service_state_name(to));
    if (i && i->tap >= 0 && (from == SERVICE_COMPLETED || to == SERVICE_COMPLETED)) {
        tap_carrier(i->tap, to == SERVICE_COMPLETED);
    }
}

static void on_broken(void *user, extsta_time now, struct service_station *station,
                      enum host_trouble what)
{
    struct supplicant *s = user;
    say_gone(s, service_station_name(station),
             what == HOST_TAP_GONE ? "the interface was deleted" : "the radio has gone");
}

bool interfaces_open(struct supplicant *s)
{
    char why[400] = "no memory";
    const struct wpa_ctrl_options options = {.global = s->arguments.global,
                                             .global_group = s->arguments.global_group,
                                             .test_commands = s->arguments.test_commands,
                                             .owner = {.interface_add = add_wanted,
                                                       .interface_remove = remove_wanted,
                                                       .terminate = end_wanted,
                                                       .relog = relog_wanted,
                                                       .reconfigure = reload_wanted,
                                                       .save_config = save_wanted,
                                                       .event = on_event,
                                                       .user = s}};
    s->listener = (struct service_listener){.state = on_state, .broken = on_broken, .user = s};
    s->loop = host_loop_new();
    s->radios.loop = s->loop;
    s->ctx = s->loop ? extsta_context_new(&host_memory, &host_entropy) : NULL;
    s->service = s->ctx ? service_new(s->loop, s->ctx) : NULL;
    if (s->service) {
        service_listen(s->service, &s->listener);
        s->ctrl = wpa_ctrl_open(s->service, &options, why, sizeof why);
    }
    if (!s->ctrl) {
        log_say(&s->log, LOG_LEVEL_ERROR, NULL, "%s", why);
    }
    return s->ctrl != NULL;
}

void interfaces_tell(struct supplicant *s)
{
    for (const struct interface *i = s->first; i; i = i->next) {
        uint32_t id = service_station_network(i->station);
        const struct wpa_network *w =
            wpa_network_of(wpa_ctrl_networks(s->ctrl, i->station), id);
        char ssid[160] = "";
        if (w) {
            wpa_variables_get(w->variables, "ssid", ssid, sizeof ssid);
        }
        log_say(&s->log, LOG_LEVEL_INFO, name_of(i), "%s%s%s",
                service_state_name(service_station_state(i->station)), w ? ", network " : "",
                ssid);
    }
}

void interfaces_close(struct supplicant *s)
{
    while (s->first) {
        free_interface(s->first);
    }
    service_free(s->service);
    wpa_ctrl_close(s->ctrl);
    radios_close(&s->radios);
    if (s->has_air) {
        config_free(&s->air);
    }
    host_loop_free(s->loop);
    if (s->ctx) {
        host_context_free(s->ctx);
    }
}
