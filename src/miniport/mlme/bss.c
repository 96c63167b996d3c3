/* The BSS cache (bss.h). Beacons and Probe Responses come in by bss_heard, from mlme.c; scans,
 * candidates, the association and ENUM_BSS_LIST read the entries.
 *
 * A fleet hears the same beacons a thousand times. So what a BSS says of itself is kept once in
 * the context, with its elements digested, and found again by its hash, or still sooner by what
 * was heard last of its BSSID (beacon_recall). Only what differs from station to station is an
 * entry: signal, time, PHY, and what the station has tried. */
#include "miniport/mlme/bss.h"
#include "boundary/payload.h"
#include "base/hash.h"
#include "base/mac.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include "wire/capability_bits.h"

#define BSS_MAX_ENTRIES 128u /* a flood of invented BSSIDs must not eat the memory */
#define BSS_LIFETIME    (120ull * EXTSTA_SECOND) /* unheard for longer: forgotten by bss_age */
/* A signal older than this is replaced by the next one, not averaged with it. */
#define BSS_FRESH (2ull * EXTSTA_SECOND)

/* --- descriptions, interned in the context --- */

#define BSS_RECENT 64u /* BSSIDs whose newest description is remembered */

/* What came of the last Beacon that stations at rest which know the BSS so were shown: the next
 * most often is the same one, heard by another. Both descriptions are forgotten with themselves.
 */
struct bss_repeat {
    const struct bss_info *said;
    struct bss_info *says;
};

#define BSS_REPEATS 16u

struct bss_store {
    struct context_store base;
    struct bss_repeat repeats[BSS_REPEATS]; /* by `said` */
    /* What was interned last for a BSSID (by its hash), without a reference: when a beacon
     * has been digested for one station, all others that hear it find it here. */
    struct bss_info *recent[BSS_RECENT];
    struct bss_info *last; /* the one found last there */
    struct bss_info **buckets;
    size_t bucket_count; /* power of two */
    size_t count;
};
static const char bss_store_key; /* its address names the store in the context */

static size_t info_size(const struct bss_info *info)
{
    return sizeof *info + info->beacon_len + info->probe_len;
}

static void store_destroy(struct extsta_context *ctx, struct context_store *base)
{
    struct bss_store *s = (struct bss_store *)base;
    for (size_t i = 0; i < s->bucket_count; i++) {
        while (s->buckets[i]) {
            struct bss_info *info = s->buckets[i];
            s->buckets[i] = info->next;
            pool_release(&ctx->pool, info, info_size(info));
        }
    }
    pool_release(&ctx->pool, s->buckets, s->bucket_count * sizeof *s->buckets);
    pool_release(&ctx->pool, s, sizeof *s);
}

/* Made when first asked for; NULL: no memory. */
static struct bss_store *store_of(struct extsta_context *ctx)
{
    struct bss_store *s = (struct bss_store *)context_store_find(ctx, &bss_store_key);
    if (s) {
        return s;
    }
    s = pool_zalloc(&ctx->pool, sizeof *s);
    if (!s) {
        return NULL;
    }
    s->bucket_count = 16;
    s->buckets = pool_zalloc(&ctx->pool, s->bucket_count * sizeof *s->buckets);
    if (!s->buckets) {
        pool_release(&ctx->pool, s, sizeof *s);
        return NULL;
    }
    s->base.key = &bss_store_key;
    s->base.destroy = store_destroy;
    context_store_add(ctx, &s->base);
    return s;
}

/* Without memory for a larger table the old one goes on, only slower. */
static void store_grow(struct extsta_context *ctx, struct bss_store *s)
{
    size_t count = s->bucket_count * 2;
    struct bss_info **buckets = pool_zalloc(&ctx->pool, count * sizeof *buckets);
    if (!buckets) {
        return;
    }
    for (size_t i = 0; i < s->bucket_count; i++) {
        while (s->buckets[i]) {
            struct bss_info *info = s->buckets[i];
            s->buckets[i] = info->next;
            info->next = buckets[info->hash & (count - 1)];
            buckets[info->hash & (count - 1)] = info;
        }
    }
    pool_release(&ctx->pool, s->buckets, s->bucket_count * sizeof *s->buckets);
    s->buckets = buckets;
    s->bucket_count = count;
}

