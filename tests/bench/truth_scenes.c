#include "truth.h"
#include <stdlib.h>
#include <string.h>

/* --- pieces --- */

static uint64_t soon(struct film *f, unsigned at_least_us, unsigned more_us)
{
    return (at_least_us + film_dice(f, more_us)) * 1000ull;
}

static uint64_t scan(struct film *f, struct actor *a, uint64_t t)
{
    unsigned probes = 1 + film_dice(f, 3);
    while (probes--) {
        shoot_probe(f, t, a);
        t += soon(f, 20000, 20000);
    }
    return t + 40 * MS;
}

static uint64_t authenticate(struct film *f, struct actor *a, struct ap *ap, uint64_t t)
{
    if (ap->security == SAE) {
        shoot_auth(f, t, a, ap, false, 3, 1, 126);
        t += soon(f, 3000, 4000);
        shoot_auth(f, t, a, ap, true, 3, 1, 126);
        t += soon(f, 3000, 4000);
        shoot_auth(f, t, a, ap, false, 3, 2, 0);
        t += soon(f, 1000, 2000);
        shoot_auth(f, t, a, ap, true, 3, 2, 0);
    } else {
        shoot_auth(f, t, a, ap, false, 0, 1, 0);
        t += soon(f, 500, 2000);
        shoot_auth(f, t, a, ap, true, 0, 2, 0);
    }
    return t + soon(f, 1000, 5000);
}

static uint64_t eap(struct film *f, struct actor *a, struct ap *ap, uint64_t t, uint8_t end)
{
    uint8_t id = (uint8_t)film_dice(f, 200);
    int types[] = {1, 25, 25, 25};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        shoot_eap(f, t, a, ap, true, 1, id, types[i]);
        t += soon(f, 2000, 5000);
        shoot_eap(f, t, a, ap, false, 2, id++, types[i]);
        t += soon(f, 3000, 9000);
    }
    shoot_eap(f, t, a, ap, true, end, id, -1);
    return t + soon(f, 2000, 4000);
}

/* After the association; returns when the port is authorized. */
static uint64_t authorize(struct film *f, struct actor *a, struct ap *ap, uint64_t t)
{
    uint32_t shot = 0;
    if (ap->security == OPEN) {
        return t;
    }
    if (ap->security == DOT1X) {
        t = eap(f, a, ap, t, 3);
    }
    for (int message = 1; message <= 4; message++) {
        t += soon(f, 1500, 4000);
        shot = shoot_key(f, t, a, ap, message);
    }
    film_truth(f, TRUTH_AUTHORIZED, a, ap, t, shot);
    return t;
}

static uint64_t associate(struct film *f, struct actor *a, struct ap *ap, struct ap *left,
                          uint64_t t, uint32_t *answer, uint64_t *when)
{
    shoot_request(f, t, a, ap, left);
    t += soon(f, 1000, 4000);
    *answer = shoot_response(f, t, a, ap, left != NULL, 0);
    *when = t;
    film_truth(f, TRUTH_ASSOCIATION, a, ap, t, *answer);
    return t + soon(f, 5000, 9000);
}

static uint64_t join(struct film *f, struct actor *a, struct ap *ap, uint64_t t)
{
    uint32_t answer;
    uint64_t when;
    t = scan(f, a, t);
    t = authenticate(f, a, ap, t);
    t = associate(f, a, ap, NULL, t, &answer, &when);
    return authorize(f, a, ap, t) + soon(f, 5000, 10000);
}

/* Data both ways for a while; most frames come in answers. */
static uint64_t traffic(struct film *f, struct actor *a, struct ap *ap, uint64_t t,
                        uint64_t duration)
{
    for (uint64_t end = t + duration; t < end; t += soon(f, 50000, 150000)) {
        unsigned n = 1 + film_dice(f, 3);
        bool from_ap = film_dice(f, 2);
        while (n--) {
            shoot_data(f, t, a, ap, from_ap, film_dice(f, 12) == 0);
            t += soon(f, 500, 3000);
        }
        shoot_data(f, t, a, ap, !from_ap, false);
    }
    return t;
}

static uint64_t leave(struct film *f, struct actor *a, struct ap *ap, uint64_t t, bool from_ap,
                      bool disassoc, uint16_t reason)
{
    bool protect = ap->security == SAE;
    uint32_t shot = shoot_leave(f, t, a, ap, from_ap, disassoc, reason, protect, 0);
    struct truth *truth = film_truth(f, TRUTH_EXPLICIT, a, ap, t, shot);
    truth->by = from_ap ? EXTSTA_BY_AP : EXTSTA_BY_STA;
    truth->reason = protect ? -1 : reason;
    return t;
}

