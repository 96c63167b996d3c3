/* The nl80211 driver: any Linux Wi-Fi card as the miniport of a station (extsta/driver.h).
 *
 *   OS half  <- OIDs, packets, indications ->  this driver  <- netlink messages ->  the kernel
 *
 * It is a machine like all others: no I/O, no clock. What it wants of the kernel comes out as
 * an output EXTSTA_OUT_DRIVER, what the kernel says goes in by extsta_driver_event. Each of
 * these values is one whole netlink message, struct nlmsghdr first, with the sequence numbers
 * that the driver chose; replies, acknowledgements, parts of dumps and events go in as they
 * came, in their order. kernel.h has the sockets; docs/nl80211.md what a card cannot give.
 *
 * The data path is the kernel's: 802.3 frames are on the card's own interface. Only EAPOL
 * crosses the boundary as packets (the control port). */
#ifndef NL80211_NL80211_H
#define NL80211_NL80211_H

#include <extsta/station.h>
#include <linux/types.h>

/* Types of the messages that cross. What is neither goes to and comes from the route socket
 * (RTM_…), or is NLMSG_ERROR or NLMSG_DONE: which socket it is of tells its sequence number. */
/* Generic netlink of the family nl80211, whatever its number is on this machine: a record is
 * the same everywhere. */
#define NL80211_FAMILY 0x7211
/* From beneath: a struct rfkill_event (linux/rfkill.h), as /dev/rfkill gives it. Those of other
 * radios may be among them, where the edge cannot tell. */
#define NL80211_RFKILL 0x7212
/* From beneath, empty: events were lost (ENOBUFS), everything is to be read again. */
#define NL80211_LOST 0x7213

/* Sequence numbers of messages to the route socket have this bit, those to nl80211 have not. */
#define NL80211_ROUTE_SEQ 0x80000000u

#define NL80211_MAX_CIPHERS 16

/* What the card can do (GET_WIPHY), as far as it steers the driver. */
enum nl80211_can {
    /* AUTHENTICATE and ASSOCIATE: the SME is the driver's. Else CONNECT alone. */
    NL80211_CAN_AUTHENTICATE = 1u << 0,
    NL80211_CAN_CONNECT = 1u << 1,
    NL80211_CAN_CONTROL_PORT = 1u << 2,      /* CONTROL_PORT_OVER_NL80211 */
    NL80211_CAN_TELL_CONTROL_PORT = 1u << 3, /* …_TX_STATUS */
    NL80211_CAN_NO_PREAUTH = 1u << 4,        /* CONTROL_PORT_NO_PREAUTH */
    NL80211_CAN_SAE = 1u << 5,               /* feature SAE: AUTHENTICATE, or EXTERNAL_AUTH */
    NL80211_CAN_OFFLOAD_PSK = 1u << 6,       /* 4WAY_HANDSHAKE_STA_PSK */
    NL80211_CAN_OFFLOAD_SAE = 1u << 7,       /* SAE_OFFLOAD */
    NL80211_CAN_ROAM = 1u << 8,              /* ROAM_SUPPORT: the firmware roams */
    NL80211_CAN_PROTECT_BEACONS = 1u << 9,   /* BEACON_PROTECTION */
    NL80211_CAN_FRAME = 1u << 10,            /* FRAME, REGISTER_FRAME: action frames */
    NL80211_CAN_CQM = 1u << 11,              /* SET_CQM */
    NL80211_CAN_MFP_OPTIONAL = 1u << 12,     /* CONNECT with USE_MFP 2 */
    NL80211_CAN_FLUSH_SCAN = 1u << 13,       /* SCAN_FLAG_FLUSH */
    NL80211_CAN_MEASURE = 1u << 14,          /* RRM: associations may say so */
    NL80211_CAN_NARROW = 1u << 15,           /* an association may be kept to 20 MHz */
};

/* One card, of which a driver is made. */
struct nl80211_site {
    uint32_t ifindex, wiphy;
    struct extsta_mac address;             /* of the interface */
    const struct extsta_radio_caps *radio; /* PHYs and channels; outlives the driver */
    uint32_t can;                          /* enum nl80211_can */
    uint32_t ciphers[NL80211_MAX_CIPHERS]; /* suite selectors, 0x000fac04 */
    size_t cipher_count;
    uint8_t scan_ssids;            /* in one TRIGGER_SCAN */
    uint16_t scan_ie_len;          /* octets of elements of ours in a Probe Request */
    uint8_t pmkids;                /* that the card keeps; 0: none */
    bool up;                       /* IFF_UP */
    bool rfkill_soft, rfkill_hard; /* the radio is switched off */
    /* Read again, at each make (extsta_restart): what changes while the driver lives it hears.
     */
};

extern const struct extsta_driver_ops nl80211_driver_ops;
/* struct extsta_station_config.driver_make; `user` is a const struct nl80211_site, which is
 * copied. The station's `radio` and `address` are to be the site's. NULL: no memory. */
void *nl80211_driver_make(void *user, struct extsta_context *ctx, struct extsta_station *sta);

#endif
