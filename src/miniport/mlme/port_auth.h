/* Port authentication by the miniport itself (contract PRT-07, SEQ-03): the four-way
 * handshake before ASSOCIATION_COMPLETION, and rekeying afterwards. */
#ifndef MINIPORT_PORT_AUTH_H
#define MINIPORT_PORT_AUTH_H

#include "miniport/mlme/associate.h"

/* The miniport authenticates ports. With a PMK those of RSNA-PSK, too; cleared when freed. */
struct mp_port_key {
    uint8_t len; /* 0: none */
    uint8_t pmk[PMK_MAX];
};

/* Whether the miniport authenticates the port of an association negotiated so. */
bool port_auth_wanted(const struct miniport *mp, const struct mp_negotiated *n);
/* Begins: message 1 is awaited. False: no memory, or nothing to begin with. */
bool port_auth_start(struct miniport *mp, extsta_time now, struct mp_peer *peer);
/* What a Deauthentication or Disassociation with this reason in the middle of it means;
 * *confidence: percent. */
enum extsta_diagnosis port_auth_diagnose(const struct mp_peer *peer, uint16_t reason,
                                         uint8_t *confidence);
/* The radio's word on a frame of the MLME: keys may wait for it. */
void port_auth_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked);
/* MP_TIMER_PORT: keys have waited long enough, or the handshake took too long. */
void port_auth_expire(struct miniport *mp, extsta_time now);
/* Forgets the port and its keys, without a word. */
void port_auth_free(struct miniport *mp, struct mp_peer *peer);

#endif
