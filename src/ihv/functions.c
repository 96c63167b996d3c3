/* Functions: what the extension asks of the OS, each in its window. */
#include "ihv/functions.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "rsn/keyed_port.h"

#define ERROR_GEN_FAILURE 31u
#define MAX_KEY_MATERIAL  64u
#define MAX_PRIVATE       65536u
#define L2_IHV_FIRST      0x90000u
#define L2_IHV_LAST       0x9ffffu
#define PACKET_HEADER     FIELD_OFFSET(DOT11_SECURITY_PACKET_HEADER, Data)

struct ihv_sent {
    struct ihv_sent *next;
    uint32_t packet; /* 0: back from the driver, unacknowledged */
    uint64_t handle;
    extsta_time deadline; /* of one that is back */
};

static uint32_t error_of(uint32_t status)
{
    switch (status) {
    case NDIS_STATUS_SUCCESS:
    case NDIS_STATUS_PENDING:
        return ERROR_SUCCESS;
    case NDIS_STATUS_NOT_SUPPORTED:
    case NDIS_STATUS_INVALID_OID:
        return ERROR_NOT_SUPPORTED;
    case NDIS_STATUS_INVALID_STATE:
        return ERROR_INVALID_STATE;
    case NDIS_STATUS_INVALID_DATA:
    case NDIS_STATUS_INVALID_LENGTH:
    case NDIS_STATUS_BAD_VERSION:
        return ERROR_INVALID_PARAMETER;
    case NDIS_STATUS_RESOURCES:
        return ERROR_NOT_ENOUGH_MEMORY;
    default:
        return ERROR_GEN_FAILURE;
    }
}

/* IHV-14; what does not fit is counted and not refused: real extensions pass other reasons. */
static void check_reason(struct ihv *ihv, uint32_t reason, uint32_t error)
{
    bool fits = error == 0 ? reason == 0 || (reason >= L2_IHV_FIRST && reason <= L2_IHV_LAST)
                           : reason != 0;
    ihv->os->protocol_errors += !fits;
}

uint32_t ihv_pre_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                      uint32_t reason, uint32_t error)
{
    if (!ihv->attached || session == 0) {
        return ERROR_INVALID_STATE;
    }
    if (session == ihv->reset_session) {
        ihv->reset_session = 0; /* the completion a reset makes due (IHV-07) */
        return ERROR_SUCCESS;
    }
    if (session != ihv->connect_session || ihv->pre_call != 0) {
        return ERROR_INVALID_STATE; /* dead, or from inside the handler */
    }
    check_reason(ihv, reason, error);
    ihv->connect_session = 0;
    ihv->frozen = error == 0;
    ihv->ops->pre_associated(ihv->user, now, error);
    return ERROR_SUCCESS;
}

uint32_t ihv_post_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                       uint32_t reason, uint32_t error)
{
    bool inside = ihv->post_call != 0 && session == ihv->post_session;
    if (!ihv->attached || inside) {
        return ERROR_INVALID_STATE;
    }
    if (!ihv->ops->post_associated(ihv->user, now, session, error)) {
        return ERROR_INVALID_STATE; /* stopped (IHV-26) */
    }
    check_reason(ihv, reason, error);
    return ERROR_SUCCESS;
}

/* --- packets down --- */

static uint16_t exemption_of(const struct ihv *ihv, uint16_t ethertype)
{
    for (size_t i = 0; i < ihv->exemption_count; i++) {
        const struct extsta_ihv_exemption *e = &ihv->exemptions[i];
        if (e->ethertype == ethertype && (e->kind & DOT11_EXEMPT_UNICAST)) {
            return e->action;
        }
    }
    return DOT11_EXEMPT_NO_EXEMPTION;
}

uint32_t ihv_send_packet(struct ihv *ihv, extsta_time now, struct extsta_span packet,
                         uint64_t handle)
{
    struct reader r = reader_of(packet);
    struct extsta_mac peer = reader_mac(&r);
    uint16_t ethertype = reader_be16(&r);
    if (!ihv->attached || !ihv->may_send) {
        return ERROR_INVALID_STATE;
    }
    if (r.failed || mac_is_group(peer)) {
        return ERROR_INVALID_PARAMETER; /* IHV-28: only unicast */
    }
    struct ihv_sent *sent = pool_alloc(&ihv->os->ctx->pool, sizeof *sent);
    if (!sent) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    uint32_t error = ERROR_SUCCESS;
    *sent = (struct ihv_sent){.handle = handle, .deadline = EXTSTA_NEVER};
    sent->packet = ihv->ops->send(ihv->user, now, peer, ethertype, reader_rest(&r),
                                  exemption_of(ihv, ethertype), &error);
    if (sent->packet == 0) {
        pool_release(&ihv->os->ctx->pool, sent, sizeof *sent);
        return error;
    }
    sent->next = ihv->sent;
    ihv->sent = sent;
    return ERROR_SUCCESS;
}

