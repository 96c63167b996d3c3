/* The form tables (base/form.h) of what other rooms hold of this one. */
#ifndef RSN_FORM_H
#define RSN_FORM_H

#include "base/form.h"

struct port_method;

extern const struct form_table supplicant_form, supplicant_step_form, supplicant_key_form;
extern const struct form_table keyed_port_form;
/* The network with its secret is shared. */
extern const struct form_share sae_network_share;

#endif
