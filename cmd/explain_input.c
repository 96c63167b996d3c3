/* Records of a capture into an explainer: see explain_input.h. */
#include "explain_input.h"
#include <stdio.h>

/* records at once; a batch costs less than single frames */
#define BATCH          256u
#define PROGRESS_BYTES (8u << 20) /* between two looks */

static void show(struct input_progress *p, const struct capture *capture, bool last)
{
    uint64_t size, at = capture_consumed(capture, &size);
    if (!p->shown || (at < p->next && !last)) {
        return;
    }
    p->next = at + PROGRESS_BYTES;
    if (last) {
        fprintf(stderr, "\r\033[K");
    } else if (size) {
        fprintf(stderr, "\r%s: %llu %%", p->name, (unsigned long long)(at * 100 / size));
    } else {
        fprintf(stderr, "\r%s: %llu MB", p->name, (unsigned long long)(at >> 20));
    }
    fflush(stderr);
}

uint64_t input_feed(struct capture *capture, struct extsta_explain *explain, uint32_t before,
                    struct input_progress *progress, enum capture_result *end)
{
    struct capture_record records[BATCH];
    struct extsta_explain_frame frames[BATCH];
    uint64_t total = 0;
    progress->next = PROGRESS_BYTES;
    for (;;) {
        size_t n = capture_next_batch(capture, records, BATCH, end);
        if (*end != CAPTURE_RECORD) {
            break;
        }
        for (size_t i = 0; i < n; i++) {
            frames[i] = (struct extsta_explain_frame){
                .time = records[i].time,
                .number = before + records[i].number,
                .interface = records[i].interface,
                .linktype = records[i].linktype,
                .fcs_len = records[i].fcs_len,
                .original_len = records[i].original_len,
                .bytes = records[i].bytes,
            };
        }
        extsta_explain_frames(explain, frames, n);
        total += n;
        show(progress, capture, false);
    }
    show(progress, capture, true);
    return total;
}
