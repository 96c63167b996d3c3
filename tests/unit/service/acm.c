/* The auto-configuration machine by itself: what is decided of what has happened, moment by moment.
 * The pauses are those of wpa_supplicant 2.10 (wpas_auth_failed: 10, 20, 30, 60, 60, 90 ... 120,
 * 300 s); a station that goes through them is in service.c. */
#include "../testing.h"
#include "acm.h"

struct machine {
    struct networks networks;
    struct service_acm acm;
    extsta_time now;
    struct service_acm_step step; /* the last */
};

static struct network *add(struct machine *m, const char *ssid, int32_t priority)
{
    struct service_network_options o = {.priority = priority, .automatic = true};
    enum extsta_error error;
    extsta_profile_make(&o.profile,
                        (struct extsta_span){(const uint8_t *)ssid, strlen(ssid)}, NULL);
    struct network *n = networks_add(&m->networks, &o, &error);
    assert_non_null(n);
    service_acm_changed(&m->acm, n->known.id, false);
    return n;
}

static int set_up(void **state)
{
    static struct machine m;
    memset(&m, 0, sizeof m);
    m.now = EXTSTA_SECOND;
    service_acm_init(&m.acm, &m.networks);
    service_acm_automatic(&m.acm, true);
    *state = &m;
    return 0;
}

static int tear_down(void **state)
{
    networks_free(&((struct machine *)*state)->networks);
    return 0;
}

static bool next(struct machine *m)
{
    return service_acm_next(&m->acm, m->now, &m->step);
}

#define EXPECT(m, decision)                                                                    \
    do {                                                                                       \
        assert_true(next(m));                                                                  \
        assert_int_equal((m)->step.what, decision);                                            \
    } while (0)

static void nothing(struct machine *m)
{
    assert_false(next(m));
}

static void fails(struct machine *m, enum extsta_diagnosis why, bool retries)
{
    struct extsta_cause cause = {.diagnosis = why, .stage = EXTSTA_STAGE_ASSOCIATION};
    service_acm_cause(&m->acm, &cause);
    service_acm_ended(&m->acm, m->now, retries);
}

static void hears(struct machine *m, const char *ssid, int16_t rssi)
{
    struct extsta_bss_info bss = {.ssid = {(const uint8_t *)ssid, strlen(ssid)},
                                  .rssi = rssi,
                                  .bss_type = 1};
    service_acm_heard(&m->acm, &bss);
}

/* Time until the machine wants to be asked again, which then passes; seconds. */
static unsigned passes(struct machine *m)
{
    extsta_time when = service_acm_deadline(&m->acm);
    assert_true(when != EXTSTA_NEVER && when >= m->now);
    unsigned seconds = (unsigned)((when - m->now) / EXTSTA_SECOND);
    m->now = when;
    return seconds;
}

static void pauses_grow_as_wpa_supplicants_do(void **state)
{
    static const unsigned seconds[] = {10, 20, 30, 60, 60, 90, 90, 90, 90, 90, 120};
    struct machine *m = *state;
    struct network *n = add(m, "a", 0);
    EXPECT(m, SERVICE_ACM_ENTER);
    fails(m, EXTSTA_DIAGNOSIS_REFUSED, true); /* two are tolerated: the core goes on */
    nothing(m);
    fails(m, EXTSTA_DIAGNOSIS_REFUSED, true);
    nothing(m);
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        fails(m, EXTSTA_DIAGNOSIS_REFUSED, true);
        assert_int_equal(service_acm_deadline(&m->acm), 0);
        EXPECT(m, SERVICE_ACM_PAUSED);
        assert_int_equal(n->known.pause.failures, i + 3);
        assert_int_equal(n->known.pause.because, EXTSTA_DIAGNOSIS_REFUSED);
        EXPECT(m, SERVICE_ACM_LEAVE);
        service_acm_ended(&m->acm, m->now, false); /* it has left */
        nothing(m);
        assert_int_equal(passes(m), seconds[i]);
        EXPECT(m, SERVICE_ACM_PAUSED);
        assert_int_equal(n->known.pause.until, 0);
        EXPECT(m, SERVICE_ACM_ENTER);
    }
    service_acm_entered(&m->acm);
    assert_int_equal(n->known.pause.failures, 0);
    n->known.pause.failures = 60; /* in the end it is 300 s */
    service_acm_ended(&m->acm, m->now, true);
    fails(m, EXTSTA_DIAGNOSIS_REFUSED, true);
    EXPECT(m, SERVICE_ACM_PAUSED);
    assert_int_equal(n->known.pause.until - m->now, 300 * EXTSTA_SECOND);
}

