/* The nl80211 driver: port and keys, SAE, protected management frames. */
#include "kernel.h"

/* --- section 5: port and keys --- */

/* Keys behind message 4, the port behind the keys. */
static void PRT_18_KEY_01_the_handshake_goes_through_the_control_port(void **state)
{
    for (int order = 0; order < 3; order++) {
        struct kernel *k = secured();
        k->status_first = order == 1;
        k->no_status = order == 2; /* then after two seconds it is taken for sent */
        run(k, 6 * EXTSTA_SECOND);
        expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n"
                      "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\n"
                      "LINK_QUALITY\nCONNECTION_COMPLETION 0\n> CONTROL_PORT_FRAME A\n"
                      "> CONTROL_PORT_FRAME A\n> NEW_KEY A\n> NEW_KEY\n> SET_STATION A\n"
                      "PMKID_CANDIDATE_LIST\n");
        assert_int_equal(k->ap_port.state, AUTHENTICATOR_DONE);
        assert_true(k->authorized);
        struct extsta_station_status status;
        extsta_station_status(k->sta, &status);
        assert_true(status.port_open);
        kernel_free(k);
    }
}

/* A group key handshake comes protected, and is answered so. */
static void KEY_03_another_group_key(void **state)
{
    static const uint8_t gtk[16] = {0x33};
    struct kernel *k = secured();
    run(k, EXTSTA_SECOND);
    forget_log(k);
    authenticator_group(&k->ap_port, k->now, gtk, 16, 2, &k->step);
    emit_eapol(k, &k->aps[0]);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> CONTROL_PORT_FRAME A\n> NEW_KEY\n");
    assert_false(k->eapol_clear);
    assert_memory_equal(k->key, gtk, sizeof gtk);
    kernel_free(k);
}

/* DEC-05: a message in the clear is of nobody who has the key. */
static void DEC_05_clear_EAPOL_behind_a_pairwise_key_is_dropped(void **state)
{
    struct kernel *k = secured();
    run(k, EXTSTA_SECOND);
    forget_log(k);
    start_handshake(k, &k->aps[0]);
    run(k, EXTSTA_SECOND);
    expect_log(k, "");
    kernel_free(k);
}

/* What the kernel dropped with the association is set again with the next. */
static void KEY_04_keys_go_with_the_association(void **state)
{
    struct kernel *k = secured();
    run(k, EXTSTA_SECOND);
    forget_log(k);
    farewell(k, &k->aps[0], true, false, 5, true);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "> NEW_KEY A\n> NEW_KEY\n> SET_STATION A\n"));
    assert_null(strstr(k->log, "DEL_KEY"));
    struct extsta_station_holdings h;
    extsta_station_holdings(k->sta, &h);
    assert_int_equal(h.keys, 2);
    assert_int_equal(extsta_disconnect(k->sta, k->now), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    extsta_station_holdings(k->sta, &h);
    assert_int_equal(h.keys + h.associations + h.operations + h.packets, 0);
    kernel_free(k);
}

static void PRT_24_the_port_closes_with_a_wrong_passphrase(void **state)
{
    static const uint8_t other[32] = {1};
    struct kernel *k = secured();
    k->pmk = other;
    run(k, EXTSTA_SECOND);
    assert_null(strstr(k->log, "NEW_KEY"));
    assert_false(k->authorized);
    kernel_free(k);
}

static void tell_link(struct kernel *k, unsigned flags)
{
    emit_link(k, flags);
    settle(k);
}

/* Programs that wait for a connection see the port: up while it is open, and no longer. The
 * kernel takes UP where it has seen the carrier; else it is told again. */
static void the_interface_is_up_while_data_pass(void **state)
{
    struct kernel *k = secured();
    run(k, EXTSTA_SECOND);
    assert_int_equal(k->operstate, IF_OPER_UP);
    size_t told = k->operstates;
    tell_link(k, IFF_UP | IFF_LOWER_UP);
    assert_int_equal(k->operstates, told + 1);
    assert_int_equal(k->operstate, IF_OPER_UP);
    tell_link(k, IFF_UP | IFF_LOWER_UP | IFF_RUNNING);
    assert_int_equal(k->operstates, told + 1);
    k->aps[0].auth = SILENT;
    farewell(k, &k->aps[0], true, false, 5, true);
    settle(k);
    assert_int_equal(k->operstate, IF_OPER_DORMANT);
    kernel_free(k);
    static const uint8_t other[32] = {1};
    k = secured();
    k->pmk = other;
    k->operstate = IF_OPER_DORMANT;
    run(k, EXTSTA_SECOND); /* associated, and the port stays closed */
    assert_int_equal(k->operstate, IF_OPER_DORMANT);
    tell_link(k, IFF_UP | IFF_LOWER_UP);
    assert_int_equal(k->operstate, IF_OPER_DORMANT);
    kernel_free(k);
}

