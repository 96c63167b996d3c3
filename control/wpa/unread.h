/* Who leaves unread what a control socket sends (socket.h). Datagrams that nobody has read fill
 * the sending socket, and of a client that is connected to it the kernel takes any number of
 * them: so one that does not read could leave no room for the answers of the others.
 *
 * While more than a little is unread the kernel is asked five times a second which sockets have
 * something to read (sock_diag(7)). A monitor that has for seconds, while more and more is sent
 * to it, does not read: it is told nothing any more. Whoever asks much is answered only if it
 * has nothing unread in that moment. */
#ifndef CONTROL_WPA_UNREAD_H
#define CONTROL_WPA_UNREAD_H

#include "loop.h"
#include <sys/socket.h>
#include <sys/un.h>

struct wpa_address {
    struct sockaddr_un un;
    socklen_t len;
};

/* With something unread at so many looks in a row, and so many events told meanwhile, a monitor
 * does not read. One that is only slow to look after a few of them is left alone. */
#define WPA_UNREAD_LOOKS 25u
#define WPA_UNREAD_GIVEN 64u

struct wpa_talker {
    struct wpa_address address;
    unsigned answered; /* since it was seen with nothing unread */
    extsta_time
        refused; /* when it was seen with something, and not answered; 0: it is answered */
};
struct wpa_unread {
    struct host_loop *loop;
    int fd;                     /* the control socket's */
    struct wpa_talker *talkers; /* NULL: nothing is looked for */
    size_t count;
    unsigned others;          /* answers since the last look to those that are not among them */
    struct host_alarm *alarm; /* NULL: none is set */
    /* A look: `has` says of an address whether it has something unread. */
    void (*looked)(void *user, bool (*has)(const void *names, const struct wpa_address *a),
                   const void *names);
    void *user;
};

/* Octets that are unread of what the socket has sent, in parts of 256 of what it may. */
unsigned wpa_unread_share(int fd);
/* Something was sent: looks begin when that is too much. */
void wpa_unread_sent(struct wpa_unread *u);
/* Whether this one is answered now; it counts. */
bool wpa_unread_may_answer(struct wpa_unread *u, const struct wpa_address *to);
void wpa_unread_free(struct wpa_unread *u);
bool wpa_address_equal(const struct wpa_address *a, const struct wpa_address *b);

#endif
