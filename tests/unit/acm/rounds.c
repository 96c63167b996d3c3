/* acm: what is wanted stays wanted. Rounds, the pauses between them, what ends them, and that
 * every cause and notification says beforehand what will happen. */
#include "../fake_driver.h"

/* What the user was told since the last look. */
struct told {
    struct extsta_notify failed, start, leaving; /* the last ones; type 0: none */
    struct extsta_cause cause;
    unsigned starts, fails, causes;
};

static struct told look(struct fake *f)
{
    struct told t = {0};
    struct extsta_output o;
    while (extsta_next(f->sta, &o)) {
        if (o.type == EXTSTA_OUT_CAUSE) {
            t.cause = o.cause;
            t.causes++;
        } else if (o.type == EXTSTA_OUT_NOTIFY &&
                   o.notify.type == EXTSTA_NOTIFY_DISCONNECTING) {
            t.leaving = o.notify;
        } else if (o.type == EXTSTA_OUT_NOTIFY &&
                   (o.notify.type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
                    o.notify.type == EXTSTA_NOTIFY_DISCONNECTED)) {
            t.failed = o.notify;
            t.fails++;
        } else if (o.type == EXTSTA_OUT_NOTIFY &&
                   o.notify.type == EXTSTA_NOTIFY_CONNECTION_START) {
            t.start = o.notify;
            t.starts++;
        }
        fake_log_output(f, &o);
    }
    fake_clear_log(f);
    return t;
}

/* The connection operation under way finds nothing. */
static struct told nothing_found(struct fake *f)
{
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    fake_run(f);
    return look(f);
}

/* The only candidate refuses. */
static struct told refused(struct fake *f, uint32_t status, uint32_t comeback)
{
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(
        f, fake_ap_a,
        &(struct fake_association){.status = DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | status,
                                   .comeback = comeback});
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    fake_run(f);
    return look(f);
}

static struct fake *wanting(struct extsta_profile *p)
{
    struct fake *f = fake_new();
    fake_profile_open(p);
    assert_int_equal(extsta_connect(f->sta, f->now, p), EXTSTA_OK);
    look(f);
    return f;
}

/* Passes the pause that was told, less a microsecond, then it: an attempt begins, and not
 * before. */
static struct told passes(struct fake *f, extsta_time pause)
{
    assert_true(extsta_deadline(f->sta) == f->now + pause);
    fake_expire(f, pause - 1);
    assert_int_equal(look(f).starts, 0);
    fake_expire(f, 1);
    struct told t = look(f);
    assert_int_equal(t.starts, 1);
    return t;
}

/* 1 s, 2, 4 ... 60 s, each a quarter more or less; the cause and the notification say it. */
static void pauses_double_up_to_a_minute_and_are_spread(void **state)
{
    struct extsta_profile p;
    struct fake *f = wanting(&p);
    unsigned shorter = 0, longer = 0;
    for (unsigned round = 1; round <= 24; round++) {
        extsta_time nominal = round <= 6 ? EXTSTA_SECOND << (round - 1) : 60 * EXTSTA_SECOND;
        struct told t = nothing_found(f);
        assert_true(t.cause.will_retry);
        assert_int_equal(t.failed.type, EXTSTA_NOTIFY_CONNECTION_FAILED);
        assert_true(t.failed.will_retry);
        assert_int_equal(t.failed.round, round + 1);
        assert_true(t.failed.retry_after == t.cause.retry_after);
        assert_in_range(t.failed.retry_after, nominal * 3 / 4, nominal * 5 / 4);
        shorter += t.failed.retry_after < nominal * 9 / 10;
        longer += t.failed.retry_after > nominal * 11 / 10;
        assert_true(fake_status(f).wanted);
        assert_false(fake_status(f).operating);
        t = passes(f, t.failed.retry_after);
        assert_int_equal(t.start.round, round + 1);
        assert_int_equal(t.start.busy, EXTSTA_BUSY_UNKNOWN);
    }
    assert_true(shorter >= 3 && longer >= 3);
    fake_free(f);
}

/* Another station draws other pauses. */
static void stations_do_not_come_back_as_one(void **state)
{
    struct extsta_profile p;
    extsta_time first[8];
    unsigned different = 0;
    for (unsigned station = 0; station < 2; station++) {
        struct fake *f = wanting(&p);
        for (unsigned skip = 0; skip < station; skip++) {
            uint8_t octet;
            testing_fill(&f->seed, 0, &octet, 1); /* another stream */
        }
        for (unsigned i = 0; i < 8; i++) {
            extsta_time pause = nothing_found(f).failed.retry_after;
            different += station > 0 && pause != first[i];
            first[i] = pause;
            passes(f, pause);
        }
        fake_free(f);
    }
    assert_true(different >= 6);
}

