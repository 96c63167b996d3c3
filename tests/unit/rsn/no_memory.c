/* The handshakes while the cryptographic library gets no memory: what could not be looked at is
 * not held against the peer, and nobody waits for ever. */
#include "../testing.h"
#include "base/context.h"
#include "rsn/handshake.h"
#include <openssl/crypto.h>

/* --- libcrypto's own memory --- */

static bool refuse;

static void *scarce_malloc(size_t size, const char *file, int line)
{
    return refuse ? NULL : malloc(size);
}

static void *scarce_realloc(void *block, size_t size, const char *file, int line)
{
    return refuse ? NULL : realloc(block, size);
}

static void scarce_free(void *block, const char *file, int line)
{
    free(block);
}

/* --- both ends, each with a library context of its own --- */

static const uint8_t pmk[32] = "the same at both ends, 32 octets";

struct ends {
    struct extsta_context *s_ctx, *a_ctx;
    struct supplicant s;
    struct authenticator a;
    struct supplicant_step s_step, a_step;
    uint64_t seed;
    extsta_time now;
};

static void begin(struct ends *e, uint32_t akm)
{
    const uint8_t rsne[] = {48, 20, 1, 0, 0,    0x0f, 0xac,         4, 1, 0, 0, 0x0f, 0xac,
                            4,  1,  0, 0, 0x0f, 0xac, (uint8_t)akm, 0, 0};
    uint8_t anonce[32] = "a nonce";
    memset(e, 0, sizeof *e);
    e->s_ctx = testing_context(&e->seed);
    e->a_ctx = testing_context(&e->seed);
    struct supplicant_config sc = {.crypto = crypto_of(e->s_ctx),
                                   .own = {{2, 0, 0, 0, 0, 1}},
                                   .peer = {{2, 0, 0, 0, 0, 2}},
                                   .pmk = span(pmk, sizeof pmk),
                                   .akm = akm,
                                   .pairwise = CIPHER_CCMP,
                                   .group = CIPHER_CCMP,
                                   .own_rsne = span(rsne, sizeof rsne),
                                   .peer_rsne = span(rsne, sizeof rsne)};
    struct authenticator_config ac = {.crypto = crypto_of(e->a_ctx),
                                      .own = sc.peer,
                                      .peer = sc.own,
                                      .pmk = sc.pmk,
                                      .akm = akm,
                                      .pairwise = CIPHER_CCMP,
                                      .group = CIPHER_CCMP,
                                      .own_rsne = sc.own_rsne,
                                      .peer_rsne = sc.own_rsne,
                                      .gtk = "a group key",
                                      .gtk_len = 16,
                                      .gtk_id = 1};
    assert_int_equal(supplicant_start(&e->s, &sc), EXTSTA_OK);
    assert_int_equal(authenticator_start(&e->a, 0, &ac, anonce, &e->a_step), EXTSTA_OK);
}

static void end(struct ends *e)
{
    refuse = false;
    extsta_context_free(e->s_ctx);
    extsta_context_free(e->a_ctx);
}

/* What the one has sent, to the other. */
static void to_s(struct ends *e)
{
    uint8_t nonce[32] = "s nonce";
    supplicant_rx(&e->s, span(e->a_step.send, e->a_step.send_len), nonce, false, &e->s_step);
}

static void to_a(struct ends *e)
{
    authenticator_rx(&e->a, e->now, span(e->s_step.send, e->s_step.send_len), &e->a_step);
}

static void expire(struct ends *e)
{
    assert_true(e->a.deadline != EXTSTA_NEVER && e->a.deadline > e->now);
    e->now = e->a.deadline;
    authenticator_expire(&e->a, e->now, &e->a_step);
}

static void assert_refused(const struct supplicant_step *step, const struct extsta_context *ctx)
{
    assert_int_equal(step->send_len, 0);
    assert_true(step->dropped);
    assert_int_equal(step->drop, EXTSTA_DROP_NO_MEMORY);
    assert_true(extsta_context_refused(ctx) > 0);
}

