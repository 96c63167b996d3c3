/* HT Capabilities (IEEE Std 802.11-2020 9.4.2.55): what a station of 802.11n can do. The fields
 * are those of extsta/radio.h. Pure codec. */
#ifndef WIRE_HT_H
#define WIRE_HT_H

#include "wire/element.h"
#include <extsta/radio.h>

#define HT_CAPABILITIES_LEN 26u

/* HT Capability Information (figure 9-350). */
#define HT_LDPC         0x0001u
#define HT_WIDTH_40     0x0002u
#define HT_SM_POWER_OFF 0x000cu /* SM Power Save disabled: all receive chains are always on */
#define HT_SHORT_GI_20  0x0020u
#define HT_SHORT_GI_40  0x0040u
#define HT_AMSDU_7935   0x0800u /* Maximum A-MSDU Length: 7935 octets instead of 3839 */
#define HT_DSSS_40      0x1000u

/* The value of an element; false: too short. Longer ones are read as far as they are known. */
bool ht_capabilities_parse(struct extsta_span value, struct extsta_ht_caps *out);
void ht_capabilities_write(struct writer *w, const struct extsta_ht_caps *caps);
/* Octets of the longest A-MSDU it receives, as body of an MPDU in the clear. */
static inline uint16_t ht_max_amsdu(const struct extsta_ht_caps *caps)
{
    return caps->info & HT_AMSDU_7935 ? 7935 : 3839;
}
/* Spatial streams of which it has at least one MCS, 0 to 4. */
unsigned ht_streams(const struct extsta_ht_caps *caps);

#endif
