/* BSSs as they describe themselves in beacons and probe responses. explain.c brings those here;
 * stories, keys and the report at the end ask. One BSSID is one network; a BSSID that announces
 * several SSIDs (or hides its own) has a face for each.
 *
 * Objects are numbered in order of appearance and stay where they are until
 * networks_destroy. */
#ifndef EXPLAIN_NETWORKS_H
#define EXPLAIN_NETWORKS_H

#include "explain/ap_life.h"
#include "explain/beacons.h"
#include "explain/conversation.h"
#include "explain/offences.h"
#include "explain/security.h"
#include "wire/mgmt.h"

/* One of the ways in which a BSS secures itself, with how often it was seen. */
struct security_variant {
    struct security_variant *next; /* in order of appearance */
    uint32_t seen;
    struct extsta_security security;
};

/* A BSSID under one SSID: what the BSS list shows. */
struct network_face {
    struct network_face *next;
    uint32_t order; /* of appearance among all */
    uint32_t first_frame;
    uint32_t beacons, probe_responses;
    uint64_t signature; /* of the last beacon's elements */
    uint32_t look;      /* beacon_look of the same */
    struct security_variant *variants;
    struct security_variant *recent; /* of the last beacon; NULL: too many */
    uint8_t ssid_len, channel, primary_channel;
    bool has_ssid, ibss, is_mesh;
    bool of_pair; /* the open half of an OWE transition pair, or the other */
    uint8_t mesh_id_len;
    uint8_t ssid[32];
    uint8_t mesh_id[32];
    struct extsta_mac mld; /* is_mld: the AP's device (Wi-Fi 7), of which this is one link */
    bool is_mld;
    uint8_t link_id;
};

struct group_keys;

/* What the last beacon or probe response with new elements said. */
struct network_says {
    uint8_t channel;  /* of the DSSS Parameter Set or the HT Operation element, 0: neither */
    uint8_t moves_to; /* by a channel switch announcement; 0: none */
    bool has_load;    /* BSS Load element */
    uint8_t load;     /* how busy the channel is, of 255 */
    uint16_t stations;
};

/* What a beacon touches lies in the first two lines. */
struct network {
    struct extsta_mac bssid;
    uint16_t interval; /* these, look and clock: of the last beacon, while all are of one
                          population */
    uint32_t index;
    uint64_t heard_first; /* first beacon or probe response, ns */
    uint64_t heard;       /* last one */
    uint32_t heard_number;
    uint32_t beacons;
    uint32_t look, clock;
    uint16_t sequence; /* of the last beacon */
    int8_t signal;
    bool required_mfp : 1, capable_mfp : 1, privacy : 1;
    bool has_clock : 1;              /* interval, look and clock are set */
    struct network_face *faces;      /* newest first */
    struct populations *populations; /* NULL: one, as far as heard */
    struct transmitter transmitter;  /* of the BSSID */
    struct group_keys *keys;
    uint32_t unopened; /* protected group frames before the first key */
    struct story_network story;
    struct offences *offences; /* NULL: none yet */
    struct ap_life ap;
    struct network_says says;
};

struct networks {
    struct pool *pool;
    uint64_t seed;
    struct store store;
    struct index_table index;
    uint32_t faces;
};

/* As clients_init. */
void networks_init(struct networks *n, struct pool *pool, uint64_t seed);
/* Group keys must have been freed before (group_keys_free). */
void networks_destroy(struct networks *n);
/* Hash of a BSSID, for the two below: a frame's network loaded some frames ahead. */
static inline uint64_t networks_hash(const struct networks *n, struct extsta_mac bssid)
{
    return hash_u64(n->seed, mac_bits(bssid));
}
static inline void networks_prefetch(const struct networks *n, uint64_t hash)
{
    index_prefetch(&n->index, hash);
}
static inline struct network *networks_guess(const struct networks *n, uint64_t hash)
{
    return index_guess(&n->index, &n->store, hash);
}
/* NULL: it was not heard of. */
struct network *networks_find(const struct networks *n, struct extsta_mac bssid);
struct network *networks_get(struct networks *n, struct extsta_mac bssid); /* NULL: no memory */
/* By index, which has to exist. */
static inline struct network *networks_at(const struct networks *n, uint32_t index)
{
    return store_at(&n->store, index);
}

/* One beacon or probe response; what is wrong with it (it counts for what could be read),
 * or EXTSTA_DROP_COUNT. NO_MEMORY: what it says is not kept; the next one says it again. */
struct network_sighting {
    uint64_t time;
    uint32_t number;
    uint16_t sequence; /* 0 to 4095 */
    int8_t signal;
    bool beacon;
    bool judged; /* whose it is; not at a second look */
};
enum extsta_drop networks_see(struct networks *n, struct network *network,
                              const struct network_sighting *sighting, struct extsta_span body);

#endif
