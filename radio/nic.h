/* A card in monitor mode as a radio: frames out and in by a packet socket, with radiotap
 * headers; channels by nl80211 (nic_control.h). radio/monitor.h only listens, for captures.
 *
 * Two kinds of card differ in what matters most. One that has *active monitor* acknowledges
 * frames to an address: each station gets an interface of its own on it, with the station's
 * address, and an access point sees a station like any other. One that has not acknowledges
 * nothing: access points repeat all they send to us and take us for gone, and most let nobody
 * in so. nic_open finds out which it is, tries whether what is sent comes back, and nic_tell
 * says what will not work.
 *
 * All radios of one card share its channel: while one of them has a connection (it has sent
 * data) the others, where they want to be elsewhere, are deaf. */
#ifndef RADIO_NIC_H
#define RADIO_NIC_H

#include <extsta/radio.h>

struct nic;

/* The card of an interface that is in monitor mode. It is brought up, if it is not. plain: this
 * interface is used as it is, whatever the card can do. NULL: `why` says what to do (no such
 * interface, not in monitor mode, no privilege). */
struct nic *nic_open(const char *interface, bool plain, char *why, size_t size);
/* After its radios. Interfaces that it made are gone. NULL is fine. */
void nic_close(struct nic *nic);

struct nic_findings {
    bool acknowledges; /* the card has active monitor */
    bool sends;        /* it took a frame */
    bool echoes;       /* which came back: outcomes are known */
    bool tunes;        /* its channel can be set now */
    size_t channels;   /* that are not disabled; `silent` of them only to listen */
    size_t silent;
};
struct nic_findings nic_findings(const struct nic *nic);
/* Whether one of its channels (MHz). */
bool nic_has_channel(const struct nic *nic, uint16_t freq);
/* Calls `line` for each sentence about what it can do, and (bad) what will not work. */
void nic_tell(const struct nic *nic, void (*line)(void *user, bool bad, const char *text),
              void *user);

/* A radio for a station with this address. Closed by its ops->close, before nic_close. NULL:
 * `why` says why not. Without active monitor there is one radio at most. */
struct extsta_radio *nic_radio(struct nic *nic, struct extsta_mac address, char *why,
                               size_t size);

struct nic_counts {
    uint64_t sent, heard, echoes;
    uint64_t unsent;   /* that the socket did not take, or the channel was another */
    uint64_t unechoed; /* frames whose outcome never came */
    uint64_t lost;     /* that the kernel had no room for */
};
struct nic_counts nic_counts(const struct extsta_radio *radio);

/* --- the octets, for tests --- */

#define NIC_HEADER 13u /* of radiotap, before a frame that is sent */
/* What the driver is told: rate, where one is wanted; the sequence number stays; whether an
 * acknowledgement is waited for; how often it is tried again. */
void nic_header(uint8_t out[NIC_HEADER], const struct extsta_tx_meta *meta);

#endif
