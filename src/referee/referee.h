/* Inside the referee: events, the model of what has been seen, and how rules are judged.
 *
 * What comes in (extsta/referee.h) becomes an event, decoded once (event.c). Each rule that
 * watches such events (a row of a chapter's table, referee_<chapter>.c) looks at the event and
 * at the model as it stood before, and says kept or violated (judge.c). Then the model takes
 * the event in (model.c). What a rule wants to see later is a debt, with the time it has. */
#ifndef REFEREE_REFEREE_H
#define REFEREE_REFEREE_H

#include "base/bytes.h"
#include "base/context.h"
#include "base/fsm.h"
#include "base/mac.h"
#include "referee/mib.h"
#include "wire/frame.h"
#include <extsta/payload.h>
#include <extsta/referee.h>
#include <extsta/windot11.h>

/* --- events --- */

/* What a row can watch: finer than enum extsta_event where rules ask for it. */
enum watch {
    ON_REQUEST,
    ON_RESULT,
    ON_CONNECTION_START,
    ON_CONNECTION_COMPLETION,
    ON_ASSOCIATION_START,
    ON_ASSOCIATION_COMPLETION,
    ON_ROAMING_START,
    ON_ROAMING_COMPLETION,
    ON_DISASSOCIATION,
    ON_SCAN_CONFIRM,
    ON_LINK_QUALITY,
    ON_PMKID_CANDIDATES,
    ON_PHY_STATE,
    ON_MIC_FAILURE,
    ON_OTHER_INDICATION,
    ON_SEND,
    ON_SEND_COMPLETE,
    ON_RECEIVE,
    ON_RETURN,
    ON_RESET_EX,
    ON_HALT,
    ON_INITIALIZE,
    ON_POWER_PROFILE,
    ON_PORT,
    ON_NOTIFY,
    ON_HANDLER,
    ON_FUNCTION,
    ON_FRAME,
    ON_HEARD,
    ON_ETHERNET,
    ON_STACK, /* a frame of the network stack came in (of a record) */
    ON_TUNE,
    ON_CAUSE,
    ON_TIME, /* before an event of a later moment; and nothing else */
    WATCHES
};
_Static_assert(WATCHES <= 64, "a bit for each");
#define W(watch) (UINT64_C(1) << ON_##watch)
#define W_INDICATIONS                                                                          \
    (W(CONNECTION_START) | W(CONNECTION_COMPLETION) | W(ASSOCIATION_START) |                   \
     W(ASSOCIATION_COMPLETION) | W(ROAMING_START) | W(ROAMING_COMPLETION) |                    \
     W(DISASSOCIATION) | W(SCAN_CONFIRM) | W(LINK_QUALITY) | W(PMKID_CANDIDATES) |             \
     W(PHY_STATE) | W(MIC_FAILURE) | W(OTHER_INDICATION))

/* A request under way. */
struct asked {
    uint32_t id, oid;
    enum extsta_oid_kind kind;
    bool used, by_os;
    struct extsta_event_ref ref;
    uint32_t in_len, room;
    uint8_t *input; /* copy, without key material; NULL: none kept */
    uint32_t input_size;
    uint32_t indications; /* how many there had been when it was made */
    uint32_t others;      /* requests before it without an answer yet */
    bool odd_key;         /* a key whose length is not its cipher's */
    uint32_t key_len;
};

struct event {
    enum watch watch;
    struct extsta_event_ref ref;
    extsta_time now;
    const struct extsta_output *out; /* NULL: heard, function, time */
    const struct extsta_crossing *c; /* of a crossing */
    struct extsta_payload p;         /* indication; input of a request; output of a result */
    bool whole;                      /* p was read completely */
    struct asked *asked;             /* of a result; NULL: nobody asked */
    struct extsta_payload in;        /* of a result: the request's input */
    bool in_whole;
    struct frame frame; /* FRAME, HEARD, SEND, RECEIVE */
    bool parsed;
    uint16_t ethertype; /* SEND, RECEIVE, data FRAME in the clear; 0: none */
    uint8_t snap[6];    /* LLC and OUI, when ethertype is not 0 */
    const struct extsta_function *function; /* FUNCTION */
};

