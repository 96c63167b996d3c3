/* The medium in real time: a world's air (world.h) whose clock is the machine's, on a loop.
 * What stands on it meets by the same path loss, contention and rules, wherever it lives:
 * radios of this process' stations (medium_radio), access points of apsim (medium_ap), and
 * through radios made here also peers beyond a socket (radio/udp_server.h) and the kernel's
 * simulated radios (radio/hwsim_join.h). There is no second air: without a world of the
 * caller's it makes one.
 *
 * The air runs ahead of nobody: it has come to the machine's time whenever something is given
 * to it or taken from it. A machine that was late by more than MEDIUM_LATE makes the air wait,
 * and does not make its members believe in a silence that was ours (medium_counts.stalled).
 *
 * One thread, that of the loop; docs/medium.md describes it. */
#ifndef WORLD_MEDIUM_H
#define WORLD_MEDIUM_H

#include "loop.h"
#include "world.h"

#define MEDIUM_LATE (20u * EXTSTA_MS)

struct medium;

struct medium_options {
    struct world *world; /* borrowed, outlives the medium; NULL: one of its own */
    /* Of its own world: 0 = of the machine's entropy, and so are the access points' nonces. */
    uint64_t seed;
    double exponent, shadowing; /* as world_options has them */
    /* Microseconds that only grow; NULL: CLOCK_MONOTONIC. A test has its own, and no loop:
     * whoever moves the clock calls medium_turn. */
    extsta_time (*clock)(void *user);
    void *clock_user;
    /* The wired side of the access points: a TAP descriptor (tap.h), borrowed, non-blocking;
     * -1: none. What clients send to the wire comes out there, and what comes in there goes to
     * them. */
    int wire;
    /* The address at which the wired side answers ARP and pings by itself; 0.0.0.0: it does
     * not, as beside a wire on which others answer. */
    uint8_t host_ip[4];
};

/* NULL: no memory, or no descriptors. */
struct medium *medium_new(struct host_loop *loop, const struct medium_options *options);
/* Its radios must have been closed. NULL is fine. Returns what world_free says of its own
 * world, else 0. */
size_t medium_free(struct medium *medium);
/* For rules, sniffers (world_air) and listeners (world_listen); its time is that of the air. */
struct world *medium_world(struct medium *medium);

/* Where those stand who do not say where: five metres from one another. */
extern const struct air_position medium_place_ap, medium_place_station, medium_place_kernel;

struct medium_radio_options {
    struct extsta_mac address;     /* frames to it are acknowledged */
    const struct air_position *at; /* NULL: medium_place_station; copied */
    int8_t power;                  /* dBm; 0 = 20 */
    uint16_t flags;                /* AIR_NODE_* */
    /* Called from the loop, not from within a call on the medium, when `poll` has something
     * after it had nothing; it may poll and send. NULL: the radio is for host_station_add,
     * which waits for its descriptor. */
    void (*ready)(void *user, extsta_time now);
    void *user;
};
/* A radio whose other end is a node of the air. It hears groups, what is sent to its address,
 * and Probe Requests from when it has beaconed or answered one. Closed by its ops->close,
 * before medium_free. NULL: no memory. */
struct extsta_radio *medium_radio(struct medium *medium,
                                  const struct medium_radio_options *options);
/* Its place and power on the air; the radio's own. */
struct air_node *medium_radio_node(struct extsta_radio *radio);

/* An access point, as world_ap_add has it: config->ds, observe and user are the world's. NULL:
 * no memory, or a configuration that contradicts itself. */
struct world_ap *medium_ap(struct medium *medium, const char *name,
                           struct apsim_config *config);

/* After calls on the air from outside (rules, places, an access point's): looks when the next
 * event is due. */
void medium_kick(struct medium *medium);
/* Brings the air to the clock's time, and calls who is ready. With a loop it happens by itself.
 */
void medium_turn(struct medium *medium);
/* When the next turn is due, by the clock; EXTSTA_NEVER. */
extsta_time medium_deadline(const struct medium *medium);
/* The air's time in that of the clock. */
extsta_time medium_clock_of(const struct medium *medium, extsta_time air_time);

struct medium_counts {
    size_t radios;    /* now */
    uint64_t sent;    /* frames that radios gave to the air */
    uint64_t refused; /* that it did not take: deaf, elsewhere, no memory */
    uint64_t heard;   /* handed to radios */
    uint64_t unread;  /* not handed: too many waited that nobody took */
    uint64_t wire_in, wire_out, wire_lost; /* 802.3 frames */
    extsta_time stalled; /* microseconds for which the air waited for a machine that was late */
};
struct medium_counts medium_counts(const struct medium *medium);

#endif
