/* What one full cell costs: real stations on one access point, all within each other's reach.
 * A transmission must cost the same among 2,000 stations as among 20.
 *
 *   bench-cell                       the table, and the goals
 *   bench-cell STATIONS              CPU per transmission in one cell, once (for a profiler)
 *   bench-cell start STATIONS        that many start within ten seconds, once */
#include "bench.h"
#include "../providers.h"
#include <extsta/air.h>
#include <extsta/apsim.h>

#define RADIO_SECONDS 30u    /* of a start: ns-3's was measured over so many */
#define START_SECONDS 10u    /* within which the stations begin */
#define JOIN_GAP      30000u /* us between two that join a cell whose frames are counted */
#define LOAD          1000u  /* Ethernet frames a second in the cell, one half each way */

struct cell {
    struct extsta_context *ctx;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap;
    size_t count;
    struct extsta_station **stations;
    struct air_station **nodes;
    struct extsta_profile profile;
    size_t next; /* who connects next, or has the next frame */
    extsta_time gap;
    uint64_t received;
};

static void die(const char *what)
{
    fprintf(stderr, "bench-cell: %s\n", what);
    exit(1);
}

static const struct extsta_mac host = {{2, 0xfe, 0, 0, 0, 1}};
static struct extsta_mac address(size_t i)
{
    return (struct extsta_mac){{2, 0x50, 0, 0, (uint8_t)(i >> 8), (uint8_t)i}};
}

static void at_ethernet(void *user, struct air_station *sta, extsta_time now,
                        struct extsta_span frame, uint8_t priority)
{
    ((struct cell *)user)->received++;
}

static void at_wire(void *user, extsta_time now, struct extsta_span frame)
{
    ((struct cell *)user)->received++;
}

static void cell_open(struct cell *c, size_t count, enum apsim_security security)
{
    static uint64_t seed;
    seed = 7;
    memset(c, 0, sizeof *c);
    c->count = count;
    c->ctx = testing_context(&seed);
    c->air = air_new(c->ctx, &(struct air_config){.seed = 7});
    c->ds = apsim_ds_new(c->air, &(struct apsim_ds_config){.ethernet = at_wire, .user = c});
    struct apsim_config ap = {.bssid = {{2, 0xa0, 0, 0, 0, 1}},
                              .ssid = "cell",
                              .ssid_len = 4,
                              .freq = 2437,
                              .ds = c->ds,
                              .security = security,
                              .passphrase = "all in one room"};
    c->ap = apsim_new(c->air, &ap);
    c->stations = calloc(count, sizeof(struct extsta_station *));
    c->nodes = calloc(count, sizeof(struct air_station *));
    extsta_profile_make(&c->profile, (struct extsta_span){(const uint8_t *)"cell", 4},
                        security == APSIM_OPEN ? NULL : ap.passphrase);
    if (!c->ap || !c->stations || !c->nodes ||
        extsta_profile_prepare(c->ctx, &c->profile) != EXTSTA_OK) {
        die("no memory");
    }
    for (size_t i = 0; i < count; i++) {
        struct extsta_station_config config = {
            .id = i + 1, .address = address(i), .radio = &extsta_radio_caps_2ghz};
        c->stations[i] = extsta_station_new(c->ctx, &config, air_now(c->air));
        struct air_station_config node = {.station = c->stations[i],
                                          .address = address(i),
                                          .position = {(float)(i % 50), (float)(i / 50), 0},
                                          .flags = AIR_NODE_NO_PROBES,
                                          .ethernet = at_ethernet,
                                          .user = c};
        c->nodes[i] = c->stations[i] ? air_station_new(c->air, &node) : NULL;
        if (!c->nodes[i]) {
            die("no station");
        }
    }
}

static void cell_close(struct cell *c)
{
    for (size_t i = 0; i < c->count; i++) {
        air_station_free(c->nodes[i]);
        extsta_station_free(c->stations[i]);
    }
    apsim_free(c->ap);
    apsim_ds_free(c->ds);
    air_free(c->air);
    extsta_context_free(c->ctx);
    free(c->stations);
    free(c->nodes);
}

static size_t cell_connected(const struct cell *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct extsta_station_status status;
        extsta_station_status(c->stations[i], &status);
        n += status.port_open;
    }
    return n;
}

/* One station more begins, and then the next one. */
static void begin_next(void *user, extsta_time now)
{
    struct cell *c = user;
    if (extsta_connect(c->stations[c->next], now, &c->profile) != EXTSTA_OK) {
        die("connect is refused");
    }
    air_station_pump(c->nodes[c->next]);
    if (++c->next < c->count) {
        air_at(c->air, now + c->gap, begin_next, c);
    }
}

