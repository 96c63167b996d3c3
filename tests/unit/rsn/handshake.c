/* Supplicant and authenticator against each other: every message lost, doubled, late or
 * changed; rekeying; the key reinstallation attacks. */
#include "pair.h"

static const uint32_t akms[] = {AKM_PSK, AKM_PSK_SHA256, AKM_SAE, AKM_8021X, AKM_SUITE_B};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void both_ends_get_the_same_keys(void **state)
{
    for (size_t i = 0; i < COUNT(akms); i++) {
        struct pair p;
        struct four f = complete(&p, akms[i]);
        assert_int_equal(p.s_installs, 1);
        assert_int_equal(p.s_group_installs, 1);
        assert_memory_equal(p.s_gtk, gtk_1, 16);
        assert_true(p.s_step.group.rsc == 0x123456789abc);
        assert_false(f.m4.is_protected); /* the AP has no key installed before it */
    }
}

static void ciphers_with_long_keys(void **state)
{
    static const uint32_t pairwise[] = {CIPHER_CCMP_256, CIPHER_GCMP, CIPHER_GCMP_256};
    for (size_t i = 0; i < COUNT(pairwise); i++) {
        struct pair p;
        struct message m = start(&p, AKM_SUITE_B, pmk_a, pmk_a);
        p.s.config.pairwise = p.a.config.pairwise = pairwise[i];
        authenticator_expire(&p.a, p.a.deadline, &p.a_step); /* M1 with its key length */
        m = sent(&p.a_step);
        for (unsigned k = 0; k < 4; k++) {
            m = k % 2 ? to_a(&p, &m) : to_s(&p, &m);
        }
        assert_done(&p);
        assert_int_equal(p.s.ptk.tk_len, cipher_suite_find(pairwise[i])->key_len);
    }
}

/* TKIP and WPA, whose AP side has no recorded frames: against the supplicant, which has
 * (rsn/supplicant.c). */
static void ciphers_and_elements_of_before(void **state)
{
    static const uint8_t wpa[] = {221, 22, 0, 0x50, 0xf2, 1, 1, 0, 0, 0x50, 0xf2, 2,
                                  1,   0,  0, 0x50, 0xf2, 2, 1, 0, 0, 0x50, 0xf2, 2};
    static const uint8_t gtk[32] = "a group key and its two mic keys";
    static const uint32_t akms_of_before[] = {AKM_PSK, SUITE_WPA(2)};
    for (size_t i = 0; i < 2; i++) {
        struct pair p;
        struct message m = start(&p, akms_of_before[i], pmk_a, pmk_a);
        p.s.config.pairwise = p.a.config.pairwise = CIPHER_TKIP;
        p.s.config.group = p.a.config.group = CIPHER_TKIP;
        if (i == 1) {
            p.s.config.own_rsne = p.s.config.peer_rsne = span(wpa, sizeof wpa);
            p.a.config.own_rsne = p.a.config.peer_rsne = span(wpa, sizeof wpa);
        }
        memcpy(p.a.config.gtk, gtk, 32);
        p.a.config.gtk_len = i == 0 ? 32 : 0;
        authenticator_expire(&p.a, p.a.deadline, &p.a_step); /* M1 with its key length */
        m = sent(&p.a_step);
        for (unsigned k = 0; k < 4; k++) {
            m = k % 2 ? to_a(&p, &m) : to_s(&p, &m);
        }
        assert_true(p.s_authorized && p.a_authorized);
        assert_memory_equal(p.s_tk, p.a_tk, 32);
        assert_int_equal(p.s_group_installs, i == 0);
        authenticator_group(&p.a, p.now, gtk, 32, 2, &p.a_step);
        m = sent(&p.a_step);
        m.is_protected = true;
        m = to_s(&p, &m);
        (void)to_a(&p, &m);
        assert_int_equal(p.a.state, AUTHENTICATOR_DONE);
        assert_memory_equal(p.s_gtk, gtk, 32);
    }
}

