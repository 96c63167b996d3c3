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

/* The miniport authenticates the port itself (contract PRT-07, SEQ-03). Parameters: a PMK
 * of 32 bytes for the RSNA-PSK associations to come; or nothing, which switches it off.
 * In INIT only; a reset forgets the key. NDIS_STATUS_INVALID_LENGTH: another length. */
#define EXTSTA_PRIVATE_SET_PORT_KEY 1u
#define EXTSTA_PRIVATE_PMK_LEN      32u

/* Reassociates with the AP of the association, as a roam (SEQ-11). No parameters.
 * NDIS_STATUS_INVALID_STATE: not associated, or an operation runs. */
#define EXTSTA_PRIVATE_REASSOCIATE 2u

/* When to look for a better AP, and when to move (roam.h). Parameters, 16 bytes: sticky (0 or 1),
 * low, good (dBm, signed), hysteresis (dB), prefer_5ghz (dB, signed), three bytes 0; then as
 * little-endian words settle, fresh, scan, scan_max (seconds). Or nothing: the defaults. In any
 * state; a reset goes back to the defaults. NDIS_STATUS_INVALID_DATA: the values contradict one
 * another or are out of range. */
#define EXTSTA_PRIVATE_SET_ROAM_POLICY 3u
#define EXTSTA_PRIVATE_ROAM_POLICY_LEN 16u

/* Roams to the AP of this address (6 bytes), which is asked first whether it is there.
 * NDIS_STATUS_INVALID_STATE: not associated, or an operation runs. NDIS_STATUS_INVALID_DATA: it is
 * the AP of the association, was not heard, or is no candidate. */
#define EXTSTA_PRIVATE_ROAM_TO 4u

/* 5 to 11: docs/security.md has the list. */

#endif
