/* The Wi-Fi cards of this machine, as far as this network namespace has them: each with what it
 * can do (wiphy.h), its interfaces, and the switches that turn its radio off. For `extsta
 * radios`, and for kernel.c, which opens one. */
#ifndef DRIVER_NL80211_CARDS_H
#define DRIVER_NL80211_CARDS_H

#include "ask.h"
#include "wiphy.h"

#define NL80211_INTERFACES 16u /* of a card, at most */

struct nl80211_interface {
    char name[16];
    uint32_t ifindex, wiphy;
    uint32_t type; /* NL80211_IFTYPE_ */
    struct extsta_mac address;
    uint32_t freq;    /* MHz; 0: on no channel */
    bool up;          /* IFF_UP */
    uint8_t ssid[32]; /* of the network that it is in */
    uint8_t ssid_len; /* 0: in none */
};

/* A card's radio switch (rfkill). */
struct nl80211_switch {
    bool there;
    uint32_t index;  /* of struct rfkill_event */
    bool soft, hard; /* off: by a program, by a switch of the machine */
};

struct nl80211_card {
    struct nl80211_wiphy wiphy;
    struct nl80211_interface interfaces[NL80211_INTERFACES];
    size_t interface_count;
    struct nl80211_switch rfkill;
    char driver[32]; /* of the kernel: "iwlwifi"; empty: not known */
};

/* How the kernel calls a type of interface: "managed", "AP", as iw does; never NULL. */
const char *nl80211_type_name(uint32_t type);

/* All cards, those with lower numbers first; *cards is malloc'ed, also where there are none
 * (*count 0). 0, or a negative errno: -ENOENT: the kernel has no nl80211. */
int nl80211_cards(struct nl80211_card **cards, size_t *count);
/* The card with this interface, in *card; *interface is in it. 0, or a negative errno: -ENODEV:
 * there is no such interface, or it is of no Wi-Fi card. */
int nl80211_card_of(struct nl80211_socket *s, uint32_t ifindex, struct nl80211_card *card,
                    const struct nl80211_interface **interface);
/* What /sys says of a card's switch now. */
struct nl80211_switch nl80211_card_switch(const char *phy);

#endif
