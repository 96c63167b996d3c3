/* Transmit: judging packets of the host, the encryption decision, fragmentation, MPDUs
 * protected in batches (contract chapter 85, "Encryption decision" and "Send path"). Packets
 * come from the host (datapath_send), from the home channel's queue (datapath_resume) and from
 * our own handshake (datapath_send_eapol); frames of the MLME take a short way of their own.
 * What becomes of a packet afterwards is outcome.c's. */
#include "miniport/datapath/transmit.h"
#include "base/mac.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"
#include "wire/eapol.h"
#include "wire/llc.h"
#include <string.h>

#define TX_BATCH                    64u /* MPDUs encrypted at a time */
#define TX_MAX_FRAGMENTS            16u /* the fragment number has four bits */
#define FCS_LEN                     4u
#define MICHAEL_LEN                 8u
#define QOS_SUBTYPE                 0x0080u
#define QOS_AMSDU                   0x0080u /* of QoS Control: A-MSDU Present */
#define MIN_FRAGMENTATION_THRESHOLD 256u /* MIB-35: the least of FRAGMENTATION_THRESHOLD */
#define PRIORITY_EAPOL              7u /* voice: a handshake has little time */
/* The radio gives a frame up just after the packet has failed for its lifetime (TXP-07): so it
 * is counted as that. */
#define LIFETIME_SPARE (1u * EXTSTA_MS)
/* Duration of an individually addressed frame: SIFS and an ACK at 24 Mb/s (OFDM, 9.2.5.2).
 * Between fragments the next one and its ACK are added, at the same rate. */
#define DURATION_SIFS         16u
#define DURATION_ACK          28u
#define OFDM_24_OCTETS_PER_US 3u

/* A packet on its way to MPDUs. */
struct tx_packet {
    struct frame f;
    const struct extsta_packet *in;
    struct mp_key *key; /* NULL: clear */
    uint8_t key_id;
    uint8_t phy;
    uint8_t header_len;           /* of each MPDU */
    bool group;                   /* receiver address */
    bool raw;                     /* safe mode: the OS's bytes, Protected bit included */
    bool internal;                /* of the miniport itself: nobody to complete to */
    bool amsdu;                   /* the body is an A-MSDU (amsdu.c) */
    struct tx_entry *with;        /* its other packets */
    struct outq_node *completion; /* until an entry or the last MPDU has it */
    uint16_t qos;
    uint16_t seq;
    struct extsta_span body;
    struct pbuf *buf;     /* holds the packet; NULL: borrowed, or it has become the MPDU */
    struct pbuf *michael; /* holds body with its MIC, under TKIP */
};

/* One MPDU in the batch, until it is with the radio. */
struct tx_mpdu {
    struct pbuf *buf; /* header and body; the radio gets this reference */
    struct pbuf *source; /* what the cipher reads from until the batch is done, or NULL */
    struct tx_entry *entry;       /* NULL: no outcome awaited */
    struct outq_node *completion; /* completed as soon as it is with the radio (group) */
    struct extsta_tx_meta meta;
    uint32_t id;
    bool last; /* of its packet */
    bool multicast;
    bool failed;
};

struct tx_batch {
    struct tx_mpdu mpdus[TX_BATCH];
    struct cipher_job jobs[TX_BATCH];
    struct tx_mpdu *of[TX_BATCH]; /* the MPDU of a job */
    size_t count, job_count;
};

/* --- judging --- */

/* Who may be sent to: the AP or peer of an association, in an IBSS all of them at once. PRT-24,
 * DIS-30. */
static bool may_send_to(const struct miniport *mp, struct extsta_mac ra)
{
    return (mp->link.network && mac_is_group(ra)) || link_associated_with(mp, ra);
}

/* TXP-04: the PHY of the send context, or with the wildcard that of the peer. False:
 * unsupported. */
static bool choose_phy(const struct miniport *mp, struct tx_packet *p)
{
    uint32_t id = p->in->send.phy_id;
    if (id == DOT11_PHY_ID_ANY) {
        id = link_phy(mp, p->f.addr1);
    }
    p->phy = (uint8_t)id;
    return id < mp->radio->phy_count;
}

