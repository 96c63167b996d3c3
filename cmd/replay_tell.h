/* What extsta replay says of differences (replay/player.h), in words and as JSON. */
#ifndef CMD_REPLAY_TELL_H
#define CMD_REPLAY_TELL_H

#include "json_out.h"
#include "player.h"
#include <stdio.h>

/* The call in words: "extsta_rx (a Beacon from 02:00:00:00:00:0a, 112 octets)". Returns the
 * length it wanted. */
size_t call_text(const struct extsta_call *call, char *text, size_t size);

/* Three lines: when and of whom, what came and what was expected, and which input it was that
 * brought it. */
void replay_tell_difference(FILE *out, const struct played *p, const struct extsta_call *cause,
                            const struct difference *d, bool policy);
void replay_json_difference(struct json_out *json, const struct played *p,
                            const struct extsta_call *cause, const struct difference *d,
                            bool policy);

#endif
