/* The nl80211 driver: rows of what a kernel was seen to say, in its order, and what the OS half
 * is told of it; judged by the referee. */
#include "kernel.h"
#include "boundary/payload.h"
#include <extsta/private_oid.h>

#define CONNECTED                                                                              \
    "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"                \
    "> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n"

static struct kernel *connected(size_t aps)
{
    struct kernel *k = kernel_new(aps);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.connected && status.associated && status.port_open);
    return k;
}

/* --- section 4: authenticate, associate --- */

static void ASC_04_authenticate_and_associate(void **state)
{
    struct kernel *k = kernel_new(1);
    connect_home(k, EXTSTA_SECOND);
    expect_log(k, CONNECTED);
    kernel_free(k);
}

static const struct {
    enum outcome auth, assoc;
    uint16_t status;
    const char *log; /* from AUTHENTICATE to A to the end of A's operation */
} refusals[] = {
    {REFUSES, ACCEPTS, 13, "> AUTHENTICATE A\nASSOCIATION_COMPLETION A 3000d\n"},
    {SILENT, ACCEPTS, 0, "> AUTHENTICATE A\nASSOCIATION_COMPLETION A 2\n"},
    {ACCEPTS, REFUSES, 40, "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 30028\n"},
    {ACCEPTS, SILENT, 0, "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 2\n"},
    {ACCEPTS, DEAUTHS, 0, "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 10006\n"},
};

/* SEQ-07: then the next one is asked. */
static void ASC_29_ASC_30_SEQ_28_what_one_refuses_another_may_give(void **state)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct kernel *k = kernel_new(2);
        char wanted[600];
        k->aps[0].auth = refusals[i].auth;
        k->aps[0].assoc = refusals[i].assoc;
        k->aps[0].status = refusals[i].status;
        connect_home(k, EXTSTA_SECOND);
        snprintf(wanted, sizeof wanted,
                 "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n%s"
                 "ASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"
                 "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n",
                 refusals[i].log);
        expect_log(k, wanted);
        kernel_free(k);
    }
}

/* What the kernel wants to know beside frames. */
static void ASC_04_what_the_commands_say(void **state)
{
    struct kernel *k = kernel_new(1);
    struct nld_message m;
    connect_home(k, 0);
    while (!strstr(k->log, "> ASSOCIATE")) {
        run(k, EXTSTA_MS);
    }
    forget_log(k);
    /* the last command was of the quality; a disconnection is the next */
    assert_int_equal(extsta_disconnect(k->sta, k->now), EXTSTA_OK);
    drain(k);
    assert_true(nld_read((const struct nlmsghdr *)(const void *)k->last, &m));
    assert_int_equal(nld_u32(m.tb[NL80211_ATTR_IFINDEX], 0), 3);
    run(k, EXTSTA_SECOND);
    kernel_free(k);
}

/* ASC-26: the kernel asks again by itself, and tells the last response alone. */
static void ASC_26_an_access_point_that_asks_for_patience_gets_it(void **state)
{
    struct kernel *k = kernel_new(1);
    k->aps[0].assoc = PATIENCE;
    connect_home(k, 4 * EXTSTA_SECOND);
    assert_null(strstr(k->log, "ASSOCIATION_COMPLETION"));
    run(k, 2 * EXTSTA_SECOND); /* 997 TU, and its own time */
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION A 2\n"));
    run(k, 10 * EXTSTA_SECOND);
    kernel_free(k);
}

/* The kernel forgets a BSS that did not answer: it is looked for, on its channel, once. */
static void a_forgotten_bss_is_looked_for_once(void **state)
{
    struct kernel *k = kernel_new(1);
    k->auth_error = ENOENT;
    connect_home(k, EXTSTA_SECOND);
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "> TRIGGER_SCAN\n> AUTHENTICATE A\n> ASSOCIATE A\n"
                  "ASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n");
    kernel_free(k);
}

/* CNX-14: nobody there. */
static void SEQ_08_without_a_candidate_the_list_is_exhausted(void **state)
{
    struct kernel *k = kernel_new(0);
    connect_home(k, EXTSTA_SECOND);
    expect_log(k, "CONNECTION_START\n> TRIGGER_SCAN\nCONNECTION_COMPLETION 6\n");
    kernel_free(k);
}

