/* A daemon from within: daemon.c starts and stops it, reload.c changes it while it runs,
 * member.c are its stations, tellings.c hears what becomes of them. */
#ifndef DAEMON_DAEMON_PRIVATE_H
#define DAEMON_DAEMON_PRIVATE_H

#include "config_files.h"
#include "daemon.h"
#include "event_stream.h"
#include "journal.h"
#include "json_out.h"
#include "member.h"
#include "notify.h"
#include "privilege.h"
#include "recorder.h"

struct daemon {
    struct daemon_options options;
    struct journal journal;
    struct notify notify;
    struct config config;
    struct config_ids ids;
    struct host_loop *loop;
    struct extsta_context *ctx;
    struct service *service;
    struct service_listener listener;
    struct recorder *recorder; /* of all that goes into the stations; NULL: none */
    struct service_listener record_listener;
    struct host_alarm *record_alarm;
    struct own_ctrl *own; /* our own control socket; NULL: none */
    struct wpa_ctrl *wpa; /* wpa_supplicant's control interface; NULL: none */
    struct event_stream stream;
    struct json_out json;    /* the stream's lines; its file NULL: nobody reads */
    extsta_time stream_told; /* when it was last said that lines are left out */
    struct radios radios;
    struct member *members, **last_member;
    struct directory by_name;
    size_t member_count, connected;
    int hangups; /* signalfd of SIGHUP; -1 */
    struct host_watch *hangup_watch;
    struct host_alarm *watchdog, *status;
    bool stopping, started; /* started: privilege was given up */
};

/* --- daemon.c --- */

/* It ends with the round of the loop under way. */
void daemon_stop(struct daemon *d);

/* --- tellings.c --- */

/* Listens to the stations: the journal, the event stream, the carrier of interfaces, what is
 * kept. False: no memory. */
bool tellings_listen(struct daemon *d);
/* After the last station: what waits in the event stream goes out, and it ends. */
void tellings_close(struct daemon *d);
/* What tellings needs of a station's outputs. */
uint32_t tellings_outputs(const struct daemon *d);
/* The manager's status line is due. */
void tellings_status(struct daemon *d);

/* --- controls.c --- */

/* The control sockets of the configuration. Before the first station. False: `why`. */
bool controls_open(struct daemon *d, char *why, size_t size);
/* After the last station. */
void controls_close(struct daemon *d);

/* --- reload.c --- */

/* Members for this configuration: new ones come, with what takes privilege to open; those that
 * it has no more go; the others stay. From now on they point into it. */
void reload_members(struct daemon *d, const struct config *config);
/* Those that are there begin, and get their networks. */
void reload_start(struct daemon *d);
/* Reads the file again, and does what has changed. False: it cannot be used; it was said, and
 * everything is as it was. */
bool reload_again(struct daemon *d);

#endif
