/* What the medium costs: nodes that all contend for it, and nodes that merely listen.
 *
 *   bench-contention           microseconds of one core per exchange on the air
 *   bench-contention --curve   the saturation throughput that is drawn in docs/air.md: one line
 *                              per case and number of stations, Mb/s of payload, ten seeds */
#include "bench.h"
#include "../unit/air/cell.h"
#include <stdio.h>

static void heard(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                  size_t count)
{
    *(uint64_t *)user += count;
}

/* One node sends to all, or to one of them; the others listen. */
static void listeners(unsigned n, bool group)
{
    static const struct air_node_ops ops = {.name = "listener", .rx = heard};
    uint64_t seed = 1, frames = 0;
    struct extsta_context *ctx = testing_context(&seed);
    struct air *air = air_new(ctx, NULL);
    struct air_node *sender = NULL;
    for (unsigned i = 0; i <= n; i++) {
        struct air_node_config c = {.ops = &ops,
                                    .user = &frames,
                                    .address = {{2, 2, 0, 0, (uint8_t)(i >> 8), (uint8_t)i}},
                                    .position = {(float)(i % 50), (float)(i / 50), 0},
                                    .freq = 5180};
        struct air_node *node = air_node_new(air, &c);
        sender = sender ? sender : node;
    }
    uint8_t frame[1024] = {0x08, 0x01, 0, 0, 2, 2, 0, 0, 0, 1, 2, 2, 0, 0, 0, 0};
    if (group) {
        memset(frame + 4, 0xff, 6);
    }
    unsigned count = group ? 1000 : 100000;
    double start = bench_cpu_seconds();
    for (unsigned i = 0; i < count; i++) {
        (void)air_send(sender, (struct extsta_span){frame, sizeof frame}, NULL);
        air_run(air, air_now(air) + 5000);
    }
    double spent = bench_cpu_seconds() - start;
    printf("%8u  %-34s %10.2f us %12.3f us\n", n,
           group ? "listen to frames for all" : "listen, frames are for one",
           spent * 1e6 / count, spent * 1e6 / (double)frames);
    air_free(air);
    extsta_context_free(ctx);
}

static void contenders(const struct cell_case *c, unsigned n)
{
    double start = bench_cpu_seconds();
    struct cell_result r = cell_run(c, n, 10, 1);
    double spent = bench_cpu_seconds() - start;
    printf("%8u  %-34s %10.2f us %12.1f ms\n", n, c->name, spent * 1e6 / (double)r.exchanges,
           spent * 1e3 / 10.5);
}

static void costs(void)
{
    static const unsigned counts[] = {1, 2, 20, 200, 2000};
    printf("   nodes                              per transmission  per second of radio\n");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        contenders(&cell_cases[2], counts[i]);
    }
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        contenders(&cell_cases[3], counts[i]);
    }
    printf("\n   nodes                              per transmission        per reception\n");
    listeners(20, true);
    listeners(2000, true);
    listeners(20, false);
    listeners(2000, false);
}

static void curve(void)
{
    static const unsigned counts[] = {5, 7, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100};
    for (size_t i = 0; i < CELL_CASES; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
            double sum = 0, endless = 0;
            struct cell_case without_end = cell_cases[i];
            without_end.tries = UINT8_MAX;
            for (uint64_t seed = 1; seed <= 10; seed++) {
                sum += cell_run(&cell_cases[i], counts[j], 10, seed).mbps;
                endless += cell_run(&without_end, counts[j], 10, seed).mbps;
            }
            printf("%s\t%u\t%.4f\t%.4f\n", cell_cases[i].name, counts[j], sum / 10,
                   endless / 10);
            fflush(stdout);
        }
    }
}

int main(int argc, char **argv)
{
    bench_pin();
    if (argc > 1 && strcmp(argv[1], "--curve") == 0) {
        curve();
    } else {
        costs();
    }
    return 0;
}