static struct truth *fail(struct film *f, struct actor *a, struct ap *ap, uint64_t t,
                          uint32_t shot, const char *name)
{
    struct truth *truth = film_truth(f, TRUTH_FAILED, a, ap, t, shot);
    truth->name = name;
    return truth;
}

static struct ap *choose(struct film *f, struct cast *c)
{
    return &c->aps[film_dice(f, (unsigned)c->ap_count)];
}

static struct ap *choose_secured(struct film *f, struct cast *c, enum security security)
{
    struct ap *ap;
    do {
        ap = choose(f, c);
    } while (ap->security != security);
    return ap;
}

static struct ap *neighbour(struct film *f, struct cast *c, const struct ap *of)
{
    struct ap *ap;
    do {
        ap = choose(f, c);
    } while (ap == of || strcmp(ap->ssid, of->ssid) != 0);
    return ap;
}

/* --- scenes --- */

static uint64_t come_and_go(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    static const uint16_t of_sta[] = {3, 1, 8}, of_ap[] = {2, 3, 5, 4, 15, 7};
    struct ap *ap = choose(f, c);
    bool from_ap = film_dice(f, 2);
    t = join(f, a, ap, t);
    t = traffic(f, a, ap, t, (1 + film_dice(f, 6)) * S);
    return leave(f, a, ap, t, from_ap, film_dice(f, 4) == 0,
                 from_ap ? of_ap[film_dice(f, 6)] : of_sta[film_dice(f, 3)]);
}

static uint64_t associate_anew(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose(f, c);
    uint32_t answer;
    uint64_t when;
    t = join(f, a, ap, t);
    t = traffic(f, a, ap, t, (1 + film_dice(f, 3)) * S) + 200 * MS;
    t = authenticate(f, a, ap, t);
    t = associate(f, a, ap, film_dice(f, 2) ? ap : NULL, t, &answer, &when);
    struct truth *implicit = film_truth(f, TRUTH_IMPLICIT, a, ap, when, answer);
    implicit->by = EXTSTA_BY_STA;
    t = authorize(f, a, ap, t) + 10 * MS;
    t = traffic(f, a, ap, t, (1 + film_dice(f, 3)) * S);
    return leave(f, a, ap, t, false, false, 3);
}

static uint64_t roam(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose(f, c);
    unsigned roams = 1 + film_dice(f, 3);
    uint32_t answer, shot;
    uint64_t when;
    t = join(f, a, ap, t);
    while (roams--) {
        struct ap *old = ap;
        ap = neighbour(f, c, ap);
        t = traffic(f, a, old, t, (1 + film_dice(f, 3)) * S);
        t += soon(f, 5000, 30000);
        shoot_data(f, t, a, old, false, false);
        uint64_t left = t;
        t += soon(f, 5000, 40000);
        t = authenticate(f, a, ap, t);
        t = associate(f, a, ap, old, t, &answer, &when);
        film_truth(f, TRUTH_IMPLICIT, a, old, when, answer)->by = EXTSTA_BY_STA;
        uint64_t service = authorize(f, a, ap, t);
        shot = answer;
        if (ap->security == OPEN) {
            service = when;
        } else {
            shot = f->truths[f->truth_count - 1].shot;
        }
        struct truth *truth = film_truth(f, TRUTH_ROAM, a, ap, service, shot);
        truth->gap = service - left;
        t = service + 20 * MS;
    }
    t = traffic(f, a, ap, t, 2 * S);
    return leave(f, a, ap, t, false, false, 3);
}

static uint64_t no_answer(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    bool at_association = film_dice(f, 2);
    struct ap *ap = choose(f, c);
    uint32_t shot = 0;
    while (ap->security == SAE && !at_association) {
        ap = choose(f, c);
    }
    t = scan(f, a, t);
    t = at_association ? authenticate(f, a, ap, t) : t;
    for (int i = 0; i < 3; i++, t += 105 * MS) {
        shot = at_association ? shoot_request(f, t, a, ap, NULL)
                              : shoot_auth(f, t, a, ap, false, 0, 1, 0);
    }
    fail(f, a, ap, t - 105 * MS, shot,
         at_association ? "association-no-answer" : "authentication-no-answer");
    return t;
}

static uint64_t refused(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    static const uint16_t statuses[] = {17, 18, 27, 43, 51, 1, 31};
    bool at_association = film_dice(f, 2);
    struct ap *ap = choose(f, c);
    uint32_t shot;
    uint16_t status = 17;
    while (ap->security == SAE && !at_association) {
        ap = choose(f, c);
    }
    t = scan(f, a, t);
    if (at_association) {
        status = statuses[film_dice(f, 7)];
        t = authenticate(f, a, ap, t);
        shoot_request(f, t, a, ap, NULL);
        t += soon(f, 1000, 3000);
        shot = shoot_response(f, t, a, ap, false, status);
    } else {
        shoot_auth(f, t, a, ap, false, 0, 1, 0);
        t += soon(f, 1000, 3000);
        shot = shoot_auth(f, t, a, ap, true, 0, 2, status);
    }
    fail(f, a, ap, t, shot,
         !at_association ? "authentication-refused"
         : status == 31  ? "pmf-policy-violation"
                         : "association-refused")
        ->status = status;
    return t;
}

