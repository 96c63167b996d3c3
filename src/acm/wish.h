/* What the user wants, and what speaks for and against it: the profiles of one connect in their
 * order, for as long as the network is wanted, and beside each what is known of its credential.
 * acm.c goes through them, round after round; which of them is tried again is decided here.
 *
 * A passphrase is wrong for certain when two handshakes that came to nothing each say so by
 * themselves (rsn/supplicant.h: our message 2 was acknowledged, and message 1 came again), and
 * it has never opened a port. One that has worked in its network stays a suspect at most: the
 * AP may have another one by now, or a defect. */
#ifndef ACM_WISH_H
#define ACM_WISH_H

#include "acm/store.h"

/* Percent. */
#define WISH_SUSPECTED  80u /* from here on a handshake counts against the credential */
#define WISH_CERTAIN    99u /* two of these */
#define WISH_WORKED     50u /* at most, against one that has worked */
#define WISH_SUSPICIONS 2u  /* handshakes */
#define WISH_REMEMBERED 4u  /* networks that have worked, of earlier connects */

struct acm_wish {
    struct acm_profile *profile; /* a reference */
    uint8_t suspicions;          /* handshakes that said the credential is wrong */
    uint8_t refusals;            /* by the server of 802.1X */
    uint8_t confidence;          /* percent, of the last judgement that it is */
    bool wrong;                  /* its credential, for certain */
    bool worked;                 /* it has opened a port */
    bool over;                   /* not to be tried again, by policy */
    bool no_fallback;            /* its network has disabled the transition mode */
};

/* Zeroed: nothing is wanted. */
struct acm_wishes {
    struct acm_wish *list; /* NULL: nothing is wanted */
    uint16_t count, next;  /* next: where the search for the next one of this round begins */
    /* What has worked in earlier connects, the latest first; WISH_REMEMBERED references, NULL
     * where there is none. NULL: nothing yet. */
    struct acm_profile **worked;
};

/* Wants these, checked, and nothing else; copies them. E_NO_MEMORY: then nothing has changed.
 */
enum extsta_error wishes_make(struct extsta_context *ctx, struct acm_wishes *w,
                              const struct extsta_profile *profiles, size_t count);
/* Nothing is wanted any more; what has worked is remembered. */
void wishes_forget(struct extsta_context *ctx, struct acm_wishes *w);
/* Gives everything back. */
void wishes_destroy(struct extsta_context *ctx, struct acm_wishes *w);
/* The next to be tried in this round; NULL: the round is over. Without auto_connect that was
 * its only time. */
struct acm_wish *wishes_take(struct acm_wishes *w);
/* Whether wishes_take would find one, in this round. */
bool wishes_another(const struct acm_wishes *w);
/* Whether any is to be tried again, in this round or another. */
bool wishes_last(const struct acm_wishes *w);

/* Weighs a cause with what is known of this credential, and remembers it: a suspicion of the
 * passphrase gets another confidence, and may make it wrong for certain (`wrong`). */
void wish_judge(struct acm_wish *wish, struct extsta_cause *cause);

#endif
