/* General OIDs: packet filter, addresses, multicast list. What the data path asks for with
 * every frame it receives (RXP-03, RXP-08), kept in struct miniport and not in the
 * configuration: they differ from station to station. */
#include "base/mac.h"
#include "miniport/oid/oid.h"

/* RXP-05: raw and promiscuous reception belong to other operation modes. */
#define SUPPORTED_FILTERS                                                                      \
    (NDIS_PACKET_TYPE_802_11_DIRECTED_DATA | NDIS_PACKET_TYPE_802_11_BROADCAST_DATA |          \
     NDIS_PACKET_TYPE_802_11_MULTICAST_DATA | NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA |     \
     NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT | NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT |          \
     NDIS_PACKET_TYPE_802_11_MULTICAST_MGMT | NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_MGMT |     \
     NDIS_PACKET_TYPE_802_11_DIRECTED_CTRL | NDIS_PACKET_TYPE_802_11_BROADCAST_CTRL)

uint32_t oid_query_packet_filter(struct oid_call *c)
{
    return oid_reply_u32(c, c->mp->packet_filter);
}

uint32_t oid_set_packet_filter(struct oid_call *c)
{
    uint32_t filter = c->value.number;
    if (filter & ~SUPPORTED_FILTERS) {
        return NDIS_STATUS_NOT_SUPPORTED; /* as NDIS says for this OID; X-38 */
    }
    c->mp->packet_filter = filter;
    return NDIS_STATUS_SUCCESS;
}

/* MIB-46: the address in use; a reset may have changed it (RST-04). */
uint32_t oid_query_address(struct oid_call *c)
{
    return oid_reply_address(c, c->mp->address);
}

uint32_t oid_query_permanent_address(struct oid_call *c)
{
    return oid_reply_address(c, c->mp->permanent_address);
}

static void write_multicast(struct oid_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(ADDRESS, .address = c->mp->multicast->addresses[i]));
}

uint32_t oid_query_multicast(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->multicast ? c->mp->multicast->count : 0, write_multicast);
}

/* RXP-08: a plain array of addresses that replaces the list. */
uint32_t oid_set_multicast(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    struct extsta_mac addresses[MP_MAX_MULTICAST] = {0};
    struct extsta_part entries = c->value.list.entries;
    struct extsta_payload e;
    if (entries.cut || entries.size > MP_MAX_MULTICAST) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        addresses[i] = e.address;
        if (!mac_is_group(e.address)) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    if (entries.size == 0) { /* an empty list takes no memory */
        mib_multicast_clear(mp);
        return NDIS_STATUS_SUCCESS;
    }
    if (!mp->multicast) {
        mp->multicast = pool_zalloc(&mp->ctx->pool, sizeof *mp->multicast);
        if (!mp->multicast) {
            return NDIS_STATUS_RESOURCES;
        }
    }
    memcpy(mp->multicast->addresses, addresses, sizeof addresses);
    mp->multicast->count = (uint8_t)entries.size;
    return NDIS_STATUS_SUCCESS;
}
