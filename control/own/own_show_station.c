/* Answers of the own control socket that are read from a station as it stands: nothing is
 * changed by them. */
#include "own_private.h"
#include <extsta/drops.h>
#include <string.h>

/* Names of suites and algorithms; null where there is none. */
static void names(struct json_out *j, const struct extsta_station_status *st)
{
    json_text(j, "auth", st->associated ? extsta_auth_name(st->auth_algorithm) : NULL);
    json_text(j, "unicast", st->associated ? extsta_cipher_name(st->unicast_cipher) : NULL);
    json_text(j, "multicast", st->associated ? extsta_cipher_name(st->multicast_cipher) : NULL);
}

static void tell_station(struct json_out *j, const char *kind, struct service_station *s)
{
    struct extsta_station_status st;
    uint32_t network = service_station_network(s);
    const struct service_network *known = service_network(s, network);
    extsta_station_status(service_core(s), &st);
    own_station_line(j, kind, s);
    json_mac(j, "address", st.address);
    json_text(j, "state", service_state_name(service_station_state(s)));
    json_number_if(j, "network", known != NULL, network);
    json_name(j, "profile", known ? known->options.profile.name : NULL);
    json_ssid(j, "ssid", (struct extsta_span){st.ssid, st.ssid_len});
    json_mac(j, "bssid", st.bssid);
    json_number(j, "freq", st.freq);
    json_signed(j, "rssi", st.rssi);
    json_bool(j, "automatic", service_station_is_automatic(s));
    json_bool(j, "port_open", st.port_open);
}

const char *own_stations(struct own_call *c)
{
    for (struct service_station *s = NULL; (s = service_station_next(c->ctrl->service, s));) {
        tell_station(c->j, "station", s);
        json_line_end(c->j);
    }
    return NULL;
}

const char *own_status(struct own_call *c)
{
    struct extsta_station_status st;
    struct extsta_station_holdings h;
    struct extsta_station *core = service_core(c->s);
    extsta_station_status(core, &st);
    extsta_station_holdings(core, &h);
    tell_station(c->j, "status", c->s);
    json_bool(c->j, "operating", st.operating);
    json_bool(c->j, "connected", st.connected);
    json_bool(c->j, "associated", st.associated);
    json_bool(c->j, "wanted", st.wanted);
    names(c->j, &st);
    json_number(c->j, "protocol_errors", st.protocol_errors);
    json_line_end(c->j);
    own_ports(c);
    own_station_line(c->j, "holdings", c->s);
    json_bool(c->j, "known", h.known);
    json_number(c->j, "associations", h.associations);
    json_number(c->j, "operations", h.operations);
    json_number(c->j, "ports", h.ports);
    json_number(c->j, "keys", h.keys);
    json_number(c->j, "packets", h.packets);
    json_number(c->j, "timers", h.timers);
    json_line_end(c->j);
    return NULL;
}

static void tell_pause(struct json_out *j, extsta_time now, const struct service_pause *p)
{
    json_open(j, "pause");
    if (p->until == EXTSTA_NEVER) {
        json_text(j, "until", "changed");
    } else {
        json_seconds(j, "seconds", p->until > now ? p->until - now : 0);
    }
    json_number(j, "failures", p->failures);
    json_text(j, "because", extsta_diagnosis_name(p->because));
    json_text(j, "meaning", extsta_diagnosis_explanation(p->because)->meaning);
    json_close(j);
}

const char *own_networks(struct own_call *c)
{
    const struct service_network *n = NULL;
    uint32_t id = SERVICE_NO_NETWORK;
    for (; (n = service_network_next(c->s, id)); id = n->id) {
        const struct extsta_profile *p = &n->options.profile;
        own_station_line(c->j, "network", c->s);
        json_number(c->j, "id", n->id);
        json_name(c->j, "profile", p->name);
        json_ssid(c->j, "ssid", (struct extsta_span){p->ssid, p->ssid_len});
        json_signed(c->j, "priority", n->options.priority);
        json_bool(c->j, "automatic", n->options.automatic);
        json_bool(c->j, "selected", n->selected);
        json_bool(c->j, "current", n->id == service_station_network(c->s));
        json_text(c->j, "auth", extsta_auth_name(p->auth));
        json_text(c->j, "unicast", extsta_cipher_name(p->unicast_cipher));
        json_flag(c->j, "hidden", p->hidden);
        json_number(c->j, "failures", n->pause.failures);
        if (n->pause.until) {
            tell_pause(c->j, c->now, &n->pause);
        }
        json_line_end(c->j);
    }
    return NULL;
}