/* --- the model --- */

enum home { /* why the driver is in INIT */
            HOME_BRING_UP,
            HOME_RESET,
            HOME_DISCONNECTED,
            HOME_FAILED,
};

struct operation { /* connection or roam */
    bool open;
    struct extsta_event_ref start, success; /* success: of an association within */
    uint32_t associations;                  /* started within */
    uint32_t reason;
};

#define MAX_PEERS 2048u /* of an IBSS; an infrastructure has few */
struct peer {
    bool used;
    struct extsta_mac mac;
    /* the association operation */
    bool opening;
    struct extsta_event_ref start;
    bool auth_sent, request_sent, reassoc;
    bool elements_sent; /* the request had the host's elements */
    bool odd_start;     /* the start could not be read whole: who gets it may ignore it */
    bool shut_out;      /* it was excluded when it began (CNX-25) */
    uint64_t request_hash;
    uint64_t response_hashes[4]; /* one that came again may have been made anew (OWE) */
    uint8_t responses_heard;
    uint32_t eapol_sent; /* since the start, by the station */
    /* the association */
    bool associated, radio_gone;
    struct extsta_event_ref done;
    uint32_t auth, unicast, multicast;
    bool by_miniport; /* bPortAuthorized */
    bool odd_flag;    /* though there was nothing to authorize (ASC-20) */
    uint64_t completion_hash;
    struct extsta_event_ref ended; /* the last association with it; serial 0: never */
    bool implicitly;
    /* the port */
    bool port, controlled, authorized, stopped, announced;
    bool closed_told; /* was unauthorized, which the driver may hear of yet */
    bool answered;    /* the extension has said something of it */
    bool admitted;    /* and said last that it is authorized */
    bool returned;    /* perform-post-associate has returned */
    bool refused;     /* with an error */
    uint32_t post_call; /* that call of it */
    bool encap;       /* the driver has a table of encapsulations for it */
    enum extsta_port_manager manager;
    uint32_t session;
    struct extsta_event_ref port_ref;
    /* keys set for it */
    uint8_t pairwise, pairwise_static; /* bits: DOT11_DIR_INBOUND, DOT11_DIR_OUTBOUND */
    uint32_t pairwise_set;             /* how often, since the association */
    uint64_t pn; /* of the last frame encrypted to it, and under which of them */
    uint32_t pn_keys;
    extsta_time keyed;
    extsta_time received;                  /* last packet handed up from it */
    uint32_t heard_deauth, heard_disassoc; /* 1 + reason of the last one heard; 0: none */
    bool heard_sealed;     /* ... and one that was enciphered: its reason is not known here */
    uint32_t heard_status; /* 1 + last status not 0 of an authentication or response */
    uint8_t quality;       /* last indicated */
    bool quality_known;
};

struct scan {
    bool running;
    struct extsta_event_ref ref;
    uint32_t type;
    struct extsta_mac bssid;
    uint32_t ssid_count;
    struct extsta_ssid ssids[8];
    uint32_t probed; /* bit for each SSID that was probed; bit 31: the broadcast */
    uint16_t elements_len;
    uint64_t elements_hash;
    bool cut; /* more SSIDs than are kept */
    bool in_op; /* in OP when it began, or at some time since */
};

#define MAX_PHYS 8u
#define MAX_IDS  64u
struct ids {
    uint32_t *id; /* grows to what is needed */
    uint32_t count, room;
    uint32_t beyond; /* that there was no room for */
};

