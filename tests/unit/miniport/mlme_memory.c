/* What must be said although memory is out: at one moment, or at every single allocation. */
#include "mlme_air.h"
#include "../hoard.h"

/* Everything the pools could still serve is taken, and given back by feed(). */
static struct hoard *starve(struct air *a)
{
    a->fail_after = 0;
    return hoard_take(&a->ctx->pool);
}

static void feed(struct air *a, struct hoard *all)
{
    hoard_release(&a->ctx->pool, all, 1);
    a->fail_after = SIZE_MAX;
}

/* Gives some of it back, others for each seed: from next to nothing to nearly all. With the
 * later seeds the embedder has a few blocks, too (under AddressSanitizer all are his). */
static struct hoard *feed_some(struct air *a, struct hoard *all, uint32_t seed)
{
    struct hoard *left = NULL;
    uint32_t x = seed * 2654435761u + 1, share = 1u << seed % 12;
    while (all) {
        struct hoard *next = all->next;
        x = x * 1664525u + 1013904223u;
        if ((x >> 8) % 4096 < share) {
            pool_release(&a->ctx->pool, all, all->size);
        } else {
            all->next = left;
            left = all;
        }
        all = next;
    }
    a->fail_after = seed < 240 ? 0 : seed % 24;
    return left;
}

static unsigned count(const char *log, const char *what)
{
    unsigned n = 0;
    for (const char *p = log; (p = strstr(p, what)) != NULL; p++) {
        n++;
    }
    return n;
}

/* --- completions (ROL-11, ROL-12) --- */

static void ROL_11_completions_without_memory(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_assoc = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    a->log[0] = 0;
    struct hoard *all = starve(a);
    air_pass(a, 4 * EXTSTA_SECOND);
    feed(a, all);
    EXPECT(a, "ASSOCIATION_COMPLETION A 2\nCONNECTION_COMPLETION 6\n");
}

/* The memory that both completions need was there before their starts. For the next candidate,
 * the AP before, there is none: a failure of the driver's own (0xa, ASC-30). */
static void ROL_11_ROL_12_a_roam_without_memory(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60)->no_assoc = true;
    air_connected(a, false);
    a->aps[0].on = false;
    ap_kick(a, AP_A, true, 7);
    EXPECT(a, "DISASSOCIATION A 10007\nROAMING_START c\nASSOCIATION_START B net\n");
    air_pass(a, 10 * EXTSTA_MS);
    a->log[0] = 0;
    struct hoard *all = starve(a);
    air_pass(a, 4 * EXTSTA_SECOND);
    feed(a, all);
    const char *said = "ASSOCIATION_COMPLETION B 2\nROAMING_COMPLETION a\n";
    assert_int_equal(strncmp(a->log, said, strlen(said)), 0);
}

static void ROL_11_a_connection_without_memory(void **state)
{
    struct air *a = *state;
    air_profile(a, "net", false);
    air_connect(a);
    a->log[0] = 0;
    struct hoard *all = starve(a);
    air_pass(a, 9 * EXTSTA_SECOND);
    feed(a, all);
    EXPECT(a, "CONNECTION_COMPLETION 6\n");
}

/* Memory runs out at every single allocation in turn: starts and completions pair up, and each
 * association that ended is said to have ended (DIS-15), but not by its successor (DIS-04). */
static void ROL_12_DIS_15_pairs_whatever_fails(void **state)
{
    (void)state;
    for (size_t n = 0; n < 60; n++) {
        void *inner = NULL;
        air_setup(&inner);
        struct air *a = inner;
        air_add(a, AP_A, 2437, -50);
        air_add(a, AP_B, 2462, -60);
        air_profile(a, "net", false);
        ap_beacon(a, &a->aps[0]);
        ap_beacon(a, &a->aps[1]);
        a->fail_after = n;
        air_connect(a);
        air_pass(a, 20 * EXTSTA_MS);
        ap_kick(a, AP_A, true, 1);
        air_pass(a, 500 * EXTSTA_MS);
        a->fail_after = SIZE_MAX;
        air_reset(a);
        assert_int_equal(count(a->log, "CONNECTION_START"),
                         count(a->log, "CONNECTION_COMPLETION"));
        assert_int_equal(count(a->log, "ASSOCIATION_START"),
                         count(a->log, "ASSOCIATION_COMPLETION"));
        assert_int_equal(count(a->log, "ROAMING_START"), count(a->log, "ROAMING_COMPLETION"));
        assert_int_equal(count(a->log, "ASSOCIATION_COMPLETION A 0\n") +
                             count(a->log, "ASSOCIATION_COMPLETION B 0\n"),
                         count(a->log, "DISASSOCIATION"));
        air_teardown(&inner);
    }
}

