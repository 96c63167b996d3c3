/* EAPOL PDUs and EAPOL-Key frames. IEEE Std 802.1X-2010 11.3, 802.11-2020 12.7.2. Codec
 * alone: whether a frame may be believed is for rsn/ to say. */
#ifndef WIRE_EAPOL_H
#define WIRE_EAPOL_H

#include "base/bytes.h"

#define ETHERTYPE_EAPOL 0x888eu
#define ETHERTYPE_PREAUTH 0x88c7u

enum eapol_type {
    EAPOL_EAP_PACKET = 0,
    EAPOL_START = 1,
    EAPOL_LOGOFF = 2,
    EAPOL_KEY = 3,
};

/* Spans point into the PDU. */
struct eapol {
    uint8_t version;
    uint8_t type;
    struct extsta_span body;
    struct extsta_span whole; /* header and body, without padding behind */
};
/* False when shorter than its header or its length says. */
bool eapol_parse(struct extsta_span pdu, struct eapol *out);

#define KEY_DESCRIPTOR_RSN 2u
#define KEY_DESCRIPTOR_WPA 254u
/* Key Information */
#define KEY_INFO_VERSION   0x0007u
#define KEY_INFO_PAIRWISE  0x0008u
#define KEY_INFO_INDEX     0x0030u /* WPA: key index */
#define KEY_INFO_INSTALL   0x0040u
#define KEY_INFO_ACK       0x0080u
#define KEY_INFO_MIC       0x0100u
#define KEY_INFO_SECURE    0x0200u
#define KEY_INFO_ERROR     0x0400u
#define KEY_INFO_REQUEST   0x0800u
#define KEY_INFO_ENCRYPTED 0x1000u
#define KEY_INFO_SMK       0x2000u

/* An EAPOL-Key frame whose MIC nobody has checked yet. Only rsn/ makes a verified
 * one out of it. */
struct eapol_key {
    uint8_t version;    /* EAPOL protocol version */
    uint8_t descriptor;
    uint16_t info;
    uint16_t key_length; /* of the pairwise key, octets; 0 in messages without one */
    uint64_t replay;     /* counts up with every message of the authenticator */
    uint8_t nonce[32];
    uint8_t iv[16];
    uint64_t rsc;       /* little-endian field as a number */
    struct extsta_span mic;  /* 0, 16, 24, 32 octets */
    struct extsta_span data; /* key data, possibly encrypted */
    struct extsta_span whole;
};
/* Parses an EAPOL-Key frame whose MIC field has mic_len octets (16 for the AKMs 1-6; 24 for
 * suite B 192; 0 for FILS; 16, 24 or 32 for OWE and SAE-EXT-KEY). False: no EAPOL-Key frame of
 * RSN or WPA, or shorter than its lengths say. */
bool eapol_key_parse(const struct eapol *e, size_t mic_len, struct eapol_key *out);
/* Writes a whole EAPOL-Key PDU with a zero MIC. Returns the offset of the MIC from where the
 * writer began. key->whole and key->mic are not looked at. */
size_t eapol_key_write(struct writer *w, const struct eapol_key *key, size_t mic_len);

/* Which message it is, by Key Information (12.7.2): 1..4 pairwise, 5..6 group (1/2,
 * 2/2), 0 when it is none. */
int eapol_key_message(const struct eapol_key *key);

/* The same of an MSDU with its LLC header, with a MIC of 16 octets; 0 also when it is no EAPOL.
 */
int eapol_msdu_message(struct extsta_span msdu);

/* Key data elements: KDEs (vendor element 221 with OUI 00-0F-AC, and one of the Wi-Fi
 * Alliance's) and the elements between them; padding 0xdd 0x00... ends the walk. */
#define KDE_GTK 1u
#define KDE_MAC 3u
#define KDE_PMKID 4u
#define KDE_IGTK 9u
#define KDE_KEY_ID 10u
#define KDE_OCI 13u
#define KDE_BIGTK 14u
/* Of the Wi-Fi Alliance (50-6F-9A:20, WPA3 specification 8): what a station may no longer fall
 * back to. Beyond the octet of a type. */
#define KDE_TRANSITION_DISABLE 0x120u
struct kde {
    bool is_kde;    /* else a plain element with id */
    uint16_t type;  /* KDE data type, or element id */
    struct extsta_span value; /* after OUI and type; plain: after id and length */
    struct extsta_span whole;
};
/* The next one of key data in clear; false at the end, at padding, or when the rest is
 * malformed (then r->failed). */
bool kde_next(struct reader *r, struct kde *out);
/* Appends a KDE; a value of more than 251 octets fails the writer. */
void kde_write(struct writer *w, uint16_t type, struct extsta_span value);

#endif
