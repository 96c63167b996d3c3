/* Key tables and the two key OIDs (contract KEY-01 ... KEY-10, CIP-06). Keys come from the OS
 * (oid/keys.c) or from our own handshake (mlme/port_auth.c), and both ways go through key_put.
 * unprotect.c and transmit.c look them up; the MLME says when they end.
 *
 * A pointer to a key is good until keys.changes counts on: whoever hands something up or to the
 * MLME compares it before going on with a key. */
#include "miniport/datapath/keys.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "crypto/crypto.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include <extsta/payload.h>
#include <string.h>

#define MICHAEL_KEYS_LEN 16u /* TKIP: two MIC keys, one for each direction */

/* A key as somebody wants it installed. */
struct key_spec {
    uint32_t suite;
    struct extsta_span material; /* borrowed for the call; TKIP: the MIC keys behind the key */
    uint64_t rx_start;
    bool is_static;
    bool by_id;
    uint8_t index;
    uint8_t direction; /* 0: a per-station default key */
    struct extsta_mac peer; /* of key-mapping and per-station keys */
};

/* --- one key --- */

static bool suite_is_bip(uint32_t suite)
{
    const struct cipher_suite *s = suites_cipher(suite);
    return s && (s->protects & CIPHER_MANAGEMENT);
}

/* CIP-06: whether a key of this length fits the suite. */
static bool length_fits(uint32_t suite, size_t len)
{
    const struct cipher_suite *s = suites_cipher(suite);
    return s && len > 0 && cipher_key_fits(s, len);
}

/* NULL is fine. Counted: pointers to it are stale. */
static void key_free(struct miniport *mp, struct mp_key *key)
{
    if (!key) {
        return;
    }
    struct pool *pool = &mp->ctx->pool;
    mp->keys.changes++;
    if (key->cipher) {
        cipher_key_free(key->cipher);
    }
    if (key->extra) {
        wipe(key->extra, sizeof *key->extra);
        pool_release(pool, key->extra, sizeof *key->extra);
    }
    pool_release(pool, key->rx_pn, MP_REPLAY_COUNTERS * sizeof *key->rx_pn);
    pool_release(pool, key, sizeof *key);
}

static bool key_keep_extra(struct miniport *mp, struct mp_key *key, struct extsta_span bytes)
{
    key->extra = pool_zalloc(&mp->ctx->pool, sizeof *key->extra);
    if (!key->extra) {
        return false;
    }
    key->extra->len = (uint8_t)bytes.len;
    memcpy(key->extra->bytes, bytes.data, bytes.len);
    return true;
}

/* The serial is given to each anew, so that fragments under two keys never meet
 * (CVE-2020-24587). NULL: no memory, or no crypto. */
static struct mp_key *key_new(struct miniport *mp, const struct key_spec *spec)
{
    struct mp_key *key = pool_zalloc(&mp->ctx->pool, sizeof *key);
    if (!key) {
        return NULL;
    }
    key->suite = spec->suite;
    key->rx_start = spec->rx_start;
    key->is_static = spec->is_static;
    key->by_id = spec->by_id;
    key->index = spec->index;
    key->direction = spec->direction;
    key->serial = ++mp->keys.serial;
    bool ok = true;
    if (suite_is_bip(spec->suite)) {
        ok = key_keep_extra(mp, key, spec->material);
    } else {
        struct crypto *crypto = crypto_of(mp->ctx);
        key->cipher =
            crypto ? cipher_key_new(crypto, cipher_suite_find(spec->suite), spec->material)
                   : NULL;
        ok = key->cipher != NULL;
    }
    if (ok && spec->suite == CIPHER_TKIP) {
        ok = key_keep_extra(mp, key, span(spec->material.data + 16, MICHAEL_KEYS_LEN));
    }
    if (!ok) {
        key_free(mp, key);
        return NULL;
    }
    if (suite_is_wep(spec->suite)) {
        /* the same static key is set again and again: an IV that begins anew would repeat the
         * key stream (KEY-08: the send counter may start anywhere) */
        uint8_t random[8];
        mp_random(mp, random, sizeof random);
        key->tx_pn = get_le64(random) & WEP_IV_MASK;
    }
    mp->keys.changes++;
    return key;
}

