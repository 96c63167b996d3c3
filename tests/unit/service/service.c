/* A service on virtual air: stations found and removed, networks chosen by priority and signal,
 * paused, left and entered again, and what listeners hear of it. Time is the loop's own. */
#include "../testing.h"
#include "bed.h"
#include "state.h"
#include <extsta/windot11.h>
#include <stdio.h>

/* What was told, as short lines in order. */
struct told {
    struct service_listener listener;
    char text[8192];
    size_t len;
    unsigned not_found, scans, paused, resumed;
    struct service_pause pause; /* the last that began */
    uint32_t paused_id;
};

static struct bed bed;
static struct told told;

static void note(const char *what)
{
    told.len +=
        (size_t)snprintf(told.text + told.len, sizeof told.text - told.len, "%s ", what);
    assert_true(told.len < sizeof told.text);
}

static void on_state(void *user, extsta_time now, struct service_station *s,
                     enum service_state from, enum service_state to)
{
    assert_int_equal(to, service_station_state(s));
    assert_int_not_equal(from, to);
    note(service_state_name(to));
}

static void on_scanned(void *user, extsta_time now, struct service_station *s, uint32_t status)
{
    told.scans += status == 0;
}

static void on_not_found(void *user, extsta_time now, struct service_station *s)
{
    told.not_found++;
}

static void on_paused(void *user, extsta_time now, struct service_station *s,
                      const struct service_network *n)
{
    if (n->pause.until) {
        told.paused++;
        told.pause = n->pause;
        told.paused_id = n->id;
    } else {
        told.resumed++;
    }
}

static int set_up(void **state)
{
    bed_open(&bed);
    memset(&told, 0, sizeof told);
    told.listener = (struct service_listener){.state = on_state,
                                              .scanned = on_scanned,
                                              .not_found = on_not_found,
                                              .paused = on_paused};
    service_listen(bed.service, &told.listener);
    return 0;
}

static int tear_down(void **state)
{
    bed_close(&bed);
    return 0;
}

static struct extsta_station_status status_of(struct service_station *s)
{
    struct extsta_station_status status;
    extsta_station_status(service_core(s), &status);
    return status;
}

/* --- stations --- */

static void stations_are_found_by_name_and_go(void **state)
{
    enum { MANY = 300 };
    char name[16], why[200] = "";
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "wlan%u", i);
        bed_station(&bed, name, (uint8_t)i, 0, false);
    }
    assert_int_equal(service_stations(bed.service), MANY);
    struct service_station *s = service_station(bed.service, "wlan123");
    assert_string_equal(service_station_name(s), "wlan123");
    assert_int_equal(service_station_state(s), SERVICE_INACTIVE);
    service_station_remove(s);
    assert_null(service_station(bed.service, "wlan123"));
    s = service_station(bed.service, "wlan122");
    assert_string_equal(service_station_name(service_station_next(bed.service, s)), "wlan124");
    struct service_station_options same = {.name = "wlan122",
                                           .address = {{2, 0, 0, 0, 1, 1}},
                                           .caps = &extsta_radio_caps_2ghz,
                                           .tap = -1};
    same.radio = bed_radio(&bed, same.address);
    assert_null(service_station_add(bed.service, &same, why, sizeof why));
    assert_string_equal(why, "there is a station of this name");
    assert_int_equal(service_stations(bed.service), MANY - 1);
}

/* --- one network --- */

static void the_only_network_is_entered_and_left(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", "correct horse", 1, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    uint32_t id = bed_network(s, "home", "correct horse", 0);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 20));
    assert_string_equal(told.text, "scanning authenticating associating associated four-way "
                                   "completed ");
    assert_int_equal(service_station_network(s), id);
    service_disconnect(s);
    assert_true(bed_until_state(&bed, s, SERVICE_DISCONNECTED, 5));
    bed_run(&bed, 120);
    assert_int_equal(service_station_state(s), SERVICE_DISCONNECTED);
    assert_true(service_reconnect(s));
    assert_false(service_reconnect(s));
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 20));
    assert_true(service_network_remove(s, id));
    assert_true(bed_until_state(&bed, s, SERVICE_INACTIVE, 5));
    assert_null(service_network(s, id));
    apsim_free(ap);
}

