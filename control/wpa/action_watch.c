/* Action frames of the AP that are worth an event: where the network would have the station
 * (802.11v), who its neighbours are (802.11k). Those in the clear; what the station makes of
 * them is the driver's business (docs/roaming.md). */
#include "ctrl.h"

#define HEADER           24u
#define CATEGORY_RADIO   5u
#define RADIO_NEIGHBORS  5u /* Neighbor Report Response */
#define CATEGORY_WNM     10u
#define WNM_TRANSITION   7u /* BSS Transition Management Request */
#define MODE_CANDIDATES  0x01u
#define MODE_IMMINENT    0x04u
#define ELEMENT_NEIGHBOR 52u

/* IEEE 802.11-2020 9.6.13.9: token, mode, timer */
static void transition(struct wpa_station *ws, const uint8_t *p, size_t len)
{
    if (len < 5) {
        return;
    }
    if (p[1] & MODE_IMMINENT) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "WNM: Disassociation Imminent - Disassociation Timer %u",
                      (unsigned)p[2] | (unsigned)p[3] << 8);
    }
    wpa_event_say(ws, WPA_LEVEL_INFO, "%s",
                  p[1] & MODE_CANDIDATES
                      ? "WNM: Preferred List Available"
                      : "WNM: BSS Transition Management Request did not include candidates");
}

/* 9.6.6.7 and 9.4.2.36: a token, then Neighbor Report elements */
static void neighbors(struct wpa_station *ws, const uint8_t *p, size_t len)
{
    size_t at = 1;
    while (len >= at + 2 && len - at - 2 >= p[at + 1]) {
        const uint8_t *body = p + at + 2;
        if (p[at] == ELEMENT_NEIGHBOR && p[at + 1] >= 13) {
            struct extsta_mac bssid;
            for (size_t i = 0; i < sizeof bssid.b; i++) {
                bssid.b[i] = body[i];
            }
            unsigned info = (unsigned)body[6] | (unsigned)body[7] << 8 |
                            (unsigned)body[8] << 16 | (unsigned)body[9] << 24;
            wpa_event_say(ws, WPA_LEVEL_INFO,
                          "RRM-NEIGHBOR-REP-RECEIVED bssid=" WPA_MAC_FORMAT
                          " info=0x%x op_class=%u chan=%u phy_type=%u",
                          WPA_MAC_OCTETS(bssid), info, body[10], body[11], body[12]);
        }
        at += 2u + p[at + 1];
    }
}

void wpa_action_heard(struct wpa_station *ws, struct extsta_span frame)
{
    const uint8_t *body = frame.data + HEADER;
    if (frame.len < HEADER + 2 || frame.data[0] != 0xd0 || frame.data[1] & 0x40) {
        return; /* no Action frame, or a protected one */
    }
    for (size_t i = 0; i < 6; i++) {
        if (frame.data[10 + i] != ws->link.bssid.b[i]) {
            return;
        }
    }
    if (body[0] == CATEGORY_WNM && body[1] == WNM_TRANSITION) {
        transition(ws, body + 2, frame.len - HEADER - 2);
    } else if (body[0] == CATEGORY_RADIO && body[1] == RADIO_NEIGHBORS) {
        neighbors(ws, body + 2, frame.len - HEADER - 2);
    }
}
