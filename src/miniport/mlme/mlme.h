/* The MLME of the miniport: scan, connection, association, roaming, disassociation
 * (contract chapters 20 to 50, 70). Each operation is a machine with its own table
 * (base/fsm.h) in its own file; struct mp_mlme holds their states. A connection of the
 * independent type has struct mp_ibss beside (ibss.h), and many associations.
 *
 * Its timers (enum mp_timer), each with one meaning; all stop with a reset, a halt and the end
 * of the connection.
 *
 * - SCAN: a channel is tuned to, or left for home, or the AP is told. Stopped when the scan
 *   ends. Fires for the scan's next step.
 * - ANSWER: a frame of the open operation is sent again, awaits its turn or its answer, or a
 *   Beacon is awaited. Stopped when it comes, or the operation ends. The frame goes, or the
 *   operation has failed.
 * - SWITCH: a Beacon announces another channel. Stopped when the AP stays, or the association
 *   ends. We go to that channel.
 * - PORT: our own handshake begins, its keys wait for message 4. Stopped when they are in, or
 *   the association ends. The keys go in, or the port has failed.
 * - UNREACHABLE: the association begins, or its peer may be silent longer. Stopped when it
 *   ends. The peer was silent for too long.
 * - ROAM: a better AP, or after a loss any, shall be looked for later. Stopped when a target is
 *   asked, or none is wanted. The cache is looked at, or a scan begins.
 * - OWED: a DISASSOCIATION could not be said for want of memory. Stopped when it is said. It is
 *   tried again.
 * - CANDIDATES: an RSNA association begins. Stopped when it ends. With keys there, PMKID
 *   candidates are said.
 * - IBSS: a network is searched, a Beacon of ours is due, a peer may have fallen silent.
 * Stopped when the station leaves. What is due of it is done (ibss.h).
 * - SA_QUERY: the AP was asked whether it still knows us. Stopped when it answers, and when the
 *   association ends. It is asked again, or has lost us.
 * - DOZE: under FAST_PSP a frame came or went. Stopped by another level, and when the
 *   association ends. The station dozes again.
 *
 * Which function follows which timer is a table in mlme.c. */
#ifndef MINIPORT_MLME_H
#define MINIPORT_MLME_H

#include "base/fsm.h"
#include "boundary/outq.h"
#include "miniport/link.h"
#include "miniport/mib.h"
#include "miniport/mlme/bss.h"
#include "miniport/mlme/turn.h"
#include "rsn/supplicant.h"
#include <extsta/windot11.h>

/* The outer operation. */
enum connection_state {
    CONNECTION_NONE,       /* INIT */
    CONNECTION_CONNECTING, /* CONNECTION_START made */
    CONNECTION_CONNECTED,  /* completed with 0 */
    CONNECTION_ROAMING,    /* ROAMING_START made */
};

/* What roaming is waiting for. */
enum roam_state {
    ROAM_QUIET,           /* nothing: not connected, or the AP is good */
    ROAM_AWAIT_BETTER,    /* the signal is low: a better AP (ROM-03) */
    ROAM_AWAIT_TARGET,    /* ROAMING_START(better AP) made: the target's answer */
    ROAM_AWAIT_CANDIDATE, /* association lost: any AP of the network (ROM-13) */
};

enum scan_purpose {
    SCAN_IDLE,
    SCAN_EXPLICIT, /* SCAN_REQUEST: SCAN_CONFIRM is due */
    SCAN_CONNECT,  /* desired SSIDs not in the cache (CNX-26) */
    SCAN_ROAM,     /* looking for a candidate or a better AP */
};

struct mp_scan;     /* scan.h: a running scan */
struct mp_sa_query; /* sa_query.h: unprotected farewells of the association */
struct mp_ibss;     /* ibss.h: the independent network, and the search for it */
struct mp_port_key; /* port_auth.h */
struct mp_sae;      /* sae_choice.h */
struct mp_pmksa;    /* pmksa.h */
struct sae_request; /* sae_wishes.h */
struct mp_steer;    /* steer.h */
struct mp_ft;       /* ft.h */
struct mp_channels; /* scan.h: what the host wants scanned next */

