/* Stories kept until the capture is over, for outputs that need all of them: the
 * timeline, grouped by station, and the report. Texts repeat and are kept once. */
#ifndef TELL_EXPLAIN_COLLECT_H
#define TELL_EXPLAIN_COLLECT_H

#include <extsta/explain.h>

struct kept_story {
    uint64_t time, until, gap;
    uint32_t station; /* index */
    uint32_t bss;     /* index of kept_bss */
    uint32_t other;   /* roam: index of the BSS left, UINT32_MAX: none */
    uint32_t first_frame, last_frame, lost;
    uint32_t name, text, advice; /* indexes of texts, 0: none */
    uint32_t next;               /* of the station, in order of telling; UINT32_MAX: last */
    int32_t reason, status;      /* -1: none */
    uint8_t what, by, confidence;
    bool is_explicit, inferred, forged;
    bool again; /* an end by which a failure already told came about */
};

struct kept_bss {
    struct extsta_mac bssid;
    struct extsta_span ssid; /* kept */
    uint8_t channel;
    bool announced;     /* the capture has its beacons or probe responses */
    uint32_t security;  /* index of a text */
    uint32_t beacons;
};

struct kept_station {
    struct extsta_mac mac;
    uint32_t first, last; /* stories */
    /* How often */
    uint32_t joined, authorized, roamed, left, thrown_out, replaced, silent, failed, forged,
        scans;
    uint32_t badness;     /* what makes a client one of the worst */
    uint32_t failed_name; /* of its last failure */
    uint64_t failed_at;
};

struct kept_text;

struct collection {
    struct kept_story *stories;
    struct kept_station *stations;
    struct kept_bss *bss;
    const char **texts;
    size_t story_count, station_count, bss_count, text_count;
    size_t story_capacity, station_capacity, bss_capacity, text_capacity;
    uint32_t *station_slots, *bss_slots, *text_slots;
    size_t station_slot_count, bss_slot_count, text_slot_count;
    uint64_t begin, end; /* first and last time of a story */
    bool failed;         /* no memory: what is here is not all */
};

struct collection *collection_new(void); /* NULL: no memory */
void collection_free(struct collection *c);
void collection_story(struct collection *c, const struct extsta_story *story);
void collection_bss(struct collection *c, const struct extsta_bss_report *bss);
/* Sorts each station's stories by time. Call once, at the end. */
void collection_sort(struct collection *c);

/* Causes of failures and unwanted ends, most frequent first. */
struct cause_count {
    uint32_t name; /* text */
    uint32_t count;
};
#define CAUSES_MAX 64
size_t collection_causes(const struct collection *c, struct cause_count *out);
/* Indexes of the stations with most trouble; returns how many have any, at most `max`. */
size_t collection_worst(const struct collection *c, uint32_t *out, size_t max);
/* Whether a story is trouble: a failure, a silence, an end by the AP, a forged frame. */
bool story_is_trouble(const struct kept_story *s);
/* When it was settled: a join with its last frame, an end with its first. */
uint64_t story_moment(const struct kept_story *s);

#endif
