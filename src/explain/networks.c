/* BSSs, filed by BSSID, and what their beacons and probe responses say of them (IEEE
 * 802.11-2020 9.3.3.2, 9.3.3.10). explain.c brings each one here; stories ask for security and
 * silence, pairing.c for the SSID, report.c tells them at the end.
 *
 * Most frames of many captures are beacons that say the same as the last one: they are
 * recognized by a hash of their elements and only counted. Whoever floods the air with invented
 * SSIDs meets two limits, MAX_FACES and MAX_VARIANTS. */
#include "explain/networks.h"

#include "base/hash.h"
#include "wire/multi_link.h"
#include "wire/rsn_element.h"

#define ELEMENT_BSS_LOAD 11u
#define ELEMENT_MESH_ID 114u
/* Kinds of security under one SSID that are told apart; further ones are not kept. */
#define MAX_VARIANTS    8u
/* Faces of one BSSID; beyond that a beacon counts for the newest. */
#define MAX_FACES 128u

void networks_init(struct networks *n, struct pool *pool, uint64_t seed)
{
    *n = (struct networks){.pool = pool, .seed = seed};
    store_init(&n->store, pool, sizeof(struct network));
    n->index.pool = pool;
}

static void free_faces(struct networks *n, struct network_face *face)
{
    while (face) {
        struct network_face *next = face->next;
        struct security_variant *variant = face->variants;
        while (variant) {
            struct security_variant *after = variant->next;
            pool_release(n->pool, variant, sizeof *variant);
            variant = after;
        }
        pool_release(n->pool, face, sizeof *face);
        face = next;
    }
}

static void free_offences(struct networks *n, struct offences *o)
{
    if (o) {
        pool_release(n->pool, o->sae.held, SAE_HELD * sizeof *o->sae.held);
        pool_release(n->pool, o, sizeof *o);
    }
}

void networks_destroy(struct networks *n)
{
    for (uint32_t i = 0; i < n->store.count; i++) {
        free_faces(n, networks_at(n, i)->faces);
        populations_free(n->pool, networks_at(n, i)->populations);
        free_offences(n, networks_at(n, i)->offences);
    }
    index_destroy(&n->index);
    store_destroy(&n->store);
}

struct network *networks_find(const struct networks *n, struct extsta_mac bssid)
{
    uint32_t i = index_find(&n->index, &n->store, networks_hash(n, bssid), bssid);
    return i == EXPLAIN_NONE ? NULL : networks_at(n, i);
}

/* The index is written each time; it is the same. */
struct network *networks_get(struct networks *n, struct extsta_mac bssid)
{
    bool made;
    uint32_t i = index_get(&n->index, &n->store, networks_hash(n, bssid), bssid, &made);
    struct network *it = i == EXPLAIN_NONE ? NULL : networks_at(n, i);
    if (it) {
        it->index = i;
    }
    return it;
}

/* --- what a beacon says --- */

/* A fast hash of long input: four lanes, so that the multiplications overlap. */
static uint64_t mix(uint64_t seed, const uint8_t *p, size_t len)
{
    uint64_t lane[4] = {seed, ~seed, seed >> 1, seed << 1};
    for (; len >= 32; len -= 32, p += 32) {
        for (size_t i = 0; i < 4; i++) {
            lane[i] = (lane[i] ^ get_le64(p + 8 * i)) * 0x9e3779b97f4a7c15ull;
            lane[i] ^= lane[i] >> 29;
        }
    }
    uint64_t h = hash_u64(lane[0] ^ lane[1] << 1, lane[2] ^ lane[3] << 1);
    return hash_bytes(h, p, len);
}

/* Of everything that does not change from beacon to beacon: all but the TIM. */
static uint64_t signature(uint64_t seed, uint16_t capability, struct extsta_span elements)
{
    const uint8_t *p = elements.data;
    size_t at = 0;
    while (elements.len - at >= 2 && p[at] != ELEMENT_TIM &&
           elements.len - at - 2 >= p[at + 1]) {
        at += 2u + p[at + 1];
    }
    uint64_t h = mix(seed ^ capability, p, at);
    if (elements.len - at >= 2 && p[at] == ELEMENT_TIM && elements.len - at - 2 >= p[at + 1]) {
        at += 2u + p[at + 1];
    }
    return mix(h, p + at, elements.len - at);
}

