/* Profiles and PMKs that stations of a context share: a fleet on one network has one copy of
 * its profile and derives the PMK once (PBKDF2 costs about a millisecond). acm.c holds
 * references to the profiles it tries; extsta_profile_prepare (extsta/profile.h) fills the
 * store ahead. */
#ifndef ACM_STORE_H
#define ACM_STORE_H

#include "base/context.h"
#include "rsn/sae_network.h"
#include <extsta/profile.h>

/* One interned profile. Shared between stations: nobody writes to it after it was made. */
struct acm_profile {
    struct acm_profile *next;      /* in the store */
    uint32_t refs;                 /* freed at 0 */
    uint32_t form_place;           /* acm/form.h */
    bool has_pmk;                  /* given, or derived from the passphrase */
    uint8_t pmk[32];               /* for the PSK algorithms */
    struct sae_network *sae;       /* held: for SAE, its PTs made; else NULL */
    uint32_t serial;               /* no other of the context has or had it */
    struct extsta_profile profile; /* its IHV strings are owned copies */
};

/* The interned copy of a checked profile, with its PMK; one reference. NULL: no memory, or
 * the cryptographic library fails. */
struct acm_profile *acm_profile_intern(struct extsta_context *ctx,
                                       const struct extsta_profile *profile);
/* Gives a reference back; the last one wipes and frees the profile. NULL is fine. */
void acm_profile_unref(struct extsta_context *ctx, struct acm_profile *profile);

#endif
