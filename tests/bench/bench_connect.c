/* Stations by the thousand on virtual air: how many connect per second of one core, what
 * each costs in memory, and what it costs when it idles. Both sides are real: every frame
 * is built and parsed, every key derived, every MIC computed and verified.
 *
 *   bench-connect [stations [idle seconds]]    default: 1 to 10,000 stations, 60 seconds
 *   bench-connect profile STATIONS open|psk|sae   once, for a profiler: fleet_connect is what
 * counts */
#include "bench.h"
#include "../providers.h"
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <extsta/windot11.h>
#include <unistd.h>

#define PER_AP       100u
#define CELL         2000.0f /* metres between access points: cells do not hear each other */
#define RAMP_SECONDS 2u      /* over which the stations begin to connect */

/* Stations, and what is around them, take memory from contexts of their own, so that each
 * side's share is known. */
struct fleet {
    struct air_random random[2];
    struct extsta_context *ours, *theirs;
    struct air *air;
    struct apsim **aps;
    struct extsta_station **stations;
    struct air_station **nodes;
    struct start *starts;
    size_t count, ap_count;
    struct extsta_profile profile;
    uint64_t hash; /* of every octet on the air, with its time */
    size_t before[2];
};
struct start {
    struct fleet *fleet;
    size_t index;
};

static void die(const char *what)
{
    fprintf(stderr, "bench-connect: %s\n", what);
    exit(1);
}

static struct extsta_context *context(struct air_random *random)
{
    struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    struct extsta_random source = {air_random_fill, random};
    return extsta_context_new(&memory, &source);
}

static struct air_position cell(size_t index)
{
    return (struct air_position){(float)(index % 256) * CELL, (float)(index / 256) * CELL, 0};
}

static struct extsta_mac address(uint8_t kind, size_t index)
{
    return (struct extsta_mac){
        {2, kind, 0, (uint8_t)(index >> 16), (uint8_t)(index >> 8), (uint8_t)index}};
}

static size_t in_use(struct extsta_context *ctx)
{
    size_t used;
    extsta_context_memory(ctx, &used);
    return used;
}

static void hash_frame(void *user, const struct air_sniffed *s)
{
    struct fleet *f = user;
    uint64_t h = f->hash ^ s->time;
    for (size_t i = 0; i < s->bytes.len; i++) {
        h = (h ^ s->bytes.data[i]) * 0x100000001b3u;
    }
    f->hash = h;
}

static void connect(void *user, extsta_time now)
{
    struct start *s = user;
    struct fleet *f = s->fleet;
    if (extsta_connect(f->stations[s->index], now, &f->profile) != EXTSTA_OK) {
        die("connect is refused");
    }
    air_station_pump(f->nodes[s->index]);
}

static void fleet_open(struct fleet *f, size_t count, enum apsim_security security, bool hashed)
{
    static const uint16_t freqs[] = {2412, 2437, 2462};
    memset(f, 0, sizeof *f);
    f->count = count;
    f->ap_count = (count + PER_AP - 1) / PER_AP;
    f->random[0].seed = f->random[1].seed = 7;
    f->ours = context(&f->random[0]);
    f->theirs = context(&f->random[1]);
    f->air = air_new(f->theirs, &(struct air_config){.seed = 7});
    f->aps = calloc(f->ap_count, sizeof *f->aps);
    f->stations = calloc(count, sizeof(struct extsta_station *));
    f->nodes = calloc(count, sizeof(struct air_station *));
    f->starts = calloc(count, sizeof *f->starts);
    if (!f->air || !f->aps || !f->stations || !f->nodes || !f->starts) {
        die("no memory");
    }
    if (hashed) {
        air_sniffer_new(f->air, &(struct air_sniffer_config){
                                    .frame = hash_frame, .user = f, .hears_all = true});
    }
    struct apsim_config ap = {.ssid = "fleet",
                              .ssid_len = 5,
                              .security = security,
                              .passphrase = "a million of them"};
    for (size_t i = 0; i < f->ap_count; i++) {
        ap.bssid = address(0xa0, i);
        ap.freq = freqs[i % 3];
        ap.position = cell(i);
        f->aps[i] = apsim_new(f->air, &ap);
        if (!f->aps[i]) {
            die("no access point");
        }
    }
    extsta_profile_make(&f->profile, (struct extsta_span){(const uint8_t *)"fleet", 5},
                        security == APSIM_OPEN ? NULL : ap.passphrase);
    if (security == APSIM_SAE) {
        f->profile.auth = DOT11_AUTH_ALGO_WPA3_SAE;
    }
    if (extsta_profile_prepare(f->ours, &f->profile) != EXTSTA_OK) {
        die("no PMK");
    }
    f->before[0] = in_use(f->ours);
    f->before[1] = in_use(f->theirs);
}

