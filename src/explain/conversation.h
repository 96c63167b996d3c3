/* What the explainer keeps: stations, their conversations with BSSs, and the tables
 * that find them.
 *
 * A conversation is everything between one station and one BSSID. Its first cache line
 * is all that an ordinary data frame touches; what only events need lies behind it.
 * Group-addressed deauthentication belongs to the conversation of FF-FF-FF-FF-FF-FF,
 * probe requests to no BSS in particular to that with the BSSID FF-FF-FF-FF-FF-FF.
 * Objects are numbered in order of appearance and never move or go away. */
#ifndef EXPLAIN_CONVERSATION_H
#define EXPLAIN_CONVERSATION_H

#include "base/compat.h"
#include "base/hash.h"
#include "base/mac.h"
#include "base/pool.h"
#include "explain/story.h"
#include "explain/transmitters.h"

#define EXPLAIN_NONE UINT32_MAX /* index of no object */

/* What was heard of one side, FCS good as far as known. 24 octets. */
struct heard {
    uint64_t time;   /* of the last frame; 0: never heard */
    uint32_t number; /* of the last frame */
    uint32_t frames;
    uint16_t seq;  /* sequence control of the last management or data frame */
    int8_t signal; /* dBm of the last frame; 0: unknown */
    bool by_tid;   /* `seq` is of a counter of QoS data, or may be */
    int16_t level; /* mean of the signal, 64ths of a dBm; 0: unknown */
    uint8_t retries; /* share of the last frames with the Retry bit, of HEARD_ALL */
    uint8_t flags;   /* second octet of Frame Control of the last frame */
};
#define HEARD_ALL 240u

struct pairing;

/* How the station asked to be secured: types of suites of 00-0F-AC, with SECURED_WPA in the top
 * bit those of 00-50-F2; 0: unknown, or a vendor's. */
struct secured {
    uint8_t akm, pairwise, group;
    uint8_t flags; /* SECURED_... of story_context.c */
};

struct conversation {
    struct heard heard[2]; /* by enum explain_side */
    struct extsta_mac sta, bssid;
    uint8_t watch;       /* who wants to hear every frame: WATCH_… */
    uint8_t insisted;    /* of the unanswered ones with the Retry bit, saturating */
    uint16_t unanswered; /* frames of one side since the other was heard, saturating */
    /* 64 octets up to here */
    uint32_t index;           /* of this conversation */
    uint32_t station;         /* index of the station */
    uint32_t network;         /* index of the BSS, NONE until it was heard of */
    uint32_t unopened;        /* protected frames for which there was no key */
    struct pairing *pairing;  /* handshake and keys, NULL without keys to try */
    struct story_conversation story;
    uint32_t senders; /* index of struct senders, plus 1; 0: none yet */
    struct secured secured;
};
#define WATCH_STORY  0x01u /* story_on_frame; at first it does */
#define WATCH_SEQUEL 0x02u /* sequel_on_frame: the port is open, and more is to be told */

/* Of a conversation in which management frames were sent. */
struct senders {
    struct exchange exchange[2]; /* by enum explain_side */
    struct doubt doubt;          /* of the frame that seems to end it */
    uint32_t proof : 24; /* of the station's last SAE commit, or FT reassociation; 0: none */
    uint32_t open : 8;   /* SAE commits of the station that came to nothing, saturating */
};

struct station {
    struct extsta_mac mac;
    uint32_t index;
    struct story_station story;
    uint32_t transmitter; /* index of its struct transmitter, plus 1; 0: none yet */
    uint32_t notes;       /* list of struct note, index plus 1; 0: none */
    uint32_t forgery;     /* the last series of forged frames it was a target of; 0: none */
};

/* An append-only array of objects of one size that do not move, each at the beginning of a
 * cache line. Chunks double: few objects take little, and many lie in blocks so large that
 * the embedder can back them with large pages (misses of the TLB cost as much as those of
 * the cache). */
#define STORE_FIRST      64u /* objects of the first two chunks, a power of two */
#define STORE_FIRST_LOG2 6u
#define STORE_CHUNKS     (33u - STORE_FIRST_LOG2)
#define STORE_LINE       64u
struct store {
    struct pool *pool;
    size_t size;     /* of an object, a multiple of STORE_LINE */
    uint32_t count;
    uint8_t *chunks[STORE_CHUNKS];
    void *blocks[STORE_CHUNKS]; /* as allocated */
};

/* From a hash to an index: open addressing; what is found is compared by the caller. */
struct index_slot {
    uint32_t tag;
    uint32_t index; /* plus 1; 0: free */
};
struct index_table {
    struct pool *pool;
    struct index_slot *slots;
    uint32_t mask, used; /* mask + 1 slots, a power of two; no slots before the first */
};

/* Conversations by (station, BSSID), stations by address. */
struct clients {
    struct pool *pool;
    uint64_t seed;
    struct store conversations, stations;
    struct store senders, transmitters, notes; /* of those that need them */
    struct index_table by_pair, by_station;
};

