/* EAP packets, read and written (eap.h). */
#include "onex/eap.h"

bool eap_parse(struct extsta_span packet, struct eap *out)
{
    struct reader r = reader_of(packet);
    *out = (struct eap){0};
    out->code = reader_u8(&r);
    out->id = reader_u8(&r);
    size_t len = reader_be16(&r);
    if (r.failed || len < EAP_HEADER || len > packet.len || out->code < EAP_REQUEST ||
        out->code > EAP_FAILURE) {
        return false;
    }
    out->whole = span(packet.data, len);
    r.end = packet.data + len;
    if (out->code == EAP_REQUEST || out->code == EAP_RESPONSE) {
        out->type = reader_u8(&r);
        out->data = reader_rest(&r);
    }
    return !r.failed;
}

void eap_write(struct writer *w, enum eap_code code, uint8_t id, uint8_t type,
               struct extsta_span data)
{
    bool typed = code == EAP_REQUEST || code == EAP_RESPONSE;
    size_t len = EAP_HEADER + (typed ? 1 + data.len : 0);
    if (len > UINT16_MAX) {
        w->failed = true;
        return;
    }
    writer_u8(w, (uint8_t)code);
    writer_u8(w, id);
    writer_be16(w, (uint16_t)len);
    if (typed) {
        writer_u8(w, type);
        writer_span(w, data);
    }
}
