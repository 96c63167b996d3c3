/* Who may ask an access point of mac80211_hwsim at the same time (radio/hwsim_window.h). The
 * frames are those that hostapd sends: IEEE 802.11-2020 9.3.3, 12.7.6. */
#include "../testing.h"
#include "hwsim_window.h"

#define MS 1000u

static struct hwsim_window w;
static uint8_t octets[128];

static struct extsta_mac station(unsigned n)
{
    return (struct extsta_mac){{2, 0, 0, 0, 1, (uint8_t)n}};
}

/* A frame of a station: only its kind matters. */
static struct extsta_span from_station(uint8_t kind)
{
    memset(octets, 0, sizeof octets);
    octets[0] = kind;
    return (struct extsta_span){octets, 40};
}

/* A frame of the AP to a station; the body is set by the caller. */
static struct extsta_span to_station(uint8_t kind, unsigned n, size_t body)
{
    memset(octets, 0, sizeof octets);
    octets[0] = kind;
    memcpy(octets + 4, station(n).b, 6);
    return (struct extsta_span){octets, 24 + body};
}

static void ask(extsta_time now, unsigned n, uint8_t kind)
{
    assert_true(hwsim_window_has_room(&w, station(n)));
    hwsim_window_enter(&w, now, station(n), from_station(kind));
}

static void authenticated(extsta_time now, unsigned n, uint8_t status)
{
    struct extsta_span f = to_station(0xb0, n, 6);
    octets[24 + 4] = status;
    hwsim_window_answered(&w, now, f);
}

static void associated(extsta_time now, unsigned n, bool privacy, uint8_t status)
{
    struct extsta_span f = to_station(0x10, n, 6);
    octets[24] = privacy ? 0x11 : 0x01;
    octets[24 + 2] = status;
    hwsim_window_answered(&w, now, f);
}

/* A QoS Data frame with an EAPOL-Key frame: 0x008a is message 1's key information, 0x13ca
 * message 3's (12.7.2). */
static void key(extsta_time now, unsigned n, uint16_t info)
{
    static const uint8_t head[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 3, 0, 95, 2};
    struct extsta_span f = to_station(0x88, n, 2 + sizeof head + 2);
    memcpy(octets + 26, head, sizeof head);
    octets[26 + sizeof head] = (uint8_t)(info >> 8);
    octets[27 + sizeof head] = (uint8_t)info;
    hwsim_window_answered(&w, now, f);
}

static void fill(extsta_time now, uint8_t kind)
{
    memset(&w, 0, sizeof w);
    for (unsigned n = 0; n < HWSIM_ASKERS; n++) {
        ask(now, n, kind);
    }
}

static bool full(void)
{
    return !hwsim_window_has_room(&w, station(99));
}

static void what_asks(void **state)
{
    static const uint8_t asks[] = {0x00, 0x20, 0x40, 0xb0};
    static const uint8_t does_not[] = {0x08, 0x88, 0xa0, 0xc0, 0xd0, 0xb4, 0x48, 0x80};
    for (size_t i = 0; i < sizeof asks; i++) {
        assert_true(hwsim_window_is_request(from_station(asks[i])));
    }
    for (size_t i = 0; i < sizeof does_not; i++) {
        assert_false(hwsim_window_is_request(from_station(does_not[i])));
    }
    assert_false(hwsim_window_is_request((struct extsta_span){octets, 23}));
}

static void a_place_is_kept_until_the_handshake_is_through(void **state)
{
    fill(0, 0xb0);
    assert_true(full());
    assert_true(hwsim_window_has_room(&w, station(0))); /* it has its own */
    for (unsigned n = 0; n < HWSIM_ASKERS; n++) {
        authenticated(1, n, 0);
    }
    assert_true(full());
    ask(2, 0, 0x00);
    associated(3, 0, true, 0);
    assert_true(full());
    key(4, 0, 0x008a);
    assert_true(full());
    key(5, 0, 0x13ca);
    assert_false(full());
}

