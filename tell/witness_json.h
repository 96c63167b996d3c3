/* What participants' logs say, as JSON lines (docs/event-log.md). */
#ifndef TELL_WITNESS_JSON_H
#define TELL_WITNESS_JSON_H

#include "json_out.h"
#include "witness_text.h"

/* A line for each log and one for each event, in order of time. `c`: the collection they were
 * compared with; only_known: only events of clients that are in it. */
void witness_json(struct json_out *j, const struct witness_logs *logs,
                  const struct extsta_collection *c, bool only_known);

#endif
