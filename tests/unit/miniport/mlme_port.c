/* The miniport as manager of its port where things go wrong: what it concludes from the
 * evidence, and a message 4 that cannot be built. The good ends are in mlme_sequences.c. */
#include "mlme_air.h"
#include "rsn/handshake.h"

static const uint8_t pmk[32] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t other_pmk[32] = {9};

/* A cryptographic library that refuses: message 4 (Secure, no Ack) cannot be built. */
static bool refuses_message_4;

enum extsta_error __wrap_handshake_send(struct crypto *crypto, const struct akm_suite *akm,
                                        struct extsta_span kck, const struct eapol_key *key,
                                        struct supplicant_step *step);
enum extsta_error __real_handshake_send(struct crypto *crypto, const struct akm_suite *akm,
                                        struct extsta_span kck, const struct eapol_key *key,
                                        struct supplicant_step *step);

enum extsta_error __wrap_handshake_send(struct crypto *crypto, const struct akm_suite *akm,
                                        struct extsta_span kck, const struct eapol_key *key,
                                        struct supplicant_step *step)
{
    bool message_4 = (key->info & KEY_INFO_SECURE) && !(key->info & KEY_INFO_ACK);
    return message_4 && refuses_message_4 ? EXTSTA_E_NO_MEMORY
                                          : __real_handshake_send(crypto, akm, kck, key, step);
}

/* Keeps what is said of the association (that of the connection follows). */
static void of_association(void *watcher, const struct air *a, const struct extsta_output *o)
{
    if (o->type == EXTSTA_OUT_CAUSE && o->cause.subject == EXTSTA_SUBJECT_ASSOCIATION) {
        *(struct extsta_cause *)watcher = o->cause;
    }
}

/* Connects with our PMK to an AP that has this one. */
static struct ap *connect_to(struct air *a, const uint8_t *ap_pmk)
{
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->pmk = ap_pmk;
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, 32));
    ap_beacon(a, ap);
    air_connect(a);
    return ap;
}

/* As far as its first message 1. */
static struct ap *wrong_passphrase(struct air *a, struct extsta_cause *cause)
{
    a->watch = of_association;
    a->watcher = cause;
    struct ap *ap = connect_to(a, other_pmk);
    air_pass(a, 50 * EXTSTA_MS);
    assert_int_equal(a->eapol_count, 1);
    return ap;
}

static void message_1_again(struct air *a, struct ap *ap)
{
    static struct supplicant_step step;
    air_pass(a, EXTSTA_SECOND);
    authenticator_expire(ap->authenticator, a->now, &step);
    ap_eapol(a, ap, &step);
    air_pass(a, 10 * EXTSTA_MS);
}

/* An AP that is leaving (3) says nothing of the passphrase. */
static void one_message_1_and_another_reason_is_no_wrong_passphrase(void **state)
{
    struct air *a = *state;
    struct extsta_cause cause = {0};
    wrong_passphrase(a, &cause);
    ap_kick(a, AP_A, true, 3);
    assert_int_equal(cause.code, 3);
    assert_int_equal(cause.diagnosis, EXTSTA_DIAGNOSIS_M3_NEVER_CAME);
}

static void one_message_1_and_reason_15_make_it_likely(void **state)
{
    struct air *a = *state;
    struct extsta_cause cause = {0};
    wrong_passphrase(a, &cause);
    ap_kick(a, AP_A, true, 15);
    assert_int_equal(cause.diagnosis, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
    assert_in_range(cause.confidence, 51, 89);
}

static void a_message_1_that_comes_again_makes_it_surer(void **state)
{
    struct air *a = *state;
    struct extsta_cause cause = {0};
    struct ap *ap = wrong_passphrase(a, &cause);
    message_1_again(a, ap);
    message_1_again(a, ap);
    ap_kick(a, AP_A, true, 15);
    assert_int_equal(cause.diagnosis, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
    assert_in_range(cause.confidence, 90, 99);
}

/* The AP has no message 4 and will say message 3 again. One that does not has what it needs:
 * the keys do not wait for ever. */
static void SEQ_03_keys_whose_message_4_cannot_be_built_go_in(void **state)
{
    struct air *a = *state;
    refuses_message_4 = true;
    connect_to(a, pmk);
    air_pass(a, 900 * EXTSTA_MS);
    refuses_message_4 = false;
    assert_int_equal(a->eapol_count, 1);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_NO_MEMORY), 1);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    air_pass(a, 700 * EXTSTA_MS);
    assert_non_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    assert_true(mlme_is_associated(a->mp));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(one_message_1_and_another_reason_is_no_wrong_passphrase),
        AIR_TEST(one_message_1_and_reason_15_make_it_likely),
        AIR_TEST(a_message_1_that_comes_again_makes_it_surer),
        AIR_TEST(SEQ_03_keys_whose_message_4_cannot_be_built_go_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
