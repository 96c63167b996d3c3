/* A second program: it links host, tell, world and script, and nothing of cmd. What a daemon, a
 * fleet or somebody's tool would do with them, and that the rooms print nothing of their own.
 */
#include "../unit/testing.h"
#include "address.h"
#include "crowd.h"
#include "script.h"
#include "world.h"
#include <stdio.h>

/* --- a world, and who listens to it --- */

struct ears {
    struct world_listener listener;
    unsigned stations, aps, outputs[EXTSTA_OUT_TYPES], frames, pings, ticks, gone;
    unsigned ticks_wanted;
    bool open;
};

static void ears_station(void *user, extsta_time now, struct world_station *s)
{
    ((struct ears *)user)->stations++;
}
static void ears_ap(void *user, extsta_time now, struct world_ap *a, struct extsta_mac bssid)
{
    ((struct ears *)user)->aps++;
}
static void ears_output(void *user, extsta_time now, struct world_station *s,
                        const struct extsta_output *out)
{
    struct ears *e = user;
    e->outputs[out->type]++;
    e->open |= out->type == EXTSTA_OUT_PORT && out->port.type == EXTSTA_PORT_AUTHORIZED;
}
static void ears_frame(void *user, const struct air_sniffed *frame)
{
    ((struct ears *)user)->frames++;
}
static void ears_ping(void *user, extsta_time now, struct world_station *s, const uint8_t ip[4],
                      size_t octets)
{
    ((struct ears *)user)->pings++;
    assert_memory_equal(ip, s->gateway, 4);
}
static bool ears_tick(void *user, extsta_time now)
{
    struct ears *e = user;
    return ++e->ticks != e->ticks_wanted;
}
static void ears_gone(void *user, struct world_station *s)
{
    ((struct ears *)user)->gone++;
}

static void listen_to(struct ears *e, struct world *w, uint32_t outputs)
{
    *e = (struct ears){.listener = {.outputs = outputs,
                                    .station = ears_station,
                                    .ap = ears_ap,
                                    .output = ears_output,
                                    .frame = ears_frame,
                                    .ping = ears_ping,
                                    .tick = ears_tick,
                                    .gone = ears_gone,
                                    .user = e}};
    world_listen(w, &e->listener);
}

static bool is_open(void *user)
{
    return ((struct ears *)user)->open;
}

static struct world *a_world(struct ears *e, uint32_t outputs, struct world_station **s)
{
    struct world *w = world_new(&(struct world_options){.seed = 1});
    struct apsim_config ap = {.bssid = {{2, 0, 0, 0, 0, 10}},
                              .ssid = "home",
                              .ssid_len = 4,
                              .freq = 2437,
                              .security = APSIM_WPA2_PSK,
                              .passphrase = "twelve monkeys"};
    static const uint8_t host[4] = {10, 0, 0, 1};
    assert_non_null(w);
    listen_to(e, w, outputs);
    assert_non_null(world_ap_add(w, "A", &ap, host));
    *s = world_station_add(
        w, &(struct world_station_config){
               .name = "alice", .at = {5, 0, 0}, .power = 15, .caps = &extsta_radio_caps_2ghz});
    assert_non_null(*s);
    return w;
}

static void connect_to_home(struct world *w, struct world_station *s)
{
    struct extsta_profile profile;
    struct extsta_span ssid = {(const uint8_t *)"home", 4};
    assert_int_equal(extsta_profile_make(&profile, ssid, "twelve monkeys"), EXTSTA_OK);
    assert_int_equal(extsta_connect(s->sta, air_now(world_air(w)), &profile), EXTSTA_OK);
    world_pump(s);
}

