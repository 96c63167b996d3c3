/* What a station with this configuration and a BSS agree on: ciphers of both lists, protection
 * of management frames, what the handshakes can do. Pure: the choice among BSSs, and what else
 * one must fulfil, is the driver's (mlme/candidate.c; driver/nl80211/candidate.c). */
#ifndef MINIPORT_AGREE_H
#define MINIPORT_AGREE_H

#include "crypto/suites.h"
#include "miniport/mib.h"
#include "miniport/mlme/bss.h"
#include "miniport/peers.h"

/* CNX-24: whether this way of an algorithm (akm->auth) goes with what the BSS says of itself;
 * then *out has suites and numbers, but for `auth`, `ft` and the PHY. */
bool agree_security(const struct mp_mib *mib, const struct akm_suite *akm,
                    const struct bss_info *info, struct mp_negotiated *out);
/* The same without an element: no protection, or WEP. */
bool agree_plain(const struct mp_mib *mib, enum auth_family family, const struct bss_info *info,
                 struct mp_negotiated *out);
/* Values of the suite fields that no station can use. */
bool agree_impossible(const struct rsn_element *rsn);

#endif
