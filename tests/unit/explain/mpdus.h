/* Frames octet by octet for the scenes of explain, where those of tests/bench/truth_frames.c
 * are not enough: management frames with elements of the test's own. */
#ifndef MPDUS_H
#define MPDUS_H

#include "scene.h"

struct mpdu {
    uint8_t bytes[2048];
    size_t len;
};

static inline void put(struct mpdu *m, const void *bytes, size_t len)
{
    assert_in_range(m->len + len, 0, sizeof m->bytes);
    memcpy(m->bytes + m->len, bytes, len);
    m->len += len;
}
#define PUT(m, ...)                                                                            \
    put(m, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static inline void put_mac(struct mpdu *m, struct extsta_mac mac)
{
    put(m, mac.b, 6);
}

/* kind: the first octet of Frame Control. Sequence numbers as scene.h's frames have them. */
static inline struct mpdu mgmt_between(struct extsta_mac to, struct extsta_mac from,
                                       struct extsta_mac bssid, uint8_t kind, uint16_t *seq)
{
    struct mpdu m = {.len = 0};
    PUT(&m, kind, 0, 0x3a, 0x01);
    put_mac(&m, to);
    put_mac(&m, from);
    put_mac(&m, bssid);
    PUT(&m, (uint8_t)(*seq << 4), (uint8_t)(*seq >> 4));
    *seq = (uint16_t)(*seq + 1);
    return m;
}

static inline struct mpdu mgmt_of(struct scene *s, struct ap *ap, bool from_ap, uint8_t kind)
{
    return mgmt_between(from_ap ? s->sta.mac : ap->bssid, from_ap ? ap->bssid : s->sta.mac,
                        ap->bssid, kind, from_ap ? &ap->seq : &s->sta.seq);
}

static inline uint32_t show(struct scene *s, struct ap *ap, bool from_ap, const struct mpdu *m)
{
    return shoot_mpdu(&s->film, later(s, MS), from_ap ? ap->signal : s->sta.signal, m->bytes,
                      m->len);
}

/* RSN element (IEEE 802.11-2020 9.4.2.24): types of suites of 00-0F-AC; capabilities, of which
 * 0x80 is MFPC and 0x40 MFPR; a PMKID of 16 such octets, 0: none. */
struct rsne {
    uint8_t akm, pairwise, group, capabilities, pmkid;
};
static inline void put_rsne(struct mpdu *m, struct rsne e)
{
    PUT(m, 48, (uint8_t)(e.pmkid ? 38 : 20), 1, 0, 0, 0x0f, 0xac, e.group, 1, 0, 0, 0x0f, 0xac,
        e.pairwise, 1, 0, 0, 0x0f, 0xac, e.akm, e.capabilities, 0);
    if (e.pmkid) {
        uint8_t id[16];
        memset(id, e.pmkid, sizeof id);
        PUT(m, 1, 0);
        put(m, id, sizeof id);
    }
}

/* A beacon of the AP with this RSN element; `more`, or NULL: elements behind it. */
static inline void beacon_with(struct scene *s, struct ap *ap, struct rsne e,
                               const struct mpdu *more)
{
    static const struct extsta_mac all = {{255, 255, 255, 255, 255, 255}};
    struct mpdu m = mgmt_between(all, ap->bssid, ap->bssid, 0x80, &ap->seq);
    uint64_t tsf = s->now / 1000;
    put(&m, &tsf, 8);
    PUT(&m, 100, 0, 0x11, 0x04, 0, 3);
    put(&m, "net", 3);
    PUT(&m, 1, 2, 0x82, 0x84, 3, 1, ap->channel);
    put_rsne(&m, e);
    if (more) {
        put(&m, more->bytes, more->len);
    }
    show(s, ap, true, &m);
}

/* An association request; left: a reassociation request that names this AP. */
static inline void request_with(struct scene *s, struct ap *ap, const struct ap *left,
                                struct rsne e, const struct mpdu *more)
{
    struct mpdu m = mgmt_of(s, ap, false, left ? 0x20 : 0x00);
    PUT(&m, 0x11, 0x04, 5, 0);
    if (left) {
        put_mac(&m, left->bssid);
    }
    PUT(&m, 0, 3);
    put(&m, "net", 3);
    PUT(&m, 1, 2, 0x82, 0x84);
    put_rsne(&m, e);
    if (more) {
        put(&m, more->bytes, more->len);
    }
    show(s, ap, false, &m);
}

#endif