/* The same suite and material, compared in constant time. */
static bool key_is(const struct mp_key *key, const struct key_spec *spec)
{
    if (key->suite != spec->suite) {
        return false;
    }
    if (!key->cipher) {
        return key->extra->len == spec->material.len &&
               equal_ct(key->extra->bytes, spec->material.data, spec->material.len);
    }
    return cipher_key_equals(key->cipher, spec->material);
}

/* The material is there already: nothing is reset, neither packet numbers sent nor replay
 * counters (CVE-2017-13077 ... 13082). A higher start value still takes effect. */
static void key_reinstall(struct mp_key *key, const struct key_spec *spec)
{
    key->is_static = spec->is_static;
    if (key->rx_start < spec->rx_start) {
        key->rx_start = spec->rx_start;
    }
    for (size_t i = 0; key->rx_pn && i < MP_REPLAY_COUNTERS; i++) {
        if (key->rx_pn[i] < spec->rx_start) {
            key->rx_pn[i] = spec->rx_start;
        }
    }
}

/* Puts a key into a slot. The old one goes only when the new one is there, as a whole: cipher
 * and MIC keys never mix (KEY-07). */
static bool key_put(struct miniport *mp, struct mp_key **slot, const struct key_spec *spec)
{
    struct mp_key *old = *slot;
    if (old && key_is(old, spec)) {
        key_reinstall(old, spec);
        return true;
    }
    struct mp_key *key = key_new(mp, spec);
    if (!key) {
        return false;
    }
    key->next = old ? old->next : NULL;
    *slot = key;
    key_free(mp, old);
    return true;
}

/* Takes it out of its list; *slot is the next one then. */
static void key_drop(struct miniport *mp, struct mp_key **slot)
{
    struct mp_key *old = *slot;
    if (old) {
        *slot = old->next;
        key_free(mp, old);
    }
}

/* --- keys of a peer: key-mapping keys by direction (KEY-05), per-station default keys by
 * index, with direction 0 --- */

/* The place of a key of a peer, or that for a new one. */
static struct mp_key **peer_slot(struct mp_peer *peer, uint8_t direction, uint8_t index)
{
    struct mp_key **slot = &peer->keys;
    while (*slot && !((*slot)->direction == direction && (*slot)->index == index)) {
        slot = &(*slot)->next;
    }
    return slot;
}

/* The place of a key of Extended Key ID, or that for a new one. */
static struct mp_key **by_id_slot(struct mp_peer *peer, uint8_t id)
{
    struct mp_key **slot = &peer->keys;
    while (*slot && !((*slot)->by_id && (*slot)->index == id)) {
        slot = &(*slot)->next;
    }
    return slot;
}

static struct mp_key **place_of(struct mp_peer *peer, const struct key_spec *spec)
{
    return spec->by_id ? by_id_slot(peer, spec->index)
                       : peer_slot(peer, spec->direction, spec->index);
}

/* With Extended Key ID one key is sent under: what was, is received under from now on. The
 * material may have been there already, for receiving. */
static void change_over(struct mp_peer *peer, struct mp_key *key, uint8_t direction)
{
    struct mp_key *other = *by_id_slot(peer, (uint8_t)(1 - key->index));
    key->direction = direction;
    if (direction == DOT11_DIR_BOTH && other) {
        other->direction = DOT11_DIR_INBOUND;
    }
}

/* Whether a peer has a row of per-station default keys. */
static bool has_row(const struct mp_peer *peer)
{
    const struct mp_key *key = peer->keys;
    while (key && key->direction != 0) {
        key = key->next;
    }
    return key != NULL;
}

/* The tables' limits count keys, or rows: what goes makes room. */
static void peer_key_drop(struct miniport *mp, struct mp_peer *peer, struct mp_key **slot)
{
    bool mapping = (*slot)->direction != 0;
    key_drop(mp, slot);
    if (mapping) {
        mp->keys.mapping_count--;
    } else if (!has_row(peer)) {
        mp->keys.row_count--;
    }
}

