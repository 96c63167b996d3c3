/* SA Query (IEEE Std 802.11-2020 11.13): a station that is associated under protected
 * management frames, with its pairwise key in, and what comes to it in the AP's name. Expected
 * times are hostapd's defaults: 201 TU from one request to the next, 1,000 TU in all. */
#include "mlme_air.h"
#include "miniport/mlme/channel_switch.h"
#include "miniport/mlme/sa_query.h"

static const uint8_t tk[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
/* rsn_psk with MFPC, MFPR */
static const uint8_t rsn_pmf[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0,    0,
                                  0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0xc0, 0};

/* Action frames of ours: deciphered, transaction and time; what was notified. */
static struct seen {
    struct cipher_key *key;
    uint64_t pn; /* of the AP's frames */
    struct {
        uint8_t action;
        uint16_t transaction;
        extsta_time at;
    } asked[16];
    size_t asked_count;
    unsigned unprotected, forged;
    uint32_t status; /* of the last notification */
} seen;

static void watch(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    if (o->type == EXTSTA_OUT_NOTIFY) {
        seen.unprotected += o->notify.type == EXTSTA_NOTIFY_UNPROTECTED;
        seen.forged += o->notify.type == EXTSTA_NOTIFY_FORGED;
        seen.status = o->notify.status;
    }
    if (o->type != EXTSTA_OUT_FRAME || !frame_parse(o->frame.bytes, &f, &drop) ||
        frame_kind(&f) != FRAME_ACTION) {
        return;
    }
    uint8_t clear[64];
    struct cipher_job job = {.key = seen.key,
                             .header = f.header,
                             .in = f.body.data,
                             .in_len = f.body.len,
                             .out = clear};
    assert_true((f.fc & FC_PROTECTED) != 0 && f.body.len < sizeof clear);
    cipher_unprotect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    const size_t oci = a->mp->link.ap->negotiated.ocv ? 6 : 0;
    assert_int_equal(job.out_len, 4 + oci);
    /* 9.4.2.237: element 255, extension 54; class 81, channel 6, 11, no second segment */
    const uint8_t here[] = {255, 4, 54, 81, a->mp->link.home_freq == 2437 ? 6 : 11, 0};
    assert_memory_equal(clear + 4, here, oci);
    assert_int_equal(clear[0], 8);
    seen.asked[seen.asked_count].action = clear[1];
    seen.asked[seen.asked_count].transaction = get_le16(clear + 2);
    seen.asked[seen.asked_count++].at = a->now;
}

/* A management frame of the AP to the station, enciphered or not. */
static void from_ap(struct air *a, enum frame_kind kind, const void *body, size_t len,
                    bool enciphered)
{
    static uint16_t seq = 1000;
    uint8_t frame[128];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, kind, STA_MAC, AP_A, AP_A, seq++ & 0xfff);
    if (enciphered) {
        put_le16(frame, (uint16_t)(kind | FC_PROTECTED));
        struct cipher_job job = {.key = seen.key,
                                 .header = span(frame, 24),
                                 .in = body,
                                 .in_len = len,
                                 .out = frame + 24,
                                 .pn = ++seen.pn};
        cipher_protect(&job, 1);
        assert_int_equal(job.result, EXTSTA_OK);
        writer_room(&w, job.out_len);
    } else {
        writer_bytes(&w, body, len);
    }
    air_deliver(a, span(frame, writer_len(&w)), 2437, -50);
}

static void reason(struct air *a, enum frame_kind kind, uint16_t code)
{
    uint8_t body[2];
    put_le16(body, code);
    from_ap(a, kind, body, sizeof body, false);
}

static void query(struct air *a, uint8_t action, uint16_t transaction, bool enciphered)
{
    uint8_t body[4] = {8, action};
    put_le16(body + 2, transaction);
    from_ap(a, FRAME_ACTION, body, sizeof body, enciphered);
}

