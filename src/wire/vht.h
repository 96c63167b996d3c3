/* VHT Capabilities (IEEE Std 802.11-2020 9.4.2.157): what a station of 802.11ac can do. The
 * fields are those of extsta/radio.h. Pure codec. */
#ifndef WIRE_VHT_H
#define WIRE_VHT_H

#include "wire/element.h"
#include <extsta/radio.h>

#define VHT_CAPABILITIES_LEN 12u

/* VHT Capabilities Information (figure 9-611). */
#define VHT_MPDU_MASK   0x00000003u /* Maximum MPDU Length: 3895, 7991, 11454 octets */
#define VHT_LDPC        0x00000010u
#define VHT_SHORT_GI_80 0x00000020u
#define VHT_AMPDU_SHIFT 23 /* Maximum A-MPDU Length Exponent, three bits */

/* The value of an element; false: too short. */
bool vht_capabilities_parse(struct extsta_span value, struct extsta_vht_caps *out);
void vht_capabilities_write(struct writer *w, const struct extsta_vht_caps *caps);
/* Spatial streams of a map of two bits for each number of streams, of which 3 says no; VHT's
 * and HE's maps alike. 0 to 8. */
unsigned vht_streams(uint16_t mcs_map);

#endif
