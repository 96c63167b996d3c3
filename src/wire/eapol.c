/* EAPOL PDUs, EAPOL-Key frames and KDEs, read and written (eapol.h). */
#include "wire/eapol.h"
#include "wire/llc.h"
#include "wire/element.h"

#define EAPOL_HEADER 4u
/* EAPOL-Key body up to the MIC: descriptor, information, length, replay counter,
 * nonce, IV, RSC, reserved (12.7.2 figure 12-35). */
#define KEY_BEFORE_MIC 77u

/* What stands behind the body (padding of an Ethernet frame) is left out. */
bool eapol_parse(struct extsta_span pdu, struct eapol *out)
{
    struct reader r = reader_of(pdu);
    *out = (struct eapol){0};
    out->version = reader_u8(&r);
    out->type = reader_u8(&r);
    size_t len = reader_be16(&r);
    out->body = reader_take(&r, len);
    if (r.failed) {
        return false;
    }
    out->whole = span(pdu.data, EAPOL_HEADER + len);
    return true;
}

bool eapol_key_parse(const struct eapol *e, size_t mic_len, struct eapol_key *out)
{
    struct reader r = reader_of(e->body);
    *out = (struct eapol_key){.version = e->version, .whole = e->whole};
    out->descriptor = reader_u8(&r);
    out->info = reader_be16(&r);
    out->key_length = reader_be16(&r);
    out->replay = reader_be64(&r);
    reader_copy(&r, out->nonce, sizeof out->nonce);
    reader_copy(&r, out->iv, sizeof out->iv);
    out->rsc = reader_le64(&r);
    (void)reader_le64(&r); /* reserved; WPA: key id */
    out->mic = reader_take(&r, mic_len);
    size_t data_len = reader_be16(&r);
    out->data = reader_take(&r, data_len);
    return !r.failed && e->type == EAPOL_KEY &&
           (out->descriptor == KEY_DESCRIPTOR_RSN || out->descriptor == KEY_DESCRIPTOR_WPA);
}

/* The MIC is taken over the finished PDU with its MIC field zero: so it is written, and its
 * place returned. */
size_t eapol_key_write(struct writer *w, const struct eapol_key *key, size_t mic_len)
{
    size_t len = KEY_BEFORE_MIC + mic_len + 2 + key->data.len;
    if (len > UINT16_MAX) {
        w->failed = true;
        return EAPOL_HEADER + KEY_BEFORE_MIC;
    }
    writer_u8(w, key->version);
    writer_u8(w, EAPOL_KEY);
    writer_be16(w, (uint16_t)len);
    writer_u8(w, key->descriptor);
    writer_be16(w, key->info);
    writer_be16(w, key->key_length);
    writer_be64(w, key->replay);
    writer_bytes(w, key->nonce, sizeof key->nonce);
    writer_bytes(w, key->iv, sizeof key->iv);
    writer_le64(w, key->rsc);
    writer_zero(w, 8);
    writer_zero(w, mic_len);
    writer_be16(w, (uint16_t)key->data.len);
    writer_span(w, key->data);
    return EAPOL_HEADER + KEY_BEFORE_MIC;
}

/* Requests, error reports and SMK frames are none of the messages. */
int eapol_key_message(const struct eapol_key *key)
{
    if (key->info & (KEY_INFO_REQUEST | KEY_INFO_ERROR | KEY_INFO_SMK)) {
        return 0;
    }
    bool ack = (key->info & KEY_INFO_ACK) != 0;
    /* With an AEAD cipher there is no MIC; encrypted key data stands for it. */
    bool integrity = (key->info & (key->mic.len ? KEY_INFO_MIC : KEY_INFO_ENCRYPTED)) != 0;
    if (!(key->info & KEY_INFO_PAIRWISE)) {
        return !integrity ? 0 : ack ? 5 : 6;
    }
    if (ack) {
        return integrity ? 3 : 1;
    }
    if (!integrity) {
        return 0;
    }
    /* The Secure bit does not tell 2 from 4: WPA clears it in both, a PTK rekey sets
     * it in both. Message 2 carries an element; message 4 carries nothing but, with
     * AEAD, its authentication tag. */
    size_t nothing = key->mic.len ? 0 : 16;
    return key->data.len <= nothing ? 4 : 2;
}

int eapol_msdu_message(struct extsta_span msdu)
{
    struct llc llc;
    struct eapol pdu;
    struct eapol_key key;
    if (!llc_parse(msdu, &llc) || !llc.snap || llc.ethertype != ETHERTYPE_EAPOL ||
        !eapol_parse(llc.payload, &pdu) || !eapol_key_parse(&pdu, 16, &key)) {
        return 0;
    }
    return eapol_key_message(&key);
}

#define KDE_OUI     0x000facu /* 00-0F-AC, IEEE 802.11 */
#define KDE_OUI_WFA 0x506f9au /* 50-6F-9A, Wi-Fi Alliance */

bool kde_next(struct reader *r, struct kde *out)
{
    *out = (struct kde){0};
    if (r->failed || reader_left(r) == 0) {
        return false;
    }
    /* Padding: 0xdd, then zeros up to the end (12.7.2). */
    if (r->p[0] == ELEMENT_VENDOR && (reader_left(r) == 1 || r->p[1] == 0)) {
        r->p = r->end;
        return false;
    }
    struct element e;
    if (!element_next(r, &e)) {
        return false;
    }
    out->type = e.id;
    out->whole = e.whole;
    out->value = span(e.whole.data + 2, e.whole.len - 2);
    uint32_t selector = e.id == ELEMENT_VENDOR && e.value.len >= 4 ? get_be32(e.value.data) : 0;
    bool transition = selector == (KDE_OUI_WFA << 8 | (KDE_TRANSITION_DISABLE & 0xff));
    if (selector >> 8 == KDE_OUI || transition) {
        out->is_kde = true;
        out->type = transition ? KDE_TRANSITION_DISABLE : (uint16_t)(selector & 0xff);
        out->value = span(e.value.data + 4, e.value.len - 4);
    }
    return true;
}

void kde_write(struct writer *w, uint16_t type, struct extsta_span value)
{
    /* One octet of length, for OUI, type and value. */
    if (value.len > 251) {
        w->failed = true;
        return;
    }
    writer_u8(w, 0xdd);
    writer_u8(w, (uint8_t)(value.len + 4));
    writer_be32(w,
                (type == KDE_TRANSITION_DISABLE ? KDE_OUI_WFA : KDE_OUI) << 8 | (type & 0xffu));
    writer_span(w, value);
}
