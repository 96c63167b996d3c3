/* What a client of the own control socket may have done: networks, and the operations of a
 * service (service.h). */
#include "own_private.h"
#include "address.h"
#include "profile_xml.h"
#include <stdlib.h>
#include <string.h>

static const char *error_text(enum extsta_error e)
{
    switch (e) {
    case EXTSTA_OK:
        return NULL;
    case EXTSTA_E_STATE:
        return "not now: something else is under way, or nothing is there for it";
    case EXTSTA_E_USAGE:
        return "that cannot be meant";
    case EXTSTA_E_UNSUPPORTED:
        return "this driver or this access point does not do it";
    case EXTSTA_E_NO_MEMORY:
        return "no memory";
    case EXTSTA_E_TOO_SMALL:
    case EXTSTA_E_NOT_FOUND:
    case EXTSTA_E_MALFORMED:
    case EXTSTA_E_TRUNCATED:
    case EXTSTA_E_POLICY:
    case EXTSTA_E_CRYPTO:
    case EXTSTA_E_INTEGRITY:
    case EXTSTA_E_REPLAY:
    case EXTSTA_E_TIMEOUT:
    case EXTSTA_E_CANCELLED:
        break;
    }
    return "it failed";
}

static bool truth(const char *text, bool *out)
{
    *out = strcmp(text, "yes") == 0;
    return *out || strcmp(text, "no") == 0;
}

/* priority= and automatic=, where they are said. */
static const char *take_options(const struct own_call *c, struct service_network_options *o)
{
    const char *priority = own_option(c, "priority"), *automatic = own_option(c, "automatic");
    if (priority) {
        char *end;
        long value = strtol(priority, &end, 10);
        if (*priority == 0 || *end != 0 || value < -1000000 || value > 1000000) {
            return "a priority is a number";
        }
        o->priority = (int32_t)value;
    }
    return automatic && !truth(automatic, &o->automatic) ? "automatic is yes or no" : NULL;
}

static const struct service_network *network_of(const struct own_call *c)
{
    uint32_t id;
    return own_number(c->words[0], UINT32_MAX - 1, &id) ? service_network(c->s, id) : NULL;
}

static const char no_network[] = "there is no such network";

const char *own_network_add(struct own_call *c)
{
    struct profile_xml profile;
    struct extsta_span text = {(const uint8_t *)c->words[0], strlen(c->words[0])};
    enum extsta_error error = EXTSTA_OK;
    if (!profile_xml_parse("profile", text, &profile, c->why, sizeof c->why)) {
        return c->why;
    }
    struct service_network_options o = {.profile = profile.profile,
                                        .automatic = profile.profile.auto_connect};
    const char *why = take_options(c, &o);
    uint32_t id = why ? SERVICE_NO_NETWORK : service_network_add(c->s, &o, &error);
    explicit_bzero(&o, sizeof o);
    profile_xml_free(&profile);
    if (id == SERVICE_NO_NETWORK) {
        return why ? why : error_text(error);
    }
    own_station_line(c->j, "network", c->s);
    json_number(c->j, "id", id);
    json_line_end(c->j);
    return NULL;
}

const char *own_network_set(struct own_call *c)
{
    const struct service_network *n = network_of(c);
    if (!n) {
        return no_network;
    }
    struct service_network_options o = n->options;
    const char *why = take_options(c, &o);
    why = why ? why : error_text(service_network_change(c->s, n->id, &o));
    explicit_bzero(&o, sizeof o);
    return why;
}

const char *own_network_remove(struct own_call *c)
{
    const struct service_network *n = network_of(c);
    return n && service_network_remove(c->s, n->id) ? NULL : no_network;
}

const char *own_network_export(struct own_call *c)
{
    const struct service_network *n = network_of(c);
    if (!n) {
        return no_network;
    }
    char *text = profile_xml_write(&n->options.profile, false, c->why, sizeof c->why);
    if (!text) {
        return c->why;
    }
    own_station_line(c->j, "profile", c->s);
    json_text(c->j, "xml", text);
    json_line_end(c->j);
    profile_xml_text_free(text);
    return NULL;
}

const char *own_select(struct own_call *c)
{
    if (strcmp(c->words[0], "any") == 0) {
        service_select_any(c->s);
        return NULL;
    }
    const struct service_network *n = network_of(c);
    return n ? error_text(service_select(c->s, n->id)) : no_network;
}

const char *own_disconnect(struct own_call *c)
{
    service_disconnect(c->s);
    return NULL;
}

const char *own_reconnect(struct own_call *c)
{
    return service_reconnect(c->s) ? NULL : "it was not told to stay away";
}

const char *own_reassociate(struct own_call *c)
{
    service_reassociate(c->s);
    return NULL;
}

const char *own_automatic(struct own_call *c)
{
    bool automatic;
    if (!truth(c->words[0], &automatic)) {
        return "automatic is yes or no";
    }
    service_automatic(c->s, automatic);
    return NULL;
}

const char *own_roam(struct own_call *c)
{
    struct extsta_mac bssid;
    return address_read(c->words[0], &bssid) ? error_text(service_roam(c->s, bssid))
                                           : "a BSSID is an address as 02:00:00:00:00:01";
}

const char *own_scan(struct own_call *c)
{
    struct extsta_span ssids[8];
    uint16_t freqs[14];
    struct service_scan scan = {.ssids = ssids, .freqs = freqs};
    for (size_t i = 0; i < c->count; i++) {
        const char *word = c->words[i];
        uint32_t freq;
        if (strcmp(word, "passive") == 0) {
            scan.passive = true;
        } else if (strncmp(word, "freq=", 5) == 0 && own_number(word + 5, UINT16_MAX, &freq)) {
            freqs[scan.freq_count++] = (uint16_t)freq;
        } else if (strncmp(word, "ssid=", 5) == 0 && scan.ssid_count < 8) {
            ssids[scan.ssid_count++] =
                (struct extsta_span){(const uint8_t *)word + 5, strlen(word + 5)};
        } else if (strncmp(word, "bssid=", 6) != 0 || !address_read(word + 6, &scan.bssid)) {
            snprintf(c->why, sizeof c->why, "'%.100s' is nothing to scan for", word);
            return c->why;
        }
    }
    return error_text(service_scan(c->s, &scan));
}

const char *own_scan_abort(struct own_call *c)
{
    return service_scan_abort(c->s) ? NULL
                                    : "no scan is under way, or this driver does not end one";
}
