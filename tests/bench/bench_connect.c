/* Stations by the thousand on virtual air (world/fleet_run.h): how many connect per second of
 * one core, what each costs in memory, what it costs when it idles, and how far that is from
 * the bare work (bare.h). Both sides are real: every frame is built and parsed, every key
 * derived, every MIC computed and verified.
 *
 *   bench-connect [stations [idle seconds]]    default: 1 to 100,000 stations, 60 seconds
 *   bench-connect profile STATIONS open|psk|sae   once, for a profiler: connect_all is what counts
 *   bench-connect --curve [most]               for scripts/fleet-curve: a line for each size
 *   bench-connect --cell stations [seconds]    for bench-ns3: one full cell, open */
#include "bare.h"
#include "bench.h"
#include "fleet_run.h"

#define PER_AP 100u                /* stations in a cell; cells do not hear each other */
#define RAMP   (2 * EXTSTA_SECOND) /* over which the stations begin to connect, and */
#define SETTLE (2 * EXTSTA_SECOND) /* for the last ones; the first comes after a second */

static void die(const char *what)
{
    fprintf(stderr, "bench-connect: %s\n", what);
    exit(1);
}

static struct fleet_run *open_run(size_t count, const char *security, bool hashed, bool judged)
{
    struct fleet_run *r = fleet_run_new(
        &(struct fleet_run_config){.stations = (uint32_t)count,
                                   .aps = (uint32_t)((count + PER_AP - 1) / PER_AP),
                                   .security = fleet_security_find(security),
                                   .seed = 7,
                                   .ramp = RAMP,
                                   .hashed = hashed,
                                   .judged = judged});
    if (!r) {
        die("no memory");
    }
    return r;
}

static void run_until(struct fleet_run *r, extsta_time until)
{
    air_run(r->air, until);
    if (fleet_run_no_memory(r)) {
        die("no memory");
    }
}

struct figures {
    double rate, idle, ours, theirs;
};

static unsigned idle_seconds = 60;

/* Seconds of the processor until all are connected. */
static double connect_all(struct fleet_run *r)
{
    double start = bench_cpu_seconds();
    run_until(r, EXTSTA_SECOND + RAMP + SETTLE);
    double spent = bench_cpu_seconds() - start;
    uint32_t there = fleet_authorized(r->fleet);
    if (there != fleet_size(r->fleet)) {
        fprintf(stderr, "only %u of %u are connected\n", there, fleet_size(r->fleet));
        exit(1);
    }
    return spent;
}

static struct figures measure(size_t count, const char *security)
{
    struct fleet_run *run = open_run(count, security, false, false);
    struct figures r = {.rate = (double)count / connect_all(run)};
    size_t around;
    double start = bench_cpu_seconds();
    run_until(run, air_now(run->air) + idle_seconds * EXTSTA_SECOND);
    r.idle =
        (bench_cpu_seconds() - start) * 1e6 / (double)count / (idle_seconds ? idle_seconds : 1);
    /* Of stations at rest. */
    r.ours = (double)fleet_run_memory(run, &around) / (double)count;
    r.theirs = (double)around / (double)count;
    fleet_run_free(run);
    return r;
}

static struct fleet_hash fingerprint(size_t count)
{
    struct fleet_run *run = open_run(count, "wpa2-psk", true, false);
    connect_all(run);
    struct fleet_hash hash = run->hash;
    fleet_run_free(run);
    return hash;
}

static struct figures row(size_t count, const char *security, size_t runs)
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
           fleet_security_find(security)->words, r.rate, 1e6 / r.rate, r.ours, r.theirs,
           r.idle);
    fflush(stdout);
    return r;
}

static void goal(const char *what, double value, double limit, bool at_least)
{
    bool met = at_least ? value >= limit : value <= limit;
    printf("  %-58s %10.2f   goal %s %g   %s\n", what, value, at_least ? ">=" : "<=", limit,
           met ? "yes" : "NO");
}

/* --- ratios, in alternating pairs --- */

static size_t work_fleet(void *arg)
{
    const size_t *count = arg;
    struct fleet_run *run = open_run(*count, "wpa2-psk", false, false);
    connect_all(run);
    fleet_run_free(run);
    return *count;
}

static size_t work_judged(void *arg)
{
    const size_t *count = arg;
    struct fleet_run *run = open_run(*count, "wpa2-psk", false, true);
    connect_all(run);
    fleet_run_free(run);
    return *count;
}

static volatile unsigned long kept; /* the bare work must not be left out as useless */

static size_t work_bare(void *arg)
{
    const size_t *count = arg;
    kept ^= bare_connects(*count);
    return *count;
}

static void compare(struct figures at_1000)
{
    size_t count = 1000;
    struct bench_result bare = bench_pairs(work_fleet, &count, work_bare, &count, 0.1);
    printf(
        "\nbeside the bare program (%.2f us and %zu octets a station, both sides), in pairs:\n"
        "  a connect takes %.1f times as long (%.1f us), a station %.1f times the memory\n",
        1e6 / bare.peer, bare_memory(), 1 / bare.ratio, 1e6 / bare.ours,
        (at_1000.ours + at_1000.theirs) / (double)bare_memory());
    struct bench_result judged = bench_pairs(work_judged, &count, work_fleet, &count, 0.1);
    goal("with the referee on, a connect takes so many times as long", 1 / judged.ratio, 2,
         false);
}

