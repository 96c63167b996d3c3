/* What participants' logs say (extsta/witness.h), as text: beneath each story what they say of
 * it, where they contradict the air that, and at the end how their clocks stand. */
#ifndef TELL_WITNESS_TEXT_H
#define TELL_WITNESS_TEXT_H

#include "page.h"
#include <extsta/witness.h>

/* Logs that were read, by the names the user gave. */
struct witness_logs {
    const struct extsta_witnesses *witnesses;
    const char *const *names; /* of each log */
};

/* "AP says", "client says": whose words. */
const char *witness_who(enum extsta_program program);
/* What the log has, or "nothing"; a NUL as \x00. */
#define WITNESS_WORDS_TEXT (4 * 160 + 1)
void witness_words(const struct extsta_witness_event *event, char out[WITNESS_WORDS_TEXT]);

/* The story that the event belongs to, which it must have. */
void witness_story(const struct extsta_witness_event *event, const struct extsta_collection *c,
                   struct extsta_kept_story *out);

/* Events by client and story, so that each story finds its own. */
struct witness_index {
    const struct extsta_witnesses *witnesses;
    uint32_t *events;
    size_t count;
};
/* False: no memory, and nothing to find. `logs` NULL: no logs, and nothing to find. */
bool witness_index_make(struct witness_index *x, const struct witness_logs *logs);
void witness_index_free(struct witness_index *x);

/* What the logs say of one story (EXTSTA_NO_INDEX: of the client before all its stories; client
 * EXTSTA_NO_INDEX: a story of an AP);
 * `whole`: word by word, else what only repeats the air is a list of names. The columns are the
 * stories'. */
void witness_text_story(struct page *p, const struct witness_index *x, uint32_t client,
                        uint32_t story, bool whole);
/* What they say of no client; and of each log its clock and how much of it disagrees. */
void witness_text_end(struct page *p, const struct witness_index *x,
                      const struct witness_logs *logs);

#endif
