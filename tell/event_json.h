/* The event log: each output of a station as one JSON line (docs/event-log.md). Who keeps it
 * flushes the writer. */
#ifndef TELL_EVENT_JSON_H
#define TELL_EVENT_JSON_H

#include "json_out.h"
#include <extsta/output.h>

/* `station` names the station. Field order is fixed, so that equal runs give equal bytes. Key
 * material never appears. */
void event_json(struct json_out *j, extsta_time t, const char *station,
                const struct extsta_output *out);

/* Introduces a member of the run under its name: {"line":"station"} or {"line":"ap"}. */
void event_json_member(struct json_out *j, extsta_time t, const char *line, const char *name,
                       struct extsta_mac address);

/* The fields of a status indication, decoded from its buffer, added to the line under way; an
 * indication that is too short gets "malformed": true. */
void event_json_indication(struct json_out *j, uint32_t code, struct extsta_span buffer);

/* {"text": ..., "hex": ...}; text has octets that are not printable ASCII as \xNN. */
void event_json_ssid(struct json_out *j, const char *name, struct extsta_span ssid);

#endif
