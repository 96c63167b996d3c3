/* Operations: mode, reset, scan, connect, disconnect, port state, the private channel. What
 * they do is the MLME's (mlme/mlme.h) and reset.c's; here their buffers are turned into
 * values. */
#include "base/wipe.h"
#include "miniport/oid/oid.h"
#include <extsta/private_oid.h>

uint32_t oid_query_operation_mode(struct oid_call *c)
{
    return oid_reply(c, PAYLOAD(OPERATION_MODE, .mode = c->mp->operation_mode));
}

/* A mode that is newly set begins with the defaults; set again it changes nothing. */
uint32_t oid_set_operation_mode(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    uint32_t mode = c->value.mode;
    if (mode != DOT11_OPERATION_MODE_EXTENSIBLE_STATION) {
        /* STA-06, MIB-33: extensible station is the only mode */
        return NDIS_STATUS_BAD_VERSION;
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
    struct writer w = writer_of(c->oid->buffer, c->room);
    size_t needed = bss_list_write(c->mp, c->now, c->value.country, &w);
    if (!w.failed) {
        c->oid->bytes_written = (uint32_t)needed;
        return NDIS_STATUS_SUCCESS;
    }
    oid_reply_counts(c, EXTSTA_FORM_BSS_LIST, needed - extsta_form_least(EXTSTA_FORM_BSS_LIST),
                     needed);
    return NDIS_STATUS_BUFFER_OVERFLOW;
}

uint32_t oid_set_flush(struct oid_call *c)
{
    bss_flush(c->mp); /* SCN-22: FLUSH_BSS_LIST */
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_port_state(struct oid_call *c)
{
    mlme_port_state(c->mp, c->now, c->value.port_state.peer, c->value.port_state.open);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_media_streaming(struct oid_call *c)
{
    return oid_reply_bool(c, c->mp->media_streaming);
}

uint32_t oid_set_media_streaming(struct oid_call *c)
{
    c->mp->media_streaming = c->value.flag;
    mlme_media_streaming(c->mp, c->now); /* SCN-18: no scan of ours from now on */
    return NDIS_STATUS_SUCCESS;
}

/* --- the private channel (private_oid.h) --- */

static uint32_t set_roam_policy(struct oid_call *c, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    if (parameters.len == 0) {
        return mlme_set_roam_policy(c->mp, &extsta_roam_default);
    }
    if (parameters.len != EXTSTA_PRIVATE_ROAM_POLICY_LEN) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t sticky = reader_u8(&r);
    struct extsta_roam_policy policy = {.sticky = sticky == 1,
                                        .low = (int8_t)reader_u8(&r),
                                        .good = (int8_t)reader_u8(&r),
                                        .hysteresis = reader_u8(&r),
                                        .prefer_5ghz = (int8_t)reader_u8(&r)};
    (void)reader_take(&r, 3);
    policy.settle = reader_le16(&r);
    policy.fresh = reader_le16(&r);
    policy.scan = reader_le16(&r);
    policy.scan_max = reader_le16(&r);
    return sticky > 1 ? NDIS_STATUS_INVALID_DATA : mlme_set_roam_policy(c->mp, &policy);
}

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
    case EXTSTA_PRIVATE_SET_ROAM_POLICY:
        return set_roam_policy(c, parameters);
    case EXTSTA_PRIVATE_ROAM_TO:
        return parameters.len == 6 ? mlme_roam_to(c->mp, c->now, mac_at(parameters.data))
                                   : NDIS_STATUS_INVALID_LENGTH;
    default: /* not an enum: any number can come */
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

/* NOT_SUPPORTED: the magic is another driver's, or the command unknown. The room for the answer
 * is checked first, so that nothing is done that cannot be answered. */
uint32_t oid_method_private(struct oid_call *c)
{
    const struct extsta_part *body = &c->value.list.entries;
    struct extsta_payload p;
    if (body->cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!extsta_payload_read(EXTSTA_FORM_PRIVATE, body->bytes, &p) ||
        p.command.magic != EXTSTA_PRIVATE_MAGIC) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    size_t head = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC);
    if (c->room < head) {
        c->oid->bytes_needed = (uint32_t)head;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    uint32_t status = private_command(c, p.command.command, p.command.parameters.bytes);
    wipe(c->oid->buffer + head, body->bytes.len); /* key material is never given back */
    if (status == NDIS_STATUS_SUCCESS) {
        c->oid->bytes_read = c->oid->in_len;
        status = oid_reply(c, PAYLOAD(NIC_SPECIFIC, .list.total = 0));
    }
    return status;
}
