/* What EAP servers share (eap_server.h), and the table of their methods (eap_method.h). */
#include "onex/eap_server.h"

static const struct eap_method *const servers[] = {&eap_tls_server, &eap_ttls_server,
                                                   &eap_peap_server, &eap_mschapv2_server};

const struct eap_method *eap_method_server(uint8_t type)
{
    for (size_t i = 0; i < sizeof servers / sizeof servers[0]; i++) {
        if (servers[i]->type == type) {
            return servers[i];
        }
    }
    return NULL;
}

bool eap_server_knows(const struct eap_server *server, struct extsta_span identity)
{
    return server->identity.len == 0 || span_equal(server->identity, identity);
}
