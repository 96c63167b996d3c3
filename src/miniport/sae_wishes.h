/* SAE as the host wants it (EXTSTA_PRIVATE_SET_SAE), as a value of a driver, and which way of it an
 * AP can be met by. Pure, and no driver's own: what our MLME does by it is asked in
 * mlme/sae_choice.h, what the nl80211 driver does in its candidate.c. */
#ifndef MINIPORT_SAE_WISHES_H
#define MINIPORT_SAE_WISHES_H

#include "miniport/mlme/bss.h"
#include "rsn/sae_network.h"

/* How the element of the password is found: enum extsta_sae_pwe of the profile has these
 * values, too. */
enum sae_wish {
    SAE_WISH_ANY,  /* by hash to element where the AP can */
    SAE_WISH_H2E,  /* by that alone */
    SAE_WISH_HUNT, /* by hunting and pecking alone */
};

/* What a request asks for; borrowed from its octets. */
struct sae_request {
    struct sae_secret secret;
    uint8_t wish;                /* enum sae_wish, not judged */
    uint16_t groups[SAE_GROUPS]; /* in order, filled up with 0; all of them 0: 19, 20, 21 */
};
/* The parameters of SET_SAE. False: they are not as long as they say. */
bool sae_request_read(struct extsta_span parameters, struct sae_request *out);

struct mp_sae {
    struct sae_network *network; /* held; NULL: SAE has no password */
    uint8_t wish;                /* enum sae_wish */
    uint8_t group_count;
    uint16_t groups[SAE_GROUPS]; /* in order of preference */
    bool no_fallback; /* the network never again by another algorithm (transition disable) */
};

/* Fills it in, over one that holds nothing. INVALID_DATA; RESOURCES; then *out holds nothing. */
uint32_t sae_wishes_take(struct extsta_context *ctx, const struct sae_request *request,
                         struct mp_sae *out);
/* Gives the network back: it holds nothing. */
void sae_wishes_forget(struct extsta_context *ctx, struct mp_sae *wishes);

enum sae_way {
    SAE_WAY_NONE, /* this AP and our wish do not go together */
    SAE_WAY_HUNT,
    SAE_WAY_H2E,
};
/* By the RSNXE and the BSS membership selectors of the AP, the AKM, and the wish. Password
 * identifiers and AKMs 24 and 25 are done by hash to element alone (12.4.4.1). */
enum sae_way sae_wishes_way(const struct mp_sae *wishes, uint32_t akm,
                            const struct bss_info *info);
/* Whether the network of the wishes has said that SAE is all it ever will be (Transition Disable
 * KDE), and this BSS is of it. */
bool sae_wishes_forbid_less(const struct mp_sae *wishes, const struct bss_info *info);

#endif
