/* The wishes for SAE, set by a private request, and what an AP has to say of it (sae_choice.h).
 */
#include "miniport/mlme/sae_choice.h"
#include "crypto/suites.h"
#include "miniport/miniport.h"

static void forget(struct miniport *mp)
{
    if (mp->mlme.sae) {
        sae_wishes_forget(mp->ctx, mp->mlme.sae);
        pool_release(&mp->ctx->pool, mp->mlme.sae, sizeof *mp->mlme.sae);
        mp->mlme.sae = NULL;
    }
}

/* The wishes before are gone even where these are refused: never another password than the one
 * asked for last. */
uint32_t mlme_set_sae(struct miniport *mp, const struct sae_request *request)
{
    forget(mp);
    if (!request) {
        return NDIS_STATUS_SUCCESS;
    }
    mp->mlme.sae = pool_zalloc(&mp->ctx->pool, sizeof *mp->mlme.sae);
    uint32_t status = mp->mlme.sae ? sae_wishes_take(mp->ctx, request, mp->mlme.sae)
                                   : (uint32_t)NDIS_STATUS_RESOURCES;
    if (status != NDIS_STATUS_SUCCESS) {
        forget(mp);
    }
    return status;
}

uint32_t mlme_forget_fallback(struct miniport *mp)
{
    if (!mp->mlme.sae) {
        return NDIS_STATUS_INVALID_STATE;
    }
    mp->mlme.sae->no_fallback = true;
    return NDIS_STATUS_SUCCESS;
}

enum sae_way sae_way_of(const struct miniport *mp, uint32_t akm, const struct bss_info *info)
{
    static const struct mp_sae none;
    return sae_wishes_way(mp->mlme.sae ? mp->mlme.sae : &none, akm, info);
}

bool sae_says_h2e(const struct miniport *mp)
{
    return mp->mlme.sae && mp->mlme.sae->wish != SAE_WISH_HUNT;
}

bool sae_forbids(const struct miniport *mp, uint32_t akm, const struct bss_info *info)
{
    const struct mp_sae *s = mp->mlme.sae;
    const struct akm_suite *suite = suites_akm(akm);
    return s && sae_wishes_forbid_less(s, info) && !(suite && suite->pmk == AKM_PMK_SAE);
}
