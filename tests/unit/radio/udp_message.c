/* Octets of the radio boundary over UDP, against the layout of docs/radio-udp.md written out by
 * hand; and what is wrong with those that are none. */
#include "../testing.h"
#include "udp_message.h"

static void same_octets(const struct udp_message *m, const uint8_t *wanted, size_t n)
{
    uint8_t out[UDP_DATAGRAM_MAX];
    assert_int_equal(udp_message_write(m, out, sizeof out), n);
    assert_memory_equal(out, wanted, n);
    assert_int_equal(udp_message_write(m, out, n - 1), 0);
}

static enum udp_drop reads(const uint8_t *octets, size_t n, struct udp_message *m)
{
    return udp_message_read((struct extsta_span){octets, n}, m);
}

#define HEAD(type, session, number, ack)                                                       \
    'X', 'R', 1, type, 0, 0, 0, session, 0, 0, 0, number, 0, 0, 0, ack

static void hello(void **state)
{
    (void)state;
    static const uint8_t wanted[] = {HEAD(1, 0, 0, 0),
                                     1,
                                     2,
                                     3,
                                     4,
                                     5,
                                     6,
                                     7,
                                     8,
                                     2,
                                     0,
                                     0,
                                     0,
                                     0,
                                     9,
                                     1,
                                     0xec,
                                     1,
                                     1,
                                     0,
                                     0,
                                     0x01,
                                     0xf4,
                                     0xff,
                                     0xff,
                                     0xff,
                                     0x9c,
                                     0,
                                     0,
                                     0,
                                     0};
    struct udp_message m = {.type = UDP_HELLO,
                            .body.hello = {.nonce = 0x0102030405060708,
                                           .address = {{2, 0, 0, 0, 0, 9}},
                                           .flags = UDP_HAS_PLACE,
                                           .power = -20,
                                           .lowest = 1,
                                           .highest = 1,
                                           .place = {500, -100, 0}}};
    same_octets(&m, wanted, sizeof wanted);
    assert_int_equal(reads(wanted, sizeof wanted, &m), UDP_TAKEN);
    assert_int_equal(m.body.hello.place[1], -100);
    assert_int_equal(m.body.hello.power, -20);
}

static void send_and_heard(void **state)
{
    (void)state;
    static const uint8_t sent[] = {HEAD(4, 7, 3, 2),
                                   0,
                                   0,
                                   1,
                                   0,
                                   0,
                                   0,
                                   0x27,
                                   0x10,
                                   9,
                                   0x6c,
                                   0,
                                   12,
                                   0,
                                   1,
                                   0,
                                   4,
                                   2,
                                   6,
                                   0xd4,
                                   0,
                                   0,
                                   0,
                                   2,
                                   0,
                                   0,
                                   0,
                                   0,
                                   1};
    static const uint8_t heard[] = {HEAD(6, 7, 1, 3),
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    1,
                                    2,
                                    9,
                                    0x6c,
                                    0,
                                    12,
                                    0,
                                    0,
                                    1,
                                    0xce,
                                    0xd4,
                                    0,
                                    0,
                                    0,
                                    2,
                                    0,
                                    0,
                                    0,
                                    0,
                                    1};
    struct udp_message m;
    assert_int_equal(reads(sent, sizeof sent, &m), UDP_TAKEN);
    assert_int_equal(m.session, 7);
    assert_int_equal(m.number, 3);
    assert_int_equal(m.acknowledged, 2);
    const struct extsta_tx_meta *t = &m.body.send.meta;
    assert_int_equal(t->cookie, 256);
    assert_int_equal(t->lifetime, 10000);
    assert_int_equal(t->freq, 2412);
    assert_int_equal(t->rate, 12);
    assert_int_equal(t->flags, EXTSTA_TX_NO_ACK);
    assert_int_equal(t->tries, 4);
    assert_int_equal(t->access, EXTSTA_ACCESS_BEST_EFFORT);
    assert_int_equal(t->eapol_message, 6);
    assert_int_equal(m.body.send.frame.len, 10);
    same_octets(&m, sent, sizeof sent);
    assert_int_equal(reads(heard, sizeof heard, &m), UDP_TAKEN);
    assert_int_equal(m.body.heard.meta.signal, -50);
    assert_int_equal(m.body.heard.meta.serial, 258);
    assert_int_equal(m.body.heard.meta.phy, 1);
    same_octets(&m, heard, sizeof heard);
}

