/* When a station looks for a better AP of its network, when it moves, and what it says of each
 * such decision. Native 802.11 leaves the measure to the station (ROM-03); here it can be set, for
 * a profile. Losing the AP is another matter: then any AP of the network will do (ROM-13). */
#ifndef EXTSTA_ROAM_H
#define EXTSTA_ROAM_H

#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a BSS Transition Management Request of the AP (802.11v) is worth. */
enum extsta_transition {
    EXTSTA_TRANSITION_HONOUR, /* goes, where an AP that it may go to is good enough */
    EXTSTA_TRANSITION_REFUSE, /* answers that it stays */
    EXTSTA_TRANSITION_IGNORE, /* does not announce 802.11v and 802.11k, and does not answer */
};

struct extsta_roam_policy {
    bool sticky;        /* never moves to a better AP by itself */
    int8_t low;         /* dBm: with an AP below it a better one is looked for */
    int8_t good;        /* dBm: above it no longer. Not below `low` */
    uint8_t hysteresis; /* dB by which another AP must be stronger, 0 to 60 */
    int8_t prefer_5ghz; /* dB in favour of an AP above 3 GHz, -60 to 60 */
    uint16_t settle;    /* seconds with an AP before another is looked at */
    uint16_t fresh;     /* seconds: an older measurement of another AP does not count */
    uint16_t scan;      /* seconds between the first looks; doubled each time ... */
    uint16_t scan_max;  /* ... up to this. Not below `scan` */
    uint8_t transition; /* enum extsta_transition: when the AP asks the station to move */
};
/* -70, -66 dBm, 8 dB, no preference, 3 s, 10 s, 10 s, 60 s. */
extern const struct extsta_roam_policy extsta_roam_default;
/* NULL: the values do; else a static text that says which of them does not. */
const char *extsta_roam_policy_check(const struct extsta_roam_policy *policy);

/* What was decided. X(symbol, name) */
#define EXTSTA_DECISION_LIST(X)                                                                \
    X(LOOK, "look")               /* the signal is below `low`: looks for a better AP */       \
    X(CONTENT, "content")         /* it is above `good` again: no longer */                    \
    X(STAY_GOOD, "stay-good")     /* it is not below `low` */                                  \
    X(STAY_ALONE, "stay-alone")   /* no other AP of the network fits */                        \
    X(STAY_OLD, "stay-old")       /* the best was measured too long ago */                     \
    X(STAY_GAIN, "stay-gain")     /* the best gains too little */                              \
    X(STAY_STREAM, "stay-stream") /* media are streaming: no scan (SCN-18) */                  \
    X(STAY_SILENT, "stay-silent") /* the best, when asked, did not answer */                   \
    X(ROAM_BETTER, "roam-better") /* goes to the best */                                       \
    X(ROAM_ASKED, "roam-asked")   /* goes because the host wants it */                         \
    X(BTM_GO, "btm-go")           /* goes because the AP asks for it (802.11v) */              \
    X(BTM_STAY, "btm-stay")       /* stays though the AP asks: `status` was answered */        \
    X(BTM_IGNORED, "btm-ignored") /* does not listen to such requests */                       \
    X(FT_FAILED, "ft-failed")     /* a full association in place of a fast transition */

enum extsta_decision_type {
#define EXTSTA_DECISION_ENUM(symbol, name) EXTSTA_DECISION_##symbol,
    EXTSTA_DECISION_LIST(EXTSTA_DECISION_ENUM)
#undef EXTSTA_DECISION_ENUM
        EXTSTA_DECISIONS
};

/* A decision with the numbers it was made by; those that do not apply are 0. */
struct extsta_decision {
    enum extsta_decision_type type;
    struct extsta_mac ap;   /* of the association */
    struct extsta_mac best; /* the best other AP of the network; zero: there is none */
    int8_t signal;          /* dBm, of ap; 0: the radio does not say */
    int8_t best_signal;     /* dBm, of best */
    int8_t threshold;       /* dBm: LOOK, STAY_GOOD: `low`; CONTENT: `good` */
    int8_t gain;            /* dB: what best gains over ap, with the preference of its band */
    uint8_t hysteresis;     /* dB: what it must gain */
    uint16_t candidates;    /* other APs of the network that fit, also old ones */
    /* FT_FAILED: the AP's status code; 0: it did not refuse. BTM_...: what was answered (table
     * 9-428); 0: accepted. */
    uint16_t status;
    uint32_t age;           /* milliseconds since best was measured */
    uint32_t fresh;         /* milliseconds that may be at most */
    /* of a request of the AP, BTM_...: */
    uint8_t mode;   /* Request Mode (IEEE 802.11-2020 figure 9-924): 4 disassociation imminent,
                       8 the BSS ends, 16 the whole network does */
    uint8_t preference; /* 1 to 255: the AP's, for best; 0: none */
    uint32_t leaves_in; /* milliseconds until the AP ends the association; 0: not said */
};
/* "stay-gain". Never NULL. */
const char *extsta_decision_name(enum extsta_decision_type type);
/* In words, with the numbers: "stays with A (-75 dBm): the best of 2 others, B, has -71 dBm and
 * gains 4 dB, less than the 8 dB it should". `ap` and `best` are how these shall be called. Returns
 * the length; text is cut to `size` and ends with 0. */
size_t extsta_decision_text(const struct extsta_decision *d, const char *ap, const char *best,
                            char *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
