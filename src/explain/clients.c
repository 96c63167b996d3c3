/* Where the explainer keeps things: stores (arrays that grow without moving), indexes (hash
 * tables into them), and the conversations and stations in them. networks.c and collection.c
 * keep theirs in the same way.
 *
 * Nothing is removed while a capture lasts: there are no deletions and no tombstones, and an
 * index once given stays good. What a frame's turn costs is cache misses; conversation.h says
 * how they are kept few. */
#include "explain/conversation.h"
#include "explain/story_notes.h"

#include "base/hash.h"

/* Enlarged when more than this share of the slots is in use: with linear probing, longer chains
 * would cost a second cache line. */
#define LOAD_NUMERATOR   5u
#define LOAD_DENOMINATOR 8u
#define FIRST_SLOTS      256u

/* --- store --- */

void store_init(struct store *s, struct pool *pool, size_t size)
{
    *s = (struct store){.pool = pool, .size = (size + STORE_LINE - 1) / STORE_LINE * STORE_LINE};
}

/* Some octets more than the objects, so that the first can be moved up to a cache line. Freeing
 * asks for the same number again: pool_release needs the size. */
static size_t block_bytes(const struct store *s, uint32_t chunk)
{
    size_t objects = chunk ? store_chunk_begin(chunk) : STORE_FIRST;
    return objects * s->size + STORE_LINE - 1;
}

void store_destroy(struct store *s)
{
    for (uint32_t i = 0; i < STORE_CHUNKS; i++) {
        pool_release(s->pool, s->blocks[i], block_bytes(s, i));
    }
    *s = (struct store){.pool = s->pool, .size = s->size};
}

static bool add_chunk(struct store *s, uint32_t chunk)
{
    void *block = pool_alloc(s->pool, block_bytes(s, chunk));
    if (!block) {
        return false;
    }
    uintptr_t address = (uintptr_t)block;
    s->blocks[chunk] = block;
    s->chunks[chunk] = (uint8_t *)block + (STORE_LINE - address % STORE_LINE) % STORE_LINE;
    return true;
}

/* EXPLAIN_NONE objects would be one too many: that index means "none". */
void *store_add(struct store *s)
{
    uint32_t chunk = store_chunk(s->count);
    if (s->count == EXPLAIN_NONE || (!s->chunks[chunk] && !add_chunk(s, chunk))) {
        return NULL;
    }
    void *object = store_at(s, s->count);
    memset(object, 0, s->size);
    s->count++;
    return object;
}

/* --- index --- */

/* There is a free slot: the caller has seen to the load. */
static void place(struct index_table *t, uint32_t tag, uint32_t index)
{
    uint32_t i = tag & t->mask;
    while (t->slots[i].index) {
        i = (i + 1) & t->mask;
    }
    t->slots[i] = (struct index_slot){.tag = tag, .index = index + 1};
    t->used++;
}

void index_destroy(struct index_table *t)
{
    if (t->slots) {
        pool_release(t->pool, t->slots, (t->mask + (size_t)1) * sizeof *t->slots);
    }
    *t = (struct index_table){.pool = t->pool};
}

bool index_add(struct index_table *t, uint64_t hash, uint32_t index)
{
    /* The old table stays as it is until the larger one is filled: no memory changes
     * nothing. */
    uint32_t slots = t->slots ? t->mask + 1 : 0;
    if ((uint64_t)(t->used + 1) * LOAD_DENOMINATOR > (uint64_t)slots * LOAD_NUMERATOR) {
        struct index_table bigger = {.pool = t->pool};
        /* 2^31 slots doubled are 0. */
        uint32_t count = slots ? slots * 2 : FIRST_SLOTS;
        if (count == 0) {
            return false;
        }
        bigger.slots = pool_zalloc(t->pool, count * sizeof *bigger.slots);
        if (!bigger.slots) {
            return false;
        }
        bigger.mask = count - 1;
        for (uint32_t i = 0; i < slots; i++) {
            if (t->slots[i].index) {
                place(&bigger, t->slots[i].tag, t->slots[i].index - 1);
            }
        }
        index_destroy(t);
        *t = bigger;
    }
    place(t, index_tag(hash), index);
    return true;
}

