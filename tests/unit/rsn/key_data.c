/* What key data say besides keys: the channel of the sender (operating channel validation), the
 * id of the pairwise key (Extended Key ID) and the Wi-Fi Alliance's Transition Disable. The
 * octets are those of IEEE Std 802.11-2020 12.7.2 and 9.4.2.237, and of the WPA3 specification;
 * hostapd's are the same (ocv_insert_oci_kde, RSN_KEY_DATA_KEYID,
 * WFA_KEY_DATA_TRANSITION_DISABLE). */
#include "pair.h"

static struct message run(struct pair *p, struct message m, unsigned messages)
{
    for (unsigned k = 0; k < messages; k++) {
        m = k % 2 ? to_a(p, &m) : to_s(p, &m);
    }
    return m;
}

static struct message start_ocv(struct pair *p, uint16_t s_freq, uint16_t a_freq)
{
    struct message m = start(p, AKM_PSK_SHA256, pmk_a, pmk_a);
    p->s.config.oci = (struct oci){true, s_freq};
    p->a.config.oci = (struct oci){true, a_freq};
    return m;
}

static bool has(const struct message *m, const char *octets, size_t n)
{
    for (size_t i = 0; i + n <= m->len; i++) {
        if (memcmp(m->bytes + i, octets, n) == 0) {
            return true;
        }
    }
    return false;
}

/* Operating class and channel of table E-4; nobody is wider than 20 MHz here. */
static void both_ends_say_their_channel(void **state)
{
    static const struct {
        uint16_t freq;
        const char *kde;
    } of[] = {{2437, "\xdd\x07\x00\x0f\xac\x0d\x51\x06\x00"},
              {2484, "\xdd\x07\x00\x0f\xac\x0d\x52\x0e\x00"},
              {5180, "\xdd\x07\x00\x0f\xac\x0d\x73\x24\x00"},
              {5260, "\xdd\x07\x00\x0f\xac\x0d\x76\x34\x00"},
              {5500, "\xdd\x07\x00\x0f\xac\x0d\x79\x64\x00"},
              {5745, "\xdd\x07\x00\x0f\xac\x0d\x7c\x95\x00"}};
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        struct pair p;
        struct message m = start_ocv(&p, of[i].freq, of[i].freq);
        m = run(&p, m, 1);
        assert_true(has(&m, of[i].kde, 9));
        m = to_a(&p, &m);
        m = to_s(&p, &m);
        to_a(&p, &m);
        assert_done(&p);
        authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
        m = sent(&p.a_step);
        m = to_s(&p, &m);
        assert_true(has(&m, of[i].kde, 9));
        to_a(&p, &m);
        assert_done(&p);
    }
}

/* An AP that is 40 or 80 MHz wide names another class; its primary channel is what counts. */
static void a_wider_ap_agrees(void **state)
{
    const struct oci ours = {true, 2437}, high = {true, 5180}, none = {false, 2437};
    assert_true(oci_agrees(&ours, span("\x53\x06\x00", 3)));  /* 40 MHz, secondary above */
    assert_true(oci_agrees(&high, span("\x80\x24\x2a", 3)));  /* 80 MHz */
    assert_false(oci_agrees(&ours, span("\x73\x06\x00", 3))); /* of 5 GHz */
    assert_false(oci_agrees(&ours, span("\x51\x07\x00", 3)));
    assert_false(oci_agrees(&ours, span("\x00\x06\x00", 3)));
    assert_false(oci_agrees(&ours, span("\x51\x06", 2)));
    assert_false(oci_agrees(&ours, span(NULL, 0)));
    assert_true(oci_agrees(&none, span(NULL, 0)));
}

