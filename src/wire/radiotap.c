/* Radiotap, read (radiotap.h). Present words first, then the fields in the order of their
 * bits, each aligned as its type wants: one walk for both readers, which only differ in what
 * they keep. */
#include "wire/radiotap.h"

#define BIT_NAMESPACE 29u /* the next present word is of the radiotap namespace */
#define BIT_VENDOR    30u /* the next present word is of a vendor's namespace */
#define BIT_EXT       31u /* another present word follows */

/* Alignment and size of the fields of the radiotap namespace by bit number; size 0:
 * unknown. */
static const struct {
    uint8_t align;
    uint8_t size;
} layout[28] = {
    {8, 8},  {1, 1},  {1, 1},  {2, 4},  {2, 2}, {1, 1}, {1, 1}, /* 0: TSFT ... */
    {2, 2},  {2, 2},  {2, 2},  {1, 1},  {1, 1}, {1, 1}, {1, 1}, /* 7: lock quality ... */
    {2, 2},  {2, 2},  {1, 1},  {1, 1},  {4, 8}, {1, 3}, {4, 8}, /* 14: RX flags ... */
    {2, 12}, {8, 12}, {2, 12}, {2, 12}, {2, 6}, {1, 1}, {2, 4}, /* 21: VHT ... */
};

/* Data bits per subcarrier, times 12, of MCS 0 to 11 (802.11ax table 27-55 ff.). */
static const uint8_t bits_12[12] = {6, 12, 18, 24, 36, 48, 54, 60, 72, 80, 90, 100};

/* Rate in 500 kb/s: subcarriers × bits × streams in a symbol of tenths of µs. */
static uint16_t mcs_rate(unsigned subcarriers, unsigned mcs, unsigned streams, unsigned symbol)
{
    if (mcs >= sizeof bits_12) {
        return 0;
    }
    return (uint16_t)(subcarriers * bits_12[mcs] * streams * 20 / (12 * symbol));
}

/* Known only as far as the field says it is: bandwidth and guard interval have a default (20
 * MHz, long), the MCS has none. */
static uint16_t ht_rate(const uint8_t *field)
{
    bool mcs_known = (field[0] & 0x02) != 0;
    if (!mcs_known || field[2] > 31) {
        return 0;
    }
    unsigned subcarriers = (field[0] & 0x01) && (field[1] & 0x03) == 1 ? 108 : 52;
    unsigned symbol = (field[0] & 0x04) && (field[1] & 0x04) ? 36 : 40;
    return mcs_rate(subcarriers, field[2] % 8u, field[2] / 8u + 1u, symbol);
}

/* Of the first user; more streams than a VHT PPDU can have do no harm here. */
static uint16_t vht_rate(const uint8_t *field)
{
    unsigned width = field[3];
    unsigned subcarriers = width == 0 ? 52 : width <= 3 ? 108 : width <= 10 ? 234 : 468;
    unsigned symbol = field[2] & 0x04 ? 36 : 40;
    return mcs_rate(subcarriers, field[4] >> 4, field[4] & 0x0fu, symbol);
}

/* 802.11ax: data3 has the MCS, data5 bandwidth and guard interval, data6 the streams. */
static uint16_t he_rate(const uint8_t *field)
{
    static const uint16_t subcarriers[4] = {234, 468, 980, 1960};
    static const uint8_t symbol[4] = {136, 144, 160, 160};
    unsigned data3 = get_le16(field + 4);
    unsigned data5 = get_le16(field + 8);
    bool mcs_known = (get_le16(field) & 0x0020) != 0;
    unsigned width = data5 & 0x0f; /* beyond 3: resource units of a multi-user PPDU */
    if (!mcs_known || width > 3) {
        return 0;
    }
    unsigned streams = get_le16(field + 10) & 0x0f;
    return mcs_rate(subcarriers[width], data3 >> 8 & 0x0f, streams, symbol[data5 >> 4 & 3]);
}

/* Takes over one field. Later occurrences (per-antenna repetitions) do not count. */
static void take_field(struct radiotap *rt, unsigned bit, const uint8_t *field)
{
    if (rt->present & 1u << bit) {
        return;
    }
    rt->present |= 1u << bit;
    switch (bit) {
    case RADIOTAP_TSFT:
        rt->tsft = get_le64(field);
        break;
    case RADIOTAP_FLAGS:
        rt->flags = field[0];
        break;
    case RADIOTAP_RATE:
        rt->rate = field[0];
        break;
    case RADIOTAP_CHANNEL:
        rt->freq = get_le16(field);
        rt->channel_flags = get_le16(field + 2);
        break;
    case RADIOTAP_XCHANNEL:
        rt->freq = rt->freq ? rt->freq : get_le16(field + 4);
        break;
    case RADIOTAP_SIGNAL:
        rt->signal = (int8_t)field[0];
        break;
    case RADIOTAP_NOISE:
        rt->noise = (int8_t)field[0];
        break;
    case RADIOTAP_ANTENNA:
        rt->antenna = field[0];
        break;
    case RADIOTAP_RX_FLAGS:
        rt->rx_flags = get_le16(field);
        break;
    case RADIOTAP_TX_FLAGS:
        rt->tx_flags = get_le16(field);
        break;
    case RADIOTAP_DATA_RETRIES:
        rt->data_retries = field[0];
        break;
    case RADIOTAP_MCS:
        rt->rate = rt->rate ? rt->rate : ht_rate(field);
        break;
    case RADIOTAP_VHT:
        rt->rate = rt->rate ? rt->rate : vht_rate(field);
        break;
    case RADIOTAP_HE:
        rt->rate = rt->rate ? rt->rate : he_rate(field);
        break;
    default: /* known size, of no interest */
        break;
    }
}

