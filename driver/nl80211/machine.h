/* The inside of the nl80211 driver: what all of its files share. One struct, one file for each
 * operation of the contract, and between them the functions declared here. What comes from
 * above is in oid*.c, what comes from beneath is told apart in machine.c and goes to the file
 * whose operation it is. Who ends something says so upwards first, then goes on
 * (connection_next). */
#ifndef NL80211_MACHINE_H
#define NL80211_MACHINE_H

#include "base/bytes.h"
#include "base/mac.h"
#include "boundary/payload.h"
#include "crypto/suites.h"
#include "message.h"
#include "miniport/mib.h"
#include "miniport/mlme/bss.h"
#include "miniport/peers.h"
#include "miniport/sae_wishes.h"
#include "miniport/steering.h"
#include "nl80211.h"
#include "rsn/ft.h"
#include "rsn/keyed_port.h"
#include "rsn/owe.h"
#include "rsn/sae.h"
#include "wire/mgmt.h"
#include <extsta/driver.h>
#include <extsta/private_oid.h>
#include <extsta/roam.h>

#define NLD_BSS   256u /* kept at most */
#define NLD_BODY  2400u
#define NLD_EAPOL 8u /* packets on their way at a time */
#define NLD_KEYS  12u
#define NLD_PMKSA 8u
#define NLD_FREQS 256u

struct nld;

/* --- bss_list.c: what the kernel has heard --- */
struct nld_bss {
    extsta_time heard;         /* last frame of it */
    extsta_time refused_until; /* the AP asked for patience (ASC-26) */
    uint64_t timestamp, beacon_timestamp;
    uint16_t freq;
    int8_t signal; /* dBm; 0: not known */
    uint8_t phy;
    bool tried;           /* in the open connection or roam */
    bool lost;            /* did not answer: no candidate until it is heard again */
    struct bss_info info; /* with its octets behind it */
};
/* One BSS of GET_SCAN. */
void nld_bss_take(struct nld *d, const struct nld_message *m);
/* The one of this address; of several the one with the name. NULL: not known. */
struct nld_bss *nld_bss_find(struct nld *d, struct extsta_mac bssid);
/* Forgets all of them; and those that were not heard for long, but never the AP. */
void nld_bss_flush(struct nld *d);
void nld_bss_age(struct nld *d);
/* ENUM_BSS_LIST. */
uint32_t nld_bss_list(struct nld *d, struct extsta_oid *oid);

/* --- candidate.c --- */
enum nld_purpose { NLD_CONNECT, NLD_ROAM };
/* The best one not yet tried; NULL: none. */
struct nld_bss *nld_candidate_best(struct nld *d, enum nld_purpose purpose);
/* Whether it qualifies at all; not whether it was tried. */
bool nld_candidate_fits(const struct nld *d, const struct nld_bss *b, enum nld_purpose purpose);
/* What is negotiated with it; false: nothing goes together (CNX-24). */
bool nld_candidate_security(const struct nld *d, const struct nld_bss *b,
                            struct mp_negotiated *out);
/* Why there is none. */
enum extsta_diagnosis nld_candidate_shortage(const struct nld *d, enum nld_purpose purpose);
/* Forgets what was tried: a new operation begins. */
void nld_candidates_afresh(struct nld *d);
/* SAE by hash to element with this BSS; *can: it can be met by SAE at all. */

/* --- scan.c --- */
enum nld_scan_for {
    NLD_SCAN_NOTHING,
    NLD_SCAN_HOST,
    NLD_SCAN_NETWORK,
    NLD_SCAN_BETTER,
    NLD_SCAN_TARGET,
    NLD_SCAN_STEER /* that the AP has asked for */
};
enum nld_scan_state {
    NLD_SCAN_IDLE,
    NLD_SCAN_AWAIT_END,     /* TRIGGER_SCAN was sent: its end is awaited */
    NLD_SCAN_AWAIT_RESULTS, /* GET_SCAN */
    NLD_SCAN_AWAIT_TURN,    /* somebody else's scan runs (EBUSY): its end, or a timer */
};
struct nld_scan {
    enum nld_scan_for what;
    enum nld_scan_state state;
    struct mp_ssid ssids[MP_MAX_SSIDS];
    uint8_t ssid_count, ssid_at; /* none: passive; from which on they are asked for */
    struct extsta_mac bssid;     /* of one alone, or zero */
    uint16_t freqs[NLD_FREQS];
    size_t freq_count, at, slice; /* channels; of the slice under way: from, how many */
    uint8_t elements[MP_MAX_EXTRA_IES];
    size_t elements_len;
    bool dumping; /* somebody else's results are being read */
    bool again;   /* and will be, once more */
};
/* SCAN_REQUEST. */
uint32_t nld_scan_request(struct nld *d, const struct extsta_payload *request);
/* For candidates of the desired or of our network; `known`: on the channels alone where it was
 * heard before. False: it cannot be. */
