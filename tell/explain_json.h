/* What the explainer says, as JSON lines (docs/event-log.md). */
#ifndef TELL_EXPLAIN_JSON_H
#define TELL_EXPLAIN_JSON_H

#include "json_out.h"
#include <extsta/explain.h>

/* One line each; the writer is flushed by who keeps it. Values are borrowed for the call. */
void explain_json_event(struct json_out *j, const struct extsta_frame_event *event);
void explain_json_story(struct json_out *j, const struct extsta_story *story);
void explain_json_bss(struct json_out *j, const struct extsta_bss_report *bss);
void explain_json_finding(struct json_out *j, const struct extsta_finding *finding);
/* What came of a key that was given. */
void explain_json_key(struct json_out *j, const struct extsta_key_report *key);
/* What keys opened of the capture. file: its name, or NULL where there are several. */
void explain_json_decrypted(struct json_out *j, const char *file,
                            const struct extsta_decrypt_report *report);

#endif