/* BSSIDs may share a place: who looks compares the address. */
static struct bss_info **recent_of(struct bss_store *s, struct extsta_mac bssid)
{
    return &s->recent[hash_u64(0, mac_to_u64(bssid)) % BSS_RECENT];
}

static void recent_set(struct bss_store *s, struct bss_info *info)
{
    *recent_of(s, info->bssid) = info;
    s->last = NULL;
}

/* What a description is made of, before it is known whether there is one already. The spans are
 * borrowed: from the frame, and from the description before. */
struct bss_draft {
    struct extsta_mac bssid;
    uint16_t capability, interval, beacon_capability, beacon_interval;
    struct mp_ssid ssid;
    struct extsta_span beacon, probe;
};

/* Seeded by the context: what is on the air cannot aim at one bucket. */
static uint64_t draft_hash(uint64_t seed, const struct bss_draft *d)
{
    uint64_t h = hash_bytes(seed, d->beacon.data, d->beacon.len);
    h = hash_bytes(h, d->probe.data, d->probe.len);
    h = hash_bytes(h, d->ssid.ssid, d->ssid.len);
    h = hash_u64(h, mac_to_u64(d->bssid));
    return hash_u64(h, (uint64_t)d->capability << 48 | (uint64_t)d->interval << 32 |
                           (uint64_t)d->beacon_capability << 16 | d->beacon_interval);
}

static bool draft_matches(const struct bss_draft *d, const struct bss_info *info)
{
    return mac_equal(d->bssid, info->bssid) && d->capability == info->capability &&
           d->interval == info->interval && d->beacon_capability == info->beacon_capability &&
           d->beacon_interval == info->beacon_interval && d->ssid.len == info->ssid_len &&
           memcmp(d->ssid.ssid, info->ssid, info->ssid_len) == 0 &&
           span_equal(d->beacon, bss_beacon_elements(info)) &&
           span_equal(d->probe, bss_probe_elements(info));
}

/* Both ways of hiding are in use. */
bool bss_ssid_is_hidden(struct extsta_span ssid)
{
    for (size_t i = 0; i < ssid.len; i++) {
        if (ssid.data[i] != 0) {
            return false;
        }
    }
    return true;
}

/* The plain announcement (9.4.2.18) or the extended one with its operating class (9.4.2.52).
 * Classes from 131 on are bands where channel numbers mean something else. */
static void digest_switch(struct bss_info *info, const struct elements *e)
{
    const uint8_t *p = e->channel_switch.data;
    uint8_t channel = p ? p[1] : 0, count = p ? p[2] : 0;
    if (!p && e->ext_channel_switch.data) {
        p = e->ext_channel_switch.data;
        channel = p[1] < 131 ? p[2] : 0;
        count = p[3];
    }
    if (p) {
        info->switch_mode = p[0];
        info->switch_count = count;
        info->switch_freq = channel_to_freq(channel, channel > 14);
    }
}

/* A BSS membership selector stands among the rates, as a basic one (9.4.2.3, table 9-92). */
static bool has_selector(struct extsta_span rates, uint8_t selector)
{
    for (size_t i = 0; i < rates.len; i++) {
        if (rates.data[i] == (0x80u | selector)) {
            return true;
        }
    }
    return false;
}

/* What every candidate decision asks for is decoded once. An RSN element that cannot be decoded
 * is remembered as such: the BSS must not be taken for an open one. */
