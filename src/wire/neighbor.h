/* Neighbor Report element (IEEE Std 802.11-2020 9.4.2.36): how an AP names another one, in
 * neighbor reports (802.11k) and in the candidate lists of BSS transition management (802.11v):
 * pure codec. */
#ifndef WIRE_NEIGHBOR_H
#define WIRE_NEIGHBOR_H

#include "base/mac.h"
#include "wire/element.h"

#define NEIGHBOR_NO_PREFERENCE (-1)
/* BSSID Information (figure 9-347): reachable for preauthentication, in the same ESS with the
 * same security. */
#define NEIGHBOR_REACHABLE 0x0003u
#define NEIGHBOR_SECURITY  0x0004u

struct neighbor {
    struct extsta_mac bssid;
    uint32_t information;
    uint8_t operating_class, channel, phy_type;
    int preference; /* 1 to 255, 255 the best; 0: excluded; NEIGHBOR_NO_PREFERENCE: not said */
};

/* The next element of the list that is one; others, and those that are cut off, are passed over.
 * False at the end. */
bool neighbor_next(struct reader *r, struct neighbor *out);
void neighbor_write(struct writer *w, const struct neighbor *n);
/* MHz of a channel of this operating class (annex E); 0: of a band that is not known here. Numbers
 * above 14 are of 5 GHz, whatever the country's class is called. */
uint16_t neighbor_freq(uint8_t operating_class, uint8_t channel);

#endif
