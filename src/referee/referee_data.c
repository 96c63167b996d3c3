/* Chapter 85, packets: what the host hands down, what the driver hands up, and how it is sent.
 */
#include "referee/referee.h"

static bool by_os(const struct event *e)
{
    return (e->c->id & 0x80000000u) != 0;
}

/* TXP-01: the host's fields are set, the station's are zero. */
static void header_fields(struct extsta_referee *r, const struct event *e)
{
    const struct frame *f = &e->frame;
    if (!by_os(e)) {
        return;
    }
    uint16_t station = FC_MORE_FRAG | FC_RETRY | FC_PM | FC_MORE_DATA | FC_PROTECTED;
    bool data = e->parsed && (f->fc & 3) == 0 && frame_type(f) == FRAME_DATA;
    uint16_t both = FC_TO_DS | FC_FROM_DS; /* TXP-02: four addresses */
    bool ds = (f->fc & both) == both || (f->fc & both) == (r->m.ibss ? 0 : FC_TO_DS);
    hold(r, data && ds && (f->fc & station) == 0 && mac_equal(f->addr2, r->m.address),
         E(HEADER_OF_HOST), v_mac(r->m.address), v_hex(f->fc));
}

/* TXP-02: three addresses. */
static void three_addresses(struct extsta_referee *r, const struct event *e)
{
    if (e->parsed && by_os(e)) {
        hold(r, (e->frame.fc & (FC_TO_DS | FC_FROM_DS)) != (FC_TO_DS | FC_FROM_DS),
             E(THREE_ADDRESSES), v_none(), v_hex(e->frame.fc));
    }
}

/* A packet that nothing else is wrong with: what is looked at first is not said. */
#define LONGEST_MSDU 2304u
static bool is_sound(const struct event *e)
{
    return e->parsed && frame_has_data(&e->frame) && !e->frame.has_addr4 &&
           e->frame.body.len > 0 && e->frame.body.len <= LONGEST_MSDU;
}

/* TXP-04: a PHY that does not exist. */
static void unknown_phy(struct extsta_referee *r, const struct event *e)
{
    uint32_t phy = e->c->packet.send.phy_id;
    if (r->config.phy_count != 0 && phy != DOT11_PHY_ID_ANY && phy >= r->config.phy_count &&
        r->m.op && is_sound(e) && !under_way(r, OID_DOT11_RESET_REQUEST)) {
        r->m.odd_send = e->c->packet.id;
        r->m.odd_send_ref = e->ref;
    }
}

static void unknown_phy_said(struct extsta_referee *r, const struct event *e)
{
    if (r->m.odd_send_ref.serial != 0 && e->c->id == r->m.odd_send) {
        because(r, r->m.odd_send_ref);
        hold(r, e->c->status == NDIS_STATUS_UNSUPPORTED_MEDIA, E(STATUS),
             v_status(NDIS_STATUS_UNSUPPORTED_MEDIA), v_status(e->c->status));
        r->m.odd_send_ref.serial = 0;
    }
}

/* TXP-05: no fragment is longer than the threshold; what encryption adds does not count. */
#define CIPHER_OCTETS 24u
static void fragments(struct extsta_referee *r, const struct event *e)
{
    uint32_t threshold;
    size_t len = e->out->frame.bytes.len;
    if (e->parsed && frame_type(&e->frame) == FRAME_DATA && !mac_is_group(e->frame.addr1) &&
        mib_number(r, OID_DOT11_FRAGMENTATION_THRESHOLD, &threshold) &&
        !under_way(r, OID_DOT11_FRAGMENTATION_THRESHOLD)) {
        hold(r, len <= threshold + CIPHER_OCTETS, E(FRAGMENTED), v_number(threshold),
             v_number(len));
    }
}

/* TXP-06: what is longer than the threshold, with its FCS, is sent behind RTS, and nothing
 * else. */
#define FCS 4u
static void protected_by_rts(struct extsta_referee *r, const struct event *e)
{
    uint32_t threshold;
    if (e->parsed && frame_has_data(&e->frame) && !mac_is_group(e->frame.addr1) &&
        mib_number(r, OID_DOT11_RTS_THRESHOLD, &threshold) && threshold < 2346 &&
        r->m.rts_settled && !under_way(r, OID_DOT11_RTS_THRESHOLD)) {
        size_t len = e->out->frame.bytes.len + FCS;
        hold(r, (len > threshold) == ((e->out->frame.meta.flags & EXTSTA_TX_RTS) != 0),
             E(BEHIND_RTS), v_number(threshold), v_number(len));
    }
}

/* TXP-09: a clear PDU behind LLC. ASC-24: by the default table where the driver has none. */
static void encapsulated(struct extsta_referee *r, const struct event *e)
{
    if (by_os(e) && e->parsed && frame_has_data(&e->frame)) {
        hold(r, e->frame.body.len >= 3, E(LLC_HEADER), v_number(3),
             v_number(e->frame.body.len));
    }
}