void bss_digest(struct bss_info *info)
{
    struct elements e;
    elements_parse(bss_elements(info), &e);
    if (e.rsn.data) {
        info->rsn_ok = rsn_element_parse(e.rsn, &info->rsn) == EXTSTA_OK;
        info->rsn_bad = !info->rsn_ok;
    }
    if (e.wpa.data) {
        info->wpa_ok = rsn_element_parse(e.wpa, &info->wpa) == EXTSTA_OK;
    }
    if (e.rsn.data && e.rsn.len < UINT16_MAX) {
        info->rsn_at = (uint16_t)(e.rsn.data - info->bytes);
        info->rsn_len = (uint16_t)e.rsn.len;
    }
    if (e.rsnx.data) {
        info->rsnx_at = (uint16_t)(e.rsnx.data - info->bytes);
        info->rsnx_len = (uint16_t)e.rsnx.len;
    }
    info->wmm = e.wmm.data != NULL;
    info->ht = e.ht_capabilities.data && e.ht_operation.data;
    info->vht = e.vht_capabilities.data && e.vht_operation.data;
    info->he = e.he_capabilities.data && e.he_operation.data;
    info->sae_h2e = e.rsnx.len > 2 && capability_has(span(e.rsnx.data + 2, e.rsnx.len - 2),
                                                     RSNX_SAE_H2E); /* behind the header */
    info->sae_h2e_only =
        has_selector(e.rates, SELECTOR_SAE_H2E) || has_selector(e.ext_rates, SELECTOR_SAE_H2E);
    info->has_mde = e.mobility_domain.len == sizeof info->mde;
    if (info->has_mde) {
        memcpy(info->mde, e.mobility_domain.data, sizeof info->mde);
    }
    digest_switch(info, &e);
    if (info->beacon_len) { /* then `e` is of the beacon */
        info->beacon_hidden = bss_ssid_is_hidden(e.ssid);
        info->beacon_ds = e.ds_channel;
    }
}

static struct bss_info *info_new(struct extsta_context *ctx, const struct bss_draft *d)
{
    struct bss_info *info =
        pool_zalloc(&ctx->pool, sizeof *info + d->beacon.len + d->probe.len);
    if (!info) {
        return NULL;
    }
    info->bssid = d->bssid;
    info->capability = d->capability;
    info->interval = d->interval;
    info->beacon_capability = d->beacon_capability;
    info->beacon_interval = d->beacon_interval;
    info->ssid_len = d->ssid.len;
    memcpy(info->ssid, d->ssid.ssid, d->ssid.len);
    info->beacon_len = (uint16_t)d->beacon.len;
    info->probe_len = (uint16_t)d->probe.len;
    struct writer w = writer_of(info->bytes, d->beacon.len + d->probe.len);
    writer_span(&w, d->beacon);
    writer_span(&w, d->probe);
    bss_digest(info);
    return info;
}

/* The description with these contents, with one reference more. NULL: no memory. */
static struct bss_info *info_intern(struct extsta_context *ctx, const struct bss_draft *d)
{
    struct bss_store *s = store_of(ctx);
    if (!s) {
        return NULL;
    }
    uint64_t hash = draft_hash(ctx->hash_seed, d);
    struct bss_info **bucket = &s->buckets[hash & (s->bucket_count - 1)];
    for (struct bss_info *info = *bucket; info; info = info->next) {
        if (info->hash == hash && draft_matches(d, info)) {
            info->refs++;
            recent_set(s, info);
            return info;
        }
    }
    struct bss_info *info = info_new(ctx, d);
    if (!info) {
        return NULL;
    }
    info->hash = hash;
    info->refs = 1;
    info->next = *bucket;
    *bucket = info;
    recent_set(s, info);
    if (++s->count > s->bucket_count) {
        store_grow(ctx, s);
    }
    return info;
}

/* With the last reference it leaves the store, and what is remembered of its BSSID, too: that
 * holds no reference. */
static void info_unref(struct extsta_context *ctx, struct bss_info *info)
{
    if (!info || --info->refs > 0) {
        return;
    }
    struct bss_store *s = store_of(ctx);
    struct bss_info **at = &s->buckets[info->hash & (s->bucket_count - 1)];
    while (*at != info) {
        at = &(*at)->next;
    }
    *at = info->next;
    struct bss_info **recent = recent_of(s, info->bssid);
    if (*recent == info) {
        *recent = NULL;
        s->last = s->last == info ? NULL : s->last;
    }
    for (size_t i = 0; i < BSS_REPEATS; i++) {
        if (s->repeats[i].said == info || s->repeats[i].says == info) {
            s->repeats[i] = (struct bss_repeat){0};
        }
    }
    s->count--;
    form_book_forget(ctx, &info->form_place);
    pool_release(&ctx->pool, info, info_size(info));
}

