/* HE Capabilities (IEEE Std 802.11ax-2021 9.4.2.248): what a station of 802.11ax can do. The
 * fields are those of extsta/radio.h. Pure codec. */
#ifndef WIRE_HE_H
#define WIRE_HE_H

#include "wire/element.h"
#include <extsta/radio.h>

/* Octet 0 of the PHY capabilities: Supported Channel Width Set. */
#define HE_PHY0_40_IN_2GHZ 0x02u
#define HE_PHY0_80_IN_5GHZ 0x04u /* 40 and 80 MHz */
#define HE_PHY0_160        0x08u
#define HE_PHY0_80_80      0x10u
/* Octet 1. */
#define HE_PHY1_LDPC 0x20u
/* Octet 6. */
#define HE_PHY6_PPE 0x80u /* PPE Thresholds follow */

/* The value behind the element id extension; false: too short, or thresholds that are longer
 * than they can be. */
bool he_capabilities_parse(struct extsta_span value, struct extsta_he_caps *out);
void he_capabilities_write(struct writer *w, const struct extsta_he_caps *caps);

#endif
