/* The scripted access point on virtual air, and the wired side behind it.
 *
 * It is a peer on the same codecs, not a second implementation of a product: it
 * beacons, answers, authenticates, encrypts and forwards, and misbehaves on request.
 * Times are those of its air. */
#ifndef EXTSTA_APSIM_H
#define EXTSTA_APSIM_H

#include <extsta/air.h>

#ifdef __cplusplus
extern "C" {
#endif

struct apsim;

/* --- the wired side --- */
/* A distribution system: the APs on it form one ESS (a station that reassociates at
 * one is removed at the others), and frames between their clients and the wire pass.
 * A built-in host answers ARP and ICMP echo for one IPv4 address. */
struct apsim_ds;
struct apsim_ds_config {
    struct extsta_mac host; /* zero = 02:00:00:00:00:fe */
    uint8_t host_ip[4];     /* 0.0.0.0 = no host */
    /* Frames from wireless clients to the wire (also those the host answers), as 802.3 without
     * FCS; borrowed for the call. NULL: nobody listens there. */
    void (*ethernet)(void *user, extsta_time now, struct extsta_span frame);
    void *user;
};
/* config (copied) may be NULL: no host, nobody on the wire. NULL: no memory. */
struct apsim_ds *apsim_ds_new(struct air *air, const struct apsim_ds_config *config);
/* After its APs. NULL is fine. */
void apsim_ds_free(struct apsim_ds *ds);
/* An 802.3 frame (no FCS) from the wire to the wireless clients: to the one it is addressed to,
 * or to all. Borrowed for the call; for an address that is nobody's it is lost. */
void apsim_ds_send(struct apsim_ds *ds, struct extsta_span ethernet);
/* Echo requests the host has answered. */
uint64_t apsim_ds_pings(const struct apsim_ds *ds);

/* --- the access point --- */
enum apsim_security {
    APSIM_OPEN,
    APSIM_WPA2_PSK, /* CCMP-128, AKM 00-0F-AC:2 unless said otherwise */
    /* What can be broken, as networks of before have it. */
    APSIM_WPA_PSK,  /* WPA alone: TKIP unless said otherwise */
    APSIM_WPA_WPA2, /* both ("mixed mode"): WPA with TKIP, WPA2 with CCMP, group cipher TKIP */
    APSIM_WEP,      /* wep_key */
    APSIM_SESAME,   /* a vendor's own (extsta/sesame.h), by `passphrase` */
    /* By an RSN element, as WPA2: they differ in the AKMs that are usual with them. */
    APSIM_SAE,      /* WPA3-Personal: SAE alone */
    APSIM_WPA2_SAE, /* its transition mode: PSK and SAE, one passphrase for both */
    APSIM_OWE,      /* encrypted without a secret */
    APSIM_EAP,      /* 802.1X */
};
/* AKM suites it can be asked to offer, for i from 0: the name of the suite ("PSK-SHA256"), its
 * selector where that is not NULL; NULL behind the last. */
const char *apsim_akm_at(size_t i, uint32_t *selector);
/* Whether it is one of SAE's. */
bool apsim_akm_is_sae(uint32_t selector);
/* Whether a suite is one of fast transitions. */
bool apsim_akm_is_ft(uint32_t selector);

/* Ciphers: of pairwise keys those it offers, of the group key one. */
#define APSIM_CCMP     0x01u
#define APSIM_TKIP     0x02u
#define APSIM_GCMP     0x04u
#define APSIM_CCMP_256 0x08u
#define APSIM_GCMP_256 0x10u
/* Whether AKMs and ciphers of a configuration go together (IEEE 802.11-2020 9.4.2.24.3): NULL,
 * or a sentence that says which do. */
struct apsim_config;
const char *apsim_suites_check(const struct apsim_config *config);
/* Name of the cipher with the bit 1 << i ("CCMP"); NULL behind the last. */
const char *apsim_cipher_at(size_t i);
#define APSIM_AKMS 8u

/* What it and its clients do, each what comes before it, too. VHT is there at 5 GHz. */
enum apsim_phy {
    APSIM_PHY_LEGACY, /* 802.11a, b, g */
    APSIM_HT,
    APSIM_VHT,
    APSIM_HE,
};
/* "legacy", "ht", "vht", "he"; "?" for a number that is none. */
const char *apsim_phy_name(enum apsim_phy phy);
/* How it does SAE; all 0: usual. */
enum apsim_sae_pwe {
    APSIM_SAE_BOTH, /* by hash to element and by hunting and pecking, as a station asks */
    APSIM_SAE_H2E,  /* by hash to element only, and says so by a BSS membership selector */
    APSIM_SAE_HUNT, /* by hunting and pecking only */
};
struct apsim_sae {
    enum apsim_sae_pwe pwe;
    uint16_t groups[3];  /* of 19, 20, 21; all 0: these three */
    uint32_t tokens;     /* from so many open exchanges on tokens are asked for; 0 = 5 */
    bool no_pmksa;       /* forgets the PMK with the association */
    char identifier[64]; /* of the password, which needs it then; empty: none */
    char ssid[33]; /* of which network it is in truth, as a relay of that; empty: its own */
    bool transition_disable; /* says that the network is WPA3 for good, in message 3 */
};
/* What it does wrong in SAE. */
enum apsim_sae_fault {
    APSIM_SAE_HONEST,
    APSIM_SAE_WRONG_CONFIRM,  /* a Confirm that does not verify */
    APSIM_SAE_NO_CONFIRM,     /* none */
    APSIM_SAE_INVALID_POINT,  /* a Commit whose element is no point of the curve */
    APSIM_SAE_INVALID_SCALAR, /* ... whose scalar is 0 */
    APSIM_SAE_REFLECT,        /* the station's own Commit comes back */
    APSIM_SAE_TOKENS,         /* a token is asked for, whatever comes */
    APSIM_SAE_NO_GROUP,       /* each group is refused */
};

/* How it does OWE wrong. */
enum apsim_owe_fault {
    APSIM_OWE_HONEST,
    APSIM_OWE_NO_KEY,        /* accepts without a Diffie-Hellman element */
    APSIM_OWE_INVALID_POINT, /* with a key that is no point of the curve */
    APSIM_OWE_OTHER_GROUP,   /* with one of another group than asked for */
    APSIM_OWE_NO_GROUP,      /* refuses every group */
    APSIM_OWE_OTHER_KEY,     /* has another PMK in the end */
};
struct apsim_owe {
    uint16_t groups[3]; /* of 19, 20, 21; all 0: all of them */
    /* The other BSS of a transition pair, named in beacons; len 0: none. */
    struct extsta_mac pair_bssid;
    uint8_t pair_ssid[32], pair_ssid_len;
};

/* Frames it can be told not to answer or send. */
#define APSIM_MUTE_BEACON 0x01u
#define APSIM_MUTE_PROBE  0x02u /* probe responses */
#define APSIM_MUTE_AUTH   0x04u
#define APSIM_MUTE_ASSOC  0x08u /* association and reassociation responses */
#define APSIM_MUTE_M1     0x10u
#define APSIM_MUTE_M3     0x20u
#define APSIM_MUTE_GROUP  0x40u /* group key message 1 */

enum apsim_event_type {
    APSIM_AUTHENTICATED,    /* code: status sent */
    APSIM_ASSOCIATED,       /* code: status sent */
    APSIM_AUTHORIZED,       /* four-way handshake complete */
    APSIM_HANDSHAKE_FAILED, /* code: reason sent */
    APSIM_EAPOL_MIC,        /* message 2 does not verify: another passphrase */
    APSIM_GROUP_REKEYED,
    APSIM_LEFT,        /* it disassociated or deauthenticated; code: its reason */
    APSIM_REMOVED,     /* we did; code: the reason sent */
    APSIM_ROAMED,      /* it is now at another AP of the DS */
    APSIM_CLASS_ERROR, /* class 2 or 3 frame from nobody; code: reason sent */
    APSIM_SA_QUERY, /* it is asked whether its association is alive; code: 0 a new association
                     * waits for that, 1 it was told to ask (apsim_sa_query) */
    APSIM_SA_ANSWERED,   /* it has answered: what was there stays */
    APSIM_SA_UNANSWERED, /* it has not: a new association is let in */
    /* With OCV: it says that it is on another channel; code: 0 in a handshake, 1 in an SA Query;
     * 2: after ours has changed it has said nothing. */
    APSIM_OTHER_CHANNEL,
    APSIM_MIC_REPORT,  /* it reports a wrong Michael MIC; code: 1 pairwise key, 0 group key */
    APSIM_EAP_ACCEPTED, /* the EAP server has let it in; code: 1 by preauthentication */
    APSIM_EAP_REFUSED,  /* it has not; the same */
    /* of one that steers: */
    APSIM_BTM_RESPONSE, /* to apsim_btm; code: its status, 0 accepted; bssid: where it goes */
    APSIM_BTM_QUERY,    /* it asks where to go; code: its reason */
    APSIM_NEIGHBOR_REQUEST, /* it has asked for its neighbours, and been told */
    APSIM_BEACON_REPORT, /* bssid, signal: what it heard; no bssid: it heard none; code: not 0,
                            it did not measure (2: it cannot, 4: it will not) */
};
/* Its name, as "authenticated"; "?" for a number that is none. */
const char *apsim_event_name(enum apsim_event_type type);
struct apsim_event {
    enum apsim_event_type type;
    struct extsta_mac station;
    uint16_t code;
    uint16_t aid;
    struct extsta_mac bssid; /* by type; else zero */
    int8_t signal;           /* dBm, the same */
};

/* Protection of management frames (802.11w). An AKM that needs it has it, whatever is said. */
enum apsim_pmf {
    APSIM_PMF_OFF,
    APSIM_PMF_CAPABLE,
    APSIM_PMF_REQUIRED,
};

/* How long its processor takes for a received frame, in microseconds; while one is worked on
 * the others wait. All 0: no time at all. */
struct apsim_processing {
    uint32_t frame;       /* a management frame, a probe request included */
    uint32_t association; /* a (re)association request; 0 = as frame */
    uint32_t eapol;       /* an EAPOL frame; 0 = as frame */
    uint16_t queue;       /* frames that may wait, beyond which they are lost; 0 = 128 */
};

/* The EAP server within an access point that offers AKMs of 802.1X. It has certificates of its
 * own, good from 2020 to 2119 (judged by extsta_context_set_epoch), whose keys everybody knows. */
enum apsim_pem {
    APSIM_PEM_CA,          /* those of the server's certificates, and of the client's */
    APSIM_PEM_OTHER_CA,    /* of those that are not trusted */
    APSIM_PEM_REVOCATIONS, /* the CA's list, to stand behind it */
    APSIM_PEM_CLIENT,      /* of user@air.example */
    APSIM_PEM_CLIENT_KEY,
    APSIM_PEM_STRANGE_CLIENT, /* of the other CA */
    APSIM_PEM_STRANGE_CLIENT_KEY,
    APSIM_PEM_STRONG_CLIENT, /* of 192 bits, as the server of an AP that offers AKM 12 or 13 */
    APSIM_PEM_STRONG_CLIENT_KEY,
};
/* PEM; of the library. Empty for a number that is none. */
struct extsta_span apsim_pem(enum apsim_pem which);

/* All are for radius.air.example. */
enum apsim_certificate {
    APSIM_CERTIFICATE_GOOD,
    APSIM_CERTIFICATE_EXPIRED, /* since 2021 */
    APSIM_CERTIFICATE_FUTURE,  /* good from 2100 */
    APSIM_CERTIFICATE_REVOKED, /* by APSIM_PEM_REVOCATIONS */
    APSIM_CERTIFICATE_STRANGE, /* of the other CA */
    APSIM_CERTIFICATE_SELF_SIGNED,
    APSIM_CERTIFICATE_CLIENTS, /* the client's, which is not for servers */
    APSIM_CERTIFICATE_RSA,     /* RSA of 3072 bits: good, also with 192 bits */
    APSIM_CERTIFICATE_WEAK,    /* RSA of 2048 bits: too few for those */
};
/* What it does wrong. */
enum apsim_eap_fault {
    APSIM_EAP_RIGHT,
    APSIM_EAP_SILENT,        /* after `fault_after` requests of the method */
    APSIM_EAP_FAILURE,       /* Failure in place of a method */
    APSIM_EAP_ALERT,         /* a fatal alert (handshake_failure) in place of its first flight */
    APSIM_EAP_WRONG_PROOF,   /* it does not know the password, and says it does */
    APSIM_EAP_SKIPS_INNER,   /* Success without what should have been in the tunnel */
    APSIM_EAP_WRONG_BINDING, /* PEAP: the tunnel is bound to other keys */
    APSIM_EAP_NO_END,        /* neither Success nor a handshake at the end */
};
struct apsim_eap {
    /* IANA's numbers, up to the first 0: the first is proposed, the others are for who does not
     * want it. None: PEAP, TTLS, EAP-TLS. */
    uint8_t methods[4];
    char identity[64], password[64]; /* of its one user; no identity: anybody */
    enum apsim_certificate certificate;
    /* In place of those; borrowed for the call. With a certificate its key; `ca`: whose clients
     * are let in by EAP-TLS. */
    struct extsta_span certificate_pem, key_pem, ca;
    uint8_t tls_max; /* 12, 13: TLS 1.2, 1.3; 0 = 1.3 */
    bool no_binding; /* PEAP without cryptobinding */
    bool no_cache;   /* whoever comes again does EAP again */
    bool no_okc;     /* it does not look at what the other access points of its DS know */
    bool preauth;    /* offers preauthentication, through another access point of the DS */
    enum apsim_eap_fault fault;
    uint8_t fault_after;
};

struct apsim_config {
    struct extsta_mac bssid;
    uint8_t ssid[32];
    uint8_t ssid_len;
    bool hidden;              /* beacons with an empty SSID, answers directed probes only */
    uint16_t freq;            /* MHz */
    uint16_t beacon_interval; /* TU; 0 = 100 */
    uint8_t dtim_period;      /* 0 = 2 */
    struct air_position position;
    int8_t tx_power; /* dBm; 0 = 20 */

    enum apsim_security security;
    /* What the RSN element offers, in this order, and what is served: suite selectors, up to
     * the first 0; none = those of `security`. */
    uint32_t akms[APSIM_AKMS];
    /* Set of ciphers; 0 = those of `security`, with AKMs of 192 bits GCMP-256, with Suite B
     * GCMP. */
    uint8_t pairwise;
    /* One cipher; 0 = of the pairwise ones the first of TKIP, CCMP, GCMP, CCMP-256, GCMP-256:
     * what every station that gets in can do. */
    uint8_t group;
    enum apsim_pmf pmf;
    uint32_t group_mgmt;    /* with pmf: suite selector of a BIP cipher; 0 = BIP-CMAC-128, with
                             * AKMs of    192 bits BIP-GMAC-256, with Suite B BIP-GMAC-128 */
    bool beacon_protection; /* with pmf: Beacons carry a MIC */
    bool ocv;               /* with pmf: validates the operating channel of stations that do */
    bool ocv_blind;         /* it says where it is, and does not look where they say they are */
    bool ext_key_id;        /* Extended Key ID: stations that have it get pairwise keys 0 and 1 */
    uint8_t wep_key[13];
    uint8_t wep_key_len;   /* 5 or 13 */
    uint8_t wep_key_index; /* 0 to 3 */
    bool shared_key;       /* WEP: authentication by shared key alone, not by Open System */
    struct apsim_sae sae;
    char passphrase[64]; /* also the password of SAE, which takes no PMK */
    bool has_pmk; /* pmk instead of the passphrase */
    uint8_t pmk[32];
    struct apsim_eap eap; /* with an AKM of 802.1X */
    struct extsta_span rsne; /* bytes to advertise instead of the true RSN element (copied) */
    struct extsta_span extra_elements; /* appended to beacons and probe responses (copied) */
    extsta_time group_rekey;           /* interval; 0 = never */
    /* Before an EAPOL message is repeated, from when it has left the queue. 0 = as hostapd:
     * 0.1 s after the first one (group key 0.5 s, acknowledged message 1 1 s), then 1 s. */
    extsta_time handshake_retry;
    uint8_t handshake_tries;           /* 0 = 4 */

    const uint8_t *rates; /* as in the element, 500 kb/s, basic with bit 7; NULL = usual */
    uint8_t rate_count;
    bool wmm;
    enum apsim_phy phy;         /* what it announces, and agrees with clients; needs wmm */
    enum apsim_phy require_phy; /* at most `phy`; clients without: status 27, 104, 124 */
    struct apsim_owe owe;
    bool steering; /* announces and does 802.11v and 802.11k: apsim_btm, apsim_beacon_request */
    uint16_t max_stations;  /* beyond: status 17; 0 = 2007 */
    uint16_t queue;         /* frames in each of its queues, at most; 0 = 1000 */
    struct apsim_processing processing;
    extsta_time inactivity; /* deauthenticates a silent client (reason 4); 0 = never */
    uint32_t mute;          /* APSIM_MUTE_* */
    bool off;               /* begins switched off */

    /* Fast transitions: with an FT suite among the AKMs. The mobility domain, 0: none; the APs
     * of one DS with the same domain, name and keys hand the stations' keys to one another. */
    uint16_t mobility_domain;
    bool ft_over_ds; /* offers the request through another AP */

    struct apsim_ds *ds; /* NULL = none: frames from clients go to other clients only */
    /* Told of events. Must not call the access point (air_at can, at once after). NULL is
     * fine. */
    void (*observe)(void *user, struct apsim *ap, extsta_time now,
                    const struct apsim_event *event);
    void *user;
};

/* Makes an access point; the configuration is copied, the DS outlives it. NULL: no memory, or a
 * configuration that contradicts itself (no frequency, a group or zero BSSID, an SSID over 32
 * octets, an AKM it does not serve, no key, HT without WMM, a PHY required that it has not). */
struct apsim *apsim_new(struct air *air, const struct apsim_config *config);
/* Forgets its clients without a frame, and takes it off the air. NULL is fine. */
void apsim_free(struct apsim *ap);
/* Its place on the air, to move it or to change its power; the AP's own. */
struct air_node *apsim_node(struct apsim *ap);
struct extsta_mac apsim_bssid(const struct apsim *ap);

/* Refuses requests. station zero = of anybody; times 0 = always. Later refusals are
 * looked at first. status 0 withdraws the refusals of that kind for that station. */
enum apsim_request {
    APSIM_AUTH,
    APSIM_ASSOC, /* and reassociation */
};
/* status: IEEE 802.11 status code. comeback_tu: when a refused association may come back, sent
 * as a Timeout Interval element; TU, 0: none. False: no memory. */
bool apsim_refuse(struct apsim *ap, enum apsim_request request, struct extsta_mac station,
                  uint16_t status, uint32_t times, uint32_t comeback_tu);
/* Forgets the keys of fast transitions that it and the other APs of its DS have: as after a
 * restart of the AP that holds them. Transitions are refused then (status 53). */
void apsim_forget_ft(struct apsim *ap);
/* Which frames it does not send (APSIM_MUTE_*), replacing what was set. */
void apsim_mute(struct apsim *ap, uint32_t mute);
/* Sends a Deauthentication or Disassociation frame with this reason code. To a unicast address:
 * also ends that client's authentication or association; to the broadcast address: all of
 * them. */
void apsim_deauth(struct apsim *ap, struct extsta_mac to, uint16_t reason);
void apsim_disassoc(struct apsim *ap, struct extsta_mac to, uint16_t reason);
/* Sends the vendor's farewell with this code (extsta/sesame.h) to a client, and forgets it.
 * Only of APSIM_SESAME. */
void apsim_farewell(struct apsim *ap, struct extsta_mac to, uint16_t code);
/* Vanishes without a word (clients kept) or is back. forget: as after a reboot. */
void apsim_set_on(struct apsim *ap, bool on, bool forget);
/* Other contents of beacons and probe responses from now on (copied): elements behind the usual
 * ones, at most 512 octets; the RSN element, at most 255, none when empty. What the AP does is
 * not changed by them. */
void apsim_set_extra(struct apsim *ap, struct extsta_span elements);
void apsim_set_rsne(struct apsim *ap, struct extsta_span rsne);
/* What it does wrong in SAE from now on. */
void apsim_sae_fault(struct apsim *ap, enum apsim_sae_fault fault);
/* Forgets the PMKs of all stations, of SAE and 802.1X: who offers one has to make a new one (after
 * SAE it is refused with status 53). */
void apsim_forget_pmks(struct apsim *ap);
/* Moves to another channel (MHz), without announcing it; 0 does nothing. */
void apsim_set_freq(struct apsim *ap, uint16_t freq);
/* Asks a client whose management frames are protected whether its association is alive. False:
 * no such client, or it is being asked. */
bool apsim_sa_query(struct apsim *ap, struct extsta_mac station);
/* A key of the access point's, of which a frame's receiver says whether it is the pairwise key
 * of a station or a group key. */
struct apsim_seal {
    uint8_t id;  /* key id: of a group key, or with Extended Key ID; 0: the one in use */
    uint64_t pn; /* packet number; 0: the one above what it has sent */
};
/* A frame that an attacker has made (an MPDU without FCS, with a clear body) under a key of the
 * access point's: octets in `out`, with the MMIE where it is management to a group. Fragments
 * and packet numbers are the caller's; of TKIP there is no Michael MIC. The access point stays
 * as it is. 0: no frame with a body, no such client or key, no room, no memory. */
size_t apsim_seal(const struct apsim *ap, const struct apsim_seal *seal,
                  struct extsta_span mpdu, uint8_t *out, size_t room);
/* Name of the i-th BIP cipher ("BIP"), its selector where that is not NULL; NULL behind the
 * last. */
const char *apsim_group_mgmt_at(size_t i, uint32_t *selector);
/* Renews the group key now. */
void apsim_rekey_group(struct apsim *ap);
/* The next data frames under TKIP go out with a wrong Michael MIC: so many, to single stations
 * or (group) to all. */
void apsim_break_mic(struct apsim *ap, uint32_t frames, bool group);
/* Renews the pairwise key of a client by a new four-way handshake. False: no such client, or
 * none whose data pass, or a handshake is under way already. */
bool apsim_rekey_pairwise(struct apsim *ap, struct extsta_mac station);

/* From now on it does OWE so. */
void apsim_owe_fault(struct apsim *ap, enum apsim_owe_fault fault);
/* An AP as it is named to a client. */
struct apsim_neighbor {
    struct extsta_mac bssid;
    uint16_t freq;      /* MHz; 0: as the AP of this wire has it */
    int16_t preference; /* 1 to 255, 255 the best; 0: excluded; -1: not said */
};
/* What it asks a client to do, by a BSS Transition Management Request (802.11v). */
struct apsim_btm {
    bool abridged; /* APs that are not named are excluded */
    bool
        imminent; /* it says that it will disassociate the client; doing it is another matter */
    bool ends;    /* that this BSS will end */
    bool network_ends;                       /* that the whole network will */
    uint16_t timer;                          /* after so many of its beacons; 0: not said */
    const struct apsim_neighbor *candidates; /* borrowed for the call */
    size_t count;                            /* 64 at most */
};
/* To one client. Nothing of it is done by the AP itself. The answer is an event. */
void apsim_btm(struct apsim *ap, struct extsta_mac to, const struct apsim_btm *btm);
/* What it wants a client to measure (802.11k). The answers are events. */
struct apsim_beacon_request {
    enum { APSIM_MEASURE_PASSIVE, APSIM_MEASURE_ACTIVE, APSIM_MEASURE_TABLE } mode;
    uint16_t freq;           /* MHz; 0: all channels */
    uint16_t duration;       /* TU on each; 0: not said */
    struct extsta_mac bssid; /* zero: any */
    struct extsta_span ssid; /* data NULL: any; borrowed for the call */
};
void apsim_beacon_request(struct apsim *ap, struct extsta_mac to,
                          const struct apsim_beacon_request *request);
/* Gives `each` the events of a steering AP since the last call, the last 32 at most, in order.
 * Returns how many. */
size_t apsim_answers(struct apsim *ap,
                     void (*each)(void *user, const struct apsim_event *event), void *user);

enum apsim_client_state {
    APSIM_CLIENT_AUTHENTICATED,   /* authenticated, not associated */
    APSIM_CLIENT_AWAIT_HANDSHAKE, /* associated, four-way handshake under way */
    APSIM_CLIENT_AUTHORIZED,      /* data passes */
};
struct apsim_client_info {
    struct extsta_mac address;
    enum apsim_client_state state;
    uint16_t aid;
    bool wmm, power_save;
    enum apsim_phy phy; /* what both can do */
    uint16_t max_amsdu; /* octets of the longest A-MSDU it receives; 0 without HT */
    bool ocv, ext_key_id; /* agreed with it */
    uint8_t key_id;       /* of the pairwise key that is in use for what is sent to it */
    uint32_t akm;      /* suite selector, 0 = open or WEP */
    uint32_t pairwise; /* the same of its cipher */
    int8_t signal; /* of its last frame, dBm */
    uint16_t listen_interval;
    uint16_t buffered;           /* frames waiting for it to wake */
    uint32_t rx_msdus, tx_msdus; /* from and to it */
    uint64_t rx_bytes, tx_bytes;
    uint32_t rx_duplicates, rx_replays, rx_undecryptable, rx_unprotected;
    uint32_t rx_mic_failures; /* MSDUs of it whose Michael MIC was wrong */
    uint32_t mic_reports;     /* of frames of ours, as it says */
    uint32_t sa_answered;     /* SA Queries of ours */
    uint32_t tx_failed;
    extsta_time associated_at, last_heard;
};
/* What is known of a client; info may be NULL. False when it is not known here. */
bool apsim_client(const struct apsim *ap, struct extsta_mac station,
                  struct apsim_client_info *info);
/* Calls `each` (NULL: none) for every client, in order of appearance. Returns their number. */
size_t apsim_clients(const struct apsim *ap,
                     void (*each)(void *user, const struct apsim_client_info *info),
                     void *user);

/* --- how it bears its load --- */
/* What it did not do for its load's sake, or did in vain. */
enum apsim_drop {
    APSIM_DROP_ANSWERS_FULL,   /* probe requests, while too many answers waited */
    APSIM_DROP_ANSWER_WAITS,   /* those of a station whose answer was still waiting */
    APSIM_DROP_ANSWER_LATE,    /* answers that had not got out while it makes sense (40 ms) */
    APSIM_DROP_RESPONSE_WAITS, /* requests that came again while the response still waited */
    APSIM_DROP_RESPONSE_LATE,  /* responses (0.5 s) and deauthentications (1 s) likewise */
    APSIM_DROP_QUEUE_FULL,     /* frames for which there was no room in their queue */
    APSIM_DROP_FLUSHED,        /* frames taken back: their station left, or began anew */
    APSIM_DROP_UNACKNOWLEDGED, /* frames sent as often as may be, and never acknowledged */
    APSIM_DROP_INPUT_FULL,     /* received frames for which the processor had no room */
    APSIM_DROPS
};
/* Its name, as "answers_full". */
const char *apsim_drop_name(enum apsim_drop drop);
struct apsim_status {
    uint32_t known, associated, authorized; /* clients: authenticated or more, and so on */
    uint32_t queued;                        /* frames that wait now, or are being tried */
    uint32_t answers;            /* probe requests whose answer waits until nothing else does */
    uint32_t input;              /* received frames that wait for the processor */
    extsta_time waits;           /* microseconds since the oldest of `queued` was queued */
    uint64_t answered;           /* probe requests, since the start */
    uint64_t drops[APSIM_DROPS]; /* since the start */
};
void apsim_status(const struct apsim *ap, struct apsim_status *status);

#ifdef __cplusplus
}
#endif
#endif
