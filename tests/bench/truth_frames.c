#include "truth.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *block, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return block;
    }
    *capacity = *capacity ? *capacity * 2 : 1024;
    block = realloc(block, *capacity * size);
    if (!block) {
        abort();
    }
    return block;
}

uint64_t film_random(struct film *f)
{
    uint64_t z = f->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct truth *film_truth(struct film *f, enum truth_kind kind, const struct actor *a,
                         const struct ap *ap, uint64_t time, uint32_t shot)
{
    f->truths = grow(f->truths, &f->truth_capacity, f->truth_count, sizeof *f->truths);
    struct truth *t = &f->truths[f->truth_count++];
    *t = (struct truth){.kind = kind, .sta = a->mac, .bssid = ap->bssid, .time = time,
                        .shot = shot, .reason = -1, .status = -1};
    return t;
}

/* --- octets --- */

struct draft {
    uint8_t bytes[600];
    size_t len;
};

static void put(struct draft *d, const void *data, size_t n)
{
    if (d->len + n > sizeof d->bytes) {
        abort();
    }
    memcpy(d->bytes + d->len, data, n);
    d->len += n;
}

static void u8(struct draft *d, unsigned v)
{
    uint8_t b = (uint8_t)v;
    put(d, &b, 1);
}

static void le16(struct draft *d, unsigned v)
{
    u8(d, v & 0xff);
    u8(d, v >> 8);
}

static void be16(struct draft *d, unsigned v)
{
    u8(d, v >> 8);
    u8(d, v & 0xff);
}

static void noise(struct film *f, struct draft *d, size_t n)
{
    while (n--) {
        u8(d, film_dice(f, 256));
    }
}

/* Radiotap with nothing but the signal (bit 5); without FCS. */
static void radiotap(struct film *f, struct draft *d, int signal)
{
    static const uint8_t head[] = {0, 0, 9, 0, 0x20, 0, 0, 0};
    put(d, head, sizeof head);
    u8(d, (unsigned)(signal + (int)film_dice(f, 5) - 2) & 0xff);
}

static void header(struct draft *d, unsigned fc, struct extsta_mac a1, struct extsta_mac a2,
                   struct extsta_mac a3, uint16_t *seq)
{
    le16(d, fc);
    le16(d, 0x13a);
    put(d, a1.b, 6);
    put(d, a2.b, 6);
    put(d, a3.b, 6);
    le16(d, (unsigned)(*seq & 0xfff) << 4);
    *seq = (uint16_t)(*seq + !(fc & 0x0800));
}

static uint32_t shoot(struct film *f, uint64_t t, const struct draft *d)
{
    f->shots = grow(f->shots, &f->shot_capacity, f->shot_count, sizeof *f->shots);
    struct shot *s = &f->shots[f->shot_count];
    *s = (struct shot){.time = t, .made = (uint32_t)f->shot_count, .len = (uint16_t)d->len};
    s->bytes = malloc(d->len);
    if (!s->bytes) {
        abort();
    }
    memcpy(s->bytes, d->bytes, d->len);
    f->end = t > f->end ? t : f->end;
    return (uint32_t)f->shot_count++;
}

/* --- elements --- */

static void element(struct draft *d, unsigned id, const void *data, size_t n)
{
    u8(d, id);
    u8(d, (unsigned)n);
    put(d, data, n);
}

static void rsne(struct draft *d, enum security security)
{
    uint8_t e[] = {1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4,
                   1, 0, 0, 0x0f, 0xac, 2, 0, 0};
    if (security == OPEN) {
        return;
    }
    e[17] = security == PSK ? 2 : security == SAE ? 8 : 1;
    e[18] = security == SAE ? 0xc0 : 0; /* PMF required */
    element(d, 48, e, sizeof e);
}

static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24};
static const struct extsta_mac everybody = {{255, 255, 255, 255, 255, 255}};

