/* SAE (IEEE Std 802.11-2020, 12.4) as a pure machine, both sides: the station, which begins,
 * and the access point, which answers. What goes out and what came of it comes back in a step;
 * the caller carries frames and keeps the time.
 *
 * A frame that does not verify proves nothing, since anybody can send one: it is dropped, the
 * true one is still awaited, and what was seen is told when the time is up (sae_cause). What
 * the peer says by a status code ends it, as with Open System.
 *
 * - A Commit that repeats our own scalar and element is a reflection, and dropped (12.4.8.6.4).
 * - Scalars and elements are checked before anything is computed with them (12.4.5.4).
 * - A group the AP refuses is not offered again; with hash to element the list of those refused
 *   goes along, and into the keys, so that nobody can talk us down unseen (12.4.7.4).
 * - Confirms of a number not above the last one are replays (12.4.8.6.5). */
#ifndef RSN_SAE_H
#define RSN_SAE_H

#include "base/fsm.h"
#include "rsn/sae_math.h"
#include "wire/sae_frame.h"
#include <extsta/drops.h>

/* dot11RSNASAESync: so often is a frame of the exchange sent again, or a token asked for. */
#define SAE_SYNC_MAX 5u

struct sae_config {
    struct crypto *crypto;
    struct extsta_mac own, peer;
    /* Groups in order of preference, each of curve_of; the AP takes any of them. */
    uint16_t groups[SAE_GROUPS];
    size_t group_count;
    /* Hash to element. The station: this way; the AP: this way too. */
    bool h2e;
    bool hunt;    /* the AP: hunting and pecking too */
    uint32_t akm; /* suite selector; 24 and 25 (and no others) are named in the Commit */
    /* Borrowed; outlive the machine. identifier: of the password, or empty. */
    struct extsta_span password, identifier;
    /* Of this network, password and identifier, for each of the groups, in their order: made
     * once and shared. NULL: without hash to element. */
    const struct sae_pt *pts;
    /* Fills len octets. */
    void (*random)(void *user, void *out, size_t len);
    void *user;
};

enum sae_state {
    SAE_NOTHING,
    SAE_AWAIT_COMMIT,  /* of the AP */
    SAE_AWAIT_CONFIRM, /* of either */
    SAE_ACCEPTED,
    SAE_FAILED,
};

enum sae_verdict {
    SAE_CONTINUE,
    SAE_DONE,     /* `keys` hold PMK and PMKID */
    SAE_REFUSED,  /* by a status code: `status` */
    SAE_GIVEN_UP, /* sae_cause says why */
};

/* Why the exchange came to nothing, most telling first: what was seen until now. */
enum sae_cause {
    SAE_CAUSE_NONE,             /* nothing came */
    SAE_CAUSE_NO_CONFIRM,       /* the peer's Commit came, its Confirm did not */
    SAE_CAUSE_CONFIRM_MISMATCH, /* a Confirm did not verify: another password */
    SAE_CAUSE_INVALID_COMMIT,   /* a Commit that must not be */
    SAE_CAUSE_REFLECTION,       /* our own Commit came back */
    SAE_CAUSE_NO_GROUP,         /* none that both sides do */
    SAE_CAUSE_TOKENS,           /* a token was asked for again and again */
    SAE_CAUSE_CRYPTO,           /* no memory, or the library refuses */
};

#define SAE_BODY_MAX 768u
/* A frame to send: what stands behind the transaction number. */
struct sae_message {
    uint16_t transaction, status;
    uint16_t len;
    uint8_t body[SAE_BODY_MAX];
};

struct sae_step {
    struct sae_message send[2]; /* in this order */
    size_t send_count;
    enum sae_verdict verdict;
    uint16_t status; /* REFUSED: the peer's */
    bool dropped;    /* the frame was discarded for: */
    enum extsta_drop drop;
};

/* Holds secrets: sae_clear. */
struct sae {
    struct sae_config config;
    uint8_t state; /* enum sae_state */
    bool is_ap;
    bool h2e;      /* of this exchange */
    uint8_t group; /* index among the configured ones */
    uint8_t sync;  /* frames sent again, tokens asked for */
    uint8_t cause; /* enum sae_cause, of what was seen */
    uint8_t rejected_count;
    uint8_t token_len;
    uint8_t token[SAE_TOKEN_MAX];
    uint8_t rejected[2 * SAE_GROUPS]; /* as the element has them */
    uint8_t peer_rejected[2 * SAE_GROUPS], peer_rejected_len;
    uint16_t sent_confirm; /* number of our last Confirm; 0: none yet */
    uint16_t peer_confirm; /* of the peer's last that verified */
    struct sae_pwe pwe;
    struct curve_scalar rand;
    struct sae_commit own, peer_commit;
    struct sae_keys keys;
};

/* The station: fills the step with its Commit. The machine must not be moved. */
void sae_begin(struct sae *s, const struct sae_config *config, struct sae_step *step);
/* The AP: awaits a Commit. */
void sae_listen(struct sae *s, const struct sae_config *config);
/* An Authentication frame of algorithm 3 from the peer; `body`: behind the status. */
void sae_rx(struct sae *s, uint16_t transaction, uint16_t status, struct extsta_span body,
            struct sae_step *step);
/* The time for an answer is up: the last frame again, with a new Confirm number, or GIVEN_UP.
 */
void sae_expire(struct sae *s, struct sae_step *step);
/* What was seen until now that explains why there is no result. */
enum sae_cause sae_cause(const struct sae *s);
/* Wipes all of it. */
void sae_clear(struct sae *s);

extern const struct fsm_table sae_station_table, sae_ap_table;

#endif
