/* A kernel of fake for the nl80211 driver: it answers commands with the messages a real one
 * gives, in the order that was seen (mac80211_hwsim, kernel 6.1), and logs what is asked of it
 * and what the station indicates. A referee judges every run.
 *
 *   > AUTHENTICATE A           a command of the driver that is of interest
 *   ASSOCIATION_START A        an indication
 */
#ifndef TESTS_UNIT_NL80211_KERNEL_H
#define TESTS_UNIT_NL80211_KERNEL_H

#include "kernel_commands.h"

/* --- the station's side --- */

static inline void log_indication(struct kernel *k, const struct extsta_crossing *c)
{
    struct extsta_payload p;
    const char *name = extsta_indication_name(c->code);
    enum extsta_form form = extsta_indication_form(c->code);
    name += strlen("NDIS_STATUS_DOT11_");
    assert_true(extsta_payload_read(form, c->buffer, &p));
    if (form == EXTSTA_FORM_ASSOCIATION_START) {
        say(k, "%s %s\n", name, name_of(k, p.association_start.peer));
    } else if (form == EXTSTA_FORM_ASSOCIATION_COMPLETION) {
        say(k, "%s %s %x\n", name, name_of(k, p.association_completion.peer),
            p.association_completion.status);
    } else if (form == EXTSTA_FORM_DISASSOCIATION) {
        say(k, "%s %s %x\n", name, name_of(k, p.disassociation.peer), p.disassociation.reason);
    } else if (form == EXTSTA_FORM_ROAMING_START) {
        say(k, "%s %x\n", name, p.operation_start.reason);
    } else if (form == EXTSTA_FORM_PHY_STATE) {
        say(k, "%s %u %d/%d\n", name, p.phy_state.phy_id, p.phy_state.hardware,
            p.phy_state.software);
    } else if (form == EXTSTA_FORM_NUMBER || form == EXTSTA_FORM_CONNECTION_COMPLETION ||
               form == EXTSTA_FORM_ROAMING_COMPLETION) {
        say(k, "%s %x\n", name, p.number);
    } else if (form == EXTSTA_FORM_LINK_QUALITY) {
        say(k, "%s\n", name);
    } else {
        say(k, "%s\n", name);
    }
}

static inline void judged(struct kernel *k)
{
    struct extsta_finding finding;
    while (extsta_referee_next(k->referee, &finding)) {
        if (k->host_errs) {
            continue;
        }
        say(k, "BROKEN %s (expectation %d, wanted %llx, came %llx)\n",
            extsta_rule_id(finding.rule), (int)finding.expected,
            (unsigned long long)finding.wanted.number, (unsigned long long)finding.came.number);
        k->findings++;
    }
}

static inline void take(struct kernel *k, const struct extsta_output *out)
{
    struct nld_message m;
    extsta_referee_output(k->referee, k->now, out);
    judged(k);
    if (out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_INDICATION) {
        log_indication(k, &out->crossing);
    } else if (out->type == EXTSTA_OUT_NOTIFY && k->notifies) {
        say(k, "notify %s\n", extsta_notify_name(out->notify.type));
    } else if (out->type == EXTSTA_OUT_DRIVER) {
        const struct nlmsghdr *h = nld_header(out->beneath);
        assert_non_null(h);
        if (h->nlmsg_type == NL80211_FAMILY) {
            assert_true(nld_read(h, &m));
            memcpy(k->last, h, h->nlmsg_len);
            command(k, &m);
        } else {
            const struct nlattr *state = nlmsg_find_attr(
                (struct nlmsghdr *)(uintptr_t)h, sizeof(struct ifinfomsg), IFLA_OPERSTATE);
            if (state) {
                k->operstate = nla_get_u8(state);
                k->operstates++;
            }
            ack(k, h->nlmsg_seq, k->route_error, 0);
        }
    }
}

static inline void drain(struct kernel *k)
{
    struct extsta_output out;
    while (extsta_next(k->sta, &out)) {
        take(k, &out);
    }
    struct extsta_driver_fault fault;
    if (extsta_driver_fault_next(k->sta, &fault)) {
        char text[160];
        extsta_driver_fault_text(&fault, text, sizeof text);
        fail_msg("driver fault: %s", text);
    }
}

/* All that the kernel has to say, and what comes of it. */
static inline void settle(struct kernel *k)
{
    drain(k);
    while (k->queue_at < k->queue_count) {
        size_t i = k->queue_at++;
        extsta_driver_event(k->sta, k->now, (struct extsta_span){k->queue[i], k->queue_len[i]});
        if (k->queue_at == k->queue_count) {
            k->queue_at = k->queue_count = 0;
        }
        drain(k);
    }
}

/* Time passes, deadline by deadline. */
static inline void run(struct kernel *k, extsta_time time)
{
    extsta_time end = k->now + time;
    settle(k);
    for (extsta_time due = extsta_deadline(k->sta); due <= end; due = extsta_deadline(k->sta)) {
        k->now = due > k->now ? due : k->now;
        extsta_expire(k->sta, k->now);
        settle(k);
    }
    k->now = end;
    extsta_referee_time(k->referee, k->now);
    judged(k);
}