static void encapsulation(struct extsta_referee *r, const struct event *e)
{
    static const uint8_t rfc1042[6] = {0xaa, 0xaa, 3, 0, 0, 0};
    static const uint8_t bridge[6] = {0xaa, 0xaa, 3, 0, 0, 0xf8};
    const struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if (!by_os(e) || e->ethertype == 0 || !p || p->encap) {
        return;
    }
    bool bridged = e->ethertype == 0x80f3 || e->ethertype == 0x8137;
    hold(r, memcmp(e->snap, bridged ? bridge : rfc1042, 6) == 0, E(ENCAPSULATION_TABLE),
         v_hex(e->ethertype), v_hex(e->snap[5]));
}

/* --- up --- */

/* RXP-01: for us or a group; of the AP we are with. */
static void addressed(struct extsta_referee *r, const struct event *e)
{
    const struct peer *p = peer_associated(r);
    if (!e->parsed || frame_type(&e->frame) != FRAME_DATA) {
        return;
    }
    struct extsta_mac da = frame_da(&e->frame);
    if (!hold(r, mac_is_group(da) || mac_equal(da, r->m.address), E(FOR_US),
              v_mac(r->m.address), v_mac(da))) {
        return;
    }
    if (r->m.connected && p && !r->m.ibss && !is_between(r)) {
        because(r, p->done);
        hold(r, mac_equal(frame_bssid(&e->frame), p->mac), E(OF_OUR_BSS), v_mac(p->mac),
             v_mac(frame_bssid(&e->frame)));
    }
}

/* RXP-03: what the filter lets up. */
static void filtered(struct extsta_referee *r, const struct event *e)
{
    if (!e->parsed || !r->m.filter_known || under_way(r, OID_GEN_CURRENT_PACKET_FILTER)) {
        return;
    }
    struct extsta_mac da =
        frame_type(&e->frame) == FRAME_DATA ? frame_da(&e->frame) : e->frame.addr1;
    uint32_t bits = !mac_is_group(da)      ? NDIS_PACKET_TYPE_802_11_DIRECTED_DATA
                    : mac_is_broadcast(da) ? NDIS_PACKET_TYPE_802_11_BROADCAST_DATA
                                           : NDIS_PACKET_TYPE_802_11_MULTICAST_DATA |
                                                 NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA;
    if (frame_type(&e->frame) == FRAME_MANAGEMENT) {
        bits = !mac_is_group(da)      ? NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT
               : mac_is_broadcast(da) ? NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT
                                      : NDIS_PACKET_TYPE_802_11_MULTICAST_MGMT |
                                            NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_MGMT;
    }
    hold(r, (r->m.filter & bits) != 0, E(IN_FILTER), v_hex(r->m.filter), v_hex(bits));
}

/* RXP-08: of groups only those of the list, where the filter asks for those. */
static void of_list(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_MULTICAST_LIST);
    if (!e->parsed || frame_type(&e->frame) != FRAME_DATA || !r->m.filter_known || !l ||
        (r->m.filter & NDIS_PACKET_TYPE_802_11_MULTICAST_DATA) == 0 ||
        (r->m.filter & NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA) != 0 || is_between(r) ||
        under_way(r, OID_DOT11_MULTICAST_LIST) || under_way(r, OID_GEN_CURRENT_PACKET_FILTER)) {
        return;
    }
    struct extsta_mac da = frame_da(&e->frame);
    if (mac_is_group(da) && !mac_is_broadcast(da)) {
        hold(r, mib_list_has_mac(l, da), E(IN_MULTICAST_LIST), v_number(l->count), v_mac(da));
    }
}

/* RXP-04: what a receive context may say. */
static void context(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_recv_context *c = &e->c->packet.recv;
    bool phy = r->config.phy_count == 0 || c->phy_id < r->config.phy_count;
    hold(r, c->mpdu_count >= 1 && c->mpdu_count <= 16 && c->freq != 0 && phy,
         E(RECEIVE_CONTEXT), v_number(16), v_number(c->mpdu_count));
}

/* RXP-07: the priority out of band, and no QoS header. */
static void no_qos_header(struct extsta_referee *r, const struct event *e)
{
    if (e->parsed && frame_type(&e->frame) == FRAME_DATA) {
        hold(r, !e->frame.has_qos && e->c->packet.recv.priority <= 7, E(NO_QOS_HEADER),
             v_none(), v_hex(e->frame.fc));
    }
}

/* --- what may come up in the clear --- */

struct exemption {
    uint16_t action; /* 0: no entry */
    bool other_kind; /* there is one, for the other kind of packet */
};