bool nld_scan_network(struct nld *d, enum nld_scan_for what, bool known);
/* Of these channels (MHz), 0 of them: all; for our network and others. */
bool nld_scan_channels(struct nld *d, enum nld_scan_for what, const uint16_t *freqs,
                       size_t count, bool passive);
/* What the kernel has heard already: its list alone is read. */
bool nld_scan_heard(struct nld *d);
/* One channel, for one BSS that the kernel has forgotten. */
bool nld_scan_target(struct nld *d, const struct mp_ssid *ssid, uint16_t freq);
/* The next one of the host visits these channels alone (LE16 each, MHz); none: all. */
uint32_t nld_scan_only(struct nld *d, struct extsta_span freqs);
/* Where the driver's own scans look, and whether what is there may be entered. */
uint32_t nld_set_channels(struct nld *d, struct extsta_span parameters);
bool nld_may_enter(const struct nld *d, uint16_t freq);
/* Ends that of the host. */
uint32_t nld_scan_abort(struct nld *d);
/* Ends it; a host's with SCAN_CONFIRM of this NDIS_STATUS. */
void nld_scan_cancel(struct nld *d, uint32_t status);
/* The kernel has acknowledged one of its commands (error: an errno, 0: none), said something of
 * scans, given all results; the timer is due. So it is with the other files' functions of these
 * names. */
void nld_scan_acked(struct nld *d, uint8_t cmd, int error);
void nld_scan_event(struct nld *d, const struct nld_message *m);
void nld_scan_dumped(struct nld *d);
void nld_scan_expire(struct nld *d);

/* --- connect.c: the outer operations --- */
enum nld_connection { NLD_UNCONNECTED, NLD_CONNECTING, NLD_CONNECTED, NLD_ROAMING };
/* Requests of the host; NDIS status. */
uint32_t nld_connect(struct nld *d);
uint32_t nld_disconnect(struct nld *d);
uint32_t nld_reset(struct nld *d, struct extsta_oid *oid);
/* All that a reset discards, before the driver goes. */
void nld_forget(struct nld *d);
/* The next candidate, a look around, or the end of the open operation. */
void nld_connection_next(struct nld *d);
/* This candidate, now; should it fit no more, the next. */
void nld_connection_try(struct nld *d, struct nld_bss *b);
/* An association operation has succeeded. */
void nld_connection_done(struct nld *d);
/* The open operation, if there is one, ends with this DOT11_ASSOC_STATUS. */
void nld_connection_end(struct nld *d, uint32_t status, enum extsta_diagnosis diagnosis,
                        enum extsta_origin origin);
/* Begins a roam; false: none can begin. */
bool nld_connection_roam(struct nld *d, uint32_t reason);
static inline bool nld_connection_is_open(enum nld_connection c)
{
    return c == NLD_CONNECTING || c == NLD_ROAMING;
}

/* --- roam.c --- */
/* The APs of the network beside ours, for the record of a decision. */
struct nld_choice {
    const struct nld_bss *ours, *best, *stale;
    uint16_t count;
    int gain;
    uint8_t preference, mode, status; /* of a request of the AP to move */
    uint32_t leaves_in;               /* ms until it ends the association; 0: not said */
};
/* The record of one (extsta/roam.h). choice: NULL where no other AP was looked at. */
void nld_roam_decided(struct nld *d, enum extsta_decision_type type,
                      const struct nld_choice *choice);
