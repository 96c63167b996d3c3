/* The sequences of contract chapter 99, driver side: the exact list of what the station
 * sends and indicates, in order. */
#include "mlme_air.h"

static const uint8_t pmk[32] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t other_pmk[32] = {9};

static void SEQ_02_ATH_01_connect_open(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    ap_beacon(a, ap);
    EXPECT(a, "");
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
}

static void SEQ_03_PRT_07_PRT_08_connect_miniport_authenticates(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->pmk = pmk;
    air_profile(a, "net", true);
    assert_int_equal(mlme_set_port_key(a->mp, span(pmk, 32)), NDIS_STATUS_SUCCESS);
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, 50 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "tx data A\n" /* message 2 */
              "tx data A\n" /* message 4 */
              "ASSOCIATION_COMPLETION A 0 port\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
    assert_int_equal(ap->authenticator->state, AUTHENTICATOR_DONE);
    assert_non_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    assert_non_null(a->mp->keys.default_keys[1]);
}

static void SEQ_03_PRT_08_wrong_passphrase(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->pmk = other_pmk;
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, 32));
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, 50 * EXTSTA_MS);
    ap_kick(a, AP_A, true, 15);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "tx data A\n"
              "ASSOCIATION_COMPLETION A 1000f\n"
              "CONNECTION_COMPLETION 6\n");
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
    assert_int_equal(stats_handshake_failures(a->mp), 1); /* STT-08 */
    assert_int_equal(a->mp->state, MP_INIT);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
}

/* Connects with its own handshake, in which the AP misses the first message 4. */
static struct ap *message_4_lost(struct air *a)
{
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->pmk = pmk;
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, 32));
    a->lost_eapol = 1u << 1; /* message 2 is the first, message 4 the second */
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, 900 * EXTSTA_MS);
    assert_int_equal(a->eapol_count, 2);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    assert_false(mlme_is_associated(a->mp));
    return ap;
}

/* With the key in place the AP's second message 3, in the clear, would be refused. */
static void SEQ_03_DEC_05_message_4_lost_once(void **state)
{
    struct air *a = *state;
    static struct supplicant_step step;
    struct ap *ap = message_4_lost(a);
    for (int again = 0; again < 2; again++) {
        air_pass(a, 150 * EXTSTA_MS);
        authenticator_expire(ap->authenticator, a->now, &step);
        if (step.send_len > 0) {
            ap_eapol(a, ap, &step);
        }
        air_pass(a, 10 * EXTSTA_MS);
        assert_int_equal(a->eapol_count, 3);
        assert_int_equal(ap->authenticator->state, AUTHENTICATOR_DONE);
    }
    static const uint8_t next[16] = {0x42};
    assert_non_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    assert_true(mlme_is_associated(a->mp));
    /* The same key again would keep its counters; in place of another it would begin anew. */
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(next, sizeof next)));
    struct mp_key *key = keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND);
    key->tx_pn = 0x5a5a;
    for (uint32_t n = 1; n <= a->mp->data.next_cookie; n++) {
        miniport_ops.tx_status(a->mp, a->now, n << 1, true, 1);
    }
    air_pass(a, EXTSTA_SECOND);
    key = keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND);
    assert_int_equal(key->tx_pn, 0x5a5a);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "tx data A\n"
              "tx data A\n"
              "ASSOCIATION_COMPLETION A 0 port\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
}

/* Nobody repeats message 3: only the acknowledgements were lost. */
static void SEQ_03_message_4_not_acknowledged_yet_received(void **state)
{
    struct air *a = *state;
    message_4_lost(a);
    air_pass(a, 500 * EXTSTA_MS);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    air_pass(a, 200 * EXTSTA_MS);
    assert_non_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
    assert_true(mlme_is_associated(a->mp));
}

