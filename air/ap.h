/* The inside of the scripted access point. */
#ifndef AIR_AP_H
#define AIR_AP_H

#include "base/fsm.h"
#include "base/macmap.h"
#include "crypto/cipher.h"
#include "medium.h"
#include "rsn/authenticator.h"
#include "wire/frame.h"
#include "wire/mgmt.h"
#include <extsta/apsim.h>

#define AP_MSDU_MAX  2304u
#define AP_MPDU_MAX  2400u /* header, cipher header, MSDU, MIC */
#define AP_MMPDU_MAX 2304u
#define AP_AID_MAX   2007u
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

/* An MSDU (with LLC) that waits for a sleeping client, or for the DTIM. */
struct held {
    struct list link;
    struct extsta_mac da, sa;
    uint32_t len;
    uint8_t bytes[];
};

/* Fragments of one MSDU. */
struct fragments {
    uint16_t seq;
    uint8_t next; /* fragment number awaited */
    bool protected;
    uint64_t pn;
    uint32_t len;
    uint8_t bytes[AP_MSDU_MAX];
};

struct client {
    struct timerq_entry timer;
    struct list link;
    struct apsim *ap;
    struct authenticator *authenticator; /* from the association on, RSN only */
    struct cipher_key *key;
    struct fragments *fragments;
    struct list held;
    uint64_t tx_pn;
    uint64_t rx_pn[AP_TIDS];
    uint16_t rx_seq[AP_TIDS + 1]; /* sequence control + 1; last: management */
    uint8_t state;                /* enum client_state */
    bool privacy;                 /* associated with RSN */
    bool group_pending;           /* has not yet confirmed the new group key */
    uint8_t rsne[64], rsne_len;   /* of its association request */
    struct apsim_client_info info;
};

struct refusal {
    struct list link;
    enum apsim_request request;
    struct extsta_mac station;
    uint16_t status;
    uint32_t times; /* left; 0 = always */
    uint32_t comeback_tu;
};

struct group_key {
    uint8_t material[16];
    struct cipher_key *key;
    uint64_t pn;
};

struct apsim_ds {
    struct air *air;
    struct apsim_ds_config config;
    struct list aps;
    struct macmap where; /* client -> its AP */
    uint64_t pings;
};

struct apsim {
    struct air *air;
    struct pool *pool;
    struct crypto *crypto;
    struct air_node *node;
    struct apsim_config config;
    struct list in_ds;
    struct timerq timers;
    struct timerq_entry beacon, rekey;
    extsta_time tsf_epoch; /* virtual time at which its TSF was 0 (modulo 2^64) */
    uint16_t interval;     /* TU */
    uint16_t seq;
    uint8_t dtim_count;
    bool on;
    struct macmap by_mac;
    struct list clients;
    uint32_t client_count; /* associated */
    uint16_t aid_hint;     /* where the search for a free one goes on */
    uint32_t asleep;
    struct client *by_aid[AP_AID_MAX + 1];
    struct list held; /* group frames until the DTIM */
    uint32_t held_count;
    struct list refusals;
    uint8_t pmk[32];
    struct group_key gtk[2]; /* key ids 1 and 2 */
    uint8_t gtk_tx, gtk_new; /* in use for sending; given to clients */
    uint32_t mute;
    uint8_t rates[32], rate_count;
    uint8_t rsne[257], rsne_len; /* as advertised */
    uint8_t extra[512];
    uint16_t extra_len;
};

extern const struct air_node_ops ap_node_ops;

/* apsim.c */
void ap_tell(struct apsim *ap, enum apsim_event_type type, struct extsta_mac station,
             uint16_t code, uint16_t aid);
void ap_random(struct apsim *ap, uint8_t *out, size_t len);
static inline uint16_t ap_seq(struct apsim *ap)
{
    return ap->seq++ & 0x0fff;
}

/* apsim_client.c */
struct client *client_find(const struct apsim *ap, struct extsta_mac station);
struct client *client_new(struct apsim *ap, struct extsta_mac station);
void client_step(struct client *c, enum client_event event);
/* It is gone: forgets and frees it. */
void client_remove(struct client *c);
void client_rearm(struct client *c);
void client_expire(struct client *c, extsta_time now);
/* Its AID, or the next free one; 0 = full. */
uint16_t client_take_aid(struct client *c);
static inline bool client_associated(const struct client *c)
{
    return c->state == CLIENT_AWAIT_HANDSHAKE || c->state == CLIENT_AWAIT_NOTHING;
}

/* apsim_beacon.c */
void beacon_send(struct apsim *ap, extsta_time now);
void beacon_probe_request(struct apsim *ap, extsta_time now, const struct frame *f);
void beacon_write_rates(const struct apsim *ap, struct writer *w);
uint16_t beacon_capability(const struct apsim *ap);
void beacon_write_wmm(struct writer *w);

/* apsim_mgmt.c */
void mgmt_rx(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal);
void mgmt_send(struct apsim *ap, struct writer *w);
/* Sends a Deauthentication or Disassociation frame. */
void mgmt_send_reason(struct apsim *ap, enum frame_kind kind, struct extsta_mac to,
                      uint16_t reason);
/* A class 2 or class 3 frame of somebody who may not send it (11.3.3). */
void mgmt_class_error(struct apsim *ap, struct extsta_mac station, uint16_t reason);

/* apsim_security.c */
bool security_init(struct apsim *ap);
void security_destroy(struct apsim *ap);
/* What the RSN element of an association request amounts to: a status code. */
uint16_t security_negotiate(const struct apsim *ap, struct extsta_span rsne, uint32_t *akm);
/* Starts the four-way handshake of a new association. */
void security_start(struct client *c, extsta_time now);
void security_remember(struct client *c, struct extsta_span rsne);
void security_eapol(struct client *c, extsta_time now, struct extsta_span pdu);
void security_expire(struct client *c, extsta_time now);
void security_rekey_group(struct apsim *ap, extsta_time now);
/* Uses the new group key once nobody is missing it any more. */
void security_group_check(struct apsim *ap);
void security_forget(struct client *c);

/* apsim_data.c */
void data_rx(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal);
/* Forgets the fragments of an unfinished MSDU. */
void data_forget(struct client *c);

/* apsim_tx.c */
/* Sends an MSDU (LLC and payload) to a client, or holds it while the client sleeps. */
void tx_msdu(struct client *c, struct extsta_mac sa, struct extsta_span msdu);
void tx_group(struct apsim *ap, struct extsta_mac da, struct extsta_mac sa,
              struct extsta_span msdu);
/* An 802.3 frame to a client or a group. */
void tx_ethernet(struct apsim *ap, struct client *c, struct extsta_span frame);
void tx_set_power_save(struct client *c, bool asleep);
void tx_ps_poll(struct client *c);
void tx_dtim(struct apsim *ap);
void tx_forget(struct client *c);
void tx_drop_group(struct apsim *ap);

/* apsim_ds.c */
void ds_join(struct apsim *ap);
void ds_leave(struct apsim *ap);
/* The client is now at this AP: the others forget it. */
void ds_move_here(struct client *c);
void ds_gone(struct client *c);
/* An 802.3 frame from a client of this AP. */
void ds_from_client(struct apsim *ap, struct extsta_span frame);

/* responder.c */
/* The answer of the built-in host, its length in *out; 0 = none. *ping: an echo. */
size_t responder_answer(const struct apsim_ds *ds, struct extsta_span frame, uint8_t *out,
                        size_t room, bool *ping);

#endif
