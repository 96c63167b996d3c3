/* What is in the buffers that cross the miniport boundary, as values.
 *
 * Status indications and OID requests carry the structures of windot11.h, little-endian,
 * with trailing data behind them. This is the only way in and out of such a buffer: a driver
 * (struct extsta_driver_ops) makes a payload and writes it, a host or an observer (log,
 * referee) reads one. Every structure has a form; the forms and where each field stands are
 * one table (src/boundary/payload_table.c), which the tests compare with the ABI.
 *
 * Nothing here allocates. A payload that was read points into the buffer it was read from. */
#ifndef EXTSTA_PAYLOAD_H
#define EXTSTA_PAYLOAD_H

#include <extsta/boundary.h>
#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Names a structure, and the member of struct extsta_payload that holds its value. */
enum extsta_form {
    EXTSTA_FORM_BYTES, /* no structure, or none that is known here: .bytes */
    /* --- plain values --- */
    EXTSTA_FORM_NUMBER,    /* ULONG or an enum: .number */
    EXTSTA_FORM_FLAG,      /* BOOLEAN, one octet: .flag */
    EXTSTA_FORM_ADDRESS,   /* DOT11_MAC_ADDRESS: .address */
    EXTSTA_FORM_COUNTRY,   /* DOT11_COUNTRY_OR_REGION_STRING, three octets: .country */
    EXTSTA_FORM_ADDRESSES, /* DOT11_MAC_ADDRESS[]: .list of ADDRESS */
    /* --- lists and byte arrays: .list; in its entries the form in parentheses --- */
    EXTSTA_FORM_SSID_LIST,              /* (SSID) */
    EXTSTA_FORM_BSSID_LIST,             /* (ADDRESS) */
    EXTSTA_FORM_MAC_ADDRESS_LIST,       /* (ADDRESS) */
    EXTSTA_FORM_PMKID_LIST,             /* (PMKID) */
    EXTSTA_FORM_PRIVACY_EXEMPTION_LIST, /* (EXEMPTION) */
    EXTSTA_FORM_AUTH_ALGORITHM_LIST,    /* (NUMBER) */
    EXTSTA_FORM_CIPHER_ALGORITHM_LIST,  /* (NUMBER) */
    EXTSTA_FORM_AUTH_CIPHER_PAIR_LIST,  /* (AUTH_CIPHER_PAIR) */
    EXTSTA_FORM_PHY_ID_LIST,            /* (NUMBER) */
    EXTSTA_FORM_PHY_TYPES,              /* DOT11_SUPPORTED_PHY_TYPES (NUMBER) */
    EXTSTA_FORM_DSSS_CHANNELS,          /* DOT11_SUPPORTED_DSSS_CHANNEL_LIST (NUMBER) */
    EXTSTA_FORM_OFDM_FREQUENCIES,       /* DOT11_SUPPORTED_OFDM_FREQUENCY_LIST (NUMBER) */
    EXTSTA_FORM_REG_DOMAINS,            /* DOT11_REG_DOMAINS_SUPPORT_VALUE (REG_DOMAIN) */
    EXTSTA_FORM_ASSOCIATION_INFO_LIST,  /* (ASSOCIATION_INFO) */
    EXTSTA_FORM_BSS_LIST,               /* DOT11_BYTE_ARRAY (BSS_ENTRY) */
    EXTSTA_FORM_KEY_MAPPING_KEYS,       /* DOT11_BYTE_ARRAY (KEY_MAPPING_KEY) */
    EXTSTA_FORM_NIC_SPECIFIC,           /* DOT11_NIC_SPECIFIC_EXTENSION: octets */
    EXTSTA_FORM_RATE_SET,               /* octets */
    EXTSTA_FORM_RATE_TABLE,             /* DOT11_DATA_RATE_MAPPING_TABLE (RATE_MAPPING) */
    /* --- what stands in lists --- */
    EXTSTA_FORM_SSID,               /* .ssid */
    EXTSTA_FORM_PMKID,              /* .pmkid */
    EXTSTA_FORM_EXEMPTION,          /* .exemption */
    EXTSTA_FORM_AUTH_CIPHER_PAIR,   /* .pair */
    EXTSTA_FORM_REG_DOMAIN,         /* .reg_domain */
    EXTSTA_FORM_ASSOCIATION_INFO,   /* .association_info */
    EXTSTA_FORM_BSS_ENTRY,          /* .bss */
    EXTSTA_FORM_KEY_MAPPING_KEY,    /* .key */
    EXTSTA_FORM_RATE_MAPPING,       /* .rate_mapping */
    EXTSTA_FORM_PHY_TYPE_INFO,      /* .phy_type_info */
    EXTSTA_FORM_PHY_STATISTICS,     /* .phy_statistics */
    EXTSTA_FORM_LINK_QUALITY_ENTRY, /* .quality */
    EXTSTA_FORM_BSSID_CANDIDATE,    /* .candidate */
    EXTSTA_FORM_ENCAP_ENTRY,        /* .encap */
    /* --- requests and answers --- */
    EXTSTA_FORM_OPERATION_MODE,              /* .mode */
    EXTSTA_FORM_OPERATION_MODE_CAPABILITY,   /* .mode_capability */
    EXTSTA_FORM_OPTIONAL_CAPABILITY,         /* .optional */
    EXTSTA_FORM_CURRENT_OPTIONAL_CAPABILITY, /* .optional */
    EXTSTA_FORM_EXTSTA_CAPABILITY,           /* .capability */
    EXTSTA_FORM_SCAN_REQUEST,                /* DOT11_SCAN_REQUEST_V2: .scan */
    EXTSTA_FORM_RESET_REQUEST,               /* .reset */
    EXTSTA_FORM_STATUS_INDICATION,           /* .confirm */
    EXTSTA_FORM_DEFAULT_KEY,                 /* DOT11_CIPHER_DEFAULT_KEY_VALUE: .key */
    EXTSTA_FORM_KEY_MATERIAL,      /* DOT11_KEY_ALGO_CCMP and its like (GCMP, BIP): .material */
    EXTSTA_FORM_TKIP_KEY_MATERIAL, /* DOT11_KEY_ALGO_TKIP_MIC: .material */
    EXTSTA_FORM_PORT_STATE,        /* DOT11_PORT_STATE_NOTIFICATION: .port_state */
    EXTSTA_FORM_IBSS_PARAMS,       /* .ibss */
    EXTSTA_FORM_ASSOCIATION_PARAMS, /* .association_params */
    EXTSTA_FORM_QOS_PARAMS,         /* .qos_flags */
    EXTSTA_FORM_STATISTICS,         /* .statistics */
    EXTSTA_FORM_DATA_RATES,         /* DOT11_SUPPORTED_DATA_RATES_VALUE_V2: .data_rates */
    EXTSTA_FORM_PRIVATE,            /* in NIC_SPECIFIC (private_oid.h): .command */
    /* --- indications --- */
    EXTSTA_FORM_ASSOCIATION_START,      /* .association_start */
    EXTSTA_FORM_ASSOCIATION_COMPLETION, /* .association_completion */
    EXTSTA_FORM_CONNECTION_START,       /* .operation_start */
    EXTSTA_FORM_CONNECTION_COMPLETION,  /* .number */
    EXTSTA_FORM_ROAMING_START,          /* .operation_start */
    EXTSTA_FORM_ROAMING_COMPLETION,     /* .number */
    EXTSTA_FORM_DISASSOCIATION,         /* .disassociation */
    EXTSTA_FORM_TKIP_MIC_FAILURE,       /* .mic_failure */
    EXTSTA_FORM_PMKID_CANDIDATES,       /* .list of BSSID_CANDIDATE */
    EXTSTA_FORM_PHY_STATE,              /* .phy_state */
    EXTSTA_FORM_LINK_QUALITY,           /* .list of LINK_QUALITY_ENTRY */
    EXTSTA_FORMS
};

