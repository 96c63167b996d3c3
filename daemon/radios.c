/* See radios.h. */
#include "radios.h"
#include "hwsim.h"
#include "medium.h"
#include "providers.h"
#include "nic.h"
#include "udp.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- radios of stations --- */

static void set_channels(struct channel_caps *caps, const struct config_station *s)
{
    if (s->freq_count == 0) {
        channel_caps_whole(caps);
        return;
    }
    channel_caps_none(caps);
    for (size_t i = 0; i < s->freq_count; i++) {
        channel_caps_add(caps, s->freqs[i]);
    }
    channel_caps_done(caps);
}

/* The first of them registers as the medium. */
static struct extsta_radio *make_hwsim(struct radios *r, struct extsta_mac address, char *why,
                                       size_t size)
{
    const char *reason = "no memory";
    if (!r->hwsim) {
        r->hwsim = hwsim_open(&reason);
    }
    struct extsta_radio *radio = r->hwsim ? hwsim_radio_new(r->hwsim, address) : NULL;
    snprintf(why, size, "%s", reason);
    if (radio) {
        r->hwsim_users++;
    } else if (r->hwsim && r->hwsim_users == 0) {
        hwsim_close(r->hwsim);
        r->hwsim = NULL;
    }
    return radio;
}

static void on_air_gone(void *user, const char *what)
{
    const struct radios *r = user;
    if (r->tell) {
        r->tell(r->tell_user, true, what);
    }
}

/* Cards in monitor mode, each with the radios on it. */
struct radio_card {
    struct radio_card *next;
    char iface[RADIO_IFACE_MAX];
    struct nic *nic;
    size_t users;
};

static void tell_card(void *user, bool bad, const char *text)
{
    const struct radios *r = user;
    if (r->tell) {
        r->tell(r->tell_user, bad, text);
    }
}

/* The first radio on a card finds out what it can do, and that is told. */
static struct radio_card *open_card(struct radios *r, const char *iface, bool plain, char *why,
                                    size_t size)
{
    struct radio_card *c = r->cards;
    while (c && strcmp(c->iface, iface) != 0) {
        c = c->next;
    }
    if (c) {
        return c;
    }
    c = host_calloc(1, sizeof *c);
    snprintf(why, size, "no memory");
    if (!c || !(c->nic = nic_open(iface, plain, why, size))) {
        free(c);
        return NULL;
    }
    snprintf(c->iface, sizeof c->iface, "%s", iface);
    nic_tell(c->nic, tell_card, r);
    c->next = r->cards;
    r->cards = c;
    return c;
}

static void leave_card(struct radios *r, struct radio_card *c)
{
    struct radio_card **place = &r->cards;
    if (c->users > 0) {
        return;
    }
    while (*place != c) {
        place = &(*place)->next;
    }
    *place = c->next;
    nic_close(c->nic);
    free(c);
}

static struct extsta_radio *make_monitor(struct radios *r, struct radio_made *out,
                                         const struct radio_choice *choice,
                                         struct extsta_mac address, char *why, size_t size)
{
    struct radio_card *c = open_card(r, choice->iface, choice->plain, why, size);
    struct extsta_radio *radio = c ? nic_radio(c->nic, address, why, size) : NULL;
    if (radio) {
        c->users++;
        out->monitor = c;
    } else if (c) {
        leave_card(r, c);
    }
    return radio;
}

static struct extsta_radio *make_udp(const struct config_station *s, struct extsta_mac address,
                                     char *why, size_t size)
{
    const struct udp_radio_options options = {.host = s->radio.host,
                                              .port = s->radio.port,
                                              .address = address,
                                              .has_place = s->has_place,
                                              .place = {s->place.x, s->place.y, s->place.z}};
    return udp_radio_open(&options, why, size);
}

static struct extsta_radio *make_air(struct radios *r, const struct config_station *s,
                                     uint32_t index, struct extsta_mac address, char *why,
                                     size_t size)
{
    struct air_position at = s->has_place ? s->place : medium_place_station;
    const struct medium_radio_options options = {.address = address, .at = &at};
    uint32_t side = 1;
    while (side * side < s->count) {
        side++;
    }
    at.x += (float)(index % side);
    at.y += (float)(index / side);
    snprintf(why, size, "no memory");
    return r->air ? medium_radio(daemon_air_medium(r->air), &options) : NULL;
}

bool radios_make(struct radios *r, const struct config_station *s, uint32_t index,
                 struct extsta_mac address, struct radio_made *out, char *why, size_t size)
{
    memset(out, 0, sizeof *out);
    out->kind = s->radio.kind;
    set_channels(&out->caps, s);
    switch (s->radio.kind) {
    case RADIO_HWSIM:
        out->radio = make_hwsim(r, address, why, size);
        break;
    case RADIO_AIR:
        out->radio = make_air(r, s, index, address, why, size);
        break;
    case RADIO_NL80211:
        return card_open(&out->card, s->radio.iface, s->radio.connect,
                         s->has_address ? &address : NULL, s->freqs, s->freq_count, why, size);
    case RADIO_MONITOR:
        out->radio = make_monitor(r, out, &s->radio, address, why, size);
        break;
    case RADIO_UDP:
        out->radio = make_udp(s, address, why, size);
        break;
    case RADIO_KINDS:
        break;
    }
    return out->radio != NULL;
}

bool radio_is_made(const struct radio_made *made)
{
    return made->radio || made->card.kernel;
}

void radio_fill(struct radio_made *made, struct service_station_options *o)
{
    o->caps = &made->caps.caps;
    o->radio = made->radio;
    if (made->card.kernel) {
        card_fill(&made->card, o);
    }
}

struct extsta_mac radio_address(const struct radio_made *made, struct extsta_mac wanted)
{
    return made->card.kernel ? card_address(&made->card) : wanted;
}

static void kick(void *user)
{
    const struct radio_made *made = user;
    service_kick(made->station);
}

static void gone(void *user)
{
    const struct radio_made *made = user;
    made->gone(made->user);
}

static void news(void *user, const struct service_radio_news *what)
{
    const struct radio_made *made = user;
    service_radio_told(made->station, what);
}

bool radio_begin(struct radio_made *made, struct service_station *station,
                 void (*card_gone)(void *user), void *user)
{
    const struct card_owner owner = {kick, gone, made, news};
    made->station = station;
    made->gone = card_gone;
    made->user = user;
    return !made->card.kernel || card_listen(&made->card, service_loop(service_of(station)),
                                             service_core(station), &owner);
}

void radios_unmake(struct radios *r, struct radio_made *made)
{
    if (made->card.kernel) {
        card_close(&made->card);
    }
    if (made->radio && made->kind == RADIO_HWSIM && --r->hwsim_users == 0) {
        hwsim_close(r->hwsim);
        r->hwsim = NULL;
    }
    if (made->radio && made->monitor) {
        made->monitor->users--;
        leave_card(r, made->monitor);
        made->monitor = NULL;
    }
    made->radio = NULL;
}

bool radios_open_air(struct radios *r, const struct config_air *air, char *why, size_t size)
{
    r->air = air->given ? daemon_air_open(r->loop, air, on_air_gone, r, why, size) : NULL;
    return !air->given || r->air;
}

void radios_close(struct radios *r)
{
    daemon_air_close(r->air);
    r->air = NULL;
}
