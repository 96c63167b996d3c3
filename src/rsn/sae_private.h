/* What the two sides of SAE share (sae.c): sae_station.c, sae_ap.c. */
#ifndef RSN_SAE_PRIVATE_H
#define RSN_SAE_PRIVATE_H

#include "base/fsm.h"
#include "base/wipe.h"
#include "rsn/sae.h"

enum sae_event {
    SAE_EVENT_COMMIT,       /* that is good, and new */
    SAE_EVENT_COMMIT_AGAIN, /* the same once more */
    SAE_EVENT_TOKEN,        /* come again with a token */
    SAE_EVENT_GROUP,        /* another group, please */
    SAE_EVENT_CONFIRM,      /* that verifies */
    SAE_EVENT_MISMATCH,     /* a Confirm that does not */
    SAE_EVENT_REFUSED,      /* any other status */
    SAE_EVENT_EXPIRED,
    SAE_EVENTS
};

struct sae_input {
    uint16_t status;
    struct extsta_span body;
    struct sae_frame frame; /* COMMIT, TOKEN */
    uint16_t send_confirm;  /* CONFIRM */
    struct sae_step *step;
};
FSM_TYPES(sae, struct sae, struct sae_input)

extern const char *const sae_states[SAE_FAILED + 1];
extern const char *const sae_events[SAE_EVENTS];

static inline void sae_drop(struct sae_step *step, enum extsta_drop drop)
{
    step->dropped = true;
    step->drop = drop;
}

/* Ends the exchange: FAILED, and the secrets go. */
void sae_give_up(struct sae *s, enum sae_cause cause, struct sae_step *step);
/* The element of the password for the group at work, and a Commit of our own from it. False: it
 * has been given up. */
bool sae_make_commit(struct sae *s, struct sae_step *step);
/* Keys of both commits. False: given up, or (a shared secret that must not be) dropped. */
bool sae_make_keys(struct sae *s, struct sae_step *step);
void sae_send_commit(struct sae *s, struct sae_step *step);
/* With the next number, or with `number` if that is not 0. */
void sae_send_confirm(struct sae *s, uint16_t number, struct sae_step *step);
void sae_send_status(struct sae_step *step, uint16_t transaction, uint16_t status,
                     struct extsta_span body);
/* One more try. False: there were too many. */
bool sae_count(struct sae *s);
/* The AKM's PMK is as long as the hash: 24 and 25. */
bool sae_has_long_keys(const struct sae *s);

#endif