static void SEQ_03_a_radio_that_says_nothing_of_message_4(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->pmk = pmk;
    a->ack = false;
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, 32));
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, 990 * EXTSTA_MS);
    assert_int_equal(ap->authenticator->state, AUTHENTICATOR_DONE);
    assert_false(mlme_is_associated(a->mp));
    air_pass(a, 50 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
}

/* Keys that wait go with the association. */
static void SEQ_03_deauthentication_while_keys_wait(void **state)
{
    struct air *a = *state;
    message_4_lost(a);
    ap_kick(a, AP_A, true, 15);
    air_pass(a, 5 * EXTSTA_SECOND);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
}

static void SEQ_03_X_45_handshake_never_begins(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, 32));
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, 6 * EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "tx deauth A 15\n"
              "ASSOCIATION_COMPLETION A 1\n"
              "CONNECTION_COMPLETION 6\n");
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_M1_NEVER_CAME);
    assert_int_equal(stats_handshake_failures(a->mp), 1);
}

static void SEQ_09_CNX_36_reset_while_the_port_is_awaited(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(pmk, 32));
    ap_beacon(a, ap);
    air_connect(a);
    air_pass(a, EXTSTA_SECOND);
    a->log[0] = 0;
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "tx deauth A 3\n" /* for the AP we are associated */
              "ASSOCIATION_COMPLETION A 5\n"
              "CONNECTION_COMPLETION 5\n");
    assert_int_equal(stats_handshake_failures(a->mp), 0); /* nobody failed */
}

static void SEQ_07_first_refuses_second_accepts(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -40)->assoc_status = 17;
    air_add(a, AP_B, 2412, -60);
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    ap_beacon(a, &a->aps[1]);
    air_connect(a);
    while (a->completion_len == 0) {
        air_pass(a, EXTSTA_MS);
    }
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 30011\n"
              "ASSOCIATION_START B net\n");
    /* both frames are there, everything negotiated is zero (ASC-13, ASC-15, ASC-28) */
    assert_int_not_equal(get_le32(a->completion + 24), 0);
    assert_int_not_equal(get_le32(a->completion + 32), 0);
    for (size_t i = 52; i < 96; i++) {
        assert_int_equal(a->completion[i], 0);
    }
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 80\n"
              "CONNECTION_COMPLETION 0\n");
}

static void SEQ_08_CNX_08_CNX_14_nothing_found(void **state)
{
    struct air *a = *state;
    air_profile(a, "net", false);
    air_connect(a);
    air_pass(a, 9 * EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\n"
              "tx probe-req * net\ntx probe-req * net\ntx probe-req * net\n"
              "tx probe-req * net\ntx probe-req * net\n"
              "tx probe-req * net\ntx probe-req * net\ntx probe-req * net\n"
              "tx probe-req * net\ntx probe-req * net\n"
              "tx probe-req * net\ntx probe-req * net\ntx probe-req * net\n"
              "tx probe-req * net\ntx probe-req * net\n"
              "CONNECTION_COMPLETION 6\n");
    assert_int_equal(a->mp->state, MP_INIT);
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_SSID_NOT_FOUND);
    air_pass(a, 60 * EXTSTA_SECOND);
    EXPECT(a, ""); /* CNX-14: no roaming afterwards */
}

static void SEQ_08_ASC_08_ASC_30_nobody_answers(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -40)->no_auth = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    extsta_time begun = a->now;
    air_connect(a);
    while (a->mp->mlme.connection == CONNECTION_CONNECTING) {
        air_pass(a, EXTSTA_MS);
    }
    assert_true(a->now - begun < 4 * EXTSTA_SECOND); /* inside the ten seconds of CNX-17 */
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\ntx auth A\ntx auth A\ntx auth A\n" /* it acknowledges: patience */
              "ASSOCIATION_COMPLETION A 2\n"
              "CONNECTION_COMPLETION 6\n");
    assert_int_equal(get_le32(a->completion + 20), 0); /* ASC-14: no request was sent */
    assert_int_equal(get_le32(a->completion + 24), 0);
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
}