/* --- section 7: ends --- */

static void DIS_08_DIS_09_the_access_point_sends_it_away(void **state)
{
    for (int deauth = 0; deauth < 2; deauth++) {
        struct kernel *k = connected(1);
        farewell(k, &k->aps[0], deauth, false, 5, true);
        run(k, EXTSTA_SECOND);
        char wanted[300];
        snprintf(wanted, sizeof wanted,
                 "DISASSOCIATION A %x0005\nROAMING_START c\nASSOCIATION_START A\n"
                 "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\n"
                 "LINK_QUALITY\nROAMING_COMPLETION 0\n",
                 deauth ? 1 : 2);
        expect_log(k, wanted);
        kernel_free(k);
    }
}

/* Beacon loss: the kernel's own frame with reason 4; the AP is gone. */
static void DIS_11_SEQ_13_silence_is_unreachable(void **state)
{
    struct kernel *k = connected(2);
    k->aps[0].auth = SILENT;
    k->aps[0].listed = false;
    farewell(k, &k->aps[0], true, true, 4, true);
    run(k, EXTSTA_SECOND / 2); /* the kernel is quicker than the threshold of two seconds */
    expect_log(k, "");
    run(k, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "DISASSOCIATION A 2\nROAMING_START c\n"));
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\n"
                                   "ROAMING_COMPLETION 0\n"));
    kernel_free(k);
}

