/* Where the explainer's results go: JSON lines or text, and the clear capture. */
#ifndef TELL_EXPLAIN_OUTPUT_H
#define TELL_EXPLAIN_OUTPUT_H

#include <extsta/witness.h>

/* As the commands' options say; it is copied, what it points to is borrowed. */
struct explain_output_options {
    bool json, quiet, check;
    bool why;  /* text: the signs for and against every line */
    bool live; /* text: each story at once, not grouped by client at the end */
    bool only_sta, only_bss;
    struct extsta_mac sta, bssid;
    const char *clear; /* file for what was opened, or NULL */
    const char *html;  /* file for the report, or NULL */
    const char *annotate;    /* file for the capture with comments, or NULL */
    uint32_t filter;         /* of this story only the display filter, 0: none was asked for */
    const char *const *logs; /* names of participants' logs that will be read; none: NULL */
    size_t log_count;
};

struct explain_output;
struct annotate;

/* NULL: no memory. Free it before the context. */
struct explain_output *explain_output_new(struct extsta_context *ctx,
                                          const struct explain_output_options *options);
/* NULL, or why it cannot work, or why the end could not be told, or not all of it (a file that
 * cannot be written, no memory). */
const char *explain_output_problem(const struct explain_output *out);
struct extsta_explain_sink explain_output_sink(struct explain_output *out);
/* Whether --sta and --bss let it be shown. */
bool explain_output_wants(const struct explain_output *out, struct extsta_mac sta,
                          struct extsta_mac bssid);
/* Live, with `annotate`: a frame that the explainer is about to be given. */
void explain_output_frame(struct explain_output *out, const struct extsta_explain_frame *frame);
/* Live: it is now this time, nanoseconds since 1970. Shows what was said so far; the clear
 * capture is a file from then on that grows. */
void explain_output_flush(struct explain_output *out, uint64_t now);
/* Before frames are given a second time: begins the clear capture anew. False: cannot. */
bool explain_output_rewind(struct explain_output *out);
/* Where the logs that the options name are to be put, after the last frame and before
 * explain_output_end; NULL: there are none. */
struct extsta_witnesses *explain_output_witnesses(struct explain_output *out);
/* After extsta_explain_finish: what is said once per run. frames: in all files, 0 = not
 * counted. Where not everything could be looked at, that is said, and a problem. */
void explain_output_end(struct explain_output *out, const struct extsta_explain *x, bool keys,
                        char **files, int count, uint32_t frames);
/* After the end, with `annotate` and not live: what the frames are given to once more
 * (tell/annotate.h). NULL: cannot, and it is the problem. It is the caller's. */
struct annotate *explain_output_annotate(struct explain_output *out, uint32_t frames);
/* Stories told so far; with `filter`: whether the one asked for was among them. */
bool explain_output_found(const struct explain_output *out, uint32_t *told);
/* Whether a client failed to join, was thrown out or fell silent. */
bool explain_output_trouble(const struct explain_output *out);
/* False when something could not be written. NULL is fine. */
bool explain_output_free(struct explain_output *out);

#endif