/* NDIS status; with a failure *drop. */
static uint32_t judge(struct miniport *mp, struct tx_packet *p, enum extsta_drop *drop)
{
    if (mp->halted || mp->reset_pending) {
        *drop = EXTSTA_DROP_TX_RESET;
        return NDIS_STATUS_RESET_IN_PROGRESS;
    }
    if (!frame_parse(p->in->bytes, &p->f, drop)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (frame_type(&p->f) == FRAME_CONTROL) {
        *drop = EXTSTA_DROP_UNSUPPORTED_SUBTYPE;
        return NDIS_STATUS_INVALID_DATA;
    }
    if (p->f.has_addr4) {
        *drop = EXTSTA_DROP_FOUR_ADDRESS; /* TXP-02: no four-address frames */
        return NDIS_STATUS_INVALID_DATA;
    }
    if (p->f.body.len > RX_MAX_MSDU || (frame_has_data(&p->f) && p->f.body.len == 0)) {
        *drop = p->f.body.len ? EXTSTA_DROP_ETHERNET_LONG : EXTSTA_DROP_TOO_SHORT;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!choose_phy(mp, p)) {
        *drop = EXTSTA_DROP_TX_PHY;
        return NDIS_STATUS_UNSUPPORTED_MEDIA;
    }
    if (!power_phy_on(mp, p->phy)) {
        *drop = EXTSTA_DROP_RADIO_OFF;
        return NDIS_STATUS_FAILURE;
    }
    if (!p->internal && !may_send_to(mp, p->f.addr1)) {
        *drop = EXTSTA_DROP_TX_STATE;
        return NDIS_STATUS_FAILURE;
    }
    p->group = mac_is_group(p->f.addr1);
    p->body = p->f.body;
    return NDIS_STATUS_SUCCESS;
}

/* --- encryption decision --- */

static bool is_eapol(const struct tx_packet *p)
{
    struct llc llc;
    return llc_parse(p->f.body, &llc) && llc.snap && llc.ethertype == ETHERTYPE_EAPOL;
}

/* Steps 1 to 4: does the connection use ciphers, does the exemption ask for a clear frame, and
 * which key (ENC-01: key-mapping, else default). NULL: clear, or no key (*wanted then). */
static struct mp_key *choose_key(const struct miniport *mp, struct tx_packet *p, bool *wanted)
{
    const struct mp_negotiated *n = link_negotiated(mp, p->f.addr1);
    bool enabled = n ? n->unicast != DOT11_CIPHER_ALGO_NONE : mp->keys.mapping_count > 0;
    uint16_t exemption = p->in->send.exemption;
    *wanted = false;
    if (!enabled || exemption == DOT11_EXEMPT_ALWAYS) {
        return NULL;
    }
    struct mp_key *mapping =
        p->group ? NULL : keys_mapping_find(mp, p->f.addr1, DOT11_DIR_OUTBOUND);
    if (exemption == DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE && !mapping) {
        return NULL;
    }
    *wanted = true;
    p->key_id = mapping ? mapping->index : 0;
    if (mapping) {
        return mapping; /* ENC-01; group MSDUs to the AP too: decided by RA */
    }
    uint32_t id = mp->mib->default_key_id;
    p->key_id = (uint8_t)(id & 3);
    return id < 4 ? mp->keys.default_keys[id] : NULL;
}

/* The whole decision box for one packet. False: fail it. */
static bool decide(const struct miniport *mp, struct tx_packet *p, enum extsta_drop *drop)
{
    bool wanted = false;
    if (mp->mib->safe_mode || mp->mib->safe_mode_ht) {
        p->raw = true; /* SAF-02: MPDUs go as they are */
        return true;
    }
    if (frame_type(&p->f) == FRAME_MANAGEMENT) {
        p->key = management_key(mp, &p->f); /* ENC-03: where the cipher applies */
        return true;
    }
    if (!frame_has_data(&p->f)) {
        return true; /* no body */
    }
    p->key = choose_key(mp, p, &wanted);
    if (p->key || !wanted) {
        return true;
    }
    /* Step 5, X-63: before the first key only what the unauthorized port lets through. */
    const struct mp_peer *peer = link_peer(mp, p->f.addr1);
    *drop = EXTSTA_DROP_TX_NO_KEY;
    return peer && peer_has_rsn(peer) && is_eapol(p);
}

/* --- MPDUs --- */

static bool takes_qos(const struct miniport *mp, const struct tx_packet *p)
{
    const struct mp_peer *peer = link_peer(mp, p->f.addr1);
    bool ours = !p->raw || mp->mib->safe_mode_ht; /* SAF-03; SAF-02: the OS's octets */
    return peer && peer->negotiated.qos && !p->group && ours &&
           frame_kind(&p->f) == FRAME_DATA_PLAIN;
}

/* Sequence number: one counter per TID for QoS data, one for all else (10.3.2.14.2). */
static void number(struct miniport *mp, struct tx_packet *p)
{
    p->header_len = p->f.header_len;
    if (takes_qos(mp, p)) {
        p->header_len = 26;
        p->qos = p->in->send.priority & 7;
        p->seq = mp->data.qos_sequence[p->qos];
        mp->data.qos_sequence[p->qos] = (p->seq + 1) & 0xfff;
        p->qos |= p->amsdu ? QOS_AMSDU : 0;
        return;
    }
    p->seq = mp->data.sequence & 0xfff;
    mp->data.sequence = (p->seq + 1) & 0xfff;
}

/* Octets the cipher adds to each MPDU. */
static size_t overhead(const struct tx_packet *p)
{
    if (!p->key) {
        return 0;
    }
    const struct cipher_suite *suite = cipher_key_suite(p->key->cipher);
    return (size_t)suite->header_len + suite->trailer_len;
}

/* Octets of the body in each fragment (TXP-05): the MPDU with FCS stays within the threshold,
 * all but the last are even and equal (10.5). */
static size_t fragment_len(const struct miniport *mp, const struct tx_packet *p)
{
    size_t fixed = p->header_len + overhead(p) + FCS_LEN;
    size_t threshold = mp->mib->fragmentation_threshold < MIN_FRAGMENTATION_THRESHOLD
                           ? MIN_FRAGMENTATION_THRESHOLD
                           : mp->mib->fragmentation_threshold;
    if (p->group || p->raw || fixed + p->body.len <= threshold) {
        return p->body.len;
    }
    return (threshold - fixed) & ~(size_t)1;
}

/* TKIP: the Michael MIC belongs to the MSDU, before it is fragmented (12.5.2.3). */
static bool add_michael(struct miniport *mp, struct tx_packet *p)
{
    if (!p->key || p->key->suite != CIPHER_TKIP) {
        return true;
    }
    p->michael = pbuf_new(&mp->ctx->pool, 0, p->body.len, MICHAEL_LEN);
    if (!p->michael) {
        return false;
    }
    memcpy(pbuf_data(p->michael), p->body.data, p->body.len);
    cipher_michael(p->key->extra->bytes + MICHAEL_LEN, frame_da(&p->f), frame_sa(&p->f),
                   (uint8_t)(p->qos & 0x0f), p->body, pbuf_append(p->michael, MICHAEL_LEN));
    p->body = pbuf_span(p->michael);
    return true;
}

/* Microseconds; next_mpdu_len 0: no fragment follows. */
static uint16_t duration(const struct tx_packet *p, size_t next_mpdu_len)
{
    if (p->group) {
        return 0;
    }
    if (next_mpdu_len == 0) {
        return DURATION_SIFS + DURATION_ACK;
    }
    return (uint16_t)(3 * DURATION_SIFS + 2 * DURATION_ACK +
                      (next_mpdu_len + FCS_LEN) / OFDM_24_OCTETS_PER_US);
}

/* TXP-01: of Frame Control the OS gave type, subtype, DS bits and Order; the rest is ours. */
static void write_header(const struct miniport *mp, const struct tx_packet *p, uint8_t *out,
                         uint8_t fragment, size_t next_mpdu_len)
{
    const uint16_t ours = FC_MORE_FRAG | FC_RETRY | FC_PM | FC_MORE_DATA | FC_PROTECTED;
    uint16_t fc = p->f.fc & (uint16_t)~ours;
    fc |= p->raw ? p->f.fc & FC_PROTECTED : 0;
    fc |= p->key ? FC_PROTECTED : 0;
    fc |= next_mpdu_len ? FC_MORE_FRAG : 0;
    fc |= link_power_management(mp) ? FC_PM : 0;
    memmove(out, p->f.header.data, p->f.header_len); /* perhaps in one buffer */
    if (p->header_len > p->f.header_len) {
        fc = (fc | QOS_SUBTYPE) & (uint16_t)~FC_ORDER;
        put_le16(out + p->f.header_len, p->qos);
    }
    if (mp->link.network && !p->raw) { /* the OS may know another one */
        memcpy(out + 16, mp->link.network->bssid.b, sizeof mp->link.network->bssid.b);
    }
    put_le16(out, fc);
    put_le16(out + 2, duration(p, next_mpdu_len));
    put_le16(out + 22, (uint16_t)(p->seq << 4 | fragment));
}

/* Odd: data, even: management (datapath_tx_status). Never 0. */
static uint32_t next_cookie(struct miniport *mp, bool data)
{
    uint32_t n = ++mp->data.next_cookie;
    if ((n & INT32_MAX) == 0) {
        n = mp->data.next_cookie = 1;
    }
    return n << 1 | (data ? 1u : 0u);
}

static struct extsta_tx_meta make_meta(const struct miniport *mp, uint8_t phy, bool group,
                                       size_t len)
{
    /* TXP-06: longer than the RTS threshold */
    bool long_frame = len + FCS_LEN > mp->mib->rts_threshold;
    struct extsta_tx_meta meta = {.freq =
                                      mp->link.home_freq ? mp->link.home_freq : mp->link.freq,
                                  .phy = phy,
                                  .tries = group        ? 1
                                           : long_frame ? mp->mib->long_retry
                                                        : mp->mib->short_retry};
    meta.flags = group ? EXTSTA_TX_NO_ACK : long_frame ? EXTSTA_TX_RTS : 0;
    return meta;
}

/* EDCA with an AP that has it (10.23.2), by the priority of the frame; what is not QoS goes as
 * best effort. Without it all goes by DCF, in one queue. Protected frames of one replay counter
 * are of one priority, and so stay in order. */
static uint8_t data_access(const struct miniport *mp, const struct tx_packet *p)
{
    static const uint8_t by_priority[8] = {/* IEEE 802.11-2020 table 10-1 */
                                           EXTSTA_ACCESS_BEST_EFFORT, EXTSTA_ACCESS_BACKGROUND,
                                           EXTSTA_ACCESS_BACKGROUND,  EXTSTA_ACCESS_BEST_EFFORT,
                                           EXTSTA_ACCESS_VIDEO,       EXTSTA_ACCESS_VIDEO,
                                           EXTSTA_ACCESS_VOICE,       EXTSTA_ACCESS_VOICE};
    const struct mp_peer *peer = link_peer(mp, p->f.addr1);
    if (!peer || !peer->negotiated.qos) {
        return EXTSTA_ACCESS_DCF;
    }
    return p->header_len > p->f.header_len ? by_priority[p->qos & 7]
                                           : EXTSTA_ACCESS_BEST_EFFORT;
}

/* 10.2.3.2: management frames go as voice, once there is EDCA. Before the association there is
 * not, as in mac80211: its two bits of back-off are made for few. A Null frame stays behind the
 * data that it speaks of. */
static uint8_t management_access(const struct miniport *mp, const struct frame *f)
{
    const struct mp_peer *peer = link_peer(mp, f->addr1);
    if (!peer || !peer->negotiated.qos) {
        return EXTSTA_ACCESS_DCF;
    }
    return frame_type(f) == FRAME_MANAGEMENT ? EXTSTA_ACCESS_VOICE : EXTSTA_ACCESS_BEST_EFFORT;
}

/* The packet's own buffer as that of its only MPDU, if nobody else reads it and it has room for
 * `front` octets of headers before the body and all of the MPDU. NULL: it needs another one. */
static struct pbuf *take_buffer(struct tx_packet *p, struct extsta_span part, size_t front,
                                size_t len)
{
    struct pbuf *buf = p->buf;
    if (!buf || buf->refs != 1 || p->michael || part.len == 0 || part.len != p->body.len) {
        return NULL;
    }
    size_t body = (size_t)(part.data - buf->mem);
    if (body < front || body - front + len > buf->capacity) {
        return NULL;
    }
    buf->offset = (uint32_t)(body - front);
    buf->len = (uint32_t)len;
    p->buf = NULL;
    return buf;
}

/* Builds one MPDU of a packet. Its payload stays where it is, or is copied once: by the cipher,
 * or in the clear. */
static bool build_mpdu(struct miniport *mp, struct tx_batch *b, struct tx_packet *p,
                       struct extsta_span part, uint8_t fragment, size_t next_part_len)
{
    size_t len = p->header_len + overhead(p) + part.len;
    size_t next = next_part_len ? p->header_len + overhead(p) + next_part_len : 0;
    size_t front = p->header_len;
    front += p->key ? cipher_key_suite(p->key->cipher)->header_len : 0u;
    struct pbuf *buf = take_buffer(p, part, front, len);
    bool in_place = buf != NULL;
    if (!in_place) {
        buf = pbuf_new(&mp->ctx->pool, 0, len, 0);
    }
    if (!buf) {
        return false;
    }
    uint8_t *out = pbuf_data(buf);
    write_header(mp, p, out, fragment, next);
    struct tx_mpdu *m = &b->mpdus[b->count++];
    *m = (struct tx_mpdu){.buf = buf, .meta = make_meta(mp, p->phy, p->group, len)};
    m->meta.access = data_access(mp, p);
    m->meta.lifetime = mp->mib->tx_lifetime_tu * EXTSTA_TU + LIFETIME_SPARE;
    if (!p->key) {
        if (part.len && !in_place) {
            memcpy(out + p->header_len, part.data, part.len);
        }
        return true;
    }
    m->meta.eapol_message = (uint8_t)(is_eapol(p) ? eapol_msdu_message(p->f.body) : 0);
    b->of[b->job_count] = m;
    b->jobs[b->job_count++] = (struct cipher_job){.key = p->key->cipher,
                                                  .header = span(out, p->header_len),
                                                  .in = part.data,
                                                  .in_len = part.len,
                                                  .out = out + p->header_len,
                                                  .pn = keys_next_pn(p->key),
                                                  .key_id = p->key_id};
    return true;
}

/* --- the batch --- */

/* False: no memory. */
static bool emit(struct miniport *mp, struct tx_mpdu *m)
{
    struct extsta_output *out = outq_push_buf(mp->out, EXTSTA_OUT_FRAME, m->buf);
    if (out) {
        out->frame.bytes = pbuf_span(m->buf);
        out->frame.meta = m->meta;
    } else if (m->entry) { /* the radio will never speak of it */
        m->entry->failed = true;
        m->entry->outstanding &= (uint16_t) ~(1u << (m->meta.cookie - m->entry->cookie) / 2);
    }
    m->buf = NULL;
    return out != NULL;
}

/* All MPDUs of one packet, which begin at `m`. */
static void emit_packet(struct miniport *mp, struct tx_mpdu *m, size_t count, bool ok)
{
    struct tx_entry *entry = m->entry;
    for (size_t i = 0; i < count; i++) {
        if (ok) {
            ok = emit(mp, &m[i]) || entry; /* an entry knows what was lost */
        } else {
            pbuf_unref(&mp->ctx->pool, m[i].buf);
        }
    }
    if (!ok) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
    }
    if (entry && ok && entry->outstanding != 0) {
        tx_entry_queue(mp, entry);
    } else if (entry) {
        tx_entry_complete(mp, entry, NDIS_STATUS_RESOURCES);
    } else if (m->completion) {
        if (ok) {
            stats_mac(mp, m->multicast, MP_MAC_TX);
            stats_phy(mp, m->meta.phy, MP_PHY_TX);
            stats_phy(mp, m->meta.phy, MP_PHY_MULTICAST_TX);
        }
        tx_complete(mp, m->completion, m->id, ok ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES);
    }
}

