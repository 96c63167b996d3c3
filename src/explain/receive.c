/* What every frame needs: link header, FCS, addresses by role (IEEE 802.11-2020 9.2.4, table
 * 9-30). First on the way through (explain.c); frames that are no frames end here, counted
 * under their reason. The cost of an ordinary data frame is here: fixed offsets are read and
 * nothing is parsed that most frames do not need. The CRC is put off until somebody asks
 * (explain_check_fcs). */
#include "explain/explain_private.h"

#include "wire/link_header.h"
#include "wire/radiotap.h"

#define FCS_LEN      4u
/* Management and data frames have at least this; shorter ones are discarded. */
#define HEADER_3ADDR 24u

void explain_discard(struct extsta_explain *x, const struct seen *s, enum extsta_drop reason)
{
    explain_find(x, s->in->number, (unsigned)reason);
}

/* A second look sees the same frames: only what could not be looked at is new. */
void explain_find(struct extsta_explain *x, uint32_t number, unsigned what)
{
    struct finding_count *f = &x->findings[what];
    if (x->again && !explain_is_unseen(what)) {
        return;
    }
    f->first = f->count ? f->first : number;
    f->last = number;
    f->count++;
}

/* What a link header says, as far as it is needed here. */
struct link {
    size_t offset;
    int8_t signal;
    uint8_t rate;
    uint16_t freq;
    bool padded;
    bool says_fcs; /* whether it says anything about the FCS */
    bool fcs, bad;
};

/* Captures of one radio have one shape of radiotap header. Offsets that do not fit, or that
 * depend on more than the present words, are not remembered; then each header is parsed. */
static void remember_shape(struct radiotap_shape *shape, struct extsta_span packet)
{
    uint16_t at[RADIOTAP_OFFSETS];
    size_t words;
    shape->key_len = 0;
    if (!radiotap_layout(packet, at, &words) || 4 + 4 * words > sizeof shape->key) {
        return;
    }
    if (at[RADIOTAP_FLAGS] > UINT8_MAX || at[RADIOTAP_SIGNAL] > UINT8_MAX ||
        at[RADIOTAP_RATE] > UINT8_MAX || at[RADIOTAP_CHANNEL] > UINT8_MAX) {
        return;
    }
    shape->key_len = (uint8_t)(4 + 4 * words);
    memcpy(shape->key, packet.data, shape->key_len);
    shape->len = get_le16(packet.data + 2);
    shape->flags = (uint8_t)at[RADIOTAP_FLAGS];
    shape->signal = (uint8_t)at[RADIOTAP_SIGNAL];
    shape->rate = (uint8_t)at[RADIOTAP_RATE];
    shape->channel = (uint8_t)at[RADIOTAP_CHANNEL];
}

/* Nearly always the key has the shortest length. */
static inline bool same_shape(const struct radiotap_shape *shape, struct extsta_span packet)
{
    return shape->key_len && packet.len >= shape->len &&
           get_le64(packet.data) == get_le64(shape->key) &&
           (shape->key_len == 8 ||
            memcmp(packet.data + 8, shape->key + 8, shape->key_len - 8u) == 0);
}

/* By the remembered shape, or parsed. False: malformed. The octet at 0 is the version, which is
 * 0: what is absent is read there. */
static bool read_radiotap(struct extsta_explain *x, struct extsta_span packet, struct link *out)
{
    struct radiotap_shape *shape = &x->shape;
    if (!same_shape(shape, packet)) {
        struct radiotap rt;
        if (!radiotap_parse(packet, &rt)) {
            return false;
        }
        remember_shape(shape, packet);
        *out = (struct link){
            .offset = rt.len,
            .signal = rt.signal,
            .rate = rt.present & RADIOTAP_BIT(RADIOTAP_RATE) ? (uint8_t)rt.rate : (uint8_t)0,
            .freq = rt.freq,
            .padded = (rt.flags & RADIOTAP_F_DATA_PAD) != 0,
            .says_fcs = (rt.present & RADIOTAP_BIT(RADIOTAP_FLAGS)) != 0,
            .fcs = (rt.flags & RADIOTAP_F_FCS) != 0,
            .bad = (rt.flags & RADIOTAP_F_BAD_FCS) != 0,
        };
        return true;
    }
    uint8_t flags = shape->flags ? packet.data[shape->flags] : 0;
    *out = (struct link){
        .offset = shape->len,
        .signal = (int8_t)packet.data[shape->signal],
        .rate = packet.data[shape->rate],
        .freq = shape->channel ? get_le16(packet.data + shape->channel) : 0,
        .padded = (flags & RADIOTAP_F_DATA_PAD) != 0,
        .says_fcs = shape->flags != 0,
        .fcs = (flags & RADIOTAP_F_FCS) != 0,
        .bad = (flags & RADIOTAP_F_BAD_FCS) != 0,
    };
    return true;
}

