/* Whose turn it is on a channel: DCF and EDCA (contend.c), what contenders hear of others
 * (hearing.c), and the parameters (edca.c). */
#ifndef AIR_CONTEND_H
#define AIR_CONTEND_H

#include "sending.h"

/* A queue that waits for its turn. Times and places are copied here and not read from the node,
 * since all of a channel are looked at for each transmission. */
struct contender {
    extsta_time start;  /* its slots are counted from then on */
    extsta_time access; /* start + left slots: its turn, if nothing happens before */
    struct air_node *node;
    uint64_t id;       /* its */
    extsta_time tuned; /* see struct ear */
    struct air_position at;
    uint32_t left;       /* slots of back-off */
    uint16_t ifs;        /* AIFS or DIFS */
    uint8_t access_kind; /* enum extsta_access */
    bool moving;
    extsta_time busy;         /* senses the medium busy until */
    extsta_time awaits;       /* another queue of its node waits for an answer until */
    extsta_time nav;          /* virtual carrier sense */
    extsta_time clean, dirty; /* ends of what it has received last, and of what it could not */
};

/* edca.c */
/* Queues of one node (enum extsta_access) by the strength of their claims. */
extern const uint8_t edca_strongest_first[EXTSTA_ACCESS_COUNT];
struct phy edca_phy(const struct air *air, uint16_t freq);
/* Microseconds of AIFS[access], or DIFS. */
uint16_t edca_ifs(const struct air_node *node, const struct phy *phy, uint8_t access);
/* CW + 1 after so many failures: a back-off is drawn from as many values. */
uint32_t edca_window(const struct air_node *node, const struct phy *phy, uint8_t access,
                     unsigned failures);

/* hearing.c */
/* Works out when its slots are counted from, and its turn. */
void hearing_count(const struct channel *c, struct contender *k);
/* A new contender learns what it has heard, as far as that still matters. */
void hearing_look_back(struct channel *c, struct contender *k);
/* All contenders learn what has ended since they were told last, and what begins now. */
void hearing_tell(struct channel *c);

/* contend.c */
/* The first frame of a queue contends from now on. False: no memory, and it does not. */
bool contend_join(struct sending *s);
/* A queue does no longer. Nothing happens when it did not. */
void contend_leave(struct channel *c, struct queue *q);
/* None of a node's queues does any longer. */
void contend_forget(struct air_node *node);
/* A node stands somewhere else, or begins or ends to move. */
void contend_moved(struct air_node *node);
/* A transmission begins (airing: its number, 0 = it is not remembered). */
void contend_busy(struct channel *c, uint64_t airing);
/* It ends. */
void contend_over(struct channel *c);
/* The answer that a node waited for is there: its other queues wait no longer. */
void contend_answered(struct air_node *node);
/* What has begun and ended in this moment is told to the contenders on a channel of
 * air.touched; it is the end of the moment. */
void contend_tell(struct air *air);
/* EVENT_ACCESS: somebody's turn has come. */
void contend_access(struct channel *c);
void contend_destroy(struct channel *c);

#endif
