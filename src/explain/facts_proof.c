/* What of a frame must not come twice, or not come at all: the nonces of a fast transition, and
 * SAE's commits (IEEE Std 802.11-2020 13.8.4, 12.4.5.4). facts_mgmt.c asks; stories that tell
 * replays and attacks on SAE go by it (story_eapol.c, story_sae.c). */
#include "explain/explain_private.h"

#include "base/hash.h"
#include "crypto/curve.h"
#include "wire/sae_frame.h"

/* In an FTE, behind control field and MIC: both nonces. */
#define FTE_NONCES     18u
#define FTE_NONCES_LEN 64u

uint32_t facts_digest(struct extsta_span octets)
{
    uint32_t h = (uint32_t)hash_bytes(1, octets.data, octets.len) & 0xffffffu;
    return h ? h : 1;
}

uint32_t facts_ft_proof(struct extsta_span fte)
{
    return fte.len >= FTE_NONCES + FTE_NONCES_LEN
               ? facts_digest(span(fte.data + FTE_NONCES, FTE_NONCES_LEN))
               : 0;
}

/* Octets of scalar and of the element in this group (RFC 2409, 3526, 5114, 6932); false: not
 * known. */
static bool lengths(uint16_t group, size_t *scalar, size_t *element)
{
    static const struct {
        uint8_t group;
        uint16_t scalar, element;
    } known[] = {{19, 32, 64},   {20, 48, 96},   {21, 66, 132}, {25, 24, 48},  {26, 28, 56},
                 {27, 28, 56},   {28, 32, 64},   {29, 48, 96},  {30, 64, 128}, {15, 384, 384},
                 {16, 512, 512}, {14, 256, 256}, {5, 192, 192}, {2, 128, 128}, {1, 96, 96}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].group == group) {
            *scalar = known[i].scalar;
            *element = known[i].element;
            return true;
        }
    }
    return false;
}

static bool is_zero(const uint8_t *p, size_t len)
{
    uint8_t any = 0;
    for (size_t i = 0; i < len; i++) {
        any |= p[i];
    }
    return any == 0;
}

/* The curve's equation is looked at where there is reason to: it costs as much as some hundred
 * frames. */
static enum sae_flaw look_at_curve(struct extsta_explain *x, uint16_t group, const uint8_t *at)
{
    struct curve *curve = curve_is_known(group) ? curve_of(crypto_of(x->ctx), group) : NULL;
    struct curve_scalar scalar;
    struct curve_point point;
    if (!curve) {
        return SAE_FLAW_NONE;
    }
    size_t len = curve_len(curve);
    memcpy(scalar.b, at, len);
    memcpy(point.x, at + len, len);
    memcpy(point.y, at + 2 * len, len);
    return !curve_scalar_is_valid(curve, &scalar)             ? SAE_FLAW_SCALAR
           : curve_check(curve, &point) == EXTSTA_E_MALFORMED ? SAE_FLAW_ELEMENT
                                                              : SAE_FLAW_NONE;
}

/* With a token in front, by hunting and pecking, scalar and element are the last octets before
 * the elements, of which nothing says where they begin: only what has the length without one is
 * looked at, and what is too short in any case. */
void facts_sae_commit(struct extsta_explain *x, struct extsta_frame_event *e,
                      struct extsta_span rest, bool closely)
{
    size_t scalar, element;
    if (e->status == STATUS_ANTI_CLOGGING || e->status == STATUS_GROUP_REFUSED ||
        !(e->status == STATUS_SUCCESS || e->status == STATUS_HASH_TO_ELEMENT ||
          e->status == STATUS_SAE_PK) ||
        rest.len < 2 || !lengths(e->sae_group, &scalar, &element)) {
        return;
    }
    const uint8_t *at = rest.data + 2;
    size_t len = rest.len - 2;
    if (len < scalar + element) {
        e->sae_flaw = SAE_FLAW_LENGTH;
        return;
    }
    bool bare = len == scalar + element || e->status != STATUS_SUCCESS;
    e->proof = facts_digest(span(at, scalar + element));
    if (!bare) {
        return;
    }
    if (is_zero(at, scalar - 1) && at[scalar - 1] <= 1) {
        e->sae_flaw = SAE_FLAW_SCALAR;
    } else if (is_zero(at + scalar, element)) {
        e->sae_flaw = SAE_FLAW_ELEMENT;
    } else if (closely) {
        e->sae_flaw = (uint8_t)look_at_curve(x, e->sae_group, at);
    }
}
