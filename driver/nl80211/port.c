/* The port, and EAPOL through it (CONTROL_PORT_FRAME): the only packets that cross the
 * boundary. Everything else is on the card's interface. A packet is complete when the kernel
 * says what became of its frame; that word may come before the cookie by which it is known, and
 * is kept until then. */
#include "machine.h"
#include "wire/llc.h"

#define EAPOL_TYPE   0x888eu
#define HEADER       24u
#define SNAP         8u
#define STATUS_LIMIT (2u * EXTSTA_SECOND) /* then it is taken for sent */
#define ETHERNET     14u

/* --- the port --- */

void nld_port_authorize(struct nld *d, struct extsta_mac peer, bool open)
{
    const struct nl80211_sta_flag_update flags = {
        .mask = 1u << NL80211_STA_FLAG_AUTHORIZED,
        .set = open ? 1u << NL80211_STA_FLAG_AUTHORIZED : 0};
    struct nl_msg *msg = nld_command(d, NL80211_CMD_SET_STATION, 0);
    nld_put(msg, NL80211_ATTR_MAC, peer.b, 6);
    nld_put(msg, NL80211_ATTR_STA_FLAGS2, &flags, sizeof flags);
    nld_tell(d, msg, NLD_OF_STATION);
}

uint32_t nld_port_state(struct nld *d, struct extsta_mac peer, bool open)
{
    if (!d->link.up || !mac_equal(peer, d->link.peer)) {
        return NDIS_STATUS_SUCCESS; /* PRT-24: of no association, it changes nothing */
    }
    bool changed = d->link.port_open != open;
    if (d->link.negotiated.akm != 0 && changed) {
        nld_port_authorize(d, peer, open);
    }
    d->link.port_open = open;
    if (changed) {
        nld_radio_tell_port(d);
    }
    if (open && changed) {
        nld_steer_port_open(d);
    }
    if (open) {
        nld_pmksa_proven(d, peer);
        nld_pmkid_candidates(d);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- down --- */

/* The EAPOL PDU of a packet, and to whom; empty: it is none. */
static struct extsta_span pdu_of(const struct extsta_packet *packet, struct extsta_mac *to)
{
    static const uint8_t snap[SNAP] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};
    struct extsta_span b = packet->bytes;
    size_t head = HEADER + (b.len > 0 && (b.data[0] & 0x80) ? 2 : 0); /* QoS Control */
    if (b.len <= head + SNAP || memcmp(b.data + head, snap, SNAP) != 0) {
        return span(NULL, 0);
    }
    *to = mac_at(b.data + 16); /* address 3: the destination, of what goes to the AP */
    return span(b.data + head + SNAP, b.len - head - SNAP);
}

/* Message 4 of a first handshake goes in the clear; all that follows a key goes under it. */
static bool goes_clear(const struct nld *d, const struct extsta_packet *packet)
{
    return packet->send.exemption == DOT11_EXEMPT_ALWAYS || !d->link.pairwise;
}

static struct nld_eapol *free_place(struct nld *d)
{
    for (size_t i = 0; i < NLD_EAPOL; i++) {
        if (!d->eapol[i].used) {
            return &d->eapol[i];
        }
    }
    return NULL;
}

static uint32_t tell_eapol(struct nld *d, struct nld_eapol *e, struct extsta_mac to,
                           struct extsta_span pdu, bool is_clear)
{
    struct nl_msg *msg = e ? nld_command(d, NL80211_CMD_CONTROL_PORT_FRAME, 0) : NULL;
    nld_put(msg, NL80211_ATTR_MAC, to.b, 6);
    nld_put_u16(msg, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EAPOL_TYPE);
    nld_put_span(msg, NL80211_ATTR_FRAME, pdu);
    if (is_clear) {
        nld_put_flag(msg, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT);
    }
    uint32_t seq = nld_tell(d, msg, NLD_OF_PORT);
    if (seq != 0) {
        *e = (struct nld_eapol){.used = true, .seq = seq, .until = d->now + STATUS_LIMIT};
    }
    return seq;
}

static void send_eapol(struct nld *d, const struct extsta_packet *packet,
                       struct extsta_span pdu, struct extsta_mac to)
{
    struct nld_eapol *e = free_place(d);
    if (tell_eapol(d, e, to, pdu, goes_clear(d, packet)) == 0) {
        extsta_driver_sent(&d->site, packet->id, NDIS_STATUS_RESOURCES);
    } else {
        e->packet = packet->id;
    }
}

uint32_t nld_own_eapol(struct nld *d, struct extsta_mac to, struct extsta_span pdu,
                       bool is_protected)
{
    struct nld_eapol *e = free_place(d);
    uint32_t seq = tell_eapol(d, e, to, pdu, !is_protected);
    if (seq != 0) {
        e->own = true;
    }
    return seq;
}

void nld_send(struct nld *d, const struct extsta_packet *packets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct extsta_mac to;
        struct extsta_span pdu = pdu_of(&packets[i], &to);
        if (d->reset_pending) {
            extsta_driver_sent(&d->site, packets[i].id, NDIS_STATUS_RESET_IN_PROGRESS);
        } else if (pdu.len > 0 && d->link.up) {
            send_eapol(d, &packets[i], pdu, to);
        } else { /* no association; or data, which is for the card's own interface */
            extsta_driver_sent(&d->site, packets[i].id,
                               d->link.up ? NDIS_STATUS_NOT_SUPPORTED : NDIS_STATUS_FAILURE);
        }
    }
}

