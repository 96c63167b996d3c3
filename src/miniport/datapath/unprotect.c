/* Decryption of received MPDUs: which key, a batch at a time, replay, Michael (contract
 * DEC-01 ... DEC-03, CIP-08, CIP-09, KEY-08, STT-05 ... STT-07).
 *
 * receive.c hands over a batch of frames that passed the address filter; each comes back with a
 * clear body, or rejected with the reason. The replay check is a step of its own, in the order
 * of arrival, after all of a batch were decrypted: a counter moves only for a frame whose
 * integrity was verified. */
#include "base/mac.h"
#include "base/wipe.h"
#include "miniport/algorithm.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"

#define EXT_IV      0x20u /* in octet 3 of the cipher header: not WEP (12.5.2.2) */
#define MICHAEL_LEN 8u

static bool is_rsna_ibss(const struct miniport *mp)
{
    return mp->mib->desired_bss_type == dot11_BSS_type_independent &&
           algorithm_list_has_rsna(mp->mib->auth, mp->mib->auth_count);
}

/* Individually addressed frames may be under a group key only where the pairwise cipher is
 * "use group" (CIP-07). Otherwise any member of the BSS could forge them: default index 0 is
 * the pairwise one (KEY-10), the others are not asked. */
static bool default_key_protects_unicast(const struct mp_peer *peer, uint8_t key_id)
{
    return !peer || !peer_has_rsn(peer) || peer_unicast_by_group_key(peer) || key_id == 0;
}

/* Steps 1a and 1b of the decision box: unicast by the transmitter's key-mapping key (DEC-01),
 * else, and for group frames, a default key by the frame's key id (DEC-02). NULL: item->drop
 * says why. */
static struct mp_key *choose_key(const struct miniport *mp, struct rx_item *item,
                                 uint8_t key_id)
{
    struct mp_key *key = NULL;
    item->drop = EXTSTA_DROP_NO_KEY;
    item->default_key = false;
    if (!item->group) {
        key = keys_mapping_find(mp, item->f.addr2, DOT11_DIR_INBOUND);
        if (key) {
            if (key->by_id) { /* Extended Key ID: two of them */
                item->drop = EXTSTA_DROP_KEY_ID;
                return keys_by_id_find(mp, item->f.addr2, key_id);
            }
            /* DEC-01: WEP ignores the key id of a key-mapping key; the others have one
             * pairwise key, and its id is 0 (12.7.6.1) */
            if (key_id != 0 && !suite_is_wep(key->suite)) {
                item->drop = EXTSTA_DROP_KEY_ID;
                return NULL;
            }
            return key;
        }
        if (!default_key_protects_unicast(link_peer(mp, item->f.addr2), key_id)) {
            return NULL;
        }
    }
    item->default_key = true;
    if (item->group && is_rsna_ibss(mp)) {
        bool row = false; /* DEC-02: a key of this IBSS peer */
        key = keys_station_find(mp, item->f.addr2, key_id, &row);
        if (!row) {
            item->drop = EXTSTA_DROP_NO_KEY_ROW;
        }
        return key;
    }
    return mp->keys.default_keys[key_id];
}

static bool is_protected(const struct rx_item *item)
{
    return (item->f.fc & FC_PROTECTED) != 0;
}

static void reject(struct rx_item *item, enum extsta_drop drop)
{
    item->rejected = true;
    item->drop = drop;
}

/* Fills the job for one item; false: rejected. */
static bool prepare(struct miniport *mp, struct rx_item *item, struct cipher_job *job)
{
    struct extsta_span body = item->f.body;
    if (body.len < 4) { /* octet 3 has the key id, of every cipher */
        reject(item, EXTSTA_DROP_CIPHER_HEADER);
        return false;
    }
    struct mp_key *key = choose_key(mp, item, body.data[3] >> 6);
    if (!key) {
        reject(item, item->drop);
        return false;
    }
    const struct cipher_suite *suite = cipher_key_suite(key->cipher);
    size_t overhead = (size_t)suite->header_len + suite->trailer_len;
    if (body.len <= overhead) { /* nothing is inside */
        reject(item, EXTSTA_DROP_CIPHER_HEADER);
        return false;
    }
    size_t len = body.len - overhead;
    item->buf = pbuf_new(&mp->ctx->pool, 0, RX_HEADER_LEN + len, 0);
    if (!item->buf) {
        reject(item, EXTSTA_DROP_NO_MEMORY);
        return false;
    }
    item->key = key;
    *job = (struct cipher_job){.key = key->cipher,
                               .header = item->f.header,
                               .in = body.data,
                               .in_len = body.len,
                               .out = pbuf_data(item->buf) + RX_HEADER_LEN};
    return true;
}

void rx_unprotect(struct miniport *mp, struct rx_item *items, size_t count)
{
    struct cipher_job jobs[RX_BATCH];
    struct rx_item *of[RX_BATCH];
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_protected(&items[i]) && prepare(mp, &items[i], &jobs[n])) {
            of[n++] = &items[i];
        }
    }
    if (n > 0) {
        cipher_unprotect(jobs, n);
    }
    for (size_t i = 0; i < n; i++) {
        of[i]->pn = jobs[i].pn;
        if (jobs[i].result != EXTSTA_OK) {
            reject(of[i], jobs[i].drop);
            continue;
        }
        of[i]->buf->len = (uint32_t)(RX_HEADER_LEN + jobs[i].out_len);
    }
}

