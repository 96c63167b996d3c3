/* What a station of a service is told to do: its networks, and the operations of service.h.
 * Each says it to the auto-configuration (acm.c) and has that carried out at once. */
#include "private.h"

/* --- known networks --- */

uint32_t service_network_add(struct service_station *s,
                             const struct service_network_options *options,
                             enum extsta_error *error)
{
    enum extsta_error e;
    struct network *n = networks_add(&s->networks, options, &e);
    if (error) {
        *error = e;
    }
    if (!n) {
        return SERVICE_NO_NETWORK;
    }
    SERVICE_TELL(s->service, network, service_now(s), s, &n->known, false);
    service_acm_changed(&s->acm, n->known.id, false);
    service_settle(s);
    return n->known.id;
}

enum extsta_error service_network_change(struct service_station *s, uint32_t id,
                                         const struct service_network_options *options)
{
    struct network *n = networks_find(&s->networks, id);
    bool same;
    enum extsta_error e = n ? networks_change(n, options, &same) : EXTSTA_E_USAGE;
    if (e == EXTSTA_OK) {
        SERVICE_TELL(s->service, network, service_now(s), s, &n->known, false);
        service_acm_changed(&s->acm, id, !same);
        service_settle(s);
    }
    return e;
}

bool service_network_remove(struct service_station *s, uint32_t id)
{
    struct network *n = networks_find(&s->networks, id);
    if (!n) {
        return false;
    }
    SERVICE_TELL(s->service, network, service_now(s), s, &n->known, true);
    service_acm_removed(&s->acm, id);
    networks_remove(&s->networks, n);
    service_settle(s);
    return true;
}

const struct service_network *service_network(const struct service_station *s, uint32_t id)
{
    const struct network *n = networks_find(&s->networks, id);
    return n ? &n->known : NULL;
}

const struct service_network *service_network_next(const struct service_station *s, uint32_t id)
{
    const struct network *n = networks_after(&s->networks, id);
    return n ? &n->known : NULL;
}

/* --- operations --- */

void service_automatic(struct service_station *s, bool automatic)
{
    service_acm_automatic(&s->acm, automatic);
    service_settle(s);
}

enum extsta_error service_select(struct service_station *s, uint32_t id)
{
    if (!networks_find(&s->networks, id)) {
        return EXTSTA_E_USAGE;
    }
    service_acm_select(&s->acm, id);
    service_settle(s);
    return EXTSTA_OK;
}

void service_select_any(struct service_station *s)
{
    service_acm_select(&s->acm, SERVICE_NO_NETWORK);
    service_settle(s);
}

void service_disconnect(struct service_station *s)
{
    service_acm_disconnect(&s->acm);
    service_settle(s);
}

bool service_reconnect(struct service_station *s)
{
    bool was_away = service_acm_reconnect(&s->acm);
    service_settle(s);
    return was_away;
}

void service_reassociate(struct service_station *s)
{
    service_acm_reassociate(&s->acm);
    service_settle(s);
}

enum extsta_error service_roam(struct service_station *s, struct extsta_mac bssid)
{
    enum extsta_error e = extsta_roam(s->core, service_now(s), bssid);
    service_kick(s);
    return e;
}

enum extsta_error service_scan(struct service_station *s,
                               const struct service_scan *wanted)
{
    struct extsta_scan_options options = {.ssids = wanted->ssids,
                                          .ssid_count = wanted->ssid_count,
                                          .freqs = wanted->freqs,
                                          .freq_count = wanted->freq_count,
                                          .bssid = wanted->bssid,
                                          .passive = wanted->passive,
                                          .elements = wanted->elements};
    extsta_time now = service_now(s);
    enum extsta_error e = s->scanning ? EXTSTA_E_STATE : extsta_scan(s->core, now, &options);
    if (e == EXTSTA_OK) {
        service_scan_begins(s, now);
    }
    service_kick(s);
    return e;
}

void service_radio_told(struct service_station *s, const struct service_radio_news *news)
{
    SERVICE_TELL(s->service, radio, service_now(s), s, news)
}

bool service_scan_abort(struct service_station *s)
{
    bool ends = extsta_scan_abort(s->core, service_now(s)) == EXTSTA_OK;
    service_kick(s);
    return ends;
}
