/* Runs of the mutants (runs.h): roams, and what ends an association: the access point, a reset,
 * a disconnect, the radio. */
#include "runs.h"

static void play_roam(struct stage *g)
{
    stage_set(g, "AB", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 100);
    stage_ping(g);
    air_node_place(air_station_node(g->s->on_air), (struct air_position){58, 0, 0});
    stage_until(g, "ROAMING_COMPLETION 0", 60000);
    stage_run(g, 200);
    stage_ping(g);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
}

static void play_deauth(struct stage *g)
{
    stage_set(g, "AB", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    apsim_deauth(g->s->ap[0], g->s->address, 7);
    stage_until(g, "ROAMING_COMPLETION 0", 8000);
    stage_run(g, 300);
    stage_ping(g);
}

static void play_disassoc(struct stage *g)
{
    stage_set(g, "A", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    apsim_disassoc(g->s->ap[0], g->s->address, 8);
    stage_run(g, 3000);
}

static void play_vanish(struct stage *g)
{
    stage_set(g, "A", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 300);
    apsim_set_on(g->s->ap[0], false, true);
    stage_until(g, "DISASSOCIATION A 2", 20000);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
    stage_run(g, 200);
    apsim_set_on(g->s->ap[0], true, true);
    stage_run(g, 15000);
}

/* What makes a driver do it is its own affair; ours has a private request for it. */
static void play_reassoc(struct stage *g)
{
    static const uint8_t request[] = {8, 0, 0, 0, 8, 0, 0, 0, 'X', 'S', 'T', 'A', 2, 0, 0, 0};
    connected(g, "A");
    struct extsta_payload p = {.form = EXTSTA_FORM_BYTES,
                               .bytes = {.bytes = span(request, sizeof request)}};
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_NIC_SPECIFIC_EXTENSION, &p, 16);
    stage_until(g, "ROAMING_COMPLETION 0", 8000);
    stage_run(g, 100);
    stage_ping(g);
}

/* A better access point that refuses. */
static void play_roam_refused(struct stage *g)
{
    connected(g, "AB");
    apsim_refuse(g->s->ap[1], APSIM_AUTH, (struct extsta_mac){{0}}, 17, 0, 0);
    air_node_place(air_station_node(g->s->on_air), (struct air_position){58, 0, 0});
    stage_until(g, "ROAMING_COMPLETION 0", 60000);
}

/* A roam that fails. */
static void play_roam_fails(struct stage *g)
{
    stage_set(g, "A", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 300);
    apsim_refuse(g->s->ap[0], APSIM_AUTH, (struct extsta_mac){{0}}, 17, 0, 0);
    apsim_deauth(g->s->ap[0], g->s->address, 7);
    stage_until(g, "ROAMING_COMPLETION 6", 20000);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
    stage_run(g, 100);
    scenario_disconnect(g->s);
    stage_run(g, 100);
}

static void play_reset(struct stage *g)
{
    connected(g, "A");
    stage_detach(g);
    scan(g, dot11_scan_type_active, span(NULL, 0));
    stage_run(g, 30);
    stage_send_to(g, 'A', 1, DOT11_PHY_ID_ANY);
    stage_send_to(g, 'A', 2, 9);
    struct extsta_payload all = {.form = EXTSTA_FORM_COUNTRY};
    struct extsta_payload wrong = {.form = EXTSTA_FORM_RESET_REQUEST,
                                   .reset = {1, g->s->address, true}};
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 8000);
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_RESET_REQUEST, &wrong, 8);
    stage_reset(g, true);
    STAGE_GET(g, DOT11_STATISTICS);
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 8000);
    stage_run(g, 3000);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
}

/* A packet comes up, and the host keeps it for a while. */
static void play_reset_holding(struct stage *g)
{
    connected(g, "A");
    stage_ping(g);
    stage_detach(g);
    uint8_t frame[60] = {0};
    memcpy(frame, g->s->address.b, 6);
    frame[6] = 2;
    frame[12] = 0x88;
    frame[13] = 0xb5;
    apsim_ds_send(g->s->ds, span(frame, sizeof frame));
    stage_run(g, 50);
    stage_reset(g, true);
    stage_run(g, 50);
    extsta_return_packet(g->s->sta, air_now(g->s->air), tap.received);
    stage_run(g, 50);
}

static void open_roam(struct stage *g)
{
    connected(g, "AB");
    apsim_mute(g->s->ap[1], APSIM_MUTE_AUTH);
    apsim_deauth(g->s->ap[0], g->s->address, 7);
    apsim_set_on(g->s->ap[0], false, true);
    stage_until(g, "STA>B auth", 8000);
    stage_detach(g);
}

/* Before the association within the roam has begun. */
static void play_reset_seek(struct stage *g)
{
    connected(g, "AB");
    air_node_place(air_station_node(g->s->on_air), (struct air_position){58, 0, 0});
    stage_until(g, "ROAMING_START B", 60000);
    stage_detach(g);
    stage_reset(g, true);
    stage_run(g, 500);
}

static void play_reset_roam(struct stage *g)
{
    open_roam(g);
    stage_reset(g, true);
    stage_run(g, 1000);
}