/* --- what was not asked for --- */

static void DIS_15_owed_until_there_is_memory(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_connected(a, false);
    struct hoard *all = starve(a);
    ap_kick(a, AP_A, true, 7);
    assert_false(mlme_is_associated(a->mp));
    air_pass(a, 300 * EXTSTA_MS);
    EXPECT(a, "");
    feed(a, all);
    air_pass(a, 20 * EXTSTA_MS);
    assert_true(strstr(a->log, "DISASSOCIATION A 10007\n") == a->log); /* before anything */
    air_pass(a, 5 * EXTSTA_SECOND);
    assert_int_equal(count(a->log, "DISASSOCIATION"), 1);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION B 0\n")); /* and life goes on */
}

static void DIS_20_no_roam_before_an_owed_disassociation(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_connected(a, false);
    struct hoard *all = starve(a);
    ap_kick(a, AP_A, true, 7);
    feed(a, all); /* whatever comes first now */
    air_deliver(a, span((uint8_t[1]){0}, 1), 2437, -50);
    ap_beacon(a, &a->aps[1]);
    const char *said = strstr(a->log, "DISASSOCIATION"), *roam = strstr(a->log, "ROAMING");
    assert_true(said != NULL && (!roam || said < roam));
}

static void DIS_12_a_disconnect_without_memory_is_refused(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    struct hoard *all = starve(a);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_RESOURCES);
    assert_int_equal(air_reset(a), NDIS_STATUS_RESOURCES);
    EXPECT(a, "");
    assert_true(mlme_is_associated(a->mp));
    feed(a, all);
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "tx disassoc A 8\nDISASSOCIATION A 7\n");
}

/* Whatever memory is left: refused and nothing happened, or done and all is said. */
static void RST_03_RST_06_a_reset_is_whole_or_refused(void **state)
{
    unsigned done = 0, refused = 0;
    (void)state;
    for (uint32_t seed = 0; seed < 300; seed++) {
        void *inner = NULL;
        air_setup(&inner);
        struct air *a = inner;
        air_add(a, AP_A, 2437, -50);
        air_connected(a, false);
        struct hoard *all = feed_some(a, starve(a), seed);
        if (air_reset(a) == NDIS_STATUS_SUCCESS) {
            done++;
            assert_int_equal(count(a->log, "DISASSOCIATION A 7\n"), 1);
        } else {
            refused++;
            EXPECT(a, "");
            assert_true(mlme_is_associated(a->mp));
        }
        feed(a, all);
        air_teardown(&inner);
    }
    assert_true(done > 0 && refused > 0);
}

/* The old AP throws us out between ROAMING_START and ASSOCIATION_START. */
static void X_73_the_end_is_said_before_the_next_start(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 300; seed++) {
        void *inner = NULL;
        air_setup(&inner);
        struct air *a = inner;
        air_add(a, AP_A, 2437, -60);
        air_connected(a, false);
        a->aps[0].signal = -78;
        air_add(a, AP_B, 2462, -50)->no_probe = true;
        while (a->mp->mlme.roam != ROAM_AWAIT_TARGET) {
            ap_beacon(a, &a->aps[1]);
            air_pass(a, 10 * EXTSTA_MS);
        }
        a->log[0] = 0;
        struct hoard *all = feed_some(a, starve(a), seed);
        ap_kick(a, AP_A, true, 6);
        air_pass(a, 500);
        feed(a, all);
        air_pass(a, 3 * EXTSTA_SECOND);
        const char *said = strstr(a->log, "DISASSOCIATION A 10006\n");
        const char *start = strstr(a->log, "ASSOCIATION_START");
        assert_true(said && (!start || said < start));
        assert_int_equal(count(a->log, "DISASSOCIATION"), 1);
        air_teardown(&inner);
    }
}