static void an_open_network_has_no_handshake(void **state)
{
    fill(0, 0x00);
    associated(3, 0, false, 0);
    assert_true(full());
    assert_true(hwsim_window_deadline(&w) == 3 + HWSIM_REST);
    assert_int_equal(hwsim_window_expire(&w, 3 + HWSIM_REST - 1), 0);
    assert_true(full());
    assert_int_equal(hwsim_window_expire(&w, 3 + HWSIM_REST), 0);
    assert_false(full());
}

static void a_refusal_ends_it(void **state)
{
    fill(0, 0xb0);
    authenticated(1, 0, 17);
    assert_false(full());
    fill(0, 0x00);
    associated(1, 0, true, 17);
    assert_false(full());
    fill(0, 0xb0);
    hwsim_window_answered(&w, 1, to_station(0xc0, 3, 2));
    assert_false(full());
}

static void a_probe_response_answers_a_probe(void **state)
{
    fill(0, 0x40);
    hwsim_window_answered(&w, 1, to_station(0x50, 0, 12));
    assert_false(full());
    fill(0, 0xb0);
    hwsim_window_answered(&w, 1, to_station(0x50, 0, 12)); /* of a probe before */
    assert_true(full());
}

/* hostapd reads in order: whoever asked before has been read, and is ignored. */
static void an_answer_speaks_for_all_before_it(void **state)
{
    fill(0, 0xb0);
    authenticated(1, 5, 0);
    assert_int_equal(w.count, HWSIM_ASKERS - 5);
    ask(2, 5, 0x00);
    associated(3, 5, true, 0);
    assert_int_equal(w.count, 1); /* 6 and 7 had asked before 5 associated */
    ask(4, 20, 0x00);
    associated(5, 20, true, 0);
    key(6, 20, 0x008a);
    assert_int_equal(w.count, 1); /* the event about 5 has been read before that about 20 */
}

static void an_answer_says_nothing_of_later_stages(void **state)
{
    fill(0, 0x00);
    for (unsigned n = 0; n < HWSIM_ASKERS; n++) {
        associated(1, n, true, 0);
    }
    key(2, 0, 0x008a);
    assert_true(full()); /* the others' events come later */
}

/* A wrong passphrase: hostapd waits for a message 2 that it likes. */
static void a_repeated_message_1_does_not_keep_the_place(void **state)
{
    fill(0, 0x00);
    associated(1, 0, true, 0);
    key(2, 0, 0x008a);
    assert_int_equal(w.count, HWSIM_ASKERS);
    key(1000 * MS, 0, 0x008a);
    assert_int_equal(w.count, HWSIM_ASKERS - 1);
}

static void protected_data_is_no_handshake(void **state)
{
    fill(0, 0x00);
    associated(1, 0, true, 0);
    struct extsta_span f = to_station(0x88, 0, 40);
    octets[1] = 0x42;
    hwsim_window_answered(&w, 2, f);
    assert_false(full());
}

static void thrown_out_all_ask_anew(void **state)
{
    fill(0, 0xb0);
    struct extsta_span f = to_station(0xc0, 0, 2);
    memset(octets + 4, 0xff, 6);
    hwsim_window_answered(&w, 1, f);
    assert_int_equal(w.count, 0);
}

/* The next frame is the station's: our process may be late with it, but not for ever. */
static void who_is_authenticated_keeps_the_place_to_associate(void **state)
{
    fill(0, 0xb0);
    for (unsigned n = 0; n < HWSIM_ASKERS; n++) {
        authenticated(1, n, 0);
    }
    assert_int_equal(hwsim_window_expire(&w, HWSIM_NEXT), 0);
    assert_true(full());
    ask(HWSIM_NEXT, 0, 0x00);
    assert_int_equal(hwsim_window_expire(&w, 1 + HWSIM_NEXT), 0); /* nobody's fault */
    assert_int_equal(w.count, 1);
}

/* For how long it was so that somebody waited, of the time that is asked about. */
static void it_is_busy_while_somebody_waits(void **state)
{
    memset(&w, 0, sizeof w);
    assert_true(hwsim_window_busy(&w, 5000 * MS, 0) == 0);
    for (extsta_time now = 1000 * MS; now <= 2000 * MS; now += 100 * MS) {
        hwsim_window_refused(&w, now);
    }
    assert_true(hwsim_window_busy(&w, 2050 * MS, 1900 * MS) == 150 * MS);
    assert_true(hwsim_window_busy(&w, 2050 * MS, 500 * MS) == 1050 * MS);
    assert_true(hwsim_window_busy(&w, 3000 * MS, 1900 * MS) == 100 * MS);
    assert_true(hwsim_window_busy(&w, 3000 * MS, 2500 * MS) == 0);
    hwsim_window_refused(&w, 3000 * MS); /* after a pause: another time */
    assert_true(hwsim_window_busy(&w, 3100 * MS, 1000 * MS) == 100 * MS);
}

