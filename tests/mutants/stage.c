/* The stage of the mutants (stage.h): what is common to its runs, and the extension that is
 * scripted here. The runs themselves: runs.c. */
#include "stage.h"
#include "miniport/miniport.h"
#include <stdio.h>

const char *const passphrase = "correct horse";

/* As the referee of a program hears it (script_referee.c): management frames for the station.
 */
static void hear(void *user, const struct air_sniffed *sniffed)
{
    struct stage *g = user;
    struct extsta_span mpdu = sniffed->bytes;
    if (mpdu.len >= 24 && (mpdu.data[0] & 0x0c) == 0 && (mpdu.data[0] & 0xf0) != FRAME_BEACON &&
        (mac_equal(mac_at(mpdu.data + 4), g->s->address) || (mpdu.data[4] & 1))) {
        extsta_referee_frame(g->referee, sniffed->time, mpdu);
    }
}

static void called(void *user, extsta_time now, const struct extsta_ihv_call *c)
{
    struct stage *g = user;
    if (g->extension && g->call_count < STAGE_CALLS) {
        g->calls[g->call_count++] = *c;
    }
}

/* Our own driver as somebody else's, which the station keeps when its bring-up fails. */
static void *driver_make(void *user, struct extsta_context *ctx, struct extsta_station *sta)
{
    const struct scenario *s = user;
    return miniport_new(ctx, &sta->awake->out, 1, s->address, &extsta_radio_caps_dual_band,
                        sta->now);
}

struct stage *stage_play(run *play, mutate *mutant, uint64_t seed)
{
    struct stage *g = calloc(1, sizeof *g);
    g->s = scenario_new(seed);
    g->s->unwatched = EXTSTA_OUT_MASK(EXTSTA_OUT_INPUT); /* the stage does not judge: we do */
    g->s->driver = &miniport_ops;
    g->s->driver_make = driver_make;
    g->s->ihv = called;
    g->s->ihv_user = g;
    struct extsta_referee_config config = {.address = g->s->address,
                                           .phy_count = extsta_radio_caps_dual_band.phy_count};
    g->referee = extsta_referee_new(g->s->ctx, &config);
    extsta_referee_hears(g->referee, true);
    air_sniffer_new(g->s->air,
                    &(struct air_sniffer_config){.frame = hear, .user = g, .hears_all = true});
    memset(&tap, 0, sizeof tap);
    tap.held.type = EXTSTA_OUT_TYPES;
    tap.mutate = mutant;
    tap.referee = g->referee;
    play(g);
    extsta_referee_time(g->referee, air_now(g->s->air));
    tap.mutate = NULL;
    return g;
}

void stage_free(struct stage *g)
{
    tap.referee = NULL;
    extsta_referee_free(g->referee);
    scenario_free(g->s);
    free(g);
}

/* --- in a run --- */

void stage_set(struct stage *g, const char *aps, const char *key)
{
    for (; *aps; aps++) {
        struct apsim_config a = scenario_ap_config(g->s, *aps, key);
        scenario_ap(g->s, *aps, &a);
    }
    scenario_station(g->s, 5);
    g->s->sta->awake->out.wanted |= EXTSTA_OUT_RECORD; /* with what came in */
    stage_run(g, 300);
}

void stage_connect(struct stage *g, const char *key, enum extsta_port_manager manager)
{
    struct extsta_profile profile;
    extsta_profile_make(&profile, span("scenario", 8), key);
    profile.manager = manager;
    profile.ihv_security = manager == EXTSTA_MANAGER_IHV ? "<Club/>" : NULL;
    extsta_connect(g->s->sta, air_now(g->s->air), &profile);
    air_station_pump(g->s->on_air);
}

