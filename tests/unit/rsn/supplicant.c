/* The supplicant against frames that real access points sent. */
#include "../with_crypto.h"
#include <stdio.h>
#include "../vectors/hex.h"
#include "../vectors/fourway.h"
#include "rsn/handshake.h"

/* One recorded handshake, and a supplicant in the place of the recorded one. */
struct recorded {
    const struct vector_fourway *v;
    struct hex pmk, m1, m2, m3, m4, g1, g2, plain, peer_rsne, own_rsne;
    struct eapol_key k1, k2, k3;
    struct supplicant_config config;
    struct supplicant s;
    struct supplicant_step step;
};

static void key_of(const struct hex *frame, struct eapol_key *key)
{
    struct eapol e;
    assert_true(eapol_parse(hex_span(frame), &e) && eapol_key_parse(&e, 16, key));
}

static struct hex first_element(struct extsta_span data)
{
    struct hex h = {.len = 2u + data.data[1]};
    memcpy(h.b, data.data, h.len);
    return h;
}

static void record(struct recorded *r, const struct vector_fourway *v)
{
    struct rsn_element rsn;
    unsigned n;
    memset(r, 0, sizeof *r);
    r->v = v;
    r->pmk = hex(v->pmk);
    r->m1 = hex(v->m1);
    r->m2 = hex(v->m2);
    r->m3 = hex(v->m3);
    r->m4 = hex(v->m4);
    r->g1 = hex(v->g1);
    r->g2 = hex(v->g2);
    r->plain = hex(v->key_data_plain_m3);
    key_of(&r->m1, &r->k1);
    key_of(&r->m2, &r->k2);
    key_of(&r->m3, &r->k3);
    r->peer_rsne = first_element(hex_span(&r->plain));
    r->own_rsne = first_element(r->k2.data);
    assert_int_equal(rsn_element_parse(hex_span(&r->peer_rsne), &rsn), EXTSTA_OK);
    bool wpa = sscanf(v->akm, "00-50-f2:%u", &n) == 1;
    assert_true(wpa || sscanf(v->akm, "00-0f-ac:%u", &n) == 1);
    r->config = (struct supplicant_config){.crypto = crypto,
                                           .own = hex_mac(v->spa),
                                           .peer = hex_mac(v->aa),
                                           .pmk = hex_span(&r->pmk),
                                           .akm = wpa ? SUITE_WPA(n) : SUITE_RSN(n),
                                           .pairwise = suites_cipher(rsn.pairwise[0])->selector,
                                           .group = suites_cipher(rsn.group)->selector,
                                           .own_rsne = hex_span(&r->own_rsne),
                                           .peer_rsne = hex_span(&r->peer_rsne),
                                           .eapol_version = r->k2.version};
    assert_int_equal(supplicant_start(&r->s, &r->config), EXTSTA_OK);
}

static void rx(struct recorded *r, const struct hex *frame, bool was_protected)
{
    supplicant_rx(&r->s, hex_span(frame), r->k2.nonce, was_protected, &r->step);
}

/* Our answer carries the recorded MIC whenever it is the recorded frame; stations differ
 * in what they put into the Key Length field of messages 2 and 4 and the like. */
static bool same_frame(struct recorded *r, const struct hex *want)
{
    struct eapol e;
    struct eapol_key got, expected;
    assert_true(eapol_parse(span(r->step.send, r->step.send_len), &e) &&
                eapol_key_parse(&e, 16, &got));
    key_of(want, &expected);
    assert_int_equal(got.info, expected.info);
    assert_true(got.replay == expected.replay);
    assert_true(span_equal(got.data, expected.data));
    assert_int_equal(eapol_key_message(&got), eapol_key_message(&expected));
    return r->step.send_len == want->len && memcmp(r->step.send, want->b, want->len) == 0;
}

static bool is_rsn(const struct vector_fourway *v)
{
    return strncmp(v->akm, "00-0f-ac", 8) == 0;
}