static void RST_06_a_reset_says_what_is_owed(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    struct hoard *all = starve(a);
    ap_kick(a, AP_A, false, 8);
    EXPECT(a, "");
    feed(a, all);
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "DISASSOCIATION A 20008\n");
}

static void LQ_02_ASC_37_first_quality_is_said_later(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    while (a->mp->link.ap->state != ASSOC_AWAIT_RESPONSE) {
        air_pass(a, 100);
    }
    a->log[0] = 0;
    struct hoard *all = starve(a);
    while (!mlme_is_associated(a->mp)) {
        air_pass(a, 100);
    }
    feed(a, all);
    EXPECT(a, "ASSOCIATION_COMPLETION A 0\nCONNECTION_COMPLETION 0\n");
    ap_beacon(a, &a->aps[0]);
    EXPECT(a, "LINK_QUALITY A 100\n");
    ap_beacon(a, &a->aps[0]);
    EXPECT(a, "");
}

/* --- packets --- */

static void send_three(struct air *a, uint32_t id)
{
    air_send(a, AP_A, id, 3);
    air_drain(a);
}

/* A packet is completed exactly once whatever happens; without memory a little later. */
static void refused_packets_are_completed_when_there_is_memory(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    struct hoard *all = starve(a);
    send_three(a, 40);
    EXPECT(a, "");
    send_three(a, 43);
    EXPECT(a, "");
    feed(a, all);
    air_pass(a, 20 * EXTSTA_MS);
    EXPECT(a,
           "SEND_COMPLETE 40 c000009a\nSEND_COMPLETE 41 c000009a\nSEND_COMPLETE 42 c000009a\n"
           "SEND_COMPLETE 43 c000009a\nSEND_COMPLETE 44 c000009a\n"
           "SEND_COMPLETE 45 c000009a\n");
    send_three(a, 46);
    assert_int_equal(count(a->log, "tx data A\n"), 3);
    assert_int_equal(count(a->log, " 0\n"), 3);
}

static void each_packet_is_completed_once_whatever_fails(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 300; seed++) {
        void *inner = NULL;
        air_setup(&inner);
        struct air *a = inner;
        air_add(a, AP_A, 2437, -50);
        air_connected(a, false);
        struct hoard *all = feed_some(a, starve(a), seed);
        send_three(a, 7);
        feed(a, all);
        air_pass(a, EXTSTA_SECOND);
        for (int id = 7; id < 10; id++) {
            char what[32];
            snprintf(what, sizeof what, "SEND_COMPLETE %d ", id);
            assert_int_equal(count(a->log, what), 1);
        }
        air_teardown(&inner);
    }
}

static void RST_08_held_packets_are_completed_without_memory(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    air_pass(a, 25 * EXTSTA_MS);
    assert_int_not_equal(a->freq, 2437); /* away: they wait */
    send_three(a, 1);
    a->log[0] = 0;
    struct hoard *all = starve(a);
    ap_kick(a, AP_A, true, 1);
    feed(a, all);
    assert_true(strstr(a->log, "SEND_COMPLETE 1 c0000001\nSEND_COMPLETE 2 c0000001\n"
                               "SEND_COMPLETE 3 c0000001\n") == a->log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(ROL_11_completions_without_memory),
        AIR_TEST(ROL_11_ROL_12_a_roam_without_memory),
        AIR_TEST(ROL_11_a_connection_without_memory),
        cmocka_unit_test(ROL_12_DIS_15_pairs_whatever_fails),
        AIR_TEST(DIS_15_owed_until_there_is_memory),
        AIR_TEST(DIS_20_no_roam_before_an_owed_disassociation),
        AIR_TEST(DIS_12_a_disconnect_without_memory_is_refused),
        cmocka_unit_test(RST_03_RST_06_a_reset_is_whole_or_refused),
        cmocka_unit_test(X_73_the_end_is_said_before_the_next_start),
        AIR_TEST(RST_06_a_reset_says_what_is_owed),
        AIR_TEST(LQ_02_ASC_37_first_quality_is_said_later),
        AIR_TEST(refused_packets_are_completed_when_there_is_memory),
        cmocka_unit_test(each_packet_is_completed_once_whatever_fails),
        AIR_TEST(RST_08_held_packets_are_completed_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
