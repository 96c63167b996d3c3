/* The course of a run, as values in memory that does not grow with time: how many stations
 * search, are associated, are authorized; how busy each channel is; what waits in each access
 * point; what ended, by cause. Steps are 10 ms at first; when there is no room for one more,
 * two become one.
 *
 * Whoever runs the air says what happens and, at the end of each step, how things stand
 * (script/script_course.c, cmd/fleet.c). course_tell.h and run_report.h tell it. */
#ifndef TELL_COURSE_H
#define TELL_COURSE_H

#include "spread.h"
#include <extsta/air.h>
#include <extsta/cause.h>

#define COURSE_POINTS 512u   /* steps at most, the open one included */
#define COURSE_STEP   10000u /* microseconds of the first */
#define COURSE_FEW    5u     /* stations of a run whose course is not worth a word */
#define COURSE_LANES  2048u  /* stations whose states are kept step by step */
#define COURSE_CAUSES 24u    /* kinds of them; further ones are counted as the last */

enum course_state {
    COURSE_IDLE,       /* wants no network, or no longer */
    COURSE_SEARCHING,  /* wants one and has none; between two attempts too */
    COURSE_ASSOCIATED, /* its port is not open yet, or no longer */
    COURSE_AUTHORIZED, /* data may flow */
    COURSE_STATES
};

struct course_station {
    char name[32];
    enum course_state state;
    bool was_authorized;
    bool returning; /* its roam is for an association that was lost */
    uint16_t
        told; /* the diagnosis of the end of its association; EXTSTA_DIAGNOSIS_COUNT: none */
    extsta_time since;      /* when it began to want a network and to have none */
    extsta_time authorized; /* for the first time */
    extsta_time without;    /* all the time that it wanted one and had none; the open one not */
    uint8_t *lane;          /* states within each step, by bit, or NULL */
};

/* What was on it in a step: differences; queued and contending as they were at its end, or the
 * most of the steps that became one. */
struct course_channel {
    struct air_channel_stats total; /* as the air counts: since its start */
    struct air_channel_stats *points;
};

/* At the end of a step; the most of the steps that became one. */
struct course_ap_point {
    uint32_t clients, queued;
};
struct course_ap {
    char name[32];
    struct course_ap_point *points;
};

/* Ends and failures of one kind that nobody asked for: by the diagnosis, or by the number where
 * there is none. */
struct course_cause {
    enum extsta_diagnosis diagnosis;
    enum extsta_code_space space;
    uint32_t code;
    uint64_t count;
    uint32_t *points;
};

/* At the end of a step. */
struct course_stations_point {
    uint32_t in[COURSE_STATES];
};

struct course {
    extsta_time step; /* microseconds */
    uint32_t count;   /* closed steps; the open one is points[count] */
    bool lanes;       /* kept */
    bool no_memory;   /* it is not complete */
    bool ended;
    extsta_time end; /* of the last step, which may be shorter */
    uint32_t now[COURSE_STATES];
    struct course_stations_point *points;
    struct course_station *stations;
    extsta_time *times;              /* room for one of each station */
    struct course_channel *channels; /* those of access points */
    struct course_ap *aps;
    uint32_t station_count, channel_count, ap_count, cause_count;
    uint64_t roams, returns; /* that succeeded; returns: after a loss */
    struct course_cause causes[COURSE_CAUSES];
    struct spread *waits, *interruptions; /* until the first time; after it */
};

/* False: no memory; course_free in any case. lanes: whether each station's states are kept. */
bool course_start(struct course *c, bool lanes);
void course_free(struct course *c);

/* What happens, with the time; stations and access points are numbered in the order in which
 * they are added. */
void course_add_station(struct course *c, const char *name);
void course_add_ap(struct course *c, const char *name);
void course_state(struct course *c, extsta_time now, uint32_t station, enum course_state state);
/* What a station puts out of COURSE_OUTPUTS, which says the states of each and what has ended.
 */
#define COURSE_OUTPUTS                                                                         \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_PORT) | EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) |                   \
     EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE))
void course_output(struct course *c, extsta_time now, uint32_t station,
                   const struct extsta_output *out);
/* Causes that were asked for are passed over. */
void course_cause(struct course *c, const struct extsta_cause *cause);

/* When the open step ends. */
extsta_time course_due(const struct course *c);
/* Then: how each channel stands (it is looked at from the first time on), each access point;
 * and the step is closed. */
void course_put_channel(struct course *c, const struct air_channel_stats *stats);
void course_put_ap(struct course *c, uint32_t ap, uint32_t clients, uint32_t queued);
void course_close(struct course *c, extsta_time now);
/* The run ends; so does the open step, which was put before. */
void course_end(struct course *c, extsta_time now);

/* The run in numbers. Times are of the run's clock, durations in microseconds. */
struct course_summary {
    uint32_t stations, in[COURSE_STATES];  /* now */
    uint32_t ever;                         /* were authorized at some time */
    extsta_time first, median, p95, last;  /* when they were, for the first time */
    extsta_time wait_median, wait_longest; /* since they wanted to be */
    uint64_t interruptions;                /* that are over */
    extsta_time away_median, away_p95, away_longest;
    uint32_t away; /* those that are not over */
    uint32_t roaming; /* of those: that have lasted for less than COURSE_ROAM */
};
#define COURSE_ROAM EXTSTA_SECOND /* a roam that goes well takes no longer */
/* After no_memory percentiles are 0. */
void course_summarize(const struct course *c, struct course_summary *s);
/* The greatest share of a second (or of a step, if that is longer) in which the channel was
 * busy, 0 to 1. */
double course_height(const struct course *c, const struct course_channel *channel);
/* The name of a cause: "authentication-no-answer", "peer-reason 7", "other". */
const char *course_cause_name(const struct course *c, uint32_t cause, char text[40]);
/* Of a channel's frequency in MHz; 0: none that has one. */
unsigned course_channel_number(uint16_t freq);

#endif
