/* Two access points under one BSSID, and what only looks like it. Clocks, intervals and numbers
 * of the twins are those of other people's captures, named where they are used. */
#include "../testing.h"

#include "base/context.h"
#include "explain/beacons.h"

#define MS 1000000ull
#define S  1000000000ull

/* One who beacons: when his clock began, in ns of capture time, and his counter. */
struct sender_of_beacons {
    uint64_t epoch;
    uint32_t look;
    uint16_t interval, sequence, step;
    int8_t signal;
};

struct air {
    struct populations *p;
    struct extsta_context *ctx;
    uint64_t seed, now;
    uint32_t number;
    struct beacon_seen first;
};

static struct air air(void)
{
    struct air a = {.seed = 1, .now = 1600000000ull * S};
    a.ctx = testing_context(&a.seed);
    return a;
}

static void done(struct air *a)
{
    populations_free(&a->ctx->pool, a->p);
    extsta_context_free(a->ctx);
}

static struct beacon_seen beacon_of(struct air *a, struct sender_of_beacons *s)
{
    s->sequence = (uint16_t)((s->sequence + s->step) & 0xfffu);
    return (struct beacon_seen){.time = a->now,
                                .tsf = (a->now - s->epoch) / 1000,
                                .number = ++a->number,
                                .look = s->look,
                                .interval = s->interval,
                                .sequence = s->sequence,
                                .signal = s->signal};
}

/* As networks.c does it: nothing is kept before one does not fit. */
static void see(struct air *a, struct beacon_seen b)
{
    if (a->number == 1) {
        a->first = b;
        return;
    }
    if (!a->p && !beacon_fits(&b, beacon_clock(&a->first), a->first.look, a->first.interval)) {
        const struct population before = {.first = a->first.time,
                                          .last = a->first.time,
                                          .beacons = a->number - 1,
                                          .look = a->first.look,
                                          .clock = beacon_clock(&a->first),
                                          .interval = a->first.interval,
                                          .sequence = a->first.sequence};
        a->p = populations_new(&a->ctx->pool, &before);
        assert_non_null(a->p);
    }
    if (a->p) {
        populations_see(a->p, &b);
    }
    a->first = b;
}

static void beacons(struct air *a, struct sender_of_beacons *s, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        a->now += 102 * MS;
        see(a, beacon_of(a, s));
    }
}

static uint8_t twins(const struct air *a)
{
    struct twins t;
    return a->p && populations_twins(a->p, &t) ? t.confidence : 0;
}

#define SAE 0x010au /* SECURITY_MFP, SAE, PORT */
#define PSK 0x0006u

static struct sender_of_beacons sender(uint64_t epoch, uint8_t channel, uint16_t security)
{
    return (struct sender_of_beacons){.epoch = epoch,
                                      .look = beacon_look(channel, security),
                                      .interval = 100,
                                      .sequence = 100,
                                      .step = 3,
                                      .signal = -38};
}

/* ds-krack-downgrade.pcap: channel 6 and PSK, channel 1 and SAE, in turn; clocks 80 days apart.
 */
static void somebody_in_the_middle_on_another_channel(void **state)
{
    (void)state;
    struct air a = air();
    struct sender_of_beacons own = sender(a.now - 6952000 * S, 1, SAE);
    struct sender_of_beacons other = sender(a.now - 26 * S, 6, PSK);
    other.sequence = 2251;
    for (unsigned i = 0; i < 6; i++) {
        beacons(&a, &own, 1 + i % 3);
        beacons(&a, &other, 1);
    }
    assert_in_range(twins(&a), 95, 99);
    done(&a);
}

/* wpa3-deauth-race.pcapng: three beacons, hidden, interval 9999, -15 dBm. */
static void few_beacons_of_another_interval(void **state)
{
    (void)state;
    struct air a = air();
    struct sender_of_beacons own = sender(a.now - 13741 * S, 1, SAE);
    struct sender_of_beacons other = sender(a.now - 51 * S, 1, SAE);
    other.interval = 9999;
    other.signal = -15;
    other.sequence = 3060;
    for (unsigned i = 0; i < 3; i++) {
        beacons(&a, &own, 50);
        beacons(&a, &other, 1);
    }
    beacons(&a, &own, 50);
    assert_in_range(twins(&a), 90, 99);
    done(&a);
}

