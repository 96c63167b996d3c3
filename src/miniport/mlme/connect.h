/* The outer operations: connection (chapter 30) and roam (chapter 70) enclose the
 * association operations they make (ROL-13). */
#ifndef MINIPORT_CONNECT_H
#define MINIPORT_CONNECT_H

#include "miniport/mlme/associate.h"

enum connection_event {
    CONNECTION_REQUEST,    /* CONNECT_REQUEST accepted */
    CONNECTION_ASSOCIATED, /* an association succeeded */
    CONNECTION_EXHAUSTED,  /* no candidate is left */
    CONNECTION_POWER_DOWN, /* all PHYs off */
    CONNECTION_CANCEL,     /* RESET, DISCONNECT */
    CONNECTION_NO_MEMORY,
    CONNECTION_ROAM,  /* ROAMING_START was made */
    CONNECTION_LEAVE, /* DISCONNECT or RESET, no operation open */
    CONNECTION_EVENTS
};

/* The association operation inside succeeded: the outer one is completed. */
void connection_associated(struct miniport *mp, extsta_time now);
/* The next candidate is tried; without one it is looked around, or the operation has failed.
 * To be called when an association operation or a scan has ended: nothing happens while there
 * is nothing to go on with, or something else has to end first (X-76: an explicit scan). */
void connection_next(struct miniport *mp, extsta_time now);
/* Tries this BSS now. The operation is open, no scan runs. */
void connection_try(struct miniport *mp, extsta_time now, struct bss_entry *e);
/* Ends the open operation with this event's status, and says why (a cause); without one open,
 * only the event. */
void connection_finish(struct miniport *mp, extsta_time now, enum connection_event event);
struct indicate_adhoc;
/* Opens a roam: reserves, indicates, steps. `reason`: DOT11_ROAMING_REASON_; `adhoc`: the
 * independent network it goes to, NULL in infrastructure. Only while connected. False without
 * memory: nothing was indicated. */
bool connection_roam(struct miniport *mp, extsta_time now, uint32_t reason,
                     const struct indicate_adhoc *adhoc);
/* A connection operation or a roam runs. */
bool connection_is_open(const struct miniport *mp);

#endif