/* All stations come up and connect, spread over `seconds` of virtual time. */
static void fleet_connect(struct fleet *f, unsigned seconds)
{
    for (size_t i = 0; i < f->count; i++) {
        struct extsta_mac mac = address(0x50, i);
        struct air_position at = cell(i % f->ap_count);
        at.x += (float)(i / f->ap_count % 10) * 2.0f + 2.0f;
        at.y += (float)(i / f->ap_count / 10) * 2.0f;
        struct extsta_station_config config = {
            .id = i + 1, .address = mac, .radio = &extsta_radio_caps_2ghz};
        f->stations[i] = extsta_station_new(f->ours, &config, air_now(f->air));
        f->nodes[i] =
            f->stations[i]
                ? air_station_new(f->air,
                                  &(struct air_station_config){.station = f->stations[i],
                                                               .address = mac,
                                                               .position = at,
                                                               .flags = AIR_NODE_NO_PROBES})
                : NULL;
        if (!f->nodes[i]) {
            die("no station");
        }
        f->starts[i] = (struct start){f, i};
        extsta_time when = (extsta_time)i * seconds * EXTSTA_SECOND / f->count;
        air_at(f->air, EXTSTA_SECOND + when, connect, &f->starts[i]);
    }
    air_run(f->air, (seconds + 3) * EXTSTA_SECOND);
}

static size_t fleet_connected(const struct fleet *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++) {
        struct extsta_station_status status;
        extsta_station_status(f->stations[i], &status);
        n += status.port_open;
    }
    return n;
}

static void fleet_close(struct fleet *f)
{
    for (size_t i = 0; i < f->count; i++) {
        air_station_free(f->nodes[i]);
        extsta_station_free(f->stations[i]);
    }
    for (size_t i = 0; i < f->ap_count; i++) {
        apsim_free(f->aps[i]);
    }
    air_free(f->air);
    extsta_context_free(f->ours);
    extsta_context_free(f->theirs);
    free(f->aps);
    free(f->stations);
    free(f->nodes);
    free(f->starts);
}

struct figures {
    double rate, idle, ours, theirs;
};

static unsigned idle_seconds = 60;

static struct figures measure(size_t count, enum apsim_security security)
{
    struct fleet f;
    fleet_open(&f, count, security, false);
    double start = bench_cpu_seconds();
    fleet_connect(&f, RAMP_SECONDS);
    double spent = bench_cpu_seconds() - start;
    if (fleet_connected(&f) != count) {
        fprintf(stderr, "only %zu of %zu are connected\n", fleet_connected(&f), count);
        exit(1);
    }
    struct figures r = {
        .rate = (double)count / spent,
        .ours = (double)(in_use(f.ours) - f.before[0]) / (double)count,
        .theirs = (double)(in_use(f.theirs) - f.before[1]) / (double)count,
    };
    start = bench_cpu_seconds();
    air_run(f.air, air_now(f.air) + idle_seconds * EXTSTA_SECOND);
    r.idle =
        (bench_cpu_seconds() - start) * 1e6 / (double)count / (idle_seconds ? idle_seconds : 1);
    fleet_close(&f);
    return r;
}

