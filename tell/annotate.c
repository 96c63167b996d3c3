/* Comments for packets: which story has something to say at which frame (notes, sorted by
 * frame), in what words, and the packets that go past them. A story says its sentence at the
 * frame that settled it, and at the other end of what it rests on that it begins or ends there.
 * Many stories can rest on one frame (a broadcast that ends all associations): some are told
 * there, of the others how many. */
#include "annotate.h"
#include "explain_text.h"
#include "pcapng.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMENTS 12u /* on one packet */

/* What of a story is said at a frame. */
enum note_kind {
    NOTE_SENTENCE,
    NOTE_BEGINS, /* what the sentence is about */
    NOTE_ENDS,
};

struct note {
    uint32_t frame;
    uint32_t kind;          /* enum note_kind */
    uint32_t client, story; /* in the collection; client NONE: of an AP */
};

/* Interfaces of the files read, and the number each has in the file written. */
struct known_interface {
    uint32_t file, interface, number;
};

struct annotate {
    struct pcapng_file *out;
    const struct extsta_collection *c;
    struct note *notes;
    size_t note_count, at; /* those before `at` are told */
    struct known_interface *interfaces;
    size_t interface_count;
    bool failed;
};

uint32_t annotate_frame(const struct extsta_story *s)
{
    return extsta_story_moment(s) == s->until ? s->last_frame : s->first_frame;
}

void annotate_sentence(char out[ANNOTATE_COMMENT], const struct extsta_story *s)
{
    char text[EXTSTA_STORY_TEXT], advice[EXTSTA_STORY_TEXT];
    extsta_story_words(s, text, sizeof text);
    extsta_story_advice(s, advice, sizeof advice);
    snprintf(out, ANNOTATE_COMMENT, "extsta #%u %s: %s (%u %%)%s%s", s->number,
             explain_text_label(s), text, s->confidence, advice[0] ? "\n-> " : "", advice);
}

static void put_words(char out[ANNOTATE_COMMENT], const struct extsta_story *s,
                      enum note_kind kind)
{
    if (kind == NOTE_SENTENCE) {
        annotate_sentence(out, s);
    } else {
        snprintf(out, ANNOTATE_COMMENT, "extsta #%u %s: %s here, see frame %u", s->number,
                 explain_text_label(s), kind == NOTE_BEGINS ? "begins" : "ends",
                 kind == NOTE_BEGINS ? s->last_frame : s->first_frame);
    }
}

/* The interface's number in the file written; it is described there when it is new. */
static uint32_t interface_of(struct annotate *a, const struct annotate_packet *p)
{
    for (size_t i = a->interface_count; i-- > 0;) { /* mostly the last one */
        const struct known_interface *k = &a->interfaces[i];
        if (k->file == p->file && k->interface == p->interface) {
            return k->number;
        }
    }
    struct known_interface *more =
        realloc(a->interfaces, (a->interface_count + 1) * sizeof *more);
    if (!more) {
        a->failed = true;
        return 0;
    }
    a->interfaces = more;
    struct known_interface *k = &more[a->interface_count++];
    *k = (struct known_interface){p->file, p->interface,
                                  pcapng_file_interface(a->out, p->linktype, p->fcs_len)};
    return k->number;
}

/* --- all stories are known --- */

static int by_frame(const void *left, const void *right)
{
    const struct note *a = left, *b = right;
    return a->frame != b->frame     ? (a->frame < b->frame ? -1 : 1)
           : a->kind != b->kind     ? (a->kind < b->kind ? -1 : 1)
           : a->client != b->client ? (a->client < b->client ? -1 : 1)
                                    : (a->story > b->story) - (a->story < b->story);
}

static void add_notes(struct annotate *a, const struct extsta_story *s, uint32_t client,
                      uint32_t story)
{
    uint32_t at = annotate_frame(s);
    a->notes[a->note_count++] = (struct note){at, NOTE_SENTENCE, client, story};
    if (s->first_frame != s->last_frame) {
        bool last = at == s->last_frame;
        a->notes[a->note_count++] =
            (struct note){last ? s->first_frame : s->last_frame, last ? NOTE_BEGINS : NOTE_ENDS,
                          client, story};
    }
}

