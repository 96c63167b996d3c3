/* Traffic of a world: flows of UDP datagrams over IPv4, from station to the wired host, from
 * there to a station, or from station to station. They pass the network like any packet: the
 * station's data path, the air, the access points.
 *
 * Each datagram carries its number and the time at which it was sent, as iperf 2 writes them
 * (its port from 5001 on names the flow), so what arrives is counted where it arrives, and any
 * tool reads it in a capture. A flow is paced by its rate, or saturated: then so many datagrams
 * are under way at a time, and one that arrives (or is given up) makes room for the next.
 * Memory does not grow with what was sent. */
#ifndef WORLD_TRAFFIC_H
#define WORLD_TRAFFIC_H

#include "world.h"

/* Octets of a datagram's payload: number, seconds, microseconds, flags; an Ethernet frame of
 * 1514. */
#define TRAFFIC_SIZE_LEAST 16u
#define TRAFFIC_SIZE_MOST  1472u

#define TRAFFIC_WINDOW 8u /* datagrams of a saturated flow under way */
#define TRAFFIC_FLOWS  10000u

struct world_flow;

struct world_flow_config {
    struct world_station *from, *to; /* NULL: the wired host; not both, and not the same */
    double rate;                     /* bits of payload a second; 0: saturated */
    uint16_t size;                   /* octets of payload of each datagram */
    uint8_t priority;                /* 802.1D, 0 to 7; also in the DS field */
    extsta_time start, stop;         /* of the world's clock; stop EXTSTA_NEVER */
    /* A datagram has arrived, not one that was here before; latency in microseconds. Must not
     * call the world. */
    void (*arrived)(void *user, extsta_time now, extsta_time latency);
    void *user;
};
/* Makes a flow, which is the world's. Paced flows begin within their first interval, each at a
 * moment of its own that follows from the world's seed. NULL: no memory, or TRAFFIC_FLOWS. */
struct world_flow *world_flow_add(struct world *world, const struct world_flow_config *config);
/* Sends nothing any more. */
void world_flow_stop(struct world_flow *flow);

struct world_flow_stats {
    uint64_t sent, received; /* datagrams; received: each once */
    uint64_t duplicates;
    uint64_t lost;       /* later ones have arrived, or a second has passed since it was sent */
    extsta_time seconds; /* microseconds from its start until now, or until it was stopped */
};
void world_flow_stats(const struct world_flow *flow, struct world_flow_stats *stats);

/* --- for world.c --- */
struct traffic {
    struct world_flow **flows;
    uint32_t count;
};
/* An 802.3 frame that has arrived at a station, or (NULL) at the wired host. */
void traffic_receive(const struct traffic *traffic, struct world_station *at, extsta_time now,
                     struct extsta_span frame);
/* After the air. */
void traffic_free(struct traffic *traffic);

#endif