/* ROM-13: nobody is left: it looks again and again, and is there when the AP is. */
static void ROM_06_ROM_13_it_looks_until_there_is_one(void **state)
{
    struct kernel *k = connected(1);
    k->ap_count = 0;
    farewell(k, &k->aps[0], true, true, 4, true);
    run(k, 40 * EXTSTA_SECOND); /* beyond what the kernel's list keeps */
    assert_non_null(strstr(k->log, "DISASSOCIATION ? 2\n"));
    assert_null(strstr(k->log, "ROAMING_COMPLETION 0"));
    k->log_len = 0;
    k->ap_count = 1;
    run(k, 15 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ROAMING_START c\nASSOCIATION_START A\n"));
    assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
    kernel_free(k);
}

static void SEQ_15_a_disconnection_tells_the_access_point(void **state)
{
    struct kernel *k = connected(1);
    assert_int_equal(extsta_disconnect(k->sta, k->now), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> DEAUTHENTICATE A\nDISASSOCIATION A 7\n");
    kernel_free(k);
}

static void link_event(struct kernel *k, bool up)
{
    struct {
        struct nlmsghdr h;
        struct ifinfomsg i;
    } m = {.h = {.nlmsg_len = sizeof m, .nlmsg_type = RTM_NEWLINK},
           .i = {.ifi_index = 3, .ifi_flags = up ? IFF_UP : 0}};
    enqueue(k, &m, sizeof m);
}

/* The kernel's word about the association comes before that about the interface, or after. */
static void PWR_04_PWR_07_the_interface_goes_down(void **state)
{
    for (int first = 0; first < 2; first++) {
        struct kernel *k = connected(1);
        if (first) {
            link_event(k, false);
        }
        farewell(k, &k->aps[0], true, true, 3, true);
        if (!first) {
            link_event(k, false);
        }
        run(k, EXTSTA_SECOND);
        expect_log(k, "PHY_STATE_CHANGED 0 1/0\nDISASSOCIATION A 3\n");
        link_event(k, true);
        run(k, 2 * EXTSTA_SECOND);
        assert_non_null(strstr(k->log, "PHY_STATE_CHANGED 0 1/1\nROAMING_START c\n"));
        assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
        kernel_free(k);
    }
}

static void rfkill(struct kernel *k, bool soft, bool hard)
{
    struct {
        struct nlmsghdr h;
        struct rfkill_event e;
    } __attribute__((packed))
    m = {.h = {.nlmsg_type = NL80211_RFKILL},
         .e = {.type = RFKILL_TYPE_WLAN, .op = RFKILL_OP_CHANGE, .soft = soft, .hard = hard}};
    m.h.nlmsg_len = sizeof m;
    enqueue(k, &m, sizeof m);
}

static void PWR_04_PWR_07_the_switches(void **state)
{
    for (int hard = 0; hard < 2; hard++) {
        struct kernel *k = connected(1);
        rfkill(k, !hard, hard);
        farewell(k, &k->aps[0], true, true, 3, true);
        link_event(k, false);
        run(k, EXTSTA_SECOND);
        assert_non_null(strstr(k->log, hard ? "PHY_STATE_CHANGED 0 0/1\nDISASSOCIATION A 3\n"
                                            : "PHY_STATE_CHANGED 0 1/0\nDISASSOCIATION A 3\n"));
        rfkill(k, false, false); /* unblocked it stays down, until somebody sets it up */
        link_event(k, true);
        run(k, 2 * EXTSTA_SECOND);
        assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
        kernel_free(k);
    }
}

/* It is set up; where that is refused the radio is off, and says so. */
static void STA_08_an_interface_that_is_down_is_set_up(void **state)
{
    for (int refused = 0; refused < 2; refused++) {
        kernel_down = true;
        kernel_route_error = refused ? EPERM : 0;
        struct kernel *k = kernel_new(1);
        struct extsta_profile p = home();
        kernel_down = false;
        kernel_route_error = 0;
        (void)extsta_connect(k->sta, k->now, &p);
        run(k, EXTSTA_SECOND);
        if (refused) {
            assert_null(strstr(k->log, "AUTHENTICATE"));
        } else {
            expect_log(k, CONNECTED);
        }
        kernel_free(k);
    }
}

/* Somebody else on the machine: the interface is up. */
static void an_end_of_others_is_no_switch(void **state)
{
    struct kernel *k = connected(1);
    farewell(k, &k->aps[0], true, true, 3, true);
    run(k, 2 * EXTSTA_SECOND);
    assert_null(strstr(k->log, "PHY_STATE_CHANGED"));
    assert_non_null(strstr(k->log, "DISASSOCIATION A 1\nROAMING_START c\n"));
    kernel_free(k);
}

/* --- a roam of our own --- */

/* DIS-04: the kernel says that the old association has ended; nobody else is told. */
static void SEQ_10_DIS_04_a_roam_says_nothing_of_the_old_one(void **state)
{
    struct kernel *k = connected(2);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    forget_log(k);
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"
                  "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* The old one is gone for good, and is the next candidate. */
static void ROM_08_after_a_roam_that_fails_the_old_one_is_asked(void **state)
{
    struct kernel *k = connected(2);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    forget_log(k);
    k->aps[1].auth = SILENT;
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n"
                  "ASSOCIATION_COMPLETION B 2\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY\n"
                  "ROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* --- scans --- */

static void SCN_05_a_scan_goes_in_slices_beside_an_association(void **state)
{
    struct kernel *k = connected(1);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, EXTSTA_MS);
    assert_int_equal(k->scan_freqs, 3);
    run(k, 3 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "> TRIGGER_SCAN\n> TRIGGER_SCAN\n> TRIGGER_SCAN\n"));
    assert_non_null(strstr(k->log, "SCAN_CONFIRM 0\n"));
    assert_int_equal(extsta_bss_list(k->sta, k->now, NULL, NULL), 1);
    kernel_free(k);
}

static void another_process_scans(void **state)
{
    struct kernel *k = kernel_new(1);
    k->scan_error = EBUSY;
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, EXTSTA_MS);
    expect_log(k, "> TRIGGER_SCAN\n");
    emit(k, event_of(k, NL80211_CMD_NEW_SCAN_RESULTS, 0, 0)); /* the other's has ended */
    run(k, EXTSTA_SECOND);
    expect_log(k, "> TRIGGER_SCAN\nSCAN_CONFIRM 0\n");
    kernel_free(k);
}

static void SCN_06_a_scan_that_is_aborted_did_not_succeed(void **state)
{
    struct kernel *k = kernel_new(1);
    k->scans_hang = true;
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, EXTSTA_MS);
    emit(k, event_of(k, NL80211_CMD_SCAN_ABORTED, 0, 0));
    run(k, EXTSTA_SECOND);
    expect_log(k, "> TRIGGER_SCAN\nSCAN_CONFIRM c001000c\n");
    kernel_free(k);
}

