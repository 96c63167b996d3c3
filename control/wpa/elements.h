/* What the elements of a BSS or of an association say of its security, and the words that this
 * interface has for it: of BSSs in scan_results.c and bss.c, of the connection in link.c. */
#ifndef CONTROL_WPA_ELEMENTS_H
#define CONTROL_WPA_ELEMENTS_H

#include "reply.h"

#define WPA_ELEMENT_SSID     0u
#define WPA_ELEMENT_TIM      5u
#define WPA_ELEMENT_COUNTRY  7u
#define WPA_ELEMENT_RSN      48u
#define WPA_ELEMENT_MESH_ID  114u
#define WPA_ELEMENT_EXT_CAPS 127u
#define WPA_ELEMENT_HT       45u
#define WPA_ELEMENT_VHT      191u
#define WPA_ELEMENT_FILS     240u
#define WPA_ELEMENT_RSNX     244u
#define WPA_ELEMENT_EXTENDED 255u
#define WPA_EXTENDED_HE      35u
/* OUI and type of vendors' elements. */
#define WPA_VENDOR_WPA  0x0050f201u
#define WPA_VENDOR_WPS  0x0050f204u
#define WPA_VENDOR_P2P  0x506f9a09u
#define WPA_VENDOR_HS20 0x506f9a10u
#define WPA_VENDOR_OWE  0x506f9a1cu

/* Selectors as on the air: OUI, type. */
#define WPA_AKM(n)      (0x000fac00u | (n))
#define WPA_CIPHER(n)   (0x000fac00u | (n))
#define WPA_SUITES      16u
#define WPA_RSN_PREAUTH 0x0001u
#define WPA_RSN_MFPR    0x0040u
#define WPA_RSN_MFPC    0x0080u
#define WPA_CIPHER_TKIP WPA_CIPHER(2u)
#define WPA_CIPHER_CCMP WPA_CIPHER(4u)
#define WPA_CIPHER_BIP  WPA_CIPHER(6u)

/* An RSN element or one of WPA. Suites that do not fit are passed over. */
struct wpa_security {
    bool wpa;   /* of WPA: suites are those of the OUI 00-50-F2, here in the RSN's numbers */
    bool valid; /* it could be read */
    uint32_t group, mgmt; /* mgmt: 0, without protection of management frames */
    uint32_t pairwise[WPA_SUITES], akms[WPA_SUITES];
    size_t pairwise_count, akm_count;
    uint16_t capabilities;
};

/* The body of the first element with this id; of WPA_ELEMENT_EXTENDED: any. False: none. */
bool wpa_element(struct extsta_span elements, uint8_t id, struct extsta_span *body);
/* Of an element with an extended id, behind it. */
bool wpa_element_extended(struct extsta_span elements, uint8_t id, struct extsta_span *body);
/* Of a vendor, behind OUI and type. */
bool wpa_element_vendor(struct extsta_span elements, uint32_t vendor, struct extsta_span *body);
/* Body of an RSN element, or of one of WPA behind OUI and type. */
void wpa_security_read(struct extsta_span body, bool wpa, struct wpa_security *out);
/* The network's: the RSN element, else that of WPA. False: it has none. */
bool wpa_security_of(struct extsta_span elements, struct wpa_security *out);

/* "CCMP", "TKIP", "WEP-40" ... as STATUS has them; "NONE" for 0, "UNKNOWN". */
const char *wpa_cipher_name(uint32_t selector);
/* "BIP" and its kind. */
const char *wpa_mgmt_cipher_name(uint32_t selector);
/* As STATUS has key_mgmt: "WPA2-PSK", "SAE", "WPA2/IEEE 802.1X/EAP"; of WPA "WPA-PSK". */
const char *wpa_akm_name(uint32_t selector, bool wpa);
bool wpa_akm_is_8021x(uint32_t selector);
/* The column "flags" of SCAN_RESULTS. */
bool wpa_flags_add(struct wpa_reply *reply, struct extsta_span elements, uint16_t capability);

#endif
