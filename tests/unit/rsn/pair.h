/* A supplicant and an authenticator that talk to each other, message by message, for the tests
 * of this room: start gives message 1, to_s and to_a hand a message over and give the answer. */
#ifndef TESTS_UNIT_RSN_PAIR_H
#define TESTS_UNIT_RSN_PAIR_H

#include "../with_crypto.h"
#include "rsn/handshake.h"

struct message {
    uint8_t bytes[512];
    size_t len;
    bool is_protected;
};

/* Both ends, what each has been told to do, and the keys each has installed. */
struct pair {
    struct supplicant s;
    struct authenticator a;
    struct supplicant_step s_step, a_step;
    uint8_t s_tk[32], a_tk[32], s_gtk[32], a_gtk[32];
    unsigned s_installs, s_group_installs;
    bool s_authorized, a_authorized;
    extsta_time now;
};

static const uint8_t rsne_psk[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                   0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};
static const uint8_t rsne_psk_sha256[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                          0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 6, 0, 0};
static const uint8_t pmk_a[32] = "the same at both ends, 32 octets";
static const uint8_t pmk_b[32] = "another one, of 32 octets as wel";
static const uint8_t gtk_1[16] = "first group key", gtk_2[16] = "second group ke";

static inline void fresh(uint8_t nonce[32])
{
    testing_fill(&seed, 7, nonce, 32);
}

static inline struct extsta_span rsne_of(uint32_t akm)
{
    return akm == AKM_PSK ? span(rsne_psk, sizeof rsne_psk)
                          : span(rsne_psk_sha256, sizeof rsne_psk_sha256);
}

static inline void note_s(struct pair *p)
{
    const struct supplicant_step *t = &p->s_step;
    if (t->pairwise.install) {
        memcpy(p->s_tk, t->pairwise.key, 32);
        p->s_installs++;
    }
    if (t->group.install) {
        memcpy(p->s_gtk, t->group.key, 32);
        p->s_group_installs++;
    }
    p->s_authorized |= t->verdict == SUPPLICANT_AUTHORIZED;
}

static inline void note_a(struct pair *p)
{
    const struct supplicant_step *t = &p->a_step;
    if (t->pairwise.install) {
        memcpy(p->a_tk, t->pairwise.key, 32);
    }
    if (t->group.install) {
        memcpy(p->a_gtk, t->group.key, 32);
    }
    p->a_authorized |= t->verdict == SUPPLICANT_AUTHORIZED;
}

static inline struct message sent(const struct supplicant_step *step)
{
    struct message m = {.len = step->send_len, .is_protected = step->send_protected};
    memcpy(m.bytes, step->send, step->send_len);
    return m;
}

static inline struct message start(struct pair *p, uint32_t akm, const uint8_t *a_pmk,
                            const uint8_t *s_pmk)
{
    uint8_t anonce[32];
    struct supplicant_config sc = {.crypto = crypto,
                                   .own = {{2, 0, 0, 0, 0, 1}},
                                   .peer = {{2, 0, 0, 0, 0, 2}},
                                   .pmk = span(s_pmk, 32),
                                   .akm = akm,
                                   .pairwise = CIPHER_CCMP,
                                   .group = CIPHER_CCMP,
                                   .own_rsne = rsne_of(akm),
                                   .peer_rsne = rsne_of(akm)};
    struct authenticator_config ac = {.crypto = crypto,
                                      .own = sc.peer,
                                      .peer = sc.own,
                                      .pmk = span(a_pmk, 32),
                                      .akm = akm,
                                      .pairwise = CIPHER_CCMP,
                                      .group = CIPHER_CCMP,
                                      .own_rsne = rsne_of(akm),
                                      .peer_rsne = rsne_of(akm),
                                      .gtk_len = 16,
                                      .gtk_id = 1,
                                      .gtk_rsc = 0x123456789abc};
    memcpy(ac.gtk, gtk_1, 16);
    memset(p, 0, sizeof *p);
    fresh(anonce);
    assert_int_equal(supplicant_start(&p->s, &sc), EXTSTA_OK);
    assert_int_equal(authenticator_start(&p->a, p->now, &ac, anonce, &p->a_step), EXTSTA_OK);
    return sent(&p->a_step);
}

/* Through the rest form and back whenever it can be: nobody must notice. */
static inline void rest_and_wake(struct pair *p)
{
    uint8_t octets[SUPPLICANT_REST_MAX];
    size_t len = supplicant_rest(&p->s, octets);
    if (len > 0) {
        supplicant_clear(&p->s);
        assert_true(supplicant_wake(&p->s, crypto, span(octets, len)));
    }
}

/* To the supplicant, from the supplicant, and so on; the answer. */
static inline struct message to_s(struct pair *p, const struct message *m)
{
    uint8_t nonce[32];
    rest_and_wake(p);
    fresh(nonce);
    supplicant_rx(&p->s, span(m->bytes, m->len), nonce, m->is_protected, &p->s_step);
    note_s(p);
    return sent(&p->s_step);
}

static inline struct message to_a(struct pair *p, const struct message *m)
{
    authenticator_rx(&p->a, p->now, span(m->bytes, m->len), &p->a_step);
    note_a(p);
    return sent(&p->a_step);
}

static inline struct message retry(struct pair *p)
{
    assert_true(p->a.deadline != EXTSTA_NEVER);
    p->now = p->a.deadline;
    authenticator_expire(&p->a, p->now, &p->a_step);
    note_a(p);
    return sent(&p->a_step);
}

static inline void assert_done(const struct pair *p)
{
    assert_true(p->s_authorized && p->a_authorized);
    assert_int_equal(p->s.state, SUPPLICANT_DONE);
    assert_int_equal(p->a.state, AUTHENTICATOR_DONE);
    assert_memory_equal(p->s_tk, p->a_tk, 32);
    assert_memory_equal(p->s_gtk, p->a_gtk, 32);
    assert_true(p->a.deadline == EXTSTA_NEVER);
}

struct four {
    struct message m1, m2, m3, m4;
};

static inline struct four complete(struct pair *p, uint32_t akm)
{
    struct four f;
    f.m1 = start(p, akm, pmk_a, pmk_a);
    f.m2 = to_s(p, &f.m1);
    f.m3 = to_a(p, &f.m2);
    f.m4 = to_s(p, &f.m3);
    (void)to_a(p, &f.m4);
    assert_done(p);
    return f;
}

#endif
