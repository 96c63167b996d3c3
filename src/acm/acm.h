/* acm: the auto-configuration module of the OS half. It brings the miniport up, applies a
 * profile as a script of OID requests, connects, gives up after ten seconds, goes on with the
 * next profile, disconnects (contract STA-07, STA-10, CNX-14, CNX-18, CNX-19, X-45).
 *
 * What the user wants (wish.h) stays wanted: when all profiles have failed a round is over, and
 * after a pause the next begins. What ends it is the user, a credential that is wrong for
 * certain, or a policy; every cause and notification of an end says beforehand whether the
 * station goes on (will_retry), and that is decided in this module alone.
 *
 * A pure machine: what happened comes in by calls, OID requests, notifications and causes go
 * to the output queue, its neighbours are asked through struct acm_ops. */
#ifndef ACM_ACM_H
#define ACM_ACM_H

#include "acm/loop.h"
#include "acm/wish.h"
#include "base/bytes.h"
#include "base/fsm.h"
#include "boundary/os.h"

#define ACM_CONNECT_TIMEOUT       (10u * EXTSTA_SECOND) /* CNX-18: then the OS gives up */
#define ACM_PRE_ASSOCIATE_TIMEOUT (30u * EXTSTA_SECOND) /* our limit; the contract has none */
/* Connected, and yet no port has opened, on whatever AP: longer than any port authentication
 * may take. */
#define ACM_PORT_TIMEOUT (60u * EXTSTA_SECOND)
/* Between two rounds: doubled from the first to the last, each a quarter shorter or longer by
 * the station's random stream, so that a crowd does not come back as one. */
#define ACM_PAUSE_FIRST (1u * EXTSTA_SECOND)
#define ACM_PAUSE_LAST  (60u * EXTSTA_SECOND)
/* The longest comeback time of an AP (ASC-26) that is believed. */
#define ACM_COMEBACK_MAX (300u * EXTSTA_SECOND)

enum acm_state {
    ACM_DOWN, /* not brought up, or that failed: no Native 802.11 request is made (STA-07) */
    ACM_AWAIT_BRING_UP,
    ACM_IDLE,
    ACM_AWAIT_CONFIGURATION, /* a request of the connect script */
    ACM_AWAIT_PRE_ASSOCIATE, /* the extension (CNX-19) */
    ACM_AWAIT_CONNECTION,    /* CONNECTION_COMPLETION */
    ACM_AWAIT_PORT,          /* associated; port authentication */
    ACM_CONNECTED,           /* also while roaming and while an AP is looked for (ROM-20) */
    ACM_AWAIT_DISCONNECT,    /* completion of DISCONNECT_REQUEST */
    ACM_AWAIT_RESET,         /* completion of the RESET_REQUEST that ends an attempt */
    ACM_AWAIT_ROUND,         /* all profiles have failed: the pause before the next round */
    ACM_STATES
};

enum acm_event {
    ACM_EVENT_START,
    ACM_EVENT_BROUGHT_UP,
    ACM_EVENT_CONNECT,
    ACM_EVENT_PRE_ASSOCIATE,  /* the script has come to it */
    ACM_EVENT_PRE_ASSOCIATED, /* completed with success */
    ACM_EVENT_CONNECTING,     /* CONNECT_REQUEST goes out */
    ACM_EVENT_CONNECTED,      /* CONNECTION_COMPLETION 0 */
    ACM_EVENT_PORT_OPEN,
    ACM_EVENT_FAILED,
    ACM_EVENT_NOT_AUTHENTICATED, /* port authentication failed for good */
    ACM_EVENT_TEN_SECONDS,
    ACM_EVENT_DISCONNECT, /* the user */
    ACM_EVENT_LEFT,       /* the request that ends it was completed */
    ACM_EVENT_REFUSED,    /* DISCONNECT_REQUEST was not accepted */
    ACM_EVENT_PAUSE,      /* the round is over, and what is wanted will be tried again */
    ACM_EVENT_ROUND,      /* the pause is over */
    ACM_EVENTS
};

