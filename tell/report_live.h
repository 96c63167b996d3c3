/* The report as it grows (watch --serve): an explainer's results go in, on the thread that
 * explains; what browsers ask for comes out as text, on any other. Bounded for weeks: the last
 * 20,000 stories or 24 MiB of them, some hours of curves of the 4,096 clients heard last,
 * ladders as ladder.h has it. */
#ifndef TELL_REPORT_LIVE_H
#define TELL_REPORT_LIVE_H

#include <extsta/explain.h>

struct report_live;

/* stories: kept at most. source: what is listened to, for people; it is copied. ask: has
 * report_live_bss called with what is known of this BSS. NULL: no memory. */
struct report_live *report_live_new(uint32_t stories, const char *source,
                                    void (*ask)(void *user, struct extsta_mac bssid),
                                    void *user);
void report_live_free(struct report_live *r);

/* --- the explaining thread --- */

void report_live_event(struct report_live *r, const struct extsta_frame_event *event);
void report_live_story(struct report_live *r, const struct extsta_story *story);
void report_live_heard(struct report_live *r, const struct extsta_heard *heard);
void report_live_bss(struct report_live *r, const struct extsta_bss_report *bss);

/* What is told beside the stories. */
struct report_live_state {
    uint64_t now;                         /* nanoseconds since 1970 */
    uint64_t frames;                      /* so far */
    uint64_t lost;                        /* before they could be read */
    uint32_t anew;                        /* how often the explainer began anew */
    bool over;                            /* nothing more will come */
    const struct extsta_explain *explain; /* its findings */
};
/* Now and then; stories that wait for their last frame are told. False: no memory, the old
 * state stays. */
bool report_live_say(struct report_live *r, const struct report_live_state *state);

/* --- any thread; what is returned is the caller's, to be freed, NULL: no memory --- */

/* The page, which asks for the rest. */
char *report_live_page(struct report_live *r, size_t *len);
/* JSON of a client's curves, "0" when there are none. */
char *report_live_lane(struct report_live *r, struct extsta_mac sta, size_t *len);
/* Server-sent events from this story number on, as many as fit into the buffer, which has
 * REPORT_LIVE_EVENTS octets at least; *number becomes the next one. Returns the octets, 0:
 * there are none yet. */
#define REPORT_LIVE_EVENTS 65536u
size_t report_live_events(struct report_live *r, uint64_t *number, char *out, size_t size);
/* The event of the state, likewise; first: with the greeting before it. */
size_t report_live_state_event(struct report_live *r, bool first, char *out, size_t size);

#endif
