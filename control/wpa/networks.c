/* The configuration of an interface (networks.h): its variables and a list of network blocks,
 * and what the service is told of them. */
#include "networks.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool wpa_networks_init(struct wpa_networks *n)
{
    memset(n, 0, sizeof *n);
    n->interface = wpa_variables_new(WPA_OF_INTERFACE);
    return n->interface != NULL;
}

/* Such lines may hold secrets. */
static void free_kept(char *kept)
{
    if (kept) {
        explicit_bzero(kept, strlen(kept));
        free(kept);
    }
}

static void free_block(struct wpa_network *w)
{
    wpa_variables_free(w->variables);
    free_kept(w->kept);
    free(w->refused);
    free(w);
}

void wpa_networks_free(struct wpa_networks *n)
{
    for (struct wpa_network *w = n->first, *next; w; w = next) {
        next = w->next;
        free_block(w);
    }
    wpa_variables_free(n->interface);
    free_kept(n->kept);
    memset(n, 0, sizeof *n);
}

struct wpa_network *wpa_network_add(struct wpa_networks *n)
{
    struct wpa_network **last = &n->first, *w = host_calloc(1, sizeof *w);
    if (!w || !(w->variables = wpa_variables_new(WPA_OF_NETWORK)) ||
        !wpa_network_disable(w, true)) {
        if (w) {
            free_block(w);
        }
        return NULL;
    }
    w->service_id = SERVICE_NO_NETWORK;
    for (; *last; last = &(*last)->next) {
        w->id = (*last)->id + 1;
    }
    *last = w;
    return w;
}

struct wpa_network *wpa_network(const struct wpa_networks *n, uint32_t id)
{
    struct wpa_network *w = n->first;
    while (w && w->id != id) {
        w = w->next;
    }
    return w;
}

struct wpa_network *wpa_network_of(const struct wpa_networks *n, uint32_t service_id)
{
    struct wpa_network *w = service_id == SERVICE_NO_NETWORK ? NULL : n->first;
    while (w && w->service_id != service_id) {
        w = w->next;
    }
    return w;
}

void wpa_network_remove(struct wpa_networks *n, struct wpa_network *w,
                        struct service_station *station)
{
    struct wpa_network **at = &n->first;
    while (*at && *at != w) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = w->next;
    }
    if (w->service_id != SERVICE_NO_NETWORK) {
        service_network_remove(station, w->service_id);
    }
    free_block(w);
}

static bool same_name(const struct wpa_network *a, const struct wpa_network *b)
{
    const char *one = wpa_variables_said(a->variables, "ssid");
    const char *other = wpa_variables_said(b->variables, "ssid");
    return one && other && strcmp(one, other) == 0;
}

void wpa_networks_replace(struct wpa_networks *n, struct wpa_networks *fresh,
                          struct service_station *station)
{
    for (struct wpa_network *w = fresh->first; w; w = w->next) {
        struct wpa_network *old = n->first;
        while (old && !(old->service_id != SERVICE_NO_NETWORK && same_name(old, w))) {
            old = old->next;
        }
        /* one that is refused now is not entered with what it was before */
        if (old && !w->refused) {
            w->service_id = old->service_id;
            old->service_id = SERVICE_NO_NETWORK;
        }
    }
    while (n->first) {
        wpa_network_remove(n, n->first, station);
    }
    struct wpa_networks before = *n;
    *n = *fresh;
    memset(fresh, 0, sizeof *fresh);
    wpa_networks_free(&before);
}

bool wpa_network_is_disabled(const struct wpa_network *w)
{
    return wpa_variables_number(w->variables, "disabled") != 0;
}

bool wpa_network_disable(struct wpa_network *w, bool disabled)
{
    char why[WPA_WHY];
    return wpa_variables_set(w->variables, "disabled", disabled ? "1" : "0", why, sizeof why) ==
           WPA_DONE;
}

static enum wpa_answer tell(struct wpa_network *w, struct service_station *station,
                            const struct service_network_options *options, char *why,
                            size_t size)
{
    enum extsta_error error = EXTSTA_OK;
    if (w->service_id == SERVICE_NO_NETWORK) {
        w->service_id = service_network_add(station, options, &error);
        error = w->service_id != SERVICE_NO_NETWORK ? EXTSTA_OK : error;
    } else {
        error = service_network_change(station, w->service_id, options);
    }
    if (error != EXTSTA_OK) {
        snprintf(why, size, "%s",
                 error == EXTSTA_E_NO_MEMORY ? "no memory" : "the service refuses it");
        return error == EXTSTA_E_NO_MEMORY ? WPA_NO_MEMORY : WPA_REFUSED;
    }
    return WPA_DONE;
}

enum wpa_answer wpa_network_tell(struct wpa_networks *n, struct wpa_network *w,
                                 struct service_station *station, char *why, size_t size)
{
    struct wpa_options o = {0};
    if (w->refused) {
        snprintf(why, size, "%s", w->refused);
        return WPA_REFUSED;
    }
    enum wpa_answer answer = wpa_options_make(&o, w->variables, n->interface, why, size);
    if (answer == WPA_DONE) {
        answer = tell(w, station, &o.options, why, size);
    }
    wpa_options_free(&o);
    return answer;
}
