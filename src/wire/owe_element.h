/* The elements of Opportunistic Wireless Encryption: pure codec.
 *
 * - Diffie-Hellman Parameter (RFC 8110 4.3; IEEE 802.11 element 255, extension 32): a group and
 * a public key, in the association request and its response.
 * - OWE Transition Mode (Wi-Fi Alliance, OWE specification 2.2.2): an open BSS and a hidden one
 *   with OWE name each other, so that old stations find the first and new ones the second. */
#ifndef WIRE_OWE_ELEMENT_H
#define WIRE_OWE_ELEMENT_H

#include "base/mac.h"
#include "wire/element.h"
#include "wire/status_codes.h"


/* The key of an elliptic curve is the x coordinate alone, of the curve's length (RFC 8110 4.3:
 * compact representation of RFC 6090). */
struct dh_element {
    uint16_t group;         /* of the IANA registry "Group Description" for IKE */
    struct extsta_span key; /* borrowed */
};
/* `value`: of the element (struct elements, dh). False: too short to have a key. */
bool dh_element_parse(struct extsta_span value, struct dh_element *out);
void dh_element_write(struct writer *w, const struct dh_element *dh);

/* The other BSS of the pair. */
struct owe_transition {
    struct extsta_mac bssid;
    struct extsta_span ssid; /* 1 to 32 octets; borrowed */
    uint8_t band, channel;   /* operating class and channel; 0: not said, the same channel */
};
/* `value`: of the vendor element, from the OUI on (struct elements, owe_transition). False: cut
 * off, or a name that no network has. */
bool owe_transition_parse(struct extsta_span value, struct owe_transition *out);
void owe_transition_write(struct writer *w, const struct owe_transition *t);

#endif
