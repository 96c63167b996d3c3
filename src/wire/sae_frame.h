/* What stands in an SAE Authentication frame behind algorithm, transaction and status (IEEE Std
 * 802.11-2020 9.3.3.11, table 9-41; AKM Suite Selector: 802.11be): pure codec. Which lengths
 * scalar and element have follows from the group; of a group not known here nothing behind it
 * is read. */
#ifndef WIRE_SAE_FRAME_H
#define WIRE_SAE_FRAME_H

#include "wire/element.h"
#include "wire/status_codes.h"

#define ALGORITHM_SAE 3u /* Authentication Algorithm Number (9.4.1.1) */
#define SAE_COMMIT    1u /* Authentication Transaction Sequence Number */
#define SAE_CONFIRM   2u


#define SAE_TOKEN_MAX 255u /* octets kept of an anti-clogging token */

/* Spans point into the frame. */
struct sae_frame {
    uint16_t group;
    struct extsta_span token;      /* empty: none */
    struct extsta_span scalar;     /* of the curve's length */
    struct extsta_span element;    /* x and y: twice that */
    struct extsta_span identifier; /* of the password; data NULL: none */
    struct extsta_span rejected;   /* groups, two octets each, little-endian; data NULL: none */
    uint32_t akm;                  /* suite selector; 0: none */
};

/* A Commit of the group's coordinate length `len` (0: not known, and only the group is read).
 * h2e: by status 126; the token is in a container then. False: cut off, or elements are
 * malformed.
 */
bool sae_frame_parse_commit(struct extsta_span body, size_t len, bool h2e,
                            struct sae_frame *out);
/* The group of a Commit, a token request or a refused group; 0: cut off. */
uint16_t sae_frame_group(struct extsta_span body);
/* A token request: group and token, in a container or bare. False: cut off, or too long. */
bool sae_frame_parse_token(struct extsta_span body, bool h2e, struct sae_frame *out);
/* Either of them, by what is there. */
void sae_frame_write_commit(struct writer *w, const struct sae_frame *f, bool h2e);
void sae_frame_write_token(struct writer *w, uint16_t group, struct extsta_span token,
                           bool h2e);

/* A Confirm. False: cut off; `mac` is what follows the number. */
bool sae_frame_parse_confirm(struct extsta_span body, uint16_t *send_confirm,
                             struct extsta_span *mac);

#endif