/* Authenticated, but the request is not answered: after the same patience. */
static void ASC_08_no_answer_to_the_request(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -40)->no_assoc = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 4 * EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\ntx assoc-req A\ntx assoc-req A\ntx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 2\n"
              "CONNECTION_COMPLETION 6\n");
}

static void SEQ_09_reset_while_connecting(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -40)->no_assoc = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 100 * EXTSTA_MS);
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 5\n"
              "CONNECTION_COMPLETION 5\n");
    assert_int_equal(a->mp->state, MP_INIT);
    air_pass(a, 30 * EXTSTA_SECOND);
    EXPECT(a, ""); /* RST-22 */
}

/* A on 2437 at -78, B on 2462 at -50, connected with A. */
static void at_the_edge(struct air *a)
{
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->aps[0].signal = -78;
    air_add(a, AP_B, 2462, -50);
}

static void SEQ_10_DIS_02_ROM_14_ROM_15_better_ap(void **state)
{
    struct air *a = *state;
    at_the_edge(a);
    air_pass(a, 6 * EXTSTA_SECOND);
    EXPECT(a, "LINK_QUALITY A 44\n" /* LQ-03: -78 dBm */
              "tx null A pm\n"
              "tx probe-req * \n"
              "tx null A\n"
              "tx probe-req * \n" /* the home channel needs no leave */
              "tx null A pm\n"
              "tx probe-req * \n"
              "tx probe-req * \n"
              "tx probe-req * \n"
              "tx null A\n"
              "ROAMING_START b\n"
              "tx null A pm\n"
              "tx probe-req B net\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "tx reassoc-req B from A\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 100\n"
              "ROAMING_COMPLETION 0\n");
    assert_null(peers_find(&a->mp->peers, AP_A));                       /* it has ended */
    assert_int_equal(a->completion[16], 1);                             /* bReAssocReq */
    assert_int_equal(a->completion[17], 1);                             /* bReAssocResp */
    assert_int_equal(get_le32(a->completion + 76), DOT11_DS_UNCHANGED); /* ASC-22 */
}

static void SEQ_11_DIS_01_reassociation_with_the_same_ap(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    assert_int_equal(mlme_reassociate(a->mp, a->now), NDIS_STATUS_SUCCESS);
    assert_false(mlme_is_associated(a->mp));
    air_drain(a);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "ROAMING_START b\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx reassoc-req A from A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "ROAMING_COMPLETION 0\n");
}

static void SEQ_12_DIS_09_DIS_17_DIS_19_DIS_20_other_ap_there(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_connected(a, false);
    ap_kick(a, AP_A, true, 7);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "DISASSOCIATION A 10007\n"
              "ROAMING_START c\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 80\n"
              "ROAMING_COMPLETION 0\n");
}

static void SEQ_12_DIS_08_DIS_17_ROM_06_no_candidate(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    struct mp_mib *mib = mib_edit(a->mp); /* nothing qualifies any more */
    mib->bssids[0] = AP_B;
    ap_kick(a, AP_A, false, 8);
    air_turn(a);
    EXPECT(a, "DISASSOCIATION A 20008\n"
              "tx probe-req * \n"); /* ROM-06: no ROAMING_START, but a look around */
    assert_int_equal(a->mp->state, MP_OP);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS); /* still connected */
    EXPECT(a, "");
}

/* What was said of looking for the network. */
struct searches {
    unsigned count;
    struct extsta_notify last;
};

static void watch_searches(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct searches *s = watcher;
    if (o->type == EXTSTA_OUT_NOTIFY) {
        assert_int_equal(o->notify.type, EXTSTA_NOTIFY_SEARCHING);
        assert_int_equal(o->notify.ssid.len, 3);
        assert_memory_equal(o->notify.ssid.data, "net", 3);
        s->last = o->notify;
        s->count++;
    }
}

