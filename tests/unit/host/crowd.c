/* A crowd (host/crowd.h) at an open access point that lives in its radios: how many are under
 * way at once, who is thrown out and comes back, what is said of it when they leave, and that
 * the referee that listens (host/live_referee.h) has nothing to say. */
#include "../testing.h"
#include "crowd.h"
#include "live_referee.h"
#include "providers.h"
#include <extsta/windot11.h>

#define STATIONS 5
#define FREQ     2412

static const uint8_t ap_address[6] = {2, 0, 0, 0, 0, 1};
static const uint8_t everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

/* A radio and what its station will hear. */
struct cell_radio {
    struct extsta_radio base;
    struct cell *cell;
    struct extsta_mac address;
    struct {
        enum extsta_radio_event_type type;
        uint32_t cookie;
        uint8_t bytes[128];
        size_t len;
    } waiting[64];
    unsigned first, last;
};

struct cell {
    struct live live;
    struct crowd crowd;
    struct cell_radio *radios[STATIONS];
    size_t count;
    bool off; /* the AP is: it neither hears nor says anything */
    size_t most;
    bool throw_out, leave_when_away;
    bool independent; /* the network is: each starts one, and hears of a peer that has left */
    struct crowd_summary summary;
    struct crowd_stay stay;
    struct crowd_progress progress;
    unsigned settled, left, told;
    struct live_referee referee;
    bool forge; /* the referee is given what no station said */
    unsigned findings, gone;
    uint32_t kept; /* by all: DIS-15, ends of associations that were indicated */
};

/* --- the access point --- */

static void push(struct cell_radio *r, enum extsta_radio_event_type type, uint32_t cookie,
                 const void *bytes, size_t len)
{
    unsigned at = r->last++ % 64;
    assert_true(r->last - r->first <= 64);
    r->waiting[at].type = type;
    r->waiting[at].cookie = cookie;
    r->waiting[at].len = len;
    memcpy(r->waiting[at].bytes, bytes, len);
}

/* A management frame to one station; body: what follows the header. */
static void say(struct cell_radio *r, uint8_t kind, const uint8_t to[6], const void *body,
                size_t len)
{
    uint8_t frame[128] = {kind};
    memcpy(frame + 4, to, 6);
    memcpy(frame + 10, ap_address, 6);
    memcpy(frame + 16, ap_address, 6);
    memcpy(frame + 24, body, len);
    push(r, EXTSTA_RADIO_FRAME, 0, frame, 24 + len);
}

/* Timestamp, interval, capabilities (ESS), SSID, rates, channel 1. */
static const uint8_t probe_response[] = {0, 0, 0,    0,    0,    0,    0,   0,   100,
                                         0, 1, 0,    0,    4,    'h',  'o', 'm', 'e',
                                         1, 4, 0x82, 0x84, 0x8b, 0x96, 3,   1,   1};
static const uint8_t authentication[] = {0, 0, 2, 0, 0, 0};
static const uint8_t association[] = {1, 0, 0, 0, 1, 0xc0, 1, 4, 0x82, 0x84, 0x8b, 0x96};
static const uint8_t reason[] = {2, 0};

static enum extsta_error cell_send(struct extsta_radio *radio, extsta_time now,
                                   struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct cell_radio *r = (struct cell_radio *)radio;
    bool on = !r->cell->off;
    if (meta->cookie) {
        push(r, EXTSTA_RADIO_OUTCOME, meta->cookie, "", 0);
    }
    if (on && frame.data[0] == 0x40) {
        say(r, 0x50, r->address.b, probe_response, sizeof probe_response);
    } else if (on && frame.data[0] == 0xb0) {
        say(r, 0xb0, r->address.b, authentication, sizeof authentication);
    } else if (on && (frame.data[0] == 0x00 || frame.data[0] == 0x20)) {
        uint8_t kind = frame.data[0] + 0x10;
        say(r, kind, r->address.b, association, sizeof association);
    }
    return EXTSTA_OK;
}

static enum extsta_error cell_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    return EXTSTA_OK;
}

static bool cell_poll(struct extsta_radio *radio, extsta_time now, struct extsta_radio_event *e)
{
    struct cell_radio *r = (struct cell_radio *)radio;
    if (r->first == r->last) {
        return false;
    }
    unsigned at = r->first++ % 64;
    *e = (struct extsta_radio_event){.type = r->waiting[at].type,
                                     .cookie = r->waiting[at].cookie,
                                     .acked = !r->cell->off,
                                     .tries = 1};
    e->frame.bytes = (struct extsta_span){r->waiting[at].bytes, r->waiting[at].len};
    e->frame.meta = (struct extsta_rx_meta){.freq = FREQ, .signal = -50, .rate = 2};
    return true;
}

static int cell_fd(struct extsta_radio *radio)
{
    return -1;
}