/* What crosses says the same as the frames do; and alone nearly as much, where a driver has none. */
static void the_way_is_told_by_what_crosses(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", "correct horse", 1, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, EXTSTA_OUT_ALL, true);
    bed_network(s, "home", "correct horse", 0);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 20));
    assert_string_equal(told.text, "scanning authenticating associating associated four-way "
                                   "completed ");
    struct progress p = {0};
    struct service_acm acm = {0};
    static const uint8_t key[24 + 8 + 7] = {
        0x08, 0x01, [24] = 0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e, 2, 3, 0, 95, 2, 0x01, 0x0a};
    struct extsta_output out = {.type = EXTSTA_OUT_CROSSING};
    out.crossing.type = EXTSTA_CROSS_INDICATION;
    out.crossing.code = NDIS_STATUS_DOT11_ASSOCIATION_START;
    progress_output(&p, &out);
    assert_int_equal(service_state_of(&p, &acm, false), SERVICE_AUTHENTICATING);
    out.crossing.type = EXTSTA_CROSS_SEND;
    out.crossing.packet.bytes = (struct extsta_span){key, sizeof key};
    progress_output(&p, &out);
    assert_int_equal(service_state_of(&p, &acm, false), SERVICE_FOUR_WAY);
    p = (struct progress){.at = PROGRESS_OPEN, .open = true};
    progress_output(&p, &out); /* a key is renewed: the port stays open */
    assert_int_equal(service_state_of(&p, &acm, false), SERVICE_COMPLETED);
    apsim_free(ap);
}

/* What the AP ends is taken up again. */
static void what_is_lost_is_entered_again(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", NULL, 1, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    bed_network(s, "home", NULL, 0);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 20));
    apsim_set_on(ap, false, true);
    bed_run(&bed, 300);
    assert_int_not_equal(service_station_state(s), SERVICE_COMPLETED);
    apsim_set_on(ap, true, true);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 70));
    apsim_free(ap);
}

static void a_wrong_passphrase_is_not_tried_for_ever(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", "correct horse", 1, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    uint32_t id = bed_network(s, "home", "incorrect horse", 0);
    bed_run(&bed, 120);
    assert_int_equal(told.paused, 1);
    assert_int_equal(told.pause.because, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
    assert_int_equal(service_network(s, id)->pause.until, EXTSTA_NEVER);
    assert_int_equal(service_station_state(s), SERVICE_DISCONNECTED);
    struct service_network_options o = service_network(s, id)->options;
    strcpy(o.profile.passphrase, "correct horse");
    assert_int_equal(service_network_change(s, id, &o), EXTSTA_OK);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 20));
    assert_int_equal(service_network(s, id)->pause.until, 0);
    assert_int_equal(told.resumed, 1); /* the end of the pause, too */
    apsim_free(ap);
}

/* --- several --- */

static void the_greatest_priority_that_is_there_is_taken(void **state)
{
    struct apsim *weak = bed_ap(&bed, "weak", NULL, 1, 2412, 0);
    struct apsim *strong = bed_ap(&bed, "strong", NULL, 2, 2437, 20);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    bed_network(s, "nowhere", NULL, 9);
    bed_network(s, "strong", NULL, 1);
    uint32_t id = bed_network(s, "weak", NULL, 2);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 30));
    assert_int_equal(service_station_network(s), id);
    apsim_free(weak);
    apsim_free(strong);
}

static void of_equals_the_strongest_is_taken(void **state)
{
    struct apsim *weak = bed_ap(&bed, "weak", NULL, 1, 2412, 5);
    struct apsim *strong = bed_ap(&bed, "strong", NULL, 2, 2437, 20);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, false);
    bed_network(s, "weak", NULL, 0);
    uint32_t id = bed_network(s, "strong", NULL, 0);
    bed_run(&bed, 30);
    assert_int_equal(service_station_state(s), SERVICE_DISCONNECTED); /* not by itself */
    service_automatic(s, true);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 30));
    assert_int_equal(service_station_network(s), id);
    apsim_free(weak);
    apsim_free(strong);
}

