/* Packets that wait for their stories, in a ring: oldest first, at most PACKETS of them, each
 * for WAIT. Comments wait beside them, in a ring too, by the frame at which they stand; where
 * it has gone they go with the oldest packet that is there. Both are bounded: what there is no
 * room for is written earlier, and never lost. */
#include "annotate_live.h"
#include "annotate.h"
#include "pcapng.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAIT     1000000000u /* nanoseconds */
#define PACKETS  16384u
#define STORIES  256u
#define COMMENTS 12u /* on one packet; the rest goes with the next */

struct waiting {
    uint64_t time;
    uint32_t number, original_len, len;
    uint16_t linktype;
    int8_t fcs_len;
    uint8_t *bytes;
};

struct annotate_live {
    struct pcapng_file *out;
    struct waiting packets[PACKETS];
    size_t first, count;
    struct extsta_story stories[STORIES]; /* in the order of telling */
    size_t story_count;
    struct {
        uint16_t linktype;
        int8_t fcs_len;
    } interfaces[8]; /* by number; an interface has one kind of packets */
    size_t interface_count;
    bool failed;
};

struct annotate_live *annotate_live_new(const char *path, const char **why)
{
    struct annotate_live *a = calloc(1, sizeof *a);
    *why = "no memory";
    if (a) {
        a->out = pcapng_file_create(path, "heard by extsta watch", why);
    }
    if (a && !a->out) {
        free(a);
        return NULL;
    }
    return a;
}

static uint32_t interface_of(struct annotate_live *a, const struct waiting *p)
{
    size_t i = 0;
    while (i < a->interface_count && (a->interfaces[i].linktype != p->linktype ||
                                      a->interfaces[i].fcs_len != p->fcs_len)) {
        i++;
    }
    if (i == a->interface_count) {
        if (i == sizeof a->interfaces / sizeof *a->interfaces) {
            return 0; /* an interface that changes its kind all the time is not one */
        }
        a->interfaces[i].linktype = p->linktype;
        a->interfaces[i].fcs_len = p->fcs_len;
        a->interface_count++;
        pcapng_file_interface(a->out, p->linktype, p->fcs_len);
    }
    return (uint32_t)i;
}

/* Takes the stories that stand at this frame or before it. */
static size_t take_comments(struct annotate_live *a, uint32_t number,
                            char texts[COMMENTS + 1][ANNOTATE_COMMENT + 40])
{
    size_t taken = 0, kept = 0;
    for (size_t i = 0; i < a->story_count; i++) {
        const struct extsta_story *s = &a->stories[i];
        uint32_t at = annotate_frame(s);
        if (at > number || taken == COMMENTS) {
            a->stories[kept++] = *s;
            continue;
        }
        char words[ANNOTATE_COMMENT];
        annotate_sentence(words, s);
        if (at == number) {
            snprintf(texts[taken++], sizeof texts[0], "%s", words);
        } else {
            snprintf(texts[taken++], sizeof texts[0], "of frames %u to %u: %s", s->first_frame,
                     s->last_frame, words);
        }
    }
    a->story_count = kept;
    return taken;
}

/* The oldest packet goes out. When no other will come, it says too what could not be said. */
static void write_oldest(struct annotate_live *a, bool last)
{
    char texts[COMMENTS + 1][ANNOTATE_COMMENT + 40];
    const char *comments[COMMENTS + 1];
    struct waiting *p = &a->packets[a->first];
    size_t n = take_comments(a, last ? UINT32_MAX : p->number, texts);
    if (last && a->story_count) {
        snprintf(texts[n++], sizeof texts[0], "extsta: and %zu more stories", a->story_count);
        a->story_count = 0;
    }
    for (size_t i = 0; i < n; i++) {
        comments[i] = texts[i];
    }
    const struct pcapng_packet out = {.time = p->time,
                                      .interface = interface_of(a, p),
                                      .original_len = p->original_len,
                                      .bytes = {p->bytes, p->len}};
    pcapng_file_write(a->out, &out, comments, n);
    free(p->bytes);
    a->first = (a->first + 1) % PACKETS;
    a->count--;
}

void annotate_live_packet(struct annotate_live *a, const struct extsta_explain_frame *f)
{
    uint8_t *bytes = malloc(f->bytes.len + 1);
    if (!bytes) {
        a->failed = true;
        return;
    }
    if (f->bytes.len) {
        memcpy(bytes, f->bytes.data, f->bytes.len);
    }
    if (a->count == PACKETS) {
        write_oldest(a, false);
    }
    a->packets[(a->first + a->count++) % PACKETS] =
        (struct waiting){.time = f->time,
                         .number = f->number,
                         .original_len = f->original_len,
                         .len = (uint32_t)f->bytes.len,
                         .linktype = f->linktype,
                         .fcs_len = f->fcs_len,
                         .bytes = bytes};
}

void annotate_live_story(struct annotate_live *a, const struct extsta_story *s)
{
    while (a->story_count == STORIES && a->count) {
        write_oldest(a, false);
    }
    if (a->story_count < STORIES) {
        a->stories[a->story_count++] = *s;
    } else {
        a->failed = true; /* hundreds of stories and not one packet: cannot be */
    }
}

void annotate_live_flush(struct annotate_live *a, uint64_t now)
{
    while (a->count && now >= a->packets[a->first].time &&
           now - a->packets[a->first].time >= WAIT) {
        write_oldest(a, false);
    }
    pcapng_file_flush(a->out);
    a->failed = a->failed || pcapng_file_failed(a->out);
}

bool annotate_live_failed(const struct annotate_live *a)
{
    return a->failed;
}

bool annotate_live_close(struct annotate_live *a)
{
    while (a->count) {
        write_oldest(a, a->count == 1);
    }
    bool ok = pcapng_file_close(a->out) && !a->failed;
    free(a);
    return ok;
}

void annotate_live_drop(struct annotate_live *a)
{
    if (a) {
        for (; a->count; a->count--) {
            free(a->packets[a->first].bytes);
            a->first = (a->first + 1) % PACKETS;
        }
        pcapng_file_drop(a->out);
        free(a);
    }
}