/* Empty, without memory yet. `size` is rounded up to whole cache lines. */
void store_init(struct store *s, struct pool *pool, size_t size);
/* Frees all objects; what they point to is the caller's. It may be used again. */
void store_destroy(struct store *s);
void *store_add(struct store *s); /* zeroed, the index is s->count - 1; NULL: no memory */

/* What a slot keeps of a hash: enough to find its place in a larger table as well. */
static inline uint32_t index_tag(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}
/* Adds what is not in it yet. False: no memory. */
bool index_add(struct index_table *t, uint64_t hash, uint32_t index);
/* Forgets all; it may be used again. */
void index_destroy(struct index_table *t);
/* Starts loading what a lookup will need; call some frames ahead. */
static inline void index_prefetch(const struct index_table *t, uint64_t hash)
{
    if (t->slots) {
        compat_prefetch(&t->slots[index_tag(hash) & t->mask]);
    }
}

/* Chunk 0 holds the first STORE_FIRST objects, chunk n > 0 as many as all before it. */
static inline uint32_t store_chunk(uint32_t index)
{
    return compat_log2(index | (STORE_FIRST - 1)) - (STORE_FIRST_LOG2 - 1);
}
static inline uint32_t store_chunk_begin(uint32_t chunk)
{
    return chunk ? STORE_FIRST << (chunk - 1) : 0;
}
static inline void *store_at(const struct store *s, uint32_t index)
{
    uint32_t chunk = store_chunk(index);
    return s->chunks[chunk] + (size_t)(index - store_chunk_begin(chunk)) * s->size;
}

/* The object most probably meant: its address for prefetching, or NULL. */
static inline void *index_guess(const struct index_table *t, const struct store *s, uint64_t hash)
{
    uint32_t tag = index_tag(hash);
    for (uint32_t i = tag & t->mask; t->slots && t->slots[i].index; i = (i + 1) & t->mask) {
        if (t->slots[i].tag == tag) {
            return store_at(s, t->slots[i].index - 1);
        }
    }
    return NULL;
}

/* For objects that begin with the address they are found by: its index, or NONE. */
static inline uint32_t index_find(const struct index_table *t, const struct store *s,
                                  uint64_t hash, struct extsta_mac mac)
{
    uint32_t tag = index_tag(hash);
    for (uint32_t i = tag & t->mask; t->slots && t->slots[i].index; i = (i + 1) & t->mask) {
        uint32_t index = t->slots[i].index - 1;
        if (t->slots[i].tag == tag && memcmp(store_at(s, index), mac.b, sizeof mac.b) == 0) {
            return index;
        }
    }
    return EXPLAIN_NONE;
}
/* The same; one that is not there is made: the address, and zeros. NONE: no memory. */
uint32_t index_get(struct index_table *t, struct store *s, uint64_t hash, struct extsta_mac mac,
                   bool *made);

/* The pool outlives it. seed: a secret of the context, so that nobody on the air can choose
 * addresses that collide. */
void clients_init(struct clients *c, struct pool *pool, uint64_t seed);
void clients_destroy(struct clients *c);

/* Hash of a pair, for the lookups below. */
static inline uint64_t clients_hash(const struct clients *c, struct extsta_mac sta,
                                    struct extsta_mac bssid)
{
    return hash_u64(hash_u64(c->seed, mac_bits(sta)), mac_bits(bssid));
}
/* Start loading what clients_guess and clients_get will look at. */
static inline void clients_prefetch(const struct clients *c, uint64_t hash)
{
    index_prefetch(&c->by_pair, hash);
}
static inline void clients_prefetch_station(const struct clients *c, struct extsta_mac mac)
{
    index_prefetch(&c->by_station, hash_u64(c->seed, mac_bits(mac)));
}
/* Most probably the conversation of this hash; the caller compares the addresses. NULL:
 * none. */
static inline struct conversation *clients_guess(const struct clients *c, uint64_t hash)
{
    return index_guess(&c->by_pair, &c->conversations, hash);
}

/* `hash` is clients_hash of the pair. NULL: there is none. */
struct conversation *clients_find(const struct clients *c, uint64_t hash, struct extsta_mac sta,
                                  struct extsta_mac bssid);
/* Finds or makes it (and the station). NULL: no memory. */
struct conversation *clients_get(struct clients *c, uint64_t hash, struct extsta_mac sta,
                                 struct extsta_mac bssid);

/* Made when first asked for. NULL: no memory. */
struct senders *clients_senders(struct clients *c, struct conversation *of);
struct transmitter *clients_transmitter(struct clients *c, struct station *of);

/* By index, which has to exist. */
static inline struct conversation *clients_conversation(const struct clients *c, uint32_t index)
{
    return store_at(&c->conversations, index);
}
/* Whether the station is known. */
bool clients_saw(const struct clients *c, struct extsta_mac station);
static inline struct station *clients_station(const struct clients *c, uint32_t index)
{
    return store_at(&c->stations, index);
}

#endif
