/* The frames a story rests on, for the ladder that a report draws of it. An explainer's events
 * go in, then each story comes out again with those of its frames that are still remembered: of
 * the last 131,072 events, at most LADDER_MAX a story. A story is told before the event that
 * settled it, so it waits here for the next one. Fixed memory, some 6 MiB. */
#ifndef TELL_LADDER_H
#define TELL_LADDER_H

#include <extsta/explain.h>

enum ladder_flag {
    LADDER_FROM_AP = 1,
    LADDER_RETRY = 2,
    LADDER_OTHER_AP = 4, /* with the AP that the station left */
    LADDER_PROTECTED = 8,
    LADDER_OPENED = 16, /* seen only because a key opened it */
    LADDER_BEFORE = 32, /* what the two said just before the story began */
};

struct ladder_frame {
    uint64_t time;
    uint32_t number;
    uint16_t text; /* ladder_text */
    uint8_t flags; /* enum ladder_flag */
};

/* In order. Of a long one the first and the last: left_out frames are missing before left_at.
 */
#define LADDER_MAX 48u
struct ladder {
    uint32_t count, left_out, left_at;
    struct ladder_frame frames[LADDER_MAX];
};

struct ladders;

/* settled: a story with its ladder, whose count is 0 where there is none; valid during the
 * call. NULL: no memory. */
struct ladders *ladders_new(void (*settled)(void *user, const struct extsta_story *story,
                                            const struct ladder *ladder),
                            void *user);
/* What waits is not told. NULL is fine. */
void ladders_free(struct ladders *l);
/* In the order in which the explainer tells them. */
void ladders_event(struct ladders *l, const struct extsta_frame_event *event);
void ladders_story(struct ladders *l, const struct extsta_story *story);
/* Settles what waits: no event is to come soon. */
void ladders_settle(struct ladders *l);
/* Whether there was no memory for what some frames say: it is an empty text. */
bool ladders_failed(const struct ladders *l);
/* What a frame says; valid until the ladders are freed. */
const char *ladder_text(const struct ladders *l, uint16_t text);

#endif
