/* The port filter and the routing of received EtherTypes (contract PRT-03 ... PRT-06,
 * PRT-26, IHV-18, IHV-30). Every MSDU of either direction passes here before it is converted
 * (station/host.c): nothing else keeps data off an unauthorized port. */
#include "nwifi/nwifi.h"
#include "wire/eapol.h"

/* At most EXTSTA_IHV_MAX_REGISTRATIONS of them: a search from the front. */
static bool is_registered(const struct nwifi_port *port, uint16_t ethertype)
{
    for (size_t i = 0; i < port->registered_count; i++) {
        if (port->registered[i] == ethertype) {
            return true;
        }
    }
    return false;
}

/* PRT-05: what belongs to the authentication protocol of this port's manager. */
static bool is_authentication(const struct nwifi_port *port, uint16_t ethertype)
{
    switch (port->manager) {
    case EXTSTA_MANAGER_NONE:
        return false;
    case EXTSTA_MANAGER_MINIPORT:
    case EXTSTA_MANAGER_OS:
        return ethertype == ETHERTYPE_EAPOL;
    case EXTSTA_MANAGER_IHV:
        return is_registered(port, ethertype);
    }
    return false;
}

bool nwifi_port_passes(const struct nwifi_port *port, uint16_t ethertype,
                       enum extsta_drop *drop)
{
    if (!port->exists) {
        *drop = EXTSTA_DROP_PORT_NONE;
        return false;
    }
    if (!port->controlled || port->authorized || is_authentication(port, ethertype)) {
        return true;
    }
    *drop = EXTSTA_DROP_PORT_UNAUTHORIZED;
    return false;
}

/* IHV-30 before EAPOL: an extension may register 0x888e and be its own supplicant. */
enum nwifi_route nwifi_route(const struct nwifi_port *port, uint16_t ethertype)
{
    if (is_registered(port, ethertype)) {
        return NWIFI_ROUTE_IHV;
    }
    if (ethertype == ETHERTYPE_EAPOL) {
        return NWIFI_ROUTE_EAPOL;
    }
    if (ethertype == ETHERTYPE_PREAUTH) {
        return NWIFI_ROUTE_PREAUTH;
    }
    return NWIFI_ROUTE_STACK;
}