/* A server that refuses may lock the account: not even a second time at once. */
static void the_servers_word_counts_at_once(void **state)
{
    struct machine *m = *state;
    struct network *n = add(m, "a", 0);
    struct extsta_cause cause = {.diagnosis = EXTSTA_DIAGNOSIS_EAP_REFUSED,
                                 .stage = EXTSTA_STAGE_8021X};
    EXPECT(m, SERVICE_ACM_ENTER);
    service_acm_cause(&m->acm, &cause);
    service_acm_ended(&m->acm, m->now, true);
    EXPECT(m, SERVICE_ACM_PAUSED);
    assert_int_equal(n->known.pause.until - m->now, 10 * EXTSTA_SECOND);
}

static void a_credential_that_is_wrong_waits_for_another(void **state)
{
    struct machine *m = *state;
    struct network *n = add(m, "a", 0);
    EXPECT(m, SERVICE_ACM_ENTER);
    fails(m, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, false);
    EXPECT(m, SERVICE_ACM_PAUSED);
    nothing(m);
    assert_int_equal(service_acm_deadline(&m->acm), EXTSTA_NEVER);
    service_acm_select(&m->acm, n->known.id); /* asked for by name: tried */
    EXPECT(m, SERVICE_ACM_PAUSED);
    EXPECT(m, SERVICE_ACM_ENTER);
}

/* One network alone is the core's to look for; of several one scan decides. */
static void several_are_looked_for_and_the_best_is_taken(void **state)
{
    struct machine *m = *state;
    add(m, "low", 1);
    EXPECT(m, SERVICE_ACM_ENTER);
    fails(m, EXTSTA_DIAGNOSIS_SSID_NOT_FOUND, true);
    EXPECT(m, SERVICE_ACM_NOT_FOUND); /* there is no other: the core looks on */
    nothing(m);
    struct network *high = add(m, "high", 2);
    EXPECT(m, SERVICE_ACM_LEAVE); /* now there is */
    service_acm_ended(&m->acm, m->now, false);
    EXPECT(m, SERVICE_ACM_SCAN);
    assert_int_equal(m->step.ssid_count, 1);
    nothing(m);
    service_acm_scanned(&m->acm, m->now);
    EXPECT(m, SERVICE_ACM_NOT_FOUND);
    assert_int_equal(passes(m), 5);
    EXPECT(m, SERVICE_ACM_SCAN);
    service_acm_scanned(&m->acm, m->now);
    EXPECT(m, SERVICE_ACM_NOT_FOUND);
    assert_int_equal(passes(m), 10);
    EXPECT(m, SERVICE_ACM_SCAN);
    hears(m, "low", -30);
    hears(m, "high", -80);
    hears(m, "other", -20);
    service_acm_scanned(&m->acm, m->now);
    EXPECT(m, SERVICE_ACM_ENTER);
    assert_ptr_equal(m->step.network, high);
    service_acm_entered(&m->acm);
    nothing(m);
    service_acm_searches(&m->acm, 1); /* lost: the driver looks once */
    nothing(m);
    service_acm_searches(&m->acm, 2);
    EXPECT(m, SERVICE_ACM_LEAVE);
}

static void hidden_ones_take_turns_in_the_scans(void **state)
{
    struct machine *m = *state;
    enum { MANY = 12 };
    unsigned asked[MANY] = {0};
    char name[2] = "a";
    for (int i = 0; i < MANY; i++, name[0]++) {
        add(m, name, 0)->known.options.profile.hidden = true;
    }
    for (int scan = 0; scan < 12; scan++) {
        EXPECT(m, SERVICE_ACM_SCAN);
        assert_int_equal(m->step.ssid_count, ACM_ASKED_MAX);
        assert_int_equal(m->step.ssids[0].len, 0);
        for (size_t i = 1; i < ACM_ASKED_MAX; i++) {
            asked[m->step.ssids[i].data[0] - 'a']++;
        }
        service_acm_scanned(&m->acm, m->now);
        EXPECT(m, SERVICE_ACM_NOT_FOUND);
        passes(m);
    }
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(asked[i], 7);
    }
}

