/* The private channel of extsta's own miniport: what a host can ask of it beyond Native
 * 802.11, as a method request OID_DOT11_NIC_SPECIFIC_EXTENSION.
 *
 * Input: a DOT11_NIC_SPECIFIC_EXTENSION whose ucBuffer holds uBufferLength bytes:
 *
 *   offset 0  ULONG  EXTSTA_PRIVATE_MAGIC, the bytes 'X' 'S' 'T' 'A'
 *   offset 4  ULONG  subcommand
 *   offset 8         parameters of the subcommand, to the end
 *
 * Output, on success: a DOT11_NIC_SPECIFIC_EXTENSION with uBufferLength 0 (8 bytes). The
 * parameters are cleared from the buffer: key material is never given back.
 * NDIS_STATUS_NOT_SUPPORTED: the magic is another driver's, or the subcommand is unknown. */
#ifndef EXTSTA_PRIVATE_OID_H
#define EXTSTA_PRIVATE_OID_H

#include <extsta/windot11.h>

#define EXTSTA_PRIVATE_MAGIC 0x41545358u

/* The miniport authenticates the port itself (contract PRT-07, SEQ-03): of associations to come
 * whose PMK it makes (SAE, OWE), and with a PMK of RSNA-PSK, too. Parameters: a PMK of 32
 * bytes; or a ULONG of 1: none; or nothing, which switches it off. In INIT only; a reset
 * forgets the key. NDIS_STATUS_INVALID_LENGTH: another length. */
#define EXTSTA_PRIVATE_SET_PORT_KEY 1u
#define EXTSTA_PRIVATE_PMK_LEN      32u
#define EXTSTA_PRIVATE_PORT_OWN_LEN 4u

/* Reassociates with the AP of the association, as a roam (SEQ-11). No parameters.
 * NDIS_STATUS_INVALID_STATE: not associated, or an operation runs. */
#define EXTSTA_PRIVATE_REASSOCIATE 2u

/* When to look for a better AP, and when to move (roam.h). Parameters, 16 bytes: sticky (0 or
 * 1), low, good (dBm, signed), hysteresis (dB), prefer_5ghz (dB, signed), transition (enum
 * extsta_transition), two bytes 0; then as
 * little-endian words settle, fresh, scan, scan_max (seconds). Or nothing: the defaults. In any
 * state; a reset goes back to the defaults. NDIS_STATUS_INVALID_DATA: the values contradict one
 * another or are out of range. */
#define EXTSTA_PRIVATE_SET_ROAM_POLICY 3u
#define EXTSTA_PRIVATE_ROAM_POLICY_LEN 16u

/* Roams to the AP of this address (6 bytes), which is asked first whether it is there. Behind
 * it may stand flags (1 byte). NDIS_STATUS_INVALID_STATE: not associated, or an operation runs.
 * NDIS_STATUS_INVALID_DATA: it is the AP of the association, was not heard, or is no candidate;
 * or flags nobody knows. */
#define EXTSTA_PRIVATE_ROAM_TO 4u
#define EXTSTA_PRIVATE_ROAM_OVER_DS                                                            \
    0x01u /* by FT over the DS; INVALID_DATA: the two cannot                                   \
           */

/* clang-format off */
/* SAE in the associations to come with one network. Parameters:
 *
 *   offset 0   UCHAR      0: by hash to element where the AP can; 1: by that only; 2: by hunting
 *                         and pecking only
 *   offset 1   UCHAR      octets of the SSID, 1 to 32
 *   offset 2   UCHAR      octets of the password, 1 to 63
 *   offset 3   UCHAR      octets of the password's identifier, 0 to 63 (not with 2)
 *   offset 4   USHORT[3]  groups in order of preference: 19, 20, 21, filled up with 0; all of them
 *                         0: these three
 *   offset 10             SSID, password, identifier
 *
 * Or nothing: forgotten, as by a reset. In INIT only (NDIS_STATUS_INVALID_STATE).
 * NDIS_STATUS_INVALID_LENGTH, NDIS_STATUS_INVALID_DATA: not of this form. */
/* clang-format on */
#define EXTSTA_PRIVATE_SET_SAE 5u
#define EXTSTA_PRIVATE_SAE_LEN 10u

