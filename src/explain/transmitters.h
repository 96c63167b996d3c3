/* Who really sent a frame: the one that usually uses its transmitter address, or somebody else.
 *
 * Anybody can write any address into a frame; what he cannot do is be the other radio. Of each
 * address is kept how its frames are numbered (every transmitter counts by itself, IEEE
 * 802.11-2020 10.3.2.14, and mostly management frames by one counter), how strongly they are
 * heard and at what rate they come. A frame that fits all that is the usual one's; one that
 * does not count on while the usual counter goes on before and after it, and that is heard 20
 * dB louder, is somebody else's. No sign alone decides: each weighs, for or against, and the
 * sum is a probability (struct sender).
 *
 * explain.c asks for every management frame before its story is told, and shows beacons; story*.c
 * go by the answer. Stations, BSSs and conversations hold the memory, of a size that does not
 * grow; nothing is allocated here. */
#ifndef EXPLAIN_TRANSMITTERS_H
#define EXPLAIN_TRANSMITTERS_H

#include <extsta/explain.h>

/* Signs that a frame can give; with those of what comes later (doubt_settle). */
#define SENDER_SIGNS 4u

/* One counter of sequence numbers that was heard under an address. 12 octets. */
struct voice {
    uint32_t ms;     /* of its last frame, modulo 2^32 */
    uint16_t number; /* of that frame, 0 to 4095 */
    uint8_t count;   /* frames, saturating; 0: free */
    int8_t level;    /* dBm, mean; 0: unknown */
    uint8_t flags;   /* VOICE_… of transmitters.c */
};

/* What is known of who sends under an address. */
struct transmitter {
    struct voice voices[4];
    int16_t level;    /* of the usual one, sixteenths of a dBm; 0: unknown */
    uint8_t spread;   /* mean distance from that, dB */
    uint8_t rate;     /* of its management frames, 500 kb/s; 0: unknown, 255: several */
    uint8_t frames;   /* of the usual one, saturating */
    uint8_t counters; /* how often the usual one did not count on, saturating */
};

/* The management frames of one side of a conversation: some APs number them for each station.
 */
struct exchange {
    uint32_t ms;
    uint16_t number, older; /* of the last two */
    uint8_t chain; /* frames that counted on, one after the other, saturating; 0: none */
    uint8_t flaw;  /* SAE: what was wrong with its commits (enum sae_flaw), of the attempt */
    uint16_t eapol; /* transmitter_judge_eapol */
};

/* A frame as it was sent and heard. */
struct sent {
    uint64_t time;   /* ns */
    uint16_t number; /* 0 to 4095 */
    int8_t signal;   /* dBm, 0: unknown */
    uint8_t rate;    /* 500 kb/s, 0: unknown */
    bool retry, by_ap;
    bool is_protected; /* with a key, or by a MIC of the group */
    bool ends;         /* Deauthentication or Disassociation: what is forged most */
    uint8_t traffic;   /* enum sent_traffic */
};
/* By which counter a frame is numbered. */
enum sent_traffic {
    TRAFFIC_MANAGEMENT,
    TRAFFIC_PLAIN, /* without QoS: mostly by that of management frames */
    TRAFFIC_TID,   /* this plus the TID: QoS data */
};

/* The frame before of the same side of the same conversation, data or management. */
struct sent_before {
    uint64_t age; /* ns; 0: there was none */
    uint16_t number;
    bool data;     /* QoS data: mostly, but not always, another counter */
    int8_t signal;
};

/* Whether somebody else sent it, and why one thinks so. */
struct sender {
    int16_t points;             /* tenths of the natural logarithm of the odds */
    uint16_t number, reference; /* its own, and the one that it should have counted on from */
    bool jumped;                /* it does not count on */
    bool unmasked; /* it counts on from before the frame before: that one was another's */
    uint8_t count;
    struct extsta_evidence signs[SENDER_SIGNS];
};

/* A frame whose sender will be judged again when what followed is known. */
struct doubt {
    uint32_t ms; /* when it was sent */
    int16_t points;
    uint16_t number, reference;
    uint8_t flags; /* DOUBT_… of transmitters.c; 0: no frame */
    uint8_t count;
    struct extsta_evidence signs[SENDER_SIGNS];
};

/* Percent: the probability that it was somebody else. */
uint8_t sender_percent(int points);
static inline uint8_t sender_other(const struct sender *s)
{
    return sender_percent(s->points);
}
/* From 70 percent on a story says that somebody else sent it; from 40 on, that he may have. */
#define SENDER_OTHER 9
#define SENDER_MAYBE (-4)
/* Nothing speaks against its being the usual one's. */
#define SENDER_USUAL (-20)

/* Takes a beacon or probe response into account. */
void transmitter_announces(struct transmitter *t, const struct sent *sent);
/* Judges a management frame and then takes it into account. `peer`: whom it is sent to; NULL:
 * nothing is known of him. */
void transmitter_judge(struct transmitter *t, struct exchange *x,
                       const struct transmitter *peer, const struct sent *sent,
                       const struct sent_before *before, struct sender *out);

/* Judges an EAPOL frame in clear. They are numbered by themselves as long as nothing else flows
 * in their class: of real ones, none of 800 in the reference captures did not count on within
 * its association. `last`: of this side and association, 0: none yet; it is kept here. `age`:
 * ns since then. */
void transmitter_judge_eapol(struct transmitter *t, uint16_t *last, const struct sent *sent,
                             uint64_t age, const struct sent_before *before,
                             struct sender *out);

/* One more sign, by whoever knows what came before it. */
void sender_sign(struct sender *s, enum extsta_sign what, int weight, int is, int usual);

/* Begins a doubt about the frame just judged. */
void doubt_begin(struct doubt *d, const struct sent *sent, const struct sender *s);
/* Shows a later management frame of the same name in the same conversation, judged. */
void doubt_watch(struct doubt *d, const struct sent *sent, const struct sender *s);
/* What it comes to: whether the usual counter went on as if the frame had not been. */
void doubt_settle(struct doubt *d, const struct transmitter *t);
/* The same counter, counting on or not counting at all, in the other side's name: `number`,
 * `ns` later. */
bool doubt_goes_on_in(const struct doubt *d, uint16_t number, uint64_t time);
void doubt_add(struct doubt *d, enum extsta_sign what, int weight, int is, int usual);

#endif
