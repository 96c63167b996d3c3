/* Who hears the events of a control socket (socket.h): addresses with a level each, and the
 * events that wait because datagrams which nobody has read yet fill half of the socket. */
#ifndef CONTROL_WPA_MONITORS_H
#define CONTROL_WPA_MONITORS_H

#include "socket.h"
#include "unread.h"

struct wpa_monitor {
    struct wpa_address address;
    int level;      /* it hears what is not below it */
    unsigned tries; /* events in a row that it had no room for */
    unsigned looks; /* in a row at which it had something unread (unread.h) */
    unsigned given; /* events since a look at which it had nothing */
};
struct wpa_waiting {
    struct wpa_waiting *next;
    int level;
    size_t len;
    char text[]; /* with the prefix and the level */
};
struct wpa_monitors {
    struct host_loop *loop;
    int fd;                   /* the socket's */
    struct wpa_monitor *list; /* owned */
    size_t count, room;
    struct wpa_unread unread;
    struct wpa_waiting *first, **last;
    size_t waiting;
    struct host_alarm *alarm; /* to look again; NULL: none is set */
    extsta_time swept;        /* when it was last asked who has gone */
    unsigned looks;           /* in vain, in a row */
    /* Nothing that waits could be sent for seconds. */
    void (*stuck)(void *user);
    void *user;
};

void wpa_monitors_init(struct wpa_monitors *m, struct host_loop *loop, int fd,
                       void (*stuck)(void *user), void *user);
/* Another descriptor from now on, of the same socket; nobody monitors it. */
void wpa_monitors_renew(struct wpa_monitors *m, int fd);
/* The descriptor stays open. */
void wpa_monitors_free(struct wpa_monitors *m);
/* Once more is fine. False: it has no address, or there is no room. */
bool wpa_monitors_attach(struct wpa_monitors *m, const struct wpa_address *from);
/* False: it is none. */
bool wpa_monitors_detach(struct wpa_monitors *m, const struct wpa_address *from);
bool wpa_monitors_level(struct wpa_monitors *m, const struct wpa_address *from, uint32_t level);
void wpa_monitors_tell(struct wpa_monitors *m, const char *prefix, int level, const char *text);
/* Whether unread datagrams fill more than half of the socket. */
bool wpa_monitors_stuffed(const struct wpa_monitors *m);
/* Whether nobody has a socket at this address, or none any more. */
bool wpa_address_dead(const struct wpa_address *a);

#endif
