/* The inside of the scripted access point (extsta/apsim.h): an AP of IEEE Std 802.11-2020 as
 * small as a station needs one, and one that misbehaves on request.
 *
 * What comes from the air enters at ap_rx (apsim.c) and goes by its type:
 *
 *   apsim_mgmt.c      authentication, association, leaving (11.3)
 *   apsim_beacon.c    beacons, probe responses (11.1)
 *   apsim_data.c      data from clients, up to Ethernet frames
 *   apsim_ds.c        from there to the wire, to another AP's client, to the host (responder.c)
 *   apsim_tx.c        Ethernet frames to clients: protection, power save (11.2.3)
 *   apsim_rsne.c      which suites it offers, and what a station asks for of them (12.6.3)
 *   apsim_security.c  RSN: handshakes, group key (12.6, 12.7)
 *   apsim_eap.c       802.1X: an EAP server
 *   apsim_owe.c       OWE: the key exchange of the association (RFC 8110)
 *   apsim_pmksa.c     PMKs of stations that have been here (12.6.10.3)
 *   apsim_sae.c       SAE: exchanges, tokens (12.4)
 *   apsim_pmf.c       protection of management frames, SA Query (12.6.19, 11.13)
 *   apsim_steer.c     BSS transition management, measurements (802.11v, 802.11k)
 *   apsim_ft.c        fast transitions: keys of the domain, FT authentication (13)
 *   apsim_legacy.c    Michael of TKIP; WEP, shared key authentication (12.3, 12.5.2.3)
 *   apsim_phy.c       802.11n, ac, ax: what is announced, and required
 *   apsim_client.c    a client's states, its AID, its timer
 *   apsim_input.c     before all that: frames wait for a weak processor
 *
 * What goes out is queued at its node of the air by apsim_queue.c, with the precedence and the
 * lifetime of its kind; probe answers wait before that in apsim_answer.c. Nothing here searches
 * through all clients for one frame. An AP that has no memory for something does without and
 * counts it (air_stats.no_memory): a peer on trial must not stop the run. */
#ifndef AIR_AP_H
#define AIR_AP_H

#include "base/fsm.h"
#include "base/macmap.h"
#include "crypto/cipher.h"
#include "medium.h"
#include "rsn/authenticator.h"
#include "rsn/ft.h"
#include "wire/frame.h"
#include "wire/mgmt.h"
#include <extsta/apsim.h>
#include <extsta/sesame.h>

#define AP_MSDU_MAX  2304u
#define AP_MPDU_MAX  2400u /* header, cipher header, MSDU, MIC */
#define AP_MMPDU_MAX 2304u
#define AP_AID_MAX   2007u
#define AP_TRIES     7u /* mac80211's short retry limit; RTS, and with it the long one, is off */
#define AP_PS_MAX    64u /* frames buffered for a sleeping client */
#define AP_TIDS      17u /* 16 of QoS data, and what has none */

/* States are named by what is awaited of the client. */
enum client_state {
    CLIENT_AWAIT_AUTHENTICATION,
    CLIENT_AWAIT_ASSOCIATION,
    CLIENT_AWAIT_HANDSHAKE,
    CLIENT_AWAIT_NOTHING, /* data passes */
    CLIENT_GONE,
    CLIENT_STATES
};
/* What moves a client from state to state; the rows are in apsim_client.c. */
enum client_event {
    CLIENT_AUTHENTICATED,
    CLIENT_ASSOCIATED_OPEN,
    CLIENT_ASSOCIATED_RSN,
    CLIENT_KEYED,
    CLIENT_DISASSOCIATED,
    CLIENT_LEFT,
    CLIENT_EVENTS
};
struct client;
FSM_TYPES(client, struct client, void)
extern const struct fsm_table client_machine;

/* What it sends, as far as its precedence and its fate differ. */
enum ap_sent {
    SENT_BEACON,
    SENT_PROBE, /* probe response */
    SENT_AUTH,
    SENT_ASSOC, /* and reassociation response */
    SENT_ACTION,
    SENT_END, /* deauthentication, disassociation */
    SENT_EAPOL,
    SENT_DATA,
    SENT_GROUP, /* data to a group address */
    SENT_KINDS
};
struct ap_tx {
    enum ap_sent kind;
    enum extsta_access access;
    uint32_t lifetime; /* microseconds; 0 = that of its kind */
    uint8_t tries;     /* 0 = AP_TRIES */
    bool no_ack;
    uint8_t eapol_message; /* as in extsta_tx_meta */
};

