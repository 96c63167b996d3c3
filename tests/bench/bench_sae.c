/* Goal 7: a full exchange of SAE, both sides, in multiples of one multiplication of a P-256
 * point by OpenSSL in the same run; by hash to element with the PT that is there, and by
 * hunting and pecking, for each group. scripts/bench runs it. */
#include "bench.h"
#include "../providers.h"
#include "base/context.h"
#include "rsn/sae.h"
#include "wire/rsn_element.h"
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

static struct extsta_context *ctx;

struct job {
    uint16_t group;
    bool h2e;
    struct sae_pt pt;
};

static void give_random(void *user, void *out, size_t len)
{
    context_random(user, 1, out, len);
}

static void deliver(struct sae *to, const struct sae_step *from, struct sae_step *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < from->send_count; i++) {
        const struct sae_message *m = &from->send[i];
        sae_rx(to, m->transaction, m->status, span(m->body, m->len), out);
    }
}

static size_t exchange(void *arg)
{
    const struct job *j = arg;
    static struct sae station, ap;
    static struct sae_step a, b;
    struct sae_config c = {.crypto = crypto_of(ctx),
                           .own = {{2, 0, 0, 0, 0, 1}},
                           .peer = {{2, 0, 0, 0, 0, 2}},
                           .groups = {j->group},
                           .group_count = 1,
                           .h2e = j->h2e,
                           .hunt = true,
                           .akm = AKM_SAE,
                           .password = span("a password of some length", 25),
                           .pts = &j->pt,
                           .random = give_random,
                           .user = ctx};
    struct sae_config other = c;
    other.own = c.peer;
    other.peer = c.own;
    sae_listen(&ap, &other);
    sae_begin(&station, &c, &a);
    deliver(&ap, &a, &b);
    deliver(&station, &b, &a);
    deliver(&ap, &a, &b);
    deliver(&station, &b, &a);
    if (a.verdict != SAE_DONE || memcmp(station.keys.pmk, ap.keys.pmk, 32) != 0) {
        fprintf(stderr, "the exchange does not end\n");
        exit(1);
    }
    return 1;
}

struct reference {
    EC_GROUP *group;
    EC_POINT *point;
    BIGNUM *scalar;
    BN_CTX *bn;
};

/* Of any point, as an exchange of keys has it: not of the generator, which has tables. */
static size_t multiply(void *arg)
{
    struct reference *r = arg;
    for (int i = 0; i < 20; i++) {
        if (!EC_POINT_mul(r->group, r->point, NULL, r->point, r->scalar, r->bn)) {
            exit(1);
        }
    }
    return 20;
}

static void row(const char *what, struct job *j, struct reference *r, double limit)
{
    double ratios[BENCH_PAIRS], each[BENCH_PAIRS];
    for (size_t i = 0; i < BENCH_PAIRS; i++) {
        double unit = bench_rate(multiply, r, 0.05), rate = bench_rate(exchange, j, 0.1);
        ratios[i] = unit / rate;
        each[i] = 1e6 / rate;
    }
    double ratio = bench_median(ratios, BENCH_PAIRS);
    printf("  SAE, both sides, group %u, %-20s %8.0f us %8.1f multiplications", j->group, what,
           bench_median(each, BENCH_PAIRS), ratio);
    if (limit > 0) {
        printf("   goal <= %g   %s", limit, ratio <= limit ? "yes" : "NO");
    }
    printf("\n");
    fflush(stdout);
}

int main(void)
{
    static uint64_t seed = 7;
    struct reference r = {.group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1),
                          .scalar = BN_new(),
                          .bn = BN_CTX_new()};
    ctx = testing_context(&seed);
    if (!ctx || !crypto_of(ctx) || !r.group || !r.scalar || !r.bn) {
        return 1;
    }
    r.point = EC_POINT_dup(EC_GROUP_get0_generator(r.group), r.group);
    BN_hex2bn(&r.scalar, "c51e4753afdec1e6b6c6a5b992f43f8dd0c7a8933072708b6522468b2ffb06fd");
    bench_pin();
    for (uint16_t group = 19; group <= 21; group++) {
        struct job j = {.group = group, .h2e = true};
        if (sae_pt_make(crypto_of(ctx), group, span("network", 7),
                        span("a password of some length", 25), span(NULL, 0),
                        &j.pt) != EXTSTA_OK) {
            return 1;
        }
        row("hash to element", &j, &r, group == 19 ? 9.4 : 0);
        j.h2e = false;
        row("hunting and pecking", &j, &r, group == 19 ? 45 : 0);
    }
    EC_POINT_free(r.point);
    EC_GROUP_free(r.group);
    BN_free(r.scalar);
    BN_CTX_free(r.bn);
    extsta_context_free(ctx);
    return 0;
}
