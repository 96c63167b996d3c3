/* The inside of an explainer: its state, a frame on its way through, and the calls by which the
 * files of this directory hand it on (explain.c draws the way). Everything here belongs to one
 * extsta_explain; one thread. */
#ifndef EXPLAIN_PRIVATE_H
#define EXPLAIN_PRIVATE_H

#include "base/bytes.h"
#include "base/context.h"
#include "explain/links.h"
#include "explain/listening.h"
#include "explain/networks.h"
#include "explain/story_memo.h"
#include "explain/sequel.h"
#include "wire/frame.h"

/* A file's interface that says nothing of FCSs: found out from the frames. */
enum fcs_habit {
    FCS_UNKNOWN,
    FCS_PRESENT, /* one was right where none was announced */
    FCS_ABSENT,  /* several frames without */
};
#define FCS_INTERFACES 16u /* further ones share */
#define FCS_PROBES     32u /* frames without a right FCS that make it ABSENT */

/* A radiotap header's shape, remembered: where the fields are. */
struct radiotap_shape {
    uint8_t key_len; /* octets compared: fixed part and present words; 0: none */
    uint8_t key[20];
    uint8_t flags, signal, rate, channel; /* offsets, 0: absent */
    uint16_t len;
};

/* What is wrong with a capture besides the reasons of drops.h; numbered behind them. */
enum explain_finding {
    FINDING_TIME_BACKWARDS = EXTSTA_DROP_COUNT,
    FINDING_SLICED,
    FINDING_GROUP_TRANSMITTER,
    FINDING_KEY_NOT_TRIED, /* these two and NO_MEMORY: extsta_explain_unseen */
    FINDING_NOT_DECIPHERED,
    FINDING_COUNT,
};

/* How often something was wrong with frames, and where first and last. */
struct finding_count {
    uint64_t count;
    uint32_t first, last;
};

struct extsta_explain {
    struct extsta_context *ctx; /* outlives it */
    struct extsta_explain_sink sink;
    /* Who was heard, and what of. */
    struct clients clients;
    struct networks networks;
    struct links links;
    struct sequels sequels;
    struct finding_count findings[FINDING_COUNT];
    struct {
        uint8_t habit, misses;
    } fcs[FCS_INTERFACES];
    struct radiotap_shape shape;
    struct extsta_security security; /* of the request at hand */
    uint8_t pmkid[16];               /* likewise, the first one */
    uint64_t now; /* time of the last frame */
    uint32_t number;     /* of the last frame */
    uint32_t told;       /* stories so far */
    struct heard before; /* of the sender of a management or EAPOL frame, without that frame */
    uint16_t before_unanswered; /* of the conversation, without that frame */
    uint8_t before_insisted;    /* likewise */
    struct sent sent;           /* that frame */
    struct sender sender;       /* and who sent it */
    struct senders nobody;      /* of conversations for whose own there is no memory */
    struct story_capture story;
    struct listening listening;
    struct story_memo memos[STORY_MEMOS];
    struct keyring *keyring; /* NULL: no keys given */
    struct extsta_decrypt_report report;
    bool missed; /* frames were not opened whose key came later */
    bool again;  /* a second look: only the decrypted frames are of interest */
    bool finished;
};

/* A frame on its way through. */
enum seen_class {
    SEEN_DISCARDED, /* counted under a drop reason */
    SEEN_OTHER,     /* control, extension: counted only */
    SEEN_MGMT,
    SEEN_DATA,
};
struct seen {
    const struct extsta_explain_frame *in; /* as the caller gave it; valid during the call */
    struct extsta_span mpdu;      /* without link header and FCS */
    struct extsta_mac sta, bssid; /* of the conversation, if it has one */
    uint64_t hash;                /* of the pair, or of the BSSID (announces) */
    struct conversation *guess; /* most probably its conversation */
    uint16_t fc;
    uint16_t freq; /* MHz, 0: unknown */
    int8_t signal;
    uint8_t rate;  /* 500 kb/s, 0: unknown */
    uint8_t class; /* enum seen_class */
    uint8_t from;  /* enum explain_side */
    bool paired;   /* sta and bssid are set */
    bool announces; /* beacon or probe response: hash is the network's */
    bool relayed;            /* four addresses: not paired yet */
    bool by_link;    /* sta and bssid are its conversation's, and not the frame's (links.h) */
    bool other_link; /* not the one that its conversation is named by (links.h) */
    bool padded;   /* the MAC header is padded to four octets */
    bool fcs;      /* an FCS follows the mpdu and was not checked yet */
};

