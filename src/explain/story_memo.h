/* Short-lived memos on conversations: what a story needs between an association request and
 * what comes of it, or while an SA Query waits. Few conversations are at that point at any one
 * time, so there is a fixed number of memos, and a later conversation takes the place of one
 * that rests longest in it: what is forgotten by that is a detail, and no story becomes wrong.
 * Written and read by story_elements.c, story_handshake.c and story_query.c. */
#ifndef EXPLAIN_STORY_MEMO_H
#define EXPLAIN_STORY_MEMO_H

#include <stdbool.h>
#include <stdint.h>

struct conversation;
struct extsta_explain;

/* What was noted. */
#define NOTE_REQUEST 0x0001u /* an association request; `asked` is of its elements */
#define NOTE_M1      0x0002u /* message 1: `m1_…` */
#define NOTE_TLS_STA                                                                           \
    0x0004u                 /* the station has sent a TLS record that is enciphered as data    \
                             */
#define NOTE_TUNNEL 0x0008u /* the TLS tunnel of EAP is up: both accepted the certificates */
#define NOTE_MORE_STA                                                                          \
    0x0010u /* the station's last EAP packet is a fragment: another follows                    \
             */
#define NOTE_MORE_AP    0x0020u /* likewise of the AP */
#define NOTE_BY_AP      0x0040u /* the SA Query is the AP's */
#define NOTE_KEY_PROVEN 0x0080u /* the key that message 2 does not verify with is the AP's */

/* What has to be the same in the association request and in message 2; 0: no such element. */
struct noted_elements {
    uint32_t rsne, rsnxe; /* hashes of the whole elements */
    uint32_t suites;      /* hash of the RSN element's suites */
    uint32_t pmkids;
    uint16_t capabilities;
};

struct story_memo {
    uint32_t of;         /* the conversation's index plus 1; 0: free */
    uint16_t flags;      /* NOTE_… */
    uint16_t tls_cipher; /* that the server has chosen; 0: unknown */
    struct noted_elements asked;
    uint8_t differs;    /* of message 2: enum noted_difference */
    uint8_t queries;    /* SA Queries without an answer */
    uint16_t m1_number; /* sequence number of the station's last frame before message 1 */
    uint32_t m1_frames; /* how many of its frames had been heard then */
    uint8_t missed;   /* frames of the station since, by its counter, that were not captured */
    uint64_t queried; /* ns, of the first of those queries */
};

enum noted_difference {
    DIFFERS_NOT,
    DIFFERS_SUITES,
    DIFFERS_CAPABILITIES,
    DIFFERS_PMKIDS,
    DIFFERS_FORM, /* the same in other octets */
    DIFFERS_RSNXE,
    DIFFERS_BEACON, /* message 3's RSN element, from the beacon's */
};

#define STORY_MEMOS 512u /* a power of two */

/* The memo of the conversation; made, and another's forgotten, if there is none. */
struct story_memo *story_memo_get(struct extsta_explain *x, const struct conversation *c);
/* The same without making one; NULL: there is none. */
struct story_memo *story_memo_find(struct extsta_explain *x, const struct conversation *c);

#endif
