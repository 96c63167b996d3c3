/* A capture's clients: stories and BSSs kept until the capture is over.
 *
 * For whoever needs all of them at once: timelines by client, reports, dashboards. Hand it
 * what the sink of an explainer gets (extsta/explain.h); it groups the stories by client, those
 * of access points by BSS, counts what happened to each, and finds the causes of trouble and
 * the clients that have most of it. It keeps values, 128 octets per story, and 192
 * more of what follows when the port is open; texts are made of them when they are shown
 * (extsta_story_text). Its memory is the context's; one thread.
 *
 *     sink.story = ...: extsta_collection_story(c, story);
 *     sink.bss   = ...: extsta_collection_bss(c, report);
 *     extsta_explain_finish(x);
 *     extsta_collection_sort(c);
 *     for (size_t i = 0; i < extsta_collection_client_count(c); i++) {
 *         const struct extsta_client *client = extsta_collection_client(c, i);
 *         struct extsta_kept_story k;
 *         for (uint32_t s = client->first; s != EXTSTA_NO_INDEX; s = k.next) {
 *             extsta_collection_story_at(c, client, s, &k);
 *             ...
 *         }
 *     }
 *
 * What there is no memory for is counted: extsta_collection_lost. */
#ifndef EXTSTA_COLLECTION_H
#define EXTSTA_COLLECTION_H

#include <extsta/explain.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EXTSTA_NO_INDEX UINT32_MAX

struct extsta_collection;

/* One client, numbered in order of appearance; group addresses are clients too (what
 * concerns all stations of a BSS). How often each thing happened to it: */
struct extsta_client {
    struct extsta_mac mac;
    bool active;          /* there is more than scans */
    bool several;         /* with more than one BSS, scans and findings aside; by _sort */
    uint32_t first, last; /* stories, EXTSTA_NO_INDEX: none */
    uint32_t failure;     /* its last failure, or EXTSTA_NO_INDEX */
    /* Ends by which a failure already told came about are the failure, and not counted. */
    uint32_t joined, authorized, roamed, left, thrown_out, replaced, silent, failed;
    uint32_t forged; /* ends and findings of forged frames */
    uint16_t scans;  /* these two end at 65535 */
    uint16_t unconnected; /* the port was open, and there was no address, gateway, data */
    uint32_t badness; /* weighted trouble; 0: none */
};

/* A BSS, numbered in order of appearance, from its reports and from stories. */
struct extsta_kept_bss {
    struct extsta_mac bssid;
    uint8_t channel, ssid_len;
    uint8_t ssid[32]; /* the first that has a name */
    bool announced;   /* the capture has its beacons or probe responses */
    bool secured;     /* `security` is known */
    uint32_t beacons;
    uint32_t stories;     /* of clients */
    uint32_t first, last; /* its own stories (EXTSTA_STORY_AP), EXTSTA_NO_INDEX: none */
    struct extsta_security security;
};

struct extsta_kept_story {
    struct extsta_story story; /* as it was told */
    uint32_t bss;              /* index of a BSS */
    uint32_t other;            /* of story.other, or EXTSTA_NO_INDEX */
    uint32_t next;             /* of the client, or of the AP; EXTSTA_NO_INDEX: none */
    bool again;                /* an end by which a failure already told came about */
    enum extsta_story_kind with_ap; /* of a client: the AP's story that it came about by, after
                                     * _sort; NONE: its own */
};

struct extsta_kind_count {
    enum extsta_story_kind kind;
    uint32_t count;
};

/* NULL: no memory. */
struct extsta_collection *extsta_collection_new(struct extsta_context *ctx);
/* Before the context. NULL is fine. */
void extsta_collection_free(struct extsta_collection *c);

/* What it is given is copied. */
void extsta_collection_story(struct extsta_collection *c, const struct extsta_story *story);
void extsta_collection_bss(struct extsta_collection *c, const struct extsta_bss_report *report);
/* One more report of a BSS into what is kept of it (at first zeros, and its address). The first
 * face that has a name is the BSS's; a hidden one gives way to it. */
void extsta_kept_bss_take(struct extsta_kept_bss *kept, const struct extsta_bss_report *report);
/* Puts each client's and each AP's stories in order of their moments (extsta_story_moment),
 * those of one moment as they were told; finds the ends and silences of clients that came about
 * by what happened to the AP, which are no trouble of their own any more. Until then they are
 * as told. It may be called again when more has been told. */
void extsta_collection_sort(struct extsta_collection *c);

/* Stories and BSS reports that could not be kept: what is here is not all. */
uint64_t extsta_collection_lost(const struct extsta_collection *c);

size_t extsta_collection_client_count(const struct extsta_collection *c);
size_t extsta_collection_bss_count(const struct extsta_collection *c);
/* By index, below the counts. What is returned is valid until the collection is freed. */
const struct extsta_client *extsta_collection_client(const struct extsta_collection *c,
                                                     size_t index);
const struct extsta_kept_bss *extsta_collection_bss_at(const struct extsta_collection *c,
                                                       size_t index);
/* A story of this client; client NULL: of an AP. */
void extsta_collection_story_at(const struct extsta_collection *c,
                                const struct extsta_client *client, uint32_t index,
                                struct extsta_kept_story *out);
/* First and last time of any story, nanoseconds; false: there is none. */
bool extsta_collection_span(const struct extsta_collection *c, uint64_t *begin, uint64_t *end);

/* Kinds of trouble, most frequent first; those of one count by appearance. An end that
 * brought about a failure already counted does not count. Returns how many, at most
 * EXTSTA_KIND_COUNT. */
size_t extsta_collection_causes(const struct extsta_collection *c,
                                struct extsta_kind_count out[EXTSTA_KIND_COUNT]);
/* Indexes of the clients with most trouble, worst first; how many have any, at most `max`. */
size_t extsta_collection_worst(const struct extsta_collection *c, uint32_t *out, size_t max);

/* The trouble of one kind that came to a client most often at equal intervals, within two
 * percent, four times at least. */
struct extsta_period {
    enum extsta_story_kind kind;
    uint32_t count;
    uint64_t period; /* nanoseconds */
};
/* After _sort. False, and a count of 0: nothing came like that. */
bool extsta_collection_period(const struct extsta_collection *c,
                              const struct extsta_client *client, struct extsta_period *out);

/* Equal stories of a client in a row, or groups of some: one turn, so many times. Scans, ends
 * by which a failure already told came about (`again`) and implicit ends by a new association
 * with the same AP do not count as stories here. */
struct extsta_turn {
    uint32_t next;        /* story behind it, or EXTSTA_NO_INDEX */
    uint32_t stories;     /* that make one time: from the index on */
    uint32_t count;       /* times; 1: it does not repeat, and is this one story */
    uint64_t first, last; /* moments of its first story, the first and the last time */
    uint64_t least, most; /* nanoseconds from time to time */
    uint32_t first_frame, last_frame;
    uint32_t counted;   /* sum of the counts of its stories (extsta_story.count) */
    uint8_t confidence; /* least of all of them, percent */
};
/* From this story of the client on; after _sort. */
void extsta_collection_turn(const struct extsta_collection *c,
                            const struct extsta_client *client, uint32_t index,
                            struct extsta_turn *out);

#ifdef __cplusplus
}
#endif
#endif
