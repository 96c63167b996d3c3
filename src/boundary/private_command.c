/* See private_command.h. */
#include "boundary/private_command.h"
#include "base/wipe.h"
#include "boundary/payload.h"

void private_command_write(struct writer *w, uint32_t number, struct extsta_span parameters)
{
    uint8_t octets[8 + PRIVATE_PARAMETERS_MAX];
    struct writer c = writer_of(octets, sizeof octets);
    payload_write(
        &c, PAYLOAD(PRIVATE, .command = {EXTSTA_PRIVATE_MAGIC, number, {.bytes = parameters}}));
    payload_write_list(w, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&c),
                       writer_span_of(&c));
    w->failed = w->failed || c.failed;
    wipe(octets, sizeof octets);
}

uint32_t private_roam_policy_read(struct extsta_span parameters, struct extsta_roam_policy *out)
{
    struct reader r = reader_of(parameters);
    *out = extsta_roam_default;
    if (parameters.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    if (parameters.len != EXTSTA_PRIVATE_ROAM_POLICY_LEN) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t sticky = reader_u8(&r);
    out->sticky = sticky == 1;
    out->low = (int8_t)reader_u8(&r);
    out->good = (int8_t)reader_u8(&r);
    out->hysteresis = reader_u8(&r);
    out->prefer_5ghz = (int8_t)reader_u8(&r);
    out->transition = reader_u8(&r);
    (void)reader_take(&r, 2);
    out->settle = reader_le16(&r);
    out->fresh = reader_le16(&r);
    out->scan = reader_le16(&r);
    out->scan_max = reader_le16(&r);
    return sticky > 1 || extsta_roam_policy_check(out) ? NDIS_STATUS_INVALID_DATA
                                                       : NDIS_STATUS_SUCCESS;
}

uint32_t private_pmk_answer(struct extsta_oid *oid, size_t room, uint32_t akm,
                            const uint8_t pmkid[16], struct extsta_span pmk, size_t *answer)
{
    uint8_t octets[8 + EXTSTA_PRIVATE_PMK_OUT_LEN + EXTSTA_PRIVATE_PMK_MAX];
    size_t needed = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC) + 8 +
                    EXTSTA_PRIVATE_PMK_OUT_LEN + pmk.len;
    if (room < needed) {
        oid->bytes_needed = (uint32_t)needed;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct writer w = writer_of(octets, sizeof octets);
    writer_le32(&w, EXTSTA_PRIVATE_MAGIC);
    writer_le32(&w, EXTSTA_PRIVATE_GET_PMK);
    writer_le32(&w, akm);
    writer_bytes(&w, pmkid, 16);
    writer_bytes(&w, pmk.data, pmk.len);
    struct writer out = writer_of(oid->buffer, room);
    payload_write_list(&out, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&w),
                       writer_span_of(&w));
    *answer = writer_len(&out);
    wipe(octets, sizeof octets);
    return NDIS_STATUS_SUCCESS;
}