/* The PMK of the association with the AP of this address (6 bytes), where the driver has made
 * it: SAE, OWE, FT. Output: behind magic and subcommand
 *
 *   offset 8   ULONG      AKM suite selector, 0x000fac08
 *   offset 12  UCHAR[16]  PMKID
 *   offset 28             PMK, to the end
 *
 * NDIS_STATUS_INVALID_STATE: there is no such association, or its PMK is not the driver's. */
#define EXTSTA_PRIVATE_GET_PMK     6u
#define EXTSTA_PRIVATE_PMK_OUT_LEN 20u /* behind magic and subcommand, without the PMK */
#define EXTSTA_PRIVATE_PMK_MAX     64u

/* 7 to 22: docs/security.md has the list. */

/* The network of SET_SAE has said that it will never again be entered by less (Transition
 * Disable KDE): no candidate of it is, from now on and until a reset. No parameters.
 * NDIS_STATUS_INVALID_STATE: there was no SET_SAE. */
#define EXTSTA_PRIVATE_FORGET_FALLBACK 12u

/* Whether management frames shall be protected in associations to come. Parameters: one octet,
 * an enum extsta_pmf (profile.h). In INIT only; a reset to defaults goes back to
 * EXTSTA_PMF_CAPABLE. NDIS_STATUS_INVALID_DATA: another number. */
#define EXTSTA_PRIVATE_SET_PMF 7u

/* The key of protected Beacons (BIGTK), for which CIPHER_DEFAULT_KEY has no index. Parameters:
 * key id (6 or 7, one octet), three octets 0, cipher (LE32, DOT11_CIPHER_ALGO_BIP or one of its
 * kind), the BIPN of the last Beacon (LE64), the key. It goes with the association.
 * INVALID_DATA: an id or a cipher that cannot be. INVALID_LENGTH: a key that is not of the
 * cipher. */
#define EXTSTA_PRIVATE_SET_BEACON_KEY   13u
#define EXTSTA_PRIVATE_BEACON_KEY_FIXED 16u

/* What whoever makes the handshakes of associations to come can do beyond the usual; it is
 * negotiated with APs that have it, too. Parameters: flags (1 byte). In INIT only; a reset
 * forgets them. NDIS_STATUS_INVALID_LENGTH; NDIS_STATUS_INVALID_DATA: flags nobody knows. */
#define EXTSTA_PRIVATE_SET_HANDSHAKE 14u
#define EXTSTA_PRIVATE_OCV           0x01u /* with protected management frames alone */
#define EXTSTA_PRIVATE_EXT_KEY_ID    0x02u /* with pairwise keys of CCMP and GCMP alone */

/* Which of two ids the key-mapping keys of the AP have that are set from now on, until the next
 * association: with Extended Key ID two of them stand beside each other, for which
 * CIPHER_KEY_MAPPING_KEY has no place. One that is set for the inbound direction is received
 * under; set for both it is sent under, too, and the other is received under, only. Parameters:
 * 0 or 1 (1 byte). NDIS_STATUS_INVALID_STATE: no association, or one without Extended Key ID.
 * NDIS_STATUS_INVALID_LENGTH, NDIS_STATUS_INVALID_DATA: not of this form. */
#define EXTSTA_PRIVATE_SET_PAIRWISE_ID 15u

/* The SCAN_REQUEST that comes next visits these channels alone, for which its own structure has no
 * place that an ExtSTA driver looks at (SCN-11). Parameters: EXTSTA_PRIVATE_CHANNELS_MAX frequencies
 * at most, MHz, two bytes each; or none: all channels. In any state; a reset forgets them.
 * NDIS_STATUS_INVALID_LENGTH: not of this form. NDIS_STATUS_INVALID_DATA: none of them is a channel
 * of the radio. */
#define EXTSTA_PRIVATE_SCAN_ONLY    16u
#define EXTSTA_PRIVATE_CHANNELS_MAX 48u
/* The channels on which the driver itself looks for a network, in connection operations and
 * roams to come. Parameters: flags (1 byte), then EXTSTA_PRIVATE_CHANNELS_MAX frequencies at
 * most, MHz, two bytes each; or nothing: all of the radio's. In INIT only; a reset forgets
 * them. NDIS_STATUS_INVALID_LENGTH, NDIS_STATUS_INVALID_DATA: not of this form, or none of them
 * is a channel of the radio. */