static void message_3_that_cannot_be_sealed_is_given_up_in_time(void **state)
{
    struct ends e;
    unsigned tries = 1;
    begin(&e, AKM_PSK);
    to_s(&e);
    refuse = true;
    to_a(&e);
    assert_refused(&e.a_step, e.a_ctx);
    for (; e.a.state == AUTHENTICATOR_AWAIT_M4; tries++) {
        assert_true(tries <= 4);
        expire(&e);
    }
    assert_int_equal(e.a_step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(e.a_step.reason, 15);
    assert_int_equal(tries, 5); /* four messages, and the end (12.7.6.6) */
    end(&e);
}

static void message_3_is_sealed_when_there_is_memory_again(void **state)
{
    struct ends e;
    begin(&e, AKM_PSK);
    to_s(&e);
    refuse = true;
    to_a(&e);
    refuse = false;
    expire(&e);
    to_s(&e);
    to_a(&e);
    assert_int_equal(e.s_step.verdict, SUPPLICANT_AUTHORIZED);
    assert_int_equal(e.a_step.verdict, SUPPLICANT_AUTHORIZED);
    end(&e);
}

static void a_mic_that_cannot_be_computed_is_no_wrong_passphrase(void **state)
{
    struct ends e;
    begin(&e, AKM_PSK_SHA256); /* AES-CMAC: HMAC needs no memory */
    to_s(&e);
    refuse = true;
    to_a(&e);
    assert_refused(&e.a_step, e.a_ctx);
    while (e.a.state == AUTHENTICATOR_AWAIT_M2) {
        expire(&e);
    }
    assert_int_equal(e.a_step.diagnosis, EXTSTA_DIAGNOSIS_PEER_SILENT);
    end(&e);
}

static void key_data_that_cannot_be_opened_is_looked_at_again(void **state)
{
    struct ends e;
    begin(&e, AKM_PSK);
    to_s(&e);
    to_a(&e);
    refuse = true;
    to_s(&e);
    assert_refused(&e.s_step, e.s_ctx);
    refuse = false;
    expire(&e);
    to_s(&e);
    assert_int_equal(e.s_step.verdict, SUPPLICANT_AUTHORIZED);
    end(&e);
}

static void assert_cause(const struct ends *e, enum extsta_diagnosis diagnosis)
{
    uint8_t confidence;
    assert_int_equal(supplicant_cause(&e->s, 0, &confidence), diagnosis);
    assert_int_equal(confidence, 100);
}

static void a_message_3_that_was_never_checked_has_no_wrong_mic(void **state)
{
    static const uint32_t akms[] = {
        AKM_PSK_SHA256, /* its MIC, AES-CMAC */
        AKM_PSK,        /* its key data, AES key wrap */
    };
    for (size_t i = 0; i < sizeof akms / sizeof akms[0]; i++) {
        struct ends e;
        begin(&e, akms[i]);
        to_s(&e);
        to_a(&e);
        refuse = true;
        to_s(&e);
        assert_refused(&e.s_step, e.s_ctx);
        to_s(&e); /* heard twice: the second may be dropped as a replay */
        assert_cause(&e, EXTSTA_DIAGNOSIS_NO_MEMORY);
        refuse = false;
        expire(&e);
        e.a_step.send[e.a_step.send_len - 1] ^= 1;
        to_s(&e);
        assert_cause(&e, EXTSTA_DIAGNOSIS_M3_MIC);
        end(&e);
    }
}

/* Only one that the AP could verify, and did not, speaks against the passphrase. */
static void a_message_1_that_was_never_answered_is_no_wrong_passphrase(void **state)
{
    struct ends e;
    uint8_t confidence;
    begin(&e, AKM_PSK_SHA256);
    refuse = true;
    for (unsigned i = 0; i < 2; i++) {
        to_s(&e);
        assert_refused(&e.s_step, e.s_ctx);
        assert_cause(&e, EXTSTA_DIAGNOSIS_NO_MEMORY);
        expire(&e);
    }
    refuse = false;
    to_s(&e);
    supplicant_sent(&e.s, true);
    assert_int_equal(supplicant_cause(&e.s, 0, &confidence), EXTSTA_DIAGNOSIS_M3_NEVER_CAME);
    end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_3_that_cannot_be_sealed_is_given_up_in_time),
        cmocka_unit_test(message_3_is_sealed_when_there_is_memory_again),
        cmocka_unit_test(a_mic_that_cannot_be_computed_is_no_wrong_passphrase),
        cmocka_unit_test(key_data_that_cannot_be_opened_is_looked_at_again),
        cmocka_unit_test(a_message_3_that_was_never_checked_has_no_wrong_mic),
        cmocka_unit_test(a_message_1_that_was_never_answered_is_no_wrong_passphrase),
    };
    if (CRYPTO_set_mem_functions(scarce_malloc, scarce_realloc, scarce_free) != 1) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