/* apsim_queue.c: what is with the air. */
struct ticket;
struct queue_state {
    struct ticket *tickets;
    uint32_t ticket_capacity, free_ticket;
    uint32_t under_way[SENT_KINDS]; /* to single stations */
    struct macmap addressees;       /* address -> struct addressee */
};
/* apsim_answer.c: probe answers that are not yet made. */
struct answer_state {
    struct list list;     /* of struct answer, oldest first */
    struct macmap by_mac; /* the same */
    uint32_t count;
};
/* apsim_input.c: received frames that wait for the processor; the first is worked on. */
struct input_state {
    struct timerq_entry timer;
    struct list list; /* of struct received */
    uint32_t count;
};

/* apsim_steer.c: what clients have answered, in a ring. */
#define STEER_ANSWERS 32u
struct steer_state {
    uint8_t token; /* of the last request */
    uint8_t next, count;
    struct apsim_event answers[STEER_ANSWERS];
};

/* An MSDU (with LLC) that waits for a sleeping client, or for the DTIM. */
struct held {
    struct list link;
    struct extsta_mac da, sa;
    uint32_t len;
    uint8_t bytes[];
};

/* The MSDU that a client is sending in fragments; one at a time (10.6). */
struct fragments {
    uint16_t seq;
    uint8_t next;   /* fragment number awaited */
    bool protected; /* all of its fragments are, or none is */
    uint64_t pn;    /* of the last fragment */
    uint32_t len;
    uint8_t bytes[AP_MSDU_MAX + 8]; /* TKIP's MIC is of the MSDU */
};

/* Questions to a client whether its association is alive; deadline 0: it is not asked. */
struct sa_query {
    extsta_time began, deadline;
    uint16_t first, next; /* transaction ids: of the first question, behind the last */
    bool for_new;         /* a new association waits */
    bool failed;          /* it was not answered: the next association is let in */
};

/* A station this AP knows: from its first authentication until it leaves, is thrown out, or is
 * found at another AP. */
struct client {
    struct timerq_entry timer; /* the earlier of handshake and inactivity */
    struct list link;
    struct list rekey; /* in apsim.rekeying: its turn to get the group key has not come */
    struct apsim *ap;
    struct authenticator *authenticator; /* from the association on, RSN only */
    struct sesame *sesame;               /* the same of APSIM_SESAME */
    struct eap_port *eap;                /* the same with an AKM of 802.1X */
    bool ahead; /* it is elsewhere, and does preauthentication: not in apsim.clients */
    struct owe *owe;                     /* of its last association by OWE */
    struct sae_exchange *sae;            /* from the first Commit to the association */
    struct ft_ap *ft;                    /* of a fast transition under way, or the one it came by */
    bool transition;                     /* the reassociation under way proves that one */
    struct cipher_key *key;              /* pairwise; NULL: none installed */
    struct other_key *other; /* with Extended Key ID: that of the other id; NULL: none */
    struct fragments *fragments;         /* NULL until it sends the first one */
    struct list held;                    /* of struct held: while it sleeps */
    uint64_t tx_pn;                      /* last packet number sent under `key` */
    uint64_t rx_pn[AP_TIDS];             /* last one accepted, by TID: replay detection */
    uint16_t rx_seq[AP_TIDS + 1];        /* sequence control + 1; last: management */
    uint8_t state;                       /* enum client_state */
    bool privacy;                        /* associated with RSN */
    bool by_sae;                         /* its last authentication was SAE's */
    bool group_pending;                  /* has not yet confirmed the new group key */
    bool pmf;                            /* its management frames are protected */
    extsta_time moved;                   /* with OCV: since when it owes an SA Query; 0: not */
    uint64_t rx_mgmt_pn;                 /* packet number of the last one from it */
    struct sa_query sa_query;
    uint8_t *challenge;                  /* of a shared key authentication under way */
    uint8_t mic_tx[8], mic_rx[8];        /* Michael keys, to it and from it, with TKIP */
    uint8_t rsne[64], rsne_len;          /* of its association request; of WPA its element */
    uint8_t rsnxe[18], rsnxe_len;        /* the same */
    uint64_t asked;                      /* hash of that request */
    struct apsim_client_info info;
};

/* The pairwise key under which nothing is sent: the new one before message 4, then the old one.
 */
struct other_key {
    struct cipher_key *key;
    uint8_t id;
    uint64_t rx_pn[AP_TIDS], rx_mgmt_pn;
};

