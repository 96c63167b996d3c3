/* The control interface over a service: its sockets, and what it keeps of each station. See
 * wpa_ctrl.h. */
#include "test_radio.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void station_command(void *user, extsta_time now, char *command, struct wpa_reply *reply)
{
    struct wpa_station *ws = user;
    wpa_command_run(ws->ctrl, ws, now, command, reply);
}

static void global_command(void *user, extsta_time now, char *command, struct wpa_reply *reply)
{
    wpa_command_run(user, NULL, now, command, reply);
}

struct wpa_station *wpa_station_of(struct wpa_ctrl *ctrl, const struct service_station *s)
{
    return service_station_user(s, ctrl->listener.number);
}

/* "path", or "DIR=path GROUP=name" (of which a group that is given besides says nothing). */
static bool place_read(const char *text, const char *group, char **directory, uint32_t *gid,
                       char *why, size_t size)
{
    const char *rest;
    bool formed = wpa_text_begins(text, "DIR=", &rest);
    const char *from = formed ? rest : text;
    char *copy = host_malloc(strlen(from) + 1);
    if (!copy) {
        (void)snprintf(why, size, "no memory");
        return false;
    }
    strcpy(copy, from);
    char *named = formed ? strstr(copy, " GROUP=") : NULL;
    if (named) {
        *named = '\0';
        group = named + strlen(" GROUP=");
    }
    *gid = UINT32_MAX;
    if (group && *group && !wpa_socket_group(group, gid)) {
        (void)snprintf(why, size, "there is no group %s", group);
        free(copy);
        return false;
    }
    *directory = copy;
    return true;
}

static bool station_serve(struct wpa_station *ws, const char *directory, uint32_t group,
                          char *why, size_t size)
{
    char path[256];
    int n = snprintf(path, sizeof path, "%s/%s", directory, service_station_name(ws->s));
    if (n < 0 || (size_t)n >= sizeof path) {
        (void)snprintf(why, size, "the path of a socket has at most 106 octets: %s", directory);
        return false;
    }
    if (!wpa_socket_directory(directory, group, why, size)) {
        return false;
    }
    wpa_socket_close(ws->socket);
    free(ws->directory);
    ws->directory = host_malloc(strlen(directory) + 1);
    if (ws->directory) {
        strcpy(ws->directory, directory);
    }
    ws->socket = wpa_socket_open(
        service_loop(ws->ctrl->service),
        &(struct wpa_socket_options){
            .path = path, .group = group, .command = station_command, .user = ws},
        why, size);
    return ws->socket != NULL;
}

bool wpa_ctrl_serve(struct wpa_ctrl *ctrl, struct service_station *s, const char *directory,
                    const char *group, char *why, size_t size)
{
    struct wpa_station *ws = wpa_station_of(ctrl, s);
    char *path = NULL;
    uint32_t gid;
    if (!ws) {
        (void)snprintf(why, size, "no memory");
        return false;
    }
    bool ok = place_read(directory, group, &path, &gid, why, size) &&
              station_serve(ws, path, gid, why, size);
    free(path);
    return ok;
}

struct wpa_networks *wpa_ctrl_networks(struct wpa_ctrl *ctrl, struct service_station *s)
{
    struct wpa_station *ws = wpa_station_of(ctrl, s);
    return ws ? &ws->networks : NULL;
}

static void station_free(struct wpa_station *ws)
{
    wpa_event_forget(ws);
    wpa_ignore_free(&ws->ignores);
    wpa_neighbors_forget(ws);
    if (ws->radio) {
        ws->radio->ws = NULL;
    }
    wpa_socket_close(ws->socket);
    wpa_networks_free(&ws->networks);
    wpa_bss_table_free(&ws->bss);
    free(ws->directory);
    free(ws);
}

