/* Loops of failures (loop.h). */
#include "acm/loop.h"

#define FIRST_TOLD 3u

void loop_begin(struct acm_loop *loop)
{
    loop->blamed = EXTSTA_DIAGNOSIS_NONE;
}

void loop_blame(struct acm_loop *loop, enum extsta_diagnosis diagnosis)
{
    if (loop->blamed == EXTSTA_DIAGNOSIS_NONE) {
        loop->blamed = (uint16_t)diagnosis;
    }
}

/* Ever more rarely. */
static bool is_told(unsigned in_a_row)
{
    while (in_a_row > FIRST_TOLD && in_a_row % 2 == 0) {
        in_a_row /= 2;
    }
    return in_a_row == FIRST_TOLD;
}

bool loop_end(struct acm_loop *loop, bool failed)
{
    bool same = failed && loop->blamed != EXTSTA_DIAGNOSIS_NONE && loop->blamed == loop->before;
    loop->in_a_row = (uint16_t)(same ? loop->in_a_row + 1u : failed);
    loop->before = failed ? loop->blamed : EXTSTA_DIAGNOSIS_NONE;
    return same && is_told(loop->in_a_row);
}