/* PRT-07, PRT-08: the driver's own handshake comes before the completion. */
static void PRT_07_the_driver_opens_the_port_itself(void **state)
{
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = secure_home();
    p.manager = EXTSTA_MANAGER_MINIPORT;
    secure(k);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "> ASSOCIATE A\n> CONTROL_PORT_FRAME A\n> CONTROL_PORT_FRAME A\n"
                  "> NEW_KEY A\n> NEW_KEY\n> SET_STATION A\nASSOCIATION_COMPLETION A 0\n"
                  "LINK_QUALITY\nCONNECTION_COMPLETION 0\nPMKID_CANDIDATE_LIST\n");
    static const uint8_t gtk[16] = {0x33};
    authenticator_group(&k->ap_port, k->now, gtk, 16, 2, &k->step);
    emit_eapol(k, &k->aps[0]);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> CONTROL_PORT_FRAME A\n> NEW_KEY\n");
    assert_memory_equal(k->key, gtk, sizeof gtk);
    kernel_free(k);
}

static void PRT_07_the_driver_s_handshake_fails(void **state)
{
    static const uint8_t other[32] = {1};
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = secure_home();
    p.manager = EXTSTA_MANAGER_MINIPORT;
    secure(k);
    k->pmk = other;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, 6 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION A 1\n> DEAUTHENTICATE A\n"));
    assert_non_null(strstr(k->log, "CONNECTION_COMPLETION 6\n"));
    struct extsta_station_holdings h;
    extsta_station_holdings(k->sta, &h);
    assert_int_equal(h.keys, 0);
    kernel_free(k);
}

/* --- section 6: SAE, protected management frames --- */

static const uint8_t pmf_rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0,    0,
                                   0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0x80, 0};

static struct kernel *protected_by_pmf(void)
{
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = secure_home();
    secure(k);
    memcpy(k->aps[0].rsne, pmf_rsne, sizeof pmf_rsne);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.port_open);
    forget_log(k);
    k->notifies = true;
    return k;
}

static void unprotected(struct kernel *k, uint16_t reason)
{
    uint8_t f[32], body[2];
    put_le16(body, reason);
    size_t len = mgmt(f, 0xc0, kernel_own, k->aps[0].bssid, k->aps[0].bssid, body, 2);
    struct nl_msg *msg = event_of(k, NL80211_CMD_UNPROT_DEAUTHENTICATE, 0, 0);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    emit(k, msg);
}

static void sa_query(struct kernel *k, uint8_t action, uint16_t transaction)
{
    uint8_t f[32], body[4] = {8, action};
    put_le16(body + 2, transaction);
    size_t len = mgmt(f, 0xd0, kernel_own, k->aps[0].bssid, k->aps[0].bssid, body, 4);
    struct nl_msg *msg = event_of(k, NL80211_CMD_FRAME, 0, 0);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    emit(k, msg);
}

static void IEEE_11_13_a_forged_farewell_changes_nothing(void **state)
{
    struct kernel *k = protected_by_pmf();
    unprotected(k, 3);
    run(k, EXTSTA_SECOND / 10);
    expect_log(k, "notify unprotected-frame\n");
    unprotected(k, 7); /* the AP does not know us: it is asked */
    run(k, EXTSTA_SECOND / 10);
    expect_log(k, "> FRAME\n");
    assert_int_equal(k->frame[24], 8);
    sa_query(k, 1, get_le16(k->frame + 26));
    run(k, 3 * EXTSTA_SECOND);
    expect_log(k, "notify forged-frame\n");
    kernel_free(k);
}

static void IEEE_11_13_one_that_is_true_ends_the_association(void **state)
{
    struct kernel *k = protected_by_pmf();
    unprotected(k, 7);
    run(k, 3 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "notify unprotected-frame\n> FRAME\n> FRAME\n"));
    assert_non_null(strstr(k->log, "DISASSOCIATION A 10007\n"));
    kernel_free(k);
}