struct model {
    bool op; /* OP, else INIT */
    enum home home;
    bool ever_connected; /* a connect request was accepted since bring-up */
    uint32_t indications;
    struct extsta_event_ref connect, reset, disconnect; /* last accepted request */
    bool fresh; /* a reset of the OS came since the last connection ended (STA-10) */
    struct operation connection, roam;
    bool connected; /* CONNECTION_COMPLETION 0 was made */
    bool lost;      /* connected, and the association ended */
    bool roam_failed;
    struct extsta_event_ref last_end; /* DISASSOCIATION */
    uint32_t last_end_reason;
    bool ibss, join_only;
    uint16_t ibss_elements_len; /* IBSS_PARAMS */
    uint64_t ibss_elements_hash;
    struct extsta_mac last_ap; /* that was associated with last */
    struct extsta_mac early;   /* was authenticated with before the start (ASC-02) */
    struct extsta_ssid connected_ssid;
    bool ssid_known;
    struct peer *peers; /* PEERS(r) of them: grows to what is needed, at most MAX_PEERS */
    size_t peer_room;
    bool peers_overflowed;
    struct scan scan;
    struct ids sends, received;
    struct {
        bool known, hardware, software;
    } phys[MAX_PHYS];
    struct extsta_mac address;
    uint16_t freq;
    /* registration (STA-07) */
    uint8_t bring_up; /* steps done */
    bool bring_up_failed;
    /* keys */
    uint8_t defaults, defaults_static; /* bits by index */
    bool port_key; /* a key went to the driver by a private command: it may have keys of its own
                    */
    enum extsta_rule
        keys_gone; /* the rule by which all keys went last; NONE: none were there */
    extsta_time last_reset_done;
    extsta_time last_flush;                    /* EXTSTA_NEVER: never, as last_reset_done */
    struct extsta_event_ref halted;            /* MiniportHaltEx; serial 0: not */
    struct extsta_event_ref profile_changed;   /* a power-profile event; serial 0: none */
    struct extsta_event_ref last_mic, last_pm; /* last_pm: frame with Power Management set */
    uint32_t last_session;
    /* lists as set; the MIB proper is in mib.c */
    uint64_t pairs[2][2]; /* hash of the unicast and multicast pairs by BSS type; 0: not read */
    bool unicast_named;   /* ENABLED_UNICAST was set since what reloads it */
    uint16_t exempted[8]; /* EtherTypes of packets that were exempted in this association */
    uint8_t exempted_count; /* 255: more than are kept */
    bool filter_known, safe_mode;
    bool rts_settled; /* no packet is on its way that was given before the threshold was set */
    uint16_t fragmented;     /* sequence number of the packet that is sent in fragments */
    bool fragment_protected; /* its first */
    uint32_t filter;
    uint32_t odd_send; /* packet for a PHY that does not exist */
    struct extsta_event_ref odd_send_ref;
    uint64_t elements_hash; /* ASSOCIATION_PARAMS */
    uint16_t elements_len;
    struct extsta_mac elements_bssid;
    /* extension */
    bool extension; /* one is attached */
    bool pre_associating;
    uint32_t pre_session, pre_call, post_session;
    bool pre_returned; /* perform-pre-associate has returned */
    bool pre_refused;  /* with an error */
    bool receiving;    /* receive-packet runs */
    bool onex;         /* 802.1X for the extension has been started, and not stopped */
    bool scan_confirmed;
    uint32_t receive_call;
    uint8_t exemptions[8][6]; /* as the extension has set them */
    uint32_t exemption_count;
    bool functions; /* the extension's calls are given to us */
    struct ids extension_packets;
    uint16_t registered[16];
    uint32_t registered_count;
    bool ethertypes_known;
    bool capability_known;
    struct {
        uint32_t scan_ssids, bssids, ssids, excluded, exemptions, pmkids;
    } capability;
};

#define MAX_ASKED 16u
#define MAX_DEBTS 16u
struct debt {
    enum extsta_rule rule; /* EXTSTA_RULE_NONE: free */
    enum extsta_expectation what;
    struct extsta_value wanted;
    struct extsta_event_ref since;
    extsta_time until; /* later than that it is violated */
    struct extsta_mac peer;
};

