/* The networks of a context that are entered by SAE: a network's secret, and what hash to
 * element makes of it. The PT of a group depends on SSID, password and identifier alone (IEEE
 * Std 802.11-2020 12.4.4.2.3), so a fleet on one network derives it once. Beside the PMKs of
 * passphrases (acm/store.h), for the same reason; here, because the driver computes with it and
 * the OS half prepares it.
 *
 * A network lives as long as somebody holds it, and is remembered a while longer: for the next
 * attempt, and for whoever has prepared it. */
#ifndef RSN_SAE_NETWORK_H
#define RSN_SAE_NETWORK_H

#include "base/context.h"
#include "rsn/sae_math.h"

#define SAE_IDENTIFIER_MAX 63u /* octets */

/* What names it. Borrowed for the call. */
struct sae_secret {
    struct extsta_span ssid, password, identifier; /* identifier: of the password, or empty */
};

/* Shared: nobody but its store writes to it. */
struct sae_network {
    struct sae_network *next; /* in the store, the last one taken first */
    uint32_t refs;            /* holders */
    uint32_t form_place;      /* rsn/form.h */
    uint8_t ssid_len, password_len, identifier_len;
    uint8_t made; /* bit per place in pts: there is a PT */
    uint8_t ssid[32];
    uint8_t password[SAE_PASSWORD_MAX];
    uint8_t identifier[SAE_IDENTIFIER_MAX];
    struct sae_pt pts[SAE_GROUPS]; /* groups 19, 20, 21 */
};

/* The network with this secret, held once more. NULL: no memory, or a length that is too much.
 */
struct sae_network *sae_network_take(struct extsta_context *ctx,
                                     const struct sae_secret *secret);
/* NULL is fine. */
void sae_network_release(struct extsta_context *ctx, struct sae_network *network);
/* The PTs of these groups (of curve_is_known), made where there are none yet: milliseconds.
 * False: no memory, or the cryptographic library fails. */
bool sae_network_pts(struct extsta_context *ctx, struct sae_network *network,
                     const uint16_t *groups, size_t count, struct sae_pt *out);

static inline struct extsta_span sae_network_password(const struct sae_network *n)
{
    return (struct extsta_span){n->password, n->password_len};
}
static inline struct extsta_span sae_network_identifier(const struct sae_network *n)
{
    return (struct extsta_span){n->identifier, n->identifier_len};
}

#endif