static void a_world_tells_its_listeners(void **state)
{
    struct ears first, second;
    struct world_station *s;
    struct world *w = a_world(&first, EXTSTA_OUT_MASK(EXTSTA_OUT_PORT), &s);
    listen_to(&second, w, 0);
    connect_to_home(w, s);
    assert_true(world_run_until(w, 10 * EXTSTA_SECOND, is_open, &first));
    world_ping(s);
    world_run(w, EXTSTA_SECOND);
    assert_int_equal(first.stations, 1);
    assert_int_equal(first.aps, 1);
    assert_int_equal(second.stations, 0); /* she came before it listened */
    assert_true(first.pings == 1 && second.pings == 1);
    assert_true(second.frames > 10 && second.open);
    assert_string_equal(world_name(w, s->address), "alice");
    first.ticks = 0;
    first.ticks_wanted = 3;
    extsta_time before = air_now(world_air(w));
    world_run(w, 60 * EXTSTA_SECOND);
    assert_true(air_now(world_air(w)) - before == 3 * EXTSTA_SECOND);
    world_free(w);
    assert_int_equal(first.gone, 1);
}

/* Nobody asked for what crosses the boundary: it is not even put out. */
static void what_nobody_wants_is_not_put_out(void **state)
{
    struct ears e;
    struct world_station *s;
    struct world *w = a_world(&e, EXTSTA_OUT_MASK(EXTSTA_OUT_PORT), &s);
    connect_to_home(w, s);
    assert_true(world_run_until(w, 10 * EXTSTA_SECOND, is_open, &e));
    world_ping(s);
    world_run(w, EXTSTA_SECOND);
    assert_int_equal(e.pings, 1);
    assert_int_equal(e.outputs[EXTSTA_OUT_CROSSING], 0);
    assert_int_equal(e.outputs[EXTSTA_OUT_NOTIFY], 0);
    assert_int_equal(e.outputs[EXTSTA_OUT_CAUSE], 0);
    assert_true(e.outputs[EXTSTA_OUT_PORT] > 0);
    world_free(w);
}

/* --- a script, told into memory --- */

static const char story[] =
    "ap{name=\"A\", bssid=\"02:00:00:00:00:0a\", ssid=\"home\", channel=6, at={0, 0}}\n"
    "alice = station{name=\"alice\", at={5, 0}}\n"
    "alice:connect{ssid=\"home\"}\n"
    "run(3)\n"
    "expect(alice:status().port_open, \"alice is on the network\")\n"
    "expect(%s, \"the second\")\n";

static enum script_end run_story(const char *second, struct script_options o, char **text,
                                 char *error)
{
    char script[sizeof story + 20];
    size_t len;
    snprintf(script, sizeof script, story, second);
    FILE *out = open_memstream(text, &len);
    FILE **where = o.quiet ? &o.json : &o.text;
    *where = out;
    enum script_end end = script_run(&o, "=story", script, strlen(script), error, 300);
    fclose(out);
    return end;
}

static void a_script_is_told_into_memory(void **state)
{
    char *text, error[300];
    assert_int_equal(run_story("true", (struct script_options){.seed = 1}, &text, error),
                     SCRIPT_HELD);
    assert_non_null(strstr(text, "alice    is associated with A"));
    assert_non_null(strstr(text, "All 2 expectations hold."));
    assert_string_equal(error, "");
    free(text);
    assert_int_equal(run_story("false", (struct script_options){.seed = 1}, &text, error),
                     SCRIPT_FAILED);
    assert_non_null(strstr(text, "not as expected"));
    free(text);
    assert_int_equal(run_story("nil..1", (struct script_options){.seed = 1}, &text, error),
                     SCRIPT_ERROR);
    assert_non_null(strstr(error, "story:6:"));
    free(text);
    struct script_options log = {.seed = 1, .quiet = true};
    assert_int_equal(run_story("true", log, &text, error), SCRIPT_HELD);
    assert_non_null(strstr(text, "\"line\":\"indication\""));
    free(text);
    static const volatile sig_atomic_t now = 1;
    struct script_options stop = {.seed = 1, .stopped = &now};
    assert_int_equal(run_story("true", stop, &text, error), SCRIPT_STOPPED);
    free(text);
}

/* --- stations on a loop, on a radio that hears nothing --- */

static unsigned radios, heard[EXTSTA_OUT_TYPES];

