/* Curves by client (lanes.h): a sink's `heard` comes in, and the report draws what is here. A
 * chained hash table of at most `max` lanes; who is new takes the place of whoever among a few
 * looked at was heard longest ago. */
#include "lanes.h"
#include "mac_hash.h"
#include <stdlib.h>
#include <string.h>

#define CHAINS     4096u
#define FIRST_STEP 20000000u /* nanoseconds: a join fits into a few steps */
#define LOOKED_AT  16u       /* whose place may be taken */
#define SETTLED    32        /* frames after which the mean follows slowly */

struct place {
    struct place *next; /* of the chain */
    struct lane lane;
};

struct lanes {
    uint32_t max, count, hand;
    uint64_t longest, end;
    struct place *chains[CHAINS];
    struct place **places;
};

struct lanes *lanes_new(uint32_t max, uint64_t longest)
{
    struct lanes *l = calloc(1, sizeof *l);
    struct place **places = calloc(max, sizeof(struct place *));
    if (!l || !places) {
        free(l);
        free(places);
        return NULL;
    }
    l->max = max;
    l->longest = longest;
    l->places = places;
    return l;
}

void lanes_free(struct lanes *l)
{
    if (!l) {
        return;
    }
    for (uint32_t i = 0; i < l->count; i++) {
        free(l->places[i]);
    }
    free(l->places);
    free(l);
}

static struct place *find(const struct lanes *l, struct extsta_mac sta)
{
    struct place *p = l->chains[mac_hash(sta, l) % CHAINS];
    while (p && memcmp(p->lane.sta.b, sta.b, sizeof sta.b) != 0) {
        p = p->next;
    }
    return p;
}

const struct lane *lanes_find(const struct lanes *l, struct extsta_mac sta)
{
    const struct place *p = find(l, sta);
    return p ? &p->lane : NULL;
}

uint64_t lanes_end(const struct lanes *l)
{
    return l->end;
}

static void unchain(struct lanes *l, const struct place *gone)
{
    struct place **at = &l->chains[mac_hash(gone->lane.sta, l) % CHAINS];
    while (*at != gone) {
        at = &(*at)->next;
    }
    *at = gone->next;
}

/* A place of its own, or that of somebody not heard for long. NULL: no memory. */
static struct place *take_place(struct lanes *l)
{
    if (l->count < l->max) {
        struct place *p = malloc(sizeof *p);
        if (p) {
            l->places[l->count++] = p;
        }
        return p;
    }
    struct place *oldest = NULL;
    for (uint32_t i = 0; i < LOOKED_AT; i++) {
        struct place *p = l->places[l->hand];
        l->hand = (l->hand + 1) % l->max;
        oldest = !oldest || p->lane.last < oldest->lane.last ? p : oldest;
    }
    unchain(l, oldest);
    return oldest;
}

/* Weighed by frames. */
static int16_t mean(int16_t a, unsigned na, int16_t b, unsigned nb)
{
    if (a == 0 || b == 0) {
        return a ? a : b;
    }
    int n = (int)(na + nb);
    return (int16_t)(n ? (a * (int)na + b * (int)nb) / n : a);
}

static uint16_t sum(unsigned a, unsigned b)
{
    return (uint16_t)(a + b < UINT16_MAX ? a + b : UINT16_MAX);
}

static struct lane_step join(const struct lane_step *a, const struct lane_step *b)
{
    return (struct lane_step){
        .sta = mean(a->sta, a->from_sta, b->sta, b->from_sta),
        .ap = mean(a->ap, a->from_ap, b->ap, b->from_ap),
        .from_sta = sum(a->from_sta, b->from_sta),
        .from_ap = sum(a->from_ap, b->from_ap),
        .retries = sum(a->retries, b->retries),
        .frequency = b->frequency ? b->frequency : a->frequency,
    };
}

/* Two steps become one, in the first half. */
static void halve(struct lane *lane)
{
    for (uint32_t i = 0; i < LANE_STEPS / 2; i++) {
        lane->steps[i] = join(&lane->steps[2 * i], &lane->steps[2 * i + 1]);
    }
    memset(lane->steps + LANE_STEPS / 2, 0, sizeof lane->steps / 2);
    lane->step *= 2;
}

/* The older half goes. */
static void forget(struct lane *lane)
{
    memcpy(lane->steps, lane->steps + LANE_STEPS / 2, sizeof lane->steps / 2);
    memset(lane->steps + LANE_STEPS / 2, 0, sizeof lane->steps / 2);
    lane->begin += lane->step * (LANE_STEPS / 2);
}

/* Who comes back after more than all that is kept begins anew. Time that goes back counts to
 * the first step. */
static struct lane_step *step_at(const struct lanes *l, struct lane *lane, uint64_t time)
{
    uint64_t since = time > lane->begin ? time - lane->begin : 0;
    while (since / lane->step >= LANE_STEPS) {
        if (lane->step < l->longest) {
            halve(lane);
        } else if (since / lane->step >= 2 * LANE_STEPS) {
            memset(lane->steps, 0, sizeof lane->steps);
            lane->begin = time;
            since = 0;
        } else {
            forget(lane);
            since = time - lane->begin;
        }
    }
    return &lane->steps[since / lane->step];
}

/* A mean of the frames of a step, which follows slowly from some on. */
static void follow(int16_t *level, unsigned frames, int8_t signal)
{
    int is = signal * 128;
    int n = frames < SETTLED ? (int)frames : SETTLED;
    if (signal) {
        *level = (int16_t)(*level ? *level + (is - *level) / n : is);
    }
}

void lanes_heard(struct lanes *l, const struct extsta_heard *h)
{
    struct place *p = find(l, h->sta);
    l->end = h->time > l->end ? h->time : l->end;
    if (h->sta.b[0] & 1) { /* a group is nobody */
        return;
    }
    if (!p) {
        p = take_place(l);
        if (!p) {
            return;
        }
        struct place **chain = &l->chains[mac_hash(h->sta, l) % CHAINS];
        *p = (struct place){.next = *chain,
                            .lane = {.sta = h->sta, .begin = h->time, .step = FIRST_STEP}};
        *chain = p;
    }
    struct lane_step *s = step_at(l, &p->lane, h->time);
    p->lane.last = h->time;
    s->frequency = h->frequency ? h->frequency : s->frequency;
    s->retries = sum(s->retries, h->retry);
    if (h->from_ap) {
        s->from_ap = sum(s->from_ap, 1);
        follow(&s->ap, s->from_ap, h->signal);
    } else {
        s->from_sta = sum(s->from_sta, 1);
        follow(&s->sta, s->from_sta, h->signal);
    }
}