#define MAX_FINDINGS 64u
struct rule_row;
struct rows;
struct extsta_referee {
    struct extsta_context *ctx;
    const struct rows *rows; /* of the context */
    struct extsta_referee_config config;
    struct model m;
    struct mib mib;
    extsta_time now, before; /* before: the station's last moment before this one */
    uint64_t serial;
    bool blind;    /* after a gap, until a reset */
    bool detached; /* the OS half is off: nobody keeps ports */
    bool hears;
    /* The driver has something beneath it that makes frames (EXTSTA_OUT_DRIVER): that none is
     * seen here proves nothing. */
    bool beneath;
    struct asked asked[MAX_ASKED];
    uint32_t asked_count;
    struct debt debts[MAX_DEBTS];
    /* of the rule that is being asked */
    enum extsta_rule rule;
    const struct event *event;
    struct extsta_event_ref because[EXTSTA_FINDING_EVENTS];
    uint32_t because_count;
    struct extsta_finding *findings; /* MAX_FINDINGS, when there was one */
    uint32_t first, count;
    /* By the places of rows.h, in one block. */
    uint32_t *kept;
    uint16_t *violated;
};
#define PEERS(r) ((r)->m.peer_room)

/* --- rules --- */

typedef void rule_check(struct extsta_referee *r, const struct event *e);
struct rule_row {
    enum extsta_rule rule;
    uint64_t watches;
    uint32_t code; /* only events with this code (OID, ...); 0: all */
    rule_check *check;
    const char *unseen; /* why it cannot be judged; NULL: it can */
};
struct rule_table {
    const struct rule_row *rows;
    size_t count;
};
#define SEEN(rule_, watches_, check_)                                                          \
    {                                                                                          \
        .rule = RULE(rule_), .watches = (watches_), .check = (check_)                          \
    }
#define SEEN_OF(rule_, watches_, code_, check_)                                                \
    {                                                                                          \
        .rule = RULE(rule_), .watches = (watches_), .code = (code_), .check = (check_)         \
    }
#define RESULT_OF(rule_, oid_, check_)  SEEN_OF(rule_, W(RESULT), OID_##oid_, check_)
#define REQUEST_OF(rule_, oid_, check_) SEEN_OF(rule_, W(REQUEST), OID_##oid_, check_)
#define UNSEEN(rule_, why)                                                                     \
    {                                                                                          \
        .rule = RULE(rule_), .unseen = (why)                                                   \
    }
#define RULE_TABLE(name, rows_)                                                                \
    const struct rule_table name = {rows_, sizeof(rows_) / sizeof *(rows_)}

/* One table for each chapter, or part of it. */
extern const struct rule_table rules_general, rules_states, rules_reset, rules_power,
    rules_scan, rules_connection, rules_disconnect, rules_association, rules_completion,
    rules_disassociation, rules_ports, rules_ihv, rules_roaming, rules_ibss, rules_security,
    rules_keys, rules_data, rules_statistics, rules_mib, rules_sequences;

/* --- judging (judge.c) --- */

#define E(symbol) EXTSTA_EXPECT_##symbol
static inline struct extsta_value v_none(void)
{
    return (struct extsta_value){EXTSTA_VALUE_NONE, 0};
}
static inline struct extsta_value v_number(uint64_t n)
{
    return (struct extsta_value){EXTSTA_VALUE_NUMBER, n};
}
static inline struct extsta_value v_flag(bool on)
{
    return (struct extsta_value){EXTSTA_VALUE_FLAG, on};
}
static inline struct extsta_value v_status(uint32_t status)
{
    return (struct extsta_value){EXTSTA_VALUE_STATUS, status};
}
static inline struct extsta_value v_assoc(uint32_t status)
{
    return (struct extsta_value){EXTSTA_VALUE_ASSOC, status};
}
static inline struct extsta_value v_mac(struct extsta_mac mac)
{
    return (struct extsta_value){EXTSTA_VALUE_ADDRESS, mac_to_u64(mac)};
}
static inline struct extsta_value v_hex(uint64_t n)
{
    return (struct extsta_value){EXTSTA_VALUE_HEX, n};
}
static inline struct extsta_value v_auth(uint32_t n)
{
    return (struct extsta_value){EXTSTA_VALUE_AUTH, n};
}
static inline struct extsta_value v_cipher(uint32_t n)
{
    return (struct extsta_value){EXTSTA_VALUE_CIPHER, n};
}
static inline struct extsta_value v_time(extsta_time t)
{
    return (struct extsta_value){EXTSTA_VALUE_TIME, t};
}

