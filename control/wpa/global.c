/* Commands about all stations, and about the program around them. */
#include "command.h"
#include <string.h>

void wpa_global_status(struct wpa_call *call, char *rest)
{
    struct service *service = call->ctrl->service;
    struct service_station *s = service_station_next(service, NULL);
    for (; s; s = service_station_next(service, s)) {
        struct extsta_station_status is;
        extsta_station_status(service_core(s), &is);
        if (!wpa_reply_add(call->reply, "ifname=%s\naddress=" WPA_MAC_FORMAT "\n",
                           service_station_name(s), WPA_MAC_OCTETS(is.address))) {
            return;
        }
    }
}

void wpa_interfaces(struct wpa_call *call, char *rest)
{
    struct service *service = call->ctrl->service;
    bool places = strcmp(wpa_argument(rest), "ctrl") == 0;
    struct service_station *s = service_station_next(service, NULL);
    for (; s; s = service_station_next(service, s)) {
        const struct wpa_station *ws = wpa_station_of(call->ctrl, s);
        bool placed = places && ws && ws->directory;
        if (!wpa_reply_add(call->reply, "%s%s%s\n", service_station_name(s),
                           placed ? " ctrl_iface=" : "", placed ? ws->directory : "")) {
            return;
        }
    }
}

/* The next of the parts of INTERFACE_ADD, which stand between tabulators. */
static const char *part(char **rest)
{
    char *begin = *rest, *end = strchr(begin, '\t');
    if (end) {
        *end = '\0';
        *rest = end + 1;
    } else {
        *rest = begin + strlen(begin);
    }
    return begin;
}

void wpa_interface_add(struct wpa_call *call, char *rest)
{
    const struct wpa_ctrl_owner *o = &call->ctrl->options.owner;
    char *text = wpa_argument(rest);
    struct wpa_ctrl_interface wanted;
    wanted.name = part(&text);
    wanted.conf_file = part(&text);
    wanted.driver = part(&text);
    wanted.ctrl_interface = part(&text);
    wanted.driver_param = part(&text);
    wanted.bridge = part(&text);
    bool free_name = *wanted.name && !service_station(call->ctrl->service, wanted.name);
    wpa_reply_bool(call->reply,
                   free_name && o->interface_add && o->interface_add(o->user, &wanted));
}

void wpa_interface_remove(struct wpa_call *call, char *rest)
{
    const struct wpa_ctrl_owner *o = &call->ctrl->options.owner;
    struct service_station *s = service_station(call->ctrl->service, wpa_argument(rest));
    wpa_reply_bool(call->reply, s && o->interface_remove && o->interface_remove(o->user, s));
}

void wpa_interface_list(struct wpa_call *call, char *rest)
{
    /* interfaces of the machine that no station is on: here that is the daemon's knowledge */
}

void wpa_terminate(struct wpa_call *call, char *rest)
{
    const struct wpa_ctrl_owner *o = &call->ctrl->options.owner;
    if (o->terminate) {
        o->terminate(o->user);
    }
    wpa_reply_bool(call->reply, o->terminate != NULL);
}

void wpa_relog(struct wpa_call *call, char *rest)
{
    const struct wpa_ctrl_owner *o = &call->ctrl->options.owner;
    wpa_reply_bool(call->reply, o->relog && o->relog(o->user));
}
