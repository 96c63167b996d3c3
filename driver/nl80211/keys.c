/* Keys go to the kernel (NEW_KEY, DEL_KEY, SET_KEY), which protects what passes; none is given
 * back. Those that are set before the association, of WEP, are kept and installed behind it:
 * the kernel takes none before. */
#include "machine.h"
#include "base/wipe.h"

#define TKIP_KEY    16u
#define TKIP_MIC    8u
#define SEQ_LEN     6u
#define FIRST_IGTK  4u
#define FIRST_BIGTK 6u

/* --- to the kernel --- */

static void put_key(struct nl_msg *msg, const struct nld_key *k)
{
    struct nlattr *nest = nld_open(msg, NL80211_ATTR_KEY);
    nld_put(msg, NL80211_KEY_DATA, k->data, k->len);
    nld_put_u32(msg, NL80211_KEY_CIPHER, k->cipher);
    nld_put_u8(msg, NL80211_KEY_IDX, k->index);
    if (k->seq_len > 0) {
        nld_put(msg, NL80211_KEY_SEQ, k->seq, k->seq_len);
    }
    nld_close(msg, nest);
}

static void set_default(struct nld *d, uint8_t index)
{
    struct nl_msg *msg = nld_command(d, NL80211_CMD_SET_KEY, 0);
    struct nlattr *nest = nld_open(msg, NL80211_ATTR_KEY);
    nld_put_u8(msg, NL80211_KEY_IDX, index);
    nld_put_flag(msg, NL80211_KEY_DEFAULT);
    struct nlattr *types = nld_open(msg, NL80211_KEY_DEFAULT_TYPES);
    nld_put_flag(msg, NL80211_KEY_DEFAULT_TYPE_UNICAST);
    nld_close(msg, types);
    nld_close(msg, nest);
    nld_tell(d, msg, NLD_OF_KEY);
}

static bool is_wep(uint32_t cipher)
{
    return cipher == CIPHER_WEP40 || cipher == CIPHER_WEP104;
}

static void install(struct nld *d, const struct nld_key *k)
{
    struct nl_msg *msg = nld_command(d, NL80211_CMD_NEW_KEY, 0);
    if (!mac_is_zero(k->peer)) {
        nld_put(msg, NL80211_ATTR_MAC, k->peer.b, 6);
    }
    put_key(msg, k);
    nld_tell(d, msg, NLD_OF_KEY);
    if (is_wep(k->cipher) && mac_is_zero(k->peer) && k->index == d->mib.default_key_id) {
        set_default(d, k->index);
    }
}

static void uninstall(struct nld *d, const struct nld_key *k)
{
    struct nl_msg *msg = nld_command(d, NL80211_CMD_DEL_KEY, 0);
    if (!mac_is_zero(k->peer)) {
        nld_put(msg, NL80211_ATTR_MAC, k->peer.b, 6);
    }
    nld_put_u8(msg, NL80211_ATTR_KEY_IDX, k->index);
    nld_tell(d, msg, NLD_OF_KEY);
}

/* --- the table --- */

static struct nld_key *place(struct nld *d, struct extsta_mac peer, uint8_t index)
{
    struct nld_key *free = NULL;
    for (size_t i = 0; i < NLD_KEYS; i++) {
        struct nld_key *k = &d->keys[i];
        if (k->used && mac_equal(k->peer, peer) && k->index == index) {
            return k;
        }
        free = !k->used && !free ? k : free;
    }
    return free;
}

static bool is_link(const struct nld *d, struct extsta_mac peer)
{
    if (d->attempt.state == NLD_AWAIT_PORT) { /* associated, as the kernel sees it */
        return mac_is_zero(peer) || mac_equal(peer, d->attempt.bssid);
    }
    return d->link.up && (mac_is_zero(peer) || mac_equal(peer, d->link.peer));
}

static uint32_t take(struct nld *d, const struct nld_key *key)
{
    struct nld_key *k = place(d, key->peer, key->index);
    if (!k) {
        return NDIS_STATUS_RESOURCES;
    }
    *k = *key;
    k->used = true;
    if (is_link(d, k->peer)) {
        install(d, k);
        d->link.pairwise |= !mac_is_zero(k->peer);
    }
    nld_pmkid_candidates(d);
    return NDIS_STATUS_SUCCESS;
}

void nld_key_take(struct nld *d, const struct nld_key *key)
{
    (void)take(d, key);
}

static void drop(struct nld *d, struct extsta_mac peer, uint8_t index)
{
    struct nld_key *k = place(d, peer, index);
    if (k && k->used) {
        if (is_link(d, peer)) {
            uninstall(d, k);
            d->link.pairwise &= mac_is_zero(peer);
        }
        wipe(k, sizeof *k);
    }
}

void nld_keys_install(struct nld *d)
{
    for (size_t i = 0; i < NLD_KEYS; i++) {
        if (d->keys[i].used && is_link(d, d->keys[i].peer)) {
            install(d, &d->keys[i]);
        }
    }
}

void nld_keys_clear(struct nld *d, bool all)
{
    for (size_t i = 0; i < NLD_KEYS; i++) {
        if (all || !d->keys[i].is_static) {
            wipe(&d->keys[i], sizeof d->keys[i]);
        }
    }
}

/* --- of the buffers of the host --- */

/* Michael's keys of a TKIP key stand as derived, the AP's for sending first; the kernel wants
 * ours for sending first. */
