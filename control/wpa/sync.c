/* Network blocks and the networks of the service, brought together: whoever else gives a
 * station networks (the daemon's configuration, our own control) is seen by these clients too
 * (ctrl.h). */
#include "command.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <string.h>

static void set(struct wpa_network *w, const char *name, const char *value)
{
    char why[WPA_WHY];
    (void)wpa_variables_set(w->variables, name, value, why, sizeof why);
}

static const char *key_mgmt_of(const struct extsta_profile *p)
{
    switch (p->auth) {
    case DOT11_AUTH_ALGO_WPA_PSK:
    case DOT11_AUTH_ALGO_RSNA_PSK:
        return p->ft == EXTSTA_FT_OFF ? "WPA-PSK" : "WPA-PSK FT-PSK";
    case DOT11_AUTH_ALGO_WPA:
    case DOT11_AUTH_ALGO_RSNA:
    case DOT11_AUTH_ALGO_WPA3_ENT:
        return p->ft == EXTSTA_FT_OFF ? "WPA-EAP" : "WPA-EAP FT-EAP";
    case DOT11_AUTH_ALGO_WPA3_ENT_192:
        return "WPA-EAP-SUITE-B-192";
    case DOT11_AUTH_ALGO_WPA3_SAE:
        return p->fallback_auth ? "SAE WPA-PSK" : "SAE";
    case DOT11_AUTH_ALGO_OWE:
        return "OWE";
    default:
        return "NONE";
    }
}

/* A block that shows what the service knows. It is not told to the service again unless
 * somebody changes it here: secrets are not in it. */
static void adopt(struct wpa_station *ws, const struct service_network *known)
{
    const struct service_network_options *o = &known->options;
    const struct extsta_profile *p = &o->profile;
    char text[2 * sizeof p->ssid + 1] = "";
    struct wpa_network *w = wpa_network_add(&ws->networks);
    if (!w) {
        return;
    }
    w->service_id = known->id;
    w->adopted = true;
    (void)wpa_network_disable(w, !o->automatic);
    for (size_t i = 0; i < p->ssid_len && i < sizeof p->ssid; i++) {
        (void)snprintf(text + 2 * i, 3, "%02x", p->ssid[i]);
    }
    set(w, "ssid", text);
    set(w, "key_mgmt", key_mgmt_of(p));
    (void)snprintf(text, sizeof text, "%d", (int)o->priority);
    set(w, "priority", text);
    static const struct extsta_mac none;
    if (memcmp(&p->bssid, &none, sizeof none) != 0) {
        (void)snprintf(text, sizeof text, WPA_MAC_FORMAT, WPA_MAC_OCTETS(p->bssid));
        set(w, "bssid", text);
    }
    if (p->hidden) {
        set(w, "scan_ssid", "1");
    }
}

void wpa_station_sync(struct wpa_station *ws)
{
    struct wpa_network *next;
    for (struct wpa_network *w = ws->networks.first; w; w = next) {
        next = w->next;
        if (w->service_id != SERVICE_NO_NETWORK && !service_network(ws->s, w->service_id)) {
            w->service_id = SERVICE_NO_NETWORK;
            wpa_network_remove(&ws->networks, w, ws->s);
        }
    }
    const struct service_network *n = service_network_next(ws->s, SERVICE_NO_NETWORK);
    for (; n; n = service_network_next(ws->s, n->id)) {
        if (!wpa_network_of(&ws->networks, n->id)) {
            adopt(ws, n);
        }
    }
}

int wpa_station_network(struct wpa_station *ws)
{
    uint32_t id = service_station_network(ws->s);
    if (id == SERVICE_NO_NETWORK) {
        return -1;
    }
    if (!wpa_network_of(&ws->networks, id)) {
        wpa_station_sync(ws);
    }
    const struct wpa_network *w = wpa_network_of(&ws->networks, id);
    return w ? (int)w->id : -1;
}