/* PPI alone says whether an FCS is there; of Prism, AVS and bare frames the file may know. */
static bool read_other(const struct extsta_explain_frame *in, struct link *out)
{
    struct link_header h;
    enum extsta_drop drop;
    if (!link_header_parse(in->linktype, in->bytes, &h, &drop)) {
        return false;
    }
    *out = (struct link){
        .offset = h.offset,
        .signal = h.meta.signal,
        .rate = h.meta.rate <= UINT8_MAX ? (uint8_t)h.meta.rate : (uint8_t)0,
        .freq = h.meta.freq,
        .padded = h.data_pad,
        .says_fcs = in->linktype == LINK_PPI,
        .fcs = (h.meta.flags & EXTSTA_RX_FCS_PRESENT) != 0,
        .bad = (h.meta.flags & EXTSTA_RX_FCS_BAD) != 0,
    };
    return true;
}

/* Where nothing says whether an FCS is there, the frames themselves do: a right one by
 * accident is one in 2^32. */
static bool ends_in_fcs(struct extsta_explain *x, const struct seen *s)
{
    uint32_t i = s->in->interface < FCS_INTERFACES ? s->in->interface : FCS_INTERFACES - 1;
    struct extsta_span all = s->mpdu;
    if (x->fcs[i].habit != FCS_UNKNOWN || all.len <= FCS_LEN) {
        return x->fcs[i].habit == FCS_PRESENT;
    }
    if (frame_fcs(span(all.data, all.len - FCS_LEN)) ==
        get_le32(all.data + all.len - FCS_LEN)) {
        x->fcs[i].habit = FCS_PRESENT;
    } else if (++x->fcs[i].misses == FCS_PROBES) {
        x->fcs[i].habit = FCS_ABSENT;
    }
    return x->fcs[i].habit == FCS_PRESENT;
}

/* Takes the FCS off: as the link header says, else as the file announces, else as the frames
 * show. Of a sliced frame as much as was captured. False: discarded. */
static bool take_fcs(struct extsta_explain *x, struct seen *s, const struct link *link)
{
    size_t len = 0;
    bool sliced = s->in->original_len > s->in->bytes.len;
    if (link->bad) {
        explain_discard(x, s, EXTSTA_DROP_BAD_FCS);
        return false;
    }
    if (link->says_fcs) {
        len = link->fcs ? FCS_LEN : 0;
    } else if (s->in->fcs_len >= 0) {
        len = (size_t)s->in->fcs_len;
    } else if (!sliced && ends_in_fcs(x, s)) {
        len = FCS_LEN;
    }
    if (sliced) {
        explain_find(x, s->in->number, FINDING_SLICED);
        /* What was cut off is the end: the FCS first. */
        size_t cut = s->in->original_len - s->in->bytes.len;
        s->mpdu.len -= len > cut && len - cut <= s->mpdu.len ? len - cut : 0;
        return true;
    }
    if (len > s->mpdu.len) {
        explain_discard(x, s, EXTSTA_DROP_TOO_SHORT);
        return false;
    }
    s->mpdu.len -= len;
    s->fcs = len == FCS_LEN;
    return true;
}

bool explain_check_fcs(struct extsta_explain *x, struct seen *s)
{
    if (s->fcs && frame_fcs(s->mpdu) != get_le32(s->mpdu.data + s->mpdu.len)) {
        explain_discard(x, s, EXTSTA_DROP_BAD_FCS);
        return false;
    }
    s->fcs = false;
    return true;
}

static void pair(struct extsta_explain *x, struct seen *s, struct extsta_mac sta,
                 struct extsta_mac bssid, enum explain_side from)
{
    s->sta = sta;
    s->bssid = bssid;
    s->from = (uint8_t)from;
    s->paired = true;
    s->hash = clients_hash(&x->clients, sta, bssid);
    clients_prefetch(&x->clients, s->hash);
}

/* Four addresses: a repeater or a mesh. Which end is the AP is known only from what was heard
 * before; nothing heard: the transmitter is the station. */
