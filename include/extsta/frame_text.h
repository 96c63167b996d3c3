/* What a frame is, in a few words: for timelines, traces and tests. */
#ifndef EXTSTA_FRAME_TEXT_H
#define EXTSTA_FRAME_TEXT_H

#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct extsta_frame_info {
    uint8_t kind;          /* first Frame Control octet without protocol version */
    bool retry, is_protected;
    bool eapol;            /* an EAPOL PDU in clear */
    struct extsta_mac ra, ta, bssid; /* zero where the frame has none */
    struct extsta_mac current_ap; /* the old AP of a reassociation request */
    char text[120];        /* e.g. "assoc-resp status 17", "EAPOL-Key 1/4", "data protected" */
};

/* Describes an MPDU without FCS. False when its header cannot be parsed; then text says
 * why. Addresses are not in the text. */
bool extsta_frame_describe(struct extsta_span mpdu, struct extsta_frame_info *info);
/* What the sender of a protected data frame says of it (extsta_tx_meta, air_sniffed): it is
 * EAPOL-Key message 1..4 or, of the group key, 5..6. 0, and frames that are in the clear, stay
 * as they are described. */
void extsta_frame_tell_eapol(struct extsta_frame_info *info, unsigned message);

#ifdef __cplusplus
}
#endif
#endif
