/* Captures with a known truth: what happens on the air, written down twice, as frames and
 * as what a story about them must say. The frames are made here octet by octet, without
 * the codecs they are going to test. */
#ifndef TESTS_BENCH_TRUTH_H
#define TESTS_BENCH_TRUTH_H

#include <extsta/explain.h>

enum truth_kind {
    TRUTH_ASSOCIATION,
    TRUTH_AUTHORIZED,
    TRUTH_ROAM,
    TRUTH_EXPLICIT,
    TRUTH_IMPLICIT,
    TRUTH_SILENCE,
    TRUTH_FORGED,
    TRUTH_FAILED,
    TRUTH_KINDS
};

struct truth {
    enum truth_kind kind;
    struct extsta_mac sta, bssid;
    uint64_t time;      /* of the frame that decides it; silence: last heard */
    uint32_t shot;      /* that frame, an index into the shots as they were made */
    enum extsta_story_by by;
    int reason, status; /* -1: none, or not to be read without a key */
    uint64_t gap;       /* roam */
    const char *name;   /* failure: the name its story must have */
    bool told;
};

/* One frame, behind a radiotap header. */
struct shot {
    uint64_t time;
    uint32_t made; /* index before sorting */
    uint16_t len;
    bool lost;
    bool foreign; /* numbered by another counter than its alleged sender's */
    uint8_t *bytes;
};

struct film {
    uint64_t random;
    struct shot *shots;
    size_t shot_count, shot_capacity;
    struct truth *truths;
    size_t truth_count, truth_capacity;
    uint64_t end;
};

struct film_plan {
    uint64_t seed;
    unsigned stations;
    unsigned chapters; /* per station */
    unsigned seconds;  /* over which they begin */
    bool beacons;
};

/* Makes a film; sorted by time. Aborts without memory. */
void film_make(struct film *film, const struct film_plan *plan);
/* Loses this share of the frames, the same ones for the same seed. */
void film_lose(struct film *film, double share, uint64_t seed);
void film_free(struct film *film);

/* --- for the scenes --- */

enum security {
    OPEN,
    PSK,
    SAE,
    DOT1X,
};

struct ap {
    struct extsta_mac bssid;
    const char *ssid;
    enum security security;
    uint8_t channel;
    int8_t signal;
    uint16_t seq;
    uint64_t off; /* switched off at, 0: never */
};

struct actor {
    struct extsta_mac mac;
    int8_t signal;
    uint16_t seq;
    uint64_t replay;
    uint8_t pn;
};

uint64_t film_random(struct film *film);
static inline unsigned film_dice(struct film *film, unsigned sides)
{
    return (unsigned)(film_random(film) % sides);
}

/* All return the shot. `from_ap`: direction between the two. */
uint32_t shoot_beacon(struct film *f, uint64_t t, struct ap *ap);
uint32_t shoot_probe(struct film *f, uint64_t t, struct actor *a);
uint32_t shoot_auth(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                    uint16_t algorithm, uint16_t seq, uint16_t status);
uint32_t shoot_request(struct film *f, uint64_t t, struct actor *a, struct ap *ap,
                       const struct ap *left);
uint32_t shoot_response(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool re,
                        uint16_t status);
/* protect: as under PMF. */
uint32_t shoot_leave(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                     bool disassoc, uint16_t reason, bool protect, int signal);
uint32_t shoot_key(struct film *f, uint64_t t, struct actor *a, struct ap *ap, int message);
uint32_t shoot_eap(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                   uint8_t code, uint8_t id, int type);
uint32_t shoot_data(struct film *f, uint64_t t, struct actor *a, struct ap *ap, bool from_ap,
                    bool retry);

/* An MPDU given as octets; heard at `signal`. */
uint32_t shoot_mpdu(struct film *f, uint64_t t, int signal, const uint8_t *mpdu, size_t len);

struct truth *film_truth(struct film *f, enum truth_kind kind, const struct actor *a,
                         const struct ap *ap, uint64_t time, uint32_t shot);

/* truth_scenes.c */
struct cast {
    struct ap *aps; /* those of the networks, then spare ones that fall silent */
    size_t ap_count, spares, spare;
};
/* One chapter of a station's life; returns when it is over. */
uint64_t scene_play(struct film *f, struct cast *cast, struct actor *a, uint64_t t, bool last);

#define MS 1000000ull
#define S  (1000 * MS)

#endif
