/* The table of peers (peers.h): one row lies in the miniport's own pointer, so that an
 * infrastructure station pays for no table; from the second on they are in a map. */
#include "miniport/miniport.h"

struct mp_peer *peers_find_many(const struct mp_peers *peers, struct extsta_mac address)
{
    return macmap_get(peers->many, address);
}

/* The map alone: its rows are somebody else's by now. */
static void map_free(struct miniport *mp)
{
    struct macmap *map = mp->peers.many;
    mp->peers.many = NULL;
    macmap_destroy(map);
    pool_release(&mp->ctx->pool, map, sizeof *map);
}

/* The map, with the only row in it. False: no memory, all is as before. */
static bool map_make(struct miniport *mp)
{
    struct mp_peers *peers = &mp->peers;
    if (peers->many) {
        return true;
    }
    peers->many = pool_alloc(&mp->ctx->pool, sizeof *peers->many);
    if (!peers->many) {
        return false;
    }
    macmap_init(peers->many, mp->ctx);
    if (!macmap_set(peers->many, peers->only->address, peers->only)) {
        map_free(mp);
        return false;
    }
    peers->only = NULL;
    return true;
}

/* The first row needs no place but the pointer. False: no memory, the row is not in. */
static bool insert(struct miniport *mp, struct mp_peer *peer)
{
    struct mp_peers *peers = &mp->peers;
    if (!peers->only && !peers->many) {
        peers->only = peer;
        return true;
    }
    return map_make(mp) && macmap_set(peers->many, peer->address, peer);
}

/* From two rows to one: back to the pointer. */
static void unlink_row(struct miniport *mp, const struct mp_peer *peer)
{
    struct mp_peers *peers = &mp->peers;
    if (!peers->many) {
        peers->only = NULL;
        return;
    }
    macmap_remove(peers->many, peer->address);
    if (peers->many->count <= 1) {
        peers->only = macmap_next(peers->many, &(uint32_t){0});
        map_free(mp);
    }
}

struct mp_peer *peers_take(struct miniport *mp, struct extsta_mac address)
{
    struct mp_peer *peer = peers_find(&mp->peers, address);
    if (peer) {
        return peer;
    }
    peer = pool_zalloc(&mp->ctx->pool, sizeof *peer);
    if (!peer) {
        return NULL;
    }
    peer->address = address;
    if (!insert(mp, peer)) {
        pool_release(&mp->ctx->pool, peer, sizeof *peer);
        return NULL;
    }
    return peer;
}

/* Counters and duplicates keep no row alive: they go with it. */
bool peers_settle(struct miniport *mp, struct mp_peer *peer)
{
    if (peer->state != ASSOC_NONE || peer->op || peer->keys) {
        return false;
    }
    unlink_row(mp, peer);
    pool_release(&mp->ctx->pool, peer->duplicates, sizeof *peer->duplicates);
    datapath_reorder_forget(mp, peer);
    pool_release(&mp->ctx->pool, peer, sizeof *peer);
    return true;
}

struct mp_peer *peers_next(const struct mp_peers *peers, uint32_t *at)
{
    /* Places from 2 on are the map's: so a walk on which the map has gone knows that it was not
     * yet at the only row, which has place 0. */
    if (!peers->many) {
        bool over = *at == 1;
        *at = 0;
        return over ? NULL : peers->only;
    }
    uint32_t slot = *at < 2 ? 0 : *at - 2;
    struct mp_peer *peer = macmap_next(peers->many, &slot);
    *at = slot + 2;
    return peer;
}