/* An association with AP A inside the open operation. */
static void associates(struct fake *f, bool authorized)
{
    fake_association_start(f, fake_ap_a);
    fake_association_completion(
        f, fake_ap_a,
        &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK, .authorized = authorized});
}

/* Four rounds in vain, then a port opens; it is lost, and handshakes fail until the connection
 * ends: that is the first failure again. */
static void an_open_port_begins_the_pauses_anew(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    look(f);
    for (unsigned i = 0; i < 4; i++) {
        passes(f, nothing_found(f).failed.retry_after);
    }
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    associates(f, true);
    fake_connection_completion(f, 0);
    fake_run(f);
    assert_true(fake_status(f).port_open);
    for (unsigned i = 0; i < 3; i++) {
        fake_disassociation(f, fake_ap_a, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 15);
        if (i < 2) {
            fake_roaming_start(f, 0x1000f);
            associates(f, false);
            fake_roaming_completion(f, 0);
        }
        fake_run(f);
    }
    struct told t = look(f);
    assert_int_equal(t.failed.type, EXTSTA_NOTIFY_DISCONNECTED);
    assert_true(t.failed.will_retry && t.leaving.will_retry);
    assert_true(t.leaving.retry_after == t.failed.retry_after);
    assert_int_equal(t.failed.round, 2);
    assert_in_range(t.failed.retry_after, EXTSTA_SECOND * 3 / 4, EXTSTA_SECOND * 5 / 4);
    passes(f, t.failed.retry_after);
    fake_free(f);
}

/* --- what ends it --- */

static void the_user_ends_it_in_a_pause(void **state)
{
    struct extsta_profile p;
    struct fake *f = wanting(&p);
    nothing_found(f);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    fake_expect(f, "notify disconnected 0\n");
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    assert_false(fake_status(f).wanted);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_E_STATE);
    fake_free(f);
}

static void the_user_ends_a_connection(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_connect(f, &p, false);
    look(f);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    struct told t = look(f);
    assert_int_equal(t.leaving.type, EXTSTA_NOTIFY_DISCONNECTING);
    assert_int_equal(t.failed.type, EXTSTA_NOTIFY_DISCONNECTED);
    assert_false(t.leaving.will_retry || t.failed.will_retry);
    fake_free(f);
}

/* In an attempt that fails already: the end is told as one, and nothing follows. */
static void the_user_ends_it_while_it_fails(void **state)
{
    struct extsta_profile p;
    struct fake *f = wanting(&p);
    fake_answer(f, OID_DOT11_RESET_REQUEST, NDIS_STATUS_PENDING);
    assert_true(nothing_found(f).cause.will_retry); /* as far as one knew */
    uint32_t id = f->last_oid[0].request_id;
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    f->pending[f->pending_count++] = (struct extsta_output){
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {
            .type = EXTSTA_CROSS_OID_COMPLETE, .code = OID_DOT11_RESET_REQUEST, .id = id}};
    fake_run(f);
    struct told t = look(f);
    assert_int_equal(t.failed.type, EXTSTA_NOTIFY_DISCONNECTED);
    assert_false(t.failed.will_retry);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    fake_free(f);
}

static void a_connect_in_a_pause_takes_its_place(void **state)
{
    struct extsta_profile p;
    struct fake *f = wanting(&p);
    for (unsigned i = 0; i < 3; i++) {
        passes(f, nothing_found(f).failed.retry_after);
    }
    nothing_found(f);
    p.ssid[0] = 'N';
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    struct told t = look(f);
    assert_int_equal(t.starts, 1);
    assert_int_equal(t.start.round, 1);
    assert_int_equal(fake_status(f).ssid[0], 'N');
    t = nothing_found(f);
    assert_in_range(t.failed.retry_after, EXTSTA_SECOND * 3 / 4, EXTSTA_SECOND * 5 / 4);
    fake_free(f);
}

/* The one policy of a profile: no attempt that the user has not asked for. */
static void without_auto_connect_one_attempt(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    p.auto_connect = false;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    struct told t = nothing_found(f);
    assert_false(t.cause.will_retry);
    assert_int_equal(t.fails, 1);
    assert_false(t.failed.will_retry);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    assert_false(fake_status(f).wanted);
    fake_free(f);
}

