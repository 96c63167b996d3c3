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

static const struct {
    uint8_t type;
    const char *name;
} names[] = {
    {EAP_TYPE_IDENTITY, "Identity"},
    {EAP_TYPE_NOTIFICATION, "Notification"},
    {EAP_TYPE_NAK, "Nak"},
    {EAP_TYPE_MD5, "EAP-MD5"},
    {EAP_TYPE_OTP, "EAP-OTP"},
    {EAP_TYPE_GTC, "EAP-GTC"},
    {EAP_TYPE_TLS, "EAP-TLS"},
    {EAP_TYPE_LEAP, "LEAP"},
    {EAP_TYPE_SIM, "EAP-SIM"},
    {EAP_TYPE_TTLS, "EAP-TTLS"},
    {EAP_TYPE_AKA, "EAP-AKA"},
    {EAP_TYPE_PEAP, "PEAP"},
    {EAP_TYPE_MSCHAPV2, "EAP-MSCHAPv2"},
    {EAP_TYPE_EXTENSIONS, "EAP extensions"},
    {EAP_TYPE_FAST, "EAP-FAST"},
    {EAP_TYPE_PWD, "EAP-pwd"},
};

const char *eap_type_name(uint8_t type)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return NULL;
}
