/* The configuration: its defaults, and the store of configurations that the stations of a
 * context share. mib_edit is how the OID handlers (oid/) and the reset change it.
 *
 * The draft is in no bucket, since its contents (and so its hash) still change. Only when
 * another station edits, or somebody counts, is it settled: hashed and put into the store. */
#include "miniport/mib.h"
#include "base/context.h"
#include "base/hash.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "miniport/algorithm.h"
#include "miniport/form.h"
#include "miniport/miniport.h"

/* One configuration. `mib` is first: a station holds a pointer to it. */
struct mib_node {
    struct mp_mib mib;
    struct mib_node *next; /* of the bucket; nothing while it is the draft */
    uint64_t hash; /* of `mib`; stale while it is the draft */
    uint32_t refs; /* stations that point to it */
    uint32_t form_place; /* form.h */
};

/* All configurations of a context, by hash. Fleets have few; the table grows for
 * those in which every station differs. */
struct mib_store {
    struct context_store store;
    struct mib_node **buckets;
    size_t bucket_count, count;
    struct miniport *editor; /* whose configuration is the draft: in no bucket, its alone */
};

#define FIRST_BUCKETS 16u /* a power of two: hashes are masked; doubled as they fill */

static const char store_key; /* its address names the store in the context */

/* The context ends. Its stations have ended before: what is left is nobody's. */
static void store_destroy(struct extsta_context *ctx, struct context_store *store)
{
    struct mib_store *s = (struct mib_store *)store;
    for (size_t i = 0; i < s->bucket_count; i++) {
        while (s->buckets[i]) {
            struct mib_node *node = s->buckets[i];
            s->buckets[i] = node->next;
            pool_release(&ctx->pool, node, sizeof *node);
        }
    }
    pool_release(&ctx->pool, s->buckets, s->bucket_count * sizeof(struct mib_node *));
    pool_release(&ctx->pool, s, sizeof *s);
}

/* Made when first asked for. NULL: no memory. Once it exists it is always found. */
static struct mib_store *store_of(struct extsta_context *ctx)
{
    struct mib_store *s = (struct mib_store *)context_store_find(ctx, &store_key);
    if (s) {
        return s;
    }
    s = pool_zalloc(&ctx->pool, sizeof *s);
    struct mib_node **buckets =
        pool_zalloc(&ctx->pool, FIRST_BUCKETS * sizeof(struct mib_node *));
    if (!s || !buckets) {
        pool_release(&ctx->pool, s, sizeof *s);
        pool_release(&ctx->pool, buckets, FIRST_BUCKETS * sizeof(struct mib_node *));
        return NULL;
    }
    s->store.key = &store_key;
    s->store.destroy = store_destroy;
    s->buckets = buckets;
    s->bucket_count = FIRST_BUCKETS;
    context_store_add(ctx, &s->store);
    return s;
}

/* Without memory the chains just get longer. */
static void store_grow(struct extsta_context *ctx, struct mib_store *s)
{
    size_t n = s->bucket_count * 2;
    struct mib_node **buckets = pool_zalloc(&ctx->pool, n * sizeof(struct mib_node *));
    if (!buckets) {
        return;
    }
    for (size_t i = 0; i < s->bucket_count; i++) {
        while (s->buckets[i]) {
            struct mib_node *node = s->buckets[i];
            s->buckets[i] = node->next;
            node->next = buckets[node->hash & (n - 1)];
            buckets[node->hash & (n - 1)] = node;
        }
    }
    pool_release(&ctx->pool, s->buckets, s->bucket_count * sizeof(struct mib_node *));
    s->buckets = buckets;
    s->bucket_count = n;
}

static struct mib_node *node_of(const struct mp_mib *mib)
{
    return (struct mib_node *)(uintptr_t)mib; /* every one was made by mib_edit */
}

/* The node must be in the store, not the draft. */
static void bucket_remove(struct mib_store *s, struct mib_node *node)
{
    struct mib_node **at = &s->buckets[node->hash & (s->bucket_count - 1)];
    while (*at != node) {
        at = &(*at)->next;
    }
    *at = node->next;
    s->count--;
}

static void node_free(struct extsta_context *ctx, struct mib_node *node)
{
    form_book_forget(ctx, &node->form_place);
    pool_release(&ctx->pool, node, sizeof *node);
}

/* The one in the store that is equal to this one, with one reference more, or this one, which
 * then is of the store. */
static struct mib_node *intern(struct extsta_context *ctx, struct mib_store *s,
                               struct mib_node *new)
{
    new->hash = hash_bytes(ctx->hash_seed, &new->mib, sizeof new->mib);
    for (struct mib_node *n = s->buckets[new->hash &(s->bucket_count - 1)]; n; n = n->next) {
        if (n->hash == new->hash && memcmp(&n->mib, &new->mib, sizeof n->mib) == 0) {
            n->refs++;
            node_free(ctx, new);
            return n;
        }
    }
    if (s->count >= s->bucket_count) {
        store_grow(ctx, s);
    }
    new->next = s->buckets[new->hash &(s->bucket_count - 1)];
    s->buckets[new->hash &(s->bucket_count - 1)] = new;
    s->count++;
    return new;
}

