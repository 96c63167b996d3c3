/* A world for the tests of logs beside a capture: clients that join and leave, whose true times
 * and frames are known, and one log of it with a clock of its own. Latencies are those measured
 * with hostapd and wpa_supplicant 2.10: lines before sending 0.1 to 6 ms, after receiving 0.4
 * to 10 ms. */
#ifndef TESTS_UNIT_EXPLAIN_LOG_WORLD_H
#define TESTS_UNIT_EXPLAIN_LOG_WORLD_H

#include "../testing.h"

#include <stdio.h>

#include "base/bytes.h"
#include <extsta/witness.h>

#define S     UINT64_C(1000000000)
#define MS    UINT64_C(1000000)
#define BEGIN (UINT64_C(1795986000) * S) /* 2026-11-29 21:00:00 UTC */

/* A world: frames on the air as they are made, and lines of one log as they are written. */
struct world {
    struct extsta_context *ctx;
    struct extsta_collection *collection;
    struct extsta_witnesses *w;
    uint64_t seed, random, random_late; /* what the air does does not depend on the log */
    uint64_t time;                      /* true */
    uint32_t number;
    char log[400000];
    size_t len;
    uint32_t lines;
    int64_t offset;          /* of the log's clock, ns */
    double drift;            /* of it, since BEGIN */
    unsigned lost;           /* percent of the frames that the capture has not */
    uint64_t stamped;        /* ns by which every second end is stamped too late */
    uint32_t frame_of[4000]; /* by line: the frame that it tells of; 0: none */
    const char *stamp;       /* "t", "syslog", "none" */
    bool deaf;               /* nothing is captured now */
};

static inline uint32_t roll(uint64_t *random, uint32_t below)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % below;
}

static inline uint32_t dice(struct world *x, uint32_t below)
{
    return roll(&x->random, below);
}

static inline void world_begin(struct world *x, int64_t offset)
{
    memset(x, 0, sizeof *x);
    x->seed = 3;
    x->random = 42;
    x->ctx = testing_context(&x->seed);
    x->collection = extsta_collection_new(x->ctx);
    x->w = extsta_witnesses_new(x->ctx);
    x->time = BEGIN;
    x->offset = offset;
    x->stamp = "t";
}

static inline void world_end(struct world *x)
{
    extsta_witnesses_free(x->w);
    extsta_collection_free(x->collection);
    assert_int_equal(extsta_context_free(x->ctx), 0);
}

static inline struct extsta_mac client(unsigned n)
{
    return (struct extsta_mac){{2, 0, 0, 0, 1, (uint8_t)n}};
}
static const struct extsta_mac ap = {{2, 0, 0, 0, 0, 0}};

/* A frame; the number that it has in the capture, 0: the capture has not got it. */
static inline uint32_t frame(struct world *x, unsigned sta, enum extsta_event_kind kind,
                             bool from_ap, uint16_t n, uint16_t code)
{
    x->number++;
    if (x->deaf || dice(x, 100) < x->lost) {
        return 0;
    }
    struct extsta_frame_event e = {.kind = kind,
                                   .time = x->time,
                                   .number = x->number,
                                   .sta = client(sta),
                                   .bssid = ap,
                                   .from_ap = from_ap,
                                   .sequence = n,
                                   .message = n,
                                   .status = code,
                                   .reason = code};
    e.has_reason = kind == EXTSTA_EVENT_DEAUTH || kind == EXTSTA_EVENT_DISASSOC;
    e.has_status = kind == EXTSTA_EVENT_AUTH || kind == EXTSTA_EVENT_ASSOC_RESP;
    extsta_witnesses_frame(x->w, &e);
    return x->number;
}

/* A line that stands `us` microseconds after (before: below 0) now. */
static inline void say(struct world *x, int us, uint32_t about, const char *text)
{
    uint64_t t = x->time + (uint64_t)((int64_t)us * 1000);
    uint64_t shown = t + (uint64_t)(x->offset + (int64_t)((double)(t - BEGIN) * x->drift));
    char stamp[64] = "";
    if (strcmp(x->stamp, "t") == 0) {
        snprintf(stamp, sizeof stamp, "%llu.%06llu: ", (unsigned long long)(shown / S),
                 (unsigned long long)(shown / 1000 % 1000000));
    } else if (strcmp(x->stamp, "syslog") == 0) {
        unsigned second = (unsigned)(shown / S % 86400);
        snprintf(stamp, sizeof stamp, "Nov 29 %02u:%02u:%02u box hostapd[9]: ", second / 3600,
                 second / 60 % 60, second % 60);
    }
    x->frame_of[++x->lines] = about;
    x->len += (size_t)snprintf(x->log + x->len, sizeof x->log - x->len, "%s%s\n", stamp, text);
    assert_true(x->len < sizeof x->log);
}

