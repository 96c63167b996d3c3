/* A station as octets (extsta/form.h): what comes back is the one that was written, another
 * context or not; what is not a form is refused. That it also does the same from then on, after
 * every event of every scenario, is tests/scenario/formed.py's. */
#include "../testing.h"
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <extsta/form.h>
#include <extsta/station.h>
#include <extsta/windot11.h>

static const struct extsta_mac BSSID = {{2, 0, 0, 0, 0, 0x10}}, OWN = {{2, 0, 0, 0, 0, 1}};

#define ROOM 8192u

struct fixture {
    struct air_random random;
    struct extsta_context *ctx, *other;
    struct air *air;
    struct extsta_station *sta;
    struct air_station *node;
    uint8_t form[ROOM];
    size_t len;
};

static struct extsta_context *new_context(struct air_random *random)
{
    const struct extsta_random source = {air_random_fill, random};
    const struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    return extsta_context_new(&memory, &source);
}

static void settle(struct fixture *f, unsigned seconds)
{
    air_station_pump(f->node);
    air_run(f->air, air_now(f->air) + seconds * EXTSTA_SECOND);
}

static struct fixture *set_up(enum apsim_security security)
{
    static struct fixture fixture;
    struct fixture *f = &fixture;
    *f = (struct fixture){.random.seed = 5};
    f->ctx = new_context(&f->random);
    f->other = new_context(&f->random);
    f->air = air_new(f->ctx, NULL);
    assert_non_null(apsim_new(f->air, &(struct apsim_config){.bssid = BSSID,
                                                             .ssid = "office",
                                                             .ssid_len = 6,
                                                             .freq = 2412,
                                                             .security = security,
                                                             .passphrase = "correct horse"}));
    const struct extsta_station_config config = {
        .id = 7, .address = OWN, .radio = &extsta_radio_caps_2ghz};
    f->sta = extsta_station_new(f->ctx, &config, air_now(f->air));
    f->node = air_station_new(
        f->air,
        &(struct air_station_config){.station = f->sta, .address = OWN, .position = {3, 0, 0}});
    assert_true(f->sta && f->node);
    settle(f, 1);
    return f;
}

static void tear_down(struct fixture *f)
{
    air_station_free(f->node);
    extsta_station_free(f->sta);
    air_free(f->air);
    extsta_context_free(f->ctx);
    assert_int_equal(extsta_context_free(f->other), 0);
}

static struct extsta_profile profile_of(enum apsim_security security)
{
    struct extsta_profile p;
    bool open = security == APSIM_OPEN;
    extsta_profile_make(&p, (struct extsta_span){(const uint8_t *)"office", 6},
                        open ? NULL : "correct horse");
    if (security == APSIM_SAE) {
        p.auth = DOT11_AUTH_ALGO_WPA3_SAE;
    }
    return p;
}

static struct fixture *connected(enum apsim_security security)
{
    struct fixture *f = set_up(security);
    struct extsta_profile p = profile_of(security);
    struct extsta_station_status st;
    assert_int_equal(extsta_connect(f->sta, air_now(f->air), &p), EXTSTA_OK);
    settle(f, 20);
    extsta_station_status(f->sta, &st);
    assert_true(st.port_open);
    return f;
}

static void write_form(struct fixture *f)
{
    const char *why = extsta_form_refusal(f->sta);
    if (why) {
        fail_msg("it is refused: %s", why);
    }
    f->len = extsta_form_write(f->sta, f->form, sizeof f->form);
    assert_in_range(f->len, 1, sizeof f->form);
}

static struct extsta_span form_of(const struct fixture *f)
{
    return (struct extsta_span){f->form, f->len};
}

static enum extsta_error read_form(struct fixture *f, struct extsta_span form,
                                   struct extsta_station **sta)
{
    const struct extsta_form_config config = {.radio = &extsta_radio_caps_2ghz};
    return extsta_form_read(f->other, form, &config, sta);
}

/* The same octets again, of a station in another context; and it looks the same. */
static void check_round(struct fixture *f)
{
    struct extsta_station *sta;
    struct extsta_station_status was, is;
    uint8_t again[ROOM];
    write_form(f);
    assert_in_range(extsta_form_time(form_of(f)), 0, air_now(f->air));
    assert_int_equal(read_form(f, form_of(f), &sta), EXTSTA_OK);
    assert_int_equal(extsta_form_write(sta, again, sizeof again), f->len);
    assert_memory_equal(again, f->form, f->len);
    memset(&was, 0, sizeof was);
    memset(&is, 0, sizeof is);
    extsta_station_status(f->sta, &was);
    extsta_station_status(sta, &is);
    assert_memory_equal(&was, &is, sizeof was);
    assert_int_equal(extsta_deadline(sta), extsta_deadline(f->sta));
    extsta_station_free(sta);
}

