/* The headers that captures and monitor interfaces put in front of 802.11 frames. Whoever
 * has a packet asks link_header_parse where the frame begins and what the radio knew of it,
 * and goes on with wire/frame.h. */
#ifndef WIRE_LINK_HEADER_H
#define WIRE_LINK_HEADER_H

#include "base/bytes.h"
#include <extsta/drops.h>
#include <extsta/radio.h>

/* LINKTYPE_ numbers of pcap. */
enum link_type {
    LINK_IEEE80211 = 105,
    LINK_PRISM = 119, /* Prism, or AVS with its magic number */
    LINK_RADIOTAP = 127,
    LINK_AVS = 163,
    LINK_PPI = 192,
};

struct link_header {
    size_t offset;              /* of Frame Control in the packet */
    struct extsta_rx_meta meta; /* phy and serial are 0: a header does not know them */
    bool data_pad;              /* the MAC header is padded to four octets: frame_skip_pad */
    bool transmitted;           /* sent, not received, by the capturing radio */
    bool tx_failed;             /* transmitted, and not acknowledged */
};

/* Reads the header of a packet. False when the link type is unknown or the header is
 * malformed: *drop is then EXTSTA_DROP_BAD_LINK_HEADER. Cooked values that a header
 * type does not have stay 0. */
bool link_header_parse(uint32_t link_type, struct extsta_span packet, struct link_header *out,
                       enum extsta_drop *drop);

#endif