/* What apsim_refuse has asked for; the newest that fits is taken. */
struct refusal {
    struct list link;
    enum apsim_request request;
    struct extsta_mac station;
    uint16_t status;
    uint32_t times; /* left; 0 = always */
    uint32_t comeback_tu;
};

/* A GTK. There are two slots, so that the old one serves until all have the new one. */
struct group_key {
    uint8_t material[TK_MAX];
    uint8_t len; /* octets of it, by the group cipher */
    struct cipher_key *key;
    uint64_t pn; /* last packet number sent under it */
};

/* A distribution system: knows at which AP a client is, and so where its frames go. */
struct apsim_ds {
    struct air *air;
    struct apsim_ds_config config;
    struct list aps;     /* of apsim.in_ds */
    struct macmap where; /* client -> its AP */
    struct list ft_roots; /* of struct ft_root (apsim_ft.c): PMK-R0s */
    uint64_t pings;      /* echo requests answered */
};

/* apsim_pmksa.c */
struct ap_pmksa {
    struct list link; /* in pmksa_state.list */
    struct extsta_mac station;
    extsta_time until;
    uint32_t akm;      /* by which it was made */
    uint8_t
        pmkid[16]; /* of SAE, and of Suite B; else that of 802.1X depends on the access point */
    bool named;    /* of Suite B: it has one */
    uint8_t pmk_len;
    uint8_t pmk[PMK_MAX];
};
struct pmksa_state {
    struct list list; /* the newest last */
    struct macmap by_station;
    uint32_t count;
};

struct apsim {
    struct air *air;
    struct pool *pool;
    struct crypto *crypto;
    struct air_node *node;
    struct apsim_config config;
    struct list in_ds; /* in apsim_ds.aps */
    /* Beacon, rekey and those of the clients; the node wakes for the first. */
    struct timerq timers;
    struct timerq_entry beacon, rekey;
    extsta_time tsf_epoch; /* virtual time at which its TSF was 0 (modulo 2^64) */
    uint16_t interval;     /* TU */
    uint16_t seq;          /* the next one is its lower twelve bits */
    uint8_t dtim_count;    /* beacons until the next DTIM; 0: this one */
    bool on;
    struct macmap by_mac;  /* address -> struct client */
    struct list clients;   /* the same, in order of appearance */
    uint32_t known_count, client_count, authorized_count; /* in `clients`; associated; open */
    uint32_t asleep; /* clients in power save; while there are any, group frames wait */
    uint64_t aids[(AP_AID_MAX + 64) / 64]; /* those in use, a bit each */
    uint8_t tim[(AP_AID_MAX + 8) / 8];     /* bit of an AID: something is held for it */
    struct list held;        /* group frames until the DTIM */
    uint32_t held_count;     /* at most AP_PS_MAX */
    struct list refusals;    /* of struct refusal, newest last */
    uint8_t pmk[32];         /* one PSK for all clients */
    struct ap_eap *eap;      /* NULL: it does not offer 802.1X */
    enum apsim_owe_fault owe_fault;
    struct ap_sae *sae;      /* NULL: it does not offer SAE */
    struct group_key gtk[2]; /* key ids 1 and 2 */
    uint8_t gtk_tx, gtk_new; /* in use for sending; given to clients */
    uint32_t group_cipher;   /* suite selector */
    enum apsim_pmf pmf;
    uint32_t group_mgmt;                     /* suite selector of BIP */
    struct management_key igtk[2], bigtk[2]; /* in the slots of `gtk`; BIGTK: 0 octets, none */
    uint8_t pairwise;        /* set of APSIM_ ciphers: offered */
    uint32_t akms[APSIM_AKMS]; /* offered in the RSN element, up to the first 0 */
    struct cipher_key *wep;  /* of APSIM_WEP */
    uint64_t wep_iv;         /* the next one is its lower 24 bits */
    uint32_t bad_mics, bad_group_mics; /* frames that are still to have a wrong Michael MIC */
    struct list rekeying;    /* of client.rekey */
    uint32_t pending;        /* clients that have not confirmed the new group key */
    struct queue_state queue;
    struct answer_state answers;
    struct input_state input;
    struct steer_state steer;
    struct pmksa_state pmksas;
    uint64_t answered, drops[APSIM_DROPS];
    uint32_t mute;           /* APSIM_MUTE_ set of frames it does not send */
    uint8_t rates[32], rate_count;
    uint8_t lowest_rate;         /* of the basic ones */
    uint8_t rsne[257], rsne_len; /* as advertised */
    uint8_t wpa[64], wpa_len;    /* WPA's element */
    uint8_t rsnxe[18], rsnxe_len;
    uint8_t extra[512];          /* elements behind the usual ones */
    uint16_t extra_len;
};

