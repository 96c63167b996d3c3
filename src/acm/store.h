/* Profiles and PMKs that stations of a context share: a fleet on one network has one copy of
 * its profile and derives the PMK once (PBKDF2 costs about a millisecond). */
#ifndef ACM_STORE_H
#define ACM_STORE_H

#include "base/context.h"
#include <extsta/profile.h>

struct acm_profile {
    struct acm_profile *next;
    uint32_t refs;
    bool has_pmk;
    uint8_t pmk[32];               /* for the PSK algorithms */
    struct extsta_profile profile; /* its IHV strings are owned copies */
};

/* The interned copy of a checked profile, with its PMK; one reference. NULL: no memory, or
 * the cryptographic library fails. */
struct acm_profile *acm_profile_intern(struct extsta_context *ctx,
                                       const struct extsta_profile *profile);
void acm_profile_unref(struct extsta_context *ctx, struct acm_profile *profile);

#endif