size_t bss_interned(const struct extsta_context *ctx)
{
    const struct bss_store *s =
        (const struct bss_store *)context_store_find(ctx, &bss_store_key);
    return s ? s->count : 0;
}

/* --- entries --- */

/* The last entry takes its place: pointers to either are stale. */
static void entry_remove(struct miniport *mp, size_t i)
{
    struct mp_bss_cache *c = &mp->bss;
    info_unref(mp->ctx, c->entries[i].info);
    c->entries[i] = c->entries[--c->count];
}

/* By doubling, from one entry: most stations of a fleet know one BSS. Entries move. */
static bool cache_grow(struct miniport *mp)
{
    struct mp_bss_cache *c = &mp->bss;
    uint16_t capacity = c->capacity ? (uint16_t)(c->capacity * 2) : 1;
    struct bss_entry *entries = pool_alloc(&mp->ctx->pool, capacity * sizeof *entries);
    if (!entries) {
        return false;
    }
    if (c->count) {
        memcpy(entries, c->entries, c->count * sizeof *entries);
    }
    pool_release(&mp->ctx->pool, c->entries, c->capacity * sizeof *c->entries);
    c->entries = entries;
    c->capacity = capacity;
    return true;
}

/* Never the AP's: SCN-27 wants it listed, and the association asks for it. */
static void evict_oldest(struct miniport *mp)
{
    const struct bss_entry *keep = mlme_bss(mp);
    size_t oldest = SIZE_MAX;
    for (size_t i = 0; i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        if (e != keep && (oldest == SIZE_MAX || e->heard < mp->bss.entries[oldest].heard)) {
            oldest = i;
        }
    }
    if (oldest != SIZE_MAX) {
        entry_remove(mp, oldest);
    }
}

/* A zeroed entry at the end; NULL: no memory. Entries may move. */
static struct bss_entry *entry_add(struct miniport *mp)
{
    struct mp_bss_cache *c = &mp->bss;
    if (c->count >= BSS_MAX_ENTRIES) {
        evict_oldest(mp);
    }
    if (c->count == c->capacity && !cache_grow(mp)) {
        return NULL;
    }
    struct bss_entry *e = &c->entries[c->count++];
    memset(e, 0, sizeof *e);
    return e;
}

static bool info_has_ssid(const struct bss_info *info, const struct mp_ssid *ssid)
{
    return info->ssid_len == ssid->len && memcmp(info->ssid, ssid->ssid, ssid->len) == 0;
}

struct bss_entry *bss_find(struct miniport *mp, struct extsta_mac bssid)
{
    struct bss_entry *best = NULL;
    for (size_t i = 0; i < mp->bss.count; i++) {
        struct bss_entry *e = &mp->bss.entries[i];
        if (!mac_equal(e->info->bssid, bssid)) {
            continue;
        }
        if (mp->mlme.network.len && info_has_ssid(e->info, &mp->mlme.network)) {
            return e;
        }
        if (!best || e->heard > best->heard) {
            best = e;
        }
    }
    return best;
}

/* The entry a frame belongs to. A hidden SSID says nothing, so such a frame belongs to
 * whatever is known of the BSSID, and a first real SSID resolves it (SCN-16). */
static struct bss_entry *entry_for(struct miniport *mp, struct extsta_mac bssid, uint8_t phy,
                                   const struct mp_ssid *ssid, bool hidden)
{
    struct bss_entry *unresolved = NULL;
    for (size_t i = 0; i < mp->bss.count; i++) {
        struct bss_entry *e = &mp->bss.entries[i];
        if (e->phy != phy || !mac_equal(e->info->bssid, bssid)) {
            continue;
        }
        if (hidden || info_has_ssid(e->info, ssid)) {
            return e;
        }
        if (e->info->ssid_len == 0) {
            unresolved = e;
        }
    }
    return unresolved;
}

/* --- frames --- */

/* On 2.4 GHz a frame may come in from a neighbouring channel: the DS element knows. */
static uint16_t bss_freq(const struct miniport *mp, uint8_t ds_channel,
                         const struct extsta_rx_meta *meta)
{
    uint16_t freq = meta->freq ? meta->freq : mp->link.freq;
    if (freq < 2500 && ds_channel) {
        uint16_t ds = channel_to_freq(ds_channel, false);
        return ds ? ds : freq;
    }
    return freq;
}