/* Encrypts all of it, then sends packet by packet: one whose MPDU could not be encrypted is not
 * sent at all. The sources are needed until the ciphers have read them. */
static void batch_flush(struct miniport *mp, struct tx_batch *b)
{
    if (b->job_count > 0) {
        cipher_protect(b->jobs, b->job_count);
    }
    for (size_t i = 0; i < b->job_count; i++) {
        b->of[i]->failed = b->jobs[i].result != EXTSTA_OK;
    }
    for (size_t i = 0; i < b->count; i++) {
        pbuf_unref(&mp->ctx->pool, b->mpdus[i].source);
    }
    for (size_t i = 0; i < b->count;) {
        size_t n = 0;
        bool ok = true;
        do {
            ok = ok && !b->mpdus[i + n].failed;
        } while (!b->mpdus[i + n++].last);
        emit_packet(mp, &b->mpdus[i], n, ok);
        i += n;
    }
    b->count = b->job_count = 0;
}

/* --- one packet --- */

/* A frame without body is one MPDU. */
static size_t fragments_of(const struct tx_packet *p, size_t part_len)
{
    return p->body.len == 0 ? 1 : (p->body.len + part_len - 1) / part_len;
}

/* Room in the batch, packet numbers, and who waits for the outcome. */
static uint32_t prepare(struct miniport *mp, extsta_time now, struct tx_batch *b,
                        struct tx_packet *p, size_t mpdus, struct tx_entry **entry,
                        enum extsta_drop *drop)
{
    bool wep = p->key && suite_is_wep(p->key->suite);
    if (p->key && !wep && p->key->tx_pn > MP_PN_MAX - mpdus) {
        *drop = EXTSTA_DROP_TX_PN_EXHAUSTED;
        return NDIS_STATUS_FAILURE;
    }
    if (b->count + mpdus > TX_BATCH) { /* a packet lies in one batch as a whole */
        batch_flush(mp, b);
    }
    *entry = NULL;
    if (p->group || p->internal) {
        return NDIS_STATUS_SUCCESS; /* no acknowledgement, or nobody to tell */
    }
    if (tx_queue_full(mp)) {
        *drop = EXTSTA_DROP_TX_QUEUE_FULL;
        return NDIS_STATUS_RESOURCES;
    }
    *drop = EXTSTA_DROP_NO_MEMORY;
    if (!tx_queue(mp)) {
        return NDIS_STATUS_RESOURCES;
    }
    *entry = tx_entry_new(mp, now, p->in->id, p->completion);
    return NDIS_STATUS_SUCCESS;
}

