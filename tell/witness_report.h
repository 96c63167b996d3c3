/* What participants' logs say, as values of the page of a report (report_model.js). */
#ifndef TELL_WITNESS_REPORT_H
#define TELL_WITNESS_REPORT_H

#include "report_json.h"
#include "witness_text.h"

/* "logs":[[file, text], ...],"said":[[number of the story, time, program, frame, words, text,
 * disagrees], ...], with a comma behind; logs NULL: both empty. Times in microseconds from the
 * report's begin. */
void witness_report(const struct report_json *r, const struct witness_logs *logs,
                    const struct extsta_collection *c);

#endif