/* What acm asks of its neighbours (station/host.c). Called in the middle of a step: they
 * must not call acm back, except that pre_associate may be answered later by
 * acm_pre_associated. */
struct acm_ops {
    /* The profile of the connection to come: who authenticates, with which PMK. */
    void (*apply)(void *user, const struct acm_profile *profile);
    /* RESET_REQUEST or DISCONNECT_REQUEST was completed (IHV-06). */
    void (*was_reset)(void *user, extsta_time now);
    /* Asks the extension; acm_pre_associated answers. False: there is none. */
    bool (*pre_associate)(void *user, extsta_time now, const struct acm_profile *profile);
    /* Writes the extension's privacy exemptions (DOT11_PRIVACY_EXEMPTION); their number. */
    uint32_t (*exemptions)(void *user, struct writer *w);
    /* Writes the names of the PMKs that are cached (DOT11_PMKID_ENTRY), of this BSSID or (zero) of
     * all; their number. */
    uint32_t (*pmkids)(void *user, struct extsta_mac bssid, struct writer *w);
};

struct acm_step;

struct acm {
    struct os *os;
    const struct acm_ops *ops;
    void *user;
    struct acm_wishes wishes;
    struct acm_wish *wish; /* in `wishes`: of the attempt or connection, or the last one */
    const struct acm_profile *profile; /* its profile; NULL: nothing is wanted */
    uint16_t round;                    /* of attempts since a port was last open, from 1 */
    uint8_t state;                   /* enum acm_state */
    uint8_t step;                    /* in the running script */
    uint8_t busy; /* percent, of the channel, as the driver last knew; station.c keeps it */
    uint8_t authentication_failures; /* since a port was last open */
    bool
        asks_less; /* the step is asked once more, for less: the driver has refused the whole */
    bool by_user;                    /* the user ends it */
    bool was_connected;              /* a port was open since the connect */
    bool port_open;                  /* it may open before the connection completes */
    bool cause_told;      /* somebody has already said why the connection failed */
    bool radio_off;       /* nothing can be tried before it is on again */
    uint32_t awaited;     /* number of the request it waits for; 0 = none */
    uint32_t last_status; /* of the last association that failed */
    uint32_t fail_status; /* of the end, for the user: DOT11_ASSOC_STATUS; 0: none */
    struct extsta_mac peer; /* of the last association; zero before the first */
    extsta_time deadline;   /* of what the state awaits; EXTSTA_NEVER: none */
    /* When the next round begins, drawn as soon as somebody has to be told; 0: not yet. */
    extsta_time retry_at;
    extsta_time comeback_at; /* an AP asked not to be asked before (ASC-26); 0: none did */
    extsta_time held_until;  /* 802.1X has failed: the pause that the profile wants lasts so long */
    struct acm_loop loop;
};

/* `os`, `ops` and `user` outlive it. In ACM_DOWN until acm_start. */
void acm_init(struct acm *acm, struct os *os, const struct acm_ops *ops, void *user);
/* Gives the profiles back. No event: the station goes as a whole. */
void acm_destroy(struct acm *acm);

/* The adapter is gone: nothing is wanted any more, and nobody is asked. In ACM_DOWN until
 * acm_start. */
void acm_removed(struct acm *acm, extsta_time now);

/* Brings the miniport up (SEQ-01: medium query, operation mode, reset). Once, first of all. */
void acm_start(struct acm *acm, extsta_time now);
/* Wants these, copied: tries them in order (CNX-18: the next one when one has failed), round
 * after round. E_STATE: neither idle nor between two rounds; E_USAGE: none, or too many;
 * E_NO_MEMORY; or what extsta_profile_check says of the first bad one: then nothing has
 * changed. */
enum extsta_error acm_connect(struct acm *acm, extsta_time now,
                              const struct extsta_profile *profiles, size_t count);
/* The user ends it, in any state of an attempt or connection or between two; nothing is wanted
 * any more. E_STATE: there is nothing to end. */
enum extsta_error acm_disconnect(struct acm *acm, extsta_time now);