/* All the same but clock and counter. */
static void a_perfect_copy_has_another_clock(void **state)
{
    (void)state;
    struct air a = air();
    struct sender_of_beacons own = sender(a.now - 5000 * S, 6, PSK);
    struct sender_of_beacons other = sender(a.now - 3000 * S, 6, PSK);
    other.sequence = 2000;
    for (unsigned i = 0; i < 20; i++) {
        beacons(&a, &own, 1);
        beacons(&a, &other, 1);
    }
    assert_in_range(twins(&a), 85, 99);
    done(&a);
}

/* One jump and none back: a restart, other settings, another channel, a clock set anew. */
static void what_changes_once_is_no_twin(void **state)
{
    (void)state;
    for (unsigned what = 0; what < 4; what++) {
        struct air a = air();
        struct sender_of_beacons s = sender(a.now - 5000 * S, 6, PSK);
        beacons(&a, &s, 20);
        s.epoch = what == 0 ? a.now : what == 3 ? s.epoch + 60 * S : s.epoch;
        s.sequence = what == 0 ? 0 : s.sequence;
        s.look = what == 1 ? beacon_look(6, SAE) : what == 2 ? beacon_look(11, PSK) : s.look;
        beacons(&a, &s, 20);
        assert_int_equal(twins(&a), 0);
        done(&a);
    }
}

/* The capture's clock goes forth and back; the counter goes on. */
static void a_clock_of_the_receiver_that_jumps_is_no_twin(void **state)
{
    (void)state;
    struct air a = air();
    struct sender_of_beacons s = sender(a.now - 5000 * S, 6, PSK);
    for (unsigned i = 0; i < 8; i++) {
        beacons(&a, &s, 10);
        s.epoch = i % 2 ? s.epoch - 5 * S : s.epoch + 5 * S;
    }
    assert_int_equal(twins(&a), 0);
    done(&a);
}

/* Several networks under one BSSID, announced in turn by one AP: one clock, one counter, be it
 * ever so busy. */
static void several_networks_of_one_ap_are_no_twins(void **state)
{
    (void)state;
    for (uint16_t step = 1; step < 1000; step = (uint16_t)(step * 3)) {
        struct air a = air();
        struct sender_of_beacons s = sender(a.now - 5000 * S, 6, PSK);
        s.step = step;
        for (unsigned i = 0; i < 40; i++) {
            s.look = i % 2 ? beacon_look(6, SAE) : beacon_look(6, PSK);
            beacons(&a, &s, 1);
        }
        assert_int_equal(twins(&a), 0);
        done(&a);
    }
}

/* Two receivers whose clocks differ, merged: each beacon twice. */
static void two_receivers_in_one_capture_are_no_twins(void **state)
{
    (void)state;
    struct air a = air();
    struct sender_of_beacons s = sender(a.now - 5000 * S, 6, PSK);
    struct beacon_seen heard[60];
    s.step = 700;
    for (unsigned i = 0; i < 60; i++) {
        beacons(&a, &s, 1);
        heard[i] = a.first;
        if (i >= 20) { /* the other receiver is two seconds behind */
            struct beacon_seen late = heard[i - 20];
            late.time = a.now + 51 * MS;
            late.number = ++a.number;
            see(&a, late);
        }
    }
    assert_int_equal(twins(&a), 0);
    done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(somebody_in_the_middle_on_another_channel),
        cmocka_unit_test(few_beacons_of_another_interval),
        cmocka_unit_test(a_perfect_copy_has_another_clock),
        cmocka_unit_test(what_changes_once_is_no_twin),
        cmocka_unit_test(a_clock_of_the_receiver_that_jumps_is_no_twin),
        cmocka_unit_test(several_networks_of_one_ap_are_no_twins),
        cmocka_unit_test(two_receivers_in_one_capture_are_no_twins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