/* Opens a roam to this AP. NDIS status. */
uint32_t nld_roam_begin(struct nld *d, struct nld_bss *target);
/* The association was lost: any AP of the network will do (ROM-13). */
void nld_roam_lost(struct nld *d);
/* A roam has come to nothing: again after a pause. */
void nld_roam_failed(struct nld *d);
/* No AP is looked for any more. */
void nld_roam_stop(struct nld *d);
void nld_roam_expire(struct nld *d);
/* A scan for it is over. */
void nld_roam_scanned(struct nld *d, enum nld_scan_for what);
/* What the signal is now. */
void nld_roam_signal(struct nld *d, int8_t signal);
/* Goes there: the host wants it. NDIS status. */
/* over_ds: by FT, the AP of the association asked. */
uint32_t nld_roam_to(struct nld *d, struct extsta_mac bssid, bool over_ds);
/* With the AP of the association, once more (SEQ-11). */
uint32_t nld_reassociate(struct nld *d);

/* --- associate.c, answer.c: one association operation --- */
#define NLD_ASSOC_LIMIT (4u * EXTSTA_SECOND) /* the request, as often as the kernel sends it */
enum nld_attempt_state {
    NLD_NO_ATTEMPT,
    NLD_AWAIT_TARGET,       /* a scan: the kernel has forgotten the BSS */
    NLD_AWAIT_AUTHENTICATE, /* AUTHENTICATE was sent */
    NLD_AWAIT_ASSOCIATE,
    NLD_AWAIT_PORT,    /* associated; the driver's own port is not open yet (own_port.c) */
    NLD_AWAIT_CONNECT, /* cards without AUTHENTICATE (connect_card.c) */
};
enum nld_method { NLD_METHOD_OPEN, NLD_METHOD_SHARED, NLD_METHOD_SAE, NLD_METHOD_FT };
struct nld_attempt {
    enum nld_attempt_state state;
    enum nld_method method;
    struct extsta_mac bssid, from; /* from: the AP it comes from, or zero */
    struct mp_ssid ssid;
    uint16_t freq;
    struct mp_negotiated negotiated;
    uint8_t busy;  /* so often the kernel had no time for it */
    bool searched; /* the BSS was looked for once */
    bool roamed;
    bool again;        /* with the AP of the association */
    bool taken;        /* the kernel has acknowledged the command that is awaited */
    bool by_pmksa;     /* a PMK we had before is offered */
    uint32_t comeback; /* TU */
    size_t request_len, response_len;
    uint8_t request[NLD_BODY], response[NLD_BODY];
    bool response_reassoc;
    struct sae sae;
    struct sae_pt pts[SAE_GROUPS];

    struct owe owe;
    struct mgmt_assoc_resp
        accepted;        /* fixed fields of the response, while the port is awaited */
    bool own_port;       /* it was opened by the driver */
    bool external;       /* the card has asked for SAE by frames of ours */
    bool port_offloaded; /* the card makes the four-way handshake */
};
/* Begins one, with ASSOCIATION_START. False: no memory. */
bool nld_attempt_start(struct nld *d, struct nld_bss *b);
/* Why one ends. */
struct nld_end {
    uint32_t status; /* DOT11_ASSOC_STATUS, or DISASSOC_REASON */
    enum extsta_diagnosis diagnosis;
    enum extsta_origin origin;
    enum extsta_code_space space;
    uint32_t code;
    enum extsta_rule rule;
    bool tell_peer; /* the AP is told by a Deauthentication */
    uint16_t own_reason;
    uint8_t confidence; /* 0: 100 */
};
/* Ends it with ASSOCIATION_COMPLETION; the caller goes on. Nothing where none is open. */
void nld_attempt_end(struct nld *d, const struct nld_end *end);
/* The same, and then the next candidate. */
void nld_attempt_fail(struct nld *d, const struct nld_end *end);
/* The target of a scan was heard, or not. */
void nld_attempt_scanned(struct nld *d);
void nld_attempt_acked(struct nld *d, uint8_t cmd, int error);
void nld_attempt_event(struct nld *d, const struct nld_message *m);
void nld_attempt_expire(struct nld *d);
/* The association stands: ASSOCIATION_COMPLETION, and what follows it. */
void nld_attempt_done(struct nld *d, const struct mgmt_assoc_resp *response);
/* The response of the attempt, as far as it is known: the next step, or the attempt's end. */
void nld_attempt_responded(struct nld *d, const struct mgmt_assoc_resp *response);
/* A response with this status refuses. */
struct nld_end nld_refused(uint16_t status);
struct nld_end nld_unanswered(enum extsta_diagnosis diagnosis);
struct nld_end nld_unable(uint32_t status, enum extsta_diagnosis diagnosis);
/* The request's body of elements that were sent (ASC-13), fixed fields rebuilt. */
void nld_attempt_request(struct nld *d, struct extsta_span elements);
/* AUTHENTICATE of the attempt under way. auth_data: behind the algorithm, of SAE. */
void nld_authenticate(struct nld *d, uint32_t type, struct extsta_span auth_data);
/* The same with elements of its own. */
void nld_authenticate_with(struct nld *d, uint32_t type, struct extsta_span auth_data,
                           struct extsta_span elements);