/* All MPDUs of a packet into the batch. False: no memory, nothing is left of it. */
static bool build_packet(struct miniport *mp, struct tx_batch *b, struct tx_packet *p,
                         size_t part_len)
{
    size_t mpdus = fragments_of(p, part_len);
    size_t count = b->count, jobs = b->job_count;
    for (size_t i = 0; i < mpdus; i++) {
        size_t at = i * part_len;
        size_t left = p->body.len - at;
        size_t len = left < part_len ? left : part_len;
        size_t next = left - len < part_len ? left - len : part_len;
        if (!build_mpdu(mp, b, p, span(p->body.data + at, len), (uint8_t)i, next)) {
            while (b->count > count) {
                pbuf_unref(&mp->ctx->pool, b->mpdus[--b->count].buf);
            }
            b->job_count = jobs;
            return false;
        }
    }
    b->mpdus[b->count - 1].last = true;
    return true;
}

/* Ties the MPDUs from `first` on to the packet's outcome. */
static void tie(struct miniport *mp, struct tx_batch *b, struct tx_packet *p, size_t first,
                struct tx_entry *entry)
{
    bool multicast = mac_is_group(frame_da(&p->f));
    if (!entry) {
        b->mpdus[first].id = p->in->id;
        b->mpdus[first].multicast = multicast;
        b->mpdus[first].completion = p->completion;
        p->completion = NULL;
        return;
    }
    entry->mpdus = (uint8_t)(b->count - first);
    entry->outstanding = (uint16_t)((1u << entry->mpdus) - 1u);
    entry->phy = p->phy;
    entry->tries = b->mpdus[first].meta.tries;
    entry->rts = (b->mpdus[first].meta.flags & EXTSTA_TX_RTS) != 0;
    entry->multicast = multicast;
    entry->receiver = p->f.addr1;
    entry->with = p->with;
    for (size_t i = first; i < b->count; i++) {
        b->mpdus[i].entry = entry;
        b->mpdus[i].meta.cookie = next_cookie(mp, true);
    }
    entry->cookie = b->mpdus[first].meta.cookie;
}

