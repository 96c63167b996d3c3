/* What somebody else does to one BSS: frames forged in its name or its clients', and loads of
 * SAE. Made when first needed, of few networks; kept by the network, freed with it. */
#ifndef EXPLAIN_OFFENCES_H
#define EXPLAIN_OFFENCES_H

#include <extsta/explain.h>

struct pool;

/* Forged frames that follow each other, whomever they are sent to: one story (story_forgery.c).
 */
struct forgery {
    uint64_t began, until; /* ns */
    uint32_t first, last;  /* frames */
    uint32_t frames;       /* 0: none under way */
    uint32_t targets;      /* stations */
    uint32_t number;       /* of all of the capture, from 1: struct station.forgery */
    bool broadcast, unprotected, holds;
    bool dropped; /* findings were not told, for the one of all */
    uint8_t confidence;
    struct extsta_story held; /* of the only target until now, not told yet */
};

/* SAE commits that follow each other (story_sae.c). */
struct sae_load {
    uint64_t began, until;
    uint32_t first, last;
    uint32_t commits;              /* of stations; 0: none */
    uint32_t answers;              /* of the AP */
    uint32_t open;                 /* commits of addresses that have not gone on to a confirm */
    uint32_t addresses, strangers; /* with open ones; of which nothing else was heard */
    uint32_t confirmed;            /* addresses */
    uint32_t held_count;
    struct extsta_story *held; /* failures that may be part of it, SAE_HELD of them, or NULL */
};
#define SAE_HELD 12u

struct offences {
    uint32_t next; /* network with something under way: index plus 1 */
    bool linked;   /* by `next` */
    struct forgery forgery;
    struct sae_load sae;
    /* Forged ends in all, with 70 percent or more: when, and which frames. */
    uint64_t forged_first, forged_end;
    uint32_t forged_ends, forged_frame, forged_frame_last;
};

#endif