struct mp_mlme {
    uint8_t connection;     /* enum connection_state */
    uint8_t scanning;       /* enum scan_purpose */
    uint8_t roam;           /* enum roam_state */
    uint8_t roam_round;     /* fruitless looks in a row: the back-off */
    uint8_t connect_scans;  /* connect scans done in this connection operation (CNX-26) */
    uint8_t last_diagnosis; /* of the last association that ended (enum extsta_diagnosis) */
    uint8_t busy;           /* percent, by mlme_medium; else MEDIUM_UNKNOWN, but for one call */
    bool doze;              /* power save announced to the AP (PWR-09) */
    uint8_t beacons_slept;  /* since the last one that it listened to (power_save.c) */
    bool radio_off;         /* no usable PHY (PWR-06) */
    bool resumed; /* from a low power state, and no visible candidate heard since (ROM-19) */
    uint8_t pmkid_count;          /* BSSIDs in the last PMKID_CANDIDATE_LIST (PMK-06) */
    uint16_t looks;               /* for a candidate, since the AP was lost */
    uint16_t next_freq;           /* channel the AP has announced to move to; 0 = none */
    struct extsta_mac last_ap;    /* AP of the association that ended last; zero = none */
    uint32_t last_words; /* Sequence Control of last_ap's frame that ended it, + 1; 0 = none */
    struct extsta_mac target;     /* better AP asked for its presence */
    struct mp_ssid network;       /* SSID connected to (CNX-28) */
    uint32_t owed_reason;         /* of a DISASSOCIATION of last_ap not said yet; 0 = none */
    struct mp_scan *scan;         /* NULL: no scan */
    struct mp_channels *only;     /* of the next SCAN_REQUEST; NULL: all */
    struct mp_channels *usual;    /* of our own scans; NULL: all */
    struct outq_node *outer;      /* completion of the open connection or roam (ROL-11) */
    struct outq_node *farewell;   /* for a DISASSOCIATION the host asks for, or NULL */
    extsta_time away_since;       /* left the home channel; 0 = on it */
    struct extsta_roam_policy *policy; /* NULL: extsta_roam_default */
    struct mp_sa_query *sa_query;      /* NULL: none has come */
    struct mp_ibss *ibss;         /* NULL: infrastructure, or no connection */
    struct mp_steer *steer;       /* NULL: the AP has neither asked nor told us anything */
    struct mp_ft *ft;             /* ft.h; NULL: no FT suite */
    struct mp_port_key *port_key; /* NULL: somebody above authenticates the port */
    struct mp_sae *sae;           /* NULL: the host has given no password of SAE */
    struct mp_pmksa *pmksas;      /* the PMKs of our own making, by AP */
};

struct miniport;
struct frame;

/* --- requests (called by oid/, reset.c, power.c); NDIS status --- */
/* CONNECT_REQUEST: SUCCESS once the operation has begun, with the station in OP
 * and CONNECTION_START made. */
uint32_t mlme_connect(struct miniport *mp, extsta_time now, uint32_t request_id); /* CNX-01.. */
/* DISCONNECT_REQUEST: done when it returns; the station is in INIT. */
uint32_t mlme_disconnect(struct miniport *mp, extsta_time now,
                         uint32_t request_id); /* CNX-31.. */
/* SCAN_REQUEST: `request` is a DOT11_SCAN_REQUEST_V2 buffer (SCN-01, SCN-02). */
uint32_t mlme_scan(struct miniport *mp, extsta_time now, struct extsta_span request);
/* EXTSTA_PRIVATE_SCAN_ONLY, _SCAN_ABORT. */
uint32_t mlme_scan_only(struct miniport *mp, struct extsta_span freqs);
uint32_t mlme_scan_abort(struct miniport *mp, extsta_time now);
/* Sets aside what mlme_reset indicates. False: no memory. */
bool mlme_reset_prepare(struct miniport *mp);
/* RESET: cancel everything open with CANCELLED, leave the BSS, in the order of RST-19;
 * then forget (timers, candidates, network). The caller enters INIT afterwards. */
void mlme_reset(struct miniport *mp, extsta_time now);
/* MiniportResetEx (STA-12): scans end, the radio is tuned anew, all else stays. */
void mlme_reset_ex(struct miniport *mp, extsta_time now);
/* Leaves the BSS and frees all the MLME holds. */
void mlme_halt(struct miniport *mp, extsta_time now);
/* Frees all it holds, without a frame or an indication. */
void mlme_destroy(struct miniport *mp);
/* The last usable PHY went off, or one came on (PWR-06, PWR-07). */
void mlme_radio_off(struct miniport *mp, extsta_time now);
void mlme_radio_on(struct miniport *mp, extsta_time now);
/* The device is back in D0 (PWR-12, PWR-13). */
void mlme_resumed(struct miniport *mp, extsta_time now);
/* EXCLUDED_MAC_ADDRESS_LIST was set (DIS-13). */
void mlme_excluded_changed(struct miniport *mp, extsta_time now);
/* UNREACHABLE_DETECTION_THRESHOLD was set (DIS-11). */
void mlme_threshold_changed(struct miniport *mp, extsta_time now);
/* Power saving level changed (PWR-09). */
void mlme_power_saving(struct miniport *mp, extsta_time now);
/* MEDIA_STREAMING_ENABLED was set (SCN-18): a look for a better AP that is under way ends. */
void mlme_media_streaming(struct miniport *mp, extsta_time now);
/* PORT_STATE_NOTIFICATION (PRT-19). */
void mlme_port_state(struct miniport *mp, extsta_time now, struct extsta_mac address,
                     bool open);
