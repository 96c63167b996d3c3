/* Prism, AVS, PPI and radiotap headers in front of captured frames (link_header.h), for
 * explain; the station itself gets frames without any. Captures come from anybody: all lengths
 * are checked, and what a header says of the frame is a hint. */
#include "wire/link_header.h"

#include "wire/element.h"
#include "wire/radiotap.h"

static uint16_t rx_flags(bool fcs, bool bad)
{
    return (uint16_t)((fcs ? EXTSTA_RX_FCS_PRESENT : 0) | (bad ? EXTSTA_RX_FCS_BAD : 0));
}

static bool parse_radiotap(struct extsta_span packet, struct link_header *out)
{
    struct radiotap rt;
    if (!radiotap_parse(packet, &rt)) {
        return false;
    }
    out->offset = rt.len;
    out->meta.freq = rt.freq;
    out->meta.signal = rt.signal;
    out->meta.rate = rt.rate;
    out->meta.flags =
        rx_flags((rt.flags & RADIOTAP_F_FCS) != 0, (rt.flags & RADIOTAP_F_BAD_FCS) != 0);
    out->data_pad = (rt.flags & RADIOTAP_F_DATA_PAD) != 0;
    out->transmitted = (rt.present & RADIOTAP_BIT(RADIOTAP_TX_FLAGS)) != 0;
    out->tx_failed = (rt.tx_flags & RADIOTAP_TX_FAIL) != 0;
    return true;
}

/* A channel number of a header that does not tell the band. */
static uint16_t channel_freq(uint32_t channel)
{
    return channel > 255 ? 0 : channel_to_freq((uint8_t)channel, channel > 14);
}

/* A signal in dBm is negative and of one octet; everything else (a quality, a percentage) is
 * none. */
static int8_t dbm(uint32_t value)
{
    return value >= 0xffffff80u ? (int8_t)(uint8_t)value : 0;
}

/* AVS: all fields big-endian, 64 octets in version 1. */
static bool parse_avs(struct extsta_span packet, struct link_header *out)
{
    struct reader r = reader_of(packet);
    (void)reader_be32(&r);
    size_t len = reader_be32(&r);
    if (r.failed || len < 64 || len > packet.len) {
        return false;
    }
    reader_take(&r, 20); /* MAC time, host time, PHY type */
    uint32_t channel = reader_be32(&r);
    uint32_t rate = reader_be32(&r); /* 100 kb/s */
    reader_take(&r, 8);              /* antenna, priority */
    uint32_t ssi_type = reader_be32(&r);
    uint32_t ssi = reader_be32(&r);
    out->offset = len;
    out->meta.freq =
        channel > 255 && channel < 10000 ? (uint16_t)channel : channel_freq(channel);
    out->meta.rate = rate / 5 <= UINT16_MAX ? (uint16_t)(rate / 5) : 0;
    out->meta.signal = ssi_type == 2 ? dbm(ssi) : 0;
    return true;
}

/* Items of a Prism header: the number of the item is in bits 16-31 of the DID, or in
 * bits 12-15 in the headers of other drivers. */
enum prism_item {
    PRISM_CHANNEL = 3,
    PRISM_SIGNAL = 6,
    PRISM_RATE = 8,
    PRISM_IS_TX = 9,
};

static void take_prism_item(struct link_header *out, uint32_t did, uint32_t value)
{
    uint32_t item = did >> 16 ? did >> 16 : did >> 12;
    switch (item) {
    case PRISM_CHANNEL:
        out->meta.freq = channel_freq(value);
        break;
    case PRISM_SIGNAL:
        out->meta.signal = dbm(value);
        break;
    case PRISM_RATE:
        out->meta.rate = value <= UINT16_MAX ? (uint16_t)value : 0;
        break;
    case PRISM_IS_TX:
        out->transmitted = value != 0;
        break;
    default: /* a number from the packet: times, quality, noise, length */
        break;
    }
}

/* Prism: in the byte order of the capturing machine. Message code, length of the
 * header, device name, items of {DID, status, length, value}. */
static bool parse_prism(struct extsta_span packet, struct link_header *out)
{
    struct reader r = reader_of(packet);
    struct extsta_span start = reader_take(&r, 8);
    if (r.failed) {
        return false;
    }
    uint32_t code = get_le32(start.data);
    bool little = code == 0x44 || code == 0x41;
    if (!little) {
        code = get_be32(start.data);
    }
    /* Files of link type Prism may hold AVS headers: their magic number tells. */
    if ((code & 0xfffff000u) == 0x80211000u) {
        return parse_avs(packet, out);
    }
    size_t len = little ? get_le32(start.data + 4) : get_be32(start.data + 4);
    if ((code != 0x44 && code != 0x41) || len < 24 || len > packet.len) {
        return false;
    }
    r = reader_of(span(packet.data, len));
    reader_take(&r, 24);
    while (reader_left(&r) >= 12) {
        uint32_t did = little ? reader_le32(&r) : reader_be32(&r);
        uint16_t status = little ? reader_le16(&r) : reader_be16(&r);
        uint16_t size = little ? reader_le16(&r) : reader_be16(&r);
        uint32_t value = little ? reader_le32(&r) : reader_be32(&r);
        if (status == 0 && size <= 4) {
            take_prism_item(out, did, value);
        }
    }
    out->offset = len;
    return true;
}

