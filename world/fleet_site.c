/* The access points of a fleet (fleet_site.h): making, asking, freeing. fleet_storm.c has what
 * befalls them. */
#include "fleet_site_private.h"
#include "providers.h"
#include <stdlib.h>

#define CELL    2000.0f /* metres between access points whose cells do not hear one another */
#define COLUMNS 256u    /* of such cells */

static struct extsta_mac bssid_of(uint32_t number)
{
    return (struct extsta_mac){
        {2, 0xa0, 0, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number}};
}

static struct air_position place_of(const struct fleet_site_config *c, uint32_t i)
{
    if (c->area.width > 0) {
        return fleet_place_row(&c->area, c->count, i);
    }
    return (struct air_position){(float)(i % COLUMNS) * CELL, (float)(i / COLUMNS) * CELL, 0};
}

struct apsim *fleet_site_make(struct fleet_site *s, uint32_t i)
{
    struct apsim_config ap = s->ap;
    ap.bssid = bssid_of(s->config.first + i);
    ap.freq = s->now[i];
    ap.position = s->places[i];
    return apsim_new(s->config.air, &ap);
}

static bool make_all(struct fleet_site *s)
{
    for (uint32_t i = 0; i < s->config.count; i++) {
        s->places[i] = place_of(&s->config, i);
        s->now[i] = s->freqs[i % s->config.freq_count];
        s->aps[i] = fleet_site_make(s, i);
        if (!s->aps[i]) {
            return false;
        }
    }
    return true;
}

struct fleet_site *fleet_site_new(const struct fleet_site_config *c)
{
    if (c->count == 0 || c->freq_count == 0 || c->freq_count > FLEET_FREQS) {
        return NULL;
    }
    struct fleet_site *s = host_calloc(1, sizeof *s);
    if (!s) {
        return NULL;
    }
    s->config = *c;
    s->ap = *c->ap;
    for (uint32_t i = 0; i < c->freq_count; i++) {
        s->freqs[i] = c->freqs[i];
    }
    s->freq_count = c->freq_count;
    s->own_ds = s->ap.ds ? NULL : apsim_ds_new(c->air, NULL);
    s->ap.ds = s->ap.ds ? s->ap.ds : s->own_ds;
    s->aps = host_calloc(c->count, sizeof(struct apsim *));
    s->places = host_calloc(c->count, sizeof *s->places);
    s->now = host_calloc(c->count, sizeof *s->now);
    if (!s->ap.ds || !s->aps || !s->places || !s->now || !make_all(s)) {
        fleet_site_free(s);
        return NULL;
    }
    return s;
}

void fleet_site_free(struct fleet_site *s)
{
    if (!s) {
        return;
    }
    for (uint32_t i = 0; s->aps && i < s->config.count; i++) {
        apsim_free(s->aps[i]);
    }
    apsim_ds_free(s->own_ds);
    while (s->storms) {
        struct fleet_storm *next = s->storms->next;
        free(s->storms);
        s->storms = next;
    }
    free(s->aps);
    free(s->places);
    free(s->now);
    free(s);
}

uint32_t fleet_site_size(const struct fleet_site *s)
{
    return s->config.count;
}

bool fleet_site_no_memory(const struct fleet_site *s)
{
    return s->no_memory;
}

const struct air_position *fleet_site_places(const struct fleet_site *s)
{
    return s->places;
}

struct apsim *fleet_site_ap(const struct fleet_site *s, uint32_t i)
{
    return i < s->config.count ? s->aps[i] : NULL;
}

uint16_t fleet_site_freq(const struct fleet_site *s, uint32_t i)
{
    return i < s->config.count ? s->now[i] : 0;
}

uint16_t fleet_site_channel(const struct fleet_site *s, uint32_t i)
{
    return i < s->freq_count ? s->freqs[i] : 0;
}

void fleet_site_status(const struct fleet_site *s, struct apsim_status *sum)
{
    *sum = (struct apsim_status){0};
    for (uint32_t i = 0; i < s->config.count; i++) {
        struct apsim_status one = {0};
        if (s->aps[i]) {
            apsim_status(s->aps[i], &one);
        }
        sum->known += one.known;
        sum->associated += one.associated;
        sum->authorized += one.authorized;
        sum->queued += one.queued;
        sum->answers += one.answers;
        sum->input += one.input;
        sum->answered += one.answered;
        sum->waits = one.waits > sum->waits ? one.waits : sum->waits;
        for (unsigned d = 0; d < APSIM_DROPS; d++) {
            sum->drops[d] += one.drops[d];
        }
    }
}