/* Associated, and the OS has brought the pairwise key in. */
static int connected(void **state)
{
    air_setup(state);
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    a->aps[0].rsn = span(rsn_pmf, sizeof rsn_pmf);
    air_profile(a, "net", true);
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
    assert_int_equal(a->mp->link.ap->negotiated.group_mgmt, CIPHER_BIP);
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(tk, sizeof tk)));
    seen = (struct seen){0};
    seen.key =
        cipher_key_new(crypto_of(a->ctx), cipher_suite_find(CIPHER_CCMP), span(tk, sizeof tk));
    assert_non_null(seen.key);
    a->watch = watch;
    a->log[0] = 0;
    return 0;
}

static int done(void **state)
{
    cipher_key_free(seen.key);
    return air_teardown(state);
}

/* The reasons of an AP that holds us for a stranger (table 9-49: 6, 7) and no others. */
static void IEEE_11_13_asks_after_an_unprotected_class_error_alone(void **state)
{
    struct air *a = *state;
    reason(a, FRAME_DEAUTH, 3);
    reason(a, FRAME_DISASSOC, 8);
    assert_int_equal(seen.asked_count, 0);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_MGMT_UNPROTECTED), 2);
    assert_int_equal(seen.unprotected, 1);
    assert_int_equal(seen.status, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 3);
    reason(a, FRAME_DISASSOC, 6);
    assert_int_equal(seen.asked_count, 1);
    assert_int_equal(seen.asked[0].action, 0);
    reason(a, FRAME_DEAUTH, 7); /* one query at a time */
    assert_int_equal(seen.asked_count, 1);
    assert_true(mlme_is_associated(a->mp));
}

static void IEEE_11_13_an_answer_keeps_the_association(void **state)
{
    struct air *a = *state;
    reason(a, FRAME_DEAUTH, 7);
    air_pass(a, 450 * EXTSTA_TU);
    assert_int_equal(seen.asked_count, 3);
    assert_int_equal(seen.asked[1].at - seen.asked[0].at, 201 * EXTSTA_TU);
    assert_int_equal(seen.asked[2].at - seen.asked[1].at, 201 * EXTSTA_TU);
    assert_int_equal((uint16_t)(seen.asked[2].transaction - seen.asked[0].transaction), 2);
    query(a, 1, seen.asked[0].transaction, false); /* anybody could */
    assert_int_equal(seen.forged, 0);
    query(a, 1, (uint16_t)(seen.asked[2].transaction + 1), true);
    assert_int_equal(seen.forged, 0);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_WRONG_TRANSACTION), 1);
    query(a, 1, seen.asked[1].transaction, true); /* one of those asked: late is in time */
    assert_int_equal(seen.forged, 1);
    assert_int_equal(seen.status, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 7);
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_int_equal(seen.asked_count, 3);
    assert_true(mlme_is_associated(a->mp));
    assert_null(strstr(a->log, "DISASSOCIATION"));
    reason(a, FRAME_DEAUTH, 7); /* not again within ten seconds */
    assert_int_equal(seen.asked_count, 3);
    air_pass(a, SA_QUERY_PAUSE);
    reason(a, FRAME_DEAUTH, 7);
    assert_int_equal(seen.asked_count, 4);
}

static void IEEE_11_13_without_an_answer_the_association_ends(void **state)
{
    struct air *a = *state;
    extsta_time before = a->now;
    reason(a, FRAME_DEAUTH, 7);
    a->aps[0].on = false; /* or it would be found again at once */
    air_pass(a, 1004 * EXTSTA_TU);
    assert_true(mlme_is_associated(a->mp));
    assert_int_equal(seen.asked_count, 5);
    air_pass(a, 2 * EXTSTA_TU);
    assert_false(mlme_is_associated(a->mp));
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_SA_QUERY_UNANSWERED);
    assert_int_equal(a->last_cause.time - before, 5 * 201 * EXTSTA_TU);
    assert_int_equal(a->last_cause.code, 7);
    assert_int_not_equal(a->last_cause.evidence[0], 0);
    assert_non_null(strstr(a->log, "DISASSOCIATION A 10007\n"));
    assert_null(a->mp->mlme.sa_query);
}

