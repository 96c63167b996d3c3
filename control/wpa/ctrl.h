/* The inside of the control interface: what it keeps of each station, and what the files of
 * this folder call of one another. socket.c hands a command to command.c, which finds it in one
 * table (command_table.c) and calls its function, in the file of its subject; link.c hears what
 * the station puts out, event.c says it. */
#ifndef CONTROL_WPA_CTRL_H
#define CONTROL_WPA_CTRL_H

#include "bss_table.h"
#include "ignore.h"
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
    /* Of the AP that it is at: where its Beacons are heard, and where it says that it goes; 0:
     * nowhere, MHz (radio_news.c). */
    struct wpa_switch {
        struct extsta_mac bssid;
        uint16_t freq, to;
    } channel;
    struct wpa_ignores ignores;
    /* VENDOR_ELEM_ADD: elements behind those of its frames. */
    struct wpa_octets {
        uint8_t octets[EXTSTA_ELEMENTS_MAX];
        size_t len;
    } assoc_elements, probe_elements;
    /* An AP that was asked for its neighbours and has not answered: when its time is over, and
     * the alarm of that, or of the next look; NULL: none. */
    struct host_alarm *neighbors;
    extsta_time neighbors_until;
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
    bool transition_said;   /* the AP's request to move, as its frame had it */
    bool certificates_told; /* the server's, in the conversation of 802.1X under way */
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
void wpa_action_heard(struct wpa_station *ws, extsta_time now, struct extsta_span frame);
/* The driver has judged a request of the AP to move: it is said here, where its frame was not
 * seen in the clear. */
void wpa_transition_decided(struct wpa_station *ws, const struct extsta_decision *d);
/* Says the access points of Neighbor Report elements. */
void wpa_neighbors_tell(struct wpa_station *ws, struct extsta_span elements);

/* --- certificates.c --- */

/* An answer of EAP goes out: what the server has shown in its question is said, once. */
void wpa_certificates_look(struct wpa_station *ws);

/* --- radio_news.c --- */

/* What the service was told of channels and countries: a listener's function. */
void wpa_radio_news(void *user, extsta_time now, struct service_station *s,
                    const struct service_radio_news *news);
/* A frame that an associated station has heard on this channel (MHz; 0: not known): its AP may
 * say where it goes, or have gone there. */
void wpa_beacon_heard(struct wpa_station *ws, struct extsta_span frame, uint16_t heard_on);

/* --- wnm.c --- */

/* The AP has said something: it may be the answer that is awaited. From inside a listener. */
void wpa_neighbors_look(struct wpa_station *ws, extsta_time now);
/* Before a station goes. */
void wpa_neighbors_forget(struct wpa_station *ws);

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