static void another_is_entered_when_the_first_has_gone(void **state)
{
    struct apsim *a = bed_ap(&bed, "a", NULL, 1, 2412, 0);
    struct apsim *b = bed_ap(&bed, "b", NULL, 2, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    uint32_t first = bed_network(s, "a", NULL, 2), second = bed_network(s, "b", NULL, 1);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 30));
    assert_int_equal(service_station_network(s), first);
    apsim_set_on(a, false, true);
    assert_true(bed_until_state(&bed, s, SERVICE_SCANNING, 60));
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 60));
    assert_int_equal(service_station_network(s), second);
    assert_int_equal(service_select(s, first), EXTSTA_OK);
    bed_run(&bed, 60); /* it is not there, and nothing else is wanted */
    assert_false(status_of(s).connected);
    apsim_set_on(a, true, true);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 120));
    assert_int_equal(service_station_network(s), first);
    apsim_free(a);
    apsim_free(b);
}

static void nothing_there_is_looked_for_in_growing_intervals(void **state)
{
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    bed_network(s, "a", NULL, 0);
    bed_network(s, "b", NULL, 0);
    bed_run(&bed, 30);
    unsigned early = told.not_found;
    assert_in_range(early, 2, 5);
    bed_run(&bed, 600);
    assert_in_range(told.not_found - early, 8, 13); /* one a minute, in the end */
    struct apsim *ap = bed_ap(&bed, "b", NULL, 1, 2437, 0);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 70));
    apsim_free(ap);
}

/* Who is refused again and again waits 10 s, 20, 30 ..., and takes another network meanwhile.
 */
static void a_network_that_fails_is_paused(void **state)
{
    static const struct extsta_mac all;
    struct apsim *a = bed_ap(&bed, "a", NULL, 1, 2412, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    uint32_t id = bed_network(s, "a", NULL, 2);
    apsim_refuse(a, APSIM_ASSOC, all, 17, 0, 0);
    bed_run(&bed, 10);
    assert_int_equal(told.paused, 1);
    assert_int_equal(told.paused_id, id);
    assert_int_equal(told.pause.failures, 3);
    bed_run(&bed, 200);
    assert_in_range(told.paused, 4, 6);
    struct apsim *b = bed_ap(&bed, "b", NULL, 2, 2437, 0);
    uint32_t other = bed_network(s, "b", NULL, 1);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 100));
    assert_int_equal(service_station_network(s), other);
    apsim_refuse(a, APSIM_ASSOC, all, 0, 0, 0);
    assert_int_equal(service_select(s, id), EXTSTA_OK); /* at once, whatever its pause */
    assert_int_equal(service_station_network(s), id);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 10));
    assert_int_equal(service_network(s, id)->pause.failures, 0);
    apsim_free(a);
    apsim_free(b);
}

/* --- scans --- */

static unsigned probes, tuned, other_channels;

static void on_scan_output(void *user, extsta_time now, struct service_station *s,
                           const struct extsta_output *out)
{
    probes += out->type == EXTSTA_OUT_FRAME && out->frame.bytes.data[0] == 0x40;
    tuned += out->type == EXTSTA_OUT_TUNE;
    other_channels += out->type == EXTSTA_OUT_TUNE && out->tune_freq != 2437;
}

static void a_scan_looks_where_and_as_it_is_told(void **state)
{
    static const uint16_t freqs[] = {2437};
    struct apsim *ap = bed_ap(&bed, "home", NULL, 1, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, false);
    told.listener.output = on_scan_output;
    struct service_scan scan = {.freqs = freqs, .freq_count = 1};
    probes = tuned = other_channels = 0;
    assert_int_equal(service_scan(s, &scan), EXTSTA_OK);
    assert_int_equal(service_scan(s, &scan), EXTSTA_E_STATE);
    assert_int_equal(service_station_state(s), SERVICE_SCANNING);
    assert_true(bed_until_state(&bed, s, SERVICE_INACTIVE, 2));
    assert_int_equal(told.scans, 1);
    assert_int_equal(probes, 1);
    assert_true(tuned > 0 && other_channels == 0);
    assert_int_equal(extsta_bss_list(service_core(s), host_loop_now(bed.loop), NULL, NULL), 1);
    scan = (struct service_scan){.passive = true};
    assert_int_equal(service_scan(s, &scan), EXTSTA_OK);
    bed_run(&bed, 1);
    assert_true(service_scan_abort(s));
    assert_false(service_scan_abort(s));
    assert_int_equal(service_station_state(s), SERVICE_INACTIVE);
    assert_int_equal(told.scans, 1);
    assert_int_equal(probes, 1);
    assert_true(other_channels > 0);
    apsim_free(ap);
}