static void mgmt(struct film *f, struct draft *d, unsigned fc, struct actor *a, struct ap *ap,
                 bool from_ap)
{
    d->len = 0;
    radiotap(f, d, from_ap ? ap->signal : a->signal);
    header(d, fc, from_ap ? a->mac : ap->bssid, from_ap ? ap->bssid : a->mac, ap->bssid,
           from_ap ? &ap->seq : &a->seq);
}

/* --- frames --- */

uint32_t shoot_beacon(struct film *f, uint64_t t, struct ap *ap)
{
    struct draft d = {.len = 0};
    radiotap(f, &d, ap->signal);
    header(&d, 0x0080, everybody, ap->bssid, ap->bssid, &ap->seq);
    uint64_t tsf = t / 1000;
    put(&d, &tsf, 8);
    le16(&d, 100);
    le16(&d, ap->security == OPEN ? 0x0401 : 0x0411);
    element(&d, 0, ap->ssid, strlen(ap->ssid));
    element(&d, 1, rates, sizeof rates);
    element(&d, 3, &ap->channel, 1);
    rsne(&d, ap->security);
    return shoot(f, t, &d);
}

uint32_t shoot_probe(struct film *f, uint64_t t, struct actor *a)
{
    struct draft d = {.len = 0};
    radiotap(f, &d, a->signal);
    header(&d, 0x0040, everybody, a->mac, everybody, &a->seq);
    element(&d, 0, "", 0);
    element(&d, 1, rates, sizeof rates);
    return shoot(f, t, &d);
}

/* Of P-256 (FIPS 186-4 D.1.2.3). */
static const uint8_t generator[] = {
    0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63,
    0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1,
    0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f,
    0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57,
    0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5};

uint32_t shoot_auth(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                    uint16_t algorithm, uint16_t seq, uint16_t status)
{
    struct draft d;
    mgmt(f, &d, 0x00b0, a, ap, from_ap);
    le16(&d, algorithm);
    le16(&d, seq);
    le16(&d, status);
    if (algorithm == 3 && (status == 0 || status == 126)) {
        le16(&d, seq == 1 ? 19 : 1); /* group, or send-confirm */
        noise(f, &d, 32);
        put(&d, generator, seq == 1 ? sizeof generator : 0); /* a point of the curve */
    }
    return shoot(f, t, &d);
}

uint32_t shoot_request(struct film *f, uint64_t t, struct actor *a, struct ap *ap,
                       const struct ap *left)
{
    struct draft d;
    mgmt(f, &d, left ? 0x0020 : 0x0000, a, ap, false);
    le16(&d, ap->security == OPEN ? 0x0401 : 0x0411);
    le16(&d, 5);
    if (left) {
        put(&d, left->bssid.b, 6);
    }
    element(&d, 0, ap->ssid, strlen(ap->ssid));
    element(&d, 1, rates, sizeof rates);
    rsne(&d, ap->security);
    return shoot(f, t, &d);
}

uint32_t shoot_response(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool re,
                        uint16_t status)
{
    struct draft d;
    mgmt(f, &d, re ? 0x0030 : 0x0010, a, ap, true);
    le16(&d, 0x0401);
    le16(&d, status);
    le16(&d, status ? 0 : 0xc001);
    element(&d, 1, rates, sizeof rates);
    return shoot(f, t, &d);
}

uint32_t shoot_leave(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                     bool disassoc, uint16_t reason, bool protect, int signal)
{
    struct draft d;
    mgmt(f, &d, (disassoc ? 0x00a0u : 0x00c0u) | (protect ? 0x4000u : 0), a, ap, from_ap);
    if (signal) {
        d.bytes[8] = (uint8_t)signal;
    }
    if (protect) {
        uint8_t ccmp[8] = {++a->pn, 0, 0, 0x20};
        put(&d, ccmp, sizeof ccmp);
        noise(f, &d, 2 + 8);
    } else {
        le16(&d, reason);
    }
    return shoot(f, t, &d);
}

