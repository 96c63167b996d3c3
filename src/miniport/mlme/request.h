/* The elements of our requests, Probe and (Re)Association Requests alike: what an AP learns of
 * this station. One table of element writers (request.c), in the order of IEEE Std 802.11-2020
 * tables 9-38 (probe), 9-34 and 9-36 ((re)association); who sends such a frame fills a struct
 * request and adds nothing by himself. A new element is a writer and its row. What the elements
 * say comes from the radio's capabilities (extsta/radio.h), from the configuration, and, bit by
 * bit, from whoever can do what a bit says. */
#ifndef MINIPORT_REQUEST_H
#define MINIPORT_REQUEST_H

#include "base/bytes.h"

struct miniport;
struct mp_peer;
struct mp_negotiated;
struct rsn_element;
struct bss_info;

enum request_kind {
    REQUEST_PROBE = 1,       /* bits: a row of the table names the kinds it is for */
    REQUEST_ASSOCIATION = 2, /* and reassociation */
};

struct request {
    enum request_kind kind;
    const struct miniport *mp;
    struct extsta_span ssid;  /* of length 0: the wildcard */
    uint16_t freq;            /* channel it goes out on, MHz */
    uint8_t phy;              /* PHY id it goes out on */
    struct extsta_span extra; /* whole elements that stand last */
    /* association: */
    const struct bss_info *info; /* what the AP says of itself */
    const struct mp_peer *peer;  /* with its open operation and what was negotiated */
};

/* What the RSN element of an association request says but for PMKIDs: what was negotiated, as
 * the only choice. Of WPA its own element. */
void request_rsn(const struct miniport *mp, const struct mp_negotiated *n,
                 struct rsn_element *rsn);
/* Writes all elements; a writer that is too small has failed afterwards. */
void request_write(const struct request *r, struct writer *w);
/* Whether WMM is asked for: the AP has it and so have we. It is in use once the response has
 * the element, too. */
bool request_has_wmm(const struct request *r);
/* Whether HT Capabilities are announced: the radio has them; to an AP that has them and WMM,
 * with a cipher that goes with HT. VHT and HE go with it. */
bool request_has_ht(const struct request *r);
/* Whether we announce radio measurement: Capability Information says it, too (9.4.1.4). */
bool request_has_rm(const struct request *r);

#endif
