/* The PMKs that this driver has made itself, by SAE, OWE or FT: one for each AP (IEEE Std
 * 802.11-2020 12.6.10). Who runs the four-way handshake gets the one of the association
 * (EXTSTA_PRIVATE_GET_PMK); SAE offers one to an AP that it comes back to, in place of another
 * exchange (auth_sae.c).
 *
 * One is on trial until a port was opened with it, and forgotten when the association ends
 * before that: what did not work once is not tried again. All of them go with a reset (PMK-08:
 * as the host's list does). */
#ifndef MINIPORT_PMKSA_H
#define MINIPORT_PMKSA_H

#include "base/bytes.h"
#include "base/mac.h"
#include "wire/rsn_element.h"

#define PMKSA_MAX  8u                         /* then the oldest is forgotten */
#define PMKSA_LIFE (43200ull * EXTSTA_SECOND) /* dot11RSNAConfigPMKLifetime, its default */

struct miniport;
struct mp_peer;

/* Secret, but for the PMKID. */
struct mp_pmksa {
    struct mp_pmksa *next; /* older */
    struct extsta_mac bssid;
    uint32_t akm;
    extsta_time expires;
    bool on_trial;
    uint8_t pmkid[16];
    uint8_t pmk_len;
    uint8_t pmk[];
};

/* The one for this AP and AKM that is not too old; NULL: there is none. Until the next call. */
const struct mp_pmksa *pmksa_find(const struct miniport *mp, extsta_time now,
                                  struct extsta_mac bssid, uint32_t akm);
/* The same for an operation that has begun with it, however long that takes. */
const struct mp_pmksa *pmksa_of_operation(const struct miniport *mp, const struct mp_peer *peer);
/* Names it in the RSN element of a request, in place of one of the host's list, which is of
 * 802.1X; NULL: none is named. */
void pmksa_name(const struct mp_pmksa *pmksa, struct rsn_element *rsn);
/* Keeps this one for the AP of the association that begins, on trial, in place of what there
 * was; the one that is there already stays as old as it is. False: no memory. */
bool pmksa_keep(struct miniport *mp, extsta_time now, const struct mp_peer *peer,
                struct extsta_span pmk, const uint8_t pmkid[16]);
/* A port was opened with it. */
void pmksa_proven(struct miniport *mp, struct extsta_mac bssid);
/* The association with this AP is over. */
void pmksa_left(struct miniport *mp, struct extsta_mac bssid);
/* It was refused. */
void pmksa_forget(struct miniport *mp, struct extsta_mac bssid);
void pmksa_clear(struct miniport *mp);
/* None is offered any more; an association, or one that has begun, keeps its own. */
void pmksa_retire(struct miniport *mp);
/* The one of the association with this AP; NULL: there is none, or its PMK is not of our
 * making. */
const struct mp_pmksa *pmksa_of_association(const struct miniport *mp, struct extsta_mac bssid);

#endif