/* The walk over the fields. Alignment counts from the start of the header. */
struct walk {
    struct extsta_span header;
    size_t at;
    struct radiotap *out;
    uint16_t *offsets; /* of the fields, or NULL */
};

/* The next field, aligned; NULL: it does not fit in the header. */
static const uint8_t *walk_take(struct walk *walk, size_t align, size_t size)
{
    size_t at = (walk->at + align - 1) / align * align;
    if (at > walk->header.len || walk->header.len - at < size) {
        return NULL;
    }
    walk->at = at + size;
    return walk->header.data + at;
}

enum word_result {
    WORD_DONE,
    WORD_UNKNOWN, /* a field of unknown size: the rest cannot be found */
    WORD_MALFORMED,
};

/* The fields of one present word of the radiotap namespace. `base` is the number of
 * its bit 0. */
static enum word_result walk_word(struct walk *walk, uint32_t word, unsigned base)
{
    for (unsigned bit = 0; bit < BIT_NAMESPACE; bit++) {
        if (!(word & 1u << bit)) {
            continue;
        }
        unsigned field = base + bit;
        if (field >= sizeof layout / sizeof *layout) {
            return WORD_UNKNOWN;
        }
        const uint8_t *bytes = walk_take(walk, layout[field].align, layout[field].size);
        if (!bytes) {
            return WORD_MALFORMED;
        }
        if (walk->offsets && !walk->offsets[field]) {
            walk->offsets[field] = (uint16_t)(bytes - walk->header.data);
        }
        take_field(walk->out, field, bytes);
    }
    return WORD_DONE;
}

/* The field behind bit 30: OUI, sub-namespace, length of the vendor's data; the data,
 * described by the vendor's present words, is skipped. */
static bool skip_vendor(struct walk *walk)
{
    const uint8_t *vendor = walk_take(walk, 2, 6);
    return vendor && walk_take(walk, 1, get_le16(vendor + 4));
}

/* A present word may say that the next one is of another namespace: numbering begins anew
 * there. */
static bool walk_fields(struct walk *walk, size_t words)
{
    unsigned base = 0;
    bool vendor = false;
    for (size_t i = 0; i < words; i++) {
        uint32_t word = get_le32(walk->header.data + 4 + 4 * i);
        enum word_result result = vendor ? WORD_DONE : walk_word(walk, word, base);
        if (result != WORD_DONE) {
            return result == WORD_UNKNOWN;
        }
        if (word & 1u << BIT_VENDOR) {
            if (!skip_vendor(walk)) {
                return false;
            }
            vendor = true;
            base = 0;
        } else if (word & 1u << BIT_NAMESPACE) {
            vendor = false;
            base = 0;
        } else {
            base += 32;
        }
    }
    return true;
}

/* Counts the present words first: the fields begin behind the last of them. */
static bool parse(struct extsta_span packet, struct radiotap *out, uint16_t *offsets,
                  size_t *word_count)
{
    struct reader r = reader_of(packet);
    *out = (struct radiotap){0};
    uint8_t version = reader_u8(&r);
    (void)reader_u8(&r);
    size_t len = reader_le16(&r);
    if (r.failed || version != 0 || len > packet.len) {
        return false;
    }
    r = reader_of(span(packet.data, len));
    (void)reader_le32(&r);
    size_t words = 0;
    uint32_t word;
    do {
        word = reader_le32(&r);
        words++;
    } while (word & 1u << BIT_EXT);
    if (r.failed) {
        return false;
    }
    struct walk walk = {.header = span(packet.data, len),
                        .at = 4 + 4 * words,
                        .out = out,
                        .offsets = offsets};
    out->len = len;
    *word_count = words;
    return walk_fields(&walk, words);
}

bool radiotap_parse(struct extsta_span packet, struct radiotap *out)
{
    size_t words;
    return parse(packet, out, NULL, &words);
}

bool radiotap_layout(struct extsta_span packet, uint16_t offsets[RADIOTAP_OFFSETS],
                     size_t *words)
{
    struct radiotap rt;
    memset(offsets, 0, RADIOTAP_OFFSETS * sizeof *offsets);
    if (!parse(packet, &rt, offsets, words)) {
        return false;
    }
    /* The length of a vendor's fields is in the packet: another one may have them longer. */
    for (size_t i = 0; i < *words; i++) {
        if (get_le32(packet.data + 4 + 4 * i) & 1u << BIT_VENDOR) {
            return false;
        }
    }
    return true;
}