/* The multi-channel man in the middle: the true frames of both, on two channels. */
static void a_man_in_the_middle_on_two_channels_is_found_out(void **state)
{
    struct pair p;
    struct message m = start_ocv(&p, 2412, 2437);
    m = run(&p, m, 1);
    to_a(&p, &m); /* the AP sees it first */
    assert_int_equal(p.a_step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(p.a_step.diagnosis, EXTSTA_DIAGNOSIS_OTHER_CHANNEL);

    m = start_ocv(&p, 2412, 2412);
    m = run(&p, m, 1);
    authenticator_moved(&p.a, 2437);
    p.a.config.oci.used = false; /* one that does not look */
    m = to_a(&p, &m);
    to_s(&p, &m); /* and leaves the KDE out */
    assert_int_equal(p.s_step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(p.s_step.diagnosis, EXTSTA_DIAGNOSIS_OTHER_CHANNEL);
    assert_false(p.s_step.pairwise.install || p.s_step.group.install);

    m = start_ocv(&p, 2412, 2412);
    m = run(&p, m, 4);
    assert_done(&p);
    authenticator_moved(&p.a, 2437);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    m = sent(&p.a_step);
    supplicant_moved(&p.s, 2437); /* both have moved: fine */
    m = to_s(&p, &m);
    assert_true(p.s_step.group.install);
    supplicant_moved(&p.s, 2412);
    to_a(&p, &m);
    assert_done(&p);
    authenticator_group(&p.a, p.now, gtk_1, 16, 1, &p.a_step);
    m = sent(&p.a_step);
    to_s(&p, &m);
    assert_int_equal(p.s_step.diagnosis, EXTSTA_DIAGNOSIS_OTHER_CHANNEL);
    assert_false(p.s_step.group.install);
}

/* 12.7.6.4: the id of the pairwise key alternates with each handshake. */
static void extended_key_id(void **state)
{
    struct pair p;
    uint8_t anonce[32];
    struct message m = start(&p, AKM_PSK_SHA256, pmk_a, pmk_a);
    p.s.config.ext_key_id = p.a.config.ext_key_id = true;
    m = run(&p, m, 4);
    assert_done(&p);
    for (unsigned round = 1; round <= 3; round++) {
        assert_int_equal(p.a_step.pairwise.key_id, (round - 1) % 2);
        fresh(anonce);
        authenticator_rekey(&p.a, p.now, anonce, &p.a_step);
        m = sent(&p.a_step);
        m = run(&p, m, 2);
        m = to_s(&p, &m);
        assert_int_equal(p.s_step.pairwise.key_id, round % 2);
        to_a(&p, &m);
        assert_int_equal(p.a_step.pairwise.key_id, round % 2);
        assert_done(&p);
    }
}

/* Who has not negotiated it gets and takes no id: a key would go where no one looks for it. */
static void a_key_id_that_was_not_negotiated_is_refused(void **state)
{
    for (unsigned i = 0; i < 2; i++) {
        struct pair p;
        struct message m = start(&p, AKM_PSK_SHA256, pmk_a, pmk_a);
        p.s.config.ext_key_id = i == 0;
        p.a.config.ext_key_id = i == 1;
        run(&p, m, 3);
        assert_int_equal(p.s_step.drop, EXTSTA_DROP_EAPOL_KEY_DATA);
        assert_false(p.s_authorized);
    }
    struct key_data data;
    assert_true(key_data_parse(span("\xdd\x06\x00\x0f\xac\x0a\x01\x00", 8), &data));
    assert_int_equal(data.key_id, 1);
    assert_false(key_data_parse(span("\xdd\x06\x00\x0f\xac\x0a\x02\x00", 8), &data));
    assert_false(key_data_parse(span("\xdd\x05\x00\x0f\xac\x0a\x01", 7), &data));
}

static void transition_disable_comes_out_of_message_3(void **state)
{
    struct pair p;
    struct message m = start(&p, AKM_SAE, pmk_a, pmk_a);
    p.a.config.transition_disable = 0x09;
    m = run(&p, m, 3);
    assert_int_equal(p.s_step.transition_disable, 0x09);
    to_a(&p, &m);
    assert_done(&p);
    struct key_data data;
    assert_true(key_data_parse(span("\xdd\x05\x50\x6f\x9a\x20\x01", 7), &data));
    assert_int_equal(data.transition_disable, 1);
    /* others of that vendor are skipped */
    assert_true(key_data_parse(span("\xdd\x05\x50\x6f\x9a\x21\x01", 7), &data));
    assert_int_equal(data.transition_disable, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_say_their_channel),
        cmocka_unit_test(a_wider_ap_agrees),
        cmocka_unit_test(a_man_in_the_middle_on_two_channels_is_found_out),
        cmocka_unit_test(extended_key_id),
        cmocka_unit_test(a_key_id_that_was_not_negotiated_is_refused),
        cmocka_unit_test(transition_disable_comes_out_of_message_3),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