/* Each look is told when it begins, with its number and what is known of the channel. */
static void a_search_is_told_when_it_begins(void **state)
{
    struct air *a = *state;
    struct searches s = {0};
    air_add(a, AP_A, 2437, -50);
    a->watch = watch_searches;
    a->watcher = &s;
    air_connected(a, false);
    assert_int_equal(s.count, 0);
    a->aps[0].on = false;
    mib_edit(a->mp)->bssids[0] = AP_B; /* A is no candidate any more */
    ap_kick(a, AP_A, false, 8);
    air_pass(a, EXTSTA_MS);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.last.round, 1);
    assert_int_equal(s.last.busy, EXTSTA_BUSY_UNKNOWN);
    a->mp->busy = 97; /* as a radio that measures says it */
    air_pass(a, 20 * EXTSTA_SECOND);
    assert_true(s.count >= 3);
    assert_int_equal(s.last.round, s.count);
    assert_int_equal(s.last.busy, 97);
    a->aps[0].on = true;
    mib_edit(a->mp)->bssids[0] = AP_A;
    air_pass(a, 15 * EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
    unsigned before = s.count;
    air_pass(a, 15 * EXTSTA_SECOND);
    assert_int_equal(s.count, before);
}

static void SEQ_13_DIS_11_DIS_19_ap_vanishes(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_connected(a, false);
    a->aps[0].on = false;
    ap_beacon(a, &a->aps[0]); /* t0 */
    air_pass(a, 2000 * EXTSTA_MS);
    EXPECT(a, ""); /* not before the threshold is exceeded */
    air_pass(a, 1);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "DISASSOCIATION A 2\n"
              "ROAMING_START c\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 80\n"
              "ROAMING_COMPLETION 0\n");
}

static void SEQ_13_a_beacon_in_time_keeps_it(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    for (int i = 0; i < 5; i++) {
        ap_beacon(a, &a->aps[0]);
        air_pass(a, 1999 * EXTSTA_MS);
    }
    EXPECT(a, "");
}

static void SEQ_14_ROM_13_roam_fails_ap_returns(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60)->on = false; /* in the cache, and gone */
    air_connected(a, false);
    a->aps[0].on = false;
    a->mp->bss.entries[0].lost = false;
    air_pass(a, 3200 * EXTSTA_MS); /* before the pause is over */
    EXPECT(a, "DISASSOCIATION A 2\n"
              "ROAMING_START c\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\ntx auth B\ntx auth B\n"
              "ASSOCIATION_COMPLETION B 2\n"
              "ROAMING_COMPLETION 6\n");
    assert_int_equal(a->mp->state, MP_OP);
    air_pass(a, 4 * EXTSTA_SECOND); /* fruitless looks, no indications (ROM-06) */
    assert_null(strstr(a->log, "ROAMING"));
    a->aps[0].on = true;
    a->aps[0].next_beacon = a->now + 1000;
    a->log[0] = 0;
    air_pass(a, 12 * EXTSTA_SECOND);
    const char *roam = strstr(a->log, "ROAMING_START");
    assert_non_null(roam);
    assert_string_equal(roam, "ROAMING_START c\n"
                              "ASSOCIATION_START A net\n"
                              "tx auth A\n"
                              "tx assoc-req A\n"
                              "ASSOCIATION_COMPLETION A 0\n"
                              "LINK_QUALITY A 100\n"
                              "ROAMING_COMPLETION 0\n");
}

static void SEQ_15_CNX_33_CNX_35_disconnect(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "tx disassoc A 8\n"
              "DISASSOCIATION A 7\n");
    assert_int_equal(a->mp->state, MP_INIT);
    air_pass(a, 60 * EXTSTA_SECOND);
    EXPECT(a, ""); /* CNX-35 */
}

static void SEQ_15_CNX_34_ROM_18_disconnect_while_roaming(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60)->no_auth = true;
    air_connected(a, false);
    ap_kick(a, AP_A, true, 3);
    air_turn(a);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "DISASSOCIATION A 10003\n"
              "ROAMING_START c\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "ASSOCIATION_COMPLETION B 5\n"
              "ROAMING_COMPLETION 5\n"); /* CNX-34: nobody is associated any more */
    air_pass(a, 30 * EXTSTA_SECOND);
    EXPECT(a, "");
}

