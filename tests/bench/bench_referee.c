/* What the referee costs: the same run with it and without it, in alternating pairs. Stations
 * connect to WPA2-PSK access points on virtual air, send, receive, roam and leave; with the
 * referee each puts out all there is (EXTSTA_OUT_RECORD) and is judged by it.
 *
 * Against the run with nobody watching, and against the run whose outputs somebody takes: the
 * referee comes with those.
 *
 *   bench-referee [stations]    default: 200 and 1,000 */
#include "bench.h"
#include "../providers.h"
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <extsta/referee.h>

#define PER_AP  100u
#define CELL    2000.0f /* metres between access points: cells do not hear each other */
#define SECONDS 20u     /* of the run */

enum watching {
    NOBODY,
    SOMEBODY, /* takes the outputs and does nothing with them */
    REFEREE,
};

struct member {
    struct run *run;
    struct extsta_station *station;
    struct air_station *node;
    struct extsta_referee *referee;
    size_t index;
};

struct run {
    size_t count;
    enum watching watching;
    struct air_random random;
    struct extsta_context *ctx, *judging;
    struct air *air;
    struct apsim *aps[64];
    struct member *members;
    struct extsta_profile profile;
    uint64_t findings, judged;
    double per_station; /* octets of a referee, at the end */
};

static void die(const char *what)
{
    fprintf(stderr, "bench-referee: %s\n", what);
    exit(1);
}

static struct extsta_mac address(uint8_t kind, size_t index)
{
    return (struct extsta_mac){{2, kind, 0, 0, (uint8_t)(index >> 8), (uint8_t)index}};
}

static void take_findings(struct member *m)
{
    struct extsta_finding f;
    while (extsta_referee_next(m->referee, &f)) {
        if (m->run->findings++ == 0) {
            fprintf(stderr, "%s is broken\n", extsta_rule_id(f.rule));
        }
    }
}

static void observe(void *user, struct air_station *node, extsta_time now,
                    const struct extsta_output *out)
{
    struct member *m = user;
    if (m->referee) {
        extsta_referee_output(m->referee, now, out);
        take_findings(m);
    }
}

static void join(void *user, extsta_time now)
{
    struct member *m = user;
    (void)extsta_connect(m->station, now, &m->run->profile);
    air_station_pump(m->node);
}

static void leave(void *user, extsta_time now)
{
    struct member *m = user;
    (void)extsta_disconnect(m->station, now);
    air_station_pump(m->node);
}

/* Ten frames up, each second of the stay. */
static void chatter(void *user, extsta_time now)
{
    struct member *m = user;
    uint8_t frame[200] = {2, 0, 0, 0, 0, 0xfe};
    struct extsta_mac own = address(0x50, m->index);
    struct extsta_span frames[10];
    memcpy(frame + 6, own.b, 6);
    frame[12] = 8;
    for (size_t i = 0; i < 10; i++) {
        frames[i] = (struct extsta_span){frame, sizeof frame};
    }
    extsta_tx(m->station, now, frames, 10, 0);
    air_station_pump(m->node);
}

static void open_run(struct run *r)
{
    struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    struct extsta_random random = {air_random_fill, &r->random};
    r->ctx = extsta_context_new(&memory, &random);
    r->judging = extsta_context_new(&memory, &random);
    r->air = air_new(r->ctx, &(struct air_config){.seed = 7});
    r->members = calloc(r->count, sizeof *r->members);
    struct apsim_config ap = {.ssid = "fleet",
                              .ssid_len = 5,
                              .security = APSIM_WPA2_PSK,
                              .freq = 2412,
                              .passphrase = "two hundred of them"};
    for (size_t i = 0; i * PER_AP < r->count; i++) {
        ap.bssid = address(0xa0, i);
        ap.position.x = (float)i * CELL;
        r->aps[i] = apsim_new(r->air, &ap);
    }
    (void)extsta_profile_make(&r->profile, (struct extsta_span){(const uint8_t *)"fleet", 5},
                              ap.passphrase);
    if (!r->members || extsta_profile_prepare(r->ctx, &r->profile) != EXTSTA_OK) {
        die("no memory");
    }
}

