/* See needs.h. */
#include "needs.h"

/* What a kind of radio takes, and whether the station has a TAP interface above it. */
static void add_radio(struct needs *needs, enum radio_kind kind, bool tap)
{
    bool monitor = kind == RADIO_MONITOR, card = kind == RADIO_NL80211;
    if (tap || monitor || card || kind == RADIO_HWSIM) {
        needs->capabilities |= PRIVILEGE_NET_ADMIN;
    }
    if (monitor) {
        needs->capabilities |= PRIVILEGE_NET_RAW;
    }
    needs->calls.interfaces |= tap || card || monitor;
    needs->calls.packets |= monitor;
    needs->calls.network |= kind == RADIO_UDP;
}

void needs_add_station(struct needs *needs, const struct config_station *station)
{
    add_radio(needs, station->radio.kind, station->interface);
}

void needs_add_air(struct needs *needs, const struct config_air *air)
{
    if (air->hwsim || air->wire) {
        needs->capabilities |= PRIVILEGE_NET_ADMIN;
    }
    needs->calls.network |= air->udp != NULL;
}

void needs_add_config(struct needs *needs, const struct config *config)
{
    needs_add_air(needs, &config->air);
    for (size_t i = 0; i < config->station_count; i++) {
        needs_add_station(needs, &config->stations[i]);
    }
}

void needs_add_any(struct needs *needs)
{
    add_radio(needs, RADIO_MONITOR, true);
    add_radio(needs, RADIO_UDP, true);
}