uint32_t index_get(struct index_table *t, struct store *s, uint64_t hash, struct extsta_mac mac,
                   bool *made)
{
    uint32_t index = index_find(t, s, hash, mac);
    *made = index == EXPLAIN_NONE;
    if (!*made) {
        return index;
    }
    uint8_t *object = store_add(s);
    if (!object) {
        return EXPLAIN_NONE;
    }
    index = s->count - 1;
    memcpy(object, mac.b, sizeof mac.b);
    /* An object that nothing leads to would be counted and never found: taken back. */
    if (!index_add(t, hash, index)) {
        s->count--;
        return EXPLAIN_NONE;
    }
    return index;
}

/* --- conversations and stations --- */

static uint64_t station_hash(const struct clients *c, struct extsta_mac mac)
{
    return hash_u64(c->seed, mac_bits(mac));
}

bool clients_saw(const struct clients *c, struct extsta_mac station)
{
    return index_find(&c->by_station, &c->stations, station_hash(c, station), station) !=
           EXPLAIN_NONE;
}

void clients_init(struct clients *c, struct pool *pool, uint64_t seed)
{
    *c = (struct clients){.pool = pool, .seed = seed};
    store_init(&c->conversations, pool, sizeof(struct conversation));
    store_init(&c->stations, pool, sizeof(struct station));
    store_init(&c->senders, pool, sizeof(struct senders));
    store_init(&c->transmitters, pool, sizeof(struct transmitter));
    store_init(&c->notes, pool, sizeof(struct note));
    c->by_pair.pool = pool;
    c->by_station.pool = pool;
}

void clients_destroy(struct clients *c)
{
    index_destroy(&c->by_pair);
    index_destroy(&c->by_station);
    store_destroy(&c->conversations);
    store_destroy(&c->stations);
    store_destroy(&c->senders);
    store_destroy(&c->transmitters);
    store_destroy(&c->notes);
}

struct conversation *clients_find(const struct clients *c, uint64_t hash, struct extsta_mac sta,
                                  struct extsta_mac bssid)
{
    const struct index_table *t = &c->by_pair;
    if (!t->slots) {
        return NULL;
    }
    for (uint32_t i = index_tag(hash) & t->mask; t->slots[i].index; i = (i + 1) & t->mask) {
        if (t->slots[i].tag == index_tag(hash)) {
            struct conversation *it = clients_conversation(c, t->slots[i].index - 1);
            if (mac_equal(it->sta, sta) && mac_equal(it->bssid, bssid)) {
                return it;
            }
        }
    }
    return NULL;
}

/* Index 0 is a valid one, so it is written only when made. */
static struct station *get_station(struct clients *c, struct extsta_mac mac)
{
    bool made;
    uint32_t i = index_get(&c->by_station, &c->stations, station_hash(c, mac), mac, &made);
    struct station *s = i == EXPLAIN_NONE ? NULL : clients_station(c, i);
    if (s && made) {
        s->index = i;
    }
    return s;
}

/* A station may remain without a conversation when memory ends between the two; it is found
 * again and used by the next frame. */
struct conversation *clients_get(struct clients *c, uint64_t hash, struct extsta_mac sta,
                                 struct extsta_mac bssid)
{
    struct conversation *it = clients_find(c, hash, sta, bssid);
    if (it) {
        return it;
    }
    struct station *station = get_station(c, sta);
    it = station ? store_add(&c->conversations) : NULL;
    if (!it) {
        return NULL;
    }
    it->sta = sta;
    it->bssid = bssid;
    it->watch = WATCH_STORY;
    it->index = c->conversations.count - 1;
    it->station = station->index;
    it->network = EXPLAIN_NONE;
    if (!index_add(&c->by_pair, hash, it->index)) {
        c->conversations.count--;
        return NULL;
    }
    return it;
}

/* --- who sends --- */

static void *get_member(struct store *s, uint32_t *number)
{
    void *it = *number ? store_at(s, *number - 1) : store_add(s);
    if (it && !*number) {
        *number = s->count;
    }
    return it;
}

struct senders *clients_senders(struct clients *c, struct conversation *of)
{
    return get_member(&c->senders, &of->senders);
}

struct transmitter *clients_transmitter(struct clients *c, struct station *of)
{
    return get_member(&c->transmitters, &of->transmitter);
}
