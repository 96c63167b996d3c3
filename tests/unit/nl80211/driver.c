/* The nl80211 driver: how it associates, scans, and what it says of the association; rows of what a
 * kernel was seen to say, in its order, and what the OS half is told of it, judged by the referee.
 * Ends are in ends.c, ports and keys in secured.c, cards with an SME of their own in cards.c. */
#include "kernel.h"
#include "boundary/payload.h"
#include <extsta/private_oid.h>

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

/* --- the association --- */

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
        cmocka_unit_test(SCN_05_a_scan_goes_in_slices_beside_an_association),
        cmocka_unit_test(another_process_scans),
        cmocka_unit_test(SCN_06_a_scan_that_is_aborted_did_not_succeed),
        cmocka_unit_test(LQ_03_ROM_03_the_signal_falls_and_a_better_one_is_there),
        cmocka_unit_test(CIP_09_a_wrong_michael_mic),
        cmocka_unit_test(SEQ_11_DIS_01_with_the_same_access_point_once_more),
        cmocka_unit_test(a_scan_of_some_channels_and_its_end),
        cmocka_unit_test(the_keys_can_be_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