/* A quarter of the way to the new sample, but at least 1 dB, so that it arrives. */
static int8_t smooth(int8_t old, int8_t sample)
{
    int delta = sample - old;
    int step = delta / 4;
    if (step == 0 && delta != 0) {
        step = delta > 0 ? 1 : -1;
    }
    int mean = old + step;
    return (int8_t)(mean != 0 ? mean : delta > 0 ? 1 : -1); /* 0 would say: unknown */
}

/* What each frame changes although its description is the same. Heard again it is a candidate
 * again, though it once did not answer (lost). */
static void entry_hear(struct bss_entry *e, extsta_time now, const struct extsta_rx_meta *meta,
                       const struct mgmt_beacon *b, bool is_beacon)
{
    bool fresh = e->heard && now - e->heard <= BSS_FRESH;
    if (meta->signal != 0) {
        e->signal = fresh && e->signal != 0 ? smooth(e->signal, meta->signal) : meta->signal;
    }
    e->heard = now;
    e->timestamp = b->timestamp;
    e->last_beacon = is_beacon;
    e->lost = false;
    if (is_beacon) {
        e->beacon_timestamp = b->timestamp;
        e->from_beacon = true;
    }
}

/* The new frame's part, and the other kind's as it was (SCN-25: both are listed). */
static void draft_make(struct bss_draft *d, const struct bss_info *old,
                       const struct mgmt_beacon *b, bool is_beacon)
{
    d->capability = b->capability;
    d->interval = b->interval;
    d->beacon = old ? bss_beacon_elements(old) : span(NULL, 0);
    d->probe = old ? bss_probe_elements(old) : span(NULL, 0);
    d->beacon_capability = old ? old->beacon_capability : 0;
    d->beacon_interval = old ? old->beacon_interval : 0;
    if (is_beacon) {
        d->beacon = b->elements;
        d->beacon_capability = b->capability;
        d->beacon_interval = b->interval;
    } else {
        d->probe = b->elements;
    }
}

/* A frame that says something new, or whose entry is to be found by its elements. A hidden SSID
 * does not undo what is known: the draft keeps the resolved one. The old description goes only
 * when the new one is in place, since the draft points into it. */
static struct bss_entry *frame_take(struct miniport *mp, extsta_time now,
                                    const struct extsta_rx_meta *meta,
                                    const struct mgmt_beacon *b, bool is_beacon,
                                    struct bss_draft *d, const struct elements *elements)
{
    bool hidden = bss_ssid_is_hidden(elements->ssid);
    d->ssid = (struct mp_ssid){0};
    if (!hidden) {
        d->ssid.len = (uint8_t)elements->ssid.len;
        memcpy(d->ssid.ssid, elements->ssid.data, elements->ssid.len);
    }
    struct bss_entry *e = entry_for(mp, d->bssid, meta->phy, &d->ssid, hidden);
    struct bss_info *old = e ? e->info : NULL;
    uint16_t freq = bss_freq(mp, elements->ds_channel, meta);
    if (hidden && old) {
        d->ssid.len = old->ssid_len;
        memcpy(d->ssid.ssid, old->ssid, old->ssid_len);
    }
    /* what it said on another channel describes it no more */
    bool moved = old && e->freq != freq;
    draft_make(d, moved ? NULL : old, b, is_beacon);
    if (!old || !draft_matches(d, old)) {
        struct bss_info *info = info_intern(mp->ctx, d);
        if (!info) {
            mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
            return NULL;
        }
        e = e ? e : entry_add(mp);
        if (!e) {
            info_unref(mp->ctx, info);
            mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
            return NULL;
        }
        e->info = info;
        info_unref(mp->ctx, old);
    }
    e->phy = meta->phy;
    e->freq = freq;
    e->from_beacon = e->from_beacon && !moved;
    if (is_beacon) {
        e->hidden = hidden;
    }
    entry_hear(e, now, meta, b, is_beacon);
    return e;
}

