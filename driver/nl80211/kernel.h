/* A card in use: the sockets between the nl80211 driver and the kernel. The driver puts out
 * netlink messages as values and takes what comes back as values (nl80211.h); here they are
 * written to sockets and read from them.
 *
 *   events   multicast groups scan, mlme, regulatory, config
 *   commands and their answers; it owns the connection, so what is for the owner alone (EAPOL
 * of the control port, registered frames) comes here; closed, the kernel leaves the network
 *   routes   the interface: up and down, its end
 *   switch   /dev/rfkill
 *
 * What a socket gives comes as it came, with three exceptions that make a record the same
 * everywhere: the type of the family nl80211 is NL80211_FAMILY, the port is 0, and messages
 * about other cards are left out. Events come before an answer that the kernel gave after them.
 */
#ifndef DRIVER_NL80211_KERNEL_H
#define DRIVER_NL80211_KERNEL_H

#include "cards.h"
#include "nl80211.h"

struct nl80211_kernel;

struct nl80211_kernel_options {
    const char *interface;            /* "wlan0" */
    const struct extsta_mac *address; /* its address from now on; NULL: the one it has */
    const uint16_t *channels; /* MHz: these alone; channel_count 0: all that are allowed */
    size_t channel_count;
    bool by_connect;    /* by CONNECT alone, also where AUTHENTICATE and ASSOCIATE are there */
    bool beside_others; /* another program on the same card is no reason to refuse */
};

/* Takes the card: looks at it, sets the address, brings the interface up. NULL: `why` says what
 * is in the way and what to do. A radio that is switched off is none: its interface stays down
 * (nl80211_kernel_off). */
struct nl80211_kernel *nl80211_kernel_open(const struct nl80211_kernel_options *options,
                                           char *why, size_t size);
/* Leaves the card as it was found: address, up or down. NULL is fine. */
void nl80211_kernel_close(struct nl80211_kernel *k);

/* Of which a driver is made (nl80211_driver_make), and the radio of its station; they live as
 * long as *k, and are as they were when it was opened. */
const struct nl80211_site *nl80211_kernel_site(const struct nl80211_kernel *k);
const struct extsta_radio_caps *nl80211_kernel_caps(const struct nl80211_kernel *k);
/* Whether its radio is switched off; then `why` says by what and how it comes on again. */
bool nl80211_kernel_off(const struct nl80211_kernel *k, char *why, size_t size);

/* Readable when nl80211_kernel_receive may have something. */
int nl80211_kernel_fd(const struct nl80211_kernel *k);
/* A message of the driver's, whole; borrowed. What cannot be sent comes back as the kernel's
 * refusal (NLMSG_ERROR with its sequence number). */
void nl80211_kernel_send(struct nl80211_kernel *k, struct extsta_span message);
/* The next message for the driver, whole, aligned for struct nlmsghdr; valid until the next
 * call on *k. False: there is none now. */
bool nl80211_kernel_receive(struct nl80211_kernel *k, struct extsta_span *message);
/* The interface or its card has gone (unplugged, moved to another namespace): nothing will come
 * of it any more. */
bool nl80211_kernel_gone(const struct nl80211_kernel *k);

#endif
