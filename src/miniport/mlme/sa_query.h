/* SA Query (IEEE Std 802.11-2020 11.13): whether the AP still has the keys of this association,
 * asked when somebody says in its name, and without protection, that it has not. */
#ifndef MINIPORT_SA_QUERY_H
#define MINIPORT_SA_QUERY_H

#include "miniport/mlme/action.h"
#include "miniport/mlme/mlme.h"

/* dot11AssociationSAQueryRetryTimeout and ...MaximumTimeout, as in hostapd. */
#define SA_QUERY_RETRY   (201u * EXTSTA_TU)
#define SA_QUERY_MAXIMUM (1000u * EXTSTA_TU)
/* Between two notes of unprotected frames, and between a query that was answered and the next:
 * a flood of forged frames does not become one of ours (wpa_supplicant's measure). */
#define SA_QUERY_PAUSE (10u * EXTSTA_SECOND)

enum sa_query_state {
    SA_QUERY_IDLE,
    SA_QUERY_AWAIT_RESPONSE,
};

enum sa_query_event {
    SA_QUERY_DOUBT,    /* an unprotected farewell of one that holds us for a stranger */
    SA_QUERY_MOVED,    /* to another channel, of which the AP shall say that it is there */
    SA_QUERY_ANSWERED, /* the AP knows us: the farewell was forged */
    SA_QUERY_AGAIN,    /* no answer yet */
    SA_QUERY_GIVE_UP,  /* nor to any of the requests */
};

/* Unprotected farewells of the association, made with the first one; it goes with the
 * association. */
struct mp_sa_query {
    uint8_t state; /* enum sa_query_state */
    bool deauth;   /* of the frame that was doubted: its kind, reason, serial */
    uint16_t reason;
    uint64_t evidence;
    bool moved;           /* it asks for the channel */
    bool elsewhere;       /* an answer named another one */
    uint16_t first, next; /* transaction ids: of the first request, behind the last one */
    extsta_time began;    /* of the query under way, or the last one; 0: none yet */
    extsta_time noted;    /* the last time one was told of; 0: none */
};

struct sa_query_input {
    extsta_time now;
};

FSM_TYPES(sa_query, struct miniport, struct sa_query_input)

/* An unprotected Deauthentication or Disassociation of the AP, which was dropped. */
void sa_query_doubt(struct miniport *mp, extsta_time now, const struct frame *f,
                    uint64_t serial);
/* The association goes on on another channel (channel_switch.c): with channel validation the AP
 * has to confirm it (11.13). */
void sa_query_moved(struct miniport *mp, extsta_time now);
/* An Action frame of this category, of the peer that we are associated with (action.h). */
void sa_query_rx(struct miniport *mp, extsta_time now, const struct action_frame *a);
/* MP_TIMER_SA_QUERY. */
void sa_query_expire(struct miniport *mp, extsta_time now);
/* The association is over. */
void sa_query_forget(struct miniport *mp);

#endif