static void on_station(void *user, extsta_time now, struct service_station *s)
{
    struct wpa_ctrl *ctrl = user;
    char why[160];
    struct wpa_station *ws = host_calloc(1, sizeof *ws);
    if (!ws) {
        return;
    }
    ws->ctrl = ctrl;
    ws->s = s;
    ws->held_last = &ws->held;
    ws->asked = WPA_NOBODY;
    wpa_link_init(&ws->link);
    wpa_bss_table_init(&ws->bss);
    if (!wpa_networks_init(&ws->networks)) {
        station_free(ws);
        return;
    }
    ws->next = ctrl->first;
    ctrl->first = ws;
    service_station_set_user(s, ctrl->listener.number, ws);
    service_station_want(s, ctrl->listener.number, WPA_CTRL_OUTPUTS);
    for (struct wpa_test_radio *r = ctrl->radios; r; r = r->next) {
        if (!r->ws && strcmp(r->name, service_station_name(s)) == 0) {
            r->ws = ws;
            ws->radio = r;
            break;
        }
    }
    if (ctrl->directory && !station_serve(ws, ctrl->directory, ctrl->group, why, sizeof why) &&
        ctrl->options.owner.unserved) {
        ctrl->options.owner.unserved(ctrl->options.owner.user, s, why);
    }
}

static void on_gone(void *user, extsta_time now, struct service_station *s)
{
    struct wpa_ctrl *ctrl = user;
    struct wpa_station *ws = wpa_station_of(ctrl, s);
    for (struct wpa_station **at = &ctrl->first; *at; at = &(*at)->next) {
        if (*at == ws) {
            wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-TERMINATING ");
            *at = ws->next;
            service_station_set_user(s, ctrl->listener.number, NULL);
            station_free(ws);
            return;
        }
    }
}

static bool places_open(struct wpa_ctrl *ctrl, char *why, size_t size)
{
    const struct wpa_ctrl_options *o = &ctrl->options;
    if (o->directory &&
        (!place_read(o->directory, o->group, &ctrl->directory, &ctrl->group, why, size) ||
         !wpa_socket_directory(ctrl->directory, ctrl->group, why, size))) {
        return false;
    }
    if (!o->global) {
        return true;
    }
    uint32_t gid = UINT32_MAX;
    if (o->global_group && !wpa_socket_group(o->global_group, &gid)) {
        (void)snprintf(why, size, "there is no group %s", o->global_group);
        return false;
    }
    ctrl->global = wpa_socket_open(
        service_loop(ctrl->service),
        &(struct wpa_socket_options){
            .path = o->global, .group = gid, .command = global_command, .user = ctrl},
        why, size);
    return ctrl->global != NULL;
}

struct wpa_ctrl *wpa_ctrl_open(struct service *service, const struct wpa_ctrl_options *options,
                               char *why, size_t size)
{
    struct wpa_ctrl *ctrl = host_calloc(1, sizeof *ctrl);
    if (!ctrl) {
        (void)snprintf(why, size, "no memory");
        return NULL;
    }
    ctrl->service = service;
    ctrl->options = *options;
    bool ok = places_open(ctrl, why, size);
    /* the texts were the caller's */
    ctrl->options.directory = ctrl->options.group = NULL;
    ctrl->options.global = ctrl->options.global_group = NULL;
    if (!ok) {
        wpa_socket_close(ctrl->global);
        free(ctrl->directory);
        free(ctrl);
        return NULL;
    }
    ctrl->listener =
        (struct service_listener){.station = on_station, .gone = on_gone, .user = ctrl};
    wpa_event_listen(ctrl);
    service_listen(service, &ctrl->listener);
    return ctrl;
}

void wpa_ctrl_close(struct wpa_ctrl *ctrl)
{
    if (!ctrl) {
        return;
    }
    while (ctrl->first) {
        struct wpa_station *ws = ctrl->first;
        ctrl->first = ws->next;
        station_free(ws);
    }
    wpa_socket_close(ctrl->global);
    free(ctrl->directory);
    free(ctrl);
}

size_t wpa_ctrl_command(struct wpa_ctrl *ctrl, struct service_station *s, const char *command,
                        char *reply, size_t size)
{
    struct wpa_reply r;
    char text[WPA_COMMAND_ROOM + 1];
    wpa_reply_clear(&r);
    if (strlen(command) > WPA_COMMAND_ROOM) {
        wpa_reply_fail(&r);
    } else {
        strcpy(text, command);
        wpa_command_run(ctrl, s ? wpa_station_of(ctrl, s) : NULL,
                        host_loop_now(service_loop(ctrl->service)), text, &r);
    }
    size_t len = r.len < size ? r.len : size - 1;
    memcpy(reply, r.text, len);
    reply[len] = '\0';
    return len;
}
