/* The medium (world/medium.h) by a clock of the test's: radios hear one another by their
 * places, outcomes come, an access point answers, who says farewell before it tunes is heard,
 * and a machine that was late makes the air wait. */
#include "../testing.h"
#include "medium.h"
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define FREQ 2412u

static extsta_time now;
static extsta_time clock_of_test(void *user)
{
    (void)user;
    return now;
}

static const struct extsta_mac alice = {{2, 0, 0, 0, 1, 1}}, bob = {{2, 0, 0, 0, 1, 2}},
                               bssid = {{2, 0, 0, 0, 0, 0xa}};

static struct medium *medium_of_test(int wire)
{
    now = 5000000;
    struct medium *m = medium_new(
        NULL, &(struct medium_options){.seed = 1, .clock = clock_of_test, .wire = wire});
    assert_non_null(m);
    return m;
}

/* In steps, as a loop would wake it. */
static void pass(struct medium *m, extsta_time time)
{
    for (extsta_time end = now + time; now < end;) {
        extsta_time due = medium_deadline(m);
        now = due > now && due < end ? due : due <= now ? now + 1 : end;
        medium_turn(m);
    }
}

static struct extsta_radio *radio_at(struct medium *m, struct extsta_mac address, float metres)
{
    struct air_position at = {metres, 0, 0};
    struct extsta_radio *r =
        medium_radio(m, &(struct medium_radio_options){.address = address, .at = &at});
    assert_non_null(r);
    assert_int_equal(r->ops->tune(r, now, FREQ), EXTSTA_OK);
    return r;
}

/* A frame of this first octet, and so long. */
static void say(struct extsta_radio *r, uint8_t kind, struct extsta_mac from,
                struct extsta_mac to, uint32_t cookie)
{
    uint8_t f[40] = {kind};
    memcpy(f + 4, to.b, 6);
    memcpy(f + 10, from.b, 6);
    memcpy(f + 16, bssid.b, 6);
    struct extsta_tx_meta meta = {.freq = FREQ, .tries = 3, .cookie = cookie};
    meta.flags = to.b[0] & 1 ? EXTSTA_TX_NO_ACK : 0;
    assert_int_equal(r->ops->send(r, now, (struct extsta_span){f, sizeof f}, &meta), EXTSTA_OK);
}

static bool next(struct extsta_radio *r, struct extsta_radio_event *e)
{
    return r->ops->poll(r, now, e);
}

static void end(struct medium *m, struct extsta_radio *a, struct extsta_radio *b)
{
    if (a) {
        a->ops->close(a);
    }
    if (b) {
        b->ops->close(b);
    }
    assert_int_equal(medium_free(m), 0);
}

/* Free space over 1 m at 2.4 GHz is 40.1 dB (Friis); then 30 dB per decade of metres. */
static void places_make_signals(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 0), *b = radio_at(m, bob, 10);
    struct extsta_radio_event e;
    say(a, 0x08, alice, bob, 7);
    assert_false(next(b, &e)); /* its time on the air has not passed */
    pass(m, 5 * EXTSTA_MS);
    assert_true(next(b, &e));
    assert_int_equal(e.type, EXTSTA_RADIO_FRAME);
    assert_int_equal(e.frame.meta.freq, FREQ);
    assert_in_range(-e.frame.meta.signal, 49, 51);
    assert_int_equal(e.frame.bytes.len, 40);
    assert_false(next(b, &e));
    assert_true(next(a, &e));
    assert_int_equal(e.type, EXTSTA_RADIO_OUTCOME);
    assert_int_equal(e.cookie, 7);
    assert_true(e.acked);
    assert_int_equal(e.tries, 1);
    end(m, a, b);
}

static void nobody_there(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 0), *b = radio_at(m, bob, 10);
    struct extsta_radio_event e;
    b->ops->tune(b, now, 2437);
    say(a, 0x08, alice, bob, 8);
    pass(m, 50 * EXTSTA_MS);
    assert_true(next(a, &e));
    assert_int_equal(e.type, EXTSTA_RADIO_OUTCOME);
    assert_false(e.acked);
    assert_int_equal(e.tries, 3);
    /* who is elsewhere itself learns that nothing was sent */
    say(b, 0x08, bob, alice, 9);
    assert_true(next(b, &e));
    assert_int_equal(e.cookie, 9);
    assert_false(e.acked);
    assert_int_equal(e.tries, 0);
    assert_int_equal(medium_counts(m).refused, 1);
    end(m, a, b);
}

