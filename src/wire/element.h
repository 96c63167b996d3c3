/* Elements: walking, collecting, writing. IEEE Std 802.11-2020 9.4.2. The parts of every
 * management frame body behind its fixed fields, and of EAPOL key data. */
#ifndef WIRE_ELEMENT_H
#define WIRE_ELEMENT_H

#include "base/bytes.h"

/* 9.4.2.1, as far as somebody here reads or writes them. */
enum element_id {
    ELEMENT_SSID = 0,
    ELEMENT_RATES = 1,
    ELEMENT_DS = 3,
    ELEMENT_TIM = 5,
    ELEMENT_IBSS = 6,
    ELEMENT_COUNTRY = 7,
    ELEMENT_CHALLENGE = 16,
    ELEMENT_POWER_CAPABILITY = 33,
    ELEMENT_TPC_REPORT = 35,
    ELEMENT_SUPPORTED_CHANNELS = 36,
    ELEMENT_CHANNEL_SWITCH = 37,
    ELEMENT_MEASUREMENT_REQUEST = 38,
    ELEMENT_MEASUREMENT_REPORT = 39,
    ELEMENT_ERP = 42,
    ELEMENT_HT_CAPABILITIES = 45,
    ELEMENT_RSN = 48,
    ELEMENT_EXT_RATES = 50,
    ELEMENT_NEIGHBOR_REPORT = 52,
    ELEMENT_MOBILITY_DOMAIN = 54,
    ELEMENT_FAST_BSS_TRANSITION = 55,
    ELEMENT_TIMEOUT_INTERVAL = 56,
    ELEMENT_OPERATING_CLASSES = 59,
    ELEMENT_EXT_CHANNEL_SWITCH = 60,
    ELEMENT_HT_OPERATION = 61,
    ELEMENT_RM_CAPABILITIES = 70,
    ELEMENT_MMIE = 76,
    ELEMENT_EXT_CAPABILITIES = 127,
    ELEMENT_VHT_CAPABILITIES = 191,
    ELEMENT_VHT_OPERATION = 192,
    ELEMENT_VENDOR = 221,
    ELEMENT_RSNX = 244,
    ELEMENT_EXTENSION = 255,
};
/* 9.4.2.1, element id extensions. */
#define ELEMENT_EXT_DH_PARAMETER 32u
/* Element id extensions. */
enum element_extension {
    ELEMENT_EXT_HE_CAPABILITIES = 35,
    ELEMENT_EXT_HE_OPERATION = 36,
    ELEMENT_EXT_OCI = 54, /* operating channel information (9.4.2.237) */
};

struct element {
    uint8_t id;
    uint8_t ext; /* extension id when id is 255, else 0 */
    struct extsta_span value; /* without id, length (and extension id) */
    struct extsta_span whole; /* with them */
};

/* The next element; false at the end or when the rest is malformed (then r->failed). */
bool element_next(struct reader *r, struct element *e);

/* The first element with this id; false: there is none before the end or the first malformed
 * one. */
bool element_find(struct extsta_span elements, uint8_t id, struct element *e);
/* Vendor element by OUI (24 bit, first octet highest) and type octet. */
#define VENDOR_MICROSOFT          0x0050f2u /* type 1 WPA, 2 WMM, 4 WPS */
#define VENDOR_WFA                0x506f9au
#define VENDOR_WFA_OWE_TRANSITION 28u /* owe_element.h */

/* What a station looks at in beacons, probe and (re)association frames; spans are
 * empty (data NULL) where the element is absent. First occurrence counts. An element
 * whose length cannot be right (an SSID over 32 octets, HT Capabilities under 26, ...)
 * counts as absent, so the fixed part of each can be read without asking its length:
 * TIM 4, Country 6, ERP 1, HT Capabilities 26, HT Operation 22, VHT Capabilities 12, VHT
 * Operation 5, Mobility Domain 3, Fast BSS Transition 82, Timeout Interval 5, Management
 * MIC 16, Channel Switch 3 octets, Extended Channel Switch 4, WMM 4, HE Capabilities 21, HE
 * Operation 6, RM Enabled Capabilities 5. */
struct elements {
    struct extsta_span ssid; /* data non-NULL with length 0: wildcard/hidden SSID */
    struct extsta_span rates, ext_rates;
    struct extsta_span rsn;   /* whole element */
    struct extsta_span wpa;   /* whole element */
    struct extsta_span rsnx;  /* whole element */
    struct extsta_span country, tim, erp, challenge, ht_capabilities, ht_operation;
    struct extsta_span wmm; /* value, from the OUI on */
    struct extsta_span vht_capabilities, vht_operation, mobility_domain, fast_bss_transition;
    struct extsta_span timeout_interval, mmie, ext_capabilities;
    struct extsta_span channel_switch, ext_channel_switch;
    struct extsta_span dh;             /* Diffie-Hellman Parameter: group and key */
    struct extsta_span owe_transition; /* value, from the OUI on */
    struct extsta_span he_capabilities, he_operation; /* behind the element id extension */
    struct extsta_span rm_capabilities;
    struct extsta_span oci; /* 3 octets */
    uint8_t ds_channel; /* 0 = absent */
};
/* Collects. False when the walk ended in a malformed element; what came before it is
 * still in *out. */
bool elements_parse(struct extsta_span bytes, struct elements *out);

/* Elements, or subelements, one after the other to the end. */
bool elements_are_whole(struct extsta_span bytes);

/* Appends id, length and value; more than 255 octets fail the writer. */
void element_write(struct writer *w, uint8_t id, struct extsta_span value);
/* Supported Rates and, beyond eight, Extended Supported Rates. Units of 500 kb/s, the top
 * bit for a basic rate. */
void element_write_rates(struct writer *w, const uint8_t *rates, size_t count);

/* Channel numbers and centre frequencies in MHz (annex E); 0 when there is none. */
uint16_t channel_to_freq(uint8_t channel, bool band_5ghz);
uint8_t freq_to_channel(uint16_t freq);

#endif
