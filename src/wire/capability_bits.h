/* Elements that are a row of bits, each of which says one thing that a station can do: Extended
 * Capabilities (IEEE Std 802.11-2020 9.4.2.26), RSN Extension (9.4.2.241), RM Enabled
 * Capabilities (9.4.2.44). Whoever can do something sets its bit; the writers make the element
 * as short as its bits allow, and none where no bit is set. Pure codec. */
#ifndef WIRE_CAPABILITY_BITS_H
#define WIRE_CAPABILITY_BITS_H

#include "wire/element.h"

#define CAPABILITY_OCTETS 16u

/* A row of bits on its way into an element; all zero: it says nothing. */
struct capability_bits {
    uint8_t octets[CAPABILITY_OCTETS];
};

/* Bits of Extended Capabilities (table 9-153), as far as somebody here sets or reads them. */
enum ext_capability {
    EXT_CAPABILITY_CHANNEL_SWITCH = 2, /* follows Extended Channel Switch Announcements */
    EXT_CAPABILITY_BSS_TRANSITION = 19,
    EXT_CAPABILITY_OPERATING_MODE = 62, /* reads Operating Mode Notifications */
    EXT_CAPABILITY_BEACON_PROTECTION = 84,
};
/* Bits of the RSN Extension element (table 9-321); 0 to 3 are its length. */
enum rsnx_capability {
    RSNX_PROTECTED_TWT = 4,
    RSNX_SAE_H2E = 5,
    RSNX_SAE_PK = 6,
};
/* Bits of RM Enabled Capabilities (table 9-181). */
enum rm_capability {
    RM_LINK_MEASUREMENT = 0,
    RM_NEIGHBOR_REPORT = 1,
    RM_BEACON_PASSIVE = 4,
    RM_BEACON_ACTIVE = 5,
    RM_BEACON_TABLE = 6,
};

/* Sets a bit, below 8 * CAPABILITY_OCTETS. */
static inline void capability_set(struct capability_bits *bits, unsigned bit)
{
    bits->octets[bit / 8] |= (uint8_t)(1u << bit % 8);
}
/* Whether a bit is set in the value of a received element; what is beyond its end is not. */
static inline bool capability_has(struct extsta_span value, unsigned bit)
{
    return bit / 8 < value.len && (value.data[bit / 8] >> bit % 8 & 1) != 0;
}
/* Octets up to the last one with a bit set; 0: there is none. */
size_t capability_len(const struct capability_bits *bits);

/* Extended Capabilities, where a bit is set. */
void ext_capabilities_write(struct writer *w, const struct capability_bits *bits);
/* RSN Extension element, where a bit beyond the length field is set; writes its length field.
 */
void rsnx_write(struct writer *w, const struct capability_bits *bits);
/* RM Enabled Capabilities, always of five octets, where a bit is set. */
void rm_capabilities_write(struct writer *w, const struct capability_bits *bits);

#endif
