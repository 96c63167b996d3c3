/* What `extsta check` says: each finding as it comes, then how the rules stand. For people, or
 * as lines for programs (docs/event-log.md). */
#ifndef CMD_CHECK_TELL_H
#define CMD_CHECK_TELL_H

#include "contract_rules.h"
#include "log_judge.h"
#include "page.h"
#include "referee_text.h"

struct check_tell {
    bool json_lines, quiet;
    struct contract_selection only; /* what is told, counted, and decides */
    struct page page;
    struct json_out json;
    struct extsta_context *ctx; /* of the judges */
    const char *log;            /* the file being read */
    struct log_judge *judge;
    struct referee_count count;       /* of all logs that are through */
    uint64_t told[EXTSTA_RULE_COUNT]; /* findings of this log */
    bool unreadable;                  /* something of some log was */
    bool any;                         /* a log could be read, at least its head */
};

/* quiet: nothing but findings and what cannot be read. */
void check_tell_start(struct check_tell *t, bool json_lines, bool quiet);
/* For log_judge_new, with a check_tell as user. */
extern const struct log_judge_ops check_tell_ops;
/* A log has been read to its end: counts it, and says what it was. */
void check_tell_log(struct check_tell *t);
/* The last word: how the rules stand. False: standard output could not be written. */
bool check_tell_end(struct check_tell *t);
/* Whether a rule that is told was violated. */
bool check_tell_violated(const struct check_tell *t);

#endif
