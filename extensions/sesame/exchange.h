/* The station's side of Sesame's authentication (extsta/sesame.h, docs/extensions.md), as a
 * pure machine: packets in, packets and keys out. The extension around it (extension.c) carries
 * them.
 */
#ifndef SESAME_EXCHANGE_H
#define SESAME_EXCHANGE_H

#include <extsta/sesame.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exchange {
    bool started;
    uint8_t secret[32]; /* of the network */
    uint8_t ap[6], own[6];
    uint8_t anonce[EXTSTA_SESAME_NONCE_LEN], snonce[EXTSTA_SESAME_NONCE_LEN];
    uint8_t keys[2 * EXTSTA_SESAME_KEY_LEN]; /* proof key, temporal key */
};

/* What a packet amounts to. */
struct exchange_step {
    uint8_t send[64];
    size_t send_len; /* 0: nothing to say */
    bool accepted;   /* `send` is the last word: when the AP has it, the keys go in */
    uint8_t group_id;
    uint8_t group_counter[6]; /* little-endian */
    uint8_t group_key[EXTSTA_SESAME_KEY_LEN];
};

/* The secret of a network: the PSK of IEEE 802.11-2020 J.4.1, which takes milliseconds. False:
 * the library fails. */
bool exchange_secret(const char *password, const uint8_t *ssid, size_t ssid_len,
                     uint8_t secret[32]);
/* A new association: what there was is wiped. */
void exchange_start(struct exchange *e, const uint8_t secret[32], const uint8_t ap[6],
                    const uint8_t own[6]);
/* A packet of the AP, from its "SE" on. What is none, or proves nothing, is ignored. */
void exchange_rx(struct exchange *e, const uint8_t *pdu, size_t len,
                 struct exchange_step *step);
void exchange_clear(struct exchange *e);

#endif
