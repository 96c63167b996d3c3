/* The access point's side of the handshakes, for the scripted AP (air/apsim) and for
 * tests of the supplicant. IEEE Std 802.11-2020 12.7.6, 12.7.7, 12.7.10. */
#ifndef RSN_AUTHENTICATOR_H
#define RSN_AUTHENTICATOR_H

#include "rsn/supplicant.h"

/* An IGTK or BIGTK that is handed out. */
struct management_key {
    uint8_t key[TK_MAX];
    uint8_t len, id; /* 0 octets: none is handed out; id 4 and 5, BIGTK 6 and 7 */
    uint64_t pn;     /* IPN, BIPN: of the last frame sent under it */
};

struct authenticator_config {
    struct crypto *crypto;       /* crypto_of(context); outlives the machine */
    struct extsta_mac own, peer; /* AA, SPA */
    struct extsta_span pmk; /* copied; with an FT suite the MPMK, as of supplicant_config */
    uint32_t akm, pairwise, group; /* suite selectors as negotiated */
    struct extsta_span own_rsne; /* whole element as in the beacon; of WPA its vendor element */
    struct extsta_span own_rsnxe; /* whole element or empty */
    struct extsta_span peer_rsne; /* whole element of the (re)association request */
    struct extsta_span peer_rsnxe; /* the same, or empty */
    uint8_t gtk[TK_MAX];
    uint8_t gtk_len, gtk_id; /* 0: no GTK is handed out; 1 to 3 */
    uint64_t gtk_rsc;        /* of the last frame sent under it */
    uint32_t group_mgmt;     /* cipher of the next two */
    struct management_key igtk, bigtk;
    struct extsta_span ssid, mde, fte; /* FT, as of supplicant_config; as in our response */
    uint8_t pmkid[16];                 /* the name of the PMK, said in message 1 */
    bool has_pmkid;                    /* there is one */
    bool ext_key_id; /* both ends have Extended Key ID: the pairwise key's id changes with each
                      */
    struct oci oci;
    bool ocv_blind;             /* what the station says of its channel is not looked at */
    uint8_t transition_disable; /* said in message 3, as of supplicant_step; 0: nothing */
    extsta_time retry; /* between retransmissions (default 1 s); microseconds */
    /* After the first transmission of a four-way message, of a group message; 0 = as retry. */
    extsta_time first, first_group;
    uint8_t tries;     /* transmissions of one message (default 4) */
};

/* Named by the message that is awaited. */
enum authenticator_state {
    AUTHENTICATOR_AWAIT_M2,
    AUTHENTICATOR_AWAIT_M4,
    AUTHENTICATOR_DONE,
    AUTHENTICATOR_AWAIT_GROUP2,
    AUTHENTICATOR_FAILED,
};

struct authenticator {
    struct authenticator_config config;
    const struct akm_suite *akm;
    uint8_t state; /* enum authenticator_state */
    uint8_t pmk[PMK_MAX];
    uint8_t pmk_len;
    uint8_t own_rsne[64], own_rsnxe[18], peer_rsne[64], peer_rsnxe[18];
    struct supplicant_ft ft;
    uint8_t anonce[32], snonce[32];
    struct ptk ptk;
    bool has_ptk;
    uint64_t replay;       /* of the last message sent */
    uint64_t replay_first; /* of the first transmission of the message under way */
    uint64_t requested;    /* replay counter of the station's last request */
    uint32_t bad_mics;     /* messages 2 whose MIC was wrong */
    uint8_t key_id;        /* of the PTK under way; 0 without Extended Key ID */
    uint8_t tries_left;
    extsta_time deadline; /* of the next retransmission, or EXTSTA_NEVER */
};

/* Starts: the step holds message 1. anonce: 32 fresh random octets. The machine must not be
 * moved afterwards. E_USAGE, E_TOO_SMALL, E_UNSUPPORTED: as of supplicant_start. With WPA no
 * GTK goes with message 3: who authorized the station gives it by authenticator_group. */
enum extsta_error authenticator_start(struct authenticator *a, extsta_time now,
                                      const struct authenticator_config *config,
                                      const uint8_t anonce[32], struct supplicant_step *step);
/* Goes on with the keys of a fast transition (ft.h), without a handshake: config->pmk is the
 * PMK-R1, config->mde and fte are the elements of the response. Errors as of
 * authenticator_start. */
enum extsta_error authenticator_resume(struct authenticator *a,
                                       const struct authenticator_config *config,
                                       const struct ptk *ptk, const uint8_t r1_name[16]);
/* The BSS has moved to another channel. freq: MHz. */
void authenticator_moved(struct authenticator *a, uint16_t freq);
/* An EAPOL PDU of the station. What it leads to is in the step: the next message, keys to
 * install with a verdict, or a drop. */
void authenticator_rx(struct authenticator *a, extsta_time now, struct extsta_span pdu,
                      struct supplicant_step *step);
/* Renews the PTK of an authorized association; the step holds message 1. */
void authenticator_rekey(struct authenticator *a, extsta_time now, const uint8_t anonce[32],
                         struct supplicant_step *step);
/* Retransmits, or gives up: REJECTED with reason 15 (16 in the group handshake). Before the
 * deadline nothing happens. */
void authenticator_expire(struct authenticator *a, extsta_time now,
                          struct supplicant_step *step);
/* The message sent last waits in the radio's queue: its time does not run, and it is not repeated
 * before authenticator_sent. */
void authenticator_queued(struct authenticator *a);
/* It has left the queue: if it still is unanswered, its time runs from now on. A first message
 * 1 that was acknowledged has as long as a repeated one: an early repetition would make some
 * supplicants change their nonce (hostapd, wpa_auth_eapol_key_tx_status). */
void authenticator_sent(struct authenticator *a, extsta_time now, bool acked);
/* Group key handshake with a new GTK (gtk_len octets, id 1 to 3); the step holds message 1.
 * Only on an authorized association; otherwise nothing happens. */
void authenticator_group(struct authenticator *a, extsta_time now, const uint8_t *gtk,
                         uint8_t gtk_len, uint8_t gtk_id, struct supplicant_step *step);
/* What message 3 and the group handshake give besides the GTK from now on; NULL, or a key of 0
 * octets: none. Before authenticator_group, where they are renewed with the GTK. */
void authenticator_set_management(struct authenticator *a, const struct management_key *igtk,
                                  const struct management_key *bigtk);
/* Clears all key material; the machine is fit for nothing but a start. */
void authenticator_clear(struct authenticator *a);

#endif
