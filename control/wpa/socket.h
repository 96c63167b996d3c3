/* A control socket: UNIX datagrams, between the programs that control a station (wpa_cli and
 * its like) and the commands. One stands for each station, one for all of them (wpa_ctrl.h).
 *
 * Whoever may write to it is answered at the address it is bound to; who has said ATTACH is a
 * monitor and hears events until it says DETACH, goes, or does not read. ATTACH, DETACH and
 * LEVEL are answered here, whatever else is said goes to `command`.
 *
 * Nobody harms the others: a turn takes few messages, a message has an end, there is room for
 * so many monitors (those that have gone make room), who does not read is dropped after some
 * tries, and where datagrams that nobody reads fill the socket itself, it is opened anew in its
 * place. */
#ifndef CONTROL_WPA_SOCKET_H
#define CONTROL_WPA_SOCKET_H

#include "loop.h"
#include "reply.h"

#define WPA_COMMAND_ROOM  8192u /* octets that a command has at most */
#define WPA_MONITORS      64u   /* of one socket */
#define WPA_MONITOR_TRIES 10u   /* events it may leave waiting with its queue full */
#define WPA_EVENTS_QUEUED 1024u /* beyond that the oldest is lost */
#define WPA_LEVEL_INFO    3     /* of nearly all events; see wpa_socket_event */
#define WPA_LEVEL_ERROR   5

struct wpa_socket;

/* Answers one command, a text ended by a zero that it may change. Not called from inside an
 * event; it may do anything but close the socket. */
typedef void wpa_socket_command(void *user, extsta_time now, char *command,
                                struct wpa_reply *reply);

struct wpa_socket_options {
    /* Of its file; "@abstract:NAME": one without a file. What nobody listens on is removed. */
    const char *path;
    uint32_t group; /* that may use it, too; UINT32_MAX: none but its owner's */
    wpa_socket_command *command;
    void *user;
};

/* NULL: `why` has the words. Everything is copied. */
struct wpa_socket *wpa_socket_open(struct host_loop *loop,
                                   const struct wpa_socket_options *options, char *why,
                                   size_t size);
/* Its file goes with it, where it is still its own. NULL is fine. Not from inside `command`. */
void wpa_socket_close(struct wpa_socket *s);
/* Tells the monitors whose level is not above this one: "<3>TEXT", behind the prefix (NULL:
 * none). Level: 0 to 5, excessive, dump, debug, info, warning, error. */
void wpa_socket_event(struct wpa_socket *s, const char *prefix, int level, const char *text);
size_t wpa_socket_monitors(const struct wpa_socket *s);
/* The directory for sockets, made if it is not there, and open to the group. False: `why`. */
bool wpa_socket_directory(const char *path, uint32_t group, char *why, size_t size);
/* A group by its name or number. False: there is none. */
bool wpa_socket_group(const char *name, uint32_t *group);

#endif