/* The extension: admits whom an EtherType of its own has been sent to. */
static void answer(struct stage *g, const struct extsta_ihv_call *c)
{
    static const struct extsta_ihv_exemption exempt = {0x88b5, DOT11_EXEMPT_ALWAYS,
                                                       DOT11_EXEMPT_BOTH};
    static const uint16_t registered = 0x88b5;
    struct extsta_station *sta = g->s->sta;
    extsta_time now = air_now(g->s->air);
    uint8_t packet[16] = {0};
    extsta_ihv_returned(sta, now, c->call_id, g->refuses ? ERROR_INVALID_PARAMETER : 0,
                        g->refuses ? 0x90001u : 0);
    if (g->refuses) {
        return;
    }
    if (c->type == EXTSTA_IHV_PERFORM_PRE_ASSOCIATE) {
        extsta_ihv_set_auth_algorithm(sta, now, DOT11_AUTH_ALGO_80211_OPEN);
        extsta_ihv_set_unicast_cipher(sta, now, DOT11_CIPHER_ALGO_NONE);
        extsta_ihv_set_ethertype_handling(sta, now, 4, &exempt, 1, &registered, 1);
        extsta_ihv_pre_associate_completion(sta, now, c->session, 0, 0);
        /* too late, both */
        extsta_ihv_pre_associate_completion(sta, now, c->session, 0, 0);
        extsta_ihv_set_ethertype_handling(sta, now, 4, &exempt, 1, &registered, 1);
    } else if (c->type == EXTSTA_IHV_PERFORM_POST_ASSOCIATE) {
        g->session = c->session;
        memcpy(packet, c->peer.b, 6);
        memcpy(packet, c->port.peer.b, 6);
        put_be16(packet + 6, 0x88b5);
        extsta_ihv_send_packet(sta, now, span(packet, sizeof packet), 7);
        packet[0] |= 1; /* to a group */
        extsta_ihv_send_packet(sta, now, span(packet, sizeof packet), 8);
    } else if (c->type == EXTSTA_IHV_SEND_PACKET_COMPLETION) {
        extsta_ihv_post_associate_completion(sta, now, g->session, NULL, 0, 0);
    }
}

static void think(struct stage *g)
{
    while (g->call_count > 0) {
        struct extsta_ihv_call c = g->calls[0];
        memmove(&g->calls[0], &g->calls[1], --g->call_count * sizeof c);
        answer(g, &c);
        air_station_pump(g->s->on_air);
    }
}

void stage_run(struct stage *g, unsigned ms)
{
    extsta_time until = air_now(g->s->air) + (extsta_time)ms * EXTSTA_MS;
    if (g->s->on_air) {
        air_station_pump(g->s->on_air);
    }
    do {
        think(g);
    } while (air_step(g->s->air, until));
    air_run(g->s->air, until); /* up to then, also when nothing happens any more */
}

void stage_until(struct stage *g, const char *line, unsigned ms)
{
    size_t at = g->s->count;
    extsta_time until = air_now(g->s->air) + (extsta_time)ms * EXTSTA_MS;
    do {
        think(g);
        for (; at < g->s->count; at++) {
            if (strcmp(g->s->lines[at].text, line) == 0) {
                return;
            }
        }
    } while (air_step(g->s->air, until));
}

void stage_ping(struct stage *g)
{
    g->pings++;
    g->pongs += scenario_ping(g->s);
}

void stage_detach(struct stage *g)
{
    extsta_detach_host(g->s->sta);
    extsta_referee_detached(g->referee);
}

uint32_t stage_ask(struct stage *g, enum extsta_oid_kind kind, uint32_t oid,
                   const struct extsta_payload *p, uint32_t room)
{
    static uint8_t buffer[8192];
    static uint32_t id;
    struct extsta_oid request = {
        .oid = oid,
        .kind = kind,
        .request_id = ++id & 0xffffu,
        .buffer = buffer,
        .in_len = p ? (uint32_t)extsta_payload_write(p, buffer, sizeof buffer) : 0,
        .out_cap = room};
    uint32_t status = extsta_oid(g->s->sta, air_now(g->s->air), &request);
    air_station_pump(g->s->on_air);
    return status;
}

void stage_cut(struct stage *g, uint32_t oid)
{
    uint8_t buffer[18] = {0x80, 1, 12, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0xa0, 'A'};
    struct extsta_oid request = {.oid = oid,
                                 .kind = EXTSTA_OID_SET,
                                 .request_id = 0xeeee,
                                 .buffer = buffer,
                                 .in_len = sizeof buffer};
    extsta_oid(g->s->sta, air_now(g->s->air), &request);
    air_station_pump(g->s->on_air);
}

void stage_reset(struct stage *g, bool default_mib)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_RESET_REQUEST,
                               .reset = {3, g->s->address, default_mib}};
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_RESET_REQUEST, &p, 8);
}

void stage_send_to(struct stage *g, char name, uint32_t id, uint32_t phy)
{
    uint8_t mpdu[24 + 8 + 400] = {FRAME_DATA_PLAIN, FC_TO_DS >> 8};
    struct extsta_mac ap = scenario_bssid(name);
    memcpy(mpdu + 4, ap.b, 6);
    memcpy(mpdu + 10, g->s->address.b, 6);
    memcpy(mpdu + 16, ap.b, 6);
    memcpy(mpdu + 24, "\xaa\xaa\x03\0\0\0\x08", 7);
    struct extsta_packet packet = {
        .bytes = span(mpdu, sizeof mpdu),
        .id = id,
        .send = {.exemption = DOT11_EXEMPT_NO_EXEMPTION, .phy_id = phy}};
    extsta_send_packets(g->s->sta, air_now(g->s->air), &packet, 1);
    air_station_pump(g->s->on_air);
}