/* Somebody sends a frame, or is sent one, and then somebody else. */
static void talk(void *user, extsta_time now)
{
    struct cell *c = user;
    uint8_t frame[300] = {0};
    size_t i = c->next++ * 7919u % c->count; /* anybody, in no order */
    bool up = c->next & 1;
    struct extsta_mac own = address(i);
    memcpy(frame, up ? host.b : own.b, 6);
    memcpy(frame + 6, up ? own.b : host.b, 6);
    frame[12] = 0x08;
    if (up) {
        air_station_send(c->nodes[i], (struct extsta_span){frame, sizeof frame}, 0);
    } else {
        apsim_ds_send(c->ds, (struct extsta_span){frame, sizeof frame});
    }
    air_at(c->air, now + EXTSTA_SECOND / LOAD, talk, c);
}

/* Microseconds per transmission, beacons and what is said to one of them, while `load` or
 * nothing is said; they are connected before. */
static double per_transmission(struct cell *c, bool load)
{
    struct air_stats before, after;
    if (load) {
        c->next = 0;
        air_at(c->air, air_now(c->air), talk, c);
        air_run(c->air, air_now(c->air) + EXTSTA_SECOND);
    }
    air_stats(c->air, &before);
    uint64_t received = c->received;
    double start = bench_cpu_seconds();
    air_run(c->air, air_now(c->air) + 10 * EXTSTA_SECOND);
    double spent = bench_cpu_seconds() - start;
    air_stats(c->air, &after);
    if (load && c->received - received < 10 * LOAD - 20) {
        die("frames are lost");
    }
    return spent * 1e6 / (double)(after.transmissions - before.transmissions);
}

struct cost {
    double quiet, busy; /* us per transmission: beacons alone, and with a load */
};

static struct cost cell_cost(size_t count)
{
    struct cell c;
    cell_open(&c, count, APSIM_WPA2_PSK);
    c.gap = JOIN_GAP;
    air_at(c.air, EXTSTA_SECOND, begin_next, &c);
    air_run(c.air, EXTSTA_SECOND + count * c.gap + 10 * EXTSTA_SECOND);
    if (cell_connected(&c) != count) {
        die("not all are connected");
    }
    struct cost r;
    r.quiet = per_transmission(&c, false);
    r.busy = per_transmission(&c, true);
    cell_close(&c);
    return r;
}

/* Seconds of CPU for a start of so many stations; *all: when the last was connected. */
static double start_cost(size_t count, enum apsim_security security, size_t *connected,
                         double *all)
{
    struct cell c;
    double start = bench_cpu_seconds();
    cell_open(&c, count, security);
    c.gap = START_SECONDS * EXTSTA_SECOND / count;
    air_at(c.air, EXTSTA_SECOND, begin_next, &c);
    *all = 0;
    for (unsigned s = 1; s <= RADIO_SECONDS; s++) {
        air_run(c.air, s * EXTSTA_SECOND);
        if (!*all && cell_connected(&c) == count) {
            *all = s;
        }
    }
    double spent = bench_cpu_seconds() - start;
    *connected = cell_connected(&c);
    cell_close(&c);
    return spent;
}

static void print_start(size_t count, enum apsim_security security)
{
    size_t connected;
    double all, spent = start_cost(count, security, &connected, &all);
    printf("%8zu  %-8s %8.3f s for %u s of radio; %zu connected", count,
           security == APSIM_OPEN ? "open" : "WPA2-PSK", spent, RADIO_SECONDS, connected);
    if (all > 0) {
        printf(", the last in second %.0f", all);
    }
    printf("\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    bench_pin();
    if (argc > 2) {
        print_start(strtoul(argv[2], NULL, 10), APSIM_OPEN);
        print_start(strtoul(argv[2], NULL, 10), APSIM_WPA2_PSK);
        return 0;
    }
    if (argc > 1) {
        struct cost c = cell_cost(strtoul(argv[1], NULL, 10));
        printf("%.2f us per beacon, %.2f us per transmission\n", c.quiet, c.busy);
        return 0;
    }
    printf("stations that start within %u seconds on one access point:\n", START_SECONDS);
    static const size_t starts[] = {250, 1000};
    for (size_t i = 0; i < 2; i++) {
        print_start(starts[i], APSIM_OPEN);
        print_start(starts[i], APSIM_WPA2_PSK);
    }
    printf("connected stations, CPU per transmission (%u frames a second, and beacons):\n",
           LOAD);
    double quiet[BENCH_PAIRS], busy[BENCH_PAIRS];
    struct cost few = {0}, many = {0};
    for (size_t i = 0; i < BENCH_PAIRS - 2; i++) {
        few = cell_cost(20);
        many = cell_cost(2000);
        quiet[i] = many.quiet / few.quiet;
        busy[i] = many.busy / few.busy;
    }
    printf("%8u  %10.2f us a beacon %10.2f us a transmission\n", 20, few.quiet, few.busy);
    printf("%8u  %10.2f us a beacon %10.2f us a transmission\n", 2000, many.quiet, many.busy);
    double beacon = bench_median(quiet, BENCH_PAIRS - 2),
           all = bench_median(busy, BENCH_PAIRS - 2);
    printf("  a beacon among 2,000 over one among 20   %29.2f\n", beacon);
    printf("  a transmission among 2,000 over one among 20   %23.2f   goal <= 2   %s\n", all,
           all <= 2 ? "yes" : "NO");
    return 0;
}
