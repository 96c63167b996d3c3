/* What the files of the own control socket share. own_socket.c has clients and their octets,
 * own_commands.c the table of what they may ask, own_show_*.c the answers, own_record.c what is
 * kept of each station and the stream of events. */
#ifndef CONTROL_OWN_PRIVATE_H
#define CONTROL_OWN_PRIVATE_H

#include "json_out.h"
#include "own_ctrl.h"
#include "own_request.h"
#include <extsta/payload.h>
#include <extsta/referee.h>
#include <sys/types.h>

struct own_client {
    struct own_client *next;
    struct own_ctrl *ctrl;
    int fd;                   /* -1: a test's */
    uid_t uid;                /* whose it is */
    extsta_time heard;        /* when it came, or last sent something */
    struct host_watch *watch; /* NULL: it is not read from, for what waits is too much */
    char *in;                 /* OWN_LINE_MAX + 1 */
    size_t in_len;
    char *out; /* what waits; from out_sent on */
    size_t out_len, out_sent, out_room;
    extsta_time stuck; /* since when nothing of it could be sent; 0: it can */
    bool ends;         /* is closed as soon as nothing waits */
    bool dead;         /* is gone, and freed at the next turn */
    bool watches;      /* the stream of events */
    bool all;          /* ... with what crosses the boundary */
    char station[16];  /* ... of this one only; empty: of all */
};

struct own_ctrl {
    struct service *service;
    struct host_loop *loop;
    struct service_listener listener;
    int fd;
    char *path;
    uint32_t group;
    bool may_set;
    struct host_watch *watch;
    struct host_alarm *alarm; /* to look after clients; NULL: none is set */
    struct own_client *clients;
    unsigned watchers, watchers_all;
    struct extsta_context *judges; /* of the referees; NULL: there was none yet */
    struct own_counts counts;
    /* What is being written: lines go into `line`, then to whom they are for. */
    FILE *file;
    char *line;
    size_t line_len, line_room;
    bool line_lost; /* no memory for it */
    struct json_out json;
};

/* --- own_socket.c --- */
/* Whether a client of this user may come. Where all places are taken one of them goes: nobody
 * keeps others out. Of the user who has the most of them the one that was quiet longest, first
 * of those that do not watch; where the newcomer's own user has as many, only such a one of its
 * own. */
bool own_client_place(struct own_ctrl *ctrl, uid_t uid);
/* A client with this descriptor, which is closed with it; -1: a test's. NULL: no memory. */
struct own_client *own_client_new(struct own_ctrl *ctrl, int fd);
/* Octets of a client: carries out the requests in them. */
void own_client_take(struct own_client *client, const char *data, size_t len);
/* It is dropped; nothing is freed before the next turn of the loop. */
void own_client_drop(struct own_client *client);
/* Appends octets to what waits for it, and sends what can be sent; more than OWN_WAITING: it is
 * dropped, and counted as slow. */
void own_client_send(struct own_client *client, const char *data, size_t len);
/* The lines that were written (ctrl->json) are taken: *len octets, valid until more is written.
 */
const char *own_lines(struct own_ctrl *ctrl, size_t *len);

/* --- own_commands.c --- */
/* A request under way. Functions write lines to `j`; NULL: it was done, else why not: a static
 * sentence, or `why`. */
struct own_call {
    struct own_ctrl *ctrl;
    struct own_client *client;
    struct json_out *j;
    struct service_station *s; /* of the command's station; NULL: it has none */
    extsta_time now;
    size_t count;
    const char *const *words; /* behind the command and its station */
    char why[300];
};
typedef const char *own_command(struct own_call *c);
void own_execute(struct own_client *client, const struct own_request *request);
/* The value of a word "name=value"; NULL: there is none. */
const char *own_option(const struct own_call *c, const char *name);
/* A number that is all of the text, in decimal. */
bool own_number(const char *text, uint32_t most, uint32_t *out);

/* --- the commands --- */
own_command own_stations, own_status, own_networks, own_counters; /* own_show_station.c */
own_command own_bss, own_keys, own_show_drops;
own_command own_oid, own_mib, own_statistics;                              /* own_show_oid.c */
/* A line for each port of the call's station. */
void own_ports(struct own_call *c);
own_command own_causes, own_decisions, own_findings, own_judge, own_watch; /* own_record.c */
own_command own_network_add, own_network_set, own_network_remove,
    own_network_export; /* own_do.c */
own_command own_select, own_disconnect, own_reconnect, own_reassociate, own_automatic, own_roam,
    own_scan, own_scan_abort;
/* A line of a station's begins: {"line":KIND,"sta":NAME */
void own_station_line(struct json_out *j, const char *kind, const struct service_station *s);
/* The value of a payload as member `name`. own_payload.c */
void own_payload(struct json_out *j, const char *name, enum extsta_form form,
                 struct extsta_span buffer);

/* --- own_record.c --- */
void own_record_init(struct own_ctrl *ctrl);
/* A client watches, or no longer does: stations put out what somebody wants. */
void own_record_wants(struct own_ctrl *ctrl);
/* Frees what is kept, of all stations. */
void own_record_free(struct own_ctrl *ctrl);

#endif