/* NDIS_OBJECT_HEADER. Of use when reading: writing fills it in (ROL-01). */
struct extsta_object_header {
    uint8_t type, revision;
    uint16_t size;
};

/* Trailing data of a structure. To write it, set `bytes`; without data, the room is left
 * zero, and the writer fills it in later. Offset and size are then computed. */
struct extsta_part {
    struct extsta_span bytes; /* as much of it as lies in the buffer */
    uint32_t offset;          /* as the buffer gives it */
    uint32_t size;            /* as the buffer gives it: octets, or a number of entries */
    enum extsta_form form;    /* of its entries (extsta_payload_next); BYTES: it has none */
    bool cut;                 /* not all of it lies in the buffer */
};

struct extsta_list {
    uint32_t total; /* uTotalNumOf...: more than entries.size when there was no room */
    struct extsta_part entries;
};

struct extsta_ssid {
    uint32_t len; /* as the buffer gives it: may exceed 32 */
    uint8_t bytes[32];
};

/* DOT11_CIPHER_DEFAULT_KEY_VALUE and DOT11_CIPHER_KEY_MAPPING_KEY_VALUE. */
struct extsta_key {
    struct extsta_mac peer;
    uint32_t index;     /* default keys */
    uint32_t direction; /* key-mapping keys: DOT11_DIR_... */
    uint32_t algorithm; /* DOT11_CIPHER_ALGO_... */
    bool is_delete, is_static;
    struct extsta_part key; /* WEP: the key; else one of the KEY_MATERIAL forms */
};