/* A key of a peer; `counted` against its table's limit unless there is room already. */
static uint32_t peer_key_put(struct miniport *mp, struct mp_peer *peer, struct mp_key **slot,
                             const struct key_spec *spec)
{
    bool mapping = spec->direction != 0;
    bool more = mapping ? *slot == NULL : !has_row(peer);
    uint8_t *count = mapping ? &mp->keys.mapping_count : &mp->keys.row_count;
    if (more && *count >= (mapping ? MP_MAX_KEY_MAPPINGS : MP_MAX_PER_STATION)) {
        return NDIS_STATUS_INVALID_LENGTH; /* KEY-01: no room for another entry */
    }
    if (!key_put(mp, slot, spec)) {
        return NDIS_STATUS_RESOURCES;
    }
    *count = (uint8_t)(*count + more);
    return NDIS_STATUS_SUCCESS;
}

/* The row is made for the key, and goes again if the key does not come in. */
static uint32_t peer_put(struct miniport *mp, const struct key_spec *spec)
{
    struct mp_peer *peer = peers_take(mp, spec->peer);
    if (!peer) {
        return NDIS_STATUS_RESOURCES;
    }
    struct mp_key **slot = place_of(peer, spec);
    uint32_t status = peer_key_put(mp, peer, slot, spec);
    if (status == NDIS_STATUS_SUCCESS && spec->by_id) {
        change_over(peer, *slot, spec->direction);
    }
    peers_settle(mp, peer);
    return status;
}

static void peer_delete(struct miniport *mp, const struct key_spec *spec)
{
    struct mp_peer *peer = peers_find(&mp->peers, spec->peer);
    struct mp_key **slot = peer ? place_of(peer, spec) : NULL;
    if (slot && *slot) {
        peer_key_drop(mp, peer, slot);
        peers_settle(mp, peer);
    }
}

struct mp_key *keys_mapping_find(const struct miniport *mp, struct extsta_mac address,
                                 uint8_t direction)
{
    const struct mp_peer *peer = peers_find(&mp->peers, address);
    struct mp_key *both = NULL;
    for (struct mp_key *key = peer ? peer->keys : NULL; key; key = key->next) {
        if (key->direction == direction) {
            return key;
        }
        if (key->direction == DOT11_DIR_BOTH) {
            both = key;
        }
    }
    return both;
}

struct mp_key *keys_by_id_find(const struct miniport *mp, struct extsta_mac address,
                               uint8_t key_id)
{
    struct mp_peer *peer = peers_find(&mp->peers, address);
    return peer ? *by_id_slot(peer, key_id) : NULL;
}

struct mp_key *keys_station_find(const struct miniport *mp, struct extsta_mac address,
                                 uint8_t key_id, bool *row)
{
    struct mp_peer *peer = peers_find(&mp->peers, address);
    *row = peer && has_row(peer);
    return peer ? *peer_slot(peer, 0, key_id) : NULL;
}

/* --- the OID buffers --- */

/* Suite of a DOT11_CIPHER_ALGORITHM; 0: not supported. */
static uint32_t suite_of_algorithm(uint32_t algorithm, size_t key_len)
{
    if (algorithm == DOT11_CIPHER_ALGO_WEP) { /* any length */
        return key_len == 5 ? CIPHER_WEP40 : CIPHER_WEP104;
    }
    const struct cipher_suite *s = suites_cipher_numbered(algorithm);
    bool too_long = algorithm == DOT11_CIPHER_ALGO_WEP104 && key_len != 13;
    return s && s->key_len && !too_long ? s->selector : 0;
}