static void IEEE_11_13_the_aps_question_is_answered_if_it_is_protected(void **state)
{
    struct air *a = *state;
    query(a, 0, 0x1234, false);
    assert_int_equal(seen.asked_count, 0);
    query(a, 0, 0x1234, true);
    assert_int_equal(seen.asked_count, 1);
    assert_int_equal(seen.asked[0].action, 1);
    assert_int_equal(seen.asked[0].transaction, 0x1234);
    query(a, 1, 0x1234, true); /* nobody asked */
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_WRONG_TRANSACTION), 1);
    from_ap(a, FRAME_ACTION, "\x08\x00\x01", 3, true);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BODY_TRUNCATED), 1);
    assert_int_equal(seen.asked_count, 1);
}

/* While a scan is elsewhere nothing is asked, and the time waits. */
static void IEEE_11_13_waits_for_the_channel_of_the_bss(void **state)
{
    struct air *a = *state;
    reason(a, FRAME_DEAUTH, 7);
    assert_int_equal(seen.asked_count, 1);
    a->mp->mlme.away_since = a->now;
    air_pass(a, 2000 * EXTSTA_TU);
    assert_true(mlme_is_associated(a->mp));
    assert_int_equal(seen.asked_count, 1);
    a->mp->mlme.away_since = 0;
    air_pass(a, 20 * EXTSTA_TU);
    assert_int_equal(seen.asked_count, 2);
    query(a, 1, seen.asked[1].transaction, true);
    assert_int_equal(seen.forged, 1);
}

/* An SA Query frame with the element of this channel; 0: without. */
static void query_on(struct air *a, uint8_t action, uint16_t transaction, uint8_t channel)
{
    uint8_t body[10] = {8, action, 0, 0, 255, 4, 54, 81, channel, 0};
    put_le16(body + 2, transaction);
    from_ap(a, FRAME_ACTION, body, channel ? sizeof body : 4, true);
}

/* With channel validation (12.2.9): neither a question nor an answer counts that is of another
 * channel, or says nothing of it. */
static void IEEE_12_2_9_sa_query_is_of_the_channel(void **state)
{
    struct air *a = *state;
    a->mp->link.ap->negotiated.ocv = true;
    query_on(a, 0, 1, 0);
    query_on(a, 0, 2, 11);
    assert_int_equal(seen.asked_count, 0);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_OTHER_CHANNEL), 2);
    query_on(a, 0, 3, 6);
    assert_int_equal(seen.asked_count, 1);
    reason(a, FRAME_DEAUTH, 7);
    assert_int_equal(seen.asked_count, 2);
    query_on(a, 1, seen.asked[1].transaction, 11);
    assert_int_equal(seen.forged, 0);
    query_on(a, 1, seen.asked[1].transaction, 6);
    assert_int_equal(seen.forged, 1);
}

/* 12.2.9, 11.13: after a channel switch the AP has to say that it is there, too. */
static void IEEE_12_2_9_a_new_channel_is_asked_about(void **state)
{
    struct air *a = *state;
    a->mp->link.ap->negotiated.ocv = true;
    a->aps[0].on = false;
    a->mp->mlme.next_freq = 2462;
    channel_switch_expire(a->mp, a->now);
    assert_int_equal(a->mp->link.home_freq, 2462);
    air_pass(a, EXTSTA_SECOND); /* within this, not all stations at once */
    assert_in_range(seen.asked_count, 1, 5);
    query_on(a, 1, seen.asked[0].transaction, 11);
    size_t asked = seen.asked_count;
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_int_equal(seen.asked_count, asked);
    assert_int_equal(seen.forged, 0); /* nobody has forged anything */
    assert_true(mlme_is_associated(a->mp));
    assert_null(strstr(a->log, "DISASSOCIATION"));
}

