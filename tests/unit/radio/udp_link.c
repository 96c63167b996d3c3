/* Links of the radio boundary over UDP (radio/udp_link.h) at both ends of a network that loses,
 * repeats and reorders by a fixed sequence: all arrives, once, in order; and what they do about
 * an end that has gone. */
#include "../testing.h"
#include "udp_link.h"

#define EVERY (200u * EXTSTA_MS)
#define DEAD  (5u * EXTSTA_SECOND)

static uint32_t drawn;
static uint32_t draw(uint32_t below)
{
    drawn = drawn * 1664525u + 1013904223u;
    return (drawn >> 8) % below;
}

struct flying {
    uint8_t bytes[64];
    size_t len;
    extsta_time at;
    bool used;
};
struct way {
    struct flying in_air[2048];
    unsigned loss; /* of 100 */
    extsta_time jitter;
};

static void put(struct way *w, extsta_time now, struct extsta_span d)
{
    unsigned copies = draw(100) < w->loss ? 0 : draw(100) < 5 ? 2 : 1;
    for (size_t i = 0; i < 2048 && copies; i++) {
        struct flying *f = &w->in_air[i];
        if (!f->used) {
            assert_true(d.len <= sizeof f->bytes);
            memcpy(f->bytes, d.data, d.len);
            f->len = d.len;
            f->at = now + 100 + (w->jitter ? draw((uint32_t)w->jitter) : 0);
            f->used = true;
            copies--;
        }
    }
    assert_int_equal(copies, 0);
}

static unsigned repeated;
static void arrive(struct way *w, extsta_time now, struct udp_link *to)
{
    struct udp_message m;
    for (size_t i = 0; i < 2048; i++) {
        struct flying *f = &w->in_air[i];
        if (f->used && f->at <= now) {
            struct extsta_span d = {f->bytes, f->len};
            f->used = false;
            assert_int_equal(udp_message_read(d, &m), UDP_TAKEN);
            repeated += udp_link_input(to, now, d, &m) == UDP_DROP_REPEATED;
        }
    }
}

static void leave(struct udp_link *from, extsta_time now, struct way *w)
{
    struct extsta_span d;
    while ((d = udp_link_output(from, now)).len > 0) {
        put(w, now, d);
    }
    if (udp_link_owes_alive(from, now)) {
        uint8_t bytes[64];
        struct udp_message m = {.type = UDP_ALIVE};
        udp_link_stamp(from, now, &m);
        put(w, now, (struct extsta_span){bytes, udp_message_write(&m, bytes, sizeof bytes)});
    }
}

static struct way there, back;

static void network(unsigned loss, extsta_time jitter)
{
    drawn = 1;
    repeated = 0;
    memset(&there, 0, sizeof there);
    memset(&back, 0, sizeof back);
    there.loss = back.loss = loss;
    there.jitter = back.jitter = jitter;
}

/* Both ends say 3000 things; each must hear the other's numbers in order. */
static void converse(unsigned loss, extsta_time jitter)
{
    struct udp_link a, b;
    struct udp_message m;
    uint32_t said[2] = {0}, heard[2] = {0};
    network(loss, jitter);
    udp_link_start(&a, 7, 0, EVERY, DEAD);
    udp_link_start(&b, 7, 0, EVERY, DEAD);
    extsta_time now = 0;
    for (; now < 600 * EXTSTA_SECOND && (heard[0] < 3000 || heard[1] < 3000); now += 500) {
        for (unsigned i = 0; i < 2; i++) {
            struct udp_link *l = i ? &b : &a;
            m = (struct udp_message){.type = UDP_STARTED, .body.started = said[i] + 1};
            said[i] += said[i] < 3000 && udp_link_send(l, &m);
        }
        leave(&a, now, &there);
        leave(&b, now, &back);
        arrive(&there, now, &b);
        arrive(&back, now, &a);
        while (udp_link_next(&a, &m)) {
            assert_int_equal(m.body.started, ++heard[0]);
        }
        while (udp_link_next(&b, &m)) {
            assert_int_equal(m.body.started, ++heard[1]);
        }
        assert_false(udp_link_is_dead(&a, now));
    }
    assert_int_equal(heard[0], 3000);
    assert_int_equal(heard[1], 3000);
    udp_link_end(&a);
    udp_link_end(&b);
}

static void nothing_lost(void **state)
{
    (void)state;
    converse(0, 0);
}
static void reordered(void **state)
{
    (void)state;
    converse(0, 20 * EXTSTA_MS);
    assert_true(repeated > 0); /* the network repeats 5 of 100 */
}
static void lossy(void **state)
{
    (void)state;
    converse(10, 5 * EXTSTA_MS);
}

/* Nobody answers: the first goes out again, later and later, and after five seconds it is dead.
 */
static void an_end_that_is_gone(void **state)
{
    (void)state;
    struct udp_link a;
    const struct udp_message m = {.type = UDP_STARTED, .body.started = 1};
    udp_link_start(&a, 7, 0, EVERY, DEAD);
    assert_true(udp_link_send(&a, &m));
    extsta_time sent[16], now = 0;
    size_t n = 0;
    for (; !udp_link_is_dead(&a, now); now += EXTSTA_MS) {
        if (udp_link_output(&a, now).len > 0) {
            sent[n++] = now;
        }
    }
    assert_int_equal(now, DEAD);
    assert_in_range(n, 11, 14);
    for (size_t i = 2; i < n; i++) {
        extsta_time gap = sent[i] - sent[i - 1];
        assert_true(gap >= sent[i - 1] - sent[i - 2] || gap == UDP_AGAIN_MOST);
        assert_true(gap <= 2 * UDP_AGAIN_MOST);
    }
    udp_link_end(&a);
}

/* What waits is bounded, and so is what is taken before its turn. */
static void bounds(void **state)
{
    (void)state;
    struct udp_link a, b;
    struct udp_message m = {.type = UDP_STARTED, .body.started = 1};
    udp_link_start(&a, 7, 0, EVERY, DEAD);
    udp_link_start(&b, 7, 0, EVERY, DEAD);
    size_t taken = 0, out = 0;
    while (udp_link_send(&a, &m)) {
        taken++;
    }
    assert_int_equal(taken, UDP_QUEUE);
    while (udp_link_output(&a, 1).len > 0) {
        out++;
    }
    assert_int_equal(out, UDP_WINDOW);
    /* a stranger's number far ahead; an acknowledgement of what was never sent */
    uint8_t bytes[64];
    m.number = UDP_WINDOW + 1;
    m.session = 7;
    struct extsta_span d = {bytes, udp_message_write(&m, bytes, sizeof bytes)};
    assert_int_equal(udp_link_input(&b, 1, d, &m), UDP_DROP_NUMBER);
    m = (struct udp_message){.type = UDP_ALIVE, .session = 7, .acknowledged = UINT32_MAX};
    assert_int_equal(udp_link_input(&b, 1, d, &m), UDP_TAKEN);
    assert_int_equal(udp_link_input(&a, 1, d, &m), UDP_TAKEN);
    assert_int_equal(a.queued, UDP_QUEUE - UDP_WINDOW); /* what was under way has arrived */
    udp_link_end(&a);
    udp_link_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_lost), cmocka_unit_test(reordered), cmocka_unit_test(lossy),
        cmocka_unit_test(an_end_that_is_gone), cmocka_unit_test(bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