static void what_the_driver_refuses_is_not_asked_again(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_answer(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NDIS_STATUS_INVALID_DATA);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    struct told t = look(f);
    assert_false(t.cause.will_retry || t.failed.will_retry);
    assert_int_equal(t.fails, 1);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    fake_free(f);
}

/* --- several profiles --- */

static void CNX_18_the_next_profile_at_once_then_a_pause(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p[2];
    fake_profile_open(&p[0]);
    fake_profile_open(&p[1]);
    p[1].ssid[0] = 'N';
    assert_int_equal(extsta_connect_any(f->sta, f->now, p, 2), EXTSTA_OK);
    look(f);
    for (uint16_t round = 1; round < 4; round++) {
        struct told t = nothing_found(f);
        assert_true(t.cause.will_retry && t.cause.retry_after == 0);
        assert_true(t.failed.will_retry && t.failed.retry_after == 0);
        assert_int_equal(t.failed.round, round);
        assert_int_equal(t.starts, 1);
        assert_int_equal(fake_status(f).ssid[0], 'N');
        t = nothing_found(f);
        assert_int_equal(t.starts, 0);
        assert_int_equal(t.failed.round, round + 1);
        t = passes(f, t.failed.retry_after);
        assert_int_equal(fake_status(f).ssid[0], 'n');
    }
    fake_free(f);
}

/* --- what an AP and the radio say --- */

/* ASC-26: 500 TU are 512 ms. The first time its word counts alone; then the longer one. */
static void ASC_26_the_comeback_time_is_waited(void **state)
{
    struct extsta_profile p;
    struct fake *f = wanting(&p);
    struct told t = refused(f, 30, 500);
    assert_true(t.failed.will_retry);
    assert_true(t.failed.retry_after == 512000);
    passes(f, t.failed.retry_after);
    t = refused(f, 30, 500);
    assert_in_range(t.failed.retry_after, EXTSTA_SECOND * 3 / 2, EXTSTA_SECOND * 5 / 2);
    passes(f, t.failed.retry_after);
    t = refused(f, 30, 10000);
    assert_true(t.failed.retry_after == 10240000);
    passes(f, t.failed.retry_after);
    t = refused(f, 30, UINT32_MAX); /* nobody has to believe that */
    assert_true(t.failed.retry_after == 300 * EXTSTA_SECOND);
    passes(f, t.failed.retry_after);
    t = refused(f, 17, 0);
    assert_in_range(t.failed.retry_after, EXTSTA_SECOND * 12, EXTSTA_SECOND * 20);
    fake_free(f);
}

static void radio_is(struct fake *f, bool on)
{
    DOT11_PHY_STATE_PARAMETERS state = {.Header = {0x80, 1, le16(sizeof state)},
                                        .bHardwarePhyState = on,
                                        .bSoftwarePhyState = true};
    fake_indicate(f, NDIS_STATUS_DOT11_PHY_STATE_CHANGED, &state, sizeof state);
    fake_run(f);
}

static void a_radio_that_is_off_is_waited_for(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_answer(f, OID_DOT11_CONNECT_REQUEST, NDIS_STATUS_DOT11_POWER_STATE_INVALID);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    struct told t = look(f);
    assert_true(t.cause.will_retry && t.failed.will_retry);
    assert_true(t.cause.retry_after == EXTSTA_NEVER && t.failed.retry_after == EXTSTA_NEVER);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    f->answer_count = 0;
    radio_is(f, false);
    assert_int_equal(look(f).starts, 0);
    radio_is(f, true);
    t = look(f);
    assert_int_equal(t.starts, 1);
    assert_int_equal(t.start.round, 2);
    fake_free(f);
}

/* A cause of the driver gets the word of the OS half before anybody sees it. */
static struct extsta_cause driver_says(struct fake *f, struct extsta_cause cause)
{
    cause.time = f->now;
    f->pending[f->pending_count++] =
        (struct extsta_output){.type = EXTSTA_OUT_CAUSE, .cause = cause};
    fake_run(f);
    return look(f).cause;
}