/* NDIS status; SUCCESS: in the batch. */
static uint32_t add_packet(struct miniport *mp, extsta_time now, struct tx_batch *b,
                           struct tx_packet *p, enum extsta_drop *drop)
{
    uint32_t status = judge(mp, p, drop);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (!decide(mp, p, drop)) {
        return NDIS_STATUS_FAILURE;
    }
    struct tx_entry *entry = NULL;
    mlme_sending(mp, now);
    number(mp, p);
    if (!add_michael(mp, p)) {
        *drop = EXTSTA_DROP_NO_MEMORY;
        return NDIS_STATUS_RESOURCES;
    }
    size_t part_len = fragment_len(mp, p);
    size_t mpdus = fragments_of(p, part_len);
    if (mpdus > TX_MAX_FRAGMENTS) {
        *drop = EXTSTA_DROP_ETHERNET_LONG;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    status = prepare(mp, now, b, p, mpdus, &entry, drop);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    size_t first = b->count;
    if (!build_packet(mp, b, p, part_len)) {
        *drop = EXTSTA_DROP_NO_MEMORY;
        return NDIS_STATUS_RESOURCES;
    }
    tie(mp, b, p, first, entry);
    return NDIS_STATUS_SUCCESS;
}

/* Takes over the buffer. completion: of a packet of the host; NULL: the packet is the
 * miniport's own. with: of an A-MSDU its other packets, completed as this one. */
static uint32_t send_packet(struct miniport *mp, extsta_time now, struct tx_batch *b,
                            const struct extsta_packet *in, struct pbuf *buf,
                            struct outq_node *completion, struct tx_entry *with)
{
    struct tx_packet p = {.in = in,
                          .buf = buf,
                          .internal = !completion,
                          .amsdu = with != NULL,
                          .with = with,
                          .completion = completion};
    enum extsta_drop drop = EXTSTA_DROP_NO_MEMORY;
    uint32_t status = add_packet(mp, now, b, &p, &drop);
    if (status != NDIS_STATUS_SUCCESS) {
        mp_drop(mp, drop);
        if (p.completion) {
            tx_complete(mp, p.completion, in->id, status);
        }
        for (const struct tx_entry *e = with; e; e = e->with) {
            mp_drop(mp, drop);
        }
        tx_entry_complete(mp, with, status);
    }
    if (p.michael) { /* the ciphers read from the copy with the MIC */
        pbuf_unref(&mp->ctx->pool, p.buf);
        p.buf = p.michael;
    }
    if (status == NDIS_STATUS_SUCCESS) {
        b->mpdus[b->count - 1].source = p.buf;
    } else {
        pbuf_unref(&mp->ctx->pool, p.buf);
    }
    return status;
}

/* --- in --- */

/* What completes each of the packets, or, without memory for all, none: nothing is owed then,
 * they go one by one. */
static bool reserve_all(struct miniport *mp, struct outq_node **nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        nodes[i] = outq_reserve(mp->out, sizeof(struct tx_entry));
        if (!nodes[i]) {
            while (i > 0) {
                outq_unreserve(mp->out, nodes[--i]);
            }
            return false;
        }
    }
    return true;
}

