/* The event log: each output of a station as one JSON object (docs/event-log.md). */
#ifndef TELL_EVENT_JSON_H
#define TELL_EVENT_JSON_H

#include <extsta/output.h>
#include <jansson.h>

/* A new reference, or NULL without memory. `station` names the station. Field order is
 * fixed, so that equal runs give equal bytes. Key material never appears. */
json_t *event_json(extsta_time t, const char *station, const struct extsta_output *out);

/* Introduces a member of the run under its name: {"line":"station"} or {"line":"ap"}. A new
 * reference, or NULL without memory. */
json_t *event_json_member(extsta_time t, const char *line, const char *name,
                          struct extsta_mac address);

/* The fields of a status indication, decoded from its buffer, added to `object`; an
 * indication that is too short gets "malformed": true. */
void event_json_indication(json_t *object, uint32_t code, struct extsta_span buffer);

json_t *event_json_mac(struct extsta_mac mac);
json_t *event_json_hex(struct extsta_span bytes);
/* {"text": ..., "hex": ...}; text has octets that are not printable ASCII as \xNN. */
json_t *event_json_ssid(struct extsta_span ssid);

#endif
