/* OID requests of this driver: one table (oid_table.c), one dispatcher (oid.c), small handlers
 * by subject. The configuration is the same struct as our own miniport's (miniport/mib.h), and
 * so are its limits; what is done about it is the operation files'. */
#ifndef NL80211_OID_H
#define NL80211_OID_H

#include "machine.h"

struct nld_row;
struct nld_call {
    struct nld *d;
    struct extsta_oid *oid;
    const struct nld_row *row;
    struct extsta_payload p; /* the input of a set or method */
};
typedef uint32_t nld_handler(struct nld_call *c);

#define NLD_INIT 0x1u
#define NLD_OP   0x2u
#define NLD_ANY  (NLD_INIT | NLD_OP)

struct nld_row {
    uint32_t oid;
    uint8_t states;        /* of set and method (STA-04) */
    bool checks_input;     /* itself */
    uint16_t count, field; /* offsets in struct mp_mib: of a list's count, of what is meant */
    uint32_t low, high;    /* range of a ULONG; constant to answer */
    nld_handler *query, *set, *method;
    uint8_t of; /* handlers of two objects: which */
};
/* NULL: none of ours. */
const struct nld_row *nld_row_of(uint32_t oid);

/* --- answers --- */
uint32_t nld_reply(struct nld_call *c, const struct extsta_payload *answer);
uint32_t nld_reply_number(struct nld_call *c, uint32_t value);
uint32_t nld_reply_flag(struct nld_call *c, bool value);
uint32_t nld_reply_address(struct nld_call *c, struct extsta_mac address);
/* A list of `count` entries, each written by `entry`; without room its counts (ROL-04). */
typedef void nld_entry(struct nld_call *c, size_t i, struct writer *w);
uint32_t nld_reply_list(struct nld_call *c, size_t count, nld_entry *entry);
/* The entries that came: all there (ROL-06), and no more than `max`. */
uint32_t nld_input_list(struct nld_call *c, size_t max, struct extsta_part *entries);
/* The list that the row names becomes these. */
uint32_t nld_set_list(struct nld_call *c, const void *entries, size_t size, size_t count);

/* --- handlers --- */
nld_handler nld_get_constant, nld_get_number, nld_put_number, nld_get_octet, nld_get_flag,
    nld_put_flag_value, nld_get_numbers, nld_get_false, nld_get_true;
nld_handler nld_get_filter, nld_put_filter, nld_get_address, nld_get_permanent,
    nld_get_multicast, nld_put_multicast, nld_put_type, nld_get_ssids, nld_put_ssids,
    nld_get_bssids, nld_put_bssids, nld_get_excluded, nld_put_excluded, nld_get_country,
    nld_put_country, nld_get_country_of_ap, nld_put_association_params, nld_get_qos,
    nld_put_qos, nld_get_beacon_period, nld_get_dtim, nld_put_auth, nld_put_ciphers,
    nld_get_pairs, nld_get_exemptions, nld_put_exemptions, nld_get_pmkids, nld_put_pmkids;
nld_handler nld_put_phys, nld_get_active_phys, nld_put_current_phy, nld_get_phy_types,
    nld_get_power, nld_put_power, nld_get_hardware, nld_put_saving, nld_get_device,
    nld_put_device, nld_get_rates, nld_put_rates, nld_get_data_rates, nld_get_rate_table,
    nld_get_channels, nld_get_channel, nld_get_reg_domains, nld_put_threshold, nld_put_rts,
    nld_put_fragmentation;
nld_handler nld_get_mode, nld_put_mode, nld_get_mode_capability, nld_do_scan, nld_do_reset,
    nld_do_connect, nld_do_disconnect, nld_do_bss_list, nld_do_flush, nld_do_port,
    nld_do_private, nld_get_streaming, nld_put_streaming, nld_put_default_key,
    nld_put_mapping_key, nld_put_key_id, nld_get_capability, nld_get_optional,
    nld_get_current_optional, nld_get_statistics, nld_get_associations;

#endif