void explain_pair_relayed(struct extsta_explain *x, struct seen *s)
{
    struct extsta_mac ra = mac_at(s->mpdu.data + 4), ta = mac_at(s->mpdu.data + 10);
    uint64_t up = clients_hash(&x->clients, ta, ra);
    uint64_t down = clients_hash(&x->clients, ra, ta);
    if (!clients_find(&x->clients, up, ta, ra) && clients_find(&x->clients, down, ra, ta)) {
        pair(x, s, ra, ta, SIDE_AP);
    } else {
        pair(x, s, ta, ra, SIDE_STA);
    }
}

/* Which conversation a frame is of, by ToDS and FromDS. Management frames: who sends from the
 * BSSID is the AP. Beacons have no conversation, and group data frames only a BSS. */
static void classify(struct extsta_explain *x, struct seen *s)
{
    const uint8_t *p = s->mpdu.data;
    struct extsta_mac a1 = mac_at(p + 4), a2 = mac_at(p + 10), a3 = mac_at(p + 16);
    if (mac_is_group(a2)) { /* nobody sends from there (9.2.4.3.2) */
        explain_find(x, s->in->number, FINDING_GROUP_TRANSMITTER);
    }
    if (s->class == SEEN_MGMT) {
        uint8_t kind = (uint8_t)(s->fc & 0xfc);
        if (kind == FRAME_BEACON || kind == FRAME_PROBE_RESP) {
            s->announces = true;
            s->hash = networks_hash(&x->networks, a3);
            networks_prefetch(&x->networks, s->hash);
            return;
        }
        bool from_ap = mac_equal(a2, a3);
        pair(x, s, from_ap ? a1 : a2, a3, from_ap ? SIDE_AP : SIDE_STA);
        return;
    }
    switch (s->fc & (FC_TO_DS | FC_FROM_DS)) {
    case FC_TO_DS:
        pair(x, s, a2, a1, SIDE_STA);
        break;
    case FC_FROM_DS:
        if (mac_is_group(a1)) {
            s->bssid = a2;
        } else {
            pair(x, s, a1, a2, SIDE_AP);
        }
        break;
    case 0: /* IBSS, direct link */
        if (!mac_is_group(a2) && !mac_equal(a2, a3)) {
            pair(x, s, a2, a3, SIDE_STA);
        }
        break;
    default: /* both bits */
        s->relayed = true;
        break;
    }
}

void explain_receive(struct extsta_explain *x, const struct extsta_explain_frame *in,
                     struct seen *s)
{
    struct link link;
    *s = (struct seen){.in = in, .class = SEEN_DISCARDED};
    bool readable = in->linktype == LINK_RADIOTAP ? read_radiotap(x, in->bytes, &link)
                                                  : read_other(in, &link);
    if (!readable) {
        explain_discard(x, s, EXTSTA_DROP_BAD_LINK_HEADER);
        return;
    }
    s->mpdu = span(in->bytes.data + link.offset, in->bytes.len - link.offset);
    s->signal = link.signal;
    s->rate = link.rate;
    s->freq = link.freq;
    s->padded = link.padded;
    if (!take_fcs(x, s, &link)) {
        return;
    }
    if (s->mpdu.len < 2) {
        explain_discard(x, s, EXTSTA_DROP_TOO_SHORT);
        return;
    }
    s->fc = get_le16(s->mpdu.data);
    if (s->fc & 3) {
        explain_discard(x, s, EXTSTA_DROP_BAD_VERSION);
        return;
    }
    enum frame_type type = (enum frame_type)((s->fc >> 2) & 3);
    s->class = type == FRAME_MANAGEMENT ? SEEN_MGMT
               : type == FRAME_DATA     ? SEEN_DATA
                                        : SEEN_OTHER;
    if (s->class == SEEN_OTHER) {
        return;
    }
    if (s->mpdu.len < HEADER_3ADDR) {
        s->class = SEEN_DISCARDED;
        explain_discard(x, s, EXTSTA_DROP_TOO_SHORT);
        return;
    }
    classify(x, s);
}

/* QoS Control, the fourth address, HT Control (Order bit with QoS or in management). */
size_t seen_body(const struct seen *s, size_t *header_len)
{
    const uint16_t both = FC_TO_DS | FC_FROM_DS;
    size_t len = HEADER_3ADDR;
    if (s->class == SEEN_DATA) {
        len += (s->fc & both) == both ? 6 : 0;
        if (s->fc & 0x0080) { /* QoS */
            len += s->fc & FC_ORDER ? 6 : 2;
        }
    } else if (s->fc & FC_ORDER) {
        len += 4; /* HT Control */
    }
    *header_len = len;
    return s->padded && s->class == SEEN_DATA ? (len + 3) / 4 * 4 : len;
}
