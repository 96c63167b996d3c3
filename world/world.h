/* A world on virtual air for the commands `run` and `demo`: named stations and access
 * points, what they say and what is heard, written where the user wants it. */
#ifndef WORLD_WORLD_H
#define WORLD_WORLD_H

#include "label.h"
#include "pcap.h"
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <signal.h>
#include <stdio.h>

struct world;

struct world_options {
    uint64_t seed;
    double exponent, shadowing; /* 0 = the air's defaults */
    struct pcap_file *pcap;     /* becomes the world's, or NULL */
    FILE *json;                 /* event lines, or NULL */
    FILE *text;                 /* timeline, or NULL */
    bool colour;
    bool frames; /* management and EAPOL frames in the timeline */
    bool progress; /* on standard error, on runs that take long */
    const volatile sig_atomic_t *stopped; /* not zero: time stands still from now on */
};

/* One line of a member's trace: label_output or label_frame. The station's own frames
 * stand where it hands them to the radio, those of others where they end on the air. */
struct world_line {
    extsta_time time;
    enum label_kind kind;
    uint32_t request; /* LABEL_OID: number of a request that is not completed, or 0 */
    char text[200];
};

struct world_station {
    struct world *world;
    struct world_station *next;
    char name[32];
    struct extsta_mac address;
    struct extsta_station *sta;
    struct air_station *node;
    struct world_line *trace; /* since it was last taken */
    size_t trace_count, trace_capacity;
    size_t trace_seen; /* world_run_to has looked so far */
    uint32_t requests; /* OID requests of the script */
    bool detached;     /* the script is the host: it returns received packets */
    uint32_t *held;    /* packets handed up and not returned */
    size_t held_count, held_capacity;
    /* A scripted extension's handlers; from within the station's outputs. */
    void (*ihv_call)(struct world_station *s, const struct extsta_ihv_call *call);
    void *ihv_user;
    uint32_t pings_sent, pings_answered;
    uint16_t ping_sequence;
    uint8_t ip[4], gateway[4];
    struct extsta_mac gateway_mac;     /* learned by ARP; zero = not yet */
    struct world_extension *extension; /* loaded from a shared object, or NULL */
};

struct world_ap {
    struct world *world;
    struct world_ap *next;
    char name[32];
    struct apsim *ap;
};

/* NULL: *why says what is wrong. */
struct world *world_new(const struct world_options *options, const char **why);
/* Frees everything. False: the capture could not be written completely. */
bool world_free(struct world *world);

struct air *world_air(struct world *world);
struct extsta_context *world_context(struct world *world);
const struct label_names *world_names(const struct world *world);
/* Runs the air for a time. */
void world_run(struct world *world, extsta_time duration);
/* Runs it until the station's trace has a line that begins with `text` and that no earlier
 * call has found; the moment is then run to its end. False: not within `limit`. */
bool world_run_to(struct world_station *s, const char *text, extsta_time limit);
/* A line of the story by the script: "12.000 s  text". */
void world_say(struct world *world, const char *text);

/* The last line of a story: what was on the air, in numbers. seconds: real time it took,
 * negative = not said. */
void world_summary(struct world *world, double seconds);

/* NULL: no memory, or *why. address zero: made from the name's position in the list. */
struct world_station *world_station_add(struct world *world, const char *name,
                                        struct extsta_mac address, struct air_position at,
                                        int8_t power, const struct extsta_radio_caps *caps);
struct world_ap *world_ap_add(struct world *world, const char *name,
                              struct apsim_config *config, const uint8_t host_ip[4]);
struct world_station *world_station_find(struct world *world, const char *name);
struct world_ap *world_ap_find(struct world *world, const char *name);
/* After any call on the station from outside. */
void world_pump(struct world_station *s);
/* Sends an ICMP echo request to the wired host (ARP first). */
void world_ping(struct world_station *s);
void world_trace_add(struct world_station *s, enum label_kind kind, const char *text);
/* Empties the trace. */
void world_trace_clear(struct world_station *s);
/* Switches the OS half off: the script is the host from now on. */
void world_detach(struct world_station *s);
/* A detached host gives back all packets it was handed. Returns their number. */
size_t world_return_packets(struct world_station *s);
/* Sends an MPDU from a node of its own at `at` (an attacker, another network), once.
 * False: no memory. */
bool world_inject(struct world *world, uint16_t freq, struct air_position at, int8_t power,
                  struct extsta_span frame);

#endif
