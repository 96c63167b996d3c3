/* explain --annotate: a last reading of the files, in which each packet goes by the stories
 * that have something to say of it (tell/annotate.h). */
#include "explain_annotate.h"
#include "annotate.h"
#include "capture.h"
#include "command.h"

#define BATCH 256u

/* Packets of one file; they are numbered from before + 1 on. Returns how many there were. */
static uint32_t copy(struct annotate *a, struct capture *capture, uint32_t file,
                     uint32_t before)
{
    struct capture_record records[BATCH];
    enum capture_result end;
    uint32_t last = before;
    size_t n;
    while ((n = capture_next_batch(capture, records, BATCH, &end)) > 0) {
        for (size_t i = 0; i < n; i++) {
            const struct capture_record *r = &records[i];
            last = before + r->number;
            annotate_packet(a, &(struct annotate_packet){.time = r->time,
                                                         .number = last,
                                                         .file = file,
                                                         .interface = r->interface,
                                                         .linktype = r->linktype,
                                                         .fcs_len = r->fcs_len,
                                                         .original_len = r->original_len,
                                                         .bytes = r->bytes,
                                                         .options = r->options,
                                                         .swapped = r->swapped});
        }
    }
    return last;
}

int explain_annotate(struct explain_output *out, char **files, int count, uint32_t frames)
{
    uint32_t before = 0;
    struct annotate *a = explain_output_annotate(out, frames);
    if (!a) {
        return command_fail(&command_explain, EXIT_SYSTEM, "%s", explain_output_problem(out));
    }
    for (int i = 0; i < count; i++) {
        const char *why;
        struct capture *capture = capture_open(files[i], &why);
        if (capture) { /* else it was said */
            before = copy(a, capture, (uint32_t)i, before);
            capture_close(capture);
        }
    }
    if (!annotate_close(a)) {
        return command_fail(&command_explain, EXIT_SYSTEM,
                            "the capture with comments cannot be written");
    }
    return EXIT_OK;
}
