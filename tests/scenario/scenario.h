/* A stage for scenarios on virtual air: access points A, B, C of one ESS, one station,
 * and a record of what happened in the words of the contract (chapter 99), so that a test
 * compares whole sequences, in order. */
#ifndef TESTS_SCENARIO_H
#define TESTS_SCENARIO_H

#include "../unit/testing.h"
#include <extsta/apsim.h>
#include <extsta/referee.h>

#define SCENARIO_APS 3

/* Kinds of lines. */
enum {
    LOG_OID = 1,       /* "SET CONNECT_REQUEST", and "... failed 40230001" */
    LOG_IND = 2,       /* "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0" */
    LOG_PORT = 4,      /* "port A created" */
    LOG_FRAME = 8,     /* "STA>A assoc-req", "A>STA M1"; no beacons, probes, retries, data */
    LOG_NOTIFY = 16,   /* "notify CONNECTED" */
    LOG_CAUSE = 32,    /* "cause peer authentication ..." */
    LOG_ANY_TIME = 64, /* indications that may come any time: LINK_QUALITY, PMKID candidates */
    LOG_IHV = 128,     /* "ihv post-associate": handlers of an extension */
    LOG_BROKEN = 256,  /* "broke IHV-26 PostAssociateCompletion 5023": by an extension */
    LOG_SEQUENCE = LOG_IND | LOG_PORT | LOG_FRAME,
};

struct scenario_line {
    extsta_time time;
    unsigned kind;
    char text[88];
};

struct scenario {
    struct air_random random;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap[SCENARIO_APS];
    struct extsta_mac address; /* of the station */
    struct extsta_station *sta;
    struct air_station *on_air;
    uint32_t unwatched; /* EXTSTA_OUT_MASK set that nobody looks at; before scenario_station.
                         * Then the station is not judged either */
    struct extsta_context *judging;
    struct extsta_referee *referee; /* judges the station; NULL: nobody does */
    struct extsta_finding found;    /* the first rule that was broken */
    unsigned findings;
    const struct extsta_driver_ops *driver; /* another driver, or NULL; with what makes it */
    void *(*driver_make)(void *user, struct extsta_context *ctx, struct extsta_station *sta);
    const struct extsta_radio_caps *caps; /* before scenario_station; NULL: both bands */
    struct scenario_line lines[4096];
    size_t count, mark;
    unsigned pongs;            /* echo replies that came up as Ethernet frames */
    /* Makes the call of an EXTSTA_OUT_IHV; NULL: nobody does. */
    void (*ihv)(void *user, extsta_time now, const struct extsta_ihv_call *call);
    void *ihv_user;
    /* Hears every output; NULL: nobody does. */
    void (*hear)(void *user, extsta_time now, const struct extsta_output *out);
    void *hear_user;
    struct extsta_cause cause;      /* the last */
    struct extsta_cause port_cause; /* the last of a port */
    unsigned causes;
};

struct scenario *scenario_new(uint64_t seed);
/* The same in memory of the caller's. */
struct scenario *scenario_new_in(uint64_t seed, const struct extsta_memory *memory);
/* Fails the test when memory of the context stays in use by air or stations, or when the
 * station has broken a rule of the contract. */
void scenario_free(struct scenario *s);

/* The configuration of AP 'A', 'B', 'C': SSID "scenario", channels 1, 6, 11, at x = 0, 60,
 * 120 m; WPA2-PSK when passphrase is not NULL. */
struct apsim_config scenario_ap_config(struct scenario *s, char name, const char *passphrase);
struct apsim *scenario_ap(struct scenario *s, char name, const struct apsim_config *config);
struct extsta_mac scenario_bssid(char name);
/* At x metres. */
void scenario_station(struct scenario *s, float x);
/* Milliseconds of virtual time. */
void scenario_run(struct scenario *s, unsigned ms);
void scenario_connect(struct scenario *s, const char *passphrase,
                      enum extsta_port_manager manager);
void scenario_disconnect(struct scenario *s);
/* Until this line is the last of its kind in the record; false: not within 30 s. */
bool scenario_run_until(struct scenario *s, unsigned kinds, const char *text);
/* Sends an echo request to the wired host and waits a little; whether the reply came. */
bool scenario_ping(struct scenario *s);

/* From here on. */
void scenario_mark(struct scenario *s);
/* Whether the lines of these kinds since the mark are exactly these (one a line; a line
 * "..." stands for any number); prints both when not. */
bool scenario_saw(struct scenario *s, unsigned kinds, const char *expected);
void scenario_print(const struct scenario *s);

#endif