static enum extsta_error mute_send(struct extsta_radio *r, extsta_time now,
                                   struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    return EXTSTA_OK;
}
static enum extsta_error mute_tune(struct extsta_radio *r, extsta_time now, uint16_t freq)
{
    return EXTSTA_OK;
}
static bool mute_poll(struct extsta_radio *r, extsta_time now, struct extsta_radio_event *e)
{
    return false;
}
static int mute_fd(struct extsta_radio *r)
{
    return -1;
}
static extsta_time mute_deadline(struct extsta_radio *r)
{
    return EXTSTA_NEVER;
}
static void mute_close(struct extsta_radio *r)
{
    radios--;
    free(r);
}
static const struct extsta_radio_ops mute = {"mute",  mute_send,     mute_tune, mute_poll,
                                             mute_fd, mute_deadline, mute_close};

static struct extsta_radio *mute_radio(void *user, struct extsta_mac address)
{
    struct extsta_radio *r = malloc(sizeof *r);
    assert_non_null(r);
    r->ops = &mute;
    radios++;
    return r;
}

static void on_live_output(void *user, extsta_time now, struct live_station *s,
                           const struct extsta_output *out)
{
    heard[out->type]++;
}

static void on_settled(void *user, const struct crowd_summary *summary)
{
    *(struct crowd_summary *)user = *summary;
}

static void a_crowd_reports_in_values(void **state)
{
    struct live live;
    struct live_listener listener = {.output = on_live_output};
    struct live_options o = {.address = address_random(),
                             .stations = 3,
                             .outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) |
                                        EXTSTA_OUT_MASK(EXTSTA_OUT_PORT),
                             .caps = &extsta_radio_caps_2ghz,
                             .tap = -1,
                             .radio = mute_radio};
    struct extsta_profile profile;
    struct crowd_summary summary = {0};
    char why[300] = "";
    assert_true(live_init(&live));
    live_listen(&live, &listener);
    assert_int_equal(live_open(&live, &o, why, sizeof why), LIVE_FINE);
    assert_string_equal(live.stations[2].name, "sta03");
    assert_string_equal(live_name(&live, live.stations[2].address), "sta03");
    struct extsta_span ssid = {(const uint8_t *)"home", 4};
    assert_int_equal(extsta_profile_make(&profile, ssid, NULL), EXTSTA_OK);
    struct crowd crowd = {.live = &live,
                          .profile = &profile,
                          .at_once = 2,
                          .wait = 0.05,
                          .stay = 0.001,
                          .on_settled = on_settled,
                          .user = &summary};
    assert_true(crowd_run(&crowd));
    assert_int_equal(crowd.authorized, 0);
    assert_int_equal(summary.stations, 3);
    assert_int_equal(summary.failed, 3);
    assert_true(heard[EXTSTA_OUT_NOTIFY] >= 3);
    assert_int_equal(heard[EXTSTA_OUT_CROSSING], 0);
    live_close(&live);
    assert_int_equal(radios, 0);
}

static void what_cannot_be_opened_is_said_in_text(void **state)
{
    struct live live;
    struct live_options o = {.address = address_random(),
                             .stations = 1,
                             .caps = &extsta_radio_caps_2ghz,
                             .tap = -1,
                             .extension = "/nowhere/extension.so",
                             .radio = mute_radio};
    char why[300] = "";
    assert_true(live_init(&live));
    assert_int_equal(live_open(&live, &o, why, sizeof why), LIVE_FILE);
    assert_non_null(strstr(why, "/nowhere/extension.so"));
    live_close(&live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_world_tells_its_listeners),
        cmocka_unit_test(what_nobody_wants_is_not_put_out),
        cmocka_unit_test(a_script_is_told_into_memory),
        cmocka_unit_test(a_crowd_reports_in_values),
        cmocka_unit_test(what_cannot_be_opened_is_said_in_text),
    };
    return cmocka_run_group_tests_name("second program", tests, NULL, NULL);
}
