/* An access point as a subject: what happens to it, and not to one of its clients. Its beacons
 * are followed, each with its timestamp (TSF, IEEE 802.11-2020 11.1.3), its sequence number and
 * its channel: when the first two begin anew, the AP has restarted; when none comes although
 * others are heard on its channel, it is off the air. What is found is told as EXTSTA_STORY_AP.
 *
 * explain.c shows every beacon, behind networks.c; story_end.c, which clients the AP sent away;
 * story.c asks at the end. Each network holds the memory, of a size that does not grow. */
#ifndef EXPLAIN_AP_LIFE_H
#define EXPLAIN_AP_LIFE_H

#include <extsta/explain.h>

struct network;
struct conversation;

/* A beacon, as far as its place in the AP's life goes. */
struct ap_mark {
    uint64_t time; /* heard at, ns; 0: none */
    uint64_t tsf;  /* its timestamp, us */
    uint32_t frame;
    uint16_t number;   /* sequence number */
    int8_t signal;     /* dBm, 0: unknown */
    uint16_t freq;     /* MHz at which it was heard, 0: unknown */
    uint16_t interval; /* TU, until the next one is due */
};

/* A time without beacons, and how sure it is that there were none. */
struct ap_pause {
    struct ap_mark last; /* sign of life before it */
    int16_t points;      /* tenths of the logarithm of the odds */
    uint16_t witnesses;  /* slots (listening.h) in which others were heard */
    uint8_t share;       /* percent of the slots in which the AP is heard else */
    int8_t level;        /* of its last beacons, dBm */
    uint32_t clients;    /* associated when it began */
};

/* Clients that the AP sends away in one moment. */
struct ap_dismissal {
    uint64_t first, last; /* ns */
    uint32_t first_frame, last_frame;
    uint32_t clients;
    uint32_t client; /* the last of them, by index of its conversation */
    uint32_t before; /* that were associated */
    uint16_t reason;
    uint8_t confidence; /* of the least sure */
    bool to_all;        /* by one frame for several of them */
};

/* Refusals of an AP that has no place left. */
struct ap_full {
    uint64_t first, last; /* ns */
    uint32_t first_frame, last_frame;
    uint32_t clients;  /* at least; 0: none */
    uint64_t who;      /* the stations, by index modulo 64 */
    uint16_t stations; /* associated, as its beacons say */
    uint8_t busy;      /* percent of the time */
    bool has_load;
    uint8_t confidence; /* of the least sure */
};

/* Beacons heard of those due, in windows. */
struct ap_loss {
    uint64_t began;       /* the window, ns; 0: not yet */
    uint64_t first, last; /* the loss under way: its windows */
    uint32_t first_frame, last_frame, began_frame;
    uint32_t due, got; /* in these; 0: none is under way */
    uint32_t ear;      /* slots of anybody (listening.h) when the window began */
    uint16_t heard;    /* in the window */
    uint8_t usual;     /* percent that is heard without a loss */
    uint8_t windows;   /* that says, saturating */
};

/* Of one BSSID. */
struct ap_life {
    uint64_t answered;    /* its last frame to a single station, ns */
    struct ap_mark last;  /* beacon by the clock that is the AP's */
    struct ap_mark anew;  /* first one by another clock, since `last` */
    uint8_t beacons;      /* by the AP's clock, saturating */
    uint8_t beacons_anew; /* by the other one */
    int8_t level;         /* of the last beacons, dBm */
    uint8_t channel;      /* that they name */
    uint16_t freq;        /* of that channel: where others are listened to */
    uint32_t slot, slots; /* in which it was heard there: the last plus 1, and how many */
    uint32_t ear_first, ear_last; /* slots of anybody on `freq` then */
    uint32_t clients;             /* associated at the last beacon */
    struct ap_pause pause;        /* before `anew` */
    struct ap_dismissal dismissal;
    struct ap_full full;
    struct ap_loss loss;
    uint64_t restarted;   /* a restart told last, ns */
    uint64_t away, back;  /* the last pause or restart that was told, ns; 0: none */
    struct ap_mark moved; /* first beacon that names another channel than `channel` */
    uint32_t moved_clients;
    uint8_t moved_to, moved_beacons;
    uint8_t announced;    /* channel that it said it goes to; 0: none */
    uint8_t came_from;    /* channel of before `moved`, not told yet; 0: none */
    bool on_two_channels; /* it went back and forth: two with one address */
};

/* A beacon of this network; the network knows already what it says. */
void ap_life_beacon(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon);
/* The end of this association, by the AP's own hand, as it is told. confidence: percent. */
void ap_life_dismissed(struct extsta_explain *x, struct conversation *c, uint8_t confidence);
/* A Deauthentication to all that are associated, by the AP's own hand. */
void ap_life_to_all(struct extsta_explain *x, const struct extsta_frame_event *e);
/* Whether the AP was off the air or restarted at some time from then until then: whoever was
 * associated is not any more. */
bool ap_life_was_away(struct extsta_explain *x, struct network *n, uint64_t from,
                      uint64_t until);
/* That was somebody else's. */
void ap_life_not_dismissed(struct extsta_explain *x, struct conversation *c);
/* The capture is over. */
void ap_life_finish(struct extsta_explain *x, struct network *n);

/* ap_channel.c. A beacon, of which n->says is known. */
void ap_channel_beacon(struct extsta_explain *x, struct network *n,
                       const struct ap_mark *beacon);
void ap_channel_finish(struct extsta_explain *x, struct network *n);

/* ap_loss.c. A beacon; paused: none came for so long that it is no matter of loss. */
void ap_loss_beacon(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon,
                    bool paused);
void ap_loss_finish(struct extsta_explain *x, struct network *n);

/* ap_load.c. A failure, as it is told; nothing if the AP was not full. */
void ap_load_refused(struct extsta_explain *x, const struct conversation *c,
                     const struct extsta_story *refusal);
void ap_load_finish(struct extsta_explain *x, struct network *n);

/* ap_life.c. Begins a story of the AP. */
void ap_story_start(struct extsta_story *t, const struct network *n,
                    enum extsta_story_kind kind);

/* ap_pause.c. Judges the time since the AP was heard last. */
void ap_pause_judge(struct extsta_explain *x, struct network *n, uint64_t now,
                    struct ap_pause *out);
/* Signs for and against it, into the story. */
void ap_pause_signs(struct extsta_story *t, const struct ap_pause *pause);

#endif