/* The first `count` packets as one A-MSDU. False: no memory, and nothing has happened. */
static bool send_amsdu(struct miniport *mp, extsta_time now, struct tx_batch *b,
                       const struct extsta_packet *packets, struct pbuf *const *buffers,
                       size_t count)
{
    struct outq_node *nodes[TX_AMSDU_MAX];
    struct tx_entry *with = NULL;
    struct pbuf *buf = tx_amsdu_body(mp, packets, count);
    if (!buf || !reserve_all(mp, nodes, count)) {
        pbuf_unref(&mp->ctx->pool, buf);
        return false;
    }
    for (size_t i = count - 1; i > 0; i--) {
        struct tx_entry *e = tx_entry_new(mp, now, packets[i].id, nodes[i]);
        struct reader r = reader_of(packets[i].bytes);
        reader_take(&r, 4);
        e->receiver = reader_mac(&r);
        e->with = with;
        with = e;
    }
    struct extsta_packet whole = packets[0];
    whole.bytes = pbuf_span(buf);
    send_packet(mp, now, b, &whole, buf, nodes[0], with);
    for (size_t i = 0; buffers && i < count; i++) {
        pbuf_unref(&mp->ctx->pool, buffers[i]);
    }
    return true;
}

void datapath_send(struct miniport *mp, extsta_time now, const struct extsta_packet *packets,
                   struct pbuf *const *buffers, size_t count)
{
    datapath_resume(mp, now);
    struct tx_batch b;
    b.count = b.job_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t run = tx_amsdu_run(mp, packets + i, count - i);
        if (run > 1 &&
            send_amsdu(mp, now, &b, packets + i, buffers ? buffers + i : NULL, run)) {
            i += run - 1;
            continue;
        }
        struct pbuf *buf = buffers ? buffers[i] : NULL;
        struct outq_node *completion = tx_completion_new(mp, packets[i].id);
        if (!completion) {
            pbuf_unref(&mp->ctx->pool, buf);
        } else if (!tx_must_hold(mp) || mp->reset_pending || mp->halted) {
            send_packet(mp, now, &b, &packets[i], buf, completion, NULL);
        } else if (tx_queue_full(mp) || !tx_hold(mp, now, &packets[i], buf, completion)) {
            pbuf_unref(&mp->ctx->pool, buf);
            mp_drop(mp, EXTSTA_DROP_TX_QUEUE_FULL);
            tx_complete(mp, completion, packets[i].id, NDIS_STATUS_RESOURCES);
        }
    }
    batch_flush(mp, &b);
    tx_settle(mp, now);
}

