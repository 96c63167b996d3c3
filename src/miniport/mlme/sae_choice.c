/* The wishes for SAE, set by a private request, and what an AP has to say of it (sae_choice.h).
 */
#include "miniport/mlme/sae_choice.h"
#include "crypto/suites.h"
#include "miniport/miniport.h"

static void forget(struct miniport *mp)
{
    if (mp->mlme.sae) {
        sae_network_release(mp->ctx, mp->mlme.sae->network);
        pool_release(&mp->ctx->pool, mp->mlme.sae, sizeof *mp->mlme.sae);
        mp->mlme.sae = NULL;
    }
}

static bool valid(const struct sae_secret *s, uint8_t wish, const uint16_t groups[SAE_GROUPS])
{
    size_t n = 0;
    while (n < SAE_GROUPS && groups[n]) {
        if (!curve_is_known(groups[n])) {
            return false;
        }
        n++;
    }
    for (size_t i = n; i < SAE_GROUPS; i++) {
        if (groups[i]) {
            return false;
        }
    }
    return s->ssid.len >= 1 && s->ssid.len <= 32 && s->password.len >= 1 &&
           s->password.len <= SAE_PASSWORD_MAX && s->identifier.len <= SAE_IDENTIFIER_MAX &&
           wish <= SAE_WISH_HUNT && !(wish == SAE_WISH_HUNT && s->identifier.len > 0);
}

/* The wishes before are gone even where these are refused: never another password than the one
 * asked for last. */
uint32_t mlme_set_sae(struct miniport *mp, const struct sae_secret *secret, uint8_t wish,
                      const uint16_t groups[SAE_GROUPS])
{
    static const uint16_t usual[SAE_GROUPS] = {19, 20, 21};
    forget(mp);
    if (!secret) {
        return NDIS_STATUS_SUCCESS;
    }
    if (!valid(secret, wish, groups)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct mp_sae *s = pool_zalloc(&mp->ctx->pool, sizeof *s);
    if (!s) {
        return NDIS_STATUS_RESOURCES;
    }
    s->wish = wish;
    memcpy(s->groups, groups[0] ? groups : usual, sizeof s->groups);
    while (s->group_count < SAE_GROUPS && s->groups[s->group_count]) {
        s->group_count++;
    }
    s->network = sae_network_take(mp->ctx, secret);
    mp->mlme.sae = s;
    if (!s->network) {
        forget(mp);
        return NDIS_STATUS_RESOURCES;
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t mlme_forget_fallback(struct miniport *mp)
{
    if (!mp->mlme.sae) {
        return NDIS_STATUS_INVALID_STATE;
    }
    mp->mlme.sae->no_fallback = true;
    return NDIS_STATUS_SUCCESS;
}

static bool is_network(const struct mp_sae *s, const struct bss_info *info)
{
    return s->network->ssid_len == info->ssid_len &&
           memcmp(s->network->ssid, info->ssid, info->ssid_len) == 0;
}

enum sae_way sae_way_of(const struct miniport *mp, uint32_t akm, const struct bss_info *info)
{
    const struct mp_sae *s = mp->mlme.sae;
    enum sae_wish wish = s ? (enum sae_wish)s->wish : SAE_WISH_ANY;
    bool can = info->sae_h2e || info->sae_h2e_only;
    bool must = info->sae_h2e_only || wish == SAE_WISH_H2E || akm == AKM_SAE_EXT_KEY ||
                akm == AKM_FT_SAE_EXT_KEY || (s && s->network->identifier_len > 0);
    if (s && !is_network(s, info)) {
        return SAE_WAY_NONE; /* a password is of one network, and tried with no other */
    }
    if (must) {
        return can && wish != SAE_WISH_HUNT ? SAE_WAY_H2E : SAE_WAY_NONE;
    }
    return can && wish != SAE_WISH_HUNT ? SAE_WAY_H2E : SAE_WAY_HUNT;
}

bool sae_says_h2e(const struct miniport *mp)
{
    return mp->mlme.sae && mp->mlme.sae->wish != SAE_WISH_HUNT;
}

bool sae_forbids(const struct miniport *mp, uint32_t akm, const struct bss_info *info)
{
    const struct mp_sae *s = mp->mlme.sae;
    const struct akm_suite *suite = suites_akm(akm);
    return s && s->no_fallback && is_network(s, info) && !(suite && suite->pmk == AKM_PMK_SAE);
}
