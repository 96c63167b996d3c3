/* See sae_wishes.h. */
#include "miniport/sae_wishes.h"
#include "crypto/suites.h"
#include <extsta/ndis.h>

bool sae_request_read(struct extsta_span parameters, struct sae_request *out)
{
    struct reader r = reader_of(parameters);
    out->wish = reader_u8(&r);
    uint8_t ssid = reader_u8(&r), password = reader_u8(&r), identifier = reader_u8(&r);
    for (size_t i = 0; i < SAE_GROUPS; i++) {
        out->groups[i] = reader_le16(&r);
    }
    out->secret.ssid = reader_take(&r, ssid);
    out->secret.password = reader_take(&r, password);
    out->secret.identifier = reader_take(&r, identifier);
    return !r.failed && reader_left(&r) == 0;
}

/* How many there are, before the zeroes. False: one is not known, or stands behind a zero. */
static bool count_groups(const uint16_t groups[SAE_GROUPS], uint8_t *count)
{
    *count = 0;
    while (*count < SAE_GROUPS && groups[*count]) {
        if (!curve_is_known(groups[*count])) {
            return false;
        }
        ++*count;
    }
    for (size_t i = *count; i < SAE_GROUPS; i++) {
        if (groups[i]) {
            return false;
        }
    }
    return true;
}

static bool secret_valid(const struct sae_secret *s, uint8_t wish)
{
    return s->ssid.len >= 1 && s->ssid.len <= 32 && s->password.len >= 1 &&
           s->password.len <= SAE_PASSWORD_MAX && s->identifier.len <= SAE_IDENTIFIER_MAX &&
           wish <= SAE_WISH_HUNT && !(wish == SAE_WISH_HUNT && s->identifier.len > 0);
}

uint32_t sae_wishes_take(struct extsta_context *ctx, const struct sae_request *request,
                         struct mp_sae *out)
{
    static const uint16_t usual[SAE_GROUPS] = {19, 20, 21};
    uint8_t count;
    *out = (struct mp_sae){0};
    if (!count_groups(request->groups, &count) ||
        !secret_valid(&request->secret, request->wish)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct sae_network *network = sae_network_take(ctx, &request->secret);
    if (!network) {
        return NDIS_STATUS_RESOURCES;
    }
    *out = (struct mp_sae){.network = network,
                           .wish = request->wish,
                           .group_count = count ? count : SAE_GROUPS};
    memcpy(out->groups, count ? request->groups : usual, sizeof out->groups);
    return NDIS_STATUS_SUCCESS;
}

void sae_wishes_forget(struct extsta_context *ctx, struct mp_sae *wishes)
{
    sae_network_release(ctx, wishes->network);
    *wishes = (struct mp_sae){0};
}

static bool is_network(const struct sae_network *n, const struct bss_info *info)
{
    return n->ssid_len == info->ssid_len && memcmp(n->ssid, info->ssid, info->ssid_len) == 0;
}

enum sae_way sae_wishes_way(const struct mp_sae *s, uint32_t akm, const struct bss_info *info)
{
    bool can = (info->sae_h2e || info->sae_h2e_only) && s->wish != SAE_WISH_HUNT;
    bool must = info->sae_h2e_only || s->wish == SAE_WISH_H2E || akm == AKM_SAE_EXT_KEY ||
                akm == AKM_FT_SAE_EXT_KEY || (s->network && s->network->identifier_len > 0);
    if (s->network && !is_network(s->network, info)) {
        return SAE_WAY_NONE; /* a password is of one network, and tried with no other */
    }
    return can ? SAE_WAY_H2E : must ? SAE_WAY_NONE : SAE_WAY_HUNT;
}

bool sae_wishes_forbid_less(const struct mp_sae *s, const struct bss_info *info)
{
    return s->no_fallback && s->network && is_network(s->network, info);
}
