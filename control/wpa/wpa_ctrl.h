/* The control interface that programs already speak: wpa_supplicant's, over the stations of a
 * service. wpa_cli, wpa_gui, wpaspy and what scripts say by them find the same sockets,
 * commands, replies, events and fields, mapped onto the operations of service.h
 * (docs/control-interface.md has the mapping, and what is not claimed).
 *
 * wpa_ctrl_open is a listener of the service: it comes before the first station. A station gets
 * its socket when it comes, where a directory is set, or by wpa_ctrl_serve. */
#ifndef CONTROL_WPA_WPA_CTRL_H
#define CONTROL_WPA_WPA_CTRL_H

#include "networks.h"
#include "service.h"

struct wpa_ctrl;

/* What a station puts out for this interface to know what STATUS and the events say; it asks
 * for it by itself (service_station_want). */
#define WPA_CTRL_OUTPUTS                                                                       \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING) | EXTSTA_OUT_MASK(EXTSTA_OUT_PORT) |                 \
     EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) | EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE) |                  \
     EXTSTA_OUT_MASK(EXTSTA_OUT_ETHERNET) | EXTSTA_OUT_MASK(EXTSTA_OUT_DECISION))

/* INTERFACE_ADD as it was said; members that were left out are empty. Borrowed for the call. */
struct wpa_ctrl_interface {
    const char *name, *conf_file, *driver, *ctrl_interface, *driver_param, *bridge;
};

/* What the interface asks of the program around it. A function that is NULL is a command that
 * is answered FAIL. They are called from inside a command. Those of the global socket
 * (interface_add, interface_remove) may add and remove stations; no other may remove the
 * station that it is given, nor close the interface: an alarm of the loop can. */
struct wpa_ctrl_owner {
    bool (*interface_add)(void *user, const struct wpa_ctrl_interface *wanted);
    bool (*interface_remove)(void *user, struct service_station *s);
    /* TERMINATE: ends the program, soon; the reply is still on its way. */
    void (*terminate)(void *user);
    bool (*relog)(void *user);                                  /* opens the log file anew */
    bool (*reconfigure)(void *user, struct service_station *s); /* reads its file again */
    bool (*save_config)(void *user, struct service_station *s); /* writes it */
    /* Each event, as monitors of a low enough level get it: for a log. From inside a listener
     * of the service. */
    void (*event)(void *user, struct service_station *s, int level, const char *text);
    /* A station has come and gets no socket in `directory`, and why: another program serves its
     * name, say. It runs without; wpa_ctrl_serve tries again. From inside a listener. */
    void (*unserved)(void *user, struct service_station *s, const char *why);
    void *user;
};

struct wpa_ctrl_options {
    /* Where stations get their sockets by themselves: a directory, or "DIR=path GROUP=name".
     * NULL: none does. */
    const char *directory;
    const char *group;        /* name or number, where `directory` names none; or NULL */
    const char *global;       /* path, or "@abstract:NAME", of the socket for all; NULL: none */
    const char *global_group; /* name or number; or NULL */
    bool test_commands;       /* those for protocol tests are answered, too */
    struct wpa_ctrl_owner owner;
};

/* NULL: `why` has the words (a directory that cannot be made, a group that is none, a socket
 * that another program serves). The options are copied; loop and service outlive it. */
struct wpa_ctrl *wpa_ctrl_open(struct service *service, const struct wpa_ctrl_options *options,
                               char *why, size_t size);
/* Closes the sockets that are left: after service_free, by which the stations went (each says
 * CTRL-EVENT-TERMINATING). NULL is fine. */
void wpa_ctrl_close(struct wpa_ctrl *ctrl);

/* Opens a socket for this station in a directory of its own ("path" or "DIR=path GROUP=name";
 * group as above), in the place of the one it has. False: `why`. */
bool wpa_ctrl_serve(struct wpa_ctrl *ctrl, struct service_station *s, const char *directory,
                    const char *group, char *why, size_t size);

/* The station's variables and network blocks, which the commands work on: for who reads a file
 * into them (conf_file.h) and tells the service (wpa_network_tell). A network that the service
 * knows and no block stands for gets one with the next command that looks at them. Valid as
 * long as the station. NULL: the station came before wpa_ctrl_open. */
struct wpa_networks *wpa_ctrl_networks(struct wpa_ctrl *ctrl, struct service_station *s);

/* With test_commands: a radio to be given to the service in the place of this one, for a
 * station that is added next under this name. Through it the test commands that send, hold back
 * and change frames reach; without it they answer FAIL. It closes `radio` with itself. NULL: no
 * memory, and `radio` is closed. Without test_commands it is `radio` itself. */
struct extsta_radio *wpa_ctrl_test_radio(struct wpa_ctrl *ctrl, const char *name,
                                         struct extsta_radio *radio);

/* One command, as if it had come over the station's socket (NULL: over the global one); `reply`
 * has room for 4096 octets and is ended by a zero. For tests, and for who has no socket. */
size_t wpa_ctrl_command(struct wpa_ctrl *ctrl, struct service_station *s, const char *command,
                        char *reply, size_t size);

#endif