static inline void expect_log(struct kernel *k, const char *wanted)
{
    if (strcmp(k->log, wanted) != 0) {
        fail_msg("log:\n%s\nwanted:\n%s", k->log, wanted);
    }
    k->log_len = 0;
    k->log[0] = 0;
}

static inline void forget_log(struct kernel *k)
{
    if (strstr(k->log, "BROKEN")) {
        fail_msg("the referee found something:\n%s", k->log);
    }
    k->log_len = 0;
    k->log[0] = 0;
}

static const struct fake_ap kernel_aps[2] = {
    {.name = "A", .bssid = {{2, 0, 0, 0, 0x0a, 0}}, .freq = 2412, .signal = -50},
    {.name = "B", .bssid = {{2, 0, 0, 0, 0x0b, 0}}, .freq = 2437, .signal = -60},
};

/* An interface that is down when the driver is made; and what comes of setting it up. */
static bool kernel_down;
static int kernel_route_error;

static inline struct kernel *kernel_with(size_t ap_count, uint32_t can)
{
    struct kernel *k = calloc(1, sizeof *k);
    k->seed = 1;
    k->now = 100 * EXTSTA_SECOND;
    k->ctx = testing_context(&k->seed);
    memcpy(k->aps, kernel_aps, sizeof kernel_aps);
    k->ap_count = ap_count;
    k->site = (struct nl80211_site){
        .ifindex = 3,
        .address = kernel_own,
        .radio = &extsta_radio_caps_2ghz,
        .can = can | NL80211_CAN_CONNECT | NL80211_CAN_CONTROL_PORT |
               NL80211_CAN_TELL_CONTROL_PORT | NL80211_CAN_SAE | NL80211_CAN_FRAME |
               NL80211_CAN_CQM | NL80211_CAN_NO_PREAUTH,
        .scan_ssids = 4,
        .scan_ie_len = 2000,
        .up = !kernel_down,
    };
    k->route_error = kernel_route_error;
    k->referee = extsta_referee_new(
        k->ctx, &(struct extsta_referee_config){.address = kernel_own, .phy_count = 1});
    struct extsta_station_config config = {.id = 1,
                                           .address = kernel_own,
                                           .radio = k->site.radio,
                                           .outputs = EXTSTA_OUT_ALL,
                                           .driver = &nl80211_driver_ops,
                                           .driver_make = nl80211_driver_make,
                                           .driver_user = &k->site};
    k->sta = extsta_station_new(k->ctx, &config, k->now);
    assert_non_null(k->sta);
    settle(k);
    forget_log(k);
    return k;
}

static inline struct kernel *kernel_new(size_t ap_count)
{
    return kernel_with(ap_count, NL80211_CAN_AUTHENTICATE);
}

static inline void kernel_free(struct kernel *k)
{
    if (k->findings > 0) {
        fail_msg("the referee found something:\n%s", k->log);
    }
    assert_int_equal(k->findings, 0);
    extsta_station_free(k->sta);
    extsta_referee_free(k->referee);
    extsta_context_free(k->ctx);
    free(k);
}

static inline struct extsta_profile home(void)
{
    struct extsta_profile p = {.name = "home",
                               .ssid = "home",
                               .ssid_len = 4,
                               .bss_type = 1,
                               .auth = DOT11_AUTH_ALGO_80211_OPEN};
    p.multicast_cipher = DOT11_CIPHER_ALGO_NONE;
    return p;
}

static const uint8_t kernel_pmk[32] = {0xaa, 0xbb, 0xcc};
static const uint8_t kernel_rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                      0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};

/* All of its access points have WPA2-PSK. */
static inline void secure(struct kernel *k)
{
    for (size_t i = 0; i < k->ap_count; i++) {
        k->aps[i].privacy = true;
        memcpy(k->aps[i].rsne, kernel_rsne, sizeof kernel_rsne);
        k->aps[i].rsne_len = sizeof kernel_rsne;
    }
    k->pmk = kernel_pmk;
}

static inline struct extsta_profile secure_home(void)
{
    struct extsta_profile p = home();
    p.auth = DOT11_AUTH_ALGO_RSNA_PSK;
    p.unicast_cipher = DOT11_CIPHER_ALGO_CCMP;
    p.multicast_cipher = 0xffffffff;
    p.manager = EXTSTA_MANAGER_OS;
    p.has_pmk = true;
    memcpy(p.pmk, kernel_pmk, sizeof p.pmk);
    return p;
}

static inline void connect_home(struct kernel *k, extsta_time time)
{
    struct extsta_profile p = home();
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, time);
}

#define CONNECTED                                                                              \
    "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"                \
    "> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n"

/* By the open network, and what was logged of it is forgotten. */
static inline struct kernel *connected(size_t aps)
{
    struct kernel *k = kernel_new(aps);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.connected && status.associated && status.port_open);
    return k;
}

/* An attempt at the secured network begins. */
static inline struct kernel *secured(void)
{
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = secure_home();
    secure(k);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    return k;
}

/* Of an AP of SAE that requires protection of management frames. */
static const uint8_t sae_rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0,    0,
                                   0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 8, 0xc0, 0};

#endif