static void the_short_ones(void **state)
{
    (void)state;
    static const uint8_t welcome[] = {
        HEAD(2, 7, 0, 0), 0, 0, 0, 0, 0, 0, 0, 5, 0, 200, 0x13, 0x88};
    static const uint8_t refuse[] = {HEAD(3, 0, 0, 0), 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3};
    static const uint8_t tune[] = {HEAD(5, 7, 1, 0), 0x14, 0x3c};
    static const uint8_t outcome[] = {HEAD(7, 7, 1, 0), 0, 0, 0, 9, 1, 3};
    static const uint8_t started[] = {HEAD(8, 7, 1, 0), 0, 0, 0, 9};
    static const uint8_t alive[] = {HEAD(9, 7, 0, 4), 9, 0x6c, 0, 3, 0x0d, 0x40, 0, 0, 0, 7};
    static const uint8_t bye[] = {HEAD(10, 7, 0, 0), 2};
    static const struct {
        const uint8_t *octets;
        size_t n;
    } all[] = {{welcome, sizeof welcome}, {refuse, sizeof refuse},   {tune, sizeof tune},
               {outcome, sizeof outcome}, {started, sizeof started}, {alive, sizeof alive},
               {bye, sizeof bye}};
    struct udp_message m[7];
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(reads(all[i].octets, all[i].n, &m[i]), UDP_TAKEN);
        same_octets(&m[i], all[i].octets, all[i].n);
        /* one octet less, one more: no such body */
        uint8_t longer[64] = {0};
        memcpy(longer, all[i].octets, all[i].n);
        struct udp_message none;
        assert_int_equal(reads(longer, all[i].n - 1, &none), UDP_DROP_LENGTH);
        assert_int_equal(reads(longer, all[i].n + 1, &none), UDP_DROP_LENGTH);
    }
    assert_int_equal(m[0].body.welcome.silence, 5000);
    assert_int_equal(m[1].body.refuse.code, UDP_REFUSED_VERSION);
    assert_int_equal(m[1].body.refuse.highest, 3);
    assert_int_equal(m[2].body.tune, 5180);
    assert_true(m[3].body.outcome.acked);
    assert_int_equal(m[3].body.outcome.tries, 3);
    assert_int_equal(m[4].body.started, 9);
    assert_int_equal(m[5].body.alive.window, 200000);
    assert_int_equal(m[6].body.bye, UDP_BYE_REPLACED);
}

static void what_is_wrong(void **state)
{
    (void)state;
    uint8_t tune[] = {HEAD(5, 7, 1, 0), 0x14, 0x3c}, ack[UDP_DATAGRAM_MAX] = {HEAD(4, 7, 1, 0)};
    struct udp_message m;
    assert_int_equal(reads(tune, 15, &m), UDP_DROP_SHORT);
    assert_int_equal(reads(NULL, 0, &m), UDP_DROP_SHORT);
    tune[0] = 'Y';
    assert_int_equal(reads(tune, sizeof tune, &m), UDP_DROP_MAGIC);
    tune[0] = 'X';
    tune[2] = 2;
    assert_int_equal(reads(tune, sizeof tune, &m), UDP_DROP_VERSION);
    tune[2] = 1;
    tune[3] = 11;
    assert_int_equal(reads(tune, sizeof tune, &m), UDP_DROP_TYPE);
    tune[3] = 5;
    tune[11] = 0; /* TUNE is numbered */
    assert_int_equal(reads(tune, sizeof tune, &m), UDP_DROP_NUMBER);
    tune[11] = 1;
    tune[17] = 0x3d; /* 5181 MHz */
    assert_int_equal(reads(tune, sizeof tune, &m), UDP_DROP_VALUE);
    ack[24] = 9; /* 2412 MHz */
    ack[25] = 0x6c;
    assert_int_equal(reads(ack, 34 + 9, &m), UDP_DROP_VALUE); /* shorter than an Ack */
    assert_int_equal(reads(ack, 34 + UDP_FRAME_MAX, &m), UDP_TAKEN);
    assert_int_equal(reads(ack, 34 + UDP_FRAME_MAX + 1, &m), UDP_DROP_LENGTH);
    ack[32] = EXTSTA_ACCESS_COUNT;
    assert_int_equal(reads(ack, 34 + 10, &m), UDP_DROP_VALUE);
    for (unsigned i = 0; i < UDP_DROPS; i++) {
        assert_string_not_equal(udp_drop_name((enum udp_drop)i), "?");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hello), cmocka_unit_test(send_and_heard),
        cmocka_unit_test(the_short_ones), cmocka_unit_test(what_is_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