/* DOT11_ASSOCIATION_COMPLETION_PARAMETERS; is written as revision 2. Of a revision 1 buffer
 * the members of revision 2 are zero. */
struct extsta_association_completion {
    struct extsta_mac peer;
    uint32_t status; /* DOT11_ASSOC_STATUS */
    bool reassoc_request, reassoc_response;
    struct extsta_part active_phys;       /* of NUMBER */
    struct extsta_part request, response; /* bodies without MAC header */
    struct extsta_part beacon;            /* body of a beacon or probe response */
    struct extsta_part ihv_data;
    struct extsta_part encap; /* of ENCAP_ENTRY */
    uint32_t auth, unicast, multicast;
    bool four_address, port_authorized;
    uint8_t qos;      /* DOT11_QOS_PROTOCOL_FLAG_... */
    uint32_t ds_info; /* DOT11_DS_INFO */
    uint32_t multicast_mgmt;
    uint32_t comeback; /* TU */
};

/* DOT11_SCAN_REQUEST_V2. Offsets are relative to its ucBuffer. */
struct extsta_scan_request {
    uint32_t bss_type, type; /* DOT11_BSS_TYPE, DOT11_SCAN_TYPE */
    struct extsta_mac bssid;
    bool restricted, use_request_ie;
    struct extsta_part ssids;       /* of SSID */
    struct extsta_part request_ids; /* element ids */
    struct extsta_part phys;        /* of PHY_TYPE_INFO, each of its own length */
    struct extsta_part elements;
};

/* DOT11_BSS_ENTRY */
struct extsta_bss_entry {
    uint32_t phy_id;
    uint32_t freq; /* MHz */
    struct extsta_mac bssid;
    uint32_t bss_type;
    int32_t rssi;          /* dBm */
    uint32_t link_quality; /* 0 to 100 */
    bool in_reg_domain;
    uint16_t beacon_period;  /* TU */
    uint64_t timestamp;      /* TSF, microseconds */
    uint64_t host_timestamp; /* 100 ns */
    uint16_t capability;
    struct extsta_part elements;
};

/* DOT11_ASSOCIATION_INFO_EX */
struct extsta_association_info {
    struct extsta_mac peer, bssid;
    uint16_t capability, listen_interval, aid;
    struct extsta_span rates; /* 500 kb/s, at most 255; reads as 255, zeros behind the last */
    uint32_t state, power_mode;
    uint64_t up_time; /* 100 ns */
    uint64_t tx_ok, tx_failed, rx_ok, rx_failed;
};