/* An entry: EtherType (big-endian), action, kind. */
static struct exemption exemption_of(const struct mib_list *l, uint16_t ethertype, bool group)
{
    struct exemption found = {0};
    for (size_t at = 0; l && at + 6 <= l->len; at += 6) {
        if (get_be16(l->entries + at) != ethertype) {
            continue;
        }
        uint16_t kind = get_le16(l->entries + at + 4);
        if (kind & (group ? DOT11_EXEMPT_MULTICAST : DOT11_EXEMPT_UNICAST)) {
            found.action = get_le16(l->entries + at + 2);
        } else {
            found.other_kind = true;
        }
    }
    return found;
}

/* DEC-04, DEC-05, DEC-06, DEC-10: of a connection with a cipher (DEC-08). */
static void acceptance(struct extsta_referee *r, const struct event *e)
{
    const struct peer *p = peer_associated(r);
    const struct mib_list *l = mib_list(r, OID_DOT11_PRIVACY_EXEMPTION_LIST);
    uint32_t exclude;
    if (!e->parsed || !p || !l || p->unicast == DOT11_CIPHER_ALGO_NONE || is_between(r) ||
        frame_type(&e->frame) != FRAME_DATA || r->m.safe_mode) {
        return;
    }
    bool group = mac_is_group(frame_da(&e->frame));
    bool protected = e->c->packet.recv.was_protected;
    struct exemption x = exemption_of(l, e->ethertype, group);
    because(r, p->done);
    if (x.action == DOT11_EXEMPT_ALWAYS) {
        hold_rule(r, RULE(DEC_04), !protected, E(CLEAR_ONLY), v_hex(e->ethertype),
                  v_flag(protected));
    } else if (x.action == DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE && !group) {
        hold_rule(r, RULE(DEC_05), protected || (p->pairwise & DOT11_DIR_INBOUND) == 0,
                  E(PROTECTED_WITH_KEY), v_hex(e->ethertype), v_flag(protected));
    } else if (x.action == 0 && !group &&
               mib_number(r, OID_DOT11_EXCLUDE_UNENCRYPTED, &exclude) && exclude) {
        hold_rule(r, x.other_kind ? RULE(DEC_10) : RULE(DEC_06), protected, E(PROTECTED_ONLY),
                  v_hex(e->ethertype), v_flag(protected));
    }
}

/* DEC-09: no more than there is room for. */
static void exemption_list(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && e->c->kind == EXTSTA_OID_SET && e->in_whole && r->m.capability_known &&
        e->c->status != NDIS_STATUS_INVALID_STATE) {
        bool too_many = e->in.list.entries.size > r->m.capability.exemptions;
        hold(r, !too_many || e->c->status == NDIS_STATUS_INVALID_LENGTH, E(STATUS),
             v_status(NDIS_STATUS_INVALID_LENGTH), v_status(e->c->status));
    }
}

#define RECEIVED "what was received and not handed up is not in the record"
static const struct rule_row table[] = {
    SEEN(TXP_01, W(SEND), header_fields),
    SEEN(TXP_02, W(SEND), three_addresses),
    UNSEEN(TXP_03, "judged as ATH-13, by what is sent clear"),
    SEEN(TXP_04, W(SEND), unknown_phy),
    SEEN(TXP_04, W(SEND_COMPLETE), unknown_phy_said),
    SEEN(TXP_05, W(FRAME), fragments),
    SEEN(TXP_06, W(FRAME), protected_by_rts),
    UNSEEN(TXP_07, "retries are the radio's"),
    UNSEEN(TXP_08, "a completed packet crosses by its number alone"),
    SEEN(TXP_09, W(SEND), encapsulated),
    SEEN(ASC_24, W(SEND), encapsulation),
    SEEN(RXP_01, W(RECEIVE), addressed),
    UNSEEN(RXP_02, RECEIVED),
    SEEN(RXP_03, W(RECEIVE), filtered),
    SEEN(RXP_04, W(RECEIVE), context),
    UNSEEN(RXP_05, "judged as RXP-01 and RXP-03, by what is handed up"),
    UNSEEN(RXP_06, RECEIVED),
    SEEN(RXP_07, W(RECEIVE), no_qos_header),
    SEEN(RXP_08, W(RECEIVE), of_list),
    UNSEEN(DEC_01, RECEIVED),
    UNSEEN(DEC_02, RECEIVED),
    UNSEEN(DEC_03, RECEIVED),
    SEEN(DEC_04, W(RECEIVE), acceptance),
    SEEN(DEC_05, 0, acceptance),
    SEEN(DEC_06, 0, acceptance),
    UNSEEN(DEC_07, RECEIVED),
    UNSEEN(DEC_08, RECEIVED),
    RESULT_OF(DEC_09, DOT11_PRIVACY_EXEMPTION_LIST, exemption_list),
    SEEN(DEC_10, 0, acceptance),
    SEEN(SAF_01, 0, exemption_list), /* referee_states.c */
    UNSEEN(SAF_02, RECEIVED),
    UNSEEN(SAF_03, RECEIVED),
};
RULE_TABLE(rules_data, table);
