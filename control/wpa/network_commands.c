/* Commands on network blocks (networks.h): what is said of them here, what they mean to the
 * service in options.h. A block that cannot be a network yet is kept, and says so when it is to
 * be entered. */
#include "command.h"
#include "address.h"
#include <string.h>

struct wpa_network *wpa_network_argument(struct wpa_call *call, char *text, char **rest)
{
    uint32_t id;
    const char *end;
    text = wpa_argument(text);
    if (!wpa_number_read(text, &id, &end) || (*end && *end != ' ')) {
        return NULL;
    }
    if (rest) {
        *rest = wpa_argument(text + (end - text));
    }
    wpa_station_sync(call->station);
    return wpa_network(&call->station->networks, id);
}

bool wpa_network_push(struct wpa_call *call, struct wpa_network *w)
{
    char why[WPA_WHY];
    struct wpa_station *ws = call->station;
    if (wpa_network_tell(&ws->networks, w, ws->s, why, sizeof why) == WPA_DONE) {
        w->adopted = false;
        return true;
    }
    wpa_event_say(ws, WPA_LEVEL_ERROR, "network %u: %s", w->id, why);
    return false;
}

void wpa_add_network(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    wpa_station_sync(ws);
    const struct wpa_network *w = wpa_network_add(&ws->networks);
    if (!w) {
        wpa_reply_fail(call->reply);
        return;
    }
    (void)wpa_reply_add(call->reply, "%u\n", w->id);
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-NETWORK-ADDED %u", w->id);
}

void wpa_set_network(struct wpa_call *call, char *rest)
{
    char why[WPA_WHY], *name;
    struct wpa_network *w = wpa_network_argument(call, rest, &name);
    char *value = w ? strchr(name, ' ') : NULL;
    if (!value) {
        wpa_reply_fail(call->reply);
        return;
    }
    *value++ = '\0';
    if (wpa_variables_set(w->variables, name, value, why, sizeof why) != WPA_DONE) {
        wpa_event_say(call->station, WPA_LEVEL_ERROR, "network %u: %s", w->id, why);
        wpa_reply_fail(call->reply);
        return;
    }
    /* it may stay what it was to the service as long as it is not complete */
    if (w->service_id != SERVICE_NO_NETWORK) {
        (void)wpa_network_push(call, w);
    }
    wpa_reply_ok(call->reply);
}

void wpa_get_network(struct wpa_call *call, char *rest)
{
    char *name, value[WPA_REPLY_ROOM];
    const struct wpa_network *w = wpa_network_argument(call, rest, &name);
    if (!w || !*name || !wpa_variables_get(w->variables, name, value, sizeof value)) {
        wpa_reply_fail(call->reply);
        return;
    }
    (void)wpa_reply_add(call->reply, "%s", value);
}

/* Of one that others gave the station, whose secrets are not in its block. */
static bool enable_adopted(struct wpa_call *call, const struct wpa_network *w, bool on)
{
    const struct service_network *known = service_network(call->station->s, w->service_id);
    if (!known) {
        return false;
    }
    struct service_network_options o = known->options;
    o.automatic = on;
    enum extsta_error error = service_network_change(call->station->s, w->service_id, &o);
    explicit_bzero(&o, sizeof o);
    return error == EXTSTA_OK;
}

/* Whether a block is entered by itself, to the service too. */
static bool enable(struct wpa_call *call, struct wpa_network *w, bool on, bool select)
{
    bool before = wpa_network_is_disabled(w);
    if (!wpa_network_disable(w, !on)) {
        return false;
    }
    /* one that the service does not know need not be told that it is off */
    if (!on && w->service_id == SERVICE_NO_NETWORK) {
        return true;
    }
    if (w->adopted ? enable_adopted(call, w, on) : wpa_network_push(call, w)) {
        return true;
    }
    if (on && wpa_credentials_ask(call, w, select)) {
        return true;
    }
    (void)wpa_network_disable(w, on ? before : true);
    return !on;
}

void wpa_select_network(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    char *text = wpa_argument(rest);
    if (strncmp(text, "any", 3) == 0) {
        wpa_station_sync(ws);
        for (struct wpa_network *w = ws->networks.first; w; w = w->next) {
            (void)enable(call, w, true, false);
        }
        service_select_any(ws->s);
        service_automatic(ws->s, true);
        wpa_reply_ok(call->reply);
        return;
    }
    struct wpa_network *chosen = wpa_network_argument(call, text, NULL);
    if (!chosen || !enable(call, chosen, true, true)) {
        wpa_reply_fail(call->reply);
        return;
    }
    /* without a secret that was asked for it waits for the answer */
    bool ok = chosen->service_id == SERVICE_NO_NETWORK ||
              service_select(ws->s, chosen->service_id) == EXTSTA_OK;
    for (struct wpa_network *w = ws->networks.first; ok && w; w = w->next) {
        if (w != chosen) {
            (void)enable(call, w, false, false);
        }
    }
    wpa_reply_bool(call->reply, ok);
}

/* As there: with the command no network is selected any more, and one that is disabled is left. */
static void settle(struct wpa_station *ws)
{
    const struct wpa_network *w =
        wpa_network_of(&ws->networks, service_station_network(ws->s));
    service_select_any(ws->s);
    if (w && wpa_network_is_disabled(w)) {
        service_reassociate(ws->s);
    }
}

