/* Protection of management frames, both ways (IEEE Std 802.11-2020 12.6.19): receive.c asks
 * about each that came, transmit.c about each that goes. Robust ones to and from a single
 * station are under the pairwise key, with a replay counter of their own; group-addressed ones
 * carry a MIC under the IGTK (BIP), Beacons one under the BIGTK where the AP has given one
 * (11.52).
 *
 * What is not as it must be is dropped under a name of its own. Of an unprotected farewell the
 * MLME learns (mlme_unprotected): an AP that has lost its keys can say it in no other way. */
#include "base/mac.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"

/* One of the two keys, by their ids; NULL: there is none. */
static struct mp_key *either(const struct miniport *mp, unsigned first)
{
    struct mp_key *const *keys = mp->keys.default_keys + first;
    return keys[0] ? keys[0] : keys[1];
}

/* Whether robust frames to and from this peer are protected: that was negotiated, and the
 * pairwise key is in. A host that has negotiated by itself says it by an IGTK. */
static bool is_in_use(const struct miniport *mp, struct extsta_mac address)
{
    const struct mp_peer *peer = link_peer_at(mp, address);
    if (!peer) {
        return false;
    }
    return peer->negotiated.group_mgmt
               ? keys_mapping_find(mp, address, DOT11_DIR_INBOUND) != NULL
               : either(mp, MP_IGTK_FIRST) != NULL;
}

/* --- in --- */

static bool reject(struct rx_item *item, enum extsta_drop drop)
{
    item->drop = drop;
    return false;
}

/* The MMIE of a frame that must end with one, by IGTKs (from id 4) or BIGTKs (from 6). missing:
 * the name under which one without it is dropped. The counter moves only behind the MIC. */
static bool check_mmie(struct miniport *mp, struct rx_item *item, unsigned first,
                       enum extsta_drop missing)
{
    struct extsta_span mpdu = span(item->f.header.data, item->f.header.len + item->f.body.len);
    struct crypto *crypto = crypto_of(mp->ctx);
    const struct mp_key *any = either(mp, first);
    uint64_t ipn;
    uint16_t id;
    if (!cipher_bip_peek(any ? any->suite : CIPHER_BIP, mpdu, &id, &ipn)) {
        return reject(item, missing);
    }
    struct mp_key *key = id == first || id == first + 1 ? mp->keys.default_keys[id] : NULL;
    if (!key) {
        return reject(item, EXTSTA_DROP_NO_KEY);
    }
    enum extsta_error e =
        crypto ? cipher_bip_check(crypto, key->suite, span(key->extra->bytes, key->extra->len),
                                  mpdu, &ipn, &id)
               : EXTSTA_E_CRYPTO;
    if (e != EXTSTA_OK) {
        return reject(item, e == EXTSTA_E_CRYPTO ? EXTSTA_DROP_NO_MEMORY : EXTSTA_DROP_DECRYPT);
    }
    if (ipn <= key->rx_start) { /* BIP has one counter, and it is this one */
        return reject(item, EXTSTA_DROP_REPLAY);
    }
    key->rx_start = ipn;
    item->f.body.len -= cipher_bip_mmie_len(key->suite);
    return true;
}

/* A Beacon of our AP, once it has given us the key of its Beacons. */
static bool is_protected_beacon(const struct miniport *mp, const struct rx_item *item)
{
    return frame_kind(&item->f) == FRAME_BEACON && either(mp, MP_BIGTK_FIRST) &&
           link_peer_at(mp, item->f.addr2);
}

/* Whether a frame may come enciphered: by a shared key an Authentication frame (12.3.3.3), a
 * robust one to us where protection is in use. A group key would be everybody's. */
static bool may_be_enciphered(const struct miniport *mp, const struct rx_item *item)
{
    uint8_t kind = frame_kind(&item->f);
    bool robust = kind == FRAME_DEAUTH || kind == FRAME_DISASSOC || kind == FRAME_ACTION;
    return kind == FRAME_AUTH || (robust && !item->group && is_in_use(mp, item->f.addr2));
}

bool management_unprotect(struct miniport *mp, struct rx_item *item)
{
    struct frame *f = &item->f;
    if (f->fc & FC_PROTECTED) {
        if (!may_be_enciphered(mp, item)) {
            return reject(item, EXTSTA_DROP_MGMT_PROTECTED);
        }
        rx_unprotect(mp, item, 1);
        if (item->rejected || !rx_check_replay(mp, item)) {
            return false;
        }
        f->body = rx_body(item);
        f->fc &= (uint16_t)~FC_PROTECTED;
        return true;
    }
    if (is_protected_beacon(mp, item)) {
        return check_mmie(mp, item, MP_BIGTK_FIRST, EXTSTA_DROP_BEACON_UNPROTECTED);
    }
    if (!frame_is_robust(f) || !is_in_use(mp, f->addr2)) {
        return true;
    }
    return item->group ? check_mmie(mp, item, MP_IGTK_FIRST, EXTSTA_DROP_MGMT_UNPROTECTED)
                       : reject(item, EXTSTA_DROP_MGMT_UNPROTECTED);
}

/* --- out --- */

struct mp_key *management_key(const struct miniport *mp, const struct frame *f)
{
    if (mac_is_group(f->addr1) || !frame_is_robust(f) || !is_in_use(mp, f->addr1)) {
        return NULL;
    }
    return keys_mapping_find(mp, f->addr1, DOT11_DIR_OUTBOUND);
}

struct pbuf *management_seal(struct miniport *mp, struct mp_key *key, const struct frame *f)
{
    const struct cipher_suite *suite = cipher_key_suite(key->cipher);
    size_t fixed = f->header_len + (size_t)suite->header_len + suite->trailer_len;
    if (key->tx_pn >= MP_PN_MAX) {
        mp_drop(mp, EXTSTA_DROP_TX_PN_EXHAUSTED);
        return NULL;
    }
    struct pbuf *buf = pbuf_new(&mp->ctx->pool, 0, fixed + f->body.len, 0);
    if (!buf) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
        return NULL;
    }
    memcpy(pbuf_data(buf), f->header.data, f->header_len);
    put_le16(pbuf_data(buf), f->fc | FC_PROTECTED);
    struct cipher_job job = {.key = key->cipher,
                             .header = span(pbuf_data(buf), f->header_len),
                             .in = f->body.data,
                             .in_len = f->body.len,
                             .out = pbuf_data(buf) + f->header_len,
                             .key_id = key->index,
                             .pn = keys_next_pn(key)};
    cipher_protect(&job, 1);
    if (job.result != EXTSTA_OK) {
        mp_drop(mp, job.drop);
        pbuf_unref(&mp->ctx->pool, buf);
        return NULL;
    }
    return buf;
}
