/* See radios.h. */
#include "radios.h"
#include "hwsim.h"
#include "medium.h"
#include "providers.h"
#include "tap.h"
#include <extsta/apsim.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --- the air --- */

/* Addresses of access points that have none of their own: 02:00:00:a9:00:01, ... */
static struct extsta_mac address_of_ap(const struct config_ap *ap, size_t i)
{
    return ap->has_bssid ? ap->bssid
                         : (struct extsta_mac){{2, 0, 0, 0xa9, (uint8_t)((i + 1) >> 8),
                                                (uint8_t)(i + 1)}};
}

static enum apsim_security security_of(const char *name)
{
    return strcmp(name, "owe") == 0         ? APSIM_OWE
           : strcmp(name, "wpa2") == 0      ? APSIM_WPA2_PSK
           : strcmp(name, "wpa3") == 0      ? APSIM_SAE
           : strcmp(name, "wpa2 wpa3") == 0 ? APSIM_WPA2_SAE
                                            : APSIM_OPEN;
}

static bool add_ap(struct radios *r, const struct config_ap *ap, size_t i)
{
    struct apsim_config config = {.bssid = address_of_ap(ap, i),
                                  .freq = ap->freq,
                                  .hidden = ap->hidden,
                                  .security = security_of(ap->security->name),
                                  .position = ap->has_place ? ap->place : medium_place_ap,
                                  .wmm = true,
                                  .phy = APSIM_HE};
    char name[32];
    config.ssid_len = (uint8_t)strlen(ap->ssid);
    memcpy(config.ssid, ap->ssid, config.ssid_len);
    if (ap->passphrase) {
        snprintf(config.passphrase, sizeof config.passphrase, "%s", ap->passphrase);
    }
    if (config.security == APSIM_SAE || config.security == APSIM_OWE) {
        config.pmf = APSIM_PMF_REQUIRED;
    } else if (config.security != APSIM_OPEN) {
        config.pmf = APSIM_PMF_CAPABLE;
    }
    snprintf(name, sizeof name, "ap%zu", i + 1);
    bool ok = medium_ap(r->medium, ap->name ? ap->name : name, &config) != NULL;
    explicit_bzero(&config, sizeof config);
    return ok;
}

bool radios_open_air(struct radios *r, const struct config_air *air, char *why, size_t size)
{
    struct medium_options options = {.wire = -1};
    if (!air->given) {
        return true;
    }
    /* the host behind the wire has an address of its own */
    struct extsta_mac address;
    host_entropy.fill(NULL, 0, address.b, sizeof address.b);
    address.b[0] = (uint8_t)((address.b[0] & 0xfc) | 2);
    if (air->wire && (options.wire = tap_make(air->wire, address, 1500, why, size)) < 0) {
        return false;
    }
    memcpy(options.host_ip, air->host_ip, sizeof options.host_ip);
    r->wire = options.wire;
    r->medium = medium_new(r->loop, &options);
    snprintf(why, size, "the virtual air: no memory, or no descriptors");
    bool ok = r->medium != NULL;
    for (size_t i = 0; ok && i < air->ap_count; i++) {
        ok = add_ap(r, &air->aps[i], i);
        if (!ok) {
            snprintf(why, size, "access point '%s': no memory, or it contradicts itself",
                     air->aps[i].ssid);
        }
    }
    if (ok && r->wire >= 0) {
        tap_carrier(r->wire, true);
    } else if (!r->medium && r->wire >= 0) {
        close(r->wire);
    }
    return ok;
}

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
    return r->medium ? medium_radio(r->medium, &options) : NULL;
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
        return card_open(&out->card, s->radio.iface, s->has_address ? &address : NULL, s->freqs,
                         s->freq_count, why, size);
    case RADIO_MONITOR:
    case RADIO_UDP:
    case RADIO_KINDS:
        snprintf(why, size, "there is no radio '%s' in this build",
                 radio_kind_name(s->radio.kind));
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

bool radio_begin(struct radio_made *made, struct service_station *station,
                 void (*gone)(void *user), void *user)
{
    return !made->card.kernel || card_listen(&made->card, station, gone, user);
}

struct extsta_mac radio_address(const struct radio_made *made, struct extsta_mac wanted)
{
    return made->card.kernel ? card_address(&made->card) : wanted;
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
    made->radio = NULL;
}

void radios_close(struct radios *r)
{
    if (r->medium) {
        medium_free(r->medium);
        if (r->wire >= 0) {
            close(r->wire);
        }
    }
    r->medium = NULL;
}