/* Latency in us about the usual: often near it, sometimes far more. */
static inline int late(struct world *x, int usual)
{
    return usual + (int)roll(&x->random_late, (uint32_t)usual) +
           (roll(&x->random_late, 10) == 0 ? 5 * usual : 0);
}

static inline void pass(struct world *x, uint64_t us)
{
    x->time += us * 1000;
}

#define MAC "02:00:00:00:01:%02x"

/* A join and its end, on the air and in hostapd's log with -d (of: 0) or a client's (of: 1 +
 * its number). */
static inline void life(struct world *x, unsigned sta, unsigned of, uint64_t stays_ms)
{
    char text[200];
    bool mine = of == 1 + sta;
    static const struct {
        enum extsta_event_kind kind;
        bool from_ap;
        uint16_t n;
        const char *hostapd, *client; /* NULL: nothing */
    } steps[] = {
        {EXTSTA_EVENT_AUTH, false, 1, NULL,
         "wlan1: SME: Trying to authenticate with %s (SSID='x')"},
        {EXTSTA_EVENT_AUTH, true, 2,
         "authentication reply: STA=" MAC " auth_alg=0 auth_transaction=2 resp=0 (IE len=0)",
         "SME: Authentication response: peer=%s auth_type=0 auth_transaction=2 status_code=0"},
        {EXTSTA_EVENT_ASSOC_REQ, false, 0, NULL,
         "wlan1: Trying to associate with %s (SSID='x')"},
        {EXTSTA_EVENT_ASSOC_RESP, true, 0,
         "wlan0: STA " MAC " IEEE 802.11: association OK (aid 1)", "wlan1: Associated with %s"},
        {EXTSTA_EVENT_EAPOL_KEY, true, 1,
         "wlan0: STA " MAC " WPA: sending 1/4 msg of 4-Way Handshake",
         "wlan1: WPA: RX message 1 of 4-Way Handshake from %s (ver=2)"},
        {EXTSTA_EVENT_EAPOL_KEY, false, 2,
         "wlan0: STA " MAC " WPA: received EAPOL-Key frame (2/4 Pairwise)", NULL},
        {EXTSTA_EVENT_EAPOL_KEY, true, 3,
         "wlan0: STA " MAC " WPA: sending 3/4 msg of 4-Way Handshake",
         "wlan1: WPA: RX message 3 of 4-Way Handshake from %s (ver=2)"},
        {EXTSTA_EVENT_EAPOL_KEY, false, 4,
         "wlan0: STA " MAC " WPA: received EAPOL-Key frame (4/4 Pairwise)",
         "wlan1: WPA: Key negotiation completed with %s [PTK=CCMP GTK=CCMP]"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        pass(x, 1500 + dice(x, 4000));
        uint32_t f = frame(x, sta, steps[i].kind, steps[i].from_ap, steps[i].n, 0);
        if (of == 0 && steps[i].hostapd) {
            snprintf(text, sizeof text, steps[i].hostapd, sta);
            say(x, steps[i].from_ap ? -late(x, 120) : late(x, 500), f, text);
        } else if (mine && steps[i].client) {
            snprintf(text, sizeof text, steps[i].client, "02:00:00:00:00:00");
            say(x, steps[i].from_ap || i == 7 ? late(x, 1300) : -late(x, 1100), f, text);
        }
    }
    pass(x, stays_ms * 1000);
    uint64_t late_by = x->number % 2 ? x->stamped : 0;
    x->time += late_by;
    uint32_t f = frame(x, sta, EXTSTA_EVENT_DEAUTH, false, 0, 3);
    x->time -= late_by;
    if (of == 0) {
        snprintf(text, sizeof text, "deauthentication: STA=" MAC " reason_code=3", sta);
        say(x, late(x, 500), f, text);
    } else if (mine) {
        say(x, late(x, 9000), f,
            "wlan1: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 "
            "locally_generated=1");
    }
}

/* Lives of several clients at odd times. */
static inline void lives(struct world *x, unsigned of, unsigned clients, unsigned count,
                         uint64_t gap_ms)
{
    for (unsigned i = 0; i < count; i++) {
        life(x, dice(x, clients), of, 200 + dice(x, 900));
        pass(x, (gap_ms + dice(x, (uint32_t)gap_ms)) * 1000);
    }
}

static inline struct extsta_witness_log compare_logs(struct world *x)
{
    struct extsta_witness_log l;
    assert_true(extsta_witnesses_log(x->w, EXTSTA_PROGRAM_UNKNOWN));
    for (char *at = x->log, *end; (end = strchr(at, '\n')); at = end + 1) {
        extsta_witnesses_line(x->w, span(at, (size_t)(end - at)));
    }
    extsta_collection_sort(x->collection);
    assert_true(extsta_witnesses_compare(x->w, x->collection));
    extsta_witnesses_log_at(x->w, 0, &l);
    assert_int_equal(l.lines, x->lines);
    return l;
}

#endif
