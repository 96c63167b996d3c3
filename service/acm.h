/* The auto-configuration of a station: which of the networks it knows is wanted now, as a
 * machine without I/O. service.c tells it what has happened, with the time, and carries out
 * what it decides (service_acm_next).
 *
 * Two wait, and never both. The core (extsta_connect: rounds and pauses of one wish) is the
 * mechanism for one network: it looks for it, tries again in pauses of one second to sixty, and
 * comes back after a loss. This machine decides which network the core is given, and takes it
 * away again, in one of the core's pauses:
 *
 *   - when it has failed ACM_TOLERATED times in a row, or 802.1X once: the network is paused,
 * 10 s and longer with each further failure, as wpa_supplicant's habit is; a credential that
 * the core calls wrong for certain, until the network is changed or asked for by name;
 *   - when it is not there, and there are others that might be.
 *
 * While the core has no wish, this machine waits: for the first pause to end, or, where none of
 * several networks was heard, a while before it looks again.
 *
 * What there is to choose: automatic networks that are not paused, or the selected one alone.
 * None: it waits. One: the core gets it, and looks for it by itself. Several: one scan, which
 * asks hidden ones by name; the greatest priority that was heard, of equals the strongest. A
 * network that was entered stays, whatever comes up meanwhile. */
#ifndef SERVICE_ACM_H
#define SERVICE_ACM_H

#include "networks.h"

#define ACM_TOLERATED 3u /* failures in a row; with the third it is paused */
#define ACM_LOOK_FIRST                                                                         \
    (5u * EXTSTA_SECOND) /* between two scans that found none; doubled up to */
#define ACM_LOOK_LAST (60u * EXTSTA_SECOND)
#define ACM_ONCE_MORE (EXTSTA_SECOND / 4) /* what the core did not take is asked again */
#define ACM_ASKED_MAX 8u                  /* SSIDs of one scan, the wildcard among them */

enum service_acm_state {
    SERVICE_ACM_STILL,   /* nothing is wanted, or nothing can be done; next decides */
    SERVICE_ACM_LOOKS,   /* a scan of ours is under way */
    SERVICE_ACM_WAITS,   /* nothing it might enter now; until `deadline` */
    SERVICE_ACM_ENTERS,  /* the core has `current` */
    SERVICE_ACM_ENTERED, /* ... and its port was open */
    SERVICE_ACM_LEAVES,  /* the core was asked to leave; it says when it has */
};

enum service_acm_decision {
    SERVICE_ACM_SCAN,      /* for `ssids`; then service_acm_scanning, or _refused */
    SERVICE_ACM_ENTER,     /* `network`; or _refused */
    SERVICE_ACM_LEAVE,     /* what the core has; then service_acm_left */
    SERVICE_ACM_NOT_FOUND, /* told: none of those it might enter is there */
    SERVICE_ACM_PAUSED,    /* told: the pause of `network` has begun, or is over */
};
struct service_acm_step {
    enum service_acm_decision what;
    struct network *network;
    struct extsta_span ssids[ACM_ASKED_MAX]; /* borrowed from the networks; an empty one is the
                                              * wildcard */
    size_t ssid_count;
};

struct service_acm {
    struct networks *networks;
    enum service_acm_state state;
    bool automatic;    /* it looks for networks by itself */
    bool away;         /* the user wants none until asked again */
    bool dark;         /* the radio is off, or has gone */
    bool entered;      /* the core's wish has come to an open port */
    bool decide;       /* something has changed: next has to look */
    bool leave;        /* what the core has is not wanted any more */
    bool not_found;    /* to be told */
    bool retried;      /* the core would go on by itself (of the last end) */
    uint32_t current;  /* that the core has; SERVICE_NO_NETWORK */
    uint32_t selected; /* SERVICE_NO_NETWORK: any */
    uint32_t best;     /* of the scan so far */
    int16_t best_signal;
    unsigned asked; /* hidden networks asked for so far, over all scans: they take turns */
    extsta_time interval;         /* of the last wait between scans; 0: there was none */
    extsta_time deadline;         /* of WAITS; EXTSTA_NEVER */
    enum extsta_diagnosis blamed; /* by the last cause of this attempt */
    bool by_server;               /* 802.1X: tried again at once it might lock an account */
};

/* `networks` outlives it. It does nothing before service_acm_automatic or _select. */
void service_acm_init(struct service_acm *acm, struct networks *networks);

/* --- what the user wants --- */
void service_acm_automatic(struct service_acm *acm, bool automatic);
/* A network that exists; its pause is over. SERVICE_NO_NETWORK: any. */
void service_acm_select(struct service_acm *acm, uint32_t id);
void service_acm_disconnect(struct service_acm *acm);
/* False: it was not away. */
bool service_acm_reconnect(struct service_acm *acm);
/* Enters the best anew; pauses are over. */
void service_acm_reassociate(struct service_acm *acm);
/* A network is new, or was changed; other: what the core has of it is something else now. */
void service_acm_changed(struct service_acm *acm, uint32_t id, bool other);
/* A network is about to be removed. */
void service_acm_removed(struct service_acm *acm, uint32_t id);

/* --- what has happened --- */
/* The radio goes off or on. */
void service_acm_radio(struct service_acm *acm, bool on);
/* The core did not take what was decided. */
void service_acm_refused(struct service_acm *acm, extsta_time now);
/* A BSS of the scan that is over. */
void service_acm_heard(struct service_acm *acm, const struct extsta_bss_info *bss);
/* A scan is over: ours, and all it has heard was told. */
void service_acm_scanned(struct service_acm *acm, extsta_time now);
/* A cause of the core. */
void service_acm_cause(struct service_acm *acm, const struct extsta_cause *cause);
/* The port is open. */
void service_acm_entered(struct service_acm *acm);
/* The driver looks for the AP it has lost, for this time. */
void service_acm_searches(struct service_acm *acm, unsigned round);
/* CONNECTION_FAILED or DISCONNECTED of the core. retries: it goes on by itself, after a pause
 * that has not passed. */
void service_acm_ended(struct service_acm *acm, extsta_time now, bool retries);

/* --- what follows --- */
/* When service_acm_next has something: 0 at once; EXTSTA_NEVER. */
extsta_time service_acm_deadline(const struct service_acm *acm);
/* The next thing to do; false: nothing for now. Called until then. */
bool service_acm_next(struct service_acm *acm, extsta_time now, struct service_acm_step *step);
/* Whether there is a network that it might enter, were it allowed to. */
bool service_acm_has_any(const struct service_acm *acm);

#endif