/* In the order they came. The decision is made now: keys and association are those of now. */
void datapath_resume(struct miniport *mp, extsta_time now)
{
    if (!mp->data.queue || !mp->data.queue->held_first || tx_must_hold(mp)) {
        return;
    }
    struct tx_batch b;
    b.count = b.job_count = 0;
    struct tx_held *h;
    while ((h = tx_held_take(mp)) != NULL) {
        struct extsta_packet packet = {
            .bytes = pbuf_span(h->packet), .id = h->id, .send = h->send};
        send_packet(mp, now, &b, &packet, h->packet, h->completion, NULL);
        h->packet = NULL;
        tx_held_free(mp, h);
    }
    batch_flush(mp, &b);
    tx_settle(mp, now);
}

uint32_t datapath_send_eapol(struct miniport *mp, extsta_time now, struct extsta_mac peer,
                             struct extsta_span pdu, bool protect)
{
    struct pbuf *buf = pbuf_new(&mp->ctx->pool, PBUF_HEADROOM,
                                RX_HEADER_LEN + LLC_SNAP_LEN + pdu.len, PBUF_TAILROOM);
    if (!buf) {
        return 0;
    }
    struct writer w = writer_of(pbuf_data(buf), buf->len);
    writer_le16(&w, FRAME_DATA_PLAIN | FC_TO_DS);
    writer_le16(&w, 0);
    writer_mac(&w, peer);
    writer_mac(&w, mp->address);
    writer_mac(&w, peer);
    writer_le16(&w, 0);
    writer_bytes(&w, llc_rfc1042, sizeof llc_rfc1042);
    writer_be16(&w, ETHERTYPE_EAPOL);
    writer_span(&w, pdu);
    struct extsta_packet packet = {
        .bytes = pbuf_span(buf),
        .send = {.exemption = protect ? DOT11_EXEMPT_NO_EXEMPTION : DOT11_EXEMPT_ALWAYS,
                 .priority = PRIORITY_EAPOL,
                 .phy_id = DOT11_PHY_ID_ANY}};
    struct tx_batch b;
    b.count = b.job_count = 0;
    uint32_t cookie = 0;
    if (send_packet(mp, now, &b, &packet, buf, NULL, NULL) == NDIS_STATUS_SUCCESS) {
        cookie = next_cookie(mp, false);
        b.mpdus[b.count - 1].meta.cookie = cookie;
    }
    batch_flush(mp, &b);
    return cookie;
}