/* No SSID element and an empty one are two faces. *count: faces there are, when none is it. */
static struct network_face *find_face(struct network *network, struct extsta_span ssid,
                                      bool has_ssid, unsigned *count)
{
    *count = 0;
    for (struct network_face *f = network->faces; f; f = f->next) {
        if (f->has_ssid == has_ssid && span_equal(span(f->ssid, f->ssid_len), ssid)) {
            return f;
        }
        (*count)++;
    }
    return NULL;
}

/* NULL: no memory. */
static struct network_face *get_face(struct networks *n, struct network *network,
                                     const struct elements *e, uint32_t number)
{
    unsigned count;
    bool has_ssid = e->ssid.data != NULL;
    struct network_face *f = find_face(network, e->ssid, has_ssid, &count);
    if (f || count == MAX_FACES) {
        return f ? f : network->faces;
    }
    f = pool_zalloc(n->pool, sizeof *f);
    if (!f) {
        return NULL;
    }
    f->order = n->faces++;
    f->first_frame = number;
    f->has_ssid = has_ssid;
    f->ssid_len = (uint8_t)e->ssid.len; /* elements_parse: at most 32 */
    if (e->ssid.len) {
        memcpy(f->ssid, e->ssid.data, e->ssid.len);
    }
    f->next = network->faces;
    network->faces = f;
    return f;
}

/* Counts how the face is secured; `recent` spares the search for the next beacon like it.
 * False: no memory. */
static bool count_variant(struct networks *n, struct network_face *f,
                          const struct extsta_security *security)
{
    struct security_variant **at = &f->variants;
    unsigned count = 0;
    for (; *at; at = &(*at)->next, count++) {
        if (extsta_security_equal(&(*at)->security, security)) {
            (*at)->seen++;
            f->recent = *at;
            return true;
        }
    }
    f->recent = NULL;
    if (count == MAX_VARIANTS) {
        return true;
    }
    struct security_variant *v = pool_alloc(n->pool, sizeof *v);
    if (!v) {
        return false;
    }
    *v = (struct security_variant){.seen = 1, .security = *security};
    *at = f->recent = v;
    return true;
}

/* Channel Switch Announcement: mode, channel, count; the extended one has the operating class
 * before the channel. BSS Load: stations, utilization, admission capacity (9.4.2.18, .27, .52).
 */
static struct network_says says_of(const struct elements *e, struct extsta_span elements)
{
    struct element load;
    const uint8_t *to = e->channel_switch.data       ? e->channel_switch.data + 1
                        : e->ext_channel_switch.data ? e->ext_channel_switch.data + 2
                                                     : NULL;
    bool has_load = element_find(elements, ELEMENT_BSS_LOAD, &load) && load.value.len == 5;
    uint8_t primary = e->ht_operation.data ? e->ht_operation.data[0] : 0;
    return (struct network_says){
        .channel = e->ds_channel ? e->ds_channel : primary,
        .moves_to = to ? *to : 0,
        .has_load = has_load,
        .stations = has_load ? get_le16(load.value.data) : 0,
        .load = has_load ? load.value.data[2] : 0,
    };
}

/* The channel of the first beacon that names one stays. The HT Operation element stands in for
 * a missing DSSS Parameter Set. */
static void describe(struct network *network, struct network_face *f, const struct elements *e,
                     const struct mgmt_beacon *b, const struct extsta_security *security)
{
    struct element mesh;
    uint16_t capability = b->capability;
    network->says = says_of(e, b->elements);
    f->channel = f->channel ? f->channel : e->ds_channel;
    if (!f->primary_channel && e->ht_operation.data) {
        f->primary_channel = e->ht_operation.data[0];
    }
    uint8_t channel = e->ds_channel          ? e->ds_channel
                      : e->ht_operation.data ? e->ht_operation.data[0]
                                             : 0;
    f->look = beacon_look(channel, security_bits(security));
    f->of_pair = f->of_pair || e->owe_transition.data;
    f->ibss = (capability & CAPABILITY_IBSS) != 0;
    network->privacy = (capability & CAPABILITY_PRIVACY) != 0;
    network->capable_mfp = security->rsn.mfp != EXTSTA_MFP_NO;
    network->required_mfp = security->rsn.mfp == EXTSTA_MFP_REQUIRED;
    struct multi_link links;
    if (multi_link_find(b->elements, false, &links) && links.has_id) {
        f->is_mld = true;
        f->mld = links.mld;
        f->link_id = links.id;
    }
    if (element_find(b->elements, ELEMENT_MESH_ID, &mesh) &&
        mesh.value.len <= sizeof f->mesh_id) {
        f->mesh_id_len = (uint8_t)mesh.value.len;
        f->is_mesh = true;
        if (mesh.value.len) {
            memcpy(f->mesh_id, mesh.value.data, mesh.value.len);
        }
    }
}