/* One counter per TID: frames of different priorities overtake each other (12.5.3.4.4). */
static size_t replay_counter(const struct rx_item *item)
{
    return frame_type(&item->f) == FRAME_MANAGEMENT ? MP_REPLAY_MANAGEMENT
                                                    : frame_tid(&item->f);
}

/* Made with the first frame the key decrypts: one for outbound frames alone never needs
 * them. */
static bool replay_counters(struct miniport *mp, struct mp_key *key)
{
    if (!key->rx_pn) {
        key->rx_pn = pool_alloc(&mp->ctx->pool, MP_REPLAY_COUNTERS * sizeof *key->rx_pn);
        for (size_t i = 0; key->rx_pn && i < MP_REPLAY_COUNTERS; i++) {
            key->rx_pn[i] = key->rx_start; /* KEY-08: counting begins where the key says */
        }
    }
    return key->rx_pn != NULL;
}

bool rx_check_replay(struct miniport *mp, struct rx_item *item)
{
    struct mp_key *key = item->key;
    if (suite_is_wep(key->suite)) { /* has no replay protection */
        stats_mac(mp, item->group, MP_MAC_DECRYPT_OK);
        return true;
    }
    if (!replay_counters(mp, key)) {
        reject(item, EXTSTA_DROP_NO_MEMORY);
        return false;
    }
    uint64_t *counter = &key->rx_pn[replay_counter(item)];
    if (item->pn <= *counter) {
        reject(item, EXTSTA_DROP_REPLAY);
        return false;
    }
    if (key->suite == CIPHER_TKIP) {
        /* the counter moves when the MIC of the whole MSDU is right (12.5.2.6) */
        stats_mac(mp, item->group, MP_MAC_DECRYPT_OK);
        return true;
    }
    *counter = item->pn;
    if (!(item->f.fc & FC_MORE_FRAG)) {
        stats_mac(mp, item->group, MP_MAC_DECRYPT_OK); /* STT-06: per MSDU */
    }
    return true;
}

bool rx_check_michael(struct miniport *mp, struct rx_item *item)
{
    struct mp_key *key = item->key;
    struct extsta_span body = rx_body(item);
    uint8_t mic[MICHAEL_LEN] = {0};
    bool ok = body.len >= MICHAEL_LEN;
    if (ok) {
        size_t len = body.len - MICHAEL_LEN;
        cipher_michael(key->extra->bytes, frame_da(&item->f), frame_sa(&item->f),
                       frame_tid(&item->f), span(body.data, len), mic);
        ok = equal_ct(mic, body.data + len, MICHAEL_LEN);
    }
    if (!ok) { /* the OS takes the countermeasures (CIP-10) */
        reject(item, EXTSTA_DROP_TKIP_MIC);
        indicate_tkip_mic_failure(mp, item->default_key, item->default_key ? key->index : 0,
                                  item->f.addr2);
        return false;
    }
    item->buf->len -= MICHAEL_LEN;
    key->rx_pn[replay_counter(item)] = item->pn;
    return true;
}

/* STT-07: which counter of STT-02 goes with a drop, if any. `wep`: a frame without extended
 * IV. */
static int failure_counter(enum extsta_drop drop, bool tkip, bool wep)
{
    if (drop == EXTSTA_DROP_REPLAY) {
        return tkip ? MP_MAC_TKIP_REPLAY : MP_MAC_CCMP_REPLAY;
    }
    if (drop == EXTSTA_DROP_DECRYPT) {
        return MP_MAC_CCMP_DECRYPT;
    }
    if (drop == EXTSTA_DROP_TKIP_ICV) {
        return MP_MAC_TKIP_ICV;
    }
    if (drop == EXTSTA_DROP_TKIP_MIC) {
        return MP_MAC_TKIP_MIC;
    }
    if (drop == EXTSTA_DROP_WEP_ICV) {
        return MP_MAC_WEP_ICV;
    }
    if (drop == EXTSTA_DROP_UNENCRYPTED) {
        return MP_MAC_WEP_EXCLUDED;
    }
    bool no_key = drop == EXTSTA_DROP_NO_KEY || drop == EXTSTA_DROP_KEY_ID;
    return no_key && wep ? MP_MAC_WEP_UNDECRYPTABLE : MP_MAC_COUNTERS;
}

/* STT-06: what could not be decrypted, not what was dropped afterwards. */
static bool is_decrypt_failure(enum extsta_drop drop)
{
    return drop == EXTSTA_DROP_DECRYPT || drop == EXTSTA_DROP_TKIP_ICV ||
           drop == EXTSTA_DROP_WEP_ICV || drop == EXTSTA_DROP_NO_KEY ||
           drop == EXTSTA_DROP_NO_KEY_ROW || drop == EXTSTA_DROP_KEY_ID ||
           drop == EXTSTA_DROP_CIPHER_HEADER;
}

void rx_reject(struct miniport *mp, struct rx_item *item)
{
    bool tkip = item->key && item->key->suite == CIPHER_TKIP;
    bool wep = is_protected(item) && item->f.body.len >= 4 && !(item->f.body.data[3] & EXT_IV);
    int counter = failure_counter(item->drop, tkip, wep);
    if (counter != MP_MAC_COUNTERS) {
        stats_mac(mp, item->group, (enum mp_mac_counter)counter);
    }
    if (is_decrypt_failure(item->drop)) {
        stats_mac(mp, item->group, MP_MAC_DECRYPT_FAIL);
    }
    stats_mac(mp, item->group, MP_MAC_RX_FAIL);
    struct mp_counters *counters = link_counters(mp, item->f.addr2);
    if (counters) {
        counters->rx_failed++;
    }
    mp_drop(mp, item->drop);
}