/* --- management --- */

/* Sequence number, duration and power management of a frame of the MLME. False: counted, it is
 * no frame to be sent. */
static bool finish_management(struct miniport *mp, struct pbuf *frame, struct frame *f)
{
    enum extsta_drop drop = EXTSTA_DROP_TOO_SHORT;
    if (!frame_parse(pbuf_span(frame), f, &drop) ||
        (frame_type(f) != FRAME_MANAGEMENT && frame_kind(f) != FRAME_NULL)) {
        mp_drop(mp, drop);
        return false;
    }
    uint8_t *p = pbuf_data(frame);
    if (frame_is_robust(f) && link_associated_with(mp, f->addr1) && link_power_management(mp)) {
        f->fc |= FC_PM; /* of bufferable frames only (9.2.4.1.7) */
    }
    put_le16(p, f->fc);
    put_le16(p + 2, mac_is_group(f->addr1) ? 0 : DURATION_SIFS + DURATION_ACK);
    put_le16(p + 22, (uint16_t)((mp->data.sequence & 0xfff) << 4));
    mp->data.sequence = (mp->data.sequence + 1) & 0xfff;
    return true;
}

uint32_t datapath_send_mgmt(struct miniport *mp, extsta_time now, struct pbuf *frame,
                            uint16_t freq, uint8_t phy, uint32_t lifetime, uint8_t tries)
{
    (void)now;
    struct frame f;
    if (!power_phy_on(mp, phy)) {
        mp_drop(mp, EXTSTA_DROP_RADIO_OFF);
        pbuf_unref(&mp->ctx->pool, frame);
        return 0;
    }
    if (!finish_management(mp, frame, &f)) {
        pbuf_unref(&mp->ctx->pool, frame);
        return 0;
    }
    struct mp_key *key = management_key(mp, &f);
    if (key) {
        struct pbuf *sealed = management_seal(mp, key, &f);
        pbuf_unref(&mp->ctx->pool, frame);
        if (!sealed) {
            return 0;
        }
        frame = sealed;
    }
    bool group = mac_is_group(f.addr1);
    uint32_t cookie = next_cookie(mp, false);
    struct extsta_output *out = outq_push_buf(mp->out, EXTSTA_OUT_FRAME, frame);
    if (!out) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
        return 0;
    }
    out->frame.bytes = pbuf_span(frame);
    out->frame.meta = make_meta(mp, phy, group, frame->len);
    out->frame.meta.freq = freq;
    out->frame.meta.cookie = cookie;
    out->frame.meta.lifetime = lifetime;
    if (tries > 0) {
        out->frame.meta.tries = tries;
    }
    out->frame.meta.flags |= EXTSTA_TX_TELL_START;
    if (frame_kind(&f) == FRAME_BEACON || frame_kind(&f) == FRAME_PROBE_RESP) {
        out->frame.meta.flags |= EXTSTA_TX_TIMESTAMP;
    }
    out->frame.meta.access = management_access(mp, &f);
    stats_mac(mp, group, MP_MAC_TX);
    stats_phy(mp, phy, MP_PHY_TX);
    return cookie;
}