/* From the first frame on, or by CONNECT. */
void nld_attempt_begin(struct nld *d);
/* The driver's own port is open. */
void nld_attempt_authorized(struct nld *d);
void nld_associate(struct nld *d);
/* What ASSOCIATE and CONNECT are told of security, and of radio measurement. */
void nld_put_security(struct nld *d, struct nl_msg *msg);

/* --- auth_sae.c, pmksa.c --- */
/* The exchange with the AP of the attempt, and what the AP says. */
void nld_sae_begin(struct nld *d);
void nld_sae_rx(struct nld *d, const struct mgmt_auth *auth);
/* The kernel has given up waiting. */
void nld_sae_unanswered(struct nld *d);

struct nld_pmksa {
    struct extsta_mac bssid;
    uint32_t akm;
    extsta_time expires;
    bool on_trial, used;
    uint8_t pmkid[16], pmk_len, pmk[64];
};
/* Those of the driver's making: found (NULL: none that is good), kept on trial, and what
 * becomes of one when the AP refuses it, the port opens, the association ends. */
struct nld_pmksa *nld_pmksa_find(struct nld *d, struct extsta_mac bssid, uint32_t akm);
void nld_pmksa_keep(struct nld *d, struct extsta_mac bssid, uint32_t akm,
                    struct extsta_span pmk, const uint8_t pmkid[16]);
void nld_pmksa_forget(struct nld *d, struct extsta_mac bssid);
void nld_pmksa_proven(struct nld *d, struct extsta_mac bssid);
void nld_pmksa_left(struct nld *d, struct extsta_mac bssid);
void nld_pmksa_clear(struct nld *d);
/* The host's PMKIDs, to a card that keeps some; a candidate that such a card has found. */
void nld_pmksa_tell(struct nld *d);
void nld_pmksa_candidate(struct nld *d, const struct nld_message *m);

/* --- ft.c --- */
struct nld_ft {
    bool on, known;                    /* asked for; there was a first association */
    bool over_ds;                      /* through the old AP where both can */
    bool once;                         /* the same for the roam that begins now */
    uint32_t akm;                      /* its suite */
    uint8_t key[PMK_MAX], key_len;     /* root handed down */
    uint8_t own_key[PMK_MAX], own_len; /* of the first association's authentication */
    struct ft_domain domain;
};
/* Forgets all; EXTSTA_PRIVATE_SET_FT. */
void nld_ft_forget(struct nld *d);
uint32_t nld_ft_set(struct nld *d, struct extsta_span parameters);
/* Whether an FT suite may be negotiated; whether a transition reaches the AP. */
bool nld_ft_usable(const struct nld *d, const struct bss_info *info);
bool nld_ft_reaches(const struct nld *d, const struct bss_info *info, uint32_t akm);
/* The elements of the response of a first association. */
void nld_ft_learn(struct nld *d, struct extsta_span elements);
/* The exchange of a transition, one at a time. Over the DS its first half is had before the
 * attempt, while the old association still stands. */
struct nld_transition {
    bool asks, done; /* over the DS: an answer is awaited, it was good */
    struct ft_station station;
};
/* A roam is open, and this is its target: it is asked over the DS, and tried when that is over.
 * False: not so, it is to be tried at once. */
bool nld_ft_ask_over_ds(struct nld *d, struct nld_bss *target);
/* The roam to this target, which begins now, shall go that way. False: the two cannot. */
bool nld_ft_want_over_ds(struct nld *d, const struct nld_bss *target);
/* An Action frame of the AP, from its category on; the time for an answer is over; nothing is
 * asked any more. */
