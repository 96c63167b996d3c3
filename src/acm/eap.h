/* What a profile says of 802.1X (struct extsta_eap): checked, and kept by the store (store.h). Its
 * texts are borrowed from the user for the call; a kept one owns copies of them, which are wiped
 * when it goes. */
#ifndef ACM_EAP_H
#define ACM_EAP_H

#include "base/context.h"
#include <extsta/profile.h>

/* Whether the algorithm of the profile is one of 802.1X. */
bool acm_eap_is_used(const struct extsta_profile *p);
/* Checks it against the rest of a profile of 802.1X: as extsta_profile_check. */
enum extsta_error acm_eap_check(const struct extsta_profile *p, const char **why);
/* Copies it, texts and all. False: no memory, and nothing is held. */
bool acm_eap_copy(struct extsta_context *ctx, struct extsta_eap *out,
                  const struct extsta_eap *from);
/* Wipes and gives back the texts of a copy. Also of a zeroed one. */
void acm_eap_free(struct extsta_context *ctx, struct extsta_eap *copy);
/* In constant time, as far as secrets go. */
bool acm_eap_equal(const struct extsta_eap *a, const struct extsta_eap *b);

#endif
