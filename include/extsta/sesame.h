/* Sesame: what a vendor might add to Native 802.11, made up for this project, so that the
 * ranges of numbers that are kept for vendors have something in them (ATH-16). An
 * authentication by a password, in packets of its own between association and port
 * authorization; a cipher for MPDUs; and a frame of the AP's that ends an association (DIS-10).
 *
 * The driver of a radio with extsta_radio_caps.vendor_algorithms has the cipher and knows the
 * frame; the authentication is an IHV extension's (extensions/sesame); APSIM_SESAME is the
 * other side. docs/extensions.md tells the whole of it, message by message. The cipher is
 * AES-GCM in a format of its own, so it is not weak; all the same, nobody else speaks it. */
#ifndef EXTSTA_SESAME_H
#define EXTSTA_SESAME_H

/* DOT11_AUTH_ALGORITHM and DOT11_CIPHER_ALGORITHM, of the IHV ranges. */
#define EXTSTA_SESAME_AUTH   0x80455801u
#define EXTSTA_SESAME_CIPHER 0x80455802u

/* In RSN elements and vendor-specific frames: 02-45-58 is nobody's, it is locally administered.
 * Suite selectors of the authentication and of the cipher. */
#define EXTSTA_SESAME_OUI            0x024558u
#define EXTSTA_SESAME_AKM_SELECTOR   0x02455801u
#define EXTSTA_SESAME_SUITE_SELECTOR 0x02455802u

/* Octets: of a key, and of the tag behind the ciphertext. */
#define EXTSTA_SESAME_KEY_LEN 16u
#define EXTSTA_SESAME_TAG_LEN 12u

/* EtherType of its packets: IEEE 802, local experiments. Their first octets are "SE", the
 * version 1 and the message. */
#define EXTSTA_SESAME_ETHERTYPE 0x88b5u
#define EXTSTA_SESAME_VERSION   1u
enum extsta_sesame_message {
    EXTSTA_SESAME_CHALLENGE = 1, /* AP: nonce[16] */
    EXTSTA_SESAME_RESPONSE = 2,  /* station: nonce[16], proof[16] */
    EXTSTA_SESAME_ACCEPT = 3,    /* AP: key id, packet number[6], sealed group key[16],
                                  * proof[16] */
    EXTSTA_SESAME_DONE = 4,      /* station: proof[16] */
};
#define EXTSTA_SESAME_NONCE_LEN 16u
#define EXTSTA_SESAME_PROOF_LEN 16u

/* The farewell: an Action frame, vendor-specific (category 127), of this OUI: octet 4 is this,
 * then a code of two octets, little-endian. The association ends with the status
 * 0x80000000 | code. */
#define EXTSTA_SESAME_FAREWELL       1u
#define EXTSTA_SESAME_WRONG_PASSWORD 1u /* a code: the proof of the response was wrong */

#endif
