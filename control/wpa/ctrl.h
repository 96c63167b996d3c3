/* The inside of the control interface: what it keeps of each station, and what the files of
 * this folder call of one another. socket.c hands a command to command.c, which finds it in one
 * table (command_table.c) and calls its function, in the file of its subject; link.c hears what
 * the station puts out, event.c says it. */
#ifndef CONTROL_WPA_CTRL_H
#define CONTROL_WPA_CTRL_H

#include "bss_table.h"
#include "link.h"
#include "pmksa.h"
#include "socket.h"
#include "wpa_ctrl.h"

struct wpa_held;
struct wpa_test_radio;
#define WPA_NOBODY UINT32_MAX

/* One station. */
struct wpa_station {
    struct wpa_station *next;
    struct wpa_ctrl *ctrl;
    struct service_station *s;
    struct wpa_socket *socket;    /* NULL: it has none */
    char *directory;              /* where that is; owned */
    struct wpa_test_radio *radio; /* NULL: no test command reaches its radio */
    struct wpa_networks networks;
    struct wpa_link link;
    struct wpa_bss_table bss;
    struct wpa_pmksas pmksa, made; /* told to the driver; made by it */
    /* The BSSs are to be looked at before anything else is said: a scan is over. Until then
     * events wait in `held`. */
    struct host_alarm *look;
    struct wpa_held *held, **held_last;
    /* A network that waits for what CTRL-REQ has asked for, and whether it is to be selected
     * then; WPA_NOBODY: none. */
    uint32_t asked;
    bool asked_select;
    uint32_t scan_id;   /* the last one given for use_id=1 */
    uint32_t scan_told; /* the one under way was asked for with use_id=1: its id, 0: not */
    int signal_threshold, signal_hysteresis; /* dBm, dB: SIGNAL_MONITOR; 0: off */
    int signal_told;                         /* dBm, of the last CTRL-EVENT-SIGNAL-CHANGE */
    bool signal_above;
    bool connected; /* CTRL-EVENT-CONNECTED was said, and nothing of its end */
    struct extsta_mac connected_to;
    bool frames;    /* those of its radio are seen here */
    bool data_test; /* DATA_TEST_CONFIG 1 */
};

struct wpa_ctrl {
    struct service *service;
    struct service_listener listener;
    struct wpa_ctrl_options options;
    char *directory; /* of sockets of stations that come; NULL: none */
    uint32_t group;
    struct wpa_socket *global;
    struct wpa_station *first;
    struct wpa_test_radio *radios; /* of test_radio.h */
};

/* A command that is being answered. */
struct wpa_call {
    struct wpa_ctrl *ctrl;
    struct wpa_station *station; /* NULL: it came over the global socket, for none */
    extsta_time now;
    struct wpa_reply *reply;
};
/* `rest` is what stands behind the name: empty, or it begins with a blank, or with what joins
 * it to the name ("-DRIVER"). It may be changed. */
typedef void wpa_command_function(struct wpa_call *call, char *rest);

/* --- command.c --- */

/* Answers a command of a station's socket (NULL: of the global one). */
void wpa_command_run(struct wpa_ctrl *ctrl, struct wpa_station *station, extsta_time now,
                     char *text, struct wpa_reply *reply);

/* --- wpa_ctrl.c --- */

struct wpa_station *wpa_station_of(struct wpa_ctrl *ctrl, const struct service_station *s);
/* Before commands look at network blocks: one for each network of the service that has none;
 * those whose network has gone go, too. */
void wpa_station_sync(struct wpa_station *ws);
/* The id by which clients know the network that the station is in or on its way to; -1: none.
 */
int wpa_station_network(struct wpa_station *ws);

/* --- event.c --- */

/* Says an event to who monitors this station, or all of them. */
void wpa_event_say(struct wpa_station *ws, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What the service tells of a station. */
void wpa_event_listen(struct wpa_ctrl *ctrl);
/* Before a station goes. */
void wpa_event_forget(struct wpa_station *ws);
/* The PMKs that the driver has made are offered no more. */
void wpa_event_forget_made(struct wpa_station *ws);
/* Reads the BSSs of the station, says which came and which went. */
void wpa_event_look(struct wpa_station *ws, extsta_time now);

/* --- action_watch.c --- */

/* A frame that the station has heard. */
void wpa_action_heard(struct wpa_station *ws, struct extsta_span frame);

/* --- test.c --- */

/* An Ethernet frame for the host: DATA-TEST-RX, if it is one of those. */
void wpa_test_received(struct wpa_station *ws, struct extsta_span frame);

/* --- oid.c --- */

/* Asks the driver; *out is of host_malloc, NULL with a length of 0. False: it refuses. */
bool wpa_oid_query(struct wpa_station *ws, extsta_time now, uint32_t oid, uint8_t **out,
                   size_t *len);
/* Sets, or commands without data. */
bool wpa_oid_set(struct wpa_station *ws, extsta_time now, uint32_t oid,
                 struct extsta_span data);
/* A subcommand of private_oid.h. */
bool wpa_oid_private(struct wpa_station *ws, extsta_time now, uint32_t subcommand,
                     struct extsta_span parameters);

#endif