/* The draft becomes the one in the store that is equal to it, or one of the store. */
static void settle(struct extsta_context *ctx, struct mib_store *s)
{
    struct miniport *mp = s->editor;
    if (mp) {
        s->editor = NULL;
        mp->mib = &intern(ctx, s, node_of(mp->mib))->mib;
    }
}

void mib_settle(struct extsta_context *ctx)
{
    struct mib_store *s = (struct mib_store *)context_store_find(ctx, &store_key);
    if (s) {
        settle(ctx, s);
    }
}

size_t mib_interned(struct extsta_context *ctx)
{
    struct mib_store *s = (struct mib_store *)context_store_find(ctx, &store_key);
    if (s) {
        settle(ctx, s);
    }
    return s ? s->count : 0;
}

struct mp_mib *mib_edit(struct miniport *mp)
{
    struct mib_store *s = store_of(mp->ctx);
    if (!s || s->editor == mp) { /* its draft already: no copy, and so no failure */
        return s ? &node_of(mp->mib)->mib : NULL;
    }
    settle(mp->ctx, s); /* of another station: there is one draft in a context */
    struct mib_node *node = mp->mib ? node_of(mp->mib) : NULL;
    if (node && node->refs == 1) { /* nobody else has it: no copy */
        bucket_remove(s, node);
    } else {
        struct mib_node *copy = pool_alloc(&mp->ctx->pool, sizeof *copy);
        if (!copy) {
            return NULL;
        }
        if (node) {
            /* The bytes, not the value: the comparison sees padding too. */
            memcpy(&copy->mib, &node->mib, sizeof copy->mib);
            node->refs--;
        } else {
            mib_defaults(&copy->mib, mp->radio);
        }
        copy->refs = 1;
        copy->form_place = 0;
        node = copy;
    }
    mp->mib = &node->mib;
    s->editor = mp;
    return &node->mib;
}

void mib_release(struct miniport *mp)
{
    struct mib_store *s = store_of(mp->ctx);
    struct mib_node *node = node_of(mp->mib);
    mp->mib = NULL;
    if (s->editor == mp) {
        s->editor = NULL;
    } else if (--node->refs > 0) {
        return;
    } else {
        bucket_remove(s, node);
    }
    node_free(mp->ctx, node);
}

/* MIB-35: min(2346, aMPDUMaxLength of the PHY). */
uint32_t mib_fragmentation_default(const struct extsta_radio_caps *radio, uint32_t phy_id)
{
    /* aMPDUMaxLength is 4095 octets or more for every PHY type this station knows. */
    return DOT11_MAX_PDU_SIZE;
}

/* The rates of all PHYs, each once, in rising order (MIB-42). */
static void default_rates(struct mp_mib *mib, const struct extsta_radio_caps *radio)
{
    bool found[0x80] = {false}; /* by rate; bit 7 of an element's rate is not part of it */
    for (size_t p = 0; p < radio->phy_count; p++) {
        for (size_t i = 0; i < radio->phys[p].rate_count; i++) {
            if (radio->phys[p].rates[i] < sizeof found) {
                found[radio->phys[p].rates[i]] = true;
            }
        }
    }
    for (uint8_t rate = 1; rate < sizeof found; rate++) {
        if (found[rate] && mib->rate_count < sizeof mib->rates) {
            mib->rates[mib->rate_count++] = rate;
        }
    }
}

/* Zeroed to the end: configurations are compared by their octets. */
void mib_default_ciphers(struct mp_mib *mib, const struct extsta_radio_caps *radio)
{
    uint32_t offers = algorithm_offers(radio, mib->desired_bss_type);
    memset(mib->unicast, 0, sizeof mib->unicast);
    memset(mib->multicast, 0, sizeof mib->multicast);
    mib->unicast_count = (uint8_t)algorithm_default_ciphers(
        offers, ALGORITHM_UNICAST, mib->auth, mib->auth_count, mib->unicast, MP_MAX_ALGORITHMS);
    mib->multicast_count =
        (uint8_t)algorithm_default_ciphers(offers, ALGORITHM_MULTICAST, mib->auth,
                                           mib->auth_count, mib->multicast, MP_MAX_ALGORITHMS);
}

void mib_default_algorithms(struct mp_mib *mib, const struct extsta_radio_caps *radio)
{
    memset(mib->auth, 0, sizeof mib->auth);
    mib->auth[0] = algorithm_default_auth(algorithm_offers(radio, mib->desired_bss_type));
    mib->auth_count = 1;
    mib_default_ciphers(mib, radio);
}