/* The material of a key that came whole: raw for WEP, else a DOT11_KEY_ALGO_... structure. */
static uint32_t read_material(const struct extsta_key *key, struct key_spec *spec)
{
    struct extsta_payload p;
    struct extsta_span raw = key->key.bytes;
    spec->suite = suite_of_algorithm(key->algorithm, raw.len);
    if (spec->suite == 0) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (suite_is_wep(spec->suite)) {
        spec->material = raw;
        return length_fits(spec->suite, raw.len) ? NDIS_STATUS_SUCCESS
                                                 : NDIS_STATUS_INVALID_DATA;
    }
    bool tkip = spec->suite == CIPHER_TKIP;
    if (!extsta_payload_read(tkip ? EXTSTA_FORM_TKIP_KEY_MATERIAL : EXTSTA_FORM_KEY_MATERIAL,
                             raw, &p)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint64_t len = p.material.key_len;
    if (tkip) {
        if (len != 16 || p.material.mic_len != MICHAEL_KEYS_LEN) {
            return NDIS_STATUS_INVALID_DATA;
        }
        len += MICHAEL_KEYS_LEN;
    }
    if (!length_fits(spec->suite, (size_t)len)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (p.material.keys.bytes.len < len) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    spec->rx_start = p.material.counter;
    spec->material = span(p.material.keys.bytes.data, (size_t)len);
    return NDIS_STATUS_SUCCESS;
}

static bool is_ibss(const struct miniport *mp)
{
    return mp->mib->desired_bss_type == dot11_BSS_type_independent;
}

static void default_delete(struct miniport *mp, uint32_t index, struct extsta_mac peer,
                           bool row)
{
    if (!row) {
        key_drop(mp, &mp->keys.default_keys[index]);
        return;
    }
    peer_delete(mp, &(struct key_spec){.peer = peer, .index = (uint8_t)index});
}

uint32_t keys_set_default(struct miniport *mp, struct extsta_span value)
{
    struct extsta_payload p;
    if (!extsta_payload_read(EXTSTA_FORM_DEFAULT_KEY, value, &p)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    const struct extsta_key *key = &p.key;
    /* KEY-02: only an IBSS has per-station keys */
    bool row = is_ibss(mp) && !mac_is_zero(key->peer);
    if (key->index >= MP_MAX_DEFAULT_KEYS || (row && mac_is_group(key->peer))) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (key->is_delete) {
        default_delete(mp, key->index, key->peer, row);
        return NDIS_STATUS_SUCCESS;
    }
    if (key->key.cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    struct key_spec spec = {.is_static = key->is_static,
                            .index = (uint8_t)key->index,
                            .direction = DOT11_DIR_BOTH,
                            .peer = key->peer};
    uint32_t status = read_material(key, &spec);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (suite_is_bip(spec.suite) != (key->index >= 4) || (row && key->index >= 4)) {
        return NDIS_STATUS_INVALID_DATA; /* KEY-01: index not usable with the cipher */
    }
    if (row) {
        spec.direction = 0;
        return peer_put(mp, &spec);
    }
    return key_put(mp, &mp->keys.default_keys[key->index], &spec) ? NDIS_STATUS_SUCCESS
                                                                  : NDIS_STATUS_RESOURCES;
}

/* One entry, without taking effect: its spec, or what is wrong with it. */
static uint32_t check_mapping(const struct miniport *mp, const struct extsta_key *key,
                              struct key_spec *spec)
{
    if (mac_is_zero(key->peer) || mac_is_group(key->peer) ||
        key->direction < DOT11_DIR_INBOUND || key->direction > DOT11_DIR_BOTH) {
        return NDIS_STATUS_INVALID_DATA;
    }
    *spec = (struct key_spec){.peer = key->peer,
                              .direction = (uint8_t)key->direction,
                              .by_id = mp->keys.by_id,
                              .index = mp->keys.by_id ? mp->keys.pairwise_id : 0,
                              .is_static = key->is_static};
    if (key->is_delete) {
        return NDIS_STATUS_SUCCESS;
    }
    if (key->key.cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint32_t status = read_material(key, spec);
    return status == NDIS_STATUS_SUCCESS && suite_is_bip(spec->suite) ? NDIS_STATUS_INVALID_DATA
                                                                      : status;
}

uint32_t keys_set_mapping(struct miniport *mp, struct extsta_span byte_array)
{
    struct extsta_payload p, entry;
    struct key_spec spec;
    if (!extsta_payload_read(EXTSTA_FORM_KEY_MAPPING_KEYS, byte_array, &p) ||
        p.list.entries.cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    struct extsta_part check = p.list.entries, apply = check; /* two walks: all or none */
    while (extsta_payload_next(&check, &entry)) {
        uint32_t status = check_mapping(mp, &entry.key, &spec);
        if (status != NDIS_STATUS_SUCCESS) {
            return status;
        }
    }
    if (check.bytes.len > 0) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint32_t status = NDIS_STATUS_SUCCESS; /* now only memory and room can be missing */
    while (status == NDIS_STATUS_SUCCESS && extsta_payload_next(&apply, &entry)) {
        check_mapping(mp, &entry.key, &spec);
        if (entry.key.is_delete) {
            peer_delete(mp, &spec);
        } else {
            status = peer_put(mp, &spec);
        }
    }
    return status;
}

uint32_t keys_set_beacon(struct miniport *mp, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    uint8_t id = reader_u8(&r);
    (void)reader_take(&r, 3);
    const struct cipher_suite *suite = suites_cipher_numbered(reader_le32(&r));
    uint64_t bipn = reader_le64(&r);
    struct extsta_span key = reader_rest(&r);
    if (r.failed) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (id < MP_BIGTK_FIRST || id >= MP_KEY_IDS || !suite || !suite_is_bip(suite->selector)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (!length_fits(suite->selector, key.len)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    return keys_install_group(mp, suite->selector, id, key, bipn) ? NDIS_STATUS_SUCCESS
                                                                  : NDIS_STATUS_RESOURCES;
}

/* --- from inside --- */

bool keys_install_pairwise(struct miniport *mp, struct extsta_mac peer, uint32_t suite,
                           struct extsta_span key)
{
    struct key_spec spec = {
        .suite = suite, .material = key, .direction = DOT11_DIR_BOTH, .peer = peer};
    return !suite_is_bip(suite) && length_fits(suite, key.len) &&
           peer_put(mp, &spec) == NDIS_STATUS_SUCCESS;
}

bool keys_install_by_id(struct miniport *mp, struct extsta_mac peer, uint32_t suite,
                        struct extsta_span key, uint8_t id, bool receive_only)
{
    struct key_spec spec = {.suite = suite,
                            .material = key,
                            .by_id = true,
                            .index = id,
                            .direction = receive_only ? DOT11_DIR_INBOUND : DOT11_DIR_BOTH,
                            .peer = peer};
    return !suite_is_bip(suite) && length_fits(suite, key.len) &&
           peer_put(mp, &spec) == NDIS_STATUS_SUCCESS;
}

uint32_t keys_set_pairwise_id(struct miniport *mp, struct extsta_span parameters)
{
    if (parameters.len != 1) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (parameters.data[0] > 1) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (!mp->link.ap || !mp->link.ap->negotiated.ext_key_id) {
        return NDIS_STATUS_INVALID_STATE;
    }
    mp->keys.by_id = true;
    mp->keys.pairwise_id = parameters.data[0];
    return NDIS_STATUS_SUCCESS;
}

bool keys_install_group(struct miniport *mp, uint32_t suite, uint8_t key_id,
                        struct extsta_span key, uint64_t rsc)
{
    if (key_id >= MP_KEY_IDS || suite_is_bip(suite) != (key_id >= MP_IGTK_FIRST) ||
        !length_fits(suite, key.len)) {
        return false;
    }
    struct key_spec spec = {.suite = suite,
                            .material = key,
                            .rx_start = rsc & MP_PN_MAX,
                            .index = key_id,
                            .direction = DOT11_DIR_BOTH};
    return key_put(mp, &mp->keys.default_keys[key_id], &spec);
}

struct mp_key *keys_wep_find(const struct miniport *mp, struct extsta_mac peer)
{
    struct mp_key *key = keys_mapping_find(mp, peer, DOT11_DIR_OUTBOUND);
    uint32_t id = mp->mib->default_key_id;
    if (!key && id < 4) {
        key = mp->keys.default_keys[id];
    }
    return key && suite_is_wep(key->suite) ? key : NULL;
}

size_t keys_wep_seal(struct miniport *mp, struct extsta_mac peer, struct extsta_span clear,
                     uint8_t *out)
{
    struct mp_key *key = keys_wep_find(mp, peer);
    if (!key) {
        return 0;
    }
    struct cipher_job job = {.key = key->cipher,
                             .in = clear.data,
                             .in_len = clear.len,
                             .out = out,
                             .pn = ++key->tx_pn & WEP_IV_MASK,
                             .key_id = key->index & 3};
    cipher_protect(&job, 1);
    return job.result == EXTSTA_OK ? job.out_len : 0;
}

/* --- when keys end --- */

/* Deletes a peer's key-mapping and per-station keys, static ones only with `also_static`. True:
 * nothing else was in its row, which is gone. */
static bool sweep_peer(struct miniport *mp, struct mp_peer *peer, bool also_static)
{
    for (struct mp_key **slot = &peer->keys; *slot;) {
        if (also_static || !(*slot)->is_static) {
            peer_key_drop(mp, peer, slot);
        } else {
            slot = &(*slot)->next;
        }
    }
    return peers_settle(mp, peer);
}

/* A row that is freed leaves the walk where it stands (peers_next). */
static void sweep_all(struct miniport *mp, bool also_static)
{
    struct mp_peer *peer;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL;) {
        at += !sweep_peer(mp, peer, also_static);
    }
}

static void sweep_default(struct miniport *mp, bool also_static)
{
    for (size_t i = 0; i < MP_KEY_IDS; i++) {
        struct mp_key *key = mp->keys.default_keys[i];
        if (key && (also_static || !key->is_static)) {
            key_drop(mp, &mp->keys.default_keys[i]);
        }
    }
}

void keys_clear_all(struct miniport *mp)
{
    sweep_all(mp, true);
    sweep_default(mp, true);
}

void keys_on_association(struct miniport *mp, struct mp_peer *peer)
{
    mp->keys.by_id = false;
    sweep_peer(mp, peer, false);
    sweep_default(mp, false);
    datapath_forget(mp, peer); /* CVE-2020-24586: no fragment outlives the association */
}

void keys_on_leave(struct miniport *mp)
{
    sweep_all(mp, false);
    sweep_default(mp, false);
}

void keys_on_peer_leave(struct miniport *mp, struct extsta_mac address)
{
    struct mp_peer *peer = peers_find(&mp->peers, address);
    if (peer) {
        sweep_peer(mp, peer, false);
    }
}

void keys_forget_peer(struct miniport *mp, struct extsta_mac address)
{
    struct mp_peer *peer = peers_find(&mp->peers, address);
    if (peer) {
        sweep_peer(mp, peer, true);
    }
}

/* --- what a key is made of (base/form.h) --- */

struct replay_counters {
    uint64_t pn[MP_REPLAY_COUNTERS];
};
#define T struct replay_counters
static const struct form_row replay_form_rows[] = {NUMBERS(pn)};
FORM_OWN_TABLE(replay_form, "replay counters");
#undef T

#define T struct mp_secret
static const struct form_row secret_form_rows[] = {PART(bytes, len), COUNTS(len)};
FORM_OWN_TABLE(secret_form, "key material outside the cipher");
#undef T

static bool has_no_cipher(const void *member)
{
    return form_pointer(member) == NULL;
}

static void put_cipher(struct form_out *f, const void *member)
{
    form_put_span(f, cipher_key_material(form_pointer(member)));
}

/* Of the suite of the key, which stands before it. */
static void get_cipher(struct form_in *f, void *member)
{
    struct mp_key *key =
        (struct mp_key *)(void *)((char *)member - offsetof(struct mp_key, cipher));
    const struct cipher_suite *suite = cipher_suite_find(key->suite);
    struct extsta_span material = form_get_span(f, UINT8_MAX);
    struct crypto *crypto = crypto_of(f->ctx);
    f->failed = f->failed || !suite || !cipher_key_fits(suite, material.len);
    key->cipher = form_in_ok(f) && crypto ? cipher_key_new(crypto, suite, material) : NULL;
    f->no_memory = f->no_memory || (!f->failed && !key->cipher);
}

static void drop_cipher(struct extsta_context *ctx, void *member, bool keep_shared)
{
    cipher_key_free(form_pointer(member));
    form_set_pointer(member, NULL);
}

static const struct form_special cipher_special = {
    .is_usual = has_no_cipher, .put = put_cipher, .get = get_cipher, .drop = drop_cipher};

static bool key_made(struct form_in *f, void *object)
{
    const struct mp_key *key = object;
    const struct cipher_suite *s = suites_cipher(key->suite);
    return key->cipher || (s && (s->protects & CIPHER_MANAGEMENT) && key->extra);
}

#define T struct mp_key
static const struct form_row mp_key_form_rows[] = {
    NUMBER(suite),
    SPECIAL(cipher, cipher_special),
    NUMBER(tx_pn),
    NUMBER(rx_start),
    OWNED(rx_pn, replay_form),
    OWNED(extra, secret_form),
    DERIVED(next, "of the peer's list"),
    NUMBER(serial),
    FLAG(is_static),
    FLAG(by_id),
    LIMITED(index, MP_KEY_IDS - 1),
    LIMITED(direction, 3),
};
FORM_TABLE(mp_key_form, "key", .made = key_made);
#undef T