/* 12.5.2.4.2: only who has the PTK can report, and each report counts once. */
static void michael_failures_are_reported(void **state)
{
    struct pair p;
    complete(&p, AKM_PSK);
    supplicant_request(&p.s, 1000, true, true, &p.s_step);
    struct message m = sent(&p.s_step);
    assert_true(m.is_protected);
    assert_int_equal(get_be16(m.bytes + 5),
                     0x0f0a); /* MIC, Secure, Error, Request; pairwise, 2 */
    to_a(&p, &m);
    assert_true(p.a_step.mic_failure && p.a_step.mic_failure_pairwise);
    to_a(&p, &m);
    assert_int_equal(p.a_step.drop, EXTSTA_DROP_EAPOL_REPLAY);
    supplicant_request(&p.s, 1001, true, false, &p.s_step);
    m = sent(&p.s_step);
    m.bytes[m.len - 3] ^= 1; /* in the MIC */
    to_a(&p, &m);
    assert_int_equal(p.a_step.drop, EXTSTA_DROP_EAPOL_MIC);
    m.bytes[m.len - 3] ^= 1;
    to_a(&p, &m);
    assert_true(p.a_step.mic_failure && !p.a_step.mic_failure_pairwise);
    assert_int_equal(p.a.state, AUTHENTICATOR_DONE); /* it is no message of a handshake */
    /* a request for a new key is no report (12.7.2: the Error bit) */
    supplicant_request(&p.s, 1002, false, true, &p.s_step);
    m = sent(&p.s_step);
    assert_true(m.is_protected);
    assert_int_equal(get_be16(m.bytes + 5), 0x0b0a); /* MIC, Secure, Request; pairwise, 2 */
}

static void the_mic_of_24_octets(void **state)
{
    struct pair p;
    complete(&p, AKM_SUITE_B_192);
}

/* The AKMs whose hash goes by the length of the PMK, and those of SHA-384. */
static void pmks_of_32_48_and_64_octets(void **state)
{
    static const uint8_t pmk[64] =
        "the same at both ends, sixty-four octets of it, no less than so";
    static const struct {
        uint32_t akm;
        size_t len, mic;
    } of[] = {{AKM_SAE_EXT_KEY, 32, 16}, {AKM_SAE_EXT_KEY, 48, 24}, {AKM_SAE_EXT_KEY, 64, 32},
              {AKM_OWE, 32, 16},         {AKM_OWE, 48, 24},         {AKM_OWE, 64, 32},
              {SUITE_RSN(20), 32, 24},   {AKM_SUITE_B_192, 48, 24}};
    for (size_t i = 0; i < COUNT(of); i++) {
        struct pair p;
        uint8_t anonce[32];
        (void)start(&p, of[i].akm, pmk_a, pmk_a);
        struct supplicant_config sc = p.s.config;
        struct authenticator_config ac = p.a.config;
        struct supplicant s = p.s; /* the elements lie in the machines */
        struct authenticator a = p.a;
        sc.own_rsne = sc.peer_rsne = span(s.own_rsne, s.config.own_rsne.len);
        ac.own_rsne = ac.peer_rsne = span(a.own_rsne, a.config.own_rsne.len);
        sc.pmk = ac.pmk = span(pmk, of[i].len);
        fresh(anonce);
        assert_int_equal(supplicant_start(&p.s, &sc), EXTSTA_OK);
        assert_int_equal(authenticator_start(&p.a, 0, &ac, anonce, &p.a_step), EXTSTA_OK);
        struct message m = sent(&p.a_step);
        assert_int_equal(m.len, 4 + 77 + of[i].mic + 2);
        for (unsigned k = 0; k < 4; k++) {
            m = k % 2 ? to_a(&p, &m) : to_s(&p, &m);
        }
        assert_done(&p);
    }
}