static void play_leave_roam(struct stage *g)
{
    open_roam(g);
    STAGE_SET(g, DOT11_DISCONNECT_REQUEST, .number = 0);
    stage_run(g, 1000);
}

static void play_reset_connecting(struct stage *g)
{
    stage_set(g, "A", NULL);
    apsim_mute(g->s->ap[0], APSIM_MUTE_AUTH);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "STA>A auth", 8000);
    stage_detach(g);
    stage_reset(g, true);
    stage_run(g, 500);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
}

static void play_hard(struct stage *g)
{
    connected(g, "A");
    STAGE_SET(g, DOT11_RTS_THRESHOLD, .number = 500);
    STAGE_GET(g, DOT11_RTS_THRESHOLD);
    scan(g, dot11_scan_type_active, span(NULL, 0));
    stage_run(g, 50);
    extsta_reset_ex(g->s->sta, air_now(g->s->air));
    stage_run(g, 50);
    STAGE_GET(g, DOT11_RTS_THRESHOLD);
    stage_run(g, 500);
}

static void power(struct stage *g, bool on)
{
    for (uint32_t phy = 0; phy < 2; phy++) {
        STAGE_SET(g, DOT11_CURRENT_PHY_ID, .number = phy);
        STAGE_GET(g, DOT11_NIC_POWER_STATE);
        STAGE_SET(g, DOT11_NIC_POWER_STATE, .flag = on);
        STAGE_GET(g, DOT11_NIC_POWER_STATE);
    }
}

static void play_radio(struct stage *g)
{
    connected(g, "A");
    power(g, false);
    stage_run(g, 500);
    STAGE_GET(g, DOT11_HARDWARE_PHY_STATE);
    stage_reset(g, false);
    STAGE_GET(g, DOT11_NIC_POWER_STATE);
    STAGE_SET(g, DOT11_CONNECT_REQUEST, .number = 0);
    power(g, true);
    stage_run(g, 500);
}

/* The adapter is disabled and enabled; our own driver keeps what it must. */
static void play_restart(struct stage *g)
{
    g->s->driver = NULL;
    stage_set(g, "", NULL);
    STAGE_SET(g, DOT11_NIC_POWER_STATE, .flag = false);
    STAGE_GET(g, DOT11_NIC_POWER_STATE);
    extsta_restart(g->s->sta, air_now(g->s->air));
    stage_run(g, 10);
    STAGE_GET(g, DOT11_NIC_POWER_STATE);
}

static void play_battery(struct stage *g)
{
    connected(g, "A");
    STAGE_GET(g, DOT11_POWER_MGMT_REQUEST);
    extsta_power_profile(g->s->sta, air_now(g->s->air), 1);
    stage_run(g, 50);
}

static void play_switch(struct stage *g)
{
    connected(g, "A");
    extsta_radio_switch(g->s->sta, air_now(g->s->air), DOT11_PHY_ID_ANY, false);
    stage_run(g, 500);
    STAGE_GET(g, DOT11_HARDWARE_PHY_STATE);
    stage_run(g, 500);
}

static void play_switch_connecting(struct stage *g)
{
    stage_set(g, "A", NULL);
    apsim_mute(g->s->ap[0], APSIM_MUTE_AUTH);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "STA>A auth", 8000);
    extsta_radio_switch(g->s->sta, air_now(g->s->air), DOT11_PHY_ID_ANY, false);
    stage_run(g, 500);
}

static void play_excluded(struct stage *g)
{
    connected(g, "A");
    STAGE_LIST(g, DOT11_EXCLUDED_MAC_ADDRESS_LIST, ADDRESS, B1('A'));
    stage_run(g, 2000);
}

static const struct named_run rows[] = {
    RUN(roam, "a better access point is roamed to"),
    RUN(deauth, "the access point deauthenticates, and another takes the station"),
    RUN(disassoc, "the only access point disassociates, and takes it back"),
    RUN(vanish, "the access point vanishes and comes back"),
    RUN(reassoc, "a reassociation with the same access point"),
    RUN(roam_refused, "a better access point, which refuses"),
    RUN(roam_fails, "a roam whose candidate refuses, then a disconnect"),
    RUN(reset, "a reset while connected, scanning and sending"),
    RUN(reset_holding, "a reset while the host holds a packet"),
    RUN(reset_seek, "a reset between the start of a roam and its association"),
    RUN(reset_roam, "a reset in the middle of a roam"),
    RUN(leave_roam, "a disconnect in the middle of a roam"),
    RUN(reset_connecting, "a reset in the middle of a connection operation"),
    RUN(hard, "a hardware reset while scanning"),
    RUN(radio, "the radio is switched off and on by requests"),
    RUN(restart, "a PHY is off, and the adapter is disabled and enabled"),
    RUN(battery, "the power source changes while connected"),
    RUN(switch, "the hardware switch goes off while connected"),
    RUN(switch_connecting, "the hardware switch goes off while connecting"),
    RUN(excluded, "the access point becomes excluded"),
};
RUN_TABLE(runs_end, rows);
