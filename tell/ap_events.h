/* What an access point says happened (struct apsim_event), in words and as a line of the event
 * log: the other side of each association, told by the peer that had it. */
#ifndef TELL_AP_EVENTS_H
#define TELL_AP_EVENTS_H

#include "json_out.h"
#include "label.h"
#include <extsta/apsim.h>

/* A sentence without the access point's name, which stands before it: "deauthenticates alice:
 * reason 4 (...)". Cut at size. */
void ap_event_text(const struct label_names *names, const struct apsim_event *event, char *text,
                   size_t size);
/* {"line":"ap-event"}; ap: its name, t in microseconds. */
void ap_event_json(struct json_out *j, extsta_time t, const char *ap,
                   const struct apsim_event *event);

#endif