/* Whether a beacon, of whom another frame is known by `old`, is described by `info`. */
static bool is_told_by(const struct bss_info *info, const struct bss_info *old,
                       const struct mgmt_beacon *b)
{
    return info->capability == b->capability && info->interval == b->interval &&
           info->beacon_capability == b->capability && info->beacon_interval == b->interval &&
           span_equal(b->elements, bss_beacon_elements(info)) &&
           (info == old || span_equal(bss_probe_elements(old), bss_probe_elements(info)));
}

/* What was made last of a beacon of this BSS, in the whole context; NULL: nothing of use. A
 * hidden one says nothing of whose entry it is: the long way. */
static struct bss_info *recent_beacon(struct miniport *mp, struct extsta_mac bssid)
{
    struct bss_store *s = store_of(mp->ctx);
    if (s && s->last && mac_equal(s->last->bssid, bssid)) {
        return s->last;
    }
    struct bss_info *info = s ? *recent_of(s, bssid) : NULL;
    if (!info || info->beacon_hidden || !mac_equal(info->bssid, bssid)) {
        return NULL;
    }
    s->last = info;
    return info;
}

/* The entry has another description from now on. */
static void entry_describe(struct miniport *mp, struct bss_entry *e, struct bss_info *info)
{
    if (e->info != info) {
        info->refs++;
        info_unref(mp->ctx, e->info);
        e->info = info;
    }
    e->hidden = false;
}

/* The way of nearly every beacon: a known BSS whose description some station of the context
 * has already digested. NULL: it must be looked at. */
static struct bss_entry *beacon_recall(struct miniport *mp, extsta_time now,
                                       const struct extsta_rx_meta *meta,
                                       struct extsta_mac bssid, const struct mgmt_beacon *b)
{
    struct bss_info *info = recent_beacon(mp, bssid);
    if (!info) {
        return NULL;
    }
    struct mp_ssid ssid = {.len = info->ssid_len};
    memcpy(ssid.ssid, info->ssid, info->ssid_len);
    struct bss_entry *e = entry_for(mp, bssid, meta->phy, &ssid, false);
    if (!e || !info_has_ssid(e->info, &ssid) ||
        e->freq != bss_freq(mp, info->beacon_ds, meta) || !is_told_by(info, e->info, b)) {
        return NULL;
    }
    entry_describe(mp, e, info);
    entry_hear(e, now, meta, b, true);
    return e;
}

struct bss_entry *bss_again(struct miniport *mp, const struct extsta_rx_meta *meta,
                            const struct mgmt_beacon *b, struct bss_info **says)
{
    const struct mp_peer *ap = mp->link.ap;
    struct bss_info *info = recent_beacon(mp, ap->address);
    if (!info || info->switch_freq || meta->phy != ap->negotiated.phy || meta->signal == 0 ||
        !info_has_ssid(info, &mp->mlme.network)) {
        return NULL;
    }
    struct bss_entry *e = mp->bss.entries; /* most stations know one BSS */
    if (mp->bss.count != 1 || e->info != info || e->phy != meta->phy) {
        e = entry_for(mp, ap->address, meta->phy, &mp->mlme.network, false);
    }
    if (!e || e->signal != meta->signal ||
        (e->info != info && !info_has_ssid(e->info, &mp->mlme.network)) ||
        e->freq != bss_freq(mp, info->beacon_ds, meta) || !is_told_by(info, e->info, b)) {
        return NULL;
    }
    *says = info;
    return e;
}

void bss_keep(struct miniport *mp, extsta_time now, struct bss_entry *e, struct bss_info *says,
              const struct mgmt_beacon *b, const struct extsta_rx_meta *meta)
{
    entry_describe(mp, e, says);
    entry_hear(e, now, meta, b, true);
}