static extsta_time cell_deadline(struct extsta_radio *radio)
{
    struct cell_radio *r = (struct cell_radio *)radio;
    return r->first == r->last ? EXTSTA_NEVER : 0;
}

static void cell_close(struct extsta_radio *radio)
{
    free(radio);
}

static const struct extsta_radio_ops cell_ops = {.name = "cell",
                                                 .send = cell_send,
                                                 .tune = cell_tune,
                                                 .poll = cell_poll,
                                                 .fd = cell_fd,
                                                 .deadline = cell_deadline,
                                                 .close = cell_close};

static struct extsta_radio *cell_radio(void *user, struct extsta_mac address)
{
    struct cell *c = user;
    struct cell_radio *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->base.ops = &cell_ops;
    r->cell = c;
    r->address = address;
    c->radios[c->count++] = r;
    return &r->base;
}

/* --- who looks on --- */

static void on_throw_out(void *user, extsta_time now)
{
    struct cell *c = user;
    c->off = c->leave_when_away;
    for (size_t i = 0; i < c->count; i++) {
        say(c->radios[i], 0xc0, everybody, reason, sizeof reason);
        live_kick(&c->live.stations[i]);
    }
}

static void on_output(void *user, extsta_time now, struct live_station *s,
                      const struct extsta_output *out)
{
    struct cell *c = user;
    c->most = c->crowd.under_way > c->most ? c->crowd.under_way : c->most;
    bool all_away = c->leave_when_away && c->crowd.losses == STATIONS;
    if (c->settled && (c->crowd.returns == STATIONS || all_away)) {
        crowd_leave_soon(&c->crowd);
        c->settled = 2;
    }
}

/* The port of a peer, and no end of the network, to each station's member. */
static void lose_a_peer(struct cell *c)
{
    const struct extsta_output out = {.type = EXTSTA_OUT_PORT,
                                      .port.type = EXTSTA_PORT_DELETED};
    for (size_t i = 0; i < STATIONS; i++) {
        c->crowd.listener.output(c->crowd.listener.user, host_loop_now(c->live.loop),
                                 &c->live.stations[i], &out);
    }
}

static void on_settled(void *user, const struct crowd_summary *summary)
{
    struct cell *c = user;
    c->summary = *summary;
    c->settled = 1;
    if (c->independent) {
        lose_a_peer(c);
    }
    if (c->throw_out) {
        host_alarm_add(c->live.loop, 0, on_throw_out, c);
    }
}

static void on_progress(void *user, const struct crowd_progress *progress)
{
    struct cell *c = user;
    c->progress = *progress;
    c->told++;
}

static void on_left(void *user, const struct crowd_stay *stay)
{
    struct cell *c = user;
    c->stay = *stay;
    c->left++;
}

static void on_finding(void *user, struct live_station *s, const struct extsta_finding *f)
{
    struct cell *c = user;
    if (!c->forge) {
        print_message("%s: %s\n", s->name, extsta_rule_id(f->rule));
    }
    c->findings++;
}

static void on_verdicts(void *user, const struct extsta_referee *referee)
{
    struct cell *c = user;
    struct extsta_verdict v;
    assert_true(extsta_referee_verdict(referee, EXTSTA_RULE_DIS_15, &v));
    c->kept += v.kept;
    c->gone++;
}

/* A completion of a roam that nobody has begun, in the name of each station. */
static void forge(struct cell *c)
{
    static const uint8_t completion[8] = {0x80, 1, 8, 0};
    const struct extsta_output out = {.type = EXTSTA_OUT_CROSSING,
                                      .crossing = {.type = EXTSTA_CROSS_INDICATION,
                                                   .code = NDIS_STATUS_DOT11_ROAMING_COMPLETION,
                                                   .buffer = {completion, 8}}};
    for (size_t i = 0; i < STATIONS; i++) {
        c->referee.listener.output(c->referee.listener.user, host_loop_now(c->live.loop),
                                   &c->live.stations[i], &out);
    }
}

/* --- the tests --- */