extern const struct air_node_ops ap_node_ops;

/* apsim.c */
/* Tells the observer of the configuration, if there is one. code: by type. */
void ap_tell(struct apsim *ap, enum apsim_event_type type, struct extsta_mac station,
             uint16_t code, uint16_t aid);
/* The same, all of it. */
void ap_tell_event(struct apsim *ap, const struct apsim_event *event);
/* Octets of the context's random stream that the BSSID names. */
void ap_random(struct apsim *ap, uint8_t *out, size_t len);
/* The next sequence number: one counter for all its frames. */
static inline uint16_t ap_seq(struct apsim *ap)
{
    return ap->seq++ & 0x0fff;
}

/* apsim_client.c */
/* NULL: it is not known here. */
struct client *client_find(const struct apsim *ap, struct extsta_mac station);
/* A client that has not authenticated yet. NULL: no memory. */
struct client *client_new(struct apsim *ap, struct extsta_mac station);
/* One event of its state machine; the action of the row runs within the call. */
void client_step(struct client *c, enum client_event event);
/* It leaves, whatever its state: forgets and frees it. No frame is sent. */
void client_remove(struct client *c);
/* Sets its timer anew: after anything that its deadlines depend on. */
void client_rearm(struct client *c);
/* Its timer rang: a handshake goes on or is given up, a silent client is deauthenticated. The
 * client may be gone afterwards. */
void client_expire(struct client *c, extsta_time now);
/* Whether it is among those who have not confirmed the new group key. */
void client_set_pending(struct client *c, bool pending);
/* Its AID, or the lowest free one; 0 = full. */
uint16_t client_take_aid(struct client *c);
/* It has an AID, whether data passes or the handshake is still under way. */
static inline bool client_associated(const struct client *c)
{
    return c->state == CLIENT_AWAIT_HANDSHAKE || c->state == CLIENT_AWAIT_NOTHING;
}

/* apsim_beacon.c */
/* The TBTT: sets the next one, sends a beacon (unless muted), and after a DTIM beacon the group
 * frames that waited. */
void beacon_send(struct apsim *ap, extsta_time now);
/* A probe request: one that asks for this AP is to be answered (answer_request). */
void beacon_probe_request(struct apsim *ap, extsta_time now, const struct frame *f);
/* Makes and sends the answer. */
void beacon_send_answer(struct apsim *ap, extsta_time now, struct extsta_mac to,
                        const struct ap_tx *tx);
/* Supported Rates and, beyond eight, Extended Supported Rates. */
void beacon_write_rates(const struct apsim *ap, struct writer *w);
uint16_t beacon_capability(const struct apsim *ap);
/* The WMM parameter element. */
void beacon_write_wmm(struct writer *w);

/* apsim_mgmt.c */
/* A management frame whose transmitter is a single station. signal: dBm. */
void mgmt_rx(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal);
/* The header of a frame to one station, in a buffer of AP_MMPDU_MAX octets. */
struct writer mgmt_begin(struct apsim *ap, uint8_t *frame, enum frame_kind kind,
                         struct extsta_mac to);
/* Queues the frame; one that did not fit its buffer, or of an AP that is off, is not sent. */
void mgmt_send(struct apsim *ap, const struct ap_tx *tx, const struct writer *w);
/* Sends an Authentication frame. */
void mgmt_send_auth(struct apsim *ap, struct extsta_mac to, const struct mgmt_auth *auth);
/* Sends a Deauthentication or Disassociation frame. What else waits for that station is flushed
 * before, by whoever ends it. */
void mgmt_send_reason(struct apsim *ap, enum frame_kind kind, struct extsta_mac to,
                      uint16_t reason);
/* A class 2 or class 3 frame of somebody who may not send it (11.3.3). He is told once: again
 * only when that has left the queue. */
void mgmt_class_error(struct apsim *ap, struct extsta_mac station, uint16_t reason);

/* apsim_rsne.c */
/* The suites of the configuration: AKMs, ciphers, and the elements that say so. False: it asks
 * for one that is not served. */