void nld_ft_action(struct nld *d, struct extsta_span body);
void nld_ft_expire(struct nld *d);
void nld_ft_stop(struct nld *d);
/* A transition: its first frame, the AP's answer to it, and below the second pair. */
void nld_ft_begin(struct nld *d);
void nld_ft_authenticated(struct nld *d, const struct mgmt_auth *auth);
/* RSN, Mobility Domain and Fast BSS Transition of the reassociation; then their MIC. */
void nld_ft_write_reassoc(struct nld *d, struct rsn_element *rsn, struct writer *w);
bool nld_ft_seal(struct nld *d, uint8_t *elements, size_t len);
void nld_ft_responded(struct nld *d, const struct mgmt_assoc_resp *r);

/* --- own_port.c: the driver as manager of the port --- */
struct nld_own_port {
    bool on, awaits_group; /* WPA: the first group key comes by a handshake of its own */
    struct keyed_port keyed;
};
/* Whether the driver is to open the port of such an association itself. */
bool nld_own_port_wanted(const struct nld *d, const struct mp_negotiated *n);
/* The response of the attempt has accepted. False: it cannot. */
bool nld_own_port_start(struct nld *d, const struct ft_station *ft,
                        const struct supplicant_step *ft_keys);
/* Forgets it; an EAPOL PDU came; what became of one of ours; time. */
void nld_own_port_stop(struct nld *d);
void nld_own_port_rx(struct nld *d, struct extsta_span pdu, bool was_protected);
void nld_own_port_sent(struct nld *d, uint32_t number, bool arrived);
void nld_own_port_expire(struct nld *d);

/* --- request.c: elements of the request that are ours to give --- */
/* Appends them; b: the AP as it was heard, or NULL. The RSN element for what was negotiated. */
void nld_request_write(struct nld *d, struct nld_bss *b, struct writer *w);
/* Whether it says that the station measures for this AP (802.11k). */
bool nld_request_measures(const struct nld *d, const struct nld_bss *b);
void nld_request_rsn(const struct nld *d, const struct mp_negotiated *n,
                     struct rsn_element *rsn);

/* --- connect_card.c: cards whose driver has the SME --- */
/* CONNECT for the attempt; what comes of it. */
void nld_card_connect(struct nld *d, struct nld_bss *b);
void nld_card_event(struct nld *d, const struct nld_message *m);
void nld_external_auth(struct nld *d, const struct nld_message *m);
/* Of external authentication: an Authentication frame came; what stands behind its algorithm is
 * to be said; how it ended. */
void nld_external_frame(struct nld *d, struct extsta_mac from, struct extsta_span body);
void nld_external_say(struct nld *d, struct extsta_span data);
void nld_external_done(struct nld *d, uint16_t status);

/* --- ends.c: how an association ends --- */
struct nld_link {
    bool up;
    struct extsta_mac peer;
    struct mp_ssid ssid;
    uint16_t freq;
    struct mp_negotiated negotiated;
    int8_t signal;   /* dBm; 0: not known */
    uint8_t quality; /* last indicated */
    extsta_time quality_at, since, heard;
    bool port_open, pairwise; /* as told; there is a pairwise key */
    bool silent;              /* the kernel has given it up, our own threshold has not passed */
    bool down_asked;          /* the kernel has ended it: because the interface went down? */
    bool candidates_told;
    uint64_t beacons; /* heard of it, as the kernel counts */
    struct mp_counters counters;
};
/* Ends it with DISASSOCIATION; the connection stays, and who calls goes on. */
void nld_link_end(struct nld *d, const struct nld_end *end);
/* The interface is up: of the kernel's end it was not the reason. */
void nld_link_settle(struct nld *d);
/* The threshold has passed. */
void nld_link_silent(struct nld *d);
/* Another AP takes its place: nothing is said (DIS-04). */
void nld_link_drop(struct nld *d);
/* The same because of something beneath: then another AP is looked for (DIS-19). */
void nld_link_lost(struct nld *d, const struct nld_end *end);
void nld_ends_event(struct nld *d, const struct nld_message *m);
/* What of ours has been given to the kernel to end: DEAUTHENTICATE or DISCONNECT. */
void nld_leave(struct nld *d, struct extsta_mac bssid, uint16_t reason, bool local);