/* --- the BSS list --- */

struct bss_walk {
    struct own_call *c;
    struct extsta_station_status status;
};

/* What each known network of this name makes of it. One that hides its name is held against
 * all. */
static void tell_fits(struct bss_walk *walk, const struct extsta_bss_info *bss)
{
    struct json_out *j = walk->c->j;
    const struct service_network *n;
    json_list(j, "networks");
    for (uint32_t id = SERVICE_NO_NETWORK; (n = service_network_next(walk->c->s, id));
         id = n->id) {
        const struct extsta_profile *p = &n->options.profile;
        const char *fault = extsta_profile_fit(p, bss);
        bool same =
            bss->ssid.len == p->ssid_len && memcmp(bss->ssid.data, p->ssid, p->ssid_len) == 0;
        if (!same && bss->ssid.len > 0) {
            continue;
        }
        json_item(j);
        json_number(j, "id", n->id);
        json_bool(j, "fits", fault == NULL && n->pause.until == 0);
        json_name(j, "because",
                  fault            ? fault
                  : n->pause.until ? "the network is paused"
                                   : NULL);
        json_close(j);
    }
    json_list_close(j);
}

static void tell_bss(void *user, const struct extsta_bss_info *bss)
{
    struct bss_walk *walk = user;
    struct json_out *j = walk->c->j;
    bool ours = walk->status.associated &&
                memcmp(&walk->status.bssid, &bss->bssid, sizeof bss->bssid) == 0;
    own_station_line(j, "bss", walk->c->s);
    json_mac(j, "bssid", bss->bssid);
    json_ssid(j, "ssid", bss->ssid);
    json_number(j, "freq", bss->freq);
    json_signed(j, "rssi", bss->rssi);
    json_number(j, "quality", bss->link_quality);
    json_text(j, "type", bss->bss_type == 2 ? "independent" : "infrastructure");
    json_bool(j, "privacy", (bss->capability & 0x10) != 0);
    json_number(j, "beacon_period", bss->beacon_period);
    json_bool(j, "current", ours);
    if (ours) {
        json_open(j, "negotiated");
        names(j, &walk->status);
        json_close(j);
    }
    tell_fits(walk, bss);
    json_hex(j, "elements", bss->elements);
    json_line_end(j);
}

const char *own_bss(struct own_call *c)
{
    struct bss_walk walk = {.c = c};
    extsta_station_status(service_core(c->s), &walk.status);
    extsta_bss_list(service_core(c->s), c->now, tell_bss, &walk);
    return NULL;
}

/* --- tables and counters --- */

static void tell_key(void *user, const struct extsta_key_info *k)
{
    static const char *const kinds[] = {"default", "key-mapping", "per-station"};
    static const char *const directions[] = {"", "inbound", "outbound", "both"};
    struct own_call *c = user;
    char suite[16];
    snprintf(suite, sizeof suite, "%02X-%02X-%02X:%u", k->cipher >> 24 & 0xff,
             k->cipher >> 16 & 0xff, k->cipher >> 8 & 0xff, k->cipher & 0xff);
    own_station_line(c->j, "key", c->s);
    json_text(c->j, "kind", (unsigned)k->kind < 3 ? kinds[k->kind] : "?");
    json_mac(c->j, "peer", k->peer);
    json_number(c->j, "index", k->index);
    json_name(c->j, "direction",
              k->direction > 0 && k->direction < 4 ? directions[k->direction] : NULL);
    json_text(c->j, "suite", suite);
    json_bool(c->j, "static", k->is_static);
    json_number(c->j, "sent", k->sent);
    json_line_end(c->j);
}

const char *own_keys(struct own_call *c)
{
    extsta_station_keys(service_core(c->s), c->now, tell_key, c);
    return NULL;
}

const char *own_show_drops(struct own_call *c)
{
    for (unsigned i = 0; i < EXTSTA_DROP_COUNT; i++) {
        uint32_t count = extsta_station_drops(service_core(c->s), (enum extsta_drop)i);
        if (count) {
            own_station_line(c->j, "drop", c->s);
            json_text(c->j, "reason", extsta_drop_name((enum extsta_drop)i));
            json_number(c->j, "count", count);
            json_line_end(c->j);
        }
    }
    return NULL;
}

const char *own_counters(struct own_call *c)
{
    const struct host_counters *h = service_station_counters(c->s);
    own_station_line(c->j, "counters", c->s);
    json_number(c->j, "interface_lost", h->tap_lost);
    json_number(c->j, "radio_refused", h->radio_refused);
    json_line_end(c->j);
    return NULL;
}
