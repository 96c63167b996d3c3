/* Encapsulation table: which EtherTypes travel behind an 802.1H bridge tunnel header instead
 * of an RFC 1042 one (contract ASC-23: the table of the miniport, ASC-24: its use). msm
 * reads it from ASSOCIATION_COMPLETION and keeps it with the port (DIS-28). */
#include "nwifi/nwifi.h"
#include <extsta/payload.h>
#include <string.h>

#define ENCAP_ENTRY_LEN          4u /* of a DOT11_ENCAP_ENTRY */
#define ETHERTYPE_APPLETALK_AARP 0x80f3u
#define ETHERTYPE_IPX            0x8137u

enum extsta_error nwifi_encap_parse(struct extsta_span table, struct nwifi_encap *out)
{
    memset(out, 0, sizeof *out);
    if (table.len % ENCAP_ENTRY_LEN != 0) {
        return EXTSTA_E_MALFORMED;
    }
    if (table.len / ENCAP_ENTRY_LEN > NWIFI_MAX_ENCAP) {
        return EXTSTA_E_TOO_SMALL;
    }
    struct nwifi_encap encap = {0};
    struct extsta_part rest = {.form = EXTSTA_FORM_ENCAP_ENTRY, .bytes = table};
    struct extsta_payload entry;
    while (extsta_payload_next(&rest, &entry)) {
        struct nwifi_encap_entry *e = &encap.entries[encap.count++];
        uint16_t type = entry.encap.type;
        /* A list that is wrong in one place is not used in the others: the default table
         * applies. */
        if (type != NWIFI_ENCAP_RFC_1042 && type != NWIFI_ENCAP_802_1H) {
            return EXTSTA_E_MALFORMED;
        }
        e->ethertype = entry.encap.ethertype;
        e->type = (uint8_t)type;
        if (e->ethertype == 0 && table.len != ENCAP_ENTRY_LEN) {
            return EXTSTA_E_MALFORMED; /* "all" must be the only entry */
        }
    }
    *out = encap;
    return EXTSTA_OK;
}

enum nwifi_encap_type nwifi_encap_for(const struct nwifi_encap *encap, uint16_t ethertype)
{
    for (size_t i = 0; encap && i < encap->count; i++) {
        const struct nwifi_encap_entry *e = &encap->entries[i];
        if (e->ethertype == ethertype || e->ethertype == 0) {
            return (enum nwifi_encap_type)e->type;
        }
    }
    /* IEEE 802.1H: these two alone are tunnelled by default. */
    return ethertype == ETHERTYPE_APPLETALK_AARP || ethertype == ETHERTYPE_IPX
               ? NWIFI_ENCAP_802_1H
               : NWIFI_ENCAP_RFC_1042;
}