static void the_drivers_causes_say_what_the_os_will_do(void **state)
{
    struct extsta_profile p;
    struct extsta_cause ends = {.subject = EXTSTA_SUBJECT_ASSOCIATION,
                                .origin = EXTSTA_ORIGIN_PEER,
                                .diagnosis = EXTSTA_DIAGNOSIS_REFUSED};
    struct extsta_cause excluded = {.subject = EXTSTA_SUBJECT_CONNECTION,
                                    .diagnosis = EXTSTA_DIAGNOSIS_EXCLUDED};
    struct fake *f = wanting(&p);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    assert_true(driver_says(f, ends).will_retry);
    ends.subject = EXTSTA_SUBJECT_CONNECTION;
    assert_in_range(driver_says(f, ends).retry_after, EXTSTA_SECOND * 3 / 4,
                    EXTSTA_SECOND * 5 / 4);
    assert_false(driver_says(f, excluded).will_retry); /* a policy */
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    fake_run(f);
    assert_false(look(f).failed.will_retry);
    fake_free(f);
}

/* --- the credential --- */

/* Driver-managed: two associations that say so, and it is certain. */
static void a_driver_that_suspects_the_passphrase_twice(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p[2];
    struct extsta_cause suspects = {.subject = EXTSTA_SUBJECT_ASSOCIATION,
                                    .stage = EXTSTA_STAGE_FOUR_WAY,
                                    .diagnosis = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE,
                                    .confidence = 90};
    struct extsta_cause fails = suspects;
    fails.subject = EXTSTA_SUBJECT_CONNECTION;
    fails.confidence = 100;
    fake_profile_psk(&p[0]);
    fake_profile_open(&p[1]);
    p[0].manager = EXTSTA_MANAGER_MINIPORT;
    p[1].ssid[0] = 'N';
    assert_int_equal(extsta_connect_any(f->sta, f->now, p, 2), EXTSTA_OK);
    look(f);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    struct extsta_cause c = driver_says(f, suspects);
    assert_true(c.will_retry);
    assert_int_equal(c.confidence, 90);
    c = driver_says(f, fails);
    assert_int_equal(c.confidence, 90); /* no surer than what it rests on */
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    fake_run(f);
    passes(f, nothing_found(f).failed.retry_after);
    assert_int_equal(fake_status(f).ssid[0], 'n');
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    assert_in_range(driver_says(f, suspects).confidence, 95, 99);
    fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    fake_run(f);
    look(f);
    for (unsigned i = 0; i < 3; i++) { /* only the other profile from here on */
        assert_int_equal(fake_status(f).ssid[0], 'N');
        passes(f, nothing_found(f).failed.retry_after);
    }
    fake_free(f);
}

/* What has worked is remembered by network and key, whatever the profile is called. */
static void what_has_worked_is_remembered_after_a_disconnect(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    struct extsta_cause suspects = {.subject = EXTSTA_SUBJECT_ASSOCIATION,
                                    .diagnosis = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE,
                                    .confidence = 90};
    fake_profile_psk(&p);
    p.manager = EXTSTA_MANAGER_MINIPORT;
    fake_connect(f, &p, true);
    assert_true(fake_status(f).port_open);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    memcpy(p.name, "other", 6);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    look(f);
    for (unsigned i = 0; i < 3; i++) {
        fake_connection_start(f, dot11_BSS_type_infrastructure);
        struct extsta_cause c = driver_says(f, suspects);
        assert_in_range(c.confidence, 1, 74);
        assert_true(c.will_retry);
        fake_connection_completion(f, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
        fake_run(f);
        passes(f, look(f).failed.retry_after);
    }
    fake_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_double_up_to_a_minute_and_are_spread),
        cmocka_unit_test(stations_do_not_come_back_as_one),
        cmocka_unit_test(an_open_port_begins_the_pauses_anew),
        cmocka_unit_test(the_user_ends_it_in_a_pause),
        cmocka_unit_test(the_user_ends_a_connection),
        cmocka_unit_test(the_user_ends_it_while_it_fails),
        cmocka_unit_test(a_connect_in_a_pause_takes_its_place),
        cmocka_unit_test(without_auto_connect_one_attempt),
        cmocka_unit_test(what_the_driver_refuses_is_not_asked_again),
        cmocka_unit_test(CNX_18_the_next_profile_at_once_then_a_pause),
        cmocka_unit_test(ASC_26_the_comeback_time_is_waited),
        cmocka_unit_test(a_radio_that_is_off_is_waited_for),
        cmocka_unit_test(the_drivers_causes_say_what_the_os_will_do),
        cmocka_unit_test(a_driver_that_suspects_the_passphrase_twice),
        cmocka_unit_test(what_has_worked_is_remembered_after_a_disconnect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