static uint64_t wrong_passphrase(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose_secured(f, c, PSK);
    uint32_t answer;
    uint64_t when;
    t = scan(f, a, t);
    t = authenticate(f, a, ap, t);
    t = associate(f, a, ap, NULL, t, &answer, &when);
    for (int i = 0; i < 4; i++, t += S) {
        shoot_key(f, t, a, ap, 1);
        shoot_key(f, t + soon(f, 2000, 2000), a, ap, 2);
    }
    t = leave(f, a, ap, t, true, false, 15);
    fail(f, a, ap, t, f->truths[f->truth_count - 1].shot, "wrong-passphrase");
    return t;
}

static uint64_t wrong_sae_password(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose_secured(f, c, SAE);
    t = scan(f, a, t);
    shoot_auth(f, t, a, ap, false, 3, 1, 126);
    shoot_auth(f, t + 4 * MS, a, ap, true, 3, 1, 126);
    shoot_auth(f, t + 9 * MS, a, ap, false, 3, 2, 0);
    t += 11 * MS;
    uint32_t shot = shoot_auth(f, t, a, ap, true, 3, 2, 15);
    fail(f, a, ap, t, shot, "sae-confirm-mismatch")->status = 15;
    return t;
}

static uint64_t eap_refused(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose_secured(f, c, DOT1X);
    uint32_t answer;
    uint64_t when;
    t = scan(f, a, t);
    t = authenticate(f, a, ap, t);
    t = associate(f, a, ap, NULL, t, &answer, &when);
    t = eap(f, a, ap, t, 4);
    struct shot *last = &f->shots[f->shot_count - 1];
    fail(f, a, ap, last->time, last->made, "eap-failure");
    return leave(f, a, ap, t + soon(f, 5000, 9000), true, false, 23);
}

/* The station is gone; the AP tries to reach it, and says nothing. */
static uint64_t sta_silent(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose(f, c);
    t = join(f, a, ap, t);
    t = traffic(f, a, ap, t, (1 + film_dice(f, 3)) * S);
    uint32_t last = shoot_data(f, t, a, ap, false, false);
    film_truth(f, TRUTH_SILENCE, a, ap, t, last)->by = EXTSTA_BY_STA;
    for (int i = 0; i < 3; i++, t += S) {
        t += 100 * MS;
        for (int retry = 0; retry < 7; retry++) {
            shoot_data(f, t, a, ap, true, retry > 0);
            t += MS;
        }
    }
    return t;
}

/* The AP is gone; the station tries to reach it. */
static uint64_t ap_silent(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = &c->aps[c->ap_count + c->spare++];
    t = join(f, a, ap, t);
    t = traffic(f, a, ap, t, (1 + film_dice(f, 3)) * S);
    uint32_t last = shoot_data(f, t, a, ap, true, false);
    film_truth(f, TRUTH_SILENCE, a, ap, t, last)->by = EXTSTA_BY_AP;
    ap->off = t;
    for (int i = 0; i < 4; i++, t += S) {
        t += 100 * MS;
        for (int retry = 0; retry < 7; retry++) {
            shoot_data(f, t, a, ap, false, retry > 0);
            t += MS;
        }
    }
    return t;
}

/* Somebody forges a deauthentication that the station does not fall for. */
static uint64_t forged(struct film *f, struct cast *c, struct actor *a, uint64_t t)
{
    struct ap *ap = choose(f, c);
    t = join(f, a, ap, t);
    t = traffic(f, a, ap, t, S);
    uint32_t shot = shoot_leave(f, t, a, ap, true, false, 7, false, ap->signal - 30);
    f->shots[shot].foreign = true;
    film_truth(f, TRUTH_FORGED, a, ap, t, shot);
    t += 130 * MS;
    for (int i = 0; i < 4; i++, t += 20 * MS) {
        shoot_data(f, t, a, ap, i & 1, false);
    }
    t = traffic(f, a, ap, t, 2 * S);
    return leave(f, a, ap, t, false, false, 3);
}