bool rsne_offer(struct apsim *ap);
/* Whether an AKM, by its selector, is among those offered in the RSN element. */
bool rsne_offers(const struct apsim *ap, uint32_t akm);
/* Whether one of the AKMs offered gets its PMK this way. */
bool rsne_needs(const struct apsim *ap, enum akm_pmk pmk);
/* What a station has asked for. */
struct agreed {
    uint32_t akm, pairwise;     /* suite selectors; 0: none */
    bool pmf;                   /* management frames are protected */
    bool ocv, ext_key_id;
    struct extsta_span element; /* the RSN or WPA element, in the request */
    struct extsta_span rsnxe;   /* the RSN Extension element, or empty */
};
/* What the elements of an association request of this client amount to: a status code. */
uint16_t security_negotiate(struct client *c, const struct elements *e,
                            struct agreed *agreed);

/* apsim_security.c */
/* Keys and the RSN element of the configuration. False: no memory, or it contradicts itself (an
 * AKM that is not served, no PSK); security_destroy is due all the same. */
bool security_init(struct apsim *ap);
/* Wipes the keys, and the configuration that holds the passphrase. */
void security_destroy(struct apsim *ap);
/* Four-way handshakes, and keys that are renewed. */
static inline bool security_is_keyed(const struct apsim *ap)
{
    return ap->config.security != APSIM_OPEN && ap->config.security != APSIM_WEP;
}
/* Starts the four-way handshake of a new association. */
void security_start(struct client *c, extsta_time now);
/* What the authenticator of this client begins with. The GTK goes with it unless it is WPA's.
 */
void security_config(const struct client *c, struct authenticator_config *config);
/* The PMK of a client's AKM, with FT the MPMK; empty: there is none yet. */
struct extsta_span security_pmk(const struct client *c);
/* The pairwise key in, or, receive_only, beside the one there is. False: no memory, and there
 * is no such key at all. */
bool security_install(struct client *c, const struct supplicant_key *k);
/* Under which a frame with this key id has come, and its counters. NULL: there is none. */
struct cipher_key *security_key_of(struct client *c, uint8_t key_id, uint64_t **rx_pn,
                                   uint64_t **rx_mgmt_pn);
/* Keeps the elements of the association request: message 2 must repeat them (12.7.6.3). */
void security_remember(struct client *c, const struct agreed *agreed);
/* An EAPOL PDU of this client. It may be gone afterwards, as after security_expire. */
void security_eapol(struct client *c, extsta_time now, struct extsta_span pdu);
/* The authenticator's deadline has come. */
void security_expire(struct client *c, extsta_time now);
/* The last EAPOL PDU sent to it has left the queue: from now on an answer is awaited. */
void security_sent(struct client *c, extsta_time now, bool acked);
/* Makes a new group key, to be handed to all clients whose data passes. */
void security_rekey_group(struct apsim *ap, extsta_time now);
/* Hands it to the next of them, as long as the queue is short. */
void security_group_next(struct apsim *ap, extsta_time now);
/* Uses the new group key once nobody is missing it any more. */
void security_group_check(struct apsim *ap);
/* Drops the authenticator, and what waits for it: EAP comes first. */
void security_forget_handshake(struct client *c);
/* Drops authenticator and pairwise key: the association is over. */
void security_forget(struct client *c);

/* apsim_owe.c */
/* Whether the client may associate by OWE with these elements: a status code. With 0 its PMK is
 * there. */
uint16_t owe_admit(struct client *c, const struct elements *e);
/* Our key, into the response. */
void owe_write_key(const struct client *c, struct writer *w);
/* The PMK that came of it, and its name; empty: none. */
struct extsta_span owe_pmk(const struct client *c);
void owe_forget(struct client *c);
/* The other BSS of a transition pair, into a beacon. */
void owe_write_pair(const struct apsim *ap, struct writer *w);

/* apsim_pmksa.c */
void ap_pmksa_init(struct apsim *ap);
void ap_pmksa_destroy(struct apsim *ap);
/* AKM, PMKID and PMK are copied, in place of what was known of the station. Without memory it is
 * not kept. */
void ap_pmksa_keep(const struct client *c, const struct ap_pmksa *made);
/* What is known of a station, made in this way and not too old; NULL: nothing. */
struct ap_pmksa *ap_pmksa_of(const struct apsim *ap, struct extsta_mac station,
                             enum akm_pmk way);

/* apsim_sae.c */
/* What SAE needs of the configuration, and what is advertised of it. False: no memory, or no
 * password; sae_destroy is due all the same. */
bool sae_init(struct apsim *ap);
void sae_destroy(struct apsim *ap);
/* An Authentication frame of algorithm 3. signal: dBm. */
void sae_rx_auth(struct apsim *ap, struct extsta_mac station, const struct mgmt_auth *a,
                 int8_t signal);
/* Whether the client may associate by this element, which names an AKM of SAE: it has just
 * authenticated by it, or names the PMK it has for this AKM. */