/* --- keys.c --- */
struct nld_key {
    bool used, is_static;
    struct extsta_mac peer; /* zero: a default key */
    uint8_t index;
    uint32_t cipher; /* suite selector */
    uint8_t len, seq_len;
    uint8_t data[32], seq[8];
};
/* One of our own port goes to the table and to the kernel. */
void nld_key_take(struct nld *d, const struct nld_key *key);
/* Michael's keys of TKIP as the kernel wants them. */
void nld_key_swap_tkip(struct nld_key *key);
/* CIPHER_DEFAULT_KEY, CIPHER_KEY_MAPPING_KEY: NDIS status. */
uint32_t nld_keys_default(struct nld *d, const struct extsta_payload *p);
uint32_t nld_keys_mapping(struct nld *d, const struct extsta_payload *p);
/* EXTSTA_PRIVATE_SET_BEACON_KEY; CIPHER_DEFAULT_KEY_ID. */
uint32_t nld_keys_beacon(struct nld *d, struct extsta_span parameters);
uint32_t nld_keys_default_id(struct nld *d, uint32_t id);
/* What was set before the association (WEP) goes to the kernel now. */
void nld_keys_install(struct nld *d);
/* KEY-04: all but static ones; or all of them. */
void nld_keys_clear(struct nld *d, bool all);

/* --- port.c: the port, and EAPOL through it --- */
struct nld_eapol {
    bool used;
    bool own; /* of our own port: nobody above waits for it */
    uint32_t packet, seq;
    uint64_t cookie;
    bool has_cookie;
    extsta_time until;
};
/* A word of the kernel about a frame whose cookie is not known yet. */
#define NLD_WORDS 8u
struct nld_word {
    uint64_t cookie;
    bool acked, used;
};
/* The kernel lets data pass, or not. */
void nld_port_authorize(struct nld *d, struct extsta_mac peer, bool open);
uint32_t nld_port_state(struct nld *d, struct extsta_mac peer, bool open);
/* Packets of the host: EAPOL alone goes anywhere. */
void nld_send(struct nld *d, const struct extsta_packet *packets, size_t n);
/* An EAPOL PDU of our own port; its number, 0: it could not be sent. */
uint32_t nld_own_eapol(struct nld *d, struct extsta_mac to, struct extsta_span pdu,
                       bool is_protected);
void nld_port_acked(struct nld *d, uint32_t seq, int error, uint64_t cookie);
void nld_port_event(struct nld *d, const struct nld_message *m);
void nld_port_expire(struct nld *d);
/* Completes what is under way. */
void nld_port_flush(struct nld *d, uint32_t status);
extsta_time nld_port_deadline(const struct nld *d);

/* --- quality.c --- */
void nld_quality_begin(struct nld *d);
/* The first one, behind ASSOCIATION_COMPLETION (ASC-37). */
void nld_quality_first(struct nld *d);
/* The kernel does not know our AP any more. */
void nld_quality_gone(struct nld *d);
void nld_quality_event(struct nld *d, const struct nld_message *m); /* NOTIFY_CQM */
void nld_quality_station(struct nld *d,
                         const struct nld_message *m); /* GET_STATION, DEL_STATION */
void nld_quality_expire(struct nld *d);
void nld_mic_failure(struct nld *d, const struct nld_message *m);
/* PMKID candidates, when there are keys (PMK-03). */
void nld_pmkid_candidates(struct nld *d);

/* --- action.c --- */
/* Kinds of frames: the first octet of Frame Control; categories of Action frames (9.4.1.11). */
#define NLD_FRAME_AUTH        0xb0u
#define NLD_FRAME_ACTION      0xd0u
#define NLD_CATEGORY_FT       6u
#define NLD_CATEGORY_SA_QUERY 8u
/* Wants the frames that are ours to answer. */
void nld_action_register(struct nld *d);
/* A frame of this kind to the AP. */
void nld_frame(struct nld *d, uint8_t kind, struct extsta_mac to, struct extsta_span body);
/* One that was registered for. */
void nld_action_event(struct nld *d, const struct nld_message *m);