uint64_t scene_play(struct film *f, struct cast *cast, struct actor *a, uint64_t t, bool last)
{
    switch (film_dice(f, 14)) {
    case 0:
    case 1:
    case 2:
        return come_and_go(f, cast, a, t);
    case 3:
        return associate_anew(f, cast, a, t);
    case 4:
    case 5:
        return roam(f, cast, a, t);
    case 6:
        return no_answer(f, cast, a, t);
    case 7:
        return refused(f, cast, a, t);
    case 8:
        return wrong_passphrase(f, cast, a, t);
    case 9:
        return wrong_sae_password(f, cast, a, t);
    case 10:
        return eap_refused(f, cast, a, t);
    case 11:
        return sta_silent(f, cast, a, t);
    case 12:
        return forged(f, cast, a, t);
    }
    return last && cast->spare < cast->spares ? ap_silent(f, cast, a, t)
                                            : come_and_go(f, cast, a, t);
}

/* --- the film --- */

static const struct {
    const char *ssid;
    enum security security;
    unsigned aps;
} networks[] = {{"cafe", OPEN, 3}, {"office", PSK, 4}, {"home-wpa3", SAE, 2}, {"campus", DOT1X, 3}};
#define NETWORKS (sizeof networks / sizeof *networks)

static struct extsta_mac address(unsigned group, unsigned number)
{
    return (struct extsta_mac){{2, (uint8_t)group, 0, (uint8_t)(number >> 16),
                                (uint8_t)(number >> 8), (uint8_t)number}};
}

static void open_ap(struct cast *c, unsigned number, size_t network, const char *ssid)
{
    c->aps[number] = (struct ap){.bssid = address(0xa0, number),
                                 .ssid = ssid ? ssid : networks[network].ssid,
                                 .security = networks[network].security,
                                 .channel = 1,
                                 .signal = (int8_t)(-40 - (int)(number % 5) * 4)};
}

/* APs of each network, and one for each time an AP falls silent. */
static struct cast make_cast(unsigned stations)
{
    struct cast c = {.spares = stations / 8 + 1};
    unsigned n = 0;
    for (size_t i = 0; i < NETWORKS; i++) {
        c.ap_count += networks[i].aps;
    }
    c.aps = calloc(c.ap_count + c.spares, sizeof *c.aps);
    if (!c.aps) {
        abort();
    }
    for (size_t i = 0; i < NETWORKS; i++) {
        for (unsigned k = 0; k < networks[i].aps; k++) {
            open_ap(&c, n++, i, NULL);
        }
    }
    for (size_t i = 0; i < c.spares; i++) {
        open_ap(&c, n++, i % NETWORKS, "outpost");
    }
    return c;
}

static int by_time(const void *a, const void *b)
{
    const struct shot *x = a, *y = b;
    return x->time != y->time ? (x->time < y->time ? -1 : 1) : (x->made < y->made ? -1 : 1);
}

/* Each transmitter has one counter. Who forges has one of his own, which he does not tell. */
static void number(struct film *f)
{
    static uint16_t counters[2][1 << 16];
    for (size_t i = 0; i < f->shot_count; i++) {
        struct shot *s = &f->shots[i];
        uint8_t *mpdu = s->bytes + 9; /* behind radiotap */
        uint16_t *counter = &counters[mpdu[11] == 0xa0][mpdu[14] << 8 | mpdu[15]];
        *counter = (uint16_t)(*counter + (!s->foreign && !(mpdu[1] & 0x08)));
        unsigned n = s->foreign ? film_dice(f, 4096) : *counter & 0xfffu;
        mpdu[22] = (uint8_t)(n << 4);
        mpdu[23] = (uint8_t)(n >> 4);
    }
}

static void shoot_beacons(struct film *f, struct cast *c, uint64_t start)
{
    uint64_t end = f->end;
    for (size_t i = 0; i < c->ap_count + c->spare; i++) {
        struct ap *ap = &c->aps[i];
        for (uint64_t t = start + i * 7 * MS; t < (ap->off ? ap->off : end);
             t += 102400000ull) {
            shoot_beacon(f, t, ap);
        }
    }
}

void film_make(struct film *f, const struct film_plan *plan)
{
    *f = (struct film){.random = plan->seed};
    struct cast c = make_cast(plan->stations);
    const uint64_t start = 1600000000ull * S;
    for (unsigned i = 0; i < plan->stations; i++) {
        struct actor a = {.mac = address(0x0c, i + 1),
                          .signal = (int8_t)(-45 - (int)film_dice(f, 30))};
        uint64_t t = start + S + film_random(f) % (plan->seconds * S);
        for (unsigned k = 0; k < plan->chapters; k++) {
            t = scene_play(f, &c, &a, t, k + 1 == plan->chapters);
            t += 6 * S + soon(f, 0, 5000000);
        }
    }
    f->end += 5 * S;
    if (plan->beacons) {
        shoot_beacons(f, &c, start);
    }
    qsort(f->shots, f->shot_count, sizeof *f->shots, by_time);
    number(f);
    free(c.aps);
}