static void recorded_handshakes(void **state)
{
    size_t identical = 0, handshakes = 0;
    for (size_t i = 0; i < COUNT(vectors_fourway); i++) {
        const struct vector_fourway *v = &vectors_fourway[i];
        struct recorded r;
        if (!is_rsn(v)) {
            continue;
        }
        handshakes++;
        record(&r, v);
        struct hex tk = hex(v->tk), gtk = hex(v->gtk);
        rx(&r, &r.m1, false);
        assert_false(r.step.dropped);
        assert_int_equal(r.step.message, 1);
        assert_false(r.step.send_protected);
        bool m2_same = same_frame(&r, &r.m2);
        assert_int_equal(r.step.verdict, SUPPLICANT_CONTINUE);
        rx(&r, &r.m3, false);
        assert_false(r.step.dropped);
        assert_int_equal(r.step.message, 3);
        bool m4_same = same_frame(&r, &r.m4);
        identical += (size_t)m2_same + (size_t)m4_same;
        assert_int_equal(r.step.verdict, SUPPLICANT_AUTHORIZED);
        assert_int_equal(r.s.state, SUPPLICANT_DONE);
        assert_true(r.step.pairwise.install && r.step.group.install);
        assert_int_equal(r.step.pairwise.len, tk.len);
        assert_memory_equal(r.step.pairwise.key, tk.b, tk.len);
        assert_int_equal(r.step.group.len, gtk.len);
        assert_memory_equal(r.step.group.key, gtk.b, gtk.len);
        assert_int_equal(r.step.group.key_id, v->gtk_key_id);
        assert_true(r.step.group.rsc == (r.k3.rsc & 0xffffffffffffull));
        if (r.g1.len > 0) {
            rx(&r, &r.g1, true);
            assert_int_equal(r.step.verdict, SUPPLICANT_REKEYED);
            assert_true(r.step.send_protected);
            assert_true(r.step.group.install && !r.step.pairwise.install);
            assert_int_equal(r.step.group.key_id, 2);
            struct hex g1_plain = hex(v->key_data_plain_g1);
            assert_memory_equal(r.step.group.key, g1_plain.b + 8, 16);
            (void)same_frame(&r, &r.g2);
        }
        supplicant_step_clear(&r.step);
        supplicant_clear(&r.s);
        assert_int_equal(r.s.ptk.tk[0] | r.s.pmk[0] | r.s.in_use[GROUP_GTK].key[0], 0);
    }
    assert_int_equal(handshakes, 8);
    print_message("# %zu of %zu answers are the recorded station's, octet for octet\n",
                  identical, 2 * handshakes);
    assert_true(identical >= 12);
}

/* WPA, from before the standard: what access points of 2002 sent, message 3 in clear and the
 * group key by a handshake of its own. */
static void recorded_handshakes_of_wpa(void **state)
{
    size_t handshakes = 0;
    for (size_t i = 0; i < COUNT(vectors_fourway); i++) {
        const struct vector_fourway *v = &vectors_fourway[i];
        struct recorded r;
        if (is_rsn(v)) {
            continue;
        }
        handshakes++;
        record(&r, v);
        struct hex tk = hex(v->tk), gtk = hex(v->gtk);
        rx(&r, &r.m1, false);
        assert_true(same_frame(&r, &r.m2));
        rx(&r, &r.m3, false);
        assert_true(same_frame(&r, &r.m4));
        assert_int_equal(r.step.verdict, SUPPLICANT_AUTHORIZED);
        assert_true(r.step.awaits_group); /* and no data before it */
        assert_true(r.step.pairwise.install && !r.step.group.install);
        assert_int_equal(r.step.pairwise.cipher, CIPHER_TKIP);
        assert_int_equal(r.step.pairwise.len, 32);
        assert_memory_equal(r.step.pairwise.key, tk.b, 32);
        rx(&r, &r.g1, false);
        assert_int_equal(r.step.drop, EXTSTA_DROP_UNENCRYPTED);
        rx(&r, &r.g1, true);
        assert_true(same_frame(&r, &r.g2));
        assert_true(r.step.send_protected && r.step.group.install && !r.step.awaits_group);
        assert_int_equal(r.step.group.cipher, CIPHER_TKIP);
        assert_int_equal(r.step.group.key_id, v->gtk_key_id);
        assert_int_equal(r.step.group.len, 32);
        assert_memory_equal(r.step.group.key, gtk.b, 32);
        supplicant_step_clear(&r.step);
        supplicant_clear(&r.s);
    }
    assert_int_equal(handshakes, 2);
}

/* Every octet of message 1 and 3 changed: never authorized but by the true frame. */
static void no_changed_message_3_authorizes(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    rx(&r, &r.m1, false);
    for (size_t at = 0; at < r.m3.len; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            r.m3.b[at] ^= (uint8_t)(1u << bit);
            rx(&r, &r.m3, false);
            /* Without its MIC bit it is a message 1, which nothing protects. */
            assert_true(r.step.dropped || r.step.message == 1);
            assert_int_equal(r.step.verdict, SUPPLICANT_CONTINUE);
            assert_false(r.step.pairwise.install || r.step.group.install);
            assert_false(r.s.has_replay); /* only a valid MIC advances it */
            r.m3.b[at] ^= (uint8_t)(1u << bit);
            assert_int_equal(r.s.state, SUPPLICANT_AWAIT_M3);
        }
    }
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.verdict, SUPPLICANT_AUTHORIZED);
}

