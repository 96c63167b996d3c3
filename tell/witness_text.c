/* Logs beside stories as text (witness_text.h). Words of a log come from anybody and go out
 * through page.c, which shows what would mislead as its octets. */
#include "witness_text.h"
#include "digits.h"
#include <stdlib.h>
#include <string.h>

#define NS     1000000000u
#define LABELS 18 /* columns: a little behind those of the stories (explain_text.c) */
#define TEXTS  31

/* --- the index --- */

struct sorting {
    struct extsta_witness_event event;
    uint32_t index;
};

static int compare(const void *a, const void *b)
{
    const struct sorting *x = a, *y = b;
    if (x->event.client != y->event.client) {
        return x->event.client < y->event.client ? -1 : 1;
    }
    /* EXTSTA_NO_INDEX, before all stories, turns into 0. */
    uint32_t s = x->event.story + 1, t = y->event.story + 1;
    return s != t ? (s < t ? -1 : 1) : x->index < y->index ? -1 : x->index > y->index;
}

bool witness_index_make(struct witness_index *x, const struct witness_logs *logs)
{
    *x = (struct witness_index){.witnesses = logs ? logs->witnesses : NULL};
    size_t n = x->witnesses ? extsta_witnesses_count(x->witnesses) : 0;
    if (n == 0) {
        return true;
    }
    struct sorting *all = malloc(n * sizeof *all);
    x->events = malloc(n * sizeof *x->events);
    if (!all || !x->events) {
        free(all);
        free(x->events);
        x->events = NULL;
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        extsta_witnesses_at(x->witnesses, i, &all[i].event);
        all[i].index = (uint32_t)i;
    }
    qsort(all, n, sizeof *all, compare);
    for (size_t i = 0; i < n; i++) {
        x->events[i] = all[i].index;
    }
    x->count = n;
    free(all);
    return true;
}

void witness_index_free(struct witness_index *x)
{
    free(x->events);
    x->events = NULL;
    x->count = 0;
}

