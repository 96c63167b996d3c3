/* Neighbor Report elements: reading and writing (neighbor.h). */
#include "wire/neighbor.h"

#define FIXED_LEN             13u
#define SUBELEMENT_PREFERENCE 3u /* BSS Transition Candidate Preference (table 9-173) */

/* Subelements are built like elements. */
static bool take(struct extsta_span value, struct neighbor *out)
{
    struct reader r = reader_of(value);
    struct element sub;
    *out = (struct neighbor){.preference = NEIGHBOR_NO_PREFERENCE};
    out->bssid = reader_mac(&r);
    out->information = reader_le32(&r);
    out->operating_class = reader_u8(&r);
    out->channel = reader_u8(&r);
    out->phy_type = reader_u8(&r);
    bool whole = !r.failed;
    while (whole && element_next(&r, &sub)) {
        if (sub.id == SUBELEMENT_PREFERENCE && sub.value.len >= 1) {
            out->preference = sub.value.data[0];
        }
    }
    return whole && !mac_is_group(out->bssid) && !mac_is_zero(out->bssid);
}

bool neighbor_next(struct reader *r, struct neighbor *out)
{
    struct element e;
    while (element_next(r, &e)) {
        if (e.id == ELEMENT_NEIGHBOR_REPORT && take(e.value, out)) {
            return true;
        }
    }
    return false;
}

void neighbor_write(struct writer *w, const struct neighbor *n)
{
    bool has_preference = n->preference >= 0;
    writer_u8(w, ELEMENT_NEIGHBOR_REPORT);
    writer_u8(w, (uint8_t)(FIXED_LEN + (has_preference ? 3 : 0)));
    writer_mac(w, n->bssid);
    writer_le32(w, n->information);
    writer_u8(w, n->operating_class);
    writer_u8(w, n->channel);
    writer_u8(w, n->phy_type);
    if (has_preference) {
        writer_u8(w, SUBELEMENT_PREFERENCE);
        writer_u8(w, 1);
        writer_u8(w, (uint8_t)n->preference);
    }
}

/* 131 to 136 are of 6 GHz, 180 and above of 60 GHz. */
uint16_t neighbor_freq(uint8_t operating_class, uint8_t channel)
{
    if ((operating_class >= 131 && operating_class <= 137) || operating_class >= 180) {
        return 0;
    }
    return channel_to_freq(channel, channel > 14);
}
