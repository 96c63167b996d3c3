/* What befalls the access points of a site (fleet_site.h): each storm is a chain of calls of
 * the air. */
#include "fleet_site_private.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

const char *const storm_names[] = {[STORM_POWER] = "power",
                                   [STORM_DEAUTH] = "deauth",
                                   [STORM_PASSPHRASE] = "passphrase",
                                   [STORM_SWITCH] = "switch",
                                   NULL};

#define FAREWELL (EXTSTA_SECOND / 10) /* for the last frames before a restart */
#define TU       1024u                /* microseconds */

struct storm storm_usual(enum storm_kind kind, extsta_time at)
{
    return (struct storm){.kind = kind,
                          .at = at,
                          .last = UINT32_MAX,
                          .off = 3 * EXTSTA_SECOND,
                          .reason = 2, /* previous authentication no longer valid */
                          .beacons = 5};
}

static void later(struct fleet_storm *s, extsta_time when,
                  void (*fn)(void *user, extsta_time now))
{
    s->site->no_memory |= !air_at(s->site->config.air, when, fn, s);
}

/* Calls it for each access point of the storm that is there. */
static void each(struct fleet_storm *s, void (*fn)(struct fleet_storm *s, uint32_t i))
{
    for (uint32_t i = s->what.first; i < s->site->config.count && i <= s->what.last; i++) {
        fn(s, i);
    }
}

/* --- power --- */

static void switch_off(struct fleet_storm *s, uint32_t i)
{
    if (s->site->aps[i]) {
        apsim_set_on(s->site->aps[i], false, false);
    }
}

static void switch_on(struct fleet_storm *s, uint32_t i)
{
    if (s->site->aps[i]) {
        apsim_set_on(s->site->aps[i], true, true);
    }
}

static void on_power_back(void *user, extsta_time now)
{
    each(user, switch_on);
}

static void on_power(struct fleet_storm *s, extsta_time now)
{
    each(s, switch_off);
    if (s->what.off != EXTSTA_NEVER) {
        later(s, now + s->what.off, on_power_back);
    }
}

/* --- everybody is sent away --- */

static void send_away(struct fleet_storm *s, uint32_t i)
{
    static const struct extsta_mac everybody = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    if (s->site->aps[i]) {
        apsim_deauth(s->site->aps[i], everybody, s->what.reason);
    }
}

/* --- another passphrase: an access point has one for its life --- */

static void fall_silent(struct fleet_storm *s, uint32_t i)
{
    send_away(s, i);
    if (s->site->aps[i]) {
        apsim_mute(s->site->aps[i], APSIM_MUTE_BEACON | APSIM_MUTE_PROBE | APSIM_MUTE_AUTH |
                                        APSIM_MUTE_ASSOC | APSIM_MUTE_M1);
    }
}

static void take_down(struct fleet_storm *s, uint32_t i)
{
    apsim_free(s->site->aps[i]);
    s->site->aps[i] = NULL;
}

static void begin_anew(struct fleet_storm *s, uint32_t i)
{
    apsim_free(s->site->aps[i]); /* of another storm */
    s->site->aps[i] = fleet_site_make(s->site, i);
    s->site->no_memory |= !s->site->aps[i];
}

static void on_anew(void *user, extsta_time now)
{
    struct fleet_storm *s = user;
    memcpy(s->site->ap.passphrase, s->what.passphrase, sizeof s->site->ap.passphrase);
    s->site->ap.has_pmk = false;
    each(s, begin_anew);
}

static void on_down(void *user, extsta_time now)
{
    struct fleet_storm *s = user;
    extsta_time back = s->what.at + (s->what.off > FAREWELL ? s->what.off : FAREWELL);
    each(s, take_down);
    if (s->what.off != EXTSTA_NEVER) {
        later(s, back, on_anew);
    }
}

static void on_passphrase(struct fleet_storm *s, extsta_time now)
{
    each(s, fall_silent);
    later(s, now + FAREWELL, on_down);
}

/* --- another channel --- */

static unsigned channel_of(uint16_t freq)
{
    return freq == 2484 ? 14 : freq < 4000 ? (freq - 2407u) / 5 : (freq - 5000u) / 5;
}

/* The one behind it in the site's list. */
static uint16_t next_of(const struct fleet_site *site, uint16_t freq)
{
    for (uint32_t i = 0; i < site->config.freq_count; i++) {
        if (site->freqs[i] == freq) {
            return site->freqs[(i + 1) % site->config.freq_count];
        }
    }
    return site->freqs[0];
}

static uint16_t goal_of(const struct fleet_storm *s, uint32_t i)
{
    return s->what.freq ? s->what.freq : next_of(s->site, s->site->now[i]);
}

/* Channel Switch Announcement (IEEE Std 802.11-2020 9.4.2.18): mode 1 (nobody
 * sends until then), the new channel, so many beacons until then; behind what the site's access
 * points say besides. */
static void announce(struct fleet_storm *s, uint32_t i)
{
    uint8_t elements[512 + 5];
    struct extsta_span usual = s->site->ap.extra_elements;
    size_t len = usual.data && usual.len <= 507 ? usual.len : 0;
    if (len) {
        memcpy(elements, usual.data, len);
    }
    const uint8_t csa[] = {37, 3, 1, (uint8_t)channel_of(goal_of(s, i)), s->left};
    memcpy(elements + len, csa, sizeof csa);
    if (s->site->aps[i]) {
        apsim_set_extra(s->site->aps[i], (struct extsta_span){elements, len + sizeof csa});
    }
}

static void move(struct fleet_storm *s, uint32_t i)
{
    s->site->now[i] = goal_of(s, i);
    if (s->site->aps[i]) {
        apsim_set_extra(s->site->aps[i], s->site->ap.extra_elements);
        apsim_set_freq(s->site->aps[i], s->site->now[i]);
    }
}

static void on_switch(void *user, extsta_time now)
{
    struct fleet_storm *s = user;
    uint16_t interval = s->site->ap.beacon_interval ? s->site->ap.beacon_interval : 100;
    if (s->left == 0) {
        each(s, move);
        return;
    }
    each(s, announce);
    s->left--;
    later(s, now + (extsta_time)interval * TU, on_switch);
}

/* --- --- */

static void on_storm(void *user, extsta_time now)
{
    struct fleet_storm *s = user;
    s->what.at = now;
    switch (s->what.kind) {
    case STORM_POWER:
        on_power(s, now);
        break;
    case STORM_DEAUTH:
        each(s, send_away);
        break;
    case STORM_PASSPHRASE:
        on_passphrase(s, now);
        break;
    case STORM_SWITCH:
        on_switch(s, now);
        break;
    }
}

/* A channel that nobody was on is one of the site's from now on. */
static void add_channel(struct fleet_site *site, uint16_t freq)
{
    uint32_t at = 0;
    while (at < site->freq_count && site->freqs[at] != freq) {
        at++;
    }
    if (freq && at == site->freq_count && at < sizeof site->freqs / sizeof *site->freqs) {
        site->freqs[site->freq_count++] = freq;
    }
}

bool fleet_site_storm(struct fleet_site *site, const struct storm *storm)
{
    struct fleet_storm *s = host_calloc(1, sizeof *s);
    if (!s) {
        return false;
    }
    *s = (struct fleet_storm){site->storms, site, *storm, storm->beacons};
    site->storms = s;
    if (storm->kind == STORM_SWITCH) {
        add_channel(site, storm->freq);
    }
    return air_at(site->config.air, storm->at, on_storm, s);
}