/* Of two hidden ones each is asked for by its name. */
static void hidden_networks_are_asked_for(void **state)
{
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    struct apsim_config config = {.bssid = {{2, 0x0a, 0, 0, 0, 9}},
                                  .ssid = "secret",
                                  .ssid_len = 6,
                                  .hidden = true,
                                  .freq = 2412};
    struct apsim *ap = apsim_new(bed.air, &config);
    bed_network(s, "nowhere", NULL, 1);
    struct service_network_options o =
        service_network(s, bed_network(s, "other", NULL, 0))->options;
    o.profile.hidden = true;
    enum extsta_error error;
    service_network_add(s, &o, &error);
    memcpy(o.profile.ssid, "secret", 6);
    o.profile.ssid_len = 6;
    uint32_t id = service_network_add(s, &o, &error);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 10));
    assert_int_equal(service_station_network(s), id);
    apsim_free(ap);
}

/* --- networks --- */

static void a_network_keeps_what_it_was_given(void **state)
{
    char password[] = "secret", ca[] = "PEM";
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, false);
    struct service_network_options o = {.automatic = true};
    struct extsta_eap eap = {.methods = {25},
                             .identity = {(const uint8_t *)"me", 2},
                             .password = {(const uint8_t *)password, 6},
                             .verify_off = true};
    extsta_profile_make(&o.profile, (struct extsta_span){(const uint8_t *)"work", 4}, NULL);
    extsta_profile_enterprise(&o.profile, 6, &eap);
    enum extsta_error error;
    uint32_t id = service_network_add(s, &o, &error);
    assert_int_equal(error, EXTSTA_OK);
    memset(password, 'x', 6);
    memset(ca, 'x', 3);
    const struct service_network *n = service_network(s, id);
    assert_memory_equal(n->options.profile.eap.password.data, "secret", 6);
    assert_ptr_equal(service_network_next(s, SERVICE_NO_NETWORK), n);
    assert_null(service_network_next(s, id));
    o.profile.ssid_len = 0;
    assert_int_equal(service_network_change(s, id, &o), EXTSTA_E_USAGE);
    assert_int_equal(service_network(s, id)->options.profile.ssid_len, 4);
    assert_int_equal(service_network_add(s, &o, &error), SERVICE_NO_NETWORK);
    assert_int_equal(error, EXTSTA_E_USAGE);
}

static void a_change_that_does_not_matter_leaves_the_connection(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", NULL, 1, 2437, 0);
    struct service_station *s = bed_station(&bed, "wlan0", 1, 0, true);
    uint32_t id = bed_network(s, "home", NULL, 0);
    assert_true(bed_until_state(&bed, s, SERVICE_COMPLETED, 20));
    struct service_network_options o = service_network(s, id)->options;
    o.priority = 5;
    strcpy(o.profile.name, "my home");
    told.len = 0;
    told.text[0] = 0;
    assert_int_equal(service_network_change(s, id, &o), EXTSTA_OK);
    bed_run(&bed, 10);
    assert_string_equal(told.text, "");
    o.profile.has_roam = true;
    o.profile.roam = extsta_roam_default;
    o.profile.roam.sticky = true;
    assert_int_equal(service_network_change(s, id, &o), EXTSTA_OK);
    bed_run(&bed, 10);
    assert_string_not_equal(told.text, "");
    assert_int_equal(service_station_state(s), SERVICE_COMPLETED);
    apsim_free(ap);
}

#define SERVICE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(stations_are_found_by_name_and_go),
        SERVICE_TEST(the_only_network_is_entered_and_left),
        SERVICE_TEST(the_way_is_told_by_what_crosses),
        SERVICE_TEST(what_is_lost_is_entered_again),
        SERVICE_TEST(a_wrong_passphrase_is_not_tried_for_ever),
        SERVICE_TEST(the_greatest_priority_that_is_there_is_taken),
        SERVICE_TEST(of_equals_the_strongest_is_taken),
        SERVICE_TEST(another_is_entered_when_the_first_has_gone),
        SERVICE_TEST(nothing_there_is_looked_for_in_growing_intervals),
        SERVICE_TEST(a_network_that_fails_is_paused),
        SERVICE_TEST(a_scan_looks_where_and_as_it_is_told),
        SERVICE_TEST(hidden_networks_are_asked_for),
        SERVICE_TEST(a_network_keeps_what_it_was_given),
        SERVICE_TEST(a_change_that_does_not_matter_leaves_the_connection),
    };
    return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