static void every_cut_is_dropped_by_name(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[1]);
    const struct hex *frames[] = {&r.m1, &r.m3, &r.g1};
    for (size_t f = 0; f < COUNT(frames); f++) {
        for (size_t len = 0; len < frames[f]->len; len++) {
            uint8_t *exact = malloc(len ? len : 1);
            memcpy(exact, frames[f]->b, len);
            supplicant_rx(&r.s, span(exact, len), r.k2.nonce, f == 2, &r.step);
            assert_true(r.step.dropped);
            assert_int_equal(r.step.drop, EXTSTA_DROP_BAD_EAPOL);
            free(exact);
        }
        rx(&r, frames[f], f == 2);
        assert_false(r.step.dropped);
    }
}

static void expect_cause(const struct recorded *r, uint16_t reason,
                         enum extsta_diagnosis diagnosis, unsigned confidence)
{
    uint8_t percent;
    assert_int_equal(supplicant_cause(&r->s, reason, &percent), diagnosis);
    assert_int_equal(percent, confidence);
}

/* What is seen is certain; a wrong passphrase is concluded, the surer the more speaks for it:
 * a message 1 that comes again although message 2 was acknowledged, an AP that says 2 or 15
 * (table 9-49). */
static void the_cause_by_its_evidence(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    r.pmk.b[31] ^= 1;
    assert_int_equal(supplicant_start(&r.s, &r.config), EXTSTA_OK);
    expect_cause(&r, 0, EXTSTA_DIAGNOSIS_M1_NEVER_CAME, 100);
    expect_cause(&r, 15, EXTSTA_DIAGNOSIS_M1_NEVER_CAME, 100);
    rx(&r, &r.m1, false);
    supplicant_sent(&r.s, true);
    expect_cause(&r, 0, EXTSTA_DIAGNOSIS_M3_NEVER_CAME, 100);
    expect_cause(&r, 3, EXTSTA_DIAGNOSIS_M3_NEVER_CAME, 100);
    expect_cause(&r, 2, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 65);
    expect_cause(&r, 15, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 65);
    rx(&r, &r.m1, false); /* the AP could not verify message 2 and asks again */
    expect_cause(&r, 0, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 65);
    expect_cause(&r, 3, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 65);
    expect_cause(&r, 15, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 80);
    supplicant_sent(&r.s, false); /* and has no message 2 to this one */
    rx(&r, &r.m1, false);
    expect_cause(&r, 15, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 80);
    supplicant_sent(&r.s, true);
    rx(&r, &r.m1, false);
    supplicant_sent(&r.s, true);
    rx(&r, &r.m1, false);
    expect_cause(&r, 15, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 90); /* never quite sure */
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.drop, EXTSTA_DROP_EAPOL_MIC);
    expect_cause(&r, 0, EXTSTA_DIAGNOSIS_M3_MIC, 100);
}

/* Message 2 never reached the AP: whatever it says, the passphrase was not put to the test. */
static void a_message_2_never_acknowledged_says_nothing_of_the_passphrase(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    for (int i = 0; i < 4; i++) {
        rx(&r, &r.m1, false);
        supplicant_sent(&r.s, false);
        expect_cause(&r, 0, EXTSTA_DIAGNOSIS_M2_LOST, 100);
        expect_cause(&r, 15, EXTSTA_DIAGNOSIS_M2_LOST, 100);
    }
}

/* A complete handshake is the cause of nothing. */
static void no_cause_once_it_is_complete(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    rx(&r, &r.m1, false);
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.verdict, SUPPLICANT_AUTHORIZED);
    expect_cause(&r, 15, EXTSTA_DIAGNOSIS_NONE, 100);
}

static void message_3_before_message_1(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.drop, EXTSTA_DROP_EAPOL_UNEXPECTED);
    rx(&r, &r.m2, false); /* of a station */
    assert_int_equal(r.step.drop, EXTSTA_DROP_EAPOL_UNEXPECTED);
    rx(&r, &r.m4, false);
    assert_int_equal(r.step.drop, EXTSTA_DROP_EAPOL_UNEXPECTED);
}

/* He and Mitchell, "1 Message Attack on the 4-Way Handshake": message 1 has no MIC and
 * can be forged between the true messages 1 and 3. */
