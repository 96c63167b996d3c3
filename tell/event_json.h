/* The event log: each output of a station as one JSON line (docs/event-log.md), short or whole,
 * as the library writes it (extsta/log.h). Who keeps it flushes the writer. */
#ifndef TELL_EVENT_JSON_H
#define TELL_EVENT_JSON_H

#include "json_out.h"
#include <extsta/log.h>

/* The first line of a whole log; machine_clock: its times are of a machine. */
void event_json_head(struct json_out *j, bool machine_clock);
/* Introduces a station or an access point of the run under its name. phys: how many PHYs its
 * radio has. */
void event_json_station(struct json_out *j, enum extsta_log_level level, extsta_time t,
                        const char *name, struct extsta_mac address, size_t phys);
void event_json_ap(struct json_out *j, enum extsta_log_level level, extsta_time t,
                   const char *name, struct extsta_mac address);
/* `station` names the station. Field order is fixed, so that equal runs give equal bytes. Key
 * material never appears. */
void event_json(struct json_out *j, enum extsta_log_level level, extsta_time t,
                const char *station, const struct extsta_output *out);

/* {"text": ..., "hex": ...}; text has octets that are not printable ASCII as \xNN. */
void event_json_ssid(struct json_out *j, const char *name, struct extsta_span ssid);

#endif