static void connected_stations_come_back_the_same(void **state)
{
    static const enum apsim_security all[] = {APSIM_OPEN, APSIM_WPA2_PSK, APSIM_SAE};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct fixture *f = connected(all[i]);
        check_round(f);
        tear_down(f);
    }
}

static void so_does_one_that_wants_nothing(void **state)
{
    struct fixture *f = set_up(APSIM_OPEN);
    check_round(f);
    tear_down(f);
}

static void a_length_is_told_without_room(void **state)
{
    struct fixture *f = connected(APSIM_WPA2_PSK);
    write_form(f);
    assert_int_equal(extsta_form_write(f->sta, NULL, 0), f->len);
    uint8_t few[16];
    assert_int_equal(extsta_form_write(f->sta, few, sizeof few), f->len);
    tear_down(f);
}

static void what_is_cut_or_longer_is_no_form(void **state)
{
    struct fixture *f = connected(APSIM_WPA2_PSK);
    struct extsta_station *sta;
    write_form(f);
    for (size_t len = 0; len < f->len; len++) {
        assert_int_equal(read_form(f, (struct extsta_span){f->form, len}, &sta),
                         EXTSTA_E_MALFORMED);
        assert_null(sta);
    }
    f->form[f->len] = 0;
    assert_int_equal(read_form(f, (struct extsta_span){f->form, f->len + 1}, &sta),
                     EXTSTA_E_MALFORMED);
    tear_down(f);
}

/* Whatever an octet says, the reader lives, and gives all back (the contexts' ends count). */
static void changed_octets_do_no_harm(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    write_form(f);
    for (size_t at = 0; at < f->len; at++) {
        static const uint8_t flips[] = {0x01, 0x80, 0xff};
        for (size_t i = 0; i < sizeof flips; i++) {
            struct extsta_station *sta;
            f->form[at] ^= flips[i];
            read_form(f, form_of(f), &sta);
            extsta_station_free(sta);
            f->form[at] ^= flips[i];
        }
    }
    tear_down(f);
}

static void another_version_says_so(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    struct extsta_station *sta;
    write_form(f);
    f->form[4]++;
    assert_int_equal(read_form(f, form_of(f), &sta), EXTSTA_E_UNSUPPORTED);
    f->form[4]--;
    f->form[9]++; /* of the structures */
    assert_int_equal(read_form(f, form_of(f), &sta), EXTSTA_E_UNSUPPORTED);
    assert_int_equal(extsta_form_time(form_of(f)), EXTSTA_NEVER);
    tear_down(f);
}

static void times_move_with_the_moment_of_reading(void **state)
{
    struct fixture *f = connected(APSIM_WPA2_PSK);
    struct extsta_station *sta;
    write_form(f);
    const struct extsta_form_config later = {.radio = &extsta_radio_caps_2ghz,
                                             .other_time = true,
                                             .now =
                                                 extsta_form_time(form_of(f)) + EXTSTA_SECOND};
    assert_int_equal(extsta_form_read(f->other, form_of(f), &later, &sta), EXTSTA_OK);
    assert_int_equal(extsta_deadline(sta), extsta_deadline(f->sta) + EXTSTA_SECOND);
    extsta_station_free(sta);
    tear_down(f);
}

static void untaken_outputs_are_a_reason(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    extsta_disconnect(f->sta, air_now(f->air));
    assert_string_equal(extsta_form_refusal(f->sta), "outputs wait to be taken");
    assert_int_equal(extsta_form_write(f->sta, f->form, sizeof f->form), 0);
    air_station_pump(f->node);
    tear_down(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connected_stations_come_back_the_same),
        cmocka_unit_test(so_does_one_that_wants_nothing),
        cmocka_unit_test(a_length_is_told_without_room),
        cmocka_unit_test(what_is_cut_or_longer_is_no_form),
        cmocka_unit_test(changed_octets_do_no_harm),
        cmocka_unit_test(another_version_says_so),
        cmocka_unit_test(times_move_with_the_moment_of_reading),
        cmocka_unit_test(untaken_outputs_are_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
