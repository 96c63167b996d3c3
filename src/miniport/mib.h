/* Configuration of the miniport: the MIB objects of contract chapter 95.
 *
 * Most stations of a fleet have the same configuration, so it is interned: a station holds a
 * reference to a struct mp_mib in the context's store. A set request changes it in place: the
 * first one takes a copy where others share it, which is the station's own draft until another
 * station of the context edits. Then it is interned. So the requests of a connect copy it once,
 * and a context holds one configuration at most that is not shared. */
#ifndef MINIPORT_MIB_H
#define MINIPORT_MIB_H

#include <extsta/windot11.h>
#include <extsta/context.h>
#include <extsta/payload.h>
#include <extsta/profile.h>
#include <extsta/radio.h>

#define MP_MAX_SSIDS         8u /* scan list and desired list (CIP-14: at least 4, 1) */
#define MP_MAX_BSSIDS        8u
#define MP_MAX_EXCLUDED      8u
#define MP_MAX_EXEMPTIONS    8u
#define MP_MAX_PMKIDS        16u
#define MP_MAX_PHYS          64u
#define MP_MAX_ALGORITHMS    16u
#define MP_MAX_MULTICAST     32u
#define MP_MAX_DEFAULT_KEYS  6u /* 0-3, and 4-5 for BIP */
#define MP_MAX_KEY_MAPPINGS  32u
#define MP_MAX_PER_STATION   32u
#define MP_MAX_EXTRA_IES     512u
#define MP_MAX_WEP_KEY       13u /* bytes of the longest WEP key (WEP104) */
#define MP_BUFFERS           64u /* packets it takes and hands up at a time */
#define MP_MAX_RTS_THRESHOLD 2347u
/* MIB-26: what it supports of QOS_PARAMS */
#define MP_QOS_SUPPORTED DOT11_QOS_PROTOCOL_FLAG_WMM

struct mp_ssid {
    uint8_t len;
    uint8_t ssid[32];
};

struct mp_mib {
    uint32_t desired_bss_type; /* MIB-01: DESIRED_BSS_TYPE */
    uint8_t ssid_count, bssid_count, phy_count;
    struct mp_ssid ssids[MP_MAX_SSIDS];      /* MIB-02; length 0 = wildcard */
    struct extsta_mac bssids[MP_MAX_BSSIDS]; /* MIB-03; FF.. = wildcard */
    uint32_t phys[MP_MAX_PHYS];              /* MIB-05; DOT11_PHY_ID_ANY = wildcard */
    uint8_t auth_count, unicast_count, multicast_count;
    uint32_t auth[MP_MAX_ALGORITHMS];      /* MIB-09, by preference */
    uint32_t unicast[MP_MAX_ALGORITHMS];   /* MIB-10: ENABLED_UNICAST_CIPHER_ALGORITHM */
    uint32_t multicast[MP_MAX_ALGORITHMS]; /* MIB-11: ENABLED_MULTICAST_CIPHER_ALGORITHM */
    uint8_t exemption_count;
    struct mp_exemption {
        uint16_t ethertype;          /* host order */
        uint16_t action, kind;       /* DOT11_EXEMPT_*, DOT11_EXEMPT_UNICAST... */
    } exemptions[MP_MAX_EXEMPTIONS]; /* MIB-16: PRIVACY_EXEMPTION_LIST */
    uint8_t country[3];              /* MIB-08: DESIRED_COUNTRY_OR_REGION_STRING */
    bool exclude_unencrypted;        /* MIB-15: EXCLUDE_UNENCRYPTED */
    bool unicast_use_group;          /* MIB-18: UNICAST_USE_GROUP_ENABLED */
    bool hidden_network;             /* MIB-20: HIDDEN_NETWORK_ENABLED */
    bool safe_mode, safe_mode_ht;    /* MIB-27, 28 */
    bool multi_domain;               /* MIB-44: MULTI_DOMAIN_CAPABILITY_ENABLED */
    bool join_only;                  /* MIB-29: IBSS_PARAMS */
    uint8_t handshake;               /* EXTSTA_PRIVATE_OCV, ...: EXTSTA_PRIVATE_SET_HANDSHAKE */
    uint8_t pmf; /* enum extsta_pmf: EXTSTA_PRIVATE_SET_PMF; 0, the default: capable */
    uint32_t auto_config;            /* MIB-25: AUTO_CONFIG_ENABLED */
    uint32_t qos_flags;              /* MIB-26: what it supports of QOS_PARAMS */
    uint32_t rts_threshold, fragmentation_threshold; /* MIB-34, 35 */
    uint32_t unreachable_ms; /* MIB-19: UNREACHABLE_DETECTION_THRESHOLD */
    uint32_t power_saving;                           /* MIB-22: POWER_MGMT_REQUEST */
    uint32_t current_phy;                            /* MIB-07: CURRENT_PHY_ID */
    uint32_t default_key_id;                         /* MIB-12: CIPHER_DEFAULT_KEY_ID */
    uint32_t beacon_period, atim_window;             /* MIB-40, 41 */
    uint8_t short_retry, long_retry;                 /* MIB-36, 37 */
    uint32_t tx_lifetime_tu, rx_lifetime_tu;         /* MIB-38, 39 */
    uint8_t rate_count;
    uint8_t rates[16];                 /* MIB-42, units of 500 kb/s */
    struct extsta_mac assoc_ies_bssid; /* MIB-30: ASSOCIATION_PARAMS */
    uint16_t assoc_ies_len, ibss_ies_len;
    uint8_t assoc_ies[MP_MAX_EXTRA_IES];
    uint8_t ibss_ies[MP_MAX_EXTRA_IES];
};