struct bss_entry *bss_heard(struct miniport *mp, extsta_time now, const struct frame *f,
                            const struct extsta_rx_meta *meta)
{
    bool is_beacon = frame_kind(f) == FRAME_BEACON;
    struct mgmt_beacon b;
    struct elements elements;
    if (!mgmt_parse_beacon(f->body, &b)) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
        return NULL;
    }
    if (is_beacon) {
        struct bss_entry *e = beacon_recall(mp, now, meta, f->addr3, &b);
        if (e) {
            return e;
        }
    }
    if (!elements_parse(b.elements, &elements) || b.elements.len > UINT16_MAX ||
        mac_is_group(f->addr3)) {
        mp_drop(mp, EXTSTA_DROP_BAD_ELEMENTS);
        return NULL;
    }
    struct bss_draft d = {.bssid = f->addr3};
    return frame_take(mp, now, meta, &b, is_beacon, &d, &elements);
}

void bss_flush(struct miniport *mp)
{
    while (mp->bss.count) {
        entry_remove(mp, mp->bss.count - 1u);
    }
    pool_release(&mp->ctx->pool, mp->bss.entries, mp->bss.capacity * sizeof *mp->bss.entries);
    mp->bss = (struct mp_bss_cache){0};
}

void bss_age(struct miniport *mp, extsta_time now)
{
    for (size_t i = 0; i < mp->bss.count;) {
        const struct bss_entry *e = &mp->bss.entries[i];
        if (now - e->heard > BSS_LIFETIME && e != mlme_bss(mp)) { /* SCN-27 keeps the AP */
            entry_remove(mp, i);
        } else {
            i++;
        }
    }
}

/* LQ-01: 2 % for each dB between -100 and -50. */
uint8_t bss_link_quality(int signal)
{
    int dbm = bss_dbm(signal);
    if (dbm <= -100) {
        return 0;
    }
    return dbm >= -50 ? 100 : (uint8_t)(2 * (dbm + 100));
}

/* --- for stations that rest --- */

/* Where the TIM is among the elements; an empty span: nowhere. */
static struct extsta_span tim_in(struct extsta_span elements)
{
    struct reader r = reader_of(elements);
    while (reader_left(&r) >= 2) {
        const uint8_t *at = r.p;
        uint8_t id = reader_u8(&r);
        struct extsta_span body = reader_take(&r, reader_u8(&r));
        if (id == ELEMENT_TIM) {
            return span(at, 2 + body.len);
        }
    }
    return span(NULL, 0);
}

/* Both are the same but for what the TIM says. */
static bool same_but_tim(struct extsta_span a, struct extsta_span b)
{
    struct extsta_span x = tim_in(a), y = tim_in(b);
    if (!x.len || !y.len) {
        return span_equal(a, b);
    }
    size_t before = (size_t)(x.data - a.data);
    size_t behind = a.len - before - x.len;
    return before == (size_t)(y.data - b.data) && behind == b.len - before - y.len &&
           memcmp(a.data, b.data, before) == 0 &&
           memcmp(x.data + x.len, y.data + y.len, behind) == 0;
}

static bool is_beacon_of(const struct bss_info *info, const struct mgmt_beacon *b)
{
    return b->capability == info->beacon_capability && b->interval == info->beacon_interval &&
           span_equal(b->elements, bss_beacon_elements(info));
}

/* NULL: it says something else, or no memory. With a reference. */
static struct bss_info *repeated(struct extsta_context *ctx, const struct bss_info *said,
                                 const struct mgmt_beacon *b)
{
    if (b->capability != said->beacon_capability || b->interval != said->beacon_interval ||
        !same_but_tim(b->elements, bss_beacon_elements(said))) {
        return NULL;
    }
    struct bss_draft d = {.bssid = said->bssid, .ssid.len = said->ssid_len};
    memcpy(d.ssid.ssid, said->ssid, said->ssid_len);
    draft_make(&d, said, b, true);
    return info_intern(ctx, &d);
}

/* What one station has made of a Beacon the others that rest find again, by its octets. */
bool bss_says_again(struct extsta_context *ctx, struct bss_info *said, struct bss_info **says,
                    const struct extsta_rx_frame *frame)
{
    struct bss_store *s = store_of(ctx);
    struct mgmt_beacon b;
    if (!s || !mgmt_parse_beacon(span(frame->bytes.data + 24, frame->bytes.len - 24), &b)) {
        return false;
    }
    struct bss_repeat *last = &s->repeats[said->hash % BSS_REPEATS];
    bool known = last->said == said && is_beacon_of(last->says, &b);
    struct bss_info *now = known ? last->says : repeated(ctx, said, &b);
    if (!now) {
        return false;
    }
    *last = (struct bss_repeat){said, now};
    if (now != (*says ? *says : said)) {
        now->refs++;
        info_unref(ctx, *says);
        *says = now;
    }
    if (!known) {
        info_unref(ctx, now); /* that of `repeated`: *says or the station's entry has one */
    }
    return true;
}

