/* Makes runs of fleets (fleet_run.h). */
#include "fleet_run.h"
#include "fleet_private.h"
#include "providers.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

/* --- security --- */

static const struct fleet_security kinds[] = {
    {"open", "open", APSIM_OPEN, DOT11_AUTH_ALGO_80211_OPEN, 0, false},
    {"wpa2-psk", "WPA2-PSK", APSIM_WPA2_PSK, DOT11_AUTH_ALGO_RSNA_PSK, 0, true},
    {"sae", "SAE", APSIM_SAE, DOT11_AUTH_ALGO_WPA3_SAE, 0, true},
    {"wpa2-sae", "WPA2-PSK and SAE", APSIM_WPA2_SAE, DOT11_AUTH_ALGO_WPA3_SAE,
     DOT11_AUTH_ALGO_RSNA_PSK, true},
    {"owe", "OWE", APSIM_OWE, DOT11_AUTH_ALGO_OWE, 0, false},
    {"eap", "802.1X (PEAP)", APSIM_EAP, DOT11_AUTH_ALGO_RSNA, 0, false},
};

const struct fleet_security *fleet_security_at(size_t i)
{
    return i < sizeof kinds / sizeof *kinds ? &kinds[i] : NULL;
}

const struct fleet_security *fleet_security_find(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

#define USER     "user@air.example"
#define PASSWORD "a word of the user's"

static struct extsta_span text(const char *s)
{
    return (struct extsta_span){(const uint8_t *)s, strlen(s)};
}

static void secure(struct fleet_run *r, const struct fleet_security *s)
{
    struct extsta_eap eap = {.methods = {EXTSTA_EAP_PEAP},
                             .identity = text(USER),
                             .password = text(PASSWORD),
                             .ca = apsim_pem(APSIM_PEM_CA),
                             .domain = text("air.example")};
    r->ap.security = s->ap;
    r->ap.ssid_len = sizeof FLEET_SSID - 1;
    memcpy(r->ap.ssid, FLEET_SSID, r->ap.ssid_len);
    extsta_profile_make(&r->profile, text(FLEET_SSID), s->keyed ? FLEET_PASSPHRASE : NULL);
    if (s->keyed) {
        strcpy(r->ap.passphrase, FLEET_PASSPHRASE);
        r->profile.auth = s->auth;
        r->profile.fallback_auth = s->fallback_auth;
    } else if (s->ap == APSIM_OWE) {
        extsta_profile_owe(&r->profile);
    } else if (s->ap == APSIM_EAP) {
        extsta_profile_enterprise(&r->profile, s->auth, &eap);
        strcpy(r->ap.eap.identity, USER);
        strcpy(r->ap.eap.password, PASSWORD);
    }
}

/* A passphrase that the stations get when the access points come back with it. */
struct fleet_telling {
    struct fleet_telling *next;
    struct fleet_run *run;
    char passphrase[64];
};

/* --- making and freeing --- */

static const uint16_t usual_freqs[] = {2412, 2437, 2462};

/* The radio of the stations. */
static const struct extsta_radio_caps *radio_of(struct fleet_run *r, bool known,
                                                const uint16_t *freqs, uint32_t count)
{
    bool any_5ghz = false;
    channel_caps_none(&r->radio);
    for (uint32_t i = 0; i < count; i++) {
        any_5ghz |= freqs[i] > 4000;
        (void)channel_caps_add(&r->radio, freqs[i]);
    }
    channel_caps_done(&r->radio);
    return known      ? &r->radio.caps
           : any_5ghz ? &extsta_radio_caps_dual_band
                      : &extsta_radio_caps_2ghz;
}

/* Stations of cells stand within ten metres of their access point. */
static bool make_members(struct fleet_run *r, const struct fleet_run_config *c)
{
    const uint16_t *freqs = c->freq_count ? c->freqs : usual_freqs;
    uint32_t count = c->freq_count ? c->freq_count : sizeof usual_freqs / sizeof *usual_freqs;
    struct fleet_site_config site = {.air = r->air,
                                     .ap = &r->ap,
                                     .count = c->aps,
                                     .area = c->area,
                                     .freqs = freqs,
                                     .freq_count = count};
    r->site = fleet_site_new(&site);
    if (!r->site) {
        return false;
    }
    bool cells = !(c->area.width > 0);
    struct fleet_config fleet = {.air = r->air,
                                 .ctx = r->ours,
                                 .count = c->stations,
                                 .seed = c->seed,
                                 .place = {.area = c->area,
                                           .centres = cells ? fleet_site_places(r->site) : NULL,
                                           .centre_count = cells ? c->aps : 0,
                                           .radius = 10},
                                 .walk = c->walk,
                                 .start = EXTSTA_SECOND,
                                 .ramp = c->ramp,
                                 .profile = &r->profile,
                                 .caps = radio_of(r, c->known_channels, freqs, count),
                                 .judged = c->judged,
                                 .judges = r->judges,
                                 .listener = c->listener};
    r->fleet = fleet_new(&fleet);
    return r->fleet != NULL;
}

static size_t in_use(const struct extsta_context *ctx)
{
    size_t used;
    extsta_context_memory(ctx, &used);
    return used;
}

struct fleet_run *fleet_run_new(const struct fleet_run_config *c)
{
    struct fleet_run *r = host_calloc(1, sizeof *r);
    if (!r) {
        return NULL;
    }
    struct extsta_random random[3];
    for (size_t i = 0; i < 3; i++) {
        r->random[i].seed = c->seed;
        random[i] = (struct extsta_random){air_random_fill, &r->random[i]};
    }
    r->ours = extsta_context_new(&host_memory, &random[0]);
    r->theirs = extsta_context_new(&host_memory, &random[1]);
    r->judges = extsta_context_new(&host_memory, &random[2]);
    r->air = r->ours && r->theirs && r->judges
                 ? air_new(r->theirs, &(struct air_config){.seed = c->seed})
                 : NULL;
    secure(r, c->security);
    if (!r->air || (c->hashed && !fleet_hash_listen(&r->hash, r->air)) || !make_members(r, c)) {
        fleet_run_free(r);
        return NULL;
    }
    r->before[0] = in_use(r->ours);
    r->before[1] = in_use(r->theirs);
    return r;
}

size_t fleet_run_free(struct fleet_run *r)
{
    if (!r) {
        return 0;
    }
    fleet_free(r->fleet);
    fleet_site_free(r->site);
    air_free(r->air);
    while (r->tellings) {
        struct fleet_telling *next = r->tellings->next;
        free(r->tellings);
        r->tellings = next;
    }
    size_t lost = host_context_free(r->ours) + host_context_free(r->theirs) +
                  host_context_free(r->judges);
    free(r);
    return lost;
}

bool fleet_run_no_memory(const struct fleet_run *r)
{
    struct air_stats stats;
    air_stats(r->air, &stats);
    return fleet_no_memory(r->fleet) || fleet_site_no_memory(r->site) || stats.no_memory > 0 ||
           extsta_context_refused(r->ours) > 0 || extsta_context_refused(r->theirs) > 0 ||
           extsta_context_refused(r->judges) > 0;
}

size_t fleet_run_memory(const struct fleet_run *r, size_t *around)
{
    size_t theirs = in_use(r->theirs), ours = in_use(r->ours);
    *around = theirs > r->before[1] ? theirs - r->before[1] : 0;
    return (ours > r->before[0] ? ours - r->before[0] : 0) +
           fleet_size(r->fleet) * sizeof(struct fleet_member);
}

size_t fleet_run_judges(const struct fleet_run *r)
{
    return in_use(r->judges);
}

/* --- storms --- */

static void on_told(void *user, extsta_time now)
{
    struct fleet_telling *t = user;
    struct extsta_profile profile = t->run->profile;
    memcpy(profile.passphrase, t->passphrase, sizeof profile.passphrase);
    if (fleet_reconnect(t->run->fleet, &profile)) {
        t->run->profile = profile;
    }
}

bool fleet_run_storm(struct fleet_run *r, const struct storm *storm, bool told)
{
    if (told && storm->kind == STORM_PASSPHRASE && storm->off != EXTSTA_NEVER) {
        struct fleet_telling *t = host_calloc(1, sizeof *t);
        if (!t) {
            return false;
        }
        *t = (struct fleet_telling){.next = r->tellings, .run = r};
        memcpy(t->passphrase, storm->passphrase, sizeof t->passphrase);
        r->tellings = t;
        if (!air_at(r->air, storm->at + storm->off, on_told, t)) {
            return false;
        }
    }
    return fleet_site_storm(r->site, storm);
}
