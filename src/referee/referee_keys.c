/* Chapter 85, keys: which are taken, and with which of them frames are sent. */
#include "referee/referee.h"

static bool is_set(const struct event *e)
{
    return e->asked && e->c->kind == EXTSTA_OID_SET && e->in_whole;
}

static bool is_bip(uint32_t cipher)
{
    return cipher == 6 || (cipher >= 0xb && cipher <= 0xd);
}

/* KEY-01: an index that its cipher can use. */
static void default_index(struct extsta_referee *r, const struct event *e)
{
    if (!is_set(e) || e->in.key.is_delete ||
        e->in.key.algorithm >= DOT11_CIPHER_ALGO_IHV_START) {
        return;
    }
    uint32_t most = is_bip(e->in.key.algorithm) ? 5 : 3;
    bool peer = !r->m.ibss || !mac_is_group(e->in.key.peer);
    bool usable = e->in.key.index <= most && peer;
    hold(r, usable || !IS_SUCCESS(e), E(KEY_INDEX), v_number(most), v_number(e->in.key.index));
}

/* KEY-03: deleting what is not there succeeds. */
static bool may_fail(uint32_t status)
{
    return status == NDIS_STATUS_RESET_IN_PROGRESS || status == NDIS_STATUS_RESOURCES ||
           status == NDIS_STATUS_ADAPTER_NOT_READY;
}

static void delete_default(struct extsta_referee *r, const struct event *e)
{
    if (is_set(e) && e->in.key.is_delete && e->in.key.index <= 3 && !may_fail(e->c->status)) {
        hold(r, IS_SUCCESS(e), E(DELETED), v_none(), v_status(e->c->status));
    }
}

static void delete_mapping(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->in.list.entries;
    struct extsta_payload entry;
    bool all = true;
    size_t n = 0;
    while (is_set(e) && extsta_payload_next(&rest, &entry)) {
        all &= entry.key.is_delete && entry.key.direction >= 1 && entry.key.direction <= 3;
        n++;
    }
    if (n > 0 && all && !may_fail(e->c->status)) {
        hold(r, IS_SUCCESS(e), E(DELETED), v_none(), v_status(e->c->status));
    }
}

/* KEY-05: a direction that exists, of a single peer. */
static void mapping(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->in.list.entries;
    struct extsta_payload entry;
    while (is_set(e) && extsta_payload_next(&rest, &entry)) {
        bool sound = entry.key.direction >= 1 && entry.key.direction <= 3 &&
                     !mac_is_group(entry.key.peer);
        if (!hold(r, sound || !IS_SUCCESS(e), E(KEY_DIRECTION), v_mac(entry.key.peer),
                  v_number(entry.key.direction))) {
            return;
        }
    }
}

/* A protected data frame of the station and the eight octets before its text. */
static const uint8_t *cipher_header(const struct event *e)
{
    bool is = e->parsed && frame_has_data(&e->frame) && (e->frame.fc & FC_PROTECTED) != 0 &&
              e->frame.body.len >= 8;
    return is ? e->frame.body.data : NULL;
}

static bool has_extended_iv(uint32_t cipher)
{
    return cipher == DOT11_CIPHER_ALGO_CCMP || cipher == DOT11_CIPHER_ALGO_TKIP ||
           (cipher >= 8 && cipher <= 0xa);
}

/* ENC-01: to a single receiver with its key-mapping key, which has the id 0. */
static void unicast_key(struct extsta_referee *r, const struct event *e)
{
    const uint8_t *iv = cipher_header(e);
    const struct peer *p = iv ? peer_find(r, e->frame.addr1) : NULL;
    if (p && p->associated && (p->pairwise & DOT11_DIR_OUTBOUND) != 0 &&
        has_extended_iv(p->unicast) && !r->m.port_key) {
        hold(r, iv[3] >> 6 == 0, E(KEY_ID), v_number(0), v_number(iv[3] >> 6));
    }
}

/* ENC-02: to a group with the default key. */
static void group_key(struct extsta_referee *r, const struct event *e)
{
    const uint8_t *iv = cipher_header(e);
    uint32_t id;
    if (iv && mac_is_group(e->frame.addr1) &&
        mib_number(r, OID_DOT11_CIPHER_DEFAULT_KEY_ID, &id) &&
        !under_way(r, OID_DOT11_CIPHER_DEFAULT_KEY_ID)) {
        hold(r, iv[3] >> 6 == id, E(KEY_ID), v_number(id), v_number(iv[3] >> 6));
    }
}

