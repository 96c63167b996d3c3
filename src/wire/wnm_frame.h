/* Action frames of wireless network management that steer a station (IEEE Std 802.11-2020
 * 9.6.13.8 to 9.6.13.10): BSS Transition Management Query, Request and Response: pure codec.
 * Bodies are those of the Action frame, category and action included. */
#ifndef WIRE_WNM_FRAME_H
#define WIRE_WNM_FRAME_H

#include "wire/neighbor.h"

#define CATEGORY_WNM     10u
#define WNM_BTM_QUERY    6u
#define WNM_BTM_REQUEST  7u
#define WNM_BTM_RESPONSE 8u

/* Request Mode (figure 9-924). */
#define BTM_CANDIDATES   0x01u /* a preferred candidate list is there */
#define BTM_ABRIDGED     0x02u /* who is not in it has preference 0 */
#define BTM_IMMINENT     0x04u /* a Disassociation will follow */
#define BTM_TERMINATION  0x08u /* the BSS shuts down */
#define BTM_ESS_IMMINENT 0x10u /* a Disassociation from the whole ESS will follow */

/* Status codes of a response (table 9-428). */
enum btm_status {
    BTM_ACCEPT = 0,
    BTM_REJECT = 1,
    BTM_REJECT_NOT_HEARD = 2,   /* insufficient Beacon or Probe Response frames */
    BTM_REJECT_TERMINATION = 4, /* BSS termination undesired */
    BTM_REJECT_NO_CANDIDATE = 7,
};

/* Elements of the list: neighbor_next. Spans point into the body. */
struct btm_query {
    uint8_t token, reason;
    struct extsta_span candidates;
};
struct btm_request {
    uint8_t token, mode;
    uint16_t timer;  /* Disassociation Timer: beacon intervals until it follows; 0: not known */
    uint8_t validity; /* beacon intervals for which the list holds */
    uint64_t termination_tsf; /* TERMINATION: when */
    uint16_t termination_minutes;
    struct extsta_span url;        /* ESS_IMMINENT: of a session; may be empty */
    struct extsta_span candidates; /* CANDIDATES, or sent without it */
};
struct btm_response {
    uint8_t token, status;
    uint8_t delay;            /* minutes by which termination should be put off */
    struct extsta_mac target; /* ACCEPT; else zero */
};

/* False: another frame, or cut off. */
bool btm_parse_query(struct extsta_span body, struct btm_query *out);
bool btm_parse_request(struct extsta_span body, struct btm_request *out);
bool btm_parse_response(struct extsta_span body, struct btm_response *out);
void btm_write_query(struct writer *w, const struct btm_query *q);
void btm_write_request(struct writer *w, const struct btm_request *r);
void btm_write_response(struct writer *w, const struct btm_response *r);

#endif
