/* Frames of somebody else's under the access point's keys (apsim_seal of extsta/apsim.h): what
 * an attacker gets who makes it encipher for him, or stands between it and a station;
 * fragments, packet numbers and key ids of his choice. Nothing of the access point changes by
 * it. */
#include "ap.h"
#include "base/mac.h"
#include "protect.h"
#include "rsn/handshake.h"

/* A key for one frame. */
struct choice {
    struct cipher_key *key;
    uint8_t id;
    uint64_t last; /* packet number that was sent under it */
};

/* Which of the two sets of group keys has this id; 0: the one in use. */
static uint8_t slot_of(const struct apsim *ap, uint8_t id, uint8_t first)
{
    return id ? (uint8_t)((id - first) & 1) : ap->gtk_tx;
}

static struct choice choose(const struct apsim *ap, struct extsta_mac to, uint8_t id)
{
    if (mac_is_group(to)) {
        uint8_t slot = slot_of(ap, id, 1);
        const struct group_key *g = &ap->gtk[slot];
        return (struct choice){.key = g->key, .id = (uint8_t)(slot + 1), .last = g->pn};
    }
    const struct client *c = client_find(ap, to);
    return c ? (struct choice){.key = c->key, .id = id, .last = c->tx_pn}
             : (struct choice){.key = NULL};
}

/* A management frame to a group and its MMIE (9.4.2.54). */
static size_t sign(const struct apsim *ap, const struct apsim_seal *seal, const struct frame *f,
                   uint8_t *out, size_t room)
{
    uint8_t first = (uint8_t)group_first_id(GROUP_IGTK);
    const struct management_key *k = &ap->igtk[slot_of(ap, seal->id, first)];
    size_t len = f->header.len + f->body.len, mmie = cipher_bip_mmie_len(ap->group_mgmt);
    if (k->len == 0 || len + mmie > room) {
        return 0;
    }
    memcpy(out, f->header.data, len);
    enum extsta_error e = cipher_bip_make(ap->crypto, ap->group_mgmt, span(k->key, k->len), out,
                                          len + mmie, seal->pn ? seal->pn : k->pn + 1, k->id);
    return e == EXTSTA_OK ? len + mmie : 0;
}

size_t apsim_seal(const struct apsim *ap, const struct apsim_seal *seal,
                  struct extsta_span mpdu, uint8_t *out, size_t room)
{
    struct frame f;
    enum extsta_drop drop;
    if (!frame_parse(mpdu, &f, &drop) || f.body.len == 0 || !security_is_keyed(ap)) {
        return 0;
    }
    if (frame_type(&f) == FRAME_MANAGEMENT && mac_is_group(f.addr1)) {
        return sign(ap, seal, &f, out, room);
    }
    struct choice k = choose(ap, f.addr1, seal->id);
    return k.key ? protect_mpdu(k.key, k.id, seal->pn ? seal->pn : k.last + 1, &f, out, room)
                 : 0;
}
