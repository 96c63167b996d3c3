/* The four-way and group key handshakes of WPA2-PSK, as this extension does them itself: with
 * OpenSSL and nothing of the station. IEEE Std 802.11-2020 12.7.2, 12.7.6, 12.7.7. A pure
 * machine: PDUs go in, what follows from them comes out (struct fourway_out); extension.c sends
 * and installs. Whatever is received is hostile until its MIC has been verified. */
#ifndef WPA2PSK_FOURWAY_H
#define WPA2PSK_FOURWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOURWAY_MAX_RSNE 64u

struct fourway {
    uint8_t pmk[32], aa[6], spa[6];
    uint8_t own_rsne[FOURWAY_MAX_RSNE], ap_rsne[FOURWAY_MAX_RSNE]; /* whole elements */
    size_t own_rsne_len, ap_rsne_len;
    bool sha256; /* AKM 00-0F-AC:6, else 00-0F-AC:2 */
    uint8_t anonce[32], snonce[32];
    uint8_t ptk[48]; /* KCK, KEK, TK: in use once installed */
    bool has_snonce, has_ptk, installed, has_replay;
    /* Of a handshake that renews the PTK, until its message 3 has shown that the AP means it.
     */
    uint8_t next_anonce[32], next_snonce[32], next_ptk[48];
    bool has_next;
    uint64_t replay; /* highest with a valid MIC */
    uint8_t gtk[16], gtk_id;
    bool has_gtk; /* one has been taken: see take_gtk */
};

/* What follows from a message: send first; keys of message 3 go in and open the port when
 * message 4 has arrived, those of a group handshake at once. */
struct fourway_out {
    size_t send_len;
    uint8_t send[256]; /* EAPOL PDU */
    bool message_4;    /* that is what it is: sent, or to be sent again with message 3 */
    bool install_pairwise, install_group, refused;
    uint8_t group_counter[6]; /* receive counter of the group key, least significant first */
};

/* PMK from a passphrase of 8 to 63 characters (annex J.4): PBKDF2, milliseconds. False: OpenSSL
 * has failed. */
bool fourway_pmk(const char *passphrase, const uint8_t *ssid, size_t ssid_len, uint8_t pmk[32]);

/* Starts with the bodies of the association: elements of the request and of the beacon. False:
 * there is no RSNE that this extension can serve (PSK, CCMP and CCMP). */
bool fourway_start(struct fourway *f, const uint8_t pmk[32], const uint8_t aa[6],
                   const uint8_t spa[6], const uint8_t *request, size_t request_len,
                   const uint8_t *beacon, size_t beacon_len);
/* A received EAPOL PDU, from its version octet on. Anything that is not a valid next message
 * leaves everything as it is. */
void fourway_rx(struct fourway *f, const uint8_t *pdu, size_t len, struct fourway_out *out);
/* Wipes it. Fine for one that was not started. */
void fourway_clear(struct fourway *f);

#endif
