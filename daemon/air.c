/* The virtual air of a daemon (air.h). */
#include "air.h"
#include "address.h"
#include "guests.h"
#include "providers.h"
#include "radio_choice.h"
#include "tap.h"
#include <extsta/apsim.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct daemon_air {
    struct host_loop *loop;
    struct medium *medium;
    struct guests *guests;
    int wire; /* the TAP interface that is its wired side; -1: none */
    void (*gone)(void *user, const char *what);
    void *user;
};

/* --- who comes from outside --- */

static void on_unloaded(void *user)
{
    const struct daemon_air *a = user;
    a->gone(a->user, "the kernel's simulated radios have gone from the air: was mac80211_hwsim "
                     "unloaded? A restart takes them in again");
}

static bool open_guests(struct daemon_air *a, const struct config_air *c, char *why, size_t size)
{
    struct guests_options options = {
        .hwsim = c->hwsim, .udp = c->udp != NULL, .unloaded = on_unloaded, .user = a};
    struct radio_choice choice;
    char word[320];
    if (c->udp) {
        snprintf(word, sizeof word, "udp:%s", c->udp);
        if (!radio_choice_read(word, &choice, why, size)) {
            return false;
        }
        options.udp_host = choice.host;
        options.udp_port = choice.port;
    }
    a->guests = guests_open(&options, why, size);
    return a->guests != NULL;
}

/* --- its access points --- */

/* Addresses of access points that have none of their own: 02:00:00:a9:00:01, ... */
static struct extsta_mac address_of_ap(const struct config_ap *ap, size_t i)
{
    return ap->has_bssid ? ap->bssid
                         : (struct extsta_mac){
                               {2, 0, 0, 0xa9, (uint8_t)((i + 1) >> 8), (uint8_t)(i + 1)}};
}

static enum apsim_security security_of(const char *name)
{
    return strcmp(name, "owe") == 0         ? APSIM_OWE
           : strcmp(name, "wpa2") == 0      ? APSIM_WPA2_PSK
           : strcmp(name, "wpa3") == 0      ? APSIM_SAE
           : strcmp(name, "wpa2 wpa3") == 0 ? APSIM_WPA2_SAE
                                            : APSIM_OPEN;
}

static bool add_ap(struct daemon_air *a, const struct config_ap *ap, size_t i)
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
    bool ok = medium_ap(a->medium, ap->name ? ap->name : name, &config) != NULL;
    explicit_bzero(&config, sizeof config);
    return ok;
}

/* --- the whole --- */

static bool open_parts(struct daemon_air *a, const struct config_air *c, char *why, size_t size)
{
    struct medium_options options = {.wire = -1};
    if (c->wire && (a->wire = tap_make(c->wire, address_random(), 1500, why, size)) < 0) {
        return false;
    }
    options.wire = a->wire;
    memcpy(options.host_ip, c->host_ip, sizeof options.host_ip);
    a->medium = medium_new(a->loop, &options);
    snprintf(why, size, "the virtual air: no memory, or no descriptors");
    bool ok = a->medium != NULL;
    for (size_t i = 0; ok && i < c->ap_count; i++) {
        ok = add_ap(a, &c->aps[i], i);
        if (!ok) {
            snprintf(why, size, "access point '%s': no memory, or it contradicts itself",
                     c->aps[i].ssid);
        }
    }
    if (ok && a->wire >= 0) {
        tap_carrier(a->wire, true);
    }
    if (!ok || (!c->udp && !c->hwsim)) {
        return ok;
    }
    if (!open_guests(a, c, why, size)) {
        return false;
    }
    snprintf(why, size, "no memory");
    return guests_begin(a->guests, a->loop, a->medium);
}

struct daemon_air *daemon_air_open(struct host_loop *loop, const struct config_air *config,
                                   void (*gone)(void *user, const char *what), void *user,
                                   char *why, size_t size)
{
    struct daemon_air *a = host_calloc(1, sizeof *a);
    snprintf(why, size, "no memory");
    if (!a) {
        return NULL;
    }
    *a = (struct daemon_air){.loop = loop, .wire = -1, .gone = gone, .user = user};
    if (!open_parts(a, config, why, size)) {
        daemon_air_close(a);
        return NULL;
    }
    return a;
}

struct medium *daemon_air_medium(const struct daemon_air *a)
{
    return a->medium;
}

/* Radios before the medium. */
void daemon_air_close(struct daemon_air *a)
{
    if (!a) {
        return;
    }
    guests_close(a->guests);
    medium_free(a->medium);
    if (a->wire >= 0) {
        close(a->wire);
    }
    free(a);
}
