/* HT Capabilities (ht.h). */
#include "wire/ht.h"

bool ht_capabilities_parse(struct extsta_span value, struct extsta_ht_caps *out)
{
    struct reader r = reader_of(value);
    *out = (struct extsta_ht_caps){0};
    out->info = reader_le16(&r);
    out->ampdu = reader_u8(&r);
    reader_copy(&r, out->mcs, sizeof out->mcs);
    out->extended = reader_le16(&r);
    out->beamforming = reader_le32(&r);
    out->antennas = reader_u8(&r);
    return !r.failed;
}

void ht_capabilities_write(struct writer *w, const struct extsta_ht_caps *caps)
{
    uint8_t value[HT_CAPABILITIES_LEN];
    struct writer v = writer_of(value, sizeof value);
    writer_le16(&v, caps->info);
    writer_u8(&v, caps->ampdu);
    writer_bytes(&v, caps->mcs, sizeof caps->mcs);
    writer_le16(&v, caps->extended);
    writer_le32(&v, caps->beamforming);
    writer_u8(&v, caps->antennas);
    element_write(w, ELEMENT_HT_CAPABILITIES, span(value, sizeof value));
}

/* MCS 0 to 31 are eight each of one to four streams. */
unsigned ht_streams(const struct extsta_ht_caps *caps)
{
    unsigned streams = 4;
    while (streams > 0 && caps->mcs[streams - 1] == 0) {
        streams--;
    }
    return streams;
}