static void wrong_pmk_ends_with_reason_15(void **state)
{
    for (size_t i = 0; i < 2; i++) {
        struct pair p;
        struct message m = start(&p, akms[i], pmk_a, pmk_b);
        unsigned tries = 0;
        while (p.a.state == AUTHENTICATOR_AWAIT_M2) {
            m = to_s(&p, &m);
            assert_true(m.len > 0);
            (void)to_a(&p, &m);
            supplicant_sent(&p.s, true);
            assert_int_equal(p.a_step.drop, EXTSTA_DROP_EAPOL_MIC);
            m = retry(&p);
            tries++;
        }
        assert_int_equal(tries, 4);
        assert_int_equal(p.a_step.verdict, SUPPLICANT_REJECTED);
        assert_int_equal(p.a_step.reason, 15);
        assert_int_equal(p.a_step.diagnosis, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
        uint8_t confidence;
        assert_int_equal(supplicant_cause(&p.s, p.a_step.reason, &confidence),
                         EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
        assert_int_equal(confidence, 90);
        assert_false(p.s_authorized || p.a_authorized);
    }
}

static void a_silent_station_ends_with_reason_15(void **state)
{
    struct pair p;
    (void)start(&p, AKM_PSK, pmk_a, pmk_a);
    for (unsigned i = 0; i < 3; i++) {
        assert_true(retry(&p).len > 0);
    }
    (void)retry(&p);
    assert_int_equal(p.a_step.reason, 15);
    assert_int_equal(p.a_step.diagnosis, EXTSTA_DIAGNOSIS_PEER_SILENT);
    assert_true(p.a.deadline == EXTSTA_NEVER);
}

/* Message `lost` (1..4) does not arrive the first time. */
/* hostapd's times: 100 ms after the first message of a kind (group 500 ms), then 1 s; a first
 * message 1 that was acknowledged has 1 s. What waits in the queue has not been sent. */
static void the_time_of_a_message_runs_from_when_it_has_gone(void **state)
{
    struct pair p;
    struct message m = start(&p, AKM_PSK, pmk_a, pmk_a);
    p.a.config.first = 100 * EXTSTA_MS;
    p.a.config.first_group = 500 * EXTSTA_MS;
    authenticator_queued(&p.a);
    authenticator_expire(&p.a, 100 * EXTSTA_SECOND, &p.a_step);
    assert_int_equal(p.a_step.send_len, 0);
    authenticator_sent(&p.a, 5, false);
    assert_int_equal(p.a.deadline, 5 + 100 * EXTSTA_MS);
    authenticator_sent(&p.a, 5, true);
    assert_int_equal(p.a.deadline, 5 + EXTSTA_SECOND);
    (void)retry(&p);
    assert_int_equal(p.a.deadline, p.now + EXTSTA_SECOND);
    m = to_s(&p, &m);
    m = to_a(&p, &m); /* message 3 */
    authenticator_sent(&p.a, p.now, true);
    assert_int_equal(p.a.deadline, p.now + 100 * EXTSTA_MS);
    m = retry(&p);
    assert_int_equal(p.a.deadline, p.now + EXTSTA_SECOND);
    m = to_s(&p, &m);
    (void)to_a(&p, &m);
    assert_true(p.a_authorized);
    authenticator_sent(&p.a, p.now, true); /* nothing is awaited any more */
    assert_int_equal(p.a.deadline, EXTSTA_NEVER);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    assert_int_equal(p.a.deadline, p.now + 500 * EXTSTA_MS);
    (void)retry(&p);
    assert_int_equal(p.a.deadline, p.now + EXTSTA_SECOND);
}

static void each_message_lost_once(void **state)
{
    for (unsigned lost = 1; lost <= 4; lost++) {
        struct pair p;
        struct message m = start(&p, AKM_PSK, pmk_a, pmk_a);
        bool dropped_one = false;
        unsigned number = 1;
        while (p.a.state != AUTHENTICATOR_DONE) {
            assert_int_not_equal(p.a.state, AUTHENTICATOR_FAILED);
            if (number == lost && !dropped_one) {
                dropped_one = true;
                m = retry(&p);
                number = lost <= 2 ? 1 : 3;
                continue;
            }
            m = number % 2 ? to_s(&p, &m) : to_a(&p, &m);
            number++;
        }
        assert_done(&p);
        assert_int_equal(p.s_installs, 1); /* also when message 3 came twice */
        assert_int_equal(p.s_group_installs, 1);
    }
}

static void each_message_twice(void **state)
{
    for (unsigned twice = 1; twice <= 4; twice++) {
        struct pair p;
        struct message m = start(&p, AKM_PSK_SHA256, pmk_a, pmk_a);
        for (unsigned number = 1; number <= 4; number++) {
            struct message answer = number % 2 ? to_s(&p, &m) : to_a(&p, &m);
            if (number == twice) {
                struct message again = number % 2 ? to_s(&p, &m) : to_a(&p, &m);
                if (number == 1) {
                    answer = again; /* either answers; take the later */
                } else {
                    assert_int_equal(again.len, 0);
                    assert_true(number % 2 ? p.s_step.dropped : p.a_step.dropped);
                }
            }
            m = answer;
        }
        assert_done(&p);
        assert_int_equal(p.s_installs, 1);
    }
}

static void answers_out_of_order(void **state)
{
    struct pair p;
    struct message first = start(&p, AKM_PSK, pmk_a, pmk_a);
    struct message second = retry(&p);
    /* The retransmission overtakes; the answer to the older one still counts. */
    struct message answer_2 = to_s(&p, &second);
    struct message answer_1 = to_s(&p, &first);
    struct message m3 = to_a(&p, &answer_1);
    assert_true(m3.len > 0);
    (void)to_a(&p, &answer_2);
    assert_int_equal(p.a_step.drop, EXTSTA_DROP_EAPOL_REPLAY);
    struct message m4 = to_s(&p, &m3);
    (void)to_s(&p, &second); /* a message 1 that comes late is a replay */
    assert_true(p.s_step.dropped);
    (void)to_a(&p, &m4);
    assert_done(&p);
}

/* Every bit of every message: nobody is authorized by a changed frame, nobody falls. */
static void each_message_changed_at_every_bit(void **state)
{
    for (unsigned number = 2; number <= 4; number++) {
        struct pair p;
        struct message m = start(&p, AKM_PSK, pmk_a, pmk_a);
        for (unsigned k = 1; k < number; k++) {
            m = k % 2 ? to_s(&p, &m) : to_a(&p, &m);
        }
        for (size_t bit = 0; bit < 8 * m.len; bit++) {
            struct pair q = p; /* only a state that is thrown away: spans point into p */
            m.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            struct message answer = number % 2 ? to_s(&p, &m) : to_a(&p, &m);
            bool as_m1 = number % 2 && p.s_step.message == 1;
            assert_true(answer.len == 0 || as_m1);
            assert_false(p.a_authorized || p.s_installs != q.s_installs);
            assert_int_equal(p.a_step.verdict == SUPPLICANT_REJECTED, false);
            m.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        for (unsigned k = number; k <= 4; k++) {
            m = k % 2 ? to_s(&p, &m) : to_a(&p, &m);
        }
        assert_done(&p);
    }
}

static void message_2_with_another_rsne_is_refused(void **state)
{
    struct pair p;
    struct message m1 = start(&p, AKM_PSK, pmk_a, pmk_a);
    p.s.own_rsne[20] ^= 0x40; /* what the association request did not say */
    struct message m2 = to_s(&p, &m1);
    (void)to_a(&p, &m2);
    assert_int_equal(p.a_step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(p.a_step.reason, 17);
}

static void group_key_handshake(void **state)
{
    struct pair p;
    complete(&p, AKM_PSK);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    struct message g1 = sent(&p.a_step);
    assert_true(g1.is_protected);
    struct message g2 = to_s(&p, &g1);
    assert_int_equal(p.s_step.message, 5);
    assert_int_equal(p.s_step.verdict, SUPPLICANT_REKEYED);
    assert_int_equal(p.s_step.group.key_id, 2);
    assert_true(g2.is_protected);
    (void)to_a(&p, &g2);
    assert_int_equal(p.a_step.verdict, SUPPLICANT_REKEYED);
    assert_done(&p);
    assert_int_equal(p.s_installs, 1);
    assert_int_equal(p.s_group_installs, 2);
    assert_memory_equal(p.s_gtk, gtk_2, 16);
}

static void the_group_handshake_survives_losses_and_gives_up_with_reason_16(void **state)
{
    struct pair p;
    complete(&p, AKM_PSK);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    struct message g1 = retry(&p); /* group message 1 lost */
    (void)to_s(&p, &g1);           /* group message 2 lost */
    g1 = retry(&p);
    struct message g2 = to_s(&p, &g1);
    assert_int_equal(p.s_step.verdict, SUPPLICANT_CONTINUE);
    assert_false(p.s_step.group.install); /* answered, not installed again */
    (void)to_a(&p, &g2);
    assert_done(&p);
    assert_int_equal(p.s_group_installs, 2);
    authenticator_group(&p.a, p.now, gtk_1, 16, 1, &p.a_step);
    for (unsigned i = 0; i < 4; i++) {
        (void)retry(&p);
    }
    assert_int_equal(p.a_step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(p.a_step.reason, 16);
}

static void group_message_1_changed_at_every_bit(void **state)
{
    struct pair p;
    complete(&p, AKM_PSK_SHA256);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    struct message g1 = sent(&p.a_step);
    for (size_t bit = 0; bit < 8 * g1.len; bit++) {
        g1.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        (void)to_s(&p, &g1);
        assert_false(p.s_step.group.install || p.s_step.pairwise.install);
        assert_true(p.s_step.dropped || p.s_step.message == 1);
        g1.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_int_equal(p.s_group_installs, 1);
    struct message g2 = to_s(&p, &g1);
    (void)to_a(&p, &g2);
    assert_done(&p);
}

static void the_ptk_is_renewed(void **state)
{
    struct pair p;
    uint8_t anonce[32], old[32];
    complete(&p, AKM_PSK);
    memcpy(old, p.s_tk, 32);
    fresh(anonce);
    authenticator_rekey(&p.a, p.now, anonce, &p.a_step);
    struct message m1 = sent(&p.a_step);
    assert_true(m1.is_protected);
    struct message m2 = to_s(&p, &m1);
    struct message m3 = to_a(&p, &m2);
    assert_memory_equal(p.s_tk, old, 32); /* in use until message 3 */
    struct message m4 = to_s(&p, &m3);
    assert_true(m4.is_protected); /* under the old key: sent before installation */
    assert_int_equal(p.s_step.verdict, SUPPLICANT_REKEYED);
    (void)to_a(&p, &m4);
    assert_int_equal(p.a_step.verdict, SUPPLICANT_REKEYED);
    assert_done(&p);
    assert_int_equal(p.s_installs, 2);
    assert_memory_not_equal(p.s_tk, old, 32);
    assert_int_equal(p.s_group_installs, 1); /* the same GTK is not installed again */
}

/* Once keys are installed, frames in clear start nothing: a forged message 1, a message
 * 3 of a renewal, a group message 1. */
static void clear_frames_after_the_keys(void **state)
{
    struct pair p;
    struct four f = complete(&p, AKM_PSK);
    uint8_t anonce[32];
    f.m1.bytes[9 + 7] = 99; /* a replay counter beyond all */
    (void)to_s(&p, &f.m1);
    assert_int_equal(p.s_step.drop, EXTSTA_DROP_UNENCRYPTED);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    struct message g1 = sent(&p.a_step);
    g1.is_protected = false;
    (void)to_s(&p, &g1);
    assert_int_equal(p.s_step.drop, EXTSTA_DROP_UNENCRYPTED);
    g1.is_protected = true;
    g1 = to_s(&p, &g1); /* the true one still counts */
    (void)to_a(&p, &g1);
    fresh(anonce);
    authenticator_rekey(&p.a, p.now, anonce, &p.a_step);
    struct message m = sent(&p.a_step);
    m = to_s(&p, &m);
    m = to_a(&p, &m);
    m.is_protected = false;
    (void)to_s(&p, &m);
    assert_int_equal(p.s_step.drop, EXTSTA_DROP_UNENCRYPTED);
    assert_int_equal(p.s_installs, 1);
}

/* Key reinstallation in the four-way handshake: message 4 is withheld, so the AP sends
 * message 3 again; the station must answer and must not install the PTK again, which
 * would reset its packet number. In clear, as the AP has no key yet, and protected. */
static void CVE_2017_13077_ptk_reinstallation_in_the_four_way_handshake(void **state)
{
    for (unsigned is_protected = 0; is_protected < 2; is_protected++) {
        struct pair p;
        struct message m = start(&p, AKM_PSK, pmk_a, pmk_a);
        m = to_s(&p, &m);
        struct message m3 = to_a(&p, &m);
        (void)to_s(&p, &m3); /* message 4 is blocked */
        assert_int_equal(p.s_installs, 1);
        for (unsigned i = 0; i < 3; i++) {
            m3 = retry(&p);
            m3.is_protected = is_protected;
            struct message m4 = to_s(&p, &m3);
            assert_true(m4.len > 0 && m4.is_protected == (bool)is_protected);
            assert_false(p.s_step.pairwise.install);
            assert_int_equal(p.s_step.verdict, SUPPLICANT_CONTINUE);
            (void)to_s(&p, &m3); /* the very same once more */
            assert_int_equal(p.s_step.drop, EXTSTA_DROP_EAPOL_REPLAY);
            m = m4;
        }
        assert_int_equal(p.s_installs, 1);
        (void)to_a(&p, &m);
        assert_done(&p);
    }
}

/* The same with the group key of message 3: its receive counter must not go back. */
static void CVE_2017_13078_gtk_reinstallation_in_the_four_way_handshake(void **state)
{
    struct pair p;
    struct message m = start(&p, AKM_PSK, pmk_a, pmk_a);
    m = to_s(&p, &m);
    m = to_a(&p, &m);
    (void)to_s(&p, &m);
    for (unsigned i = 0; i < 3; i++) {
        p.a.config.gtk_rsc = i;
        m = retry(&p);
        (void)to_s(&p, &m);
        assert_false(p.s_step.group.install);
    }
    assert_int_equal(p.s_group_installs, 1);
}

/* And with group message 1: sent again, recorded and sent again, under another key id. */
static void CVE_2017_13080_gtk_reinstallation_in_the_group_key_handshake(void **state)
{
    struct pair p;
    complete(&p, AKM_PSK);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    struct message g1 = sent(&p.a_step);
    (void)to_s(&p, &g1);
    assert_true(p.s_step.group.install);
    (void)to_s(&p, &g1);
    assert_int_equal(p.s_step.drop, EXTSTA_DROP_EAPOL_REPLAY);
    g1 = retry(&p);
    (void)to_s(&p, &g1);
    assert_false(p.s_step.dropped || p.s_step.group.install);
    authenticator_group(&p.a, p.now, gtk_2, 16, 1, &p.a_step);
    g1 = sent(&p.a_step);
    (void)to_s(&p, &g1);
    assert_false(p.s_step.dropped || p.s_step.group.install);
    assert_int_equal(p.s_group_installs, 2);
}

/* The variant that hit stations which had cleared their key: a message 3 under a key of
 * zeros must neither verify nor install one. */
static void CVE_2017_13077_no_key_of_zeros(void **state)
{
    static const uint8_t zeros[32];
    for (size_t kck_len = 0; kck_len <= 16; kck_len += 16) {
        struct pair p;
        struct four f = complete(&p, AKM_PSK);
        struct message m3 = f.m3;
        m3.bytes[9 + 7] = 200; /* replay counter */
        m3.bytes[9 + 8] ^= 1;  /* ANonce */
        m3.is_protected = true;
        assert_int_equal(eapol_key_mic(crypto, p.a.akm, 2, span(zeros, kck_len),
                                       span(m3.bytes, m3.len), 81, m3.bytes + 81),
                         EXTSTA_OK);
        (void)to_s(&p, &m3);
        assert_int_equal(p.s_step.drop, EXTSTA_DROP_EAPOL_MIC);
        assert_true(p.s_step.dropped && p.s_installs == 1);
        assert_false(p.s.has_fresh);
    }
}

/* Recorded frames of an earlier association mean nothing to a new one. */
static void frames_of_an_earlier_handshake(void **state)
{
    struct pair old, p;
    struct four f = complete(&old, AKM_PSK);
    struct message m1 = start(&p, AKM_PSK, pmk_a, pmk_a);
    (void)to_s(&p, &f.m1); /* unprotected by nature: answered */
    (void)to_s(&p, &f.m3);
    assert_int_equal(p.s_step.drop, EXTSTA_DROP_EAPOL_MIC);
    struct message m = to_s(&p, &m1);
    m = to_a(&p, &m);
    m = to_s(&p, &m);
    (void)to_a(&p, &m);
    assert_done(&p);
}

static void a_message_3_made_wrong(void **state,
                                   void (*spoil)(struct pair *p, struct eapol_key *k,
                                                 struct writer *data),
                                   enum extsta_drop drop)
{
    struct pair p;
    struct message m1 = start(&p, AKM_PSK, pmk_a, pmk_a);
    struct message m2 = to_s(&p, &m1);
    (void)to_a(&p, &m2);
    uint8_t data[256], sealed[256];
    size_t len = sizeof sealed;
    struct writer w = writer_of(data, sizeof data);
    struct eapol_key key = {.version = 2,
                            .descriptor = 2,
                            .info = 2 | KEY_INFO_PAIRWISE | KEY_INFO_INSTALL | KEY_INFO_ACK |
                                    KEY_INFO_MIC | KEY_INFO_SECURE | KEY_INFO_ENCRYPTED,
                            .key_length = 16,
                            .replay = 5};
    memcpy(key.nonce, p.a.anonce, 32);
    spoil(&p, &key, &w);
    const struct ptk *ptk = &p.a.ptk;
    struct supplicant_step step = {0};
    if (p.a.config.gtk_id != 0) {
        assert_int_equal(eapol_key_data_seal(crypto, p.a.akm, span(ptk->kek, 16),
                                             span(data, writer_len(&w)), sealed, &len),
                         EXTSTA_OK);
        key.data = span(sealed, len);
    } else {
        key.data = span(data, writer_len(&w));
    }
    assert_int_equal(handshake_send(crypto, p.a.akm, span(ptk->kck, ptk->kck_len), &key, &step),
                     EXTSTA_OK);
    struct message m3 = sent(&step);
    (void)to_s(&p, &m3);
    assert_int_equal(p.s_step.dropped, drop != EXTSTA_DROP_COUNT);
    assert_int_equal(p.s_authorized, drop == EXTSTA_DROP_COUNT);
    if (drop != EXTSTA_DROP_COUNT) {
        assert_int_equal(p.s_step.drop, drop);
        assert_false(p.s_step.pairwise.install || p.s_step.group.install);
    }
}

static void right(struct pair *p, struct eapol_key *k, struct writer *d)
{
    writer_span(d, rsne_of(AKM_PSK));
    key_data_write_gtk(d, 1, gtk_1, 16);
}
static void another_nonce(struct pair *p, struct eapol_key *k, struct writer *d)
{
    right(p, k, d);
    k->nonce[0] ^= 1;
}
static void in_clear(struct pair *p, struct eapol_key *k, struct writer *d)
{
    right(p, k, d);
    k->info &= (uint16_t)~KEY_INFO_ENCRYPTED;
    p->a.config.gtk_id = 0; /* do not seal */
}
/* Sealed, but not said to be: what is not encrypted by its own word is not a key. */
static void said_to_be_in_clear(struct pair *p, struct eapol_key *k, struct writer *d)
{
    right(p, k, d);
    k->info &= (uint16_t)~KEY_INFO_ENCRYPTED;
}
static void not_to_install(struct pair *p, struct eapol_key *k, struct writer *d)
{
    right(p, k, d);
    k->info &= (uint16_t)~KEY_INFO_INSTALL;
}
static void wrong_key_length(struct pair *p, struct eapol_key *k, struct writer *d)
{
    right(p, k, d);
    k->key_length = 32;
}
static void no_gtk(struct pair *p, struct eapol_key *k, struct writer *d)
{
    writer_span(d, rsne_of(AKM_PSK));
}
static void short_gtk(struct pair *p, struct eapol_key *k, struct writer *d)
{
    writer_span(d, rsne_of(AKM_PSK));
    key_data_write_gtk(d, 1, gtk_1, 15);
}
static void long_gtk(struct pair *p, struct eapol_key *k, struct writer *d)
{
    uint8_t gtk[32] = {1};
    writer_span(d, rsne_of(AKM_PSK));
    key_data_write_gtk(d, 1, gtk, 32);
}
static void gtk_of_key_id_0(struct pair *p, struct eapol_key *k, struct writer *d)
{
    writer_span(d, rsne_of(AKM_PSK));
    key_data_write_gtk(d, 0, gtk_1, 16);
}
static void overrun(struct pair *p, struct eapol_key *k, struct writer *d)
{
    right(p, k, d);
    writer_be16(d, 0x30ff);
}

static void message_3_must_be_right_in_every_part(void **state)
{
    a_message_3_made_wrong(state, right, EXTSTA_DROP_COUNT);
    a_message_3_made_wrong(state, another_nonce, EXTSTA_DROP_EAPOL_NONCE);
    a_message_3_made_wrong(state, in_clear, EXTSTA_DROP_EAPOL_KEY_DATA);
    a_message_3_made_wrong(state, said_to_be_in_clear, EXTSTA_DROP_EAPOL_KEY_DATA);
    a_message_3_made_wrong(state, not_to_install, EXTSTA_DROP_EAPOL_UNEXPECTED);
    a_message_3_made_wrong(state, wrong_key_length, EXTSTA_DROP_EAPOL_UNEXPECTED);
    a_message_3_made_wrong(state, no_gtk, EXTSTA_DROP_EAPOL_KEY_DATA);
    a_message_3_made_wrong(state, short_gtk, EXTSTA_DROP_EAPOL_KEY_DATA);
    a_message_3_made_wrong(state, long_gtk, EXTSTA_DROP_EAPOL_KEY_DATA);
    a_message_3_made_wrong(state, gtk_of_key_id_0, EXTSTA_DROP_EAPOL_KEY_DATA);
    a_message_3_made_wrong(state, overrun, EXTSTA_DROP_EAPOL_KEY_DATA);
}

static void each_snonce_serves_one_handshake(void **state)
{
    struct pair p;
    uint8_t anonce[32], first[32];
    struct message m1 = start(&p, AKM_PSK, pmk_a, pmk_a);
    struct message m = to_s(&p, &m1);
    memcpy(first, m.bytes + 17, 32);
    m = to_s(&p, &m1); /* the same message 1 again: the same answer */
    assert_memory_equal(m.bytes + 17, first, 32);
    m = to_a(&p, &m);
    m = to_s(&p, &m);
    (void)to_a(&p, &m);
    fresh(anonce);
    authenticator_rekey(&p.a, p.now, anonce, &p.a_step);
    m = sent(&p.a_step);
    m = to_s(&p, &m);
    assert_memory_not_equal(m.bytes + 17, first, 32);
}

/* Every pair of both tables is listed once, and every state can be left or is final. */
static void it_rests_only_when_it_is_done(void **state)
{
    struct pair p;
    uint8_t octets[SUPPLICANT_REST_MAX];
    struct message m1 = start(&p, AKM_PSK, pmk_a, pmk_a);
    assert_int_equal(supplicant_rest(&p.s, octets), 0);
    struct message m2 = to_s(&p, &m1);
    assert_int_equal(supplicant_rest(&p.s, octets), 0);
    struct message m3 = to_a(&p, &m2);
    to_s(&p, &m3);
    size_t len = supplicant_rest(&p.s, octets);
    assert_in_range(len, 1, sizeof p.s / 2);
    struct supplicant s;
    for (size_t cut = 0; cut < len; cut++) {
        assert_false(supplicant_wake(&s, crypto, span(octets, cut)));
    }
    assert_true(supplicant_wake(&s, crypto, span(octets, len)));
    assert_memory_equal(s.ptk.tk, p.s.ptk.tk, sizeof s.ptk.tk);
    octets[6 + 6 + 16 + 5] = PMK_MAX + 1; /* the length of the PMK */
    assert_false(supplicant_wake(&s, crypto, span(octets, len)));
}

static void tables_are_consistent(void **state)
{
    const struct fsm_table *tables[] = {&supplicant_table, &authenticator_table};
    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < tables[t]->row_count; i++) {
            const struct fsm_row *row = fsm_row_at(tables[t], i);
            assert_true(row->state < tables[t]->state_count);
            assert_true(row->next < tables[t]->state_count);
            assert_true(row->event < tables[t]->event_count);
            assert_int_not_equal(row->rule, EXTSTA_RULE_NONE);
            assert_ptr_equal(fsm_find(tables[t], row->state, row->event), row);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_get_the_same_keys),
        cmocka_unit_test(ciphers_with_long_keys),
        cmocka_unit_test(ciphers_and_elements_of_before),
        cmocka_unit_test(michael_failures_are_reported),
        cmocka_unit_test(the_mic_of_24_octets),
        cmocka_unit_test(pmks_of_32_48_and_64_octets),
        cmocka_unit_test(wrong_pmk_ends_with_reason_15),
        cmocka_unit_test(a_silent_station_ends_with_reason_15),
        cmocka_unit_test(the_time_of_a_message_runs_from_when_it_has_gone),
        cmocka_unit_test(each_message_lost_once),
        cmocka_unit_test(each_message_twice),
        cmocka_unit_test(answers_out_of_order),
        cmocka_unit_test(each_message_changed_at_every_bit),
        cmocka_unit_test(message_2_with_another_rsne_is_refused),
        cmocka_unit_test(group_key_handshake),
        cmocka_unit_test(the_group_handshake_survives_losses_and_gives_up_with_reason_16),
        cmocka_unit_test(group_message_1_changed_at_every_bit),
        cmocka_unit_test(the_ptk_is_renewed),
        cmocka_unit_test(clear_frames_after_the_keys),
        cmocka_unit_test(CVE_2017_13077_ptk_reinstallation_in_the_four_way_handshake),
        cmocka_unit_test(CVE_2017_13078_gtk_reinstallation_in_the_four_way_handshake),
        cmocka_unit_test(CVE_2017_13080_gtk_reinstallation_in_the_group_key_handshake),
        cmocka_unit_test(CVE_2017_13077_no_key_of_zeros),
        cmocka_unit_test(frames_of_an_earlier_handshake),
        cmocka_unit_test(message_3_must_be_right_in_every_part),
        cmocka_unit_test(it_rests_only_when_it_is_done),
        cmocka_unit_test(each_snonce_serves_one_handshake),
        cmocka_unit_test(tables_are_consistent),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
