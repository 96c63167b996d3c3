/* What the variables of a network block mean: struct service_network_options. The files that
 * they name are read here. Where the two vocabularies see a thing differently,
 * docs/control-interface.md has the mapping. */
#ifndef CONTROL_WPA_OPTIONS_H
#define CONTROL_WPA_OPTIONS_H

#include "service.h"
#include "variables.h"

#define WPA_FILE_MAX      (1u << 20) /* octets of a configuration, or of a file that it names */
#define WPA_OPTIONS_TEXTS 12

struct wpa_options {
    struct service_network_options options; /* its texts are those below */
    char *texts[WPA_OPTIONS_TEXTS];         /* owned */
    size_t sizes[WPA_OPTIONS_TEXTS];
    size_t count;
};

/* Makes options of a network block. `interface` has the defaults that stand outside of blocks
 * (pmf, okc, sae_groups, ...). WPA_REFUSED: `why` says which variable, or which two together,
 * cannot be meant here, or which file cannot be read; wpa_options_free is due in any case. */
enum wpa_answer wpa_options_make(struct wpa_options *o, const struct wpa_variables *network,
                                 const struct wpa_variables *interface, char *why, size_t size);
/* Wipes. Also of a zeroed one. */
void wpa_options_free(struct wpa_options *o);

#endif
