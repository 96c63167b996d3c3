/* The course of a run (course.h) in words and as JSON lines (docs/event-log.md). */
#ifndef TELL_COURSE_TELL_H
#define TELL_COURSE_TELL_H

#include "course.h"
#include "json_out.h"
#include "page.h"

/* What a run was, besides its course. */
struct course_run {
    extsta_time time;       /* its end */
    struct air_stats stats; /* all channels, whoever was on them */
    uint64_t pings_sent, pings_answered;
    unsigned expected, failed; /* expectations, and those that did not hold */
};

/* A few lines at the end of a story; none of a run with few stations. */
void course_text(struct page *p, const struct course *c);
/* A line for each step (not of a run with few stations), and the summary. */
void course_json(struct json_out *j, const struct course *c, const struct course_run *run);

#endif
