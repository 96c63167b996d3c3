/* Judges a recorded event log (extsta/log.h), of whatever origin, by the rules of the contract:
 * octets go in, findings come out. Each station of the log has its referee (extsta/referee.h),
 * which is given what a live one would have been given, and numbers events by the log's lines.
 *
 * `extsta check` stands on it. No octet of a log is trusted; what cannot be read is told, and
 * counts as lost: the stations are judged again from their next resets on. */
#ifndef HOST_LOG_JUDGE_H
#define HOST_LOG_JUDGE_H

#include <extsta/log.h>
#include <extsta/referee.h>

/* More stations than these are not judged: each takes some KiB, and a line of a few octets can
 * name a new one. */
#define LOG_JUDGE_STATIONS 65536u

struct log_judge;

/* What it has to say. Texts and findings are borrowed for the call. */
struct log_judge_ops {
    /* A station of this name has broken a rule; the events' numbers are lines. */
    void (*finding)(void *user, const char *station, const struct extsta_finding *finding);
    /* "line 12: ..." cannot be read or judged. */
    void (*unreadable)(void *user, const char *why);
};

struct log_judge_about {
    uint64_t lines;       /* up to the last one that was looked at */
    uint64_t unreadable;  /* lines */
    uint64_t gaps;        /* lines that say that something could not be recorded */
    size_t stations;      /* one that has come again counts again */
    extsta_time from, to; /* of the first and the last moment in the log */
    bool headed;          /* it is a log */
    bool cut;             /* it ends within a line */
    bool no_memory;
};

/* NULL: no memory. The context, and ops, outlive it; `user` is what they are called with. */
struct log_judge *log_judge_new(struct extsta_context *ctx, const struct log_judge_ops *ops,
                                void *user);
/* NULL is fine. */
void log_judge_free(struct log_judge *judge);
/* The next octets, cut anywhere; borrowed for the call. False: it cannot be read any further,
 * which was told. */
bool log_judge_feed(struct log_judge *judge, struct extsta_span octets);
/* There are no more. What was due before the last moment of the log is judged. */
void log_judge_end(struct log_judge *judge);

void log_judge_about(const struct log_judge *judge, struct log_judge_about *about);
/* The referee of a station, by its place in about.stations, for its verdicts; NULL: there was
 * no memory for it. */
const struct extsta_referee *log_judge_referee(const struct log_judge *judge, size_t index);
/* The name that the log has for this address, or NULL. A struct log_judge, for label_names. */
const char *log_judge_name(const void *judge, struct extsta_mac address);

#endif