bool sae_admits(struct client *c, const struct rsn_element *rsn);
/* The PMK that came of it; empty: none. */
struct extsta_span sae_pmk(const struct client *c);
struct extsta_span sae_pmkid(const struct client *c);
/* Until when an open exchange (c->sae) is waited for, and what then happens: the client may be
 * gone afterwards. */
extsta_time sae_deadline(const struct client *c);
void sae_time_up(struct client *c);
/* The exchange is over, or not wanted any more. */
void sae_forget(struct client *c);

/* apsim_steer.c */
/* RM Enabled Capabilities of an AP that steers. */
void steer_write_elements(const struct apsim *ap, struct writer *w);
/* An Action frame of this client, in the clear. */
void steer_rx(struct client *c, struct extsta_span body);

/* apsim_pmf.c */
/* What the RSN element says of it, by the configuration and the AKMs. False: a cipher that is
 * none of BIP. */
bool pmf_offer(struct apsim *ap, struct rsn_element *rsn);
/* What a station asks for: a status code, and whether frames to and from it are protected. */
uint16_t pmf_negotiate(const struct apsim *ap, const struct rsn_element *rsn, bool *pmf);
/* Fresh keys in a slot, besides the group key's. */
void pmf_new_keys(struct apsim *ap, uint8_t slot);
void pmf_destroy(struct apsim *ap);
/* What a client gets of a slot in its handshakes, into its authenticator. */
void pmf_hand_out(struct client *c, uint8_t slot);
/* A management frame of a client: what must be protected and is not, and what is protected and
 * must not be, is counted and dropped (false). True: its body is clear now, in `clear` if it
 * was enciphered. */
bool pmf_open(struct client *c, struct frame *f, uint8_t clear[AP_MMPDU_MAX]);
/* A robust frame to a client, or to all, as it is to be sent: enciphered, or with its MMIE,
 * where management frames are protected. `w` holds all of it. */
void pmf_seal(struct apsim *ap, struct client *c, struct writer *w);
/* Ends a Beacon with its MMIE, where Beacons are protected. */
void pmf_seal_beacon(struct apsim *ap, struct writer *w);
/* What an RSN element agrees on besides: OCV with pmf, Extended Key ID with CCMP and GCMP. */
void pmf_agree(const struct apsim *ap, const struct rsn_element *rsn, struct agreed *agreed);
/* The AP is on another channel: clients with OCV have to say by an SA Query that they are
 * there, too. */
void pmf_moved(struct apsim *ap);
/* Until when that is waited for, and what then happens: the client may be gone afterwards. */
extsta_time pmf_confirm_deadline(const struct client *c);
void pmf_confirm_expire(struct client *c);
/* An Action frame of a client, in the clear. */
void pmf_action(struct client *c, const struct frame *f);
/* Whether the association it has stays although it asks for another: it is asked first. */
bool pmf_holds(const struct client *c);
/* Asks it, for that reason. Returns after how many TU it may come back. */
uint32_t pmf_ask(struct client *c);
/* Of client.timer: the next question is due, or it has not answered. */
void pmf_expire(struct client *c, extsta_time now);
/* The association is over. */
void pmf_forget(struct client *c);

/* apsim_ft.c */
/* Whether the AP has a mobility domain and an FT suite. */
bool ft_offered(const struct apsim *ap);
/* The Mobility Domain element, where it has one. */
void ft_write_mde(const struct apsim *ap, struct writer *w);
/* MDE and FTE of the response to a first association by an FT suite, as their spans; they point
 * into `out` of FT_NAMES_ROOM octets. */
#define FT_NAMES_ROOM 160u
struct ft_names_of_ap {
    struct extsta_span mde, fte;
};
struct ft_names_of_ap ft_first_names(const struct client *c, uint8_t out[FT_NAMES_ROOM]);
/* The first association has its keys: the PMK-R0 is kept for the APs of the DS. */
void ft_keep_root(struct client *c);
/* The first frame of a transition, as Authentication frame or over the DS: a status code; 0:
 * the elements of the answer were appended. */
uint16_t ft_request(struct client *c, struct extsta_span elements, struct writer *w);
/* Its reassociation request: a status code; 0: c->transition, security_negotiate is not asked.
 */
uint16_t ft_reassociate(struct client *c, struct extsta_span elements);
/* Appends the elements of the response, and installs the keys. False: no memory. */
bool ft_accept(struct client *c, struct writer *w);
/* An FT Action frame of a client: to the target AP and back. */
void ft_action(struct client *c, extsta_time now, struct extsta_span body);
void ft_forget(struct client *c);
/* Of the DS: forgets the keys it has. */
void ft_drop_roots(struct apsim_ds *ds);

