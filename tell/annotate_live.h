/* A capture with its stories as comments while it is made (`watch --annotate`): a packet waits
 * a second for what is told of it, which for most stories is long enough. A story that comes
 * later stands on the next packet and says by number which ones it is about. */
#ifndef TELL_ANNOTATE_LIVE_H
#define TELL_ANNOTATE_LIVE_H

#include <extsta/explain.h>
#include <stdbool.h>

struct annotate_live;

/* A file, a named pipe, or "-". NULL: *why says what is wrong. */
struct annotate_live *annotate_live_new(const char *path, const char **why);
/* A packet that the explainer is about to be given; it is copied. */
void annotate_live_packet(struct annotate_live *a, const struct extsta_explain_frame *packet);
/* What the explainer told; it is copied. */
void annotate_live_story(struct annotate_live *a, const struct extsta_story *story);
/* It is now this time: what waited long enough is written, and can be read. */
void annotate_live_flush(struct annotate_live *a, uint64_t now);
/* Whether nobody reads it any more, or the disk is full: nothing more will be written. */
bool annotate_live_failed(const struct annotate_live *a);
/* Writes all that waits. False when something could not be written. */
bool annotate_live_close(struct annotate_live *a);
/* Nothing of a file stays. NULL is fine. */
void annotate_live_drop(struct annotate_live *a);

#endif
