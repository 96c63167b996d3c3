/* Devices of several links (MLDs; Wi-Fi 7, IEEE Std 802.11be-2024 35.3): who they are, and
 * which frames are theirs. Frames bear the addresses of a link; the device has one of its own,
 * that its Multi-Link elements and its handshake name. Here every pair of a station's and an
 * AP's address on one link gets the name of the conversation that it belongs to: the device's
 * address, and the BSSID over which it associated first with that AP. So all links are one
 * client, one association, one end.
 *
 * explain.c shows it authentication and association frames before their conversation is looked
 * up, facts_eapol.c message 2, and asks about every frame once there is such a device. Memory
 * is made with the first of them. */
#ifndef EXPLAIN_LINKS_H
#define EXPLAIN_LINKS_H

#include "explain/conversation.h"
#include "wire/eapol.h"
#include "wire/frame.h"

#define LINKS_KEPT 4u /* of a device; further ones are its, and not told */

struct mld_link {
    struct extsta_mac sta, bssid;
    uint8_t id;
    uint16_t status; /* of this link's part of the association; 0: it is in use */
};
/* A station of several links, and its last association. */
struct mld {
    struct extsta_mac sta;  /* its own address; the first member: index_find */
    struct extsta_mac ap;   /* of the AP's device; zero: not known */
    struct extsta_mac lead; /* the BSSID that its conversation goes by */
    uint8_t count, asked_count;
    struct mld_link links[LINKS_KEPT];
    struct mld_link asked[LINKS_KEPT]; /* of its last request: without BSSIDs */
};
/* Two addresses of one link, and whose they are. */
struct link_name {
    struct extsta_mac sta, bssid, to_sta, to_bssid;
};

struct links {
    struct pool *pool;
    uint64_t seed;
    struct store mlds, names;
    struct index_table by_mld, by_name;
};

struct extsta_explain;
struct seen;

void links_init(struct links *l, struct pool *pool, uint64_t seed);
void links_destroy(struct links *l);
/* Gives a paired frame the addresses of its conversation. */
void links_resolve(struct extsta_explain *x, struct seen *s);
/* An Authentication or (Re)Association frame in clear: learns of it first. */
void links_see(struct extsta_explain *x, struct seen *s, const struct frame *f);
/* Message 2 of the four-way handshake, for a capture that has no association: further links of
 * the station, where the AP's beacons tell which BSS each is. */
void links_on_message_2(struct extsta_explain *x, const struct conversation *c,
                        const struct eapol_key *key);
/* The station of several links with this address, as far as it is with this AP (the BSSID that
 * its conversation goes by); NULL: it is none. */
const struct mld *links_of(const struct extsta_explain *x, struct extsta_mac sta,
                           struct extsta_mac bssid);
/* Whether this is a station's address on a link, with this AP; NULL: with any. */
bool links_saw(const struct extsta_explain *x, struct extsta_mac sta,
               const struct extsta_mac *bssid);
/* The AP's address that keys are made with: its device's, or the BSSID. */
struct extsta_mac links_authenticator(const struct extsta_explain *x,
                                      const struct conversation *c);

#endif
