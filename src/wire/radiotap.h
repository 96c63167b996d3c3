/* Radiotap (LINKTYPE 127): what the receiver or transmitter knew of a frame. Layout:
 * https://www.radiotap.org, field by field as in the kernel's iterator. Used through
 * link_header.h. */
#ifndef WIRE_RADIOTAP_H
#define WIRE_RADIOTAP_H

#include "base/bytes.h"

/* Bits of radiotap.present, numbered as in the header's present word. */
enum radiotap_field {
    RADIOTAP_TSFT = 0,
    RADIOTAP_FLAGS = 1,
    RADIOTAP_RATE = 2,
    RADIOTAP_CHANNEL = 3,
    RADIOTAP_SIGNAL = 5,
    RADIOTAP_NOISE = 6,
    RADIOTAP_ANTENNA = 11,
    RADIOTAP_RX_FLAGS = 14,
    RADIOTAP_TX_FLAGS = 15,
    RADIOTAP_DATA_RETRIES = 17,
    RADIOTAP_XCHANNEL = 18,
    RADIOTAP_MCS = 19,
    RADIOTAP_VHT = 21,
    RADIOTAP_HE = 23,
};
#define RADIOTAP_BIT(field) (1u << (field))

/* Of Flags, Channel and TX flags. */
#define RADIOTAP_F_SHORT_PREAMBLE 0x02u
#define RADIOTAP_F_FCS            0x10u /* the frame ends with its FCS */
#define RADIOTAP_F_DATA_PAD       0x20u /* header padded to four octets before the body */
#define RADIOTAP_F_BAD_FCS        0x40u

#define RADIOTAP_CHANNEL_CCK  0x0020u
#define RADIOTAP_CHANNEL_OFDM 0x0040u
#define RADIOTAP_CHANNEL_2GHZ 0x0080u
#define RADIOTAP_CHANNEL_5GHZ 0x0100u
#define RADIOTAP_CHANNEL_DYN  0x0400u

#define RADIOTAP_TX_FAIL   0x0001u /* retries exceeded */
#define RADIOTAP_TX_NO_ACK 0x0008u

/* 0 where the field was not there; `present` tells which were. */
struct radiotap {
    uint32_t present; /* RADIOTAP_BIT of each field that was there */
    uint64_t tsft;    /* microseconds */
    uint8_t flags;
    uint16_t rate; /* units of 500 kb/s; from MCS, VHT or HE when there is no Rate */
    uint16_t freq; /* MHz; from Channel or XChannel */
    uint16_t channel_flags;
    int8_t signal, noise; /* dBm, of the first antenna listed */
    uint8_t antenna;
    uint16_t rx_flags, tx_flags;
    uint8_t data_retries;
    size_t len; /* of the header: offset of the frame */
};

/* Reads a header in front of a frame. False when the version is not 0 or the present
 * words or a field do not fit in the header, or the header in the packet. Fields of
 * vendor namespaces are skipped; behind a field of unknown size nothing more is read. */
bool radiotap_parse(struct extsta_span packet, struct radiotap *out);

/* Where the fields of a header are, for readers of many packets with the same present
 * words: offsets[n] is that of bit n of the radiotap namespace, 0 = absent. False when
 * the header is malformed, or when its layout depends on more than length and present
 * words (vendor namespaces). *words: present words, after four octets of fixed part. */
#define RADIOTAP_OFFSETS 32u
bool radiotap_layout(struct extsta_span packet, uint16_t offsets[RADIOTAP_OFFSETS],
                     size_t *words);

#endif
