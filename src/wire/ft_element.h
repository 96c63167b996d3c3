/* The elements of fast BSS transitions: Mobility Domain (MDE) and Fast BSS Transition (FTE),
 * and the FT Action frames in which they cross the DS. IEEE Std
 * 802.11-2020 9.4.2.46, 9.4.2.47, 9.6.8; the length of the MIC field goes by the AKM, as in
 * EAPOL-Key frames. Codec alone: what may be believed of them is rsn/ft.h's. */
#ifndef WIRE_FT_ELEMENT_H
#define WIRE_FT_ELEMENT_H

#include "base/bytes.h"

#define MDE_LEN 5u /* octets of the whole element */
/* FT Capability and Policy, the last octet of it. */
#define MDE_OVER_DS 0x01u

#define R0KH_ID_MAX 48u
#define FTE_NONCE   32u
/* The most that is made here: a MIC of 32 octets, both key holders, and no keys. */
#define FTE_NAMES_MAX 166u
#define FTE_MAX       257u /* octets of a whole element */

/* FTE; spans point into the element, empty where a subelement is absent. */
struct fte {
    uint8_t control; /* MIC Control, first octet: 1 RSNXE used, 2 to 8 length of the MIC */
    uint8_t count;   /* elements that the MIC covers; 0: there is none */
    struct extsta_span mic;              /* parse only */
    const uint8_t *anonce, *snonce;      /* 32 octets; write: NULL stands for zeros */
    struct extsta_span r1kh_id;          /* 6 octets */
    struct extsta_span r0kh_id;          /* 1 to R0KH_ID_MAX octets */
    struct extsta_span gtk, igtk, bigtk; /* values of their subelements */
    struct extsta_span oci;
};
/* value: without id and length. False: shorter than its fixed part with a MIC of mic_len
 * octets, an overrun, a key holder's id of an impossible length, or a subelement that is there
 * twice. */
bool fte_parse(struct extsta_span value, size_t mic_len, struct fte *out);
/* Appends the whole element with a zero MIC of mic_len octets; returns where in the writer that
 * begins. More than 255 octets fail the writer. */
size_t fte_write(struct writer *w, const struct fte *fte, size_t mic_len);

/* Appends a whole Mobility Domain element: domain (2 octets) and the octet of capabilities. */
void mde_write(struct writer *w, const uint8_t mdid[2], uint8_t capabilities);

/* FT Action frames (9.6.8), category octet included. */
#define FT_CATEGORY 6u
enum ft_action {
    FT_REQUEST = 1,
    FT_RESPONSE = 2,
    FT_CONFIRM = 3,
    FT_ACK = 4,
};
struct mgmt_ft {
    uint8_t action; /* enum ft_action */
    struct extsta_mac sta, target;
    uint16_t status; /* Response and Ack */
    struct extsta_span elements;
};
/* False: not of this category, or cut off. */
bool mgmt_parse_ft(struct extsta_span body, struct mgmt_ft *out);
/* The fixed part; elements follow by the caller. */
void mgmt_write_ft(struct writer *w, const struct mgmt_ft *ft);

#endif