/* --- steer.c --- */
#define NLD_REPORT_MAX 1024u
struct nld_steer {
    uint8_t token; /* of our last query or request */
    bool deciding; /* `request` waits for the end of a scan */
    bool goes;     /* the roam to `target` waits for the answer to be sent */
    struct extsta_mac target;
    struct btm_request request;  /* without its spans */
    struct steer_list named;     /* its candidates */
    struct steer_list neighbors; /* of the neighbour report; empty: none came */
    struct mp_measure measure;
    uint8_t host_token; /* of a request that the host made, and has not heard of; 0: none */
    bool answered;      /* ... and `report` is what the AP said, as far as it has room */
    uint16_t report_len;
    uint8_t report[NLD_REPORT_MAX];
};
/* Action frames of the AP, from their category on. */
void nld_steer_rx(struct nld *d, struct extsta_span body);
void nld_measure_rx(struct nld *d, struct extsta_span body);
/* Data pass from now on; a scan, whosever, has ended; a frame of ours was sent, or it is time
 * to believe it; the association is over. */
void nld_steer_port_open(struct nld *d);
void nld_steer_scanned(struct nld *d);
void nld_steer_sent(struct nld *d);
void nld_steer_forget(struct nld *d);
/* EXTSTA_PRIVATE_BTM_QUERY: NDIS status. */
uint32_t nld_steer_query(struct nld *d, uint8_t reason);
/* The same of its neighbours, with these subelements; and whether it has answered, and what,
 * once, as far as there is room. */
uint32_t nld_neighbor_request(struct nld *d, struct extsta_span subelements);
void nld_take_neighbors(struct nld *d, struct writer *w);

/* --- sa_query.c --- */
struct nld_sa_query {
    bool open, deauth;
    bool moved, elsewhere; /* it is about the channel; the AP has named another */
    uint16_t reason, transaction;
    extsta_time since;
    extsta_time told; /* that something came unprotected, last */
};
/* A farewell that came without protection; a frame of the AP's, from its category on; time; no
 * more. */
void nld_sa_query_unprotected(struct nld *d, const struct nld_message *m);
void nld_sa_query_rx(struct nld *d, struct extsta_span body);
/* The AP, or somebody in its name, has taken us to another channel. */
void nld_sa_query_moved(struct nld *d);
void nld_sa_query_expire(struct nld *d);
void nld_sa_query_stop(struct nld *d);

/* --- radio.c: power --- */
/* A link message of the route socket; /dev/rfkill; NIC_POWER_STATE (NDIS status). */
void nld_radio_link(struct nld *d, const struct nlmsghdr *h);
void nld_radio_rfkill(struct nld *d, struct extsta_span event);
uint32_t nld_radio_set(struct nld *d, bool on);
/* Whether it can be used; and its two switches. */
bool nld_radio_on(const struct nld *d);
bool nld_radio_hardware(const struct nld *d);
bool nld_radio_software(const struct nld *d);
/* The interface is set up where nothing forbids it. */
void nld_radio_wake(struct nld *d);
/* Asks the route socket what it is. */
void nld_radio_look(struct nld *d);
/* The route socket has refused what it was asked for. */
void nld_radio_refused(struct nld *d);
/* Tells programs on this machine whether data pass on the interface. */
void nld_radio_tell_port(struct nld *d);
/* It gets this address. */
void nld_radio_address(struct nld *d, struct extsta_mac address);

/* --- oid*.c --- */
/* Any request; one of the private channel. NDIS status. */
uint32_t nld_oid(struct nld *d, struct extsta_oid *oid);
uint32_t nld_private(struct nld *d, struct extsta_oid *oid, const struct extsta_payload *p);

/* --- timers --- */
enum nld_timer {
    NLD_TIMER_SCAN,
    NLD_TIMER_ATTEMPT,
    NLD_TIMER_ROAM,
    NLD_TIMER_QUALITY,
    NLD_TIMER_SA_QUERY,
    NLD_TIMER_PORT,
    NLD_TIMER_FT,
    NLD_TIMER_STEER,
    NLD_TIMERS
};

/* What a command is of, for its acknowledgement. */
enum nld_of {
    NLD_OF_NOTHING,
    NLD_OF_SCAN,
    NLD_OF_ATTEMPT,
    NLD_OF_PORT,
    NLD_OF_KEY,
    NLD_OF_STATION,
    NLD_OF_RADIO,
};
struct nld_pending {
    uint32_t seq;
    uint8_t of, cmd; /* enum nld_of; NL80211_CMD_ */
};
#define NLD_PENDING 64u