/* IHV-29: one completion per packet, whether it went out or not. */
static void complete_sent(struct ihv *ihv, struct ihv_sent **link)
{
    struct ihv_sent *sent = *link;
    *link = sent->next;
    ihv_complete_send(ihv, sent->handle);
    pool_release(&ihv->os->ctx->pool, sent, sizeof *sent);
}

/* The handler has no argument for the outcome. It comes as time: an extension whose packet was
 * not acknowledged hears of it when a peer that missed it would have said its part again, so
 * that keys which wait for message 4 go in neither too early nor never. */
void ihv_send_complete(struct ihv *ihv, extsta_time now, uint32_t packet, uint32_t status)
{
    for (struct ihv_sent **link = &ihv->sent; *link; link = &(*link)->next) {
        if ((*link)->packet != packet) {
            continue;
        }
        if (status == NDIS_STATUS_SUCCESS) {
            complete_sent(ihv, link);
        } else {
            (*link)->packet = 0;
            (*link)->deadline = now + MESSAGE_3_TIME;
        }
        return;
    }
}

extsta_time ihv_deadline(const struct ihv *ihv)
{
    extsta_time first = EXTSTA_NEVER;
    for (const struct ihv_sent *sent = ihv->sent; sent; sent = sent->next) {
        first = sent->deadline < first ? sent->deadline : first;
    }
    return first;
}

void ihv_expire(struct ihv *ihv, extsta_time now)
{
    for (struct ihv_sent **link = &ihv->sent; *link;) {
        if ((*link)->deadline <= now) {
            complete_sent(ihv, link);
        } else {
            link = &(*link)->next;
        }
    }
}

void ihv_sent_forget(struct ihv *ihv)
{
    while (ihv->sent) {
        struct ihv_sent *sent = ihv->sent;
        ihv->sent = sent->next;
        pool_release(&ihv->os->ctx->pool, sent, sizeof *sent);
    }
}

/* --- configuration --- */

static bool exemption_ok(const struct extsta_ihv_exemption *e)
{
    return (e->action == DOT11_EXEMPT_ALWAYS ||
            e->action == DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE) &&
           e->kind >= DOT11_EXEMPT_UNICAST && e->kind <= DOT11_EXEMPT_BOTH;
}

uint32_t ihv_set_ethertype_handling(struct ihv *ihv, uint32_t max_backlog,
                                    const struct extsta_ihv_exemption *exemptions,
                                    size_t exemption_count, const uint16_t *registrations,
                                    size_t registration_count)
{
    if (!ihv->attached || ihv->frozen) {
        return ERROR_INVALID_STATE; /* IHV-17, X-50 */
    }
    if (exemption_count > EXTSTA_IHV_MAX_EXEMPTIONS ||
        registration_count > EXTSTA_IHV_MAX_REGISTRATIONS) {
        return ERROR_INVALID_PARAMETER;
    }
    for (size_t i = 0; i < exemption_count; i++) {
        if (!exemption_ok(&exemptions[i])) {
            return ERROR_INVALID_PARAMETER;
        }
    }
    ihv->max_backlog = max_backlog;
    ihv->exemption_count = (uint8_t)exemption_count;
    ihv->registration_count = (uint8_t)registration_count;
    if (exemption_count > 0) {
        memcpy(ihv->exemptions, exemptions, exemption_count * sizeof *exemptions);
    }
    if (registration_count > 0) {
        memcpy(ihv->registrations, registrations, registration_count * sizeof *registrations);
    }
    return ERROR_SUCCESS;
}

static uint32_t set(struct ihv *ihv, extsta_time now, uint32_t oid, uint8_t *buffer, size_t len)
{
    struct extsta_oid request = {.oid = oid,
                                 .kind = EXTSTA_OID_SET,
                                 .request_id =
                                     requester_number(&ihv->os->requester, REQUEST_IHV),
                                 .buffer = buffer,
                                 .in_len = (uint32_t)len};
    return error_of(ihv->ops->oid(ihv->user, now, &request));
}

uint32_t ihv_set_algorithm(struct ihv *ihv, extsta_time now, uint32_t oid, uint32_t algorithm)
{
    uint8_t buffer[16];
    struct writer w = writer_of(buffer, sizeof buffer);
    if (!ihv->attached) {
        return ERROR_INVALID_STATE;
    }
    /* DOT11_AUTH_ALGORITHM_LIST and DOT11_CIPHER_ALGORITHM_LIST have one layout */
    writer_u8(&w, NDIS_OBJECT_TYPE_DEFAULT);
    writer_u8(&w, DOT11_AUTH_ALGORITHM_LIST_REVISION_1);
    writer_le16(&w, sizeof(DOT11_AUTH_ALGORITHM_LIST));
    writer_le32(&w, 1);
    writer_le32(&w, 1);
    writer_le32(&w, algorithm);
    uint32_t error = set(ihv, now, oid, buffer, writer_len(&w));
    if (error == ERROR_SUCCESS && oid == OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM) {
        ihv->ops->took_over(ihv->user);
    }
    return error;
}

