/* From facts to stories: what the frames of a conversation mean.
 *
 * The rest of the explainer calls these hooks in file order; a story leaves by
 * explain_tell. State is kept in the three structures below, which live in the
 * conversation, the station and the BSS (all zero at first). They are paid per station:
 * the sizes asserted in story.c are the budget of the memory goal. */
#ifndef EXPLAIN_STORY_H
#define EXPLAIN_STORY_H

#include <extsta/explain.h>

struct extsta_explain;
struct conversation;
struct station;
struct network;

enum explain_side {
    SIDE_STA,
    SIDE_AP,
};

struct story_conversation {
    uint8_t unused;
};
struct story_station {
    uint8_t unused;
};
struct story_network {
    uint8_t unused;
};

/* Any frame of one side, in the conversation's eyes. */
struct story_frame {
    uint64_t time;
    uint32_t number;
    enum explain_side from;
    uint8_t kind;  /* wire/frame.h */
    int8_t signal; /* dBm, 0 unknown */
    bool retry, is_protected;
    uint16_t seq; /* sequence control */
    uint32_t len; /* of the MPDU */
};

/* What keys said of an EAPOL-Key frame, told before the event of that frame. */
enum story_mic {
    STORY_MIC_UNKNOWN, /* no key to check with, or not enough of the handshake seen */
    STORY_MIC_GOOD,
    STORY_MIC_BAD, /* a passphrase for this network is known, and it is not theirs */
};

/* Every frame of a conversation, after conversation.heard was updated; only while
 * conversation.watch is set. */
void story_on_frame(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame);
/* A management or EAPOL frame. Frames that a key opened come as a second event with
 * `decrypted`. `mic` is of EAPOL-Key frames. */
void story_on_event(struct extsta_explain *x, struct conversation *c,
                    const struct extsta_frame_event *event, enum story_mic mic);
/* An action frame: the category and what follows it (only unprotected or decrypted). */
void story_on_action(struct extsta_explain *x, struct conversation *c,
                     const struct story_frame *frame, struct extsta_span body);
/* A probe request; `c` is the conversation with the BSSID that it names (mostly FF-..). */
void story_on_probe(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame, struct extsta_span ssid);
/* The capture is over. Conversations: explain_private.h, clients. */
void story_on_finish(struct extsta_explain *x);

#endif
