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

/* The suite of an algorithm; NULL: none that the kernel knows keys of. */
static const struct cipher_suite *suite_of(uint32_t algorithm, size_t len)
{
    if (algorithm == DOT11_CIPHER_ALGO_WEP) { /* of either length */
        return suites_cipher(len == 5 ? CIPHER_WEP40 : CIPHER_WEP104);
    }
    const struct cipher_suite *s = suites_cipher_numbered(algorithm);
    return s && s->key_len > 0 ? s : NULL;
}

static uint32_t read_material(struct extsta_span from, bool tkip, struct nld_key *k)
{
    struct extsta_payload m;
    const struct cipher_suite *cipher = suites_cipher(k->cipher);
    if (!extsta_payload_read(tkip ? EXTSTA_FORM_TKIP_KEY_MATERIAL : EXTSTA_FORM_KEY_MATERIAL,
                             from, &m)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint64_t len = m.material.key_len;
    if (tkip) {
        if (len != TKIP_KEY || m.material.mic_len != 2 * TKIP_MIC) {
            return NDIS_STATUS_INVALID_DATA;
        }
        len += 2 * TKIP_MIC;
    }
    if (len != cipher->key_len || len > sizeof k->data) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct extsta_span keys = m.material.keys.bytes;
    if (keys.len < len) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    k->len = (uint8_t)len;
    if (tkip) {
        copy_tkip(k, keys);
    } else {
        memcpy(k->data, keys.data, k->len);
    }
    uint8_t seq[8];
    put_le64(seq, m.material.counter);
    memcpy(k->seq, seq, SEQ_LEN);
    k->seq_len = SEQ_LEN;
    return NDIS_STATUS_SUCCESS;
}

/* A key with what describes it; of WEP it is bare. */
static uint32_t read_key(const struct extsta_key *from, struct nld_key *k)
{
    struct extsta_span bytes = from->key.bytes;
    if (from->key.cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    const struct cipher_suite *cipher = suite_of(from->algorithm, bytes.len);
    if (!cipher) {
        return NDIS_STATUS_INVALID_DATA;
    }
    k->is_static = from->is_static;
    k->cipher = cipher->selector;
    if (!is_wep(k->cipher)) {
        return read_material(bytes, k->cipher == CIPHER_TKIP, k);
    }
    if (bytes.len != (k->cipher == CIPHER_WEP40 ? 5u : 13u)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    k->len = (uint8_t)bytes.len;
    memcpy(k->data, bytes.data, bytes.len);
    return NDIS_STATUS_SUCCESS;
}

static bool of_management(const struct nld_key *k)
{
    return (suites_cipher(k->cipher)->protects & CIPHER_MANAGEMENT) != 0;
}

/* KEY-01: an index that is usable with the cipher. */
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
    if (status == NDIS_STATUS_SUCCESS) {
        status = of_management(&k) == (k.index >= FIRST_IGTK) ? take(d, &k)
                                                              : NDIS_STATUS_INVALID_DATA;
    }
    wipe(&k, sizeof k);
    return status;
}

/* One entry, without taking effect. The kernel has one key for both directions. */
static uint32_t read_mapping(const struct extsta_key *from, struct nld_key *k)
{
    *k = (struct nld_key){.peer = from->peer};
    if (mac_is_group(k->peer) || mac_is_zero(k->peer) || from->direction != DOT11_DIR_BOTH) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (from->is_delete) {
        return NDIS_STATUS_SUCCESS;
    }
    uint32_t status = read_key(from, k);
    k->seq_len = 0; /* a pairwise key begins at 0 */
    return status == NDIS_STATUS_SUCCESS && of_management(k) ? NDIS_STATUS_INVALID_DATA
                                                             : status;
}

/* KEY-05: all of the entries or none. */
uint32_t nld_keys_mapping(struct nld *d, const struct extsta_payload *p)
{
    struct extsta_part check = p->list.entries, rest = check;
    struct extsta_payload e;
    struct nld_key k = {0};
    uint32_t status = rest.cut ? NDIS_STATUS_INVALID_LENGTH : NDIS_STATUS_SUCCESS;
    while (status == NDIS_STATUS_SUCCESS && extsta_payload_next(&check, &e)) {
        status = read_mapping(&e.key, &k);
    }
    if (status == NDIS_STATUS_SUCCESS && check.bytes.len > 0) {
        status = NDIS_STATUS_INVALID_LENGTH;
    }
    while (status == NDIS_STATUS_SUCCESS && extsta_payload_next(&rest, &e)) {
        (void)read_mapping(&e.key, &k);
        if (e.key.is_delete) {
            drop(d, k.peer, 0);
        } else {
            status = take(d, &k);
        }
    }
    wipe(&k, sizeof k);
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
