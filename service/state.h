/* How far a station has come, read from what it puts out: frames it sends, ports,
 * notifications. What it does while the core has nothing under way is acm.c's to say;
 * service_state_of puts the two together. Nothing here asks the station for anything. */
#ifndef SERVICE_STATE_H
#define SERVICE_STATE_H

#include "acm.h"

/* The core's part. Zeroed: nothing is under way. */
enum progress_at {
    PROGRESS_NONE,
    PROGRESS_SEARCHES,
    PROGRESS_AUTHENTICATES,
    PROGRESS_ASSOCIATES,
    PROGRESS_ASSOCIATED,
    PROGRESS_FOUR_WAY,
    PROGRESS_GROUP,
    PROGRESS_OPEN,
};
struct progress {
    enum progress_at at;
    bool roams; /* a port that ends now is not the end */
    bool open;  /* the port is, whatever is under way besides */
};

/* Takes an output of the station into account. With a driver that has no frames of its own
 * (nl80211) authentication and handshake are seen in what crosses the boundary. */
void progress_output(struct progress *p, const struct extsta_output *out);
/* What people are told. scans: of whomever. */
enum service_state service_state_of(const struct progress *p, const struct service_acm *acm,
                                    bool scans);

#endif
