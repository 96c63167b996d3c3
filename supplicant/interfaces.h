/* The interfaces of extsta-supplicant: each a station of the service, with the radio that its
 * driver names, the interface above it, the configuration file behind it and its control
 * socket. They come from the command line and through the global socket, and go the same way.
 */
#ifndef SUPPLICANT_INTERFACES_H
#define SUPPLICANT_INTERFACES_H

#include "arguments.h"
#include "config_files.h"
#include "log.h"
#include "radios.h"
#include "wpa_ctrl.h"

struct supplicant;

struct interface {
    struct interface *next;
    struct supplicant *supplicant;
    char *conf, *extra_conf; /* absolute; NULL: none */
    char *ctrl;              /* what takes the place of the file's ctrl_interface; or NULL */
    struct config_station entry; /* its name and its radio */
    struct radio_made made;
    int tap; /* -1: the interface is the card's own, or none; the station has a copy */
    struct service_station *station;
};

struct supplicant {
    struct arguments arguments;
    struct log log;
    struct host_loop *loop;
    struct extsta_context *ctx;
    struct service *service;
    struct service_listener listener;
    struct wpa_ctrl *ctrl;
    struct radios radios;
    struct config air; /* whose air the stations of -D air are on */
    bool has_air;
    struct interface *first;
    bool failed; /* the program ends, and not because it was told to */
};

/* Loop, service, the control interface with its global socket. False: it was said. */
bool interfaces_open(struct supplicant *s);
/* One interface, serving. False: it was said, and nothing of it is left. */
bool interface_add(struct supplicant *s, const struct interface_arguments *wanted);
/* False: there is none of this station. */
bool interface_remove(struct supplicant *s, struct service_station *station);
/* Reads its files again; what did not change stays connected. False: they cannot be used, which
 * was said, and everything is as before. */
bool interface_reload(struct interface *i);
/* Says the state of each. */
void interfaces_tell(struct supplicant *s);
/* All of them go, and what they stood on. */
void interfaces_close(struct supplicant *s);

#endif