/* Miniport-managed port authentication (PRT-07): a PMK for RSNA-PSK associations to
 * come, or len 0 to switch it off. In INIT only; forgotten by a reset. */
uint32_t mlme_set_port_key(struct miniport *mp, struct extsta_span pmk);
/* The same without a PMK: of associations whose PMK is made here. */
uint32_t mlme_set_port_auth(struct miniport *mp);
/* How SAE is done in associations to come. NULL: not at all. Copied; forgotten by a reset.
 * INVALID_DATA, RESOURCES. */
uint32_t mlme_set_sae(struct miniport *mp, const struct sae_request *request);
/* The network of that password is never again entered by another algorithm. INVALID_STATE:
 * there is none. */
uint32_t mlme_forget_fallback(struct miniport *mp);
/* Fast BSS transitions: parameters of the subcommand of NIC_SPECIFIC_EXTENSION. */
uint32_t mlme_set_ft(struct miniport *mp, struct extsta_span parameters);
/* Reassociation with the AP of the association, as a roam (SEQ-11): subcommand of
 * NIC_SPECIFIC_EXTENSION. INVALID_STATE unless associated and no operation runs. */
uint32_t mlme_reassociate(struct miniport *mp, extsta_time now);
/* Roam to this AP, which is asked first: subcommand of NIC_SPECIFIC_EXTENSION. over_ds: by FT,
 * and asked through the AP of the association. INVALID_STATE as above; INVALID_DATA: it is the
 * one we have, not known, or no candidate; or the two do not do that. */
uint32_t mlme_roam_to(struct miniport *mp, extsta_time now, struct extsta_mac bssid,
                      bool over_ds);
/* Where our own scans look, and what may be entered: subcommand of NIC_SPECIFIC_EXTENSION. */
uint32_t mlme_set_channels(struct miniport *mp, struct extsta_span parameters);
/* Asks the AP for its neighbours (steer.h), with these subelements: subcommand of
 * NIC_SPECIFIC_EXTENSION. */
uint32_t mlme_neighbor_request(struct miniport *mp, extsta_time now,
                               struct extsta_span subelements);
/* Whether it has answered, and what, once, as far as there is room. */
uint32_t mlme_take_neighbors(struct miniport *mp, struct writer *w);
/* Asks the AP where to go (steer.h): subcommand of NIC_SPECIFIC_EXTENSION. INVALID_STATE: not
 * associated; NOT_SUPPORTED: the AP does not do it. */
uint32_t mlme_btm_query(struct miniport *mp, extsta_time now, uint8_t reason);
/* When a better AP is looked for; copied. INVALID_DATA, RESOURCES. A reset forgets it. */
uint32_t mlme_set_roam_policy(struct miniport *mp, const struct extsta_roam_policy *policy);

/* --- the data path: what it calls is in link.h --- */
void mlme_expire(struct miniport *mp, extsta_time now); /* its timers that are due */

/* --- the radio --- */
/* The frame sent with this cookie has left the radio's queue. */
void mlme_tx_started(struct miniport *mp, extsta_time now, uint32_t cookie);
/* Since when the state of the medium is wanted with the next mlme_expire; EXTSTA_NEVER, or a
 * time to come: it is not. Asked often: costs nothing for who is idle. */
extsta_time mlme_medium_since(const struct miniport *mp);
/* For how many microseconds between `since` and now the medium was busy. */
void mlme_medium(struct miniport *mp, extsta_time now, extsta_time since, extsta_time busy);

/* --- what others ask; of the AP of the association or the open operation, mp->link.ap --- */
bool mlme_is_associated(const struct miniport *mp);
/* Its cache entry, or that of our independent network; NULL: neither, or not heard. */
const struct bss_entry *mlme_bss(const struct miniport *mp);
/* In a BSS of others: associated with its AP, or in a network that we did not start. */
bool mlme_is_joined(const struct miniport *mp);
/* There is a channel to come back to: that of the AP, or of the network. */
bool mlme_has_home(const struct miniport *mp);

/* The tables, for the documentation. */
extern const struct fsm_table connection_table, associate_table, roam_table, scan_table,
    ibss_table, sa_query_table;

#endif
