/* What watch does for --serve: gives the explainer's results to the report that grows as well
 * as to the terminal, and the report to browsers (serve.h). */
#ifndef CMD_WATCH_SERVE_H
#define CMD_WATCH_SERVE_H

#include "explain_options.h"

struct watch_serve;

/* Serves as the options say. sink: where the results go besides. source: for people. NULL: said
 * what is wrong, *status is the exit status. What is given is borrowed. */
struct watch_serve *watch_serve_start(const struct explain_options *options, const char *source,
                                      struct explain_output *out,
                                      const struct extsta_explain_sink *sink, int *status);
void watch_serve_stop(struct watch_serve *w); /* NULL is fine */
/* Of the explainer whose results the report has; it is told with watch_serve_explains. */
struct extsta_explain_sink watch_serve_sink(struct watch_serve *w);
/* This one explains from now on, another one than before. */
void watch_serve_explains(struct watch_serve *w, const struct extsta_explain *x);
/* Often: with the time as the frames have it, how many there were, and how many were lost.
 * over: no more will come. */
void watch_serve_tick(struct watch_serve *w, uint64_t now, uint64_t frames, uint64_t lost,
                      bool over);

#endif