/* --- the curve --- */

static int curve(size_t most)
{
    idle_seconds = 10;
    for (size_t count = 10; count <= most; count *= 10) {
        for (size_t step = 1; step <= 3 && step * count <= most; step += 2) {
            struct figures f = measure(step * count, "wpa2-psk");
            size_t work = step * count;
            double bare = bench_rate(work_bare, &work, 0.2);
            printf("%zu %.3f %.0f %.0f %.3f %.3f\n", step * count, 1e6 / f.rate, f.ours,
                   f.theirs, f.idle, 1e6 / bare);
            fflush(stdout);
        }
    }
    return 0;
}

/* --- one cell, as ns3_associate.cc has it --- */

struct cell {
    uint32_t wanted, connected;
    double began, all;
    extsta_time when;
};

static void on_notify(void *user, extsta_time now, uint32_t station,
                      const struct extsta_output *out)
{
    struct cell *c = user;
    c->connected += out->notify.type == EXTSTA_NOTIFY_CONNECTED;
    if (c->connected == c->wanted && c->when == 0) {
        c->all = bench_cpu_seconds() - c->began;
        c->when = now;
    }
}

/* All come at the same moment. */
static int cell(size_t count)
{
    static const uint16_t freq = 2412;
    struct cell c = {.wanted = (uint32_t)count};
    struct fleet_run *r = fleet_run_new(&(struct fleet_run_config){
        .stations = (uint32_t)count,
        .aps = 1,
        .security = fleet_security_find("open"),
        .freqs = &freq,
        .freq_count = 1,
        .known_channels = true,
        .listener = {
            .outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY), .output = on_notify, .user = &c}});
    if (!r) {
        die("no memory");
    }
    c.began = bench_cpu_seconds();
    while (c.when == 0 && air_now(r->air) < 3600 * EXTSTA_SECOND) {
        run_until(r, air_now(r->air) + EXTSTA_SECOND / 100);
    }
    if (fleet_authorized(r->fleet) != count) {
        die("not all are associated");
    }
    double before = bench_cpu_seconds();
    run_until(r, air_now(r->air) + idle_seconds * EXTSTA_SECOND);
    printf("%.4f %.3f %.4f\n", c.all, (double)(c.when - EXTSTA_SECOND) / 1e6,
           bench_cpu_seconds() - before);
    fleet_run_free(r);
    return 0;
}

/* Connects them once and prints the hash of what was on the air. */
static int profile(size_t count, const char *security)
{
    struct fleet_run *r = open_run(count, strcmp(security, "psk") == 0 ? "wpa2-psk" : security,
                                   true, false);
    connect_all(r);
    printf("%u of %zu connected, %016llx\n", fleet_authorized(r->fleet), count,
           (unsigned long long)r->hash.value);
    fleet_run_free(r);
    return 0;
}

int main(int argc, char **argv)
{
    bench_pin();
    if (argc > 3 && strcmp(argv[1], "profile") == 0) {
        return profile(strtoul(argv[2], NULL, 10), argv[3]);
    }
    if (argc > 2 && strcmp(argv[1], "--cell") == 0) {
        idle_seconds = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : idle_seconds;
        return cell(strtoul(argv[2], NULL, 10));
    }
    if (argc > 1 && strcmp(argv[1], "--curve") == 0) {
        return curve(argc > 2 ? strtoul(argv[2], NULL, 10) : 100000);
    }
    printf("stations  security  connects/s     each  station    AP+air       idle second\n");
    if (argc > 1) {
        size_t count = strtoul(argv[1], NULL, 10);
        if (!count || count > FLEET_MAX) {
            die("the number of stations, please");
        }
        idle_seconds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : idle_seconds;
        row(count, "open", 1);
        row(count, "wpa2-psk", 1);
        row(count, "sae", 1);
        return 0;
    }
    struct figures at_1000 = {0}, at_most = {0}, open_1000 = {0};
    static const size_t counts[] = {1, 100, 1000, 10000, 100000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        size_t runs = counts[i] > 1000 ? 1 : 5;
        idle_seconds = counts[i] > 10000 ? 6 : idle_seconds;
        struct figures open = row(counts[i], "open", runs);
        at_most = row(counts[i], "wpa2-psk", runs);
        if (counts[i] == 1000) {
            open_1000 = open;
            at_1000 = at_most;
            row(counts[i], "sae", runs);
        }
    }
    printf("\nagainst the goals, WPA2-PSK:\n");
    goal("stations connected per second, 100,000 of them", at_most.rate, 100000, true);
    goal("octets of memory per station, its own side", at_most.ours, 1024, false);
    goal("octets of memory per station, access point and air", at_most.theirs, 1024, false);
    goal("cost of a station among 100,000 over one among 1,000", at_1000.rate / at_most.rate,
         1.5, false);
    goal("microseconds per idle open station and second", open_1000.idle, 0.2, false);
    compare(at_1000);
    struct fleet_hash first = fingerprint(1000), second = fingerprint(1000);
    printf("two runs of 1000 stations, every octet on the air: %s (%016llx)\n",
           first.value == second.value ? "identical" : "DIFFERENT",
           (unsigned long long)first.value);
    return first.value != second.value;
}