void bss_says_nothing(struct extsta_context *ctx, struct bss_info **says)
{
    info_unref(ctx, *says);
    *says = NULL;
}

void bss_heard_again(struct miniport *mp, struct bss_entry *e, struct bss_info *says,
                     uint64_t timestamp, extsta_time heard)
{
    if (says) {
        info_unref(mp->ctx, e->info);
        e->info = says;
    }
    e->timestamp = e->beacon_timestamp = timestamp;
    e->heard = heard;
}

/* --- a description as what stations share, and one station's entry (base/form.h) --- */

static uint32_t *info_place(void *object)
{
    return &((struct bss_info *)object)->form_place;
}

static void info_hold(struct extsta_context *ctx, void *object)
{
    ((struct bss_info *)object)->refs++;
}

static void info_release(struct extsta_context *ctx, void *object)
{
    info_unref(ctx, object);
}

static void info_put(struct form_out *f, const void *object)
{
    const struct bss_info *info = object;
    form_put_octets(f, info->bssid.b, sizeof info->bssid.b);
    form_put_number(f, info->capability);
    form_put_number(f, info->interval);
    form_put_number(f, info->beacon_capability);
    form_put_number(f, info->beacon_interval);
    form_put_span(f, span(info->ssid, info->ssid_len));
    form_put_span(f, bss_beacon_elements(info));
    form_put_span(f, bss_probe_elements(info));
}

#define ELEMENTS_MOST 4096u /* octets of elements; a frame has fewer */

static void *info_get(struct form_in *f)
{
    struct bss_draft d = {.capability = 0};
    form_get_octets(f, d.bssid.b, sizeof d.bssid.b);
    d.capability = (uint16_t)form_get_number(f, UINT16_MAX);
    d.interval = (uint16_t)form_get_number(f, UINT16_MAX);
    d.beacon_capability = (uint16_t)form_get_number(f, UINT16_MAX);
    d.beacon_interval = (uint16_t)form_get_number(f, UINT16_MAX);
    struct extsta_span ssid = form_get_span(f, sizeof d.ssid.ssid);
    d.ssid.len = (uint8_t)ssid.len;
    if (ssid.len) {
        memcpy(d.ssid.ssid, ssid.data, ssid.len);
    }
    d.beacon = form_get_span(f, ELEMENTS_MOST);
    d.probe = form_get_span(f, ELEMENTS_MOST);
    return form_in_ok(f) ? info_intern(f->ctx, &d) : NULL;
}

static size_t info_known(const void *object, struct extsta_span out[FORM_KNOWN_MAX])
{
    const struct bss_info *info = object;
    out[0] = span(info->bssid.b, sizeof info->bssid.b);
    out[1] = span(info->ssid, info->ssid_len);
    out[2] = span(info->bytes + info->rsn_at, info->rsn_len);
    out[3] = span(info->bytes + info->rsnx_at, info->rsnx_len);
    return 4;
}

const struct form_share bss_info_share = {.name = "BSS",
                                          .place = info_place,
                                          .hold = info_hold,
                                          .release = info_release,
                                          .put = info_put,
                                          .get = info_get,
                                          .known = info_known};

#define T struct bss_entry
static const struct form_row bss_entry_form_rows[] = {
    SHARED(info, bss_info_share),
    NUMBER(timestamp),
    NUMBER(beacon_timestamp),
    TIME(heard),
    TIME(refused_until),
    NUMBER(freq),
    SIGNED(signal),
    NUMBER(phy),
    FLAG(from_beacon),
    FLAG(last_beacon),
    FLAG(hidden),
    FLAG(lost),
    FLAG(tried),
    FLAG(comeback),
};
FORM_TABLE(bss_entry_form, "BSS as a station knows it");
#undef T