/* Which transmitter's it is (beacons.h). Nearly always the only one's. `last`: when one was
 * heard before. False: no memory. */
static bool populate(struct networks *n, struct network *network, const struct network_face *f,
                     const struct network_sighting *s, const struct mgmt_beacon *b,
                     uint64_t last)
{
    const struct beacon_seen seen = {.time = s->time,
                                     .tsf = b->timestamp,
                                     .number = s->number,
                                     .look = f->look,
                                     .interval = b->interval,
                                     .sequence = s->sequence,
                                     .signal = s->signal};
    if (seen.tsf == 0 || f->ibss) { /* no clock; or all stations of an IBSS beacon in turn */
        return true;
    }
    if (network->has_clock && !network->populations &&
        !beacon_fits(&seen, network->clock, network->look, network->interval)) {
        const struct population before = {.first = network->heard_first,
                                          .last = last,
                                          .beacons = network->beacons - 1,
                                          .look = network->look,
                                          .clock = network->clock,
                                          .interval = network->interval,
                                          .sequence = network->sequence};
        network->populations = populations_new(n->pool, &before);
        if (!network->populations) {
            return false;
        }
    }
    if (network->populations) {
        populations_see(network->populations, &seen);
    }
    network->has_clock = true;
    network->look = seen.look;
    network->clock = beacon_clock(&seen);
    network->interval = seen.interval;
    network->sequence = seen.sequence;
    return true;
}

/* The cheap things first and for every beacon, the elements only when they are new. */
enum extsta_drop networks_see(struct networks *n, struct network *network,
                              const struct network_sighting *sighting, struct extsta_span body)
{
    struct mgmt_beacon b;
    uint64_t last = network->heard;
    network->heard_first = network->heard_first ? network->heard_first : sighting->time;
    network->heard = sighting->time;
    network->heard_number = sighting->number;
    network->signal = sighting->signal;
    enum extsta_drop wrong = EXTSTA_DROP_COUNT;
    if (!mgmt_parse_beacon(body, &b)) { /* it is there, and that is all that is known of it */
        b = (struct mgmt_beacon){.elements = span(body.data, 0)};
        wrong = EXTSTA_DROP_BODY_TRUNCATED;
    }
    network->beacons += sighting->beacon;
    /* One that is damaged keeps no signature: the next one like it is looked at and counted
     * again. */
    uint64_t sign = signature(n->seed, b.capability, b.elements);
    struct network_face *f = network->faces;
    while (f && f->signature != sign) {
        f = f->next;
    }
    if (!f) {
        struct elements e;
        struct rsn_element rsn;
        struct extsta_security security;
        if (!elements_parse(b.elements, &e)) {
            wrong = EXTSTA_DROP_BAD_ELEMENTS;
        }
        if (!security_rsn(&e, &rsn) && wrong == EXTSTA_DROP_COUNT) {
            wrong = EXTSTA_DROP_BAD_RSNE;
        }
        f = get_face(n, network, &e, sighting->number);
        if (!f) {
            return EXTSTA_DROP_NO_MEMORY;
        }
        security_of(&e, &rsn, b.capability, &security);
        describe(network, f, &e, &b, &security);
        if (!count_variant(n, f, &security)) {
            return EXTSTA_DROP_NO_MEMORY;
        }
        f->signature = wrong == EXTSTA_DROP_COUNT ? sign : 0;
    } else if (f->recent) {
        f->recent->seen++;
    }
    if (sighting->beacon) {
        f->beacons++;
        if (wrong == EXTSTA_DROP_COUNT && sighting->judged &&
            !populate(n, network, f, sighting, &b, last)) {
            return EXTSTA_DROP_NO_MEMORY;
        }
    } else {
        f->probe_responses++;
    }
    return wrong;
}