/* What a station sets at run time and most stations never have: allocated with the
 * first entry, NULL while empty. */
struct mp_multicast { /* MIB-31: MULTICAST_LIST */
    uint8_t count;
    struct extsta_mac addresses[MP_MAX_MULTICAST];
};
struct mp_pmkids { /* MIB-17: PMKID_LIST */
    uint8_t count;
    struct mp_pmkid {
        struct extsta_mac bssid;
        uint8_t pmkid[16];
    } entries[MP_MAX_PMKIDS];
};
struct mp_excluded { /* MIB-04: EXCLUDED_MAC_ADDRESS_LIST */
    uint8_t count;
    struct extsta_mac addresses[MP_MAX_EXCLUDED]; /* FF.. alone: every address */
};

struct miniport;
/* Whether the excluded MAC address list forbids this AP or peer. */
bool mib_is_excluded(const struct miniport *mp, struct extsta_mac address);
/* Whether a group address is in the multicast list (RXP-08). */
bool mib_in_multicast_list(const struct miniport *mp, struct extsta_mac address);
/* The cached PMKID for a BSSID, or NULL. */
const struct mp_pmkid *mib_pmkid_find(const struct miniport *mp, struct extsta_mac bssid);
/* Empties the three lists. */
void mib_multicast_clear(struct miniport *mp);
void mib_pmkids_clear(struct miniport *mp);
void mib_excluded_clear(struct miniport *mp);

/* The entries of a list of addresses, of which there is room for all. False: the wildcard is among
 * others, and must stand alone (CIP-13, CIP-15). */
bool mib_addresses_read(struct extsta_part entries, struct extsta_mac *out);

/* The defaults of chapter 95 for this radio (ATH-06, CIP-03). */
void mib_defaults(struct mp_mib *mib, const struct extsta_radio_caps *radio);
/* Enabled authentication, unicast and multicast ciphers back to the defaults for the
 * desired BSS type (ATH-04, ATH-06); the ciphers alone for the enabled authentication
 * (ATH-07). */
void mib_default_algorithms(struct mp_mib *mib, const struct extsta_radio_caps *radio);
void mib_default_ciphers(struct mp_mib *mib, const struct extsta_radio_caps *radio);
/* min(2346, aMPDUMaxLength of the PHY) (MIB-35). */
uint32_t mib_fragmentation_default(const struct extsta_radio_caps *radio, uint32_t phy_id);
/* The station's configuration, to be changed in place, at once; mp->mib points to the same.
 * The first time it is the defaults. NULL: no memory, and nothing has changed; never again
 * NULL within one request. Check the whole input first: there is no way back. */
struct mp_mib *mib_edit(struct miniport *mp);
/* Gives the station's configuration back; it must have one. */
void mib_release(struct miniport *mp);
/* The draft of the context, whoever's it is, becomes a configuration like the others. */
void mib_settle(struct extsta_context *ctx);
/* Distinct configurations alive in the context, when the draft has been interned. */
size_t mib_interned(struct extsta_context *ctx);

#endif
