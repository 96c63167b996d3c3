/* Attempts that fail for one reason again and again (docs/security.md, "A loop is named"). What is
 * tried again will fail again, and whoever comes back to a machine that has tried for an hour sees
 * the last cause alone: so the loop itself is told, with its suspect. */
#ifndef ACM_LOOP_H
#define ACM_LOOP_H

#include <extsta/cause.h>
#include <stdbool.h>
#include <stdint.h>

struct acm_loop {
    uint16_t blamed, before; /* enum extsta_diagnosis: of this attempt, of those before it */
    uint16_t in_a_row;       /* attempts that have failed for the latter */
};

/* An attempt begins. */
void loop_begin(struct acm_loop *loop);
/* The first thing that is said of an attempt is why it fails. */
void loop_blame(struct acm_loop *loop, enum extsta_diagnosis diagnosis);
/* It has ended, by a failure or not. True: the loop is to be told, with `blamed` and `in_a_row`:
 * at the third failure in a row, the sixth, the twelfth ... */
bool loop_end(struct acm_loop *loop, bool failed);

#endif
