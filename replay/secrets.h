/* What of a call is secret, replaced in a copy of it, for recordings that are shown to others
 * (recorder.h). Lengths stay. What goes by such a secret (a handshake) cannot be run again from
 * it; what comes before, and what needs none, can. */
#ifndef REPLAY_SECRETS_H
#define REPLAY_SECRETS_H

#include <extsta/recorder.h>

enum replaced_kind {
    REPLACED_PASSPHRASE,
    REPLACED_KEY,
    REPLACED_LOGIN,
    REPLACED_PMKSA,
    REPLACED_EXTENSION,
    REPLACED_OID,
    REPLACED_DRAW,
    REPLACED_KINDS
};
/* "the passphrase of a profile". Never NULL. */
const char *replaced_text(enum replaced_kind kind);

/* What the copies live in. */
struct replaced_room {
    struct extsta_profile *profiles;
    struct extsta_pmksa pmksa;
    struct extsta_function function;
    struct extsta_oid oid;
    uint8_t *octets[8];
    size_t count;
};
/* Leads *call to copies in *room wherever something is replaced, and says what. Octets for
 * which there is no memory are left out. */
void secrets_replace(struct extsta_call *call, struct replaced_room *room,
                     void (*replaced)(void *user, enum replaced_kind kind), void *user);
void secrets_forget(struct replaced_room *room);
/* Whether so many random octets may be a secret's: a nonce is not told from a private key. */
bool secrets_in_draw(size_t len);

#endif