/* Nobody else answers the AP. */
static void IEEE_11_13_it_answers_the_access_point(void **state)
{
    struct kernel *k = protected_by_pmf();
    sa_query(k, 0, 0x1234);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> FRAME\n");
    const uint8_t answer[4] = {8, 1, 0x34, 0x12};
    assert_memory_equal(k->frame + 24, answer, 4);
    kernel_free(k);
}

/* Without a password the AP is silent. */
static struct kernel *by_sae(const char *password)
{
    struct kernel *k = kernel_new(1);
    k->aps[0].auth = password ? ACCEPTS : SILENT;
    struct extsta_profile p = secure_home();
    p.auth = DOT11_AUTH_ALGO_WPA3_SAE;
    p.has_pmk = false;
    snprintf(p.passphrase, sizeof p.passphrase, "correct horse");
    secure(k);
    k->pmk = NULL;
    k->password = password;
    memcpy(k->aps[0].rsne, sae_rsne, sizeof sae_rsne);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    return k;
}

static void ATH_09_SAE_and_the_handshake_with_its_key(void **state)
{
    struct kernel *k = by_sae("correct horse");
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\n"
                  "LINK_QUALITY\nCONNECTION_COMPLETION 0\n> CONTROL_PORT_FRAME A\n"
                  "> CONTROL_PORT_FRAME A\n> NEW_KEY A\n> NEW_KEY\n> SET_STATION A\n"
                  "PMKID_CANDIDATE_LIST\n");
    /* the next time the exchange is spared */
    farewell(k, &k->aps[0], true, false, 5, true);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ASSOCIATION_START A\n> AUTHENTICATE A\n> ASSOCIATE A\n"));
    assert_true(k->own_rsne_len > 20 + 2 + 16);
    kernel_free(k);
}

/* It has forgotten what was agreed: INVALID_PMKID, and then it remembers that. */
static bool forgetful(struct kernel *k, struct fake_ap *ap, const struct nld_message *m)
{
    if (m->cmd != NL80211_CMD_ASSOCIATE) {
        return false;
    }
    emit_response(k, m, ap, 53);
    k->answers = NULL;
    return true;
}

static void a_PMK_that_the_AP_has_forgotten_is_made_again(void **state)
{
    struct kernel *k = by_sae("correct horse");
    forget_log(k);
    k->answers = forgetful;
    farewell(k, &k->aps[0], true, false, 5, true);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ASSOCIATION_START A\n> AUTHENTICATE A\n> ASSOCIATE A\n"
                                   "> AUTHENTICATE A\n> AUTHENTICATE A\n> ASSOCIATE A\n"
                                   "ASSOCIATION_COMPLETION A 0\n"));
    assert_true(k->authorized);
    kernel_free(k);
}

static void ASC_30_SAE_that_nobody_answers(void **state)
{
    struct kernel *k = by_sae(NULL);
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "ASSOCIATION_COMPLETION A 2\nCONNECTION_COMPLETION 6\n");
    kernel_free(k);
}

static void ASC_29_SAE_with_a_wrong_password(void **state)
{
    struct kernel *k = by_sae("battery staple");
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "> AUTHENTICATE A\nASSOCIATION_COMPLETION A 3000f\n"
                  "CONNECTION_COMPLETION 6\n");
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(PRT_18_KEY_01_the_handshake_goes_through_the_control_port),
        cmocka_unit_test(KEY_03_another_group_key),
        cmocka_unit_test(DEC_05_clear_EAPOL_behind_a_pairwise_key_is_dropped),
        cmocka_unit_test(KEY_04_keys_go_with_the_association),
        cmocka_unit_test(PRT_24_the_port_closes_with_a_wrong_passphrase),
        cmocka_unit_test(the_interface_is_up_while_data_pass),
        cmocka_unit_test(PRT_07_the_driver_opens_the_port_itself),
        cmocka_unit_test(PRT_07_the_driver_s_handshake_fails),
        cmocka_unit_test(IEEE_11_13_a_forged_farewell_changes_nothing),
        cmocka_unit_test(IEEE_11_13_one_that_is_true_ends_the_association),
        cmocka_unit_test(IEEE_11_13_it_answers_the_access_point),
        cmocka_unit_test(ATH_09_SAE_and_the_handshake_with_its_key),
        cmocka_unit_test(a_PMK_that_the_AP_has_forgotten_is_made_again),
        cmocka_unit_test(ASC_30_SAE_that_nobody_answers),
        cmocka_unit_test(ASC_29_SAE_with_a_wrong_password),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
