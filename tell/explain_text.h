/* The timeline of a capture for people: access points, then each client in turn, a line for
 * what happened. */
#ifndef TELL_EXPLAIN_TEXT_H
#define TELL_EXPLAIN_TEXT_H

#include "witness_text.h"
#include <extsta/collection.h>
#include <stdio.h>

/* One story as it happens. */
void explain_text_story(FILE *out, bool colour, const struct extsta_story *story);
/* "joined", "failed", ...: what stands before its words. */
const char *explain_text_label(const struct extsta_story *story);
/* The sums, the causes of trouble and who had most of it. */
void explain_text_summary(FILE *out, const struct extsta_collection *c, uint32_t frames);
/* frames: of the capture, 0 = not counted. why: with how sure every line is, and the signs for
 * and against it. one_client: --sta; then only the APs that it has to do with are told of.
 * logs: what participants say, beneath the stories it belongs to; NULL: none. False: no memory
 * for that. */
bool explain_text(FILE *out, bool colour, bool why, bool one_client,
                  const struct extsta_collection *c, uint32_t frames,
                  const struct witness_logs *logs);

#endif
