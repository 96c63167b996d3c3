/* What the driver holds in a moment, counted where it lies: the tables of peers and keys, the
 * operations of the MLME, the timers. For whoever wants to see that nothing was left behind;
 * the miniport itself asks nobody. */
#include "miniport/miniport.h"
#include <extsta/private_oid.h>
#include <extsta/station.h>

static void count_peers(const struct miniport *mp, struct extsta_station_holdings *holdings)
{
    uint32_t at = 0;
    for (struct mp_peer *peer; (peer = peers_next(&mp->peers, &at)) != NULL; at++) {
        holdings->associations += peer_is_associated(peer);
        holdings->operations += peer->op != NULL;
        for (const struct mp_key *key = peer->keys; key; key = key->next) {
            holdings->keys++;
        }
    }
}

void miniport_holdings(const void *driver, struct extsta_station_holdings *holdings)
{
    const struct miniport *mp = driver;
    const struct mp_mlme *mlme = &mp->mlme;
    count_peers(mp, holdings);
    for (size_t i = 0; i < sizeof mp->keys.default_keys / sizeof mp->keys.default_keys[0];
         i++) {
        holdings->keys += mp->keys.default_keys[i] != NULL;
    }
    holdings->operations +=
        mlme->connection == CONNECTION_CONNECTING || mlme->connection == CONNECTION_ROAMING;
    holdings->operations += mlme->scanning != SCAN_IDLE;
    holdings->packets += mp->data.handed_up;
    for (size_t t = 0; t < MP_TIMERS; t++) {
        holdings->timers += mp->timers[t] != EXTSTA_NEVER;
    }
}

static void list_key(struct writer *w, struct extsta_mac peer, enum extsta_key_kind kind,
                     const struct mp_key *key)
{
    if ((size_t)(w->end - w->p) < EXTSTA_PRIVATE_KEY_LEN) {
        return;
    }
    writer_bytes(w, peer.b, sizeof peer.b);
    writer_u8(w, (uint8_t)kind);
    writer_u8(w, key->index);
    writer_u8(w, key->direction);
    writer_u8(w, key->is_static);
    writer_le16(w, 0);
    writer_le32(w, key->suite);
    writer_le64(w, key->tx_pn);
}

/* The material stays where it is: not even its length is looked at. */
void miniport_list_keys(const struct miniport *mp, struct writer *w)
{
    struct extsta_station_holdings count = {0};
    uint32_t at = 0;
    miniport_holdings(mp, &count);
    writer_le32(w, count.keys);
    for (size_t i = 0; i < MP_KEY_IDS; i++) {
        if (mp->keys.default_keys[i]) {
            list_key(w, (struct extsta_mac){{0}}, EXTSTA_KEY_DEFAULT, mp->keys.default_keys[i]);
        }
    }
    for (struct mp_peer *peer; (peer = peers_next(&mp->peers, &at)) != NULL; at++) {
        for (const struct mp_key *key = peer->keys; key; key = key->next) {
            list_key(w, peer->address,
                     key->direction ? EXTSTA_KEY_MAPPING : EXTSTA_KEY_PER_STATION, key);
        }
    }
}
