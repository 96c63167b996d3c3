/* All status indications of the miniport are made here. Completions use a node set aside
 * before the start was made (ROL-11: they must come) and cannot fail. */
#ifndef MINIPORT_INDICATE_H
#define MINIPORT_INDICATE_H

#include "boundary/outq.h"
#include "miniport/mib.h"
#include <extsta/payload.h>

struct miniport;

/* A node for an indication to come, with room for `len` bytes. NULL: no memory. */
struct outq_node *indicate_reserve(struct miniport *mp, size_t len);

/* The starts: false when there is no memory; then nothing was made. */
struct indicate_adhoc { /* which independent network it is */
    struct extsta_mac bssid;
    struct mp_ssid ssid;
};
/* `adhoc`: NULL in infrastructure. CONNECTION_START may have its node, of INDICATE_START_LEN.
 */
#define INDICATE_START_LEN extsta_form_size(EXTSTA_FORM_CONNECTION_START)
bool indicate_connection_start(struct miniport *mp, struct outq_node *node,
                               const struct indicate_adhoc *adhoc);
bool indicate_roaming_start(struct miniport *mp, uint32_t reason,
                            const struct indicate_adhoc *adhoc);
bool indicate_association_start(struct miniport *mp, struct extsta_mac peer,
                                const struct mp_ssid *ssid);
/* The completions take over the node, which has room for INDICATE_OUTER_LEN (CONNECTION_ and
 * ROAMING_COMPLETION) or for a number (SCAN_CONFIRM). */
#define INDICATE_OUTER_LEN extsta_form_size(EXTSTA_FORM_CONNECTION_COMPLETION)
void indicate_connection_completion(struct miniport *mp, struct outq_node *node,
                                    uint32_t status);
void indicate_roaming_completion(struct miniport *mp, struct outq_node *node, uint32_t status);
void indicate_scan_confirm(struct miniport *mp, struct outq_node *node, uint32_t status);

/* What ASSOCIATION_COMPLETION carries (chapter 40). */
struct indicate_association {
    struct extsta_mac peer;
    uint32_t status;
    bool reassoc_request, reassoc_response;
    struct extsta_span request, response; /* bodies without MAC header; empty: none */
    struct extsta_span beacon_fixed;      /* timestamp, interval, capability (12 octets) */
    struct extsta_span beacon_elements;
    uint32_t auth, unicast, multicast; /* zero on failure */
    uint32_t phy;                      /* of the active PHY list; success only */
    bool port_authorized;
    uint8_t qos;
    uint32_t ds_info;
    uint32_t multicast_mgmt;
    uint32_t comeback; /* TU */
};
#define INDICATE_PHY_LEN 4u
/* Without frames: the structure and one PHY id. */
#define INDICATE_ASSOCIATION_LEN                                                               \
    (extsta_form_size(EXTSTA_FORM_ASSOCIATION_COMPLETION) + INDICATE_PHY_LEN)
/* `room`: bytes the node was reserved with. When the frames need more and there is no
 * memory for it, bodies are left out: first the response, then the beacon, then the request. */
void indicate_association_completion(struct miniport *mp, struct outq_node *node, size_t room,
                                     const struct indicate_association *a);

#define INDICATE_DISASSOCIATION_LEN extsta_form_size(EXTSTA_FORM_DISASSOCIATION)
/* `node` set aside before, or NULL. These are false without memory: nothing was indicated. */
bool indicate_disassociation(struct miniport *mp, struct outq_node *node,
                             struct extsta_mac peer, uint32_t reason);
/* `quality`: 0 to 100 (LQ-01). */
bool indicate_link_quality(struct miniport *mp, struct extsta_mac peer, uint8_t quality);
struct indicate_candidate {
    struct extsta_mac bssid;
    bool preauth; /* the AP advertises preauthentication */
};
/* At most MP_MAX_PMKIDS. */
bool indicate_pmkid_candidates(struct miniport *mp, const struct indicate_candidate *candidates,
                               size_t count);
/* For power.c. Without memory it is lost. */
void indicate_phy_state(struct miniport *mp, uint32_t phy_id, bool hardware, bool software);
/* indicate_tkip_mic_failure: link.h */

#endif