/* The first event of this client and story, or of what comes behind. */
static size_t first_of(const struct witness_index *x, uint32_t client, uint32_t story)
{
    size_t low = 0, high = x->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct extsta_witness_event e;
        extsta_witnesses_at(x->witnesses, x->events[middle], &e);
        bool before = e.client != client ? e.client < client : e.story + 1 < story + 1;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

void witness_story(const struct extsta_witness_event *e, const struct extsta_collection *c,
                   struct extsta_kept_story *out)
{
    bool ap = e->client == EXTSTA_NO_INDEX;
    extsta_collection_story_at(c, ap ? NULL : extsta_collection_client(c, e->client), e->story,
                               out);
}

/* --- lines --- */

const char *witness_who(enum extsta_program program)
{
    switch (program) {
    case EXTSTA_PROGRAM_HOSTAPD:
        return "AP says";
    case EXTSTA_PROGRAM_WPA_SUPPLICANT:
        return "client says";
    case EXTSTA_PROGRAM_NETWORK_MANAGER:
        return "manager says";
    case EXTSTA_PROGRAM_KERNEL:
        return "kernel says";
    case EXTSTA_PROGRAM_UNKNOWN:
    case EXTSTA_PROGRAM_COUNT:
        break;
    }
    return "log says";
}

/* What else is no text is shown as its octets by whoever puts it out. */
void witness_words(const struct extsta_witness_event *e, char out[WITNESS_WORDS_TEXT])
{
    size_t at = 0;
    for (size_t i = 0; i < e->words.len && at + 5 < WITNESS_WORDS_TEXT; i++) {
        if (e->words.data[i]) {
            out[at++] = (char)e->words.data[i];
        } else {
            memcpy(out + at, "\\x00", 4);
            at += 4;
        }
    }
    out[at] = 0;
    if (e->silent) {
        strcpy(out, "nothing");
    }
}

static void put_begin(struct page *p, const struct extsta_witness_event *e)
{
    page_tab(p, 4);
    page_paint(p, PAGE_DIM);
    page_clock(p, e->time);
    page_tab(p, LABELS);
    page_put(p, witness_who(e->program));
    page_tab(p, TEXTS);
    p->indent = TEXTS + 2;
}

static void put_frame(struct page *p, uint32_t frame)
{
    if (frame) {
        page_printf(p, " [%u]", frame);
    }
}

/* What the air makes of it, where that is more than that it has seen it. */
static void put_verdict(struct page *p, const struct extsta_witness_event *e)
{
    char text[EXTSTA_VERDICT_TEXT];
    bool disagrees = extsta_verdict_disagrees(e->verdict);
    if (extsta_verdict_text(e, text, sizeof text) == 0) {
        return;
    }
    page_tab(p, TEXTS - 2);
    p->indent = TEXTS + 2;
    page_painted(p, disagrees ? PAGE_YELLOW : PAGE_DIM, disagrees ? "!= " : "=> ");
    page_painted(p, disagrees ? PAGE_YELLOW : PAGE_DIM, text);
    page_newline(p);
}

static void put_event(struct page *p, const struct extsta_witness_event *e)
{
    char words[WITNESS_WORDS_TEXT];
    witness_words(e, words);
    put_begin(p, e);
    page_put(p, words);
    put_frame(p, e->frame);
    page_paint(p, PAGE_RESET);
    page_newline(p);
    put_verdict(p, e);
}

/* What says no more than the frame it stands on. */
static bool is_routine(const struct extsta_witness_event *e)
{
    switch (e->word) {
    case EXTSTA_WORD_AUTH_REQUEST:
    case EXTSTA_WORD_AUTH_RESPONSE:
    case EXTSTA_WORD_ASSOC_REQUEST:
    case EXTSTA_WORD_ASSOC_RESPONSE:
    case EXTSTA_WORD_EAPOL_KEY:
    case EXTSTA_WORD_AUTHENTICATED:
    case EXTSTA_WORD_ASSOCIATED:
    case EXTSTA_WORD_AUTHORIZED:
    case EXTSTA_WORD_REKEYED:
    case EXTSTA_WORD_EAP_SUCCESS:
        return e->verdict == EXTSTA_VERDICT_SEEN && e->frame;
    case EXTSTA_WORD_NONE:
    case EXTSTA_WORD_EAP:
    case EXTSTA_WORD_AUTH_REFUSED:
    case EXTSTA_WORD_ASSOC_REFUSED:
    case EXTSTA_WORD_AUTH_TIMEOUT:
    case EXTSTA_WORD_ASSOC_TIMEOUT:
    case EXTSTA_WORD_WANTS_END:
    case EXTSTA_WORD_DEAUTHENTICATED:
    case EXTSTA_WORD_DISASSOCIATED:
    case EXTSTA_WORD_DISCONNECTED:
    case EXTSTA_WORD_INACTIVITY:
    case EXTSTA_WORD_NO_ACK:
    case EXTSTA_WORD_LOST:
    case EXTSTA_WORD_BAD_MIC:
    case EXTSTA_WORD_WRONG_KEY:
    case EXTSTA_WORD_KEY_TIMEOUT:
    case EXTSTA_WORD_MISMATCH:
    case EXTSTA_WORD_EAP_FAILURE:
    case EXTSTA_WORD_CERTIFICATE:
    case EXTSTA_WORD_NETWORK_DISABLED:
    case EXTSTA_WORD_UNPROTECTED:
    case EXTSTA_WORD_SA_QUERY:
    case EXTSTA_WORD_STEERED:
    case EXTSTA_WORD_CHANNEL:
    case EXTSTA_WORD_AP_UP:
    case EXTSTA_WORD_AP_DOWN:
    case EXTSTA_WORD_STATE:
    case EXTSTA_WORD_ADDRESS:
    case EXTSTA_WORD_NOTE:
    case EXTSTA_WORD_COUNT:
        break;
    }
    return false;
}

/* "auth-response [8], associated [12], message 1 [14]" */
static void put_name(struct page *p, const struct extsta_witness_event *e)
{
    if (e->word == EXTSTA_WORD_EAPOL_KEY) {
        page_printf(p, "%smessage %u", e->message_number > 4 ? "group " : "",
                    e->message_number > 4 ? e->message_number - 4u : e->message_number);
    } else {
        page_put(p, extsta_word_name(e->word));
    }
    put_frame(p, e->frame);
}

/* A run of routine events of one program is one line. Returns how many. */
static size_t put_run(struct page *p, const struct witness_index *x, size_t at,
                      const struct extsta_witness_event *first)
{
    struct extsta_witness_event e = *first, told = {.frame = 0};
    size_t n = 0;
    put_begin(p, first);
    while (e.client == first->client && e.story == first->story &&
           e.program == first->program && e.log == first->log && is_routine(&e)) {
        if (told.frame != e.frame || told.word != e.word) { /* two lines often say one thing */
            page_put(p, n ? ", " : "");
            put_name(p, &e);
        }
        told = e;
        if (at + ++n >= x->count) {
            break;
        }
        extsta_witnesses_at(x->witnesses, x->events[at + n], &e);
    }
    page_paint(p, PAGE_RESET);
    page_newline(p);
    return n;
}

void witness_text_story(struct page *p, const struct witness_index *x, uint32_t client,
                        uint32_t story, bool whole)
{
    size_t at = x->count ? first_of(x, client, story) : 0;
    while (at < x->count) {
        struct extsta_witness_event e;
        extsta_witnesses_at(x->witnesses, x->events[at], &e);
        if (e.client != client || e.story != story) {
            break;
        }
        if (e.verdict == EXTSTA_VERDICT_OUTSIDE) {
            at++;
        } else if (!whole && is_routine(&e)) {
            at += put_run(p, x, at, &e);
        } else {
            put_event(p, &e);
            at++;
        }
    }
}

/* --- at the end --- */

/* Of no client: what an AP says of itself, and of stations that the capture has not. */
static void put_others(struct page *p, const struct witness_index *x)
{
    bool told = false;
    for (size_t i = x->count ? first_of(x, EXTSTA_NO_INDEX, EXTSTA_NO_INDEX) : 0; i < x->count;
         i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(x->witnesses, x->events[i], &e);
        if (e.story != EXTSTA_NO_INDEX || e.verdict == EXTSTA_VERDICT_OUTSIDE ||
            e.word == EXTSTA_WORD_NOTE) {
            continue;
        }
        if (!told) {
            page_newline(p);
            page_painted(p, PAGE_BOLD, "in the logs, of no client in the capture");
            page_newline(p);
        }
        told = true;
        put_event(p, &e);
    }
}

static void put_log(struct page *p, const struct witness_index *x,
                    const struct witness_logs *logs, size_t index)
{
    struct extsta_witness_log l;
    char text[EXTSTA_CLOCK_TEXT];
    uint32_t outside = 0, against = 0;
    for (size_t i = 0; i < x->count; i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(x->witnesses, x->events[i], &e);
        outside += e.log == index && e.verdict == EXTSTA_VERDICT_OUTSIDE;
        against += e.log == index && extsta_verdict_disagrees(e.verdict);
    }
    extsta_witnesses_log_at(logs->witnesses, index, &l);
    extsta_clock_text(&l, text, sizeof text);
    p->indent = 6;
    page_put(p, "  ");
    page_painted(p, PAGE_BOLD, logs->names[index]);
    page_printf(p, " (%s, %u events in %llu lines): %s", extsta_program_name(l.program),
                l.events, (unsigned long long)l.lines, text);
    if (outside && l.state != EXTSTA_CLOCK_UNKNOWN && l.state != EXTSTA_CLOCK_NOTHING) {
        page_printf(p, "; %u before or after the capture", outside);
    }
    if (against) {
        page_put(p, "; ");
        page_paint(p, PAGE_YELLOW);
        page_printf(p, "%u %s with the air", against, against == 1 ? "disagrees" : "disagree");
        page_paint(p, PAGE_RESET);
    }
    page_newline(p);
}

void witness_text_end(struct page *p, const struct witness_index *x,
                      const struct witness_logs *logs)
{
    put_others(p, x);
    page_newline(p);
    page_put(p, "logs:");
    page_newline(p);
    for (size_t i = 0; i < extsta_witnesses_logs(logs->witnesses); i++) {
        put_log(p, x, logs, i);
    }
}
