/* What the OS half tells the embedder: notifications, port events and cause records, put
 * into the output queue behind the value that caused them. Nothing is made that nobody
 * asked for. */
#ifndef BOUNDARY_REPORT_H
#define BOUNDARY_REPORT_H

#include "boundary/outq.h"
#include <extsta/l2cmn.h>

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
/* The one number that says most of what an extension gave: its L2 reason, where that is one of
 * a group, else its Win32 error. */
static inline uint32_t report_extension_code(uint32_t error, uint32_t reason)
{
    return error != 0 && reason >= L2_REASON_CODE_GEN_BASE ? reason : error;
}
/* Such a number as that of a cause, which is the extension's then; 0: nothing was given. */
void report_extension(struct extsta_cause *cause, uint32_t code);
/* Origin, number space and diagnosis of a DOT11_ASSOC_STATUS, by its class as a number
 * (ASC-31). Leaves what the status does not tell. */
void report_assoc_status(struct extsta_cause *cause, uint32_t status);

#endif
