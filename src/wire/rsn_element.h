/* RSN and WPA elements, and the suite selectors they are made of. IEEE Std 802.11-2020
 * 9.4.2.24; RSNX (9.4.2.241) is only carried about whole. What a selector means is in
 * crypto/suites.h. */
#ifndef WIRE_RSN_ELEMENT_H
#define WIRE_RSN_ELEMENT_H

#include "base/bytes.h"

/* Suite selectors: OUI and type as a big-endian 32-bit number, 00-0F-AC:n. */
#define SUITE_RSN(n) (0x000fac00u | (uint32_t)(n))
#define SUITE_WPA(n) (0x0050f200u | (uint32_t)(n))
#define CIPHER_USE_GROUP SUITE_RSN(0)
#define CIPHER_WEP40     SUITE_RSN(1)
#define CIPHER_TKIP      SUITE_RSN(2)
#define CIPHER_CCMP      SUITE_RSN(4)
#define CIPHER_WEP104    SUITE_RSN(5)
#define CIPHER_BIP       SUITE_RSN(6)
#define CIPHER_NO_GROUP  SUITE_RSN(7)
#define CIPHER_GCMP      SUITE_RSN(8)
#define CIPHER_GCMP_256  SUITE_RSN(9)
#define CIPHER_CCMP_256  SUITE_RSN(10)
#define CIPHER_BIP_GMAC_128 SUITE_RSN(11)
#define CIPHER_BIP_GMAC_256 SUITE_RSN(12)
#define CIPHER_BIP_CMAC_256 SUITE_RSN(13)
#define AKM_8021X        SUITE_RSN(1)
#define AKM_PSK          SUITE_RSN(2)
#define AKM_FT_8021X     SUITE_RSN(3)
#define AKM_FT_PSK       SUITE_RSN(4)
#define AKM_8021X_SHA256 SUITE_RSN(5)
#define AKM_PSK_SHA256   SUITE_RSN(6)
#define AKM_SAE          SUITE_RSN(8)
#define AKM_FT_SAE       SUITE_RSN(9)
#define AKM_SUITE_B      SUITE_RSN(11)
#define AKM_SUITE_B_192  SUITE_RSN(12)
#define AKM_FT_8021X_384 SUITE_RSN(13)
#define AKM_OWE          SUITE_RSN(18)
#define AKM_FT_PSK_384      SUITE_RSN(19)
#define AKM_PSK_384         SUITE_RSN(20)
#define AKM_SAE_EXT_KEY  SUITE_RSN(24)
#define AKM_FT_SAE_EXT_KEY SUITE_RSN(25)

/* RSN Capabilities (9.4.2.24.4): preauthentication; management frame protection required,
 * capable; and what its names say. */
#define RSN_CAP_PREAUTH  0x0001u
#define RSN_CAP_MFPR     0x0040u
#define RSN_CAP_MFPC     0x0080u
#define RSN_CAP_EXT_KEY_ID 0x2000u /* pairwise keys of id 0 and 1 */
#define RSN_CAP_OCVC       0x4000u /* operating channel validation */

/* BSS membership selector among the rates: SAE by hash to element only (table 9-92). */
#define SELECTOR_SAE_H2E 123u

#define RSN_MAX_SUITES 12
#define RSN_MAX_PMKIDS 8

/* Decoded; without pointers, so it may be copied and kept. */
struct rsn_element {
    uint16_t version;
    uint32_t group;                    /* cipher suite selector */
    uint32_t pairwise[RSN_MAX_SUITES];
    size_t pairwise_count;
    uint32_t akm[RSN_MAX_SUITES];
    size_t akm_count;
    uint16_t capabilities;
    uint8_t pmkid[RSN_MAX_PMKIDS][16];
    size_t pmkid_count;                /* as in the element, may exceed what is kept */
    uint32_t group_mgmt;               /* 0 = field absent */
    bool is_wpa;                       /* from a WPA vendor element */
};

/* Decodes a whole RSN (or WPA vendor) element, id and length included. Optional
 * trailing fields get the defaults of the standard (CCMP, 802.1X, capabilities 0).
 * MALFORMED: lengths contradict; UNSUPPORTED: version 0 or unknown. More suites than
 * RSN_MAX_SUITES are read and not kept. */
enum extsta_error rsn_element_parse(struct extsta_span element, struct rsn_element *out);
/* Appends a whole element, id and length included; counts beyond the arrays are cut. */
void rsn_element_write(struct writer *w, const struct rsn_element *rsn);
/* Whether the selector is among those of the element. */
bool rsn_has_pairwise(const struct rsn_element *rsn, uint32_t suite);
bool rsn_has_akm(const struct rsn_element *rsn, uint32_t suite);

#endif
