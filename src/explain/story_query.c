/* SA Query (IEEE 802.11-2020 11.13): under PMF a side that doubts the association asks the
 * other one, under the association's key, and ends it when no answer comes: the AP when
 * somebody wants to associate in the station's name (status 30), the station when it was sent
 * away without protection. Counted here, frame by frame; story_end.c asks what came of it. */
#include "explain/story_private.h"

/* 9.6.9: category, action, transaction identifier. */
#define CATEGORY_SA_QUERY 8u
#define QUERY             0u
#define ANSWER            1u
#define QUERY_LEN         4u
/* What a cipher adds: its header and its MIC (12.5.3, 12.5.5); the element with the operating
 * channel that may follow (9.4.2.237). */
#define CIPHER_HEADER 8u
#define SHORT_MIC     8u
#define LONG_MIC      16u
#define OCI           6u
/* The longest time between the first query and the end that it leads to. */
#define QUERY_TIME (5 * SECOND)

/* Nothing else that is sent under protection is as short. */
static bool has_querys_length(size_t enciphered)
{
    size_t short_one = CIPHER_HEADER + QUERY_LEN + SHORT_MIC;
    size_t long_one = CIPHER_HEADER + QUERY_LEN + LONG_MIC;
    return enciphered == short_one || enciphered == short_one + OCI || enciphered == long_one ||
           enciphered == long_one + OCI;
}

static bool is_due(const struct story_memo *memo, uint64_t time)
{
    return memo && memo->queries && time < memo->queried + QUERY_TIME;
}

static void count(struct extsta_explain *x, struct conversation *c,
                  const struct story_frame *frame)
{
    struct story_memo *memo = story_memo_get(x, c);
    uint16_t by = frame->from == SIDE_AP ? NOTE_BY_AP : 0;
    if (!is_due(memo, frame->time) || (memo->flags & NOTE_BY_AP) != by) {
        memo->queries = 0;
        memo->queried = frame->time;
        memo->flags = (uint16_t)((memo->flags & ~NOTE_BY_AP) | by);
    }
    story_count(&memo->queries);
}

void story_on_robust(struct extsta_explain *x, struct conversation *c,
                     const struct story_frame *frame, struct extsta_span body, bool enciphered)
{
    struct story_memo *memo = story_memo_find(x, c);
    bool asks_now = memo && is_due(memo, frame->time);
    bool other = asks_now && ((memo->flags & NOTE_BY_AP) != 0) != (frame->from == SIDE_AP);
    if (enciphered) {
        if (!has_querys_length(body.len)) {
            return;
        }
    } else if (body.len < QUERY_LEN || body.data[0] != CATEGORY_SA_QUERY) {
        return;
    }
    bool answer = enciphered ? other : body.data[1] == ANSWER;
    if (answer) {
        if (other) {
            memo->queries = 0;
        }
    } else if (!frame->retry && (enciphered || body.data[1] == QUERY)) {
        count(x, c, frame);
    }
}

uint8_t story_unanswered_queries(struct extsta_explain *x, const struct conversation *c,
                                 enum extsta_story_by by, uint64_t time)
{
    const struct story_memo *memo = story_memo_find(x, c);
    bool by_ap = by == EXTSTA_BY_AP;
    return is_due(memo, time) && ((memo->flags & NOTE_BY_AP) != 0) == by_ap ? memo->queries : 0;
}

void story_tell_queries(struct extsta_explain *x, struct extsta_story *t,
                        const struct conversation *c)
{
    struct story_memo *memo = story_memo_get(x, c);
    uint64_t until = t->is_explicit ? t->time : t->until;
    telling_sign(t, EXTSTA_SIGN_QUERIES, 25, memo->queries,
                 (int)((until - memo->queried) / MS));
    memo->queries = 0;
}