#define EXTSTA_MAC_COUNTERS 14u /* of DOT11_MAC_FRAME_STATISTICS, in its order */
#define EXTSTA_PHY_COUNTERS 18u /* of DOT11_PHY_FRAME_STATISTICS, in its order */

/* The value of one structure. */
struct extsta_payload {
    enum extsta_form form;
    struct extsta_object_header header; /* zero where the structure has none */
    union {
        struct extsta_part bytes;
        uint32_t number;
        bool flag;
        struct extsta_mac address;
        uint8_t country[3];
        struct extsta_list list;
        struct extsta_ssid ssid;
        struct {
            struct extsta_mac bssid;
            uint8_t pmkid[16];
            uint32_t flags;
        } pmkid;
        struct {
            uint16_t ethertype; /* 0x888e: big-endian in the buffer (DEC-10) */
            uint16_t action;    /* DOT11_EXEMPT_... */
            uint16_t kind;      /* DOT11_EXEMPT_UNICAST ... */
        } exemption;
        struct {
            uint32_t auth, cipher;
        } pair;
        struct {
            uint32_t index, domain;
        } reg_domain;
        struct {
            uint8_t index, flag;
            uint16_t rate; /* 500 kb/s */
        } rate_mapping;
        struct {
            uint32_t phy_id; /* dot11PhyType: a PHY id in ExtSTA mode */
            bool use_parameters;
            uint32_t probe_delay, min_channel_time, max_channel_time;
            uint32_t description; /* CH_DESCRIPTION_TYPE */
            struct extsta_part channels;
        } phy_type_info;
        uint64_t phy_statistics[EXTSTA_PHY_COUNTERS];
        struct {
            struct extsta_mac peer;
            uint8_t quality; /* 0 to 100 */
        } quality;
        struct {
            struct extsta_mac bssid;
            uint32_t flags; /* DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED */
        } candidate;
        struct {
            uint16_t ethertype; /* big-endian in the buffer */
            uint16_t type;      /* DOT11_ENCAP_... */
        } encap;
        struct extsta_association_info association_info;
        struct extsta_bss_entry bss;
        struct extsta_key key;
        struct {
            uint64_t counter; /* ucIV48Counter: the replay counter to start from */
            uint32_t key_len, mic_len;
            struct extsta_part keys; /* the cipher key, then the MIC keys of TKIP */
        } material;
        uint32_t mode; /* uCurrentOpMode */
        struct {
            uint32_t major, minor, tx_buffers, rx_buffers, modes;
        } mode_capability;
        struct {
            bool cf_pollable, pcf, transfer_to_pc, strictly_ordered;
        } optional;
        struct { /* sizes of tables: CIP-14 */
            uint32_t scan_ssids, desired_bssids, desired_ssids, excluded, exemptions;
            uint32_t key_mappings, default_keys, wep_key_len, pmkids, per_station;
        } capability;
        struct extsta_scan_request scan;
        struct {
            uint32_t type; /* DOT11_RESET_TYPE */
            struct extsta_mac address;
            bool default_mib;
        } reset;
        struct {
            uint32_t type, status; /* DOT11_STATUS_RESET_CONFIRM and its NDIS_STATUS */
        } confirm;
        struct {
            struct extsta_mac peer;
            bool open;
        } port_state;
        struct {
            bool join_only;
            struct extsta_part elements;
        } ibss;
        struct {
            struct extsta_mac bssid;
            struct extsta_part elements;
        } association_params;
        uint8_t qos_flags;
        struct {
            uint64_t handshake_failures, countermeasures;
            uint64_t unicast[EXTSTA_MAC_COUNTERS], multicast[EXTSTA_MAC_COUNTERS];
            struct extsta_part phys; /* of PHY_STATISTICS */
        } statistics;
        struct {
            struct extsta_span tx, rx; /* as association_info.rates */
        } data_rates;
        struct {
            uint32_t magic, command;
            struct extsta_part parameters;
        } command;
        struct {
            struct extsta_mac peer;
            struct extsta_ssid ssid;
            struct extsta_part ihv_data;
        } association_start;
        struct extsta_association_completion association_completion;
        struct {
            uint32_t bss_type; /* CONNECTION_START */
            uint32_t reason;   /* ROAMING_START */
            struct extsta_mac adhoc_bssid;
            struct extsta_ssid adhoc_ssid;
        } operation_start;
        struct {
            struct extsta_mac peer;
            uint32_t reason;
            struct extsta_part ihv_data;
        } disassociation;
        struct {
            bool default_key;
            uint32_t key_index;
            struct extsta_mac peer;
        } mic_failure;
        struct {
            uint32_t phy_id;
            bool hardware, software;
        } phy_state;
    };
};