static void a_forged_message_1_does_not_block_the_handshake(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    rx(&r, &r.m1, false);
    struct hex forged = r.m1;
    for (unsigned i = 0; i < 5; i++) {
        forged.b[17] = (uint8_t)(0xf0 + i);     /* ANonce */
        forged.b[16] = 9;                       /* and a higher replay counter */
        const uint8_t other[32] = {(uint8_t)i}; /* not taken: the SNonce stays */
        supplicant_rx(&r.s, hex_span(&forged), other, false, &r.step);
        assert_false(r.step.dropped);
        assert_true(r.step.send_len > 0);
    }
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.verdict, SUPPLICANT_AUTHORIZED);
    struct hex tk = hex(r.v->tk);
    assert_memory_equal(r.step.pairwise.key, tk.b, tk.len);
}

static void rsne_that_is_not_the_beacons(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    r.peer_rsne.b[r.peer_rsne.len - 2] ^= 0x80; /* capabilities */
    assert_int_equal(supplicant_start(&r.s, &r.config), EXTSTA_OK);
    rx(&r, &r.m1, false);
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(r.step.diagnosis, EXTSTA_DIAGNOSIS_RSNE_MISMATCH);
    assert_int_equal(r.step.reason, 17);
    assert_int_equal(r.step.send_len, 0);
    assert_false(r.step.pairwise.install || r.step.group.install);
    assert_int_equal(r.s.state, SUPPLICANT_FAILED);
    rx(&r, &r.m1, false);
    assert_int_equal(r.step.drop, EXTSTA_DROP_EAPOL_UNEXPECTED);
}

static void rsnxe_that_the_beacon_had_and_message_3_has_not(void **state)
{
    static const uint8_t rsnxe[] = {244, 1, 0x20};
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    r.config.peer_rsnxe = span(rsnxe, sizeof rsnxe);
    assert_int_equal(supplicant_start(&r.s, &r.config), EXTSTA_OK);
    rx(&r, &r.m1, false);
    rx(&r, &r.m3, false);
    assert_int_equal(r.step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(r.step.diagnosis, EXTSTA_DIAGNOSIS_RSNE_MISMATCH);
}

static void what_start_refuses(void **state)
{
    static const uint8_t long_element[80] = {48, 78};
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    struct supplicant_config c = r.config;
    c.pmk = span(NULL, 0);
    assert_int_equal(supplicant_start(&r.s, &c), EXTSTA_E_USAGE);
    c = r.config;
    c.peer_rsne = span(NULL, 0);
    assert_int_equal(supplicant_start(&r.s, &c), EXTSTA_E_USAGE);
    c = r.config;
    c.peer_rsne = span(long_element, sizeof long_element);
    assert_int_equal(supplicant_start(&r.s, &c), EXTSTA_E_TOO_SMALL);
    c = r.config;
    c.akm = AKM_FT_PSK; /* without the elements of its mobility domain */
    assert_int_equal(supplicant_start(&r.s, &c), EXTSTA_E_MALFORMED);
    c.akm = SUITE_RSN(200);
    assert_int_equal(supplicant_start(&r.s, &c), EXTSTA_E_UNSUPPORTED);
    c = r.config;
    c.pairwise = SUITE_RSN(3);
    assert_int_equal(supplicant_start(&r.s, &c), EXTSTA_E_UNSUPPORTED);
}

/* Other descriptor types and versions than the association's own are downgrades. */
static void other_descriptors_are_not_answered(void **state)
{
    struct recorded r;
    record(&r, &vectors_fourway[0]);
    struct hex m1 = r.m1;
    m1.b[4] = KEY_DESCRIPTOR_WPA;
    rx(&r, &m1, false);
    assert_int_equal(r.step.drop, EXTSTA_DROP_EAPOL_UNEXPECTED);
    for (unsigned version = 0; version < 8; version++) {
        m1 = r.m1;
        m1.b[6] = (uint8_t)((m1.b[6] & ~7u) | version);
        rx(&r, &m1, false);
        assert_int_equal(r.step.dropped, version != 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_handshakes),
        cmocka_unit_test(recorded_handshakes_of_wpa),
        cmocka_unit_test(no_changed_message_3_authorizes),
        cmocka_unit_test(every_cut_is_dropped_by_name),
        cmocka_unit_test(the_cause_by_its_evidence),
        cmocka_unit_test(a_message_2_never_acknowledged_says_nothing_of_the_passphrase),
        cmocka_unit_test(no_cause_once_it_is_complete),
        cmocka_unit_test(message_3_before_message_1),
        cmocka_unit_test(a_forged_message_1_does_not_block_the_handshake),
        cmocka_unit_test(rsne_that_is_not_the_beacons),
        cmocka_unit_test(rsnxe_that_the_beacon_had_and_message_3_has_not),
        cmocka_unit_test(what_start_refuses),
        cmocka_unit_test(other_descriptors_are_not_answered),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
