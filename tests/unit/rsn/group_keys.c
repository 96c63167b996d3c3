/* The keys of group-addressed management frames and of Beacons, and the RSNXE of both ends, in
 * the handshakes: handed out, taken once, kept through the rest form, refused where they do not
 * fit. The layout of their KDEs is that of IEEE Std 802.11-2020 12.7.2, figures 12-44 (IGTK) and
 * of 802.11-2024 (BIGTK), which is the same; hostapd writes it so (struct wpa_igtk_kde). */
#include "pair.h"

static const struct management_key igtk_4 = {"an IGTK, 16 byte", 16, 4, 0x0a0b0c0d0e0f},
                                   igtk_5 = {"a later IGTK, 16", 16, 5, 0},
                                   bigtk_6 = {"a BIGTK, 16 byte", 16, 6, 7},
                                   bigtk_7 = {"a later BIGTK 16", 16, 7, 0};
static const uint8_t rsnxe_s[] = {244, 1, 0x20}, rsnxe_a[] = {244, 1, 0x21};

/* Complete but for message 4's way, with management frames protected. */
static struct message start_protected(struct pair *p)
{
    struct message m = start(p, AKM_PSK_SHA256, pmk_a, pmk_a);
    p->s.config.group_mgmt = p->a.config.group_mgmt = CIPHER_BIP;
    authenticator_set_management(&p->a, &igtk_4, &bigtk_6);
    return m;
}

static struct message complete_protected(struct pair *p)
{
    struct message m = start_protected(p);
    for (unsigned k = 0; k < 4; k++) {
        m = k % 2 ? to_a(p, &m) : to_s(p, &m);
    }
    assert_done(p);
    return m;
}

static void assert_key(const struct supplicant_key *key, const struct management_key *want)
{
    assert_true(key->install);
    assert_int_equal(key->len, want->len);
    assert_memory_equal(key->key, want->key, want->len);
    assert_int_equal(key->key_id, want->id);
    assert_int_equal(key->cipher, CIPHER_BIP);
    assert_true(key->rsc == want->pn);
}

static void message_3_brings_igtk_and_bigtk(void **state)
{
    struct pair p;
    complete_protected(&p);
    assert_key(&p.s_step.igtk, &igtk_4);
    assert_key(&p.s_step.bigtk, &bigtk_6);
    assert_key(&p.a_step.igtk, &igtk_4);
    assert_key(&p.a_step.bigtk, &bigtk_6);
}

/* Octet for octet, as hostapd's struct wpa_igtk_kde and tshark have it. */
static void the_kdes_are_those_of_the_standard(void **state)
{
    static const uint8_t igtk[] = {0xdd, 28,   0x00, 0x0f, 0xac, 9,    4,    0,
                                   0x0f, 0x0e, 0x0d, 0x0c, 0x0b, 0x0a, 'a',  'n',
                                   ' ',  'I',  'G',  'T',  'K',  ',',  ' ',  '1',
                                   '6',  ' ',  'b',  'y',  't',  'e'};
    uint8_t out[64];
    struct writer w = writer_of(out, sizeof out);
    struct key_data data;
    key_data_write_management(&w, GROUP_IGTK, &igtk_4);
    assert_int_equal(writer_len(&w), sizeof igtk);
    assert_memory_equal(out, igtk, sizeof igtk);
    key_data_write_management(&w, GROUP_BIGTK, &bigtk_6);
    assert_int_equal(out[sizeof igtk + 5], 14);
    assert_true(key_data_parse(span(out, writer_len(&w)), &data));
    assert_int_equal(data.group[GROUP_BIGTK].id, 6);
    assert_true(data.group[GROUP_BIGTK].pn == 7);
    assert_int_equal(data.group[GROUP_GTK].key.len, 0);
}

/* Ids of another kind, twice, and too short. */
static void kdes_that_cannot_be_are_malformed(void **state)
{
    static const uint8_t ids[][2] = {{GROUP_IGTK, 3},  {GROUP_IGTK, 6},  {GROUP_IGTK, 0},
                                     {GROUP_BIGTK, 5}, {GROUP_BIGTK, 8}, {GROUP_BIGTK, 0}};
    uint8_t out[128];
    struct key_data data;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct management_key key = igtk_4;
        struct writer w = writer_of(out, sizeof out);
        key.id = ids[i][1];
        key_data_write_management(&w, (enum group_kind)ids[i][0], &key);
        assert_false(key_data_parse(span(out, writer_len(&w)), &data));
    }
    struct writer w = writer_of(out, sizeof out);
    key_data_write_management(&w, GROUP_IGTK, &igtk_4);
    assert_true(key_data_parse(span(out, writer_len(&w)), &data));
    key_data_write_management(&w, GROUP_IGTK, &igtk_5);
    assert_false(key_data_parse(span(out, writer_len(&w)), &data));
    for (size_t len = 0; len <= 8; len++) {
        w = writer_of(out, sizeof out);
        kde_write(&w, KDE_IGTK, span("\4\0\0\0\0\0\0\0", len));
        assert_false(key_data_parse(span(out, writer_len(&w)), &data));
    }
}