/* The next judgement rests on this event too. */
void because(struct extsta_referee *r, struct extsta_event_ref ref);
/* The rule that was asked is kept (held) or violated. Returns held. */
bool hold(struct extsta_referee *r, bool held, enum extsta_expectation what,
          struct extsta_value wanted, struct extsta_value came);
/* The same for another rule: where one look says which of several it is. */
bool hold_rule(struct extsta_referee *r, enum extsta_rule rule, bool held,
               enum extsta_expectation what, struct extsta_value wanted,
               struct extsta_value came);
/* Something is due by `until`, for a peer or (zero) for none; once for each rule and peer: what
 * is due already stays as it is. */
void owe(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer,
         extsta_time until, enum extsta_expectation what, struct extsta_value wanted);
/* It has come (kept), is not due any more, or has come to nothing (violated). False: it was not
 * due. A zero peer means whatever is due by this rule. */
bool pay(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer);
bool forgive(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer);
bool default_on(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer,
                struct extsta_value came);
bool is_due(const struct extsta_referee *r, enum extsta_rule rule);
/* What was due before `now`; r->now is the station's last moment before. */
void judge_time(struct extsta_referee *r, extsta_time now);
/* Whether what comes now was due by `until` and is late. */
bool is_late(const struct extsta_referee *r, extsta_time until);

static const struct extsta_mac nobody = {{0}};

/* --- the model's questions (model.c) --- */

struct peer *peer_find(struct extsta_referee *r, struct extsta_mac mac);
/* The peer with an open association operation, or associated, or with a port; NULL: none. */
struct peer *peer_opening(struct extsta_referee *r);
struct peer *peer_associated(struct extsta_referee *r);
size_t peers_associated(struct extsta_referee *r);
/* A request of this OID is under way, whoever asked; NULL: none. */
const struct asked *under_way(const struct extsta_referee *r, uint32_t oid);
/* RESET or DISCONNECT is under way: ends are of its making. */
bool is_ending(const struct extsta_referee *r);
/* The state cannot be told from the record: a request that changes it is under way. */
bool is_between(const struct extsta_referee *r);
bool all_phys_off(const struct extsta_referee *r);
/* One is known to be off: perhaps that of the association. */
bool some_phy_off(const struct extsta_referee *r);
bool ids_have(const struct ids *ids, uint32_t id);
void ids_add(struct extsta_referee *r, struct ids *ids, uint32_t id);
void ids_remove(struct ids *ids, uint32_t id);
/* The event is a frame, the reassociation request of a fast transition: it proves the keys by a
 * MIC (referee_association.c). */
bool asks_transition(const struct event *e);
/* A request's body ends with the elements that the host has set for its BSSID (ASC-09). */
bool ends_with_elements(const struct extsta_referee *r, struct extsta_span body);
/* What was due by a rule and did not come: it is taken to have come, so that one mistake makes
 * one finding. */
void model_assume(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer,
                  uint64_t wanted);
/* Takes the event in. */
void model_take(struct extsta_referee *r, const struct event *e);
/* Its part for an extension's handlers and functions (model_extension.c). */
void model_take_handler(struct extsta_referee *r, const struct event *e);
void model_take_function(struct extsta_referee *r, const struct extsta_function *f);
/* From zeros, or once more: nothing is known. */
void model_start(struct extsta_referee *r);
/* Gives back what it holds. */
void model_end(struct extsta_referee *r);
/* MiniportInitializeEx: nothing is left of what was, but for what is kept (mib_initialized). */
void model_initialized(struct extsta_referee *r);

/* --- events (event.c) --- */

/* False: nothing that is judged. */
bool event_of_output(struct extsta_referee *r, const struct extsta_output *out,
                     struct event *e);
bool event_of_frame(struct extsta_span mpdu, struct event *e);
uint64_t hash_span(struct extsta_span s);
/* The copy of a request's input goes. */
void asked_forget(struct extsta_referee *r, struct asked *a);

#define IS_SUCCESS(e) ((e)->c->status == NDIS_STATUS_SUCCESS)

#endif
