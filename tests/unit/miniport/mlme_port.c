/* The miniport as manager of its port where things go wrong: what it concludes from the
 * evidence, a message 4 that cannot be built, and a rekeying that fails. The good ends are in
 * mlme_sequences.c. */
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

/* The key tables refuse a group key. */
static bool refuses_group_key;

bool __wrap_keys_install_group(struct miniport *mp, uint32_t suite, uint8_t key_id,
                               struct extsta_span key, uint64_t rsc);
bool __real_keys_install_group(struct miniport *mp, uint32_t suite, uint8_t key_id,
                               struct extsta_span key, uint64_t rsc);

bool __wrap_keys_install_group(struct miniport *mp, uint32_t suite, uint8_t key_id,
                               struct extsta_span key, uint64_t rsc)
{
    return !refuses_group_key && __real_keys_install_group(mp, suite, key_id, key, rsc);
}

/* A PDU of the AP under the pairwise key, as all of it is once there is one (DEC-05). */
static void protected_eapol(struct air *a, const struct ap *ap, struct extsta_span pdu)
{
    uint8_t clear[600], frame[700];
    struct writer body = writer_of(clear, sizeof clear), w = writer_of(frame, sizeof frame);
    writer_bytes(&body, llc_rfc1042, 6);
    writer_be16(&body, ETHERTYPE_EAPOL);
    writer_span(&body, pdu);
    writer_le16(&w, FRAME_DATA_PLAIN | FC_FROM_DS | FC_PROTECTED);
    writer_le16(&w, 0);
    writer_mac(&w, STA_MAC);
    writer_mac(&w, ap->mac);
    writer_mac(&w, ap->mac);
    writer_le16(&w, (uint16_t)(a->seq++ << 4));
    struct cipher_key *key = cipher_key_new(crypto_of(a->ctx), cipher_suite_find(CIPHER_CCMP),
                                            span(ap->authenticator->ptk.tk, 16));
    assert_non_null(key);
    struct cipher_job job = {.key = key,
                             .header = span(frame, 24),
                             .in = clear,
                             .in_len = writer_len(&body),
                             .out = frame + 24,
                             .pn = 1};
    cipher_protect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    cipher_key_free(key);
    air_deliver(a, span(frame, 24 + job.out_len), ap->freq, ap->signal);
}

/* A group key that comes later (12.7.7): index 2, another key. */
static void rekey(struct air *a, struct ap *ap)
{
    static struct supplicant_step step;
    uint8_t gtk[16];
    memset(gtk, 0x99, sizeof gtk);
    authenticator_group(ap->authenticator, a->now, gtk, sizeof gtk, 2, &step);
    assert_true(step.send_len > 0);
    protected_eapol(a, ap, span(step.send, step.send_len));
}

static struct ap *authorized(struct air *a)
{
    struct ap *ap = connect_to(a, pmk);
    air_pass(a, 200 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    assert_non_null(a->mp->keys.default_keys[1]);
    a->log[0] = 0;
    return ap;
}

static void ATH_14_a_group_key_that_comes_later_is_installed(void **state)
{
    struct air *a = *state;
    rekey(a, authorized(a));
    EXPECT(a, "tx data A protected\n"); /* group message 2 */
    assert_non_null(a->mp->keys.default_keys[2]);
    assert_true(mlme_is_associated(a->mp));
}

/* without the new key the station could not hear the group any more. It leaves, and the
 * end is indicated like any other that is explicit, once. */
static void DIS_15_X_45_a_failed_rekey_ends_the_association_and_is_indicated(void **state)
{
    struct air *a = *state;
    struct ap *ap = authorized(a);
    ap->on = false;
    refuses_group_key = true;
    rekey(a, ap);
    refuses_group_key = false;
    assert_false(mlme_is_associated(a->mp));
    const char *said = strstr(a->log, "DISASSOCIATION A 1\n");
    assert_non_null(said);
    assert_non_null(strstr(a->log, "tx deauth A 3\n"));
    assert_true(strstr(a->log, "tx deauth A 3\n") < said);
    air_pass(a, EXTSTA_SECOND);
    assert_null(strstr(said + 1, "DISASSOCIATION"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(one_message_1_and_another_reason_is_no_wrong_passphrase),
        AIR_TEST(one_message_1_and_reason_15_make_it_likely),
        AIR_TEST(a_message_1_that_comes_again_makes_it_surer),
        AIR_TEST(SEQ_03_keys_whose_message_4_cannot_be_built_go_in),
        AIR_TEST(ATH_14_a_group_key_that_comes_later_is_installed),
        AIR_TEST(DIS_15_X_45_a_failed_rekey_ends_the_association_and_is_indicated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