/* apsim_legacy.c */
/* The WEP key of the configuration. False: no memory, or it is none. */
bool legacy_init(struct apsim *ap);
/* What is to be sent under a TKIP key: the MSDU with its MIC, in `out`. group: wrong, if so
 * asked for (apsim_break_mic). */
struct extsta_span legacy_add_mic(struct apsim *ap, const uint8_t key[8], struct extsta_mac da,
                                  struct extsta_mac sa, uint8_t priority,
                                  struct extsta_span msdu, bool group,
                                  uint8_t out[AP_MPDU_MAX]);
/* Takes the MIC off an MSDU of a client. False: it is wrong, and was counted. */
bool legacy_check_mic(struct client *c, const struct frame *f, struct extsta_span *msdu);
/* A frame of shared key authentication, enciphered or not: the status of the answer, and for
 * transaction 1 the challenge in the client. */
uint16_t legacy_judge_shared_key(struct client *c, const struct mgmt_auth *a,
                                 bool was_protected);
/* Deciphers an Authentication frame by the WEP key. False: it is none. */
bool legacy_open_auth(struct apsim *ap, const struct frame *f, uint8_t *out,
                      struct extsta_span *body);
/* The challenge is answered, or not asked for any more. */
void legacy_forget(struct client *c);
#define CHALLENGE_LEN 128u /* octets of its text (9.4.2.8) */

/* apsim_eap.c */
/* The EAP server of the configuration. False: no memory, or certificates that cannot be read;
 * eap_destroy is due all the same. */
bool eap_init(struct apsim *ap);
void eap_destroy(struct apsim *ap);
/* A new association. True: EAP goes first, and calls security_start when it has a PMK; false: its
 * AKM needs none, or its PMK is known (eap_pmk). */
bool eap_start(struct client *c, extsta_time now);
/* The PMK of a client by an AKM of 802.1X; empty: none. */
struct extsta_span eap_pmk(const struct client *c);
/* The name of that PMK between it and this access point; false: it has none before the first
 * handshake with it (AKMs 11 and 12). */
bool eap_pmkid(const struct client *c, uint8_t out[16]);
/* The handshake is through: of Suite B the PMK gets its name. */
void eap_name_pmk(const struct client *c);
/* An EAPOL PDU. True: it was EAP's; the client may be gone afterwards, as after eap_expire. */
bool eap_rx(struct client *c, extsta_time now, struct extsta_span pdu);
/* When it wants to be called (c->eap), and that call. */
extsta_time eap_deadline(const struct client *c);
void eap_expire(struct client *c, extsta_time now);
/* The association is over. */
void eap_forget(struct client *c);
/* A frame of preauthentication for this AP, as 802.3, came over the DS. */
void eap_preauth(struct apsim *ap, struct extsta_span frame);

/* apsim_sesame.c: the vendor's authentication in place of the four-way handshake. */
/* The RSN element with the vendor's suites, and the group cipher. */
void sesame_offer(struct apsim *ap);
/* What the RSN element of an association request amounts to: a status code. */
uint16_t sesame_negotiate(const struct rsn_element *rsn);
/* A new association: challenges it. */
void sesame_start(struct client *c, extsta_time now);
/* A packet of its EtherType. */
void sesame_rx(struct client *c, extsta_time now, struct extsta_span pdu);
/* When it wants to be called, and that call: the client may be gone afterwards. */
extsta_time sesame_deadline(const struct client *c);
void sesame_expire(struct client *c, extsta_time now);
/* The association is over. */
void sesame_forget(struct client *c);

/* apsim_phy.c */
/* Elements of beacons and probe responses; of the response to a client: what both can do.
 * Extended Capabilities stand among them, whatever they are of. */
void phy_write(const struct apsim *ap, struct writer *w);
void phy_write_for(const struct client *c, struct writer *w);
/* BSS membership selectors of what is required, at most two, to stand among the rates; their
 * number. */
uint8_t phy_write_membership(const struct apsim *ap, uint8_t *out);
/* The status code for a client that says this. */
uint16_t phy_judge(const struct apsim *ap, const struct elements *e);
/* What is agreed with a client of whom c->info.wmm is known. */
void phy_remember(struct client *c, const struct elements *e);

/* apsim_data.c */
/* A data frame, whoever sent it: one that is no client gets a class 3 error. */
void data_rx(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal);
/* Forgets the fragments of an unfinished MSDU. */
void data_forget(struct client *c);