static void add_station(struct run *r, size_t i)
{
    struct member *m = &r->members[i];
    struct extsta_mac mac = address(0x50, i);
    uint32_t outputs = r->watching == NOBODY ? 0 : EXTSTA_OUT_RECORD;
    struct extsta_station_config config = {
        .id = i + 1, .address = mac, .radio = &extsta_radio_caps_2ghz, .outputs = outputs};
    *m = (struct member){.run = r, .index = i};
    if (r->watching == REFEREE) {
        m->referee = extsta_referee_new(
            r->judging, &(struct extsta_referee_config){
                            .address = mac, .phy_count = extsta_radio_caps_2ghz.phy_count});
        extsta_referee_hears(m->referee, true);
    }
    m->station = extsta_station_new(r->ctx, &config, air_now(r->air));
    m->node = air_station_new(
        r->air, &(struct air_station_config){.station = m->station,
                                             .address = mac,
                                             .position = {(float)(i / PER_AP) * CELL + 5, 0, 0},
                                             .flags = AIR_NODE_NO_PROBES,
                                             .observe = r->watching ? observe : NULL,
                                             .user = m});
    if (!m->node) {
        die("no memory");
    }
    air_at(r->air, EXTSTA_SECOND + i * (4 * EXTSTA_SECOND / r->count), join, m);
    for (unsigned s = 8; s < SECONDS - 2; s++) {
        air_at(r->air, s * EXTSTA_SECOND + i * 997, chatter, m);
    }
    air_at(r->air, (SECONDS - 1) * EXTSTA_SECOND, leave, m);
}

static void close_run(struct run *r)
{
    size_t used;
    extsta_context_memory(r->judging, &used);
    r->per_station = (double)used / (double)r->count;
    for (size_t i = 0; i < r->count; i++) {
        struct member *m = &r->members[i];
        struct extsta_verdict v;
        if (m->referee && extsta_referee_verdict(m->referee, EXTSTA_RULE_DIS_15, &v)) {
            r->judged += v.kept;
        }
        air_station_free(m->node);
        extsta_station_free(m->station);
        extsta_referee_free(m->referee);
    }
    for (size_t i = 0; i < sizeof r->aps / sizeof *r->aps; i++) {
        apsim_free(r->aps[i]);
    }
    air_free(r->air);
    extsta_context_free(r->ctx);
    extsta_context_free(r->judging);
    free(r->members);
}

static size_t play(void *arg)
{
    struct run *r = arg;
    size_t count = r->count;
    *r = (struct run){.count = count, .watching = r->watching, .random.seed = 7};
    open_run(r);
    for (size_t i = 0; i < count; i++) {
        add_station(r, i);
    }
    air_run(r->air, SECONDS * EXTSTA_SECOND);
    close_run(r);
    return 1;
}

/* Ratios of the time; the referee's is the first work of the pairs. */
static void compare(size_t count)
{
    static struct run with, without;
    with = (struct run){.count = count, .watching = REFEREE};
    without = (struct run){.count = count, .watching = NOBODY};
    double alone = 1 / bench_pairs(play, &with, play, &without, 0.3).ratio;
    without.watching = SOMEBODY;
    double watched = 1 / bench_pairs(play, &with, play, &without, 0.3).ratio;
    printf("%8zu %12.2f %12.2f %12.0f   %s\n", count, alone, watched, with.per_station,
           alone <= 2 ? "yes" : "NO");
    if (with.findings || with.judged < count) {
        die("the referee has found something, or judged nothing");
    }
}

int main(int argc, char **argv)
{
    size_t counts[] = {200, 1000};
    bench_pin();
    printf("The run with the referee, as a multiple of the time of the run\n"
           "stations  unwatched     watched  octets each   at most twice\n");
    if (argc > 1) {
        compare(strtoul(argv[1], NULL, 10));
        return 0;
    }
    for (size_t i = 0; i < 2; i++) {
        compare(counts[i]);
    }
    return 0;
}