/* Somebody is answered every 900 ms: however slow that is, the others are not given up. */
static void a_slow_access_point_is_not_a_silent_one(void **state)
{
    fill(0, 0xb0);
    for (unsigned n = 0; n < HWSIM_ASKERS - 1; n++) {
        extsta_time now = (n + 1) * 900u * MS;
        assert_int_equal(hwsim_window_expire(&w, now), 0);
        authenticated(now, n, 1);
    }
    assert_int_equal(w.count, 1);
}

/* 1, 2, 4, 8, 8 ... seconds; a socket that nobody reads for a minute gets 8 * 8 requests and
 * holds more. An answer makes it one second again. */
static void a_silent_access_point_is_asked_less_and_less(void **state)
{
    static const extsta_time silence[] = {1000, 2000, 4000, 8000, 8000};
    extsta_time now = 0;
    memset(&w, 0, sizeof w);
    for (size_t i = 0; i < sizeof silence / sizeof *silence; i++) {
        for (unsigned n = 0; n < HWSIM_ASKERS; n++) {
            ask(now, n, 0xb0);
        }
        now += silence[i] * MS;
        assert_true(hwsim_window_deadline(&w) == now);
        assert_int_equal(hwsim_window_expire(&w, now - 1), 0);
        assert_int_equal(hwsim_window_expire(&w, now), HWSIM_ASKERS);
        assert_int_equal(w.count, 0);
    }
    ask(now, 0, 0xb0);
    ask(now, 1, 0xb0);
    authenticated(now, 0, 1);
    assert_true(hwsim_window_deadline(&w) == now + 1000 * MS);
}

static void nobody_waits_nothing_is_due(void **state)
{
    memset(&w, 0, sizeof w);
    assert_true(hwsim_window_deadline(&w) == EXTSTA_NEVER);
    assert_int_equal(hwsim_window_expire(&w, 1u << 30), 0);
    /* The silence is counted from when somebody began to wait. */
    ask(60000 * MS, 0, 0xb0);
    assert_true(hwsim_window_deadline(&w) == 61000 * MS);
}

static void cut_frames_are_nothing(void **state)
{
    fill(0, 0x00);
    for (size_t len = 0; len < 30; len++) {
        struct extsta_span f = to_station(len & 1 ? 0xb0 : 0x88, 0, 0);
        f.len = len;
        uint8_t *exact = malloc(len ? len : 1);
        memcpy(exact, f.data, len);
        hwsim_window_answered(&w, 1, (struct extsta_span){exact, len});
        free(exact);
    }
    assert_true(w.count >= HWSIM_ASKERS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_asks),
        cmocka_unit_test(a_place_is_kept_until_the_handshake_is_through),
        cmocka_unit_test(an_open_network_has_no_handshake),
        cmocka_unit_test(a_refusal_ends_it),
        cmocka_unit_test(a_probe_response_answers_a_probe),
        cmocka_unit_test(an_answer_speaks_for_all_before_it),
        cmocka_unit_test(an_answer_says_nothing_of_later_stages),
        cmocka_unit_test(a_repeated_message_1_does_not_keep_the_place),
        cmocka_unit_test(protected_data_is_no_handshake),
        cmocka_unit_test(thrown_out_all_ask_anew),
        cmocka_unit_test(who_is_authenticated_keeps_the_place_to_associate),
        cmocka_unit_test(it_is_busy_while_somebody_waits),
        cmocka_unit_test(a_slow_access_point_is_not_a_silent_one),
        cmocka_unit_test(a_silent_access_point_is_asked_less_and_less),
        cmocka_unit_test(nobody_waits_nothing_is_due),
        cmocka_unit_test(cut_frames_are_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
