/* Channels and countries: CTRL-EVENT-CHANNEL-SWITCH, -STARTED-CHANNEL-SWITCH, -REGDOM-CHANGE.
 * With a card the kernel says so (service_radio_news); where the frames of the station's radio
 * are seen the AP's announcement does, and its first Beacon on the other channel. */
#include "ctrl.h"
#include <string.h>

#define HEADER         24u
#define FIXED          12u /* of a Beacon: timestamp, interval, capability */
#define ELEMENT_SWITCH 37u
#define ELEMENT_EXT    60u

static void say_switch(struct wpa_station *ws, const struct service_radio_news *n)
{
    /* numbers of enum nl80211_chan_width */
    static const char *const widths[] = {"20 MHz (no HT)", "20 MHz",    "40 MHz",
                                         "80 MHz",         "80+80 MHz", "160 MHz"};
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "CTRL-EVENT-%s freq=%u ht_enabled=%d ch_offset=%d ch_width=%s cf1=%u cf2=%u",
                  n->type == SERVICE_RADIO_SWITCHED ? "CHANNEL-SWITCH"
                                                    : "STARTED-CHANNEL-SWITCH",
                  n->freq, n->no_ht ? 0 : 1, n->second,
                  n->width < sizeof widths / sizeof widths[0] ? widths[n->width] : "unknown",
                  n->centers[0], n->centers[1]);
}

static void say_country(struct wpa_station *ws, const struct service_radio_news *n)
{
    /* numbers of enum nl80211_reg_initiator, enum nl80211_reg_type */
    static const char *const by[] = {"CORE", "USER", "DRIVER", "COUNTRY_IE"};
    static const char *const kinds[] = {"COUNTRY", "WORLD", "CUSTOM_WORLD", "INTERSECTION"};
    bool hint = n->by == SERVICE_COUNTRY_BEACON_HINT;
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-REGDOM-CHANGE init=%s type=%s%s%s",
                  hint                               ? "BEACON_HINT"
                  : n->by < sizeof by / sizeof by[0] ? by[n->by]
                                                     : "?",
                  n->kind < sizeof kinds / sizeof kinds[0] ? kinds[n->kind] : "UNKNOWN",
                  n->alpha2[0] ? " alpha2=" : "", n->alpha2);
}

void wpa_radio_news(void *user, extsta_time now, struct service_station *s,
                    const struct service_radio_news *news)
{
    struct wpa_ctrl *ctrl = user;
    struct wpa_station *ws = wpa_station_of(ctrl, s);
    if (!ws) {
        return;
    }
    switch (news->type) {
    case SERVICE_RADIO_COUNTRY:
        say_country(ws, news);
        break;
    case SERVICE_RADIO_SWITCH_BEGINS:
    case SERVICE_RADIO_SWITCHED:
        say_switch(ws, news);
        break;
    }
}

/* --- as the frames have it --- */

static uint16_t freq_of_channel(uint8_t channel)
{
    if (channel == 14) {
        return 2484;
    }
    return (uint16_t)(channel < 14 ? 2407 + 5 * channel : 5000 + 5 * channel);
}

/* The channel that a Beacon announces; 0: it announces none. IEEE 802.11-2020 9.4.2.18: mode,
 * new channel, count; 9.4.2.52: mode, class, new channel, count. */
static uint16_t announced(struct extsta_span frame)
{
    size_t at = HEADER + FIXED;
    while (at + 2 <= frame.len && frame.data[at + 1] <= frame.len - at - 2) {
        const uint8_t *body = frame.data + at + 2;
        if (frame.data[at] == ELEMENT_SWITCH && frame.data[at + 1] >= 3) {
            return freq_of_channel(body[1]);
        }
        if (frame.data[at] == ELEMENT_EXT && frame.data[at + 1] >= 4) {
            return freq_of_channel(body[2]);
        }
        at += 2u + frame.data[at + 1];
    }
    return 0;
}

static void say_own_switch(struct wpa_station *ws, uint16_t freq, bool done)
{
    bool ht = ws->link.generation >= 4;
    say_switch(ws, &(struct service_radio_news){.type = done ? SERVICE_RADIO_SWITCHED
                                                             : SERVICE_RADIO_SWITCH_BEGINS,
                                                .freq = freq,
                                                .no_ht = !ht,
                                                .width = ht ? 1 : 0,
                                                .centers = {freq, 0}});
}

void wpa_beacon_heard(struct wpa_station *ws, struct extsta_span frame, uint16_t heard_on)
{
    struct wpa_switch *w = &ws->channel;
    if (frame.len < HEADER + FIXED || frame.data[0] != 0x80 || !heard_on ||
        memcmp(frame.data + 16, ws->link.bssid.b, sizeof ws->link.bssid.b) != 0) {
        return;
    }
    if (memcmp(&w->bssid, &ws->link.bssid, sizeof w->bssid) != 0) {
        *w = (struct wpa_switch){.bssid = ws->link.bssid, .freq = heard_on};
    }
    if (w->to && heard_on == w->to) {
        *w = (struct wpa_switch){.bssid = w->bssid, .freq = heard_on};
        say_own_switch(ws, heard_on, true);
        return;
    }
    uint16_t to = announced(frame);
    if (to && to != w->to && to != w->freq) {
        say_own_switch(ws, to, false);
    }
    w->to = to != w->freq ? to : 0;
}