/* Of the wrong length: the whole message is no good. Not negotiated: not looked at. */
static void a_key_must_fit_the_cipher(void **state)
{
    struct pair p;
    struct message m = start_protected(&p);
    struct management_key key = igtk_4;
    key.len = 15;
    authenticator_set_management(&p.a, &key, NULL);
    m = to_s(&p, &m);
    m = to_a(&p, &m);
    to_s(&p, &m);
    assert_int_equal(p.s_step.drop, EXTSTA_DROP_EAPOL_KEY_DATA);
    assert_true(p.s_step.dropped && !p.s_authorized && !p.s_step.igtk.install);

    m = start_protected(&p);
    p.s.config.group_mgmt = 0;
    m = to_s(&p, &m);
    m = to_a(&p, &m);
    to_s(&p, &m);
    assert_true(p.s_authorized && p.s_step.group.install);
    assert_false(p.s_step.igtk.install || p.s_step.bigtk.install);
}

static void the_group_handshake_renews_all_of_them(void **state)
{
    struct pair p;
    complete_protected(&p);
    authenticator_set_management(&p.a, &igtk_5, &bigtk_7);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    struct message g = sent(&p.a_step);
    g = to_s(&p, &g);
    assert_int_equal(p.s_step.verdict, SUPPLICANT_REKEYED);
    assert_key(&p.s_step.igtk, &igtk_5);
    assert_key(&p.s_step.bigtk, &bigtk_7);
    to_a(&p, &g);
    assert_done(&p);
    /* One of them alone is renewed, too. */
    authenticator_set_management(&p.a, &igtk_4, &bigtk_7);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    g = sent(&p.a_step);
    to_s(&p, &g);
    assert_int_equal(p.s_step.verdict, SUPPLICANT_REKEYED);
    assert_key(&p.s_step.igtk, &igtk_4);
    assert_false(p.s_step.group.install || p.s_step.bigtk.install);
}

static void assert_nothing_installed(const struct supplicant_step *step)
{
    assert_false(step->dropped);
    assert_true(step->send_len > 0);
    assert_int_equal(step->verdict, SUPPLICANT_CONTINUE);
    assert_false(step->pairwise.install || step->group.install);
    assert_false(step->igtk.install || step->bigtk.install);
}

/* Message 3 again and message 1 of the group handshake again, with an older IPN: the receive
 * counter must not go back. */
static void CVE_2017_13079_and_13081_igtk_reinstallation(void **state)
{
    struct pair p;
    struct message m = start_protected(&p);
    m = to_s(&p, &m);
    m = to_a(&p, &m);
    to_s(&p, &m);
    assert_key(&p.s_step.igtk, &igtk_4);
    struct management_key igtk = igtk_4, bigtk = bigtk_6;
    igtk.pn = bigtk.pn = 0;
    authenticator_set_management(&p.a, &igtk, &bigtk);
    m = retry(&p);
    m = to_s(&p, &m);
    assert_nothing_installed(&p.s_step);
    to_a(&p, &m);
    authenticator_group(&p.a, p.now, gtk_1, 16, 1, &p.a_step);
    m = sent(&p.a_step);
    to_s(&p, &m);
    assert_nothing_installed(&p.s_step);
    /* Under another id it is the same key. */
    igtk.id = 5;
    bigtk.id = 7;
    authenticator_set_management(&p.a, &igtk, &bigtk);
    authenticator_group(&p.a, p.now, gtk_1, 16, 2, &p.a_step);
    m = sent(&p.a_step);
    to_s(&p, &m);
    assert_nothing_installed(&p.s_step);
}

/* Message 2 says again what the association request said (12.7.6.3): of RSNXE, too. */
static void message_2_carries_the_rsnxe_of_the_request(void **state)
{
    for (unsigned i = 0; i < 3; i++) {
        struct pair p;
        struct message m = start(&p, AKM_PSK, pmk_a, pmk_a);
        p.s.config.own_rsnxe = span(rsnxe_s, i == 1 ? 0 : sizeof rsnxe_s);
        p.a.config.peer_rsnxe = span(i == 2 ? rsnxe_a : rsnxe_s, sizeof rsnxe_s);
        p.s.config.peer_rsnxe = p.a.config.own_rsnxe = span(rsnxe_a, sizeof rsnxe_a);
        m = to_s(&p, &m);
        m = to_a(&p, &m);
        if (i > 0) { /* left out, or another one: a downgrade of the request */
            assert_int_equal(p.a_step.verdict, SUPPLICANT_REJECTED);
            assert_int_equal(p.a_step.reason, 17);
            continue;
        }
        m = to_s(&p, &m);
        to_a(&p, &m);
        assert_done(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_3_brings_igtk_and_bigtk),
        cmocka_unit_test(the_kdes_are_those_of_the_standard),
        cmocka_unit_test(kdes_that_cannot_be_are_malformed),
        cmocka_unit_test(a_key_must_fit_the_cipher),
        cmocka_unit_test(the_group_handshake_renews_all_of_them),
        cmocka_unit_test(CVE_2017_13079_and_13081_igtk_reinstallation),
        cmocka_unit_test(message_2_carries_the_rsnxe_of_the_request),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