/* The numbers are those of chapter 95 (MIB-19, MIB-34 ... MIB-40), and of 802.11 where it gives
 * none (long retry limit, lifetimes). All else is zero: lists empty, flags off. */
void mib_defaults(struct mp_mib *mib, const struct extsta_radio_caps *radio)
{
    memset(mib, 0, sizeof *mib);
    mib->desired_bss_type = dot11_BSS_type_infrastructure;
    mib->bssids[0] = mac_broadcast;
    mib->bssid_count = 1;
    mib->phys[0] = DOT11_PHY_ID_ANY;
    mib->phy_count = 1;
    mib->unicast_use_group = true;
    mib->unreachable_ms = 2000;
    mib->auto_config = DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG | DOT11_MAC_AUTO_CONFIG_ENABLED_FLAG;
    mib->qos_flags = MP_QOS_SUPPORTED;
    mib->rts_threshold = MP_MAX_RTS_THRESHOLD;
    mib->fragmentation_threshold = mib_fragmentation_default(radio, 0);
    mib->short_retry = 7;
    mib->long_retry = 4;
    mib->tx_lifetime_tu = 512;
    mib->rx_lifetime_tu = 512;
    mib->beacon_period = 100;
    default_rates(mib, radio);
    mib_default_algorithms(mib, radio);
}

/* CIP-13: the wildcard stands alone and is every address. */
bool mib_is_excluded(const struct miniport *mp, struct extsta_mac address)
{
    for (size_t i = 0; mp->excluded && i < mp->excluded->count; i++) {
        struct extsta_mac a = mp->excluded->addresses[i];
        if (mac_is_broadcast(a) || mac_equal(a, address)) {
            return true;
        }
    }
    return false;
}

bool mib_in_multicast_list(const struct miniport *mp, struct extsta_mac address)
{
    for (size_t i = 0; mp->multicast && i < mp->multicast->count; i++) {
        if (mac_equal(mp->multicast->addresses[i], address)) {
            return true;
        }
    }
    return false;
}

const struct mp_pmkid *mib_pmkid_find(const struct miniport *mp, struct extsta_mac bssid)
{
    for (size_t i = 0; mp->pmkids && i < mp->pmkids->count; i++) {
        if (mac_equal(mp->pmkids->entries[i].bssid, bssid)) {
            return &mp->pmkids->entries[i];
        }
    }
    return NULL;
}

void mib_multicast_clear(struct miniport *mp)
{
    pool_release(&mp->ctx->pool, mp->multicast, sizeof *mp->multicast);
    mp->multicast = NULL;
}

void mib_pmkids_clear(struct miniport *mp)
{
    if (mp->pmkids) { /* as key material: a PMKID is made of its PMK */
        wipe(mp->pmkids, sizeof *mp->pmkids);
    }
    pool_release(&mp->ctx->pool, mp->pmkids, sizeof *mp->pmkids);
    mp->pmkids = NULL;
}

void mib_excluded_clear(struct miniport *mp)
{
    pool_release(&mp->ctx->pool, mp->excluded, sizeof *mp->excluded);
    mp->excluded = NULL;
}

bool mib_addresses_read(struct extsta_part entries, struct extsta_mac *out)
{
    struct extsta_payload e;
    bool alone = entries.size <= 1;
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        out[i] = e.address;
        if (!alone && mac_is_broadcast(e.address)) {
            return false;
        }
    }
    return true;
}

/* --- a configuration as what stations share (base/form.h) --- */

static uint32_t *mib_place(void *object)
{
    return &((struct mib_node *)object)->form_place;
}

static void mib_hold(struct extsta_context *ctx, void *object)
{
    ((struct mib_node *)object)->refs++;
}

/* Of one in the store: a draft is settled before it is written. */
static void mib_unref(struct extsta_context *ctx, void *object)
{
    struct mib_node *node = object;
    if (--node->refs == 0) {
        bucket_remove(store_of(ctx), node);
        node_free(ctx, node);
    }
}

static void mib_put(struct form_out *f, const void *object)
{
    form_put(f, &mp_mib_form, object);
}

static void *mib_get(struct form_in *f)
{
    struct mib_store *s = store_of(f->ctx);
    struct mib_node *node = s ? form_alloc(f, sizeof *node) : NULL;
    if (!node) {
        return NULL;
    }
    form_get(f, &mp_mib_form, &node->mib);
    if (!form_in_ok(f)) {
        node_free(f->ctx, node);
        return NULL;
    }
    node->refs = 1;
    return intern(f->ctx, s, node);
}

const struct form_share mp_mib_share = {.name = "configuration",
                                        .of = &mp_mib_form,
                                        .place = mib_place,
                                        .hold = mib_hold,
                                        .release = mib_unref,
                                        .put = mib_put,
                                        .get = mib_get};