static void SEQ_16_RST_22_reset_while_connected_and_scanning(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
    air_pass(a, 25 * EXTSTA_MS);
    a->log[0] = 0;
    a->tune = true;
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "tune 2437\n"
              "tx null A\n"
              "SCAN_CONFIRM c001000c\n"
              "tx disassoc A 8\n"
              "DISASSOCIATION A 7\n");
    assert_int_equal(a->mp->bss.count, 0);
    air_pass(a, 30 * EXTSTA_SECOND);
    EXPECT(a, "");
}

static void SEQ_17_RST_11_RST_20_ROM_18_reset_while_roaming(void **state)
{
    struct air *a = *state;
    at_the_edge(a);
    a->aps[1].no_auth = true;
    air_pass(a, 6 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ASSOCIATION_START B"));
    a->log[0] = 0;
    while (!associate_is_open(a->mp)) {
        air_pass(a, 100 * EXTSTA_MS);
    }
    a->log[0] = 0;
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    assert_true(strstr(a->log, "ASSOCIATION_COMPLETION") == a->log);
    assert_non_null(strstr(a->log, "5\nROAMING_COMPLETION 5\n"));
    assert_null(strstr(a->log, "DISASSOCIATION")); /* RST-20 */
}

static void SEQ_17_reset_before_association_start(void **state)
{
    struct air *a = *state;
    at_the_edge(a);
    a->aps[1].no_probe = true; /* so that it is still being asked */
    a->aps[1].next_beacon = EXTSTA_NEVER;
    while (a->mp->mlme.roam != ROAM_AWAIT_BETTER) {
        air_pass(a, 100 * EXTSTA_MS);
    }
    air_pass(a, 4 * EXTSTA_SECOND);
    a->log[0] = 0;
    ap_beacon(a, &a->aps[1]);
    air_turn(a);
    EXPECT(a, "ROAMING_START b\n"
              "tx null A pm\n"
              "tx probe-req B net\n");
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "tx null A\n"
              "ROAMING_COMPLETION 5\n"
              "tx disassoc A 8\n"
              "DISASSOCIATION A 7\n");
}

static void SEQ_22_radio_off_and_on(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, false);
    air_drain(a);
    EXPECT(a, "PHY_STATE_CHANGED 0 0/1\n"
              "PHY_STATE_CHANGED 1 0/1\n"
              "DISASSOCIATION A 3\n");
    assert_int_equal(a->mp->state, MP_OP);
    air_pass(a, 20 * EXTSTA_SECOND);
    EXPECT(a, "");
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, true);
    air_drain(a);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "PHY_STATE_CHANGED 0 1/1\n"
              "PHY_STATE_CHANGED 1 1/1\n"
              "ROAMING_START c\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "ROAMING_COMPLETION 0\n");
}

static void SEQ_22_radio_off_while_associating(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_assoc = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    a->log[0] = 0;
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, false);
    air_drain(a);
    EXPECT(a, "PHY_STATE_CHANGED 0 0/1\n"
              "PHY_STATE_CHANGED 1 0/1\n"
              "ASSOCIATION_COMPLETION A 3\n"
              "CONNECTION_COMPLETION 3\n");
    assert_int_equal(a->mp->state, MP_INIT);
}