/* A request of REQUEST_ACM was completed with this NDIS status; output: borrowed. One that
 * is not awaited any more is ignored. */
void acm_oid_complete(struct acm *acm, extsta_time now, uint32_t request, uint32_t status,
                      struct extsta_span output);
/* The extension completed pre-association; error 0 is success, else reason says more, if it is
 * one (L2). False: none is awaited. */
bool acm_pre_associated(struct acm *acm, extsta_time now, uint32_t error, uint32_t reason);

/* The profile of the attempt gets these IHV parts instead, from the next attempt on; without
 * data: it has no such part. False: none is being connected, or no memory. */
bool acm_set_ihv_parts(struct acm *acm, struct extsta_span connectivity,
                       struct extsta_span security);

/* --- from msm --- */
/* ASSOCIATION_COMPLETION of any association, also in a roam. comeback: TU after which the AP
 * wants to be asked again (ASC-26); 0: it did not say. multicast: its DOT11_CIPHER_ALGORITHM of
 * group frames. */
void acm_association_completed(struct acm *acm, extsta_time now, struct extsta_mac peer,
                               uint32_t status, uint32_t comeback, uint32_t multicast);
/* CONNECTION_COMPLETION; a failed one that comes of our own reset is ignored. */
void acm_connection_completed(struct acm *acm, extsta_time now, uint32_t status);
/* The port to this peer lets data pass. */
void acm_port_opened(struct acm *acm, extsta_time now, struct extsta_mac peer);
/* The port is gone; a roam brings another. */
void acm_port_deleted(struct acm *acm);
/* A port was refused, or ended unauthorized, for this cause, which is about to be reported:
 * says in it how sure one is, and whether the station goes on. acm_authentication_failed
 * follows, for the same cause. */
void acm_judge_port(struct acm *acm, extsta_time now, struct extsta_cause *cause);
/* The network has said in its handshake that WPA3 is all it will ever be: the profile falls
 * back no more, and the driver is told so (Transition Disable KDE). */
void acm_transition_disabled(struct acm *acm);
/* The cause has been reported and is borrowed. */
void acm_authentication_failed(struct acm *acm, extsta_time now,
                               const struct extsta_cause *cause);

/* --- from the driver --- */
/* A cause of the driver passes by on its way to the user: says in it what acm will do. port:
 * what will be said of the port when the association has ended of it; NULL: nothing. */
void acm_saw_cause(struct acm *acm, struct extsta_cause *cause,
                   const struct extsta_cause *port);
/* A PHY is on: what waited for that begins. */
void acm_radio_on(struct acm *acm, extsta_time now);

/* The deadline of `struct acm` has come; before it nothing happens. */
void acm_expire(struct acm *acm, extsta_time now);

extern const struct fsm_table acm_table;

/* --- script.c: requests in order, each awaited before the next is made. acm->step is the
 * place in the script, 0 before the first. --- */
enum acm_script {
    ACM_SCRIPT_BRING_UP,
    ACM_SCRIPT_CONNECT,
};
enum acm_next {
    ACM_NEXT_REQUEST, /* a request went out; acm->awaited */
    ACM_NEXT_CONNECT, /* ... and it is CONNECT_REQUEST */
    ACM_NEXT_PRE_ASSOCIATE,
    ACM_NEXT_END,
    ACM_NEXT_NO_MEMORY,
};
/* Issues the next request of the script that applies, or says what else is due at its place. */
enum acm_next acm_script_next(struct acm *acm, enum acm_script script);
/* Judges the completion of the current one and moves on; false: the script has failed. An
 * optional request may be answered NOT_SUPPORTED. */
bool acm_script_done(struct acm *acm, extsta_time now, enum acm_script script, uint32_t status,
                     struct extsta_span output);
/* Tells the driver of the connection that the network is entered by less no more; nobody waits
 * for the answer. */
void acm_push_forget_fallback(struct acm *acm);
/* The request that brings the miniport back to INIT, awaited as all are. False: no memory. */
bool acm_push_reset(struct acm *acm);

#endif
