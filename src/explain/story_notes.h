/* What the two sides of an association talk about besides it, folded: BSS transition requests,
 * neighbor reports, measurements, sleep, fast transitions over the DS, direct links. One note
 * of a kind for each conversation, with counts and its first and last frame, so that a timeline
 * is not flooded; it is told when the association is over, or when it goes on otherwise. Notes
 * lie in a list of the station's, made when first needed, and are used again. Why a station
 * roamed (story_roam.c) is read from them, after they were told, too. */
#ifndef EXPLAIN_STORY_NOTES_H
#define EXPLAIN_STORY_NOTES_H

#include "explain/explain_private.h"

/* Of the candidates of a request, the last two octets of their BSSIDs. */
#define NOTE_LISTED 6u

struct note {
    uint64_t time, until; /* ns, of its first and last frame */
    uint32_t first, last; /* those frames */
    uint32_t next;        /* of the station's list, index plus 1 */
    uint32_t conversation;
    uint16_t asked, answered, refused; /* frames */
    uint8_t kind;                      /* enum extsta_story_kind */
    uint8_t token;                     /* of the last request */
    uint8_t mode;                      /* of a BTM request */
    uint8_t status;                    /* of the last answer; NOTE_OPEN: there was none */
    uint8_t candidates;                /* that the last request or report named */
    bool told;
    bool over;                /* a direct link was torn down */
    struct extsta_mac target; /* whom the answer, or the request, is about */
    uint16_t listed[NOTE_LISTED];
};
#define NOTE_OPEN 255u

/* The note of this kind, told or not; NULL: there was none. */
struct note *notes_find(struct extsta_explain *x, const struct conversation *c,
                        enum extsta_story_kind kind);
/* Whether this AP was among the candidates of its last request. */
bool note_lists(const struct note *note, struct extsta_mac bssid);
/* Tells what has not been told of this conversation. */
void notes_tell(struct extsta_explain *x, const struct conversation *c);
/* The AP has gone to another channel (network.ap): whether its clients went with it. */
void notes_on_switch(struct extsta_explain *x, const struct network *n);
/* A TDLS frame that was opened, of this conversation: its MAC header, and what is behind its
 * ethertype. */
void notes_on_tdls(struct extsta_explain *x, struct conversation *c, const struct seen *s,
                   struct extsta_span pdu);

#endif