struct nld {
    struct extsta_driver_site site;
    struct nl80211_site card;
    struct extsta_context *ctx;
    struct extsta_mac own;
    extsta_time now;
    uint32_t seq;
    struct nld_pending pending[NLD_PENDING];
    size_t pending_at;
    extsta_time timers[NLD_TIMERS];

    bool op, halted; /* STA-01: OP, else INIT */
    /* the host's configuration */
    struct mp_mib mib;
    uint32_t operation_mode, packet_filter, device_power;
    struct mp_excluded excluded;
    struct mp_multicast multicast;
    struct mp_pmkids pmkids;
    bool media_streaming, port_key_set, port_own;
    uint8_t port_key[EXTSTA_PRIVATE_PMK_LEN];
    struct mp_sae sae; /* what the host wants of it */
    struct extsta_roam_policy policy;

    /* the radio */
    bool up, asked_up, rfkill_soft, rfkill_hard;
    bool switched_off; /* by NIC_POWER_STATE */
    bool registered;   /* for the frames that are ours to answer */

    struct nld_bss *bss[NLD_BSS];
    size_t bss_count, hint_count;
    uint16_t hints[16];  /* channels where a network that we want was heard before the flush */
    extsta_time flushed; /* what was heard before is not listed (SCN-22, RST-17) */
    struct nld_scan scan;
    uint16_t only[EXTSTA_PRIVATE_CHANNELS_MAX]; /* of the next scan of the host */
    size_t only_count;
    uint16_t usual[EXTSTA_PRIVATE_CHANNELS_MAX]; /* of the driver's own; none: all */
    size_t usual_count;
    bool usual_alone; /* on others there are no candidates, either */
    enum nld_connection connection;
    enum extsta_diagnosis last_diagnosis;
    bool anything_tried;
    uint8_t looks, rounds;
    uint16_t searches;
    struct mp_ssid network;    /* connected to (CNX-28) */
    struct extsta_mac last_ap; /* that let us go */
    struct nld_attempt attempt;
    struct nld_link link;
    bool better, low; /* a better AP is looked for; the signal is below the policy's */
    extsta_time look_pause;
    struct nld_key keys[NLD_KEYS];
    struct nld_pmksa pmksa[NLD_PMKSA];
    struct nld_eapol eapol[NLD_EAPOL];
    struct nld_word words[NLD_WORDS];
    size_t word_at;
    struct nld_sa_query sa_query;
    struct nld_ft ft;
    struct nld_transition transition;
    struct nld_steer steer;
    bool wide; /* the last look for a better AP went to the neighbours alone */
    struct nld_own_port port;
    /* packets handed up and not returned, and the reset that waits for them (RST-09) */
    uint32_t packet_id, handed_up;
    bool reset_pending;
    uint32_t reset_id, reset_read;
    struct mp_counters lost_counters;
};

/* --- machine.c --- */
/* EXTSTA_NEVER stops it. */
void nld_timer(struct nld *d, enum nld_timer timer, extsta_time at);
/* Sends a message, NULL is fine; its acknowledgement is of `of`. Its sequence number; 0: it
 * could not be. */
uint32_t nld_tell(struct nld *d, struct nl_msg *msg, enum nld_of of);
/* A command for our interface, to be acknowledged. NULL: no memory. */
struct nl_msg *nld_command(struct nld *d, uint8_t cmd, int flags);
/* Fills len octets of the station's stream; `user` is the driver. */
void nld_random(void *user, void *out, size_t len);
/* Everything is to be asked again. */
void nld_resync(struct nld *d);

/* --- indicate.c --- */
/* A status indication; false: no memory. */
bool nld_indicate(struct nld *d, uint32_t code, const struct extsta_payload *payload);
#define NLD_SAY(d, code, form, ...)                                                            \
    nld_indicate((d), NDIS_STATUS_DOT11_##code, PAYLOAD(form, __VA_ARGS__))
/* ASSOCIATION_COMPLETION of the attempt; a cause record of this end; that the network is looked
 * for. */
void nld_indicate_completion(struct nld *d, uint32_t status);
void nld_cause(struct nld *d, enum extsta_subject subject, enum extsta_stage stage,
               struct extsta_mac peer, const struct nld_end *end);
void nld_searching(struct nld *d);

#endif