static void who_is_away_stays_away(void **state)
{
    struct machine *m = *state;
    struct network *n = add(m, "a", 0);
    EXPECT(m, SERVICE_ACM_ENTER);
    service_acm_entered(&m->acm);
    service_acm_disconnect(&m->acm);
    EXPECT(m, SERVICE_ACM_LEAVE);
    service_acm_ended(&m->acm, m->now, false);
    nothing(m);
    add(m, "b", 0);
    nothing(m);
    service_acm_radio(&m->acm, false);
    service_acm_radio(&m->acm, true);
    nothing(m);
    service_acm_select(&m->acm, n->known.id);
    EXPECT(m, SERVICE_ACM_ENTER);
    service_acm_disconnect(&m->acm);
    EXPECT(m, SERVICE_ACM_LEAVE);
    service_acm_ended(&m->acm, m->now, false);
    assert_true(service_acm_reconnect(&m->acm)); /* the selected one, still */
    EXPECT(m, SERVICE_ACM_ENTER);
    assert_ptr_equal(m->step.network, n);
}

/* A radio that is off: the core keeps its wish; nothing else begins. */
static void in_the_dark_nothing_begins(void **state)
{
    struct machine *m = *state;
    service_acm_radio(&m->acm, false);
    add(m, "a", 0);
    nothing(m);
    service_acm_radio(&m->acm, true);
    EXPECT(m, SERVICE_ACM_ENTER);
    service_acm_refused(&m->acm, m->now); /* the core was not ready */
    nothing(m);
    passes(m);
    EXPECT(m, SERVICE_ACM_ENTER);
}

/* Each end of the machine's own making leads somewhere: whatever comes in whatever order, it is
 * never silent while something could be entered. */
static void whatever_comes_it_goes_on(void **state)
{
    struct machine *m = *state;
    uint32_t random = 7;
    add(m, "a", 0);
    add(m, "b", 1);
    for (int turn = 0; turn < 100000; turn++) {
        random = random * 1664525u + 1013904223u;
        unsigned what = (random >> 16) % 16;
        unsigned steps = 0;
        if (what < 4) {
            fails(m, (enum extsta_diagnosis)(what * 3 + 1), what & 1);
        } else if (what == 4) {
            service_acm_entered(&m->acm);
        } else if (what == 5) {
            hears(m, "a", -50);
            service_acm_scanned(&m->acm, m->now);
        } else if (what == 6) {
            service_acm_scanned(&m->acm, m->now);
        } else if (what == 7) {
            service_acm_refused(&m->acm, m->now);
        } else if (what == 8) {
            service_acm_select(&m->acm, (random >> 8) % 3 == 0 ? 0 : SERVICE_NO_NETWORK);
        } else if (what == 9) {
            service_acm_reassociate(&m->acm);
        } else if (what == 10) {
            service_acm_searches(&m->acm, 2);
        } else if (what == 11) {
            service_acm_radio(&m->acm, (random >> 8) % 4 != 0);
        } else {
            m->now += (random >> 8) % 20 * EXTSTA_SECOND;
        }
        while (next(m)) {
            assert_true(++steps < 10);
        }
        bool busy = m->acm.state != SERVICE_ACM_STILL || m->acm.dark;
        bool waits = service_acm_deadline(&m->acm) != EXTSTA_NEVER;
        bool paused = m->networks.list[0]->known.pause.until == EXTSTA_NEVER ||
                      m->networks.list[1]->known.pause.until == EXTSTA_NEVER;
        assert_true(busy || waits || paused);
        assert_true(service_acm_deadline(&m->acm) > m->now);
    }
}

#define ACM_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACM_TEST(pauses_grow_as_wpa_supplicants_do),
        ACM_TEST(the_servers_word_counts_at_once),
        ACM_TEST(a_credential_that_is_wrong_waits_for_another),
        ACM_TEST(several_are_looked_for_and_the_best_is_taken),
        ACM_TEST(hidden_ones_take_turns_in_the_scans),
        ACM_TEST(who_is_away_stays_away),
        ACM_TEST(in_the_dark_nothing_begins),
        ACM_TEST(whatever_comes_it_goes_on),
    };
    return cmocka_run_group_tests_name("service acm", tests, NULL, NULL);
}
