/* Operations: mode, reset, scan, connect, disconnect, port state, the private channel. */
#include "base/wipe.h"
#include "miniport/oid/oid.h"
#include <extsta/private_oid.h>

uint32_t oid_query_operation_mode(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_CURRENT_OPERATION_MODE), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_le32(&w, 0);
    writer_le32(&w, c->mp->operation_mode);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_operation_mode(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    uint32_t mode =
        get_le32(c->in.data + offsetof(DOT11_CURRENT_OPERATION_MODE, uCurrentOpMode));
    if (mode != DOT11_OPERATION_MODE_EXTENSIBLE_STATION) {
        return NDIS_STATUS_BAD_VERSION; /* STA-06, MIB-33 */
    }
    if (mode == mp->operation_mode) {
        return NDIS_STATUS_SUCCESS;
    }
    struct mp_mib *mib = mib_edit(mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    mib_defaults(mib, mp->radio);
    mib_excluded_clear(mp);
    mp->operation_mode = mode;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_method_reset(struct oid_call *c)
{
    return mp_reset(c->mp, c->now, c->oid);
}

uint32_t oid_set_connect(struct oid_call *c)
{
    return mlme_connect(c->mp, c->now, c->oid->request_id);
}

uint32_t oid_set_disconnect(struct oid_call *c)
{
    return mlme_disconnect(c->mp, c->now, c->oid->request_id);
}

uint32_t oid_set_scan(struct oid_call *c)
{
    return mlme_scan(c->mp, c->now, c->in);
}

/* SCN-23 ... SCN-26: input is a country string, the list overwrites it. */
uint32_t oid_method_bss_list(struct oid_call *c)
{
    uint8_t country[sizeof(DOT11_COUNTRY_OR_REGION_STRING)];
    memcpy(country, c->in.data, sizeof country);
    struct writer w = writer_of(c->oid->buffer, c->room);
    size_t needed = bss_list_write(c->mp, c->now, country, &w);
    if (!w.failed) {
        c->oid->bytes_written = (uint32_t)needed;
        return NDIS_STATUS_SUCCESS;
    }
    c->oid->bytes_needed = (uint32_t)needed;
    if (c->room >= offsetof(DOT11_BYTE_ARRAY, ucBuffer)) { /* ROL-04 */
        w = writer_of(c->oid->buffer, offsetof(DOT11_BYTE_ARRAY, ucBuffer));
        oid_write_header(&w, DOT11_BSS_ENTRY_BYTE_ARRAY_REVISION_1, sizeof(DOT11_BYTE_ARRAY));
        writer_le32(&w, 0);
        writer_le32(&w, (uint32_t)(needed - offsetof(DOT11_BYTE_ARRAY, ucBuffer)));
    }
    return NDIS_STATUS_BUFFER_OVERFLOW;
}

uint32_t oid_set_flush(struct oid_call *c)
{
    bss_flush(c->mp); /* SCN-22 */
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_port_state(struct oid_call *c)
{
    struct extsta_mac peer;
    memcpy(peer.b, c->in.data + offsetof(DOT11_PORT_STATE_NOTIFICATION, PeerMac),
           sizeof peer.b);
    mlme_port_state(c->mp, c->now, peer,
                    c->in.data[offsetof(DOT11_PORT_STATE_NOTIFICATION, bOpen)] != 0);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_media_streaming(struct oid_call *c)
{
    return oid_reply_bool(c, c->mp->media_streaming);
}

uint32_t oid_set_media_streaming(struct oid_call *c)
{
    c->mp->media_streaming = c->in.data[0] != 0;
    return NDIS_STATUS_SUCCESS;
}

/* --- the private channel (private_oid.h) --- */

static uint32_t private_command(struct oid_call *c, uint32_t command,
                                struct extsta_span parameters)
{
    switch (command) {
    case EXTSTA_PRIVATE_SET_PORT_KEY:
        if (parameters.len != 0 && parameters.len != EXTSTA_PRIVATE_PMK_LEN) {
            return NDIS_STATUS_INVALID_LENGTH;
        }
        return mlme_set_port_key(c->mp, parameters);
    case EXTSTA_PRIVATE_REASSOCIATE:
        return mlme_reassociate(c->mp, c->now);
    default: /* not an enum: any number can come */
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

uint32_t oid_method_private(struct oid_call *c)
{
    const size_t head = offsetof(DOT11_NIC_SPECIFIC_EXTENSION, ucBuffer);
    uint32_t len = get_le32(c->in.data);
    struct extsta_span body;
    if (!oid_input_at(c, (uint32_t)head, len, &body)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    struct reader r = reader_of(body);
    uint32_t magic = reader_le32(&r);
    uint32_t command = reader_le32(&r);
    if (r.failed || magic != EXTSTA_PRIVATE_MAGIC) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (c->room < head) {
        c->oid->bytes_needed = (uint32_t)head;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    uint32_t status = private_command(c, command, reader_rest(&r));
    wipe(c->oid->buffer + head, body.len); /* key material is never given back */
    if (status == NDIS_STATUS_SUCCESS) {
        c->oid->bytes_read = c->oid->in_len;
        memset(c->oid->buffer, 0, head);
        c->oid->bytes_written = (uint32_t)head;
    }
    return status;
}
