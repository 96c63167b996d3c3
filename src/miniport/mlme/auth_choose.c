/* Which authentication method an association operation awaits: the one place that knows all of
 * them (auth.h). In a file of its own, so that a test can choose another. */
#include "miniport/mlme/auth.h"

/* Shared key is an algorithm of the OS, and for WEP only. Everything else negotiated so far
 * (candidate_security) authenticates by Open System: WPA and RSNA with a passphrase or 802.1X
 * authenticate for real after association. So does a suite with a method of its own while its
 * PMK is still known (12.6.8.3). */
const struct auth_ops *auth_choose(const struct miniport *mp, const struct mp_peer *peer,
                                   const struct mp_negotiated *n)
{
    (void)mp;
    (void)peer;
    return n->auth == DOT11_AUTH_ALGO_80211_SHARED_KEY ? &auth_shared : &auth_open;
}
