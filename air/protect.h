/* Protection of single MPDUs that somebody else has made (protect.c). */
#ifndef AIR_PROTECT_H
#define AIR_PROTECT_H

#include "crypto/cipher.h"
#include "wire/frame.h"

/* Writes the frame with its Protected Frame bit set and its body enciphered. Returns the
 * octets, 0: no room, no memory. */
size_t protect_mpdu(struct cipher_key *key, uint8_t id, uint64_t pn, const struct frame *f,
                    uint8_t *out, size_t room);

#endif