static void data_header(struct film *f, struct draft *d, struct actor *a, struct ap *ap,
                        bool from_ap, unsigned fc)
{
    d->len = 0;
    radiotap(f, d, from_ap ? ap->signal : a->signal);
    header(d, fc | (from_ap ? 0x0200u : 0x0100u), from_ap ? a->mac : ap->bssid,
           from_ap ? ap->bssid : a->mac, ap->bssid, from_ap ? &ap->seq : &a->seq);
    le16(d, 0);
}

static void eapol(struct draft *d, unsigned type, size_t len)
{
    static const uint8_t llc[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2};
    put(d, llc, sizeof llc);
    u8(d, type);
    be16(d, (unsigned)len);
}

uint32_t shoot_key(struct film *f, uint64_t t, struct actor *a, struct ap *ap, int message)
{
    static const uint16_t infos[] = {0, 0x008a, 0x010a, 0x13ca, 0x030a};
    struct draft d;
    bool from_ap = message == 1 || message == 3;
    size_t data = message == 2 ? 22 : message == 3 ? 56 : 0;
    a->replay += from_ap;
    data_header(f, &d, a, ap, from_ap, 0x0088);
    eapol(&d, 3, 95 + data);
    u8(&d, 2);
    be16(&d, infos[message]);
    be16(&d, from_ap ? 16 : 0);
    for (int i = 7; i >= 0; i--) {
        u8(&d, (unsigned)(a->replay >> (8 * i)) & 0xff);
    }
    if (message == 4) {
        put(&d, (uint8_t[32]){0}, 32);
    } else {
        noise(f, &d, 32);
    }
    put(&d, (uint8_t[32]){0}, 32); /* IV, RSC, reserved */
    if (message == 1) {
        put(&d, (uint8_t[16]){0}, 16);
    } else {
        noise(f, &d, 16);
    }
    be16(&d, (unsigned)data);
    if (message == 2) {
        rsne(&d, ap->security);
    } else {
        noise(f, &d, data);
    }
    return shoot(f, t, &d);
}

uint32_t shoot_eap(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                   uint8_t code, uint8_t id, int type)
{
    struct draft d;
    size_t len = type < 0 ? 4 : 25;
    data_header(f, &d, a, ap, from_ap, 0x0088);
    eapol(&d, 0, len);
    u8(&d, code);
    u8(&d, id);
    be16(&d, (unsigned)len);
    if (type >= 0) {
        u8(&d, (unsigned)type);
        put(&d, (uint8_t[20]){0}, 20);
    }
    return shoot(f, t, &d);
}

uint32_t shoot_data(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                    bool retry)
{
    static const uint8_t llc[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0x00};
    struct draft d;
    bool protect = ap->security != OPEN;
    data_header(f, &d, a, ap, from_ap,
                0x0088u | (protect ? 0x4000u : 0) | (retry ? 0x0800u : 0));
    if (protect) {
        uint8_t ccmp[8] = {++a->pn, 0, 0, 0x20};
        put(&d, ccmp, sizeof ccmp);
    } else {
        put(&d, llc, sizeof llc);
    }
    noise(f, &d, 40 + film_dice(f, 200));
    return shoot(f, t, &d);
}

uint32_t shoot_mpdu(struct film *f, uint64_t t, int signal, const uint8_t *mpdu, size_t len)
{
    struct draft d = {.len = 0};
    radiotap(f, &d, signal);
    put(&d, mpdu, len);
    return shoot(f, t, &d);
}

/* --- the whole --- */

void film_free(struct film *f)
{
    for (size_t i = 0; i < f->shot_count; i++) {
        free(f->shots[i].bytes);
    }
    free(f->shots);
    free(f->truths);
}

void film_lose(struct film *f, double share, uint64_t seed)
{
    struct film dice = {.random = seed};
    for (size_t i = 0; i < f->shot_count; i++) {
        f->shots[i].lost = (double)(film_random(&dice) >> 11) * 0x1p-53 < share;
    }
}
