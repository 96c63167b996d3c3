/* Keys of 16 octets for the station's key tables, as the driver takes them for CCMP and for
 * Sesame: a DOT11_KEY_ALGO_CCMP behind the structure of the table. Copies are wiped. */
#ifndef EXTENSIONS_COMMON_KEYS_H
#define EXTENSIONS_COMMON_KEYS_H

#include <extsta/wlanihv.h>

#define KEYS_LEN 16u

/* The pairwise key of a peer, for both directions; its packet numbers begin at zero. algorithm:
 * a DOT11_CIPHER_ALGORITHM. What the function returned. */
DWORD keys_pairwise(const DOT11EXT_APIS *api, HANDLE svc, const UCHAR peer[6], DWORD algorithm,
                    const UCHAR key[KEYS_LEN]);
/* A group key of the peer, by its index, with the packet number up to which frames are replays
 * (little-endian). */
DWORD keys_group(const DOT11EXT_APIS *api, HANDLE svc, const UCHAR peer[6], DWORD algorithm,
                 ULONG index, const UCHAR counter[6], const UCHAR key[KEYS_LEN]);

#endif