static void enable_command(struct wpa_call *call, char *rest, bool on)
{
    struct wpa_station *ws = call->station;
    char *text = wpa_argument(rest);
    struct wpa_network *w = NULL;
    bool all = strcmp(text, "all") == 0, ok = all;
    if (all) {
        wpa_station_sync(ws);
        for (w = ws->networks.first; w; w = w->next) {
            (void)enable(call, w, on, false);
        }
    } else {
        w = wpa_network_argument(call, text, NULL);
        ok = w && enable(call, w, on, false);
    }
    if (ok) {
        settle(ws);
    }
    wpa_reply_bool(call->reply, ok);
}

void wpa_enable_network(struct wpa_call *call, char *rest)
{
    enable_command(call, rest, true);
}

void wpa_disable_network(struct wpa_call *call, char *rest)
{
    enable_command(call, rest, false);
}

static void remove_one(struct wpa_call *call, struct wpa_network *w)
{
    struct wpa_station *ws = call->station;
    uint32_t id = w->id;
    wpa_network_remove(&ws->networks, w, ws->s);
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-NETWORK-REMOVED %u", id);
}

static void remove_all(struct wpa_call *call)
{
    wpa_station_sync(call->station);
    while (call->station->networks.first) {
        remove_one(call, call->station->networks.first);
    }
}

void wpa_remove_network(struct wpa_call *call, char *rest)
{
    char *text = wpa_argument(rest);
    if (strcmp(text, "all") == 0) {
        remove_all(call);
        wpa_reply_ok(call->reply);
        return;
    }
    struct wpa_network *w = wpa_network_argument(call, text, NULL);
    if (w) {
        remove_one(call, w);
    }
    wpa_reply_bool(call->reply, w != NULL);
}

void wpa_dup_network(struct wpa_call *call, char *rest)
{
    /* "from to variable" */
    char why[WPA_WHY], *behind, *name;
    const struct wpa_network *from = wpa_network_argument(call, rest, &behind);
    struct wpa_network *to = from ? wpa_network_argument(call, behind, &name) : NULL;
    const char *said = to ? wpa_variables_said(from->variables, name) : NULL;
    bool ok = said && wpa_variables_set(to->variables, name, said, why, sizeof why) == WPA_DONE;
    if (ok && to->service_id != SERVICE_NO_NETWORK) {
        (void)wpa_network_push(call, to);
    }
    wpa_reply_bool(call->reply, ok);
}

void wpa_bssid_set(struct wpa_call *call, char *rest)
{
    char why[WPA_WHY], *text;
    struct extsta_mac mac;
    struct wpa_network *w = wpa_network_argument(call, rest, &text);
    if (!w || !address_read(text, &mac)) {
        wpa_reply_fail(call->reply);
        return;
    }
    static const struct extsta_mac none;
    const char *value = memcmp(&mac, &none, sizeof mac) == 0 ? "any" : text;
    bool ok = wpa_variables_set(w->variables, "bssid", value, why, sizeof why) == WPA_DONE;
    if (ok && w->service_id != SERVICE_NO_NETWORK) {
        ok = wpa_network_push(call, w);
    }
    wpa_reply_bool(call->reply, ok);
}

static bool list_one(struct wpa_call *call, const struct wpa_network *w, int current)
{
    struct wpa_reply *r = call->reply;
    char text[WPA_SSID_TEXT], bssid[32];
    uint8_t ssid[32];
    size_t len = wpa_variables_octets(w->variables, "ssid", ssid, sizeof ssid);
    const struct service_network *known = service_network(call->station->s, w->service_id);
    (void)wpa_text_escape((struct extsta_span){ssid, len}, text, sizeof text);
    if (!wpa_variables_get(w->variables, "bssid", bssid, sizeof bssid) || !*bssid) {
        strcpy(bssid, "any");
    }
    return wpa_reply_add(r, "%u\t%s\t%s\t%s%s%s\n", w->id, text, bssid,
                         (int)w->id == current ? "[CURRENT]" : "",
                         wpa_network_is_disabled(w) ? "[DISABLED]" : "",
                         known && known->pause.until ? "[TEMP-DISABLED]" : "");
}

void wpa_list_networks(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    const char *last = NULL;
    uint32_t from = 0, id;
    if (wpa_text_begins(wpa_argument(rest), "LAST_ID=", &last) &&
        wpa_number_read(last, &id, NULL)) {
        from = id + 1;
    }
    wpa_station_sync(ws);
    int current = wpa_station_network(ws);
    (void)wpa_reply_add(call->reply, "network id / ssid / bssid / flags\n");
    for (const struct wpa_network *w = ws->networks.first; w; w = w->next) {
        if (w->id >= from && !list_one(call, w, current)) {
            return;
        }
    }
}

void wpa_flush(struct wpa_call *call, char *rest)
{
    /* as it was when it was added: no networks, nothing known of BSSs, it stays away */
    struct wpa_station *ws = call->station;
    service_disconnect(ws->s);
    remove_all(call);
    service_select_any(ws->s);
    service_automatic(ws->s, true);
    ws->bss.flushed = call->now;
    wpa_event_look(ws, call->now);
    wpa_ignore_clear(ws, call->now);
    ws->signal_threshold = ws->signal_hysteresis = 0;
    ws->data_test = false;
    wpa_reply_ok(call->reply);
}