/* --- section 5: port and keys --- */

static struct kernel *secured(void)
{
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = secure_home();
    secure(k);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    return k;
}

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

static const uint8_t sae_rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0,    0,
                                   0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 8, 0xc0, 0};

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

/* --- section 8: quality --- */

static void cqm(struct kernel *k, int level)
{
    struct nl_msg *msg = event_of(k, NL80211_CMD_NOTIFY_CQM, 0, 0);
    struct nlattr *nest = nla_nest_start(msg, NL80211_ATTR_CQM);
    nla_put_u32(msg, NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT,
                NL80211_CQM_RSSI_THRESHOLD_EVENT_LOW);
    nla_put_u32(msg, NL80211_ATTR_CQM_RSSI_LEVEL, (uint32_t)level);
    nla_nest_end(msg, nest);
    emit(k, msg);
}

static void LQ_03_ROM_03_the_signal_falls_and_a_better_one_is_there(void **state)
{
    struct kernel *k = connected(2);
    run(k, 5 * EXTSTA_SECOND);
    forget_log(k);
    cqm(k, -85);
    k->aps[0].signal = -85;
    run(k, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "LINK_QUALITY\n> TRIGGER_SCAN\n"));
    assert_non_null(strstr(k->log, "ROAMING_START b\nASSOCIATION_START B\n"));
    assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
    assert_null(strstr(k->log, "DISASSOCIATION"));
    kernel_free(k);
}

static void CIP_09_a_wrong_michael_mic(void **state)
{
    struct kernel *k = secured();
    run(k, EXTSTA_SECOND);
    forget_log(k);
    struct nl_msg *msg = event_of(k, NL80211_CMD_MICHAEL_MIC_FAILURE, 0, 0);
    nla_put(msg, NL80211_ATTR_MAC, 6, k->aps[0].bssid.b);
    nla_put_u32(msg, NL80211_ATTR_KEY_TYPE, NL80211_KEYTYPE_GROUP);
    nla_put_u8(msg, NL80211_ATTR_KEY_IDX, 1);
    emit(k, msg);
    run(k, EXTSTA_SECOND / 2);
    assert_non_null(strstr(k->log, "TKIPMIC_FAILURE\n"));
    k->findings = 0; /* the cipher is not TKIP: whoever plays the kernel has broken CIP-09 */
    k->log_len = 0;
    kernel_free(k);
}

/* --- what a host can ask beyond Native 802.11 --- */

static uint32_t ask(struct kernel *k, uint32_t command, const void *parameters, size_t len)
{
    uint8_t inner[64], buffer[128];
    struct extsta_payload p = {.form = EXTSTA_FORM_PRIVATE};
    p.command.magic = EXTSTA_PRIVATE_MAGIC;
    p.command.command = command;
    p.command.parameters.bytes = (struct extsta_span){parameters, len};
    size_t n = extsta_payload_write(&p, inner, sizeof inner);
    struct writer w = writer_of(buffer, sizeof buffer);
    payload_write_list(&w, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)n, span(inner, n));
    struct extsta_oid oid = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                             .kind = EXTSTA_OID_METHOD,
                             .request_id = 1,
                             .buffer = buffer,
                             .in_len = (uint32_t)writer_len(&w),
                             .out_cap = sizeof buffer};
    return extsta_oid(k->sta, k->now, &oid);
}

