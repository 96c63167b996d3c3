/* An access point as a subject: what happens to it, and not to one of its clients. Its beacons
 * are followed, each with its timestamp (TSF, IEEE 802.11-2020 11.1.3) and its sequence number;
 * when they begin anew, the AP has restarted. What is found is told as EXTSTA_STORY_AP.
 *
 * explain.c shows every beacon, behind networks.c; story.c asks at the end. Each network holds
 * the memory, of a size that does not grow. */
#ifndef EXPLAIN_AP_LIFE_H
#define EXPLAIN_AP_LIFE_H

#include <extsta/explain.h>

struct network;

/* A beacon, as far as its place in the AP's life goes. */
struct ap_mark {
    uint64_t time; /* heard at, ns; 0: none */
    uint64_t tsf;  /* its timestamp, us */
    uint32_t frame;
    uint16_t number; /* sequence number */
};

/* Of one BSSID. */
struct ap_life {
    struct ap_mark last;   /* beacon by the clock that is the AP's */
    struct ap_mark anew;   /* first one by another clock, since `last` */
    uint8_t beacons;       /* by the AP's clock, saturating */
    uint8_t beacons_anew;  /* by the other one */
    uint32_t clients_then; /* associated when that began */
};

/* A beacon of this network. */
void ap_life_beacon(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon);
/* The capture is over. */
void ap_life_finish(struct extsta_explain *x, struct network *n);

#endif
