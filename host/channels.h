/* Channels by their numbers, and a radio with fewer of them: whoever looks for networks on a
 * few channels only is quicker (`extsta connect --channels`, `channels` of the daemon). */
#ifndef HOST_CHANNELS_H
#define HOST_CHANNELS_H

#include <extsta/radio.h>

#define CHANNELS_MAX 64u /* of a PHY */

/* What `caps` points to is beside it: it must not be moved. */
struct channel_caps {
    struct extsta_radio_caps caps;
    struct extsta_phy_caps phys[2];
    uint16_t freqs[2][CHANNELS_MAX];
};

/* Centre frequency, MHz: below 15 of the 2.4 GHz band, from there on of 5 GHz. What is no
 * channel is on no list of a radio. */
uint16_t channel_freq(uint64_t channel);
/* The dual-band radio with all of its channels; and with none, to which some are added. */
void channel_caps_whole(struct channel_caps *c);
void channel_caps_none(struct channel_caps *c);
/* False: the radio has no such channel, or it is there already. */
bool channel_caps_add(struct channel_caps *c, uint16_t freq);
/* When all were added: a PHY without channels is none. */
void channel_caps_done(struct channel_caps *c);
/* Of its channels those that `has` says there are. False: none is left. */
bool channel_caps_keep(struct channel_caps *c, bool (*has)(const void *user, uint16_t freq),
                       const void *user);

#endif
