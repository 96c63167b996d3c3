/* The nl80211 driver on cards whose own driver associates (CONNECT), makes the handshake, roams. */
#include "kernel.h"

/* --- cards whose own driver associates --- */

static void ASC_04_a_card_connects_by_itself(void **state)
{
    static const struct {
        enum outcome assoc;
        uint32_t status;
    } rows[] = {{REFUSES, 0x30011}, {SILENT, 2}};
    for (size_t i = 0; i < 2; i++) {
        struct kernel *k = kernel_with(2, 0);
        char wanted[400];
        k->aps[0].assoc = rows[i].assoc;
        k->aps[0].status = 17;
        connect_home(k, EXTSTA_SECOND);
        snprintf(wanted, sizeof wanted,
                 "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> CONNECT A\n"
                 "ASSOCIATION_COMPLETION A %x\nASSOCIATION_START B\n> CONNECT B\n"
                 "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n",
                 rows[i].status);
        expect_log(k, wanted);
        kernel_free(k);
    }
}

static void DIS_09_a_card_says_DISCONNECT_alone(void **state)
{
    struct kernel *k = kernel_with(1, 0);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    struct nl_msg *msg = event_of(k, NL80211_CMD_DISCONNECT, 0, 0);
    nla_put_u16(msg, NL80211_ATTR_REASON_CODE, 5);
    nla_put_flag(msg, NL80211_ATTR_DISCONNECTED_BY_AP);
    emit(k, msg);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "DISASSOCIATION A 10005\nROAMING_START c\n"));
    k->log_len = 0;
    assert_int_equal(extsta_disconnect(k->sta, k->now), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "> DISCONNECT\n"));
    kernel_free(k);
}

/* A protected network, with the handshake of the OS half. While cfg80211 is busy with an end it
 * is asked again. */
static void ASC_04_a_card_connects_to_a_protected_network(void **state)
{
    struct kernel *k = kernel_with(1, 0);
    struct extsta_profile p = secure_home();
    secure(k);
    k->connect_error = EINPROGRESS;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> CONNECT A\n"
                  "> CONNECT A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY\n"
                  "CONNECTION_COMPLETION 0\n> CONTROL_PORT_FRAME A\n> CONTROL_PORT_FRAME A\n"
                  "> NEW_KEY A\n> NEW_KEY\n> SET_STATION A\nPMKID_CANDIDATE_LIST\n");
    kernel_free(k);
}

/* CONNECT with PREV_BSSID; DISCONNECT does not say which AP it is of: until the answer it is of
 * the old one. */
static void SEQ_10_a_card_is_told_to_roam(void **state)
{
    struct kernel *k = kernel_with(2, 0);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    k->log_len = 0;
    k->drops_first = true;
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> CONNECT B\n"
                  "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* The frames of an end, where a card tells them besides, do not count: DISCONNECT follows. */
static void DIS_09_an_end_counts_once(void **state)
{
    struct kernel *k = kernel_with(1, 0);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    farewell(k, &k->aps[0], true, false, 5, true);
    run(k, EXTSTA_SECOND);
    expect_log(k, "DISASSOCIATION A 10005\nROAMING_START c\nASSOCIATION_START A\n> CONNECT A\n"
                  "ASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* PRT-07: the card makes the handshake, with the PMK it was given. */
static void PRT_07_a_card_opens_the_port_itself(void **state)
{
    for (int fails = 0; fails < 2; fails++) {
        struct kernel *k = kernel_with(1, NL80211_CAN_OFFLOAD_PSK);
        struct extsta_profile p = secure_home();
        p.manager = EXTSTA_MANAGER_MINIPORT;
        secure(k);
        k->pmk = NULL; /* nobody else makes one */
        assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
        run(k, EXTSTA_SECOND);
        expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> CONNECT A\n");
        if (fails) {
            run(k, 7 * EXTSTA_SECOND);
            assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION A 1\n"));
        } else {
            authorized_by_card(k, &k->aps[0]);
            run(k, EXTSTA_SECOND);
            expect_log(k, "ASSOCIATION_COMPLETION A 0\nLINK_QUALITY\n"
                          "CONNECTION_COMPLETION 0\n");
        }
        kernel_free(k);
    }
}

/* Both ends of the operation at once. */
static void ROM_09_a_card_roams_by_itself(void **state)
{
    struct kernel *k = kernel_with(2, NL80211_CAN_ROAM);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    emit_connect(k, NL80211_CMD_ROAM, &k->aps[1], 0, false, (struct extsta_span){0},
                 (struct extsta_span){0});
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\nASSOCIATION_COMPLETION B 0\n"
                  "LINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* SAE by frames of ours, where the card asks for it. */
static void ATH_09_external_authentication(void **state)
{
    struct kernel *k = kernel_with(1, 0);
    struct extsta_profile p = secure_home();
    p.auth = DOT11_AUTH_ALGO_WPA3_SAE;
    p.has_pmk = false;
    snprintf(p.passphrase, sizeof p.passphrase, "correct horse");
    secure(k);
    k->pmk = NULL;
    k->wants_external = true;
    memcpy(k->aps[0].rsne, sae_rsne, sizeof sae_rsne);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "> CONNECT A\n> FRAME\n"));
    assert_int_equal(k->frame[0], 0xb0);
    assert_int_equal(get_le16(k->frame + 24), 3); /* SAE */
    assert_int_equal(get_le16(k->frame + 26), 1); /* its Commit */
    run(k, 15 * EXTSTA_SECOND);                   /* nobody answers */
    assert_int_equal(k->external, 1);
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ASC_04_a_card_connects_by_itself),
        cmocka_unit_test(ASC_04_a_card_connects_to_a_protected_network),
        cmocka_unit_test(SEQ_10_a_card_is_told_to_roam),
        cmocka_unit_test(DIS_09_an_end_counts_once),
        cmocka_unit_test(PRT_07_a_card_opens_the_port_itself),
        cmocka_unit_test(DIS_09_a_card_says_DISCONNECT_alone),
        cmocka_unit_test(ROM_09_a_card_roams_by_itself),
        cmocka_unit_test(ATH_09_external_authentication),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