static void run_crowd(struct cell *c, size_t at_once, double stay)
{
    static const uint16_t freqs[] = {FREQ};
    static const uint8_t rates[] = {2, 4, 11, 22};
    static const struct extsta_phy_caps phy = {6, freqs, 1, rates, sizeof rates};
    static const struct extsta_radio_caps caps = {&phy, 1, false};
    static struct live_listener listener;
    struct extsta_profile profile;
    struct extsta_span ssid = {(const uint8_t *)"home", 4};
    char why[300] = "";
    struct live_options o = {.address = {{2, 0, 0, 0, 1, 0}},
                             .stations = STATIONS,
                             .outputs = LIVE_REFEREE_OUTPUTS,
                             .caps = &caps,
                             .tap = -1,
                             .radio = cell_radio,
                             .radio_user = c};
    assert_true(live_init(&c->live));
    c->referee.finding = on_finding;
    c->referee.verdicts = on_verdicts;
    c->referee.user = c;
    assert_true(live_referee_listen(&c->referee, &c->live));
    assert_int_equal(live_open(&c->live, &o, why, sizeof why), LIVE_FINE);
    assert_int_equal(extsta_profile_make(&profile, ssid, NULL), EXTSTA_OK);
    profile.bss_type = c->independent ? dot11_BSS_type_independent : profile.bss_type;
    c->crowd = (struct crowd){.live = &c->live,
                              .profile = &profile,
                              .at_once = at_once,
                              .wait = 300,
                              .stay = stay,
                              .on_settled = on_settled,
                              .on_progress = on_progress,
                              .on_left = on_left,
                              .user = c};
    listener = (struct live_listener){.output = on_output, .user = c};
    live_listen(&c->live, &listener);
    assert_true(crowd_run(&c->crowd));
    if (c->forge) {
        forge(c);
    }
    live_close(&c->live);
    live_referee_free(&c->referee);
    assert_int_equal(c->gone, STATIONS);
    assert_true(c->forge ? c->findings >= STATIONS : c->findings == 0);
}

static void all_are_under_way_at_once(void **state)
{
    struct cell c = {0};
    run_crowd(&c, STATIONS, 0.001);
    assert_int_equal(c.most, STATIONS);
    assert_int_equal(c.summary.authorized, STATIONS);
    assert_int_equal(c.summary.failed, 0);
    assert_int_equal(c.left, 1);
    assert_int_equal(c.stay.connected, STATIONS);
    assert_int_equal(c.stay.losses, 0);
    assert_int_equal(c.crowd.at_leave, STATIONS);
}

static void or_no_more_than_told(void **state)
{
    struct cell c = {0};
    run_crowd(&c, 2, 0.001);
    assert_int_equal(c.most, 2);
    assert_int_equal(c.summary.authorized, STATIONS);
    assert_true(c.summary.took.fastest > 0);
    assert_true(c.summary.took.fastest <= c.summary.took.median);
    assert_true(c.summary.took.median <= c.summary.took.p95);
    assert_true(c.summary.took.p95 <= c.summary.took.slowest);
    assert_true(c.summary.took.slowest <= c.summary.seconds);
}

static void who_is_thrown_out_comes_back(void **state)
{
    struct cell c = {.throw_out = true};
    run_crowd(&c, STATIONS, 0);
    assert_int_equal(c.stay.losses, STATIONS);
    assert_int_equal(c.stay.returns, STATIONS);
    assert_int_equal(c.stay.connected, STATIONS);
    assert_true(c.stay.away.fastest <= c.stay.away.slowest);
    assert_true(c.stay.away.slowest <= c.stay.seconds);
    assert_int_equal(c.kept, 2 * STATIONS); /* thrown out, and left in the end */
}

static void what_breaks_a_rule_is_found(void **state)
{
    struct cell c = {.forge = true};
    run_crowd(&c, STATIONS, 0.001);
}

/* They were connected once; who looks at the end only must see that they are not now. */
static void who_is_away_when_all_leave_is_told(void **state)
{
    struct cell c = {.throw_out = true, .leave_when_away = true};
    run_crowd(&c, STATIONS, 0);
    assert_int_equal(c.summary.authorized, STATIONS);
    assert_int_equal(c.stay.authorized, STATIONS);
    assert_int_equal(c.stay.losses, STATIONS);
    assert_int_equal(c.stay.returns, 0);
    assert_int_equal(c.stay.connected, 0);
    assert_int_equal(c.crowd.at_leave, 0);
}

static void a_peer_that_leaves_does_not_end_an_independent_network(void **state)
{
    struct cell c = {.independent = true, .off = true};
    run_crowd(&c, STATIONS, 0.001);
    assert_int_equal(c.summary.authorized, STATIONS);
    assert_int_equal(c.stay.losses, 0);
    assert_int_equal(c.crowd.at_leave, STATIONS);
}

static void how_far_they_are_is_told(void **state)
{
    struct cell c = {0};
    run_crowd(&c, STATIONS, 1.5); /* one second is within: a look falls into the stay */
    assert_true(c.told >= 1);
    assert_int_equal(c.progress.stations, STATIONS);
    assert_int_equal(c.progress.connected, STATIONS);
    assert_int_equal(c.progress.failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_under_way_at_once),
        cmocka_unit_test(or_no_more_than_told),
        cmocka_unit_test(who_is_thrown_out_comes_back),
        cmocka_unit_test(who_is_away_when_all_leave_is_told),
        cmocka_unit_test(a_peer_that_leaves_does_not_end_an_independent_network),
        cmocka_unit_test(how_far_they_are_is_told),
        cmocka_unit_test(what_breaks_a_rule_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