/* A Deauthentication that is sent before the radio tunes is heard, and what comes behind it is
 * sent on the new channel. */
static void farewell_before_tuning(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 0), *b = radio_at(m, bob, 10);
    struct extsta_radio_event e;
    say(a, 0xc0, alice, bob, 0);
    a->ops->tune(a, now, 2437);
    uint8_t probe[40] = {0x40, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct extsta_tx_meta meta = {.freq = 2437, .flags = EXTSTA_TX_NO_ACK, .cookie = 3};
    assert_int_equal(a->ops->send(a, now, (struct extsta_span){probe, sizeof probe}, &meta),
                     EXTSTA_OK);
    pass(m, 15 * EXTSTA_MS);
    assert_true(next(b, &e));
    assert_int_equal(e.frame.bytes.data[0], 0xc0);
    assert_int_equal(air_node_freq(medium_radio_node(a)), 2437);
    assert_true(next(a, &e));
    assert_int_equal(e.cookie, 3);
    assert_int_equal(e.tries, 1);
    end(m, a, b);
}

static unsigned called;
static void on_ready(void *user, extsta_time t)
{
    struct extsta_radio **r = user;
    struct extsta_radio_event e;
    called++;
    while ((*r)->ops->poll(*r, t, &e)) {
    }
}

static void ready_is_called_once(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 0), *b = NULL;
    b = medium_radio(
        m, &(struct medium_radio_options){.address = bob, .ready = on_ready, .user = &b});
    assert_int_equal(b->ops->fd(b), -1);
    b->ops->tune(b, now, FREQ);
    called = 0;
    say(a, 0x08, alice, bob, 0);
    say(a, 0x08, alice, bob, 0);
    assert_int_equal(called, 0);
    now += 10 * EXTSTA_MS; /* both are heard in one turn */
    medium_turn(m);
    assert_int_equal(called, 1);
    assert_int_equal(medium_counts(m).heard, 2);
    end(m, a, b);
}

static void count(void *user)
{
    ++*(unsigned *)user;
}

/* A loop learns of each radio for which something has come, whoever's call brought it. */
static void a_loop_is_told_for_whom(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 0), *b = radio_at(m, bob, 10);
    unsigned for_a = 0, for_b = 0;
    a->ops->on_ready(a, count, &for_a);
    b->ops->on_ready(b, count, &for_b);
    say(a, 0x08, alice, bob, 7);
    pass(m, 5 * EXTSTA_MS);
    assert_int_equal(for_b, 1); /* the frame */
    assert_int_equal(for_a, 1); /* its outcome */
    b->ops->on_ready(b, NULL, NULL);
    say(a, 0x08, alice, bob, 0);
    pass(m, 5 * EXTSTA_MS);
    assert_int_equal(for_b, 1);
    end(m, a, b);
}

static struct world_ap *ap_of_test(struct medium *m)
{
    struct apsim_config c = {.bssid = bssid, .ssid = "home", .ssid_len = 4, .freq = FREQ};
    struct world_ap *a = medium_ap(m, "A", &c);
    assert_non_null(a);
    return a;
}

static void access_point_beacons_and_answers(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 5);
    struct extsta_radio_event e;
    unsigned beacons = 0, answers = 0;
    ap_of_test(m);
    say(a, 0xb0, alice, bssid, 1); /* Authentication: Open System has number 0, then 1 */
    pass(m, EXTSTA_SECOND);
    while (next(a, &e)) {
        beacons += e.type == EXTSTA_RADIO_FRAME && e.frame.bytes.data[0] == 0x80;
        answers += e.type == EXTSTA_RADIO_FRAME && e.frame.bytes.data[0] == 0xb0;
    }
    assert_in_range(beacons, 9, 10); /* each 102.4 ms */
    assert_int_equal(answers, 1);
    end(m, a, NULL);
}

/* Whoever sleeps for ten seconds finds the air twenty milliseconds later, not a hundred
 * beacons. */
static void late_machine(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 5);
    struct extsta_radio_event e;
    unsigned heard = 0;
    ap_of_test(m);
    pass(m, 50 * EXTSTA_MS);
    while (next(a, &e)) {
    }
    extsta_time before = air_now(world_air(medium_world(m)));
    now += 10 * EXTSTA_SECOND;
    medium_turn(m);
    while (next(a, &e)) {
        heard++;
    }
    assert_in_range(heard, 0, 1);
    assert_true(air_now(world_air(medium_world(m))) - before < 200 * EXTSTA_MS);
    assert_in_range(medium_counts(m).stalled, 9800 * EXTSTA_MS, 10000 * EXTSTA_MS);
    assert_int_equal(medium_clock_of(m, air_now(world_air(medium_world(m)))), now);
    end(m, a, NULL);
}