/* SEQ-11: the kernel ends the one it has, for itself. */
static void SEQ_11_DIS_01_with_the_same_access_point_once_more(void **state)
{
    struct kernel *k = connected(1);
    assert_int_equal(ask(k, EXTSTA_PRIVATE_REASSOCIATE, NULL, 0), NDIS_STATUS_SUCCESS);
    farewell(k, &k->aps[0], true, true, 1, true);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START A\n> ASSOCIATE A\n"
                  "ASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

static void a_scan_of_some_channels_and_its_end(void **state)
{
    static const uint16_t freqs[] = {2412, 5180, 2437};
    struct kernel *k = kernel_new(1);
    const struct extsta_scan_options options = {.freqs = freqs, .freq_count = 3};
    assert_int_equal(extsta_scan(k->sta, k->now, &options), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    assert_int_equal(k->scan_freqs, 2); /* it has no 5 GHz */
    expect_log(k, "> TRIGGER_SCAN\nSCAN_CONFIRM 0\n");
    k->scans_hang = true;
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, EXTSTA_MS);
    assert_true(k->scan_freqs > 2);
    assert_int_equal(extsta_scan_abort(k->sta, k->now), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> TRIGGER_SCAN\n> ABORT_SCAN\nSCAN_CONFIRM c001000c\n");
    kernel_free(k);
}

static void count_key(void *user, const struct extsta_key_info *key)
{
    unsigned *seen = user;
    assert_int_equal(key->cipher, CIPHER_CCMP);
    *seen += key->kind == EXTSTA_KEY_MAPPING ? 16u : 1u + key->index;
}

static void the_keys_can_be_listed(void **state)
{
    struct kernel *k = secured();
    unsigned seen = 0;
    run(k, EXTSTA_SECOND);
    assert_int_equal(extsta_station_keys(k->sta, k->now, count_key, &seen), 2);
    assert_int_equal(seen, 16 + 2);
    forget_log(k);
    kernel_free(k);
}

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

/* ENOBUFS: that the association has ended is found out by asking. */
static void lost_events_are_made_good(void **state)
{
    const struct nlmsghdr lost = {.nlmsg_len = sizeof lost, .nlmsg_type = NL80211_LOST};
    struct kernel *k = connected(1);
    k->station_error = ENOENT;
    enqueue(k, &lost, sizeof lost);
    run(k, 0);
    k->station_error = 0;
    run(k, EXTSTA_SECOND);
    expect_log(k, "DISASSOCIATION A 1\nROAMING_START c\nASSOCIATION_START A\n"
                  "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\n"
                  "LINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* Both ends of the operation at once. */
static void ROM_09_a_card_roams_by_itself(void **state)
{
    struct kernel *k = kernel_with(2, NL80211_CAN_ROAM);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    emit_connect(k, NL80211_CMD_ROAM, &k->aps[1], 0, false, (struct extsta_span){0});
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

static void query(struct kernel *k, enum extsta_oid_kind kind, uint32_t number, uint8_t *buffer,
                  uint32_t room, struct extsta_payload *p)
{
    struct extsta_oid oid = {
        .oid = number, .kind = kind, .request_id = 7, .buffer = buffer, .out_cap = room};
    assert_int_equal(extsta_oid(k->sta, k->now, &oid), NDIS_STATUS_SUCCESS);
    settle(k);
    assert_true(
        extsta_payload_read(extsta_oid_form(number, true), span(buffer, oid.bytes_written), p));
}

static void ASC_33_STT_01_LQ_03_what_the_kernel_has_counted(void **state)
{
    struct kernel *k = kernel_new(1);
    struct extsta_payload p, e;
    uint8_t buffer[1024];
    connect_home(k, EXTSTA_SECOND);
    k->counts = true;
    k->signal = -50; /* as at the beginning: nothing to say */
    forget_log(k);
    run(k, 5 * EXTSTA_SECOND);
    expect_log(k, "");
    query(k, EXTSTA_OID_QUERY, OID_DOT11_ENUM_ASSOCIATION_INFO, buffer, sizeof buffer, &p);
    assert_int_equal(p.list.entries.size, 1);
    assert_true(extsta_payload_next(&p.list.entries, &e));
    assert_memory_equal(e.association_info.peer.b, k->aps[0].bssid.b, 6);
    assert_int_equal(e.association_info.tx_ok, 11);
    assert_int_equal(e.association_info.rx_ok, 22);
    assert_int_equal(e.association_info.tx_failed, 3);
    assert_int_equal(e.association_info.rx_failed, 4);
    assert_int_equal(e.association_info.state, dot11_assoc_state_auth_assoc);
    k->signal = -85;
    run(k, 5 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "LINK_QUALITY\n"));
    kernel_free(k);
}

static void ASC_30_an_association_that_may_come_back(void **state)
{
    struct kernel *k = kernel_new(2);
    k->aps[0].assoc = REFUSES;
    k->aps[0].status = 30; /* try again later, without saying when */
    connect_home(k, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION A 3001e\n"));
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION B 0\n"));
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ASC_04_authenticate_and_associate),
        cmocka_unit_test(ASC_33_STT_01_LQ_03_what_the_kernel_has_counted),
        cmocka_unit_test(ASC_30_an_association_that_may_come_back),
        cmocka_unit_test(ASC_29_ASC_30_SEQ_28_what_one_refuses_another_may_give),
        cmocka_unit_test(ASC_04_what_the_commands_say),
        cmocka_unit_test(ASC_26_an_access_point_that_asks_for_patience_gets_it),
        cmocka_unit_test(a_forgotten_bss_is_looked_for_once),
        cmocka_unit_test(SEQ_08_without_a_candidate_the_list_is_exhausted),
        cmocka_unit_test(DIS_08_DIS_09_the_access_point_sends_it_away),
        cmocka_unit_test(DIS_11_SEQ_13_silence_is_unreachable),
        cmocka_unit_test(ROM_06_ROM_13_it_looks_until_there_is_one),
        cmocka_unit_test(SEQ_15_a_disconnection_tells_the_access_point),
        cmocka_unit_test(PWR_04_PWR_07_the_interface_goes_down),
        cmocka_unit_test(PWR_04_PWR_07_the_switches),
        cmocka_unit_test(STA_08_an_interface_that_is_down_is_set_up),
        cmocka_unit_test(an_end_of_others_is_no_switch),
        cmocka_unit_test(SEQ_10_DIS_04_a_roam_says_nothing_of_the_old_one),
        cmocka_unit_test(ROM_08_after_a_roam_that_fails_the_old_one_is_asked),
        cmocka_unit_test(SCN_05_a_scan_goes_in_slices_beside_an_association),
        cmocka_unit_test(another_process_scans),
        cmocka_unit_test(SCN_06_a_scan_that_is_aborted_did_not_succeed),
        cmocka_unit_test(PRT_18_KEY_01_the_handshake_goes_through_the_control_port),
        cmocka_unit_test(KEY_03_another_group_key),
        cmocka_unit_test(DEC_05_clear_EAPOL_behind_a_pairwise_key_is_dropped),
        cmocka_unit_test(KEY_04_keys_go_with_the_association),
        cmocka_unit_test(PRT_24_the_port_closes_with_a_wrong_passphrase),
        cmocka_unit_test(PRT_07_the_driver_opens_the_port_itself),
        cmocka_unit_test(PRT_07_the_driver_s_handshake_fails),
        cmocka_unit_test(IEEE_11_13_a_forged_farewell_changes_nothing),
        cmocka_unit_test(IEEE_11_13_one_that_is_true_ends_the_association),
        cmocka_unit_test(IEEE_11_13_it_answers_the_access_point),
        cmocka_unit_test(ATH_09_SAE_and_the_handshake_with_its_key),
        cmocka_unit_test(a_PMK_that_the_AP_has_forgotten_is_made_again),
        cmocka_unit_test(ASC_30_SAE_that_nobody_answers),
        cmocka_unit_test(ASC_29_SAE_with_a_wrong_password),
        cmocka_unit_test(LQ_03_ROM_03_the_signal_falls_and_a_better_one_is_there),
        cmocka_unit_test(CIP_09_a_wrong_michael_mic),
        cmocka_unit_test(SEQ_11_DIS_01_with_the_same_access_point_once_more),
        cmocka_unit_test(a_scan_of_some_channels_and_its_end),
        cmocka_unit_test(the_keys_can_be_listed),
        cmocka_unit_test(ASC_04_a_card_connects_by_itself),
        cmocka_unit_test(PRT_07_a_card_opens_the_port_itself),
        cmocka_unit_test(lost_events_are_made_good),
        cmocka_unit_test(DIS_09_a_card_says_DISCONNECT_alone),
        cmocka_unit_test(ROM_09_a_card_roams_by_itself),
        cmocka_unit_test(ATH_09_external_authentication),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