static const struct extsta_client *client_of(const struct annotate *a, uint32_t client)
{
    return client == EXTSTA_NO_INDEX ? NULL : extsta_collection_client(a->c, client);
}

/* The stories of one client, or AP, from `first` on; returns how many there are. */
static size_t each_story_of(struct annotate *a, uint32_t client, uint32_t first, bool add)
{
    size_t count = 0;
    struct extsta_kept_story k;
    for (uint32_t s = first; s != EXTSTA_NO_INDEX; s = k.next, count++) {
        extsta_collection_story_at(a->c, client_of(a, client), s, &k);
        if (add) {
            add_notes(a, &k.story, client, s);
        }
    }
    return count;
}

static size_t each_story(struct annotate *a, bool add)
{
    size_t count = 0;
    for (size_t i = 0; i < extsta_collection_bss_count(a->c); i++) {
        count +=
            each_story_of(a, EXTSTA_NO_INDEX, extsta_collection_bss_at(a->c, i)->first, add);
    }
    for (size_t i = 0; i < extsta_collection_client_count(a->c); i++) {
        count += each_story_of(a, (uint32_t)i, extsta_collection_client(a->c, i)->first, add);
    }
    return count;
}

static bool collect(struct annotate *a)
{
    size_t count = each_story(a, false);
    a->notes = malloc((2 * count + 1) * sizeof *a->notes);
    if (!a->notes) {
        return false;
    }
    each_story(a, true);
    qsort(a->notes, a->note_count, sizeof *a->notes, by_frame);
    return true;
}

/* The sums that stand beneath the timeline. NULL: no memory. */
static char *summary(const struct extsta_collection *c, uint32_t frames)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        return NULL;
    }
    explain_text_summary(out, c, frames);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

struct annotate *annotate_new(const char *path, const struct extsta_collection *c,
                              uint32_t frames, const char **why)
{
    struct annotate *a = calloc(1, sizeof *a);
    char *text = a ? summary(c, frames) : NULL;
    *why = "no memory";
    if (text) {
        a->c = c;
        a->out = collect(a) ? pcapng_file_create(path, text, why) : NULL;
    }
    free(text);
    if (a && !a->out) {
        annotate_drop(a);
        return NULL;
    }
    return a;
}

/* Comments for the packet: the notes at its frame. Notes of frames that are not in the files
 * any more (a file that changed between two readings) are passed over. */
void annotate_packet(struct annotate *a, const struct annotate_packet *p)
{
    char texts[COMMENTS + 1][ANNOTATE_COMMENT];
    const char *comments[COMMENTS + 1];
    size_t count = 0, more = 0;
    for (; a->at < a->note_count && a->notes[a->at].frame <= p->number; a->at++) {
        const struct note *n = &a->notes[a->at];
        struct extsta_kept_story k;
        if (n->frame < p->number) {
            continue;
        }
        if (count == COMMENTS) {
            more++;
            continue;
        }
        extsta_collection_story_at(a->c, client_of(a, n->client), n->story, &k);
        put_words(texts[count], &k.story, (enum note_kind)n->kind);
        comments[count] = texts[count];
        count++;
    }
    if (more) {
        snprintf(texts[count], ANNOTATE_COMMENT, "extsta: and %zu more rest on this frame",
                 more);
        comments[count] = texts[count];
        count++;
    }
    const struct pcapng_packet out = {.time = p->time,
                                      .interface = interface_of(a, p),
                                      .original_len = p->original_len,
                                      .bytes = p->bytes,
                                      .options = p->options,
                                      .swapped = p->swapped};
    pcapng_file_write(a->out, &out, comments, count);
}

bool annotate_close(struct annotate *a)
{
    bool ok = !a->failed;
    if (!ok) {
        pcapng_file_drop(a->out);
    } else {
        ok = pcapng_file_close(a->out);
    }
    a->out = NULL;
    annotate_drop(a);
    return ok;
}

void annotate_drop(struct annotate *a)
{
    if (a) {
        pcapng_file_drop(a->out);
        free(a->notes);
        free(a->interfaces);
        free(a);
    }
}