/* Where nothing was due nobody has missed anything. */
static void quiet_air_is_not_late(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    now += 100 * EXTSTA_SECOND;
    medium_turn(m);
    assert_int_equal(medium_counts(m).stalled, 0);
    assert_int_equal(air_now(world_air(medium_world(m))), 100 * EXTSTA_SECOND);
    end(m, NULL, NULL);
}

/* An owner that does not poll loses frames, never outcomes. */
static void owner_that_sleeps(void **state)
{
    (void)state;
    struct medium *m = medium_of_test(-1);
    struct extsta_radio *a = radio_at(m, alice, 0), *b = radio_at(m, bob, 1);
    struct extsta_radio_event e;
    unsigned frames = 0, outcomes = 0;
    for (unsigned i = 0; i < 5000; i++) {
        say(a, 0x08, alice, bob, i + 1);
        say(b, 0x08, bob, alice, 0);
        pass(m, 3 * EXTSTA_MS);
    }
    while (next(a, &e)) {
        frames += e.type == EXTSTA_RADIO_FRAME;
        outcomes += e.type == EXTSTA_RADIO_OUTCOME;
    }
    assert_int_equal(outcomes, 5000);
    assert_int_equal(frames, 4096);
    assert_true(medium_counts(m).unread > 0);
    end(m, a, b);
}

/* An open client's frame comes out of the wire; `wire` is a socket here. */
static void the_wire(void **state)
{
    (void)state;
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair), 0);
    struct medium *m = medium_of_test(pair[0]);
    struct extsta_radio *a = radio_at(m, alice, 5);
    ap_of_test(m);
    /* 802.11-2020 9.3.3: Authentication; Association Request with SSID and rates; Data to DS */
    uint8_t auth[30] = {0xb0, 0, 0, 0, 2, 0, 0,   0,    0, 0xa, 2, 0, 0, 0, 1,
                        1,    2, 0, 0, 0, 0, 0xa, 0x10, 0, 0,   0, 1, 0, 0, 0};
    uint8_t assoc[40] = {0, 0, 0,   0,   2,   0,   0, 0,   0,    0xa,  2,    0,   0,  0,
                         1, 1, 2,   0,   0,   0,   0, 0xa, 0x20, 0,    1,    0,   10, 0,
                         0, 4, 'h', 'o', 'm', 'e', 1, 4,   0x82, 0x84, 0x8b, 0x96};
    uint8_t data[36] = {8,    1,    0, 0, 2,    0, 0,    0,    0,   0xa, 2,    0,
                        0,    0,    1, 1, 0x06, 1, 2,    3,    4,   5,   0x30, 0,
                        0xaa, 0xaa, 3, 0, 0,    0, 0x88, 0xb5, 'h', 'e', 'r',  'e'};
    struct extsta_tx_meta meta = {.freq = FREQ};
    a->ops->send(a, now, (struct extsta_span){auth, sizeof auth}, &meta);
    pass(m, 20 * EXTSTA_MS);
    a->ops->send(a, now, (struct extsta_span){assoc, sizeof assoc}, &meta);
    pass(m, 20 * EXTSTA_MS);
    a->ops->send(a, now, (struct extsta_span){data, sizeof data}, &meta);
    pass(m, 20 * EXTSTA_MS);
    uint8_t got[64];
    static const uint8_t wanted[18] = {6, 1, 2, 3,    4,    5,   2,   0,   0,
                                       0, 1, 1, 0x88, 0xb5, 'h', 'e', 'r', 'e'};
    assert_int_equal(read(pair[1], got, sizeof got), sizeof wanted);
    assert_memory_equal(got, wanted, sizeof wanted);
    assert_int_equal(medium_counts(m).wire_out, 1);
    end(m, a, NULL);
    close(pair[0]);
    close(pair[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_make_signals),
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(farewell_before_tuning),
        cmocka_unit_test(ready_is_called_once),
        cmocka_unit_test(a_loop_is_told_for_whom),
        cmocka_unit_test(access_point_beacons_and_answers),
        cmocka_unit_test(late_machine),
        cmocka_unit_test(quiet_air_is_not_late),
        cmocka_unit_test(owner_that_sleeps),
        cmocka_unit_test(the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
