/* HE Capabilities (he.h). The MCS maps are there for 80 MHz and less, and further ones as the
 * width set says. */
#include "wire/he.h"

static unsigned maps_of(const struct extsta_he_caps *caps)
{
    return 1u + ((caps->phy[0] & HE_PHY0_160) != 0) + ((caps->phy[0] & HE_PHY0_80_80) != 0);
}

bool he_capabilities_parse(struct extsta_span value, struct extsta_he_caps *out)
{
    struct reader r = reader_of(value);
    *out = (struct extsta_he_caps){0};
    reader_copy(&r, out->mac, sizeof out->mac);
    reader_copy(&r, out->phy, sizeof out->phy);
    for (unsigned i = 0; i < maps_of(out); i++) {
        out->rx_mcs[i] = reader_le16(&r);
        out->tx_mcs[i] = reader_le16(&r);
    }
    size_t left = r.failed ? 0 : reader_left(&r);
    if (r.failed || ((out->phy[6] & HE_PHY6_PPE) && (left == 0 || left > sizeof out->ppe))) {
        return false;
    }
    if (out->phy[6] & HE_PHY6_PPE) {
        out->ppe_len = (uint8_t)left;
        reader_copy(&r, out->ppe, left);
    }
    return true;
}

void he_capabilities_write(struct writer *w, const struct extsta_he_caps *caps)
{
    uint8_t value[1 + sizeof caps->mac + sizeof caps->phy + 12 + sizeof caps->ppe];
    struct writer v = writer_of(value, sizeof value);
    writer_u8(&v, ELEMENT_EXT_HE_CAPABILITIES);
    writer_bytes(&v, caps->mac, sizeof caps->mac);
    writer_bytes(&v, caps->phy, sizeof caps->phy);
    for (unsigned i = 0; i < maps_of(caps); i++) {
        writer_le16(&v, caps->rx_mcs[i]);
        writer_le16(&v, caps->tx_mcs[i]);
    }
    if (caps->phy[6] & HE_PHY6_PPE) {
        writer_bytes(&v, caps->ppe, caps->ppe_len);
    }
    element_write(w, ELEMENT_EXTENSION, span(value, writer_len(&v)));
}
