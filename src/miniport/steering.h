/* What an AP tells of its neighbours and wishes of a station (802.11v and k; IEEE Std 802.11-2020
 * 11.21.7, 11.10): what is made of it, as values. Pure, and no driver's own: our MLME asks it
 * (mlme/steer.c, mlme/measure.c), and the nl80211 driver does (steer.c there). What a driver has
 * heard it shows by a view. */
#ifndef MINIPORT_STEERING_H
#define MINIPORT_STEERING_H

#include "miniport/mlme/bss.h"
#include "wire/measure_frame.h"
#include "wire/wnm_frame.h"
#include <extsta/roam.h>

/* APs kept of a list, and channels of a narrow scan. */
#define STEER_NAMED    16u
#define STEER_CHANNELS 8u
/* Octets of a frame with measurement reports: several BSSs each. */
#define MEASURE_FRAME_MAX 1024u

/* An AP as another names it. */
struct steer_named {
    struct extsta_mac bssid;
    uint16_t freq;      /* MHz; 0: of a band this station has not */
    int16_t preference; /* 0 to 255, or NEIGHBOR_NO_PREFERENCE */
};
struct steer_list {
    uint8_t count;
    struct steer_named aps[STEER_NAMED];
};
/* The APs of Neighbor Report elements, but for ours. */
void steer_list_read(struct steer_list *out, struct extsta_span elements, struct extsta_mac ours);
/* The channels of those that are not excluded, MHz, each once; how many. */
size_t steer_list_channels(const struct steer_list *list, uint16_t out[STEER_CHANNELS]);

/* A BSS as a driver has heard it. */
struct steer_heard {
    const struct bss_info *info;
    extsta_time heard;
    uint64_t timestamp;
    uint16_t freq;    /* MHz */
    int8_t signal;    /* dBm; 0: not known */
    uint8_t phy_type; /* dot11PHYType */
};
struct steer_view {
    void *driver;
    /* The i-th; false: there is none. */
    bool (*at)(void *driver, size_t i, struct steer_heard *out);
    /* Whether a roam may go there. */
    bool (*fits)(void *driver, size_t i);
    struct extsta_mac ours; /* the AP of the association */
    extsta_time now;
    const struct extsta_roam_policy *policy;
};

/* --- BSS transition management --- */
struct steer_choice {
    size_t count;       /* others that fit and were heard lately */
    bool has_best;
    size_t best;        /* its number in the view */
    int gain;           /* dB over ours, where that was heard */
    uint8_t preference; /* the AP's; 0: none */
};
/* Among those that fit and were heard lately: the AP's preference first, then the signal. Where the
 * AP puts us out, anything that is heard is better than nothing. */
struct steer_choice steer_choose(const struct steer_view *v, const struct btm_request *q,
                                 const struct steer_list *named);
/* Whether each AP of the list that could be heard was heard lately. Without a list: whether any
 * other was. */
bool steer_knows_enough(const struct steer_view *v, const struct btm_request *q,
                        const struct steer_list *named);
/* What is answered where there is no best. */
enum btm_status steer_refusal(const struct btm_request *q, const struct steer_list *named,
                              const struct steer_choice *c);

/* --- beacon requests --- */
/* One that is answered after a scan, or at once. */
struct mp_measure {
    bool open;           /* it waits for the end of a scan */
    uint8_t frame_token; /* of the request, and of the measurement in it */
    uint8_t token;
    struct beacon_request request; /* without its spans */
    uint8_t ssid_len, ssid[32];    /* of length 0: any */
    extsta_time began;             /* what was heard since counts; 0: all */
};
void measure_take(struct mp_measure *m, extsta_time now, uint8_t frame_token, uint8_t token,
                  const struct beacon_request *q);
/* The channels that it names, MHz; 0: all that we have. */
size_t measure_channels(const struct beacon_request *q, uint16_t out[STEER_CHANNELS]);
/* The next frame of its answer, from *at on (0 at first), in a writer of MEASURE_FRAME_MAX; false:
 * there is none any more. One without a BSS says that none was heard (11.10.9.1). */
bool measure_answer(const struct steer_view *v, const struct mp_measure *m, size_t *at,
                    struct writer *w);
/* No measurement, and why (MEASURE_LATE ...). */
void measure_decline(struct writer *w, uint8_t frame_token, const struct measure_request *q,
                     uint8_t why);

#endif
