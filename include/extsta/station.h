/* A station: both halves, coupled at the miniport boundary.
 *
 * It does no I/O, has no clock, no threads and no globals. Feed it what happens,
 * with the time; drain what it wants with extsta_next; call extsta_expire when
 * extsta_deadline has come. The same inputs and the same random streams give the
 * same outputs, byte for byte.
 *
 * The loop of an embedder: wait for the radio, the network stack or extsta_deadline;
 * call extsta_rx, extsta_tx_status, extsta_tx or extsta_expire; carry out all outputs;
 * repeat. `now` must not run backwards on one station (an earlier time counts as the
 * last one). Calls are legal in any state unless said otherwise; calls that cannot
 * return an error report by outputs and by the drop counters. One thread at a time
 * per context. examples/embed.c is such a program. */
#ifndef EXTSTA_STATION_H
#define EXTSTA_STATION_H

#include <extsta/context.h>
#include <extsta/output.h>
#include <extsta/profile.h>

#ifdef __cplusplus
extern "C" {
#endif

struct extsta_station;

struct extsta_station_config {
    uint64_t id;               /* the station's random stream and its name in logs */
    struct extsta_mac address; /* permanent MAC address */
    const struct extsta_radio_caps *radio; /* borrowed, outlives the station */
    uint32_t outputs; /* EXTSTA_OUT_MASK set wanted; EXTSTA_OUT_WORK is always on */
    /* Another driver below the boundary, or NULL for extsta's own miniport; borrowed for the
     * life of the station. driver_make is called with driver_user; the station owns what it
     * returns (NULL, or an operation that is missing: no station). It reports by the functions
     * of driver.h, from inside its operations. */
    const struct extsta_driver_ops *driver;
    void *(*driver_make)(void *user, struct extsta_context *ctx, struct extsta_station *sta);
    void *driver_user;
};

/* Makes a station and brings it up (contract SEQ-01: medium query, operation mode,
 * reset); its first outputs wait in the queue. The configuration is borrowed for the
 * call, what `radio` points to for the life of the station. NULL when there is no
 * memory, or no driver. */
struct extsta_station *extsta_station_new(struct extsta_context *ctx,
                                          const struct extsta_station_config *config,
                                          extsta_time now);
/* Halts the driver and frees everything. Outputs not yet drained are lost. No frame says
 * goodbye to an AP: extsta_disconnect first, and carry out what follows. NULL is fine. */
void extsta_station_free(struct extsta_station *sta);

/* --- the radio's side --- */
/* Frames arrived: MPDUs as struct extsta_rx_frame says, in the order of reception, also
 * those for others (they are dropped and counted). Borrowed for the call; a batch costs
 * less than single frames. */
void extsta_rx(struct extsta_station *sta, extsta_time now,
               const struct extsta_rx_frame *frames, size_t count);
/* The frame sent with this cookie (EXTSTA_OUT_FRAME, meta.cookie not 0) was acknowledged, or
 * not within its tries. tries: how often it was transmitted; 0: not known. Each cookie once,
 * in any order; one that is not known any more does nothing. A radio that cannot tell says
 * `true`. */
void extsta_tx_status(struct extsta_station *sta, extsta_time now, uint32_t cookie, bool acked,
                      uint8_t tries);
/* The frame sent with this cookie and EXTSTA_TX_TELL_START has left the radio's queue: its
 * first transmission begins. Its outcome still comes. A radio that does not know leaves it out.
 */
void extsta_tx_started(struct extsta_station *sta, extsta_time now, uint32_t cookie);
/* How busy the medium is, for radios that sense it (CCA). Just before extsta_expire ask since
 * when the station wants to know: EXTSTA_NEVER, or a time that has not come, and nothing is to
 * be measured, as of a station that is idle. Else say for how many of the microseconds between
 * `since` and now the medium was busy on the channel tuned to, the station's own transmissions
 * included. Who cannot tell leaves it out: then a channel counts as busy on which frames were
 * heard. */
extsta_time extsta_medium_since(const struct extsta_station *sta);
void extsta_medium(struct extsta_station *sta, extsta_time now, extsta_time since,
                   extsta_time busy);
/* The hardware switch of a PHY moved: phy_id is an index into extsta_radio_caps.phys, or
 * DOT11_PHY_ID_ANY (0xffffffff) for all. */
void extsta_radio_switch(struct extsta_station *sta, extsta_time now, uint32_t phy_id, bool on);
/* What a driver of others drives (a kernel, a device) has said something, in the language of
 * these two: the answer to EXTSTA_OUT_DRIVER, or by itself. Borrowed for the call. extsta's own
 * driver, and one without `event`, do not hear it. */
void extsta_driver_event(struct extsta_station *sta, extsta_time now, struct extsta_span bytes);
/* The machine runs on mains (1) or on batteries (0) now: NdisDevicePnPEventPowerProfileChanged.
 * It changes nothing of the station's power mode (PWR-11). */
void extsta_power_profile(struct extsta_station *sta, extsta_time now, uint32_t profile);

/* --- the network stack's side --- */
/* Sends 802.3 frames (destination, source, EtherType or length, payload; no FCS, no 802.1Q
 * tag). The bytes are borrowed for the call. priority: 802.1D user priority, 0 to 7. What
 * cannot be sent (no port, a port that is not open, too short or too long) is dropped and
 * counted: no-port, port-unauthorized, ethernet-short, ethernet-long (drops.h). */
void extsta_tx(struct extsta_station *sta, extsta_time now, const struct extsta_span *frames,
               size_t count, uint8_t priority);

/* --- the user's side (OS half) --- */
/* Connects by a profile: reset, configuration, IHV pre-association, connect
 * (STA-10). The profile is copied. EXTSTA_OK means that it has begun: the outcome is
 * NOTIFY_CONNECTED and NOTIFY_CONNECTION_COMPLETE, or a cause record and
 * NOTIFY_CONNECTION_FAILED (within ten seconds when there is no AP; later when one
 * takes the station and then does not authorize it). From now on the network is wanted:
 * the station roams, comes back after a loss, and tries again what has failed, in pauses
 * that grow from one second to sixty, each a quarter longer or shorter by its random
 * stream. It stops at extsta_disconnect, when the credential is wrong for certain, and
 * where a policy says so (docs/scenarios.md has the list); then a notification
 * CONNECTION_FAILED or DISCONNECTED has no will_retry. In a pause a connect takes the
 * place of the one before. E_STATE while it is connected or connecting, or when the host
 * is detached; what extsta_profile_check says of the profile; E_NO_MEMORY. With a
 * passphrase the call derives the PMK, which takes milliseconds: see
 * extsta_profile_prepare. */
enum extsta_error extsta_connect(struct extsta_station *sta, extsta_time now,
                                 const struct extsta_profile *profile);
/* The same with several profiles: the next one is tried when one has failed (CNX-18); when
 * all have, a round is over, and the next begins after a pause. E_USAGE when count is 0 or
 * above 65535. */
enum extsta_error extsta_connect_any(struct extsta_station *sta, extsta_time now,
                                     const struct extsta_profile *profiles, size_t count);
/* Leaves the network (DISCONNECT, or RESET while the connection operation runs), or wants it
 * no more (in a pause between two rounds); then NOTIFY_DISCONNECTED. E_STATE when there is
 * nothing to leave, when it is leaving already, or when the host is detached. */
enum extsta_error extsta_disconnect(struct extsta_station *sta, extsta_time now);
#define EXTSTA_ELEMENTS_MAX 256u
/* What an explicit scan looks for; zeroed: everything, everywhere. All of it is borrowed for the
 * call. */
struct extsta_scan_options {
    const struct extsta_span *ssids; /* asked for by name, at most 8 of at most 32 octets; an empty
                                      * one is the wildcard */
    size_t ssid_count;               /* 0: the wildcard alone */
    /* MHz, at most 48; those that the radio does not have are left out. 0 of them: all channels,
     * and so it is with a driver that cannot be told. */
    const uint16_t *freqs;
    size_t freq_count;
    struct extsta_mac bssid; /* who is asked; zero: anybody */
    bool passive;            /* nobody is asked: beacons are listened for */
    struct extsta_span
        elements; /* behind those of the Probe Requests, EXTSTA_ELEMENTS_MAX at most */
};
/* Explicit scan; options NULL: as zeroed. The result is NOTIFY_SCAN_COMPLETE or
 * NOTIFY_SCAN_FAIL; then extsta_bss_list reads the cache. E_STATE when the medium is in
 * use (another scan, a connection under way) or the radio is off; E_USAGE: too many, too long, or
 * none of the frequencies is one of the radio's; E_NO_MEMORY. */
enum extsta_error extsta_scan(struct extsta_station *sta, extsta_time now,
                              const struct extsta_scan_options *options);
/* Ends it: NOTIFY_SCAN_FAIL (status NDIS_STATUS_REQUEST_ABORTED), and what was heard so far stands
 * in the cache. E_STATE: there is none; E_UNSUPPORTED: a driver that cannot be told. */
enum extsta_error extsta_scan_abort(struct extsta_station *sta, extsta_time now);

/* --- what 802.1X has agreed with an access point --- */
#define EXTSTA_PMKSA_PMK_MAX 48u
/* A PMKSA (IEEE 802.11-2020 12.6.10): by it a station comes back without asking the server. Secret,
 * but for its name. */
struct extsta_pmksa {
    struct extsta_mac bssid;
    uint32_t akm;      /* suite selector, 0x000fac01 */
    extsta_time until; /* it is good, by the station's time */
    uint8_t pmkid[16];
    uint8_t pmk_len;   /* 32 or 48 */
    uint8_t pmk[EXTSTA_PMKSA_PMK_MAX];
};
/* Calls `each` for those that the OS half remembers for the network it was last told to connect to,
 * the latest first; `each` must not call the station. Returns their number. */
size_t extsta_pmksa_list(const struct extsta_station *sta, extsta_time now,
                         void (*each)(void *user, const struct extsta_pmksa *pmksa), void *user);
/* One that an earlier station with the same address has learnt (in a process that has ended, say),
 * for a network of this name: it is used from the next connect to that on. Of several the latest
 * first. E_USAGE: no SSID, an AKM that is none of 802.1X, a key of another length; E_NO_MEMORY. */
enum extsta_error extsta_pmksa_restore(struct extsta_station *sta, struct extsta_span ssid,
                                       const struct extsta_pmksa *pmksa);

/* The certificates (X.509, DER) that the server of 802.1X has shown in the conversation under
 * way, and that were believed: from the one that is trusted down to its own, which has depth 0.
 * Only while EAP is under way, and where the OS half manages the port. Returns their number; 0:
 * none yet, or they are not judged, or a session was resumed. `each` must not call the station;
 * the octets are borrowed for its call. */
size_t extsta_server_certificates(const struct extsta_station *sta,
                                  void (*each)(void *user, unsigned depth,
                                               struct extsta_span der),
                                  void *user);

/* --- the boundary, for hosts that want to drive the miniport themselves --- */
/* Issues an OID request past the OS half. Returns the NDIS status; when PENDING the completion
 * comes as a crossing. The buffer is borrowed for the call. */
uint32_t extsta_oid(struct extsta_station *sta, extsta_time now, struct extsta_oid *oid);
/* MiniportResetEx. */
void extsta_reset_ex(struct extsta_station *sta, extsta_time now);
/* Disables the adapter and enables it again: MiniportHaltEx, then a driver that is initialized
 * anew and brought up. Nothing is wanted any more, an extension has lost its adapter (attach it
 * again); the power state of the PHYs is kept (PWR-03), with extsta's own driver. A host that
 * drives the driver by itself has returned all packets before. E_STATE: from inside another
 * call. E_NO_MEMORY (or another's driver refuses): the station is halted, and can be restarted
 * or freed. */
enum extsta_error extsta_restart(struct extsta_station *sta, extsta_time now);
/* Switches the OS half off: what crosses the boundary comes out from now on, whatever
 * config.outputs says, but nothing reacts to it; the embedder is the host. */
void extsta_detach_host(struct extsta_station *sta);
/* Sends packets past the OS half: MSDUs with an 802.11 header; bytes are copied. Each is
 * completed by an EXTSTA_CROSS_SEND_COMPLETE with its id (below 0x80000000); without memory to
 * say so, later (NDIS_STATUS_RESOURCES). Ids count up by one from packet to packet: so those of
 * refused packets can be remembered without memory. */
void extsta_send_packets(struct extsta_station *sta, extsta_time now,
                         const struct extsta_packet *packets, size_t count);
/* Returns a packet that was handed up. Only with a detached host: the OS half returns its
 * packets itself. */
void extsta_return_packet(struct extsta_station *sta, extsta_time now, uint32_t packet_id);

/* --- time and outputs --- */
/* extsta_deadline has come. Too early does nothing, too late does what was due. */
void extsta_expire(struct extsta_station *sta, extsta_time now);
/* When extsta_expire wants to be called next, or EXTSTA_NEVER. Changes with every call on the
 * station: ask again after the outputs are drained. */
extsta_time extsta_deadline(const struct extsta_station *sta);
/* From now on it puts out these (EXTSTA_OUT_MASK set), and EXTSTA_OUT_WORK: what waits in the queue
 * and is not wanted any more is passed over. */
void extsta_station_outputs(struct extsta_station *sta, uint32_t outputs);
/* Takes the next output, in order; false when the queue is empty. *output and what its spans
 * point to are valid until the next call that changes the station (other than extsta_next). */
bool extsta_next(struct extsta_station *sta, struct extsta_output *output);

/* Asks the AP where to go: a BSS Transition Management Query (802.11v) with this reason (IEEE
 * 802.11-2020 table 9-427; 0: not said). What comes of it is a request of the AP, judged as any
 * (extsta/roam.h). E_STATE: not associated; E_UNSUPPORTED: the AP does not do it, or another
 * driver; E_NO_MEMORY. */
enum extsta_error extsta_btm_query(struct extsta_station *sta, extsta_time now, uint8_t reason);
/* Roams to the AP of this address, by a private command of extsta's own driver (private_oid.h). It
 * is asked first whether it is there; what comes of it is in the outputs. E_STATE: not associated,
 * or something is under way; E_USAGE: it is the one we have, was not heard, or is no candidate;
 * E_UNSUPPORTED: another driver; E_NO_MEMORY. */
enum extsta_error extsta_roam(struct extsta_station *sta, extsta_time now,
                              struct extsta_mac bssid);

/* The same over the DS: by FT, the new AP asked through the old one. E_USAGE also where the two
 * do not offer that, or the association is none of FT. */
enum extsta_error extsta_roam_over_ds(struct extsta_station *sta, extsta_time now,
                                      struct extsta_mac bssid);
/* Asks the AP for its neighbours (802.11k), with these subelements, 64 octets at most: what it
 * answers narrows the scans that look for a better AP, too. E_STATE: not associated;
 * E_UNSUPPORTED: the AP does not do it, or another driver, or too many octets. */
enum extsta_error extsta_neighbor_request(struct extsta_station *sta, extsta_time now,
                                          struct extsta_span subelements);
/* What it has answered to the last of these, once: into `out` the elements of the response, cut
 * at `room`. False: it has not. */
bool extsta_neighbor_report(struct extsta_station *sta, extsta_time now, uint8_t *out,
                            size_t room, size_t *len);

#define EXTSTA_IGNORED_MAX 7u
/* From now on these access points are not entered, until the next call says otherwise; of no
 * address: nobody is ignored any more. The one that the station is at stays. They stand in the
 * driver's list of excluded addresses, as those under countermeasures do (contract CIP-11);
 * where no other is there, the station looks for one in pauses. E_USAGE: too many, or a group
 * address; E_NO_MEMORY: as before. */
enum extsta_error extsta_ignore(struct extsta_station *sta, extsta_time now,
                                const struct extsta_mac *aps, size_t count);

/* Elements that stand behind those of association requests, of connects to come, until the next
 * call says otherwise; none: nothing. E_USAGE: too many octets, or one that is cut off;
 * E_NO_MEMORY: as before. */
enum extsta_error extsta_assoc_elements(struct extsta_station *sta,
                                        struct extsta_span elements);

/* For tests of protocols: an EAPOL-Key frame with which the station asks its AP for a new
 * pairwise or group key, or (error) reports that a Michael MIC was wrong under it. E_STATE: no
 * association whose port the OS half manages, or not authorized. */
enum extsta_error extsta_key_request(struct extsta_station *sta, extsta_time now, bool error,
                                     bool pairwise);

/* Forgets what is remembered of 802.1X, SAE and the like (PMKSAs), here and in the driver's list:
 * what is connected stays, and the next association does it all anew. */
void extsta_pmksa_flush(struct extsta_station *sta, extsta_time now);

/* --- looking in --- */
/* One BSS of the cache, read from an ENUM_BSS_LIST result. */
struct extsta_bss_info {
    struct extsta_mac bssid;
    struct extsta_span ssid;
    struct extsta_span elements; /* of the last beacon or probe response */
    uint16_t freq;           /* MHz */
    int16_t rssi;            /* dBm */
    uint8_t link_quality;    /* 0 to 100 */
    uint16_t capability;     /* Capability Information field */
    uint16_t beacon_period;  /* TU */
    uint64_t timestamp;      /* the BSS's TSF in that frame, microseconds */
    uint32_t phy_id;         /* on which PHY it was heard */
    uint32_t bss_type;       /* DOT11_BSS_TYPE: 1 infrastructure, 2 independent */
};
/* Calls `each` for every entry of the BSS list. Returns their number. Spans are
 * valid during the call of `each`, which must not call the station. each NULL: counts. */
size_t extsta_bss_list(struct extsta_station *sta, extsta_time now,
                       void (*each)(void *user, const struct extsta_bss_info *bss), void *user);

/* Whether the BSS, by what it says of itself, is one that the profile asks for: NULL, or a static
 * sentence that says why not. What the driver does not take besides (excluded addresses, a PHY that
 * is off, an AP that has refused) it knows alone. */
const char *extsta_profile_fit(const struct extsta_profile *profile,
                               const struct extsta_bss_info *bss);

/* A key that the driver has installed; never the key itself. */
enum extsta_key_kind {
    EXTSTA_KEY_DEFAULT,     /* of groups, by index: 4 and 5 of management frames, 6 and 7 of Beacons */
    EXTSTA_KEY_MAPPING,     /* of one peer */
    EXTSTA_KEY_PER_STATION, /* of one peer's groups, in an independent network */
};
struct extsta_key_info {
    enum extsta_key_kind kind;
    struct extsta_mac peer; /* zero: of none */
    uint8_t index;
    uint8_t direction; /* of a key-mapping key: DOT11_DIRECTION, 1 inbound, 2 outbound, 3 both */
    bool is_static;    /* it survives connections */
    uint32_t cipher;   /* suite selector, 00-0F-AC:n */
    uint64_t sent;     /* packet number of the last frame sent under it; 0: none */
};
/* Calls `each` for every key, 64 at most. Returns their number; 0 also with another driver. */
size_t extsta_station_keys(struct extsta_station *sta, extsta_time now,
                           void (*each)(void *user, const struct extsta_key_info *key),
                           void *user);

struct extsta_station_status {
    bool operating; /* OP (else INIT) */
    bool connected; /* connection operation succeeded and not yet ended */
    bool associated;
    bool port_open; /* data may flow */
    bool wanted;    /* by a connect: connected, connecting, or it will be tried again */
    struct extsta_mac bssid; /* of the association; zero without one */
    uint8_t ssid_len;
    uint8_t ssid[32];
    uint16_t freq; /* MHz; 0 = unknown */
    int8_t rssi;   /* dBm, of the last frame heard of the AP; 0 = unknown */
    uint32_t auth_algorithm;                   /* DOT11_AUTH_ALGORITHM of the association */
    uint32_t unicast_cipher, multicast_cipher; /* DOT11_CIPHER_ALGORITHM */
    struct extsta_mac address;                 /* the station's own */
    uint32_t protocol_errors; /* indications of the driver that broke a rule */
};
/* Fills *status with what holds now; changes nothing. */
void extsta_station_status(const struct extsta_station *sta,
                           struct extsta_station_status *status);
/* What a station holds in this moment: each of it was made by something and has to go with
 * something. After a disconnection and a reset nothing of it is left. A driver need not tell its part. */
struct extsta_station_holdings {
    bool known;            /* the driver has told its part: all but `ports` */
    uint32_t associations; /* with a peer */
    uint32_t operations;   /* connection, roam, association, scan under way */
    uint32_t ports;        /* of the OS half */
    uint32_t keys;         /* default keys, key-mapping keys, per-station default keys */
    uint32_t packets;      /* handed up and not returned */
    uint32_t timers;       /* deadlines that are set, of the driver; and the OS half's, as one */
};
/* Fills *holdings with what holds now; changes nothing. */
void extsta_station_holdings(const struct extsta_station *sta,
                             struct extsta_station_holdings *holdings);
/* Frames this station dropped for a reason, since it was made. */
uint32_t extsta_station_drops(const struct extsta_station *sta, enum extsta_drop reason);

/* --- IHV extensions --- */
/* Says that an extension manages the security of profiles with IHV parts. The edge
 * must then carry out EXTSTA_OUT_IHV and call the functions of ihv.h. */
void extsta_ihv_attach(struct extsta_station *sta, extsta_time now);
void extsta_ihv_detach(struct extsta_station *sta, extsta_time now);

#ifdef __cplusplus
}
#endif
#endif
