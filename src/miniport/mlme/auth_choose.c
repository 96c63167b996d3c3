/* Which authentication method an association operation awaits: the one place that knows all of
 * them (auth.h). In a file of its own, so that a test can choose another. */
#include "crypto/suites.h"
#include "miniport/mlme/auth.h"

/* Shared key is an algorithm of the OS, and for WEP only. Everything else that is
 * negotiated (candidate_security) authenticates by Open System, unless its suite says otherwise: WPA and
 * RSNA with a passphrase or 802.1X authenticate for real after association. */
const struct auth_ops *auth_choose(const struct miniport *mp, const struct mp_peer *peer,
                                   const struct mp_negotiated *n)
{
    (void)mp;
    (void)peer;
    if (n->ft) {
        return &auth_ft;
    }
    const struct akm_suite *akm = suites_akm(n->akm);
    if (akm && akm->entry == AKM_ENTRY_SAE) {
        return &auth_sae;
    }
    if (akm && akm->pmk == AKM_PMK_DH) {
        return &auth_owe;
    }
    return n->auth == DOT11_AUTH_ALGO_80211_SHARED_KEY ? &auth_shared : &auth_open;
}
