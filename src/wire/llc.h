/* LLC/SNAP encapsulation of MSDUs and 802.3 frames. IEEE Std 802.11-2020 5.1.4 and
 * annex P (RFC 1042 and 802.1H bridge tunnel), 9.3.2.2 (A-MSDU). */
#ifndef WIRE_LLC_H
#define WIRE_LLC_H

#include "base/bytes.h"

#define LLC_SNAP_LEN 8u
extern const uint8_t llc_rfc1042[6];
extern const uint8_t llc_bridge_tunnel[6];

/* What an MSDU carries. */
struct llc {
    bool snap;           /* has an RFC 1042 or 802.1H header */
    bool bridge_tunnel;
    uint16_t ethertype;  /* when snap */
    struct extsta_span payload; /* after the LLC/SNAP header; whole MSDU when !snap */
};
/* False when shorter than an LLC header (3 octets). */
bool llc_parse(struct extsta_span msdu, struct llc *out);

/* One subframe of an A-MSDU; the span points into it. */
struct amsdu_subframe {
    struct extsta_mac da, sa;
    struct extsta_span msdu;
};
/* The next one. False at the end or when malformed (r->failed). */
bool amsdu_next(struct reader *r, struct amsdu_subframe *out);
/* Appends one, padding that which is there already: the body holds subframes alone. */
void amsdu_append(struct writer *w, const struct amsdu_subframe *s);
/* Octets that one of `msdu_len` adds to a body, padding included. */
static inline size_t amsdu_room(size_t msdu_len)
{
    return (14 + msdu_len + 3) & ~(size_t)3;
}

#endif
