/* Which radio is meant: the word behind --radio, and in the daemon's configuration. It is read
 * here and nowhere else; whoever has read it opens what it names. docs/radios.md says which is
 * for what. */
#ifndef HOST_RADIO_CHOICE_H
#define HOST_RADIO_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum radio_kind {
    RADIO_HWSIM, /* "hwsim": the kernel's simulated radios, of which we are the medium */
    /* "nl80211:IFACE": a card, through the kernel's own stack; with ":connect" behind it by
     * CONNECT alone, also where the steps of an association could be ours */
    RADIO_NL80211,
    /* "monitor:IFACE": a card's interface in monitor mode; with ":plain" behind it just this
     * one, also where the card could acknowledge on others */
    RADIO_MONITOR,
    RADIO_UDP, /* "udp:HOST:PORT": the medium of another process */
    RADIO_AIR, /* "air": a virtual air of our own */
    RADIO_KINDS
};

#define RADIO_IFACE_MAX 16u  /* an interface's name, its zero included */
#define RADIO_HOST_MAX  256u /* a host's name, likewise */

struct radio_choice {
    enum radio_kind kind;
    char iface[RADIO_IFACE_MAX]; /* NL80211, MONITOR */
    bool plain;                  /* MONITOR */
    bool connect;                /* NL80211 */
    char host[RADIO_HOST_MAX];   /* UDP; without the brackets of "[::1]" */
    uint16_t port;
};

/* "hwsim"; "?" for a number that is none. */
const char *radio_kind_name(enum radio_kind kind);
/* False: it is no such word; `why` says what is wrong and what there is. */
bool radio_choice_read(const char *word, struct radio_choice *out, char *why, size_t size);

#endif
