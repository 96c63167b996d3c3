/* Runs the stations of a recording again, each alone, in a context of its own: the calls at
 * their times, with the random octets that were drawn. All that comes out is held against what
 * the recording says came out then.
 *
 * player_new, player_entry for each entry in order (recording.h), player_end. It prints
 * nothing: differences, outputs and all else that there is to tell go to the listener. */
#ifndef REPLAY_PLAYER_H
#define REPLAY_PLAYER_H

#include "recording.h"

struct player;

enum difference_kind {
    DIFFERENCE_OUTPUT,   /* another output than then: `expected`, `came` */
    DIFFERENCE_MISSING,  /* nothing came where `expected` did */
    DIFFERENCE_MORE,     /* `came` where nothing did */
    DIFFERENCE_RESULT,   /* the call gave something else back: `expected_value`, `value` */
    DIFFERENCE_DEADLINE, /* extsta_deadline: both */
    DIFFERENCE_DRAW,     /* it drew so many random octets, not as many as then: both */
    DIFFERENCE_NOT_MADE, /* the station (or its driver) could not be made; `text` */
};

/* The first one of a station; it is not run any further. */
struct difference {
    enum difference_kind kind;
    struct entry_output expected;
    const struct extsta_output *came;
    uint64_t expected_value, value;
    const char *text;
    const char *replaced; /* a secret that was replaced before it, or NULL */
    bool refused;         /* then memory had been refused before it */
};

struct played {
    uint32_t number; /* in the recording */
    struct extsta_mac address;
    const char *name;           /* or NULL */
    struct extsta_station *sta; /* NULL: it has gone, or is not run any more */
    uint32_t wanted;            /* EXTSTA_OUT_MASK set that was put out then */
    uint64_t calls;             /* of it, so far */
    uint64_t outputs;           /* that were as then */
    bool differs, skipped;
};

struct player_listener {
    /* Each output of a station, as it comes; those that the recording has not, too. */
    void (*output)(void *user, const struct played *p, extsta_time now,
                   const struct extsta_output *output);
    /* A call is about to be made. */
    void (*call)(void *user, const struct played *p, const struct extsta_call *call);
    void (*made)(void *user, const struct played *p, extsta_time now, size_t phys);
    void (*difference)(void *user, const struct played *p, const struct extsta_call *cause,
                       const struct difference *d);
    void *user;
};

struct player_options {
    uint32_t outputs; /* EXTSTA_OUT_MASK set of more than was put out then */
    /* Which stations are run; NULL: all. */
    bool (*wanted)(void *user, struct extsta_mac address, const char *name);
    /* Makes a station above a driver that was not our own: as extsta_station_new, the driver
     * being described in *made. NULL: it cannot be; *why has the words. NULL: there are none.
     */
    struct extsta_station *(*make)(void *user, struct extsta_context *ctx,
                                   const struct entry *made,
                                   const struct extsta_station_config *config, extsta_time now,
                                   const char **why);
    void *user;
    /* Inputs may have been left out or changed: nothing is compared, random octets that are not
     * there are made up, and the outputs are all taken after each call. */
    bool loose;
    unsigned rounds; /* deadlines between two calls that are looked at at most then; 0: 100000 */
    /* Another roaming policy for all profiles, or NULL: outputs that stay inside are not
     * compared, and the first one that the world would have seen ends the station
     * (`difference`).
     */
    const struct extsta_roam_policy *policy;
    /* Who else hears of what goes in, as of a context; borrowed. NULL: nobody. */
    const struct extsta_recorder *recorder;
};

struct player *player_new(const struct player_options *options,
                          const struct player_listener *listener);
/* One entry; `source` is where its draws are. False: no memory. */
bool player_entry(struct player *p, struct recording *source, const struct entry *entry);
/* There are no more. `whole`: the recording ended as its writer wished; else what came after
 * its end is not held against it. */
void player_end(struct player *p, bool whole);
void player_free(struct player *p);

/* Of all stations. */
size_t player_stations(const struct player *p);
size_t player_differing(const struct player *p);
/* Those of them in which a secret had been replaced before. */
size_t player_excused(const struct player *p);
uint64_t player_calls(const struct player *p);
uint64_t player_outputs(const struct player *p);
/* Events for which a machine of the library has no row (extsta_context_unlisted). */
uint32_t player_unlisted(const struct player *p);

#endif