/* What a status indication carries; what the input (of a set or method) or the output (of a
 * query or method) of an OID is. BYTES: nothing, or unknown. */
enum extsta_form extsta_indication_form(uint32_t status_code);
enum extsta_form extsta_oid_form(uint32_t oid, bool output);
/* Octets a buffer of this form has at least: up to its last member that is not trailing. */
size_t extsta_form_least(enum extsta_form form);
/* What Header.Size says: sizeof the structure. */
size_t extsta_form_size(enum extsta_form form);

/* Reads a buffer. False when it has fewer octets than extsta_form_least (or a header that
 * says so); then what is there has been read, the rest is zero. Parts are read as far as
 * they lie in the buffer: look at `cut`. The spans point into `buffer`. */
bool extsta_payload_read(enum extsta_form form, struct extsta_span buffer,
                         struct extsta_payload *out);

/* Takes the next entry off the front of a part that was read (`rest` is the caller's copy).
 * False at the end: octets that are left in rest->bytes are then less than an entry. Of an
 * entry of its own length the trailing part may be cut. */
bool extsta_payload_next(struct extsta_part *rest, struct extsta_payload *entry);

/* Writes a payload with its trailing data. Returns the octets it takes; when these are more
 * than `room`, nothing was written. */
size_t extsta_payload_write(const struct extsta_payload *payload, void *out, size_t room);

/* --- members by name: for whoever shows payloads, or makes them, without a line for each form
 * --- */
enum extsta_member_kind {
    EXTSTA_MEMBER_NUMBER, /* .number */
    EXTSTA_MEMBER_SIGNED, /* .number, of an int32_t that was extended to 64 bits */
    EXTSTA_MEMBER_FLAG,   /* .number: 0 or 1 */
    EXTSTA_MEMBER_OCTETS, /* .octets: those of an address, an SSID, a rate set */
    EXTSTA_MEMBER_COUNTERS, /* .octets: an array of uint64_t */
    EXTSTA_MEMBER_PART,   /* .part: trailing data */
};

struct extsta_member {
    /* Of the field in the structure of windot11.h, "A.b" of a member of a member; of trailing
     * data that of the field with its place, without "Offset". Not ended by a zero; empty of a
     * plain value, and of trailing data that follow without such a field. */
    struct extsta_span name;
    enum extsta_member_kind kind;
    uint16_t size; /* octets of the field in the buffer; 0: trailing data */
    uint64_t number;
    struct extsta_span octets;
    struct extsta_part part;
};

/* The name of the structure, as "DOT11_SSID_LIST"; NULL: a plain value. */
const char *extsta_form_name(enum extsta_form form);
/* Member `index`, from 0 on, with its value; false: there are no more. Spans point into the
 * payload, or where it points. */
bool extsta_payload_member(const struct extsta_payload *payload, size_t index,
                           struct extsta_member *member);
/* Sets it; kind, size and name are those of the form. Octets that are too few are filled up
 * with zeros; false: too many, or no such member. What octets and parts point to is borrowed
 * as long as the payload is used. */
bool extsta_payload_set(struct extsta_payload *payload, size_t index,
                        const struct extsta_member *member);

/* The octets of an SSID. */
static inline struct extsta_span extsta_ssid_span(const struct extsta_ssid *ssid)
{
    struct extsta_span s = {ssid->bytes,
                            ssid->len < sizeof ssid->bytes ? ssid->len : sizeof ssid->bytes};
    return s;
}

#ifdef __cplusplus
}
#endif
#endif
