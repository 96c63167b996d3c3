/* The methods there are, and words for why they fail (eap_method.h). */
#include "onex/eap_method.h"
#include "base/names.h"
#include "base/wipe.h"

static const struct eap_method *const peers[] = {&eap_tls_peer, &eap_ttls_peer, &eap_peap_peer,
                                                 &eap_mschapv2_peer};

const struct eap_method *eap_method_peer(uint8_t type)
{
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        if (peers[i]->type == type) {
            return peers[i];
        }
    }
    return NULL;
}

void eap_method_stop(const struct eap_method *method, void *state)
{
    if (method->stop) {
        method->stop(state);
    }
    wipe(state, method->size);
}

const char *eap_cause_name(enum eap_cause cause)
{
    static const char *const names[] = {
        [EAP_CAUSE_NONE] = "none",
        [EAP_CAUSE_CONFIG] = "configuration",
        [EAP_CAUSE_CERTIFICATE] = "certificate",
        [EAP_CAUSE_ALERT] = "alert",
        [EAP_CAUSE_TLS] = "TLS",
        [EAP_CAUSE_PASSWORD] = "password",
        [EAP_CAUSE_SERVER_PROOF] = "server's proof",
        [EAP_CAUSE_BINDING] = "binding",
        [EAP_CAUSE_INNER] = "inner method",
        [EAP_CAUSE_REFUSED] = "refused",
        [EAP_CAUSE_PROTOCOL] = "protocol",
        [EAP_CAUSE_CRYPTO] = "crypto",
    };
    return NAME_AT(names, (unsigned)cause, "?");
}
