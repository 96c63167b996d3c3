/* Where the memos of story_memo.h lie: by the number of the conversation, so that neighbours
 * in time do not take each other's place. */
#include "explain/story_private.h"

#define FEW 8u

static struct story_memo *place(struct extsta_explain *x, const struct conversation *c)
{
    return &x->memos[c->index % STORY_MEMOS];
}

struct story_memo *story_memo_get(struct extsta_explain *x, const struct conversation *c)
{
    struct story_memo *memo = place(x, c);
    if (memo->of != c->index + 1) {
        *memo = (struct story_memo){.of = c->index + 1};
    }
    return memo;
}

struct story_memo *story_memo_find(struct extsta_explain *x, const struct conversation *c)
{
    struct story_memo *memo = place(x, c);
    return memo->of == c->index + 1 ? memo : NULL;
}

/* All its frames since then that bear the same counter have been heard, or some are missing;
 * one that was repeated is counted twice, which errs to the safe side. More than a few are of a
 * scan elsewhere. */
void story_note_missed(struct extsta_explain *x, struct conversation *c)
{
    struct story_memo *memo = story_memo_find(x, c);
    if (memo && (memo->flags & NOTE_M1)) {
        unsigned sent = (x->sent.number - memo->m1_number) & 0xfffu;
        uint32_t heard = c->heard[SIDE_STA].frames - memo->m1_frames;
        memo->missed = (uint8_t)(sent > heard && sent - heard <= FEW ? sent - heard : 0);
    }
}
