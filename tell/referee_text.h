/* What the referee found, in words: a sentence for people, a line of JSON for programs
 * (docs/event-log.md), and the count at the end of a run. */
#ifndef TELL_REFEREE_TEXT_H
#define TELL_REFEREE_TEXT_H

#include "json_out.h"
#include "label.h"
#include <extsta/referee.h>

/* What the numbers of a finding's events count. */
enum referee_events {
    REFEREE_EVENTS, /* events of the station */
    REFEREE_LINES,  /* lines of a log */
};

/* "DIS-16 (Only after a completed association): expected an association ...; came ... (event 42
 * DISASSOCIATION at 1.234 s, after 40 ASSOCIATION_START at 1.230 s)". names may be NULL. */
void referee_text(const struct extsta_finding *f, const struct label_names *names,
                  enum referee_events events, char *text, size_t size);
/* {"time":...,"sta":...,"line":"violation",...}; log: the file that was judged, or NULL. */
void referee_json(struct json_out *j, const char *log, const char *station,
                  const struct extsta_finding *f, const struct label_names *names);

/* How the rules of a run stand, of all its stations. */
struct referee_count {
    uint64_t kept[EXTSTA_RULE_COUNT], violated[EXTSTA_RULE_COUNT];
    uint64_t pending[EXTSTA_RULE_COUNT]; /* due, and nobody knows yet */
    uint64_t findings;
};
/* Adds one station's verdicts. */
void referee_count_add(struct referee_count *c, const struct extsta_referee *referee);
/* "contract: 143 rules exercised, 0 violated", with the ids of those. */
void referee_count_text(const struct referee_count *c, char *text, size_t size);
/* {"line":"contract",...} */
void referee_count_json(struct json_out *j, const struct referee_count *c);

#endif
