/* VHT Capabilities (vht.h). */
#include "wire/vht.h"

bool vht_capabilities_parse(struct extsta_span value, struct extsta_vht_caps *out)
{
    struct reader r = reader_of(value);
    *out = (struct extsta_vht_caps){0};
    out->info = reader_le32(&r);
    out->rx_mcs = reader_le16(&r);
    out->rx_highest = reader_le16(&r);
    out->tx_mcs = reader_le16(&r);
    out->tx_highest = reader_le16(&r);
    return !r.failed;
}

void vht_capabilities_write(struct writer *w, const struct extsta_vht_caps *caps)
{
    uint8_t value[VHT_CAPABILITIES_LEN];
    struct writer v = writer_of(value, sizeof value);
    writer_le32(&v, caps->info);
    writer_le16(&v, caps->rx_mcs);
    writer_le16(&v, caps->rx_highest);
    writer_le16(&v, caps->tx_mcs);
    writer_le16(&v, caps->tx_highest);
    element_write(w, ELEMENT_VHT_CAPABILITIES, span(value, sizeof value));
}

unsigned vht_streams(uint16_t mcs_map)
{
    unsigned streams = 8;
    while (streams > 0 && (mcs_map >> 2 * (streams - 1) & 3) == 3) {
        streams--;
    }
    return streams;
}
