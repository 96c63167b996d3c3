/* The link: all that the data path knows of the MLME, and all that it tells it.
 *
 * datapath/ sees no header of mlme/ or oid/. It has what the hall has: the peers (peers.h),
 * struct mp_link, and the link_ questions of miniport.h, which look into the MLME where its
 * state is. No copy of that state is kept for it. */
#ifndef MINIPORT_LINK_H
#define MINIPORT_LINK_H

#include "miniport/peers.h"
#include <extsta/radio.h>

struct frame;

/* The independent network that the station is in, or joins (chapter 75). */
struct mp_network {
    struct extsta_mac bssid;
    struct mp_negotiated negotiated; /* what all in it have in common: ciphers, PHY */
};

/* Of the MLME, which writes it. */
struct mp_link {
    struct mp_peer *ap; /* infrastructure: associated or in an operation; NULL: none */
    const struct mp_network *network; /* NULL: infrastructure, or none */
    uint16_t freq;      /* channel the radio is on, MHz; 0 = none yet */
    uint16_t home_freq; /* channel of the BSS of `ap`, or of `network`; 0 = none */
    bool quiet;         /* the AP wants silence until it has changed channel (9.4.2.18) */
    bool heard;         /* the data path: a frame has come since the MLME last cleared it */
};

/* --- up: the MLME is told --- */
/* A frame of any kind. True: it was a Beacon of our AP that says nothing new, and all is done
 * that it asks for; false: nothing is, and it goes the long way. */
bool mlme_beacon_again(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *in);
/* A management frame, decrypted if it had to be; addresses not yet judged. */
void mlme_rx(struct miniport *mp, extsta_time now, const struct frame *f,
             const struct extsta_rx_meta *meta);
/* A robust management frame that came without protection, although it is in use: dropped,
 * whoever sent it. */
void mlme_unprotected(struct miniport *mp, extsta_time now, const struct frame *f,
                      const struct extsta_rx_meta *meta);
/* Any frame of a peer was heard (after its FCS check, before anything else is judged). */
void mlme_heard(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                const struct frame *f);
/* A data frame of our independent network came from somebody who is no peer. */
void mlme_member(struct miniport *mp, extsta_time now, const struct frame *f,
                 const struct extsta_rx_meta *meta);
/* An EAPOL MSDU of a peer, or NULL (link_peer), while the miniport authenticates the port;
 * true: consumed. `serial` is that of the frame it came in. The peer may be gone afterwards. */
bool mlme_rx_eapol(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                   struct extsta_span pdu, bool was_protected, uint64_t serial);
/* A data packet is about to be made into MPDUs. */
void mlme_sending(struct miniport *mp, extsta_time now);
/* Outcome of a management frame sent with this cookie. tries: transmissions it took; 0 and not
 * acked: it never left the radio's queue, as far as the radio knows. */
void mlme_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                    uint8_t tries);
/* A Michael MIC was wrong (CIP-09): said as TKIPMIC_FAILURE. */
void indicate_tkip_mic_failure(struct miniport *mp, bool default_key, uint32_t key_index,
                               struct extsta_mac peer);

#endif