/* Whether a finding says that something could not be looked at, and not what is wrong with it.
 */
static inline bool explain_is_unseen(unsigned what)
{
    return what == EXTSTA_DROP_NO_MEMORY || what == FINDING_KEY_NOT_TRIED ||
           what == FINDING_NOT_DECIPHERED;
}
/* Whether a step failed for what it needed and not for what it was given: nothing is known of
 * its object then. */
static inline bool explain_is_refusal(enum extsta_error error)
{
    return error == EXTSTA_E_NO_MEMORY || error == EXTSTA_E_CRYPTO;
}
/* Discards under a name. */
void explain_discard(struct extsta_explain *x, const struct seen *s, enum extsta_drop reason);
/* Counts something wrong in a frame that is used all the same. At a second look only what
 * could not be looked at counts: the rest was told. */
void explain_find(struct extsta_explain *x, uint32_t number, unsigned what);
/* One event out: to the story, then to the sink. */
void explain_event(struct extsta_explain *x, struct conversation *c,
                   const struct extsta_frame_event *event, enum story_mic mic);
/* Of a conversation; never NULL. */
static inline struct senders *explain_senders(struct extsta_explain *x, struct conversation *c)
{
    struct senders *s = clients_senders(&x->clients, c);
    return s ? s : &x->nobody;
}
/* Whether anybody hears stories: their texts cost more than what they tell of. */
static inline bool explain_is_told(const struct extsta_explain *x)
{
    return x->sink.story != NULL;
}

/* Where the body of a management or data frame begins, behind padding; *header_len: the
 * MAC header. */
size_t seen_body(const struct seen *s, size_t *header_len);

/* receive.c: link header, FCS, MAC header as far as every frame needs it. */
void explain_receive(struct extsta_explain *x, const struct extsta_explain_frame *in,
                     struct seen *out);
/* Pairs a frame with four addresses; in its turn, because it depends on those before. */
void explain_pair_relayed(struct extsta_explain *x, struct seen *s);
/* Checks an FCS that was put off; false: discarded. */
bool explain_check_fcs(struct extsta_explain *x, struct seen *s);

/* Whether the body of an MSDU in clear is EAPOL: LLC/SNAP by RFC 1042 or 802.1H. */
bool explain_is_eapol(struct extsta_span body);
/* The frame as stories see it. It has a whole header of three addresses. */
struct story_frame explain_story_frame(const struct seen *s);
/* What all events of a frame have in common. */
struct extsta_frame_event explain_event_of(const struct seen *s, const struct conversation *c,
                                           const struct frame *f, bool decrypted);

/* What is wrong with an SAE commit, whoever sent it. */
enum sae_flaw {
    SAE_FLAW_NONE,
    SAE_FLAW_LENGTH,  /* too short for its group */
    SAE_FLAW_SCALAR,  /* 0, 1, or not below the order */
    SAE_FLAW_ELEMENT, /* no point of the curve */
    SAE_FLAW_MIRROR,  /* the other side's own */
};
/* facts_proof.c. Sets sae_flaw and proof of a Commit; `rest`: behind the status. closely: the
 * curve's equation, too. */
void facts_sae_commit(struct extsta_explain *x, struct extsta_frame_event *e,
                      struct extsta_span rest, bool closely);
/* Of octets, 24 bits, never 0. */
uint32_t facts_digest(struct extsta_span octets);
/* Of an FTE's value; 0: none. */
uint32_t facts_ft_proof(struct extsta_span fte);

/* facts_mgmt.c, facts_eapol.c: events of a frame. `decrypted`: opened by a key. */
void facts_mgmt(struct extsta_explain *x, struct seen *s, struct conversation *c,
                const struct frame *f, bool decrypted);
void facts_eapol(struct extsta_explain *x, struct seen *s, struct conversation *c,
                 const struct frame *f, struct extsta_span pdu, bool decrypted);

#endif
