/* SAE as the host wants it (EXTSTA_PRIVATE_SET_SAE), and which way of it an AP can be met by:
 * asked by the candidate list (candidate.c) and by the method itself (auth_sae.c), so that what
 * was chosen is what is done. */
#ifndef MINIPORT_SAE_CHOICE_H
#define MINIPORT_SAE_CHOICE_H

#include "miniport/mlme/bss.h"
#include "rsn/sae_network.h"

struct miniport;

/* How the element of the password is found: enum extsta_sae_pwe of the profile has these
 * values, too. */
enum sae_wish {
    SAE_WISH_ANY,  /* by hash to element where the AP can */
    SAE_WISH_H2E,  /* by that alone */
    SAE_WISH_HUNT, /* by hunting and pecking alone */
};
struct mp_sae {
    struct sae_network *network; /* held */
    uint8_t wish;                /* enum sae_wish */
    uint8_t group_count;
    uint16_t groups[SAE_GROUPS]; /* in order of preference */
    bool no_fallback; /* the network never again by another algorithm (transition disable) */
};

enum sae_way {
    SAE_WAY_NONE, /* this AP and our wish do not go together */
    SAE_WAY_HUNT,
    SAE_WAY_H2E,
};
/* By the RSNXE and the BSS membership selectors of the AP, the AKM, and the wish. Password
 * identifiers and AKMs 24 and 25 are done by hash to element alone (12.4.4.1). */
enum sae_way sae_way_of(const struct miniport *mp, uint32_t akm, const struct bss_info *info);
/* Whether we say that we can hash to element, in the RSNXE of requests. */
bool sae_says_h2e(const struct miniport *mp);
/* Whether this AKM with this BSS would be less than the network has asked for: it said that SAE
 * is all it ever will be (Transition Disable KDE). */
bool sae_forbids(const struct miniport *mp, uint32_t akm, const struct bss_info *info);

#endif