static void SEQ_26_PRT_24_port_state_notifications(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    uint8_t n[12] = {0x80, 1, 12, 0};
    memcpy(n + 4, AP_A.b, 6);
    n[10] = 1;
    assert_int_equal(air_oid(a, OID_DOT11_PORT_STATE_NOTIFICATION, EXTSTA_OID_SET, n, 12, 0),
                     NDIS_STATUS_SUCCESS);
    assert_true(a->mp->link.ap->port_open);
    n[10] = 0;
    assert_int_equal(air_oid(a, OID_DOT11_PORT_STATE_NOTIFICATION, EXTSTA_OID_SET, n, 12, 0),
                     NDIS_STATUS_SUCCESS);
    assert_false(a->mp->link.ap->port_open);
    EXPECT(a, ""); /* the association is not touched */
    n[10] = 1;
    assert_int_equal(air_oid(a, OID_DOT11_PORT_STATE_NOTIFICATION, EXTSTA_OID_SET, n, 12, 0),
                     NDIS_STATUS_SUCCESS);
    assert_int_equal(mlme_reassociate(a->mp, a->now), NDIS_STATUS_SUCCESS);
    assert_false(a->mp->link.ap->port_open); /* the old port is gone with ASSOC_START */
    air_drain(a);
    air_pass(a, 20 * EXTSTA_MS);
    assert_false(a->mp->link.ap->port_open);
    air_disconnect(a);
    assert_int_equal(air_oid(a, OID_DOT11_PORT_STATE_NOTIFICATION, EXTSTA_OID_SET, n, 12, 0),
                     NDIS_STATUS_INVALID_STATE); /* PRT-19 */
}

/* The port the OS opened ends with the association; the next one begins closed. */
static void PRT_24_a_disassociation_closes_the_port(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    uint8_t n[12] = {0x80, 1, 12, 0};
    memcpy(n + 4, AP_A.b, 6);
    n[10] = 1;
    assert_int_equal(air_oid(a, OID_DOT11_PORT_STATE_NOTIFICATION, EXTSTA_OID_SET, n, 12, 0),
                     NDIS_STATUS_SUCCESS);
    assert_true(a->mp->link.ap->port_open);
    ap_kick(a, AP_A, true, 7);
    assert_false(a->mp->link.ap && a->mp->link.ap->port_open);
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_non_null(a->mp->link.ap); /* it roamed back */
    assert_int_equal(a->mp->link.ap->state, ASSOC_ASSOCIATED);
    assert_false(a->mp->link.ap->port_open);
}

static void SEQ_27_explicit_scan(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    assert_int_equal(air_scan(a, dot11_scan_type_active, "s1", "s2"), NDIS_STATUS_SUCCESS);
    assert_int_equal(air_scan(a, dot11_scan_type_active, "s1", "s2"),
                     NDIS_STATUS_DOT11_MEDIA_IN_USE);
    uint8_t list[512] = {0};
    assert_int_equal(air_oid(a, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, list, 3, 512),
                     NDIS_STATUS_SUCCESS);
    extsta_time begun = a->now;
    while (a->mp->mlme.scanning == SCAN_EXPLICIT) {
        air_pass(a, 10 * EXTSTA_MS);
    }
    assert_true(a->now - begun < 4 * EXTSTA_SECOND); /* SCN-13 */
    EXPECT(a, "tx probe-req * s1\ntx probe-req * s2\n"
              "tx probe-req * s1\ntx probe-req * s2\n"
              "tx probe-req * s1\ntx probe-req * s2\n"
              "tx probe-req * s1\ntx probe-req * s2\n"
              "tx probe-req * s1\ntx probe-req * s2\n"
              "SCAN_CONFIRM 0\n");
    assert_non_null(bss_find(a->mp, AP_A)); /* its beacon was heard (SCN-15) */
}

static void SEQ_28_deauthentication_while_associating(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_auth = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_turn(a);
    ap_kick(a, AP_A, true, 2);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "ASSOCIATION_COMPLETION A 10002\n"
              "CONNECTION_COMPLETION 6\n");
}

