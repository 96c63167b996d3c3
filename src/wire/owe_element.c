/* Diffie-Hellman Parameter and OWE Transition Mode elements: reading and writing
 * (owe_element.h). */
#include "wire/owe_element.h"

bool dh_element_parse(struct extsta_span value, struct dh_element *out)
{
    struct reader r = reader_of(value);
    *out = (struct dh_element){.group = reader_le16(&r)};
    out->key = reader_rest(&r);
    return !r.failed && out->key.len > 0;
}

void dh_element_write(struct writer *w, const struct dh_element *dh)
{
    size_t len = 1 + 2 + dh->key.len; /* extension id, group, key */
    if (len > 255) {
        w->failed = true;
        return;
    }
    writer_u8(w, ELEMENT_EXTENSION);
    writer_u8(w, (uint8_t)len);
    writer_u8(w, ELEMENT_EXT_DH_PARAMETER);
    writer_le16(w, dh->group);
    writer_span(w, dh->key);
}

/* Band and channel may be left out, when both BSSs are on one channel. */
bool owe_transition_parse(struct extsta_span value, struct owe_transition *out)
{
    struct reader r = reader_of(value);
    *out = (struct owe_transition){0};
    reader_take(&r, 4); /* OUI and type: who collects the element has looked at them */
    struct extsta_span bssid = reader_take(&r, 6);
    uint8_t len = reader_u8(&r);
    out->ssid = reader_take(&r, len);
    if (r.failed || len == 0 || len > 32) {
        return false;
    }
    memcpy(out->bssid.b, bssid.data, 6);
    if (reader_left(&r) >= 2) {
        out->band = reader_u8(&r);
        out->channel = reader_u8(&r);
    }
    return true;
}

void owe_transition_write(struct writer *w, const struct owe_transition *t)
{
    uint8_t value[4 + 6 + 1 + 32 + 2];
    struct writer v = writer_of(value, sizeof value);
    writer_be32(&v, VENDOR_WFA << 8 | VENDOR_WFA_OWE_TRANSITION);
    writer_mac(&v, t->bssid);
    writer_u8(&v, (uint8_t)t->ssid.len);
    writer_span(&v, t->ssid);
    if (t->channel != 0) {
        writer_u8(&v, t->band);
        writer_u8(&v, t->channel);
    }
    if (v.failed) {
        w->failed = true;
        return;
    }
    element_write(w, ELEMENT_VENDOR, span(value, writer_len(&v)));
}
