/* What the two sides of a fast BSS transition share (ft.h): ft.c, ft_ap.c. */
#ifndef RSN_FT_PRIVATE_H
#define RSN_FT_PRIVATE_H

#include "base/fsm.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "crypto/cipher.h"
#include "rsn/ft.h"
#include "rsn/handshake.h"
#include "wire/element.h"

/* FT's elements of one frame; spans point into it. */
struct ft_elements {
    struct extsta_span rsne, mde, fte, rsnxe; /* whole elements; RSNXE may be empty */
    struct rsn_element rsn;
    struct fte names;
};
/* False: one of the three is missing or malformed. mic_len: of the FTE. */
static inline bool ft_elements_parse(struct extsta_span elements, size_t mic_len,
                                     struct ft_elements *out)
{
    struct elements e;
    elements_parse(elements, &e);
    if (!e.rsn.data || e.mobility_domain.len != 3 || !e.fast_bss_transition.data ||
        rsn_element_parse(e.rsn, &out->rsn) != EXTSTA_OK ||
        !fte_parse(e.fast_bss_transition, mic_len, &out->names)) {
        return false;
    }
    out->rsne = e.rsn;
    out->rsnxe = e.rsnx;
    /* with id and length again */
    out->mde = span(e.mobility_domain.data - 2, e.mobility_domain.len + 2);
    out->fte = span(e.fast_bss_transition.data - 2, e.fast_bss_transition.len + 2);
    return true;
}

/* Whether the frame names this key, and no other. */
static inline bool ft_names(const struct rsn_element *rsn, const uint8_t name[16])
{
    return rsn->pmkid_count == 1 && memcmp(rsn->pmkid[0], name, 16) == 0;
}

/* Whether a span of the frame is these octets. */
static inline bool ft_is(struct extsta_span got, const void *want, size_t len)
{
    return span_equal(got, span(want, len));
}

#endif
