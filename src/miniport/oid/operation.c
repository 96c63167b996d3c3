/* Operations: mode, reset, scan, connect, disconnect, port state. What they do is the MLME's
 * (mlme/mlme.h) and reset.c's; here their buffers are turned into values. */
#include "miniport/oid/oid.h"

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