/* CIP-08: the flag of the extended IV, the reserved octet of CCMP, and room for MIC or ICV. */
static void format(struct extsta_referee *r, const struct event *e)
{
    const uint8_t *iv = cipher_header(e);
    const struct peer *p = iv ? peer_find(r, e->frame.addr1) : NULL;
    if (p && p->associated && has_extended_iv(p->unicast)) {
        bool reserved = p->unicast == DOT11_CIPHER_ALGO_TKIP || iv[2] == 0;
        hold(r, (iv[3] & 0x20) != 0 && reserved && e->frame.body.len >= 12, E(CIPHER_HEADER),
             v_cipher(p->unicast), v_hex(iv[3]));
    }
}

/* ENC-03: the fragments of one packet are all encrypted, or none is. (Whether it must be says
 * the first: ATH-13.) */
static void every_fragment(struct extsta_referee *r, const struct event *e)
{
    if (e->parsed && frame_has_data(&e->frame) && e->frame.frag > 0 &&
        e->frame.seq == r->m.fragmented) {
        bool is = (e->frame.fc & FC_PROTECTED) != 0;
        hold(r, is == r->m.fragment_protected, E(AS_THE_FIRST), v_flag(r->m.fragment_protected),
             v_flag(is));
    }
}

/* Of every frame that is encrypted under a key the counter goes up. (IEEE
 * 802.11-2020 12.5.3.3.2; KEY-08: it may begin anywhere.) */
static uint64_t packet_number(const uint8_t *iv, uint32_t cipher)
{
    uint64_t low = cipher == DOT11_CIPHER_ALGO_TKIP ? (uint64_t)iv[0] << 8 | iv[2]
                                                    : (uint64_t)iv[1] << 8 | iv[0];
    return low | (uint64_t)get_le32(iv + 4) << 16;
}

static void counters(struct extsta_referee *r, const struct event *e)
{
    const uint8_t *iv = cipher_header(e);
    struct peer *p = iv ? peer_find(r, e->frame.addr1) : NULL;
    if (!p || !p->associated || !has_extended_iv(p->unicast)) {
        return;
    }
    uint64_t pn = packet_number(iv, p->unicast);
    bool same_key = p->pn_keys == p->pairwise_set && !p->by_miniport;
    if (same_key && p->pn != 0) {
        hold(r, pn > p->pn, E(COUNTER_RISES), v_number(p->pn), v_number(pn));
    }
    p->pn = pn;
    p->pn_keys = p->pairwise_set;
}

#define ENCRYPTED "what is in an encrypted frame, and what was received, is not in the record"
static const struct rule_row table[] = {
    RESULT_OF(KEY_01, DOT11_CIPHER_DEFAULT_KEY, default_index),
    UNSEEN(KEY_02, ENCRYPTED),
    RESULT_OF(KEY_03, DOT11_CIPHER_DEFAULT_KEY, delete_default),
    RESULT_OF(KEY_03, DOT11_CIPHER_KEY_MAPPING_KEY, delete_mapping),
    UNSEEN(KEY_04, "judged as ASC-35, ASC-36 and KEY-09, by what is sent without a key"),
    RESULT_OF(KEY_05, DOT11_CIPHER_KEY_MAPPING_KEY, mapping),
    UNSEEN(KEY_06, "judged as MIB-12 and ENC-02"),
    UNSEEN(KEY_07, ENCRYPTED),
    SEEN(KEY_08, W(FRAME), counters),
    SEEN(KEY_09, 0, counters), /* referee_security.c: clear_without_key */
    SEEN(ASC_35, 0, counters),
    SEEN(ASC_36, 0, counters),
    UNSEEN(KEY_10, ENCRYPTED),
    SEEN(ENC_01, W(FRAME), unicast_key),
    SEEN(ENC_02, W(FRAME), group_key),
    SEEN(ENC_03, W(FRAME), every_fragment),
    SEEN(CIP_08, W(FRAME), format),
};
RULE_TABLE(rules_keys, table);