static void copy_tkip(struct nld_key *k, struct extsta_span keys)
{
    memcpy(k->data, keys.data, TKIP_KEY);
    memcpy(k->data + TKIP_KEY, keys.data + TKIP_KEY + TKIP_MIC, TKIP_MIC);
    memcpy(k->data + TKIP_KEY + TKIP_MIC, keys.data + TKIP_KEY, TKIP_MIC);
}

void nld_key_swap_tkip(struct nld_key *key)
{
    uint8_t derived[TKIP_KEY + 2 * TKIP_MIC];
    memcpy(derived, key->data, sizeof derived);
    copy_tkip(key, span(derived, sizeof derived));
    wipe(derived, sizeof derived);
}

/* A key with what describes it; of WEP it is bare. */
static uint32_t read_key(const struct extsta_key *from, struct nld_key *k)
{
    const struct cipher_suite *cipher = suites_cipher_numbered(from->algorithm);
    struct extsta_span bytes = from->key.bytes;
    struct extsta_payload m;
    bool tkip = from->algorithm == DOT11_CIPHER_ALGO_TKIP;
    if (from->key.cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    k->is_static = from->is_static;
    if (from->algorithm == DOT11_CIPHER_ALGO_WEP || (cipher && is_wep(cipher->selector))) {
        k->cipher = bytes.len == 5 ? CIPHER_WEP40 : CIPHER_WEP104;
        k->len = (uint8_t)bytes.len;
        if (bytes.len != 5 && bytes.len != 13) {
            return NDIS_STATUS_INVALID_DATA;
        }
        memcpy(k->data, bytes.data, bytes.len);
        return NDIS_STATUS_SUCCESS;
    }
    if (!cipher ||
        !extsta_payload_read(tkip ? EXTSTA_FORM_TKIP_KEY_MATERIAL : EXTSTA_FORM_KEY_MATERIAL,
                             bytes, &m)) {
        return cipher ? NDIS_STATUS_INVALID_LENGTH : NDIS_STATUS_INVALID_DATA;
    }
    struct extsta_span keys = m.material.keys.bytes;
    if (m.material.keys.cut || keys.len != cipher->key_len || keys.len > sizeof k->data) {
        return NDIS_STATUS_INVALID_DATA;
    }
    k->cipher = cipher->selector;
    k->len = (uint8_t)keys.len;
    if (tkip) {
        copy_tkip(k, keys);
    } else {
        memcpy(k->data, keys.data, keys.len);
    }
    uint8_t seq[8];
    put_le64(seq, m.material.counter);
    memcpy(k->seq, seq, SEQ_LEN);
    k->seq_len = SEQ_LEN;
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_keys_default(struct nld *d, const struct extsta_payload *p)
{
    struct nld_key k = {0};
    if (p->key.index > FIRST_IGTK + 1) {
        return NDIS_STATUS_INVALID_DATA;
    }
    k.index = (uint8_t)p->key.index;
    if (p->key.is_delete) {
        drop(d, k.peer, k.index);
        return NDIS_STATUS_SUCCESS;
    }
    uint32_t status = read_key(&p->key, &k);
    status = status == NDIS_STATUS_SUCCESS ? take(d, &k) : status;
    wipe(&k, sizeof k);
    return status;
}

/* One for each entry; what is wrong with one refuses the rest of them (KEY-05). */
uint32_t nld_keys_mapping(struct nld *d, const struct extsta_payload *p)
{
    struct extsta_part rest = p->list.entries;
    struct extsta_payload e;
    uint32_t status = rest.cut ? NDIS_STATUS_INVALID_LENGTH : NDIS_STATUS_SUCCESS;
    while (status == NDIS_STATUS_SUCCESS && extsta_payload_next(&rest, &e)) {
        struct nld_key k = {.peer = e.key.peer};
        if (mac_is_group(k.peer) || mac_is_zero(k.peer)) {
            return NDIS_STATUS_INVALID_DATA;
        }
        if (e.key.is_delete) {
            drop(d, k.peer, 0);
            continue;
        }
        status = read_key(&e.key, &k);
        k.seq_len = 0; /* a pairwise key begins at 0 */
        status = status == NDIS_STATUS_SUCCESS ? take(d, &k) : status;
        wipe(&k, sizeof k);
    }
    return status;
}

uint32_t nld_keys_beacon(struct nld *d, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    struct nld_key k = {.index = reader_u8(&r), .seq_len = SEQ_LEN};
    reader_take(&r, 3);
    const struct cipher_suite *cipher = suites_cipher_numbered(reader_le32(&r));
    uint8_t seq[8];
    put_le64(seq, reader_le64(&r));
    memcpy(k.seq, seq, SEQ_LEN);
    struct extsta_span key = reader_rest(&r);
    if (r.failed) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!cipher || !(cipher->protects & CIPHER_MANAGEMENT) || k.index < FIRST_BIGTK ||
        k.index > FIRST_BIGTK + 1) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (key.len != cipher->key_len || key.len > sizeof k.data) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!(d->card.can & NL80211_CAN_PROTECT_BEACONS)) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    k.cipher = cipher->selector;
    k.len = (uint8_t)key.len;
    memcpy(k.data, key.data, key.len);
    uint32_t status = take(d, &k);
    wipe(&k, sizeof k);
    return status;
}

uint32_t nld_keys_default_id(struct nld *d, uint32_t id)
{
    d->mib.default_key_id = id;
    for (size_t i = 0; i < NLD_KEYS; i++) {
        const struct nld_key *k = &d->keys[i];
        if (k->used && k->index == id && mac_is_zero(k->peer) && is_wep(k->cipher) &&
            d->link.up) {
            set_default(d, k->index);
        }
    }
    return NDIS_STATUS_SUCCESS;
}
