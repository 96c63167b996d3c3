/* The candidate list: which BSS of the cache fits the configuration, and the best of
 * them (contract CNX-20 ... CNX-30). The list is never stored: it is asked for one by
 * one, so that it is always that of the last frames heard. */
#ifndef MINIPORT_CANDIDATE_H
#define MINIPORT_CANDIDATE_H

#include "miniport/mlme/bss.h"
#include "miniport/mlme/mlme.h"
#include <extsta/cause.h>

struct miniport;

enum candidate_purpose {
    CANDIDATE_CONNECT, /* the desired SSIDs */
    CANDIDATE_ROAM,    /* the network connected to (CNX-28) */
};

/* Authentication and ciphers of an association with this BSS, the most preferred ones of
 * the configuration (ATH-09); false when nothing matches (CNX-24). */
bool candidate_security(const struct miniport *mp, const struct bss_info *info,
                        struct mp_negotiated *out);
/* What a network of our own has: the most preferred of the configuration; *out but for the PHY.
 * False: nothing of it goes together. */
bool candidate_own_security(const struct miniport *mp, struct mp_negotiated *out);
/* Whether the BSS qualifies at all; not whether it was tried or asked for patience. */
bool candidate_fits(const struct miniport *mp, const struct bss_entry *e,
                    enum candidate_purpose purpose);
/* The best one not yet tried; NULL when none is left. */
struct bss_entry *candidate_best(struct miniport *mp, extsta_time now,
                                 enum candidate_purpose purpose);
/* What the choice among equals of security goes by: dBm, less for what was not heard for
 * a while. */
int candidate_score(const struct miniport *mp, const struct bss_entry *e, extsta_time now);
/* When a BSS that is a candidate but for its refusal may be tried again; EXTSTA_NEVER:
 * there is none. */
extsta_time candidate_patience(const struct miniport *mp, extsta_time now);
/* Whether the cache has an SSID of the desired list (CNX-26). */
bool candidate_ssid_known(const struct miniport *mp);
/* Why there is no candidate. */
enum extsta_diagnosis candidate_shortage(const struct miniport *mp,
                                         enum candidate_purpose purpose);
/* Forgets what was tried: a new operation begins. */
void candidate_fresh_start(struct miniport *mp);

#endif
