/* The stories of rules.c for those that tell them: how a rule is kept, and how it is broken by
 * one wrong value, in the words of words.h. */
#ifndef TESTS_UNIT_REFEREE_STORIES_H
#define TESTS_UNIT_REFEREE_STORIES_H

#include "words.h"

struct row {
    const char *rule, *kept, *broken;
    const char *also; /* rules that the same wrong value breaks by their own words */
    bool ears;
};

/* Writes docs/contract-examples.txt to standard output: what crosses in each story, one value a
 * line, and what the referee says. Returns an exit status. */
int examples_draw(const struct row *rows, size_t count);
/* Writes the log of each story in which a rule is broken into a folder, under the rule's id:
 * seeds of the fuzz target `check`. Returns an exit status. */
int logs_draw(const struct row *rows, size_t count, const char *folder);
/* Each story again, this time by its event log: written whole, read back, and judged by
 * host/log_judge.h, it has the findings of the live referee, which name the lines that prove
 * them. Returns how many stories are judged otherwise; they are printed. */
int logged_stories(const struct row *rows, size_t count);

#endif