static uint64_t fingerprint(size_t count)
{
    struct fleet f;
    fleet_open(&f, count, APSIM_WPA2_PSK, true);
    fleet_connect(&f, RAMP_SECONDS);
    uint64_t hash = f.hash;
    fleet_close(&f);
    return hash;
}

static struct figures row(size_t count, enum apsim_security security, size_t runs)
{
    double rate[BENCH_PAIRS], idle[BENCH_PAIRS];
    struct figures r = {0};
    for (size_t i = 0; i < runs; i++) {
        r = measure(count, security);
        rate[i] = r.rate;
        idle[i] = r.idle;
    }
    r.rate = bench_median(rate, runs);
    r.idle = bench_median(idle, runs);
    printf("%8zu  %-8s %10.0f %8.2f us %8.0f B %8.0f B %8.2f us\n", count,
           security == APSIM_OPEN  ? "open"
           : security == APSIM_SAE ? "SAE"
                                   : "WPA2-PSK",
           r.rate, 1e6 / r.rate, r.ours, r.theirs, r.idle);
    fflush(stdout);
    return r;
}

static void goal(const char *what, double value, double limit, bool at_least)
{
    bool met = at_least ? value >= limit : value <= limit;
    printf("  %-58s %10.2f   goal %s %g   %s\n", what, value, at_least ? ">=" : "<=", limit,
           met ? "yes" : "NO");
}

/* Connects them once and prints the hash of what was on the air. */
static int profile(size_t count, const char *security)
{
    struct fleet f;
    fleet_open(&f, count,
               strcmp(security, "open") == 0  ? APSIM_OPEN
               : strcmp(security, "sae") == 0 ? APSIM_SAE
                                              : APSIM_WPA2_PSK,
               true);
    fleet_connect(&f, RAMP_SECONDS);
    printf("%zu of %zu connected, %016llx\n", fleet_connected(&f), count,
           (unsigned long long)f.hash);
    fleet_close(&f);
    return 0;
}

int main(int argc, char **argv)
{
    bench_pin();
    if (argc > 3 && strcmp(argv[1], "profile") == 0) {
        return profile(strtoul(argv[2], NULL, 10), argv[3]);
    }
    printf("stations  security  connects/s     each  station    AP+air       idle second\n");
    if (argc > 1) {
        size_t count = strtoul(argv[1], NULL, 10);
        if (!count) {
            die("the number of stations, please");
        }
        idle_seconds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : idle_seconds;
        row(count, APSIM_OPEN, 1);
        row(count, APSIM_WPA2_PSK, 1);
        row(count, APSIM_SAE, 1);
        return 0;
    }
    struct figures at_1000 = {0}, at_10000 = {0}, open_1000 = {0};
    static const size_t counts[] = {1, 100, 1000, 10000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        size_t runs = counts[i] > 1000 ? 1 : 5;
        struct figures open = row(counts[i], APSIM_OPEN, runs);
        struct figures psk = row(counts[i], APSIM_WPA2_PSK, runs);
        if (counts[i] == 1000) {
            open_1000 = open;
            at_1000 = psk;
            row(counts[i], APSIM_SAE, runs);
        }
        at_10000 = psk;
    }
    printf("\nagainst the goals, WPA2-PSK:\n");
    goal("stations connected per second, 10,000 of them", at_10000.rate, 100000, true);
    goal("octets of memory per station, its own side", at_10000.ours, 1024, false);
    goal("cost of a station among 10,000 over one among 1,000", at_1000.rate / at_10000.rate,
         1.5, false);
    goal("microseconds per idle open station and second", open_1000.idle, 0.2, false);
    printf("peer: ns-3 (Debian: libns3-dev) %s; it is not measured here\n",
           access("/usr/include/ns3.37", F_OK) == 0 ? "is installed" : "is not installed");
    uint64_t first = fingerprint(1000), second = fingerprint(1000);
    printf("two runs of 1000 stations, every octet on the air: %s (%016llx)\n",
           first == second ? "identical" : "DIFFERENT", (unsigned long long)first);
    return first != second;
}