static void ends_by_another_channel(struct air *a, bool answered)
{
    a->mp->link.ap->negotiated.ocv = true;
    a->aps[0].on = false;
    a->mp->mlme.next_freq = 2462;
    channel_switch_expire(a->mp, a->now);
    air_pass(a, EXTSTA_SECOND);
    if (answered) { /* passed on by a man in the middle */
        query_on(a, 1, seen.asked[0].transaction, 6);
    }
    for (unsigned i = 0; i < 101 && mlme_is_associated(a->mp); i++) {
        air_pass(a, 10 * EXTSTA_TU);
    }
    assert_false(mlme_is_associated(a->mp));
    assert_int_equal(a->last_cause.diagnosis, EXTSTA_DIAGNOSIS_OTHER_CHANNEL);
    assert_int_equal(a->last_cause.confidence, answered ? 100 : 70);
    assert_int_equal(a->last_cause.code, 2);
    assert_int_equal(a->last_cause.evidence[0] != 0, answered);
}

static void IEEE_12_2_9_an_unconfirmed_channel_is_left(void **state)
{
    ends_by_another_channel(*state, false);
}

static void IEEE_12_2_9_an_answer_of_another_channel_is_the_proof(void **state)
{
    ends_by_another_channel(*state, true);
}

/* Nobody is asked who has not agreed on it. */
static void IEEE_12_2_9_without_validation_a_switch_asks_nobody(void **state)
{
    struct air *a = *state;
    a->mp->mlme.next_freq = 2462;
    channel_switch_expire(a->mp, a->now);
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_int_equal(seen.asked_count, 0);
}

/* The cipher that was negotiated, as its DOT11_CIPHER_ALGORITHM. */
static void ASC_25_the_completion_names_the_management_cipher(void **state)
{
    struct air *a = *state;
    struct extsta_payload p;
    assert_true(extsta_payload_read(EXTSTA_FORM_ASSOCIATION_COMPLETION,
                                    span(a->completion, a->completion_len), &p));
    assert_int_equal(p.association_completion.multicast_mgmt, DOT11_CIPHER_ALGO_BIP);
    struct elements e;
    struct rsn_element rsn;
    elements_parse(span(a->request + 4, a->request_len - 4), &e);
    assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.capabilities & (RSN_CAP_MFPC | RSN_CAP_MFPR), RSN_CAP_MFPC);
    assert_int_equal(rsn.group_mgmt, CIPHER_BIP);
}

/* The farewell that ends it, and ours, are enciphered. */
static void IEEE_12_6_19_farewells_are_protected_both_ways(void **state)
{
    struct air *a = *state;
    air_disconnect(a);
    assert_non_null(strstr(a->log, "tx disassoc A "));
    assert_null(strstr(a->log, "tx disassoc A 8\n")); /* what an observer reads is no reason */
}

static void IEEE_12_6_19_a_protected_farewell_of_the_ap_ends_it(void **state)
{
    struct air *a = *state;
    a->aps[0].on = false;
    from_ap(a, FRAME_DEAUTH, "\x04\x00", 2, true);
    assert_false(mlme_is_associated(a->mp));
    assert_non_null(strstr(a->log, "DISASSOCIATION A 10004\n"));
}

int main(void)
{
#define SA_TEST(test) cmocka_unit_test_setup_teardown(test, connected, done)
    const struct CMUnitTest tests[] = {
        SA_TEST(IEEE_12_2_9_sa_query_is_of_the_channel),
        SA_TEST(IEEE_12_2_9_a_new_channel_is_asked_about),
        SA_TEST(IEEE_12_2_9_an_unconfirmed_channel_is_left),
        SA_TEST(IEEE_12_2_9_an_answer_of_another_channel_is_the_proof),
        SA_TEST(IEEE_12_2_9_without_validation_a_switch_asks_nobody),
        SA_TEST(IEEE_11_13_asks_after_an_unprotected_class_error_alone),
        SA_TEST(IEEE_11_13_an_answer_keeps_the_association),
        SA_TEST(IEEE_11_13_without_an_answer_the_association_ends),
        SA_TEST(IEEE_11_13_the_aps_question_is_answered_if_it_is_protected),
        SA_TEST(IEEE_11_13_waits_for_the_channel_of_the_bss),
        SA_TEST(ASC_25_the_completion_names_the_management_cipher),
        SA_TEST(IEEE_12_6_19_farewells_are_protected_both_ways),
        SA_TEST(IEEE_12_6_19_a_protected_farewell_of_the_ap_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