/* apsim_tx.c */
/* Sends an MSDU (LLC and payload) to a client, or holds it while the client sleeps. True: it is
 * queued, and its fate will be told. */
bool tx_msdu(struct client *c, struct extsta_mac sa, struct extsta_span msdu);
/* The same to all clients; held for the DTIM while one of them sleeps (11.2.3). */
void tx_group(struct apsim *ap, struct extsta_mac da, struct extsta_mac sa,
              struct extsta_span msdu);
/* An 802.3 frame to a client, or (c NULL) to the group that it is addressed to. What does not
 * fit an MSDU is dropped, and what is for a client without an open port. */
void tx_ethernet(struct apsim *ap, struct client *c, struct extsta_span frame);
/* The Power Management bit of its last frame: waking up brings what was held. */
void tx_set_power_save(struct client *c, bool asleep);
/* A PS-Poll: one frame that was held, with More Data when there are further ones. */
void tx_ps_poll(struct client *c);
/* Sends the group frames that were held. */
void tx_dtim(struct apsim *ap);
/* Frees what is held for it; it counts as awake. */
void tx_forget(struct client *c);
/* Frees the group frames that are held. */
void tx_drop_group(struct apsim *ap);

/* apsim_queue.c */
void ap_queue_init(struct apsim *ap);
/* After the node. */
void ap_queue_destroy(struct apsim *ap);
/* Counts something that is not sent, or was sent in vain. */
void ap_queue_drop(struct apsim *ap, enum apsim_drop why);
/* Queues a frame at the air. True: its fate will be told (ap_queue_outcome); false: it goes to a
 * group, or is not sent since the queue is full, the AP off, or there is no memory. */
bool ap_queue_send(struct apsim *ap, const struct ap_tx *tx, struct extsta_span frame);
/* Whether a frame of a kind to a station waits and has not begun: of AUTH, ASSOC, END. */
bool ap_queue_waits(const struct apsim *ap, struct extsta_mac to, enum ap_sent kind);
/* Whether one waits or is being tried: of any kind. */
bool queue_under_way(const struct apsim *ap, struct extsta_mac to, enum ap_sent kind);
/* Takes back all frames to a station but one that is on the air just now. */
void ap_queue_flush(struct apsim *ap, struct extsta_mac to);
/* Of air_node_ops: tx_started and tx_status. */
void ap_queue_started(void *user, extsta_time now, uint32_t cookie);
void ap_queue_outcome(void *user, extsta_time now, uint32_t cookie, bool acked, uint8_t tries);

/* apsim_answer.c */
void answer_init(struct apsim *ap);
void answer_destroy(struct apsim *ap);
/* A station has asked; no_ack: as a group is, without acknowledgement. */
void answer_request(struct apsim *ap, extsta_time now, struct extsta_mac to, bool no_ack);
/* It has found us otherwise. */
void answer_withdraw(struct apsim *ap, struct extsta_mac to);
/* The queue has become shorter: the next answer may go. */
void answer_next(struct apsim *ap, extsta_time now);
/* All that wait are forgotten. */
void answer_forget(struct apsim *ap);

/* apsim_input.c */
void input_init(struct apsim *ap);
/* A received management frame (bytes: all of it), an EAPOL PDU of a client. True: it waits for
 * the processor, or is lost; false: there is nothing to wait for. */
bool input_mgmt(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal,
                struct extsta_span bytes);
bool input_eapol(struct client *c, extsta_time now, struct extsta_span pdu);
/* The processor has done with the first one. */
void input_expire(struct apsim *ap, extsta_time now);
/* All that wait are forgotten. */
void input_forget(struct apsim *ap);

/* apsim_ds.c */
/* Enters the AP into the distribution system of its configuration; none: nothing happens.
 * ds_leave is fine for one that has not joined. */
void ds_join(struct apsim *ap);
void ds_leave(struct apsim *ap);
/* The client is now at this AP: the others forget it. */
void ds_move_here(struct client *c);
/* It is at no AP any more, unless another one has it already. */
void ds_gone(struct client *c);
/* An 802.3 frame from a client of this AP, or from the AP itself. */
void ds_from_client(struct apsim *ap, struct extsta_span frame);

/* responder.c */
/* The answer of the built-in host, its length in *out; 0 = none. *ping: an echo. */
size_t responder_answer(const struct apsim_ds *ds, struct extsta_span frame, uint8_t *out,
                        size_t room, bool *ping);

#endif