uint32_t ihv_set_default_key(struct ihv *ihv, extsta_time now, struct extsta_span key,
                             uint32_t direction)
{
    uint32_t fixed = FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey);
    uint8_t buffer[FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey) + MAX_KEY_MATERIAL];
    if (!ihv->attached) {
        return ERROR_INVALID_STATE;
    }
    if (direction != DOT11_DIR_INBOUND && direction != DOT11_DIR_BOTH) {
        return ERROR_INVALID_PARAMETER; /* IHV-24 */
    }
    if (key.len < fixed) {
        return ERROR_INVALID_PARAMETER;
    }
    uint16_t material =
        get_le16(key.data + FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, usKeyLength));
    if (material > MAX_KEY_MATERIAL || key.len - fixed < material) {
        return ERROR_INVALID_PARAMETER;
    }
    memcpy(buffer, key.data, fixed + material);
    buffer[0] = NDIS_OBJECT_TYPE_DEFAULT; /* extensions may leave the header zero */
    buffer[1] = DOT11_CIPHER_DEFAULT_KEY_VALUE_REVISION_1;
    put_le16(buffer + 2, sizeof(DOT11_CIPHER_DEFAULT_KEY_VALUE));
    uint32_t error = set(ihv, now, OID_DOT11_CIPHER_DEFAULT_KEY, buffer, fixed + material);
    wipe(buffer, sizeof buffer);
    return error;
}

uint32_t ihv_set_key_mapping_key(struct ihv *ihv, extsta_time now, struct extsta_span key)
{
    uint32_t fixed = FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey);
    uint8_t buffer[FIELD_OFFSET(DOT11_BYTE_ARRAY, ucBuffer) +
                   FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey) + MAX_KEY_MATERIAL];
    struct writer w = writer_of(buffer, sizeof buffer);
    if (!ihv->attached) {
        return ERROR_INVALID_STATE;
    }
    if (key.len < fixed) {
        return ERROR_INVALID_PARAMETER;
    }
    uint16_t material =
        get_le16(key.data + FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, usKeyLength));
    if (material > MAX_KEY_MATERIAL || key.len - fixed < material) {
        return ERROR_INVALID_PARAMETER;
    }
    writer_u8(&w, NDIS_OBJECT_TYPE_DEFAULT);
    writer_u8(&w, DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY_REVISION_1);
    writer_le16(&w, sizeof(DOT11_BYTE_ARRAY));
    writer_le32(&w, fixed + material);
    writer_le32(&w, fixed + material);
    writer_bytes(&w, key.data, fixed + material);
    uint32_t error = set(ihv, now, OID_DOT11_CIPHER_KEY_MAPPING_KEY, buffer, writer_len(&w));
    wipe(buffer, sizeof buffer);
    return error;
}

uint32_t ihv_set_value(struct ihv *ihv, extsta_time now, uint32_t oid, struct extsta_span value)
{
    uint8_t buffer[8];
    if (!ihv->attached) {
        return ERROR_INVALID_STATE;
    }
    memcpy(buffer, value.data, value.len);
    return set(ihv, now, oid, buffer, value.len);
}

uint32_t ihv_nic_specific_extension(struct ihv *ihv, extsta_time now, struct extsta_span in,
                                    uint8_t *out, uint32_t *out_len)
{
    uint32_t fixed = FIELD_OFFSET(DOT11_NIC_SPECIFIC_EXTENSION, ucBuffer);
    uint32_t room = *out_len;
    *out_len = 0;
    if (!ihv->attached) {
        return ERROR_INVALID_STATE;
    }
    if (in.len > MAX_PRIVATE || room > MAX_PRIVATE) {
        return ERROR_INVALID_PARAMETER;
    }
    size_t size = fixed + (in.len > room ? in.len : room);
    uint8_t *buffer = pool_zalloc(&ihv->os->ctx->pool, size);
    if (!buffer) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    struct writer w = writer_of(buffer, size);
    writer_le32(&w, (uint32_t)in.len);
    writer_le32(&w, (uint32_t)in.len);
    writer_span(&w, in);
    struct extsta_oid request = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                                 .kind = EXTSTA_OID_METHOD,
                                 .request_id =
                                     requester_number(&ihv->os->requester, REQUEST_IHV),
                                 .buffer = buffer,
                                 .in_len = (uint32_t)writer_len(&w),
                                 .out_cap = (uint32_t)size};
    uint32_t error = error_of(ihv->ops->oid(ihv->user, now, &request));
    uint32_t got = request.bytes_written >= fixed ? get_le32(buffer) : 0;
    if (error == ERROR_SUCCESS && got <= room && got <= request.bytes_written - fixed) {
        memcpy(out, buffer + fixed, got);
        *out_len = got;
    } else if (error == ERROR_SUCCESS && got > 0) {
        error = ERROR_INVALID_PARAMETER; /* no room for the answer */
    }
    wipe(buffer, size);
    pool_release(&ihv->os->ctx->pool, buffer, size);
    return error;
}
