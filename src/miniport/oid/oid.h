/* OID requests: one table, one dispatcher, small handlers grouped by subject.
 *
 * The dispatcher refuses what is unknown, comes in the wrong state or is shorter than the
 * input of this OID; a handler sees the input as a value (c->value), answers with the
 * oid_reply functions, and returns the NDIS status. */
#ifndef MINIPORT_OID_H
#define MINIPORT_OID_H

#include "boundary/payload.h"
#include "miniport/miniport.h"

struct oid_row;

struct oid_call {
    struct miniport *mp;
    extsta_time now;
    struct extsta_oid *oid;    /* the request, with its buffer: the caller's */
    const struct oid_row *row; /* NULL: an OID this driver does not have */
    struct extsta_span in;       /* the input, */
    struct extsta_payload value; /* ... of a set or method, as a value that points into it */
    size_t room;                 /* for the output, in the same buffer */
    uint32_t at;                 /* where a handler that walks a table stands */
    struct mp_mib *draft; /* of an edit: what it changes when all of the input is valid */
};
/* Answers or carries out; NDIS status. */
typedef uint32_t oid_handler(struct oid_call *c);

/* States in which a set or method is allowed (STA-04). */
#define OID_INIT 0x1u
#define OID_OP   0x2u
#define OID_ANY  (OID_INIT | OID_OP)

struct oid_row {
    uint32_t oid;
    uint8_t states;     /* of set and method; 0: there is neither */
    bool checks_input;  /* itself: something comes before its length */
    uint16_t count;     /* of a list in struct mp_mib: offset of its uint8_t count, */
    uint16_t field;     /* ... and generic handlers: offset of what is meant */
    uint32_t low, high; /* generic handlers: range of a ULONG; constant to answer */
    /* An edit is a set that changes the configuration, which is made ready for it. */
    oid_handler *query, *edit, *set, *method;
    uint8_t of; /* handlers of two objects: whose (enum algorithm_use, enum oid_band) */
};

/* --- answers --- */
/* The output, when there is room; else BytesNeeded and BUFFER_OVERFLOW. */
uint32_t oid_reply(struct oid_call *c, const struct extsta_payload *answer);
uint32_t oid_reply_u32(struct oid_call *c, uint32_t value);
uint32_t oid_reply_bool(struct oid_call *c, bool value);
uint32_t oid_reply_address(struct oid_call *c, struct extsta_mac address);
/* Writes the i-th entry of the list an OID answers with. */
typedef void oid_entry(struct oid_call *c, size_t i, struct writer *w);
/* The list that this OID answers with, each of its `count` entries written by `entry`; or (no
 * room) its two counts as ROL-04 asks, and BUFFER_OVERFLOW. */
uint32_t oid_reply_list(struct oid_call *c, size_t count, oid_entry *entry);
/* ROL-04: no entries, how many (or, of a byte array, how many octets) there are, and that the
 * whole takes `needed` octets. Without room for the counts only the latter. */
void oid_reply_counts(struct oid_call *c, enum extsta_form form, size_t total, size_t needed);

/* --- input --- */
/* The entries of the list that came: all there (ROL-06), and no more than `max`. */
uint32_t oid_input_list(struct oid_call *c, size_t max, struct extsta_part *entries);
/* An edit's end: the list that the row names becomes these entries, `size` octets of them. */
uint32_t oid_set_list(struct oid_call *c, const void *entries, size_t size, size_t count);

/* --- generic handlers --- */
oid_handler oid_query_numbers;            /* a list of uint32_t */
oid_handler oid_query_u32, oid_set_u32;   /* field of struct mp_mib, range low..high */
oid_handler oid_query_u8;                 /* a uint8_t field, answered as ULONG */
oid_handler oid_query_bool, oid_set_bool; /* a bool field, BOOLEAN of one byte */
oid_handler oid_query_constant;           /* `low`, a ULONG */
oid_handler oid_query_false, oid_query_true;

/* --- by group --- */
/* general.c */
oid_handler oid_query_packet_filter, oid_set_packet_filter, oid_query_address,
    oid_query_permanent_address, oid_query_multicast, oid_set_multicast;
/* network.c */
oid_handler oid_set_bss_type, oid_query_ssids, oid_set_ssids, oid_query_bssids, oid_set_bssids,
    oid_query_excluded, oid_set_excluded, oid_query_country, oid_set_country,
    oid_query_ibss_params, oid_set_ibss_params, oid_set_association_params, oid_set_qos,
    oid_query_qos, oid_query_beacon_period, oid_set_beacon_period, oid_set_atim_window,
    oid_query_dtim_period, oid_query_country_string, oid_set_multi_domain;
/* security.c */
oid_handler oid_set_auth, oid_set_ciphers, oid_query_pairs, oid_query_exemptions,
    oid_set_exemptions;
/* keys.c */
oid_handler oid_set_default_key, oid_set_mapping_key, oid_query_pmkids, oid_set_pmkids;
/* radio.c */
enum oid_band { OID_BAND_2GHZ, OID_BAND_5GHZ };
oid_handler oid_set_phys, oid_query_active_phys, oid_set_current_phy, oid_query_phy_types,
    oid_query_power, oid_set_power, oid_query_hardware_power, oid_set_power_saving,
    oid_query_rates, oid_set_rates, oid_query_channel, oid_set_channel, oid_query_data_rates,
    oid_query_rate_table, oid_query_channels, oid_query_reg_domains, oid_set_unreachable,
    oid_query_device_power, oid_set_device_power;
/* operation.c */
oid_handler oid_set_operation_mode, oid_query_operation_mode, oid_method_reset, oid_set_connect,
    oid_set_disconnect, oid_set_scan, oid_method_bss_list, oid_set_flush, oid_set_port_state,
    oid_set_media_streaming, oid_query_media_streaming;
/* private.c */
oid_handler oid_method_private;
/* query.c */
oid_handler oid_query_statistics, oid_query_association_info, oid_query_capability,
    oid_query_mode_capability, oid_query_optional_capability,
    oid_query_current_optional_capability;

#endif
