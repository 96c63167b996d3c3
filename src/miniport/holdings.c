/* What the driver holds in a moment, counted where it lies: the tables of peers and keys, the
 * operations of the MLME, the timers. For whoever wants to see that nothing was left behind;
 * the miniport itself asks nobody. */
#include "miniport/miniport.h"
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
