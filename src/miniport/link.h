/* The link: all that the data path knows of the MLME, and all that it tells it.
 *
 * The MLME keeps struct mp_link current (mlme_link_tell); datapath/ reads it, together with
 * what the hall has (MIB, PHYs, packet filter), and sees no header of mlme/ or oid/. So a frame
 * asks one function for its peer, whatever the MLME is made of. */
#ifndef MINIPORT_LINK_H
#define MINIPORT_LINK_H

#include <extsta/radio.h>

struct miniport;
struct frame;

/* Packets of an association (ASC-39). */
struct mp_counters {
    uint64_t tx_ok, tx_failed, rx_ok, rx_failed;
};

/* One peer as the data path sees it. */
struct mp_link_peer {
    struct mp_counters *counters; /* to increment; NULL: nothing is counted yet */
    struct extsta_mac address;
    uint8_t phy;                   /* what is sent to it goes out on this PHY id */
    bool associated : 1;           /* data may go to it (PRT-24) and come from it */
    bool qos : 1;                  /* WMM was negotiated */
    bool rsn : 1;                  /* WPA or RSNA: there is an AKM */
    bool enciphers : 1;            /* its unicast cipher is not "none" */
    bool group_enciphers : 1;      /* its multicast cipher is not "none" */
    bool unicast_by_group_key : 1; /* its pairwise cipher is "use group" (CIP-07) */
};

struct mp_link {
    struct mp_link_peer ap; /* of the association or the open operation, with has_ap */
    uint16_t freq;          /* channel the radio is on, MHz; 0 = none yet */
    uint16_t home_freq;     /* channel of the BSS of `ap`; 0 = none */
    bool has_ap : 1;
    bool connection : 1;       /* a connection operation runs or has succeeded */
    bool scanning : 1;         /* Beacons and Probe Responses of anybody go up (SCN-20) */
    bool authenticates : 1;    /* this miniport authenticates the port: it wants EAPOL */
    bool power_management : 1; /* the Power Management bit of frames to the AP */
    bool quiet : 1; /* the AP wants silence until it has changed channel (9.4.2.18) */
};

/* --- up: the MLME is told --- */
/* A management frame, decrypted if it had to be; addresses not yet judged. */
void mlme_rx(struct miniport *mp, extsta_time now, const struct frame *f,
             const struct extsta_rx_meta *meta);
/* Any frame whose transmitter is the peer was heard (after its FCS check, before anything else
 * is judged). */
void mlme_heard(struct miniport *mp, extsta_time now, const struct frame *f,
                const struct extsta_rx_meta *meta);
/* An EAPOL MSDU while the miniport authenticates the port; true: consumed. `serial` is that of
 * the frame it came in. */
bool mlme_rx_eapol(struct miniport *mp, extsta_time now, struct extsta_span pdu,
                   bool was_protected, uint64_t serial);
/* Outcome of a management frame sent with this cookie. */
void mlme_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked);
/* A Michael MIC was wrong (CIP-09): said as TKIPMIC_FAILURE. */
void indicate_tkip_mic_failure(struct miniport *mp, bool default_key, uint32_t key_index,
                               struct extsta_mac peer);

#endif
