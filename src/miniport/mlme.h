/* The MLME of the miniport: scan, connection, association, roaming, disassociation
 * (contract chapters 20 to 50, 70). Each operation is a machine with its own table
 * (base/fsm.h) in its own file; struct mp_mlme holds their states. */
#ifndef MINIPORT_MLME_H
#define MINIPORT_MLME_H

#include "miniport/bss.h"
#include "rsn/supplicant.h"
#include <extsta/windot11.h>

/* The association operation and the association it makes. */
enum assoc_state {
    ASSOC_NONE,
    ASSOC_AWAIT_AUTH_2, /* Authentication(2) of the AP */
    ASSOC_AWAIT_RESPONSE,
    ASSOC_AWAIT_PORT,   /* our own four-way handshake (PRT-07) */
    ASSOC_ASSOCIATED,
};

/* The outer operation. */
enum connection_state {
    CONNECTION_NONE,       /* INIT */
    CONNECTION_CONNECTING, /* CONNECTION_START made */
    CONNECTION_CONNECTED,  /* completed with 0 */
    CONNECTION_ROAMING,    /* ROAMING_START made */
};

enum scan_purpose {
    SCAN_IDLE,
    SCAN_EXPLICIT, /* SCAN_REQUEST: SCAN_CONFIRM is due */
    SCAN_CONNECT,  /* desired SSIDs not in the cache (CNX-26) */
    SCAN_ROAM,     /* looking for a candidate or a better AP */
};

struct mp_assoc;  /* associate.c: the open operation or the association (one in infrastructure) */
struct mp_scan;   /* scan.c: a running scan */

struct mp_mlme {
    uint8_t connection; /* enum connection_state */
    uint8_t scanning;   /* enum scan_purpose */
    uint8_t roam_reason_wanted;
    uint16_t freq;      /* channel the radio is on, MHz; 0 = none yet */
    uint16_t home_freq; /* channel of the associated BSS */
    uint16_t sequence;  /* sequence number counter for management and non-QoS data */
    struct mp_assoc *assoc; /* NULL: no association and none under way */
    struct mp_scan *scan;   /* NULL: no scan */
    struct mp_ssid network; /* SSID connected to (CNX-28) */
    struct mp_ssid *scan_ssids_cached; /* list of the last SCAN_REQUEST (SCN-17) */
    uint8_t scan_ssids_count;
    struct bss_entry *tried; /* opaque to others: candidates tried in this operation */
    uint16_t tried_count;
    uint32_t connect_request_id; /* when CONNECT was answered with PENDING */
    extsta_time peer_heard; /* last frame from the associated AP (DIS-11) */
    /* miniport-managed port authentication: the PMK given by the private OID (see
     * port_auth.c); NULL: somebody above does it */
    struct mp_port_key *port_key;
};

struct miniport;
struct frame;

/* --- requests (called by oid*.c, reset.c, power.c); NDIS status --- */
uint32_t mlme_connect(struct miniport *mp, extsta_time now, uint32_t request_id);    /* CNX-01.. */
uint32_t mlme_disconnect(struct miniport *mp, extsta_time now, uint32_t request_id); /* CNX-31.. */
/* SCAN_REQUEST: `request` is a DOT11_SCAN_REQUEST_V2 buffer (SCN-01, SCN-02). */
uint32_t mlme_scan(struct miniport *mp, extsta_time now, struct extsta_span request);
/* RESET: cancel everything open with CANCELLED, leave the BSS, in the order of RST-19;
 * then forget (timers, candidates, network). */
void mlme_reset(struct miniport *mp, extsta_time now);
void mlme_reset_ex(struct miniport *mp, extsta_time now);
void mlme_halt(struct miniport *mp, extsta_time now);
/* The last usable PHY went off, or one came on (PWR-06, PWR-07). */
void mlme_radio_off(struct miniport *mp, extsta_time now);
void mlme_radio_on(struct miniport *mp, extsta_time now);
/* EXCLUDED_MAC_ADDRESS_LIST was set (DIS-13). */
void mlme_excluded_changed(struct miniport *mp, extsta_time now);
/* Power saving level changed (PWR-09). */
void mlme_power_saving(struct miniport *mp, extsta_time now);
/* PORT_STATE_NOTIFICATION (PRT-19). */
void mlme_port_state(struct miniport *mp, extsta_time now, struct extsta_mac peer, bool open);
/* Miniport-managed port authentication: a PMK for RSNA-PSK associations to come, or
 * len 0 to switch it off. */
uint32_t mlme_set_port_key(struct miniport *mp, struct extsta_span pmk);

/* --- from the data path --- */
/* A management frame, decrypted if it had to be; addresses not yet judged. */
void mlme_rx(struct miniport *mp, extsta_time now, const struct frame *f,
             const struct extsta_rx_meta *meta);
/* Any frame whose transmitter is the associated AP was heard. */
void mlme_heard(struct miniport *mp, extsta_time now, const struct extsta_rx_meta *meta);
/* An EAPOL MSDU while the miniport authenticates the port; true: consumed. */
bool mlme_rx_eapol(struct miniport *mp, extsta_time now, struct extsta_span pdu,
                   bool was_protected, uint64_t serial);
/* Outcome of a management frame sent with this cookie. */
void mlme_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked);
void mlme_expire(struct miniport *mp, extsta_time now); /* its timers that are due */

/* --- what others ask --- */
bool mlme_is_associated(const struct miniport *mp);
/* The AP of the association (or open operation), or NULL. */
const struct extsta_mac *mlme_peer(const struct miniport *mp);
/* Negotiated for the association; meaningful while associated. */
struct mlme_negotiated {
    uint32_t auth, unicast, multicast; /* DOT11_ numbers */
    uint32_t akm, pairwise, group;     /* suite selectors, 0 without RSN */
    bool qos;                          /* WMM negotiated */
    uint16_t aid, listen_interval;
    extsta_time since;
    uint16_t freq;
    uint8_t phy;
};
const struct mlme_negotiated *mlme_negotiated(const struct miniport *mp);

#endif
