/* The 802.11 MAC header: view of a received MPDU, and header building.
 * IEEE Std 802.11-2020 9.2.3, 9.2.4, 9.3.2.1. Pure codec: no state, no allocation. */
#ifndef WIRE_FRAME_H
#define WIRE_FRAME_H

#include "base/bytes.h"
#include <extsta/drops.h>
#include <extsta/radio.h>

/* Bits 2 and 3 of Frame Control (table 9-1). */
enum frame_type {
    FRAME_MANAGEMENT = 0,
    FRAME_CONTROL = 1,
    FRAME_DATA = 2,
    FRAME_EXTENSION = 3,
};

/* Type in bits 2-3, subtype in bits 4-7: the first octet of Frame Control with the
 * protocol version cleared. */
enum frame_kind {
    FRAME_ASSOC_REQ = 0x00,
    FRAME_ASSOC_RESP = 0x10,
    FRAME_REASSOC_REQ = 0x20,
    FRAME_REASSOC_RESP = 0x30,
    FRAME_PROBE_REQ = 0x40,
    FRAME_PROBE_RESP = 0x50,
    FRAME_TIMING_ADV = 0x60,
    FRAME_BEACON = 0x80,
    FRAME_ATIM = 0x90,
    FRAME_DISASSOC = 0xa0,
    FRAME_AUTH = 0xb0,
    FRAME_DEAUTH = 0xc0,
    FRAME_ACTION = 0xd0,
    FRAME_ACTION_NOACK = 0xe0,
    FRAME_BAR = 0x84, /* BlockAckReq */
    FRAME_PS_POLL = 0xa4,
    FRAME_RTS = 0xb4,
    FRAME_CTS = 0xc4,
    FRAME_ACK = 0xd4,
    FRAME_DATA_PLAIN = 0x08,
    FRAME_NULL = 0x48,
    FRAME_QOS_DATA = 0x88,
    FRAME_QOS_NULL = 0xc8,
};

/* Frame Control bits (little-endian 16-bit value). */
#define FC_TO_DS     0x0100u
#define FC_FROM_DS   0x0200u
#define FC_MORE_FRAG 0x0400u
#define FC_RETRY     0x0800u
#define FC_PM        0x1000u
#define FC_MORE_DATA 0x2000u
#define FC_PROTECTED 0x4000u
#define FC_ORDER     0x8000u

/* A parsed MPDU. Spans point into the bytes it was parsed from. */
struct frame {
    uint16_t fc;       /* Frame Control, its first octet low */
    uint16_t duration; /* as on the air: microseconds, or the AID of a PS-Poll */
    struct extsta_mac addr1, addr2, addr3, addr4; /* zero where absent */
    uint16_t seq;       /* sequence number 0..4095 */
    uint8_t frag;       /* fragment number 0..15 */
    bool has_qos;
    bool has_addr4;
    uint16_t qos;       /* QoS Control, 0 without */
    uint8_t header_len; /* MAC header with QoS and HT Control */
    struct extsta_span header;
    struct extsta_span body; /* after the MAC header: cipher header first if protected */
};

static inline enum frame_type frame_type(const struct frame *f)
{
    return (enum frame_type)((f->fc >> 2) & 3);
}
/* enum frame_kind, where it names one. */
static inline uint8_t frame_kind(const struct frame *f)
{
    return (uint8_t)(f->fc & 0xfc);
}
/* 0 without QoS. */
static inline uint8_t frame_tid(const struct frame *f)
{
    return f->has_qos ? (uint8_t)(f->qos & 0x0f) : 0;
}
static inline bool frame_is_amsdu(const struct frame *f)
{
    return f->has_qos && (f->qos & 0x80) != 0;
}
/* Data that carries a frame body (not Null / QoS Null). */
static inline bool frame_has_data(const struct frame *f)
{
    return frame_type(f) == FRAME_DATA && (f->fc & 0x40) == 0;
}

/* Parses the MAC header of an MPDU without FCS. On failure *drop says why. Control
 * frames have addr1 and, where the subtype has one, addr2. */
bool frame_parse(struct extsta_span mpdu, struct frame *f, enum extsta_drop *drop);

/* Addresses by role for data frames (table 9-30): destination, source, BSSID. For
 * management frames addr1, addr2, addr3. In an A-MSDU the addresses of each subframe
 * count instead of destination and source. Four-address frames and most control
 * frames have no BSSID: zero. */
struct extsta_mac frame_da(const struct frame *f);
struct extsta_mac frame_sa(const struct frame *f);
struct extsta_mac frame_bssid(const struct frame *f);

/* Whether it is one that management frame protection is about (12.2.8): Deauthentication,
 * Disassociation, and Action frames of a robust category, with a body in the clear. */
bool frame_is_robust(const struct frame *f);

/* Writes a management header (24 octets, duration 0, sequence number 0 to 4095, fragment 0). */
void frame_write_mgmt(struct writer *w, enum frame_kind kind, struct extsta_mac ra,
                      struct extsta_mac ta, struct extsta_mac bssid, uint16_t seq);

/* Name of a kind as Wireshark's short names go ("assoc-req", "qos-data", ...); NULL
 * for a reserved one. */
const char *frame_kind_name(uint8_t kind);

/* CRC-32 of a frame as in its FCS field, little-endian on the air (9.2.4.8). */
uint32_t frame_fcs(struct extsta_span mpdu);
/* Takes the FCS off a received frame: with EXTSTA_RX_FCS_PRESENT checks it and shortens
 * *mpdu by it. False, with *drop, when it does not match, EXTSTA_RX_FCS_BAD is set, or
 * the frame is shorter than an FCS. */
bool frame_strip_fcs(struct extsta_span *mpdu, uint16_t rx_flags, enum extsta_drop *drop);

/* Some receivers pad the MAC header of data frames to four octets; drops the padding
 * from the body (link_header.data_pad). */
void frame_skip_pad(struct frame *f);

#endif
