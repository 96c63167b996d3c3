/* The configuration of one interface as wpa_supplicant's clients see it: its own variables, and
 * network blocks with ids. A block may be unfinished (ADD_NETWORK makes an empty one), so it is
 * more than a network of the service: it becomes one when it is enabled, selected or read from
 * a file, and whoever changes it says so here. Commands and the configuration file both stand
 * on it. */
#ifndef CONTROL_WPA_NETWORKS_H
#define CONTROL_WPA_NETWORKS_H

#include "options.h"

/* One block; borrowed until it is removed. */
struct wpa_network {
    struct wpa_network *next; /* in the order of ids */
    uint32_t id;              /* the clients', from 0 */
    struct wpa_variables *variables;
    uint32_t service_id; /* the network of the service; SERVICE_NO_NETWORK: it is none yet */
    /* Why it must not be entered though its variables would do: a line of a file that says more
     * than is possible here. Owned; NULL: nothing speaks against it. */
    char *refused;
    bool adopted; /* it stands for a network that others gave the station: no secret is in it */
    size_t line; /* where it stands in the file that it was read from; 0: in none */
    char *kept;  /* lines of the file that mean nothing here, for SAVE_CONFIG; owned, or NULL */
};
struct wpa_networks {
    struct wpa_variables *interface;
    struct wpa_network *first;
    char *kept; /* the same of what stands outside of network blocks */
};

/* False: no memory. */
bool wpa_networks_init(struct wpa_networks *n);
/* Wipes and frees; the networks of the service stay. Also of a zeroed one. */
void wpa_networks_free(struct wpa_networks *n);
/* A new block, empty and disabled, with the id behind the greatest. NULL: no memory. */
struct wpa_network *wpa_network_add(struct wpa_networks *n);
/* NULL: none has this id. */
struct wpa_network *wpa_network(const struct wpa_networks *n, uint32_t id);
/* The block that is this network of the service; NULL: none. */
struct wpa_network *wpa_network_of(const struct wpa_networks *n, uint32_t service_id);
/* Forgets it, in the service too. */
void wpa_network_remove(struct wpa_networks *n, struct wpa_network *w,
                        struct service_station *station);
/* `fresh`, which was read from a file, takes the place of what there is; afterwards it is
 * empty. A network that both have, by its SSID, stays known to the service, connected if it is:
 * its block has what is fresh, and wpa_network_tell is due for all. The others are forgotten.
 */
void wpa_networks_replace(struct wpa_networks *n, struct wpa_networks *fresh,
                          struct service_station *station);
/* Whether it is not entered by itself: its variable `disabled`, which ENABLE_NETWORK,
 * DISABLE_NETWORK and SELECT_NETWORK set. */
bool wpa_network_is_disabled(const struct wpa_network *w);
/* False: no memory. wpa_network_tell is due. */
bool wpa_network_disable(struct wpa_network *w, bool disabled);
/* Tells the service what the block says now: adds or changes the network there. After
 * ENABLE_NETWORK, SELECT_NETWORK, DISABLE_NETWORK, and after SET_NETWORK and BSSID of a block
 * that the service has. WPA_REFUSED: `why` says why it cannot be a network here; the service
 * knows it as before. */
enum wpa_answer wpa_network_tell(struct wpa_networks *n, struct wpa_network *w,
                                 struct service_station *station, char *why, size_t size);

#endif