static void SEQ_30_old_ap_deauthenticates_before_association_start(void **state)
{
    struct air *a = *state;
    at_the_edge(a);
    a->aps[1].next_beacon = EXTSTA_NEVER;
    a->aps[1].no_probe = true;
    air_pass(a, 5 * EXTSTA_SECOND);
    a->log[0] = 0;
    ap_beacon(a, &a->aps[1]);
    air_turn(a);
    EXPECT(a, "ROAMING_START b\n"
              "tx null A pm\n"
              "tx probe-req B net\n");
    ap_kick(a, AP_A, true, 6);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "DISASSOCIATION A 10006\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 100\n"
              "ROAMING_COMPLETION 0\n");
}

static void SEQ_30_old_ap_deauthenticates_after_association_start(void **state)
{
    struct air *a = *state;
    at_the_edge(a);
    while (!associate_is_open(a->mp) || a->mp->link.ap->state != ASSOC_AWAIT_AUTH) {
        air_pass(a, 200);
    }
    uint64_t before = mp_drops_of(a->mp, EXTSTA_DROP_OTHER_BSS);
    ap_kick(a, AP_A, true, 6);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_OTHER_BSS), before + 1);
    a->log[0] = 0;
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "tx reassoc-req B from A\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 100\n"
              "ROAMING_COMPLETION 0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(SEQ_02_ATH_01_connect_open),
        AIR_TEST(SEQ_03_PRT_07_PRT_08_connect_miniport_authenticates),
        AIR_TEST(SEQ_03_PRT_08_wrong_passphrase),
        AIR_TEST(SEQ_03_DEC_05_message_4_lost_once),
        AIR_TEST(SEQ_03_message_4_not_acknowledged_yet_received),
        AIR_TEST(SEQ_03_a_radio_that_says_nothing_of_message_4),
        AIR_TEST(SEQ_03_deauthentication_while_keys_wait),
        AIR_TEST(SEQ_03_X_45_handshake_never_begins),
        AIR_TEST(SEQ_09_CNX_36_reset_while_the_port_is_awaited),
        AIR_TEST(SEQ_07_first_refuses_second_accepts),
        AIR_TEST(SEQ_08_CNX_08_CNX_14_nothing_found),
        AIR_TEST(SEQ_08_ASC_08_ASC_30_nobody_answers),
        AIR_TEST(ASC_08_no_answer_to_the_request),
        AIR_TEST(SEQ_09_reset_while_connecting),
        AIR_TEST(SEQ_10_DIS_02_ROM_14_ROM_15_better_ap),
        AIR_TEST(SEQ_11_DIS_01_reassociation_with_the_same_ap),
        AIR_TEST(SEQ_12_DIS_09_DIS_17_DIS_19_DIS_20_other_ap_there),
        AIR_TEST(SEQ_12_DIS_08_DIS_17_ROM_06_no_candidate),
        AIR_TEST(a_search_is_told_when_it_begins),
        AIR_TEST(SEQ_13_DIS_11_DIS_19_ap_vanishes),
        AIR_TEST(SEQ_13_a_beacon_in_time_keeps_it),
        AIR_TEST(SEQ_14_ROM_13_roam_fails_ap_returns),
        AIR_TEST(SEQ_15_CNX_33_CNX_35_disconnect),
        AIR_TEST(SEQ_15_CNX_34_ROM_18_disconnect_while_roaming),
        AIR_TEST(SEQ_16_RST_22_reset_while_connected_and_scanning),
        AIR_TEST(SEQ_17_RST_11_RST_20_ROM_18_reset_while_roaming),
        AIR_TEST(SEQ_17_reset_before_association_start),
        AIR_TEST(SEQ_22_radio_off_and_on),
        AIR_TEST(SEQ_22_radio_off_while_associating),
        AIR_TEST(SEQ_26_PRT_24_port_state_notifications),
        AIR_TEST(PRT_24_a_disassociation_closes_the_port),
        AIR_TEST(SEQ_27_explicit_scan),
        AIR_TEST(SEQ_28_deauthentication_while_associating),
        AIR_TEST(SEQ_30_old_ap_deauthenticates_before_association_start),
        AIR_TEST(SEQ_30_old_ap_deauthenticates_after_association_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