#define PPI_ALIGNED            0x01u
#define PPI_FIELD_80211_COMMON 2u

/* 802.11-Common (PPI 1.0 section 4.1.2). */
static bool take_ppi_common(struct extsta_span field, struct link_header *out)
{
    struct reader r = reader_of(field);
    reader_take(&r, 8); /* TSF timer */
    uint16_t flags = reader_le16(&r);
    uint16_t rate = reader_le16(&r);
    uint16_t freq = reader_le16(&r);
    reader_take(&r, 4); /* channel flags, FHSS */
    int8_t signal = (int8_t)reader_u8(&r);
    (void)reader_u8(&r);
    if (r.failed) {
        return false;
    }
    out->meta.freq = freq;
    out->meta.rate = rate;
    out->meta.signal = signal;
    out->meta.flags = rx_flags((flags & 1) != 0, (flags & 4) != 0);
    return true;
}

/* PPI 1.0: the inner link type must be 802.11; fields have type and length, and are padded
 * where the header says so. */
static bool parse_ppi(struct extsta_span packet, struct link_header *out)
{
    struct reader r = reader_of(packet);
    uint8_t version = reader_u8(&r);
    uint8_t flags = reader_u8(&r);
    size_t len = reader_le16(&r);
    uint32_t inner = reader_le32(&r);
    if (r.failed || version != 0 || len < 8 || len > packet.len || inner != LINK_IEEE80211) {
        return false;
    }
    r = reader_of(span(packet.data, len));
    reader_take(&r, 8);
    while (reader_left(&r) > 0) {
        uint16_t type = reader_le16(&r);
        size_t size = reader_le16(&r);
        struct extsta_span field = reader_take(&r, size);
        if (r.failed) {
            return false;
        }
        if (type == PPI_FIELD_80211_COMMON && !take_ppi_common(field, out)) {
            return false;
        }
        size_t pad = flags & PPI_ALIGNED ? (4 - size % 4) % 4 : 0;
        size_t left = reader_left(&r);
        reader_take(&r, pad < left ? pad : left);
    }
    out->offset = len;
    return true;
}

static const struct {
    enum link_type type;
    bool (*parse)(struct extsta_span packet, struct link_header *out); /* NULL: none */
} link_types[] = {
    {LINK_IEEE80211, NULL}, {LINK_PRISM, parse_prism}, {LINK_RADIOTAP, parse_radiotap},
    {LINK_AVS, parse_avs},  {LINK_PPI, parse_ppi},
};

/* An unknown link type is refused like a malformed header: guessing would make frames of
 * anything. */
bool link_header_parse(uint32_t link_type, struct extsta_span packet, struct link_header *out,
                       enum extsta_drop *drop)
{
    *out = (struct link_header){0};
    for (size_t i = 0; i < sizeof link_types / sizeof *link_types; i++) {
        if (link_types[i].type == link_type &&
            (!link_types[i].parse || link_types[i].parse(packet, out))) {
            return true;
        }
    }
    *drop = EXTSTA_DROP_BAD_LINK_HEADER;
    return false;
}

bool extsta_packet_frame(uint16_t link_type, int8_t fcs_len, struct extsta_span packet,
                         struct extsta_rx_frame *out)
{
    struct link_header h;
    enum extsta_drop drop;
    if (!link_header_parse(link_type, packet, &h, &drop) || h.data_pad ||
        (h.meta.flags & EXTSTA_RX_FCS_BAD) || h.offset > packet.len) {
        return false;
    }
    size_t fcs = h.meta.flags & EXTSTA_RX_FCS_PRESENT ? 4 : fcs_len > 0 ? (size_t)fcs_len : 0;
    size_t len = packet.len - h.offset;
    h.meta.flags = (uint16_t)((h.transmitted ? EXTSTA_RX_ECHO : 0) |
                              (h.transmitted && h.tx_failed ? EXTSTA_RX_UNACKED : 0));
    *out =
        (struct extsta_rx_frame){.bytes = {packet.data + h.offset, len - fcs}, .meta = h.meta};
    return len > fcs;
}