/* --- what became of it --- */

static void complete(struct nld *d, struct nld_eapol *e, uint32_t status)
{
    uint32_t packet = e->packet, seq = e->seq;
    bool own = e->own;
    *e = (struct nld_eapol){0};
    if (own) {
        nld_own_port_sent(d, seq, status == NDIS_STATUS_SUCCESS);
        return;
    }
    d->link.counters.tx_ok += status == NDIS_STATUS_SUCCESS;
    d->link.counters.tx_failed += status != NDIS_STATUS_SUCCESS;
    extsta_driver_sent(&d->site, packet, status);
}

/* A frame that was not acknowledged was sent all the same, as far as a host is told. */
static uint32_t status_of(bool acked)
{
    return acked ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

/* Words about frames whose cookie is not known yet, of ours or of other sockets'. */
static void keep_word(struct nld *d, uint64_t cookie, bool acked)
{
    d->words[d->word_at] = (struct nld_word){cookie, acked, true};
    d->word_at = (d->word_at + 1) % NLD_WORDS;
}

static struct nld_word *word_of(struct nld *d, uint64_t cookie)
{
    for (size_t i = 0; i < NLD_WORDS; i++) {
        if (d->words[i].used && d->words[i].cookie == cookie) {
            return &d->words[i];
        }
    }
    return NULL;
}

void nld_port_acked(struct nld *d, uint32_t seq, int error, uint64_t cookie)
{
    for (size_t i = 0; i < NLD_EAPOL; i++) {
        struct nld_eapol *e = &d->eapol[i];
        if (!e->used || e->seq != seq) {
            continue;
        }
        struct nld_word *word = cookie ? word_of(d, cookie) : NULL;
        if (error != 0) {
            complete(d, e, NDIS_STATUS_FAILURE);
        } else if (word) {
            word->used = false;
            complete(d, e, status_of(word->acked));
        } else if (!cookie || !(d->card.can & NL80211_CAN_TELL_CONTROL_PORT)) {
            complete(d, e, NDIS_STATUS_SUCCESS); /* nothing more will be known */
        } else {
            e->cookie = cookie;
            e->has_cookie = true;
        }
        return;
    }
}

static void on_status(struct nld *d, const struct nld_message *m)
{
    uint64_t cookie = nld_u64(m->tb[NL80211_ATTR_COOKIE], 0);
    bool acked = nld_has(m->tb[NL80211_ATTR_ACK]);
    for (size_t i = 0; i < NLD_EAPOL; i++) {
        if (d->eapol[i].used && d->eapol[i].has_cookie && d->eapol[i].cookie == cookie) {
            complete(d, &d->eapol[i], status_of(acked));
            return;
        }
    }
    keep_word(d, cookie, acked);
}

void nld_port_flush(struct nld *d, uint32_t status)
{
    for (size_t i = 0; i < NLD_EAPOL; i++) {
        if (d->eapol[i].used) {
            complete(d, &d->eapol[i], status);
        }
    }
    memset(d->words, 0, sizeof d->words);
}

extsta_time nld_port_deadline(const struct nld *d)
{
    extsta_time first = EXTSTA_NEVER;
    for (size_t i = 0; i < NLD_EAPOL; i++) {
        first = d->eapol[i].used && d->eapol[i].until < first ? d->eapol[i].until : first;
    }
    return first;
}

void nld_port_expire(struct nld *d)
{
    for (size_t i = 0; i < NLD_EAPOL; i++) {
        if (d->eapol[i].used && d->eapol[i].until <= d->now) {
            complete(d, &d->eapol[i], NDIS_STATUS_SUCCESS);
        }
    }
}

/* --- up --- */

/* DEC-05, DEC-06: what the host takes in the clear. Once there is a pairwise key a PDU without
 * protection is of nobody who has it. */
static bool is_exempted(const struct nld *d)
{
    for (size_t i = 0; i < d->mib.exemption_count; i++) {
        const struct mp_exemption *e = &d->mib.exemptions[i];
        if (e->ethertype == EAPOL_TYPE && e->kind != DOT11_EXEMPT_MULTICAST) {
            return e->action == DOT11_EXEMPT_ALWAYS || !d->link.pairwise;
        }
    }
    return !d->link.pairwise || !d->mib.exclude_unencrypted;
}

/* As it would have been on the air: a data frame of the AP. RXP-03: what the filter admits. */
static void hand_up(struct nld *d, const struct nld_message *m)
{
    struct extsta_span pdu = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    struct extsta_mac from = nld_mac(m->tb[NL80211_ATTR_MAC]);
    bool is_clear = nld_has(m->tb[NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT]);
    uint8_t frame[HEADER + SNAP + NLD_BODY] = {0x08, 0x02};
    if (d->port.on && pdu.len > 0) {
        nld_own_port_rx(d, pdu, !is_clear);
        return;
    }
    if (!d->link.up || pdu.len == 0 || pdu.len > NLD_BODY || d->reset_pending ||
        nld_u16(m->tb[NL80211_ATTR_CONTROL_PORT_ETHERTYPE], EAPOL_TYPE) != EAPOL_TYPE ||
        (is_clear && !is_exempted(d)) ||
        !(d->packet_filter & NDIS_PACKET_TYPE_802_11_DIRECTED_DATA)) {
        return;
    }
    struct writer w = writer_of(frame + 4, sizeof frame - 4);
    writer_mac(&w, d->own);
    writer_mac(&w, d->link.peer);
    writer_mac(&w, from);
    writer_le16(&w, 0); /* Sequence Control: nobody tells */
    writer_bytes(&w, (const uint8_t[SNAP]){0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e}, SNAP);
    writer_span(&w, pdu);
    struct extsta_recv_context context = {
        .phy_id = d->link.negotiated.phy,
        .freq = d->link.freq,
        .mpdu_count = 1,
        .rate = 2, /* units of 500 kb/s; not known */
        .rssi = d->link.signal,
        .was_protected = !is_clear,
    };
    d->link.counters.rx_ok++;
    d->packet_id++;
    if (extsta_driver_receive(&d->site, d->packet_id, span(frame, 4 + writer_len(&w)),
                              &context)) {
        d->handed_up++;
    }
}

void nld_port_event(struct nld *d, const struct nld_message *m)
{
    if (m->cmd == NL80211_CMD_CONTROL_PORT_FRAME) {
        hand_up(d, m);
    } else {
        on_status(d, m);
    }
}
