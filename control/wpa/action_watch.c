/* Action frames of the AP that are worth an event: where the network would have the station
 * (802.11v), who its neighbours are (802.11k). Those in the clear; of what is protected the
 * driver tells: the answer to NEIGHBOR_REP_REQUEST (wnm.c), and what it has decided. */
#include "ctrl.h"
#include <string.h>

#define HEADER                 24u
#define PROTECTED              0x40u
#define CATEGORY_RADIO         5u
#define RADIO_NEIGHBORS        5u /* Neighbor Report Response */
#define CATEGORY_WNM           10u
#define WNM_TRANSITION         7u /* BSS Transition Management Request */
#define MODE_CANDIDATES        0x01u
#define MODE_IMMINENT          0x04u
#define ELEMENT_NEIGHBOR       52u
#define ELEMENT_MEASURE_REPORT 39u
#define NEIGHBOR_LEAST         13u /* octets of a Neighbor Report element without subelements */
#define MEASURE_LCI            8u
#define MEASURE_CIVIC          11u

/* timer: Beacons until the AP ends the association. */
static void say_transition(struct wpa_station *ws, uint8_t mode, unsigned timer)
{
    if (mode & MODE_IMMINENT) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "WNM: Disassociation Imminent - Disassociation Timer %u", timer);
    }
    wpa_event_say(ws, WPA_LEVEL_INFO, "%s",
                  mode & MODE_CANDIDATES
                      ? "WNM: Preferred List Available"
                      : "WNM: BSS Transition Management Request did not include candidates");
}

/* IEEE 802.11-2020 9.6.13.9: token, mode, timer */
static void transition(struct wpa_station *ws, const uint8_t *p, size_t len)
{
    if (len >= 5) {
        ws->transition_said = true;
        say_transition(ws, p[1], (unsigned)p[2] | (unsigned)p[3] << 8);
    }
}

void wpa_transition_decided(struct wpa_station *ws, const struct extsta_decision *d)
{
    if (d->type != EXTSTA_DECISION_BTM_GO && d->type != EXTSTA_DECISION_BTM_STAY &&
        d->type != EXTSTA_DECISION_BTM_IGNORED) {
        return;
    }
    if (!ws->transition_said) {
        const struct wpa_bss *b = wpa_bss_by_address(&ws->bss, d->ap);
        unsigned interval = b && b->beacon_period ? b->beacon_period : 100u;
        say_transition(
            ws, d->mode,
            (unsigned)((d->leaves_in * 1000ull + interval * 512ull) / (interval * 1024ull)));
    }
    ws->transition_said = false;
}

/* Whether it is an element, or subelement, of these octets; *next: what is behind it. */
static bool element_next(struct extsta_span octets, size_t at, size_t *next)
{
    if (octets.len < at + 2 || octets.len - at - 2 < octets.data[at + 1]) {
        return false;
    }
    *next = at + 2u + octets.data[at + 1];
    return true;
}

/* " lci=..." and " civic=..." of the first Measurement Report of each among the subelements. */
static void places_add(struct wpa_reply *r, struct extsta_span sub)
{
    static const struct {
        uint8_t type;
        const char *name;
    } kinds[] = {{MEASURE_LCI, " lci="}, {MEASURE_CIVIC, " civic="}};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        for (size_t at = 0, next; element_next(sub, at, &next); at = next) {
            if (sub.data[at] == ELEMENT_MEASURE_REPORT && next - at - 2 > 3 &&
                sub.data[at + 4] == kinds[k].type) {
                (void)wpa_reply_add(r, "%s", kinds[k].name);
                (void)wpa_reply_hex(r, (struct extsta_span){sub.data + at + 2, next - at - 2});
                break;
            }
        }
    }
}

/* 9.4.2.36 */
void wpa_neighbors_tell(struct wpa_station *ws, struct extsta_span elements)
{
    struct wpa_reply r;
    for (size_t at = 0, next; element_next(elements, at, &next); at = next) {
        const uint8_t *body = elements.data + at + 2;
        size_t len = next - at - 2;
        if (elements.data[at] != ELEMENT_NEIGHBOR || len < NEIGHBOR_LEAST) {
            return; /* wpa_supplicant reads no further, either */
        }
        struct extsta_mac bssid;
        memcpy(bssid.b, body, sizeof bssid.b);
        unsigned info = (unsigned)body[6] | (unsigned)body[7] << 8 | (unsigned)body[8] << 16 |
                        (unsigned)body[9] << 24;
        wpa_reply_clear(&r);
        places_add(&r, (struct extsta_span){body + NEIGHBOR_LEAST, len - NEIGHBOR_LEAST});
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "RRM-NEIGHBOR-REP-RECEIVED bssid=" WPA_MAC_FORMAT
                      " info=0x%x op_class=%u chan=%u phy_type=%u%s",
                      WPA_MAC_OCTETS(bssid), info, body[10], body[11], body[12], r.text);
    }
}

void wpa_action_heard(struct wpa_station *ws, extsta_time now, struct extsta_span frame)
{
    if (frame.len < HEADER + 2 || frame.data[0] != 0xd0 ||
        memcmp(frame.data + 10, ws->link.bssid.b, sizeof ws->link.bssid.b) != 0) {
        return; /* no Action frame, or not the AP's */
    }
    const uint8_t *body = frame.data + HEADER;
    struct extsta_span rest = {body + 2, frame.len - HEADER - 2};
    wpa_neighbors_look(ws, now);
    if (frame.data[1] & PROTECTED) {
        return;
    }
    if (body[0] == CATEGORY_WNM && body[1] == WNM_TRANSITION) {
        transition(ws, rest.data, rest.len);
    } else if (body[0] == CATEGORY_RADIO && body[1] == RADIO_NEIGHBORS && rest.len > 0 &&
               !ws->neighbors) { /* 9.6.6.7: a token, then elements */
        wpa_neighbors_tell(ws, (struct extsta_span){rest.data + 1, rest.len - 1});
    }
}
