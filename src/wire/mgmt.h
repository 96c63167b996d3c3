/* Management frame bodies: fixed fields and elements. IEEE Std 802.11-2020 9.3.3.
 * Parsing returns false when the fixed fields are cut off; elements are left as a
 * span for elements_parse (a probe request has nothing else). Spans point into the frame. */
#ifndef WIRE_MGMT_H
#define WIRE_MGMT_H

#include "wire/element.h"
#include "wire/frame.h"

/* Capability Information (9.4.1.4). */
#define CAPABILITY_ESS     0x0001u
#define CAPABILITY_IBSS    0x0002u
#define CAPABILITY_PRIVACY 0x0010u
#define CAPABILITY_SHORT_PREAMBLE 0x0020u
#define CAPABILITY_SPECTRUM          0x0100u /* Spectrum Management */
#define CAPABILITY_SHORT_SLOT 0x0400u
#define CAPABILITY_RADIO_MEASUREMENT 0x1000u

struct mgmt_beacon { /* Beacon and Probe Response */
    uint64_t timestamp;
    uint16_t interval; /* TU */
    uint16_t capability;
    struct extsta_span elements;
};
struct mgmt_auth {
    uint16_t algorithm;
    uint16_t transaction;
    uint16_t status;
    struct extsta_span rest; /* elements, or algorithm-specific fields (SAE) */
};
struct mgmt_assoc_req {
    bool reassoc;
    uint16_t capability;
    uint16_t listen_interval;
    struct extsta_mac current_ap; /* reassociation only */
    struct extsta_span elements;
};
#define AID_MAX 2007u /* 9.4.1.8: a TIM has no bit for more, and 0 means group traffic */
struct mgmt_assoc_resp {
    bool reassoc;
    uint16_t capability;
    uint16_t status;
    uint16_t aid; /* two high bits cleared; of an accepting one 1 to AID_MAX */
    struct extsta_span elements;
};
struct mgmt_reason { /* Deauthentication and Disassociation */
    uint16_t reason;
    struct extsta_span rest;
};

/* Bodies without MAC header, in clear. False: the fixed fields were cut off. */
bool mgmt_parse_beacon(struct extsta_span body, struct mgmt_beacon *out);
bool mgmt_parse_auth(struct extsta_span body, struct mgmt_auth *out);
bool mgmt_parse_assoc_req(struct extsta_span body, bool reassoc, struct mgmt_assoc_req *out);
bool mgmt_parse_assoc_resp(struct extsta_span body, bool reassoc, struct mgmt_assoc_resp *out);
bool mgmt_parse_reason(struct extsta_span body, struct mgmt_reason *out);

/* Bodies (after the header of frame_write_mgmt). */
void mgmt_write_beacon(struct writer *w, const struct mgmt_beacon *b);
void mgmt_write_auth(struct writer *w, const struct mgmt_auth *a);
void mgmt_write_assoc_req(struct writer *w, const struct mgmt_assoc_req *a);
void mgmt_write_assoc_resp(struct writer *w, const struct mgmt_assoc_resp *a);
void mgmt_write_reason(struct writer *w, uint16_t reason);

#endif
