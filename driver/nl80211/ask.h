/* Questions to the kernel that are waited for: before a station runs, and for `extsta radios`.
 * A socket of generic netlink (with the family nl80211 resolved) or of the routes, one message
 * out, its answers in. kernel.c keeps such sockets for the life of a card. */
#ifndef DRIVER_NL80211_ASK_H
#define DRIVER_NL80211_ASK_H

#include <extsta/types.h>
#include <linux/netlink.h>
#include <netlink/msg.h>

/* Multicast groups of nl80211 that a card needs. */
enum nl80211_group {
    NL80211_GROUP_SCAN,
    NL80211_GROUP_MLME,
    NL80211_GROUP_REGULATORY,
    NL80211_GROUP_CONFIG,
    NL80211_GROUPS
};

struct nl80211_socket {
    int fd;          /* -1: not open */
    uint16_t family; /* of nl80211; 0: a route socket */
    uint32_t seq;
    uint32_t groups[NL80211_GROUPS]; /* numbers; 0: the kernel has none of that name */
    char text[160]; /* the kernel's own words about the last refusal, or empty */
};

/* Opens one, with extended ACKs, without the request in them (it may hold keys), and a large
 * buffer. 0, or a negative errno. */
int nl80211_socket_route(struct nl80211_socket *s);
/* The same of generic netlink. -ENOENT: the kernel has no nl80211. */
int nl80211_socket_generic(struct nl80211_socket *s);
void nl80211_socket_close(struct nl80211_socket *s);

/* A message to nl80211 with this command, or of the routes with this type and a payload; freed
 * by nl80211_ask. NULL: no memory. */
struct nl_msg *nl80211_request(struct nl80211_socket *s, uint8_t command, int flags);
struct nl_msg *nl80211_route_request(struct nl80211_socket *s, uint16_t type, int flags,
                                     const void *payload, size_t len);

/* Sends it and waits for its end, two seconds for each part at most; each part that is no ACK
 * goes to `part` (NULL: to nobody), borrowed. What else comes on the socket is passed over. 0,
 * or a negative errno: the kernel's, -ENOMEM, or -ETIMEDOUT. `m` is freed. */
int nl80211_ask(struct nl80211_socket *s, struct nl_msg *m,
                void (*part)(void *user, struct nlmsghdr *part), void *user);

/* A buffer of this many octets, aligned for a struct nlmsghdr, takes any datagram of the
 * kernel's: a part of a dump has 32 KiB at most. */
#define NL80211_DATAGRAM 65536u

#endif