#define EXTSTA_PRIVATE_SET_CHANNELS   22u
#define EXTSTA_PRIVATE_CHANNELS_ALONE 0x01u /* on others there are no candidates, either */
/* The scan of a SCAN_REQUEST ends now: its SCAN_CONFIRM says NDIS_STATUS_REQUEST_ABORTED. No
 * parameters. NDIS_STATUS_INVALID_STATE: there is none. */
#define EXTSTA_PRIVATE_SCAN_ABORT 17u

/* Which keys are installed. No parameters. Output: behind magic and subcommand a ULONG, how many
 * there are, and as many of them as there is room for, 24 bytes each: address of the peer or zero
 * (6), kind (enum extsta_key_kind of station.h), index, direction, flags (1: static), two bytes 0,
 * ULONG cipher suite selector, ULONGLONG packet number of the last frame sent. */
#define EXTSTA_PRIVATE_GET_KEYS 18u
#define EXTSTA_PRIVATE_KEY_LEN  24u

/* The PMKs that the driver has made (SAE, OWE, FT) are offered to no AP any more; what is
 * associated keeps its own. No parameters. In any state. */
#define EXTSTA_PRIVATE_FORGET_PMKS 19u

/* Asks the AP where to go: a BSS Transition Management Query with this reason (1 byte, IEEE
 * 802.11-2020 table 9-427; 0: not said). NDIS_STATUS_INVALID_STATE: not associated.
 * NDIS_STATUS_NOT_SUPPORTED: the AP does not do it. */
#define EXTSTA_PRIVATE_BTM_QUERY 9u

/* Asks the AP for its neighbours: a Neighbor Report Request (IEEE 802.11-2020 9.6.6.6) with
 * these subelements, 64 bytes at most, or none. NDIS_STATUS_INVALID_STATE: not associated, or
 * data do not pass yet. NDIS_STATUS_NOT_SUPPORTED: the AP does not do it, or the roam policy
 * ignores it. NDIS_STATUS_INVALID_LENGTH: too many, or one that is cut off. */
#define EXTSTA_PRIVATE_NEIGHBOR_REQUEST 20u
#define EXTSTA_PRIVATE_NEIGHBOR_MAX     64u
/* What the AP has answered to the last of these: once. No parameters. Output: behind magic and
 * subcommand a byte, whether it has (1), then the elements of its Neighbor Report Response, as
 * many octets as there is room for. In any state. */
#define EXTSTA_PRIVATE_GET_NEIGHBORS 21u

/* Fast BSS transitions (IEEE 802.11-2020 13) in the associations to come: whoever manages their
 * ports can do the four-way handshake of an FT suite. Parameters: flags (1 byte), then the root
 * of the key hierarchy (MPMK; of FT-PSK the PSK), 32 to 64 bytes, or none: that of
 * EXTSTA_PRIVATE_SET_PORT_KEY, or of the authentication (SAE). The driver then makes
 * transitions within the mobility domain by itself, and authorizes their ports
 * (docs/security.md). Or no parameters at all: no FT suite. In any state; a reset forgets it.
 *
 * Once it is on: flags EXTSTA_PRIVATE_FT_ROOT alone, the address of an AP (6 bytes), and the
 * root that the first association there has brought (of 802.1X part of the MSK). It is the
 * domain's until another first association. NDIS_STATUS_INVALID_DATA: not associated with that
 * AP, or its suite is none of FT.
 *
 * NDIS_STATUS_INVALID_LENGTH: another length; NDIS_STATUS_INVALID_DATA: flags nobody knows. */
#define EXTSTA_PRIVATE_SET_FT        8u
#define EXTSTA_PRIVATE_FT_ON         0x01u
#define EXTSTA_PRIVATE_FT_DS         0x02u /* over the DS where the APs offer it */
#define EXTSTA_PRIVATE_FT_ROOT       0x04u
#define EXTSTA_PRIVATE_FT_ROOT_FIXED 7u /* octets before the root */

#endif
