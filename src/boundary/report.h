/* What the OS half tells the embedder: notifications, port events and cause records, put
 * into the output queue behind the value that caused them. Nothing is made that nobody
 * asked for. */
#ifndef BOUNDARY_REPORT_H
#define BOUNDARY_REPORT_H

#include "boundary/outq.h"

/* To the user. The name of the profile is copied; there is no SSID (SEARCHING is not ours). */
void report_notify(struct outq *out, const struct extsta_notify *notify);
/* What became of a port. Copied. */
void report_port(struct outq *out, const struct extsta_port_event *event);
/* Why something ended or failed. Copied. */
void report_cause(struct outq *out, const struct extsta_cause *cause);
/* What the OS half concludes and is sure of: by the station, with the diagnosis as its code
 * (EXTSTA_DIAGNOSIS_NONE: without one). */
struct extsta_cause report_diagnosis(extsta_time now, enum extsta_subject subject,
                                     enum extsta_stage stage, enum extsta_diagnosis diagnosis,
                                     struct extsta_mac peer, enum extsta_rule rule);
/* Origin, number space and diagnosis of a DOT11_ASSOC_STATUS, by its class as a number
 * (ASC-31). Leaves what the status does not tell. */
void report_assoc_status(struct extsta_cause *cause, uint32_t status);

#endif
