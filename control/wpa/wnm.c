/* 802.11k, 802.11v: asking the AP where to go, and who its neighbours are. */
#include "command.h"
#include <string.h>

#define PATIENCE EXTSTA_SECOND        /* with an AP that is asked for its neighbours */
#define EACH     (EXTSTA_SECOND / 20) /* where frames are not seen, what came is looked for */

void wpa_wnm_bss_query(struct wpa_call *call, char *rest)
{
    /* "reason [list]": the list of candidates is the driver's own */
    uint32_t reason;
    const char *end, *text = wpa_argument(rest);
    bool ok = wpa_number_read(text, &reason, &end) && !*end && reason <= 255 &&
              extsta_btm_query(service_core(call->station->s), call->now, (uint8_t)reason) ==
                  EXTSTA_OK;
    service_kick(call->station->s);
    wpa_reply_bool(call->reply, ok);
}

/* --- neighbours --- */

static void on_look(void *user, extsta_time now);

static void look_at(struct wpa_station *ws, extsta_time when)
{
    if (ws->neighbors) {
        host_alarm_remove(ws->neighbors);
    }
    ws->neighbors = host_alarm_add(service_loop(ws->ctrl->service), when, on_look, ws);
}

static void on_look(void *user, extsta_time now)
{
    struct wpa_station *ws = user;
    uint8_t elements[2300];
    size_t len;
    ws->neighbors = NULL; /* it has rung */
    if (extsta_neighbor_report(service_core(ws->s), now, elements, sizeof elements, &len)) {
        wpa_neighbors_tell(ws, (struct extsta_span){elements, len});
    } else if (now >= ws->neighbors_until) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "RRM-NEIGHBOR-REP-REQUEST-FAILED ");
    } else {
        look_at(ws, now + EACH < ws->neighbors_until ? now + EACH : ws->neighbors_until);
    }
    service_kick(ws->s);
}

void wpa_neighbors_look(struct wpa_station *ws, extsta_time now)
{
    if (ws->neighbors) {
        look_at(ws, now);
    }
}

void wpa_neighbors_forget(struct wpa_station *ws)
{
    if (ws->neighbors) {
        host_alarm_remove(ws->neighbors);
        ws->neighbors = NULL;
    }
}

/* The octets of "..." or of digits, without an element around them; SIZE_MAX: none. */
static size_t ssid_read(const char *text, uint8_t out[32], const char **end)
{
    size_t len = strcspn(text + (*text == '"'), *text == '"' ? "\"" : " ");
    *end = text + len + (*text == '"' ? 2 : 0);
    if (*text != '"') {
        return wpa_hex_read(text, len, out, 32);
    }
    if (text[1 + len] != '"' || len > 32) {
        return SIZE_MAX;
    }
    memcpy(out, text + 1, len);
    return len;
}

/* "[ssid=SSID] [lci] [civic]". Where the neighbours are is asked for as wpa_supplicant does:
 * Measurement Requests of type 8 (LCI) and 11 (civic), of the AP's (remote) place. */
void wpa_neighbor_rep_request(struct wpa_call *call, char *rest)
{
    static const uint8_t lci[] = {38, 8, 1, 0, 8, 1, 4, 2, 0xff, 0xff};
    static const uint8_t civic[] = {38, 8, 2, 0, 11, 1, 0, 0, 0, 0};
    struct wpa_station *ws = call->station;
    uint8_t octets[64];
    size_t len = 0;
    const char *text = wpa_argument(rest), *value;
    bool ok = !ws->neighbors && ws->link.port_open;
    while (ok && *text) {
        if (wpa_text_begins(text, "ssid=", &value) && len == 0) {
            size_t n = ssid_read(value, octets + 2, &text);
            ok = n <= 32;
            octets[0] = 0;
            octets[1] = (uint8_t)n;
            len = ok ? 2 + n : 0;
        } else if (wpa_text_begins(text, "lci", &text)) {
            memcpy(octets + len, lci, sizeof lci);
            len += sizeof lci;
        } else if (wpa_text_begins(text, "civic", &text)) {
            memcpy(octets + len, civic, sizeof civic);
            len += sizeof civic;
        } else {
            ok = false;
        }
        ok = ok && (!*text || *text == ' ') && len + sizeof civic <= sizeof octets;
        text += strspn(text, " ");
    }
    ok = ok && extsta_neighbor_request(service_core(ws->s), call->now,
                                       (struct extsta_span){octets, len}) == EXTSTA_OK;
    if (ok) {
        ws->neighbors_until = call->now + PATIENCE;
        look_at(ws, call->now + EACH);
    }
    service_kick(ws->s);
    wpa_reply_bool(call->reply, ok);
}
