/* General OIDs: packet filter, addresses, multicast list. */
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
    uint32_t filter = get_le32(c->in.data);
    if (filter & ~SUPPORTED_FILTERS) {
        return NDIS_STATUS_NOT_SUPPORTED; /* as NDIS says for this OID; X-38 */
    }
    c->mp->packet_filter = filter;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_address(struct oid_call *c)
{
    return oid_reply_bytes(c, c->mp->address.b, sizeof c->mp->address.b);
}

uint32_t oid_query_permanent_address(struct oid_call *c)
{
    return oid_reply_bytes(c, c->mp->permanent_address.b, sizeof c->mp->permanent_address.b);
}

uint32_t oid_query_multicast(struct oid_call *c)
{
    const struct mp_multicast *list = c->mp->multicast;
    return oid_reply_bytes(c, list ? list->addresses : NULL,
                           list ? list->count * sizeof list->addresses[0] : 0);
}

/* RXP-08: a plain array of addresses that replaces the list. */
uint32_t oid_set_multicast(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    size_t count = c->in.len / sizeof(struct extsta_mac);
    if (c->in.len % sizeof(struct extsta_mac) || count > MP_MAX_MULTICAST) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    struct reader r = reader_of(c->in);
    for (size_t i = 0; i < count; i++) {
        if (!mac_is_group(reader_mac(&r))) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    if (count == 0) {
        mib_multicast_clear(mp);
        return NDIS_STATUS_SUCCESS;
    }
    if (!mp->multicast) {
        mp->multicast = pool_zalloc(&mp->ctx->pool, sizeof *mp->multicast);
        if (!mp->multicast) {
            return NDIS_STATUS_RESOURCES;
        }
    }
    memcpy(mp->multicast->addresses, c->in.data, c->in.len);
    mp->multicast->count = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}
