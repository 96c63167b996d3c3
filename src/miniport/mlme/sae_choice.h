/* What the host wants of SAE (sae_wishes.h), as the MLME has it: asked by the candidate list
 * (candidate.c) and by the method itself (auth_sae.c), so that what was chosen is what is done. */
#ifndef MINIPORT_SAE_CHOICE_H
#define MINIPORT_SAE_CHOICE_H

#include "miniport/sae_wishes.h"

struct miniport;

/* As sae_wishes_way, by what the host wants; without a wish, as an AP can. */
enum sae_way sae_way_of(const struct miniport *mp, uint32_t akm, const struct bss_info *info);
/* Whether we say that we can hash to element, in the RSNXE of requests. */
bool sae_says_h2e(const struct miniport *mp);
/* Whether this AKM with this BSS would be less than the network has asked for: it said that SAE
 * is all it ever will be (Transition Disable KDE). */
bool sae_forbids(const struct miniport *mp, uint32_t akm, const struct bss_info *info);

#endif
